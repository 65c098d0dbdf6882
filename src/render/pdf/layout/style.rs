//! The look: measures, colours and type sizes, in one place.
//!
//! The page is A4. Paragraph numbers stand in a margin column on the left, text in one column of some seventy
//! characters, set ragged. Vertical measures are multiples of seven points, half a line of running text.

use crate::render::pdf::fonts::Style;
use crate::render::pdf::page::{Color, PAGE_HEIGHT, PAGE_WIDTH, Pt};
use crate::render::pdf::text::Type;

/// Text.
pub(crate) const INK: Color = Color(0x00, 0x1a, 0x40);
/// Headings, rules, the cover.
pub(crate) const ACCENT: Color = Color(0x0b, 0x4f, 0x5c);
/// Links.
pub(crate) const LINK: Color = Color(0x0b, 0x4f, 0x5c);
/// Notes, numbers in the margin, running headers: 7 to 1 on white.
pub(crate) const QUIET: Color = Color(0x4a, 0x55, 0x68);
/// Thin rules.
pub(crate) const RULE: Color = Color(0xb8, 0xc4, 0xcc);
/// Ground of panels.
pub(crate) const TINT: Color = Color(0xee, 0xf4, 0xf5);
/// Ground of warnings.
pub(crate) const WARM: Color = Color(0xfd, 0xf3, 0xe3);
/// Rule beside warnings.
pub(crate) const AMBER: Color = Color(0xb4, 0x5f, 0x06);
/// Paper.
pub(crate) const WHITE: Color = Color(0xff, 0xff, 0xff);

/// Left edge of the margin column, of wide tables and of the running header.
pub(crate) const LEFT: Pt = 62.0;
/// Right edge of everything.
pub(crate) const RIGHT: Pt = PAGE_WIDTH - 62.0;
/// Left edge of the text.
pub(crate) const TEXT: Pt = 132.0;
/// Width of the text: some seventy characters.
pub(crate) const MEASURE: Pt = 364.0;
/// Top of the text.
pub(crate) const TOP: Pt = 91.0;
/// Bottom of the text.
pub(crate) const BOTTOM: Pt = PAGE_HEIGHT - 77.0;
/// Room for text on a page.
pub(crate) const ROOM: Pt = BOTTOM - TOP;

/// Half a line: the unit of vertical space.
pub(crate) const HALF: Pt = 7.0;

/// Edge of a badge, in em.
pub(crate) const BADGE_PAD: f32 = 0.42;
/// Room of a badge's sign, in em.
pub(crate) const BADGE_SIGN: f32 = 0.95;

const fn set(size: Pt, leading: Pt) -> Type {
    Type { size, leading, style: Style::Regular, color: INK, tabular: false, hyphenate: true }
}

/// Running text.
pub(crate) const BODY: Type = set(10.0, 14.0);
/// Chapter titles.
pub(crate) const H1: Type = set(22.0, 28.0).bold().unbroken().colored(ACCENT);
/// Titles of goals and parts of chapters.
pub(crate) const H2: Type = set(15.0, 21.0).bold().unbroken().colored(ACCENT);
/// Titles of parts of goals.
pub(crate) const H3: Type = set(11.0, 14.0).bold().unbroken();
/// The words above a title: "Doel 6".
pub(crate) const LABEL: Type = set(10.0, 14.0).bold().unbroken().colored(QUIET);
/// Numbers in the margin.
pub(crate) const NUMBER: Type = set(8.0, 14.0).tabular().unbroken().colored(QUIET);
/// Captions of tables and figures.
pub(crate) const CAPTION: Type = set(9.0, 14.0).bold();
/// Heads of columns.
pub(crate) const HEAD: Type = set(8.0, 11.0).bold().colored(ACCENT);
/// Cells.
pub(crate) const CELL: Type = set(8.5, 12.0).tabular();
/// Sources of tables and figures.
pub(crate) const SOURCE: Type = set(8.0, 11.0).colored(QUIET);
/// Words in a chart.
pub(crate) const CHART: Type = set(8.0, 11.0).tabular().unbroken();
/// Running header and footer.
pub(crate) const FRAME: Type = set(8.0, 11.0).tabular().unbroken().colored(QUIET);
