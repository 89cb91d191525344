//! How the world comes in: HTTP and WebSocket on one port, the page built in.
#![expect(clippy::unnecessary_wraps, reason = "every reader returns an option, also one that needs nothing")]

mod answer;
mod auth;
mod code;
mod customers;
mod fault;
mod fields;
mod hs256;
mod in_flight;
mod invoices;
mod json;
mod ledger;
mod limit;
mod openapi;
mod page;
mod paging;
mod papers;
mod posting;
mod problem;
mod products;
mod readable;
mod reminders;
mod reports;
mod request;
mod route;
mod routes;
mod sales;
mod seal;
mod settings;
mod sheet;
mod socket;
mod status;
mod token;
mod users;
mod wanted;

pub(crate) use in_flight::InFlight;
pub(crate) use limit::Limit;
pub(crate) use papers::Papers;
pub(crate) use token::Tokens;

use crate::config::{Config, size};
use execora_actors::copies::Copies;
use execora_actors::identity::{Identity, Tickets};
use execora_actors::ledger::{Ledger, LedgerReader};
use execora_actors::sessions::Sessions;
use execora_actors::tasks::TaskSet;
use execora_domain::ids::TenantId;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use metrics_exporter_prometheus::PrometheusHandle;
use problem::Failure;
use request::{Request, RequestId};
use route::{Answered, Call, Handler, Visit};
use routes::Found;
use seal::CursorKey;
use secrecy::SecretString;
use serde_json::Map;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tracing::Instrument as _;
use warp::reply::Response;
use warp::{Filter, Reply as _};

/// How long requests in flight may take once the server stops.
const FINISH_MAX: Duration = Duration::from_secs(5);
/// The most header lines that one request has.
const HEADERS_MAX: usize = 64;
/// The name of the header that carries a request's id.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Everything behind the doors.
pub(crate) struct Doors {
    /// Whether something is set up that sends messages.
    pub(crate) has_courier: bool,
    pub(crate) config: Config,
    pub(crate) ledger: Ledger,
    pub(crate) reader: LedgerReader,
    pub(crate) copies: Copies,
    pub(crate) identity: Identity,
    pub(crate) sessions: Sessions,
    pub(crate) tokens: Tokens,
    pub(crate) tickets: Tickets,
    /// What the cursors of lists are sealed with: the same on every server of these books.
    pub(crate) cursor_secret: Arc<SecretString>,
    pub(crate) metrics: PrometheusHandle,
    /// Requests, by shop.
    pub(crate) requests: Limit<TenantId>,
    /// Writes that are under way, by their keys.
    pub(crate) in_flight: InFlight,
    /// What bills are drawn with, and the links to them.
    pub(crate) papers: Papers,
    /// Shops that were registered, by address.
    pub(crate) registrations: Limit<IpAddr>,
    /// Every open socket holds a copy: closed when the last one is gone.
    pub(crate) open_sockets: mpsc::Sender<()>,
    /// True once the server stops.
    pub(crate) stopping: watch::Receiver<bool>,
}

/// The other end of a connection.
#[derive(Clone, Copy, Debug)]
struct Peer(SocketAddr);

