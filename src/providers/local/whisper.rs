//! Whisper: a stretch of sound in, a few readings of it out, or how well given texts fit it.

mod engine;
mod forced;
mod graph;
mod onnx;
mod search;
mod weights;

pub(crate) use self::engine::Encoded;
pub(crate) use self::forced::Fit;

use self::engine::Engine;
use self::search::{Found, Search};
use super::agreement::{self, Speech};
use super::mel::{COLUMNS_PER_SECOND, Mel};
use super::pack::Pack;
use super::prompt::{Prompt, said_once};
use super::spelling::as_typed;
use execora_actors::providers::{Awaited, Hypothesis, Language, ProviderError};
use execora_actors::speech::{Effort, Recogniser, Recognition, Utterance};
use execora_domain::dialogue::Agreement;
use serde::Deserialize;
use std::fs;
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
/// Nobody speaks more than this many tokens a second; beyond it the model is going round in circles.
const TOKENS_PER_SECOND: usize = 8;
/// Tokens of what is said, however long it is: with guidance there are 448 places.
const TOKENS_MAX: usize = 200;
/// Readings asked for: the right one is often not the first.
const BEAM: usize = 5;
/// Keeps Whisper from going round in circles. Forbidding to repeat three tokens does so too, but then it says everything
/// again in other words, and takes a sixth longer.
const REPETITION_PENALTY: f32 = 1.1;
/// Surer than this that nobody spoke, and unsure of the words: nobody spoke.
const NO_SPEECH: f32 = 0.6;
const NO_SPEECH_CONFIDENCE: f32 = 0.5;
/// Signs for times: every 20 ms of 30 s.
const TIMES: u32 = 1_501;
/// Sound that never rises above this is not speech, whatever Whisper makes of it.
const FAINTEST: u16 = 200;
const SAMPLES_PER_SECOND: usize = 16_000;

/// The loaded model.
pub(crate) struct Whisper {
    engine: Engine,
    tokenizer: Tokenizer,
    signs: Signs,
    mel: Mel,
}

/// Tokens that are no words, and those that are never wanted.
struct Signs {
    before: u32,
    start: u32,
    transcribe: u32,
    no_times: u32,
    silence: u32,
    end: u32,
    /// In order.
    unwanted: Vec<u32>,
    never_first: Vec<u32>,
}

/// What the weights' maker says that is never to be written.
#[derive(Deserialize)]
struct Settings {
    suppress_ids: Vec<u32>,
    suppress_ids_begin: Vec<u32>,
}

/// Something that may have been said, in a language that Whisper is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'a> {
    /// Latin letters are likelier under English, Devanagari under Hindi.
    pub(crate) language: Language,
    /// As Whisper would write it.
    pub(crate) text: &'a str,
}

impl Signs {
    fn of(tokenizer: &Tokenizer, settings: Settings) -> Result<Self, ProviderError> {
        let sign = |name: &str| tokenizer.token_to_id(name).ok_or_else(|| failed(format!("no token {name}")));
        let end = sign("<|endoftext|>")?;
        let no_times = sign("<|notimestamps|>")?;
        // Every sign after the end tells about the text, and is none of its words; the last of them are times.
        let mut unwanted: Vec<u32> = settings.suppress_ids.into_iter().chain(end + 1..=no_times + TIMES).collect();
        unwanted.sort_unstable();
        unwanted.dedup();
        Ok(Self {
            before: sign("<|startofprev|>")?,
            start: sign("<|startoftranscript|>")?,
            transcribe: sign("<|transcribe|>")?,
            no_times,
            silence: sign("<|nospeech|>").or_else(|_| sign("<|nocaptions|>"))?,
            end,
            unwanted,
            never_first: settings.suppress_ids_begin,
        })
    }
}

impl Whisper {
    /// Reads the weights into memory, after making sure that they are the right ones; `at_once` clips can be transcribed
    /// at once, each on a thread of its own.
    pub(crate) fn load(pack: &Pack, at_once: usize) -> Result<Self, ProviderError> {
        pack.check("ears").map_err(|reason| ProviderError::Unavailable { name: NAME, reason })?;
        let folder = pack.path("whisper-base");
        let tokenizer = Tokenizer::from_file(folder.join("tokenizer.json")).map_err(failed)?;
        let settings = fs::read(folder.join("config.json")).map_err(failed)?;
        let signs = Signs::of(&tokenizer, serde_json::from_slice(&settings).map_err(failed)?)?;
        let engine = Engine::load(pack, at_once, &signs.unwanted).map_err(failed)?;
        Ok(Self { engine, tokenizer, signs, mel: Mel::new() })
    }

    fn prompt(&self, names: &[String]) -> Prompt {
        Prompt::new(names, PROMPT_TOKENS_MAX, |text| self.tokens(text).map_or(usize::MAX / 2, |tokens| tokens.len()))
    }

    fn tokens(&self, text: &str) -> Result<Vec<u32>, ProviderError> {
        Ok(self.tokenizer.encode(text, false).map_err(failed)?.get_ids().to_vec())
    }

    /// The tokens that say what is asked: a transcript in this language.
    fn asked(&self, language: Language) -> Result<[u32; 4], ProviderError> {
        let name = match language {
            Language::En => "<|en|>",
            Language::Hi => "<|hi|>",
        };
        let language = self.tokenizer.token_to_id(name).ok_or_else(|| failed(format!("no token {name}")))?;
        Ok([self.signs.start, language, self.signs.transcribe, self.signs.no_times])
    }

