//! The one table of addresses. A path is a type: handlers take it, templates and tests print it. Who answers is
//! `table`. What everyone may read, and what is about oneself, stand in files of their own.

mod personal;
mod public;

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::domain::id::{
    AnnexId, ContributionId, DevelopmentId, EarlierReportId, IndicatorId, PassageId, PersonId, ProposalId,
    RemarkId, RequestId, StandInId,
};

pub use personal::*;
pub use public::*;

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

use paths;

// Ministries: contributing
paths! {
    /// Mijn doelen.
    Tasks = "/mijn-doelen";
    /// Working without a network: the ministry's part of a round as a file, and the file that came back.
    Package { round: String } = "/mijn-doelen/{round}/bestand";
    /// The file itself: "xlsx", "ods" or "json".
    PackageFile { round: String, format: String } = "/mijn-doelen/{round}/bestand/{format}";
    /// What came back is taken, or thrown away.
    ConfirmPackage { round: String } = "/mijn-doelen/{round}/bestand/bevestiging";
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
    /// The figures that go with it.
    Figures { id: ContributionId } = "/bijdragen/{id}/cijfers";
    /// A new one.
    NewIndicator { id: ContributionId } = "/bijdragen/{id}/cijfers/nieuw";
    /// A measurement of it.
    MeasureIndicator { id: ContributionId, indicator: IndicatorId } = "/bijdragen/{id}/cijfers/{indicator}";
    /// Agreeing to a measurement.
    ApproveMeasurement { id: ContributionId, indicator: IndicatorId } = "/bijdragen/{id}/cijfers/{indicator}/akkoord";
    /// "Geen bijdrage", with a reason.
    NoContribution { id: ContributionId } = "/bijdragen/{id}/geen-bijdrage";
    /// Its versions and what happened to them.
    ContributionHistory { id: ContributionId } = "/bijdragen/{id}/geschiedenis";
    /// What changed between two versions.
    ContributionDifference { id: ContributionId, from: u32, to: u32 } = "/bijdragen/{id}/geschiedenis/{from}/{to}";
}

// Remarks, and where words came from and went
paths! {
    /// Remarks on a contribution.
    ContributionRemarks { id: ContributionId } = "/bijdragen/{id}/opmerkingen";
    /// Remarks on a goal's text.
    GoalRemarks { round: String, goal: u32 } = "/rondes/{round}/opmerkingen/{goal}";
    /// Letting readers read along in it.
    ShareGoalText { round: String, goal: u32 } = "/rondes/{round}/opmerkingen/{goal}/delen";
    /// A contribution as a file to annotate: "odt" or "docx".
    ContributionDocument { id: ContributionId, document: String } = "/bijdragen/{id}/opmerkingen/{document}";
    /// A goal's text likewise.
    GoalDocument { round: String, goal: u32, document: String } = "/rondes/{round}/opmerkingen/{goal}/{document}";
    /// Answering a remark.
    AnswerRemark { remark: RemarkId } = "/opmerkingen/{remark}/antwoord";
    /// Saying that a remark is dealt with, or is not.
    ResolveRemark { remark: RemarkId } = "/opmerkingen/{remark}/afhandeling";
    /// Where a goal's text came from, as it stands now.
    Provenance { round: String, goal: u32 } = "/rondes/{round}/herkomst/{goal}";
    /// The same in an edition.
    EditionProvenance { round: String, number: u32, goal: u32 } = "/rondes/{round}/edities/{number}/herkomst/{goal}";
    /// Where a contribution ended up.
    ContributionDestinations { id: ContributionId } = "/bijdragen/{id}/bestemming";
}

