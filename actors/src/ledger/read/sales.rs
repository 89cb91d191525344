//! What was sold in some days, by product, by day or by customer.

use super::{LedgerReader, ReadError, identities_of, known};
use crate::ledger::cursor;
use crate::ledger::row::{RowError, money, word};
use execora_domain::ids::TenantId;
use execora_domain::money::Money;
use execora_domain::quantity::{Quantity, Unit};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio_postgres::Row;
use uuid::Uuid;

/// What sales are summed by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SalesBy {
    /// What was sold most first.
    #[default]
    Product,
    /// The newest day first.
    Day,
    /// Who bought most first.
    Customer,
}

/// Which sales are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SalesSpan {
    /// What they are summed by.
    pub by: SalesBy,
    /// The first day in India.
    pub from: Date,
    /// The last.
    pub to: Date,
}

/// Sales, less what came back by credit note; cancelled bills are left out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sales {
    /// What they are summed by.
    pub by: SalesBy,
    /// The first day in India.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// Of all days, not of this page alone.
    pub totals: SalesSums,
    /// A page of them.
    pub rows: Vec<SalesRow>,
    /// What to give as `cursor` for the next page; null on the last.
    pub next_cursor: Option<String>,
}

/// The sales of one product, one day or one customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SalesRow {
    /// The product or the customer; none of a day.
    pub id: Option<Uuid>,
    /// Their name as it is now; the day as `2026-04-01`.
    pub name: String,
    /// What the product is counted in.
    pub unit: Option<Unit>,
    /// How much of the product.
    #[serde(rename = "quantityMilli")]
    pub quantity: Option<Quantity>,
    /// What it came to; a product has no round-off.
    #[serde(flatten)]
    pub sums: SalesSums,
}

/// What sales came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SalesSums {
    /// Bills.
    pub invoice_count: i64,
    /// Credit notes, which are taken off.
    pub credit_note_count: i64,
    /// What the tax is reckoned on.
    #[serde(rename = "taxablePaise")]
    pub taxable: Money,
    /// All tax.
    #[serde(rename = "taxPaise")]
    pub tax: Money,
    /// What brought bills to whole rupees.
    #[serde(rename = "roundOffPaise")]
    pub round_off: Money,
    /// `taxable + tax + roundOff`.
    #[serde(rename = "totalPaise")]
    pub total: Money,
}

impl LedgerReader {
    /// What was sold, in one moment of the books; all rows where there is no `limit`.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn sales(
        &self,
        tenant: TenantId,
        span: SalesSpan,
        limit: Option<u16>,
        cursor: Option<&str>,
    ) -> Result<Sales, ReadError> {
        let (first, end) = (identities_of(span.from).0, identities_of(span.to).1);
        let after = cursor.map(cursor::read::<2>).transpose()?;
        let (rank, key) = match after {
            Some([rank, key]) => (Some(rank.parse::<i64>().map_err(|_| ReadError::BadCursor)?), Some(key)),
            None => (None, None),
        };
        let most = limit.map(i64::from);
        let one_more = most.map(|most| most.saturating_add(1));
        let statement = match span.by {
            SalesBy::Product => BY_PRODUCT,
            SalesBy::Day => BY_DAY,
            SalesBy::Customer => BY_CUSTOMER,
        };
        let rows = self.ask(tenant, statement, &[&tenant.uuid(), &first, &end, &rank, &key, &one_more]).await?;
        let totals = known(rows.first().map_or(Ok(SalesSums::default()), |row| sums(row, "all_")))?;
        // A row without a key is there for the totals alone.
        let named = rows.iter().filter(|row| row.try_get::<_, Option<&str>>("key").is_ok_and(|key| key.is_some()));
        let keep = most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
        let all: Vec<&Row> = named.collect();
        let next_cursor = if all.len() > keep {
            all.get(keep.saturating_sub(1)).map(|last| known(place(last))).transpose()?
        } else {
            None
        };
        let rows = known(all.into_iter().take(keep).map(sales_row).collect())?;
        Ok(Sales { by: span.by, from: span.from, to: span.to, totals, rows, next_cursor })
    }
}

/// Where the list goes on after this row.
fn place(row: &Row) -> Result<String, RowError> {
    let (rank, key): (i64, &str) = (row.try_get("rank")?, row.try_get("key")?);
    Ok(cursor::write(&[&rank.to_string(), key]))
}

