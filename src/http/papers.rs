//! A bill on paper, for the shop and for whoever holds its link.

use super::Doors;
use super::answer::Answer;
use super::code;
use super::limit::Limit;
use super::problem::Failure;
use super::readable::Readable;
use super::request::Request;
use super::route::{Access, Answered, Asked, Call, Route, Visit};
use crate::clock;
use crate::documents::receipt::{self, Paper};
use crate::documents::{Bill, Buyer, LinkError, Links, PaperCopy, Press, PressError, Shown, page};
use bytes::Bytes;
use execora_actors::ledger::ReadError;
use execora_domain::ids::{InvoiceId, PartyId, TenantId};
use execora_domain::ledger::{SettledBill, Shop};
use execora_domain::money::Money;
use execora_domain::reply::Tongue;
use http::{HeaderName, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use schemars::{JsonSchema, SchemaGenerator};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::{Value, json};
use std::net::IpAddr;
use std::time::Instant;
use warp::reply::Response;

/// What a page behind a link may load: its style sheet.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";
/// No search engine keeps a customer's bill.
const NO_ROBOTS: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow, noarchive"));

/// What papers are made with.
pub(crate) struct Papers {
    links: Links,
    press: Press,
    /// Openings of links, by address.
    visits: Limit<IpAddr>,
}

impl Papers {
    /// Links signed with a key made from the server's, opened so often in a minute from one address.
    pub(crate) fn new(key: &SecretString, visits_per_minute: u64) -> Self {
        Self { links: Links::new(key), press: Press::default(), visits: Limit::new(visits_per_minute) }
    }
}

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Papers";
    vec![
        Route::get("/api/v1/invoices/{id}/pdf")
            .about(TOPIC, "The bill as an A4 PDF")
            .problems(&[code::BUSY, code::NOT_ISSUED, code::NO_SUCH_COPY])
            .signed_in(Access::Shop, read_pdf, pdf),
        Route::get("/api/v1/invoices/{id}/receipt")
            .about(TOPIC, "The bill for a thermal printer, as text or as the bytes that it takes")
            .problems(&[code::NOT_ISSUED, code::NO_SUCH_COPY])
            .signed_in(Access::Shop, read_receipt, receipt),
        Route::post("/api/v1/invoices/{id}/link")
            .about(TOPIC, "A link by which the customer sees this bill and no other, for 90 days")
            .created()
            .problems(&[code::NOT_ISSUED])
            .signed_in(Access::Sellers, read_id, link),
        Route::get("/b/{token}")
            .about(TOPIC, "The bill that a link leads to, as a page; 410 once the link has expired")
            .open(read_visit, visited),
        Route::get("/b/{token}/pdf")
            .about(TOPIC, "The bill that a link leads to, as a PDF")
            .problems(&[code::BUSY])
            .open(read_visit, visited_pdf),
    ]
}

/// The language that papers are written in.
impl Readable for Tongue {
    const MUST_BE: &'static str = "must be en or hi";

    fn read(value: &Value) -> Option<Self> {
        match value.as_str()? {
            "en" => Some(Self::En),
            "hi" => Some(Self::Hi),
            _ => None,
        }
    }

    fn schema() -> Value {
        json!({ "type": "string", "enum": ["en", "hi"] })
    }
}

impl Readable for Paper {
    const MUST_BE: &'static str = "must be 58 or 80";

    fn read(value: &Value) -> Option<Self> {
        Self::of_millimetres(value.as_str()?)
    }

    fn schema() -> Value {
        json!({ "type": "string", "enum": ["58", "80"] })
    }
}

impl Readable for PaperCopy {
    const MUST_BE: &'static str = "must be original, duplicate or triplicate";

    fn read(value: &Value) -> Option<Self> {
        match value.as_str()? {
            "original" => Some(Self::Original),
            "duplicate" => Some(Self::Duplicate),
            "triplicate" => Some(Self::Triplicate),
            _ => None,
        }
    }

    fn schema() -> Value {
        json!({ "type": "string", "enum": ["original", "duplicate", "triplicate"] })
    }
}

/// What a receipt is made for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Format {
    Text,
    EscPos,
}

impl Readable for Format {
    const MUST_BE: &'static str = "must be text or escpos";

    fn read(value: &Value) -> Option<Self> {
        match value.as_str()? {
            "text" => Some(Self::Text),
            "escpos" => Some(Self::EscPos),
            _ => None,
        }
    }

    fn schema() -> Value {
        json!({ "type": "string", "enum": ["text", "escpos"] })
    }
}

