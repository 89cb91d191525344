//! Writes what a batch of commands came to, in one round trip with its commit: one array a column, one statement a table.

use super::sql;
use crate::database::{Step, ask_if, pipeline};
use deadpool_postgres::Object;
use execora_domain::ids::{PartyId, ProductId, TenantId};
use execora_domain::invoice::Invoice;
use execora_domain::ledger::{
    BookView, Change, Decision, Entry, FinancialYear, Movement, Party, Posted, Posting, Product,
};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use std::collections::{BTreeMap, BTreeSet};
use tokio_postgres::types::Json;
use uuid::Uuid;

/// The series of a shop's bills.
pub(super) const SERIES: &str = "INV";

/// A command that was accepted: what it comes to, and the key and hash under which its answer is kept.
#[derive(Debug)]
pub(super) struct Accepted<'a> {
    pub(super) decision: Decision,
    pub(super) key: &'a str,
    pub(super) hash: [u8; 32],
    /// An identity for each of the decision's movements.
    pub(super) movement_ids: Vec<Uuid>,
}

/// Writes and commits. `book` is the view after all decisions.
pub(super) async fn write(
    client: &Object,
    tenant: TenantId,
    now: jiff::Timestamp,
    book: &BookView,
    accepted: &[Accepted<'_>],
) -> Result<(), tokio_postgres::Error> {
    let mut columns = Columns::default();
    for one in accepted {
        columns.add(one);
    }
    columns.settle(book);
    pipeline(client, &columns.steps(&tenant.uuid(), &now)).await.map(|_| ())
}

#[derive(Default)]
struct Columns<'a> {
    parties: PartyColumns<'a>,
    products: ProductColumns<'a>,
    entries: EntryColumns<'a>,
    postings: PostingColumns,
    invoices: InvoiceColumns<'a>,
    items: ItemColumns<'a>,
    movements: MovementColumns<'a>,
    answers: AnswerColumns<'a>,
    balances: (BTreeSet<PartyId>, Vec<Uuid>, Vec<i64>, Vec<i64>),
    stock: (BTreeSet<ProductId>, Vec<Uuid>, Vec<i64>),
    number: Option<(String, i64)>,
    cancelled: Vec<Uuid>,
    raises_version: bool,
}

#[derive(Default)]
struct PartyColumns<'a> {
    id: Vec<Uuid>,
    name: Vec<&'a str>,
    phone: Vec<Option<&'a str>>,
    nickname: Vec<Option<&'a str>>,
    landmark: Vec<Option<&'a str>>,
    email: Vec<Option<&'a str>>,
    credit_limit: Vec<Option<i64>>,
}

#[derive(Default)]
struct ProductColumns<'a> {
    id: Vec<Uuid>,
    name: Vec<&'a str>,
    unit: Vec<&'a str>,
    price: Vec<i64>,
    tax_rate_bp: Vec<i32>,
    hsn: Vec<Option<&'a str>>,
    low_stock: Vec<Option<i64>>,
    packs: Vec<Json<&'a BTreeMap<String, i64>>>,
    aliases: Vec<Json<&'a [String]>>,
}

#[derive(Default)]
struct EntryColumns<'a> {
    id: Vec<Uuid>,
    party: Vec<Uuid>,
    kind: Vec<&'a str>,
    sequence: Vec<i64>,
    amount: Vec<i64>,
    balance_after: Vec<i64>,
    mode: Vec<Option<&'a str>>,
    description: Vec<Option<&'a str>>,
    invoice_number: Vec<Option<&'a str>>,
    reverses: Vec<Option<Uuid>>,
}

#[derive(Default)]
struct PostingColumns {
    entry: Vec<Uuid>,
    line: Vec<i16>,
    account: Vec<&'static str>,
    party: Vec<Option<Uuid>>,
    amount: Vec<i64>,
}

#[derive(Default)]
struct InvoiceColumns<'a> {
    id: Vec<Uuid>,
    running: Vec<i64>,
    number: Vec<&'a str>,
    party: Vec<Uuid>,
    party_name: Vec<&'a str>,
    taxable: Vec<i64>,
    cgst: Vec<i64>,
    sgst: Vec<i64>,
    round_off: Vec<i64>,
    total: Vec<i64>,
    notes: Vec<Option<&'a str>>,
    entry: Vec<Option<Uuid>>,
    balance: Vec<i64>,
}

#[derive(Default)]
struct ItemColumns<'a> {
    invoice: Vec<Uuid>,
    line: Vec<i16>,
    product: Vec<Uuid>,
    name: Vec<&'a str>,
    unit: Vec<&'a str>,
    quantity: Vec<i64>,
    rate: Vec<i64>,
    tax_rate_bp: Vec<i32>,
    taxable: Vec<i64>,
    cgst: Vec<i64>,
    sgst: Vec<i64>,
    total: Vec<i64>,
}

