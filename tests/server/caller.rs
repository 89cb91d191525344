//! Someone who talks with the server over its WebSocket.

use crate::harness::{Client, PATIENCE, Server};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::Request;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// An open socket.
pub(crate) struct Caller {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Sound that came so far.
    pub(crate) sound: Vec<u8>,
    /// What was last read back.
    pub(crate) read_back: Option<String>,
    /// With what the conversation is taken up again.
    pub(crate) token: String,
}

/// What came over the socket.
#[derive(Debug)]
pub(crate) enum Heard {
    Message(Value),
    Sound,
    Closed(u16),
}

impl Caller {
    /// Connects as the page does and waits until the session is ready.
    pub(crate) async fn connect(server: &Server, client: &Client) -> Self {
        let request = request(server, &client.ticket().await);
        let (socket, _) = connect_async(request).await.unwrap();
        let mut caller = Self { socket, sound: vec![], read_back: None, token: String::new() };
        let ready = caller.wait_for("voice:ready").await;
        ready["resumeToken"].as_str().unwrap().clone_into(&mut caller.token);
        caller
    }

    pub(crate) async fn send(&mut self, kind: &str, data: Value) {
        self.send_text(&json!({"type": kind, "data": data}).to_string()).await;
    }

    pub(crate) async fn send_text(&mut self, text: &str) {
        self.socket.send(Message::Text(text.into())).await.unwrap();
    }

    pub(crate) async fn send_sound(&mut self, bytes: Vec<u8>) {
        self.socket.send(Message::Binary(bytes.into())).await.unwrap();
    }

    /// Types a command and waits for its answer.
    pub(crate) async fn says(&mut self, text: &str) -> Value {
        self.send("voice:final", json!({"text": text})).await;
        self.wait_for("voice:response").await
    }

    /// The data of the next message of this type; others are passed over.
    pub(crate) async fn wait_for(&mut self, kind: &str) -> Value {
        loop {
            match self.next().await {
                Heard::Message(message) if message["type"] == kind => return message["data"].clone(),
                Heard::Message(message) if message["type"] == "voice:confirm-needed" => {
                    self.read_back = message["data"]["readBack"].as_str().map(str::to_owned);
                }
                Heard::Message(message) => assert!(kind == "error" || message["type"] != "error", "{message}"),
                Heard::Sound => {}
                Heard::Closed(code) => panic!("closed with {code} before {kind}"),
            }
        }
    }

    /// The code with which the server closes; what comes before is passed over.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            if let Heard::Closed(code) = self.next().await {
                return code;
            }
        }
    }

    /// Whatever comes next.
    pub(crate) async fn next(&mut self) -> Heard {
        timeout(PATIENCE, self.next_of_any()).await.expect("nothing came")
    }

    async fn next_of_any(&mut self) -> Heard {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => return Heard::Message(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Binary(bytes))) => {
                    self.sound.extend_from_slice(&bytes[8..]);
                    return Heard::Sound;
                }
                Some(Ok(Message::Close(frame))) => return Heard::Closed(frame.map_or(1005, |frame| frame.code.into())),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(_)) | None => return Heard::Closed(1006),
            }
        }
    }
}

/// The page's own request for a socket.
pub(crate) fn request(server: &Server, ticket: &str) -> Request<()> {
    let mut request = format!("ws://{}/ws?ticket={ticket}", server.address()).into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "execora.v1".parse().unwrap());
    request.headers_mut().insert("origin", format!("http://{}", server.address()).parse().unwrap());
    request
}

/// The status and headers with which the server refuses a socket.
pub(crate) async fn refused(request: Request<()>) -> (u16, Option<String>) {
    match connect_async(request).await {
        Err(Error::Http(response)) => {
            let retry = response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned());
            (response.status().as_u16(), retry)
        }
        other => panic!("not refused: {other:?}"),
    }
}
