//! From the client's sound to the words of a turn.

use super::ears::{Ears, EarsEvent, EarsTold, Listening as EarsSetup};
use super::protocol::{ServerMessage, StartVoice};
use super::state::{Closing, Listening, State};
use crate::providers::{Awaited, Hypothesis, Language, ListenCommand, SpeechEvent};
use crate::restart::RestartBudget;
use execora_domain::audio::{Frame, Intake, LeadIn, SAMPLE_RATE, VoiceActivity};
use execora_domain::dialogue::Agreement;
use execora_domain::ids::TurnId;
use execora_domain::reply::Tongue;
use execora_domain::turn::{Floor, SessionTime, TurnInput};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// The longest typed command, in bytes.
const TYPED_MAX: usize = 2_000;

/// Turns whose words are not known yet, and that began too early to agree: more than wait for an answer at once.
const UNAWARE_MAX: usize = 16;

/// The only format so far.
const PCM: &str = "pcm_s16le";

impl State {
    pub(super) fn start_listening(&mut self, start: &StartVoice) {
        self.is_unwanted_told = false;
        if self.parts.ears.is_none() {
            let how = "there are no ears on this server: type, or run `execora doctor` to see what is missing";
            return self.error("no_ears", how, false);
        }
        if let Some(format) = start.audio_format.as_deref().filter(|format| *format != PCM) {
            let format: String = format.chars().take(32).collect();
            return self.error("unsupported_format", format!("send {PCM}, not {format}"), false);
        }
        let language = match start.language.as_deref() {
            None | Some("auto") => None,
            Some("en") => Some(Language::En),
            Some("hi") => Some(Language::Hi),
            Some(_) => return self.error("unsupported_language", "a language is auto, en or hi", false),
        };
        let intake = match Intake::new(start.sample_rate.unwrap_or(SAMPLE_RATE)) {
            Ok(intake) => intake,
            Err(error) => return self.error("bad_sample_rate", error.to_string(), false),
        };
        self.forget_utterance();
        self.tongue = language.map(|language| match language {
            Language::En => Tongue::En,
            Language::Hi => Tongue::Hi,
        });
        let Some(ears) = self.new_ears(language, 1) else { return };
        let lead_in = LeadIn::new(self.lead_in_frames());
        let (activity, budget) = (VoiceActivity::default(), RestartBudget::default());
        let owed = VecDeque::new();
        let pause = Vec::new();
        let is_ending = false;
        self.listening = Some(Listening { intake, activity, lead_in, pause, ears, language, budget, is_ending, owed });
        self.is_unwanted_told = true;
        self.send(ServerMessage::Started {});
    }

    /// Ends the stream and keeps the socket. What was said completely is still answered; the ears end with their work.
    pub(super) fn stop_listening(&mut self) {
        if let Some(listening) = &mut self.listening {
            listening.is_ending = true;
        }
        self.step(TurnInput::Stopped);
        self.send(ServerMessage::Stopped {});
        self.end_ears();
    }

    fn end_ears(&mut self) {
        let is_done = |listening: &Listening| listening.is_ending && listening.owed.is_empty();
        self.listening.take_if(|listening| is_done(listening));
    }

    fn forget_utterance(&mut self) {
        self.step(TurnInput::Forgotten);
        if let Some(listening) = self.listening.take() {
            for (turn, _) in listening.owed {
                self.step(TurnInput::Heard { turn, words: false });
            }
        }
    }

    fn new_ears(&mut self, language: Option<Language>, generation: u32) -> Option<Ears> {
        let stt = Arc::clone(self.parts.ears.as_ref()?);
        let books = Arc::clone(&self.parts.books);
        let setup = EarsSetup { stt, books, tenant: self.tenant, language, generation };
        Some(Ears::start(setup, self.reports.clone(), &mut self.tasks))
    }

    pub(super) fn sound(&mut self, bytes: &[u8]) {
        let Some(mut listening) = self.listening.take() else { return self.unwanted_sound() };
        if self.closing == Closing::No && !listening.is_ending {
            let mut voiced = Vec::new();
            let Listening { intake, activity, .. } = &mut listening;
            intake.push(bytes, |frame| voiced.push((activity.hears(&frame), frame)));
            self.listening = Some(listening);
            for (is_voiced, frame) in voiced {
                self.frame(is_voiced, frame);
            }
        } else {
            self.listening = Some(listening);
        }
    }

