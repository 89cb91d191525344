//! Barcodes of goods: EAN-13, EAN-8 and UPC-A, each with its check digit.

/// A barcode in one form: thirteen digits or eight. A UPC-A of twelve digits is the EAN-13 that begins with a zero.
#[must_use]
pub fn barcode(text: &str) -> Option<String> {
    let text = text.trim();
    let is_long_enough = matches!(text.len(), 8 | 12 | 13) && text.bytes().all(|byte| byte.is_ascii_digit());
    let padding = if text.len() == 12 { "0" } else { "" };
    (is_long_enough && has_check_digit(text)).then(|| format!("{padding}{text}"))
}

/// From the right, digits weigh 1 and 3 by turns, and their sum ends in zero.
fn has_check_digit(digits: &str) -> bool {
    let values = digits.chars().rev().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = values.zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barcode_has_the_right_check_digit() {
        assert_eq!(barcode("8901063010031").as_deref(), Some("8901063010031"));
        assert_eq!(barcode(" 96385074 ").as_deref(), Some("96385074"));
        assert_eq!(barcode("4006381333931").as_deref(), Some("4006381333931"));
        for wrong in
            ["4006381333932", "96385075", "036000291453", "", "400638133393", "4006381333931x", "४००६३८१३३३९३१"]
        {
            assert_eq!(barcode(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_upc_is_the_ean_with_a_zero_before_it() {
        assert_eq!(barcode("036000291452").as_deref(), Some("0036000291452"));
        assert_eq!(barcode("0036000291452"), barcode("036000291452"));
    }
}
