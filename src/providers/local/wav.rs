//! WAV files of any kind to and from mono samples of 16 bits, and whole clips from one sample rate to another.

#![expect(clippy::float_arithmetic, reason = "sound")]

use anyhow::{Context, ensure};
use audioadapter_buffers::direct::InterleavedSlice;
use hound::{SampleFormat, WavReader, WavSpec, WavWriter};
use rubato::{Fft, FixedSync, Resampler};
use std::path::Path;

/// The samples of a file, mono at `rate`, and how many milliseconds they last.
pub(crate) fn read(path: &Path, rate: u32) -> anyhow::Result<(Vec<i16>, u64)> {
    let file = || format!("could not read {}: a WAV file is wanted", path.display());
    let mut wav = WavReader::open(path).with_context(file)?;
    let spec = wav.spec();
    ensure!(spec.channels > 0 && spec.sample_rate > 0, "{}: no channels or no sample rate", path.display());
    let samples: Result<Vec<f32>, _> = match spec.sample_format {
        SampleFormat::Float => wav.samples::<f32>().collect(),
        SampleFormat::Int => {
            let bits = i32::from(spec.bits_per_sample);
            wav.samples::<i32>().map(|sample| sample.map(|value| float(value) * 2.0_f32.powi(1 - bits))).collect()
        }
    };
    let samples = samples.with_context(file)?;
    let channels = usize::from(spec.channels);
    let mono = samples.chunks(channels).map(|frame| frame.iter().sum::<f32>() / f32::from(spec.channels));
    let mono: Vec<i16> = mono.map(|sample| pcm(sample * 32_768.0)).collect();
    let length_ms = u64::try_from(mono.len())?.saturating_mul(1_000) / u64::from(spec.sample_rate);
    Ok((resample(&mono, spec.sample_rate, rate)?, length_ms))
}

/// Writes samples as a mono WAV file of 16 bits.
pub(crate) fn write(path: &Path, samples: &[i16], rate: u32) -> anyhow::Result<()> {
    let spec = WavSpec { channels: 1, sample_rate: rate, bits_per_sample: 16, sample_format: SampleFormat::Int };
    let file = || format!("could not write {}", path.display());
    let mut wav = WavWriter::create(path, spec).with_context(file)?;
    for sample in samples {
        wav.write_sample(*sample).with_context(file)?;
    }
    wav.finalize().with_context(file)
}

/// A whole clip at another sample rate.
pub(crate) fn resample(samples: &[i16], from: u32, to: u32) -> anyhow::Result<Vec<i16>> {
    if from == to || samples.is_empty() {
        return Ok(samples.to_vec());
    }
    let sound: Vec<f32> = samples.iter().map(|sample| f32::from(*sample)).collect();
    let mut resampler = Fft::<f32>::new(usize::try_from(from)?, usize::try_from(to)?, CHUNK, 1, FixedSync::Both)?;
    let sound = InterleavedSlice::new(&sound, 1, samples.len())?;
    let sound = resampler.process_all(&sound, samples.len(), None)?.take_data();
    Ok(sound.into_iter().map(pcm).collect())
}

/// Samples that the resampler works on at a time.
const CHUNK: usize = 1_024;

/// A sample of 16 bits from a float in their range.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "in range after the clamp")]
pub(crate) fn pcm(sample: f32) -> i16 {
    sample.round().clamp(-32_768.0, 32_767.0) as i16
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "24 bits of a sample are more than enough")]
fn float(sample: i32) -> f32 {
    sample as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(rate: u32, seconds: u32) -> Vec<i16> {
        let step = 440.0 * std::f32::consts::TAU / float(i32::try_from(rate).unwrap());
        (0..i32::try_from(rate * seconds).unwrap()).map(|n| pcm(8_000.0 * (float(n) * step).sin())).collect()
    }

    #[test]
    fn a_tone_keeps_its_length_and_loudness_at_another_rate() {
        let resampled = resample(&tone(22_050, 1), 22_050, 16_000).unwrap();
        assert_eq!(resampled.len(), 16_000);
        let loudest = resampled.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
        assert!((7_900..8_200).contains(&loudest), "{loudest}");
    }

    #[test]
    fn stereo_of_24_bits_is_read_as_mono_of_16() {
        let path = std::env::temp_dir().join(format!("execora-wav-{}.wav", std::process::id()));
        let spec = WavSpec { channels: 2, sample_rate: 48_000, bits_per_sample: 24, sample_format: SampleFormat::Int };
        let mut wav = WavWriter::create(&path, spec).unwrap();
        for _ in 0..48_000 {
            wav.write_sample(0x40_0000_i32).unwrap();
            wav.write_sample(0_i32).unwrap();
        }
        wav.finalize().unwrap();
        let (samples, length_ms) = read(&path, 16_000).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!((samples.len(), length_ms), (16_000, 1_000));
        assert!((8_100..8_280).contains(&samples[8_000]), "{}", samples[8_000]);
    }

    #[test]
    fn what_is_no_wav_file_is_named() {
        let error = read(Path::new("Cargo.toml"), 16_000).unwrap_err();
        assert!(error.to_string().contains("Cargo.toml: a WAV file is wanted"), "{error}");
    }
}
