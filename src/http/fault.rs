//! Which field of a request a rule means that speaks of an amount or a quantity and of no field.

use super::problem::FieldError;
use execora_actors::ledger::PostError;
use execora_domain::ledger::Refusal;
use serde_json::Value;

/// Amounts that may be below zero.
const SIGNED: [&str; 1] = ["openingBalancePaise"];
/// Amounts that may be nothing.
const OR_NOTHING: [&str; 4] = ["creditLimitPaise", "discountPaise", "expectedTotalPaise", "countedCashPaise"];

/// The fields at fault, as they stand in the body; none where the rule means something else, such as a sum.
pub(super) fn at_fault(error: &PostError, body: &Value) -> Vec<FieldError> {
    let PostError::Refused(refusal) = error else { return vec![] };
    let mut errors = vec![];
    if let Refusal::InvalidAmount { limit } = refusal {
        let limit = limit.paise();
        walk(body, "", &mut |pointer, name, value| {
            let lowest =
                if SIGNED.contains(&name) { limit.saturating_neg() } else { i64::from(!OR_NOTHING.contains(&name)) };
            if name.ends_with("Paise") && !(lowest..=limit).contains(&value) {
                errors.push(FieldError { pointer, message: format!("must be from {lowest} to {limit}") });
            }
        });
    }
    if let Refusal::InvalidQuantity { .. } = refusal {
        let mut all = vec![];
        walk(body, "", &mut |pointer, name, value| {
            if name == "quantityMilli" {
                all.push((pointer, value));
            }
        });
        let is_alone = all.len() == 1;
        let meant = all.into_iter().filter(|(_, value)| is_alone || *value <= 0);
        let message = "is not a quantity that can be sold or counted";
        errors.extend(meant.map(|(pointer, _)| FieldError { pointer, message: message.to_owned() }));
    }
    errors
}

/// Tells every whole number of a body with its pointer and its name.
fn walk(value: &Value, pointer: &str, told: &mut dyn FnMut(String, &str, i64)) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, inner)| (name.clone(), inner)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, inner)| (at.to_string(), inner)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => vec![],
    };
    for (name, inner) in inner {
        let pointer = format!("{pointer}/{name}");
        match inner.as_i64() {
            Some(number) => told(pointer, &name, number),
            None => walk(inner, &pointer, told),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use execora_domain::money::Money;
    use serde_json::json;

    fn pointers(refusal: Refusal, body: &Value) -> Vec<String> {
        at_fault(&PostError::Refused(refusal), body).into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn an_amount_that_cannot_be_is_found_where_it_stands() {
        let of = |body: Value| pointers(Refusal::InvalidAmount { limit: Money::from_paise(100) }, &body);
        assert_eq!(of(json!({"amountPaise": 0})), ["/amountPaise"]);
        assert_eq!(of(json!({"payments": [{"amountPaise": 1}, {"amountPaise": 101}]})), ["/payments/1/amountPaise"]);
        assert_eq!(of(json!({"openingBalancePaise": -100, "creditLimitPaise": -1})), ["/creditLimitPaise"]);
        assert_eq!(of(json!({"openingBalancePaise": -101, "creditLimitPaise": 0})), ["/openingBalancePaise"]);
        assert_eq!(
            of(json!({"payments": [{"amountPaise": 60}, {"amountPaise": 60}]})),
            [""; 0],
            "their sum is at fault"
        );
    }

    #[test]
    fn a_quantity_that_cannot_be_is_found_where_it_stands() {
        let of = |body: Value| pointers(Refusal::InvalidQuantity { name: "Rice".into() }, &body);
        assert_eq!(of(json!({"quantityMilli": i64::MAX})), ["/quantityMilli"]);
        assert_eq!(of(json!({"items": [{"quantityMilli": 1}, {"quantityMilli": 0}]})), ["/items/1/quantityMilli"]);
    }
}
