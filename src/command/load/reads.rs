//! Clients that ask the same kind of question at a rate.

use super::figures::Times;
use super::invoices::Chance;
use super::raw::Raw;
use super::street::{self, Shop};
use super::{pace::Pace, url_authority};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use url::Url;

#[derive(clap::Args)]
pub(super) struct Args {
    /// The shops, as `load street` wrote them; the first is asked
    #[arg(long, value_name = "FILE")]
    street: PathBuf,
    /// What is asked
    #[arg(long, value_enum)]
    what: What,
    /// How many clients ask
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=4096))]
    clients: u16,
    /// How long
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,
    /// How many a second
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rate: u32,
}

/// A question.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum What {
    /// One customer, with the balance
    Balance,
    /// Customers that sound like a name
    Search,
    /// The first page of a customer's statement
    Statement,
    /// The day's summary
    Summary,
}

/// Names as people say them.
const NAMES: [&str; 12] = [
    "raahul",
    "suresh yadav",
    "sharmaa",
    "meena",
    "राहुल",
    "pooja gupta",
    "anil",
    "kavita",
    "mohd",
    "laxmi",
    "vikas jain",
    "9810012345",
];

pub(super) async fn run(url: &Url, args: &Args) -> anyhow::Result<()> {
    let shops = Arc::new(street::read(&args.street)?);
    let (authority, what) = (url_authority(url)?, args.what);
    let pace = Arc::new(Pace::new(Some(args.rate), Duration::from_secs(args.seconds)));
    let mut clients = JoinSet::new();
    for index in 0..args.clients {
        let (authority, shops, pace) = (authority.clone(), Arc::clone(&shops), Arc::clone(&pace));
        clients.spawn(async move { client(&authority, &shops[0], what, u64::from(index), &pace).await });
    }
    let (mut times, mut others) = (Times::default(), BTreeMap::<u16, usize>::new());
    while let Some(seen) = clients.join_next().await {
        let (seen, wrong) = seen??;
        times.append(seen);
        for (status, count) in wrong {
            *others.entry(status).or_default() += count;
        }
    }
    println!("{what:?}: {} answered at {}/s · {}", times.count(), args.rate, times.summary());
    for (status, count) in &others {
        println!("answered {status}: {count}");
    }
    Ok(())
}

async fn client(
    authority: &str,
    shop: &Shop,
    what: What,
    index: u64,
    pace: &Pace,
) -> anyhow::Result<(Times, BTreeMap<u16, usize>)> {
    let mut connection = Raw::connect(authority).await?;
    let (mut times, mut others) = (Times::default(), BTreeMap::new());
    let mut chance = Chance::new(index);
    while let Some(due) = pace.next().await {
        let customer = &shop.customers[chance.below(shop.customers.len())];
        let path = match what {
            What::Balance => format!("/api/v1/customers/{customer}"),
            What::Search => {
                let name: String =
                    url::form_urlencoded::byte_serialize(NAMES[chance.below(NAMES.len())].as_bytes()).collect();
                format!("/api/v1/customers/search?q={name}")
            }
            What::Statement => format!("/api/v1/customers/{customer}/statement?limit=50"),
            What::Summary => "/api/v1/summary/daily".to_owned(),
        };
        let (status, _) = connection.send(&shop.token, "GET", &path, "").await?;
        if status == 200 { times.add(due.elapsed()) } else { *others.entry(status).or_default() += 1 }
    }
    Ok((times, others))
}
