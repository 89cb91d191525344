//! Draws papers a few at a time, off the threads that serve.

use super::bill::Bill;
use super::pdf;
use super::receipt::{self, Paper};
use execora_domain::reply::Tongue;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many are drawn at once: each takes a processor for some milliseconds.
const AT_ONCE_MAX: usize = 2;
/// How long one waits for its turn; then there are too many.
const PATIENCE: Duration = Duration::from_secs(5);

/// Draws papers.
#[derive(Clone, Debug)]
pub(crate) struct Press {
    places: Arc<Semaphore>,
    patience: Duration,
}

/// Why there is no PDF.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum PressError {
    /// Too many wait.
    #[error("too many papers are being drawn: ask again in a moment")]
    Busy,
    /// It could not be drawn: a bug, which the log tells of.
    #[error("the paper could not be drawn")]
    Failed,
}

impl Default for Press {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE_MAX)), patience: PATIENCE }
    }
}

impl Press {
    /// The bill as a PDF.
    ///
    /// # Errors
    /// [`PressError`].
    pub(crate) async fn pdf(&self, bill: Bill, tongue: Tongue) -> Result<Vec<u8>, PressError> {
        self.apart(move || pdf::render(&bill, tongue)).await?.ok_or(PressError::Failed)
    }

    /// The bill as the bytes of a thermal printer.
    ///
    /// # Errors
    /// [`PressError`].
    pub(crate) async fn receipt(&self, bill: Bill, paper: Paper, tongue: Tongue) -> Result<Vec<u8>, PressError> {
        self.apart(move || receipt::escpos(&bill, paper, tongue)).await
    }

    async fn apart<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PressError> {
        let waited = tokio::time::timeout(self.patience, Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(place)) = waited else { return Err(PressError::Busy) };
        let drawn = tokio::task::spawn_blocking(move || {
            let drawn = work();
            drop(place);
            drawn
        });
        drawn.await.map_err(|error| {
            tracing::error!(%error, "the drawing of a paper ended early");
            PressError::Failed
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[tokio::test]
    async fn whoever_waits_too_long_is_told_to_come_again() {
        let press = Press { patience: Duration::from_millis(1), ..Press::default() };
        let places = Arc::clone(&press.places).acquire_many_owned(2).await.unwrap();
        assert_eq!(press.pdf(samples::usual(), Tongue::En).await, Err(PressError::Busy));
        drop(places);
        let receipt = press.receipt(samples::usual(), Paper::Narrow, Tongue::Hi).await.unwrap();
        assert_eq!(receipt, receipt::escpos(&samples::usual(), Paper::Narrow, Tongue::Hi));
    }
}
