//! The times that turn-taking keeps to.

/// The times that turn-taking keeps to; all in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TurnSettings {
    /// Voice before an utterance begins, while nothing is heard from us.
    pub onset_ms: u64,
    /// Voice before it counts as speaking over an answer: longer than a "hmm".
    pub barge_in_ms: u64,
    /// The same while a question is open, when a short "haan" is an answer.
    pub answer_onset_ms: u64,
    /// Silence after which a voice that has begun is forgotten.
    pub onset_gap_ms: u64,
    /// Silence after which the ears decode what there is.
    pub pause_ms: u64,
    /// Silence that ends an utterance.
    pub silence_ms: u64,
    /// Silence that ends an utterance whose words already make a complete command.
    pub silence_complete_ms: u64,
    /// How much later than real time frames may come before silence is assumed without them.
    pub frame_late_ms: u64,
    /// The longest utterance: more is cut.
    pub utterance_max_ms: u64,
    /// How far the client's playback may fall behind what was sent, for each of its reports.
    pub playback_late_max_ms: u64,
    /// How many turns may wait for an answer: the oldest is given up for one more.
    pub open_turns_max: usize,
}

impl Default for TurnSettings {
    fn default() -> Self {
        Self {
            onset_ms: 80,
            barge_in_ms: 240,
            answer_onset_ms: 120,
            onset_gap_ms: 120,
            pause_ms: 200,
            silence_ms: 500,
            silence_complete_ms: 350,
            frame_late_ms: 300,
            utterance_max_ms: 28_000,
            playback_late_max_ms: 2_000,
            open_turns_max: 4,
        }
    }
}

impl TurnSettings {
    /// Silence that ends the utterance.
    pub(super) fn endpoint_ms(&self, complete: bool) -> u64 {
        if complete { self.silence_complete_ms.min(self.silence_ms) } else { self.silence_ms }
    }
}
