//! What falls due, and when: one timer for the next row of the reminders, which the ledger writes.
//!
//! A reminder that is due is taken up, becomes a row of the outbox and is due no longer in one transaction, so it falls due
//! once however many servers look; its words take what is owed at that moment, and where nothing is owed there are none.
//! What was missed while no server ran falls due once, late. The messenger takes it from there.

mod actor;
mod due;
mod handle;
mod message;
mod sql;

pub use actor::{REMINDER_CAPACITY, ReminderArgs, spawn};
pub use handle::Reminder;
pub use message::ReminderMsg;
