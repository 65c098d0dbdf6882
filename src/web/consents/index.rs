//! Afstemming: the texts that lie before a ministry.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};

use super::{term, tone};
use crate::{
    domain::{
        consent::Standing,
        id::RoundId,
        round::{Round, State as Stage},
    },
    store,
    web::{
        App, Result,
        extract::Visitor,
        page::{Layout, page},
        routes::{Consents, ShowConsent},
    },
};

/// One goal's text.
struct Item {
    href: String,
    title: String,
    tone: &'static str,
    standing: &'static str,
    note: String,
}

/// The texts of one round.
struct RoundTexts {
    label: String,
    term: Option<String>,
    waiting: usize,
    open: Vec<Item>,
    settled: Vec<Item>,
}

#[derive(Template)]
#[template(path = "pages/consents/index.html")]
struct ConsentsPage {
    layout: Layout,
    rounds: Vec<RoundTexts>,
}

/// The list.
pub(in crate::web) async fn index(_: Consents, State(app): State<App>, visitor: Visitor) -> Result<Response> {
    visitor.actor.may_read_laid()?;
    let mut reader = app.store.read().await?;
    let laid = store::consents::laid_before(&mut reader, &visitor.actor.ministry).await?;
    let known = store::rounds::list(&mut reader).await?;
    let mut by_round = BTreeMap::<RoundId, Vec<_>>::new();
    for one in laid {
        by_round.entry(one.round).or_default().push(one.goal);
    }
    let mut rounds = Vec::new();
    // The newest two are enough to work with; older ones are in the reports.
    let readable = |round: &&Round| {
        by_round.contains_key(&round.id)
            && matches!(round.state, Stage::Consulting | Stage::Frozen | Stage::Presented)
    };
    for round in known.iter().filter(readable).take(2) {
        let mut texts = store::goal_texts::all(&mut reader, round.id).await?;
        let mut consents = store::consents::all(&mut reader, round.id).await?;
        let goals = store::goals::list(&mut reader, &round.strategy, round.reference_date).await?;
        let of_round = by_round.get(&round.id).map(Vec::as_slice).unwrap_or_default();
        let (mut open, mut settled) = (Vec::new(), Vec::new());
        for goal in goals.into_iter().filter(|goal| of_round.contains(&goal.id)) {
            let text = texts.remove(&goal.id).unwrap_or_default();
            let asked = consents.remove(&goal.id).unwrap_or_default();
            let own = asked.into_iter().find(|consent| consent.ministry == visitor.actor.ministry);
            let Some(consent) = own else { continue };
            let standing = consent.standing(&text);
            let passages = text.share(&consent.ministry).count();
            let altered = text.share(&consent.ministry).filter(|passage| passage.is_altered()).count();
            let item = Item {
                href: ShowConsent { round: round.slug.clone(), goal: goal.number }.to_string(),
                title: format!("Doel {}. {}", goal.number, goal.title),
                tone: tone(standing),
                standing: standing.dutch(),
                note: note(passages, altered, standing == Standing::Waiting && !consent.answered.is_empty()),
            };
            if standing.is_settled() { settled.push(item) } else { open.push(item) }
        }
        let consulting = round.state == Stage::Consulting;
        rounds.push(RoundTexts {
            label: round.label.clone(),
            term: consulting.then(|| term(round, &visitor)),
            waiting: open.len(),
            open,
            settled,
        });
    }
    page(&ConsentsPage { layout: Layout::of(&app, &visitor), rounds })
}

fn note(passages: usize, altered: usize, again: bool) -> String {
    let own = match passages {
        0 => "Geen woorden van uw ministerie.".to_owned(),
        1 => "1 passage van uw ministerie".to_owned(),
        many => format!("{many} passages van uw ministerie"),
    };
    let changed = match altered {
        _ if passages == 0 => "",
        0 => ", ongewijzigd.",
        1 => ", 1 aangepast.",
        _ => &format!(", {altered} aangepast."),
    };
    let again = if again { " Opnieuw voorgelegd: de tekst is veranderd na het vorige antwoord." } else { "" };
    format!("{own}{changed}{again}")
}
