//! Whatever comes over a socket gets a clear answer, the session and the server stay up, and nothing posts.

use crate::caller::{Caller, Heard};
use crate::harness::{Client, Server};
use serde_json::{Value, json};

/// The newest bills and the balances: what must not change.
async fn books(owner: &Client) -> (Value, Value) {
    (owner.get("/api/v1/invoices?limit=5").await.1, owner.get("/api/v1/customers?limit=100").await.1)
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_answered_and_the_session_goes_on() {
    let server = Server::start("nonsense");
    let owner = server.owner().await;
    let before = books(&owner).await;
    let mut caller = Caller::connect(&server, &owner).await;
    caller.send_sound(vec![7; 4_001]).await;
    assert_eq!(caller.wait_for("error").await["code"], "not_started");
    let wrong = [
        "not json",
        "{}",
        "[]",
        r#"{"type":"voice:dance","data":{}}"#,
        r#"{"type":"voice:final","data":{"text":7}}"#,
        r#"{"type":"voice:final"}"#,
        r#"{"type":"voice:start","data":{"sampleRate":0}}"#,
        r#"{"type":"voice:start","data":{"sampleRate":1000000}}"#,
        r#"{"type":"voice:start","data":{"sampleRate":-1}}"#,
        r#"{"type":"voice:start","data":{"audioFormat":"mp3"}}"#,
    ];
    for text in wrong {
        caller.send_text(text).await;
        let error = caller.wait_for("error").await;
        assert!(error["code"].is_string() && error["message"].is_string(), "{text}: {error}");
    }
    let long = "chawal ".repeat(5_000);
    caller.send("voice:final", json!({"text": long})).await;
    assert_eq!(caller.wait_for("error").await["code"], "too_long");
    assert!(caller.says("\u{0}\u{202e}'; DROP TABLE entries; --").await["text"].is_string());
    caller.send("voice:final", json!({"text": ""})).await;
    assert_eq!(caller.wait_for("error").await["code"], "empty_text");
    let answer = caller.says("Rahul Sharma ka balance").await;
    assert!(answer["text"].is_string());
    assert_eq!(books(&owner).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn random_sound_in_any_chunking_posts_nothing() {
    let server = Server::start("random-sound");
    let owner = server.owner().await;
    let before = books(&owner).await;
    let mut caller = Caller::connect(&server, &owner).await;
    caller.send("voice:start", json!({"sampleRate": 44_100})).await;
    let mut seed = 1_u32;
    for size in [1, 2, 3, 639, 640, 641, 65_535, 0, 1_000] {
        let noise = (0..size).map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed.to_le_bytes()[3]
        });
        caller.send_sound(noise.collect()).await;
    }
    caller.send("voice:stop", json!({})).await;
    caller.send_text("not json").await;
    loop {
        match caller.next().await {
            Heard::Message(message) if message["type"] == "error" && message["data"]["code"] == "bad_message" => break,
            Heard::Message(_) | Heard::Sound => {}
            Heard::Closed(code) => panic!("closed with {code}"),
        }
    }
    assert_eq!(books(&owner).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_over_the_limit_closes_its_own_socket_only() {
    let server = Server::start("large-frame");
    let owner = server.owner().await;
    let mut other = Caller::connect(&server, &owner).await;
    let mut caller = Caller::connect(&server, &owner).await;
    caller.send_sound(vec![0; 70_000]).await;
    assert_eq!(caller.closed().await, 1009);
    assert!(other.says("help").await["text"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_sends_nothing_is_closed() {
    let data = crate::harness::DataDir::with_demo_shop("idle");
    let server = Server::start_on(data, &[("EXECORA_SESSIONS__IDLE_MS", "1000")]);
    let owner = server.owner().await;
    let mut caller = Caller::connect(&server, &owner).await;
    assert_eq!(caller.closed().await, 4008);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_commands_before_the_first_answer_post_nothing_by_themselves() {
    let server = Server::start("two-at-once");
    let owner = server.owner().await;
    let before = books(&owner).await;
    let mut caller = Caller::connect(&server, &owner).await;
    caller.send("voice:final", json!({"text": "Rahul Sharma ke khaate mein paanch sau udhaar likho"})).await;
    caller.send("voice:final", json!({"text": "Rahul Verma ne do sau rupaye diye"})).await;
    caller.wait_for("voice:response").await;
    caller.wait_for("voice:response").await;
    assert_eq!(books(&owner).await, before);
}
