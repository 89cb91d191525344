//! The counter by voice, typed against the real books: what is paid with a bill is posted with it and told.

use crate::caller::Caller;
use crate::harness::{Client, Server};
use serde_json::{Value, json};

/// Types a change, sees it read back with these words, says "haan": what is said then.
async fn confirmed(caller: &mut Caller, text: &str, expected: &str) -> String {
    caller.read_back = None;
    let asked = caller.says(text).await;
    assert_eq!(caller.read_back.as_deref(), Some(expected), "{text}: {asked}");
    let answer = caller.says("haan").await;
    assert_eq!(answer["executionResult"]["success"], true, "{text}: {answer}");
    answer["text"].as_str().unwrap().to_owned()
}

async fn english(server: &Server, owner: &Client) -> Caller {
    let mut caller = Caller::connect(server, owner).await;
    caller.says("English mein bolo").await;
    caller
}

async fn last_bill(owner: &Client) -> Value {
    let (_, bills) = owner.get("/api/v1/invoices?limit=1").await;
    bills["invoices"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_and_what_is_paid_with_it_are_one_posting() {
    let server = Server::start("typed-paid");
    let owner = server.owner().await;
    let mut caller = english(&server, &owner).await;
    let owed = owner.customer("Suresh Yadav").await["balancePaise"].as_i64().unwrap();

    let told = confirmed(
        &mut caller,
        "Suresh took 1 kg rice and paid cash",
        "Suresh Yadav: 1 kg Rice. ₹50, paid in cash. Shall I write it?",
    );
    let told = told.await;
    assert!(told.starts_with("Written. ₹50 paid in cash. Suresh Yadav owes ₹"), "{told}");
    assert_eq!(owner.customer("Suresh Yadav").await["balancePaise"], owed, "what was paid is owed");
    let bill = last_bill(&owner).await;
    assert_eq!((&bill["paymentStatus"], &bill["paidPaise"]), (&json!("paid"), &json!(5_000)), "{bill}");
    assert_eq!(bill["payments"], json!([{"mode": "cash", "amountPaise": 5_000}]));

    let told = confirmed(
        &mut caller,
        "Suresh ne 1 kilo chawal liya, 20 rupaye diye, baaki khaate mein",
        "Suresh Yadav: 1 kg Rice. ₹50, ₹20 paid. Shall I write it?",
    );
    assert!(told.await.starts_with("Written. ₹20 paid in cash. Suresh Yadav owes ₹"));
    assert_eq!(owner.customer("Suresh Yadav").await["balancePaise"], owed + 3_000);
    assert_eq!(last_bill(&owner).await["paymentStatus"], "part");
}
