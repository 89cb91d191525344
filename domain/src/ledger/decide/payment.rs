//! Payments, refunds, credit without a bill, what is written off, and the undoing of an entry.

use super::invoice::on_the_shelf;
use super::{Moment, against, effective, india_day, moved, next_entry, positive, within_credit};
use crate::ids::{EntryId, PartyId};
use crate::ledger::bills::opposite;
use crate::ledger::book::{Account, AccountKind, BookView, Change, Decision, Movement, Posting};
use crate::ledger::field::{self, NOTE_MAX};
use crate::ledger::{Entry, EntryKind, PaymentMode, PaymentPart, Posted, Refusal};
use crate::money::Money;
use crate::quantity::Quantity;
use jiff::civil::Date;

pub(super) fn receive_payment(
    book: &BookView,
    party: PartyId,
    paid: &[PaymentPart],
    notes: Option<&str>,
    on: Option<Date>,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let account = book.account(party)?;
    let owed = account.party.balance.max(Money::ZERO);
    if book.is_walk_in(party) && sum_of(book, paid)? > owed {
        // What one stranger pays too much is not the next one's.
        return Err(Refusal::AboveOwed { owed });
    }
    let (entry, postings) = payment_entry(book, account, paid, moment)?;
    let entry = Entry {
        description: field::optional("/notes", notes, NOTE_MAX)?,
        effective_on: effective(book, on, moment)?,
        ..entry
    };
    Ok(posted_entry(Change::EntryPosted, entry, postings, vec![]))
}

/// What payments come to, each in a way of its own and within the shop's limit.
pub(super) fn sum_of(book: &BookView, paid: &[PaymentPart]) -> Result<Money, Refusal> {
    for (at, part) in paid.iter().enumerate() {
        positive(book, part.amount)?;
        if paid.iter().take(at).any(|before| before.mode == part.mode) {
            return Err(field::invalid("/payments", "name each way of paying once"));
        }
    }
    let limit = book.shop.limits.amount_max;
    let sum = paid.iter().try_fold(Money::ZERO, |sum, part| sum.plus(part.amount));
    let sum = sum.map_err(|_| Refusal::InvalidAmount { limit })?;
    positive(book, sum)?;
    Ok(sum)
}

/// The entry that takes in a payment, in one way or several, and its postings.
pub(super) fn payment_entry(
    book: &BookView,
    account: &Account,
    paid: &[PaymentPart],
    moment: &mut Moment<'_>,
) -> Result<(Entry, Vec<Posting>), Refusal> {
    let credited = opposite(sum_of(book, paid)?)?;
    let mut entry = next_entry(book, account, EntryKind::Payment, credited, moment)?;
    (entry.mode, entry.parts) = ways(paid);
    Ok((entry, received(account, credited, paid)))
}

/// The one way in which it came, or the several.
pub(super) fn ways(paid: &[PaymentPart]) -> (Option<PaymentMode>, Vec<PaymentPart>) {
    match paid {
        [one] => (Some(one.mode), vec![]),
        several => (None, several.to_vec()),
    }
}

/// The postings of a payment that lowers what the customer owes by `credited`.
pub(super) fn received(account: &Account, credited: Money, paid: &[PaymentPart]) -> Vec<Posting> {
    let customer = Posting { account: AccountKind::Customer, party: Some(account.party.id), amount: credited };
    let received = |part: &PaymentPart| {
        let account = AccountKind::Received(part.mode);
        Posting { account, party: None, amount: part.amount }
    };
    std::iter::once(customer).chain(paid.iter().map(received)).collect()
}

pub(super) fn give_credit(
    book: &BookView,
    party: PartyId,
    amount: Money,
    description: &str,
    on: Option<Date>,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let account = book.account(party)?;
    positive(book, amount)?;
    if book.is_walk_in(party) {
        return Err(Refusal::CreditLimit { limit: Money::ZERO });
    }
    let mut entry = next_entry(book, account, EntryKind::Credit, amount, moment)?;
    within_credit(account, entry.balance_after)?;
    entry.description = field::optional("/description", Some(description), NOTE_MAX)?;
    entry.effective_on = effective(book, on, moment)?;
    let postings = against(AccountKind::Unbilled, party, amount)?;
    Ok(posted_entry(Change::EntryPosted, entry, postings, vec![]))
}

