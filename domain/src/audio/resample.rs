//! Any rate to 16 kHz, without an allocation a frame.
#![expect(clippy::float_arithmetic, clippy::as_conversions, clippy::cast_possible_truncation, reason = "sound")]

use super::SAMPLE_RATE;
use audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Async, Fft, FixedAsync, FixedSync, SincInterpolationParameters, WindowFunction};

/// Samples that the filter takes at a time: 10 ms at 16 kHz or the like.
const CHUNK_MS: u32 = 10;

/// Where the two rates share so little that a block of the fast filter would be longer than this, in input samples, the
/// slower filter is used.
const BLOCK_MAX: u32 = 2_400;

/// Length of the slower filter: half a millisecond at 16 kHz, steep enough for speech.
const SINC_LENGTH: usize = 64;

/// One stream's way to 16 kHz.
pub(super) enum Resampler {
    /// It is at 16 kHz already.
    Same,
    /// It is not.
    Filter(Box<Filter>),
}

/// A filter and its buffers.
pub(super) struct Filter {
    rubato: Box<dyn rubato::Resampler<f32>>,
    input: Vec<f32>,
    filled: usize,
    output: Vec<f32>,
}

impl std::fmt::Debug for Resampler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Same => "Same",
            Self::Filter(_) => "Filter",
        })
    }
}

impl Resampler {
    /// A way from this rate, which is more than zero; none where there is no filter for it.
    pub(super) fn new(rate: u32) -> Option<Self> {
        if rate == SAMPLE_RATE {
            return Some(Self::Same);
        }
        let chunk = usize::try_from(rate * CHUNK_MS / 1_000).ok()?;
        let filter: Box<dyn rubato::Resampler<f32>> = if rate / common(rate, SAMPLE_RATE) <= BLOCK_MAX {
            let (from, to) = (usize::try_from(rate).ok()?, usize::try_from(SAMPLE_RATE).ok()?);
            Box::new(Fft::<f32>::new(from, to, chunk, 1, FixedSync::Input).ok()?)
        } else {
            let parameters = SincInterpolationParameters::new(SINC_LENGTH, WindowFunction::BlackmanHarris2);
            let ratio = f64::from(SAMPLE_RATE) / f64::from(rate);
            Box::new(Async::<f32>::new_sinc(ratio, 1.0, &parameters, chunk, 1, FixedAsync::Input).ok()?)
        };
        let (input, output) = (vec![0.0; filter.input_frames_max()], vec![0.0; filter.output_frames_max()]);
        Some(Self::Filter(Box::new(Filter { rubato: filter, input, filled: 0, output })))
    }

    /// Takes one sample in, and hands on those that come out.
    pub(super) fn push(&mut self, sample: i16, each: impl FnMut(i16)) {
        match self {
            Self::Same => {
                let mut each = each;
                each(sample);
            }
            Self::Filter(filter) => filter.push(sample, each),
        }
    }
}

impl Filter {
    fn push(&mut self, sample: i16, mut each: impl FnMut(i16)) {
        self.input[self.filled] = f32::from(sample);
        self.filled += 1;
        if self.filled < self.rubato.input_frames_next() {
            return;
        }
        let taken = self.filled;
        self.filled = 0;
        let room = self.output.len();
        let made = InterleavedSlice::new(&self.input[..taken], 1, taken).ok().and_then(|input| {
            let mut output = InterleavedSlice::new_mut(&mut self.output, 1, room).ok()?;
            self.rubato.process_into_buffer(&input, &mut output, None).ok()
        });
        let (_, made) = made.unwrap_or_default();
        for sample in &self.output[..made] {
            each(sample.round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16);
        }
    }
}

/// The greatest common divisor.
fn common(left: u32, right: u32) -> u32 {
    if right == 0 { left } else { common(right, left % right) }
}
