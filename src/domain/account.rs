//! An account: a person as the administrator keeps them, and what may be changed about one.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::{
    access::{Administer, Permit},
    id::PersonId,
    ministry::MinistryCode,
    person::{Email, Role},
};

/// Of whom a code from an app is asked after the password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecondFactor {
    /// Of coordinators, publishers and administrators.
    #[default]
    Privileged,
    /// Of everyone.
    All,
    /// Of nobody who did not set it up: for the demonstration, whose people are invented.
    None,
}

impl SecondFactor {
    /// Whether someone with these rights needs one.
    #[must_use]
    pub fn asks(self, roles: &[Role]) -> bool {
        match self {
            Self::None => false,
            Self::Privileged => roles.iter().any(|role| role.is_privileged()),
            Self::All => true,
        }
    }

    /// Reads the word of the command line.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        match word {
            "privileged" => Some(Self::Privileged),
            "all" => Some(Self::All),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Has a way in, and may take it.
    Active,
    /// Was added, and has neither chosen a password nor come by single sign-on yet.
    Invited,
    /// May not sign in any more.
    Disabled,
    /// Name and address were replaced; only what they did is left.
    Removed,
}

impl State {
    /// Every state, in the order of lists.
    pub const ALL: [Self; 4] = [Self::Active, Self::Invited, Self::Disabled, Self::Removed];

    /// In addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "actief",
            Self::Invited => "uitgenodigd",
            Self::Disabled => "uitgeschakeld",
            Self::Removed => "verwijderd",
        }
    }

    /// On screen.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Active => "actief",
            Self::Invited => "uitgenodigd",
            Self::Disabled => "uitgeschakeld",
            Self::Removed => "verwijderd",
        }
    }
}

/// A person with what an administrator may know and change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Who.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// Address with which they sign in.
    pub email: String,
    /// For which ministry they speak.
    pub ministry: MinistryCode,
    /// What they may be asked to do, and since when.
    pub roles: Vec<(Role, DateTime<Utc>)>,
    /// Whether a password was chosen, or they came by single sign-on.
    pub has_entry: bool,
    /// Since when they have a second factor.
    pub factor_since: Option<DateTime<Utc>>,
    /// When they last signed in.
    pub signed_in_at: Option<DateTime<Utc>>,
    /// When they were added.
    pub created_at: DateTime<Utc>,
    /// When they were disabled.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When name and address were replaced.
    pub removed_at: Option<DateTime<Utc>>,
    /// Until when their invitation can be used, when one waits.
    pub invited_until: Option<DateTime<Utc>>,
}

/// Why something may not be done to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Without it nobody could keep people any more.
    #[error("the last administrator")]
    LastAdministrator,
    /// Nobody takes their own rights away by mistake, or gives themselves more.
    #[error("one's own account")]
    Yourself,
    /// It is not in a state in which this can be done.
    #[error("the account is {}", .0.code())]
    State(State),
}

/// What an administrator filled in for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    /// Full name.
    pub name: String,
    /// Address with which they sign in.
    pub email: Email,
    /// For which ministry they speak.
    pub ministry: MinistryCode,
    /// What they may be asked to do; never empty.
    pub roles: Vec<Role>,
}

/// Who does it, and how many administrators could still sign in without this account.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances {
    /// The administrator; `None` is the command line.
    pub by: Option<PersonId>,
    /// Other accounts that are active and hold the role of administrator.
    pub other_administrators: u32,
}

