//! The counter over HTTP: strangers get change, and a day that is closed takes nothing more in.

use crate::harness::{Client, Server};
use serde_json::{Value, json};

async fn code(owner: &Client, path: &str, body: Value) -> (u16, String) {
    let (status, problem) = owner.post(path, &body).await;
    (status, problem["code"].as_str().unwrap_or_else(|| panic!("{path} took {body}: {problem}")).to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_gets_change_of_cash_and_leaves_nothing_behind() {
    let server = Server::start("counter-change");
    let owner = server.owner().await;
    let rice = owner.product("Rice").await["id"].clone();
    let sale = |mode: &str, paise: i64| {
        let payments = json!([{"mode": mode, "amountPaise": paise}]);
        json!({"items": [{"productId": rice, "quantityMilli": 1_000}], "payments": payments})
    };
    let (status, sold) = owner.post("/api/v1/invoices", &sale("cash", 50_000)).await;
    let bill = &sold["invoice"];
    assert_eq!((status, &bill["changePaise"], &bill["balancePaise"]), (201, &json!(45_000), &json!(0)), "{sold}");
    assert_eq!((&bill["payments"][0]["amountPaise"], &bill["paymentStatus"]), (&json!(5_000), &json!("paid")));
    let own = format!("/api/v1/invoices/{}", bill["id"].as_str().unwrap());
    assert_eq!(owner.get(&own).await.1["invoice"], *bill);
    let receipt = owner.request("GET", &format!("{own}/receipt")).send().await.unwrap().text().await.unwrap();
    assert!(receipt.contains("Change") && receipt.contains("450.00"), "{receipt}");
    let too_much = code(&owner, "/api/v1/invoices", sale("upi", 5_001)).await;
    assert_eq!(too_much, (422, "paid_too_much".to_owned()));
    let advance = json!({"customerId": bill["customerId"], "amountPaise": 100});
    assert_eq!(code(&owner, "/api/v1/ledger/payment", advance).await, (422, "above_owed".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_day_holds_back_what_is_dated_into_it() {
    let server = Server::start("counter-closed");
    let owner = server.owner().await;
    let (_, made) = owner.post("/api/v1/customers", &json!({"name": "Lalita Devi"})).await;
    let customer = made["customer"]["id"].clone();
    let (_, drawer) = owner.get("/api/v1/summary/drawer").await;
    let expected = drawer["drawer"]["expectedPaise"].as_i64().unwrap();
    let yesterday = "2026-01-05";
    let count = json!({"date": yesterday, "countedCashPaise": expected + 700});
    let (status, closed) = owner.post("/api/v1/summary/close", &count).await;
    assert_eq!((status, &closed["close"]["differencePaise"]), (201, &json!(700)), "{closed}");
    let difference = closed["close"]["entryId"].as_str().unwrap().to_owned();
    let (_, again) = owner.get("/api/v1/summary/drawer").await;
    assert_eq!(again["drawer"]["expectedPaise"], expected + 700, "what was counted is in it");
    for (path, name) in [("payment", "notes"), ("credit", "description")] {
        let body = |date: &str| json!({"customerId": customer, "amountPaise": 100, "date": date, name: "late"});
        let path = format!("/api/v1/ledger/{path}");
        assert_eq!(code(&owner, &path, body(yesterday)).await, (409, "day_closed".to_owned()));
        assert_eq!(code(&owner, &path, body("2026-01-04")).await, (409, "day_closed".to_owned()));
        assert_eq!(owner.post(&path, &body("2026-01-06")).await.0, 201);
    }
    let far = json!({"customerId": customer, "amountPaise": i64::MAX, "mode": "upi"});
    let (status, wrong) = owner.post("/api/v1/ledger/payment", &far).await;
    assert_eq!((status, &wrong["errors"][0]["pointer"]), (422, &json!("/amountPaise")), "{wrong}");
    let next_year = json!({"customerId": customer, "amountPaise": 100, "date": "2099-04-05"});
    let count = json!({"date": "2099-04-05", "countedCashPaise": 0});
    for (path, body) in [("ledger/payment", &next_year), ("ledger/credit", &next_year), ("summary/close", &count)] {
        let (status, wrong) = owner.post(&format!("/api/v1/{path}"), body).await;
        assert_eq!((status, &wrong["errors"][0]["pointer"]), (422, &json!("/date")), "{path}: {wrong}");
    }
    let reverse = format!("/api/v1/ledger/entries/{difference}/reverse");
    assert_eq!(code(&owner, &reverse, json!({})).await, (409, "day_closed".to_owned()), "it was counted");
}
