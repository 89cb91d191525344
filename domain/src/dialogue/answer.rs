//! What the words after a question mean: the missing piece, something else, or nothing.

use super::state::Asking;
use super::words::words;
use super::{ask, choose, scene};
use crate::intent::{
    Candidate, Clarify, Frame, Intent, Lexicon, Parse, Reason, Slot, Slots, amounts_in, parse, unknown_in,
};
use crate::money::Money;
use jiff::civil::DateTime;

/// What an answer came to.
pub(super) enum Answer {
    /// Every slot is there now.
    Completed(Vec<Frame>),
    /// A piece came, but something else must be asked.
    StillUnclear(Vec<Frame>, Clarify),
    /// A whole new command.
    Fresh(Parse),
    /// "No", "leave it".
    GiveUp,
    /// Neither.
    NotUnderstood,
}

/// Reads the answer to a question. `parse` was made with the unfinished frame as its context.
pub(super) fn read(asking: &Asking, in_context: &Parse, text: &str, clock: DateTime, lexicon: &Lexicon) -> Answer {
    let Asking { frames, clarify, said, .. } = asking;
    let alone = parse(text, lexicon, None, clock);
    // "Cancel the last bill" says no to nothing that is only asked about.
    let cancels = alone.clarify.is_none() && is(&alone, Intent::CancelInvoice);
    if is(in_context, Intent::Deny) && !cancels {
        return Answer::GiveUp;
    }
    if let Some(whole) = in_full(asking, &alone) {
        return Answer::Completed(whole);
    }
    if alone.clarify.is_none() && !is(&alone, Intent::Unknown) || is_another(asking, &alone) {
        return Answer::Fresh(alone);
    }
    if let Some(answer) = thing(asking, text, clock, lexicon) {
        return answer;
    }
    if (is_of_customer(clarify) && scene::is_one(text)) || scene::is_of_something_else(text) {
        return Answer::NotUnderstood;
    }
    let asked = frames.get(clarify.frame).map(|frame| frame.intent);
    if asked == Some(Intent::CreateInvoice) && scene::is_arrival(text) {
        return Answer::NotUnderstood;
    }
    let mut frames = frames.clone();
    let Some(frame) = frames.get_mut(clarify.frame) else { return Answer::NotUnderstood };
    if let Some(slots) = piece(frame, clarify, in_context, text, clock, lexicon) {
        // What was told twice in the same words is answered for both.
        let before = frame.clone();
        for same in frames.iter_mut().filter(|frame| **frame == before) {
            merge(&mut same.slots, &slots);
        }
        return Answer::Completed(frames);
    }
    if let Some(action) = chosen_action(clarify, &alone, text) {
        frame.intent = action;
        return Answer::Completed(frames);
    }
    let whole = parse(&format!("{said} {text}"), lexicon, None, clock);
    let same = whole.frames.first().map(|first| first.intent) == frames.first().map(|first| first.intent);
    match whole.clarify {
        None if same && !said.is_empty() => Answer::Completed(whole.frames),
        Some(next) if same && (next.slot, next.reason) != (clarify.slot, clarify.reason) => {
            Answer::StillUnclear(whole.frames, next)
        }
        Some(_) | None => Answer::NotUnderstood,
    }
}

/// The answer as a whole sentence: the same again, with what was missing in it.
fn in_full(asking: &Asking, alone: &Parse) -> Option<Vec<Frame>> {
    let ([told], None) = (alone.frames.as_slice(), &alone.clarify) else { return None };
    let mut frames = asking.frames.clone();
    let asked = frames.get_mut(asking.clarify.frame)?;
    let among = ask::ids(&asking.clarify);
    let is_one_of_them = told.slots.customer_id.as_ref().is_none_or(|id| among.is_empty() || among.contains(id));
    let fits = told.intent == asked.intent && told.intent.changes_state() && agrees(&asked.slots, &told.slots);
    if !fits || !is_one_of_them || is_of_product(&asking.clarify) {
        return None;
    }
    let before = asked.slots.clone();
    merge(&mut asked.slots, &told.slots);
    (asked.slots != before).then_some(frames)
}

/// Whether the words are a command of their own, though not a clear one: they contradict what is asked about, and tell
/// how much or what themselves.
fn is_another(asking: &Asking, alone: &Parse) -> bool {
    let asked = asking.frames.get(asking.clarify.frame);
    let (Some(asked), Some(clarify)) = (asked, &alone.clarify) else { return false };
    let Some(told) = alone.frames.get(clarify.frame).filter(|frame| frame.intent.changes_state()) else { return false };
    if matches!(told.intent, Intent::Confirm | Intent::Correct) {
        return false;
    }
    let slots = &told.slots;
    let tells = slots.amount_paise.is_some()
        || slots.items.is_some()
        || slots.qty_milli.is_some()
        || slots.price_paise.is_some();
    let of_whom = matches!(clarify.reason, Reason::AmbiguousCustomer | Reason::UnknownCustomer);
    let (own, among) = (ask::ids(clarify), ask::ids(&asking.clarify));
    let other_than_known = asked.slots.customer_id.as_ref().is_some_and(|id| !own.contains(id));
    let other_than_offered = !among.is_empty() && !own.iter().any(|id| among.contains(id));
    let names_another = of_whom && (other_than_known || other_than_offered);
    tells && (names_another || told.intent != asked.intent || !agrees(&asked.slots, slots))
}

