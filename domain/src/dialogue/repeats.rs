//! The same person, sum and kind twice in one breath, or the same goods twice on one bill: once, or twice?
//!
//! Ears and keyboards are known to write a sentence again that was said once, so it is asked before anything is read back.

use super::state::Asking;
use super::words::words;
use super::{Dialogue, Frame, Heard, Lexicon, Step, answer};
use crate::intent::{Clarify, Intent, Item, Reason, StockOp};
use crate::reply::Question;

/// Where twice is more than once. Of everything else the second time changes nothing.
fn adds_up(frame: &Frame) -> bool {
    let moves = frame.intent == Intent::UpdateStock && frame.slots.op != Some(StockOp::Set);
    moves || matches!(frame.intent, Intent::RecordPayment | Intent::AddCredit | Intent::CreateInvoice)
}

/// Whether both tell the same, or one of them less of it.
fn is_same(one: &Frame, other: &Frame) -> bool {
    let alike = one.intent == other.intent && one.slots.beyond == other.slots.beyond;
    let told = if adds_up(one) { answer::agrees(&one.slots, &other.slots) } else { one.slots == other.slots };
    alike && told && one.intent != Intent::Unknown
}

/// The same told twice, the second time with more: a day, a way of paying. Nothing of it is lost.
fn fuller(kept: &mut Frame, all: &[Frame]) {
    let told = kept.clone();
    for other in all.iter().filter(|other| is_same(&told, other)) {
        kept.slots.date = kept.slots.date.or(other.slots.date);
        kept.slots.method = kept.slots.method.or(other.slots.method);
    }
}

fn is_same_item(one: &Item, other: &Item) -> bool {
    let rates = one.rate_paise.zip(other.rate_paise).is_none_or(|(one, other)| one == other);
    let same = |item: &Item| (item.product_id.clone(), item.qty_milli, item.amount_paise);
    same(one) == same(other) && rates
}

/// The first of each that is the same, so often at most.
fn at_most<T: Clone>(all: &[T], times: usize, is_same: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut kept: Vec<T> = vec![];
    for one in all {
        if kept.iter().filter(|known| is_same(known, one)).count() < times {
            kept.push(one.clone());
        }
    }
    kept
}

/// These frames, with what is said again in them so often at most.
fn limited(frames: &[Frame], times: usize) -> Vec<Frame> {
    let mut kept = at_most(frames, times, is_same);
    for frame in &mut kept {
        if times == 1 {
            fuller(frame, frames);
        }
        frame.slots.items = frame.slots.items.as_deref().map(|items| at_most(items, times, is_same_item));
    }
    kept
}

/// These frames, with everything in them once.
pub(super) fn once(frames: &[Frame]) -> Vec<Frame> {
    limited(frames, 1)
}

/// How often the one is told that is told most often.
fn most<T>(all: &[T], is_same: impl Fn(&T, &T) -> bool) -> Option<(&T, usize)> {
    let counted = all.iter().map(|one| (one, all.iter().filter(|other| is_same(one, other)).count()));
    counted.rev().max_by_key(|(_, times)| *times).filter(|(_, times)| *times > 1)
}

/// What is asked about frames that tell the same several times; none where that adds nothing up.
fn question(frames: &[Frame], lexicon: &Lexicon) -> Option<Question> {
    let world = lexicon.world();
    let counting: Vec<Frame> = frames.iter().filter(|frame| adds_up(frame)).cloned().collect();
    if let Some((frame, times)) = most(&counting, is_same) {
        let customer = world.customers.iter().find(|it| Some(&it.id) == frame.slots.customer_id.as_ref());
        let product = world.products.iter().find(|it| Some(&it.id) == frame.slots.product_id.as_ref());
        let name = customer.map(|it| it.name.clone()).or_else(|| product.map(|it| it.name.clone()));
        return Some(Question::HowOften { name, amount: frame.slots.amount_paise, times });
    }
    let mut bills = frames.iter().filter_map(|frame| frame.slots.items.as_deref());
    let (item, times) = bills.find_map(|items| most(items, is_same_item))?;
    let name = world.products.iter().find(|it| it.id == item.product_id).map(|it| it.name.clone());
    Some(Question::HowOften { name, amount: item.amount_paise, times })
}

