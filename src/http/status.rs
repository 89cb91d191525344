//! How the server is: alive, ready, and in numbers.

use super::answer::Answer;
use super::code;
use super::problem::Failure;
use super::route::{Answered, Route, Visit, nothing};
use execora_actors::ledger::ReadError;
use execora_domain::ids::TenantId;
use http::{HeaderValue, StatusCode, header};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;
use warp::reply::Response;

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "The server";
    vec![
        Route::get("/health").about(TOPIC, "Whether the process answers").open(nothing, health),
        Route::get("/health/ready")
            .about(TOPIC, "Whether the server can do its work: it is not stopping, and the books can be read")
            .problems(&[code::UNAVAILABLE])
            .open(nothing, ready),
        Route::get("/metrics")
            .about(TOPIC, "The server in numbers, for this machine and the addresses in the settings")
            .problems(&[code::FORBIDDEN])
            .open(nothing, metrics),
    ]
}

/// How the server is.
#[derive(Serialize, JsonSchema)]
struct Status {
    status: &'static str,
}

/// Numbers in the text format of Prometheus.
struct Numbers(String);

impl Answer for Numbers {
    fn contents(_: &mut SchemaGenerator) -> Vec<(&'static str, Value)> {
        vec![("text/plain", json!({ "type": "string" }))]
    }

    fn into_response(self, _: StatusCode) -> Answered {
        let mut response = Response::new(self.0.into());
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4"));
        Ok(response)
    }
}

async fn health(_: Visit, (): ()) -> Result<Status, Failure> {
    Ok(Status { status: "live" })
}

async fn ready(visit: Visit, (): ()) -> Result<Status, Failure> {
    let doors = &visit.doors;
    if *doors.stopping.borrow() {
        return Err(Failure::Unavailable("the server is stopping"));
    }
    // No shop has this identity: that the books say so is the answer.
    match doors.reader.catalog_version(TenantId::from_uuid(Uuid::nil())).await {
        Ok(_) | Err(ReadError::NotFound | ReadError::BadCursor) => {}
        Err(ReadError::Unavailable) => return Err(Failure::Unavailable("the books cannot be read now")),
    }
    Ok(Status { status: "ready" })
}

async fn metrics(visit: Visit, (): ()) -> Result<Numbers, Failure> {
    let (doors, request) = (&visit.doors, &visit.request);
    let server = &doors.config.server;
    let caller = request.client(&server.trusted_proxies);
    // A proxy on this machine that is not trusted speaks for callers that nobody knows.
    let forwarded =
        request.headers.contains_key("x-forwarded-for") && !server.trusted_proxies.contains(&request.peer.ip());
    if forwarded || !(caller.is_loopback() || server.metrics_allow.contains(&caller)) {
        return Err(Failure::Forbidden("this address may not read the metrics: see server.metrics_allow"));
    }
    doors.metrics.run_upkeep();
    Ok(Numbers(doors.metrics.render()))
}
