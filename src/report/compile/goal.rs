//! A pillar is a chapter, a goal a section: promise, rating, text, commitments, figures, policy, requests, outlook,
//! contributors. Always in this order, so that two goals or two editions can be laid side by side.

use super::{
    super::{
        Block, Cell, Inline, Item, List, Origin, Panel, PanelKind, Paragraph, Section, typography::running,
    },
    Compiler, Numbering,
    missing::{GoalSpot, Spot},
    paragraph,
    prose::{Trace, unnumbered},
    section, slug,
    table::{column, row, table},
};
use crate::domain::{
    clock::{local_date, long_date},
    facts::{Facts, GoalFacts},
    goal_text::{self, Head},
    id::PassageId,
    strategy::{Part, PolicyDocument},
};

/// A goal's section and what its numbered paragraphs came from.
pub(super) struct Compiled {
    pub(super) number: u32,
    pub(super) pillar: u32,
    pub(super) section: Section,
    pub(super) trace: Vec<Trace>,
}

impl Compiler<'_> {
    /// A chapter for each pillar; goals of an unknown pillar stand in a chapter of their own rather than nowhere.
    pub(super) fn pillars(&self, goals: &[Compiled]) -> Vec<Section> {
        let words = &self.definition.goals;
        let word = slug(&self.facts.strategy.pillar_word);
        let mut chapters: Vec<Section> = Vec::new();
        for pillar in &self.facts.pillars {
            let number = pillar.number.to_string();
            let label = self.say_with(&words.pillar_label, &[("number", &number)]);
            let mut chapter = section(1, &format!("{word}-{number}"), &pillar.title);
            chapter.label = Some(label);
            if !pillar.summary.is_empty() {
                chapter.blocks.push(paragraph(running(&pillar.summary)));
            }
            let within = goals.iter().filter(|goal| goal.pillar == pillar.number);
            chapter.sections = within.map(|goal| goal.section.clone()).collect();
            chapters.push(chapter);
        }
        let known = |goal: &&Compiled| self.facts.pillars.iter().any(|pillar| pillar.number == goal.pillar);
        let stray: Vec<Section> =
            goals.iter().filter(|goal| !known(goal)).map(|goal| goal.section.clone()).collect();
        if !stray.is_empty() {
            let title = self.say(&words.other_pillar);
            chapters.push(Section { sections: stray, ..section(1, &format!("{word}-overig"), &title) });
        }
        chapters
    }

    pub(super) fn goal(&self, item: &GoalFacts) -> Compiled {
        let words = &self.definition.goals;
        let number = item.goal.number.to_string();
        let label = self.say_with(&words.label, &[("number", &number)]);
        let anchor = self.goal_anchor(item.goal.number);
        let mut goal = section(2, &anchor, &item.goal.title);
        goal.running = Some(format!("{label}: {}", item.goal.title));
        goal.label = Some(label);
        goal.blocks.push(self.promise(item));
        if self.rates() {
            goal.blocks.push(self.rating_panel(item));
        }
        goal.blocks.extend(self.missing(&Spot::Goal(item.goal.number, GoalSpot::Rating)));

        let mut numbering = Numbering::new(item.goal.number);
        let part = |name: &str, title: &str, blocks: Vec<Block>| {
            (!blocks.is_empty()).then(|| Section { blocks, ..section(3, &format!("{anchor}-{name}"), title) })
        };
        let text = self.passages(item, Head::Text, GoalSpot::Text, &mut numbering);
        let outlook = self.passages(item, Head::Outlook, GoalSpot::Outlook, &mut numbering);
        goal.sections = [
            part("voortgang", &self.say(&words.text_heading), text),
            part("inzet", &self.say(&words.commitments_heading), self.commitments(item)),
            part("cijfers", &self.say(&self.definition.figures.heading), self.figures(item)),
            part("beleid", &self.say(&words.policy_heading), self.policy(item)),
            part("moties", &self.say(&words.requests_heading), self.requests_of(item)),
            part("vooruitblik", &self.say(&words.outlook_heading), outlook),
            part("bijdragen", &self.say(&words.contributors_heading), self.contributors(item)),
        ]
        .into_iter()
        .flatten()
        .collect();
        Compiled {
            number: item.goal.number,
            pillar: item.goal.pillar,
            section: goal,
            trace: numbering.into_trace(),
        }
    }

    fn promise(&self, item: &GoalFacts) -> Block {
        let words = &self.definition.goals;
        let mut blocks = unnumbered(&item.goal.promise, None);
        if !item.refers_to.is_empty() {
            let links = self.goal_links(&item.refers_to);
            blocks.push(paragraph(self.sentence_around(&words.refers, "goals", links)));
        }
        Block::Panel(Panel { kind: PanelKind::Promise, title: self.say(&words.promise_title), blocks })
    }

    fn rating_panel(&self, item: &GoalFacts) -> Block {
        let words = &self.definition.goals;
        let mut blocks = Vec::new();
        match (self.rating_of(item), &item.assessment) {
            (Some(rating), Some(assessment)) => {
                blocks.push(paragraph(vec![self.rating_badge(Some(rating))]));
                blocks.extend(unnumbered(&assessment.ground, Some(&self.own_words())));
                blocks.push(self.sentence(&words.criteria, &[("criteria", &rating.criteria)]));
            }
            (_, _) => blocks.push(self.sentence(&words.unrated, &[])),
        }
        blocks.push(match self.previous_rating(item) {
            Some((before, change)) => {
                self.sentence(&words.previous, &[("rating", &before), ("change", change.dutch())])
            }
            None => self.sentence(&words.first, &[]),
        });
        Block::Panel(Panel { kind: PanelKind::Rating, title: self.say(&words.rating_title), blocks })
    }

    fn passages(
        &self,
        item: &GoalFacts,
        head: Head,
        spot: GoalSpot,
        numbering: &mut Numbering,
    ) -> Vec<Block> {
        let mut blocks: Vec<Block> = self.missing(&Spot::Goal(item.goal.number, spot)).into_iter().collect();
        for passage in item.text.passages.iter().filter(|passage| passage.head == head) {
            let origin = passage
                .origin
                .as_ref()
                .map_or_else(|| self.own_words(), |origin| self.taken_over(origin, passage.is_altered()));
            blocks.extend(numbering.prose(&passage.text, Some(&origin)));
        }
        blocks
    }

    /// The number of the first paragraph of a passage, "6.2", leading to it; nothing when it stands in no goal, or
    /// holds no paragraph.
    pub(super) fn passage_link(&self, id: PassageId) -> Option<Inline> {
        let paragraph = first_paragraph(self.facts, id)?;
        let text = vec![Inline::Text { text: paragraph.number.clone()? }];
        Some(Inline::Reference { anchor: paragraph.anchor()?, text })
    }

    fn taken_over(&self, origin: &goal_text::Origin, altered: bool) -> Origin {
        Origin {
            ministry: self.facts.short(&origin.ministry).to_owned(),
            revision: Some(origin.number),
            sha256: Some(beginning(&origin.sha256)),
            approved_on: origin.approved_on,
            altered,
        }
    }

    fn policy(&self, item: &GoalFacts) -> Vec<Block> {
        let carries = |document: &&PolicyDocument| document.goals.contains(&item.goal.number);
        let items: Vec<Item> = self
            .facts
            .policy_documents
            .iter()
            .filter(carries)
            .map(|document| {
                let mut text = document.title.clone();
                if let Some(paper) = &document.paper {
                    text = format!("{text} ({paper})");
                }
                if !document.note.is_empty() {
                    text = format!("{text}: {}", document.note);
                }
                Item { text: running(&text), list: None }
            })
            .collect();
        if items.is_empty() {
            return Vec::new();
        }
        let number = item.goal.number.to_string();
        let intro = self.sentence(&self.definition.goals.policy_intro, &[("number", &number)]);
        vec![intro, Block::List(List { ordered: false, items, origin: None })]
    }

    fn contributors(&self, item: &GoalFacts) -> Vec<Block> {
        let words = &self.definition.goals;
        let number = item.goal.number.to_string();
        let mut blocks: Vec<Block> =
            self.missing(&Spot::Goal(item.goal.number, GoalSpot::Contributors)).into_iter().collect();
        if item.assignments.is_empty() {
            return blocks;
        }
        let rows = item.assignments.iter().map(|assignment| {
            let contribution =
                item.contributions.iter().find(|contribution| contribution.ministry == assignment.ministry);
            let approved = contribution.and_then(|contribution| contribution.approved.as_ref());
            let said = approved.map_or_else(
                || self.say(&words.not_approved),
                |approved| {
                    let (revision, day) = (approved.number.to_string(), long_date(local_date(approved.at)));
                    let none =
                        approved.content.no_contribution.as_ref().map(|reason| {
                            self.say_with(&words.no_contribution, &[("reason", reason.as_str())])
                        });
                    let version = self.say_with(&words.approved, &[("revision", &revision), ("day", &day)]);
                    none.map_or_else(|| version.clone(), |none| format!("{none}\n\n{version}"))
                },
            );
            let part = match assignment.part {
                Part::Lead => &words.lead,
                Part::Contributing => &words.contributing,
            };
            row([
                Cell::plain(self.ministry_name(&assignment.ministry)),
                Cell::plain(self.say(part)),
                Cell { lines: super::table::prose_lines(&said) },
            ])
        });
        let columns = vec![
            column(self.say(&words.ministry_head), 42),
            column(self.say(&words.part_head), 12),
            column(self.say(&words.contribution_head), 46),
        ];
        let caption = self.say_with(&words.contributors_caption, &[("number", &number)]);
        blocks.push(table(caption, columns, rows.collect()));
        blocks
    }
}

