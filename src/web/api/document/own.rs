//! The part of the document that asks for a key: what a person's own programs may read, and the draft they may save.

use axum_extra::routing::TypedPath as _;
use serde_json::{Map, Value, json};

use super::{below, get, object, page_of, refer};
use crate::{
    domain::{
        contribution::Stand,
        link::MAX_ADDRESS,
        round::State,
        strategy::Part,
        text::{MAX_CHARACTERS, MAX_LINE},
    },
    web::{
        api::own::{states, word},
        routes::{ApiContribution, ApiContributions, ApiDraft, ApiRounds},
    },
};

/// The name under which the document speaks of keys.
const KEY: &str = "Sleutel";

/// Every round.
const ROUNDS: [State; 6] =
    [State::Preparing, State::Open, State::Composing, State::Consulting, State::Frozen, State::Presented];

/// What texts cannot hold: control characters that no text needs, and what changes the direction of the rest.
const LINES: &str = "^[^\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f]*$";

/// How a key is sent.
pub(super) fn security() -> Value {
    json!({
        KEY: {
            "type": "http", "scheme": "bearer",
            "description": "Een sleutel die u zelf maakt op Mijn account. Met de sleutel mag een programma lezen wat u mag lezen, en een concept van een bijdrage bewaren. Een cookie telt hier niet.",
        },
    })
}

pub(super) fn paths() -> Map<String, Value> {
    let pages = [refer("parameters", "Pagina"), refer("parameters", "PaginaGrootte")];
    let of_round = [refer("parameters", "Ronde")];
    let one = json!([refer("parameters", "Bijdrage")]);
    let rounds = get(
        "leesRondes",
        "Werk",
        "De rondes waarin u iets mag lezen, de nieuwste eerst.",
        &json!(pages),
        &refer("schemas", "Rondes"),
        &["400"],
    );
    let contributions = get(
        "leesBijdragenVanRonde",
        "Werk",
        "De bijdragen in een ronde die u mag lezen. Als bijdrager of akkoordgever zijn dat die van uw ministerie.",
        &json!([&of_round[..], &pages[..]].concat()),
        &refer("schemas", "Bijdragen"),
        &["400", "404"],
    );
    let contribution = get(
        "leesBijdrage",
        "Werk",
        "Eén bijdrage, met de tekst van de nieuwste versie.",
        &one,
        &refer("schemas", "Bijdrage"),
        &["400", "404"],
    );
    let mut draft = get(
        "leesConcept",
        "Werk",
        "Wat u in een bijdrage kunt invullen, zoals het nu is bewaard. De ETag noemt de versie.",
        &one,
        &refer("schemas", "Concept"),
        &["400", "404"],
    );
    draft["put"] = save();
    let found = [
        (ApiRounds::PATH, rounds),
        (ApiContributions::PATH, contributions),
        (ApiContribution::PATH, contribution),
        (ApiDraft::PATH, draft),
    ];
    found
        .into_iter()
        .map(|(path, mut methods)| {
            for operation in methods.as_object_mut().into_iter().flat_map(Map::values_mut) {
                operation["security"] = json!([{ KEY: [] }]);
                for status in ["401", "403"] {
                    operation["responses"][status] = refer("responses", &format!("Fout{status}"));
                }
            }
            (below(path), methods)
        })
        .collect()
}

/// Saving a draft.
fn save() -> Value {
    let summary =
        "Bewaart een concept als de volgende versie van de bijdrage. Indienen doet u zelf, op de site.";
    let headers = json!({ "API-Version": refer("headers", "API-Version"), "ETag": refer("headers", "ETag") });
    let schema = refer("schemas", "Concept");
    let mut responses = json!({
        "200": { "description": "Bewaard. De ETag noemt de nieuwe versie; was er niets veranderd, dan is het de oude.", "headers": headers, "content": { "application/json": { "schema": schema } } },
    });
    for status in ["400", "404", "409", "412", "413", "415", "422", "428", "429", "500"] {
        responses[status] = refer("responses", &format!("Fout{status}"));
    }
    json!({
        "operationId": "bewaarConcept", "tags": ["Werk"], "summary": summary, "description": summary,
        "parameters": [refer("parameters", "Bijdrage"), refer("parameters", "Versie")],
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
        "responses": responses,
    })
}

