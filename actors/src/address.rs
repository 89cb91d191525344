//! `Address<M>`: the one way to reach an actor; bounded, proof against restarts, with a deadline.
//!
//! A mailbox of ractor's has no bound and a reference to an actor dies with it, so nobody holds one.
//! A place in the mailbox is a semaphore permit that travels inside the [`Envelope`] and comes back when
//! the handler drops it. The supervisor points the address at each new incarnation of its actor.

use ractor::{ActorRef, ActorStatus, Message, RpcReplyPort, concurrency};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

#[cfg(test)]
mod tests;

/// Where messages for one actor are sent, whichever incarnation of it is running.
pub struct Address<M: Message> {
    shared: Arc<Shared<M>>,
}

struct Shared<M: Message> {
    name: &'static str,
    capacity: usize,
    places: Arc<Semaphore>,
    target: RwLock<Option<ActorRef<Envelope<M>>>>,
}

/// A message and the place that it takes in the mailbox. Dropping it gives the place back.
pub struct Envelope<M> {
    /// The message.
    pub message: M,
    place: OwnedSemaphorePermit,
}

/// Why an actor did not answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AskError {
    /// The mailbox is full; nothing was sent.
    #[error("busy: ask again in a moment")]
    Overloaded,
    /// The actor is between a crash and its restart, or was drained; nothing was sent.
    #[error("not running: ask again in a moment")]
    NotRunning,
    /// Sent, but not answered in time; it may still take effect.
    #[error("no answer in time: ask again with the same key")]
    OutcomeUnknown,
}

impl<M: Message> Address<M> {
    /// An address that leads nowhere yet, with room for `capacity` messages.
    #[must_use]
    pub fn new(name: &'static str, capacity: usize) -> Self {
        let places = Arc::new(Semaphore::new(capacity));
        Self { shared: Arc::new(Shared { name, capacity, places, target: RwLock::new(None) }) }
    }

    /// Points the address at a new incarnation. For the actor's supervisor alone.
    pub fn point_at(&self, actor: ActorRef<Envelope<M>>) {
        *self.shared.target.write().unwrap_or_else(PoisonError::into_inner) = Some(actor);
    }

    /// Leads nowhere from now on. For the actor's supervisor alone.
    pub fn point_nowhere(&self) {
        *self.shared.target.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Sends without waiting.
    ///
    /// # Errors
    /// [`AskError::Overloaded`] or [`AskError::NotRunning`]; nothing was sent.
    pub fn tell(&self, message: M) -> Result<(), AskError> {
        self.tell_sized(message, 1)
    }

    /// Sends a message that takes several places, without waiting: sound is bounded by its size, not by how it was
    /// cut. A message larger than the whole mailbox takes all of it.
    ///
    /// # Errors
    /// [`AskError::Overloaded`] or [`AskError::NotRunning`]; nothing was sent.
    pub fn tell_sized(&self, message: M, places: usize) -> Result<(), AskError> {
        let places = u32::try_from(places.clamp(1, self.shared.capacity.max(1))).unwrap_or(u32::MAX);
        let place = Arc::clone(&self.shared.places).try_acquire_many_owned(places);
        self.deliver(message, place.map_err(|_| AskError::Overloaded)?)
    }

    /// Sends, and waits for a place if there is none: for an actor's own tasks, which report to it.
    ///
    /// # Errors
    /// [`AskError::NotRunning`]; nothing was sent.
    pub async fn report(&self, message: M) -> Result<(), AskError> {
        let place = Arc::clone(&self.shared.places).acquire_owned().await.map_err(|_| AskError::NotRunning)?;
        self.deliver(message, place)
    }

    fn deliver(&self, message: M, place: OwnedSemaphorePermit) -> Result<(), AskError> {
        let target = self.shared.target.read().unwrap_or_else(PoisonError::into_inner);
        let actor = target.as_ref().ok_or(AskError::NotRunning)?;
        actor.send_message(Envelope { message, place }).map_err(|_| AskError::NotRunning)
    }

    /// Sends, and waits for the answer at most until the deadline.
    ///
    /// # Errors
    /// [`AskError`]; after [`AskError::OutcomeUnknown`] the request may still take effect.
    pub async fn ask<T: Send + 'static>(
        &self,
        deadline: Duration,
        request: impl FnOnce(RpcReplyPort<T>) -> M,
    ) -> Result<T, AskError> {
        let (sender, receiver) = concurrency::oneshot();
        self.tell(request(sender.into()))?;
        match tokio::time::timeout(deadline, receiver).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(_)) | Err(_) => Err(AskError::OutcomeUnknown),
        }
    }

    /// How many messages wait or are being handled, for the metrics.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.shared.capacity.saturating_sub(self.shared.places.available_permits())
    }

    /// Whether an actor is there to take messages.
    #[must_use]
    pub fn is_running(&self) -> bool {
        let target = self.shared.target.read().unwrap_or_else(PoisonError::into_inner);
        target.as_ref().is_some_and(|actor| actor.get_status() == ActorStatus::Running)
    }

    #[cfg(test)]
    pub(crate) fn target_for_test(&self) -> ractor::ActorCell {
        self.shared.target.read().unwrap().as_ref().unwrap().get_cell()
    }

    /// The actor's name, for logs and metrics.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.shared.name
    }

    /// How many messages the mailbox holds.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.shared.capacity
    }
}

impl<M: Message> Clone for Address<M> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<M: Message> std::fmt::Debug for Address<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Address({}, {} of {})", self.shared.name, self.waiting(), self.shared.capacity)
    }
}

impl<M> Envelope<M> {
    /// Takes the message out and gives its place back at once: for handlers that queue it elsewhere under a bound.
    pub fn open(self) -> M {
        drop(self.place);
        self.message
    }
}
