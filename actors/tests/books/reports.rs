//! Reports come to what the books say: sums are compared with the postings, which no report reads.

use crate::house::{House, Shop, bill, invoice, payment};
use execora_actors::clock::Clock;
use execora_actors::ledger::{SalesBy, SalesSpan, SalesSums};
use execora_domain::ids::{PartyId, ProductId};
use execora_domain::invoice::{BillWish, DraftLine, Invoice, InvoiceDraft, Returned};
use execora_domain::ledger::{Command, NewParty, Patch, PaymentMode, PaymentPart, Posted, Scheme, ShopChange, TaxFree};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use execora_domain::report::Cell;
use execora_domain::report::gstr1::{Month, Section};
use jiff::civil::{Date, date};

const DAY: Date = date(2026, 11, 22);

const EXEMPTED: &str = "Exempted(other than nil rated/non GST supply)";

/// Customers of every kind, and goods of two rates.
struct Street<'a> {
    shop: Shop<'a>,
    walk: PartyId,
    trader: PartyId,
    rice: ProductId,
    salt: ProductId,
}

impl<'a> Street<'a> {
    async fn new(house: &'a House) -> Self {
        let shop = house.shop().await;
        let trader =
            NewParty { name: "Bengaluru Traders".into(), gstin: Some("29AAGCB7383J1Z4".into()), ..NewParty::default() };
        let Posted::Party(trader) = shop.must(Command::CreateParty(trader)).await else { panic!("no customer") };
        let rice = shop.goods("Rice", 50, 100_000).await.id;
        let salt = execora_domain::ledger::NewProduct {
            tax_rate: execora_domain::money::TaxRate::ZERO,
            hsn: None,
            tax_free: Some(TaxFree::Exempt),
            ..crate::house::new_product("Salt", 20, 100_000)
        };
        let Posted::Product(salt) = shop.must(Command::CreateProduct(salt)).await else { panic!("no product") };
        Street { shop, walk: shop.customer("Rahul").await.id, trader: trader.id, rice, salt: salt.id }
    }

    async fn sold(&self, party: PartyId, place: Option<&str>, kilos: i64) -> Invoice {
        let line = |product, kilos: i64| DraftLine::new(product, Quantity::from_milli(kilos * 1_000));
        let lines = vec![line(self.rice, kilos), line(self.salt, 1)];
        let draft = InvoiceDraft { place_of_supply: place.map(str::to_owned), ..InvoiceDraft::new(party, lines) };
        invoice(self.shop.must(Command::IssueInvoice(draft)).await)
    }

    async fn back(&self, bill: &Invoice, milli: i64) -> Invoice {
        let lines = vec![Returned { line: 1, quantity: Some(Quantity::from_milli(milli)) }];
        let wish = BillWish::Return { invoice: bill.id, lines, reason: None };
        invoice(self.shop.must(Command::Bill(wish)).await)
    }

    async fn cancel(&self, bill: &Invoice) {
        self.shop.must(Command::Bill(BillWish::Cancel { invoice: bill.id, reason: None })).await;
    }

    async fn month(&self, first: Date) -> Month {
        self.shop.house.reader.gstr1(self.shop.tenant, "27", first).await.unwrap()
    }

    /// What an account was credited with, over all entries.
    async fn credited(&self, accounts: &[&str]) -> i64 {
        let (client, _connection) = self.shop.house.superuser().await;
        let asked = "SELECT coalesce(-sum(amount), 0)::bigint FROM postings WHERE tenant_id = $1 AND account = ANY($2)";
        client.query_one(asked, &[&self.shop.tenant.uuid(), &accounts]).await.unwrap().get(0)
    }
}

fn column(month: &Month, section: Section, heading: &str) -> i64 {
    let table = month.table(section).unwrap();
    let at = table.headings.iter().position(|one| *one == heading).unwrap();
    let paise = |row: &Vec<Cell>| {
        let Cell::Rupees(money) = &row[at] else { panic!("{:?} is no money", row[at]) };
        money.paise()
    };
    table.rows.iter().map(paise).sum()
}

