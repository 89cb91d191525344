//! A conversation is told what happens in the books, and one that is too slow to read its lists anew.

use super::*;
use serde_json::json;

/// Less than a burst of events.
const ROOM: usize = 64;

fn burst(from: usize, count: usize) -> Arc<[ServerMessage]> {
    (from..from + count).map(|at| ServerMessage::PaymentRecorded(json!({ "sequence": at }))).collect()
}

/// What is told now: the numbers of the events, and `reload`.
async fn told(outbox: &mut mpsc::Receiver<Outgoing>, until: &str) -> Vec<String> {
    let mut told = vec![];
    loop {
        let one = match outbox.recv().await.expect("open") {
            Outgoing::Text(ServerMessage::PaymentRecorded(data)) => data["sequence"].to_string(),
            Outgoing::Text(ServerMessage::BooksChanged { reload: true }) => "reload".to_owned(),
            _ => continue,
        };
        let is_last = one == until;
        told.push(one);
        if is_last {
            return told;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn events_come_in_order_and_a_socket_without_room_is_told_once_to_read_anew_and_goes_on() {
    let house = house().open().await;
    let (_conversation, mut slow) = open(&house.sessions, ROOM).await;
    house.sessions.tell(shop(), &burst(0, 3));
    assert_eq!(told(&mut slow, "2").await, ["0", "1", "2"]);
    // It reads nothing while more comes than it has room for.
    house.sessions.tell(shop(), &burst(3, 100));
    house.sessions.tell(shop(), &burst(103, 5));
    tokio::time::sleep(Duration::from_secs(1)).await;
    let late = told(&mut slow, "reload").await;
    let count = late.len();
    assert!(count < ROOM, "{count}");
    let in_order: Vec<String> = (3..).take(count - 1).map(|at: usize| at.to_string()).collect();
    assert_eq!(late[..count - 1], in_order, "the first come in order, and none after one was left out");
    tokio::time::sleep(Duration::from_secs(1)).await;
    house.sessions.tell(shop(), &burst(200, 1));
    assert_eq!(told(&mut slow, "200").await, ["200"], "told to read anew once, and hears again");
}

#[tokio::test(start_paused = true)]
async fn a_conversation_whose_mailbox_is_full_is_told_to_read_anew() {
    let house = house().open().await;
    let (_conversation, mut slow) = open(&house.sessions, 1_024).await;
    // Nothing runs in between: the session takes none of them before the mailbox is full.
    for at in 0..super::super::REPORTS_MAX + 10 {
        house.sessions.tell(shop(), &burst(at, 1));
    }
    let late = told(&mut slow, "reload").await;
    assert!(late.len() <= super::super::REPORTS_MAX + 1, "{late:?}");
    house.sessions.tell(shop(), &burst(500, 1));
    assert_eq!(told(&mut slow, "500").await, ["500"]);
}
