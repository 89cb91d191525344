//! What it takes before a spoken command is written: nothing, a yes, the amount once more, a code sent to the owner.

use super::Refusal;
use super::field::invalid;
use super::patch::Patch;
use crate::money::Money;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What it takes before a spoken command is written, from the least to the most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confirmation {
    /// Nothing: what was said clearly is written and told.
    None,
    /// It is read back, and a later "yes" writes it.
    #[default]
    Yes,
    /// It is read back, and saying its amount again writes it.
    Amount,
    /// It is read back; after a "yes" a code goes to the owner, and saying the code writes it.
    Code,
}

/// What a command does, as far as its risk goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Risk {
    /// It adds to the books, the shelf or the people in them, and can be undone.
    Writes,
    /// It takes something out for good.
    Deletes,
}

/// How a shop wants spoken commands to be confirmed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct ConfirmPolicy {
    /// The least that every command takes.
    #[serde(rename = "confirmBy")]
    pub least: Confirmation,
    /// From this amount on it is said again.
    #[serde(rename = "confirmAmountFromPaise")]
    pub amount_from: Option<Money>,
    /// From this amount on, and to delete anything, a code is sent to the owner.
    #[serde(rename = "confirmCodeFromPaise")]
    pub code_from: Option<Money>,
}

impl Default for ConfirmPolicy {
    /// A yes; from ₹25,000 the amount again. A code must be asked for: not every shop has what sends it.
    fn default() -> Self {
        Self { least: Confirmation::Yes, amount_from: Some(Money::from_paise(2_500_000)), code_from: None }
    }
}

/// A wish to change how commands are confirmed; what is left out stays.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the field of the same name of the policy")]
pub struct ConfirmChange {
    pub least: Option<Confirmation>,
    pub amount_from: Patch<Money>,
    pub code_from: Patch<Money>,
}

impl ConfirmPolicy {
    /// What it takes to write a command of this risk that moves this amount. Where who, what or how much was guessed
    /// or heard badly, a yes is the least, whatever the shop says.
    #[must_use]
    pub fn demands(&self, risk: Risk, amount: Option<Money>, is_sure: bool) -> Confirmation {
        let reaches = |mark: Option<Money>| mark.is_some_and(|mark| amount.is_some_and(|amount| amount >= mark));
        let by_risk = match risk {
            Risk::Deletes if self.code_from.is_some() => Confirmation::Code,
            Risk::Deletes => Confirmation::Yes,
            Risk::Writes if reaches(self.code_from) => Confirmation::Code,
            Risk::Writes if reaches(self.amount_from) => Confirmation::Amount,
            Risk::Writes => Confirmation::None,
        };
        let by_ear = if is_sure { Confirmation::None } else { Confirmation::Yes };
        let demand = self.least.max(by_risk).max(by_ear);
        // Without an amount there is none to say again.
        if demand == Confirmation::Amount && amount.is_none() { Confirmation::Yes } else { demand }
    }

    /// The policy as it is with this change.
    pub(super) fn changed(&self, change: &ConfirmChange) -> Result<Self, Refusal> {
        let mark = |pointer: &str, mark: Money| {
            if mark > Money::ZERO { Ok(mark) } else { Err(invalid(pointer, "must be more than zero")) }
        };
        Ok(Self {
            least: change.least.unwrap_or(self.least),
            amount_from: change
                .amount_from
                .field(self.amount_from.as_ref(), |from| mark("/confirmAmountFromPaise", *from))?,
            code_from: change.code_from.field(self.code_from.as_ref(), |from| mark("/confirmCodeFromPaise", *from))?,
        })
    }
}

impl ConfirmChange {
    /// Whether all stays as it is.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Confirmation {
    /// The short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Yes => "yes",
            Self::Amount => "amount",
            Self::Code => "code",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rupees(rupees: i64) -> Money {
        Money::from_paise(rupees * 100)
    }

    fn with_code() -> ConfirmPolicy {
        ConfirmPolicy { code_from: Some(rupees(100_000)), ..ConfirmPolicy::default() }
    }

    #[test]
    fn the_demand_rises_with_the_amount() {
        let policy = with_code();
        let demand = |amount| policy.demands(Risk::Writes, Some(rupees(amount)), true);
        assert_eq!(demand(24_999), Confirmation::Yes);
        assert_eq!(demand(25_000), Confirmation::Amount);
        assert_eq!(demand(99_999), Confirmation::Amount);
        assert_eq!(demand(100_000), Confirmation::Code);
        let unasked = ConfirmPolicy::default().demands(Risk::Writes, Some(rupees(900_000)), true);
        assert_eq!(unasked, Confirmation::Amount);
    }

    #[test]
    fn nothing_is_asked_only_where_the_shop_says_so_and_all_was_heard_surely() {
        let policy = ConfirmPolicy { least: Confirmation::None, ..ConfirmPolicy::default() };
        assert_eq!(policy.demands(Risk::Writes, Some(rupees(500)), true), Confirmation::None);
        assert_eq!(policy.demands(Risk::Writes, Some(rupees(500)), false), Confirmation::Yes);
        assert_eq!(policy.demands(Risk::Writes, Some(rupees(30_000)), true), Confirmation::Amount);
        assert_eq!(ConfirmPolicy::default().demands(Risk::Writes, Some(rupees(5)), true), Confirmation::Yes);
    }

    #[test]
    fn deleting_takes_a_code_and_what_has_no_amount_is_not_said_again() {
        let policy = with_code();
        assert_eq!(policy.demands(Risk::Deletes, None, true), Confirmation::Code);
        let without = ConfirmPolicy { least: Confirmation::Amount, code_from: None, ..policy };
        assert_eq!(without.demands(Risk::Deletes, None, true), Confirmation::Yes);
        assert_eq!(without.demands(Risk::Writes, None, true), Confirmation::Yes);
        assert_eq!(without.demands(Risk::Writes, Some(rupees(5)), true), Confirmation::Amount);
    }

    #[test]
    fn a_mark_must_be_more_than_zero_and_may_be_taken_away() {
        let policy = with_code();
        let none = ConfirmChange { code_from: Patch::Clear, ..ConfirmChange::default() };
        assert_eq!(policy.changed(&none).unwrap().code_from, None);
        let zero = ConfirmChange { amount_from: Patch::Set(Money::ZERO), ..ConfirmChange::default() };
        assert!(
            matches!(policy.changed(&zero), Err(Refusal::InvalidField { field, .. }) if field.starts_with("/confirmA"))
        );
    }
}
