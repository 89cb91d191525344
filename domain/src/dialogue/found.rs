//! What the books hold of what somebody pointed at: their last entry, a bill.

use super::state::State;
use super::{Dialogue, Found, Frame, Heard, Lexicon, Step};
use crate::intent::{Beyond, Intent, Item, Meant, Paid, Slots};
use crate::invoice::Invoice;

impl Dialogue {
    /// Goes on with what was found for the turn that is worked on.
    #[must_use]
    pub fn found(&mut self, found: Found, heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        match found {
            Found::Last(done) => self.found_last(heard, done.map(|done| *done)),
            Found::Bill(bill) => self.repeat(&bill, heard, lexicon),
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
