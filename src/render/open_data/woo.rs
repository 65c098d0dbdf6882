//! Where the government's search engine finds reports: a sitemap with DiWoo metadata (0.9.8), under its fixed name.
//!
//! Identifiers are those that are public: category and kind of document are of the government's thesaurus, file type and
//! language of the EU's lists. That of the publisher is a setting, since a wrong one points at another organisation. Only
//! what is known is said: a moment that is known by its day alone is left out.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use crate::office::xml::Xml;

/// "Vergaderstukken Staten-Generaal" in the thesaurus of the government.
const CATEGORY: &str = "https://identifier.overheid.nl/tooi/def/thes/kern/c_c76862ab";
/// "Voortgangsrapport" in the same.
const KIND: &str = "https://identifier.overheid.nl/tooi/def/thes/kern/c_cccba364";
const DUTCH: &str = "http://publications.europa.eu/resource/authority/language/NLD";
const FILE_TYPE: &str = "http://publications.europa.eu/resource/authority/file-type/PDF";
const SITEMAP: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// A report that can be found.
#[derive(Clone, Debug)]
pub struct Document {
    /// Address of its PDF.
    pub address: String,
    /// Its title.
    pub title: String,
    /// The day on which it was made.
    pub made: NaiveDate,
    /// What was done with it.
    pub act: Act,
    /// When.
    pub acted: DateTime<Utc>,
    /// From when it holds, when that moment is known.
    pub holds_from: Option<DateTime<Utc>>,
    /// When another took its place.
    pub holds_until: Option<DateTime<Utc>>,
    /// The day on which something last changed in what is said here.
    pub changed: NaiveDate,
    /// Words by which it is found.
    pub keywords: Vec<String>,
}

/// What is done with a document: its "documenthandeling", of which the metadata must name one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// It was made final.
    Adoption,
    /// It came in, as it was.
    Receipt,
}

impl Act {
    /// Its name and its label in the thesaurus of the government.
    const fn concept(self) -> (&'static str, &'static str) {
        match self {
            Self::Adoption => {
                ("https://identifier.overheid.nl/tooi/def/thes/kern/c_641ecd76", "vaststelling")
            }
            Self::Receipt => ("https://identifier.overheid.nl/tooi/def/thes/kern/c_dfcee535", "ontvangst"),
        }
    }
}

/// Who publishes.
#[derive(Clone, Copy, Debug)]
pub struct Publisher<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its identifier in the government's register of organisations.
    pub tooi: &'a str,
}

/// The index, which names the one sitemap there is.
#[must_use]
pub fn index(sitemap: &str, newest: Option<NaiveDate>) -> String {
    Xml::document("sitemapindex", &[SITEMAP], |index| {
        index.within("sitemap", &[], |one| {
            one.words("loc", &[], sitemap);
            if let Some(newest) = newest {
                one.words("lastmod", &[], &newest.to_string());
            }
        });
    })
}

/// The sitemap, with what the search engine shows of each report.
#[must_use]
pub fn sitemap(documents: &[Document], publisher: Publisher<'_>) -> String {
    let spaces = [SITEMAP, ("xmlns:diwoo", "https://standaarden.overheid.nl/diwoo/metadata/")];
    Xml::document("urlset", &spaces, |set| {
        for document in documents {
            set.within("url", &[], |url| {
                url.words("loc", &[], &document.address);
                url.words("lastmod", &[], &document.changed.to_string());
                url.within("diwoo:Document", &[], |one| {
                    one.within("diwoo:DiWoo", &[], |one| document.metadata(one, publisher));
                });
            });
        }
    })
}

impl Document {
    fn metadata(&self, one: &mut Xml, publisher: Publisher<'_>) {
        one.within("diwoo:classificatiecollectie", &[], |classes| {
            classes.within("diwoo:documentsoorten", &[], |kinds| {
                kinds.words("diwoo:documentsoort", &[("resource", KIND)], "voortgangsrapport");
            });
            classes.within("diwoo:informatiecategorieen", &[], |categories| {
                let category = [("resource", CATEGORY)];
                categories.words("diwoo:informatiecategorie", &category, "vergaderstukken Staten-Generaal");
            });
            classes.within("diwoo:trefwoorden", &[], |words| {
                for word in &self.keywords {
                    words.words("diwoo:trefwoord", &[], word);
                }
            });
        });
        one.words("diwoo:creatiedatum", &[], &self.made.to_string());
        one.within("diwoo:documenthandelingen", &[], |acts| {
            acts.within("diwoo:documenthandeling", &[], |act| {
                let (name, label) = self.act.concept();
                act.words("diwoo:soortHandeling", &[("resource", name)], label);
                act.words("diwoo:atTime", &[], &moment(self.acted));
                act.words("diwoo:wasAssociatedWith", &[("resource", publisher.tooi)], publisher.name);
            });
        });
        one.words("diwoo:format", &[("resource", FILE_TYPE)], "pdf");
        if self.holds_from.is_some() || self.holds_until.is_some() {
            one.within("diwoo:geldigheid", &[], |holds| {
                for (name, at) in
                    [("diwoo:begindatum", self.holds_from), ("diwoo:einddatum", self.holds_until)]
                {
                    if let Some(at) = at {
                        holds.words(name, &[], &moment(at));
                    }
                }
            });
        }
        one.words("diwoo:language", &[("resource", DUTCH)], "Nederlands");
        for role in ["diwoo:opsteller", "diwoo:publisher", "diwoo:verantwoordelijke"] {
            one.words(role, &[("resource", publisher.tooi)], publisher.name);
        }
        one.within("diwoo:titelcollectie", &[], |titles| {
            titles.words("diwoo:officieleTitel", &[], &self.title);
        });
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
