//! Who may do what. The only place that can make a [`Permit`].
//!
//! A record of another ministry is [`Refused::NotFound`]: who may not see it does not learn that it exists. A page
//! one knows of but has no role for is [`Refused::Forbidden`].

mod insight;
pub mod operator;

use std::marker::PhantomData;

use thiserror::Error;

use super::{
    contribution::{Contribution, State},
    edition::Frozen,
    id::PersonId,
    ministry::MinistryCode,
    person::Role,
};

/// Someone who is signed in, as far as rules need to know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// Their name, for the page and for "who did this".
    pub name: String,
    /// The ministry they speak for.
    pub ministry: MinistryCode,
    /// What they may be asked to do there.
    pub roles: Vec<Role>,
}

/// Why something may not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// There is nothing there, as far as this person is concerned.
    #[error("not found")]
    NotFound,
    /// It is there, but not for this person's role.
    #[error("not allowed")]
    Forbidden,
    /// Nobody approves a text they wrote or edited.
    #[error("own words")]
    OwnWords,
    /// Nobody consents to a text they composed.
    #[error("own text")]
    OwnText,
    /// Whoever froze an edition does not release it.
    #[error("own edition")]
    OwnEdition,
    /// Whoever recorded an earlier report does not release it.
    #[error("own report")]
    OwnReport,
}

/// Proof that a check was made. Without it a state change cannot be called.
#[derive(Debug)]
pub struct Permit<Verb>(PhantomData<Verb>);

impl<Verb> Permit<Verb> {
    const fn granted() -> Self {
        Self(PhantomData)
    }
}

/// Writing, submitting and taking back a contribution.
#[derive(Debug)]
pub struct Write;
/// Approving a contribution, returning it, or withdrawing an akkoord.
#[derive(Debug)]
pub struct Review;
/// Consenting to a goal's text for a ministry, or not.
#[derive(Debug)]
pub struct Agree;
/// Remarking on what one may read, answering, and saying that a remark is dealt with.
#[derive(Debug)]
pub struct Comment;
/// Composing goal texts, judging, setting gaps aside, running the round.
#[derive(Debug)]
pub struct Coordinate;
/// Writing the letter to parliament.
#[derive(Debug)]
pub struct Correspond;
/// Releasing a frozen edition.
#[derive(Debug)]
pub struct Release;
/// Recording that an edition was sent, and under which numbers.
#[derive(Debug)]
pub struct Record;
/// Saying what a ministry thinks of a proposal to change goals.
#[derive(Debug)]
pub struct Advise;
/// Keeping people and registers.
#[derive(Debug)]
pub struct Administer;
/// Having mails tried again that did not arrive.
#[derive(Debug)]
pub struct TendMail;

/// Which contributions someone may see in lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything: the coordinator composes from all of it.
    All,
    /// One ministry's own.
    Ministry(MinistryCode),
}

/// Which events someone may see in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogScope {
    /// Every act: the administrator answers for access.
    All,
    /// What coordinators and publishers did to rounds and reports; what a ministry does before akkoord is its own affair.
    Rounds,
}

/// What someone may find by looking for words: what they may open, and nothing else. The words of released editions are
/// everyone's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// The goals of strategies, outside reports.
    pub goals: bool,
    /// Every contribution of this ministry, and what others shared on goals it takes part in.
    pub own: Option<MinistryCode>,
    /// Every contribution that a director agreed to.
    pub handed_in: bool,
    /// Everything that is shared.
    pub shared: bool,
}

impl Sight {
    /// What someone without an account may find.
    #[must_use]
    pub fn public() -> Self {
        Self::default()
    }
}

impl Actor {
    /// What the person may find; the same as what [`Actor::may_read`] lets them open.
    #[must_use]
    pub fn sight(&self) -> Sight {
        Sight {
            goals: true,
            own: self.has_work().then(|| self.ministry.clone()),
            handed_in: self.is(Role::Coordinator),
            shared: self.is(Role::Reader),
        }
    }

    /// Whether the person holds a role.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// What the person's lists may hold.
    #[must_use]
    pub fn scope(&self) -> Scope {
        if self.is(Role::Coordinator) || self.is(Role::Publisher) {
            Scope::All
        } else {
            Scope::Ministry(self.ministry.clone())
        }
    }

