//! Whisper on ONNX Runtime: sound to what the encoder makes of it, tokens to what may come next.

#![expect(clippy::float_arithmetic, reason = "sound")]

use super::graph::{self, Eighths, HEAD, LIKELIEST, Size};
use super::weights::{Weights, singles};
use crate::providers::local::pack::Pack;
use crate::providers::local::runtime;
use ort::environment::Environment;
use ort::session::builder::GraphOptimizationLevel;
use ort::session::{Session, SessionInputValue, SessionOutputs};
use ort::value::{DynValue, PrimitiveTensorElementType, Tensor};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the mask says of tokens that are not seen.
const HIDDEN: f32 = -1e9;
/// Threads for one stretch of sound: more would take from other conversations what they give to this one.
const THREADS: usize = 1;

/// The loaded model, as often as it may be used at once.
pub(super) struct Engine {
    size: Size,
    copies: Vec<Mutex<Sessions>>,
    embeddings: Vec<u8>,
    places: Vec<u8>,
    silent: DynValue,
    /// One token that nobody sees, and none at all.
    blank: Vec<DynValue>,
    nothing: Vec<DynValue>,
}

struct Sessions {
    encoder: Session,
    decoder: Session,
}

/// What the encoder made of one stretch of sound; kept while questions are asked of it.
pub(crate) struct Encoded {
    /// Keys and values for each layer of the decoder.
    sound: Vec<DynValue>,
    /// What they are made of.
    heard: DynValue,
}

impl Encoded {
    /// What describes each 20 ms of what was listened to, one after another.
    pub(crate) fn frames(&self) -> Result<&[f32], String> {
        self.heard.try_extract_tensor().map(|(_, numbers)| numbers).map_err(text)
    }
}

/// What was decoded so far: tokens that all may see, and tokens that only those see that say so.
#[derive(Default)]
pub(super) struct Memory {
    before: Vec<DynValue>,
    since: Vec<DynValue>,
    /// How many all may see, and how many others there are.
    shared: usize,
    own: usize,
}

/// A token to be decoded.
pub(super) struct Node {
    /// Which.
    pub(super) token: u32,
    /// How many come before it in its text.
    pub(super) place: usize,
    /// Which of the own tokens it sees, itself among them.
    pub(super) sees: Vec<usize>,
}

/// What may follow each row.
pub(super) struct Next {
    logits: DynValue,
    sums: DynValue,
    best: DynValue,
    which: DynValue,
    tokens: usize,
}

impl Engine {
    /// Reads the weights. `at_once` stretches of sound can be worked on at once, each on a thread of its own; tokens of
    /// `unwanted` are never among the likeliest.
    pub(super) fn load(pack: &Pack, at_once: usize, unwanted: &[u32]) -> Result<Self, String> {
        let weights = Weights::read(&pack.path("whisper-base/model.bin"))?;
        let size = Size::of(&weights)?;
        let environment = runtime::environment(pack).map_err(text)?;
        let encoder = graph::encoder(&weights, &mut |model| eighths(&environment, model).map_err(text))?;
        let decoder = graph::decoder(&weights, &mut |model| eighths(&environment, model).map_err(text))?;
        let sessions = |_| -> Result<Mutex<Sessions>, ort::Error> {
            let encoder = session(&environment, &encoder)?;
            Ok(Mutex::new(Sessions { encoder, decoder: session(&environment, &decoder)? }))
        };
        let copies = (0..at_once.max(1)).map(sessions).collect::<Result<_, _>>().map_err(text)?;
        let silent =
            (0..).take(size.tokens).map(|token| if unwanted.binary_search(&token).is_ok() { HIDDEN } else { 0.0 });
        Ok(Self {
            size,
            copies,
            embeddings: weights.halves("decoder/embeddings/weight")?.1.to_vec(),
            places: weights.halves("decoder/position_encodings/encodings")?.1.to_vec(),
            silent: tensor([size.tokens], silent.collect()).map_err(text)?,
            blank: keys_and_values(size, 1).map_err(text)?,
            nothing: keys_and_values(size, 0).map_err(text)?,
        })
    }

