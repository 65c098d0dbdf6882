//! Deadlines as people type them: a date and an hour on the clocks of the Netherlands.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::{
    domain::{
        clock,
        deadline::{self, Deadlines},
    },
    web::form::Errors,
};

/// A date and an hour as they were typed.
pub(super) type Typed<'a> = (&'a str, &'a str);

/// The fields of a round's three deadlines, with what they are called.
pub(super) const FIELDS: [(&str, &str); 3] =
    [("inleveren", "Inleveren"), ("akkoord", "Akkoord"), ("instemming", "Instemming")];

/// Reads a date, or notes what is wrong with it.
pub(super) fn date(errors: &mut Errors, field: &str, label: &str, typed: &str) -> Option<NaiveDate> {
    let read = clock::read_date(typed);
    if read.is_none() {
        errors.add(field, format!("{label}: schrijf de datum als dag-maand-jaar, zoals 27-03-2020."));
    }
    read
}

/// Reads a date with its hour, from the field and the field with `_uur` behind its name.
pub(super) fn read(
    errors: &mut Errors,
    field: &str,
    label: &str,
    (day, hour): Typed<'_>,
) -> Option<DateTime<Utc>> {
    let date = date(errors, field, label, day);
    let time = time(hour);
    if time.is_none() {
        errors.add(format!("{field}_uur"), format!("{label}: schrijf het uur als 17.00."));
    }
    date.zip(time).map(|(date, time)| clock::from_local(date.and_time(time)))
}

/// Reads a round's three deadlines, which come in this order.
pub(super) fn read_all(errors: &mut Errors, typed: [Typed<'_>; 3]) -> Option<Deadlines> {
    let [inleveren, akkoord, instemming] = typed;
    let contribution = read(errors, FIELDS[0].0, FIELDS[0].1, inleveren);
    let approval = read(errors, FIELDS[1].0, FIELDS[1].1, akkoord);
    if contribution.zip(approval).is_some_and(|(before, after)| after < before) {
        errors.add("akkoord", "Het akkoord kan niet eerder moeten dan het inleveren.");
    }
    let consent = read(errors, FIELDS[2].0, FIELDS[2].1, instemming);
    if approval.zip(consent).is_some_and(|(before, after)| after < before) {
        errors.add("instemming", "De instemming kan niet eerder moeten dan het akkoord.");
    }
    Some(Deadlines { contribution: contribution?, approval: approval?, consent: consent? })
}

/// What may not be meant about deadlines that are new.
pub(super) fn doubts(deadlines: &Deadlines, before: Option<&Deadlines>, now: DateTime<Utc>) -> Vec<String> {
    let all = |deadlines: &Deadlines| [deadlines.contribution, deadlines.approval, deadlines.consent];
    let before = before.map(all).unwrap_or_default();
    let new = FIELDS.iter().zip(all(deadlines)).filter(|(_, at)| !before.contains(at));
    new.flat_map(|((_, label), at)| {
        deadline::doubts(at, now).into_iter().map(move |doubt| format!("{label}: {doubt}"))
    })
    .collect()
}

/// A moment as forms show it: its date and its hour.
pub(super) fn typed(at: DateTime<Utc>) -> (String, String) {
    let local = at.with_timezone(&clock::ZONE);
    (clock::typed_date(local.date_naive()), local.format("%H.%M").to_string())
}

/// "17", "17.00" or "17:00".
fn time(typed: &str) -> Option<NaiveTime> {
    let (hour, minute) = typed.trim().split_once(['.', ':']).unwrap_or((typed.trim(), "0"));
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_read_as_people_type_it() {
        for typed in ["17", " 17.00 ", "17:00"] {
            assert_eq!(time(typed), NaiveTime::from_hms_opt(17, 0, 0), "{typed:?}");
        }
        for wrong in ["", "24.00", "vijf uur", "17.60", "-1"] {
            assert_eq!(time(wrong), None, "{wrong:?}");
        }
    }
}
