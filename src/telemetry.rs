//! Logs on standard error and the metrics' recorder.

use crate::config::{Log, LogFormat};
use anyhow::Context as _;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// Starts logs and metrics, once in the life of the process.
pub(crate) fn start(log: &Log) -> anyhow::Result<PrometheusHandle> {
    start_logs(log)?;
    let buckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0];
    let builder = PrometheusBuilder::new().set_buckets(&buckets).context("the metrics' buckets")?;
    builder.install_recorder().context("the metrics could not be started")
}

/// Starts logs alone, for commands that serve nothing.
pub(crate) fn start_logs(log: &Log) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&log.filter).context("setting log.filter")?;
    let base = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match log.format {
        LogFormat::Text => base.with_ansi(std::io::stderr().is_terminal()).try_init(),
        LogFormat::Json => base.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("the log could not be started: {error}"))
}
