//! From a frame to what is done about it: an answer, a wish to read back, or a question.

use super::{Heard, Proposal, Step};
use crate::intent::{Frame, Intent, Lexicon, Slot};
use crate::ledger::Command;
use crate::money::Money;
use crate::reply::{Question, Reply, Wish};

mod lookup;
mod money;
mod people;
mod read;
mod sale;

/// What is done about a frame.
pub(super) enum Proposed {
    /// Something that changes nothing.
    Step(Step),
    /// A change, to be read back.
    Wish(Box<Proposal>),
    /// Something has to be asked first, about this slot.
    Asks(Question, Slot),
}

/// What has to be asked, and about which slot.
type Asked = (Question, Slot);
/// A change as it is read back, and as it will be written.
type Change = (Wish, Command);

/// Whether this can be done by voice at all.
pub(super) const fn is_by_voice(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::CreateInvoice
            | Intent::RecordPayment
            | Intent::AddCredit
            | Intent::CheckBalance
            | Intent::CreateCustomer
            | Intent::CheckStock
            | Intent::DailySummary
    )
}

/// What is done about a frame that was understood.
pub(super) fn propose(frame: &Frame, heard: &Heard<'_>, index: usize, lexicon: &Lexicon) -> Proposed {
    let world = lexicon.world();
    let wish = match frame.intent {
        Intent::CreateInvoice => sale::invoice(&frame.slots, world),
        Intent::RecordPayment => money::payment(&frame.slots, heard, world),
        Intent::AddCredit => money::credit(&frame.slots, heard, world),
        Intent::CreateCustomer => people::customer(&frame.slots),
        Intent::CheckBalance | Intent::CheckStock | Intent::DailySummary => return read::query(frame, heard, world),
        Intent::Help => return Proposed::Step(Step::Say(Reply::Help)),
        Intent::Stop => return Proposed::Step(Step::Say(Reply::Goodbye)),
        Intent::Unknown => return Proposed::Step(Step::Say(Reply::Unclear)),
        Intent::Confirm | Intent::Deny => return Proposed::Step(Step::Say(Reply::NothingPending)),
        other @ (Intent::ScheduleReminder
        | Intent::ListReminders
        | Intent::CancelReminder
        | Intent::ModifyReminder
        | Intent::UpdateCustomer
        | Intent::DeleteCustomer
        | Intent::GetCustomerInfo
        | Intent::AddProduct
        | Intent::UpdateStock
        | Intent::UpdatePrice
        | Intent::CancelInvoice
        | Intent::TopDebtors
        | Intent::SendInvoice
        | Intent::Correct
        | Intent::SwitchLanguage) => return Proposed::Step(Step::Say(Reply::NotByVoice(other))),
    };
    match wish {
        Ok((wish, command)) => {
            let index = u16::try_from(index).unwrap_or(u16::MAX);
            Proposed::Wish(Box::new(Proposal { frame: frame.clone(), wish, command, turn: heard.turn, index }))
        }
        Err((question, slot)) => Proposed::Asks(question, slot),
    }
}

impl Proposal {
    /// Takes over a total that the books gave since the bill was read back.
    pub(super) fn take_total(&mut self, now: Money) {
        if let Wish::Invoice { total, .. } = &mut self.wish {
            *total = now;
        }
        if let Command::IssueInvoice(draft) = &mut self.command {
            draft.expected_total = Some(now);
        }
    }
}
