//! Changing the books for a request.

use super::answer::OfPosted;
use super::problem::Failure;
use super::route::Call;
use execora_actors::ledger::Author;
use execora_domain::ledger::Command;

/// Posts a command under the caller's key and answers with what it came to.
pub(super) async fn post<A: OfPosted>(call: &Call, command: Command) -> Result<A, Failure> {
    let key = call.request.idempotency_key()?;
    let posted = call.doors.ledger.post(call.who.tenant, Author::User(call.who.user), command, key).await?;
    A::of(posted).ok_or_else(|| {
        tracing::error!("a command came to something else than its route answers");
        Failure::Internal
    })
}
