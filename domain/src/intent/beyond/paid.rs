//! A bill that is paid as it is written: "1 kg rice and paid cash", "… paise de diye".

use super::Paid;
use crate::intent::amounts;
use crate::intent::frame::Method;
use crate::intent::senses::{
    BANK, BOOK, BY, CREDIT, DUE, GAVE, GIVEN, GOT, LATER, MONEY, NO, OWE, PAY, PAYMENT, SE, SETTLE, WILLGIVE,
};
use crate::intent::slots::Clause;

/// How the bill of this clause is paid, where it is paid at once: a way of paying is named, or money that was given. What
/// is put off, owed, or denied is not.
pub(in crate::intent) fn paid(clause: &Clause<'_>) -> Option<Paid> {
    if clause.facts.negated || clause.facts.has(NO) { None } else { paid_instead(clause) }
}

/// The same for an answer to what was read back: there a "no" is for what was said before.
pub(in crate::intent) fn paid_instead(clause: &Clause<'_>) -> Option<Paid> {
    let facts = clause.facts;
    if facts.future || facts.has(LATER.or(WILLGIVE).or(CREDIT).or(BOOK).or(OWE).or(DUE)) {
        return None;
    }
    let method = amounts::method(clause).filter(|method| *method != Method::Bank || through_a_bank(clause));
    let given = facts.has(GIVEN.or(PAY).or(GAVE).or(GOT).or(SETTLE));
    let handed_over = facts.has(SETTLE) || pays(clause) || (facts.has(MONEY.or(PAYMENT)) && given);
    (method.is_some() || handed_over).then_some(Paid { method, amount_paise: None })
}

/// Whether a word says paid and nothing else; goods are put into a bag, sent and left on the counter, too.
fn pays(clause: &Clause<'_>) -> bool {
    const MONEY_ONLY: &[&str] = &["paid", "pay", "repaid", "chuk", "bhugtan", "ada", "चुक", "भुगतान", "अदा"];
    let words = clause.tokens.get(clause.range.clone()).unwrap_or_default();
    let only = |word: &str| MONEY_ONLY.iter().any(|start| word.starts_with(start));
    words.iter().any(|token| token.is(PAY) && only(&token.word.plain))
}

/// "bank se", "by bank transfer": a bank alone may be where somebody works.
fn through_a_bank(clause: &Clause<'_>) -> bool {
    let is = |at: Option<usize>, senses| at.and_then(|at| clause.tokens.get(at)).is_some_and(|token| token.is(senses));
    clause.range.clone().any(|at| is(Some(at), BANK) && (is(at.checked_sub(1), BY) || is(Some(at + 1), SE.or(BANK))))
}
