//! The description of the API, OpenAPI 3.1, written from the table of routes.

use super::answer::Answer;
use super::code::{self, Code};
use super::fields::{Property, Shape};
use super::problem;
use super::route::{Access, Answered, Handler, Route, Visit, nothing};
use super::routes;
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use warp::reply::Response;

/// What is said of the whole.
const ABOUT: &str = "Money is whole paise in fields that end in `Paise`, quantities are whole thousandths in fields that \
     end in `Milli`, times are RFC 3339, ids are UUIDv7. A balance above zero is what the customer owes the shop. Lists \
     page with `limit` and `cursor`. A field or parameter that is not described here is refused. A write that is asked \
     again with the same `Idempotency-Key` and body is done once and answered the same.";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/openapi.json")
            .about("The server", "This description, as OpenAPI 3.1")
            .open(nothing, described),
    ]
}

/// The description as text, written once.
static TEXT: LazyLock<Bytes> = LazyLock::new(|| document(routes::table()).to_string().into());

/// The description.
struct Description;

impl Answer for Description {
    fn contents(_: &mut SchemaGenerator) -> Vec<(&'static str, Value)> {
        vec![("application/json", json!({ "type": "object", "required": ["openapi", "info", "paths"] }))]
    }

    fn into_response(self, status: StatusCode) -> Answered {
        let mut response = Response::new(TEXT.clone().into());
        *response.status_mut() = status;
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(response)
    }
}

async fn described(_: Visit, (): ()) -> Result<Description, problem::Failure> {
    Ok(Description)
}

/// The description of these routes.
pub(crate) fn document(table: &[Route]) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut generator = settings.with(|it| it.definitions_path = "/components/schemas".into()).into_generator();
    let mut paths: Map<String, Value> = Map::new();
    let mut topics: Vec<&str> = vec![];
    for route in table {
        if !topics.contains(&route.topic) {
            topics.push(route.topic);
        }
        let operations = paths.entry(route.template).or_insert_with(|| json!({}));
        operations[route.method.as_str().to_lowercase()] = operation(route, &mut generator);
    }
    topics.sort_unstable();
    let _registered = generator.subschema_for::<problem::Body<'_>>();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Execora", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT },
        "servers": [{ "url": "/" }],
        "tags": topics.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" } },
        },
    })
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let inputs = &route.inputs;
    let mut given = parameters(&inputs.path, "path");
    given.extend(parameters(&inputs.query, "query"));
    if takes_key(route) {
        given.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "description": "Names this wish, so that asking again does it once",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255 },
        }));
    }
    let mut operation = json!({
        "operationId": operation_id(route),
        "tags": [route.topic],
        "summary": route.summary,
        "responses": responses(route, generator),
    });
    if !given.is_empty() {
        operation["parameters"] = given.into();
    }
    if !inputs.body.is_empty() {
        let content = json!({ "application/json": { "schema": inputs.body.schema() } });
        operation["requestBody"] = json!({ "required": inputs.body.is_required(), "content": content });
    }
    if let Handler::Signed(access, _) = route.handler {
        operation["security"] = json!([{ "token": [] }]);
        if let Some(roles) = roles(access) {
            operation["description"] = format!("For {roles}.").into();
        }
    }
    operation
}

fn roles(access: Access) -> Option<&'static str> {
    match access {
        Access::Shop => None,
        Access::Sellers => Some("the owner and the staff"),
        Access::Books => Some("the owner and the accountant"),
        Access::Owner => Some("the owner"),
    }
}

/// A shop's writes take a key.
fn takes_key(route: &Route) -> bool {
    route.writes() && matches!(route.handler, Handler::Signed(..))
}

/// `GET /api/v1/customers/{id}/statement` is `getCustomersIdStatement`.
fn operation_id(route: &Route) -> String {
    let mut id = route.method.as_str().to_lowercase();
    let words = route.template.split(|letter: char| !letter.is_ascii_alphanumeric());
    for word in words.filter(|word| !matches!(*word, "" | "api" | "v1")) {
        let (first, rest) = word.split_at(1);
        id.push_str(&first.to_uppercase());
        id.push_str(rest);
    }
    id
}

fn parameters(shape: &Shape, place: &str) -> Vec<Value> {
    let parameter = |one: &Property| {
        json!({
            "name": one.name,
            "in": place,
            "required": one.required,
            "description": one.about,
            "schema": one.schema,
        })
    };
    shape.properties.iter().map(parameter).collect()
}

