//! The cache's whole protocol.

use execora_domain::ids::TenantId;
use ractor::RpcReplyPort;
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
    /// Keep a value for a while, and say so.
    Set {
        /// Whose.
        tenant: TenantId,
        /// Under which key.
        key: String,
        /// What.
        value: Vec<u8>,
        /// For how long; at least a millisecond.
        lifetime: Duration,
        /// Answered once it is kept; not where Redis could not be reached.
        reply: RpcReplyPort<()>,
    },
    /// Keep a value for a while, if another is there now.
    Swap {
        /// Whose.
        tenant: TenantId,
        /// Under which key.
        key: String,
        /// What must be there; nothing, where it is none.
        seen: Option<Vec<u8>>,
        /// What then.
        value: Vec<u8>,
        /// For how long; at least a millisecond.
        lifetime: Duration,
        /// Whether it was; not answered where Redis could not be reached.
        reply: RpcReplyPort<bool>,
    },
}
