//! A bill: what was taken, at which price, with which tax, and what it comes to.
#![warn(clippy::arithmetic_side_effects)]

use crate::ids::{EntryId, InvoiceId, PartyId, ProductId};
use crate::money::{Money, OutOfRange, TaxRate};
use crate::quantity::{Quantity, Unit};
use serde::{Deserialize, Serialize};

/// A bill as it was asked for, before prices and taxes are looked up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InvoiceDraft {
    /// The customer.
    pub party: PartyId,
    /// What was taken, in the order it was said; 1 to [`LINES_MAX`].
    pub lines: Vec<DraftLine>,
    /// A remark for the bill.
    pub notes: Option<String>,
    /// What was read back to the user: where the shop's prices now give another total, the bill is refused.
    pub expected_total: Option<Money>,
}

/// One line of a draft.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DraftLine {
    /// What was taken.
    pub product: ProductId,
    /// How much of it.
    pub quantity: Quantity,
    /// The price of one unit, if not the shop's own.
    pub rate: Option<Money>,
}

/// The most lines that one bill holds.
pub const LINES_MAX: usize = 200;

/// A line with its price and tax. Prices include tax, as a shelf price (MRP) does.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceLine {
    /// What was taken.
    pub product_id: ProductId,
    /// Its name at that moment.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
    /// How much, in thousandths.
    #[serde(rename = "quantityMilli")]
    pub quantity: Quantity,
    /// The price of one unit, tax included.
    #[serde(rename = "ratePaise")]
    pub rate: Money,
    /// Its tax rate at that moment.
    #[serde(rename = "taxRateBp")]
    pub tax_rate: TaxRate,
    /// What the tax is reckoned on.
    #[serde(rename = "taxablePaise")]
    pub taxable: Money,
    /// Central tax.
    #[serde(rename = "cgstPaise")]
    pub cgst: Money,
    /// State tax; always equal to the central tax.
    #[serde(rename = "sgstPaise")]
    pub sgst: Money,
    /// `taxable + cgst + sgst`.
    #[serde(rename = "totalPaise")]
    pub total: Money,
}

/// Where a bill stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InvoiceStatus {
    /// Not in the books yet.
    Draft,
    /// In the books.
    Confirmed,
    /// Reversed; its number is never used again.
    Cancelled,
}

/// A bill in the books.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invoice {
    /// The bill.
    pub id: InvoiceId,
    /// Its number, consecutive in the shop's series and financial year: `INV/26-27/000001`.
    pub number: String,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// The customer.
    pub customer_id: PartyId,
    /// The customer's name.
    pub customer_name: String,
    /// The lines, in order.
    pub items: Vec<InvoiceLine>,
    /// Σ taxable.
    #[serde(rename = "taxablePaise")]
    pub taxable: Money,
    /// Σ cgst.
    #[serde(rename = "cgstPaise")]
    pub cgst: Money,
    /// Σ sgst.
    #[serde(rename = "sgstPaise")]
    pub sgst: Money,
    /// What brings the bill to a whole rupee; at most 50 paise either way.
    #[serde(rename = "roundOffPaise")]
    pub round_off: Money,
    /// What the customer owes for it.
    #[serde(rename = "totalPaise")]
    pub total: Money,
    /// A remark.
    pub notes: Option<String>,
    /// The entry that posted it.
    pub entry_id: Option<EntryId>,
    /// The customer's balance just after it.
    #[serde(rename = "balancePaise")]
    pub balance: Money,
    /// When it was posted.
    pub created_at: jiff::Timestamp,
}

/// What a bill comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// Σ taxable.
    pub taxable: Money,
    /// Σ cgst.
    pub cgst: Money,
    /// Σ sgst.
    pub sgst: Money,
    /// What brings the bill to a whole rupee; at most 50 paise either way.
    pub round_off: Money,
    /// `taxable + cgst + sgst + round_off`.
    pub total: Money,
}

