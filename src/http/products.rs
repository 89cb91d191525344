//! Products: what is on the shelf, at which price.

use super::answer::envelopes;
use super::code;
use super::customers::{QUERY_CHARS_MAX, fraction};
use super::fields::Fields;
use super::paging::Paging;
use super::posting::post;
use super::problem::Failure;
use super::route::{Access, Asked, Call, Route, nothing};
use execora_actors::ledger::{ProductEvent, Shown, StockValue};
use execora_domain::ids::ProductId;
use execora_domain::ledger::{Command, NewProduct, Product, ProductChange, RateFrom, StockOp, barcode};
use execora_domain::quantity::{Quantity, Unit};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Products";
    vec![
        Route::get("/api/v1/products")
            .about(TOPIC, "Products by name; those that fit `q`, best first; or the one of a barcode")
            .signed_in(Access::Shop, read_list, list),
        Route::post("/api/v1/products")
            .about(TOPIC, "Put something new on the shelf")
            .created()
            .problems(&[code::DUPLICATE_PRODUCT, code::DUPLICATE_BARCODE, code::INVALID_AMOUNT, code::INVALID_FIELD])
            .signed_in(Access::Sellers, read_new, create),
        Route::get("/api/v1/products/low-stock")
            .about(TOPIC, "Products at or below their low-stock mark, or the shop's where they have none")
            .signed_in(Access::Shop, nothing, low_stock),
        Route::get("/api/v1/products/{id}").about(TOPIC, "One product, sold or not").signed_in(
            Access::Shop,
            read_id,
            one,
        ),
        Route::patch("/api/v1/products/{id}")
            .about(TOPIC, "Change a product; what is left out stays, and active: false retires it")
            .problems(&[
                code::UNKNOWN_PRODUCT,
                code::DUPLICATE_PRODUCT,
                code::DUPLICATE_BARCODE,
                code::UNIT_IN_USE,
                code::INVALID_AMOUNT,
                code::INVALID_FIELD,
            ])
            .signed_in(Access::Sellers, read_change, change),
        Route::get("/api/v1/products/{id}/history")
            .about(TOPIC, "What became of a product: its changes and counts, newest first, with who did it")
            .signed_in(Access::Shop, read_history, history),
        Route::post("/api/v1/products/{id}/stock")
            .about(TOPIC, "Count stock in, out, or afresh")
            .problems(&[code::UNKNOWN_PRODUCT, code::INVALID_QUANTITY, code::INVALID_FIELD, code::OUT_OF_STOCK])
            .signed_in(Access::Sellers, read_move, move_stock),
        Route::get("/api/v1/reports/stock")
            .about(TOPIC, "What the shelf is worth, and how much of it is low")
            .signed_in(Access::Shop, nothing, stock_value),
    ]
}

envelopes! {
    /// A product.
    one ProductAnswer { product: Product } of Product
    /// A page of products.
    page ProductsAnswer { products: ListedProduct }
    /// A page of what became of a product.
    page HistoryAnswer { history: ProductEvent }
    /// What the shelf is worth.
    one StockAnswer { stock: StockValue }
}

/// A product, and how well it fits where it was searched for.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ListedProduct {
    #[serde(flatten)]
    product: Product,
    /// 0 to 1, where products were searched for.
    #[serde(skip_serializing_if = "Option::is_none")]
    match_score: Option<Number>,
}

struct ListAsked {
    query: Option<String>,
    barcode: Option<String>,
    shown: Shown,
    paging: Paging,
}

fn read_list(asked: &mut Asked<'_>) -> Option<ListAsked> {
    let query: Option<String> = asked.query.optional("q", "What to search for, at most 200 characters");
    let query = query.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if query.as_ref().is_some_and(|text| text.chars().count() > QUERY_CHARS_MAX) {
        return asked.query.wrong("q", "at most 200 characters");
    }
    let code: Option<String> = asked.query.optional("barcode", "EAN-13, EAN-8 or UPC-A, with its check digit");
    if code.as_deref().is_some_and(|code| barcode(code).is_none()) {
        return asked.query.wrong("barcode", "must be an EAN-13, EAN-8 or UPC-A with its check digit");
    }
    let about = "Whether to list what is sold (true, as where it is left out), what is not any more (false), or all";
    let shown = asked.query.optional("active", about).unwrap_or_default();
    Some(ListAsked { query, barcode: code.as_deref().and_then(barcode), shown, paging: Paging::read(&mut asked.query) })
}

async fn list(call: Call, asked: ListAsked) -> Result<ProductsAnswer, Failure> {
    let (reader, tenant, today) = (&call.doors.reader, call.who.tenant, crate::clock::today());
    let listed = |product: Product, match_score| ListedProduct { product: product.on(today), match_score };
    if let Some(code) = asked.barcode {
        let found = reader.product_of_barcode(tenant, &code).await?;
        return Ok(ProductsAnswer {
            products: found.map(|one| listed(one, None)).into_iter().collect(),
            next_cursor: None,
        });
    }
    if let Some(query) = asked.query {
        let found = reader.search_products(tenant, &query, asked.paging.limit).await?;
        let products = found.into_iter().map(|one| listed(one.product, fraction(one.score_milli)));
        return Ok(ProductsAnswer { products: products.collect(), next_cursor: None });
    }
    let page = reader.products(tenant, asked.shown, asked.paging.limit, asked.paging.cursor()).await?;
    let products = page.items.into_iter().map(|product| listed(product, None));
    Ok(ProductsAnswer { products: products.collect(), next_cursor: asked.paging.next(page.next_cursor) })
}

