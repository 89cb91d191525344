//! While it is asked how to edit what waits: it goes on waiting whatever is answered, and is never lost silently.

use super::state::{Asking, Confirming, Later};
use super::words::words;
use super::{Dialogue, Frame, Heard, Lexicon, Proposal, Step, answer, ask, choose, decide, edit, newcomer};
use crate::intent::{Clarify, Intent, Parse, Reason, Slot, Slots, parse, rules};
use crate::money::Money;
use crate::reply::{Question, Reply};

/// Words that set somebody beside those who were named: "aur Amit ko bhi".
const ALSO: &[&str] = &["bhi", "aur", "also", "too", "and", "saath", "भी", "और", "साथ"];
/// Words that put somebody in another's place all the same.
const IN_PLACE: &[&str] = &[
    "nahi",
    "nahin",
    "no",
    "not",
    "instead",
    "jagah",
    "galat",
    "wrong",
    "sorry",
    "matlab",
    "badal",
    "badlo",
    "change",
    "नहीं",
    "नही",
    "जगह",
    "गलत",
    "ग़लत",
    "बदल",
    "बदलो",
];

/// Whether the words want the same for somebody else too, and leave what waits as it is.
pub(super) fn adds_somebody(text: &str) -> bool {
    let said = words(text);
    let has = |list: &[&str]| said.iter().any(|word| list.contains(&word.as_str()));
    has(ALSO) && !has(IN_PLACE)
}

/// Whether a thing of the shelf is named.
fn names_a_thing(read: &Parse) -> bool {
    read.trace.iter().any(|step| step.rule == rules::PRODUCT)
}

/// Which of several that wait is corrected by "Gopal wala do sau karo": the only one of whoever is named.
pub(super) fn own_entry(frames: &[Frame], correction: &Slots, text: &str) -> Option<usize> {
    let replaces = words(text).iter().any(|word| IN_PLACE.contains(&word.as_str()));
    let named = correction.customer_id.as_ref().filter(|_| frames.len() > 1 && !replaces)?;
    let mut own = frames.iter().enumerate().filter(|(_, frame)| frame.slots.customer_id.as_ref() == Some(named));
    let (place, _) = own.next()?;
    own.next().is_none().then_some(place)
}

