//! Every statement that the reminder runs.

use crate::ledger::reminder_columns;

/// Sees the reminders and the outbox of every shop, and nothing else.
pub(super) const BEGIN_RELAY: &str = "BEGIN; SET LOCAL ROLE execora_relay";

/// The shops that have something due.
pub(super) const SHOPS: &str = "SELECT DISTINCT tenant_id FROM (SELECT tenant_id FROM reminders \
     WHERE status = 'scheduled' AND due_at <= $1 ORDER BY due_at LIMIT 500) due";

pub(super) const NEXT: &str = "SELECT min(due_at) AS due_at FROM reminders WHERE status = 'scheduled'";

/// Takes up what is due, with what is owed at this moment. Whoever comes meanwhile passes over these rows, and after the
/// commit they are due no longer: each falls due once, however many servers look.
pub(super) const CLAIM: &str = concat!(
    "SELECT r.tenant_id, t.name AS shop, p.balance, p.is_active, ",
    reminder_columns!(),
    " FROM reminders r JOIN parties p USING (tenant_id, party_id) JOIN tenants t USING (tenant_id) \
     WHERE r.tenant_id = ANY($1::uuid[]) AND r.status = 'scheduled' AND r.due_at <= $2 \
     ORDER BY r.due_at LIMIT 500 FOR NO KEY UPDATE OF r SKIP LOCKED"
);

pub(super) const NOTE: &str = "UPDATE reminders SET status = n.status, due_at = n.due_at, last_due_at = $5 \
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) AS n(tenant_id, reminder_id, status, due_at) \
     WHERE reminders.tenant_id = n.tenant_id AND reminders.reminder_id = n.reminder_id";

pub(super) const QUEUE: &str = "INSERT INTO outbox (tenant_id, outbox_id, topic, reminder_id, channel, message, created_at) \
     SELECT m.tenant_id, m.outbox_id, 'reminder', m.reminder_id, m.channel, m.message, $6 \
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[]) \
     AS m(tenant_id, outbox_id, reminder_id, channel, message)";
