//! Measurements over time as a line with its points.

use chrono::{Datelike, NaiveDate};

use super::chart::Canvas;
use super::style::{ACCENT, AMBER, CHART, INK, QUIET, RULE, WHITE};
use super::{Drawn, Flow, Side};
use crate::render::pdf::page::{Path, Pt};
use crate::render::pdf::text::{Shaped, Type};
use crate::report::{Point, Series};

/// Height between the highest and the lowest value.
const PLOT: Pt = 118.0;
/// Room above the highest value for its number.
const ABOVE: Pt = 30.0;
/// Room for the numbers beside the axis.
const AXIS: Pt = 44.0;
/// With more points than this only the first, last, highest and lowest bear their number.
const MANY: usize = 9;
/// Between the middles of two dates below the axis, at least.
const DATE_STEP: Pt = 38.0;

/// From days and values to places on the page.
struct Frame {
    left: Pt,
    right: Pt,
    days: (i32, i32),
    values: (i64, i64),
}

impl Frame {
    fn x(&self, date: NaiveDate) -> Pt {
        let span = self.days.1 - self.days.0;
        if span == 0 {
            return f32::midpoint(self.left, self.right);
        }
        self.left
            + (self.right - self.left)
                * share(i64::from(date.num_days_from_ce() - self.days.0), i64::from(span))
    }

    fn y(&self, value: i64) -> Pt {
        let span = self.values.1.saturating_sub(self.values.0).max(1);
        ABOVE + PLOT * (1.0 - share(value.saturating_sub(self.values.0), span))
    }
}

impl Flow<'_, '_> {
    /// Draws measurements; none and one are drawn as what they are.
    pub(crate) fn series(&mut self, series: &Series, canvas: &mut Canvas) {
        if series.points.is_empty() && series.target.is_none() {
            return self.nothing("Er zijn nog geen metingen.", canvas);
        }
        let all: Vec<&Point> = series.points.iter().chain(&series.target).collect();
        let low = all.iter().map(|point| point.value).min().unwrap_or(0);
        let high = all.iter().map(|point| point.value).max().unwrap_or(0);
        let (ticks, values) = ticks(low, high);
        let day = |point: &&Point| point.date.num_days_from_ce();
        let frame = Frame {
            left: self.x + AXIS + 20.0,
            right: self.x + self.width - 26.0,
            days: (all.iter().map(day).min().unwrap_or(0), all.iter().map(day).max().unwrap_or(0)),
            values,
        };
        self.axis(series, &ticks, &frame, canvas);
        if let Some(target) = &series.target {
            self.target(series, target, &frame, canvas);
        }
        let places: Vec<(Pt, Pt)> =
            series.points.iter().map(|point| (frame.x(point.date), frame.y(point.value))).collect();
        if places.len() > 1 {
            canvas.path(Path::lines(&places, false).stroked(ACCENT, 1.6));
        }
        self.numbers(series, &frame, canvas);
        self.dates(series, &frame, canvas);
        canvas.height = ABOVE + PLOT + CHART.leading * 2.0;
    }

    fn axis(&mut self, series: &Series, ticks: &[i64], frame: &Frame, canvas: &mut Canvas) {
        let unit = self.words(&series.unit, CHART.colored(QUIET), canvas.node);
        canvas.text(self.single(&unit, self.x, CHART.ascent(), Side::Start));
        for &tick in ticks {
            let y = frame.y(tick);
            canvas.path(Path::rule((self.x + AXIS, y), (self.x + self.width, y), RULE, 0.5));
            self.label(
                &number(tick, series.decimals),
                (self.x + AXIS - 6.0, y + 2.8),
                Side::End,
                CHART.colored(QUIET),
                canvas,
            );
        }
    }

    fn target(&mut self, series: &Series, target: &Point, frame: &Frame, canvas: &mut Canvas) {
        let y = frame.y(target.value);
        let line = Path::rule((self.x + AXIS, y), (self.x + self.width, y), AMBER, 1.2).dashed(4.0, 3.0);
        canvas.path(line);
        let words = format!("doel {}: {}", target.date.year(), number(target.value, series.decimals));
        self.label(&words, (self.x + self.width, y - 4.0), Side::End, CHART.bold().colored(AMBER), canvas);
    }

