//! The letter to parliament as a PDF: in the order of a letter, whole, and the same every time.

use voortgang::domain::letter::LetterInput;
use voortgang::domain::office::{Names, Office, Rank};
use voortgang::domain::paper::House;
use voortgang::domain::text::Prose;
use voortgang::render::pdf::{self, Fonts, PdfError};
use voortgang::report::definition::Definition;
use voortgang::report::{Letter, Stamp, compile_letter};

use super::reader::Reader;
use super::sample::prose;

fn office(title: &str, holder: &str, protocol: u32) -> Office {
    Office { rank: Rank::Minister, title: title.into(), holder: Some(holder.into()), protocol }
}

fn letter(body: &str, attachments: &[String]) -> Letter {
    let input = LetterInput {
        house: House::Second,
        sender: "Ministerie van Buitenlandse Zaken".into(),
        reference: "BZ-2020-001".into(),
        date: "2020-04-17".parse().ok(),
        subject: "Voortgangsrapportage Geïntegreerde Buitenland- en Veiligheidsstrategie 2018–2020".into(),
        attachments: attachments.to_vec(),
        body: Prose::parse(body).expect("a text"),
        signatory: Some(office("Minister van Buitenlandse Zaken", "S.A. Blok", 1)),
        on_behalf: vec![office("Minister van Defensie", "A. Naam", 3)],
        names: Names { now: vec!["Buitenlandse Zaken".into(), "Defensie".into()], other: Vec::new() },
        specimen: true,
        draft: false,
    };
    compile_letter(&Definition::shipped(), &input).expect("a finished letter")
}

fn print(letter: &Letter) -> Result<Vec<u8>, PdfError> {
    pdf::letter(letter, &Stamp::of_letter(letter), &Fonts::embedded()?)
}

fn short() -> Letter {
    let body = "Hierbij bied ik u de rapportage aan die in 33 694, nr. 12 is toegezegd.\n\n- Zij gaat over dertien doelen.\n- Zij noemt wat nog niet is bereikt.";
    letter(body, &["Voortgangsrapportage 2018–2020".to_owned()])
}

/// Three pages of text, thirty attachments with long names.
fn long() -> Letter {
    let body: Vec<String> = (0..14).map(|seed| prose(seed, 6)).collect();
    let attachments: Vec<String> =
        (1..=30).map(|number| format!("Bijlage {number}: een verslag met een lange naam")).collect();
    letter(&body.join("\n\n"), &attachments)
}

#[test]
fn the_letter_is_read_in_the_order_of_a_letter() {
    let reader = Reader::new(&print(&short()).expect("a PDF"));
    let text = reader.tree().text;
    let mut from = 0;
    for part in [
        "De Voorzitter van de Tweede Kamer der Staten-Generaal",
        "Ministerie van Buitenlandse Zaken",
        "Onze referentie",
        "BZ-2020-001",
        "Bijlage",
        "17 april 2020",
        "Voortgangsrapportage Geïntegreerde Buitenland- en Veiligheidsstrategie 2018–2020",
        "Geachte voorzitter,",
        "Hierbij bied ik u de rapportage aan",
        "Zij noemt wat nog niet is bereikt.",
        "mede namens de minister van Defensie",
        "De Minister van Buitenlandse Zaken,",
        "S.A. Blok",
    ] {
        from += text[from..].find(part).unwrap_or_else(|| panic!("{part} in its place in {text}"));
    }
    assert_eq!(reader.tree().all("H1").len(), 1);
    assert_eq!(reader.count(), 1, "a short letter is one page");
    assert_eq!(reader.notdef, 0);
}

#[test]
fn a_long_letter_says_on_every_page_what_it_is_and_ends_with_who_signs_it() {
    let reader = Reader::new(&print(&long()).expect("a PDF"));
    let total = reader.count();
    assert!(total > 2);
    for (index, frame) in reader.artifacts.iter().enumerate() {
        let bare: String = frame.split_whitespace().collect();
        assert!(bare.contains("VOORBEELD"), "page {}: {frame}", index + 1);
        assert!(frame.contains(&format!("Pagina {} van {total}", index + 1)), "page {}: {frame}", index + 1);
        assert_eq!(frame.contains("BZ-2020-001"), index > 0, "page {}: {frame}", index + 1);
    }
    let signed = reader.tree().all("P").last().and_then(|last| last.page);
    assert_eq!(signed, Some(total));
}

#[test]
fn the_same_letter_gives_the_same_bytes_also_from_its_json() {
    let letter = short();
    let again = Letter::from_json(&letter.to_json()).expect("its own JSON");
    assert_eq!(again, letter);
    assert!(print(&again).expect("a PDF") == print(&letter).expect("a PDF"));
}

#[test]
fn what_cannot_be_printed_in_a_letter_is_named() {
    let refused = print(&letter("Het teken 鸡 staat niet in de letter.", &[]));
    assert!(
        matches!(refused, Err(PdfError::MissingGlyphs(missing)) if missing[0].to_string().contains("de brief"))
    );
}

#[test]
fn letters_for_the_validators_are_written() {
    std::fs::create_dir_all("target/report").expect("a folder for the samples");
    for (name, letter) in [("letter", short()), ("letter-long", long())] {
        let bytes = print(&letter).expect("a PDF");
        std::fs::write(format!("target/report/{name}.pdf"), bytes).expect("a place for a letter");
    }
}
