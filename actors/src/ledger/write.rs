//! Writes what a batch of commands came to, in one round trip with its commit: one array a column, one statement a table.

use super::audit::Link;
use super::load::Loaded;
use super::message::Author;
use super::sql;
use super::tables::{
    AnswerColumns, AnswerRow, BalanceColumns, BalanceRow, DayCloseColumns, DayCloseRow, DraftColumns, DraftRow,
    EntryColumns, EntryRow, GoneDraftColumns, GoneDraftRow, InvoiceColumns, InvoiceRow, ItemColumns, ItemRow,
    KnownColumns, KnownRow, MovementColumns, MovementRow, NoticeColumns, NoticeRow, PartyColumns, PartyRow,
    PostingColumns, PostingRow, ProductChangeColumns, ProductChangeRow, ProductColumns, ProductRow, SeriesColumns,
    SeriesRow, ShopColumns, ShopRow, StatusColumns, StatusRow, StockColumns, StockRow, TermColumns, TermRow,
    VersionColumns, VersionRow,
};
use crate::database::{Step, ask_if, pipeline};
use deadpool_postgres::Object;
use execora_domain::ids::{EntryId, InvoiceId, PartyId, ProductId, TenantId, UserId};
use execora_domain::invoice::{Invoice, InvoiceStatus};
use execora_domain::ledger::{
    Change, DayClose, Decision, Entry, FinancialYear, Movement, Party, PaymentMode, Posted, Posting, Product, Scheme,
    Shop,
};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::Quantity;
use execora_domain::search::{self, Terms};
use std::collections::{BTreeMap, BTreeSet};
use tokio_postgres::types::Json;
use uuid::Uuid;

/// A command that was accepted: what it comes to, and the key and hash under which its answer is kept.
#[derive(Debug)]
pub(super) struct Accepted<'a> {
    /// An identity of its own, in the order of acceptance.
    pub(super) id: Uuid,
    pub(super) tenant: TenantId,
    pub(super) author: Author,
    pub(super) decision: Decision,
    pub(super) key: &'a str,
    pub(super) hash: [u8; 32],
    /// An identity for each of the decision's movements.
    pub(super) movement_ids: Vec<Uuid>,
    /// Its link in the audit chain.
    pub(super) audit: Link,
}

/// Writes and commits. `loaded` holds the books as they are after all decisions.
pub(super) async fn write(
    client: &Object,
    now: jiff::Timestamp,
    loaded: &Loaded,
    accepted: &[Accepted<'_>],
) -> Result<(), tokio_postgres::Error> {
    let (mut rows, mut touched) = (Rows { now, ..Rows::default() }, Touched::default());
    for one in accepted {
        rows.add(loaded, one);
        touched.note(one);
    }
    rows.settle(loaded, &touched);
    pipeline(client, &rows.steps()).await.map(|_| ())
}

/// What a batch changes, apart from what it adds: its end is written once.
#[derive(Default)]
struct Touched {
    /// Each shop, and whether what can be said of it changed.
    shops: BTreeMap<TenantId, bool>,
    parties: BTreeSet<(TenantId, PartyId)>,
    /// The customers of whom something else is known.
    known: BTreeSet<(TenantId, PartyId)>,
    products: BTreeSet<(TenantId, ProductId)>,
    /// Products that are new or changed, apart from their stock.
    shelved: BTreeSet<(TenantId, ProductId)>,
    /// Shops with other settings.
    settled: BTreeSet<TenantId>,
    numbers: BTreeMap<(TenantId, String, FinancialYear), i64>,
    drafts: BTreeSet<(TenantId, InvoiceId)>,
}

/// Everything that a batch writes.
#[derive(Default)]
struct Rows<'a> {
    now: jiff::Timestamp,
    versions: VersionColumns,
    parties: PartyColumns<'a>,
    known: KnownColumns<'a>,
    terms: TermColumns,
    products: ProductColumns<'a>,
    product_changes: ProductChangeColumns<'a>,
    shops: ShopColumns<'a>,
    day_closes: DayCloseColumns<'a>,
    entries: EntryColumns<'a>,
    postings: PostingColumns,
    series: SeriesColumns,
    invoices: InvoiceColumns<'a>,
    items: ItemColumns<'a>,
    drafts: DraftColumns<'a>,
    gone_drafts: GoneDraftColumns,
    /// The shops that drew up drafts.
    drafting: Vec<Uuid>,
    movements: MovementColumns<'a>,
    balances: BalanceColumns,
    stock: StockColumns,
    statuses: StatusColumns,
    answers: AnswerColumns<'a>,
    notices: NoticeColumns,
}

