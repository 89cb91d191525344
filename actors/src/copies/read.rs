//! The reader's side: a copy under a clean mark, else the books themselves.

use super::{CLEAN_MAX, COPY_MAX, NEAR_BYTES_MAX, SHOPS_MAX, mark};
use crate::cache::{Cache, Swap};
use crate::ledger::{LedgerReader, Page, ReadError};
use execora_domain::ids::{PartyId, TenantId};
use execora_domain::ledger::Party;
use moka::sync::Cache as Near;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// A copy as it is kept: the version of the books it is of, and its JSON.
type Kept = (i64, Arc<[u8]>);

/// Reads customers, from copies where they are good. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Copies {
    pub(super) cache: Cache,
    reader: LedgerReader,
    near: Near<(TenantId, String), Kept>,
    /// The newest version that was committed here: no copy of an older one is given out, whatever Redis says.
    pub(super) known: Near<TenantId, i64>,
    /// The dirty marks of batches that are being committed here.
    pub(super) closed: Near<TenantId, Arc<[u8]>>,
    /// Shops whose mark is being mended here.
    mending: Near<TenantId, ()>,
}

/// What Redis says of a shop's books.
enum Mark {
    /// They have this version.
    Clean(i64),
    /// They may be changing, or nobody knows; this is what the mark was.
    Unsure(Option<Vec<u8>>),
    /// Redis could not be asked.
    Unreachable,
}

impl Copies {
    /// Copies in this cache of what this reader reads.
    #[must_use]
    pub fn new(cache: Cache, reader: LedgerReader) -> Self {
        let weigh = |(_, name): &(TenantId, String), (_, json): &Kept| {
            u32::try_from(name.len().saturating_add(json.len()).saturating_add(64)).unwrap_or(u32::MAX)
        };
        let near = Near::builder().weigher(weigh).max_capacity(NEAR_BYTES_MAX).time_to_live(COPY_MAX).build();
        Self {
            cache,
            reader,
            near,
            known: Near::builder().max_capacity(SHOPS_MAX).time_to_live(4 * CLEAN_MAX).build(),
            closed: Near::new(SHOPS_MAX),
            mending: Near::builder().max_capacity(SHOPS_MAX).time_to_live(CLEAN_MAX).build(),
        }
    }

    /// One customer, as they are now.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] or [`ReadError::Unavailable`].
    pub async fn party(&self, tenant: TenantId, id: PartyId) -> Result<Party, ReadError> {
        self.copy(tenant, format!("party:{id}"), || self.reader.party(tenant, id)).await
    }

    /// Customers by name, a page at a time.
    ///
    /// # Errors
    /// [`ReadError::BadCursor`] or [`ReadError::Unavailable`].
    pub async fn parties(&self, tenant: TenantId, limit: u16, cursor: Option<&str>) -> Result<Page<Party>, ReadError> {
        let name = format!("parties:{limit}:{}", cursor.unwrap_or_default());
        self.copy(tenant, name, || self.reader.parties(tenant, limit, cursor)).await
    }

    /// Whether copies of this shop's books may be given out now.
    pub async fn is_clean(&self, tenant: TenantId) -> bool {
        matches!(self.mark(tenant).await, Mark::Clean(_))
    }

    async fn copy<T, Fut>(&self, tenant: TenantId, name: String, read: impl Fn() -> Fut) -> Result<T, ReadError>
    where
        T: Serialize + DeserializeOwned,
        Fut: Future<Output = Result<T, ReadError>>,
    {
        match self.mark(tenant).await {
            Mark::Clean(version) => {
                if let Some(value) = self.kept(tenant, &name, version).await {
                    metrics::counter!("execora_copies_total", "outcome" => "hit").increment(1);
                    return Ok(value);
                }
            }
            Mark::Unsure(seen) => self.mend(tenant, seen).await,
            Mark::Unreachable => return read().await,
        }
        metrics::counter!("execora_copies_total", "outcome" => "miss").increment(1);
        // The version first: what is read after it is at least as new.
        let version = self.reader.books_version(tenant).await?;
        let value = read().await?;
        self.keep(tenant, name, version, &value);
        Ok(value)
    }

    async fn mark(&self, tenant: TenantId) -> Mark {
        let Ok(seen) = self.cache.look(tenant, mark::KEY).await else { return Mark::Unreachable };
        let known = self.known.get(&tenant).unwrap_or(0);
        match seen.as_deref().and_then(mark::version) {
            Some(version) if version >= known => Mark::Clean(version),
            Some(_) | None => Mark::Unsure(seen),
        }
    }

    async fn kept<T: DeserializeOwned>(&self, tenant: TenantId, name: &str, version: i64) -> Option<T> {
        let key = (tenant, name.to_owned());
        if let Some((of, json)) = self.near.get(&key)
            && of == version
        {
            return serde_json::from_slice(&json).ok();
        }
        let text = self.cache.get(tenant, name).await?;
        let at = text.iter().position(|byte| *byte == b'\n')?;
        let (of, json) = text.split_at(at);
        if std::str::from_utf8(of).ok()?.parse() != Ok(version) {
            return None;
        }
        let json = json.get(1..)?;
        let value = serde_json::from_slice(json).ok()?;
        self.near.insert(key, (version, json.into()));
        Some(value)
    }

    fn keep<T: Serialize>(&self, tenant: TenantId, name: String, version: i64, value: &T) {
        let Ok(json) = serde_json::to_vec(value) else { return };
        let mut text = format!("{version}\n").into_bytes();
        text.extend_from_slice(&json);
        self.cache.put(tenant, &name, text, COPY_MAX);
        self.near.insert((tenant, name), (version, json.into()));
    }

    /// Makes the mark clean, if no writer is at the shop's books and the mark is still the one that was seen.
    async fn mend(&self, tenant: TenantId, seen: Option<Vec<u8>>) {
        if !self.mending.entry(tenant).or_insert(()).is_fresh() {
            return;
        }
        let mended = self.reader.while_unchanged(tenant, |version| async move {
            self.cache.swap(mark::KEY, vec![Swap { tenant, seen, value: mark::clean(version) }], CLEAN_MAX).await
        });
        if let Err(error) = mended.await {
            tracing::debug!(%error, tenant.id = %tenant, "the mark of a shop's books was not mended");
        }
        self.mending.invalidate(&tenant);
    }
}
