//! Two reports side by side: what changed per goal and per chapter, down to the paragraph.
//!
//! An edition carries numbers of goals, not their identity; a [`Lineage`] says which goal a number means, so that a goal
//! which moved is still the same, and of one that is gone or new where it went or came from. Between two strategies a
//! number says nothing, so there every goal is gone or new. Everything here depends on the words alone, never on the
//! clock: an appendix of a frozen edition is made from it. Word-by-word marks are left to [`super::wording`].

mod passages;
pub(super) mod read;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

use super::Report;
use crate::domain::herijking::Lineage;

/// One thing in two editions; `None` in the one that lacks it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sides<T> {
    /// In the earlier edition.
    pub before: Option<T>,
    /// In the later one.
    pub now: Option<T>,
}

impl<T: PartialEq> Sides<T> {
    /// Whether the two differ.
    #[must_use]
    pub fn differ(&self) -> bool {
        self.before != self.now
    }
}

/// All that two reports say, side by side; what did not change is in it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Whether both report on the same strategy.
    pub one_strategy: bool,
    /// Goals by number.
    pub goals: Vec<GoalComparison>,
    /// Chapters that are not about one goal, in reading order; only those in which people wrote.
    pub chapters: Vec<ChapterComparison>,
}

/// A goal in two editions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GoalComparison {
    /// Its number, in the later edition when that has it.
    pub number: u32,
    /// Its number in the earlier edition, when it moved.
    pub moved_from: Option<u32>,
    /// Of a goal that is new: the goals it carries on.
    pub origins: Vec<u32>,
    /// Of a goal that is gone: the goals that carry it on.
    pub heirs: Vec<u32>,
    /// As the later one calls it, or else the earlier: "Doel 6".
    pub label: String,
    /// The anchor of its section: "doel-6".
    pub anchor: String,
    /// Its title; on one side only when the goal is new or gone.
    pub title: Sides<String>,
    /// The word of its rating; `None` without one.
    pub rating: Sides<String>,
    /// What the strategy said would be done.
    pub commitments: Vec<CommitmentComparison>,
    /// The newest measurement of each figure.
    pub figures: Vec<FigureComparison>,
    /// What was written on it.
    pub passages: Vec<Passage>,
}

/// A commitment in two editions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommitmentComparison {
    /// "6.1".
    pub number: String,
    /// What the strategy says will be done.
    pub promise: Sides<String>,
    /// By when, in words; empty when the strategy names no day. One that comes back has another day in every round.
    pub due: Sides<String>,
    /// How it stands, in a word.
    pub stand: Sides<String>,
    /// What the ministries say of it.
    pub explanation: Sides<String>,
}

impl CommitmentComparison {
    /// Whether anything of it changed.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.promise.differ() || self.due.differ() || self.stand.differ() || self.explanation.differ()
    }
}

/// A figure in two editions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FigureComparison {
    /// Name and unit.
    pub name: String,
    /// The newest measurement in words: "1,36 (31 december 2019)".
    pub newest: Sides<String>,
}

/// A chapter in two editions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChapterComparison {
    /// Its anchor.
    pub anchor: String,
    /// Its label and title: "A. Samenvatting".
    pub title: Sides<String>,
    /// What was written in it.
    pub passages: Vec<Passage>,
}

/// Something that somebody wrote: a paragraph, or an item of a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// Number of the paragraph: "6.12"; lists have none.
    pub number: Option<String>,
    /// Anchor of the part it stands in; the same in both editions.
    pub part: String,
    /// The heading of that part.
    pub heading: String,
    /// The bare words.
    pub text: String,
}

/// A passage in two editions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    /// What it says.
    pub said: Sides<Said>,
    /// Whether it stands elsewhere, measured by what stands around it.
    pub moved: bool,
}

/// What happened to a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    /// The same words on the same place.
    Same,
    /// The same words elsewhere.
    Moved,
    /// Other words, recognisably of the same passage.
    Reworded,
    /// Only in the later edition.
    Added,
    /// Only in the earlier edition.
    Dropped,
}

