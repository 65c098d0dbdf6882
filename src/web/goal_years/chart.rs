//! Ratings of a goal as a drawing: a row for each step of the scale, a column for each report. Shape and row say what
//! colour says; the table beside it says it all in words.

use super::show::known;
use crate::domain::strategy::{Rating, Tone};

/// Room for the words of the scale.
const LEFT: usize = 176;
/// Room for a report.
const COLUMN: usize = 112;
/// Room for a step of the scale.
const ROW: usize = 44;

/// What a report said.
pub(super) struct Point {
    /// Which period it reports on.
    pub(super) label: String,
    /// The word of the rating.
    pub(super) rating: Option<String>,
}

/// A step of the scale.
pub(super) struct Level {
    pub(super) label: String,
    pub(super) y: usize,
}

/// A report.
pub(super) struct Column {
    pub(super) label: String,
    pub(super) x: usize,
}

/// A rating on its place.
pub(super) struct Mark {
    pub(super) tone: &'static str,
    /// The outline, around its own middle.
    pub(super) shape: String,
}

/// The drawing.
pub(super) struct Chart {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) left: usize,
    pub(super) bottom: usize,
    pub(super) levels: Vec<Level>,
    pub(super) columns: Vec<Column>,
    pub(super) lines: Vec<String>,
    pub(super) marks: Vec<Mark>,
}

impl Chart {
    /// Draws the ratings of a goal, oldest report first.
    pub(super) fn new(ratings: &[Rating], points: &[Point], goal: &str) -> Self {
        let y = |row: usize| row * ROW + ROW / 2;
        let levels: Vec<Level> = ratings
            .iter()
            .enumerate()
            .map(|(row, rating)| Level { label: rating.label.clone(), y: y(row) })
            .collect();
        let x = |place: usize| LEFT + place * COLUMN + COLUMN / 2;
        let mut lines = Vec::new();
        let mut marks = Vec::new();
        let mut before: Option<(usize, usize)> = None;
        for (place, point) in points.iter().enumerate() {
            let word = point.rating.as_deref();
            let row = ratings.iter().position(|rating| Some(rating.label.as_str()) == word);
            let Some(row) = row else {
                before = None;
                continue;
            };
            let here = (x(place), y(row));
            marks.push(Mark { tone: ratings[row].tone.code(), shape: shape(ratings[row].tone, here) });
            // What cannot be compared is not connected.
            let here = ratings[row].rank.map(|_| here);
            if let (Some((from_x, from_y)), Some((to_x, to_y))) = (before, here) {
                lines.push(format!("M{from_x} {from_y}L{to_x} {to_y}"));
            }
            before = here;
        }
        let said: Vec<String> = points
            .iter()
            .map(|point| {
                let word = point.rating.as_deref().map(|word| known(ratings, word).label.to_lowercase());
                format!("{}: {}", point.label, word.unwrap_or_else(|| "geen oordeel".to_owned()))
            })
            .collect();
        let bottom = ratings.len() * ROW;
        Self {
            width: LEFT + points.len() * COLUMN,
            height: bottom + 32,
            title: format!("Oordelen over {} per rapport", goal.to_lowercase()),
            description: format!("{}.", said.join("; ")),
            left: LEFT,
            bottom: bottom + 22,
            levels,
            columns: points
                .iter()
                .enumerate()
                .map(|(place, point)| Column { label: point.label.clone(), x: x(place) })
                .collect(),
            lines,
            marks,
        }
    }
}

/// A circle, a triangle, a square or a diamond.
fn shape(tone: Tone, (x, y): (usize, usize)) -> String {
    match tone {
        Tone::Positive => format!("M{} {y}a9 9 0 1 0 18 0a9 9 0 1 0 -18 0Z", x - 9),
        Tone::Attention => format!("M{x} {}L{} {}L{} {}Z", y - 10, x + 10, y + 8, x - 10, y + 8),
        Tone::Negative => format!("M{} {}h16v16h-16Z", x - 8, y - 8),
        Tone::Neutral => format!("M{x} {}l10 10l-10 10l-10 -10Z", y - 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rating(label: &str, tone: Tone, rank: Option<u32>) -> Rating {
        Rating { id: label.into(), label: label.into(), criteria: String::new(), tone, rank }
    }

    #[test]
    fn every_rating_on_the_scale_has_a_mark_and_only_what_can_be_compared_is_connected() {
        let scale = [
            rating("Op koers", Tone::Positive, Some(2)),
            rating("Achter", Tone::Negative, Some(1)),
            rating("Niet te beoordelen", Tone::Neutral, None),
        ];
        let words = [
            "Op koers",
            "Achter",
            "Niet te beoordelen",
            "Achter",
            "Heette vroeger anders",
            "Op koers",
            "Op koers",
        ];
        let points: Vec<Point> = words
            .iter()
            .map(|word| Point { label: "ronde".into(), rating: Some((*word).to_owned()) })
            .chain([Point { label: "stil".into(), rating: None }])
            .collect();
        let chart = Chart::new(&scale, &points, "Doel 6");
        assert_eq!(chart.marks.len(), 6);
        assert_eq!(chart.lines.len(), 2, "{:?}", chart.lines);
        assert_eq!(chart.columns.len(), 8);
        assert!(
            chart.description.ends_with(
                "ronde: heette vroeger anders; ronde: op koers; ronde: op koers; stil: geen oordeel."
            ),
            "{}",
            chart.description
        );
        assert!(chart.marks.iter().any(|mark| mark.tone == "negative"));
    }
}
