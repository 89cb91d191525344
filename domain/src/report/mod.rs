//! Reports as tables, for spreadsheets and the tax office.

pub mod gstr1;

use crate::money::{Money, TaxRate};
use crate::quantity::Quantity;
use jiff::civil::Date;
use std::fmt;

/// A table with a heading over each column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// Its short name, of lower-case letters, digits and `_`.
    pub name: &'static str,
    /// What stands over each column.
    pub headings: &'static [&'static str],
    /// The rows; each has as many cells as there are headings.
    pub rows: Vec<Vec<Cell>>,
}

/// What one cell holds. [`fmt::Display`] writes it as a spreadsheet reads it, and no text as a formula.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A word of the report itself.
    Word(&'static str),
    /// What somebody typed.
    Text(String),
    /// Rupees with two decimals: `1234.50`.
    Rupees(Money),
    /// `1.5`
    Quantity(Quantity),
    /// Percent: `18`, `0.25`.
    Rate(TaxRate),
    /// `05-Apr-2026`
    Day(Date),
    /// A whole number.
    Count(i64),
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Word(word) => f.write_str(word),
            Self::Text(text) if is_formula(text) => write!(f, "'{text}"),
            Self::Text(text) => f.write_str(text),
            Self::Rupees(money) => f.write_str(&money.decimal()),
            Self::Quantity(quantity) => quantity.fmt(f),
            // A hundredth of a percent is to a percent as a paisa to a rupee.
            Self::Rate(rate) => {
                let percent = Money::from_paise(rate.bp().into()).decimal();
                f.write_str(percent.trim_end_matches('0').trim_end_matches('.'))
            }
            Self::Day(day) => f.write_str(&day.strftime("%d-%b-%Y").to_string()),
            Self::Count(count) => count.fmt(f),
        }
    }
}

/// Whether a spreadsheet would reckon this text instead of showing it. Those of the full-width signs count as well: some
/// programs read them as the narrow ones.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn text(text: &str) -> String {
        Cell::Text(text.into()).to_string()
    }

    #[test]
    fn no_text_is_a_formula() {
        for formula in ["=HYPERLINK(\"http://x\",\"y\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1", " =1", "\r\n=1"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for name in ["Rahul", "M/s A=B", "", "राम", "7-Up"] {
            assert_eq!(text(name), name);
        }
    }

    #[test]
    fn figures_are_written_without_grouping_and_with_their_paise() {
        let rate = |bp: u32| Cell::Rate(TaxRate::try_from(bp).unwrap()).to_string();
        assert_eq!([0, 25, 150, 1_800, 10_000].map(rate), ["0", "0.25", "1.5", "18", "100"]);
        assert_eq!(Cell::Rupees(Money::from_paise(-12_345_605)).to_string(), "-123456.05");
        assert_eq!(Cell::Quantity(Quantity::from_milli(1_500)).to_string(), "1.5");
        assert_eq!(Cell::Day(date(2026, 4, 5)).to_string(), "05-Apr-2026");
    }
}