pub(super) fn parameters() -> Map<String, Value> {
    let contribution = json!({
        "name": "id", "in": "path", "required": true, "description": "Kenmerk van de bijdrage.",
        "schema": { "type": "string", "format": "uuid" },
    });
    let version = json!({
        "name": "If-Match", "in": "header", "required": true,
        "description": "De ETag van het concept waarmee u begon. Is er intussen een nieuwere versie, dan wordt er niets bewaard.",
        "schema": { "type": "string", "pattern": "^\"versie-[0-9]{1,9}\"$" }, "example": "\"versie-1\"",
    });
    [("Bijdrage".to_owned(), contribution), ("Versie".to_owned(), version)].into_iter().collect()
}

pub(super) fn schemas() -> Map<String, Value> {
    let text = |about: &str| json!({ "type": "string", "description": about });
    let day = |about: &str| json!({ "type": "string", "format": "date", "description": about });
    let moment = |about: &str| json!({ "type": "string", "format": "date-time", "description": about });
    let yes = |about: &str| json!({ "type": "boolean", "description": about });
    let uri = |about: &str| json!({ "type": "string", "format": "uri", "description": about });
    let version = json!({ "type": "integer", "minimum": 0, "description": "Nummer van de nieuwste versie; 0 als er nog niets is bewaard." });
    let state =
        json!({ "type": "string", "enum": states(), "description": "Hoe het met de bijdrage staat." });
    let parts = [Part::Lead, Part::Contributing].map(|part| word(part.dutch()));
    let part =
        json!({ "type": "string", "enum": parts, "description": "De rol van het ministerie bij het doel." });
    let id = json!({ "type": "string", "format": "uuid", "description": "Kenmerk van de bijdrage." });
    let stages = ROUNDS.map(State::dutch);
    let round = object(json!({
        "ronde": text("Kenmerk van de ronde, zoals in adressen."),
        "strategie": text("Kenmerk van de strategie waarover wordt gerapporteerd."),
        "naam": text("Hoe de ronde heet."),
        "stand": { "type": "string", "enum": stages, "description": "Waar de ronde staat." },
        "periodeVan": day("De eerste dag waarover wordt gerapporteerd."),
        "periodeTot": day("De laatste dag waarover wordt gerapporteerd."),
        "peildatum": day("De dag waarop de feiten gelden."),
        "inleverenVoor": moment("Wanneer ministeries inleveren. Een ministerie kan uitstel hebben: dat staat bij de bijdrage."),
        "gepauzeerd": yes("Of de ronde nu stilstaat."),
    }));
    let row = object(json!({
        "id": id, "ronde": text("Kenmerk van de ronde."),
        "doel": { "type": "integer", "minimum": 1, "description": "Nummer van het doel." },
        "titel": text("Titel van het doel."), "ministerie": text("Code van het ministerie."),
        "rol": part, "stand": state, "versie": version,
        "inleverenVoor": moment("Wanneer dit ministerie inlevert."),
        "teLaat": yes("Of de bijdrage te laat is, of te laat was."),
        "geenBijdrage": yes("Of het antwoord “geen bijdrage” is."),
        "terugVanwege": { "type": ["string", "null"], "description": "Waarom de bijdrage is teruggestuurd, zolang zij dat is." },
        "bijdrage": uri("Waar de hele bijdrage staat."),
    }));
    let commitment = object(json!({
        "nummer": text("Nummer van de inzet."), "tekst": text("Wat de strategie zegt dat er wordt gedaan."),
        "termijn": { "type": ["string", "null"], "format": "date", "description": "Wanneer het klaar moet zijn." },
    }));
    let goal = object(json!({
        "nummer": { "type": "integer", "minimum": 1, "description": "Nummer van het doel." },
        "titel": text("Titel van het doel."), "belofte": text("Wat de strategie aankondigde."),
        "inzet": { "type": "array", "items": commitment, "description": "De inzet bij het doel." },
    }));
    let mut last = object(json!({
        "bereikt": text("Wat er toen was bereikt."), "belemmeringen": text("Wat er toen in de weg stond."),
        "vooruitblik": text("Wat er toen werd aangekondigd."),
    }));
    last["type"] = json!(["object", "null"]);
    last["description"] = json!("Wat het ministerie de vorige keer zei.");
    let contribution = object(json!({
        "id": id, "ronde": text("Kenmerk van de ronde."), "doel": goal,
        "ministerie": text("Code van het ministerie."), "rol": part, "stand": state, "versie": version,
        "inleverenVoor": moment("Wanneer dit ministerie inlevert."),
        "teSchrijven": yes("Of u het concept nu kunt bewaren."),
        "tekst": refer("schemas", "Concept"), "vorigeKeer": last,
        "concept": uri("Waar het concept wordt gelezen en bewaard."),
        "pagina": uri("Waar u de bijdrage op de site leest."),
    }));
    [
        ("RondeRij", round),
        ("Rondes", page_of("RondeRij")),
        ("BijdrageRij", row),
        ("Bijdragen", page_of("BijdrageRij")),
        ("Bijdrage", contribution),
        ("Concept", draft()),
    ]
    .map(|(name, schema)| (name.to_owned(), schema))
    .into_iter()
    .collect()
}

