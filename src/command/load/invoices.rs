//! Clients that post invoices: each waits for its answer before the next, or all keep to a rate.

use super::figures::Times;
use super::raw::{Raw, member};
use super::street::{self, Shop};
use super::{pace::Pace, url_authority};
use anyhow::{Context, ensure};
use std::collections::{BTreeMap, HashSet};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use url::Url;

#[derive(clap::Args)]
pub(super) struct Args {
    /// The shops, as `load street` wrote them
    #[arg(long, value_name = "FILE")]
    street: PathBuf,
    /// How many of them take part
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    shops: u16,
    /// How many clients post at the same time
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=4096))]
    clients: u16,
    /// How long
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,
    /// How many a second all clients together begin, whether answered or not; without it, as many as are answered
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rate: Option<u32>,
    /// Where each bill that was acknowledged is written: its shop and its number
    #[arg(long, value_name = "FILE")]
    acknowledged: Option<PathBuf>,
}

/// What one client saw.
#[derive(Default)]
struct Seen {
    times: Times,
    /// Which shop, and the number.
    bills: Vec<(usize, String)>,
    others: BTreeMap<u16, usize>,
}

pub(super) async fn run(url: &Url, args: &Args) -> anyhow::Result<()> {
    let mut shops = street::read(&args.street)?;
    shops.truncate(args.shops.into());
    ensure!(shops.len() == usize::from(args.shops), "the street has only {} shops", shops.len());
    let (shops, authority) = (Arc::new(shops), url_authority(url)?);
    let pace = Arc::new(Pace::new(args.rate, Duration::from_secs(args.seconds)));
    let mut clients = JoinSet::new();
    for index in 0..args.clients {
        let (authority, shops, pace) = (authority.clone(), Arc::clone(&shops), Arc::clone(&pace));
        clients.spawn(async move { client(&authority, &shops, u64::from(index), &pace).await });
    }
    let mut all = Seen::default();
    while let Some(seen) = clients.join_next().await {
        let seen = seen??;
        all.times.append(seen.times);
        all.bills.extend(seen.bills);
        for (status, count) in seen.others {
            *all.others.entry(status).or_default() += count;
        }
    }
    if let Some(file) = &args.acknowledged {
        let mut file = std::io::BufWriter::new(std::fs::File::create(file)?);
        for (shop, number) in &all.bills {
            writeln!(file, "{} {number}", shops[*shop].tenant)?;
        }
        file.flush()?;
    }
    print(&mut all, pace.elapsed(), args)
}

async fn client(authority: &str, shops: &[Shop], index: u64, pace: &Pace) -> anyhow::Result<Seen> {
    let mut connection = Raw::connect(authority).await?;
    let mut seen = Seen::default();
    let mut chance = Chance::new(index);
    while let Some(due) = pace.next().await {
        let shop = chance.below(shops.len());
        let body = bill(&shops[shop], &mut chance);
        let (status, answer) = connection.send(&shops[shop].token, "POST", "/api/v1/invoices", &body).await?;
        if status == 201 {
            seen.times.add(due.elapsed());
            seen.bills.push((shop, member(answer, "number").context("an invoice without a number")?.to_owned()));
        } else {
            *seen.others.entry(status).or_default() += 1;
        }
    }
    Ok(seen)
}

fn print(all: &mut Seen, took: Duration, args: &Args) -> anyhow::Result<()> {
    let posted = all.times.count();
    let per_second = u128::try_from(posted)? * 1_000 / took.as_millis().max(1);
    let (shops, clients) = (args.shops, args.clients);
    println!(
        "invoices: {posted} posted in {shops} shops by {clients} clients, {per_second}/s · {}",
        all.times.summary()
    );
    for (status, count) in &all.others {
        println!("answered {status}: {count}");
    }
    let distinct: HashSet<&(usize, String)> = all.bills.iter().collect();
    ensure!(distinct.len() == posted, "{} invoices share a number", posted - distinct.len());
    Ok(())
}

/// A bill of two lines, one and two of something, as the rival's.
fn bill(shop: &Shop, chance: &mut Chance) -> String {
    let customer = &shop.customers[chance.below(shop.customers.len())];
    let first = chance.below(shop.products.len() - 1);
    format!(
        r#"{{"customerId":"{customer}","items":[{{"productId":"{}","quantityMilli":1000}},{{"productId":"{}","quantityMilli":2000}}]}}"#,
        shop.products[first],
        shop.products[first + 1],
    )
}

/// Xorshift: any spread will do.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(index: u64) -> Self {
        let now = Instant::now();
        let seed = u64::try_from(std::ptr::from_ref(&now).addr()).unwrap_or(1);
        Self((seed ^ index.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)) | 1)
    }

    /// A number from 0 to one less than `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound.max(1)
    }
}
