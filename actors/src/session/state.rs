//! What a session holds, and how it speaks to its socket.

use super::advice::Advice;
use super::ears::Ears;
use super::handle::Opening;
use super::keeping::Keeper;
use super::mouth::{Mouth, Utterance};
use super::owners_code::OwnersCode;
use super::protocol::{Outgoing, ServerMessage};
use super::timing::Timings;
use super::{Parts, SessionMsg};
use crate::address::Address;
use crate::providers::{Awaited, Language};
use crate::restart::RestartBudget;
use crate::sessions::Place;
use crate::tasks::TaskSet;
use execora_domain::audio::{Frame, Intake, LeadIn, VoiceActivity};
use execora_domain::dialogue::{Agreement, Dialogue};
use execora_domain::ids::{SessionId, TenantId, TurnId, UserId};
use execora_domain::intent::Lexicon;
use execora_domain::reply::{Reply, Tongue};
use execora_domain::turn::{Awareness, FRAME_MS, SessionTime, TurnEffect, TurnEnd, TurnInput, TurnMachine};
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::Instant;

/// What the actor is started with.
pub(crate) struct Args {
    pub(super) opening: Opening,
    pub(super) reports: Address<SessionMsg>,
    pub(super) missed: Arc<AtomicBool>,
}

/// One conversation.
pub(super) struct State {
    pub(super) id: SessionId,
    pub(super) tenant: TenantId,
    /// Who speaks.
    pub(super) user: UserId,
    pub(super) parts: Arc<Parts>,
    /// The way back for this session's own tasks.
    pub(super) reports: Address<SessionMsg>,
    /// Set where something that happened in the books found no place in the mailbox.
    pub(super) missed: Arc<AtomicBool>,
    /// Whether the client has to read its lists anew and was not told so yet.
    pub(super) is_behind: bool,
    pub(super) tasks: TaskSet,
    pub(super) machine: TurnMachine,
    pub(super) dialogue: Dialogue,
    /// Keeps what this conversation remembers.
    pub(super) keeper: Arc<Keeper>,
    /// How often it was kept.
    pub(super) kept: u64,
    /// Whether an earlier conversation is being taken up: nothing is answered before.
    pub(super) is_resuming: bool,
    /// The code that was sent to the owner, if one was.
    pub(super) code: Arc<OwnersCode>,
    pub(super) timings: Timings,
    pub(super) lexicon: Option<Arc<Lexicon>>,
    /// Turns whose words are known and whose answer is not, oldest first; the first is being worked on.
    pub(super) work: VecDeque<Work>,
    /// What a language model was asked and said.
    pub(super) advice: Advice,
    pub(super) listening: Option<Listening>,
    /// Whether sound that nobody listens to was complained about since the last `voice:start`; not after one that worked.
    pub(super) is_unwanted_told: bool,
    /// Answers that may be spoken when the floor is free.
    pub(super) prepared: Vec<(TurnId, Utterance)>,
    pub(super) mouth: Option<Mouth>,
    /// How much of the newest answer was heard.
    pub(super) awareness: Awareness,
    /// The newest turns that were begun before that was heard: they agree to nothing.
    pub(super) unaware: VecDeque<TurnId>,
    /// The language to answer in, unless it follows the speaker.
    pub(super) tongue: Option<Tongue>,
    /// The newest turn that has begun.
    pub(super) newest: TurnId,
    pub(super) closing: Closing,
    outgoing: mpsc::Sender<Outgoing>,
    began: Instant,
    active: SessionTime,
    timer: Timer,
    _place: Place,
}

/// A turn whose words are known.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) turn: TurnId,
    /// Whether what was read back before had been heard when it was begun; whoever types has read it.
    pub(super) knows: bool,
    /// What may have been said, with confidences in thousandths; none where the ears failed.
    pub(super) hypotheses: Vec<(String, u16)>,
    /// What their sound says of an agreement.
    pub(super) agreement: Agreement,
    pub(super) replies: Vec<Reply>,
    pub(super) posted: Option<Value>,
}

