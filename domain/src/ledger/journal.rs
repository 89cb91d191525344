//! The books as a plain-text journal, as hledger and its kin read it: every entry a transaction, every posting a line.

use super::{AccountKind, Entry, PaymentMode, Posting};
use crate::ids::PartyId;
use std::fmt::Write as _;

/// What stands before the first transaction.
pub const HEADER: &str = "; amounts in rupees; a customer's account ends in the last digits of the customer's id\n\
     decimal-mark .\ncommodity INR 1,000.00\n\n";

/// An entry with its postings, as one transaction of the journal. `day` is the day in India on which it was posted.
#[must_use]
pub fn transaction(entry: &Entry, postings: &[Posting], day: jiff::civil::Date) -> String {
    let mut text = String::new();
    let number = entry.invoice_number.as_deref().map_or_else(String::new, |number| format!("({number}) "));
    let what = plain(entry.description.as_deref().unwrap_or_default());
    let name = plain(&entry.customer_name);
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{day} * {number}{name} | {}", entry.kind.as_str());
    let _ = writeln!(text, "    ; id: {}", entry.id);
    if !what.is_empty() {
        let _ = writeln!(text, "    ; {what}");
    }
    for posting in postings {
        let account = match (posting.account, posting.party) {
            (AccountKind::Customer, Some(party)) => receivable(&name, party),
            (account, _) => name_of(account).to_owned(),
        };
        let _ = writeln!(text, "    {account}  INR {}", posting.amount.decimal());
    }
    text.push('\n');
    text
}

/// The account of one customer: two customers of one name have two.
#[must_use]
pub fn receivable(name: &str, party: PartyId) -> String {
    let id = party.uuid().simple().to_string();
    format!("assets:receivable:{} {}", plain(name), id.get(24..).unwrap_or_default())
}

const fn name_of(account: AccountKind) -> &'static str {
    match account {
        AccountKind::Customer => "assets:receivable",
        AccountKind::Sales => "income:sales",
        AccountKind::Unbilled => "income:unbilled",
        AccountKind::Cgst => "liabilities:gst:central",
        AccountKind::Sgst => "liabilities:gst:state",
        AccountKind::Igst => "liabilities:gst:integrated",
        AccountKind::RoundOff => "expenses:round-off",
        AccountKind::Opening => "equity:opening",
        AccountKind::WrittenOff => "expenses:written-off",
        AccountKind::CashDifference => "expenses:cash-difference",
        AccountKind::Received(PaymentMode::Cash) => "assets:cash",
        AccountKind::Received(PaymentMode::Upi) => "assets:upi",
        AccountKind::Received(PaymentMode::Card) => "assets:card",
        AccountKind::Received(PaymentMode::Bank) => "assets:bank",
        AccountKind::Received(PaymentMode::Cheque) => "assets:cheque",
        AccountKind::Received(PaymentMode::Other) => "assets:other",
    }
}

/// Text in which nothing is punctuation of the journal: a name cannot open a comment, an account or a tag.
fn plain(text: &str) -> String {
    let safe = |letter: char| match letter {
        ';' | ':' | '|' | '(' | ')' | '[' | ']' | '*' | '!' | '=' | '"' => ' ',
        letter if letter.is_control() || letter.is_whitespace() => ' ',
        letter => letter,
    };
    let safe: String = text.chars().map(safe).collect();
    // Two blanks in a row end an account's name.
    safe.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_punctuation() {
        assert_eq!(plain("Rahul;  drop: (all) [x]\n2026-01-01 * y"), "Rahul drop all x 2026-01-01 y");
    }
}
