//! What is still unpaid of what raised a balance: reckoned whenever it is asked, never stored.
//!
//! What belongs to one debt is taken off it first: of a bill its credit notes, and what was paid with it. All else that
//! lowered the balance goes to the oldest debts, so that what is owed is the newest ones. The store reckons the same in
//! `open_debits`.

use crate::invoice::{Invoice, InvoiceKind, InvoiceStatus};
use crate::money::Money;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far a bill is paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PaymentStatus {
    /// Nothing of it.
    Unpaid,
    /// A part of it.
    Part,
    /// Nothing is owed for it any more.
    Paid,
}

impl PaymentStatus {
    /// The short name, as sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Part => "part",
            Self::Paid => "paid",
        }
    }
}

/// What became of what a bill asks for: `total = credited + paid + due`. All zero where it asks for nothing, as a
/// cancelled bill or a credit note.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Settlement {
    /// What its credit notes took back.
    #[serde(rename = "creditedPaise")]
    pub credited: Money,
    /// What is paid of it.
    #[serde(rename = "paidPaise")]
    pub paid: Money,
    /// What is not.
    #[serde(rename = "duePaise")]
    pub due: Money,
    /// How far it is paid; none where it asks for nothing.
    pub payment_status: Option<PaymentStatus>,
}

/// A bill or a credit note with what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SettledBill {
    /// The bill.
    #[serde(flatten)]
    pub invoice: Invoice,
    /// How far it is paid.
    #[serde(flatten)]
    pub settlement: Settlement,
}

impl Settlement {
    /// Of a bill of which so much was taken back, and so much is unpaid.
    #[must_use]
    pub fn of(invoice: &Invoice, credited: Money, due: Money) -> Self {
        if invoice.status != InvoiceStatus::Confirmed || invoice.kind == InvoiceKind::CreditNote {
            return Self::default();
        }
        let asked = invoice.total.minus(credited).unwrap_or_default();
        let paid = asked.minus(due).unwrap_or_default();
        let status = match due {
            Money::ZERO => PaymentStatus::Paid,
            due if due < asked => PaymentStatus::Part,
            _ => PaymentStatus::Unpaid,
        };
        Self { credited, paid, due, payment_status: Some(status) }
    }
}

impl SettledBill {
    /// A bill as it was when it was posted: nothing came after it.
    #[must_use]
    pub fn posted(invoice: Invoice) -> Self {
        let paid = invoice.payments.iter().try_fold(Money::ZERO, |sum, part| sum.plus(part.amount));
        let net = paid.and_then(|paid| invoice.total.minus(paid)).unwrap_or_default();
        let due = unpaid(invoice.balance, [net]).into_iter().next().unwrap_or_default();
        Self { settlement: Settlement::of(&invoice, Money::ZERO, due), invoice }
    }
}

/// What is unpaid of each debt of an account that owes `balance`. `nets` are the debts, newest first, each less what
/// belongs to it alone; one that has more than it needs counts as nothing. Σ unpaid = `balance`, or nothing where that is
/// below zero.
#[must_use]
pub fn unpaid(balance: Money, nets: impl IntoIterator<Item = Money>) -> Vec<Money> {
    let mut rest = balance.max(Money::ZERO);
    let share = |net: Money| {
        let due = net.max(Money::ZERO).min(rest);
        rest = rest.minus(due).unwrap_or_default();
        due
    };
    nets.into_iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpaid_of(balance: i64, nets: &[i64]) -> Vec<i64> {
        unpaid(Money::from_paise(balance), nets.iter().copied().map(Money::from_paise))
            .iter()
            .map(|m| m.paise())
            .collect()
    }

    #[test]
    fn what_is_owed_is_the_newest_debts() {
        assert_eq!(unpaid_of(250, &[100, 0, 200, 300]), [100, 0, 150, 0]);
        assert_eq!(unpaid_of(100, &[-50, 300]), [0, 100], "what a bill has too much goes to the others");
        assert_eq!(unpaid_of(-70, &[100]), [0]);
    }
}
