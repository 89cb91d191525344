//! Bills.

use super::answer::envelopes;
use super::code;
use super::fields::Fields;
use super::paging::Paging;
use super::posting::post;
use super::problem::{Failure, FieldError};
use super::route::{Access, Asked, Call, Route};
use execora_actors::ledger::InvoiceFilter;
use execora_domain::ids::{InvoiceId, PartyId, ProductId};
use execora_domain::intent::WorldProduct;
use execora_domain::invoice::{DraftLine, Invoice, InvoiceDraft};
use execora_domain::ledger::Command;
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use execora_domain::shelf::{Lookup, Named, look_up};

pub(super) fn routes() -> Vec<Route> {
    const TOPIC: &str = "Invoices";
    vec![
        Route::get("/api/v1/invoices").about(TOPIC, "Bills, newest first").signed_in(Access::Shop, read_list, list),
        Route::post("/api/v1/invoices")
            .about(TOPIC, "Bill a customer: the goods leave the shelf, the customer owes the total")
            .created()
            .problems(&[
                code::UNKNOWN_CUSTOMER,
                code::UNKNOWN_PRODUCT,
                code::INVALID_LINES,
                code::INVALID_AMOUNT,
                code::INVALID_QUANTITY,
                code::INVALID_FIELD,
                code::OUT_OF_STOCK,
                code::CREDIT_LIMIT,
                code::TOTAL_CHANGED,
            ])
            .signed_in(Access::Sellers, read_new, issue),
        Route::get("/api/v1/invoices/{id}").about(TOPIC, "One bill").signed_in(Access::Shop, read_id, one),
    ]
}

envelopes! {
    /// A bill.
    one InvoiceAnswer { invoice: Invoice } of Invoice
    /// A page of bills.
    page InvoicesAnswer { invoices: Invoice }
}

/// A line of a bill before its product is looked up.
struct WantedLine {
    product: WantedProduct,
    quantity: Quantity,
    rate: Option<Money>,
}

/// How a caller names a product.
enum WantedProduct {
    Id(ProductId),
    Name(String),
}

/// A bill before its products are looked up.
struct WantedInvoice {
    party: PartyId,
    lines: Vec<WantedLine>,
    notes: Option<String>,
    expected_total: Option<Money>,
}

fn read_list(asked: &mut Asked<'_>) -> Option<Paging> {
    Some(Paging::read(&mut asked.query))
}

async fn list(call: Call, paging: Paging) -> Result<InvoicesAnswer, Failure> {
    let page =
        call.doors.reader.invoices(call.who.tenant, &InvoiceFilter::default(), paging.limit, paging.cursor()).await?;
    Ok(InvoicesAnswer { invoices: page.items, next_cursor: paging.next(page.next_cursor) })
}

fn read_id(asked: &mut Asked<'_>) -> Option<InvoiceId> {
    asked.path.required("id", "The bill")
}

async fn one(call: Call, id: InvoiceId) -> Result<InvoiceAnswer, Failure> {
    Ok(InvoiceAnswer { invoice: call.doors.reader.invoice(call.who.tenant, id).await? })
}

fn read_new(asked: &mut Asked<'_>) -> Option<WantedInvoice> {
    wanted_invoice(&mut asked.body)
}

fn wanted_invoice(body: &mut Fields<'_>) -> Option<WantedInvoice> {
    let party = body.required("customerId", "The customer");
    let lines = body.each("items", "What was taken, in order; 1 to 200 lines", wanted_line);
    let notes = body.optional("notes", "A remark for the bill");
    let about = "What the total must come to: the bill is refused where the shop's prices now give another";
    let expected_total = body.optional("expectedTotalPaise", about);
    if body.optional("confirm", "Must be true, as it is where it is left out") == Some(false) {
        return body.wrong("confirm", "must be true: bills are kept once they are confirmed");
    }
    Some(WantedInvoice { party: party?, lines: lines?, notes, expected_total })
}

