//! Payments, credit without a bill, and the undoing of an entry.

use super::{Moment, against, moved, next_entry, positive, within_credit};
use crate::ids::{EntryId, PartyId};
use crate::ledger::book::{AccountKind, BookView, Change, Decision, Movement, Posting};
use crate::ledger::field::{self, NOTE_MAX};
use crate::ledger::{Entry, EntryKind, PaymentMode, Posted, Refusal};
use crate::money::Money;
use crate::quantity::Quantity;

pub(super) fn receive_payment(
    book: &BookView,
    party: PartyId,
    amount: Money,
    mode: PaymentMode,
    notes: Option<&str>,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let account = book.account(party)?;
    positive(book, amount)?;
    let paid = amount.negated().map_err(|_| Refusal::InvalidAmount { limit: book.shop.limits.amount_max })?;
    let mut entry = next_entry(book, account, EntryKind::Payment, paid, moment)?;
    entry.mode = Some(mode);
    entry.description = field::optional("/notes", notes, NOTE_MAX)?;
    let postings = against(AccountKind::Received(mode), party, paid)?;
    Ok(posted_entry(Change::EntryPosted, entry, postings, vec![]))
}

pub(super) fn give_credit(
    book: &BookView,
    party: PartyId,
    amount: Money,
    description: &str,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let account = book.account(party)?;
    positive(book, amount)?;
    let mut entry = next_entry(book, account, EntryKind::Credit, amount, moment)?;
    within_credit(account, entry.balance_after)?;
    entry.description = field::optional("/description", Some(description), NOTE_MAX)?;
    let postings = against(AccountKind::Unbilled, party, amount)?;
    Ok(posted_entry(Change::EntryPosted, entry, postings, vec![]))
}

pub(super) fn reverse(book: &BookView, entry: EntryId, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let original = book.entries.get(&entry).ok_or(Refusal::UnknownEntry)?;
    if original.is_reversed || original.entry.kind == EntryKind::Reversal {
        return Err(Refusal::AlreadyReversed);
    }
    let account = book.account(original.entry.customer_id)?;
    let mirrored = |amount: Money| amount.negated().map_err(|_| Refusal::UnknownEntry);
    let mut entry = next_entry(book, account, EntryKind::Reversal, mirrored(original.entry.amount)?, moment)?;
    entry.reverses = Some(original.entry.id);
    entry.mode = original.entry.mode;
    entry.description.clone_from(&original.entry.description);
    entry.invoice_number.clone_from(&original.entry.invoice_number);
    let postings =
        original.postings.iter().map(|posting| Ok(Posting { amount: mirrored(posting.amount)?, ..*posting }));
    let postings = postings.collect::<Result<Vec<_>, Refusal>>()?;
    let back =
        |gone: &Movement| moved(gone.product, Quantity::from_milli(gone.quantity.milli().saturating_neg()), "reversal");
    let movements = original.movements.iter().flat_map(back).collect();
    let change = Change::EntryReversed { cancels: original.invoice };
    Ok(posted_entry(change, entry, postings, movements))
}

fn posted_entry(change: Change, entry: Entry, postings: Vec<Posting>, movements: Vec<Movement>) -> Decision {
    Decision { posted: Posted::Entry(entry.clone()), change, entries: vec![(entry, postings)], movements }
}
