//! Accounts as an administrator sees and keeps them.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Error, Result};
use crate::domain::{
    account::{Account, Particulars},
    id::PersonId,
    ministry::MinistryCode,
    person::{Email, Role},
};

/// Every account, by name. Roles come with the day they were given.
///
/// # Errors
/// When SQLite fails.
pub async fn list(connection: &mut SqliteConnection) -> Result<Vec<Account>> {
    let mut accounts = sqlx::query!(
        r#"SELECT p.id AS "id: PersonId", p.name, p.email, p.ministry AS "ministry: MinistryCode",
             (p.password IS NOT NULL OR EXISTS (SELECT 1 FROM subject AS s WHERE s.person = p.id)) AS "has_entry!: bool", p.totp_since AS "factor_since: DateTime<Utc>",
             p.signed_in_at AS "signed_in_at: DateTime<Utc>", p.created_at AS "created_at: DateTime<Utc>",
             p.disabled_at AS "disabled_at: DateTime<Utc>", p.removed_at AS "removed_at: DateTime<Utc>",
             (SELECT max(expires_at) FROM invitation AS i WHERE i.person = p.id AND i.used_at IS NULL)
               AS "invited_until: DateTime<Utc>"
           FROM person AS p ORDER BY p.name COLLATE NOCASE, p.id"#
    )
    .fetch_all(&mut *connection)
    .await?
    .into_iter()
    .map(|row| Account {
        id: row.id,
        name: row.name,
        email: row.email,
        ministry: row.ministry,
        roles: Vec::new(),
        has_entry: row.has_entry,
        factor_since: row.factor_since,
        signed_in_at: row.signed_in_at,
        created_at: row.created_at,
        disabled_at: row.disabled_at,
        removed_at: row.removed_at,
        invited_until: row.invited_until,
    })
    .collect::<Vec<_>>();
    let mut roles = std::collections::BTreeMap::<PersonId, Vec<(Role, DateTime<Utc>)>>::new();
    let rows = sqlx::query!(
        r#"SELECT person AS "person: PersonId", role AS "role: Role", since AS "since: DateTime<Utc>" FROM person_role"#
    );
    for row in rows.fetch_all(connection).await? {
        roles.entry(row.person).or_default().push((row.role, row.since));
    }
    for account in &mut accounts {
        account.roles = roles.remove(&account.id).unwrap_or_default();
        account.roles.sort_unstable();
    }
    Ok(accounts)
}

/// One account.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn get(connection: &mut SqliteConnection, person: PersonId) -> Result<Account> {
    // People are few: one way to read an account is worth more than a second query.
    list(connection).await?.into_iter().find(|account| account.id == person).ok_or(Error::NotFound)
}

/// How many others can sign in and keep people.
///
/// # Errors
/// When SQLite fails.
pub async fn other_administrators(connection: &mut SqliteConnection, person: PersonId) -> Result<u32> {
    let others = sqlx::query_scalar!(
        r#"SELECT count(*) AS "others!: u32" FROM person AS p JOIN person_role AS r ON r.person = p.id
           WHERE r.role = 'administrator' AND p.disabled_at IS NULL AND p.id <> ?
             AND (p.password IS NOT NULL OR EXISTS (SELECT 1 FROM subject AS s WHERE s.person = p.id))"#,
        person
    );
    Ok(others.fetch_one(connection).await?)
}

/// Replaces name, address, ministry and roles; a role that stays keeps its day.
///
/// # Errors
/// [`Error::Conflict`] when another account has the address.
pub async fn update(
    connection: &mut SqliteConnection,
    person: PersonId,
    particulars: &Particulars,
    now: DateTime<Utc>,
) -> Result<()> {
    let email = particulars.email.as_str();
    sqlx::query!(
        "UPDATE person SET name = ?, email = ?, ministry = ? WHERE id = ?",
        particulars.name,
        email,
        particulars.ministry,
        person
    )
    .execute(&mut *connection)
    .await?;
    for role in Role::ALL {
        if particulars.roles.contains(&role) {
            sqlx::query!(
                "INSERT INTO person_role (person, role, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                person,
                role,
                now
            )
            .execute(&mut *connection)
            .await?;
        } else {
            sqlx::query!("DELETE FROM person_role WHERE person = ? AND role = ?", person, role)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

/// Ends an account, or lets it begin again.
///
/// # Errors
/// When SQLite fails.
pub async fn set_disabled(
    connection: &mut SqliteConnection,
    person: PersonId,
    at: Option<DateTime<Utc>>,
) -> Result<()> {
    sqlx::query!("UPDATE person SET disabled_at = ? WHERE id = ?", at, person).execute(connection).await?;
    Ok(())
}

/// Replaces what says who someone is. What they did stays theirs, under the new name.
///
/// # Errors
/// When SQLite fails.
pub async fn remove(
    connection: &mut SqliteConnection,
    person: PersonId,
    (name, email): (&str, &Email),
    now: DateTime<Utc>,
) -> Result<()> {
    let email = email.as_str();
    sqlx::query!(
        "UPDATE person SET name = ?1, email = ?2, password = NULL, disabled_at = coalesce(disabled_at, ?3),
           removed_at = ?3, signed_in_at = NULL
         WHERE id = ?4",
        name,
        email,
        now,
        person
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("DELETE FROM person_role WHERE person = ?", person).execute(&mut *connection).await?;
    sqlx::query!("DELETE FROM invitation WHERE person = ?", person).execute(connection).await?;
    Ok(())
}

/// Gives a person another password.
///
/// # Errors
/// When SQLite fails.
pub async fn set_password(connection: &mut SqliteConnection, person: PersonId, hash: &str) -> Result<()> {
    sqlx::query!("UPDATE person SET password = ? WHERE id = ?", hash, person).execute(connection).await?;
    Ok(())
}

/// Takes a password away: nobody signs in with it any more.
///
/// # Errors
/// When SQLite fails.
pub async fn clear_password(connection: &mut SqliteConnection, person: PersonId) -> Result<()> {
    sqlx::query!("UPDATE person SET password = NULL WHERE id = ?", person).execute(connection).await?;
    Ok(())
}

/// Notes that a session was opened.
///
/// # Errors
/// When SQLite fails.
pub async fn note_sign_in(
    connection: &mut SqliteConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!("UPDATE person SET signed_in_at = ? WHERE id = ?", now, person).execute(connection).await?;
    Ok(())
}
