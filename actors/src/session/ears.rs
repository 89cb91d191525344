//! The task that listens: between the session and its [`SpeechToText`].

use super::SessionMsg;
use super::books::Books;
use crate::address::Address;
use crate::providers::{Awaited, Language, ListenCommand, ListenSetup, ProviderError, SpeechEvent, SpeechToText};
use crate::speech::hints;
use crate::tasks::TaskSet;
use execora_domain::audio::Frame;
use execora_domain::ids::TenantId;
use execora_domain::intent::Lexicon;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

/// Frames and commands on their way to the ears: half a minute of sound, in case they decode while it comes.
const COMMANDS_MAX: usize = 1_500;

/// Places that sound leaves free, so that a command to finish is never shut out by it.
const COMMANDS_KEPT: usize = 16;

/// Events on their way back: the ears wait when the session is this far behind.
const EVENTS_MAX: usize = 32;

/// How long the names that the ears should expect may take to read; without them they listen all the same.
const NAMES_MAX: Duration = Duration::from_secs(2);

/// What comes back from the ears.
#[derive(Debug)]
pub struct EarsEvent {
    /// Which ears: those that were replaced are not listened to.
    pub(super) generation: u32,
    /// What they tell.
    pub(super) what: EarsTold,
}

/// What the ears tell.
#[derive(Debug)]
pub(super) enum EarsTold {
    /// The shop's names, which they were given to expect.
    Names(Arc<Lexicon>),
    /// What they heard.
    Event(SpeechEvent),
    /// They ended.
    Ended,
}

/// One conversation's ears. Dropping it stops them.
#[derive(Debug)]
pub(super) struct Ears {
    commands: mpsc::Sender<ListenCommand>,
    task: AbortHandle,
    pub(super) generation: u32,
    /// What they were told to wait for.
    pub(super) awaited: Awaited,
}

/// What it takes to listen.
pub(super) struct Listening {
    pub(super) stt: Arc<dyn SpeechToText>,
    pub(super) books: Arc<dyn Books>,
    pub(super) tenant: TenantId,
    pub(super) language: Option<Language>,
    pub(super) generation: u32,
}

impl Ears {
    /// Starts to listen.
    pub(super) fn start(listening: Listening, session: Address<SessionMsg>, tasks: &mut TaskSet) -> Self {
        let (commands, heard) = mpsc::channel(COMMANDS_MAX);
        let generation = listening.generation;
        let task = tasks.spawn(listen(listening, heard, session));
        Self { commands, task, generation, awaited: Awaited::default() }
    }

    /// Hands a frame on; false where there is no place for it and it is dropped.
    pub(super) fn hear(&self, frame: Frame) -> bool {
        self.commands.capacity() > COMMANDS_KEPT && self.commands.try_send(ListenCommand::Sound(frame)).is_ok()
    }

    /// Tells the ears something; false where they no longer take it in and must be replaced.
    pub(super) fn tell(&self, command: ListenCommand) -> bool {
        self.commands.try_send(command).is_ok()
    }
}

impl Drop for Ears {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(listening: Listening, commands: mpsc::Receiver<ListenCommand>, session: Address<SessionMsg>) {
    let Listening { stt, books, tenant, language, generation } = listening;
    let report = |what| session.report(SessionMsg::Heard(EarsEvent { generation, what }));
    let lexicon = tokio::time::timeout(NAMES_MAX, books.lexicon(tenant)).await.ok().and_then(Result::ok);
    let expected = lexicon.as_ref().map_or_else(|| Arc::from([]), |lexicon| hints(lexicon));
    if let Some(lexicon) = lexicon {
        let _told = report(EarsTold::Names(lexicon)).await;
    }
    let (events, mut heard) = mpsc::channel(EVENTS_MAX);
    let setup = ListenSetup { language, hints: expected };
    let forward = async {
        while let Some(event) = heard.recv().await {
            if report(EarsTold::Event(event)).await.is_err() {
                break;
            }
        }
    };
    let (ended, ()) = tokio::join!(stt.listen(setup, commands, events), forward);
    if let Err(error) = ended {
        log(&error);
    }
    // The session may have ended first: then there is nobody to tell.
    let _told = report(EarsTold::Ended).await;
}

fn log(error: &ProviderError) {
    tracing::warn!(error = %error, "the ears ended");
}
