//! People's work in a real browser, step by step, from the program's own demonstration.
//!
//! After every step the page is checked: rules of axe-core, nothing that scrolls sideways, no word torn apart or on
//! another, also at 200 %, nothing in the console. A picture of it is kept in `target/screenshots`. Run with `tests/browser/run`.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod browser;
mod checks;
mod journey;
#[expect(dead_code, reason = "other tests need more of it")]
#[path = "../support/key.rs"]
mod key;
#[path = "../support/openid.rs"]
mod openid;
mod site;

mod administrator;
mod approver;
mod bad_luck;
mod budget;
mod colours;
mod coordinator;
mod keyboard;
mod keys;
mod manual;
mod officer;
mod parliament;
mod paste;
mod sign_on;
mod six_goals;
mod without_script;
