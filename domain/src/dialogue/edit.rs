//! Edits of what waits for an agreement: what was changed is read back, and takes a new agreement.

use super::state::{Asking, Confirming, State};
use super::words::{says, words};
use super::{Dialogue, Frame, Heard, Lexicon, Proposal, Step, answer, ask, decide, editing};
use crate::intent::{Clarify, Intent, Parse, Slot, World, amounts_in};
use crate::invoice::{Discount, InvoiceDraft};
use crate::ledger::{Command, Confirmation};
use crate::money::{Money, OutOfRange};
use crate::reply::{Reply, Wish};

/// So many edits can be taken back.
const EARLIER_MAX: usize = 8;

/// "Wapas": the last edit is taken back.
const BACK: &[&str] =
    &["wapas", "vapas", "wapis", "undo", "back", "revert", "pehle", "pahle", "pichla", "वापस", "वापिस", "पहले", "पिछला"];
const BACK_IDLE: &[&str] = &[
    "karo",
    "kar",
    "do",
    "kardo",
    "jaisa",
    "jaise",
    "tha",
    "wala",
    "wali",
    "hi",
    "go",
    "the",
    "it",
    "as",
    "was",
    "that",
    "last",
    "change",
    "badlav",
    "lo",
    "lao",
    "please",
    "ji",
    "phir",
    "se",
    "to",
    "ka",
    "करो",
    "कर",
    "दो",
    "जैसा",
    "था",
    "वाला",
    "ही",
    "लो",
    "जी",
    "फिर",
    "से",
];

const DISCOUNT: &[&str] = &[
    "discount",
    "diskount",
    "diskaunt",
    "chhoot",
    "chhut",
    "choot",
    "riyayat",
    "डिस्काउंट",
    "छूट",
    "रियायत",
    "off",
    "less",
    "kam",
    "कम",
];
const PERCENT: &[&str] = &["percent", "persent", "parsent", "pratishat", "taka", "फीसदी", "प्रतिशत", "परसेंट", "टका"];
const NO_DISCOUNT: &[&str] =
    &["no", "without", "bina", "hata", "hatao", "mat", "nahi", "remove", "बिना", "हटा", "हटाओ", "मत", "नहीं"];

