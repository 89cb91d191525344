//! Customers: opening an account, and what is known of them.

use super::lookup::{capitalised, dialled, party};
use super::{Asked, Change};
use crate::dialogue::ask::told_apart;
use crate::intent::{Slot, Slots, World};
use crate::ledger::{Command, NewParty, PartyChange, Patch};
use crate::reply::{Question, Wish};
use crate::search::sounding;

pub(super) fn customer(slots: &Slots, world: &World) -> Result<Change, Asked> {
    let name = slots.name.as_deref().map(capitalised).filter(|name| !name.is_empty());
    let name = name.ok_or((Question::Missing(Slot::Name), Slot::Name))?;
    let phone = slots.phone.as_deref().map(dialled);
    let beside = namesakes(&name, world);
    let party = NewParty {
        // They were named, and it was said that this is somebody else.
        may_be_known: !beside.is_empty(),
        may_share_phone: false,
        name: name.clone(),
        phone: phone.as_deref().map(of_india),
        email: slots.email.clone(),
        ..NewParty::default()
    };
    Ok((Wish::Customer { name, phone, beside }, Command::CreateParty(party)))
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

/// So many namesakes are told.
const NAMESAKES_MAX: usize = 4;

/// Those whom this name may mean already, each with what tells them apart: of two names the one is in the other.
fn namesakes(name: &str, world: &World) -> Vec<String> {
    let sounds = |name: &str| sounding(name).into_iter().map(|word| word.sound).collect::<Vec<String>>();
    let new = sounds(name);
    let is_in = |one: &[String], other: &[String]| !one.is_empty() && one.iter().all(|word| other.contains(word));
    let is_alike = |known: &str| is_in(&new, &sounds(known)) || is_in(&sounds(known), &new);
    let alike = world.customers.iter().filter(|it| is_alike(&it.name) || it.nickname.as_deref().is_some_and(is_alike));
    alike.map(told_apart).take(NAMESAKES_MAX).collect()
}
