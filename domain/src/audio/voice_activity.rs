//! Whether someone speaks in a frame.
#![expect(clippy::float_arithmetic, reason = "sound")]

use super::Frame;

/// Samples that the detector takes at a time: 16 ms.
const WINDOW: usize = 256;

/// The score at which a voice begins.
const BEGINS_AT: f32 = 0.6;

/// The score below which it ends: lower, so that a soft syllable does not cut a word.
const ENDS_BELOW: f32 = 0.35;

/// Mean power below which nobody speaks into this microphone, whatever the detector makes of it: about -60 dBFS.
const SILENCE: f32 = 1_000.0;

/// Tells speech from other sound, one frame after the other.
pub struct VoiceActivity {
    detector: Box<earshot::Detector>,
    window: [i16; WINDOW],
    filled: usize,
    score: f32,
    speaks: bool,
}

impl std::fmt::Debug for VoiceActivity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VoiceActivity").field("speaks", &self.speaks).finish_non_exhaustive()
    }
}

impl Default for VoiceActivity {
    fn default() -> Self {
        Self {
            detector: Box::new(earshot::Detector::default()),
            window: [0; WINDOW],
            filled: 0,
            score: 0.0,
            speaks: false,
        }
    }
}

impl VoiceActivity {
    /// Whether someone speaks in this frame, which follows the last one without a gap.
    pub fn hears(&mut self, frame: &Frame) -> bool {
        let mut power = 0.0;
        for sample in frame.samples() {
            power += f32::from(*sample) * f32::from(*sample);
            self.window[self.filled] = *sample;
            self.filled += 1;
            if self.filled == WINDOW {
                self.filled = 0;
                self.score = self.detector.predict_i16(&self.window);
            }
        }
        let audible = power >= SILENCE * 320.0;
        self.speaks = audible && self.score >= if self.speaks { ENDS_BELOW } else { BEGINS_AT };
        self.speaks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(seed: u32, level: i16) -> impl Iterator<Item = Frame> {
        let mut state = seed;
        std::iter::repeat_with(move || {
            let mut samples = [0; 320];
            for sample in &mut samples {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *sample = i16::from_le_bytes([state.to_le_bytes()[2], state.to_le_bytes()[3]]) / level;
            }
            Frame::new(samples)
        })
    }

    #[test]
    fn nobody_speaks_in_silence() {
        let mut activity = VoiceActivity::default();
        let silence = Frame::new([0; 320]);
        assert!((0..500).all(|_| !activity.hears(&silence)));
    }

    #[test]
    fn nobody_speaks_in_a_hiss() {
        let mut activity = VoiceActivity::default();
        let voiced = noise(7, 16).take(1_000).filter(|frame| activity.hears(frame)).count();
        assert!(voiced < 50, "{voiced} of 1000 frames of noise taken for speech");
    }
}
