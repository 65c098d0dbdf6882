//! The page on which a contribution is written.

use askama::Template;
use sqlx::SqliteConnection;

use super::{
    dossier::{Dossier, Term, trail},
    typed::{Typed, TypedSource},
};
use crate::{
    domain::{
        clock,
        contribution::{Content, Stand, State},
        facts::RequestFacts,
        paper::PaperRef,
        round::Round,
        strategy::{Commitment, Part},
        text::Prose,
    },
    report::typography::capitalised,
    store::{self, reviews::Step},
    web::{
        App, Result,
        difference::Difference,
        extract::Visitor,
        figures::{self, Note},
        form::{Choice, Errors},
        page::{Crumb, Layout},
        prose::Blocks,
        reading::TEXTS,
        routes::{ContributionDraft, ContributionHistory, EditContribution, NoContribution},
    },
};

/// How long a text may be before the form advises to shorten it. Never refuses anything.
const ADVICE: usize = 6000;

/// Rows for sources that are still free.
const FREE_ROWS: usize = 3;

/// What the form says in each text.
pub(in crate::web) const HINTS: [&str; 3] = [
    "Wat heeft uw ministerie in deze periode gedaan en wat leverde dat op? Noem feiten met een datum. Een lege regel begint een nieuwe alinea, een streepje begint een opsomming.",
    "Wat zat tegen, en wat veranderde er in de wereld om u heen?",
    "Wat gaat u de komende twee jaar doen?",
];

/// All that the page needs beside what was typed.
#[derive(Debug)]
pub(super) struct Desk {
    /// The contribution with what stands around it.
    pub(super) dossier: Dossier,
    /// What the newest revision says.
    pub(super) newest: Content,
    /// What the ministry said in the round before.
    pub(super) last: Option<Content>,
    /// The newest step, when that sent it back.
    returned: Option<Step>,
    /// What parliament waits for with this goal, from this ministry or from nobody in particular.
    asked: Vec<RequestFacts>,
    /// Its figures, in a sentence.
    figures: Note,
}

impl Desk {
    /// Reads it.
    pub(super) async fn load(connection: &mut SqliteConnection, dossier: Dossier) -> Result<Self> {
        let newest = dossier.newest(connection).await?;
        let last = store::revisions::find_last_round(connection, &dossier.contribution).await?;
        let returned = if dossier.contribution.state == State::Returned {
            let steps = store::reviews::steps(connection, dossier.contribution.id).await?;
            steps.into_iter().find(|step| step.kind == "returned")
        } else {
            None
        };
        let number = dossier.goal.number;
        let asked = store::requests::list(connection, &dossier.round).await?;
        let own = |asked: &RequestFacts| {
            asked.ministry.as_ref().is_none_or(|ministry| *ministry == dossier.contribution.ministry)
        };
        let asked = asked.into_iter().filter(|asked| asked.goal == Some(number) && own(asked)).collect();
        let figures = figures::note(connection, &dossier).await?;
        let last = last.map(|revision| revision.content);
        Ok(Self { dossier, newest, last, returned, asked, figures })
    }

    /// The newest revision as it stands in the form.
    pub(super) fn saved(&self) -> Typed {
        let contribution = &self.dossier.contribution;
        Typed::of(&self.newest, contribution.shared, contribution.revision, &self.dossier.commitments)
    }
}

/// What someone has to know before they type on.
#[derive(Debug)]
pub(super) enum Notice {
    /// Words that were kept while typing and are not a revision yet.
    Draft {
        /// When they were kept.
        at: String,
        /// Whether a newer revision than they started from exists.
        stale: bool,
    },
    /// Someone saved meanwhile.
    Conflict {
        /// Who saved what when, as a sentence.
        message: String,
        /// Theirs beside what stands in the form.
        difference: Difference,
    },
    /// It could not be saved, and why; the words are kept as a draft.
    Refused(String),
}

/// Why it came back.
struct Returned {
    by: String,
    at: String,
    reason: String,
    place: String,
}

