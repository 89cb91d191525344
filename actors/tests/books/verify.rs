//! Every check finds the fault that it is for, and none in sound books.

use crate::house::{House, Shop, bill, credit, invoice, payment};
use execora_actors::ledger::{CHECKS, verify};
use execora_domain::invoice::{BillWish, DraftLine, InvoiceDraft, Returned};
use execora_domain::ledger::{Command, DayCount, PaymentMode, PaymentPart, ProductChange, ShopChange, StockOp};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};

/// A shop in which everything has happened once.
async fn lively(house: &House) -> Shop<'_> {
    let shop = house.shop().await;
    let (rahul, rice) = (shop.customer("Rahul Sharma").await, shop.goods("Rice", 50, 100).await);
    let dal = shop.goods("Dal", 87, 100).await;
    shop.must(credit(rahul.id, 500)).await;
    shop.must(payment(rahul.id, 200)).await;
    shop.must(bill(rahul.id, &[(rice.id, 2_250), (dal.id, 333)])).await;
    let sold = invoice(shop.must(bill(rahul.id, &[(rice.id, 1_000)])).await);
    shop.must(Command::Reverse { entry: sold.entry_id.unwrap() }).await;
    let mut beyond = InvoiceDraft::new(rahul.id, vec![DraftLine::new(rice.id, Quantity::from_milli(4_000))]);
    beyond.place_of_supply = Some("29".into());
    beyond.payments = vec![PaymentPart { mode: PaymentMode::Upi, amount: Money::from_paise(5_000) }];
    let beyond = invoice(shop.must(Command::IssueInvoice(beyond)).await);
    let back = Returned { line: 1, quantity: Some(Quantity::from_milli(1_500)) };
    let back = BillWish::Return { invoice: beyond.id, lines: vec![back], reason: None };
    shop.must(Command::Bill(back)).await;
    let price = ProductChange { price: Some(Money::from_paise(5_100)), ..ProductChange::default() };
    shop.must(Command::ChangeProduct { product: rice.id, change: price }).await;
    let (op, quantity) = (StockOp::Set, Quantity::from_milli(80_000));
    shop.must(Command::MoveStock { product: rice.id, op, quantity, reason: Some("mice".into()) }).await;
    shop.must(Command::ChangeShop(ShopChange { name: Some("Sharma & Sons".into()), ..ShopChange::default() })).await;
    let (day, counted, note) = (date(2026, 11, 22), Money::from_paise(19_900), Some("fell out".to_owned()));
    shop.must(Command::CloseDay(DayCount { day, counted, denominations: BTreeMap::from([(1, 199)]), note })).await;
    shop
}

