//! The fields of a round's letter to parliament, with every version kept.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::{Result, annexes, events, ministries, offices};
use crate::domain::{
    event::Event,
    id::{PersonId, RoundId},
    letter::LetterInput,
    paper::House,
    round::Round,
    text::Prose,
};

/// What was filled in for the letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// From 1; 0 before the first.
    pub version: u32,
    /// Onze referentie.
    pub reference: String,
    /// The date it bears; decides under which names offices sign.
    pub date: Option<NaiveDate>,
    /// Betreft.
    pub subject: String,
    /// What goes with it, by name.
    pub attachments: Vec<String>,
    /// Body in Markdown-light, without salutation and closing.
    pub body: Prose,
    /// Office that signs.
    pub signatory: Option<String>,
    /// Offices on whose behalf it is sent as well.
    pub on_behalf: Vec<String>,
}

/// The newest version, if there is one.
///
/// # Errors
/// When SQLite fails.
pub async fn find(connection: &mut SqliteConnection, round: RoundId) -> Result<Option<Letter>> {
    let row = sqlx::query!(
        r#"SELECT version AS "version: u32", reference, date AS "date: NaiveDate", subject, attachments, body, signatory
           FROM letter WHERE round = ? ORDER BY version DESC LIMIT 1"#,
        round
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let on_behalf = sqlx::query_scalar!(
        "SELECT office FROM letter_office WHERE round = ? AND version = ? ORDER BY office",
        round,
        row.version
    );
    Ok(Some(Letter {
        version: row.version,
        reference: row.reference,
        date: row.date,
        subject: row.subject,
        attachments: row.attachments.lines().map(str::to_owned).collect(),
        body: super::revisions::prose(&row.body)?,
        signatory: row.signatory,
        on_behalf: on_behalf.fetch_all(connection).await?,
    }))
}

/// Keeps a letter as the next version.
///
/// # Errors
/// [`super::Error::Conflict`] when an office is unknown.
pub async fn save(
    connection: &mut SqliteConnection,
    round: RoundId,
    letter: &Letter,
    author: PersonId,
    event: &Event,
) -> Result<()> {
    let (version, attachments, body) =
        (letter.version + 1, letter.attachments.join("\n"), letter.body.as_str());
    sqlx::query!(
        "INSERT INTO letter (round, version, reference, date, subject, attachments, body, signatory, author, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        round,
        version,
        letter.reference,
        letter.date,
        letter.subject,
        attachments,
        body,
        letter.signatory,
        author,
        event.at
    )
    .execute(&mut *connection)
    .await?;
    for office in &letter.on_behalf {
        sqlx::query!(
            "INSERT INTO letter_office (round, version, office) VALUES (?, ?, ?)",
            round,
            version,
            office
        )
        .execute(&mut *connection)
        .await?;
    }
    events::append(connection, event).await?;
    Ok(())
}

/// The letter of a round with the offices as they are held on its date; `None` when nobody began it.
///
/// # Errors
/// When SQLite fails.
pub async fn gather(connection: &mut SqliteConnection, round: &Round) -> Result<Option<LetterInput>> {
    let Some(letter) = find(connection, round.id).await? else { return Ok(None) };
    let on = letter.date.unwrap_or(round.reference_date);
    let known = offices::list(connection, on).await?;
    let find = |id: &String| known.iter().find(|listed| listed.id == *id);
    let signatory = letter.signatory.as_ref().and_then(find);
    let on_behalf = letter.on_behalf.iter().filter_map(find).map(|listed| listed.office.clone()).collect();
    let sender = match signatory {
        Some(office) => ministries::find_name(connection, &office.ministry, on).await?,
        None => None,
    };
    let annexes = annexes::list(connection, round.id).await?;
    let annexes: Vec<String> = annexes.into_iter().map(|annex| annex.title).collect();
    Ok(Some(LetterInput {
        house: House::Second,
        sender: sender.unwrap_or_default(),
        signatory: signatory.map(|listed| listed.office.clone()),
        on_behalf,
        names: offices::names(connection, on).await?,
        reference: letter.reference,
        date: letter.date,
        subject: letter.subject,
        // What goes along stands in the letter by itself, so that neither can be forgotten.
        attachments: letter.attachments.into_iter().chain(annexes).collect(),
        body: letter.body,
        specimen: round.specimen,
        draft: true,
    }))
}
