//! Bills over HTTP: drafted, changed, issued, paid, undone, taken back; and what makes no sense refused by name.

use crate::harness::{Client, Server};
use serde_json::{Value, json};

/// A shop, someone who buys on credit, and a product that is sold by the kilo.
struct Stall {
    owner: Client,
    customer: Value,
    rice: Value,
}

impl Stall {
    async fn of(server: &Server) -> Self {
        let owner = server.owner().await;
        let (status, made) = owner.post("/api/v1/customers", &json!({"name": "Lalita Devi"})).await;
        assert_eq!(status, 201, "{made}");
        let rice = owner.product("Rice").await["id"].clone();
        Self { owner, customer: made["customer"]["id"].clone(), rice }
    }

    fn line(&self, quantity: i64) -> Value {
        json!({"productId": self.rice, "quantityMilli": quantity})
    }

    async fn balance(&self) -> Value {
        let path = format!("/api/v1/customers/{}", self.customer.as_str().unwrap());
        self.owner.get(&path).await.1["customer"]["balancePaise"].clone()
    }

    /// A request that is done, and the bill that it gives.
    async fn bill(&self, path: &str, body: Value, wanted: u16) -> Value {
        let (status, answer) = self.owner.post(path, &body).await;
        assert_eq!(status, wanted, "{path}: {answer}");
        answer["invoice"].clone()
    }

    async fn refused(&self, path: &str, body: Value) -> (u16, String) {
        let (status, problem) = self.owner.post(path, &body).await;
        (status, problem["code"].as_str().unwrap_or_else(|| panic!("{path} took {body}: {problem}")).to_owned())
    }
}

fn path(bill: &Value) -> String {
    format!("/api/v1/invoices/{}", bill["id"].as_str().unwrap())
}

