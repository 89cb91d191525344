//! `kill -9` in the middle of posting: nothing acknowledged is lost, nothing is posted twice, no child is left.

use crate::harness::{DataDir, PATIENCE, Server};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

const CLIENTS: usize = 16;
const ACKNOWLEDGED_BEFORE_KILL: usize = 100;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill_and_a_retry_posts_once() {
    let server = Server::start("crash");
    let owner = server.owner().await;
    let customer = owner.customer("Rahul Sharma").await;
    let owed_before = customer["balancePaise"].as_i64().unwrap();
    let body = json!({"customerId": customer["id"], "amountPaise": 100, "description": "tea"});

    let sent: Arc<Mutex<Vec<String>>> = Arc::default();
    let acknowledged: Arc<Mutex<HashMap<String, Value>>> = Arc::default();
    let count = Arc::new(AtomicUsize::new(0));
    let mut clients = tokio::task::JoinSet::new();
    for client in 0..CLIENTS {
        let (owner, body, sent, acknowledged, count) =
            (owner.clone(), body.clone(), Arc::clone(&sent), Arc::clone(&acknowledged), Arc::clone(&count));
        clients.spawn(async move {
            for number in 0.. {
                let key = format!("crash-{client}-{number}");
                sent.lock().unwrap().push(key.clone());
                match owner.try_post_keyed("/api/v1/ledger/credit", &key, &body).await {
                    Some((201, answer)) => {
                        acknowledged.lock().unwrap().insert(key, answer);
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                    Some((503, _)) => {}
                    _ => return,
                }
            }
        });
    }
    let start = Instant::now();
    while count.load(Ordering::Relaxed) < ACKNOWLEDGED_BEFORE_KILL {
        assert!(start.elapsed() < PATIENCE, "too few posts to kill in the middle of");
        tokio::task::yield_now().await;
    }
    let data = server.kill();
    while clients.join_next().await.is_some() {}
    wait_until_no_child_is_left(&data);

    let server = Server::start_on(data, &[]);
    let owner = server.owner().await;
    let (sent, acknowledged) = (sent.lock().unwrap().clone(), acknowledged.lock().unwrap().clone());
    let mut entries = HashSet::new();
    for key in &sent {
        let (status, answer) = owner.post_keyed("/api/v1/ledger/credit", key, &body).await;
        assert_eq!(status, 201, "{answer}");
        if let Some(first) = acknowledged.get(key) {
            assert_eq!(&answer, first, "a retry gives the first answer");
        }
        assert!(entries.insert(answer["entry"]["id"].as_str().unwrap().to_owned()), "two keys, one entry");
    }
    let posted = i64::try_from(sent.len()).unwrap();
    assert_eq!(owner.customer("Rahul Sharma").await["balancePaise"], owed_before + posted * 100);
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
        std::thread::yield_now();
    }
}
