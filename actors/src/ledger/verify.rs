//! Checks that the books are what they must be: each rule one statement that finds what breaks it.

use super::audit;
use crate::database::{self, DatabaseError};
use uuid::Uuid;

/// A rule of the books, and the statement that finds what breaks it: rows of `(tenant_id, what)`.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its short name: `I1`.
    pub name: &'static str,
    /// What must hold.
    pub rule: &'static str,
    sql: &'static str,
}

/// Something in the books that breaks a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// The rule's short name.
    pub check: &'static str,
    /// What must hold.
    pub rule: &'static str,
    /// In which shop.
    pub tenant: Uuid,
    /// Where: an identity or a number.
    pub what: String,
}

/// The most that is told of one rule: a fault tends to come in thousands.
const TOLD_MAX: i64 = 100;

/// Checks all books of a database, across shops, in one snapshot. Needs a role that sees every shop: the database's
/// owner with `BYPASSRLS`, or a superuser.
///
/// # Errors
/// [`DatabaseError`].
pub async fn verify(url: &str) -> Result<Vec<Violation>, DatabaseError> {
    let (mut client, _connection) = database::connect(url).await?;
    let snapshot =
        client.build_transaction().read_only(true).isolation_level(tokio_postgres::IsolationLevel::RepeatableRead);
    let transaction = snapshot.start().await.map_err(DatabaseError::Reach)?;
    // Without it a role that may not see every shop would see none, and find every book in order.
    transaction.batch_execute("SET LOCAL row_security = off").await.map_err(DatabaseError::Reach)?;
    let mut violations = vec![];
    for check in &CHECKS {
        let limited = format!("SELECT tenant_id, what FROM ({}) broken LIMIT $1", check.sql);
        for row in transaction.query(&limited, &[&TOLD_MAX]).await.map_err(DatabaseError::Reach)? {
            let tenant = row.try_get("tenant_id").map_err(DatabaseError::Reach)?;
            let what = row.try_get("what").map_err(DatabaseError::Reach)?;
            violations.push(Violation { check: check.name, rule: check.rule, tenant, what });
        }
    }
    violations.extend(audit::check(&transaction).await?);
    Ok(violations)
}

