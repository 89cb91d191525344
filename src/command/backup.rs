//! `execora backup` and `execora restore`: the books in one file, and the books out of it.
//!
//! The file is PostgreSQL's own archive: one snapshot, taken beside a running server, readable by `pg_restore` alone.

use super::database::{self, Opened, Where};
use crate::embedded::{find_postgres, postgres_version_of};
use anyhow::{Context as _, bail, ensure};
use execora_actors::backup::{self, Contents};
use execora_actors::database::migrate;
use execora_actors::ledger;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What to write, and where.
#[derive(clap::Args)]
pub(crate) struct Backup {
    /// The file to write; it must not exist yet
    #[arg(long, value_name = "FILE", default_value_os_t = dated())]
    out: PathBuf,
    #[command(flatten)]
    at: Where,
}

/// What to read, and into which books.
#[derive(clap::Args)]
pub(crate) struct Restore {
    /// A file that `execora backup` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    at: Where,
}

/// `execora-20261122-173000.backup`, in India's time.
fn dated() -> PathBuf {
    crate::clock::now_in_india().strftime("execora-%Y%m%d-%H%M%S.backup").to_string().into()
}

/// Writes the books of every shop into one file. A backup that breaks off leaves no file that looks like one.
pub(crate) fn back_up(wanted: &Backup) -> anyhow::Result<()> {
    let out = &wanted.out;
    ensure!(!out.exists(), "{} is there already: give --out another name", out.display());
    let partial = PathBuf::from(format!("{}.partial", out.display()));
    // Only the owner may read it: it holds names, phones and what each customer owes.
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial);
    let file = file.with_context(|| format!("{} could not be made", partial.display()))?;
    let opened = database::open(&wanted.at)?;
    let dumped = run(&opened, &["pg_dump", "--format=custom", "--compress=6"], Stdio::null(), file.try_clone()?.into());
    opened.close();
    if let Err(error) = dumped.and_then(|()| Ok(file.sync_all()?)) {
        let _ = fs::remove_file(&partial);
        return Err(error);
    }
    fs::rename(&partial, out).with_context(|| format!("{} could not be named", out.display()))?;
    println!("{}: {} bytes", out.display(), file.metadata()?.len());
    println!("keep it on another machine; try it with: execora restore {} --data DIR", out.display());
    Ok(())
}

/// Fills an empty database from a backup, brings it up to date and checks every rule of the books.
pub(crate) fn restore(wanted: &Restore) -> anyhow::Result<()> {
    let path = &wanted.file;
    let file = File::open(path).with_context(|| format!("{} could not be opened", path.display()))?;
    let opened = database::open(&wanted.at)?;
    let restored = fill(&opened, file);
    opened.close();
    let Contents { shops, entries } = restored.with_context(|| format!("{} was not restored", path.display()))?;
    println!("{shops} shops with {entries} entries are restored, and the books keep every rule");
    Ok(())
}

fn fill(opened: &Opened, file: File) -> anyhow::Result<Contents> {
    opened.block_on(backup::prepare(opened.database_url()))?;
    let arguments = ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--dbname="];
    run(opened, &arguments, file.into(), Stdio::null())?;
    opened.block_on(async {
        migrate(opened.database_url()).await?;
        let broken = ledger::verify(opened.database_url()).await?;
        ensure!(broken.is_empty(), "it is restored, but its books break a rule: see `execora books verify`");
        Ok(backup::contents(opened.database_url()).await?)
    })
}

/// Runs one of PostgreSQL's programs on the database. How to get in goes by its environment: other users of the machine
/// can read a command line.
fn run(opened: &Opened, arguments: &[&str], input: Stdio, output: Stdio) -> anyhow::Result<()> {
    let Some((program, arguments)) = arguments.split_first() else { bail!("no program to run") };
    let bin = find_postgres(postgres_version_of(opened.data()).as_deref())
        .context("PostgreSQL's programs are not installed: run scripts/setup, or apt-get install postgresql")?;
    let mut command = Command::new(bin.join(program));
    command.args(arguments).stdin(input).stdout(output).stderr(Stdio::piped());
    command.envs(backup::environment(opened.database_url())?);
    let ended = command.spawn().and_then(std::process::Child::wait_with_output);
    let ended = ended.with_context(|| format!("{program} could not be run"))?;
    let told = String::from_utf8_lossy(&ended.stderr);
    ensure!(ended.status.success(), "{program} failed: {}", told.trim().lines().last().unwrap_or("no reason given"));
    Ok(())
}
