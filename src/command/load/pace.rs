//! When the next request is due.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Shared by all clients of one load.
pub(super) struct Pace {
    start: Instant,
    length: Duration,
    rate: Option<u32>,
    next: AtomicU64,
}

impl Pace {
    /// From now on for so long: so many a second, or as fast as they are answered.
    pub(super) fn new(rate: Option<u32>, length: Duration) -> Self {
        Self { start: Instant::now(), length, rate, next: AtomicU64::new(0) }
    }

    /// Waits for the next turn and says when it was due, which is earlier than now where the clients cannot keep up:
    /// what is measured from there counts the wait. None when the time is over.
    pub(super) async fn next(&self) -> Option<Instant> {
        let Some(rate) = self.rate else {
            return (self.start.elapsed() < self.length).then(Instant::now);
        };
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let after = Duration::from_nanos(number.saturating_mul(1_000_000_000) / u64::from(rate.max(1)));
        if after >= self.length {
            return None;
        }
        let due = self.start + after;
        tokio::time::sleep_until(due.into()).await;
        Some(due)
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}
