//! What a batch reads before it decides. Whatever is asked for is named with its shop; every row tells whose it is.

use super::row::{entry_columns, invoice_columns, party_columns, product_columns, reminder_columns, shop_columns};

pub(super) const COMMIT: &str = "COMMIT";

macro_rules! lock_shops {
    ($how:literal) => {
        concat!(
            "SELECT tenant_id, books_version, catalog_version, audit_sequence, audit_hash, last_id, receivable, ",
            shop_columns!(),
            " FROM tenants WHERE tenant_id = ANY($1::uuid[]) ORDER BY tenant_id FOR NO KEY UPDATE",
            $how
        )
    };
}

/// Locks the shops, in the order of their identities, so that servers take turns and never wait in a ring. Every
/// statement after it sees what the writer before committed. `NO KEY`, so that new rows may refer to a shop meanwhile.
pub(super) const LOCK_SHOPS: &str = lock_shops!("");

/// Locks those of the shops that nobody else holds.
pub(super) const LOCK_FREE_SHOPS: &str = lock_shops!(" SKIP LOCKED");

pub(super) const FIND_ANSWERS: &str = "SELECT tenant_id, key, request_hash, response \
     FROM unnest($1::uuid[], $2::text[]) AS asked(tenant_id, key) JOIN idempotency USING (tenant_id, key)";

/// The numbers that the series of these years have come to.
pub(super) const FIND_NUMBERS: &str = "SELECT tenant_id, series, financial_year, last_number FROM invoice_series \
     WHERE tenant_id = ANY($1::uuid[]) AND financial_year = ANY($2::text[])";

pub(super) const FIND_PARTIES: &str = concat!(
    "SELECT tenant_id, last_sequence, ",
    party_columns!(),
    " FROM unnest($1::uuid[], $2::uuid[]) AS asked(tenant_id, party_id) JOIN parties USING (tenant_id, party_id)"
);

/// The customer whom nobody names, where there is none yet: made under the shop's lock, like all that is written.
pub(super) const ADD_WALK_INS: &str = "INSERT INTO parties (tenant_id, party_id, name, credit_limit, created_at) \
     SELECT tenant_id, tenant_id, 'Walk-in', 0, now() FROM (SELECT tenant_id FROM tenants \
     WHERE tenant_id = ANY($1::uuid[]) FOR NO KEY UPDATE SKIP LOCKED) locked ON CONFLICT DO NOTHING";

/// Customers of the same name, as it sounds; of very many, some.
pub(super) const FIND_NAMESAKES: &str = concat!(
    "SELECT tenant_id, ",
    party_columns!(),
    " FROM unnest($1::uuid[], $2::text[]) AS asked(tenant_id, name_key) CROSS JOIN LATERAL (SELECT t.party_id \
     FROM party_terms t WHERE t.tenant_id = asked.tenant_id AND t.name_key = asked.name_key LIMIT 200) alike \
     JOIN parties USING (tenant_id, party_id) WHERE is_active"
);

pub(super) const FIND_PHONES: &str = "SELECT tenant_id, phone, party_id, name \
     FROM unnest($1::uuid[], $2::text[]) AS asked(tenant_id, phone) JOIN parties USING (tenant_id, phone) \
     WHERE is_active";

pub(super) const FIND_PRODUCTS: &str = concat!(
    "SELECT tenant_id, ",
    product_columns!(),
    " FROM unnest($1::uuid[], $2::uuid[]) AS asked(tenant_id, product_id) JOIN products USING (tenant_id, product_id)"
);

pub(super) const FIND_PRODUCT_NAMES: &str = "SELECT p.tenant_id, p.name, p.barcode \
     FROM unnest($1::uuid[], $2::text[]) AS asked(tenant_id, name) \
     JOIN products p ON p.tenant_id = asked.tenant_id AND lower(p.name) = asked.name AND p.is_active";

pub(super) const FIND_BARCODES: &str = "SELECT tenant_id, barcode, name \
     FROM unnest($1::uuid[], $2::text[]) AS asked(tenant_id, barcode) JOIN products USING (tenant_id, barcode) \
     WHERE is_active";

