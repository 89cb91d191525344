//! Customers: opening an account.

use super::{Asked, Change};
use crate::intent::{Slot, Slots};
use crate::ledger::{Command, NewParty};
use crate::reply::{Question, Wish};

pub(super) fn customer(slots: &Slots) -> Result<Change, Asked> {
    let name = slots.name.as_deref().map(capitalised).filter(|name| !name.is_empty());
    let name = name.ok_or((Question::Missing(Slot::Name), Slot::Name))?;
    let digits = slots.phone.as_deref().map(|phone| phone.chars().filter(char::is_ascii_digit).collect::<String>());
    let party = NewParty {
        name: name.clone(),
        phone: digits
            .as_deref()
            .map(|digits| format!("+91{}", digits.strip_prefix("91").filter(|it| it.len() == 10).unwrap_or(digits))),
        email: slots.email.clone(),
        ..NewParty::default()
    };
    Ok((Wish::Customer { name, phone: digits }, Command::CreateParty(party)))
}

/// `ramesh gupta` as a shop writes it; Devanagari has no capitals and stays.
fn capitalised(name: &str) -> String {
    let words = name.split_whitespace().map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<String>>().join(" ")
}
