//! Days that were closed, and the drawer as it stands.

use super::{LedgerReader, Page, ReadError, page, rows_of};
use crate::ledger::row::{self, RowError};
use crate::ledger::{cursor, sql};
use execora_domain::ids::{CloseId, EntryId, TenantId};
use execora_domain::ledger::{DayClose, Drawer};
use jiff::civil::Date;
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

impl LedgerReader {
    /// The days that were closed, newest first.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn day_closes(
        &self,
        tenant: TenantId,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<DayClose>, ReadError> {
        let [before] = cursor.map_or_else(|| Ok([Date::MAX.to_string()]), cursor::read)?;
        let before: Date = before.parse().map_err(|_| ReadError::BadCursor)?;
        let rows = self.ask(tenant, CLOSES, &[&tenant.uuid(), &before, &rows_of(limit)]).await?;
        page(&rows, limit, day_close, |close| cursor::write(&[&close.date.to_string()]))
    }

    /// The drawer as the books have it now: what it was left with, and the cash since.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn drawer(&self, tenant: TenantId) -> Result<Drawer, ReadError> {
        self.one(tenant, sql::FIND_DRAWERS, &[&[tenant.uuid()].as_slice(), &Uuid::max()], row::drawer).await
    }
}

fn day_close(row: &Row) -> Result<DayClose, RowError> {
    Ok(DayClose {
        id: CloseId::from_uuid(row.try_get("close_id")?),
        date: row.try_get("day")?,
        opening: row::money(row, "opening")?,
        received: row::money(row, "received")?,
        paid_out: row::money(row, "paid_out")?,
        expected: row::money(row, "expected")?,
        counted: row::money(row, "counted")?,
        difference: row::money(row, "difference")?,
        entry_id: row.try_get::<_, Option<Uuid>>("entry_id")?.map(EntryId::from_uuid),
        denominations: row.try_get::<_, Json<_>>("denominations")?.0,
        note: row.try_get("note")?,
        created_at: row.try_get("created_at")?,
    })
}

const CLOSES: &str = "SELECT close_id, day, opening, received, paid_out, expected, counted, difference, entry_id, \
     denominations, note, created_at FROM day_closes WHERE tenant_id = $1 AND day < $2 ORDER BY day DESC LIMIT $3";
