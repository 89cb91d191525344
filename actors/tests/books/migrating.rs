//! P7: books that were written under the oldest schema are sound under the newest one, and go on.

use crate::house::{House, Shop, bill, clock, empty_database, entry, fresh_database, invoice, payment};
use execora_actors::ledger::{self, verify};
use execora_actors::{database, identity};
use execora_domain::ids::{EntryId, InvoiceId, PartyId, ProductId, TenantId};
use execora_domain::invoice::{BillWish, Returned};
use execora_domain::ledger::Command;
use execora_domain::quantity::Quantity;
use refinery::Target;
use uuid::Uuid;

mod embedded {
    refinery::embed_migrations!("../migrations");
}

/// The first schema that holds whole books: the ones before it lack the outbox.
const OLDEST: i32 = 4;
/// When the old books were written.
const THEN: &str = "2026-06-01T10:00:00Z";

/// An identity as it was made `n` milliseconds after [`THEN`].
fn id(n: u64) -> Uuid {
    let moment: jiff::Timestamp = THEN.parse().unwrap();
    let milliseconds = u128::try_from(moment.as_millisecond()).unwrap() + u128::from(n);
    Uuid::from_u128(milliseconds << 80 | 0x7 << 76 | 0x8 << 60 | u128::from(n))
}

const SHOP: u64 = 1;
const OWNER: u64 = 2;
const RAHUL: u64 = 3;
const MEENA: u64 = 4;
const RICE: u64 = 5;
const BILL: u64 = 6;
const CANCELLED: u64 = 7;

/// The books as the program of that time wrote them: an opening balance, two bills of which one was cancelled, a payment, a
/// credit; stock, notices and answers. `$n` is the identity of that number.
const FILL: &str = r#"
INSERT INTO tenants (tenant_id, name, state_code, gstin, created_at) VALUES ($1, 'Sharma Kirana', '27', '27AAPFU0939F1ZV', $now);
INSERT INTO users (tenant_id, user_id, name, login, role, password_hash, created_at) VALUES ($1, $2, 'Anil', '+919810010001', 'owner', 'none', $now);
INSERT INTO logins VALUES ('+919810010001', $1, $2);
INSERT INTO refresh_tokens (tenant_id, token_hash, user_id, family, expires_at) VALUES ($1, decode(repeat('ab', 32), 'hex'), $2, $2, $now);
INSERT INTO parties (tenant_id, party_id, name, phone, balance, last_sequence, created_at) VALUES
    ($1, $3, 'Rahul Sharma', '+919810010002', 16200, 6, $now), ($1, $4, 'मीना', NULL, 0, 0, $now);
INSERT INTO products (tenant_id, product_id, name, unit, price, tax_rate_bp, hsn, stock, low_stock, packs, aliases, created_at)
    VALUES ($1, $5, 'Rice', 'kg', 5250, 500, '1006', 48000, 5000, '{"bori": 25000}', '{chawal}', $now);
INSERT INTO entries (tenant_id, entry_id, party_id, kind, sequence, amount, balance_after, mode, description, invoice_number, reverses, created_at) VALUES
    ($1, $11, $3, 'opening', 1, 10000, 10000, NULL, NULL, NULL, NULL, $now),
    ($1, $12, $3, 'invoice', 2, 10500, 20500, NULL, NULL, 'INV/26-27/000001', NULL, $now),
    ($1, $13, $3, 'payment', 3, -5000, 15500, 'cash', NULL, NULL, NULL, $now),
    ($1, $14, $3, 'credit', 4, 700, 16200, NULL, 'udhaar', NULL, NULL, $now),
    ($1, $15, $3, 'invoice', 5, 5250, 21450, NULL, NULL, 'INV/26-27/000002', NULL, $now),
    ($1, $16, $3, 'reversal', 6, -5250, 16200, NULL, NULL, 'INV/26-27/000002', $15, $now);
