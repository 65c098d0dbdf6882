//! Fixed words with slots, and which slots each may have.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::Fault;

/// Slots that every wording may have: facts of the round and the strategy's own words.
const COMMON: [&str; 13] = [
    "round",
    "from",
    "until",
    "date",
    "strategy",
    "title",
    "subtitle",
    "goal",
    "pillar",
    "Goal",
    "Pillar",
    "coordinator",
    "coordinator-name",
];

/// A fixed wording with slots: "Stand per {goal}".
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Spanned<String>")]
pub struct Words {
    text: String,
    at: Range<usize>,
}

impl From<Spanned<String>> for Words {
    fn from(text: Spanned<String>) -> Self {
        Self { at: text.span(), text: text.into_inner() }
    }
}

impl Words {
    /// The words with their slots filled; the first value for a name counts.
    #[must_use]
    pub fn fill(&self, values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        let mut rest = self.text.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    /// The words before and after a slot that is filled with more than words.
    #[must_use]
    pub fn around(&self, slot: &str) -> (Self, Self) {
        let slot = format!("{{{slot}}}");
        let (before, after) = self.text.split_once(&slot).unwrap_or((&self.text, ""));
        let part = |text: &str| Self { text: text.to_owned(), at: self.at.clone() };
        (part(before), part(after))
    }

    fn check(&self, own: &[&str]) -> Result<(), Fault> {
        self.check_only(&[&COMMON[..], own].concat())
    }

    /// As the words of an erratum are checked: made from a frozen report, it knows nothing of what is common.
    pub(super) fn check_only(&self, known: &[&str]) -> Result<(), Fault> {
        let fault = |reason: String| Err(Fault { at: self.at.clone(), reason });
        if self.text.trim().is_empty() {
            return fault("this wording is empty".to_owned());
        }
        let mut rest = self.text.as_str();
        while let Some(at) = rest.find(['{', '}']) {
            let slot = rest[at..].strip_prefix('{').and_then(|slot| slot.split_once('}'));
            let Some((name, after)) = slot.filter(|(name, _)| !name.contains('{')) else {
                return fault("a brace without its other half".to_owned());
            };
            if !known.contains(&name) {
                let known = known.join(", ");
                return fault(format!("{{{name}}} cannot be filled here; known are {known}"));
            }
            rest = after;
        }
        Ok(())
    }
}

/// Fixed words of the letter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LetterWords {
    /// Who sends it, below the name of the ministry: directorate and address.
    pub sender: Vec<String>,
    second_house: Vec<String>,
    first_house: Vec<String>,
    /// How it begins.
    pub salutation: Words,
    /// On whose behalf it is sent.
    pub closing: Words,
}

impl LetterWords {
    /// Address of the Tweede Kamer, or of the Eerste Kamer.
    #[must_use]
    pub fn addressee(&self, second: bool) -> &[String] {
        if second { &self.second_house } else { &self.first_house }
    }

    pub(super) fn check(&self) -> Result<(), Fault> {
        self.salutation.check(&[])?;
        self.closing.check(&["on-behalf"])
    }
}

