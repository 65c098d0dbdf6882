//! Offices of the cabinet: how they are named on a day, together and in running text.

/// An office on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Minister or state secretary.
    pub rank: Rank,
    /// Its title on that day: "Minister voor Buitenlandse Handel en Ontwikkelingssamenwerking".
    pub title: String,
    /// Who held it on that day; `None` when nobody did.
    pub holder: Option<String>,
    /// Place in the order of protocol.
    pub protocol: u32,
}

/// Minister or state secretary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rank {
    /// A minister, with or without portfolio.
    Minister,
    /// A state secretary.
    StateSecretary,
}

impl Rank {
    /// One of them.
    #[must_use]
    pub const fn singular(self) -> &'static str {
        match self {
            Self::Minister => "minister",
            Self::StateSecretary => "staatssecretaris",
        }
    }

    /// More than one.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Minister => "ministers",
            Self::StateSecretary => "staatssecretarissen",
        }
    }
}

impl Office {
    /// Whether someone holds it.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.holder.as_ref().is_some_and(|holder| !holder.trim().is_empty())
    }

    /// The title without its rank: "van Defensie", "voor Buitenlandse Handel en Ontwikkelingssamenwerking".
    #[must_use]
    pub fn of(&self) -> &str {
        // "Minister-President, Minister van Algemene Zaken" is a minister of something as well.
        let last = self.title.rsplit_once(", Minister").map_or(self.title.as_str(), |(_, last)| last);
        last.split_once(' ').map_or("", |(_, of)| of.trim())
    }
}

/// "mede namens de minister voor …, de ministers van …, van … en van … en de staatssecretaris van …".
///
/// In the order of protocol; an office that is named twice stands there once; empty without offices. "Van" is
/// repeated before each, for names with "en" in them would run together: "Justitie en Veiligheid en Financiën".
#[must_use]
pub fn mede_namens(offices: &[Office]) -> String {
    let mut offices: Vec<&Office> = offices.iter().collect();
    offices.sort_by_key(|office| (office.rank, office.protocol, &office.title));
    offices.dedup_by_key(|office| &office.title);
    let alike =
        |one: &&Office, next: &&Office| one.rank == next.rank && preposition(one) == preposition(next);
    let groups: Vec<String> = offices.chunk_by(alike).map(group).collect();
    if groups.is_empty() { String::new() } else { format!("mede namens {}", join(&groups)) }
}

/// Offices of one rank and one preposition: "de minister voor A", "de ministers van A, van B en van C".
fn group(offices: &[&Office]) -> String {
    let rank = offices.first().map_or(Rank::Minister, |office| office.rank);
    let word = if offices.len() == 1 { rank.singular() } else { rank.plural() };
    let names: Vec<&str> = offices.iter().map(|office| office.of()).collect();
    format!("de {word} {}", join(&names))
}

fn preposition(office: &Office) -> &str {
    office.of().split(' ').next().unwrap_or_default()
}

fn join<T: AsRef<str>>(parts: &[T]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} en {}", first.join(", "), last.as_ref())
        }
    }
}

/// How ministries and offices are called, without "Ministerie van" and "Minister van": those of a day, and all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// On the day.
    pub now: Vec<String>,
    /// On other days only.
    pub other: Vec<String>,
}

/// Words after which the name of a ministry or an office follows.
const BEFORE: [&str; 9] = [
    "inister van ",
    "inister voor ",
    "inisters van ",
    "inisters voor ",
    "inisterie van ",
    "inisteries van ",
    "taatssecretaris van ",
    "taatssecretaris voor ",
    "taatssecretarissen van ",
];

impl Names {
    /// The first name of a ministry or an office in a text that it does not bear on the day.
    ///
    /// Looked for where a name must follow: "de minister van …", "de ministers van …, van … en van …". What does not
    /// begin with a capital is no name: "de minister van dit kabinet".
    #[must_use]
    pub fn wrong_in<'a>(&self, text: &'a str) -> Option<&'a str> {
        let starts = BEFORE
            .iter()
            .flat_map(|before| text.match_indices(before).map(|(at, found)| &text[at + found.len()..]));
        // In the order of the text: the longest rest begins first.
        let mut starts: Vec<&str> = starts.collect();
        starts.sort_by_key(|rest| std::cmp::Reverse(rest.len()));
        starts.into_iter().find_map(|rest| self.wrong_at(rest))
    }

    /// Follows an enumeration: "Defensie, van Financiën en voor Klimaat".
    fn wrong_at<'a>(&self, mut rest: &'a str) -> Option<&'a str> {
        loop {
            if !rest.starts_with(char::is_uppercase) {
                return None;
            }
            let now = longest(&self.now, rest);
            let other = longest(&self.other, rest);
            if other > now {
                return Some(&rest[..other]);
            }
            if now == 0 {
                return Some(capitalised(rest));
            }
            rest = &rest[now..];
            let joint = [", van ", " en van ", ", voor ", " en voor "]
                .into_iter()
                .find(|joint| rest.starts_with(joint))?;
            rest = &rest[joint.len()..];
        }
    }
}