impl Touched {
    fn note(&mut self, one: &Accepted<'_>) {
        let (tenant, decision) = (one.tenant, &one.decision);
        *self.shops.entry(tenant).or_default() |= matches!(
            decision.change,
            Change::PartyCreated
                | Change::PartyUpdated
                | Change::ProductCreated
                | Change::ProductChanged
                | Change::ShopChanged
        );
        match (&decision.posted, decision.change) {
            (Posted::Party(party), Change::PartyUpdated) => {
                self.known.insert((tenant, party.id));
            }
            (Posted::Product(product), Change::ProductCreated | Change::ProductChanged) => {
                self.shelved.insert((tenant, product.id));
            }
            (Posted::Shop(_), _) => {
                self.settled.insert(tenant);
            }
            (Posted::Invoice(invoice), Change::InvoiceIssued { year, number }) => {
                self.numbers.insert((tenant, invoice.series.clone(), year), number);
            }
            (Posted::Draft(draft), _) => {
                self.drafts.insert((tenant, draft.bill.id));
            }
            (_, _) => {}
        }
        self.parties.extend(decision.entries.iter().map(|(entry, _)| (tenant, entry.customer_id)));
        self.products.extend(decision.movements.iter().map(|movement| (tenant, movement.product)));
    }
}

impl<'a> Rows<'a> {
    fn add(&mut self, loaded: &Loaded, one: &'a Accepted<'a>) {
        let (tenant, decision) = (one.tenant.uuid(), &one.decision);
        match (&decision.posted, decision.change) {
            (Posted::Party(party), Change::PartyCreated) => self.party(one.tenant, party),
            (Posted::Product(product), _) => self.product_change(one, product),
            (Posted::DayClose(close), Change::DayClosed { recent_received, recent_paid_out }) => {
                let since = loaded.shops.get(&one.tenant).map_or(Uuid::nil(), |shop| shop.drawer_since);
                self.day_close(one, close, (recent_received, recent_paid_out), since);
            }
            (Posted::Invoice(invoice), Change::InvoiceIssued { year, number }) => {
                self.invoice(tenant, invoice, year, number);
            }
            (Posted::Invoice(invoice), Change::InvoiceCancelled) => self.cancelled(tenant, invoice.id),
            (Posted::Entry(_), Change::EntryReversed { cancels: Some(invoice) }) => self.cancelled(tenant, invoice),
            (
                Posted::Party(_)
                | Posted::Shop(_)
                | Posted::DayClose(_)
                | Posted::Invoice(_)
                | Posted::Draft(_)
                | Posted::Entry(_),
                _,
            ) => {}
        }
        for (entry, postings) in &decision.entries {
            self.entry(tenant, entry, postings, one.audit.sequence);
        }
        let entry_id = decision.entries.first().map(|(entry, _)| entry.id.uuid());
        for (movement, id) in decision.movements.iter().zip(&one.movement_ids) {
            self.movement(tenant, movement, (*id, entry_id), one.audit.sequence);
        }
        self.answers.push(AnswerRow {
            tenant_id: tenant,
            key: one.key,
            request_hash: &one.hash,
            response: Json(&decision.posted),
            user_id: one.author.user().map(UserId::uuid),
            audit_sequence: one.audit.sequence,
            audit_hash: one.audit.hash.to_vec(),
            created_at: self.now,
        });
    }

    fn party(&mut self, tenant: TenantId, party: &'a Party) {
        self.parties.push(PartyRow {
            tenant_id: tenant.uuid(),
            party_id: party.id.uuid(),
            name: &party.name,
            phone: party.phone.as_deref(),
            nickname: party.nickname.as_deref(),
            landmark: party.landmark.as_deref(),
            email: party.email.as_deref(),
            state_code: party.state_code.as_deref(),
            gstin: party.gstin.as_deref(),
            address: party.address.as_deref(),
            credit_limit: party.credit_limit.map(Money::paise),
            created_at: self.now,
        });
        self.terms(tenant, party);
    }

