//! `execora doctor`: what is there, what is missing, and the command that brings it.

use crate::config::Config;
use crate::embedded::find_program;
use crate::embedded::{DataDir, DataDirError, find_postgres, find_redis, postgres_version_of};
use crate::providers::local::pack::{FileState, Pack};
use secrecy::ExposeSecret as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

/// Which server is looked at.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The data directory, if not the settings' own
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where the local models are, if not the settings' own
    #[arg(long, value_name = "DIR", env = "EXECORA_VOICE_PACK")]
    voice_pack: Option<PathBuf>,
    /// Settings over the defaults
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// One thing that was looked at.
struct Finding {
    name: &'static str,
    state: State,
}

enum State {
    /// It is there: where, or which.
    Good(String),
    /// It is not, and the server does without: what is lost, and the remedy.
    Lacking(String),
    /// It is not, and the server does not start: why, and the remedy.
    Missing(String),
}

/// Looks, prints a line for each thing, and fails if something is missing.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut config = Config::read(args.config.as_deref())?;
    if let Some(voice_pack) = &args.voice_pack {
        config.speech.voice_pack.clone_from(voice_pack);
    }
    let path = args.data.clone().unwrap_or_else(|| config.server.data_dir.clone());
    let findings = look(&config, &path);
    let mut missing: u32 = 0;
    for Finding { name, state } in &findings {
        match state {
            State::Good(what) => println!("ok       {name}: {what}"),
            State::Lacking(what) => println!("lacking  {name}: {what}"),
            State::Missing(what) => {
                missing = missing.saturating_add(1);
                println!("MISSING  {name}: {what}");
            }
        }
    }
    anyhow::ensure!(missing == 0, "{missing} of {} things are missing: see above", findings.len());
    println!("everything that is needed is there");
    Ok(())
}

fn look(config: &Config, data: &Path) -> Vec<Finding> {
    let mut findings = vec![
        Finding { name: "data directory", state: data_directory(data) },
        Finding { name: "address", state: address(config, data) },
        Finding { name: "PostgreSQL", state: postgres(config, data) },
        Finding { name: "Redis", state: redis(config) },
        Finding { name: "setpriv", state: program("setpriv", "util-linux") },
    ];
    findings.push(Finding { name: "espeak-ng", state: espeak() });
    findings.push(Finding { name: "language model", state: language_model(config) });
    findings.push(Finding { name: "voice pack", state: voice_pack(&config.speech.voice_pack) });
    findings
}

fn data_directory(path: &Path) -> State {
    if !path.exists() {
        return State::Good(format!("{} will be made at the first start", path.display()));
    }
    match DataDir::own(path) {
        Ok(data) => State::Good(match postgres_version_of(data.path()) {
            Some(version) => format!("{} with a database of PostgreSQL {version}", path.display()),
            None => format!("{}, without a database yet", path.display()),
        }),
        Err(DataDirError::InUse { pid, .. }) => {
            State::Good(format!("{}, in use by a server (process {pid})", path.display()))
        }
        Err(error @ DataDirError::Io { .. }) => {
            State::Missing(format!("{error}: make it writable, or give --data another directory"))
        }
    }
}

fn address(config: &Config, data: &Path) -> State {
    let listen = config.server.listen;
    match TcpListener::bind(listen) {
        Ok(_) => State::Good(format!("{listen} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => match DataDir::own(data) {
            Err(DataDirError::InUse { .. }) => State::Good(format!("{listen} is in use, as this server is running")),
            Ok(_) | Err(DataDirError::Io { .. }) => {
                State::Missing(format!("{listen} is in use by another program: stop it, or give --listen another"))
            }
        },
        Err(error) => State::Missing(format!("{listen} cannot be listened on ({error}): give --listen another")),
    }
}

fn postgres(config: &Config, data: &Path) -> State {
    if !config.database.url.expose_secret().is_empty() {
        return State::Good("at database.url".into());
    }
    let version = postgres_version_of(data);
    match (find_postgres(version.as_deref()), version) {
        (Some(bin), _) => State::Good(bin.display().to_string()),
        (None, Some(version)) => State::Missing(format!(
            "the database was written by version {version}: apt-get install postgresql-{version}"
        )),
        (None, None) => State::Missing("run scripts/setup, or apt-get install postgresql".into()),
    }
}

fn redis(config: &Config) -> State {
    if !config.redis.url.expose_secret().is_empty() {
        return State::Good("at redis.url".into());
    }
    match find_redis() {
        Some(program) => State::Good(program.display().to_string()),
        None => State::Missing("run scripts/setup, or apt-get install redis-server".into()),
    }
}

fn program(name: &'static str, package: &str) -> State {
    match find_program(&[name], &[]) {
        Some(path) => State::Good(path.display().to_string()),
        None => State::Missing(format!("apt-get install {package}")),
    }
}

fn espeak() -> State {
    match find_program(&["espeak-ng"], &[]) {
        Some(path) => State::Good(path.display().to_string()),
        None => State::Lacking("no local voice without it: run scripts/setup, or apt-get install espeak-ng".into()),
    }
}

fn language_model(config: &Config) -> State {
    let model = &config.model;
    let at = |url: &str, name: &str| {
        // The address without what may be a secret in it.
        let host = url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        format!("{name} at {host}")
    };
    match (model.url.as_str(), model.second_url.as_str()) {
        ("", _) => State::Lacking("what the grammar cannot read is asked again: set model.url and model.name".into()),
        (url, "") => State::Good(at(url, &model.name)),
        (url, second) => State::Good(format!("{}, then {}", at(url, &model.name), at(second, &model.second_name))),
    }
}

fn voice_pack(folder: &Path) -> State {
    let facts = match Pack::new(folder.to_owned()).facts() {
        Ok(facts) => facts,
        Err(error) => return State::Lacking(format!("its manifest cannot be read: {error}")),
    };
    let wrong = facts.iter().filter_map(|fact| match &fact.state {
        FileState::Sound => None,
        FileState::Missing => Some(format!("{} is missing", fact.path)),
        FileState::Broken(why) => Some(format!("{} is broken ({why})", fact.path)),
    });
    let wrong: Vec<String> = wrong.collect();
    match wrong.as_slice() {
        [] => State::Good(format!("{} files in {}", facts.len(), folder.display())),
        [first, ..] => State::Lacking(format!(
            "no local ears or voice: {} of {} files in {} are not right, as {first}: run scripts/voice-pack",
            wrong.len(),
            facts.len(),
            folder.display()
        )),
    }
}
