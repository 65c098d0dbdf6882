//! HTTP: the pages and forms people work with. One file a noun; the one table of addresses is [`routes`].
//!
//! A handler takes five steps: read, permit, change, save, 303. What it may do is decided in
//! [`crate::domain::access`]; how a refusal looks is decided in [`error`].

mod about;
mod access_reviews;
mod account;
mod annexes;
mod api;
mod approval_rules;
mod archive;
mod assets;
mod backups;
mod calendar;
mod chain;
mod comparison;
mod copy;
mod dated;
mod desk;
mod difference;
mod doubles;
mod download;
mod earlier;
mod editions;
mod errata;
mod error;
mod extract;
mod form;
mod health;
mod layers;
mod mails;
mod manual;
mod metrics;
mod newer;
mod notices;
mod notify;
mod open_data;
mod page;
mod password;
mod prose;
mod provenance;
mod proxy;
mod quota;
mod reading;
mod remarks;
mod reminders;
mod replacements;
mod reports;
mod rights;
pub mod routes;
mod search;
mod sender;
mod sendings;
mod signed_out;
mod spreadsheet;
mod sso;
mod table;
mod unsaved;
mod upload;

mod completeness;
mod compose;
mod consents;
mod contributions;
mod coverage;
mod developments;
mod documents;
mod figures;
mod gaps;
mod goal_years;
mod herijking;
mod invitations;
mod letters;
mod logbook;
mod ministries;
mod offices;
mod packages;
mod people;
mod requests;
mod reviews;
mod rounds;
mod second_step;
mod sessions;
mod setup;
mod stand_ins;
mod strategies;
mod tasks;
mod texts;

use std::sync::Arc;

use crate::{
    antivirus::Scanner,
    auth::sso::Sso,
    domain::{account::SecondFactor, clock::Clock},
    press::Drafts,
    report::definition::Definition,
    store::{Store, backups::Keeper},
};

pub use copy::{CopyFault, copy};
pub use error::Error;
pub use layers::{router, within_layers};
pub use metrics::{Metrics, metrics_router};
pub use proxy::{Network, NotANetwork, Proxies, ProxyHeader};
pub use quota::Exports;
pub use sender::{Contact, Logo, NoLogo, Statement, Status};

/// What a handler returns.
type Result<T, E = Error> = std::result::Result<T, E>;

/// What every handler can reach.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub store: Store,
    /// What time it is.
    pub clock: Clock,
    /// How this installation is set up.
    pub settings: Arc<Settings>,
    /// The reports that are being worked on.
    pub drafts: Drafts,
    /// What every session may still ask for of what costs much.
    pub exports: Exports,
    /// What is counted of all that is asked.
    pub metrics: Metrics,
    /// Who makes the backups; nobody does for the demonstration.
    pub backups: Option<Keeper>,
}

impl App {
    /// An application that just began: nothing is drafted, taken or counted, and nobody makes backups.
    #[must_use]
    pub fn new(store: Store, clock: Clock, settings: Settings) -> Self {
        Self {
            store,
            clock,
            settings: Arc::new(settings),
            drafts: Drafts::default(),
            exports: Exports::default(),
            metrics: Metrics::default(),
            backups: None,
        }
    }
}

/// How an installation is set up.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Settings {
    /// Who runs it: "Ministerie van Buitenlandse Zaken".
    pub sender: String,
    /// Its identifier in the government's register of organisations (TOOI), for search engines of the government.
    pub tooi: Option<String>,
    /// Its own logo.
    pub logo: Option<Logo>,
    /// Where people turn to.
    pub contact: Contact,
    /// Whether people reach it over HTTPS; cookies are then `Secure`.
    pub https: bool,
    /// Whether it is the demonstration.
    pub demo: bool,
    /// Who mails come from; nothing is mailed without it.
    pub mail_from: Option<String>,
    /// Whether it is made into files that no program serves: nothing then leads to what only a program can do.
    pub fixed: bool,
    /// The address at which people reach it, for links that are handed over: `https://voortgang.example`.
    pub base: String,
    /// Of whom a code from an app is asked after the password.
    pub second_factor: SecondFactor,
    /// Whether people may make keys for programs of their own, and these come in.
    pub tokens: bool,
    /// The order and wording of reports.
    pub definition: Definition,
    /// Where people may sign in elsewhere.
    pub sso: Sso,
    /// Who looks through files that people bring; nobody does without it.
    pub scanner: Option<Scanner>,
    /// The proxies that are believed about where a request came from.
    pub proxies: Proxies,
}

impl Settings {
    /// The site of a sender at an address, as quiet and as strict as can be: without mail, logo or sign-in elsewhere, with
    /// a second factor for all, and no proxy is believed.
    #[must_use]
    pub fn of(sender: impl Into<String>, base: impl Into<String>) -> Self {
        Self {
            sender: sender.into(),
            tooi: None,
            logo: None,
            contact: Contact::default(),
            https: false,
            demo: false,
            mail_from: None,
            fixed: false,
            base: base.into(),
            second_factor: SecondFactor::All,
            tokens: true,
            definition: Definition::shipped(),
            sso: Sso::default(),
            scanner: None,
            proxies: Proxies::default(),
        }
    }

    /// The address at which the public reaches the site, without a slash at its end; `None` when that is not set up.
    #[must_use]
    pub fn public_base(&self) -> Option<&str> {
        self.base.starts_with("https://").then(|| self.base.trim_end_matches('/'))
    }
}
