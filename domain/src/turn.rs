//! Who has the floor: when an utterance begins and ends, when the answer may be heard, and when it must stop.
//!
//! [`TurnMachine`] reads no clock and sends nothing: it is told the time and what happened, and answers with
//! what to do. What it keeps true:
//!
//! - sound is never played while the user has the floor;
//! - every turn that began ends, once;
//! - an utterance is at most [`TurnSettings::utterance_max_ms`] long, however long the user speaks.

use crate::ids::TurnId;
use std::ops::{Add, Sub};

mod awareness;
mod settings;
#[cfg(test)]
mod tests;

pub use awareness::Awareness;
pub use settings::TurnSettings;

/// Milliseconds since the conversation began.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SessionTime(pub u64);

impl Add<u64> for SessionTime {
    type Output = Self;

    fn add(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

impl Sub for SessionTime {
    type Output = u64;

    fn sub(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Length of a frame, in milliseconds.
pub const FRAME_MS: u64 = 20;

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TurnInput {
    /// 20 ms of sound came, with a voice in it or without.
    Frame {
        /// Whether someone speaks in it.
        voiced: bool,
    },
    /// The words so far would make a complete command: the pause that ends the utterance may be shorter.
    LooksComplete,
    /// The user typed a command instead of speaking it.
    Typed,
    /// The words of a turn are known. Without words the turn is over; with them an answer is on its way.
    Heard {
        /// The turn.
        turn: TurnId,
        /// Whether there is anything to answer.
        words: bool,
    },
    /// The answer to a turn is ready, and whether it will be spoken.
    Answered {
        /// The turn.
        turn: TurnId,
        /// Whether there is sound to play.
        spoken: bool,
    },
    /// Sound of an answer was sent to the client.
    SoundSent {
        /// The turn.
        turn: TurnId,
        /// How much sound.
        ms: u64,
    },
    /// All sound of an answer was sent.
    SoundComplete {
        /// The turn.
        turn: TurnId,
    },
    /// The client tells how much of an answer was really heard.
    Played {
        /// The turn.
        turn: TurnId,
        /// How much of it.
        ms: u64,
    },
    /// The user pressed stop.
    Interrupt,
    /// A question is open (a command waits for "haan"), or no longer: even a short word over its sound is an answer.
    Expecting(bool),
    /// Sound is no longer listened to: what was said until now is the whole utterance.
    Stopped,
    /// Sound begins anew: what was being said is forgotten.
    Forgotten,
    /// The time that [`TurnMachine::next_deadline`] gave has come.
    Deadline,
}

/// What to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TurnEffect {
    /// The user began to speak: send the lead-in to the ears, then each frame while the user has the floor.
    SpeechStarted(TurnId),
    /// A typed command begins a turn.
    TypedStarted(TurnId),
    /// The user paused: the ears decode what there is, in case it is all.
    Paused(TurnId),
    /// The user has finished: the ears give their final words.
    SpeechEnded {
        /// The turn.
        turn: TurnId,
        /// Silence between the last voiced frame and this decision.
        silence_ms: u64,
        /// Whether the utterance was cut at its longest.
        cut: bool,
    },
    /// What was said is forgotten: the ears drop it.
    Discard(TurnId),
    /// The answer may be heard now.
    StartPlayback(TurnId),
    /// The answer must not be heard any longer, from this moment.
    StopPlayback(TurnId),
    /// The turn is over.
    TurnEnded {
        /// The turn.
        turn: TurnId,
        /// How it ended.
        end: TurnEnd,
    },
}

/// How a turn ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TurnEnd {
    /// It was answered, and the answer was heard to its end.
    Complete,
    /// It was answered, and the user spoke over the answer or pressed stop.
    Interrupted,
    /// It was answered without sound.
    Silent,
    /// There were no words in it.
    Empty,
    /// A later turn was answered first; its own answer was never heard.
    Superseded,
}

/// Who has the floor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Floor {
    /// Nobody.
    Idle,
    /// The user speaks.
    User(TurnId),
    /// The answer is heard.
    Agent(TurnId),
}

/// The state machine of one conversation.
#[derive(Debug)]
pub struct TurnMachine {
    settings: TurnSettings,
    last: TurnId,
    speech: Speech,
    playing: Option<Playing>,
    /// Turns that have ended as speech and wait for their answer, oldest first.
    open: Vec<TurnId>,
    /// The newest answer that may not be heard yet, because the user has the floor or another answer is heard.
    held: Option<TurnId>,
    /// The newest turn whose answer began to be heard: an older one is never heard after it.
    heard: TurnId,
    expecting: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Speech {
    /// Nobody speaks, or not for long enough to count.
    Quiet { voiced_ms: u64, unvoiced_ms: u64 },
    /// An utterance.
    Speaking(Utterance),
}

/// Silence and length are counted in frames, so that sound that comes late or in bursts is judged as it was
/// spoken; the clock decides only when frames stop coming.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Utterance {
    turn: TurnId,
    sound_ms: u64,
    silent_ms: u64,
    last_voiced: SessionTime,
    paused: bool,
    complete: bool,
}

const QUIET: Speech = Speech::Quiet { voiced_ms: 0, unvoiced_ms: 0 };

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Playing {
    turn: TurnId,
    sent_ms: u64,
    /// When the sound sent so far will have been heard.
    until: SessionTime,
    complete: bool,
}

type Effects = Vec<TurnEffect>;

impl TurnMachine {
    /// The machine at the start of a conversation.
    #[must_use]
    pub fn new(settings: TurnSettings) -> Self {
        Self {
            settings,
            last: TurnId::default(),
            speech: QUIET,
            playing: None,
            open: Vec::new(),
            held: None,
            heard: TurnId::default(),
            expecting: false,
        }
    }