INSERT INTO postings (tenant_id, entry_id, line, account, party_id, amount) VALUES
    ($1, $11, 1, 'customer', $3, 10000), ($1, $11, 2, 'opening', NULL, -10000),
    ($1, $12, 1, 'customer', $3, 10500), ($1, $12, 2, 'sales', NULL, -10000), ($1, $12, 3, 'cgst', NULL, -250), ($1, $12, 4, 'sgst', NULL, -250),
    ($1, $13, 1, 'cash', NULL, 5000), ($1, $13, 2, 'customer', $3, -5000),
    ($1, $14, 1, 'customer', $3, 700), ($1, $14, 2, 'unbilled', NULL, -700),
    ($1, $15, 1, 'customer', $3, 5250), ($1, $15, 2, 'sales', NULL, -5000), ($1, $15, 3, 'cgst', NULL, -125), ($1, $15, 4, 'sgst', NULL, -125),
    ($1, $16, 1, 'customer', $3, -5250), ($1, $16, 2, 'sales', NULL, 5000), ($1, $16, 3, 'cgst', NULL, 125), ($1, $16, 4, 'sgst', NULL, 125);
INSERT INTO invoice_series VALUES ($1, 'INV', '26-27', 2);
INSERT INTO invoices (tenant_id, invoice_id, series, financial_year, running_number, number, status, party_id, party_name, taxable, cgst, sgst,
    round_off, total, notes, entry_id, balance_after, created_at) VALUES
    ($1, $6, 'INV', '26-27', 1, 'INV/26-27/000001', 'confirmed', $3, 'Rahul Sharma', 10000, 250, 250, 0, 10500, NULL, $12, 20500, $now),
    ($1, $7, 'INV', '26-27', 2, 'INV/26-27/000002', 'cancelled', $3, 'Rahul Sharma', 5000, 125, 125, 0, 5250, NULL, $15, 21450, $now);
INSERT INTO invoice_items (tenant_id, invoice_id, line, product_id, name, unit, quantity, rate, tax_rate_bp, taxable, cgst, sgst, total) VALUES
    ($1, $6, 1, $5, 'Rice', 'kg', 2000, 5250, 500, 10000, 250, 250, 10500), ($1, $7, 1, $5, 'Rice', 'kg', 1000, 5250, 500, 5000, 125, 125, 5250);
INSERT INTO stock_movements (tenant_id, movement_id, product_id, quantity, reason, entry_id, created_at) VALUES
    ($1, $21, $5, 50000, 'opening', NULL, $now), ($1, $22, $5, -2000, 'sale', $12, $now),
    ($1, $23, $5, -1000, 'sale', $15, $now), ($1, $24, $5, 1000, 'reversal', $16, $now);
INSERT INTO outbox (tenant_id, outbox_id, topic, entry_id, created_at) SELECT tenant_id, entry_id, 'entry', entry_id, created_at FROM entries;
INSERT INTO reminders (tenant_id, reminder_id, party_id, due_at, message, status, created_at) VALUES ($1, $31, $3, $now, 'pay', 'scheduled', $now);
INSERT INTO idempotency (tenant_id, key, request_hash, response, created_at)
    SELECT $1, 'entry ' || sequence, decode(repeat('00', 32), 'hex'), jsonb_build_object('Entry', jsonb_build_object('id', entry_id, 'kind', kind)), $now
    FROM entries WHERE kind IN ('payment', 'credit', 'reversal')
    UNION ALL SELECT $1, 'bill ' || running_number, decode(repeat('00', 32), 'hex'), jsonb_build_object('Invoice', jsonb_build_object(
        'id', invoice_id, 'entryId', entry_id, 'status', 'confirmed', 'number', number)), $now FROM invoices;
"#;

/// A database under the oldest schema, filled.
async fn old_books() -> String {
    // The roles are there, as on every start but the first of all.
    fresh_database().await;
    let url = empty_database().await;
    let (mut client, _connection) = database::connect(&url).await.unwrap();
    let oldest = Target::Version(OLDEST);
    embedded::migrations::runner().set_target(oldest).run_async(&mut client).await.unwrap();
    let mut fill = FILL.replace("$now", &format!("'{THEN}'::timestamptz"));
    for n in (1..=31).rev() {
        fill = fill.replace(&format!("${n}"), &format!("'{}'::uuid", id(n)));
    }
    client.batch_execute(&fill).await.unwrap();
    url
}

