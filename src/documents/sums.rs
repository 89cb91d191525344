//! What a bill comes to, row by row. Every paper is drawn from these rows, so that all say the same.

use super::bill::{Bill, Line};
use super::labels::{self, Label};
use execora_domain::invoice::InvoiceStatus;
use execora_domain::ledger::PaymentMode;
use execora_domain::money::{Money, TaxRate};
use execora_domain::reply::Tongue;

/// A row: what it is of, and how much.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sum {
    pub(crate) name: String,
    pub(crate) amount: Money,
    /// Whether the eye looks for it.
    pub(crate) strong: bool,
}

/// How taxes stand among the sums.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Taxes {
    /// Each tax once: a table beside them has the rates.
    Together,
    /// Each tax of each rate.
    ByRate,
}

/// What the lines of one tax rate come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TaxRow {
    pub(crate) rate: TaxRate,
    pub(crate) taxable: Money,
    pub(crate) cgst: Money,
    pub(crate) sgst: Money,
    pub(crate) igst: Money,
}

/// All rows, from what the lines come to down to what the customer owes.
pub(crate) fn sums(bill: &Bill, taxes: Taxes, tongue: Tongue) -> Vec<Sum> {
    let mut rows = Rows { rows: vec![], tongue };
    priced(&mut rows, bill);
    if bill.is_taxed() {
        taxed(&mut rows, bill, taxes);
    }
    rows.some(labels::ROUND_OFF, bill.round_off);
    rows.strong(labels::TOTAL, bill.total);
    if total(bill, |line| line.discount) != Money::ZERO {
        rows.add(labels::SAVED, discount(bill));
    }
    if bill.status == InvoiceStatus::Confirmed {
        settled(&mut rows, bill);
    }
    rows.rows
}

/// A row for each rate above nothing, the lowest first.
pub(crate) fn tax_rows(bill: &Bill) -> Vec<TaxRow> {
    let mut rows: Vec<TaxRow> = vec![];
    for line in bill.lines.iter().filter(|line| line.tax_rate != TaxRate::ZERO) {
        let at = rows.iter().position(|row| row.rate == line.tax_rate).unwrap_or_else(|| {
            let zero = Money::ZERO;
            rows.push(TaxRow { rate: line.tax_rate, taxable: zero, cgst: zero, sgst: zero, igst: zero });
            rows.len().saturating_sub(1)
        });
        let Some(row) = rows.get_mut(at) else { continue };
        row.taxable = more(row.taxable, line.taxable);
        row.cgst = more(row.cgst, line.cgst);
        row.sgst = more(row.sgst, line.sgst);
        row.igst = more(row.igst, line.igst);
    }
    rows.sort_by_key(|row| row.rate);
    rows
}

/// What the prices come to, where that is neither the total nor what is taxed.
fn priced(rows: &mut Rows, bill: &Bill) {
    let off = total(bill, |line| line.bill_discount);
    let shown = off != Money::ZERO || !bill.is_taxed() && bill.round_off != Money::ZERO;
    if shown {
        rows.add(labels::ITEMS, total(bill, Line::amount));
        rows.some(labels::BILL_DISCOUNT, off.negated().unwrap_or(off));
    }
}

fn taxed(rows: &mut Rows, bill: &Bill, taxes: Taxes) {
    let exempt = total(bill, |line| if line.tax_rate == TaxRate::ZERO { line.taxable } else { Money::ZERO });
    rows.add(labels::TAXABLE, bill.taxable.minus(exempt).unwrap_or(bill.taxable));
    rows.some(labels::EXEMPT, exempt);
    let mut tax = |name: &str, amount: Money| rows.push(name.to_owned(), amount, false);
    match (taxes, bill.is_inter_state()) {
        (Taxes::Together, true) => tax("IGST", bill.igst),
        (Taxes::Together, false) => {
            tax("CGST", bill.cgst);
            tax(bill.second_tax(), bill.sgst);
        }
        (Taxes::ByRate, inter_state) => {
            for row in tax_rows(bill) {
                let (whole, half) = (percent(row.rate.bp()), percent_half(row.rate.bp()));
                if inter_state {
                    tax(&format!("IGST {whole}"), row.igst);
                } else {
                    tax(&format!("CGST {half}"), row.cgst);
                    tax(&format!("{} {half}", bill.second_tax()), row.sgst);
                }
            }
        }
    }
}

