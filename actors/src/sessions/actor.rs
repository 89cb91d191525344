//! The supervisor of the sessions.

use super::handle::{OpenError, OpenSession, Place, Shared};
use crate::address::Envelope;
use crate::session::{self, Conversation, Opening};
use execora_domain::ids::SessionId;
use ractor::{Actor, ActorId, ActorProcessingErr, ActorRef, RpcReplyPort, SupervisionEvent};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// What the supervisor of the sessions is asked.
#[derive(Debug)]
pub(crate) enum SessionsMsg {
    /// Open a conversation.
    Open {
        /// Its place.
        place: Place,
        /// Who talks.
        request: OpenSession,
        /// Answered when it is ready.
        reply: RpcReplyPort<Result<Conversation, OpenError>>,
    },
}

pub(super) struct Supervisor;

pub(super) struct State {
    shared: Arc<Shared>,
    running: HashMap<ActorId, SessionId>,
}

impl Actor for Supervisor {
    type Msg = Envelope<SessionsMsg>;
    type State = State;
    type Arguments = Arc<Shared>;

    async fn pre_start(&self, _: ActorRef<Self::Msg>, shared: Arc<Shared>) -> Result<State, ActorProcessingErr> {
        shared.all_moved_out();
        Ok(State { shared, running: HashMap::new() })
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        envelope: Self::Msg,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        match envelope.message {
            SessionsMsg::Open { place, request, reply } => {
                let opened = state.open(place, request, &myself).await;
                // Whoever asked may have gone: the conversation is dropped with the answer, and so hung up.
                drop(reply.send(opened));
            }
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<Self::Msg>,
        event: SupervisionEvent,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(who, error) = &event {
            tracing::error!(error = %error, actor.id = %who.get_id(), "a session crashed");
            metrics::counter!("execora_sessions_crashed_total").increment(1);
        }
        if let SupervisionEvent::ActorFailed(who, _) | SupervisionEvent::ActorTerminated(who, ..) = &event
            && let Some(id) = state.running.remove(&who.get_id())
        {
            state.shared.moved_out(id);
        }
        Ok(())
    }
}

impl State {
    async fn open(
        &mut self,
        place: Place,
        request: OpenSession,
        myself: &ActorRef<Envelope<SessionsMsg>>,
    ) -> Result<Conversation, OpenError> {
        if self.shared.is_draining() {
            return Err(OpenError::Draining);
        }
        let tenant = request.tenant;
        let id = SessionId::from_uuid(Uuid::now_v7());
        tracing::info!(session.id = %id, tenant.id = %tenant, user.id = %request.user, "a conversation begins");
        let parts = Arc::clone(&self.shared.parts);
        let opening = Opening { id, tenant, user: request.user, outgoing: request.outgoing, place, parts };
        let (conversation, actor) =
            session::start(opening, myself.get_cell()).await.map_err(|_| OpenError::Draining)?;
        self.running.insert(actor.get_id(), id);
        self.shared.moved_in(tenant, &conversation);
        Ok(conversation)
    }
}
