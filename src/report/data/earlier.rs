//! Earlier reports as data: what is known of each, and what each said of goals.
//!
//! They were made before, outside this program: what stands here is what was recorded of them, and not read back from a
//! report. Their tables begin otherwise than those of editions, for they belong to no round.

use super::{Column, Kind, Value, goal_uri, text};
use crate::domain::{
    clock::local_date,
    earlier::{EarlierReport, FILE, Told},
};

/// Which table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EarlierTable {
    /// One row a report.
    Reports,
    /// One row a goal that a report said something of.
    Ratings,
}

/// The columns with which both tables begin: of which report it is.
pub const EARLIER: [Column; 2] = [
    text("strategie", "Kenmerk van de strategie waarover het rapport gaat."),
    text("kenmerk", "Kenmerk van het eerdere rapport, zoals in zijn webadres."),
];

const REPORTS: [Column; 14] = [
    text("titel", "De titel die op het rapport staat."),
    Column { name: "van", kind: Kind::Day, meaning: "De eerste dag waarover het rapport gaat." },
    Column { name: "totenmet", kind: Kind::Day, meaning: "De laatste dag waarover het rapport gaat." },
    Column { name: "gepubliceerd", kind: Kind::Day, meaning: "De dag waarop het rapport is gepubliceerd." },
    text("kamerstuk", "Het Kamerstuk. Leeg als het er geen heeft."),
    Column { name: "bladzijden", kind: Kind::Whole, meaning: "Hoeveel bladzijden het PDF-bestand heeft." },
    Column { name: "omvang", kind: Kind::Whole, meaning: "De omvang van het PDF-bestand in bytes." },
    text("sha256", "De SHA-256 van het PDF-bestand."),
    Column {
        name: "vrijgegeven",
        kind: Kind::Day,
        meaning: "De dag waarop het rapport hier is vrijgegeven.",
    },
    text(
        "vervangt",
        "Kenmerk van het eerdere rapport waarvoor dit in de plaats kwam. Leeg als dat er niet is.",
    ),
    text("reden", "Waarom het dat vervangt."),
    text(
        "opvolger",
        "Kenmerk van het eerdere rapport dat hiervoor in de plaats kwam. Leeg als dit nog geldt.",
    ),
    text("uri", "Het vaste webadres van het rapport op deze site."),
    text("bestand", "Het webadres van het PDF-bestand."),
];

const RATINGS: [Column; 5] = [
    Column { name: "doel", kind: Kind::Whole, meaning: "Nummer van het doel aan het einde van de periode." },
    text("titel", "De titel die het doel toen had."),
    text("oordeel", "Het oordeel van het rapport over het doel. Leeg als het geen oordeel gaf."),
    text("samenvatting", "Wat het rapport over het doel zei, in het kort."),
    text("uri", "Het vaste webadres van het doel, hetzelfde als in de gegevens van edities."),
];

impl EarlierTable {
    /// Both, in the order of the page.
    pub const ALL: [Self; 2] = [Self::Reports, Self::Ratings];

    /// Its name in addresses and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reports => "eerdere-rapporten",
            Self::Ratings => "eerdere-oordelen",
        }
    }

    /// By that name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }

    /// Its title on the page.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Reports => "Eerdere rapporten",
            Self::Ratings => "Oordelen in eerdere rapporten",
        }
    }

    /// What one row of it is.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Reports => "Eén rij per rapport van vóór Voortgang, zoals het is opgenomen.",
            Self::Ratings => "Eén rij per doel waarover een eerder rapport iets zei.",
        }
    }

    /// All its columns.
    #[must_use]
    pub fn columns(self) -> Vec<Column> {
        let own: &[Column] = match self {
            Self::Reports => &REPORTS,
            Self::Ratings => &RATINGS,
        };
        EARLIER.iter().chain(own).copied().collect()
    }
}

/// One earlier report as rows; each has a value for every column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierRows {
    /// Which one.
    pub slug: String,
    /// Its row among the reports.
    pub report: Vec<Value>,
    /// A row for every goal that it said something of.
    pub ratings: Vec<Vec<Value>>,
}

impl EarlierRows {
    /// Its rows in a table.
    #[must_use]
    pub fn of(&self, table: EarlierTable) -> &[Vec<Value>] {
        match table {
            EarlierTable::Reports => std::slice::from_ref(&self.report),
            EarlierTable::Ratings => &self.ratings,
        }
    }
}

/// Reports that everyone may read, as rows, in their order. `told` is what was said of goals, `base` where names begin.
#[must_use]
pub fn earlier_rows(reports: &[EarlierReport], told: &[Told], base: &str) -> Vec<EarlierRows> {
    let rows = |one: &EarlierReport| EarlierRows {
        slug: one.slug.clone(),
        report: report(one, reports, base),
        ratings: told
            .iter()
            .filter(|told| told.report == one.id)
            .map(|told| rating(one, told, base))
            .collect(),
    };
    reports.iter().map(rows).collect()
}

