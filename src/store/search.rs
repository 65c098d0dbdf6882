//! Looking for words in goals, contributions and released editions: only among what someone may open.

use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{
    access::Sight,
    contribution::State,
    edition::Kind,
    id::{ContributionId, EditionId},
    search::Query,
};

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// What it is and where.
    pub place: Place,
    /// Short name of the strategy.
    pub strategy: String,
    /// Title of the goal, or heading of the section, with marks around what was found.
    pub title: String,
    /// Words around what was found, with marks.
    pub excerpt: String,
}

/// Where something was found.
#[derive(Clone, Debug)]
pub enum Place {
    /// A goal of a strategy.
    Goal {
        /// Identity of its strategy.
        strategy: String,
        /// Its number.
        number: u32,
    },
    /// A contribution.
    Contribution {
        /// Its identity.
        id: ContributionId,
        /// Number and title of the goal.
        goal: (u32, String),
        /// Short name of the ministry.
        ministry: String,
        /// Label of the round.
        round: String,
        /// Where it stands.
        state: State,
    },
    /// A section of a released edition.
    Edition {
        /// Slug and label of the round.
        round: (String, String),
        /// Number of the edition.
        number: u32,
        /// Report, erratum or replacement.
        kind: Kind,
        /// Anchor of the section.
        anchor: String,
    },
}

/// What was found, best first: so many at most, after so many. Nothing is counted beyond that.
///
/// # Errors
/// When SQLite fails.
pub async fn find(
    connection: &mut SqliteConnection,
    query: &Query,
    sight: &Sight,
    most: u32,
    after: u32,
) -> Result<Vec<Hit>> {
    let expression = query.expression();
    let rows = sqlx::query!(
        r#"SELECT e.goal IS NOT NULL AS "is_goal!: bool", e.contribution AS "contribution: ContributionId",
             e.anchor, highlight(search_text, 0, char(2), char(3)) AS "heading!: String",
             snippet(search_text, 1, char(2), char(3), '…', 32) AS "excerpt!: String",
             c.state AS "state?: State", n.short AS "ministry?: String", r.slug AS "slug?: String",
             r.label AS "label?: String", v.number AS "goal?: u32", v.title AS "goal_title?: String",
             d.number AS "number?: u32", d.kind AS "kind?: Kind", s.id AS "strategy!: String",
             s.short AS "strategy_short!: String"
           FROM search_text JOIN search_entry AS e ON e.id = search_text.rowid
           LEFT JOIN contribution AS c ON c.id = e.contribution
           LEFT JOIN edition AS d ON d.id = e.edition
           LEFT JOIN round AS r ON r.id = coalesce(c.round, d.round)
           LEFT JOIN goal_version AS v ON v.goal = coalesce(e.goal, c.goal)
             AND v.valid_from = (SELECT max(valid_from) FROM goal_version
               WHERE goal = coalesce(e.goal, c.goal) AND valid_from <= coalesce(r.reference_date, valid_from))
           LEFT JOIN ministry_name AS n ON n.ministry = c.ministry AND n.valid_from <= r.reference_date
             AND (n.valid_until IS NULL OR n.valid_until >= r.reference_date)
           LEFT JOIN strategy AS s ON s.id = coalesce(r.strategy, v.strategy)
           WHERE search_text MATCH ?1 AND (
             (?2 AND e.goal IS NOT NULL)
             OR (e.edition IS NOT NULL AND NOT EXISTS (SELECT 1 FROM edition AS x
               JOIN edition_release AS y ON y.edition = x.id WHERE x.corrects = e.edition AND x.kind = 'replacement'))
             OR c.ministry = ?3
             OR (?4 AND c.state IN ('approved', 'taken-over'))
             OR (c.shared AND (?5 OR EXISTS (SELECT 1 FROM assignment AS a
               WHERE a.round = c.round AND a.goal = c.goal AND a.ministry = ?3))))
           ORDER BY rank LIMIT ?6 OFFSET ?7"#,
        expression,
        sight.goals,
        sight.own,
        sight.handed_in,
        sight.shared,
        most,
        after,
    )
    .fetch_all(connection)
    .await?;
    let hits = rows.into_iter().filter_map(|row| {
        let place = if row.is_goal {
            Place::Goal { strategy: row.strategy, number: row.goal? }
        } else if let Some(id) = row.contribution {
            let (goal, ministry, round) = ((row.goal?, row.goal_title?), row.ministry?, row.label?);
            Place::Contribution { id, goal, ministry, round, state: row.state? }
        } else {
            let round = (row.slug?, row.label?);
            Place::Edition { round, number: row.number?, kind: row.kind?, anchor: row.anchor? }
        };
        Some(Hit { place, strategy: row.strategy_short, title: row.heading, excerpt: row.excerpt })
    });
    Ok(hits.collect())
}

/// Released editions that cannot be found yet, with their report.
///
/// # Errors
/// When SQLite fails.
pub async fn missing_editions(connection: &mut SqliteConnection) -> Result<Vec<(EditionId, String)>> {
    let rows = sqlx::query!(
        r#"SELECT d.id AS "id: EditionId", d.report FROM edition AS d JOIN edition_release AS y ON y.edition = d.id
           WHERE d.id NOT IN (SELECT edition FROM search_entry WHERE edition IS NOT NULL)"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.report)).collect())
}

/// Lets a section of a released edition be found.
///
/// # Errors
/// [`super::Error::Conflict`] when it can be found already.
pub async fn insert_section(
    connection: &mut SqliteConnection,
    edition: EditionId,
    anchor: &str,
    title: &str,
    body: &str,
) -> Result<()> {
    let id = sqlx::query!("INSERT INTO search_entry (edition, anchor) VALUES (?, ?)", edition, anchor)
        .execute(&mut *connection)
        .await?
        .last_insert_rowid();
    sqlx::query!("INSERT INTO search_text (rowid, title, body) VALUES (?, ?, ?)", id, title, body)
        .execute(connection)
        .await?;
    Ok(())
}
