//! From words to the right action: normalise → mask names → number lattice → clauses → scored intents →
//! slots → validate. Pure and deterministic; a trace tells why.

mod world;

pub use world::{Limits, World, WorldCustomer, WorldInvoice, WorldProduct, WorldReminder};
