//! Every statement that writes the books. Each has the shop as its first parameter.

pub(super) const COMMIT: &str = "COMMIT";

/// Locks the shop: whoever writes its books, on whichever server, takes turns here. Every statement after it sees what
/// the one before committed. `NO KEY`, so that new rows may refer to the shop meanwhile.
pub(super) const LOCK_SHOP: &str = "SELECT name, state_code, gstin, is_composition, address, phone, upi_id, upi_name, series, \
     oversell, round_to, low_stock, amount_max, quantity_max FROM tenants WHERE tenant_id = $1 FOR NO KEY UPDATE";

pub(super) const FIND_ANSWERS: &str =
    "SELECT key, request_hash, response FROM idempotency WHERE tenant_id = $1 AND key = ANY($2::text[])";

pub(super) const FIND_NUMBERS: &str =
    "SELECT last_number FROM invoice_series WHERE tenant_id = $1 AND series = $2 AND financial_year = $3";

pub(super) const FIND_PARTIES: &str = "SELECT party_id, name, phone, nickname, landmark, email, balance, credit_limit, \
     created_at, last_sequence FROM parties WHERE tenant_id = $1 AND party_id = ANY($2::uuid[])";

pub(super) const FIND_PHONES: &str = "SELECT phone, name FROM parties WHERE tenant_id = $1 AND phone = ANY($2::text[])";

pub(super) const FIND_PRODUCTS: &str = "SELECT product_id, name, unit, price, tax_rate_bp, hsn, stock, low_stock, \
     packs, aliases FROM products WHERE tenant_id = $1 AND product_id = ANY($2::uuid[])";

pub(super) const FIND_PRODUCT_NAMES: &str =
    "SELECT name FROM products WHERE tenant_id = $1 AND lower(name) = ANY($2::text[])";

pub(super) const FIND_ENTRIES: &str = "SELECT e.entry_id, e.kind, e.party_id, p.name AS party_name, e.sequence, \
     e.amount, e.balance_after, e.mode, e.description, e.invoice_number, e.reverses, e.created_at, i.invoice_id, \
     EXISTS (SELECT FROM entries r WHERE r.tenant_id = $1 AND r.reverses = e.entry_id) AS is_reversed \
     FROM entries e JOIN parties p USING (tenant_id, party_id) LEFT JOIN invoices i USING (tenant_id, entry_id) \
     WHERE e.tenant_id = $1 AND e.entry_id = ANY($2::uuid[])";

pub(super) const FIND_ENTRY_PARTIES: &str = "SELECT party_id, name, phone, nickname, landmark, email, balance, \
     credit_limit, created_at, last_sequence FROM parties WHERE tenant_id = $1 AND party_id IN \
     (SELECT party_id FROM entries WHERE tenant_id = $1 AND entry_id = ANY($2::uuid[]))";

pub(super) const FIND_ENTRY_PRODUCTS: &str = "SELECT product_id, name, unit, price, tax_rate_bp, hsn, stock, \
     low_stock, packs, aliases FROM products WHERE tenant_id = $1 AND product_id IN \
     (SELECT product_id FROM stock_movements WHERE tenant_id = $1 AND entry_id = ANY($2::uuid[]))";

pub(super) const FIND_POSTINGS: &str = "SELECT entry_id, account, party_id, amount FROM postings \
     WHERE tenant_id = $1 AND entry_id = ANY($2::uuid[]) ORDER BY entry_id, line";

pub(super) const FIND_MOVEMENTS: &str = "SELECT entry_id, product_id, quantity, reason FROM stock_movements \
     WHERE tenant_id = $1 AND entry_id = ANY($2::uuid[]) ORDER BY movement_id";

pub(super) const ADD_PARTIES: &str = "INSERT INTO parties \
     (tenant_id, party_id, name, phone, nickname, landmark, email, credit_limit, created_at) \
     SELECT $1, r.*, $2 FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], \
     $9::bigint[]) AS r";

