//! Who is told of an act, in its own transaction.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use super::{
    App, Result,
    contributions::Dossier,
    routes::{Consents, EditContribution, Notices, ReviewContribution, ShowConsent, Tasks},
};
use crate::{
    domain::{
        access::Scope,
        id::{ContributionId, EditionId, PersonId, RoundId},
        ministry::MinistryCode,
        notice::Notice,
        person::Role,
        round::Round,
        strategy::Goal,
    },
    store,
};

/// A round was opened: everyone who writes for a ministry that takes part.
pub(super) async fn opened(
    connection: &mut SqliteConnection,
    round: &Round,
    now: DateTime<Utc>,
) -> Result<()> {
    let recipients = store::outbox::recipients(connection, round.id).await?;
    let listed =
        store::contributions::list(connection, &Scope::All, store::contributions::Rounds::One(round.id))
            .await?;
    let named = (round.slug.as_str(), round.label.as_str());
    let notices = recipients.iter().filter(|one| one.roles.contains(&Role::Contributor)).filter_map(|one| {
        let own = || listed.iter().filter(|listed| listed.contribution.ministry == one.ministry);
        let goals = u32::try_from(own().count()).unwrap_or(u32::MAX);
        let due = own().next()?.due;
        Some(Notice::opened(one.person, named, goals, due, Tasks.to_string()))
    });
    let notices: Vec<_> = notices.collect();
    store::outbox::queue_all(connection, &notices, now).await?;
    Ok(())
}

/// A contribution was handed in: the approvers of its ministry who wrote none of it.
pub(super) async fn submitted(
    connection: &mut SqliteConnection,
    dossier: &Dossier,
    now: DateTime<Utc>,
) -> Result<()> {
    let id = dossier.contribution.id;
    let authors = store::revisions::authors(connection, id).await?;
    let approvers =
        store::people::with_role(connection, &dossier.contribution.ministry, Role::Approver).await?;
    let subject = format!("Ronde {}, doel {}", dossier.round.label, dossier.goal.number);
    let (key, href) = (key(id, now), ReviewContribution { id }.to_string());
    let to = approvers.into_iter().map(|(person, _)| person).filter(|person| !authors.contains(person));
    let notices: Vec<_> = to.map(|person| Notice::submitted(person, &subject, &key, href.clone())).collect();
    store::outbox::queue_all(connection, &notices, now).await?;
    Ok(())
}

/// A contribution came back: everyone who wrote in it.
pub(super) async fn returned(
    connection: &mut SqliteConnection,
    id: ContributionId,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let authors = store::revisions::authors(connection, id).await?;
    let (key, href) = (key(id, now), EditContribution { id }.to_string());
    let notices: Vec<_> =
        authors.into_iter().map(|person| Notice::returned(person, subject, &key, href.clone())).collect();
    store::outbox::queue_all(connection, &notices, now).await?;
    Ok(())
}

/// An edition was frozen: everyone who writes or approves for a ministry that took part.
pub(super) async fn frozen(
    connection: &mut SqliteConnection,
    (round, label): (RoundId, &str),
    edition: EditionId,
    now: DateTime<Utc>,
) -> Result<()> {
    let (key, href) = (edition.to_string(), Notices.to_string());
    let recipients = store::outbox::recipients(connection, round).await?;
    let notices: Vec<_> =
        recipients.iter().map(|one| Notice::frozen(one.person, label, &key, href.clone())).collect();
    store::outbox::queue_all(connection, &notices, now).await?;
    Ok(())
}

/// Someone is invited: by mail, when there is mail. On the site they cannot read it yet.
pub(super) async fn invited(
    app: &App,
    connection: &mut SqliteConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<()> {
    if app.settings.mail_from.is_some() {
        store::outbox::queue(connection, &Notice::invited(person, now), now).await?;
    }
    Ok(())
}

/// Texts were laid before ministries just now: the approvers of each.
pub(super) async fn laid(connection: &mut SqliteConnection, round: &Round, now: DateTime<Utc>) -> Result<()> {
    let consents = store::consents::all(connection, round.id).await?;
    let just = |ministry: &MinistryCode| {
        let own = consents.values().flatten().filter(|consent| consent.ministry == *ministry);
        own.filter(|consent| consent.asked.last().is_some_and(|asked| asked.at == now)).count()
    };
    let (key, recipients) = (
        format!("{}:{}", round.slug, now.timestamp_millis()),
        store::outbox::recipients(connection, round.id).await?,
    );
    let notices: Vec<_> = recipients
        .iter()
        .filter(|one| one.roles.contains(&Role::Approver))
        .map(|one| (one, just(&one.ministry)))
        .filter(|(_, goals)| *goals > 0)
        .map(|(one, goals)| {
            let href = Consents.to_string();
            Notice::laid(one.person, &round.label, goals, round.consent_due, &key, href)
        })
        .collect();
    store::outbox::queue_all(connection, &notices, now).await?;
    Ok(())
}

/// A text was altered while it lay before ministries: the approvers of those that it touches.
pub(super) async fn altered(
    connection: &mut SqliteConnection,
    (round, goal): (&Round, &Goal),
    touched: &[MinistryCode],
    now: DateTime<Utc>,
) -> Result<()> {
    if touched.is_empty() {
        return Ok(());
    }
    let subject = format!("Ronde {}, doel {}", round.label, goal.number);
    let key = format!("{}/{}:{}", round.slug, goal.number, now.timestamp_millis());
    let href = ShowConsent { round: round.slug.clone(), goal: goal.number }.to_string();
    let recipients = store::outbox::recipients(connection, round.id).await?;
    let notices: Vec<_> = recipients
        .iter()
        .filter(|one| one.roles.contains(&Role::Approver) && touched.contains(&one.ministry))
        .map(|one| Notice::altered(one.person, &subject, &key, href.clone()))
        .collect();
    store::outbox::queue_all(connection, &notices, now).await?;
    Ok(())
}

/// What makes an act on a contribution this one.
fn key(id: ContributionId, now: DateTime<Utc>) -> String {
    format!("{id}:{}", now.timestamp_millis())
}