fn is_of_customer(clarify: &Clarify) -> bool {
    clarify.slot == Some(Slot::CustomerId)
        || matches!(clarify.reason, Reason::AmbiguousCustomer | Reason::UnknownCustomer)
}

fn is_of_product(clarify: &Clarify) -> bool {
    matches!(clarify.reason, Reason::AmbiguousProduct | Reason::UnknownProduct)
}

/// Whom the words name, if they name one customer and ask for nothing else.
pub(super) fn somebody(text: &str, lexicon: &Lexicon, clock: DateTime) -> Option<String> {
    let asked = parse(&format!("{text} ka balance kitna hai"), lexicon, None, clock);
    let [found] = asked.frames.as_slice() else { return None };
    found.slots.customer_id.clone().filter(|_| asked.clarify.is_none() && found.intent == Intent::CheckBalance)
}

/// A thing on a bill that was not clear: what was said is read again with the thing that was meant in its place.
fn thing(asking: &Asking, text: &str, clock: DateTime, lexicon: &Lexicon) -> Option<Answer> {
    let frame = asking.frames.get(asking.clarify.frame).filter(|frame| frame.intent == Intent::CreateInvoice)?;
    if !is_of_product(&asking.clarify) {
        return None;
    }
    let world = lexicon.world();
    let chosen = choose::pick(&ask::ids(&asking.clarify), text, lexicon);
    let name =
        |id: &String| world.products.iter().find(|product| &product.id == id).map(|product| product.name.clone());
    let meant =
        chosen.as_ref().and_then(name).or_else(|| asking.offered(text)).unwrap_or_else(|| text.trim().to_owned());
    let whole = parse(&asking.with_name(&meant)?, lexicon, None, clock);
    let same = whole.frames.get(asking.clarify.frame).is_some_and(|read| read.intent == frame.intent);
    (same && whole.clarify.is_none()).then_some(Answer::Completed(whole.frames))
}

fn is(parse: &Parse, intent: Intent) -> bool {
    parse.frames.first().is_some_and(|frame| frame.intent == intent)
}

/// Whether words are nothing but a yes or a no.
pub(super) fn is_yes_or_no(text: &str, lexicon: &Lexicon, clock: DateTime) -> bool {
    let something = Frame { intent: Intent::RecordPayment, slots: Slots::default() };
    let parse = parse(text, lexicon, Some(&something), clock);
    parse.clarify.is_none() && (is(&parse, Intent::Confirm) || is(&parse, Intent::Deny))
}

/// The slots that the answer fills.
fn piece(
    frame: &Frame,
    clarify: &Clarify,
    in_context: &Parse,
    text: &str,
    clock: DateTime,
    lexicon: &Lexicon,
) -> Option<Slots> {
    if let Some(id) = choose::pick(&ask::ids(clarify), text, lexicon) {
        return Some(with_id(clarify, id));
    }
    if is(in_context, Intent::Correct) && in_context.clarify.is_none() {
        return in_context.frames.first().map(|correction| correction.slots.clone());
    }
    let of = |text: String, slot: fn(&Slots) -> bool| {
        let probe = parse(&text, lexicon, None, clock);
        let found = probe.frames.first().filter(|frame| probe.clarify.is_none() && slot(&frame.slots));
        found.map(|frame| frame.slots.clone())
    };
    match clarify.slot? {
        Slot::CustomerId => {
            let found = of(format!("{text} ka balance kitna hai"), |slots| slots.customer_id.is_some())?;
            Some(Slots { customer_id: found.customer_id, ..Slots::default() })
        }
        Slot::ProductId => {
            let found = of(format!("{text} ka stock kitna hai"), |slots| slots.product_id.is_some())?;
            Some(Slots { product_id: found.product_id, ..Slots::default() })
        }
        Slot::AmountPaise => amount(frame, clarify, text, clock, lexicon),
        Slot::Name => {
            let name = text.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
            (!name.is_empty() && !is_no_name(&name, lexicon, clock))
                .then(|| Slots { name: Some(name), ..Slots::default() })
        }
        Slot::Date => {
            let date = day_said(frame, text, lexicon, clock)?;
            Some(Slots { date: Some(date), ..Slots::default() })
        }
        Slot::Items
        | Slot::OnCredit
        | Slot::Method
        | Slot::Time
        | Slot::Daypart
        | Slot::Phone
        | Slot::Email
        | Slot::Field
        | Slot::PricePaise
        | Slot::Unit
        | Slot::StockMilli
        | Slot::Op
        | Slot::QtyMilli
        | Slot::InvoiceNo
        | Slot::Which
        | Slot::From
        | Slot::To
        | Slot::Limit
        | Slot::MinPaise
        | Slot::Channel
        | Slot::Language => None,
    }
}