fn problem(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

const BILLS: &str = "/api/v1/invoices";

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_changed_confirmed_and_cancelled_once() {
    let server = Server::start("bills-draft");
    let stall = Stall::of(&server).await;
    let asked = json!({"customerId": stall.customer, "items": [stall.line(1_500)], "confirm": false});
    let draft = stall.bill(BILLS, asked, 201).await;
    assert_eq!(
        (&draft["status"], &draft["version"], &draft["totalPaise"]),
        (&json!("draft"), &json!(1), &json!(7_500))
    );
    assert_eq!(stall.balance().await, 0, "a draft is not in the books");
    let own = path(&draft);
    assert_eq!(stall.owner.get(&own).await.1["invoice"], draft);

    let added = json!([{"productName": "rice", "quantityMilli": 1_000, "discountBp": 1_000}]);
    let change = json!({"version": 1, "addItems": added, "discountPaise": 1_000, "notes": "for the feast"});
    let (status, changed) = stall.owner.patch(&own, &change).await;
    assert_eq!(status, 200, "{changed}");
    let changed = &changed["invoice"];
    assert_eq!((&changed["version"], &changed["totalPaise"]), (&json!(2), &json!(7_500 + 4_500 - 1_000)));
    assert_eq!(changed["items"][1]["discountPaise"], 500);
    let (status, old) = stall.owner.patch(&own, &json!({"version": 1, "notes": null})).await;
    assert_eq!((status, &old["code"]), (409, &json!("stale_version")));
    let (status, wrong) = stall.owner.patch(&own, &json!({"removeItems": [3]})).await;
    assert_eq!((status, &wrong["errors"][0]["pointer"]), (422, &json!("/removeItems/0")), "{wrong}");
    let (status, wrong) =
        stall.owner.patch(&own, &json!({"addItems": [{"productName": "zzz", "quantityMilli": 1}]})).await;
    assert_eq!((status, &wrong["errors"][0]["pointer"]), (400, &json!("/addItems/0/productName")), "{wrong}");

    let confirm = format!("{own}/confirm");
    assert_eq!(stall.refused(&confirm, json!({"version": 1})).await, problem(409, "stale_version"));
    let bill = stall.bill(&confirm, json!({"version": 2, "expectedTotalPaise": 11_000}), 200).await;
    assert_eq!((&bill["id"], &bill["status"]), (&draft["id"], &json!("confirmed")));
    assert_eq!(stall.balance().await, 11_000);
    assert_eq!(stall.refused(&confirm, json!({})).await, problem(409, "already_confirmed"));
    let (status, late) = stall.owner.patch(&own, &json!({"notes": "late"})).await;
    assert_eq!((status, &late["code"]), (409, &json!("already_confirmed")));

    let cancel = format!("{own}/cancel");
    let cancelled = stall.bill(&cancel, json!({"reason": "came back"}), 200).await;
    assert_eq!((&cancelled["status"], &cancelled["number"]), (&json!("cancelled"), &bill["number"]));
    assert_eq!(stall.balance().await, 0);
    assert_eq!(stall.refused(&cancel, json!({})).await, problem(409, "already_cancelled"));
    assert_eq!(stall.refused(&confirm, json!({})).await, problem(409, "already_cancelled"));
    assert_eq!(stall.refused(&format!("{own}/credit-notes"), json!({})).await, problem(409, "already_cancelled"));

    let again = stall.bill(&format!("{own}/repeat"), json!({}), 201).await;
    assert_eq!((&again["status"], &again["totalPaise"]), (&json!("draft"), &json!(12_500)), "without its discounts");
    let gone = stall.bill(&format!("{}/cancel", path(&again)), json!({}), 200).await;
    assert_eq!(gone["status"], "cancelled");
    assert_eq!(stall.owner.get(&path(&again)).await.0, 404, "a draft that is thrown away is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_comes_back_than_was_billed() {
    let server = Server::start("bills-back");
    let stall = Stall::of(&server).await;
    let bill = stall.bill(BILLS, json!({"customerId": stall.customer, "items": [stall.line(3_000)]}), 201).await;
    let notes = format!("{}/credit-notes", path(&bill));
    let part = |milli: i64| json!({"items": [{"line": 1, "quantityMilli": milli}], "reason": "wet"});
    let note = stall.bill(&notes, part(1_000), 201).await;
    assert_eq!((&note["kind"], &note["totalPaise"]), (&json!("credit_note"), &json!(5_000)));
    assert_eq!(note["original"]["id"], bill["id"]);
    assert_eq!(stall.balance().await, 10_000);
    assert_eq!(stall.refused(&notes, part(2_001)).await, problem(422, "more_than_billed"));
    assert_eq!(stall.refused(&notes, part(-1)).await, problem(422, "invalid_quantity"));
    assert_eq!(stall.refused(&notes, json!({"items": []})).await, problem(400, "malformed"));
    assert_eq!(stall.refused(&notes, json!({"items": [{"line": 2}]})).await, problem(422, "invalid_field"));
    assert_eq!(stall.refused(&format!("{}/cancel", path(&bill)), json!({})).await, problem(409, "has_credit_notes"));
    let of_note = format!("{}/credit-notes", path(&note));
    assert_eq!(stall.refused(&of_note, json!({})).await, problem(422, "not_a_bill"));
    assert_eq!(stall.balance().await, 10_000, "what is refused writes nothing");
    assert_eq!(stall.bill(&notes, json!({}), 201).await["totalPaise"], 10_000, "all that is left");
    assert_eq!(stall.refused(&notes, json!({})).await, problem(422, "nothing_left"));
    assert_eq!(stall.balance().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_is_paid_at_once_and_nobody_in_particular_pays_in_full() {
    let server = Server::start("bills-paid");
    let stall = Stall::of(&server).await;
    let paid = json!([{"mode": "cash", "amountPaise": 2_000}, {"mode": "upi", "amountPaise": 3_000}]);
    let items = json!([stall.line(1_000)]);
    let body = json!({"customerId": stall.customer, "items": items, "payments": paid, "placeOfSupply": "29"});
    let bill = stall.bill(BILLS, body, 201).await;
    assert_eq!((&bill["payments"], &bill["placeOfSupply"]), (&paid, &json!("29")));
    assert_eq!(stall.balance().await, 0);

    assert_eq!(stall.refused(BILLS, json!({ "items": items })).await, problem(422, "credit_limit"));
    let short = json!({"items": items, "payments": [{"mode": "cash", "amountPaise": 4_999}]});
    assert_eq!(stall.refused(BILLS, short).await, problem(422, "credit_limit"));
    let walk_in = stall.bill(BILLS, json!({"items": items, "payments": paid}), 201).await;
    assert_eq!((&walk_in["customerName"], &walk_in["balancePaise"]), (&json!("Walk-in"), &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bill_says_how_far_it_is_paid() {
    let server = Server::start("bills-dues");
    let stall = Stall::of(&server).await;
    let body = |payments: Value| {
        let items = json!([stall.line(2_000)]);
        json!({"customerId": stall.customer, "items": items, "payments": payments})
    };
    let told = |bill: &Value| {
        let [paid, due] = ["paidPaise", "duePaise"].map(|name| bill[name].as_i64().unwrap());
        (paid, due, bill["paymentStatus"].as_str().map(str::to_owned))
    };
    let is = |paid: i64, due: i64, status: &str| (paid, due, Some(status.to_owned()));
    let old = stall.bill(BILLS, body(json!([])), 201).await;
    assert_eq!(told(&old), is(0, 10_000, "unpaid"));
    let new = stall.bill(BILLS, body(json!([{"mode": "upi", "amountPaise": 4_000}])), 201).await;
    assert_eq!(told(&new), is(4_000, 6_000, "part"), "as it was posted");
    let read = async |bill: &Value| stall.owner.get(&path(bill)).await.1["invoice"].clone();
    assert_eq!((told(&read(&old).await), told(&read(&new).await)), (is(0, 10_000, "unpaid"), is(4_000, 6_000, "part")));
    let back = json!({"items": [{"line": 1, "quantityMilli": 500}]});
    let note = stall.bill(&format!("{}/credit-notes", path(&new)), back, 201).await;
    assert_eq!((told(&note), &note["original"]["date"].is_string()), ((0, 0, None), &true));
    assert_eq!(told(&read(&new).await), is(4_000, 3_500, "part"));
    assert_eq!(read(&new).await["creditedPaise"], 2_500);
    let paid = json!({"customerId": stall.customer, "amountPaise": 10_000});
    assert_eq!(stall.owner.post("/api/v1/ledger/payment", &paid).await.0, 201);

    let listed = async |status: &str| {
        let customer = stall.customer.as_str().unwrap();
        let (ok, answer) = stall.owner.get(&format!("{BILLS}?customerId={customer}&paymentStatus={status}")).await;
        assert_eq!(ok, 200, "{answer}");
        let bills = answer["invoices"].as_array().unwrap();
        bills.iter().map(|bill| (bill["id"].clone(), bill["duePaise"].as_i64().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(listed("paid").await, [(old["id"].clone(), 0)]);
    assert_eq!(listed("part").await, [(new["id"].clone(), 3_500)]);
    assert_eq!(listed("unpaid").await, []);
    assert_eq!(stall.owner.get(&format!("{BILLS}?paymentStatus=late")).await.0, 400);
    let (status, wrong) = stall.owner.get(&format!("{BILLS}?status=draft&paymentStatus=paid")).await;
    assert_eq!((status, &wrong["errors"][0]["pointer"]), (400, &json!("?paymentStatus")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_bills_holds_what_was_asked_for_and_drafts_apart() {
    let server = Server::start("bills-list");
    let stall = Stall::of(&server).await;
    let body = |confirm: bool| json!({"customerId": stall.customer, "items": [stall.line(1_000)], "confirm": confirm});
    let (first, second) = (stall.bill(BILLS, body(true), 201).await, stall.bill(BILLS, body(true), 201).await);
    let draft = stall.bill(BILLS, body(false), 201).await;
    stall.bill(&format!("{}/cancel", path(&first)), json!({}), 200).await;
    let customer = stall.customer.as_str().unwrap();
    let listed = async |query: &str| {
        let (status, answer) = stall.owner.get(&format!("{BILLS}?customerId={customer}&{query}")).await;
        assert_eq!(status, 200, "{answer}");
        let ids: Vec<Value> = answer["invoices"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
        (ids, answer["nextCursor"].clone())
    };
    let of = |bills: &[&Value]| bills.iter().map(|bill| bill["id"].clone()).collect::<Vec<_>>();
    assert_eq!(listed("").await.0, of(&[&second, &first]));
    assert_eq!(listed("status=cancelled").await.0, of(&[&first]));
    assert_eq!(listed("status=draft").await.0, of(&[&draft]));
    assert_eq!(listed("status=draft&to=2020-01-01").await.0, of(&[]));
    assert_eq!(listed("from=2020-01-01&to=2020-01-02").await.0, of(&[]));
    assert_eq!(listed("from=2020-01-01").await.0, of(&[&second, &first]));
    let (page, next) = listed("limit=1").await;
    assert_eq!(page, of(&[&second]));
    let next = next.as_str().unwrap();
    assert_eq!(listed(&format!("limit=1&cursor={next}")).await.0, of(&[&first]));
    let (status, wrong) = stall.owner.get(&format!("{BILLS}?limit=1&cursor={next}")).await;
    assert_eq!((status, &wrong["errors"][0]["pointer"]), (400, &json!("?cursor")), "of other filters: {wrong}");
    assert_eq!(stall.owner.get(&format!("{BILLS}?status=paid")).await.0, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_beyond_all_measure_or_of_another_shop_is_refused() {
    let server = Server::start("bills-refused");
    let stall = Stall::of(&server).await;
    let with = |items: Value| json!({"customerId": stall.customer, "items": items});
    let many = |count: usize| with(json!(vec![stall.line(1); count]));
    let (status, wrong) = stall.owner.post(BILLS, &many(10_000)).await;
    assert_eq!((status, &wrong["code"]), (422, &json!("invalid_lines")), "{wrong}");
    assert_eq!(wrong["errors"][0]["pointer"], "/items");
    assert_eq!(stall.refused(BILLS, many(16_000)).await, problem(413, "too_large"));
    assert_eq!(stall.refused(BILLS, many(2_000)).await, problem(422, "invalid_lines"));
    assert_eq!(stall.refused(BILLS, many(201)).await, problem(422, "invalid_lines"));
    assert_eq!(stall.refused(BILLS, many(0)).await, problem(422, "invalid_lines"));
    let line = |milli: i64, rate: i64| json!([{"productId": stall.rice, "quantityMilli": milli, "ratePaise": rate}]);
    assert_eq!(stall.refused(BILLS, with(line(i64::MAX, i64::MAX))).await, problem(422, "invalid_quantity"));
    assert_eq!(stall.refused(BILLS, with(line(1_000, i64::MAX))).await, problem(422, "invalid_amount"));
    let far = json!({
        "customerId": stall.customer,
        "items": [stall.line(1_000), {"productId": stall.rice, "quantityMilli": 1_000, "ratePaise": i64::MAX}],
        "payments": [{"mode": "cash", "amountPaise": i64::MAX}],
    });
    let (status, wrong) = stall.owner.post(BILLS, &far).await;
    let pointers: Vec<&Value> = wrong["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    let far = [json!("/items/1/ratePaise"), json!("/payments/0/amountPaise")];
    assert_eq!((status, pointers), (422, far.iter().collect()), "{wrong}");
    let beyond = with(json!([{"productId": stall.rice, "quantityMilli": 1e30, "discountPaise": 1, "discountBp": 1}]));
    let (status, wrong) = stall.owner.post(BILLS, &beyond).await;
    let pointers: Vec<&Value> = wrong["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!((status, pointers), (400, vec![&json!("/items/0/quantityMilli"), &json!("/items/0/discountBp")]));
    let (status, wrong) = stall
        .owner
        .post(BILLS, &with(json!([{"productId": stall.rice, "quantityMilli": 1_000, "discountPaise": 9_999}])))
        .await;
    assert_eq!((status, &wrong["code"]), (422, &json!("invalid_field")), "{wrong}");

    let bill = stall.bill(BILLS, with(json!([stall.line(1_000)])), 201).await;
    let draft = json!({"customerId": stall.customer, "items": [stall.line(1_000)], "confirm": false});
    let draft = stall.bill(BILLS, draft, 201).await;
    let other = server.owner_of_new_shop("+919820020091").await;
    for own in [path(&bill), path(&draft)] {
        assert_eq!(other.get(&own).await.0, 404);
        assert_eq!(other.patch(&own, &json!({"notes": "mine"})).await.0, 404);
        for what in ["confirm", "cancel", "credit-notes", "repeat"] {
            let (status, problem) = other.post(&format!("{own}/{what}"), &json!({})).await;
            assert_eq!((status, &problem["code"]), (404, &json!("unknown_invoice")), "{what}: {problem}");
        }
    }
    assert_eq!(stall.owner.get(&path(&bill)).await.1["invoice"]["status"], "confirmed");
    assert_eq!(stall.owner.get(&path(&draft)).await.1["invoice"], draft);
}
