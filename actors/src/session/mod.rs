//! One conversation: sound in, answers out.
//!
//! A session owns its turn-taking ([`execora_domain::turn::TurnMachine`]), what it has understood
//! ([`execora_domain::dialogue::Dialogue`]) and three kinds of tasks: the ears, the mouth, and whatever waits for the
//! books. It waits for none of them in its mailbox: each comes back as a message.
//!
//! Bounds: sound [`SOUND_MAX`] frames (one second), text frames [`CONTROL_MAX`], reports of its own tasks
//! [`REPORTS_MAX`]; each has places of its own, so a flood of one never shuts out another.

mod actor;
mod advice;
mod answering;
mod books;
mod ears;
mod handle;
mod happening;
mod hearing;
mod keeping;
mod message;
mod mind;
mod mouth;
mod owners_code;
pub mod protocol;
mod resuming;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod timing;

pub use books::{Books, Desk};
pub use handle::Conversation;
pub(crate) use handle::{Addresses, Opening, start};
pub use message::SessionMsg;
pub use settings::{Parts, SessionSettings};

/// Frames of sound that wait for a session: one second.
pub const SOUND_MAX: usize = 50;

/// Text frames that wait for a session.
pub const CONTROL_MAX: usize = 64;

/// Reports of a session's own tasks that wait for it; a task with more to report waits.
pub const REPORTS_MAX: usize = 64;