    /// Takes in what happened, and says what to do, in order. Allocates nothing where there is nothing to do.
    pub fn step(&mut self, now: SessionTime, input: TurnInput) -> Effects {
        let mut effects = Effects::new();
        match input {
            TurnInput::Frame { voiced } => self.frame(now, voiced, &mut effects),
            TurnInput::LooksComplete => self.looks_complete(),
            TurnInput::Typed => self.typed(&mut effects),
            TurnInput::Heard { turn, words } => self.heard(turn, words, now, &mut effects),
            TurnInput::Answered { turn, spoken } => self.answered(turn, spoken, now, &mut effects),
            TurnInput::SoundSent { turn, ms } => self.sound_sent(turn, ms, now),
            TurnInput::SoundComplete { turn } => self.sound_complete(turn),
            TurnInput::Played { turn, ms } => self.played(turn, ms, now),
            TurnInput::Interrupt => self.interrupt(now, &mut effects),
            TurnInput::Expecting(expecting) => self.expecting = expecting,
            TurnInput::Stopped => self.stopped(now, &mut effects),
            TurnInput::Forgotten => self.forgotten(now, &mut effects),
            TurnInput::Deadline => {}
        }
        self.end_what_is_due(now, &mut effects);
        effects
    }

    /// When to call [`TurnMachine::step`] with [`TurnInput::Deadline`], if nothing happens before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<SessionTime> {
        let speech = match self.speech {
            Speech::Quiet { .. } => None,
            Speech::Speaking(utterance) => Some(
                utterance.last_voiced + self.settings.endpoint_ms(utterance.complete) + self.settings.frame_late_ms,
            ),
        };
        let playback = self.playing.filter(|playing| playing.complete).map(|playing| playing.until);
        [speech, playback].into_iter().flatten().min()
    }

    /// Who has the floor.
    #[must_use]
    pub fn floor(&self) -> Floor {
        match (self.speech, self.playing) {
            (Speech::Speaking(utterance), _) => Floor::User(utterance.turn),
            (Speech::Quiet { .. }, Some(playing)) => Floor::Agent(playing.turn),
            (Speech::Quiet { .. }, None) => Floor::Idle,
        }
    }

