//! The tables that a batch writes, column by column. `tenant_id` is a column like the others.

use super::columns::columns;
use execora_domain::invoice::{DraftBill, InvoiceDraft};
use execora_domain::ledger::{PaymentPart, Posted, Product, RateFrom, Shop};
use std::collections::BTreeMap;
use tokio_postgres::types::Json;
use uuid::Uuid;

columns! {
    /// The versions that a shop's books and catalogue have after the batch.
    Update(1) "tenants": VersionRow in VersionColumns {
        tenant_id: Uuid,
        books_version: i64,
        catalog_version: i64,
        audit_sequence: i64,
        audit_hash: Vec<u8>,
        last_id: Uuid,
        receivable: i64,
    }

    /// Customers who are new.
    Insert "parties": PartyRow<'a> in PartyColumns {
        tenant_id: Uuid,
        party_id: Uuid,
        name: &'a str,
        phone: Option<&'a str>,
        nickname: Option<&'a str>,
        landmark: Option<&'a str>,
        email: Option<&'a str>,
        state_code: Option<&'a str>,
        gstin: Option<&'a str>,
        address: Option<&'a str>,
        credit_limit: Option<i64>,
        created_at: jiff::Timestamp,
    }

    /// What is known of customers after the batch, where that changed.
    Update(2) "parties": KnownRow<'a> in KnownColumns {
        tenant_id: Uuid,
        party_id: Uuid,
        name: &'a str,
        phone: Option<&'a str>,
        nickname: Option<&'a str>,
        landmark: Option<&'a str>,
        email: Option<&'a str>,
        state_code: Option<&'a str>,
        gstin: Option<&'a str>,
        address: Option<&'a str>,
        credit_limit: Option<i64>,
        is_active: bool,
    }

    /// What they are found by after it.
    Upsert(2) "party_terms": TermRow in TermColumns {
        tenant_id: Uuid,
        party_id: Uuid,
        name_key: String,
        terms: String => "array_to_tsvector(string_to_array(r.terms, ' '))",
        rules: i16,
    }

    /// Products that are new or changed, as the batch leaves them.
    Upsert(2) "products": ProductRow<'a> in ProductColumns {
        tenant_id: Uuid,
        product_id: Uuid,
        name: &'a str,
        unit: &'a str,
        price: i64,
        mrp: Option<i64>,
        tax_rate_bp: i32,
        tax_rates: Json<&'a [RateFrom]>,
        tax_free: Option<&'static str>,
        hsn: Option<&'a str>,
        barcode: Option<&'a str>,
        low_stock: Option<i64>,
        packs: Json<&'a BTreeMap<String, i64>>,
        aliases: Json<&'a [String]> => "ARRAY(SELECT jsonb_array_elements_text(r.aliases))",
        is_active: bool,
    }

    /// What a product became.
    Insert "product_changes": ProductChangeRow<'a> in ProductChangeColumns {
        tenant_id: Uuid,
        product_id: Uuid,
        change_id: Uuid,
        kind: &'static str,
        product: Json<&'a Product>,
        quantity: Option<i64>,
        reason: Option<&'a str>,
        user_id: Option<Uuid>,
        audit_sequence: i64,
        created_at: jiff::Timestamp,
    }

    /// What a shop's settings became with each change.
    Insert "shop_versions": ShopVersionRow<'a> in ShopVersionColumns {
        tenant_id: Uuid,
        audit_sequence: i64,
        shop: Json<&'a Shop>,
        created_at: jiff::Timestamp,
    }

    /// A shop's settings, as the batch leaves them.
    Update(1) "tenants": ShopRow<'a> in ShopColumns {
        tenant_id: Uuid,
        name: &'a str,
        state_code: &'a str,
        gstin: Option<&'a str>,
        is_composition: bool,
        address: Option<&'a str>,
        phone: Option<&'a str>,
        upi_id: Option<&'a str>,
        upi_name: Option<&'a str>,
        fssai: Option<&'a str>,
        series: &'a str,
        oversell: &'static str,
        round_to: &'static str,
        low_stock: Option<i64>,
        amount_max: i64,
        quantity_max: i64,
        confirm_by: &'static str,
        confirm_amount_from: Option<i64>,
        confirm_code_from: Option<i64>,
    }

    /// Days that were closed.
    Insert "day_closes": DayCloseRow<'a> in DayCloseColumns {
        tenant_id: Uuid,
        day: jiff::civil::Date,
        close_id: Uuid,
        opening: i64,
        received: i64,
        paid_out: i64,
        expected: i64,
        counted: i64,
        difference: i64,
        entry_id: Option<Uuid>,
        denominations: Json<&'a BTreeMap<i64, i64>>,
        note: Option<&'a str>,
        since: Uuid,
        recent_received: i64,
        recent_paid_out: i64,
        user_id: Option<Uuid>,
        audit_sequence: i64,
        created_at: jiff::Timestamp,
    }

    /// Entries, in the order of posting.
    Insert "entries": EntryRow<'a> in EntryColumns {
        tenant_id: Uuid,
        entry_id: Uuid,
        party_id: Uuid,
        kind: &'a str,
        sequence: i64,
        amount: i64,
        balance_after: i64,
        mode: Option<&'a str>,
        description: Option<&'a str>,
        invoice_number: Option<&'a str>,
        reverses: Option<Uuid>,
        effective_on: Option<jiff::civil::Date>,
        audit_sequence: i64,
        created_at: jiff::Timestamp,
    }

    /// Their postings.
    Insert "postings": PostingRow in PostingColumns {
        tenant_id: Uuid,
        entry_id: Uuid,
        line: i16,
        account: &'static str,
        party_id: Option<Uuid>,
        amount: i64,
    }

    /// The last number that each series has after the batch.
    Upsert(3) "invoice_series": SeriesRow in SeriesColumns {
        tenant_id: Uuid,
        series: String,
        financial_year: String,
        last_number: i64,
    }

    /// Bills and credit notes.
    Insert "invoices": InvoiceRow<'a> in InvoiceColumns {
        tenant_id: Uuid,
        invoice_id: Uuid,
        kind: &'a str,
        series: &'a str,
        financial_year: String,
        running_number: i64,
        number: &'a str,
        status: &'a str,
        party_id: Uuid,
        party_name: &'a str,
        customer_gstin: Option<&'a str>,
        place_of_supply: Option<&'a str>,
        discount: i64,
        taxable: i64,
        cgst: i64,
        sgst: i64,
        igst: i64,
        round_off: i64,
        total: i64,
        notes: Option<&'a str>,
        payments: Json<&'a [PaymentPart]>,
        change_given: i64,
        original_id: Option<Uuid>,
        entry_id: Option<Uuid>,
        payment_entry_id: Option<Uuid>,
        balance_after: i64,
        created_at: jiff::Timestamp,
    }

    /// Their lines.
    Insert "invoice_items": ItemRow<'a> in ItemColumns {
        tenant_id: Uuid,
        invoice_id: Uuid,
        line: i16,
        product_id: Uuid,
        name: &'a str,
        hsn: Option<&'a str>,
        unit: &'a str,
        quantity: i64,
        rate: i64,
        tax_included: bool,
        tax_rate_bp: i32,
        tax_free: Option<&'static str>,
        discount: i64,
        bill_discount: i64,
        taxable: i64,
        cgst: i64,
        sgst: i64,
        igst: i64,
        total: i64,
        original_line: Option<i16>,
    }

    /// The drafts as the batch leaves them.
    Upsert(2) "drafts": DraftRow<'a> in DraftColumns {
        tenant_id: Uuid,
        invoice_id: Uuid,
        party_id: Uuid,
        version: i64,
        wish: Json<&'a InvoiceDraft>,
        bill: Json<&'a DraftBill>,
        expires_at: jiff::Timestamp,
    }

    /// Drafts that are bills now, or thrown away.
    Delete "drafts": GoneDraftRow in GoneDraftColumns {
        tenant_id: Uuid,
        invoice_id: Uuid,
    }

    /// Stock that came or went.
    Insert "stock_movements": MovementRow<'a> in MovementColumns {
        tenant_id: Uuid,
        movement_id: Uuid,
        product_id: Uuid,
        quantity: i64,
        reason: &'a str,
        entry_id: Option<Uuid>,
        audit_sequence: i64,
        created_at: jiff::Timestamp,
    }

    /// The balances that the batch ends with.
    Update(2) "parties": BalanceRow in BalanceColumns {
        tenant_id: Uuid,
        party_id: Uuid,
        balance: i64,
        last_sequence: i64,
    }

    /// The stock that the batch ends with.
    Update(2) "products": StockRow in StockColumns {
        tenant_id: Uuid,
        product_id: Uuid,
        stock: i64,
        is_moved: bool,
    }

    /// Bills and credit notes that are cancelled.
    Update(2) "invoices": StatusRow in StatusColumns {
        tenant_id: Uuid,
        invoice_id: Uuid,
        status: &'static str,
    }

    /// What each command came to, under its key.
    Insert "idempotency": AnswerRow<'a> in AnswerColumns {
        tenant_id: Uuid,
        key: &'a str,
        request_hash: &'a [u8],
        response: Json<&'a Posted>,
        user_id: Option<Uuid>,
        audit_sequence: i64,
        audit_hash: Vec<u8>,
        created_at: jiff::Timestamp,
    }

    /// Reminders that are new.
    Insert "reminders": ReminderRow<'a> in ReminderColumns {
        tenant_id: Uuid,
        reminder_id: Uuid,
        party_id: Uuid,
        due_at: jiff::Timestamp,
        begins_at: jiff::Timestamp,
        recurrence: &'static str,
        channel: &'static str,
        amount: Option<i64>,
        message: Option<&'a str>,
        status: &'static str,
        created_at: jiff::Timestamp,
    }

    /// Reminders that were changed or called off, as the batch leaves them.
    Update(2) "reminders": ReminderChangeRow<'a> in ReminderChangeColumns {
        tenant_id: Uuid,
        reminder_id: Uuid,
        due_at: jiff::Timestamp,
        begins_at: jiff::Timestamp,
        recurrence: &'static str,
        channel: &'static str,
        amount: Option<i64>,
        message: Option<&'a str>,
        status: &'static str,
    }

    /// Bills that leave the shop.
    Insert "outbox": MessageRow in MessageColumns {
        tenant_id: Uuid,
        outbox_id: Uuid,
        topic: &'static str,
        invoice_id: Uuid,
        channel: &'static str,
        created_at: jiff::Timestamp,
    }

    /// An entry's notice, which goes by the entry's own identity.
    Insert "outbox": NoticeRow in NoticeColumns {
        tenant_id: Uuid,
        outbox_id: Uuid,
        topic: &'static str,
        entry_id: Uuid,
        created_at: jiff::Timestamp,
    }
}
