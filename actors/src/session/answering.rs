//! From the words of a turn to its answer.

use super::SessionMsg;
use super::advice::{Help, Proposed};
use super::books::shop_time;
use super::mind::{self, Worked};
use super::mouth::{Mouth, MouthEvent, Speech, Utterance, milliseconds};
use super::protocol::ServerMessage;
use super::state::{State, Work};
use crate::ledger::ReadError;
use crate::providers::{Language, Sentence};
use execora_domain::dialogue::{Agreement, Found, Heard, PostOutcome, Step};
use execora_domain::ids::{PartyId, TurnId};
use execora_domain::intent::{Intent, Lexicon, Parse, Source};
use execora_domain::ledger::Posted;
use execora_domain::money::Money;
use execora_domain::reply::{Reply, Tongue, openings};
use execora_domain::turn::{SessionTime, TurnInput};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tracing::Instrument;

/// How long the shop's names may take to read before the books count as unreachable.
const NAMES_MAX: Duration = Duration::from_secs(5);

impl State {
    /// The shop's wall clock.
    pub(super) fn clock_time(&self, lexicon: &Lexicon) -> jiff::civil::DateTime {
        shop_time(&self.parts.clock, &lexicon.world().timezone).datetime()
    }

    /// A turn's words are known, or cannot be: it is worked on when those before it are answered.
    pub(super) fn begin_work(&mut self, turn: TurnId, hypotheses: Vec<(String, u16)>, agreement: Agreement) {
        let early = self.unaware.iter().position(|unaware| *unaware == turn);
        let knows = early.and_then(|place| self.unaware.remove(place)).is_none();
        self.work.push_back(Work { turn, knows, hypotheses, agreement, replies: vec![], posted: None });
        if self.work.len() == 1 && !self.is_resuming {
            self.next_work();
        }
    }

    fn next_work(&mut self) {
        let Some(work) = self.work.front_mut() else { return };
        if work.hypotheses.is_empty() {
            work.replies.push(Reply::SayAgain);
            return self.finish();
        }
        let (names, reports) = (self.parts.books.lexicon(self.tenant), self.reports.clone());
        let keeper = Arc::clone(&self.keeper);
        self.tasks.spawn(async move {
            let (names, is_mine) = futures_util::join!(tokio::time::timeout(NAMES_MAX, names), keeper.is_mine());
            let names = SessionMsg::NamesRead(names.ok().and_then(Result::ok));
            // The session may have ended first: then there is nobody to tell.
            let _told = reports.report(if is_mine { names } else { SessionMsg::TakenOver }).await;
        });
    }

    /// The shop's names are known: the voice is told, once, how answers about them begin.
    pub(super) fn names_read(&mut self, lexicon: &Arc<Lexicon>) {
        if self.lexicon.replace(Arc::clone(lexicon)).is_some() {
            return;
        }
        let Some(voice) = &self.parts.voice else { return };
        let names: Vec<&str> = lexicon.world().customers.iter().map(|customer| customer.name.as_str()).collect();
        let likely = self.tongue.unwrap_or(self.dialogue.tongue());
        let other = if likely == Tongue::En { Tongue::Hi } else { Tongue::En };
        for tongue in [likely, other] {
            let begun = openings::of_customers(&names, tongue).into_iter().chain(openings::of_amounts(tongue));
            let sentence = |text| Sentence { text, language: language(tongue), voice: None };
            voice.expect(begun.map(sentence).collect());
        }
    }

    /// Decides what the turn means, and sets out to do it.
    pub(super) fn understand(&mut self, lexicon: Option<Arc<Lexicon>>) {
        let Some(lexicon) = lexicon else {
            if let Some(work) = self.work.front_mut() {
                work.replies.push(Reply::Trouble);
            }
            return self.finish();
        };
        self.names_read(&lexicon);
        let Some((turn, hypotheses)) = self.work.front().map(|work| (work.turn, work.hypotheses.clone())) else {
            return;
        };
        match self.help(turn, &hypotheses, &lexicon) {
            Help::GoOn(proposed) => self.decide(&proposed),
            Help::Waits => {}
        }
    }

