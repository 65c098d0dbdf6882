//! What a letter to parliament is made of: what was typed, and the offices as they were held on its date.

use chrono::NaiveDate;

use super::{paper::House, text::Prose};

/// What a letter is made of. Nothing is looked up: whoever fills it asks the registers for the letter's date.
#[derive(Clone, Debug)]
pub struct LetterInput {
    /// To which House.
    pub house: House,
    /// Who sends it, line by line: ministry, directorate, address.
    pub sender: Vec<String>,
    /// Onze referentie.
    pub reference: String,
    /// The day on which it is signed; the offices are those of this day.
    pub date: Option<NaiveDate>,
    /// Betreft.
    pub subject: String,
    /// What goes with it, by name.
    pub attachments: Vec<String>,
    /// The text, in Markdown-light, without salutation and closing.
    pub body: Prose,
    /// Who signs.
    pub signatory: Option<Office>,
    /// On whose behalf as well, in any order.
    pub on_behalf: Vec<Office>,
    /// Names of ministries and offices that are not theirs on this date, such as those of before a change.
    pub wrong_names: Vec<String>,
    /// It says VOORBEELD on every page.
    pub specimen: bool,
    /// It says CONCEPT on every page.
    pub draft: bool,
}

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
    /// The title without its rank: "van Defensie", "voor Buitenlandse Handel en Ontwikkelingssamenwerking".
    #[must_use]
    pub fn of(&self) -> &str {
        self.title.split_once(' ').map_or("", |(_, of)| of.trim())
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

    proptest! {
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
