//! What people are told, each thing once. No notice ever holds words of a contribution.

use chrono::{DateTime, Utc};

use super::{clock, id::PersonId};

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// An account was made.
    Invitation,
    /// There is something to do.
    Task,
    /// Words came back, with a reason.
    Returned,
    /// A deadline lies ten days ahead, or less.
    InTenDays,
    /// A deadline lies three days ahead, or less.
    InThreeDays,
    /// A deadline has passed.
    Passed,
    /// The coordinator asks.
    Reminder,
    /// A text was altered after the akkoord on it.
    Altered,
    /// An edition was frozen.
    Frozen,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Invitation,
        Self::Task,
        Self::Returned,
        Self::InTenDays,
        Self::InThreeDays,
        Self::Passed,
        Self::Reminder,
        Self::Altered,
        Self::Frozen,
    ];

    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Task => "task",
            Self::Returned => "returned",
            Self::InTenDays => "in-ten-days",
            Self::InThreeDays => "in-three-days",
            Self::Passed => "passed",
            Self::Reminder => "reminder",
            Self::Altered => "altered",
            Self::Frozen => "frozen",
        }
    }
}

/// Something to tell one person, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Whom.
    pub to: PersonId,
    /// What it is about.
    pub kind: Kind,
    /// What makes it this notice: the same person is never told the same key twice.
    pub key: String,
    /// One line of text. Never words of a contribution.
    pub line: String,
    /// Where it leads, within the site.
    pub href: String,
}

impl Notice {
    /// An account was made, or a new link was asked for. The link is drawn when the mail is sent, and is on no page.
    #[must_use]
    pub fn invited(to: PersonId, now: DateTime<Utc>) -> Self {
        let line = "U bent uitgenodigd om mee te werken in Voortgang.".to_owned();
        let key = format!("invited:{}", now.timestamp_millis());
        Self { to, kind: Kind::Invitation, key, line, href: String::new() }
    }

    /// Composed texts lie before this person's ministry: so many goals.
    #[must_use]
    pub fn laid(
        to: PersonId,
        label: &str,
        goals: usize,
        due: DateTime<Utc>,
        key: &str,
        href: String,
    ) -> Self {
        let line = format!("Ronde {label}: {}, tot {}.", awaits_consent(goals), clock::long_moment(due));
        Self { to, kind: Kind::Task, key: format!("laid:{key}"), line, href }
    }

    /// A round was opened, with so many goals for this person's ministry.
    #[must_use]
    pub fn opened(
        to: PersonId,
        (slug, label): (&str, &str),
        goals: u32,
        due: DateTime<Utc>,
        href: String,
    ) -> Self {
        let goals = if goals == 1 { "1 doel wacht".to_owned() } else { format!("{goals} doelen wachten") };
        let line = format!(
            "Ronde {label} is geopend: {goals} op een bijdrage van uw ministerie. Inleveren tot {}.",
            clock::long_moment(due)
        );
        Self { to, kind: Kind::Task, key: format!("opened:{slug}"), line, href }
    }

    /// A contribution waits for this person's akkoord. `key` names the submission.
    #[must_use]
    pub fn submitted(to: PersonId, subject: &str, key: &str, href: String) -> Self {
        let line = format!("{subject}: een bijdrage wacht op uw akkoord.");
        Self { to, kind: Kind::Task, key: format!("submitted:{key}"), line, href }
    }

    /// A contribution came back. The reason is read on the site: it may be about words that are not for mail.
    #[must_use]
    pub fn returned(to: PersonId, subject: &str, key: &str, href: String) -> Self {
        let line = format!("{subject}: uw bijdrage is teruggestuurd. De reden leest u in Voortgang.");
        Self { to, kind: Kind::Returned, key: format!("returned:{key}"), line, href }
    }

    /// A text was altered after this person's ministry agreed to it. `key` names the alteration.
    #[must_use]
    pub fn altered(to: PersonId, subject: &str, key: &str, href: String) -> Self {
        let line = format!(
            "{subject}: de tekst is veranderd na het akkoord van uw ministerie. Bekijk het verschil."
        );
        Self { to, kind: Kind::Altered, key: format!("altered:{key}"), line, href }
    }

