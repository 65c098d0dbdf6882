//! Who someone is. What they may do is [`crate::domain::access`].

pub mod password;
pub mod session;
pub mod sign_in;
