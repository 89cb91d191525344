//! P2 across shops: a batch of many shops' commands comes to what each command comes to alone.

use crate::failing::{plan, somebody_waits, told};
use crate::house::{House, Shop};
use execora_actors::ledger::verify;
use execora_domain::ids::{PartyId, ProductId};
use execora_domain::ledger::Command;
use futures_util::future::{join, join_all};

const SHOPS: usize = 5;

/// A shop with three customers and three products, and what is wished of it.
async fn furnished(house: &House, seed: u64) -> (Shop<'_>, Vec<PartyId>, Vec<ProductId>, Vec<Command>) {
    let shop = house.shop().await;
    let (mut parties, mut products) = (vec![], vec![]);
    for n in 0..3 {
        parties.push(shop.customer(&format!("Customer {n}")).await.id);
        products.push(shop.goods(&format!("Product {n}"), 30 + n * 7, 20).await.id);
    }
    let commands = plan(seed, &parties, &products);
    (shop, parties, products, commands)
}

/// Balances and stock as the books have them in the end.
async fn left(shop: Shop<'_>, parties: &[PartyId], products: &[ProductId]) -> Vec<i64> {
    let mut all = vec![];
    for party in parties {
        all.push(shop.balance(*party).await);
    }
    for product in products {
        all.push(shop.stock(*product).await);
    }
    all
}

/// The control: with one book for the whole batch instead of one a shop, bill numbers run on from shop to shop, and the
/// answers differ.
#[tokio::test]
async fn a_batch_of_many_shops_comes_to_what_their_commands_come_to_one_by_one() {
    let house = House::new().await;
    let (holder, _connection) = house.superuser().await;
    let (watcher, _other) = house.superuser().await;
    for round in 0..6 {
        let (mut alone, mut together) = (vec![], vec![]);
        for n in 0..SHOPS {
            let seed = round * 100 + u64::try_from(n).unwrap() + 1;
            alone.push(furnished(&house, seed).await);
            together.push(furnished(&house, seed).await);
        }
        let mut expected = vec![];
        for (shop, parties, products, commands) in &alone {
            let mut answers = vec![];
            for (n, command) in commands.iter().enumerate() {
                answers.push(shop.post(command.clone(), &format!("{n}")).await);
            }
            expected.push((told(&answers), left(*shop, parties, products).await));
        }
        // Behind the shops' locks, which a batch does not wait for: whatever is queued meanwhile is one batch.
        holder.batch_execute("BEGIN; LOCK TABLE idempotency IN ACCESS EXCLUSIVE MODE").await.unwrap();
        let longest = together.iter().map(|(_, _, _, commands)| commands.len()).max().unwrap_or(0);
        // In turns: one command of each shop, then the next.
        let turns = (0..longest).flat_map(|n| together.iter().enumerate().map(move |(at, one)| (n, at, one)));
        let posts = turns.filter_map(|(n, at, (shop, _, _, commands))| {
            let command = commands.get(n)?.clone();
            Some(async move { (at, shop.post(command, &format!("{n}")).await) })
        });
        let release = async {
            somebody_waits(&watcher).await;
            holder.batch_execute("ROLLBACK").await.unwrap();
        };
        let (answers, ()) = join(join_all(posts), release).await;
        for (at, (shop, parties, products, _)) in together.iter().enumerate() {
            let own: Vec<_> = answers.iter().filter(|(of, _)| *of == at).map(|(_, answer)| answer.clone()).collect();
            let found = (told(&own), left(*shop, parties, products).await);
            assert_eq!(found, expected[at], "round {round}, shop {at}");
        }
    }
    assert_eq!(verify(&house.url).await.unwrap(), []);
}