    /// The same, now that it is known what a language model makes of it, if it was asked.
    pub(super) fn decide(&mut self, proposed: &Proposed) {
        let (Some(work), Some(lexicon)) = (self.work.front(), self.lexicon.clone()) else { return };
        let (now, clock, newest) = (self.now(), self.clock_time(&lexicon), self.newest);
        let Work { turn, knows, agreement, ref hypotheses, .. } = *work;
        let heard = Heard { turn, newest, now, clock, knows, hypotheses, agreement, tongue: self.tongue };
        let span = tracing::info_span!("turn", turn.id = turn.0);
        let outcome = span.in_scope(|| self.dialogue.hear_with(&heard, &lexicon, proposed.as_deref()));
        if proposed.is_some() {
            let taken = if outcome.parse.source == Source::Model { "taken" } else { "set_aside" };
            metrics::counter!("execora_advice_total", "outcome" => taken).increment(1);
        }
        self.remember_for_model(&outcome.text, outcome.parse.frames.first().map_or(Intent::Unknown, |it| it.intent));
        self.timings.note(turn, |timing| timing.understood = now);
        self.send(ServerMessage::Transcript { turn, text: outcome.text, is_final: true });
        self.send(intent_message(turn, &outcome.parse));
        self.set_out(outcome.steps, turn);
    }

    /// Carries out what a turn takes, outside the mailbox.
    fn set_out(&mut self, steps: Vec<Step>, turn: TurnId) {
        let who = self.speaker();
        let posts = steps.iter().any(|step| matches!(step, Step::Post(_)));
        let to_keep = posts.then(|| self.keep_first());
        let keeper = Arc::clone(&self.keeper);
        let (books, code) = (Arc::clone(&self.parts.books), Arc::clone(&self.code));
        let steps = mind::work(books, who, code, self.now(), steps);
        let reports = self.reports.clone();
        let work = async move {
            if let Some((sequence, memory)) = to_keep
                && !keeper.save_first(sequence, &memory).await
            {
                let _told = reports.report(SessionMsg::TakenOver).await;
                return;
            }
            // The session may have ended first: what was posted stays posted, and is told to the shop's other sockets.
            let _told = reports.report(SessionMsg::Answered(steps.await)).await;
        };
        self.tasks.spawn(work.instrument(tracing::info_span!("turn", turn.id = turn.0)));
    }

    pub(super) fn answered(&mut self, worked: Vec<Worked>) {
        let Some(turn) = self.work.front().map(|work| work.turn) else { return };
        let (now, newest) = (self.now(), self.newest);
        let mut next = vec![];
        for worked in worked {
            match worked {
                Worked::Said(reply) => self.say(reply),
                Worked::ReadBack { reply, expires_in_ms } => self.read_back(reply, expires_in_ms),
                Worked::Posted(outcomes) => {
                    self.note_posted(&outcomes);
                    next.extend(self.dialogue.posted(now, newest, outcomes));
                }
                Worked::Found(found) => next.extend(self.found(found, turn)),
                Worked::CodeSent(is_sent) => next.extend(self.dialogue.code_sent(now, newest, is_sent)),
                Worked::Looked(because, entered) => next.extend(self.dialogue.looked(now, newest, because, entered)),
                Worked::CodeChecked(verdict) => next.extend(self.dialogue.code_checked(now, newest, verdict)),
            }
        }
        self.carry_on(next, turn);
    }

    fn found(&mut self, found: Result<Found, ReadError>, turn: TurnId) -> Vec<Step> {
        let (Ok(found), Some(lexicon)) = (found, self.lexicon.clone()) else { return vec![Step::Say(Reply::Trouble)] };
        let (now, clock, newest, tongue) = (self.now(), self.clock_time(&lexicon), self.newest, self.tongue);
        let knows = self.work.front().is_none_or(|work| work.knows);
        let heard = Heard { turn, newest, now, clock, knows, hypotheses: &[], agreement: Agreement::Unweighed, tongue };
        self.dialogue.found(found, &heard, &lexicon)
    }

    /// Says what is only to be said, and sets out to do the rest.
    pub(super) fn carry_on(&mut self, next: Vec<Step>, turn: TurnId) {
        if next.iter().any(|step| !matches!(step, Step::Say(_) | Step::ReadBack { .. })) {
            return self.set_out(next, turn);
        }
        for step in next {
            match step {
                Step::Say(reply) => self.say(reply),
                Step::ReadBack { reply, expires_in_ms } => self.read_back(reply, expires_in_ms),
                Step::Read(_)
                | Step::Post(_)
                | Step::Find(_)
                | Step::SendCode
                | Step::CheckCode(_)
                | Step::Look { .. } => {}
            }
        }
        self.finish();
    }

    fn say(&mut self, reply: Reply) {
        if let Some(work) = self.work.front_mut() {
            work.replies.push(reply);
        }
    }

