//! The books: a [`Command`] is a wish to change them, an [`Entry`] is a change that balances.

mod book;
mod command;
mod decide;
mod field;
mod record;
mod refusal;

pub use book::{
    Account, AccountKind, BookView, Change, Decision, FinancialYear, Movement, Posting, Recorded, ShopLimits,
};
pub use command::{Command, IdempotencyKey, NewParty, NewProduct, Posted, StockOp};
pub use decide::{Moment, decide, india_day};
pub use field::{is_gstin, name, phone};
pub use record::{Entry, EntryKind, Party, PaymentMode, Product};
pub use refusal::Refusal;
