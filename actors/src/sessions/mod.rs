//! The set of conversations: admission, lookup, drain.
//!
//! Places are counted atomically and given back by `Drop`, so a crash of a session gives its place back too. The actor
//! that supervises the sessions does nothing that can fail: its end would hang up on everyone.

mod actor;
mod handle;

pub use handle::{OpenError, OpenSession, Place, Sessions};
