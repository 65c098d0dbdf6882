//! A contribution: what a ministry says on a goal in a round, its revisions, and the way to an akkoord.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::{
    access::{Coordinate, Permit, Review, Write},
    id::{CommitmentId, ContributionId, GoalId, PersonId, RoundId},
    ministry::MinistryCode,
    paper::PaperRef,
    strategy::Part,
    text::{Prose, Reason},
};

/// Where a contribution stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Nobody has written yet.
    Open,
    /// Being written.
    Draft,
    /// Handed to the director.
    Submitted,
    /// Sent back with a reason.
    Returned,
    /// The director agreed to the exact words.
    Approved,
    /// The coordinator took words from it into the goal's text.
    TakenOver,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Draft, Self::Submitted, Self::Returned, Self::Approved, Self::TakenOver];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::TakenOver => "taken-over",
        }
    }

    /// As on screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Open => "nog niet begonnen",
            Self::Draft => "concept",
            Self::Submitted => "ingediend",
            Self::Returned => "teruggestuurd",
            Self::Approved => "akkoord",
            Self::TakenOver => "overgenomen",
        }
    }

    /// The sign that goes with the word in narrow cells.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Open => "○",
            Self::Draft => "◐",
            Self::Submitted => "●",
            Self::Returned => "↩",
            Self::Approved => "✓",
            Self::TakenOver => "✔",
        }
    }

    /// Whether the ministry's people may change the words.
    #[must_use]
    pub const fn is_writable(self) -> bool {
        matches!(self, Self::Open | Self::Draft | Self::Returned)
    }
}

/// How a commitment stands, in the words of the ministry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stand {
    /// Something happened.
    News,
    /// Nothing happened worth a line.
    NoNews,
    /// Done.
    Completed,
    /// Will not be done.
    Lapsed,
}

impl Stand {
    /// Every stand, in the order of the form.
    pub const ALL: [Self; 4] = [Self::News, Self::NoNews, Self::Completed, Self::Lapsed];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::NoNews => "no-news",
            Self::Completed => "completed",
            Self::Lapsed => "lapsed",
        }
    }

    /// As on screen and in the report.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::News => "nieuws",
            Self::NoNews => "geen nieuws",
            Self::Completed => "afgerond",
            Self::Lapsed => "vervallen",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stand| stand.code() == code)
    }

    /// How a commitment stands when several ministries spoke of it: done or lapsed only when all say so.
    #[must_use]
    pub fn together(stands: &[Self]) -> Option<Self> {
        let first = *stands.first()?;
        if stands.iter().all(|stand| *stand == first) {
            return Some(first);
        }
        let moved = stands.iter().any(|stand| *stand != Self::NoNews);
        Some(if moved { Self::News } else { Self::NoNews })
    }

    /// "Nieuws", "afgerond" and "vervallen" say something only with a line beside them.
    #[must_use]
    pub const fn needs_line(self) -> bool {
        !matches!(self, Self::NoNews)
    }
}

/// How one commitment stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StandLine {
    /// Which commitment.
    pub commitment: CommitmentId,
    /// How it stands.
    pub stand: Stand,
    /// One sentence.
    pub line: String,
}

/// Where a statement can be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Where it is on the web.
    pub url: Option<String>,
    /// Its Kamerstuk number.
    pub paper: Option<PaperRef>,
    /// The day on which it stood so.
    pub reference_date: Option<NaiveDate>,
}

/// What one revision says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// What was achieved.
    pub achieved: Prose,
    /// What stood in the way, what changed.
    pub obstacles: Prose,
    /// What comes next.
    pub outlook: Prose,
    /// For the ministry's own eyes.
    pub internal_note: Prose,
    /// The reason, when the ministry has nothing to report.
    pub no_contribution: Option<Reason>,
    /// How commitments stand.
    pub stands: Vec<StandLine>,
    /// Where to check.
    pub sources: Vec<Source>,
}

impl Content {
    /// SHA-256 of everything that may be published: what an akkoord binds to. The internal note is not in it.
    #[must_use]
    pub fn sha256(&self) -> String {
        let Self { achieved, obstacles, outlook, internal_note: _, no_contribution, stands, sources } = self;
        let public = (achieved, obstacles, outlook, no_contribution, stands, sources);
        // Plain strings, dates and lists: this cannot fail, and an empty hash would be refused by the table.
        let json = serde_json::to_string(&public).unwrap_or_default();
        crate::domain::event::hex(&Sha256::digest(json))
    }