/// A motion or undertaking that the contribution may answer.
struct Asked {
    title: String,
    note: String,
    paper: Option<Crumb>,
    answered: bool,
}

struct TextField {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    rows: usize,
    required: bool,
    error: Option<String>,
    last: Option<Blocks>,
    /// Words of this text about which it was sent back.
    place: Option<String>,
    /// Whether someone else's words can be put below.
    theirs: bool,
}

struct StandField {
    number: String,
    text: String,
    due: Option<String>,
    last: Option<String>,
    stand: String,
    choices: Vec<Choice>,
    stand_error: Option<String>,
    line_name: String,
    line: String,
    line_error: Option<String>,
}

struct Input {
    name: String,
    value: String,
    error: Option<String>,
}

struct SourceRow {
    place: usize,
    title: Input,
    url: Input,
    paper: Input,
    date: Input,
}

#[derive(Template)]
#[template(path = "pages/contributions/edit.html")]
pub(super) struct EditPage {
    layout: Layout,
    trail: Vec<Crumb>,
    errors: Errors,
    here: String,
    subject: String,
    title: String,
    promise: String,
    deadline: String,
    term: Term,
    lead: bool,
    no_contribution: Option<String>,
    returned: Option<Returned>,
    notice: Option<Notice>,
    asked: Vec<Asked>,
    figures: (String, String, bool),
    version: u32,
    texts: Vec<TextField>,
    stands: Vec<StandField>,
    sources: Vec<SourceRow>,
    note: String,
    shared: bool,
    edit: String,
    draft: String,
    none: String,
    history: String,
}

impl EditPage {
    /// The page with what was typed, what is wrong with it, and what happened meanwhile.
    pub(super) fn new(
        app: &App,
        visitor: &Visitor,
        desk: &Desk,
        typed: &Typed,
        errors: Errors,
        notice: Option<Notice>,
    ) -> Self {
        let dossier = &desk.dossier;
        let id = dossier.contribution.id;
        let last = desk.last.as_ref();
        let stands = dossier
            .commitments
            .iter()
            .map(|one| stand_field(one, (dossier.part, &dossier.round), last, typed, &errors));
        Self {
            layout: Layout::of(app, visitor),
            trail: trail(visitor, dossier),
            here: dossier.name(),
            subject: dossier.subject(),
            title: dossier.goal.title.clone(),
            promise: dossier.goal.promise.clone(),
            deadline: dossier.deadline(visitor.now),
            term: dossier.term(visitor.now),
            lead: dossier.part == Part::Lead,
            no_contribution: desk.newest.no_contribution.as_ref().map(|reason| reason.as_str().to_owned()),
            returned: desk.returned.as_ref().map(returned),
            asked: desk.asked.iter().map(asked).collect(),
            figures: desk.figures.shown(),
            version: typed.versie,
            texts: text_fields(desk, typed, &errors, matches!(notice, Some(Notice::Conflict { .. }))),
            stands: stands.collect(),
            sources: source_rows(typed, &errors),
            note: typed.note.clone(),
            shared: typed.shared,
            edit: EditContribution { id }.to_string(),
            draft: ContributionDraft { id }.to_string(),
            none: NoContribution { id }.to_string(),
            history: ContributionHistory { id }.to_string(),
            errors,
            notice,
        }
    }
}

fn returned(step: &Step) -> Returned {
    Returned {
        by: step.by.clone(),
        at: clock::short_moment(step.at),
        reason: step.reason.clone().unwrap_or_default(),
        place: step.place.clone().unwrap_or_default(),
    }
}

fn asked(request: &RequestFacts) -> Asked {
    let by = if request.proposer.is_empty() { String::new() } else { format!(" van {}", request.proposer) };
    let due = request.due.map(|due| format!(", termijn {}", clock::long_date(due))).unwrap_or_default();
    let kind = capitalised(request.kind.dutch());
    Asked {
        title: request.title.clone(),
        note: format!("{kind}{by}, {}{due}", clock::long_date(request.date)),
        paper: request.paper.as_deref().map(|paper| {
            Crumb::new(paper, PaperRef::parse(paper).map(|paper| paper.url()).unwrap_or_default())
        }),
        answered: request.answer.is_some(),
    }
}