impl Passage {
    /// What happened to it.
    #[must_use]
    pub fn fate(&self) -> Fate {
        match (&self.said.before, &self.said.now) {
            (None, _) => Fate::Added,
            (_, None) => Fate::Dropped,
            (Some(before), Some(now)) if before.text != now.text => Fate::Reworded,
            (Some(_), Some(_)) if self.moved => Fate::Moved,
            (Some(_), Some(_)) => Fate::Same,
        }
    }
}

/// How many passages met which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New.
    pub added: usize,
    /// Gone.
    pub dropped: usize,
    /// In other words.
    pub reworded: usize,
    /// Elsewhere, in the same words.
    pub moved: usize,
}

impl Counts {
    /// Counts passages.
    #[must_use]
    pub fn of(passages: &[Passage]) -> Self {
        let count = |fate| passages.iter().filter(|passage| passage.fate() == fate).count();
        Self {
            added: count(Fate::Added),
            dropped: count(Fate::Dropped),
            reworded: count(Fate::Reworded),
            moved: count(Fate::Moved),
        }
    }

    /// How many changed at all.
    #[must_use]
    pub fn total(self) -> usize {
        self.added + self.dropped + self.reworded + self.moved
    }
}

impl GoalComparison {
    /// Whether anything changed.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.title.differ()
            || self.moved_from.is_some()
            || self.rating.differ()
            || self.commitments.iter().any(CommitmentComparison::differs)
            || self.figures.iter().any(|figure| figure.newest.differ())
            || Counts::of(&self.passages).total() > 0
    }

    /// The title as it is now, or as it was.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.now.as_ref().or(self.title.before.as_ref()).map_or("", String::as_str)
    }
}

impl ChapterComparison {
    /// Whether anything changed.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.title.differ() || Counts::of(&self.passages).total() > 0
    }

    /// The title as it is now, or as it was.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.now.as_ref().or(self.title.before.as_ref()).map_or("", String::as_str)
    }
}

impl Comparison {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.goals.iter().any(GoalComparison::differs)
            && !self.chapters.iter().any(ChapterComparison::differs)
    }
}

/// Lays an earlier and a later report side by side.
#[must_use]
pub fn compare(before: &Report, now: &Report, lineage: &Lineage) -> Comparison {
    let one_strategy = before.meta.strategy == now.meta.strategy;
    let mut goals = align(read::goals(before), read::goals(now), |before, now| {
        one_strategy && lineage.same(before.number, now.number)
    });
    goals.sort_by_key(|goal| goal.before.as_ref().or(goal.now.as_ref()).map(|goal| goal.number));
    let unknown = Lineage::default();
    let lineage = if one_strategy { lineage } else { &unknown };
    let chapters =
        align(read::chapters(before), read::chapters(now), |before, now| before.anchor == now.anchor);
    Comparison {
        one_strategy,
        goals: goals.into_iter().filter_map(|sides| goal(sides, lineage)).collect(),
        chapters: chapters.into_iter().filter_map(chapter).collect(),
    }
}

/// The word of each goal's rating, by the goal's number.
#[must_use]
pub fn ratings(report: &Report) -> BTreeMap<u32, String> {
    read::goals(report).into_iter().filter_map(|goal| Some((goal.number, goal.rating?))).collect()
}

/// A goal as one edition prints it, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Its number.
    pub number: u32,
    /// The anchor of its section.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// The word of its rating; `None` without one.
    pub rating: Option<String>,
    /// How its commitments stand: each word with how often it is said, in the order in which it appears.
    pub stands: Vec<(String, usize)>,
}

/// All goals of a report in short, in reading order.
#[must_use]
pub fn digest(report: &Report) -> Vec<Digest> {
    let goals = read::goals(report).into_iter().map(|goal| {
        let mut stands: Vec<(String, usize)> = Vec::new();
        for commitment in goal.commitments {
            match stands.iter_mut().find(|(word, _)| *word == commitment.stand) {
                Some((_, count)) => *count += 1,
                None => stands.push((commitment.stand, 1)),
            }
        }
        let (number, anchor, title, rating) = (goal.number, goal.anchor, goal.title, goal.rating);
        Digest { number, anchor, title, rating, stands }
    });
    goals.collect()
}

