//! Reads the fields of a JSON body and collects everything that is wrong with them, each under its JSON pointer.

use super::problem::{Failure, FieldError};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::str::FromStr;

/// A JSON object that is being read.
pub(crate) struct Fields<'a> {
    object: Option<&'a Map<String, Value>>,
    pointer: String,
    errors: Vec<FieldError>,
}

impl<'a> Fields<'a> {
    /// Reads a whole body.
    pub(crate) fn of(body: &'a Value) -> Self {
        Self::at(body, String::new())
    }

    /// Reads an object inside a body.
    pub(crate) fn at(value: &'a Value, pointer: String) -> Self {
        let mut fields = Self { object: value.as_object(), pointer, errors: vec![] };
        if fields.object.is_none() {
            let pointer = fields.pointer.clone();
            fields.errors.push(FieldError { pointer, message: "must be an object".into() });
        }
        fields
    }

    /// The value, if every field was right.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Failure> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            Some(_) | None => Err(Failure::Malformed(self.errors)),
        }
    }

    /// Text that must be there.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let text = self.optional_text(name);
        if text.is_none() {
            self.missing(name);
        }
        text
    }

    /// Text under the first of these names that is there; one must be.
    pub(crate) fn text_of(&mut self, names: &[&str]) -> Option<String> {
        let there = names.iter().find(|name| self.present(name).is_some()).or(names.first());
        there.and_then(|name| self.text(name))
    }

    /// Text that may be left out or null.
    pub(crate) fn optional_text(&mut self, name: &str) -> Option<String> {
        match self.present(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                self.wrong(name, "must be text")
            }
        }
    }

    /// Text that is a `T`: an identity, a date.
    pub(crate) fn parsed<T: FromStr>(&mut self, name: &str, what: &str) -> Option<T> {
        let text = self.text(name)?;
        text.parse().ok().or_else(|| self.wrong(name, what))
    }

    /// Text that is a `T`, or is left out.
    pub(crate) fn optional_parsed<T: FromStr>(&mut self, name: &str, what: &str) -> Option<T> {
        let text = self.optional_text(name)?;
        text.parse().ok().or_else(|| self.wrong(name, what))
    }

    /// Money that must be there: whole paise.
    pub(crate) fn money(&mut self, name: &str) -> Option<Money> {
        let money = self.optional_money(name);
        if money.is_none() {
            self.missing(name);
        }
        money
    }

    /// Money that may be left out.
    pub(crate) fn optional_money(&mut self, name: &str) -> Option<Money> {
        self.whole(name, "must be a whole number of paise").map(Money::from_paise)
    }

    /// A quantity that must be there: whole thousandths.
    pub(crate) fn quantity(&mut self, name: &str) -> Option<Quantity> {
        let quantity = self.optional_quantity(name);
        if quantity.is_none() {
            self.missing(name);
        }
        quantity
    }

    /// A quantity that may be left out.
    pub(crate) fn optional_quantity(&mut self, name: &str) -> Option<Quantity> {
        self.whole(name, "must be a whole number of thousandths").map(Quantity::from_milli)
    }

    /// Yes or no; no where it is left out.
    pub(crate) fn flag(&mut self, name: &str, default: bool) -> bool {
        match self.present(name) {
            None => default,
            Some(Value::Bool(flag)) => *flag,
            Some(_) => self.wrong(name, "must be true or false").unwrap_or(default),
        }
    }

    /// Anything that its own type can read, or is left out.
    pub(crate) fn optional<T: DeserializeOwned>(&mut self, name: &str, what: &str) -> Option<T> {
        let value = self.present(name)?.clone();
        serde_json::from_value(value).ok().or_else(|| self.wrong(name, what))
    }

    /// The same, but it must be there.
    pub(crate) fn required<T: DeserializeOwned>(&mut self, name: &str, what: &str) -> Option<T> {
        let value = self.optional(name, what);
        if value.is_none() {
            self.missing(name);
        }
        value
    }

    /// Every object of a list, each read by `read`.
    pub(crate) fn each<T>(&mut self, name: &str, mut read: impl FnMut(&mut Fields<'_>) -> Option<T>) -> Option<Vec<T>> {
        let Some(value) = self.present(name) else {
            self.missing(name);
            return None;
        };
        let Value::Array(items) = value else { return self.wrong(name, "must be a list") };
        let mut values = vec![];
        for (index, item) in items.iter().enumerate() {
            let mut fields = Fields::at(item, format!("{}/{name}/{index}", self.pointer));
            values.extend(read(&mut fields));
            self.errors.append(&mut fields.errors);
        }
        Some(values)
    }

    /// Notes that a field is not what it must be.
    pub(crate) fn wrong<T>(&mut self, name: &str, message: &str) -> Option<T> {
        let pointer = format!("{}/{name}", self.pointer);
        self.errors.push(FieldError { pointer, message: message.to_owned() });
        None
    }

    fn whole(&mut self, name: &str, message: &str) -> Option<i64> {
        // A float or a text is refused, not rounded or read: what was meant is the caller's to say.
        let number = self.present(name)?.as_i64();
        number.or_else(|| self.wrong(name, message))
    }

    fn present(&self, name: &str) -> Option<&'a Value> {
        self.object?.get(name).filter(|value| !value.is_null())
    }

    /// Only where nothing was said about the field yet.
    fn missing(&mut self, name: &str) {
        if self.object.is_some() && self.present(name).is_none() {
            let _none: Option<()> = self.wrong(name, "is missing");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pointers(failure: Failure) -> Vec<String> {
        let Failure::Malformed(errors) = failure else { panic!("{failure:?}") };
        errors.into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn money_is_whole_paise_and_nothing_else() {
        let read = |value: Value| {
            let body = json!({ "amountPaise": value });
            let mut fields = Fields::of(&body);
            let money = fields.money("amountPaise");
            fields.finish(money)
        };
        assert_eq!(read(json!(50_000)), Ok(Money::from_paise(50_000)));
        for wrong in [json!(500.5), json!(500.0), json!("500"), json!(true), json!(1e300), json!(u64::MAX), json!(null)]
        {
            assert_eq!(pointers(read(wrong).unwrap_err()), ["/amountPaise"]);
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let body = json!({"name": 5, "items": [{"quantityMilli": 1}, {"quantityMilli": "1"}, 7]});
        let mut fields = Fields::of(&body);
        let name = fields.text("name");
        let items = fields.each("items", |item| item.quantity("quantityMilli"));
        let phone = fields.text("phone");
        let all = name.zip(items).zip(phone);
        let expected = ["/name", "/items/1/quantityMilli", "/items/2", "/phone"];
        assert_eq!(pointers(fields.finish(all).unwrap_err()), expected);
    }

    #[test]
    fn a_body_that_is_no_object_is_one_error() {
        let body = json!([1]);
        let mut fields = Fields::of(&body);
        let name = fields.text("name");
        assert_eq!(pointers(fields.finish(name).unwrap_err()), [""]);
    }
}
