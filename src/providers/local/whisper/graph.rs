//! Whisper as two ONNX models: the encoder, which is run once on a stretch of sound, and the decoder, which is run on
//! any number of tokens at once, each of which sees the tokens that its row of the mask says.
//!
//! Matrices are multiplied in whole numbers of eight bits: a weight by its row's largest, what comes in by its own row's
//! largest, so that one loud frame does not blur all others.

use super::onnx::{Axis, Graph, Kind, Setting};
use super::weights::Weights;

/// Numbers in one head of attention; the same in every Whisper.
pub(super) const HEAD: usize = 64;
/// One over the root of that.
const ATTENTION: f32 = 0.125;
/// ONNX's numbers for single precision and for bytes.
const SINGLE: i64 = 1;
const BYTE: i64 = 2;
/// No Whisper has more layers.
const LAYERS_MAX: usize = 64;
/// Rows that are made eighths at once: few enough that the halves in single precision take little memory.
const PART: usize = 2_048;
/// The likeliest tokens that the decoder gives back for each row.
pub(super) const LIKELIEST: usize = 64;

/// Runs a model that makes eighths.
pub(super) type Quantise<'a> = dyn FnMut(&[u8]) -> Result<Eighths, String> + 'a;

/// What such a model gives.
pub(super) struct Eighths {
    /// A hundred and twenty-eight is zero.
    pub(super) eighths: Vec<u8>,
    /// What one more means, for each column.
    pub(super) scales: Vec<f32>,
}

/// How large the model is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Size {
    /// Layers of the encoder.
    pub(super) hearing: usize,
    /// Layers of the decoder.
    pub(super) writing: usize,
    /// Heads of attention.
    pub(super) heads: usize,
    /// Numbers that describe one frame or one token.
    pub(super) width: usize,
    /// Bands of sound.
    pub(super) bands: usize,
    /// Tokens that there are.
    pub(super) tokens: usize,
}

impl Size {
    /// Of these weights.
    ///
    /// # Errors
    /// Where they are not Whisper's.
    pub(super) fn of(weights: &Weights) -> Result<Self, String> {
        let layers = |side: &str| {
            (0..LAYERS_MAX).take_while(|n| weights.has(&format!("{side}/layer_{n}/ffn/linear_0/bias"))).count()
        };
        let (embedding, _) = weights.halves("decoder/embeddings/weight")?;
        let (convolution, _) = weights.halves("encoder/conv1/weight")?;
        let ([tokens, width], [_, bands, _]) = (embedding, convolution) else {
            return Err("the weights are not Whisper's".to_owned());
        };
        let heads = weights.number("decoder/num_heads")?;
        if heads * HEAD != *width {
            return Err("a head of the weights is not 64 wide".to_owned());
        }
        let (hearing, writing) = (layers("encoder"), layers("decoder"));
        Ok(Self { hearing, writing, heads, width: *width, bands: *bands, tokens: *tokens })
    }
}

