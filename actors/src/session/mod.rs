//! One conversation: sound in, answers out.

pub mod protocol;
