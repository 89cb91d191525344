//! The session's whole protocol.

use super::ears::EarsEvent;
use super::mind::Worked;
use super::mouth::MouthEvent;
use super::protocol::{ClientMessage, ServerMessage};
use bytes::Bytes;
use execora_domain::dialogue::{Entered, Memory, Proposal};
use execora_domain::intent::{Frame, Lexicon};
use std::sync::Arc;

/// What an earlier conversation remembered, and what the books hold of it by now.
#[derive(Debug)]
pub struct Earlier {
    pub(super) memory: Memory,
    pub(super) entered: Vec<(Proposal, Entered)>,
}

/// What a session is told.
#[derive(Debug)]
pub enum SessionMsg {
    /// Sound came over the socket, in any chunking.
    AudioReceived(Bytes),
    /// A text frame came over the socket.
    ControlReceived(ClientMessage),
    /// The ears heard something, or ended.
    Heard(EarsEvent),
    /// The shop's names are at hand for the turn that is being worked on.
    NamesRead(Option<Arc<Lexicon>>),
    /// The language model was asked, and has said what it proposes, or nothing.
    Advised {
        /// Which question.
        generation: u64,
        /// What it proposes.
        proposed: Option<Arc<[Frame]>>,
    },
    /// The books were read and written as the turn asked.
    Answered(Vec<Worked>),
    /// What an earlier conversation remembered, if it is there.
    Remembered(Option<Box<Earlier>>),
    /// What nobody answered to in time was looked up.
    Looked(Vec<(Proposal, Entered)>),
    /// Another connection took this conversation up.
    TakenOver,
    /// The mouth sent sound, or ended.
    Spoke(MouthEvent),
    /// The timer that was set in this generation has fired.
    DeadlineReached {
        /// Which timer.
        generation: u64,
    },
    /// This happened in the books of this shop, whoever did it; in order.
    Happened(Arc<[ServerMessage]>),
    /// The socket is gone.
    SocketClosed,
    /// The server is draining: say goodbye and end.
    Drain,
}
