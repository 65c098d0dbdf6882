//! The style element: one text, made once, the same for every report, so that its hash can be the policy.

use std::{fmt, fmt::Write as _, sync::LazyLock};

use askama::filters::HtmlSafe;
use sha2::{Digest as _, Sha256};

const SHEET: &str = include_str!("../../../templates/report/report.css");

/// Weight, characters and bytes of each face.
const FACES: [(u16, &str, &[u8]); 4] = [
    (400, LATIN, include_bytes!("../../../templates/assets/fonts/source-sans-3-latin-400-normal.woff2")),
    (700, LATIN, include_bytes!("../../../templates/assets/fonts/source-sans-3-latin-700-normal.woff2")),
    (
        400,
        EXTENDED,
        include_bytes!("../../../templates/assets/fonts/source-sans-3-latin-ext-400-normal.woff2"),
    ),
    (
        700,
        EXTENDED,
        include_bytes!("../../../templates/assets/fonts/source-sans-3-latin-ext-700-normal.woff2"),
    ),
];

const LATIN: &str = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,\
                     U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD";
const EXTENDED: &str = "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,\
                        U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,\
                        U+A720-A7FF";

static STYLE: LazyLock<String> = LazyLock::new(|| {
    let mut style = String::new();
    for (weight, characters, bytes) in FACES {
        let bytes = base64(bytes);
        // Writing to a string cannot fail.
        let _ = writeln!(
            style,
            "@font-face{{font-family:\"Source Sans 3\";font-weight:{weight};font-display:swap;\
             unicode-range:{characters};src:url(data:font/woff2;base64,{bytes})format(\"woff2\")}}"
        );
    }
    // Percents as classes, for a style attribute would need a weaker policy: widths of columns, places of words.
    for percent in 0..=100 {
        let _ = write!(
            style,
            ".w{percent}{{width:{percent}%}}.x{percent}{{left:{percent}%}}.y{percent}{{top:{percent}%}}"
        );
    }
    style.push('\n');
    style.push_str(SHEET);
    style
});

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = base64(&Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; font-src data:; base-uri 'none'; form-action 'none'"
    )
});

/// The text of the style element. It holds no `<`, which a test keeps, so that it cannot end the element.
pub(super) struct Style;

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STYLE)
    }
}

impl HtmlSafe for Style {}

pub(super) fn policy() -> &'static str {
    &POLICY
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > chunk.len() { '=' } else { char::from(digit) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn the_style_cannot_end_its_element_and_fetches_nothing() {
        assert!(!STYLE.contains('<'));
        let inside = STYLE.matches("url(data:").count() + STYLE.matches("url(#").count();
        assert!(!STYLE.contains("@import") && STYLE.matches("url(").count() == inside);
    }
}
