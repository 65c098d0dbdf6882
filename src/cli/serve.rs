//! `voortgang serve`: the site, until it is told to stop.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, ensure};
use tokio::{net::TcpListener, sync::Notify, time::MissedTickBehavior};

use super::{
    Base, Data,
    backup::Nightly,
    filled,
    mail::{Sender, Smtp},
    say,
    site::Site,
};
use crate::{
    antivirus::Scanner,
    auth::sso::{Provider, Sso},
    domain::{
        account::SecondFactor,
        clock::{self, Clock},
    },
    mail::{self, Server},
    report::definition::Definition,
    store::{self, Store},
    web::{self, App, Network, Proxies, ProxyHeader, Settings},
};

/// How often deadlines are watched.
const EVERY: Duration = Duration::from_mins(10);

/// Serve the site on an installation of your own.
#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    #[command(flatten)]
    data: Data,
    /// Address to listen on; `::` is every address of the machine, IPv6 and IPv4.
    #[arg(long, env = "VOORTGANG_ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "ADDRESS")]
    address: IpAddr,
    /// Port to listen on.
    #[arg(long, env = "VOORTGANG_PORT", default_value_t = 8080, value_name = "PORT")]
    port: u16,
    #[command(flatten)]
    site: Site,
    /// People reach the site without HTTPS, as when trying it on one's own machine.
    #[arg(long, env = "VOORTGANG_PLAIN_HTTP")]
    plain_http: bool,
    #[command(flatten)]
    base: Base,
    /// Of whom a code from an app is asked after the password: privileged (coordinators, publishers, administrators),
    /// all, or none (for demonstrations).
    #[arg(
        long,
        env = "VOORTGANG_SECOND_FACTOR",
        default_value = "privileged",
        value_name = "WHO",
        value_parser = second_factor
    )]
    second_factor: SecondFactor,
    /// People make no keys for programs of their own, and those that were made open nothing.
    #[arg(long, env = "VOORTGANG_NO_TOKENS")]
    no_tokens: bool,
    /// A proxy that may say where requests come from: its address, or a range such as 10.0.0.0/8. May be given more than
    /// once. Without it such headers are not read.
    #[arg(long, env = "VOORTGANG_TRUSTED_PROXY", value_delimiter = ',', value_name = "NETWORK")]
    trusted_proxy: Vec<Network>,
    /// The header that these proxies write.
    #[arg(long, env = "VOORTGANG_PROXY_HEADER", default_value = "x-forwarded-for", value_name = "HEADER")]
    proxy_header: HeaderName,
    /// Address and port for figures (Prometheus, at /metrics); never one that the public reaches. Without it there are none.
    #[arg(long, env = "VOORTGANG_METRICS", value_name = "ADDRESS:PORT")]
    metrics: Option<SocketAddr>,
    #[command(flatten)]
    nightly: Nightly,
    #[command(flatten)]
    smtp: Smtp,
    /// File (TOML) that names the providers of single sign-on; `.packaging/sso.toml` explains what stands in one.
    #[arg(long, env = "VOORTGANG_SSO", value_name = "FILE")]
    sso: Option<PathBuf>,
    /// Virus scanner that every file is handed to which people bring: the socket of clamd (/run/clamav/clamd.ctl), or its
    /// host:port. When it does not answer no file is taken. Without it files are checked to be what they say, and not
    /// scanned.
    #[arg(long, env = "VOORTGANG_VIRUS_SCANNER", value_name = "SOCKET|HOST:PORT")]
    virus_scanner: Option<Scanner>,
}

fn second_factor(word: &str) -> Result<SecondFactor, String> {
    SecondFactor::read(word).ok_or_else(|| "choose from privileged, all and none".to_owned())
}

/// A header that a proxy can say it with.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum HeaderName {
    /// What nearly every proxy writes.
    XForwardedFor,
    /// RFC 7239.
    Forwarded,
}

impl From<HeaderName> for ProxyHeader {
    fn from(name: HeaderName) -> Self {
        match name {
            HeaderName::XForwardedFor => Self::ForwardedFor,
            HeaderName::Forwarded => Self::Forwarded,
        }
    }
}

