//! The scale on which a strategy's goals are rated.

/// How good the news of a rating is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// As hoped.
    Positive,
    /// Asks for attention.
    Attention,
    /// Not as hoped.
    Negative,
    /// Neither.
    Neutral,
}

impl Tone {
    /// As stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Attention => "attention",
            Self::Negative => "negative",
            Self::Neutral => "neutral",
        }
    }
}

/// A step of the strategy's scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// "op-koers".
    pub id: String,
    /// "Op koers".
    pub label: String,
    /// When it applies.
    pub criteria: String,
    /// How good the news is.
    pub tone: Tone,
    /// Higher is better; `None` cannot be compared.
    pub rank: Option<u32>,
}

/// In words how a rating moved since the last edition.
#[must_use]
pub fn movement(before: Option<&Rating>, now: Option<&Rating>) -> &'static str {
    match (before, now) {
        (None, _) => "eerste oordeel",
        (Some(_), None) => "geen oordeel meer",
        (Some(before), Some(now)) if before.id == now.id => "gelijk",
        (Some(before), Some(now)) => match (before.rank, now.rank) {
            (Some(before), Some(now)) if now > before => "verbeterd",
            (Some(before), Some(now)) if now < before => "verslechterd",
            _ => "niet te vergelijken",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rating(id: &str, rank: Option<u32>) -> Rating {
        Rating { id: id.into(), label: id.into(), criteria: String::new(), tone: Tone::Neutral, rank }
    }

    #[test]
    fn a_movement_is_said_in_words() {
        let (good, bad, unknown) = (rating("a", Some(3)), rating("b", Some(1)), rating("c", None));
        assert_eq!(movement(None, Some(&good)), "eerste oordeel");
        assert_eq!(movement(Some(&bad), Some(&good)), "verbeterd");
        assert_eq!(movement(Some(&good), Some(&bad)), "verslechterd");
        assert_eq!(movement(Some(&good), Some(&good)), "gelijk");
        assert_eq!(movement(Some(&good), Some(&unknown)), "niet te vergelijken");
        assert_eq!(movement(Some(&good), None), "geen oordeel meer");
    }
}
