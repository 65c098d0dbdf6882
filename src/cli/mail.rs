//! The organisation's mail server: its flags, `voortgang mail test`, and sending as long as `serve` runs.

use std::{path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context as _, anyhow, ensure};
use tokio::{sync::Notify, task::JoinHandle, time::MissedTickBehavior};
use uuid::Uuid;

use super::{Base, say};
use crate::{
    domain::{clock::Clock, person::Email},
    mail::{self, Relay, Security, Server},
    store::Store,
};

/// How often it is looked whether a mail is to go.
const EVERY: Duration = Duration::from_mins(1);

/// How long a mail that is under way may take when the program is told to stop.
const PATIENCE: Duration = Duration::from_secs(25);

/// Where mail goes out. Without a server nothing is mailed, and everything works.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_field_names, reason = "they are the names of the flags")]
pub(super) struct Smtp {
    /// Mail server that takes our mails: its name. Without it nothing is mailed; people read everything on the site.
    #[arg(long, env = "VOORTGANG_SMTP_HOST", value_name = "HOST", requires = "mail_from")]
    smtp_host: Option<String>,
    /// Its port; without it 587, 465 or 25, as `--smtp-tls` says.
    #[arg(long, env = "VOORTGANG_SMTP_PORT", value_name = "PORT", requires = "smtp_host")]
    smtp_port: Option<u16>,
    /// How the way to it is encrypted. Its certificate must be one that this machine trusts.
    #[arg(long, env = "VOORTGANG_SMTP_TLS", default_value = "starttls", value_name = "HOW")]
    smtp_tls: Encryption,
    /// Name with which to sign in there, when it asks for one.
    #[arg(long, env = "VOORTGANG_SMTP_USER", value_name = "NAME", requires_all = ["smtp_host", "smtp_password_file"])]
    smtp_user: Option<String>,
    /// File that holds the password, on its first line.
    #[arg(long, env = "VOORTGANG_SMTP_PASSWORD_FILE", value_name = "FILE", requires = "smtp_user")]
    smtp_password_file: Option<PathBuf>,
    /// Who mails come from: "Voortgang <voortgang@example.nl>".
    #[arg(long, env = "VOORTGANG_MAIL_FROM", value_name = "SENDER")]
    mail_from: Option<String>,
}

/// How the way to the mail server is encrypted.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Encryption {
    /// After the greeting, and not without.
    Starttls,
    /// From the first byte.
    Tls,
    /// Not; for a server on this machine only.
    None,
}

impl Smtp {
    /// The server; `None` when none was named.
    pub(super) fn server(&self, base: &Base) -> anyhow::Result<Option<Server>> {
        // The command line says so itself, but not of what comes from a file.
        ensure!(self.smtp_host.is_none() || self.mail_from.is_some(), "smtp-host needs mail-from beside it");
        let (Some(host), Some(from)) = (&self.smtp_host, &self.mail_from) else { return Ok(None) };
        let credentials = match (&self.smtp_user, &self.smtp_password_file) {
            (Some(user), Some(file)) => {
                let text = std::fs::read_to_string(file).with_context(|| {
                    format!("cannot read the password of the mail server in {}", file.display())
                })?;
                let password = text.lines().next().unwrap_or_default().to_owned();
                ensure!(!password.is_empty(), "{} holds no password", file.display());
                Some((user.clone(), password))
            }
            _ => None,
        };
        let security = match self.smtp_tls {
            Encryption::Starttls => Security::StartTls,
            Encryption::Tls => Security::Tls,
            Encryption::None => Security::None,
        };
        let relay = Relay { host: host.clone(), port: self.smtp_port, security, credentials };
        Ok(Some(Server::new(relay, from, &base.base_url)?))
    }
}

#[derive(Debug, clap::Subcommand)]
pub(super) enum MailCommand {
    /// Send one mail, to see that it arrives.
    Test(Test),
}

/// Send one mail.
#[derive(Debug, clap::Args)]
pub(super) struct Test {
    #[command(flatten)]
    smtp: Smtp,
    #[command(flatten)]
    base: Base,
    /// E-mail address to send it to.
    #[arg(long, value_name = "ADDRESS")]
    to: String,
}

impl MailCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let Self::Test(test) = self;
        let to = Email::parse(&test.to).with_context(|| test.to.clone())?;
        let server = test.smtp.server(&test.base)?;
        let server = server.context("no mail server was named; give --smtp-host and --mail-from")?;
        let letter = mail::trial(server.base())?;
        let sent = server.hand_over(Uuid::now_v7(), ("", to.as_str()), &letter, Clock::System.now()).await;
        sent.map_err(|refused| anyhow!("the mail server did not take it: {}", refused.words))?;
        say(format!("The mail server took a mail to {}.", to.as_str()));
        Ok(())
    }
}

/// The part of the program that sends mail.
#[derive(Debug)]
pub(super) struct Sender {
    task: JoinHandle<()>,
    stop: Arc<Notify>,
}

impl Sender {
    /// Sends what is due, every minute.
    pub(super) fn start(server: Server, store: Store, clock: Clock) -> Self {
        let stop = Arc::new(Notify::new());
        let told = Arc::clone(&stop);
        let task = tokio::spawn(async move {
            let mut turns = tokio::time::interval(EVERY);
            turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    () = told.notified() => return,
                    _ = turns.tick() => {}
                }
                if let Err(fault) = mail::send(&store, &server, clock.now()).await {
                    tracing::error!(error = format!("{fault:#}"), "mail could not be sent");
                }
            }
        });
        Self { task, stop }
    }

    /// Lets the mail that is under way be recorded: one that was taken and not recorded would go twice.
    pub(super) async fn stop(self) {
        self.stop.notify_one();
        let mut task = self.task;
        if tokio::time::timeout(PATIENCE, &mut task).await.is_err() {
            task.abort();
        }
    }
}
