//! Who owns what: one folder an actor, and its SQL.
//!
//! Asks go downward only, so that a ring of actors waiting for each other cannot be written:
//! session, sessions (3) → news, reminder, messenger (2) → ledger (1) → cache (0).

pub mod address;
pub mod adviser;
pub mod backup;
pub mod cache;
pub mod clock;
pub mod copies;
pub mod database;
pub mod demo;
pub mod hex;
pub mod identity;
pub mod ledger;
pub mod messenger;
pub mod news;
pub mod providers;
pub mod reminder;
pub mod restart;
pub mod root;
pub mod session;
pub mod sessions;
pub mod speech;
pub mod tasks;
