//! A request, taken apart once: who asks, for what, with which body.

use super::problem::{Failure, FieldError};
use super::seal::CursorKey;
use bytes::{Buf, Bytes, BytesMut};
use execora_domain::ledger::IdempotencyKey;
use futures_util::{Stream, StreamExt as _};
use http::{HeaderMap, Method, header};
use serde_json::{Map, Value};
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use uuid::Uuid;

/// The longest request id that is taken over.
const REQUEST_ID_MAX: usize = 128;

/// How much of a body that is too long is read and thrown away, so that who sends it hears the answer: a connection that is
/// closed while they write tells them nothing.
const DISCARD_MAX: u64 = 4 * 1_024 * 1_024;

/// Names one request in answers and logs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// The caller's, if it is sane; else a new one.
    pub(crate) fn new(theirs: Option<&str>) -> Self {
        let sane = |text: &&str| {
            (1..=REQUEST_ID_MAX).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
        };
        Self(theirs.filter(sane).map_or_else(|| Uuid::now_v7().to_string(), str::to_owned))
    }

    /// Its text: printable ASCII.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A request whose body is here.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    /// What stands in the path where the route's template has `{name}`.
    pub(crate) captured: Map<String, Value>,
    /// What the cursors of lists are sealed with, once it is known who asks.
    pub(crate) cursor_key: Option<CursorKey>,
    pub(crate) headers: HeaderMap,
    pub(crate) peer: SocketAddr,
    pub(crate) body: Bytes,
}

impl Request {
    /// A header's text, if it has some.
    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether it may change something.
    pub(crate) fn writes(&self) -> bool {
        !matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS)
    }

    /// The key that the caller gave this wish to change the books, if any.
    pub(crate) fn given_key(&self) -> Result<Option<IdempotencyKey>, Failure> {
        let wrong = || FieldError::alone("Idempotency-Key", "1 to 255 printable characters");
        let given = self.headers.get("idempotency-key");
        given.map(|value| value.to_str().ok().and_then(IdempotencyKey::new).ok_or_else(wrong)).transpose()
    }

    /// The key that names this wish to change the books; a new one where the caller gives none.
    pub(crate) fn idempotency_key(&self) -> Result<IdempotencyKey, Failure> {
        match self.given_key()? {
            Some(key) => Ok(key),
            None => IdempotencyKey::new(&format!("http-{}", Uuid::now_v7())).ok_or(Failure::Internal),
        }
    }

    /// The body as JSON; an empty object where there is none.
    pub(crate) fn json(&self) -> Result<Value, Failure> {
        if self.body.is_empty() {
            return Ok(Value::Object(Map::new()));
        }
        let is_json = |text: &str| {
            let kind = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            kind == "application/json" || kind.ends_with("+json")
        };
        if !self.header(header::CONTENT_TYPE).is_some_and(is_json) {
            return Err(Failure::NotJson);
        }
        super::json::read(&self.body).map_err(|error| FieldError::alone("", format!("not JSON: {error}")))
    }

    /// Who is at the other end, past a proxy that is trusted to tell.
    pub(crate) fn client(&self, trusted_proxies: &[IpAddr]) -> IpAddr {
        client(self.peer.ip(), self.header("x-forwarded-for"), trusted_proxies)
    }
}

/// The last address in `X-Forwarded-For` that is no trusted proxy, if a trusted proxy brought it.
pub(crate) fn client(peer: IpAddr, forwarded: Option<&str>, trusted_proxies: &[IpAddr]) -> IpAddr {
    if !trusted_proxies.contains(&peer) {
        return peer;
    }
    let hops = forwarded.unwrap_or_default().rsplit(',').map(|hop| hop.trim().parse::<IpAddr>());
    hops.map_while(Result::ok).find(|hop| !trusted_proxies.contains(hop)).unwrap_or(peer)
}

