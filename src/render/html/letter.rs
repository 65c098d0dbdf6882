//! The letter as one HTML file that stands alone.

use askama::Template;

use super::{Blocks, style, view::Icons};
use crate::report::{Letter, long_date};

/// The whole letter.
///
/// # Panics
/// Never in practice: the templates have no fallible part.
#[must_use]
#[expect(clippy::expect_used, reason = "writing to a string cannot fail and the templates cannot refuse")]
pub fn letter(letter: &Letter) -> String {
    LetterPage { letter }.render().expect("templates without fallible parts")
}

#[derive(Template)]
#[template(path = "report/letter.html")]
struct LetterPage<'a> {
    letter: &'a Letter,
}

impl<'a> LetterPage<'a> {
    fn style() -> style::Style {
        style::Style
    }

    fn icons() -> Icons {
        Icons
    }

    fn date(&self) -> String {
        long_date(self.letter.date)
    }

    fn sender_name(&self) -> &str {
        self.letter.sender.first().map_or("", String::as_str)
    }

    fn body(&self) -> Blocks<'a> {
        Blocks { blocks: &self.letter.body, level: 2 }
    }
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;
    use crate::{
        domain::letter::tests::input,
        report::{compile_letter, definition::Definition},
    };

    #[test]
    fn the_letter_has_every_part_in_the_order_of_a_letter() {
        let value = compile_letter(&Definition::shipped(), &input()).unwrap();
        let html = letter(&value);
        let mut from = html.find("<main").unwrap();
        for part in [
            "VOORBEELD",
            "De Voorzitter van de Tweede Kamer",
            "Ministerie van Buitenlandse Zaken",
            "BZ-2020-001",
            "17 april 2020",
            "Voortgangsrapportage 2018–2020",
            "Geachte voorzitter,",
            "https://zoek.officielebekendmakingen.nl/kst-33694-12.html",
            "mede namens de minister van Defensie",
            "De Minister van Buitenlandse Zaken,",
            "S.A. Blok",
        ] {
            from += html[from..].find(part).unwrap_or_else(|| panic!("{part} in its place"));
        }
        let page = Html::parse_document(&html);
        assert_eq!(page.select(&Selector::parse("h1").unwrap()).count(), 1);
        assert_eq!(page.select(&Selector::parse("script, [style]").unwrap()).count(), 0);
    }
}
