//! What is true: the rules of money, books, turns and spoken commands.
//!
//! Everything here takes values and returns values. Time, identity and randomness are arguments;
//! nothing reads a clock, a file or a socket.

pub mod audio;
pub mod dialogue;
pub mod ids;
pub mod intent;
pub mod invoice;
pub mod ledger;
pub mod money;
pub mod quantity;
pub mod reply;
pub mod report;
pub mod search;
pub mod shelf;
pub mod state;
pub mod turn;
pub mod upi;
