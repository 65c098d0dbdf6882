//! The one table of addresses. A path is a type: handlers take it, templates and tests print it.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use axum_extra::routing::{RouterExt as _, TypedPath};
use serde::Deserialize;

use super::{
    App, about, assets, comparison, completeness, compose, contributions, coverage, developments, editions,
    errata, gaps, letters, replacements, reports, requests, reviews, rounds, sendings, sessions, tasks,
    texts,
};
use crate::domain::id::{ContributionId, DevelopmentId, PassageId, RequestId};

/// Declares paths: `Name { part: Type } = "/address/{part}";`
macro_rules! paths {
    () => {};
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* } = $path:literal; $($rest:tt)*) => {
        $(#[$doc])*
        #[derive(Clone, Debug, TypedPath, Deserialize)]
        #[typed_path($path)]
        pub struct $name { $(#[doc = "Part of the address."] pub $field: $type),* }
        paths! { $($rest)* }
    };
    ($(#[$doc:meta])* $name:ident = $path:literal; $($rest:tt)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, TypedPath, Deserialize)]
        #[typed_path($path)]
        pub struct $name;
        paths! { $($rest)* }
    };
}

// Signing in and out
paths! {
    /// Where everyone starts.
    Home = "/";
    /// Sign in.
    SignIn = "/inloggen";
    /// Sign out.
    SignOut = "/uitloggen";
}

// Ministries: contributing
paths! {
    /// Mijn doelen.
    Tasks = "/mijn-doelen";
    /// Meelezen: what others shared.
    Shared = "/meelezen";
    /// A contribution as it reads.
    ShowContribution { id: ContributionId } = "/bijdragen/{id}";
    /// Writing it.
    EditContribution { id: ContributionId } = "/bijdragen/{id}/bewerken";
    /// What is being typed, kept on the server.
    ContributionDraft { id: ContributionId } = "/bijdragen/{id}/concept";
    /// Checking before it is handed in.
    CheckContribution { id: ContributionId } = "/bijdragen/{id}/controle";
    /// Handing it in.
    SubmitContribution { id: ContributionId } = "/bijdragen/{id}/indiening";
    /// Taking it back.
    TakeBackContribution { id: ContributionId } = "/bijdragen/{id}/terughaling";
    /// "Geen bijdrage", with a reason.
    NoContribution { id: ContributionId } = "/bijdragen/{id}/geen-bijdrage";
    /// Its versions and what happened to them.
    ContributionHistory { id: ContributionId } = "/bijdragen/{id}/geschiedenis";
    /// What changed between two versions.
    ContributionDifference { id: ContributionId, from: u32, to: u32 } = "/bijdragen/{id}/geschiedenis/{from}/{to}";
}

// Ministries: approving
paths! {
    /// Beoordelen.
    Reviews = "/beoordelen";
    /// One contribution to judge, with what changed.
    ReviewContribution { id: ContributionId } = "/bijdragen/{id}/beoordeling";
    /// Akkoord.
    ApproveContribution { id: ContributionId } = "/bijdragen/{id}/akkoord";
    /// Sending it back.
    SendBackContribution { id: ContributionId } = "/bijdragen/{id}/terugzending";
    /// Withdrawing an akkoord.
    WithdrawApproval { id: ContributionId } = "/bijdragen/{id}/intrekking";
}

// The coordinator
paths! {
    /// All rounds.
    Rounds = "/rondes";
    /// A new round.
    NewRound = "/rondes/nieuw";
    /// One round.
    ShowRound { round: String } = "/rondes/{round}";
    /// Its next step.
    StepRound { round: String } = "/rondes/{round}/stap";
    /// Letting it stand still.
    PauseRound { round: String } = "/rondes/{round}/pauze";
    /// Letting it go on.
    ResumeRound { round: String } = "/rondes/{round}/hervatting";
    /// Its ministries, with their deadlines.
    RoundMinistries { round: String } = "/rondes/{round}/ministeries";
    /// One of them.
    RoundMinistry { round: String, ministry: String } = "/rondes/{round}/ministeries/{ministry}";
    /// A later deadline for it.
    ExtendDeadline { round: String, ministry: String } = "/rondes/{round}/ministeries/{ministry}/uitstel";
    /// Opening the closed round for it.
    GrantException { round: String, ministry: String } = "/rondes/{round}/ministeries/{ministry}/uitzondering";
    /// Closing it again.
    EndException { round: String, ministry: String } = "/rondes/{round}/ministeries/{ministry}/uitzondering/einde";
    /// Volledigheid: goals × ministries.
    Completeness { round: String } = "/rondes/{round}/volledigheid";
    /// The same as CSV.
    CompletenessCsv { round: String } = "/rondes/{round}/volledigheid.csv";
    /// Dekking: commitments × ministries × rounds, and motions × paragraphs.
    Coverage { round: String } = "/rondes/{round}/dekking";
    /// The same as CSV.
    CoverageCsv { round: String } = "/rondes/{round}/dekking.csv";
    /// All goals, to compose.
    Compose { round: String } = "/rondes/{round}/samenstellen";
    /// Composing one goal.
    ComposeGoal { round: String, goal: u32 } = "/rondes/{round}/samenstellen/{goal}";
    /// New passages: taken over, or written.
    NewPassages { round: String, goal: u32 } = "/rondes/{round}/samenstellen/{goal}/passages";
    /// One passage: other words.
    EditPassage { round: String, goal: u32, passage: PassageId } = "/rondes/{round}/samenstellen/{goal}/passages/{passage}";
    /// One passage: another place.
    MovePassage { round: String, goal: u32, passage: PassageId } = "/rondes/{round}/samenstellen/{goal}/passages/{passage}/verplaatsing";
    /// One passage: out.
    RemovePassage { round: String, goal: u32, passage: PassageId } = "/rondes/{round}/samenstellen/{goal}/passages/{passage}/verwijdering";
    /// One passage: the themes it bears on.
    TagPassage { round: String, goal: u32, passage: PassageId } = "/rondes/{round}/samenstellen/{goal}/passages/{passage}/themas";
    /// The rating and its ground.
    RateGoal { round: String, goal: u32 } = "/rondes/{round}/samenstellen/{goal}/oordeel";
    /// Sending an approved contribution back to its ministry.
    ReturnToMinistry { round: String, goal: u32, id: ContributionId } = "/rondes/{round}/samenstellen/{goal}/terugzending/{id}";
    /// Trends and threats.
    Developments { round: String } = "/rondes/{round}/ontwikkelingen";
    /// Judging one.
    JudgeDevelopment { round: String, development: DevelopmentId } = "/rondes/{round}/ontwikkelingen/{development}";
    /// The coordinator's own texts.
    Texts { round: String } = "/rondes/{round}/teksten";
    /// One of them.
    EditText { round: String, section: String } = "/rondes/{round}/teksten/{section}";
    /// Motions and undertakings.
    Requests { round: String } = "/rondes/{round}/moties";
    /// The same as CSV.
    RequestsCsv { round: String } = "/rondes/{round}/moties.csv";
    /// A list of them comes in.
    ImportRequests { round: String } = "/rondes/{round}/moties/lijst";
    /// It is taken, or thrown away.
    ConfirmImport { round: String } = "/rondes/{round}/moties/lijst/bevestiging";
    /// Mending an entry.
    ChangeRequest { round: String, request: RequestId } = "/rondes/{round}/moties/{request}/wijziging";
    /// Answering one.
    AnswerRequest { round: String, request: RequestId } = "/rondes/{round}/moties/{request}";
    /// The letter to parliament.
    EditLetter { round: String } = "/rondes/{round}/brief";
    /// How it will read for one House.
    ShowLetter { round: String, house: String } = "/rondes/{round}/brief/{house}";
    /// The same as PDF.
    LetterPdf { round: String, house: String } = "/rondes/{round}/brief/{house}/pdf";
    /// Leemten.
    Gaps { round: String } = "/rondes/{round}/leemten";
    /// Setting one aside, or opening it again.
    AcknowledgeGap { round: String } = "/rondes/{round}/leemten/terzijde";
    /// The draft report.
    DraftReport { round: String } = "/rondes/{round}/rapport";
    /// The draft report as PDF.
    DraftPdf { round: String } = "/rondes/{round}/rapport.pdf";
    /// Freezing an edition.
    Freeze { round: String } = "/rondes/{round}/edities";
    /// Two editions, or the draft and an edition, side by side.
    CompareRound { round: String } = "/rondes/{round}/vergelijking";
    /// One edition.
    ShowEdition { round: String, number: u32 } = "/rondes/{round}/edities/{number}";
    /// Releasing it.
    ReleaseEdition { round: String, number: u32 } = "/rondes/{round}/edities/{number}/vrijgave";
    /// Recording that it was sent to a House: "tweede-kamer" or "eerste-kamer".
    RecordSending { round: String, number: u32, house: String } = "/rondes/{round}/edities/{number}/aanbieding/{house}";
    /// An erratum to it.
    NewErratum { round: String, number: u32 } = "/rondes/{round}/edities/{number}/erratum";
    /// Replacing it.
    ReplaceEdition { round: String, number: u32 } = "/rondes/{round}/edities/{number}/vervanging";
    /// Not replacing it after all.
    KeepEdition { round: String, number: u32 } = "/rondes/{round}/edities/{number}/vervanging/staken";
}

// Everyone, without signing in
paths! {
    /// Released editions.
    Reports = "/rapporten";
    /// Two of them, side by side.
    CompareReports = "/rapporten/vergelijking";
    /// One of them, to read.
    ShowReport { round: String, number: u32 } = "/rapporten/{round}/{number}";
    /// About it: files, hashes, when it was sent, what corrects it.
    AboutReport { round: String, number: u32 } = "/rapporten/{round}/{number}/over";
    /// One of its files.
    ReportFile { round: String, number: u32, name: String } = "/rapporten/{round}/{number}/{name}";
    /// How it works.
    Manual = "/handleiding";
    /// The statement the law asks for.
    Accessibility = "/toegankelijkheid";
    /// What is kept of whom.
    Privacy = "/privacy";
}

/// Every address with its handlers.
pub(super) fn table() -> Router<App> {
    Router::new()
        .route("/assets/{*name}", get(assets::show))
        .typed_get(sessions::home)
        .typed_get(sessions::new)
        .typed_post(sessions::create)
        .typed_post(sessions::delete)
        .typed_get(tasks::index)
        // Ministries
        .typed_get(contributions::shared)
        .typed_get(contributions::show)
        .typed_get(contributions::edit)
        .typed_post(contributions::update)
        .typed_put(contributions::keep)
        .typed_get(contributions::confirm_discard)
        .typed_post(contributions::discard)
        .typed_get(contributions::check)
        .typed_post(contributions::submit)
        .typed_post(contributions::take_back)
        .typed_get(contributions::none)
        .typed_post(contributions::report_none)
        .typed_get(contributions::history)
        .typed_get(contributions::difference)
        .typed_get(reviews::index)
        .typed_get(reviews::show)
        .typed_post(reviews::approve)
        .typed_post(reviews::send_back)
        .typed_post(reviews::withdraw)
        // The coordinator
        .typed_get(rounds::index)
        .typed_get(rounds::new)
        .typed_post(rounds::create)
        .typed_get(rounds::show)
        .typed_post(rounds::step)
        .typed_get(rounds::pause)
        .typed_post(rounds::begin_pause)
        .typed_get(rounds::resume)
        .typed_post(rounds::end_pause)
        .typed_get(rounds::ministries)
        .typed_get(rounds::ministry)
        .typed_post(rounds::extend)
        .typed_post(rounds::grant)
        .typed_post(rounds::end_exception)
        .typed_get(completeness::show)
        .typed_get(completeness::csv)
        .typed_get(coverage::show)
        .typed_get(coverage::csv)
        .typed_get(compose::index)
        .typed_get(compose::show)
        .typed_post(compose::create)
        .typed_get(compose::edit)
        .typed_post(compose::update)
        .typed_post(compose::relocate)
        .typed_get(compose::removal)
        .typed_post(compose::remove)
        .typed_get(compose::tags)
        .typed_post(compose::tag)
        .typed_get(compose::rating)
        .typed_post(compose::rate)
        .typed_get(compose::giving_back)
        .typed_post(compose::give_back)
        .typed_get(developments::index)
        .typed_get(developments::edit)
        .typed_post(developments::judge)
        .typed_get(texts::index)
        .typed_get(texts::edit)
        .typed_post(texts::update)
        .typed_get(requests::index)
        .typed_post(requests::create)
        .typed_get(requests::csv)
        .typed_get(requests::preview)
        .route(ImportRequests::PATH, post(requests::import).layer(DefaultBodyLimit::max(requests::MAX_FILE)))
        .typed_post(requests::confirm)
        .typed_get(requests::change)
        .typed_post(requests::update)
        .typed_get(requests::edit)
        .typed_post(requests::answer)
        .typed_get(letters::edit)
        .typed_post(letters::update)
        .typed_get(letters::show)
        .typed_get(letters::pdf)
        .typed_get(gaps::index)
        .typed_post(gaps::act)
        .typed_get(editions::draft)
        .typed_get(editions::draft_pdf)
        .typed_get(comparison::round)
        .typed_get(editions::index)
        .typed_post(editions::create)
        .typed_get(editions::show)
        .typed_post(editions::release)
        .typed_get(sendings::edit)
        .typed_post(sendings::record)
        .typed_get(errata::new)
        .typed_post(errata::create)
        .typed_get(replacements::new)
        .typed_post(replacements::create)
        .typed_post(replacements::end)
        .typed_get(reports::index)
        .typed_get(comparison::reports)
        .typed_get(reports::show)
        .typed_get(reports::about)
        .typed_get(reports::file)
        .typed_get(about::manual)
        .typed_get(about::accessibility)
        .typed_get(about::privacy)
}
