//! GST rates by date: one table, so that a change of the law is a line.

use super::Refusal;
use super::field::invalid;
use crate::money::TaxRate;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// A rate that holds from a day on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RateFrom {
    /// The rate.
    #[serde(rename = "rateBp")]
    pub rate: TaxRate,
    /// The first day, India time.
    pub from: Date,
}

/// Why goods bear no tax. Both are exempt supplies to the law (section 2 (47) of the CGST Act), and told apart in a return.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxFree {
    /// Their rate is nothing.
    #[default]
    NilRated,
    /// A notification exempts them: fresh milk, vegetables, unpacked grain.
    Exempt,
}

impl TaxFree {
    /// The short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NilRated => "nil_rated",
            Self::Exempt => "exempt",
        }
    }
}

/// A rate of the law: basis points, the first day, and the first day on which it was no rate any more.
type Period = (u32, Date, Option<Date>);

const GST_BEGAN: Date = jiff::civil::date(2017, 7, 1);
const TWO_SLABS: Date = jiff::civil::date(2025, 9, 22);

/// Every rate that goods had since GST began.
const RATES: [Period; 9] = [
    (0, GST_BEGAN, None),
    // Rough stones, cut stones, gold.
    (25, GST_BEGAN, None),
    (150, GST_BEGAN, None),
    (300, GST_BEGAN, None),
    (500, GST_BEGAN, None),
    (1_200, GST_BEGAN, Some(TWO_SLABS)),
    (1_800, GST_BEGAN, None),
    (2_800, GST_BEGAN, Some(TWO_SLABS)),
    (4_000, TWO_SLABS, None),
];

/// The rates that the law has on a day, lowest first.
pub fn rates_on(day: Date) -> impl Iterator<Item = u32> {
    let holds = move |(_, from, until): &Period| *from <= day && until.is_none_or(|until| day < until);
    RATES.into_iter().filter(holds).map(|(bp, ..)| bp)
}

/// The rate, if the law has it on that day.
///
/// # Errors
/// [`Refusal::InvalidField`] that names the nearest rates there are.
pub(super) fn lawful(pointer: &str, rate: TaxRate, day: Date) -> Result<TaxRate, Refusal> {
    if rates_on(day).any(|bp| bp == rate.bp()) {
        return Ok(rate);
    }
    let below = rates_on(day).filter(|bp| *bp < rate.bp()).last();
    let above = rates_on(day).find(|bp| *bp > rate.bp());
    let nearest: Vec<String> = below.into_iter().chain(above).map(|bp| bp.to_string()).collect();
    let mut problem = format!("is no GST rate on {day}");
    if !nearest.is_empty() {
        // Writing to a String cannot fail.
        let _ = write!(problem, ": did you mean {}?", nearest.join(" or "));
    }
    Err(invalid(pointer, &problem))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn refused(bp: u32, day: Date) -> String {
        let rate = TaxRate::try_from(bp).unwrap();
        let Err(Refusal::InvalidField { problem, .. }) = lawful("/taxRateBp", rate, day) else { panic!("{bp} taken") };
        problem
    }

    #[test]
    fn twelve_and_twenty_eight_percent_ended_when_forty_began() {
        let before: Vec<u32> = rates_on(date(2025, 9, 21)).collect();
        assert_eq!(before, [0, 25, 150, 300, 500, 1_200, 1_800, 2_800]);
        let after: Vec<u32> = rates_on(date(2025, 9, 22)).collect();
        assert_eq!(after, [0, 25, 150, 300, 500, 1_800, 4_000]);
    }

    #[test]
    fn a_rate_that_is_none_names_its_neighbours() {
        assert_eq!(refused(1_200, date(2026, 11, 22)), "is no GST rate on 2026-11-22: did you mean 500 or 1800?");
        assert_eq!(refused(18, date(2026, 11, 22)), "is no GST rate on 2026-11-22: did you mean 0 or 25?");
        assert_eq!(refused(9_000, date(2026, 11, 22)), "is no GST rate on 2026-11-22: did you mean 4000?");
        assert_eq!(refused(500, date(2017, 6, 30)), "is no GST rate on 2017-06-30");
    }
}
