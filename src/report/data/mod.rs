//! An edition as data: what its goals, commitments, figures and motions say, as rows of plain values.
//!
//! Rows are read back from the frozen report and from nothing else, so that the data of an edition are as unchanging as
//! the edition. The columns say themselves what they mean: the page that explains them is made from here.

mod earlier;
mod read;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use self::earlier::{EARLIER, EarlierRows, EarlierTable, earlier_rows, earlier_uri};
use super::Report;

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in every format: small letters.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// What it means, for whoever reads the data.
    pub meaning: &'static str,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Whole,
    /// A number, perhaps with decimals.
    Number,
    /// A day.
    Day,
}

impl Kind {
    /// As the page says it.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Text => "tekst",
            Self::Whole => "geheel getal",
            Self::Number => "getal, met een punt voor de decimalen",
            Self::Day => "datum, als jjjj-mm-dd",
        }
    }
}

/// A value in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words, which may be none.
    Text(String),
    /// A whole number.
    Whole(u32),
    /// A number as it is written in programs: "-1.36".
    Number(String),
    /// A day.
    Day(NaiveDate),
    /// The edition says nothing of it.
    Nothing,
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Text(text) }
    }
}

impl From<Option<NaiveDate>> for Value {
    fn from(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Nothing, Self::Day)
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) | Self::Number(text) => f.write_str(text),
            Self::Whole(number) => number.fmt(f),
            Self::Day(day) => day.fmt(f),
            Self::Nothing => Ok(()),
        }
    }
}

/// Which table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// One row a goal.
    Goals,
    /// One row a commitment.
    Commitments,
    /// One row a measurement, baseline or target.
    Figures,
    /// One row a motion or undertaking.
    Requests,
    /// One row a ministry at a goal.
    Ministries,
}

/// The columns with which every row begins: of which edition it is.
pub const EDITION: [Column; 5] = [
    Column {
        name: "strategie",
        kind: Kind::Text,
        meaning: "Kenmerk van de strategie waarover wordt gerapporteerd.",
    },
    Column {
        name: "ronde",
        kind: Kind::Text,
        meaning: "Kenmerk van de ronde: het eerste en het laatste jaar.",
    },
    Column { name: "editie", kind: Kind::Whole, meaning: "Nummer van de editie binnen de ronde." },
    Column {
        name: "peildatum",
        kind: Kind::Day,
        meaning: "De dag waarop de feiten in de editie gelden, tenzij er een andere dag bij staat.",
    },
    text("status", "Vastgesteld, of VOORBEELD als het geen rapport van de regering is."),
];

const GOAL: Column =
    Column { name: "doel", kind: Kind::Whole, meaning: "Nummer van het doel in deze editie." };

impl Table {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] =
        [Self::Goals, Self::Commitments, Self::Figures, Self::Requests, Self::Ministries];

    /// Its name in addresses and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Goals => "doelen",
            Self::Commitments => "inzet",
            Self::Figures => "cijfers",
            Self::Requests => "moties",
            Self::Ministries => "bijdragen",
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
            Self::Goals => "Doelen en oordelen",
            Self::Commitments => "Inzet",
            Self::Figures => "Cijfers",
            Self::Requests => "Moties en toezeggingen",
            Self::Ministries => "Bijdragen van ministeries",
        }
    }

    /// What one row of it is.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Goals => "Eén rij per doel in een editie.",
            Self::Commitments => "Eén rij per onderdeel van de inzet bij een doel.",
            Self::Figures => "Eén rij per meting, uitgangswaarde of streefwaarde van een cijfer.",
            Self::Requests => "Eén rij per motie of toezegging die in de ronde openstond.",
            Self::Ministries => "Eén rij per ministerie dat bij een doel betrokken was.",
        }
    }

    /// All its columns.
    #[must_use]
    pub fn columns(self) -> Vec<Column> {
        let own: &[Column] = match self {
            Self::Goals => &GOALS,
            Self::Commitments => &COMMITMENTS,
            Self::Figures => &FIGURES,
            Self::Requests => &REQUESTS,
            Self::Ministries => &MINISTRIES,
        };
        EDITION.iter().chain(own).copied().collect()
    }

    /// Its rows in an edition; each has a value for every column.
    #[must_use]
    pub fn rows(self, edition: &Edition<'_>) -> Vec<Vec<Value>> {
        let report = edition.report;
        let found = match self {
            Self::Goals => read::goals(edition),
            Self::Commitments => read::commitments(report),
            Self::Figures => read::figures(report),
            Self::Requests => read::requests(report),
            Self::Ministries => read::ministries(report),
        };
        let beginning = [
            Value::Text(edition.strategy.to_owned()),
            Value::Text(edition.round.to_owned()),
            Value::Whole(edition.number),
            Value::Day(report.meta.reference_date),
            Value::Text(report.meta.watermark.clone().unwrap_or_else(|| "vastgesteld".to_owned())),
        ];
        found.into_iter().map(|row| beginning.iter().cloned().chain(row).collect()).collect()
    }
}

