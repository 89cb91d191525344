//! What the shop sells: what becomes of it is written down, and what is decided about it holds under concurrency.

use crate::house::{House, Shop, bill, invoice, new_product, payment};
use execora_actors::clock::Clock;
use execora_actors::ledger::{self, PostError, ReadError, Shown};
use execora_domain::ids::ProductId;
use execora_domain::ledger::{
    Command, DayClose, DayCount, NewProduct, Oversell, Patch, PaymentMode, PaymentPart, Posted, Product, ProductChange,
    RateFrom, Refusal, Scheme, ShopChange, StockOp,
};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use futures_util::future::join_all;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

const CODE: &str = "8901063010031";

fn change(product: ProductId, change: ProductChange) -> Command {
    Command::ChangeProduct { product, change }
}

fn price(product: ProductId, rupees: i64) -> Command {
    change(product, ProductChange { price: Some(Money::from_paise(rupees * 100)), ..ProductChange::default() })
}

fn retire(product: ProductId, is_active: bool) -> Command {
    change(product, ProductChange { is_active: Some(is_active), ..ProductChange::default() })
}

fn moved(product: ProductId, op: StockOp, milli: i64) -> Command {
    Command::MoveStock { product, op, quantity: Quantity::from_milli(milli), reason: Some("wet".into()) }
}

fn settings(change: ShopChange) -> Command {
    Command::ChangeShop(change)
}

fn count(day: &str, rupees: i64) -> Command {
    let (counted, denominations) = (Money::from_paise(rupees * 100), BTreeMap::from([(100, rupees / 100)]));
    Command::CloseDay(DayCount { day: day.parse().unwrap(), counted, denominations, note: Some("ok".into()) })
}

/// A clock that is a millisecond on each time it is looked at.
fn ticking() -> Clock {
    let ticks = AtomicI64::new(0);
    let start: jiff::Timestamp = crate::house::NOW.parse().unwrap();
    Clock::new(move || start + jiff::SignedDuration::from_millis(ticks.fetch_add(1, Ordering::Relaxed)))
}

fn product(posted: Posted) -> Product {
    let Posted::Product(product) = posted else { panic!("{posted:?}") };
    product
}

fn close(posted: Posted) -> DayClose {
    let Posted::DayClose(close) = posted else { panic!("{posted:?}") };
    close
}

async fn refused(shop: Shop<'_>, command: Command) -> Refusal {
    let answer = shop.post(command, &Uuid::now_v7().to_string()).await;
    let Err(PostError::Refused(refusal)) = answer else { panic!("{answer:?}") };
    refusal
}

