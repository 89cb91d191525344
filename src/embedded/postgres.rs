//! A private PostgreSQL: durable, on a unix socket in the data directory, as Debian installs it.

use super::data_dir::{DataDir, Owner};
use super::keeper::{Child, Ended, Keeper, as_owner, last_line};
use super::{StartError, while_doing};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use secrecy::SecretString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::Sender;

/// Crash recovery after a power cut may take long.
const READY_MAX: Duration = Duration::from_mins(2);
/// How long a server that outlived its owner may take to end.
const ORPHAN_MAX: Duration = Duration::from_secs(5);
/// Room for the pool, for the commands beside the server, and for an administrator.
const CONNECTIONS_MAX: u32 = 120;

/// Where the newest PostgreSQL's programs are, or those of one major version.
pub(crate) fn find(major: Option<&str>) -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("postgres").is_file() && bin.join("initdb").is_file())
        .collect();
    found.sort();
    match major {
        Some(major) => found.into_iter().find(|(version, _)| version.to_string() == major).map(|(_, bin)| bin),
        None => found.pop().map(|(_, bin)| bin),
    }
}

/// The major version that wrote the data directory, if there is a database in it.
pub(crate) fn version_of(data: &Path) -> Option<String> {
    fs::read_to_string(data.join("postgresql/PG_VERSION")).ok().map(|text| text.trim().to_owned())
}

/// Where this data directory's server is reached.
pub(super) fn url(data: &DataDir) -> SecretString {
    let host = data.short("run").replace('/', "%2F");
    format!("postgresql://execora@{host}/execora").into()
}

/// Makes the database where there is none, and starts its server.
pub(super) fn start(data: &DataDir, report: Sender<Ended>) -> Result<Keeper, StartError> {
    let found = version_of(data.path());
    let Some(bin) = find(found.as_deref()) else {
        return Err(match found {
            Some(found) => StartError::WrongVersion { path: data.path().join("postgresql"), found },
            None => StartError::NotInstalled { program: "PostgreSQL", package: "postgresql".into() },
        });
    };
    let owner = data.servers_run_as()?;
    data.private_dir("run", owner)?;
    if found.is_none() {
        initialise(data, &bin, owner)?;
    }
    end_orphan(data)?;
    let arguments = arguments(data);
    let log = data.log("postgresql")?;
    let program = bin.join("postgres");
    // Interrupt is a fast and clean shutdown; quit, for a server without its owner, leaves recovery to the next start.
    let (stop, orphaned) = (Signal::SIGINT, Signal::SIGQUIT);
    Keeper::start(Child { name: "PostgreSQL", program, arguments, owner, log, stop, orphaned }, report)
}

/// Waits until the server says in its own file that it is ready.
pub(super) fn await_ready(data: &DataDir, keeper: &Keeper) -> Result<(), StartError> {
    let file = pid_file(data);
    keeper.await_ready(READY_MAX, || {
        let Ok(text) = fs::read_to_string(&file) else { return false };
        let mut lines = text.lines();
        let pid = lines.next().and_then(|line| line.trim().parse().ok()).map(Pid::from_raw);
        pid.is_some() && pid == keeper.pid() && lines.nth(6).is_some_and(|status| status.trim() == "ready")
    })
}

fn arguments(data: &DataDir) -> Vec<String> {
    let settings = [
        "listen_addresses=".to_owned(),
        format!("unix_socket_directories={}", data.short("run")),
        "unix_socket_permissions=0700".to_owned(),
        format!("max_connections={CONNECTIONS_MAX}"),
        "fsync=on".to_owned(),
        "synchronous_commit=on".to_owned(),
        "full_page_writes=on".to_owned(),
        "shared_buffers=128MB".to_owned(),
        "max_wal_size=1GB".to_owned(),
        "jit=off".to_owned(),
        "timezone=UTC".to_owned(),
        "log_timezone=UTC".to_owned(),
        // A reader's plan needs no helpers, and small containers have little shared memory for them.
        "max_parallel_workers_per_gather=0".to_owned(),
    ];
    let mut arguments = vec!["-D".to_owned(), data.short("postgresql")];
    arguments.extend(settings.into_iter().flat_map(|setting| ["-c".to_owned(), setting]));
    arguments
}

/// Makes the cluster and its one database aside, then moves it into place: half a cluster is never taken for a whole one.
fn initialise(data: &DataDir, bin: &Path, owner: Owner) -> Result<(), StartError> {
    tracing::info!("making a private PostgreSQL database");
    let new = data.path().join("postgresql.new");
    if new.exists() {
        fs::remove_dir_all(&new).map_err(while_doing(format!("remove {}", new.display())))?;
    }
    data.private_dir("postgresql.new", owner)?;
    let directory = data.short("postgresql.new");
    let initdb = ["--username=execora", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"];
    run(data, owner, &bin.join("initdb"), &[&["-D", &directory], &initdb[..]].concat(), "")?;
    run(data, owner, &bin.join("postgres"), &["--single", "-D", &directory, "postgres"], "CREATE DATABASE execora\n")?;
    let place = data.path().join("postgresql");
    fs::rename(&new, &place).map_err(while_doing(format!("move the new database to {}", place.display())))
}

/// Runs one of PostgreSQL's programs to its end.
fn run(data: &DataDir, owner: Owner, program: &Path, arguments: &[&str], input: &str) -> Result<(), StartError> {
    let doing = || while_doing(format!("run {}", program.display()));
    let (path, log) = data.log("initdb")?;
    let mut child = as_owner(owner)
        .arg("--pdeathsig=KILL")
        .arg("--")
        .arg(program)
        .args(arguments)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(log.try_clone().map_err(doing())?)
        .stderr(log)
        .spawn()
        .map_err(doing())?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read its input has ended already: its status says why.
        let _ended = stdin.write_all(input.as_bytes());
    }
    let status = child.wait().map_err(doing())?;
    if status.success() {
        return Ok(());
    }
    Err(StartError::NotReady { name: "PostgreSQL", reason: format!("{status}: {}", last_line(&path)), log: path })
}

fn pid_file(data: &DataDir) -> PathBuf {
    data.path().join("postgresql/postmaster.pid")
}

/// We own the directory, so a server that still runs on it lost its owner: end it. A file that names another process,
/// whose number was used again, would keep PostgreSQL from starting: remove it.
fn end_orphan(data: &DataDir) -> Result<(), StartError> {
    let file = pid_file(data);
    let Ok(text) = fs::read_to_string(&file) else { return Ok(()) };
    let pid = text.lines().next().and_then(|line| line.trim().parse::<i32>().ok());
    let ours = data.path().join("postgresql");
    let runs = || pid.is_some_and(|pid| fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == ours));
    for signal in [Signal::SIGQUIT, Signal::SIGKILL] {
        let Some(pid) = pid.filter(|_| runs()) else { break };
        tracing::warn!(server.pid = pid, "ending a private PostgreSQL that lost its owner");
        // It may have ended by itself in between.
        let _gone = kill(Pid::from_raw(pid), signal);
        let begun = Instant::now();
        while runs() && begun.elapsed() < ORPHAN_MAX {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    match fs::remove_file(&file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(while_doing(format!("remove {}", file.display()))(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
