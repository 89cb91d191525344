//! The shop's settings, and the close of its days.

use super::{Moment, india_day, next_entry};
use crate::ids::CloseId;
use crate::ledger::bills::opposite;
use crate::ledger::book::{AccountKind, BookView, Change, Decision, Posting};
use crate::ledger::field::invalid;
use crate::ledger::{DayClose, DayCount, Drawer, Entry, EntryKind, Oversell, PaymentMode, Posted, Refusal, ShopChange};
use crate::money::Money;

pub(super) fn change_shop(book: &BookView, change: &ShopChange) -> Result<Decision, Refusal> {
    let shop = book.shop.changed(change)?;
    if let (Oversell::Refuse, Some(name)) = (shop.oversell, &book.below_zero) {
        return Err(invalid("/oversell", &format!("the stock of {name} is below zero: count it first")));
    }
    Ok(Decision { posted: Posted::Shop(shop), change: Change::ShopChanged, entries: vec![], movements: vec![] })
}

pub(super) fn close_day(book: &BookView, count: &DayCount, moment: &mut Moment<'_>) -> Result<Decision, Refusal> {
    let id = CloseId::from_uuid((moment.new_id)());
    let mut close = count.close(&book.drawer, india_day(moment.now), id, moment.now)?;
    let mut drawer = book.drawer;
    let entries = if close.difference == Money::ZERO { vec![] } else { vec![difference(book, &close, moment)?] };
    for (entry, postings) in &entries {
        close.entry_id = Some(entry.id);
        drawer.add(postings);
    }
    // The next close sees these postings among the cash of this hour: it is told to leave them out.
    let Drawer { recent_received, recent_paid_out, .. } = drawer;
    let change = Change::DayClosed { recent_received, recent_paid_out };
    Ok(Decision { posted: Posted::DayClose(close), change, entries, movements: vec![] })
}

/// The entry that makes the books have in the drawer what was counted. It is on nobody's account, so it stands with whoever
/// has none, and changes no balance.
fn difference(book: &BookView, close: &DayClose, moment: &mut Moment<'_>) -> Result<(Entry, Vec<Posting>), Refusal> {
    let account = book.walk_in.map_or(Err(Refusal::UnknownParty), |walk_in| book.account(walk_in))?;
    let mut entry = next_entry(book, account, EntryKind::CashDifference, Money::ZERO, moment)?;
    entry.mode = Some(PaymentMode::Cash);
    entry.description.clone_from(&close.note);
    entry.effective_on = Some(close.date).filter(|day| *day < india_day(moment.now));
    let cash = AccountKind::Received(PaymentMode::Cash);
    let other = opposite(close.difference)?;
    let postings = vec![
        Posting { account: cash, party: None, amount: close.difference },
        Posting { account: AccountKind::CashDifference, party: None, amount: other },
    ];
    Ok((entry, postings))
}