/// What it takes to listen, from `voice:start` to `voice:stop`.
pub(super) struct Listening {
    pub(super) intake: Intake,
    pub(super) activity: VoiceActivity,
    pub(super) lead_in: LeadIn,
    /// What came in a pause since the ears were told of it: theirs if speech goes on, else the next utterance's
    /// lead-in. Never longer than the silence that ends an utterance.
    pub(super) pause: Vec<Frame>,
    pub(super) ears: Ears,
    pub(super) language: Option<Language>,
    pub(super) budget: RestartBudget,
    /// Whether `voice:stop` came: no more sound is taken, and the ears go when they owe nothing.
    pub(super) is_ending: bool,
    /// Turns that the ears still owe a final transcript, oldest first, and by when.
    pub(super) owed: VecDeque<(TurnId, SessionTime)>,
}

/// How far the session's end is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Closing {
    /// It goes on.
    No,
    /// It ends when what is being worked on is answered.
    Draining,
    /// It is over.
    Now,
}

#[derive(Default)]
struct Timer {
    generation: u64,
    due: Option<SessionTime>,
    task: Option<AbortHandle>,
}

impl State {
    pub(super) fn new(args: Args) -> Self {
        let Args { opening, reports, missed } = args;
        let settings = opening.parts.settings;
        Self {
            id: opening.id,
            tenant: opening.tenant,
            user: opening.user,
            reports,
            missed,
            is_behind: false,
            tasks: TaskSet::default(),
            machine: TurnMachine::new(settings.turn),
            dialogue: Dialogue::new(settings.dialogue),
            keeper: Arc::new(Keeper::new(opening.parts.cache.clone(), opening.tenant, opening.user)),
            kept: 0,
            is_resuming: false,
            code: Arc::default(),
            timings: Timings::default(),
            lexicon: None,
            work: VecDeque::new(),
            advice: Advice::default(),
            listening: None,
            is_unwanted_told: false,
            prepared: Vec::new(),
            mouth: None,
            awareness: Awareness::default(),
            unaware: VecDeque::new(),
            tongue: None,
            newest: TurnId::default(),
            closing: Closing::No,
            outgoing: opening.outgoing,
            began: Instant::now(),
            active: SessionTime::default(),
            timer: Timer::default(),
            parts: opening.parts,
            _place: opening.place,
        }
    }

