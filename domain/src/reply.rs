//! What is said back, as data and as text.
