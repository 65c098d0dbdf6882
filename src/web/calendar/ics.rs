//! iCalendar (RFC 5545): events as lines that calendars read.

use chrono::{DateTime, TimeDelta, Utc};

/// The longest a line may be, in bytes and without its end.
const MAX_LINE: usize = 75;

/// How long an event takes in a calendar: it ends at the deadline.
const LENGTH: TimeDelta = TimeDelta::minutes(30);

/// A deadline in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// What makes it this event for ever, also when it moves.
    pub(super) uid: String,
    /// When it is due.
    pub(super) due: DateTime<Utc>,
    /// What it is called.
    pub(super) summary: String,
    /// What waits.
    pub(super) description: String,
    /// Whether it holds; a paused round's does not.
    pub(super) certain: bool,
}

/// A whole calendar. Moments are in UTC, so no table of time zones is needed.
pub(super) fn calendar(name: &str, entries: &[Entry], now: DateTime<Utc>) -> String {
    let mut text = String::new();
    let mut line = |content: &str| fold(&mut text, content);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Voortgang//Termijnen//NL");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escape(name)));
    line("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    for entry in entries {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", escape(&entry.uid)));
        line(&format!("DTSTAMP:{}", moment(now)));
        line(&format!("DTSTART:{}", moment(entry.due - LENGTH)));
        line(&format!("DTEND:{}", moment(entry.due)));
        line(&format!("SUMMARY:{}", escape(&entry.summary)));
        line(&format!("DESCRIPTION:{}", escape(&entry.description)));
        line(if entry.certain { "STATUS:CONFIRMED" } else { "STATUS:TENTATIVE" });
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Section 3.3.11: what means something in a text is escaped. Other control characters have no place there.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            other if other.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// Section 3.1: a line of more than 75 bytes goes on after CRLF and a space; never within a character.
fn fold(text: &mut String, content: &str) {
    let mut used = 0;
    for character in content.chars() {
        if used + character.len_utf8() > MAX_LINE {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(character);
        used += character.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_folded_line_is_short_ends_in_crlf_and_unfolds_to_itself(content in "\\PC{0,300}") {
            let mut text = String::new();
            fold(&mut text, &content);
            prop_assert!(text.ends_with("\r\n"));
            for line in text.trim_end_matches("\r\n").split("\r\n") {
                prop_assert!(line.len() <= MAX_LINE, "{} bytes", line.len());
            }
            let unfolded = text.replace("\r\n ", "");
            prop_assert_eq!(unfolded.trim_end_matches("\r\n"), content.as_str());
        }

        #[test]
        fn text_cannot_end_its_line_or_begin_another_property(content in "[ -~\r\n\t]{0,80}") {
            let escaped = escape(&content);
            prop_assert!(!escaped.contains(['\r', '\n']));
        }
    }

    #[test]
    fn what_means_something_in_a_text_is_escaped() {
        assert_eq!(escape("a;b,c\\d\r\ne"), "a\\;b\\,c\\\\d\\ne");
    }
}
