//! How often something may be started again before it is given up.

use std::collections::VecDeque;
use std::time::Duration;

/// So many restarts in so much time, each after a longer pause. Pure: the time is an argument.
#[derive(Clone, Debug)]
pub struct RestartBudget {
    restarts_max: usize,
    within: Duration,
    recent: VecDeque<Duration>,
}

/// The pause before the first restart; each further one in the same stretch is twice as long.
const PAUSE: Duration = Duration::from_millis(50);

/// No pause is longer.
const PAUSE_MAX: Duration = Duration::from_secs(5);

impl RestartBudget {
    /// So many restarts within so much time.
    #[must_use]
    pub fn new(restarts_max: usize, within: Duration) -> Self {
        Self { restarts_max, within, recent: VecDeque::with_capacity(restarts_max) }
    }

    /// Asks for a restart at this time, counted from any fixed moment: how long to pause before it, or none where the
    /// budget is spent.
    pub fn restart(&mut self, now: Duration) -> Option<Duration> {
        while self.recent.front().is_some_and(|then| now.saturating_sub(*then) >= self.within) {
            self.recent.pop_front();
        }
        if self.recent.len() >= self.restarts_max {
            return None;
        }
        let doublings = u32::try_from(self.recent.len()).unwrap_or(u32::MAX).min(16);
        self.recent.push_back(now);
        Some(PAUSE.saturating_mul(1 << doublings).min(PAUSE_MAX))
    }
}

/// What the supervisors keep to: three restarts in a minute.
impl Default for RestartBudget {
    fn default() -> Self {
        Self::new(3, Duration::from_mins(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_fourth_restart_in_a_minute_is_refused() {
        let mut budget = RestartBudget::default();
        let pauses: Vec<_> = [0, 1, 2].into_iter().map(|second| budget.restart(at(second))).collect();
        assert_eq!(pauses, [50, 100, 200].map(|ms| Some(Duration::from_millis(ms))));
        assert_eq!(budget.restart(at(59)), None);
    }

    #[test]
    fn a_minute_later_there_is_room_again() {
        let mut budget = RestartBudget::default();
        for second in [0, 1, 2] {
            assert!(budget.restart(at(second)).is_some());
        }
        assert_eq!(budget.restart(at(60)), Some(Duration::from_millis(200)));
        assert_eq!(budget.restart(at(60)), None);
    }
}
