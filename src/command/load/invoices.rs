//! Clients that post invoices to one shop, each waiting for its answer before the next.

use super::client::Server;
use super::figures::Times;
use anyhow::{Context, ensure};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

#[derive(clap::Args)]
pub(super) struct Args {
    /// How many clients post at the same time
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=4096))]
    clients: u16,
    /// How long
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,
}

/// What one client saw.
#[derive(Default)]
struct Seen {
    times: Times,
    numbers: Vec<String>,
    others: BTreeMap<u16, usize>,
}

/// What the bills are made of.
struct Shop {
    customers: Vec<String>,
    products: Vec<String>,
}

pub(super) async fn run(server: &Server, args: &Args) -> anyhow::Result<()> {
    let shop = std::sync::Arc::new(Shop::read(server).await?);
    let start = Instant::now();
    let end = start + Duration::from_secs(args.seconds);
    let mut clients = JoinSet::new();
    for index in 0..usize::from(args.clients) {
        let (server, shop) = (server.clone(), std::sync::Arc::clone(&shop));
        clients.spawn(async move { client(&server, &shop, index, end).await });
    }
    let mut all = Seen::default();
    while let Some(seen) = clients.join_next().await {
        let seen = seen??;
        all.times.append(seen.times);
        all.numbers.extend(seen.numbers);
        seen.others.into_iter().for_each(|(status, count)| *all.others.entry(status).or_default() += count);
    }
    print(&mut all, start.elapsed(), args.clients)
}

async fn client(server: &Server, shop: &Shop, index: usize, end: Instant) -> anyhow::Result<Seen> {
    let mut connection = server.connect().await?;
    let mut seen = Seen::default();
    let mut turn = index;
    while Instant::now() < end {
        turn += 1;
        let body = shop.bill(turn);
        let asked = Instant::now();
        let (status, answer) = connection.send("POST", "/api/v1/invoices", Some(&body)).await?;
        if status == 201 {
            seen.times.add(asked.elapsed());
            let answer: Value = serde_json::from_slice(&answer)?;
            seen.numbers.push(answer["invoice"]["number"].as_str().context("an invoice without a number")?.to_owned());
        } else {
            *seen.others.entry(status).or_default() += 1;
        }
    }
    Ok(seen)
}

fn print(all: &mut Seen, took: Duration, clients: u16) -> anyhow::Result<()> {
    let posted = all.times.count();
    let per_second = u128::try_from(posted)? * 1_000 / took.as_millis().max(1);
    println!("invoices: {posted} posted by {clients} clients, {per_second}/s · {}", all.times.summary());
    for (status, count) in &all.others {
        println!("answered {status}: {count}");
    }
    let distinct: HashSet<&String> = all.numbers.iter().collect();
    ensure!(distinct.len() == posted, "{} invoices share a number", posted - distinct.len());
    Ok(())
}

impl Shop {
    async fn read(server: &Server) -> anyhow::Result<Self> {
        let mut connection = server.connect().await?;
        let mut ids = async |path: &str, key: &str| {
            let answer = connection.expect(200, "GET", path, None).await?;
            let rows = answer[key].as_array().with_context(|| format!("GET {path}: no {key}"))?;
            let ids: Vec<String> = rows.iter().filter_map(|row| row["id"].as_str()).map(str::to_owned).collect();
            ensure!(ids.len() >= 2, "the shop has fewer than two {key}: add some first");
            Ok(ids)
        };
        let customers = ids("/api/v1/customers?limit=100", "customers").await?;
        let products = ids("/api/v1/products?limit=100", "products").await?;
        let shop = Self { customers, products };
        shop.fill_shelves(server).await?;
        Ok(shop)
    }

    /// Puts enough on the shelves for the whole run.
    async fn fill_shelves(&self, server: &Server) -> anyhow::Result<()> {
        let mut connection = server.connect().await?;
        for id in &self.products {
            let body = json!({"op": "set", "quantityMilli": 9_000_000_000_i64, "reason": "load"});
            connection.expect(200, "POST", &format!("/api/v1/products/{id}/stock"), Some(&body)).await?;
        }
        Ok(())
    }

    /// A bill of two lines; which customer and products differs from one to the next.
    fn bill(&self, turn: usize) -> Value {
        let product = |offset: usize| &self.products[(turn * 7 + offset) % self.products.len()];
        json!({
            "customerId": self.customers[turn % self.customers.len()],
            "items": [
                {"productId": product(0), "quantityMilli": 1_000},
                {"productId": product(1), "quantityMilli": 2_000},
            ],
        })
    }
}
