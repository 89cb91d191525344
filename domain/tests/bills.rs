//! What becomes of a bill: drafted, changed, issued, undone, taken back. Against a book in memory.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use execora_domain::ids::{EntryId, InvoiceId, PartyId, ProductId};
use execora_domain::invoice::{
    BillWish, Discount, Draft, DraftEdit, DraftLine, Invoice, InvoiceDraft, InvoiceKind, InvoiceStatus, LINES_MAX,
    LineEdit, Returned,
};
use execora_domain::ledger::{
    AccountKind, BookView, Command, Decision, Entry, EntryKind, Moment, NewParty, NewProduct, Oversell, Patch,
    PaymentMode, PaymentPart, Posted, Recorded, Refusal, Scheme, decide,
};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

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

#[test]
fn tax_is_shared_within_the_state_and_integrated_beyond_it() {
    let mut shop = Shop::new();
    // ₹78.75 of rice: 75.00 + 2 × 1.88 is 78.76. ₹60.00 of soap: 50.85 + 2 × 4.58 is 60.01; with 50.84 it is 60.00.
    let within = shop.issue(shop.wanted());
    assert_eq!((within.kind, within.place_of_supply.as_deref()), (InvoiceKind::TaxInvoice, Some("27")));
    assert_eq!(sums(&within), [12_584, 646, 0, 24, 13_900]);
    let beyond = shop.issue(InvoiceDraft { party: shop.parties[1], ..shop.wanted() });
    assert_eq!(beyond.place_of_supply.as_deref(), Some("29"));
    // 75.00 + 3.75 is 78.75; 50.85 + 9.15 is 60.00.
    assert_eq!(sums(&beyond), [12_585, 0, 1_290, 25, 13_900]);
    let (_, postings) = &shop.decisions.last().unwrap().entries[0];
    let igst: Vec<_> = postings.iter().filter(|posting| posting.account == AccountKind::Igst).collect();
    assert_eq!(igst.iter().map(|posting| posting.amount.paise()).collect::<Vec<_>>(), [-1_290]);
    assert_eq!(beyond.items[0].hsn.as_deref(), Some("1006"));
    assert_eq!(beyond.taxes.iter().map(|sum| sum.igst.paise()).collect::<Vec<_>>(), [375, 915]);
}

#[test]
fn goods_may_go_to_another_state_than_the_customers() {
    let mut shop = Shop::new();
    let to = |code: &str| Some(code.to_owned());
    let here = InvoiceDraft { party: shop.parties[1], place_of_supply: to("27"), ..shop.wanted() };
    assert_eq!(shop.issue(here).igst, Money::ZERO);
    let nowhere = InvoiceDraft { place_of_supply: to("99"), ..shop.wanted() };
    let refused = shop.attempt(&Command::IssueInvoice(nowhere));
    assert!(matches!(refused, Err(Refusal::InvalidField { field, .. }) if field == "/placeOfSupply"));
}

#[test]
fn a_shop_that_collects_no_tax_issues_papers_without_it() {
    for (scheme, kind) in [(Scheme::Composition, InvoiceKind::BillOfSupply), (Scheme::Unregistered, InvoiceKind::Bill)]
    {
        let mut shop = Shop::new();
        shop.view.shop.scheme = scheme;
        let bill = shop.issue(InvoiceDraft { party: shop.parties[1], ..shop.wanted() });
        assert_eq!((bill.kind, sums(&bill)), (kind, [13_875, 0, 0, 25, 13_900]));
        assert_eq!((bill.taxes.len(), bill.items[1].tax_rate), (0, TaxRate::ZERO));
        assert_eq!(kind.heading().is_some(), scheme == Scheme::Composition);
    }
}

