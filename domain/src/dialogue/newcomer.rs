//! A product or a customer that is not in the books yet: offered once to be entered, and what was wanted with it after.

use super::state::{Asking, Confirming, Offer};
use super::{Dialogue, Frame, Heard, Lexicon, Proposal, Step, answer, decide, edit, propose, repeats};
use crate::intent::{Clarify, Intent, Reason, Slot, Slots, WorldCustomer, WorldProduct, parse, unknown_in};
use crate::ledger::{Command, Confirmation, NewParty, NewProduct, Posted};
use crate::money::Money;
use crate::quantity::{Quantity, Unit};
use crate::reply::{Question, Wish};
use crate::shelf::{self, Named};
use serde_json::Value;
use std::collections::BTreeMap;

/// Stands for a customer until they are in the books.
const CUSTOMER: &str = "00000000-0000-7000-8000-00000000c001";
/// Stands for a product until it is on the shelf.
const PRODUCT: &str = "00000000-0000-7000-8000-00000000d001";
/// The place, among the commands of its turn, of the one that enters somebody or something.
const FIRST: u16 = u16::MAX;

/// The units to try where none was said: the first that fits what was said of the quantity.
const UNITS: [Unit; 6] = [Unit::Pc, Unit::Kg, Unit::L, Unit::M, Unit::Pkt, Unit::Bag];

/// What was entered, and what stood for it.
pub(super) fn identity(posted: &Posted) -> Option<(&'static str, String)> {
    match posted {
        Posted::Party(party) => Some((CUSTOMER, party.id.to_string())),
        Posted::Product(product) => Some((PRODUCT, product.id.to_string())),
        Posted::Shop(_)
        | Posted::DayClose(_)
        | Posted::Invoice(_)
        | Posted::Draft(_)
        | Posted::Entry(_)
        | Posted::Reminder(_)
        | Posted::Sending(_) => None,
    }
}

/// Whether it enters somebody or something that others may wait for.
pub(super) const fn makes_one(command: &Command) -> bool {
    matches!(command, Command::CreateParty(_) | Command::CreateProduct(_))
}

/// Whether it is about somebody or something that is not in the books yet.
pub(super) fn needs_one(proposal: &Proposal) -> bool {
    serde_json::to_string(proposal).is_ok_and(|text| text.contains(CUSTOMER) || text.contains(PRODUCT))
}

/// Puts the identity that the books gave where something stood for it.
pub(super) fn give_identity(proposal: &mut Proposal, stand_in: &str, identity: &str) {
    let Ok(mut written) = serde_json::to_value(&*proposal) else { return };
    put(&mut written, stand_in, identity);
    if let Ok(known) = serde_json::from_value(written) {
        *proposal = known;
    }
}

