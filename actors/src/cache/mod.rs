//! The only user of Redis: values that may be lost at any time, each under its shop and with an end.
//!
//! Redis down or slow is a miss, never an error: nothing may depend on what is here. Each request runs in its own task
//! under a deadline; its place in the mailbox is held until it ends, so at most [`CACHE_CAPACITY`] are under way.

mod actor;
mod handle;
mod message;

pub use actor::{CACHE_CAPACITY, CacheArgs, spawn};
pub use handle::Cache;
pub use message::{CacheMsg, Swap};
