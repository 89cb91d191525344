//! Whole conversations with a shop, turn by turn, in both languages.
#![expect(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test says what went wrong")]

mod shop;
mod turns;
