//! ONNX Runtime, which ears and voice share: loaded from the voice pack when it is first needed.

use super::pack::Pack;
use ort::environment::Environment;
use ort::session::Session;
use ort::session::builder::{GraphOptimizationLevel, SessionBuilder};
use std::sync::{Mutex, PoisonError};

/// The library inside the pack.
const LIBRARY: &str = "onnxruntime/libonnxruntime.so";

/// The loaded library: one a process, whichever of ears and voice comes first.
static LOADED: Mutex<Option<Environment>> = Mutex::new(None);

/// The loaded library; the second to ask gets the same.
pub(crate) fn environment(pack: &Pack) -> Result<Environment, String> {
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(environment) = loaded.as_ref() {
        return Ok(environment.clone());
    }
    let library = ort::init_from(pack.path(LIBRARY)).map_err(|error| error.to_string())?;
    Ok(loaded.insert(library.build().map_err(|error| error.to_string())?).clone())
}

/// What a model is loaded with: its threads sleep when there is nothing to do.
pub(crate) fn session(environment: &Environment, threads: usize) -> Result<SessionBuilder, ort::Error> {
    Ok(Session::builder(environment)?
        .with_optimization_level(GraphOptimizationLevel::All)?
        .with_intra_threads(threads)?
        .with_intra_op_spinning(false)?)
}