/// Takes `[1, bands, columns]`; gives keys and values of the frames, `[heads, frames, 64]`, for each layer of the decoder, and
/// what they are made of, `[frames, width]`.
///
/// # Errors
/// Where a weight is missing.
pub(super) fn encoder<'a>(weights: &'a Weights, quantise: &'a mut Quantise<'a>) -> Result<Vec<u8>, String> {
    let size = Size::of(weights)?;
    let mut model = Model { graph: Graph::default(), quantise, weights, size };
    model.graph.input("sound", Kind::Float, &[Axis::Fixed(1), Axis::Fixed(size.bands), Axis::Named("columns")]);
    let mut x = model.convolved("sound", "encoder/conv1", 1)?;
    x = model.convolved(&x, "encoder/conv2", 2)?;
    x = model.graph.node("Transpose", &[&x], &[("perm", Setting::Wholes(&[0, 2, 1]))]);
    let first = model.graph.list(&[0]);
    x = model.graph.node("Squeeze", &[&x, &first], &[]);
    let frames = model.graph.node("Shape", &[&x], &[("start", Setting::Whole(0)), ("end", Setting::Whole(1))]);
    let places = model.floats("encoder/position_encodings/encodings")?;
    let places = model.graph.node("Slice", &[&places, &first, &frames], &[]);
    x = model.graph.node("Add", &[&x, &places], &[]);
    for layer in 0..size.hearing {
        let name = format!("encoder/layer_{layer}");
        let normal = model.normed(&x, &format!("{name}/self_attention/layer_norm"))?;
        let [q, k, v] = model.projected(&normal, &format!("{name}/self_attention/linear_0"))?;
        let seen = model.attended(&q, &k, &v);
        x = model.joined(&x, &seen, &format!("{name}/self_attention/linear_1"))?;
        x = model.thought(&x, &name)?;
    }
    let normal = model.normed(&x, "encoder/layer_norm")?;
    model.graph.named("Identity", &[&normal], &["heard"], &[]);
    model.graph.output("heard", Kind::Float, &[Axis::Named("frames"), Axis::Fixed(size.width)]);
    for layer in 0..size.writing {
        let [k, v] = model.projected(&normal, &format!("decoder/layer_{layer}/attention/linear_1"))?;
        for (name, value) in [("k", k), ("v", v)] {
            let name = format!("{name}{layer}");
            model.graph.named("Identity", &[&value], &[&name], &[]);
            model.graph.output(&name, Kind::Float, &model.memory("frames"));
        }
    }
    Ok(model.graph.finish())
}

/// Takes, of T tokens: `[T, width]`, their embeddings with their places; `rows`, those of them whose next token is
/// wanted; `mask` `[T, before + own]`, 0 where a token sees another and very negative where not; `silent` `[tokens]`,
/// the same for tokens that are never wanted; then for each layer keys and values of the tokens before, which all may
/// see, of the tokens since, and of the sound. Own are those since and these T.
///
/// Gives `[rows, tokens]` of logits; the logarithm of the sum of the exponentials of those that are wanted; the
/// likeliest of those, and which they are; then for each layer keys and values of the own tokens.
///
/// # Errors
/// Where a weight is missing.
pub(super) fn decoder<'a>(weights: &'a Weights, quantise: &'a mut Quantise<'a>) -> Result<Vec<u8>, String> {
    let size = Size::of(weights)?;
    let mut model = Model { graph: Graph::default(), quantise, weights, size };
    model.decoder_inputs();
    let mut x = "tokens".to_owned();
    let mut mask = "mask".to_owned();
    for layer in 0..size.writing {
        let name = format!("decoder/layer_{layer}");
        let normal = model.normed(&x, &format!("{name}/self_attention/layer_norm"))?;
        let [mut q, k, v] = model.projected(&normal, &format!("{name}/self_attention/linear_0"))?;
        let (own_k, own_v) = (format!("own_k{layer}"), format!("own_v{layer}"));
        let along = [("axis", Setting::Whole(1))];
        model.graph.named("Concat", &[&format!("since_k{layer}"), &k], &[&own_k], &along);
        model.graph.named("Concat", &[&format!("since_v{layer}"), &v], &[&own_v], &along);
        if layer + 1 == size.writing {
            // Of the last layer only what is asked for need be worked out; the others' keys and values are there.
            x = model.graph.node("Gather", &[&x, "rows"], &[("axis", Setting::Whole(0))]);
            q = model.graph.node("Gather", &[&q, "rows"], &[("axis", Setting::Whole(1))]);
            mask = model.graph.node("Gather", &[&mask, "rows"], &[("axis", Setting::Whole(0))]);
        }
        let seen = model.seen(&q, layer, &mask);
        x = model.joined(&x, &seen, &format!("{name}/self_attention/linear_1"))?;
        let normal = model.normed(&x, &format!("{name}/attention/layer_norm"))?;
        let [q] = model.projected(&normal, &format!("{name}/attention/linear_0"))?;
        let heard = model.attended(&q, &format!("sound_k{layer}"), &format!("sound_v{layer}"));
        x = model.joined(&x, &heard, &format!("{name}/attention/linear_2"))?;
        x = model.thought(&x, &name)?;
    }
    let normal = model.normed(&x, "decoder/layer_norm")?;
    let logits = model.multiplied(&normal, "decoder/embeddings")?;
    model.decoder_outputs(&logits);
    Ok(model.graph.finish())
}

