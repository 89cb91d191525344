//! Money: whole paise in an `i64`, checked arithmetic, never a float.
#![warn(clippy::arithmetic_side_effects)]

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

mod words;

pub use words::in_words;

/// An amount of rupees in whole paise; negative amounts are what the shop owes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Money(i64);

/// A tax rate in basis points: 18 % is 1 800; in `[0, 10_000]`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u32", into = "u32")]
pub struct TaxRate(u32);

/// An amount outside what 64 bits of paise hold, or a rate above 100 %.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the amount is too large to be kept exactly")]
pub struct OutOfRange;

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// Whole paise.
    #[must_use]
    pub const fn from_paise(paise: i64) -> Self {
        Self(paise)
    }

    /// Whole paise.
    #[must_use]
    pub const fn paise(self) -> i64 {
        self.0
    }

    /// The sum, if 64 bits hold it.
    ///
    /// # Errors
    /// [`OutOfRange`] where they do not.
    pub fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        self.0.checked_add(other.0).map(Self).ok_or(OutOfRange)
    }

    /// The difference, if 64 bits hold it.
    ///
    /// # Errors
    /// [`OutOfRange`] where they do not.
    pub fn minus(self, other: Self) -> Result<Self, OutOfRange> {
        self.0.checked_sub(other.0).map(Self).ok_or(OutOfRange)
    }

    /// The same amount on the other side.
    ///
    /// # Errors
    /// [`OutOfRange`] for the one amount that has no opposite, `i64::MIN` paise.
    pub fn negated(self) -> Result<Self, OutOfRange> {
        self.0.checked_neg().map(Self).ok_or(OutOfRange)
    }

    /// `self · numerator / denominator`, rounded half away from zero: the one place where money is rounded.
    ///
    /// # Errors
    /// [`OutOfRange`] where the result does not fit, or the denominator is not positive.
    pub fn ratio(self, numerator: i64, denominator: i64) -> Result<Self, OutOfRange> {
        let (Some(product), true) = (i128::from(self.0).checked_mul(i128::from(numerator)), denominator > 0) else {
            return Err(OutOfRange);
        };
        let half = i128::from(denominator).checked_div(2).ok_or(OutOfRange)?;
        let shifted = if product < 0 { product.checked_sub(half) } else { product.checked_add(half) };
        let quotient = shifted.and_then(|value| value.checked_div(i128::from(denominator))).ok_or(OutOfRange)?;
        i64::try_from(quotient).map(Self).map_err(|_| OutOfRange)
    }

    /// `1,00,000.00`: always two decimals and no rupee sign, for columns of figures.
    #[must_use]
    pub fn figures(self) -> String {
        let magnitude = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", grouped(magnitude / 100), magnitude % 100)
    }

    /// `-1234.05`: always two decimals and nothing else, for programs that read figures.
    #[must_use]
    pub fn decimal(self) -> String {
        let magnitude = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", magnitude / 100, magnitude % 100)
    }

    /// The tax on this taxable value.
    ///
    /// # Errors
    /// [`OutOfRange`] where the result does not fit.
    pub fn tax_at(self, rate: TaxRate) -> Result<Self, OutOfRange> {
        self.ratio(i64::from(rate.bp()), 10_000)
    }
}

/// `₹1,00,000.00`: three digits, then twos; no decimals when there are no paise.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let (rupees, paise) = (magnitude / 100, magnitude % 100);
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}₹{}", grouped(rupees))?;
        if paise > 0 { write!(f, ".{paise:02}") } else { Ok(()) }
    }
}

/// Digits in the Indian grouping: `1234567` is `12,34,567`.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let Some((mut rest, last)) = digits.len().checked_sub(3).map(|at| digits.split_at(at)) else {
        return digits;
    };
    let mut groups = vec![last];
    while !rest.is_empty() {
        let (front, group) = rest.split_at(rest.len().saturating_sub(2));
        groups.push(group);
        rest = front;
    }
    groups.reverse();
    groups.join(",")
}

impl TaxRate {
    /// No tax.
    pub const ZERO: Self = Self(0);

    /// Basis points.
    #[must_use]
    pub const fn bp(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for TaxRate {
    type Error = OutOfRange;

    fn try_from(bp: u32) -> Result<Self, OutOfRange> {
        if bp <= 10_000 { Ok(Self(bp)) } else { Err(OutOfRange) }
    }
}

impl From<TaxRate> for u32 {
    fn from(rate: TaxRate) -> Self {
        rate.bp()
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "small numbers of a test")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_written_in_the_indian_grouping() {
        let written = |paise| Money::from_paise(paise).to_string();
        assert_eq!(written(0), "₹0");
        assert_eq!(written(19_600), "₹196");
        assert_eq!(written(100_000), "₹1,000");
        assert_eq!(written(1_234_567_890), "₹1,23,45,678.90");
        assert_eq!(written(-5), "-₹0.05");
        assert_eq!(written(100_500_000), "₹10,05,000");
    }

    #[test]
    fn figures_always_have_their_paise() {
        let written = |paise| Money::from_paise(paise).figures();
        assert_eq!(written(0), "0.00");
        assert_eq!(written(10_000_000), "1,00,000.00");
        assert_eq!(written(-5), "-0.05");
        assert_eq!(written(i64::MIN), "-92,23,37,20,36,85,47,758.08");
    }

    #[test]
    fn a_decimal_keeps_every_paisa_and_its_sign() {
        let shown = [(5, "0.05"), (-5, "-0.05"), (123_456, "1234.56"), (-100, "-1.00")];
        for (paise, text) in shown {
            assert_eq!(Money::from_paise(paise).decimal(), text);
        }
    }

    #[test]
    fn halves_round_away_from_zero() {
        assert_eq!(Money::from_paise(5).ratio(1, 2), Ok(Money::from_paise(3)));
        assert_eq!(Money::from_paise(-5).ratio(1, 2), Ok(Money::from_paise(-3)));
        assert_eq!(Money::from_paise(100).ratio(1, 0), Err(OutOfRange));
    }

    proptest! {
        #[test]
        fn a_ratio_is_off_by_at_most_half_a_paisa(paise in any::<i32>(), numerator in 0_i64..100_000, denominator in 1_i64..100_000) {
            let rounded = Money::from_paise(paise.into()).ratio(numerator, denominator).unwrap();
            let twice_off = (i128::from(rounded.paise()) * i128::from(denominator) - i128::from(paise) * i128::from(numerator)) * 2;
            prop_assert!(twice_off.abs() <= i128::from(denominator));
        }

        #[test]
        fn arithmetic_never_wraps(left in any::<i64>(), right in any::<i64>()) {
            let sum = Money::from_paise(left).plus(Money::from_paise(right));
            prop_assert_eq!(sum.ok().map(Money::paise), left.checked_add(right));
        }
    }
}
