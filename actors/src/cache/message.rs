//! The cache's whole protocol.

use execora_domain::ids::TenantId;
use ractor::RpcReplyPort;
use std::borrow::Cow;
use std::time::Duration;

/// What the cache is asked.
#[derive(Debug)]
pub enum CacheMsg {
    /// The value under a key, if it is still there.
    Get {
        /// Whose.
        tenant: TenantId,
        /// Which.
        key: String,
        /// The value.
        reply: RpcReplyPort<Option<Vec<u8>>>,
    },
    /// Keep a value for a while.
    Put {
        /// Whose.
        tenant: TenantId,
        /// Under which key.
        key: String,
        /// What.
        value: Vec<u8>,
        /// For how long; at least a millisecond.
        lifetime: Duration,
    },
    /// Keep it no longer.
    Forget {
        /// Whose.
        tenant: TenantId,
        /// Which.
        key: String,
        /// Answered when it is gone, or Redis could not be reached.
        reply: RpcReplyPort<()>,
    },
    /// The value under a key, told apart from a cache that cannot be reached.
    Look {
        /// Whose.
        tenant: TenantId,
        /// Which.
        key: String,
        /// The value; not answered where Redis could not be reached.
        reply: RpcReplyPort<Option<Vec<u8>>>,
    },
    /// Keep values for a while, of one shop or of several, and say so.
    Set {
        /// Whose, and what.
        values: Vec<(TenantId, Vec<u8>)>,
        /// Under which key.
        key: &'static str,
        /// For how long; at least a millisecond.
        lifetime: Duration,
        /// Answered once all are kept; not where Redis could not be reached.
        reply: RpcReplyPort<()>,
    },
    /// Keep values for a while, each if another is there now.
    Swap {
        /// What instead of what.
        swaps: Vec<Swap>,
        /// Under which key.
        key: Cow<'static, str>,
        /// For how long; at least a millisecond.
        lifetime: Duration,
        /// Which were; not answered where Redis could not be reached.
        reply: RpcReplyPort<Vec<bool>>,
    },
}

/// A value that is kept if another is there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Swap {
    /// Whose.
    pub tenant: TenantId,
    /// What must be there; nothing, where it is none.
    pub seen: Option<Vec<u8>>,
    /// What then.
    pub value: Vec<u8>,
}
