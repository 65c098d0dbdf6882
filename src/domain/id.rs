//! Identities. Each kind of thing has its own type, so that no two can be mixed up.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identity; later ones sort after earlier ones.
            #[must_use]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A person with an account.
    PersonId
    /// A session of somebody who is signed in.
    SessionId
    /// A key for a person's own programs.
    TokenId
    /// A goal, through all its versions.
    GoalId
    /// A commitment of a goal.
    CommitmentId
    /// A proposal to change goals.
    ProposalId
    /// A trend or threat.
    DevelopmentId
    /// A policy document that carries goals.
    PolicyDocumentId
    /// A round.
    RoundId
    /// A contribution.
    ContributionId
    /// A passage of a goal text.
    PassageId
    /// A motion or undertaking.
    RequestId
    /// An indicator.
    IndicatorId
    /// An edition.
    EditionId
    /// A report that was made before, outside this program.
    EarlierReportId
    /// A document that goes out with an edition.
    AnnexId
    /// A remark.
    RemarkId
    /// Of a notice.
    NoticeId
    /// A mail.
    MailId
    /// Of a replacement "bij afwezigheid".
    StandInId
}
