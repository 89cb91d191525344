//! Customers: opening an account, and what is known of them.

use super::lookup::{capitalised, dialled, party};
use super::{Asked, Change};
use crate::intent::{Slot, Slots, World};
use crate::ledger::{Command, NewParty, PartyChange, Patch};
use crate::reply::{Question, Wish};

pub(super) fn customer(slots: &Slots) -> Result<Change, Asked> {
    let name = slots.name.as_deref().map(capitalised).filter(|name| !name.is_empty());
    let name = name.ok_or((Question::Missing(Slot::Name), Slot::Name))?;
    let phone = slots.phone.as_deref().map(dialled);
    let party = NewParty {
        name: name.clone(),
        phone: phone.as_deref().map(of_india),
        email: slots.email.clone(),
        ..NewParty::default()
    };
    Ok((Wish::Customer { name, phone }, Command::CreateParty(party)))
}

/// Another name, phone or e-mail.
pub(super) fn change(slots: &Slots, world: &World) -> Result<Change, Asked> {
    let (who, party) = party(slots, world)?;
    let to = slots.name.as_deref().map(capitalised).filter(|name| !name.is_empty());
    let (phone, email) = (slots.phone.as_deref().map(dialled), slots.email.clone());
    if to.is_none() && phone.is_none() && email.is_none() {
        return Err((Question::Missing(Slot::Phone), Slot::Phone));
    }
    let set = |value: Option<String>| value.map_or(Patch::Keep, Patch::Set);
    let change = PartyChange {
        name: to.clone(),
        phone: set(phone.as_deref().map(of_india)),
        email: set(email.clone()),
        ..PartyChange::default()
    };
    let wish = Wish::Known { name: who.name.clone(), to, phone, email };
    Ok((wish, Command::UpdateParty { party, change }))
}

fn of_india(digits: &str) -> String {
    format!("+91{digits}")
}
