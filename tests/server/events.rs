//! Whatever is written in a shop's books is told to every open socket of the shop, and to nobody else's.

use crate::caller::{Caller, Heard};
use crate::harness::{Client, DataDir, Server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// An event of the books: its type and data.
type Event = (String, Value);

/// What is no event of the books.
fn is_talk(kind: &str) -> bool {
    kind.starts_with("voice:")
}

/// The events up to and including the first of this type.
async fn until(caller: &mut Caller, kind: &str) -> Vec<Event> {
    let mut events = vec![];
    loop {
        let Heard::Message(message) = caller.next().await else { continue };
        let name = message["type"].as_str().unwrap().to_owned();
        assert_ne!(name, "error", "{message}");
        if is_talk(&name) {
            continue;
        }
        let is_last = name == kind;
        events.push((name, message["data"].clone()));
        if is_last {
            return events;
        }
    }
}

fn names(events: &[Event]) -> Vec<&str> {
    events.iter().map(|(name, _)| name.as_str()).collect()
}

/// Two sockets of one shop.
struct Shop {
    owner: Client,
    sockets: [Caller; 2],
}

impl Shop {
    async fn open(server: &Server) -> Self {
        let owner = server.owner().await;
        let sockets = [Caller::connect(server, &owner).await, Caller::connect(server, &owner).await];
        Self { owner, sockets }
    }

    /// What both are told up to this type: the same, in the same order.
    async fn told(&mut self, kind: &str) -> Vec<Event> {
        let [one, other] = &mut self.sockets;
        let (one, other) = (until(one, kind).await, until(other, kind).await);
        assert_eq!(one, other, "the two sockets are told something else");
        one
    }

    /// A change over HTTP, and what both are told of it up to this type.
    async fn after_post(&mut self, path: &str, body: &Value, kind: &str) -> (Value, Vec<Event>) {
        let (status, answer) = self.owner.post(path, body).await;
        assert!((200..300).contains(&status), "{path} {status} {answer}");
        (answer, self.told(kind).await)
    }

    async fn owed(&self, name: &str) -> i64 {
        self.owner.customer(name).await["balancePaise"].as_i64().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_over_http_is_told_to_both_sockets_of_the_shop_and_to_no_other_shop() {
    let server = Server::start("events-http");
    let stranger = server.owner_of_new_shop("9800000091").await;
    let mut deaf = Caller::connect(&server, &stranger).await;
    let mut shop = Shop::open(&server).await;
    let suresh = shop.owner.customer("Suresh Yadav").await["id"].clone();
    let sugar = shop.owner.product("Sugar").await["id"].clone();
    let before = shop.owed("Suresh Yadav").await;

    let body = json!({"customerId": suresh, "amountPaise": 5_000});
    let (paid, told) = shop.after_post("/api/v1/ledger/payment", &body, "payment:recorded").await;
    assert_eq!(names(&told), ["payment:recorded"]);
    assert_eq!(told[0].1["entry"]["id"], paid["entry"]["id"]);
    assert_eq!(told[0].1["customer"]["balancePaise"], before - 5_000);
    let today = shop.owner.get("/api/v1/summary/daily").await.1["summary"]["date"].clone();
    assert_eq!(told[0].1["date"], today);

    let undo = format!("/api/v1/ledger/entries/{}/reverse", paid["entry"]["id"].as_str().unwrap());
    let (_, told) = shop.after_post(&undo, &json!({}), "entry:reversed").await;
    assert_eq!(names(&told), ["entry:reversed"]);
    assert_eq!(told[0].1["entry"]["reverses"], paid["entry"]["id"]);
    assert_eq!(told[0].1["customer"]["balancePaise"], before);

    let body = json!({"customerId": suresh, "amountPaise": 700, "description": "tea"});
    let (_, told) = shop.after_post("/api/v1/ledger/credit", &body, "credit:recorded").await;
    assert_eq!(told[0].1["customer"]["balancePaise"], before + 700);
    let body = json!({"customerId": suresh, "amountPaise": 700, "reason": "a gift"});
    let (_, told) = shop.after_post("/api/v1/ledger/write-off", &body, "credit:written-off").await;
    assert_eq!(told[0].1["customer"]["balancePaise"], before);
    let body = json!({"customerId": suresh, "amountPaise": 300, "allowAboveOwed": true});
    let (_, told) = shop.after_post("/api/v1/ledger/refund", &body, "payment:refunded").await;
    assert_eq!(told[0].1["entry"]["amountPaise"], 300);

    // A bill with a payment inside: the bill, the payment, the stock, each once.
    let stock = shop.owner.product("Sugar").await["stockMilli"].as_i64().unwrap();
    let body = json!({"customerId": suresh, "items": [{"productId": sugar, "quantityMilli": 2_000}],
        "payments": [{"mode": "cash", "amountPaise": 1_000}]});
    let (bill, told) = shop.after_post("/api/v1/invoices", &body, "stock:changed").await;
    assert_eq!(names(&told), ["invoice:confirmed", "payment:recorded", "stock:changed"]);
    assert_eq!(told[0].1["customer"]["balancePaise"], shop.owed("Suresh Yadav").await);
    assert_eq!(told[2].1["product"]["stockMilli"], stock - 2_000);
    assert!(told.iter().all(|(_, data)| data["sequence"] == told[0].1["sequence"]), "one command: {told:?}");

    let id = bill["invoice"]["id"].as_str().unwrap();
    let body = json!({"items": [{"line": 1, "quantityMilli": 1_000}]});
    let (_, told) = shop.after_post(&format!("/api/v1/invoices/{id}/credit-notes"), &body, "stock:changed").await;
    assert_eq!(names(&told), ["invoice:credited", "stock:changed"]);
    let body = json!({"customerId": suresh, "items": [{"productId": sugar, "quantityMilli": 1_000}]});
    let (bill, _) = shop.after_post("/api/v1/invoices", &body, "stock:changed").await;
    let id = bill["invoice"]["id"].as_str().unwrap();
    let (_, told) = shop.after_post(&format!("/api/v1/invoices/{id}/cancel"), &json!({}), "stock:changed").await;
    assert_eq!(names(&told), ["invoice:cancelled", "entry:reversed", "stock:changed"]);
    assert_eq!(told[0].1["customer"]["balancePaise"], shop.owed("Suresh Yadav").await);
    // The same, where its entry is reversed and nobody named the bill.
    let (bill, _) = shop.after_post("/api/v1/invoices", &body, "stock:changed").await;
    let undo = format!("/api/v1/ledger/entries/{}/reverse", bill["invoice"]["entryId"].as_str().unwrap());
    let (_, told) = shop.after_post(&undo, &json!({}), "stock:changed").await;
    assert_eq!(names(&told), ["invoice:cancelled", "entry:reversed", "stock:changed"]);
    assert_eq!(told[0].1["invoice"]["id"], bill["invoice"]["id"]);
    shelf_and_people_are_told(&mut shop, &sugar).await;

    // The other shop hears of its own, and that is the first that it hears.
    let (status, _) = stranger.post("/api/v1/customers", &json!({"name": "Only Ours"})).await;
    assert_eq!(status, 201);
    let own = until(&mut deaf, "customer:added").await;
    assert_eq!(names(&own), ["customer:added"], "another shop's events came: {own:?}");
}

async fn shelf_and_people_are_told(shop: &mut Shop, sugar: &Value) {
    let path = format!("/api/v1/products/{}", sugar.as_str().unwrap());
    let stock = shop.owner.product("Sugar").await["stockMilli"].as_i64().unwrap();
    let body = json!({"op": "add", "quantityMilli": 5_000});
    let (_, told) = shop.after_post(&format!("{path}/stock"), &body, "stock:changed").await;
    assert_eq!(told[0].1["product"]["stockMilli"], stock + 5_000);
    let (status, _) = shop.owner.patch(&path, &json!({"pricePaise": 4_700})).await;
    assert_eq!(status, 200);
    assert_eq!(shop.told("product:changed").await[0].1["product"]["pricePaise"], 4_700);
    let body = json!({"name": "Wild Honey", "unit": "kg", "pricePaise": 8_000});
    let (_, told) = shop.after_post("/api/v1/products", &body, "product:added").await;
    assert_eq!(told[0].1["product"]["name"], "Wild Honey");
    let body = json!({"name": "Nandini Kulkarni", "openingBalancePaise": 4_200});
    let (made, told) = shop.after_post("/api/v1/customers", &body, "customer:added").await;
    assert_eq!(told[0].1["customer"]["id"], made["customer"]["id"]);
    assert_eq!(told[0].1["entry"]["amountPaise"], 4_200);
    let path = format!("/api/v1/customers/{}", made["customer"]["id"].as_str().unwrap());
    let (status, _) = shop.owner.patch(&path, &json!({"nickname": "Nandu"})).await;
    assert_eq!(status, 200);
    assert_eq!(shop.told("customer:changed").await[0].1["customer"]["nickname"], "Nandu");
    let later = jiff::Timestamp::now().saturating_add(jiff::SignedDuration::from_hours(24 * 365)).unwrap();
    let body = json!({"customerId": made["customer"]["id"], "sendAt": later.to_string()});
    let (made, told) = shop.after_post("/api/v1/reminders", &body, "reminder:scheduled").await;
    assert_eq!(told[0].1["reminder"]["id"], made["reminder"]["id"]);
    let path = format!("/api/v1/reminders/{}/cancel", made["reminder"]["id"].as_str().unwrap());
    let (_, told) = shop.after_post(&path, &json!({}), "reminder:cancelled").await;
    assert_eq!(names(&told), ["reminder:cancelled"]);
    let (_, told) = shop.after_post("/api/v1/summary/close", &json!({"countedCashPaise": 0}), "day:closed").await;
    assert_eq!(names(&told), ["day:closed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_change_and_its_undo_are_told_to_both_and_the_answer_has_the_balance_of_after() {
    let server = Server::start("events-typed");
    let mut shop = Shop::open(&server).await;
    let before = shop.owed("Suresh Yadav").await;
    for (text, balance) in [("Suresh ne paanch sau rupaye diye", before - 50_000), ("last entry cancel", before)] {
        shop.sockets[0].says(text).await;
        let answer = shop.sockets[0].says("haan").await;
        assert_eq!(answer["executionResult"]["code"], "posted", "{answer}");
        assert_eq!(answer["executionResult"]["customer"]["balancePaise"], balance, "{answer}");
    }
    // The answers were waited for and passed over what the speaker was told before; the other heard it all.
    let told = until(&mut shop.sockets[1], "entry:reversed").await;
    assert_eq!(names(&told), ["payment:recorded", "entry:reversed"]);
    assert_eq!(told[1].1["customer"]["balancePaise"], before);
    assert_eq!(shop.owed("Suresh Yadav").await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_is_asked_again_under_its_key_is_told_once_and_within_300_ms() {
    let server = Server::start("events-once");
    let mut shop = Shop::open(&server).await;
    let suresh = shop.owner.customer("Suresh Yadav").await["id"].clone();
    let mut slowest = Duration::ZERO;
    for round in 0..20 {
        let body = json!({"customerId": suresh, "amountPaise": 100 + round});
        let key = format!("once {round}");
        shop.owner.post_keyed("/api/v1/ledger/payment", &key, &body).await;
        let committed = Instant::now();
        let told = shop.told("payment:recorded").await;
        slowest = slowest.max(committed.elapsed());
        assert_eq!(told[0].1["entry"]["amountPaise"], -(100 + round), "{told:?}");
        let (status, _) = shop.owner.post_keyed("/api/v1/ledger/payment", &key, &body).await;
        assert_eq!(status, 201);
    }
    println!("the slowest event came {slowest:?} after the answer");
    assert!(slowest < Duration::from_millis(300), "{slowest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_server_of_the_same_database_posts_is_told_here_in_order_and_once() {
    let first = Server::start("events-first");
    let url = first.data().database_url();
    let second = Server::start_on(DataDir::new("events-second"), &[("EXECORA_DATABASE__URL", &url)]);
    let (here, there) = (first.owner().await, second.owner_of(first.data()).await);
    let mut sockets = [Caller::connect(&first, &here).await, Caller::connect(&second, &there).await];
    let suresh = here.customer("Suresh Yadav").await["id"].clone();
    let mut slowest = Duration::ZERO;
    for round in 0..12 {
        let (poster, amount) = (if round % 2 == 0 { &here } else { &there }, 100 + round);
        let body = json!({"customerId": suresh, "amountPaise": amount});
        assert_eq!(poster.post("/api/v1/ledger/payment", &body).await.0, 201);
        let committed = Instant::now();
        for socket in &mut sockets {
            let told = until(socket, "payment:recorded").await;
            assert_eq!(names(&told), ["payment:recorded"]);
            assert_eq!(told[0].1["entry"]["amountPaise"], -amount);
        }
        slowest = slowest.max(committed.elapsed());
    }
    println!("the slowest event of another server came {slowest:?} after the answer");
    assert!(slowest < Duration::from_secs(2), "{slowest:?}: it was looked for, not told");
    // What falls due is taken up by one of them, and told by both.
    let soon = jiff::Timestamp::now().saturating_add(jiff::SignedDuration::from_millis(1_500)).unwrap();
    let body = json!({"customerId": suresh, "sendAt": soon.to_string(), "message": "rent"});
    assert_eq!(here.post("/api/v1/reminders", &body).await.0, 201);
    for socket in &mut sockets {
        assert_eq!(names(&until(socket, "reminder:due").await), ["reminder:scheduled", "reminder:due"]);
    }
    let body = json!({"customerId": suresh, "amountPaise": 999});
    assert_eq!(here.post("/api/v1/ledger/payment", &body).await.0, 201);
    for socket in &mut sockets {
        assert_eq!(names(&until(socket, "payment:recorded").await), ["payment:recorded"], "told twice");
    }
}
