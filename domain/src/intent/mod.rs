//! From words to the right action: normalise → mask names → number lattice → clauses → scored intents →
//! slots → validate. Pure and deterministic; a trace tells why.

mod again;
mod amounts;
mod answer;
mod aside;
mod beyond;
mod calendar;
mod clauses;
mod contacts;
mod dates;
mod diary;
mod edits;
mod entity;
mod evidence;
mod facts;
mod frame;
pub mod grounding;
mod guard;
mod in_two;
mod items;
mod lexicon;
pub(crate) mod mend;
mod mood;
pub mod names;
mod naming;
pub(crate) mod normalise;
mod notes;
pub mod number;
mod number_words;
mod papers;
mod parse;
pub(crate) mod phonetic;
mod phrasal;
mod products;
mod received;
mod reply;
mod said;
pub mod second;
mod senses;
mod settled;
mod slots;
mod stocking;
mod stray;
mod title;
mod together;
mod token;
mod told_again;
mod trace;
mod units;
mod vocabulary;
mod world;

pub use beyond::{Beyond, Meant, Paid, understand};
pub use frame::{
    Candidate, Channel, Clarify, Daypart, Field, Frame, Intent, Item, Language, Method, Parse, Pending, Reason, Slot,
    Slots, Source, StockOp, Which,
};
pub use lexicon::Lexicon;
pub use parse::parse;
pub(crate) use reply::speaks_against;
pub(crate) use said::{amounts_in, digits_in, unknown_in};
pub use trace::{Trace, rules};
pub use world::{Limits, World, WorldCustomer, WorldInvoice, WorldProduct, WorldReminder};
