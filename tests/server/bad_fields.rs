//! What nobody should send: each line is a request with one thing wrong, and what it is told: status, code, and the field.
//! Nothing that is refused changes the books.

use crate::harness::{Client, Server};
use serde_json::{Value, json};
use std::sync::Mutex;

/// The field, its value, and what is told: status, code, pointer (none: the code alone says it).
type Case = (&'static str, Value, u16, &'static str, &'static str);

const RTL: &str = "\u{202e}luhaR";
const NUL: &str = "Ra\u{0}hul";
/// Every check digit is right: the thirteenth is 0, no such State, a seller abroad.
const NO_GSTINS: &[&str] =
    &["27ABCDE1234F0Z1", "00ABCDE1234F1ZG", "39ABCDE1234F1ZV", "99ABCDE1234F1ZP", "9917USA12345OS8"];
const NOBODY: &str = "019a8f3e-7c00-7abc-8def-0123456789ab";

/// A shop with a customer and a product, and what requests about them are made of.
struct Stall {
    owner: Client,
    customer: String,
    product: String,
    /// What was answered otherwise than it should be.
    otherwise: Mutex<Vec<String>>,
}

impl Stall {
    async fn of(server: &Server, phone: &str) -> Self {
        let owner = server.owner_of_new_shop(phone).await;
        let made = async |path: &str, body: Value| {
            let (status, answer) = owner.post(path, &body).await;
            assert_eq!(status, 201, "{answer}");
            answer
        };
        let customer = made("/api/v1/customers", json!({"name": "Meena", "openingBalancePaise": 50_000})).await;
        let rice = json!({"name": "Rice", "unit": "kg", "pricePaise": 5_000, "stockMilli": 9_000});
        let product = made("/api/v1/products", rice).await;
        let id = |answer: &Value, key: &str| answer[key]["id"].as_str().unwrap().to_owned();
        let (customer, product) = (id(&customer, "customer"), id(&product, "product"));
        Self { customer, product, owner, otherwise: Mutex::default() }
    }

    /// Sends `base` with one field changed, for each case, and notes what is answered otherwise.
    async fn refuses(&self, method: &str, path: &str, base: &Value, cases: Vec<Case>) {
        for (field, value, status, code, pointer) in cases {
            let mut body = base.clone();
            body[field] = value;
            let (got, problem) = match method {
                "PATCH" => self.owner.patch(path, &body).await,
                _ => self.owner.post(path, &body).await,
            };
            let errors = problem["errors"].as_array().into_iter().flatten();
            let pointers: Vec<&str> = errors.map(|one| one["pointer"].as_str().unwrap()).collect();
            let told = (got, problem["code"].as_str().unwrap_or_default(), pointers);
            let expected = (status, code, if pointer.is_empty() { vec![] } else { vec![pointer] });
            if told != expected {
                let shown: String = body.to_string().chars().take(200).collect();
                self.otherwise.lock().unwrap().push(format!("{method} {path} {shown}: {told:?}, not {expected:?}"));
            }
        }
    }

    /// All was answered as it should be, and the books are as they were.
    async fn nothing_happened(&self, before: (Value, Value, Value)) {
        let otherwise = self.otherwise.lock().unwrap().join("\n");
        assert!(otherwise.is_empty(), "{otherwise}");
        assert_eq!(self.books().await, before);
    }

    /// What the books say of the customer and the product.
    async fn books(&self) -> (Value, Value, Value) {
        let customer = self.owner.get(&format!("/api/v1/customers/{}", self.customer)).await.1;
        let product = self.owner.get(&format!("/api/v1/products/{}", self.product)).await.1;
        (customer, product, self.owner.get("/api/v1/settings").await.1)
    }
}

/// What no amount is, wherever one is wanted.
fn no_amounts(field: &'static str) -> Vec<Case> {
    vec![
        (field, json!(0.5), 400, "malformed", pointer(field)),
        (field, json!("100"), 400, "malformed", pointer(field)),
        (field, json!(true), 400, "malformed", pointer(field)),
        (field, json!([1]), 400, "malformed", pointer(field)),
        (field, json!(1e300), 400, "malformed", pointer(field)),
        (field, json!(u64::MAX), 400, "malformed", pointer(field)),
        (field, json!(-1), 422, "invalid_amount", pointer(field)),
        (field, json!(100_000_001), 422, "invalid_amount", pointer(field)),
        (field, json!(i64::MAX), 422, "invalid_amount", pointer(field)),
        (field, json!(i64::MIN), 422, "invalid_amount", pointer(field)),
    ]
}

/// What no text of at most `longest` letters is.
fn no_texts(field: &'static str, longest: usize) -> Vec<Case> {
    vec![
        (field, json!(7), 400, "malformed", pointer(field)),
        (field, json!({}), 400, "malformed", pointer(field)),
        (field, json!(NUL), 422, "invalid_field", pointer(field)),
        (field, json!("two\nlines"), 422, "invalid_field", pointer(field)),
        (field, json!(RTL), 422, "invalid_field", pointer(field)),
        (field, json!("\u{200b}hidden"), 422, "invalid_field", pointer(field)),
        (field, json!("x".repeat(longest + 1)), 422, "invalid_field", pointer(field)),
        (field, json!("x".repeat(1_000_000)), 413, "too_large", ""),
    ]
}

fn many_packs() -> Value {
    Value::Object((0..51).map(|n| (format!("pack {n}"), json!(1_000))).collect())
}

fn rates(days: &[&str]) -> Value {
    days.iter().map(|day| json!({"rateBp": 500, "from": day})).collect()
}

/// `/name`, of the fields that are named here.
fn pointer(field: &'static str) -> &'static str {
    const ALL: [&str; 19] = [
        "/amountPaise",
        "/pricePaise",
        "/mrpPaise",
        "/creditLimitPaise",
        "/openingBalancePaise",
        "/name",
        "/nickname",
        "/landmark",
        "/address",
        "/reason",
        "/description",
        "/notes",
        "/upiName",
        "/phone",
        "/email",
        "/gstin",
        "/stateCode",
        "/quantityMilli",
        "/countedCashPaise",
    ];
    ALL.into_iter().find(|known| known.get(1..) == Some(field)).unwrap_or_else(|| panic!("{field} is not listed"))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_of_a_customer_is_named() {
    let server = Server::start("bad-customers");
    let stall = Stall::of(&server, "+919820020051").await;
    let (before, base) = (stall.books().await, json!({"name": "Lalita"}));
    let mut shared = vec![];
    for (field, longest) in [("name", 200), ("nickname", 200), ("landmark", 200), ("address", 300)] {
        shared.extend(no_texts(field, longest));
    }
    for value in ["12345", "+1 202 555 0100", "98100x0001", "٩٨١٠٠١٠٠٠١", RTL] {
        shared.push(("phone", json!(value), 422, "invalid_field", "/phone"));
    }
    for value in ["nobody", "a@b", "a b@c.in", "=cmd@x", NUL] {
        shared.push(("email", json!(value), 422, "invalid_field", "/email"));
    }
    for value in ["27AAPFU0939F1ZW", "27AAPFU0939F1Z", "२7AAPFU0939F1ZV", "22AAAAA0000A1Z5"].iter().chain(NO_GSTINS) {
        shared.push(("gstin", json!(value), 422, "invalid_field", "/gstin"));
    }
    for value in ["39", "00", "7", "MH", "२७"] {
        shared.push(("stateCode", json!(value), 422, "invalid_field", "/stateCode"));
    }
    shared.extend(no_amounts("creditLimitPaise"));
    shared.push(("nmae", json!("x"), 400, "malformed", "/nmae"));
    let mut created = shared.clone();
    created.push(("name", json!(null), 400, "malformed", "/name"));
    created.push(("name", json!("  "), 422, "invalid_field", "/name"));
    // An opening balance may be below zero: then the shop owes them.
    created.extend(no_amounts("openingBalancePaise").into_iter().filter(|case| case.1 != json!(-1)));
    created.push(("openingBalancePaise", json!(-100_000_001), 422, "invalid_amount", "/openingBalancePaise"));
    stall.refuses("POST", "/api/v1/customers", &base, created).await;
    let elsewhere = vec![("gstin", json!("29AAGCB7383J1Z4"), 422, "invalid_field", "/gstin")];
    stall.refuses("POST", "/api/v1/customers", &json!({"name": "Lalita", "stateCode": "27"}), elsewhere).await;
    let own = format!("/api/v1/customers/{}", stall.customer);
    shared.push(("name", json!(null), 400, "malformed", "/name"));
    stall.refuses("PATCH", &own, &json!({}), shared).await;
    for query in ["q=%00", "q=%E2%80%AE", "q=%27%3B--", "q=%3DHYPERLINK()"] {
        for list in ["customers", "customers/search", "products"] {
            let (status, answer) = stall.owner.get(&format!("/api/v1/{list}?{query}")).await;
            assert_eq!(status, 200, "{list} {query}: {answer}");
        }
    }
    for nobody in [NOBODY, "7", "%00", "..%2f"] {
        let path = format!("/api/v1/customers/{nobody}");
        assert_eq!(stall.owner.get(&path).await.0, 404, "{nobody}");
        assert_eq!(stall.owner.patch(&path, &json!({"name": "Mine"})).await.0, 404, "{nobody}");
    }
    stall.nothing_happened(before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_of_a_product_is_named() {
    let server = Server::start("bad-products");
    let stall = Stall::of(&server, "+919820020052").await;
    let (before, base) = (stall.books().await, json!({"name": "Dal", "unit": "kg", "pricePaise": 9_000}));
    let mut shared = no_texts("name", 200);
    shared.extend(no_amounts("pricePaise"));
    shared.extend(no_amounts("mrpPaise"));
    shared.extend([
        ("pricePaise", json!(0), 422, "invalid_amount", "/pricePaise"),
        ("mrpPaise", json!(0), 422, "invalid_amount", "/mrpPaise"),
        ("mrpPaise", json!(1), 422, "invalid_field", "/pricePaise"),
        ("unit", json!("dozen"), 400, "malformed", "/unit"),
        ("unit", json!(1), 400, "malformed", "/unit"),
        ("taxRateBp", json!(1_234), 422, "invalid_field", "/taxRateBp"),
        ("taxRateBp", json!(-1), 400, "malformed", "/taxRateBp"),
        ("taxRateBp", json!(10_001), 400, "malformed", "/taxRateBp"),
        ("taxRateBp", json!("18"), 400, "malformed", "/taxRateBp"),
        ("taxRates", json!([{"rateBp": 1_200, "from": "2030-01-01"}]), 422, "invalid_field", "/taxRates/0/rateBp"),
        ("taxRates", json!([{"rateBp": 500, "from": "2030-02-30"}]), 400, "malformed", "/taxRates/0/from"),
        ("hsn", json!("12345"), 422, "invalid_field", "/hsn"),
        ("hsn", json!("१००६"), 422, "invalid_field", "/hsn"),
        ("barcode", json!("4006381333930"), 422, "invalid_field", "/barcode"),
        ("lowStockMilli", json!(-1), 422, "invalid_field", "/lowStockMilli"),
        ("lowStockMilli", json!(i64::MAX), 422, "invalid_field", "/lowStockMilli"),
        ("packs", json!({"bori": 0}), 422, "invalid_field", "/packs"),
        ("packs", json!({"bori": 1.5}), 400, "malformed", "/packs"),
        ("packs", many_packs(), 422, "invalid_field", "/packs"),
        ("taxRates", rates(&["2030-01-01", "2030-01-01"]), 422, "invalid_field", "/taxRates"),
        ("taxRates", rates(&["2030-01-01"; 21]), 422, "invalid_field", "/taxRates"),
        ("taxFree", json!("zero"), 400, "malformed", "/taxFree"),
        ("packs", json!({RTL: 1_000}), 422, "invalid_field", "/packs"),
        ("aliases", json!(["chawal", NUL]), 422, "invalid_field", "/aliases/1"),
        ("aliases", json!(vec!["a"; 51]), 422, "invalid_field", "/aliases"),
        ("aliases", json!("chawal"), 400, "malformed", "/aliases"),
        ("nmae", json!("x"), 400, "malformed", "/nmae"),
    ]);
    let mut created = shared.clone();
    created.extend([
        ("name", json!(null), 400, "malformed", "/name"),
        ("name", json!("rice"), 409, "duplicate_product", ""),
        ("unit", json!(null), 400, "malformed", "/unit"),
        ("pricePaise", json!(null), 400, "malformed", "/pricePaise"),
        ("stockMilli", json!(-1), 422, "invalid_field", "/stockMilli"),
        ("stockMilli", json!(i64::MAX), 422, "invalid_field", "/stockMilli"),
        ("stockMilli", json!(0.5), 400, "malformed", "/stockMilli"),
    ]);
    stall.refuses("POST", "/api/v1/products", &base, created).await;
    let own = format!("/api/v1/products/{}", stall.product);
    stall.refuses("PATCH", &own, &json!({}), shared).await;
    let unit = vec![("unit", json!("pc"), 422, "unit_in_use", "")];
    stall.refuses("PATCH", &own, &json!({}), unit).await;
    let mut moved = no_texts("reason", 200);
    moved.extend([
        ("op", json!("double"), 400, "malformed", "/op"),
        ("op", json!(null), 400, "malformed", "/op"),
        ("quantityMilli", json!(0), 422, "invalid_quantity", "/quantityMilli"),
        ("quantityMilli", json!(-1), 422, "invalid_quantity", "/quantityMilli"),
        ("quantityMilli", json!(i64::MAX), 422, "invalid_quantity", "/quantityMilli"),
        ("quantityMilli", json!(0.5), 400, "malformed", "/quantityMilli"),
        ("quantityMilli", json!("1"), 400, "malformed", "/quantityMilli"),
    ]);
    stall.refuses("POST", &format!("{own}/stock"), &json!({"op": "add", "quantityMilli": 1_000}), moved).await;
    let short = vec![("quantityMilli", json!(9_001), 422, "out_of_stock", "")];
    stall.refuses("POST", &format!("{own}/stock"), &json!({"op": "remove"}), short).await;
    stall.nothing_happened(before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_setting_is_named() {
    let server = Server::start("bad-settings");
    let stall = Stall::of(&server, "+919820020053").await;
    let before = stall.books().await;
    let mut cases = vec![];
    for (field, longest) in [("name", 200), ("address", 300), ("upiName", 200)] {
        cases.extend(no_texts(field, longest));
    }
    cases.extend([
        ("stateCode", json!("39"), 422, "invalid_field", "/stateCode"),
        ("gstin", json!("27AAPFU0939F1ZW"), 422, "invalid_field", "/gstin"),
        ("gstin", json!("29AAGCB7383J1Z4"), 422, "invalid_field", "/gstin"),
        ("gstin", json!("27MUMA00001A1DR"), 422, "invalid_field", "/gstin"),
        ("scheme", json!("regular"), 422, "invalid_field", "/scheme"),
        ("scheme", json!("lump"), 400, "malformed", "/scheme"),
        ("phone", json!("12345"), 422, "invalid_field", "/phone"),
        ("upiId", json!("sharma"), 422, "invalid_field", "/upiId"),
        ("upiId", json!("sharma@ok&am=1"), 422, "invalid_field", "/upiId"),
        ("fssai", json!("1151201900001"), 422, "invalid_field", "/fssai"),
        ("fssai", json!(11_512_019_000_012_i64), 400, "malformed", "/fssai"),
        ("series", json!("CN"), 422, "invalid_field", "/series"),
        ("series", json!("LONG"), 422, "invalid_field", "/series"),
        ("series", json!("A/B"), 422, "invalid_field", "/series"),
        ("oversell", json!("maybe"), 400, "malformed", "/oversell"),
        ("roundTo", json!("ten"), 400, "malformed", "/roundTo"),
        ("lowStockMilli", json!(-1), 422, "invalid_field", "/lowStockMilli"),
        ("amountMaxPaise", json!(0), 422, "invalid_field", "/amountMaxPaise"),
        ("amountMaxPaise", json!(i64::MAX), 422, "invalid_field", "/amountMaxPaise"),
        ("amountMaxPaise", json!(1.5), 400, "malformed", "/amountMaxPaise"),
        ("quantityMaxMilli", json!(-5), 422, "invalid_field", "/quantityMaxMilli"),
        ("quantityMaxMilli", json!("1"), 400, "malformed", "/quantityMaxMilli"),
        ("amountMax", json!(1), 400, "malformed", "/amountMax"),
    ]);
    cases.extend(NO_GSTINS.iter().map(|value| ("gstin", json!(value), 422, "invalid_field", "/gstin")));
    stall.refuses("PATCH", "/api/v1/settings", &json!({}), cases).await;
    stall.nothing_happened(before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gstin_that_is_none_is_named_at_registering_and_a_uin_is_billed() {
    let server = Server::start("gstins");
    let stall = Stall::of(&server, "+919820020056").await;
    let before = stall.books().await;
    let base = json!({"shopName": "Gupta Stores", "name": "Gupta", "login": "+919820020057", "password": "chawal-50"});
    // Of many that register at once the rest would wait.
    let gstins = ["27ABCDE1234F0Z1", "39ABCDE1234F1ZV", "0717GBR00001UN7"];
    let wrong = gstins.into_iter().map(|value| ("gstin", json!(value), 422, "invalid_field", "/gstin")).collect();
    stall.refuses("POST", "/api/v1/auth/register", &base, wrong).await;
    stall.nothing_happened(before).await;

    let (owner, settings) = (&stall.owner, "/api/v1/settings");
    assert_eq!(owner.patch(settings, &json!({"gstin": "27AAPFU0939F1ZV"})).await.0, 200);
    let own = json!({"name": "Ourselves", "gstin": "27aapfu0939f1zv"});
    let (status, problem) = owner.post("/api/v1/customers", &own).await;
    assert_eq!((status, problem["code"].as_str()), (422, Some("own_gstin")), "{problem}");
    for (name, number, state) in [("Embassy", "0717GBR00001UN7", "07"), ("Municipality", "27MUMA00001A1DR", "27")] {
        let (status, made) = owner.post("/api/v1/customers", &json!({"name": name, "gstin": number})).await;
        assert_eq!((status, made["customer"]["stateCode"].as_str()), (201, Some(state)), "{made}");
        let wish = json!({"customerId": made["customer"]["id"],
            "items": [{"productId": stall.product, "quantityMilli": 1_000}]});
        let (status, bill) = owner.post("/api/v1/invoices", &wish).await;
        assert_eq!((status, bill["invoice"]["customerGstin"].as_str()), (201, Some(number)), "{bill}");
        assert_eq!(bill["invoice"]["placeOfSupply"], state);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_of_a_payment_is_named() {
    let server = Server::start("bad-payments");
    let stall = Stall::of(&server, "+919820020054").await;
    let before = stall.books().await;
    let base = json!({"customerId": stall.customer, "amountPaise": 100});
    let mut shared = no_amounts("amountPaise");
    shared.extend([
        ("amountPaise", json!(0), 422, "invalid_amount", "/amountPaise"),
        ("customerId", json!(NOBODY), 404, "unknown_customer", ""),
        ("customerId", json!("7"), 400, "malformed", "/customerId"),
        ("customerId", json!(7), 400, "malformed", "/customerId"),
        ("customerId", json!(null), 400, "malformed", "/customerId"),
        ("amuontPaise", json!(1), 400, "malformed", "/amuontPaise"),
    ]);
    let mut paid = shared.clone();
    paid.extend(no_texts("notes", 500));
    paid.extend([
        ("mode", json!("gold"), 400, "malformed", "/mode"),
        ("date", json!("2999-01-01"), 422, "invalid_field", "/date"),
        ("date", json!("2026-02-30"), 400, "malformed", "/date"),
        ("date", json!("2026-11-22T00:00:00Z"), 400, "malformed", "/date"),
        ("payments", json!([]), 400, "malformed", "/payments"),
    ]);
    stall.refuses("POST", "/api/v1/ledger/payment", &base, paid).await;
    let part = |paise: Value| json!([{"mode": "cash", "amountPaise": 1}, {"mode": "upi", "amountPaise": paise}]);
    let at = "/payments/1/amountPaise";
    let parts = vec![
        ("payments", part(json!(0)), 422, "invalid_amount", at),
        ("payments", part(json!(-1)), 422, "invalid_amount", at),
        ("payments", part(json!(i64::MAX)), 422, "invalid_amount", at),
        ("payments", part(json!(0.5)), 400, "malformed", at),
        ("payments", part(json!("1")), 400, "malformed", at),
        ("payments", part(json!(null)), 400, "malformed", at),
        // Each may be; their sum may not.
        ("payments", part(json!(100_000_000)), 422, "invalid_amount", ""),
    ];
    stall.refuses("POST", "/api/v1/ledger/payment", &json!({"customerId": stall.customer}), parts).await;
    let mut credit = shared.clone();
    credit.extend(no_texts("description", 500));
    stall.refuses("POST", "/api/v1/ledger/credit", &base, credit).await;
    let mut written = shared.clone();
    written.extend(no_texts("reason", 500));
    written.push(("amountPaise", json!(50_001), 422, "above_owed", ""));
    let why = json!({"customerId": stall.customer, "amountPaise": 100, "reason": "old"});
    stall.refuses("POST", "/api/v1/ledger/write-off", &why, written).await;
    shared.push(("mode", json!(7), 400, "malformed", "/mode"));
    shared.extend(no_texts("notes", 500));
    let beyond = json!({"customerId": stall.customer, "amountPaise": 100, "allowAboveOwed": true});
    stall.refuses("POST", "/api/v1/ledger/refund", &beyond, shared).await;
    for raw in ["1e400", "NaN", "Infinity", "0x10", "01", "1_000", "1, \"amountPaise\": 1000", "1, \"payments\": []"] {
        let body = format!(r#"{{"customerId": "{}", "amountPaise": {raw}}}"#, stall.customer);
        let request = stall.owner.request("POST", "/api/v1/ledger/payment").header("content-type", "application/json");
        assert_eq!(request.body(body).send().await.unwrap().status(), 400, "{raw}");
    }
    stall.nothing_happened(before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_shops_ids_lead_nowhere() {
    let server = Server::start("bad-others");
    let stall = Stall::of(&server, "+919820020055").await;
    let before = stall.books().await;
    let other = Stall::of(&server, "+919820020056").await;
    let (customer, product) = (&stall.customer, &stall.product);
    let money = json!({"customerId": customer, "amountPaise": 100, "reason": "mine", "description": "mine"});
    let only = |names: &[&str]| {
        let mut body = json!({});
        for name in names {
            body[*name] = money[*name].clone();
        }
        body
    };
    let items = json!([{"productId": other.product, "quantityMilli": 1_000}]);
    let foreign = json!([{"productId": product, "quantityMilli": 1_000}]);
    for (method, path, body, code) in [
        ("PATCH", format!("/api/v1/customers/{customer}"), json!({"name": "Mine"}), "unknown_customer"),
        ("PATCH", format!("/api/v1/products/{product}"), json!({"name": "Mine"}), "unknown_product"),
        (
            "POST",
            format!("/api/v1/products/{product}/stock"),
            json!({"op": "add", "quantityMilli": 1}),
            "unknown_product",
        ),
        ("POST", "/api/v1/ledger/payment".into(), only(&["customerId", "amountPaise"]), "unknown_customer"),
        ("POST", "/api/v1/ledger/refund".into(), only(&["customerId", "amountPaise"]), "unknown_customer"),
        (
            "POST",
            "/api/v1/ledger/credit".into(),
            only(&["customerId", "amountPaise", "description"]),
            "unknown_customer",
        ),
        ("POST", "/api/v1/ledger/write-off".into(), only(&["customerId", "amountPaise", "reason"]), "unknown_customer"),
        ("POST", "/api/v1/invoices".into(), json!({"customerId": customer, "items": items}), "unknown_customer"),
        ("POST", "/api/v1/invoices".into(), json!({"customerId": other.customer, "items": foreign}), "unknown_product"),
    ] {
        let (status, problem) = match method {
            "PATCH" => other.owner.patch(&path, &body).await,
            _ => other.owner.post(&path, &body).await,
        };
        assert_eq!((status, &problem["code"]), (404, &json!(code)), "{method} {path}: {problem}");
    }
    for path in [
        format!("/api/v1/customers/{customer}"),
        format!("/api/v1/customers/{customer}/statement"),
        format!("/api/v1/customers/{customer}/open-invoices"),
        format!("/api/v1/products/{product}"),
        format!("/api/v1/ledger/{customer}"),
    ] {
        assert_eq!(other.owner.get(&path).await.0, 404, "{path}");
    }
    stall.nothing_happened(before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_span_that_ends_before_it_begins_is_refused() {
    let server = Server::start("bad-spans");
    let stall = Stall::of(&server, "+919820020058").await;
    let statement = format!("/api/v1/customers/{}/statement", stall.customer);
    for list in [&*statement, "/api/v1/invoices", "/api/v1/reports/sales"] {
        let (status, problem) = stall.owner.get(&format!("{list}?from=2026-11-02&to=2026-11-01")).await;
        assert_eq!((status, &problem["errors"][0]["pointer"]), (400, &json!("?to")), "{list}: {problem}");
        assert_eq!(stall.owner.get(&format!("{list}?from=2026-11-01&to=2026-11-01")).await.0, 200, "{list}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_names_one_wish_and_is_printable() {
    let server = Server::start("bad-keys");
    let stall = Stall::of(&server, "+919820020057").await;
    let customer = &stall.customer;
    let wish = |paise: i64| json!({"customerId": customer, "amountPaise": paise});
    let (status, first) = stall.owner.post_keyed("/api/v1/ledger/payment", "one-wish", &wish(100)).await;
    assert_eq!(status, 201, "{first}");
    assert_eq!(stall.owner.post_keyed("/api/v1/ledger/payment", "one-wish", &wish(100)).await, (201, first));
    let goods = json!({"name": "Dal", "unit": "kg", "pricePaise": 100});
    for (path, body) in [
        ("/api/v1/ledger/payment", wish(101)),
        ("/api/v1/ledger/refund", wish(100)),
        ("/api/v1/customers", json!({"name": "Lata"})),
        ("/api/v1/products", goods),
    ] {
        let (status, problem) = stall.owner.post_keyed(path, "one-wish", &body).await;
        assert_eq!((status, &problem["code"]), (422, &json!("key_reused")), "{path}: {problem}");
    }
    for key in ["", &"k".repeat(256), "नाम"] {
        let request = stall.owner.request("POST", "/api/v1/ledger/payment").header("idempotency-key", key.as_bytes());
        assert_eq!(request.json(&wish(1)).send().await.unwrap().status(), 400, "{key}");
    }
    let (_, read) = stall.owner.get(&format!("/api/v1/customers/{customer}")).await;
    assert_eq!(read["customer"]["balancePaise"], 50_000 - 100);
}
