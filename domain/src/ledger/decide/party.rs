//! Customers.

use super::{Moment, against, next_entry};
use crate::ids::PartyId;
use crate::ledger::book::{Account, AccountKind, BookView, Change, Decision};
use crate::ledger::field::{self, NAME_MAX};
use crate::ledger::{EntryKind, NewParty, Party, Posted, Refusal};
use crate::money::Money;

pub(super) fn create_party(book: &BookView, new: &NewParty, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let limit = book.shop.limits.amount_max;
    let phone = field::optional_phone(new.phone.as_deref())?;
    if let Some(name) = phone.as_ref().and_then(|phone| book.phones.get(phone)) {
        return Err(Refusal::DuplicateParty { name: name.clone() });
    }
    let within = |amount: Money| amount.paise().unsigned_abs() <= limit.paise().unsigned_abs();
    if !within(new.opening_balance) || new.credit_limit.is_some_and(|most| most < Money::ZERO || !within(most)) {
        return Err(Refusal::InvalidAmount { limit });
    }
    let mut party = Party {
        id: PartyId::from_uuid((moment.new_id)()),
        name: field::text("/name", &new.name, NAME_MAX)?,
        phone,
        nickname: field::optional("/nickname", new.nickname.as_deref(), NAME_MAX)?,
        landmark: field::optional("/landmark", new.landmark.as_deref(), NAME_MAX)?,
        email: field::optional_email(new.email.as_deref())?,
        balance: Money::ZERO,
        credit_limit: new.credit_limit,
        created_at: moment.now,
    };
    let entries = if new.opening_balance == Money::ZERO {
        vec![]
    } else {
        let account = Account { party: party.clone(), last_sequence: 0 };
        let entry = next_entry(book, &account, EntryKind::Opening, new.opening_balance, moment)?;
        vec![(entry, against(AccountKind::Opening, party.id, new.opening_balance)?)]
    };
    party.balance = new.opening_balance;
    Ok(Decision { posted: Posted::Party(party), change: Change::PartyCreated, entries, movements: vec![] })
}
