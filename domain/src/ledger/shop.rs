//! The shop itself: what stands on its bills, and how it wants its books kept.

use super::Refusal;
use super::confirm::{ConfirmChange, ConfirmPolicy};
use super::field::{self, ADDRESS_MAX, MILLI_MAX, NAME_MAX, invalid};
use super::gst::{check_seller, is_state_code};
use super::patch::Patch;
use crate::money::Money;
use crate::quantity::Quantity;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A shop and its settings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Shop {
    /// The name over the door.
    pub name: String,
    /// The State's code, as a GSTIN begins with it.
    pub state_code: String,
    /// Its GSTIN; only an unregistered shop has none.
    pub gstin: Option<String>,
    /// How it is taxed.
    pub scheme: Scheme,
    /// Where it is, on one line.
    pub address: Option<String>,
    /// E.164.
    pub phone: Option<String>,
    /// Where UPI payments go: `sharma@okaxis`.
    pub upi_id: Option<String>,
    /// Who is paid there, where that is not the shop's name.
    pub upi_name: Option<String>,
    /// The number of its licence or registration to sell food: 14 digits.
    pub fssai: Option<String>,
    /// What its bills' numbers begin with.
    pub series: String,
    /// Whether more may be sold than is on the shelf.
    pub oversell: Oversell,
    /// What bills are rounded to.
    #[serde(rename = "roundTo")]
    pub rounding: Rounding,
    /// Below this a product that names no mark of its own counts as low.
    #[serde(rename = "lowStockMilli")]
    pub low_stock: Option<Quantity>,
    /// What is too much.
    #[serde(flatten)]
    pub limits: ShopLimits,
    /// How spoken commands are confirmed.
    #[serde(flatten)]
    pub confirm: ConfirmPolicy,
}

/// How a shop is taxed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Collects tax and issues tax invoices.
    Regular,
    /// Pays a share of its turnover, collects no tax and issues bills of supply.
    Composition,
    /// Has no GSTIN: its bills say nothing of tax.
    #[default]
    Unregistered,
}

/// Whether more may be sold than is on the shelf.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Oversell {
    /// A bill for more is refused.
    #[default]
    Refuse,
    /// The stock falls below zero until it is counted.
    Allow,
}

/// What bills are rounded to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Rounding {
    /// The whole rupee, on a line of its own.
    #[default]
    Rupee,
    /// Nothing: a bill comes to its paise.
    None,
}

/// What is too much for one command.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShopLimits {
    /// The most that one entry or price may be.
    #[serde(rename = "amountMaxPaise")]
    pub amount_max: Money,
    /// The most of one product on one line.
    #[serde(rename = "quantityMaxMilli")]
    pub quantity_max: Quantity,
}

/// A wish to change a shop's settings; what is left out stays.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the field of the same name of the shop")]
pub struct ShopChange {
    pub name: Option<String>,
    pub state_code: Option<String>,
    pub gstin: Patch<String>,
    pub scheme: Option<Scheme>,
    pub address: Patch<String>,
    pub phone: Patch<String>,
    pub upi_id: Patch<String>,
    pub upi_name: Patch<String>,
    #[serde(default, skip_serializing_if = "Patch::is_kept")]
    pub fssai: Patch<String>,
    pub series: Option<String>,
    pub oversell: Option<Oversell>,
    pub rounding: Option<Rounding>,
    pub low_stock: Patch<Quantity>,
    pub amount_max: Option<Money>,
    pub quantity_max: Option<Quantity>,
    #[serde(default, skip_serializing_if = "ConfirmChange::is_empty")]
    pub confirm: ConfirmChange,
}

/// The most that a limit may be set to: ten thousand million rupees, a thousand million units.
const LIMIT_MAX: i64 = 1_000_000_000_000;
/// The longest that a series may be for a bill's number to stay within sixteen characters.
const SERIES_MAX: usize = 3;
/// The series of credit notes, which no bill may have.
const CREDIT_NOTES: &str = "CN";

