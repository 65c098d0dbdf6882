//! A comparison in the words of a member of parliament, for screen and command line. What the report itself says of
//! its differences stands in the definition.

use super::{
    super::typography::enumeration, ChapterComparison, CommitmentComparison, Comparison, Counts,
    GoalComparison, Sides,
};

impl Comparison {
    /// One sentence on the whole.
    #[must_use]
    pub fn in_words(&self) -> String {
        if self.is_empty() {
            return "Deze twee edities zeggen hetzelfde.".to_owned();
        }
        let goals = self.goals.iter().filter(|goal| goal.differs()).count();
        let chapters = self.chapters.iter().filter(|chapter| chapter.differs()).count();
        let places = [
            (goals, format!("bij {}", many(goals, "doel", "doelen"))),
            (chapters, format!("in {}", many(chapters, "ander hoofdstuk", "andere hoofdstukken"))),
        ];
        let places = places.into_iter().filter(|(count, _)| *count > 0).map(|(_, place)| place);
        format!("Er zijn verschillen {}.", places.collect::<Vec<_>>().join(" en "))
    }
}

impl GoalComparison {
    /// What changed, sentence by sentence: "In doel 6 zijn 2 passages toegevoegd en is 1 vervallen."
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let label = lower(&self.label);
        let mut said = Vec::new();
        match (&self.title.before, &self.title.now) {
            (None, Some(_)) => {
                said.push(format!("{} staat alleen in de latere editie.", self.label));
                said.extend(others("Het komt voort uit", &self.label, &self.origins));
            }
            (Some(_), None) => {
                said.push(format!("{} staat alleen in de eerdere editie.", self.label));
                said.extend(others("Het gaat verder in", &self.label, &self.heirs));
            }
            (Some(before), Some(now)) if before != now => {
                said.push(format!("De titel was “{before}” en is nu “{now}”."));
            }
            (_, _) => {}
        }
        if let Some(before) = self.moved_from {
            said.push(format!("Het nummer was {before} en is nu {}.", self.number));
        }
        if self.title.before.is_some() && self.title.now.is_some() {
            said.extend(rating(&self.rating));
            said.extend(passages(&label, Counts::of(&self.passages)));
            let stands = self.commitments.iter().filter(|one| one.stand.differ()).count();
            if stands > 0 {
                said.push(format!(
                    "Van {} is de stand anders.",
                    many(stands, "onderdeel van de inzet", "onderdelen van de inzet")
                ));
            }
            let told = |one: &&CommitmentComparison| one.differs() && !one.stand.differ();
            let told = self.commitments.iter().filter(told).count();
            if told > 0 {
                said.push(format!(
                    "Van {} is alleen de tekst anders.",
                    many(told, "onderdeel van de inzet", "onderdelen van de inzet")
                ));
            }
            let figures = self.figures.iter().filter(|figure| figure.newest.differ()).count();
            if figures > 0 {
                said.push(format!("Van {} is de laatste meting anders.", many(figures, "cijfer", "cijfers")));
            }
        }
        if said.is_empty() {
            said.push(format!("In {label} is niets veranderd."));
        }
        said
    }
}

impl ChapterComparison {
    /// What changed, sentence by sentence.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let mut said = Vec::new();
        match (&self.title.before, &self.title.now) {
            (None, Some(_)) => said.push("Dit hoofdstuk staat alleen in de latere editie.".to_owned()),
            (Some(_), None) => said.push("Dit hoofdstuk staat alleen in de eerdere editie.".to_owned()),
            (Some(before), Some(now)) if before != now => {
                said.push(format!("De titel was “{before}” en is nu “{now}”."));
            }
            (_, _) => {}
        }
        said.extend(passages("dit hoofdstuk", Counts::of(&self.passages)));
        if said.is_empty() {
            said.push("In dit hoofdstuk is niets veranderd.".to_owned());
        }
        said
    }
}

/// "Het komt voort uit doel 5 en 6."
fn others(lead: &str, label: &str, numbers: &[u32]) -> Option<String> {
    let word = lower(label.split_whitespace().next().unwrap_or_default());
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    (!numbers.is_empty()).then(|| format!("{lead} {word} {}.", enumeration(&numbers)))
}

fn rating(rating: &Sides<String>) -> Option<String> {
    match (&rating.before, &rating.now) {
        (before, now) if before == now => None,
        (Some(before), Some(now)) => {
            Some(format!("Het oordeel ging van “{}” naar “{}”.", lower(before), lower(now)))
        }
        (None, Some(now)) => Some(format!("Er is nu een oordeel: “{}”.", lower(now))),
        (Some(before), None) => Some(format!("Er is geen oordeel meer. Het was “{}”.", lower(before))),
        (None, None) => None,
    }
}

/// "In doel 6 zijn 2 passages toegevoegd, 1 is vervallen en 3 zijn anders verwoord."
fn passages(place: &str, counts: Counts) -> Option<String> {
    let fates = [
        (counts.added, "toegevoegd"),
        (counts.dropped, "vervallen"),
        (counts.reworded, "anders verwoord"),
        (counts.moved, "verplaatst"),
    ];
    let mut parts: Vec<String> = Vec::new();
    for (count, fate) in fates.into_iter().filter(|(count, _)| *count > 0) {
        let is = if count == 1 { "is" } else { "zijn" };
        parts.push(if parts.is_empty() {
            format!("{is} {} {fate}", many(count, "passage", "passages"))
        } else {
            format!("{count} {is} {fate}")
        });
    }
    let last = parts.pop()?;
    let parts = if parts.is_empty() { last } else { format!("{} en {last}", parts.join(", ")) };
    Some(format!("In {place} {parts}."))
}

fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// Within a sentence.
fn lower(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
