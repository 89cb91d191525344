//! What becomes of a bill: drafted, changed, issued, undone, taken back. Against a book in memory.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use execora_domain::ids::{EntryId, InvoiceId, PartyId, ProductId};
use execora_domain::invoice::{
    BillWish, Discount, Draft, DraftEdit, DraftLine, Invoice, InvoiceDraft, InvoiceKind, InvoiceStatus, LINES_MAX,
    LineEdit, Returned,
};
use execora_domain::ledger::{
    AccountKind, BookView, Command, Decision, Entry, EntryKind, Moment, NewParty, NewProduct, Oversell, Patch,
    PaymentMode, PaymentPart, Posted, Recorded, Refusal, Rounding, Scheme, TaxFree, decide,
};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use std::collections::BTreeMap;
use uuid::Uuid;

mod drafts;
mod issuing;
mod random;
mod undoing;

/// 22 November 2026, 17:30 in India.
const NOW: &str = "2026-11-22T12:00:00Z";

/// A shop in Maharashtra that collects tax.
struct Shop {
    view: BookView,
    now: jiff::Timestamp,
    parties: Vec<PartyId>,
    products: Vec<ProductId>,
    decisions: Vec<Decision>,
    ids: u128,
}

impl Shop {
    /// A customer of the shop's State and one of Karnataka; rice, soap, salt.
    fn new() -> Self {
        let (view, now) = (BookView::default(), NOW.parse().unwrap());
        let mut shop = Self { view, now, parties: vec![], products: vec![], decisions: vec![], ids: 0 };
        shop.view.shop.scheme = Scheme::Regular;
        for (name, state_code) in [("Ramesh", None), ("Kaveri Stores", Some("29"))] {
            let state_code = state_code.map(str::to_owned);
            let Posted::Party(party) =
                shop.run(&Command::CreateParty(NewParty { name: name.into(), state_code, ..NewParty::default() }))
            else {
                panic!("not a party")
            };
            shop.parties.push(party.id);
        }
        for (name, unit, price, bp, hsn) in [
            ("Rice", Unit::Kg, 5_250, 500, Some("1006")),
            ("Soap", Unit::Pc, 2_000, 1_800, Some("3401")),
            ("Salt", Unit::Kg, 2_450, 0, None),
        ] {
            let Posted::Product(product) = shop.run(&new_product(name, unit, price, bp, hsn)) else {
                panic!("not a product")
            };
            shop.products.push(product.id);
        }
        shop
    }

    fn attempt(&mut self, command: &Command) -> Result<Posted, Refusal> {
        let mut new_id = || {
            self.ids += 1;
            Uuid::from_u128(self.ids)
        };
        let decision = decide(&self.view, command, &mut Moment { now: self.now, new_id: &mut new_id })?;
        self.view.apply(&decision);
        for (at, (entry, postings)) in decision.entries.iter().cloned().enumerate() {
            let is_new = at == 0 && entry.reverses.is_none();
            let invoice = if let Posted::Invoice(invoice) = &decision.posted { Some(invoice.id) } else { None };
            let invoice = invoice.filter(|_| is_new);
            let movements = if at == 0 { decision.movements.clone() } else { vec![] };
            let (is_reversed, is_credited) = (false, false);
            let recorded = Recorded { entry, postings, movements, invoice, is_reversed, is_credited };
            self.view.entries.insert(recorded.entry.id, recorded);
        }
        let posted = decision.posted.clone();
        self.decisions.push(decision);
        Ok(posted)
    }

    fn run(&mut self, command: &Command) -> Posted {
        self.attempt(command).unwrap()
    }

    fn wish(&mut self, wish: BillWish) -> Result<Posted, Refusal> {
        self.attempt(&Command::Bill(wish))
    }

    fn line(&self, product: usize, milli: i64) -> DraftLine {
        DraftLine::new(self.products[product], Quantity::from_milli(milli))
    }

    /// One kilogram and a half of rice and three soaps.
    fn wanted(&self) -> InvoiceDraft {
        InvoiceDraft::new(self.parties[0], vec![self.line(0, 1_500), self.line(1, 3_000)])
    }

    fn issue(&mut self, wish: InvoiceDraft) -> Invoice {
        invoice(self.run(&Command::IssueInvoice(wish)))
    }

    fn draft(&mut self) -> Draft {
        let wish = self.wanted();
        draft(self.wish(BillWish::Draft(wish)).unwrap())
    }

    fn edit(&mut self, id: InvoiceId, version: i64, edit: DraftEdit) -> Result<Posted, Refusal> {
        self.wish(BillWish::Edit { draft: id, version: Some(version), edit })
    }

    fn confirm(&mut self, id: InvoiceId) -> Result<Posted, Refusal> {
        self.wish(BillWish::Confirm { draft: id, version: None, expected_total: None, payments: None })
    }

    fn cancel(&mut self, id: InvoiceId) -> Result<Posted, Refusal> {
        self.wish(BillWish::Cancel { invoice: id, reason: Some("wrong customer".into()) })
    }

    fn take_back(&mut self, id: InvoiceId, lines: &[(u16, i64)]) -> Result<Posted, Refusal> {
        let returned = |&(line, milli): &(u16, i64)| Returned { line, quantity: Some(Quantity::from_milli(milli)) };
        self.wish(BillWish::Return { invoice: id, lines: lines.iter().map(returned).collect(), reason: None })
    }

    fn balance(&self) -> i64 {
        self.view.parties[&self.parties[0]].party.balance.paise()
    }

    fn stock(&self) -> Vec<i64> {
        self.products.iter().map(|id| self.view.products[id].stock.milli()).collect()
    }

    fn last_entries(&self) -> Vec<&Entry> {
        self.decisions.last().unwrap().entries.iter().map(|(entry, _)| entry).collect()
    }
}

fn new_product(name: &str, unit: Unit, price: i64, bp: u32, hsn: Option<&str>) -> Command {
    Command::CreateProduct(NewProduct {
        name: name.into(),
        unit,
        price: Money::from_paise(price),
        tax_rate: TaxRate::try_from(bp).unwrap(),
        hsn: hsn.map(str::to_owned),
        mrp: None,
        tax_rates: vec![],
        tax_free: None,
        barcode: None,
        stock: Quantity::from_milli(100_000),
        low_stock: None,
        packs: BTreeMap::new(),
        aliases: vec![],
    })
}

fn invoice(posted: Posted) -> Invoice {
    let Posted::Invoice(invoice) = posted else { panic!("{posted:?}") };
    invoice
}

fn draft(posted: Posted) -> Draft {
    let Posted::Draft(draft) = posted else { panic!("{posted:?}") };
    *draft
}

fn cash(paise: i64) -> Vec<PaymentPart> {
    vec![PaymentPart { mode: PaymentMode::Cash, amount: Money::from_paise(paise) }]
}

/// Taxable, central, integrated tax, round-off, total.
fn sums(invoice: &Invoice) -> [i64; 5] {
    assert_eq!(invoice.cgst, invoice.sgst);
    [invoice.taxable, invoice.cgst, invoice.igst, invoice.round_off, invoice.total].map(Money::paise)
}
