//! The bills, credit notes and drafts that a batch of commands touches.

use super::book::FinancialYear;
use super::{Posting, Refusal};
use crate::ids::{EntryId, InvoiceId};
use crate::invoice::{Draft, Invoice, InvoiceKind, InvoiceStatus};
use crate::ledger::AccountKind;
use crate::money::Money;
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
    /// What came back: the bill's line, the first is 1, and how much of it.
    pub returned: Vec<(u16, Quantity)>,
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
        let standing = self.notes.iter().filter(|note| note.stands).flat_map(|note| &note.returned);
        let of_line = standing.filter(|(returned, _)| *returned == line).map(|(_, quantity)| quantity.milli());
        Quantity::from_milli(of_line.fold(0, i64::saturating_add))
    }

    /// Whether a credit note took back a part of it.
    #[must_use]
    pub fn is_credited(&self) -> bool {
        self.notes.iter().any(|note| note.stands)
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
            let returned = invoice.items.iter().filter_map(|item| Some((item.original_line?, item.quantity)));
            billed.notes.push(Note { id: invoice.id, stands: true, returned: returned.collect() });
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
