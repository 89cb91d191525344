//! Credit notes: goods that come back, at the rates and taxes of their bill.

use super::{moved, next_entry, numbered};
use crate::ids::InvoiceId;
use crate::invoice::{Invoice, InvoiceKind, InvoiceLine, InvoiceStatus, Original, Returned, tax_in, tax_sums};
use crate::ledger::bills::{CREDIT_NOTES, Issued, Taken, opposite, postings_of};
use crate::ledger::book::{BookView, Change, Decision, Movement};
use crate::ledger::decide::{Moment, india_day};
use crate::ledger::field::{self, NOTE_MAX, invalid};
use crate::ledger::{EntryKind, Posted, Refusal, Rounding};
use crate::money::{Money, OutOfRange};
use crate::quantity::Quantity;

/// Takes goods of a bill back: all that did not come back yet, or these.
pub(super) fn take_back(
    book: &BookView,
    bill: InvoiceId,
    lines: &[Returned],
    reason: Option<&str>,
    moment: &mut Moment<'_>,
) -> Result<Decision, Refusal> {
    let issued = book.bills.issued(bill)?;
    if issued.invoice.kind == InvoiceKind::CreditNote {
        return Err(Refusal::NotABill);
    }
    if issued.invoice.status == InvoiceStatus::Cancelled {
        return Err(Refusal::AlreadyCancelled);
    }
    let account = book.account(issued.invoice.customer_id)?;
    let notes = field::optional("/reason", reason, NOTE_MAX)?;
    let parts = wanted(issued, lines)?;
    let limit = book.shop.limits.amount_max;
    let credit = Credit::of(issued, &parts, book.shop.rounding).map_err(|_| Refusal::InvalidAmount { limit })?;
    let (year, number, name) = numbered(book, CREDIT_NOTES, moment);
    let mut entry = next_entry(book, account, EntryKind::CreditNote, opposite(credit.total)?, moment)?;
    entry.description.clone_from(&notes);
    entry.invoice_number = Some(name.clone());
    let original = &issued.invoice;
    let movement = |item: &InvoiceLine| moved(item.product_id, item.quantity, "return");
    let movements: Vec<Movement> = credit.items.iter().flat_map(movement).collect();
    let note = Invoice {
        id: InvoiceId::from_uuid((moment.new_id)()),
        kind: InvoiceKind::CreditNote,
        series: CREDIT_NOTES.to_owned(),
        number: name,
        status: InvoiceStatus::Confirmed,
        taxes: tax_sums(&credit.items, original.kind).map_err(|_| Refusal::InvalidAmount { limit })?,
        items: credit.items,
        discount: credit.discount,
        taxable: credit.taxable,
        cgst: credit.cgst,
        sgst: credit.cgst,
        igst: credit.igst,
        round_off: credit.round_off,
        total: credit.total,
        notes,
        payments: vec![],
        change: Money::ZERO,
        original: Some(Original {
            id: original.id,
            number: original.number.clone(),
            kind: original.kind,
            date: Some(india_day(original.created_at)),
        }),
        entry_id: Some(entry.id),
        payment_entry_id: None,
        balance: entry.balance_after,
        created_at: moment.now,
        ..original.clone()
    };
    let entries = vec![(entry, postings_of(&note)?)];
    let change = Change::InvoiceIssued { year, number };
    Ok(Decision { posted: Posted::Invoice(note), change, entries, movements })
}

/// A line of the bill, what came back of it before, and what comes back now.
type Part<'a> = (u16, &'a InvoiceLine, Quantity, Quantity);

/// Each line once, and never more of it than is left.
fn wanted<'a>(issued: &'a Issued, lines: &[Returned]) -> Result<Vec<Part<'a>>, Refusal> {
    let mut parts: Vec<Part<'_>> = vec![];
    for (line, item) in (1_u16..).zip(&issued.invoice.items) {
        let before = issued.returned(line);
        let left = item.quantity.minus(before).map_err(|_| Refusal::NothingLeft)?;
        let mut named = lines.iter().filter(|returned| returned.line == line);
        let quantity = match (named.next(), named.next()) {
            (_, Some(_)) => return Err(invalid("/items", "name each line once")),
            (Some(returned), None) => returned.quantity.unwrap_or(left),
            (None, None) if lines.is_empty() => left,
            (None, None) => continue,
        };
        let is_whole = quantity.milli() % 1_000 == 0 || !item.unit.is_counted();
        if quantity > left || (quantity == Quantity::ZERO && !lines.is_empty()) {
            return Err(Refusal::MoreThanBilled { name: item.name.clone(), left });
        }
        if quantity < Quantity::ZERO || !is_whole {
            return Err(Refusal::InvalidQuantity { name: item.name.clone() });
        }
        if quantity > Quantity::ZERO {
            parts.push((line, item, before, quantity));
        }
    }
    let count = issued.invoice.items.len();
    if let Some(at) = lines.iter().position(|returned| !(1..=count).contains(&usize::from(returned.line))) {
        return Err(invalid(&format!("/items/{at}/line"), "the bill has no such line"));
    }
    if parts.is_empty() { Err(Refusal::NothingLeft) } else { Ok(parts) }
}

