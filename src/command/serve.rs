//! `execora serve`: everything, until it is told to stop.

use crate::app;
use crate::config::Config;
use crate::embedded::{DataDir, Stores};
use crate::telemetry;
use anyhow::Context as _;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

/// What to serve, and where.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where keys, the private servers and sign-in.json live
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// Where the local models are, if not the settings' own
    #[arg(long, value_name = "DIR", env = "EXECORA_VOICE_PACK")]
    voice_pack: Option<PathBuf>,
    /// Settings over the defaults
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// How long what was asked to end may still take: a model being loaded or at work on a slow machine.
const LAST_WORK_MAX: Duration = Duration::from_secs(10);

/// Starts, serves and stops.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut config = Config::read(args.config.as_deref())?;
    if let Some(data) = &args.data {
        config.server.data_dir.clone_from(data);
    }
    if let Some(voice_pack) = &args.voice_pack {
        config.speech.voice_pack.clone_from(voice_pack);
    }
    if let Some(listen) = args.listen {
        config.server.listen = listen;
    }
    let metrics = telemetry::start(&config.log)?;
    let data = DataDir::own(&config.server.data_dir)?;
    let listener = listen(config.server.listen)?;
    // Before the runtime, on the first thread: what the private servers inherit is not changing under them.
    let stores = Stores::start(&config, &data)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")?;
    let ground = app::Ground { config, data, stores, listener, metrics };
    let served = runtime.block_on(app::run(ground));
    // A model at work when the process exits would find its library taken down: what runs is waited for.
    runtime.shutdown_timeout(LAST_WORK_MAX);
    served
}

fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(address).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AddrInUse {
            anyhow::anyhow!("{address} is in use: stop the other program, or give --listen another address")
        } else {
            anyhow::anyhow!("{address} cannot be listened on ({error}): give --listen another address")
        }
    })?;
    listener.set_nonblocking(true).context("the listener cannot be used")?;
    Ok(listener)
}
