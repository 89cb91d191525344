use super::*;
use crate::providers::local::wav::pcm;

/// One second of 440 Hz, and 2 500 Hz more softly.
fn two_tones() -> Vec<i16> {
    let angle = |hz: f32, n: u16| std::f32::consts::TAU * hz * f32::from(n) / 16_000.0;
    (0..16_000).map(|n| pcm(8_000.0 * angle(440.0, n).sin() + 3_000.0 * angle(2_500.0, n).sin())).collect()
}

/// Computed in double precision with `NumPy`'s transform after the definition of Whisper's features.
const REFERENCE: &[(usize, usize, f32)] = &[
    (0, 0, 0.8402),
    (11, 0, 0.9544),
    (11, 50, 1.2825),
    (12, 50, 1.1379),
    (42, 50, -0.7175),
    (79, 50, -0.7175),
    (11, 99, 1.2813),
    (11, 100, 1.1372),
    (11, 101, 0.1982),
    (40, 101, -0.4574),
    (11, 150, -0.7175),
];

#[test]
fn two_tones_look_as_the_reference_says() {
    let columns = 200;
    let features = Mel::new().features(&two_tones(), columns);
    assert_eq!(features.len(), BANDS * columns);
    for (band, column, expected) in REFERENCE {
        let found = features[band * columns + column];
        assert!((found - expected).abs() < 0.002, "band {band}, column {column}: {found}, not {expected}");
    }
    let sum: f32 = features.iter().sum();
    assert!((sum + 9_782.95).abs() < 5.0, "{sum}");
}

#[test]
fn sound_longer_than_the_window_is_cut_off() {
    let features = Mel::new().features(&vec![1_000; 48_000], 100);
    assert_eq!(features.len(), BANDS * 100);
}

#[test]
fn silence_is_flat() {
    let features = Mel::new().features(&[], 100);
    assert!(features.iter().all(|value| (value - features[0]).abs() < f32::EPSILON));
}