    /// May this person know that this contribution is there? Asked before anything else is read of it, so that a refusal
    /// takes no longer than when there is nothing.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for another ministry's that is neither shared nor agreed to.
    pub fn may_know(&self, contribution: &Contribution) -> Result<(), Refused> {
        let own = contribution.ministry == self.ministry;
        let coordinates = self.is(Role::Coordinator) && contribution.state.is_handed_in();
        let shared = contribution.shared && (self.is(Role::Reader) || self.has_work());
        if own || coordinates || shared { Ok(()) } else { Err(Refused::NotFound) }
    }

    /// May this person read this contribution?
    ///
    /// # Errors
    /// [`Refused::NotFound`] for another ministry's that is not shared, or not shared with this person.
    pub fn may_read(&self, contribution: &Contribution, same_goal: bool) -> Result<(), Refused> {
        let own = contribution.ministry == self.ministry && self.has_work();
        let coordinates = self.is(Role::Coordinator) && contribution.state.is_handed_in();
        let shared = contribution.shared && (self.is(Role::Reader) || (same_goal && self.has_work()));
        if own || coordinates || shared { Ok(()) } else { Err(Refused::NotFound) }
    }

    /// May this person see the internal note? Only at the ministry that wrote it.
    #[must_use]
    pub fn may_read_note(&self, contribution: &Contribution) -> bool {
        contribution.ministry == self.ministry && (self.is(Role::Contributor) || self.is(Role::Approver))
    }

    /// May this person see every version, what was done with it and why? Only at the ministry that wrote it: what came
    /// before an akkoord is its own affair.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for another ministry's, [`Refused::Forbidden`] for another role.
    pub fn may_read_history(&self, contribution: &Contribution) -> Result<(), Refused> {
        if contribution.ministry != self.ministry {
            Err(Refused::NotFound)
        } else if self.has_work() {
            Ok(())
        } else {
            Err(Refused::Forbidden)
        }
    }

    /// May this person open the list of what others shared?
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for other roles.
    pub fn may_read_along(&self) -> Result<(), Refused> {
        if self.is(Role::Reader) || self.has_work() { Ok(()) } else { Err(Refused::Forbidden) }
    }

    /// May this person open the list of what waits for an akkoord?
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for other roles.
    pub fn may_judge(&self) -> Result<(), Refused> {
        if self.is(Role::Approver) { Ok(()) } else { Err(Refused::Forbidden) }
    }

    /// May this person write, submit or take back this contribution?
    ///
    /// # Errors
    /// [`Refused::NotFound`] for another ministry's, [`Refused::Forbidden`] for another role.
    pub fn may_write(&self, contribution: &Contribution) -> Result<Permit<Write>, Refused> {
        if contribution.ministry != self.ministry {
            return Err(Refused::NotFound);
        }
        self.need(Role::Contributor)
    }

    /// May this person take their ministry's part of a round along as a file, and bring it back? For every contribution in
    /// it that it changes, a permit is asked.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for other roles.
    pub fn may_take_along(&self) -> Result<(), Refused> {
        if self.is(Role::Contributor) { Ok(()) } else { Err(Refused::Forbidden) }
    }

    /// May this person approve or return this contribution, whose revisions were written by `authors`?
    ///
    /// # Errors
    /// As [`Actor::may_write`], and [`Refused::OwnWords`] when they wrote any of it.
    pub fn may_review(
        &self,
        contribution: &Contribution,
        authors: &[PersonId],
    ) -> Result<Permit<Review>, Refused> {
        if contribution.ministry != self.ministry {
            return Err(Refused::NotFound);
        }
        let permit = self.need(Role::Approver)?;
        if authors.contains(&self.person) { Err(Refused::OwnWords) } else { Ok(permit) }
    }

    /// May this person answer for a ministry, on a goal's text that `composers` placed or changed words in?
    ///
    /// # Errors
    /// [`Refused::NotFound`] for another ministry, [`Refused::Forbidden`] for another role, [`Refused::OwnText`] when they
    /// composed any of it: at BZ one person may hold both roles.
    pub fn may_agree(
        &self,
        ministry: &MinistryCode,
        composers: &[PersonId],
    ) -> Result<Permit<Agree>, Refused> {
        if *ministry != self.ministry {
            return Err(Refused::NotFound);
        }
        let permit = self.need(Role::Approver)?;
        if composers.contains(&self.person) { Err(Refused::OwnText) } else { Ok(permit) }
    }

