//! What a field can hold: how it is read, what it must be in words, and what it looks like in the description.

use execora_actors::identity::Role;
use execora_actors::ledger::{SalesBy, Shown};
use execora_domain::ids::{EntryId, InvoiceId, PartyId, ProductId, ReminderId, UserId};
use execora_domain::invoice::InvoiceStatus;
use execora_domain::ledger::{
    Channel, Confirmation, Oversell, PaymentMode, PaymentStatus, Recurrence, ReminderStatus, Rounding, Scheme, StockOp,
    TaxFree,
};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use execora_domain::report::gstr1::Section;
use jiff::civil::Date;
use schemars::JsonSchema;
use secrecy::SecretString;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A type that a field can hold.
pub(crate) trait Readable: Sized {
    /// What is said of a value that is something else.
    const MUST_BE: &'static str;
    /// Whether JSON writes it as text, as a URL writes everything.
    const IS_TEXT: bool = true;

    /// The value, unless it is something else.
    fn read(value: &Value) -> Option<Self>;

    /// Its JSON schema, with an example where its type alone says too little.
    fn schema() -> Value;
}

impl Readable for String {
    const MUST_BE: &'static str = "must be text";

    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }

    fn schema() -> Value {
        json!({ "type": "string" })
    }
}

impl Readable for SecretString {
    const MUST_BE: &'static str = "must be text";

    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(Self::from)
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "password" })
    }
}

impl Readable for bool {
    const MUST_BE: &'static str = "must be true or false";
    const IS_TEXT: bool = false;

    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }

    fn schema() -> Value {
        json!({ "type": "boolean" })
    }
}

impl Readable for Money {
    const MUST_BE: &'static str = "must be a whole number of paise";
    const IS_TEXT: bool = false;

    fn read(value: &Value) -> Option<Self> {
        // A float or a text is refused, not rounded or read: what was meant is the caller's to say.
        value.as_i64().map(Self::from_paise)
    }

    fn schema() -> Value {
        json!({ "type": "integer", "format": "int64", "examples": [19_600] })
    }
}

impl Readable for Quantity {
    const MUST_BE: &'static str = "must be a whole number of thousandths";
    const IS_TEXT: bool = false;

    fn read(value: &Value) -> Option<Self> {
        value.as_i64().map(Self::from_milli)
    }

    fn schema() -> Value {
        json!({ "type": "integer", "format": "int64", "examples": [1_500] })
    }
}

impl Readable for TaxRate {
    const MUST_BE: &'static str = "must be a whole number of basis points from 0 to 10000";
    const IS_TEXT: bool = false;

    fn read(value: &Value) -> Option<Self> {
        serde_json::from_value(value.clone()).ok()
    }

    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 0, "maximum": 10_000, "examples": [1_800] })
    }
}

impl Readable for Vec<String> {
    const MUST_BE: &'static str = "must be a list of texts";
    const IS_TEXT: bool = false;

    fn read(value: &Value) -> Option<Self> {
        serde_json::from_value(value.clone()).ok()
    }

    fn schema() -> Value {
        json!({ "type": "array", "items": { "type": "string" } })
    }
}

/// Whole numbers.
macro_rules! numbers {
    ($($name:ty: $must_be:literal, $schema:tt;)*) => {$(
        impl Readable for $name {
            const MUST_BE: &'static str = $must_be;
            const IS_TEXT: bool = false;

            fn read(value: &Value) -> Option<Self> {
                serde_json::from_value(value.clone()).ok()
            }

            fn schema() -> Value {
                json!($schema)
            }
        }
    )*};
}

numbers! {
    u16: "must be a whole number from 0 to 65535", { "type": "integer", "minimum": 0, "maximum": 65_535, "examples": [1] };
    i64: "must be a whole number", { "type": "integer", "format": "int64", "examples": [1] };
    Vec<u16>: "must be a list of whole numbers", { "type": "array", "items": { "type": "integer", "minimum": 0 } };
}

/// Pack word → thousandths of the unit in one pack.
impl Readable for BTreeMap<String, i64> {
    const MUST_BE: &'static str = "must be pack words with whole thousandths";
    const IS_TEXT: bool = false;

