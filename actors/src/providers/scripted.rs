//! The same, from a script: for tests, benches and simulation.

use super::{
    Awaited, Hypothesis, LanguageModel, ListenCommand, ListenSetup, ModelRequest, ProviderError, Sentence, SpeechEvent,
    SpeechToText, TextToSpeech,
};
use execora_domain::dialogue::Agreement;
use futures_util::future::BoxFuture;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;

/// What scripted ears do with the next utterance.
#[derive(Clone, PartialEq, Debug)]
pub enum Hears {
    /// These words, sure, after a while; the same as a partial on a pause.
    Words(String, Duration),
    /// These readings, with their confidences.
    Readings(Vec<(String, f32)>),
    /// These words, unsure, and what their sound says of an agreement.
    Sounding(String, Agreement),
    /// Nothing that is speech.
    Nothing,
    /// They fail at this utterance.
    Fails,
    /// They end altogether.
    Ends,
    /// They never answer.
    Hangs,
}

/// Ears that hear what a script says, one line an utterance; after the script they hear nothing.
#[derive(Clone, Debug, Default)]
pub struct ScriptedEars {
    script: Arc<Mutex<VecDeque<Hears>>>,
    frames: Arc<Mutex<Vec<usize>>>,
    expected: Arc<Mutex<Vec<Awaited>>>,
}

impl ScriptedEars {
    /// Ears with this script, shared by all that they listen to.
    pub fn new(script: impl IntoIterator<Item = Hears>) -> Self {
        Self {
            script: Arc::new(Mutex::new(script.into_iter().collect())),
            frames: Arc::default(),
            expected: Arc::default(),
        }
    }

    /// How many frames each finished utterance had.
    #[must_use]
    pub fn frames_heard(&self) -> Vec<usize> {
        self.frames.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What they were told to wait for, in order.
    #[must_use]
    pub fn told_to_expect(&self) -> Vec<Awaited> {
        self.expected.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn next(&self) -> Hears {
        self.script.lock().unwrap_or_else(PoisonError::into_inner).pop_front().unwrap_or(Hears::Nothing)
    }

    fn words_so_far(&self) -> Option<String> {
        match self.script.lock().unwrap_or_else(PoisonError::into_inner).front() {
            Some(Hears::Words(text, _)) => Some(text.clone()),
            Some(_) | None => None,
        }
    }

    async fn run(
        self,
        mut commands: mpsc::Receiver<ListenCommand>,
        events: mpsc::Sender<SpeechEvent>,
    ) -> Result<(), ProviderError> {
        let failed = || ProviderError::Failed { name: "scripted", reason: "the script says so".to_owned() };
        let mut frames = 0_usize;
        while let Some(command) = commands.recv().await {
            let event = match command {
                ListenCommand::Sound(_) => {
                    frames += 1;
                    continue;
                }
                ListenCommand::Expect(awaited) => {
                    self.expected.lock().unwrap_or_else(PoisonError::into_inner).push(awaited);
                    continue;
                }
                ListenCommand::Discard => {
                    frames = 0;
                    continue;
                }
                ListenCommand::Paused => match self.words_so_far() {
                    Some(text) => SpeechEvent::Partial { text },
                    None => continue,
                },
                ListenCommand::Finish => {
                    self.frames.lock().unwrap_or_else(PoisonError::into_inner).push(std::mem::take(&mut frames));
                    match self.next() {
                        Hears::Words(text, delay) => {
                            tokio::time::sleep(delay).await;
                            final_words(vec![(text, 1.0)], Agreement::Unweighed)
                        }
                        Hears::Readings(readings) => final_words(readings, Agreement::Unweighed),
                        Hears::Sounding(text, agreement) => final_words(vec![(text, 0.6)], agreement),
                        Hears::Nothing => final_words(vec![], Agreement::Unweighed),
                        Hears::Fails => SpeechEvent::Failed { reason: failed() },
                        Hears::Ends => return Err(failed()),
                        Hears::Hangs => std::future::pending().await,
                    }
                }
            };
            if events.send(event).await.is_err() {
                break;
            }
        }
        Ok(())
    }
}

fn final_words(readings: Vec<(String, f32)>, agreement: Agreement) -> SpeechEvent {
    let hypotheses = readings.into_iter().map(|(text, confidence)| Hypothesis { text, confidence }).collect();
    SpeechEvent::Final { hypotheses, agreement, cpu_ms: 0 }
}

impl SpeechToText for ScriptedEars {
    fn name(&self) -> &'static str {
        "scripted"
    }

    fn listen(
        &self,
        _: ListenSetup,
        commands: mpsc::Receiver<ListenCommand>,
        events: mpsc::Sender<SpeechEvent>,
    ) -> BoxFuture<'static, Result<(), ProviderError>> {
        Box::pin(self.clone().run(commands, events))
    }
}