#[test]
fn a_draft_is_not_in_the_books_until_it_is_confirmed() {
    let mut shop = Shop::new();
    let stock = shop.stock();
    let begun = shop.draft();
    assert_eq!((begun.bill.version, begun.bill.status), (1, InvoiceStatus::Draft));
    assert_eq!((shop.balance(), shop.stock(), begun.bill.total.paise()), (0, stock, 13_900));
    let change = DraftEdit {
        changed: vec![LineEdit {
            line: 1,
            quantity: Some(Quantity::from_milli(2_000)),
            rate: Patch::Set(Money::from_paise(5_000)),
            discount: Patch::Set(Discount::BasisPoints(1_000)),
        }],
        removed: vec![2],
        added: vec![shop.line(2, 500)],
        discount: Patch::Set(Discount::Paise(Money::from_paise(225))),
        notes: Patch::Set("deliver at six".into()),
        ..DraftEdit::default()
    };
    let edited = draft(shop.edit(begun.bill.id, 1, change).unwrap());
    // ₹100 less a tenth and ₹12.25 are ₹102.25; less ₹2.25 it is ₹100.
    assert_eq!((edited.bill.version, edited.bill.total.paise()), (2, 10_000));
    let bill = invoice(shop.confirm(begun.bill.id).unwrap());
    assert_eq!((bill.id, bill.number.as_str(), bill.total), (begun.bill.id, "INV/26-27/000001", edited.bill.total));
    assert_eq!((bill.items, bill.notes.as_deref()), (edited.bill.items, Some("deliver at six")));
    assert_eq!((shop.balance(), shop.stock()), (10_000, vec![98_000, 100_000, 99_500]));
    assert!(shop.view.bills.drafts.is_empty());
}

#[test]
fn a_draft_is_changed_only_in_the_version_that_was_seen() {
    let mut shop = Shop::new();
    let id = shop.draft().bill.id;
    shop.edit(id, 1, DraftEdit::default()).unwrap();
    assert_eq!(shop.edit(id, 1, DraftEdit::default()), Err(Refusal::StaleVersion { version: 2 }));
    let stale = BillWish::Confirm { draft: id, version: Some(1), expected_total: None, payments: None };
    assert_eq!(shop.wish(stale), Err(Refusal::StaleVersion { version: 2 }));
    for (edit, pointer) in [
        (DraftEdit { removed: vec![1, 1], ..DraftEdit::default() }, "/removeItems/1"),
        (DraftEdit { removed: vec![0], ..DraftEdit::default() }, "/removeItems/0"),
        (DraftEdit { removed: vec![3], ..DraftEdit::default() }, "/removeItems/0"),
    ] {
        let refused = shop.edit(id, 2, edit);
        assert!(matches!(&refused, Err(Refusal::InvalidField { field, .. }) if field == pointer), "{refused:?}");
    }
    assert_eq!(shop.edit(id, 2, DraftEdit { removed: vec![1, 2], ..DraftEdit::default() }), Err(Refusal::InvalidLines));
}

#[test]
fn what_is_done_with_a_bill_is_not_done_again() {
    let mut shop = Shop::new();
    let id = shop.draft().bill.id;
    shop.confirm(id).unwrap();
    assert_eq!(shop.confirm(id), Err(Refusal::AlreadyConfirmed));
    assert_eq!(shop.edit(id, 1, DraftEdit::default()), Err(Refusal::AlreadyConfirmed));
    shop.cancel(id).unwrap();
    assert_eq!(shop.confirm(id), Err(Refusal::AlreadyCancelled));
    assert_eq!(shop.cancel(id), Err(Refusal::AlreadyCancelled));
    assert_eq!(shop.take_back(id, &[]), Err(Refusal::AlreadyCancelled));
    let thrown_away = shop.draft().bill.id;
    assert_eq!(draft(shop.cancel(thrown_away).unwrap()).bill.status, InvoiceStatus::Cancelled);
    assert_eq!(shop.confirm(thrown_away), Err(Refusal::UnknownInvoice));
    assert_eq!(shop.cancel(thrown_away), Err(Refusal::UnknownInvoice));
}

#[test]
fn a_draft_is_forgotten_after_thirty_days() {
    let mut shop = Shop::new();
    let id = shop.draft().bill.id;
    shop.now = "2026-12-22T11:59:59Z".parse().unwrap();
    shop.edit(id, 1, DraftEdit::default()).unwrap();
    shop.now = "2027-01-21T12:00:00Z".parse().unwrap();
    assert_eq!(shop.confirm(id), Err(Refusal::UnknownInvoice));
}

