//! Rows of the books as what they mean.

use execora_domain::ids::{EntryId, InvoiceId, PartyId, ProductId, ReminderId};
use execora_domain::invoice::{Draft, Invoice, InvoiceLine, Original, tax_sums};
use execora_domain::ledger::{ConfirmPolicy, Drawer, Entry, Party, Product, Reminder, Scheme, Shop, ShopLimits};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::Quantity;
use serde::de::{DeserializeOwned, value::StrDeserializer};
use tokio_postgres::{Row, types::Json};
use uuid::Uuid;

/// A row that is not what this version of the books writes.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RowError {
    #[error("a column could not be read: {0}")]
    Column(#[from] tokio_postgres::Error),
    #[error("a word in the books is not known here")]
    Word,
}

/// What [`party`] reads, of `parties`.
macro_rules! party_columns {
    () => {
        "party_id, name, phone, nickname, landmark, email, state_code, gstin, address, balance, credit_limit, created_at, is_active"
    };
}

/// What [`product`] reads, of `products`.
macro_rules! product_columns {
    () => {
        "product_id, name, unit, price, mrp, tax_rate_bp, tax_rates, tax_free, hsn, barcode, stock, low_stock, packs, aliases, \
         is_active, is_moved"
    };
}

/// What [`entry`] reads, of `entries e` and `parties p`.
macro_rules! entry_columns {
    () => {
        "e.entry_id, e.kind, e.party_id, p.name AS party_name, e.sequence, e.amount, e.balance_after, e.mode, \
         e.description, e.invoice_number, e.reverses, e.effective_on, e.created_at, \
         CASE WHEN e.mode IS NULL AND e.kind IN ('payment', 'reversal') THEN (SELECT jsonb_agg(jsonb_build_object( \
         'mode', s.account, 'amountPaise', abs(s.amount)) ORDER BY s.line) FROM postings s \
         WHERE s.tenant_id = e.tenant_id AND s.entry_id = e.entry_id \
         AND s.account IN ('cash', 'upi', 'card', 'bank', 'cheque', 'other')) END AS parts"
    };
}

/// What [`invoice`] reads, of `invoices i`.
macro_rules! invoice_columns {
    () => {
        "i.invoice_id, i.kind, i.series, i.number, i.status, i.party_id, i.party_name, i.customer_gstin, i.place_of_supply, \
         i.discount, i.taxable, i.cgst, i.sgst, i.igst, i.round_off, i.total, i.notes, i.payments, i.change_given, i.entry_id, \
         i.payment_entry_id, i.balance_after, i.created_at, \
         (SELECT jsonb_build_object('id', o.invoice_id, 'number', o.number, 'kind', o.kind, \
         'date', (o.created_at AT TIME ZONE 'Asia/Kolkata')::date) FROM invoices o \
         WHERE o.tenant_id = i.tenant_id AND o.invoice_id = i.original_id) AS original, \
         CASE WHEN i.status = 'cancelled' THEN (SELECT array_agg(r.entry_id ORDER BY r.entry_id) FROM entries r \
         WHERE r.tenant_id = i.tenant_id AND r.reverses IN (i.entry_id, i.payment_entry_id)) END AS reversed_by, \
         (SELECT jsonb_agg(jsonb_build_object('productId', t.product_id, 'name', t.name, 'hsn', t.hsn, 'unit', t.unit, \
         'quantityMilli', t.quantity, 'ratePaise', t.rate, 'taxIncluded', t.tax_included, 'taxRateBp', t.tax_rate_bp, 'taxFree', t.tax_free, \
         'discountPaise', t.discount, 'billDiscountPaise', t.bill_discount, 'taxablePaise', t.taxable, \
         'cgstPaise', t.cgst, 'sgstPaise', t.sgst, 'igstPaise', t.igst, 'totalPaise', t.total, \
         'originalLine', t.original_line) ORDER BY t.line) FROM invoice_items t \
         WHERE t.tenant_id = i.tenant_id AND t.invoice_id = i.invoice_id) AS items"
    };
}

/// What [`shop`] reads, of `tenants`.
macro_rules! shop_columns {
    () => {
        "name, state_code, gstin, is_composition, address, phone, upi_id, upi_name, fssai, series, oversell, round_to, \
         low_stock, amount_max, quantity_max, confirm_by, confirm_amount_from, confirm_code_from"
    };
}

