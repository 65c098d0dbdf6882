//! Metadata for the archive, in the elements and the order of MDTO 1.0.1.
//!
//! Only what is known is said. How long a report is kept and who may see it is decided with the selection list of the
//! organisation, so its appraisal says that this is still to be done.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use crate::office::xml::Xml;

const SPACE: (&str, &str) = ("xmlns", "https://www.nationaalarchief.nl/mdto");

/// A report as the archive sees it.
#[derive(Clone, Debug)]
pub struct Object {
    /// By which it is known: "2018-2020-editie-1".
    pub identifier: String,
    /// Its title.
    pub name: String,
    /// What it is, in a sentence.
    pub description: String,
    /// Where it is read, when it is public.
    pub address: Option<String>,
    /// The period that it reports on.
    pub period: (NaiveDate, NaiveDate),
    /// BCP 47.
    pub language: String,
    /// What happened to it, and when: a moment, or a day when that is all that is known.
    pub events: Vec<(&'static str, String)>,
    /// When the hashes of its files were made.
    pub hashed: DateTime<Utc>,
    /// Whether everyone may read it.
    pub open: bool,
    /// Who made it.
    pub publisher: String,
    /// Its files.
    pub files: Vec<File>,
}

/// A file of a report.
#[derive(Clone, Debug)]
pub struct File {
    /// "rapport.pdf".
    pub name: String,
    /// "application/pdf".
    pub media_type: String,
    /// In bytes.
    pub size: usize,
    /// Of the bytes.
    pub sha256: String,
}

/// The metadata of a report.
#[must_use]
pub fn object(object: &Object) -> String {
    Xml::document("MDTO", &[SPACE], |mdto| {
        mdto.within("informatieobject", &[], |one| {
            identified(one, "identificatie", &object.identifier);
            one.words("naam", &[], &object.name);
            concept(one, "aggregatieniveau", "Archiefstuk", "Begrippenlijst Aggregatieniveaus MDTO");
            one.words("omschrijving", &[], &object.description);
            if let Some(address) = &object.address {
                one.within("raadpleeglocatie", &[], |place| {
                    place.words("raadpleeglocatieOnline", &[], address);
                });
            }
            one.within("dekkingInTijd", &[], |time| {
                concept(time, "dekkingInTijdType", "Looptijd", "Begrippenlijst DekkingInTijdType MDTO");
                time.words("dekkingInTijdBegindatum", &[], &object.period.0.to_string());
                time.words("dekkingInTijdEinddatum", &[], &object.period.1.to_string());
            });
            one.words("taal", &[], &object.language);
            for (what, at) in &object.events {
                one.within("event", &[], |event| {
                    concept(event, "eventType", what, "Begrippenlijst EventTypeLijst MDTO");
                    event.words("eventTijd", &[], at);
                });
            }
            let list = "Selectielijst van de archiefvormer";
            concept(one, "waardering", "Nog te waarderen volgens de selectielijst", list);
            for file in &object.files {
                refers(one, "heeftRepresentatie", &file.name, &object.of(file));
            }
            one.within("archiefvormer", &[], |maker| maker.words("verwijzingNaam", &[], &object.publisher));
            one.within("beperkingGebruik", &[], |limit| {
                let limited = if object.open { "Openbaar" } else { "Nog niet vrijgegeven" };
                concept(limit, "beperkingGebruikType", limited, "Voortgang: openbaarheid van edities");
            });
        });
    })
}

/// The metadata of one of its files.
#[must_use]
pub fn file(object: &Object, file: &File) -> String {
    Xml::document("MDTO", &[SPACE], |mdto| {
        mdto.within("bestand", &[], |one| {
            identified(one, "identificatie", &object.of(file));
            one.words("naam", &[], &file.name);
            one.words("omvang", &[], &file.size.to_string());
            concept(one, "bestandsformaat", &file.media_type, "IANA Media Types");
            one.within("checksum", &[], |sum| {
                let list = "Begrippenlijst ChecksumAlgoritme MDTO";
                concept(sum, "checksumAlgoritme", "SHA-256", list);
                sum.words("checksumWaarde", &[], &file.sha256);
                sum.words("checksumDatum", &[], &moment(object.hashed));
            });
            refers(one, "isRepresentatieVan", &object.name, &object.identifier);
        });
    })
}

impl Object {
    fn of(&self, file: &File) -> String {
        format!("{}/{}", self.identifier, file.name)
    }
}

fn identified(one: &mut Xml, name: &'static str, identifier: &str) {
    one.within(name, &[], |inner| {
        inner.words("identificatieKenmerk", &[], identifier);
        inner.words("identificatieBron", &[], "Voortgang");
    });
}

fn refers(one: &mut Xml, name: &'static str, to: &str, identifier: &str) {
    one.within(name, &[], |inner| {
        inner.words("verwijzingNaam", &[], to);
        identified(inner, "verwijzingIdentificatie", identifier);
    });
}

fn concept(one: &mut Xml, name: &'static str, label: &str, list: &str) {
    one.within(name, &[], |inner| {
        inner.words("begripLabel", &[], label);
        inner.within("begripBegrippenlijst", &[], |of| of.words("verwijzingNaam", &[], list));
    });
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Element names below another, in order.
    fn children(xml: &str, depth: usize) -> Vec<&str> {
        let indent = "  ".repeat(depth);
        let lines = xml.lines().filter_map(|line| line.strip_prefix(indent.as_str())?.strip_prefix('<'));
        let opened = lines.filter(|line| !line.starts_with('/'));
        opened.map(|line| line.split(['>', ' ', '/']).next().unwrap_or_default()).collect()
    }

    #[test]
    fn elements_stand_in_the_order_that_the_schema_asks_for() {
        let at = "2020-04-15T12:00:00Z".parse().unwrap();
        let pdf = File {
            name: "rapport.pdf".into(),
            media_type: "application/pdf".into(),
            size: 9,
            sha256: "0".repeat(64),
        };
        let edition = Object {
            identifier: "2018-2020-editie-1".into(),
            name: "Rapport <1>".into(),
            description: "Het rapport.".into(),
            address: Some("https://voortgang.example/rapporten/2018-2020/1".into()),
            period: ("2018-03-19".parse().unwrap(), "2020-02-29".parse().unwrap()),
            language: "nl".into(),
            events: vec![("Creatie", moment(at)), ("Publicatie", moment(at))],
            hashed: at,
            open: true,
            publisher: "Ministerie van Buitenlandse Zaken".into(),
            files: vec![pdf.clone()],
        };
        let xml = object(&edition);
        let wanted = [
            "identificatie",
            "naam",
            "aggregatieniveau",
            "omschrijving",
            "raadpleeglocatie",
            "dekkingInTijd",
            "taal",
            "event",
            "event",
            "waardering",
            "heeftRepresentatie",
            "archiefvormer",
            "beperkingGebruik",
        ];
        assert_eq!(children(&xml, 2), wanted);
        assert!(xml.contains("<naam>Rapport &lt;1&gt;</naam>"), "{xml}");
        let wanted = ["identificatie", "naam", "omvang", "bestandsformaat", "checksum", "isRepresentatieVan"];
        assert_eq!(children(&file(&edition, &pdf), 2), wanted);
    }
}
