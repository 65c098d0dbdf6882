//! What the interface offers, as `OpenAPI` 3.1. Made from the table of addresses and from the columns that say themselves what
//! they mean, so that it cannot say anything else than the program does.

mod earlier;
mod own;

use axum_extra::routing::TypedPath as _;
use serde_json::{Map, Value, json};

use super::{
    VERSION,
    paging::{LAST, MOST, PAGE, PAGE_SIZE, SIZE},
    problem::MEDIA_TYPE,
};
use crate::{
    report::data::{Column, EDITION, Kind, Table},
    web::{
        Settings,
        routes::{ApiDocument, ApiEdition, ApiEditions, ApiTable, Home},
    },
};

/// Where all addresses of the interface begin.
const BASE: &str = "/api/v1";

/// The whole document.
pub(super) fn document(settings: &Settings) -> Value {
    let base = settings.base.trim_end_matches('/');
    // Without a public address of its own, the address at which the document was found.
    let server = settings.public_base().map_or_else(|| BASE.to_owned(), |public| format!("{public}{BASE}"));
    let host = base.split("://").nth(1).and_then(|rest| rest.split(['/', ':']).next()).unwrap_or("localhost");
    let email = settings.contact.email.clone().unwrap_or_else(|| format!("beheer@{host}"));
    let page = settings.contact.page.clone().unwrap_or_else(|| format!("{base}{Home}"));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Voortgangsrapportages",
            "version": VERSION,
            "description": "Wat in de vrijgegeven edities van de voortgangsrapportages staat: doelen en oordelen, inzet, cijfers, moties en toezeggingen, en bijdragen van ministeries. Ook de rapporten van vóór Voortgang, met wat ze over doelen zeiden. Wat openbaar is, leest u zonder account. Een editie verandert nooit; een verbetering is een nieuwe editie. Wie een account heeft, leest met een eigen sleutel ook het werk aan bijdragen en bewaart er een concept van.",
            "contact": { "name": settings.sender, "email": email, "url": page },
        },
        "servers": [{ "url": server }],
        "tags": tags(),
        "paths": paths(),
        "components": { "securitySchemes": own::security(), "schemas": schemas(), "headers": headers(), "parameters": parameters(), "responses": problems() },
    })
}

fn tags() -> Value {
    json!([
        { "name": "Edities", "description": "Wat is vrijgegeven." },
        { "name": "Gegevens", "description": "Wat in een editie staat, als rijen." },
        { "name": "Eerdere rapporten", "description": "Rapporten die niet met Voortgang zijn gemaakt." },
        { "name": "Werk", "description": "Het werk aan bijdragen, voor wie een sleutel heeft." },
        { "name": "Beschrijving", "description": "Dit document." },
    ])
}

/// An address as the document writes it: below the server, with names of parameters in Dutch.
fn below(path: &str) -> String {
    path.trim_start_matches(BASE)
        .replace("{round}", "{ronde}")
        .replace("{number}", "{editie}")
        .replace("{slug}", "{kenmerk}")
}

fn paths() -> Value {
    let mut paths = Map::new();
    let pages = json!([refer("parameters", "Pagina"), refer("parameters", "PaginaGrootte")]);
    let of_edition = json!([refer("parameters", "Ronde"), refer("parameters", "Editie")]);
    paths.insert(
        below(ApiDocument::PATH),
        get(
            "leesBeschrijving",
            "Beschrijving",
            "De beschrijving van deze API, als OpenAPI 3.1.",
            &json!([]),
            &json!({ "type": "object" }),
            &[],
        ),
    );
    let list = get(
        "leesEdities",
        "Edities",
        "Alle vrijgegeven edities, de nieuwste eerst.",
        &pages,
        &refer("schemas", "Edities"),
        &["400"],
    );
    paths.insert(below(ApiEditions::PATH), list);
    let one = get(
        "leesEditie",
        "Edities",
        "Eén vrijgegeven editie.",
        &of_edition,
        &refer("schemas", "Editie"),
        &["400", "404"],
    );
    paths.insert(below(ApiEdition::PATH), one);
    for table in Table::ALL {
        let name = upper_camel(table.name());
        let parameters: Vec<Value> =
            [&of_edition, &pages].into_iter().filter_map(Value::as_array).flatten().cloned().collect();
        let summary =
            format!("{} van een editie. {} Een erratum heeft geen gegevens.", table.title(), table.about());
        let path = below(ApiTable::PATH).replace("{table}", table.name());
        let schema = refer("schemas", &format!("{name}Pagina"));
        let get =
            get(&format!("lees{name}"), "Gegevens", &summary, &json!(parameters), &schema, &["400", "404"]);
        paths.insert(path, get);
    }
    paths.extend(earlier::paths());
    paths.extend(own::paths());
    Value::Object(paths)
}

