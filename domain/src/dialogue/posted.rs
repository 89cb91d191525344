//! What came of posting: it is told, and what waited behind it gets its turn.

use super::entered::Told;
use super::recent::Done;
use super::state::Later;
use super::{Dialogue, PostOutcome, Proposal, Step, done, newcomer};
use crate::ids::TurnId;
use crate::ledger::{Command, Posted, Refusal};
use crate::reply::{Reply, Wish};
use crate::turn::SessionTime;

impl Dialogue {
    /// Takes in what came of posting, and says it; what could not be posted yet waits for another "haan".
    #[must_use]
    pub fn posted(&mut self, now: SessionTime, newest: TurnId, outcomes: Vec<(Proposal, PostOutcome)>) -> Vec<Step> {
        self.posting.clear();
        let mut written = vec![];
        let several = outcomes.len() > 1;
        let (mut steps, mut again, mut unsure) = (vec![], vec![], false);
        for (mut proposal, outcome) in outcomes {
            let name = proposal.wish.name().to_owned();
            let refused = |refusal| match (several, refusal) {
                (true, refusal) => Reply::RefusedOne { name, refusal },
                (false, refusal) => Reply::Refused(refusal),
            };
            let reply = match outcome {
                PostOutcome::Posted(posted) => {
                    self.wrote(&proposal, &posted);
                    let deed = done::deed(&proposal, &posted);
                    written.push(proposal);
                    Reply::Written(deed)
                }
                PostOutcome::Refused(Refusal::TotalChanged { total }) => {
                    proposal.take_total(total);
                    again.push(proposal);
                    refused(Refusal::TotalChanged { total })
                }
                PostOutcome::Refused(refusal) => {
                    self.forget_newcomer(&proposal);
                    refused(refusal)
                }
                PostOutcome::Busy => {
                    again.push(proposal);
                    Reply::Busy
                }
                PostOutcome::Unknown => {
                    unsure = true;
                    again.push(proposal);
                    Reply::Unsure
                }
                PostOutcome::Failed => {
                    self.forget_newcomer(&proposal);
                    Reply::Trouble
                }
                PostOutcome::Held => {
                    again.push(proposal);
                    continue;
                }
            };
            steps.push(Step::Say(reply));
        }
        if !written.is_empty() {
            self.echo = None;
            let told = self.told.get_or_insert(Told { turn: newest, proposals: vec![] });
            told.turn = newest;
            told.proposals.extend(written);
        }
        if again.is_empty() {
            steps.extend(self.next_waiting(now, newest));
        } else {
            self.raise(&mut again);
            steps.extend(self.read_back_anew(again, now, newest, unsure));
        }
        steps
    }

    /// Remembers what was written, and gives what waits for it its identity.
    pub(super) fn wrote(&mut self, proposal: &Proposal, posted: &Posted) {
        if matches!(proposal.wish, Wish::Undo { .. }) {
            self.recent.undid(proposal);
        } else if let Some(done) = Done::of(posted) {
            self.recent.did(done);
        } else if matches!(proposal.command, Command::MoveStock { .. } | Command::ChangeProduct { .. }) {
            self.recent.did_the_shelf();
        }
        let Some((stand_in, identity)) = newcomer::identity(posted) else { return };
        for later in &mut self.later {
            match later {
                Later::Wish(proposals) | Later::Edited { edited: proposals, .. } => {
                    for waiting in proposals {
                        newcomer::give_identity(waiting, stand_in, &identity);
                    }
                }
                Later::Question(_) => {}
            }
        }
    }

    /// What was to be entered first was not: what needs it cannot be written either, and a bill goes on as it was.
    fn forget_newcomer(&mut self, proposal: &Proposal) {
        if newcomer::makes_one(&proposal.command) {
            self.later.retain(|later| match later {
                Later::Wish(proposals) => !proposals.iter().any(newcomer::needs_one),
                Later::Edited { .. } | Later::Question(_) => true,
            });
        }
    }
}
