//! Bills, credit notes and drafts.

use super::{LedgerReader, Page, ReadError, identities_of, page, rows_of};
use crate::ledger::row::{self, invoice_columns};
use crate::ledger::{cursor, row::RowError};
use execora_domain::ids::{EntryId, InvoiceId, PartyId, TenantId};
use execora_domain::invoice::{DraftBill, Invoice, InvoiceStatus};
use execora_domain::ledger::{PaymentStatus, SettledBill, Settlement};
use jiff::civil::Date;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

/// Which bills a list holds; all, where nothing is said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InvoiceFilter {
    /// Those that stand like this. Drafts are another list, which has no say in this: [`LedgerReader::drafts`].
    pub status: Option<InvoiceStatus>,
    /// Those that are paid so far; what asks for nothing is paid in no way.
    pub payment: Option<PaymentStatus>,
    /// Those of this customer.
    pub party: Option<PartyId>,
    /// Those issued on this day in India, or later.
    pub from: Option<Date>,
    /// Those issued on this day in India, or earlier.
    pub to: Option<Date>,
}

impl InvoiceFilter {
    /// The first identity that is wanted, and the one after the last: an identity begins with its moment.
    fn identities(&self, cursor: Option<&str>) -> Result<(Uuid, Uuid), ReadError> {
        let first = self.from.map_or(Uuid::nil(), |day| identities_of(day).0);
        let end = self.to.map_or(Uuid::max(), |day| identities_of(day).1);
        Ok((first, before(cursor)?.map_or(end, |before| before.min(end))))
    }
}

impl LedgerReader {
    /// Bills and credit notes with how far they are paid, the last issued first.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn invoices(
        &self,
        tenant: TenantId,
        filter: &InvoiceFilter,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<SettledBill>, ReadError> {
        let (first, end) = filter.identities(cursor)?;
        let (status, party) = (filter.status.map(InvoiceStatus::as_str), filter.party.map(PartyId::uuid));
        let (shop, most, payment) = (tenant.uuid(), rows_of(limit), filter.payment.map(PaymentStatus::as_str));
        let asked: [&(dyn ToSql + Sync); 6] = [&shop, &first, &end, &status, &party, &most];
        let rows = match &payment {
            None => self.ask(tenant, INVOICES, &asked).await?,
            Some(payment) => self.ask(tenant, INVOICES_BY_PAYMENT, &[asked.as_slice(), &[payment]].concat()).await?,
        };
        page(&rows, limit, settled, |bill| {
            cursor::write(&[&bill.invoice.entry_id.map(|entry| entry.to_string()).unwrap_or_default()])
        })
    }

    /// Drafts that are not forgotten yet, the last begun first.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn drafts(
        &self,
        tenant: TenantId,
        filter: &InvoiceFilter,
        now: jiff::Timestamp,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<DraftBill>, ReadError> {
        let (first, end) = filter.identities(cursor)?;
        let party = filter.party.map(PartyId::uuid);
        let rows = self.ask(tenant, DRAFTS, &[&tenant.uuid(), &first, &end, &now, &party, &rows_of(limit)]).await?;
        page(&rows, limit, draft, |draft| cursor::write(&[&draft.id.to_string()]))
    }

    /// One bill or credit note.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn invoice(&self, tenant: TenantId, id: InvoiceId) -> Result<Invoice, ReadError> {
        self.one(tenant, INVOICE, &[&tenant.uuid(), &id.uuid()], row::invoice).await
    }

    /// The same with how far it is paid.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn bill(&self, tenant: TenantId, id: InvoiceId) -> Result<SettledBill, ReadError> {
        self.one(tenant, BILL, &[&tenant.uuid(), &id.uuid()], settled).await
    }

    /// Whether an entry, such as what was paid with a bill, was undone since.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn is_reversed(&self, tenant: TenantId, entry: EntryId) -> Result<bool, ReadError> {
        let told = |row: &Row| Ok(row.try_get("is_reversed")?);
        self.one(tenant, IS_REVERSED, &[&tenant.uuid(), &entry.uuid()], told).await
    }

    /// One draft that is not forgotten yet.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn draft(&self, tenant: TenantId, id: InvoiceId, now: jiff::Timestamp) -> Result<DraftBill, ReadError> {
        self.one(tenant, DRAFT, &[&tenant.uuid(), &id.uuid(), &now], draft).await
    }

    /// The last bill of a customer that stands.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn last_invoice(&self, tenant: TenantId, party: PartyId) -> Result<InvoiceId, ReadError> {
        let id = |row: &Row| Ok(InvoiceId::from_uuid(row.try_get("invoice_id")?));
        self.one(tenant, LAST_INVOICE, &[&tenant.uuid(), &party.uuid()], id).await
    }
}

fn settled(row: &Row) -> Result<SettledBill, RowError> {
    let invoice = row::invoice(row)?;
    let settlement = Settlement::of(&invoice, row::money(row, "credited")?, row::money(row, "due")?);
    Ok(SettledBill { invoice, settlement })
}

