//! What a route answers: a value as JSON, a file, or nothing. The answer's type is its description.

use super::problem::Failure;
use super::route::Answered;
use execora_domain::ledger::Posted;
use http::{HeaderValue, StatusCode, header};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;
use warp::reply::Response;

/// What a route answers.
pub(crate) trait Answer: Send {
    /// Its status, where the route has no say in it.
    const STATUS: Option<StatusCode> = None;

    /// Its schema by media type; none where it has no body.
    fn contents(generator: &mut SchemaGenerator) -> Vec<(&'static str, Value)>;

    /// The answer itself.
    fn into_response(self, status: StatusCode) -> Answered;
}

impl<T: Serialize + JsonSchema + Send> Answer for T {
    fn contents(generator: &mut SchemaGenerator) -> Vec<(&'static str, Value)> {
        vec![("application/json", generator.subschema_for::<T>().to_value())]
    }

    fn into_response(self, status: StatusCode) -> Answered {
        json_answer(status, &self)
    }
}

/// Done, and there is nothing to say.
pub(crate) struct Nothing;

impl Answer for Nothing {
    const STATUS: Option<StatusCode> = Some(StatusCode::NO_CONTENT);

    fn contents(_: &mut SchemaGenerator) -> Vec<(&'static str, Value)> {
        vec![]
    }

    fn into_response(self, _: StatusCode) -> Answered {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NO_CONTENT;
        Ok(response)
    }
}

/// An answer of JSON.
pub(crate) fn json_answer(status: StatusCode, body: &impl Serialize) -> Answered {
    let text = serde_json::to_string(body).map_err(|error| {
        tracing::error!(%error, "an answer could not be written as JSON");
        Failure::Internal
    })?;
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

/// An answer that a posted command gives, if it is the kind of answer that this command gives.
pub(crate) trait OfPosted: Sized {
    /// The answer in its envelope.
    fn of(posted: Posted) -> Option<Self>;
}

/// One thing, or a page of a list, under its envelope key: `one CustomerAnswer { customer: Party }`.
macro_rules! envelopes {
    ($($(#[doc = $doc:literal])+ $kind:ident $name:ident { $key:ident: $type:ty } $(of $posted:ident)?)*) => {$(
        envelopes! { @ $kind $(#[doc = $doc])+ $name { $key: $type } }
        $(
            impl crate::http::answer::OfPosted for $name {
                fn of(posted: execora_domain::ledger::Posted) -> Option<Self> {
                    if let execora_domain::ledger::Posted::$posted($key) = posted { Some(Self { $key }) } else { None }
                }
            }
        )?
    )*};
    (@ one $(#[doc = $doc:literal])+ $name:ident { $key:ident: $type:ty }) => {
        $(#[doc = $doc])+
        #[derive(serde::Serialize, schemars::JsonSchema)]
        pub(crate) struct $name {
            $key: $type,
        }
    };
    (@ page $(#[doc = $doc:literal])+ $name:ident { $key:ident: $type:ty }) => {
        $(#[doc = $doc])+
        #[derive(serde::Serialize, schemars::JsonSchema)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $name {
            $key: Vec<$type>,
            /// What to give as `cursor` for the next page; null on the last.
            next_cursor: Option<String>,
        }
    };
}
pub(crate) use envelopes;