/// An edition with the names by which the site knows it.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'a> {
    /// The frozen report.
    pub report: &'a Report,
    /// "gbvs-2018-2022".
    pub strategy: &'a str,
    /// "2018-2020".
    pub round: &'a str,
    /// From 1.
    pub number: u32,
    /// Where names of things begin: "<https://voortgang.example>".
    pub base: &'a str,
}

/// The name of a goal that stays the same through all editions.
#[must_use]
pub fn goal_uri(base: &str, strategy: &str, number: u32) -> String {
    format!("{}/id/doel/{strategy}/{number}", base.trim_end_matches('/'))
}

/// The name of a ministry, whatever it is called.
#[must_use]
pub fn ministry_uri(base: &str, code: &str) -> String {
    format!("{}/id/ministerie/{code}", base.trim_end_matches('/'))
}

const fn text(name: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Kind::Text, meaning }
}

const GOALS: [Column; 7] = [
    GOAL,
    text("titel", "De titel van het doel in deze editie."),
    text("pijler", "De pijler waaronder het doel valt."),
    text("belofte", "Wat de strategie aankondigde."),
    text("oordeel", "Het oordeel van de coördinator over het doel. Leeg als er geen oordeel is."),
    text("onderbouwing", "Waarop het oordeel berust."),
    text("uri", "Het vaste webadres van het doel. Dit blijft gelijk, ook als de titel verandert."),
];

const COMMITMENTS: [Column; 6] = [
    GOAL,
    text("nummer", "Nummer van het onderdeel van de inzet, met vóór de punt het doel."),
    text("inzet", "Wat de strategie zegt dat er wordt gedaan."),
    Column {
        name: "termijn",
        kind: Kind::Day,
        meaning: "De dag waarop het klaar moet zijn. Leeg als er geen dag is genoemd.",
    },
    text("stand", "Hoe het ermee staat, in het woord van het rapport."),
    text("toelichting", "Wat de ministeries erover zeggen, met vooraan de korte naam van het ministerie."),
];

const FIGURES: [Column; 7] = [
    GOAL,
    text("cijfer", "Wat er wordt gemeten."),
    text("eenheid", "De eenheid van de waarde."),
    text("soort", "Meting, uitgangswaarde of streefwaarde."),
    Column {
        name: "datum",
        kind: Kind::Day,
        meaning: "De dag waarop de waarde gold, of voor een streefwaarde: moet gelden.",
    },
    Column { name: "waarde", kind: Kind::Number, meaning: "De waarde in die eenheid." },
    text("bron", "Waar de meting vandaan komt."),
];

const REQUESTS: [Column; 8] = [
    text("soort", "Motie of toezegging."),
    text("omschrijving", "Waar het om gaat."),
    text("indiener", "Wie de motie indiende of wie de toezegging deed."),
    Column { name: "datum", kind: Kind::Day, meaning: "De dag van de motie of de toezegging." },
    text("vindplaats", "Het Kamerstuk, zoals het rapport het noemt."),
    text("stand", "Hoe het ermee staat, in het woord van het rapport."),
    text("antwoord", "Het antwoord in deze ronde."),
    Column {
        name: "doel",
        kind: Kind::Whole,
        meaning: "Nummer van het doel waar het antwoord staat. Leeg als het niet bij één doel hoort.",
    },
];

const MINISTRIES: [Column; 4] = [
    GOAL,
    text("ministerie", "De naam van het ministerie op de peildatum."),
    text("rol", "Trekker, of draagt bij."),
    text("bijdrage", "Welke versie van de bijdrage akkoord kreeg en wanneer, of waarom er geen bijdrage is."),
];
