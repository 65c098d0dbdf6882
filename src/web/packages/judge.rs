//! What would become of every goal in a file: nothing, a change, a clash with what was saved meanwhile, or a refusal.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::{
    bundle::{Bundle, Goal},
    filled::{Fault, Filled, Package},
};
use crate::{
    domain::{contribution::Content, strategy::Commitment},
    store::{self, packages::Numbers},
    web::{
        Result,
        contributions::{Typed, merge, pick},
        difference::Difference,
        extract::Visitor,
        reading::{Part, parts},
        routes::EditContribution,
    },
};

/// What becomes of one goal.
pub(super) struct Judged<'a> {
    /// The goal as it stands now.
    pub(super) goal: &'a Goal,
    /// The revision that was in the file when it left.
    pub(super) based_on: u32,
    /// What becomes of it.
    pub(super) fate: Fate,
}

/// What becomes of what a file says on one goal.
pub(super) enum Fate {
    /// Nothing, and why.
    Same(&'static str),
    /// It is taken.
    Changes {
        /// What it will say.
        content: Content,
        /// What that changes.
        difference: Difference,
        /// Whether someone saved meanwhile, in other places.
        meanwhile: bool,
    },
    /// Someone saved other words meanwhile in the same place: a person chooses.
    Clashes {
        /// What it will say when the file goes first.
        content: Content,
        /// What that changes.
        difference: Difference,
    },
    /// It cannot be taken.
    Refused(Vec<Fault>),
}

/// Lays a file beside what stands in the database. Changes nothing.
pub(super) async fn judge<'a>(
    connection: &mut SqliteConnection,
    visitor: &Visitor,
    bundle: &'a Bundle,
    package: &Package,
    sha256: &str,
) -> Result<Vec<Judged<'a>>> {
    let numbers: Numbers = package.goals.iter().map(|one| (one.contribution, one.based_on)).collect();
    let bases = store::packages::contents(connection, &numbers).await?;
    let taken = store::packages::taken(connection, bundle.round.id, sha256).await?;
    let drafts = store::packages::drafts(connection, bundle.round.id, visitor.actor.person).await?;
    let mut judged = Vec::new();
    for filled in &package.goals {
        let Some(goal) = bundle.goal(filled.contribution) else { continue };
        let typing = drafts.get(&filled.contribution).is_some_and(|draft| is_typing(goal, &draft.fields));
        let base = if filled.based_on == 0 {
            Some(Content::default())
        } else {
            bases.get(&filled.contribution).cloned()
        };
        let fate = match base {
            Some(_) if taken.contains(&filled.contribution) => {
                Fate::Same("Dit bestand is hier al eerder ingelezen.")
            }
            Some(base) => fate(goal, filled, &base, typing),
            None => {
                let message = format!("Versie {}, waarmee dit deel begon, is er niet.", filled.based_on);
                Fate::Refused(vec![Fault::new(filled.place.clone(), message)])
            }
        };
        judged.push(Judged { goal, based_on: filled.based_on, fate });
    }
    judged.sort_by_key(|one| one.goal.listed.goal.0);
    Ok(judged)
}

/// Whether someone typed words on the site that are not saved as a version.
fn is_typing(goal: &Goal, fields: &str) -> bool {
    let contribution = &goal.listed.contribution;
    let saved = Typed::of(&goal.newest, contribution.shared, contribution.revision, &goal.commitments);
    serde_json::from_str::<Typed>(fields).is_ok_and(|typed| !typed.says_the_same(&saved))
}

fn fate(goal: &Goal, filled: &Filled, base: &Content, typing: bool) -> Fate {
    let (theirs, commitments) = (&goal.newest, &goal.commitments);
    let mine = match filled.content(commitments, base) {
        Ok(mine) => mine,
        Err(faults) => return Fate::Refused(faults),
    };
    if mine == *base || mine == *theirs {
        return Fate::Same("Hier verandert niets.");
    }
    let refused = |message: String| Fate::Refused(vec![Fault::new(filled.place.clone(), message)]);
    if !goal.is_writable() {
        return refused(why_closed(goal));
    }
    if typing {
        return refused(format!(
            "U typte op de site nog aan {}, en bewaarde dat niet. Open het doel, bewaar of verwerp wat er staat, en lees het bestand dan opnieuw in.",
            goal.name().to_lowercase()
        ));
    }
    let clashes = clash(base, &mine, theirs, commitments);
    let meanwhile = base != theirs;
    let content = if meanwhile { together(base, &mine, theirs) } else { mine };
    let difference =
        Difference::between(&parts(theirs, commitments, true), &parts(&content, commitments, true));
    if clashes {
        Fate::Clashes { content, difference }
    } else {
        Fate::Changes { content, difference, meanwhile }
    }
}

fn why_closed(goal: &Goal) -> String {
    let state = goal.listed.contribution.state;
    if goal.listed.ended {
        "Dit doel is vervallen; er hoeft niets meer te worden ingevuld.".to_owned()
    } else if state.is_writable() {
        "De ronde is gesloten voor uw ministerie.".to_owned()
    } else {
        format!("De bijdrage staat nu op “{}” en kan daarom niet veranderen.", state.dutch())
    }
}

/// My words where I changed something, theirs where I did not. "Geen bijdrage" goes with nothing else.
fn together(base: &Content, mine: &Content, theirs: &Content) -> Content {
    if mine.no_contribution.is_some() || theirs.no_contribution.is_some() {
        let internal_note = pick(&base.internal_note, &mine.internal_note, &theirs.internal_note);
        return Content { internal_note, ..mine.clone() };
    }
    merge(base, mine, theirs)
}

/// Whether both sides changed the same place, and not in the same way.
fn clash(base: &Content, mine: &Content, theirs: &Content, commitments: &[Commitment]) -> bool {
    let by_key = |content: &Content| -> BTreeMap<String, String> {
        let parts = parts(content, commitments, true);
        parts.into_iter().map(|Part { key, text, .. }| (key, text)).collect()
    };
    let (base_parts, my_parts, their_parts) = (by_key(base), by_key(mine), by_key(theirs));
    let answers_differ = mine.no_contribution.is_some() != theirs.no_contribution.is_some() && theirs != base;
    answers_differ
        || my_parts.keys().chain(base_parts.keys()).any(|key| {
            let [base, mine, theirs] = [&base_parts, &my_parts, &their_parts].map(|parts| parts.get(key));
            mine != base && theirs != base && mine != theirs
        })
}

impl Judged<'_> {
    /// Where the goal is written on the site.
    pub(super) fn href(&self) -> String {
        EditContribution { id: self.goal.listed.contribution.id }.to_string()
    }
}
