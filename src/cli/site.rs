//! How an installation presents itself: name, logo, where to turn to. From flags or the environment.

use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use chrono::NaiveDate;

use crate::{
    domain::person::Email,
    web::{Contact, Logo, Statement, Status},
};

/// In whose name the installation speaks.
#[derive(Debug, clap::Args)]
pub(super) struct Sender {
    /// Name of the organisation that runs this installation.
    #[arg(
        long,
        env = "VOORTGANG_SENDER",
        default_value = "Ministerie van Buitenlandse Zaken",
        value_name = "NAME"
    )]
    pub(super) sender: String,
}

/// Who offers the installation.
#[derive(Debug, clap::Args)]
pub(super) struct Site {
    #[command(flatten)]
    pub(super) of: Sender,
    /// Its identifier in the government's register of organisations; with it, and an address with HTTPS, editions are
    /// offered to the government's search engine (DiWoo).
    #[arg(long, env = "VOORTGANG_TOOI", value_name = "URI", value_parser = tooi)]
    pub(super) tooi: Option<String>,
    /// Its own logo, an SVG or PNG file; it stands beside the name.
    #[arg(long, env = "VOORTGANG_LOGO", value_name = "FILE")]
    logo: Option<PathBuf>,
    /// E-mail address for questions on accessibility and privacy; it is public.
    #[arg(long, env = "VOORTGANG_CONTACT_EMAIL", value_name = "EMAIL", value_parser = email)]
    contact_email: Option<String>,
    /// Page for the same.
    #[arg(long, env = "VOORTGANG_CONTACT_PAGE", value_name = "URL", value_parser = page)]
    contact_page: Option<String>,
    /// Where to report a weakness, for /.well-known/security.txt: an e-mail address or a page. Without it the contact
    /// address stands there.
    #[arg(long, env = "VOORTGANG_SECURITY_CONTACT", value_name = "EMAIL|URL", value_parser = security)]
    security_contact: Option<String>,
    /// Class of your statement on accessibility: A, B, C or D. Without it the page says that there is no statement yet.
    #[arg(
        long,
        env = "VOORTGANG_ACCESSIBILITY_STATUS",
        value_name = "CLASS",
        value_parser = status,
        requires = "accessibility_date"
    )]
    accessibility_status: Option<Status>,
    /// When that statement was made or last looked at: 2026-03-31.
    #[arg(long, env = "VOORTGANG_ACCESSIBILITY_DATE", value_name = "DATE")]
    accessibility_date: Option<NaiveDate>,
    /// Address of the report of the inspection.
    #[arg(long, env = "VOORTGANG_ACCESSIBILITY_REPORT", value_name = "URL", value_parser = page)]
    accessibility_report: Option<String>,
    /// Address of the statement in the government's register.
    #[arg(long, env = "VOORTGANG_ACCESSIBILITY_REGISTER", value_name = "URL", value_parser = page)]
    accessibility_register: Option<String>,
}

impl Site {
    /// The logo, read from its file.
    pub(super) fn logo(&self) -> anyhow::Result<Option<Logo>> {
        let Some(path) = &self.logo else { return Ok(None) };
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read the logo {}", path.display()))?;
        let logo = Logo::read(bytes).with_context(|| format!("{} is no logo", path.display()))?;
        Ok(Some(logo))
    }

    /// Where people turn to.
    ///
    /// # Errors
    /// When there is a class of a statement without its date.
    pub(super) fn contact(&self) -> anyhow::Result<Contact> {
        // The command line says so itself, but not of what comes from a file.
        ensure!(
            self.accessibility_status.is_none() || self.accessibility_date.is_some(),
            "accessibility-status needs accessibility-date beside it"
        );
        let statement =
            self.accessibility_status.zip(self.accessibility_date).map(|(status, date)| Statement {
                status,
                date,
                report: self.accessibility_report.clone(),
                register: self.accessibility_register.clone(),
            });
        Ok(Contact {
            email: self.contact_email.clone(),
            page: self.contact_page.clone(),
            security: self.security_contact.clone(),
            statement,
        })
    }
}

fn email(typed: &str) -> Result<String, String> {
    Email::parse(typed)
        .map(|email| email.as_str().to_owned())
        .map_err(|_| "this is no e-mail address".to_owned())
}

fn page(typed: &str) -> Result<String, String> {
    let host = typed.strip_prefix("https://").unwrap_or_default();
    let fine = !host.is_empty() && typed.chars().all(|one| one.is_ascii_graphic());
    if fine { Ok(typed.to_owned()) } else { Err("an address of a page begins with https://".to_owned()) }
}

fn tooi(typed: &str) -> Result<String, String> {
    let name = typed.strip_prefix("https://identifier.overheid.nl/tooi/id/").unwrap_or_default();
    let fine =
        name.contains('/') && name.chars().all(|one| one.is_ascii_alphanumeric() || "/-_".contains(one));
    let wrong = || "an identifier begins with https://identifier.overheid.nl/tooi/id/".to_owned();
    if fine { Ok(typed.to_owned()) } else { Err(wrong()) }
}

fn security(typed: &str) -> Result<String, String> {
    page(typed).or_else(|_| email(typed).map(|email| format!("mailto:{email}")))
}

fn status(letter: &str) -> Result<Status, String> {
    Status::of_letter(letter).ok_or_else(|| "choose from A, B, C and D".to_owned())
}