    /// Whether the user who has the floor is silent for as long as [`TurnEffect::Paused`] takes.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        matches!(self.speech, Speech::Speaking(Utterance { paused: true, .. }))
    }

    /// Whether the answer to this turn waits to be heard.
    #[must_use]
    pub fn is_held(&self, turn: TurnId) -> bool {
        self.held == Some(turn)
    }

    fn frame(&mut self, now: SessionTime, voiced: bool, effects: &mut Effects) {
        match &mut self.speech {
            Speech::Quiet { voiced_ms, unvoiced_ms } => {
                if voiced {
                    *voiced_ms += FRAME_MS;
                    *unvoiced_ms = 0;
                } else {
                    *unvoiced_ms += FRAME_MS;
                    if *unvoiced_ms >= self.settings.onset_gap_ms {
                        *voiced_ms = 0;
                    }
                }
                let spoken_ms = *voiced_ms;
                if spoken_ms >= self.onset_ms() {
                    self.begin_utterance(now, effects);
                }
            }
            Speech::Speaking(utterance) => {
                utterance.sound_ms += FRAME_MS;
                if voiced {
                    *utterance =
                        Utterance { silent_ms: 0, last_voiced: now, paused: false, complete: false, ..*utterance };
                    return;
                }
                utterance.silent_ms += FRAME_MS;
                if !utterance.paused && utterance.silent_ms >= self.settings.pause_ms {
                    utterance.paused = true;
                    effects.push(TurnEffect::Paused(utterance.turn));
                }
            }
        }
    }

    /// How long a voice must be heard before it counts as speech.
    fn onset_ms(&self) -> u64 {
        match (self.playing.is_some(), self.expecting) {
            (false, _) => self.settings.onset_ms,
            (true, true) => self.settings.answer_onset_ms,
            (true, false) => self.settings.barge_in_ms,
        }
    }

    fn begin_utterance(&mut self, now: SessionTime, effects: &mut Effects) {
        self.stop_playback(effects);
        let turn = self.new_turn();
        self.speech = Speech::Speaking(Utterance {
            turn,
            sound_ms: 0,
            silent_ms: 0,
            last_voiced: now,
            paused: false,
            complete: false,
        });
        effects.push(TurnEffect::SpeechStarted(turn));
    }

    fn new_turn(&mut self) -> TurnId {
        self.last = self.last.next();
        self.last
    }

    fn stop_playback(&mut self, effects: &mut Effects) {
        if let Some(playing) = self.playing.take() {
            effects.push(TurnEffect::StopPlayback(playing.turn));
            effects.push(TurnEffect::TurnEnded { turn: playing.turn, end: TurnEnd::Interrupted });
        }
    }

    fn looks_complete(&mut self) {
        if let Speech::Speaking(utterance) = &mut self.speech {
            utterance.complete = utterance.paused;
        }
    }

    fn typed(&mut self, effects: &mut Effects) {
        self.stop_playback(effects);
        let turn = self.new_turn();
        self.open_turn(turn, effects);
        effects.push(TurnEffect::TypedStarted(turn));
    }

    /// A turn now waits for its answer; where too many wait, the oldest is given up.
    fn open_turn(&mut self, turn: TurnId, effects: &mut Effects) {
        if self.open.len() >= self.settings.open_turns_max {
            let oldest = self.open.remove(0);
            effects.push(TurnEffect::TurnEnded { turn: oldest, end: TurnEnd::Superseded });
        }
        self.open.push(turn);
    }

    fn heard(&mut self, turn: TurnId, words: bool, now: SessionTime, effects: &mut Effects) {
        if !words && self.close(turn) {
            effects.push(TurnEffect::TurnEnded { turn, end: TurnEnd::Empty });
        }
        self.play_held(now, effects);
    }

    /// Takes a turn off those that wait; false if it did not.
    fn close(&mut self, turn: TurnId) -> bool {
        let waiting = self.open.len();
        self.open.retain(|open| *open != turn);
        self.open.len() < waiting
    }

    fn answered(&mut self, turn: TurnId, spoken: bool, now: SessionTime, effects: &mut Effects) {
        if !self.close(turn) {
            return;
        }
        if !spoken {
            effects.push(TurnEffect::TurnEnded { turn, end: TurnEnd::Silent });
            return self.play_held(now, effects);
        }
        let newer_is_heard = self.heard > turn || self.held.is_some_and(|held| held > turn);
        let superseded = if newer_is_heard { Some(turn) } else { self.held.replace(turn) };
        if let Some(turn) = superseded {
            effects.push(TurnEffect::TurnEnded { turn, end: TurnEnd::Superseded });
        }
        self.play_held(now, effects);
    }

    /// Lets the newest answer be heard, unless the user speaks or may have spoken: then it waits.
    fn play_held(&mut self, now: SessionTime, effects: &mut Effects) {
        let Some(turn) = self.held else { return };
        let user_speaks = matches!(self.speech, Speech::Speaking(_));
        let newer_words_come = self.open.iter().any(|open| *open > turn);
        if user_speaks || newer_words_come {
            return;
        }
        self.stop_playback(effects);
        self.held = None;
        self.heard = turn;
        self.playing = Some(Playing { turn, sent_ms: 0, until: now, complete: false });
        effects.push(TurnEffect::StartPlayback(turn));
    }

    fn sound_sent(&mut self, turn: TurnId, ms: u64, now: SessionTime) {
        if let Some(playing) = self.playing.as_mut().filter(|playing| playing.turn == turn) {
            playing.sent_ms += ms;
            playing.until = playing.until.max(now) + ms;
        }
    }

    fn sound_complete(&mut self, turn: TurnId) {
        if let Some(playing) = self.playing.as_mut().filter(|playing| playing.turn == turn) {
            playing.complete = true;
        }
    }

    /// The client's own word on how far it is: playback may lag behind what was sent, but not for ever.
    fn played(&mut self, turn: TurnId, ms: u64, now: SessionTime) {
        let late_max = self.settings.playback_late_max_ms;
        if let Some(playing) = self.playing.as_mut().filter(|playing| playing.turn == turn) {
            let left = playing.sent_ms.saturating_sub(ms);
            playing.until = (now + left).min(playing.until + late_max);
        }
    }

    fn interrupt(&mut self, now: SessionTime, effects: &mut Effects) {
        self.stop_playback(effects);
        if let Some(turn) = self.held.take() {
            effects.push(TurnEffect::TurnEnded { turn, end: TurnEnd::Interrupted });
        }
        self.play_held(now, effects);
    }

    fn stopped(&mut self, now: SessionTime, effects: &mut Effects) {
        if let Speech::Speaking(utterance) = self.speech {
            self.end_utterance(utterance, now, false, effects);
        }
        self.speech = QUIET;
    }

    fn forgotten(&mut self, now: SessionTime, effects: &mut Effects) {
        if let Speech::Speaking(Utterance { turn, .. }) = self.speech {
            effects.push(TurnEffect::Discard(turn));
            effects.push(TurnEffect::TurnEnded { turn, end: TurnEnd::Empty });
        }
        self.speech = QUIET;
        self.play_held(now, effects);
    }

    fn end_what_is_due(&mut self, now: SessionTime, effects: &mut Effects) {
        self.end_utterance_if_due(now, effects);
        if let Some(playing) = self.playing
            && playing.complete
            && now >= playing.until
        {
            self.playing = None;
            effects.push(TurnEffect::TurnEnded { turn: playing.turn, end: TurnEnd::Complete });
            self.play_held(now, effects);
        }
    }

    fn end_utterance_if_due(&mut self, now: SessionTime, effects: &mut Effects) {
        let Speech::Speaking(utterance) = self.speech else { return };
        let endpoint_ms = self.settings.endpoint_ms(utterance.complete);
        let silence_ms = now - utterance.last_voiced;
        let silent = utterance.silent_ms >= endpoint_ms || silence_ms >= endpoint_ms + self.settings.frame_late_ms;
        let cut = !silent && utterance.sound_ms >= self.settings.utterance_max_ms;
        if silent || cut {
            self.end_utterance(utterance, now, cut, effects);
        }
    }

    fn end_utterance(&mut self, utterance: Utterance, now: SessionTime, cut: bool, effects: &mut Effects) {
        self.speech = QUIET;
        self.open_turn(utterance.turn, effects);
        let silence_ms = now - utterance.last_voiced;
        effects.push(TurnEffect::SpeechEnded { turn: utterance.turn, silence_ms, cut });
    }
}
