//! Reports over HTTP: as JSON and as CSV that no spreadsheet reckons with, and refused where there is nothing to report.

use crate::harness::{Client, Server};
use serde_json::{Value, json};

const HYPERLINK: &str = "=HYPERLINK(\"http://bad.example\",\"a, b\")";

/// A month as the server has it today.
fn month() -> String {
    jiff::Zoned::now().with_time_zone(jiff::tz::TimeZone::get("Asia/Kolkata").unwrap()).strftime("%Y-%m").to_string()
}

async fn made(client: &Client, path: &str, body: Value) -> Value {
    let (status, answer) = client.post(path, &body).await;
    assert_eq!(status, 201, "{path}: {answer}");
    answer
}

async fn text(client: &Client, path: &str) -> String {
    let (status, answer) = client.get(path).await;
    assert_eq!(status, 200, "{path}: {answer}");
    answer.as_str().unwrap_or_else(|| panic!("{path} is no text: {answer}")).to_owned()
}

/// A shop that collects tax, and a bill to a registered customer with a name that is a formula.
async fn registered(server: &Server, phone: &str) -> Client {
    let owner = server.owner_of_new_shop(phone).await;
    let (status, answer) = owner.patch("/api/v1/settings", &json!({"gstin": "27AAPFU0939F1ZV"})).await;
    assert_eq!(status, 200, "{answer}");
    let customer = json!({"name": HYPERLINK, "gstin": "29AAGCB7383J1Z4", "stateCode": "29"});
    let customer = made(&owner, "/api/v1/customers", customer).await["customer"]["id"].clone();
    let goods = json!({"name": "Rice", "unit": "kg", "pricePaise": 10_500, "taxRateBp": 500, "hsn": "1006",
        "stockMilli": 10_000});
    let rice = made(&owner, "/api/v1/products", goods).await["product"]["id"].clone();
    let items = json!([{"productId": rice, "quantityMilli": 2_000}]);
    made(&owner, "/api/v1/invoices", json!({"customerId": customer, "items": items})).await;
    owner
}

