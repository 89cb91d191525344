//! The link that opens a payment app with an amount filled in. It asks for money; it proves no payment.

use crate::money::Money;
use std::fmt::Write as _;

/// The longest reference that the apps pass on.
const REFERENCE_MAX: usize = 35;
/// The longest name that is put into a link.
const NAME_MAX: usize = 30;

/// `upi://pay?pa=…&pn=…&am=118.00&cu=INR&tn=…&tr=…`: pay this much to this address, for this bill.
///
/// `None` where there is nothing to pay or `address` is no UPI address. The note names the bill and nobody: it is shown
/// to whoever sees the payer's screen.
#[must_use]
pub fn link(address: &str, payee: &str, amount: Money, bill_number: &str) -> Option<String> {
    let paise = u64::try_from(amount.paise()).ok().filter(|paise| *paise > 0)?;
    let address = is_address(address).then_some(address)?;
    let payee: String = payee.chars().filter(|letter| !letter.is_control()).take(NAME_MAX).collect();
    let reference: String = bill_number.chars().filter(char::is_ascii_alphanumeric).take(REFERENCE_MAX).collect();
    let mut link = format!("upi://pay?pa={address}&pn={}", escaped(payee.trim()));
    let _infallible = write!(link, "&am={}.{:02}&cu=INR", paise / 100, paise % 100);
    if !reference.is_empty() {
        let _infallible = write!(link, "&tn={}&tr={reference}", escaped(&format!("Bill {bill_number}")));
    }
    Some(link)
}

/// Whether a text is a UPI address: `name@bank`.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let plain = |part: &str, marks: &[u8], lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || marks.contains(&byte))
    };
    text.split_once('@').is_some_and(|(name, bank)| plain(name, b".-_", 2..=256) && plain(bank, b"", 2..=64))
}

/// Percent-encoded, a space as `%20`: `+` would be shown as it stands.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _infallible = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rupees(paise: i64) -> Money {
        Money::from_paise(paise)
    }

    #[test]
    fn a_link_has_what_the_payment_apps_need() {
        let made = link("sharma.store@okaxis", "Sharma General Store", rupees(11_805), "INV/26-27/000001");
        let wanted = "upi://pay?pa=sharma.store@okaxis&pn=Sharma%20General%20Store&am=118.05&cu=INR\
                      &tn=Bill%20INV%2F26-27%2F000001&tr=INV2627000001";
        assert_eq!(made.as_deref(), Some(wanted));
    }

    #[test]
    fn large_amounts_have_no_commas_and_two_decimals() {
        let made = link("a1@ybl", "शर्मा", rupees(1_234_567_800), "").unwrap();
        assert_eq!(made, "upi://pay?pa=a1@ybl&pn=%E0%A4%B6%E0%A4%B0%E0%A5%8D%E0%A4%AE%E0%A4%BE&am=12345678.00&cu=INR");
    }

    #[test]
    fn nothing_is_asked_for_where_nothing_is_due() {
        for paise in [0, -1, i64::MIN] {
            assert_eq!(link("a1@ybl", "A", rupees(paise), "1"), None);
        }
    }

    #[test]
    fn a_name_cannot_add_a_parameter() {
        let made = link("a1@ybl", "A&am=1.00#?\n%", rupees(500), "1&pa=thief@bank").unwrap();
        assert_eq!(made.matches('&').count(), 5, "{made}");
        assert_eq!(made.matches("pa=").count(), 1, "{made}");
        assert!(made.contains("&am=5.00&") && made.ends_with("&tr=1pathiefbank"), "{made}");
    }

    #[test]
    fn only_name_at_bank_is_an_address() {
        assert!(is_address("9810010001@paytm") && is_address("sharma-store_1.x@okhdfcbank"));
        for wrong in ["", "a@", "@ybl", "sharma", "a b@ybl", "sharma@ok axis", "x&am=1@ybl", "a1@b@c", "श@ybl"] {
            assert!(!is_address(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_reference_is_at_most_35_letters_and_digits() {
        let made = link("a1@ybl", "A", rupees(500), &"INV/26-27/".repeat(9)).unwrap();
        let reference = made.rsplit("tr=").next().unwrap();
        assert!(reference.len() == 35 && reference.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{made}");
    }
}
