//! Sound as Whisper wants to see it: 80 mel bands, a column every 10 ms over 25 ms of sound, on a logarithmic scale.

#![expect(clippy::float_arithmetic, reason = "sound")]

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};
use std::f32::consts::PI;
use std::sync::Arc;

/// Mel bands in a column.
pub(crate) const BANDS: usize = 80;
/// Columns in a second of sound.
pub(crate) const COLUMNS_PER_SECOND: usize = 100;
/// Samples from one column to the next: 10 ms.
const HOP: usize = 160;
/// Samples that one column looks at: 25 ms.
const WINDOW: usize = 400;
/// Frequencies that come out of one transform.
const BINS: usize = WINDOW / 2 + 1;
/// Hz between them.
const BIN_HZ: f32 = 40.0;
/// Quieter than this is as good as silent.
const FLOOR: f32 = 1e-10;
/// The logarithm of the floor.
const FLOOR_LOG: f32 = -10.0;
/// How far below the loudest band the others are kept, in powers of ten.
const RANGE: f32 = 8.0;

/// Turns samples into mel columns. Cheap to share: it is only tables.
pub(crate) struct Mel {
    transform: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    bands: Vec<Band>,
}

/// A triangle over neighbouring frequencies.
struct Band {
    first: usize,
    weights: Vec<f32>,
}

impl Mel {
    /// Computes the tables.
    pub(crate) fn new() -> Self {
        let window = (0..WINDOW).map(|n| 0.5 - 0.5 * (2.0 * PI * float(n) / float(WINDOW)).cos()).collect();
        let edges: Vec<f32> = (0..BANDS + 2).map(|n| hz_of(mel_of(8_000.0) * float(n) / float(BANDS + 1))).collect();
        let bands = edges.windows(3).map(Band::between).collect();
        Self { transform: RealFftPlanner::new().plan_fft_forward(WINDOW), window, bands }
    }

    /// The features of `samples` at 16 kHz, silence after them up to `columns`: band by band, `BANDS × columns` values.
    pub(crate) fn features(&self, samples: &[i16], columns: usize) -> Vec<f32> {
        let sound = &samples[..samples.len().min(columns * HOP)];
        let mut padded = vec![0.0; columns * HOP + WINDOW];
        for (to, from) in padded[WINDOW / 2..].iter_mut().zip(sound) {
            *to = f32::from(*from) / 32_768.0;
        }
        for n in 1..=WINDOW / 2 {
            padded[WINDOW / 2 - n] = padded[WINDOW / 2 + n];
        }
        let heard = (sound.len() + WINDOW / 2).div_ceil(HOP).min(columns);
        let mut features = vec![FLOOR_LOG; BANDS * columns];
        self.fill(&mut features, &padded, heard, columns);
        normalise(&mut features);
        features
    }

    /// Writes the logarithms of the first `heard` columns; the others are silent.
    fn fill(&self, features: &mut [f32], padded: &[f32], heard: usize, columns: usize) {
        let mut slice = self.transform.make_input_vec();
        let mut spectrum = self.transform.make_output_vec();
        for column in 0..heard {
            let from = column * HOP;
            for ((to, sample), weight) in slice.iter_mut().zip(&padded[from..from + WINDOW]).zip(&self.window) {
                *to = sample * weight;
            }
            if self.transform.process(&mut slice, &mut spectrum).is_err() {
                return;
            }
            for (band, weights) in self.bands.iter().enumerate() {
                features[band * columns + column] = weights.energy(&spectrum).max(FLOOR).log10();
            }
        }
    }
}

impl Band {
    fn between(edges: &[f32]) -> Self {
        let (low, middle, high) = (edges[0], edges[1], edges[2]);
        let weight = |bin: usize| {
            let hz = float(bin) * BIN_HZ;
            ((hz - low) / (middle - low)).min((high - hz) / (high - middle)).max(0.0) * 2.0 / (high - low)
        };
        let first = (0..BINS).find(|bin| weight(*bin) > 0.0).unwrap_or(0);
        let weights = (first..BINS).map(weight).take_while(|weight| *weight > 0.0).collect();
        Self { first, weights }
    }

    fn energy(&self, spectrum: &[Complex<f32>]) -> f32 {
        self.weights.iter().zip(&spectrum[self.first..]).map(|(weight, bin)| weight * bin.norm_sqr()).sum()
    }
}

/// Keeps what is within the range of the loudest, and moves it to about `[-1, 1]`.
fn normalise(features: &mut [f32]) {
    let loudest = features.iter().copied().fold(FLOOR_LOG, f32::max);
    for value in features {
        *value = (value.max(loudest - RANGE) + 4.0) / 4.0;
    }
}

/// Slaney's mel scale: straight below 1 kHz, logarithmic above.
fn mel_of(hz: f32) -> f32 {
    if hz < 1_000.0 { hz * 3.0 / 200.0 } else { 15.0 + (hz / 1_000.0).ln() * 27.0 / 6.4_f32.ln() }
}

fn hz_of(mel: f32) -> f32 {
    if mel < 15.0 { mel * 200.0 / 3.0 } else { 1_000.0 * ((mel - 15.0) * 6.4_f32.ln() / 27.0).exp() }
}

fn float(n: usize) -> f32 {
    u16::try_from(n).map_or(f32::MAX, f32::from)
}

#[cfg(test)]
mod tests;
