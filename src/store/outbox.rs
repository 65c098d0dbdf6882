//! Notices: what people are told. Each is kept in the transaction of the act that causes it, so that one is never there
//! without the other.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, people::read_roles};
use crate::domain::{
    id::{NoticeId, PersonId, RoundId},
    ministry::MinistryCode,
    notice::Notice,
    person::Role,
};

/// Someone who can be told something.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// Who.
    pub person: PersonId,
    /// Full name.
    pub name: String,
    /// At which ministry.
    pub ministry: MinistryCode,
    /// What they may be asked to do.
    pub roles: Vec<Role>,
}

/// A notice as its person reads it on the site.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its line.
    pub line: String,
    /// Where it leads; "" when nowhere any more.
    pub href: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Keeps a notice; does nothing when this person was told the same before. Whether it is new.
///
/// # Errors
/// When SQLite fails.
pub async fn queue(connection: &mut SqliteConnection, notice: &Notice, at: DateTime<Utc>) -> Result<bool> {
    let (id, kind) = (NoticeId::new(), notice.kind);
    let done = sqlx::query!(
        "INSERT INTO notice (id, person, kind, key, line, href, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        id,
        notice.to,
        kind,
        notice.key,
        notice.line,
        notice.href,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps many notices; how many are new.
///
/// # Errors
/// When SQLite fails.
pub async fn queue_all(
    connection: &mut SqliteConnection,
    notices: &[Notice],
    at: DateTime<Utc>,
) -> Result<usize> {
    let mut new = 0;
    for notice in notices {
        new += usize::from(queue(connection, notice, at).await?);
    }
    Ok(new)
}

/// Everyone of the ministries of a round who writes or approves, by ministry and name, in one query.
///
/// # Errors
/// When SQLite fails.
pub async fn recipients(connection: &mut SqliteConnection, round: RoundId) -> Result<Vec<Recipient>> {
    let rows = sqlx::query!(
        r#"SELECT p.id AS "person: PersonId", p.name, p.ministry AS "ministry: MinistryCode",
             (SELECT group_concat(role, ' ') FROM person_role WHERE person = p.id) AS "roles: String"
           FROM person AS p
           WHERE p.disabled_at IS NULL AND p.ministry IN (SELECT ministry FROM assignment WHERE round = ? AND dropped_at IS NULL)
             AND EXISTS (SELECT 1 FROM person_role AS r
                         WHERE r.person = p.id AND r.role IN ('contributor', 'approver'))
           ORDER BY p.ministry, p.name"#,
        round
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| Recipient {
        person: row.person,
        name: row.name,
        ministry: row.ministry,
        roles: read_roles(row.roles.as_deref()),
    });
    Ok(read.collect())
}

/// What a person was told, newest first, so much at most.
///
/// # Errors
/// When SQLite fails.
pub async fn told(connection: &mut SqliteConnection, person: PersonId, limit: u32) -> Result<Vec<Told>> {
    let told = sqlx::query_as!(
        Told,
        r#"SELECT line, href, at AS "at: DateTime<Utc>" FROM notice
           WHERE person = ? AND kind <> 'invitation' ORDER BY at DESC, id DESC LIMIT ?"#,
        person,
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(told)
}
