//! A ministry's part of a round as a workbook: a sheet that explains, and a sheet for each goal.

use std::collections::BTreeMap;

use super::{
    bundle::{Bundle, Goal},
    filled::NONE,
};
use crate::{
    domain::{
        clock,
        contribution::{Content, Stand},
        id::ContributionId,
        strategy::{Commitment, Part},
        text::{MAX_LINE, Reason},
    },
    office::{Cell, MAX_CELL, Sheet, Workbook},
    web::{
        contributions::{HINTS, Typed, TypedSource},
        reading::{NOTE, TEXTS},
    },
};

/// In which column stands what. Sources have a head of their own; the key is hidden.
pub(super) const STAND: u32 = 2;
pub(super) const TEXT: u32 = 3;
pub(super) const KEY: u32 = 5;
pub(super) const TITLE: u32 = 1;
pub(super) const DATE: u32 = 2;
pub(super) const LINK: u32 = 3;
pub(super) const PAPER: u32 = 4;

/// The key of a row that says nothing of itself.
pub(super) const STAYS: &str = "vast";

/// The key of a source.
pub(super) const SOURCE: &str = "bron";

/// How the key of a commitment begins.
pub(super) const COMMITMENT: &str = "inzet-";

/// What follows the key of a text that does not fit in a cell.
pub(super) const WITHHELD: &str = " te lang";

/// Rows for sources that are still free.
const FREE: usize = 5;

const WIDTHS: [u16; 6] = [18, 44, 16, 64, 48, 0];

/// Words and hint of the internal note.
const NOTE_HINT: &str = "Komt niet in het rapport. Alleen uw ministerie leest dit.";

/// The workbook of what may be written now. `last` is what the ministry said in the round before.
pub(super) fn workbook(bundle: &Bundle, last: &BTreeMap<ContributionId, Content>) -> Workbook {
    let goals = bundle.writable().map(|goal| sheet(goal, last.get(&goal.listed.contribution.id)));
    let sheets = std::iter::once(explanation(bundle)).chain(goals).collect();
    Workbook { title: format!("Bijdragen {} ronde {}", bundle.ministry, bundle.round.label), sheets }
}

fn explanation(bundle: &Bundle) -> Sheet {
    let due = bundle.due();
    let lines = [
        format!("Ronde {}, {}. Inleveren tot {due}.", bundle.round.label, bundle.ministry),
        "Elk blad is één doel. Vul alleen de gele cellen in. U hoeft niet alles in te vullen: wat leeg was en leeg blijft, verandert niets.".to_owned(),
        "Een lege regel begint een nieuwe alinea (Alt+Enter in Excel, Ctrl+Enter in LibreOffice). Een streepje begint een opsomming.".to_owned(),
        "Kies de stand van een inzet uit de lijst. Schrijf een datum als dag-maand-jaar, zoals 27-03-2020.".to_owned(),
        "Verwijder geen rijen, voeg geen cellen samen en gebruik geen formules. Het programma kan het blad dan niet meer lezen.".to_owned(),
        "Bewaar het bestand als .xlsx of .ods en lees het weer in bij “Mijn doelen”, “Zonder netwerk werken”. U ziet eerst wat er verandert; daarna bevestigt u. Indienen doet u op de site.".to_owned(),
        "Let op: de interne notities van uw ministerie staan ook in dit bestand.".to_owned(),
    ];
    let mut rows = vec![vec![Cell::Title("Zo vult u dit bestand in".to_owned())]];
    rows.extend(lines.into_iter().map(|line| vec![Cell::Fixed(line)]));
    Sheet { name: "Uitleg".to_owned(), widths: vec![110], frozen: 0, rows }
}

fn sheet(goal: &Goal, last: Option<&Content>) -> Sheet {
    let contribution = &goal.listed.contribution;
    let typed = Typed::of(&goal.newest, contribution.shared, contribution.revision, &goal.commitments);
    let part = match goal.listed.part {
        Part::Lead => "Uw ministerie trekt dit doel: kies bij elke inzet een stand.",
        Part::Contributing => "Uw ministerie draagt bij: vul alleen in waar u iets over te melden hebt.",
    };
    let heads = ["Onderdeel", "Toelichting", "Stand", "Uw tekst", "Vorige ronde"];
    let mut rows = vec![
        row([Cell::Title(format!("{}. {}", goal.name(), goal.listed.goal.1))], &goal.key().to_string()),
        row([Cell::Fixed(String::new()), Cell::Fixed(part.to_owned())], STAYS),
        row(heads.map(|head| Cell::Head(head.to_owned())), STAYS),
    ];
    rows.extend(texts(&typed, last));
    rows.extend(goal.commitments.iter().map(|one| commitment(one, &typed, last)));
    let reason = goal.newest.no_contribution.as_ref().map(Reason::as_str).unwrap_or_default();
    let why = "Alleen als uw ministerie niets te melden heeft: schrijf hier waarom, en laat de rest leeg.";
    rows.push(text_row(NONE, why, reason, None));
    let heads = ["Bronnen", "Titel", "Peildatum", "Link", "Kamerstuk"];
    rows.push(row(heads.map(|head| Cell::Head(head.to_owned())), STAYS));
    let free = std::iter::repeat_n(TypedSource::default(), FREE);
    rows.extend((1..).zip(typed.sources.iter().cloned().chain(free)).map(source));
    Sheet { name: goal.name(), widths: WIDTHS.to_vec(), frozen: 3, rows }
}