async fn low_stock(call: Call, (): ()) -> Result<ProductsAnswer, Failure> {
    let (low, today) = (call.doors.reader.low_stock(call.who.tenant).await?, crate::clock::today());
    let products = low.into_iter().map(|product| ListedProduct { product: product.on(today), match_score: None });
    Ok(ProductsAnswer { products: products.collect(), next_cursor: None })
}

async fn stock_value(call: Call, (): ()) -> Result<StockAnswer, Failure> {
    Ok(StockAnswer { stock: call.doors.reader.stock_value(call.who.tenant).await? })
}

fn read_id(asked: &mut Asked<'_>) -> Option<ProductId> {
    asked.path.required("id", "The product")
}

async fn one(call: Call, id: ProductId) -> Result<ProductAnswer, Failure> {
    Ok(ProductAnswer { product: call.doors.reader.product(call.who.tenant, id).await?.on(crate::clock::today()) })
}

fn read_history(asked: &mut Asked<'_>) -> Option<(ProductId, Paging)> {
    let paging = Paging::read(&mut asked.query);
    Some((read_id(asked)?, paging))
}

async fn history(call: Call, (id, paging): (ProductId, Paging)) -> Result<HistoryAnswer, Failure> {
    let page = call.doors.reader.product_history(call.who.tenant, id, paging.limit, paging.cursor()).await?;
    Ok(HistoryAnswer { history: page.items, next_cursor: paging.next(page.next_cursor) })
}

fn read_new(asked: &mut Asked<'_>) -> Option<NewProduct> {
    let body = &mut asked.body;
    Some(NewProduct {
        name: body.required("name", "The name, 1 to 200 characters").unwrap_or_default(),
        unit: body.required("unit", "What it is counted in").unwrap_or(Unit::Pc),
        price: body.required("pricePaise", "The price of one unit, tax included; more than zero").unwrap_or_default(),
        mrp: body.optional("mrpPaise", "The price printed on it, above which it is never sold"),
        tax_rate: body.optional("taxRateBp", "Its GST rate in basis points: 1800 is 18 %").unwrap_or_default(),
        tax_rates: body.optional_each("taxRates", RATES, read_rate).unwrap_or_default(),
        tax_free: body.optional("taxFree", TAX_FREE),
        hsn: body.optional("hsn", "Its HSN code: 4, 6 or 8 digits"),
        barcode: body.optional("barcode", "EAN-13, EAN-8 or UPC-A, with its check digit"),
        stock: body.optional("stockMilli", "What is on the shelf, in thousandths of the unit").unwrap_or_default(),
        low_stock: body.optional("lowStockMilli", "At or below this it counts as low"),
        packs: body.optional("packs", "Pack word → thousandths of the unit in one pack").unwrap_or_default(),
        aliases: body.optional("aliases", "Other names").unwrap_or_default(),
    })
}

/// What `taxFree` is.
const TAX_FREE: &str = "Why it bears no tax, where its rate is 0: nil_rated (as where it is left out) or exempt";

/// What `taxRates` is.
const RATES: &str = "Rates that it changes to on a day; the day of a bill decides";

fn read_rate(rate: &mut Fields<'_>) -> Option<RateFrom> {
    let from = rate.required("from", "The first day in India");
    let rate = rate.required("rateBp", "The rate in basis points");
    Some(RateFrom { rate: rate?, from: from? })
}

async fn create(call: Call, product: NewProduct) -> Result<ProductAnswer, Failure> {
    post(&call, Command::CreateProduct(product)).await
}

fn read_change(asked: &mut Asked<'_>) -> Option<Command> {
    let product = read_id(asked);
    let body = &mut asked.body;
    let change = ProductChange {
        name: body.optional("name", "The name, 1 to 200 characters"),
        unit: body.optional("unit", "What it is counted in; it stays once stock was counted in it"),
        price: body.optional("pricePaise", "The price of one unit, tax included; more than zero"),
        mrp: body.change("mrpPaise", "The price printed on it, above which it is never sold"),
        tax_rate: body.optional("taxRateBp", "Its GST rate from now on, in basis points"),
        tax_rates: body.optional_each("taxRates", RATES, read_rate),
        tax_free: body.change("taxFree", TAX_FREE),
        hsn: body.change("hsn", "Its HSN code: 4, 6 or 8 digits"),
        barcode: body.change("barcode", "EAN-13, EAN-8 or UPC-A, with its check digit"),
        low_stock: body.change("lowStockMilli", "At or below this it counts as low"),
        packs: body.optional("packs", "Pack word → thousandths of the unit in one pack"),
        aliases: body.optional("aliases", "Other names"),
        is_active: body.optional("active", "Whether it is sold"),
    };
    Some(Command::ChangeProduct { product: product?, change })
}

async fn change(call: Call, command: Command) -> Result<ProductAnswer, Failure> {
    post(&call, command).await
}

fn read_move(asked: &mut Asked<'_>) -> Option<Command> {
    let product = read_id(asked);
    let op: Option<StockOp> = asked.body.required("op", "Whether this much more, this much less, or exactly this much");
    let quantity: Option<Quantity> = asked.body.required("quantityMilli", "How much, in thousandths of the unit");
    let reason = asked.body.optional("reason", "Why");
    Some(Command::MoveStock { product: product?, op: op?, quantity: quantity?, reason })
}

async fn move_stock(call: Call, command: Command) -> Result<ProductAnswer, Failure> {
    post(&call, command).await
}