#[test]
fn a_draft_whose_prices_changed_is_confirmed_only_at_the_new_total() {
    let mut shop = Shop::new();
    let id = shop.draft().bill.id;
    let rice = shop.products[0];
    shop.view.products.get_mut(&rice).unwrap().price = Money::from_paise(6_000);
    let total = Money::from_paise(15_000);
    assert_eq!(shop.confirm(id), Err(Refusal::TotalChanged { total }));
    let agreed = BillWish::Confirm { draft: id, version: None, expected_total: Some(total), payments: None };
    assert_eq!(invoice(shop.wish(agreed).unwrap()).total, total);
}

#[test]
fn a_payment_with_the_bill_is_an_entry_of_its_own() {
    let mut shop = Shop::new();
    let mut parts = cash(5_000);
    parts.push(PaymentPart { mode: PaymentMode::Upi, amount: Money::from_paise(8_900) });
    let bill = shop.issue(InvoiceDraft { payments: parts.clone(), ..shop.wanted() });
    assert_eq!((bill.balance, shop.balance(), &bill.payments), (Money::ZERO, 0, &parts));
    let kinds: Vec<_> = shop.last_entries().iter().map(|entry| (entry.kind, entry.sequence)).collect();
    assert_eq!(kinds, [(EntryKind::Invoice, 1), (EntryKind::Payment, 2)]);
    assert!(shop.last_entries().iter().all(|entry| entry.invoice_number.as_deref() == Some("INV/26-27/000001")));
    assert_eq!(bill.payment_entry_id, Some(shop.last_entries()[1].id));
}

#[test]
fn what_is_paid_at_once_does_not_count_against_the_credit_limit() {
    let mut shop = Shop::new();
    let ramesh = shop.parties[0];
    shop.view.parties.get_mut(&ramesh).unwrap().party.credit_limit = Some(Money::from_paise(5_000));
    let limit = Money::from_paise(5_000);
    assert_eq!(shop.attempt(&Command::IssueInvoice(shop.wanted())), Err(Refusal::CreditLimit { limit }));
    shop.issue(InvoiceDraft { payments: cash(8_900), ..shop.wanted() });
    assert_eq!(shop.balance(), 5_000);
    // Whoever owes more than the limit, since it was lowered, may still buy for cash.
    shop.view.parties.get_mut(&ramesh).unwrap().party.credit_limit = Some(Money::ZERO);
    shop.issue(InvoiceDraft { payments: cash(13_900), ..shop.wanted() });
    assert_eq!(shop.balance(), 5_000);
    let limit = Money::ZERO;
    let short = InvoiceDraft { payments: cash(13_800), ..shop.wanted() };
    assert_eq!(shop.attempt(&Command::IssueInvoice(short)), Err(Refusal::CreditLimit { limit }));
}

#[test]
fn cancelling_undoes_the_bill_its_goods_and_its_payment() {
    let mut shop = Shop::new();
    let stock = shop.stock();
    let bill = shop.issue(InvoiceDraft { payments: cash(5_000), ..shop.wanted() });
    let cancelled = invoice(shop.cancel(bill.id).unwrap());
    assert_eq!((cancelled.status, shop.balance(), shop.stock()), (InvoiceStatus::Cancelled, 0, stock));
    let undone: Vec<_> = shop.last_entries().iter().map(|entry| entry.reverses).collect();
    assert_eq!(undone, [bill.entry_id, bill.payment_entry_id]);
    assert_eq!(shop.last_entries()[0].description.as_deref(), Some("wrong customer"));
    let next = shop.issue(shop.wanted());
    assert_eq!(next.number, "INV/26-27/000002", "a cancelled number is never used again");
}

#[test]
fn a_payment_that_was_undone_before_is_not_undone_with_its_bill() {
    let mut shop = Shop::new();
    let bill = shop.issue(InvoiceDraft { payments: cash(5_000), ..shop.wanted() });
    shop.run(&Command::Reverse { entry: bill.payment_entry_id.unwrap() });
    shop.cancel(bill.id).unwrap();
    assert_eq!((shop.balance(), shop.last_entries().len()), (0, 1));
}