    fn known(&mut self, tenant: TenantId, party: &'a Party) {
        self.known.push(KnownRow {
            tenant_id: tenant.uuid(),
            party_id: party.id.uuid(),
            name: &party.name,
            phone: party.phone.as_deref(),
            nickname: party.nickname.as_deref(),
            landmark: party.landmark.as_deref(),
            email: party.email.as_deref(),
            state_code: party.state_code.as_deref(),
            gstin: party.gstin.as_deref(),
            address: party.address.as_deref(),
            credit_limit: party.credit_limit.map(Money::paise),
        });
        // Nobody looks for whom nobody names.
        if party.id != PartyId::walk_in(tenant) {
            self.terms(tenant, party);
        }
    }

    fn terms(&mut self, tenant: TenantId, party: &Party) {
        let (tenant_id, party_id) = (tenant.uuid(), party.id.uuid());
        let Terms { name_key, terms } = Terms::of(tenant, party);
        self.terms.push(TermRow { tenant_id, party_id, name_key, terms, rules: search::RULES });
    }

    fn product(&mut self, tenant: Uuid, product: &'a Product) {
        self.products.push(ProductRow {
            tenant_id: tenant,
            product_id: product.id.uuid(),
            name: &product.name,
            unit: product.unit.as_str(),
            price: product.price.paise(),
            mrp: product.mrp.map(Money::paise),
            tax_rate_bp: basis_points(product.tax_rate),
            tax_rates: Json(&product.tax_rates),
            hsn: product.hsn.as_deref(),
            barcode: product.barcode.as_deref(),
            low_stock: product.low_stock.map(Quantity::milli),
            packs: Json(&product.packs),
            aliases: Json(&product.aliases),
            is_active: product.is_active,
        });
    }

    /// What the product became, and by whom.
    fn product_change(&mut self, one: &'a Accepted<'a>, product: &'a Product) {
        let is = |change| one.decision.change == change;
        let kind = if is(Change::StockMoved) { "counted" } else { "changed" };
        let kind = if is(Change::ProductCreated) { "created" } else { kind };
        let moved = one.decision.movements.first();
        self.product_changes.push(ProductChangeRow {
            tenant_id: one.tenant.uuid(),
            product_id: product.id.uuid(),
            change_id: one.id,
            kind,
            product: Json(product),
            quantity: moved.map(|movement| movement.quantity.milli()),
            reason: moved.map(|movement| movement.reason.as_str()),
            user_id: one.author.user().map(UserId::uuid),
            created_at: self.now,
        });
    }

    fn day_close(&mut self, one: &'a Accepted<'a>, close: &'a DayClose, recent: (Money, Money), since: Uuid) {
        self.day_closes.push(DayCloseRow {
            tenant_id: one.tenant.uuid(),
            day: close.date,
            close_id: close.id.uuid(),
            opening: close.opening.paise(),
            received: close.received.paise(),
            paid_out: close.paid_out.paise(),
            expected: close.expected.paise(),
            counted: close.counted.paise(),
            difference: close.difference.paise(),
            denominations: Json(&close.denominations),
            note: close.note.as_deref(),
            since,
            recent_received: recent.0.paise(),
            recent_paid_out: recent.1.paise(),
            user_id: one.author.user().map(UserId::uuid),
            created_at: self.now,
        });
    }

    fn shop(&mut self, tenant: Uuid, shop: &'a Shop) {
        self.shops.push(ShopRow {
            tenant_id: tenant,
            name: &shop.name,
            state_code: &shop.state_code,
            gstin: shop.gstin.as_deref(),
            is_composition: shop.scheme == Scheme::Composition,
            address: shop.address.as_deref(),
            phone: shop.phone.as_deref(),
            upi_id: shop.upi_id.as_deref(),
            upi_name: shop.upi_name.as_deref(),
            series: &shop.series,
            oversell: shop.oversell.as_str(),
            round_to: shop.rounding.as_str(),
            low_stock: shop.low_stock.map(Quantity::milli),
            amount_max: shop.limits.amount_max.paise(),
            quantity_max: shop.limits.quantity_max.milli(),
        });
    }

