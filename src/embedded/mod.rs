//! Private PostgreSQL and Redis as child processes, for the start that needs no configuration.
//!
//! They listen on unix sockets in the data directory alone, keep what they are told (a commit is on the disk before it is answered),
//! and end with this process, however it ends. One process at a time owns a data directory; the others attach to it.

mod data_dir;
mod keeper;
mod postgres;
mod redis;

pub(crate) use data_dir::{DataDir, DataDirError};
pub(crate) use keeper::{Ended, find_program};
pub(crate) use postgres::{find as find_postgres, version_of as postgres_version_of};
pub(crate) use redis::find as find_redis;

use crate::config::Config;
use keeper::Keeper;
use secrecy::{ExposeSecret as _, SecretString};
use std::path::PathBuf;
use tokio::sync::mpsc;

/// The two stores that a server needs, wherever they run.
pub(crate) struct Stores {
    /// Where PostgreSQL is.
    pub(crate) database_url: SecretString,
    /// Where Redis is.
    pub(crate) redis_url: SecretString,
    postgres: Option<Keeper>,
    redis: Option<Keeper>,
    ended: mpsc::Receiver<Ended>,
}

/// Why a private server did not start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    /// It is not installed.
    #[error("{program} is not installed: run scripts/setup, or apt-get install {package}")]
    NotInstalled { program: &'static str, package: String },
    /// The data was written by another major version.
    #[error(
        "{path} was written by PostgreSQL {found}: apt-get install postgresql-{found}, or give --data another directory"
    )]
    WrongVersion { path: PathBuf, found: String },
    /// Someone else's files.
    #[error("{path} belongs to user {owner}: run as that user, or give --data another directory")]
    NotOurs { path: PathBuf, owner: u32 },
    /// It ended at once, or did not become ready.
    #[error("{name} did not start: {reason} (its log is {log})")]
    NotReady { name: &'static str, reason: String, log: PathBuf },
    /// A file or a process could not be handled.
    #[error("could not {doing}")]
    Io {
        doing: String,
        #[source]
        source: std::io::Error,
    },
}

/// Names what was being done when the system said no.
fn while_doing(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> StartError {
    let doing = doing.into();
    move |source| StartError::Io { doing, source }
}

impl Stores {
    /// Starts what is not configured to be elsewhere. Both come up side by side.
    pub(crate) fn start(config: &Config, data: &DataDir) -> Result<Self, StartError> {
        Self::open(config, data, true)
    }

    /// Starts the database alone, where it is not configured to be elsewhere: for commands beside the server.
    pub(crate) fn start_database(config: &Config, data: &DataDir) -> Result<Self, StartError> {
        Self::open(config, data, false)
    }

    fn open(config: &Config, data: &DataDir, with_redis: bool) -> Result<Self, StartError> {
        let (report, ended) = mpsc::channel(2);
        let mut stores = Self {
            database_url: config.database.url.clone(),
            redis_url: config.redis.url.clone(),
            postgres: None,
            redis: None,
            ended,
        };
        if with_redis && is_empty(&stores.redis_url) {
            stores.redis = Some(redis::start(data, report.clone())?);
            stores.redis_url = redis::url(data);
        }
        if is_empty(&stores.database_url) {
            let keeper = postgres::start(data, report)?;
            stores.database_url = postgres::url(data);
            postgres::await_ready(data, stores.postgres.insert(keeper))?;
        }
        if let Some(keeper) = &mut stores.redis {
            redis::await_ready(data, keeper)?;
        }
        Ok(stores)
    }

    /// The stores of a server that runs on this data directory, for commands beside it.
    pub(crate) fn attach(config: &Config, data: &DataDir) -> Self {
        let (_, ended) = mpsc::channel(1);
        let or_private = |url: &SecretString, private: SecretString| if is_empty(url) { private } else { url.clone() };
        Self {
            database_url: or_private(&config.database.url, postgres::url(data)),
            redis_url: or_private(&config.redis.url, redis::url(data)),
            postgres: None,
            redis: None,
            ended,
        }
    }

    /// Resolves when a private server has ended for good; never where there is none.
    pub(crate) async fn ended(&mut self) -> Ended {
        match self.ended.recv().await {
            Some(ended) => ended,
            None => std::future::pending().await,
        }
    }

    /// Stops the private servers in order: the cache first, the books last.
    pub(crate) fn stop(self) {
        for keeper in [self.redis, self.postgres].into_iter().flatten() {
            keeper.stop();
        }
    }
}

fn is_empty(url: &SecretString) -> bool {
    url.expose_secret().is_empty()
}
