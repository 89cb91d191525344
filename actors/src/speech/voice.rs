//! One voice for all conversations: clause by clause, from what was said before where it can be.

use super::Synthesiser;
use super::pool::{Pool, Refused, Urgency};
use crate::providers::{ProviderError, Sentence, TextToSpeech};
use futures_util::future::{BoxFuture, FutureExt, join};
use moka::sync::Cache;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc};

/// Sound is sent in pieces of this many samples at most: 100 ms at 24 kHz, so that an interruption is prompt.
const PIECE_SAMPLES_MAX: usize = 2_400;
/// Jobs that wait for each thread before the plain voice takes over.
const QUEUE_PER_THREAD: usize = 2;
/// A clause of so many letters is parted at the next good place, and the first one sooner: its sound begins when all of
/// it is made, which takes a quarter of the time that it lasts.
const CLAUSE_CHARS: usize = 30;
const FIRST_CLAUSE_CHARS: usize = 12;

/// How the local voice behaves.
#[derive(Clone, Copy, Debug)]
pub struct VoiceSettings {
    /// Clauses that the model makes at once; the others wait without keeping a thread from the ears.
    pub at_once: usize,
    /// Sound kept for the next time, in bytes.
    pub cache_bytes: u64,
    /// How long the first sound of a sentence may take before the plain voice says it.
    pub patience: Duration,
}

/// A voice made of a local model on a pool that all conversations share.
#[derive(Clone)]
pub struct LocalVoice {
    pool: Arc<Pool>,
    model: Arc<dyn Synthesiser>,
    plain: Option<Arc<dyn Synthesiser>>,
    kept: Cache<Sentence, Arc<[i16]>>,
    patience: Duration,
    turns: Arc<Semaphore>,
}

impl LocalVoice {
    /// A voice on this pool; `plain` is quick, speaks at the same sample rate and takes over where the model cannot.
    #[must_use]
    pub fn new(
        pool: Arc<Pool>,
        model: Arc<dyn Synthesiser>,
        plain: Option<Arc<dyn Synthesiser>>,
        settings: VoiceSettings,
    ) -> Self {
        let kept = Cache::builder()
            .max_capacity(settings.cache_bytes)
            .weigher(|clause: &Sentence, sound: &Arc<[i16]>| {
                u32::try_from(clause.text.len() + 2 * sound.len()).unwrap_or(u32::MAX)
            })
            .build();
        let turns = Arc::new(Semaphore::new(settings.at_once));
        Self { pool, model, plain, kept, patience: settings.patience, turns }
    }

    /// Makes the sound of phrases that will be wanted, while nobody wants anything else.
    pub async fn warm(self, phrases: Vec<Sentence>) {
        for phrase in phrases {
            for clause in clauses(&phrase.text) {
                let clause = Sentence { text: clause, ..phrase.clone() };
                if self.kept.get(&clause).is_none() && self.with_model(Urgency::Idle, clause).await.is_err() {
                    return;
                }
            }
        }
    }

    /// The sound of a clause: kept from before, by the model, or by the plain voice.
    async fn sound(&self, clause: Sentence, urgency: Urgency, plainly: bool) -> Result<Clause, ProviderError> {
        if let Some(sound) = self.kept.get(&clause) {
            return Ok(Clause { sound, plain: false });
        }
        let Some(plain) = self.plain.clone() else {
            return self.with_model(urgency, clause).await.map(|sound| Clause { sound, plain: false });
        };
        if !plainly && self.pool.waiting() < QUEUE_PER_THREAD * self.pool.threads() {
            match tokio::time::timeout(self.patience, self.with_model(urgency, clause.clone())).await {
                Ok(Ok(sound)) => return Ok(Clause { sound, plain: false }),
                Ok(Err(error)) => tracing::warn!(%error, "the plain voice speaks instead"),
                Err(_) => tracing::warn!("the voice was too slow: the plain one speaks instead"),
            }
        }
        let name = plain.name();
        let sound = tokio::task::spawn_blocking(move || plain.synthesise(&clause)).await;
        let sound = sound.map_err(|_| ProviderError::Failed { name, reason: "it broke off".to_owned() })??;
        Ok(Clause { sound: sound.into(), plain: true })
    }

