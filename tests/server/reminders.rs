//! Reminders and bills that are sent, over HTTP and by typing.

use crate::caller::Caller;
use crate::harness::Server;
use serde_json::{Value, json};

fn moment(minutes: i64) -> String {
    let at = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(minutes);
    at.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_is_made_listed_changed_and_called_off_over_http() {
    let server = Server::start("reminders");
    let owner = server.owner().await;
    let suresh = owner.customer("Suresh Yadav").await;
    let mut listener = Caller::connect(&server, &owner).await;
    let body = json!({"customerId": suresh["id"], "sendAt": moment(60), "recurrence": "weekly", "channel": "sms"});
    let (status, made) = owner.post_keyed("/api/v1/reminders", "once", &body).await;
    assert_eq!(status, 201, "{made}");
    let (status, again) = owner.post_keyed("/api/v1/reminders", "once", &body).await;
    assert_eq!((status, &again["reminder"]["id"]), (201, &made["reminder"]["id"]));
    assert_eq!(listener.wait_for("reminder:scheduled").await["reminder"]["id"], made["reminder"]["id"]);
    let (_, list) = owner.get("/api/v1/reminders?status=scheduled").await;
    assert_eq!(list["reminders"].as_array().unwrap().len(), 1, "{list}");

    let path = format!("/api/v1/reminders/{}", made["reminder"]["id"].as_str().unwrap());
    let change = json!({"recurrence": "once", "amountPaise": 5_000, "message": null});
    let (status, changed) = owner.patch(&path, &change).await;
    assert_eq!((status, &changed["reminder"]["amountPaise"]), (200, &json!(5_000)), "{changed}");
    let (status, _) = owner.get(&path).await;
    assert_eq!(status, 200);
    let (status, off) = owner.post(&format!("{path}/cancel"), &json!({})).await;
    assert_eq!((status, &off["reminder"]["status"]), (200, &json!("cancelled")), "{off}");
    let (status, over) = owner.post(&format!("{path}/cancel"), &json!({})).await;
    assert_eq!((status, &over["code"]), (409, &json!("reminder_over")));

    let bad = [
        (json!({"customerId": suresh["id"], "sendAt": moment(-1)}), 422, "invalid_field"),
        (json!({"customerId": suresh["id"], "sendAt": moment(5), "amountPaise": 0}), 422, "invalid_amount"),
        (json!({"customerId": made["reminder"]["id"], "sendAt": moment(5)}), 404, "unknown_customer"),
        (json!({"customerId": suresh["id"], "sendAt": "kal", "channel": "pigeon"}), 400, "malformed"),
    ];
    for (body, status, code) in bad {
        let (told, problem) = owner.post("/api/v1/reminders", &body).await;
        assert_eq!((told, problem["code"].as_str()), (status, Some(code)), "{body}: {problem}");
    }
    let stranger = server.owner_of_new_shop("9800000077").await;
    let (status, _) = stranger.get(&path).await;
    assert_eq!(status, 404);
    let (_, bills) = owner.get("/api/v1/invoices?limit=1").await;
    let send = format!("/api/v1/invoices/{}/send", bills["invoices"][0]["id"].as_str().unwrap());
    let (status, problem) = owner.post(&send, &json!({})).await;
    assert_eq!((status, &problem["code"]), (422, &json!("no_courier")), "{problem}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_falls_due_in_its_time_and_the_shop_is_told() {
    let server = Server::start("reminder-due");
    let owner = server.owner().await;
    let amit = owner.customer("Amit Kumar").await;
    let mut listener = Caller::connect(&server, &owner).await;
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_millis(1_500);
    let body = json!({"customerId": amit["id"], "sendAt": soon.to_string()});
    let (status, made) = owner.post("/api/v1/reminders", &body).await;
    assert_eq!(status, 201, "{made}");
    let due = listener.wait_for("reminder:due").await;
    assert_eq!((&due["reminder"]["id"], &due["reminder"]["status"]), (&made["reminder"]["id"], &json!("due")));
    listener.says("English mein bolo").await;
    let listed = listener.says("Amit ke reminder batao").await;
    assert_eq!(listed["text"], "No reminders.", "{listed}");
    let off = listener.says("Amit ka reminder cancel karo").await;
    assert_eq!(off["executionResult"]["code"], "refused", "{off}");
    let (_, now) = owner.get(&format!("/api/v1/reminders/{}", made["reminder"]["id"].as_str().unwrap())).await;
    assert_eq!(now["reminder"]["status"], "due");
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_are_made_moved_listed_and_called_off_by_typing() {
    let server = Server::start("typed-reminders");
    let owner = server.owner().await;
    let mut caller = Caller::connect(&server, &owner).await;
    let said = |answer: &Value| answer["text"].as_str().unwrap().to_owned();
    caller.says("English mein bolo").await;
    assert_eq!(said(&caller.says("Suresh ke reminder batao").await), "No reminders.");

    caller.says("Suresh ko kal shaam 6 baje yaad dilana").await;
    assert!(caller.read_back.take().is_some_and(|text| text.contains("at 6 pm. Shall I?")));
    let (_, none) = owner.get("/api/v1/reminders").await;
    assert_eq!(none["reminders"], json!([]), "made before haan");
    let told = said(&caller.says("haan").await);
    assert!(told.starts_with("Suresh Yadav will be reminded on") && told.contains("you will be told here"), "{told}");
    let (_, list) = owner.get("/api/v1/reminders?status=scheduled").await;
    let made = list["reminders"][0].clone();
    assert_eq!(made["customerName"], "Suresh Yadav");

    let listed = said(&caller.says("Suresh ke reminder batao").await);
    assert!(listed.starts_with("Suresh Yadav, ") && listed.ends_with("at 6 pm."), "{listed}");
    caller.says("Suresh ka reminder kal shaam 7 baje kar do").await;
    let told = said(&caller.says("haan").await);
    assert!(told.contains("at 7 pm"), "{told}");
    caller.says("Suresh ka reminder cancel karo").await;
    assert!(said(&caller.says("haan").await).starts_with("Suresh Yadav will not be reminded on"));
    let (_, list) = owner.get("/api/v1/reminders?status=cancelled").await;
    assert_eq!(list["reminders"][0]["id"], made["id"], "{list}");
    let told = caller.says("Suresh ko pichla bill whatsapp karo").await;
    assert_eq!(told["executionResult"]["code"], "no_courier", "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_not_asked_for_where_nothing_can_send_it() {
    let server = Server::start("no-code");
    let owner = server.owner().await;
    for change in [json!({"confirmCodeFromPaise": 10_000_000}), json!({"confirmBy": "code"})] {
        let (status, problem) = owner.patch("/api/v1/settings", &change).await;
        assert_eq!((status, &problem["code"]), (422, &json!("no_courier")), "{change}: {problem}");
    }
    let change = json!({"confirmCodeFromPaise": null, "confirmBy": "amount"});
    assert_eq!(owner.patch("/api/v1/settings", &change).await.0, 200);
    let mut caller = Caller::connect(&server, &owner).await;
    let asked = caller.says("Suresh ke khaate mein do lakh udhaar likho").await;
    assert_eq!(asked["executionResult"]["code"], "amount_needed", "{asked}");
    let told = caller.says("do lakh").await;
    assert_eq!(told["executionResult"]["code"], "posted", "{told}");
}
