//! Taking up a conversation that was cut off, and remembering this one.

use super::SessionMsg;
use super::answering::entity;
use super::message::Earlier;
use super::mind::{self, Speaker};
use super::protocol::ServerMessage;
use super::state::{State, Work};
use execora_domain::dialogue::{Agreement, Because, Entered, Memory, Proposal, Step};
use execora_domain::ids::TurnId;
use execora_domain::turn::TurnInput;
use std::sync::Arc;

impl State {
    /// Takes up the conversation that this token was given for; only before anything was said in this one.
    pub(super) fn resume(&mut self, token: &str, answered: Option<TurnId>) {
        if self.is_resuming || self.newest != TurnId::default() {
            return self.send(ServerMessage::Resumed { resumed: false });
        }
        self.is_resuming = true;
        let (keeper, token, reports) = (Arc::clone(&self.keeper), token.to_owned(), self.reports.clone());
        let (books, who) = (Arc::clone(&self.parts.books), self.speaker());
        self.tasks.spawn(async move {
            let earlier = match keeper.take(&token).await {
                Some(mut memory) => {
                    memory.was_answered(answered.unwrap_or_default());
                    let entered = mind::look(&*books, who, memory.unsettled()).await;
                    Some(Box::new(Earlier { memory, entered }))
                }
                None => None,
            };
            // The session may have ended first: what was taken is gone then, and nothing was written.
            let _told = reports.report(SessionMsg::Remembered(earlier)).await;
        });
    }

    /// What the earlier conversation remembered is at hand, or is not there. What waits is read back before anything that
    /// was said meanwhile is looked at, and those words confirm nothing.
    pub(super) fn remembered(&mut self, earlier: Option<Earlier>) {
        self.is_resuming = false;
        let mut posted = None;
        let resumed = earlier.and_then(|Earlier { memory, entered }| {
            self.step(TurnInput::Typed);
            let steps = self.dialogue.resume(memory, self.tenant, self.now(), self.newest, entered.clone()).ok()?;
            // The answer has the entity where it tells that something is written.
            let tells = steps.iter().any(|step| matches!(step, Step::Say(reply) if reply.is_written()));
            posted = last_written(&entered).filter(|_| tells);
            Some(steps)
        });
        self.send(ServerMessage::Resumed { resumed: resumed.is_some() });
        let Some(steps) = resumed else { return self.go_on() };
        let (agreement, replies) = (Agreement::Unweighed, vec![]);
        let work = Work { turn: self.newest, knows: true, hypotheses: vec![], agreement, replies, posted };
        self.work.push_front(work);
        self.carry_on(steps, self.newest);
    }

    /// What waited too long and may be written is looked up before anybody says that it is not.
    pub(super) fn look_up(&mut self, proposals: Vec<Proposal>) {
        let (books, who, reports) = (Arc::clone(&self.parts.books), self.speaker(), self.reports.clone());
        self.tasks.spawn(async move {
            let entered = mind::look(&*books, who, proposals).await;
            // The session may have ended first: it is remembered as it was.
            let _told = reports.report(SessionMsg::Looked(entered)).await;
        });
    }

    pub(super) fn looked_up(&mut self, entered: Vec<(Proposal, Entered)>) {
        let steps = self.dialogue.looked(self.now(), self.newest, Because::Expired, entered);
        let replies = steps.into_iter().filter_map(|step| match step {
            Step::Say(reply) | Step::ReadBack { reply, .. } => Some(reply),
            Step::Read(_) | Step::Post(_) | Step::Find(_) | Step::SendCode | Step::CheckCode(_) | Step::Look { .. } => {
                None
            }
        });
        let replies: Vec<_> = replies.collect();
        self.keep();
        self.tell_unasked(&replies);
    }

    /// Who speaks here.
    pub(super) fn speaker(&self) -> Speaker {
        Speaker { tenant: self.tenant, user: self.user, session: self.id }
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

    /// What this conversation remembers, to be kept before anything is posted: should the connection break before the
    /// answer, whoever takes it up knows what to look for.
    pub(super) fn keep_first(&mut self) -> (u64, Memory) {
        self.kept += 1;
        (self.kept, self.dialogue.remember(self.tenant, self.id))
    }

    /// Another connection took this conversation up: this one is over.
    pub(super) fn taken_over(&mut self) {
        self.close(4010, "this conversation goes on in another connection");
    }
}

/// What was posted last of what was looked up.
fn last_written(entered: &[(Proposal, Entered)]) -> Option<serde_json::Value> {
    entered.iter().rev().find_map(|(_, entered)| match entered {
        Entered::Written { posted, .. } => Some(entity(posted)),
        Entered::Not | Entered::Unknown => None,
    })
}
