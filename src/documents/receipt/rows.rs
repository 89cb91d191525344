//! What stands on a receipt, from top to bottom.

use super::super::bill::{Bill, Line};
use super::super::facts::{self, Extent};
use super::super::labels::{self, Label};
use super::super::sums::{Sum, Taxes, sums};
use super::super::text::clean;
use super::Row;
use execora_domain::invoice::InvoiceStatus;
use execora_domain::money::{Money, in_words};
use execora_domain::reply::Tongue;

/// Printers do not have the sign of the rupee; a row in Hindi goes out as a picture.
const RUPEES: Label = Label::new("Rs", "₹");

pub(super) fn rows(bill: &Bill, tongue: Tongue) -> Vec<Row> {
    let mut rows = vec![];
    head(&mut rows, bill, tongue);
    rows.push(Row::Rule);
    for line in &bill.lines {
        item(&mut rows, bill, line, tongue);
    }
    rows.push(Row::Rule);
    for Sum { name, amount, strong } in sums(bill, Taxes::ByRate, tongue) {
        let left = if strong { format!("{name} {}", RUPEES.say(tongue)) } else { name };
        rows.push(Row::Pair { left, right: amount.figures(), strong });
    }
    rows.push(Row::Rule);
    rows.push(left(in_words(bill.total, tongue)));
    if let Some(notes) = &bill.notes {
        rows.push(left(clean(notes)));
    }
    signature(&mut rows, bill, tongue);
    if let (Some(link), Some(payee)) = (bill.payment_link(), &bill.seller.upi) {
        rows.push(Row::Code { heading: labels::SCAN.say(tongue).to_owned(), link });
        rows.push(centre(&format!("UPI {}", clean(&payee.address))));
    }
    rows.push(centre(labels::THANKS.say(tongue)));
    rows.retain(|row| !matches!(row, Row::Centre { text, .. } | Row::Left { text, .. } if text.is_empty()));
    rows
}

fn head(rows: &mut Vec<Row>, bill: &Bill, tongue: Tongue) {
    let say = |label: Label| label.say(tongue);
    rows.push(Row::Centre { text: clean(&bill.seller.name), strong: true });
    rows.extend(facts::seller(bill, Extent::Short, tongue).iter().map(|fact| centre(fact)));
    rows.push(Row::Centre { text: say(labels::title(bill)).to_owned(), strong: true });
    rows.extend(facts::copy(bill, Extent::Short, tongue).map(centre));
    if bill.seller.composition {
        rows.push(centre(say(labels::COMPOSITION)));
    }
    match bill.status {
        InvoiceStatus::Draft => rows.push(Row::Centre { text: say(labels::DRAFT).to_owned(), strong: true }),
        InvoiceStatus::Cancelled => rows.push(Row::Centre { text: say(labels::CANCELLED).to_owned(), strong: true }),
        InvoiceStatus::Confirmed => {}
    }
    rows.push(Row::Rule);
    rows.extend(facts::particulars(bill, Extent::Short, tongue).into_iter().map(|(name, value)| pair(name, value)));
    let name = facts::buyer_name(bill, tongue);
    rows.push(left(if bill.buyer.is_walk_in { name } else { format!("{}: {name}", say(labels::BILL_TO)) }));
    rows.extend(facts::buyer(bill, Extent::Short, tongue).into_iter().map(left));
}

/// What was bought: its name, how much of it at which price, what was taken off, and what the law wants told.
fn item(rows: &mut Vec<Row>, bill: &Bill, line: &Line, tongue: Tongue) {
    rows.push(left(clean(&line.name)));
    let much = format!("  {} x {}", line.much(tongue), line.rate.figures());
    let amount = line.amount().figures();
    if line.discount == Money::ZERO {
        rows.push(pair(much, amount));
    } else {
        rows.push(pair(much, ""));
        rows.push(pair(format!("  {} {}", labels::DISCOUNT.say(tongue), line.discount.figures()), amount));
    }
    rows.extend(facts::of_line(bill, line).map(|fact| pair(format!("  {fact}"), "")));
}

/// Who signs, where a registered buyer needs it, under the room for it.
fn signature(rows: &mut Vec<Row>, bill: &Bill, tongue: Tongue) {
    if !bill.is_to_registered() {
        return;
    }
    rows.push(left(format!("{} {}", labels::FOR.say(tongue), clean(&bill.seller.name))));
    rows.push(Row::Gap);
    rows.push(left(labels::SIGNATORY.say(tongue).to_owned()));
    rows.push(Row::Rule);
}

fn centre(text: &str) -> Row {
    Row::Centre { text: text.to_owned(), strong: false }
}

fn left(text: String) -> Row {
    Row::Left { text, strong: false }
}

fn pair(left: impl Into<String>, right: impl Into<String>) -> Row {
    Row::Pair { left: left.into(), right: right.into(), strong: false }
}
