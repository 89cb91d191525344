//! The owner says who signs in; who left is out.

use crate::harness::{Client, Server};
use serde_json::{Value, json};

const USERS: &str = "/api/v1/users";

async fn added(owner: &Client, body: Value) -> Value {
    let (status, answer) = owner.post(USERS, &body).await;
    assert_eq!(status, 201, "{answer}");
    answer
}

async fn signed_in(server: &Server, login: &str, password: &Value) -> (u16, Value) {
    server.stranger().post("/api/v1/auth/login", &json!({"login": login, "password": password})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_let_in_chooses_a_password_and_leaves() {
    let server = Server::start("users");
    let owner = server.owner_of_new_shop("+919820020081").await;
    let staff = added(&owner, json!({"name": "Suresh", "phone": "98200 20082", "role": "staff"})).await;
    assert_eq!(staff["user"]["awaitsFirstSignIn"], true);
    let (status, tokens) = signed_in(&server, "9820020082", &staff["oneTimePassword"]).await;
    assert_eq!((status, &tokens["user"]["role"]), (200, &json!("staff")), "{tokens}");
    assert_eq!(signed_in(&server, "9820020082", &staff["oneTimePassword"]).await.0, 401, "it worked once");
    let client = server.stranger().signed_in(&tokens);
    let (status, wrong) = client.post("/api/v1/auth/password", &json!({"newPassword": "short"})).await;
    assert_eq!((status, &wrong["errors"][0]["pointer"]), (422, &json!("/newPassword")), "{wrong}");
    let (status, tokens) = client.post("/api/v1/auth/password", &json!({"newPassword": "basmati-25"})).await;
    assert_eq!(status, 200, "{tokens}");
    let client = server.stranger().signed_in(&tokens);
    let wrong = json!({"password": "basmati-24", "newPassword": "basmati-26"});
    assert_eq!(client.post("/api/v1/auth/password", &wrong).await.0, 401);
    assert_eq!(client.get("/api/v1/customers").await.0, 200);
    for path in [USERS, "/api/v1/reports/gstr1?month=2026-04"] {
        assert_eq!(client.get(path).await.0, 403, "{path}");
    }

    let id = staff["user"]["id"].as_str().unwrap();
    let stranger = server.owner_of_new_shop("+919820020083").await;
    assert_eq!(stranger.post(&format!("{USERS}/{id}/retire"), &json!({})).await.0, 404, "of another shop");
    let (status, gone) = owner.post(&format!("{USERS}/{id}/retire"), &json!({})).await;
    assert_eq!(status, 200, "{gone}");
    assert!(gone["user"]["retiredAt"].is_string());
    assert_eq!(client.get("/api/v1/customers").await.0, 401, "the access token ends");
    let refresh = json!({"refreshToken": tokens["refreshToken"]});
    assert_eq!(server.stranger().post("/api/v1/auth/refresh", &refresh).await.0, 401, "the refresh token ends");
    assert_eq!(signed_in(&server, "9820020082", &json!("basmati-25")).await.0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_owner_stays_and_what_is_no_user_is_refused_by_field() {
    let server = Server::start("users-refused");
    let owner = server.owner_of_new_shop("+919820020084").await;
    let (_, me) = owner.get("/api/v1/auth/me").await;
    let retire = format!("{USERS}/{}/retire", me["user"]["id"].as_str().unwrap());
    let (status, problem) = owner.post(&retire, &json!({})).await;
    assert_eq!((status, &problem["code"]), (409, &json!("last_owner")), "{problem}");
    let user = |login: Value, role: Value, password: Value| json!({"name": "Suresh", "login": login, "role": role, "password": password});
    for (body, status, pointer) in [
        (user(json!("98200"), json!("staff"), json!(null)), 422, "/login"),
        (user(json!("9820020085"), json!("king"), json!(null)), 400, "/role"),
        (user(json!("9820020085"), json!("staff"), json!("short")), 422, "/password"),
        (user(json!(9_820_020_085_u64), json!("staff"), json!(null)), 400, "/login"),
        (json!({"name": "\u{202e}luhaR", "login": "9820020085", "role": "staff"}), 422, "/name"),
        (json!({"name": "Suresh", "role": "staff"}), 400, "/login"),
    ] {
        let (got, problem) = owner.post(USERS, &body).await;
        assert_eq!((got, &problem["errors"][0]["pointer"]), (status, &json!(pointer)), "{body}: {problem}");
    }
    let (status, problem) = owner.post(USERS, &user(json!("+919820020084"), json!("staff"), json!(null))).await;
    assert_eq!((status, &problem["code"]), (409, &json!("login_taken")), "{problem}");
    let accountant = added(&owner, user(json!("books@example.in"), json!("accountant"), json!("basmati-25"))).await;
    assert_eq!(accountant["oneTimePassword"], json!(null));
    let (_, tokens) = signed_in(&server, "books@example.in", &json!("basmati-25")).await;
    let accountant_client = server.stranger().signed_in(&tokens);
    assert_eq!(accountant_client.post(USERS, &user(json!("9820020086"), json!("owner"), json!(null))).await.0, 403);
    // Who only reads does not speak to the books either.
    assert_eq!(accountant_client.post("/api/v1/ws-tickets", &json!({})).await.0, 403);
    let again = format!("{USERS}/{}/one-time-password", accountant["user"]["id"].as_str().unwrap());
    let (status, invited) = owner.post(&again, &json!({})).await;
    assert_eq!(status, 201, "{invited}");
    assert_eq!(signed_in(&server, "books@example.in", &json!("basmati-25")).await.0, 401);
    assert_eq!(signed_in(&server, "books@example.in", &invited["oneTimePassword"]).await.0, 200);
    let (status, listed) = owner.get(USERS).await;
    assert_eq!((status, listed["users"].as_array().map(Vec::len)), (200, Some(2)), "{listed}");
}