fn sales_row(row: &Row) -> Result<SalesRow, RowError> {
    let has_unit = row.try_get::<_, Option<&str>>("unit")?.is_some();
    Ok(SalesRow {
        id: row.try_get::<_, &str>("key")?.parse().ok(),
        name: row.try_get("name")?,
        unit: if has_unit { Some(word(row, "unit")?) } else { None },
        quantity: row.try_get::<_, Option<i64>>("quantity")?.map(Quantity::from_milli),
        sums: sums(row, "")?,
    })
}

fn sums(row: &Row, prefix: &str) -> Result<SalesSums, RowError> {
    let column = |name: &str| format!("{prefix}{name}");
    Ok(SalesSums {
        invoice_count: row.try_get(column("bills").as_str())?,
        credit_note_count: row.try_get(column("notes").as_str())?,
        taxable: money(row, &column("taxable"))?,
        tax: money(row, &column("tax"))?,
        round_off: money(row, &column("round_off"))?,
        total: money(row, &column("total"))?,
    })
}

/// A statement that sums the bills of some days as `$grouped` says, newest or largest first, from a place on.
macro_rules! sales {
    ($grouped:literal) => {
        concat!(
            "WITH bills AS MATERIALIZED (SELECT invoice_id, party_id, (created_at AT TIME ZONE 'Asia/Kolkata')::date AS day, \
             kind = 'credit_note' AS is_note, CASE kind WHEN 'credit_note' THEN -1 ELSE 1 END AS sign, \
             taxable, cgst + sgst + igst AS tax, round_off, total FROM invoices \
             WHERE tenant_id = $1 AND entry_id >= $2 AND entry_id < $3 AND status = 'confirmed'), \
             totals AS (SELECT count(*) FILTER (WHERE NOT is_note) AS all_bills, count(*) FILTER (WHERE is_note) AS all_notes, \
             coalesce(sum(sign * taxable), 0)::bigint AS all_taxable, coalesce(sum(sign * tax), 0)::bigint AS all_tax, \
             coalesce(sum(sign * round_off), 0)::bigint AS all_round_off, coalesce(sum(sign * total), 0)::bigint AS all_total \
             FROM bills), grouped AS (",
            $grouped,
            ") SELECT totals.*, g.* FROM totals LEFT JOIN (SELECT * FROM grouped \
             WHERE $4::bigint IS NULL OR (rank, key) < ($4, $5::text) ORDER BY rank DESC, key DESC LIMIT $6) g ON true \
             ORDER BY g.rank DESC, g.key DESC"
        )
    };
}

const BY_PRODUCT: &str = sales!(
    "SELECT s.total AS rank, s.product_id::text AS key, p.name, p.unit, s.quantity, s.bills, s.notes, s.taxable, s.tax, \
     0::bigint AS round_off, s.total FROM (SELECT t.product_id, sum(b.sign * t.quantity)::bigint AS quantity, \
     count(DISTINCT b.invoice_id) FILTER (WHERE NOT b.is_note) AS bills, \
     count(DISTINCT b.invoice_id) FILTER (WHERE b.is_note) AS notes, sum(b.sign * t.taxable)::bigint AS taxable, \
     sum(b.sign * (t.cgst + t.sgst + t.igst))::bigint AS tax, sum(b.sign * t.total)::bigint AS total \
     FROM bills b JOIN invoice_items t ON t.tenant_id = $1 AND t.invoice_id = b.invoice_id GROUP BY t.product_id) s \
     JOIN products p ON p.tenant_id = $1 AND p.product_id = s.product_id"
);

const BY_DAY: &str = sales!(
    "SELECT (day - '2000-01-01'::date)::bigint AS rank, day::text AS key, day::text AS name, NULL::text AS unit, \
     NULL::bigint AS quantity, count(*) FILTER (WHERE NOT is_note) AS bills, count(*) FILTER (WHERE is_note) AS notes, \
     sum(sign * taxable)::bigint AS taxable, sum(sign * tax)::bigint AS tax, sum(sign * round_off)::bigint AS round_off, \
     sum(sign * total)::bigint AS total FROM bills GROUP BY day"
);

const BY_CUSTOMER: &str = sales!(
    "SELECT s.total AS rank, s.party_id::text AS key, p.name, NULL::text AS unit, NULL::bigint AS quantity, s.bills, s.notes, \
     s.taxable, s.tax, s.round_off, s.total FROM (SELECT party_id, count(*) FILTER (WHERE NOT is_note) AS bills, \
     count(*) FILTER (WHERE is_note) AS notes, sum(sign * taxable)::bigint AS taxable, sum(sign * tax)::bigint AS tax, \
     sum(sign * round_off)::bigint AS round_off, sum(sign * total)::bigint AS total FROM bills GROUP BY party_id) s \
     JOIN parties p ON p.tenant_id = $1 AND p.party_id = s.party_id"
);