/// Length of the longest of these names that the text begins with, as a whole.
fn longest(names: &[String], text: &str) -> usize {
    let begins = |name: &&String| {
        text.strip_prefix(name.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    names.iter().filter(begins).map(String::len).max().unwrap_or(0)
}

/// The words that the text begins with, as far as they look like a name: "Binnenlandse Zaken en Koninkrijkszaken".
fn capitalised(text: &str) -> &str {
    let mut end = 0;
    let mut from = 0;
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end();
        from += word.len();
        if bare.starts_with(char::is_uppercase) {
            end = from - (word.len() - bare.len());
        } else if bare != "en" {
            break;
        }
        if bare.ends_with(|c: char| !c.is_alphanumeric()) {
            break;
        }
    }
    text[..end].trim_end_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn office(title: &str, protocol: u32) -> Office {
        let rank = if title.starts_with("Minister") { Rank::Minister } else { Rank::StateSecretary };
        Office { rank, title: title.into(), holder: Some("Naam".into()), protocol }
    }

    #[test]
    fn offices_stand_in_the_order_of_protocol_in_the_right_number() {
        let offices = [
            office("Staatssecretaris van Justitie en Veiligheid", 20),
            office("Minister van Justitie en Veiligheid", 4),
            office("Minister voor Buitenlandse Handel en Ontwikkelingssamenwerking", 2),
            office("Minister van Defensie", 3),
            office("Minister van Economische Zaken en Klimaat", 5),
        ];
        assert_eq!(
            mede_namens(&offices),
            "mede namens de minister voor Buitenlandse Handel en Ontwikkelingssamenwerking, de ministers van \
             Defensie, van Justitie en Veiligheid en van Economische Zaken en Klimaat en de staatssecretaris van \
             Justitie en Veiligheid"
        );
    }

    #[test]
    fn one_two_and_none() {
        let (def, fin) = (office("Minister van Defensie", 3), office("Minister van Financiën", 7));
        assert_eq!(mede_namens(&[]), "");
        assert_eq!(mede_namens(&[def.clone(), def.clone()]), "mede namens de minister van Defensie");
        assert_eq!(mede_namens(&[fin, def]), "mede namens de ministers van Defensie en van Financiën");
        let two = ["Staatssecretaris van A", "Staatssecretaris van B"].map(|title| office(title, 20));
        assert_eq!(mede_namens(&two), "mede namens de staatssecretarissen van A en van B");
    }

    #[test]
    fn a_name_of_another_day_is_found_and_a_name_of_the_day_is_not() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let names = Names {
            now: names(&[
                "Defensie",
                "Economische Zaken en Klimaat",
                "Binnenlandse Zaken en Koninkrijksrelaties",
            ]),
            other: names(&["Economische Zaken", "Veiligheid en Justitie"]),
        };
        for right in [
            "de minister van Defensie en zijn ministerie",
            "de ministers van Defensie en van Economische Zaken en Klimaat schrijven",
            "de minister van dit kabinet",
            "het Ministerie van Binnenlandse Zaken en Koninkrijksrelaties.",
            "",
        ] {
            assert_eq!(names.wrong_in(right), None, "{right}");
        }
        for (text, wrong) in [
            ("het ministerie van Economische Zaken.", "Economische Zaken"),
            ("de ministers van Defensie, van Veiligheid en Justitie en van", "Veiligheid en Justitie"),
            (
                "Minister van Binnenlandse Zaken en Koninkrijksaangelegenheden,",
                "Binnenlandse Zaken en Koninkrijksaangelegenheden",
            ),
            ("de staatssecretaris van Financien en", "Financien"),
        ] {
            assert_eq!(names.wrong_in(text), Some(wrong), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_asked(text in "\\PC*(inister van )\\PC*") {
            let names = Names { now: vec!["É".into()], other: vec!["Éé".into()] };
            let _ = names.wrong_in(&text);
        }

        #[test]
        fn everyone_is_named_once_whatever_the_order(mut order in Just((0..6u32).collect::<Vec<_>>()).prop_shuffle()) {
            let make = |number: &u32| office(&format!("Minister {} Ministerie{number}", if number.is_multiple_of(3) { "voor" } else { "van" }), *number);
            let shuffled = mede_namens(&order.iter().map(make).collect::<Vec<_>>());
            order.sort_unstable();
            prop_assert_eq!(&shuffled, &mede_namens(&order.iter().map(make).collect::<Vec<_>>()));
            for number in order {
                let name = format!("Ministerie{number}");
                prop_assert_eq!(shuffled.matches(name.as_str()).count(), 1);
            }
        }
    }
}