/// Products that are sold under the name or the barcode of one that is to be sold again.
pub(super) const FIND_RIVALS: &str = "SELECT q.tenant_id, q.name, q.barcode \
     FROM unnest($1::uuid[], $2::uuid[]) AS asked(tenant_id, product_id) JOIN products p USING (tenant_id, product_id) \
     JOIN products q ON q.tenant_id = p.tenant_id AND q.product_id <> p.product_id AND q.is_active \
     AND (lower(q.name) = lower(p.name) OR q.barcode = p.barcode)";

pub(super) const FIND_BELOW_ZERO: &str = "SELECT tenant_id, min(name) AS name FROM products WHERE tenant_id = ANY($1::uuid[]) AND stock < 0 GROUP BY tenant_id";

/// The last day that was closed.
pub(super) const FIND_CLOSED: &str = "SELECT tenant_id, max(day) AS day FROM day_closes \
     WHERE tenant_id = ANY($1::uuid[]) GROUP BY tenant_id";

/// The last close, and the cash since. What the close saw of the hour before it is taken off again: transactions of that
/// hour may have committed after it.
pub(super) const FIND_DRAWERS: &str = "SELECT shop.tenant_id, last.day, coalesce(last.counted, 0) AS opening, \
     cash.received - coalesce(last.recent_received, 0) AS received, \
     cash.paid_out - coalesce(last.recent_paid_out, 0) AS paid_out, \
     cash.recent_received, cash.recent_paid_out, greatest($2, last.since) AS since \
     FROM unnest($1::uuid[]) AS shop(tenant_id) \
     LEFT JOIN LATERAL (SELECT day, counted, since, recent_received, recent_paid_out FROM day_closes c \
         WHERE c.tenant_id = shop.tenant_id ORDER BY day DESC LIMIT 1) last ON true \
     CROSS JOIN LATERAL (SELECT \
         coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::bigint AS received, \
         coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)::bigint AS paid_out, \
         coalesce(sum(amount) FILTER (WHERE amount > 0 AND entry_id >= $2), 0)::bigint AS recent_received, \
         coalesce(-sum(amount) FILTER (WHERE amount < 0 AND entry_id >= $2), 0)::bigint AS recent_paid_out \
         FROM postings p WHERE p.tenant_id = shop.tenant_id AND p.account = 'cash' \
         AND p.entry_id >= coalesce(last.since, '00000000-0000-0000-0000-000000000000'::uuid)) cash";

pub(super) const FIND_ENTRIES: &str = concat!(
    "SELECT e.tenant_id, i.invoice_id, ",
    "EXISTS (SELECT FROM invoices n WHERE n.tenant_id = i.tenant_id AND n.original_id = i.invoice_id \
     AND n.status = 'confirmed') AS is_credited, ",
    "EXISTS (SELECT FROM entries r WHERE r.tenant_id = e.tenant_id AND r.reverses = e.entry_id) AS is_reversed, ",
    entry_columns!(),
    " FROM unnest($1::uuid[], $2::uuid[]) AS asked(tenant_id, entry_id) JOIN entries e USING (tenant_id, entry_id) \
     JOIN parties p USING (tenant_id, party_id) LEFT JOIN invoices i USING (tenant_id, entry_id)"
);

pub(super) const FIND_ENTRY_PARTIES: &str = concat!(
    "SELECT tenant_id, last_sequence, ",
    party_columns!(),
    " FROM parties WHERE (tenant_id, party_id) IN (SELECT tenant_id, party_id \
     FROM unnest($1::uuid[], $2::uuid[]) AS asked(tenant_id, entry_id) JOIN entries USING (tenant_id, entry_id))"
);

pub(super) const FIND_ENTRY_PRODUCTS: &str = concat!(
    "SELECT tenant_id, ",
    product_columns!(),
    " FROM products WHERE (tenant_id, product_id) IN (SELECT tenant_id, product_id \
     FROM unnest($1::uuid[], $2::uuid[]) AS asked(tenant_id, entry_id) JOIN stock_movements USING (tenant_id, entry_id))"
);

