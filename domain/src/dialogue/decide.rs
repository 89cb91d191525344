//! From frames to what is done about them together.

use super::propose::{self, Proposed};
use super::{Frame, Heard, Lexicon, Proposal, Step};
use crate::ids::TurnId;
use crate::intent::{Clarify, Intent, Reason, Slots, amounts_in, parse};
use crate::ledger::{Command, Confirmation, Risk};
use crate::money::Money;
use crate::reply::{Question, Wish};

/// What is done about some frames: questions answered, changes to read back, or something to ask before any of it.
#[derive(Default)]
pub(super) struct Decided {
    pub(super) steps: Vec<Step>,
    pub(super) proposals: Vec<Proposal>,
    pub(super) asks: Option<(Question, Clarify)>,
}

/// What is done about these frames; `is_sure` where nothing of them was guessed.
pub(super) fn decide(frames: &[Frame], is_sure: bool, heard: &Heard<'_>, lexicon: &Lexicon) -> Decided {
    let mut decided = Decided::default();
    for (index, frame) in frames.iter().enumerate() {
        if let Some(bill) = decided.proposals.last_mut().filter(|_| index > 0)
            && let Some(paid) = propose::paid_with(bill, frame, heard, lexicon)
        {
            *bill = paid;
            continue;
        }
        match propose::propose(frame, heard, index, lexicon) {
            Proposed::Step(step) => decided.steps.push(step),
            Proposed::Wish(proposal) => decided.proposals.push(*proposal),
            Proposed::Asks(question, slot) => {
                let reason = Reason::MissingSlot;
                let clarify = Clarify { reason, frame: index, slot: Some(slot), candidates: vec![], heard: None };
                decided.asks = Some((question, clarify));
                return decided;
            }
        }
    }
    demand(&mut decided.proposals, is_sure, lexicon);
    decided
}

/// Says what it takes to write these: together they count as one, so that no risk is split into smaller ones.
pub(super) fn demand(proposals: &mut [Proposal], is_sure: bool, lexicon: &Lexicon) {
    let policy = lexicon.world().confirm;
    let amount = amount(proposals);
    for proposal in proposals.iter_mut() {
        // A namesake is entered only by somebody who was told of the others.
        let is_sure = is_sure && !matches!(&proposal.wish, Wish::Customer { beside, .. } if !beside.is_empty());
        // Nor is a bill written for today without a word where another day was told.
        let is_sure = is_sure && !matches!(&proposal.wish, Wish::Invoice { is_redated: true, .. });
        let risk = if proposal.frame.intent == Intent::DeleteCustomer { Risk::Deletes } else { Risk::Writes };
        proposal.demand = policy.demands(risk, amount, is_sure);
    }
}

/// What these move together; none where they move no money.
pub(super) fn amount(proposals: &[Proposal]) -> Option<Money> {
    let amounts = proposals.iter().filter_map(|proposal| proposal.wish.amount());
    amounts.fold(None, |sum: Option<Money>, amount| {
        Some(sum.map_or(amount, |sum| sum.plus(amount).unwrap_or(Money::from_paise(i64::MAX))))
    })
}

/// Whether the words are a yes with what a bill comes to: "haan, 92". No thing of it is meant by that figure.
pub(super) fn agrees_to_total(proposals: &[Proposal], text: &str, heard: &Heard<'_>, lexicon: &Lexicon) -> bool {
    matches!(proposals, [Proposal { wish: Wish::Invoice { .. }, .. }]) && tells_sum(proposals, text, heard, lexicon)
}

/// Whether the words are the amount that is asked for again, and nothing besides: "30000 mat likho" has it in it, too.
pub(super) fn is_only_amount(proposals: &[Proposal], text: &str, heard: &Heard<'_>, lexicon: &Lexicon) -> bool {
    tells_sum(proposals, &format!("haan {text}"), heard, lexicon)
}

/// Whether the words say yes to what these come to.
fn tells_sum(proposals: &[Proposal], text: &str, heard: &Heard<'_>, lexicon: &Lexicon) -> bool {
    let Some(sum) = amount(proposals).filter(|sum| amounts_in(text) == [*sum]) else { return false };
    let undoes = proposals.iter().all(|proposal| matches!(proposal.wish, Wish::Undo { .. }));
    let intent = if undoes { Intent::CancelInvoice } else { Intent::RecordPayment };
    let customer_id = match proposals {
        [only] => only.frame.slots.customer_id.clone(),
        _ => None,
    };
    let frame = Frame { intent, slots: Slots { customer_id, amount_paise: Some(sum), ..Slots::default() } };
    let read = parse(text, lexicon, Some(&frame), heard.clock);
    read.clarify.is_none() && read.frames.first().is_some_and(|frame| frame.intent == Intent::Confirm)
}

impl Proposal {
    /// A command that a yes writes.
    pub(super) const fn new(frame: Frame, wish: Wish, command: Command, turn: TurnId, index: u16) -> Self {
        Self { frame, wish, command, turn, index, said_in: None, discount: None, demand: Confirmation::Yes }
    }
}
