//! What stands on a receipt, from top to bottom.

use super::super::bill::{Bill, Kind, percent, percent_half};
use super::super::labels::{self, Label};
use super::super::text::clean;
use super::Row;
use execora_domain::invoice::InvoiceStatus;
use execora_domain::money::{Money, in_words};
use execora_domain::reply::Tongue;
use execora_domain::state;

pub(super) fn rows(bill: &Bill, tongue: Tongue) -> Vec<Row> {
    let mut rows = vec![];
    head(&mut rows, bill, tongue);
    rows.push(Row::Rule);
    for line in &bill.lines {
        rows.push(left(clean(&line.name)));
        let much = format!("  {} x {}", clean(&line.quantity), line.rate.figures());
        rows.push(pair(much, line.gross));
        if line.discount != Money::ZERO {
            let off = line.discount.negated().unwrap_or(line.discount);
            rows.push(pair(format!("  {}", labels::DISCOUNT.say(tongue)), off));
        }
    }
    rows.push(Row::Rule);
    sums(&mut rows, bill, tongue);
    rows.push(Row::Rule);
    rows.push(left(in_words(bill.total, tongue)));
    if let Some(notes) = &bill.notes {
        rows.push(left(clean(notes)));
    }
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
    let (seller, buyer) = (&bill.seller, &bill.buyer);
    rows.push(Row::Centre { text: clean(&seller.name), strong: true });
    let phone = seller.phone.as_ref().map(|phone| format!("{} {phone}", say(labels::PHONE)));
    let gstin = seller.gstin.as_ref().map(|gstin| format!("GSTIN {gstin}"));
    for text in [seller.address.clone(), phone, gstin].into_iter().flatten() {
        rows.push(centre(&clean(&text)));
    }
    rows.push(Row::Centre { text: say(labels::title(bill)).to_owned(), strong: true });
    if bill.seller.composition {
        rows.push(centre(say(labels::COMPOSITION)));
    }
    match bill.status {
        InvoiceStatus::Draft => rows.push(Row::Centre { text: say(labels::DRAFT).to_owned(), strong: true }),
        InvoiceStatus::Cancelled => rows.push(Row::Centre { text: say(labels::CANCELLED).to_owned(), strong: true }),
        InvoiceStatus::Confirmed => {}
    }
    rows.push(Row::Rule);
    if let Some(number) = &bill.number {
        rows.push(words(say(labels::NUMBER), clean(number)));
    }
    rows.push(words(say(labels::DATE), bill.issued.strftime("%d-%m-%Y %H:%M").to_string()));
    if let Kind::CreditNote { of: Some(of), .. } = &bill.kind {
        rows.push(words(say(labels::AGAINST), of.to_string()));
    }
    rows.push(left(format!("{}: {}", say(labels::BILL_TO), clean(&buyer.name))));
    if let Some(gstin) = &buyer.gstin {
        rows.push(left(format!("GSTIN {}", clean(gstin))));
    }
    if let Some(place) = bill.place_of_supply.as_deref().filter(|_| bill.is_inter_state()) {
        let name = state::name(place).unwrap_or_default();
        rows.push(left(format!("{}: {name} ({place})", say(labels::PLACE))));
    }
}

fn sums(rows: &mut Vec<Row>, bill: &Bill, tongue: Tongue) {
    let say = |label: Label| label.say(tongue);
    if bill.is_taxed() {
        rows.push(pair(say(labels::TAXABLE), bill.taxable));
        for row in bill.tax_rows().into_iter().filter(|row| row.rate.bp() > 0) {
            if bill.is_inter_state() {
                rows.push(pair(format!("IGST {}", percent(row.rate.bp())), row.igst));
            } else {
                let half = percent_half(row.rate.bp());
                rows.push(pair(format!("CGST {half}"), row.cgst));
                rows.push(pair(format!("SGST {half}"), row.sgst));
            }
        }
    }
    if bill.round_off != Money::ZERO {
        rows.push(pair(say(labels::ROUND_OFF), bill.round_off));
    }
    rows.push(strong(say(labels::TOTAL), bill.total));
    if bill.status != InvoiceStatus::Confirmed {
        return;
    }
    if bill.credited != Money::ZERO {
        rows.push(pair(say(labels::CREDITED), bill.credited));
    }
    if bill.paid != Money::ZERO {
        rows.push(pair(say(labels::PAID), bill.paid));
    }
    if bill.change != Money::ZERO {
        rows.push(pair(say(labels::CHANGE), bill.change));
    }
    if bill.is_settled_in_part() {
        rows.push(strong(say(labels::DUE), bill.due));
    }
    if let Some(balance) = bill.balance {
        rows.push(pair(say(labels::BALANCE), balance));
    }
}

fn centre(text: &str) -> Row {
    Row::Centre { text: text.to_owned(), strong: false }
}

fn left(text: String) -> Row {
    Row::Left { text, strong: false }
}

fn words(left: &str, right: String) -> Row {
    Row::Pair { left: left.to_owned(), right, strong: false }
}

fn pair(left: impl Into<String>, amount: Money) -> Row {
    Row::Pair { left: left.into(), right: amount.figures(), strong: false }
}

/// "Rs" and not the sign of the rupee, which printers do not have.
fn strong(left: &str, amount: Money) -> Row {
    Row::Pair { left: format!("{left} Rs"), right: amount.figures(), strong: true }
}