/// The parameters of a URL.
pub(crate) fn parameters(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// Collects a body of at most `max_bytes` that comes within `within`.
pub(crate) async fn collect<B: Buf, E>(
    body: impl Stream<Item = Result<B, E>>,
    declared: Option<u64>,
    max_bytes: u64,
    within: Duration,
) -> Result<Bytes, Failure> {
    let is_too_long = |length: u64| length > max_bytes;
    if declared.is_some_and(|length| length.saturating_sub(max_bytes) > DISCARD_MAX) {
        return Err(Failure::TooLarge { max_bytes });
    }
    let whole = async {
        let mut body = std::pin::pin!(body);
        let (mut bytes, mut discarded) = (BytesMut::new(), 0_u64);
        let mut is_over = declared.is_some_and(is_too_long);
        while let Some(piece) = body.next().await {
            let mut piece = piece.map_err(|_| FieldError::alone("", "the body broke off"))?;
            let length = piece.remaining();
            let so_far = |read: usize| u64::try_from(read.saturating_add(length)).unwrap_or(u64::MAX);
            is_over |= is_too_long(so_far(bytes.len()));
            if is_over {
                discarded = discarded.saturating_add(so_far(0));
                if discarded > DISCARD_MAX {
                    break;
                }
                continue;
            }
            bytes.extend_from_slice(&piece.copy_to_bytes(length));
        }
        if is_over { Err(Failure::TooLarge { max_bytes }) } else { Ok(bytes.freeze()) }
    };
    tokio::time::timeout(within, whole).await.unwrap_or(Err(Failure::TooSlow))
}

/// A request without a body, for the tests of those who read it.
#[cfg(test)]
pub(crate) fn asking(method: &str, path: &str) -> Request {
    Request {
        method: method.parse().unwrap(),
        path: path.to_owned(),
        query: vec![],
        captured: Map::new(),
        cursor_key: None,
        headers: HeaderMap::new(),
        peer: ([127, 0, 0, 1], 80).into(),
        body: Bytes::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_id_that_could_forge_a_log_line_is_replaced() {
        assert_eq!(RequestId::new(Some("abc-1.2:3_4")).as_str(), "abc-1.2:3_4");
        for forged in ["", "a b", "a\nb", "é", &"x".repeat(129)] {
            assert_ne!(RequestId::new(Some(forged)).as_str(), forged);
        }
    }

    #[test]
    fn only_a_trusted_proxy_says_who_the_client_is() {
        let [peer, proxy, caller]: [IpAddr; 3] = ["1.1.1.1", "10.0.0.2", "2.2.2.2"].map(|text| text.parse().unwrap());
        assert_eq!(client(peer, Some("2.2.2.2"), &[proxy]), peer);
        assert_eq!(client(proxy, Some("9.9.9.9, 2.2.2.2"), &[proxy]), caller);
        assert_eq!(client(proxy, Some("2.2.2.2, 10.0.0.2"), &[proxy]), caller);
        assert_eq!(client(proxy, None, &[proxy]), proxy);
    }

    #[tokio::test]
    async fn a_body_is_refused_as_soon_as_it_is_too_long() {
        let pieces = |count: usize| {
            futures_util::stream::iter((0..count).map(|_| Ok::<_, ()>(Bytes::from_static(b"0123456789"))))
        };
        assert_eq!(collect(pieces(3), None, 30, Duration::from_secs(1)).await.unwrap().len(), 30);
        let refused = Failure::TooLarge { max_bytes: 30 };
        assert_eq!(collect(pieces(4), None, 30, Duration::from_secs(1)).await, Err(refused.clone()));
        assert_eq!(collect(pieces(0), Some(31), 30, Duration::from_secs(1)).await, Err(refused));
    }

    #[tokio::test]
    async fn of_a_body_that_is_too_long_some_is_read_for_the_answers_sake_and_not_all() {
        let read = std::cell::Cell::new(0_usize);
        let endless = futures_util::stream::iter(std::iter::repeat_with(|| {
            read.set(read.get() + 1_024 * 1_024);
            Ok::<_, ()>(Bytes::from(vec![0; 1_024 * 1_024]))
        }));
        let refused = collect(endless, None, 30, Duration::from_secs(5)).await;
        assert_eq!(refused, Err(Failure::TooLarge { max_bytes: 30 }));
        assert_eq!(read.get(), 5 * 1_024 * 1_024);
        let declared = futures_util::stream::iter([Ok::<_, ()>(Bytes::from_static(b"0123456789"))]);
        let refused = collect(declared, Some(31), 30, Duration::from_secs(1)).await;
        assert_eq!(refused, Err(Failure::TooLarge { max_bytes: 30 }));
    }

    #[tokio::test]
    async fn a_body_that_never_comes_is_not_waited_for() {
        let never = futures_util::stream::pending::<Result<Bytes, ()>>();
        assert_eq!(collect(never, None, 30, Duration::from_millis(1)).await, Err(Failure::TooSlow));
    }
}
