//! What a month's GSTR-1 is made of.

use super::{LedgerReader, ReadError, identities_of, known};
use crate::database::Step;
use crate::ledger::row::{RowError, money, named, tax_rate, word};
use execora_domain::ids::TenantId;
use execora_domain::invoice::TaxSum;
use execora_domain::ledger::india_day;
use execora_domain::quantity::Quantity;
use execora_domain::report::gstr1::{Goods, Month, Numbers, Supplied, TakenBack};
use jiff::ToSpan as _;
use jiff::civil::Date;
use tokio_postgres::Row;

impl LedgerReader {
    /// What the shop sold in the month that begins on `first` while it collected tax, and the credit notes on it, as they stand now, in
    /// one moment of the books. `shop_state` is the code of the shop's State.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn gstr1(&self, tenant: TenantId, shop_state: &str, first: Date) -> Result<Month, ReadError> {
        let (from, _) = identities_of(first);
        let (to, _) = identities_of(first.saturating_add(1.month()));
        let shop = tenant.uuid();
        let asked = [
            Step::Ask(SUPPLIED, vec![&shop, &from, &to]),
            Step::Ask(GOODS, vec![&shop, &from, &to]),
            Step::Ask(NUMBERS, vec![&shop, &from, &to]),
        ];
        let rows = self.ask_at_once(tenant, asked).await?;
        let [papers, sold, given] = rows.as_slice() else { return Err(ReadError::Unavailable) };
        Ok(Month {
            shop_state: shop_state.to_owned(),
            supplied: known(papers.iter().map(supplied).collect())?,
            goods: known(sold.iter().map(goods).collect())?,
            numbers: known(given.iter().map(numbers).collect())?,
        })
    }
}

fn supplied(row: &Row) -> Result<Supplied, RowError> {
    let original = row.try_get::<_, Option<jiff::Timestamp>>("original_at")?;
    let original =
        original.map(|at| Ok::<_, RowError>(TakenBack { day: india_day(at), value: money(row, "original_total")? }));
    Ok(Supplied {
        number: row.try_get("number")?,
        day: india_day(row.try_get("created_at")?),
        value: money(row, "total")?,
        customer_gstin: row.try_get("customer_gstin")?,
        customer_name: row.try_get("party_name")?,
        place: row.try_get::<_, Option<String>>("place_of_supply")?.unwrap_or_default(),
        original: original.transpose()?,
        tax_free: row.try_get::<_, Option<&str>>("tax_free")?.map(named).transpose()?,
        sums: sums(row)?,
    })
}

fn goods(row: &Row) -> Result<Goods, RowError> {
    Ok(Goods {
        hsn: row.try_get("hsn")?,
        name: row.try_get("name")?,
        unit: word(row, "unit")?,
        is_registered: row.try_get("is_registered")?,
        quantity: Quantity::from_milli(row.try_get("quantity")?),
        sums: sums(row)?,
    })
}

fn numbers(row: &Row) -> Result<Numbers, RowError> {
    Ok(Numbers {
        is_credit_notes: row.try_get("is_credit_notes")?,
        first: row.try_get("first")?,
        last: row.try_get("last")?,
        count: row.try_get("count")?,
        cancelled: row.try_get("cancelled")?,
    })
}

fn sums(row: &Row) -> Result<TaxSum, RowError> {
    Ok(TaxSum {
        tax_rate: tax_rate(row)?,
        taxable: money(row, "taxable")?,
        cgst: money(row, "cgst")?,
        sgst: money(row, "sgst")?,
        igst: money(row, "igst")?,
    })
}

/// Whether the paper `i`, or the one `o` that it takes back, is of a shop that collects tax: a bill of supply is where its
/// lines say why they bear none.
macro_rules! is_returned {
    () => {
        "(coalesce(o.kind, i.kind) IN ('tax_invoice', 'invoice_cum_bill_of_supply') \
         OR (coalesce(o.kind, i.kind) = 'bill_of_supply' AND EXISTS (SELECT FROM invoice_items t \
         WHERE t.tenant_id = i.tenant_id AND t.invoice_id = i.invoice_id AND t.tax_free IS NOT NULL)))"
    };
}

/// Of each paper that stands, the sums of each rate.
const SUPPLIED: &str = concat!(
    "SELECT i.number, i.created_at, i.total, i.customer_gstin, i.party_name, i.place_of_supply, \
     o.created_at AS original_at, o.total AS original_total, s.* \
     FROM invoices i LEFT JOIN invoices o ON o.tenant_id = i.tenant_id AND o.invoice_id = i.original_id \
     CROSS JOIN LATERAL (SELECT t.tax_rate_bp, t.tax_free, sum(t.taxable)::bigint AS taxable, sum(t.cgst)::bigint AS cgst, \
         sum(t.sgst)::bigint AS sgst, sum(t.igst)::bigint AS igst FROM invoice_items t \
         WHERE t.tenant_id = i.tenant_id AND t.invoice_id = i.invoice_id GROUP BY t.tax_rate_bp, t.tax_free) s \
     WHERE i.tenant_id = $1 AND i.entry_id >= $2 AND i.entry_id < $3 AND i.status = 'confirmed' \
     AND ",
    is_returned!(),
    " ORDER BY i.entry_id, s.tax_rate_bp, s.tax_free"
);

/// The same papers by what was sold.
const GOODS: &str = concat!(
    "SELECT t.hsn, CASE WHEN t.hsn IS NULL THEN t.name END AS name, t.unit, \
     i.customer_gstin IS NOT NULL AS is_registered, t.tax_rate_bp, sum(s.sign * t.quantity)::bigint AS quantity, \
     sum(s.sign * t.taxable)::bigint AS taxable, sum(s.sign * t.cgst)::bigint AS cgst, \
     sum(s.sign * t.sgst)::bigint AS sgst, sum(s.sign * t.igst)::bigint AS igst \
     FROM invoices i LEFT JOIN invoices o ON o.tenant_id = i.tenant_id AND o.invoice_id = i.original_id \
     CROSS JOIN LATERAL (SELECT CASE i.kind WHEN 'credit_note' THEN -1 ELSE 1 END AS sign) s \
     JOIN invoice_items t ON t.tenant_id = i.tenant_id AND t.invoice_id = i.invoice_id \
     WHERE i.tenant_id = $1 AND i.entry_id >= $2 AND i.entry_id < $3 AND i.status = 'confirmed' \
     AND ",
    is_returned!(),
    " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
);

/// The numbers that were given out, cancelled ones among them.
const NUMBERS: &str = concat!(
    "SELECT i.kind = 'credit_note' AS is_credit_notes, \
     (array_agg(i.number ORDER BY i.running_number))[1] AS first, \
     (array_agg(i.number ORDER BY i.running_number DESC))[1] AS last, \
     count(*) AS count, count(*) FILTER (WHERE i.status = 'cancelled') AS cancelled \
     FROM invoices i LEFT JOIN invoices o ON o.tenant_id = i.tenant_id AND o.invoice_id = i.original_id \
     WHERE i.tenant_id = $1 AND i.entry_id >= $2 AND i.entry_id < $3 AND ",
    is_returned!(),
    " GROUP BY i.kind = 'credit_note', i.series, i.financial_year ORDER BY 1, i.series, i.financial_year"
);
