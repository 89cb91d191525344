//! One voice for all conversations: clause by clause, from what was said before where it can be.
//!
//! The first sound of an answer is what somebody waits for. It is kept sound where there is any: the whole clause, or the
//! longest opening of it ("Sunita Devi"). Else the model makes a short clause; where that is not there within the
//! patience, the plain voice is asked too, and whoever is first says the sentence. What comes after has as long as the
//! sound before it lasts.

use super::Synthesiser;
use super::pool::{Lane, Pool, Refused, Stop, Urgency};
use crate::providers::{ProviderError, Sentence, TextToSpeech};
use futures_util::future::{BoxFuture, FutureExt, join};
use moka::sync::Cache;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;

mod clauses;

pub use clauses::clauses;
use clauses::openings;

/// Sound is sent in pieces of this many samples at most: 100 ms at 24 kHz, so that an interruption is prompt.
const PIECE_SAMPLES_MAX: usize = 2_400;
/// Clauses that wait for each that is made at once before the plain voice takes over.
const QUEUE_PER_PLACE: usize = 2;
/// A pause inside an answer may be this long before the plain voice goes on: a breath is better than another voice.
const BREATH_MAX: Duration = Duration::from_secs(1);
/// Clauses that may wait to be made ahead; more are forgotten.
const EXPECTED_MAX: usize = 1_000;
/// How long what was stopped rests before it is made ahead again.
const REST: Duration = Duration::from_millis(200);

/// How the local voice behaves.
#[derive(Clone, Copy, Debug)]
pub struct VoiceSettings {
    /// Sound kept for the next time, in bytes; at most half of it is made ahead.
    pub cache_bytes: u64,
    /// How long the first sound of an answer may take before the plain voice is asked too.
    pub patience: Duration,
}

/// A voice made of a local model on a pool that all conversations share.
#[derive(Clone)]
pub struct LocalVoice {
    pool: Arc<Pool>,
    model: Arc<dyn Synthesiser>,
    plain: Option<Arc<dyn Synthesiser>>,
    kept: Cache<Sentence, Arc<[i16]>>,
    settings: VoiceSettings,
    expected: Arc<Expected>,
}

