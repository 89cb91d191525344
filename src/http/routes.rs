//! Every route, in one table: each topic brings its own lines.

use super::route::{Route, parameter};
use super::{
    auth, customers, invoices, ledger, openapi, page, papers, products, reminders, reports, sales, settings, status,
    users,
};
use http::Method;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// The table, most exact templates first: a fixed name is preferred to a parameter.
static TABLE: LazyLock<Vec<Route>> = LazyLock::new(|| {
    let topics = [
        auth::routes(),
        customers::routes(),
        products::routes(),
        invoices::routes(),
        papers::routes(),
        ledger::routes(),
        reminders::routes(),
        reports::routes(),
        sales::routes(),
        settings::routes(),
        users::routes(),
        status::routes(),
        openapi::routes(),
        page::routes(),
    ];
    let mut table: Vec<Route> = topics.into_iter().flatten().collect();
    table.sort_by_key(|route| {
        route.template.split('/').map(|piece| (parameter(piece).is_some(), piece)).collect::<Vec<_>>()
    });
    table
});

/// Every route.
pub(crate) fn table() -> &'static [Route] {
    &TABLE
}

/// Where a request leads.
pub(crate) enum Found {
    /// To a route, with the values of its path's parameters.
    Route(&'static Route, Map<String, Value>),
    /// To a route that takes other methods.
    OtherMethods(String),
    /// Nowhere.
    Nothing,
}

/// Looks a request up. `HEAD` is `GET` without its body.
pub(crate) fn find(method: &Method, path: &str) -> Found {
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let mut fitting = table().iter().filter_map(|route| Some((route, route.fits(path)?)));
    let Some((first, captured)) = fitting.next() else { return Found::Nothing };
    let mut same: Vec<_> =
        fitting.map(|(route, _)| route).take_while(|route| route.template == first.template).collect();
    same.insert(0, first);
    match same.iter().find(|route| route.method == *method) {
        Some(route) => Found::Route(route, captured),
        None => Found::OtherMethods(allowed(&same)),
    }
}

/// The methods of these routes, as the `Allow` header lists them.
fn allowed(routes: &[&Route]) -> String {
    let mut methods: Vec<&str> = routes.iter().map(|route| route.method.as_str()).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.push("OPTIONS");
    methods.sort_unstable();
    methods.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::route::Handler;
    use std::collections::HashSet;

    fn template(method: &Method, path: &str) -> Option<(&'static str, Map<String, Value>)> {
        match find(method, path) {
            Found::Route(route, captured) => Some((route.template, captured)),
            Found::OtherMethods(_) | Found::Nothing => None,
        }
    }

    #[test]
    fn a_fixed_name_is_preferred_to_an_id() {
        let (search, captured) = template(&Method::GET, "/api/v1/customers/search").unwrap();
        assert_eq!((search, captured.len()), ("/api/v1/customers/search", 0));
        let (one, captured) = template(&Method::HEAD, "/api/v1/customers/7").unwrap();
        assert_eq!((one, &captured["id"]), ("/api/v1/customers/{id}", &Value::from("7")));
    }

    #[test]
    fn a_known_path_with_another_method_says_which_it_takes() {
        let Found::OtherMethods(allow) = find(&Method::DELETE, "/api/v1/customers") else { panic!("taken") };
        assert_eq!(allow, "GET, HEAD, OPTIONS, POST");
        for nowhere in ["/api/v1/nothing", "/api/v1/customers//statement", "/api/v1/customers/"] {
            assert!(matches!(find(&Method::GET, nowhere), Found::Nothing), "{nowhere}");
        }
    }

    #[test]
    fn every_route_stands_in_the_protocol() {
        let text = include_str!("../../docs/protocol.md");
        for route in table().iter().filter(|route| !route.template.contains("{file}")) {
            let named = |end: &str| text.contains(&format!("{}{end}", route.template));
            assert!(["`", "?"].into_iter().any(named), "{} {}", route.method, route.template);
        }
    }

    #[test]
    fn everything_about_a_shop_needs_a_token() {
        let open = ["/api/v1/auth/", "/api/v1/openapi.json", "/api/docs", "/b/", "/health", "/metrics"];
        for route in table().iter().filter(|route| matches!(route.handler, Handler::Open(_))) {
            assert!(open.iter().any(|prefix| route.template.starts_with(prefix)), "{} is open", route.template);
        }
    }

    #[test]
    fn every_parameter_of_a_path_is_read_and_every_route_is_told_apart() {
        let mut seen = HashSet::new();
        for route in table() {
            let in_path: Vec<&str> = route.template.split('/').filter_map(parameter).collect();
            let read: Vec<&str> = route.inputs.path.properties.iter().map(|one| one.name).collect();
            assert_eq!(in_path, read, "{} {}", route.method, route.template);
            assert!(seen.insert((route.method.clone(), route.template)), "{} twice", route.template);
            assert!(!route.topic.is_empty() && !route.summary.is_empty(), "{} is not described", route.template);
        }
    }
}
