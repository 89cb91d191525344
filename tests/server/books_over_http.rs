//! The books over HTTP: written once, read back the same, refused with a reason, and never across shops.

use crate::harness::Server;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_and_a_payment_show_in_the_statement_and_the_balance() {
    let server = Server::start("http-bill");
    let owner = server.owner().await;
    let (status, made) =
        owner.post("/api/v1/customers", &json!({"name": "Lalita Devi", "openingBalancePaise": 5_000})).await;
    assert_eq!(status, 201, "{made}");
    let id = made["customer"]["id"].as_str().unwrap().to_owned();
    let items = json!([{"productId": owner.product("Rice").await["id"], "quantityMilli": 1_500}]);
    let (status, billed) = owner.post("/api/v1/invoices", &json!({"customerId": id, "items": items})).await;
    assert_eq!(status, 201, "{billed}");
    assert_eq!(billed["invoice"]["totalPaise"], 7_500);
    let payment = json!({"customerId": id, "amountPaise": 2_500, "mode": "upi"});
    let (status, paid) = owner.post("/api/v1/ledger/payment", &payment).await;
    assert_eq!(status, 201, "{paid}");

    let (_, customer) = owner.get(&format!("/api/v1/customers/{id}")).await;
    assert_eq!(customer["customer"]["balancePaise"], 10_000);
    let (_, statement) = owner.get(&format!("/api/v1/customers/{id}/statement")).await;
    let rows: Vec<(i64, i64)> = statement["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["amountPaise"].as_i64().unwrap(), entry["balanceAfterPaise"].as_i64().unwrap()))
        .collect();
    assert_eq!(rows, [(-2_500, 10_000), (7_500, 12_500), (5_000, 5_000)]);

    let reverse = format!("/api/v1/ledger/entries/{}/reverse", paid["entry"]["id"].as_str().unwrap());
    assert_eq!(owner.post(&reverse, &json!({})).await.0, 201);
    assert_eq!(owner.post(&reverse, &json!({})).await.0, 422, "an entry is reversed once");
    let (_, customer) = owner.get(&format!("/api/v1/customers/{id}")).await;
    assert_eq!(customer["customer"]["balancePaise"], 12_500);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_posts_once_however_often_it_is_sent() {
    let server = Server::start("http-key");
    let owner = server.owner().await;
    let before = owner.customer("Rahul Sharma").await;
    let body = json!({"customerId": before["id"], "amountPaise": 100, "description": "tea"});
    let tries = (0..64).map(|_| {
        let (owner, body) = (owner.clone(), body.clone());
        async move { owner.post_keyed("/api/v1/ledger/credit", "one-wish", &body).await }
    });
    let answers = futures_util::future::join_all(tries).await;
    let accepted: Vec<_> = answers.iter().filter(|(status, _)| *status == 201).collect();
    assert!(!accepted.is_empty());
    assert!(accepted.iter().all(|(_, answer)| answer == &accepted[0].1), "not one answer for all");
    assert!(answers.iter().all(|(status, _)| matches!(status, 201 | 409)), "{answers:?}");
    let owed = before["balancePaise"].as_i64().unwrap() + 100;
    assert_eq!(owner.customer("Rahul Sharma").await["balancePaise"], owed);

    let other = json!({"customerId": before["id"], "amountPaise": 200, "description": "tea"});
    let (status, problem) = owner.post_keyed("/api/v1/ledger/credit", "one-wish", &other).await;
    assert_eq!(status, 422, "{problem}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_never_sees_or_writes_another_shops_books() {
    let server = Server::start("http-tenant");
    let owner = server.owner().await;
    let other = server.owner_of_new_shop("+919820020077").await;
    let rahul = owner.customer("Rahul Sharma").await;
    let id = rahul["id"].as_str().unwrap();
    assert_eq!(other.get(&format!("/api/v1/customers/{id}")).await.0, 404);
    assert_eq!(other.get(&format!("/api/v1/customers/{id}/statement")).await.0, 404);
    let credit = json!({"customerId": id, "amountPaise": 100, "description": "tea"});
    let (status, problem) = other.post("/api/v1/ledger/credit", &credit).await;
    assert!(matches!(status, 404 | 422), "{status} {problem}");
    assert_eq!(other.get("/api/v1/customers").await.1["customers"], json!([]));
    assert_eq!(owner.customer("Rahul Sharma").await, rahul);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_money_is_refused_and_names_its_field() {
    let server = Server::start("http-money");
    let owner = server.owner().await;
    let before = owner.customer("Rahul Sharma").await;
    let wrong = [
        json!(0),
        json!(-5),
        json!(1.5),
        json!("100"),
        json!(null),
        json!(9_000_000_000_000_000_000_i64),
        json!(1e300),
    ];
    for amount in wrong {
        let body = json!({"customerId": before["id"], "amountPaise": amount, "mode": "cash"});
        let (status, problem) = owner.post("/api/v1/ledger/payment", &body).await;
        assert!(matches!(status, 400 | 422), "{amount}: {status} {problem}");
        assert!(problem["code"].is_string() && problem["requestId"].is_string(), "{amount}: {problem}");
        if let Some(errors) = problem["errors"].as_array() {
            assert_eq!(errors[0]["pointer"], "/amountPaise", "{problem}");
        }
    }
    let items = json!([{"productId": owner.product("Eggs").await["id"], "quantityMilli": 1_500}]);
    let (status, problem) = owner.post("/api/v1/invoices", &json!({"customerId": before["id"], "items": items})).await;
    assert_eq!(status, 422, "half an egg: {problem}");
    assert_eq!(owner.customer("Rahul Sharma").await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn problems_have_one_shape_and_the_callers_request_id() {
    let server = Server::start("http-problem");
    let owner = server.owner().await;
    for (method, path, wanted) in [
        ("GET", "/api/v1/nothing", 404),
        ("DELETE", "/api/v1/customers", 405),
        ("GET", "/api/v1/customers/not-an-id", 404),
        ("GET", "/api/v1/customers?cursor=%00garbage", 400),
        ("POST", "/api/v1/customers", 400),
    ] {
        let request = owner.request(method, path).header("x-request-id", "from-the-caller-1").body("{\"name\":");
        let response = request.header("content-type", "application/json").send().await.unwrap();
        assert_eq!(response.status().as_u16(), wanted, "{method} {path}");
        assert_eq!(response.headers()["content-type"], "application/problem+json", "{method} {path}");
        assert_eq!(response.headers()["x-request-id"], "from-the-caller-1");
        let problem: serde_json::Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!(problem["status"], wanted);
        assert_eq!(problem["requestId"], "from-the-caller-1");
        assert!(["type", "title", "detail", "code"].iter().all(|key| problem[key].is_string()), "{problem}");
    }
    let long = owner.request("POST", "/api/v1/customers").body("x".repeat(2_000_000)).send().await;
    assert!(long.is_err() || long.unwrap().status() == 413);
}