fn get(id: &str, tag: &str, summary: &str, parameters: &Value, schema: &Value, faults: &[&str]) -> Value {
    let version = json!({ "API-Version": refer("headers", "API-Version"), "ETag": refer("headers", "ETag") });
    let mut found = version.clone();
    if parameters.to_string().contains("PaginaGrootte") {
        found["Link"] = refer("headers", "Link");
    }
    let mut responses = json!({
        "200": { "description": "Gevonden.", "headers": found, "content": { "application/json": { "schema": schema } } },
        "304": { "description": "Niet veranderd sinds de versie in If-None-Match.", "headers": version },
    });
    for fault in faults.iter().chain(&["429", "500"]) {
        responses[fault] = refer("responses", &format!("Fout{fault}"));
    }
    json!({
        "get": {
            "operationId": id, "tags": [tag], "summary": summary, "description": summary,
            "parameters": parameters, "responses": responses,
        },
    })
}

fn schemas() -> Value {
    let mut schemas = Map::new();
    let text = |about: &str| json!({ "type": "string", "description": about });
    let edition = json!({
        "strategie": text(EDITION[0].meaning),
        "ronde": text(EDITION[1].meaning),
        "editie": { "type": "integer", "minimum": 1, "description": EDITION[2].meaning },
        "soort": { "type": "string", "enum": ["rapport", "erratum", "vervanging"], "description": "Een rapport, een erratum bij een eerdere editie, of een editie die een eerdere vervangt." },
        "titel": text("De titel van de editie."),
        "voorbeeld": { "type": "boolean", "description": "Waar als het geen rapport van de regering is." },
        "vastgesteldOp": { "type": "string", "format": "date-time", "description": "Wanneer de editie is vastgesteld." },
        "vrijgegevenOp": { "type": ["string", "null"], "format": "date-time", "description": "Wanneer de editie is vrijgegeven." },
        "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "Het kenmerk van de inhoud." },
        "rapport": { "type": "string", "format": "uri", "description": "Waar de editie te lezen is." },
    });
    schemas.insert("Editie".to_owned(), object(edition));
    schemas.insert("Edities".to_owned(), page_of("Editie"));
    for table in Table::ALL {
        let name = upper_camel(table.name());
        schemas.insert(format!("{name}Rij"), object(Value::Object(properties(&table.columns()))));
        schemas.insert(format!("{name}Pagina"), page_of(&format!("{name}Rij")));
    }
    schemas.extend(earlier::schemas());
    schemas.extend(own::schemas());
    schemas.insert("Probleem".to_owned(), problem());
    Value::Object(schemas)
}

/// An object that has all of these, and nothing else.
fn object(properties: Value) -> Value {
    let names: Vec<String> =
        properties.as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}

fn page_of(name: &str) -> Value {
    let count = |about: &str| json!({ "type": "integer", "minimum": 0, "description": about });
    object(json!({
        "gegevens": { "type": "array", "items": refer("schemas", name), "description": "De rijen op deze pagina." },
        PAGE: count("Welke pagina dit is."),
        PAGE_SIZE: count("Hoeveel rijen er op een pagina passen."),
        "totaal": count("Hoeveel rijen er in alle pagina’s samen zijn."),
    }))
}

fn properties(columns: &[Column]) -> Map<String, Value> {
    columns.iter().map(|column| (column.name.to_owned(), value_of(column))).collect()
}