impl Default for Shop {
    /// An unregistered shop in Maharashtra.
    fn default() -> Self {
        Self {
            name: String::new(),
            state_code: "27".to_owned(),
            gstin: None,
            scheme: Scheme::default(),
            address: None,
            phone: None,
            upi_id: None,
            upi_name: None,
            fssai: None,
            series: "INV".to_owned(),
            oversell: Oversell::default(),
            rounding: Rounding::default(),
            low_stock: None,
            limits: ShopLimits::default(),
            confirm: ConfirmPolicy::default(),
        }
    }
}

impl Default for ShopLimits {
    /// ₹10,00,000, and ten thousand units.
    fn default() -> Self {
        Self { amount_max: Money::from_paise(100_000_000), quantity_max: Quantity::from_milli(10_000_000) }
    }
}

impl Scheme {
    /// The scheme of a shop that has this GSTIN, and has or has not chosen composition.
    #[must_use]
    pub const fn of(gstin: Option<&str>, is_composition: bool) -> Self {
        match (gstin, is_composition) {
            (None, _) => Self::Unregistered,
            (Some(_), false) => Self::Regular,
            (Some(_), true) => Self::Composition,
        }
    }
}

impl Oversell {
    /// The short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Allow => "allow",
        }
    }
}

impl Rounding {
    /// The short name, as stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rupee => "rupee",
            Self::None => "none",
        }
    }
}

impl Shop {
    /// The shop as it is with these changes.
    ///
    /// # Errors
    /// [`Refusal::InvalidField`] with the field's pointer.
    pub fn changed(&self, change: &ShopChange) -> Result<Self, Refusal> {
        let state_code = change.state_code.as_ref().map_or_else(|| Ok(self.state_code.clone()), |code| state(code))?;
        let gstin = change.gstin.field(self.gstin.as_ref(), |gstin| Ok(gstin.clone()))?;
        let gstin = gstin.map(|gstin| registration(&gstin, &state_code)).transpose()?;
        let chosen = Scheme::of(gstin.as_deref(), self.scheme == Scheme::Composition);
        let scheme = change.scheme.unwrap_or(chosen);
        if (scheme == Scheme::Unregistered) != gstin.is_none() {
            return Err(invalid("/scheme", "is unregistered without a GSTIN, regular or composition with one"));
        }
        let (amount, quantity) = (change.amount_max.map(Money::paise), change.quantity_max.map(Quantity::milli));
        let limits = ShopLimits {
            amount_max: within("/amountMaxPaise", amount)?.map_or(self.limits.amount_max, Money::from_paise),
            quantity_max: within("/quantityMaxMilli", quantity)?.map_or(self.limits.quantity_max, Quantity::from_milli),
        };
        Ok(Self {
            name: change
                .name
                .as_ref()
                .map_or_else(|| Ok(self.name.clone()), |name| field::text("/name", name, NAME_MAX))?,
            state_code,
            gstin,
            scheme,
            address: change.address.field(self.address.as_ref(), |text| field::text("/address", text, ADDRESS_MAX))?,
            phone: change.phone.field(self.phone.as_ref(), |text| field::phone_of("/phone", text))?,
            upi_id: change.upi_id.field(self.upi_id.as_ref(), |text| upi_id(text))?,
            upi_name: change.upi_name.field(self.upi_name.as_ref(), |text| field::text("/upiName", text, NAME_MAX))?,
            fssai: change.fssai.field(self.fssai.as_ref(), |text| fssai(text))?,
            series: change.series.as_ref().map_or_else(|| Ok(self.series.clone()), |text| series(text))?,
            oversell: change.oversell.unwrap_or(self.oversell),
            rounding: change.rounding.unwrap_or(self.rounding),
            low_stock: change.low_stock.field(self.low_stock.as_ref(), |mark| low_stock(*mark))?,
            limits,
            confirm: self.confirm.changed(&change.confirm)?,
        })
    }
}

