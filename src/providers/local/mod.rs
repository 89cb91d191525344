//! Ears and voice on this machine, without a key and without the network: Whisper, Kokoro, espeak-ng.

mod agreement;
pub(crate) mod espeak;
mod kokoro;
mod mel;
pub(crate) mod pack;
mod phonemes;
mod prompt;
mod runtime;
mod spelling;
pub(crate) mod wav;
pub(crate) mod whisper;

use execora_actors::providers::{Language, ProviderError, Sentence, SpeechToText, TextToSpeech};
use execora_actors::speech::{
    Lane, LocalEars, LocalVoice, Pool, PoolSettings, Recogniser, Recognition, Stop, Synthesiser, Urgency, Utterance,
    VoiceSettings,
};
use execora_domain::reply::{Tongue, openings};
use futures_util::future::{BoxFuture, FutureExt};
use pack::Pack;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How the local models run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LocalSettings {
    /// Clips that are listened to at once, for all conversations together; the voice has threads of its own.
    pub(crate) threads: usize,
    /// Jobs that may wait for them.
    pub(crate) queue_max: usize,
    /// Sound kept for the next time, in bytes.
    pub(crate) cache_bytes: u64,
    /// How long the first sound of an answer may take before espeak-ng is asked too.
    pub(crate) patience: Duration,
}

impl Default for LocalSettings {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).clamp(1, THREADS_MAX);
        Self { threads, queue_max: 64, cache_bytes: 32 << 20, patience: PATIENCE }
    }
}

/// Clauses made at once: each takes two threads of its own, and 200 MB.
fn voices_at_once(threads: usize) -> usize {
    threads.div_ceil(4)
}

/// More threads than this are for the settings to ask for: each costs 100 MB.
const THREADS_MAX: usize = 4;
/// With the tenth of a second that espeak-ng takes, an answer is heard 350 ms after its text.
const PATIENCE: Duration = Duration::from_millis(250);
/// What is made ahead begins when nobody has needed anything for so long: between two turns, not between two clauses.
const QUIET: Duration = Duration::from_secs(1);

/// The ears and the voice of this machine.
pub(crate) struct LocalSpeech {
    /// Whisper on the pool; `Unavailable`, with the command to run, where the pack lacks it.
    pub(crate) ears: Arc<dyn SpeechToText>,
    /// Kokoro on the pool, espeak-ng where it is missing or too slow.
    pub(crate) voice: Arc<dyn TextToSpeech>,
    /// Whether the files of the ears are there.
    pub(crate) ears_present: bool,
    /// Whether Kokoro's files are there, or else espeak-ng.
    pub(crate) voice_present: bool,
    /// Loads the models, and makes in idle time what will probably be said. It never ends: run it in a task of the
    /// caller's.
    pub(crate) warm_up: BoxFuture<'static, ()>,
}

/// Starts the pool. Reads no weights yet: that is done by `warm_up`, or by whoever needs them first.
///
/// # Errors
/// Where the system gives no threads.
pub(crate) fn open(pack_folder: PathBuf, settings: LocalSettings) -> std::io::Result<LocalSpeech> {
    let pack = Pack::new(pack_folder);
    let pool = Arc::new(Pool::start(PoolSettings {
        ears: settings.threads,
        voices: voices_at_once(settings.threads),
        queue_max: settings.queue_max,
        quiet: QUIET,
    })?);
    let ears_present = pack.present("ears");
    let kokoro_present = pack.present("voice");
    let espeak_present = espeak::present();
    let ears: Arc<dyn Recogniser> = Arc::new(Lazy::new(whisper::NAME, {
        let pack = pack.clone();
        move || whisper::Whisper::load(&pack, settings.threads)
    }));
    let plain: Arc<dyn Synthesiser> = Arc::new(espeak::Espeak::new(kokoro::SAMPLE_RATE));
    let (model, plain): (Arc<dyn Synthesiser>, _) = if kokoro_present || !espeak_present {
        let load = move || kokoro::Kokoro::load(&pack, voices_at_once(settings.threads));
        (Arc::new(Lazy::new(kokoro::NAME, load)), espeak_present.then_some(plain))
    } else {
        (plain, None)
    };
    let voice_settings = VoiceSettings { cache_bytes: settings.cache_bytes, patience: settings.patience };
    let voice = LocalVoice::new(Arc::clone(&pool), model, plain, voice_settings);
    let warm_up = warm_up(Arc::clone(&pool), ears_present.then(|| Arc::clone(&ears)), voice.clone());
    Ok(LocalSpeech {
        ears: Arc::new(LocalEars::new(pool, ears)),
        voice: Arc::new(voice),
        ears_present,
        voice_present: kokoro_present || espeak_present,
        warm_up: warm_up.boxed(),
    })
}

