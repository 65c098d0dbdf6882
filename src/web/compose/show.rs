//! One goal: contributions left, passages right.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::SqliteConnection;

use super::{passages::PassagesForm, reopening::Reopening};
use crate::{
    domain::{
        clock::{self, local_date},
        facts::Assessment,
        goal_text::{Field, GoalText, Head, Passage},
        ministry::MinistryCode,
        round::Round,
        strategy::{Goal, Rating, Theme, Tone},
    },
    report::{markdown, typography::capitalised},
    store::{self, revisions::Handed, revisions::Words, themes::Tagged},
    web::{
        App, Result, desk,
        extract::Visitor,
        form::{Choice, Errors},
        page::{Crumb, Layout, page},
        prose::Blocks,
        remarks,
        routes::{
            ComposeGoal, EditPassage, GoalRemarks, MovePassage, NewPassages, Provenance, RateGoal,
            RemovePassage, ReturnToMinistry, TagPassage,
        },
    },
};

/// The contribution of one ministry, on the left.
struct Source {
    id: String,
    code: String,
    ministry: String,
    part: &'static str,
    status: &'static str,
    number: u32,
    akkoord: String,
    no_contribution: Option<String>,
    fields: Vec<SourceField>,
    open: usize,
    error: Option<String>,
    send_back: String,
}

/// One of its fields.
struct SourceField {
    title: &'static str,
    paragraphs: Vec<SourceParagraph>,
}

/// One paragraph, to be taken over.
struct SourceParagraph {
    value: String,
    id: String,
    words: Blocks,
    taken: bool,
    ticked: bool,
}

/// The passages under one head, on the right.
struct Column {
    title: &'static str,
    passages: Vec<Placed>,
}

/// One passage of the text.
#[expect(clippy::struct_excessive_bools, reason = "independent marks, each with its words in the template")]
struct Placed {
    id: String,
    words: Blocks,
    origin: String,
    altered: bool,
    lapsed: bool,
    themes: Vec<String>,
    edit: String,
    tag: String,
    relocate: String,
    remove: String,
    first: bool,
    last: bool,
}

/// The rating as it stands.
struct Rated {
    tone: &'static str,
    label: String,
    ground: Blocks,
}

/// Why the page came back without having done what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Back {
    /// It was only asked for.
    Asked,
    /// Someone changed the text meanwhile.
    Stale,
}

#[derive(Template)]
#[template(path = "pages/compose/show.html")]
#[expect(clippy::struct_excessive_bools, reason = "independent choices of the template")]
pub(super) struct GoalPage {
    layout: Layout,
    trail: Vec<Crumb>,
    round: String,
    here: String,
    number: u32,
    title: String,
    promise: Blocks,
    may_change: bool,
    sees_sources: bool,
    reopening: Option<Reopening>,
    remarks: Crumb,
    provenance: String,
    stale: bool,
    version: u32,
    sources: Vec<Source>,
    columns: Vec<Column>,
    with_ratings: bool,
    with_themes: bool,
    rated: Option<Rated>,
    rate: String,
    create: String,
    heads: Vec<Choice>,
    typed: String,
    errors: Errors,
    before: Option<Crumb>,
    after: Option<Crumb>,
}

