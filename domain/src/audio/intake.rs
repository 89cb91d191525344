//! From a client's bytes to frames.

use super::resample::Resampler;
use super::{FRAME_SAMPLES, Frame};

/// The lowest and the highest rate that is taken.
const RATES: std::ops::RangeInclusive<u32> = 8_000..=48_000;

/// A sample rate outside 8 000 to 48 000.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a sample rate is 8000 to 48000, not {0}")]
pub struct UnsupportedRate(pub u32);

/// Takes in PCM16, little-endian, mono, in any chunking, and gives frames at 16 kHz. What does not fill a frame yet is
/// kept for the next chunk, half a sample included.
#[derive(Debug)]
pub struct Intake {
    resampler: Resampler,
    half: Option<u8>,
    frame: [i16; FRAME_SAMPLES],
    filled: usize,
}

impl Intake {
    /// An intake for sound at this rate.
    ///
    /// # Errors
    /// [`UnsupportedRate`] outside 8 000 to 48 000.
    pub fn new(rate: u32) -> Result<Self, UnsupportedRate> {
        if !RATES.contains(&rate) {
            return Err(UnsupportedRate(rate));
        }
        let resampler = Resampler::new(rate).ok_or(UnsupportedRate(rate))?;
        Ok(Self { resampler, half: None, frame: [0; FRAME_SAMPLES], filled: 0 })
    }

    /// Takes in bytes and hands on each frame that they complete.
    pub fn push(&mut self, bytes: &[u8], mut each: impl FnMut(Frame)) {
        let mut bytes = bytes;
        if let (Some(low), [high, rest @ ..]) = (self.half, bytes) {
            self.sample(i16::from_le_bytes([low, *high]), &mut each);
            self.half = None;
            bytes = rest;
        }
        let (pairs, rest) = bytes.as_chunks::<2>();
        for pair in pairs {
            self.sample(i16::from_le_bytes(*pair), &mut each);
        }
        if let [low] = rest {
            self.half = Some(*low);
        }
    }

    fn sample(&mut self, sample: i16, each: &mut impl FnMut(Frame)) {
        let Self { resampler, frame, filled, .. } = self;
        resampler.push(sample, |sample| {
            frame[*filled] = sample;
            *filled += 1;
            if *filled == FRAME_SAMPLES {
                *filled = 0;
                each(Frame::new(*frame));
            }
        });
    }
}

#[cfg(test)]
#[expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sound"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tone(rate: u32, hz: f64, seconds: f64) -> Vec<u8> {
        let count = (f64::from(rate) * seconds) as u32;
        let sample = |index: u32| (std::f64::consts::TAU * hz * f64::from(index) / f64::from(rate)).sin() * 10_000.0;
        (0..count).flat_map(|index| (sample(index) as i16).to_le_bytes()).collect()
    }

    fn frames(rate: u32, chunks: &[&[u8]]) -> Vec<Frame> {
        let mut intake = Intake::new(rate).unwrap();
        let mut frames = vec![];
        for chunk in chunks {
            intake.push(chunk, |frame| frames.push(frame));
        }
        frames
    }

    /// Energy at a frequency, by Goertzel's algorithm, as an amplitude.
    fn amplitude(frames: &[Frame], hz: f64) -> f64 {
        let samples: Vec<f64> = frames.iter().flat_map(Frame::samples).map(|it| f64::from(*it)).collect();
        let step = std::f64::consts::TAU * hz / f64::from(super::super::SAMPLE_RATE);
        let (mut before, mut last) = (0.0, 0.0);
        for sample in &samples {
            let next = sample + 2.0 * step.cos() * last - before;
            before = last;
            last = next;
        }
        let power = last * last + before * before - 2.0 * step.cos() * last * before;
        power.sqrt() * 2.0 / f64::from(u32::try_from(samples.len()).unwrap())
    }

    #[test]
    fn a_tone_keeps_its_pitch_and_loudness_at_every_rate() {
        for rate in [8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 44_099, 48_000] {
            let sound = tone(rate, 440.0, 2.0);
            let frames = frames(rate, &[&sound]);
            let heard = amplitude(&frames[20..80], 440.0);
            assert!((9_500.0..=10_500.0).contains(&heard), "{heard} at {rate}");
            assert!(amplitude(&frames[20..80], 880.0) < 200.0, "an overtone at {rate}");
        }
    }

    #[test]
    fn what_is_too_high_for_16_khz_does_not_come_back_as_another_tone() {
        let frames = frames(48_000, &[&tone(48_000, 12_000.0, 1.0)]);
        assert!(amplitude(&frames[10..40], 4_000.0) < 100.0);
    }

    #[test]
    fn no_sound_is_lost_but_what_the_filter_still_holds() {
        for rate in [8_000, 16_000, 44_100, 44_099, 48_000] {
            let count = frames(rate, &[&tone(rate, 300.0, 4.0)]).len();
            assert!((194..=200).contains(&count), "{count} frames of 200 at {rate}");
        }
    }

    #[test]
    fn a_rate_that_nobody_speaks_at_is_refused() {
        for rate in [0, 7_999, 48_001, 1_000_000, u32::MAX] {
            assert_eq!(Intake::new(rate).unwrap_err(), UnsupportedRate(rate));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn any_chunking_gives_the_same_frames(
            rate in prop::sample::select(vec![8_000_u32, 16_000, 22_050, 44_100, 48_000]),
            sound in prop::collection::vec(any::<u8>(), 0..20_000),
            cuts in prop::collection::vec(0_usize..20_000, 0..12),
        ) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(sound.len())).collect();
            cuts.extend([0, sound.len()]);
            cuts.sort_unstable();
            let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &sound[pair[0]..pair[1]]).collect();
            prop_assert_eq!(frames(rate, &chunks), frames(rate, &[&sound]));
        }
    }
}
