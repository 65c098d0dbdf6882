//! Who may see and say something beside contributions: proposals, absence, the log, backups.

use super::{Actor, Administer, Advise, LogScope, Permit, Refused, Release, Scope, TendMail};
use crate::domain::{earlier::EarlierReport, event::Ledger, herijking, ministry::MinistryCode, person::Role};

impl Actor {
    /// May this person see a proposal to change goals? `asked`: their ministry was.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for everyone who neither runs rounds nor was asked.
    pub fn may_see_proposal(&self, state: herijking::State, asked: bool) -> Result<(), Refused> {
        let read = asked && self.has_work() && state != herijking::State::Proposed;
        if read || self.may_oversee().is_ok() { Ok(()) } else { Err(Refused::NotFound) }
    }

    /// May this person say what their ministry thinks of a proposal, when these were asked?
    ///
    /// # Errors
    /// [`Refused::NotFound`] for another ministry, [`Refused::Forbidden`] for another role.
    pub fn may_advise(&self, asked: &[MinistryCode]) -> Result<Permit<Advise>, Refused> {
        if !asked.contains(&self.ministry) {
            Err(Refused::NotFound)
        } else if self.has_work() {
            Ok(Permit::granted())
        } else {
            Err(Refused::Forbidden)
        }
    }

    /// May this person register who stands in for an approver who is away, and where: an approver at their own
    /// ministry, an administrator anywhere?
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for other roles.
    pub fn may_arrange_absence(&self) -> Result<Scope, Refused> {
        if self.is(Role::Administrator) {
            Ok(Scope::All)
        } else if self.is(Role::Approver) {
            Ok(Scope::Ministry(self.ministry.clone()))
        } else {
            Err(Refused::Forbidden)
        }
    }

    /// May this person release this earlier report?
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for other roles, [`Refused::OwnReport`] when they recorded it.
    pub fn may_release_earlier(&self, report: &EarlierReport) -> Result<Permit<Release>, Refused> {
        let permit = self.need(Role::Publisher)?;
        if report.recorded_by == self.person { Err(Refused::OwnReport) } else { Ok(permit) }
    }

    /// May this person keep people and registers?
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for any other role.
    pub fn may_administer(&self) -> Result<Permit<Administer>, Refused> {
        self.need(Role::Administrator)
    }

    /// How much of a log may this person read? Acts are shown by who, what and when, never by their words.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for other roles, and for the coordinator where it is about people signing in.
    pub fn may_read_log(&self, ledger: Ledger) -> Result<LogScope, Refused> {
        if self.is(Role::Administrator) {
            Ok(LogScope::All)
        } else if self.is(Role::Coordinator) && ledger == Ledger::Acts {
            Ok(LogScope::Rounds)
        } else {
            Err(Refused::Forbidden)
        }
    }

    /// May this person see which mails did not arrive, and have them tried again? Who keeps the addresses, and who wants
    /// people to know.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for other roles.
    pub fn may_tend_mail(&self) -> Result<Permit<TendMail>, Refused> {
        self.need(Role::Administrator).or_else(|_| self.need(Role::Coordinator))
    }

    /// May this person see whether backups are made? Who answers for the machine, and who answers for the round.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for other roles.
    pub fn may_see_backups(&self) -> Result<(), Refused> {
        if self.is(Role::Administrator) || self.is(Role::Coordinator) {
            Ok(())
        } else {
            Err(Refused::Forbidden)
        }
    }
}
