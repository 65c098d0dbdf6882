//! `voortgang person`: accounts. The first administrator can only be made here.

use anyhow::{Context as _, bail, ensure};
use clap::Subcommand;

use super::{Base, Data, filled, say};
use crate::{
    auth::invitation,
    domain::{
        access::operator,
        account::{Account, Circumstances, Fault},
        clock::{self, Clock},
        event::Event,
        id::PersonId,
        ministry::MinistryCode,
        person::{Email, Role},
        text,
    },
    store::{self, Store, people::NewPerson},
};

#[derive(Debug, Subcommand)]
pub(super) enum PersonCommand {
    /// Add a person and print the link with which they choose a password.
    Add(Add),
    /// Print a new link for a person; their password and their sessions end.
    Invite(Invite),
    /// Let a person sign in no more; all their sessions end at once.
    Disable(Named),
    /// Take a person's second factor away, so that they set up a new one when they sign in.
    ResetFactor(Named),
    /// List everyone with an account.
    List(Data),
}

/// Add a person.
#[derive(Debug, clap::Args)]
pub(super) struct Add {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    base: Base,
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

/// Invite a person again.
#[derive(Debug, clap::Args)]
pub(super) struct Invite {
    #[command(flatten)]
    base: Base,
    #[command(flatten)]
    named: Named,
}

/// One person.
#[derive(Debug, clap::Args)]
pub(super) struct Named {
    #[command(flatten)]
    data: Data,
    /// E-mail address, with which they sign in.
    email: String,
}

const ROLES: &str =
    "bijdrager, akkoordgever, coordinator, uitgever, meelezer or beheerder; may be given more than once";

impl PersonCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Add(add) => add.run().await,
            Self::Invite(invite) => invite.run().await,
            Self::Disable(named) => named.disable().await,
            Self::ResetFactor(named) => named.reset_factor().await,
            Self::List(data) => list(&data).await,
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
        ensure!(!name.is_empty(), "a person has a name");
        let person = NewPerson {
            id: PersonId::new(),
            name,
            email,
            ministry: MinistryCode(self.ministry.to_lowercase()),
            roles,
            password: None,
            created_at: clock.now(),
        };
        let store = filled(Store::open(&self.data.database()).await?).await?;
        let mut writer = store.begin().await?;
        let known = store::ministries::list(&mut writer, clock::local_date(clock.now())).await?;
        if !known.iter().any(|ministry| ministry.code == person.ministry) {
            let codes: Vec<_> = known.iter().map(|ministry| ministry.code.as_str()).collect();
            bail!("there is no ministry {}; choose from {}", person.ministry, codes.join(", "));
        }
        match store::people::insert(&mut writer, &person).await {
            Err(store::Error::Conflict(_)) => bail!("{} has an account already", person.email.as_str()),
            other => other?,
        }
        let key = invitation::create(&mut writer, person.id, person.created_at).await?;
        for (verb, kind, id) in
            [("add", "person", person.id.to_string()), ("invite", "person", person.id.to_string())]
        {
            let event = event(&clock, verb, (kind, id), Some(person.ministry.clone()));
            store::events::append(&mut writer, &event).await?;
        }
        for role in &person.roles {
            let object = ("person-role", format!("{}/{}", person.id, role.code()));
            let event = event(&clock, "grant", object, Some(person.ministry.clone()));
            store::events::append(&mut writer, &event).await?;
        }
        writer.commit().await?;
        store.close().await;
        say(format!("{} chooses a password within 72 hours at", person.name));
        say(format!("  {}", invitation::link(&self.base.base_url, &key)));
        say(format!("and then signs in with {}.", person.email.as_str()));
        Ok(())
    }
}

impl Invite {
    async fn run(self) -> anyhow::Result<()> {
        let (store, account, circumstances) = self.named.find().await?;
        let clock = Clock::System;
        account
            .may_be_invited(&operator::administer(), circumstances)
            .map_err(|fault| refuse(&account, fault))?;
        let mut writer = store.begin().await?;
        let key = invitation::create(&mut writer, account.id, clock.now()).await?;
        let event = event(&clock, "invite", ("person", account.id.to_string()), Some(account.ministry));
        store::events::append(&mut writer, &event).await?;
        writer.commit().await?;
        store.close().await;
        say(format!("{} chooses a password within 72 hours at", account.name));
        say(format!("  {}", invitation::link(&self.base.base_url, &key)));
        Ok(())
    }
}