/// Serves connections until the server stops, then lets those in flight finish.
pub(crate) async fn serve(listener: TcpListener, doors: Arc<Doors>) {
    let mut stopping = doors.stopping.clone();
    let filter = filter(&doors).boxed();
    let places = Arc::new(Semaphore::new(size(doors.config.server.connections_max)));
    let mut connections = TaskSet::default();
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stopping) => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = connection(stream, peer, filter.clone(), Arc::clone(&doors));
                connections.spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            Err(error) => {
                // Out of file handles, most likely: those in use come back.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(FINISH_MAX, connections.finished()).await.is_err() {
        tracing::warn!("requests in flight did not finish in time");
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    filter: warp::filters::BoxedFilter<(Response,)>,
    doors: Arc<Doors>,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection without TCP_NODELAY");
    }
    let service = TowerToHyperService::new(warp::service(filter));
    let service = hyper::service::service_fn(move |mut request: http::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        hyper::service::Service::call(&service, request)
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(doors.config.server.header_timeout())
        .max_headers(HEADERS_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let mut stopping = doors.stopping.clone();
    let ended = tokio::select! {
        ended = connection.as_mut() => Some(ended),
        () = stopped(&mut stopping) => None,
    };
    let ended = if let Some(ended) = ended {
        ended
    } else {
        connection.as_mut().graceful_shutdown();
        connection.await
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Resolves when the server stops. One that has forgotten to say so has ended.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _stopped_or_gone = stopping.wait_for(|stopping| *stopping).await;
}

/// The two ways in: an upgrade on `/ws`, and everything else.
fn filter(doors: &Arc<Doors>) -> impl Filter<Extract = (Response,), Error = warp::Rejection> + Clone + use<> {
    let query = warp::query::raw().or(warp::any().map(String::new)).unify();
    let head = query.and(warp::header::headers_cloned()).and(warp::ext::get::<Peer>());
    let (for_sockets, for_requests) = (Arc::clone(doors), Arc::clone(doors));
    let sockets =
        warp::path!("ws").and(head).and(warp::ws()).then(move |query: String, headers: HeaderMap, _: Peer, ws| {
            let doors = Arc::clone(&for_sockets);
            async move {
                let id = request_id(&headers);
                let span = tracing::info_span!("request", request.id = %id, http.method = "GET");
                let _entered = span.enter();
                let answered = socket::answer(Arc::clone(&doors), &query, &headers, ws);
                finish(&doors, &headers, "/ws", answered, &id)
            }
        });
    let requests = warp::method().and(warp::path::full()).and(head).and(warp::body::stream()).then(
        move |method: Method, path: warp::path::FullPath, query: String, headers: HeaderMap, peer: Peer, body| {
            let doors = Arc::clone(&for_requests);
            async move {
                let id = request_id(&headers);
                let span = tracing::info_span!("request", request.id = %id, http.method = %method);
                let server = &doors.config.server;
                let declared = headers.get(header::CONTENT_LENGTH).and_then(|text| text.to_str().ok()?.parse().ok());
                let whole = request::collect(body, declared, server.body_max_bytes, server.body_timeout());
                let (path, query) = (path.as_str().to_owned(), request::parameters(&query));
                async {
                    let mut template = "none";
                    let headers_in = headers.clone();
                    let answered = match whole.await {
                        Ok(body) => {
                            let (captured, cursor_key) = (Map::new(), None);
                            let request =
                                Request { method, path, query, captured, cursor_key, headers, peer: peer.0, body };
                            dispatch(&doors, request, &mut template).await
                        }
                        Err(failure) => Err(failure),
                    };
                    finish(&doors, &headers_in, template, answered, &id)
                }
                .instrument(span)
                .await
            }
        },
    );
    sockets.or(requests).unify()
}

fn request_id(headers: &HeaderMap) -> RequestId {
    RequestId::new(headers.get(REQUEST_ID).and_then(|value| value.to_str().ok()))
}

/// Finds out what is asked, who asks, and has it answered.
async fn dispatch(doors: &Arc<Doors>, mut request: Request, name: &mut &'static str) -> Answered {
    if request.method == Method::OPTIONS {
        return preflight(doors, &request);
    }
    let route = match routes::find(&request.method, &request.path) {
        Found::Route(route, captured) => {
            request.captured = captured;
            route
        }
        Found::OtherMethods(allow) => return Err(Failure::MethodNotAllowed(allow)),
        Found::Nothing if request.path == "/ws" => return Err(Failure::NotAnUpgrade),
        Found::Nothing => {
            *name = "page";
            return page::answer(&request);
        }
    };
    *name = route.template;
    let (begun, doors) = (Instant::now(), Arc::clone(doors));
    let answered = match &route.handler {
        Handler::Open(answer) => answer(Visit { doors, request }).await,
        Handler::Signed(access, answer) => {
            let who = auth::who(&doors, &request)?;
            let counted = doors.requests.count(who.tenant, begun);
            counted.map_err(|retry_after| Failure::TooMany { retry_after })?;
            if !access.admits(who.role) {
                return Err(Failure::Forbidden("this needs another role in the shop"));
            }
            let given = request.writes().then(|| request.given_key()).transpose()?.flatten();
            let working = given.map(|key| doors.in_flight.begin(who.tenant, key)).transpose()?;
            let (secret, tenant) = (Arc::clone(&doors.cursor_secret), who.tenant);
            request.cursor_key = Some(CursorKey { secret, tenant });
            let answered = answer(Call { doors, request, who }).await;
            drop(working);
            answered
        }
    };
    metrics::histogram!("execora_http_seconds", "route" => *name).record(begun.elapsed());
    answered
}

/// A browser asks whether a page of another origin may call.
fn preflight(doors: &Doors, request: &Request) -> Answered {
    if allowed_origin(doors, &request.headers).is_none() {
        return Err(Failure::Forbidden("this page's origin may not call: see server.allowed_origins"));
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PATCH"));
    let allowed = HeaderValue::from_static("authorization, content-type, idempotency-key, x-request-id");
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    Ok(response)
}

fn allowed_origin<'a>(doors: &Doors, headers: &'a HeaderMap) -> Option<&'a HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let text = origin.to_str().ok()?;
    doors.config.server.allowed_origins.iter().any(|one| one == text).then_some(origin)
}

/// Turns a failure into its problem, counts, and puts on what every answer carries.
fn finish(
    doors: &Doors,
    request_headers: &HeaderMap,
    route: &'static str,
    answered: Answered,
    id: &RequestId,
) -> Response {
    let mut response = answered.unwrap_or_else(|failure| problem::answer(failure, id));
    let status = response.status();
    metrics::counter!("execora_http_requests_total", "route" => route, "status" => status.as_str().to_owned())
        .increment(1);
    tracing::debug!(http.route = route, http.status = status.as_u16(), "answered");
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "no-referrer");
    put(header::CACHE_CONTROL, "no-store");
    put(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    put(HeaderName::from_static("permissions-policy"), "microphone=(self), camera=(), geolocation=()");
    if let Some(origin) = allowed_origin(doors, request_headers) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(header::VARY, HeaderValue::from_static("Origin"));
    }
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        headers.insert(REQUEST_ID, value);
    }
    response
}