const ONCE: &[&str] = &["ek", "one", "once", "single", "1", "pehla", "एक", "पहला"];
const TWICE: &[&str] = &["do", "dono", "donon", "two", "twice", "both", "2", "double", "दो", "दोनों", "दोनो"];
const THRICE: &[&str] = &["teen", "teeno", "teenon", "three", "thrice", "3", "तीन", "तीनों"];
const ALL: &[&str] = &["sab", "saare", "sare", "all", "every", "सब", "सारे"];
const TIMES: &[&str] = &["baar", "bar", "dafa", "martaba", "time", "times", "बार", "दफ़ा", "दफा"];
/// Orders behind which "do" is no number.
const ORDERS: &[&str] = &["likh", "kar", "de", "daal", "rakh", "jod", "write", "लिख", "कर", "दे", "डाल"];
const IDLE: &[&str] = &[
    "hi",
    "sirf",
    "bas",
    "only",
    "just",
    "ji",
    "haan",
    "yes",
    "nahi",
    "no",
    "not",
    "likho",
    "karo",
    "it",
    "was",
    "is",
    "hai",
    "tha",
    "the",
    "of",
    "them",
    "please",
    "bhai",
    "na",
    "to",
    "ही",
    "सिर्फ",
    "बस",
    "जी",
    "हाँ",
    "नहीं",
    "लिखो",
    "करो",
    "है",
    "था",
];

/// How often the words say, of at most so many.
fn how_often(text: &str, most: usize) -> Option<usize> {
    let said = words(text);
    let is = |list: &[&str], word: &str| list.contains(&word);
    let ordered = |at: usize| at.checked_sub(1).and_then(|at| said.get(at)).is_some_and(|word| is(ORDERS, word));
    let number = |at: usize| match said.get(at)?.as_str() {
        word if is(ONCE, word) => Some(1),
        word if is(TWICE, word) && !(matches!(word, "do" | "दो") && ordered(at)) => Some(2),
        word if is(THRICE, word) => Some(3),
        word if is(ALL, word) => Some(most),
        _ => None,
    };
    let known =
        |at: usize, word: &str| number(at).is_some() || [TIMES, ORDERS, IDLE, TWICE].iter().any(|list| is(list, word));
    if !said.iter().enumerate().all(|(at, word)| known(at, word)) {
        return None;
    }
    let counted = (0..said.len()).find(|at| said.get(at + 1).is_some_and(|next| is(TIMES, next)));
    let denied = |at: usize| said.get(at + 1).is_some_and(|next| matches!(next.as_str(), "nahi" | "नहीं"));
    let mut numbers = (0..said.len()).filter(|at| !denied(*at)).filter_map(&number);
    let first = counted.and_then(&number).or_else(|| numbers.next())?;
    let settled = counted.is_some() || numbers.all(|other| other == first);
    (settled && first <= most).then_some(first)
}

impl Dialogue {
    /// Asks how often where the same is told several times.
    pub(super) fn ask_how_often(frames: &[Frame], said: &str, lexicon: &Lexicon) -> Option<Asking> {
        let question = question(frames, lexicon)?;
        let clarify = Clarify { reason: Reason::MissingSlot, frame: 0, slot: None, candidates: vec![], heard: None };
        Some(Asking::new(frames.to_vec(), clarify, question, said))
    }

    /// The answer to that.
    pub(super) fn told_how_often(
        &mut self,
        asking: &Asking,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Option<Vec<Step>> {
        let Question::HowOften { times, .. } = asking.question else { return None };
        let frames = limited(&asking.frames, how_often(text, times)?);
        Some(self.carry_out_as_told(&frames, &asking.said, false, heard, lexicon))
    }
}

#[cfg(test)]
mod tests {
    use super::how_often;

    #[test]
    fn once_or_twice_is_understood_however_it_is_said() {
        for once in [
            "ek baar",
            "Ek hi baar.",
            "once",
            "just once",
            "only one",
            "ek",
            "एक बार",
            "सिर्फ एक",
            "nahi, ek baar",
            "ek baar likh do",
        ] {
            assert_eq!(how_often(once, 2), Some(1), "{once}");
        }
        for twice in [
            "do baar",
            "Twice.",
            "both",
            "dono",
            "दो बार",
            "दोनों",
            "two times",
            "haan do baar",
            "dono likh do",
            "ek nahi do",
        ] {
            assert_eq!(how_often(twice, 3), Some(2), "{twice}");
        }
        for all in ["teen baar", "three times", "all", "सब", "teeno likho"] {
            assert_eq!(how_often(all, 3), Some(3), "{all}");
        }
        for neither in ["haan", "nahi", "likh do", "hmm", "ek do", "Suresh", "teen baar", ""] {
            assert_eq!(how_often(neither, 2), None, "{neither}");
        }
    }
}