/// A model that takes nothing, and gives a matrix of halves in eight bits and turned round, and the scale of each column:
/// so the numbers are crunched by what is made for it.
fn quantiser(shape: [usize; 2], halves: &[u8]) -> Vec<u8> {
    let mut graph = Graph::default();
    let weight = graph.constant(Kind::Half, &shape, halves);
    let weight = graph.node("Cast", &[&weight], &[("to", Setting::Whole(SINGLE))]);
    let sizes = graph.node("Abs", &[&weight], &[]);
    let largest = [("axes", Setting::Wholes(&[1])), ("keepdims", Setting::Whole(1))];
    let largest = graph.node("ReduceMax", &[&sizes], &largest);
    let [most, zero] = [127.0_f32, 128.0].map(|value| graph.constant(Kind::Float, &[], &value.to_le_bytes()));
    graph.named("Div", &[&largest, &most], &["scales"], &[]);
    let parts = graph.node("Div", &[&weight, "scales"], &[]);
    let parts = graph.node("Round", &[&parts], &[]);
    let parts = graph.node("Add", &[&parts, &zero], &[]);
    let parts = graph.node("Cast", &[&parts], &[("to", Setting::Whole(BYTE))]);
    graph.named("Transpose", &[&parts], &["eighths"], &[("perm", Setting::Wholes(&[1, 0]))]);
    let [rows, columns] = shape.map(Axis::Fixed);
    graph.output("eighths", Kind::Byte, &[columns, rows]);
    graph.output("scales", Kind::Float, &[rows, Axis::Fixed(1)]);
    graph.finish()
}

/// A model that is being built of weights.
struct Model<'a> {
    quantise: &'a mut Quantise<'a>,
    graph: Graph,
    weights: &'a Weights,
    size: Size,
}

