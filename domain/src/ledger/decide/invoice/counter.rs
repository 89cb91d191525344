//! What is handed over at the counter with a bill.

use crate::ids::PartyId;
use crate::ledger::book::BookView;
use crate::ledger::decide::payment::sum_of;
use crate::ledger::{PaymentMode, PaymentPart, Refusal};
use crate::money::Money;

/// What pays for a bill of what was handed over, and the change.
pub(super) struct Counted {
    pub(super) payments: Vec<PaymentPart>,
    pub(super) change: Money,
}

/// Whoever has an account keeps on it what they pay too much. Who has none pays all of the bill, and gets change of cash:
/// what one stranger leaves is not the next one's.
pub(super) fn count(book: &BookView, party: PartyId, handed: &[PaymentPart], total: Money) -> Result<Counted, Refusal> {
    let mut payments = handed.to_vec();
    if !book.is_walk_in(party) {
        return Ok(Counted { payments, change: Money::ZERO });
    }
    let sum = if handed.is_empty() { Money::ZERO } else { sum_of(book, handed)? };
    if sum < total {
        return Err(Refusal::CreditLimit { limit: Money::ZERO });
    }
    let too_much = || Refusal::PaidTooMuch { total };
    let change = sum.minus(total).map_err(|_| too_much())?;
    if change > Money::ZERO {
        let cash = payments.iter_mut().find(|part| part.mode == PaymentMode::Cash).ok_or_else(too_much)?;
        cash.amount = cash.amount.minus(change).ok().filter(|kept| *kept >= Money::ZERO).ok_or_else(too_much)?;
        payments.retain(|part| part.amount > Money::ZERO);
    }
    Ok(Counted { payments, change })
}