/// What [`reminder`] reads, of `reminders r` and `parties p`.
macro_rules! reminder_columns {
    () => {
        "r.reminder_id, r.party_id, p.name AS party_name, r.due_at, r.begins_at, r.recurrence, r.channel, r.amount, \
         r.message, r.status, r.last_due_at, r.created_at"
    };
}

pub(crate) use reminder_columns;
pub(super) use {entry_columns, invoice_columns, party_columns, product_columns, shop_columns};

pub(super) fn party(row: &Row) -> Result<Party, RowError> {
    Ok(Party {
        id: PartyId::from_uuid(row.try_get("party_id")?),
        name: row.try_get("name")?,
        phone: row.try_get("phone")?,
        nickname: row.try_get("nickname")?,
        landmark: row.try_get("landmark")?,
        email: row.try_get("email")?,
        state_code: row.try_get("state_code")?,
        gstin: row.try_get("gstin")?,
        address: row.try_get("address")?,
        balance: money(row, "balance")?,
        credit_limit: row.try_get::<_, Option<i64>>("credit_limit")?.map(Money::from_paise),
        created_at: row.try_get("created_at")?,
        is_active: row.try_get("is_active")?,
    })
}

pub(crate) fn reminder(row: &Row) -> Result<Reminder, RowError> {
    let send_at = row.try_get("due_at")?;
    Ok(Reminder {
        id: ReminderId::from_uuid(row.try_get("reminder_id")?),
        customer_id: PartyId::from_uuid(row.try_get("party_id")?),
        customer_name: row.try_get("party_name")?,
        send_at,
        begins_at: row.try_get::<_, Option<jiff::Timestamp>>("begins_at")?.unwrap_or(send_at),
        recurrence: word(row, "recurrence")?,
        channel: word(row, "channel")?,
        amount: row.try_get::<_, Option<i64>>("amount")?.map(Money::from_paise),
        message: row.try_get("message")?,
        status: word(row, "status")?,
        last_due_at: row.try_get("last_due_at")?,
        created_at: row.try_get("created_at")?,
    })
}

pub(super) fn product(row: &Row) -> Result<Product, RowError> {
    Ok(Product {
        id: ProductId::from_uuid(row.try_get("product_id")?),
        name: row.try_get("name")?,
        unit: word(row, "unit")?,
        price: money(row, "price")?,
        mrp: row.try_get::<_, Option<i64>>("mrp")?.map(Money::from_paise),
        tax_rate: tax_rate(row)?,
        tax_rates: row.try_get::<_, Json<_>>("tax_rates")?.0,
        tax_free: row.try_get::<_, Option<&str>>("tax_free")?.map(named).transpose()?,
        hsn: row.try_get("hsn")?,
        barcode: row.try_get("barcode")?,
        stock: Quantity::from_milli(row.try_get("stock")?),
        low_stock: row.try_get::<_, Option<i64>>("low_stock")?.map(Quantity::from_milli),
        packs: row.try_get::<_, Json<_>>("packs")?.0,
        aliases: row.try_get("aliases")?,
        is_active: row.try_get("is_active")?,
    })
}

pub(super) fn shop(row: &Row) -> Result<Shop, RowError> {
    let gstin: Option<String> = row.try_get("gstin")?;
    let quantity_max = Quantity::from_milli(row.try_get("quantity_max")?);
    Ok(Shop {
        name: row.try_get("name")?,
        state_code: row.try_get("state_code")?,
        scheme: Scheme::of(gstin.as_deref(), row.try_get("is_composition")?),
        gstin,
        address: row.try_get("address")?,
        phone: row.try_get("phone")?,
        upi_id: row.try_get("upi_id")?,
        upi_name: row.try_get("upi_name")?,
        fssai: row.try_get("fssai")?,
        series: row.try_get("series")?,
        oversell: word(row, "oversell")?,
        rounding: word(row, "round_to")?,
        low_stock: row.try_get::<_, Option<i64>>("low_stock")?.map(Quantity::from_milli),
        limits: ShopLimits { amount_max: money(row, "amount_max")?, quantity_max },
        confirm: confirm(row)?,
    })
}

/// How a shop's spoken commands are confirmed.
pub(super) fn confirm(row: &Row) -> Result<ConfirmPolicy, RowError> {
    let mark = |column| Ok::<_, RowError>(row.try_get::<_, Option<i64>>(column)?.map(Money::from_paise));
    Ok(ConfirmPolicy {
        least: word(row, "confirm_by")?,
        amount_from: mark("confirm_amount_from")?,
        code_from: mark("confirm_code_from")?,
    })
}

