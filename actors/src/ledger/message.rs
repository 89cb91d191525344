//! The ledger's whole protocol.

use super::PostError;
use execora_domain::ids::TenantId;
use execora_domain::ledger::{Command, IdempotencyKey, Posted};
use ractor::RpcReplyPort;

/// What a ledger shard is asked.
#[derive(Debug)]
pub enum LedgerMsg {
    /// Change the books of one shop, once.
    Post {
        /// Whose books.
        tenant: TenantId,
        /// The change.
        command: Command,
        /// Names the wish: the same key gives the first answer again.
        key: IdempotencyKey,
        /// Answered after commit.
        reply: RpcReplyPort<Result<Posted, PostError>>,
    },
}
