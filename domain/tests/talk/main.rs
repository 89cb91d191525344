//! Whole conversations with a shop, turn by turn, in both languages.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what went wrong"
)]

mod chance;
mod counter;
mod days;
mod memory;
mod paid;
mod repeats;
mod shop;
mod sound;
mod told;
mod turns;
mod unclear;
mod waiting;
mod yes_and_no;
