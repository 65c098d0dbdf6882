//! People and their roles.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
    access::Actor,
    id::PersonId,
    ministry::MinistryCode,
    person::{Email, Role},
};

/// What is needed to check a password.
#[derive(Debug)]
pub struct Credentials {
    /// Who.
    pub person: PersonId,
    /// argon2id in PHC form; `None` cannot sign in with a password.
    pub password: Option<String>,
    /// Whether the account was ended.
    pub disabled: bool,
    /// For which ministry they speak.
    pub ministry: MinistryCode,
}

/// A person as an administrator adds them.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Identity.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// Address, unique.
    pub email: Email,
    /// For which ministry.
    pub ministry: MinistryCode,
    /// What they may be asked to do.
    pub roles: Vec<Role>,
    /// argon2id in PHC form.
    pub password: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Name and address of everyone who ever had an account.
///
/// # Errors
/// When SQLite fails.
pub async fn names(connection: &mut SqliteConnection) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!("SELECT name, email FROM person ORDER BY name").fetch_all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.name, row.email)).collect())
}

/// Adds a person.
///
/// # Errors
/// [`super::Error::Conflict`] when the address or the ministry is not as it must be.
pub async fn insert(connection: &mut SqliteConnection, person: &NewPerson) -> Result<()> {
    let email = person.email.as_str();
    sqlx::query!(
        "INSERT INTO person (id, name, email, ministry, password, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        person.id,
        person.name,
        email,
        person.ministry,
        person.password,
        person.created_at,
    )
    .execute(&mut *connection)
    .await?;
    for role in &person.roles {
        sqlx::query!(
            "INSERT INTO person_role (person, role, since) VALUES (?, ?, ?)",
            person.id,
            role,
            person.created_at
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Gives a person another password.
///
/// # Errors
/// [`super::Error::NotFound`] when nobody has that address.
pub async fn set_password(connection: &mut SqliteConnection, email: &Email, password: &str) -> Result<()> {
    let email = email.as_str();
    let done = sqlx::query!("UPDATE person SET password = ? WHERE email = ?", password, email)
        .execute(connection)
        .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(super::Error::NotFound) }
}

/// What is needed to check a password, by address.
///
/// # Errors
/// When SQLite fails.
pub async fn find_credentials(
    connection: &mut SqliteConnection,
    email: &Email,
) -> Result<Option<Credentials>> {
    let email = email.as_str();
    let row = sqlx::query!(
        r#"SELECT id AS "person: PersonId", password, disabled_at IS NOT NULL AS "disabled!: bool",
             ministry AS "ministry: MinistryCode"
           FROM person WHERE email = ?"#,
        email
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Credentials {
        person: row.person,
        password: row.password,
        disabled: row.disabled,
        ministry: row.ministry,
    }))
}

/// The person as an actor, unless the account was ended.
///
/// # Errors
/// When SQLite fails.
pub async fn find_actor(connection: &mut SqliteConnection, person: PersonId) -> Result<Option<Actor>> {
    let row = sqlx::query!(
        r#"SELECT p.name, p.ministry AS "ministry: MinistryCode",
             (SELECT group_concat(role, ' ') FROM person_role WHERE person = p.id) AS "roles: String"
           FROM person AS p WHERE p.id = ? AND p.disabled_at IS NULL"#,
        person
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Actor {
        person,
        name: row.name,
        ministry: row.ministry,
        roles: read_roles(row.roles.as_deref()),
    }))
}

/// Name of a person, also of one whose account was ended.
///
/// # Errors
/// When SQLite fails.
pub async fn find_name(connection: &mut SqliteConnection, person: PersonId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("SELECT name FROM person WHERE id = ?", person).fetch_optional(connection).await?)
}

/// The people who hold a role at a ministry, by name.
///
/// # Errors
/// When SQLite fails.
pub async fn with_role(
    connection: &mut SqliteConnection,
    ministry: &MinistryCode,
    role: Role,
) -> Result<Vec<(PersonId, String)>> {
    let rows = sqlx::query!(
        r#"SELECT p.id AS "id: PersonId", p.name FROM person AS p JOIN person_role AS r ON r.person = p.id
           WHERE p.ministry = ? AND r.role = ? AND p.disabled_at IS NULL ORDER BY p.name"#,
        ministry,
        role
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Whether anyone has an account.
///
/// # Errors
/// When SQLite fails.
pub async fn any(connection: &mut SqliteConnection) -> Result<bool> {
    let found = sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM person) AS "found!: bool""#);
    Ok(found.fetch_one(connection).await?)
}

/// Roles as `group_concat` gives them.
pub(super) fn read_roles(roles: Option<&str>) -> Vec<Role> {
    roles.unwrap_or_default().split(' ').filter_map(Role::read).collect()
}
