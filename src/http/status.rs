//! How the server is: alive, ready, and in numbers.

use super::Doors;
use super::problem::Failure;
use super::request::Request;
use super::wire::json_answer;
use execora_actors::ledger::ReadError;
use execora_domain::ids::TenantId;
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use uuid::Uuid;
use warp::reply::Response;

/// The process answers.
pub(super) fn health() -> Result<Response, Failure> {
    json_answer(StatusCode::OK, &json!({ "status": "live" }))
}

/// The server can do its work: it is not stopping, and the books can be read.
pub(super) async fn ready(doors: &Doors) -> Result<Response, Failure> {
    if *doors.stopping.borrow() {
        return Err(Failure::Unavailable("the server is stopping"));
    }
    // No shop has this identity: that the books say so is the answer.
    match doors.reader.catalog_version(TenantId::from_uuid(Uuid::nil())).await {
        Ok(_) | Err(ReadError::NotFound | ReadError::BadCursor) => {}
        Err(ReadError::Unavailable) => return Err(Failure::Unavailable("the books cannot be read now")),
    }
    json_answer(StatusCode::OK, &json!({ "status": "ready" }))
}

/// The numbers, for this machine and the addresses in the settings.
pub(super) fn metrics(doors: &Doors, request: &Request) -> Result<Response, Failure> {
    let server = &doors.config.server;
    let caller = request.client(&server.trusted_proxies);
    // A proxy on this machine that is not trusted speaks for callers that nobody knows.
    let forwarded =
        request.headers.contains_key("x-forwarded-for") && !server.trusted_proxies.contains(&request.peer.ip());
    if forwarded || !(caller.is_loopback() || server.metrics_allow.contains(&caller)) {
        return Err(Failure::Forbidden("this address may not read the metrics: see server.metrics_allow"));
    }
    doors.metrics.run_upkeep();
    let mut response = Response::new(doors.metrics.render().into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4"));
    Ok(response)
}