pub(super) fn write_off(
    book: &BookView,
    party: PartyId,
    amount: Money,
    reason: &str,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let limit = book.shop.limits.amount_max;
    let account = book.account(party)?;
    positive(book, amount)?;
    let owed = account.party.balance.max(Money::ZERO);
    if amount > owed {
        return Err(Refusal::AboveOwed { owed });
    }
    let gone = amount.negated().map_err(|_| Refusal::InvalidAmount { limit })?;
    let mut entry = next_entry(book, account, EntryKind::WriteOff, gone, moment)?;
    entry.description = Some(field::text("/reason", reason, NOTE_MAX)?);
    let postings = against(AccountKind::WrittenOff, party, gone)?;
    Ok(posted_entry(Change::EntryPosted, entry, postings, vec![]))
}

/// How much goes back to a customer, and how.
#[derive(Clone, Copy)]
pub(super) struct Refund {
    pub(super) amount: Money,
    pub(super) mode: PaymentMode,
    pub(super) may_exceed: bool,
}

pub(super) fn refund(
    book: &BookView,
    party: PartyId,
    refund: Refund,
    notes: Option<&str>,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let Refund { amount, mode, may_exceed } = refund;
    let account = book.account(party)?;
    positive(book, amount)?;
    let entry = next_entry(book, account, EntryKind::Refund, amount, moment)?;
    let owed = account.party.balance.min(Money::ZERO).negated().unwrap_or_default();
    if amount > owed && !may_exceed {
        return Err(Refusal::AboveOwed { owed });
    }
    within_credit(account, entry.balance_after)?;
    let description = field::optional("/notes", notes, NOTE_MAX)?;
    let postings = against(AccountKind::Received(mode), party, amount)?;
    let entry = Entry { mode: Some(mode), description, ..entry };
    Ok(posted_entry(Change::EntryPosted, entry, postings, vec![]))
}

pub(super) fn reverse(book: &BookView, entry: EntryId, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let original = book.entries.get(&entry).ok_or(Refusal::UnknownEntry)?;
    if original.is_reversed || original.entry.kind == EntryKind::Reversal {
        return Err(Refusal::AlreadyReversed);
    }
    if original.is_credited {
        return Err(Refusal::HasCreditNotes);
    }
    if original.entry.kind == EntryKind::CashDifference {
        // The drawer was counted: what was found in it stays found.
        let day = original.entry.effective_on.unwrap_or_else(|| india_day(original.entry.created_at));
        return Err(Refusal::DayClosed { day });
    }
    let account = book.account(original.entry.customer_id)?;
    let mirrored = |amount: Money| amount.negated().map_err(|_| Refusal::UnknownEntry);
    let mut entry = next_entry(book, account, EntryKind::Reversal, mirrored(original.entry.amount)?, moment)?;
    entry.reverses = Some(original.entry.id);
    // A slip that is undone on the day of its typing is undone for the day that it was for.
    if india_day(original.entry.created_at) == india_day(moment.now) {
        entry.effective_on = effective(book, original.entry.effective_on, moment).unwrap_or(None);
    }
    entry.mode = original.entry.mode;
    entry.parts.clone_from(&original.entry.parts);
    entry.description.clone_from(&original.entry.description);
    entry.invoice_number.clone_from(&original.entry.invoice_number);
    let postings =
        original.postings.iter().map(|posting| Ok(Posting { amount: mirrored(posting.amount)?, ..*posting }));
    let postings = postings.collect::<Result<Vec<_>, Refusal>>()?;
    let back =
        |gone: &Movement| moved(gone.product, Quantity::from_milli(gone.quantity.milli().saturating_neg()), "reversal");
    let movements: Vec<Movement> = original.movements.iter().flat_map(back).collect();
    // What came back with a credit note may have been sold again.
    on_the_shelf(book, &movements)?;
    let change = Change::EntryReversed { cancels: original.invoice };
    Ok(posted_entry(change, entry, postings, movements))
}

fn posted_entry(change: Change, entry: Entry, postings: Vec<Posting>, movements: Vec<Movement>) -> Decision {
    Decision { posted: Posted::Entry(entry.clone()), change, entries: vec![(entry, postings)], movements }
}
