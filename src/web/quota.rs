//! How often one session may ask for what costs much: files that are made on the spot. Nobody who works meets it; a script
//! that asks on and on is told to wait.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Error, Result, extract::Visitor};

/// So many files at once.
const BURST: u8 = 10;

/// Then one more for each of these.
const PACE: TimeDelta = TimeDelta::seconds(6);

/// How many sessions are remembered before those that have all of their share again are forgotten.
const REMEMBERED: usize = 1000;

/// What every session has left, by the hash of its key.
#[derive(Clone, Debug, Default)]
pub struct Exports(Arc<Mutex<HashMap<[u8; 32], DateTime<Utc>>>>);

impl Exports {
    /// Takes one file of the session's share.
    ///
    /// # Errors
    /// [`Error::Wait`] when there is nothing left.
    pub(super) fn take(&self, visitor: &Visitor) -> Result<()> {
        self.take_for(visitor.key.hash(), visitor.now).map_err(Error::Wait)
    }

    /// A session is kept as the moment at which it has its full share again.
    fn take_for(&self, key: [u8; 32], now: DateTime<Utc>) -> Result<(), u64> {
        let mut full_at = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= REMEMBERED {
            full_at.retain(|_, at| *at > now);
        }
        let known = full_at.get(&key).copied().unwrap_or(now).max(now);
        let used = known + PACE;
        let over = used - now - PACE * i32::from(BURST);
        if over > TimeDelta::zero() {
            return Err(over.num_seconds().unsigned_abs() + 1);
        }
        full_at.insert(key, used);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_used_up_and_grows_again() {
        let exports = Exports::default();
        let now: DateTime<Utc> = "2020-02-01T12:00:00Z".parse().unwrap();
        for _ in 0..BURST {
            assert_eq!(exports.take_for([1; 32], now), Ok(()));
        }
        assert_eq!(exports.take_for([1; 32], now), Err(7));
        assert_eq!(exports.take_for([2; 32], now), Ok(()), "another session has a share of its own");
        assert_eq!(exports.take_for([1; 32], now + PACE), Ok(()));
        assert!(exports.take_for([1; 32], now + PACE).is_err());
        for _ in 0..BURST {
            assert_eq!(exports.take_for([1; 32], now + TimeDelta::hours(1)), Ok(()));
        }
    }

    #[test]
    fn sessions_that_are_done_are_forgotten() {
        let exports = Exports::default();
        let mut now: DateTime<Utc> = "2020-02-01T12:00:00Z".parse().unwrap();
        for number in 0..5000_u32 {
            let mut key = [0; 32];
            key[..4].copy_from_slice(&number.to_be_bytes());
            assert_eq!(exports.take_for(key, now), Ok(()));
            now += TimeDelta::seconds(1);
        }
        assert!(exports.0.lock().unwrap().len() <= REMEMBERED);
    }
}
