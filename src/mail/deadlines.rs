//! Who is told of a deadline: whoever can still do something about it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::{
    domain::{
        access::Scope,
        consent::Standing,
        contribution::State as Stage,
        ministry::MinistryCode,
        notice::{Notice, awaits_consent},
        person::Role,
        round::{Round, State},
    },
    store::{self, contributions::Listed, outbox::Recipient},
};

/// What waits for one person in a round.
#[derive(Clone, Debug)]
pub struct Work {
    /// Who.
    pub recipient: Recipient,
    /// In words: "3 bijdragen zijn nog niet ingediend".
    pub what: String,
    /// Until when.
    pub due: DateTime<Utc>,
    /// Where they do it.
    pub href: &'static str,
}

/// What waits for whom in a round: for contributors what is not handed in, for approvers what waits for an akkoord, and
/// later which texts wait for consent.
///
/// "Geen bijdrage" that was handed in is done, and so is everything with an akkoord.
///
/// # Errors
/// When the database fails.
pub async fn work(connection: &mut SqliteConnection, round: &Round) -> store::Result<Vec<Work>> {
    match round.state {
        _ if round.paused_at.is_some() => Ok(Vec::new()),
        State::Open | State::Composing => writing(connection, round).await,
        State::Consulting => consenting(connection, round).await,
        State::Preparing | State::Frozen | State::Presented => Ok(Vec::new()),
    }
}

/// What waits for consent.
async fn consenting(connection: &mut SqliteConnection, round: &Round) -> store::Result<Vec<Work>> {
    let texts = store::goal_texts::all(connection, round.id).await?;
    let consents = store::consents::all(connection, round.id).await?;
    let mut waiting = BTreeMap::<&MinistryCode, usize>::new();
    for (goal, of_goal) in &consents {
        let Some(text) = texts.get(goal) else { continue };
        for consent in of_goal.iter().filter(|consent| consent.standing(text) == Standing::Waiting) {
            *waiting.entry(&consent.ministry).or_default() += 1;
        }
    }
    let recipients = store::outbox::recipients(connection, round.id).await?;
    let work = recipients.into_iter().filter(|one| one.roles.contains(&Role::Approver)).filter_map(|one| {
        let what = awaits_consent(*waiting.get(&one.ministry)?);
        Some(Work { recipient: one, what, due: round.consent_due, href: "/afstemming" })
    });
    Ok(work.collect())
}

/// What waits to be written or approved.
async fn writing(connection: &mut SqliteConnection, round: &Round) -> store::Result<Vec<Work>> {
    let listed =
        store::contributions::list(connection, &Scope::All, store::contributions::Rounds::One(round.id))
            .await?;
    let recipients = store::outbox::recipients(connection, round.id).await?;
    let mut work = Vec::new();
    for recipient in recipients {
        let own = || listed.iter().filter(|one| one.contribution.ministry == recipient.ministry);
        let unwritten: Vec<&Listed> = own().filter(|one| one.contribution.state.is_writable()).collect();
        if let Some(first) = unwritten.first().filter(|_| recipient.roles.contains(&Role::Contributor)) {
            let what = match unwritten.len() {
                1 => "1 bijdrage is nog niet ingediend".to_owned(),
                many => format!("{many} bijdragen zijn nog niet ingediend"),
            };
            work.push(Work { recipient: recipient.clone(), what, due: first.due, href: "/mijn-doelen" });
        }
        let waiting = own().filter(|one| one.contribution.state == Stage::Submitted).count();
        if waiting > 0 && recipient.roles.contains(&Role::Approver) {
            let what = match waiting {
                1 => "1 bijdrage wacht op akkoord".to_owned(),
                many => format!("{many} bijdragen wachten op akkoord"),
            };
            let due = round.approval_due.max(own().map(|one| one.due).max().unwrap_or(round.approval_due));
            work.push(Work { recipient, what, due, href: "/beoordelen" });
        }
    }
    Ok(work)
}

/// The notices that deadlines of a round ask for now.
pub(super) async fn near(
    connection: &mut SqliteConnection,
    round: &Round,
    now: DateTime<Utc>,
) -> store::Result<Vec<Notice>> {
    let work = work(connection, round).await?;
    let named = (round.slug.as_str(), round.label.as_str());
    let notices = work.iter().filter_map(|one| {
        Notice::deadline(one.recipient.person, named, &one.what, one.due, now, one.href.to_owned())
    });
    Ok(notices.collect())
}

/// The coordinator's reminders: one for each person for whom something waits.
#[must_use]
pub fn reminders(round: &Round, work: &[Work], now: DateTime<Utc>) -> Vec<Notice> {
    let named = (round.slug.as_str(), round.label.as_str());
    let notices = work.iter().map(|one| {
        Notice::reminder(one.recipient.person, named, &one.what, one.due, now, one.href.to_owned())
    });
    notices.collect()
}