fn wanted_line(line: &mut Fields<'_>) -> Option<WantedLine> {
    let id = line.optional("productId", "The product").map(WantedProduct::Id);
    let name = line.optional("productName", "The product by its name or an alias, if only one has it");
    let quantity = line.required("quantityMilli", "How much, in thousandths of the product's unit");
    let rate = line.optional("ratePaise", "The price of one unit, tax included, if not the shop's own");
    line.one_of(&["productId", "productName"]);
    let product = id.or_else(|| name.map(WantedProduct::Name));
    Some(WantedLine { product: product?, quantity: quantity?, rate })
}

impl WantedInvoice {
    /// The command, once every product is known, in the order of the lines.
    fn with_products(self, products: Vec<ProductId>) -> Command {
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

async fn issue(call: Call, wanted: WantedInvoice) -> Result<InvoiceAnswer, Failure> {
    let by_name = wanted.lines.iter().any(|line| matches!(line.product, WantedProduct::Name(_)));
    let shelf = if by_name {
        call.doors.reader.world(call.who.tenant, crate::clock::now_in_india()).await?.products
    } else {
        vec![]
    };
    let names: Vec<Named<'_>> =
        shelf.iter().map(|product| Named { name: &product.name, aliases: &product.aliases }).collect();
    let (mut products, mut errors) = (vec![], vec![]);
    for (index, line) in wanted.lines.iter().enumerate() {
        let found = match &line.product {
            WantedProduct::Id(id) => Ok(*id),
            WantedProduct::Name(name) => named(&shelf, &names, name),
        };
        match found {
            Ok(id) => products.push(id),
            Err(message) => errors.push(FieldError { pointer: format!("/items/{index}/productName"), message }),
        }
    }
    if !errors.is_empty() {
        return Err(Failure::Malformed(errors));
    }
    post(&call, wanted.with_products(products)).await
}

/// The one product of this name or alias, whatever the case of its letters; else what to say.
fn named(shelf: &[WorldProduct], names: &[Named<'_>], name: &str) -> Result<ProductId, String> {
    match look_up(name, names) {
        Lookup::Found(place) => shelf
            .get(place)
            .and_then(|product| product.id.parse().ok())
            .ok_or_else(|| "is not there any more".to_owned()),
        Lookup::Several(names) => Err(format!("more than one product is called so: {}", names.join(", "))),
        Lookup::Nothing(near) if near.is_empty() => Err("no product is called so".to_owned()),
        Lookup::Nothing(near) => Err(format!("no product is called so: did you mean {}?", near.join(" or "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::fields::read_body;
    use serde_json::json;
    use uuid::Uuid;

    #[test]
    fn a_bill_takes_products_by_id_or_by_name() {
        let (party, product) = (Uuid::now_v7(), Uuid::now_v7());
        let body = json!({"customerId": party, "items": [
            {"productId": product, "quantityMilli": 2_000},
            {"productName": "Atta", "quantityMilli": 1_500, "ratePaise": 4_500},
        ]});
        let Ok(wanted) = read_body(&body, wanted_invoice) else { panic!("refused") };
        assert!(matches!(&wanted.lines[1].product, WantedProduct::Name(name) if name == "Atta"));
        let ids = vec![ProductId::from_uuid(product), ProductId::from_uuid(party)];
        let Command::IssueInvoice(draft) = wanted.with_products(ids) else { panic!("not a bill") };
        assert_eq!(draft.lines.len(), 2);
        assert_eq!(draft.lines[1].rate, Some(Money::from_paise(4_500)));
    }

    #[test]
    fn a_line_without_a_product_is_named() {
        let body = json!({"customerId": Uuid::now_v7(), "items": [{"quantityMilli": 2_000}]});
        let Err(Failure::Malformed(errors)) = read_body(&body, wanted_invoice) else { panic!("taken") };
        assert_eq!(errors[0].pointer, "/items/0/productId");
    }
}