/// A voice that hums: so much sound a word, in pieces of 100 ms, at 16 kHz.
#[derive(Clone, Debug)]
pub struct ScriptedVoice {
    word: Duration,
    pace: Duration,
    fails: bool,
    spoken: Arc<Mutex<Vec<Sentence>>>,
}

/// Samples of 100 ms.
const PIECE_SAMPLES: usize = 1_600;

impl ScriptedVoice {
    /// Makes so much sound a word, and takes so long for each piece of 100 ms.
    #[must_use]
    pub fn new(word: Duration, pace: Duration) -> Self {
        Self { word, pace, fails: false, spoken: Arc::default() }
    }

    /// A voice that fails at every sentence.
    #[must_use]
    pub fn failing() -> Self {
        Self { fails: true, ..Self::new(Duration::ZERO, Duration::ZERO) }
    }

    /// What it was asked to say.
    #[must_use]
    pub fn spoken(&self) -> Vec<String> {
        let spoken = self.spoken.lock().unwrap_or_else(PoisonError::into_inner);
        spoken.iter().map(|sentence| sentence.text.clone()).collect()
    }

    async fn run(self, sentence: Sentence, sound: mpsc::Sender<Vec<i16>>) -> Result<(), ProviderError> {
        let words = u32::try_from(sentence.text.split_whitespace().count()).unwrap_or(u32::MAX);
        self.spoken.lock().unwrap_or_else(PoisonError::into_inner).push(sentence);
        if self.fails {
            return Err(ProviderError::Failed { name: "scripted", reason: "the script says so".to_owned() });
        }
        let length = self.word.saturating_mul(words);
        let pieces = length.as_millis().div_ceil(100);
        for _ in 0..pieces {
            tokio::time::sleep(self.pace).await;
            if sound.send(vec![1_000; PIECE_SAMPLES]).await.is_err() {
                break;
            }
        }
        Ok(())
    }
}

impl TextToSpeech for ScriptedVoice {
    fn name(&self) -> &'static str {
        "scripted"
    }

    fn sample_rate(&self) -> u32 {
        16_000
    }

    fn speak(
        &self,
        sentence: Sentence,
        _: Duration,
        sound: mpsc::Sender<Vec<i16>>,
    ) -> BoxFuture<'static, Result<(), ProviderError>> {
        Box::pin(self.clone().run(sentence, sound))
    }
}

/// A language model that answers what a script says; after the script it is not available.
#[derive(Clone, Debug, Default)]
pub struct ScriptedModel {
    answers: Arc<Mutex<VecDeque<serde_json::Value>>>,
}

impl ScriptedModel {
    /// A model with these answers.
    pub fn new(answers: impl IntoIterator<Item = serde_json::Value>) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.into_iter().collect())) }
    }
}

impl LanguageModel for ScriptedModel {
    fn name(&self) -> &'static str {
        "scripted"
    }

    fn complete(&self, _: ModelRequest) -> BoxFuture<'static, Result<serde_json::Value, ProviderError>> {
        let answer = self.answers.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let missing = || ProviderError::Unavailable { name: "scripted", reason: "the script is over".to_owned() };
        Box::pin(async move { answer.ok_or_else(missing) })
    }
}
