//! Drawings made from numbers: shapes as SVG with a title and a description, words as HTML beside them.
//!
//! So words keep their size on a phone, and their contrast can be checked. Colour never stands alone: every part
//! has a pattern, its number and its name.
//!
//! Places are whole numbers: the same numbers give the same bytes.

use askama::{Template, filters::HtmlSafe};

use super::view::class;
use crate::report::{Chart, Figure, Point, Series, Stack, StackPart, typography::decimal};

/// Width of every drawing, in its own units.
const WIDTH: i64 = 1000;
/// Height of the plot of a series.
const HEIGHT: i64 = 320;

/// A figure's drawing with what belongs to it.
///
/// Its fills are among [`super::view::Icons`], which must stand once in the page.
#[derive(Template)]
#[template(path = "report/chart.html")]
pub struct Drawing<'a> {
    figure: &'a Figure,
    shape: Shape<'a>,
}

impl HtmlSafe for Drawing<'_> {}

enum Shape<'a> {
    Stacks(Vec<Bar<'a>>),
    Series(Lines),
}

struct Bar<'a> {
    label: &'a str,
    parts: Vec<Piece<'a>>,
}

struct Piece<'a> {
    fill: String,
    x: i64,
    width: i64,
    count: u32,
    label: &'a str,
}

struct Lines {
    base: i64,
    path: String,
    marks: Vec<Mark>,
    target: Option<Target>,
}

/// A point with its words; places of words are whole percents, for which the style has classes.
struct Mark {
    x: i64,
    y: i64,
    left: i64,
    top: i64,
    /// "first", "middle" or "last": which words stay when there is little room.
    place: &'static str,
    value: String,
    day: String,
}

struct Target {
    x: i64,
    y: i64,
    top: i64,
    value: String,
}

impl<'a> Drawing<'a> {
    /// The drawing of a figure.
    #[must_use]
    pub fn new(figure: &'a Figure) -> Self {
        let shape = match &figure.chart {
            Chart::Stacks { stacks } => Shape::Stacks(bars(stacks)),
            Chart::Series(series) => Shape::Series(Lines::new(series)),
        };
        Self { figure, shape }
    }

    /// Every label of the parts once, in order of appearance: the columns of the table.
    fn labels(bars: &[Bar<'a>]) -> Vec<&'a str> {
        let mut labels = Vec::new();
        for part in bars.iter().flat_map(|bar| &bar.parts) {
            if !labels.contains(&part.label) {
                labels.push(part.label);
            }
        }
        labels
    }
}

impl Bar<'_> {
    fn words(&self) -> String {
        let parts: Vec<String> =
            self.parts.iter().map(|part| format!("{} {}", part.count, part.label.to_lowercase())).collect();
        parts.join(", ")
    }

    fn count(&self, label: &str) -> u32 {
        self.parts.iter().filter(|part| part.label == label).map(|part| part.count).sum()
    }
}

fn bars(stacks: &[Stack]) -> Vec<Bar<'_>> {
    let most = stacks.iter().map(total).max().unwrap_or_default().max(1);
    stacks
        .iter()
        .map(|stack| {
            let mut start = 0;
            let parts = stack
                .parts
                .iter()
                .filter(|part| part.count > 0)
                .map(|part| {
                    let from = WIDTH * start / most;
                    start += i64::from(part.count);
                    let width = (WIDTH * start / most - from - 4).max(2);
                    Piece { fill: fill(stacks, part), x: from, width, count: part.count, label: &part.label }
                })
                .collect();
            Bar { label: &stack.label, parts }
        })
        .collect()
}

fn total(stack: &Stack) -> i64 {
    stack.parts.iter().map(|part| i64::from(part.count)).sum()
}

/// Labels of one tone differ by the number of their pattern.
fn fill(stacks: &[Stack], part: &StackPart) -> String {
    let mut same_tone: Vec<&str> = Vec::new();
    for other in stacks.iter().flat_map(|stack| &stack.parts).filter(|other| other.tone == part.tone) {
        if !same_tone.contains(&other.label.as_str()) {
            same_tone.push(&other.label);
        }
    }
    let place = same_tone.iter().position(|label| *label == part.label).unwrap_or_default();
    format!("{}-{}", class(part.tone), place.min(2))
}

