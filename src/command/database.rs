//! The database for commands beside the server: the running server's own, or started for the command and stopped after it.

use crate::config::Config;
use crate::embedded::{DataDir, DataDirError, Stores};
use crate::telemetry;
use anyhow::Context as _;
use secrecy::ExposeSecret as _;
use std::future::Future;
use std::path::{Path, PathBuf};
use tokio::runtime::Runtime;

/// Which database.
#[derive(clap::Args)]
pub(crate) struct Where {
    /// The data directory, if not the settings' own
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Settings over the defaults
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// An open database and a runtime to use it with.
pub(crate) struct Opened {
    stores: Stores,
    runtime: Runtime,
    /// Kept: its descriptor is in the addresses.
    data: DataDir,
}

/// Opens the database of a data directory, or the one in the settings.
pub(crate) fn open(at: &Where) -> anyhow::Result<Opened> {
    let config = Config::read(at.config.as_deref())?;
    telemetry::start_logs(&config.log)?;
    let path = at.data.clone().unwrap_or_else(|| config.server.data_dir.clone());
    let (data, stores) = match DataDir::own(&path) {
        Ok(data) => {
            let stores = Stores::start_database(&config, &data)?;
            (data, stores)
        }
        Err(DataDirError::InUse { .. }) => {
            let data = DataDir::open(&path)?;
            let stores = Stores::attach(&config, &data);
            (data, stores)
        }
        Err(error @ DataDirError::Io { .. }) => return Err(error.into()),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
    Ok(Opened { stores, runtime, data })
}

impl Opened {
    /// Where the database is.
    pub(crate) fn database_url(&self) -> &str {
        self.stores.database_url.expose_secret()
    }

    /// The data directory.
    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    /// Runs a future to its end.
    pub(crate) fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Stops what was started for the command.
    pub(crate) fn close(self) {
        self.stores.stop();
    }
}
