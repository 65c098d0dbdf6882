//! What happened after the edition was released: it was sent to both Houses, and a fault was found in it.

use anyhow::Context as _;
use chrono::TimeDelta;
use sqlx::SqliteConnection;

use super::{
    files,
    seed::{Cast, event},
};
use crate::{
    domain::{
        access::operator,
        clock::Clock,
        correction::{Correction, Place},
        paper::House,
        person::Role,
        sending::Sending,
        text::Reason,
    },
    press,
    report::definition::Definition,
    store,
};

/// Records when the first edition of a round was sent, without any number: there is none of an example. Three weeks
/// later an erratum is made and, the next day, released by another.
pub(super) async fn go_on(
    writer: &mut SqliteConnection,
    cast: &Cast,
    slug: &str,
    definition: &Definition,
    files: &files::Round,
    clock: &Clock,
) -> anyhow::Result<()> {
    let edition = store::editions::find(writer, slug, 1).await?.context("nothing was released")?;
    let publisher = cast.someone("bz", Role::Publisher)?;
    for (house, sent_on) in [(House::Second, files.sent.second), (House::First, files.sent.first)] {
        let sending = Sending { house, sent_on, paper: None, document: None };
        sending.check(&operator::record(), &edition, &[], clock.now())?;
        let object = ("edition", &edition.id as &dyn ToString);
        let event = event((publisher, Role::Publisher), "bz", clock.now(), "record", object);
        store::sendings::insert(writer, edition.id, &sending, &event).await?;
    }

    if files.correction.is_empty() {
        return Ok(());
    }
    clock.set(clock.now() + TimeDelta::days(21));
    let corrections: Vec<_> = files.correction.iter().map(read).collect::<anyhow::Result<_>>()?;
    let permit = operator::coordinate();
    let by = cast.someone("bz", Role::Coordinator)?;
    let now = clock.now();
    let erratum =
        press::freeze_erratum(writer, &permit, definition, &edition, &corrections, by, now, "demonstratie")
            .await?;
    clock.set(clock.now() + TimeDelta::days(1));
    press::release(writer, &operator::release(), erratum, publisher, clock.now(), "demonstratie").await?;
    Ok(())
}

fn read(file: &files::Correction) -> anyhow::Result<Correction> {
    let (stated, correct) = (Reason::parse(&file.stated)?, Reason::parse(&file.correct)?);
    Ok(Correction::new(Place::parse(&file.place)?, stated, correct, Reason::parse(&file.reason)?)?)
}
