//! Those who listen, think and speak for Execora: one file or folder a vendor, and no vendor's name anywhere else.

pub(crate) mod local;
pub(crate) mod openai;
