//! How often one caller may ask: so many in a minute, counted in windows.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a count lasts.
const WINDOW: Duration = Duration::from_mins(1);
/// Callers that are counted at once; above it the oldest counts are forgotten.
const CALLERS_MAX: usize = 10_000;

/// Counts what each caller asked in the last minute.
#[derive(Debug)]
pub(crate) struct Limit<K> {
    max: u64,
    counts: Mutex<HashMap<K, (Instant, u64)>>,
}

impl<K: Eq + Hash + Clone> Limit<K> {
    /// So many in a minute.
    pub(crate) fn new(max: u64) -> Self {
        Self { max, counts: Mutex::new(HashMap::new()) }
    }

    /// Counts one more; where that is too many, how long to wait.
    pub(crate) fn count(&self, caller: K, now: Instant) -> Result<(), Duration> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let age = |begun: Instant| now.saturating_duration_since(begun);
        if counts.len() >= CALLERS_MAX && !counts.contains_key(&caller) {
            counts.retain(|_, (begun, _)| age(*begun) < WINDOW);
            let oldest = counts.iter().min_by_key(|(_, (begun, _))| *begun).map(|(key, _)| key.clone());
            if let Some(key) = oldest.filter(|_| counts.len() >= CALLERS_MAX) {
                counts.remove(&key);
            }
        }
        let (begun, count) = counts.entry(caller).or_insert((now, 0));
        if age(*begun) >= WINDOW {
            (*begun, *count) = (now, 0);
        }
        if *count >= self.max {
            return Err(WINDOW.saturating_sub(age(*begun)));
        }
        *count = count.saturating_add(1);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_too_many_is_told_how_long_to_wait() {
        let (limit, begun) = (Limit::new(2), Instant::now());
        assert_eq!(limit.count("a", begun), Ok(()));
        assert_eq!(limit.count("a", begun), Ok(()));
        assert_eq!(limit.count("a", begun + Duration::from_secs(20)), Err(Duration::from_secs(40)));
        assert_eq!(limit.count("b", begun), Ok(()));
        assert_eq!(limit.count("a", begun + WINDOW), Ok(()));
    }

    #[test]
    fn callers_that_come_and_go_take_no_more_than_their_room() {
        let (limit, begun) = (Limit::new(1), Instant::now());
        for caller in 0..CALLERS_MAX + 10 {
            assert_eq!(limit.count(caller, begun), Ok(()));
        }
        assert_eq!(limit.counts.lock().unwrap().len(), CALLERS_MAX);
    }
}
