//! Every statement that the messenger runs, under the relay's role.

/// Sees the outbox of every shop, and nothing else.
pub(super) const BEGIN: &str = "BEGIN; SET LOCAL ROLE execora_relay";

pub(super) const CLAIM: &str = "SELECT tenant_id, outbox_id, topic, entry_id, reminder_id, invoice_id, channel, \
     message FROM outbox WHERE handed_over_at IS NULL AND attempts < $1 AND (expires_at IS NULL OR expires_at > $3) ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED";

pub(super) const NOTE: &str = "UPDATE outbox SET attempts = attempts + 1, handed_over_at = r.handed_over_at, \
     message = CASE WHEN topic = 'code' AND r.handed_over_at IS NOT NULL THEN NULL ELSE message END \
     FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS r(tenant_id, outbox_id, handed_over_at) \
     WHERE outbox.tenant_id = r.tenant_id AND outbox.outbox_id = r.outbox_id";
