//! GSTR-1: the return in which a shop that collects tax tells what it sold in a month, as the tables that the tax
//! office's offline tool imports. `docs/gst.md` names the sources of its columns and rules.
//!
//! A paper is told apart into its rates; what bears no tax stands in `exemp`, nil-rated and exempted apart, whatever else is
//! on the paper. Cancelled papers are counted among the numbers given out and stand nowhere else.

mod columns;

use super::{Cell, Table};
use crate::invoice::TaxSum;
use crate::ledger::TaxFree;
use crate::money::{Money, OutOfRange, TaxRate};
use crate::quantity::{Quantity, Unit};
use crate::reply::Tongue;
use crate::state;
use jiff::civil::{Date, date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Above this, by the day of the bill, one to another State and to nobody registered is told by itself: two and a half
/// lakh rupees, and one lakh since notification 12/2024 (Central Tax).
const LARGE: [(Date, Money); 2] =
    [(date(2024, 8, 1), Money::from_paise(10_000_000)), (date(2017, 7, 1), Money::from_paise(25_000_000))];

/// A table of the return.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Bills to the registered.
    B2b,
    /// Large bills to others, in another State.
    B2cl,
    /// All other bills, summed by State and rate, less what came back of such bills.
    B2cs,
    /// Credit notes to the registered.
    Cdnr,
    /// Credit notes on large bills to others, in another State.
    Cdnur,
    /// What bears no tax.
    Exemp,
    /// What was sold, by HSN code and rate.
    Hsn,
    /// The same, of what the registered bought; told apart since May 2025.
    HsnB2b,
    /// The same, of what others bought.
    HsnB2c,
    /// The numbers that were given out.
    Docs,
}

/// All tables, in the return's order.
pub const SECTIONS: [Section; 10] = [
    Section::B2b,
    Section::B2cl,
    Section::B2cs,
    Section::Cdnr,
    Section::Cdnur,
    Section::Exemp,
    Section::Hsn,
    Section::HsnB2b,
    Section::HsnB2c,
    Section::Docs,
];

/// What a paper of a shop that collects tax, or a credit note on one, comes to at one rate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Supplied {
    /// The paper's number.
    pub number: String,
    /// Its day in India.
    pub day: Date,
    /// What the whole paper comes to; above zero on a credit note as well.
    pub value: Money,
    /// The customer's GSTIN on it.
    pub customer_gstin: Option<String>,
    /// The customer's name on it.
    pub customer_name: String,
    /// The code of the State that it went to.
    pub place: String,
    /// The bill that a credit note takes back.
    pub original: Option<TakenBack>,
    /// Why these lines bear no tax, where they bear none; nil-rated where that was not kept.
    pub tax_free: Option<TaxFree>,
    /// What its lines of this rate come to; above zero on a credit note as well.
    pub sums: TaxSum,
}

/// A bill of which something came back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TakenBack {
    /// Its day in India.
    pub day: Date,
    /// What it came to.
    pub value: Money,
}

/// What was sold under one HSN code, in one unit and at one rate, less what came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Goods {
    /// The code.
    pub hsn: Option<String>,
    /// Its name, where it has no code.
    pub name: Option<String>,
    /// What it is counted in.
    pub unit: Unit,
    /// Whether those who bought it are registered.
    pub is_registered: bool,
    /// How much.
    pub quantity: Quantity,
    /// What it came to.
    pub sums: TaxSum,
}

/// Consecutive numbers of one series.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Numbers {
    /// Whether they are those of credit notes.
    pub is_credit_notes: bool,
    /// The first.
    pub first: String,
    /// The last.
    pub last: String,
    /// How many.
    pub count: i64,
    /// How many of them were cancelled.
    pub cancelled: i64,
}

/// A month of a shop, as far as the tax office asks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Month {
    /// The code of the shop's State.
    pub shop_state: String,
    /// Papers that stand, by number and rate.
    pub supplied: Vec<Supplied>,
    /// What was sold.
    pub goods: Vec<Goods>,
    /// The numbers given out.
    pub numbers: Vec<Numbers>,
}