/// The ears alone, loaded now.
pub(crate) fn recogniser(pack: &Pack) -> Result<whisper::Whisper, ProviderError> {
    whisper::Whisper::load(pack, 1)
}

/// The voice alone, loaded now; espeak-ng where Kokoro's files are missing or it is asked for.
pub(crate) fn synthesiser(pack: &Pack, plainly: bool) -> Result<Box<dyn Synthesiser>, ProviderError> {
    if plainly || !pack.present("voice") {
        return Ok(Box::new(espeak::Espeak::new(kokoro::SAMPLE_RATE)));
    }
    Ok(Box::new(kokoro::Kokoro::load(pack, 1)?))
}

async fn warm_up(pool: Arc<Pool>, ears: Option<Arc<dyn Recogniser>>, voice: LocalVoice) {
    if let Some(ears) = ears {
        let hearing = move |_: &Stop| {
            let silence = Utterance::quick(vec![HUM; 16_000]);
            if let Err(error) = ears.recognise(&silence) {
                tracing::warn!(%error, "the ears cannot be used");
            }
        };
        pool.run(Lane::Ears, Urgency::Idle, hearing).await.ok();
    }
    for (tongue, language) in [(Tongue::Hi, Language::Hi), (Tongue::En, Language::En)] {
        let sentence = |text| Sentence { text, language, voice: None };
        voice.expect(openings::fixed(tongue).into_iter().map(sentence).collect());
    }
    voice.make_ahead().await;
}

/// A constant is as good as silence, but not so quiet that the ears do not even look at it.
const HUM: i16 = 1_000;

/// A model that is loaded when it is first needed.
struct Lazy<M> {
    name: &'static str,
    load: Box<dyn Fn() -> Result<M, ProviderError> + Send + Sync>,
    model: OnceLock<Result<M, ProviderError>>,
}

impl<M> Lazy<M> {
    fn new(name: &'static str, load: impl Fn() -> Result<M, ProviderError> + Send + Sync + 'static) -> Self {
        Self { name, load: Box::new(load), model: OnceLock::new() }
    }

    /// The model; whoever comes while it is being loaded waits for that, about a second.
    fn get(&self) -> Result<&M, ProviderError> {
        self.model.get_or_init(|| (self.load)()).as_ref().map_err(Clone::clone)
    }
}

impl Recogniser for Lazy<whisper::Whisper> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn recognise(&self, utterance: &Utterance) -> Result<Recognition, ProviderError> {
        self.get()?.recognise(utterance)
    }
}

impl Synthesiser for Lazy<kokoro::Kokoro> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn sample_rate(&self) -> u32 {
        kokoro::SAMPLE_RATE
    }

    fn synthesise(&self, clause: &Sentence, stop: &Stop) -> Result<Vec<i16>, ProviderError> {
        self.get()?.synthesise(clause, stop)
    }
}

/// Processor time of the whole process so far; zero where the system does not tell.
fn cpu_time() -> Duration {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else { return Duration::ZERO };
    // After the program's name in brackets: state, and ten numbers more; then user and system time in hundredths.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}
