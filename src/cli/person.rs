//! `voortgang person`: accounts. The first administrator can only be made here.

use anyhow::{Context as _, bail};
use clap::Subcommand;

use super::{Data, open, say};
use crate::{
    auth::password,
    domain::{
        clock::Clock,
        event::Event,
        id::PersonId,
        ministry::MinistryCode,
        person::{Email, Role},
        text,
    },
    store::{self, people::NewPerson},
};

#[derive(Debug, Subcommand)]
pub(super) enum PersonCommand {
    /// Add a person and print a one-time password.
    Add(Add),
}

/// Add a person.
#[derive(Debug, clap::Args)]
pub(super) struct Add {
    #[command(flatten)]
    data: Data,
    /// Full name.
    #[arg(long)]
    name: String,
    /// E-mail address, with which they sign in.
    #[arg(long)]
    email: String,
    /// Code of their ministry: bz, def, jenv …
    #[arg(long)]
    ministry: String,
    /// What they may be asked to do; may be given more than once.
    #[arg(long = "role", required = true, value_name = "ROLE", help = ROLES)]
    roles: Vec<String>,
}

const ROLES: &str =
    "bijdrager, akkoordgever, coordinator, uitgever, meelezer or beheerder; may be given more than once";

impl PersonCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Add(add) => add.run().await,
        }
    }
}

impl Add {
    async fn run(self) -> anyhow::Result<()> {
        let clock = Clock::System;
        let email = Email::parse(&self.email).with_context(|| self.email.clone())?;
        let mut roles = Vec::new();
        for role in &self.roles {
            roles.push(
                Role::read(role).with_context(|| format!("there is no role {role}; choose from {ROLES}"))?,
            );
        }
        roles.sort();
        roles.dedup();
        let name = text::line(&self.name)?;
        anyhow::ensure!(!name.is_empty(), "a person has a name");
        let password = password::one_time();
        let person = NewPerson {
            id: PersonId::new(),
            name,
            email,
            ministry: MinistryCode(self.ministry.to_lowercase()),
            roles,
            password: Some(password::hash(&password)?),
            created_at: clock.now(),
        };
        let store = open(&self.data.database()).await?;
        let mut writer = store.begin().await?;
        let known = store::ministries::list(&mut writer, clock.now().date_naive()).await?;
        if !known.iter().any(|ministry| ministry.code == person.ministry) {
            let codes: Vec<_> = known.iter().map(|ministry| ministry.code.as_str()).collect();
            bail!("there is no ministry {}; choose from {}", person.ministry, codes.join(", "));
        }
        match store::people::insert(&mut writer, &person).await {
            Err(store::Error::Conflict(_)) => bail!("{} has an account already", person.email.as_str()),
            other => other?,
        }
        let event = Event {
            at: person.created_at,
            actor: None,
            role: "operator",
            ministry: Some(person.ministry.clone()),
            verb: "add",
            object_kind: "person",
            object_id: person.id.to_string(),
            before: None,
            after: None,
            origin: "opdrachtregel".to_owned(),
        };
        store::events::append(&mut writer, &event).await?;
        writer.commit().await?;
        store.close().await;
        say(format!(
            "{} can sign in with {} and the one-time password {password}",
            person.name,
            person.email.as_str()
        ));
        Ok(())
    }
}
