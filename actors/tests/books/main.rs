//! The books against a real PostgreSQL: each test has a database of its own.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod across;
mod around;
mod batches;
mod bills;
mod copies;
mod dues;
mod export;
mod failing;
mod house;
mod identity;
mod limits;
mod migrating;
mod model;
mod parties;
mod payments;
mod posting;
mod races;
mod reading;
mod reminders;
mod reports;
mod shelf;
mod verify;
