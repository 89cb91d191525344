//! WebSocket ⇄ conversation: frames in, frames out; `/ws?ticket=…`, subprotocol `execora.v1`.
//!
//! Everything that can be refused is refused before the upgrade. After it, the reader hands on what the client sends and
//! the writer sends what the session says; whichever ends first ends the socket, and dropping the conversation hangs up.

mod frame;

use super::problem::Failure;
use super::request::parameters;
use super::{Doors, auth};
use execora_actors::identity::Ticket;
use execora_actors::session::Conversation;
use execora_actors::session::protocol::{Outgoing, ServerMessage};
use execora_actors::sessions::{OpenSession, Place};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use http::{HeaderMap, HeaderValue, header};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use warp::Reply as _;
use warp::reply::Response;
use warp::ws::{Message, WebSocket, Ws};

/// The subprotocol that both sides speak.
const PROTOCOL: &str = "execora.v1";
/// Frames that wait for the socket: about five seconds of spoken answer in pieces of 20 ms, and the messages around it.
const OUTGOING_MAX: usize = 320;
/// A client that takes no frame for so long is gone.
const WRITE_MAX: Duration = Duration::from_secs(10);
/// How long the last words and the close frame may take.
const CLOSE_MAX: Duration = Duration::from_secs(2);
/// A client that answers none of so many pings in a row is gone.
const PINGS_MISSED_MAX: u32 = 3;

/// How a socket ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Ending {
    code: u16,
    reason: &'static str,
}

const DONE: Ending = Ending { code: 1000, reason: "done" };
const BROKEN: Ending = Ending { code: 1002, reason: "that was no WebSocket frame" };
const TOO_LARGE: Ending = Ending { code: 1009, reason: "a frame was too large" };
const IDLE: Ending = Ending { code: 4008, reason: "nothing was heard for too long" };
const TOO_FAST: Ending = Ending { code: 4029, reason: "too many messages" };
const DRAINING: Ending = Ending { code: 1001, reason: "the server is stopping: connect again" };

/// Answers a request to upgrade.
pub(super) fn answer(doors: Arc<Doors>, query: &str, headers: &HeaderMap, ws: Ws) -> Result<Response, Failure> {
    let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let server = &doors.config.server;
    if !origin_is_allowed(header(header::ORIGIN), header(header::HOST), &server.allowed_origins) {
        return Err(Failure::Forbidden("this page's origin may not connect: see server.allowed_origins"));
    }
    let offered = header(header::SEC_WEBSOCKET_PROTOCOL);
    let speaks = |list: &str| list.split(',').any(|one| one.trim() == PROTOCOL);
    if offered.is_some_and(|list| !speaks(list)) {
        return Err(Failure::NotAnUpgrade);
    }
    let ticket = parameters(query).into_iter().find(|(name, _)| name == "ticket").map(|(_, value)| value);
    let ticket = auth::ticket(&doors, ticket.as_deref())?;
    let place = doors.sessions.reserve(ticket.tenant)?;
    let frame_max = crate::config::size(doors.config.sessions.frame_max_bytes);
    let ws = ws.max_frame_size(frame_max).max_message_size(frame_max);
    let alive = doors.open_sockets.clone();
    let reply = ws.on_upgrade(move |socket| async move {
        talk(socket, &doors, place, ticket).await;
        drop(alive);
    });
    let mut response = reply.into_response();
    if offered.is_some() {
        response.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(PROTOCOL));
    }
    Ok(response)
}

/// Programs send no origin; a page must be this host's own or one that the settings name.
fn origin_is_allowed(origin: Option<&str>, host: Option<&str>, allowed: &[String]) -> bool {
    let Some(origin) = origin else { return true };
    let same_host = origin.split_once("://").is_some_and(|(_, authority)| host == Some(authority));
    same_host || allowed.iter().any(|one| one == origin)
}

