//! Asking a language model while the speaker may still go on, and waiting for it no longer than its deadline.
//!
//! At a pause the words so far are asked about, if the grammar abstains on them; when speech goes on, that is thrown
//! away. When the turn is over with the same words, the answer is there, or under way.

use super::SessionMsg;
use super::state::State;
use crate::adviser::Question;
use execora_domain::dialogue::{Agreement, Heard};
use execora_domain::ids::TurnId;
use execora_domain::intent::grounding::Earlier;
use execora_domain::intent::{Frame, Intent, Lexicon};
use std::sync::Arc;
use tokio::task::AbortHandle;

/// So many utterances are remembered as the background of the next.
const EARLIER_MAX: usize = 3;

/// What a model proposes; none where it has nothing to say.
pub(super) type Proposed = Option<Arc<[Frame]>>;

/// What concerns the model in one conversation.
#[derive(Default)]
pub(super) struct Advice {
    /// Whether the speaker has paused: what is heard now may be all.
    pub(super) is_paused: bool,
    asked: Option<Asked>,
    generation: u64,
    earlier: Vec<Earlier>,
}

/// A question that was sent.
struct Asked {
    text: String,
    generation: u64,
    task: AbortHandle,
    /// Its answer, if it has come.
    answer: Option<Proposed>,
    /// Whether a turn waits for it; else it is asked in case the turn is over.
    is_awaited: bool,
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What a turn does about the model.
pub(super) enum Help {
    /// Go on, with this proposal if there is one.
    GoOn(Proposed),
    /// Its answer comes as a message.
    Waits,
}

impl State {
    /// The words so far, at a pause: in case they are all, the model is asked about them now.
    pub(super) fn ask_ahead(&mut self, turn: TurnId, text: &str) {
        let Some(lexicon) = self.lexicon.clone().filter(|_| self.advice.is_paused && self.work.is_empty()) else {
            return;
        };
        let hypotheses = [(text.to_owned(), 1_000)];
        if let Some(text) = self.needs_help(turn, &hypotheses, &lexicon) {
            self.ask_model(text, &lexicon, false);
        }
    }

    /// Speech goes on: what was asked ahead is no longer what is said.
    pub(super) fn speech_goes_on(&mut self) {
        self.advice.is_paused = false;
        if self.advice.asked.take_if(|asked| !asked.is_awaited).is_some() {
            metrics::counter!("execora_advice_total", "outcome" => "discarded").increment(1);
        }
    }

    /// What the turn that is being worked on does about the model.
    pub(super) fn help(&mut self, turn: TurnId, hypotheses: &[(String, u16)], lexicon: &Arc<Lexicon>) -> Help {
        let Some(text) = self.needs_help(turn, hypotheses, lexicon) else { return Help::GoOn(None) };
        let Some(mut asked) = self.advice.asked.take_if(|asked| alike(&asked.text, &text)) else {
            self.ask_model(text, lexicon, true);
            return Help::Waits;
        };
        if let Some(answer) = asked.answer.take() {
            return Help::GoOn(answer);
        }
        asked.is_awaited = true;
        self.advice.asked = Some(asked);
        Help::Waits
    }

    /// The model has answered, or will not. Whether a turn waits for it.
    pub(super) fn advised(&mut self, generation: u64, proposed: Proposed) -> Option<Proposed> {
        let asked = self.advice.asked.as_mut().filter(|asked| asked.generation == generation)?;
        if asked.is_awaited {
            self.advice.asked = None;
            return Some(proposed);
        }
        asked.answer = Some(proposed);
        None
    }

    /// What was said is the background of what is said next.
    pub(super) fn remember_for_model(&mut self, text: &str, intent: Intent) {
        if self.parts.adviser.is_none() || matches!(intent, Intent::Confirm | Intent::Deny | Intent::Unknown) {
            return;
        }
        let earlier = &mut self.advice.earlier;
        earlier.push(Earlier { text: text.to_owned(), intent });
        earlier.drain(..earlier.len().saturating_sub(EARLIER_MAX));
    }

    fn needs_help(&self, turn: TurnId, hypotheses: &[(String, u16)], lexicon: &Lexicon) -> Option<String> {
        self.parts.adviser.as_ref()?;
        let (now, clock) = (self.now(), self.clock_time(lexicon));
        let heard = Heard {
            turn,
            newest: self.newest,
            now,
            clock,
            knows: true,
            hypotheses,
            agreement: Agreement::Unweighed,
            tongue: self.tongue,
        };
        self.dialogue.needs_help(&heard, lexicon)
    }

    fn ask_model(&mut self, text: String, lexicon: &Arc<Lexicon>, is_awaited: bool) {
        let known = self.advice.asked.as_ref().is_some_and(|asked| alike(&asked.text, &text));
        let Some(adviser) = self.parts.adviser.clone().filter(|_| !known) else { return };
        let question = Question {
            tenant: self.tenant,
            text: text.clone(),
            lexicon: Arc::clone(lexicon),
            today: self.clock_time(lexicon).date(),
            earlier: self.advice.earlier.clone(),
        };
        self.advice.generation += 1;
        let (generation, reports) = (self.advice.generation, self.reports.clone());
        let task = self.tasks.spawn(async move {
            let proposed = adviser.advise(question).await;
            // The session may have ended first: then there is nobody to tell.
            let _told = reports.report(SessionMsg::Advised { generation, proposed }).await;
        });
        self.advice.asked = Some(Asked { text, generation, task, answer: None, is_awaited });
    }
}

/// Whether two transcripts have the same words.
fn alike(left: &str, right: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split_whitespace().map(|word| word.trim_matches(|letter: char| letter.is_ascii_punctuation()));
        words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    words(left) == words(right)
}
