//! What a conversation is made of, and its bounds.

use super::books::Books;
use crate::adviser::Adviser;
use crate::cache::Cache;
use crate::clock::Clock;
use crate::news::News;
use crate::providers::{SpeechToText, TextToSpeech};
use execora_domain::dialogue::DialogueSettings;
use execora_domain::turn::TurnSettings;
use std::sync::Arc;
use std::time::Duration;

/// What every conversation on this server uses.
#[derive(Clone)]
pub struct Parts {
    /// Who listens, if anyone.
    pub ears: Option<Arc<dyn SpeechToText>>,
    /// Who speaks, if anyone.
    pub voice: Option<Arc<dyn TextToSpeech>>,
    /// Who is asked what the grammar abstains on, if anyone.
    pub adviser: Option<Adviser>,
    /// Where what conversations remember is kept.
    pub cache: Cache,
    /// The books.
    pub books: Arc<dyn Books>,
    /// Who tells what happens in them.
    pub news: News,
    /// The wall clock.
    pub clock: Clock,
    /// The bounds.
    pub settings: SessionSettings,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// The bounds of conversations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SessionSettings {
    /// Turn-taking.
    pub turn: TurnSettings,
    /// The dialogue.
    pub dialogue: DialogueSettings,
    /// Sound before an utterance was noticed that still belongs to it.
    pub lead_in_ms: u64,
    /// How long a conversation may be silent before it is closed.
    pub idle_max: Duration,
    /// How long the ears may take for a final transcript before they are replaced.
    pub transcript_max: Duration,
    /// Conversations on this server.
    pub sessions_max: usize,
    /// Conversations of one shop.
    pub sessions_per_shop_max: usize,
    /// How long conversations may take to end what they are doing when the server stops.
    pub drain_max: Duration,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            turn: TurnSettings::default(),
            dialogue: DialogueSettings::default(),
            lead_in_ms: 300,
            idle_max: Duration::from_mins(10),
            transcript_max: Duration::from_secs(20),
            sessions_max: 1_000,
            sessions_per_shop_max: 20,
            drain_max: Duration::from_secs(10),
        }
    }
}
