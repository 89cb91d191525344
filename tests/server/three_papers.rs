//! What the A4 page, the roll and the page behind a link say of one bill: the same.

use crate::harness::{Client, Server};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// A shop that collects tax, and what it sells.
async fn registered(server: &Server) -> (Client, Value, Value) {
    let owner = server.owner().await;
    let change = json!({"gstin": "27AAPFU0939F1ZV", "phone": "+919810010001", "address": "12, Laxmi Road, Pune", "fssai": "11521998000123"});
    let (status, changed) = owner.patch("/api/v1/settings", &change).await;
    assert_eq!(status, 200, "{changed}");
    let mut made = vec![];
    for (name, rate, hsn, price) in [("Cola", 4_000, "2202", 4_000), ("Fresh milk", 0, "0401", 6_400)] {
        let free = if rate == 0 { json!("exempt") } else { json!(null) };
        let product = json!({"name": name, "unit": "pc", "pricePaise": price, "taxRateBp": rate, "taxFree": free, "hsn": hsn, "stockMilli": 900_000});
        let (status, answer) = owner.post("/api/v1/products", &product).await;
        assert_eq!(status, 201, "{answer}");
        made.push(answer["product"]["id"].clone());
    }
    let milk = made.pop().unwrap();
    (owner, made.pop().unwrap(), milk)
}

async fn billed(owner: &Client, body: Value) -> (String, Value) {
    let (status, billed) = owner.post("/api/v1/invoices", &body).await;
    assert_eq!(status, 201, "{billed}");
    (format!("/api/v1/invoices/{}", billed["invoice"]["id"].as_str().unwrap()), billed["invoice"].clone())
}

async fn text(owner: &Client, path: &str) -> String {
    owner.request("GET", path).send().await.unwrap().text().await.unwrap()
}

/// The text of a PDF.
async fn pdf(owner: &Client, path: &str) -> String {
    let bytes = owner.request("GET", path).send().await.unwrap().bytes().await.unwrap();
    let mut child = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&bytes).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

