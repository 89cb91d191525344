//! A conversation that was cut off goes on in another connection of the same user, and of nobody else.

use crate::caller::{Caller, Heard};
use crate::harness::{Client, DataDir, PATIENCE, Server, a_moment};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

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
            a_moment();
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
    let server = start(DataDir::with_demo_shop("resume-kill"), &redis);
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
    let server = start(DataDir::with_demo_shop("resume-token"), &redis);
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
    let server = start(DataDir::with_demo_shop("resume-over"), &redis);
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
    let server = start(DataDir::with_demo_shop("resume-gone"), &redis);
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

/// How long after the yes the line breaks, in milliseconds: while it is read, written, answered, and after that.
const BREAKS_MS: [u64; 14] = [0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 28, 40, 60, 90];

/// What the shopkeeper does about what is read back again.
#[derive(Clone, Copy, Debug)]
enum Then {
    No,
    Waits,
    Yes,
}

/// What was said after the line was there again: the codes, in order.
async fn after_break(server: &Server, owner: &Client, token: &str, then: Then) -> Vec<String> {
    let mut caller = Caller::connect(server, owner).await;
    let mut codes = vec![];
    if !resumed(&mut caller, token).await {
        return codes;
    }
    // What it has to say is said at once, if there is anything.
    let Ok(first) = timeout(Duration::from_secs(10), caller.wait_for("voice:response")).await else { return codes };
    codes.push(code(&first).to_owned());
    if code(&first) == "confirm_needed" {
        let answer = match then {
            Then::No => caller.says("nahi").await,
            Then::Yes => caller.says("haan").await,
            Then::Waits => caller.wait_for("voice:response").await,
        };
        codes.push(code(&answer).to_owned());
    }
    codes
}

/// A line that breaks at any step of a yes: what is said afterwards is what the books hold, and nothing is written twice.
#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_line_breaks_nobody_hears_not_of_what_is_written_and_nothing_is_written_twice() {
    let settings = [("EXECORA_DIALOGUE__CONFIRM_MAX_MS", "2000")];
    let server = Server::start_on(DataDir::with_demo_shop("resume-breaks"), &settings);
    let owner = server.owner().await;
    let (mut told, mut amount) = (std::collections::BTreeMap::<String, u32>::new(), 100);
    for then in [Then::No, Then::Waits, Then::Yes] {
        for wait_ms in BREAKS_MS {
            amount += 1;
            let before = owed(&owner).await;
            let mut caller = Caller::connect(&server, &owner).await;
            assert_eq!(code(&caller.says(&format!("Suresh ne {amount} rupaye diye")).await), "confirm_needed");
            caller.send("voice:final", json!({"text": "haan"})).await;
            sleep(Duration::from_millis(wait_ms)).await;
            let token = caller.token.clone();
            drop(caller);
            let codes = after_break(&server, &owner, &token, then).await;
            *told.entry(codes.join(" ")).or_default() += 1;
            let written = match owed(&owner).await - before {
                0 => false,
                paid if paid == -100 * amount => true,
                other => panic!("{amount} changed the account by {other} after {wait_ms} ms, then {then:?}: {codes:?}"),
            };
            let says_written = codes.iter().any(|code| code == "posted" || code == "already_written");
            let says_not = codes.iter().any(|code| code == "cancelled" || code == "expired");
            assert!(
                !(written && says_not),
                "{codes:?} of {amount}, which is written; after {wait_ms} ms, then {then:?}"
            );
            assert_eq!(written, says_written, "{codes:?} of {amount} after {wait_ms} ms, then {then:?}");
        }
    }
    println!("{told:?}");
    assert!(told.len() > 1, "the line broke at one step only: {told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_while_the_line_broke_is_told_and_the_same_again_is_warned_of() {
    let server = Server::start("resume-told");
    let owner = server.owner().await;
    let before = owed(&owner).await;
    let mut caller = Caller::connect(&server, &owner).await;
    caller.says("English mein bolo").await;
    caller.says(PAID).await;
    caller.send("voice:final", json!({"text": "haan"})).await;
    while owed(&owner).await == before {
        sleep(Duration::from_millis(20)).await;
    }
    let token = caller.token.clone();
    drop(caller);
    let mut again = Caller::connect(&server, &owner).await;
    assert!(resumed(&mut again, &token).await);
    let told = again.wait_for("voice:response").await;
    assert!(["posted", "already_written"].contains(&code(&told)), "{told}");
    assert!(told["text"].as_str().unwrap().starts_with("Written"), "{told}");
    assert_eq!(told["executionResult"]["customer"]["balancePaise"], before - 50_000);
    assert_eq!(code(&again.says(PAID).await), "confirm_needed");
    let warned = again.read_back.take().unwrap();
    assert!(warned.contains("The same was written a moment ago"), "{warned}");
    assert_eq!(code(&again.says("nahi").await), "cancelled");
    assert_eq!(owed(&owner).await, before - 50_000);

    // Whoever has the answer is not told again.
    let mut heard = Caller::connect(&server, &owner).await;
    heard.says("Suresh ne chhe sau rupaye diye").await;
    assert_eq!(code(&heard.says("haan").await), "posted");
    let token = heard.token.clone();
    // The next turn is answered after that was kept.
    sleep(Duration::from_millis(300)).await;
    drop(heard);
    let mut quiet = Caller::connect(&server, &owner).await;
    quiet.send("voice:resume", json!({"resumeToken": token, "answered": 2})).await;
    assert_eq!(quiet.wait_for("voice:resumed").await["resumed"], true);
    assert_eq!(code(&quiet.says("Priya ka balance kitna hai").await), "balance");
}