    async fn with_model(&self, urgency: Urgency, clause: Sentence) -> Result<Arc<[i16]>, ProviderError> {
        let (model, kept) = (Arc::clone(&self.model), self.kept.clone());
        let name = model.name();
        let _turn = self.turns.acquire().await;
        let work = move || {
            let sound: Arc<[i16]> = model.synthesise(&clause)?.into();
            kept.insert(clause, Arc::clone(&sound));
            Ok(sound)
        };
        match self.pool.run(urgency, work).await {
            Ok(sound) => sound,
            Err(Refused::Full) => Err(ProviderError::Overloaded(name)),
            Err(Refused::BrokeOff) => Err(ProviderError::Failed { name, reason: "it broke off".to_owned() }),
        }
    }

    async fn speak_all(self, sentence: Sentence, sound: mpsc::Sender<Vec<i16>>) -> Result<(), ProviderError> {
        let mut rest = clauses(&sentence.text).into_iter().map(|text| Sentence { text, ..sentence.clone() });
        let Some(first) = rest.next() else { return Ok(()) };
        let mut made = self.sound(first, Urgency::Now, false).await?;
        loop {
            let Some(next) = rest.next() else {
                send(&sound, &made.sound).await;
                return Ok(());
            };
            let (open, following) = join(send(&sound, &made.sound), self.sound(next, Urgency::Soon, made.plain)).await;
            if !open {
                return Ok(());
            }
            made = following?;
        }
    }
}

/// A clause as sound, and whether the plain voice made it: then the rest of the sentence is said by the same.
struct Clause {
    sound: Arc<[i16]>,
    plain: bool,
}

impl TextToSpeech for LocalVoice {
    fn name(&self) -> &'static str {
        self.model.name()
    }

    fn sample_rate(&self) -> u32 {
        self.model.sample_rate()
    }

    fn speak(
        &self,
        sentence: Sentence,
        sound: mpsc::Sender<Vec<i16>>,
    ) -> BoxFuture<'static, Result<(), ProviderError>> {
        self.clone().speak_all(sentence, sound).boxed()
    }
}

/// Sends sound in pieces; false when nobody listens any more.
async fn send(to: &mpsc::Sender<Vec<i16>>, sound: &[i16]) -> bool {
    for piece in sound.chunks(PIECE_SAMPLES_MAX) {
        if to.send(piece.to_vec()).await.is_err() {
            return false;
        }
    }
    true
}

/// Parts a sentence where a speaker would draw breath: after punctuation, and a long clause after a word that closes a
/// phrase; sooner in the first clause, so that sound begins before all of it is made. Nothing is lost but spaces.
#[must_use]
pub fn clauses(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut clauses = Vec::new();
    let mut clause = String::new();
    for (n, word) in words.iter().enumerate() {
        if !clause.is_empty() {
            clause.push(' ');
        }
        clause.push_str(word);
        let enough = if clauses.is_empty() { FIRST_CLAUSE_CHARS } else { CLAUSE_CHARS };
        let phrase = clause.chars().count() >= enough && PHRASE_ENDS.contains(&word.to_lowercase().as_str());
        // One word alone at the end would sound torn off.
        if word.ends_with(BREATHS) || (phrase && words.len() - n > 2) {
            clauses.push(std::mem::take(&mut clause));
        }
    }
    if !clause.is_empty() {
        clauses.push(clause);
    }
    clauses
}

/// Punctuation at which a speaker draws breath.
const BREATHS: &[char] = &[',', ';', ':', '.', '!', '?', '।', '—'];

/// Words after which a long clause can be parted.
const PHRASE_ENDS: &[&str] = &[
    "को",
    "से",
    "ने",
    "का",
    "की",
    "के",
    "में",
    "पर",
    "रुपये",
    "रुपए",
    "किलो",
    "ko",
    "se",
    "ne",
    "ka",
    "ki",
    "ke",
    "mein",
    "rupaye",
    "rupees",
    "kilos",
];

#[cfg(test)]
mod tests;