/// The whole life of an open socket.
async fn talk(socket: WebSocket, doors: &Doors, place: Place, ticket: Ticket) {
    let (outgoing, outbox) = mpsc::channel(OUTGOING_MAX);
    let (sink, mut stream) = socket.split();
    let request = OpenSession { tenant: ticket.tenant, user: ticket.user, outgoing: outgoing.clone() };
    let conversation = match doors.sessions.open(place, request).await {
        Ok(conversation) => conversation,
        Err(error) => {
            tracing::warn!(%error, "a conversation was not opened after its socket was");
            let close = Outgoing::Close { code: DRAINING.code, reason: DRAINING.reason };
            // The channel is new and empty, and the writer is about to read it.
            let _sent = outgoing.try_send(close);
            return write(sink, outbox, doors.config.sessions.ping()).await;
        }
    };
    metrics::gauge!("execora_sockets").increment(1.0);
    let id = conversation.id();
    tracing::debug!(session.id = %id, "socket opened");
    let mut reader =
        Reader { doors, conversation, outgoing, budget: Budget::new(doors.config.sessions.messages_per_second) };
    let mut writer = std::pin::pin!(write(sink, outbox, doors.config.sessions.ping()));
    let ending = tokio::select! {
        () = &mut writer => None,
        ending = reader.read(&mut stream) => Some(ending),
    };
    if let Some(Ending { code, reason }) = ending {
        // Where the client reads nothing there is no room for a farewell either.
        let _sent = reader.outgoing.try_send(Outgoing::Close { code, reason });
        let _in_time = tokio::time::timeout(CLOSE_MAX, writer).await;
        tracing::debug!(session.id = %id, socket.code = code, "socket closed");
    }
    drop(reader);
    // To close while the client still sends would take our last words back.
    let _in_time = tokio::time::timeout(CLOSE_MAX, discard(&mut stream)).await;
    metrics::gauge!("execora_sockets").decrement(1.0);
}

/// Hands on what the client sends.
struct Reader<'a> {
    doors: &'a Doors,
    conversation: Conversation,
    outgoing: mpsc::Sender<Outgoing>,
    budget: Budget,
}

impl Reader<'_> {
    /// Reads until the client leaves or has to.
    async fn read(&mut self, stream: &mut SplitStream<WebSocket>) -> Ending {
        let (idle, ping) = (self.doors.config.sessions.idle(), self.doors.config.sessions.ping());
        let lost = ping.saturating_mul(PINGS_MISSED_MAX);
        let mut said_something = Instant::now();
        loop {
            let quiet_for = idle.saturating_sub(said_something.elapsed());
            let frame = match tokio::time::timeout(quiet_for.min(lost), stream.next()).await {
                Ok(Some(Ok(frame))) => frame,
                Ok(Some(Err(error))) => return if is_too_large(&error) { TOO_LARGE } else { BROKEN },
                Ok(None) => return DONE,
                Err(_) => return IDLE,
            };
            if frame.is_close() {
                return DONE;
            }
            if frame.is_ping() || frame.is_pong() {
                if said_something.elapsed() >= idle {
                    return IDLE;
                }
                continue;
            }
            said_something = Instant::now();
            if frame.is_binary() {
                self.conversation.sound(frame.into_bytes());
            } else if let Err(ending) = self.text(&frame) {
                return ending;
            }
        }
    }

    fn text(&mut self, frame: &Message) -> Result<(), Ending> {
        if !self.budget.take(Instant::now()) {
            return Err(TOO_FAST);
        }
        let message = match frame::parse(frame.to_str().unwrap_or_default()) {
            Ok(message) => message,
            Err(wrong) => {
                self.complain(wrong.code, wrong.message);
                return Ok(());
            }
        };
        if self.conversation.control(message) { Ok(()) } else { Err(TOO_FAST) }
    }

    /// Tells the client what it did wrong. A client that does not read learns it when it does, or never.
    fn complain(&self, code: &'static str, message: String) {
        metrics::counter!("execora_socket_complaints_total", "code" => code).increment(1);
        let error = ServerMessage::Error { code, message, turn: None, retryable: false };
        let _no_room = self.outgoing.try_send(Outgoing::Text(error));
    }
}

