#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one kind of frame")]

use super::*;
use crate::ledger::LedgerReader;
use crate::news::News;
use crate::session::{Desk, Parts, SessionSettings};
use crate::sessions::OpenError;
use execora_domain::ids::TenantId;
use uuid::Uuid;

mod story;

/// A tree whose database nobody answers at: enough for what does not read or write it.
fn parts() -> RootParts {
    parts_on("postgresql:///nowhere?host=/nonexistent&user=nobody")
}

fn parts_on(url: &str) -> RootParts {
    let pool = crate::database::pool(url, 8).unwrap();
    let clock = Clock::new(|| "2026-11-22T12:00:00Z".parse().unwrap());
    let ledger = Ledger::with_shards(2);
    let books = Desk::new(ledger.clone(), LedgerReader::new(pool.clone()), clock.clone(), None);
    let (settings, news) = (SessionSettings::default(), News::default());
    let sessions = Parts {
        ears: None,
        voice: None,
        adviser: None,
        cache: Cache::default(),
        books: Arc::new(books),
        news: news.clone(),
        clock: clock.clone(),
        settings,
    };
    RootParts {
        pool,
        database_url: Some(url.to_owned()),
        clock,
        redis_url: None,
        courier: None,
        ledger,
        fence: Arc::new(()),
        cache: Cache::default(),
        news,
        reminder: Reminder::default(),
        messenger: Messenger::default(),
        sessions: Sessions::new(sessions),
    }
}

async fn tree() -> (Root, RootParts, ActorCell) {
    let parts = parts();
    let root = Root::start(parts.clone()).await.unwrap();
    let cell = root.address.target_for_test();
    (root, parts, cell)
}

/// Kills one child after the other until so many have ended.
async fn kill_children(cell: &ActorCell, count: usize) {
    for _ in 0..count {
        let child = loop {
            match cell.get_children().into_iter().next() {
                Some(child) => break child,
                None => tokio::task::yield_now().await,
            }
        };
        child.kill_and_wait(None).await.unwrap();
    }
}

#[tokio::test]
async fn a_crashed_ledger_shard_comes_back_behind_the_same_address() {
    let (_root, parts, cell) = tree().await;
    let shard = &parts.ledger.shards()[0];
    let before = shard.target_for_test();
    before.kill_and_wait(None).await.unwrap();
    while !shard.is_running() || shard.target_for_test().get_id() == before.get_id() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(cell.get_children().len(), 7);
}

#[tokio::test]
async fn the_fourth_crash_in_a_minute_makes_the_root_give_up() {
    let (root, _, cell) = tree().await;
    kill_children(&cell, 3).await;
    let early = tokio::time::timeout(Duration::from_millis(20), root.gave_up()).await;
    assert!(early.is_err(), "three crashes are within the budget");
    kill_children(&cell, 1).await;
    let given_up = tokio::time::timeout(Duration::from_secs(5), root.gave_up()).await;
    assert!(given_up.is_ok());
}

#[tokio::test]
async fn a_drain_ends_every_actor_and_lets_nobody_in() {
    let (root, parts, cell) = tree().await;
    let drained = root.drain().await;
    assert_eq!(drained, Drained { conversations_ended: true, actors_finished: true });
    cell.wait(Some(Duration::from_secs(5))).await.unwrap();
    let tenant = TenantId::from_uuid(Uuid::nil());
    assert_eq!(parts.sessions.reserve(tenant).unwrap_err(), OpenError::Draining);
    assert!(!parts.ledger.shards()[0].is_running());
}
