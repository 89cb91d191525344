//! The task that speaks: an answer, sentence by sentence, to the socket.

use super::SessionMsg;
use super::protocol::{Outgoing, ServerMessage};
use crate::address::Address;
use crate::providers::{Sentence, TextToSpeech};
use crate::tasks::TaskSet;
use bytes::{BufMut, Bytes, BytesMut};
use execora_domain::ids::TurnId;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::Instant;

/// Pieces of sound on their way from the voice to the socket.
const PIECES_MAX: usize = 32;

/// How long a piece lasts, but for the last of a clause.
const PIECE: Duration = Duration::from_millis(100);

/// Places that sound leaves free in the socket's queue, so that a text frame is never shut out by it.
const OUTGOING_KEPT: usize = 16;

/// How often a full queue is looked at again.
const OUTGOING_PAUSE: Duration = Duration::from_millis(10);

/// How long one sentence may take to make.
const SENTENCE_MAX: Duration = Duration::from_secs(30);

/// How long a socket may leave its queue full before it counts as one that never reads.
const STUCK_MAX: Duration = Duration::from_secs(10);

/// What comes back from the mouth.
#[derive(Clone, Copy, Debug)]
pub enum MouthEvent {
    /// Sound was sent.
    Sent {
        /// Of which turn.
        turn: TurnId,
        /// How much.
        ms: u64,
    },
    /// The sound that was sent tells everything: what follows only asks.
    Told {
        /// Of which turn.
        turn: TurnId,
    },
    /// There is no more.
    Finished {
        /// Of which turn.
        turn: TurnId,
        /// Whether all of the answer was spoken.
        spoken: bool,
    },
    /// The socket does not read.
    Stuck,
}

/// An answer that is being spoken. [`Mouth::stop`] ends it; so does dropping it.
#[derive(Debug)]
pub(super) struct Mouth {
    pub(super) turn: TurnId,
    gate: Arc<Gate>,
    task: AbortHandle,
}

/// What may still be sent. Sound is sent under this lock: once closed, not one more piece leaves.
#[derive(Debug)]
struct Gate {
    outgoing: mpsc::Sender<Outgoing>,
    state: Mutex<GateState>,
}

#[derive(Debug, Default)]
struct GateState {
    is_closed: bool,
    began: Option<Instant>,
    samples: u32,
}

/// An answer, a sentence at a time.
#[derive(Debug)]
pub(super) struct Utterance {
    /// What tells.
    pub(super) telling: Vec<Sentence>,
    /// What only asks whether that is right.
    pub(super) asking: Option<Sentence>,
}

impl Utterance {
    /// Whether there is nothing to say.
    pub(super) const fn is_empty(&self) -> bool {
        self.telling.is_empty() && self.asking.is_none()
    }
}

/// What is to be spoken.
pub(super) struct Speech {
    pub(super) turn: TurnId,
    pub(super) utterance: Utterance,
    pub(super) voice: Arc<dyn TextToSpeech>,
}

impl Mouth {
    /// Begins to speak.
    pub(super) fn start(
        speech: Speech,
        outgoing: mpsc::Sender<Outgoing>,
        session: Address<SessionMsg>,
        tasks: &mut TaskSet,
    ) -> Self {
        let gate = Arc::new(Gate { outgoing, state: Mutex::default() });
        let turn = speech.turn;
        let task = tasks.spawn(speak(speech, Arc::clone(&gate), session));
        Self { turn, gate, task }
    }

    /// Falls silent at once. How many samples were sent, if any sound was.
    pub(super) fn stop(&self) -> Option<u32> {
        let mut state = self.gate.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_closed = true;
        self.task.abort();
        state.began.map(|_| state.samples)
    }
}

impl Drop for Mouth {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Gate {
    /// Sends one piece of sound, announced if it is the first; false where nothing may be sent any more.
    fn send(&self, turn: TurnId, sample_rate: u32, samples: &[i16]) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.is_closed {
            return false;
        }
        if state.began.is_none() {
            state.began = Some(Instant::now());
            let start = ServerMessage::TtsStart { turn, format: "pcm_s16le", sample_rate };
            if self.outgoing.try_send(Outgoing::Text(start)).is_err() {
                return false;
            }
        }
        let first_sample = state.samples;
        state.samples = first_sample.saturating_add(u32::try_from(samples.len()).unwrap_or(u32::MAX));
        self.outgoing.try_send(Outgoing::Sound { turn, first_sample, pcm: little_endian(samples) }).is_ok()
    }