fn state(code: &str) -> Result<String, Refusal> {
    let code = code.trim();
    if is_state_code(code) { Ok(code.to_owned()) } else { Err(invalid("/stateCode", "must be a State's two digits")) }
}

/// A GSTIN of this State, in capitals.
fn registration(gstin: &str, state_code: &str) -> Result<String, Refusal> {
    let gstin = gstin.trim().to_uppercase();
    check_seller(&gstin).map_err(|problem| invalid("/gstin", problem))?;
    if gstin.starts_with(state_code) { Ok(gstin) } else { Err(invalid("/gstin", "begins with another State's code")) }
}

/// `name@bank`, as UPI has it.
fn upi_id(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let (name, bank) = text.split_once('@').unwrap_or_default();
    let is_name =
        (2..=255).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let is_bank = (2..=64).contains(&bank.len()) && bank.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_name && is_bank { Ok(text.to_owned()) } else { Err(invalid("/upiId", "must be a UPI id: name@bank")) }
}

/// The fourteen digits of an FSSAI licence (which begins with 1) or registration (with 2), however they are grouped.
fn fssai(text: &str) -> Result<String, Refusal> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, ' ' | '-')).collect();
    let is_form = digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_form && digits.starts_with(['1', '2']) {
        Ok(digits)
    } else {
        Err(invalid("/fssai", "must be the 14 digits of an FSSAI licence or registration"))
    }
}

