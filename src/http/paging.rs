//! How a list is paged.

use super::fields::Fields;
use super::readable::Readable;
use super::seal::Seal;
use serde_json::{Value, json};

/// The most that one list answers.
const LIMIT_MAX: u16 = 100;
/// What a list answers unless asked for more or less.
const LIMIT_DEFAULT: u16 = 50;

/// Which page of a list is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Paging {
    /// How many rows.
    pub(crate) limit: u16,
    /// Where the list goes on.
    cursor: Option<String>,
    seal: Option<Seal>,
}

impl Paging {
    /// Reads `limit` and `cursor`.
    pub(crate) fn read(query: &mut Fields<'_>) -> Self {
        Self::of(limit(query), query)
    }

    /// Reads `cursor` alone, for a list whose pages have one size.
    pub(crate) fn of(limit: u16, query: &mut Fields<'_>) -> Self {
        let seal = query.seal();
        let sealed: Option<String> = query.optional("cursor", "Where to go on: nextCursor of the page before");
        let sealed = sealed.filter(|text| !text.is_empty());
        let cursor = sealed.as_ref().and_then(|text| seal.as_ref()?.open(text));
        if sealed.is_some() && cursor.is_none() {
            let _none: Option<()> = query.wrong("cursor", "is not one that this list gave out");
        }
        Self { limit, cursor, seal }
    }

    /// Where the list goes on.
    pub(crate) fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Where the next page starts, as it is given out.
    pub(crate) fn next(&self, cursor: Option<String>) -> Option<String> {
        self.seal.as_ref()?.close(&cursor?).into()
    }
}

/// Reads `limit` alone, for a list of one page.
pub(crate) fn limit(query: &mut Fields<'_>) -> u16 {
    query
        .optional("limit", "The most rows to answer; 50 where it is left out")
        .map_or(LIMIT_DEFAULT, |Limit(rows)| rows)
}

/// How many rows a list answers.
struct Limit(u16);

impl Readable for Limit {
    const MUST_BE: &'static str = "must be a whole number from 1 to 100";
    const IS_TEXT: bool = false;

    fn read(value: &Value) -> Option<Self> {
        let rows = value.as_u64().and_then(|rows| u16::try_from(rows).ok());
        rows.filter(|rows| (1..=LIMIT_MAX).contains(rows)).map(Self)
    }

    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 1, "maximum": LIMIT_MAX, "default": LIMIT_DEFAULT })
    }
}
