//! When editions went to the Houses of parliament, and under which numbers. A row is never changed: the newest counts.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{Error, Result, events};
use crate::domain::{
    event::Event,
    id::EditionId,
    paper::{House, PaperRef},
    sending::{Claim, DocumentNumber, Sending},
};

/// A sending as it was recorded.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Of which edition.
    pub edition: EditionId,
    /// What was recorded.
    pub sending: Sending,
    /// Name of who recorded it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Records a sending, with the event.
///
/// # Errors
/// When SQLite fails.
pub async fn insert(
    connection: &mut SqliteConnection,
    edition: EditionId,
    sending: &Sending,
    event: &Event,
) -> Result<()> {
    let paper = sending.paper.as_ref().map(ToString::to_string);
    let document = sending.document.as_ref().map(DocumentNumber::as_str);
    sqlx::query!(
        "INSERT INTO edition_paper (edition, house, sent_on, paper, document, recorded_by, recorded_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        edition,
        sending.house,
        sending.sent_on,
        paper,
        document,
        event.actor,
        event.at,
    )
    .execute(&mut *connection)
    .await?;
    events::append(connection, event).await
}

/// Everything that was ever recorded of all editions, newest first.
///
/// # Errors
/// When SQLite fails or a row holds something unknown.
pub async fn list(connection: &mut SqliteConnection) -> Result<Vec<Recorded>> {
    let rows = sqlx::query!(
        r#"SELECT x.edition AS "edition: EditionId", x.house AS "house: House", x.sent_on AS "sent_on: NaiveDate",
             x.paper AS "paper?: String", x.document AS "document?: String", p.name AS "by!: String",
             x.recorded_at AS "at!: DateTime<Utc>"
           FROM edition_paper AS x JOIN person AS p ON p.id = x.recorded_by
           ORDER BY x.recorded_at DESC"#
    )
    .fetch_all(connection)
    .await?;
    let corrupt = |column| Error::Corrupt { table: "edition_paper", column };
    let read = rows.into_iter().map(|row| {
        let paper = row.paper.as_deref().map(PaperRef::parse).transpose();
        let document = row.document.as_deref().map(DocumentNumber::parse).transpose();
        let sending = Sending {
            house: row.house,
            sent_on: row.sent_on.ok_or_else(|| corrupt("sent_on"))?,
            paper: paper.map_err(|_| corrupt("paper"))?,
            document: document.map_err(|_| corrupt("document"))?,
        };
        Ok(Recorded { edition: row.edition, sending, by: row.by, at: row.at })
    });
    read.collect()
}

/// The Kamerstukken that count now, of all editions but one.
///
/// # Errors
/// As [`list`].
pub async fn claims(connection: &mut SqliteConnection, except: EditionId) -> Result<Vec<Claim>> {
    let recorded = list(connection).await?;
    let editions = super::editions::list(connection, false).await?;
    let mut claims = Vec::new();
    for listed in editions.iter().filter(|listed| listed.edition.id != except) {
        for house in House::ALL {
            if let Some(paper) =
                newest(&recorded, listed.edition.id, house).and_then(|one| one.sending.paper.clone())
            {
                let edition = format!("editie {} van de ronde {}", listed.edition.number, listed.label);
                claims.push(Claim { paper, edition });
            }
        }
    }
    Ok(claims)
}

/// What counts now, of an edition and a House.
#[must_use]
pub fn newest(recorded: &[Recorded], edition: EditionId, house: House) -> Option<&Recorded> {
    recorded.iter().find(|one| one.edition == edition && one.sending.house == house)
}
