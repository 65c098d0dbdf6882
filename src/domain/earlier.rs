//! Earlier reports: made before, outside this program, and recorded as they were published.
//!
//! They are no editions: nobody can trace their sentences, and nothing rebuilds them. What they said of goals is what the
//! first report made here is compared with.

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

use super::{
    access::{Coordinate, Permit},
    id::{EarlierReportId, GoalId, PersonId},
};

/// The most bytes of the file.
pub const MAX_BYTES: usize = 50 * 1024 * 1024;

/// What the file is called in addresses.
pub const FILE: &str = "rapport.pdf";

/// What an earlier report said of a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Which goal.
    pub goal: GoalId,
    /// Id of the rating on the strategy's scale, when it gave one.
    pub rating: Option<String>,
    /// What it said, in short; may be empty.
    pub summary: String,
}

/// The same in words, as everyone reads it: under the number and title that the goal had on the last day reported on, or
/// first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Which report.
    pub report: EarlierReportId,
    /// Number of the goal.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// The word of the rating, when it gave one.
    pub rating: Option<String>,
    /// What it said, in short; may be empty.
    pub summary: String,
}

/// What is known of an earlier report, beside its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars {
    /// Its title, as it stands on it.
    pub title: String,
    /// First day reported on.
    pub from: NaiveDate,
    /// Last day reported on.
    pub until: NaiveDate,
    /// When it was published.
    pub published: NaiveDate,
    /// Its Kamerstuk, when it has one.
    pub paper: Option<String>,
    /// The report that it takes the place of, and why.
    pub replaces: Option<(EarlierReportId, String)>,
    /// What it said of goals, as far as that is known.
    pub said: Vec<Said>,
}

/// An earlier report, without its bytes and without what it said of goals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierReport {
    /// Identity.
    pub id: EarlierReportId,
    /// Which strategy it reports on.
    pub strategy: String,
    /// In addresses: "2016-2018".
    pub slug: String,
    /// Its title.
    pub title: String,
    /// First day reported on.
    pub from: NaiveDate,
    /// Last day reported on.
    pub until: NaiveDate,
    /// When it was published.
    pub published: NaiveDate,
    /// Its Kamerstuk.
    pub paper: Option<String>,
    /// SHA-256 of the file.
    pub sha256: String,
    /// How many pages that has.
    pub pages: u32,
    /// Its size in bytes.
    pub size: u64,
    /// The report that it takes the place of.
    pub replaces: Option<EarlierReportId>,
    /// Why.
    pub reason: Option<String>,
    /// Who recorded it.
    pub recorded_by: PersonId,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// When it was released; `None` until then.
    pub released_at: Option<DateTime<Utc>>,
}

/// Why an earlier report cannot be recorded or released.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The last day comes before the first.
    #[error("the period ends before it begins")]
    Period,
    /// It was published before the period was over, or on a day that has yet to come.
    #[error("not published on that day")]
    Published,
    /// A round made here reports on days of the same period.
    #[error("a round reports on it: {0}")]
    Round(String),
    /// Another earlier report is about days of the same period.
    #[error("another reports on it: {0}")]
    Twin(String),
    /// The very same file was recorded before.
    #[error("the same file: {0}")]
    SameFile(String),
    /// What it is to replace is not there, was not released, or was replaced already.
    #[error("cannot be replaced")]
    Replaced,
    /// It was released before.
    #[error("released before")]
    Released,
}

/// A report that was recorded before, and the period of a round made here: what a new one must fit beside.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Earlier reports on the strategy.
    pub reports: Vec<EarlierReport>,
    /// Rounds of the strategy: label, first and last day.
    pub rounds: Vec<(String, NaiveDate, NaiveDate)>,
}

impl Particulars {
    /// Checks it against what is known: all that is wrong.
    #[must_use]
    pub fn faults(
        &self,
        _permit: &Permit<Coordinate>,
        sha256: Option<&str>,
        known: &Known,
        today: NaiveDate,
    ) -> Vec<Fault> {
        let mut faults = Vec::new();
        let meets = |from: NaiveDate, until: NaiveDate| from <= self.until && until >= self.from;
        if self.until < self.from {
            faults.push(Fault::Period);
        }
        if self.published > today || self.published < self.until {
            faults.push(Fault::Published);
        }
        let round = known.rounds.iter().find(|(_, from, until)| meets(*from, *until));
        faults.extend(round.map(|(label, ..)| Fault::Round(label.clone())));
        let replaced = self.replaces.as_ref().map(|(id, _)| *id);
        if let Some(id) = replaced {
            let fits = |one: &&EarlierReport| one.id == id && one.released_at.is_some();
            let taken = known.reports.iter().any(|one| one.replaces == Some(id));
            if taken || !known.reports.iter().any(|one| fits(&one)) {
                faults.push(Fault::Replaced);
            }
        }
        let standing = known.reports.iter().filter(|one| one.is_standing(&known.reports));
        let mut twins = standing.filter(|one| Some(one.id) != replaced && meets(one.from, one.until));
        faults.extend(twins.next().map(|one| Fault::Twin(one.title.clone())));
        let same = known.reports.iter().find(|one| Some(one.sha256.as_str()) == sha256);
        faults.extend(same.map(|one| Fault::SameFile(one.title.clone())));
        faults
    }

