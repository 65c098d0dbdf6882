//! Which person of ours someone is who signed in at a provider.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{Identity, Provider};
use crate::{
    auth::sign_in::{origin, refused},
    domain::{
        event::{Event, access},
        id::PersonId,
    },
    store,
};

/// Which person that is; `None` for nobody who may sign in here with this provider. Either is a line in the log. The first
/// time by their address, and ever after by their subject.
///
/// # Errors
/// When SQLite fails.
pub async fn admit(
    connection: &mut SqliteConnection,
    provider: &Provider,
    identity: &Identity,
    (now, from): (DateTime<Utc>, Option<IpAddr>),
) -> store::Result<Option<PersonId>> {
    let person = find(connection, provider, identity, (now, from)).await?;
    let event = match person {
        Some(person) => Event {
            at: now,
            actor: Some(person),
            role: "none",
            ministry: None,
            verb: access::VOUCH,
            object_kind: "provider",
            object_id: provider.code().to_owned(),
            before: None,
            after: None,
            origin: origin(from),
        },
        None => refused(None, "refuse-sso", from, now),
    };
    store::events::append(connection, &event).await?;
    Ok(person)
}

async fn find(
    connection: &mut SqliteConnection,
    provider: &Provider,
    identity: &Identity,
    (now, from): (DateTime<Utc>, Option<IpAddr>),
) -> store::Result<Option<PersonId>> {
    let issuer = provider.issuer();
    let bound = store::subjects::find(connection, issuer, &identity.subject).await?;
    let person = match (bound, &identity.email) {
        (Some(person), _) => person,
        (None, Some(email)) => match store::people::find_credentials(connection, email).await? {
            Some(known) => known.person,
            None => return Ok(None),
        },
        (None, None) => return Ok(None),
    };
    let Some(actor) = store::people::find_actor(connection, person).await? else { return Ok(None) };
    let theirs = identity.ministries.as_ref().is_none_or(|said| said.contains(&actor.ministry));
    if !theirs || !provider.serves(&actor.ministry) {
        return Ok(None);
    }
    if bound.is_none() {
        // Whoever has the address now is not whoever had it when the account was bound.
        if store::subjects::is_bound(connection, issuer, person).await? {
            return Ok(None);
        }
        let event = Event {
            at: now,
            actor: Some(person),
            role: "none",
            ministry: Some(actor.ministry),
            verb: "bind-subject",
            object_kind: "person",
            object_id: person.to_string(),
            before: None,
            after: None,
            origin: origin(from),
        };
        store::subjects::bind(connection, issuer, &identity.subject, person, &event).await?;
    }
    Ok(Some(person))
}
