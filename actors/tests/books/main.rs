//! The books against a real PostgreSQL: each test has a database of its own.

mod house;
mod identity;
mod posting;