#[derive(Default)]
struct MovementColumns<'a> {
    id: Vec<Uuid>,
    product: Vec<Uuid>,
    quantity: Vec<i64>,
    reason: Vec<&'a str>,
    entry: Vec<Option<Uuid>>,
}

#[derive(Default)]
struct AnswerColumns<'a> {
    key: Vec<&'a str>,
    hash: Vec<&'a [u8]>,
    response: Vec<Json<&'a Posted>>,
}

impl<'a> Columns<'a> {
    fn add(&mut self, one: &'a Accepted<'a>) {
        let decision = &one.decision;
        match (&decision.posted, decision.change) {
            (Posted::Party(party), _) => self.parties.push(party),
            (Posted::Product(product), Change::ProductCreated) => self.products.push(product),
            (Posted::Invoice(invoice), Change::InvoiceIssued { year, number }) => {
                self.invoice(invoice, year, number);
            }
            (Posted::Entry(_), Change::EntryReversed { cancels }) => {
                self.cancelled.extend(cancels.map(execora_domain::ids::InvoiceId::uuid));
            }
            (Posted::Product(_) | Posted::Invoice(_) | Posted::Entry(_), _) => {}
        }
        self.raises_version |= matches!(decision.change, Change::PartyCreated | Change::ProductCreated);
        let first = decision.entries.first().map(|(entry, _)| entry.id.uuid());
        for (entry, postings) in &decision.entries {
            self.balances.0.insert(entry.customer_id);
            self.entries.push(entry);
            self.postings.push(entry, postings);
        }
        for (movement, id) in decision.movements.iter().zip(&one.movement_ids) {
            self.stock.0.insert(movement.product);
            self.movements.push(movement, first, *id);
        }
        self.answers.key.push(one.key);
        self.answers.hash.push(&one.hash);
        self.answers.response.push(Json(&decision.posted));
    }

    fn invoice(&mut self, invoice: &'a Invoice, year: FinancialYear, number: i64) {
        self.number = Some((year.to_string(), number));
        self.invoices.push(invoice, number);
        self.items.push(invoice);
    }

    /// The balances and stock that the batch ends with, in the order of their keys.
    fn settle(&mut self, book: &BookView) {
        for account in self.balances.0.iter().filter_map(|id| book.parties.get(id)) {
            self.balances.1.push(account.party.id.uuid());
            self.balances.2.push(account.party.balance.paise());
            self.balances.3.push(account.last_sequence);
        }
        for product in self.stock.0.iter().filter_map(|id| book.products.get(id)) {
            self.stock.1.push(product.id.uuid());
            self.stock.2.push(product.stock.milli());
        }
    }

