//! One service: a question, its answer, and what is done when there is none.

use super::answer::{Answer, Usage};
use super::breaker::Breaker;
use super::events::Events;
use super::{Manners, Service};
use execora_actors::providers::ModelRequest;
use futures_util::StreamExt as _;
use http::{HeaderValue, StatusCode, header};
use reqwest::{Client, Response};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// The pause before a second try.
const RETRY_PAUSE: Duration = Duration::from_millis(80);
/// The longest that a service is left alone because it asked for it.
const PAUSE_MAX: Duration = Duration::from_mins(10);
/// The longest body of a service that does not stream, in bytes.
const BODY_MAX: usize = 131_072;

/// Why there is no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum Trouble {
    #[error("it failed too often and is left alone for a while")]
    Resting,
    #[error("it cannot be reached")]
    Unreachable,
    #[error("it took too long")]
    Slow,
    #[error("it has too much to do")]
    Busy { pause: Option<Duration> },
    #[error("it refused with status {0}: look at model.url, model.name and model.key")]
    Refused(u16),
    #[error("its answer broke off")]
    Cut,
    #[error("its answer is too long")]
    TooLong,
    #[error("it declined to answer")]
    Declined,
    #[error("it wanted to call a tool, and there is none")]
    Tools,
    #[error("its answer is not what was asked for")]
    Unreadable,
}

impl Trouble {
    /// Whether the service worked, and said no: nobody else is asked.
    pub(super) const fn is_an_answer(self) -> bool {
        matches!(self, Self::Declined)
    }

    /// Whether another try may work: nothing came of the first one.
    const fn is_worth_a_retry(self) -> bool {
        matches!(self, Self::Unreachable | Self::Cut)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Resting => "resting",
            Self::Unreachable => "unreachable",
            Self::Slow => "slow",
            Self::Busy { .. } => "busy",
            Self::Refused(_) => "refused",
            Self::Cut => "cut",
            Self::TooLong => "too_long",
            Self::Declined => "declined",
            Self::Tools => "tools",
            Self::Unreadable => "unreadable",
        }
    }
}

/// One service and its state.
#[derive(Debug)]
pub(super) struct Endpoint {
    name: &'static str,
    service: Service,
    http: Client,
    manners: Manners,
    breaker: Mutex<Breaker>,
    /// It knows no schemas: the schema is told in words, and any JSON object asked for.
    is_plain: AtomicBool,
}

impl Endpoint {
    pub(super) fn new(name: &'static str, service: Service, http: Client, manners: Manners) -> Self {
        let breaker = Mutex::new(Breaker::new(manners.failures_max, manners.rest));
        Self { name, service, http, manners, breaker, is_plain: AtomicBool::new(false) }
    }