/// Groups of wordings; beside each the slots it has of its own.
macro_rules! wordings {
    ($($(#[$doc:meta])* $group:ident { $($field:ident: [$($slot:literal),*] $about:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct $group {
            $(#[doc = $about] pub $field: Words,)*
        }

        impl $group {
            pub(super) fn check(&self) -> Result<(), Fault> {
                $(self.$field.check(&[$($slot),*])?;)*
                Ok(())
            }
        }
    )*};
}

wordings! {
    /// Words of the whole document.
    DocumentWords {
        title: [] "Title on the cover.",
        subtitle: [] "Subtitle on the cover.",
        edition: ["number"] "Status of an edition.",
        replacement: ["number", "replaced"] "Status of an edition that takes the place of another.",
        reason: ["reason"] "Why it does, on the cover.",
        draft: [] "Status of a draft.",
        draft_mark: [] "Printed on every page of a draft.",
        specimen_mark: [] "Printed on every page of a specimen.",
        appendix: ["number"] "Label of an appendix.",
        gap_title: [] "Title of a panel that says what is missing.",
        none: [] "What stands in a cell that has nothing.",
    }
    /// Words of the colofon.
    ColofonWords {
        specimen: [] "Label of the warning on a specimen.",
        specimen_text: [] "The warning itself.",
        publisher: [] "Label of the publisher.",
        status: [] "Label of the kind of edition.",
        reason: [] "Label of why it takes the place of another.",
        period: [] "Label of the reporting period.",
        period_text: [] "The reporting period.",
        reference_date: [] "Label of the reference date.",
        strategy: [] "Label of the strategy.",
        strategy_text: [] "The strategy, without a paper.",
        strategy_paper: ["paper"] "The strategy, with its paper.",
    }
    /// Words of the summary.
    SummaryWords {
        table_heading: [] "Heading above the figure and the table of goals.",
        figure_caption: [] "Caption of the figure of ratings.",
        figure_source: [] "Source line of the figure.",
        figure_alt: ["stacks"] "The figure in words.",
        figure_alt_stack: ["label", "parts"] "One pillar of the figure in words.",
        movements_caption: [] "Caption of the figure of changes since the last edition.",
        movements_alt: ["stacks"] "That figure in words.",
        unrated: [] "Stands where a rating is missing.",
        ratings_caption: [] "Caption of the table, when ratings are on.",
        stands_caption: [] "Caption of the table, when ratings are off.",
        goal_head: [] "Head of the column of goals.",
        rating_head: [] "Head of the column of ratings.",
        previous_head: [] "Head of the column of last ratings.",
        change_head: [] "Head of the column of changes.",
        stands_head: [] "Head of the column of stands.",
    }
    /// Words of the introduction.
    IntroductionWords {
        guide_heading: [] "Heading of how to read.",
        guide_order: [] "On the order of the report.",
        guide_goals: [] "On what stands with each goal.",
        guide_numbers: [] "On paragraph numbers.",
        guide_origin: ["contributions"] "On the origin of paragraphs.",
        guide_ratings: ["ratings"] "On ratings; left out when they are off.",
        guide_stands: ["news", "no-news", "completed", "lapsed"] "On the stands of commitments.",
        guide_dates: [] "On reference dates.",
    }
    /// Words of the chapter on trends and threats.
    WorldWords {
        intro: [] "What the chapter is.",
        caption: [] "Caption of the table.",
        development_head: [] "Head of the column of developments.",
        judgement_head: [] "Head of the column of judgements.",
        goals_head: [] "Head of the column of goals.",
        trends_heading: [] "Heading of the trends.",
        threats_heading: [] "Heading of the threats.",
        judgement: [] "Before the judgement.",
        unjudged: [] "Stands where a judgement is missing.",
        strategy: [] "Before what the strategy said.",
        consequence: [] "Before the consequence.",
        no_consequence: [] "When there is no consequence.",
        goals: ["goals"] "Which goals it bears on.",
    }
    /// Words of the chapter on what changed in the goals.
    GoalChangesWords {
        caption: [] "Caption of the table.",
        unchanged: [] "When nothing changed and the coordinator wrote nothing of it.",
        goal_head: [] "Head of the column of goals.",
        change_head: [] "Head of the column of changes.",
        reason_head: [] "Head of the column of reasons.",
        decision_head: [] "Head of the column of decisions.",
        before: ["before"] "The title before.",
        place: ["number", "pillar-before"] "The number and pillar before.",
        origins: ["goals"] "The goals it carries on.",
        heirs: ["goals"] "The goals that carry it on.",
        cause: ["cause"] "The development that caused it.",
        from: ["day"] "The first day on which it holds.",
        no_paper: [] "When the decision has no paper.",
    }
    /// Words of pillars and goals.
    GoalsWords {
        pillar_label: ["number"] "Before the title of a pillar.",
        label: ["number"] "Before the title of a goal.",
        other_pillar: [] "Chapter of goals whose pillar is unknown.",
        promise_title: [] "Title of the panel with the promise.",
        refers: ["goals"] "Goals it refers to.",
        rating_title: [] "Title of the panel with the rating.",
        criteria: ["criteria"] "When the rating applies.",
        previous: ["rating", "change"] "The rating in the last edition and the change.",
        first: [] "When there is no rating to compare with.",
        unrated: [] "When there is no rating yet.",
        text_heading: [] "Heading of the progress.",
        outlook_heading: [] "Heading of the outlook.",
        commitments_heading: [] "Heading of the commitments.",
        commitments_caption: ["number"] "Caption of the table of commitments.",
        commitment_head: [] "Head of the column of numbers.",
        promise_head: [] "Head of the column of what the strategy says.",
        stand_head: [] "Head of the column of stands.",
        explanation_head: [] "Head of the column of explanations.",
        due: ["day"] "The day by which it is due.",
        overdue: ["day"] "The same, when that day is past and the commitment still open.",
        unspoken: [] "When nobody said how it stands.",
        policy_heading: [] "Heading of the policy documents.",
        policy_intro: ["number"] "Before the list of policy documents.",
        requests_heading: [] "Heading of motions and undertakings.",
        requests_caption: ["number"] "Caption of their table.",
        contributors_heading: [] "Heading of who contributed.",
        contributors_caption: ["number"] "Caption of their table.",
        ministry_head: [] "Head of the column of ministries.",
        part_head: [] "Head of the column of parts.",
        contribution_head: [] "Head of the column of contributions.",
        lead: [] "The ministry leads.",
        contributing: [] "The ministry contributes.",
        approved: ["revision", "day"] "The approved revision.",
        no_contribution: ["reason"] "Why a ministry has nothing to report.",
        not_approved: [] "When there is nothing approved.",
    }
    /// Words around measurements.
    FiguresWords {
        heading: [] "Heading of the figures of a goal.",
        caption: ["name", "unit"] "Caption of a figure.",
        alt: ["name", "unit", "points"] "The figure in words.",
        alt_point: ["value", "day"] "A measurement in words.",
        alt_target: ["value", "day"] "The target in words.",
        source: ["sources", "day", "ministry"] "Source line.",
        table_caption: ["name"] "Caption of the table of measurements.",
        date_head: [] "Head of the column of dates.",
        value_head: ["unit"] "Head of the column of values.",
        source_head: [] "Head of the column of sources.",
        baseline: [] "Stands as source of the baseline.",
        target: [] "Stands as source of the target.",
        empty: ["name"] "When there is no measurement.",
    }
    /// Words of the cross-cutting themes.
    ThemesWords {
        intro: [] "What the chapter is.",
        strategy: [] "Before what the strategy said.",
        passages: ["paragraphs"] "Which paragraphs of goals bear on the theme.",
    }
    /// Words of the appendix on motions and undertakings.
    RequestsWords {
        intro: [] "What the appendix is.",
        empty: [] "When none was open.",
        motions_heading: [] "Heading of the motions.",
        motions_caption: [] "Caption of their table.",
        undertakings_heading: [] "Heading of the undertakings.",
        undertakings_caption: [] "Caption of their table.",
        title_head: [] "Head of the column of titles.",
        paper_head: [] "Head of the column of papers.",
        state_head: [] "Head of the column of states.",
        proposer: ["proposer", "day"] "Who asked, and when.",
        see: ["goals"] "With which goal the answer stands.",
        see_reason: ["goals"] "With which goal the reason stands why there is none.",
        see_paragraph: ["paragraph"] "In which paragraph the answer stands.",
        unanswered: [] "When there is no answer yet.",
        no_paper: [] "When the paper is not known.",
    }
    /// Words of the overview of contributions.
    ContributionsWords {
        intro: [] "What the appendix is.",
        others: [] "Who wrote the other chapters.",
        caption: ["number"] "Caption of a goal's table.",
        place_head: [] "Head of the column of places.",
        ministry_head: [] "Head of the column of ministries.",
        revision_head: [] "Head of the column of revisions.",
        approved_head: [] "Head of the column of akkoord dates.",
        hash_head: [] "Head of the column of hashes.",
        state_head: [] "Head of the column that says whether words were changed.",
        paragraphs: [] "Before paragraph numbers.",
        list_after: [] "Before the number of the paragraph that a list follows.",
        list_first: [] "A list before the first paragraph.",
        stands: ["numbers"] "The lines in the table of commitments.",
        reason: [] "The reason for having nothing to report.",
        unaltered: [] "The words are those of the contribution.",
        altered: [] "The words were changed by the coordinator.",
        own: [] "The words are the coordinator's.",
        empty: ["number"] "When a goal has no text.",
    }
    /// Words of the account of the ratings.
    RatingsWords {
        intro: [] "What the appendix is.",
        scale_heading: [] "Heading of the scale.",
        scale_caption: [] "Caption of the scale.",
        rating_head: [] "Head of the column of ratings.",
        criteria_head: [] "Head of the column of criteria.",
        grounds_heading: [] "Heading of the grounds.",
        grounds_caption: [] "Caption of the grounds.",
        goal_head: [] "Head of the column of goals.",
        ground_head: [] "Head of the column of grounds.",
        unrated: [] "Stands where a rating is missing.",
    }
    /// Words of the sources.
    SourcesWords {
        intro: [] "What the appendix is.",
        empty: [] "When there is none.",
        caption: ["number"] "Caption of a goal's table.",
        source_head: [] "Head of the column of sources.",
        date_head: [] "Head of the column of reference dates.",
        ministry_head: [] "Head of the column of ministries.",
    }
    /// Words of the comparison with the last edition.
    DifferencesWords {
        first: [] "When there is no edition to compare with.",
        earlier: ["title"] "What was compared, when that was made elsewhere.",
        earlier_caption: [] "Caption of the table of its ratings.",
        earlier_head: [] "Head of the column of its ratings.",
        earlier_same: [] "When no rating that it gave differs.",
        intro: ["edition", "previous-round"] "What was compared.",
        same: [] "When nothing differs.",
        goals_heading: [] "Heading of titles and ratings.",
        caption: [] "Caption of their table.",
        goal_head: [] "Head of the column of goals.",
        previous_head: [] "Head of the column of what it was.",
        now_head: [] "Head of the column of what it is.",
        change_head: [] "Head of the column of changes.",
        title: [] "The title is another.",
        added: [] "The goal is new.",
        gone: [] "The goal is gone.",
        added_from: ["goals"] "The goal is new and carries on others.",
        gone_to: ["goals"] "The goal is gone and others carry it on.",
        renumbered: ["number"] "The goal had another number.",
        stands_heading: [] "Heading of how commitments stand.",
        stands_caption: [] "Caption of their table.",
        stands_head: [] "Head of the column of changed stands.",
        stand_changed: ["before", "now"] "A commitment stands otherwise.",
        commitment_added: [] "A commitment is new.",
        commitment_gone: [] "A commitment is gone.",
        commitment_reworded: [] "A commitment has other words.",
        commitment_due: [] "A commitment has another day.",
        texts_heading: [] "Heading of what was written.",
        texts_intro: [] "What is counted.",
        texts_caption: [] "Caption of the table of counts.",
        part_head: [] "Head of the column of goals and chapters.",
        added_head: [] "Head of the column of new passages.",
        dropped_head: [] "Head of the column of passages that are gone.",
        reworded_head: [] "Head of the column of passages in other words.",
        moved_head: [] "Head of the column of passages that moved.",
    }
}
