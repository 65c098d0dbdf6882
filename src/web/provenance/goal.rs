//! Where each piece of a goal's text came from, in the draft or in an edition.

use std::fmt::Write as _;

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::SqliteConnection;

use super::places::{Places, kept};
use crate::{
    domain::{
        access::Actor,
        clock,
        consent::{Answered, Consent},
        goal_text::GoalText,
        round::{Round, State as Stage},
        strategy::Goal,
    },
    report::{
        Block, Report,
        trace::{Traced, traced, words},
    },
    store::{self, goal_texts::Kept, provenance::Source},
    web::{
        App, Error, Result, desk,
        difference::Difference,
        extract::Visitor,
        page::{Crumb, Layout, page},
        prose::Blocks,
        reading::Part,
        routes::{
            ComposeGoal, Consents, DraftReport, EditionProvenance, Freeze, Provenance, ShowConsent,
            ShowContribution, ShowEdition, ShowReport,
        },
    },
};

/// A paragraph or list, with all that is known of it.
struct Piece {
    title: String,
    href: Option<String>,
    words: Blocks,
    facts: Vec<(&'static str, String)>,
    altered: bool,
    difference: Option<Difference>,
    contribution: Option<String>,
}

/// Where else the same goal can be looked at.
struct Other {
    label: String,
    href: String,
}

#[derive(Template)]
#[template(path = "pages/provenance/goal.html")]
struct ProvenancePage {
    layout: Layout,
    trail: Vec<Crumb>,
    what: String,
    number: u32,
    title: String,
    pieces: Vec<Piece>,
    others: Vec<Other>,
}

/// A goal whose text someone may trace.
struct Case {
    round: Round,
    goal: Goal,
    anchor: String,
    sources: Vec<Source>,
    consents: Vec<Consent>,
    places: Places,
}

impl Case {
    async fn load(
        connection: &mut SqliteConnection,
        visitor: &Visitor,
        slug: &str,
        number: u32,
    ) -> Result<Self> {
        let round = store::rounds::get(connection, slug).await?;
        let goal = desk::goal(connection, &round, number).await?;
        let lies_there = matches!(round.state, Stage::Consulting | Stage::Frozen | Stage::Presented);
        let ministry = &visitor.actor.ministry;
        let laid = store::consents::was_laid(connection, round.id, goal.id, ministry).await?;
        visitor.actor.may_trace(laid && lies_there)?;
        let strategy = store::strategies::get(connection, &round.strategy).await?;
        Ok(Self {
            anchor: format!("{}-{number}", strategy.goal_word),
            sources: store::provenance::sources(connection, round.id, goal.id).await?,
            consents: store::consents::of_goal(connection, round.id, goal.id).await?,
            places: Places::load(connection, &round, &goal, visitor.actor.may_oversee().is_ok()).await?,
            round,
            goal,
        })
    }

    fn page(
        &self,
        app: &App,
        visitor: &Visitor,
        report: &Report,
        passages: &[Kept],
        shown: Option<u32>,
        what: String,
    ) -> ProvenancePage {
        let text = kept(passages);
        let (round, goal) = (self.round.slug.clone(), self.goal.number);
        let until = shown.and_then(|number| self.places.frozen_at(number));
        let report_at = match shown {
            None if visitor.actor.may_oversee().is_ok() => {
                Some(DraftReport { round: round.clone() }.to_string())
            }
            Some(number) if self.places.is_released(number) => {
                Some(ShowReport { round: round.clone(), number }.to_string())
            }
            None | Some(_) => None,
        };
        let pieces = traced(report, &self.anchor).into_iter();
        let pieces = pieces.map(|one| {
            let passage = passages.iter().find(|passage| {
                crate::report::markdown::parse(&passage.text)
                    .iter()
                    .any(|block| words(block) == words(one.block))
            });
            self.piece(&visitor.actor, &one, passage, &text, until, report_at.as_deref())
        });
        let mut others = vec![Other {
            label: "Het concept".to_owned(),
            href: Provenance { round: round.clone(), goal }.to_string(),
        }];
        others.extend(self.places.numbers().map(|number| Other {
            label: format!("Editie {number}"),
            href: EditionProvenance { round: round.clone(), number, goal }.to_string(),
        }));
        let current = shown.map_or_else(|| "Het concept".to_owned(), |number| format!("Editie {number}"));
        others.retain(|other| other.label != current);
        ProvenancePage {
            layout: Layout::of(app, visitor),
            trail: self.trail(visitor, shown),
            what,
            number: goal,
            title: self.goal.title.clone(),
            pieces: pieces.collect(),
            others,
        }
    }

