//! Whole conversations with scripted ears, voice and books, on a paused clock.
#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one kind of frame")]

use super::protocol::{ClientMessage, Outgoing, ServerMessage, StartVoice};
use super::{Conversation, Parts, SessionSettings};
use crate::adviser::Adviser;
use crate::providers::scripted::{Hears, ScriptedEars, ScriptedVoice};
use crate::providers::{LanguageModel, SpeechToText, TextToSpeech};
use crate::sessions::{OpenSession, Sessions};
use bytes::Bytes;
use execora_domain::ids::{TenantId, UserId};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use uuid::Uuid;

mod advice;
mod agreement;
mod books;
mod happening;
mod overload;
mod sound;
mod talk;

use books::ScriptedBooks;

/// Room for what a session sends before a test looks.
const OUTGOING: usize = 512;

/// A house with one conversation in it.
struct House {
    sessions: Sessions,
    books: Arc<ScriptedBooks>,
    conversation: Conversation,
    outbox: mpsc::Receiver<Outgoing>,
    /// Everything that was sent so far.
    seen: Vec<Outgoing>,
}

fn shop() -> TenantId {
    TenantId::from_uuid(Uuid::from_u128(7))
}

fn settings() -> SessionSettings {
    SessionSettings::default()
}

struct Build {
    ears: Option<ScriptedEars>,
    voice: Option<ScriptedVoice>,
    adviser: Option<Adviser>,
    settings: SessionSettings,
}

fn house() -> Build {
    Build { ears: None, voice: None, adviser: None, settings: settings() }
}

impl Build {
    fn hears(mut self, script: impl IntoIterator<Item = Hears>) -> Self {
        self.ears = Some(ScriptedEars::new(script));
        self
    }

    fn ears(mut self, ears: &ScriptedEars) -> Self {
        self.ears = Some(ears.clone());
        self
    }

    fn voice(mut self, voice: ScriptedVoice) -> Self {
        self.voice = Some(voice);
        self
    }

    fn adviser(mut self, model: impl LanguageModel) -> Self {
        self.adviser = Some(Adviser::new(Arc::new(model), Duration::from_secs(3)));
        self
    }

    async fn open(self) -> House {
        let books = Arc::new(ScriptedBooks::default());
        let clock = crate::clock::Clock::new(|| "2026-11-20T10:00:00+05:30".parse().unwrap());
        let ears = self.ears.map(|ears| -> Arc<dyn SpeechToText> { Arc::new(ears) });
        let voice = self.voice.map(|voice| -> Arc<dyn TextToSpeech> { Arc::new(voice) });
        let (adviser, settings) = (self.adviser, self.settings);
        let cache = crate::cache::Cache::default();
        let scripted = Arc::<ScriptedBooks>::clone(&books);
        let news = crate::news::News::default();
        let parts = Parts { ears, voice, adviser, cache, books: scripted, news, clock, settings };
        let sessions = Sessions::new(parts);
        sessions.start(None).await.unwrap();
        let (conversation, outbox) = open(&sessions, OUTGOING).await;
        House { sessions, books, conversation, outbox, seen: vec![] }
    }
}

async fn open(sessions: &Sessions, room: usize) -> (Conversation, mpsc::Receiver<Outgoing>) {
    let (outgoing, outbox) = mpsc::channel(room);
    let place = sessions.reserve(shop()).unwrap();
    let user = UserId::from_uuid(Uuid::nil());
    let request = OpenSession { tenant: shop(), user, outgoing };
    (sessions.open(place, request).await.unwrap(), outbox)
}

impl House {
    /// The next frame that is wanted; none where the session ends or an hour passes first.
    async fn next<T>(&mut self, wanted: impl Fn(&Outgoing) -> Option<T>) -> Option<T> {
        loop {
            let frame = tokio::time::timeout(Duration::from_hours(1), self.outbox.recv()).await.ok()??;
            let found = wanted(&frame);
            self.seen.push(frame);
            if found.is_some() {
                return found;
            }
        }
    }

    /// The code of the next answer, with its text.
    async fn answer(&mut self) -> (String, String) {
        let answer = self.next(|frame| match frame {
            Outgoing::Text(ServerMessage::Response { text, execution_result, .. }) => {
                Some((execution_result["code"].as_str().unwrap_or_default().to_owned(), text.clone()))
            }
            _ => None,
        });
        answer.await.expect("an answer")
    }

    async fn error(&mut self) -> &'static str {
        let code = self.next(|frame| match frame {
            Outgoing::Text(ServerMessage::Error { code, .. }) => Some(*code),
            _ => None,
        });
        code.await.expect("an error")
    }

    async fn close_code(&mut self) -> u16 {
        let code = self.next(|frame| match frame {
            Outgoing::Close { code, .. } => Some(*code),
            _ => None,
        });
        code.await.expect("a close frame")
    }

    async fn wait_for(&mut self, what: fn(&ServerMessage) -> bool) {
        let found = self.next(|frame| match frame {
            Outgoing::Text(message) if what(message) => Some(()),
            _ => None,
        });
        found.await.expect("the message that the test waits for");
    }

    fn types(&self, text: &str) {
        assert!(self.conversation.control(ClientMessage::Typed { text: text.to_owned() }));
    }

    fn starts(&self) {
        assert!(self.conversation.control(ClientMessage::Start(StartVoice::default())));
    }

    /// A human voice, or near enough for the detector, in real time.
    async fn speaks(&self, ms: u64) {
        for frame in 0..ms / 20 {
            self.conversation.sound(voice_frame(frame));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn is_silent(&self, ms: u64) {
        for _ in 0..ms / 20 {
            self.conversation.sound(Bytes::from(vec![0; 640]));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// 20 ms of something that the voice detector takes for speech: a recorded vowel has many harmonics that move.
fn voice_frame(frame: u64) -> Bytes {
    sound::vowel(frame)
}
