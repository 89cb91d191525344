//! What falls due, and when: a table, and one timer for the next row of it.
//!
//! A reminder that is due becomes a row of the outbox in the same statement, so it falls due once however many servers
//! look; the messenger takes it from there.

mod actor;
mod handle;
mod message;
mod sql;

pub use actor::{REMINDER_CAPACITY, ReminderArgs, spawn};
pub use handle::{Reminder, ReminderError};
pub use message::{NewReminder, ReminderMsg};