    fn read(value: &Value) -> Option<Self> {
        serde_json::from_value(value.clone()).ok()
    }

    fn schema() -> Value {
        let thousandths = json!({ "type": "integer", "format": "int64" });
        json!({ "type": "object", "additionalProperties": thousandths, "examples": [{ "peti": 24_000 }] })
    }
}

/// Rupees of a note or coin → how many.
impl Readable for BTreeMap<i64, i64> {
    const MUST_BE: &'static str = "must be notes and coins in rupees with whole numbers of pieces";
    const IS_TEXT: bool = false;

    fn read(value: &Value) -> Option<Self> {
        serde_json::from_value(value.clone()).ok()
    }

    fn schema() -> Value {
        let pieces = json!({ "type": "integer", "format": "int64" });
        json!({ "type": "object", "additionalProperties": pieces, "examples": [{ "500": 3, "10": 7 }] })
    }
}

impl Readable for Date {
    const MUST_BE: &'static str = "must be a day as YYYY-MM-DD";

    fn read(value: &Value) -> Option<Self> {
        // Ten characters: a moment, which jiff would cut to its day, is none.
        value.as_str().filter(|text| text.len() == 10)?.parse().ok()
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "date", "examples": ["2026-04-01"] })
    }
}

impl Readable for jiff::Timestamp {
    const MUST_BE: &'static str = "must be a moment as RFC 3339 with its offset";

    fn read(value: &Value) -> Option<Self> {
        value.as_str()?.parse().ok()
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "date-time", "examples": ["2026-04-01T09:30:00+05:30"] })
    }
}

/// Identities that this server gave.
macro_rules! identities {
    ($($name:ty),*) => {$(
        impl Readable for $name {
            const MUST_BE: &'static str = "must be an id that this server gave";

            fn read(value: &Value) -> Option<Self> {
                value.as_str()?.parse().ok()
            }

            fn schema() -> Value {
                json!({ "type": "string", "format": "uuid", "examples": ["019a8f3e-7c00-7abc-8def-0123456789ab"] })
            }
        }
    )*};
}

identities!(EntryId, InvoiceId, PartyId, ProductId, ReminderId, UserId);

/// Words out of a short list, which their own type knows.
macro_rules! words {
    ($($name:ty: $must_be:literal),* $(,)?) => {$(
        impl Readable for $name {
            const MUST_BE: &'static str = $must_be;

            fn read(value: &Value) -> Option<Self> {
                serde_json::from_value(value.clone()).ok()
            }

            fn schema() -> Value {
                schema_of::<$name>()
            }
        }
    )*};
}

words! {
    PaymentMode: "must be cash, upi, card, bank, cheque or other",
    StockOp: "must be add, remove or set",
    TaxFree: "must be nil_rated or exempt",
    Unit: "must be kg, l, m, pc, pkt or bag",
    Scheme: "must be regular, composition or unregistered",
    Oversell: "must be refuse or allow",
    Confirmation: "must be none, yes, amount or code",
    Rounding: "must be rupee or none",
    Shown: "must be true, false or all",
    Role: "must be owner, staff or accountant",
    SalesBy: "must be product, day or customer",
    Section: "must be b2b, b2cl, b2cs, cdnr, cdnur, exemp, hsn, hsn_b2b, hsn_b2c or docs",
    InvoiceStatus: "must be draft, confirmed or cancelled",
    Channel: "must be whatsapp, sms or email",
    Recurrence: "must be once, daily, weekly or monthly",
    ReminderStatus: "must be scheduled, due, skipped or cancelled",
    PaymentStatus: "must be unpaid, part or paid",
}

/// The derived schema of a word, without its title.
fn schema_of<T: JsonSchema>() -> Value {
    let mut schema = schemars::SchemaGenerator::default().into_root_schema_for::<T>().to_value();
    if let Value::Object(fields) = &mut schema {
        fields.retain(|name, _| !matches!(name.as_str(), "$schema" | "title"));
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_no_day() {
        assert_eq!(Date::read(&json!("2026-04-01T09:30:00+05:30")), None);
        assert_eq!(Date::read(&json!("2026-02-30")), None);
        assert!(Date::read(&json!("2026-04-01")).is_some());
    }
}