fn goal(sides: Sides<read::Goal>, lineage: &Lineage) -> Option<GoalComparison> {
    let known = sides.now.as_ref().or(sides.before.as_ref())?;
    let moved =
        sides.before.as_ref().zip(sides.now.as_ref()).filter(|(one, other)| one.number != other.number);
    let moved_from = moved.map(|(before, _)| before.number);
    let origins = if sides.before.is_none() { lineage.origins(known.number) } else { Vec::new() };
    let heirs = if sides.now.is_none() { lineage.heirs(known.number) } else { Vec::new() };
    let (number, label, anchor) = (known.number, known.label.clone(), known.anchor.clone());
    let title = sides.map(|goal| goal.title.clone());
    let rating =
        Sides { before: sides.before.as_ref().and_then(rating), now: sides.now.as_ref().and_then(rating) };
    let (before, now) = (sides.before.unwrap_or_default(), sides.now.unwrap_or_default());
    let commitments = align(before.commitments, now.commitments, |one, other| one.number == other.number);
    let figures = align(before.figures, now.figures, |one, other| one.name == other.name);
    Some(GoalComparison {
        number,
        moved_from,
        origins,
        heirs,
        label,
        anchor,
        title,
        rating,
        commitments: commitments.into_iter().filter_map(commitment).collect(),
        figures: figures.into_iter().filter_map(figure).collect(),
        passages: passages::pair(&before.passages, &now.passages),
    })
}

fn rating(goal: &read::Goal) -> Option<String> {
    goal.rating.clone()
}

fn commitment(sides: Sides<read::Commitment>) -> Option<CommitmentComparison> {
    Some(CommitmentComparison {
        number: sides.now.as_ref().or(sides.before.as_ref())?.number.clone(),
        promise: sides.map(|one| one.promise.clone()),
        due: sides.map(|one| one.due.clone()),
        stand: sides.map(|one| one.stand.clone()),
        explanation: sides.map(|one| one.explanation.clone()),
    })
}

fn figure(sides: Sides<read::Measured>) -> Option<FigureComparison> {
    Some(FigureComparison {
        name: sides.now.as_ref().or(sides.before.as_ref())?.name.clone(),
        newest: sides.map(|figure| figure.newest.clone()),
    })
}

fn chapter(sides: Sides<read::Chapter>) -> Option<ChapterComparison> {
    let anchor = sides.now.as_ref().or(sides.before.as_ref())?.anchor.clone();
    let title = sides.map(|chapter| chapter.title.clone());
    let (before, now) = (sides.before.unwrap_or_default(), sides.now.unwrap_or_default());
    Some(ChapterComparison { anchor, title, passages: passages::pair(&before.passages, &now.passages) })
}

impl<T> Sides<T> {
    fn map<U>(&self, of: impl Fn(&T) -> U) -> Sides<U> {
        Sides { before: self.before.as_ref().map(&of), now: self.now.as_ref().map(&of) }
    }
}

/// Puts two lists side by side: what is the same in one row, the rest near what stood before it.
fn align<T>(before: Vec<T>, now: Vec<T>, same: impl Fn(&T, &T) -> bool) -> Vec<Sides<T>> {
    let mut rows: Vec<Sides<T>> =
        before.into_iter().map(|item| Sides { before: Some(item), now: None }).collect();
    let mut next = 0;
    for item in now {
        let is_it = |row: &Sides<T>| {
            row.now.is_none() && row.before.as_ref().is_some_and(|before| same(before, &item))
        };
        if let Some(at) = rows.iter().position(is_it) {
            rows[at].now = Some(item);
            next = at + 1;
        } else {
            rows.insert(next, Sides { before: None, now: Some(item) });
            next += 1;
        }
    }
    rows
}
