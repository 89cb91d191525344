//! `execora books verify`: checks that the books are what they must be.

use super::database::{self, Where};
use anyhow::Context as _;
use execora_actors::ledger::{self, CHECKS, Violation};

/// What to do with the books.
#[derive(clap::Subcommand)]
pub(crate) enum Action {
    /// Check every rule of the books of every shop; fails where one is broken
    Verify(Verify),
}

/// Which books.
#[derive(clap::Args)]
pub(crate) struct Verify {
    /// A database by its address, instead of the data directory's or the settings' own
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    #[command(flatten)]
    at: Where,
}

/// Carries it out.
pub(crate) fn run(action: &Action) -> anyhow::Result<()> {
    let Action::Verify(verify) = action;
    let violations = if let Some(url) = &verify.database_url {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
        runtime.block_on(ledger::verify(url))
    } else {
        let opened = database::open(&verify.at)?;
        let found = opened.block_on(ledger::verify(opened.database_url()));
        opened.close();
        found
    };
    tell(&violations?)
}

fn tell(violations: &[Violation]) -> anyhow::Result<()> {
    for Violation { check, rule, tenant, what } in violations {
        println!("{check}\tshop {tenant}\t{what}\tbroken: {rule}");
    }
    if violations.is_empty() {
        println!("the books keep every rule ({} checks)", CHECKS.len());
        return Ok(());
    }
    anyhow::bail!("the books break a rule in {} places: take a backup before anything else is posted", violations.len())
}
