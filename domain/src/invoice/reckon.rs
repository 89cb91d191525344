//! What a bill comes to: discounts, tax a line, one visible round-off.
//!
//! Of a price without tax each of the two halves is the taxable value times half the rate, rounded to the paisa, halves
//! away from zero; integrated tax is the taxable value times the rate. Of a price that includes its tax, the tax is taken
//! out of it as rule 35 of the CGST Rules says, each half `price · half the rate / (1 + the rate)` rounded alike, and the
//! taxable value is the rest: so the line comes to its price to the paisa. A half is then at most a paisa off its rate of
//! the taxable value, and is that where any split of the price is (none of ₹40 at 40 % is).

use super::{Discount, InvoiceKind, InvoiceLine};
use crate::ledger::Rounding;
use crate::money::{Money, OutOfRange, TaxRate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Between which States the goods go, and so which taxes there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Supply {
    /// The shop collects no tax.
    Untaxed,
    /// Within the shop's State: central and State tax.
    WithinState,
    /// To another State: integrated tax.
    BetweenStates,
}

/// What a line is charged before discounts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Charge {
    /// `quantity · rate`; not below zero.
    pub amount: Money,
    /// What is taken off this line.
    pub discount: Option<Discount>,
    /// Its tax rate.
    pub tax_rate: TaxRate,
    /// Whether the amount includes the tax.
    pub tax_included: bool,
}

/// What a line comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Charged {
    /// What was taken off this line alone.
    pub discount: Money,
    /// This line's share of what was taken off the whole bill.
    pub bill_discount: Money,
    /// What the tax is reckoned on.
    pub taxable: Money,
    /// Central tax.
    pub cgst: Money,
    /// State tax; equal to the central tax.
    pub sgst: Money,
    /// Integrated tax.
    pub igst: Money,
    /// `taxable + cgst + sgst + igst`.
    pub total: Money,
}

/// What a bill comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// What was taken off the whole bill.
    pub discount: Money,
    /// Σ taxable.
    pub taxable: Money,
    /// Σ cgst.
    pub cgst: Money,
    /// Σ sgst.
    pub sgst: Money,
    /// Σ igst.
    pub igst: Money,
    /// What brings the bill to whole rupees where the shop rounds to them; at most 50 paise.
    pub round_off: Money,
    /// `taxable + cgst + sgst + igst + round_off`.
    pub total: Money,
}

/// A bill, reckoned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reckoned {
    /// The lines, in order.
    pub lines: Vec<Charged>,
    /// Their sums.
    pub totals: Totals,
}

/// The sums of one tax rate on a bill.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaxSum {
    /// The rate.
    #[serde(rename = "taxRateBp")]
    pub tax_rate: TaxRate,
    /// Σ taxable.
    #[serde(rename = "taxablePaise")]
    pub taxable: Money,
    /// Σ cgst.
    #[serde(rename = "cgstPaise")]
    pub cgst: Money,
    /// Σ sgst.
    #[serde(rename = "sgstPaise")]
    pub sgst: Money,
    /// Σ igst.
    #[serde(rename = "igstPaise")]
    pub igst: Money,
}

impl TaxSum {
    /// The sums of both, at this one's rate.
    ///
    /// # Errors
    /// [`OutOfRange`] where 64 bits of paise do not hold one of them.
    pub fn plus(&self, other: &Self) -> Result<Self, OutOfRange> {
        Ok(Self {
            tax_rate: self.tax_rate,
            taxable: self.taxable.plus(other.taxable)?,
            cgst: self.cgst.plus(other.cgst)?,
            sgst: self.sgst.plus(other.sgst)?,
            igst: self.igst.plus(other.igst)?,
        })
    }

    /// `taxable + cgst + sgst + igst`.
    ///
    /// # Errors
    /// [`OutOfRange`] where 64 bits of paise do not hold it.
    pub fn total(&self) -> Result<Money, OutOfRange> {
        self.taxable.plus(self.cgst)?.plus(self.sgst)?.plus(self.igst)
    }
}

/// Why a bill cannot be reckoned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReckonError {
    /// An amount that 64 bits of paise do not hold.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
    /// A discount below zero, or of more than there is to pay: of a line (the first is 0), or of the whole bill.
    #[error("a discount is from nothing to all that there is to pay")]
    Discount(Option<usize>),
}

/// A line's price after its discounts.
#[derive(Clone, Copy)]
struct Net {
    amount: Money,
    tax_rate: TaxRate,
    tax_included: bool,
}

/// Reckons a bill: the lines' discounts, then the bill's, spread over the lines in proportion, then tax, then the
/// round-off, to the rupee (halves away from zero) where the shop rounds to it.
///
/// # Errors
/// [`ReckonError`].
pub fn reckon(
    charges: &[Charge],
    discount: Option<Discount>,
    supply: Supply,
    rounding: Rounding,
) -> Result<Reckoned, ReckonError> {
    let (mut lines, mut nets) = (Vec::with_capacity(charges.len()), Vec::with_capacity(charges.len()));
    for (at, charge) in charges.iter().enumerate() {
        let off = taken_off(charge.amount, charge.discount, Some(at))?;
        let tax_rate = if supply == Supply::Untaxed { TaxRate::ZERO } else { charge.tax_rate };
        nets.push(Net { amount: charge.amount.minus(off)?, tax_rate, tax_included: charge.tax_included });
        lines.push(Charged { discount: off, ..Charged::default() });
    }
    let discount = spread(&mut lines, &mut nets, discount)?;
    let sums = split(&mut lines, &nets, supply)?;
    let total = match rounding {
        Rounding::Rupee => sums.total.ratio(1, 100)?.ratio(100, 1)?,
        Rounding::None => sums.total,
    };
    let round_off = total.minus(sums.total)?;
    Ok(Reckoned { lines, totals: Totals { discount, round_off, total, ..sums } })
}

