//! Where the next page of a list starts, as text that only the list itself reads.

use super::ReadError;
use crate::hex;

/// A name has at most 200 characters of four bytes, an identity 36.
const CURSOR_MAX: usize = 2 * (4 * 200 + 40);
const BETWEEN: char = '\u{1f}';

pub(super) fn write(parts: &[&str]) -> String {
    hex::write(parts.join(&BETWEEN.to_string()).as_bytes())
}

/// The parts that `write` was given, if there are as many.
pub(super) fn read<const PARTS: usize>(cursor: &str) -> Result<[String; PARTS], ReadError> {
    if cursor.len() > CURSOR_MAX || !cursor.is_ascii() {
        return Err(ReadError::BadCursor);
    }
    let byte = |at: usize| cursor.get(at..at.saturating_add(2)).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes: Option<Vec<u8>> = (0..cursor.len()).step_by(2).map(byte).collect();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(ReadError::BadCursor)?;
    let parts: Vec<String> = text.split(BETWEEN).map(ToOwned::to_owned).collect();
    parts.try_into().map_err(|_| ReadError::BadCursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_gives_back_what_it_was_made_of() {
        let cursor = write(&["राहुल शर्मा", "17"]);
        assert_eq!(read::<2>(&cursor).unwrap(), ["राहुल शर्मा".to_owned(), "17".to_owned()]);
    }

    #[test]
    fn a_cursor_that_no_list_gave_out_is_refused() {
        for bad in ["x", "0", "zz", "ff", "+1+1", "é", &"61".repeat(1_000), &write(&["one"])] {
            assert_eq!(read::<2>(bad), Err(ReadError::BadCursor), "{bad}");
        }
    }
}
