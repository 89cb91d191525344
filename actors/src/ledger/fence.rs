//! What is told of every batch around its commit, so that what is kept of a shop elsewhere is never believed too long.

use execora_domain::ids::TenantId;
use futures_util::future::{BoxFuture, FutureExt};
use std::fmt::Debug;

/// The version that a shop's books have once a batch is committed. Every batch that writes raises it by one, in the
/// same transaction, under the shop's lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BooksVersion {
    /// The shop.
    pub tenant: TenantId,
    /// Its version.
    pub version: i64,
}

/// Stands between the books and whatever keeps copies of them. `()` is one that does nothing.
pub trait Fence: Debug + Send + Sync + 'static {
    /// A batch is about to be committed, and its shops are locked: copies of an earlier version are not to be given out
    /// any more. The commit waits for this.
    fn close<'a>(&'a self, shops: &'a [BooksVersion]) -> BoxFuture<'a, ()>;

    /// The batch is committed, and nobody has been answered yet: copies of this version are good. Not called where a
    /// batch failed or its outcome is unknown; the next that is committed makes up for it.
    fn open<'a>(&'a self, shops: &'a [BooksVersion]) -> BoxFuture<'a, ()>;
}

impl Fence for () {
    fn close<'a>(&'a self, _: &'a [BooksVersion]) -> BoxFuture<'a, ()> {
        std::future::ready(()).boxed()
    }

    fn open<'a>(&'a self, _: &'a [BooksVersion]) -> BoxFuture<'a, ()> {
        std::future::ready(()).boxed()
    }
}
