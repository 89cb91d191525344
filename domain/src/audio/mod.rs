//! Sound: from a client's bytes, in any chunking and at any rate, to frames of 20 ms in which someone speaks or not.

use std::sync::Arc;

mod intake;
mod lead_in;
mod resample;
mod voice_activity;

pub use intake::{Intake, UnsupportedRate};
pub use lead_in::LeadIn;
pub use voice_activity::VoiceActivity;

/// Samples in a frame.
pub const FRAME_SAMPLES: usize = 320;

/// Samples a second inside Execora.
pub const SAMPLE_RATE: u32 = 16_000;

/// One frame of sound: 320 samples, mono, 16 kHz, in `[-32768, 32767]`; 20 ms. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame(Arc<[i16; FRAME_SAMPLES]>);

impl Frame {
    /// Wraps 20 ms of sound.
    #[must_use]
    pub fn new(samples: [i16; FRAME_SAMPLES]) -> Self {
        Self(Arc::new(samples))
    }

    /// The samples.
    #[must_use]
    pub fn samples(&self) -> &[i16; FRAME_SAMPLES] {
        &self.0
    }
}