/// What a discount comes to.
fn taken_off(amount: Money, discount: Option<Discount>, line: Option<usize>) -> Result<Money, ReckonError> {
    let off = match discount {
        None => Money::ZERO,
        Some(Discount::Paise(paise)) => paise,
        Some(Discount::BasisPoints(bp)) => amount.ratio(i64::from(bp), 10_000)?,
    };
    if off < Money::ZERO || off > amount { Err(ReckonError::Discount(line)) } else { Ok(off) }
}

/// Spreads the bill's discount over the lines, each to the paisa in proportion to its price. A line's share is the
/// rounded discount up to it less that up to the line before, so the shares sum to the discount and none passes its line.
fn spread(lines: &mut [Charged], nets: &mut [Net], discount: Option<Discount>) -> Result<Money, ReckonError> {
    let mut all = Money::ZERO;
    for net in nets.iter() {
        all = all.plus(net.amount)?;
    }
    let discount = taken_off(all, discount, None)?;
    if discount == Money::ZERO {
        return Ok(discount);
    }
    let (mut up_to, mut given) = (Money::ZERO, Money::ZERO);
    for (line, net) in lines.iter_mut().zip(nets) {
        up_to = up_to.plus(net.amount)?;
        let given_now = discount.ratio(up_to.paise(), all.paise())?;
        line.bill_discount = given_now.minus(given)?;
        net.amount = net.amount.minus(line.bill_discount)?;
        given = given_now;
    }
    Ok(discount)
}

/// Splits each line into its taxable value and its taxes.
fn split(lines: &mut [Charged], nets: &[Net], supply: Supply) -> Result<Totals, OutOfRange> {
    let mut sums = Totals::default();
    for (line, net) in lines.iter_mut().zip(nets) {
        let part = if net.tax_included {
            taken_out(net.amount, net.tax_rate, supply)?
        } else {
            taxed(net.amount, net.tax_rate, supply)?
        };
        *line = Charged { discount: line.discount, bill_discount: line.bill_discount, ..part };
        sums.taxable = sums.taxable.plus(part.taxable)?;
        sums.cgst = sums.cgst.plus(part.cgst)?;
        sums.sgst = sums.sgst.plus(part.sgst)?;
        sums.igst = sums.igst.plus(part.igst)?;
        sums.total = sums.total.plus(part.total)?;
    }
    Ok(sums)
}

/// A line of this price, which includes its tax.
fn taken_out(price: Money, rate: TaxRate, supply: Supply) -> Result<Charged, OutOfRange> {
    let (half, igst) = match supply {
        Supply::Untaxed => (Money::ZERO, Money::ZERO),
        Supply::WithinState => (tax_in(price, rate, 2)?, Money::ZERO),
        Supply::BetweenStates => (Money::ZERO, tax_in(price, rate, 1)?),
    };
    let taxable = price.minus(half)?.minus(half)?.minus(igst)?;
    Ok(Charged { taxable, cgst: half, sgst: half, igst, total: price, ..Charged::default() })
}

/// One of the `parts` of the tax that a price includes.
pub(crate) fn tax_in(price: Money, rate: TaxRate, parts: i64) -> Result<Money, OutOfRange> {
    let bp = i64::from(rate.bp());
    let whole = bp.checked_add(10_000).and_then(|whole| whole.checked_mul(parts)).ok_or(OutOfRange)?;
    price.ratio(bp, whole)
}

/// A line of this taxable value.
fn taxed(taxable: Money, rate: TaxRate, supply: Supply) -> Result<Charged, OutOfRange> {
    let bp = i64::from(rate.bp());
    let (half, igst) = match supply {
        Supply::Untaxed => (Money::ZERO, Money::ZERO),
        Supply::WithinState => (taxable.ratio(bp, 20_000)?, Money::ZERO),
        Supply::BetweenStates => (Money::ZERO, taxable.ratio(bp, 10_000)?),
    };
    let total = taxable.plus(half)?.plus(half)?.plus(igst)?;
    Ok(Charged { taxable, cgst: half, sgst: half, igst, total, ..Charged::default() })
}

/// The sums of each tax rate, lowest first; none on a paper of this kind that says nothing of tax.
///
/// # Errors
/// [`OutOfRange`] where 64 bits of paise do not hold one.
pub fn tax_sums(lines: &[InvoiceLine], kind: InvoiceKind) -> Result<Vec<TaxSum>, OutOfRange> {
    if matches!(kind, InvoiceKind::BillOfSupply | InvoiceKind::Bill) {
        return Ok(vec![]);
    }
    let mut rates: BTreeMap<TaxRate, TaxSum> = BTreeMap::new();
    for line in lines {
        let (tax_rate, none) = (line.tax_rate, Money::ZERO);
        let empty = TaxSum { tax_rate, taxable: none, cgst: none, sgst: none, igst: none };
        let sum = rates.entry(tax_rate).or_insert(empty);
        sum.taxable = sum.taxable.plus(line.taxable)?;
        sum.cgst = sum.cgst.plus(line.cgst)?;
        sum.sgst = sum.sgst.plus(line.sgst)?;
        sum.igst = sum.igst.plus(line.igst)?;
    }
    Ok(rates.into_values().collect())
}

#[cfg(test)]
mod tests;
