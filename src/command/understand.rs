//! `execora understand`: cases as JSON Lines in, frames as JSON Lines out; offline and deterministic.

/// Where the shops are, and how much to tell.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The shops that the cases refer to
    #[arg(long, value_name = "FILE")]
    worlds: std::path::PathBuf,
    /// Tell why: spans, rules and weights
    #[arg(long)]
    trace: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    anyhow::bail!("not built yet: {} {}", args.worlds.display(), args.trace)
}
