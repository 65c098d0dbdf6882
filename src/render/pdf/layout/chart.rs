//! Figures: stacked bars, with the frame that all figures share.

use super::style::{ACCENT, CAPTION, CHART, HALF, QUIET, WHITE};
use super::{Drawn, Extra, Flow, Piece, Side, sign};
use crate::render::pdf::page::{Item, Owner, Path, Pt};
use crate::render::pdf::tree::{NodeId, Role, SlotId};
use crate::report::{Chart, Figure, Stack, Tone};

/// Height of a bar.
const BAR: Pt = 15.0;
/// From bar to bar.
const STEP: Pt = 25.0;
/// Bars that stand together; more of them go on, on the next page if need be.
const TOGETHER: usize = 14;
/// Half the size of a sign.
const SIGN: Pt = 3.4;

/// A drawing that grows, with the content it belongs to.
pub(crate) struct Canvas {
    /// The figure's content.
    pub(crate) slot: SlotId,
    /// The figure's element.
    pub(crate) node: NodeId,
    /// What is drawn.
    pub(crate) drawn: Drawn,
    /// How tall it is so far.
    pub(crate) height: Pt,
}

impl Canvas {
    /// Adds a shape to the figure.
    pub(crate) fn path(&mut self, path: Path) {
        self.drawn.items.push(Item::path(Owner::Slot(self.slot), path));
    }

    /// Adds words to the figure.
    pub(crate) fn text(&mut self, drawn: Drawn) {
        self.drawn.append(drawn);
    }
}

/// What a part of a bar stands for.
#[derive(PartialEq, Eq)]
struct Key<'a> {
    tone: Tone,
    label: &'a str,
}

impl Flow<'_, '_> {
    /// A figure in `parent`: caption, drawing, source.
    pub(crate) fn figure(&mut self, figure: &Figure, parent: NodeId) {
        let outer = self.shaper.place.clone();
        self.shaper.place = format!("{outer}, figuur \"{}\"", figure.caption);
        self.space(HALF * 3.0);
        let caption = self.tree.add(parent, Role::P);
        let shaped = self.words(&figure.caption, CAPTION, caption);
        self.lines(shaped);
        self.hold();
        self.space(HALF * 0.5);

        let node = self.tree.add(parent, Role::Figure);
        self.tree.nodes[node].alt =
            Some(if figure.alt.trim().is_empty() { figure.caption.clone() } else { figure.alt.clone() });
        let mut canvas = Canvas { slot: self.tree.slot(node), node, drawn: Drawn::default(), height: 0.0 };
        match &figure.chart {
            Chart::Stacks { stacks } => self.stacks(stacks, &mut canvas),
            Chart::Series(series) => self.series(series, &mut canvas),
        }
        self.push_canvas(canvas);
        self.shaper.place.clone_from(&outer);
        if let Some(source) = &figure.source {
            self.source(source, parent);
        }
        self.space(HALF * 3.0);
    }

    /// Adds what was drawn.
    fn push_canvas(&mut self, mut canvas: Canvas) {
        // Also what text drew under itself belongs to the figure.
        for item in &mut canvas.drawn.under {
            item.owner = Owner::Slot(canvas.slot);
        }
        let area = [self.x, 0.0, self.x + self.width, canvas.height];
        let extra = Extra { figure: Some((canvas.slot, area)), ..Extra::default() };
        self.push(Piece {
            height: canvas.height,
            drawn: canvas.drawn,
            extra: Some(Box::new(extra)),
            ..Piece::default()
        });
    }

    /// A line of a chart that says there is nothing to draw.
    pub(crate) fn nothing(&mut self, words: &str, canvas: &mut Canvas) {
        let shaped = self.words(words, CHART.colored(QUIET), canvas.node);
        canvas.text(self.single(&shaped, self.x, CHART.ascent(), Side::Start));
        canvas.height = CHART.leading;
    }