    /// Whether anything at all was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A saved state of a contribution. Never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Of which contribution.
    pub contribution: ContributionId,
    /// From 1.
    pub number: u32,
    /// What it says.
    pub content: Content,
    /// Who saved it.
    pub author: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A contribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Identity.
    pub id: ContributionId,
    /// In which round.
    pub round: RoundId,
    /// On which goal.
    pub goal: GoalId,
    /// Whose words.
    pub ministry: MinistryCode,
    /// Where it stands.
    pub state: State,
    /// Number of the newest revision; 0 before the first.
    pub revision: u32,
    /// Whether the goal's other ministries may read it.
    pub shared: bool,
}

/// Why a contribution cannot take a step.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Someone saved since: the newest revision is not the one this save started from.
    #[error("revision {newest} was saved meanwhile")]
    Stale {
        /// Number of the newest revision.
        newest: u32,
    },
    /// The round no longer takes contributions.
    #[error("the round is closed")]
    Closed,
    /// Not in this state.
    #[error("not possible in state {}", .0.code())]
    State(State),
    /// Something is missing before it can be submitted.
    #[error("not complete")]
    Incomplete(Vec<Missing>),
}

/// What a contribution still needs before it can be submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Neither text nor a reason for having none.
    Achieved,
    /// A lead ministry says how every commitment stands.
    Stand(CommitmentId),
    /// "Nieuws", "afgerond" and "vervallen" need a line.
    Line(CommitmentId),
    /// A source without the day on which it stood so; by position from 0.
    SourceDate(usize),
}

