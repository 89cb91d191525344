//! What the books hold of what somebody pointed at: their last entry, a bill.

use super::state::{Later, State};
use super::{Dialogue, Found, Frame, Heard, Lexicon, Proposal, Step, decide};
use crate::intent::{Beyond, Intent, Item, Meant, Paid, Slots};
use crate::invoice::Invoice;
use crate::ledger::{Command, Party, Refusal};
use crate::money::Money;
use crate::reply::{Reply, Wish};

/// The place, among the commands of its turn, of one that closes an account.
const CLOSING: u16 = u16::MAX - 1;

impl Dialogue {
    /// Goes on with what was found for the turn that is worked on.
    #[must_use]
    pub fn found(&mut self, found: Found, heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        match found {
            Found::Last(done) => self.found_last(heard, done.map(|done| *done)),
            Found::Bill(bill) => self.repeat(&bill, heard, lexicon),
            Found::Customer(party) => self.close_account(&party, heard, lexicon),
        }
    }

    /// An account that is even is closed after an agreement; of another it is told how it stands.
    fn close_account(&mut self, party: &Party, heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        let (name, balance) = (party.name.clone(), party.balance);
        if balance != Money::ZERO {
            return vec![Step::Say(Reply::Refused(Refusal::NotEven { name, balance }))];
        }
        let slots = Slots { customer_id: Some(party.id.to_string()), ..Slots::default() };
        let frame = Frame { intent: Intent::DeleteCustomer, slots };
        let command = Command::RetireParty { party: party.id };
        let mut proposals = vec![Proposal::new(frame, Wish::CloseAccount { name }, command, heard.turn, CLOSING)];
        decide::demand(&mut proposals, false, lexicon);
        match self.state {
            State::Idle => self.confirm(proposals, heard.now, heard.newest, false),
            State::Confirming(_) | State::Asking(_) => self.put_off(Later::Wish(proposals)),
        }
    }

    /// What a bill had is read back as a new one, at today's prices.
    fn repeat(&mut self, bill: &Invoice, heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        let frames = [again(bill, lexicon)];
        match self.state {
            State::Idle => self.carry_out(&frames, "", false, heard, lexicon),
            State::Confirming(_) | State::Asking(_) => self.line_up_frames(&frames, heard, lexicon),
        }
    }
}

/// The bill as a wish. Who has no account pays again.
fn again(bill: &Invoice, lexicon: &Lexicon) -> Frame {
    let items = bill.items.iter().map(|line| Item {
        product_id: line.product_id.to_string(),
        qty_milli: Some(line.quantity),
        amount_paise: None,
        rate_paise: None,
    });
    let customer = bill.customer_id.to_string();
    let nobody = lexicon.world().walk_in.as_ref() == Some(&customer);
    let walk_in = Beyond { meant: Some(Meant::WalkIn), paid: Some(Paid::default()), ..Beyond::default() };
    let slots = Slots {
        customer_id: Some(customer).filter(|_| !nobody),
        items: Some(items.collect()),
        beyond: if nobody { walk_in } else { Beyond::default() },
        ..Slots::default()
    };
    Frame { intent: Intent::CreateInvoice, slots }
}