    #[rustfmt::skip] // One line a table, in the order of the references between them.
    fn steps(&'a self, shop: &'a Uuid, now: &'a jiff::Timestamp) -> Vec<Step<'a>> {
        let Self { parties, products, entries, postings, invoices, items, movements, answers, .. } = self;
        let mut steps = vec![
            ask_if(!parties.id.is_empty(), sql::ADD_PARTIES, vec![shop, now, &parties.id, &parties.name, &parties.phone, &parties.nickname, &parties.landmark, &parties.email, &parties.credit_limit]),
            ask_if(!products.id.is_empty(), sql::ADD_PRODUCTS, vec![shop, now, &products.id, &products.name, &products.unit, &products.price, &products.tax_rate_bp, &products.hsn, &products.low_stock, &products.packs, &products.aliases]),
            ask_if(!entries.id.is_empty(), sql::ADD_ENTRIES, vec![shop, now, &entries.id, &entries.party, &entries.kind, &entries.sequence, &entries.amount, &entries.balance_after, &entries.mode, &entries.description, &entries.invoice_number, &entries.reverses]),
            ask_if(!postings.entry.is_empty(), sql::ADD_POSTINGS, vec![shop, &postings.entry, &postings.line, &postings.account, &postings.party, &postings.amount]),
        ];
        if let Some((year, last)) = &self.number {
            steps.push(Step::Ask(sql::SET_NUMBER, vec![shop, &SERIES, year, last]));
            steps.push(Step::Ask(sql::ADD_INVOICES, vec![shop, &SERIES, year, now, &invoices.id, &invoices.running, &invoices.number, &invoices.party, &invoices.party_name, &invoices.taxable, &invoices.cgst, &invoices.sgst, &invoices.round_off, &invoices.total, &invoices.notes, &invoices.entry, &invoices.balance]));
            steps.push(Step::Ask(sql::ADD_INVOICE_ITEMS, vec![shop, &items.invoice, &items.line, &items.product, &items.name, &items.unit, &items.quantity, &items.rate, &items.tax_rate_bp, &items.taxable, &items.cgst, &items.sgst, &items.total]));
        }
        steps.extend([
            ask_if(!movements.id.is_empty(), sql::ADD_MOVEMENTS, vec![shop, now, &movements.id, &movements.product, &movements.quantity, &movements.reason, &movements.entry]),
            ask_if(!self.balances.1.is_empty(), sql::SET_BALANCES, vec![shop, &self.balances.1, &self.balances.2, &self.balances.3]),
            ask_if(!self.stock.1.is_empty(), sql::SET_STOCK, vec![shop, &self.stock.1, &self.stock.2]),
            ask_if(!self.cancelled.is_empty(), sql::CANCEL_INVOICES, vec![shop, &self.cancelled]),
            ask_if(self.raises_version, sql::RAISE_CATALOG_VERSION, vec![shop]),
            Step::Ask(sql::ADD_ANSWERS, vec![shop, now, &answers.key, &answers.hash, &answers.response]),
            ask_if(!entries.id.is_empty(), sql::ADD_OUTBOX, vec![shop, now, &entries.id]),
            Step::Simple(sql::COMMIT.to_owned()),
        ]);
        steps
    }
}

impl<'a> PartyColumns<'a> {
    fn push(&mut self, party: &'a Party) {
        self.id.push(party.id.uuid());
        self.name.push(&party.name);
        self.phone.push(party.phone.as_deref());
        self.nickname.push(party.nickname.as_deref());
        self.landmark.push(party.landmark.as_deref());
        self.email.push(party.email.as_deref());
        self.credit_limit.push(party.credit_limit.map(Money::paise));
    }
}

impl<'a> ProductColumns<'a> {
    fn push(&mut self, product: &'a Product) {
        self.id.push(product.id.uuid());
        self.name.push(&product.name);
        self.unit.push(product.unit.as_str());
        self.price.push(product.price.paise());
        self.tax_rate_bp.push(i32::try_from(product.tax_rate.bp()).unwrap_or(0));
        self.hsn.push(product.hsn.as_deref());
        self.low_stock.push(product.low_stock.map(Quantity::milli));
        self.packs.push(Json(&product.packs));
        self.aliases.push(Json(&product.aliases));
    }
}

impl<'a> EntryColumns<'a> {
    fn push(&mut self, entry: &'a Entry) {
        self.id.push(entry.id.uuid());
        self.party.push(entry.customer_id.uuid());
        self.kind.push(entry.kind.as_str());
        self.sequence.push(entry.sequence);
        self.amount.push(entry.amount.paise());
        self.balance_after.push(entry.balance_after.paise());
        self.mode.push(entry.mode.map(execora_domain::ledger::PaymentMode::as_str));
        self.description.push(entry.description.as_deref());
        self.invoice_number.push(entry.invoice_number.as_deref());
        self.reverses.push(entry.reverses.map(execora_domain::ids::EntryId::uuid));
    }
}

impl PostingColumns {
    fn push(&mut self, entry: &Entry, postings: &[Posting]) {
        for (line, posting) in (1_i16..).zip(postings) {
            self.entry.push(entry.id.uuid());
            self.line.push(line);
            self.account.push(posting.account.as_str());
            self.party.push(posting.party.map(PartyId::uuid));
            self.amount.push(posting.amount.paise());
        }
    }
}

impl<'a> InvoiceColumns<'a> {
    fn push(&mut self, invoice: &'a Invoice, running: i64) {
        self.id.push(invoice.id.uuid());
        self.running.push(running);
        self.number.push(&invoice.number);
        self.party.push(invoice.customer_id.uuid());
        self.party_name.push(&invoice.customer_name);
        self.taxable.push(invoice.taxable.paise());
        self.cgst.push(invoice.cgst.paise());
        self.sgst.push(invoice.sgst.paise());
        self.round_off.push(invoice.round_off.paise());
        self.total.push(invoice.total.paise());
        self.notes.push(invoice.notes.as_deref());
        self.entry.push(invoice.entry_id.map(execora_domain::ids::EntryId::uuid));
        self.balance.push(invoice.balance.paise());
    }
}

impl<'a> ItemColumns<'a> {
    fn push(&mut self, invoice: &'a Invoice) {
        for (line, item) in (1_i16..).zip(&invoice.items) {
            self.invoice.push(invoice.id.uuid());
            self.line.push(line);
            self.product.push(item.product_id.uuid());
            self.name.push(&item.name);
            self.unit.push(item.unit.as_str());
            self.quantity.push(item.quantity.milli());
            self.rate.push(item.rate.paise());
            self.tax_rate_bp.push(i32::try_from(item.tax_rate.bp()).unwrap_or(0));
            self.taxable.push(item.taxable.paise());
            self.cgst.push(item.cgst.paise());
            self.sgst.push(item.sgst.paise());
            self.total.push(item.total.paise());
        }
    }
}

impl<'a> MovementColumns<'a> {
    fn push(&mut self, movement: &'a Movement, entry: Option<Uuid>, id: Uuid) {
        self.id.push(id);
        self.product.push(movement.product.uuid());
        self.quantity.push(movement.quantity.milli());
        self.reason.push(&movement.reason);
        self.entry.push(entry);
    }
}
