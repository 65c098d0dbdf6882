//! Mails: notices on their way, and what became of them.
//!
//! # What is promised
//! A mail is recorded as sent after the mail server took it, and not before. When the program stops between the two, the
//! mail goes again under the same Message-ID: it may come twice, known as one, and it is never lost.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::{Result, events};
use crate::domain::{
    access::{Permit, TendMail},
    event::Event,
    id::{MailId, NoticeId, PersonId},
    mail::{Kind, SETTLE, STALE},
    notice,
};

/// A notice that no mail holds yet.
#[derive(Clone, Debug)]
pub struct Unmailed {
    /// Which.
    pub id: NoticeId,
    /// For whom.
    pub person: PersonId,
    /// What it is about.
    pub kind: notice::Kind,
}

/// A mail that waits to be sent.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Which.
    pub id: MailId,
    /// Of which kind.
    pub kind: Kind,
    /// To whom.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Where it goes.
    pub address: String,
    /// How often it was tried.
    pub attempts: u32,
}

/// A notice in a mail.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its line.
    pub line: String,
    /// Where it leads, within the site.
    pub href: String,
}

/// A mail that was given up.
#[derive(Clone, Debug)]
pub struct GivenUp {
    /// Of which kind.
    pub kind: Kind,
    /// Name of the person.
    pub name: String,
    /// Where it went.
    pub address: String,
    /// When it was given up.
    pub at: DateTime<Utc>,
    /// What the mail server said last.
    pub fault: String,
}

/// How it goes with mails.
#[derive(Clone, Debug)]
pub struct Overview {
    /// How many wait.
    pub waiting: u32,
    /// How many of these were tried before.
    pub retried: u32,
    /// How many were given up.
    pub given_up: u32,
    /// When the last one was sent.
    pub sent_at: Option<DateTime<Utc>>,
}

/// The notices that are to go now, by person, oldest first: invitations, and in daytime those of people who had no digest
/// today, have none under way, and whose oldest notice has settled.
///
/// # Errors
/// When SQLite fails.
pub async fn unmailed(
    connection: &mut SqliteConnection,
    (day, daytime): (NaiveDate, bool),
    now: DateTime<Utc>,
) -> Result<Vec<Unmailed>> {
    let (settled, stale) = (now - SETTLE, now - STALE);
    let unmailed = sqlx::query_as!(
        Unmailed,
        r#"SELECT n.id AS "id: NoticeId", n.person AS "person: PersonId", n.kind AS "kind: notice::Kind"
           FROM notice AS n JOIN person AS p ON p.id = n.person AND p.disabled_at IS NULL
           WHERE n.mail IS NULL AND n.at > ?3 AND (n.kind = 'invitation' OR (?4
             AND NOT EXISTS (SELECT 1 FROM mail AS m WHERE m.person = n.person AND m.kind = 'digest'
                             AND (m.state = 'waiting' OR (m.state = 'sent' AND m.day = ?1)))
             AND EXISTS (SELECT 1 FROM notice AS o WHERE o.person = n.person AND o.mail IS NULL
                         AND o.kind <> 'invitation' AND o.at > ?3 AND o.at <= ?2)))
           ORDER BY n.person, n.at, n.id"#,
        day,
        settled,
        stale,
        daytime
    );
    Ok(unmailed.fetch_all(connection).await?)
}

/// Makes a mail of notices, due at once.
///
/// # Errors
/// [`super::Error::Conflict`] when the person has a digest under way.
pub async fn make(
    connection: &mut SqliteConnection,
    person: PersonId,
    kind: Kind,
    notices: &[NoticeId],
    now: DateTime<Utc>,
) -> Result<MailId> {
    let id = MailId::new();
    sqlx::query!(
        "INSERT INTO mail (id, person, kind, made_at, next_attempt_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        id,
        person,
        kind,
        now
    )
    .execute(&mut *connection)
    .await?;
    for notice in notices {
        sqlx::query!("UPDATE notice SET mail = ? WHERE id = ? AND mail IS NULL", id, notice)
            .execute(&mut *connection)
            .await?;
    }
    Ok(id)
}

