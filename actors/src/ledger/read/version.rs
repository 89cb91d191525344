//! The version of a shop's books.

use super::{LedgerReader, ReadError};
use crate::database::{Busy, Step, begin, pipeline, told};
use execora_domain::ids::TenantId;
use tokio_postgres::Row;

impl LedgerReader {
    /// The version of the shop's books: what is read after it is at least as new.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn books_version(&self, tenant: TenantId) -> Result<i64, ReadError> {
        let version = |row: &Row| Ok(row.try_get("books_version")?);
        self.one(tenant, BOOKS_VERSION, &[&tenant.uuid()], version).await
    }

    /// Does something with the version while nobody can commit to the shop's books. Not done where a writer is at them:
    /// a reader waits for no writer.
    ///
    /// # Errors
    /// [`ReadError::Unavailable`].
    pub async fn while_unchanged<Fut: Future>(
        &self,
        tenant: TenantId,
        then: impl FnOnce(i64) -> Fut,
    ) -> Result<(), ReadError> {
        let unavailable = |error: tokio_postgres::Error| {
            tracing::warn!(error = told(&error), "a shop's books could not be held");
            ReadError::Unavailable
        };
        let busy = Busy::new(self.pool.get().await.map_err(|_| ReadError::Unavailable)?);
        let Some(client) = busy.client() else { return Err(ReadError::Unavailable) };
        let shop = tenant.uuid();
        let rows = pipeline(client, &[begin(tenant), Step::Ask(HOLD, vec![&shop])]).await.map_err(unavailable)?;
        if let Some(row) = rows.last().and_then(|rows| rows.first()) {
            let version = row.try_get("books_version").map_err(unavailable)?;
            then(version).await;
        }
        client.batch_execute("COMMIT").await.map_err(unavailable)?;
        busy.done();
        Ok(())
    }
}

const BOOKS_VERSION: &str = "SELECT books_version FROM tenants WHERE tenant_id = $1";

/// `SHARE`, which a writer's `NO KEY UPDATE` waits for.
const HOLD: &str = "SELECT books_version FROM tenants WHERE tenant_id = $1 FOR SHARE SKIP LOCKED";