fn text_fields(desk: &Desk, typed: &Typed, errors: &Errors, conflict: bool) -> Vec<TextField> {
    let of = |content: &Content, position: usize| -> Prose {
        [&content.achieved, &content.obstacles, &content.outlook][position].clone()
    };
    let place = desk.returned.as_ref().and_then(|step| step.place.clone()).filter(|place| !place.is_empty());
    let fields = TEXTS.into_iter().enumerate().map(|(position, (name, label))| {
        let value = typed.texts[position].clone();
        TextField {
            name,
            label,
            hint: HINTS[position],
            rows: if position == 0 { 8 } else { 6 },
            required: position == 0,
            error: errors.of(name).map(str::to_owned),
            last: desk
                .last
                .as_ref()
                .map(|last| Blocks::of(&of(last, position)))
                .filter(|last| !last.is_empty()),
            place: place.clone().filter(|place| value.contains(place.as_str())),
            theirs: conflict && {
                let theirs = of(&desk.newest, position);
                !theirs.is_empty() && theirs.as_str() != value.trim_end()
            },
            value,
        }
    });
    fields.collect()
}

/// The date of a commitment, and whether this round must have news of it.
fn due(commitment: &Commitment, round: &Round) -> Option<String> {
    match commitment.due_within(round.from, round.until) {
        Some(day) => {
            Some(format!("{}: moet in deze ronde. Meld wat ermee is gebeurd", clock::long_date(day)))
        }
        None => commitment.due.map(clock::long_date),
    }
}

fn stand_field(
    commitment: &Commitment,
    (part, round): (Part, &Round),
    last: Option<&Content>,
    typed: &Typed,
    errors: &Errors,
) -> StandField {
    let number = &commitment.number;
    let now = typed.stands.get(number).cloned().unwrap_or_default();
    let before = last.and_then(|last| last.stands.iter().find(|one| one.commitment == commitment.id));
    let (stand, line) = (format!("stand-{number}"), format!("regel-{number}"));
    let choices = Stand::ALL.map(|stand| Choice::new(stand.code(), capitalised(stand.dutch()), &now.stand));
    let empty = if part == Part::Lead { "Maak een keuze" } else { "Niets te melden door ons" };
    let none = Choice { value: String::new(), label: empty.to_owned(), ..Choice::new("", "", &now.stand) };
    StandField {
        number: number.clone(),
        text: commitment.text.clone(),
        due: due(commitment, round),
        last: before.map(|before| match before.line.as_str() {
            "" => before.stand.dutch().to_owned(),
            line => format!("{}: {line}", before.stand.dutch()),
        }),
        stand_error: errors.of(&stand).map(str::to_owned),
        line_error: errors.of(&line).map(str::to_owned),
        choices: std::iter::once(none).chain(choices).collect(),
        stand,
        line_name: line,
        line: now.line,
    }
}

fn source_rows(typed: &Typed, errors: &Errors) -> Vec<SourceRow> {
    let filled = typed.sources.len();
    let free = typed.rows.saturating_sub(filled).max(FREE_ROWS);
    let rows = typed.sources.iter().cloned().chain(std::iter::repeat_n(TypedSource::default(), free));
    let input = |row: usize, part: &str, value: String| {
        let name = format!("bron-{row}-{part}");
        Input { error: errors.of(&name).map(str::to_owned), name, value }
    };
    let rows = rows.enumerate().map(|(row, source)| SourceRow {
        place: row + 1,
        title: input(row, "titel", source.title),
        url: input(row, "link", source.url),
        paper: input(row, "kamerstuk", source.paper),
        date: input(row, "datum", source.date),
    });
    rows.collect()
}