impl Contribution {
    /// Saves: the next revision. A save names the revision it started from.
    ///
    /// # Errors
    /// [`Fault::Stale`], [`Fault::Closed`] or [`Fault::State`].
    pub fn save(
        self,
        _permit: &Permit<Write>,
        open: bool,
        based_on: u32,
        content: Content,
        author: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(Self, Revision), Fault> {
        if !open {
            return Err(Fault::Closed);
        }
        if !self.state.is_writable() {
            return Err(Fault::State(self.state));
        }
        if based_on != self.revision {
            return Err(Fault::Stale { newest: self.revision });
        }
        let revision = Revision { contribution: self.id, number: self.revision + 1, content, author, at };
        let state = if self.state == State::Open { State::Draft } else { self.state };
        Ok((Self { revision: revision.number, state, ..self }, revision))
    }

    /// Hands the newest revision to the director.
    ///
    /// # Errors
    /// [`Fault::Incomplete`] with all that is missing, [`Fault::Closed`] or [`Fault::State`].
    pub fn submit(
        self,
        _permit: &Permit<Write>,
        open: bool,
        revision: &Revision,
        part: Part,
        commitments: &[CommitmentId],
    ) -> Result<Self, Fault> {
        if !open {
            return Err(Fault::Closed);
        }
        if !matches!(self.state, State::Draft | State::Returned) {
            return Err(Fault::State(self.state));
        }
        if revision.number != self.revision {
            return Err(Fault::Stale { newest: self.revision });
        }
        let missing = missing(&revision.content, part, commitments);
        if !missing.is_empty() {
            return Err(Fault::Incomplete(missing));
        }
        Ok(Self { state: State::Submitted, ..self })
    }

    /// The author takes back what the director has not answered yet.
    ///
    /// # Errors
    /// [`Fault::State`] when it was not waiting.
    pub fn take_back(self, _permit: &Permit<Write>) -> Result<Self, Fault> {
        match self.state {
            State::Submitted => Ok(Self { state: State::Draft, ..self }),
            State::Open | State::Draft | State::Returned | State::Approved | State::TakenOver => {
                Err(Fault::State(self.state))
            }
        }
    }

    /// The director agrees to the exact words of the newest revision.
    ///
    /// # Errors
    /// [`Fault::State`] when it was not submitted, [`Fault::Stale`] when other words were looked at.
    pub fn approve(self, _permit: &Permit<Review>, looked_at: u32) -> Result<Self, Fault> {
        if self.state != State::Submitted {
            return Err(Fault::State(self.state));
        }
        if looked_at != self.revision {
            return Err(Fault::Stale { newest: self.revision });
        }
        Ok(Self { state: State::Approved, ..self })
    }

    /// The director sends it back; the reason is recorded beside it.
    ///
    /// # Errors
    /// [`Fault::State`] when it was not submitted.
    pub fn send_back(self, _permit: &Permit<Review>) -> Result<Self, Fault> {
        match self.state {
            State::Submitted => Ok(Self { state: State::Returned, ..self }),
            State::Open | State::Draft | State::Returned | State::Approved | State::TakenOver => {
                Err(Fault::State(self.state))
            }
        }
    }

    /// The coordinator sends an approved contribution back; its akkoord ends.
    ///
    /// # Errors
    /// [`Fault::State`] when there was no akkoord.
    pub fn send_back_to_ministry(self, _permit: &Permit<Coordinate>) -> Result<Self, Fault> {
        if self.state.is_handed_in() {
            Ok(Self { state: State::Returned, ..self })
        } else {
            Err(Fault::State(self.state))
        }
    }

    /// The director withdraws the akkoord: possible until the edition is frozen, which the round knows.
    ///
    /// # Errors
    /// [`Fault::State`] when there was none, [`Fault::Closed`] when the edition is frozen.
    pub fn withdraw(self, _permit: &Permit<Review>, frozen: bool) -> Result<Self, Fault> {
        if frozen {
            return Err(Fault::Closed);
        }
        if self.state.is_handed_in() {
            Ok(Self { state: State::Submitted, ..self })
        } else {
            Err(Fault::State(self.state))
        }
    }

    /// The coordinator takes words over into the goal's text.
    ///
    /// # Errors
    /// [`Fault::State`] when the director has not agreed.
    pub fn take_over(self, _permit: &Permit<Coordinate>) -> Result<Self, Fault> {
        if self.state.is_handed_in() {
            Ok(Self { state: State::TakenOver, ..self })
        } else {
            Err(Fault::State(self.state))
        }
    }

    /// The last words taken over from it were taken out again.
    ///
    /// # Errors
    /// [`Fault::State`] when nothing was taken over.
    pub fn put_back(self, _permit: &Permit<Coordinate>) -> Result<Self, Fault> {
        match self.state {
            State::TakenOver => Ok(Self { state: State::Approved, ..self }),
            State::Open | State::Draft | State::Submitted | State::Returned | State::Approved => {
                Err(Fault::State(self.state))
            }
        }
    }
}

/// Everything a content still needs before it can be submitted, for a lead or contributing ministry.
#[must_use]
pub fn missing(content: &Content, part: Part, commitments: &[CommitmentId]) -> Vec<Missing> {
    if content.no_contribution.is_some() {
        return Vec::new();
    }
    let mut missing = Vec::new();
    if content.achieved.is_empty() {
        missing.push(Missing::Achieved);
    }
    for commitment in commitments {
        match content.stands.iter().find(|stand| stand.commitment == *commitment) {
            None if part == Part::Lead => missing.push(Missing::Stand(*commitment)),
            Some(stand) if stand.stand.needs_line() && stand.line.is_empty() => {
                missing.push(Missing::Line(*commitment));
            }
            None | Some(_) => {}
        }
    }
    for (position, source) in content.sources.iter().enumerate() {
        if source.reference_date.is_none() {
            missing.push(Missing::SourceDate(position));
        }
    }
    missing
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::access::operator;

    pub(crate) fn contribution(ministry: &str) -> Contribution {
        Contribution {
            id: ContributionId::new(),
            round: RoundId::new(),
            goal: GoalId::new(),
            ministry: ministry.into(),
            state: State::Draft,
            revision: 1,
            shared: false,
        }
    }

    fn content(achieved: &str) -> Content {
        Content { achieved: Prose::parse(achieved).unwrap(), ..Content::default() }
    }

    fn revision(of: &Contribution, content: Content) -> Revision {
        let at = "2020-02-01T12:00:00Z".parse().unwrap();
        Revision { contribution: of.id, number: of.revision, content, author: PersonId::new(), at }
    }

    #[test]
    fn a_stale_save_is_refused_and_names_the_newest() {
        let at = "2020-02-01T12:00:00Z".parse().unwrap();
        let fault = contribution("def")
            .save(&operator::write(), true, 0, content("x"), PersonId::new(), at)
            .unwrap_err();
        assert_eq!(fault, Fault::Stale { newest: 1 });
    }

    #[test]
    fn a_closed_round_refuses_saves_and_submissions() {
        let at = "2020-02-01T12:00:00Z".parse().unwrap();
        let draft = contribution("def");
        let revision = revision(&draft, content("x"));
        let saved = draft.clone().save(&operator::write(), false, 1, content("x"), PersonId::new(), at);
        assert_eq!(saved.unwrap_err(), Fault::Closed);
        assert_eq!(
            draft.submit(&operator::write(), false, &revision, Part::Lead, &[]).unwrap_err(),
            Fault::Closed
        );
    }

    #[test]
    fn a_lead_ministry_says_how_every_commitment_stands() {
        let draft = contribution("def");
        let commitment = CommitmentId::new();
        let revision = revision(&draft, content("x"));
        let lead = draft.clone().submit(&operator::write(), true, &revision, Part::Lead, &[commitment]);
        assert_eq!(lead.unwrap_err(), Fault::Incomplete(vec![Missing::Stand(commitment)]));
        assert!(draft.submit(&operator::write(), true, &revision, Part::Contributing, &[commitment]).is_ok());
    }

    #[test]
    fn geen_bijdrage_with_a_reason_is_complete() {
        let reason = Some(Reason::parse("Wij dragen niet bij.").unwrap());
        let content = Content { no_contribution: reason, ..Content::default() };
        assert_eq!(missing(&content, Part::Lead, &[CommitmentId::new()]), Vec::new());
    }

    #[test]
    fn news_without_a_line_and_a_source_without_a_date_are_missing_something() {
        let commitment = CommitmentId::new();
        let mut content = content("x");
        content.stands = vec![StandLine { commitment, stand: Stand::News, line: String::new() }];
        content.sources = vec![Source { title: "t".into(), url: None, paper: None, reference_date: None }];
        let expected = vec![Missing::Line(commitment), Missing::SourceDate(0)];
        assert_eq!(missing(&content, Part::Contributing, &[commitment]), expected);
    }

    #[test]
    fn approving_other_words_than_were_looked_at_is_refused() {
        let submitted = Contribution { state: State::Submitted, revision: 3, ..contribution("def") };
        assert_eq!(submitted.approve(&operator::review(), 2).unwrap_err(), Fault::Stale { newest: 3 });
    }

    #[test]
    fn a_contribution_of_which_nothing_is_left_in_the_text_is_approved_as_before() {
        let taken = Contribution { state: State::TakenOver, ..contribution("def") };
        assert_eq!(taken.put_back(&operator::coordinate()).unwrap().state, State::Approved);
        let draft = contribution("def");
        assert_eq!(draft.put_back(&operator::coordinate()).unwrap_err(), Fault::State(State::Draft));
    }

    #[test]
    fn the_internal_note_is_not_in_what_an_akkoord_binds_to() {
        let with_note = Content { internal_note: Prose::parse("gevoelig").unwrap(), ..content("x") };
        assert_eq!(with_note.sha256(), content("x").sha256());
        assert_ne!(content("y").sha256(), content("x").sha256());
    }

    #[test]
    fn done_together_only_when_all_say_done() {
        use Stand::{Completed, News, NoNews};
        assert_eq!(Stand::together(&[]), None);
        assert_eq!(Stand::together(&[Completed, Completed]), Some(Completed));
        assert_eq!(Stand::together(&[Completed, NoNews]), Some(News));
        assert_eq!(Stand::together(&[NoNews, NoNews]), Some(NoNews));
        assert_eq!(Stand::together(&[NoNews, News]), Some(News));
    }

    proptest! {
        /// Whatever people do in whatever order, an akkoord is only ever on submitted words, and words never
        /// change while a director looks at them or after they agreed.
        #[test]
        fn words_never_change_under_an_akkoord(acts in prop::collection::vec(0..9u8, 0..40)) {
            let mut now = Contribution { state: State::Open, revision: 0, ..contribution("def") };
            let mut approved: Option<u32> = None;
            let at = "2020-02-01T12:00:00Z".parse().unwrap();
            for act in acts {
                let before = now.clone();
                let after = match act {
                    0 => now.save(&operator::write(), true, before.revision, content("x"), PersonId::new(), at).map(|saved| saved.0),
                    1 => {
                        let revision = revision(&before, content("x"));
                        now.submit(&operator::write(), true, &revision, Part::Contributing, &[])
                    }
                    2 => now.take_back(&operator::write()),
                    3 => now.approve(&operator::review(), before.revision),
                    4 => now.send_back(&operator::review()),
                    5 => now.take_over(&operator::coordinate()),
                    6 => now.put_back(&operator::coordinate()),
                    7 => now.send_back_to_ministry(&operator::coordinate()),
                    _ => now.withdraw(&operator::review(), false),
                };
                now = after.unwrap_or(before.clone());
                if now.state == State::Approved && before.state == State::Submitted {
                    approved = Some(now.revision);
                }
                if now.state.is_handed_in() {
                    prop_assert_eq!(approved, Some(now.revision));
                }
                if now.revision != before.revision {
                    prop_assert!(before.state.is_writable());
                }
            }
        }
    }
}