/// What is filled in.
fn draft() -> Value {
    let prose = |about: &str| json!({ "type": "string", "maxLength": MAX_CHARACTERS, "pattern": LINES, "description": about });
    let line = |about: &str, least: usize, most: usize| json!({ "type": "string", "minLength": least, "maxLength": most, "pattern": LINES, "description": about });
    let or_none = |about: &str, most: usize| json!({ "type": ["string", "null"], "maxLength": most, "pattern": LINES, "description": about });
    let mut stands: Vec<Value> = Stand::ALL.map(|stand| json!(word(stand.dutch()))).to_vec();
    stands.push(Value::Null);
    let mut stand = object(json!({
        "nummer": line("Nummer van de inzet, zoals “6.1”.", 1, MAX_LINE),
        "stand": { "type": ["string", "null"], "enum": stands, "description": "Hoe het ermee staat; niets als u er niets over meldt." },
        "toelichting": line("Eén zin.", 0, MAX_LINE),
    }));
    stand["required"] = json!(["nummer", "toelichting"]);
    let mut source = object(json!({
        "titel": line("Hoe de bron heet.", 1, MAX_LINE),
        "link": or_none("Het webadres.", MAX_ADDRESS),
        "kamerstuk": or_none("Het Kamerstuk, zoals “33 694, nr. 12”.", MAX_LINE),
        "peildatum": { "type": ["string", "null"], "format": "date", "description": "De dag waarop het zo was." },
    }));
    source["required"] = json!(["titel"]);
    let mut draft = object(json!({
        "bereikt": prose("Wat is bereikt."),
        "belemmeringen": prose("Belemmeringen en ontwikkelingen."),
        "vooruitblik": prose("Vooruitblik."),
        "notitie": prose("Interne notitie. Alleen uw ministerie leest haar."),
        "geenBijdrage": or_none("De reden, als uw ministerie niets te melden heeft. Alles behalve de notitie is dan leeg.", MAX_CHARACTERS),
        "delen": { "type": "boolean", "description": "Of de andere ministeries van het doel mogen meelezen." },
        "inzet": { "type": "array", "items": stand, "description": "De stand bij elke inzet van het doel." },
        "bronnen": { "type": "array", "items": source, "description": "Waar het na te gaan is." },
    }));
    draft["description"] = json!("Wat u in een bijdrage invult.");
    draft["required"] =
        json!(["bereikt", "belemmeringen", "vooruitblik", "notitie", "delen", "inzet", "bronnen"]);
    draft
}

/// What can go wrong here and not in what everyone may read.
pub(super) const FAULTS: [(&str, &str); 8] = [
    ("401", "Er is geen sleutel meegestuurd, of geen die geldt."),
    ("403", "Uw rol geeft hier geen toegang toe, of de beheerder heeft sleutels uitgezet."),
    (
        "409",
        "Zoals het er nu voor staat kan het concept niet worden bewaard: de ronde is gesloten, de bijdrage is ingediend, of u typt er op de site nog aan.",
    ),
    ("412", "Er is intussen een nieuwere versie. Het antwoord noemt beide; er is niets veranderd."),
    ("413", "Het concept is te groot."),
    ("415", "Het concept is geen application/json."),
    (
        "422",
        "Een of meer velden kunnen zo niet worden bewaard. Bij errors staat van elk de plaats en wat u eraan kunt doen.",
    ),
    ("428", "In de kop If-Match staat geen versie."),
];
