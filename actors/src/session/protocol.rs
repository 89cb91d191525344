//! What goes over the socket, both ways. The doors parse and print it; the session acts on it.

use bytes::Bytes;
use execora_domain::ids::{SessionId, TurnId};
use serde::{Deserialize, Serialize};

/// A text frame from the client: `{"type", "data", "timestamp"}`.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum ClientMessage {
    /// Sound follows.
    #[serde(rename = "voice:start")]
    Start(StartVoice),
    /// A typed command.
    #[serde(rename = "voice:final")]
    Typed {
        /// The words.
        text: String,
    },
    /// An earlier conversation goes on here; before anything is said.
    #[serde(rename = "voice:resume", rename_all = "camelCase")]
    Resume {
        /// From its `voice:ready`.
        resume_token: String,
        /// The newest turn there whose answer arrived: what was written up to it is not told again.
        #[serde(default)]
        answered: Option<TurnId>,
    },
    /// The user pressed stop.
    #[serde(rename = "voice:interrupt")]
    Interrupt,
    /// What was really heard.
    #[serde(rename = "playback:position", rename_all = "camelCase")]
    PlaybackPosition {
        /// Of which turn.
        turn: TurnId,
        /// How much of it.
        played_ms: u32,
    },
    /// End the stream, keep the socket.
    #[serde(rename = "voice:stop")]
    Stop,
}

/// How the client's sound is made.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StartVoice {
    /// `pcm_s16le` unless said.
    pub audio_format: Option<String>,
    /// 8 000 to 48 000; 16 000 unless said.
    pub sample_rate: Option<u32>,
    /// `auto`, `en` or `hi`.
    pub language: Option<String>,
    /// Another recogniser than the shop's.
    pub stt_provider: Option<String>,
    /// Another voice than the shop's.
    pub tts_provider: Option<String>,
    /// From an earlier `voice:ready`.
    pub resume_token: Option<String>,
}

/// What the session sends to its socket.
#[derive(Clone, Debug)]
pub enum Outgoing {
    /// A text frame.
    Text(ServerMessage),
    /// Sound: written with the 8-byte header that the contract gives.
    Sound {
        /// Of which turn.
        turn: TurnId,
        /// The index of the first sample in the turn's sound.
        first_sample: u32,
        /// PCM16, little-endian.
        pcm: Bytes,
    },
    /// The end.
    Close {
        /// 1000, 1001, 4008 …
        code: u16,
        /// Why, in a few words.
        reason: &'static str,
    },
}