impl Month {
    /// One table of the return.
    ///
    /// # Errors
    /// [`OutOfRange`] where 64 bits of paise do not hold a sum.
    pub fn table(&self, section: Section) -> Result<Table, OutOfRange> {
        let rows = match section {
            Section::B2b | Section::B2cl | Section::Cdnr | Section::Cdnur => {
                self.of(section).map(|one| self.paper(section, one)).collect()
            }
            Section::B2cs => self.small()?,
            Section::Exemp => self.untaxed()?,
            Section::Hsn => self.sold(|_| true)?,
            Section::HsnB2b => self.sold(|goods| goods.is_registered)?,
            Section::HsnB2c => self.sold(|goods| !goods.is_registered)?,
            Section::Docs => self.numbers.iter().map(given_out).collect(),
        };
        Ok(Table { name: section.name(), headings: section.headings(), rows })
    }

    /// What stands in this table.
    fn of(&self, section: Section) -> impl Iterator<Item = &Supplied> {
        self.supplied.iter().filter(move |one| one.section(&self.shop_state) == section)
    }

    fn paper(&self, section: Section, one: &Supplied) -> Vec<Cell> {
        let number = Cell::Text(one.number.clone());
        let gstin = || Cell::Text(one.customer_gstin.clone().unwrap_or_default());
        let name = || Cell::Text(one.customer_name.clone());
        let (day, value, place) = (Cell::Day(one.day), Cell::Rupees(one.value), place(one.place(&self.shop_state)));
        let (rate, taxable) = (Cell::Rate(one.sums.tax_rate), Cell::Rupees(one.sums.taxable));
        let (none, no, cess) = (Cell::Empty, Cell::Word("N"), Cell::Rupees(Money::ZERO));
        let regular = Cell::Word("Regular B2B");
        match section {
            Section::B2b => {
                vec![gstin(), name(), number, day, value, place, no, none.clone(), regular, none, rate, taxable, cess]
            }
            Section::Cdnr => vec![
                gstin(),
                name(),
                number,
                day,
                Cell::Word("C"),
                place,
                no,
                regular,
                value,
                none,
                rate,
                taxable,
                cess,
            ],
            Section::Cdnur => {
                vec![Cell::Word("B2CL"), number, day, Cell::Word("C"), place, value, none, rate, taxable, cess]
            }
            Section::B2cl
            | Section::B2cs
            | Section::Exemp
            | Section::Hsn
            | Section::HsnB2b
            | Section::HsnB2c
            | Section::Docs => vec![number, day, value, place, none.clone(), rate, taxable, cess, none],
        }
    }

    /// By State and rate; what came back is taken off, so a row may be below zero.
    fn small(&self) -> Result<Vec<Vec<Cell>>, OutOfRange> {
        let mut sums: BTreeMap<(&str, TaxRate), Money> = BTreeMap::new();
        for one in self.of(Section::B2cs) {
            let sum = sums.entry((one.place(&self.shop_state), one.sums.tax_rate)).or_default();
            *sum = sum.plus(one.signed()?)?;
        }
        let row = |((state, rate), sum): (&(&str, TaxRate), &Money)| {
            let (rate, sum, cess) = (Cell::Rate(*rate), Cell::Rupees(*sum), Cell::Rupees(Money::ZERO));
            vec![Cell::Word("OE"), place(state), Cell::Empty, rate, sum, cess, Cell::Empty]
        };
        Ok(sums.iter().map(row).collect())
    }

    fn untaxed(&self) -> Result<Vec<Vec<Cell>>, OutOfRange> {
        const KINDS: [(&str, bool, bool); 4] = [
            ("Inter-State supplies to registered persons", true, true),
            ("Intra-State supplies to registered persons", false, true),
            ("Inter-State supplies to unregistered persons", true, false),
            ("Intra-State supplies to unregistered persons", false, false),
        ];
        let row = |(words, is_between, is_registered): (&'static str, bool, bool)| {
            let (mut nil_rated, mut exempt) = (Money::ZERO, Money::ZERO);
            for one in self.of(Section::Exemp) {
                if one.is_between_states(&self.shop_state) == is_between
                    && one.customer_gstin.is_some() == is_registered
                {
                    let sum = match one.tax_free.unwrap_or_default() {
                        TaxFree::NilRated => &mut nil_rated,
                        TaxFree::Exempt => &mut exempt,
                    };
                    *sum = sum.plus(one.signed()?)?;
                }
            }
            let rupees = [nil_rated, exempt, Money::ZERO].map(Cell::Rupees);
            Ok(std::iter::once(Cell::Word(words)).chain(rupees).collect())
        };
        KINDS.into_iter().map(row).collect()
    }