impl Serve {
    /// Looks at what can be wrong in settings that are read only when the program starts.
    ///
    /// # Errors
    /// With the first thing that is.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        self.site.logo()?;
        self.site.contact()?;
        self.smtp.server(&self.base)?;
        self.sso()?;
        Ok(())
    }

    /// Where people may sign in elsewhere.
    fn sso(&self) -> anyhow::Result<Sso> {
        Ok(match &self.sso {
            Some(file) => Sso::read(file, &self.base.base_url).context("single sign-on")?,
            None => Sso::default(),
        })
    }

    pub(super) async fn run(self) -> anyhow::Result<()> {
        let clock = Clock::System;
        let server = self.smtp.server(&self.base)?;
        let sso = self.sso()?;
        let store = filled(Store::open_alone(&self.data.database()).await?).await?;
        let mut reader = store.read().await?;
        if !store::people::any(&mut reader).await? {
            say("Nobody has an account yet. Make the first administrator with `voortgang person add`.");
        }
        let ministries = store::ministries::list(&mut reader, clock::local_date(clock.now())).await?;
        drop(reader);
        for code in sso.all().flat_map(Provider::ministries) {
            // A slip in a code would leave passwords on where they are to be off.
            ensure!(
                ministries.iter().any(|known| known.code == *code),
                "single sign-on: there is no ministry {code} today"
            );
        }
        if let Some(scanner) = &self.virus_scanner
            && let Err(silence) = scanner.ping().await
        {
            // It may start later than this program, and only those who bring a file need it.
            say(format!("No file can be taken yet from {scanner}: {silence}"));
        }
        let settings = Settings {
            contact: self.site.contact()?,
            logo: self.site.logo()?,
            tooi: self.site.tooi,
            sender: self.site.of.sender,
            https: !self.plain_http,
            demo: false,
            sso,
            scanner: self.virus_scanner,
            mail_from: server.as_ref().map(Server::from),
            fixed: false,
            base: self.base.base_url,
            second_factor: self.second_factor,
            tokens: !self.no_tokens,
            definition: Definition::shipped(),
            proxies: Proxies { trusted: self.trusted_proxy, header: self.proxy_header.into() },
        };
        let backups = Some(self.nightly.start(self.data.database(), clock.clone()));
        let sender = server.map(|server| Sender::start(server, store.clone(), clock.clone()));
        let app = App { backups, ..App::new(store, clock, settings) };
        if let Some(address) = self.metrics {
            show_figures(app.clone(), address).await?;
        }
        listen(app, SocketAddr::new(self.address, self.port), sender).await
    }
}

/// Serves figures apart from the site, as long as the program runs.
async fn show_figures(app: App, address: SocketAddr) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; choose another with --metrics"))?;
    say(format!("Figures on http://{}/metrics", listener.local_addr()?));
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, web::metrics_router(app)).await {
            tracing::error!(error = %error, "figures are no longer served");
        }
    });
    Ok(())
}

/// Serves until SIGINT or SIGTERM, then lets running requests end and closes the database.
pub(super) async fn listen(app: App, address: SocketAddr, sender: Option<Sender>) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; choose another with --port"))?;
    let store: Store = app.store.clone();
    say(format!("Listening on http://{}/ (stop with Ctrl-C)", listener.local_addr()?));
    let watching = tokio::spawn(watch(store.clone(), app.clock.clone()));
    let service = web::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let told = Arc::new(Notify::new());
    let stop = Arc::clone(&told);
    let served = axum::serve(listener, service).with_graceful_shutdown(async move {
        stopped().await;
        stop.notify_one();
    });
    let given_up = async {
        told.notified().await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        ended = served => ended.context("the server stopped")?,
        () = given_up => tracing::warn!("some requests did not end in time"),
    }
    watching.abort();
    if let Some(sender) = sender {
        sender.stop().await;
    }
    store.close().await;
    Ok(())
}

/// What the program does by itself while it serves: it notes where silence has become consent, and tells people of
/// deadlines.
async fn watch(store: Store, clock: Clock) {
    let mut silence = tokio::time::interval(Duration::from_mins(1));
    let mut deadlines = tokio::time::interval(EVERY);
    for turns in [&mut silence, &mut deadlines] {
        turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    loop {
        tokio::select! {
            _ = silence.tick() => {
                if let Err(fault) = note_silence(&store, &clock).await {
                    tracing::error!(error = format!("{fault:#}"), "silence could not be noted");
                }
            }
            _ = deadlines.tick() => {
                if let Err(fault) = mail::watch(&store, clock.now()).await {
                    tracing::error!(error = format!("{fault:#}"), "deadlines could not be watched");
                }
            }
        }
    }
}

async fn note_silence(store: &Store, clock: &Clock) -> store::Result<()> {
    let mut writer = store.begin().await?;
    if store::consents::note_silence(&mut writer, clock.now()).await? > 0 {
        writer.commit().await?;
    }
    Ok(())
}

/// How long requests that run may go on after the program is told to stop; a bit more than any of them may take.
const PATIENCE: Duration = Duration::from_secs(35);

/// Waits for Ctrl-C or the service manager's signal.
async fn stopped() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