    fn read_back(&mut self, reply: Reply, expires_in_ms: u64) {
        let read_back = reply.text(self.dialogue.tongue());
        if let Some(work) = self.work.front_mut() {
            let turn = work.turn;
            work.replies.push(reply);
            self.send(ServerMessage::ConfirmNeeded { turn, read_back, expires_in_ms });
        }
    }

    fn note_posted(&mut self, outcomes: &[(execora_domain::dialogue::Proposal, PostOutcome)]) {
        let last = outcomes.iter().rev().find_map(|(_, outcome)| match outcome {
            PostOutcome::Posted(posted) => Some(posted),
            PostOutcome::Refused(_)
            | PostOutcome::Busy
            | PostOutcome::Unknown
            | PostOutcome::Failed
            | PostOutcome::Held => None,
        });
        if let (Some(posted), Some(work)) = (last, self.work.front_mut()) {
            work.posted = Some(entity(posted));
        }
    }

    /// The turn is answered: says so, and turns to the next.
    fn finish(&mut self) {
        let Some(work) = self.work.pop_front() else { return };
        let (turn, tongue, now) = (work.turn, self.dialogue.tongue(), self.now());
        self.timings.note(turn, |timing| timing.answered = now);
        if !work.replies.is_empty() {
            let texts: Vec<String> = work.replies.iter().map(|reply| reply.text(tongue)).collect();
            let text = texts.join(" ");
            let (language, execution_result) = (language(tongue), execution_result(&work));
            self.send(ServerMessage::Response { turn, text, language, execution_result });
        }
        let utterance = utterance(&work.replies, tongue);
        let spoken = self.parts.voice.is_some() && !utterance.is_empty();
        if !work.replies.is_empty() {
            self.awareness.answered(turn, spoken);
        }
        if spoken {
            self.prepared.push((turn, utterance));
        }
        self.step(TurnInput::Answered { turn, spoken });
        if !self.machine_holds(turn) {
            self.prepared.retain(|(prepared, _)| *prepared != turn);
        }
        self.keep();
        self.next_work();
    }

    /// Turns to what was said while an earlier conversation was looked for.
    pub(super) fn go_on(&mut self) {
        self.next_work();
    }

    /// A turn that was given up before its answer was known is not spoken later.
    fn machine_holds(&self, turn: TurnId) -> bool {
        self.machine.is_held(turn)
    }

    pub(super) fn start_playback(&mut self, turn: TurnId) {
        let Some(index) = self.prepared.iter().position(|(prepared, _)| *prepared == turn) else { return };
        let (_, utterance) = self.prepared.swap_remove(index);
        let Some(voice) = self.parts.voice.clone() else { return };
        let speech = Speech { turn, utterance, voice };
        self.mouth = Some(Mouth::start(speech, self.outgoing(), self.reports.clone(), &mut self.tasks));
    }

    /// Not one more sample leaves after this.
    pub(super) fn stop_playback(&mut self, turn: TurnId) {
        self.awareness.silenced(turn, self.now());
        let Some(mouth) = self.mouth.take().filter(|mouth| mouth.turn == turn) else { return };
        metrics::counter!("execora_playback_stopped_total").increment(1);
        if let Some(samples) = mouth.stop() {
            self.tts_end(turn, samples, "interrupted");
        }
    }

    fn tts_end(&mut self, turn: TurnId, samples: u32, reason: &'static str) {
        let rate = self.parts.voice.as_ref().map_or(1, |voice| voice.sample_rate());
        let ms = milliseconds(usize::try_from(samples).unwrap_or(usize::MAX), rate);
        let duration_ms = u32::try_from(ms).unwrap_or(u32::MAX);
        self.send(ServerMessage::TtsEnd { turn, duration_ms, reason });
    }

    pub(super) fn spoke(&mut self, event: MouthEvent) {
        match event {
            MouthEvent::Sent { turn, ms } => {
                self.awareness.sent(turn, ms, self.now());
                self.step(TurnInput::SoundSent { turn, ms });
                let now = self.now();
                if let Some(metrics) = self.timings.finish(turn, Some(now)) {
                    self.send(ServerMessage::TurnMetrics(metrics));
                }
            }
            MouthEvent::Told { turn } => self.awareness.told(turn),
            MouthEvent::Finished { turn, spoken } => {
                let Some(mouth) = self.mouth.take_if(|mouth| mouth.turn == turn) else { return };
                if let Some(samples) = mouth.stop() {
                    self.tts_end(turn, samples, "complete");
                }
                if !spoken {
                    self.awareness.shown(turn);
                    self.error("voice_failed", "the answer could not be spoken: it is shown", true);
                }
                self.step(TurnInput::SoundComplete { turn });
            }
            MouthEvent::Stuck => self.close(4029, "the socket does not read"),
        }
    }

