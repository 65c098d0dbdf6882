//! What people are told of by itself, and mail. A notice is on the site; nothing waits for a mail.

mod deadlines;
mod outgoing;
mod server;
mod text;

use chrono::{DateTime, Utc};

pub use deadlines::{Work, reminders, work};
pub use outgoing::{Error, Tally, send};
pub use server::{Refused, Relay, Security, Server, ServerError, Weight};
pub use text::{Letter, digest, invitation, trial};

use crate::store::{self, Store};

/// Notes which deadlines have come near, and how many people are newly told.
///
/// # Errors
/// When the database fails.
pub async fn watch(store: &Store, now: DateTime<Utc>) -> store::Result<usize> {
    let mut writer = store.begin().await?;
    let mut new = 0;
    for round in store::rounds::list(&mut writer).await? {
        let notices = deadlines::near(&mut writer, &round, now).await?;
        new += store::outbox::queue_all(&mut writer, &notices, now).await?;
    }
    writer.commit().await?;
    Ok(new)
}
