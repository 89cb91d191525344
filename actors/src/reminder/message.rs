//! The reminder's whole protocol.

use super::ReminderError;
use execora_domain::ids::{PartyId, ReminderId, TenantId};
use ractor::RpcReplyPort;

/// Something to be said to a customer later.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewReminder {
    /// To whom.
    pub party: PartyId,
    /// When.
    pub due_at: jiff::Timestamp,
    /// What, if not the usual words; 1 to 500 characters.
    pub message: Option<String>,
}

/// What the reminder is asked.
#[derive(Debug)]
pub enum ReminderMsg {
    /// Remind a customer later.
    Schedule {
        /// In which shop.
        tenant: TenantId,
        /// Whom, when and of what.
        new: NewReminder,
        /// Answered after commit.
        reply: RpcReplyPort<Result<ReminderId, ReminderError>>,
    },
    /// Do not.
    Cancel {
        /// In which shop.
        tenant: TenantId,
        /// Which.
        reminder: ReminderId,
        /// Answered after commit.
        reply: RpcReplyPort<Result<(), ReminderError>>,
    },
    /// The time of the next one may have come.
    DeadlineReached {
        /// Of which timer; one that is not the last set is ignored.
        generation: u64,
    },
}
