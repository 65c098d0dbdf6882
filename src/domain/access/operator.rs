//! The permits of the command line and the demo: whoever can read the database file can do anything with it.

use super::{Administer, Agree, Coordinate, Permit, Record, Release, Review, Write};

/// To write as any ministry.
#[must_use]
pub const fn write() -> Permit<Write> {
    Permit::granted()
}

/// To approve as any ministry.
#[must_use]
pub const fn review() -> Permit<Review> {
    Permit::granted()
}

/// To answer for any ministry.
#[must_use]
pub const fn agree() -> Permit<Agree> {
    Permit::granted()
}

/// To coordinate.
#[must_use]
pub const fn coordinate() -> Permit<Coordinate> {
    Permit::granted()
}

/// To release.
#[must_use]
pub const fn release() -> Permit<Release> {
    Permit::granted()
}

/// To keep people and registers.
#[must_use]
pub const fn administer() -> Permit<Administer> {
    Permit::granted()
}

/// To record what is known after sending.
#[must_use]
pub const fn record() -> Permit<Record> {
    Permit::granted()
}
