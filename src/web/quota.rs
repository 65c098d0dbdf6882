//! How often one may ask for what costs much. A session: files that are made on the spot. Somebody without an account: the
//! programming interface. Nobody who works meets it; a script that asks on and on is told to wait.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Error, Result,
    extract::{Origin, Visitor},
};

/// So many files at once for a session, and then one more for each of these.
const BURST: i32 = 10;
const PACE: TimeDelta = TimeDelta::seconds(6);

/// So many questions at once from an address, and then one more for each of these. An office is one address.
const PUBLIC_BURST: i32 = 600;
const PUBLIC_PACE: TimeDelta = TimeDelta::milliseconds(100);

/// How many are remembered before those that have all of their share again are forgotten.
const REMEMBERED: usize = 1000;

/// What everyone has left: sessions by the hash of their key, others by their address.
#[derive(Clone, Debug, Default)]
pub struct Exports {
    sessions: Share<[u8; 32]>,
    addresses: Share<Option<IpAddr>>,
}

impl Exports {
    /// Takes one file of the session's share.
    ///
    /// # Errors
    /// [`Error::Wait`] when there is nothing left.
    pub(super) fn take(&self, visitor: &Visitor) -> Result<()> {
        self.sessions.take(visitor.key.hash(), visitor.now, BURST, PACE).map_err(Error::Wait)
    }

    /// Takes one answer of the share of an address.
    ///
    /// # Errors
    /// [`Error::Wait`] when there is nothing left.
    pub(super) fn take_public(&self, origin: Origin, now: DateTime<Utc>) -> Result<()> {
        self.addresses.take(origin.0, now, PUBLIC_BURST, PUBLIC_PACE).map_err(Error::Wait)
    }
}

/// Each is kept as the moment at which it has its full share again.
#[derive(Clone, Debug)]
struct Share<Key>(Arc<Mutex<HashMap<Key, DateTime<Utc>>>>);

impl<Key> Default for Share<Key> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<Key: Eq + std::hash::Hash> Share<Key> {
    /// Takes one, or says how many seconds to wait.
    fn take(&self, key: Key, now: DateTime<Utc>, burst: i32, pace: TimeDelta) -> Result<(), u64> {
        let mut full_at = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= REMEMBERED {
            full_at.retain(|_, at| *at > now);
        }
        let known = full_at.get(&key).copied().unwrap_or(now).max(now);
        let used = known + pace;
        let over = used - now - pace * burst;
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
        let share = Share::default();
        let now: DateTime<Utc> = "2020-02-01T12:00:00Z".parse().unwrap();
        for _ in 0..BURST {
            assert_eq!(share.take([1; 32], now, BURST, PACE), Ok(()));
        }
        assert_eq!(share.take([1; 32], now, BURST, PACE), Err(7));
        assert_eq!(share.take([2; 32], now, BURST, PACE), Ok(()), "another session has a share of its own");
        assert_eq!(share.take([1; 32], now + PACE, BURST, PACE), Ok(()));
        assert!(share.take([1; 32], now + PACE, BURST, PACE).is_err());
        for _ in 0..BURST {
            assert_eq!(share.take([1; 32], now + TimeDelta::hours(1), BURST, PACE), Ok(()));
        }
    }

    #[test]
    fn sessions_that_are_done_are_forgotten() {
        let share = Share::default();
        let mut now: DateTime<Utc> = "2020-02-01T12:00:00Z".parse().unwrap();
        for number in 0..5000_u32 {
            let mut key = [0; 32];
            key[..4].copy_from_slice(&number.to_be_bytes());
            assert_eq!(share.take(key, now, BURST, PACE), Ok(()));
            now += TimeDelta::seconds(1);
        }
        assert!(share.0.lock().unwrap().len() <= REMEMBERED);
    }
}