    fn entry(&mut self, tenant: Uuid, entry: &'a Entry, postings: &[Posting], audit_sequence: i64) {
        let entry_id = entry.id.uuid();
        self.entries.push(EntryRow {
            tenant_id: tenant,
            entry_id,
            party_id: entry.customer_id.uuid(),
            kind: entry.kind.as_str(),
            sequence: entry.sequence,
            amount: entry.amount.paise(),
            balance_after: entry.balance_after.paise(),
            mode: entry.mode.map(PaymentMode::as_str),
            description: entry.description.as_deref(),
            invoice_number: entry.invoice_number.as_deref(),
            reverses: entry.reverses.map(EntryId::uuid),
            effective_on: entry.effective_on,
            audit_sequence,
            created_at: self.now,
        });
        for (line, posting) in (1_i16..).zip(postings) {
            self.postings.push(PostingRow {
                tenant_id: tenant,
                entry_id,
                line,
                account: posting.account.as_str(),
                party_id: posting.party.map(PartyId::uuid),
                amount: posting.amount.paise(),
            });
        }
        let topic = "entry";
        self.notices.push(NoticeRow { tenant_id: tenant, outbox_id: entry_id, topic, entry_id, created_at: self.now });
    }

    fn invoice(&mut self, tenant: Uuid, invoice: &'a Invoice, year: FinancialYear, number: i64) {
        self.invoices.push(InvoiceRow {
            tenant_id: tenant,
            invoice_id: invoice.id.uuid(),
            kind: invoice.kind.as_str(),
            series: &invoice.series,
            financial_year: year.to_string(),
            running_number: number,
            number: &invoice.number,
            status: invoice.status.as_str(),
            party_id: invoice.customer_id.uuid(),
            party_name: &invoice.customer_name,
            customer_gstin: invoice.customer_gstin.as_deref(),
            place_of_supply: invoice.place_of_supply.as_deref(),
            discount: invoice.discount.paise(),
            taxable: invoice.taxable.paise(),
            cgst: invoice.cgst.paise(),
            sgst: invoice.sgst.paise(),
            igst: invoice.igst.paise(),
            round_off: invoice.round_off.paise(),
            total: invoice.total.paise(),
            notes: invoice.notes.as_deref(),
            payments: Json(&invoice.payments),
            original_id: invoice.original.as_ref().map(|original| original.id.uuid()),
            entry_id: invoice.entry_id.map(EntryId::uuid),
            payment_entry_id: invoice.payment_entry_id.map(EntryId::uuid),
            balance_after: invoice.balance.paise(),
            created_at: self.now,
        });
        for (line, item) in (1_i16..).zip(&invoice.items) {
            self.items.push(ItemRow {
                tenant_id: tenant,
                invoice_id: invoice.id.uuid(),
                line,
                product_id: item.product_id.uuid(),
                name: &item.name,
                hsn: item.hsn.as_deref(),
                unit: item.unit.as_str(),
                quantity: item.quantity.milli(),
                rate: item.rate.paise(),
                tax_included: item.tax_included,
                tax_rate_bp: basis_points(item.tax_rate),
                discount: item.discount.paise(),
                bill_discount: item.bill_discount.paise(),
                taxable: item.taxable.paise(),
                cgst: item.cgst.paise(),
                sgst: item.sgst.paise(),
                igst: item.igst.paise(),
                total: item.total.paise(),
                original_line: item.original_line.and_then(|line| i16::try_from(line).ok()),
            });
        }
    }

    fn cancelled(&mut self, tenant: Uuid, invoice: InvoiceId) {
        let status = InvoiceStatus::Cancelled.as_str();
        self.statuses.push(StatusRow { tenant_id: tenant, invoice_id: invoice.uuid(), status });
    }

    fn movement(
        &mut self,
        tenant: Uuid,
        movement: &'a Movement,
        (movement_id, entry_id): (Uuid, Option<Uuid>),
        audit_sequence: i64,
    ) {
        self.movements.push(MovementRow {
            tenant_id: tenant,
            movement_id,
            product_id: movement.product.uuid(),
            quantity: movement.quantity.milli(),
            reason: &movement.reason,
            entry_id,
            audit_sequence,
            created_at: self.now,
        });
    }

