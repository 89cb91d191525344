//! Bills and changes to drafts as callers ask for them, before their products are looked up.

use super::fields::Fields;
use super::ledger::read_part;
use super::problem::{Failure, FieldError};
use super::readable::Readable;
use super::route::{Asked, Call};
use execora_actors::ledger::PostError;
use execora_domain::ids::{InvoiceId, PartyId, ProductId};
use execora_domain::intent::WorldProduct;
use execora_domain::invoice::{BillWish, Discount, DraftEdit, DraftLine, InvoiceDraft, LINES_MAX, LineEdit};
use execora_domain::ledger::{Command, Patch, PaymentPart, Refusal};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use execora_domain::shelf::{Lookup, Named, look_up};
use serde_json::{Value, json};

/// What is said of a discount that is given in both ways.
const BOTH: &str = "stands instead of discountPaise";

/// A line of a bill before its product is looked up.
struct WantedLine {
    product: WantedProduct,
    quantity: Quantity,
    rate: Option<Money>,
    tax_included: Option<bool>,
    discount: Option<Discount>,
}

/// How a caller names a product.
enum WantedProduct {
    Id(ProductId),
    Name(String),
}

/// A bill before its products are looked up.
pub(super) struct WantedBill {
    /// Nobody in particular, where it is left out.
    party: Option<PartyId>,
    lines: Vec<WantedLine>,
    notes: Option<String>,
    expected_total: Option<Money>,
    discount: Option<Discount>,
    place_of_supply: Option<String>,
    payments: Vec<PaymentPart>,
    /// Whether it is issued, not drafted.
    confirm: bool,
}

/// A change to a draft before its products are looked up.
pub(super) struct WantedEdit {
    draft: InvoiceId,
    version: Option<i64>,
    lines: Option<Vec<WantedLine>>,
    added: Vec<WantedLine>,
    /// What needs no looking up.
    edit: DraftEdit,
}

/// Hundredths of a percent, as a discount has them.
struct BasisPoints(u32);

impl Readable for BasisPoints {
    const MUST_BE: &'static str = "must be a whole number of basis points from 0 to 10000";
    const IS_TEXT: bool = false;

    fn read(value: &Value) -> Option<Self> {
        let points = value.as_u64().and_then(|points| u32::try_from(points).ok());
        points.filter(|points| *points <= 10_000).map(Self)
    }

    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 0, "maximum": 10_000, "examples": [500] })
    }
}

fn read_line(line: &mut Fields<'_>) -> Option<WantedLine> {
    let id = line.optional("productId", "The product").map(WantedProduct::Id);
    let name = line.optional("productName", "The product by its name or an alias, if only one has it");
    let quantity = line.required("quantityMilli", "How much, in thousandths of the product's unit");
    let rate = line.optional("ratePaise", "The price of one unit, if not the shop's own");
    let tax_included = line.optional("taxIncluded", "Whether that price includes the tax, as it does if left out");
    let discount = read_discount(line);
    line.one_of(&["productId", "productName"]);
    let product = id.or_else(|| name.map(WantedProduct::Name));
    Some(WantedLine { product: product?, quantity: quantity?, rate, tax_included, discount })
}

/// Reads what is taken off, in one of the two ways.
fn read_discount(fields: &mut Fields<'_>) -> Option<Discount> {
    let paise = fields.optional("discountPaise", "What is taken off").map(Discount::Paise);
    let points = fields.optional("discountBp", "Or how many hundredths of a percent are");
    match (paise, points) {
        (Some(_), Some(_)) => fields.wrong("discountBp", BOTH),
        (paise, points) => paise.or_else(|| points.map(|BasisPoints(points)| Discount::BasisPoints(points))),
    }
}

/// The same, where null takes a discount away.
fn change_discount(fields: &mut Fields<'_>) -> Patch<Discount> {
    let paise = fields.change::<Money>("discountPaise", "What is taken off; null takes a discount away");
    let points = fields.change::<BasisPoints>("discountBp", "Or how many hundredths of a percent are");
    match (paise, points) {
        (Patch::Set(_), Patch::Set(_)) => {
            let _none: Option<()> = fields.wrong("discountBp", BOTH);
            Patch::Keep
        }
        (Patch::Set(paise), _) => Patch::Set(Discount::Paise(paise)),
        (_, Patch::Set(BasisPoints(points))) => Patch::Set(Discount::BasisPoints(points)),
        (Patch::Keep, Patch::Keep) => Patch::Keep,
        (Patch::Clear | Patch::Keep, Patch::Clear | Patch::Keep) => Patch::Clear,
    }
}

