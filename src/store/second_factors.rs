//! Second factors: the secret, the last code that was taken, and recovery codes.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Result, people::read_roles};
use crate::domain::{id::PersonId, person::Role};

/// What is needed to decide what comes after a right password.
#[derive(Debug)]
pub struct Known {
    /// The secret; `None` when no factor was set up.
    pub secret: Option<Vec<u8>>,
    /// The half minute of the last code that was taken.
    pub last_step: Option<i64>,
    /// Since when there is a factor.
    pub since: Option<DateTime<Utc>>,
    /// Their rights, which may ask for one.
    pub roles: Vec<Role>,
}

/// The factor of a person whose account has not ended.
///
/// # Errors
/// When SQLite fails.
pub async fn find(connection: &mut SqliteConnection, person: PersonId) -> Result<Option<Known>> {
    let row = sqlx::query!(
        r#"SELECT p.totp_secret AS secret, p.totp_step, p.totp_since AS "since: DateTime<Utc>",
             (SELECT group_concat(role, ' ') FROM person_role WHERE person = p.id) AS "roles: String"
           FROM person AS p WHERE p.id = ? AND p.disabled_at IS NULL"#,
        person
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Known {
        secret: row.secret,
        last_step: row.totp_step,
        since: row.since,
        roles: read_roles(row.roles.as_deref()),
    }))
}

/// Keeps a factor, with the half minute of the code that proved it.
///
/// # Errors
/// When SQLite fails.
pub async fn set(
    connection: &mut SqliteConnection,
    person: PersonId,
    secret: &[u8],
    step: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE person SET totp_secret = ?, totp_step = ?, totp_since = ? WHERE id = ?",
        secret,
        step,
        now,
        person
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("DELETE FROM totp_enrolment WHERE person = ?", person).execute(connection).await?;
    Ok(())
}

/// Takes a factor away with all that belongs to it.
///
/// # Errors
/// When SQLite fails.
pub async fn clear(connection: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query!(
        "UPDATE person SET totp_secret = NULL, totp_step = NULL, totp_since = NULL WHERE id = ?",
        person
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("DELETE FROM totp_enrolment WHERE person = ?", person).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM recovery_code WHERE person = ?", person).execute(connection).await?;
    Ok(())
}

/// Notes the half minute of a code that was taken, so that neither it nor an older one is taken again.
///
/// # Errors
/// When SQLite fails.
pub async fn use_step(connection: &mut SqliteConnection, person: PersonId, step: i64) -> Result<()> {
    sqlx::query!("UPDATE person SET totp_step = ? WHERE id = ?", step, person).execute(connection).await?;
    Ok(())
}

/// Uses a recovery code up; whether there was such a code.
///
/// # Errors
/// When SQLite fails.
pub async fn use_recovery_code(
    connection: &mut SqliteConnection,
    person: PersonId,
    hash: &[u8],
    now: DateTime<Utc>,
) -> Result<bool> {
    let used = sqlx::query!(
        "UPDATE recovery_code SET used_at = ? WHERE person = ? AND hash = ? AND used_at IS NULL",
        now,
        person,
        hash
    );
    Ok(used.execute(connection).await?.rows_affected() == 1)
}

/// How many recovery codes are left.
///
/// # Errors
/// When SQLite fails.
pub async fn recovery_codes_left(connection: &mut SqliteConnection, person: PersonId) -> Result<u32> {
    let left = sqlx::query_scalar!(
        r#"SELECT count(*) AS "left!: u32" FROM recovery_code WHERE person = ? AND used_at IS NULL"#,
        person
    );
    Ok(left.fetch_one(connection).await?)
}

/// Replaces all recovery codes.
///
/// # Errors
/// When SQLite fails.
pub async fn replace_recovery_codes(
    connection: &mut SqliteConnection,
    person: PersonId,
    hashes: &[[u8; 32]],
) -> Result<()> {
    sqlx::query!("DELETE FROM recovery_code WHERE person = ?", person).execute(&mut *connection).await?;
    for hash in hashes {
        let hash = hash.as_slice();
        sqlx::query!("INSERT INTO recovery_code (person, hash) VALUES (?, ?)", person, hash)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Begins to set up a factor for someone who is signed in.
///
/// # Errors
/// When SQLite fails.
pub async fn begin(
    connection: &mut SqliteConnection,
    person: PersonId,
    secret: &[u8],
    expires_at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO totp_enrolment (person, secret, expires_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (person) DO UPDATE SET secret = ?2, expires_at = ?3",
        person,
        secret,
        expires_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The secret that someone who is signed in is setting up.
///
/// # Errors
/// When SQLite fails.
pub async fn find_begun(
    connection: &mut SqliteConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Option<Vec<u8>>> {
    let begun = sqlx::query_scalar!(
        "SELECT secret FROM totp_enrolment WHERE person = ? AND expires_at > ?",
        person,
        now
    );
    Ok(begun.fetch_optional(connection).await?)
}
