//! Voortgang: ministries record progress on the goals of a strategy; the coordinator generates the report to parliament.

pub mod auth;
pub mod cli;
pub mod domain;
pub mod press;
pub mod render;
pub mod report;
pub mod store;
pub mod web;
