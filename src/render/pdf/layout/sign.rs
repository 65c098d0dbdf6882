//! The four tones: a colour and a shape each, so that no news depends on seeing colour.

use super::style::WHITE;
use crate::render::pdf::page::{Color, Path, Pt};
use crate::report::Tone;

/// Colours of a tone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Colors {
    /// Ground of a badge.
    pub(crate) tint: Color,
    /// Its edge.
    pub(crate) edge: Color,
    /// The sign, and a bar's part: at least 3 to 1 on white and on the tint.
    pub(crate) strong: Color,
}

/// The colours of `tone`.
pub(crate) const fn colors(tone: Tone) -> Colors {
    match tone {
        Tone::Positive => Colors {
            tint: Color(0xe4, 0xf2, 0xe8),
            edge: Color(0x9c, 0xcb, 0xab),
            strong: Color(0x1f, 0x6f, 0x43),
        },
        Tone::Attention => Colors {
            tint: Color(0xfd, 0xf1, 0xd6),
            edge: Color(0xe5, 0xc3, 0x78),
            strong: Color(0x9a, 0x5b, 0x00),
        },
        Tone::Negative => Colors {
            tint: Color(0xfb, 0xe6, 0xe6),
            edge: Color(0xe3, 0xa5, 0xa5),
            strong: Color(0xa3, 0x1d, 0x1d),
        },
        Tone::Neutral => Colors {
            tint: Color(0xee, 0xf1, 0xf4),
            edge: Color(0xbf, 0xc9, 0xd2),
            strong: Color(0x4a, 0x55, 0x68),
        },
    }
}

/// The sign of `tone` around a middle: a disc with a tick, a triangle, a square with a cross, a bar.
pub(crate) fn draw(tone: Tone, x: Pt, y: Pt, half: Pt) -> Vec<Path> {
    shape(tone, x, y, half, colors(tone).strong, WHITE)
}

/// The sign in white, for a ground of the tone's strong colour.
pub(crate) fn inverse(tone: Tone, x: Pt, y: Pt, half: Pt) -> Vec<Path> {
    shape(tone, x, y, half, WHITE, colors(tone).strong)
}

fn shape(tone: Tone, x: Pt, y: Pt, half: Pt, strong: Color, white: Color) -> Vec<Path> {
    let weight = half * 0.3;
    match tone {
        Tone::Positive => {
            let tick =
                [(x - half * 0.5, y), (x - half * 0.12, y + half * 0.4), (x + half * 0.5, y - half * 0.4)];
            vec![Path::circle(x, y, half).filled(strong), Path::lines(&tick, false).stroked(white, weight)]
        }
        Tone::Attention => {
            let (top, low) = (y - half, y + half * 0.85);
            let shape = [(x, top), (x + half * 1.1, low), (x - half * 1.1, low)];
            let stem = [(x, y - half * 0.35), (x, y + half * 0.25)];
            let dot = [(x, y + half * 0.42), (x, y + half * 0.66)];
            vec![
                Path::lines(&shape, true).filled(strong),
                Path::lines(&stem, false).stroked(white, weight),
                Path::lines(&dot, false).stroked(white, weight),
            ]
        }
        Tone::Negative => {
            let (inner, outer) = (half * 0.45, half * 0.92);
            vec![
                Path::rect(x - outer, y - outer, outer * 2.0, outer * 2.0, strong),
                Path::lines(&[(x - inner, y - inner), (x + inner, y + inner)], false).stroked(white, weight),
                Path::lines(&[(x - inner, y + inner), (x + inner, y - inner)], false).stroked(white, weight),
            ]
        }
        Tone::Neutral => vec![Path::rect(x - half, y - half * 0.3, half * 2.0, half * 0.6, strong)],
    }
}
