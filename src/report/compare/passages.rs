//! Which passage of one edition is which of another.
//!
//! The same words are the same passage. Of the rest, those that share most are taken together, the closest first,
//! as long as they share half. Passages are only looked for within one goal or chapter, so the work grows with the
//! square of the longest of those, not of the report. The same answer comes out when the two editions change places.

use std::{
    cmp::Reverse,
    collections::{HashMap, VecDeque},
};

use super::{Passage, Said, Sides};

/// From which share of common words, in thousandths, two texts are versions of one passage.
const KINSHIP: usize = 500;

/// A pair of places: in the earlier edition and in the later one.
type Pair = (usize, usize);

/// Lays two lists of passages side by side, in the order of the later one; what was dropped stands after what it
/// followed.
pub(super) fn pair(before: &[Said], now: &[Said]) -> Vec<Passage> {
    let mut pairs = equal(before, now);
    pairs.extend(akin(before, now, &pairs));
    pairs.sort_unstable();
    let moved = moved(before, now, &pairs);
    let mut passages: Vec<(Option<usize>, Passage)> = now
        .iter()
        .enumerate()
        .map(|(place, said)| {
            let at = pairs.iter().position(|pair| pair.1 == place);
            let from = at.map(|at| pairs[at].0);
            let sides = Sides { before: from.map(|from| before[from].clone()), now: Some(said.clone()) };
            (from, Passage { said: sides, moved: at.is_some_and(|at| moved[at]) })
        })
        .collect();
    for (place, said) in before.iter().enumerate() {
        if pairs.iter().all(|pair| pair.0 != place) {
            let after = place.checked_sub(1);
            let at = after.and_then(|after| passages.iter().position(|(from, _)| *from == Some(after)));
            let sides = Sides { before: Some(said.clone()), now: None };
            passages.insert(at.map_or(0, |at| at + 1), (Some(place), Passage { said: sides, moved: false }));
        }
    }
    passages.into_iter().map(|(_, passage)| passage).collect()
}

/// Passages with the same words, in order.
fn equal(before: &[Said], now: &[Said]) -> Vec<Pair> {
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (place, said) in before.iter().enumerate() {
        places.entry(&said.text).or_default().push_back(place);
    }
    let find =
        |(place, said): (usize, &Said)| Some((places.get_mut(said.text.as_str())?.pop_front()?, place));
    now.iter().enumerate().filter_map(find).collect()
}

/// Passages of which the words are much alike, the closest first; of those equally close, the nearest.
fn akin(before: &[Said], now: &[Said], taken: &[Pair]) -> Vec<Pair> {
    let mut free_before: Vec<bool> = vec![true; before.len()];
    let mut free_now: Vec<bool> = vec![true; now.len()];
    for (from, to) in taken {
        (free_before[*from], free_now[*to]) = (false, false);
    }
    let bags = |said: &[Said], free: &[bool]| -> Vec<(usize, Bag)> {
        let free = said.iter().enumerate().filter(|(place, _)| free[*place]);
        free.map(|(place, said)| (place, Bag::of(&said.text))).collect()
    };
    let (old, new) = (bags(before, &free_before), bags(now, &free_now));
    let mut candidates = Vec::new();
    for (from, one) in &old {
        for (to, other) in &new {
            let kinship = one.kinship(other);
            if kinship >= KINSHIP {
                candidates.push((Reverse(kinship), from.abs_diff(*to), from + to, *from, *to));
            }
        }
    }
    candidates.sort_unstable();
    let mut pairs = Vec::new();
    for (_, _, _, from, to) in candidates {
        if free_before[from] && free_now[to] {
            (free_before[from], free_now[to]) = (false, false);
            pairs.push((from, to));
        }
    }
    pairs
}

/// The words of a text, in order of the alphabet. Long words weigh more: "de" and "van" are in every text.
struct Bag {
    words: Vec<String>,
    weight: usize,
}

impl Bag {
    fn of(text: &str) -> Self {
        let words = text.split(|character: char| !character.is_alphanumeric());
        let mut words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        words.sort_unstable();
        let weight = words.iter().map(|word| weight(word)).sum();
        Self { words, weight }
    }

    /// The share of words that both have, in thousandths.
    fn kinship(&self, other: &Self) -> usize {
        let total = self.weight + other.weight;
        let most = self.weight.min(other.weight) * 2;
        if total == 0 || most * 1000 < KINSHIP * total {
            return 0;
        }
        let (mut one, mut two) = (self.words.iter().peekable(), other.words.iter().peekable());
        let mut common = 0;
        while let (Some(first), Some(second)) = (one.peek(), two.peek()) {
            match first.cmp(second) {
                std::cmp::Ordering::Less => drop(one.next()),
                std::cmp::Ordering::Greater => drop(two.next()),
                std::cmp::Ordering::Equal => {
                    common += weight(first);
                    one.next();
                    two.next();
                }
            }
        }
        common * 2 * 1000 / total
    }
}

fn weight(word: &str) -> usize {
    match word.chars().count() {
        0..=3 => 1,
        length => length,
    }
}

/// Which of the pairs, in order of the earlier edition, moved: those that stand under another heading, and those that
/// passed the most others, until nothing passes anything any more. When two change places, both did.
fn moved(before: &[Said], now: &[Said], pairs: &[Pair]) -> Vec<bool> {
    let mut moved: Vec<bool> = pairs.iter().map(|(from, to)| before[*from].part != now[*to].part).collect();
    let crosses = |one: Pair, other: Pair| (one.0 < other.0) != (one.1 < other.1);
    let overtaken = |at: usize, moved: &[bool]| {
        let staying = pairs.iter().zip(moved).filter(|(_, moved)| !**moved);
        staying.filter(|(other, _)| **other != pairs[at] && crosses(pairs[at], **other)).count()
    };
    let mut passes: Vec<usize> =
        (0..pairs.len()).map(|at| if moved[at] { 0 } else { overtaken(at, &moved) }).collect();
    while let Some(most) = passes.iter().copied().max().filter(|most| *most > 0) {
        let movers: Vec<usize> = (0..pairs.len()).filter(|at| passes[*at] == most).collect();
        for mover in movers {
            moved[mover] = true;
            passes[mover] = 0;
            for at in 0..pairs.len() {
                if !moved[at] && crosses(pairs[mover], pairs[at]) {
                    passes[at] = passes[at].saturating_sub(1);
                }
            }
        }
    }
    moved
}
