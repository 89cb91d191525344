//! Bills of customers without a name: "counter sale 2 kilo chini cash", "1 kg rice and paid cash".

use super::part::{FOLLOWS, LIGHT, TAKEN, paid_apart};
use super::scene::Scene;
use super::{Beyond, Meant, Paid, Read};
use crate::intent::frame::{Clarify, Frame, Intent, Method, Reason, Slot, Slots};
use crate::intent::senses::{
    ADD, BILL, BOOK, CREDIT, DUE, EACH, FOR, GIVE, GIVEN, KA, KO, LATER, MAKE, NO, ON, SALES, SETTO, TAKE, TOOK,
    WILLGIVE, WRITE,
};
use crate::intent::slots::{Draft, ask_about};
use crate::intent::{amounts, items};

/// What somebody without a name is called; who is called after cash pays cash.
const NAMELESS: &[&str] = &[
    "walk in customer",
    "walk in grahak",
    "walk in",
    "walkin customer",
    "walkin",
    "counter sale",
    "counter bikri",
    "counter pe",
    "counter par",
    "at the counter",
    "over the counter",
    "cash customer",
    "cash grahak",
    "cash sale",
    "cash bikri",
    "cash bill",
    "cash ka bill",
    "nakad grahak",
    "nagad grahak",
    "naqad grahak",
    "nakad customer",
    "nakad bikri",
    "nagad bikri",
    "nakad bill",
    "nakad ka bill",
    "ek grahak ne",
    "ek grahak ko",
    "ek customer ne",
    "ek customer ko",
    "a customer",
    "नकद ग्राहक",
    "नगद ग्राहक",
    "कैश ग्राहक",
    "कैश सेल",
    "काउंटर सेल",
    "नकद बिक्री",
    "नकद बिल",
    "एक ग्राहक ने",
    "एक ग्राहक को",
];
const IN_CASH: &[&str] = &["cash", "nakad", "nagad", "naqad", "नकद", "नगद", "कैश"];
/// Words for a sale.
const SOLD: &[&str] = &[
    "becha",
    "bechi",
    "beche",
    "bik",
    "bika",
    "biki",
    "bech",
    "sold",
    "sale",
    "बेचा",
    "बेची",
    "बेचे",
    "bought",
    "took",
    "note",
    "notes",
    "नोट",
    "customer",
    "grahak",
    "for",
    "and",
    "the",
];

/// The text without the words for somebody without a name, and whether those speak of cash; none where there are none.
pub(super) fn nameless(text: &str) -> Option<(String, bool)> {
    let said: Vec<String> = text
        .replace('-', " ")
        .split_whitespace()
        .map(|word| word.trim_matches([',', '.', ':']).to_lowercase())
        .collect();
    let called: Vec<Vec<&str>> = NAMELESS.iter().map(|call| call.split(' ').collect()).collect();
    let found = called.iter().find_map(|call| {
        let at =
            said.windows(call.len()).position(|words| words.iter().map(String::as_str).eq(call.iter().copied()))?;
        Some((at, call))
    });
    let (at, call) = found?;
    let words: Vec<&str> = text.split(|letter: char| letter.is_whitespace() || letter == '-').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let rest = words.iter().take(at).chain(words.iter().skip(at + call.len()));
    let cash = call.iter().any(|word| IN_CASH.contains(word));
    Some((rest.copied().collect::<Vec<_>>().join(" "), cash))
}

/// A bill for nobody who has a name. `called` says that somebody was called so, and whether after cash.
pub(super) fn read(scene: &Scene<'_>, called: Option<bool>) -> Option<Read> {
    let facts = &scene.facts;
    let put_off = CREDIT.or(BOOK).or(DUE).or(LATER).or(WILLGIVE).or(NO);
    let things = facts.products > 0 && facts.products > facts.strange;
    if !things || facts.person() || facts.negated || facts.future || facts.question || facts.has(put_off) {
        return None;
    }
    let sale = SALES.or(KO).or(FOR).or(ON).or(KA).or(MAKE).or(BILL).or(WRITE).or(ADD).or(SETTO).or(GIVE).or(TOOK);
    let known = LIGHT.or(FOLLOWS).or(sale).or(TAKE).or(EACH);
    if !scene.says_only(known, &[TAKEN, SOLD].concat()) || !scene.may_be(Intent::CreateInvoice) {
        return None;
    }
    let (goods, handed) = match paid_apart(&scene.tokens, &scene.entities, 0).as_deref() {
        Some([goods, handed]) => (goods.clone(), Some(handed.clone())),
        Some(_) | None => (0..scene.tokens.len(), None),
    };
    let mut draft = Draft { slots: Slots::default(), questions: vec![] };
    let amount_paise = match &handed {
        Some(handed) => Some(amounts::amount(&scene.clause(handed, None), &mut draft, Slot::AmountPaise, true)?),
        None => None,
    };
    let clause = scene.clause(&goods, None);
    match items::items(&scene.tokens, &clause.entities, clause.lexicon) {
        Ok(items) => draft.slots.items = Some(items),
        Err(trouble) => ask_about(&clause, &mut draft, trouble, Slot::Items),
    }
    let method = amounts::method(&scene.whole()).or(called.filter(|cash| *cash).map(|_| Method::Cash));
    let pays = handed.is_some() || method.is_some() || super::paid(&scene.whole()).is_some();
    let paid = pays.then_some(Paid { method, amount_paise });
    let sold = facts.has(SALES.or(TOOK).or(GIVEN).or(BILL)) || scene.has_word(SOLD);
    if paid.is_none() && called.is_none() {
        if !sold {
            return None;
        }
        let (reason, slot) = (Reason::MissingSlot, Some(Slot::CustomerId));
        draft.questions.push(Clarify { reason, frame: 0, slot, candidates: vec![], heard: None });
    } else {
        draft.slots.beyond = Beyond { meant: Some(Meant::WalkIn), paid, ..Beyond::default() };
    }
    Some((Frame { intent: Intent::CreateInvoice, slots: draft.slots }, draft.questions))
}