pub(super) const FIND_POSTINGS: &str = "SELECT tenant_id, entry_id, account, party_id, amount \
     FROM unnest($1::uuid[], $2::uuid[]) AS asked(tenant_id, entry_id) JOIN postings USING (tenant_id, entry_id) \
     ORDER BY tenant_id, entry_id, line";

pub(super) const FIND_MOVEMENTS: &str = "SELECT tenant_id, entry_id, product_id, quantity, reason \
     FROM unnest($1::uuid[], $2::uuid[]) AS asked(tenant_id, entry_id) JOIN stock_movements USING (tenant_id, entry_id) \
     ORDER BY tenant_id, movement_id";

/// Bills and credit notes, by their identities.
pub(super) const FIND_BILLS: &str = concat!(
    "SELECT i.tenant_id, EXISTS (SELECT FROM entries r WHERE r.tenant_id = i.tenant_id AND r.reverses = i.payment_entry_id) \
     AS is_payment_reversed, ",
    invoice_columns!(),
    " FROM unnest($1::uuid[], $2::uuid[]) AS asked(tenant_id, invoice_id) JOIN invoices i USING (tenant_id, invoice_id)"
);

/// What came back of bills.
pub(super) const FIND_RETURNED: &str = "SELECT n.tenant_id, n.original_id, n.invoice_id, n.status, n.round_off, t.original_line, t.quantity, \
     t.discount, t.bill_discount, t.taxable, t.cgst, t.igst \
     FROM unnest($1::uuid[], $2::uuid[]) AS asked(tenant_id, bill_id) \
     JOIN invoices n ON n.tenant_id = asked.tenant_id AND n.original_id = asked.bill_id \
     JOIN invoice_items t ON t.tenant_id = n.tenant_id AND t.invoice_id = n.invoice_id \
     ORDER BY n.tenant_id, n.invoice_id, t.line";

pub(super) const FIND_DRAFTS: &str = "SELECT tenant_id, wish, bill \
     FROM unnest($1::uuid[], $2::uuid[]) AS asked(tenant_id, invoice_id) JOIN drafts USING (tenant_id, invoice_id)";

/// The customers of bills and drafts.
pub(super) const FIND_BILL_PARTIES: &str = concat!(
    "WITH asked AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS a(tenant_id, invoice_id)) \
     SELECT tenant_id, last_sequence, ",
    party_columns!(),
    " FROM parties WHERE (tenant_id, party_id) IN (\
     SELECT tenant_id, party_id FROM asked JOIN invoices USING (tenant_id, invoice_id) \
     UNION SELECT tenant_id, party_id FROM asked JOIN drafts USING (tenant_id, invoice_id))"
);

/// The goods of bills and drafts.
pub(super) const FIND_BILL_PRODUCTS: &str = concat!(
    "WITH asked AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS a(tenant_id, invoice_id)) \
     SELECT tenant_id, ",
    product_columns!(),
    " FROM products WHERE (tenant_id, product_id) IN (\
     SELECT tenant_id, product_id FROM asked JOIN invoice_items USING (tenant_id, invoice_id) \
     UNION SELECT tenant_id, (line ->> 'product')::uuid FROM asked JOIN drafts USING (tenant_id, invoice_id), \
     jsonb_array_elements(wish -> 'lines') AS line)"
);

/// Reminders, held until the batch ends: one whose time comes meanwhile is taken up after it.
pub(super) const FIND_REMINDERS: &str = concat!(
    "SELECT r.tenant_id, ",
    reminder_columns!(),
    " FROM unnest($1::uuid[], $2::uuid[]) AS asked(tenant_id, reminder_id) JOIN reminders r USING (tenant_id, reminder_id) \
     JOIN parties p USING (tenant_id, party_id) ORDER BY r.reminder_id FOR NO KEY UPDATE OF r"
);

/// Drafts that nobody touched for too long.
pub(super) const FORGET_DRAFTS: &str = "DELETE FROM drafts WHERE tenant_id = ANY($1::uuid[]) AND expires_at <= $2";
