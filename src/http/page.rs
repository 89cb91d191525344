//! The page: the files of `web/`, built into the binary.

use super::answer::Answer;
use super::problem::Failure;
use super::request::Request;
use super::route::{Answered, Route, Visit, nothing};
use bytes::Bytes;
use execora_actors::hex;
use http::{HeaderValue, Method, StatusCode, header};
use rust_embed::Embed;
use schemars::SchemaGenerator;
use serde_json::{Value, json};
use warp::reply::Response;

#[derive(Embed)]
#[folder = "web/"]
struct Files;

/// What a page may load: its own files and nothing else.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; media-src 'self' blob:; font-src 'self'; worker-src 'self'; connect-src 'self'; \
     manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A file of the page, if there is one of this name.
pub(crate) fn answer(request: &Request) -> Answered {
    let name = request.path.trim_start_matches('/');
    file(if name.is_empty() { "index.html" } else { name }, request)
}

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/api/docs").about("The server", "This description, as a page to read").open(nothing, docs)]
}

/// A page of the browser's.
struct Html(Response);

impl Answer for Html {
    fn contents(_: &mut SchemaGenerator) -> Vec<(&'static str, Value)> {
        vec![("text/html", json!({ "type": "string" }))]
    }

    fn into_response(self, _: StatusCode) -> Answered {
        Ok(self.0)
    }
}

async fn docs(visit: Visit, (): ()) -> Result<Html, Failure> {
    file("docs.html", &visit.request).map(Html)
}

fn file(name: &str, request: &Request) -> Answered {
    let file = Files::get(name).ok_or(Failure::NoSuchRoute)?;
    if request.method != Method::GET && request.method != Method::HEAD {
        return Err(Failure::MethodNotAllowed("GET, HEAD".into()));
    }
    let tag = format!("\"{}\"", hex::write(&file.metadata.sha256_hash()));
    let mut response = Response::new(Bytes::from(file.data.into_owned()).into());
    if request.header(header::IF_NONE_MATCH).is_some_and(|known| known.split(',').any(|one| one.trim() == tag)) {
        response = Response::default();
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    let kind = file.metadata.mimetype();
    let charset = if kind.starts_with("text/") { "; charset=utf-8" } else { "" };
    let kind = HeaderValue::try_from(format!("{kind}{charset}"));
    headers.insert(header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("application/octet-stream")));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    // The browser asks each time whether its copy is the current one; a new binary's page is there at once.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    Ok(response)
}
