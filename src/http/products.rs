//! Products: what is on the shelf, at which price.

use super::answer::envelopes;
use super::code;
use super::paging::Paging;
use super::posting::post;
use super::problem::Failure;
use super::route::{Access, Asked, Call, Route, nothing};
use execora_domain::ids::ProductId;
use execora_domain::ledger::{Command, NewProduct, Product, StockOp};
use execora_domain::quantity::{Quantity, Unit};

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Products";
    vec![
        Route::get("/api/v1/products").about(TOPIC, "Products by name").signed_in(Access::Shop, read_list, list),
        Route::post("/api/v1/products")
            .about(TOPIC, "Put something new on the shelf")
            .created()
            .problems(&[code::DUPLICATE_PRODUCT, code::INVALID_AMOUNT, code::INVALID_QUANTITY, code::INVALID_FIELD])
            .signed_in(Access::Sellers, read_new, create),
        Route::get("/api/v1/products/low-stock").about(TOPIC, "Products at or below their low-stock mark").signed_in(
            Access::Shop,
            nothing,
            low_stock,
        ),
        Route::post("/api/v1/products/{id}/stock")
            .about(TOPIC, "Count stock in, out, or afresh")
            .problems(&[code::UNKNOWN_PRODUCT, code::INVALID_QUANTITY, code::OUT_OF_STOCK])
            .signed_in(Access::Sellers, read_move, move_stock),
    ]
}

envelopes! {
    /// A product.
    one ProductAnswer { product: Product } of Product
    /// A page of products.
    page ProductsAnswer { products: Product }
}

fn read_list(asked: &mut Asked<'_>) -> Option<Paging> {
    Some(Paging::read(&mut asked.query))
}

async fn list(call: Call, paging: Paging) -> Result<ProductsAnswer, Failure> {
    let page = call.doors.reader.products(call.who.tenant, paging.limit, paging.cursor()).await?;
    Ok(ProductsAnswer { products: page.items, next_cursor: paging.next(page.next_cursor) })
}

async fn low_stock(call: Call, (): ()) -> Result<ProductsAnswer, Failure> {
    Ok(ProductsAnswer { products: call.doors.reader.low_stock(call.who.tenant).await?, next_cursor: None })
}

fn read_new(asked: &mut Asked<'_>) -> Option<NewProduct> {
    let body = &mut asked.body;
    Some(NewProduct {
        name: body.required("name", "The name, 1 to 200 characters").unwrap_or_default(),
        unit: body.required("unit", "What it is counted in").unwrap_or(Unit::Pc),
        price: body.required("pricePaise", "The price of one unit, tax included; more than zero").unwrap_or_default(),
        tax_rate: body.optional("taxRateBp", "Its tax rate in basis points: 1800 is 18 %").unwrap_or_default(),
        hsn: body.optional("hsn", "Its HSN code: 4, 6 or 8 digits"),
        stock: body.optional("stockMilli", "What is on the shelf, in thousandths of the unit").unwrap_or_default(),
        low_stock: body.optional("lowStockMilli", "At or below this it counts as low"),
        packs: body.optional("packs", "Pack word → thousandths of the unit in one pack").unwrap_or_default(),
        aliases: body.optional("aliases", "Other names").unwrap_or_default(),
    })
}

async fn create(call: Call, product: NewProduct) -> Result<ProductAnswer, Failure> {
    post(&call, Command::CreateProduct(product)).await
}

fn read_move(asked: &mut Asked<'_>) -> Option<Command> {
    let product: Option<ProductId> = asked.path.required("id", "The product");
    let op: Option<StockOp> = asked.body.required("op", "Whether this much more, this much less, or exactly this much");
    let quantity: Option<Quantity> = asked.body.required("quantityMilli", "How much, in thousandths of the unit");
    let reason = asked.body.optional("reason", "Why");
    Some(Command::MoveStock { product: product?, op: op?, quantity: quantity?, reason })
}

async fn move_stock(call: Call, command: Command) -> Result<ProductAnswer, Failure> {
    post(&call, command).await
}
