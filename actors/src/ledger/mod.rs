//! The only writer of the books: parties, products, invoices, entries, stock.
//!
//! A shop's hot rows (its next bill number, a customer's balance) can change once a commit, so a shard takes all that is
//! queued for its shops, decides each command in order on its shop's book, writes all of it with one statement a table,
//! and commits once. The commit under way is what gathers the next batch; nothing waits for company.
//!
//! Correctness is PostgreSQL's: a batch locks its shops' rows first, in one order, so servers take turns, and constraints
//! hold whatever the program does. Each command's answer is stored under its key in the same transaction: asking again is
//! safe after a crash, a timeout or a lost connection. The transaction sees the shops of its batch and no other.
//!
//! Bounds: [`LEDGER_CAPACITY`] commands a shard, waiting or being written; 200 in a batch, each shop with its share; a
//! shop in one batch at a time.
//!
//! A new column is a line in `tables.rs`, one where `write` fills it, and one in `row.rs` where it is read.

mod actor;
mod audit;
mod columns;
mod cursor;
mod export;
mod fence;
mod handle;
mod load;
mod message;
mod post;
mod queue;
mod read;
mod row;
mod sql;
mod tables;
mod terms;
mod turn;
mod verify;
mod world;
mod write;

pub use actor::{LEDGER_CAPACITY, LedgerArgs, spawn};
pub use export::{ExportError, NamedShop, hledger, shops};
pub use fence::{BooksVersion, Fence};
pub use handle::{Ledger, PostError};
pub use message::{Author, LedgerMsg};
pub(crate) use post::{Answer, Store, Wish};
pub use read::{
    AgedCustomer, Ageing, Ages, AuditRecord, DailySummary, InvoiceFilter, LedgerReader, OpenItem, Page, PartyMatch,
    ProductEvent, ProductMatch, ReadError, ReminderFilter, Sales, SalesBy, SalesRow, SalesSpan, SalesSums, Shown, Span,
    Statement, StockValue,
};
pub(crate) use read::{Journal, JournalRecord, Shelved};
pub(crate) use row::{RowError, reminder, reminder_columns};
pub(crate) use terms::renew as renew_terms;
pub use verify::{CHECKS, Violation, verify};
pub use world::{Papers, WorldVersion};
