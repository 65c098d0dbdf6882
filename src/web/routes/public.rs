//! Addresses that everyone may read, without signing in.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use super::paths;

paths! {
    /// Released editions.
    Reports = "/rapporten";
    /// Two of them, side by side.
    CompareReports = "/rapporten/vergelijking";
    /// Doel door de jaren: all goals of a strategy.
    GoalYears { strategy: String } = "/rapporten/doelen/{strategy}";
    /// One of them.
    GoalYear { strategy: String, number: u32 } = "/rapporten/doelen/{strategy}/{number}";
    /// One of them, to read.
    ShowReport { round: String, number: u32 } = "/rapporten/{round}/{number}";
    /// About it: files, hashes, when it was sent, what corrects it.
    AboutReport { round: String, number: u32 } = "/rapporten/{round}/{number}/over";
    /// One of its files.
    ReportFile { round: String, number: u32, name: String } = "/rapporten/{round}/{number}/{name}";
    /// A report that was made before, outside this program.
    EarlierReport { slug: String } = "/rapporten/eerder/{slug}";
    /// Its file.
    EarlierFile { slug: String, name: String } = "/rapporten/eerder/{slug}/{name}";
    /// All editions as data, and what the columns mean.
    OpenData = "/rapporten/gegevens";
    /// All editions as one file: "doelen.csv"; or all earlier reports.
    AllData { file: String } = "/rapporten/gegevens/{file}";
    /// One edition as data.
    EditionData { round: String, number: u32, file: String } = "/rapporten/{round}/{number}/gegevens/{file}";
    /// The programming interface: what it offers.
    ApiDocument = "/api/v1/openapi.json";
    /// Everything that was released.
    ApiEditions = "/api/v1/edities";
    /// One of them.
    ApiEdition { round: String, number: u32 } = "/api/v1/edities/{round}/{number}";
    /// A table of one of them.
    ApiTable { round: String, number: u32, table: String } = "/api/v1/edities/{round}/{number}/{table}";
    /// Reports that were made before, outside this program.
    ApiEarlierReports = "/api/v1/eerdere-rapporten";
    /// One of them, with what it said of goals.
    ApiEarlierReport { slug: String } = "/api/v1/eerdere-rapporten/{slug}";
    /// What it offers, for people.
    ApiReference = "/rapporten/api";
    /// New editions, for feed readers.
    Feed = "/rapporten/atom.xml";
    /// The name of a goal that stays.
    GoalId { strategy: String, number: u32 } = "/id/doel/{strategy}/{number}";
    /// The name of a ministry that stays.
    MinistryId { ministry: String } = "/id/ministerie/{ministry}";
    /// What machines may read.
    Robots = "/robots.txt";
    /// Where the government's search engine begins; it asks for this name.
    SitemapIndex = "/sitemapindex-diwoo-infocat007.xml";
    /// What it finds.
    Sitemap = "/sitemap-diwoo-infocat007.xml";
    /// Looking for words, in what one may read.
    Search = "/zoeken";
    /// How it works.
    Manual = "/handleiding";
    /// Who may do what.
    RightsManual = "/handleiding/rechten";
    /// How one role works with it.
    ShowGuide { role: String } = "/handleiding/{role}";
    /// The statement the law asks for.
    Accessibility = "/toegankelijkheid";
    /// What is kept of whom.
    Privacy = "/privacy";
    /// Whether the program lives.
    Alive = "/healthz";
    /// Whether it can serve.
    Ready = "/readyz";
    /// Where to report a weakness.
    SecurityText = "/.well-known/security.txt";
}
