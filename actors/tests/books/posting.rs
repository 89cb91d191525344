//! Commands come to what they say, once, in order, whoever else writes.

use crate::house::{House, bill, credit, entry, invoice, new_product, payment};
use execora_actors::ledger::{InvoiceFilter, PostError, ReadError, Span};
use execora_domain::invoice::InvoiceStatus;
use execora_domain::ledger::{Command, EntryKind, Refusal, StockOp};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use futures_util::future::join_all;

#[tokio::test]
async fn a_bill_raises_the_balance_and_takes_the_goods_off_the_shelf() {
    let house = House::new().await;
    let shop = house.shop().await;
    let (rahul, rice) = (shop.customer("Rahul Sharma").await, shop.goods("Rice", 50, 100).await);
    let bill = invoice(shop.must(bill(rahul.id, &[(rice.id, 2_000)])).await);
    assert_eq!((bill.number.as_str(), bill.total), ("INV/26-27/000001", Money::from_paise(10_000)));
    assert_eq!(bill.cgst, bill.sgst);
    assert_eq!(bill.balance, Money::from_paise(10_000));
    assert_eq!(shop.balance(rahul.id).await, 10_000);
    assert_eq!(shop.stock(rice.id).await, 98_000);
    assert_eq!(house.reader.invoice(shop.tenant, bill.id).await.unwrap(), bill);
    let statement = house.reader.statement(shop.tenant, rahul.id, Span::default(), 10, None).await.unwrap().entries;
    assert_eq!(statement.items.len(), 1);
    assert_eq!(statement.items[0].invoice_number.as_deref(), Some("INV/26-27/000001"));
}

#[tokio::test]
async fn a_payment_lowers_the_balance_and_a_reversal_restores_it() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    shop.must(credit(rahul.id, 500)).await;
    let paid = entry(shop.must(payment(rahul.id, 200)).await);
    assert_eq!((paid.sequence, paid.balance_after), (2, Money::from_paise(30_000)));
    let undone = entry(shop.must(Command::Reverse { entry: paid.id }).await);
    assert_eq!((undone.kind, undone.reverses), (EntryKind::Reversal, Some(paid.id)));
    assert_eq!(shop.balance(rahul.id).await, 50_000);
    let again = shop.post(Command::Reverse { entry: paid.id }, "again").await;
    assert_eq!(again, Err(PostError::Refused(Refusal::AlreadyReversed)));
}

#[tokio::test]
async fn a_reversed_bill_is_cancelled_and_its_goods_come_back() {
    let house = House::new().await;
    let shop = house.shop().await;
    let (rahul, rice) = (shop.customer("Rahul Sharma").await, shop.goods("Rice", 50, 100).await);
    let bill = invoice(shop.must(bill(rahul.id, &[(rice.id, 2_000)])).await);
    shop.must(Command::Reverse { entry: bill.entry_id.unwrap() }).await;
    assert_eq!(shop.stock(rice.id).await, 100_000);
    assert_eq!(shop.balance(rahul.id).await, 0);
    assert_eq!(house.reader.invoice(shop.tenant, bill.id).await.unwrap().status, InvoiceStatus::Cancelled);
}

#[tokio::test]
async fn one_key_asked_64_times_at_once_posts_once() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    let answers = join_all((0..64).map(|_| shop.post(credit(rahul.id, 500), "one wish"))).await;
    let first = answers[0].clone().unwrap();
    assert!(answers.into_iter().all(|answer| answer == Ok(first.clone())));
    assert_eq!(shop.balance(rahul.id).await, 50_000);
    let other = shop.post(credit(rahul.id, 501), "one wish").await;
    assert_eq!(other, Err(PostError::KeyReused));
}

