//! A full house is refused at the door, with a time to come back.

use crate::caller::{Caller, refused, request};
use crate::harness::{DataDir, Server};

#[tokio::test(flavor = "multi_thread")]
async fn a_full_house_answers_503_and_lets_the_next_in_when_one_leaves() {
    let server = Server::start_on(DataDir::with_demo_shop("full"), &[("EXECORA_SESSIONS__SESSIONS_MAX", "2")]);
    let owner = server.owner().await;
    let first = Caller::connect(&server, &owner).await;
    let mut second = Caller::connect(&server, &owner).await;
    let (status, retry) = refused(request(&server, &owner.ticket().await)).await;
    assert_eq!(status, 503);
    assert!(retry.is_some_and(|seconds| seconds.parse::<u32>().is_ok()), "no Retry-After");
    assert!(second.says("help").await["text"].is_string(), "those inside are served");

    drop(first);
    let start = std::time::Instant::now();
    loop {
        let ticket = owner.ticket().await;
        if tokio_tungstenite::connect_async(request(&server, &ticket)).await.is_ok() {
            return;
        }
        assert!(start.elapsed() < crate::harness::PATIENCE, "the place was never given back");
    }
}