#[test]
fn parts_of_a_bill_that_come_back_make_up_the_bill() {
    let mut shop = Shop::new();
    let stock = shop.stock();
    let wish = InvoiceDraft { discount: Some(Discount::Paise(Money::from_paise(777))), ..shop.wanted() };
    let bill = shop.issue(wish);
    let notes = [&[(1_u16, 333_i64), (2, 1_000)][..], &[(1, 334)], &[(2, 1_000), (1, 1)], &[]].map(|lines| {
        let note = invoice(shop.take_back(bill.id, lines).unwrap());
        assert_eq!((note.kind, note.original.as_ref().unwrap().id), (InvoiceKind::CreditNote, bill.id));
        assert_eq!(shop.last_entries()[0].kind, EntryKind::CreditNote);
        note
    });
    assert_eq!(
        notes.iter().map(|note| note.number.as_str()).collect::<Vec<_>>(),
        ["CN/26-27/000001", "CN/26-27/000002", "CN/26-27/000003", "CN/26-27/000004"]
    );
    let all = notes.iter().map(sums).fold([0; 5], |all, one| std::array::from_fn(|at| all[at] + one[at]));
    assert_eq!((all, shop.balance(), shop.stock()), (sums(&bill), 0, stock));
    // The first of them has its tax to the paisa of its own value.
    assert_eq!(notes[0].items[0].cgst, notes[0].items[0].taxable.ratio(500, 20_000).unwrap());
    assert_eq!(shop.take_back(bill.id, &[]), Err(Refusal::NothingLeft));
}

#[test]
fn no_more_comes_back_than_was_billed() {
    let mut shop = Shop::new();
    let bill = shop.issue(shop.wanted()).id;
    shop.take_back(bill, &[(2, 2_000)]).unwrap();
    let (name, left) = ("Soap".to_owned(), Quantity::from_milli(1_000));
    assert_eq!(shop.take_back(bill, &[(2, 2_000)]), Err(Refusal::MoreThanBilled { name: name.clone(), left }));
    assert_eq!(shop.take_back(bill, &[(2, 500)]), Err(Refusal::InvalidQuantity { name }));
    let pointers = [(&[(3, 1_000)][..], "/items/0/line"), (&[(0, 1)], "/items/0/line"), (&[(1, 1), (1, 1)], "/items")];
    for (lines, pointer) in pointers {
        let refused = shop.take_back(bill, lines);
        assert!(matches!(&refused, Err(Refusal::InvalidField { field, .. }) if field == pointer), "{refused:?}");
    }
    let note = invoice(shop.take_back(bill, &[]).unwrap()).id;
    assert_eq!(shop.take_back(note, &[]), Err(Refusal::NotABill));
    assert_eq!(shop.wish(BillWish::Repeat { invoice: note }), Err(Refusal::NotABill));
}

#[test]
fn a_bill_of_which_something_came_back_is_cancelled_after_its_credit_notes() {
    let mut shop = Shop::new();
    let stock = shop.stock();
    let bill = shop.issue(shop.wanted());
    let note = invoice(shop.take_back(bill.id, &[(1, 500)]).unwrap());
    assert_eq!(shop.cancel(bill.id), Err(Refusal::HasCreditNotes));
    assert_eq!(shop.attempt(&Command::Reverse { entry: bill.entry_id.unwrap() }), Err(Refusal::HasCreditNotes));
    shop.cancel(note.id).unwrap();
    assert_eq!(shop.balance(), bill.total.paise());
    shop.cancel(bill.id).unwrap();
    assert_eq!((shop.balance(), shop.stock()), (0, stock));
}

