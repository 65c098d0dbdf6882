//! Voortgang: ministries record progress on the goals of a strategy; the coordinator generates the report to parliament.
//!
//! # The map
//! | module | what it is | may use |
//! |---|---|---|
//! | [`domain`] | the rules, pure | nothing of ours |
//! | [`report`] | facts and a definition become a report of typed blocks, pure | `domain` |
//! | [`antivirus`] | files of people are handed to the organisation's scanner | nothing of ours |
//! | [`office`] | files of office programs, written and read | nothing of ours |
//! | [`render`] | a report as HTML, as PDF, as data or as a text to annotate | `report`, `office` |
//! | [`store`] | SQL | `domain` |
//! | [`auth`] | who someone is | `domain`, `store` |
//! | [`mail`] | who is told of what, on the site and by mail | `domain`, `store`, `auth` |
//! | [`press`] | compile, render, freeze, release, rebuild | all above but `auth` and `mail` |
//! | [`web`] | HTTP | all but `cli` |
//! | [`cli`] | the command line | all |
//!
//! # Invariants
//! The domain names no database, no HTTP and no clock. SQL stands in [`store`] only; printpdf in [`render::pdf`] only.
//! A renderer sees a [`report::Report`] and nothing else. No state changes without a permit of [`domain::access`].
//! No HTML ever comes from a person. `tests/architecture.rs` holds these.

pub mod antivirus;
pub mod auth;
pub mod cli;
pub mod domain;
pub mod mail;
pub mod office;
pub mod press;
pub mod render;
pub mod report;
pub mod store;
pub mod web;