#[tokio::test]
async fn a_change_of_a_product_is_kept_with_what_it_was_before() {
    let house = House::at(crate::house::fresh_database().await, ticking()).await;
    let shop = house.shop().await;
    let rice = shop.goods("Rice", 50, 10).await;
    let everything = ProductChange {
        name: Some("Basmati".into()),
        price: Some(Money::from_paise(9_000)),
        mrp: Patch::Set(Money::from_paise(9_900)),
        tax_rates: Some(vec![RateFrom { rate: TaxRate::ZERO, from: "2027-04-01".parse().unwrap() }]),
        hsn: Patch::Set("100630".into()),
        barcode: Patch::Set(CODE.into()),
        low_stock: Patch::Clear,
        packs: Some(BTreeMap::from([("peti".to_owned(), 12_000)])),
        aliases: Some(vec!["बासमती".into()]),
        ..ProductChange::default()
    };
    let changed = product(shop.must(change(rice.id, everything)).await);
    shop.must(moved(rice.id, StockOp::Remove, 500)).await;
    let kept = house.reader.product(shop.tenant, rice.id).await.unwrap();
    assert_eq!(kept, Product { stock: Quantity::from_milli(9_500), ..changed });
    let history = house.reader.product_history(shop.tenant, rice.id, 2, None).await.unwrap();
    let [counted, renamed] = history.items.as_slice() else { panic!("{history:?}") };
    assert_eq!((counted.kind.as_str(), counted.reason.as_deref()), ("counted", Some("wet")));
    assert_eq!((counted.quantity, counted.stock), (Some(Quantity::from_milli(-500)), Some(kept.stock)));
    assert_eq!(renamed.fields["pricePaise"].from, 5_000);
    assert_eq!(renamed.fields["pricePaise"].to, 9_000);
    assert_eq!(renamed.fields.len(), 9, "{:?}", renamed.fields);
    let rest = house.reader.product_history(shop.tenant, rice.id, 2, history.next_cursor.as_deref()).await.unwrap();
    assert_eq!((rest.items.len(), rest.items[0].kind.as_str(), rest.next_cursor), (1, "created", None));
    let nothing = house.reader.product_history(shop.tenant, ProductId::from_uuid(Uuid::nil()), 2, None).await;
    assert_eq!(nothing.unwrap_err(), ReadError::NotFound);
    assert_eq!(ledger::verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn the_history_of_a_product_cannot_be_rewritten() {
    let house = House::new().await;
    house.shop().await.goods("Rice", 50, 10).await;
    let (client, _connection) = house.superuser().await;
    for statement in ["UPDATE product_changes SET kind = 'changed'", "DELETE FROM product_changes"] {
        assert!(client.batch_execute(statement).await.is_err(), "{statement}");
    }
}

#[tokio::test]
async fn a_name_and_a_barcode_belong_to_one_product_on_two_servers_at_once() {
    let house = House::new().await;
    let other = House::on(house.url.clone()).await;
    let shop = house.shop().await;
    let new = |name: &str| NewProduct { barcode: Some(CODE.into()), ..new_product(name, 50, 1) };
    let posts = (0..8).map(|n| {
        let house = if n % 2 == 0 { &house } else { &other };
        async move {
            let shop = Shop { house, ..shop };
            shop.post(Command::CreateProduct(new(&format!("Tea {n}"))), &format!("tea {n}")).await
        }
    });
    let answers = join_all(posts).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    let found = house.reader.product_of_barcode(shop.tenant, CODE).await.unwrap().unwrap();
    let rice = shop.goods("Rice", 50, 10).await;
    let taken = ProductChange { barcode: Patch::Set(CODE.into()), ..ProductChange::default() };
    assert_eq!(refused(shop, change(rice.id, taken)).await, Refusal::DuplicateBarcode { name: found.name.clone() });
    let named = ProductChange { name: Some(found.name.to_uppercase()), ..ProductChange::default() };
    assert_eq!(refused(shop, change(rice.id, named)).await, Refusal::DuplicateProduct { name: found.name.clone() });
    // What is retired leaves both, and does not get them back while another has them.
    shop.must(retire(found.id, false)).await;
    shop.must(Command::CreateProduct(new(&found.name))).await;
    let back = refused(shop, retire(found.id, true)).await;
    assert_eq!(back, Refusal::DuplicateProduct { name: found.name.clone() });
    let shown = |shown| {
        let reader = house.reader.clone();
        async move { reader.products(shop.tenant, shown, 100, None).await.unwrap().items.len() }
    };
    assert_eq!((shown(Shown::Active).await, shown(Shown::Retired).await, shown(Shown::All).await), (2, 1, 3));
    let now: jiff::Zoned = "2026-11-22T17:30:00+05:30[Asia/Kolkata]".parse().unwrap();
    assert_eq!(house.reader.world(shop.tenant, now).await.unwrap().products.len(), 2);
}

#[tokio::test]
async fn changes_of_one_batch_end_as_the_last_of_them_says() {
    let house = House::at(crate::house::fresh_database().await, ticking()).await;
    let shop = house.shop().await;
    let rice = shop.goods("Rice", 50, 10).await;
    let version = house.reader.catalog_version(shop.tenant).await.unwrap();
    let answers = join_all((51..=90).map(|rupees| shop.must(price(rice.id, rupees)))).await;
    assert_eq!(answers.len(), 40);
    let kept = house.reader.product(shop.tenant, rice.id).await.unwrap();
    let history = house.reader.product_history(shop.tenant, rice.id, 100, None).await.unwrap().items;
    assert_eq!(history.len(), 41);
    assert_eq!(history[0].fields["pricePaise"].to, kept.price.paise());
    for pair in history.windows(2).take(39) {
        assert_eq!(pair[0].fields["pricePaise"].from, pair[1].fields["pricePaise"].to);
    }
    assert!(house.reader.catalog_version(shop.tenant).await.unwrap() > version);
}

#[tokio::test]
async fn a_unit_changes_until_stock_was_counted_in_it() {
    let house = House::new().await;
    let shop = house.shop().await;
    let (rice, wheat) = (shop.goods("Rice", 50, 10).await, shop.goods("Wheat", 40, 0).await);
    let bags = ProductChange { unit: Some(Unit::Bag), ..ProductChange::default() };
    assert_eq!(refused(shop, change(rice.id, bags.clone())).await, Refusal::UnitInUse { name: "Rice".into() });
    assert_eq!(product(shop.must(change(wheat.id, bags.clone())).await).unit, Unit::Bag);
    // Counted to nothing again, it was counted all the same.
    shop.must(moved(wheat.id, StockOp::Add, 1_000)).await;
    shop.must(moved(wheat.id, StockOp::Set, 0)).await;
    let kilos = ProductChange { unit: Some(Unit::Kg), ..bags };
    assert_eq!(refused(shop, change(wheat.id, kilos)).await, Refusal::UnitInUse { name: "Wheat".into() });
}

#[tokio::test]
async fn the_shop_decides_whether_more_is_sold_than_there_is() {
    let house = House::new().await;
    let shop = house.shop().await;
    let (rice, rahul) = (shop.goods("Rice", 50, 1).await, shop.customer("Rahul").await);
    let two = || bill(rahul.id, &[(rice.id, 2_000)]);
    assert!(matches!(refused(shop, two()).await, Refusal::OutOfStock { .. }));
    let oversell = |oversell| settings(ShopChange { oversell: Some(oversell), ..ShopChange::default() });
    shop.must(oversell(Oversell::Allow)).await;
    invoice(shop.must(two()).await);
    assert_eq!(shop.stock(rice.id).await, -1_000);
    assert_eq!(house.reader.stock_value(shop.tenant).await.unwrap().below_zero, 1);
    let refusal = refused(shop, oversell(Oversell::Refuse)).await;
    assert!(
        matches!(refusal, Refusal::InvalidField { field, problem } if field == "/oversell" && problem.contains("Rice"))
    );
    assert_eq!(ledger::verify(&house.url).await.unwrap(), []);
    shop.must(moved(rice.id, StockOp::Set, 3_000)).await;
    shop.must(oversell(Oversell::Refuse)).await;
    assert!(matches!(refused(shop, bill(rahul.id, &[(rice.id, 3_001)])).await, Refusal::OutOfStock { .. }));
}

#[tokio::test]
async fn settings_are_kept_and_hold_from_the_next_command_on() {
    let house = House::new().await;
    let shop = house.shop().await;
    let change = ShopChange {
        name: Some("Sharma & Sons".into()),
        gstin: Patch::Set("27AAPFU0939F1ZV".into()),
        scheme: Some(Scheme::Composition),
        address: Patch::Set("12, Station Road, Pune".into()),
        phone: Patch::Set("9810010001".into()),
        upi_id: Patch::Set("sharma@okaxis".into()),
        upi_name: Patch::Set("Anil Sharma".into()),
        fssai: Patch::Set("11512019000012".into()),
        series: Some("A1".into()),
        low_stock: Patch::Set(Quantity::from_milli(2_000)),
        amount_max: Some(Money::from_paise(50_000)),
        ..ShopChange::default()
    };
    let Posted::Shop(posted) = shop.must(settings(change)).await else { panic!("no shop") };
    assert_eq!(house.reader.shop(shop.tenant).await.unwrap(), posted);
    assert_eq!((posted.scheme, posted.phone.as_deref()), (Scheme::Composition, Some("+919810010001")));
    let rahul = shop.customer("Rahul").await;
    let limit = Money::from_paise(50_000);
    assert_eq!(refused(shop, payment(rahul.id, 501)).await, Refusal::InvalidAmount { limit });
    shop.must(Command::CreateProduct(NewProduct { low_stock: None, ..new_product("Rice", 50, 2) })).await;
    assert_eq!(house.reader.low_stock(shop.tenant).await.unwrap().len(), 1, "the shop's mark is for those without one");
    let other = house.shop().await;
    assert_eq!(house.reader.shop(other.tenant).await.unwrap().series, "INV");
}

#[tokio::test]
async fn a_bill_keeps_the_shop_as_it_was() {
    let house = House::new().await;
    let shop = house.shop().await;
    let (rahul, rice) = (shop.customer("Rahul").await, shop.goods("Rice", 50, 100).await);
    let (reader, tenant) = (&house.reader, shop.tenant);
    let sell = async || invoice(shop.must(bill(rahul.id, &[(rice.id, 1_000)])).await).entry_id.unwrap();
    let (as_made, first) = (reader.shop(tenant).await.unwrap(), sell().await);
    let (address, fssai) = (Patch::Set("12, Laxmi Road, Pune".into()), Patch::Set("11512019000012".into()));
    let renamed = ShopChange { name: Some("Sharma & Sons".into()), address, fssai, ..ShopChange::default() };
    shop.must(Command::ChangeShop(renamed)).await;
    let (as_renamed, second) = (reader.shop(tenant).await.unwrap(), sell().await);
    let small = ShopChange {
        gstin: Patch::Clear,
        fssai: Patch::Clear,
        low_stock: Patch::Set(Quantity::from_milli(1)),
        ..ShopChange::default()
    };
    shop.must(Command::ChangeShop(small)).await;
    let (as_now, third) = (reader.shop(tenant).await.unwrap(), sell().await);
    for (entry, shop) in [(first, as_made), (second, as_renamed), (third, as_now)] {
        assert_eq!(reader.shop_when(tenant, entry).await.unwrap(), shop);
    }
    let other = house.shop().await;
    assert_eq!(reader.shop_when(other.tenant, first).await, Err(ReadError::NotFound));
    assert_eq!(ledger::verify(&house.url).await.unwrap(), []);
}

/// What the books have in the drawer.
async fn cash(shop: Shop<'_>) -> i64 {
    let (superuser, _connection) = shop.house.superuser().await;
    let sql = "SELECT sum(amount)::bigint FROM postings WHERE tenant_id = $1 AND account = 'cash'";
    superuser.query_one(sql, &[&shop.tenant.uuid()]).await.unwrap().get(0)
}

#[tokio::test]
async fn a_closed_day_leaves_the_drawer_as_it_was_counted() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul").await;
    shop.must(payment(rahul.id, 700)).await;
    let wrong = crate::house::entry(shop.must(payment(rahul.id, 200)).await);
    shop.must(Command::Reverse { entry: wrong.id }).await;
    let first = close(shop.must(count("2026-11-22", 600)).await);
    let rupees = |money: Money| money.paise() / 100;
    assert_eq!((rupees(first.received), rupees(first.paid_out), rupees(first.difference)), (900, 200, -100));
    let again = refused(shop, count("2026-11-22", 600)).await;
    assert_eq!(again, Refusal::DayClosed { day: "2026-11-22".parse().unwrap() });
    assert_eq!(cash(shop).await, 60_000, "the cash account has what was counted");
    // What is paid after the close, in the same hour, is the next day's.
    shop.must(payment(rahul.id, 300)).await;
    let drawer = house.reader.drawer(shop.tenant).await.unwrap();
    assert_eq!(rupees(drawer.expected().unwrap()), 900);
    let tomorrow = Clock::new(|| "2026-11-23T12:00:00Z".parse().unwrap());
    let later = House::at(house.url.clone(), tomorrow).await;
    let next = Shop { house: &later, ..shop };
    next.must(payment(rahul.id, 100)).await;
    let second = close(next.must(count("2026-11-23", 1_000)).await);
    assert_eq!((rupees(second.opening), rupees(second.received), rupees(second.difference)), (600, 400, 0));
    assert_eq!(cash(shop).await, 100_000);
    let listed = house.reader.day_closes(shop.tenant, 100, None).await.unwrap().items;
    assert_eq!(listed, [second, first]);
    let before = |day: &str| Command::ReceivePayment {
        party: rahul.id,
        parts: vec![PaymentPart { mode: PaymentMode::Upi, amount: Money::from_paise(100) }],
        notes: None,
        on: Some(day.parse().unwrap()),
    };
    let closed = Refusal::DayClosed { day: "2026-11-22".parse().unwrap() };
    assert_eq!(refused(next, before("2026-11-22")).await, closed, "a closed day holds back what is written into it");
    next.must(before("2026-11-23")).await;
    assert_eq!(ledger::verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn a_day_is_closed_once_however_many_try() {
    let house = House::new().await;
    let other = House::on(house.url.clone()).await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul").await;
    let attempts = (0..16).map(|n| {
        let house = if n % 2 == 0 { &house } else { &other };
        async move { Shop { house, ..shop }.post(count("2026-11-22", 100 * n), &format!("close {n}")).await }
    });
    let payments = (0..16).map(|n| {
        let house = if n % 2 == 0 { &house } else { &other };
        async move { Shop { house, ..shop }.post(payment(rahul.id, 100), &format!("pay {n}")).await.unwrap() }
    });
    let (answers, _) = tokio::join!(join_all(attempts), join_all(payments));
    let closed: Vec<DayClose> = answers.into_iter().flatten().map(close).collect();
    let [closed] = closed.as_slice() else { panic!("{closed:?}") };
    let drawer = house.reader.drawer(shop.tenant).await.unwrap();
    let all = closed.received.plus(drawer.received).unwrap();
    assert_eq!(all, Money::from_paise(160_000), "no payment is lost between two days, and none is counted twice");
}

#[tokio::test]
async fn a_product_is_found_by_what_sounds_like_it() {
    let house = House::new().await;
    let shop = house.shop().await;
    for name in ["Rice", "Basmati Rice", "Sugar"] {
        let aliases = if name == "Sugar" { vec!["चीनी".into()] } else { vec![] };
        shop.must(Command::CreateProduct(NewProduct { aliases, ..new_product(name, 50, 1) })).await;
    }
    let found = async |query: &str| {
        let found = house.reader.search_products(shop.tenant, query, 10).await.unwrap();
        found.into_iter().map(|one| (one.product.name, one.score_milli)).collect::<Vec<_>>()
    };
    assert_eq!(found("rice").await.first(), Some(&("Rice".to_owned(), 1_000)));
    assert_eq!(found("चीनी").await, [("Sugar".to_owned(), 1_000)]);
    assert_eq!(found("cheeni").await.first().map(|(name, _)| name.as_str()), Some("Sugar"));
    assert_eq!(found("helicopter").await, []);
}