pub(super) fn drawer(row: &Row) -> Result<Drawer, RowError> {
    Ok(Drawer {
        closed: row.try_get("day")?,
        opening: money(row, "opening")?,
        received: money(row, "received")?,
        paid_out: money(row, "paid_out")?,
        recent_received: money(row, "recent_received")?,
        recent_paid_out: money(row, "recent_paid_out")?,
    })
}

pub(super) fn entry(row: &Row) -> Result<Entry, RowError> {
    Ok(Entry {
        id: EntryId::from_uuid(row.try_get("entry_id")?),
        kind: word(row, "kind")?,
        customer_id: PartyId::from_uuid(row.try_get("party_id")?),
        customer_name: row.try_get("party_name")?,
        sequence: row.try_get("sequence")?,
        amount: money(row, "amount")?,
        balance_after: money(row, "balance_after")?,
        mode: row.try_get::<_, Option<&str>>("mode")?.map(named).transpose()?,
        parts: row.try_get::<_, Option<Json<_>>>("parts")?.map(|Json(parts)| parts).unwrap_or_default(),
        description: row.try_get("description")?,
        invoice_number: row.try_get("invoice_number")?,
        reverses: row.try_get::<_, Option<Uuid>>("reverses")?.map(EntryId::from_uuid),
        effective_on: row.try_get("effective_on")?,
        created_at: row.try_get("created_at")?,
    })
}

/// A bill or a credit note with its lines, which the statement aggregates under the contract's names.
pub(super) fn invoice(row: &Row) -> Result<Invoice, RowError> {
    let items = row.try_get::<_, Json<Vec<InvoiceLine>>>("items")?.0;
    let (kind, original) = (word(row, "kind")?, row.try_get::<_, Option<Json<Original>>>("original")?);
    let original = original.map(|Json(original)| original);
    let sums_of = original.as_ref().map_or(kind, |original| original.kind);
    let ids = |ids: Option<Vec<Uuid>>| ids.unwrap_or_default().into_iter().map(EntryId::from_uuid).collect();
    Ok(Invoice {
        id: InvoiceId::from_uuid(row.try_get("invoice_id")?),
        kind,
        series: row.try_get("series")?,
        number: row.try_get("number")?,
        status: word(row, "status")?,
        customer_id: PartyId::from_uuid(row.try_get("party_id")?),
        customer_name: row.try_get("party_name")?,
        customer_gstin: row.try_get("customer_gstin")?,
        place_of_supply: row.try_get("place_of_supply")?,
        taxes: tax_sums(&items, sums_of).map_err(|_| RowError::Word)?,
        items,
        discount: money(row, "discount")?,
        taxable: money(row, "taxable")?,
        cgst: money(row, "cgst")?,
        sgst: money(row, "sgst")?,
        igst: money(row, "igst")?,
        round_off: money(row, "round_off")?,
        total: money(row, "total")?,
        notes: row.try_get("notes")?,
        payments: row.try_get::<_, Json<_>>("payments")?.0,
        change: money(row, "change_given")?,
        original,
        entry_id: Some(EntryId::from_uuid(row.try_get("entry_id")?)),
        payment_entry_id: row.try_get::<_, Option<Uuid>>("payment_entry_id")?.map(EntryId::from_uuid),
        reversed_by: ids(row.try_get("reversed_by")?),
        balance: money(row, "balance_after")?,
        created_at: row.try_get("created_at")?,
    })
}

/// A draft.
pub(super) fn draft(row: &Row) -> Result<Draft, RowError> {
    Ok(Draft { wish: row.try_get::<_, Json<_>>("wish")?.0, bill: row.try_get::<_, Json<_>>("bill")?.0 })
}

pub(super) fn money(row: &Row, column: &str) -> Result<Money, RowError> {
    Ok(Money::from_paise(row.try_get(column)?))
}

pub(super) fn tax_rate(row: &Row) -> Result<TaxRate, RowError> {
    let bp: i32 = row.try_get("tax_rate_bp")?;
    u32::try_from(bp).ok().and_then(|bp| TaxRate::try_from(bp).ok()).ok_or(RowError::Word)
}

/// A short name of one of the domain's enums.
pub(super) fn word<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T, RowError> {
    named(row.try_get(column)?)
}

pub(super) fn named<T: DeserializeOwned>(word: &str) -> Result<T, RowError> {
    T::deserialize(StrDeserializer::<serde::de::value::Error>::new(word)).map_err(|_| RowError::Word)
}
