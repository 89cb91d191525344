//! Why a sentence was understood as it was.

use std::fmt;
use std::ops::Range;

/// One step: these words, this rule, this weight.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Trace {
    /// Which words, counted from 0, end excluded.
    pub words: Range<usize>,
    /// The words as they were said, or what was made of them.
    pub text: String,
    /// What was seen in them.
    pub rule: &'static str,
    /// What it weighs, in points; 0 where it only says what something is.
    pub weight: i32,
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>2}..{:<2} {:+4} {:<28} {}", self.words.start, self.words.end, self.weight, self.rule, self.text)
    }
}

/// What a trace calls the spans that others look for.
pub mod rules {
    /// A word of which nothing is known.
    pub const UNEXPLAINED: &str = "nothing explains it";
    /// A number.
    pub const NUMBER: &str = "a number";
    /// An amount of money.
    pub const MONEY: &str = "money";
    /// A product.
    pub const PRODUCT: &str = "a product";
    /// How much of something, with its unit.
    pub const QUANTITY: &str = "a quantity";
    /// What the second reading takes the utterance for; the weight is how far it is ahead of what the grammar read.
    pub const SECOND: &str = "a second reading";
    /// The same, where it is so far ahead that money waits.
    pub const DOUBTED: &str = "a second reading doubts it";
}
