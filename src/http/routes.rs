//! Every route, in one table: what there is, how it is called, and who may call it.

use http::Method;

/// What a request asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Endpoint {
    Login,
    Refresh,
    Logout,
    Me,
    Register,
    WsTicket,
    CustomerList,
    CustomerSearch,
    CustomerCreate,
    CustomerGet,
    CustomerStatement,
    ProductList,
    ProductCreate,
    ProductLowStock,
    ProductStock,
    InvoiceList,
    InvoiceCreate,
    InvoiceGet,
    LedgerPayment,
    LedgerCredit,
    LedgerReverse,
    LedgerToday,
    LedgerGet,
    SummaryDaily,
    Health,
    Ready,
    Metrics,
}

/// One line of the table.
struct Row {
    method: Method,
    template: &'static str,
    endpoint: Endpoint,
}

const fn row(method: Method, template: &'static str, endpoint: Endpoint) -> Row {
    Row { method, template, endpoint }
}

/// The table. Of two templates that fit a path, the first is meant.
const TABLE: &[Row] = &[
    row(Method::POST, "/api/v1/auth/login", Endpoint::Login),
    row(Method::POST, "/api/v1/auth/refresh", Endpoint::Refresh),
    row(Method::POST, "/api/v1/auth/logout", Endpoint::Logout),
    row(Method::GET, "/api/v1/auth/me", Endpoint::Me),
    row(Method::POST, "/api/v1/auth/register", Endpoint::Register),
    row(Method::POST, "/api/v1/ws-tickets", Endpoint::WsTicket),
    row(Method::GET, "/api/v1/customers", Endpoint::CustomerList),
    row(Method::POST, "/api/v1/customers", Endpoint::CustomerCreate),
    row(Method::GET, "/api/v1/customers/search", Endpoint::CustomerSearch),
    row(Method::GET, "/api/v1/customers/{id}", Endpoint::CustomerGet),
    row(Method::GET, "/api/v1/customers/{id}/statement", Endpoint::CustomerStatement),
    row(Method::GET, "/api/v1/products", Endpoint::ProductList),
    row(Method::POST, "/api/v1/products", Endpoint::ProductCreate),
    row(Method::GET, "/api/v1/products/low-stock", Endpoint::ProductLowStock),
    row(Method::POST, "/api/v1/products/{id}/stock", Endpoint::ProductStock),
    row(Method::GET, "/api/v1/invoices", Endpoint::InvoiceList),
    row(Method::POST, "/api/v1/invoices", Endpoint::InvoiceCreate),
    row(Method::GET, "/api/v1/invoices/{id}", Endpoint::InvoiceGet),
    row(Method::POST, "/api/v1/ledger/payment", Endpoint::LedgerPayment),
    row(Method::POST, "/api/v1/ledger/credit", Endpoint::LedgerCredit),
    row(Method::GET, "/api/v1/ledger/entries", Endpoint::LedgerToday),
    row(Method::POST, "/api/v1/ledger/entries/{id}/reverse", Endpoint::LedgerReverse),
    row(Method::GET, "/api/v1/ledger/{id}", Endpoint::LedgerGet),
    row(Method::GET, "/api/v1/summary/daily", Endpoint::SummaryDaily),
    row(Method::GET, "/health", Endpoint::Health),
    row(Method::GET, "/health/ready", Endpoint::Ready),
    row(Method::GET, "/metrics", Endpoint::Metrics),
];

/// Where a request leads.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Found<'a> {
    /// To an endpoint; `template` is its name in metrics, `id` what stood for `{id}`.
    Endpoint { endpoint: Endpoint, template: &'static str, id: &'a str },
    /// To a route that takes other methods.
    OtherMethods(String),
    /// Nowhere.
    Nothing,
}

/// Looks a request up. `HEAD` is `GET` without its body.
pub(crate) fn find<'a>(method: &Method, path: &'a str) -> Found<'a> {
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let mut allowed: Vec<&str> = vec![];
    for row in TABLE {
        let Some(id) = fits(row.template, path) else { continue };
        if row.method == *method {
            return Found::Endpoint { endpoint: row.endpoint, template: row.template, id };
        }
        allowed.push(row.method.as_str());
    }
    if allowed.is_empty() { Found::Nothing } else { Found::OtherMethods(allowed.join(", ")) }
}

/// What stands for `{id}` where the path fits the template; empty text where the template has none.
fn fits<'a>(template: &str, path: &'a str) -> Option<&'a str> {
    let (mut id, mut pieces) = ("", path.split('/'));
    for wanted in template.split('/') {
        let piece = pieces.next()?;
        if wanted == "{id}" && !piece.is_empty() {
            id = piece;
        } else if wanted != piece {
            return None;
        }
    }
    pieces.next().is_none().then_some(id)
}

/// Whether the endpoint may be asked without an access token.
pub(crate) fn is_open(endpoint: Endpoint) -> bool {
    match endpoint {
        Endpoint::Login
        | Endpoint::Refresh
        | Endpoint::Logout
        | Endpoint::Register
        | Endpoint::Health
        | Endpoint::Ready
        | Endpoint::Metrics => true,
        Endpoint::Me
        | Endpoint::WsTicket
        | Endpoint::CustomerList
        | Endpoint::CustomerSearch
        | Endpoint::CustomerCreate
        | Endpoint::CustomerGet
        | Endpoint::CustomerStatement
        | Endpoint::ProductList
        | Endpoint::ProductCreate
        | Endpoint::ProductLowStock
        | Endpoint::ProductStock
        | Endpoint::InvoiceList
        | Endpoint::InvoiceCreate
        | Endpoint::InvoiceGet
        | Endpoint::LedgerPayment
        | Endpoint::LedgerCredit
        | Endpoint::LedgerReverse
        | Endpoint::LedgerToday
        | Endpoint::LedgerGet
        | Endpoint::SummaryDaily => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(method: &Method, path: &str) -> Option<(Endpoint, String)> {
        match find(method, path) {
            Found::Endpoint { endpoint, id, .. } => Some((endpoint, id.to_owned())),
            Found::OtherMethods(_) | Found::Nothing => None,
        }
    }

    #[test]
    fn a_fixed_name_is_preferred_to_an_id() {
        let search = endpoint(&Method::GET, "/api/v1/customers/search");
        assert_eq!(search, Some((Endpoint::CustomerSearch, String::new())));
        let one = endpoint(&Method::GET, "/api/v1/customers/7");
        assert_eq!(one, Some((Endpoint::CustomerGet, "7".into())));
    }

    #[test]
    fn a_known_path_with_another_method_says_which_it_takes() {
        assert_eq!(find(&Method::DELETE, "/api/v1/customers"), Found::OtherMethods("GET, POST".into()));
        assert_eq!(find(&Method::GET, "/api/v1/nothing"), Found::Nothing);
        assert_eq!(find(&Method::GET, "/api/v1/customers//statement"), Found::Nothing);
        assert_eq!(find(&Method::GET, "/api/v1/customers/"), Found::Nothing);
    }

    #[test]
    fn everything_about_a_shop_needs_a_token() {
        let open = ["/api/v1/auth/", "/health", "/metrics"];
        for row in TABLE.iter().filter(|row| is_open(row.endpoint)) {
            assert!(open.iter().any(|prefix| row.template.starts_with(prefix)), "{} is open", row.template);
        }
    }
}