    fn piece(
        &self,
        actor: &Actor,
        traced: &Traced<'_>,
        passage: Option<&Kept>,
        text: &GoalText,
        until: Option<chrono::DateTime<chrono::Utc>>,
        report_at: Option<&str>,
    ) -> Piece {
        let origin = traced.origin;
        let source = self.sources.iter().find(|source| {
            source.short == origin.ministry
                && Some(source.number) == origin.revision
                && origin.sha256.as_ref().is_none_or(|start| source.sha256.starts_with(start.as_str()))
        });
        let title = traced.number.map_or_else(|| "Opsomming".to_owned(), |number| format!("Alinea {number}"));
        let mut facts = Vec::new();
        let Some(source) = source else {
            facts.push(("Van", format!("{}, geschreven door de coördinator", origin.ministry)));
            return Piece {
                href: address(report_at, traced),
                words: Blocks::from_blocks(vec![bare(traced.block)]),
                altered: false,
                difference: None,
                contribution: None,
                title,
                facts,
            };
        };
        let named = actor.may_name(&source.ministry);
        let who = |role: &str, name: &str| if named { format!("{role} {name}") } else { role.to_owned() };
        facts.push(("Van", format!("{}, {}", source.short, who("bijdrager", &source.author))));
        let hash: String = source.sha256.chars().take(12).collect();
        let at = clock::short_moment(source.at);
        facts.push(("Versie", format!("versie {} van {at} uur, kenmerk {hash}", source.number)));
        for approval in &source.approvals {
            let mut said =
                format!("{}, {} uur", who("akkoordgever", &approval.by), clock::short_moment(approval.at));
            if let Some(absent) = approval.absent_for.as_ref().filter(|_| named) {
                let _ = write!(said, ", bij afwezigheid van {absent}");
            }
            if let Some(at) = approval.withdrawn_at {
                let _ = write!(said, "; ingetrokken op {} uur", clock::short_moment(at));
            }
            facts.push(("Akkoord", said));
        }
        facts.push(("Instemming", self.consent(source, text, until, named)));
        let altered =
            if origin.altered { "aangepast door de coördinator" } else { "woord voor woord overgenomen" };
        facts.push(("In het rapport", altered.to_owned()));
        let original = passage.and_then(|passage| Some((passage, passage.origin.as_ref()?)));
        let original = original.filter(|_| origin.altered && actor.may_read_original(&source.ministry));
        let part = |text: &str| {
            [Part { key: "passage".to_owned(), label: "Passage".to_owned(), text: text.to_owned() }]
        };
        Piece {
            href: address(report_at, traced),
            words: Blocks::from_blocks(vec![bare(traced.block)]),
            altered: origin.altered,
            difference: original
                .map(|(passage, from)| Difference::between(&part(&from.text), &part(&passage.text))),
            contribution: actor
                .may_read_original(&source.ministry)
                .then(|| ShowContribution { id: source.contribution }.to_string()),
            title,
            facts,
        }
    }

    /// What the ministry answered on these words, by the moment the edition was frozen.
    fn consent(
        &self,
        source: &Source,
        text: &GoalText,
        until: Option<chrono::DateTime<chrono::Utc>>,
        named: bool,
    ) -> String {
        let share = text.share_sha256(&source.ministry);
        let of = self.consents.iter().find(|consent| consent.ministry == source.ministry);
        let in_time =
            |answered: &&Answered| answered.share == share && until.is_none_or(|until| answered.at <= until);
        let Some(answered) = of.and_then(|consent| consent.answered.iter().rev().find(in_time)) else {
            return "nog niet gegeven".to_owned();
        };
        let by = answered.by.as_ref().filter(|_| named).map(|by| format!(" door {by}")).unwrap_or_default();
        format!("{}{by}, {} uur", answered.answer.dutch(), clock::short_moment(answered.at))
    }

    fn trail(&self, visitor: &Visitor, shown: Option<u32>) -> Vec<Crumb> {
        let (round, goal) = (self.round.slug.clone(), self.goal.number);
        let here = format!("Doel {goal}");
        if visitor.actor.may_oversee().is_err() {
            return vec![Crumb::new("Afstemming", Consents), Crumb::new(here, ShowConsent { round, goal })];
        }
        let mut trail = desk::trail(&self.round);
        match shown {
            Some(number) => {
                trail.push(Crumb::new("Edities", Freeze { round: round.clone() }));
                trail.push(Crumb::new(format!("Editie {number}"), ShowEdition { round, number }));
            }
            None => trail.push(Crumb::new(here, ComposeGoal { round, goal })),
        }
        trail
    }
}

/// A paragraph or list without the number and marks it bears in a report: the page says these itself.
fn bare(block: &Block) -> Block {
    let mut block = block.clone();
    match &mut block {
        Block::Paragraph(paragraph) => (paragraph.number, paragraph.origin) = (None, None),
        Block::List(list) => list.origin = None,
        Block::Table(_) | Block::Figure(_) | Block::Panel(_) => {}
    }
    block
}

/// Where a paragraph stands in the report that someone may open.
fn address(report_at: Option<&str>, traced: &Traced<'_>) -> Option<String> {
    Some(format!("{}#{}", report_at?, traced.anchor.as_ref()?))
}

/// A goal of the report as it stands now.
pub(in crate::web) async fn draft(
    path: Provenance,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let case = Case::load(&mut reader, &visitor, &path.round, path.goal).await?;
    let text = store::goal_texts::get(&mut reader, case.round.id, case.goal.id).await?;
    let passages: Vec<Kept> = text.passages.iter().map(Kept::of).collect();
    let draft = app.drafts.get(&app.store, &path.round).await?;
    let report = draft.report(&app.settings.definition);
    page(&case.page(&app, &visitor, report, &passages, None, "Het concept zoals het nu is".to_owned()))
}

/// A goal of an edition, as it was frozen.
pub(in crate::web) async fn edition(
    path: EditionProvenance,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let case = Case::load(&mut reader, &visitor, &path.round, path.goal).await?;
    let (report, passages) = case.places.frozen(path.number).ok_or(Error::NotFound)?;
    let what = format!("Editie {}, zoals zij is vastgesteld", path.number);
    page(&case.page(&app, &visitor, report, passages, Some(path.number), what))
}
