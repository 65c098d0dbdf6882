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

/// How a rating moved since the last edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// The goal has no rating to compare with.
    First,
    /// Higher on the scale.
    Better,
    /// The same step.
    Same,
    /// Lower on the scale.
    Worse,
    /// Another step that is neither higher nor lower.
    Incomparable,
    /// The goal had a rating and has none now.
    Gone,
}

impl Movement {
    /// Every movement, from good news to none.
    pub const ALL: [Self; 6] =
        [Self::Better, Self::Same, Self::Worse, Self::Incomparable, Self::First, Self::Gone];

    /// How a rating moved.
    #[must_use]
    pub fn between(before: Option<&Rating>, now: Option<&Rating>) -> Self {
        match (before, now) {
            (None, _) => Self::First,
            (Some(_), None) => Self::Gone,
            (Some(before), Some(now)) if before.id == now.id => Self::Same,
            (Some(before), Some(now)) => match (before.rank, now.rank) {
                (Some(before), Some(now)) if now > before => Self::Better,
                (Some(before), Some(now)) if now < before => Self::Worse,
                _ => Self::Incomparable,
            },
        }
    }

    /// In words.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::First => "eerste oordeel",
            Self::Better => "verbeterd",
            Self::Same => "gelijk",
            Self::Worse => "verslechterd",
            Self::Incomparable => "niet te vergelijken",
            Self::Gone => "geen oordeel meer",
        }
    }

    /// How good the news is.
    #[must_use]
    pub const fn tone(self) -> Tone {
        match self {
            Self::Better => Tone::Positive,
            Self::Worse => Tone::Negative,
            Self::Gone => Tone::Attention,
            Self::First | Self::Same | Self::Incomparable => Tone::Neutral,
        }
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
        assert_eq!(Movement::between(None, Some(&good)).dutch(), "eerste oordeel");
        assert_eq!(Movement::between(Some(&bad), Some(&good)).dutch(), "verbeterd");
        assert_eq!(Movement::between(Some(&good), Some(&bad)).dutch(), "verslechterd");
        assert_eq!(Movement::between(Some(&good), Some(&good)).dutch(), "gelijk");
        assert_eq!(Movement::between(Some(&good), Some(&unknown)).dutch(), "niet te vergelijken");
        assert_eq!(Movement::between(Some(&good), None).dutch(), "geen oordeel meer");
    }
}
