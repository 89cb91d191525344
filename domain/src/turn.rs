//! Who has the floor.