    /// Sound without `voice:start` is dropped, and answered once: an answer to every frame would be a flood of its own.
    fn unwanted_sound(&mut self) {
        metrics::counter!("execora_sound_unwanted_total").increment(1);
        if !self.is_unwanted_told {
            self.is_unwanted_told = true;
            self.error("not_started", "send voice:start before sound", false);
        }
    }

    fn frame(&mut self, voiced: bool, frame: Frame) {
        if voiced {
            self.touch();
            self.speech_goes_on();
        }
        if let Some(listening) = &mut self.listening {
            match self.machine.floor() {
                Floor::User(_) if self.machine.is_paused() && !voiced => listening.pause.push(frame),
                Floor::User(_) => {
                    let unheard = listening.pause.drain(..).chain([frame]);
                    unheard.for_each(|frame| hand_to(&listening.ears, frame));
                }
                Floor::Idle | Floor::Agent(_) => listening.lead_in.keep(frame),
            }
        }
        self.step(TurnInput::Frame { voiced });
    }

    pub(super) fn speech_started(&mut self, turn: TurnId) {
        self.newest = turn;
        self.note_awareness(turn);
        self.send(ServerMessage::SpeechStarted { turn });
        if let Some(listening) = &mut self.listening {
            listening.lead_in.take().for_each(|frame| hand_to(&listening.ears, frame));
        }
    }

    /// Notes whether what was read back had been heard when speech began: while an answer is being worked out, or before
    /// its sound has come so far, nobody agrees to it.
    fn note_awareness(&mut self, turn: TurnId) {
        if self.work.is_empty() && self.awareness.is_told(self.now()) {
            return;
        }
        if self.unaware.len() >= UNAWARE_MAX {
            self.unaware.pop_front();
        }
        self.unaware.push_back(turn);
    }

    pub(super) fn speech_ended(&mut self, turn: TurnId, silence_ms: u64, cut: bool) {
        self.advice.is_paused = false;
        let now = self.now();
        self.timings.begin(turn, SessionTime(now.0.saturating_sub(silence_ms)), now);
        self.send(ServerMessage::SpeechEnded { turn });
        if cut {
            metrics::counter!("execora_utterances_cut_total").increment(1);
        }
        let by = now + u64::try_from(self.parts.settings.transcript_max.as_millis()).unwrap_or(u64::MAX);
        if let Some(listening) = &mut self.listening {
            listening.owed.push_back((turn, by));
            listening.pause.drain(..).for_each(|frame| listening.lead_in.keep(frame));
        }
        self.tell_ears(ListenCommand::Finish);
    }

    pub(super) fn tell_ears(&mut self, command: ListenCommand) {
        let told = self.listening.as_ref().is_none_or(|listening| listening.ears.tell(command));
        if !told {
            self.replace_ears();
        }
    }

    /// Tells the ears what is waited for, where that has changed.
    pub(super) fn expect(&mut self, awaited: Awaited) {
        let Some(listening) = self.listening.as_mut().filter(|listening| listening.ears.awaited != awaited) else {
            return;
        };
        listening.ears.awaited = awaited;
        self.tell_ears(ListenCommand::Expect(awaited));
    }

    pub(super) fn heard(&mut self, heard: EarsEvent) {
        let Some(listening) = &mut self.listening else { return };
        if heard.generation != listening.ears.generation {
            return;
        }
        match heard.what {
            EarsTold::Names(lexicon) => self.names_read(&lexicon),
            EarsTold::Event(SpeechEvent::Partial { text }) => self.partial(text),
            EarsTold::Event(SpeechEvent::Final { hypotheses, agreement, cpu_ms }) => {
                metrics::histogram!("execora_transcript_cpu_seconds")
                    .record(Duration::from_millis(cpu_ms.into()).as_secs_f64());
                if let Some((turn, _)) = listening.owed.pop_front() {
                    self.transcribed(turn, hypotheses, agreement);
                }
            }
            EarsTold::Event(SpeechEvent::Failed { reason }) => {
                tracing::warn!(error = %reason, "an utterance could not be transcribed");
                if let Some((turn, _)) = listening.owed.pop_front() {
                    self.begin_work(turn, vec![], Agreement::Unweighed);
                }
            }
            EarsTold::Ended => self.replace_ears(),
        }
        self.end_ears();
    }