// Ministries: approving, consenting, and how akkoord is arranged
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
    /// Afstemming: the texts that lie before a ministry.
    Consents = "/afstemming";
    /// One goal's text.
    ShowConsent { round: String, goal: u32 } = "/afstemming/{round}/{goal}";
    /// Consenting to it.
    GiveConsent { round: String, goal: u32 } = "/afstemming/{round}/{goal}/instemming";
    /// Not consenting.
    RefuseConsent { round: String, goal: u32 } = "/afstemming/{round}/{goal}/weigering";
    /// Proof of what was answered.
    ConsentProof { round: String, goal: u32 } = "/afstemming/{round}/{goal}/bewijs";
    /// Akkoord on several at once.
    ReviewTogether = "/beoordelen/samen";
    /// That these exact words were read.
    MarkRead { id: ContributionId } = "/bijdragen/{id}/gelezen";
    /// Proof of what was approved.
    ApprovalProof { id: ContributionId, version: u32 } = "/bijdragen/{id}/akkoordbewijs/{version}";
    /// Who stands in for whom.
    StandIns = "/beoordelen/vervanging";
    /// Ending that.
    EndStandIn { stand_in: StandInId } = "/beoordelen/vervanging/{stand_in}/einde";
    /// How many approvers must agree.
    ApprovalRules = "/akkoordregels";
}