    /// Its name in addresses, which none of `taken` is.
    #[must_use]
    pub fn slug(&self, taken: &[String]) -> String {
        let years = format!("{}-{}", self.from.format("%Y"), self.until.format("%Y"));
        let numbered = (2..).map(|number: u32| format!("{years}-{number}"));
        let mut names = std::iter::once(years.clone()).chain(numbered);
        names.find(|name| !taken.contains(name)).unwrap_or_else(|| years.clone())
    }
}

impl EarlierReport {
    /// Whether no other took its place.
    #[must_use]
    pub fn is_standing(&self, all: &[Self]) -> bool {
        self.successor(all).is_none()
    }

    /// The one whose place it took.
    #[must_use]
    pub fn predecessor<'a>(&self, all: &'a [Self]) -> Option<&'a Self> {
        all.iter().find(|other| Some(other.id) == self.replaces)
    }

    /// The one that took its place.
    #[must_use]
    pub fn successor<'a>(&self, all: &'a [Self]) -> Option<&'a Self> {
        all.iter().find(|other| other.replaces == Some(self.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::operator;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn wanted() -> Particulars {
        Particulars {
            title: "Voortgang 2016–2018".into(),
            from: day("2016-01-01"),
            until: day("2017-12-31"),
            published: day("2018-03-01"),
            paper: None,
            replaces: None,
            said: Vec::new(),
        }
    }

    fn recorded(released: bool) -> EarlierReport {
        let wanted = wanted();
        let at: DateTime<Utc> = "2019-01-01T12:00:00Z".parse().unwrap();
        EarlierReport {
            id: EarlierReportId::new(),
            strategy: "s".into(),
            slug: "2016-2017".into(),
            title: wanted.title,
            from: wanted.from,
            until: wanted.until,
            published: wanted.published,
            paper: None,
            sha256: "a".repeat(64),
            pages: 1,
            size: 1,
            replaces: None,
            reason: None,
            recorded_by: PersonId::new(),
            recorded_at: at,
            released_at: released.then_some(at),
        }
    }

    fn faults(wanted: &Particulars, sha256: &str, known: &Known) -> Vec<Fault> {
        wanted.faults(&operator::coordinate(), Some(sha256), known, day("2020-02-01"))
    }

    #[test]
    fn a_period_is_reported_on_once_and_by_another_only_to_replace_it() {
        let known = Known { reports: vec![recorded(true)], rounds: Vec::new() };
        assert_eq!(faults(&wanted(), "b", &Known::default()), []);
        assert_eq!(faults(&wanted(), "b", &known), [Fault::Twin(wanted().title)]);
        let id = known.reports[0].id;
        let newer = Particulars { replaces: Some((id, "Een bladzijde ontbrak.".into())), ..wanted() };
        assert_eq!(faults(&newer, "b", &known), []);
        let same = "a".repeat(64);
        assert_eq!(faults(&newer, &same, &known), [Fault::SameFile(wanted().title)]);
        let unreleased = Known { reports: vec![EarlierReport { id, ..recorded(false) }], rounds: Vec::new() };
        assert_eq!(faults(&newer, "b", &unreleased), [Fault::Replaced]);
        let next = EarlierReport { replaces: Some(id), ..recorded(true) };
        let chain = Known { reports: vec![EarlierReport { id, ..recorded(true) }, next], rounds: Vec::new() };
        assert_eq!(faults(&newer, "b", &chain), [Fault::Replaced, Fault::Twin(wanted().title)]);
    }

    #[test]
    fn its_days_come_in_their_order_and_before_what_is_made_here() {
        let published = Particulars { published: day("2020-02-02"), ..wanted() };
        assert_eq!(faults(&published, "b", &Known::default()), [Fault::Published]);
        let early = Particulars { published: day("2017-12-30"), ..wanted() };
        assert_eq!(faults(&early, "b", &Known::default()), [Fault::Published]);
        let backwards = Particulars { until: day("2015-12-31"), ..wanted() };
        assert_eq!(faults(&backwards, "b", &Known::default()), [Fault::Period]);
        let round = ("2017–2019".to_owned(), day("2017-12-31"), day("2019-12-31"));
        let known = Known { reports: Vec::new(), rounds: vec![round] };
        assert_eq!(faults(&wanted(), "b", &known), [Fault::Round("2017–2019".into())]);
    }

    #[test]
    fn its_name_in_addresses_is_free() {
        assert_eq!(wanted().slug(&[]), "2016-2017");
        assert_eq!(wanted().slug(&["2016-2017".into(), "2016-2017-2".into()]), "2016-2017-3");
    }
}