impl WantedBill {
    /// Reads a bill.
    pub(super) fn read(asked: &mut Asked<'_>) -> Option<Self> {
        let body = &mut asked.body;
        let party = body.optional("customerId", "The customer; where it is left out, nobody, who pays in full");
        let lines = body.each("items", "What was taken, in order; 1 to 200 lines", read_line);
        let discount = read_discount(body);
        let place_of_supply =
            body.optional("placeOfSupply", "The two digits of the State that the goods go to, if not the customer's");
        let notes = body.optional("notes", "A remark for the bill");
        let about = "What the total must come to: the bill is refused where the shop's prices now give another";
        let expected_total = body.optional("expectedTotalPaise", about);
        let payments = body.optional_each("payments", "What is paid at once, each way once", read_part);
        let confirm = body.optional("confirm", "false begins a draft; true, or left out, issues the bill");
        Some(Self {
            party,
            lines: lines?,
            notes,
            expected_total,
            discount,
            place_of_supply,
            payments: payments.unwrap_or_default(),
            confirm: confirm.unwrap_or(true),
        })
    }

    /// The command, once every product is known.
    pub(super) async fn command(self, call: &Call) -> Result<Command, Failure> {
        let products = Shelf::of(call, &[&self.lines]).await?;
        let mut errors = vec![];
        let lines = products.lines(self.lines, "items", &mut errors);
        if !errors.is_empty() {
            return Err(Failure::Malformed(errors));
        }
        let draft = InvoiceDraft {
            party: self.party.unwrap_or_else(|| PartyId::walk_in(call.who.tenant)),
            lines,
            notes: self.notes,
            expected_total: self.expected_total,
            discount: self.discount,
            place_of_supply: self.place_of_supply,
            payments: self.payments,
        };
        Ok(if self.confirm { Command::IssueInvoice(draft) } else { Command::Bill(BillWish::Draft(draft)) })
    }
}

impl WantedEdit {
    /// Reads a change to a draft.
    pub(super) fn read(asked: &mut Asked<'_>) -> Option<Self> {
        let draft = asked.path.required("id", "The draft");
        let body = &mut asked.body;
        let version = body.optional("version", "The version that was seen: another is refused");
        let lines = body.optional_each("items", "These lines instead of all", read_line);
        let changed = body.optional_each("changeItems", "Lines that become different", read_line_edit);
        let removed = body.optional("removeItems", "Lines that go, by number; the first is 1");
        let added = body.optional_each("addItems", "Lines that come at the end", read_line);
        let edit = DraftEdit {
            party: body.optional("customerId", "Another customer"),
            lines: None,
            changed: changed.unwrap_or_default(),
            removed: removed.unwrap_or_default(),
            added: vec![],
            discount: change_discount(body),
            notes: body.change("notes", "A remark for the bill"),
            place_of_supply: body.change("placeOfSupply", "The two digits of the State that the goods go to"),
            payments: body.optional_each("payments", "What is to be paid at once, instead of before", read_part),
        };
        Some(Self { draft: draft?, version, lines, added: added.unwrap_or_default(), edit })
    }

    /// The command, once every product is known.
    pub(super) async fn command(self, call: &Call) -> Result<Command, Failure> {
        let Self { draft, version, lines, added, edit } = self;
        let products = Shelf::of(call, &[lines.as_deref().unwrap_or_default(), &added]).await?;
        let mut errors = vec![];
        let lines = lines.map(|lines| products.lines(lines, "items", &mut errors));
        let added = products.lines(added, "addItems", &mut errors);
        if !errors.is_empty() {
            return Err(Failure::Malformed(errors));
        }
        Ok(Command::Bill(BillWish::Edit { draft, version, edit: DraftEdit { lines, added, ..edit } }))
    }
}

fn read_line_edit(edit: &mut Fields<'_>) -> Option<LineEdit> {
    let line = edit.required("line", "Which; the first is 1");
    let quantity = edit.optional("quantityMilli", "How much, in thousandths of the product's unit");
    let rate = edit.change("ratePaise", "The price of one unit; null makes it the shop's own");
    let discount = change_discount(edit);
    Some(LineEdit { line: line?, quantity, rate, discount })
}