pub(super) const ADD_PRODUCTS: &str = "INSERT INTO products \
     (tenant_id, product_id, name, unit, price, tax_rate_bp, hsn, low_stock, packs, aliases, created_at) \
     SELECT $1, r.product_id, r.name, r.unit, r.price, r.tax_rate_bp, r.hsn, r.low_stock, r.packs, \
     ARRAY(SELECT jsonb_array_elements_text(r.aliases)), $2 \
     FROM unnest($3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::integer[], $8::text[], $9::bigint[], \
     $10::jsonb[], $11::jsonb[]) \
     AS r(product_id, name, unit, price, tax_rate_bp, hsn, low_stock, packs, aliases)";

pub(super) const ADD_ENTRIES: &str = "INSERT INTO entries \
     (tenant_id, entry_id, party_id, kind, sequence, amount, balance_after, mode, description, invoice_number, \
     reverses, created_at) \
     SELECT $1, r.*, $2 FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], \
     $9::text[], $10::text[], $11::text[], $12::uuid[]) AS r";

pub(super) const ADD_POSTINGS: &str = "INSERT INTO postings (tenant_id, entry_id, line, account, party_id, amount) \
     SELECT $1, r.* FROM unnest($2::uuid[], $3::smallint[], $4::text[], $5::uuid[], $6::bigint[]) AS r";

pub(super) const ADD_INVOICES: &str = "INSERT INTO invoices \
     (tenant_id, series, financial_year, status, invoice_id, running_number, number, party_id, party_name, taxable, \
     cgst, sgst, round_off, total, notes, entry_id, balance_after, created_at) \
     SELECT $1, $2, $3, 'confirmed', r.*, $4 FROM unnest($5::uuid[], $6::bigint[], $7::text[], $8::uuid[], \
     $9::text[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::text[], $16::uuid[], \
     $17::bigint[]) AS r";

pub(super) const ADD_INVOICE_ITEMS: &str = "INSERT INTO invoice_items \
     (tenant_id, invoice_id, line, product_id, name, unit, quantity, rate, tax_rate_bp, taxable, cgst, sgst, total) \
     SELECT $1, r.* FROM unnest($2::uuid[], $3::smallint[], $4::uuid[], $5::text[], $6::text[], $7::bigint[], \
     $8::bigint[], $9::integer[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[]) AS r";

pub(super) const ADD_MOVEMENTS: &str = "INSERT INTO stock_movements \
     (tenant_id, movement_id, product_id, quantity, reason, entry_id, created_at) \
     SELECT $1, r.*, $2 FROM unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::uuid[]) AS r";

pub(super) const ADD_ANSWERS: &str = "INSERT INTO idempotency (tenant_id, key, request_hash, response, created_at) \
     SELECT $1, r.*, $2 FROM unnest($3::text[], $4::bytea[], $5::jsonb[]) AS r";

/// An entry's notice goes by the entry's own identity.
pub(super) const ADD_OUTBOX: &str = "INSERT INTO outbox (tenant_id, outbox_id, topic, entry_id, created_at) \
     SELECT $1, entry_id, 'entry', entry_id, $2 FROM unnest($3::uuid[]) AS entry_id";

pub(super) const SET_BALANCES: &str = "UPDATE parties SET balance = r.balance, last_sequence = r.last_sequence \
     FROM unnest($2::uuid[], $3::bigint[], $4::bigint[]) AS r(party_id, balance, last_sequence) \
     WHERE tenant_id = $1 AND parties.party_id = r.party_id";

pub(super) const SET_STOCK: &str = "UPDATE products SET stock = r.stock \
     FROM unnest($2::uuid[], $3::bigint[]) AS r(product_id, stock) \
     WHERE tenant_id = $1 AND products.product_id = r.product_id";

pub(super) const SET_NUMBER: &str = "INSERT INTO invoice_series (tenant_id, series, financial_year, last_number) \
     VALUES ($1, $2, $3, $4) \
     ON CONFLICT (tenant_id, series, financial_year) DO UPDATE SET last_number = excluded.last_number";

pub(super) const CANCEL_INVOICES: &str = "UPDATE invoices SET status = 'cancelled' \
     WHERE tenant_id = $1 AND invoice_id = ANY($2::uuid[])";

pub(super) const RAISE_CATALOG_VERSION: &str =
    "UPDATE tenants SET catalog_version = catalog_version + 1 WHERE tenant_id = $1";
