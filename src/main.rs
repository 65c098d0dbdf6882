//! Parses arguments, calls the library; nothing else.

fn main() {}
