//! The database file: what it refuses, what it never loses, and what it finds out when someone tampers with it.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../support/raw.rs"]
mod raw;
#[path = "../support/mod.rs"]
mod support;

mod access;
mod contributions;
mod editions;
mod events;
mod load;
mod schema;
mod successor;
mod upgrade;
mod writers;
