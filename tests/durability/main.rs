//! What was answered with "bewaard" is there: the real program on a real file, killed, stopped, without room and without
//! the right to write. `VOORTGANG_LONG=1` kills it 300 times instead of 30.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and tells its figures"
)]

mod disk;
mod kill;
mod savers;
mod server;
mod stop;
#[expect(dead_code, reason = "other tests need more of it")]
#[path = "../support/mod.rs"]
mod support;