#[tokio::test]
async fn bills_of_64_callers_on_two_servers_are_numbered_1_to_64() {
    let house = House::new().await;
    let other = House::on(house.url.clone()).await;
    let shop = house.shop().await;
    let (rahul, rice) = (shop.customer("Rahul Sharma").await, shop.goods("Rice", 50, 1_000).await);
    let there = crate::house::Shop { house: &other, tenant: shop.tenant };
    let posts = (0..64).map(|n| {
        let from = if n % 2 == 0 { shop } else { there };
        async move { invoice(from.must(bill(rahul.id, &[(rice.id, 1_000)])).await).number }
    });
    let mut numbers = join_all(posts).await;
    numbers.sort();
    let expected: Vec<String> = (1..=64).map(|n| format!("INV/26-27/{n:06}")).collect();
    assert_eq!(numbers, expected);
    assert_eq!(shop.balance(rahul.id).await, 64 * 5_000);
    assert_eq!(shop.stock(rice.id).await, (1_000 - 64) * 1_000);
}

#[tokio::test]
async fn bills_that_take_goods_in_opposite_orders_do_not_block_each_other() {
    let house = House::new().await;
    let other = House::on(house.url.clone()).await;
    let shop = house.shop().await;
    let there = crate::house::Shop { house: &other, tenant: shop.tenant };
    let (rahul, meena) = (shop.customer("Rahul Sharma").await, shop.customer("Meena").await);
    let (rice, dal) = (shop.goods("Rice", 50, 1_000).await, shop.goods("Dal", 90, 1_000).await);
    let posts = (0..60).map(|n| async move {
        if n % 2 == 0 {
            shop.must(bill(rahul.id, &[(rice.id, 1_000), (dal.id, 1_000)])).await
        } else {
            there.must(bill(meena.id, &[(dal.id, 1_000), (rice.id, 1_000)])).await
        }
    });
    join_all(posts).await;
    assert_eq!(shop.stock(rice.id).await, 940_000);
    assert_eq!(shop.stock(dal.id).await, 940_000);
}

#[tokio::test]
async fn the_last_of_the_stock_is_sold_once() {
    let house = House::new().await;
    let other = House::on(house.url.clone()).await;
    let shop = house.shop().await;
    let there = crate::house::Shop { house: &other, tenant: shop.tenant };
    let (rahul, rice) = (shop.customer("Rahul Sharma").await, shop.goods("Rice", 50, 10).await);
    let posts = (0..32).map(|n| {
        let from = if n % 2 == 0 { shop } else { there };
        async move { from.post(bill(rahul.id, &[(rice.id, 1_000)]), &format!("sale {n}")).await }
    });
    let answers = join_all(posts).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 10);
    let refused = |answer: &&Result<_, _>| matches!(answer, Err(PostError::Refused(Refusal::OutOfStock { .. })));
    assert_eq!(answers.iter().filter(refused).count(), 22);
    assert_eq!(shop.stock(rice.id).await, 0);
}

#[tokio::test]
async fn stock_counted_on_two_servers_at_once_loses_nothing() {
    let house = House::new().await;
    let other = House::on(house.url.clone()).await;
    let shop = house.shop().await;
    let there = crate::house::Shop { house: &other, tenant: shop.tenant };
    let rice = &shop.goods("Rice", 50, 0).await;
    let counts = [shop, there].map(|from| async move {
        for _ in 0..60 {
            let quantity = Quantity::from_milli(1_000);
            from.must(Command::MoveStock { product: rice.id, op: StockOp::Add, quantity, reason: None }).await;
        }
    });
    join_all(counts).await;
    assert_eq!(shop.stock(rice.id).await, 120_000);
}

#[tokio::test]
async fn a_command_that_is_refused_takes_no_neighbour_with_it() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    let posts = (0..40).map(|n| async move {
        let amount = if n == 17 { 0 } else { 10 };
        shop.post(credit(rahul.id, amount), &format!("wish {n}")).await
    });
    let answers = join_all(posts).await;
    let refused: Vec<usize> = (0..40).filter(|&n| answers[n].is_err()).collect();
    assert_eq!(refused, [17]);
    assert_eq!(shop.balance(rahul.id).await, 39_000);
}

#[tokio::test]
async fn a_command_that_only_postgresql_refuses_takes_no_neighbour_with_it() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = &shop.customer("Rahul Sharma").await;
    let (superuser, _connection) = house.superuser().await;
    superuser.batch_execute("ALTER TABLE entries ADD CHECK (amount <> 666)").await.unwrap();
    let posts = (0..24).map(|n| async move {
        let amount = Money::from_paise(if n == 5 { 666 } else { 1_000 });
        let command = Command::credit(rahul.id, amount, "udhaar".into());
        shop.post(command, &format!("wish {n}")).await
    });
    let answers = join_all(posts).await;
    let failed: Vec<usize> = (0..24).filter(|&n| answers[n] == Err(PostError::Failed)).collect();
    assert_eq!(failed, [5]);
    assert_eq!(shop.balance(rahul.id).await, 23_000);
}

