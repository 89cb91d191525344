//! One route: how it is called, who may call it, what it reads, what answers, and how it is described.
//!
//! A route's reader is run on every request, and once on nothing, to learn what it reads; its answer's type gives the
//! schema of the answer. So a description cannot differ from what is done.

use super::Doors;
use super::answer::Answer;
use super::code::Code;
use super::fields::{Fields, Shape, unknown, unknown_message};
use super::problem::{Failure, FieldError};
use super::request::Request;
use super::seal::Seal;
use super::token::Who;
use execora_actors::identity::Role;
use futures_util::future::BoxFuture;
use http::{Method, StatusCode};
use schemars::SchemaGenerator;
use serde_json::{Map, Value};
use std::sync::Arc;
use warp::reply::Response;

/// What a request came to.
pub(crate) type Answered = Result<Response, Failure>;

/// A request from anyone.
pub(crate) struct Visit {
    pub(crate) doors: Arc<Doors>,
    pub(crate) request: Request,
}

/// A request from someone who is signed in to a shop.
pub(crate) struct Call {
    pub(crate) doors: Arc<Doors>,
    pub(crate) request: Request,
    pub(crate) who: Who,
}

/// Who may call a route of a shop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Access {
    /// Everyone in the shop.
    Shop,
    /// Who sells: the owner and the staff.
    Sellers,
    /// Who keeps the books: the owner and the accountant.
    Books,
    /// The owner.
    Owner,
}

impl Access {
    /// Whether this role may.
    pub(crate) fn admits(self, role: Role) -> bool {
        match self {
            Self::Shop => true,
            Self::Sellers => matches!(role, Role::Owner | Role::Staff),
            Self::Books => matches!(role, Role::Owner | Role::Accountant),
            Self::Owner => role == Role::Owner,
        }
    }
}

/// What a reader reads from.
pub(crate) struct Asked<'a> {
    /// What stands in the path where the template has `{name}`; what is wrong here leads nowhere.
    pub(crate) path: Fields<'a>,
    /// What stands after `?`.
    pub(crate) query: Fields<'a>,
    /// The JSON body.
    pub(crate) body: Fields<'a>,
}

