//! Bills.

use super::{LedgerReader, Page, ReadError, page, rows_of};
use crate::ledger::{cursor, row};
use execora_domain::ids::{InvoiceId, TenantId};
use execora_domain::invoice::Invoice;
use tokio_postgres::Row;

impl LedgerReader {
    /// Bills, newest first.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn invoices(
        &self,
        tenant: TenantId,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<Invoice>, ReadError> {
        let [year, number] = cursor.map_or_else(|| Ok(["99-99".to_owned(), i64::MAX.to_string()]), cursor::read)?;
        let number: i64 = number.parse().map_err(|_| ReadError::BadCursor)?;
        let rows = self.ask(tenant, INVOICES, &[&tenant.uuid(), &year, &number, &rows_of(limit)]).await?;
        let numbered =
            |row: &Row| Ok((row::invoice(row)?, row.try_get("financial_year")?, row.try_get("running_number")?));
        let page = page(&rows, limit, numbered, |(_, year, number): &(Invoice, String, i64)| {
            cursor::write(&[year, &number.to_string()])
        })?;
        Ok(Page {
            items: page.items.into_iter().map(|(invoice, _, _)| invoice).collect(),
            next_cursor: page.next_cursor,
        })
    }

    /// One bill.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn invoice(&self, tenant: TenantId, id: InvoiceId) -> Result<Invoice, ReadError> {
        self.one(tenant, INVOICE, &[&tenant.uuid(), &id.uuid()], row::invoice).await
    }
}

/// The lines are aggregated under the names of the contract.
macro_rules! invoices {
    ($rest:literal) => {
        concat!(
            "SELECT i.invoice_id, i.financial_year, i.running_number, i.number, i.status, i.party_id, i.party_name, i.taxable, i.cgst, i.sgst, i.round_off, ",
            "i.total, i.notes, i.entry_id, i.balance_after, i.created_at, ",
            "(SELECT jsonb_agg(jsonb_build_object('productId', t.product_id, 'name', t.name, 'unit', t.unit, ",
            "'quantityMilli', t.quantity, 'ratePaise', t.rate, 'taxRateBp', t.tax_rate_bp, ",
            "'taxablePaise', t.taxable, 'cgstPaise', t.cgst, 'sgstPaise', t.sgst, 'totalPaise', t.total) ",
            "ORDER BY t.line) FROM invoice_items t WHERE t.tenant_id = $1 AND t.invoice_id = i.invoice_id) AS items ",
            "FROM invoices i WHERE i.tenant_id = $1 ",
            $rest
        )
    };
}

/// Numbers are given in the order of posting, and there is one series.
const INVOICES: &str = invoices!(
    "AND i.series = 'INV' AND (i.financial_year, i.running_number) < ($2, $3) \
     ORDER BY i.financial_year DESC, i.running_number DESC LIMIT $4"
);

const INVOICE: &str = invoices!("AND i.invoice_id = $2");
