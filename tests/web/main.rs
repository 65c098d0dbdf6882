//! Every page and form, over HTTP on the real router, as the people who use them.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod about;
mod app;
mod book;
mod client;
mod contents;
mod contributions;
mod copy;
mod declared;
#[path = "../support/fuzzing.rs"]
mod fuzzing;
mod keep;
mod keyed;
mod page;
#[path = "../support/raw.rs"]
mod raw;
mod situations;
#[path = "../support/smtp.rs"]
mod smtp;
#[path = "../support/mod.rs"]
mod support;

mod access_reviews;
mod account;
mod annexes;
mod antivirus;
mod api;
mod approvals;
mod assets;
mod assignments;
mod backups;
mod calendar;
mod clocks;
mod comparison;
mod completeness;
mod compose;
mod consents;
mod coverage;
mod crawl;
mod deadlines;
mod developments;
mod documents;
mod doubles;
mod earlier;
mod errata;
mod errors;
mod faults;
mod figures;
mod fuzz;
mod gaps;
mod goal_years;
mod headers;
mod herijking;
mod imports;
mod invitations;
mod letters;
mod logbook;
mod logs;
mod mails;
mod ministries;
mod notices;
mod offices;
mod open_data;
mod open_workbooks;
mod operations;
mod package_faults;
mod packages;
mod people;
mod permissions;
mod provenance;
mod races;
mod reading;
mod remarks;
mod replacements;
mod requests;
mod reviews;
mod rounds;
mod search;
mod second_factor;
mod sendings;
mod sessions;
mod setup;
mod signed_out;
mod strategies;
mod tasks;
mod texts;
mod tokens;
mod unsaved;