fn series(text: &str) -> Result<String, Refusal> {
    let text = text.trim().to_uppercase();
    let is_form = (1..=SERIES_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match (is_form, text.as_str()) {
        (true, CREDIT_NOTES) => Err(invalid("/series", "is the series of credit notes")),
        (true, _) => Ok(text),
        (false, _) => Err(invalid(
            "/series",
            "must have 1 to 3 letters or digits: a bill's number has room for sixteen characters",
        )),
    }
}

fn low_stock(mark: Quantity) -> Result<Quantity, Refusal> {
    let is_some = (0..=MILLI_MAX).contains(&mark.milli());
    if is_some { Ok(mark) } else { Err(invalid("/lowStockMilli", "must not be below zero")) }
}

fn within(pointer: &str, limit: Option<i64>) -> Result<Option<i64>, Refusal> {
    match limit {
        Some(limit) if !(1..=LIMIT_MAX).contains(&limit) => {
            Err(invalid(pointer, &format!("must be from 1 to {LIMIT_MAX}")))
        }
        Some(_) | None => Ok(limit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GSTIN: &str = "27AAPFU0939F1ZV";

    fn pointer(refused: Result<Shop, Refusal>) -> String {
        let Err(Refusal::InvalidField { field, .. }) = refused else { panic!("{refused:?}") };
        field
    }

    fn with_gstin(gstin: &str) -> ShopChange {
        ShopChange { gstin: Patch::Set(gstin.to_owned()), ..ShopChange::default() }
    }

    #[test]
    fn a_shop_with_a_gstin_is_regular_until_it_chooses_composition() {
        let shop = Shop::default();
        assert_eq!(shop.scheme, Scheme::Unregistered);
        let regular = shop.changed(&with_gstin(" 27aapfu0939f1zv ")).unwrap();
        assert_eq!((regular.gstin.as_deref(), regular.scheme), (Some(GSTIN), Scheme::Regular));
        let scheme = ShopChange { scheme: Some(Scheme::Composition), ..ShopChange::default() };
        let composition = regular.changed(&scheme).unwrap();
        assert_eq!(composition.scheme, Scheme::Composition);
        assert_eq!(composition.changed(&ShopChange::default()).unwrap(), composition);
        assert_eq!(pointer(shop.changed(&scheme)), "/scheme");
        let ended = ShopChange { gstin: Patch::Clear, ..ShopChange::default() };
        assert_eq!(composition.changed(&ended).unwrap().scheme, Scheme::Unregistered);
    }

    #[test]
    fn a_gstin_belongs_to_the_shops_state() {
        let shop = Shop::default();
        assert_eq!(pointer(shop.changed(&with_gstin("29AAGCB7383J1Z4"))), "/gstin");
        assert_eq!(pointer(shop.changed(&with_gstin("27AAPFU0939F1ZW"))), "/gstin");
        let moved = ShopChange { state_code: Some("29".into()), ..with_gstin("29AAGCB7383J1Z4") };
        assert_eq!(shop.changed(&moved).unwrap().state_code, "29");
        let left_behind = ShopChange { state_code: Some("29".into()), ..ShopChange::default() };
        let registered = shop.changed(&with_gstin(GSTIN)).unwrap();
        assert_eq!(pointer(registered.changed(&left_behind)), "/gstin");
    }

    #[test]
    fn settings_that_make_no_sense_are_refused_by_name() {
        let change = ShopChange::default;
        let bad = [
            ("/name", ShopChange { name: Some("  ".into()), ..change() }),
            ("/stateCode", ShopChange { state_code: Some("39".into()), ..change() }),
            ("/stateCode", ShopChange { state_code: Some("MH".into()), ..change() }),
            ("/address", ShopChange { address: Patch::Set("\u{202e}".into()), ..change() }),
            ("/phone", ShopChange { phone: Patch::Set("12345".into()), ..change() }),
            ("/upiId", ShopChange { upi_id: Patch::Set("sharma".into()), ..change() }),
            ("/upiId", ShopChange { upi_id: Patch::Set("sharma@ok&am=1".into()), ..change() }),
            ("/fssai", ShopChange { fssai: Patch::Set("1151201900001".into()), ..change() }),
            ("/fssai", ShopChange { fssai: Patch::Set("115120190000123".into()), ..change() }),
            ("/fssai", ShopChange { fssai: Patch::Set("01512019000012".into()), ..change() }),
            ("/fssai", ShopChange { fssai: Patch::Set("1151201900001२".into()), ..change() }),
            ("/series", ShopChange { series: Some("cn".into()), ..change() }),
            ("/series", ShopChange { series: Some("BILL".into()), ..change() }),
            ("/lowStockMilli", ShopChange { low_stock: Patch::Set(Quantity::from_milli(-1)), ..change() }),
            ("/amountMaxPaise", ShopChange { amount_max: Some(Money::ZERO), ..change() }),
            ("/quantityMaxMilli", ShopChange { quantity_max: Some(Quantity::from_milli(i64::MAX)), ..change() }),
        ];
        for (field, change) in bad {
            assert_eq!(pointer(Shop::default().changed(&change)), field, "{change:?}");
        }
    }

    #[test]
    fn what_is_left_out_stays_and_what_is_cleared_goes() {
        let set = ShopChange {
            phone: Patch::Set("98100 10001".into()),
            fssai: Patch::Set(" 115 1201 9000-012 ".into()),
            upi_id: Patch::Set("sharma@okaxis".into()),
            low_stock: Patch::Set(Quantity::from_milli(5_000)),
            ..ShopChange::default()
        };
        let shop = Shop::default().changed(&set).unwrap();
        assert_eq!(shop.phone.as_deref(), Some("+919810010001"));
        assert_eq!(shop.fssai.as_deref(), Some("11512019000012"));
        let none = ShopChange { phone: Patch::Clear, fssai: Patch::Clear, ..ShopChange::default() };
        assert_eq!(shop.changed(&none).unwrap(), Shop { phone: None, fssai: None, ..shop });
    }

    #[test]
    fn a_change_of_older_settings_is_the_same_wish_as_before() {
        let wish = serde_json::to_string(&ShopChange::default()).unwrap();
        assert!(!wish.contains("fssai"), "a wish that is repeated after an upgrade must keep its hash: {wish}");
    }
}
