//! Keeps one child process running, and takes it along when this process ends.

use super::data_dir::Owner;
use super::{StartError, while_doing};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, Uid};
use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::Sender;

/// So many ends within [`RESTARTS_WITHIN`] are put up with.
const RESTARTS_MAX: usize = 3;
/// See [`RESTARTS_MAX`].
const RESTARTS_WITHIN: Duration = Duration::from_mins(1);
/// How long a child may take to stop before it is stopped harder.
const STOP_MAX: Duration = Duration::from_secs(10);

/// What to run, as whom.
pub(crate) struct Child {
    /// For logs: `PostgreSQL`.
    pub(crate) name: &'static str,
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) owner: Owner,
    pub(crate) log: (PathBuf, File),
    /// What ends it in good order.
    pub(crate) stop: Signal,
    /// What it gets when this process is gone.
    pub(crate) orphaned: Signal,
}

/// A private server that ended more often than is put up with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ended(pub(crate) &'static str);

/// A child that is started again when it ends. A thread of its own started it and waits for it: the kernel ends the
/// child when the thread that started it is gone.
pub(crate) struct Keeper {
    name: &'static str,
    stop: Signal,
    log: PathBuf,
    shared: Arc<Shared>,
    /// Closed when the thread is done.
    done: Receiver<()>,
}

#[derive(Default)]
struct Shared {
    stopping: AtomicBool,
    pid: Mutex<Option<Pid>>,
}

impl Keeper {
    /// Starts the child; what it ends with for good goes to `report`.
    pub(crate) fn start(child: Child, report: Sender<Ended>) -> Result<Self, StartError> {
        let (name, stop, log) = (child.name, child.stop, child.log.0.clone());
        let shared = Arc::new(Shared::default());
        let (started_in, started) = sync_channel(1);
        let (done_in, done) = sync_channel(1);
        let theirs = Arc::clone(&shared);
        std::thread::Builder::new()
            .name(format!("keep-{name}"))
            .spawn(move || keep(&child, &theirs, &started_in, &report, done_in))
            .map_err(while_doing(format!("start a thread for {name}")))?;
        match started.recv() {
            Ok(result) => result.map_err(while_doing(format!("start {name}")))?,
            Err(_) => return Err(StartError::NotReady { name, reason: "its thread ended".into(), log }),
        }
        Ok(Self { name, stop, log, shared, done })
    }

    /// The child's process, while it runs.
    pub(crate) fn pid(&self) -> Option<Pid> {
        *self.shared.pid.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks `ready` again and again until it says yes, the child ends or `limit` is over.
    pub(crate) fn await_ready(&self, limit: Duration, mut ready: impl FnMut() -> bool) -> Result<(), StartError> {
        let begun = Instant::now();
        while !ready() {
            let reason = match self.done.recv_timeout(Duration::from_millis(10)) {
                Err(RecvTimeoutError::Timeout) if begun.elapsed() < limit => continue,
                Err(RecvTimeoutError::Timeout) => format!("not ready after {} s", limit.as_secs()),
                Ok(()) | Err(RecvTimeoutError::Disconnected) => last_line(&self.log),
            };
            return Err(StartError::NotReady { name: self.name, reason, log: self.log.clone() });
        }
        Ok(())
    }

    /// Ends the child, in good order if it can, and waits for it.
    pub(crate) fn stop(self) {
        drop(self);
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        for signal in [self.stop, Signal::SIGKILL] {
            let Some(pid) = self.pid() else { break };
            // The child may end between the look and the signal: then there is nothing left to stop.
            if kill(pid, signal).is_err() || self.done.recv_timeout(STOP_MAX) != Err(RecvTimeoutError::Timeout) {
                break;
            }
        }
    }
}

/// The thread's whole life.
fn keep(
    child: &Child,
    shared: &Shared,
    started: &SyncSender<std::io::Result<()>>,
    report: &Sender<Ended>,
    done: SyncSender<()>,
) {
    let mut ends: Vec<Instant> = vec![];
    let mut first = true;
    while !shared.stopping.load(Ordering::SeqCst) {
        let outcome = run_once(child, shared, |result| {
            // After the first start nobody listens any more.
            if first && started.send(result).is_ok() {
                first = false;
            }
        });
        if shared.stopping.load(Ordering::SeqCst) {
            break;
        }
        let status = outcome.map_or_else(|| "not started".to_owned(), |status| status.to_string());
        ends.retain(|end| end.elapsed() < RESTARTS_WITHIN);
        ends.push(Instant::now());
        if ends.len() > RESTARTS_MAX || outcome.is_none() {
            tracing::error!(server.name = child.name, server.status = status, "private server ended for good");
            // Full means that the other private server's end is on its way already.
            let _already_reported = report.try_send(Ended(child.name));
            break;
        }
        tracing::warn!(server.name = child.name, server.status = status, "private server ended: starting it again");
        std::thread::sleep(Duration::from_millis(200));
    }
    drop(done);
}

fn run_once(child: &Child, shared: &Shared, tell: impl FnOnce(std::io::Result<()>)) -> Option<ExitStatus> {
    let mut process = match command(child).and_then(|mut command| command.spawn()) {
        Ok(process) => process,
        Err(error) => {
            tell(Err(error));
            return None;
        }
    };
    let set = |pid| *shared.pid.lock().unwrap_or_else(PoisonError::into_inner) = pid;
    set(i32::try_from(process.id()).ok().map(Pid::from_raw));
    tell(Ok(()));
    let status = process.wait();
    set(None);
    status.ok()
}

/// The child behind `setpriv`, which drops root's rights and has the kernel end the child with the thread that starts it.
fn command(child: &Child) -> std::io::Result<Command> {
    let mut command = as_owner(child.owner);
    command.arg(format!("--pdeathsig={}", child.orphaned.as_str().trim_start_matches("SIG")));
    command.arg("--").arg(&child.program).args(&child.arguments);
    // A group of its own: Ctrl-C at the terminal is for this process, which stops the child when it is done with it.
    command.process_group(0);
    command.stdin(Stdio::null()).stdout(child.log.1.try_clone()?).stderr(child.log.1.try_clone()?).current_dir("/");
    Ok(command)
}

/// `setpriv`, told to become this user where we are root.
pub(crate) fn as_owner(owner: Owner) -> Command {
    let mut command = Command::new("setpriv");
    if Uid::effective().is_root() {
        command.arg(format!("--reuid={}", owner.uid)).arg(format!("--regid={}", owner.gid)).arg("--clear-groups");
    }
    command
}

/// What a program said last, for an error message.
pub(crate) fn last_line(log: &std::path::Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing").trim().to_owned()
}

/// A program by one of these names, in these directories or on the path.
pub(crate) fn find_program(names: &[&str], directories: &[PathBuf]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places: Vec<PathBuf> = directories.iter().cloned().chain(std::env::split_paths(&path)).collect();
    names.iter().find_map(|name| places.iter().map(|place| place.join(name)).find(|file| file.is_file()))
}
