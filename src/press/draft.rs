//! The reports that are being worked on. Each is kept until the database changes: gathering all facts of a round
//! takes some twenty milliseconds, and the coordinator's pages ask for them again and again.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;
use chrono::{DateTime, Utc};

use super::{PressError, document, fonts};
use crate::{
    domain::{
        facts::Facts,
        gap::{self, Gap},
        remark::Remark,
    },
    office::document::Document,
    render::pdf::{self, Kept, PdfError},
    report::{EditionLabel, Report, Stamp, compile, definition::Definition},
    store::{self, Store},
};

/// Rounds that are kept at the same time; a report takes some three megabytes.
const MOST: usize = 4;

/// A round's report as it stands.
#[derive(Debug)]
pub struct Draft {
    /// What it is made of.
    pub facts: Facts,
    /// Everything without an answer, and what was set aside.
    pub gaps: Vec<Gap>,
    /// What it is compared with, as it was frozen.
    before: Option<Report>,
    report: OnceLock<Report>,
    html: OnceLock<Bytes>,
    kept: Arc<Mutex<Kept>>,
}

impl Draft {
    /// How many gaps nobody answered or set aside.
    #[must_use]
    pub fn open(&self) -> usize {
        self.gaps.iter().filter(|gap| gap.acknowledged.is_none()).count()
    }

    /// The report, compiled once.
    pub fn report(&self, definition: &Definition) -> &Report {
        self.report.get_or_init(|| {
            let label = EditionLabel::draft(definition, &self.facts);
            compile(definition, &self.facts, self.before.as_ref(), label).0
        })
    }

    /// The report as HTML, rendered once.
    pub fn html(&self, definition: &Definition) -> Bytes {
        self.html.get_or_init(|| super::html(self.report(definition)).into()).clone()
    }

    /// The report as PDF. Goals that did not change since the last one are not laid out again.
    ///
    /// # Errors
    /// When something in it cannot be printed; says what and where.
    pub fn pdf(&self, definition: &Definition) -> Result<Vec<u8>, PdfError> {
        let report = self.report(definition);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        pdf::render_again(report, &Stamp::of(report), fonts()?, &mut kept)
    }

    /// The report as a text to annotate, with what was remarked on the passages of its goals.
    pub fn document(&self, definition: &Definition, remarks: &[Remark], made: DateTime<Utc>) -> Document {
        let Facts { goals, strategy, round, .. } = &self.facts;
        document::draft(self.report(definition), goals, &strategy.goal_word, round, remarks, made)
    }
}

/// Drafts by round, the one that was asked for last in front.
#[derive(Clone, Debug, Default)]
pub struct Drafts(Arc<Mutex<Vec<Entry>>>);

#[derive(Debug)]
struct Entry {
    slug: String,
    version: i64,
    draft: Arc<Draft>,
}

impl Drafts {
    /// The draft of a round, never older than the database is now.
    ///
    /// # Errors
    /// When there is no such round, or the edition before it cannot be read.
    pub async fn get(&self, store: &Store, slug: &str) -> Result<Arc<Draft>, PressError> {
        // Asked before the facts are read: what is committed in between makes the draft newer than its version says.
        let version = store.version().await?;
        if let Some(draft) = self.known(slug, Some(version)) {
            return Ok(draft);
        }
        let mut reader = store.read().await?;
        let round = store::rounds::get(&mut reader, slug).await?;
        let before = super::previous(&mut reader, &round).await?;
        let facts = store::facts::gather(&mut reader, round).await?;
        let kept = self.known(slug, None).map(|before| Arc::clone(&before.kept)).unwrap_or_default();
        let gaps = gap::find(&facts);
        let (report, html) = (OnceLock::new(), OnceLock::new());
        let draft = Arc::new(Draft { facts, gaps, before, report, html, kept });
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|entry| entry.slug != slug);
        entries.insert(0, Entry { slug: slug.to_owned(), version, draft: Arc::clone(&draft) });
        entries.truncate(MOST);
        Ok(draft)
    }

    fn known(&self, slug: &str, version: Option<i64>) -> Option<Arc<Draft>> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same =
            |entry: &&Entry| entry.slug == slug && version.is_none_or(|version| entry.version == version);
        entries.iter().find(same).map(|entry| Arc::clone(&entry.draft))
    }
}