/// The rules that are checked.
#[rustfmt::skip] // One line a rule and one its statement.
pub const CHECKS: [Check; 18] = [
    Check { name: "I1", rule: "the postings of an entry sum to zero, and to its amount on the customer's account", sql:
        "SELECT e.tenant_id, e.entry_id::text AS what FROM entries e LEFT JOIN postings p USING (tenant_id, entry_id)
         GROUP BY e.tenant_id, e.entry_id, e.amount, e.party_id HAVING coalesce(sum(p.amount), e.amount) <> 0
         OR coalesce(sum(p.amount) FILTER (WHERE p.account = 'customer' AND p.party_id = e.party_id), 0) <> e.amount" },
    Check { name: "I2", rule: "the postings of a shop sum to zero", sql:
        "SELECT tenant_id, sum(amount)::text AS what FROM postings GROUP BY tenant_id HAVING sum(amount) <> 0" },
    Check { name: "I3", rule: "a balance is the sum of its entries, and each entry tells the balance after it", sql:
        "SELECT tenant_id, party_id::text AS what FROM parties p LEFT JOIN LATERAL (
            SELECT sum(amount) AS total FROM entries e WHERE e.tenant_id = p.tenant_id AND e.party_id = p.party_id) s ON true
         WHERE p.balance <> coalesce(s.total, 0)
         UNION ALL SELECT tenant_id, entry_id::text FROM (SELECT tenant_id, entry_id, balance_after,
            sum(amount) OVER (PARTITION BY tenant_id, party_id ORDER BY sequence) AS running FROM entries) r
         WHERE balance_after <> running" },
    Check { name: "I3", rule: "a shop tells what its customers owe together", sql:
        "SELECT t.tenant_id, t.receivable::text AS what FROM tenants t LEFT JOIN LATERAL (
            SELECT sum(balance) AS total FROM parties p WHERE p.tenant_id = t.tenant_id AND p.balance > 0) s ON true
         WHERE t.receivable <> coalesce(s.total, 0)" },
    Check { name: "I4", rule: "the entries of an account are numbered 1 to n without gaps", sql:
        "SELECT tenant_id, party_id::text AS what FROM parties p LEFT JOIN LATERAL (
            SELECT count(*) AS n, coalesce(max(sequence), 0) AS last FROM entries e
            WHERE e.tenant_id = p.tenant_id AND e.party_id = p.party_id) s ON true
         WHERE s.n <> s.last OR p.last_sequence <> s.last" },
    Check { name: "I5", rule: "a bill is the sum of its lines and a round-off (of at most 50 paise, unless it is a credit note), as its entry posts it", sql:
        "SELECT i.tenant_id, i.number AS what FROM invoices i JOIN entries e USING (tenant_id, entry_id)
         LEFT JOIN (SELECT tenant_id, invoice_id, sum(bill_discount) AS discount, sum(taxable) AS taxable, sum(cgst) AS cgst,
            sum(sgst) AS sgst, sum(igst) AS igst, sum(total) AS total FROM invoice_items GROUP BY tenant_id, invoice_id) t
            USING (tenant_id, invoice_id)
         LEFT JOIN entries p ON p.tenant_id = i.tenant_id AND p.entry_id = i.payment_entry_id
         WHERE (t.discount, t.taxable, t.cgst, t.sgst, t.igst) IS DISTINCT FROM (i.discount, i.taxable, i.cgst, i.sgst, i.igst)
         OR i.total <> t.total + i.round_off OR (abs(i.round_off) > 50 AND i.kind <> 'credit_note')
         OR e.amount <> CASE i.kind WHEN 'credit_note' THEN -i.total ELSE i.total END
         OR e.party_id <> i.party_id OR coalesce(p.balance_after, e.balance_after) <> i.balance_after
         OR coalesce(-p.amount, 0) <> (SELECT coalesce(sum((part ->> 'amountPaise')::bigint), 0) FROM jsonb_array_elements(i.payments) part)" },
    Check { name: "I5", rule: "what comes back of a bill is never more than was billed, and of no cancelled bill", sql:
        "SELECT o.tenant_id, o.number AS what FROM invoices o JOIN invoices n
            ON n.tenant_id = o.tenant_id AND n.original_id = o.invoice_id AND n.status = 'confirmed'
         GROUP BY o.tenant_id, o.invoice_id HAVING o.status <> 'confirmed' OR o.kind = 'credit_note' OR sum(n.total) > o.total
         OR sum(n.taxable) > o.taxable OR sum(n.cgst) > o.cgst OR sum(n.igst) > o.igst OR bool_or(n.party_id <> o.party_id)
         UNION ALL SELECT tenant_id, number FROM (
            SELECT o.tenant_id, o.number, t.line, t.quantity, t.product_id, sum(r.quantity) AS back,
               bool_and(r.product_id = t.product_id AND r.tax_rate_bp = t.tax_rate_bp) AS is_same
            FROM invoice_items r JOIN invoices n ON n.tenant_id = r.tenant_id AND n.invoice_id = r.invoice_id
            JOIN invoices o ON o.tenant_id = n.tenant_id AND o.invoice_id = n.original_id
            LEFT JOIN invoice_items t ON t.tenant_id = o.tenant_id AND t.invoice_id = o.invoice_id AND t.line = r.original_line
            WHERE n.status = 'confirmed' GROUP BY o.tenant_id, o.number, t.line, t.quantity, t.product_id) b
         WHERE (back <= quantity AND is_same) IS NOT TRUE" },
    Check { name: "I6", rule: "central and State tax are equal, and never with integrated tax", sql:
        "SELECT tenant_id, number AS what FROM invoices WHERE cgst <> sgst OR (igst <> 0 AND cgst <> 0)
            OR (kind IN ('bill_of_supply', 'bill') AND (cgst <> 0 OR igst <> 0))
         UNION ALL SELECT tenant_id, invoice_id::text FROM invoice_items WHERE cgst <> sgst OR (igst <> 0 AND cgst <> 0)
         UNION ALL SELECT tenant_id, entry_id::text FROM postings GROUP BY tenant_id, entry_id
         HAVING coalesce(sum(amount) FILTER (WHERE account = 'cgst'), 0) <> coalesce(sum(amount) FILTER (WHERE account = 'sgst'), 0)
         OR (bool_or(account = 'igst') AND bool_or(account IN ('cgst', 'sgst')))" },
    Check { name: "I7", rule: "bills are numbered 1 to n in each series and financial year", sql:
        "SELECT tenant_id, series || '/' || financial_year AS what FROM invoices i
         FULL JOIN invoice_series s USING (tenant_id, series, financial_year)
         GROUP BY tenant_id, series, financial_year, s.last_number
         HAVING count(DISTINCT i.running_number) <> count(i.running_number) OR min(i.running_number) IS DISTINCT FROM 1
         OR max(i.running_number) <> count(i.running_number) OR s.last_number IS DISTINCT FROM max(i.running_number)
         UNION ALL SELECT tenant_id, number FROM invoices GROUP BY tenant_id, number
         HAVING count(*) > 1 OR bool_or(char_length(number) > 16)
         UNION ALL SELECT tenant_id, number FROM invoices WHERE (kind = 'credit_note') <> (series = 'CN')
            OR financial_year <> CASE WHEN extract(month FROM created_at AT TIME ZONE 'Asia/Kolkata') < 4
               THEN to_char(created_at AT TIME ZONE 'Asia/Kolkata' - interval '1 year', 'YY-') || to_char(created_at AT TIME ZONE 'Asia/Kolkata', 'YY')
               ELSE to_char(created_at AT TIME ZONE 'Asia/Kolkata', 'YY-') || to_char(created_at AT TIME ZONE 'Asia/Kolkata' + interval '1 year', 'YY') END" },
    Check { name: "I9", rule: "an entry is reversed at most once, in full, on the same account", sql:
        "SELECT r.tenant_id, r.entry_id::text AS what FROM entries r LEFT JOIN entries o
            ON o.tenant_id = r.tenant_id AND o.entry_id = r.reverses
         WHERE r.reverses IS NOT NULL AND (o.entry_id IS NULL OR o.amount <> -r.amount OR o.party_id <> r.party_id OR o.kind = 'reversal')
         UNION ALL SELECT tenant_id, reverses::text FROM entries WHERE reverses IS NOT NULL
         GROUP BY tenant_id, reverses HAVING count(*) > 1
         UNION ALL SELECT i.tenant_id, i.number FROM invoices i LEFT JOIN entries r
            ON r.tenant_id = i.tenant_id AND r.reverses = i.entry_id
         WHERE (i.status = 'cancelled') <> (r.entry_id IS NOT NULL)" },
    Check { name: "I9", rule: "a reversal mirrors the postings of its original", sql:
        "SELECT tenant_id, entry_id::text AS what FROM (
            SELECT r.tenant_id, r.entry_id, p.account, p.amount FROM entries r JOIN postings p USING (tenant_id, entry_id) WHERE r.reverses IS NOT NULL
            UNION ALL SELECT r.tenant_id, r.entry_id, p.account, p.amount FROM entries r
            JOIN postings p ON p.tenant_id = r.tenant_id AND p.entry_id = r.reverses) b
         GROUP BY tenant_id, entry_id, account HAVING sum(amount) <> 0" },
    Check { name: "I11", rule: "a key has one effect, and every entry and bill was asked for under one key", sql:
        "SELECT tenant_id, key AS what FROM idempotency GROUP BY tenant_id, key HAVING count(*) > 1
         UNION ALL SELECT e.tenant_id, e.entry_id::text FROM entries e
         LEFT JOIN (SELECT tenant_id, coalesce(response #>> '{Entry,id}', response #>> '{DayClose,entryId}') AS entry FROM idempotency
            UNION ALL SELECT tenant_id, jsonb_array_elements_text(CASE response #>> '{Invoice,status}'
               WHEN 'cancelled' THEN response #> '{Invoice,reversedBy}'
               ELSE jsonb_build_array(response #> '{Invoice,entryId}', response #> '{Invoice,paymentEntryId}') END) FROM idempotency
            WHERE response ? 'Invoice') k ON k.tenant_id = e.tenant_id AND k.entry = e.entry_id::text
         WHERE e.kind <> 'opening' GROUP BY e.tenant_id, e.entry_id HAVING count(k.entry) <> 1" },
    Check { name: "I12", rule: "every entry has one notice in the outbox, and every such notice an entry", sql:
        "SELECT tenant_id, coalesce(e.entry_id, o.entry_id)::text AS what FROM entries e
         FULL JOIN (SELECT tenant_id, entry_id FROM outbox WHERE topic = 'entry') o USING (tenant_id, entry_id)
         GROUP BY tenant_id, e.entry_id, o.entry_id HAVING e.entry_id IS NULL OR o.entry_id IS NULL OR count(*) > 1" },
    Check { name: "I13", rule: "the stock of a product is the sum of its movements, and not below zero where the shop sells no more than it has", sql:
        "SELECT p.tenant_id, product_id::text AS what FROM products p JOIN tenants t USING (tenant_id) LEFT JOIN LATERAL (
            SELECT sum(quantity) AS total FROM stock_movements m WHERE m.tenant_id = p.tenant_id AND m.product_id = p.product_id) s ON true
         WHERE p.stock <> coalesce(s.total, 0) OR (p.stock < 0 AND t.oversell = 'refuse')" },
    Check { name: "I13", rule: "the goods of a bill left the shelf, those of a credit note came back", sql:
        "SELECT tenant_id, entry_id::text AS what FROM (
            SELECT i.tenant_id, i.entry_id, t.product_id, CASE i.kind WHEN 'credit_note' THEN -t.quantity ELSE t.quantity END AS quantity
            FROM invoices i JOIN invoice_items t USING (tenant_id, invoice_id)
            UNION ALL SELECT m.tenant_id, m.entry_id, m.product_id, m.quantity FROM stock_movements m JOIN invoices i USING (tenant_id, entry_id)) g
         GROUP BY tenant_id, entry_id, product_id HAVING sum(quantity) <> 0" },
    Check { name: "I14", rule: "a bill is as its answer in the audit trail told it", sql:
        "SELECT v.tenant_id, v.number AS what FROM idempotency i JOIN invoices v ON v.tenant_id = i.tenant_id AND v.invoice_id = (i.response #>> '{Invoice,id}')::uuid
         WHERE i.audit_sequence IS NOT NULL AND (v.number, v.party_id::text, v.party_name, v.customer_gstin, v.place_of_supply, v.taxable, v.cgst, v.sgst, v.igst, v.total)
            IS DISTINCT FROM (i.response #>> '{Invoice,number}', i.response #>> '{Invoice,customerId}', i.response #>> '{Invoice,customerName}',
                i.response #>> '{Invoice,customerGstin}', i.response #>> '{Invoice,placeOfSupply}', (i.response #>> '{Invoice,taxablePaise}')::bigint,
                (i.response #>> '{Invoice,cgstPaise}')::bigint, (i.response #>> '{Invoice,sgstPaise}')::bigint, (i.response #>> '{Invoice,igstPaise}')::bigint,
                (i.response #>> '{Invoice,totalPaise}')::bigint)" },
    Check { name: "I14", rule: "the lines of a bill are as its answer in the audit trail told them", sql:
        "WITH told AS (SELECT i.tenant_id, (i.response #>> '{Invoice,id}')::uuid AS invoice_id, x.line, jsonb_strip_nulls(x.item) AS item
            FROM idempotency i, jsonb_array_elements(i.response #> '{Invoice,items}') WITH ORDINALITY x(item, line)
            WHERE i.audit_sequence IS NOT NULL AND i.response #>> '{Invoice,status}' = 'confirmed'),
         kept AS (SELECT t.tenant_id, t.invoice_id, t.line::bigint AS line, jsonb_strip_nulls(jsonb_build_object(
               'productId', t.product_id, 'name', t.name, 'hsn', t.hsn, 'unit', t.unit, 'quantityMilli', t.quantity, 'ratePaise', t.rate,
               'taxIncluded', t.tax_included, 'taxRateBp', t.tax_rate_bp, 'taxFree', t.tax_free, 'discountPaise', t.discount, 'billDiscountPaise', t.bill_discount,
               'taxablePaise', t.taxable, 'cgstPaise', t.cgst, 'sgstPaise', t.sgst, 'igstPaise', t.igst, 'totalPaise', t.total,
               'originalLine', t.original_line)) AS item
            FROM invoice_items t JOIN invoices i USING (tenant_id, invoice_id) JOIN entries e USING (tenant_id, entry_id)
            WHERE e.audit_sequence IS NOT NULL)
         SELECT tenant_id, invoice_id || ' line ' || line AS what FROM told FULL JOIN kept USING (tenant_id, invoice_id, line)
         WHERE told.item IS DISTINCT FROM kept.item" },
    Check { name: "I15", rule: "nothing refers to another shop or to nothing", sql:
        "SELECT e.tenant_id, e.entry_id::text AS what FROM entries e LEFT JOIN parties p USING (tenant_id, party_id) WHERE p.party_id IS NULL
         UNION ALL SELECT p.tenant_id, p.entry_id::text FROM postings p LEFT JOIN entries e USING (tenant_id, entry_id) WHERE e.entry_id IS NULL
         UNION ALL SELECT i.tenant_id, i.number FROM invoices i LEFT JOIN parties p USING (tenant_id, party_id)
            LEFT JOIN entries e USING (tenant_id, entry_id) WHERE p.party_id IS NULL OR e.entry_id IS NULL
         UNION ALL SELECT t.tenant_id, t.invoice_id::text FROM invoice_items t LEFT JOIN invoices i USING (tenant_id, invoice_id)
            LEFT JOIN products g USING (tenant_id, product_id) WHERE i.invoice_id IS NULL OR g.product_id IS NULL
         UNION ALL SELECT m.tenant_id, m.movement_id::text FROM stock_movements m LEFT JOIN products g USING (tenant_id, product_id)
            LEFT JOIN entries e USING (tenant_id, entry_id) WHERE g.product_id IS NULL OR (m.entry_id IS NOT NULL AND e.entry_id IS NULL)
         UNION ALL SELECT r.tenant_id, r.reminder_id::text FROM reminders r LEFT JOIN parties p USING (tenant_id, party_id) WHERE p.party_id IS NULL" },
];