/// A paper as a file.
struct Pdf {
    name: String,
    bytes: Vec<u8>,
}

impl Answer for Pdf {
    fn contents(_: &mut SchemaGenerator) -> Vec<(&'static str, Value)> {
        vec![("application/pdf", json!({ "type": "string", "format": "binary" }))]
    }

    fn into_response(self, status: StatusCode) -> Answered {
        Ok(file(status, self.bytes, "application/pdf", &format!("inline; filename=\"{}.pdf\"", self.name)))
    }
}

/// A receipt for a printer.
struct Receipt {
    name: String,
    bytes: Vec<u8>,
    format: Format,
}

impl Answer for Receipt {
    fn contents(_: &mut SchemaGenerator) -> Vec<(&'static str, Value)> {
        let bytes = json!({ "type": "string", "format": "binary" });
        vec![("text/plain", json!({ "type": "string" })), ("application/octet-stream", bytes)]
    }

    fn into_response(self, status: StatusCode) -> Answered {
        let (kind, disposition) = match self.format {
            Format::Text => ("text/plain; charset=utf-8", "inline".to_owned()),
            Format::EscPos => ("application/octet-stream", format!("attachment; filename=\"{}.bin\"", self.name)),
        };
        Ok(file(status, self.bytes, kind, &disposition))
    }
}

/// A page for a customer. What is wrong with a link is told as a page too.
struct Opened {
    status: StatusCode,
    html: String,
}

impl Answer for Opened {
    fn contents(_: &mut SchemaGenerator) -> Vec<(&'static str, Value)> {
        vec![("text/html", json!({ "type": "string" }))]
    }

    fn into_response(self, _: StatusCode) -> Answered {
        let mut response = file(self.status, self.html, "text/html; charset=utf-8", "inline");
        let policy = HeaderValue::from_static(CONTENT_SECURITY_POLICY);
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        Ok(response)
    }
}

/// A PDF, or the page that says why there is none.
enum OpenedPdf {
    Pdf(Pdf),
    Page(Opened),
}

impl Answer for OpenedPdf {
    fn contents(generator: &mut SchemaGenerator) -> Vec<(&'static str, Value)> {
        Pdf::contents(generator)
    }

    fn into_response(self, status: StatusCode) -> Answered {
        match self {
            Self::Pdf(pdf) => pdf.into_response(status),
            Self::Page(page) => page.into_response(status),
        }
    }
}

/// A link and how long it is good.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct LinkAnswer {
    /// Where the customer sees the bill.
    url: String,
    /// Until when.
    expires_at: Timestamp,
}

