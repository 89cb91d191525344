//! Lists come in pages without gaps, and a day is India's.

use crate::house::{House, Shop, bill, credit, entry, payment};
use execora_actors::clock::Clock;
use execora_actors::ledger::{InvoiceFilter, ReadError, Shown, Span};
use execora_domain::ids::TenantId;
use execora_domain::ledger::{Command, NewParty, india_day};
use execora_domain::money::Money;
use futures_util::StreamExt as _;
use jiff::civil::date;
use uuid::Uuid;

async fn pages<T>(shop: Shop<'_>, next: impl AsyncFn(Shop<'_>, Option<&str>) -> (Vec<T>, Option<String>)) -> Vec<T> {
    let (mut all, mut cursor) = (vec![], None);
    loop {
        let (items, after) = next(shop, cursor.as_deref()).await;
        assert!(items.len() <= 3);
        all.extend(items);
        cursor = after;
        if cursor.is_none() {
            return all;
        }
    }
}

#[tokio::test]
async fn every_list_is_whole_when_its_pages_are_put_together() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rice = shop.goods("Rice", 50, 100).await;
    for name in ["आटा", "besan", "Besan 2", "Chana", "दाल"] {
        shop.goods(name, 20, 10).await;
    }
    let rahul = shop.customer("Rahul").await;
    for name in ["Rahul", "Rahul", "राहुल", "Anil", "zubin", "Rahul"] {
        shop.customer(name).await;
    }
    for n in 1..=7 {
        shop.must(bill(rahul.id, &[(rice.id, 1_000 * n)])).await;
    }
    let reader = &house.reader;
    let parties = pages(shop, async |shop, cursor| {
        let page = reader.parties(shop.tenant, 3, cursor).await.unwrap();
        (page.items, page.next_cursor)
    });
    let parties = parties.await;
    assert_eq!(parties.len(), 7);
    assert_eq!(parties.iter().map(|one| one.id).collect::<std::collections::BTreeSet<_>>().len(), 7);
    let products = pages(shop, async |shop, cursor| {
        let page = reader.products(shop.tenant, Shown::Active, 3, cursor).await.unwrap();
        (page.items, page.next_cursor)
    });
    assert_eq!(products.await.len(), 6);
    let bills = pages(shop, async |shop, cursor| {
        let page = reader.invoices(shop.tenant, &InvoiceFilter::default(), 3, cursor).await.unwrap();
        (page.items, page.next_cursor)
    });
    let totals: Vec<i64> = bills.await.iter().map(|bill| bill.invoice.total.paise() / 5_000).collect();
    assert_eq!(totals, [7, 6, 5, 4, 3, 2, 1]);
    let entries = pages(shop, async |shop, cursor| {
        let page = reader.statement(shop.tenant, rahul.id, Span::default(), 3, cursor).await.unwrap().entries;
        (page.items, page.next_cursor)
    });
    let sequences: Vec<i64> = entries.await.iter().map(|entry| entry.sequence).collect();
    assert_eq!(sequences, [7, 6, 5, 4, 3, 2, 1]);
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul").await;
    for bad in ["", "zz", "6162", "ffff", &"61".repeat(2_000)] {
        let parties = house.reader.parties(shop.tenant, 3, Some(bad)).await;
        assert_eq!(parties.unwrap_err(), ReadError::BadCursor, "{bad}");
        let bills = house.reader.invoices(shop.tenant, &InvoiceFilter::default(), 3, Some(bad)).await;
        assert_eq!(bills.unwrap_err(), ReadError::BadCursor, "{bad}");
        let entries = house.reader.statement(shop.tenant, rahul.id, Span::default(), 3, Some(bad)).await;
        assert_eq!(entries.unwrap_err(), ReadError::BadCursor, "{bad}");
    }
}

