//! Silence made visible: everything in a round that has no answer yet.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    clock::long_date,
    consent::{Answer, Standing},
    contribution::{Stand, State},
    facts::{Facts, GoalFacts, RequestFacts},
    goal_text::Head,
    indicator::{Care, care},
    letter::LetterRefused,
    ministry::MinistryCode,
    paper::PaperRef,
    round,
    strategy::{Commitment, Part},
};

/// Something without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Names the gap within its round; what an acknowledgement refers to.
    pub key: String,
    /// Number of the goal it is in.
    pub goal: Option<u32>,
    /// The ministry it waits for.
    pub ministry: Option<MinistryCode>,
    /// What is missing, as a sentence.
    pub what: String,
    /// Where it is mended.
    pub mend: Mend,
    /// The reason why it was set aside; `None` while it is open.
    pub acknowledged: Option<String>,
}

impl Gap {
    /// Whether a reason is enough to go on without it. A ministry's consent is overruled instead, where the ministry reads
    /// why.
    #[must_use]
    pub fn can_be_set_aside(&self) -> bool {
        self.mend != Mend::Consent
    }
}

/// On which screen a gap is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    /// By the ministry; the coordinator can remind.
    Contribution,
    /// The goal's text and rating.
    Goal,
    /// Where ministries answer; the coordinator can overrule, which is why it cannot be set aside.
    Consent,
    /// The coordinator's texts.
    Texts,
    /// Trends and threats.
    Developments,
    /// Motions and undertakings.
    Requests,
    /// The letter to parliament.
    Letter,
    /// Who takes part in which goal.
    Assignments,
}

/// Sections of the coordinator's own that a report cannot do without: key and name.
pub const TEXTS: [(&str, &str); 4] = [
    ("summary", "samenvatting"),
    ("introduction", "inleiding"),
    ("goal-changes", "tekst over de herijking"),
    ("outlook", "algemene vooruitblik"),
];

/// Every gap of a round, in the order of the report; those set aside carry their reason.
#[must_use]
pub fn find(facts: &Facts) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (key, name) in TEXTS {
        if !has_text(facts, key) {
            gaps.push(gap(format!("tekst-{key}"), format!("Er is nog geen {name}."), Mend::Texts));
        }
    }
    for item in &facts.developments {
        if item.judged.is_none() {
            let development = &item.development;
            let what =
                format!("De {} “{}” is nog niet beoordeeld.", development.kind.dutch(), development.title);
            gaps.push(gap(format!("ontwikkeling-{}", development.number), what, Mend::Developments));
        }
    }
    for goal in &facts.goals {
        goal_gaps(facts, goal, &mut gaps);
        consent_gaps(facts, goal, &mut gaps);
    }
    for theme in &facts.themes {
        if !has_text(facts, &format!("theme:{}", theme.id)) {
            let what = format!("Over het thema “{}” staat nog niets in het rapport.", theme.title);
            gaps.push(gap(format!("thema-{}", theme.id), what, Mend::Texts));
        }
        if facts.tagged.get(&theme.id).is_none_or(BTreeSet::is_empty) {
            let what = format!("Bij geen enkel doel is een passage gemerkt met het thema “{}”.", theme.title);
            gaps.push(gap(format!("thema-{}-passage", theme.id), what, Mend::Goal));
        }
    }
    for request in facts.requests.iter().filter(|request| request.answer.is_none()) {
        let name = request.paper.as_deref().unwrap_or(&request.title);
        let kind = request.kind.dutch();
        let what = if request.lapsed {
            format!("De passage die de {kind} {name} beantwoordde, staat niet meer in het rapport.")
        } else {
            format!("De {kind} {name} is nog niet beantwoord.")
        };
        let ministry = request.ministry.clone();
        let key = of_request(facts, request);
        gaps.push(Gap { goal: request.goal, ministry, ..gap(key, what, Mend::Requests) });
    }
    gaps.extend(letter_gaps(facts));
    for gap in gaps.iter_mut().filter(|gap| gap.can_be_set_aside()) {
        gap.acknowledged = facts.set_aside.get(&gap.key).cloned();
    }
    gaps
}

