//! Where the time of each turn went.

use super::protocol::TurnMetrics;
use execora_domain::ids::TurnId;
use execora_domain::turn::SessionTime;

/// Turns that are timed at once: the newest of them.
const TURNS_MAX: usize = 8;

/// The moments of one turn.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Timing {
    turn: TurnId,
    /// When the user stopped speaking, or the typed command came.
    pub(super) spoke: SessionTime,
    /// When it was decided that the user had finished.
    pub(super) ended: SessionTime,
    /// When its words were known.
    pub(super) heard: SessionTime,
    /// When its meaning was known.
    pub(super) understood: SessionTime,
    /// When its answer was known.
    pub(super) answered: SessionTime,
}

/// The turns that are under way.
#[derive(Debug, Default)]
pub(super) struct Timings {
    turns: Vec<Timing>,
}

impl Timings {
    /// A turn's words are complete.
    pub(super) fn begin(&mut self, turn: TurnId, spoke: SessionTime, now: SessionTime) {
        if self.turns.len() >= TURNS_MAX {
            self.turns.remove(0);
        }
        self.turns.push(Timing { turn, spoke, ended: now, heard: now, understood: now, answered: now });
    }

    /// Notes a moment of a turn, if it is timed.
    pub(super) fn note(&mut self, turn: TurnId, note: impl FnOnce(&mut Timing)) {
        if let Some(timing) = self.turns.iter_mut().find(|timing| timing.turn == turn) {
            note(timing);
        }
    }

    /// The turn's answer is heard from now on, or will not be heard: what it took, once.
    pub(super) fn finish(&mut self, turn: TurnId, first_sound: Option<SessionTime>) -> Option<TurnMetrics> {
        let index = self.turns.iter().position(|timing| timing.turn == turn)?;
        let timing = self.turns.remove(index);
        let metrics = TurnMetrics {
            turn,
            endpoint_ms: whole(timing.ended - timing.spoke),
            stt_ms: whole(timing.heard - timing.ended),
            understand_ms: whole(timing.understood - timing.heard),
            ledger_ms: whole(timing.answered - timing.understood),
            tts_first_byte_ms: first_sound.map_or(0, |sound| whole(sound - timing.answered)),
            voice_to_voice_ms: first_sound.map_or(0, |sound| whole(sound - timing.spoke)),
        };
        record(&metrics, first_sound.is_some());
        Some(metrics)
    }
}

fn record(metrics: &TurnMetrics, spoken: bool) {
    let seconds = |ms: u32| std::time::Duration::from_millis(ms.into()).as_secs_f64();
    metrics::counter!("execora_turns_total").increment(1);
    metrics::histogram!("execora_turn_endpoint_seconds").record(seconds(metrics.endpoint_ms));
    metrics::histogram!("execora_turn_transcript_seconds").record(seconds(metrics.stt_ms));
    metrics::histogram!("execora_turn_understanding_seconds").record(seconds(metrics.understand_ms));
    metrics::histogram!("execora_turn_ledger_seconds").record(seconds(metrics.ledger_ms));
    if spoken {
        metrics::histogram!("execora_turn_first_sound_seconds").record(seconds(metrics.tts_first_byte_ms));
        metrics::histogram!("execora_turn_voice_to_voice_seconds").record(seconds(metrics.voice_to_voice_ms));
    }
    tracing::info!(
        turn.id = metrics.turn.0,
        endpoint_ms = metrics.endpoint_ms,
        stt_ms = metrics.stt_ms,
        understand_ms = metrics.understand_ms,
        ledger_ms = metrics.ledger_ms,
        tts_first_byte_ms = metrics.tts_first_byte_ms,
        voice_to_voice_ms = metrics.voice_to_voice_ms,
        "turn answered"
    );
}

fn whole(ms: u64) -> u32 {
    u32::try_from(ms).unwrap_or(u32::MAX)
}
