//! The session's mailbox.

use super::SessionMsg;
use super::protocol::{ClientMessage, ServerMessage};
use super::state::{Args, Closing, State};
use crate::address::Envelope;
use execora_domain::turn::TurnInput;
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use tracing::Instrument;

/// One conversation, as an actor.
pub(super) struct Session;

impl Actor for Session {
    type Msg = Envelope<SessionMsg>;
    type State = State;
    type Arguments = Args;

    async fn pre_start(&self, _: ActorRef<Self::Msg>, args: Args) -> Result<State, ActorProcessingErr> {
        let mut state = State::new(args);
        state.greet();
        Ok(state)
    }

    async fn post_start(&self, _: ActorRef<Self::Msg>, state: &mut State) -> Result<(), ActorProcessingErr> {
        state.settle();
        Ok(())
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        envelope: Self::Msg,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        let span = tracing::info_span!("session", session.id = %state.id, tenant.id = %state.tenant);
        async {
            state.receive(envelope.message);
            if state.closing == Closing::Now {
                myself.stop(None);
            }
        }
        .instrument(span)
        .await;
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<Self::Msg>,
        _: SupervisionEvent,
        _: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

impl State {
    fn greet(&mut self) {
        let ears = self.parts.ears.as_ref().map(|ears| ears.name());
        let voice = self.parts.voice.as_ref().map(|voice| voice.name());
        let ready = ServerMessage::Ready {
            session_id: self.id,
            resume_token: self.keeper.token().to_owned(),
            stt_available: ears.is_some(),
            tts_available: voice.is_some(),
            providers: serde_json::json!({ "stt": ears, "tts": voice }),
        };
        self.send(ready);
    }

    fn receive(&mut self, message: SessionMsg) {
        if self.closing == Closing::Now {
            return;
        }
        match message {
            SessionMsg::AudioReceived(_) | SessionMsg::ControlReceived(_) if self.closing == Closing::Draining => {}
            SessionMsg::AudioReceived(bytes) => self.sound(&bytes),
            SessionMsg::ControlReceived(message) => self.control(message),
            SessionMsg::Heard(event) => self.heard(event),
            SessionMsg::NamesRead(lexicon) => self.understand(lexicon),
            SessionMsg::Advised { generation, proposed } => {
                if let Some(proposed) = self.advised(generation, proposed) {
                    self.decide(&proposed);
                }
            }
            SessionMsg::Answered(worked) => self.answered(worked),
            SessionMsg::Remembered(earlier) => self.remembered(earlier.map(|earlier| *earlier)),
            SessionMsg::Looked(entered) => self.looked_up(entered),
            SessionMsg::TakenOver => self.taken_over(),
            SessionMsg::Spoke(event) => self.spoke(event),
            SessionMsg::DeadlineReached { generation } => self.deadline(generation),
            SessionMsg::Happened(events) => self.happened(&events),
            SessionMsg::SocketClosed => self.closing = Closing::Now,
            SessionMsg::Drain => self.closing = Closing::Draining,
        }
        self.settle();
    }

    fn control(&mut self, message: ClientMessage) {
        self.touch();
        match message {
            ClientMessage::Start(start) => {
                if let Some(token) = &start.resume_token {
                    self.resume(token, None);
                }
                self.start_listening(&start);
            }
            ClientMessage::Resume { resume_token, answered } => self.resume(&resume_token, answered),
            ClientMessage::Typed { text } => self.typed(&text),
            ClientMessage::Interrupt => self.step(TurnInput::Interrupt),
            ClientMessage::PlaybackPosition { turn, played_ms } => {
                self.awareness.played(turn, played_ms.into());
                // What was told in it was heard: it is not told again.
                if self.dialogue.was_heard(turn) {
                    self.keep();
                }
                self.step(TurnInput::Played { turn, ms: played_ms.into() });
            }
            ClientMessage::Stop => self.stop_listening(),
        }
    }
}