/// The control: without `status = 'confirmed'`, or with a credit note that is added, the sums differ.
#[tokio::test]
async fn a_month_tells_the_tax_office_what_the_books_hold() {
    let house = House::new().await;
    let street = Street::new(&house).await;
    let near = street.sold(street.walk, None, 10).await;
    let far = street.sold(street.walk, Some("29"), 20).await;
    let large = street.sold(street.walk, Some("29"), 3_000).await;
    let registered = street.sold(street.trader, None, 40).await;
    for (bill, milli) in [(&near, 1_000), (&far, 2_500), (&large, 3_000), (&registered, 500)] {
        street.back(bill, milli).await;
    }
    let wrong = street.sold(street.walk, None, 7).await;
    street.cancel(&wrong).await;
    let undone = street.back(&near, 500).await;
    street.cancel(&undone).await;

    let month = street.month(date(2026, 11, 1)).await;
    for section in [Section::B2b, Section::B2cl, Section::Cdnr, Section::Cdnur] {
        assert_eq!(month.table(section).unwrap().rows.len(), 1, "{section:?}");
    }
    let papers = column(&month, Section::B2b, "Taxable Value") + column(&month, Section::B2cl, "Taxable Value")
        - column(&month, Section::Cdnr, "Taxable Value")
        - column(&month, Section::Cdnur, "Taxable Value");
    let others = column(&month, Section::B2cs, "Taxable Value") + column(&month, Section::Exemp, EXEMPTED);
    assert_eq!(papers + others, street.credited(&["sales"]).await);
    assert_eq!(column(&month, Section::Exemp, EXEMPTED), 4 * 2_000, "salt of four bills");
    assert_eq!(column(&month, Section::Exemp, "Nil Rated Supplies"), 0);
    let hsn = |heading| column(&month, Section::Hsn, heading);
    assert_eq!(hsn("Taxable Value"), street.credited(&["sales"]).await);
    assert_eq!(hsn("Integrated Tax Amount"), street.credited(&["igst"]).await);
    assert_eq!(hsn("Central Tax Amount"), street.credited(&["cgst"]).await);
    assert_eq!(hsn("State/UT Tax Amount"), street.credited(&["sgst"]).await);
    let of_both = column(&month, Section::HsnB2b, "Total Value") + column(&month, Section::HsnB2c, "Total Value");
    assert_eq!(hsn("Total Value"), of_both);
    let docs = month.table(Section::Docs).unwrap();
    let shown: Vec<String> =
        docs.rows.iter().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        shown,
        [
            "Invoices for outward supply INV/26-27/000001 INV/26-27/000005 5 1",
            "Credit Note CN/26-27/000001 CN/26-27/000005 5 1"
        ]
    );
    let empty = street.month(date(2026, 10, 1)).await;
    assert_eq!((empty.supplied.len(), empty.numbers.len()), (0, 0), "another month");
}