fn put(value: &mut Value, stand_in: &str, identity: &str) {
    match value {
        Value::String(text) if text == stand_in => identity.clone_into(text),
        Value::Array(values) => values.iter_mut().for_each(|value| put(value, stand_in, identity)),
        Value::Object(fields) => fields.values_mut().for_each(|value| put(value, stand_in, identity)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A question that offers to enter what nobody knows, or to take what sounds like it; `None` where neither can be.
pub(super) fn offer(
    frame: &Frame,
    clarify: &Clarify,
    said: &str,
    heard: &Heard<'_>,
    lexicon: &Lexicon,
) -> Option<Asking> {
    let unheard = matches!(clarify.reason, Reason::MissingSlot | Reason::OutOfScope)
        && matches!(frame.intent, Intent::CreateInvoice | Intent::Unknown);
    let strange = || unheard.then(|| unknown_in(said)).flatten();
    let name = clarify.heard.clone().or_else(strange).map(|name| propose::capitalised(&name));
    let name = name.filter(|name| !name.is_empty())?;
    match (clarify.reason, frame.intent) {
        (Reason::UnknownCustomer, Intent::CreateInvoice) => {
            let thing = product(&name, frame, clarify, said, None, heard, lexicon);
            thing.or_else(|| customer(&name, clarify, said, heard, lexicon))
        }
        (Reason::UnknownCustomer, Intent::RecordPayment | Intent::AddCredit) => {
            customer(&name, clarify, said, heard, lexicon)
        }
        (Reason::MissingSlot, Intent::CreateInvoice) => product(&name, frame, clarify, said, None, heard, lexicon),
        // Words that were not understood at all are a bill only where a price was told with the new thing.
        (Reason::OutOfScope, Intent::Unknown) => {
            product(&name, frame, clarify, said, None, heard, lexicon).filter(|asking| asking.offer.is_some())
        }
        (Reason::UnknownProduct, Intent::CreateInvoice) => did_you_mean(&name, frame, clarify, said, lexicon)
            .or_else(|| product(&name, frame, clarify, said, None, heard, lexicon)),
        _ => None,
    }
}

fn customer(name: &str, clarify: &Clarify, said: &str, heard: &Heard<'_>, lexicon: &Lexicon) -> Option<Asking> {
    let mut world = lexicon.world().clone();
    world.customers.push(WorldCustomer {
        id: CUSTOMER.to_owned(),
        name: name.to_owned(),
        phone: None,
        nickname: None,
        landmark: None,
        balance: Money::ZERO,
    });
    let lexicon = Lexicon::new(&world);
    let read = parse(said, &lexicon, None, heard.clock);
    if read.clarify.is_some() {
        return None;
    }
    let then = decide::decide(&repeats::once(&read.frames), false, heard, &lexicon);
    if then.asks.is_some() || !then.proposals.iter().any(needs_one) {
        return None;
    }
    let command = Command::CreateParty(NewParty { name: name.to_owned(), ..NewParty::default() });
    let wish = Wish::Customer { name: name.to_owned(), phone: None, beside: vec![] };
    let frame =
        Frame { intent: Intent::CreateCustomer, slots: Slots { name: Some(name.to_owned()), ..Slots::default() } };
    let first = Proposal::new(frame, wish, command, heard.turn, FIRST);
    let question = Question::AddCustomer { name: name.to_owned() };
    Some(offering(read.frames, clarify, question, said, first, then.proposals, &lexicon))
}

/// Enters a product at the price that was said with it, or that is told now; asks for the price where none was said.
pub(super) fn product(
    name: &str,
    frame: &Frame,
    clarify: &Clarify,
    said: &str,
    price: Option<Money>,
    heard: &Heard<'_>,
    lexicon: &Lexicon,
) -> Option<Asking> {
    let (unit, told) = unit_of(name, said, None, heard, lexicon)?;
    let Some(price) = price.or(told).filter(|price| *price > Money::ZERO) else {
        let reason = Reason::MissingSlot;
        let (slot, heard) = (Some(Slot::PricePaise), Some(name.to_owned()));
        let clarify = Clarify { reason, frame: clarify.frame, slot, candidates: vec![], heard };
        let question = Question::PriceOf { name: name.to_owned() };
        return Some(Asking::new(vec![frame.clone()], Clarify { frame: 0, ..clarify }, question, said));
    };
    let shop = with_product(name, unit, price, lexicon);
    let read = parse(said, &shop, None, heard.clock);
    let then = decide::decide(&repeats::once(&read.frames), false, heard, &shop);
    if read.clarify.is_some() || then.asks.is_some() || !then.proposals.iter().any(needs_one) {
        return None;
    }
    let stock = stock_for(&then.proposals, lexicon);
    let first = entering(name, unit, price, stock, heard);
    let question = Question::AddProduct { name: name.to_owned(), price, unit, stock };
    Some(offering(
        vec![frame.clone()],
        &Clarify { frame: 0, ..clarify.clone() },
        question,
        said,
        first,
        then.proposals,
        &shop,
    ))
}

/// The unit in which the new thing fits what was said, and the price of one that was told with it; `bill` is the one
/// that waits, where it is put on that.
fn unit_of(
    name: &str,
    said: &str,
    bill: Option<&Frame>,
    heard: &Heard<'_>,
    lexicon: &Lexicon,
) -> Option<(Unit, Option<Money>)> {
    UNITS.iter().find_map(|unit| {
        let shop = with_product(name, *unit, Money::from_paise(100), lexicon);
        let read = parse(said, &shop, bill, heard.clock);
        let items =
            read.frames.iter().filter(|_| read.clarify.is_none()).filter_map(|frame| frame.slots.items.as_ref());
        let item = items.flatten().find(|item| item.product_id == PRODUCT)?;
        Some((*unit, item.rate_paise))
    })
}

/// Something new on a bill that waits, offered at the price that was said with it or is told now; the price is asked for
/// where none was.
pub(super) fn on_bill(
    name: &str,
    waiting: &Confirming,
    clarify: &Clarify,
    said: &str,
    price: Option<Money>,
    heard: &Heard<'_>,
    lexicon: &Lexicon,
) -> Option<Asking> {
    let [bill] = waiting.proposals.as_slice() else { return None };
    let (shown, frame) = (propose::capitalised(name), &bill.frame);
    let (unit, told) = unit_of(&shown, said, Some(frame), heard, lexicon)?;
    let Some(price) = price.or(told).filter(|price| *price > Money::ZERO) else {
        let question = Question::PriceOf { name: shown };
        return Some(Asking::new(vec![frame.clone()], Clarify { frame: 0, ..clarify.clone() }, question, said));
    };
    let shop = with_product(&shown, unit, price, lexicon);
    let read = parse(said, &shop, Some(frame), heard.clock);
    let correction = read.frames.first().filter(|it| it.intent == Intent::Correct && read.clarify.is_none())?;
    let mut edited = frame.clone();
    answer::merge(&mut edited.slots, &correction.slots);
    let decided = decide::decide(&[edited], false, heard, &shop);
    if decided.asks.is_some() || !decided.proposals.iter().any(needs_one) {
        return None;
    }
    let mut then = decided.proposals;
    edit::take_over(&mut then, &waiting.proposals, shop.world());
    decide::demand(&mut then, false, &shop);
    let stock = stock_for(&then, lexicon);
    let first = entering(&shown, unit, price, stock, heard);
    let question = Question::AddProduct { name: shown, price, unit, stock };
    Some(offering(vec![frame.clone()], clarify, question, said, first, then, &shop))
}

/// How much of the new product there must be for what follows, where the shop sells no more than it has: who sells it
/// has at least that.
fn stock_for(then: &[Proposal], lexicon: &Lexicon) -> Quantity {
    let lines = then.iter().filter(|_| lexicon.world().refuses_oversell).flat_map(|proposal| {
        if let Command::IssueInvoice(draft) = &proposal.command { draft.lines.as_slice() } else { &[] }
    });
    let sold = lines.filter(|line| line.product.to_string() == PRODUCT).map(|line| line.quantity);
    sold.reduce(|sum, more| sum.plus(more).unwrap_or(sum)).unwrap_or(Quantity::ZERO)
}

/// The command that enters a product.
fn entering(name: &str, unit: Unit, price: Money, stock: Quantity, heard: &Heard<'_>) -> Proposal {
    let new = NewProduct { name: name.to_owned(), unit, price, stock, ..NewProduct::default() };
    let wish = Wish::Product { name: name.to_owned(), price, unit, stock };
    let slots = Slots { name: Some(name.to_owned()), price_paise: Some(price), unit: Some(unit), ..Slots::default() };
    let made = Frame { intent: Intent::AddProduct, slots };
    Proposal::new(made, wish, Command::CreateProduct(new), heard.turn, FIRST)
}

fn with_product(name: &str, unit: Unit, price: Money, lexicon: &Lexicon) -> Lexicon {
    let mut world = lexicon.world().clone();
    world.products.push(WorldProduct {
        id: PRODUCT.to_owned(),
        name: name.to_owned(),
        unit,
        price,
        // What is sold of it is there.
        stock: lexicon.world().limits.quantity_max,
        packs: BTreeMap::new(),
        aliases: vec![],
    });
    Lexicon::new(&world)
}

fn offering(
    frames: Vec<Frame>,
    clarify: &Clarify,
    question: Question,
    said: &str,
    mut first: Proposal,
    then: Vec<Proposal>,
    lexicon: &Lexicon,
) -> Asking {
    decide::demand(std::slice::from_mut(&mut first), false, lexicon);
    let offer = Some(Box::new(Offer { first, then }));
    Asking { offer, ..Asking::new(frames, clarify.clone(), question, said) }
}

/// "Did you mean …": names on the shelf that sound like what was heard.
pub(super) fn did_you_mean(
    name: &str,
    frame: &Frame,
    clarify: &Clarify,
    said: &str,
    lexicon: &Lexicon,
) -> Option<Asking> {
    let world = lexicon.world();
    let shelf: Vec<Named<'_>> =
        world.products.iter().map(|product| Named { name: &product.name, aliases: &product.aliases }).collect();
    let names = shelf::suggestions(name, &shelf);
    if names.is_empty() {
        return None;
    }
    let question = Question::DidYouMean { heard: name.to_owned(), names };
    let clarify = Clarify { frame: 0, ..clarify.clone() };
    Some(Asking::new(vec![frame.clone()], clarify, question, said))
}

impl Dialogue {
    /// A yes to an offer: it is entered, and what was wanted with it is read back after that.
    pub(super) fn accept(&mut self, offer: Offer, instead: Option<Box<Confirming>>, heard: &Heard<'_>) -> Vec<Step> {
        self.follows(offer.then, instead);
        if offer.first.demand > Confirmation::Yes {
            return self.confirm(vec![offer.first], heard.now, heard.newest, false);
        }
        self.resolved = heard.newest;
        vec![self.hand_out(vec![offer.first])]
    }
}
