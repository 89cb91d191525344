//! The mark of a shop's books in Redis, as text: `17 clean`, `18 dirty 0192…`.

use uuid::Uuid;

/// Where the mark stands.
pub(super) const KEY: &str = "books";

/// A new dirty mark, like no other.
pub(super) fn dirty(version: i64) -> Vec<u8> {
    format!("{version} dirty {}", Uuid::now_v7()).into_bytes()
}

/// The clean mark of a version.
pub(super) fn clean(version: i64) -> Vec<u8> {
    format!("{version} clean").into_bytes()
}

/// The version, if the mark is clean.
pub(super) fn version(mark: &[u8]) -> Option<i64> {
    std::str::from_utf8(mark).ok()?.strip_suffix(" clean")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clean_mark_tells_a_version() {
        assert_eq!(version(&clean(17)), Some(17));
        for other in [dirty(17), b"".to_vec(), b"17".to_vec(), b"x clean".to_vec(), vec![255]] {
            assert_eq!(version(&other), None);
        }
        assert_ne!(dirty(17), dirty(17));
    }
}
