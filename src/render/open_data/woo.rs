//! Where the government's search engine finds editions: a sitemap with DiWoo metadata (0.9.8), under its fixed name.
//!
//! Identifiers are those that are public: the category is "vergaderstukken Staten-Generaal", file type and language are of
//! the EU's lists. That of the publisher is a setting, since a wrong one points at another organisation. Kinds of
//! document are given in words only.

use chrono::NaiveDate;

use crate::office::xml::Xml;

/// "Vergaderstukken Staten-Generaal" in the thesaurus of the government.
const CATEGORY: &str = "https://identifier.overheid.nl/tooi/def/thes/kern/c_c76862ab";
const DUTCH: &str = "http://publications.europa.eu/resource/authority/language/NLD";
const FILE_TYPE: &str = "http://publications.europa.eu/resource/authority/file-type/PDF";
const SITEMAP: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// An edition that can be found.
#[derive(Clone, Debug)]
pub struct Document {
    /// Address of its PDF.
    pub address: String,
    /// Its title.
    pub title: String,
    /// The day on which it was frozen.
    pub made: NaiveDate,
    /// The day on which it came out.
    pub released: NaiveDate,
    /// Words by which it is found.
    pub keywords: Vec<String>,
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

/// The sitemap, with what the search engine shows of each edition.
#[must_use]
pub fn sitemap(documents: &[Document], publisher: Publisher<'_>) -> String {
    let spaces = [SITEMAP, ("xmlns:diwoo", "https://standaarden.overheid.nl/diwoo/metadata/")];
    Xml::document("urlset", &spaces, |set| {
        for document in documents {
            set.within("url", &[], |url| {
                url.words("loc", &[], &document.address);
                url.words("lastmod", &[], &document.released.to_string());
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
                kinds.words("diwoo:documentsoort", &[], "rapport");
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
        one.words("diwoo:format", &[("resource", FILE_TYPE)], "pdf");
        one.within("diwoo:geldigheid", &[], |holds| {
            holds.words("diwoo:begindatum", &[], &self.released.to_string());
        });
        one.words("diwoo:language", &[("resource", DUTCH)], "Nederlands");
        for role in ["diwoo:opsteller", "diwoo:publisher", "diwoo:verantwoordelijke"] {
            one.words(role, &[("resource", publisher.tooi)], publisher.name);
        }
        one.within("diwoo:titelcollectie", &[], |titles| {
            titles.words("diwoo:officieleTitel", &[], &self.title);
        });
    }
}
