//! Every statement that the reminder runs.

pub(super) const ADD: &str = "INSERT INTO reminders \
     (tenant_id, reminder_id, party_id, due_at, message, status, created_at) \
     SELECT $1, $2, party_id, $4, $5, 'scheduled', $6 FROM parties WHERE tenant_id = $1 AND party_id = $3 \
     RETURNING reminder_id";

pub(super) const CANCEL: &str = "UPDATE reminders SET status = 'cancelled' \
     WHERE tenant_id = $1 AND reminder_id = $2 AND status = 'scheduled' RETURNING reminder_id";

/// Sees the reminders and the outbox of every shop, and nothing else.
pub(super) const BEGIN_RELAY: &str = "BEGIN; SET LOCAL ROLE execora_relay";

/// What is due becomes a notice under the reminder's own identity.
pub(super) const FALL_DUE: &str = "WITH due AS ( \
     UPDATE reminders SET status = 'due' WHERE (tenant_id, reminder_id) IN ( \
     SELECT tenant_id, reminder_id FROM reminders WHERE status = 'scheduled' AND due_at <= $1 \
     ORDER BY due_at LIMIT 500 FOR UPDATE SKIP LOCKED) RETURNING tenant_id, reminder_id) \
     INSERT INTO outbox (tenant_id, outbox_id, topic, reminder_id, created_at) \
     SELECT tenant_id, reminder_id, 'reminder', reminder_id, $1 FROM due";

pub(super) const NEXT: &str = "SELECT min(due_at) AS due_at FROM reminders WHERE status = 'scheduled'";
