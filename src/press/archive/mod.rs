//! A report as one package for the archive: its files, its data, metadata, hashes, and how to read it all without this
//! program. The same report gives the same bytes.

mod earlier;
mod edition;

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest as _, Sha256};

pub use self::{earlier::archive_earlier, edition::archive};
use super::zip::{TooLarge, zip};
use crate::{
    domain::event::hex,
    render::mdto::{self, Object},
};

/// The name of the list of hashes, which `sha256sum --check` reads.
const SUMS: &str = "SHA256SUMS";

/// A package: paths within it with their bytes, in order.
#[derive(Clone, Debug)]
pub struct Archive {
    /// What the package is called, and the folder that everything in it stands in.
    pub name: String,
    /// Paths within that folder, with their bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Archive {
    /// As one ZIP file.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn zip(&self) -> Result<Vec<u8>, TooLarge> {
        let paths: Vec<String> = self.files.iter().map(|(path, _)| format!("{}/{path}", self.name)).collect();
        zip(paths.iter().zip(&self.files).map(|(path, (_, bytes))| (path.as_str(), bytes.as_slice())))
    }

    /// Files and data with their metadata, the latter under this name; with what to read first, and hashes of it all.
    fn of(object: &Object, name: &str, read_me: String, mut files: Vec<(String, Vec<u8>)>) -> Self {
        files.push((format!("metagegevens/{name}.mdto.xml"), mdto::object(object).into_bytes()));
        for file in &object.files {
            let path = format!("metagegevens/{}.bestand.mdto.xml", file.name);
            files.push((path, mdto::file(object, file).into_bytes()));
        }
        files.push(("LEESMIJ.txt".to_owned(), read_me.into_bytes()));
        files.sort();
        let mut sums = String::new();
        for (path, bytes) in &files {
            let _ = writeln!(sums, "{}  {path}", hex(&Sha256::digest(bytes)));
        }
        files.push((SUMS.to_owned(), sums.into_bytes()));
        Self { name: format!("voortgang-{}", object.identifier), files }
    }
}

/// How to find out that all is there, in the words of every package.
const CHECKING: &str = "\
Elk bestand is gewone tekst in UTF-8, behalve de PDF-bestanden. Er is geen programma nodig om ze te
openen, en ze verwijzen nergens naar wat hier niet staat.

NAGAAN OF ALLES ER IS EN NIETS IS VERANDERD

Open deze map op de opdrachtregel en voer uit:   sha256sum --check SHA256SUMS
Op een Mac:                                      shasum -a 256 --check SHA256SUMS
";

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
