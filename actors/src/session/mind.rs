//! What a turn needs from the books, done outside the mailbox.

use super::books::Books;
use super::owners_code::OwnersCode;
use crate::ledger::{Author, PostError, ReadError};
use execora_domain::dialogue::{Because, CodeVerdict, Entered, Found, PostOutcome, Proposal, Step};
use execora_domain::ids::{SessionId, TenantId, UserId};
use execora_domain::ledger::IdempotencyKey;
use execora_domain::reply::Reply;
use execora_domain::turn::SessionTime;
use std::sync::Arc;
use std::time::Duration;

/// How often a post whose outcome is unknown, or that found no place, is asked again with the same key.
const POST_TRIES: u32 = 3;

/// How long the books may take to say what they hold, before nobody knows.
const LOOK_MAX: Duration = Duration::from_secs(5);

/// The pause before asking again, times the number of the try.
const POST_PAUSE: Duration = Duration::from_millis(100);

/// A step that was carried out.
#[derive(Debug)]
pub enum Worked {
    /// This is said.
    Said(Reply),
    /// This is said, and waits for "haan".
    ReadBack {
        /// What is said.
        reply: Reply,
        /// How long it waits.
        expires_in_ms: u64,
    },
    /// What came of posting.
    Posted(Vec<(Proposal, PostOutcome)>),
    /// What the books hold of what was sought; an error where they cannot be read.
    Found(Result<Found, ReadError>),
    /// Whether a code is on its way to the owner.
    CodeSent(bool),
    /// What came of comparing digits with the code.
    CodeChecked(CodeVerdict),
    /// What the books hold of what may be written.
    Looked(Because, Vec<(Proposal, Entered)>),
}

/// Who speaks, in which conversation of which shop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speaker {
    pub(super) tenant: TenantId,
    pub(super) user: UserId,
    pub(super) session: SessionId,
}

/// Carries out the steps of a turn, in order.
pub(super) async fn work(
    books: Arc<dyn Books>,
    who: Speaker,
    code: Arc<OwnersCode>,
    now: SessionTime,
    steps: Vec<Step>,
) -> Vec<Worked> {
    let mut worked = Vec::with_capacity(steps.len());
    for step in steps {
        worked.push(match step {
            Step::Say(reply) => Worked::Said(reply),
            Step::ReadBack { reply, expires_in_ms } => Worked::ReadBack { reply, expires_in_ms },
            Step::Read(query) => Worked::Said(match books.read(who.tenant, query).await {
                Ok(reply) => reply,
                Err(ReadError::NotFound | ReadError::BadCursor | ReadError::Unavailable) => Reply::Trouble,
            }),
            Step::Find(sought) => Worked::Found(books.find(who.tenant, who.user, sought).await),
            Step::SendCode => Worked::CodeSent(code.send(&*books, who.tenant, now).await),
            Step::CheckCode(digits) => Worked::CodeChecked(code.check(&digits, now)),
            Step::Look { proposals, because } => Worked::Looked(because, look(&*books, who, proposals).await),
            Step::Post(proposals) => {
                let mut outcomes: Vec<(Proposal, PostOutcome)> = Vec::with_capacity(proposals.len());
                for proposal in proposals {
                    let written = outcomes.iter().all(|(_, outcome)| matches!(outcome, PostOutcome::Posted(_)));
                    let outcome = if written { post(&*books, who, &proposal).await } else { PostOutcome::Held };
                    outcomes.push((proposal, outcome));
                }
                Worked::Posted(outcomes)
            }
        });
    }
    worked
}

/// What the books hold of each; where they cannot be read, nobody knows.
pub(super) async fn look(books: &dyn Books, who: Speaker, proposals: Vec<Proposal>) -> Vec<(Proposal, Entered)> {
    if proposals.is_empty() {
        return vec![];
    }
    let keys: Option<Vec<IdempotencyKey>> = proposals.iter().map(|proposal| key(who.session, proposal)).collect();
    let found = match keys {
        Some(keys) => tokio::time::timeout(LOOK_MAX, books.entered(who.tenant, keys)).await.ok().and_then(Result::ok),
        None => None,
    };
    let mut found = found.unwrap_or_default().into_iter();
    proposals.into_iter().map(|proposal| (proposal, found.next().unwrap_or(Entered::Unknown))).collect()
}

/// What names a proposal. What was said in a conversation that was cut off keeps the key that it had there.
fn key(session: SessionId, proposal: &Proposal) -> Option<IdempotencyKey> {
    let session = proposal.said_in.unwrap_or(session);
    IdempotencyKey::new(&format!("voice:{session}:{}:{}", proposal.turn.0, proposal.index))
}

/// Posts once: asked again with the same key until the answer is known.
async fn post(books: &dyn Books, who: Speaker, proposal: &Proposal) -> PostOutcome {
    let Speaker { tenant, user, session } = who;
    let Some(key) = key(session, proposal) else { return PostOutcome::Failed };
    // Once an answer was lost, "busy" no longer means that nothing was sent.
    let mut unknown = false;
    for attempt in 1..=POST_TRIES {
        match books.post(tenant, Author::User(user), proposal.command.clone(), key.clone()).await {
            Ok(posted) => return PostOutcome::Posted(Box::new(posted)),
            Err(PostError::Refused(refusal)) => return PostOutcome::Refused(refusal),
            Err(PostError::KeyReused | PostError::Failed) => return PostOutcome::Failed,
            Err(PostError::OutcomeUnknown) => unknown = true,
            Err(PostError::Overloaded) => {}
        }
        tokio::time::sleep(POST_PAUSE * attempt).await;
    }
    if unknown { PostOutcome::Unknown } else { PostOutcome::Busy }
}
