//! The ledger's whole protocol.

use super::PostError;
use execora_domain::ids::{TenantId, UserId};
use execora_domain::ledger::{Command, IdempotencyKey, Posted};
use ractor::RpcReplyPort;

/// Who wishes for a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Author {
    /// Someone who signed in.
    User(UserId),
    /// The server itself: the demo shop's history, what falls due.
    Server,
}

impl Author {
    /// Who it is, where it is a person.
    #[must_use]
    pub const fn user(self) -> Option<UserId> {
        match self {
            Self::User(user) => Some(user),
            Self::Server => None,
        }
    }
}

/// What a ledger shard is asked.
#[derive(Debug)]
pub enum LedgerMsg {
    /// Change the books of one shop, once.
    Post {
        /// Whose books.
        tenant: TenantId,
        /// Who asks.
        author: Author,
        /// The change.
        command: Command,
        /// Names the wish: the same key gives the first answer again.
        key: IdempotencyKey,
        /// Answered after commit.
        reply: RpcReplyPort<Result<Posted, PostError>>,
    },
}
