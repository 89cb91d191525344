//! The local models: a bounded pool of threads that listen and speak for all conversations.
//!
//! *Owns* the threads and their queue. *Guarantees* that what a speaker waits for goes before what is done ahead of
//! need, that the voice never waits for the ears, that jobs of one urgency are done in the order they came, and that a job
//! nobody waits for any more is dropped, or stopped where its place is needed. What is idle gives way to everything.
//! *Bounds* the queue, each conversation's share of it, the sound kept of one utterance and the sound kept for reuse.

mod ears;
mod hints;
mod pool;
mod voice;

pub use ears::LocalEars;
pub use hints::hints;
pub use pool::{Lane, Pool, PoolSettings, Refused, Stop, Urgency};
pub use voice::{LocalVoice, VoiceSettings, clauses};

use crate::providers::{Awaited, Hypothesis, ListenSetup, ProviderError, Sentence};
use execora_domain::dialogue::Agreement;
use std::sync::Arc;

/// A model that hears. Called on the pool's threads; it may take seconds.
pub trait Recogniser: Send + Sync + 'static {
    /// A short name for logs.
    fn name(&self) -> &'static str;

    /// Transcribes one utterance.
    ///
    /// # Errors
    /// Where the model is missing or breaks; no speech is not an error.
    fn recognise(&self, utterance: &Utterance) -> Result<Recognition, ProviderError>;
}

/// One stretch of speech to transcribe.
#[derive(Clone, Debug)]
pub struct Utterance {
    /// Mono, 16 kHz.
    pub samples: Arc<[i16]>,
    /// What to expect.
    pub setup: ListenSetup,
    /// How hard to try.
    pub effort: Effort,
    /// What the conversation waits for.
    pub awaited: Awaited,
}

impl Utterance {
    /// A clip of which a quick reading is wanted, with nothing known about it.
    #[must_use]
    pub fn quick(samples: Vec<i16>) -> Self {
        Self {
            samples: samples.into(),
            setup: ListenSetup::default(),
            effort: Effort::Quick,
            awaited: Awaited::Anything,
        }
    }
}

/// How hard to try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effort {
    /// One reading, quickly, to be shown while the speaker goes on.
    Quick,
    /// Several readings, as good as they get.
    Full,
}

/// What was heard.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Recognition {
    /// The likeliest reading first; empty where there was no speech.
    pub hypotheses: Vec<Hypothesis>,
    /// Whether it is a yes by its sound: weighed where an answer is waited for and the utterance is a short one.
    pub agreement: Agreement,
    /// Processor time of the process while it worked, in milliseconds.
    pub cpu_ms: u32,
}

/// A model that speaks. Called on the pool's threads.
pub trait Synthesiser: Send + Sync + 'static {
    /// A short name for logs.
    fn name(&self) -> &'static str;

    /// Samples a second of what it makes.
    fn sample_rate(&self) -> u32;

    /// Speaks one clause; mono. Ends early when it is stopped: what it gives back then is not used.
    ///
    /// # Errors
    /// Where the model is missing or breaks.
    fn synthesise(&self, clause: &Sentence, stop: &Stop) -> Result<Vec<i16>, ProviderError>;
}