#[tokio::test]
async fn nothing_of_one_shop_is_found_in_another() {
    let house = House::new().await;
    let (mine, theirs) = (house.shop().await, house.shop().await);
    let (rahul, rice) = (theirs.customer("Rahul Sharma").await, theirs.goods("Rice", 50, 10).await);
    let owed = entry(theirs.must(credit(rahul.id, 500)).await);
    let sold = invoice(theirs.must(bill(rahul.id, &[(rice.id, 1_000)])).await);
    let refused = |refusal| Err(PostError::Refused(refusal));
    assert_eq!(mine.post(credit(rahul.id, 1), "a").await, refused(Refusal::UnknownParty));
    let meena = mine.customer("Meena").await;
    assert_eq!(mine.post(bill(meena.id, &[(rice.id, 1_000)]), "b").await, refused(Refusal::UnknownProduct));
    assert_eq!(mine.post(Command::Reverse { entry: owed.id }, "c").await, refused(Refusal::UnknownEntry));
    // The same few connections served their shop before and serve mine now.
    assert_eq!(house.reader.party(mine.tenant, rahul.id).await, Err(ReadError::NotFound));
    assert_eq!(house.reader.invoice(mine.tenant, sold.id).await, Err(ReadError::NotFound));
    assert_eq!(
        house.reader.statement(mine.tenant, rahul.id, Span::default(), 10, None).await,
        Err(ReadError::NotFound)
    );
    assert_eq!(house.reader.parties(mine.tenant, 10, None).await.unwrap().items, [meena]);
    assert_eq!(house.reader.invoices(mine.tenant, &InvoiceFilter::default(), 10, None).await.unwrap().items, []);
    let key_is_free = mine.post(Command::CreateProduct(new_product("Rice", 50, 1)), "shared key").await;
    assert!(key_is_free.is_ok());
}

#[tokio::test]
async fn a_connection_without_a_shop_sees_and_writes_nothing() {
    let house = House::new().await;
    let shop = house.shop().await;
    shop.customer("Rahul Sharma").await;
    let client = house.pool.get().await.unwrap();
    for table in ["tenants", "users", "parties", "entries", "idempotency", "outbox"] {
        let seen = client.query_one(&format!("SELECT count(*) FROM {table}"), &[]).await.unwrap();
        assert_eq!(seen.get::<_, i64>(0), 0, "{table}");
    }
    let written = client.execute("UPDATE parties SET balance = 1", &[]).await.unwrap();
    assert_eq!(written, 0);
}

#[tokio::test]
async fn entries_are_never_changed_or_removed() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    shop.must(credit(rahul.id, 500)).await;
    let (superuser, _connection) = house.superuser().await;
    let app = house.pool.get().await.unwrap();
    for table in ["entries", "postings", "invoice_items", "stock_movements"] {
        for change in [format!("DELETE FROM {table}"), format!("UPDATE {table} SET tenant_id = tenant_id")] {
            assert!(superuser.execute(&change, &[]).await.is_err(), "{change}");
            assert!(app.execute(&change, &[]).await.is_err(), "{change}");
        }
        assert!(superuser.execute(&format!("TRUNCATE {table} CASCADE"), &[]).await.is_err(), "{table}");
    }
}

#[tokio::test]
async fn postings_that_do_not_balance_are_refused_by_the_database() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    let owed = entry(shop.must(credit(rahul.id, 500)).await);
    let (superuser, _connection) = house.superuser().await;
    let lone = "INSERT INTO postings (tenant_id, entry_id, line, account, amount) VALUES ($1, $2, 9, 'cash', 1)";
    let refused = superuser.execute(lone, &[&shop.tenant.uuid(), &owed.id.uuid()]).await.unwrap_err();
    assert_eq!(refused.code(), Some(&tokio_postgres::error::SqlState::CHECK_VIOLATION));
}
