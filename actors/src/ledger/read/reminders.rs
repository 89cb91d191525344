//! Reminders.

use super::{LedgerReader, Page, ReadError, page, rows_of};
use crate::ledger::cursor;
use crate::ledger::row::{self, reminder_columns};
use execora_domain::ids::{PartyId, ReminderId, TenantId};
use execora_domain::ledger::{Reminder, ReminderStatus, india_moment};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

/// Which reminders a list holds; all, where nothing is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ReminderFilter {
    /// Those of this customer.
    pub party: Option<PartyId>,
    /// Those that stand like this.
    pub status: Option<ReminderStatus>,
    /// Those of this day in India.
    pub day: Option<Date>,
}

impl LedgerReader {
    /// Reminders by their time, the earliest first.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn reminders(
        &self,
        tenant: TenantId,
        filter: ReminderFilter,
        limit: u16,
        cursor: Option<&str>,
    ) -> Result<Page<Reminder>, ReadError> {
        let (first, end) = filter.day.map_or((Timestamp::UNIX_EPOCH, Timestamp::MAX), day_of);
        let (after, id) = match cursor {
            Some(cursor) => place(cursor)?,
            None => (first, Uuid::nil()),
        };
        let (status, party) = (filter.status.map(ReminderStatus::as_str), filter.party.map(PartyId::uuid));
        let shop = tenant.uuid();
        let params: [&(dyn tokio_postgres::types::ToSql + Sync); 7] =
            [&shop, &after, &id, &end, &status, &party, &rows_of(limit)];
        let rows = self.ask(tenant, REMINDERS, &params).await?;
        page(&rows, limit, row::reminder, |reminder| {
            cursor::write(&[&reminder.send_at.as_microsecond().to_string(), &reminder.id.to_string()])
        })
    }

    /// One reminder.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn reminder(&self, tenant: TenantId, id: ReminderId) -> Result<Reminder, ReadError> {
        self.one(tenant, REMINDER, &[&tenant.uuid(), &id.uuid()], row::reminder).await
    }
}

/// The first moment of a day in India, and of the next one.
fn day_of(day: Date) -> (Timestamp, Timestamp) {
    let first = |day: Date| india_moment(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX);
    (first(day), first(day.saturating_add(jiff::ToSpan::days(1))))
}

/// Where a page goes on.
fn place(cursor: &str) -> Result<(Timestamp, Uuid), ReadError> {
    let [at, id]: [String; 2] = cursor::read(cursor)?;
    let at = at.parse().ok().and_then(|at| Timestamp::from_microsecond(at).ok()).ok_or(ReadError::BadCursor)?;
    Ok((at, id.parse().map_err(|_| ReadError::BadCursor)?))
}

const REMINDERS: &str = concat!(
    "SELECT ",
    reminder_columns!(),
    " FROM reminders r JOIN parties p USING (tenant_id, party_id) \
     WHERE r.tenant_id = $1 AND p.is_active AND (r.due_at, r.reminder_id) > ($2, $3) AND r.due_at < $4 \
     AND ($5::text IS NULL OR r.status = $5) AND ($6::uuid IS NULL OR r.party_id = $6) \
     ORDER BY r.due_at, r.reminder_id LIMIT $7"
);

const REMINDER: &str = concat!(
    "SELECT ",
    reminder_columns!(),
    " FROM reminders r JOIN parties p USING (tenant_id, party_id) WHERE r.tenant_id = $1 AND r.reminder_id = $2"
);
