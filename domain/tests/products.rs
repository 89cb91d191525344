//! Products: what may become of them, what they may be sold at, and what is left of them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use execora_domain::ids::{PartyId, ProductId};
use execora_domain::invoice::{DraftLine, Invoice, InvoiceDraft};
use execora_domain::ledger::{
    Account, AccountKind, BookView, Command, DayCount, Decision, EntryKind, Moment, NewParty, NewProduct, Oversell,
    Party, Patch, PaymentMode, PaymentPart, Posted, Product, ProductChange, RateFrom, Recorded, Refusal, Scheme,
    ShopChange, StockOp, TaxFree, decide,
};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use std::collections::BTreeMap;
use uuid::Uuid;

const CODE: &str = "8901063010031";

struct Books {
    view: BookView,
    now: &'static str,
    ids: u128,
}

impl Books {
    fn new() -> Self {
        let mut view = BookView::default();
        view.shop.scheme = Scheme::Regular;
        Self { view, now: "2026-11-22T12:00:00Z", ids: 0 }
    }

    fn run(&mut self, command: &Command) -> Result<Decision, Refusal> {
        let mut new_id = || {
            self.ids += 1;
            Uuid::from_u128(self.ids)
        };
        let now = self.now.parse().unwrap();
        let decision = decide(&self.view, command, &mut Moment { now, new_id: &mut new_id })?;
        self.view.apply(&decision);
        Ok(decision)
    }

    fn product(&mut self, command: &Command) -> Result<Product, Refusal> {
        let posted = self.run(command)?.posted;
        let Posted::Product(product) = posted else { panic!("{posted:?}") };
        Ok(product)
    }

    fn tea(&mut self) -> Product {
        self.product(&Command::CreateProduct(tea())).unwrap()
    }

    fn change(&mut self, product: ProductId, change: ProductChange) -> Result<Product, Refusal> {
        self.product(&Command::ChangeProduct { product, change })
    }

    fn customer(&mut self) -> PartyId {
        let new = NewParty { name: "Rahul".into(), ..NewParty::default() };
        let posted = self.run(&Command::CreateParty(new)).unwrap().posted;
        let Posted::Party(party) = posted else { panic!("{posted:?}") };
        party.id
    }

    fn sell(&mut self, party: PartyId, line: DraftLine) -> Result<Invoice, Refusal> {
        let posted = self.run(&Command::IssueInvoice(InvoiceDraft::new(party, vec![line])))?.posted;
        let Posted::Invoice(invoice) = posted else { panic!("{posted:?}") };
        Ok(invoice)
    }
}

fn rupees(rupees: i64) -> Money {
    Money::from_paise(rupees * 100)
}

fn rate(bp: u32) -> TaxRate {
    TaxRate::try_from(bp).unwrap()
}

fn tea() -> NewProduct {
    NewProduct {
        name: "Tea".into(),
        unit: Unit::Pkt,
        price: rupees(90),
        mrp: Some(rupees(100)),
        tax_rate: rate(500),
        barcode: Some(CODE.into()),
        stock: Quantity::from_milli(10_000),
        ..NewProduct::default()
    }
}

fn line(product: ProductId, milli: i64) -> DraftLine {
    DraftLine::new(product, Quantity::from_milli(milli))
}

fn field(refusal: Refusal) -> String {
    let Refusal::InvalidField { field, .. } = refusal else { panic!("{refusal:?}") };
    field
}

#[test]
fn a_change_touches_what_it_names_and_nothing_else() {
    let mut books = Books::new();
    let tea = books.tea();
    let change = ProductChange { price: Some(rupees(95)), hsn: Patch::Set("0902".into()), ..ProductChange::default() };
    let changed = books.change(tea.id, change).unwrap();
    assert_eq!(changed, Product { price: rupees(95), hsn: Some("0902".into()), ..tea.clone() });
    let fields: Vec<String> = tea.difference(&changed).into_keys().collect();
    assert_eq!(fields, ["hsn", "pricePaise"]);
    let cleared = ProductChange { mrp: Patch::Clear, barcode: Patch::Clear, ..ProductChange::default() };
    assert_eq!(books.change(tea.id, cleared).unwrap(), Product { mrp: None, barcode: None, ..changed });
    let unknown = books.change(ProductId::from_uuid(Uuid::nil()), ProductChange::default());
    assert_eq!(unknown, Err(Refusal::UnknownProduct));
}

