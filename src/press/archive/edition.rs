//! The package of an edition.

use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::{super::PressError, Archive, CHECKING, moment};
use crate::{
    domain::{clock, edition::Kind, event::hex, paper::House},
    press,
    render::{
        mdto::{File, Object},
        open_data,
    },
    report::data::{Edition, Table},
    store::{self, editions::Listed, sendings},
};

/// Packs an edition. `base` is where the site is, when everyone can reach it.
///
/// # Errors
/// When it cannot be read.
pub async fn archive(
    connection: &mut SqliteConnection,
    listed: &Listed,
    base: Option<&str>,
) -> Result<Archive, PressError> {
    let edition = &listed.edition;
    let report = press::report(connection, edition.id).await?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut kept = Vec::new();
    for (name, ..) in store::editions::files(connection, edition.id).await? {
        let Some(file) = store::editions::find_file(connection, edition.id, &name).await? else { continue };
        let (size, sha256) = (file.bytes.len(), hex(&Sha256::digest(&file.bytes)));
        kept.push(File { name: name.clone(), media_type: file.media_type, size, sha256 });
        files.push((format!("bestanden/{name}"), file.bytes));
    }
    if edition.kind != Kind::Erratum {
        let data = Edition {
            report: &report,
            strategy: &listed.strategy_id,
            round: &listed.slug,
            number: edition.number,
            base: base.unwrap_or_default(),
        };
        for table in Table::ALL {
            let sheet = open_data::csv(&table.columns(), &table.rows(&data))?;
            files.push((format!("gegevens/{}.csv", table.name()), sheet));
        }
        files.push(("gegevens/gegevens.json".to_owned(), open_data::json(&data)?.into_bytes()));
    }
    let meta = &report.meta;
    let public = edition.released_at.and(base);
    let object = Object {
        identifier: format!("{}-editie-{}", listed.slug, edition.number),
        name: format!("{}. {}. {}", meta.title, meta.subtitle, meta.status),
        description: format!("Rapport over de ronde {}, zoals het is vastgesteld.", listed.label),
        address: public.map(|base| format!("{base}/rapporten/{}/{}", listed.slug, edition.number)),
        period: meta.period,
        language: meta.language.clone(),
        events: [Some(("Creatie", edition.frozen_at)), edition.released_at.map(|at| ("Publicatie", at))]
            .into_iter()
            .flatten()
            .map(|(what, at)| (what, moment(at)))
            .collect(),
        hashed: edition.frozen_at,
        open: edition.released_at.is_some(),
        publisher: meta.publisher.clone(),
        files: kept,
    };
    let sent = sent(connection, listed).await?;
    Ok(Archive::of(&object, "editie", read_me(listed, &object, &sent), files))
}

/// When it went to each House, and under which numbers.
async fn sent(connection: &mut SqliteConnection, listed: &Listed) -> Result<Vec<String>, PressError> {
    let recorded = sendings::list(connection).await?;
    let sent = House::ALL.into_iter().filter_map(|house| {
        let sending = &sendings::newest(&recorded, listed.edition.id, house)?.sending;
        let paper = sending.paper.as_ref().map(|paper| format!(", Kamerstuk {paper}")).unwrap_or_default();
        let number = sending
            .document
            .as_ref()
            .map(|number| format!(", nummer {}", number.as_str()))
            .unwrap_or_default();
        let day = clock::long_date(sending.sent_on);
        Some(format!("{}: {day}{paper}{number}", house.dutch()))
    });
    Ok(sent.collect())
}

/// For who opens this in twenty years, without the program and without who made it.
fn read_me(listed: &Listed, object: &Object, sent: &[String]) -> String {
    let edition = &listed.edition;
    let released = edition.released_at.map_or_else(|| "nog niet".to_owned(), moment);
    let sent = if sent.is_empty() { "niet vastgelegd".to_owned() } else { sent.join("\n              ") };
    let specimen = if listed.specimen {
        "\nLET OP: dit is een VOORBEELD en geen rapport van de regering.\n"
    } else {
        ""
    };
    let corrects = edition
        .corrects
        .as_ref()
        .map(|corrects| format!("\nReden van deze editie: {}\n", corrects.reason))
        .unwrap_or_default();
    format!(
        "{title}
{line}
{specimen}{corrects}
Uitgever:     {publisher}
Kenmerk:      {identifier}
Periode:      {from} tot en met {until}
Vastgesteld:  {frozen}
Vrijgegeven:  {released}
Aangeboden:   {sent}
SHA-256 van de inhoud (staat ook in het colofon): {sha256}

WAT HIER STAAT

bestanden/      Het rapport zoals het is vastgesteld, met de brieven en bijlagen die meegingen.
                PDF is om te lezen en te bewaren (PDF/A). HTML is hetzelfde voor een browser, in
                één bestand, zonder iets van buiten. JSON is de inhoud waaruit de andere twee zijn
                gemaakt; wat daarin staat, is wat de SHA-256 in het colofon bewaakt.
gegevens/       Wat het rapport zegt als rijen, om mee te rekenen: CSV (UTF-8, komma tussen de
                kolommen) en hetzelfde in één JSON-bestand. Gemaakt uit rapport.json.
metagegevens/   Beschrijving van de editie en van elk bestand volgens MDTO 1.0.1 (XML).
SHA256SUMS      Van elk bestand in deze map de SHA-256.

{CHECKING}
HOE HET RAPPORT TOT STAND KWAM

Ministeries schreven per doel een bijdrage. Een directeur gaf akkoord op de precieze woorden. Het
coördinerende ministerie stelde het rapport samen; bij elke alinea staat van welk ministerie de
tekst komt en uit welke versie. Daarna is de editie vastgesteld en door een ander vrijgegeven. Een
vastgestelde editie is nooit meer veranderd. Een fout is hersteld met een erratum of een nieuwe
editie; die zijn eigen pakketten.

Gemaakt met het programma Voortgang, onder de licentie EUPL-1.2.
",
        title = object.name,
        line = "=".repeat(object.name.chars().count()),
        publisher = object.publisher,
        identifier = object.identifier,
        from = clock::long_date(object.period.0),
        until = clock::long_date(object.period.1),
        frozen = moment(edition.frozen_at),
        sha256 = edition.sha256,
    )
}