    fn partial(&mut self, text: String) {
        let owed = self.listening.as_ref().and_then(|listening| listening.owed.front().map(|(turn, _)| *turn));
        let speaking = match self.machine.floor() {
            Floor::User(turn) => Some(turn),
            Floor::Idle | Floor::Agent(_) => None,
        };
        let Some(turn) = owed.or(speaking) else { return };
        if owed.is_none()
            && let Some(lexicon) = &self.lexicon
            && self.dialogue.looks_complete(&text, lexicon, self.clock_time(lexicon))
        {
            self.step(TurnInput::LooksComplete);
        }
        if owed.is_none() {
            self.ask_ahead(turn, &text);
        }
        self.send(ServerMessage::Transcript { turn, text, is_final: false });
    }

    fn transcribed(&mut self, turn: TurnId, hypotheses: Vec<Hypothesis>, agreement: Agreement) {
        let now = self.now();
        self.timings.note(turn, |timing| timing.heard = now);
        let spoken: Vec<(String, u16)> = hypotheses
            .into_iter()
            .filter(|hypothesis| hypothesis.text.chars().any(char::is_alphanumeric))
            .map(|hypothesis| hypothesis.in_thousandths())
            .collect();
        let words = !spoken.is_empty();
        self.step(TurnInput::Heard { turn, words });
        if words {
            self.begin_work(turn, spoken, agreement);
        }
    }

    pub(super) fn typed(&mut self, text: &str) {
        let text = text.trim();
        if text.len() > TYPED_MAX {
            return self.error("too_long", format!("a command has at most {TYPED_MAX} bytes"), false);
        }
        if text.is_empty() {
            return self.error("empty_text", "type a command", false);
        }
        if self.work.len() >= self.parts.settings.turn.open_turns_max {
            return self.error("busy", "wait for the answer to what was said before", true);
        }
        self.step(TurnInput::Typed);
        self.begin_work(self.newest, vec![(text.to_owned(), 1_000)], Agreement::Unweighed);
    }

    /// The ears ended or no longer take anything in: new ones, unless that has happened too often.
    fn replace_ears(&mut self) {
        let now = Duration::from_millis(self.now().0);
        let Some(listening) = &mut self.listening else { return };
        let owed: Vec<TurnId> = listening.owed.drain(..).map(|(turn, _)| turn).collect();
        let generation = listening.ears.generation + 1;
        let language = listening.language;
        let may_restart = listening.budget.restart(now).is_some();
        metrics::counter!("execora_ears_replaced_total").increment(1);
        if let Some(ears) = may_restart.then(|| self.new_ears(language, generation)).flatten() {
            if let Some(listening) = &mut self.listening {
                listening.ears = ears;
            }
            self.step(TurnInput::Forgotten);
        } else {
            self.listening = None;
            self.step(TurnInput::Forgotten);
            self.error("ears_failed", "nothing can be heard now: type, or start again in a minute", true);
            self.send(ServerMessage::Stopped {});
        }
        for turn in owed {
            self.begin_work(turn, vec![], Agreement::Unweighed);
        }
    }

    /// Ears that owe a transcript for too long are replaced.
    pub(super) fn give_up_on_ears(&mut self, now: SessionTime) {
        let late = |listening: &Listening| listening.owed.front().is_some_and(|(_, by)| now >= *by);
        if self.listening.as_ref().is_some_and(late) {
            tracing::warn!("the ears owe a transcript for too long");
            self.replace_ears();
        }
    }
}

fn hand_to(ears: &Ears, frame: Frame) {
    if !ears.hear(frame) {
        metrics::counter!("execora_sound_unheard_frames_total").increment(1);
    }
}
