//! The only writer of the books: parties, products, invoices, entries, stock.

mod handle;
mod message;
mod read;

pub use handle::{Ledger, PostError};
pub use message::LedgerMsg;
pub use read::{DailySummary, LedgerReader, Page, PartyMatch, ReadError};
