//! Papers over HTTP: for the shop, for a printer, and for whoever holds a link.

use crate::harness::{Client, DataDir, Server};
use serde_json::json;

/// Bills someone whose name is not harmless, and gives the bill's path.
async fn billed(owner: &Client) -> String {
    let customer = json!({"name": "राजू <b>\"Gupta\"</b>", "phone": "+919820020055", "openingBalancePaise": 777_700});
    let (status, made) = owner.post("/api/v1/customers", &customer).await;
    assert_eq!(status, 201, "{made}");
    let items = json!([{"productId": owner.product("Rice").await["id"], "quantityMilli": 1_500}]);
    let body = json!({"customerId": made["customer"]["id"], "items": items});
    let (status, billed) = owner.post("/api/v1/invoices", &body).await;
    assert_eq!(status, 201, "{billed}");
    format!("/api/v1/invoices/{}", billed["invoice"]["id"].as_str().unwrap())
}

async fn link_of(owner: &Client, bill: &str) -> String {
    let (status, link) = owner.post(&format!("{bill}/link"), &json!({})).await;
    assert_eq!(status, 201, "{link}");
    assert!(link["expiresAt"].is_string());
    let url = link["url"].as_str().unwrap();
    url[url.find("/b/").unwrap()..].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_comes_out_as_a_pdf_and_as_receipts() {
    let server = Server::start("papers-shop");
    let owner = server.owner().await;
    let bill = billed(&owner).await;
    let answer = owner.request("GET", &format!("{bill}/pdf?language=hi")).send().await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (200, &"application/pdf".parse().unwrap())
    );
    let name = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(name.starts_with("inline; filename=\"INV-"), "{name}");
    assert!(answer.bytes().await.unwrap().starts_with(b"%PDF-"));

    let text = owner.request("GET", &format!("{bill}/receipt?width=80")).send().await.unwrap().text().await.unwrap();
    assert!(text.contains("राजू <b>\"Gupta\"</b>") && text.contains("7,852.00"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
    let answer = owner.request("GET", &format!("{bill}/receipt?width=58&format=escpos")).send().await.unwrap();
    assert!(answer.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let bytes = answer.bytes().await.unwrap();
    assert!(bytes.starts_with(b"\x1b@") && bytes.ends_with(b"\x1dVB\0"));

    for wrong in ["receipt?width=57", "receipt?format=exe", "pdf?language=fr", "pdf?width=58"] {
        assert_eq!(owner.get(&format!("{bill}/{wrong}")).await.0, 400, "{wrong}");
    }
    let other = server.owner_of_new_shop("+919820020078").await;
    for paper in ["pdf", "receipt"] {
        assert_eq!(other.get(&format!("{bill}/{paper}")).await.0, 404);
        assert_eq!(server.stranger().get(&format!("{bill}/{paper}")).await.0, 401);
    }
    assert_eq!(other.post(&format!("{bill}/link"), &json!({})).await.0, 404);
    assert_eq!(server.stranger().post(&format!("{bill}/link"), &json!({})).await.0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_show_who_sold_as_it_was_on_that_day() {
    let server = Server::start("papers-seller");
    let owner = server.owner().await;
    let old = billed(&owner).await;
    let link = link_of(&owner, &old).await;
    let (_, settings) = owner.get("/api/v1/settings").await;
    let name = settings["settings"]["name"].as_str().unwrap_or_else(|| panic!("{settings}")).to_owned();
    let change = json!({"name": "Nayi Dukaan", "address": "1, New Street", "upiId": "nayi@okaxis"});
    let (status, changed) = owner.patch("/api/v1/settings", &change).await;
    assert_eq!(status, 200, "{changed}");
    let (_, customers) = owner.get("/api/v1/customers/search?q=Gupta").await;
    let items = json!([{"productId": owner.product("Rice").await["id"], "quantityMilli": 1_500}]);
    let body = json!({"customerId": customers["customers"][0]["id"], "items": items});
    let (status, billed) = owner.post("/api/v1/invoices", &body).await;
    assert_eq!(status, 201, "{billed}");
    let new = format!("/api/v1/invoices/{}", billed["invoice"]["id"].as_str().unwrap());
    let text = async |path: &str| owner.request("GET", path).send().await.unwrap().text().await.unwrap();
    let (then, now) = (text(&format!("{old}/receipt?width=80")).await, text(&format!("{new}/receipt?width=80")).await);
    assert!(then.contains(&name) && !then.contains("Nayi Dukaan") && !then.contains("New Street"), "{then}");
    assert!(now.contains("Nayi Dukaan") && now.contains("New Street") && !now.contains(&name), "{now}");
    let page = server.stranger().request("GET", &link).send().await.unwrap().text().await.unwrap();
    assert!(page.contains(&name) && !page.contains("New Street"), "{page}");
    assert!(page.contains("nayi@okaxis"), "what is paid today goes where it is taken today: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_paper_of_a_draft_until_it_is_confirmed() {
    let server = Server::start("papers-draft");
    let owner = server.owner().await;
    let (_, made) = owner.post("/api/v1/customers", &json!({"name": "Lalita Devi"})).await;
    let items = json!([{"productId": owner.product("Rice").await["id"], "quantityMilli": 1_500}]);
    let body = json!({"customerId": made["customer"]["id"], "items": items, "confirm": false});
    let (status, draft) = owner.post("/api/v1/invoices", &body).await;
    assert_eq!(status, 201, "{draft}");
    let own = format!("/api/v1/invoices/{}", draft["invoice"]["id"].as_str().unwrap());
    let refusals = [owner.get(&format!("{own}/pdf")).await, owner.get(&format!("{own}/receipt")).await];
    for (status, problem) in [refusals.to_vec(), vec![owner.post(&format!("{own}/link"), &json!({})).await]].concat() {
        assert_eq!((status, &problem["code"]), (422, &json!("not_issued")), "{problem}");
    }
    assert_eq!(owner.post(&format!("{own}/confirm"), &json!({})).await.0, 200);
    assert_eq!(owner.request("GET", &format!("{own}/pdf")).send().await.unwrap().status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_shows_its_bill_to_a_stranger_and_nothing_else() {
    let server = Server::start("papers-link");
    let owner = server.owner().await;
    let bill = billed(&owner).await;
    let link = link_of(&owner, &bill).await;
    let stranger = server.stranger();
    let answer = stranger.request("GET", &link).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert!(header("content-type").starts_with("text/html") && header("x-robots-tag").starts_with("noindex"));
    assert_eq!((header("cache-control"), header("referrer-policy")), ("no-store".into(), "no-referrer".into()));
    assert!(header("content-security-policy").starts_with("default-src 'none'; style-src 'self';"));
    let page = answer.text().await.unwrap();
    assert!(page.contains("राजू &lt;b&gt;&quot;Gupta&quot;&lt;/b&gt;") && page.contains("₹75.00"), "{page}");
    for secret in ["7,777", "7,852", "98200", "9820020055"] {
        assert!(!page.contains(secret), "{secret}: {page}");
    }
    let paid = json!({"customerId": owner.get(&bill).await.1["invoice"]["customerId"], "amountPaise": 785_200, "mode": "cash"});
    assert_eq!(owner.post("/api/v1/ledger/payment", &paid).await.0, 201);
    let settled = stranger.request("GET", &link).send().await.unwrap().text().await.unwrap();
    assert!(settled.contains("Paid. Thank you.") && !settled.contains("upi://"), "{settled}");
    let pdf = stranger.request("GET", &format!("{link}/pdf")).send().await.unwrap();
    assert_eq!(pdf.status(), 200);
    assert!(pdf.headers()["x-robots-tag"].to_str().unwrap().starts_with("noindex"));
    assert!(pdf.bytes().await.unwrap().starts_with(b"%PDF-"));
    let hindi = stranger.request("GET", &link).header("accept-language", "hi-IN,en;q=0.5").send().await.unwrap();
    assert!(hindi.text().await.unwrap().contains("<html lang=\"hi\">"));
    let style = stranger.request("GET", "/bill.css").send().await.unwrap();
    assert_eq!(style.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_link_leads_to_a_friendly_page_without_a_bill() {
    let data = DataDir::with_demo_shop("papers-forged");
    let server = Server::start_on(data, &[("EXECORA_AUTH__VISITS_PER_MINUTE", "8")]);
    let owner = server.owner().await;
    let link = link_of(&owner, &billed(&owner).await).await;
    let stranger = server.stranger();
    let last = if link.ends_with('A') { 'Q' } else { 'A' };
    let forged = format!("{}{last}", &link[..link.len() - 1]);
    for wrong in [forged.as_str(), "/b/x", "/b/%00", &format!("/b/{}", "A".repeat(71))] {
        for path in [wrong.to_owned(), format!("{wrong}/pdf")] {
            let answer = stranger.request("GET", &path).send().await.unwrap();
            assert_eq!(answer.status(), 404, "{path}");
            assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
            let page = answer.text().await.unwrap();
            assert!(page.contains("No bill here") && !page.contains("राजू"), "{page}");
        }
    }
    let answer = stranger.request("GET", &link).send().await.unwrap();
    assert_eq!(answer.status(), 429, "the ninth opening in a minute");
    assert!(answer.headers().contains_key("retry-after"));
}