/// A text frame to the client; the doors add `timestamp`.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "type", content = "data")]
pub enum ServerMessage {
    /// On connect.
    #[serde(rename = "voice:ready", rename_all = "camelCase")]
    Ready {
        /// This conversation.
        session_id: SessionId,
        /// Take the conversation up again with this.
        resume_token: String,
        /// Whether there are ears.
        stt_available: bool,
        /// Whether there is a voice.
        tts_available: bool,
        /// `{"stt": "whisper-base", "tts": "kokoro"}`.
        providers: serde_json::Value,
    },
    /// Whether the earlier conversation goes on here. What it had read back is read back again.
    #[serde(rename = "voice:resumed")]
    Resumed {
        /// Whether it does.
        resumed: bool,
    },
    /// Sound is listened to.
    #[serde(rename = "voice:started")]
    Started {},
    /// Sound is no longer listened to.
    #[serde(rename = "voice:stopped")]
    Stopped {},
    /// The user began to speak.
    #[serde(rename = "voice:speech-started")]
    SpeechStarted {
        /// The turn that it begins.
        turn: TurnId,
    },
    /// The user has finished.
    #[serde(rename = "voice:speech-ended")]
    SpeechEnded {
        /// The turn.
        turn: TurnId,
    },
    /// What was heard.
    #[serde(rename = "voice:transcript", rename_all = "camelCase")]
    Transcript {
        /// The turn.
        turn: TurnId,
        /// The words.
        text: String,
        /// Whether they may still change.
        is_final: bool,
    },
    /// What was understood.
    #[serde(rename = "voice:intent")]
    Intent {
        /// The turn.
        turn: TurnId,
        /// The frames, as `execora understand` prints them.
        frames: serde_json::Value,
        /// What is asked back, or null.
        clarify: serde_json::Value,
        /// `grammar` or `model`.
        source: &'static str,
        /// In `[0, 1]`.
        confidence: f32,
    },
    /// A write waits for "haan".
    #[serde(rename = "voice:confirm-needed", rename_all = "camelCase")]
    ConfirmNeeded {
        /// The turn.
        turn: TurnId,
        /// What will be written.
        read_back: String,
        /// How long it waits.
        expires_in_ms: u64,
    },
    /// The answer.
    #[serde(rename = "voice:response", rename_all = "camelCase")]
    Response {
        /// The turn.
        turn: TurnId,
        /// What is said.
        text: String,
        /// `en` or `hi`.
        language: crate::providers::Language,
        /// What was done: `{"success", "code", "entityId"?, …}`.
        execution_result: serde_json::Value,
    },
    /// Sound of the answer follows.
    #[serde(rename = "voice:tts-start", rename_all = "camelCase")]
    TtsStart {
        /// The turn.
        turn: TurnId,
        /// `pcm_s16le`.
        format: &'static str,
        /// Samples a second.
        sample_rate: u32,
    },
    /// No more sound of the answer.
    #[serde(rename = "voice:tts-end", rename_all = "camelCase")]
    TtsEnd {
        /// The turn.
        turn: TurnId,
        /// How much was sent.
        duration_ms: u32,
        /// `complete` or `interrupted`.
        reason: &'static str,
    },
    /// Where the time went.
    #[serde(rename = "voice:turn-metrics")]
    TurnMetrics(TurnMetrics),
    /// Some events of the books could not be told: `{"reload": true}`. Read the lists anew.
    #[serde(rename = "books:changed")]
    BooksChanged {
        /// Always.
        reload: bool,
    },
    /// A bill was posted: `{"invoice", "customer"}`. This and all below tell what anybody did in the shop's books, in the
    /// order of posting, each with its `sequence` in the journal and its `date`.
    #[serde(rename = "invoice:confirmed")]
    InvoiceConfirmed(serde_json::Value),
    /// A draft was begun, changed or thrown away: `{"invoice"}`.
    #[serde(rename = "invoice:draft")]
    InvoiceDraft(serde_json::Value),
    /// A bill or a credit note was undone: `{"invoice", "customer"}`.
    #[serde(rename = "invoice:cancelled")]
    InvoiceCancelled(serde_json::Value),
    /// Goods of a bill came back: `{"invoice", "customer"}`.
    #[serde(rename = "invoice:credited")]
    InvoiceCredited(serde_json::Value),
    /// A bill was given to the messenger: `{"sending"}`.
    #[serde(rename = "invoice:sending")]
    InvoiceSending(serde_json::Value),
    /// A payment, also one inside a bill: `{"entry", "customer"}`.
    #[serde(rename = "payment:recorded")]
    PaymentRecorded(serde_json::Value),
    /// Money was given back: `{"entry", "customer"}`.
    #[serde(rename = "payment:refunded")]
    PaymentRefunded(serde_json::Value),
    /// A credit was posted: `{"entry", "customer"}`.
    #[serde(rename = "credit:recorded")]
    CreditRecorded(serde_json::Value),
    /// A debt was given up: `{"entry", "customer"}`.
    #[serde(rename = "credit:written-off")]
    CreditWrittenOff(serde_json::Value),
    /// Another entry was undone: `{"entry", "customer"}`; the entry's `reverses` names it.
    #[serde(rename = "entry:reversed")]
    EntryReversed(serde_json::Value),
    /// An account was opened: `{"customer", "entry"}`, with an entry where it began with a balance.
    #[serde(rename = "customer:added")]
    CustomerAdded(serde_json::Value),
    /// Something else is known of a customer, or the account was closed: `{"customer"}`.
    #[serde(rename = "customer:changed")]
    CustomerChanged(serde_json::Value),
    /// A product is new: `{"product"}`.
    #[serde(rename = "product:added")]
    ProductAdded(serde_json::Value),
    /// A product has another price, name, tax rate …: `{"product"}`.
    #[serde(rename = "product:changed")]
    ProductChanged(serde_json::Value),
    /// Stock came or went: `{"product"}`.
    #[serde(rename = "stock:changed")]
    StockChanged(serde_json::Value),
    /// The shop's settings were changed.
    #[serde(rename = "settings:changed")]
    SettingsChanged(serde_json::Value),
    /// A day was closed: `{"close"}`.
    #[serde(rename = "day:closed")]
    DayClosed(serde_json::Value),
    /// A reminder was made, or changed: `{"reminder": {…}}`.
    #[serde(rename = "reminder:scheduled")]
    ReminderScheduled(serde_json::Value),
    /// The time of a reminder came: `due`, or `skipped` where nothing is owed.
    #[serde(rename = "reminder:due")]
    ReminderDue(serde_json::Value),
    /// A reminder was called off.
    #[serde(rename = "reminder:cancelled")]
    ReminderCancelled(serde_json::Value),
    /// Something went wrong.
    #[serde(rename = "error")]
    Error {
        /// Stable, for programs: `bad_message`.
        code: &'static str,
        /// For people; says what to do.
        message: String,
        /// The turn, if it was one.
        #[serde(skip_serializing_if = "Option::is_none")]
        turn: Option<TurnId>,
        /// Whether the same may work in a moment.
        retryable: bool,
    },
}

/// Where the time of a turn went; milliseconds from the end of speech.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TurnMetrics {
    /// The turn.
    pub turn: TurnId,
    /// Until the end of speech was decided.
    pub endpoint_ms: u32,
    /// From there until the final transcript.
    pub stt_ms: u32,
    /// Understanding.
    pub understand_ms: u32,
    /// Reading and writing the books.
    pub ledger_ms: u32,
    /// From the answer's text to its first sound.
    pub tts_first_byte_ms: u32,
    /// From the end of speech to the first sound of the answer.
    pub voice_to_voice_ms: u32,
}

impl ServerMessage {
    /// Some events could not be told.
    pub(crate) const fn read_anew() -> Self {
        Self::BooksChanged { reload: true }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_message_stands_in_the_protocol() {
        let text = include_str!("../../../docs/protocol.md");
        let named = include_str!("protocol.rs").split("#[serde(rename = \"").skip(1);
        let named: Vec<&str> = named.filter_map(|rest| rest.split('"').next()).filter(|name| name.len() > 1).collect();
        assert!(named.len() > 40, "{named:?}");
        for name in named {
            assert!(text.contains(&format!("`{name}`")), "{name}");
        }
    }
}