    /// How much of what was sent is still to be heard.
    fn covered(&self, sample_rate: u32) -> Duration {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = milliseconds(usize::try_from(state.samples).unwrap_or(usize::MAX), sample_rate);
        state.began.map_or(Duration::ZERO, |began| Duration::from_millis(sent).saturating_sub(began.elapsed()))
    }
}

fn little_endian(samples: &[i16]) -> Bytes {
    let mut pcm = BytesMut::with_capacity(samples.len() * 2);
    for sample in samples {
        pcm.put_i16_le(*sample);
    }
    pcm.freeze()
}

/// Speaks an answer, and reports how far it is.
async fn speak(speech: Speech, gate: Arc<Gate>, session: Address<SessionMsg>) {
    let Speech { turn, utterance: Utterance { telling, asking }, voice } = speech;
    let mut said = say(turn, telling, &voice, &gate, &session).await;
    if said == Ok(true) {
        // The session may have ended first: then there is nobody to tell.
        let _told = session.report(SessionMsg::Spoke(MouthEvent::Told { turn })).await;
        said = say(turn, asking.into_iter().collect(), &voice, &gate, &session).await;
    }
    let event = match said {
        Ok(spoken) => MouthEvent::Finished { turn, spoken },
        Err(Stuck) => MouthEvent::Stuck,
    };
    let _told = session.report(SessionMsg::Spoke(event)).await;
}

/// The socket does not read.
#[derive(PartialEq, Eq)]
struct Stuck;

/// Makes one sentence after the other into a channel that holds a few pieces, and sends them as they are made: the
/// next sentence is being made while the client still plays this one. Whether all of them were spoken.
async fn say(
    turn: TurnId,
    sentences: Vec<Sentence>,
    voice: &Arc<dyn TextToSpeech>,
    gate: &Gate,
    session: &Address<SessionMsg>,
) -> Result<bool, Stuck> {
    let sample_rate = voice.sample_rate();
    let (pieces, mut ready) = mpsc::channel::<Vec<i16>>(PIECES_MAX);
    let making = async move {
        for sentence in sentences {
            let queued = u32::try_from(PIECES_MAX - pieces.capacity()).unwrap_or(u32::MAX);
            let covered = gate.covered(sample_rate) + PIECE.saturating_mul(queued);
            match tokio::time::timeout(SENTENCE_MAX, voice.speak(sentence, covered, pieces.clone())).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::warn!(error = %error, "an answer could not be spoken");
                    return false;
                }
                Err(_) => {
                    tracing::warn!("a sentence took too long to speak");
                    return false;
                }
            }
        }
        true
    };
    // Sending owns its end of the channel: where it ends early, the voice ends too.
    let sending = async move {
        while let Some(samples) = ready.recv().await {
            if !has_room(&gate.outgoing).await {
                return Err(Stuck);
            }
            if !gate.send(turn, sample_rate, &samples) {
                break;
            }
            let ms = milliseconds(samples.len(), sample_rate);
            if session.report(SessionMsg::Spoke(MouthEvent::Sent { turn, ms })).await.is_err() {
                break;
            }
        }
        Ok(())
    };
    let (spoken, sent) = tokio::join!(making, sending);
    sent.map(|()| spoken)
}

/// How long this many samples last.
pub(super) fn milliseconds(samples: usize, sample_rate: u32) -> u64 {
    let samples = u64::try_from(samples).unwrap_or(u64::MAX);
    samples.saturating_mul(1_000) / u64::from(sample_rate.max(1))
}

/// Waits until sound may go into the socket's queue; false where nobody reads it.
async fn has_room(outgoing: &mpsc::Sender<Outgoing>) -> bool {
    let kept = OUTGOING_KEPT.min(outgoing.max_capacity() / 2);
    let room = async {
        while outgoing.capacity() <= kept {
            tokio::time::sleep(OUTGOING_PAUSE).await;
        }
    };
    tokio::time::timeout(STUCK_MAX, room).await.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn not_one_sample_leaves_after_the_stop_even_from_a_task_that_still_runs() {
        let (outgoing, mut outbox) = mpsc::channel(8);
        let gate = Arc::new(Gate { outgoing, state: Mutex::default() });
        let mut tasks = TaskSet::default();
        let task = tasks.spawn(std::future::pending());
        let mouth = Mouth { turn: TurnId(1), gate: Arc::clone(&gate), task };
        assert!(gate.send(TurnId(1), 16_000, &[1; 160]));
        assert_eq!(mouth.stop(), Some(160));
        assert!(!gate.send(TurnId(1), 16_000, &[1; 160]));
        drop((gate, mouth));
        let mut sent = 0;
        while outbox.recv().await.is_some() {
            sent += 1;
        }
        assert_eq!(sent, 2, "the announcement and one piece");
    }
}
