//! The books against a real PostgreSQL: each test has a database of its own.

mod around;
mod house;
mod identity;
mod posting;
mod verify;
