//! Whether a short sound is a yes: what Whisper's encoder makes of it, weighed by a table.
//!
//! The words alone do not tell: a decoder that has to write something writes "Haan." for a sigh. So the speech is cut out,
//! listened to by itself, and weighed by three small nets: things that are looked for in it, how much of each there is in
//! each twelfth of it, and what that is worth. `tests/sounds/yes/train.py` makes the table, from nothing that is kept
//! there; the figures on what is kept are printed by `make eval`.
//!
//! Beside that counts which text fits the sound better: the best of those that are a yes, or the best of the others.

#![expect(clippy::float_arithmetic, reason = "sound")]

mod texts;

use self::texts::{OTHERS, YES};
use execora_domain::dialogue::Agreement;

/// Samples of one frame: 20 ms at 16 kHz.
const FRAME: usize = 320;
/// Numbers that the encoder of Whisper base gives for a frame.
pub(super) const WIDTH: usize = 512;
/// However long the speech is, it is so many slices.
const SLICES: usize = 24;
/// Parts of two slices: what is found is added up in each of them.
const PARTS: usize = 12;
/// Frames kept before the speech and after it.
const BEFORE: usize = 5;
const AFTER: usize = 5;
/// More frames are more than an answer: 3 s.
const FRAMES_MAX: usize = 150;
/// Fewer frames are no word.
const FRAMES_MIN: usize = 4;
/// The encoder is shown so much, silence and all.
pub(super) const WINDOW_SECONDS: usize = 3;

/// Nets, things that each looks for in a slice, and its thoughts about what was found.
const NETS: usize = 3;
const SOUGHT: usize = 32;
const THOUGHTS: usize = 16;
/// For each net: for each thing that is looked for, a weight in `i8` for each of the encoder's numbers, the unit of those
/// weights and where it begins (`f32`, little-endian); for each thought the same for each thing in each part, and what a
/// second of speech and the thought itself count for; at the end, where the score begins.
static TABLE: &[u8] = include_bytes!("agreement/weights.bin");
const SOUGHT_BYTES: usize = WIDTH + 8;
const THOUGHT_BYTES: usize = SOUGHT * PARTS + 16;
const NET_BYTES: usize = SOUGHT * SOUGHT_BYTES + THOUGHTS * THOUGHT_BYTES + 4;

/// From here on it is a yes, however it was written.
const BOUND: f32 = 4.5;
/// How much less it must be worth where it was written as a yes, for each tenth of confidence in that.
const WRITTEN: f32 = 0.5;
/// What a text that fits better by one is worth, and the most that counts.
const MARGIN: f32 = 0.25;
const MARGIN_MAX: f32 = 15.0;

/// What there is to weigh in an utterance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Speech<'a> {
    /// From the first loud frame to the last, with a little before and after.
    Short(&'a [i16]),
    /// More than a bare answer.
    Long,
    /// A click, or nothing.
    None,
}

/// The speech in an utterance.
pub(super) fn speech(samples: &[i16]) -> Speech<'_> {
    let loudness: Vec<f32> = samples.chunks_exact(FRAME).map(loudness).collect();
    let mut sorted = loudness.clone();
    sorted.sort_by(f32::total_cmp);
    let (Some(quiet), Some(loud)) = (sorted.get(sorted.len() / 10), sorted.last()) else { return Speech::None };
    let is_loud = |loudness: &f32| *loudness > f32::midpoint(*quiet, *loud);
    let ends = (loudness.iter().position(is_loud), loudness.iter().rposition(is_loud));
    let (Some(first), Some(last)) = ends else { return Speech::None };
    let (first, end) = (first.saturating_sub(BEFORE), (last + 1 + AFTER).min(loudness.len()));
    match end - first {
        ..FRAMES_MIN => Speech::None,
        FRAMES_MIN..=FRAMES_MAX => Speech::Short(&samples[first * FRAME..end * FRAME]),
        _ => Speech::Long,
    }
}

/// The logarithm of how loud a frame is.
fn loudness(frame: &[i16]) -> f32 {
    let power: f32 = frame.iter().map(|sample| f32::from(*sample) * f32::from(*sample)).sum();
    ((power / 320.0).sqrt() + 1.0).ln()
}

/// What some speech is worth as a yes, from the encoder's frames of it and how each text fits: about the logarithm of the
/// odds.
pub(super) fn score(frames: &[f32], speech: &[i16], fits: &[f32]) -> f32 {
    sounds(frames, speech) + margin(fits)
}

/// What the frames alone are worth.
fn sounds(frames: &[f32], speech: &[i16]) -> f32 {
    let frames: Vec<&[f32]> = frames.chunks_exact(WIDTH).take(speech.len() / FRAME).collect();
    let slice = |slice: usize| {
        let from = slice * frames.len() / SLICES;
        let end = ((slice + 1) * frames.len() / SLICES).max(from + 1).min(frames.len());
        mean(&frames[from.min(end)..end])
    };
    let slices: Vec<Vec<f32>> = (0..SLICES).map(slice).collect();
    let seconds = count(frames.len()) / 50.0;
    let scores = TABLE.chunks_exact(NET_BYTES).map(|net| weighed_by(net, &slices, seconds));
    scores.sum::<f32>() / count(NETS)
}