impl Named {
    /// The account, and how many others could keep people without it.
    async fn find(&self) -> anyhow::Result<(Store, Account, Circumstances)> {
        let email = Email::parse(&self.email).with_context(|| self.email.clone())?;
        let store = self.data.open_existing().await?;
        let mut reader = store.read().await?;
        let known = store::people::find_credentials(&mut reader, &email).await?;
        let known = known.with_context(|| format!("nobody has the address {}", email.as_str()))?;
        let account = store::accounts::get(&mut reader, known.person).await?;
        let other_administrators = store::accounts::other_administrators(&mut reader, known.person).await?;
        drop(reader);
        Ok((store, account, Circumstances { by: None, other_administrators }))
    }

    async fn disable(self) -> anyhow::Result<()> {
        let (store, account, circumstances) = self.find().await?;
        let clock = Clock::System;
        account
            .may_disable(&operator::administer(), circumstances)
            .map_err(|fault| refuse(&account, fault))?;
        let mut writer = store.begin().await?;
        store::accounts::set_disabled(&mut writer, account.id, Some(clock.now())).await?;
        let ended = store::sessions::delete_all(&mut writer, account.id, None).await?;
        store::sign_in_steps::delete_all(&mut writer, account.id).await?;
        store::invitations::delete_open(&mut writer, account.id).await?;
        store::tokens::withdraw_all(&mut writer, account.id, clock.now()).await?;
        let event = event(&clock, "disable", ("person", account.id.to_string()), Some(account.ministry));
        store::events::append(&mut writer, &event).await?;
        writer.commit().await?;
        store.close().await;
        say(format!("{} can sign in no more; {ended} sessions ended.", account.name));
        Ok(())
    }

    async fn reset_factor(self) -> anyhow::Result<()> {
        let (store, account, circumstances) = self.find().await?;
        let clock = Clock::System;
        account
            .may_lose_factor(&operator::administer(), circumstances)
            .map_err(|fault| refuse(&account, fault))?;
        let mut writer = store.begin().await?;
        store::second_factors::clear(&mut writer, account.id).await?;
        store::sessions::delete_all(&mut writer, account.id, None).await?;
        store::sign_in_steps::delete_all(&mut writer, account.id).await?;
        let event =
            event(&clock, "reset-second-factor", ("person", account.id.to_string()), Some(account.ministry));
        store::events::append(&mut writer, &event).await?;
        writer.commit().await?;
        store.close().await;
        say(format!("{} signs in without a second factor until a new one is set up.", account.name));
        Ok(())
    }
}

async fn list(data: &Data) -> anyhow::Result<()> {
    let store = data.open_existing().await?;
    let mut reader = store.read().await?;
    for account in store::accounts::list(&mut reader).await? {
        let roles: Vec<_> = account.role_list().into_iter().map(Role::dutch).collect();
        say(format!(
            "{:<42} {:<6} {:<22} {} ({})",
            account.email,
            account.ministry,
            account.state().dutch(),
            account.name,
            roles.join(", ")
        ));
    }
    drop(reader);
    store.close().await;
    Ok(())
}

fn event(
    clock: &Clock,
    verb: &'static str,
    (object_kind, object_id): (&'static str, String),
    ministry: Option<MinistryCode>,
) -> Event {
    Event {
        at: clock.now(),
        actor: None,
        role: "operator",
        ministry,
        verb,
        object_kind,
        object_id,
        before: None,
        after: None,
        origin: "opdrachtregel".to_owned(),
    }
}

fn refuse(account: &Account, fault: Fault) -> anyhow::Error {
    match fault {
        Fault::LastAdministrator => {
            anyhow::anyhow!("{} is the last administrator; make another one first", account.email)
        }
        Fault::Yourself | Fault::State(_) => anyhow::anyhow!("{}: {fault}", account.email),
    }
}