pub(in crate::web) async fn show(
    path: ComposeGoal,
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Response> {
    let mut reader = app.store.read().await?;
    let round = desk::overseen(&mut reader, &visitor, &path.round).await?;
    let layout = Layout::of(&app, &visitor);
    let form = PassagesForm::default();
    page(
        &goal_page(&mut reader, layout, &visitor, &round, path.goal, form, Errors::default(), Back::Asked)
            .await?,
    )
}

/// The page of a goal as it now is, with what someone typed still in its forms.
#[expect(clippy::too_many_arguments, reason = "what the page shows, and what came back")]
pub(super) async fn goal_page(
    connection: &mut SqliteConnection,
    layout: Layout,
    visitor: &Visitor,
    round: &Round,
    number: u32,
    form: PassagesForm,
    errors: Errors,
    back: Back,
) -> Result<GoalPage> {
    let goals = store::goals::list(connection, &round.strategy, round.reference_date).await?;
    let place = goals.iter().position(|goal| goal.number == number).ok_or(crate::web::Error::NotFound)?;
    let goal = &goals[place];
    let handed = store::revisions::handed_in(connection, round.id, goal.id).await?;
    let text = store::goal_texts::get(connection, round.id, goal.id).await?;
    let open = store::remarks::open_on_goal(connection, round.id, goal.id).await?;
    let ratings = store::strategies::ratings(connection, &round.strategy).await?;
    let assessment = store::assessments::find(connection, round.id, goal.id).await?;
    let themes = store::strategies::themes(connection, &round.strategy).await?;
    let tagged = store::themes::tagged(connection, round.id).await?;
    let shorts = handed.iter().map(|one| (one.contribution.ministry.clone(), one.ministry.clone())).collect();
    let slug = || round.slug.clone();
    let neighbour = |goal: Option<&Goal>| {
        goal.map(|goal| {
            Crumb::new(format!("Doel {}", goal.number), ComposeGoal { round: slug(), goal: goal.number })
        })
    };
    let head = Head::read(&form.kop).unwrap_or(Head::Text);
    Ok(GoalPage {
        layout,
        trail: super::trail(round),
        round: round.label.clone(),
        here: format!("Doel {number}"),
        number,
        title: goal.title.clone(),
        promise: Blocks::read(&goal.promise),
        may_change: desk::may_change(visitor, round),
        sees_sources: visitor.actor.may_coordinate().is_ok(),
        remarks: Crumb::new(remarks::label(open), GoalRemarks { round: slug(), goal: number }),
        provenance: Provenance { round: slug(), goal: number }.to_string(),
        reopening: Reopening::load(connection, round, goal, &text, &shorts).await?,
        stale: back == Back::Stale,
        version: text.version,
        sources: handed.iter().map(|one| source(one, round, number, &text, &form, &errors)).collect(),
        columns: Head::ALL.map(|head| column(head, round, number, &text, (&shorts, &themes, &tagged))).into(),
        with_themes: !themes.is_empty(),
        with_ratings: !ratings.is_empty(),
        rated: assessment.and_then(|(_, assessment)| rated(&ratings, &assessment)),
        rate: RateGoal { round: slug(), goal: number }.to_string(),
        create: NewPassages { round: slug(), goal: number }.to_string(),
        heads: Head::ALL.map(|one| Choice::new(one.code(), capitalised(one.dutch()), head.code())).into(),
        typed: form.tekst,
        errors,
        before: neighbour(place.checked_sub(1).map(|before| &goals[before])),
        after: neighbour(goals.get(place + 1)),
    })
}

fn source(
    handed: &Handed,
    round: &Round,
    goal: u32,
    text: &GoalText,
    form: &PassagesForm,
    errors: &Errors,
) -> Source {
    let id = handed.contribution.id;
    let code = handed.contribution.ministry.to_string();
    let mut fields = Vec::new();
    let (mut open, mut seen) = (0, 0);
    let readable = handed.approved.as_ref().filter(|words| words.no_contribution.is_none());
    for field in Field::ALL {
        let paragraphs: Vec<_> = readable.map(|words| paragraphs(words, field)).unwrap_or_default();
        let paragraphs: Vec<_> = (0_u32..)
            .zip(paragraphs)
            .map(|(place, words)| {
                let value = format!("{}-{place}", field.code());
                let number = readable.map_or(0, |words| words.number);
                let taken = text.passages.iter().any(|passage| passage.is_from(id, number, field, place));
                let ticked = form.bijdrage == id.to_string() && form.alinea.contains(&value);
                open += usize::from(!taken);
                seen += usize::from(!taken);
                // The first box that can be ticked bears the name an error points to.
                let suffix = if !taken && seen == 1 { String::new() } else { format!("-{value}") };
                let id = format!("veld-alinea-{code}{suffix}");
                SourceParagraph { value, id, words: Blocks::read(words), taken, ticked }
            })
            .collect();
        if !paragraphs.is_empty() {
            fields.push(SourceField { title: field.dutch(), paragraphs });
        }
    }
    let approved = handed.approved.as_ref();
    Source {
        error: errors.of(&format!("alinea-{code}")).map(str::to_owned),
        id: id.to_string(),
        code,
        ministry: handed.ministry.clone(),
        part: handed.part.dutch(),
        status: handed.contribution.state.dutch(),
        number: approved.map_or(0, |words| words.number),
        akkoord: approved
            .map(|words| format!("versie {}, akkoord {}", words.number, short_day(local_date(words.at))))
            .unwrap_or_default(),
        no_contribution: approved.and_then(|words| words.no_contribution.clone()),
        fields,
        open,
        send_back: ReturnToMinistry { round: round.slug.clone(), goal, id }.to_string(),
    }
}

/// The paragraphs of a field of a contribution, in order.
pub(in crate::web) fn paragraphs(words: &Words, field: Field) -> Vec<&str> {
    markdown::paragraphs(match field {
        Field::Achieved => &words.achieved,
        Field::Obstacles => &words.obstacles,
        Field::Outlook => &words.outlook,
    })
}

fn column(
    head: Head,
    round: &Round,
    goal: u32,
    text: &GoalText,
    (shorts, themes, tagged): (&BTreeMap<MinistryCode, String>, &[Theme], &Tagged),
) -> Column {
    let under: Vec<&Passage> = text.passages.iter().filter(|passage| passage.head == head).collect();
    let last = under.len().saturating_sub(1);
    let passages = under.into_iter().enumerate().map(|(place, passage)| {
        let (round, id) = (round.slug.clone(), passage.id);
        Placed {
            id: id.to_string(),
            words: Blocks::read(&passage.text),
            origin: origin(passage, shorts),
            altered: passage.is_altered(),
            lapsed: passage.origin.as_ref().is_some_and(|origin| origin.approved_on.is_none()),
            themes: themes
                .iter()
                .filter(|theme| tagged.get(&theme.id).is_some_and(|passages| passages.contains(&id)))
                .map(|theme| theme.title.clone())
                .collect(),
            tag: TagPassage { round: round.clone(), goal, passage: id }.to_string(),
            edit: EditPassage { round: round.clone(), goal, passage: id }.to_string(),
            relocate: MovePassage { round: round.clone(), goal, passage: id }.to_string(),
            remove: RemovePassage { round, goal, passage: id }.to_string(),
            first: place == 0,
            last: place == last,
        }
    });
    Column { title: head.dutch(), passages: passages.collect() }
}

/// Where a passage came from, in words: "JenV, versie 2, akkoord 27-02-2020".
pub(super) fn origin(passage: &Passage, shorts: &BTreeMap<MinistryCode, String>) -> String {
    let Some(origin) = &passage.origin else {
        return format!("Eigen tekst, {}", clock::short_moment(passage.changed_at));
    };
    let ministry = shorts.get(&origin.ministry).map_or(origin.ministry.as_str(), String::as_str);
    match origin.approved_on {
        Some(day) => format!("{ministry}, versie {}, akkoord {}", origin.number, short_day(day)),
        None => format!("{ministry}, versie {}", origin.number),
    }
}

fn rated(ratings: &[Rating], assessment: &Assessment) -> Option<Rated> {
    let rating = ratings.iter().find(|rating| rating.id == assessment.rating)?;
    let ground = Blocks::read(&assessment.ground);
    Some(Rated { tone: tone(rating.tone), label: rating.label.clone(), ground })
}

/// The look of a rating's badge.
pub(super) const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Positive => "safe",
        Tone::Attention => "warning",
        Tone::Negative => "danger",
        Tone::Neutral => "neutral",
    }
}

fn short_day(day: chrono::NaiveDate) -> String {
    day.format("%d-%m-%Y").to_string()
}
