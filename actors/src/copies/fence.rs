//! The writer's side: the mark is dirty from before a commit until after it. All of a batch's shops go together.

use super::read::Copies;
use super::{CLEAN_MAX, DIRTY_MAX, FENCE_MAX, mark};
use crate::cache::Swap;
use crate::ledger::{BooksVersion, Fence};
use futures_util::future::{BoxFuture, FutureExt};

impl Fence for Copies {
    fn close<'a>(&'a self, shops: &'a [BooksVersion]) -> BoxFuture<'a, ()> {
        async move {
            let marks: Vec<_> = shops.iter().map(|shop| (shop.tenant, mark::dirty(shop.version))).collect();
            let put = self.cache.set(mark::KEY, marks.clone(), DIRTY_MAX);
            if tokio::time::timeout(FENCE_MAX, put).await.unwrap_or(false) {
                for (tenant, mark) in marks {
                    self.closed.insert(tenant, mark.into());
                }
            } else {
                for shop in shops {
                    self.closed.invalidate(&shop.tenant);
                    // Redis is away: other servers, where they reach it, may be behind for as long as a clean mark lives.
                    metrics::counter!("execora_unmarked_commits_total").increment(1);
                }
            }
        }
        .boxed()
    }

    fn open<'a>(&'a self, shops: &'a [BooksVersion]) -> BoxFuture<'a, ()> {
        async move {
            let swap = |shop: &BooksVersion| {
                self.known.insert(shop.tenant, shop.version);
                let dirty = self.closed.remove(&shop.tenant)?;
                Some(Swap { tenant: shop.tenant, seen: Some(dirty.to_vec()), value: mark::clean(shop.version) })
            };
            let swaps: Vec<Swap> = shops.iter().filter_map(swap).collect();
            if !swaps.is_empty() {
                // Where one stays dirty, a reader mends it.
                let _swapped = tokio::time::timeout(FENCE_MAX, self.cache.swap(mark::KEY, swaps, CLEAN_MAX)).await;
            }
        }
        .boxed()
    }
}
