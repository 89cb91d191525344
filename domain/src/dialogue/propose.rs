//! From a frame to what is done about it: an answer, a wish to read back, or a question.

use super::{Heard, Proposal, Query, Step};
use crate::ids::{PartyId, ProductId};
use crate::intent::{Frame, Intent, Item, Lexicon, Method, Slot, Slots, World, WorldCustomer, WorldProduct};
use crate::invoice::{DraftLine, InvoiceDraft, LINES_MAX};
use crate::ledger::{Command, NewParty, PaymentMode, PaymentPart};
use crate::money::{Money, OutOfRange};
use crate::quantity::Quantity;
use crate::reply::{Question, Reply, Wish, WishLine};

/// What is done about a frame.
pub(super) enum Proposed {
    /// Something that changes nothing.
    Step(Step),
    /// A change, to be read back.
    Wish(Box<Proposal>),
    /// Something has to be asked first, about this slot.
    Asks(Question, Slot),
}

type Asked = (Question, Slot);

/// Whether this can be done by voice at all.
pub(super) const fn is_by_voice(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::CreateInvoice
            | Intent::RecordPayment
            | Intent::AddCredit
            | Intent::CheckBalance
            | Intent::CreateCustomer
            | Intent::CheckStock
            | Intent::DailySummary
    )
}

/// What is done about a frame that was understood.
pub(super) fn propose(frame: &Frame, heard: &Heard<'_>, index: usize, lexicon: &Lexicon) -> Proposed {
    let world = lexicon.world();
    let wish = match frame.intent {
        Intent::CreateInvoice => invoice(&frame.slots, world),
        Intent::RecordPayment => payment(&frame.slots, heard, world),
        Intent::AddCredit => credit(&frame.slots, heard, world),
        Intent::CreateCustomer => customer(&frame.slots),
        Intent::CheckBalance | Intent::CheckStock | Intent::DailySummary => return query(frame, heard, world),
        Intent::Help => return Proposed::Step(Step::Say(Reply::Help)),
        Intent::Stop => return Proposed::Step(Step::Say(Reply::Goodbye)),
        Intent::Unknown => return Proposed::Step(Step::Say(Reply::Unclear)),
        Intent::Confirm | Intent::Deny => return Proposed::Step(Step::Say(Reply::NothingPending)),
        other @ (Intent::ScheduleReminder
        | Intent::ListReminders
        | Intent::CancelReminder
        | Intent::ModifyReminder
        | Intent::UpdateCustomer
        | Intent::DeleteCustomer
        | Intent::GetCustomerInfo
        | Intent::AddProduct
        | Intent::UpdateStock
        | Intent::UpdatePrice
        | Intent::CancelInvoice
        | Intent::TopDebtors
        | Intent::SendInvoice
        | Intent::Correct
        | Intent::SwitchLanguage) => return Proposed::Step(Step::Say(Reply::NotByVoice(other))),
    };
    match wish {
        Ok((wish, command)) => {
            let index = u16::try_from(index).unwrap_or(u16::MAX);
            Proposed::Wish(Box::new(Proposal { frame: frame.clone(), wish, command, turn: heard.turn, index }))
        }
        Err((question, slot)) => Proposed::Asks(question, slot),
    }
}

fn query(frame: &Frame, heard: &Heard<'_>, world: &World) -> Proposed {
    let query = if frame.intent == Intent::CheckBalance {
        party(&frame.slots, world).map(|(_, id)| Query::Balance(id))
    } else if frame.intent == Intent::CheckStock {
        product(frame.slots.product_id.as_deref(), world).map(|(_, id)| Query::Stock(id))
    } else {
        Ok(Query::Summary(frame.slots.date.unwrap_or_else(|| heard.clock.date())))
    };
    let several_days = frame.slots.from.is_some() || frame.slots.to.is_some();
    match query {
        Ok(_) if several_days => Proposed::Step(Step::Say(Reply::NotByVoice(frame.intent))),
        Ok(query) => Proposed::Step(Step::Read(query)),
        Err((question, slot)) => Proposed::Asks(question, slot),
    }
}

fn invoice(slots: &Slots, world: &World) -> Result<(Wish, Command), Asked> {
    let (who, party) = party(slots, world)?;
    let items = slots.items.as_deref().unwrap_or_default();
    if items.is_empty() || items.len() > LINES_MAX {
        return Err((Question::Missing(Slot::Items), Slot::Items));
    }
    let mut exact = Money::ZERO;
    let (mut lines, mut shown) = (vec![], vec![]);
    let too_much = |_: OutOfRange| (Question::InvalidAmount { limit: world.limits.amount_max }, Slot::Items);
    for item in items {
        let (known, product) = product(Some(&item.product_id), world)?;
        let rate = item.rate_paise.filter(|rate| *rate != known.price);
        let price = rate.unwrap_or(known.price);
        let quantity = quantity(item, known, price)?;
        exact = quantity.times(price).and_then(|total| exact.plus(total)).map_err(too_much)?;
        lines.push(DraftLine { rate, ..DraftLine::new(product, quantity) });
        shown.push(WishLine { name: known.name.clone(), quantity, unit: known.unit, rate });
    }
    let total = to_the_rupee(exact).map_err(too_much)?;
    if total <= Money::ZERO || total > world.limits.amount_max {
        return Err(too_much(OutOfRange));
    }
    let draft = InvoiceDraft { expected_total: Some(total), ..InvoiceDraft::new(party, lines) };
    Ok((Wish::Invoice { name: who.name.clone(), lines: shown, total }, Command::IssueInvoice(draft)))
}

