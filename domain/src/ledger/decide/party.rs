//! Customers.

use super::{Moment, against, next_entry};
use crate::ids::PartyId;
use crate::ledger::book::{Account, AccountKind, BookView, Change, Decision};
use crate::ledger::field::{self, ADDRESS_MAX, NAME_MAX, invalid};
use crate::ledger::gst::{check_buyer, is_state_code};
use crate::ledger::{EntryKind, NewParty, Party, PartyChange, Patch, Posted, Refusal};
use crate::money::Money;
use crate::search;

pub(super) fn create_party(book: &BookView, new: &NewParty, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let limit = book.shop.limits.amount_max;
    if new.opening_balance.paise().unsigned_abs() > limit.paise().unsigned_abs() {
        return Err(Refusal::InvalidAmount { limit });
    }
    let (state_code, gstin) = registered(new.state_code.as_deref(), new.gstin.as_deref())?;
    let mut party = Party {
        id: PartyId::from_uuid((moment.new_id)()),
        name: field::text("/name", &new.name, NAME_MAX)?,
        phone: field::optional_phone(new.phone.as_deref())?,
        nickname: field::optional("/nickname", new.nickname.as_deref(), NAME_MAX)?,
        landmark: field::optional("/landmark", new.landmark.as_deref(), NAME_MAX)?,
        email: field::optional_email(new.email.as_deref())?,
        state_code,
        gstin,
        address: field::optional("/address", new.address.as_deref(), ADDRESS_MAX)?,
        balance: Money::ZERO,
        credit_limit: new.credit_limit,
        created_at: moment.now,
        is_active: true,
    };
    fits(book, &party)?;
    if !new.may_share_phone {
        has_own_phone(book, &party)?;
    }
    let alike = book.namesakes.get(&search::name_key(&party.name)).filter(|_| !new.may_be_known);
    let known: Vec<Party> = alike
        .into_iter()
        .flat_map(|alike| alike.values())
        .filter(|other| search::may_be_one(&party, other))
        .cloned()
        .collect();
    if !known.is_empty() {
        return Err(Refusal::SimilarParty { name: party.name, known });
    }
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

pub(super) fn update_party(book: &BookView, party: PartyId, change: &PartyChange) -> Result<Decision, Refusal> {
    let old = &book.account(party)?.party;
    let text = |pointer: &'static str, max| move |value: &String| field::text(pointer, value, max);
    let state_code = change.state_code.field(old.state_code.as_ref(), |code| Ok::<_, Refusal>(code.clone()))?;
    let gstin = change.gstin.field(old.gstin.as_ref(), |gstin| Ok::<_, Refusal>(gstin.clone()))?;
    // What an older program took stays until it is changed.
    let (state_code, gstin) = match (&change.state_code, &change.gstin) {
        (Patch::Keep, Patch::Keep) => (state_code, gstin),
        _ => registered(state_code.as_deref(), gstin.as_deref())?,
    };
    let name = change.name.as_ref().map(|name| field::text("/name", name, NAME_MAX)).transpose()?;
    let new = Party {
        id: old.id,
        name: name.unwrap_or_else(|| old.name.clone()),
        phone: change.phone.field(old.phone.as_ref(), |phone| field::phone_of("/phone", phone))?,
        nickname: change.nickname.field(old.nickname.as_ref(), text("/nickname", NAME_MAX))?,
        landmark: change.landmark.field(old.landmark.as_ref(), text("/landmark", NAME_MAX))?,
        email: change.email.field(old.email.as_ref(), |email| field::email(email))?,
        state_code,
        gstin,
        address: change.address.field(old.address.as_ref(), text("/address", ADDRESS_MAX))?,
        balance: old.balance,
        credit_limit: change.credit_limit.field(old.credit_limit.as_ref(), |limit| Ok::<_, Refusal>(*limit))?,
        created_at: old.created_at,
        is_active: old.is_active,
    };
    fits(book, &new)?;
    if new.phone != old.phone {
        has_own_phone(book, &new)?;
    }
    Ok(Decision { posted: Posted::Party(new), change: Change::PartyUpdated, entries: vec![], movements: vec![] })
}

/// Whoever has no name keeps the account, and whoever owes or is owed something.
pub(super) fn retire_party(book: &BookView, party: PartyId) -> Result<Decision, Refusal> {
    let old = &book.account(party)?.party;
    if book.is_walk_in(party) {
        return Err(Refusal::UnknownParty);
    }
    if old.balance != Money::ZERO {
        return Err(Refusal::NotEven { name: old.name.clone(), balance: old.balance });
    }
    let retired = Party { is_active: false, ..old.clone() };
    Ok(Decision { posted: Posted::Party(retired), change: Change::PartyUpdated, entries: vec![], movements: vec![] })
}

/// What holds of any customer: a limit that can be one, and not to be the shop.
fn fits(book: &BookView, party: &Party) -> Result<(), Refusal> {
    let limit = book.shop.limits.amount_max;
    if party.credit_limit.is_some_and(|most| most < Money::ZERO || most > limit) {
        return Err(Refusal::InvalidAmount { limit });
    }
    not_itself(book, party)
}

/// Refuses a phone that somebody else has.
fn has_own_phone(book: &BookView, party: &Party) -> Result<(), Refusal> {
    let owners = party.phone.as_ref().and_then(|phone| book.phones.get(phone));
    match owners.into_iter().flatten().find(|(owner, _)| **owner != party.id) {
        Some((_, name)) => Err(Refusal::DuplicateParty { name: name.clone() }),
        None => Ok(()),
    }
}

/// Refuses the shop as its own customer.
pub(super) fn not_itself(book: &BookView, party: &Party) -> Result<(), Refusal> {
    let is_own = party.gstin.is_some() && party.gstin == book.shop.gstin;
    if is_own { Err(Refusal::OwnGstin) } else { Ok(()) }
}

/// A State's code and a GSTIN that agree; the GSTIN tells the State where nothing else does.
fn registered(state_code: Option<&str>, gstin: Option<&str>) -> Result<(Option<String>, Option<String>), Refusal> {
    let sane = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_uppercase);
    let (state_code, gstin) = (sane(state_code), sane(gstin));
    if state_code.as_ref().is_some_and(|code| !is_state_code(code)) {
        return Err(invalid("/stateCode", "must be a State's two digits"));
    }
    let Some(gstin) = gstin else { return Ok((state_code, None)) };
    check_buyer(&gstin).map_err(|problem| invalid("/gstin", problem))?;
    let of_gstin: String = gstin.chars().take(2).collect();
    match state_code {
        Some(code) if code != of_gstin => Err(invalid("/gstin", "begins with another State's code")),
        Some(_) | None => Ok((Some(of_gstin), Some(gstin))),
    }
}
