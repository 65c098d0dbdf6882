//! Who someone is. What they may do is [`crate::domain::access`].

pub mod invitation;
pub mod password;
pub mod second_factor;
pub mod session;
pub mod sign_in;
pub mod sso;
pub mod throttle;
pub mod token;
pub mod totp;