    /// `first` or `second`.
    pub(super) const fn name(&self) -> &'static str {
        self.name
    }

    /// Asks, and once more where that is sound; never after `by`.
    pub(super) async fn ask(&self, request: &ModelRequest, by: Instant) -> Result<Value, Trouble> {
        if !self.breaker(|breaker| breaker.admits(Instant::now())) {
            self.count("resting");
            return Err(Trouble::Resting);
        }
        let mut answered = self.attempt(request, by).await;
        let paused = Instant::now() + RETRY_PAUSE;
        if answered.as_ref().is_err_and(|trouble| trouble.is_worth_a_retry()) && paused < by {
            tokio::time::sleep_until(paused).await;
            answered = self.attempt(request, by).await;
        }
        let now = Instant::now();
        self.breaker(|breaker| match &answered {
            Ok(_) => breaker.worked(),
            Err(trouble) if trouble.is_an_answer() => breaker.worked(),
            Err(Trouble::Busy { pause }) => breaker.failed(now, *pause),
            Err(_) => breaker.failed(now, None),
        });
        self.count(answered.as_ref().err().map_or("answered", |trouble| trouble.name()));
        answered
    }

    /// One try, in the dialect that the service knows; what it does not know is found out once.
    async fn attempt(&self, request: &ModelRequest, by: Instant) -> Result<Value, Trouble> {
        let plain = self.is_plain.load(Ordering::Relaxed);
        let answered = self.attempt_in(request, plain, by).await;
        let unknown = matches!(answered, Err(Trouble::Refused(400 | 415 | 422 | 501)));
        if plain || !unknown {
            return answered;
        }
        let answered = self.attempt_in(request, true, by).await;
        if answered.is_ok() {
            self.is_plain.store(true, Ordering::Relaxed);
        }
        answered
    }

    async fn attempt_in(&self, request: &ModelRequest, plain: bool, by: Instant) -> Result<Value, Trouble> {
        let began = Instant::now();
        let first_by = by.min(began + self.manners.first_token);
        let sent = self.request(request, plain).send();
        let response = timeout_at(first_by, sent).await.map_err(|_| Trouble::Slow)?;
        let response = accepted(response.map_err(|_| Trouble::Unreachable)?)?;
        let mut answer = Answer::default();
        let read = self.read(response, &mut answer, began, by).await;
        self.account(answer.usage);
        read?;
        answer.document(&request.schema)
    }

    fn request(&self, request: &ModelRequest, plain: bool) -> reqwest::RequestBuilder {
        let url = format!("{}/chat/completions", self.service.url.as_str().trim_end_matches('/'));
        let told = if plain {
            format!("{}\nAnswer with one JSON object of this schema: {}", request.instructions, request.schema)
        } else {
            request.instructions.to_owned()
        };
        let format = if plain {
            json!({ "type": "json_object" })
        } else {
            let schema = json!({ "name": "answer", "strict": true, "schema": request.schema });
            json!({ "type": "json_schema", "json_schema": schema })
        };
        let body = json!({
            "model": self.service.model,
            "messages": [
                { "role": "system", "content": told },
                { "role": "user", "content": request.data.to_string() },
            ],
            "response_format": format,
            "stream": true,
            "stream_options": { "include_usage": true },
        });
        let sent = self.http.post(url).json(&body);
        let key = self.service.key.expose_secret();
        if key.is_empty() {
            return sent;
        }
        match HeaderValue::from_str(&format!("Bearer {key}")) {
            Ok(mut value) => {
                value.set_sensitive(true);
                sent.header(header::AUTHORIZATION, value)
            }
            // The settings were checked: a key that cannot be sent is no key.
            Err(_) => sent,
        }
    }

    /// Reads the answer as it comes: its first word by one deadline, its end by the other.
    async fn read(&self, response: Response, answer: &mut Answer, began: Instant, by: Instant) -> Result<(), Trouble> {
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let streams = kind.is_some_and(|kind| kind.starts_with("text/event-stream"));
        let (mut body, mut events, mut whole) = (response.bytes_stream(), Events::default(), Vec::new());
        while !answer.has_ended() {
            let waits_until = if answer.has_begun() { by } else { by.min(began + self.manners.first_token) };
            let next = timeout_at(waits_until, body.next()).await.map_err(|_| Trouble::Slow)?;
            let Some(bytes) = next else { break };
            let bytes = bytes.map_err(|_| Trouble::Cut)?;
            if streams {
                let had_begun = answer.has_begun();
                for data in events.push(&bytes).map_err(|_| Trouble::TooLong)? {
                    answer.push(&data)?;
                }
                if answer.has_begun() && !had_begun {
                    metrics::histogram!("execora_model_first_token_seconds").record(began.elapsed());
                }
            } else {
                if whole.len().saturating_add(bytes.len()) > BODY_MAX {
                    return Err(Trouble::TooLong);
                }
                whole.extend_from_slice(&bytes);
            }
        }
        if !streams {
            answer.push(&String::from_utf8_lossy(&whole))?;
        }
        metrics::histogram!("execora_model_seconds").record(began.elapsed());
        Ok(())
    }

    fn account(&self, usage: Usage) {
        let (sent, came) = self.manners.prices;
        let cost =
            usage.prompt_tokens.saturating_mul(sent).saturating_add(usage.completion_tokens.saturating_mul(came));
        metrics::counter!("execora_model_tokens_total", "kind" => "prompt").increment(usage.prompt_tokens);
        metrics::counter!("execora_model_tokens_total", "kind" => "completion").increment(usage.completion_tokens);
        // A price is for a million tokens, so this is in millionths of a paisa.
        metrics::counter!("execora_model_cost_micropaise_total").increment(cost);
    }

    fn count(&self, outcome: &'static str) {
        metrics::counter!("execora_model_requests_total", "endpoint" => self.name, "outcome" => outcome).increment(1);
    }

    fn breaker<T>(&self, act: impl FnOnce(&mut Breaker) -> T) -> T {
        act(&mut self.breaker.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The response, if the service took the question.
fn accepted(response: Response) -> Result<Response, Trouble> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    if status == StatusCode::TOO_MANY_REQUESTS {
        return Err(Trouble::Busy { pause: pause(&response) });
    }
    if status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED || status == StatusCode::REQUEST_TIMEOUT {
        return Err(Trouble::Unreachable);
    }
    Err(Trouble::Refused(status.as_u16()))
}

/// How long the service asks to be left alone: seconds; a date is taken for the longest pause.
fn pause(response: &Response) -> Option<Duration> {
    let text = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
    let pause = text.trim().parse().map_or(PAUSE_MAX, Duration::from_secs);
    Some(pause.min(PAUSE_MAX))
}
