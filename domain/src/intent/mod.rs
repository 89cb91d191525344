//! From words to the right action: normalise → mask names → number lattice → clauses → scored intents →
//! slots → validate. Pure and deterministic; a trace tells why.

mod frame;
mod lexicon;
pub mod names;
mod parse;
mod trace;
mod world;

pub use frame::{
    Candidate, Channel, Clarify, Daypart, Field, Frame, Intent, Item, Language, Method, Parse, Pending, Reason, Slot,
    Slots, StockOp, Which,
};
pub use lexicon::Lexicon;
pub use parse::parse;
pub use trace::Trace;
pub use world::{Limits, World, WorldCustomer, WorldInvoice, WorldProduct, WorldReminder};