#[test]
fn goods_that_were_sold_on_cannot_come_back_from_the_shelf() {
    let mut shop = Shop::new();
    let bill = shop.issue(InvoiceDraft::new(shop.parties[0], vec![shop.line(0, 100_000)]));
    let note = invoice(shop.take_back(bill.id, &[]).unwrap());
    shop.issue(InvoiceDraft::new(shop.parties[0], vec![shop.line(0, 60_000)]));
    assert!(matches!(shop.cancel(note.id), Err(Refusal::OutOfStock { .. })));
    let reversal = Command::Reverse { entry: note.entry_id.unwrap() };
    assert!(matches!(shop.attempt(&reversal), Err(Refusal::OutOfStock { .. })));
    shop.view.shop.oversell = Oversell::Allow;
    shop.cancel(note.id).unwrap();
    assert_eq!(shop.stock()[0], -60_000);
}

#[test]
fn a_repeated_bill_has_todays_prices() {
    let mut shop = Shop::new();
    let old = shop.issue(InvoiceDraft { discount: Some(Discount::BasisPoints(5_000)), ..shop.wanted() });
    let soap = shop.products[1];
    shop.view.products.get_mut(&soap).unwrap().price = Money::from_paise(2_100);
    let again = draft(shop.wish(BillWish::Repeat { invoice: old.id }).unwrap());
    assert_eq!((again.bill.customer_id, again.bill.total.paise()), (old.customer_id, 14_200));
    assert_eq!(
        again.bill.items.iter().map(|item| item.quantity).collect::<Vec<_>>(),
        [1_500, 3_000].map(Quantity::from_milli)
    );
}

#[test]
fn the_numbers_start_anew_at_midnight_in_india_on_the_first_of_april() {
    let mut shop = Shop::new();
    let mut at = |moment: &str| {
        shop.now = moment.parse().unwrap();
        let bill = shop.issue(shop.wanted());
        let note = invoice(shop.take_back(bill.id, &[]).unwrap());
        (bill.number, note.number)
    };
    let number = |year: &str, n: u8| (format!("INV/{year}/00000{n}"), format!("CN/{year}/00000{n}"));
    assert_eq!(at("2027-03-31T18:29:59.999999Z"), number("26-27", 1));
    assert_eq!(at("2027-03-31T18:30:00Z"), number("27-28", 1));
    assert_eq!(at("2027-04-01T00:00:00Z"), number("27-28", 2));
    // A clock that is set back a day goes on where that year was.
    assert_eq!(at("2027-03-30T18:30:00Z"), number("26-27", 2));
}

#[test]
fn a_shops_own_series_begins_at_one() {
    let mut shop = Shop::new();
    shop.issue(shop.wanted());
    shop.view.shop.series = "RK".into();
    assert_eq!(shop.issue(shop.wanted()).number, "RK/26-27/000001");
    shop.view.shop.series = "INV".into();
    assert_eq!(shop.issue(shop.wanted()).number, "INV/26-27/000002");
}

#[test]
fn amounts_and_lines_beyond_reason_are_refused() {
    let mut shop = Shop::new();
    let mut attempt = |wish: InvoiceDraft| shop.attempt(&Command::IssueInvoice(wish)).unwrap_err();
    let other = Shop::new();
    let of = |line: DraftLine| InvoiceDraft::new(other.parties[0], vec![line]);
    let huge = DraftLine { rate: Some(Money::from_paise(100_000_000)), ..other.line(0, 10_000_000) };
    assert!(matches!(attempt(of(huge)), Refusal::InvalidAmount { .. }));
    assert!(matches!(attempt(of(other.line(0, i64::MAX))), Refusal::InvalidQuantity { .. }));
    assert!(matches!(
        attempt(of(DraftLine { rate: Some(Money::from_paise(i64::MAX)), ..other.line(0, 1) })),
        Refusal::InvalidAmount { .. }
    ));
    assert_eq!(
        attempt(InvoiceDraft::new(other.parties[0], vec![other.line(0, 1); LINES_MAX + 1])),
        Refusal::InvalidLines
    );
    assert_eq!(attempt(InvoiceDraft::new(other.parties[0], vec![other.line(0, 1); 10_000])), Refusal::InvalidLines);
    let discount = Some(Discount::Paise(Money::from_paise(5_251)));
    let refused = attempt(of(DraftLine { discount, ..other.line(0, 1_000) }));
    assert!(matches!(refused, Refusal::InvalidField { field, .. } if field == "/items/0/discount"));
    assert!(matches!(attempt(InvoiceDraft { payments: cash(0), ..other.wanted() }), Refusal::InvalidAmount { .. }));
}

