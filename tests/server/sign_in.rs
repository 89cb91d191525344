//! Who may come in.

use crate::caller::{refused, request};
use crate::harness::Server;
use serde_json::json;
use std::os::unix::fs::PermissionsExt;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_told_without_a_token() {
    let server = Server::start("sign-in");
    let file = server.data().path().join("sign-in.json");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let stranger = server.stranger();
    for path in
        ["/api/v1/customers", "/api/v1/products", "/api/v1/invoices", "/api/v1/summary/daily", "/api/v1/auth/me"]
    {
        assert_eq!(stranger.get(path).await.0, 401, "{path}");
    }
    assert_eq!(stranger.get("/health").await.0, 200);
    assert_eq!(stranger.get("/health/ready").await.0, 200);
    let forged =
        stranger.request("GET", "/api/v1/customers").bearer_auth("eyJhbGciOiJub25lIn0.e30.").send().await.unwrap();
    assert_eq!(forged.status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_passwords_is_slowed_down() {
    let server = Server::start("guessing");
    let stranger = server.stranger();
    let mut last = (0, json!(null));
    for _ in 0..12 {
        last = stranger.post("/api/v1/auth/login", &json!({"login": "+919810010001", "password": "wrong"})).await;
        if last.0 == 429 {
            return;
        }
        assert_eq!(last.0, 401, "{last:?}");
    }
    panic!("twelve guesses were answered: {last:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_has_one_successor_and_a_ticket_works_once() {
    let server = Server::start("refresh");
    let stranger = server.stranger();
    let sign_in = std::fs::read_to_string(server.data().path().join("sign-in.json")).unwrap();
    let (_, first) = stranger.post("/api/v1/auth/login", &serde_json::from_str(&sign_in).unwrap()).await;
    let refresh = json!({"refreshToken": first["refreshToken"]});
    let (status, second) = stranger.post("/api/v1/auth/refresh", &refresh).await;
    assert_eq!(status, 200, "{second}");
    assert_ne!(second["refreshToken"], first["refreshToken"]);
    let (status, again) = stranger.post("/api/v1/auth/refresh", &refresh).await;
    assert_eq!((status, &again["refreshToken"]), (200, &second["refreshToken"]), "the answer may have been lost");

    let owner = server.owner().await;
    let ticket = owner.ticket().await;
    let (socket, _) = tokio_tungstenite::connect_async(request(&server, &ticket)).await.unwrap();
    drop(socket);
    assert_eq!(refused(request(&server, &ticket)).await.0, 401, "a ticket works once");
    assert_eq!(refused(request(&server, "made-up")).await.0, 401);
    let mut foreign = request(&server, &owner.ticket().await);
    foreign.headers_mut().insert("origin", "https://evil.example".parse().unwrap());
    assert_eq!(refused(foreign).await.0, 403);
}