/// The products that lines may name.
struct Shelf(Vec<WorldProduct>);

impl Shelf {
    /// What is needed to look these lines up; nothing, where each has its product's id.
    async fn of(call: &Call, lists: &[&[WantedLine]]) -> Result<Self, Failure> {
        let lines = || lists.iter().copied().flatten();
        // Looking up takes time for each line, so that no more are looked up than a bill may have.
        if lines().count() > LINES_MAX {
            return Err(Failure::Post(PostError::Refused(Refusal::InvalidLines)));
        }
        let by_name = lines().any(|line| matches!(line.product, WantedProduct::Name(_)));
        if !by_name {
            return Ok(Self(vec![]));
        }
        Ok(Self(call.doors.reader.world(call.who.tenant, crate::clock::now_in_india()).await?.products))
    }

    /// The lines with their products, in order; those whose product is not known are told under this list's name.
    fn lines(&self, lines: Vec<WantedLine>, list: &str, errors: &mut Vec<FieldError>) -> Vec<DraftLine> {
        let named: Vec<Named<'_>> =
            self.0.iter().map(|product| Named { name: &product.name, aliases: &product.aliases }).collect();
        let mut found = vec![];
        for (index, line) in lines.into_iter().enumerate() {
            let product = match &line.product {
                WantedProduct::Id(id) => Ok(*id),
                WantedProduct::Name(name) => one_named(&self.0, &named, name),
            };
            let (rate, tax_included, discount) = (line.rate, line.tax_included, line.discount);
            match product {
                Ok(id) => found.push(DraftLine { rate, tax_included, discount, ..DraftLine::new(id, line.quantity) }),
                Err(message) => errors.push(FieldError { pointer: format!("/{list}/{index}/productName"), message }),
            }
        }
        found
    }
}

/// The one product of this name or alias, whatever the case of its letters; else what to say.
fn one_named(shelf: &[WorldProduct], names: &[Named<'_>], name: &str) -> Result<ProductId, String> {
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

    fn lines(body: &Value) -> Result<Vec<WantedLine>, Failure> {
        read_body(body, |fields| fields.each("items", "the lines", read_line))
    }

    #[test]
    fn a_bill_takes_products_by_id_or_by_name() {
        let product = Uuid::now_v7();
        let body = json!({"items": [
            {"productId": product, "quantityMilli": 2_000, "discountBp": 500},
            {"productName": "Atta", "quantityMilli": 1_500, "ratePaise": 4_500},
        ]});
        let Ok(wanted) = lines(&body) else { panic!("refused") };
        assert!(matches!(&wanted[1].product, WantedProduct::Name(name) if name == "Atta"));
        assert_eq!(wanted[1].rate, Some(Money::from_paise(4_500)));
        let mut errors = vec![];
        let found = Shelf(vec![]).lines(wanted, "addItems", &mut errors);
        assert_eq!(found[0].product, ProductId::from_uuid(product));
        assert_eq!(found[0].discount, Some(Discount::BasisPoints(500)));
        assert_eq!((found.len(), errors[0].pointer.as_str()), (1, "/addItems/1/productName"));
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told_under_its_pointer() {
        let id = Uuid::now_v7();
        for (line, pointer) in [
            (json!({"quantityMilli": 2_000}), "/items/0/productId"),
            (json!({"productId": id, "quantityMilli": 1, "discountPaise": 1, "discountBp": 1}), "/items/0/discountBp"),
            (json!({"productId": id, "quantityMilli": 1, "discountBp": 10_001}), "/items/0/discountBp"),
        ] {
            let Err(Failure::Malformed(errors)) = lines(&json!({ "items": [line] })) else { panic!("taken") };
            assert_eq!(errors[0].pointer, pointer);
        }
    }

    #[test]
    fn a_discount_of_a_draft_stays_changes_or_goes() {
        for (body, wanted) in [
            (json!({}), Patch::Keep),
            (json!({"discountPaise": null}), Patch::Clear),
            (json!({"discountBp": null}), Patch::Clear),
            (json!({"discountBp": null, "discountPaise": 5}), Patch::Set(Discount::Paise(Money::from_paise(5)))),
            (json!({"discountBp": 5}), Patch::Set(Discount::BasisPoints(5))),
        ] {
            let read = read_body(&body, |fields| Some(change_discount(fields)));
            assert_eq!(read, Ok(wanted), "{body}");
        }
    }
}