/// The number of the first paragraph of a passage as the report has it: "6.2".
#[must_use]
pub fn paragraph_number(facts: &Facts, passage: PassageId) -> Option<String> {
    first_paragraph(facts, passage)?.number
}

fn first_paragraph(facts: &Facts, id: PassageId) -> Option<Paragraph> {
    let holds = |item: &&GoalFacts| item.text.passages.iter().any(|passage| passage.id == id);
    let item = facts.goals.iter().find(holds)?;
    let mut numbering = Numbering::new(item.goal.number);
    let mut last = None;
    // As they are numbered in the goal's own section: head after head.
    let under = |head| item.text.passages.iter().filter(move |passage| passage.head == head);
    for passage in Head::ALL.into_iter().flat_map(under) {
        let blocks = numbering.prose(&passage.text, None).into_iter();
        let mut paragraphs = blocks.filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            Block::List(_) | Block::Table(_) | Block::Figure(_) | Block::Panel(_) => None,
        });
        if passage.id == id {
            // A list has no number of its own: it belongs to the paragraph before it.
            return paragraphs.next().or(last);
        }
        last = paragraphs.next_back().or(last);
    }
    None
}

/// The first twelve digits of a hash: enough to tell two revisions apart on paper.
pub(super) fn beginning(sha256: &str) -> String {
    sha256.chars().take(12).collect()
}
