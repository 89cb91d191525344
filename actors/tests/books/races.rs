//! Many at once, on two servers: the books come out as if one had come after the other. C1, C4 and C6 of the books'
//! catalogue; C2, C3, C5 and C8 are in `posting.rs` and `batches.rs`, C9 in `around.rs`.
//!
//! Positive control: without `FOR NO KEY UPDATE` in `ledger/sql.rs`, counting stock on two servers is refused
//! (`posting.rs` red). Bills, limits and reversals still come out right then, because the unique sequence of an account
//! and the unique number of a bill refuse the later batch, which is decided again: break `UNIQUE_VIOLATION` among the
//! passing errors of `ledger/post.rs` as well to see those here fail.

use crate::house::{House, Shop, bill, credit, entry, invoice, payment};
use execora_actors::clock::Clock;
use execora_actors::ledger::{PostError, verify};
use execora_domain::ids::PartyId;
use execora_domain::ledger::{Command, NewParty, Posted, Refusal};
use execora_domain::money::Money;
use futures_util::future::{join, join_all};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

/// What must be zero in every snapshot: money made of nothing, a balance beside its entries, a number without its bill.
const WRONG: &str = "SELECT (SELECT coalesce(sum(amount), 0) FROM postings)::bigint, \
    (SELECT coalesce(sum(balance), 0) FROM parties)::bigint - (SELECT coalesce(sum(amount), 0) FROM entries)::bigint, \
    (SELECT coalesce(sum(last_number), 0) FROM invoice_series)::bigint - (SELECT count(*) FROM invoices)";

#[tokio::test]
async fn every_snapshot_balances_while_64_write() {
    let house = &House::new().await;
    let other = &House::on(house.url.clone()).await;
    let shop = house.shop().await;
    let there = Shop { house: other, tenant: shop.tenant };
    let rice = shop.goods("Rice", 50, 100_000).await;
    let mut customers = vec![];
    for n in 0..8 {
        customers.push(shop.customer(&format!("Customer {n}")).await.id);
    }
    let customers = &customers;
    let is_over = AtomicBool::new(false);
    let writers = join_all((0..64_usize).map(|writer| async move {
        let from = if writer.is_multiple_of(2) { shop } else { there };
        for turn in 0..6 {
            let (one, next) = (customers[(writer + turn) % 8], customers[(writer + turn + 1) % 8]);
            match turn % 3 {
                0 => from.must(credit(one, 100)).await,
                1 => from.must(payment(next, 40)).await,
                _ => from.must(bill(one, &[(rice.id, 1_000)])).await,
            };
        }
    }));
    let readers = join_all((0..2).map(|_| async {
        let (client, _connection) = house.superuser().await;
        let mut snapshots = 0;
        while !is_over.load(Ordering::Relaxed) {
            let row = client.query_one(WRONG, &[]).await.unwrap();
            let wrong: [i64; 3] = [row.get(0), row.get(1), row.get(2)];
            assert_eq!(wrong, [0, 0, 0], "a snapshot that does not balance");
            snapshots += 1;
        }
        snapshots
    }));
    let writing = async {
        writers.await;
        is_over.store(true, Ordering::Relaxed);
    };
    let (snapshots, ()) = join(readers, writing).await;
    assert!(snapshots.iter().sum::<i32>() > 4, "{snapshots:?} snapshots");
    let total: i64 = join_all(customers.iter().map(|id| shop.balance(*id))).await.into_iter().sum();
    assert_eq!(total, 64 * 2 * (10_000 - 4_000 + 5_000));
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn bills_payments_and_reversals_that_race_leave_one_reversal_each() {
    let house = &House::new().await;
    let other = &House::on(house.url.clone()).await;
    let shop = house.shop().await;
    let there = Shop { house: other, tenant: shop.tenant };
    let (rahul, rice) = (shop.customer("Rahul Sharma").await.id, shop.goods("Rice", 50, 1_000).await.id);
    for round in 0..6 {
        let sold = invoice(shop.must(bill(rahul, &[(rice, 2_000)])).await);
        let before = shop.balance(rahul).await;
        let racing = (0..24_usize).map(|n| async move {
            let from = if n.is_multiple_of(2) { shop } else { there };
            let command = match n % 3 {
                0 => Command::Reverse { entry: sold.entry_id.unwrap() },
                1 => payment(rahul, 10),
                _ => bill(rahul, &[(rice, 1_000)]),
            };
            from.post(command, &format!("race {round} {n}")).await
        });
        let answers = join_all(racing).await;
        let reversed = answers.iter().step_by(3).filter(|answer| answer.is_ok()).count();
        assert_eq!(reversed, 1, "{answers:?}");
        let again = Err(PostError::Refused(Refusal::AlreadyReversed));
        assert_eq!(answers.iter().step_by(3).filter(|answer| **answer == again).count(), 7);
        assert_eq!(shop.balance(rahul).await, before - 10_000 + 8 * (5_000 - 1_000));
    }
    assert_eq!(shop.stock(rice).await, 1_000_000 - 6 * 8 * 1_000);
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn a_credit_limit_holds_whoever_gives_the_credit() {
    let house = &House::new().await;
    let other = &House::on(house.url.clone()).await;
    let shop = house.shop().await;
    let there = Shop { house: other, tenant: shop.tenant };
    let limit = Money::from_paise(100_000);
    let new = NewParty { name: "Rahul Sharma".into(), credit_limit: Some(limit), ..NewParty::default() };
    let Posted::Party(rahul) = shop.must(Command::CreateParty(new)).await else { panic!("not a customer") };
    let rice = shop.goods("Rice", 50, 1_000).await.id;
    let asked = (0..48_usize).map(|n| async move {
        let from = if n.is_multiple_of(2) { shop } else { there };
        let command = if n % 4 < 2 { credit(rahul.id, 100) } else { bill(rahul.id, &[(rice, 2_000)]) };
        from.post(command, &format!("wish {n}")).await
    });
    let answers = join_all(asked).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 10);
    let refused = Err(PostError::Refused(Refusal::CreditLimit { limit }));
    assert_eq!(answers.iter().filter(|answer| **answer == refused).count(), 38);
    assert_eq!(shop.balance(rahul.id).await, 100_000);
}

/// Xorshift: any spread will do.
fn chances(seed: u64) -> impl FnMut(usize) -> usize {
    let mut chance = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |below| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        usize::try_from(chance >> 33).unwrap() % below
    }
}