/// What is tried next, by indices; what cannot be is part of it.
#[derive(Clone, Debug)]
enum Plan {
    Issue(usize, Vec<(usize, i64)>, u32, i64),
    Begin(usize, Vec<(usize, i64)>),
    Confirm(usize),
    Cancel(usize),
    TakeBack(usize, Vec<(u16, i64)>),
    Reverse(usize),
}

fn plan() -> impl Strategy<Value = Plan> {
    let lines = || prop::collection::vec((0..3_usize, 1..9_i64), 1..4);
    let returned = prop::collection::vec((1..4_u16, 1..5_i64), 0..3);
    prop_oneof![
        3 => (0..2_usize, lines(), 0..3_000_u32, 0..20_000_i64).prop_map(|(a, b, c, d)| Plan::Issue(a, b, c, d)),
        2 => (0..2_usize, lines()).prop_map(|(who, what)| Plan::Begin(who, what)),
        3 => (0..8_usize).prop_map(Plan::Confirm),
        3 => (0..8_usize).prop_map(Plan::Cancel),
        4 => (0..8_usize, returned).prop_map(|(which, lines)| Plan::TakeBack(which, lines)),
        1 => (0..12_usize).prop_map(Plan::Reverse),
    ]
}

/// Does what is planned; the identities of all papers so far are `papers`.
fn carry_out(shop: &mut Shop, papers: &[InvoiceId], plan: &Plan) -> Result<Posted, Refusal> {
    let paper = |n: usize| papers.get(n).copied().unwrap_or(InvoiceId::from_uuid(Uuid::nil()));
    let lines = |shop: &Shop, what: &[(usize, i64)]| {
        what.iter().map(|(product, n)| shop.line(*product, n * 1_000)).collect::<Vec<_>>()
    };
    match plan {
        Plan::Issue(who, what, bp, paid) => {
            let payments = if *paid < 10_000 { vec![] } else { cash(*paid) };
            let discount = Some(Discount::BasisPoints(*bp));
            let wish = InvoiceDraft::new(shop.parties[*who], lines(shop, what));
            shop.attempt(&Command::IssueInvoice(InvoiceDraft { discount, payments, ..wish }))
        }
        Plan::Begin(who, what) => {
            let wish = InvoiceDraft::new(shop.parties[*who], lines(shop, what));
            shop.wish(BillWish::Draft(wish))
        }
        Plan::Confirm(n) => shop.confirm(paper(*n)),
        Plan::Cancel(n) => shop.cancel(paper(*n)),
        Plan::TakeBack(n, what) => {
            let what: Vec<_> = what.iter().map(|(line, n)| (*line, n * 1_000)).collect();
            shop.take_back(paper(*n), &what)
        }
        Plan::Reverse(n) => {
            let mut entries: Vec<EntryId> = shop.view.entries.keys().copied().collect();
            entries.sort_unstable();
            let entry = entries.get(*n).copied().unwrap_or(EntryId::from_uuid(Uuid::nil()));
            shop.attempt(&Command::Reverse { entry })
        }
    }
}

