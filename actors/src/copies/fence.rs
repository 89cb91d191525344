//! The writer's side: the mark is dirty from before a commit until after it.

use super::read::Copies;
use super::{CLEAN_MAX, DIRTY_MAX, FENCE_MAX, mark};
use crate::ledger::{BooksVersion, Fence};
use futures_util::future::{BoxFuture, FutureExt, join_all};

impl Fence for Copies {
    fn close<'a>(&'a self, shops: &'a [BooksVersion]) -> BoxFuture<'a, ()> {
        let all = shops.iter().map(|shop| async move {
            let mark = mark::dirty(shop.version);
            let put = self.cache.set(shop.tenant, mark::KEY, mark.clone(), DIRTY_MAX);
            if tokio::time::timeout(FENCE_MAX, put).await.unwrap_or(false) {
                self.closed.insert(shop.tenant, mark.into());
            } else {
                self.closed.invalidate(&shop.tenant);
                // Redis is away: other servers, where they reach it, may be behind for as long as a clean mark lives.
                metrics::counter!("execora_unmarked_commits_total").increment(1);
            }
        });
        join_all(all).map(|_| ()).boxed()
    }

    fn open<'a>(&'a self, shops: &'a [BooksVersion]) -> BoxFuture<'a, ()> {
        let all = shops.iter().map(|shop| async move {
            self.known.insert(shop.tenant, shop.version);
            let Some(dirty) = self.closed.remove(&shop.tenant) else { return };
            let clean = mark::clean(shop.version);
            let swap = self.cache.swap(shop.tenant, mark::KEY, Some(dirty.to_vec()), clean, CLEAN_MAX);
            // Where it stays dirty, a reader mends it.
            let _swapped = tokio::time::timeout(FENCE_MAX, swap).await;
        });
        join_all(all).map(|_| ()).boxed()
    }
}