    /// What the batch ends with, in the order of the keys.
    fn settle(&mut self, loaded: &'a Loaded, touched: &Touched) {
        let shop = |tenant: &TenantId| loaded.shops.get(tenant);
        for (tenant, changes_catalog) in &touched.shops {
            let Some(shop) = shop(tenant) else { continue };
            self.versions.push(VersionRow {
                tenant_id: tenant.uuid(),
                books_version: shop.books_version.saturating_add(1),
                catalog_version: shop.catalog_version.saturating_add(i64::from(*changes_catalog)),
                audit_sequence: shop.audit.sequence,
                audit_hash: shop.audit.hash.to_vec(),
            });
        }
        for (tenant, party) in &touched.parties {
            let Some(account) = shop(tenant).and_then(|shop| shop.book.parties.get(party)) else { continue };
            let (balance, last_sequence) = (account.party.balance.paise(), account.last_sequence);
            self.balances.push(BalanceRow { tenant_id: tenant.uuid(), party_id: party.uuid(), balance, last_sequence });
        }
        for (tenant, party) in &touched.known {
            let Some(account) = shop(tenant).and_then(|shop| shop.book.parties.get(party)) else { continue };
            self.known(*tenant, &account.party);
        }
        for tenant in &touched.settled {
            if let Some(shop) = shop(tenant) {
                self.shop(tenant.uuid(), &shop.book.shop);
            }
        }
        for (tenant, product) in &touched.shelved {
            if let Some(product) = shop(tenant).and_then(|shop| shop.book.products.get(product)) {
                self.product(tenant.uuid(), product);
            }
        }
        for (tenant, product) in &touched.products {
            let Some(known) = shop(tenant).and_then(|shop| shop.book.products.get(product)) else { continue };
            let (product_id, stock) = (product.uuid(), known.stock.milli());
            self.stock.push(StockRow { tenant_id: tenant.uuid(), product_id, stock, is_moved: true });
        }
        for ((tenant, series, year), last_number) in &touched.numbers {
            let (series, financial_year, last_number) = (series.clone(), year.to_string(), *last_number);
            self.series.push(SeriesRow { tenant_id: tenant.uuid(), series, financial_year, last_number });
        }
        self.settle_drafts(loaded, &touched.drafts);
    }

    /// Drafts that were written are kept as they are now; those that are there no more go.
    fn settle_drafts(&mut self, loaded: &'a Loaded, written: &BTreeSet<(TenantId, InvoiceId)>) {
        for (tenant, shop) in &loaded.shops {
            let (tenant_id, drafts) = (tenant.uuid(), &shop.book.bills.drafts);
            for draft in drafts.values().filter(|draft| written.contains(&(*tenant, draft.bill.id))) {
                self.drafts.push(DraftRow {
                    tenant_id,
                    invoice_id: draft.bill.id.uuid(),
                    party_id: draft.bill.customer_id.uuid(),
                    version: draft.bill.version,
                    wish: Json(&draft.wish),
                    bill: Json(&draft.bill),
                    expires_at: draft.bill.expires_at,
                });
            }
            for id in shop.drafts.iter().filter(|id| !drafts.contains_key(id)) {
                self.gone_drafts.push(GoneDraftRow { tenant_id, invoice_id: id.uuid() });
            }
        }
        self.drafting = written.iter().map(|(tenant, _)| tenant.uuid()).collect();
    }

    /// One statement a table, in the order of the references between them.
    fn steps(&self) -> Vec<Step<'_>> {
        vec![
            self.versions.step(),
            self.parties.step(),
            self.known.step(),
            self.terms.step(),
            self.products.step(),
            self.product_changes.step(),
            self.shops.step(),
            self.day_closes.step(),
            self.entries.step(),
            self.postings.step(),
            self.series.step(),
            self.invoices.step(),
            self.items.step(),
            ask_if(!self.drafting.is_empty(), sql::FORGET_DRAFTS, vec![&self.drafting, &self.now]),
            self.gone_drafts.step(),
            self.drafts.step(),
            self.movements.step(),
            self.balances.step(),
            self.stock.step(),
            self.statuses.step(),
            self.answers.step(),
            self.notices.step(),
            Step::Simple(sql::COMMIT.to_owned()),
        ]
    }
}

fn basis_points(rate: TaxRate) -> i32 {
    i32::try_from(rate.bp()).unwrap_or(0)
}