/// The cells of a row with its key behind them.
fn row<const COUNT: usize>(cells: [Cell; COUNT], key: &str) -> Vec<Cell> {
    let mut row: Vec<Cell> = cells.into();
    row.resize_with(WIDTHS.len() - 1, Cell::default);
    row.push(Cell::Fixed(key.to_owned()));
    row
}

fn texts(typed: &Typed, last: Option<&Content>) -> Vec<Vec<Cell>> {
    let before = last.map(|last| [&last.achieved, &last.obstacles, &last.outlook, &last.internal_note]);
    let fields = TEXTS.into_iter().chain([NOTE]).zip(HINTS.into_iter().chain([NOTE_HINT]));
    let said = typed.texts.iter().chain([&typed.note]);
    let rows = fields.zip(said).enumerate().map(|(position, ((field, hint), said))| {
        let before = before.map(|before| before[position].as_str());
        text_row(field, hint, said, before)
    });
    rows.collect()
}

fn text_row((key, label): (&str, &str), why: &str, said: &str, before: Option<&str>) -> Vec<Cell> {
    let before = shortened(before.unwrap_or_default());
    let (cell, key) = if said.chars().count() > MAX_CELL || said.encode_utf16().count() > MAX_CELL {
        let told = format!(
            "Deze tekst is langer dan in een cel past ({MAX_CELL} tekens). Verander haar op de site; zij blijft hier zoals zij is."
        );
        (Cell::Fixed(told), format!("{key}{WITHHELD}"))
    } else {
        let hint = format!("Advies: hoogstens 6.000 tekens. In een cel passen er {MAX_CELL}.");
        (
            Cell::Field { text: said.to_owned(), hint, limit: u32::try_from(MAX_CELL).unwrap_or(u32::MAX) },
            key.to_owned(),
        )
    };
    row([fixed(label), fixed(why), Cell::Empty, cell, fixed(&before)], &key)
}

fn commitment(commitment: &Commitment, typed: &Typed, last: Option<&Content>) -> Vec<Cell> {
    let number = &commitment.number;
    let now = typed.stands.get(number).cloned().unwrap_or_default();
    let word = Stand::read(&now.stand).map(Stand::dutch).unwrap_or_default();
    let before = last.and_then(|last| last.stands.iter().find(|one| one.commitment == commitment.id));
    let before = before.map(|one| format!("{}: {}", one.stand.dutch(), one.line)).unwrap_or_default();
    let due = commitment.due.map(|due| format!(" (termijn: {})", clock::long_date(due))).unwrap_or_default();
    let choice = Cell::Choice {
        chosen: word.to_owned(),
        choices: Stand::ALL.map(|stand| stand.dutch().to_owned()).into(),
        hint: "Kies hoe de inzet ervoor staat.".to_owned(),
    };
    let text = fixed(&shortened(&format!("{}{due}", commitment.text)));
    row(
        [
            fixed(&format!("Inzet {number}")),
            text,
            choice,
            line(&now.line, "Eén zin."),
            fixed(before.trim_end_matches(": ")),
        ],
        &format!("{COMMITMENT}{number}"),
    )
}

fn source((place, source): (usize, TypedSource)) -> Vec<Cell> {
    let date = line(&source.date, "Dag-maand-jaar, zoals 27-03-2020.");
    let paper = line(&source.paper, "Zoals 33 694, nr. 12.");
    let link = Cell::Field { text: source.url, hint: "Begint met https://.".to_owned(), limit: 2000 };
    row(
        [fixed(&format!("Bron {place}")), line(&source.title, "Hoe de bron heet."), date, link, paper],
        SOURCE,
    )
}

fn fixed(text: &str) -> Cell {
    Cell::Fixed(text.to_owned())
}

/// A field of one line, with its hint and the number of characters that fit.
fn line(text: &str, hint: &str) -> Cell {
    let limit = u32::try_from(MAX_LINE).unwrap_or(u32::MAX);
    Cell::Field { text: text.to_owned(), hint: format!("{hint} Hoogstens {limit} tekens."), limit }
}

/// Words to read, as far as a cell holds them.
fn shortened(text: &str) -> String {
    if text.encode_utf16().count() <= MAX_CELL {
        return text.to_owned();
    }
    let most = MAX_CELL / 2 - 2;
    text.chars().take(most).chain([' ', '…']).collect()
}
