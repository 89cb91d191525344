//! The reminder's whole protocol.

/// What the reminder is told.
#[derive(Debug)]
pub enum ReminderMsg {
    /// A reminder was made or changed: it may be the next.
    Look,
    /// The time of the next one may have come.
    DeadlineReached {
        /// Of which timer; one that is not the last set is ignored.
        generation: u64,
    },
}
