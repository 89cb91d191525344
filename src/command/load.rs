//! `execora load`: many simulated callers or clients against a running server, and what they measured.

mod callers;
mod client;
mod figures;
mod invoices;

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
    /// Post invoices over HTTP to one shop, as fast as they are answered
    Invoices(invoices::Args),
    /// Speak over WebSockets, in real time
    Callers(callers::Args),
}

/// Runs the load and prints its figures.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let server = client::Server::sign_in(&args.url, &args.sign_in).await?;
        match &args.load {
            Load::Invoices(args) => invoices::run(&server, args).await,
            Load::Callers(args) => callers::run(&server, args).await,
        }
    })
}