#[test]
fn every_wrong_field_of_a_product_is_refused_by_name() {
    let mut books = Books::new();
    let id = books.tea().id;
    let none = ProductChange::default;
    let begins = |bp| RateFrom { rate: rate(bp), from: "2027-04-01".parse().unwrap() };
    let bad = [
        ("/name", ProductChange { name: Some("\u{202e}aeT".into()), ..none() }),
        ("/hsn", ProductChange { hsn: Patch::Set("090".into()), ..none() }),
        ("/barcode", ProductChange { barcode: Patch::Set("8901063010032".into()), ..none() }),
        ("/pricePaise", ProductChange { price: Some(rupees(101)), ..none() }),
        ("/pricePaise", ProductChange { mrp: Patch::Set(rupees(89)), ..none() }),
        ("/taxRateBp", ProductChange { tax_rate: Some(rate(1_200)), ..none() }),
        ("/taxRates", ProductChange { tax_rates: Some(vec![begins(500), begins(1_800)]), ..none() }),
        ("/lowStockMilli", ProductChange { low_stock: Patch::Set(Quantity::from_milli(-1)), ..none() }),
        ("/packs", ProductChange { packs: Some(BTreeMap::from([("peti".into(), 0)])), ..none() }),
        ("/aliases/1", ProductChange { aliases: Some(vec!["chai".into(), " ".into()]), ..none() }),
    ];
    for (pointer, change) in bad {
        assert_eq!(field(books.change(id, change).unwrap_err()), pointer);
    }
    let exempt = ProductChange { tax_free: Patch::Set(TaxFree::Exempt), ..none() };
    assert_eq!(field(books.change(id, exempt.clone()).unwrap_err()), "/taxFree");
    let free = books.change(id, ProductChange { tax_rate: Some(rate(0)), ..exempt }).unwrap();
    assert_eq!(free.tax_free, Some(TaxFree::Exempt));
    let taxed = books.change(id, ProductChange { tax_rate: Some(rate(500)), ..none() }).unwrap();
    assert_eq!(taxed.tax_free, None, "why it bore no tax goes with the rate");
    let ended = ProductChange { tax_rates: Some(vec![begins(2_800)]), ..none() };
    assert_eq!(field(books.change(id, ended).unwrap_err()), "/taxRates/0/rateBp");
    let free = books.change(id, ProductChange { price: Some(Money::ZERO), ..none() });
    assert!(matches!(free, Err(Refusal::InvalidAmount { .. })));
}

#[test]
fn the_day_of_the_bill_decides_its_tax_rate() {
    let mut books = Books::new();
    let (tea, party) = (books.tea().id, books.customer());
    let begins = RateFrom { rate: rate(1_800), from: "2026-11-23".parse().unwrap() };
    let announced = ProductChange { tax_rates: Some(vec![begins]), ..ProductChange::default() };
    books.change(tea, announced).unwrap();
    assert_eq!(books.sell(party, line(tea, 1_000)).unwrap().items[0].tax_rate, rate(500));
    // Half past eleven at night, then midnight, in India.
    books.now = "2026-11-22T18:00:00Z";
    assert_eq!(books.sell(party, line(tea, 1_000)).unwrap().items[0].tax_rate, rate(500));
    books.now = "2026-11-22T18:30:00Z";
    assert_eq!(books.sell(party, line(tea, 1_000)).unwrap().items[0].tax_rate, rate(1_800));
    let now = ProductChange { tax_rate: Some(rate(4_000)), ..ProductChange::default() };
    let changed = books.change(tea, now).unwrap();
    assert_eq!((changed.tax_rate, changed.tax_rates), (rate(4_000), vec![]), "a rate set now ends the earlier ones");
}

