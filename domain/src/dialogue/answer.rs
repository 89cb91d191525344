//! What the words after a question mean: the missing piece, something else, or nothing.

use super::ask;
use crate::intent::{
    Candidate, Clarify, Frame, Intent, Lexicon, Parse, Reason, Slot, Slots, WorldCustomer, WorldProduct, parse,
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
pub(super) fn read(
    frames: &[Frame],
    clarify: &Clarify,
    said: &str,
    in_context: &Parse,
    text: &str,
    clock: DateTime,
    lexicon: &Lexicon,
) -> Answer {
    if is(in_context, Intent::Deny) {
        return Answer::GiveUp;
    }
    let alone = parse(text, lexicon, None, clock);
    if alone.clarify.is_none() && !is(&alone, Intent::Unknown) {
        return Answer::Fresh(alone);
    }
    let mut frames = frames.to_vec();
    let Some(frame) = frames.get_mut(clarify.frame) else { return Answer::NotUnderstood };
    if let Some(slots) = piece(frame, clarify, in_context, text, clock, lexicon) {
        merge(&mut frame.slots, &slots);
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
        Some(next) if same && next.slot != clarify.slot => Answer::StillUnclear(whole.frames, next),
        Some(_) | None => Answer::NotUnderstood,
    }
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
    if let Some(id) = pick(&ask::ids(clarify), text, lexicon) {
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
            (!name.is_empty()).then(|| Slots { name: Some(name), ..Slots::default() })
        }
        Slot::Items
        | Slot::OnCredit
        | Slot::Method
        | Slot::Date
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

const ORDINALS: [&[&str]; 4] = [
    &["pehla", "pehle", "pahla", "pahle", "first", "ek", "one", "1", "पहला", "पहले", "पहली"],
    &["doosra", "dusra", "doosre", "dusre", "second", "two", "2", "दूसरा", "दूसरे", "दूसरी"],
    &["teesra", "tisra", "teesre", "third", "three", "3", "तीसरा", "तीसरे", "तीसरी"],
    &["chautha", "chauthe", "fourth", "four", "4", "चौथा", "चौथे", "चौथी"],
];

/// Which of the candidates the words point at: the only one whose name, nickname, landmark or last digits are in
/// them, or the one that was named at that place.
fn pick(candidates: &[String], text: &str, lexicon: &Lexicon) -> Option<String> {
    let words = words(text);
    let world = lexicon.world();
    let known: Vec<(String, Vec<String>)> = candidates
        .iter()
        .map(|id| {
            let customer = world.customers.iter().find(|it| &it.id == id).map(customer_words);
            let product = || world.products.iter().find(|it| &it.id == id).map(product_words);
            (id.clone(), customer.or_else(product).unwrap_or_default())
        })
        .collect();
    let hits = |id: &str| {
        let (_, marks) = known.iter().find(|(known, _)| known == id)?;
        // A word that all candidates share ("Rahul") tells none of them apart.
        let telling = marks.iter().filter(|mark| !known.iter().all(|(_, other)| other.contains(mark)));
        Some(telling.filter(|mark| words.contains(mark)).count())
    };
    let scores: Vec<usize> = candidates.iter().map(|id| hits(id).unwrap_or(0)).collect();
    let best = scores.iter().copied().max().filter(|best| *best > 0);
    if let Some(best) = best {
        let mut leaders = candidates.iter().zip(&scores).filter(|(_, score)| **score == best);
        return leaders.next().filter(|_| leaders.next().is_none()).map(|(id, _)| id.clone());
    }
    let place = ORDINALS.iter().position(|names| words.iter().any(|word| names.contains(&word.as_str())))?;
    candidates.get(place).cloned()
}

fn customer_words(customer: &WorldCustomer) -> Vec<String> {
    let mut all = words(&customer.name);
    all.extend(customer.nickname.as_deref().map(words).unwrap_or_default());
    all.extend(customer.landmark.as_deref().map(words).unwrap_or_default());
    if let Some(phone) = &customer.phone {
        all.push(phone.chars().skip(phone.chars().count().saturating_sub(4)).collect());
    }
    all
}

fn product_words(product: &WorldProduct) -> Vec<String> {
    let mut all = words(&product.name);
    all.extend(product.aliases.iter().flat_map(|alias| words(alias)));
    all
}

fn words(text: &str) -> Vec<String> {
    let letters = |letter: char| letter.is_alphanumeric() || ('\u{900}'..='\u{97f}').contains(&letter);
    text.split(|letter| !letters(letter)).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
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
    take!(customer_id items on_credit amount_paise method date time daypart name phone email field product_id);
    take!(price_paise unit stock_milli op qty_milli invoice_no which from to limit min_paise channel language);
}
