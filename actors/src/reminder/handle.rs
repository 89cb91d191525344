//! The typed front door of the reminder.

use super::{NewReminder, REMINDER_CAPACITY, ReminderMsg};
use crate::address::{Address, AskError};
use execora_domain::ids::{ReminderId, TenantId};
use std::time::Duration;

/// How long an answer may take before its outcome counts as unknown.
const ANSWER_MAX: Duration = Duration::from_secs(10);

/// Reminds customers later. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Reminder {
    address: Address<ReminderMsg>,
}

/// Why a reminder was not scheduled or cancelled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReminderError {
    /// No such customer, or no such reminder that is still to come.
    #[error("not found")]
    NotFound,
    /// Nothing was sent, or the database is away: ask again in a moment.
    #[error("reminders are busy: ask again in a moment")]
    Unavailable,
    /// It may have been done.
    #[error("the reminders did not answer in time: look before you ask again")]
    OutcomeUnknown,
}

impl Default for Reminder {
    /// A front door that leads nowhere until [`super::spawn`] starts the actor behind it.
    fn default() -> Self {
        Self { address: Address::new("reminder", REMINDER_CAPACITY) }
    }
}

impl Reminder {
    /// The actor's address, for its supervisor.
    #[must_use]
    pub const fn address(&self) -> &Address<ReminderMsg> {
        &self.address
    }

    /// Reminds a customer later.
    ///
    /// # Errors
    /// [`ReminderError`].
    pub async fn schedule(&self, tenant: TenantId, new: NewReminder) -> Result<ReminderId, ReminderError> {
        self.address.ask(ANSWER_MAX, |reply| ReminderMsg::Schedule { tenant, new, reply }).await?
    }

    /// Does not remind after all.
    ///
    /// # Errors
    /// [`ReminderError`].
    pub async fn cancel(&self, tenant: TenantId, reminder: ReminderId) -> Result<(), ReminderError> {
        self.address.ask(ANSWER_MAX, |reply| ReminderMsg::Cancel { tenant, reminder, reply }).await?
    }
}

impl From<AskError> for ReminderError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Overloaded | AskError::NotRunning => Self::Unavailable,
            AskError::OutcomeUnknown => Self::OutcomeUnknown,
        }
    }
}