impl Account {
    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        if self.removed_at.is_some() {
            State::Removed
        } else if self.disabled_at.is_some() {
            State::Disabled
        } else if self.has_entry {
            State::Active
        } else {
            State::Invited
        }
    }

    /// Whether they hold a role.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.iter().any(|(held, _)| *held == role)
    }

    /// The roles without their dates.
    #[must_use]
    pub fn role_list(&self) -> Vec<Role> {
        self.roles.iter().map(|(role, _)| *role).collect()
    }

    /// Whether any of their rights reaches beyond one ministry.
    #[must_use]
    pub fn is_privileged(&self) -> bool {
        self.roles.iter().any(|(role, _)| role.is_privileged())
    }

    /// Checks whether these particulars may replace those of the account.
    ///
    /// # Errors
    /// For one's own roles and ministry, for the last administrator's, and for a removed account.
    pub fn may_become(
        &self,
        _permit: &Permit<Administer>,
        wanted: &Particulars,
        circumstances: Circumstances,
    ) -> Result<(), Fault> {
        if self.state() == State::Removed {
            return Err(Fault::State(State::Removed));
        }
        let mut held = self.role_list();
        let mut asked = wanted.roles.clone();
        held.sort_unstable();
        asked.sort_unstable();
        if circumstances.by == Some(self.id) && (held != asked || self.ministry != wanted.ministry) {
            return Err(Fault::Yourself);
        }
        if !wanted.roles.contains(&Role::Administrator) {
            self.may_lose_administration(circumstances)?;
        }
        Ok(())
    }

    /// Checks whether the account may be disabled.
    ///
    /// # Errors
    /// For oneself, the last administrator, and one that is disabled already.
    pub fn may_disable(
        &self,
        _permit: &Permit<Administer>,
        circumstances: Circumstances,
    ) -> Result<(), Fault> {
        if !matches!(self.state(), State::Active | State::Invited) {
            return Err(Fault::State(self.state()));
        }
        self.not_oneself(circumstances)?;
        self.may_lose_administration(circumstances)
    }

    /// Checks whether the account may be enabled again.
    ///
    /// # Errors
    /// When it is not disabled.
    pub fn may_enable(&self, _permit: &Permit<Administer>) -> Result<(), Fault> {
        if self.state() == State::Disabled { Ok(()) } else { Err(Fault::State(self.state())) }
    }

    /// Checks whether name and address may be replaced for good.
    ///
    /// # Errors
    /// For oneself, the last administrator, and one that was removed already.
    pub fn may_remove(
        &self,
        _permit: &Permit<Administer>,
        circumstances: Circumstances,
    ) -> Result<(), Fault> {
        if self.state() == State::Removed {
            return Err(Fault::State(State::Removed));
        }
        self.not_oneself(circumstances)?;
        if self.state() == State::Disabled { Ok(()) } else { self.may_lose_administration(circumstances) }
    }

    /// Checks whether the account may be sent a new invitation, which ends its password and its sessions.
    ///
    /// # Errors
    /// For oneself (there is a form for one's own password), and one that may not sign in.
    pub fn may_be_invited(
        &self,
        _permit: &Permit<Administer>,
        circumstances: Circumstances,
    ) -> Result<(), Fault> {
        if !matches!(self.state(), State::Active | State::Invited) {
            return Err(Fault::State(self.state()));
        }
        self.not_oneself(circumstances)
    }

    /// Checks whether the second factor may be taken away, so that a new one can be set up.
    ///
    /// # Errors
    /// For oneself, and for a removed account.
    pub fn may_lose_factor(
        &self,
        _permit: &Permit<Administer>,
        circumstances: Circumstances,
    ) -> Result<(), Fault> {
        if self.state() == State::Removed {
            return Err(Fault::State(State::Removed));
        }
        self.not_oneself(circumstances)
    }

    fn not_oneself(&self, circumstances: Circumstances) -> Result<(), Fault> {
        if circumstances.by == Some(self.id) { Err(Fault::Yourself) } else { Ok(()) }
    }

    fn may_lose_administration(&self, circumstances: Circumstances) -> Result<(), Fault> {
        let last = self.is(Role::Administrator)
            && self.state() == State::Active
            && circumstances.other_administrators == 0;
        if last { Err(Fault::LastAdministrator) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::operator;

    fn account(roles: &[Role]) -> Account {
        let now: DateTime<Utc> = "2020-02-01T12:00:00Z".parse().unwrap();
        Account {
            id: PersonId::new(),
            name: "Anna".into(),
            email: "anna@bz.example".into(),
            ministry: "bz".into(),
            roles: roles.iter().map(|role| (*role, now)).collect(),
            has_entry: true,
            factor_since: None,
            signed_in_at: None,
            created_at: now,
            disabled_at: None,
            removed_at: None,
            invited_until: None,
        }
    }

    fn by(by: PersonId, other_administrators: u32) -> Circumstances {
        Circumstances { by: Some(by), other_administrators }
    }

    #[test]
    fn the_last_administrator_stays_one() {
        let last = account(&[Role::Administrator]);
        let alone = Circumstances { by: None, other_administrators: 0 };
        let permit = operator::administer();
        assert_eq!(last.may_disable(&permit, alone), Err(Fault::LastAdministrator));
        assert_eq!(last.may_remove(&permit, alone), Err(Fault::LastAdministrator));
        let reader = Particulars {
            name: last.name.clone(),
            email: Email::parse(&last.email).unwrap(),
            ministry: last.ministry.clone(),
            roles: vec![Role::Reader],
        };
        assert_eq!(last.may_become(&permit, &reader, alone), Err(Fault::LastAdministrator));
        let two = Circumstances { by: None, other_administrators: 1 };
        assert_eq!(last.may_disable(&permit, two), Ok(()));
        assert_eq!(last.may_become(&permit, &reader, two), Ok(()));
        assert_eq!(account(&[Role::Reader]).may_disable(&permit, alone), Ok(()));
    }

    #[test]
    fn nobody_changes_their_own_rights_or_removes_themselves() {
        let me = account(&[Role::Administrator]);
        let permit = operator::administer();
        assert_eq!(me.may_remove(&permit, by(me.id, 3)), Err(Fault::Yourself));
        assert_eq!(me.may_disable(&permit, by(me.id, 3)), Err(Fault::Yourself));
        assert_eq!(me.may_be_invited(&permit, by(me.id, 3)), Err(Fault::Yourself));
        let mut wanted = Particulars {
            name: "Anna Bakker".into(),
            email: Email::parse("anna.bakker@bz.example").unwrap(),
            ministry: me.ministry.clone(),
            roles: vec![Role::Administrator],
        };
        assert_eq!(me.may_become(&permit, &wanted, by(me.id, 3)), Ok(()));
        wanted.roles.push(Role::Coordinator);
        assert_eq!(me.may_become(&permit, &wanted, by(me.id, 3)), Err(Fault::Yourself));
    }

    #[test]
    fn a_removed_account_stays_as_it_is() {
        let mut gone = account(&[]);
        gone.disabled_at = Some(gone.created_at);
        gone.removed_at = Some(gone.created_at);
        let permit = operator::administer();
        let fault = Err(Fault::State(State::Removed));
        let anyone = by(PersonId::new(), 1);
        assert_eq!(gone.may_enable(&permit), fault);
        assert_eq!(gone.may_disable(&permit, anyone), fault);
        assert_eq!(gone.may_be_invited(&permit, anyone), fault);
        assert_eq!(gone.may_lose_factor(&permit, anyone), fault);
        assert_eq!(gone.may_remove(&permit, anyone), fault);
    }

    #[test]
    fn a_second_factor_is_asked_of_those_who_reach_beyond_their_ministry() {
        assert!(SecondFactor::Privileged.asks(&[Role::Contributor, Role::Publisher]));
        assert!(!SecondFactor::Privileged.asks(&[Role::Contributor, Role::Approver, Role::Reader]));
        assert!(SecondFactor::All.asks(&[Role::Reader]));
        assert!(!SecondFactor::None.asks(&[Role::Administrator]));
    }
}