impl Dialogue {
    /// What waits, edited; `None` where the words edit nothing.
    pub(super) fn edit(
        &mut self,
        waiting: &Confirming,
        text: &str,
        parse: &Parse,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Option<Vec<Step>> {
        if waiting.unsure || waiting.code_sent {
            return None;
        }
        if says(text, BACK, BACK_IDLE) && !waiting.earlier.is_empty() {
            let mut earlier = waiting.earlier.clone();
            let before = earlier.pop()?;
            return Some(self.edited(waiting, before, earlier, heard));
        }
        if let Some(steps) = self.discounted(waiting, text, heard, lexicon) {
            return Some(steps);
        }
        let correction = parse.frames.first().filter(|frame| frame.intent == Intent::Correct)?;
        if let Some(clarify) = &parse.clarify
            && let Some(steps) = self.new_on_bill(waiting, clarify, text, heard, lexicon)
        {
            return Some(steps);
        }
        let mut frames: Vec<Frame> = waiting.proposals.iter().map(|proposal| proposal.frame.clone()).collect();
        let about_whom = correction.slots.customer_id.is_some()
            || parse.clarify.as_ref().is_some_and(|clarify| clarify.slot == Some(Slot::CustomerId));
        let place = if let Some(own) = editing::own_entry(&frames, &correction.slots, text) {
            let whose = frames.get_mut(own)?;
            answer::merge(&mut whose.slots, &correction.slots);
            own
        } else if about_whom && editing::adds_somebody(text) {
            let mut another = frames.last().cloned()?;
            another.slots.customer_id = None;
            answer::merge(&mut another.slots, &correction.slots);
            if frames.iter().any(|frame| frame.slots.customer_id == another.slots.customer_id) {
                return None;
            }
            frames.push(another);
            frames.len().saturating_sub(1)
        } else {
            let alike = waiting.proposals.windows(2).all(|pair| match pair {
                [one, other] => one.wish.is_like(&other.wish),
                _ => true,
            });
            let for_all = alike && correction.slots.customer_id.is_none();
            for frame in frames.iter_mut().take(if for_all { usize::MAX } else { 1 }) {
                answer::merge(&mut frame.slots, &correction.slots);
            }
            0
        };
        if let Some(clarify) = &parse.clarify {
            let question = ask::question(clarify, lexicon.world());
            let asking = Asking::new(frames, Clarify { frame: place, ..clarify.clone() }, question, text);
            return Some(self.ask_about(asking, waiting, heard));
        }
        Some(self.edit_to(waiting, frames, text, heard, lexicon))
    }

    /// "Sau rupaye kam kar do", "10 percent discount".
    fn discounted(
        &mut self,
        waiting: &Confirming,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Option<Vec<Step>> {
        let [old] = waiting.proposals.as_slice() else { return None };
        let discount = discount_in(text, lexicon.world())?;
        let mut new = Proposal { turn: heard.turn, index: 0, ..old.clone() };
        take_off(&mut new, discount, lexicon.world());
        if new.wish == old.wish {
            return None;
        }
        let mut proposals = vec![new];
        decide::demand(&mut proposals, false, lexicon);
        Some(self.edited(waiting, proposals, with(&waiting.earlier, &waiting.proposals), heard))
    }

    /// Reads back what is different, and waits for a new agreement.
    pub(super) fn edited(
        &mut self,
        old: &Confirming,
        mut proposals: Vec<Proposal>,
        earlier: Vec<Vec<Proposal>>,
        heard: &Heard<'_>,
    ) -> Vec<Step> {
        let wishes: Vec<Wish> = proposals.iter().map(|proposal| proposal.wish.clone()).collect();
        let changes = match (wishes.as_slice(), old.proposals.as_slice()) {
            ([new], [old]) => new.changes_from(&old.wish),
            _ => None,
        };
        if old.tries > 0 {
            // Another amount than the one that was read back was said: a yes is not enough any more.
            let demand = old.demand();
            for proposal in &mut proposals {
                proposal.demand = proposal.demand.max(demand);
            }
        }
        let (expires, tries) = (heard.now + self.settings.confirm_max_ms, old.tries);
        let waiting = Confirming { asked: heard.newest, expires, earlier, tries, ..self.waiting_for_yes(proposals) };
        let reply = match (waiting.demand(), changes) {
            (Confirmation::Amount, _) => Reply::SayAmount(wishes),
            // Who has not heard it before is not told only what is different.
            (_, Some(changes)) if old.known => Reply::Changed { wishes, changes },
            (_, _) => Reply::ReadBack(wishes),
        };
        self.state = State::Confirming(waiting);
        vec![Step::ReadBack { reply, expires_in_ms: self.settings.confirm_max_ms }]
    }
}

/// Takes what was taken off the bills before off them as they are now.
pub(super) fn take_over(proposals: &mut [Proposal], before: &[Proposal], world: &World) {
    for (new, old) in proposals.iter_mut().zip(before) {
        if let Some(discount) = old.discount {
            take_off(new, discount, world);
        }
    }
}

pub(super) fn with(earlier: &[Vec<Proposal>], newest: &[Proposal]) -> Vec<Vec<Proposal>> {
    let kept = earlier.len().saturating_sub(EARLIER_MAX - 1);
    earlier.iter().skip(kept).cloned().chain([newest.to_vec()]).collect()
}

/// The discount that the words give: a share, an amount, or no rupees where it is taken back.
fn discount_in(text: &str, world: &World) -> Option<Discount> {
    let said = words(text);
    let has = |list: &[&str]| said.iter().any(|word| list.contains(&word.as_str()));
    let about = has(DISCOUNT) || ((has(PERCENT) || text.contains('%')) && said.len() <= 6);
    // "Chini kam karo" is about a thing, not about the price.
    let things = world.products.iter().any(|product| {
        let names = std::iter::once(&product.name).chain(&product.aliases);
        names.into_iter().flat_map(|name| words(name)).any(|word| said.contains(&word))
    });
    if !about || things {
        return None;
    }
    let figures = amounts_in(text);
    match figures.as_slice() {
        [] if has(NO_DISCOUNT) && !has(&["kam", "less", "off", "कम"]) => Some(Discount::Paise(Money::ZERO)),
        [figure] if has(PERCENT) || text.contains('%') => {
            // A figure counts as rupees: its hundredths are hundredths of a percent.
            let share = u32::try_from(figure.paise()).ok().filter(|bp| (1..=10_000).contains(bp))?;
            Some(Discount::BasisPoints(share))
        }
        [amount] if *amount > Money::ZERO => Some(Discount::Paise(*amount)),
        _ => None,
    }
}

/// Takes the discount off a bill, if it is a bill and comes to something after it.
fn take_off(proposal: &mut Proposal, discount: Discount, world: &World) {
    let Command::IssueInvoice(draft) = &mut proposal.command else { return };
    let Wish::Invoice { discount: shown, .. } = &mut proposal.wish else { return };
    let Ok((off, comes_to)) = reckoned(draft, discount, world) else { return };
    if comes_to <= Money::ZERO {
        return;
    }
    let discount = Some(discount).filter(|_| off > Money::ZERO);
    draft.discount = discount;
    *shown = discount.map(|_| off);
    proposal.discount = discount;
    proposal.take_total(comes_to);
}

/// What is taken off, and what is left in whole rupees.
fn reckoned(draft: &InvoiceDraft, discount: Discount, world: &World) -> Result<(Money, Money), OutOfRange> {
    let mut exact = Money::ZERO;
    for line in &draft.lines {
        let id = line.product.to_string();
        let own = world.products.iter().find(|product| product.id == id).map(|product| product.price);
        let price = line.rate.or(own).ok_or(OutOfRange)?;
        exact = exact.plus(line.quantity.times(price)?)?;
    }
    let off = match discount {
        Discount::Paise(amount) => amount,
        Discount::BasisPoints(share) => exact.ratio(i64::from(share), 10_000)?,
    };
    Ok((off, exact.minus(off)?.ratio(1, 100)?.ratio(100, 1)?))
}