// Everyone who is signed in
paths! {
    /// What one was told.
    Notices = "/berichten";
    /// One's deadlines as a calendar.
    Calendar = "/agenda";
    /// Taking its address away.
    RevokeCalendar = "/agenda/intrekking";
    /// The calendar itself, for who knows its address.
    CalendarFeed { key: String } = "/agenda/{key}/voortgang.ics";
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
    /// Who takes part in which goal.
    Assignments { round: String } = "/rondes/{round}/toewijzing";
    /// Reminding people of what waits.
    Remind { round: String } = "/rondes/{round}/herinnering";
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
    /// Who consented to which text.
    RoundConsents { round: String } = "/rondes/{round}/afstemming";
    /// Going on without a ministry's consent.
    OverruleConsent { round: String, goal: u32, ministry: String } = "/rondes/{round}/afstemming/{goal}/{ministry}";
    /// Whether silence is consent.
    SettleSilence { round: String } = "/rondes/{round}/stilte";
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
    /// Documents that go along.
    Annexes { round: String } = "/rondes/{round}/bijlagen";
    /// One of them.
    ShowAnnex { round: String, annex: AnnexId } = "/rondes/{round}/bijlagen/{annex}";
    /// Taking it out.
    RemoveAnnex { round: String, annex: AnnexId } = "/rondes/{round}/bijlagen/{annex}/verwijdering";
    /// Leemten.
    Gaps { round: String } = "/rondes/{round}/leemten";
    /// Setting one aside, or opening it again.
    AcknowledgeGap { round: String } = "/rondes/{round}/leemten/terzijde";
    /// The draft report.
    DraftReport { round: String } = "/rondes/{round}/rapport";
    /// The draft report as PDF.
    DraftPdf { round: String } = "/rondes/{round}/rapport.pdf";
    /// The draft report as a file to annotate: "odt" or "docx".
    DraftDocument { round: String, document: String } = "/rondes/{round}/rapport/{document}";
    /// Freezing an edition.
    Freeze { round: String } = "/rondes/{round}/edities";
    /// Two editions, or the draft and an edition, side by side.
    CompareRound { round: String } = "/rondes/{round}/vergelijking";
    /// One edition.
    ShowEdition { round: String, number: u32 } = "/rondes/{round}/edities/{number}";
    /// All of it as one package for the archive.
    ArchiveEdition { round: String, number: u32 } = "/rondes/{round}/edities/{number}/archief";
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

// The administrator; who did what; running it
paths! {
    /// Everyone with an account.
    People = "/personen";
    /// Adding a person.
    NewPerson = "/personen/nieuw";
    /// One person.
    ShowPerson { person: PersonId } = "/personen/{person}";
    /// Other particulars and rights.
    EditPerson { person: PersonId } = "/personen/{person}/bewerken";
    /// A new invitation.
    InvitePerson { person: PersonId } = "/personen/{person}/uitnodiging";
    /// Ending the account.
    DisablePerson { person: PersonId } = "/personen/{person}/uitschakeling";
    /// Letting it begin again.
    EnablePerson { person: PersonId } = "/personen/{person}/inschakeling";
    /// Taking the second factor away.
    ResetFactor { person: PersonId } = "/personen/{person}/tweede-factor";
    /// Ending the keys of someone's programs.
    WithdrawTokens { person: PersonId } = "/personen/{person}/sleutels";
    /// Replacing name and address for good.
    RemovePerson { person: PersonId } = "/personen/{person}/verwijdering";
    /// Who has which rights since when.
    AccessOverview = "/toegangsoverzicht";
    /// The same as CSV.
    AccessCsv = "/toegangsoverzicht.csv";
    /// Ministries.
    Ministries = "/ministeries";
    /// A new one.
    NewMinistry = "/ministeries/nieuw";
    /// Its names in time.
    ShowMinistry { ministry: String } = "/ministeries/{ministry}";
    /// Its last day.
    EndMinistry { ministry: String } = "/ministeries/{ministry}/einde";
    /// Offices of the cabinet.
    Offices = "/bewindspersonen";
    /// A new one.
    NewOffice = "/bewindspersonen/nieuw";
    /// Its titles and holders in time.
    ShowOffice { office: String } = "/bewindspersonen/{office}";
    /// Another title.
    AddTitle { office: String } = "/bewindspersonen/{office}/titels";
    /// Who holds it next.
    AppointHolder { office: String } = "/bewindspersonen/{office}/opvolging";
    /// Nobody holds it any more.
    VacateOffice { office: String } = "/bewindspersonen/{office}/vacature";
    /// From an empty installation to a running round.
    Setup = "/beheer";
    /// A register was looked through.
    CheckRegister = "/beheer/nagekeken";
    /// Logboek: acts.
    Logbook = "/logboek";
    /// The same as CSV.
    LogbookCsv = "/logboek.csv";
    /// Signing in, and what was refused.
    AccessLog = "/logboek/toegang";
    /// The same as CSV.
    AccessLogCsv = "/logboek/toegang.csv";
    /// Mail that did not arrive, and having it tried again.
    Mails = "/mail";
    /// The backups, and whether the last one succeeded.
    Backups = "/reservekopieen";
}

// The strategy, for everyone who is signed in
paths! {
    /// All strategies.
    Strategies = "/strategie";
    /// One of them.
    ShowStrategy { strategy: String } = "/strategie/{strategy}";
    /// One of its goals.
    ShowGoal { strategy: String, number: u32 } = "/strategie/{strategy}/doelen/{number}";
    /// Herijking: proposals to change its goals.
    Proposals { strategy: String } = "/strategie/{strategy}/herijking";
    /// A new one.
    NewProposal { strategy: String } = "/strategie/{strategy}/herijking/nieuw";
    /// One of them, with what it does.
    ShowProposal { strategy: String, proposal: ProposalId } = "/strategie/{strategy}/herijking/{proposal}";
    /// Other words for it.
    EditProposal { strategy: String, proposal: ProposalId } = "/strategie/{strategy}/herijking/{proposal}/bewerken";
    /// Laying it before the ministries.
    LayProposalBefore { strategy: String, proposal: ProposalId } = "/strategie/{strategy}/herijking/{proposal}/voorlegging";
    /// What a ministry thinks of it.
    SayOnProposal { strategy: String, proposal: ProposalId } = "/strategie/{strategy}/herijking/{proposal}/zienswijze";
    /// Deciding.
    DecideProposal { strategy: String, proposal: ProposalId } = "/strategie/{strategy}/herijking/{proposal}/besluit";
    /// Reports that were made before, outside this program.
    EarlierReports { strategy: String } = "/strategie/{strategy}/eerdere-rapporten";
    /// A new one.
    NewEarlierReport { strategy: String } = "/strategie/{strategy}/eerdere-rapporten/nieuw";
    /// One of them.
    ShowEarlierReport { strategy: String, report: EarlierReportId } = "/strategie/{strategy}/eerdere-rapporten/{report}";
    /// Releasing it.
    ReleaseEarlierReport { strategy: String, report: EarlierReportId } = "/strategie/{strategy}/eerdere-rapporten/{report}/vrijgave";
    /// It as one package for the archive.
    ArchiveEarlierReport { strategy: String, report: EarlierReportId } = "/strategie/{strategy}/eerdere-rapporten/{report}/archief";
    /// Taking it away before that.
    RemoveEarlierReport { strategy: String, report: EarlierReportId } = "/strategie/{strategy}/eerdere-rapporten/{report}/verwijdering";
    /// A trend or threat that is new.
    NewDevelopment { strategy: String } = "/strategie/{strategy}/ontwikkelingen/nieuw";
    /// One that lapses.
    LapseDevelopment { strategy: String, development: DevelopmentId } = "/strategie/{strategy}/ontwikkelingen/{development}/vervallen";
}
