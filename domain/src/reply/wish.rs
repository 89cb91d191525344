//! What is wished and what becomes of it, as data.

use super::{Wish, WishLine};
use crate::money::Money;
use serde::{Deserialize, Serialize};

/// What was taken back, or is to be.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undone {
    /// A bill.
    Bill,
    /// Goods that came back.
    CreditNote,
    /// A payment.
    Payment,
    /// Credit without a bill.
    Credit,
    /// What was no longer asked for.
    WriteOff,
    /// Money given back.
    Refund,
}

/// What an edit made different.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// It is for somebody else.
    Name(String),
    /// A line is new, or different.
    Line(WishLine),
    /// A line is gone.
    Gone(String),
    /// What is taken off.
    Discount(Option<Money>),
}

impl Wish {
    /// What it moves; none where it moves no money.
    #[must_use]
    pub const fn amount(&self) -> Option<Money> {
        match self {
            Self::Invoice { total, .. } | Self::CancelBill { total, .. } => Some(*total),
            Self::Payment { amount, .. } | Self::Credit { amount, .. } | Self::Undo { amount, .. } => Some(*amount),
            Self::Customer { .. }
            | Self::Known { .. }
            | Self::Product { .. }
            | Self::Stock { .. }
            | Self::Remind { .. }
            | Self::MoveReminder { .. }
            | Self::CancelReminder { .. }
            | Self::Send { .. }
            | Self::Price { .. } => None,
        }
    }

    /// Whom or what it is about.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Invoice { name, .. }
            | Self::Payment { name, .. }
            | Self::Credit { name, .. }
            | Self::Customer { name, .. }
            | Self::Known { name, .. }
            | Self::Product { name, .. }
            | Self::Stock { name, .. }
            | Self::Price { name, .. }
            | Self::CancelBill { name, .. }
            | Self::Remind { name, .. }
            | Self::MoveReminder { name, .. }
            | Self::CancelReminder { name, .. }
            | Self::Send { name, .. }
            | Self::Undo { name, .. } => name,
        }
    }

    /// Whether it is the same for somebody else.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Payment { amount, mode, day, .. }, Self::Payment { amount: a, mode: m, day: d, .. }) => {
                amount == a && mode == m && day == d
            }
            (Self::Credit { amount, day, .. }, Self::Credit { amount: a, day: d, .. }) => amount == a && day == d,
            _ => false,
        }
    }

    /// What is different in this bill from what it was; none where one of them is no bill, or nothing is.
    #[must_use]
    pub fn changes_from(&self, old: &Self) -> Option<Vec<Change>> {
        let (
            Self::Invoice { name, lines, discount, .. },
            Self::Invoice { name: old_name, lines: old_lines, discount: old_discount, .. },
        ) = (self, old)
        else {
            return None;
        };
        let mut changes = vec![];
        if name != old_name {
            changes.push(Change::Name(name.clone()));
        }
        changes.extend(lines.iter().filter(|line| !old_lines.contains(line)).cloned().map(Change::Line));
        let gone = old_lines.iter().filter(|old| !lines.iter().any(|line| line.name == old.name));
        changes.extend(gone.map(|old| Change::Gone(old.name.clone())));
        if discount != old_discount {
            changes.push(Change::Discount(*discount));
        }
        (!changes.is_empty()).then_some(changes)
    }
}
