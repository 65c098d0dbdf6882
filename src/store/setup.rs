//! How far an installation is on its way to a running round: a few counts in one query, and what an administrator has
//! looked through.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
    id::{PersonId, RoundId},
    ministry::MinistryCode,
};

/// What is there.
#[derive(Debug)]
pub struct Progress {
    /// When the ministries were looked through.
    pub ministries_checked: Option<DateTime<Utc>>,
    /// When the offices were looked through.
    pub offices_checked: Option<DateTime<Utc>>,
    /// Active coordinators.
    pub coordinators: u32,
    /// Active publishers.
    pub publishers: u32,
    /// Rounds that were made.
    pub rounds: u32,
    /// Rounds that ministries see.
    pub open_rounds: u32,
}

/// A ministry that is to contribute, and how many people it has for that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staffing {
    /// Its code.
    pub ministry: MinistryCode,
    /// Its short name.
    pub short: String,
    /// People who may write.
    pub contributors: u32,
    /// People who may give akkoord.
    pub approvers: u32,
}

impl Staffing {
    /// Whether it can do its part.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.contributors > 0 && self.approvers > 0
    }
}

/// How far the installation is.
///
/// # Errors
/// When SQLite fails.
pub async fn progress(connection: &mut SqliteConnection) -> Result<Progress> {
    let row = sqlx::query_as!(
        Progress,
        r#"SELECT
             (SELECT at FROM register_check WHERE register = 'ministries') AS "ministries_checked: DateTime<Utc>",
             (SELECT at FROM register_check WHERE register = 'offices') AS "offices_checked: DateTime<Utc>",
             (SELECT count(*) FROM person_role AS r JOIN person AS p ON p.id = r.person
                WHERE r.role = 'coordinator' AND p.disabled_at IS NULL) AS "coordinators!: u32",
             (SELECT count(*) FROM person_role AS r JOIN person AS p ON p.id = r.person
                WHERE r.role = 'publisher' AND p.disabled_at IS NULL) AS "publishers!: u32",
             (SELECT count(*) FROM round) AS "rounds!: u32",
             (SELECT count(*) FROM round WHERE state <> 'preparing') AS "open_rounds!: u32""#
    );
    Ok(row.fetch_one(connection).await?)
}

/// Notes that a register was looked through.
///
/// # Errors
/// [`super::Error::Conflict`] for a register that there is not.
pub async fn check(
    connection: &mut SqliteConnection,
    register: &str,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO register_check (register, checked_by, at) VALUES (?1, ?2, ?3)
         ON CONFLICT (register) DO UPDATE SET checked_by = ?2, at = ?3",
        register,
        by,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The ministries that goals are assigned to, with their people: in a round, or without one as the newest strategy says.
///
/// # Errors
/// When SQLite fails.
pub async fn staffing(connection: &mut SqliteConnection, round: Option<RoundId>) -> Result<Vec<Staffing>> {
    let rows = sqlx::query_as!(
        Staffing,
        r#"SELECT m.code AS "ministry: MinistryCode",
             (SELECT short FROM ministry_name WHERE ministry = m.code ORDER BY valid_from DESC LIMIT 1)
               AS "short!: String",
             (SELECT count(*) FROM person AS p JOIN person_role AS r ON r.person = p.id
                WHERE p.ministry = m.code AND r.role = 'contributor' AND p.disabled_at IS NULL)
               AS "contributors!: u32",
             (SELECT count(*) FROM person AS p JOIN person_role AS r ON r.person = p.id
                WHERE p.ministry = m.code AND r.role = 'approver' AND p.disabled_at IS NULL)
               AS "approvers!: u32"
           FROM ministry AS m
           WHERE m.code IN (SELECT ministry FROM assignment WHERE round = ?1)
              OR (?1 IS NULL AND m.code IN (
                    SELECT d.ministry FROM default_assignment AS d JOIN goal AS g ON g.id = d.goal
                    WHERE g.strategy = (SELECT id FROM strategy ORDER BY valid_from DESC LIMIT 1)))
           ORDER BY m.protocol"#,
        round
    );
    Ok(rows.fetch_all(connection).await?)
}
