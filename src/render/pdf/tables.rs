//! Where the objects of a PDF stand, looked over before the reader of PDFs sees it.
//!
//! A PDF may keep its table of places as a stream, which says how wide its columns are. The reader believes that: a column of
//! a million million bytes ends the whole program, and columns of none never end. So the words of every such table are
//! read here first, strictly: what is not plainly sound is taken for damage.

use std::collections::BTreeSet;

use super::Suspect;

/// The widest column, in bytes, and the highest number of an object; no number of a table is higher than its file is long.
const WIDEST: u64 = 8;
const HIGHEST: u64 = 8_388_607;

/// The most tables: one for every time that a document was saved again.
const MOST: usize = 1000;

/// As far from the end as the reader looks for where the last table is, and what stands before that place.
const TAIL: usize = 512;
const START: &[u8] = b"startxref";

/// Looks over all tables, one before the other.
///
/// # Errors
/// [`Suspect::Damaged`].
pub(super) fn sane(bytes: &[u8]) -> Result<(), Suspect> {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let tail = &tail[..last(tail, b"%%EOF").ok_or(Suspect::Damaged)?];
    let start = last(tail, START).and_then(|place| number(&tail[place + START.len()..]));
    let mut waiting = vec![start.ok_or(Suspect::Damaged)?.0];
    let mut seen = BTreeSet::new();
    // No table is part of another, so together they are no longer than the file.
    let mut left = bytes.len();
    while let Some(place) = waiting.pop() {
        if !seen.insert(place) {
            continue;
        }
        if seen.len() > MOST {
            return Err(Suspect::Damaged);
        }
        let from =
            usize::try_from(place).ok().and_then(|place| bytes.get(place..)).ok_or(Suspect::Damaged)?;
        let from = &from[..left.min(from.len())];
        let words = if from.trim_ascii_start().starts_with(b"xref") {
            let begin = first(from, b"trailer").ok_or(Suspect::Damaged)?;
            let end = first(&from[begin..], START).map_or(from.len(), |length| begin + length);
            left -= end;
            &from[begin..end]
        } else {
            let words = &from[..first(from, b"stream").ok_or(Suspect::Damaged)?];
            left -= words.len();
            stream(words)?;
            words
        };
        if veiled(words) {
            return Err(Suspect::Damaged);
        }
        for key in [b"/Prev".as_slice(), b"/XRefStm"] {
            waiting.extend(after(words, key).filter_map(number).map(|(place, _)| place));
        }
    }
    Ok(())
}

/// What a table says that is a stream.
fn stream(words: &[u8]) -> Result<(), Suspect> {
    // Words within words could say something else to the reader than they do here.
    if words.iter().any(|byte| matches!(byte, b'(' | b'%')) {
        return Err(Suspect::Damaged);
    }
    for widths in after(words, b"/W") {
        let widths = numbers(widths).ok_or(Suspect::Damaged)?;
        if widths.iter().any(|width| *width > WIDEST) || widths.iter().sum::<u64>() == 0 {
            return Err(Suspect::Damaged);
        }
    }
    for sections in after(words, b"/Index") {
        if numbers(sections).ok_or(Suspect::Damaged)?.iter().any(|number| *number > HIGHEST) {
            return Err(Suspect::Damaged);
        }
    }
    let sizes = after(words, b"/Size").filter_map(number);
    if sizes.map(|(size, _)| size).any(|size| size > HIGHEST) { Err(Suspect::Damaged) } else { Ok(()) }
}

/// Whether a name is written in numbers, by which it is not found here.
fn veiled(words: &[u8]) -> bool {
    let names = words.split(|byte| *byte == b'/').skip(1);
    let mut names =
        names.map(|name| name.split(|byte| !byte.is_ascii_graphic() || b"<>[]()%".contains(byte)).next());
    names.any(|name| name.is_some_and(|name| name.contains(&b'#')))
}

/// What stands behind each time that a name is there.
fn after<'b>(words: &'b [u8], name: &'b [u8]) -> impl Iterator<Item = &'b [u8]> {
    let places = words.windows(name.len()).enumerate().filter(move |(_, part)| *part == name);
    let rests = places.filter_map(move |(place, _)| words.get(place + name.len()..));
    rests.filter(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
}

/// A whole number, and what stands behind it.
fn number(words: &[u8]) -> Option<(u64, &[u8])> {
    let words = words.trim_ascii_start();
    let end = words.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(words.len());
    let (digits, rest) = words.split_at(end);
    Some((str::from_utf8(digits).ok()?.parse().ok()?, rest))
}

/// The numbers of a list; `None` when there is anything else in it.
fn numbers(words: &[u8]) -> Option<Vec<u64>> {
    let mut rest = words.trim_ascii_start().strip_prefix(b"[")?;
    let mut found = Vec::new();
    loop {
        rest = rest.trim_ascii_start();
        if rest.starts_with(b"]") {
            return Some(found);
        }
        let (number, behind) = number(rest)?;
        found.push(number);
        rest = behind;
    }
}

fn first(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes.windows(words.len()).position(|part| part == words)
}

fn last(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes.windows(words.len()).rposition(|part| part == words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(about: &str) -> Vec<u8> {
        format!("%PDF-1.7\n1 0 obj\n<</Type/XRef{about}>>stream\nxyz\nendstream\nstartxref\n9\n%%EOF\n")
            .into_bytes()
    }

    #[test]
    fn a_table_is_as_wide_as_numbers_are() {
        assert_eq!(sane(&file("/Size 12/W[1 4 2]/Index[0 12]")), Ok(()));
        for about in [
            "/Size 12/W[1 1099511627776 2]",
            "/Size 12/W [ 0 0 0 ]",
            "/Size 12/W[]",
            "/Size 12/W[1 -4 2]",
            "/Size 12/W 3 0 R",
            "/Size 99999999999/W[1 4 2]",
            "/Size 12/W[1 4 2]/Index[0 99999999]",
            "/Size 12/#57[1 4 2]",
        ] {
            assert_eq!(sane(&file(about)), Err(Suspect::Damaged), "{about}");
        }
    }

    #[test]
    fn every_table_before_the_last_is_looked_over() {
        let mut bytes = file("/Size 12/W[1 4 2]");
        let place = bytes.len();
        bytes.extend(b"2 0 obj\n<</Type/XRef/W[0 0 0]>>stream\n\nendstream\n");
        let table = bytes.len();
        bytes.extend(
            format!("xref\n0 0\ntrailer\n<</Prev 9/XRefStm {place}>>\nstartxref\n{table}\n%%EOF\n").bytes(),
        );
        assert_eq!(sane(&bytes), Err(Suspect::Damaged));
        assert_eq!(sane(b"%PDF-1.7\nrest"), Err(Suspect::Damaged));
    }
}