    fn numbers(&mut self, series: &Series, frame: &Frame, canvas: &mut Canvas) {
        let points = &series.points;
        let low = points.iter().map(|point| point.value).min();
        let high = points.iter().map(|point| point.value).max();
        for (index, point) in points.iter().enumerate() {
            let (x, y) = (frame.x(point.date), frame.y(point.value));
            canvas.path(Path::circle(x, y, 2.8).filled(ACCENT).stroked(WHITE, 1.0));
            let ends = index == 0 || index + 1 == points.len();
            if points.len() <= MANY || ends || Some(point.value) == low || Some(point.value) == high {
                let text = number(point.value, series.decimals);
                let words = self.words(&text, CHART.bold().colored(INK), canvas.node);
                // On a falling line the number stands above it, at a valley below.
                let valley = index > 0
                    && points.get(index + 1).is_some_and(|next| next.value > point.value)
                    && points[index - 1].value > point.value;
                let baseline = if valley { y + 12.5 } else { y - 6.0 };
                canvas.text(self.within(&words, x - words.width() / 2.0, baseline));
            }
        }
    }

    fn dates(&mut self, series: &Series, frame: &Frame, canvas: &mut Canvas) {
        let years = series.points.windows(2).all(|pair| pair[0].date.year() < pair[1].date.year());
        let y = ABOVE + PLOT + CHART.leading + 4.0;
        let mut free = Pt::MIN;
        for point in &series.points {
            let x = frame.x(point.date);
            let label = if years { point.date.format("%Y") } else { point.date.format("%m-%Y") };
            if x >= free {
                let words = self.words(&label.to_string(), CHART.colored(QUIET), canvas.node);
                canvas.text(self.within(&words, x - words.width() / 2.0, y));
                free = x + DATE_STEP;
            }
        }
    }

    fn label(&mut self, text: &str, at: (Pt, Pt), side: Side, set: Type, canvas: &mut Canvas) {
        let words = self.words(text, set, canvas.node);
        let x = if side == Side::End { at.0 - words.width() } else { at.0 };
        canvas.text(self.within(&words, x, at.1));
    }

    /// Words that stay within the figure, however long they are.
    fn within(&self, words: &Shaped, x: Pt, y: Pt) -> Drawn {
        let last = (self.x + self.width - words.width()).max(self.x);
        self.single(words, x.clamp(self.x, last), y, Side::Start)
    }
}

/// Round numbers around the values, some three to six, and the range they span.
fn ticks(low: i64, high: i64) -> (Vec<i64>, (i64, i64)) {
    // A single value is seen by its height above nought.
    let (low, high) = if low == high { (low.min(0), high.max(0)) } else { (low, high) };
    let spread = i128::from(high) - i128::from(low);
    let wanted = (spread / 4).max(1);
    let mut step: i128 = 1;
    while step < wanted {
        step = [step * 2, step * 5, step * 10].into_iter().find(|&next| next >= wanted).unwrap_or(step * 10);
    }
    let narrow = |value: i128| i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX });
    let mut from = i128::from(low).div_euclid(step) * step;
    // A line that never comes near nought still begins there when it is not far.
    if from > 0 && i128::from(low) <= spread * 2 {
        from = 0;
        while (i128::from(high) / step) > 6 {
            step *= 2;
        }
    }
    let mut to = from;
    let mut ticks = vec![narrow(from)];
    while to < i128::from(high) || ticks.len() < 2 {
        to += step;
        ticks.push(narrow(to));
    }
    (ticks, (narrow(from), narrow(to)))
}

/// A value in Dutch: 122 with two decimals is "1,22", with points between thousands.
fn number(value: i64, decimals: u8) -> String {
    let decimals = usize::from(decimals.min(18));
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push(',');
        text.push_str(part);
    }
    if value < 0 { format!("−{text}") } else { text }
}

/// A part of a whole as a length; exact enough to draw.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a drawing, not a number that is read"
)]
fn share(part: i64, whole: i64) -> Pt {
    (part as f64 / whole as f64) as Pt
}

#[cfg(test)]
mod tests {
    use super::{number, ticks};

    #[test]
    fn numbers_are_written_the_dutch_way() {
        assert_eq!(number(122, 2), "1,22");
        assert_eq!(number(-5, 1), "−0,5");
        assert_eq!(number(1_234_567, 0), "1.234.567");
        assert_eq!(number(i64::MIN, 0), "−9.223.372.036.854.775.808");
    }

    #[test]
    fn ticks_are_few_and_round_and_hold_every_value() {
        for (low, high) in
            [(0, 0), (116, 200), (5, 5), (-40, 12), (1_000_000, 1_000_900), (i64::MIN, i64::MAX)]
        {
            let (ticks, (from, to)) = ticks(low, high);
            assert!(from <= low && high <= to, "{low}..{high}: {ticks:?}");
            assert!((2..=8).contains(&ticks.len()), "{low}..{high}: {ticks:?}");
        }
    }
}
