//! `kill -9` in the middle of posting, again and again: nothing acknowledged is lost, nothing is posted twice, no child is
//! left. K1, K2 and K4 of the books' catalogue; `EXECORA_KILLS` and `EXECORA_POSTGRES_KILLS` say how often
//! (`scripts/stress`: 200 and 20).
//!
//! Positive control: `synchronous_commit=off` among the settings in `src/embedded/postgres.rs` loses acknowledged bills
//! at both tests' first kill.

use crate::harness::{Client, DataDir, PATIENCE, Server, a_moment};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::os::unix::fs::MetadataExt as _;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const CLIENTS: usize = 16;
const ACKNOWLEDGED_BEFORE_KILL: usize = 60;
/// A server starts PostgreSQL again three times a minute and no more; every other round needs one of them.
const ROUNDS_A_SERVER: usize = 6;

/// What clients sent, and what they were told, by key.
#[derive(Clone, Default)]
struct Told {
    sent: Arc<Mutex<Vec<String>>>,
    acknowledged: Arc<Mutex<HashMap<String, Value>>>,
    count: Arc<AtomicUsize>,
    /// What is in flight then is what counts: nobody begins anything after it.
    is_struck: Arc<AtomicBool>,
}

/// A shop that can sell for as long as a test takes.
struct Stall {
    bill: Value,
    /// The numbers of the bills that were issued, each once.
    numbers: BTreeSet<String>,
}

