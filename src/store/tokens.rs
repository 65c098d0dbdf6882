//! Keys for a person's own programs: a row each, found by the hash of what was shown once.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, people::read_roles};
use crate::domain::{
    access::Actor,
    id::{ContributionId, PersonId, TokenId},
    ministry::MinistryCode,
    token::Token,
};

/// A key that was found, with whose it is.
#[derive(Debug)]
pub struct Known {
    /// The key.
    pub token: Token,
    /// Whose; `None` when that account was ended.
    pub actor: Option<Actor>,
    /// Short name of their ministry today.
    pub ministry: String,
}

/// Keeps a new key.
///
/// # Errors
/// When SQLite fails.
pub async fn insert(
    connection: &mut SqliteConnection,
    key: &[u8],
    person: PersonId,
    token: &Token,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO token (id, key, person, name, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
        token.id,
        key,
        person,
        token.name,
        token.created_at,
        token.expires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A key by the hash of what was shown, whether it is open or not. One query: every request with a key asks it.
///
/// # Errors
/// When SQLite fails.
pub async fn find(connection: &mut SqliteConnection, key: &[u8]) -> Result<Option<Known>> {
    let row = sqlx::query!(
        r#"SELECT t.id AS "id: TokenId", t.name AS token_name, t.created_at AS "created_at: DateTime<Utc>",
             t.expires_at AS "expires_at: DateTime<Utc>", t.used_at AS "used_at: DateTime<Utc>",
             t.withdrawn_at AS "withdrawn_at: DateTime<Utc>", p.id AS "person: PersonId", p.name,
             p.ministry AS "ministry: MinistryCode", p.disabled_at IS NOT NULL AS "disabled!: bool",
             (SELECT short FROM ministry_name WHERE ministry = p.ministry ORDER BY valid_from DESC LIMIT 1)
               AS "short!: String",
             (SELECT group_concat(role, ' ') FROM person_role WHERE person = p.id) AS "roles: String"
           FROM token AS t JOIN person AS p ON p.id = t.person WHERE t.key = ?"#,
        key
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Known {
        token: Token {
            id: row.id,
            name: row.token_name,
            created_at: row.created_at,
            expires_at: row.expires_at,
            used_at: row.used_at,
            withdrawn_at: row.withdrawn_at,
        },
        actor: (!row.disabled).then(|| Actor {
            person: row.person,
            name: row.name,
            ministry: row.ministry,
            roles: read_roles(row.roles.as_deref()),
        }),
        ministry: row.short,
    }))
}

/// Notes that a key was used.
///
/// # Errors
/// When SQLite fails.
pub async fn touch(connection: &mut SqliteConnection, id: TokenId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("UPDATE token SET used_at = ? WHERE id = ?", now, id).execute(connection).await?;
    Ok(())
}

/// The keys of a person that are open, the newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn list(
    connection: &mut SqliteConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<Token>> {
    let rows = sqlx::query_as!(
        Token,
        r#"SELECT id AS "id: TokenId", name, created_at AS "created_at: DateTime<Utc>",
             expires_at AS "expires_at: DateTime<Utc>", used_at AS "used_at: DateTime<Utc>",
             withdrawn_at AS "withdrawn_at: DateTime<Utc>"
           FROM token WHERE person = ? AND withdrawn_at IS NULL AND expires_at > ?
           ORDER BY created_at DESC, id DESC"#,
        person,
        now
    );
    Ok(rows.fetch_all(connection).await?)
}

/// Takes one key of a person away; whether there was such an open one.
///
/// # Errors
/// When SQLite fails.
pub async fn withdraw(
    connection: &mut SqliteConnection,
    person: PersonId,
    id: TokenId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE token SET withdrawn_at = ?1
         WHERE id = ?2 AND person = ?3 AND withdrawn_at IS NULL AND expires_at > ?1",
        now,
        id,
        person
    );
    Ok(done.execute(connection).await?.rows_affected() == 1)
}

/// Takes all keys of a person away; how many were open.
///
/// # Errors
/// When SQLite fails.
pub async fn withdraw_all(
    connection: &mut SqliteConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE token SET withdrawn_at = ?1 WHERE person = ?2 AND withdrawn_at IS NULL AND expires_at > ?1",
        now,
        person
    );
    Ok(done.execute(connection).await?.rows_affected())
}

/// Takes every key there is away; how many were open.
///
/// # Errors
/// When SQLite fails.
pub async fn withdraw_everyone(connection: &mut SqliteConnection, now: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE token SET withdrawn_at = ?1 WHERE withdrawn_at IS NULL AND expires_at > ?1",
        now
    );
    Ok(done.execute(connection).await?.rows_affected())
}

/// Forgets what a person called their keys.
///
/// # Errors
/// When SQLite fails.
pub async fn forget_names(connection: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query!("UPDATE token SET name = 'sleutel' WHERE person = ?", person).execute(connection).await?;
    Ok(())
}

/// Records with which key a revision was sent.
///
/// # Errors
/// [`super::Error::Conflict`] when there is no such revision.
pub async fn record_revision(
    connection: &mut SqliteConnection,
    contribution: ContributionId,
    number: u32,
    token: TokenId,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO revision_token (contribution, number, token) VALUES (?, ?, ?)",
        contribution,
        number,
        token
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The revisions of a contribution that were sent with a key, with what that is called.
///
/// # Errors
/// When SQLite fails.
pub async fn of_revisions(
    connection: &mut SqliteConnection,
    id: ContributionId,
) -> Result<BTreeMap<u32, String>> {
    let rows = sqlx::query!(
        r#"SELECT r.number AS "number: u32", t.name FROM revision_token AS r JOIN token AS t ON t.id = r.token
           WHERE r.contribution = ?"#,
        id
    );
    Ok(rows.fetch_all(connection).await?.into_iter().map(|row| (row.number, row.name)).collect())
}