fn check_entries(shop: &Shop) -> Result<(), TestCaseError> {
    let (mut owed, mut stock) = (BTreeMap::new(), BTreeMap::new());
    let mut reversed = BTreeSet::new();
    for decision in &shop.decisions {
        for movement in &decision.movements {
            *stock.entry(movement.product).or_insert(0) += movement.quantity.milli();
        }
        for (entry, postings) in &decision.entries {
            prop_assert_eq!(postings.iter().map(|posting| posting.amount.paise()).sum::<i64>(), 0);
            let has = |account| postings.iter().any(|posting| posting.account == account);
            prop_assert!(!has(AccountKind::Igst) || !(has(AccountKind::Cgst) || has(AccountKind::Sgst)));
            let (sum, sequence) = owed.entry(entry.customer_id).or_insert((0, 0));
            (*sum, *sequence) = (*sum + entry.amount.paise(), *sequence + 1);
            prop_assert_eq!((entry.balance_after.paise(), entry.sequence), (*sum, *sequence));
            prop_assert!(entry.reverses.is_none_or(|original| reversed.insert(original)), "reversed twice");
        }
    }
    for (party, account) in &shop.view.parties {
        prop_assert_eq!(account.party.balance.paise(), owed.get(party).copied().unwrap_or_default().0);
    }
    for (product, known) in &shop.view.products {
        prop_assert!(known.stock >= Quantity::ZERO);
        prop_assert_eq!(known.stock.milli(), stock[product]);
    }
    Ok(())
}

fn check_papers(shop: &Shop) -> Result<(), TestCaseError> {
    let papers = || shop.view.bills.issued.values().map(|issued| &issued.invoice);
    for series in ["INV", "CN"] {
        let numbers: BTreeSet<_> =
            papers().map(|paper| paper.number.as_str()).filter(|number| number.starts_with(series)).collect();
        let wanted: BTreeSet<_> = (1..=numbers.len()).map(|n| format!("{series}/26-27/{n:06}")).collect();
        prop_assert!(numbers.iter().copied().eq(wanted.iter().map(String::as_str)), "{:?}", numbers);
    }
    for issued in shop.view.bills.issued.values() {
        let bill = &issued.invoice;
        let of_lines: i64 = bill.items.iter().map(|item| item.total.paise()).sum();
        prop_assert_eq!(bill.total.paise(), of_lines + bill.round_off.paise());
        prop_assert!(bill.round_off.paise().abs() <= 50);
        let notes: Vec<_> = papers()
            .filter(|note| note.original.as_ref().is_some_and(|original| original.id == bill.id))
            .filter(|note| note.status == InvoiceStatus::Confirmed)
            .collect();
        prop_assert_eq!(notes.is_empty(), !issued.is_credited());
        let came_back =
            notes.iter().map(|note| sums(note)).fold([0; 5], |all, one| std::array::from_fn(|at| all[at] + one[at]));
        let billed = sums(bill);
        for at in [0, 1, 2, 4] {
            prop_assert!(came_back[at] <= billed[at], "{:?} of {:?}", came_back, billed);
        }
        let is_all_back = (1..).zip(&bill.items).all(|(line, item)| issued.returned(line) == item.quantity);
        prop_assert!(!is_all_back || came_back == billed, "{:?} of {:?}", came_back, billed);
    }
    Ok(())
}

proptest! {
    #[test]
    fn whatever_is_done_with_bills_the_books_are_right(plans in prop::collection::vec(plan(), 1..40)) {
        let (mut shop, mut papers) = (Shop::new(), vec![]);
        for plan in &plans {
            let before = (shop.view.parties.clone(), shop.stock());
            match carry_out(&mut shop, &papers, plan) {
                Ok(Posted::Invoice(paper)) if !papers.contains(&paper.id) => papers.push(paper.id),
                Ok(Posted::Draft(draft)) if !papers.contains(&draft.bill.id) => papers.push(draft.bill.id),
                Ok(_) => {}
                Err(_) => prop_assert_eq!(before, (shop.view.parties.clone(), shop.stock())),
            }
        }
        check_entries(&shop)?;
        check_papers(&shop)?;
    }

    #[test]
    fn cancelling_whatever_was_issued_restores_balances_and_stock(
        who in 0..2_usize,
        what in prop::collection::vec((0..3_usize, 1..9_i64), 1..4),
        paid in 0..20_000_i64,
    ) {
        let mut shop = Shop::new();
        let before = (shop.balance(), shop.stock());
        let issued = carry_out(&mut shop, &[], &Plan::Issue(who, what, 500, paid)).unwrap();
        shop.cancel(invoice(issued).id).unwrap();
        prop_assert_eq!(before, (shop.balance(), shop.stock()));
    }
}
