//! A signed-in client on one kept-alive connection, lean enough not to be what is measured.

use anyhow::{Context, bail};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::path::Path;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use url::Url;

/// A running server and a token for it.
#[derive(Clone)]
pub(super) struct Server {
    /// `127.0.0.1:8080`
    pub(super) authority: String,
    token: String,
}

/// One connection to it. Dropping it closes the connection.
pub(super) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    server: Server,
    _driver: JoinSet<()>,
}

impl Server {
    pub(super) async fn sign_in(url: &Url, file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| {
            format!("could not read {}: name the server's sign-in.json with --sign-in", file.display())
        })?;
        let sign_in: Value = serde_json::from_str(&text).with_context(|| format!("{} is not JSON", file.display()))?;
        let server = Self::at(url)?;
        let answer = server.connect().await?.expect(200, "POST", "/api/v1/auth/login", Some(&sign_in)).await?;
        let token = answer["accessToken"].as_str().context("the login gave no access token")?.to_owned();
        Ok(Self { token, ..server })
    }

    /// Without a token.
    pub(super) fn at(url: &Url) -> anyhow::Result<Self> {
        Ok(Self { authority: super::url_authority(url)?, token: String::new() })
    }

    pub(super) fn with_token(self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self }
    }

    pub(super) async fn connect(&self) -> anyhow::Result<Connection> {
        let stream = TcpStream::connect(&self.authority)
            .await
            .with_context(|| format!("nobody answers at {}: start the server first", self.authority))?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        let mut driver = JoinSet::new();
        driver.spawn(async {
            // An error ends the connection; the request that it cut off reports it.
            let _ = connection.await;
        });
        Ok(Connection { sender, server: self.clone(), _driver: driver })
    }
}

impl Connection {
    /// The status and body of one request.
    pub(super) async fn send(
        &mut self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<(u16, Bytes)> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.server.authority)
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {}", self.server.token))
            .body(Full::new(Bytes::from(body)))?;
        self.sender.ready().await?;
        let answer = self.sender.send_request(request).await?;
        let status = answer.status().as_u16();
        Ok((status, answer.into_body().collect().await?.to_bytes()))
    }

    /// The body of a request that must be answered with this status.
    pub(super) async fn expect(
        &mut self,
        status: u16,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<Value> {
        let (got, body) = self.send(method, path, body).await?;
        if got != status {
            bail!("{method} {path}: {got} {}", String::from_utf8_lossy(&body));
        }
        serde_json::from_slice(&body).with_context(|| format!("{method} {path}: the answer is not JSON"))
    }

    /// A ticket for one WebSocket.
    pub(super) async fn ticket(&mut self) -> anyhow::Result<String> {
        let answer = self.expect(201, "POST", "/api/v1/ws-tickets", Some(&json!({}))).await?;
        Ok(answer["ticket"].as_str().context("no ticket in the answer")?.to_owned())
    }
}
