//! Draws PDFs a few at a time, off the threads that serve.

use super::bill::Bill;
use super::pdf;
use execora_domain::reply::Tongue;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many are drawn at once: each takes a processor for some milliseconds.
const AT_ONCE_MAX: usize = 2;
/// How long one waits for its turn; then there are too many.
const PATIENCE: Duration = Duration::from_secs(5);

/// Draws PDFs.
#[derive(Clone, Debug)]
pub(crate) struct Press {
    places: Arc<Semaphore>,
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
        Self { places: Arc::new(Semaphore::new(AT_ONCE_MAX)) }
    }
}

impl Press {
    /// The bill as a PDF.
    ///
    /// # Errors
    /// [`PressError`].
    pub(crate) async fn pdf(&self, bill: Bill, tongue: Tongue) -> Result<Vec<u8>, PressError> {
        let waited = tokio::time::timeout(PATIENCE, Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(place)) = waited else { return Err(PressError::Busy) };
        let drawn = tokio::task::spawn_blocking(move || {
            let drawn = pdf::render(&bill, tongue);
            drop(place);
            drawn
        });
        let drawn = drawn.await.inspect_err(|error| tracing::error!(%error, "the drawing of a paper ended early"));
        drawn.ok().flatten().ok_or(PressError::Failed)
    }
}