/// So many messages a second, twice as many at once.
struct Budget {
    per_second: u64,
    left_milli: u64,
    since: Instant,
}

impl Budget {
    fn new(per_second: u64) -> Self {
        Self { per_second, left_milli: per_second.saturating_mul(2_000), since: Instant::now() }
    }

    /// Takes one, if there is one.
    fn take(&mut self, now: Instant) -> bool {
        let elapsed = now.saturating_duration_since(self.since);
        let gained = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX).saturating_mul(self.per_second);
        if gained > 0 {
            self.since = now;
            self.left_milli = self.left_milli.saturating_add(gained).min(self.per_second.saturating_mul(2_000));
        }
        match self.left_milli.checked_sub(1_000) {
            Some(left) => {
                self.left_milli = left;
                true
            }
            None => false,
        }
    }
}

/// Sends what the session says until it says the last, or the client takes no more.
async fn write(mut sink: SplitSink<WebSocket, Message>, mut outbox: mpsc::Receiver<Outgoing>, ping: Duration) {
    let mut pings = tokio::time::interval_at(tokio::time::Instant::now() + ping, ping);
    pings.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let message = tokio::select! {
            outgoing = outbox.recv() => match outgoing {
                Some(Outgoing::Text(message)) => Message::text(frame::text(&message, crate::clock::now())),
                Some(Outgoing::Sound { turn, first_sample, pcm }) => Message::binary(frame::sound(turn, first_sample, &pcm)),
                Some(Outgoing::Close { code, reason }) => return close(sink, code, reason).await,
                None => return close(sink, DONE.code, DONE.reason).await,
            },
            _ = pings.tick() => Message::ping(bytes::Bytes::new()),
        };
        match tokio::time::timeout(WRITE_MAX, sink.send(message)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::debug!(%error, "socket not written");
                return;
            }
            Err(_) => {
                tracing::debug!("socket not read by its client");
                return;
            }
        }
    }
}

async fn close(mut sink: SplitSink<WebSocket, Message>, code: u16, reason: &'static str) {
    // A client that is gone takes no farewell.
    let _in_time = tokio::time::timeout(CLOSE_MAX, sink.send(Message::close_with(code, reason))).await;
}

/// Reads until the client has closed too.
async fn discard(stream: &mut SplitStream<WebSocket>) {
    loop {
        match stream.next().await {
            Some(Ok(_)) => {}
            // Nothing more can be read of it, but the rest of the frame is still coming.
            Some(Err(error)) if is_too_large(&error) => return std::future::pending().await,
            Some(Err(_)) | None => return,
        }
    }
}

fn is_too_large(error: &warp::Error) -> bool {
    use tokio_tungstenite::tungstenite::Error;
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<Error>());
    matches!(cause, Some(Error::Capacity(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_another_host_is_refused_unless_the_settings_name_it() {
        let allowed = ["https://shop.example".to_owned()];
        let is_allowed = |origin| origin_is_allowed(origin, Some("127.0.0.1:8080"), &allowed);
        assert!(is_allowed(None));
        assert!(is_allowed(Some("http://127.0.0.1:8080")));
        assert!(is_allowed(Some("https://shop.example")));
        for foreign in ["http://127.0.0.1:8081", "https://shop.example.evil", "null", "http://evil"] {
            assert!(!is_allowed(Some(foreign)), "{foreign}");
        }
        assert!(!origin_is_allowed(Some("http://evil"), None, &allowed));
    }

    #[test]
    fn a_budget_is_spent_and_earned_again() {
        let begun = Instant::now();
        let mut budget = Budget { per_second: 2, left_milli: 4_000, since: begun };
        assert!((0..4).all(|_| budget.take(begun)));
        assert!(!budget.take(begun + Duration::from_millis(100)));
        assert!(budget.take(begun + Duration::from_millis(600)));
        assert!(!budget.take(begun + Duration::from_millis(700)));
    }
}
