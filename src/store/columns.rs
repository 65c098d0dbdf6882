//! How domain types sit in columns, so that the domain stays free of SQL.

use sqlx::{
    Decode, Encode, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    sqlite::{SqliteArgumentsBuffer, SqliteTypeInfo, SqliteValueRef},
};
use uuid::Uuid;

use crate::domain::{
    annex::AnnexKind,
    consent::Answer,
    contribution::{self, Stand},
    edition,
    facts::{Outcome, RequestKind},
    goal_text::{Field, Head},
    herijking,
    id::{
        AnnexId, CommitmentId, ContributionId, DevelopmentId, EarlierReportId, EditionId, GoalId,
        IndicatorId, MailId, NoticeId, PassageId, PersonId, PolicyDocumentId, ProposalId, RemarkId,
        RequestId, RoundId, SessionId, StandInId, TokenId,
    },
    mail,
    ministry::MinistryCode,
    notice, package,
    paper::House,
    person::Role,
    round,
    strategy::{Change, CommitmentKind, DevelopmentKind, Judgement, Part, Tone},
};

/// A type that wraps what a column holds.
macro_rules! wraps {
    ($($name:ident($inner:ty))*) => {$(
        impl Type<Sqlite> for $name {
            fn type_info() -> SqliteTypeInfo {
                <$inner as Type<Sqlite>>::type_info()
            }

            fn compatible(ty: &SqliteTypeInfo) -> bool {
                <$inner as Type<Sqlite>>::compatible(ty)
            }
        }

        impl Encode<'_, Sqlite> for $name {
            fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
                <$inner as Encode<'_, Sqlite>>::encode_by_ref(&self.0, buffer)
            }
        }

        impl<'r> Decode<'r, Sqlite> for $name {
            fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
                <$inner as Decode<'r, Sqlite>>::decode(value).map(Self)
            }
        }
    )*};
}

/// An enum that is stored as the word its `code` gives.
macro_rules! named {
    ($($name:ty { $($value:expr),* $(,)? })*) => {$(
        impl Type<Sqlite> for $name {
            fn type_info() -> SqliteTypeInfo {
                <str as Type<Sqlite>>::type_info()
            }

            fn compatible(ty: &SqliteTypeInfo) -> bool {
                <str as Type<Sqlite>>::compatible(ty)
            }
        }

        impl Encode<'_, Sqlite> for $name {
            fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
                <String as Encode<'_, Sqlite>>::encode_by_ref(&self.code().to_owned(), buffer)
            }
        }

        impl<'r> Decode<'r, Sqlite> for $name {
            fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
                let code = <&str as Decode<'r, Sqlite>>::decode(value)?;
                [$($value),*]
                    .into_iter()
                    .find(|known| known.code() == code)
                    .ok_or_else(|| format!("{code:?} is no {}", stringify!($name)).into())
            }
        }
    )*};
}

wraps! {
    AnnexId(Uuid) PersonId(Uuid) SessionId(Uuid) TokenId(Uuid) GoalId(Uuid) CommitmentId(Uuid) DevelopmentId(Uuid) EarlierReportId(Uuid) PolicyDocumentId(Uuid) RoundId(Uuid)
    ContributionId(Uuid) ProposalId(Uuid) PassageId(Uuid) RequestId(Uuid) IndicatorId(Uuid) EditionId(Uuid) RemarkId(Uuid)
    MailId(Uuid) NoticeId(Uuid) StandInId(Uuid)
    MinistryCode(String)
}

named! {
    Answer { Answer::Given, Answer::Refused, Answer::Silent, Answer::Overruled }
    Role { Role::Contributor, Role::Approver, Role::Coordinator, Role::Publisher, Role::Reader, Role::Administrator }
    round::State {
        round::State::Preparing, round::State::Open, round::State::Composing, round::State::Consulting,
        round::State::Frozen, round::State::Presented,
    }
    contribution::State {
        contribution::State::Open, contribution::State::Draft, contribution::State::Submitted,
        contribution::State::Returned, contribution::State::Approved, contribution::State::TakenOver,
    }
    herijking::State {
        herijking::State::Proposed, herijking::State::Heard, herijking::State::Accepted, herijking::State::Rejected,
    }
    Stand { Stand::News, Stand::NoNews, Stand::Completed, Stand::Lapsed }
    Part { Part::Lead, Part::Contributing }
    Head { Head::Text, Head::Outlook }
    Field { Field::Achieved, Field::Obstacles, Field::Outlook }
    Change {
        Change::Original, Change::Added, Change::Reworded, Change::Moved, Change::Split, Change::Merged, Change::Retired,
    }
    CommitmentKind { CommitmentKind::Action, CommitmentKind::Norm, CommitmentKind::Done, CommitmentKind::Example }
    DevelopmentKind { DevelopmentKind::Trend, DevelopmentKind::Threat }
    Judgement { Judgement::Worse, Judgement::Same, Judgement::Better, Judgement::New, Judgement::Gone }
    Tone { Tone::Positive, Tone::Attention, Tone::Negative, Tone::Neutral }
    RequestKind { RequestKind::Motion, RequestKind::Undertaking }
    Outcome { Outcome::Completed, Outcome::InProgress, Outcome::SetAside }
    notice::Kind {
        notice::Kind::Invitation, notice::Kind::Task, notice::Kind::Returned, notice::Kind::InTenDays,
        notice::Kind::InThreeDays, notice::Kind::Passed, notice::Kind::Reminder, notice::Kind::Altered,
        notice::Kind::Frozen,
    }
    package::Format { package::Format::Ods, package::Format::Xlsx, package::Format::Json }
    mail::Kind { mail::Kind::Digest, mail::Kind::Invitation }
    House { House::Second, House::First }
    AnnexKind { AnnexKind::Annex, AnnexKind::DecisionNote }
    edition::Kind { edition::Kind::Report, edition::Kind::Erratum, edition::Kind::Replacement }
}
