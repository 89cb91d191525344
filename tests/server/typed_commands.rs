//! A typed command goes the whole way: understood, read back, posted on "haan", and the books are right.

use crate::caller::Caller;
use crate::harness::Server;

const BILL: &str = "Rahul Sharma ke khaate mein do kilo chawal aur ek darjan ande likho";

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_is_posted_on_haan_and_not_before() {
    let server = Server::start("typed-bill");
    let owner = server.owner().await;
    let (before, rice, eggs) =
        (owner.customer("Rahul Sharma").await, owner.product("Rice").await, owner.product("Eggs").await);
    let mut caller = Caller::connect(&server, &owner).await;
    let mut listener = Caller::connect(&server, &owner).await;

    caller.says(BILL).await;
    let read_back = caller.read_back.take().expect("not read back");
    assert!(read_back.contains("₹196"), "{read_back}");
    assert_eq!(owner.customer("Rahul Sharma").await["balancePaise"], before["balancePaise"], "posted before haan");

    let answer = caller.says("haan").await;
    assert_eq!(answer["executionResult"]["success"], true, "{answer}");
    let owed = before["balancePaise"].as_i64().unwrap() + 19_600;
    assert_eq!(owner.customer("Rahul Sharma").await["balancePaise"], owed);
    assert_eq!(owner.product("Rice").await["stockMilli"], rice["stockMilli"].as_i64().unwrap() - 2_000);
    assert_eq!(owner.product("Eggs").await["stockMilli"], eggs["stockMilli"].as_i64().unwrap() - 12_000);
    let told = listener.wait_for("invoice:confirmed").await;
    assert_eq!(told["invoice"]["totalPaise"], 19_600, "the shop's other sessions are told");
    let (_, invoices) = owner.get("/api/v1/invoices?limit=1").await;
    assert_eq!(invoices["invoices"][0]["id"], told["invoice"]["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn haan_with_nothing_pending_and_nahi_post_nothing() {
    let server = Server::start("typed-nothing");
    let owner = server.owner().await;
    let (_, before) = owner.get("/api/v1/invoices?limit=1").await;
    let mut caller = Caller::connect(&server, &owner).await;

    let answer = caller.says("haan").await;
    assert_eq!(answer["executionResult"]["success"], false, "{answer}");
    caller.says(BILL).await;
    caller.says("nahi").await;
    let answer = caller.says("haan").await;
    assert_eq!(answer["executionResult"]["success"], false, "{answer}");
    let (_, after) = owner.get("/api/v1/invoices?limit=1").await;
    assert_eq!(after, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rahuls_are_asked_about() {
    let server = Server::start("typed-two");
    let owner = server.owner().await;
    let sharma = owner.customer("Rahul Sharma").await;
    let verma = owner.customer("Rahul Verma").await;
    let mut caller = Caller::connect(&server, &owner).await;

    caller.send("voice:final", serde_json::json!({"text": "Rahul ke khaate mein paanch sau udhaar likho"})).await;
    let intent = caller.wait_for("voice:intent").await;
    assert_eq!(intent["clarify"]["reason"], "ambiguous_customer", "{intent}");
    caller.wait_for("voice:response").await;
    caller.says("Verma").await;
    assert!(caller.read_back.as_ref().is_some_and(|text| text.contains("₹500")), "{:?}", caller.read_back);
    caller.says("haan").await;
    let owed = verma["balancePaise"].as_i64().unwrap() + 50_000;
    assert_eq!(owner.customer("Rahul Verma").await["balancePaise"], owed);
    assert_eq!(owner.customer("Rahul Sharma").await["balancePaise"], sharma["balancePaise"]);
}
