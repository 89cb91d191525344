//! What a conversation sends on its own, with no entry behind it: a code for the shop's owner.

use super::Messenger;
use crate::clock::Clock;
use crate::database::{Busy, Step, begin, pipeline, told};
use deadpool_postgres::Pool;
use execora_domain::ids::TenantId;
use jiff::SignedDuration;
use uuid::Uuid;

/// How long a code is worth sending.
const CODE_LIFE: SignedDuration = SignedDuration::from_mins(5);

/// So many go to one shop within an hour.
const CODES_MAX: i64 = 10;

/// Puts messages into the outbox. Cheap to clone.
#[derive(Clone)]
pub struct Postbox {
    pool: Pool,
    clock: Clock,
    messenger: Messenger,
}

/// The message was not put into the outbox.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PostboxError {
    /// The shop has no phone to send it to, or too many were sent to it within the hour.
    #[error("the shop has no phone, or got too many codes within the hour")]
    Refused,
    /// The outbox cannot be written now; the cause is in the log.
    #[error("the outbox cannot be written now")]
    Unavailable,
}

impl std::fmt::Debug for Postbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postbox").finish_non_exhaustive()
    }
}

impl Postbox {
    /// A postbox that this messenger empties.
    #[must_use]
    pub const fn new(pool: Pool, clock: Clock, messenger: Messenger) -> Self {
        Self { pool, clock, messenger }
    }

    /// Puts a code for the shop's owner into the outbox; it goes to the shop's own phone, and nowhere once it is old.
    ///
    /// # Errors
    /// [`PostboxError::Refused`] or [`PostboxError::Unavailable`].
    pub async fn send_code(&self, tenant: TenantId, digits: &str) -> Result<(), PostboxError> {
        let unavailable = |error: &dyn std::fmt::Display| {
            tracing::warn!(%error, "a code could not be put into the outbox");
            PostboxError::Unavailable
        };
        let object = self.pool.get().await.map_err(|error| unavailable(&error))?;
        let busy = Busy::new(object);
        let Some(client) = busy.client() else { return Err(PostboxError::Unavailable) };
        let now = self.clock.now();
        let (id, shop) = (Uuid::now_v7(), tenant.uuid());
        let (until, since) = (now + CODE_LIFE, now - SignedDuration::from_hours(1));
        let text =
            format!("{digits}: code for a large entry that was spoken in your shop. Tell it only if you know of it.");
        let put = Step::Ask(CODE, vec![&shop, &id, &text, &now, &until, &since, &CODES_MAX]);
        let commit = Step::Simple("COMMIT".to_owned());
        let rows = pipeline(client, &[begin(tenant), put, commit]).await.map_err(|error| unavailable(&told(&error)))?;
        busy.done();
        if rows.get(1).is_none_or(Vec::is_empty) {
            return Err(PostboxError::Refused);
        }
        self.messenger.relay();
        Ok(())
    }
}

const CODE: &str = "INSERT INTO outbox (tenant_id, outbox_id, topic, channel, message, created_at, expires_at) \
     SELECT tenant_id, $2, 'code', 'sms', $3, $4, $5 FROM tenants WHERE tenant_id = $1 AND phone IS NOT NULL \
     AND (SELECT count(*) FROM outbox o WHERE o.tenant_id = $1 AND o.topic = 'code' AND o.created_at > $6) < $7 \
     RETURNING outbox_id";