/// The key of the gap that a request leaves while it has no answer.
pub(super) fn of_request(facts: &Facts, request: &RequestFacts) -> String {
    let key = request.paper.clone().unwrap_or_else(|| {
        let position = facts.requests.iter().position(|one| one.id == request.id).unwrap_or_default();
        format!("{} {position}", request.date)
    });
    if request.lapsed { format!("verzoek-{key}-passage") } else { format!("verzoek-{key}") }
}

/// Set aside, the edition goes without a letter.
fn letter_gaps(facts: &Facts) -> Vec<Gap> {
    let Some(letter) = &facts.letter else {
        return vec![gap("brief".to_owned(), "Er is nog geen brief aan de Kamers.".to_owned(), Mend::Letter)];
    };
    let key = |refused: &LetterRefused| format!("brief-{}", refused.field.code());
    let mut gaps: Vec<Gap> =
        letter.faults().iter().map(|refused| gap(key(refused), refused.dutch(), Mend::Letter)).collect();
    // One field is mended in one go; its first fault speaks for it.
    gaps.dedup_by(|next, first| next.key == first.key);
    gaps
}

fn goal_gaps(facts: &Facts, item: &GoalFacts, gaps: &mut Vec<Gap>) {
    let number = item.goal.number;
    let word = &facts.strategy.goal_word;
    let mut add = |key: String, ministry: Option<&MinistryCode>, what: String, mend: Mend| {
        let key = format!("{word}-{number}-{key}");
        gaps.push(Gap { goal: Some(number), ministry: ministry.cloned(), ..gap(key, what, mend) });
    };
    if !item.assignments.iter().any(|assignment| assignment.part == Part::Lead) {
        add("trekker".to_owned(), None, "Geen ministerie is trekker.".to_owned(), Mend::Assignments);
    }
    for contribution in &item.contributions {
        let short = facts.short(&contribution.ministry);
        let what = match contribution.state {
            State::Open => format!("{short} is nog niet begonnen aan de bijdrage."),
            State::Draft => format!("De bijdrage van {short} is nog een concept."),
            State::Submitted => format!("De bijdrage van {short} wacht op akkoord van de directeur."),
            State::Returned => {
                format!("De bijdrage van {short} is teruggestuurd en nog niet opnieuw ingediend.")
            }
            State::Approved if is_answer(contribution) || is_quoted(item, contribution) => continue,
            State::Approved => {
                format!("De bijdrage van {short} is akkoord, maar er is nog niets uit overgenomen.")
            }
            State::TakenOver => continue,
        };
        let mend = if contribution.state == State::Approved { Mend::Goal } else { Mend::Contribution };
        add(format!("bijdrage-{}", contribution.ministry), Some(&contribution.ministry), what, mend);
    }
    for passage in &item.text.passages {
        if let Some(origin) = passage.origin.as_ref().filter(|origin| origin.approved_on.is_none()) {
            let short = facts.short(&origin.ministry);
            let what = format!("Een passage van {short} heeft geen geldig akkoord meer.");
            add(
                format!("akkoord-{}-{}", origin.ministry, origin.number),
                Some(&origin.ministry),
                what,
                Mend::Goal,
            );
        }
        for reference in PaperRef::find_malformed(&passage.text) {
            let what = format!("De verwijzing “{reference}” is niet volledig.");
            add(format!("verwijzing-{reference}"), None, what, Mend::Goal);
        }
    }
    for head in Head::ALL {
        if !item.text.passages.iter().any(|passage| passage.head == head) {
            let what = match head {
                Head::Text => "Er is nog geen tekst over de voortgang.",
                Head::Outlook => "Er is nog geen vooruitblik.",
            };
            add(head.dutch().to_owned(), None, what.to_owned(), Mend::Goal);
        }
    }
    if !facts.ratings.is_empty() && item.assessment.is_none() {
        add("oordeel".to_owned(), None, "Er is nog geen oordeel.".to_owned(), Mend::Goal);
    }
    for commitment in &item.commitments {
        let spoken = item.contributions.iter().filter_map(|contribution| contribution.approved.as_ref());
        if !spoken
            .flat_map(|approved| &approved.content.stands)
            .any(|stand| stand.commitment == commitment.id)
        {
            let what = format!("Niemand heeft iets gezegd over inzet {}.", commitment.number);
            add(format!("inzet-{}", commitment.number), None, what, Mend::Contribution);
        } else if let Some(due) = due_in_silence(facts, item, commitment) {
            let what = format!(
                "Inzet {} had als datum {}, en niemand meldt er nieuws over.",
                commitment.number,
                long_date(due)
            );
            add(format!("inzet-{}-datum", commitment.number), None, what, Mend::Contribution);
        }
    }
    for indicator in &item.indicators {
        let newest = indicator.measurements.last().map(|newest| newest.date);
        if let Some(care) = care(newest, facts.round.from) {
            let what = match care {
                Care::Nothing => {
                    format!("Van het cijfer “{}” is er geen meting met akkoord.", indicator.name)
                }
                Care::Old => format!("Het cijfer “{}” is ouder dan deze ronde.", indicator.name),
            };
            add(format!("cijfer-{}", indicator.name), Some(&indicator.ministry), what, Mend::Contribution);
        }
    }
}