#[test]
fn nothing_is_sold_above_its_mrp_with_or_without_the_tax_in_the_price() {
    let mut books = Books::new();
    let (tea, party) = (books.tea().id, books.customer());
    let at = |rate, tax_included| DraftLine { rate: Some(rate), tax_included, ..line(tea, 1_000) };
    assert!(books.sell(party, at(rupees(100), None)).is_ok());
    let above = Err(Refusal::AboveMrp { name: "Tea".into(), mrp: rupees(100) });
    assert_eq!(books.sell(party, at(Money::from_paise(10_001), None)), above);
    // ₹96 and 5 % are ₹100.80.
    assert_eq!(books.sell(party, at(rupees(96), Some(false))), above);
    assert!(books.sell(party, at(rupees(95), Some(false))).is_ok());
}

#[test]
fn what_is_retired_is_not_sold_and_its_name_and_code_are_free() {
    let mut books = Books::new();
    let (old, party) = (books.tea().id, books.customer());
    let twice = books.product(&Command::CreateProduct(NewProduct { name: "Green Tea".into(), ..tea() }));
    assert_eq!(twice, Err(Refusal::DuplicateBarcode { name: "Tea".into() }));
    let retired = ProductChange { is_active: Some(false), ..ProductChange::default() };
    books.change(old, retired).unwrap();
    assert_eq!(books.sell(party, line(old, 1_000)), Err(Refusal::RetiredProduct { name: "Tea".into() }));
    let new = books.tea();
    assert_ne!(new.id, old);
    let back = ProductChange { is_active: Some(true), ..ProductChange::default() };
    assert_eq!(books.change(old, back.clone()), Err(Refusal::DuplicateProduct { name: "Tea".into() }));
    let renamed = ProductChange { name: Some("Old Tea".into()), ..back.clone() };
    assert_eq!(books.change(old, renamed), Err(Refusal::DuplicateBarcode { name: "Tea".into() }));
    let other = ProductChange { name: Some("Old Tea".into()), barcode: Patch::Clear, ..back };
    assert!(books.change(old, other).is_ok());
}

#[test]
fn a_unit_stays_once_stock_was_counted_in_it() {
    let mut books = Books::new();
    let counted = books.tea();
    let in_kilos = ProductChange { unit: Some(Unit::Kg), ..ProductChange::default() };
    assert_eq!(books.change(counted.id, in_kilos.clone()), Err(Refusal::UnitInUse { name: "Tea".into() }));
    let empty = NewProduct { name: "Coffee".into(), barcode: None, stock: Quantity::ZERO, ..tea() };
    let empty = books.product(&Command::CreateProduct(empty)).unwrap();
    assert_eq!(books.change(empty.id, in_kilos).unwrap().unit, Unit::Kg);
}

#[test]
fn more_than_there_is_is_sold_only_where_the_shop_allows_it() {
    let mut books = Books::new();
    let (tea, party) = (books.tea().id, books.customer());
    assert!(matches!(books.sell(party, line(tea, 11_000)), Err(Refusal::OutOfStock { .. })));
    let set = |oversell| Command::ChangeShop(ShopChange { oversell: Some(oversell), ..ShopChange::default() });
    books.run(&set(Oversell::Allow)).unwrap();
    books.sell(party, line(tea, 11_000)).unwrap();
    assert_eq!(books.view.products[&tea].stock.milli(), -1_000);
    books.view.below_zero = Some("Tea".into());
    assert_eq!(field(books.run(&set(Oversell::Refuse)).unwrap_err()), "/oversell");
    // What comes in is never refused, though it does not fill the hole.
    books.view.shop.oversell = Oversell::Refuse;
    let moved =
        |op, milli| Command::MoveStock { product: tea, op, quantity: Quantity::from_milli(milli), reason: None };
    assert_eq!(books.product(&moved(StockOp::Add, 500)).unwrap().stock.milli(), -500);
    assert!(matches!(books.product(&moved(StockOp::Remove, 1)), Err(Refusal::OutOfStock { .. })));
    assert_eq!(books.product(&moved(StockOp::Set, 0)).unwrap().stock, Quantity::ZERO);
}

