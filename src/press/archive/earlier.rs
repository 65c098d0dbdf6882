//! The package of an earlier report: the file as it was published, and what was recorded of it.

use sqlx::SqliteConnection;

use super::{super::PressError, Archive, CHECKING, moment};
use crate::{
    domain::{
        clock,
        earlier::{EarlierReport, FILE},
    },
    render::{
        mdto::{File, Object},
        open_data,
    },
    report::data::{EarlierTable, earlier_rows, earlier_uri},
    store::earlier_reports,
};

/// Packs an earlier report. `all` are those of its strategy, `publisher` is who published it, and `base` is where the site
/// is, when everyone can reach it.
///
/// # Errors
/// When it cannot be read.
pub async fn archive_earlier(
    connection: &mut SqliteConnection,
    one: &EarlierReport,
    all: &[EarlierReport],
    publisher: &str,
    base: Option<&str>,
) -> Result<Archive, PressError> {
    let bytes = earlier_reports::bytes(connection, one.id).await?;
    let told = earlier_reports::told(connection, Some(one.id)).await?;
    let rows = earlier_rows(all, &told, base.unwrap_or_default());
    let mut files = Vec::new();
    if let Some(rows) = rows.iter().find(|rows| rows.slug == one.slug) {
        for table in EarlierTable::ALL {
            let sheet = open_data::csv(&table.columns(), rows.of(table))?;
            files.push((format!("gegevens/{}.csv", table.name()), sheet));
        }
        files.push(("gegevens/gegevens.json".to_owned(), serde_json::to_vec(&open_data::Earlier(rows))?));
    }
    let public = one.released_at.and(base);
    let object = Object {
        identifier: format!("eerder-{}", one.slug),
        name: one.title.clone(),
        description: "Rapport van vóór Voortgang, zoals het is gepubliceerd.".to_owned(),
        address: public.map(|base| earlier_uri(base, &one.slug)),
        period: (one.from, one.until),
        language: "nl".to_owned(),
        // The day is all that is known.
        events: vec![("Publicatie", one.published.to_string())],
        hashed: one.recorded_at,
        open: one.released_at.is_some(),
        publisher: publisher.to_owned(),
        files: vec![File {
            name: FILE.to_owned(),
            media_type: "application/pdf".to_owned(),
            size: bytes.len(),
            sha256: one.sha256.clone(),
        }],
    };
    files.push((format!("bestanden/{FILE}"), bytes));
    Ok(Archive::of(&object, "rapport", read_me(one, all, &object), files))
}

/// For who opens this in twenty years, without the program and without who made it.
fn read_me(one: &EarlierReport, all: &[EarlierReport], object: &Object) -> String {
    let mut chain = String::new();
    if let (Some(older), Some(reason)) = (one.predecessor(all), &one.reason) {
        chain =
            format!("\nVervangt het rapport {} zoals dat eerst was opgenomen. Reden: {reason}\n", older.slug);
    }
    if let Some(newer) = one.successor(all) {
        chain = format!(
            "{chain}\nLET OP: vervangen door het rapport {}, dat een eigen pakket heeft.\n",
            newer.slug
        );
    }
    format!(
        "{title}
{line}
{chain}
Uitgever:     {publisher}
Kenmerk:      {slug}
Periode:      {from} tot en met {until}
Gepubliceerd: {published}
Kamerstuk:    {paper}
Opgenomen:    {recorded}
Vrijgegeven:  {released}
SHA-256 van het PDF-bestand: {sha256}

WAT HIER STAAT

bestanden/      Het rapport zoals het is gepubliceerd (PDF). Of het een PDF/A is en of het
                toegankelijk is, is niet bekend.
gegevens/       Wat van het rapport is opgenomen en wat het over doelen zei, als rijen: CSV (UTF-8,
                komma tussen de kolommen) en hetzelfde in één JSON-bestand.
metagegevens/   Beschrijving van het rapport en van het bestand volgens MDTO 1.0.1 (XML).
SHA256SUMS      Van elk bestand in deze map de SHA-256.

{CHECKING}
HOE HET RAPPORT TOT STAND KWAM

Dit rapport is niet met het programma Voortgang gemaakt: van een zin is niet na te gaan uit welke
bijdrage zij komt. Iemand neemt het bestand op, met wat ervan bekend is; een ander kijkt dat na en
geeft het vrij. Daarna verandert er niets meer aan.

Ingepakt met het programma Voortgang, onder de licentie EUPL-1.2.
",
        title = object.name,
        line = "=".repeat(object.name.chars().count()),
        publisher = object.publisher,
        slug = one.slug,
        from = clock::long_date(one.from),
        until = clock::long_date(one.until),
        published = clock::long_date(one.published),
        paper = one.paper.as_deref().unwrap_or("geen"),
        recorded = moment(one.recorded_at),
        released = one.released_at.map_or_else(|| "nog niet".to_owned(), moment),
        sha256 = one.sha256,
    )
}
