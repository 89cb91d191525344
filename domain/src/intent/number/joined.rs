//! Hundreds and thousands in one word: "पाँचसौ", "dohazaar".

use super::{NumberWord, Numeral};

/// What many are counted in, at the end of one word: "पाँचसौ", "dohazaar".
const JOINED: &[(&str, i64)] = &[
    ("sau", 100),
    ("सौ", 100),
    ("hazaar", 1_000),
    ("hazar", 1_000),
    ("hajaar", 1_000),
    ("hajar", 1_000),
    ("हजार", 1_000),
    ("lakh", 100_000),
    ("लाख", 100_000),
];

/// The number that such a word stands for; `word` knows what its beginning does.
pub(in crate::intent) fn joined(plain: &str, word: impl Fn(&str) -> Option<NumberWord>) -> Option<NumberWord> {
    let (head, times) = JOINED.iter().find_map(|(end, times)| Some((plain.strip_suffix(end)?, *times)))?;
    let milli = match word(head).or_else(|| with_part(head, &word))?.numeral {
        Numeral::Small(value @ 1..=19) => value * 1_000,
        // "Pachas sau" is said of nothing: it is five thousand.
        Numeral::Small(value @ 20..) if times > 100 => value * 1_000,
        Numeral::Fixed(milli @ (1_500 | 2_500)) | Numeral::Digits(milli) => milli,
        // "Savasau", "savalakh".
        Numeral::Plus(more @ 250) => 1_000 + more,
        Numeral::Small(_)
        | Numeral::English(_)
        | Numeral::Fixed(_)
        | Numeral::Times(_)
        | Numeral::Plus(_)
        | Numeral::Of(..) => return None,
    };
    Some(NumberWord { numeral: Numeral::Of(milli, times), weak: false })
}

/// "Saadheteen" of "saadheteensau": what is added, and to what, in one word; in thousandths.
fn with_part(head: &str, word: &impl Fn(&str) -> Option<NumberWord>) -> Option<NumberWord> {
    let cuts = head.char_indices().map(|(at, _)| at).skip(1);
    let parts = cuts.filter_map(|at| head.split_at_checked(at));
    let milli = parts.filter_map(|(more, rest)| match (word(more)?.numeral, word(rest)?.numeral) {
        (Numeral::Plus(more), Numeral::Small(value @ 1..=19)) => Some(value * 1_000 + more),
        _ => None,
    });
    milli.last().map(|milli| NumberWord { numeral: Numeral::Digits(milli), weak: false })
}