/// Splits what a line costs, tax included, into its taxable value and the central tax; the State tax is equal to it.
///
/// # Errors
/// [`OutOfRange`] where 64 bits of paise do not hold it.
pub fn split_tax(total: Money, rate: TaxRate) -> Result<(Money, Money), OutOfRange> {
    // total = taxable · (1 + rate), and each of the two taxes is half of the rest.
    let bp = i64::from(rate.bp());
    let denominator = bp.checked_add(10_000).and_then(|whole| whole.checked_mul(2)).ok_or(OutOfRange)?;
    let half = total.ratio(bp, denominator)?;
    let taxable = total.minus(half)?.minus(half)?;
    Ok((taxable, half))
}

/// Adds up the lines and rounds to the rupee, halves away from zero.
///
/// # Errors
/// [`OutOfRange`] where 64 bits of paise do not hold it.
pub fn totals(lines: &[InvoiceLine]) -> Result<Totals, OutOfRange> {
    let mut sum = Totals::default();
    for line in lines {
        sum.taxable = sum.taxable.plus(line.taxable)?;
        sum.cgst = sum.cgst.plus(line.cgst)?;
        sum.sgst = sum.sgst.plus(line.sgst)?;
    }
    let exact = sum.taxable.plus(sum.cgst)?.plus(sum.sgst)?;
    let rupees = exact.ratio(1, 100)?.paise();
    sum.total = Money::from_paise(rupees.checked_mul(100).ok_or(OutOfRange)?);
    sum.round_off = sum.total.minus(exact)?;
    Ok(sum)
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "small numbers of a test")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn line(total: i64, bp: u32) -> InvoiceLine {
        let (total, tax_rate) = (Money::from_paise(total), TaxRate::try_from(bp).unwrap());
        let (taxable, tax) = split_tax(total, tax_rate).unwrap();
        let product_id = ProductId::from_uuid(Uuid::nil());
        let (name, unit, quantity, rate) = ("Rice".to_owned(), Unit::Kg, Quantity::from_milli(1_000), total);
        InvoiceLine { product_id, name, unit, quantity, rate, tax_rate, taxable, cgst: tax, sgst: tax, total }
    }

    #[test]
    fn a_shelf_price_of_118_at_18_percent_is_100_and_two_nines() {
        let (taxable, tax) = split_tax(Money::from_paise(11_800), TaxRate::try_from(1_800).unwrap()).unwrap();
        assert_eq!((taxable.paise(), tax.paise()), (10_000, 900));
    }

    #[test]
    fn a_bill_is_rounded_to_the_rupee_on_a_line_of_its_own() {
        let up = totals(&[line(10_050, 0)]).unwrap();
        assert_eq!((up.total.paise(), up.round_off.paise()), (10_100, 50));
        let down = totals(&[line(10_049, 500)]).unwrap();
        assert_eq!((down.total.paise(), down.round_off.paise()), (10_000, -49));
    }

    proptest! {
        #[test]
        fn taxable_and_taxes_make_up_the_shelf_price(paise in 1_i64..1_000_000_000, bp in prop::sample::select(vec![0_u32, 25, 300, 500, 1_800, 4_000])) {
            let rate = TaxRate::try_from(bp).unwrap();
            let (taxable, tax) = split_tax(Money::from_paise(paise), rate).unwrap();
            prop_assert_eq!(taxable.paise() + 2 * tax.paise(), paise);
            // Reckoned from the taxable value, each tax is the same to the paisa that rounding may cost.
            let again = taxable.ratio(i64::from(bp), 20_000).unwrap();
            prop_assert!((again.paise() - tax.paise()).abs() <= 1);
        }

        #[test]
        fn a_bill_adds_up_to_whole_rupees(lines in prop::collection::vec((1_i64..10_000_000, 0_u32..=4_000), 1..20)) {
            let lines: Vec<_> = lines.into_iter().map(|(total, bp)| line(total, bp)).collect();
            let bill = totals(&lines).unwrap();
            let sum: i64 = lines.iter().map(|line| line.total.paise()).sum();
            prop_assert_eq!(bill.total.paise() % 100, 0);
            prop_assert_eq!(bill.total.paise(), sum + bill.round_off.paise());
            prop_assert_eq!(bill.total.paise(), bill.taxable.paise() + bill.cgst.paise() + bill.sgst.paise() + bill.round_off.paise());
            prop_assert!(bill.round_off.paise().abs() <= 50);
            prop_assert_eq!(bill.cgst, bill.sgst);
        }
    }
}
