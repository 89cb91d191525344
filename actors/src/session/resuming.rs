//! Taking up a conversation that was cut off, and remembering this one.

use super::SessionMsg;
use super::protocol::ServerMessage;
use super::state::{State, Work};
use execora_domain::dialogue::Memory;
use execora_domain::ids::TurnId;
use execora_domain::turn::TurnInput;
use std::sync::Arc;

impl State {
    /// Takes up the conversation that this token was given for; only before anything was said in this one.
    pub(super) fn resume(&mut self, token: &str) {
        if self.is_resuming || self.newest != TurnId::default() {
            return self.send(ServerMessage::Resumed { resumed: false });
        }
        self.is_resuming = true;
        let (keeper, token, reports) = (Arc::clone(&self.keeper), token.to_owned(), self.reports.clone());
        self.tasks.spawn(async move {
            let memory = keeper.take(&token).await.map(Box::new);
            // The session may have ended first: what was taken is gone then, and nothing was written.
            let _told = reports.report(SessionMsg::Remembered(memory)).await;
        });
    }

    /// What the earlier conversation remembered is at hand, or is not there. What waits is read back before anything that
    /// was said meanwhile is looked at, and those words confirm nothing.
    pub(super) fn remembered(&mut self, memory: Option<Memory>) {
        self.is_resuming = false;
        let resumed = memory.and_then(|memory| {
            self.step(TurnInput::Typed);
            self.dialogue.resume(memory, self.tenant, self.now(), self.newest).ok()
        });
        self.send(ServerMessage::Resumed { resumed: resumed.is_some() });
        let Some(steps) = resumed else { return self.go_on() };
        self.work.push_front(Work {
            turn: self.newest,
            knows: true,
            hypotheses: vec![],
            replies: vec![],
            posted: None,
        });
        self.carry_on(steps, self.newest);
    }

    /// Keeps what this conversation remembers now.
    pub(super) fn keep(&mut self) {
        self.kept += 1;
        let (sequence, memory) = (self.kept, self.dialogue.remember(self.tenant, self.id));
        let (keeper, reports) = (Arc::clone(&self.keeper), self.reports.clone());
        self.tasks.spawn(async move {
            if !keeper.save(sequence, &memory).await {
                // The session may have ended first.
                let _told = reports.report(SessionMsg::TakenOver).await;
            }
        });
    }

    /// Another connection took this conversation up: this one is over.
    pub(super) fn taken_over(&mut self) {
        self.close(4010, "this conversation goes on in another connection");
    }
}