impl Lines {
    fn new(series: &Series) -> Self {
        let all = || series.points.iter().chain(&series.target);
        // From nought, so that a line that looks twice as high is twice as high.
        let low = all().map(|point| point.value).min().unwrap_or_default().min(0);
        let high = all().map(|point| point.value).max().unwrap_or_default().max(0);
        let first = all().map(|point| point.date).min().unwrap_or_default();
        let last = all().map(|point| point.date).max().unwrap_or_default();
        let days = (last - first).num_days();
        let x = |point: &Point| {
            between(50, WIDTH - 50, i128::from((point.date - first).num_days()), i128::from(days))
        };
        let span = i128::from(high) - i128::from(low);
        let y = |value: i64| HEIGHT - between(10, HEIGHT - 70, i128::from(value) - i128::from(low), span);
        let end = series.points.len().saturating_sub(1);
        let mut path = String::new();
        let mut marks = Vec::new();
        for (place, point) in series.points.iter().enumerate() {
            let (x, y) = (x(point), y(point.value));
            path = format!("{path}{}{x} {y}", if place == 0 { 'M' } else { 'L' });
            marks.push(Mark {
                x,
                y,
                left: x * 100 / WIDTH,
                top: y * 100 / HEIGHT,
                place: match place {
                    0 => "first",
                    _ if place == end => "last",
                    _ => "middle",
                },
                value: decimal(point.value, series.decimals),
                day: point.date.format("%d-%m-%Y").to_string(),
            });
        }
        thin(&mut marks);
        let target = series.target.as_ref().map(|point| {
            let (x, y) = (x(point), y(point.value));
            Target { x, y, top: y * 100 / HEIGHT, value: decimal(point.value, series.decimals) }
        });
        Self { base: y(0), path, marks, target }
    }
}

/// Takes the words from points that stand too near the one before or the last.
fn thin(marks: &mut [Mark]) {
    let Some(last) = marks.last().map(|mark| mark.left) else { return };
    let count = marks.len();
    let mut before = i64::MIN;
    for (place, mark) in marks.iter_mut().enumerate() {
        let crowded = mark.left < before.saturating_add(18) || mark.left > last - 18;
        if crowded && place + 1 < count && place > 0 {
            mark.value.clear();
            mark.day.clear();
        } else {
            before = mark.left;
        }
    }
}

/// The place between two sides of a part of a whole; the middle when there is no whole.
fn between(from: i64, to: i64, part: i128, whole: i128) -> i64 {
    if whole == 0 {
        return i64::midpoint(from, to);
    }
    from + i64::try_from(i128::from(to - from) * part / whole).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Tone;

    fn series(points: &[(&str, i64)], target: Option<(&str, i64)>) -> Figure {
        let point = |(date, value): &(&str, i64)| Point { date: date.parse().unwrap(), value: *value };
        let chart = Chart::Series(Series {
            unit: "%".into(),
            decimals: 1,
            points: points.iter().map(point).collect(),
            target: target.as_ref().map(point),
        });
        Figure { caption: "Cijfer".into(), alt: "In woorden.".into(), chart, source: None }
    }

    #[test]
    fn one_point_none_and_the_widest_numbers_are_drawn() {
        for points in [
            &[][..],
            &[("2020-01-01", 5)],
            &[("2020-01-01", i64::MIN), ("2020-01-01", i64::MAX)],
            &[("1900-01-01", -3), ("2100-01-01", 3)],
        ] {
            for target in [None, Some(("2024-01-01", 20))] {
                let svg = Drawing::new(&series(points, target)).render().unwrap();
                assert_eq!(svg.matches("<circle").count(), points.len() + usize::from(target.is_some()));
                assert!(svg.contains("<title>Cijfer</title><desc>In woorden.</desc>"));
            }
        }
    }

    #[test]
    fn a_value_twice_as_high_stands_twice_as_high() {
        let figure = series(&[("2019-01-01", 10), ("2020-01-01", 20)], None);
        let Shape::Series(lines) = Drawing::new(&figure).shape else { panic!("a series") };
        assert_eq!((lines.base - lines.marks[0].y) * 2, lines.base - lines.marks[1].y);
    }

    #[test]
    fn two_steps_of_one_tone_have_different_patterns() {
        let part = |label: &str, tone| StackPart { label: label.into(), tone, count: 1 };
        let parts = vec![
            part("Gerealiseerd", Tone::Positive),
            part("Op koers", Tone::Positive),
            part("Achter", Tone::Negative),
        ];
        let stacks = [Stack { label: "Pijler".into(), parts }];
        let fills: Vec<String> = bars(&stacks)[0].parts.iter().map(|part| part.fill.clone()).collect();
        assert_eq!(fills, ["positive-0", "positive-1", "negative-0"]);
    }
}