fn times(setting: &str, default: usize) -> usize {
    std::env::var(setting).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

impl Stall {
    async fn open(owner: &Client) -> Self {
        let (status, answer) = owner.post("/api/v1/customers", &json!({"name": "Kavita Kulkarni"})).await;
        assert_eq!(status, 201, "{answer}");
        let tea = json!({"name": "Cutting chai", "unit": "kg", "pricePaise": 1_000, "taxRateBp": 500,
            "stockMilli": 900_000_000_000_i64});
        let (status, product) = owner.post("/api/v1/products", &tea).await;
        assert_eq!(status, 201, "{product}");
        let item = json!({"productId": product["product"]["id"], "quantityMilli": 1_000});
        Self { bill: json!({"customerId": answer["customer"]["id"], "items": [item]}), numbers: BTreeSet::new() }
    }

    /// Clients post until they are struck; `strike` comes once enough was acknowledged.
    async fn post_until(&self, owner: &Client, round: usize, strike: impl FnOnce()) -> Told {
        let told = Told::default();
        let mut clients = tokio::task::JoinSet::new();
        for client in 0..CLIENTS {
            let (owner, body, told) = (owner.clone(), self.bill.clone(), told.clone());
            clients.spawn(async move {
                for number in 0.. {
                    let key = format!("crash-{round}-{client}-{number}");
                    told.sent.lock().unwrap().push(key.clone());
                    let answer = owner.try_post_keyed("/api/v1/invoices", &key, &body).await;
                    match answer {
                        Some((201, answer)) => {
                            told.acknowledged.lock().unwrap().insert(key, answer);
                            told.count.fetch_add(1, Ordering::Relaxed);
                        }
                        Some((503, _)) => {}
                        _ => return,
                    }
                    if told.is_struck.load(Ordering::Relaxed) {
                        return;
                    }
                }
            });
        }
        let start = Instant::now();
        while told.count.load(Ordering::Relaxed) < ACKNOWLEDGED_BEFORE_KILL {
            assert!(start.elapsed() < PATIENCE, "too few posts to kill in the middle of");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        strike();
        told.is_struck.store(true, Ordering::Relaxed);
        while clients.join_next().await.is_some() {}
        told
    }

    /// Everything that was sent is asked again: what was acknowledged has its first answer, and every key one bill.
    async fn ask_again(&mut self, owner: &Client, told: &Told) {
        let (sent, acknowledged) = (told.sent.lock().unwrap().clone(), told.acknowledged.lock().unwrap().clone());
        for key in &sent {
            let (status, answer) = owner.post_keyed("/api/v1/invoices", key, &self.bill).await;
            assert_eq!(status, 201, "{answer}");
            if let Some(first) = acknowledged.get(key) {
                assert_eq!(&answer, first, "a retry gives the first answer");
            }
            let number = answer["invoice"]["number"].as_str().unwrap().to_owned();
            assert!(self.numbers.insert(number), "two keys, one bill: {answer}");
        }
    }

    /// The customer owes every bill once, and the numbers have no gap.
    async fn is_whole(&self, owner: &Client) {
        let owed = owner.customer("Kavita Kulkarni").await["balancePaise"].as_i64().unwrap();
        assert_eq!(owed, i64::try_from(self.numbers.len()).unwrap() * 1_000);
        let running = |number: &String| number.rsplit('/').next().unwrap().parse::<usize>().unwrap();
        let (first, last) = (self.numbers.first().map(running).unwrap(), self.numbers.last().map(running).unwrap());
        assert_eq!(last - first + 1, self.numbers.len());
    }
}

/// `execora books verify` on the running server's database.
fn books_are_sound(data: &DataDir) {
    let verify =
        Command::new(env!("CARGO_BIN_EXE_execora")).args(["books", "verify", "--data"]).arg(data.path()).output();
    let verify = verify.unwrap();
    assert!(verify.status.success(), "{}", String::from_utf8_lossy(&verify.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_every_kill_and_a_retry_posts_once() {
    let mut server = Server::start("crash");
    let mut stall = Stall::open(&server.owner().await).await;
    for round in 0..times("EXECORA_KILLS", 5) {
        let owner = server.owner().await;
        let (mut data, mut running) = (None, Some(server));
        let told = stall.post_until(&owner, round, || data = running.take().map(Server::kill)).await;
        let data = data.unwrap();
        wait_until_no_child_is_left(&data);
        server = Server::start_on(data, &[]);
        stall.ask_again(&server.owner().await, &told).await;
    }
    stall.is_whole(&server.owner().await).await;
    books_are_sound(server.data());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_the_kill_of_postgresql() {
    let mut server = Server::start("crash-postgres");
    let mut stall = Stall::open(&server.owner().await).await;
    for round in 0..times("EXECORA_POSTGRES_KILLS", 2) {
        if round > 0 && round.is_multiple_of(ROUNDS_A_SERVER) {
            server.terminate();
            server = Server::start_on(server.ended().1, &[]);
        }
        let owner = server.owner().await;
        let postmaster = postmaster(server.data());
        // All of PostgreSQL, which the server starts again; or one of its processes, at which it throws out everybody.
        let strike = || kill(if round % 2 == 0 { postmaster } else { one_backend(server.data(), postmaster) });
        let told = stall.post_until(&owner, round, strike).await;
        let end = Instant::now() + PATIENCE;
        while owner.get("/health/ready").await.0 != 200 {
            assert!(Instant::now() < end, "the server did not find PostgreSQL again");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stall.ask_again(&owner, &told).await;
    }
    stall.is_whole(&server.owner().await).await;
    books_are_sound(server.data());
}

/// K4. A limit on the size of files is to PostgreSQL what a full disk is: it cannot write its log, and throws out everybody.
/// The control is the same as above; without the limit nothing is refused and the test says so.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_full_disk() {
    let server = Server::start("crash-disk");
    let owner = server.owner().await;
    let mut stall = Stall::open(&owner).await;
    let told = stall.post_until(&owner, 0, || limit_files(server.data(), "1048576")).await;
    // The log's file is as long as ever; what lies beyond its first MiB cannot be written.
    for number in 0.. {
        assert!(number < 5_000, "the disk never was full");
        let key = format!("crash-full-{number}");
        told.sent.lock().unwrap().push(key.clone());
        match owner.try_post_keyed("/api/v1/invoices", &key, &stall.bill).await {
            Some((201, answer)) => told.acknowledged.lock().unwrap().insert(key, answer),
            _ => break,
        };
    }
    limit_files(server.data(), "unlimited");
    let end = Instant::now() + PATIENCE;
    while owner.get("/health/ready").await.0 != 200 {
        assert!(Instant::now() < end, "the server did not find PostgreSQL again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stall.ask_again(&owner, &told).await;
    stall.is_whole(&owner).await;
    books_are_sound(server.data());
}

/// Lets PostgreSQL write no file beyond so many bytes. Only its own user may say so.
fn limit_files(data: &DataDir, bytes: &str) {
    for id in data.processes() {
        let title = std::fs::read_to_string(format!("/proc/{id}/cmdline")).unwrap_or_default();
        let Ok(owner) = std::fs::metadata(format!("/proc/{id}")) else { continue };
        if title.contains("postgres") {
            let user = [format!("--reuid={}", owner.uid()), format!("--regid={}", owner.gid())];
            let limit = ["--pid".to_owned(), id.to_string(), format!("--fsize={bytes}:")];
            let is_ours = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == owner.uid());
            let mut command = Command::new(if is_ours { "prlimit" } else { "setpriv" });
            if !is_ours {
                command.args(user).args(["--clear-groups", "prlimit"]);
            }
            // One that has ended meanwhile has no limit to be changed.
            let _ = command.args(limit).output();
        }
    }
}

fn postmaster(data: &DataDir) -> u32 {
    let file = std::fs::read_to_string(data.path().join("postgresql/postmaster.pid")).unwrap();
    file.lines().next().unwrap().trim().parse().unwrap()
}

/// A process of PostgreSQL's that serves a connection.
fn one_backend(data: &DataDir, postmaster: u32) -> u32 {
    let title = |id: u32| std::fs::read_to_string(format!("/proc/{id}/cmdline")).unwrap_or_default();
    let mut all = data.processes().into_iter().filter(|id| *id != postmaster);
    all.find(|id| title(*id).starts_with("postgres: execora")).unwrap()
}

fn kill(id: u32) {
    assert!(Command::new("kill").args(["-KILL", &id.to_string()]).status().unwrap().success());
}

/// The kernel ends the children when their parent dies; that takes a moment.
fn wait_until_no_child_is_left(data: &DataDir) {
    let start = Instant::now();
    loop {
        let left = data.processes();
        if left.is_empty() {
            return;
        }
        assert!(start.elapsed() < PATIENCE, "left behind: {left:?}");
        a_moment();
    }
}
