//! Random lists of wishes, put to the store and to a book with arithmetic of its own: the two must agree.

#[path = "../../../domain/tests/model/mod.rs"]
mod book;

use crate::house::{House, Shop};
use book::{Made, Model, Wish, model_account, reason, wishes};
use execora_actors::ledger::{PostError, verify};
use execora_domain::ids::EntryId;
use execora_domain::ledger::{Command, Posted};
use futures_util::StreamExt as _;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How many lists are tried; more by `EXECORA_MODEL_STORES`.
fn cases() -> u64 {
    std::env::var("EXECORA_MODEL_STORES").ok().and_then(|text| text.parse().ok()).unwrap_or(200)
}

#[tokio::test]
async fn the_store_agrees_with_a_book_of_its_own_arithmetic() {
    let house = House::new().await;
    let first: u64 = std::env::var("EXECORA_MODEL_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let lists = (first..first + cases()).map(|seed| {
        let config = Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() };
        (seed, wishes(30).new_tree(&mut TestRunner::new(config)).unwrap().current())
    });
    let run = |(seed, list): (u64, Vec<Wish>)| {
        let house = &house;
        async move { play(house.shop().await, seed, &list).await }
    };
    futures_util::stream::iter(lists.map(run)).buffer_unordered(8).collect::<Vec<()>>().await;
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

async fn play(shop: Shop<'_>, seed: u64, list: &[Wish]) {
    let (mut made, mut model) = (Made::default(), Model::default());
    for (at, wish) in list.iter().enumerate() {
        let command = wish.command(&made);
        let told = format!("seed {seed}, wish {at}: {wish:?}");
        let objections: BTreeSet<&str> = model.objections(wish);
        match shop.post(command.clone(), &Uuid::now_v7().to_string()).await {
            Ok(posted) => {
                assert_eq!(objections, BTreeSet::new(), "done: {told}");
                model.carry_out(wish);
                note(&command, &posted, &mut made);
                made.entries.extend(news(shop, &made.entries).await);
            }
            Err(PostError::Refused(refusal)) => {
                assert!(objections.contains(reason(&refusal)), "{refusal:?}, not {objections:?}: {told}");
            }
            Err(error) => panic!("{error}: {told}"),
        }
    }
    agree(shop, &made, &model, seed).await;
}

fn note(command: &Command, posted: &Posted, made: &mut Made) {
    match (command, posted) {
        (Command::CreateParty(_), Posted::Party(party)) => made.parties.push(party.id),
        (Command::CreateProduct(_), Posted::Product(product)) => made.products.push(product.id),
        _ => {}
    }
}

/// The shop's entries but those that are known; the clock stands still, so their identities tell no order.
async fn news(shop: Shop<'_>, known: &[EntryId]) -> Vec<EntryId> {
    let client = shop.house.pool.get().await.unwrap();
    let known: Vec<Uuid> = known.iter().map(|entry| entry.uuid()).collect();
    let sql = "SELECT entry_id FROM entries WHERE tenant_id = $1 AND entry_id <> ALL($2::uuid[]) ORDER BY entry_id";
    client.batch_execute(&format!("BEGIN; SET LOCAL execora.tenants = '{{{}}}'", shop.tenant)).await.unwrap();
    let rows = client.query(sql, &[&shop.tenant.uuid(), &known]).await.unwrap();
    client.batch_execute("COMMIT").await.unwrap();
    rows.iter().map(|row| EntryId::from_uuid(row.get(0))).collect()
}

async fn agree(shop: Shop<'_>, made: &Made, model: &Model, seed: u64) {
    let (client, _connection) = shop.house.superuser().await;
    let mut accounts: BTreeMap<String, i64> = BTreeMap::new();
    let sql = "SELECT account, sum(amount)::bigint FROM postings WHERE tenant_id = $1 GROUP BY account";
    for row in client.query(sql, &[&shop.tenant.uuid()]).await.unwrap() {
        *accounts.entry(model_account(row.get(0)).to_owned()).or_default() += row.get::<_, i64>(1);
    }
    accounts.retain(|_, paise| *paise != 0);
    assert_eq!(accounts, model.accounts(), "seed {seed}");
    for (id, one) in made.parties.iter().zip(&model.customers) {
        let sql = "SELECT balance, last_sequence, credit_limit FROM parties WHERE tenant_id = $1 AND party_id = $2";
        let row = client.query_one(sql, &[&shop.tenant.uuid(), &id.uuid()]).await.unwrap();
        let found: (i64, i64, Option<i64>) = (row.get(0), row.get(1), row.get(2));
        assert_eq!(found, (one.balance, one.entries, one.limit), "seed {seed}");
    }
    for (id, one) in made.products.iter().zip(&model.products) {
        assert_eq!(shop.stock(*id).await, one.milli, "seed {seed}");
    }
    let sql = "SELECT amount, balance_after FROM unnest($2::uuid[]) WITH ORDINALITY AS made(entry_id, place) \
               JOIN entries USING (entry_id) WHERE tenant_id = $1 ORDER BY place";
    let ids: Vec<Uuid> = made.entries.iter().map(|entry| entry.uuid()).collect();
    let rows = client.query(sql, &[&shop.tenant.uuid(), &ids]).await.unwrap();
    let found: Vec<(i64, i64)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let expected: Vec<(i64, i64)> = model.entries.iter().map(|one| (one.amount, one.balance_after)).collect();
    assert_eq!(found, expected, "seed {seed}");
    let sql = "SELECT count(*) FROM invoices WHERE tenant_id = $1";
    let bills: i64 = client.query_one(sql, &[&shop.tenant.uuid()]).await.unwrap().get(0);
    assert_eq!(bills, i64::try_from(model.bills).unwrap(), "seed {seed}");
}