/// The answer, and every problem that may come instead.
fn responses(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let mut responses = Map::new();
    let contents = (route.contents)(generator);
    let mut answer = json!({ "description": route.status.canonical_reason() });
    if !contents.is_empty() {
        let schemas = contents.into_iter().map(|(kind, schema)| (kind.to_owned(), json!({ "schema": schema })));
        answer["content"] = Value::Object(schemas.collect());
    }
    responses.insert(route.status.as_u16().to_string(), answer);
    let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for Code { status, name } in problems(route) {
        let names = by_status.entry(status.as_u16()).or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for (status, names) in by_status {
        let known = json!({ "properties": { "code": { "enum": names } } });
        let schema = json!({ "allOf": [{ "$ref": "#/components/schemas/Problem" }, known] });
        let content = json!({ "application/problem+json": { "schema": schema } });
        let problem = json!({ "description": names.join(", "), "content": content });
        responses.insert(status.to_string(), problem);
    }
    Value::Object(responses)
}

/// What may go wrong: what every route of this kind has, and what this one has of its own.
fn problems(route: &Route) -> Vec<Code> {
    let mut problems = vec![code::MALFORMED, code::INTERNAL, code::TOO_LARGE, code::TOO_SLOW];
    if !route.inputs.path.is_empty() {
        problems.push(code::NOT_FOUND);
    }
    if route.writes() {
        problems.push(code::NOT_JSON);
    }
    if let Handler::Signed(access, _) = route.handler {
        problems.extend([code::NOT_SIGNED_IN, code::TOO_MANY, code::UNAVAILABLE]);
        if access != Access::Shop {
            problems.push(code::FORBIDDEN);
        }
    }
    if takes_key(route) {
        problems.extend([code::KEY_IN_FLIGHT, code::KEY_REUSED, code::BUSY, code::OUTCOME_UNKNOWN]);
    }
    problems.extend(route.problems);
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::request::asking;
    use crate::http::routes::{Found, find};

    /// Every schema of an operation, with the components that its references lead to.
    fn schemas(document: &Value, operation: &Value) -> Vec<Value> {
        let mut found = vec![];
        let of_content = |content: &Value| {
            content.as_object().into_iter().flatten().map(|(_, one)| one["schema"].clone()).collect::<Vec<_>>()
        };
        for (_, response) in operation["responses"].as_object().unwrap() {
            found.extend(of_content(&response["content"]));
        }
        found.extend(of_content(&operation["requestBody"]["content"]));
        for schema in &mut found {
            schema["components"] = document["components"].clone();
        }
        found
    }

    fn operations(document: &Value) -> Vec<(String, String, Value)> {
        let paths = document["paths"].as_object().unwrap();
        let operations = paths.iter().flat_map(|(path, methods)| {
            methods.as_object().unwrap().iter().map(|(method, one)| (method.to_uppercase(), path.clone(), one.clone()))
        });
        operations.collect()
    }

    #[test]
    fn the_document_has_every_route_and_nothing_else() {
        let document = document(routes::table());
        let described = operations(&document);
        assert_eq!(described.len(), routes::table().len());
        for (method, path, operation) in described {
            let asked = path.replace(['{', '}'], "");
            let Found::Route(route, _) = find(&method.parse().unwrap(), &asked) else { panic!("{method} {path}") };
            assert_eq!(route.template, path);
            let ids: Vec<_> = operation["parameters"].as_array().into_iter().flatten().collect();
            let in_path = ids.iter().filter(|one| one["in"] == "path").count();
            assert_eq!(in_path, path.matches('{').count(), "{method} {path}");
        }
    }

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        let document = document(routes::table());
        let mut names: Vec<_> =
            operations(&document).iter().map(|(_, _, one)| one["operationId"].as_str().unwrap().to_owned()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn every_schema_is_one_and_every_reference_leads_somewhere() {
        let document = document(routes::table());
        for (method, path, operation) in operations(&document) {
            for schema in schemas(&document, &operation) {
                jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{method} {path}: {error}"));
            }
        }
    }

    /// A value that a schema takes: its example, or something of its type.
    fn sample(schema: &Value) -> Value {
        if let Some(example) = schema["examples"].as_array().and_then(|all| all.first()) {
            return example.clone();
        }
        if !schema["const"].is_null() {
            return schema["const"].clone();
        }
        let first = ["enum", "oneOf", "anyOf"].iter().find_map(|key| schema[*key].as_array()?.first().cloned());
        if let Some(first) = first {
            return if first.is_object() { sample(&first) } else { first };
        }
        let kind = schema["type"].as_array().and_then(|kinds| kinds.first()).unwrap_or(&schema["type"]);
        match kind.as_str().unwrap_or_default() {
            "integer" => schema["minimum"].as_i64().unwrap_or(1).into(),
            "boolean" => true.into(),
            "array" => json!([sample(&schema["items"])]),
            "object" => {
                let fields = schema["properties"].as_object().into_iter().flatten();
                Value::Object(fields.map(|(name, one)| (name.clone(), sample(one))).collect())
            }
            _ => "text".into(),
        }
    }

    #[test]
    fn what_the_document_describes_is_what_the_readers_take() {
        for route in routes::table() {
            let schema = route.inputs.body.schema();
            let body = sample(&schema);
            assert!(jsonschema::is_valid(&schema, &body), "{}: {body} is not {schema}", route.template);
            let mut request = asking(route.method.as_str(), route.template);
            for one in &route.inputs.path.properties {
                request.captured.insert(one.name.to_owned(), sample(&one.schema));
            }
            let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let given = route.inputs.query.properties.iter().filter(|one| one.name != "cursor");
            let value = |one: &Property| match one.name {
                // Its check digit is more than a schema says.
                "barcode" => "4006381333931".to_owned(),
                // A draft is not asked for its payment, which stands beside it here.
                "status" if route.template.ends_with("/invoices") => "confirmed".to_owned(),
                _ => text(sample(&one.schema)),
            };
            request.query = given.map(|one| (one.name.to_owned(), value(one))).collect();
            request.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            request.body = body.to_string().into();
            let mut read = (route.reads)(&request);
            // A field that stands instead of others is left out in favour of those.
            if let Err(problem::Failure::Malformed(errors)) = &read {
                let mut fewer = body.clone();
                for error in errors.iter().filter(|error| error.message.starts_with("stands instead")) {
                    let (object, name) = error.pointer.rsplit_once('/').unwrap();
                    fewer.pointer_mut(object).unwrap().as_object_mut().unwrap().remove(name);
                }
                request.body = fewer.to_string().into();
                read = (route.reads)(&request);
            }
            assert_eq!(read, Ok(()), "{} {} with {body}", route.method, route.template);
        }
    }
}
