//! "Anjali ko 300 wapas kiye", "refund 300 to Amit": money that goes back to a customer.

use super::scene::Scene;
use super::{Beyond, Meant, Read};
use crate::intent::amounts;
use crate::intent::frame::{Frame, Intent, Slot, Slots};
use crate::intent::senses::{
    AND, BACK, BY, CARD, CASH, CHEQUE, FILLER, GAVE, GIVE, GIVEN, HONOR, IS, KO, MONEY, NOW, PAISA, PAST, PAY, PAYMENT,
    PRON, RUPEE, SE, SETTO, STEM, TO, UPI, YES,
};
use crate::intent::slots;

const BACK_WORDS: &[&str] = &[
    "wapas",
    "vapas",
    "wapis",
    "vapis",
    "waapas",
    "lauta",
    "lautaya",
    "lautaye",
    "lautaaye",
    "lautaai",
    "lautai",
    "lauta_diye",
    "refund",
    "refunded",
    "refunding",
    "returned",
    "back",
    "वापस",
    "वापिस",
    "लौटा",
    "लौटाए",
    "लौटाया",
    "लौटाये",
    "रिफंड",
];
/// What is said with them.
const DONE: &[&str] =
    &["kiye", "kiya", "ki", "kar", "karo", "de", "di", "किए", "किये", "किया", "कर", "gave", "paid", "the"];

pub(super) fn read(scene: &Scene<'_>) -> Option<Read> {
    let facts = &scene.facts;
    let refund = scene.has_word(&["refund", "refunded", "refunding", "रिफंड"]);
    let goes_back = scene.has_word(BACK_WORDS) || facts.has(BACK);
    let to_them = facts.roles.ko || (refund && (facts.roles.bare || facts.roles.for_whom));
    let from_them = facts.roles.ne || facts.roles.se;
    let one = scene.figures() == 1 && facts.amounts == 1 && facts.customers == 1 && facts.products == 0;
    if !(goes_back && to_them && one) || from_them || facts.negated || facts.question || facts.future {
        return None;
    }
    let ways = CASH.or(UPI).or(CARD).or(CHEQUE).or(BY).or(SE);
    let talk = BACK.or(GIVEN).or(GAVE).or(GIVE).or(PAY).or(PAYMENT).or(MONEY).or(PAISA).or(RUPEE).or(KO).or(TO);
    let talk = talk.or(PAST).or(IS).or(STEM).or(SETTO).or(FILLER).or(HONOR).or(NOW).or(AND).or(YES).or(PRON).or(ways);
    let known = scene.says_only(talk, &[BACK_WORDS, DONE].concat());
    if !known || !scene.is_told() {
        return None;
    }
    let clause = scene.whole();
    let mut draft = slots::Draft { slots: Slots::default(), questions: vec![] };
    slots::customer(&clause, &mut draft);
    draft.slots.amount_paise = amounts::amount(&clause, &mut draft, Slot::AmountPaise, true);
    draft.slots.method = amounts::method(&clause);
    draft.slots.beyond = Beyond { meant: Some(Meant::Refund), ..Beyond::default() };
    Some((Frame { intent: Intent::AddCredit, slots: draft.slots }, draft.questions))
}
