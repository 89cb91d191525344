//! A street of shops to measure with: each with customers without a credit limit and full shelves.

use super::client::Server;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::{Path, PathBuf};
use url::Url;

#[derive(clap::Args)]
pub(super) struct Args {
    /// How many shops
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    shops: u16,
    /// How many customers each has
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    customers: u16,
    /// How many products each has
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u16).range(2..=1_000))]
    products: u16,
    /// Where what the other loads need is written
    #[arg(long, value_name = "FILE")]
    into: PathBuf,
}

/// One shop of the street.
#[derive(Serialize, Deserialize)]
pub(super) struct Shop {
    pub(super) tenant: String,
    pub(super) token: String,
    pub(super) customers: Vec<String>,
    pub(super) products: Vec<String>,
}

/// Reads what [`run`] wrote.
pub(super) fn read(file: &Path) -> anyhow::Result<Vec<Shop>> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("could not read {}: make it with `load street`", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not a street", file.display()))
}

/// Registers the shops and fills them.
pub(super) async fn run(url: &Url, args: &Args) -> anyhow::Result<()> {
    let mut shops = vec![];
    for number in 0..args.shops {
        shops.push(open(url, args, number).await.with_context(|| format!("shop {number}"))?);
    }
    std::fs::write(&args.into, serde_json::to_string(&shops)?)?;
    println!("{} shops with {} customers and {} products each", args.shops, args.customers, args.products);
    Ok(())
}

async fn open(url: &Url, args: &Args, number: u16) -> anyhow::Result<Shop> {
    let login = format!("shop{number}.{}@example.in", uuid::Uuid::now_v7());
    let owner =
        json!({"shopName": format!("Shop {number}"), "name": "Owner", "login": login, "password": "a long password"});
    let mut door = Server::at(url)?.connect().await?;
    let answer = door.expect(201, "POST", "/api/v1/auth/register", Some(&owner)).await?;
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned).context("an answer without its text");
    let token = text(&answer["accessToken"])?;
    let mut connection = Server::at(url)?.with_token(&token).connect().await?;
    let mut add = async |path: &str, key: &str, body: serde_json::Value| {
        text(&connection.expect(201, "POST", path, Some(&body)).await?[key]["id"])
    };
    let (mut customers, mut products) = (vec![], vec![]);
    for n in 0..args.customers {
        customers.push(add("/api/v1/customers", "customer", json!({"name": format!("Customer {n}")})).await?);
    }
    for n in 0..args.products {
        let new = json!({"name": format!("Product {n}"), "unit": "kg", "pricePaise": 4_000 + 10 * i64::from(n),
            "taxRateBp": 500, "stockMilli": 1_000_000_000_000_i64});
        products.push(add("/api/v1/products", "product", new).await?);
    }
    Ok(Shop { tenant: text(&answer["tenant"]["id"])?, token, customers, products })
}