/// How much of a product: as said, or for how much money. A counted thing is sold whole, so money that does not
/// come to whole pieces is asked about; of a weighed thing the nearest thousandth is taken, and read back.
fn quantity(item: &Item, product: &WorldProduct, price: Money) -> Result<Quantity, Asked> {
    let ask = || (Question::HowMany { name: product.name.clone(), price }, Slot::Items);
    if let Some(quantity) = item.qty_milli {
        let halves = product.unit.is_counted() && quantity.milli() % 1_000 != 0;
        return if quantity <= Quantity::ZERO || halves { Err(ask()) } else { Ok(quantity) };
    }
    let amount = item.amount_paise.unwrap_or_default();
    let milli = amount.ratio(1_000, price.paise()).map_err(|_| ask())?.paise();
    let quantity = Quantity::from_milli(milli);
    let comes_to_it = quantity.times(price) == Ok(amount);
    let whole = milli % 1_000 == 0;
    let fits = if product.unit.is_counted() { whole && comes_to_it } else { milli > 0 };
    if fits { Ok(quantity) } else { Err(ask()) }
}

/// A bill comes to whole rupees, halves away from zero.
fn to_the_rupee(exact: Money) -> Result<Money, OutOfRange> {
    exact.ratio(1, 100)?.ratio(100, 1)
}

fn payment(slots: &Slots, heard: &Heard<'_>, world: &World) -> Result<(Wish, Command), Asked> {
    let (who, party) = party(slots, world)?;
    let amount = amount(slots, world)?;
    let day = slots.date.filter(|date| *date != heard.clock.date());
    let mode = slots.method.map(mode_of);
    let wish = Wish::Payment { name: who.name.clone(), amount, mode, day };
    let paid = PaymentPart { mode: mode.unwrap_or_default(), amount };
    Ok((wish, Command::ReceivePayment { party, parts: vec![paid], notes: None, on: day }))
}

fn credit(slots: &Slots, heard: &Heard<'_>, world: &World) -> Result<(Wish, Command), Asked> {
    let (who, party) = party(slots, world)?;
    let amount = amount(slots, world)?;
    let day = slots.date.filter(|date| *date != heard.clock.date());
    let wish = Wish::Credit { name: who.name.clone(), amount, day };
    Ok((wish, Command::GiveCredit { party, amount, description: "udhaar".to_owned(), on: day }))
}

fn customer(slots: &Slots) -> Result<(Wish, Command), Asked> {
    let name = slots.name.as_deref().map(capitalised).filter(|name| !name.is_empty());
    let name = name.ok_or((Question::Missing(Slot::Name), Slot::Name))?;
    let digits = slots.phone.as_deref().map(|phone| phone.chars().filter(char::is_ascii_digit).collect::<String>());
    let party = NewParty {
        name: name.clone(),
        phone: digits
            .as_deref()
            .map(|digits| format!("+91{}", digits.strip_prefix("91").filter(|it| it.len() == 10).unwrap_or(digits))),
        email: slots.email.clone(),
        ..NewParty::default()
    };
    Ok((Wish::Customer { name, phone: digits }, Command::CreateParty(party)))
}

/// `ramesh gupta` as a shop writes it; Devanagari has no capitals and stays.
fn capitalised(name: &str) -> String {
    let words = name.split_whitespace().map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<String>>().join(" ")
}

fn party<'a>(slots: &Slots, world: &'a World) -> Result<(&'a WorldCustomer, PartyId), Asked> {
    let named = slots.customer_id.as_deref().and_then(|id| {
        let customer = world.customers.iter().find(|customer| customer.id == id)?;
        Some((customer, customer.id.parse().ok()?))
    });
    named.ok_or((Question::Missing(Slot::CustomerId), Slot::CustomerId))
}

fn product<'a>(id: Option<&str>, world: &'a World) -> Result<(&'a WorldProduct, ProductId), Asked> {
    let named = id.and_then(|id| {
        let product = world.products.iter().find(|product| product.id == id)?;
        Some((product, product.id.parse().ok()?))
    });
    named.ok_or((Question::Missing(Slot::ProductId), Slot::ProductId))
}

fn amount(slots: &Slots, world: &World) -> Result<Money, Asked> {
    let amount = slots.amount_paise.ok_or((Question::Missing(Slot::AmountPaise), Slot::AmountPaise))?;
    let limit = world.limits.amount_max;
    if amount > Money::ZERO && amount <= limit {
        Ok(amount)
    } else {
        Err((Question::InvalidAmount { limit }, Slot::AmountPaise))
    }
}

const fn mode_of(method: Method) -> PaymentMode {
    match method {
        Method::Cash => PaymentMode::Cash,
        Method::Upi => PaymentMode::Upi,
        Method::Bank => PaymentMode::Bank,
        Method::Cheque => PaymentMode::Cheque,
        Method::Card => PaymentMode::Card,
    }
}

impl Proposal {
    /// Takes over a total that the books gave since the bill was read back.
    pub(super) fn take_total(&mut self, now: Money) {
        if let Wish::Invoice { total, .. } = &mut self.wish {
            *total = now;
        }
        if let Command::IssueInvoice(draft) = &mut self.command {
            draft.expected_total = Some(now);
        }
    }
}