#[tokio::test]
async fn sound_books_break_no_rule() {
    let house = House::new().await;
    lively(&house).await;
    lively(&house).await;
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

/// What breaks the books, past every trigger and foreign key, and the rule that must be named.
const FAULTS: [(&str, &str); 58] = [
    ("I1", "UPDATE postings SET amount = amount + 1 WHERE account = 'cash'"),
    ("I1", "DELETE FROM postings WHERE entry_id = (SELECT entry_id FROM entries WHERE kind = 'credit')"),
    (
        "I1",
        "UPDATE postings SET amount = 2 * amount WHERE entry_id = (SELECT entry_id FROM entries WHERE kind = 'credit')",
    ),
    ("I2", "UPDATE postings SET amount = amount + 1 WHERE account = 'cash'"),
    ("I3", "UPDATE parties SET balance = balance + 1"),
    ("I3", "UPDATE tenants SET receivable = receivable + 1"),
    ("I3", "UPDATE entries SET balance_after = balance_after + 1 WHERE kind = 'payment'"),
    ("I4", "UPDATE entries SET sequence = 99 WHERE kind = 'reversal'"),
    ("I4", "UPDATE parties SET last_sequence = last_sequence + 1"),
    ("I5", "UPDATE invoice_items SET taxable = taxable + 1, total = total + 1"),
    ("I5", "UPDATE invoices SET balance_after = balance_after + 1"),
    ("I5", "UPDATE invoice_items SET igst = igst + 1, total = total + 1 WHERE igst > 0"),
    ("I5", "UPDATE invoice_items SET bill_discount = bill_discount + 1"),
    ("I5", "UPDATE invoices SET payments = '[]'"),
    ("I5", "UPDATE invoice_items SET quantity = 5000 WHERE original_line = 1"),
    ("I5", "UPDATE invoice_items SET original_line = 2 WHERE original_line = 1"),
    ("I5", "UPDATE invoices SET status = 'cancelled' WHERE payment_entry_id IS NOT NULL"),
    ("I6", "UPDATE invoice_items SET cgst = cgst + 1, total = total + 1"),
    ("I6", "UPDATE invoices SET igst = 1 WHERE cgst > 0"),
    ("I6", "UPDATE invoices SET kind = 'bill' WHERE original_id IS NULL"),
    ("I7", "UPDATE invoices SET running_number = 7 WHERE running_number = 2"),
    ("I7", "UPDATE invoice_series SET last_number = 9 WHERE series = 'CN'"),
    ("I7", "UPDATE invoices SET number = 'INV/26-27/000001'"),
    (
        "I7",
        "WITH s AS (UPDATE invoice_series SET financial_year = '25-26') UPDATE invoices SET financial_year = '25-26'",
    ),
    ("I9", "UPDATE entries SET amount = amount + 1 WHERE kind = 'reversal'"),
    ("I9", "UPDATE invoices SET status = 'confirmed'"),
    ("I9", "UPDATE postings SET amount = amount + 1 WHERE account = 'sales' AND amount > 0"),
    ("I11", "DELETE FROM idempotency WHERE response ? 'Invoice'"),
    (
        "I11",
        "INSERT INTO idempotency SELECT tenant_id, key || '2', request_hash, response, created_at FROM idempotency",
    ),
    ("I12", "DELETE FROM outbox WHERE entry_id IN (SELECT entry_id FROM entries WHERE kind = 'payment')"),
    ("I13", "UPDATE products SET stock = stock + 1"),
    ("I13", "DELETE FROM stock_movements WHERE reason = 'sale'"),
    (
        "I14",
        "UPDATE idempotency SET response = jsonb_set(response, '{Entry,description}', '\"milk\"') WHERE response ? 'Entry'",
    ),
    ("I14", "UPDATE idempotency SET user_id = gen_random_uuid() WHERE audit_sequence = 2"),
    ("I14", "UPDATE idempotency SET audit_hash = decode(repeat('07', 32), 'hex') WHERE audit_sequence = 3"),
    ("I14", "DELETE FROM idempotency WHERE audit_sequence = 8"),
    ("I14", "UPDATE tenants SET audit_sequence = audit_sequence - 1"),
    ("I14", "UPDATE stock_movements SET audit_sequence = NULL WHERE reason = 'sale'"),
    ("I14", "UPDATE entries SET effective_on = date '2026-01-01' WHERE kind = 'payment'"),
    ("I14", "UPDATE entries SET description = 'milk' WHERE kind = 'credit'"),
    ("I14", "UPDATE invoices SET party_name = 'Verma' WHERE status = 'confirmed'"),
    ("I14", "UPDATE product_changes SET product = jsonb_set(product, '{pricePaise}', '1') WHERE kind = 'changed'"),
    ("I14", "UPDATE product_changes SET quantity = quantity + 1 WHERE kind = 'counted'"),
    ("I14", "UPDATE product_changes SET reason = 'rats' WHERE kind = 'counted'"),
    ("I14", "UPDATE product_changes SET kind = 'changed' WHERE kind = 'counted'"),
    ("I14", "UPDATE product_changes SET audit_sequence = NULL WHERE kind = 'changed'"),
    ("I14", "DELETE FROM product_changes WHERE kind = 'changed'"),
    (
        "I14",
        "INSERT INTO product_changes SELECT tenant_id, product_id, gen_random_uuid(), kind, product, quantity, reason, user_id, \
         created_at + interval '1 second' FROM product_changes WHERE kind = 'changed'",
    ),
    ("I14", "UPDATE day_closes SET counted = counted + 1, difference = difference + 1"),
    ("I14", "UPDATE day_closes SET note = 'rats'"),
    ("I14", "UPDATE day_closes SET recent_received = recent_received + 1"),
    ("I14", "DELETE FROM day_closes"),
    ("I14", "UPDATE shop_versions SET shop = jsonb_set(shop, '{name}', '\"Verma\"') WHERE audit_sequence > 0"),
    ("I14", "DELETE FROM shop_versions WHERE audit_sequence > 0"),
    ("I14", "UPDATE invoice_items SET name = 'Gold'"),
    ("I14", "UPDATE invoice_items SET rate = rate + 1 WHERE line = 1"),
    ("I14", "UPDATE invoice_items SET hsn = '7108' WHERE line = 2"),
    ("I15", "UPDATE entries SET party_id = gen_random_uuid() WHERE kind = 'payment'"),
];

#[tokio::test]
async fn every_check_finds_the_fault_that_it_is_for() {
    let house = House::new().await;
    lively(&house).await;
    let (superuser, _connection) = house.superuser().await;
    // Without triggers and foreign keys, as a fault below the program would be; CHECKs are taken away.
    let unguarded = "SET session_replication_role = replica; \
        ALTER TABLE invoice_items DROP CONSTRAINT invoice_items_tax; ALTER TABLE invoices DROP CONSTRAINT invoices_tax; \
        ALTER TABLE invoices DROP CONSTRAINT invoices_sum";
    superuser.batch_execute(unguarded).await.unwrap();
    for (check, fault) in FAULTS {
        let undo: Vec<String> = copies(&superuser).await;
        let broken = superuser.execute(fault, &[]).await.unwrap();
        assert!(broken > 0, "{fault}");
        let found = verify(&house.url).await.unwrap();
        assert!(found.iter().any(|one| one.check == check), "{check} does not find: {fault}\n{found:?}");
        for statement in undo {
            superuser.batch_execute(&statement).await.unwrap();
        }
        assert_eq!(verify(&house.url).await.unwrap(), [], "{fault} was not undone");
    }
    let covered: BTreeSet<&str> = FAULTS.iter().map(|(check, _)| *check).collect();
    // I14 is a walk along each chain, not a statement.
    assert_eq!(covered, CHECKS.iter().map(|check| check.name).chain(["I14"]).collect());
}

/// Copies every table, and says how to put the copies back.
async fn copies(superuser: &tokio_postgres::Client) -> Vec<String> {
    let tables = [
        "tenants",
        "parties",
        "products",
        "entries",
        "postings",
        "invoice_series",
        "invoices",
        "invoice_items",
        "stock_movements",
        "idempotency",
        "outbox",
        "product_changes",
        "day_closes",
        "shop_versions",
    ];
    let mut undo = vec![];
    for table in tables {
        let copy = format!("DROP TABLE IF EXISTS copy_{table}; CREATE TEMP TABLE copy_{table} AS TABLE {table}");
        superuser.batch_execute(&copy).await.unwrap();
        undo.push(format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM copy_{table}"));
    }
    undo
}
