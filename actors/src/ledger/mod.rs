//! The only writer of the books: parties, products, invoices, entries, stock.
//!
//! A shop's hot rows (its next bill number, a customer's balance) can change once a commit, so a shard takes all that is
//! queued for a shop, decides each command in order, writes all of it with one statement a table, and commits once. The
//! commit under way is what gathers the next batch; nothing waits for company.
//!
//! Correctness is PostgreSQL's: a batch locks its shop's row first, so servers take turns, and constraints hold whatever
//! the program does. Each command's answer is stored under its key in the same transaction: asking again is safe after
//! a crash, a timeout or a lost connection.
//!
//! Bounds: [`LEDGER_CAPACITY`] commands a shard, waiting or being written; 200 in a batch; four shops a shard at once.

mod actor;
mod cursor;
mod handle;
mod load;
mod message;
mod post;
mod read;
mod row;
mod sql;
mod verify;
mod world;
mod write;

pub use actor::{LEDGER_CAPACITY, LedgerArgs, spawn};
pub use handle::{Ledger, PostError};
pub use message::LedgerMsg;
pub(crate) use post::{Answer, Store, Wish};
pub use read::{DailySummary, LedgerReader, Page, PartyMatch, ReadError};
pub use verify::{CHECKS, Violation, verify};