    /// The tokens that come before what was said. English whatever the language: it makes Whisper write Hindi in Latin
    /// letters too, and was right more often than Hindi.
    fn opening(&self, prompt: &Prompt) -> Result<Vec<u32>, ProviderError> {
        let mut opening = vec![self.signs.before];
        opening.extend(self.tokens(&prompt.text())?);
        opening.extend(self.asked(Language::En)?);
        Ok(opening)
    }

    /// What the encoder makes of an utterance.
    pub(crate) fn encode(&self, samples: &[i16], effort: Effort) -> Result<Encoded, ProviderError> {
        let seconds = samples.len().div_ceil(SAMPLES_PER_SECOND);
        let window = match effort {
            Effort::Quick => seconds + 2,
            Effort::Full => (seconds + MARGIN_SECONDS).max(WINDOW_SECONDS_MIN),
        };
        self.listen(samples, window.min(WINDOW_SECONDS_MAX))
    }

    fn listen(&self, samples: &[i16], seconds: usize) -> Result<Encoded, ProviderError> {
        let features = self.mel.features(samples, seconds * COLUMNS_PER_SECOND);
        self.engine.encode(features).map_err(failed)
    }

    /// What a short sound is worth as a yes; none where it is too long to tell, or another Whisper than base hears it.
    pub(crate) fn sounds_like_yes(&self, samples: &[i16], sound: &Encoded) -> Result<Option<f32>, ProviderError> {
        if self.engine.width() != agreement::WIDTH {
            return Ok(None);
        }
        match agreement::speech(samples) {
            Speech::Short(speech) => {
                let alone = self.listen(speech, agreement::WINDOW_SECONDS)?;
                let candidates: Vec<Candidate<'_>> =
                    agreement::texts().map(|text| Candidate { language: Language::En, text }).collect();
                let fits: Vec<f32> = self.forced(sound, &candidates)?.iter().map(Fit::whole).collect();
                Ok(Some(agreement::score(alone.frames().map_err(failed)?, speech, &fits)))
            }
            Speech::None => Ok(Some(f32::NEG_INFINITY)),
            Speech::Long => Ok(None),
        }
    }

    /// What the sound of an answer tells beside its words.
    fn agreement(
        &self,
        utterance: &Utterance,
        sound: &Encoded,
        hypotheses: &[Hypothesis],
    ) -> Result<Agreement, ProviderError> {
        let (Awaited::Answer, Effort::Full, Some(best)) = (utterance.awaited, utterance.effort, hypotheses.first())
        else {
            return Ok(Agreement::Unweighed);
        };
        let score = self.sounds_like_yes(&utterance.samples, sound)?;
        Ok(score.map_or(Agreement::Unweighed, |score| agreement::verdict(score, best.confidence)))
    }

    /// How well each candidate fits the sound, with nothing told beforehand. One go for all of them; what they have in
    /// common at their beginnings is worked out once.
    pub(crate) fn forced(&self, sound: &Encoded, candidates: &[Candidate<'_>]) -> Result<Vec<Fit>, ProviderError> {
        let text = |candidate: &Candidate<'_>| {
            let mut tokens = self.asked(candidate.language)?.to_vec();
            let opening = tokens.len();
            tokens.extend(self.tokens(&format!(" {}", candidate.text.trim()))?);
            Ok(forced::Text { tokens, opening })
        };
        let texts = candidates.iter().map(text).collect::<Result<Vec<_>, ProviderError>>()?;
        forced::fits(&self.engine, sound, &texts, &self.signs).map_err(failed)
    }

    fn readings(&self, utterance: &Utterance, sound: &Encoded) -> Result<Vec<Hypothesis>, ProviderError> {
        let prompt = self.prompt(&utterance.setup.hints);
        let seconds = utterance.samples.len().div_ceil(SAMPLES_PER_SECOND);
        let search = Search {
            opening: &self.opening(&prompt)?,
            signs: &self.signs,
            beam: if utterance.effort == Effort::Quick { 1 } else { BEAM },
            tokens_max: (16 + seconds * TOKENS_PER_SECOND).min(TOKENS_MAX),
            penalty: REPETITION_PENALTY,
        };
        self.believed(&search.run(&self.engine, sound).map_err(failed)?, &prompt)
    }

    /// The readings that are neither silence nor the prompt read back, each once, the likeliest first.
    fn believed(&self, found: &Found, prompt: &Prompt) -> Result<Vec<Hypothesis>, ProviderError> {
        let mut believed: Vec<Hypothesis> = Vec::new();
        for reading in &found.readings {
            let text = self.tokenizer.decode(&reading.tokens, true).map_err(failed)?.trim().to_owned();
            let text = as_typed(said_once(&text));
            let confidence = reading.score.exp().clamp(0.0, 1.0);
            let silence = found.silence > NO_SPEECH && confidence < NO_SPEECH_CONFIDENCE;
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
        let sound = self.encode(&utterance.samples, utterance.effort)?;
        let hypotheses = self.readings(utterance, &sound)?;
        let agreement = self.agreement(utterance, &sound, &hypotheses)?;
        let cpu_ms = super::cpu_time().saturating_sub(before).as_millis();
        let cpu_ms = u32::try_from(cpu_ms).unwrap_or(u32::MAX);
        Ok(Recognition { hypotheses, agreement, cpu_ms })
    }
}

fn failed(error: impl std::fmt::Display) -> ProviderError {
    ProviderError::Failed { name: NAME, reason: error.to_string() }
}
