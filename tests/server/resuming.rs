//! A conversation that was cut off goes on in another connection of the same user, and of nobody else.

use crate::caller::{Caller, Heard};
use crate::harness::{Client, DataDir, PATIENCE, Server};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// A Redis that outlives the server.
struct Redis {
    child: Child,
    directory: PathBuf,
}

impl Redis {
    fn start(story: &str) -> Self {
        // The path of a socket is short.
        let directory = std::env::temp_dir().join(format!("execora-{story}-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let socket = directory.join("s");
        let program = if PathBuf::from("/usr/bin/redis-server").exists() { "redis-server" } else { "valkey-server" };
        let child = Command::new(program)
            .args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"])
            .arg(&socket)
            .current_dir(&directory)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let end = Instant::now() + PATIENCE;
        while UnixStream::connect(&socket).is_err() {
            assert!(Instant::now() < end, "Redis did not start");
            std::thread::yield_now();
        }
        Self { child, directory }
    }

    fn url(&self) -> String {
        format!("redis+unix://{}", self.directory.join("s").display())
    }

    /// What Redis answers, as its protocol has it.
    fn ask(&self, command: &str) -> String {
        let mut stream = UnixStream::connect(self.directory.join("s")).unwrap();
        stream.write_all(format!("{command}\r\n").as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// The names of what conversations remember.
    fn memories(&self) -> Vec<String> {
        let answer = self.ask("KEYS *:memory:*");
        answer.lines().filter(|line| line.contains(":memory:")).map(str::to_owned).collect()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

fn start(data: DataDir, redis: &Redis) -> Server {
    Server::start_on(data, &[("EXECORA_REDIS__URL", &redis.url())])
}

const PAID: &str = "Suresh ne paanch sau rupaye diye";

/// A conversation in English in which a payment of Suresh's was read back; what was read back is kept.
async fn waiting(server: &Server, owner: &Client) -> Caller {
    let mut caller = Caller::connect(server, owner).await;
    caller.says("English mein bolo").await;
    caller.says(PAID).await;
    assert!(caller.read_back.take().is_some_and(|text| text.contains("₹500")));
    // A turn is answered after what the one before it left was kept.
    caller.says("Priya ka balance kitna hai").await;
    caller.read_back = None;
    caller
}

async fn resumed(caller: &mut Caller, token: &str) -> bool {
    caller.send("voice:resume", json!({"resumeToken": token})).await;
    caller.wait_for("voice:resumed").await["resumed"].as_bool().unwrap()
}

async fn owed(owner: &Client) -> i64 {
    owner.customer("Suresh Yadav").await["balancePaise"].as_i64().unwrap()
}

fn code(answer: &Value) -> &str {
    answer["executionResult"]["code"].as_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_kill_haan_posts_only_what_was_read_back_again_and_once() {
    let redis = Redis::start("kill");
    let server = start(DataDir::new("resume-kill"), &redis);
    let owner = server.owner().await;
    let before = owed(&owner).await;
    let token = waiting(&server, &owner).await.token.clone();

    let server = start(server.kill(), &redis);
    let owner = server.owner().await;
    let mut fresh = Caller::connect(&server, &owner).await;
    assert_eq!(code(&fresh.says("haan").await), "nothing_pending");
    assert!(!resumed(&mut fresh, &token).await, "taken up in the middle of another conversation");

    let mut caller = Caller::connect(&server, &owner).await;
    assert!(resumed(&mut caller, &token).await);
    let again = caller.wait_for("voice:response").await;
    assert_eq!((code(&again), &again["language"]), ("confirm_needed", &json!("en")), "{again}");
    assert!(caller.read_back.as_ref().is_some_and(|text| text.contains("Suresh Yadav paid ₹500")));
    assert_eq!(owed(&owner).await, before, "posted without a haan");
    assert_eq!(code(&caller.says("haan").await), "posted");
    assert_eq!(owed(&owner).await, before - 50_000);
    assert_eq!(code(&caller.says("haan").await), "nothing_pending");
    assert_eq!(owed(&owner).await, before - 50_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_good_for_its_user_in_its_shop_once_and_for_half_an_hour() {
    let redis = Redis::start("token");
    let server = start(DataDir::new("resume-token"), &redis);
    let owner = server.owner().await;
    let before = owed(&owner).await;
    let token = waiting(&server, &owner).await.token.clone();
    let stranger = server.owner_of_new_shop("9800000078").await;
    let staff = json!({"name": "Ravi", "login": "9800000079", "password": "a-long-enough-password", "role": "staff"});
    let (status, made) = owner.post("/api/v1/users", &staff).await;
    assert_eq!(status, 201, "{made}");
    let login = json!({"login": "9800000079", "password": "a-long-enough-password"});
    let (status, answer) = server.stranger().post("/api/v1/auth/login", &login).await;
    assert_eq!(status, 200, "{answer}");
    let staff = server.stranger().signed_in(&answer);
    for (who, token) in [
        (&stranger, token.clone()),
        (&staff, token.clone()),
        (&owner, "0".repeat(64)),
        (&owner, "../memory".to_owned()),
        (&owner, String::new()),
    ] {
        let mut caller = Caller::connect(&server, who).await;
        assert!(!resumed(&mut caller, &token).await, "{token}");
        assert_eq!(code(&caller.says("haan").await), "nothing_pending");
    }
    for name in redis.memories() {
        assert!(!name.contains(&token), "the token stands in Redis");
        let left: i64 = redis.ask(&format!("PTTL {name}")).trim_start_matches(':').trim().parse().unwrap();
        assert!((1..=1_800_000).contains(&left), "{name} is kept for {left} ms");
    }
    let mut caller = Caller::connect(&server, &owner).await;
    assert!(resumed(&mut caller, &token).await);
    let mut again = Caller::connect(&server, &owner).await;
    assert!(!resumed(&mut again, &token).await, "taken twice");
    let token = waiting(&server, &owner).await.token.clone();
    for name in redis.memories() {
        redis.ask(&format!("DEL {name}"));
    }
    let mut late = Caller::connect(&server, &owner).await;
    assert!(!resumed(&mut late, &token).await, "taken up after its end");
    assert_eq!(owed(&owner).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newer_connection_takes_over() {
    let redis = Redis::start("over");
    let server = start(DataDir::new("resume-over"), &redis);
    let owner = server.owner().await;
    let before = owed(&owner).await;
    let mut old = waiting(&server, &owner).await;
    let mut new = Caller::connect(&server, &owner).await;
    assert!(resumed(&mut new, &old.token).await);
    assert_eq!(code(&new.wait_for("voice:response").await), "confirm_needed");
    old.send("voice:final", json!({"text": "haan"})).await;
    let end = loop {
        match old.next().await {
            Heard::Closed(code) => break code,
            Heard::Message(message) => assert_ne!(message["type"], "voice:response", "{message}"),
            Heard::Sound => {}
        }
    };
    assert_eq!(end, 4010);
    assert_eq!(owed(&owner).await, before);
    assert_eq!(code(&new.says("haan").await), "posted");
    assert_eq!(owed(&owner).await, before - 50_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_a_conversation_goes_on_with_one_warning() {
    let redis = Redis::start("gone");
    let server = start(DataDir::new("resume-gone"), &redis);
    let owner = server.owner().await;
    let before = owed(&owner).await;
    let mut caller = Caller::connect(&server, &owner).await;
    drop(redis);
    for text in [PAID, "haan", "Priya ka balance kitna hai", "Priya ka balance kitna hai"] {
        caller.says(text).await;
    }
    assert_eq!(owed(&owner).await, before - 50_000);
    let log = std::fs::read_to_string(server.data().path().join("server.log")).unwrap();
    assert_eq!(log.matches("this conversation is not remembered").count(), 1, "{log}");
}