/// Takes back what nobody is to read any more: mails to an account that was ended, and invitations that were used or have
/// lapsed.
///
/// # Errors
/// When SQLite fails.
pub async fn withdraw_pointless(connection: &mut SqliteConnection, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "UPDATE mail SET state = 'withdrawn', next_attempt_at = NULL, settled_at = ?1
         WHERE state = 'waiting' AND (
           EXISTS (SELECT 1 FROM person AS p WHERE p.id = mail.person AND p.disabled_at IS NOT NULL)
           OR (kind = 'invitation' AND NOT EXISTS (
             SELECT 1 FROM invitation AS i WHERE i.person = mail.person AND i.used_at IS NULL AND i.expires_at > ?1)))",
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The mails to send now, longest due first, so many at most.
///
/// # Errors
/// When SQLite fails.
pub async fn due(connection: &mut SqliteConnection, now: DateTime<Utc>, limit: u32) -> Result<Vec<Mail>> {
    let due = sqlx::query_as!(
        Mail,
        r#"SELECT m.id AS "id: MailId", m.kind AS "kind: Kind", m.person AS "person: PersonId", p.name,
             p.email AS address, m.attempts AS "attempts: u32"
           FROM mail AS m JOIN person AS p ON p.id = m.person
           WHERE m.state = 'waiting' AND m.next_attempt_at <= ? ORDER BY m.next_attempt_at, m.id LIMIT ?"#,
        now,
        limit
    );
    Ok(due.fetch_all(connection).await?)
}

/// What a mail tells, oldest first.
///
/// # Errors
/// When SQLite fails.
pub async fn lines(connection: &mut SqliteConnection, id: MailId) -> Result<Vec<Line>> {
    let lines = sqlx::query_as!(Line, "SELECT line, href FROM notice WHERE mail = ? ORDER BY at, id", id);
    Ok(lines.fetch_all(connection).await?)
}

/// Records that the mail server took a mail.
///
/// # Errors
/// When SQLite fails.
pub async fn sent(
    connection: &mut SqliteConnection,
    id: MailId,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE mail SET state = 'sent', attempts = attempts + 1, next_attempt_at = NULL, settled_at = ?, day = ?, fault = NULL
         WHERE id = ?",
        now,
        day,
        id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Records that a mail was not taken, and when it is tried again.
///
/// # Errors
/// When SQLite fails.
pub async fn postpone(
    connection: &mut SqliteConnection,
    id: MailId,
    again: DateTime<Utc>,
    fault: &str,
) -> Result<()> {
    sqlx::query!(
        "UPDATE mail SET attempts = attempts + 1, next_attempt_at = ?, fault = ? WHERE id = ?",
        again,
        fault,
        id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Records that a mail was not taken and is not tried again by itself.
///
/// # Errors
/// When SQLite fails.
pub async fn give_up(
    connection: &mut SqliteConnection,
    id: MailId,
    fault: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE mail SET state = 'given-up', attempts = attempts + 1, next_attempt_at = NULL, settled_at = ?, fault = ?
         WHERE id = ?",
        now,
        fault,
        id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The mails that were given up, newest first, so many at most.
///
/// # Errors
/// When SQLite fails.
pub async fn given_up(connection: &mut SqliteConnection, limit: u32) -> Result<Vec<GivenUp>> {
    let given_up = sqlx::query_as!(
        GivenUp,
        r#"SELECT m.kind AS "kind: Kind", p.name, p.email AS address, m.settled_at AS "at!: DateTime<Utc>",
             coalesce(m.fault, '') AS "fault!"
           FROM mail AS m JOIN person AS p ON p.id = m.person
           WHERE m.state = 'given-up' ORDER BY m.settled_at DESC, m.id DESC LIMIT ?"#,
        limit
    );
    Ok(given_up.fetch_all(connection).await?)
}

/// How it goes with all of them.
///
/// # Errors
/// When SQLite fails.
pub async fn overview(connection: &mut SqliteConnection) -> Result<Overview> {
    let overview = sqlx::query_as!(
        Overview,
        r#"SELECT (SELECT count(*) FROM mail WHERE state = 'waiting') AS "waiting!: u32",
             (SELECT count(*) FROM mail WHERE state = 'waiting' AND attempts > 0) AS "retried!: u32",
             (SELECT count(*) FROM mail WHERE state = 'given-up') AS "given_up!: u32",
             (SELECT max(settled_at) FROM mail WHERE state = 'sent') AS "sent_at: DateTime<Utc>""#
    );
    Ok(overview.fetch_one(connection).await?)
}

/// Puts back what the mails held that were given up, with the event: it goes with the next mail to the same people. How
/// many mails that were.
///
/// # Errors
/// When SQLite fails.
pub async fn retry(connection: &mut SqliteConnection, _: &Permit<TendMail>, event: &Event) -> Result<u64> {
    sqlx::query!(
        "UPDATE notice SET mail = NULL WHERE mail IN (SELECT id FROM mail WHERE state = 'given-up')"
    )
    .execute(&mut *connection)
    .await?;
    let done = sqlx::query!(
        "UPDATE mail SET state = 'withdrawn', settled_at = ? WHERE state = 'given-up'",
        event.at
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() > 0 {
        events::append(connection, event).await?;
    }
    Ok(done.rows_affected())
}