    /// Time since the conversation began.
    pub(super) fn now(&self) -> SessionTime {
        SessionTime(u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    /// Someone is there: the conversation is not idle.
    pub(super) fn touch(&mut self) {
        self.active = self.now();
    }

    /// Sends a text frame. A socket that leaves its queue full is one that never reads: the session ends.
    pub(super) fn send(&mut self, message: ServerMessage) {
        self.send_out(Outgoing::Text(message));
    }

    fn send_out(&mut self, outgoing: Outgoing) {
        if self.closing != Closing::Now && self.outgoing.try_send(outgoing).is_err() {
            tracing::debug!("the socket is gone, or does not read");
            self.closing = Closing::Now;
        }
    }

    /// Says why, and ends the conversation.
    pub(super) fn close(&mut self, code: u16, reason: &'static str) {
        self.send_out(Outgoing::Close { code, reason });
        self.closing = Closing::Now;
    }

    /// How many frames more the socket's queue takes.
    pub(super) fn room(&self) -> usize {
        self.outgoing.capacity()
    }

    pub(super) fn outgoing(&self) -> mpsc::Sender<Outgoing> {
        self.outgoing.clone()
    }

    /// Tells the client what went wrong and what to do.
    pub(super) fn error(&mut self, code: &'static str, message: impl Into<String>, retryable: bool) {
        self.send(ServerMessage::Error { code, message: message.into(), turn: None, retryable });
    }

    /// Steps the turn machine, and does what it says.
    pub(super) fn step(&mut self, input: TurnInput) {
        let now = self.now();
        for effect in self.machine.step(now, input) {
            self.carry_out(effect, now);
        }
    }

    fn carry_out(&mut self, effect: TurnEffect, now: SessionTime) {
        match effect {
            TurnEffect::SpeechStarted(turn) => self.speech_started(turn),
            TurnEffect::TypedStarted(turn) => {
                self.newest = turn;
                self.timings.begin(turn, now, now);
            }
            TurnEffect::Paused(_) => {
                self.advice.is_paused = true;
                self.tell_ears(crate::providers::ListenCommand::Paused);
            }
            TurnEffect::SpeechEnded { turn, silence_ms, cut } => self.speech_ended(turn, silence_ms, cut),
            TurnEffect::Discard(_) => {
                self.listening.iter_mut().for_each(|listening| listening.pause.clear());
                self.tell_ears(crate::providers::ListenCommand::Discard);
            }
            TurnEffect::StartPlayback(turn) => self.start_playback(turn),
            TurnEffect::StopPlayback(turn) => self.stop_playback(turn),
            TurnEffect::TurnEnded { turn, end } => self.turn_ended(turn, end),
        }
    }

    fn turn_ended(&mut self, turn: TurnId, end: TurnEnd) {
        self.prepared.retain(|(prepared, _)| *prepared != turn);
        if end == TurnEnd::Empty {
            // There will be no answer: the client need not wait for one.
            self.send(ServerMessage::Transcript { turn, text: String::new(), is_final: true });
        }
        if let Some(metrics) = self.timings.finish(turn, None)
            && end != TurnEnd::Empty
        {
            self.send(ServerMessage::TurnMetrics(metrics));
        }
    }

    /// After every message: a question that is open makes a short word count, and the one timer is set anew.
    pub(super) fn settle(&mut self) {
        let expecting = self.dialogue.expects_answer();
        self.step(TurnInput::Expecting(expecting));
        self.expect(if expecting { Awaited::Answer } else { Awaited::Anything });
        if self.closing == Closing::Draining && self.work.is_empty() {
            self.close(1001, "the server is stopping: connect again");
        }
        self.catch_up();
        self.set_timer();
    }

    /// One timer, for whatever is due first. It is only set anew where something is due before it fires: speech moves
    /// its deadline with every frame, and a timer that fires early costs less than one a frame.
    fn set_timer(&mut self) {
        let idle = self.active + u64::try_from(self.parts.settings.idle_max.as_millis()).unwrap_or(u64::MAX);
        let owed = self.listening.as_ref().and_then(|listening| listening.owed.front().map(|(_, by)| *by));
        let due = [self.machine.next_deadline(), self.dialogue.next_deadline(), owed, self.catch_up_at()];
        let due = due.into_iter().flatten().min().map_or(idle, |due| due.min(idle));
        if self.timer.due.is_some_and(|set| set <= due) {
            return;
        }
        if let Some(task) = self.timer.task.take() {
            task.abort();
        }
        self.timer.generation += 1;
        self.timer.due = Some(due);
        let (generation, reports) = (self.timer.generation, self.reports.clone());
        let at = self.began + std::time::Duration::from_millis(due.0);
        self.timer.task = Some(self.tasks.spawn(async move {
            tokio::time::sleep_until(at).await;
            // The session may have ended first: then there is nobody to tell.
            let _told = reports.report(SessionMsg::DeadlineReached { generation }).await;
        }));
    }

    /// The timer has fired: looks after everything that may be due.
    pub(super) fn deadline(&mut self, generation: u64) {
        if generation != self.timer.generation {
            return;
        }
        self.timer = Timer { generation, due: None, task: None };
        let now = self.now();
        let idle_ms = u64::try_from(self.parts.settings.idle_max.as_millis()).unwrap_or(u64::MAX);
        if now - self.active >= idle_ms {
            return self.close(4008, "nothing was said for a long time");
        }
        self.step(TurnInput::Deadline);
        self.expire(now);
        self.give_up_on_ears(now);
    }

    /// The frames of lead-in that are kept: what belongs to the first word, and what it takes to notice a voice.
    pub(super) fn lead_in_frames(&self) -> usize {
        let turn = self.parts.settings.turn;
        let ms = self.parts.settings.lead_in_ms + turn.barge_in_ms.max(turn.onset_ms) + turn.onset_gap_ms;
        usize::try_from(ms.div_ceil(FRAME_MS)).unwrap_or(0)
    }
}
