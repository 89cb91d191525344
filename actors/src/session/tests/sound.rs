//! Sound that the voice detector takes for speech, without a recording.
#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "sound"
)]

use bytes::Bytes;
use std::sync::OnceLock;

/// Frames after which the vowel begins anew without a seam: one second.
const FRAMES: u64 = 50;

/// 20 ms of a sung vowel that goes on and on.
pub(super) fn vowel(frame: u64) -> Bytes {
    static VOWEL: OnceLock<Vec<Bytes>> = OnceLock::new();
    let frames = VOWEL.get_or_init(|| (0..FRAMES).map(sing).collect());
    frames[usize::try_from(frame % FRAMES).unwrap()].clone()
}

/// A pulse train at a wandering pitch through three formants, by additive synthesis.
fn sing(frame: u64) -> Bytes {
    let mut pcm = Vec::with_capacity(640);
    for sample in 0..320_u64 {
        let time = (frame * 320 + sample) as f64 / 16_000.0;
        // The phase of a pitch of 130 Hz that wanders by 12 Hz four times a second.
        let phase = std::f64::consts::TAU
            * (130.0 * time - 12.0 / (std::f64::consts::TAU * 4.0) * (std::f64::consts::TAU * 4.0 * time).cos());
        // Syllables: loud and soft, and from "aa" to "ee" and back, three times a second.
        let slide = (std::f64::consts::TAU * 3.0 * time).sin();
        let loud = 0.65 + 0.35 * slide;
        let formants = [500.0 + 200.0 * slide, 1_500.0 - 500.0 * slide, 2_500.0];
        let mut value = 0.0;
        for harmonic in 1..30 {
            let hz = 130.0 * f64::from(harmonic);
            let gain: f64 = formants.iter().map(|formant| 1.0 / (1.0 + ((hz - formant) / 90.0).powi(2))).sum();
            value += gain * (phase * f64::from(harmonic)).sin();
        }
        let sample = (value * loud * 6_000.0).clamp(-30_000.0, 30_000.0) as i16;
        pcm.extend_from_slice(&sample.to_le_bytes());
    }
    Bytes::from(pcm)
}

#[test]
fn the_detector_takes_the_vowel_for_speech() {
    let mut intake = execora_domain::audio::Intake::new(16_000).unwrap();
    let mut activity = execora_domain::audio::VoiceActivity::default();
    let mut voiced = 0;
    for frame in 0..100 {
        intake.push(&vowel(frame), |frame| voiced += u32::from(activity.hears(&frame)));
    }
    assert!(voiced > 80, "{voiced} of 100 frames");
}
