//! Changing the books for a request.

use super::answer::OfPosted;
use super::fault::at_fault;
use super::problem::Failure;
use super::route::Call;
use execora_actors::ledger::Author;
use execora_domain::ledger::Command;

/// Posts a command under the caller's key and answers with what it came to.
pub(super) async fn post<A: OfPosted>(call: &Call, command: Command) -> Result<A, Failure> {
    let key = call.request.idempotency_key()?;
    let posted = call.doors.ledger.post(call.who.tenant, Author::User(call.who.user), command, key).await;
    let posted = posted.map_err(|error| {
        // It was read once already, when the command was made of it.
        let errors = at_fault(&error, &call.request.json().unwrap_or_default());
        if errors.is_empty() { Failure::Post(error) } else { Failure::AtFault(error, errors) }
    })?;
    A::of(posted).ok_or_else(|| {
        tracing::error!("a command came to something else than its route answers");
        Failure::Internal
    })
}
