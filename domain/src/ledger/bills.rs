//! The bills, credit notes and drafts that a batch of commands touches.

use super::book::FinancialYear;
use super::{Posting, Refusal};
use crate::ids::{EntryId, InvoiceId};
use crate::invoice::{Draft, Invoice, InvoiceKind, InvoiceLine, InvoiceStatus};
use crate::ledger::AccountKind;
use crate::money::{Money, OutOfRange};
use crate::quantity::Quantity;
use std::collections::{BTreeMap, HashMap};

/// The bills, credit notes and drafts that a batch of commands touches.
#[derive(Clone, Debug, Default)]
pub struct Bills {
    /// The last number of each series and financial year.
    pub last_numbers: BTreeMap<(String, FinancialYear), i64>,
    /// The bills and credit notes that the commands name.
    pub issued: HashMap<InvoiceId, Issued>,
    /// The drafts that they name.
    pub drafts: HashMap<InvoiceId, Draft>,
}

/// A bill that is in the books, and what came back of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Issued {
    /// The bill.
    pub invoice: Invoice,
    /// Its credit notes.
    pub notes: Vec<Note>,
    /// Whether what was paid with it was undone.
    pub is_payment_reversed: bool,
}

/// A credit note, as its bill knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// The credit note.
    pub id: InvoiceId,
    /// Whether it stands: it was not cancelled.
    pub stands: bool,
    /// What came back.
    pub returned: Vec<Taken>,
    /// Its round-off.
    pub round_off: Money,
}

/// What came back of a line of a bill, and what it was worth.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Taken {
    /// Which; the first is 1.
    pub line: u16,
    /// How much of it.
    pub quantity: Quantity,
    /// Its share of the line's own discount.
    pub discount: Money,
    /// Its share of what was taken off the whole bill.
    pub bill_discount: Money,
    /// Its taxable value.
    pub taxable: Money,
    /// Central tax, and the same of State tax.
    pub cgst: Money,
    /// Integrated tax.
    pub igst: Money,
}

/// The series of credit notes, which no bill may have.
pub const CREDIT_NOTES: &str = "CN";

impl Issued {
    /// A bill of which nothing came back.
    #[must_use]
    pub const fn new(invoice: Invoice) -> Self {
        Self { invoice, notes: vec![], is_payment_reversed: false }
    }

    /// What came back of a line; the first is 1.
    #[must_use]
    pub fn returned(&self, line: u16) -> Quantity {
        self.taken(line).map(|taken| taken.quantity).unwrap_or_default()
    }

    /// What came back of a line, and what all of that was worth.
    pub(super) fn taken(&self, line: u16) -> Result<Taken, OutOfRange> {
        let of_line = self.standing().flat_map(|note| &note.returned).filter(|taken| taken.line == line);
        of_line.copied().try_fold(Taken { line, ..Taken::default() }, Taken::plus)
    }

    /// The round-offs of its credit notes.
    pub(super) fn rounded_back(&self) -> Result<Money, OutOfRange> {
        self.standing().try_fold(Money::ZERO, |sum, note| sum.plus(note.round_off))
    }

    /// The credit notes that were not cancelled.
    fn standing(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(|note| note.stands)
    }

    /// Whether a credit note took back a part of it.
    #[must_use]
    pub fn is_credited(&self) -> bool {
        self.standing().next().is_some()
    }
}

impl Taken {
    /// What a line of a credit note took back; nothing where it is a line of a bill.
    #[must_use]
    pub fn of(item: &InvoiceLine) -> Option<Self> {
        Some(Self {
            line: item.original_line?,
            quantity: item.quantity,
            discount: item.discount,
            bill_discount: item.bill_discount,
            taxable: item.taxable,
            cgst: item.cgst,
            igst: item.igst,
        })
    }

    /// What it comes to with its taxes.
    pub(super) fn total(&self) -> Result<Money, OutOfRange> {
        self.taxable.plus(self.cgst)?.plus(self.cgst)?.plus(self.igst)
    }

    fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        Ok(Self {
            line: self.line,
            quantity: self.quantity.plus(other.quantity)?,
            discount: self.discount.plus(other.discount)?,
            bill_discount: self.bill_discount.plus(other.bill_discount)?,
            taxable: self.taxable.plus(other.taxable)?,
            cgst: self.cgst.plus(other.cgst)?,
            igst: self.igst.plus(other.igst)?,
        })
    }
}

impl Bills {
    /// The number that comes next.
    pub(super) fn next_number(&self, series: &str, year: FinancialYear) -> i64 {
        self.last_numbers.get(&(series.to_owned(), year)).copied().unwrap_or(0).saturating_add(1)
    }

    /// The bill or credit note.
    pub(super) fn issued(&self, id: InvoiceId) -> Result<&Issued, Refusal> {
        self.issued.get(&id).ok_or(Refusal::UnknownInvoice)
    }

    /// Takes over a bill or a credit note that was issued.
    pub(super) fn issue(&mut self, invoice: &Invoice, year: FinancialYear, number: i64) {
        self.last_numbers.insert((invoice.series.clone(), year), number);
        self.drafts.remove(&invoice.id);
        if let Some(billed) = invoice.original.as_ref().and_then(|original| self.issued.get_mut(&original.id)) {
            let returned = invoice.items.iter().filter_map(Taken::of).collect();
            billed.notes.push(Note { id: invoice.id, stands: true, returned, round_off: invoice.round_off });
        }
        self.issued.insert(invoice.id, Issued::new(invoice.clone()));
    }

    /// Takes over that a bill or a credit note was undone.
    pub(super) fn cancel(&mut self, id: InvoiceId) {
        if let Some(issued) = self.issued.get_mut(&id) {
            issued.invoice.status = InvoiceStatus::Cancelled;
        }
        for note in self.issued.values_mut().flat_map(|issued| &mut issued.notes) {
            note.stands &= note.id != id;
        }
    }

    /// Takes over that an entry was undone, which may be what was paid with a bill.
    pub(super) fn reverse(&mut self, entry: EntryId) {
        for issued in self.issued.values_mut() {
            issued.is_payment_reversed |= issued.invoice.payment_entry_id == Some(entry);
        }
    }
}

/// What a bill or a credit note comes to, as its entry posts it.
pub(super) fn postings_of(invoice: &Invoice) -> Result<Vec<Posting>, Refusal> {
    let party = Some(invoice.customer_id);
    let sides = [
        (AccountKind::Sales, invoice.taxable),
        (AccountKind::Cgst, invoice.cgst),
        (AccountKind::Sgst, invoice.sgst),
        (AccountKind::Igst, invoice.igst),
        (AccountKind::RoundOff, invoice.round_off),
    ];
    let mut postings = vec![Posting { account: AccountKind::Customer, party, amount: invoice.total }];
    for (account, amount) in sides {
        postings.push(Posting { account, party: None, amount: opposite(amount)? });
    }
    postings.retain(|posting| posting.amount != Money::ZERO);
    if invoice.kind == InvoiceKind::CreditNote { mirrored(&postings) } else { Ok(postings) }
}

/// The same postings on the other side.
pub(super) fn mirrored(postings: &[Posting]) -> Result<Vec<Posting>, Refusal> {
    postings.iter().map(|posting| Ok(Posting { amount: opposite(posting.amount)?, ..*posting })).collect()
}

/// The same amount on the other side.
pub(super) fn opposite(amount: Money) -> Result<Money, Refusal> {
    amount.negated().map_err(|_| Refusal::InvalidAmount { limit: amount })
}
