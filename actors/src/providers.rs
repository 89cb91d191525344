//! What Execora asks of those who listen, think and speak. A vendor is one file in `src/providers/`.
//!
//! Every method returns a future that the caller runs in its own task set: it ends when the conversation does.

use execora_domain::audio::Frame;
use execora_domain::dialogue::Agreement;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

pub mod scripted;

/// Speech recognition, one conversation at a time.
pub trait SpeechToText: Send + Sync + 'static {
    /// A short name for logs and `voice:ready`: `whisper-base`.
    fn name(&self) -> &'static str;

    /// Listens until `commands` closes. Events come in order; a full `events` channel makes it wait.
    fn listen(
        &self,
        setup: ListenSetup,
        commands: mpsc::Receiver<ListenCommand>,
        events: mpsc::Sender<SpeechEvent>,
    ) -> BoxFuture<'static, Result<(), ProviderError>>;
}

/// What the ears should expect.
#[derive(Clone, Debug, Default)]
pub struct ListenSetup {
    /// The language, where it is known.
    pub language: Option<Language>,
    /// Names of customers and products, in Latin letters where there is a choice; most likely first.
    pub hints: Arc<[String]>,
}

/// What the session tells the ears.
#[derive(Clone, Debug)]
pub enum ListenCommand {
    /// A frame of the current utterance, a little lead-in first.
    Sound(Frame),
    /// What is waited for from now on.
    Expect(Awaited),
    /// The speaker paused: decode what there is, in case the utterance is over. Sound after it means that it was not.
    Paused,
    /// The utterance is over: send its [`SpeechEvent::Final`].
    Finish,
    /// Forget the utterance; there will be no event for it.
    Discard,
}

/// What a conversation waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Awaited {
    /// Whatever comes.
    #[default]
    Anything,
    /// An answer: ears that can tell whether a short sound is a yes, apart from its words, do so.
    Answer,
}

/// What the ears tell the session.
#[derive(Clone, PartialEq, Debug)]
pub enum SpeechEvent {
    /// The words so far; they may change.
    Partial {
        /// The words.
        text: String,
    },
    /// The words of the utterance that was finished.
    Final {
        /// What may have been said, the likeliest first; empty where there was no speech.
        hypotheses: Vec<Hypothesis>,
        /// Whether it is a yes by its sound, where that is waited for and the ears can tell.
        agreement: Agreement,
        /// Processor time that it took, in milliseconds; 0 where someone else's processor was used.
        cpu_ms: u32,
    },
    /// This utterance could not be transcribed: the speaker is asked to say it again.
    Failed {
        /// Why, for the log.
        reason: ProviderError,
    },
}

/// One reading of an utterance.
#[derive(Clone, PartialEq, Debug)]
pub struct Hypothesis {
    /// The words.
    pub text: String,
    /// How sure the ears are, in `[0, 1]`.
    pub confidence: f32,
}

impl Hypothesis {
    /// Its words, and its confidence in thousandths; what is no number counts as none.
    #[must_use]
    #[expect(
        clippy::float_arithmetic,
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sound: clamped to what fits"
    )]
    pub fn in_thousandths(&self) -> (String, u16) {
        (self.text.clone(), (self.confidence.clamp(0.0, 1.0) * 1_000.0).round() as u16)
    }
}

/// Speech synthesis, one sentence or clause at a time.
pub trait TextToSpeech: Send + Sync + 'static {
    /// A short name for logs and `voice:ready`: `kokoro`.
    fn name(&self) -> &'static str;

    /// Samples a second of what it sends.
    fn sample_rate(&self) -> u32;

    /// Speaks one sentence; sound goes to `sound` as it is made, mono, `i16`. Ends early when `sound` closes.
    /// `covered` is how long what was said before it is still to be heard: zero where somebody waits in silence.
    fn speak(
        &self,
        sentence: Sentence,
        covered: Duration,
        sound: mpsc::Sender<Vec<i16>>,
    ) -> BoxFuture<'static, Result<(), ProviderError>>;

    /// Is told what will probably be said, whole or as the opening of a sentence, the likeliest first: it may be made
    /// while nobody needs anything.
    fn expect(&self, _sentences: Vec<Sentence>) {}
}

/// Something to be spoken.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Sentence {
    /// The words, numbers and amounts as words already.
    pub text: String,
    /// In which language.
    pub language: Language,
    /// Whose voice, if not the default of that language.
    pub voice: Option<String>,
}

/// A language that is heard and spoken.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Hindi, in Devanagari or in Latin letters.
    #[default]
    Hi,
}

/// A language model: asked only when the grammar abstains.
pub trait LanguageModel: Send + Sync + 'static {
    /// A short name for logs.
    fn name(&self) -> &'static str;

    /// Answers a request with one JSON document that keeps to its schema.
    fn complete(&self, request: ModelRequest) -> BoxFuture<'static, Result<serde_json::Value, ProviderError>>;
}

/// A question for a language model. Transcripts and names go in `data`, never in `instructions`.
#[derive(Clone, PartialEq, Debug)]
pub struct ModelRequest {
    /// What to do; fixed text.
    pub instructions: &'static str,
    /// What to do it with.
    pub data: serde_json::Value,
    /// The JSON schema of the answer.
    pub schema: serde_json::Value,
}

/// Why a provider did not do what it was asked.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProviderError {
    /// No place in its queue: try again in a moment.
    #[error("{0} is busy")]
    Overloaded(&'static str),
    /// It is not installed, not configured or not reachable.
    #[error("{name} is not available: {reason}")]
    Unavailable {
        /// Who.
        name: &'static str,
        /// Why, and what to do.
        reason: String,
    },
    /// It answered with an error, or with what nobody can read.
    #[error("{name} failed: {reason}")]
    Failed {
        /// Who.
        name: &'static str,
        /// Why.
        reason: String,
    },
}
