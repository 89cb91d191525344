//! Takes up what is due: one transaction for all shops that have something.

use super::sql;
use crate::database::{Busy, Step, ask_if, begin_batch, pipeline};
use crate::ledger::{self, RowError};
use deadpool_postgres::{Object, Pool};
use execora_domain::ids::TenantId;
use execora_domain::ledger::{DueReminder, FellDue, Reminder, ReminderStatus};
use execora_domain::money::Money;
use tokio_postgres::Row;
use uuid::Uuid;

/// The reminders could not be read or written.
#[derive(Debug, thiserror::Error)]
pub(super) enum DueError {
    #[error("there is no connection to the database")]
    NoConnection,
    #[error(transparent)]
    Sql(#[from] tokio_postgres::Error),
    #[error(transparent)]
    Row(#[from] RowError),
}

/// A reminder that was taken up, and what becomes of it.
struct Taken {
    tenant: TenantId,
    reminder: Reminder,
    fell: FellDue,
}

/// Takes up what is due at `now`: whose each was and how it stands, once the rest is committed.
pub(super) async fn fall_due(pool: &Pool, now: jiff::Timestamp) -> Result<Vec<(TenantId, Reminder)>, DueError> {
    let shops = relayed(pool, Step::Ask(sql::SHOPS, vec![&now])).await?;
    let shops: Vec<Uuid> = shops.iter().map(|row| row.try_get("tenant_id")).collect::<Result<_, _>>()?;
    if shops.is_empty() {
        return Ok(vec![]);
    }
    let busy = Busy::new(pool.get().await.map_err(|_| DueError::NoConnection)?);
    let Some(client) = busy.client() else { return Err(DueError::NoConnection) };
    let claim = [begin_batch(&shops), Step::Ask(sql::CLAIM, vec![&shops, &now])];
    let rows = pipeline(client, &claim).await?.pop().unwrap_or_default();
    let taken: Vec<Taken> = rows.iter().map(|row| taken(row, now)).collect::<Result<_, _>>()?;
    write(client, &taken, now).await?;
    busy.done();
    Ok(taken.into_iter().map(|one| one.told(now)).collect())
}

/// When the next one is due.
pub(super) async fn next(pool: &Pool) -> Result<Option<jiff::Timestamp>, DueError> {
    let rows = relayed(pool, Step::Ask(sql::NEXT, vec![])).await?;
    rows.first().map_or(Ok(None), |row| row.try_get("due_at").map_err(DueError::from))
}

/// One question under the relay's role, which sees the reminders of every shop.
async fn relayed(pool: &Pool, asked: Step<'_>) -> Result<Vec<Row>, DueError> {
    let busy = Busy::new(pool.get().await.map_err(|_| DueError::NoConnection)?);
    let Some(client) = busy.client() else { return Err(DueError::NoConnection) };
    let steps = [Step::Simple(sql::BEGIN_RELAY.to_owned()), asked, Step::Simple("COMMIT".to_owned())];
    let mut rows = pipeline(client, &steps).await?;
    busy.done();
    rows.pop();
    Ok(rows.pop().unwrap_or_default())
}

fn taken(row: &Row, now: jiff::Timestamp) -> Result<Taken, DueError> {
    let reminder = ledger::reminder(row)?;
    // Whose account is closed owes nothing and is told nothing.
    let is_active: bool = row.try_get("is_active")?;
    let due = DueReminder {
        shop: row.try_get("shop")?,
        customer: reminder.customer_name.clone(),
        balance: Money::from_paise(row.try_get("balance")?),
        send_at: reminder.send_at,
        begins_at: reminder.begins_at,
        recurrence: reminder.recurrence,
        amount: reminder.amount,
        message: reminder.message.clone().filter(|_| is_active),
    };
    let fell = due.fall_due(now);
    Ok(Taken { tenant: TenantId::from_uuid(row.try_get("tenant_id")?), reminder, fell })
}

async fn write(client: &Object, taken: &[Taken], now: jiff::Timestamp) -> Result<(), tokio_postgres::Error> {
    let tenants: Vec<Uuid> = taken.iter().map(|one| one.tenant.uuid()).collect();
    let ids: Vec<Uuid> = taken.iter().map(|one| one.reminder.id.uuid()).collect();
    let statuses: Vec<&str> = taken.iter().map(|one| one.fell.status.as_str()).collect();
    let times: Vec<jiff::Timestamp> = taken.iter().map(|one| one.fell.send_at).collect();
    let said: Vec<(&Taken, &str)> = taken.iter().filter_map(|one| Some((one, one.fell.text.as_deref()?))).collect();
    let whose: Vec<Uuid> = said.iter().map(|(one, _)| one.tenant.uuid()).collect();
    let messages: Vec<Uuid> = said.iter().map(|_| Uuid::now_v7()).collect();
    let of: Vec<Uuid> = said.iter().map(|(one, _)| one.reminder.id.uuid()).collect();
    let channels: Vec<&str> = said.iter().map(|(one, _)| one.reminder.channel.as_str()).collect();
    let texts: Vec<&str> = said.iter().map(|(_, text)| *text).collect();
    let steps = [
        ask_if(!taken.is_empty(), sql::NOTE, vec![&tenants, &ids, &statuses, &times, &now]),
        ask_if(!said.is_empty(), sql::QUEUE, vec![&whose, &messages, &of, &channels, &texts, &now]),
        Step::Simple("COMMIT".to_owned()),
    ];
    pipeline(client, &steps).await.map(|_| ())
}

impl Taken {
    /// As the shop is told of it: what became of it now, also where it comes again.
    fn told(self, now: jiff::Timestamp) -> (TenantId, Reminder) {
        let status = if self.fell.text.is_some() { ReminderStatus::Due } else { ReminderStatus::Skipped };
        let reminder = Reminder { status, send_at: self.fell.send_at, last_due_at: Some(now), ..self.reminder };
        (self.tenant, reminder)
    }
}