    fn sold(&self, wanted: impl Fn(&Goods) -> bool) -> Result<Vec<Vec<Cell>>, OutOfRange> {
        type Key<'a> = (Option<&'a str>, Option<&'a str>, Unit, TaxRate);
        let mut sums: BTreeMap<Key<'_>, (Quantity, TaxSum)> = BTreeMap::new();
        for goods in self.goods.iter().filter(|goods| wanted(goods)) {
            let key = (goods.hsn.as_deref(), goods.name.as_deref(), goods.unit, goods.sums.tax_rate);
            let nothing = || (Quantity::ZERO, TaxSum { tax_rate: goods.sums.tax_rate, ..TaxSum::default() });
            let (quantity, sum) = sums.entry(key).or_insert_with(nothing);
            *quantity = quantity.plus(goods.quantity)?;
            *sum = sum.plus(&goods.sums)?;
        }
        let text = |text: Option<&str>| text.map_or(Cell::Empty, |text| Cell::Text(text.to_owned()));
        let row = |((hsn, name, unit, rate), (quantity, sum)): (Key<'_>, (Quantity, TaxSum))| {
            Ok(vec![
                text(hsn),
                text(name),
                Cell::Word(quantity_code(unit)),
                Cell::Quantity(quantity),
                Cell::Rupees(sum.total()?),
                Cell::Rate(rate),
                Cell::Rupees(sum.taxable),
                Cell::Rupees(sum.igst),
                Cell::Rupees(sum.cgst),
                Cell::Rupees(sum.sgst),
                Cell::Rupees(Money::ZERO),
            ])
        };
        sums.into_iter().map(row).collect()
    }
}

impl Supplied {
    /// Where it stands in the return of a shop of this State.
    #[must_use]
    pub fn section(&self, shop_state: &str) -> Section {
        let is_large = |day: Date, value: Money| self.is_between_states(shop_state) && value > large_on(day);
        match (self.customer_gstin.is_some(), self.original) {
            _ if self.sums.tax_rate == TaxRate::ZERO => Section::Exemp,
            (true, None) => Section::B2b,
            (true, Some(_)) => Section::Cdnr,
            (false, None) if is_large(self.day, self.value) => Section::B2cl,
            (false, Some(bill)) if is_large(bill.day, bill.value) => Section::Cdnur,
            (false, None | Some(_)) => Section::B2cs,
        }
    }

    /// Whether it went to another State. Its taxes tell, where there are any: the shop may have moved since.
    fn is_between_states(&self, shop_state: &str) -> bool {
        self.sums.igst != Money::ZERO || (self.sums.cgst == Money::ZERO && self.place(shop_state) != shop_state)
    }

    fn place<'a>(&'a self, shop_state: &'a str) -> &'a str {
        if self.place.is_empty() { shop_state } else { &self.place }
    }

    /// What it adds to what was sold: a credit note takes off.
    fn signed(&self) -> Result<Money, OutOfRange> {
        if self.original.is_some() { self.sums.taxable.negated() } else { Ok(self.sums.taxable) }
    }
}

/// What makes a bill of that day a large one.
fn large_on(day: Date) -> Money {
    LARGE.iter().find(|(since, _)| day >= *since).map_or(LARGE[1].1, |(_, above)| *above)
}

/// `27-Maharashtra`
fn place(code: &str) -> Cell {
    let name = state::name(code, Tongue::En).unwrap_or_default().replace(" and ", " & ");
    Cell::Text(format!("{code}-{name}"))
}

/// The tax office's word for a unit.
const fn quantity_code(unit: Unit) -> &'static str {
    match unit {
        Unit::Kg => "KGS-KILOGRAMS",
        Unit::L => "LTR-LITRES",
        Unit::M => "MTR-METERS",
        Unit::Pc => "PCS-PIECES",
        Unit::Pkt => "PAC-PACKS",
        Unit::Bag => "BAG-BAGS",
    }
}

fn given_out(numbers: &Numbers) -> Vec<Cell> {
    let nature = if numbers.is_credit_notes { "Credit Note" } else { "Invoices for outward supply" };
    let (first, last) = (Cell::Text(numbers.first.clone()), Cell::Text(numbers.last.clone()));
    vec![Cell::Word(nature), first, last, Cell::Count(numbers.count), Cell::Count(numbers.cancelled)]
}

#[cfg(test)]
mod tests;