/// Ministries that did not consent to the text, while it lies before them: before that nobody is asked anything.
fn consent_gaps(facts: &Facts, item: &GoalFacts, gaps: &mut Vec<Gap>) {
    if facts.round.state != round::State::Consulting {
        return;
    }
    let number = item.goal.number;
    for consent in item.consents.iter().filter(|consent| !consent.standing.is_settled()) {
        let short = facts.short(&consent.ministry);
        let what = match consent.standing {
            Standing::Unasked => format!("De tekst is nog niet voorgelegd aan {short}."),
            Standing::Answered(Answer::Refused) => format!("{short} stemt niet in met de tekst."),
            Standing::Waiting | Standing::Answered(_) => {
                format!("{short} heeft nog niet ingestemd met de tekst.")
            }
        };
        let key = format!("{}-{number}-instemming-{}", facts.strategy.goal_word, consent.ministry);
        let ministry = Some(consent.ministry.clone());
        gaps.push(Gap { goal: Some(number), ministry, ..gap(key, what, Mend::Consent) });
    }
}

/// The day on which a commitment was due in the round's period, when all that was said is that there is no news.
fn due_in_silence(facts: &Facts, item: &GoalFacts, commitment: &Commitment) -> Option<NaiveDate> {
    let due = commitment.due_within(facts.round.from, facts.round.until)?;
    let approved = item.contributions.iter().filter_map(|contribution| contribution.approved.as_ref());
    let mut stands = approved.flat_map(|approved| &approved.content.stands);
    let silent = stands.all(|stand| stand.commitment != commitment.id || stand.stand == Stand::NoNews);
    silent.then_some(due)
}

/// Whether passages stand in the text already: so it is when an akkoord was withdrawn and given again.
fn is_quoted(item: &GoalFacts, contribution: &super::facts::ContributionFacts) -> bool {
    let origins = item.text.passages.iter().filter_map(|passage| passage.origin.as_ref());
    origins.into_iter().any(|origin| origin.contribution == contribution.id)
}

/// "Geen bijdrage" is an answer: there is nothing to take over.
fn is_answer(contribution: &super::facts::ContributionFacts) -> bool {
    contribution.approved.as_ref().is_some_and(|approved| approved.content.no_contribution.is_some())
}

fn has_text(facts: &Facts, key: &str) -> bool {
    facts.texts.get(key).is_some_and(|text| !text.is_empty())
}

fn gap(key: String, what: String, mend: Mend) -> Gap {
    Gap { key, goal: None, ministry: None, what, mend, acknowledged: None }
}
