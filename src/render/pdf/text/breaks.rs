//! Choosing where lines end: the whole paragraph is weighed at once.
//!
//! # Why not line by line
//! Filling each line as far as it goes leaves some lines very short when a long Dutch word follows. Looking at
//! the paragraph as a whole gives a calmer right edge with fewer hyphens. Text is set ragged: nothing is
//! stretched, so the cost of a line is only the room it leaves.

use std::ops::Range;

use super::shape::{Break, Cluster, Shaped};
use crate::render::pdf::page::Pt;

/// A line of a paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Clusters of the paragraph, with the space at its end.
    pub(crate) clusters: Range<usize>,
    /// Whether a hyphen is drawn at its end.
    pub(crate) hyphen: bool,
    /// What is visible of it.
    pub(crate) width: Pt,
}

/// Cost of a hyphen: as much as an eighth of the line left empty.
const HYPHEN: f32 = 0.016;
/// Added for each further hyphen in successive lines.
const SUCCESSION: f32 = 0.06;
/// Cost of breaking where no rule allows it.
const FORCED: f32 = 4.0;
/// Cost of a last line that is one short word.
const RUNT: f32 = 0.02;
/// Successive lines that may end in a hyphen, at most.
const LADDER: u8 = 2;

/// A place where a line may end.
struct Point {
    /// First cluster after it.
    next: usize,
    /// Width from the start of the paragraph to here, without the space before the break.
    visible: Pt,
    /// Width with that space.
    full: Pt,
    kind: Break,
    /// Cheapest way to get here.
    cost: f32,
    /// The point at which the line that ends here begins.
    from: usize,
    /// Hyphens in succession that end here.
    hyphens: u8,
}

/// The lines of a paragraph in a column of `width`.
pub(crate) fn lines(shaped: &mut Shaped, width: Pt) -> Vec<Line> {
    if shaped.clusters.is_empty() {
        return Vec::new();
    }
    force(shaped, width);
    let mut points = points(shaped, width);
    weigh(&mut points, width, shaped.hyphen);
    trace(&points, shaped.hyphen)
}

/// Allows a break anywhere in words that are wider than the column.
fn force(shaped: &mut Shaped, width: Pt) {
    let mut start = 0;
    let mut sum = 0.0;
    for index in 0..shaped.clusters.len() {
        let cluster = &shaped.clusters[index];
        sum += if cluster.space { 0.0 } else { cluster.width() };
        let hyphen = if cluster.end == Break::Hyphen { shaped.hyphen } else { 0.0 };
        let ends = cluster.end != Break::No;
        if sum + hyphen > width {
            // A ligature's later letters have no glyphs: no break before them.
            for at in start..index {
                if shaped.clusters[at].end == Break::No && !shaped.clusters[at + 1].glyphs.is_empty() {
                    shaped.clusters[at].end = Break::Forced;
                }
            }
            (start, sum) = (index, shaped.clusters[index].width());
        }
        if ends {
            (start, sum) = (index + 1, 0.0);
        }
    }
}

fn points(shaped: &Shaped, width: Pt) -> Vec<Point> {
    let start = Point { next: 0, visible: 0.0, full: 0.0, kind: Break::Free, cost: 0.0, from: 0, hyphens: 0 };
    let mut points = vec![start];
    let mut full = 0.0;
    let mut visible = 0.0;
    let last = shaped.clusters.len() - 1;
    // The last word of a paragraph stays whole: a syllable alone on a line reads badly.
    let word = shaped.clusters.iter().rposition(|cluster| cluster.space).map_or(0, |space| space + 1);
    let fits = shaped.clusters[word..].iter().map(Cluster::width).sum::<Pt>() <= width;
    for (index, cluster) in shaped.clusters.iter().enumerate() {
        full += cluster.width();
        if !cluster.space {
            visible = full;
        }
        let kind = match cluster.end {
            _ if index == last => Break::Free,
            Break::No => continue,
            Break::Hyphen if index >= word && fits => continue,
            kind @ (Break::Free | Break::Hyphen | Break::Forced) => kind,
        };
        points.push(Point { next: index + 1, visible, full, kind, cost: f32::INFINITY, from: 0, hyphens: 0 });
    }
    points
}

fn weigh(points: &mut [Point], width: Pt, hyphen: Pt) {
    let count = points.len();
    let mut first = 0;
    for at in 1..count {
        let (before, rest) = points.split_at_mut(at);
        let here = &mut rest[0];
        let end = here.visible + if here.kind == Break::Hyphen { hyphen } else { 0.0 };
        // Lines that begin too far back fit no later end either, save for the width of a hyphen.
        while first + 1 < at && here.visible - before[first].full > width {
            first += 1;
        }
        for (index, start) in before.iter().enumerate().skip(first).rev() {
            let used = end - start.full;
            if used > width + 0.01 && index + 1 < at {
                break;
            }
            let cost = start.cost + line_cost(start, here.kind, (width - used) / width, at + 1 == count);
            if cost < here.cost {
                here.cost = cost;
                here.from = index;
                here.hyphens = if here.kind == Break::Hyphen { start.hyphens + 1 } else { 0 };
            }
        }
    }
}

fn line_cost(start: &Point, kind: Break, empty: f32, last: bool) -> f32 {
    let overfull = if empty < 0.0 { 100.0 } else { 0.0 };
    let ragged = if last { if empty > 0.9 { RUNT } else { 0.0 } } else { empty * empty };
    let end = match kind {
        _ if last => 0.0,
        Break::No | Break::Free => 0.0,
        Break::Hyphen if start.hyphens >= LADDER => 1.0,
        Break::Hyphen => HYPHEN + SUCCESSION * f32::from(start.hyphens),
        Break::Forced => FORCED,
    };
    overfull + ragged + end
}

fn trace(points: &[Point], hyphen: Pt) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = points.len() - 1;
    while at > 0 {
        let (start, end) = (&points[points[at].from], &points[at]);
        let broken = end.kind == Break::Hyphen;
        lines.push(Line {
            clusters: start.next..end.next,
            hyphen: broken,
            width: end.visible - start.full + if broken { hyphen } else { 0.0 },
        });
        at = points[at].from;
    }
    lines.reverse();
    lines
}

/// Clusters of a line from left to right (rule L2 of the Unicode bidirectional algorithm).
pub(crate) fn visual(clusters: &[Cluster], base: u8) -> Vec<usize> {
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    let mut level: Vec<u8> = clusters.iter().map(|cluster| cluster.level).collect();
    // Rule L1: space at the end of a line follows the paragraph.
    for (index, cluster) in clusters.iter().enumerate().rev() {
        if !cluster.space {
            break;
        }
        level[index] = base;
    }
    let highest = level.iter().copied().max().unwrap_or(0);
    for limit in (1..=highest).rev() {
        let mut start = 0;
        while start < order.len() {
            if level[order[start]] < limit {
                start += 1;
                continue;
            }
            let end = (start..order.len()).find(|&at| level[order[at]] < limit).unwrap_or(order.len());
            order[start..end].reverse();
            start = end;
        }
    }
    order
}