impl Model<'_> {
    /// The shape of keys or values of as many tokens or frames as there are.
    fn memory(&self, many: &'static str) -> [Axis; 3] {
        [Axis::Fixed(self.size.heads), Axis::Named(many), Axis::Fixed(HEAD)]
    }

    fn decoder_inputs(&mut self) {
        let Size { width, tokens, .. } = self.size;
        self.graph.input("tokens", Kind::Float, &[Axis::Named("tokens"), Axis::Fixed(width)]);
        self.graph.input("rows", Kind::Long, &[Axis::Named("rows")]);
        self.graph.input("mask", Kind::Float, &[Axis::Named("tokens"), Axis::Named("seen")]);
        self.graph.input("silent", Kind::Float, &[Axis::Fixed(tokens)]);
        for (whose, many) in [("before", "before"), ("since", "since"), ("sound", "frames")] {
            for layer in 0..self.size.writing {
                for part in ["k", "v"] {
                    let shape = self.memory(many);
                    self.graph.input(&format!("{whose}_{part}{layer}"), Kind::Float, &shape);
                }
            }
        }
    }

    fn decoder_outputs(&mut self, logits: &str) {
        self.graph.named("Identity", &[logits], &["logits"], &[]);
        let wanted = self.graph.node("Add", &[logits, "silent"], &[]);
        let sum = [("axes", Setting::Wholes(&[1])), ("keepdims", Setting::Whole(0))];
        self.graph.named("ReduceLogSumExp", &[&wanted], &["sums"], &sum);
        let likeliest = i64::try_from(LIKELIEST).unwrap_or(i64::MAX);
        let likeliest = self.graph.list(&[likeliest]);
        self.graph.named("TopK", &[&wanted, &likeliest], &["best", "which"], &[]);
        let rows = Axis::Named("rows");
        self.graph.output("logits", Kind::Float, &[rows, Axis::Fixed(self.size.tokens)]);
        self.graph.output("sums", Kind::Float, &[rows]);
        self.graph.output("best", Kind::Float, &[rows, Axis::Fixed(LIKELIEST)]);
        self.graph.output("which", Kind::Long, &[rows, Axis::Fixed(LIKELIEST)]);
        for layer in 0..self.size.writing {
            for part in ["k", "v"] {
                let shape = self.memory("own");
                self.graph.output(&format!("own_{part}{layer}"), Kind::Float, &shape);
            }
        }
    }

    /// A tensor of the weights as it is.
    fn floats(&mut self, name: &str) -> Result<String, String> {
        let (shape, values) = self.weights.floats(name)?;
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Ok(self.graph.constant(Kind::Float, shape, &bytes))
    }

    fn convolved(&mut self, x: &str, name: &str, stride: i64) -> Result<String, String> {
        let weight = self.floats(&format!("{name}/weight"))?;
        let bias = self.floats(&format!("{name}/bias"))?;
        let settings = [
            ("kernel_shape", Setting::Wholes([3].as_slice())),
            ("pads", Setting::Wholes(&[1, 1])),
            ("strides", Setting::Wholes(&[stride])),
        ];
        let y = self.graph.node("Conv", &[x, &weight, &bias], &settings);
        Ok(self.graph.node("Gelu", &[&y], &[]))
    }

    fn normed(&mut self, x: &str, name: &str) -> Result<String, String> {
        let gamma = self.floats(&format!("{name}/gamma"))?;
        let beta = self.floats(&format!("{name}/beta"))?;
        let settings = [("axis", Setting::Whole(-1)), ("epsilon", Setting::Real(1e-5))];
        Ok(self.graph.node("LayerNormalization", &[x, &gamma, &beta], &settings))
    }

    /// Times a matrix, without its bias.
    fn multiplied(&mut self, x: &str, name: &str) -> Result<String, String> {
        let [weight, scales, zeros] = self.eighths(&format!("{name}/weight"))?;
        let sizes = self.graph.node("Abs", &[x], &[]);
        let largest = [("axes", Setting::Wholes([-1].as_slice())), ("keepdims", Setting::Whole(1))];
        let largest = self.graph.node("ReduceMax", &[&sizes], &largest);
        let parts = self.graph.node("Div", &[x, &largest], &[]);
        let y = self.graph.node("DynamicQuantizeMatMul", &[&parts, &weight, &scales, &zeros], &[]);
        Ok(self.graph.node("Mul", &[&y, &largest], &[]))
    }

    /// A matrix of the weights in eight bits, turned round: its numbers, the scale of each column, and what is zero.
    fn eighths(&mut self, name: &str) -> Result<[String; 3], String> {
        let (shape, halves) = self.weights.halves(name)?;
        let [rows, columns] = shape else { return Err(format!("{name} is no matrix")) };
        let mut eighths = vec![0; rows * columns];
        let mut scales = Vec::with_capacity(rows * 4);
        for (part, halves) in halves.chunks(PART * columns * 2).enumerate() {
            let many = halves.len() / columns / 2;
            let found = (self.quantise)(&quantiser([many, *columns], halves))?;
            for (to, from) in eighths.chunks_exact_mut(*rows).zip(found.eighths.chunks_exact(many)) {
                to[part * PART..part * PART + many].copy_from_slice(from);
            }
            scales.extend(found.scales.iter().flat_map(|scale| scale.to_le_bytes()));
        }
        Ok([
            self.graph.constant(Kind::Byte, &[*columns, *rows], &eighths),
            self.graph.constant(Kind::Float, &[*rows], &scales),
            self.graph.constant(Kind::Byte, &[*rows], &vec![128; *rows]),
        ])
    }

    fn linear(&mut self, x: &str, name: &str) -> Result<String, String> {
        let y = self.multiplied(x, name)?;
        let bias = self.floats(&format!("{name}/bias"))?;
        Ok(self.graph.node("Add", &[&y, &bias], &[]))
    }

    /// Several matrices at once, each by heads: `[heads, T, 64]`.
    fn projected<const N: usize>(&mut self, x: &str, name: &str) -> Result<[String; N], String> {
        let y = self.linear(x, name)?;
        let width = i64::try_from(self.size.width).unwrap_or(i64::MAX);
        let heads = i64::try_from(self.size.heads).unwrap_or(i64::MAX);
        let parts: [String; N] = if N == 1 {
            std::array::from_fn(|_| y.clone())
        } else {
            let widths = self.graph.list(&[width; N]);
            self.graph.split("Split", &[&y, &widths], &[("axis", Setting::Whole(1))])
        };
        let shape = self.graph.list(&[-1, heads, 64]);
        Ok(parts.map(|part| {
            let part = self.graph.node("Reshape", &[&part, &shape], &[]);
            self.graph.node("Transpose", &[&part], &[("perm", Setting::Wholes(&[1, 0, 2]))])
        }))
    }

    /// What each query finds among all keys.
    fn attended(&mut self, q: &str, k: &str, v: &str) -> String {
        let scores = self.scores(q, k);
        let shares = self.graph.node("Softmax", &[&scores], &[("axis", Setting::Whole(-1))]);
        self.graph.node("MatMul", &[&shares, v], &[])
    }

    /// What each query finds among the tokens before and the own tokens, as the mask lets it.
    fn seen(&mut self, q: &str, layer: usize, mask: &str) -> String {
        let [before_k, before_v] = ["k", "v"].map(|part| format!("before_{part}{layer}"));
        let [own_k, own_v] = ["k", "v"].map(|part| format!("own_{part}{layer}"));
        let (before, own) = (self.scores(q, &before_k), self.scores(q, &own_k));
        let scores = self.graph.node("Concat", &[&before, &own], &[("axis", Setting::Whole(2))]);
        let scores = self.graph.node("Add", &[&scores, mask], &[]);
        let shares = self.graph.node("Softmax", &[&scores], &[("axis", Setting::Whole(-1))]);
        let many = [("start", Setting::Whole(1)), ("end", Setting::Whole(2))];
        let many = [&before_k, &own_k].map(|keys| self.graph.node("Shape", &[keys], &many));
        let many = self.graph.node("Concat", &[&many[0], &many[1]], &[("axis", Setting::Whole(0))]);
        let [before, own] = self.graph.split("Split", &[&shares, &many], &[("axis", Setting::Whole(2))]);
        let before = self.graph.node("MatMul", &[&before, &before_v], &[]);
        let own = self.graph.node("MatMul", &[&own, &own_v], &[]);
        self.graph.node("Add", &[&before, &own], &[])
    }

    fn scores(&mut self, q: &str, k: &str) -> String {
        self.graph.node("FusedMatMul", &[q, k], &[("transB", Setting::Whole(1)), ("alpha", Setting::Real(ATTENTION))])
    }

    /// Heads side by side again, times a matrix, added to what was there.
    fn joined(&mut self, x: &str, heads: &str, name: &str) -> Result<String, String> {
        let y = self.graph.node("Transpose", &[heads], &[("perm", Setting::Wholes(&[1, 0, 2]))]);
        let width = i64::try_from(self.size.width).unwrap_or(i64::MAX);
        let shape = self.graph.list(&[-1, width]);
        let y = self.graph.node("Reshape", &[&y, &shape], &[]);
        let y = self.linear(&y, name)?;
        Ok(self.graph.node("Add", &[x, &y], &[]))
    }

    /// The wide layer after attention.
    fn thought(&mut self, x: &str, name: &str) -> Result<String, String> {
        let y = self.normed(x, &format!("{name}/ffn/layer_norm"))?;
        let y = self.linear(&y, &format!("{name}/ffn/linear_0"))?;
        let y = self.graph.node("Gelu", &[&y], &[]);
        let y = self.linear(&y, &format!("{name}/ffn/linear_1"))?;
        Ok(self.graph.node("Add", &[x, &y], &[]))
    }
}