fn shuffled<T>(mut items: Vec<T>, next: &mut impl FnMut(usize) -> usize) -> Vec<T> {
    for at in (1..items.len()).rev() {
        items.swap(at, next(at + 1));
    }
    items
}

/// Credits and payments, which come to the same in any order.
fn wishes(parties: &[PartyId], next: &mut impl FnMut(usize) -> usize) -> Vec<(String, Command)> {
    let command = |n: usize, next: &mut dyn FnMut(usize) -> usize| {
        let (party, rupees) = (parties[next(parties.len())], i64::try_from(1 + next(300)).unwrap());
        let command = if next(2) == 0 { credit(party, rupees) } else { payment(party, rupees) };
        (format!("wish {n}"), command)
    };
    (0..30).map(|n| command(n, next)).collect()
}

#[tokio::test]
async fn retries_and_duplicates_in_any_order_change_nothing() {
    let cases = std::env::var("EXECORA_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(8);
    let house = &House::new().await;
    let other = &House::on(house.url.clone()).await;
    for seed in 1..=cases {
        let mut next = chances(seed);
        let shop = house.shop().await;
        let there = Shop { house: other, tenant: shop.tenant };
        let mut parties = vec![];
        for n in 0..3 {
            parties.push(shop.customer(&format!("Customer {n}")).await.id);
        }
        let wishes = wishes(&parties, &mut next);
        let ordered = wishes.clone();
        // Each wish once, in any order, on either server, and some of them twice at the same time.
        let doubled: Vec<_> = wishes.iter().chain(&wishes[..10]).cloned().collect();
        let doubled = shuffled(doubled, &mut next);
        let first = join_all(doubled.iter().enumerate().map(|(n, (key, command))| async move {
            let from = if n.is_multiple_of(2) { shop } else { there };
            (key.clone(), entry(from.post(command.clone(), key).await.unwrap()))
        }));
        let first: Vec<_> = first.await;
        let balances = join_all(parties.iter().map(|id| shop.balance(*id))).await;
        // And all of it again: the first answers, and not one entry more.
        for (key, command) in shuffled(wishes, &mut next) {
            let again = entry(there.post(command, &key).await.unwrap());
            assert!(first.iter().filter(|(one, _)| *one == key).all(|(_, answer)| *answer == again), "seed {seed}");
        }
        assert_eq!(join_all(parties.iter().map(|id| shop.balance(*id))).await, balances, "seed {seed}");
        // In order, in another shop, it comes to the same.
        let orderly = house.shop().await;
        let mut twins = vec![];
        for n in 0..3 {
            twins.push(orderly.customer(&format!("Customer {n}")).await.id);
        }
        for (key, command) in ordered {
            orderly.post(of_twin(command, &parties, &twins), &key).await.unwrap();
        }
        assert_eq!(join_all(twins.iter().map(|id| orderly.balance(*id))).await, balances, "seed {seed}");
    }
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

/// The same wish for the customer of the other shop.
#[expect(clippy::wildcard_enum_match_arm, reason = "this test makes no other command")]
fn of_twin(command: Command, parties: &[PartyId], twins: &[PartyId]) -> Command {
    let twin = |party: PartyId| twins[parties.iter().position(|one| *one == party).unwrap()];
    match command {
        Command::GiveCredit { party, amount, description, on } => {
            Command::GiveCredit { party: twin(party), amount, description, on }
        }
        Command::ReceivePayment { party, parts, notes, on } => {
            Command::ReceivePayment { party: twin(party), parts, notes, on }
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn entries_of_two_servers_are_in_one_order_whatever_their_clocks_say() {
    let ahead = "2026-11-22T12:00:07.5Z".parse::<jiff::Timestamp>().unwrap();
    let house = &House::new().await;
    let other = &House::at(house.url.clone(), Clock::new(move || ahead)).await;
    let shop = house.shop().await;
    let there = Shop { house: other, tenant: shop.tenant };
    let (rahul, rice) = (shop.customer("Rahul").await, shop.goods("Rice", 50, 1_000).await);
    for turn in 0..6_usize {
        let from = if turn.is_multiple_of(2) { there } else { shop };
        from.must(credit(rahul.id, 10)).await;
        from.must(bill(rahul.id, &[(rice.id, 1_000)])).await;
        from.must(payment(rahul.id, 5)).await;
    }
    let (superuser, _connection) = house.superuser().await;
    let rows = superuser
        .query("SELECT entry_id, created_at, audit_sequence FROM entries ORDER BY entry_id", &[])
        .await
        .unwrap();
    let posted: Vec<(jiff::Timestamp, i64)> = rows.iter().map(|row| (row.get(1), row.get(2))).collect();
    assert_eq!(posted.len(), 18);
    assert!(posted.is_sorted(), "moments and links rise with the identities: {posted:?}");
    assert_eq!(posted.iter().map(|(at, _)| *at).collect::<BTreeSet<_>>(), BTreeSet::from([ahead]));
    assert_eq!(verify(&house.url).await.unwrap(), []);
}
