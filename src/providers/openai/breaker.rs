//! Leaves a service alone that keeps failing, and lets one question try it again after a while.

use std::time::Duration;
use tokio::time::Instant;

/// Whether a service is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// It is; so many failures came one after the other.
    Closed { failures: u32 },
    /// It is not, until then.
    Open { until: Instant },
    /// One question tries it; if that never comes back, another may from then on.
    Probing { until: Instant },
}

/// The state of one service, and its bounds.
#[derive(Debug)]
pub(super) struct Breaker {
    state: State,
    failures_max: u32,
    rest: Duration,
}

impl Breaker {
    pub(super) const fn new(failures_max: u32, rest: Duration) -> Self {
        Self { state: State::Closed { failures: 0 }, failures_max, rest }
    }

    /// Whether it may be asked now. Who may, says how it went.
    pub(super) fn admits(&mut self, now: Instant) -> bool {
        match self.state {
            State::Closed { .. } => true,
            State::Open { until } | State::Probing { until } if now >= until => {
                self.state = State::Probing { until: now + self.rest };
                true
            }
            State::Open { .. } | State::Probing { .. } => false,
        }
    }

    /// It answered.
    pub(super) const fn worked(&mut self) {
        self.state = State::Closed { failures: 0 };
    }

    /// It failed; `pause` is how long it asked to be left alone.
    pub(super) fn failed(&mut self, now: Instant, pause: Option<Duration>) {
        let failures = match self.state {
            State::Closed { failures } => failures.saturating_add(1),
            State::Open { .. } | State::Probing { .. } => self.failures_max,
        };
        self.state = match pause {
            Some(pause) => State::Open { until: now + pause },
            None if failures >= self.failures_max => State::Open { until: now + self.rest },
            None => State::Closed { failures },
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Duration = Duration::from_secs(30);

    #[test]
    fn failures_in_a_row_open_it_and_one_question_tries_again() {
        let (start, mut breaker) = (Instant::now(), Breaker::new(3, REST));
        for _ in 0..2 {
            breaker.failed(start, None);
            assert!(breaker.admits(start));
        }
        breaker.failed(start, None);
        assert!(!breaker.admits(start));
        assert!(breaker.admits(start + REST), "one may try");
        assert!(!breaker.admits(start + REST), "and only one");
        breaker.failed(start + REST, None);
        assert!(!breaker.admits(start + REST));
        assert!(breaker.admits(start + REST * 2));
        breaker.worked();
        assert!(breaker.admits(start + REST * 2) && breaker.admits(start + REST * 2));
    }

    #[test]
    fn an_answer_between_failures_starts_the_count_anew() {
        let (start, mut breaker) = (Instant::now(), Breaker::new(2, REST));
        for _ in 0..5 {
            breaker.failed(start, None);
            breaker.worked();
        }
        assert!(breaker.admits(start));
    }

    #[test]
    fn who_asks_to_be_left_alone_is_at_once() {
        let (start, mut breaker) = (Instant::now(), Breaker::new(5, REST));
        breaker.failed(start, Some(Duration::from_secs(7)));
        assert!(!breaker.admits(start + Duration::from_secs(6)));
        assert!(breaker.admits(start + Duration::from_secs(7)));
    }

    #[test]
    fn a_probe_that_never_comes_back_does_not_close_the_door_for_ever() {
        let (start, mut breaker) = (Instant::now(), Breaker::new(1, REST));
        breaker.failed(start, None);
        assert!(breaker.admits(start + REST) && !breaker.admits(start + REST));
        assert!(breaker.admits(start + REST * 2));
    }
}
