//! From a frame to what is done about it: an answer, a wish to read back, or a question.

use super::{Heard, Proposal, Sought, Step};
use crate::intent::{Frame, Intent, Language, Lexicon, Meant, Paid, Slot};
use crate::ledger::Command;
use crate::money::Money;
use crate::reply::{Question, Reply, Tongue, Wish};

mod diary;
mod lookup;
mod money;
mod papers;
mod people;
mod read;
mod sale;
mod shelf;

pub(super) use lookup::capitalised;
pub(super) use sale::is_nobodys;

/// What is done about a frame.
pub(super) enum Proposed {
    /// Something that changes nothing.
    Step(Step),
    /// A change, to be read back.
    Wish(Box<Proposal>),
    /// Something has to be asked first, about this slot.
    Asks(Question, Slot),
}

/// Why there is no change to read back.
enum Instead {
    /// This has to be asked, about this slot.
    Asks(Question, Slot),
    /// This is all there is to say.
    Says(Box<Reply>),
}

/// What has to be asked, and about which slot.
type Asked = (Question, Slot);
/// A change as it is read back, and as it will be written.
type Change = (Wish, Command);

impl From<Asked> for Instead {
    fn from((question, slot): Asked) -> Self {
        Self::Asks(question, slot)
    }
}

/// What is done about a frame that was understood.
pub(super) fn propose(frame: &Frame, heard: &Heard<'_>, index: usize, lexicon: &Lexicon) -> Proposed {
    let (slots, world) = (&frame.slots, lexicon.world());
    let says = |reply: Reply| Proposed::Step(Step::Say(reply));
    let change = match frame.intent {
        Intent::CreateInvoice if slots.beyond.meant == Some(Meant::Repeat) => {
            return papers::again(slots, world)
                .map_or_else(says, |bill| Proposed::Step(Step::Find(Sought::Bill(bill))));
        }
        Intent::CreateInvoice => sale::invoice(slots, world),
        Intent::AddCredit if slots.beyond.meant == Some(Meant::Refund) => {
            money::refund(slots, world).map_err(Instead::from)
        }
        Intent::RecordPayment => money::payment(slots, heard, world),
        Intent::AddCredit => money::credit(slots, heard, world),
        Intent::CreateCustomer => people::customer(slots, world).map_err(Instead::from),
        Intent::UpdateCustomer => people::change(slots, world).map_err(Instead::from),
        Intent::AddProduct => shelf::product(slots, world).map_err(Instead::from),
        Intent::UpdateStock => shelf::stock(slots, world),
        Intent::UpdatePrice => shelf::price(slots, world).map_err(Instead::from),
        Intent::CancelInvoice => papers::cancel(slots, world),
        Intent::SendInvoice => papers::send(slots, world),
        Intent::ScheduleReminder => diary::schedule(slots, heard, world).map_err(Instead::from),
        Intent::ModifyReminder => diary::change(slots, heard, world),
        Intent::CancelReminder => diary::cancel(slots, heard, world),
        Intent::CheckBalance
        | Intent::CheckStock
        | Intent::DailySummary
        | Intent::GetCustomerInfo
        | Intent::ListReminders
        | Intent::TopDebtors => return read::query(frame, heard, world),
        Intent::DeleteCustomer => {
            return match lookup::party(slots, world) {
                Ok((_, party)) => Proposed::Step(Step::Find(Sought::Customer(party))),
                Err((question, slot)) => Proposed::Asks(question, slot),
            };
        }
        Intent::SwitchLanguage => return says(Reply::Language(tongue_of(slots.language))),
        Intent::Help => return says(Reply::Help),
        Intent::Stop => return says(Reply::Goodbye),
        Intent::Unknown => return says(Reply::Unclear),
        Intent::Confirm | Intent::Deny | Intent::Correct => return says(Reply::NothingPending),
    };
    match change {
        Ok((wish, command)) => {
            let index = u16::try_from(index).unwrap_or(u16::MAX);
            Proposed::Wish(Box::new(Proposal::new(frame.clone(), wish, command, heard.turn, index)))
        }
        Err(Instead::Asks(question, slot)) => Proposed::Asks(question, slot),
        Err(Instead::Says(reply)) => says(*reply),
    }
}

/// A bill with the payment that was told right behind it, where that pays no more than the bill comes to: they are posted
/// as one.
pub(super) fn paid_with(bill: &Proposal, next: &Frame, heard: &Heard<'_>, lexicon: &Lexicon) -> Option<Proposal> {
    let (slots, amount) = (&next.slots, next.slots.amount_paise?);
    let own = &bill.frame.slots;
    let fits = bill.frame.intent == Intent::CreateInvoice
        && next.intent == Intent::RecordPayment
        && own.customer_id == slots.customer_id
        && own.beyond.paid.is_none_or(|paid| paid.amount_paise.is_none())
        && slots.date.is_none_or(|date| date == heard.clock.date())
        && bill.wish.amount().is_some_and(|total| amount > Money::ZERO && amount <= total);
    if !fits {
        return None;
    }
    let mut frame = bill.frame.clone();
    let method = slots.method.or_else(|| own.beyond.paid.and_then(|paid| paid.method));
    frame.slots.beyond.paid = Some(Paid { method, amount_paise: Some(amount) });
    match propose(&frame, heard, usize::from(bill.index), lexicon) {
        Proposed::Wish(proposal) => Some(*proposal),
        Proposed::Step(_) | Proposed::Asks(..) => None,
    }
}

/// The language that answers are given in: who mixes is answered in Hindi.
pub(super) fn tongue_of(language: Option<Language>) -> Tongue {
    match language {
        Some(Language::En) => Tongue::En,
        Some(Language::Hi | Language::Hinglish) | None => Tongue::Hi,
    }
}

impl Proposal {
    /// Takes over a total that the books gave since the bill was read back.
    pub(super) fn take_total(&mut self, now: Money) {
        let Wish::Invoice { total, paid, .. } = &mut self.wish else { return };
        *total = now;
        let Command::IssueInvoice(draft) = &mut self.command else { return };
        draft.expected_total = Some(now);
        if let Some(paying) = paid.as_mut().filter(|paying| paying.is_all) {
            paying.amount = now;
            draft.payments = sale::payments(paying);
        }
    }
}