/// What a credit note comes to.
#[derive(Default)]
struct Credit {
    items: Vec<InvoiceLine>,
    discount: Money,
    taxable: Money,
    cgst: Money,
    igst: Money,
    round_off: Money,
    total: Money,
}

impl Credit {
    /// Every amount is that of all that came back so far less that of what came back before, so that all credit notes
    /// of a bill together never pass it, and come to exactly the bill once everything came back. Where one of them was
    /// cancelled, rounding may leave the others a paisa above their share: the next takes that much less.
    fn of(issued: &Issued, parts: &[Part<'_>], rounding: Rounding) -> Result<Self, OutOfRange> {
        let mut credit = Self::default();
        for (line, item, before, quantity) in parts {
            let item = part(item, &issued.taken(*line)?, before.plus(*quantity)?, *quantity)?;
            credit.discount = credit.discount.plus(item.bill_discount)?;
            credit.taxable = credit.taxable.plus(item.taxable)?;
            credit.cgst = credit.cgst.plus(item.cgst)?;
            credit.igst = credit.igst.plus(item.igst)?;
            credit.total = credit.total.plus(item.total)?;
            credit.items.push(item);
        }
        let total = payable(issued, credit.total, rounding)?;
        credit.round_off = total.minus(credit.total)?;
        credit.total = total;
        Ok(credit)
    }
}

/// What is given back for lines that come to `now`: what brings all that came back to a whole rupee where the shop rounds
/// to it, never more than the bill, and to exactly the bill with the last of it. So a soap of ₹100 is worth ₹100
/// whatever was rounded on its bill, and where nothing was cancelled a note is less than a rupee off its lines.
fn payable(issued: &Issued, now: Money, rounding: Rounding) -> Result<Money, OutOfRange> {
    let (mut before, mut all) = (Money::ZERO, Money::ZERO);
    for (line, item) in (1_u16..).zip(&issued.invoice.items) {
        before = before.plus(issued.taken(line)?.total()?)?;
        all = all.plus(item.total)?;
    }
    let after = before.plus(now)?;
    let due = match rounding {
        _ if after == all => issued.invoice.total,
        Rounding::Rupee => after.ratio(1, 100)?.ratio(100, 1)?.min(issued.invoice.total),
        Rounding::None => after.min(issued.invoice.total),
    };
    Ok(due.minus(before)?.minus(issued.rounded_back()?)?.max(Money::ZERO))
}

/// What comes back of a line now, where so much of it was taken before and `all` of it is back then: its share of what the
/// line came to, and the tax in that.
fn part(item: &InvoiceLine, before: &Taken, all: Quantity, quantity: Quantity) -> Result<InvoiceLine, OutOfRange> {
    let share = |amount: Money| amount.ratio(all.milli(), item.quantity.milli());
    let more = |all: Money, before: Money| all.minus(before).map(|more| more.max(Money::ZERO));
    let up_to = share(item.total)?;
    let (half, igst) = if all == item.quantity {
        (item.cgst, item.igst)
    } else {
        (tax_in(up_to, item.tax_rate, 2)?.min(item.cgst), tax_in(up_to, item.tax_rate, 1)?.min(item.igst))
    };
    let total = more(up_to, before.total()?)?;
    // What is left of the value holds no more than itself; the rest of the total is tax.
    let value_left = item.taxable.minus(before.taxable)?;
    let tax_least = more(total, value_left)?;
    let igst = more(igst, before.igst)?.max(if item.igst > Money::ZERO { tax_least } else { Money::ZERO });
    let half_most = Money::from_paise(total.paise() / 2).min(item.cgst.minus(before.cgst)?);
    let half = more(half, before.cgst)?.max(tax_least.minus(igst)?.ratio(1, 2)?).min(half_most);
    // A paisa that is neither of the value nor half of a pair waits for the next.
    let taxable = total.minus(half)?.minus(half)?.minus(igst)?.min(value_left);
    Ok(InvoiceLine {
        quantity,
        discount: more(share(item.discount)?, before.discount)?,
        bill_discount: more(share(item.bill_discount)?, before.bill_discount)?,
        taxable,
        cgst: half,
        sgst: half,
        igst,
        total: taxable.plus(half)?.plus(half)?.plus(igst)?,
        original_line: Some(before.line),
        ..item.clone()
    })
}
