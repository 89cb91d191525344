//! Whisper through CTranslate2: a stretch of sound in, a few readings of it out.

use super::mel::{BANDS, COLUMNS_PER_SECOND, Mel};
use super::pack::Pack;
use super::prompt::{Prompt, said_once};
use super::spelling::as_typed;
use ct2rs::sys::{self, ComputeType, StorageView, WhisperOptions};
use execora_actors::providers::{Hypothesis, ProviderError};
use execora_actors::speech::{Effort, Recogniser, Recognition, Utterance};
use tokenizers::Tokenizer;

/// What the recogniser is called in logs.
pub(crate) const NAME: &str = "whisper-base";
/// The least that Whisper is shown; it goes wrong on less, silence and all.
const WINDOW_SECONDS_MIN: usize = 10;
/// Silence shown after the speech, so that Whisper knows that it ended.
const MARGIN_SECONDS: usize = 4;
/// The most that Whisper can be shown.
const WINDOW_SECONDS_MAX: usize = 30;
/// Whisper takes no more than 223 tokens of guidance.
const PROMPT_TOKENS_MAX: usize = 223;
/// Places for tokens, of guidance and of what is said together.
const PLACES: usize = 448;
/// Nobody speaks more than this many tokens a second; beyond it the model is going round in circles.
const TOKENS_PER_SECOND: usize = 8;
/// Readings asked for: the right one is often not the first. Three take 540 ms of processor time for a short clip, five
/// 590, eight 640; two threads for one clip save a fifth of the wait while nobody else speaks, and take four times as long when two
/// speak at once.
const BEAM: usize = 5;
/// Keeps Whisper from going round in circles. Forbidding to repeat three tokens does so too, but then it says everything
/// again in other words, and takes a sixth longer.
const REPETITION_PENALTY: f32 = 1.1;
/// Surer than this that nobody spoke, and unsure of the words: nobody spoke.
const NO_SPEECH: f32 = 0.6;
const NO_SPEECH_CONFIDENCE: f32 = 0.5;
/// Sound that never rises above this is not speech, whatever Whisper makes of it.
const FAINTEST: u16 = 200;
const SAMPLES_PER_SECOND: usize = 16_000;

/// The loaded model.
pub(crate) struct Whisper {
    model: sys::Whisper,
    tokenizer: Tokenizer,
    mel: Mel,
}

impl Whisper {
    /// Reads the weights into memory, after making sure that they are the right ones; `at_once` clips can be transcribed
    /// at once, each on a thread of its own.
    pub(crate) fn load(pack: &Pack, at_once: usize) -> Result<Self, ProviderError> {
        pack.check("ears").map_err(|reason| ProviderError::Unavailable { name: NAME, reason })?;
        let folder = pack.path("whisper-base");
        let config = sys::Config {
            compute_type: ComputeType::INT8,
            device_indices: vec![0; at_once],
            num_threads_per_replica: 1,
            ..sys::Config::default()
        };
        let model = sys::Whisper::new(&folder, config).map_err(failed)?;
        let tokenizer = Tokenizer::from_file(folder.join("tokenizer.json")).map_err(failed)?;
        Ok(Self { model, tokenizer, mel: Mel::new() })
    }

    fn prompt(&self, names: &[String]) -> Prompt {
        Prompt::new(names, PROMPT_TOKENS_MAX, |text| self.tokens(text).map_or(usize::MAX / 2, |tokens| tokens.len()))
    }

    fn tokens(&self, text: &str) -> Result<Vec<String>, ProviderError> {
        Ok(self.tokenizer.encode(text, false).map_err(failed)?.get_tokens().to_vec())
    }

    /// The tokens that come before what was said. `<|en|>` whatever the language: it makes Whisper write Hindi in Latin
    /// letters too, and was right more often than `<|hi|>`.
    fn opening(&self, prompt: &Prompt) -> Result<Vec<String>, ProviderError> {
        let mut opening = vec!["<|startofprev|>".to_owned()];
        opening.extend(self.tokens(&prompt.text())?);
        opening.extend(["<|startoftranscript|>", "<|en|>", "<|transcribe|>", "<|notimestamps|>"].map(str::to_owned));
        Ok(opening)
    }

    fn readings(&self, utterance: &Utterance) -> Result<Vec<Hypothesis>, ProviderError> {
        let samples = &utterance.samples;
        let seconds = samples.len().div_ceil(SAMPLES_PER_SECOND);
        let quick = utterance.effort == Effort::Quick;
        let window = if quick { seconds + 2 } else { (seconds + MARGIN_SECONDS).max(WINDOW_SECONDS_MIN) };
        let window = window.min(WINDOW_SECONDS_MAX);
        let columns = window * COLUMNS_PER_SECOND;
        let mut features = self.mel.features(samples, columns);
        let sound = StorageView::new(&[1, BANDS, columns], &mut features, sys::Device::CPU).map_err(failed)?;
        let prompt = self.prompt(&utterance.setup.hints);
        let opening = self.opening(&prompt)?;
        let beam = if quick { 1 } else { BEAM };
        let options = WhisperOptions {
            beam_size: beam,
            num_hypotheses: beam,
            repetition_penalty: REPETITION_PENALTY,
            max_length: (opening.len() + 16 + seconds * TOKENS_PER_SECOND).min(PLACES),
            return_scores: true,
            return_no_speech_prob: true,
            ..WhisperOptions::default()
        };
        let results = self.model.generate(&sound, &[opening], &options).map_err(failed)?;
        results.first().map_or(Ok(Vec::new()), |result| self.believed(result, &prompt))
    }

    /// The readings that are neither silence nor the prompt read back, each once, the likeliest first.
    fn believed(
        &self,
        result: &sys::WhisperGenerationResult,
        prompt: &Prompt,
    ) -> Result<Vec<Hypothesis>, ProviderError> {
        let mut believed: Vec<Hypothesis> = Vec::new();
        for (ids, score) in result.sequences_ids.iter().zip(&result.scores) {
            let ids: Vec<u32> = ids.iter().filter_map(|id| u32::try_from(*id).ok()).collect();
            let text = self.tokenizer.decode(&ids, true).map_err(failed)?.trim().to_owned();
            let text = as_typed(said_once(&text));
            let confidence = score.exp().clamp(0.0, 1.0);
            let silence = result.no_speech_prob > NO_SPEECH && confidence < NO_SPEECH_CONFIDENCE;
            let known = believed.iter().any(|earlier| earlier.text.eq_ignore_ascii_case(&text));
            if !text.is_empty() && !silence && !known && !prompt.leaked(&text, confidence) {
                believed.push(Hypothesis { text, confidence });
            }
        }
        Ok(believed)
    }
}

impl Recogniser for Whisper {
    fn name(&self) -> &'static str {
        NAME
    }

    fn recognise(&self, utterance: &Utterance) -> Result<Recognition, ProviderError> {
        if utterance.samples.iter().all(|sample| sample.unsigned_abs() < FAINTEST) {
            return Ok(Recognition::default());
        }
        let before = super::cpu_time();
        let hypotheses = self.readings(utterance)?;
        let cpu_ms = super::cpu_time().saturating_sub(before).as_millis();
        Ok(Recognition { hypotheses, cpu_ms: u32::try_from(cpu_ms).unwrap_or(u32::MAX) })
    }
}

fn failed(error: impl std::fmt::Display) -> ProviderError {
    ProviderError::Failed { name: NAME, reason: error.to_string() }
}
