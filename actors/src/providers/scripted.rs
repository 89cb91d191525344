//! The same, from a script: for tests, benches and simulation.