#[test]
fn a_day_closes_on_what_the_commands_before_it_left_in_the_drawer() {
    let mut books = Books::new();
    let party = books.customer();
    let nobody = Account { party: books.view.parties[&party].party.clone(), last_sequence: 0 };
    let walk_in = PartyId::from_uuid(Uuid::max());
    books.view.parties.insert(walk_in, Account { party: Party { id: walk_in, ..nobody.party }, ..nobody });
    books.view.walk_in = Some(walk_in);
    let pay_on = |mode, on: Option<&str>| {
        let on = on.map(|day| day.parse().unwrap());
        Command::ReceivePayment { party, parts: vec![PaymentPart { mode, amount: rupees(200) }], notes: None, on }
    };
    let pay = |mode| pay_on(mode, None);
    let cash = books.run(&pay(PaymentMode::Cash)).unwrap();
    books.run(&pay(PaymentMode::Upi)).unwrap();
    assert_eq!(books.view.drawer.received, rupees(200));
    assert!(!cash.entries.is_empty());
    let count = |day: &str, counted| {
        let denominations = BTreeMap::new();
        Command::CloseDay(DayCount { day: day.parse().unwrap(), counted, denominations, note: None })
    };
    let closed = books.run(&count("2026-11-22", rupees(195))).unwrap();
    let Posted::DayClose(close) = closed.posted else { panic!() };
    assert_eq!((close.expected, close.difference), (rupees(200), rupees(-5)));
    let (entry, postings) = &closed.entries[0];
    assert_eq!((close.entry_id, entry.kind, entry.amount), (Some(entry.id), EntryKind::CashDifference, Money::ZERO));
    let posted: Vec<_> = postings.iter().map(|one| (one.account, one.amount)).collect();
    let cash = AccountKind::Received(PaymentMode::Cash);
    assert_eq!(posted, [(cash, rupees(-5)), (AccountKind::CashDifference, rupees(5))]);
    let again = books.run(&count("2026-11-22", rupees(195)));
    assert_eq!(again, Err(Refusal::DayClosed { day: "2026-11-22".parse().unwrap() }));
    books.run(&pay(PaymentMode::Cash)).unwrap();
    books.now = "2026-11-23T12:00:00Z";
    let Posted::DayClose(next) = books.run(&count("2026-11-23", rupees(395))).unwrap().posted else { panic!() };
    assert_eq!((next.opening, next.received, next.difference), (rupees(195), rupees(200), Money::ZERO));
    assert!(next.entry_id.is_none(), "nothing is posted where nothing is amiss");
    let late = books.run(&pay_on(PaymentMode::Upi, Some("2026-11-22")));
    assert_eq!(late, Err(Refusal::DayClosed { day: "2026-11-22".parse().unwrap() }));
    books.run(&pay_on(PaymentMode::Upi, Some("2026-11-23"))).unwrap();
    let credit =
        Command::GiveCredit { party, amount: rupees(1), description: "milk".into(), on: "2026-11-21".parse().ok() };
    assert!(matches!(books.run(&credit), Err(Refusal::DayClosed { .. })));
    let recorded = Recorded {
        entry: entry.clone(),
        postings: postings.clone(),
        movements: vec![],
        invoice: None,
        is_reversed: false,
        is_credited: false,
    };
    books.view.entries.insert(entry.id, recorded);
    assert!(matches!(books.run(&Command::Reverse { entry: entry.id }), Err(Refusal::DayClosed { .. })));
}