/// The control: a migration that leaves rows as its new rules do not have them. With `UPDATE parties SET balance = 0` in the
/// newest migration I3 is named; without the default of `invoices.kind` the migration itself fails.
#[tokio::test]
async fn books_of_the_oldest_schema_are_sound_under_the_newest_and_go_on() {
    let url = old_books().await;
    database::migrate(&url).await.unwrap();
    assert_eq!(verify(&url).await.unwrap(), []);

    let house = House::at(url, clock()).await;
    let shop = Shop { house: &house, tenant: TenantId::from_uuid(id(SHOP)) };
    let (rahul, meena) = (PartyId::from_uuid(id(RAHUL)), PartyId::from_uuid(id(MEENA)));
    let rice = ProductId::from_uuid(id(RICE));
    assert_eq!((shop.balance(rahul).await, shop.stock(rice).await), (16_200, 48_000));
    let found = house.reader.search_parties(shop.tenant, "meena", 5).await.unwrap();
    assert_eq!(found.first().map(|one| one.party.id), Some(meena), "found by the terms that are new");
    let old = house.reader.invoice(shop.tenant, InvoiceId::from_uuid(id(BILL))).await.unwrap();
    assert_eq!((old.total.paise(), old.items.len(), old.kind.as_str()), (10_500, 1, "tax_invoice"));
    let cancelled = house.reader.invoice(shop.tenant, InvoiceId::from_uuid(id(CANCELLED))).await.unwrap();
    assert_eq!(cancelled.reversed_by, [EntryId::from_uuid(id(16))]);
    assert_eq!(house.identity.users(shop.tenant).await.unwrap()[0].user.id.uuid(), id(OWNER));

    let new = invoice(shop.must(bill(rahul, &[(rice, 1_000)])).await);
    assert_eq!(new.number, "INV/26-27/000003", "the numbers go on");
    shop.must(payment(rahul, 20)).await;
    let back = Returned { line: 1, quantity: Some(Quantity::from_milli(500)) };
    let back = BillWish::Return { invoice: old.id, lines: vec![back], reason: None };
    let note = invoice(shop.must(Command::Bill(back)).await);
    let undone = entry(shop.must(Command::Reverse { entry: EntryId::from_uuid(id(14)) }).await);
    assert_eq!(undone.amount.paise(), -700);
    let expected = 16_200 + new.total.paise() - 2_000 - note.total.paise() - 700;
    assert_eq!((shop.balance(rahul).await, note.taxable.paise()), (expected, 2_499), "26.25 is 24.99 and twice 0.63");
    assert_eq!(verify(&house.url).await.unwrap(), []);
    let mut journal = Vec::new();
    ledger::hledger(&house.url, shop.tenant, &mut journal).await.unwrap();
    assert!(String::from_utf8(journal).unwrap().contains("INV/26-27/000001"));
}

/// Each schema on the way takes what the one before holds, whichever a server stood on.
#[tokio::test]
async fn filled_books_pass_every_schema_on_the_way_one_at_a_time() {
    let url = old_books().await;
    let (mut client, _connection) = database::connect(&url).await.unwrap();
    let all = embedded::migrations::runner();
    let versions: Vec<i32> = all.get_migrations().iter().map(refinery::Migration::version).collect();
    let mut later: Vec<i32> = versions.into_iter().filter(|version| *version > OLDEST).collect();
    later.sort_unstable();
    for version in later {
        let target = Target::Version(version);
        embedded::migrations::runner().set_target(target).run_async(&mut client).await.unwrap();
    }
    database::migrate(&url).await.unwrap();
    assert_eq!(verify(&url).await.unwrap(), []);
}

/// A server that is newer than the books' last one has nothing to migrate, and one user of the old shop still signs in.
#[tokio::test]
async fn who_signed_in_under_the_oldest_schema_gets_a_password_that_works() {
    let url = old_books().await;
    database::migrate(&url).await.unwrap();
    let house = House::at(url, clock()).await;
    house.identity.set_password("9810010001", &"chawal-50".into()).await.unwrap();
    let home = std::net::IpAddr::from([127, 0, 0, 1]);
    let signed_in = house.identity.login("9810010001", &"chawal-50".into(), home).await.unwrap();
    assert_eq!((signed_in.tenant.id.uuid(), signed_in.user.role), (id(SHOP), identity::Role::Owner));
}
