//! The books: a [`Command`] is a wish to change them, an [`Entry`] is a change that balances.

mod barcode;
mod bills;
mod book;
mod command;
mod confirm;
mod day;
mod decide;
mod dues;
mod field;
mod goods;
mod gst;
pub mod journal;
mod patch;
mod rate;
mod record;
mod refusal;
mod reminder;
mod shop;

pub use barcode::barcode;
pub use bills::{Bills, CREDIT_NOTES, Issued, Note, Taken};
pub use book::{Account, AccountKind, BookView, Change, Decision, FinancialYear, Movement, Posting, Recorded};
pub use command::{Command, IdempotencyKey, NewParty, NewProduct, PartyChange, Posted, StockOp};
pub use confirm::{ConfirmChange, ConfirmPolicy, Confirmation, Risk};
pub use day::{DENOMINATIONS, DayClose, DayCount, Drawer};
pub use decide::{Moment, decide, india_day, india_moment, india_time};
pub use dues::{PaymentStatus, SettledBill, Settlement, unpaid};
pub use field::{name, phone};
pub use goods::{FieldChange, ProductChange};
pub use gst::{Registration, check_buyer, check_seller, is_gstin, is_state_code};
pub use patch::Patch;
pub use rate::{RateFrom, TaxFree, rates_on};
pub use record::{Entry, EntryKind, Party, PaymentMode, PaymentPart, Product};
pub use refusal::Refusal;
pub use reminder::{
    Channel, DueReminder, FellDue, NewReminder, Recurrence, Reminder, ReminderChange, ReminderStatus, ReminderWish,
    Sending,
};
pub use shop::{Oversell, Rounding, Scheme, Shop, ShopChange, ShopLimits};
