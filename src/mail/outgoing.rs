//! Making mails of notices, and handing over those that are due.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::{
    server::{Refused, Server, Weight},
    text::{self, Letter},
};
use crate::{
    auth::invitation,
    domain::{
        clock,
        id::NoticeId,
        mail::{self, Kind},
        notice,
    },
    store::{
        self, Store,
        mails::{Mail, Unmailed},
    },
};

/// How many mails are handed over in one turn.
const BATCH: u32 = 100;

/// Why nothing could be done.
#[derive(Debug, Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A text could not be made.
    #[error("cannot write a mail: {0}")]
    Text(#[from] askama::Error),
}

/// What one turn did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Mails that were made.
    pub made: usize,
    /// Mails that the server took.
    pub sent: usize,
    /// Mails that will be tried again.
    pub postponed: usize,
    /// Mails that were given up.
    pub given_up: usize,
}

/// Makes the mails that are to go, and hands all that are due to the server.
///
/// # Errors
/// When the database fails. What the server refuses is recorded, and no error.
pub async fn send(store: &Store, server: &Server, now: DateTime<Utc>) -> Result<Tally, Error> {
    let mut tally = Tally { made: make(store, now).await?, ..Tally::default() };
    let mut reader = store.read().await?;
    let due = store::mails::due(&mut reader, now, BATCH).await?;
    drop(reader);
    for mail in due {
        let Some(letter) = write(store, server, &mail, now).await? else { continue };
        let answer = server.hand_over(mail.id, (&mail.name, &mail.address), &letter, now).await;
        let away = matches!(&answer, Err(refused) if refused.weight == Weight::Unreachable);
        record(store, &mail, answer, now, &mut tally).await?;
        if away {
            // The others are as good as they were: they keep their attempts for a server that is there.
            break;
        }
    }
    Ok(tally)
}

/// Keeps what became of a mail.
async fn record(
    store: &Store,
    mail: &Mail,
    answer: Result<(), Refused>,
    now: DateTime<Utc>,
    tally: &mut Tally,
) -> Result<(), Error> {
    let mut writer = store.begin().await?;
    match answer {
        Ok(()) => {
            store::mails::sent(&mut writer, mail.id, clock::local_date(now), now).await?;
            tally.sent += 1;
        }
        Err(Refused { weight, words }) => {
            let again = mail::next_attempt(mail.attempts + 1, now).filter(|_| weight != Weight::ForGood);
            if let Some(again) = again {
                store::mails::postpone(&mut writer, mail.id, again, &words).await?;
                tally.postponed += 1;
                tracing::warn!(mail = %mail.id, fault = words, "a mail will be tried again");
            } else {
                store::mails::give_up(&mut writer, mail.id, &words, now).await?;
                tally.given_up += 1;
                tracing::error!(mail = %mail.id, fault = words, "a mail was given up");
            }
        }
    }
    writer.commit().await?;
    Ok(())
}

/// The words of a mail; `None` when there is nothing to say any more.
async fn write(
    store: &Store,
    server: &Server,
    mail: &Mail,
    now: DateTime<Utc>,
) -> Result<Option<Letter>, Error> {
    match mail.kind {
        Kind::Invitation => {
            let mut writer = store.begin().await?;
            let Some(key) = invitation::again(&mut writer, mail.person, now).await? else { return Ok(None) };
            writer.commit().await?;
            Ok(Some(text::invitation(&mail.name, &invitation::link(server.base(), &key))?))
        }
        Kind::Digest => {
            let lines = store::mails::lines(&mut *store.read().await?, mail.id).await?;
            let told: Vec<_> = lines.iter().map(|one| one.line.as_str()).collect();
            let path = match lines.as_slice() {
                [only] if !only.href.is_empty() => only.href.as_str(),
                _ => "/berichten",
            };
            Ok(Some(text::digest(&mail.name, &told, &format!("{}{path}", server.base()))?))
        }
    }
}

/// Takes back what is pointless, and makes one digest for each person whose notices are to go and a mail for each
/// invitation.
async fn make(store: &Store, now: DateTime<Utc>) -> Result<usize, Error> {
    let when = (clock::local_date(now), mail::is_daytime(now));
    let mut writer = store.begin().await?;
    store::mails::withdraw_pointless(&mut writer, now).await?;
    let unmailed = store::mails::unmailed(&mut writer, when, now).await?;
    let mut made = 0;
    for of_person in unmailed.chunk_by(|one, next| one.person == next.person) {
        let is_invitation = |one: &&Unmailed| one.kind == notice::Kind::Invitation;
        let (alone, together): (Vec<_>, Vec<_>) = of_person.iter().partition(is_invitation);
        for (kind, notices) in [(Kind::Invitation, alone), (Kind::Digest, together)] {
            let Some(person) = notices.first().map(|one| one.person) else { continue };
            let ids: Vec<NoticeId> = notices.iter().map(|one| one.id).collect();
            store::mails::make(&mut writer, person, kind, &ids, now).await?;
            made += 1;
        }
    }
    writer.commit().await?;
    Ok(made)
}
