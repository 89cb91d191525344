//! The whole server, driven from outside: the real binary on a fresh data directory, real sockets, real databases.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what went wrong by failing")]

mod api;
mod backup;
mod bad_fields;
mod bad_input;
mod bills;
mod books_over_http;
mod caller;
mod counter;
mod crash;
mod customers;
mod description;
mod drain;
mod events;
mod harness;
mod language_model;
mod overload;
mod papers;
mod reminders;
mod reports;
mod resuming;
mod sign_in;
mod speaks_and_posts;
mod three_papers;
mod typed_commands;
mod typed_counter;
mod typed_shop;
mod users;
