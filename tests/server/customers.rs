//! Customers and their money over HTTP: found, changed, told apart, paid in parts, and every wrong word refused by name.

use crate::harness::{Client, Server};
use serde_json::{Value, json};

async fn made(owner: &Client, body: Value) -> Value {
    let (status, answer) = owner.post("/api/v1/customers", &body).await;
    assert_eq!(status, 201, "{answer}");
    answer["customer"].clone()
}

fn id(customer: &Value) -> String {
    customer["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_found_changed_and_not_entered_twice() {
    let server = Server::start("http-customers");
    let owner = server.owner_of_new_shop("+919820020078").await;
    let first = made(&owner, json!({"name": "Lalita Devi", "landmark": "Lake View", "phone": "98200 30001"})).await;
    let twice = json!({"name": "ललिता देवी", "landmark": "lake view"});
    let (status, problem) = owner.post("/api/v1/customers", &twice).await;
    assert_eq!((status, &problem["code"]), (409, &json!("similar_customer")), "{problem}");
    assert_eq!(problem["duplicates"], json!([first]));
    let second = made(&owner, json!({"name": "ललिता देवी", "landmark": "lake view", "allowDuplicate": true})).await;
    let (_, found) = owner.get("/api/v1/customers/search?q=Laalita").await;
    let scores: Vec<&Value> = found["customers"].as_array().unwrap().iter().map(|one| &one["matchScore"]).collect();
    assert_eq!(scores.len(), 2, "{found}");
    assert_eq!(scores[0], scores[1]);

    let path = format!("/api/v1/customers/{}", id(&second));
    let change = json!({"name": "Lata Rani", "landmark": null, "gstin": "27AAPFU0939F1ZV", "creditLimitPaise": 5_000});
    let (status, changed) = owner.patch(&path, &change).await;
    assert_eq!(status, 200, "{changed}");
    assert_eq!(changed["customer"]["stateCode"], "27");
    assert_eq!(changed["customer"]["landmark"], json!(null));
    assert_eq!(owner.get(&path).await.1, changed);
    for (change, pointer) in [
        (json!({"phone": "12345"}), "/phone"),
        (json!({"gstin": "27AAPFU0939F1ZW"}), "/gstin"),
        (json!({"email": "nobody"}), "/email"),
        (json!({"stateCode": "77"}), "/stateCode"),
        (json!({"name": "Ra\u{0}hul"}), "/name"),
        (json!({"name": "\u{202e}luhaR"}), "/name"),
        (json!({"name": null}), "/name"),
        (json!({"name": "x".repeat(201)}), "/name"),
        (json!({"nmae": "Lata"}), "/nmae"),
    ] {
        let (status, problem) = owner.patch(&path, &change).await;
        assert!(matches!(status, 400 | 422), "{change}: {status} {problem}");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    let (status, problem) = owner.patch(&path, &json!({"phone": "9820030001"})).await;
    assert_eq!((status, &problem["code"]), (409, &json!("duplicate_customer")));
    let son = json!({"name": "Ramu", "phone": "9820030001"});
    let (status, problem) = owner.post("/api/v1/customers", &son).await;
    assert_eq!((status, &problem["code"]), (409, &json!("duplicate_customer")), "{problem}");
    let son = made(&owner, json!({"name": "Ramu", "phone": "9820030001", "allowDuplicate": true})).await;
    assert_eq!(son["phone"], "+919820030001");
    let landline = json!({"name": "Office", "phone": "022 2345 6789"});
    let (status, problem) = owner.post("/api/v1/customers", &landline).await;
    assert_eq!(status, 422, "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("a landline into landmark"), "{problem}");
    let (status, problem) = owner.patch(&path, &json!({"creditLimitPaise": -1})).await;
    assert_eq!((status, &problem["code"]), (422, &json!("invalid_amount")));
    let other = server.owner_of_new_shop("+919820020079").await;
    let (status, problem) = other.patch(&path, &json!({"name": "Mine"})).await;
    assert_eq!((status, &problem["code"]), (404, &json!("unknown_customer")));
    // What a spreadsheet would run is a name like any other, and comes back as it was sent.
    let formula = r#"=HYPERLINK("http://example.in")"#;
    assert_eq!(made(&owner, json!({"name": formula})).await["name"], formula);
    let (status, _) = owner.post("/api/v1/customers", &json!({"name": "x".repeat(1_000_000)})).await;
    assert!(matches!(status, 413 | 422), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn money_comes_in_parts_goes_back_and_is_written_off() {
    let server = Server::start("http-parts");
    let owner = server.owner_of_new_shop("+919820020080").await;
    let customer = made(&owner, json!({"name": "Lalita Devi", "openingBalancePaise": 50_000})).await;
    let id = id(&customer);
    let parts = json!([{"mode": "cash", "amountPaise": 20_000}, {"mode": "upi", "amountPaise": 10_000}]);
    let (status, paid) = owner.post("/api/v1/ledger/payment", &json!({"customerId": id, "payments": parts})).await;
    assert_eq!(status, 201, "{paid}");
    assert_eq!((&paid["entry"]["amountPaise"], &paid["entry"]["parts"]), (&json!(-30_000), &parts));
    let (_, open) = owner.get(&format!("/api/v1/customers/{id}/open-invoices")).await;
    assert_eq!(open["invoices"][0]["duePaise"], 20_000, "{open}");
    assert_eq!(open["invoices"][0]["paidPaise"], 30_000);
    let (_, ageing) = owner.get("/api/v1/reports/ageing").await;
    assert_eq!(ageing["ageing"]["totals"]["upTo30Paise"], 20_000, "{ageing}");
    assert_eq!(ageing["ageing"]["customers"][0]["customerId"], id.as_str());

    let write_off = |paise: i64| json!({"customerId": id, "amountPaise": paise, "reason": "left town"});
    let (status, problem) = owner.post("/api/v1/ledger/write-off", &write_off(20_001)).await;
    assert_eq!((status, &problem["code"]), (422, &json!("above_owed")), "{problem}");
    let (status, gone) = owner.post("/api/v1/ledger/write-off", &write_off(20_000)).await;
    assert_eq!((status, &gone["entry"]["kind"]), (201, &json!("write_off")));
    let refund = json!({"customerId": id, "amountPaise": 1});
    let (status, problem) = owner.post("/api/v1/ledger/refund", &refund).await;
    assert_eq!((status, &problem["code"]), (422, &json!("above_owed")));
    let refund = json!({"customerId": id, "amountPaise": 1, "mode": "upi", "allowAboveOwed": true});
    assert_eq!(owner.post("/api/v1/ledger/refund", &refund).await.0, 201);

    let (_, read) = owner.get(&format!("/api/v1/customers/{id}/statement?to=2020-01-01&asOf=2020-01-01")).await;
    assert_eq!((&read["closingBalancePaise"], &read["asOfBalancePaise"]), (&json!(0), &json!(0)), "{read}");
    assert_eq!(read["entries"], json!([]));
    let (_, read) = owner.get(&format!("/api/v1/customers/{id}/statement")).await;
    assert_eq!((&read["openingBalancePaise"], &read["closingBalancePaise"]), (&json!(0), &json!(1)));
    assert_eq!(read["entries"].as_array().unwrap().len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_makes_no_sense_is_refused_and_writes_nothing() {
    let server = Server::start("http-no-sense");
    let owner = server.owner_of_new_shop("+919820020081").await;
    let customer = made(&owner, json!({"name": "Lalita Devi", "openingBalancePaise": 50_000})).await;
    let id = id(&customer);
    let part = |mode: &str, paise: Value| json!({"mode": mode, "amountPaise": paise});
    for (field, value) in [
        ("payments", json!([])),
        ("payments", json!([part("cash", json!(0))])),
        ("payments", json!([part("cash", json!(-1))])),
        ("payments", json!([part("cash", json!(1)), part("cash", json!(2))])),
        ("payments", json!([part("gold", json!(1))])),
        ("payments", json!([part("cash", json!("1"))])),
        ("payments", json!([part("cash", json!(i64::MAX)), part("upi", json!(i64::MAX))])),
        ("payments", json!({})),
        ("amountPaise", json!(0)),
        ("amountPaise", json!(0.5)),
        ("amountPaise", json!("100")),
        ("amountPaise", json!(100_000_001)),
        ("amountPaise", json!(true)),
    ] {
        let mut body = json!({"customerId": id});
        body[field] = value.clone();
        let (status, problem) = owner.post("/api/v1/ledger/payment", &body).await;
        assert!(matches!(status, 400 | 422), "{value}: {status} {problem}");
        assert!(problem["code"].is_string(), "{problem}");
    }
    for day in ["2999-01-01", "1999-12-31", "2026-02-30", "yesterday", "2026-11-22T00:00:00Z"] {
        let body = json!({"customerId": id, "amountPaise": 100, "date": day});
        let (status, problem) = owner.post("/api/v1/ledger/payment", &body).await;
        assert!(matches!(status, 400 | 422), "{day}: {status}");
        assert_eq!(problem["errors"][0]["pointer"], "/date", "{problem}");
    }
    for raw in [r#""amountPaise": 1e400"#, r#""amountPaise": NaN"#, r#""amountPaise": 1, "payments": []"#] {
        let body = format!(r#"{{"customerId": "{id}", {raw}}}"#);
        let request = owner.request("POST", "/api/v1/ledger/payment").header("content-type", "application/json");
        assert_eq!(request.body(body).send().await.unwrap().status(), 400, "{raw}");
    }
    for nobody in ["019a8f3e-7c00-7abc-8def-0123456789ab", "7", ""] {
        let body = json!({"customerId": nobody, "amountPaise": 100});
        let (status, _) = owner.post("/api/v1/ledger/payment", &body).await;
        assert!(matches!(status, 400 | 404), "{nobody}: {status}");
    }
    let (_, read) = owner.get(&format!("/api/v1/customers/{id}")).await;
    assert_eq!(read["customer"]["balancePaise"], 50_000);
}