fn draft(row: &Row) -> Result<DraftBill, RowError> {
    Ok(row.try_get::<_, tokio_postgres::types::Json<_>>("bill")?.0)
}

/// The identity that a page goes on before.
fn before(cursor: Option<&str>) -> Result<Option<Uuid>, ReadError> {
    let Some(cursor) = cursor else { return Ok(None) };
    let [id]: [String; 1] = cursor::read(cursor)?;
    id.parse().map(Some).map_err(|_| ReadError::BadCursor)
}

/// What [`settled`] reads, of the bills `i` with the column `due`.
macro_rules! settled_columns {
    () => {
        concat!(
            invoice_columns!(),
            ", i.due, (SELECT coalesce(sum(n.total), 0)::bigint FROM invoices n WHERE n.tenant_id = i.tenant_id \
             AND n.original_id = i.invoice_id AND n.status = 'confirmed') AS credited"
        )
    };
}

/// The bills of `page`, by their entries, with what is unpaid of each. Every account is looked through once, as far back
/// as the oldest of its bills on the page.
macro_rules! settle_page {
    () => {
        concat!(
            ", asked AS (SELECT i.party_id, min(e.sequence) AS oldest FROM page i \
             JOIN entries e ON e.tenant_id = $1 AND e.entry_id = i.entry_id \
             WHERE i.status = 'confirmed' AND i.kind <> 'credit_note' GROUP BY i.party_id), \
             open AS (SELECT o.entry_id, o.unpaid FROM asked \
             JOIN parties p ON p.tenant_id = $1 AND p.party_id = asked.party_id \
             CROSS JOIN LATERAL open_debits($1, p.party_id, p.last_sequence, asked.oldest, p.balance, NULL) o) \
             SELECT ",
            settled_columns!(),
            " FROM (SELECT page.*, coalesce(o.unpaid, 0) AS due FROM page LEFT JOIN open o ON o.entry_id = page.entry_id) i \
             ORDER BY i.entry_id DESC"
        )
    };
}

/// By their entries, whose identities are made in the order of posting: a bill's own may be that of an older draft.
const INVOICES: &str = concat!(
    "WITH page AS (SELECT i.* FROM invoices i WHERE i.tenant_id = $1 AND i.entry_id >= $2 AND i.entry_id < $3 \
     AND ($4::text IS NULL OR i.status = $4) AND ($5::uuid IS NULL OR i.party_id = $5) \
     ORDER BY i.entry_id DESC LIMIT $6)",
    settle_page!()
);

/// The same of those that are paid so far: first everything that is unpaid is looked for.
const INVOICES_BY_PAYMENT: &str = concat!(
    "WITH open AS MATERIALIZED (SELECT o.entry_id, o.unpaid, o.amount - o.credited AS asked FROM parties p \
     CROSS JOIN LATERAL open_debits($1, p.party_id, p.last_sequence, 1, p.balance, NULL) o \
     WHERE p.tenant_id = $1 AND p.balance > 0 AND ($5::uuid IS NULL OR p.party_id = $5)), \
     page AS (SELECT i.*, coalesce(o.unpaid, 0) AS due FROM invoices i LEFT JOIN open o ON o.entry_id = i.entry_id \
     WHERE i.tenant_id = $1 AND i.entry_id >= $2 AND i.entry_id < $3 AND ($4::text IS NULL OR i.status = $4) \
     AND ($5::uuid IS NULL OR i.party_id = $5) AND i.status = 'confirmed' AND i.kind <> 'credit_note' \
     AND $7::text = CASE WHEN o.unpaid IS NULL THEN 'paid' WHEN o.unpaid < o.asked THEN 'part' ELSE 'unpaid' END \
     ORDER BY i.entry_id DESC LIMIT $6) SELECT ",
    settled_columns!(),
    " FROM page i ORDER BY i.entry_id DESC"
);

const BILL: &str =
    concat!("WITH page AS (SELECT i.* FROM invoices i WHERE i.tenant_id = $1 AND i.invoice_id = $2)", settle_page!());

const INVOICE: &str =
    concat!("SELECT ", invoice_columns!(), " FROM invoices i WHERE i.tenant_id = $1 AND i.invoice_id = $2");

const IS_REVERSED: &str = "SELECT EXISTS (SELECT FROM entries WHERE tenant_id = $1 AND reverses = $2) AS is_reversed";

const LAST_INVOICE: &str = "SELECT invoice_id FROM invoices WHERE tenant_id = $1 AND party_id = $2 \
     AND status = 'confirmed' AND kind <> 'credit_note' ORDER BY entry_id DESC LIMIT 1";

const DRAFTS: &str = "SELECT bill FROM drafts WHERE tenant_id = $1 AND invoice_id >= $2 AND invoice_id < $3 \
     AND expires_at > $4 AND ($5::uuid IS NULL OR party_id = $5) ORDER BY invoice_id DESC LIMIT $6";

const DRAFT: &str = "SELECT bill FROM drafts WHERE tenant_id = $1 AND invoice_id = $2 AND expires_at > $3";
