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
}
