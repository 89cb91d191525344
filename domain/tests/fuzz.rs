//! Whatever is typed or sent: numbers, codes and names are read in one form or refused, and nothing panics.
//! `PROPTEST_CASES` sets how many of each.
#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::ledger::{Patch, Refusal};
use execora_domain::ledger::{Shop, ShopChange, barcode, is_gstin, name, phone};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::Quantity;
use execora_domain::shelf::{self, Named};
use proptest::prelude::*;

const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The check digit of a GSTIN, reckoned another way than the books do: over the digits by hand.
fn gstin_check(front: &str) -> char {
    let sum: usize = front
        .bytes()
        .enumerate()
        .map(|(place, byte)| {
            let value = ALPHABET.iter().position(|letter| *letter == byte).unwrap();
            let product = value * (1 + place % 2);
            product / 36 + product % 36
        })
        .sum();
    char::from(ALPHABET[(36 - sum % 36) % 36])
}

fn barcode_check(front: &str) -> char {
    let weighed =
        front.bytes().rev().enumerate().map(|(place, byte)| (byte - b'0') * if place % 2 == 0 { 3 } else { 1 });
    let sum: u32 = weighed.map(u32::from).sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap()
}

proptest! {
    #[test]
    fn one_check_digit_makes_a_gstin_and_no_other_does(front in "(0[1-9]|[12][0-9]|3[0-8]|97)[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z", wrong in 0_usize..36) {
        let right = gstin_check(&front);
        prop_assert!(is_gstin(&format!("{front}{right}")), "{}{}", front, right);
        let other = char::from(ALPHABET[wrong]);
        prop_assert_eq!(is_gstin(&format!("{front}{other}")), other == right);
    }

    #[test]
    fn a_barcode_with_one_digit_changed_is_none(front in "([0-9]{7}|[0-9]{11}|[0-9]{12})", place in 0_usize..13, by in 1_u8..10) {
        let whole = format!("{front}{}", barcode_check(&front));
        let read = barcode(&whole).unwrap();
        prop_assert!(matches!(read.len(), 8 | 13));
        prop_assert_eq!(barcode(&read), Some(read.clone()), "one form");
        let mut bytes = whole.clone().into_bytes();
        let place = place % bytes.len();
        bytes[place] = b'0' + (bytes[place] - b'0' + by) % 10;
        prop_assert_eq!(barcode(&String::from_utf8(bytes).unwrap()), None);
    }

    #[test]
    fn no_text_at_all_breaks_what_reads_text(text in "\\PC{0,40}|.{0,40}|[=@+-].{0,20}") {
        if let Some(code) = barcode(&text) {
            prop_assert!(code.bytes().all(|byte| byte.is_ascii_digit()));
        }
        if is_gstin(&text) {
            prop_assert_eq!(text.len(), 15);
        }
        if let Some(number) = phone(&text) {
            prop_assert_eq!(number.len(), 13);
        }
        if let Some(kept) = name(&text) {
            prop_assert!(!kept.is_empty() && kept.trim() == kept && !kept.chars().any(char::is_control));
            prop_assert_eq!(name(&kept), Some(kept.clone()));
        }
        let aliases = vec![text.clone()];
        let score = shelf::score(&text, Named { name: "चावल Rice", aliases: &aliases });
        prop_assert!(score <= 1_000);
        let _ = shelf::look_up(&text, &[Named { name: "Rice", aliases: &[] }]);
        let patch = || Patch::Set(text.clone());
        let change = ShopChange { gstin: patch(), upi_id: patch(), phone: patch(), series: Some(text.clone()), ..ShopChange::default() };
        if let Err(refusal) = Shop::default().changed(&change) {
            let is_named = matches!(refusal, Refusal::InvalidField { .. });
            prop_assert!(is_named);
        }
    }

    #[test]
    fn money_and_quantities_are_exact_or_refused(paise in any::<i64>(), milli in any::<i64>(), bp in any::<u32>()) {
        let (price, quantity) = (Money::from_paise(paise), Quantity::from_milli(milli));
        let exact = i128::from(paise) * i128::from(milli);
        match quantity.times(price) {
            Ok(total) => prop_assert!((i128::from(total.paise()) * 1_000 - exact).abs() <= 500),
            Err(_) => prop_assert!(exact.abs() / 1_000 >= i128::from(i64::MAX) - 1),
        }
        prop_assert_eq!(price.plus(price).ok().map(Money::paise), paise.checked_add(paise));
        prop_assert_eq!(TaxRate::try_from(bp).is_ok(), bp <= 10_000);
        prop_assert_eq!(serde_json::from_str::<TaxRate>(&bp.to_string()).is_ok(), bp <= 10_000);
        prop_assert_eq!(serde_json::from_str::<Money>(&serde_json::to_string(&price).unwrap()).unwrap(), price);
        let half = format!("{milli}.5");
        prop_assert!(serde_json::from_str::<Money>(&half).is_err());
    }
}
