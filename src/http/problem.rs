//! Errors as RFC 9457 `application/problem+json`: the one place where an error becomes a status.

use super::code::{self, Code};
use super::request::RequestId;
use execora_actors::identity::IdentityError;
use execora_actors::ledger::{PostError, ReadError};
use execora_actors::sessions::OpenError;
use execora_domain::ledger::{Party, Refusal};
use http::{HeaderValue, StatusCode, header};
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;
use warp::reply::Response;

/// Everything that can keep a request from being answered as it wished.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Failure {
    /// The body is not JSON, or a field of it is not what it must be.
    Malformed(Vec<FieldError>),
    /// The `Content-Type` is something else than JSON.
    NotJson,
    /// No token, or one that is not good (any more).
    NotSignedIn(&'static str),
    /// Signed in, but not allowed.
    Forbidden(&'static str),
    /// Nothing here of that name.
    NotFound(&'static str),
    /// There is no such route.
    NoSuchRoute,
    /// A request with this key is being answered.
    KeyInFlight,
    /// The route is there, but not for this method.
    MethodNotAllowed(String),
    /// The body is longer than it may be.
    TooLarge {
        /// What it may be.
        max_bytes: u64,
    },
    /// The body did not come in time.
    TooSlow,
    /// Asked too often.
    TooMany {
        /// When to ask again.
        retry_after: Duration,
    },
    /// An upgrade to something else than this server's WebSocket protocol.
    NotAnUpgrade,
    /// The books were not written, or may not have been.
    Post(PostError),
    /// The same, for these fields of the body.
    AtFault(PostError, Vec<FieldError>),
    /// The books were not read.
    Read(ReadError),
    /// Nobody was signed in, or no shop or user made.
    Identity(IdentityError),
    /// No place for a conversation.
    Open(OpenError),
    /// A draft is not a bill yet.
    NotIssued,
    /// The law has no third copy of a bill for services.
    NoSuchCopy,
    /// This shop files no such return.
    NoGstReturn(&'static str),
    /// Too much of one kind is under way.
    Busy(&'static str),
    /// Nothing is set up that sends messages.
    NoCourier(&'static str),
    /// A part that the answer needs is not there now.
    Unavailable(&'static str),
    /// A bug, or a broken part; the cause is in the log.
    Internal,
}

/// What is wrong with one field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub(crate) struct FieldError {
    /// A JSON pointer into the body: `/items/0/quantityMilli`; for a parameter of the URL, its name after `?`.
    pub(crate) pointer: String,
    /// What to do.
    pub(crate) message: String,
}

impl FieldError {
    /// One field's error as a whole failure.
    pub(crate) fn alone(pointer: impl Into<String>, message: impl Into<String>) -> Failure {
        Failure::Malformed(vec![Self { pointer: pointer.into(), message: message.into() }])
    }
}

impl From<PostError> for Failure {
    fn from(error: PostError) -> Self {
        Self::Post(error)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<IdentityError> for Failure {
    fn from(error: IdentityError) -> Self {
        Self::Identity(error)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

/// A failure in the words of RFC 9457.
struct Problem {
    code: Code,
    detail: String,
    errors: Vec<FieldError>,
    duplicates: Vec<Party>,
    retry_after: Option<Duration>,
    allow: Option<String>,
}

/// What went wrong, as RFC 9457 has it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Problem")]
pub(crate) struct Body<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    code: &'a str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
    /// Who seems to be the customer that was to be entered.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    duplicates: &'a [Party],
}

/// A moment, for what is busy and not broken.
const MOMENT: Duration = Duration::from_secs(1);

impl Problem {
    fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), errors: vec![], duplicates: vec![], retry_after: None, allow: None }
    }

    fn with(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    fn after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Malformed(errors) => {
                let detail = "the request is not what this route takes: see errors";
                Self::new(code::MALFORMED, detail).with(errors)
            }
            Failure::NotJson => Self::new(code::NOT_JSON, "send the body as Content-Type: application/json"),
            Failure::NotSignedIn(detail) => Self::new(code::NOT_SIGNED_IN, detail),
            Failure::Forbidden(detail) => Self::new(code::FORBIDDEN, detail),
            Failure::NotFound(detail) => Self::new(code::NOT_FOUND, detail),
            Failure::NoSuchRoute => Self::new(code::NO_SUCH_ROUTE, "there is no such route or file"),
            Failure::KeyInFlight => {
                let detail = "a request with this idempotency key is being answered: ask again in a moment";
                Self::new(code::KEY_IN_FLIGHT, detail).after(MOMENT)
            }
            Failure::MethodNotAllowed(allow) => {
                let detail = format!("this route takes {allow}");
                let problem = Self::new(code::METHOD_NOT_ALLOWED, detail);
                Self { allow: Some(allow), ..problem }
            }
            Failure::TooLarge { max_bytes } => {
                Self::new(code::TOO_LARGE, format!("a body has at most {max_bytes} bytes"))
            }
            Failure::TooSlow => Self::new(code::TOO_SLOW, "the body did not come in time: send it again"),
            Failure::TooMany { retry_after } => {
                let detail = "asked too often: wait as long as Retry-After says";
                Self::new(code::TOO_MANY, detail).after(retry_after)
            }
            Failure::NotAnUpgrade => Self::new(code::NOT_AN_UPGRADE, "connect with a WebSocket that speaks execora.v1"),
            Failure::Post(error) => error.into(),
            Failure::AtFault(error, errors) => Self::from(error).with(errors),
            Failure::Read(error) => error.into(),
            Failure::Identity(error) => error.into(),
            Failure::Open(error) => {
                let (text, code) = (error.to_string(), open_code(error));
                Self::new(code, text).after(MOMENT)
            }
            Failure::NoCourier(detail) => Self::new(code::NO_COURIER, detail),
            Failure::NotIssued => Self::new(code::NOT_ISSUED, "this is a draft: confirm it first"),
            Failure::NoSuchCopy => {
                Self::new(code::NO_SUCH_COPY, "a bill for services alone has two copies: original and duplicate")
            }
            Failure::NoGstReturn(detail) => Self::new(code::NO_GST_RETURN, detail),
            Failure::Busy(detail) => Self::new(code::BUSY, detail).after(MOMENT),
            Failure::Unavailable(detail) => Self::new(code::UNAVAILABLE, detail).after(MOMENT),
            Failure::Internal => internal(),
        }
    }
}

fn internal() -> Problem {
    let detail = "something broke: ask again, and give the request's id when you report it";
    Problem::new(code::INTERNAL, detail)
}

fn open_code(error: OpenError) -> Code {
    match error {
        OpenError::Full => code::FULL,
        OpenError::ShopFull => code::SHOP_FULL,
        OpenError::Draining => code::DRAINING,
    }
}

impl From<PostError> for Problem {
    fn from(error: PostError) -> Self {
        let text = error.to_string();
        match error {
            PostError::Refused(refusal) => refusal.into(),
            PostError::KeyReused => Self::new(code::KEY_REUSED, text),
            PostError::Overloaded => Self::new(code::BUSY, text).after(MOMENT),
            PostError::OutcomeUnknown => Self::new(code::OUTCOME_UNKNOWN, text).after(MOMENT),
            PostError::Failed => internal(),
        }
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        let text = error.to_string();
        match error {
            ReadError::NotFound => Self::new(code::NOT_FOUND, text),
            ReadError::BadCursor => {
                let errors = vec![FieldError { pointer: "?cursor".into(), message: text.clone() }];
                Self::new(code::MALFORMED, text).with(errors)
            }
            ReadError::Unavailable => Self::new(code::UNAVAILABLE, text).after(MOMENT),
        }
    }
}

impl From<IdentityError> for Problem {
    fn from(error: IdentityError) -> Self {
        let text = error.to_string();
        match error {
            IdentityError::WrongCredentials => Self::new(code::WRONG_CREDENTIALS, text),
            IdentityError::TooManyAttempts { seconds } => {
                Self::new(code::TOO_MANY, text).after(Duration::from_secs(seconds))
            }
            IdentityError::TokenRefused => Self::new(code::TOKEN_REFUSED, text),
            IdentityError::LoginTaken => Self::new(code::LOGIN_TAKEN, text),
            IdentityError::LastOwner => Self::new(code::LAST_OWNER, text),
            IdentityError::TooManyUsers => Self::new(code::TOO_MANY_USERS, text),
            IdentityError::NotFound => Self::new(code::NOT_FOUND, text),
            IdentityError::InvalidField { field, problem } => {
                let errors = vec![FieldError { pointer: field.to_owned(), message: problem.to_owned() }];
                Self::new(code::INVALID_FIELD, text).with(errors)
            }
            IdentityError::Unavailable => Self::new(code::UNAVAILABLE, text).after(MOMENT),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let text = refusal.to_string();
        match refusal {
            Refusal::InvalidAmount { .. } => Self::new(code::INVALID_AMOUNT, text),
            Refusal::InvalidQuantity { .. } => Self::new(code::INVALID_QUANTITY, text),
            Refusal::InvalidField { field, problem } => {
                let errors = vec![FieldError { pointer: field, message: problem }];
                Self::new(code::INVALID_FIELD, text).with(errors)
            }
            Refusal::InvalidLines => {
                let errors = vec![FieldError { pointer: "/items".to_owned(), message: text.clone() }];
                Self::new(code::INVALID_LINES, text).with(errors)
            }
            Refusal::UnknownParty => Self::new(code::UNKNOWN_CUSTOMER, text),
            Refusal::UnknownProduct => Self::new(code::UNKNOWN_PRODUCT, text),
            Refusal::UnknownEntry => Self::new(code::UNKNOWN_ENTRY, text),
            Refusal::UnknownReminder => Self::new(code::UNKNOWN_REMINDER, text),
            Refusal::ReminderOver => Self::new(code::REMINDER_OVER, text),
            Refusal::NoAddress { .. } => Self::new(code::NO_ADDRESS, text),
            Refusal::UnknownInvoice => Self::new(code::UNKNOWN_INVOICE, text),
            Refusal::AlreadyConfirmed => Self::new(code::ALREADY_CONFIRMED, text),
            Refusal::AlreadyCancelled => Self::new(code::ALREADY_CANCELLED, text),
            Refusal::HasCreditNotes => Self::new(code::HAS_CREDIT_NOTES, text),
            Refusal::StaleVersion { .. } => Self::new(code::STALE_VERSION, text),
            Refusal::NotABill => Self::new(code::NOT_A_BILL, text),
            Refusal::NothingLeft => Self::new(code::NOTHING_LEFT, text),
            Refusal::MoreThanBilled { .. } => Self::new(code::MORE_THAN_BILLED, text),
            Refusal::AlreadyReversed => Self::new(code::ALREADY_REVERSED, text),
            Refusal::DuplicateParty { .. } => Self::new(code::DUPLICATE_CUSTOMER, text),
            Refusal::SimilarParty { known, .. } => {
                Self { duplicates: known, ..Self::new(code::SIMILAR_CUSTOMER, text) }
            }
            Refusal::AboveOwed { .. } => Self::new(code::ABOVE_OWED, text),
            Refusal::DuplicateProduct { .. } => Self::new(code::DUPLICATE_PRODUCT, text),
            Refusal::DuplicateBarcode { .. } => Self::new(code::DUPLICATE_BARCODE, text),
            Refusal::RetiredProduct { .. } => Self::new(code::RETIRED_PRODUCT, text),
            Refusal::RetiredParty { .. } => Self::new(code::RETIRED_CUSTOMER, text),
            Refusal::OwnGstin => Self::new(code::OWN_GSTIN, text),
            Refusal::NotEven { .. } => Self::new(code::NOT_EVEN, text),
            Refusal::AboveMrp { .. } => Self::new(code::ABOVE_MRP, text),
            Refusal::UnitInUse { .. } => Self::new(code::UNIT_IN_USE, text),
            Refusal::DayClosed { .. } => Self::new(code::DAY_CLOSED, text),
            Refusal::PaidTooMuch { .. } => Self::new(code::PAID_TOO_MUCH, text),
            Refusal::OutOfStock { .. } => Self::new(code::OUT_OF_STOCK, text),
            Refusal::CreditLimit { .. } => Self::new(code::CREDIT_LIMIT, text),
            Refusal::TotalChanged { .. } => Self::new(code::TOTAL_CHANGED, text),
        }
    }
}

/// The answer to a request that failed.
pub(crate) fn answer(failure: Failure, id: &RequestId) -> Response {
    let problem = Problem::from(failure);
    let Code { status, name } = problem.code;
    let body = Body {
        r#type: format!("urn:execora:problem:{name}"),
        title: status.canonical_reason().unwrap_or("Error"),
        status: status.as_u16(),
        detail: &problem.detail,
        code: name,
        request_id: id.as_str(),
        errors: &problem.errors,
        duplicates: &problem.duplicates,
    };
    let mut response = Response::new(serde_json::to_string(&body).unwrap_or_default().into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(wait) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
    }
    if let Some(Ok(allow)) = problem.allow.map(HeaderValue::try_from) {
        headers.insert(header::ALLOW, allow);
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status_of(failure: impl Into<Failure>) -> u16 {
        answer(failure.into(), &RequestId::new(None)).status().as_u16()
    }

    #[test]
    fn a_rule_that_said_no_is_422_and_what_is_taken_409() {
        assert_eq!(status_of(PostError::Refused(Refusal::InvalidLines)), 422);
        assert_eq!(status_of(PostError::KeyReused), 422);
        assert_eq!(status_of(PostError::Refused(Refusal::DuplicateParty { name: "Asha".into() })), 409);
        assert_eq!(status_of(PostError::Refused(Refusal::UnknownParty)), 404);
    }

    #[test]
    fn what_is_busy_says_when_to_ask_again() {
        let response = answer(PostError::Overloaded.into(), &RequestId::new(None));
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
        assert_eq!(status_of(PostError::OutcomeUnknown), 504);
        assert_eq!(status_of(OpenError::Full), 503);
    }

    #[test]
    fn an_unknown_cause_is_not_told() {
        assert_eq!(status_of(PostError::Failed), 500);
        assert_eq!(Problem::from(Failure::Internal).code, code::INTERNAL);
    }
}
