//! Addresses about oneself: signing in, one's account, and what programs of one's own come in at.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use super::paths;
use crate::domain::id::{ContributionId, SessionId, TokenId};

// Signing in and out
paths! {
    /// Where everyone starts.
    Home = "/";
    /// Sign in.
    SignIn = "/inloggen";
    /// The code of the second factor.
    SignInCode = "/inloggen/code";
    /// Setting a second factor up before the first session.
    SignInEnrolment = "/inloggen/tweede-factor";
    /// Leading someone to a provider of single sign-on.
    BeginSso { provider: String } = "/inloggen/{provider}";
    /// Coming back from it.
    FinishSso { provider: String } = "/inloggen/{provider}/terug";
    /// Choosing a password with an invitation.
    UseInvitation = "/uitnodiging";
    /// One's own account.
    ShowAccount = "/mijn-account";
    /// Another password.
    EditPassword = "/mijn-account/wachtwoord";
    /// One's second factor: setting it up, or another app.
    OwnFactor = "/mijn-account/tweede-factor";
    /// Its first code.
    ConfirmFactor = "/mijn-account/tweede-factor/bevestiging";
    /// New recovery codes.
    RenewCodes = "/mijn-account/herstelcodes";
    /// One's keys for programs, and a new one.
    OwnTokens = "/mijn-account/sleutels";
    /// Taking one away.
    WithdrawToken { token: TokenId } = "/mijn-account/sleutels/{token}/intrekking";
    /// Ending all other sessions.
    EndOtherSessions = "/mijn-account/sessies/einde";
    /// Ending one session.
    EndSession { session: SessionId } = "/mijn-account/sessies/{session}/einde";
    /// Sign out.
    SignOut = "/uitloggen";
}

// A person's own programs, with a key
paths! {
    /// The rounds in which they may read something.
    ApiRounds = "/api/v1/rondes";
    /// The contributions of one that they may read.
    ApiContributions { round: String } = "/api/v1/rondes/{round}/bijdragen";
    /// A contribution.
    ApiContribution { id: ContributionId } = "/api/v1/bijdragen/{id}";
    /// What may be written in it, and saving that.
    ApiDraft { id: ContributionId } = "/api/v1/bijdragen/{id}/concept";
}