/// What will probably be said, the likeliest first.
#[derive(Default)]
struct Expected {
    clauses: Mutex<VecDeque<Sentence>>,
    more: Notify,
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
        Self { pool, model, plain, kept, settings, expected: Arc::default() }
    }

    /// Makes what is expected, one clause after the other, while nobody wants anything else. It never ends.
    pub async fn make_ahead(self) {
        loop {
            let Some(clause) = self.expected.next() else {
                self.expected.more.notified().await;
                continue;
            };
            self.kept.run_pending_tasks();
            if self.kept.get(&clause).is_some() || self.kept.weighted_size() >= self.settings.cache_bytes / 2 {
                continue;
            }
            while let Err(Refused::Stopped | Refused::Full) = self.with_model(Urgency::Idle, clause.clone()).await {
                tokio::time::sleep(REST).await;
            }
        }
    }

    /// The sound of a clause: kept from before, by the model, or by the plain voice where the model takes longer than
    /// the patience.
    async fn sound(
        &self,
        clause: Sentence,
        urgency: Urgency,
        patience: Duration,
        plainly: bool,
    ) -> Result<Clause, ProviderError> {
        if let Some(sound) = self.kept.get(&clause) {
            return Ok(Clause { sound, plain: false });
        }
        let of_model = |sound| Clause { sound, plain: false };
        let Some(plain) = self.plain.clone() else {
            return self.by_model(urgency, clause).await.map(of_model);
        };
        let places = self.pool.at_once(Lane::Voice);
        if plainly || self.pool.waiting(Lane::Voice) >= QUEUE_PER_PLACE * places {
            return by_plain(plain, clause).await;
        }
        let mut making = std::pin::pin!(self.by_model(urgency, clause.clone()));
        match tokio::time::timeout(patience, &mut making).await {
            Ok(Ok(sound)) => return Ok(of_model(sound)),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the plain voice speaks instead");
                return by_plain(plain, clause).await;
            }
            Err(_) => metrics::counter!("execora_voice_late_total").increment(1),
        }
        tokio::select! {
            biased;
            Ok(sound) = making => Ok(of_model(sound)),
            spoken = by_plain(plain, clause) => spoken,
        }
    }

    async fn by_model(&self, urgency: Urgency, clause: Sentence) -> Result<Arc<[i16]>, ProviderError> {
        let name = self.model.name();
        match self.with_model(urgency, clause).await {
            Ok(sound) => sound,
            Err(Refused::Full) => Err(ProviderError::Overloaded(name)),
            Err(error @ (Refused::Stopped | Refused::BrokeOff)) => {
                Err(ProviderError::Failed { name, reason: error.to_string() })
            }
        }
    }

    async fn with_model(
        &self,
        urgency: Urgency,
        clause: Sentence,
    ) -> Result<Result<Arc<[i16]>, ProviderError>, Refused> {
        let (model, kept) = (Arc::clone(&self.model), self.kept.clone());
        let work = move |stop: &Stop| {
            let sound: Arc<[i16]> = model.synthesise(&clause, stop)?.into();
            kept.insert(clause, Arc::clone(&sound));
            Ok(sound)
        };
        self.pool.run(Lane::Voice, urgency, work).await
    }

    /// The clauses of a sentence; an opening that is kept is one, where the first clause is not kept as it is.
    fn parted(&self, sentence: &Sentence) -> VecDeque<Sentence> {
        let as_clause = |text: String| Sentence { text, ..sentence.clone() };
        let parted = |text: &str| clauses(text).into_iter().map(as_clause).collect::<VecDeque<_>>();
        let whole = parted(&sentence.text);
        if whole.front().is_none_or(|first| self.kept.contains_key(first)) {
            return whole;
        }
        let is_kept = |(opening, _): &(String, &str)| self.kept.contains_key(&as_clause(opening.clone()));
        let Some((opening, rest)) = openings(&sentence.text).find(is_kept) else { return whole };
        let mut begun = parted(rest);
        begun.push_front(as_clause(opening));
        begun
    }

    async fn speak_all(
        self,
        sentence: Sentence,
        covered: Duration,
        sound: mpsc::Sender<Vec<i16>>,
    ) -> Result<(), ProviderError> {
        let mut heard_until = Instant::now() + covered;
        let mut rest = self.parted(&sentence);
        let Some(first) = rest.pop_front() else { return Ok(()) };
        let urgency = if covered.is_zero() { Urgency::Now } else { Urgency::Soon };
        let mut made = self.sound(first, urgency, self.patience(covered), false).await?;
        loop {
            let Some(next) = rest.pop_front() else {
                send(&sound, &made.sound).await;
                return Ok(());
            };
            heard_until = heard_until.max(Instant::now()) + self.length(&made.sound);
            let patience = self.patience(heard_until.saturating_duration_since(Instant::now()));
            let following = self.sound(next, Urgency::Soon, patience, made.plain);
            let (open, following) = join(send(&sound, &made.sound), following).await;
            if !open {
                return Ok(());
            }
            made = following?;
        }
    }

    /// How long the next sound may take, while so much sound is still to be heard.
    fn patience(&self, covered: Duration) -> Duration {
        if covered.is_zero() { self.settings.patience } else { covered + BREATH_MAX }
    }

    fn length(&self, sound: &[i16]) -> Duration {
        let samples = u32::try_from(sound.len()).unwrap_or(u32::MAX);
        Duration::from_secs(1) * samples / self.model.sample_rate().max(1)
    }
}

impl Expected {
    fn next(&self) -> Option<Sentence> {
        self.locked().pop_front()
    }

    fn locked(&self) -> MutexGuard<'_, VecDeque<Sentence>> {
        self.clauses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn by_plain(plain: Arc<dyn Synthesiser>, clause: Sentence) -> Result<Clause, ProviderError> {
    let name = plain.name();
    let sound = tokio::task::spawn_blocking(move || plain.synthesise(&clause, &Stop::default())).await;
    let sound = sound.map_err(|_| ProviderError::Failed { name, reason: "it broke off".to_owned() })??;
    Ok(Clause { sound: sound.into(), plain: true })
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
        covered: Duration,
        sound: mpsc::Sender<Vec<i16>>,
    ) -> BoxFuture<'static, Result<(), ProviderError>> {
        self.clone().speak_all(sentence, covered, sound).boxed()
    }

    fn expect(&self, sentences: Vec<Sentence>) {
        let clauses = sentences.iter().flat_map(|sentence| {
            clauses(&sentence.text).into_iter().map(move |text| Sentence { text, ..sentence.clone() })
        });
        let mut expected = self.expected.locked();
        for clause in clauses {
            if expected.len() < EXPECTED_MAX && !expected.contains(&clause) && !self.kept.contains_key(&clause) {
                expected.push_back(clause);
            }
        }
        drop(expected);
        self.expected.more.notify_one();
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

#[cfg(test)]
mod tests;
