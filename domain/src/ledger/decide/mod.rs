//! What a command comes to: the one place where the rules of the books are.

use super::book::{Account, AccountKind, BookView, Decision, Movement, Posting};
use super::field;
use super::{Command, Entry, EntryKind, Refusal};
use crate::ids::{EntryId, PartyId, ProductId};
use crate::money::Money;
use crate::quantity::Quantity;
use jiff::civil::Date;
use uuid::Uuid;

mod invoice;
mod party;
mod payment;
mod product;
mod reminder;
mod shop;

/// India is five and a half hours ahead, all year.
const INDIA_AHEAD: jiff::SignedDuration = jiff::SignedDuration::from_mins(330);

/// When a command is decided, and the identities for what it makes.
pub struct Moment<'a> {
    /// The clock's, whole microseconds.
    pub now: jiff::Timestamp,
    /// Makes a new identity each time.
    pub new_id: &'a mut dyn FnMut() -> Uuid,
}

/// The day in India.
#[must_use]
pub fn india_day(now: jiff::Timestamp) -> jiff::civil::Date {
    india_time(now).date()
}

/// The day and the time of day in India.
#[must_use]
pub fn india_time(at: jiff::Timestamp) -> jiff::civil::DateTime {
    jiff::tz::Offset::UTC.to_datetime(at.checked_add(INDIA_AHEAD).unwrap_or(at))
}

/// A day and a time of day in India, as a moment.
#[must_use]
pub fn india_moment(at: jiff::civil::DateTime) -> Option<jiff::Timestamp> {
    jiff::tz::Offset::UTC.to_timestamp(at).ok()?.checked_sub(INDIA_AHEAD).ok()
}

/// What the command comes to in these books, or why not. Nothing is changed: [`BookView::apply`] does that.
///
/// # Errors
/// [`Refusal`]: a rule said no.
pub fn decide(book: &BookView, command: &Command, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    match command {
        Command::CreateParty(new) => party::create_party(book, new, moment),
        Command::UpdateParty { party, change } => party::update_party(book, *party, change),
        Command::RetireParty { party } => party::retire_party(book, *party),
        Command::CreateProduct(new) => product::create_product(book, new, moment),
        Command::ChangeProduct { product, change } => product::change_product(book, *product, change, moment),
        Command::ChangeShop(change) => shop::change_shop(book, change),
        Command::CloseDay(count) => shop::close_day(book, count, moment),
        Command::MoveStock { product, op, quantity, reason } => {
            product::move_stock(book, *product, *op, *quantity, reason.as_deref())
        }
        Command::IssueInvoice(draft) => invoice::issue_invoice(book, draft, moment),
        Command::SendInvoice { invoice, channel } => reminder::send(book, *invoice, *channel, moment),
        Command::Remind(wish) => reminder::decide(book, wish, moment),
        Command::Bill(wish) => invoice::decide(book, wish, moment),
        Command::ReceivePayment { party, parts, notes, on } => {
            payment::receive_payment(book, *party, parts, notes.as_deref(), *on, moment)
        }
        Command::GiveCredit { party, amount, description, on } => {
            payment::give_credit(book, *party, *amount, description, *on, moment)
        }
        Command::WriteOff { party, amount, reason } => payment::write_off(book, *party, *amount, reason, moment),
        Command::Refund { party, amount, mode, notes, may_exceed } => {
            let refund = payment::Refund { amount: *amount, mode: *mode, may_exceed: *may_exceed };
            payment::refund(book, *party, refund, notes.as_deref(), moment)
        }
        Command::Reverse { entry } => payment::reverse(book, *entry, moment),
    }
}

/// The account's next entry; its balance follows from the amount.
fn next_entry(
    book: &BookView,
    account: &Account,
    kind: EntryKind,
    amount: Money,
    moment: &mut Moment<'_>,
) -> Result<Entry, Refusal> {
    let limit = book.shop.limits.amount_max;
    Ok(Entry {
        id: EntryId::from_uuid((moment.new_id)()),
        kind,
        customer_id: account.party.id,
        customer_name: account.party.name.clone(),
        sequence: account.last_sequence.saturating_add(1),
        amount,
        balance_after: account.party.balance.plus(amount).map_err(|_| Refusal::InvalidAmount { limit })?,
        mode: None,
        parts: vec![],
        description: None,
        invoice_number: None,
        reverses: None,
        effective_on: None,
        created_at: moment.now,
    })
}

/// The customer's account on one side, another on the other.
fn against(account: AccountKind, party: PartyId, amount: Money) -> Result<Vec<Posting>, Refusal> {
    let other = amount.negated().map_err(|_| Refusal::InvalidAmount { limit: amount })?;
    Ok(vec![
        Posting { account: AccountKind::Customer, party: Some(party), amount },
        Posting { account, party: None, amount: other },
    ])
}

/// The day that an entry is for, where that is not today: a day of this century that has been, and is not closed.
fn effective(book: &BookView, on: Option<Date>, moment: &Moment<'_>) -> Result<Option<Date>, Refusal> {
    let today = india_day(moment.now);
    match on {
        Some(day) if day < today && book.drawer.closed.is_some_and(|closed| day <= closed) => {
            Err(Refusal::DayClosed { day })
        }
        Some(day) if day > today || day.year() < 2000 => {
            Err(field::invalid("/date", "must be today or a day of this century that has been"))
        }
        Some(day) if day < today => Ok(Some(day)),
        Some(_) | None => Ok(None),
    }
}

/// One movement, or none where nothing moves.
fn moved(product: ProductId, quantity: Quantity, reason: &str) -> Vec<Movement> {
    if quantity == Quantity::ZERO { vec![] } else { vec![Movement { product, quantity, reason: reason.to_owned() }] }
}

fn positive(book: &BookView, amount: Money) -> Result<(), Refusal> {
    let limit = book.shop.limits.amount_max;
    if amount > Money::ZERO && amount <= limit { Ok(()) } else { Err(Refusal::InvalidAmount { limit }) }
}

fn within_credit(account: &Account, balance_after: Money) -> Result<(), Refusal> {
    match account.party.credit_limit {
        // What lowers a balance is never refused for its limit: a bill that is paid at once, above all.
        Some(limit) if balance_after > limit && balance_after > account.party.balance => {
            Err(Refusal::CreditLimit { limit })
        }
        Some(_) | None => Ok(()),
    }
}
