//! Any service that speaks the `OpenAI` protocol of chat completions: hosted, or on a machine of one's own.
//!
//! What is told is fixed text; what was heard goes beside it as data. An answer streams in and is bounded in time and
//! length. A service that fails is tried once more where nothing can have come of the first try, then the second
//! service is asked; one that keeps failing is left alone for a while ([`breaker`]). Keys are in no log: of an error
//! only its kind is told, never a body.

mod answer;
mod breaker;
mod endpoint;
mod events;
#[cfg(test)]
mod tests;

use crate::config::Model;
use anyhow::Context as _;
use endpoint::{Endpoint, Trouble};
use execora_actors::providers::{LanguageModel, ModelRequest, ProviderError};
use futures_util::future::BoxFuture;
use secrecy::SecretString;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// The name in logs.
const NAME: &str = "model";

/// One service.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    /// Up to and with its version: `https://llm.example/v1`.
    pub(crate) url: url::Url,
    /// Which of its models.
    pub(crate) model: String,
    /// Empty where it wants none.
    pub(crate) key: SecretString,
}

/// How services are asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manners {
    /// How long the first word of an answer may take.
    pub(crate) first_token: Duration,
    /// How long everything may take, further tries included.
    pub(crate) whole: Duration,
    /// Failures in a row after which a service is left alone.
    pub(crate) failures_max: u32,
    /// For how long.
    pub(crate) rest: Duration,
    /// Paise for a million tokens that are sent, and for a million that come back.
    pub(crate) prices: (u64, u64),
}

/// The services, the preferred one first.
#[derive(Debug)]
pub(crate) struct Chat {
    endpoints: Arc<[Endpoint]>,
    manners: Manners,
}

impl Chat {
    /// Clients for these services; nothing is sent yet.
    pub(crate) fn new(services: Vec<Service>, manners: Manners) -> anyhow::Result<Self> {
        // Whoever was first has chosen; there is only this one here.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(manners.first_token)
            .no_proxy()
            .user_agent("execora")
            .build()
            .context("the client for the language model could not be made")?;
        let names = ["first", "second"];
        let endpoints = services.into_iter().zip(names);
        let endpoints = endpoints.map(|(service, name)| Endpoint::new(name, service, http.clone(), manners));
        Ok(Self { endpoints: endpoints.collect(), manners })
    }
}

/// The services that the settings name, if they name any.
pub(crate) fn configured(settings: &Model) -> anyhow::Result<Option<Chat>> {
    let service = |url: &str, model: &str, key: &SecretString| -> anyhow::Result<Option<Service>> {
        if url.is_empty() {
            return Ok(None);
        }
        let url = url.parse().context("the address of a language model cannot be read")?;
        Ok(Some(Service { url, model: model.to_owned(), key: key.clone() }))
    };
    let first = service(&settings.url, &settings.name, &settings.key)?;
    let second = service(&settings.second_url, &settings.second_name, &settings.second_key)?;
    let services: Vec<Service> = [first, second].into_iter().flatten().collect();
    if services.is_empty() {
        return Ok(None);
    }
    let manners = Manners {
        first_token: settings.first_token(),
        whole: settings.whole(),
        failures_max: u32::try_from(settings.failures_max).unwrap_or(u32::MAX),
        rest: settings.rest(),
        prices: (settings.prompt_price, settings.completion_price),
    };
    Chat::new(services, manners).map(Some)
}

impl LanguageModel for Chat {
    fn name(&self) -> &'static str {
        NAME
    }

    fn complete(&self, request: ModelRequest) -> BoxFuture<'static, Result<Value, ProviderError>> {
        let (endpoints, by) = (Arc::clone(&self.endpoints), Instant::now() + self.manners.whole);
        Box::pin(async move { ask(&endpoints, &request, by).await })
    }
}

/// Asks one service after the other until one answers or the time is over.
async fn ask(endpoints: &[Endpoint], request: &ModelRequest, by: Instant) -> Result<Value, ProviderError> {
    let mut last = Trouble::Resting;
    for endpoint in endpoints {
        match endpoint.ask(request, by).await {
            Ok(answer) => return Ok(answer),
            Err(trouble) => {
                tracing::warn!(model.endpoint = endpoint.name(), error = %trouble, "a language model did not answer");
                last = trouble;
            }
        }
        if last.is_an_answer() || Instant::now() >= by {
            break;
        }
    }
    Err(match last {
        Trouble::Busy { .. } => ProviderError::Overloaded(NAME),
        Trouble::Resting | Trouble::Unreachable | Trouble::Slow | Trouble::Refused(_) => {
            ProviderError::Unavailable { name: NAME, reason: last.to_string() }
        }
        Trouble::Cut | Trouble::TooLong | Trouble::Declined | Trouble::Tools | Trouble::Unreadable => {
            ProviderError::Failed { name: NAME, reason: last.to_string() }
        }
    })
}
