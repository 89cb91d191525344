//! The protocol of the news.

use super::elsewhere::Note;
use crate::ledger::{Journal, ReadError};
use execora_domain::ids::TenantId;
use execora_domain::ledger::Reminder;
use ractor::RpcReplyPort;
use std::collections::HashMap;
use std::sync::Arc;
use tokio_postgres::Client;

/// What was read: of these shops, after these places; `i64::MAX` where only the newest was asked for.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) since: Vec<(TenantId, i64)>,
    pub(super) journal: Result<HashMap<TenantId, Journal>, ReadError>,
}

/// What the news is told.
#[derive(Debug)]
pub struct NewsMsg(pub(super) Told);

#[derive(Debug)]
pub(super) enum Told {
    /// A conversation of this shop opens: answered when everything that is posted from then on will be told.
    Watch { tenant: TenantId, reply: RpcReplyPort<()> },
    /// Something was posted on this server.
    Posted { tenant: TenantId },
    /// The time of a reminder came on this server.
    FellDue { tenant: TenantId, reminder: Box<Reminder> },
    /// Some hints were lost.
    Missed,
    /// The journal was read.
    Read(Outcome),
    /// A pause is over: look at what is stale, or at everything.
    LookAgain { at_all: bool },
    /// There is a connection on which other servers are heard and told.
    Connected(Arc<Client>),
    /// It ended.
    Lost,
    /// Another server told something, or this one heard itself.
    Heard(Box<Note>),
    /// Other servers were told.
    Passed,
}
