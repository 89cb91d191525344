//! Every intent, typed against the real books: read back, done after "haan" and not before, told from what was committed.

use crate::caller::Caller;
use crate::harness::{Client, Server};
use serde_json::{Value, json};

/// Types a change, sees it read back, says "haan": what is said then.
async fn confirmed(caller: &mut Caller, text: &str) -> String {
    caller.read_back = None;
    let asked = caller.says(text).await;
    assert!(caller.read_back.is_some(), "{text} was not read back: {asked}");
    let answer = caller.says("haan").await;
    assert_eq!(answer["executionResult"]["success"], true, "{text}: {answer}");
    said(&answer)
}

fn said(answer: &Value) -> String {
    answer["text"].as_str().unwrap().to_owned()
}

async fn english(server: &Server, owner: &Client) -> Caller {
    let mut caller = Caller::connect(server, owner).await;
    caller.says("English mein bolo").await;
    caller
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shelf_is_counted_priced_and_filled_by_typing() {
    let server = Server::start("typed-shelf");
    let owner = server.owner().await;
    let mut caller = english(&server, &owner).await;
    let stock = owner.product("Rice").await["stockMilli"].as_i64().unwrap();

    caller.says("20 kilo chawal aaya stock mein add karo").await;
    assert_eq!(owner.product("Rice").await["stockMilli"], stock, "counted before haan");
    assert_eq!(said(&caller.says("haan").await), format!("Written. Rice: {} kg left.", stock / 1_000 + 20));
    assert_eq!(owner.product("Rice").await["stockMilli"], stock + 20_000);

    assert_eq!(confirmed(&mut caller, "chawal ka rate 65 rupaye kar do").await, "Written. Rice: 1 kg for ₹65.");
    assert_eq!(owner.product("Rice").await["pricePaise"], 6_500);

    assert_eq!(confirmed(&mut caller, "naya item Maggi add karo 14 rupaye packet").await, "Maggi was added.");
    let maggi = owner.product("Maggi").await;
    assert_eq!((&maggi["unit"], &maggi["pricePaise"]), (&json!("pkt"), &json!(1_400)));
    let told = said(&caller.says("Suresh ke naam 2 packet Maggi likh do").await);
    assert_eq!(told, "No Maggi left. Nothing was written.");
    confirmed(&mut caller, "10 packet Maggi aaya stock mein add karo").await;
    caller.read_back = None;
    caller.says("Suresh ke naam 2 packet Maggi likh do").await;
    let read_back = caller.read_back.take().unwrap();
    assert!(read_back.contains("₹28"), "what is new can be sold in the next breath: {read_back}");
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_and_a_price_are_taken_back_by_typing_and_what_is_not_there_is_told_first() {
    let server = Server::start("typed-back");
    let owner = server.owner().await;
    let mut caller = english(&server, &owner).await;
    let stock = owner.product("Rice").await["stockMilli"].as_i64().unwrap();
    let price = owner.product("Rice").await["pricePaise"].clone();

    confirmed(&mut caller, "20 kilo chawal aaya stock mein add karo").await;
    assert_eq!(
        confirmed(&mut caller, "galat likh diya abhi wala").await,
        format!("Written. Rice: {} kg left.", stock / 1_000)
    );
    assert_eq!(owner.product("Rice").await["stockMilli"], stock);
    assert!(said(&caller.says("undo that").await).ends_with("was taken back already."));

    confirmed(&mut caller, "chawal ka rate 65 rupaye kar do").await;
    confirmed(&mut caller, "pichla wapas le lo").await;
    assert_eq!(owner.product("Rice").await["pricePaise"], price);

    let (status, _) = owner.patch("/api/v1/settings", &json!({ "oversell": "refuse" })).await;
    assert_eq!(status, 200);
    confirmed(&mut caller, "1 kilo chawal aaya stock mein add karo").await;
    caller.read_back = None;
    let told = said(&caller.says(&format!("Suresh ke naam {} kilo chawal likh do", stock / 1_000 + 2)).await);
    assert_eq!(told, format!("Only {} kg Rice left. Nothing was written.", stock / 1_000 + 1));
    assert_eq!(caller.read_back, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_of_a_customer_is_changed_and_told() {
    let server = Server::start("typed-known");
    let owner = server.owner().await;
    let mut caller = english(&server, &owner).await;

    let told = confirmed(&mut caller, "Suresh ka phone number 9876543210 kar do").await;
    assert_eq!(told, "Written. Suresh Yadav, phone 9876543210.");
    assert_eq!(owner.customer("Suresh Yadav").await["phone"], "+919876543210");
    let told = said(&caller.says("Suresh ka phone number kya hai").await);
    assert_eq!(told, "Suresh Yadav: phone 9876543210.");

    let (_, ageing) = owner.get("/api/v1/reports/ageing?limit=2").await;
    let most: Vec<&str> =
        ageing["ageing"]["customers"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    let told = said(&caller.says("top 2 udhaar wale batao").await);
    assert!(told.starts_with(&format!("Owed: {} ", most[0])) && told.contains(most[1]), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_is_cancelled_by_its_number_and_the_last_by_its_customer() {
    let server = Server::start("typed-cancel");
    let owner = server.owner().await;
    let mut caller = english(&server, &owner).await;
    let owed = owner.customer("Suresh Yadav").await["balancePaise"].as_i64().unwrap();

    for how in ["Suresh ka pichla bill cancel kar do", "bill number {} cancel karo"] {
        confirmed(&mut caller, "Suresh ke khaate mein do kilo chini likho").await;
        let (_, bills) = owner.get("/api/v1/invoices?limit=1").await;
        let bill = &bills["invoices"][0];
        let number: i64 = bill["number"].as_str().unwrap().rsplit('/').next().unwrap().parse().unwrap();
        let total = bill["totalPaise"].as_i64().unwrap();
        assert_eq!(owner.customer("Suresh Yadav").await["balancePaise"], owed + total);

        let told = confirmed(&mut caller, &how.replace("{}", &number.to_string())).await;
        assert!(told.starts_with(&format!("Bill {number} is cancelled. Suresh Yadav owes ₹")), "{told}");
        assert_eq!(owner.customer("Suresh Yadav").await["balancePaise"], owed);
        let (_, bill) = owner.get(&format!("/api/v1/invoices/{}", bill["id"].as_str().unwrap())).await;
        assert_eq!(bill["invoice"]["status"], "cancelled");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_days_are_summed_and_the_language_stays() {
    let server = Server::start("typed-days");
    let owner = server.owner().await;
    let mut caller = english(&server, &owner).await;
    let told = said(&caller.says("pichle hafte ki bikri batao").await);
    assert!(told.contains(" to ") && told.contains("bills, sales ₹"), "{told}");
    let told = said(&caller.says("sales of this year").await);
    assert!(told.contains("a day, a week or a month"), "{told}");
    let hindi = caller.says("Hindi mein bolo").await;
    assert_eq!((said(&hindi).as_str(), &hindi["language"]), ("ठीक है, हिंदी में।", &json!("hi")));
    assert_eq!(caller.says("what is the balance of Suresh").await["language"], "hi");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_closed_when_it_is_even_and_takes_nothing_more() {
    let server = Server::start("typed-close");
    let owner = server.owner().await;
    let mut caller = english(&server, &owner).await;
    let owed = owner.customer("Suresh Yadav").await;
    caller.read_back = None;
    let told = said(&caller.says("Suresh ka khaata delete karo").await);
    assert!(told.contains("closed only when nothing is owed"), "{told}");
    assert!(told.starts_with("Suresh Yadav owes ₹") && caller.read_back.is_none(), "{told}");
    assert_eq!(owner.customer("Suresh Yadav").await, owed);

    let new = json!({"name": "Zarina Begum", "phone": "9812345670"});
    let (_, made) = owner.post("/api/v1/customers", &new).await;
    let id = made["customer"]["id"].clone();
    let told = confirmed(&mut caller, "Zarina Begum ko delete karo").await;
    assert_eq!(told, "The account of Zarina Begum is closed.");
    let (_, kept) = owner.get(&format!("/api/v1/customers/{}", id.as_str().unwrap())).await;
    assert_eq!((&kept["customer"]["active"], &kept["customer"]["name"]), (&json!(false), &json!("Zarina Begum")));
    let (_, found) = owner.get("/api/v1/customers?q=Zarina").await;
    assert_eq!(found["customers"], json!([]), "nobody finds who has no account");
    let credit = json!({"customerId": id, "amountPaise": 100, "description": "late"});
    let (status, refused) = owner.post("/api/v1/ledger/credit", &credit).await;
    assert_eq!((status, &refused["code"]), (422, &json!("retired_customer")), "{refused}");
    let (status, again) = owner.post("/api/v1/customers", &new).await;
    assert_eq!(status, 201, "their phone is free: {again}");
    let (status, settled) = owner.get(&format!("/api/v1/customers/{}/statement", id.as_str().unwrap())).await;
    assert_eq!(status, 200, "what was written stays: {settled}");
}

/// Page 4: what was billed and not paid is credit of the day, and what there is to collect stands beside it.
#[tokio::test(flavor = "multi_thread")]
async fn a_bill_that_nobody_paid_is_credit_of_the_day() {
    let server = Server::start("typed-credit");
    let owner = server.owner().await;
    let mut caller = english(&server, &owner).await;
    let day = async || {
        let (status, answer) = owner.get("/api/v1/summary/daily").await;
        assert_eq!(status, 200, "{answer}");
        ["creditPaise", "receivablePaise"].map(|sum| answer["summary"][sum].as_i64().unwrap())
    };
    let [credit, receivable] = day().await;
    confirmed(&mut caller, "Suresh ke khaate mein do kilo chini likho").await;
    let (_, bills) = owner.get("/api/v1/invoices?limit=1").await;
    let due = bills["invoices"][0]["duePaise"].as_i64().unwrap();
    assert!(due > 0, "{bills}");
    assert_eq!(day().await, [credit + due, receivable + due]);
    let told = said(&caller.says("today's sales").await);
    assert!(told.starts_with("Today: ") && told.contains(" To collect in all: ₹"), "{told}");
}
