//! What fails half-way is posted once all the same.

use crate::house::{House, Shop, bill, credit, entry};
use execora_actors::ledger::{PostError, verify};
use execora_domain::ids::{PartyId, ProductId};
use execora_domain::ledger::{Command, Posted, StockOp};
use execora_domain::quantity::Quantity;
use futures_util::future::{join, join_all};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio_postgres::Client;

const LOCK: &str = "BEGIN; SELECT FROM tenants FOR UPDATE";
const WAITING: &str =
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";

/// Until a batch waits for the shop that somebody else holds.
pub(crate) async fn somebody_waits(client: &Client) {
    while client.query_one(WAITING, &[]).await.unwrap().get::<_, i64>(0) == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_shard_that_is_killed_in_the_middle_comes_back_and_posts_once() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    let (holder, _connection) = house.superuser().await;
    let (watcher, _other) = house.superuser().await;
    holder.batch_execute(LOCK).await.unwrap();
    let posts = join_all((0..20).map(|n| async move { shop.post(credit(rahul.id, 10), &format!("wish {n}")).await }));
    let kill = async {
        somebody_waits(&watcher).await;
        for shard in house.keeper.get_cell().get_children() {
            shard.kill();
        }
    };
    let (answers, ()) = join(posts, kill).await;
    assert!(answers.iter().all(|answer| *answer == Err(PostError::OutcomeUnknown)), "{answers:?}");
    holder.batch_execute("ROLLBACK").await.unwrap();
    for n in 0..20 {
        let again = loop {
            match shop.post(credit(rahul.id, 10), &format!("wish {n}")).await {
                Err(PostError::Overloaded | PostError::OutcomeUnknown) => tokio::task::yield_now().await,
                answer => break answer,
            }
        };
        again.unwrap();
    }
    assert_eq!(shop.balance(rahul.id).await, 20_000);
    assert_eq!(verify(&house.url).await.unwrap(), []);
}

#[tokio::test]
async fn what_was_accepted_is_posted_before_a_drained_shard_ends() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    let (holder, _connection) = house.superuser().await;
    let (watcher, _other) = house.superuser().await;
    holder.batch_execute(LOCK).await.unwrap();
    let posts = join_all((0..20).map(|n| async move { shop.post(credit(rahul.id, 10), &format!("wish {n}")).await }));
    let drain = async {
        somebody_waits(&watcher).await;
        let shard = house.keeper.get_cell().get_children().pop().unwrap();
        shard.drain().unwrap();
        holder.batch_execute("ROLLBACK").await.unwrap();
    };
    let (answers, ()) = join(posts, drain).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(shop.balance(rahul.id).await, 20_000);
}

#[tokio::test]
async fn a_backend_that_is_ended_while_a_batch_waits_costs_nobody_an_answer() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    let (holder, _connection) = house.superuser().await;
    let (watcher, _other) = house.superuser().await;
    holder.batch_execute(LOCK).await.unwrap();
    let cut = async {
        somebody_waits(&watcher).await;
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' \
             AND datname = current_database()";
        watcher.execute(end, &[]).await.unwrap();
        holder.batch_execute("ROLLBACK").await.unwrap();
    };
    let (answer, ()) = join(shop.post(credit(rahul.id, 10), "one wish"), cut).await;
    assert_eq!(entry(answer.unwrap()).sequence, 1);
    assert_eq!(shop.balance(rahul.id).await, 1_000);
}

/// Between the ledger and PostgreSQL; while armed, it lets a `COMMIT` through and cuts the connection before its answer.
async fn proxy(socket: String, is_armed: Arc<AtomicBool>) -> (u16, tokio::task::JoinSet<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(async move {
        let mut connections = tokio::task::JoinSet::new();
        while let Ok((client, _)) = listener.accept().await {
            connections.spawn(carry(client, UnixStream::connect(&socket).await.unwrap(), Arc::clone(&is_armed)));
        }
    });
    (port, tasks)
}