    /// An edition was frozen.
    #[must_use]
    pub fn frozen(to: PersonId, label: &str, key: &str, href: String) -> Self {
        let line = format!("Ronde {label}: de editie is vastgesteld. Bijdragen en akkoorden staan vast.");
        Self { to, kind: Kind::Frozen, key: format!("frozen:{key}"), line, href }
    }

    /// What is still open before a deadline, ten and three days ahead of it and once after it; `None` at other times.
    /// `what` is what waits: "3 bijdragen". The key holds the deadline, so that a later one is told of anew.
    #[must_use]
    pub fn deadline(
        to: PersonId,
        (slug, label): (&str, &str),
        what: &str,
        due: DateTime<Utc>,
        now: DateTime<Utc>,
        href: String,
    ) -> Option<Self> {
        let kind = near(due, now)?;
        let (left, moment) = (clock::time_left(due, now), clock::long_moment(due));
        let line = if kind == Kind::Passed {
            format!("Ronde {label}: {what}; de termijn was {moment}.")
        } else {
            format!("Ronde {label}: {what}, tot {moment} ({left}).")
        };
        let key = format!("{}:{slug}:{}:{}", kind.code(), due.timestamp(), href);
        Some(Self { to, kind, key, line, href })
    }

    /// The coordinator asks for what is still open; at most once a day for each round.
    #[must_use]
    pub fn reminder(
        to: PersonId,
        (slug, label): (&str, &str),
        what: &str,
        due: DateTime<Utc>,
        now: DateTime<Utc>,
        href: String,
    ) -> Self {
        let line = format!(
            "De coördinator herinnert u aan ronde {label}: {what}. De termijn is {} ({}).",
            clock::long_moment(due),
            clock::time_left(due, now)
        );
        let key = format!("reminder:{slug}:{}", clock::local_date(now));
        Self { to, kind: Kind::Reminder, key, line, href }
    }
}

/// So many texts, in the words in which they wait: "2 teksten wachten op instemming van uw ministerie".
#[must_use]
pub fn awaits_consent(texts: usize) -> String {
    let waiting = if texts == 1 { "1 tekst wacht".to_owned() } else { format!("{texts} teksten wachten") };
    format!("{waiting} op instemming van uw ministerie")
}

/// Which notice a deadline asks for now.
fn near(due: DateTime<Utc>, now: DateTime<Utc>) -> Option<Kind> {
    if now > due {
        return Some(Kind::Passed);
    }
    match (clock::local_date(due) - clock::local_date(now)).num_days() {
        ..=3 => Some(Kind::InThreeDays),
        4..=10 => Some(Kind::InTenDays),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        clock::from_local(text.parse().unwrap())
    }

    fn notice(now: &str) -> Option<Notice> {
        let due = at("2020-02-14T17:00:00");
        Notice::deadline(
            PersonId::default(),
            ("2018-2020", "2018–2020"),
            "3 bijdragen wachten op u",
            due,
            at(now),
            "/".into(),
        )
    }

    #[test]
    fn a_deadline_is_told_of_ten_and_three_days_ahead_and_once_after_it() {
        assert_eq!(notice("2020-02-03T23:59:00"), None);
        let ten = notice("2020-02-04T00:01:00").unwrap();
        assert_eq!(ten.kind, Kind::InTenDays);
        assert_eq!(ten.key, notice("2020-02-10T12:00:00").unwrap().key, "told once");
        assert_eq!(notice("2020-02-11T08:00:00").unwrap().kind, Kind::InThreeDays);
        assert_eq!(notice("2020-02-14T16:59:00").unwrap().kind, Kind::InThreeDays);
        let passed = notice("2020-02-14T17:01:00").unwrap();
        assert_eq!(passed.kind, Kind::Passed);
        assert_eq!(passed.key, notice("2020-03-01T12:00:00").unwrap().key, "told once");
    }
}
