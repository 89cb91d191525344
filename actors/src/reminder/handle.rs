//! The typed front door of the reminder.

use super::{REMINDER_CAPACITY, ReminderMsg};
use crate::address::Address;

/// Reminds customers when it is time. Cheap to clone. The ledger makes, changes and calls off reminders.
#[derive(Clone, Debug)]
pub struct Reminder {
    address: Address<ReminderMsg>,
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

    /// Tells it that a reminder was made or changed. Told too often it looks a little later.
    pub fn look(&self) {
        let _ = self.address.tell(ReminderMsg::Look);
    }
}
