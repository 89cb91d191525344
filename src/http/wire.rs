//! Bodies of requests as commands, and answers in their envelopes.

use super::fields::Fields;
use super::problem::Failure;
use execora_domain::ids::{PartyId, ProductId};
use execora_domain::invoice::{DraftLine, InvoiceDraft};
use execora_domain::ledger::{Command, NewParty, NewProduct, PaymentMode, StockOp};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use http::{HeaderValue, StatusCode, header};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::{Value, json};
use warp::reply::Response;

/// What an identity must look like.
const AN_ID: &str = "must be an id that this server gave";
/// How money is paid.
const A_MODE: &str = "must be cash, upi, card, bank, cheque or other";

/// The State of a shop that names none and has no GSTIN: Maharashtra.
const STATE_DEFAULT: &str = "27";

/// What `POST /auth/login` takes.
pub(crate) struct Login {
    pub(crate) login: String,
    pub(crate) password: SecretString,
}

/// What `POST /auth/register` takes.
pub(crate) struct Register {
    pub(crate) shop_name: String,
    pub(crate) state_code: String,
    pub(crate) gstin: Option<String>,
    pub(crate) name: String,
    pub(crate) login: String,
    pub(crate) password: SecretString,
}

/// A line of a bill before its product is looked up.
pub(crate) struct WantedLine {
    pub(crate) product: WantedProduct,
    quantity: Quantity,
    rate: Option<Money>,
}

/// How a caller names a product.
pub(crate) enum WantedProduct {
    Id(ProductId),
    Name(String),
}

/// A bill before its products are looked up.
pub(crate) struct WantedInvoice {
    party: PartyId,
    pub(crate) lines: Vec<WantedLine>,
    notes: Option<String>,
    expected_total: Option<Money>,
}

pub(crate) fn login(body: &Value) -> Result<Login, Failure> {
    let mut fields = Fields::of(body);
    let (login, password) = (fields.text("login"), fields.text("password"));
    fields.finish(login.zip(password).map(|(login, password)| Login { login, password: password.into() }))
}

pub(crate) fn register(body: &Value) -> Result<Register, Failure> {
    let mut fields = Fields::of(body);
    let gstin = fields.optional_text("gstin");
    // A GSTIN begins with its State's code.
    let of_gstin = gstin.as_ref().and_then(|gstin| gstin.trim().get(..2)).unwrap_or(STATE_DEFAULT).to_owned();
    let register = Register {
        shop_name: fields.text("shopName").unwrap_or_default(),
        state_code: fields.optional_text("stateCode").unwrap_or(of_gstin),
        gstin,
        name: fields.text("name").unwrap_or_default(),
        login: fields.text_of(&["login", "phone", "email"]).unwrap_or_default(),
        password: fields.text("password").unwrap_or_default().into(),
    };
    fields.finish(Some(register))
}

pub(crate) fn refresh_token(body: &Value) -> Result<SecretString, Failure> {
    let mut fields = Fields::of(body);
    let token = fields.text("refreshToken");
    fields.finish(token.map(SecretString::from))
}

pub(crate) fn new_party(body: &Value) -> Result<Command, Failure> {
    let mut fields = Fields::of(body);
    let party = NewParty {
        name: fields.text("name").unwrap_or_default(),
        phone: fields.optional_text("phone"),
        nickname: fields.optional_text("nickname"),
        landmark: fields.optional_text("landmark"),
        email: fields.optional_text("email"),
        opening_balance: fields.optional_money("openingBalancePaise").unwrap_or_default(),
        credit_limit: fields.optional_money("creditLimitPaise"),
    };
    fields.finish(Some(Command::CreateParty(party)))
}

pub(crate) fn new_product(body: &Value) -> Result<Command, Failure> {
    let mut fields = Fields::of(body);
    let unit: Option<Unit> = fields.required("unit", "must be kg, l, m, pc, pkt or bag");
    let rate = "must be a whole number of basis points from 0 to 10000";
    let product = NewProduct {
        name: fields.text("name").unwrap_or_default(),
        unit: unit.unwrap_or(Unit::Pc),
        price: fields.money("pricePaise").unwrap_or_default(),
        tax_rate: fields.optional::<TaxRate>("taxRateBp", rate).unwrap_or_default(),
        hsn: fields.optional_text("hsn"),
        stock: fields.optional_quantity("stockMilli").unwrap_or_default(),
        low_stock: fields.optional_quantity("lowStockMilli"),
        packs: fields.optional("packs", "must be pack words with whole thousandths").unwrap_or_default(),
        aliases: fields.optional("aliases", "must be a list of names").unwrap_or_default(),
    };
    fields.finish(Some(Command::CreateProduct(product)))
}

pub(crate) fn move_stock(product: ProductId, body: &Value) -> Result<Command, Failure> {
    let mut fields = Fields::of(body);
    let op: Option<StockOp> = fields.required("op", "must be add, remove or set");
    let quantity = fields.quantity("quantityMilli");
    let reason = fields.optional_text("reason");
    fields.finish(op.zip(quantity).map(|(op, quantity)| Command::MoveStock { product, op, quantity, reason }))
}

