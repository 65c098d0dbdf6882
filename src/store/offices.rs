//! The register of offices in time: what they are called and who holds them on a day.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
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
