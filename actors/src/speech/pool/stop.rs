//! How a job that runs is told to end early.

use super::lock;
use std::sync::{Arc, Mutex};

/// Told to a job that its work is not needed any more. Clones are the same.
#[derive(Clone, Default)]
pub struct Stop(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    is_stopped: bool,
    then: Option<Box<dyn FnOnce() + Send>>,
}

impl Stop {
    /// Tells it, once and for all.
    pub fn stop(&self) {
        let then = {
            let mut state = lock(&self.0);
            state.is_stopped = true;
            state.then.take()
        };
        if let Some(then) = then {
            then();
        }
    }

    /// Whether it was told.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        lock(&self.0).is_stopped
    }

    /// Does this when it is told, on whoever's thread that is: at once, where it was told already.
    pub fn when_stopped(&self, then: impl FnOnce() + Send + 'static) {
        let mut state = lock(&self.0);
        if state.is_stopped {
            drop(state);
            return then();
        }
        state.then = Some(Box::new(then));
    }
}

impl std::fmt::Debug for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stop({})", self.is_stopped())
    }
}