/// F20: bills of supply are in the return of a shop that collects tax, under the column of what was sold; one under the
/// composition scheme files another.
#[tokio::test]
async fn exempt_and_nil_rated_goods_are_told_apart_on_whatever_paper() {
    let house = House::new().await;
    let street = Street::new(&house).await;
    let flour = execora_domain::ledger::NewProduct {
        tax_rate: execora_domain::money::TaxRate::ZERO,
        ..crate::house::new_product("Flour", 30, 1_000)
    };
    let Posted::Product(flour) = street.shop.must(Command::CreateProduct(flour)).await else { panic!("no product") };
    let sell = async |party, goods: &[ProductId]| {
        let lines: Vec<_> = goods.iter().map(|id| (*id, 1_000)).collect();
        invoice(street.shop.must(bill(party, &lines)).await)
    };
    let alone = sell(street.walk, &[flour.id, street.salt]).await;
    let both = sell(street.walk, &[street.rice, street.salt]).await;
    let registered = sell(street.trader, &[street.salt]).await;
    let kinds = [&alone, &both, &registered].map(|bill| bill.kind.as_str());
    assert_eq!(kinds, ["bill_of_supply", "invoice_cum_bill_of_supply", "bill_of_supply"]);
    street.back(&alone, 500).await;
    street
        .shop
        .must(Command::ChangeShop(ShopChange { scheme: Some(Scheme::Composition), ..ShopChange::default() }))
        .await;
    sell(street.walk, &[flour.id]).await;

    let month = street.month(date(2026, 11, 1)).await;
    assert_eq!(column(&month, Section::Exemp, "Nil Rated Supplies"), 3_000 - 1_500);
    assert_eq!(column(&month, Section::Exemp, EXEMPTED), 3 * 2_000);
    assert_eq!(column(&month, Section::B2cs, "Taxable Value"), both.items[0].taxable.paise());
    assert_eq!(
        column(&month, Section::Hsn, "Taxable Value"),
        3_000 - 1_500 + 3 * 2_000 + both.items[0].taxable.paise()
    );
    let docs = month.table(Section::Docs).unwrap().rows;
    assert_eq!(
        docs[0].iter().map(ToString::to_string).collect::<Vec<_>>()[1..4],
        ["INV/26-27/000001", "INV/26-27/000003", "3"]
    );
    let read = house.reader.invoice(street.shop.tenant, alone.id).await.unwrap();
    assert_eq!(read, alone);
    assert_eq!(execora_actors::ledger::verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn what_is_sold_at_midnight_in_india_falls_to_the_day_and_the_month_that_begin() {
    let house = House::new().await;
    let street = Street::new(&house).await;
    let at = async |moment: &str| {
        let moment: jiff::Timestamp = moment.parse().unwrap();
        let late = House::at(house.url.clone(), Clock::new(move || moment)).await;
        let shop = Shop { house: &late, ..street.shop };
        shop.must(bill(street.walk, &[(street.rice, 1_000)])).await;
    };
    at("2026-11-30T18:29:59Z").await;
    at("2026-11-30T18:30:00Z").await;
    let numbers = async |first| street.month(first).await.supplied.iter().map(|one| one.day).collect::<Vec<_>>();
    assert_eq!(numbers(date(2026, 11, 1)).await, [date(2026, 11, 30)]);
    assert_eq!(numbers(date(2026, 12, 1)).await, [date(2026, 12, 1)]);
    let span = SalesSpan { by: SalesBy::Day, from: date(2026, 11, 1), to: date(2026, 12, 31) };
    let sales = house.reader.sales(street.shop.tenant, span, Some(1), None).await.unwrap();
    assert_eq!((sales.rows[0].name.as_str(), sales.totals.invoice_count), ("2026-12-01", 2));
    let next = house.reader.sales(street.shop.tenant, span, Some(1), sales.next_cursor.as_deref()).await.unwrap();
    assert_eq!((next.rows[0].name.as_str(), next.next_cursor), ("2026-11-30", None));
}

#[tokio::test]
async fn bills_that_bear_no_tax_are_no_part_of_the_return() {
    let house = House::new().await;
    let street = Street::new(&house).await;
    let change = ShopChange { gstin: Patch::Clear, ..ShopChange::default() };
    street.shop.must(Command::ChangeShop(change)).await;
    let plain = street.sold(street.walk, None, 2).await;
    street.back(&plain, 1_000).await;
    assert_eq!(street.month(date(2026, 11, 1)).await, Month { shop_state: "27".into(), ..Month::default() });
}

#[tokio::test]
async fn sales_come_to_the_same_by_product_by_day_and_by_customer() {
    let house = House::new().await;
    let street = Street::new(&house).await;
    let near = street.sold(street.walk, None, 3).await;
    street.sold(street.trader, None, 5).await;
    street.back(&near, 1_500).await;
    let wrong = street.sold(street.walk, None, 7).await;
    street.cancel(&wrong).await;
    let read = async |by| {
        let span = SalesSpan { by, from: DAY, to: DAY };
        house.reader.sales(street.shop.tenant, span, None, None).await.unwrap()
    };
    let summed = |rows: &[execora_actors::ledger::SalesRow]| {
        rows.iter().fold((0, 0, 0), |(taxable, tax, total), row| {
            let sums = row.sums;
            (
                taxable + sums.taxable.paise(),
                tax + sums.tax.paise(),
                total + sums.total.paise() - sums.round_off.paise(),
            )
        })
    };
    let of = |sums: SalesSums| (sums.taxable.paise(), sums.tax.paise(), sums.total.paise() - sums.round_off.paise());
    for by in [SalesBy::Product, SalesBy::Day, SalesBy::Customer] {
        let sales = read(by).await;
        assert_eq!(summed(&sales.rows), of(sales.totals), "{by:?}");
        assert_eq!((sales.totals.invoice_count, sales.totals.credit_note_count), (2, 1));
        assert_eq!(sales.totals.taxable.paise(), street.credited(&["sales"]).await);
        assert_eq!(sales.totals.tax.paise(), street.credited(&["cgst", "sgst", "igst"]).await);
        assert_eq!(sales.totals.round_off.paise(), street.credited(&["roundoff"]).await);
    }
    let rice = read(SalesBy::Product).await.rows[0].clone();
    assert_eq!((rice.name.as_str(), rice.quantity), ("Rice", Some(Quantity::from_milli(6_500))));
    assert_eq!(read(SalesBy::Customer).await.rows[0].name, "Bengaluru Traders");
    let other = house.shop().await;
    let span = SalesSpan { by: SalesBy::Product, from: DAY, to: DAY };
    let none = house.reader.sales(other.tenant, span, Some(5), None).await.unwrap();
    assert_eq!((none.rows.len(), none.totals), (0, SalesSums::default()), "another shop sold nothing");
}

#[tokio::test]
async fn a_day_is_told_by_what_was_paid_given_back_written_off_and_taken_back() {
    let house = House::new().await;
    let street = Street::new(&house).await;
    let (shop, rupees) = (street.shop, |rupees: i64| Money::from_paise(rupees * 100));
    let near = street.sold(street.walk, None, 10).await;
    street.back(&near, 1_000).await;
    let wrong = street.sold(street.walk, None, 2).await;
    street.cancel(&wrong).await;
    shop.must(payment(street.walk, 100)).await;
    let part = |mode, amount| PaymentPart { mode, amount: rupees(amount) };
    let parts = vec![part(PaymentMode::Cash, 30), part(PaymentMode::Upi, 40)];
    shop.must(Command::ReceivePayment { party: street.walk, parts, notes: None, on: None }).await;
    let mistake = crate::house::entry(shop.must(payment(street.walk, 5)).await);
    shop.must(Command::Reverse { entry: mistake.id }).await;
    let refund = Command::Refund {
        party: street.walk,
        amount: rupees(10),
        mode: PaymentMode::Upi,
        notes: None,
        may_exceed: true,
    };
    shop.must(refund).await;
    shop.must(Command::WriteOff { party: street.walk, amount: rupees(7), reason: "old".into() }).await;
    let day = house.reader.daily_summary(shop.tenant, DAY).await.unwrap();
    assert_eq!((day.invoice_count, day.sales, day.credit_note_count), (1, near.total, 1));
    assert_eq!((day.credit_notes, day.cancelled_count, day.cancelled), (rupees(50), 1, wrong.total));
    assert_eq!(
        (day.payments, day.payments_by_mode),
        (rupees(170), vec![part(PaymentMode::Cash, 130), part(PaymentMode::Upi, 40)])
    );
    assert_eq!((day.refunds, day.refunds_by_mode), (rupees(10), vec![part(PaymentMode::Upi, 10)]));
    let due = house.reader.bill(shop.tenant, near.id).await.unwrap().settlement.due;
    assert_eq!((day.written_off, day.credit), (rupees(7), due));
    assert_eq!(day.receivable.paise(), shop.balance(street.walk).await);
}

/// Page 4: a day on which everything went on credit said "credit ₹0".
#[tokio::test]
async fn credit_of_a_day_is_what_of_its_bills_is_unpaid_beside_credit_given() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rupees = |rupees: i64| Money::from_paise(rupees * 100);
    let (rahul, meena) = (shop.customer("Rahul").await.id, shop.customer("Meena").await.id);
    let rice = shop.goods("Rice", 100, 1_000).await.id;
    let sell = async |shop: Shop<'_>, party, kilos: i64, paid: i64| {
        let line = DraftLine::new(rice, Quantity::from_milli(kilos * 1_000));
        let cash = PaymentPart { mode: PaymentMode::Cash, amount: rupees(paid) };
        let payments = if paid == 0 { vec![] } else { vec![cash] };
        let draft = InvoiceDraft { payments, ..InvoiceDraft::new(party, vec![line]) };
        invoice(shop.must(Command::IssueInvoice(draft)).await)
    };
    let before: jiff::Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
    let yesterday = House::at(house.url.clone(), Clock::new(move || before)).await;
    let there = Shop { house: &yesterday, ..shop };
    sell(there, rahul, 2, 0).await;
    there.must(crate::house::credit(meena, 30)).await;
    let told = async |day| {
        let day = house.reader.daily_summary(shop.tenant, day).await.unwrap();
        [day.sales, day.payments, day.credit, day.receivable].map(|money| money.paise() / 100)
    };
    assert_eq!(told(date(2026, 11, 21)).await, [200, 0, 230, 230]);

    sell(shop, PartyId::walk_in(shop.tenant), 1, 100).await;
    sell(shop, rahul, 5, 150).await;
    let wrong = sell(shop, meena, 9, 0).await;
    shop.must(Command::Bill(BillWish::Cancel { invoice: wrong.id, reason: None })).await;
    shop.must(crate::house::credit(meena, 40)).await;
    assert_eq!(told(DAY).await, [600, 250, 350 + 40, 230 + 350 + 40]);
    // What comes in pays the oldest first: yesterday's bill, and then a part of today's.
    shop.must(payment(rahul, 300)).await;
    assert_eq!(told(DAY).await, [600, 550, 250 + 40, 320]);
    assert_eq!(told(date(2026, 11, 21)).await, [200, 0, 230, 230], "as it stood when the day ended");
    let both = house.reader.summary_of_days(shop.tenant, date(2026, 11, 21), DAY).await.unwrap();
    assert_eq!((both.sales, both.credit, both.receivable), (rupees(800), rupees(250 + 70), rupees(320)));
    let other = house.shop().await;
    let none = house.reader.daily_summary(other.tenant, DAY).await.unwrap();
    assert_eq!((none.credit, none.receivable), (Money::ZERO, Money::ZERO));
}
