//! The States and Union Territories by the two digits that begin a GSTIN.

use crate::reply::Tongue;

/// Code, name in English, name in Hindi. 25 (Daman and Diu) went into 26, 28 was Andhra Pradesh before it was divided: both stand on old
/// papers. 97 is "other territory", the sea.
const STATES: [(&str, &str, &str); 39] = [
    ("01", "Jammu and Kashmir", "जम्मू और कश्मीर"),
    ("02", "Himachal Pradesh", "हिमाचल प्रदेश"),
    ("03", "Punjab", "पंजाब"),
    ("04", "Chandigarh", "चंडीगढ़"),
    ("05", "Uttarakhand", "उत्तराखंड"),
    ("06", "Haryana", "हरियाणा"),
    ("07", "Delhi", "दिल्ली"),
    ("08", "Rajasthan", "राजस्थान"),
    ("09", "Uttar Pradesh", "उत्तर प्रदेश"),
    ("10", "Bihar", "बिहार"),
    ("11", "Sikkim", "सिक्किम"),
    ("12", "Arunachal Pradesh", "अरुणाचल प्रदेश"),
    ("13", "Nagaland", "नागालैंड"),
    ("14", "Manipur", "मणिपुर"),
    ("15", "Mizoram", "मिज़ोरम"),
    ("16", "Tripura", "त्रिपुरा"),
    ("17", "Meghalaya", "मेघालय"),
    ("18", "Assam", "असम"),
    ("19", "West Bengal", "पश्चिम बंगाल"),
    ("20", "Jharkhand", "झारखंड"),
    ("21", "Odisha", "ओडिशा"),
    ("22", "Chhattisgarh", "छत्तीसगढ़"),
    ("23", "Madhya Pradesh", "मध्य प्रदेश"),
    ("24", "Gujarat", "गुजरात"),
    ("25", "Daman and Diu", "दमन और दीव"),
    ("26", "Dadra and Nagar Haveli and Daman and Diu", "दादरा और नगर हवेली और दमन और दीव"),
    ("27", "Maharashtra", "महाराष्ट्र"),
    ("28", "Andhra Pradesh (before division)", "आंध्र प्रदेश (विभाजन से पहले)"),
    ("29", "Karnataka", "कर्नाटक"),
    ("30", "Goa", "गोवा"),
    ("31", "Lakshadweep", "लक्षद्वीप"),
    ("32", "Kerala", "केरल"),
    ("33", "Tamil Nadu", "तमिलनाडु"),
    ("34", "Puducherry", "पुडुचेरी"),
    ("35", "Andaman and Nicobar Islands", "अंडमान और निकोबार द्वीपसमूह"),
    ("36", "Telangana", "तेलंगाना"),
    ("37", "Andhra Pradesh", "आंध्र प्रदेश"),
    ("38", "Ladakh", "लद्दाख"),
    ("97", "Other Territory", "अन्य क्षेत्र"),
];

/// The State's name, if there is a State of this code.
#[must_use]
pub fn name(code: &str, tongue: Tongue) -> Option<&'static str> {
    let (_, english, hindi) = STATES.iter().find(|(known, _, _)| *known == code)?;
    Some(match tongue {
        Tongue::En => english,
        Tongue::Hi => hindi,
    })
}

/// What the tax beside the central one is called on a supply within this State: SGST, but UTGST in a Union territory without
/// a legislature (UTGST Act 2017, section 7). Delhi, Puducherry, and Jammu and Kashmir have one.
#[must_use]
pub fn second_tax(code: &str) -> &'static str {
    if matches!(code, "04" | "25" | "26" | "31" | "35" | "38" | "97") { "UTGST" } else { "SGST" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_found_by_its_two_digits_alone() {
        assert_eq!(name("27", Tongue::En), Some("Maharashtra"));
        assert_eq!(name("07", Tongue::Hi), Some("दिल्ली"));
        for wrong in ["7", "00", "39", "", "२७", "Delhi"] {
            assert_eq!(name(wrong, Tongue::En), None, "{wrong}");
        }
    }

    #[test]
    fn the_second_tax_has_its_own_name_in_a_union_territory() {
        let named = STATES.into_iter().map(|(code, ..)| code).filter(|code| second_tax(code) == "UTGST");
        assert_eq!(named.collect::<Vec<_>>(), ["04", "25", "26", "31", "35", "38", "97"]);
    }
}
