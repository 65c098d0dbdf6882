//! Two people in one text: both versions, the difference, and nothing lost.

use sqlx::SqliteConnection;

use super::{dossier::Dossier, view::Notice};
use crate::{
    domain::{
        clock,
        contribution::{Content, Revision, StandLine},
        id::CommitmentId,
    },
    store,
    web::{Result, difference::Difference, extract::Visitor, reading::parts},
};

/// What stands in the form after someone else saved: my words where I changed something, theirs where I did not.
///
/// Without this, saving my words would silently undo theirs in fields that I never touched.
pub(in crate::web) fn merge(base: &Content, mine: &Content, theirs: &Content) -> Content {
    Content {
        achieved: pick(&base.achieved, &mine.achieved, &theirs.achieved),
        obstacles: pick(&base.obstacles, &mine.obstacles, &theirs.obstacles),
        outlook: pick(&base.outlook, &mine.outlook, &theirs.outlook),
        internal_note: pick(&base.internal_note, &mine.internal_note, &theirs.internal_note),
        no_contribution: None,
        stands: merge_stands(base, mine, theirs),
        sources: pick(&base.sources, &mine.sources, &theirs.sources),
    }
}

/// Mine where I changed something, theirs where I did not.
pub(in crate::web) fn pick<T: Clone + PartialEq>(base: &T, mine: &T, theirs: &T) -> T {
    if mine == base { theirs.clone() } else { mine.clone() }
}

fn merge_stands(base: &Content, mine: &Content, theirs: &Content) -> Vec<StandLine> {
    let of = |content: &Content, commitment: CommitmentId| -> Option<StandLine> {
        content.stands.iter().find(|stand| stand.commitment == commitment).cloned()
    };
    let mut commitments: Vec<_> =
        mine.stands.iter().chain(&theirs.stands).map(|stand| stand.commitment).collect();
    commitments.sort_unstable();
    commitments.dedup();
    let merged = commitments
        .into_iter()
        .filter_map(|commitment| pick(&of(base, commitment), &of(mine, commitment), &of(theirs, commitment)));
    merged.collect()
}

/// Says who saved meanwhile, and shows theirs beside what stands in the form now.
pub(super) async fn conflict(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    dossier: &Dossier,
    merged: &Content,
    theirs: &Content,
) -> Result<Notice> {
    let contribution = &dossier.contribution;
    let revision = store::revisions::get(connection, contribution.id, contribution.revision).await?;
    let (theirs, merged) =
        (parts(theirs, &dossier.commitments, true), parts(merged, &dossier.commitments, true));
    let message = told(author(connection, visitor, &revision).await?.as_deref(), &revision);
    Ok(Notice::Conflict { message, difference: Difference::between(&theirs, &merged) })
}

/// Who saved the newest version of a contribution, and when.
pub(in crate::web) async fn newer(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    dossier: &Dossier,
) -> Result<String> {
    let contribution = &dossier.contribution;
    if contribution.revision == 0 {
        return Ok("Er is nog geen versie bewaard.".to_owned());
    }
    let revision = store::revisions::get(connection, contribution.id, contribution.revision).await?;
    Ok(told(author(connection, visitor, &revision).await?.as_deref(), &revision))
}

/// Who saved a revision; `None` when that was the person themselves, in another window.
pub(super) async fn author(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    revision: &Revision,
) -> Result<Option<String>> {
    if revision.author == visitor.actor.person {
        return Ok(None);
    }
    let name = store::people::find_name(connection, revision.author).await?;
    Ok(Some(name.unwrap_or_else(|| "Iemand anders".to_owned())))
}

/// "Jan Bos bewaarde op 14-02-2020 14.32 versie 4."
pub(super) fn told(author: Option<&str>, revision: &Revision) -> String {
    let (at, number) = (clock::short_moment(revision.at), revision.number);
    match author {
        Some(author) => format!("{author} bewaarde op {at} versie {number}."),
        None => format!("U bewaarde zelf op {at} versie {number}, in een ander venster."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{contribution::Stand, text::Prose};

    fn prose(text: &str) -> Prose {
        Prose::parse(text).unwrap()
    }

    #[test]
    fn a_field_i_did_not_touch_takes_their_words_and_mine_stay_where_i_did() {
        let base = Content { achieved: prose("a"), outlook: prose("o"), ..Content::default() };
        let mine = Content { achieved: prose("mijn"), ..base.clone() };
        let theirs = Content { achieved: prose("hun"), outlook: prose("anders"), ..base.clone() };
        let merged = merge(&base, &mine, &theirs);
        assert_eq!((merged.achieved.as_str(), merged.outlook.as_str()), ("mijn", "anders"));
    }

    #[test]
    fn stands_are_merged_one_by_one() {
        let line = |commitment, stand| StandLine { commitment, stand, line: String::new() };
        let (one, two) = (CommitmentId::new(), CommitmentId::new());
        let mine = Content { stands: vec![line(one, Stand::NoNews)], ..Content::default() };
        let theirs = Content { stands: vec![line(two, Stand::Completed)], ..Content::default() };
        let merged = merge(&Content::default(), &mine, &theirs);
        assert_eq!(merged.stands, [line(one, Stand::NoNews), line(two, Stand::Completed)]);
    }
}