/// The name of an earlier report that stays, which is its address.
#[must_use]
pub fn earlier_uri(base: &str, slug: &str) -> String {
    format!("{}/rapporten/eerder/{slug}", base.trim_end_matches('/'))
}

fn beginning(one: &EarlierReport) -> [Value; 2] {
    [Value::Text(one.strategy.clone()), Value::Text(one.slug.clone())]
}

fn report(one: &EarlierReport, all: &[EarlierReport], base: &str) -> Vec<Value> {
    let slug = |found: Option<&EarlierReport>| found.map(|other| other.slug.clone()).unwrap_or_default();
    let uri = earlier_uri(base, &one.slug);
    let own = [
        one.title.clone().into(),
        Value::Day(one.from),
        Value::Day(one.until),
        Value::Day(one.published),
        one.paper.clone().unwrap_or_default().into(),
        Value::Whole(one.pages),
        u32::try_from(one.size).map_or(Value::Nothing, Value::Whole),
        Value::Text(one.sha256.clone()),
        one.released_at.map(local_date).into(),
        slug(one.predecessor(all)).into(),
        one.reason.clone().unwrap_or_default().into(),
        slug(one.successor(all)).into(),
        Value::Text(uri.clone()),
        Value::Text(format!("{uri}/{FILE}")),
    ];
    beginning(one).into_iter().chain(own).collect()
}

fn rating(one: &EarlierReport, told: &Told, base: &str) -> Vec<Value> {
    let own = [
        Value::Whole(told.number),
        told.title.clone().into(),
        told.rating.clone().unwrap_or_default().into(),
        told.summary.clone().into(),
        Value::Text(goal_uri(base, &one.strategy, told.number)),
    ];
    beginning(one).into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::fits, *};
    use crate::domain::id::{EarlierReportId, PersonId};

    fn recorded(slug: &str, replaces: Option<EarlierReportId>) -> EarlierReport {
        let at = "2019-01-01T23:30:00Z".parse().unwrap();
        EarlierReport {
            id: EarlierReportId::new(),
            strategy: "proef".into(),
            slug: slug.into(),
            title: "Voortgang 2016–2017".into(),
            from: "2016-01-01".parse().unwrap(),
            until: "2017-12-31".parse().unwrap(),
            published: "2018-03-01".parse().unwrap(),
            paper: Some("33 694, nr. 12".into()),
            sha256: "a".repeat(64),
            pages: 12,
            size: 34_567,
            replaces,
            reason: replaces.map(|_| "Een bladzijde ontbrak.".into()),
            recorded_by: PersonId::new(),
            recorded_at: at,
            released_at: Some(at),
        }
    }

    #[test]
    fn every_row_has_a_value_of_its_kind_for_every_column() {
        let old = recorded("2016-2017", None);
        let new = recorded("2016-2017-2", Some(old.id));
        let told = |report: &EarlierReport, rating: Option<&str>| Told {
            report: report.id,
            number: 6,
            title: "Cyber".into(),
            rating: rating.map(str::to_owned),
            summary: "Kort.".into(),
        };
        let told = [told(&old, None), told(&new, Some("Op koers"))];
        let found = earlier_rows(&[new, old], &told, "https://voortgang.example/");
        for table in EarlierTable::ALL {
            let columns = table.columns();
            assert_eq!(EarlierTable::of_name(table.name()), Some(table));
            for row in found.iter().flat_map(|one| one.of(table)) {
                fits(row, &columns, table.name());
            }
        }
        let cell = |row: &[Value], table: EarlierTable, name: &str| {
            row[table.columns().iter().position(|column| column.name == name).unwrap()].to_string()
        };
        let of = |at: usize, name: &str| cell(&found[at].report, EarlierTable::Reports, name);
        assert_eq!((of(0, "vervangt"), of(0, "opvolger")), ("2016-2017".into(), String::new()));
        assert_eq!((of(1, "vervangt"), of(1, "opvolger")), (String::new(), "2016-2017-2".into()));
        assert_eq!(of(0, "vrijgegeven"), "2019-01-02", "the day in Amsterdam");
        assert_eq!(of(0, "bestand"), "https://voortgang.example/rapporten/eerder/2016-2017-2/rapport.pdf");
        let rating = |at: usize| cell(&found[at].ratings[0], EarlierTable::Ratings, "oordeel");
        assert_eq!((rating(0), rating(1)), ("Op koers".into(), String::new()));
    }
}