#[tokio::test]
async fn a_day_begins_at_midnight_in_india_and_leaves_out_what_was_undone() {
    // 18:29:59 UTC is 23:59:59 in India: a second later is the next day.
    let moments = ["2026-11-22T18:29:59Z", "2026-11-22T18:30:00Z"].map(|text| text.parse::<jiff::Timestamp>().unwrap());
    assert_eq!(moments.map(india_day), [date(2026, 11, 22), date(2026, 11, 23)]);
    let first = House::new().await;
    let [late, early] = moments;
    let late = House::at(first.url.clone(), Clock::new(move || late)).await;
    let early = House::at(first.url.clone(), Clock::new(move || early)).await;
    let shop = first.shop().await;
    let (late, early) = (Shop { house: &late, ..shop }, Shop { house: &early, ..shop });
    let (rahul, rice) = (shop.customer("Rahul").await, shop.goods("Rice", 50, 100).await);
    late.must(bill(rahul.id, &[(rice.id, 2_000)])).await;
    late.must(payment(rahul.id, 30)).await;
    early.must(credit(rahul.id, 500)).await;
    let mistake = entry(early.must(credit(rahul.id, 7)).await);
    early.must(Command::Reverse { entry: mistake.id }).await;
    let summary = first.reader.daily_summary(shop.tenant, date(2026, 11, 22)).await.unwrap();
    assert_eq!((summary.invoice_count, summary.sales.paise()), (1, 10_000));
    assert_eq!((summary.payments.paise(), summary.credit.paise()), (3_000, 7_000));
    let next = first.reader.daily_summary(shop.tenant, date(2026, 11, 23)).await.unwrap();
    assert_eq!((next.invoice_count, next.payments.paise(), next.credit.paise()), (0, 0, 50_000));
    assert_eq!(next.receivable.paise(), 57_000);
    assert_eq!(first.reader.entries_of_day(shop.tenant, date(2026, 11, 22), 10, None).await.unwrap().items.len(), 2);
    assert_eq!(first.reader.entries_of_day(shop.tenant, date(2026, 11, 23), 2, None).await.unwrap().items.len(), 2);
}

#[tokio::test]
async fn the_catalogue_has_a_new_version_when_a_customer_or_product_is_new() {
    let house = House::new().await;
    let shop = house.shop().await;
    let version = async || house.reader.catalog_version(shop.tenant).await.unwrap();
    let first = version().await;
    let rahul = shop.customer("Rahul").await;
    let second = version().await;
    assert!(second > first);
    shop.must(credit(rahul.id, 5)).await;
    assert_eq!(version().await, second);
    shop.goods("Rice", 50, 1).await;
    assert!(version().await > second);
    let nowhere = TenantId::from_uuid(Uuid::now_v7());
    assert_eq!(house.reader.catalog_version(nowhere).await, Err(ReadError::NotFound));
}

#[tokio::test]
async fn a_customer_is_found_by_name_place_or_phone_and_low_stock_is_told() {
    let house = House::new().await;
    let shop = house.shop().await;
    for (name, landmark, phone) in
        [("Rahul Sharma", "Station Road", "9810010001"), ("Rahul Verma", "Gandhi Chowk", "9810010002")]
    {
        let new = NewParty {
            name: name.into(),
            landmark: Some(landmark.into()),
            phone: Some(phone.into()),
            opening_balance: Money::from_paise(100),
            ..NewParty::default()
        };
        shop.must(Command::CreateParty(new)).await;
    }
    let found = async |query: &str| {
        let found = house.reader.search_parties(shop.tenant, query, 10).await.unwrap();
        found.into_iter().map(|one| one.party.name).collect::<Vec<_>>()
    };
    assert_eq!(found("rahul").await, ["Rahul Sharma", "Rahul Verma"]);
    assert_eq!(found("राहुल वर्मा").await[0], "Rahul Verma");
    assert_eq!(found("rahul station").await[0], "Rahul Sharma");
    assert_eq!(found("10002").await, ["Rahul Verma"]);
    assert_eq!(found("mohan").await, Vec::<String>::new());
    shop.goods("Rice", 50, 5).await;
    shop.goods("Dal", 90, 6).await;
    let low = house.reader.low_stock(shop.tenant).await.unwrap();
    assert_eq!(low.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Rice"]);
}

/// Page 5: of a day with more entries than a page nothing is cut without a word, and its sums hold all.
#[tokio::test]
async fn a_day_of_many_entries_is_told_whole() {
    const MANY: usize = 530;
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul").await;
    let posts = (0..MANY).map(|_| async { shop.must(credit(rahul.id, 1)).await });
    futures_util::stream::iter(posts).buffer_unordered(64).collect::<Vec<_>>().await;
    for n in 0..6 {
        shop.must(credit(shop.customer(&format!("Debtor {n}")).await.id, 5)).await;
    }
    let day = date(2026, 11, 22);
    let (mut all, mut cursor, mut pages) = (vec![], None, vec![]);
    loop {
        let page = house.reader.entries_of_day(shop.tenant, day, 500, cursor.as_deref()).await.unwrap();
        pages.push(page.items.len());
        all.extend(page.items.into_iter().map(|entry| entry.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(pages, [500, MANY + 6 - 500]);
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), MANY + 6);
    assert_eq!(house.reader.daily_summary(shop.tenant, day).await.unwrap().credit.paise(), 56_000);
    let (list, others) = house.reader.debtors(shop.tenant, Money::ZERO, 5).await.unwrap();
    assert_eq!((list.len(), list[0].1.paise(), others), (5, 53_000, 2));
    let bad = house.reader.entries_of_day(shop.tenant, day, 500, Some("zz")).await;
    assert_eq!(bad.unwrap_err(), ReadError::BadCursor);
}
