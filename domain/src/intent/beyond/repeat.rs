//! "Rahul ka pichla bill phir bana do", "repeat last bill": what a bill had, once more.

use super::scene::Scene;
use super::{Beyond, Meant, Read};
use crate::intent::frame::{Frame, Intent, Slots, Which};
use crate::intent::lexicon::Lexicon;
use crate::intent::normalise::plain;
use crate::intent::senses::{
    ADD, BILL, FILLER, FOR, GIVE, GIVEN, HONOR, IS, KA, KO, LAST, MAKE, NAMED, NOW, PREVIOUS, SETTO, STEM, TO, WRITE,
    YES,
};
use crate::intent::slots;
use jiff::civil::DateTime;

const AGAIN: &[&str] = &[
    "phir",
    "fir",
    "phirse",
    "firse",
    "dobara",
    "dubara",
    "again",
    "repeat",
    "wahi",
    "wohi",
    "vahi",
    "same",
    "फिर",
    "दोबारा",
    "दुबारा",
    "वही",
    "रिपीट",
];
const LATEST: &[&str] =
    &["pichla", "pichle", "pichli", "last", "previous", "akhri", "aakhri", "पिछला", "पिछले", "पिछली", "आखिरी", "आख़िरी"];

pub(super) fn read(text: &str, lexicon: &Lexicon, now: DateTime) -> Option<Read> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let called: Vec<String> = words.iter().map(|word| plain(word.trim_matches([',', '.', '!']))).collect();
    let is = |at: usize, list: &[&str]| called.get(at).is_some_and(|word| list.contains(&word.as_str()));
    (0..words.len()).find(|&at| is(at, AGAIN))?;
    let se = |at: usize| is(at, &["se", "se_hi", "से"]) && at.checked_sub(1).is_some_and(|last| is(last, AGAIN));
    let kept = (0..words.len()).filter(|&at| !is(at, AGAIN) && !is(at, LATEST) && !se(at));
    let rest: Vec<&str> = kept.filter_map(|at| words.get(at).copied()).collect();
    let scene = Scene::of(&rest.join(" "), lexicon, now);
    let facts = &scene.facts;
    let talk = BILL.or(KA).or(KO).or(MAKE).or(STEM).or(SETTO).or(GIVE).or(GIVEN).or(FILLER).or(FOR).or(HONOR);
    let talk = talk.or(WRITE).or(ADD).or(TO).or(IS).or(YES).or(NAMED).or(NOW).or(LAST).or(PREVIOUS);
    let goods = facts.products + facts.amounts + facts.quantities;
    let told = facts.has(BILL) && goods == 0 && facts.customers <= 1 && scene.figures() == 0;
    if !told || !scene.says_only(talk, &["the", "please", "karo", "kar"]) || !scene.may_be(Intent::CreateInvoice) {
        return None;
    }
    let mut draft = slots::Draft { slots: Slots::default(), questions: vec![] };
    if facts.customers == 1 {
        slots::customer(&scene.whole(), &mut draft);
    }
    draft.slots.which = Some(Which::Last);
    draft.slots.beyond = Beyond { meant: Some(Meant::Repeat), ..Beyond::default() };
    Some((Frame { intent: Intent::CreateInvoice, slots: draft.slots }, draft.questions))
}