#[tokio::test(flavor = "multi_thread")]
async fn a_months_return_is_csv_that_no_spreadsheet_reckons_with() {
    let server = Server::start("gstr1");
    let owner = registered(&server, "+919820020071").await;
    let (month, base) = (month(), "/api/v1/reports/gstr1");
    let b2b = text(&owner, &format!("{base}?month={month}&section=b2b")).await;
    let lines: Vec<&str> = b2b.split("\r\n").collect();
    assert!(lines[0].starts_with("GSTIN/UIN of Recipient,Receiver Name,Invoice Number,Invoice date,"), "{b2b}");
    let name = "\"'=HYPERLINK(\"\"http://bad.example\"\",\"\"a, b\"\")\"";
    assert!(lines[1].starts_with(&format!("29AAGCB7383J1Z4,{name},INV/")), "{b2b}");
    assert!(lines[1].ends_with(",210.00,29-Karnataka,N,,Regular B2B,,5,200.00,0.00"), "{b2b}");
    let hsn = text(&owner, &format!("{base}?month={month}&section=hsn")).await;
    assert!(hsn.contains("\r\n1006,,KGS-KILOGRAMS,2,210.00,5,200.00,10.00,0.00,0.00,0.00\r\n"), "{hsn}");
    let all = text(&owner, &format!("{base}?month={month}")).await;
    for section in ["b2b", "b2cl", "b2cs", "cdnr", "cdnur", "exemp", "hsn", "hsn_b2b", "hsn_b2c", "docs"] {
        assert!(
            all.starts_with(&format!("{section}\r\n")) || all.contains(&format!("\r\n\r\n{section}\r\n")),
            "{section}"
        );
    }
    assert!(all.contains(&b2b) && all.contains(&hsn));

    for (query, pointer) in [
        ("", "?month"),
        ("?month=2026-13", "?month"),
        ("?month=2026-04-01", "?month"),
        ("?month=2017-06", "?month"),
        ("?month=2026-04&section=b2x", "?section"),
    ] {
        let (status, problem) = owner.get(&format!("{base}{query}")).await;
        assert_eq!((status, &problem["errors"][0]["pointer"]), (400, &json!(pointer)), "{query}: {problem}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_collects_no_tax_is_told_that_it_files_no_such_return() {
    let server = Server::start("gstr1-none");
    let owner = server.owner_of_new_shop("+919820020072").await;
    let asked = format!("/api/v1/reports/gstr1?month={}", month());
    let (status, problem) = owner.get(&asked).await;
    assert_eq!((status, &problem["code"]), (422, &json!("no_gst_return")), "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("without a GSTIN"));
    let scheme = json!({"gstin": "27AAPFU0939F1ZV", "scheme": "composition"});
    assert_eq!(owner.patch("/api/v1/settings", &scheme).await.0, 200);
    let (status, problem) = owner.get(&asked).await;
    assert_eq!((status, &problem["code"]), (422, &json!("no_gst_return")), "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("CMP-08"), "{problem}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sales_are_json_or_csv_as_the_caller_prefers() {
    let server = Server::start("sales");
    let owner = registered(&server, "+919820020073").await;
    let (status, answer) = owner.get("/api/v1/reports/sales?by=customer").await;
    assert_eq!(status, 200, "{answer}");
    let (sales, row) = (&answer["sales"], &answer["sales"]["rows"][0]);
    assert_eq!((&sales["totals"]["totalPaise"], &row["name"]), (&json!(21_000), &json!(HYPERLINK)));
    assert_eq!((&row["taxablePaise"], &row["taxPaise"]), (&json!(20_000), &json!(1_000)));
    let csv = text(&owner, "/api/v1/reports/sales?format=csv").await;
    let begins = async |path: &str| owner.request("GET", path).send().await.unwrap().bytes().await.unwrap().slice(..8);
    assert_eq!(begins("/api/v1/reports/sales?format=csv").await, "\u{feff}Name,", "marked as UTF-8 for Excel");
    let tool = format!("/api/v1/reports/gstr1?month={}&section=b2b", month());
    assert_eq!(begins(&tool).await, "GSTIN/UI", "and not for the tax office's tool");
    assert!(csv.contains("\r\nRice,kg,2,1,0,200.00,10.00,0.00,210.00,"), "{csv}");
    assert!(csv.contains("\r\nTotal,,,1,0,200.00,10.00,0.00,210.00,\r\n"), "{csv}");
    let accepted = owner.request("GET", "/api/v1/reports/sales?by=customer").header("accept", "text/csv").send().await;
    let accepted = accepted.unwrap().text().await.unwrap();
    assert!(accepted.contains("\r\n\"'=HYPERLINK("), "{accepted}");
    for (query, pointer) in [
        ("by=week", "?by"),
        ("from=2026-02-30", "?from"),
        ("from=2026-02-02&to=2026-02-01", "?to"),
        ("from=2020-01-01&to=2026-01-01", "?to"),
        ("format=xml", "?format"),
        ("limit=0", "?limit"),
        ("cursor=zz", "?cursor"),
    ] {
        let (status, problem) = owner.get(&format!("/api/v1/reports/sales?{query}")).await;
        assert_eq!((status, &problem["errors"][0]["pointer"]), (400, &json!(pointer)), "{query}: {problem}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_tells_how_it_was_paid_and_the_drawer_what_it_should_hold() {
    let server = Server::start("day");
    let owner = server.owner_of_new_shop("+919820020074").await;
    let customer = made(&owner, "/api/v1/customers", json!({"name": "Meena"})).await["customer"]["id"].clone();
    let pay = |mode: &str, paise: i64| json!({"customerId": customer, "amountPaise": paise, "mode": mode});
    for (mode, paise) in [("cash", 5_000), ("upi", 7_000), ("cash", 1_000)] {
        made(&owner, "/api/v1/ledger/payment", pay(mode, paise)).await;
    }
    let (status, answer) = owner.get("/api/v1/summary/daily").await;
    assert_eq!(status, 200, "{answer}");
    let by_mode = json!([{"mode": "upi", "amountPaise": 7_000}, {"mode": "cash", "amountPaise": 6_000}]);
    assert_eq!(answer["summary"]["paymentsByMode"], by_mode, "{answer}");
    let (status, answer) = owner.get("/api/v1/summary/drawer").await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!((&answer["drawer"]["inPaise"], &answer["drawer"]["expectedPaise"]), (&json!(6_000), &json!(6_000)));
}
