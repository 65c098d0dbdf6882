//! Eerdere rapporten: made before, outside this program, recorded as they were published. They stand beside the reports
//! made here as what they are, and the first of those is compared with them.

mod form;
mod keep;
mod public;

pub(super) use form::{create, new};
pub(super) use keep::{confirm_removal, index, release, remove, show};
pub(super) use public::{Line, file, lines, report};

use sqlx::SqliteConnection;

use super::{
    Error, Result,
    page::Crumb,
    prose::Blocks,
    routes::{EarlierFile, EarlierReport as ShowReport},
    strategies::paper,
};
use crate::{
    domain::{
        clock,
        earlier::{EarlierReport, FILE, Fault},
        text::Prose,
    },
    report::typography::capitalised,
    store,
};

/// What an event in the log is about.
const KIND: &str = "earlier-report";

/// What it said of a goal.
struct GoalLine {
    label: String,
    rating: Option<String>,
    summary: Blocks,
}

/// An earlier report as it reads.
struct Reading {
    period: String,
    published: String,
    paper: Option<Crumb>,
    pdf: String,
    file: String,
    sha256: String,
    goals: Vec<GoalLine>,
    replaces: Option<(Crumb, String)>,
    replaced_by: Option<Crumb>,
}

impl Reading {
    /// Reads it; `all` are the reports that the reader may know of.
    async fn of(
        connection: &mut SqliteConnection,
        one: &EarlierReport,
        all: &[EarlierReport],
    ) -> Result<Self> {
        let strategy = store::strategies::get(connection, &one.strategy).await?;
        let told = store::earlier_reports::told(connection, Some(one.id)).await?;
        let goals = told.into_iter().map(|told| GoalLine {
            label: format!("{} {}. {}", capitalised(&strategy.goal_word), told.number, told.title),
            rating: told.rating,
            summary: Blocks::of(&Prose::parse(&told.summary).unwrap_or_default()),
        });
        let link = |other: &EarlierReport| Crumb::new(&other.title, ShowReport { slug: other.slug.clone() });
        Ok(Self {
            period: format!("{} tot en met {}", clock::long_date(one.from), clock::long_date(one.until)),
            published: clock::long_date(one.published),
            paper: one.paper.as_deref().map(paper),
            pdf: EarlierFile { slug: one.slug.clone(), name: FILE.to_owned() }.to_string(),
            file: about_file(one),
            sha256: one.sha256.clone(),
            goals: goals.collect(),
            replaces: one.predecessor(all).map(|other| (link(other), one.reason.clone().unwrap_or_default())),
            replaced_by: one.successor(all).map(link),
        })
    }
}

/// "PDF, 12 bladzijden, 340 kB".
fn about_file(one: &EarlierReport) -> String {
    let pages = if one.pages == 1 { "1 bladzijde".to_owned() } else { format!("{} bladzijden", one.pages) };
    format!("PDF, {pages}, {} kB", one.size.div_ceil(1000))
}

/// A fault with the field it belongs to.
fn explain(fault: &Fault) -> (&'static str, String) {
    match fault {
        Fault::Period => ("tot", "De laatste dag komt vóór de eerste. Kijk beide dagen na.".to_owned()),
        Fault::Published => (
            "gepubliceerd",
            "Het rapport kan niet op die dag zijn gepubliceerd: niet vóór het einde van de periode, en niet in de toekomst.".to_owned(),
        ),
        Fault::Round(label) => {
            ("van", format!("Over deze periode gaat hier al de ronde {label}. Kijk de dagen na."))
        }
        Fault::Twin(title) => (
            "van",
            format!("Over deze periode is er al een eerder rapport: “{title}”. Kies bij “Vervangt” dat rapport, of kijk de dagen na."),
        ),
        Fault::SameFile(title) => ("bestand", format!("Dit PDF is er al, als “{title}”.")),
        Fault::Replaced => (
            "vervangt",
            "Dit rapport kan niet worden vervangen: het is nog niet vrijgegeven, of er is al een ander voor in de plaats gekomen.".to_owned(),
        ),
        Fault::Released => ("", "Dit rapport is al vrijgegeven.".to_owned()),
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Conflict(explain(&fault).1)
    }
}
