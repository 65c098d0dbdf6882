//! The page model: what is drawn where, and for whom it is drawn.
//!
//! It stands between layout and writer and knows neither the report nor the file format. Every drawing is owned
//! by a [`Slot`](super::tree::Slot) of the structure tree or is an artifact, so a page cannot be built that a
//! screen reader would not understand. All lengths are points; the origin is the top left corner, y runs down.

use super::fonts::FaceId;
use super::tree::{LinkId, SlotId};

/// A length or position in points (1/72 inch).
pub(crate) type Pt = f32;

/// Width of A4.
pub(crate) const PAGE_WIDTH: Pt = 595.28;
/// Height of A4.
pub(crate) const PAGE_HEIGHT: Pt = 841.89;

/// An sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Color(pub(crate) u8, pub(crate) u8, pub(crate) u8);

/// A finished page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    /// In drawing order, which is also reading order for owned items.
    pub(crate) items: Vec<Item>,
    /// Where a click leads somewhere.
    pub(crate) links: Vec<LinkArea>,
}

/// A drawing and its owner.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Who it belongs to.
    pub(crate) owner: Owner,
    /// What it is.
    pub(crate) draw: Draw,
}

/// To whom a drawing belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// To the content: read aloud, copied, reflowed.
    Slot(SlotId),
    /// Decoration: rules, tints, leaders, repeated heads.
    Artifact,
    /// Running header, footer or watermark.
    Pagination,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub(crate) enum Draw {
    /// Glyphs on a baseline.
    Text(TextRun),
    /// A closed or open path.
    Path(Path),
}

/// Glyphs of one face, size and colour on one baseline.
#[derive(Clone, Debug)]
pub(crate) struct TextRun {
    /// The face.
    pub(crate) face: FaceId,
    /// Size of the em.
    pub(crate) size: Pt,
    /// Colour of the glyphs.
    pub(crate) color: Color,
    /// Where the first glyph begins.
    pub(crate) x: Pt,
    /// The baseline.
    pub(crate) y: Pt,
    /// The glyphs from left to right.
    pub(crate) glyphs: Vec<Glyph>,
    /// What is read instead, when the glyphs do not say it in reading order.
    pub(crate) actual: Option<String>,
    /// Whether the next run is read as part of this one.
    pub(crate) goes_on: bool,
}

/// A glyph and the text it stands for.
#[derive(Clone, Debug)]
pub(crate) struct Glyph {
    /// Its number in the face.
    pub(crate) id: u16,
    /// How far the pen moves.
    pub(crate) advance: Pt,
    /// What it reads as.
    pub(crate) text: GlyphText,
}

/// What a glyph reads as.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum GlyphText {
    /// Nothing by itself: a later glyph of its cluster.
    None,
    /// One character.
    Char(char),
    /// Several: a ligature.
    Many(Box<str>),
}

/// A vector shape.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// Its segments.
    pub(crate) steps: Vec<Step>,
    /// Inside.
    pub(crate) fill: Option<Color>,
    /// Outline with its width.
    pub(crate) stroke: Option<(Color, Pt)>,
    /// Dash and gap.
    pub(crate) dash: Option<(Pt, Pt)>,
}

/// A segment of a [`Path`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    /// Lift the pen.
    Move(Pt, Pt),
    /// Straight to.
    Line(Pt, Pt),
    /// Bézier with two control points.
    Curve([Pt; 2], [Pt; 2], [Pt; 2]),
    /// Back to where the pen was put down.
    Close,
}

/// A clickable rectangle.
#[derive(Clone, Debug)]
pub(crate) struct LinkArea {
    /// The link it is a part of.
    pub(crate) link: LinkId,
    /// Left, top, right, bottom.
    pub(crate) area: [Pt; 4],
}

impl Path {
    /// A filled rectangle.
    pub(crate) fn rect(x: Pt, y: Pt, width: Pt, height: Pt, fill: Color) -> Self {
        let steps = vec![
            Step::Move(x, y),
            Step::Line(x + width, y),
            Step::Line(x + width, y + height),
            Step::Line(x, y + height),
            Step::Close,
        ];
        Self { steps, fill: Some(fill), stroke: None, dash: None }
    }

    /// A straight rule.
    pub(crate) fn rule(from: (Pt, Pt), to: (Pt, Pt), color: Color, width: Pt) -> Self {
        let steps = vec![Step::Move(from.0, from.1), Step::Line(to.0, to.1)];
        Self { steps, fill: None, stroke: Some((color, width)), dash: None }
    }

    /// A rectangle with round corners.
    pub(crate) fn rounded(x: Pt, y: Pt, width: Pt, height: Pt, radius: Pt) -> Self {
        /// Distance of the control points from the corner that comes nearest to a quarter circle.
        const CONTROL: f32 = 0.447_715;
        let near = radius * CONTROL;
        let (right, bottom) = (x + width, y + height);
        let steps = vec![
            Step::Move(x + radius, y),
            Step::Line(right - radius, y),
            Step::Curve([right - near, y], [right, y + near], [right, y + radius]),
            Step::Line(right, bottom - radius),
            Step::Curve([right, bottom - near], [right - near, bottom], [right - radius, bottom]),
            Step::Line(x + radius, bottom),
            Step::Curve([x + near, bottom], [x, bottom - near], [x, bottom - radius]),
            Step::Line(x, y + radius),
            Step::Curve([x, y + near], [x + near, y], [x + radius, y]),
            Step::Close,
        ];
        Self { steps, fill: None, stroke: None, dash: None }
    }

    /// A circle.
    pub(crate) fn circle(x: Pt, y: Pt, radius: Pt) -> Self {
        Self::rounded(x - radius, y - radius, radius * 2.0, radius * 2.0, radius)
    }

    /// Straight lines through points.
    pub(crate) fn lines(points: &[(Pt, Pt)], closed: bool) -> Self {
        let mut steps: Vec<Step> = points
            .iter()
            .enumerate()
            .map(|(index, &(x, y))| if index == 0 { Step::Move(x, y) } else { Step::Line(x, y) })
            .collect();
        if closed {
            steps.push(Step::Close);
        }
        Self { steps, fill: None, stroke: None, dash: None }
    }

    /// Filled.
    pub(crate) fn filled(mut self, color: Color) -> Self {
        self.fill = Some(color);
        self
    }

    /// Outlined.
    pub(crate) fn stroked(mut self, color: Color, width: Pt) -> Self {
        self.stroke = Some((color, width));
        self
    }

    /// With a broken outline.
    pub(crate) fn dashed(mut self, dash: Pt, gap: Pt) -> Self {
        self.dash = Some((dash, gap));
        self
    }

    fn down(&mut self, by: Pt) {
        for step in &mut self.steps {
            match step {
                Step::Move(_, y) | Step::Line(_, y) => *y += by,
                Step::Curve(a, b, c) => {
                    a[1] += by;
                    b[1] += by;
                    c[1] += by;
                }
                Step::Close => {}
            }
        }
    }
}

impl Item {
    /// Text that belongs to the content or is part of the frame.
    pub(crate) fn text(owner: Owner, run: TextRun) -> Self {
        Self { owner, draw: Draw::Text(run) }
    }

    /// A shape.
    pub(crate) fn path(owner: Owner, path: Path) -> Self {
        Self { owner, draw: Draw::Path(path) }
    }

    /// Moved down the page.
    pub(crate) fn down(&mut self, by: Pt) {
        match &mut self.draw {
            Draw::Text(run) => run.y += by,
            Draw::Path(path) => path.down(by),
        }
    }
}