/// Whether these words are a yes, a no or a command and nobody's name.
fn is_no_name(text: &str, lexicon: &Lexicon, clock: DateTime) -> bool {
    const COMMANDS: &str = "likh likho likhdo likhna likhiye do de kar karo kardo kijiye save ok okay yes no haan han ji \
        theek thik hai cancel delete add new naya customer grahak last entry hatao लिख लिखो लिखिए दो दे कर करो कीजिए हाँ हां \
        जी ठीक है नया ग्राहक";
    let is_command = |word: &String| COMMANDS.split_whitespace().any(|command| command == word);
    is_yes_or_no(text, lexicon, clock) || words(text).iter().all(is_command)
}

/// An amount said alone is read in the sentence that it belongs to.
fn amount(frame: &Frame, clarify: &Clarify, text: &str, clock: DateTime, lexicon: &Lexicon) -> Option<Slots> {
    let world = lexicon.world();
    let customer = world.customers.iter().find(|it| Some(&it.id) == frame.slots.customer_id.as_ref());
    let name = customer.or(world.customers.first()).map(|it| it.name.clone())?;
    let probe = parse(&format!("{name} ne {text} rupaye diye"), lexicon, None, clock);
    let found = probe.frames.first().filter(|_| probe.clarify.is_none())?.slots.amount_paise?;
    let among: Vec<Money> = ask::amounts(clarify);
    (among.is_empty() || among.contains(&found)).then(|| Slots { amount_paise: Some(found), ..Slots::default() })
}

/// The day that the words name, to be written for.
fn day_said(frame: &Frame, text: &str, lexicon: &Lexicon, clock: DateTime) -> Option<jiff::civil::Date> {
    let name = &lexicon.world().customers.first()?.name;
    let is_to_come = matches!(frame.intent, Intent::ScheduleReminder | Intent::ModifyReminder);
    let sentence =
        if is_to_come { format!("{name} ko {text} yaad dilana") } else { format!("{name} ne {text} 100 rupaye diye") };
    let probe = parse(&sentence, lexicon, None, clock);
    probe.frames.first().filter(|_| probe.clarify.is_none())?.slots.date
}

fn with_id(clarify: &Clarify, id: String) -> Slots {
    if clarify.slot == Some(Slot::ProductId) || clarify.reason == Reason::AmbiguousProduct {
        Slots { product_id: Some(id), ..Slots::default() }
    } else {
        Slots { customer_id: Some(id), ..Slots::default() }
    }
}

fn chosen_action(clarify: &Clarify, alone: &Parse, text: &str) -> Option<Intent> {
    let offered = |intent: Intent| clarify.candidates.contains(&Candidate::Intent(intent));
    let said = alone.frames.first().map(|frame| frame.intent).filter(|intent| offered(*intent));
    let words = words(text);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let credit = has(&["udhaar", "udhar", "credit", "diye", "diya", "given", "उधार", "दिए", "दिया"]);
    let payment = has(&["mile", "mila", "payment", "received", "jama", "मिले", "मिला", "जमा"]);
    said.or_else(|| (credit && !payment && offered(Intent::AddCredit)).then_some(Intent::AddCredit))
        .or_else(|| (payment && !credit && offered(Intent::RecordPayment)).then_some(Intent::RecordPayment))
}

/// The one amount that the words hold, if they hold one and no other figure, and tell nothing else: no payment, no goods
/// that came, nobody. `name` is what it is the price of.
pub(super) fn price_alone(text: &str, name: &str, clock: DateTime, lexicon: &Lexicon) -> Option<Money> {
    let figures = amounts_in(text);
    let [price] = figures.as_slice() else { return None };
    let alone = parse(text, lexicon, None, clock);
    let of_another = alone.frames.iter().any(|frame| {
        let told = frame.slots.customer_id.is_some() || frame.slots.product_id.is_some();
        frame.intent.changes_state() && frame.intent != Intent::UpdatePrice || told
    });
    let strange =
        unknown_in(text).is_some_and(|strange| !words(name).iter().any(|word| words(&strange).contains(word)));
    (!of_another && !strange && !scene::is_of_something_else(text)).then_some(*price)
}

/// Runs over every slot.
macro_rules! each_slot {
    ($run:ident) => {
        $run!(customer_id items on_credit amount_paise method date time daypart name phone email field product_id
            price_paise unit stock_milli op qty_milli invoice_no which from to limit min_paise channel language)
    };
}

/// Takes over every slot that the correction has.
pub(super) fn merge(into: &mut Slots, correction: &Slots) {
    macro_rules! take {
        ($($slot:ident)*) => {$(
            if correction.$slot.is_some() {
                into.$slot.clone_from(&correction.$slot);
            }
        )*};
    }
    each_slot!(take);
    into.beyond.paid = correction.beyond.paid.or(into.beyond.paid);
}

/// Whether nothing in the one is otherwise in the other.
pub(super) fn agrees(one: &Slots, other: &Slots) -> bool {
    macro_rules! same {
        ($($slot:ident)*) => {
            true $(&& (one.$slot.is_none() || other.$slot.is_none() || one.$slot == other.$slot))*
        };
    }
    each_slot!(same)
}
