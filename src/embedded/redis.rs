//! A private Redis: a cache on a unix socket in the data directory; nothing in it needs to last.

use super::StartError;
use super::data_dir::DataDir;
use super::keeper::{Child, Ended, Keeper, find_program};
use nix::sys::signal::Signal;
use secrecy::SecretString;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;
use tokio::sync::mpsc::Sender;

/// An empty cache is there at once; a busy machine gets time.
const READY_MAX: Duration = Duration::from_secs(30);

/// Where the server's program is.
pub(crate) fn find() -> Option<PathBuf> {
    find_program(&["redis-server", "valkey-server"], &["/usr/bin".into(), "/usr/local/bin".into()])
}

/// Where this data directory's server is reached.
pub(super) fn url(data: &DataDir) -> SecretString {
    format!("redis+unix://{}", data.short("run/redis.sock")).into()
}

/// Starts the server.
pub(super) fn start(data: &DataDir, report: Sender<Ended>) -> Result<Keeper, StartError> {
    let not_installed = || StartError::NotInstalled { program: "Redis", package: "redis-server".into() };
    let program = find().ok_or_else(not_installed)?;
    let owner = data.servers_run_as()?;
    data.private_dir("run", owner)?;
    let (socket, directory) = (data.short("run/redis.sock"), data.short("run"));
    let arguments = [
        ["--port", "0"],
        ["--unixsocket", &socket],
        ["--unixsocketperm", "700"],
        ["--dir", &directory],
        ["--save", ""],
        ["--appendonly", "no"],
        ["--maxmemory", "64mb"],
        ["--maxmemory-policy", "volatile-lru"],
    ];
    let arguments = arguments.iter().flatten().map(|&text| text.to_owned()).collect();
    let (log, stop) = (data.log("redis")?, Signal::SIGTERM);
    Keeper::start(Child { name: "Redis", program, arguments, owner, log, stop, orphaned: Signal::SIGKILL }, report)
}

/// Waits until the server answers.
pub(super) fn await_ready(data: &DataDir, keeper: &Keeper) -> Result<(), StartError> {
    let socket = data.short("run/redis.sock");
    keeper.await_ready(READY_MAX, || {
        let answer = UnixStream::connect(&socket).and_then(|mut stream| {
            stream.write_all(b"PING\r\n")?;
            let mut answer = [0_u8; 5];
            stream.read_exact(&mut answer)?;
            Ok(answer)
        });
        answer.is_ok_and(|text| &text == b"+PONG")
    })
}