impl Dialogue {
    /// What was said after a question about an edit of what waits.
    pub(super) fn while_editing(
        &mut self,
        asking: &Asking,
        waiting: Confirming,
        read: &Parse,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Vec<Step> {
        let first = read.frames.first().map_or(Intent::Unknown, |frame| frame.intent);
        let clear = read.clarify.is_none();
        if clear && matches!(first, Intent::Confirm | Intent::Deny | Intent::Stop) {
            return self.wait_on(waiting, heard, Reply::YesOrNo);
        }
        if let Some(steps) = self.priced_on_bill(asking, &waiting, text, heard, lexicon) {
            return steps;
        }
        if let Some(steps) = self.chosen_in_edit(asking, &waiting, text, heard, lexicon) {
            return steps;
        }
        let asks_the_same = read.clarify.as_ref().is_some_and(|next| {
            next.reason == asking.clarify.reason
                && next.slot == asking.clarify.slot
                && next.reason == Reason::MissingSlot
        });
        // "Chini bhi" and then "ek kilo": a figure alone belongs to what was asked about, and to nothing else.
        let is_piece = !names_a_thing(read);
        if is_piece && let Some(steps) = self.completed_edit(asking, &waiting, text, heard, lexicon) {
            return steps;
        }
        let is_about_another = is_piece && first == Intent::Correct && self.asked_about_a_thing(asking, heard, lexicon);
        if !asks_the_same
            && !is_about_another
            && let Some(steps) = self.edit(&waiting, text, read, heard, lexicon)
        {
            return steps;
        }
        let alone = parse(text, lexicon, None, heard.clock);
        let is_fresh = alone.frames.iter().any(|frame| frame.intent != Intent::Unknown) && first != Intent::Correct;
        let queued = self.later.len();
        let mut steps = if is_fresh { self.line_up(&alone, text, heard, lexicon) } else { vec![] };
        let told = if self.later.len() > queued { Reply::StillWaiting } else { Reply::YesOrNo };
        steps.extend(self.wait_on(waiting, heard, told));
        steps
    }

    /// What was asked about and what was answered, read together as one edit.
    fn completed_edit(
        &mut self,
        asking: &Asking,
        waiting: &Confirming,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Option<Vec<Step>> {
        let context = waiting.proposals.first().map(|proposal| proposal.frame.clone());
        let wholes = [format!("{} {text}", asking.said), format!("{text} {}", asking.said)];
        let mut wholes = wholes.iter().map(|whole| parse(whole, lexicon, context.as_ref(), heard.clock));
        let completes =
            |read: &Parse| read.clarify.is_none() && read.frames.first().is_some_and(|it| it.intent == Intent::Correct);
        let whole = wholes.find(completes)?;
        self.edit(waiting, &asking.said, &whole, heard, lexicon)
    }

    /// Whether the edit that was asked about named a thing, or something that nobody knows.
    fn asked_about_a_thing(&self, asking: &Asking, heard: &Heard<'_>, lexicon: &Lexicon) -> bool {
        let read = parse(&asking.said, lexicon, self.context().as_ref(), heard.clock);
        names_a_thing(&read) || read.trace.iter().any(|step| step.rule == rules::UNEXPLAINED)
    }

    /// One of several that were offered, or the place of the one whose name was not known.
    fn chosen_in_edit(
        &mut self,
        asking: &Asking,
        waiting: &Confirming,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Option<Vec<Step>> {
        let chosen = choose::pick(&ask::ids(&asking.clarify), text, lexicon);
        if asking.clarify.slot == Some(Slot::CustomerId) {
            let found = chosen.or_else(|| answer::somebody(text, lexicon, heard.clock))?;
            let mut frames = asking.frames.clone();
            frames.get_mut(asking.clarify.frame)?.slots.customer_id = Some(found);
            return Some(self.edit_to(waiting, frames, "", heard, lexicon));
        }
        let known = |id: &String| lexicon.world().products.iter().find(|product| &product.id == id);
        let named = chosen.as_ref().and_then(known).map(|product| product.name.clone());
        let meant = named.or_else(|| asking.offered(text))?;
        self.meant_in_edit(&asking.with_name(&meant)?, waiting, heard, lexicon)
    }

    /// The edit again, with the name that was meant in the place of the one that was heard.
    pub(super) fn meant_in_edit(
        &mut self,
        said: &str,
        waiting: &Confirming,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Option<Vec<Step>> {
        let context = waiting.proposals.first().map(|proposal| proposal.frame.clone());
        let read = parse(said, lexicon, context.as_ref(), heard.clock);
        self.edit(waiting, said, &read, heard, lexicon)
    }

    /// The price of something new on the bill that waits was told.
    fn priced_on_bill(
        &mut self,
        asking: &Asking,
        waiting: &Confirming,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Option<Vec<Step>> {
        let Question::PriceOf { name } = &asking.question else { return None };
        let price = answer::price_alone(text, name, heard.clock, lexicon).filter(|price| *price > Money::ZERO)?;
        if price > lexicon.world().limits.amount_max {
            return Some(self.ask_about(asking.clone(), waiting, heard));
        }
        let offer = newcomer::on_bill(name, waiting, &asking.clarify, &asking.said, Some(price), heard, lexicon)?;
        Some(self.ask_about(offer, waiting, heard))
    }

    /// Asks something about an edit; what waits goes on waiting.
    pub(super) fn ask_about(&mut self, asking: Asking, waiting: &Confirming, heard: &Heard<'_>) -> Vec<Step> {
        self.open(Asking { instead: Some(Box::new(waiting.clone())), ..asking }, heard)
    }

    /// Something on the bill that nobody knows: what sounds like it, or to be entered first.
    pub(super) fn new_on_bill(
        &mut self,
        waiting: &Confirming,
        clarify: &Clarify,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Option<Vec<Step>> {
        let ([bill], Reason::UnknownProduct) = (waiting.proposals.as_slice(), clarify.reason) else { return None };
        let name = clarify.heard.as_deref().filter(|_| bill.frame.intent == Intent::CreateInvoice)?;
        let alike = newcomer::did_you_mean(name, &bill.frame, clarify, text, lexicon);
        let asking = alike.or_else(|| newcomer::on_bill(name, waiting, clarify, text, None, heard, lexicon))?;
        Some(self.ask_about(asking, waiting, heard))
    }

    /// What waits, as these frames want it: read back, or something is asked or said about it first.
    pub(super) fn edit_to(
        &mut self,
        waiting: &Confirming,
        frames: Vec<Frame>,
        said: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Vec<Step> {
        let decided = decide::decide(&frames, false, heard, lexicon);
        if let Some((question, clarify)) = decided.asks {
            return self.ask_about(Asking::new(frames, clarify, question, said), waiting, heard);
        }
        let mut steps = decided.steps;
        if !steps.is_empty() {
            steps.extend(self.wait_on(waiting.clone(), heard, Reply::YesOrNo));
            return steps;
        }
        self.recent.note(&frames);
        let mut proposals = decided.proposals;
        edit::take_over(&mut proposals, &waiting.proposals, lexicon.world());
        decide::demand(&mut proposals, false, lexicon);
        self.edited(waiting, proposals, edit::with(&waiting.earlier, &waiting.proposals), heard)
    }

    /// A yes to enter something new on a bill that waits: the bill follows with it, or as it was.
    pub(super) fn follows(&mut self, edited: Vec<Proposal>, before: Option<Box<Confirming>>) {
        let later = match before {
            Some(waiting) => Later::Edited { edited, before: waiting.proposals },
            None => Later::Wish(edited),
        };
        self.later.push_front(later);
    }
}
