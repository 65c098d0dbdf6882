//! Reports as a feed, for who wants to hear of a new one: Atom 1.0 (RFC 4287).

use chrono::{DateTime, SecondsFormat, Utc};

use crate::office::xml::Xml;

/// A feed.
#[derive(Clone, Debug)]
pub struct Feed {
    /// The name that it keeps, which is the address of the page that it follows.
    pub id: String,
    /// Its own address.
    pub address: String,
    /// What it is called.
    pub title: String,
    /// Who publishes.
    pub author: String,
    /// Its entries, newest first.
    pub entries: Vec<Entry>,
}

/// An entry of a feed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its address, which it keeps.
    pub address: String,
    /// What it is called.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: String,
    /// When it came out here; it never changes after that.
    pub released: DateTime<Utc>,
    /// When it was first published, which may be long before.
    pub published: DateTime<Utc>,
    /// Other forms of it: address and media type.
    pub files: Vec<(String, &'static str)>,
}

impl Feed {
    /// As XML. A feed without entries is as old as `made`.
    #[must_use]
    pub fn atom(&self, made: DateTime<Utc>) -> String {
        let updated = self.entries.iter().map(|entry| entry.released).max().unwrap_or(made);
        Xml::document("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", "nl")], |feed| {
            feed.words("id", &[], &self.id);
            feed.words("title", &[], &self.title);
            feed.words("updated", &[], &moment(updated));
            feed.within("author", &[], |author| author.words("name", &[], &self.author));
            feed.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &self.address)]);
            feed.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &self.id)]);
            for entry in &self.entries {
                feed.within("entry", &[], |one| entry.write(one));
            }
        })
    }
}

impl Entry {
    fn write(&self, entry: &mut Xml) {
        entry.words("id", &[], &self.address);
        entry.words("title", &[], &self.title);
        entry.words("updated", &[], &moment(self.released));
        entry.words("published", &[], &moment(self.published));
        entry.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &self.address)]);
        for (address, media_type) in &self.files {
            entry.empty("link", &[("rel", "enclosure"), ("type", media_type), ("href", address)]);
        }
        entry.words("summary", &[], &self.summary);
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
