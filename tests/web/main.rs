//! Every page and form, over HTTP on the real router, as the people who use them.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod app;
mod declared;
mod page;
#[path = "../support/raw.rs"]
mod raw;
#[path = "../support/mod.rs"]
mod support;

mod assets;
mod errors;
mod headers;
mod permissions;
mod sessions;
mod tasks;
