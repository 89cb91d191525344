//! Kokoro through ONNX Runtime: a clause in, its sound out.

#![expect(clippy::float_arithmetic, reason = "sound")]

use super::pack::Pack;
use super::{phonemes, runtime, wav};
use execora_actors::providers::{Language, ProviderError, Sentence};
use execora_actors::speech::{Stop, Synthesiser};
use ort::session::{RunOptions, Session};
use ort::value::Tensor;
use serde::Deserialize;
use std::collections::HashMap;
use std::fs;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The voice's name.
pub(crate) const NAME: &str = "kokoro";
/// Samples a second of what Kokoro makes.
pub(crate) const SAMPLE_RATE: u32 = 24_000;
/// Numbers in the description of a voice, for each length of clause.
const STYLE: usize = 256;
/// Lengths of clause that a voice describes.
const LENGTHS: usize = 510;
/// Phonemes that Kokoro takes at once.
const PHONEMES_MAX: usize = 500;
/// Threads for one clause.
const THREADS: usize = 2;
/// Quieter than this at either end is cut off.
const SILENCE: f32 = 0.01;
/// But for 20 ms before and 60 ms after.
const LEAD_IN: usize = 480;
const LEAD_OUT: usize = 1_440;

/// The loaded model, as often as it may be used at once.
pub(crate) struct Kokoro {
    sessions: Vec<Mutex<Session>>,
    vocabulary: HashMap<char, i64>,
    voices: HashMap<String, Vec<f32>>,
}

#[derive(Deserialize)]
struct Vocabulary {
    vocab: HashMap<char, i64>,
}

impl Kokoro {
    /// Reads the weights into memory, after making sure that they are the right ones; `at_once` clauses can be made at
    /// once.
    pub(crate) fn load(pack: &Pack, at_once: usize) -> Result<Self, ProviderError> {
        pack.check("voice").map_err(|reason| ProviderError::Unavailable { name: NAME, reason })?;
        let environment = runtime::environment(pack).map_err(failed)?;
        let session = |_| {
            let model = pack.path("kokoro/model.onnx");
            let session =
                runtime::session(&environment, THREADS).and_then(|mut builder| builder.commit_from_file(model));
            session.map(Mutex::new).map_err(failed)
        };
        let sessions = (0..at_once).map(session).collect::<Result<_, _>>()?;
        let vocabulary = fs::read(pack.path("kokoro/vocabulary.json")).map_err(failed)?;
        let vocabulary: Vocabulary = serde_json::from_slice(&vocabulary).map_err(failed)?;
        Ok(Self { sessions, vocabulary: vocabulary.vocab, voices: voices(pack)? })
    }

    /// The voices that the pack holds, by name.
    pub(crate) fn voice_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.voices.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    fn infer(&self, tokens: Vec<i64>, style: &[f32], stop: &Stop) -> Result<Vec<f32>, ort::Error> {
        let tokens = Tensor::from_array(([1, tokens.len()], tokens))?;
        let style = Tensor::from_array(([1, STYLE], style.to_vec()))?;
        let speed = Tensor::from_array(([1], vec![1.0_f32]))?;
        let mut session = self.free_session();
        let options = Arc::new(RunOptions::new()?);
        let ending = Arc::clone(&options);
        stop.when_stopped(move || {
            // It ends within one of the graph's steps, or has ended already.
            ending.terminate().ok();
        });
        let inputs = ort::inputs!["tokens" => tokens, "style" => style, "speed" => speed];
        let outputs = session.run_with_options(inputs, &options)?;
        let (_, sound) = outputs[0].try_extract_tensor::<f32>()?;
        Ok(sound.to_vec())
    }

    /// A session that nobody uses; there are as many as threads that speak.
    fn free_session(&self) -> MutexGuard<'_, Session> {
        let free = self.sessions.iter().find_map(|session| session.try_lock().ok());
        free.unwrap_or_else(|| self.sessions[0].lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Synthesiser for Kokoro {
    fn name(&self) -> &'static str {
        NAME
    }

    fn sample_rate(&self) -> u32 {
        SAMPLE_RATE
    }

    fn synthesise(&self, clause: &Sentence, stop: &Stop) -> Result<Vec<i16>, ProviderError> {
        let name = clause.voice.as_deref().unwrap_or(match clause.language {
            Language::En => "af_heart",
            Language::Hi => "hf_alpha",
        });
        let Some(voice) = self.voices.get(name) else {
            let reason = format!("no voice {name}; there are {}", self.voice_names().join(", "));
            return Err(ProviderError::Failed { name: NAME, reason });
        };
        let phonemes = phonemes::of(&clause.text, clause.language, name.starts_with('b'))?;
        let known = phonemes.chars().filter_map(|sign| self.vocabulary.get(&sign).copied());
        let spoken: Vec<i64> = known.take(PHONEMES_MAX).collect();
        if spoken.is_empty() {
            return Ok(Vec::new());
        }
        let from = (spoken.len() - 1).min(LENGTHS - 1) * STYLE;
        let style = voice.get(from..from + STYLE).ok_or_else(|| failed("the voice's file is too short"))?;
        let tokens = [&[0], spoken.as_slice(), &[0]].concat();
        let sound = self.infer(tokens, style, stop).map_err(failed)?;
        Ok(trimmed(&sound).iter().map(|sample| wav::pcm(sample * 32_767.0)).collect())
    }
}

/// The sound without the silence around it.
fn trimmed(sound: &[f32]) -> &[f32] {
    let loud = |sample: &f32| sample.abs() > SILENCE;
    let (Some(first), Some(last)) = (sound.iter().position(loud), sound.iter().rposition(loud)) else {
        return &[];
    };
    &sound[first.saturating_sub(LEAD_IN)..(last + LEAD_OUT).min(sound.len())]
}

fn voices(pack: &Pack) -> Result<HashMap<String, Vec<f32>>, ProviderError> {
    let mut voices = HashMap::new();
    for entry in fs::read_dir(pack.path("kokoro/voices")).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let bytes = fs::read(&path).map_err(failed)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        voices.insert(name, numbers.iter().map(|number| f32::from_le_bytes(*number)).collect());
    }
    Ok(voices)
}

fn failed(error: impl std::fmt::Display) -> ProviderError {
    ProviderError::Failed { name: NAME, reason: error.to_string() }
}