/// The A4 page, the roll in both widths and the page behind the link.
async fn papers(server: &Server, owner: &Client, bill: &str) -> [(&'static str, String); 4] {
    let (status, link) = owner.post(&format!("{bill}/link"), &json!({})).await;
    assert_eq!(status, 201, "{link}");
    let url = link["url"].as_str().unwrap();
    [
        ("A4", pdf(owner, &format!("{bill}/pdf")).await),
        ("58 mm", text(owner, &format!("{bill}/receipt?width=58")).await),
        ("80 mm", text(owner, &format!("{bill}/receipt?width=80")).await),
        ("link", text(&server.stranger(), &url[url.find("/b/").unwrap()..]).await),
    ]
}

fn hold(papers: &[(&str, String)], wanted: &[&str], unwanted: &[&str]) {
    for (paper, text) in papers {
        for one in wanted {
            assert!(text.contains(one), "no {one} on {paper}:\n{text}");
        }
        for one in unwanted {
            assert!(!text.contains(one), "{one} on {paper}:\n{text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tax_invoice_says_the_same_on_all_its_papers() {
    let server = Server::start("papers-alike");
    let (owner, cola, milk) = registered(&server).await;
    let buyer = json!({"name": "Patil Traders", "gstin": "27AADCS0472N1Z2", "address": "Shivaji Nagar, Pune"});
    let (status, made) = owner.post("/api/v1/customers", &buyer).await;
    assert_eq!(status, 201, "{made}");
    let items = json!([{"productId": cola, "quantityMilli": 1_000}, {"productId": milk, "quantityMilli": 5_000}]);
    let payments = json!([{"mode": "cash", "amountPaise": 10_000}, {"mode": "upi", "amountPaise": 5_000}]);
    let body =
        json!({"customerId": made["customer"]["id"], "items": items, "discountPaise": 1_000, "payments": payments});
    let (bill, _) = billed(&owner, body).await;
    let all = papers(&server, &owner, &bill).await;
    let seller = [
        "TAX INVOICE",
        "ORIGINAL FOR RECIPIENT",
        "GSTIN 27AAPFU0939F1ZV",
        "+919810010001",
        "12, Laxmi Road",
        "FSSAI 11521998000123",
    ];
    hold(&all, &seller, &["40.02", "39.9"]);
    let buyer =
        ["Patil Traders", "Shivaji Nagar", "Maharashtra (27)", "27AADCS0472N1Z2", "Place of supply", "Reverse charge"];
    hold(&all, &buyer, &[]);
    let goods = ["40.00", "320.00", "2202", "0401", "Discount on the bill", "10.00", "360.00", "Exempt or nil-rated"];
    hold(&all, &goods, &[]);
    let paid = ["350.00", "Paid in cash", "100.00", "Paid by UPI", "50.00", "Balance due", "200.00"];
    hold(&all, &paid, &["Other payments"]);

    let copies = [("duplicate", "DUPLICATE FOR TRANSPORTER"), ("triplicate", "TRIPLICATE FOR SUPPLIER")];
    for (copy, words) in copies {
        let roll = text(&owner, &format!("{bill}/receipt?copy={copy}")).await;
        for text in [pdf(&owner, &format!("{bill}/pdf?copy={copy}")).await, roll] {
            assert!(text.contains(words) && !text.contains("ORIGINAL"), "{text}");
        }
    }
    assert_eq!(owner.get(&format!("{bill}/pdf?copy=fourth")).await.0, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_third_copy_of_a_bill_for_services() {
    let server = Server::start("papers-services");
    let (owner, _, _) = registered(&server).await;
    let service = json!({"name": "Grinding", "unit": "pc", "pricePaise": 5_000, "taxRateBp": 1_800, "hsn": "998816", "stockMilli": 90_000});
    let (status, made) = owner.post("/api/v1/products", &service).await;
    assert_eq!(status, 201, "{made}");
    let items = json!([{"productId": made["product"]["id"], "quantityMilli": 1_000}]);
    let body = json!({"items": items, "payments": [{"mode": "cash", "amountPaise": 5_000}]});
    let (bill, _) = billed(&owner, body).await;
    assert!(pdf(&owner, &format!("{bill}/pdf?copy=duplicate")).await.contains("DUPLICATE FOR SUPPLIER"));
    for paper in ["pdf", "receipt"] {
        let (status, problem) = owner.get(&format!("{bill}/{paper}?copy=triplicate")).await;
        assert_eq!((status, &problem["code"]), (422, &json!("no_such_copy")), "{problem}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_at_the_counter_gets_a_cash_sale_with_the_change() {
    let server = Server::start("papers-counter");
    let (owner, cola, milk) = registered(&server).await;
    let items = json!([{"productId": cola, "quantityMilli": 1_000}, {"productId": milk, "quantityMilli": 1_000}]);
    let body = json!({"items": items, "payments": [{"mode": "cash", "amountPaise": 20_000}]});
    let (bill, invoice) = billed(&owner, body).await;
    assert_eq!(invoice["kind"], "invoice_cum_bill_of_supply");
    let all = papers(&server, &owner, &bill).await;
    let wanted =
        ["INVOICE-CUM-BILL OF SUPPLY", "Cash sale", "40.00", "64.00", "Paid in cash", "200.00", "Change", "96.00"];
    hold(&all, &wanted, &["Walk-in", "Bill to", "Account balance", "Other payments"]);
    let body = json!({"items": [{"productId": milk, "quantityMilli": 1_000}], "payments": [{"mode": "upi", "amountPaise": 6_400}]});
    let (bill, invoice) = billed(&owner, body).await;
    assert_eq!((&invoice["kind"], &invoice["items"][0]["taxFree"]), (&json!("bill_of_supply"), &json!("exempt")));
    let all = papers(&server, &owner, &bill).await;
    hold(&all, &["BILL OF SUPPLY", "Paid by UPI", "64.00"], &["INVOICE", "CGST", "Composition"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_was_taken_back_is_on_no_paper_and_an_advance_is_no_negative_balance() {
    let server = Server::start("papers-taken-back");
    let (owner, cola, _) = registered(&server).await;
    let (_, made) = owner.post("/api/v1/customers", &json!({"name": "Lalita Devi"})).await;
    let items = json!([{"productId": cola, "quantityMilli": 1_000}]);
    let payments = json!([{"mode": "cash", "amountPaise": 10_000}]);
    let body = json!({"customerId": made["customer"]["id"], "items": items, "payments": payments});
    let (bill, invoice) = billed(&owner, body).await;
    let advance = ["Paid in cash", "100.00", "Put to your account", "60.00"];
    let all = papers(&server, &owner, &bill).await;
    hold(&all, &advance, &["-60.00"]);
    hold(&all[..3], &["Advance with us"], &["Account balance"]);
    let payment = invoice["paymentEntryId"].as_str().unwrap();
    let (status, undone) = owner.post(&format!("/api/v1/ledger/entries/{payment}/reverse"), &json!({})).await;
    assert_eq!(status, 201, "{undone}");
    hold(&papers(&server, &owner, &bill).await, &["40.00"], &["Paid in cash", "Put to your account"]);
}