/// What one net makes of it.
fn weighed_by(net: &[u8], slices: &[Vec<f32>], seconds: f32) -> f32 {
    let (sought, rest) = net.split_at(SOUGHT * SOUGHT_BYTES);
    let mut found = [0.0; SOUGHT * PARTS];
    for (slice, heard) in slices.iter().enumerate() {
        let part = slice * PARTS / SLICES;
        for (share, sought) in found[part * SOUGHT..].iter_mut().zip(sought.chunks_exact(SOUGHT_BYTES)) {
            let (weights, numbers) = sought.split_at(WIDTH);
            *share += SHARE * (weighed(heard, weights) * number(numbers, 0) + number(numbers, 1)).max(0.0);
        }
    }
    let (thoughts, begin) = rest.split_at(THOUGHTS * THOUGHT_BYTES);
    let thought = |thought: &[u8]| {
        let (weights, numbers) = thought.split_at(SOUGHT * PARTS);
        let begin = number(numbers, 1) + seconds * number(numbers, 2);
        number(numbers, 3) * (weighed(&found, weights) * number(numbers, 0) + begin).max(0.0)
    };
    number(begin, 0) + thoughts.chunks_exact(THOUGHT_BYTES).map(thought).sum::<f32>()
}

/// One slice's share of its part.
const SHARE: f32 = 0.5;

fn mean(frames: &[&[f32]]) -> Vec<f32> {
    let many = count(frames.len().max(1));
    (0..WIDTH).map(|at| frames.iter().map(|frame| frame[at]).sum::<f32>() / many).collect()
}

/// The sum of numbers, each times its weight.
fn weighed(numbers: &[f32], weights: &[u8]) -> f32 {
    numbers.iter().zip(weights).map(|(value, weight)| value * f32::from(i8::from_le_bytes([*weight]))).sum()
}

/// A number of the table.
fn number(bytes: &[u8], at: usize) -> f32 {
    let (numbers, _) = bytes.as_chunks::<4>();
    numbers.get(at).copied().map_or(0.0, f32::from_le_bytes)
}

fn count(many: usize) -> f32 {
    f32::from(u16::try_from(many).unwrap_or(u16::MAX))
}

/// The texts whose fit is asked for: those that are a yes, then the others.
pub(super) fn texts() -> impl Iterator<Item = &'static str> {
    YES.iter().chain(OTHERS).map(|(text, _)| *text)
}

/// What it is worth that a yes fits the sound better, or something else.
fn margin(fits: &[f32]) -> f32 {
    let best = |texts: &[(&str, f32)], fits: &[f32]| {
        texts.iter().zip(fits).map(|((_, noise), fit)| fit - noise).fold(f32::MIN, f32::max)
    };
    let (yes, others) = fits.split_at(YES.len().min(fits.len()));
    MARGIN * (best(YES, yes) - best(OTHERS, others)).clamp(-MARGIN_MAX, MARGIN_MAX)
}

/// What a score comes to where the likeliest words were heard so surely, in `[0, 1]`.
pub(super) fn verdict(score: f32, confidence: f32) -> Agreement {
    if score >= BOUND {
        Agreement::Yes
    } else if score >= BOUND - 10.0 * WRITTEN * confidence {
        Agreement::Fits
    } else {
        Agreement::NotYes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speech_is_cut_out_with_a_little_before_and_after() {
        let mut samples = vec![3; 60 * FRAME];
        samples[20 * FRAME..30 * FRAME].fill(9_000);
        let Speech::Short(speech) = speech(&samples) else { panic!("no speech") };
        assert_eq!(speech.len(), (10 + BEFORE + AFTER) * FRAME);
    }

    #[test]
    fn silence_a_click_and_long_speech_are_no_answers() {
        assert_eq!(speech(&vec![0; 50 * FRAME]), Speech::None);
        assert_eq!(speech(&[]), Speech::None);
        let mut long = vec![3; 300 * FRAME];
        long[20 * FRAME..200 * FRAME].fill(9_000);
        assert_eq!(speech(&long), Speech::Long);
    }

    #[test]
    fn the_table_has_a_weight_for_each_number_and_each_thing() {
        assert_eq!(TABLE.len(), NETS * NET_BYTES);
        assert_eq!(SLICES % PARTS, 0);
        for frames in [0, 4, 12, 150] {
            assert!(sounds(&vec![0.5; WIDTH * frames], &vec![0; frames * FRAME]).is_finite(), "{frames}");
        }
    }

    #[test]
    fn words_heard_surely_need_less_of_the_sound() {
        assert_eq!(verdict(BOUND, 0.0), Agreement::Yes);
        assert_eq!(verdict(BOUND - 1.0, 0.3), Agreement::Fits);
        assert_eq!(verdict(BOUND - 1.0, 0.1), Agreement::NotYes);
        assert_eq!(verdict(BOUND - 10.0 * WRITTEN - 0.1, 1.0), Agreement::NotYes);
        assert_eq!(verdict(f32::NEG_INFINITY, 1.0), Agreement::NotYes);
    }

    #[test]
    fn the_text_that_fits_best_counts_against_what_it_fits_noise() {
        let mut fits: Vec<f32> = YES.iter().chain(OTHERS).map(|(_, noise)| *noise).collect();
        assert!(margin(&fits).abs() < 1e-3);
        fits[2] += 4.0;
        assert!((margin(&fits) - 4.0 * MARGIN).abs() < 1e-3);
        *fits.last_mut().unwrap() += 6.0;
        assert!((margin(&fits) + 2.0 * MARGIN).abs() < 1e-3);
        fits[0] += 100.0;
        assert!((margin(&fits) - MARGIN_MAX * MARGIN).abs() < 1e-3);
        assert_eq!(fits.len(), texts().count());
    }
}
