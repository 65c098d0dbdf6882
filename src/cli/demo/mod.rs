//! `voortgang demo`: two complete rounds, made through the same rules as by hand, and a third one under way.

mod afterwards;
mod changes;
mod compose;
mod consult;
mod figures;
mod files;
mod next;
mod pointers;
mod remarks;
mod seed;

use std::{net::Ipv4Addr, net::SocketAddr, path::PathBuf};

use anyhow::bail;

use super::{database, edition::write_files, filled, say, serve::listen};
use crate::{
    auth::password,
    domain::{account::SecondFactor, clock::Clock, edition::Kind, password::Password},
    press,
    report::definition::Definition,
    store::{self, Store},
    web::{App, Contact, Settings},
};

/// Show what it is.
#[derive(Debug, clap::Args)]
pub(super) struct Demo {
    /// Folder that holds the demo's database; made when it is not there.
    #[arg(long, default_value = "data/demo", value_name = "DIR")]
    data: PathBuf,
    /// Folder that the reports are written to.
    #[arg(long, default_value = "reports/out", value_name = "DIR")]
    out: PathBuf,
    /// Port to serve on, on this machine only.
    #[arg(long, default_value_t = 8080, value_name = "PORT")]
    port: u16,
    /// Write the report and stop.
    #[arg(long)]
    no_serve: bool,
}

impl Demo {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let files = files::shipped()?;
        let definition = Definition::shipped();
        let path = database(&self.data);
        let store = filled(Store::open_alone(&path).await?).await?;
        let mut reader = store.read().await?;
        let rounds = store::rounds::list(&mut reader).await?;
        let people = store::people::any(&mut reader).await?;
        drop(reader);
        if rounds.is_empty() && !people {
            say(format!("Filling {} with a demonstration:", self.data.display()));
            seed::fill(&store, &files, &definition).await?;
        } else if rounds.iter().all(|round| round.specimen) && !rounds.is_empty() {
            say(format!("{} holds the demonstration already; it goes on as it is.", self.data.display()));
        } else {
            bail!(
                "{} holds an installation that is not the demonstration; give --data another folder",
                self.data.display()
            );
        }
        self.write_out(&store).await?;
        if self.no_serve {
            store.close().await;
            return Ok(());
        }
        let passwords = new_passwords(&store, &files).await?;
        say("\nPeople of the demonstration, with a one-time password each:");
        for (person, password) in &passwords {
            say(format!(
                "  {}  {:<42} {:<5} {}",
                password.as_str(),
                person.email,
                person.ministry,
                person.roles.join(", ")
            ));
        }
        say("");
        let settings = Settings {
            contact: Contact {
                email: Some("voortgang@bz.example".to_owned()),
                security: Some("mailto:veiligheid@bz.example".to_owned()),
                ..Contact::default()
            },
            demo: true,
            // Its people are invented and their passwords stand on the screen.
            second_factor: SecondFactor::None,
            definition,
            ..Settings::of(
                "Ministerie van Buitenlandse Zaken",
                format!("http://{}:{}", Ipv4Addr::LOCALHOST, self.port),
            )
        };
        let clock = Clock::starting(files.next.now);
        listen(App::new(store, clock, settings), SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)), None)
            .await
    }

    /// Writes the files of each round's report, the first round's in the folder itself; what only corrects another is to
    /// be found on the site.
    async fn write_out(&self, store: &Store) -> anyhow::Result<()> {
        let mut reader = store.read().await?;
        let editions = store::editions::list(&mut reader, true).await?;
        let reports = editions.iter().rev().filter(|listed| listed.edition.kind != Kind::Erratum);
        for (place, listed) in reports.enumerate() {
            let folder = if place == 0 { self.out.clone() } else { self.out.join(&listed.slug) };
            write_files(&mut reader, listed.edition.id, &folder).await?;
        }
        Ok(())
    }
}

/// Gives every invented person a new one-time password: the old ones are hashes that nobody can print again.
async fn new_passwords<'f>(
    store: &Store,
    files: &'f files::Files,
) -> anyhow::Result<Vec<(&'f files::Person, Password)>> {
    let drawn: Vec<_> = files.people.iter().map(|person| (person, password::one_time())).collect();
    let mut writer = store.begin().await?;
    for (person, password) in &drawn {
        let email = crate::domain::person::Email::parse(&person.email)?;
        store::people::set_password(&mut writer, &email, &password::hash(password)?).await?;
    }
    writer.commit().await?;
    Ok(drawn)
}

/// Freezes and releases are two people's acts, in the demo as well.
async fn freeze(
    store: &Store,
    definition: &Definition,
    clock: &Clock,
    cast: &seed::Cast,
    slug: &str,
) -> anyhow::Result<()> {
    let permit = crate::domain::access::operator::coordinate();
    let mut writer = store.begin().await?;
    let round = store::rounds::get(&mut writer, slug).await?;
    let by = cast.someone("bz", crate::domain::person::Role::Coordinator)?;
    let frozen =
        press::freeze(&mut writer, &permit, round, definition, by, clock.now(), "demonstratie").await?;
    let publisher = cast.someone("bz", crate::domain::person::Role::Publisher)?;
    clock.set(clock.now() + chrono::TimeDelta::days(2));
    let permit = crate::domain::access::operator::release();
    press::release(&mut writer, &permit, frozen, publisher, clock.now(), "demonstratie").await?;
    writer.commit().await?;
    Ok(())
}