    /// What waited for "haan" for too long is given up, and the client told.
    pub(super) fn expire(&mut self, now: SessionTime) {
        match self.dialogue.expire(now) {
            Some(Step::Look { proposals, .. }) => self.look_up(proposals),
            Some(Step::Say(reply)) => {
                self.keep();
                self.tell_unasked(&[reply]);
            }
            Some(
                Step::ReadBack { .. }
                | Step::Read(_)
                | Step::Post(_)
                | Step::Find(_)
                | Step::SendCode
                | Step::CheckCode(_),
            )
            | None => {}
        }
    }

    /// Says something that no turn asked for.
    pub(super) fn tell_unasked(&mut self, replies: &[Reply]) {
        let tongue = self.dialogue.tongue();
        let Some(first) = replies.first() else { return };
        let execution_result = json!({ "success": first.is_written(), "code": first.code() });
        let texts: Vec<String> = replies.iter().map(|reply| reply.text(tongue)).collect();
        let (turn, text, language) = (self.newest, texts.join(" "), language(tongue));
        self.send(ServerMessage::Response { turn, text, language, execution_result });
    }
}

/// Whose it is, and what they owe after it.
fn customer(id: PartyId, name: &str, balance: Money) -> Value {
    json!({ "id": id, "name": name, "balancePaise": balance })
}

#[expect(clippy::float_arithmetic, reason = "a confidence is shown, not reckoned with")]
fn intent_message(turn: TurnId, parse: &Parse) -> ServerMessage {
    let frames = serde_json::to_value(&parse.frames).unwrap_or_default();
    let clarify = serde_json::to_value(&parse.clarify).unwrap_or_default();
    let confidence = f32::from(parse.confidence) / 1_000.0;
    let source = match parse.source {
        Source::Grammar => "grammar",
        Source::Model => "model",
    };
    ServerMessage::Intent { turn, frames, clarify, source, confidence }
}

fn execution_result(work: &Work) -> Value {
    // What a program should know first: that something was posted; then what waits or was asked last.
    let written = work.replies.iter().find(|reply| reply.is_written());
    let telling = written.or(work.replies.last());
    let mut result = json!({
        "success": telling.is_some_and(Reply::is_success),
        "code": telling.map_or("none", Reply::code),
    });
    if let (Some(Value::Object(entity)), Some(result)) = (&work.posted, result.as_object_mut()) {
        result.extend(entity.clone());
    }
    result
}

pub(super) fn entity(posted: &Posted) -> Value {
    match posted {
        Posted::Invoice(invoice) => {
            let customer = customer(invoice.customer_id, &invoice.customer_name, invoice.balance);
            json!({ "entityId": invoice.id, "invoice": invoice, "customer": customer })
        }
        Posted::Draft(draft) => json!({ "entityId": draft.bill.id, "invoice": draft.bill }),
        Posted::Entry(entry) => {
            let customer = customer(entry.customer_id, &entry.customer_name, entry.balance_after);
            json!({ "entityId": entry.id, "entry": entry, "customer": customer })
        }
        Posted::Party(party) => json!({ "entityId": party.id, "customer": party }),
        Posted::Product(product) => json!({ "entityId": product.id, "product": product }),
        Posted::Shop(shop) => json!({ "settings": shop }),
        Posted::DayClose(close) => json!({ "entityId": close.id, "close": close }),
        Posted::Reminder(reminder) => json!({ "entityId": reminder.id, "reminder": reminder }),
        Posted::Sending(sending) => json!({ "entityId": sending.invoice_id, "sending": sending }),
    }
}

const fn language(tongue: Tongue) -> Language {
    match tongue {
        Tongue::En => Language::En,
        Tongue::Hi => Language::Hi,
    }
}

/// An answer as the voice gets it, a sentence at a time, so that the first is heard while the next is made. The question
/// behind a read-back tells nothing new.
fn utterance(replies: &[Reply], tongue: Tongue) -> Utterance {
    let mut sentences = Vec::new();
    for reply in replies {
        let spoken = reply.spoken(tongue);
        for text in spoken.split_inclusive(['.', '।', '?']).map(str::trim) {
            if text.chars().any(char::is_alphanumeric) {
                sentences.push(Sentence { text: text.to_owned(), language: language(tongue), voice: None });
            }
        }
    }
    let asks_apart = replies.last().is_some_and(Reply::asks_apart) && sentences.len() > 1;
    let asking = if asks_apart { sentences.pop() } else { None };
    Utterance { telling: sentences, asking }
}
