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

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_to_nobody_is_paid_and_its_change_is_told() {
    let server = Server::start("typed-walk-in");
    let owner = server.owner().await;
    let mut caller = english(&server, &owner).await;
    let told = confirmed(
        &mut caller,
        "ek grahak ne 1 kilo chawal liya, 100 rupaye diye",
        "Walk-in: 1 kg Rice. ₹50, ₹100 paid in cash, ₹50 back. Shall I write it?",
    );
    assert_eq!(told.await, "Written. ₹50 paid in cash, ₹50 back.");
    let bill = last_bill(&owner).await;
    assert_eq!((&bill["customerName"], &bill["changePaise"]), (&json!("Walk-in"), &json!(5_000)), "{bill}");
    assert_eq!(bill["balancePaise"], 0);
    let asked = caller.says("counter sale 2 kilo chawal").await;
    assert!(asked["text"].as_str().unwrap().starts_with("Walk-in: 2 kg Rice. ₹100, paid in cash."), "{asked}");
    caller.says("nahi").await;
    assert_eq!(last_bill(&owner).await["id"], bill["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn money_goes_back_no_further_than_the_shop_owes() {
    let server = Server::start("typed-refund");
    let owner = server.owner().await;
    let mut caller = english(&server, &owner).await;
    let (_, made) = owner.post("/api/v1/customers", &json!({"name": "Zarina Begum"})).await;
    let advance = json!({"customerId": made["customer"]["id"], "amountPaise": 50_000});
    assert_eq!(owner.post("/api/v1/ledger/payment", &advance).await.0, 201);

    let told = confirmed(&mut caller, "Zarina ko 300 wapas kiye", "₹300 back to Zarina Begum. Shall I write it?");
    assert_eq!(told.await, "Written. Zarina Begum has ₹200 in advance.");
    assert_eq!(owner.customer("Zarina Begum").await["balancePaise"], -20_000);
    caller.says("Zarina ko 300 wapas kiye").await;
    let refused = caller.says("haan").await;
    assert_eq!(refused["executionResult"]["success"], false, "{refused}");
    assert!(refused["text"].as_str().unwrap().contains("₹200"), "{refused}");
    assert_eq!(owner.customer("Zarina Begum").await["balancePaise"], -20_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_is_made_once_more_at_the_prices_of_today() {
    let server = Server::start("typed-repeat");
    let owner = server.owner().await;
    let mut caller = english(&server, &owner).await;
    let told = caller.says("chawal ka rate kya hai").await;
    assert_eq!(told["text"], "Rice: 1 kg for ₹50.");
    let ask = "Suresh Yadav: 2 kg Rice. ₹100. Shall I write it?";
    confirmed(&mut caller, "Suresh ke khaate mein do kilo chawal likho", ask).await;
    let first = last_bill(&owner).await;
    confirmed(&mut caller, "chawal ka rate 60 rupaye kar do", "Rice: 1 kg for ₹60. Shall I write it?").await;
    let again = "Suresh Yadav: 2 kg Rice. ₹120. Shall I write it?";
    confirmed(&mut caller, "Suresh ka pichla bill phir bana do", again).await;
    let second = last_bill(&owner).await;
    assert_ne!(second["id"], first["id"]);
    assert_eq!((&second["totalPaise"], &second["customerId"]), (&json!(12_000), &first["customerId"]), "{second}");
    let told = caller.says("do kilo chawal kitne ka hai").await;
    assert_eq!(told["text"], "Rice: 2 kg for ₹120.");
}
