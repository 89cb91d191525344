//! How much of an item: whole thousandths of its unit, never a float.
#![warn(clippy::arithmetic_side_effects)]

use crate::money::{Money, OutOfRange};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Thousandths of a product's unit: 1.5 kg is 1 500.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Quantity(i64);

/// What a product is counted in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Kilograms.
    Kg,
    /// Litres.
    L,
    /// Metres.
    M,
    /// Pieces.
    Pc,
    /// Packets.
    Pkt,
    /// Bags.
    Bag,
}

impl Quantity {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Thousandths of a unit.
    #[must_use]
    pub const fn from_milli(milli: i64) -> Self {
        Self(milli)
    }

    /// Thousandths of a unit.
    #[must_use]
    pub const fn milli(self) -> i64 {
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

    /// What this much costs at a price per unit, rounded to the paisa.
    ///
    /// # Errors
    /// [`OutOfRange`] where the result does not fit.
    pub fn times(self, price: Money) -> Result<Money, OutOfRange> {
        price.ratio(self.0, 1_000)
    }
}

/// `2`, `1.5`, `0.25`: no more decimals than are needed.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (magnitude / 1_000, magnitude % 1_000);
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = format!("{rest:03}");
        write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl Unit {
    /// The unit's short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kg => "kg",
            Self::L => "l",
            Self::M => "m",
            Self::Pc => "pc",
            Self::Pkt => "pkt",
            Self::Bag => "bag",
        }
    }

    /// Whether half of one makes no sense.
    #[must_use]
    pub const fn is_counted(self) -> bool {
        matches!(self, Self::Pc | Self::Pkt | Self::Bag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_written_with_the_decimals_they_need() {
        let written = |milli| Quantity::from_milli(milli).to_string();
        assert_eq!(written(2_000), "2");
        assert_eq!(written(1_500), "1.5");
        assert_eq!(written(250), "0.25");
        assert_eq!(written(1_005), "1.005");
        assert_eq!(written(-500), "-0.5");
    }

    #[test]
    fn a_loose_quantity_is_priced_to_the_paisa() {
        let quarter = Quantity::from_milli(250);
        assert_eq!(quarter.times(Money::from_paise(4_601)), Ok(Money::from_paise(1_150)));
        assert_eq!(Quantity::from_milli(i64::MAX).times(Money::from_paise(i64::MAX)), Err(OutOfRange));
    }
}
