//! `execora load`: many simulated callers or clients against a running server, and what they measured.

mod callers;
mod client;
mod figures;
mod invoices;
mod pace;
mod raw;
mod reads;
mod street;

use anyhow::Context;
use clap::Subcommand;
use std::path::PathBuf;
use url::Url;

/// Where the server is, who signs in, and what to do.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where the server listens
    #[arg(long, default_value = "http://127.0.0.1:8080", global = true)]
    url: Url,
    /// How to sign in: the file that the server wrote into its data directory
    #[arg(long, value_name = "FILE", default_value = "data/sign-in.json", global = true)]
    sign_in: PathBuf,
    #[command(subcommand)]
    load: Load,
}

#[derive(Subcommand)]
enum Load {
    /// Open shops to measure with
    Street(street::Args),
    /// Post invoices over HTTP
    Invoices(invoices::Args),
    /// Ask over HTTP, at a rate
    Reads(reads::Args),
    /// Speak over WebSockets, in real time
    Callers(callers::Args),
}

/// Runs the load and prints its figures.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match &args.load {
            Load::Street(street) => street::run(&args.url, street).await,
            Load::Invoices(invoices) => invoices::run(&args.url, invoices).await,
            Load::Reads(reads) => reads::run(&args.url, reads).await,
            Load::Callers(callers) => {
                let server = client::Server::sign_in(&args.url, &args.sign_in).await?;
                callers::run(&server, callers).await
            }
        }
    })
}

/// Where the server listens, as host and port.
fn url_authority(url: &Url) -> anyhow::Result<String> {
    anyhow::ensure!(url.scheme() == "http", "{url}: only http:// is measured here");
    let host = url.host_str().context("the url names no host")?;
    Ok(format!("{host}:{}", url.port_or_known_default().unwrap_or(80)))
}