    fn stacks(&mut self, stacks: &[Stack], canvas: &mut Canvas) {
        let most = stacks.iter().map(total).max().unwrap_or(0);
        if most == 0 {
            return self.nothing("Er is niets te tellen.", canvas);
        }
        let mut keys: Vec<Key> = Vec::new();
        for part in stacks.iter().flat_map(|stack| &stack.parts).filter(|part| part.count > 0) {
            let key = Key { tone: part.tone, label: &part.label };
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let mut groups = stacks.chunks(TOGETHER).peekable();
        while let Some(group) = groups.next() {
            self.bars(group, most, &keys, canvas);
            if groups.peek().is_some() {
                let full = Canvas { drawn: std::mem::take(&mut canvas.drawn), ..*canvas };
                self.push_canvas(full);
            }
        }
        canvas.height = self.legend(&keys, canvas.height + HALF, canvas);
    }

    fn bars(&mut self, stacks: &[Stack], most: u32, keys: &[Key], canvas: &mut Canvas) {
        let names = self.width * 0.34;
        let unit = (self.width - names - 30.0) / small(most);
        let from = self.x + names;
        let mut y = HALF * 0.5;
        for stack in stacks {
            let mut name = self.words(&stack.label, CHART, canvas.node);
            let lines = name.lines(names - 10.0);
            let tall = CHART.leading * f32::from(u16::try_from(lines.len()).unwrap_or(u16::MAX));
            let row = STEP.max(tall + 3.0);
            let mut top = y + (row - tall) / 2.0;
            for line in &lines {
                let mut drawn = Drawn::default();
                drawn.line(&name, line, self.x, top + CHART.ascent(), self.shaper.fonts);
                canvas.text(drawn);
                top += CHART.leading;
            }
            let mut x = from;
            let top = y + (row - BAR) / 2.0;
            for part in stack.parts.iter().filter(|part| part.count > 0) {
                let width = small(part.count) * unit;
                let key = Key { tone: part.tone, label: &part.label };
                canvas.path(Path::rect(x, top, width, BAR, sign::colors(part.tone).strong));
                if is_second(keys, &key) {
                    stripes(canvas, [x, top, x + width, top + BAR]);
                }
                canvas.path(Path::rect(x + width - 0.5, top, 1.0, BAR, WHITE));
                self.count_in(part.count, part.tone, [x, top, width, BAR], canvas);
                x += width;
            }
            let sum = self.words(&total(stack).to_string(), CHART.bold(), canvas.node);
            let baseline = top + BAR / 2.0 + CHART.size * 0.345;
            let x = (x + 7.0).min(self.x + self.width - sum.width());
            canvas.text(self.single(&sum, x, baseline, Side::Start));
            y += row;
        }
        canvas.path(Path::rule((from, HALF * 0.5), (from, y), ACCENT, 0.75));
        canvas.height = y;
    }

    /// The number in a part of a bar, with the tone's sign where there is room for it.
    fn count_in(&mut self, count: u32, tone: Tone, [x, y, width, bar]: [Pt; 4], canvas: &mut Canvas) {
        let words = self.words(&count.to_string(), CHART.bold().colored(WHITE), canvas.node);
        let text = words.width();
        let whole = text + SIGN * 2.0 + 4.0;
        let middle = x + width / 2.0;
        let baseline = y + bar / 2.0 + CHART.size * 0.345;
        if width > whole + 6.0 {
            let left = middle - whole / 2.0;
            for path in sign::inverse(tone, left + SIGN, y + bar / 2.0, SIGN) {
                canvas.path(path);
            }
            canvas.text(self.single(&words, left + SIGN * 2.0 + 4.0, baseline, Side::Start));
        } else if width > text + 2.0 {
            canvas.text(self.single(&words, middle - text / 2.0, baseline, Side::Start));
        }
    }

    /// What the colours and signs mean; returns where it ends.
    fn legend(&mut self, keys: &[Key], top: Pt, canvas: &mut Canvas) -> Pt {
        const BOX: Pt = 11.0;
        let mut x = self.x;
        let mut y = top;
        for key in keys {
            let words = self.words(key.label, CHART, canvas.node);
            let width = BOX + 5.0 + words.width();
            if x > self.x && x + width > self.x + self.width {
                x = self.x;
                y += CHART.leading + 3.0;
            }
            canvas.path(Path::rect(x, y, BOX, BOX, sign::colors(key.tone).strong));
            if is_second(keys, key) {
                stripes(canvas, [x, y, x + BOX, y + BOX]);
            }
            for path in sign::inverse(key.tone, x + BOX / 2.0, y + BOX / 2.0, SIGN) {
                canvas.path(path);
            }
            canvas.text(self.single(&words, x + BOX + 5.0, y + CHART.ascent(), Side::Start));
            x += width + 16.0;
        }
        y + CHART.leading + 1.0
    }
}

/// Whether an earlier key has the same tone: then colour and sign do not tell them apart.
fn is_second(keys: &[Key], key: &Key) -> bool {
    keys.iter().find(|other| other.tone == key.tone) != Some(key)
}

/// White slanting stripes over a box.
fn stripes(canvas: &mut Canvas, [left, top, right, bottom]: [Pt; 4]) {
    const APART: Pt = 5.0;
    let height = bottom - top;
    let mut foot = left - height + APART;
    while foot < right {
        // From the lower left upwards to the right, cut off at the box.
        let from = (foot.max(left), bottom - (left - foot).max(0.0));
        let head = foot + height;
        let to = (head.min(right), top + (head - right).max(0.0));
        canvas.path(Path::rule(from, to, WHITE, 0.9));
        foot += APART;
    }
}

fn total(stack: &Stack) -> u32 {
    stack.parts.iter().fold(0, |sum: u32, part| sum.saturating_add(part.count))
}

/// A count as a length; beyond sixteen million the drawing is no longer exact, and no one sees it.
#[expect(clippy::cast_precision_loss, reason = "a drawing, not a number that is read")]
fn small(count: u32) -> Pt {
    count as Pt
}