fn file(status: StatusCode, body: impl Into<Bytes>, kind: &'static str, disposition: &str) -> Response {
    let mut response = Response::new(body.into().into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(disposition) = HeaderValue::from_str(disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers.insert(NO_ROBOTS.0, NO_ROBOTS.1);
    response
}

fn read_id(asked: &mut Asked<'_>) -> Option<InvoiceId> {
    asked.path.required("id", "The bill")
}

fn read_tongue(asked: &mut Asked<'_>) -> Option<Tongue> {
    asked.query.optional("language", "The language of the printed words: en where it is left out")
}

fn read_copy(asked: &mut Asked<'_>) -> Option<PaperCopy> {
    let about = "Which copy it says it is: original for the recipient, duplicate for the transporter, triplicate for the \
         supplier; of services alone, original and duplicate. Where it is left out, a tax invoice is the original";
    asked.query.optional("copy", about)
}

fn read_pdf(asked: &mut Asked<'_>) -> Option<(InvoiceId, Option<PaperCopy>, Tongue)> {
    let (copy, tongue) = (read_copy(asked), read_tongue(asked).unwrap_or(Tongue::En));
    Some((read_id(asked)?, copy, tongue))
}

async fn pdf(call: Call, (id, copy, tongue): (InvoiceId, Option<PaperCopy>, Tongue)) -> Result<Pdf, Failure> {
    let bill = copy_of(&call, id, copy).await?;
    drawn(&call.doors, bill, tongue).await
}

/// A receipt that is asked for.
struct AskedReceipt {
    id: InvoiceId,
    paper: Paper,
    format: Format,
    copy: Option<PaperCopy>,
    tongue: Tongue,
}

fn read_receipt(asked: &mut Asked<'_>) -> Option<AskedReceipt> {
    let width = asked.query.optional("width", "The paper's width in millimetres: 58 where it is left out");
    let format = asked.query.optional("format", "text, or the printer's own bytes (escpos): text where it is left out");
    let (paper, format) = (width.unwrap_or(Paper::Narrow), format.unwrap_or(Format::Text));
    let (copy, tongue) = (read_copy(asked), read_tongue(asked).unwrap_or(Tongue::En));
    Some(AskedReceipt { id: read_id(asked)?, paper, format, copy, tongue })
}

async fn receipt(call: Call, asked: AskedReceipt) -> Result<Receipt, Failure> {
    let AskedReceipt { id, paper, format, copy, tongue } = asked;
    let bill = copy_of(&call, id, copy).await?;
    let bytes = match format {
        Format::Text => receipt::text(&bill, paper, tongue).into_bytes(),
        Format::EscPos => call.doors.papers.press.receipt(bill.clone(), paper, tongue).await?,
    };
    Ok(Receipt { name: file_name(&bill), bytes, format })
}

/// The bill as this copy of it.
async fn copy_of(call: &Call, id: InvoiceId, copy: Option<PaperCopy>) -> Result<Bill, Failure> {
    let bill = issued(&call.doors, call.who.tenant, id).await?;
    let mut bill = on_paper(&call.doors, call.who.tenant, bill).await?;
    if copy == Some(PaperCopy::Triplicate) && bill.is_of_services() {
        return Err(Failure::NoSuchCopy);
    }
    bill.copy = copy;
    Ok(bill)
}

async fn link(call: Call, id: InvoiceId) -> Result<LinkAnswer, Failure> {
    issued(&call.doors, call.who.tenant, id).await?;
    let shown = Shown { tenant: call.who.tenant, invoice: id };
    let (token, expires) = call.doors.papers.links.make(shown, clock::unix_seconds());
    let expires_at = i64::try_from(expires).ok().and_then(|second| Timestamp::from_second(second).ok());
    let url = format!("{}/b/{token}", origin(&call.doors, &call.request));
    Ok(LinkAnswer { url, expires_at: expires_at.ok_or(Failure::Internal)? })
}

/// How this server is reached from outside: as the settings say, else as the request was addressed.
fn origin(doors: &Doors, request: &Request) -> String {
    let server = &doors.config.server;
    if !server.public_url.is_empty() {
        return server.public_url.trim_end_matches('/').to_owned();
    }
    let is_plain = |host: &&str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    match request.header(header::HOST).filter(is_plain) {
        Some(host) => format!("http://{host}"),
        None => String::new(),
    }
}

/// A link that was opened: its token, and the language that was asked for.
struct Opening {
    token: String,
    tongue: Option<Tongue>,
}

fn read_visit(asked: &mut Asked<'_>) -> Option<Opening> {
    let tongue = read_tongue(asked);
    Some(Opening { token: asked.path.required("token", "What stands in the link")?, tongue })
}

async fn visited(visit: Visit, opening: Opening) -> Result<Opened, Failure> {
    let tongue = tongue_of(&visit.request, &opening);
    Ok(match shown(&visit, &opening, tongue).await? {
        Ok(bill) => {
            let html = page::bill(&bill, tongue, &format!("/b/{}", opening.token));
            Opened { status: StatusCode::OK, html }
        }
        Err(page) => page,
    })
}

async fn visited_pdf(visit: Visit, opening: Opening) -> Result<OpenedPdf, Failure> {
    let tongue = tongue_of(&visit.request, &opening);
    Ok(match shown(&visit, &opening, tongue).await? {
        Ok(bill) => OpenedPdf::Pdf(drawn(&visit.doors, bill, tongue).await?),
        Err(page) => OpenedPdf::Page(page),
    })
}

/// The bill that a link leads to, without what only the shop may know; or the page that says why there is none.
async fn shown(visit: &Visit, opening: &Opening, tongue: Tongue) -> Result<Result<Bill, Opened>, Failure> {
    let doors = &visit.doors;
    let caller = visit.request.client(&doors.config.server.trusted_proxies);
    let counted = doors.papers.visits.count(caller, Instant::now());
    counted.map_err(|retry_after| Failure::TooMany { retry_after })?;
    let nothing = |is_expired: bool| {
        let status = if is_expired { StatusCode::GONE } else { StatusCode::NOT_FOUND };
        Ok(Err(Opened { status, html: page::no_bill(is_expired, tongue) }))
    };
    let shown = match doors.papers.links.read(&opening.token, clock::unix_seconds()) {
        Ok(shown) => shown,
        Err(LinkError::NotOurs) => return nothing(false),
        Err(LinkError::Expired) => return nothing(true),
    };
    match doors.reader.bill(shown.tenant, shown.invoice).await {
        Ok(bill) => Ok(Ok(on_paper(doors, shown.tenant, bill).await?.for_strangers())),
        Err(ReadError::NotFound) => nothing(false),
        Err(error) => Err(error.into()),
    }
}

/// The language that was asked for, else the browser's first of ours.
fn tongue_of(request: &Request, opening: &Opening) -> Tongue {
    opening.tongue.unwrap_or_else(|| preferred(request.header(header::ACCEPT_LANGUAGE).unwrap_or_default()))
}

fn preferred(accepted: &str) -> Tongue {
    let mut languages = accepted.split(',').filter_map(|one| one.trim().get(..2));
    let first = languages.find(|one| one.eq_ignore_ascii_case("en") || one.eq_ignore_ascii_case("hi"));
    if first.is_some_and(|one| one.eq_ignore_ascii_case("hi")) { Tongue::Hi } else { Tongue::En }
}

/// The bill, of which there is no paper as long as it is a draft.
async fn issued(doors: &Doors, tenant: TenantId, id: InvoiceId) -> Result<SettledBill, Failure> {
    match doors.reader.bill(tenant, id).await {
        Err(ReadError::NotFound) => {}
        read => return Ok(read?),
    }
    match doors.reader.draft(tenant, id, clock::now()).await {
        Ok(_) => Err(Failure::NotIssued),
        // It may have been confirmed between the two looks.
        Err(ReadError::NotFound) => Ok(doors.reader.bill(tenant, id).await?),
        Err(error) => Err(error.into()),
    }
}

/// The bill with its shop as it was on that day, and its customer as the books have them now.
async fn on_paper(doors: &Doors, tenant: TenantId, bill: SettledBill) -> Result<Bill, Failure> {
    let SettledBill { mut invoice, settlement } = bill;
    let now = doors.reader.shop(tenant).await?;
    let then = match invoice.entry_id {
        Some(entry) => doors.reader.shop_when(tenant, entry).await?,
        None => now.clone(),
    };
    // Who sold is told as it was; what is paid today goes to where the shop takes payments today.
    let shop = Shop { upi_id: now.upi_id, upi_name: now.upi_name.or(Some(now.name)), ..then };
    let party = match doors.reader.party(tenant, invoice.customer_id).await {
        Ok(party) => Some(party),
        Err(ReadError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    if let Some(entry) = invoice.payment_entry_id {
        // What was paid with it and taken back since is not told as paid.
        if doors.reader.is_reversed(tenant, entry).await? {
            (invoice.payments, invoice.change) = (vec![], Money::ZERO);
        }
    }
    let of_gstin = invoice.customer_gstin.as_deref().and_then(|gstin| gstin.get(..2)).map(str::to_owned);
    let mut buyer = Buyer {
        is_walk_in: invoice.customer_id == PartyId::walk_in(tenant),
        name: invoice.customer_name.clone(),
        state_code: of_gstin.or_else(|| invoice.place_of_supply.clone()),
        gstin: invoice.customer_gstin.clone(),
        ..Buyer::default()
    };
    if let Some(party) = party {
        buyer.address = party.address;
        buyer.phone = party.phone;
    }
    Ok(Bill::new(invoice, settlement, shop, buyer))
}

async fn drawn(doors: &Doors, bill: Bill, tongue: Tongue) -> Result<Pdf, Failure> {
    let name = file_name(&bill);
    Ok(Pdf { name, bytes: doors.papers.press.pdf(bill, tongue).await? })
}

/// The number as a file's name: `INV-26-27-000042`.
fn file_name(bill: &Bill) -> String {
    let number = bill.number.as_deref().unwrap_or("draft");
    number.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect()
}

impl From<PressError> for Failure {
    fn from(error: PressError) -> Self {
        match error {
            PressError::Busy => Self::Busy("too many papers are being drawn: ask again in a moment"),
            PressError::Failed => Self::Internal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_says_which_language_comes_first() {
        assert_eq!(preferred("hi-IN,hi;q=0.9,en;q=0.8"), Tongue::Hi);
        assert_eq!(preferred("mr-IN, en-IN;q=0.7, hi;q=0.5"), Tongue::En);
        for nothing in ["", "*", ",,", "क,ख"] {
            assert_eq!(preferred(nothing), Tongue::En);
        }
    }
}
