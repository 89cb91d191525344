//! The outbox relay: hands each notice that was committed with an entry or a reminder to a [`Courier`], at least once.
//!
//! Rows are claimed with `FOR UPDATE SKIP LOCKED`, so servers share the work. A crash between handing over and noting it
//! hands over again: the notice's identity lets the far end know. Without a courier the rows wait.

mod actor;
mod handle;
mod message;
mod postbox;
mod sql;

pub use actor::{MESSENGER_CAPACITY, MessengerArgs, spawn};
pub use handle::Messenger;
pub use message::MessengerMsg;
pub use postbox::{Postbox, PostboxError};

use execora_domain::ids::{EntryId, InvoiceId, ReminderId, TenantId};
use execora_domain::ledger::Channel;
use futures_util::future::BoxFuture;
use uuid::Uuid;

/// What is to leave the shop.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Whose it is.
    pub tenant: TenantId,
    /// The same each time it is handed over.
    pub id: Uuid,
    /// What it tells of.
    pub topic: Topic,
    /// How it goes, where that was said.
    pub channel: Option<Channel>,
    /// What is said, where that depends on the moment.
    pub text: Option<String>,
}

/// What a notice tells of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Topic {
    /// An entry was posted.
    Entry(EntryId),
    /// A reminder fell due.
    Reminder(ReminderId),
    /// A bill is sent to its customer.
    Invoice(InvoiceId),
    /// A code goes to the shop's own phone.
    Code,
}

/// Whoever takes notices further: WhatsApp, e-mail.
pub trait Courier: Send + Sync + 'static {
    /// Takes one over. An error, or ten seconds without an answer, leaves it for another time.
    fn hand_over(&self, notice: Notice) -> BoxFuture<'static, Result<(), CourierError>>;
}

/// A notice was not taken over.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the notice was not taken over: {reason}")]
pub struct CourierError {
    /// Why, for the log.
    pub reason: String,
}