/// What became of the total: what came back, what was handed over and how, what is still to be paid.
fn settled(rows: &mut Rows, bill: &Bill) {
    rows.some(labels::CREDITED, bill.credited);
    let mut kept = bill.change.negated().unwrap_or_default();
    for part in &bill.handed {
        rows.add(paid_by(part.mode), part.amount);
        kept = more(kept, part.amount);
    }
    rows.some(labels::CHANGE, bill.change);
    let rest = bill.paid.minus(kept).unwrap_or_default();
    if rest < Money::ZERO {
        rows.add(labels::ON_ACCOUNT, rest.negated().unwrap_or(rest));
    }
    let later = if bill.handed.is_empty() { labels::PAID } else { labels::PAID_ELSE };
    rows.some(later, rest.max(Money::ZERO));
    if bill.paid != Money::ZERO || bill.credited != Money::ZERO {
        rows.strong(labels::DUE, bill.due);
    }
    match bill.balance {
        Some(balance) if balance < Money::ZERO => rows.add(labels::ADVANCE, balance.negated().unwrap_or(balance)),
        Some(balance) => rows.add(labels::BALANCE, balance),
        None => {}
    }
}

const fn paid_by(mode: PaymentMode) -> Label {
    match mode {
        PaymentMode::Cash => Label::new("Paid in cash", "नकद भुगतान"),
        PaymentMode::Upi => Label::new("Paid by UPI", "UPI से भुगतान"),
        PaymentMode::Card => Label::new("Paid by card", "कार्ड से भुगतान"),
        PaymentMode::Bank => Label::new("Paid by bank transfer", "बैंक से भुगतान"),
        PaymentMode::Cheque => Label::new("Paid by cheque", "चेक से भुगतान"),
        PaymentMode::Other => Label::new("Paid in another way", "अन्य तरीके से भुगतान"),
    }
}

struct Rows {
    rows: Vec<Sum>,
    tongue: Tongue,
}

impl Rows {
    fn push(&mut self, name: String, amount: Money, strong: bool) {
        self.rows.push(Sum { name, amount, strong });
    }

    fn add(&mut self, label: Label, amount: Money) {
        self.push(label.say(self.tongue).to_owned(), amount, false);
    }

    fn strong(&mut self, label: Label, amount: Money) {
        self.push(label.say(self.tongue).to_owned(), amount, true);
    }

    /// Nothing where it is nothing.
    fn some(&mut self, label: Label, amount: Money) {
        if amount != Money::ZERO {
            self.add(label, amount);
        }
    }
}

/// All that was taken off.
fn discount(bill: &Bill) -> Money {
    total(bill, |line| more(line.discount, line.bill_discount))
}

fn total(bill: &Bill, of: impl Fn(&Line) -> Money) -> Money {
    bill.lines.iter().map(of).fold(Money::ZERO, more)
}

/// A sum of what stands on one bill, which the books let in because it fits.
fn more(sum: Money, amount: Money) -> Money {
    sum.plus(amount).unwrap_or(sum)
}

/// `-₹5.00`: the sign of the amount before that of the rupee.
pub(crate) fn with_sign(amount: Money, rupee: &str) -> String {
    let figures = amount.figures();
    match figures.strip_prefix('-') {
        Some(magnitude) => format!("-{rupee}{magnitude}"),
        None => format!("{rupee}{figures}"),
    }
}

/// `18%`, `0.25%`.
pub(crate) fn percent(rate_bp: u32) -> String {
    let (whole, rest) = (rate_bp / 100, rate_bp % 100);
    if rest == 0 {
        return format!("{whole}%");
    }
    format!("{whole}.{}%", format!("{rest:02}").trim_end_matches('0'))
}

/// Half of a rate, as each of the two taxes has it; half a basis point too.
pub(crate) fn percent_half(rate_bp: u32) -> String {
    if rate_bp.is_multiple_of(2) {
        return percent(rate_bp / 2);
    }
    let (whole, rest) = (rate_bp / 200, rate_bp % 200);
    format!("{whole}.{}%", format!("{:03}", rest.saturating_mul(5)).trim_end_matches('0'))
}
