//! Copies of what is read most, customers and their balances, given out only while they are those of the books now.
//!
//! **What holds.** A read that begins after a write was acknowledged never shows the books before it, on whichever
//! server either was asked. A copy is kept under the version of the shop's books that was read before it. Redis holds
//! each shop's mark: `clean` with the version of the books now, or `dirty` while a batch is being committed. The writer,
//! who holds the shop's lock, makes the mark dirty before it commits and clean after it, before anyone is answered
//! (`Fence`); every dirty mark is a text of its own. A reader gives out a copy only under a clean mark with the copy's
//! version; otherwise it reads PostgreSQL. Where the mark is missing or stays dirty a reader mends it while it holds the
//! shop's row shared, when no writer can commit, and only if the mark is still the one it saw.
//!
//! **What does not.** A writer that cannot reach Redis commits all the same. Its own server knows the version; another
//! that does reach Redis may give out copies of the version before for at most [`CLEAN_MAX`], the time a clean mark
//! lives. With Redis gone for all, everything is read from PostgreSQL.
//!
//! **Bounds.** `NEAR_BYTES_MAX` of copies in memory; in Redis each lives for `COPY_MAX`.

mod fence;
mod mark;
mod read;

pub use read::Copies;

use std::time::Duration;

/// How long a clean mark is believed: the longest that a server may be behind a writer that cannot reach Redis.
pub const CLEAN_MAX: Duration = Duration::from_secs(5);
/// How long a dirty mark is kept: longer than any commit may take.
const DIRTY_MAX: Duration = Duration::from_mins(1);
/// How long a copy is kept.
const COPY_MAX: Duration = Duration::from_mins(1);
/// The most that the copies in memory weigh.
const NEAR_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// How long a batch waits for Redis before it commits without it.
const FENCE_MAX: Duration = Duration::from_millis(100);
/// Shops whose versions this server remembers: more than it serves in the life of a clean mark.
const SHOPS_MAX: u64 = 100_000;