    /// May this person read the goal texts that were laid before their ministry?
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for other roles.
    pub fn may_read_laid(&self) -> Result<(), Refused> {
        if self.has_work() { Ok(()) } else { Err(Refused::Forbidden) }
    }

    /// May this person remark on this contribution? Whoever reads it may.
    ///
    /// # Errors
    /// As [`Actor::may_read`].
    pub fn may_comment(
        &self,
        contribution: &Contribution,
        same_goal: bool,
    ) -> Result<Permit<Comment>, Refused> {
        self.may_read(contribution, same_goal).map(|()| Permit::granted())
    }

    /// May this person read a goal's text with its remarks, and remark on it? `laid`: it lies before their ministry;
    /// `shared`: readers may read along.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for everyone else.
    pub fn may_comment_on_text(&self, laid: bool, shared: bool) -> Result<Permit<Comment>, Refused> {
        let reads = self.may_trace(laid).is_ok() || (shared && self.is(Role::Reader));
        if reads { Ok(Permit::granted()) } else { Err(Refused::NotFound) }
    }

    /// May this person see where the words of a goal's text came from? `laid`: it lies before their ministry.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for everyone else.
    pub fn may_trace(&self, laid: bool) -> Result<(), Refused> {
        if self.may_oversee().is_ok() || (laid && self.has_work()) { Ok(()) } else { Err(Refused::NotFound) }
    }

    /// May this person know the names of a ministry's people? Colleagues, and who answers for the report.
    #[must_use]
    pub fn may_name(&self, ministry: &MinistryCode) -> bool {
        self.may_oversee().is_ok() || *ministry == self.ministry
    }

    /// May this person read the words of a ministry as they were before the coordinator changed them?
    #[must_use]
    pub fn may_read_original(&self, ministry: &MinistryCode) -> bool {
        self.is(Role::Coordinator) || (*ministry == self.ministry && self.has_work())
    }

    /// May this person run the round and compose its report?
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for any other role.
    pub fn may_coordinate(&self) -> Result<Permit<Coordinate>, Refused> {
        self.need(Role::Coordinator)
    }

    /// May this person write the letter to parliament?
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for other roles.
    pub fn may_correspond(&self) -> Result<Permit<Correspond>, Refused> {
        self.need(Role::Publisher).or_else(|_| self.need(Role::Coordinator))
    }

    /// May this person look at the coordinator's pages (completeness, gaps, previews, editions)?
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for other roles.
    pub fn may_oversee(&self) -> Result<(), Refused> {
        if self.is(Role::Coordinator) || self.is(Role::Publisher) { Ok(()) } else { Err(Refused::Forbidden) }
    }

    /// May this person release this edition?
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for other roles, [`Refused::OwnEdition`] when they froze it.
    pub fn may_release(&self, edition: &Frozen) -> Result<Permit<Release>, Refused> {
        let permit = self.need(Role::Publisher)?;
        if edition.frozen_by == self.person { Err(Refused::OwnEdition) } else { Ok(permit) }
    }

    /// May this person record what is known after sending: dates, Kamerstukken, document numbers?
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for any other role than the publisher's.
    pub fn may_record(&self) -> Result<Permit<Record>, Refused> {
        self.need(Role::Publisher)
    }

    /// Writing and approving are what brings someone to contributions.
    fn has_work(&self) -> bool {
        self.is(Role::Contributor) || self.is(Role::Approver)
    }

    fn need<Verb>(&self, role: Role) -> Result<Permit<Verb>, Refused> {
        if self.is(role) { Ok(Permit::granted()) } else { Err(Refused::Forbidden) }
    }
}

impl State {
    /// Whether the coordinator may read it: from the moment the ministry's director agreed.
    #[must_use]
    pub const fn is_handed_in(self) -> bool {
        matches!(self, Self::Approved | Self::TakenOver)
    }
}

#[cfg(test)]
mod tests;
