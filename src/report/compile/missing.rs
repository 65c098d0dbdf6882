//! Gaps in a draft, each where it belongs.

use super::{
    super::{Block, Item, List, Panel, PanelKind, typography::running},
    Compiler, paragraph,
};
use crate::domain::gap::{Gap, Mend};

/// Where in the report a gap is shown. Every gap has exactly one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// With a text of the coordinator, by its key.
    Text(String),
    /// With a trend or threat, by its number.
    Development(String),
    /// With a theme, by its id.
    Theme(String),
    /// In the appendix on motions and undertakings.
    Requests,
    /// With a goal, by its number.
    Goal(u32, GoalSpot),
    /// Not in the report: the letter is a document of its own.
    Letter,
}

/// Where with a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GoalSpot {
    Rating,
    Text,
    Commitments,
    Figures,
    Requests,
    Outlook,
    Contributors,
}

impl Compiler<'_> {
    /// What is still missing at a place, as a panel; nothing in an edition.
    pub(super) fn missing(&self, spot: &Spot) -> Option<Block> {
        if !self.draft {
            return None;
        }
        let open = |gap: &&Gap| gap.acknowledged.is_none() && self.spot(gap) == *spot;
        let sentences: Vec<&str> = self.gaps.iter().filter(open).map(|gap| gap.what.as_str()).collect();
        let block = match sentences[..] {
            [] => return None,
            [one] => paragraph(running(one)),
            _ => Block::List(List {
                ordered: false,
                items: sentences.into_iter().map(|what| Item { text: running(what), list: None }).collect(),
                origin: None,
            }),
        };
        let title = self.say(&self.definition.document.gap_title);
        Some(Block::Panel(Panel { kind: PanelKind::Gap, title, blocks: vec![block] }))
    }

    fn spot(&self, gap: &Gap) -> Spot {
        let after = |prefix: &str| gap.key.strip_prefix(prefix).map(str::to_owned);
        match (gap.mend, gap.goal) {
            (Mend::Texts, _) => {
                after("thema-").map_or_else(|| Spot::Text(after("tekst-").unwrap_or_default()), Spot::Theme)
            }
            (Mend::Developments, _) => Spot::Development(after("ontwikkeling-").unwrap_or_default()),
            (Mend::Requests, Some(number)) if self.has_goal(number) => Spot::Goal(number, GoalSpot::Requests),
            (Mend::Goal | Mend::Contribution | Mend::Consent | Mend::Assignments, Some(number)) => {
                Spot::Goal(number, self.goal_spot(gap, number))
            }
            (Mend::Letter, _) => Spot::Letter,
            (Mend::Goal, None) if gap.key.starts_with("thema-") => {
                let theme = after("thema-").unwrap_or_default();
                Spot::Theme(theme.trim_end_matches("-passage").to_owned())
            }
            (Mend::Requests | Mend::Goal | Mend::Contribution | Mend::Consent | Mend::Assignments, _) => {
                Spot::Requests
            }
        }
    }

    fn goal_spot(&self, gap: &Gap, number: u32) -> GoalSpot {
        let prefix = format!("{}-{number}-", self.facts.strategy.goal_word);
        match gap.key.strip_prefix(&prefix).unwrap_or_default() {
            "oordeel" => GoalSpot::Rating,
            "vooruitblik" => GoalSpot::Outlook,
            key if key.starts_with("inzet-") => GoalSpot::Commitments,
            key if key.starts_with("cijfer-") => GoalSpot::Figures,
            key if key.starts_with("bijdrage-") => GoalSpot::Contributors,
            _ => GoalSpot::Text,
        }
    }

    pub(super) fn has_goal(&self, number: u32) -> bool {
        self.facts.goals.iter().any(|item| item.goal.number == number)
    }
}
