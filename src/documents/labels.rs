//! The words that are printed on papers, in English and Hindi.

use super::bill::{Bill, Kind, PaperCopy};
use execora_domain::quantity::Unit;
use execora_domain::reply::Tongue;

/// A printed word in English and in Hindi.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Label(&'static str, &'static str);

impl Label {
    /// The word in English, then in Hindi.
    pub(crate) const fn new(english: &'static str, hindi: &'static str) -> Self {
        Self(english, hindi)
    }

    /// The word in one of the two languages.
    pub(crate) const fn say(self, tongue: Tongue) -> &'static str {
        match tongue {
            Tongue::En => self.0,
            Tongue::Hi => self.1,
        }
    }
}

pub(crate) const ADVANCE: Label = Label("Advance with us", "हमारे पास जमा");
pub(crate) const AMOUNT: Label = Label("Amount", "राशि");
pub(crate) const AGAINST: Label = Label("Against bill", "मूल बिल");
pub(crate) const BALANCE: Label = Label("Account balance", "खाते का बकाया");
pub(crate) const BILL_DISCOUNT: Label = Label("Discount on the bill", "बिल पर छूट");
pub(crate) const BILL_TO: Label = Label("Bill to", "ग्राहक");
pub(crate) const CANCELLED: Label = Label("CANCELLED", "रद्द");
pub(crate) const CASH_SALE: Label = Label("Cash sale", "नकद बिक्री");
pub(crate) const CHANGE: Label = Label("Change", "वापस दिए");
pub(crate) const COMPOSITION: Label = Label(
    "Composition taxable person, not eligible to collect tax on supplies",
    "कंपोज़िशन करदाता, आपूर्ति पर कर वसूलने के पात्र नहीं",
);
pub(crate) const CONTINUED: Label = Label("Continued on the next page", "अगले पृष्ठ पर जारी");
pub(crate) const CREDITED: Label = Label("Taken back", "वापसी");
pub(crate) const DATE: Label = Label("Date", "दिनांक");
pub(crate) const DISCOUNT: Label = Label("Discount", "छूट");
pub(crate) const DRAFT: Label = Label("DRAFT", "मसौदा");
pub(crate) const DUE: Label = Label("Balance due", "देय राशि");
pub(crate) const EXEMPT: Label = Label("Exempt or nil-rated", "कर-मुक्त या शून्य दर");
pub(crate) const FOR: Label = Label("For", "वास्ते");
pub(crate) const IN_WORDS: Label = Label("Amount in words", "शब्दों में राशि");
pub(crate) const ITEMS: Label = Label("Items", "सामान का योग");
pub(crate) const ITEM: Label = Label("Item", "सामान");
pub(crate) const NO: Label = Label("No", "नहीं");
pub(crate) const NOTES: Label = Label("Notes", "टिप्पणी");
pub(crate) const NUMBER: Label = Label("Number", "संख्या");
pub(crate) const ON_ACCOUNT: Label = Label("Put to your account", "आपके खाते में जमा");
pub(crate) const PAGE: Label = Label("Page", "पृष्ठ");
pub(crate) const PAID: Label = Label("Paid", "भुगतान");
pub(crate) const PAID_ELSE: Label = Label("Other payments", "अन्य भुगतान");
pub(crate) const PHONE: Label = Label("Phone", "फ़ोन");
pub(crate) const PLACE: Label = Label("Place of supply", "आपूर्ति का स्थान");
pub(crate) const QUANTITY: Label = Label("Qty", "मात्रा");
pub(crate) const RATE: Label = Label("Rate", "दर");
pub(crate) const RATE_WITH_TAX: Label = Label("Rate incl. tax", "दर कर सहित");
pub(crate) const REVERSE_CHARGE: Label = Label("Reverse charge", "रिवर्स चार्ज");
pub(crate) const ROUND_OFF: Label = Label("Round off", "पूर्णांकन");
pub(crate) const SAVED: Label = Label("Discount in all", "कुल छूट");
pub(crate) const SCAN: Label = Label("Scan to pay by UPI", "UPI से भुगतान के लिए स्कैन करें");
pub(crate) const SIGNATORY: Label = Label("Authorised signatory", "प्राधिकृत हस्ताक्षरकर्ता");
pub(crate) const STATE: Label = Label("State", "राज्य");
pub(crate) const TAXABLE: Label = Label("Taxable value", "करयोग्य मूल्य");
pub(crate) const THANKS: Label = Label("Thank you", "धन्यवाद");
pub(crate) const TOTAL: Label = Label("Total", "कुल");
pub(crate) const UPI_NOTE: Label =
    Label("A payment counts once it is in the shop's account.", "भुगतान दुकान के खाते में आने पर ही माना जाएगा।");

/// What the law calls this paper.
pub(crate) const fn title(bill: &Bill) -> Label {
    match bill.kind {
        Kind::TaxInvoice => Label("TAX INVOICE", "टैक्स इनवॉइस"),
        Kind::InvoiceCumBillOfSupply => Label("INVOICE-CUM-BILL OF SUPPLY", "इनवॉइस-सह-आपूर्ति बिल"),
        Kind::BillOfSupply => Label("BILL OF SUPPLY", "आपूर्ति बिल"),
        Kind::PlainBill => Label("BILL", "बिल"),
        Kind::CreditNote { .. } => Label("CREDIT NOTE", "क्रेडिट नोट"),
    }
}

/// Which copy of it: of services the second is the last, and the supplier's.
pub(crate) fn copy(bill: &Bill, copy: PaperCopy) -> Label {
    match (copy, bill.is_of_services()) {
        (PaperCopy::Original, _) => Label("ORIGINAL FOR RECIPIENT", "प्राप्तिकर्ता के लिए मूल प्रति"),
        (PaperCopy::Duplicate, false) => Label("DUPLICATE FOR TRANSPORTER", "परिवाहक के लिए दूसरी प्रति"),
        (PaperCopy::Duplicate, true) => Label("DUPLICATE FOR SUPPLIER", "आपूर्तिकर्ता के लिए दूसरी प्रति"),
        (PaperCopy::Triplicate, _) => Label("TRIPLICATE FOR SUPPLIER", "आपूर्तिकर्ता के लिए तीसरी प्रति"),
    }
}

/// What goods are counted in.
pub(crate) const fn unit(unit: Unit) -> Label {
    let hindi = match unit {
        Unit::Kg => "किलो",
        Unit::L => "लीटर",
        Unit::M => "मीटर",
        Unit::Pc => "नग",
        Unit::Pkt => "पैकेट",
        Unit::Bag => "बोरी",
    };
    Label(unit.as_str(), hindi)
}