pub(crate) fn invoice(body: &Value) -> Result<WantedInvoice, Failure> {
    let mut fields = Fields::of(body);
    let party = fields.parsed("customerId", AN_ID);
    let lines = fields.each("items", wanted_line);
    let notes = fields.optional_text("notes");
    let expected_total = fields.optional_money("expectedTotalPaise");
    if !fields.flag("confirm", true) {
        let _none: Option<()> = fields.wrong("confirm", "must be true: bills are kept once they are confirmed");
    }
    let both = party.zip(lines);
    fields.finish(both.map(|(party, lines)| WantedInvoice { party, lines, notes, expected_total }))
}

fn wanted_line(line: &mut Fields<'_>) -> Option<WantedLine> {
    let id = line.optional_parsed("productId", AN_ID).map(WantedProduct::Id);
    let product = id.or_else(|| line.optional_text("productName").map(WantedProduct::Name));
    let (quantity, rate) = (line.quantity("quantityMilli"), line.optional_money("ratePaise"));
    if product.is_none() {
        return line.wrong("productId", "a line has a productId or a productName");
    }
    product.zip(quantity).map(|(product, quantity)| WantedLine { product, quantity, rate })
}

impl WantedInvoice {
    /// The command, once every product is known, in the order of the lines.
    pub(crate) fn with_products(self, products: Vec<ProductId>) -> Command {
        let known = self.lines.into_iter().zip(products);
        let lines =
            known.map(|(line, product)| DraftLine { rate: line.rate, ..DraftLine::new(product, line.quantity) });
        Command::IssueInvoice(InvoiceDraft {
            notes: self.notes,
            expected_total: self.expected_total,
            ..InvoiceDraft::new(self.party, lines.collect())
        })
    }
}

pub(crate) fn payment(body: &Value) -> Result<Command, Failure> {
    let mut fields = Fields::of(body);
    let (party, amount) = (fields.parsed("customerId", AN_ID), fields.money("amountPaise"));
    let mode = fields.optional::<PaymentMode>("mode", A_MODE).unwrap_or_default();
    let notes = fields.optional_text("notes");
    fields.finish(party.zip(amount).map(|(party, amount)| Command::ReceivePayment { party, amount, mode, notes }))
}

pub(crate) fn credit(body: &Value) -> Result<Command, Failure> {
    let mut fields = Fields::of(body);
    let (party, amount) = (fields.parsed("customerId", AN_ID), fields.money("amountPaise"));
    let description = fields.optional_text("description").unwrap_or_default();
    fields.finish(party.zip(amount).map(|(party, amount)| Command::GiveCredit { party, amount, description }))
}

/// An answer of JSON.
pub(crate) fn json_answer(status: StatusCode, body: &impl Serialize) -> Result<Response, Failure> {
    let text = serde_json::to_string(body).map_err(|error| {
        tracing::error!(%error, "an answer could not be written as JSON");
        Failure::Internal
    })?;
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

/// A page of a list in its envelope.
pub(crate) fn list_answer<T: Serialize>(name: &str, items: &[T], next: Option<&str>) -> Result<Response, Failure> {
    json_answer(StatusCode::OK, &json!({ name: items, "nextCursor": next }))
}

/// One thing in its envelope.
pub(crate) fn one_answer<T: Serialize>(status: StatusCode, name: &str, item: &T) -> Result<Response, Failure> {
    json_answer(status, &json!({ name: item }))
}

/// Thousandths as the decimal fraction that `matchScore` is: `875` is `0.875`.
pub(crate) fn fraction(milli: u16) -> Value {
    let text = format!("{}.{:03}", milli / 1_000, milli % 1_000);
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_bill_takes_products_by_id_or_by_name() {
        let (party, product) = (Uuid::now_v7(), Uuid::now_v7());
        let body = json!({"customerId": party, "items": [
            {"productId": product, "quantityMilli": 2_000},
            {"productName": "Atta", "quantityMilli": 1_500, "ratePaise": 4_500},
        ]});
        let wanted = invoice(&body).unwrap();
        assert!(matches!(&wanted.lines[1].product, WantedProduct::Name(name) if name == "Atta"));
        let ids = vec![ProductId::from_uuid(product), ProductId::from_uuid(party)];
        let Command::IssueInvoice(draft) = wanted.with_products(ids) else { panic!("not a bill") };
        assert_eq!(draft.lines.len(), 2);
        assert_eq!(draft.lines[1].rate, Some(Money::from_paise(4_500)));
    }

    #[test]
    fn a_line_without_a_product_is_named() {
        let body = json!({"customerId": Uuid::now_v7(), "items": [{"quantityMilli": 2_000}]});
        let Err(Failure::Malformed(errors)) = invoice(&body) else { panic!("taken") };
        assert_eq!(errors[0].pointer, "/items/0/productId");
    }

    #[test]
    fn a_score_is_written_as_a_fraction() {
        assert_eq!(fraction(1_000).to_string(), "1.0");
        assert_eq!(fraction(875).to_string(), "0.875");
    }
}
