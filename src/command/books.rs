//! `execora books`: checks that the books are what they must be, and writes them out for others.

use super::database::{self, Where};
use anyhow::Context as _;
use execora_actors::ledger::{self, CHECKS, NamedShop, Violation};
use execora_domain::ids::TenantId;
use std::io::BufWriter;

/// What to do with the books.
#[derive(clap::Subcommand)]
pub(crate) enum Action {
    /// Check every rule of the books of every shop; fails where one is broken
    Verify(Source),
    /// Write the books of one shop to standard output, for another program
    Export(Export),
}

/// How they are written out.
#[derive(clap::Args)]
pub(crate) struct Export {
    /// The format: a plain-text journal
    #[arg(long, value_enum, default_value = "hledger")]
    format: Format,
    /// The shop's id, where there are several
    #[arg(long, value_name = "ID")]
    shop: Option<TenantId>,
    #[command(flatten)]
    source: Source,
}

/// What reads them.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Hledger,
}

/// Which books.
#[derive(clap::Args)]
pub(crate) struct Source {
    /// A database by its address, instead of the data directory's or the settings' own
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    #[command(flatten)]
    at: Where,
}

/// Carries it out.
pub(crate) fn run(action: &Action) -> anyhow::Result<()> {
    match action {
        Action::Verify(source) => tell(&source.with(ledger::verify)?),
        Action::Export(export) => match export.format {
            Format::Hledger => export.source.with(async |url| journal(url, export.shop).await),
        },
    }
}

impl Source {
    /// Does something with the database, and stops what was started for it.
    fn with<T, E: Into<anyhow::Error>>(&self, work: impl AsyncFnOnce(&str) -> Result<T, E>) -> anyhow::Result<T> {
        if let Some(url) = &self.database_url {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
            return runtime.block_on(work(url)).map_err(Into::into);
        }
        let opened = database::open(&self.at)?;
        let done = opened.block_on(work(opened.database_url()));
        opened.close();
        done.map_err(Into::into)
    }
}

async fn journal(url: &str, wanted: Option<TenantId>) -> anyhow::Result<()> {
    let shops = ledger::shops(url).await?;
    let shop = match (wanted, shops.as_slice()) {
        (Some(shop), _) => shop,
        (None, [(only, _)]) => *only,
        (None, []) => anyhow::bail!("there is no shop in these books"),
        (None, several) => {
            let line = |(id, name): &NamedShop| format!("\n  --shop {id}  {name}");
            anyhow::bail!("there are several shops: say which{}", several.iter().map(line).collect::<String>())
        }
    };
    Ok(ledger::hledger(url, shop, BufWriter::new(std::io::stdout().lock())).await?)
}

fn tell(violations: &[Violation]) -> anyhow::Result<()> {
    for Violation { check, rule, tenant, what } in violations {
        println!("{check}\tshop {tenant}\t{what}\tbroken: {rule}");
    }
    if violations.is_empty() {
        println!("the books keep every rule ({} checks, and every audit chain)", CHECKS.len());
        return Ok(());
    }
    anyhow::bail!("the books break a rule in {} places: take a backup before anything else is posted", violations.len())
}
