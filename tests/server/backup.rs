//! The books are copied beside a running server, and read again from the copy alone.

use crate::harness::{DataDir, Server, execora};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

/// Control: with the dump's snapshot taken away (tables copied one by one), `books verify` inside `restore` fails.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_taken_beside_a_running_server_holds_the_same_books() {
    let server = Server::start("backup");
    let owner = server.owner().await;
    let customer = owner.customer("Rahul Sharma").await;
    let credit = json!({"customerId": customer["id"], "amountPaise": 12_300, "description": "tea"});
    let (status, posted) = owner.post("/api/v1/ledger/credit", &credit).await;
    assert_eq!(status, 201, "{posted}");
    let path = format!("/api/v1/customers/{}/statement", customer["id"].as_str().unwrap());
    let (_, statement) = owner.get(&path).await;

    let data = server.data().path().display().to_string();
    let file = server.data().path().join("books.backup").display().to_string();
    // Someone goes on writing meanwhile; each copy is one moment of the books.
    let mut writer = tokio::task::JoinSet::new();
    let (busy, tea) = (owner.clone(), credit.clone());
    writer.spawn(async move {
        for _ in 0..200 {
            let _ = busy.post("/api/v1/ledger/credit", &tea).await;
        }
    });
    execora(&["backup", "--data", &data, "--out", &file]).unwrap();
    writer.join_all().await;
    let access = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(access & 0o777, 0o600, "nobody else may read it");
    let again = execora(&["backup", "--data", &data, "--out", &file]).unwrap_err();
    assert!(again.contains("is there already"), "{again}");

    let copy = DataDir::new("restored");
    let place = copy.path().display().to_string();
    let told = execora(&["restore", &file, "--data", &place]).unwrap();
    assert!(told.contains("the books keep every rule"), "{told}");
    let twice = execora(&["restore", &file, "--data", &place]).unwrap_err();
    assert!(twice.contains("there are books here already"), "{twice}");

    let restored = Server::start_on(copy, &[]);
    let owner = restored.owner().await;
    let (status, read) = owner.get(&format!("{path}?limit=100")).await;
    assert_eq!(status, 200, "{read}");
    let ids = |answer: &Value| -> Vec<Value> {
        answer["entries"].as_array().unwrap().iter().map(|entry| entry["id"].clone()).collect()
    };
    let kept = ids(&read);
    assert!(ids(&statement).iter().all(|id| kept.contains(id)), "what was acknowledged before the backup is in it");
    let (status, answer) = owner.post("/api/v1/ledger/credit", &credit).await;
    assert_eq!(status, 201, "the restored books go on: {answer}");
}

#[test]
fn a_damaged_backup_fills_nothing() {
    let server = Server::start("damaged");
    let data = server.data().path().display().to_string();
    let file = server.data().path().join("books.backup");
    let name = file.display().to_string();
    execora(&["backup", "--data", &data, "--out", &name]).unwrap();
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();

    let copy = DataDir::new("half");
    let place = copy.path().display().to_string();
    let told = execora(&["restore", &name, "--data", &place]).unwrap_err();
    assert!(told.contains("was not restored"), "{told}");
    fs::write(&file, &bytes).unwrap();
    execora(&["restore", &name, "--data", &place]).unwrap();
}
