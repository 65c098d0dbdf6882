//! The register of offices in time: what they are called and who holds them on a day.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
    dated::{Span, Succession},
    ministry::MinistryCode,
    office::{Names, Office, Rank},
};

/// An office on a day, with the ministry it belongs to.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Identity in the register.
    pub id: String,
    /// Its ministry.
    pub ministry: MinistryCode,
    /// What it is called and who holds it.
    pub office: Office,
}

/// Every office, in the order of protocol, as it is called and held on a day. One that does not exist on the day bears its
/// last title and is held by nobody.
///
/// # Errors
/// When SQLite fails.
pub async fn list(connection: &mut SqliteConnection, on: NaiveDate) -> Result<Vec<Listed>> {
    let rows = sqlx::query!(
        r#"SELECT o.id, o.ministry AS "ministry: MinistryCode", o.rank, o.protocol AS "protocol: u32",
             coalesce(
               (SELECT t.title FROM office_title AS t WHERE t.office = o.id
                  AND t.valid_from <= ?1 AND (t.valid_until IS NULL OR t.valid_until >= ?1)),
               (SELECT t.title FROM office_title AS t WHERE t.office = o.id ORDER BY t.valid_from DESC LIMIT 1)
             ) AS "title!: String",
             (SELECT h.name FROM office_holder AS h WHERE h.office = o.id
                AND h.valid_from <= ?1 AND (h.valid_until IS NULL OR h.valid_until >= ?1)) AS "holder?: String"
           FROM office AS o ORDER BY o.protocol"#,
        on
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| Listed {
        id: row.id,
        ministry: row.ministry,
        office: Office {
            rank: if row.rank == "staatssecretaris" { Rank::StateSecretary } else { Rank::Minister },
            title: row.title,
            holder: row.holder,
            protocol: row.protocol,
        },
    });
    Ok(read.collect())
}

/// How ministries and offices are called on a day, and on other days only.
///
/// # Errors
/// When SQLite fails.
pub async fn names(connection: &mut SqliteConnection, on: NaiveDate) -> Result<Names> {
    let rows = sqlx::query!(
        r#"SELECT name AS "name!: String", max(valid_from <= ?1 AND (valid_until IS NULL OR valid_until >= ?1)) AS "now!: bool"
           FROM (SELECT field AS name, valid_from, valid_until FROM office_title
                 UNION ALL
                 SELECT replace(name, 'Ministerie van ', ''), valid_from, valid_until FROM ministry_name)
           GROUP BY name ORDER BY name"#,
        on
    )
    .fetch_all(connection)
    .await?;
    let mut names = Names::default();
    for row in rows {
        if row.now { names.now.push(row.name) } else { names.other.push(row.name) }
    }
    Ok(names)
}

/// A title or a holder with its days.
#[derive(Clone, Debug)]
pub struct Row {
    /// The title, or who holds it.
    pub text: String,
    /// Whether a holder only stood in.
    pub acting: bool,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` until further notice.
    pub until: Option<NaiveDate>,
}

impl Row {
    /// Its days.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span { from: self.from, until: self.until }
    }
}

/// Which of the two lists of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// What it is called.
    Titles,
    /// Who holds it.
    Holders,
}

/// Whether there is such an office; its rank as stored.
///
/// # Errors
/// When SQLite fails.
pub async fn find_rank(connection: &mut SqliteConnection, office: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("SELECT rank FROM office WHERE id = ?", office).fetch_optional(connection).await?)
}

/// The titles of an office or its holders through time, the newest first.
///
/// # Errors
/// When SQLite fails.
pub async fn rows(connection: &mut SqliteConnection, office: &str, list: List) -> Result<Vec<Row>> {
    let rows = match list {
        List::Titles => {
            sqlx::query_as!(
                Row,
                r#"SELECT title AS text, false AS "acting!: bool", valid_from AS "from: NaiveDate",
                     valid_until AS "until: NaiveDate"
                   FROM office_title WHERE office = ? ORDER BY valid_from DESC"#,
                office
            )
            .fetch_all(connection)
            .await?
        }
        List::Holders => {
            sqlx::query_as!(
                Row,
                r#"SELECT name AS text, acting AS "acting!: bool", valid_from AS "from: NaiveDate",
                     valid_until AS "until: NaiveDate"
                   FROM office_holder WHERE office = ? ORDER BY valid_from DESC"#,
                office
            )
            .fetch_all(connection)
            .await?
        }
    };
    Ok(rows)
}

/// Adds an office, the last of its kind in the order of protocol. Its first title is added apart.
///
/// # Errors
/// [`super::Error::Conflict`] when the identity is taken.
pub async fn insert(
    connection: &mut SqliteConnection,
    id: &str,
    ministry: &MinistryCode,
    rank: &str,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO office (id, ministry, rank, protocol) VALUES (?1, ?2, ?3,
           (SELECT coalesce(max(protocol), 0) + 1 FROM office
            WHERE (rank = 'staatssecretaris') = (?3 = 'staatssecretaris')))",
        id,
        ministry,
        rank
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives an office a title from a day. `field` is the title without "Minister van".
///
/// # Errors
/// When SQLite fails.
pub async fn add_title(
    connection: &mut SqliteConnection,
    office: &str,
    (title, field): (&str, &str),
    from: NaiveDate,
    succession: Succession,
) -> Result<()> {
    close(&mut *connection, office, List::Titles, succession).await?;
    sqlx::query!(
        "INSERT INTO office_title (office, valid_from, title, field) VALUES (?, ?, ?, ?)",
        office,
        from,
        title,
        field
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets somebody hold an office from a day.
///
/// # Errors
/// When SQLite fails.
pub async fn add_holder(
    connection: &mut SqliteConnection,
    office: &str,
    (name, acting): (&str, bool),
    from: NaiveDate,
    succession: Succession,
) -> Result<()> {
    close(&mut *connection, office, List::Holders, succession).await?;
    sqlx::query!(
        "INSERT INTO office_holder (office, valid_from, name, acting) VALUES (?, ?, ?, ?)",
        office,
        from,
        name,
        acting
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a title or a holder on a day.
///
/// # Errors
/// When SQLite fails.
pub async fn close(
    connection: &mut SqliteConnection,
    office: &str,
    list: List,
    succession: Succession,
) -> Result<()> {
    let Some((from, until)) = succession.closes else { return Ok(()) };
    match list {
        List::Titles => {
            sqlx::query!(
                "UPDATE office_title SET valid_until = ? WHERE office = ? AND valid_from = ?",
                until,
                office,
                from
            )
            .execute(connection)
            .await?
        }
        List::Holders => {
            sqlx::query!(
                "UPDATE office_holder SET valid_until = ? WHERE office = ? AND valid_from = ?",
                until,
                office,
                from
            )
            .execute(connection)
            .await?
        }
    };
    Ok(())
}
