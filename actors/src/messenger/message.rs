//! The messenger's whole protocol.

/// What the messenger is told.
#[derive(Debug)]
pub enum MessengerMsg {
    /// Something may be waiting: look now, not at the next time.
    Relay,
    /// The time to look has come.
    DeadlineReached {
        /// Of which timer; one that is not the last set is ignored.
        generation: u64,
    },
    /// A round has ended.
    Relayed {
        /// How many were handed over.
        handed_over: usize,
    },
}
