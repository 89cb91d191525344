//! What a product may become, and what it costs on a day.

use super::rate::{RateFrom, TaxFree, lawful};
use super::{NewProduct, Patch, Product, Refusal};
use crate::money::{Money, TaxRate};
use crate::quantity::{Quantity, Unit};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A wish to change a product; what is left out stays.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the field of the same name of the product")]
pub struct ProductChange {
    pub name: Option<String>,
    pub unit: Option<Unit>,
    pub price: Option<Money>,
    pub mrp: Patch<Money>,
    pub tax_rate: Option<TaxRate>,
    pub tax_rates: Option<Vec<RateFrom>>,
    #[serde(default, skip_serializing_if = "Patch::is_kept")]
    pub tax_free: Patch<TaxFree>,
    pub hsn: Patch<String>,
    pub barcode: Patch<String>,
    pub low_stock: Patch<Quantity>,
    pub packs: Option<BTreeMap<String, i64>>,
    pub aliases: Option<Vec<String>>,
    pub is_active: Option<bool>,
}

/// A field's value before a change and after it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FieldChange {
    /// Before.
    pub from: serde_json::Value,
    /// After.
    pub to: serde_json::Value,
}

/// The most rates that one product changes to.
const RATES_MAX: usize = 20;

impl Default for NewProduct {
    /// A piece without a name or a price, which no shelf takes.
    fn default() -> Self {
        Self {
            name: String::new(),
            unit: Unit::Pc,
            price: Money::ZERO,
            mrp: None,
            tax_rate: TaxRate::ZERO,
            tax_rates: vec![],
            tax_free: None,
            hsn: None,
            barcode: None,
            stock: Quantity::ZERO,
            low_stock: None,
            packs: BTreeMap::new(),
            aliases: vec![],
        }
    }
}

impl Product {
    /// The tax rate on a day: the bill's date decides.
    #[must_use]
    pub fn rate_on(&self, day: Date) -> TaxRate {
        let begun = self.tax_rates.iter().filter(|change| change.from <= day);
        begun.max_by_key(|change| change.from).map_or(self.tax_rate, |change| change.rate)
    }

    /// Why it bears no tax on a day, where it bears none.
    #[must_use]
    pub fn tax_free_on(&self, day: Date) -> Option<TaxFree> {
        (self.rate_on(day) == TaxRate::ZERO).then(|| self.tax_free.unwrap_or_default())
    }

    /// Whether its rate is nothing now, or is to be.
    pub(super) fn may_be_tax_free(&self) -> bool {
        self.tax_rate == TaxRate::ZERO || self.tax_rates.iter().any(|change| change.rate == TaxRate::ZERO)
    }

    /// The product as it stands on a day: the rate of that day, and only the changes that are still to come.
    #[must_use]
    pub fn on(mut self, day: Date) -> Self {
        self.tax_rate = self.rate_on(day);
        self.tax_rates.retain(|change| change.from > day);
        self
    }

    /// What is not the same in `after`, by the names of the wire; stock is told by its movements.
    #[must_use]
    pub fn difference(&self, after: &Self) -> BTreeMap<String, FieldChange> {
        let fields = |product: &Self| match serde_json::to_value(product) {
            Ok(serde_json::Value::Object(fields)) => fields,
            Ok(_) | Err(_) => serde_json::Map::new(),
        };
        let mut before = fields(self);
        let changed = fields(after).into_iter().filter_map(|(name, to)| {
            let from = before.remove(&name).unwrap_or_default();
            (from != to && name != "stockMilli").then_some((name, FieldChange { from, to }))
        });
        changed.collect()
    }
}

/// Changes of the tax rate in the order of their days, each lawful on its own.
pub(super) fn rate_changes(changes: &[RateFrom]) -> Result<Vec<RateFrom>, Refusal> {
    let wrong = |problem: &str| Err(super::field::invalid("/taxRates", problem));
    if changes.len() > RATES_MAX {
        return wrong(&format!("at most {RATES_MAX} changes"));
    }
    let mut sorted = changes.to_vec();
    sorted.sort_by_key(|change| change.from);
    if sorted.windows(2).any(|pair| matches!(pair, [one, next] if one.from == next.from)) {
        return wrong("one rate begins on a day");
    }
    for (index, change) in changes.iter().enumerate() {
        lawful(&format!("/taxRates/{index}/rateBp"), change.rate, change.from)?;
    }
    Ok(sorted)
}
