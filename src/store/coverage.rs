//! What earlier rounds said of each commitment, in one query however many rounds there were.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::Result;
use crate::domain::{contribution::Stand, id::CommitmentId, round::Round};

/// An earlier round with the stands of its commitments: of each, what every ministry said with its director's akkoord.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// "2018–2020".
    pub label: String,
    /// By commitment.
    pub stands: BTreeMap<CommitmentId, Vec<Stand>>,
}

/// The rounds on the same strategy that were frozen before this one, oldest first.
///
/// # Errors
/// When SQLite fails.
pub async fn earlier(connection: &mut SqliteConnection, round: &Round) -> Result<Vec<Earlier>> {
    let rows = sqlx::query!(
        r#"SELECT DISTINCT r.label, r.period_from, x.commitment AS "commitment?: CommitmentId",
             x.stand AS "stand?: Stand"
           FROM round AS r
           LEFT JOIN contribution AS c ON c.round = r.id
           LEFT JOIN approval AS a ON a.contribution = c.id AND a.withdrawn_at IS NULL
           LEFT JOIN revision_commitment AS x ON x.contribution = a.contribution AND x.number = a.number
           WHERE r.strategy = ? AND r.period_until < ? AND EXISTS (SELECT 1 FROM edition WHERE round = r.id)
           ORDER BY r.period_from"#,
        round.strategy,
        round.from
    )
    .fetch_all(connection)
    .await?;
    let mut earlier: Vec<Earlier> = Vec::new();
    for row in rows {
        if earlier.last().is_none_or(|last| last.label != row.label) {
            earlier.push(Earlier { label: row.label, stands: BTreeMap::new() });
        }
        if let (Some(last), Some((commitment, stand))) = (earlier.last_mut(), row.commitment.zip(row.stand)) {
            last.stands.entry(commitment).or_default().push(stand);
        }
    }
    Ok(earlier)
}
