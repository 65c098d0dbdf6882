//! Invitations: the random key of a link, and what making one ends.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::session::Key;
use crate::{
    domain::{id::PersonId, invitation},
    store,
};

/// Makes an invitation: the password, the ties to single sign-on, the open invitations, the sessions and the keys for programs that were there end
/// with it.
///
/// The key it gives is in the link and nowhere else: only its hash is kept.
///
/// # Errors
/// When SQLite fails.
pub async fn create(
    connection: &mut SqliteConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> store::Result<Key> {
    let key = Key::draw();
    store::accounts::clear_password(connection, person).await?;
    store::subjects::release(connection, person).await?;
    store::sessions::delete_all(connection, person, None).await?;
    store::sign_in_steps::delete_all(connection, person).await?;
    store::tokens::withdraw_all(connection, person, now).await?;
    store::invitations::replace(connection, &key.hash(), person, now, now + invitation::LIFETIME).await?;
    Ok(key)
}

/// One more key to the invitation that is open, for the mail that brings it; `None` when none is open.
///
/// No key has to be kept until a mail is sent, or sent again. Whichever is used first ends the others.
///
/// # Errors
/// When SQLite fails.
pub async fn again(
    connection: &mut SqliteConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> store::Result<Option<Key>> {
    let key = Key::draw();
    let added = store::invitations::add_key(connection, &key.hash(), person, now).await?;
    Ok(added.then_some(key))
}

/// The link to hand over. The key is in the query, which the request log leaves out.
#[must_use]
pub fn link(base: &str, key: &Key) -> String {
    format!("{}/uitnodiging?sleutel={}", base.trim_end_matches('/'), key.as_cookie())
}
