//! What stands over the columns of each table: word for word what the offline tool looks for.

use super::Section;

impl Section {
    /// The table's short name: `b2b`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::B2b => "b2b",
            Self::B2cl => "b2cl",
            Self::B2cs => "b2cs",
            Self::Cdnr => "cdnr",
            Self::Cdnur => "cdnur",
            Self::Exemp => "exemp",
            Self::Hsn => "hsn",
            Self::HsnB2b => "hsn_b2b",
            Self::HsnB2c => "hsn_b2c",
            Self::Docs => "docs",
        }
    }

    /// What stands over its columns.
    pub(super) const fn headings(self) -> &'static [&'static str] {
        match self {
            Self::B2b => &B2B,
            Self::B2cl => &B2CL,
            Self::B2cs => &B2CS,
            Self::Cdnr => &CDNR,
            Self::Cdnur => &CDNUR,
            Self::Exemp => &EXEMP,
            Self::Hsn | Self::HsnB2b | Self::HsnB2c => &HSN,
            Self::Docs => &DOCS,
        }
    }
}

const B2B: [&str; 13] = [
    "GSTIN/UIN of Recipient",
    "Receiver Name",
    "Invoice Number",
    "Invoice date",
    "Invoice Value",
    "Place Of Supply",
    "Reverse Charge",
    "Applicable % of Tax Rate",
    "Invoice Type",
    "E-Commerce GSTIN",
    "Rate",
    "Taxable Value",
    "Cess Amount",
];

const B2CL: [&str; 9] = [
    "Invoice Number",
    "Invoice date",
    "Invoice Value",
    "Place Of Supply",
    "Applicable % of Tax Rate",
    "Rate",
    "Taxable Value",
    "Cess Amount",
    "E-Commerce GSTIN",
];

const B2CS: [&str; 7] =
    ["Type", "Place Of Supply", "Applicable % of Tax Rate", "Rate", "Taxable Value", "Cess Amount", "E-Commerce GSTIN"];

const CDNR: [&str; 13] = [
    "GSTIN/UIN of Recipient",
    "Receiver Name",
    "Note Number",
    "Note Date",
    "Note Type",
    "Place Of Supply",
    "Reverse Charge",
    "Note Supply Type",
    "Note Value",
    "Applicable % of Tax Rate",
    "Rate",
    "Taxable Value",
    "Cess Amount",
];

const CDNUR: [&str; 10] = [
    "UR Type",
    "Note Number",
    "Note Date",
    "Note Type",
    "Place Of Supply",
    "Note Value",
    "Applicable % of Tax Rate",
    "Rate",
    "Taxable Value",
    "Cess Amount",
];

const EXEMP: [&str; 4] =
    ["Description", "Nil Rated Supplies", "Exempted(other than nil rated/non GST supply)", "Non-GST Supplies"];

const HSN: [&str; 11] = [
    "HSN",
    "Description",
    "UQC",
    "Total Quantity",
    "Total Value",
    "Rate",
    "Taxable Value",
    "Integrated Tax Amount",
    "Central Tax Amount",
    "State/UT Tax Amount",
    "Cess Amount",
];

const DOCS: [&str; 5] = ["Nature of Document", "Sr. No. From", "Sr. No. To", "Total Number", "Cancelled"];