/// Reads what a route takes out of a request.
pub(crate) type Reader<T> = fn(&mut Asked<'_>) -> Option<T>;

/// Reads nothing.
pub(crate) fn nothing(_: &mut Asked<'_>) -> Option<()> {
    Some(())
}

/// How a request is answered.
pub(crate) enum Handler {
    /// Anyone is answered.
    Open(Box<dyn Fn(Visit) -> BoxFuture<'static, Answered> + Send + Sync>),
    /// Someone of the shop is.
    Signed(Access, Box<dyn Fn(Call) -> BoxFuture<'static, Answered> + Send + Sync>),
}

/// What a route reads, as its reader said when it was run on nothing.
#[derive(Clone, Debug)]
pub(crate) struct Inputs {
    pub(crate) path: Shape,
    pub(crate) query: Shape,
    pub(crate) body: Shape,
    body_schema: Value,
}

/// One answer of a route, by media type; none where it has no body.
pub(crate) type Contents = fn(&mut SchemaGenerator) -> Vec<(&'static str, Value)>;

/// One line of the table.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) template: &'static str,
    /// What it is about: the operations of one topic stand together.
    pub(crate) topic: &'static str,
    /// What it does, in one sentence.
    pub(crate) summary: &'static str,
    pub(crate) status: StatusCode,
    /// The problems that only some routes have.
    pub(crate) problems: &'static [Code],
    pub(crate) inputs: Inputs,
    pub(crate) contents: Contents,
    pub(crate) handler: Handler,
    /// Runs the reader alone.
    #[cfg(test)]
    pub(crate) reads: Reading,
}

/// A reader that is run alone.
#[cfg(test)]
pub(crate) type Reading = Box<dyn Fn(&Request) -> Result<(), Failure> + Send + Sync>;

/// A route without its handler.
pub(crate) struct Plan {
    method: Method,
    template: &'static str,
    topic: &'static str,
    summary: &'static str,
    status: StatusCode,
    problems: &'static [Code],
}

impl Route {
    /// `GET`
    pub(crate) fn get(template: &'static str) -> Plan {
        Plan::new(Method::GET, template)
    }

    /// `POST`
    pub(crate) fn post(template: &'static str) -> Plan {
        Plan::new(Method::POST, template)
    }

    /// `PATCH`
    pub(crate) fn patch(template: &'static str) -> Plan {
        Plan::new(Method::PATCH, template)
    }

    /// Whether it may change something.
    pub(crate) fn writes(&self) -> bool {
        self.method != Method::GET
    }

    /// The values of the path's parameters, where it fits the template.
    pub(crate) fn fits(&self, path: &str) -> Option<Map<String, Value>> {
        let (mut captured, mut pieces) = (Map::new(), path.split('/'));
        for wanted in self.template.split('/') {
            let piece = pieces.next()?;
            match parameter(wanted) {
                Some(name) if !piece.is_empty() => {
                    captured.insert(name.to_owned(), piece.into());
                }
                _ if wanted == piece => {}
                _ => return None,
            }
        }
        pieces.next().is_none().then_some(captured)
    }
}

/// The name in `{name}`.
pub(crate) fn parameter(piece: &str) -> Option<&str> {
    piece.strip_prefix('{')?.strip_suffix('}')
}

impl Plan {
    fn new(method: Method, template: &'static str) -> Self {
        Self { method, template, topic: "", summary: "", status: StatusCode::OK, problems: &[] }
    }

    /// What it is about and what it does, in one sentence.
    pub(crate) fn about(self, topic: &'static str, summary: &'static str) -> Self {
        Self { topic, summary, ..self }
    }

    /// The answer says that something was made.
    pub(crate) fn created(self) -> Self {
        Self { status: StatusCode::CREATED, ..self }
    }

    /// The problems that this route has besides those that every such route has.
    pub(crate) fn problems(self, problems: &'static [Code]) -> Self {
        Self { problems, ..self }
    }

    /// The route, open to anyone.
    pub(crate) fn open<T, A, Fut>(
        self,
        read: Reader<T>,
        answer: impl Fn(Visit, T) -> Fut + Copy + Send + Sync + 'static,
    ) -> Route
    where
        T: Send + 'static,
        A: Answer,
        Fut: Future<Output = Result<A, Failure>> + Send + 'static,
    {
        let (inputs, status) = (inputs(read), self.status);
        let wanted = inputs.clone();
        let handler = Handler::Open(Box::new(move |visit| match read_request(&visit.request, &wanted, read) {
            Ok(asked) => Box::pin(async move { answer(visit, asked).await?.into_response(status) }),
            Err(failure) => Box::pin(std::future::ready(Err(failure))),
        }));
        self.with::<T, A>(inputs, read, handler)
    }

    /// The route, for those in the shop who may.
    pub(crate) fn signed_in<T, A, Fut>(
        self,
        access: Access,
        read: Reader<T>,
        answer: impl Fn(Call, T) -> Fut + Copy + Send + Sync + 'static,
    ) -> Route
    where
        T: Send + 'static,
        A: Answer,
        Fut: Future<Output = Result<A, Failure>> + Send + 'static,
    {
        let (inputs, status) = (inputs(read), self.status);
        let wanted = inputs.clone();
        let handler = move |call: Call| -> BoxFuture<'static, Answered> {
            match read_request(&call.request, &wanted, read) {
                Ok(asked) => Box::pin(async move { answer(call, asked).await?.into_response(status) }),
                Err(failure) => Box::pin(std::future::ready(Err(failure))),
            }
        };
        self.with::<T, A>(inputs, read, Handler::Signed(access, Box::new(handler)))
    }

    #[cfg_attr(not(test), expect(unused_variables, reason = "the tests run the reader alone"))]
    fn with<T: 'static, A: Answer>(self, inputs: Inputs, read: Reader<T>, handler: Handler) -> Route {
        let Self { method, template, topic, summary, status, problems } = self;
        let status = A::STATUS.unwrap_or(status);
        #[cfg(test)]
        let reads = {
            let wanted = inputs.clone();
            Box::new(move |request: &Request| read_request(request, &wanted, read).map(drop))
        };
        Route {
            method,
            template,
            topic,
            summary,
            status,
            problems,
            inputs,
            contents: A::contents,
            handler,
            #[cfg(test)]
            reads,
        }
    }
}

/// What a reader reads.
fn inputs<T>(read: Reader<T>) -> Inputs {
    let mut asked = Asked { path: Fields::described(), query: Fields::described(), body: Fields::described() };
    let _nothing_to_read = read(&mut asked);
    let Asked { path, query, body } = asked;
    let (path, query, body) = (path.into_shape(), query.into_shape(), body.into_shape());
    Inputs { body_schema: body.schema(), path, query, body }
}

/// Reads a request; everything that is wrong with it is told at once.
fn read_request<T>(request: &Request, wanted: &Inputs, read: Reader<T>) -> Result<T, Failure> {
    let mut errors = vec![];
    let query = query(request, &wanted.query, &mut errors);
    let body = if request.writes() { request.json()? } else { Value::Object(Map::new()) };
    let has_pages = wanted.query.properties.iter().any(|one| one.name == "cursor");
    let seal = if has_pages { Seal::of(request) } else { None };
    let mut asked = Asked {
        path: Fields::of_texts(&request.captured, "/"),
        query: Fields::of_texts(&query, "?").sealed(seal),
        body: Fields::of_body(&body),
    };
    let value = read(&mut asked);
    let Asked { path, query, body: fields } = asked;
    if !path.into_errors().is_empty() {
        return Err(Failure::NotFound("nothing here has this id"));
    }
    errors.extend(query.into_errors());
    errors.extend(fields.into_errors());
    errors.extend(unknown(&body, &wanted.body_schema, "/"));
    match value {
        Some(value) if errors.is_empty() => Ok(value),
        None if errors.is_empty() => Err(Failure::Internal),
        Some(_) | None => Err(Failure::Malformed(errors)),
    }
}

/// The parameters of the URL by name: each is known and given once.
fn query(request: &Request, wanted: &Shape, errors: &mut Vec<FieldError>) -> Map<String, Value> {
    let mut query = Map::new();
    for (name, value) in &request.query {
        let mut wrong = |message: String| {
            let name: String = name.chars().take(100).collect();
            errors.push(FieldError { pointer: format!("?{name}"), message });
        };
        let mut known = wanted.properties.iter().map(|one| one.name);
        if !known.clone().any(|one| one == name) {
            wrong(unknown_message(name, &mut known));
        } else if query.insert(name.clone(), value.as_str().into()).is_some() {
            wrong("is given twice".to_owned());
        }
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accountant_reads_and_only_the_owner_does_everything() {
        let admitted = |access: Access| {
            [Role::Owner, Role::Staff, Role::Accountant].into_iter().filter(|role| access.admits(*role)).count()
        };
        assert_eq!([Access::Shop, Access::Sellers, Access::Owner].map(admitted), [3, 2, 1]);
        assert!(!Access::Sellers.admits(Role::Accountant));
        assert!(!Access::Owner.admits(Role::Staff));
    }

    #[test]
    fn a_path_fits_a_template_with_several_parameters() {
        let read: Reader<(String, String)> =
            |asked| asked.path.required("id", "the bill").zip(asked.path.required("line", "the line"));
        let answer = |_: Visit, _: (String, String)| async { Ok(super::super::answer::Nothing) };
        let route = Route::patch("/invoices/{id}/lines/{line}").open(read, answer);
        let captured = route.fits("/invoices/7/lines/2").unwrap();
        assert_eq!((&captured["id"], &captured["line"]), (&Value::from("7"), &Value::from("2")));
        assert!(route.fits("/invoices/7/lines/").is_none());
    }
}