fn value_of(column: &Column) -> Value {
    let mut value = match column.kind {
        Kind::Text => json!({ "type": ["string", "null"] }),
        Kind::Whole => json!({ "type": ["integer", "null"] }),
        Kind::Number => json!({ "type": ["number", "null"] }),
        Kind::Day => json!({ "type": ["string", "null"], "format": "date" }),
    };
    value["description"] = json!(column.meaning);
    value
}

fn headers() -> Value {
    let header = |about: &str| json!({ "description": about, "schema": { "type": "string" } });
    json!({
        "API-Version": { "description": "De volledige versie van de API.", "schema": { "type": "string" }, "example": VERSION },
        "ETag": header("Het kenmerk van dit antwoord, voor If-None-Match."),
        "Link": header("De eerste, laatste, vorige en volgende pagina (RFC 8288)."),
        "WWW-Authenticate": header("Hoe een sleutel wordt meegestuurd (RFC 6750)."),
        "Retry-After": { "description": "Hoeveel seconden u moet wachten.", "schema": { "type": "integer" } },
    })
}

fn parameters() -> Value {
    let number = |name: &str, most: usize, standard: usize, about: &str| {
        json!({
            "name": name, "in": "query", "required": false, "description": about,
            "schema": { "type": "integer", "minimum": 1, "maximum": most, "default": standard },
        })
    };
    let mut parameters = own::parameters();
    parameters.extend(earlier::parameters());
    let public = json!({
        "Ronde": { "name": "ronde", "in": "path", "required": true, "description": EDITION[1].meaning, "schema": { "type": "string", "minLength": 1 }, "example": "2018-2020" },
        "Editie": { "name": "editie", "in": "path", "required": true, "description": EDITION[2].meaning, "schema": { "type": "integer", "minimum": 1, "maximum": u32::MAX }, "example": 1 },
        "Pagina": number(PAGE, LAST, 1, "Welke pagina, vanaf 1. Voorbij de laatste is de lijst leeg."),
        "PaginaGrootte": number(PAGE_SIZE, MOST, SIZE, "Hoeveel rijen er op een pagina komen."),
    });
    parameters.extend(public.as_object().cloned().unwrap_or_default());
    Value::Object(parameters)
}

fn problem() -> Value {
    let fault = object(json!({
        "pointer": { "type": "string", "description": "De plaats in wat u stuurde (RFC 6901)." },
        "detail": { "type": "string", "description": "Wat u eraan kunt doen." },
    }));
    json!({
        "type": "object",
        "description": "Wat er misging (RFC 9457).",
        "properties": {
            "type": { "type": "string", "description": "Soort probleem." },
            "title": { "type": "string", "description": "In een paar woorden." },
            "status": { "type": "integer", "description": "De HTTP-status." },
            "detail": { "type": "string", "description": "Wat u eraan kunt doen." },
            "errors": { "type": "array", "items": fault, "description": "Bij 422: wat er mis is, veld voor veld." },
            "uwVersie": { "type": "string", "description": "Bij 412: de versie waarmee u begon." },
            "nieuwsteVersie": { "type": "string", "description": "Bij 412: de versie die er nu is." },
        },
        "required": ["type", "title", "status", "detail"],
    })
}

fn problems() -> Value {
    let told = [
        ("400", "De vraag heeft niet de vorm die hier staat."),
        ("404", "Er is niets op dit adres, of het is niet openbaar."),
        ("429", "Te veel vragen achter elkaar van één adres. Wacht zolang als Retry-After zegt."),
        ("500", "Er ging iets mis dat niet aan u ligt."),
    ];
    let responses = told.iter().chain(&own::FAULTS).map(|&(status, about)| {
        let mut headers = json!({ "API-Version": refer("headers", "API-Version") });
        if status == "429" {
            headers["Retry-After"] = refer("headers", "Retry-After");
        }
        if status == "401" {
            headers["WWW-Authenticate"] = refer("headers", "WWW-Authenticate");
        }
        let content = json!({ MEDIA_TYPE: { "schema": refer("schemas", "Probleem") } });
        (format!("Fout{status}"), json!({ "description": about, "headers": headers, "content": content }))
    });
    Value::Object(responses.collect())
}

fn refer(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

fn upper_camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
