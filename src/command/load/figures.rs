//! Percentiles and how they are printed.

use std::fmt::Write;
use std::time::Duration;

/// Measured times, in microseconds.
#[derive(Default, Clone)]
pub(super) struct Times(Vec<u64>);

impl Times {
    pub(super) fn add(&mut self, time: Duration) {
        self.0.push(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// `p50 1.2 ms · p95 3.4 ms · p99 5.6 ms · max 7.8 ms`
    pub(super) fn summary(&mut self) -> String {
        self.0.sort_unstable();
        let mut line = String::new();
        for (name, per_mille) in [("p50", 500), ("p95", 950), ("p99", 990), ("max", 1_000)] {
            let separator = if line.is_empty() { "" } else { " · " };
            let micros = self.at(per_mille);
            // Writing to a String cannot fail.
            let _ = write!(line, "{separator}{name} {}.{} ms", micros / 1_000, micros % 1_000 / 100);
        }
        line
    }

    /// The nearest-rank percentile of sorted times.
    fn at(&self, per_mille: usize) -> u64 {
        let rank = (self.0.len() * per_mille).div_ceil(1_000);
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let mut times = Times::default();
        (1..=100).rev().for_each(|ms| times.add(Duration::from_millis(ms)));
        assert_eq!(times.summary(), "p50 50.0 ms · p95 95.0 ms · p99 99.0 ms · max 100.0 ms");
    }

    #[test]
    fn nothing_measured_is_no_error() {
        assert_eq!(Times::default().summary(), "p50 0.0 ms · p95 0.0 ms · p99 0.0 ms · max 0.0 ms");
    }
}
