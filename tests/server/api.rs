//! The doors themselves: the description, methods, names that are misspelt, cursors, keys and request ids.

use crate::description::Description;
use crate::harness::{DataDir, Server};
use serde_json::{Value, json};
use std::collections::HashSet;

#[tokio::test(flavor = "multi_thread")]
async fn every_described_operation_is_there_and_nothing_else_is_taken() {
    let server = Server::start("api-described");
    let owner = server.owner().await;
    let description = Description::of(&reqwest::Client::new(), &server.base()).await;
    let operations = description.operations();
    assert!(operations.len() > 20, "{}", operations.len());
    let known: HashSet<(&str, &str)> =
        operations.iter().map(|(method, path, _)| (method.as_str(), path.as_str())).collect();
    for (_, path, _) in &operations {
        let asked = path.replace("{id}", "019a8f3e-7c00-7abc-8def-0123456789ab").replace("{token}", "nothing");
        assert!(!asked.contains('{'), "give {path} a value");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let response = owner.request(method, &asked).send().await.unwrap();
            let status = response.status().as_u16();
            let allow = response.headers().get("allow").map(|value| value.to_str().unwrap().to_owned());
            let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default();
            assert_ne!(body["code"], "no_such_route", "{method} {path}");
            let is_refused = status == 405;
            assert_eq!(is_refused, !known.contains(&(method, path.as_str())), "{method} {path}: {status}");
            if let Some(allow) = allow {
                assert!(is_refused);
                for one in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                    let listed = allow.split(", ").any(|name| name == one);
                    assert_eq!(listed, known.contains(&(one, path.as_str())), "{path}: {allow}");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_the_api_loads_nothing_from_elsewhere() {
    let server = Server::start("api-page");
    let page = server.stranger().request("GET", "/api/docs").send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    let text = page.text().await.unwrap();
    assert!(!text.contains("http://") && !text.contains("https://"), "{text}");
    for file in ["/docs.js", "/docs.css"] {
        assert!(text.contains(file));
        assert_eq!(server.stranger().request("GET", file).send().await.unwrap().status(), 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misspelt_field_or_parameter_is_refused_with_the_name_that_was_meant() {
    let server = Server::start("api-misspelt");
    let owner = server.owner().await;
    let body = json!({"name": "Lalita Devi", "creditLimitPaisa": 5_000, "phone": 7});
    let (status, problem) = owner.post("/api/v1/customers", &body).await;
    assert_eq!(status, 400, "{problem}");
    let told: Vec<_> =
        problem["errors"].as_array().unwrap().iter().map(|one| one["pointer"].as_str().unwrap()).collect();
    assert_eq!(told, ["/phone", "/creditLimitPaisa"]);
    assert_eq!(problem["errors"][1]["message"], "is not known here: did you mean creditLimitPaise?");
    let (status, problem) = owner.get("/api/v1/customers?limt=3&limit=0").await;
    assert_eq!(status, 400, "{problem}");
    assert_eq!(problem["errors"][0]["pointer"], "?limt");
    assert_eq!(problem["errors"][1]["pointer"], "?limit");
    assert_eq!(owner.get("/api/v1/customers?limit=3&limit=3").await.0, 400, "given twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_is_good_only_for_the_list_that_gave_it_out() {
    let server = Server::start("api-cursor");
    let owner = server.owner().await;
    let description = Description::of(&reqwest::Client::new(), &server.base()).await;
    let (_, first) = owner.get("/api/v1/customers?limit=2").await;
    let cursor = first["nextCursor"].as_str().unwrap();
    let (status, second) = owner.get(&format!("/api/v1/customers?limit=3&cursor={cursor}")).await;
    assert_eq!(status, 200, "{second}");
    assert_ne!(first["customers"][0], second["customers"][0]);
    let other = server.owner_of_new_shop("+919820020078").await;
    assert_eq!(other.get(&format!("/api/v1/customers?cursor={cursor}")).await.0, 400, "another shop's");
    let mut lists = 0;
    for (method, path, operation) in description.operations() {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let has_pages = parameters.into_iter().any(|one| one["name"] == "cursor");
        if method != "GET" || !has_pages || path == "/api/v1/customers" {
            continue;
        }
        lists += 1;
        let id = first["customers"][0]["id"].as_str().unwrap();
        let path = path.replace("{id}", id);
        let (status, problem) = owner.get(&format!("{path}?cursor={cursor}")).await;
        assert_eq!(status, 400, "{path}: {problem}");
        assert_eq!(problem["errors"][0]["pointer"], "?cursor", "{path}: {problem}");
    }
    assert!(lists >= 3, "{lists}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_requests_id_is_in_its_answer_and_its_log_lines() {
    let server =
        Server::start_on(DataDir::with_demo_shop("api-request-id"), &[("EXECORA_LOG__FILTER", "execora=debug")]);
    let owner = server.owner().await;
    let customer = owner.customer("Rahul Sharma").await;
    let body = json!({"customerId": customer["id"], "amountPaise": 100, "description": "tea"});
    let request = owner.request("POST", "/api/v1/ledger/credit").header("x-request-id", "traced-7.1").json(&body);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["x-request-id"], "traced-7.1");
    let log = std::fs::read_to_string(server.data().path().join("server.log")).unwrap();
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("traced-7.1")).collect();
    assert!(lines.iter().any(|line| line.contains("answered")), "{lines:?}");
    let unnamed = owner.request("GET", "/api/v1/customers").header("x-request-id", "a b").send().await.unwrap();
    assert_ne!(unnamed.headers()["x-request-id"], "a b");
}

#[tokio::test(flavor = "multi_thread")]
async fn head_options_and_unknown_kinds_are_answered_as_they_should_be() {
    let server = Server::start("api-methods");
    let owner = server.owner().await;
    let head = owner.request("HEAD", "/api/v1/customers").send().await.unwrap();
    assert_eq!(head.status(), 200);
    assert!(head.bytes().await.unwrap().is_empty());
    let text = owner.request("POST", "/api/v1/customers").header("content-type", "text/plain").body("name=Asha");
    assert_eq!(text.send().await.unwrap().status(), 415);
    let stranger = owner.request("OPTIONS", "/api/v1/customers").header("origin", "https://elsewhere.example");
    assert_eq!(stranger.send().await.unwrap().status(), 403);
    let empty = owner.request("POST", "/api/v1/customers").send().await.unwrap();
    assert_eq!(empty.status(), 400, "an empty body is one without a name");
}
