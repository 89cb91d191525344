//! SIGTERM: sockets are told, what was accepted is posted, all children stop, the exit code is 0.

use crate::caller::Caller;
use crate::harness::{DataDir, Server};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_in_the_middle_of_a_turn_loses_nothing_accepted() {
    let server = Server::start("drain");
    let owner = server.owner().await;
    let customer = owner.customer("Rahul Sharma").await;
    let mut caller = Caller::connect(&server, &owner).await;
    caller.says("Rahul Sharma ke khaate mein paanch sau udhaar likho").await;
    let answer = caller.says("haan").await;
    assert_eq!(answer["executionResult"]["success"], true, "{answer}");

    server.terminate();
    assert_eq!(caller.closed().await, 1001);
    let (status, data) = server.ended();
    assert_eq!(status.code(), Some(0), "a drain is a good end");
    assert_eq!(data.processes(), Vec::<u32>::new(), "no child is left");

    let server = Server::start_on(data, &[]);
    let owner = server.owner().await;
    let owed = customer["balancePaise"].as_i64().unwrap() + 50_000;
    assert_eq!(owner.customer("Rahul Sharma").await["balancePaise"], owed);
}

#[test]
fn a_stop_while_the_models_are_loaded_is_a_good_end() {
    let mut data = DataDir::with_demo_shop("drain-loading");
    for delay in [350, 400, 450] {
        let server = Server::start_on(data, &[]);
        std::thread::sleep(Duration::from_millis(delay));
        server.terminate();
        let (status, ended) = server.ended();
        assert_eq!(status.code(), Some(0), "{delay} ms after the start: {status}");
        data = ended;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_data_directory_has_one_server() {
    let server = Server::start("twice");
    let second = std::process::Command::new(env!("CARGO_BIN_EXE_execora"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(server.data().path())
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(1));
    let error = String::from_utf8(second.stderr).unwrap();
    assert!(error.contains("execora: "), "{error}");
    assert_eq!(server.stranger().get("/health").await.0, 200, "the first goes on");
    assert!(server.data().processes().len() >= 2, "its own PostgreSQL and Redis run");
}