async fn carry(mut client: TcpStream, mut server: UnixStream, is_armed: Arc<AtomicBool>) {
    let (mut asked, mut answered) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let Ok(length @ 1..) = read else { return };
                server.write_all(&asked[..length]).await.unwrap();
                let is_commit = asked[..length].windows(7).any(|bytes| bytes == b"COMMIT\0");
                if is_commit && is_armed.swap(false, Ordering::SeqCst) {
                    // The server answers once it has committed; nobody hears of it.
                    let mut all = vec![];
                    while !all.windows(7).any(|bytes| bytes == b"COMMIT\0") {
                        let length = server.read(&mut answered).await.unwrap();
                        all.extend_from_slice(&answered[..length]);
                    }
                    return;
                }
            }
            read = server.read(&mut answered) => {
                let Ok(length @ 1..) = read else { return };
                if client.write_all(&answered[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}

#[tokio::test]
async fn a_connection_that_is_cut_after_commit_gives_the_first_answer() {
    let house = House::new().await;
    let shop = house.shop().await;
    let rahul = shop.customer("Rahul Sharma").await;
    let is_armed = Arc::new(AtomicBool::new(false));
    let (start, rest) = house.url.split_once("host=").expect("a unix socket");
    let (folder, rest) = rest.split_once('&').unwrap_or((rest, ""));
    let (port, _tasks) = proxy(format!("{folder}/.s.PGSQL.5432"), Arc::clone(&is_armed)).await;
    let other = House::on(format!("{start}host=127.0.0.1&port={port}&{rest}")).await;
    let there = Shop { house: &other, tenant: shop.tenant };
    there.must(credit(rahul.id, 10)).await;
    is_armed.store(true, Ordering::SeqCst);
    let answer = entry(there.post(credit(rahul.id, 10), "cut").await.unwrap());
    assert!(!is_armed.load(Ordering::SeqCst), "the connection was cut");
    assert_eq!(answer.sequence, 2);
    assert_eq!(entry(shop.post(credit(rahul.id, 10), "cut").await.unwrap()), answer);
    assert_eq!(shop.balance(rahul.id).await, 2_000);
}

/// Forty commands over three customers and three products, the same for the same seed.
pub(crate) fn plan(seed: u64, parties: &[PartyId], products: &[ProductId]) -> Vec<Command> {
    let mut chance = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: u64| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        usize::try_from((chance >> 32) % below).unwrap()
    };
    let mut commands = vec![];
    for _ in 0..40 {
        let party = parties[next(3)];
        let milli = i64::try_from(next(4_000)).unwrap();
        let rupees = i64::try_from(next(300)).unwrap();
        commands.push(match next(5) {
            0 | 1 => bill(party, &[(products[next(3)], milli), (products[next(3)], 1_000)]),
            2 => credit(party, rupees),
            3 => crate::house::payment(party, rupees),
            _ => Command::MoveStock {
                product: products[next(3)],
                op: [StockOp::Add, StockOp::Remove, StockOp::Set][next(3)],
                quantity: Quantity::from_milli(milli),
                reason: None,
            },
        });
    }
    commands
}

/// What came of a shop's commands, without what differs from shop to shop.
pub(crate) fn told(answers: &[Result<Posted, PostError>]) -> Vec<String> {
    let one = |answer: &Result<Posted, PostError>| match answer {
        Ok(Posted::Party(party)) => format!("{} {}", party.name, party.balance),
        Ok(Posted::Product(product)) => format!("{} {}", product.name, product.stock),
        Ok(Posted::Invoice(bill)) => format!("{} {} {} {}", bill.number, bill.customer_name, bill.total, bill.balance),
        Ok(Posted::Draft(draft)) => format!("{} {}", draft.bill.customer_name, draft.bill.total),
        Ok(Posted::Entry(entry)) => format!("{} {} {}", entry.customer_name, entry.sequence, entry.balance_after),
        Ok(Posted::Shop(shop)) => shop.name.clone(),
        Ok(Posted::DayClose(close)) => format!("{} {}", close.date, close.difference),
        Ok(Posted::Reminder(reminder)) => format!("{} {}", reminder.customer_name, reminder.send_at),
        Ok(Posted::Sending(sending)) => format!("{} {}", sending.customer_name, sending.number),
        Err(error) => error.to_string(),
    };
    answers.iter().map(one).collect()
}

#[tokio::test]
async fn a_batch_comes_to_what_its_commands_come_to_one_by_one() {
    let house = House::new().await;
    let (holder, _connection) = house.superuser().await;
    let (watcher, _other) = house.superuser().await;
    for seed in 1..=12 {
        let mut both = vec![];
        for is_batch in [false, true] {
            let shop = house.shop().await;
            let (mut parties, mut products) = (vec![], vec![]);
            for n in 0..3 {
                parties.push(shop.customer(&format!("Customer {n}")).await.id);
                products.push(shop.goods(&format!("Product {n}"), 30 + n * 7, 20).await.id);
            }
            let commands = plan(seed, &parties, &products);
            let mut answers = vec![];
            if is_batch {
                holder.batch_execute(LOCK).await.unwrap();
                let keyed = commands.into_iter().zip(0..);
                let posts =
                    join_all(keyed.map(|(command, n)| async move { shop.post(command, &format!("{n}")).await }));
                let release = async {
                    somebody_waits(&watcher).await;
                    holder.batch_execute("ROLLBACK").await.unwrap();
                };
                answers = join(posts, release).await.0;
            } else {
                for (command, n) in commands.into_iter().zip(0..) {
                    answers.push(shop.post(command, &format!("{n}")).await);
                }
            }
            both.push(told(&answers));
        }
        assert_eq!(both[0], both[1], "seed {seed}");
    }
    assert_eq!(verify(&house.url).await.unwrap(), []);
}