    /// Numbers that describe one frame.
    pub(super) fn width(&self) -> usize {
        self.size.width
    }

    /// Listens to features of `[bands, columns]`.
    pub(super) fn encode(&self, features: Vec<f32>) -> Result<Encoded, String> {
        self.encoded(features).map_err(text)
    }

    fn encoded(&self, features: Vec<f32>) -> Result<Encoded, ort::Error> {
        let columns = features.len() / self.size.bands;
        let sound = tensor([1, self.size.bands, columns], features)?;
        let mut sessions = self.free();
        let mut outputs = sessions.encoder.run([SessionInputValue::from(sound)])?;
        let heard = outputs.remove("heard").ok_or_else(missing)?;
        Ok(Encoded { sound: taken(&mut outputs, "", self.size.writing)?, heard })
    }

    /// Decodes tokens, remembers them, and tells what may follow those of `rows`.
    pub(super) fn decode(
        &self,
        sound: &Encoded,
        memory: &mut Memory,
        nodes: &[Node],
        rows: &[usize],
    ) -> Result<Next, String> {
        self.decoded(sound, memory, nodes, rows).map_err(text)
    }

    fn decoded(
        &self,
        sound: &Encoded,
        memory: &mut Memory,
        nodes: &[Node],
        rows: &[usize],
    ) -> Result<Next, ort::Error> {
        let before = if memory.shared == 0 { &self.blank } else { &memory.before };
        let since = if memory.own == 0 { &self.nothing } else { &memory.since };
        let tokens: Vec<f32> = nodes.iter().flat_map(|node| self.embedded(node)).collect();
        let rows: Vec<i64> = rows.iter().map(|row| long(*row)).collect();
        let mut inputs: Vec<SessionInputValue<'_>> = vec![
            tensor([nodes.len(), self.size.width], tokens)?.into(),
            Tensor::from_array(([rows.len()], rows))?.into(),
            memory.mask(nodes)?.into(),
            (&self.silent).into(),
        ];
        inputs.extend(before.iter().chain(since).chain(&sound.sound).map(SessionInputValue::from));
        let mut sessions = self.free();
        let mut outputs = sessions.decoder.run(inputs.as_slice())?;
        drop(inputs);
        memory.since = taken(&mut outputs, "own_", self.size.writing)?;
        memory.own += nodes.len();
        let mut take = |name| outputs.remove(name).ok_or_else(missing);
        let (logits, sums, best, which) = (take("logits")?, take("sums")?, take("best")?, take("which")?);
        Ok(Next { logits, sums, best, which, tokens: self.size.tokens })
    }

    /// What a token means, and where it stands.
    fn embedded(&self, node: &Node) -> Vec<f32> {
        let width = self.size.width * 2;
        let row = |table: &[u8], at: usize| singles(table.get(at * width..(at + 1) * width).unwrap_or_default());
        let meaning = row(&self.embeddings, usize::try_from(node.token).unwrap_or(usize::MAX / width / 2));
        let place = row(&self.places, node.place);
        meaning.iter().zip(&place).map(|(meaning, place)| meaning + place).collect()
    }

    /// Sessions that nobody uses; there are as many as threads that listen.
    fn free(&self) -> MutexGuard<'_, Sessions> {
        let free = self.copies.iter().find_map(|copy| copy.try_lock().ok());
        free.unwrap_or_else(|| self.copies[0].lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Memory {
    /// From now on all may see what was decoded so far.
    pub(super) fn share(&mut self) {
        self.before = std::mem::take(&mut self.since);
        self.shared = std::mem::take(&mut self.own);
    }

    /// Own tokens so far.
    pub(super) fn own(&self) -> usize {
        self.own
    }

    /// Which of the tokens before, and of the own ones, each token sees.
    fn mask(&self, nodes: &[Node]) -> Result<DynValue, ort::Error> {
        let before = self.shared.max(1);
        let width = before + self.own + nodes.len();
        let mut mask = vec![HIDDEN; nodes.len() * width];
        for (row, node) in mask.chunks_exact_mut(width).zip(nodes) {
            row[..self.shared].fill(0.0);
            for seen in &node.sees {
                row[before + seen] = 0.0;
            }
        }
        tensor([nodes.len(), width], mask)
    }
}

impl Next {
    /// What a row makes of one token.
    pub(super) fn logit(&self, row: usize, token: u32) -> Result<f32, String> {
        let logits: &[f32] = slice(&self.logits, row, self.tokens)?;
        let logit = usize::try_from(token).ok().and_then(|token| logits.get(token));
        logit.copied().ok_or_else(|| format!("there is no token {token}"))
    }

    /// The logarithm of the sum of the exponentials of a row's wanted tokens.
    pub(super) fn sum(&self, row: usize) -> Result<f32, String> {
        slice(&self.sums, row, 1).map(|sum: &[f32]| sum[0])
    }

    /// The same of all its tokens.
    pub(super) fn sum_of_all(&self, row: usize, unwanted: &[u32]) -> Result<f32, String> {
        let sum = self.sum(row)?;
        let mut parts = 1.0;
        for token in unwanted {
            parts += (self.logit(row, *token)? - sum).exp();
        }
        Ok(sum + parts.ln())
    }

    /// The likeliest of a row's wanted tokens with their logits, the likeliest first.
    pub(super) fn likeliest(&self, row: usize) -> Result<impl Iterator<Item = (u32, f32)>, String> {
        let which: &[i64] = slice(&self.which, row, LIKELIEST)?;
        let best: &[f32] = slice(&self.best, row, LIKELIEST)?;
        Ok(which.iter().zip(best).map(|(token, logit)| (u32::try_from(*token).unwrap_or(u32::MAX), *logit)))
    }
}

/// One row of a tensor.
fn slice<T: PrimitiveTensorElementType>(value: &DynValue, row: usize, width: usize) -> Result<&[T], String> {
    let (_, values) = value.try_extract_tensor::<T>().map_err(text)?;
    values.get(row * width..(row + 1) * width).ok_or_else(|| text(missing()))
}

fn session(environment: &Environment, model: &[u8]) -> Result<Session, ort::Error> {
    runtime::session(environment, THREADS)?.commit_from_memory(model)
}

/// What a model gives that takes nothing.
fn eighths(environment: &Environment, model: &[u8]) -> Result<Eighths, ort::Error> {
    let mut builder =
        runtime::session(environment, THREADS)?.with_optimization_level(GraphOptimizationLevel::Disable)?;
    let mut session = builder.commit_from_memory(model)?;
    let outputs = session.run([])?;
    let (_, eighths) = outputs["eighths"].try_extract_tensor()?;
    let (_, scales) = outputs["scales"].try_extract_tensor()?;
    Ok(Eighths { eighths: eighths.to_vec(), scales: scales.to_vec() })
}

/// Keys and values for each layer, as the model gave them back.
fn taken(outputs: &mut SessionOutputs<'_>, whose: &str, layers: usize) -> Result<Vec<DynValue>, ort::Error> {
    let names = (0..layers).flat_map(|layer| ["k", "v"].map(|part| format!("{whose}{part}{layer}")));
    names.map(|name| outputs.remove(name).ok_or_else(missing)).collect()
}

/// Keys and values of as many tokens that mean nothing.
fn keys_and_values(size: Size, many: usize) -> Result<Vec<DynValue>, ort::Error> {
    let one = |_| tensor([size.heads, many, HEAD], vec![0.0; size.heads * many * HEAD]);
    (0..2 * size.writing).map(one).collect()
}

fn tensor<const N: usize>(shape: [usize; N], values: Vec<f32>) -> Result<DynValue, ort::Error> {
    Ok(Tensor::from_array((shape, values))?.into_dyn())
}

fn long(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn missing() -> ort::Error {
    ort::Error::new("the model gave back less than was asked for")
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
