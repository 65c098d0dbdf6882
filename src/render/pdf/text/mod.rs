//! From words to lines: inline elements are flattened, shaped once, and broken as often as a width asks for it.

mod breaks;
mod draw;
mod flatten;
mod hyphen;
mod parley;
mod shape;

pub(crate) use draw::Drawn;
pub(crate) use flatten::{Flat, Ink};
pub(crate) use shape::{Shaped, Shaper};

use super::fonts::Style;
use super::page::{Color, Pt};

/// How a paragraph is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type {
    /// Size of the em.
    pub(crate) size: Pt,
    /// From baseline to baseline.
    pub(crate) leading: Pt,
    /// The face where nothing else is asked for.
    pub(crate) style: Style,
    /// The colour where nothing else is asked for.
    pub(crate) color: Color,
    /// Figures of equal width, for columns of numbers.
    pub(crate) tabular: bool,
    /// Whether Dutch words may be broken.
    pub(crate) hyphenate: bool,
}

impl Type {
    /// Heavier.
    pub(crate) const fn bold(self) -> Self {
        Self { style: Style::Bold, ..self }
    }

    /// In another colour.
    pub(crate) const fn colored(self, color: Color) -> Self {
        Self { color, ..self }
    }

    /// With figures of equal width.
    pub(crate) const fn tabular(self) -> Self {
        Self { tabular: true, ..self }
    }

    /// With whole words.
    pub(crate) const fn unbroken(self) -> Self {
        Self { hyphenate: false, ..self }
    }

    /// From the top of a line to its baseline: the leading is shared so that capitals stand in the middle.
    pub(crate) fn ascent(self) -> Pt {
        const CAPITAL: f32 = 0.689;
        f32::midpoint(self.leading, self.size * CAPITAL)
    }
}
