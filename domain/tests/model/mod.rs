//! A book in memory with arithmetic of its own: what the true books must come to, whoever keeps them.
//!
//! A [`Wish`] names things by their place in the order of their making, so that the same list of wishes can be put to
//! `decide` and to the store. The model says why a wish would be refused; where nothing is said, it must be done.

use execora_domain::ids::{EntryId, PartyId, ProductId};
use execora_domain::invoice::{DraftLine, InvoiceDraft};
use execora_domain::ledger::{
    Command, NewParty, NewProduct, PartyChange, Patch, PaymentMode, PaymentPart, Refusal, StockOp,
};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The day on which everything happens.
pub(crate) const TODAY: Date = date(2026, 11, 22);
/// The shop's limits, as they are unless it says otherwise.
const AMOUNT_MAX: i64 = 100_000_000;
const QUANTITY_MAX: i64 = 10_000_000;

/// A wish to change the books.
#[derive(Clone, Debug)]
pub(crate) enum Wish {
    Customer { phone: Option<u8>, opening: i64, limit: Option<i64> },
    Change { who: usize, phone: Option<u8>, limit: Option<i64> },
    Product { name: u8, price: i64, milli: i64, is_counted: bool },
    Stock { what: usize, op: StockOp, milli: i64 },
    Bill { who: usize, lines: Vec<(usize, i64)>, expected: Option<i64> },
    Pay { who: usize, parts: Vec<(usize, i64)>, days_ago: i64 },
    Credit { who: usize, paise: i64, days_ago: i64 },
    WriteOff { who: usize, paise: i64 },
    Refund { who: usize, paise: i64, may_exceed: bool },
    Reverse { entry: usize },
}

/// What the books hold, in the order of making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    pub(crate) customers: Vec<Customer>,
    pub(crate) products: Vec<Product>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) bills: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Customer {
    pub(crate) phone: Option<u8>,
    pub(crate) limit: Option<i64>,
    pub(crate) balance: i64,
    pub(crate) entries: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Product {
    name: u8,
    price: i64,
    is_counted: bool,
    pub(crate) milli: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    who: usize,
    pub(crate) amount: i64,
    pub(crate) balance_after: i64,
    /// What it did to the other accounts; those of a bill count as one.
    others: Vec<(&'static str, i64)>,
    moved: Vec<(usize, i64)>,
    is_final: bool,
}

/// The identities that the true books gave to what was made, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Made {
    pub(crate) parties: Vec<PartyId>,
    pub(crate) products: Vec<ProductId>,
    pub(crate) entries: Vec<EntryId>,
}

/// Lists of wishes.
pub(crate) fn wishes(longest: usize) -> impl Strategy<Value = Vec<Wish>> {
    let begin = vec![
        Wish::Customer { phone: None, opening: 0, limit: None },
        Wish::Customer { phone: Some(1), opening: -7_000, limit: Some(60_000) },
        Wish::Product { name: 1, price: 3_333, milli: 40_000, is_counted: false },
        Wish::Product { name: 2, price: 500, milli: 30_000, is_counted: true },
    ];
    prop::collection::vec(wish(), 1..longest).prop_map(move |wishes| [begin.clone(), wishes].concat())
}

fn wish() -> impl Strategy<Value = Wish> {
    let who = || 0..4_usize;
    let paise = || prop_oneof![8 => 1..90_000_i64, 1 => -5..1_i64, 1 => Just(AMOUNT_MAX + 1), 1 => Just(i64::MAX)];
    let milli = || prop_oneof![6 => (1..9_i64).prop_map(|units| units * 1_000), 4 => -10..9_000_i64];
    let op = prop::sample::select(vec![StockOp::Add, StockOp::Remove, StockOp::Set]);
    let days = || prop_oneof![4 => Just(0_i64), 1 => 1..400_i64, 1 => Just(-1_i64)];
    let phone = || prop::option::weighted(0.4, 0..4_u8);
    let limit = || prop::option::weighted(0.4, -1..120_000_i64);
    let parts = prop_oneof![
        4 => (0..6_usize, paise()).prop_map(|part| vec![part]),
        2 => prop::collection::vec((0..6_usize, 1..40_000_i64), 0..4),
    ];
    prop_oneof![
        1 => (phone(), -90_000..90_000_i64, limit()).prop_map(|(phone, opening, limit)| Wish::Customer { phone, opening, limit }),
        1 => (who(), phone(), limit()).prop_map(|(who, phone, limit)| Wish::Change { who, phone, limit }),
        1 => (0..5_u8, 0..20_000_i64, 0..30_000_i64, any::<bool>())
            .prop_map(|(name, price, milli, is_counted)| Wish::Product { name, price, milli, is_counted }),
        2 => (who(), op, -5..60_000_i64).prop_map(|(what, op, milli)| Wish::Stock { what, op, milli }),
        5 => (who(), prop::collection::vec((who(), milli()), 0..4), prop::option::weighted(0.1, 0..90_000_i64))
            .prop_map(|(who, lines, expected)| Wish::Bill { who, lines, expected }),
        4 => (who(), parts, days()).prop_map(|(who, parts, days_ago)| Wish::Pay { who, parts, days_ago }),
        3 => (who(), paise(), days()).prop_map(|(who, paise, days_ago)| Wish::Credit { who, paise, days_ago }),
        2 => (who(), paise()).prop_map(|(who, paise)| Wish::WriteOff { who, paise }),
        2 => (who(), paise(), any::<bool>()).prop_map(|(who, paise, may_exceed)| Wish::Refund { who, paise, may_exceed }),
        4 => (0..25_usize).prop_map(|entry| Wish::Reverse { entry }),
    ]
}

impl Wish {
    /// The command, by the identities that the books gave; what was never made has none.
    pub(crate) fn command(&self, made: &Made) -> Command {
        let party = |n: &usize| made.parties.get(*n).copied().unwrap_or(PartyId::from_uuid(Uuid::nil()));
        let product = |n: &usize| made.products.get(*n).copied().unwrap_or(ProductId::from_uuid(Uuid::nil()));
        let day = |ago: &i64| (*ago != 0).then(|| TODAY.saturating_sub(jiff::ToSpan::days(*ago)));
        let money = Money::from_paise;
        match self {
            Self::Customer { phone, opening, limit } => Command::CreateParty(NewParty {
                name: "Meena".into(),
                phone: phone.map(phone_of),
                opening_balance: money(*opening),
                credit_limit: limit.map(money),
                may_be_known: true,
                ..NewParty::default()
            }),
            Self::Change { who, phone, limit } => Command::UpdateParty {
                party: party(who),
                change: PartyChange {
                    phone: phone.map_or(Patch::Clear, |phone| Patch::Set(phone_of(phone))),
                    credit_limit: limit.map_or(Patch::Keep, |limit| Patch::Set(money(limit))),
                    ..PartyChange::default()
                },
            },
            Self::Product { name, price, milli, is_counted } => {
                Command::CreateProduct(new_product(*name, *price, *milli, *is_counted))
            }
            Self::Stock { what, op, milli } => {
                let quantity = Quantity::from_milli(*milli);
                Command::MoveStock { product: product(what), op: *op, quantity, reason: None }
            }
            Self::Bill { who, lines, expected } => {
                let line = |(what, milli): &(usize, i64)| DraftLine::new(product(what), Quantity::from_milli(*milli));
                let draft = InvoiceDraft::new(party(who), lines.iter().map(line).collect());
                Command::IssueInvoice(InvoiceDraft { expected_total: expected.map(money), ..draft })
            }
            Self::Pay { who, parts, days_ago } => {
                let part =
                    |(mode, paise): &(usize, i64)| PaymentPart { mode: PaymentMode::ALL[*mode], amount: money(*paise) };
                let paid = parts.iter().map(part).collect();
                Command::ReceivePayment { party: party(who), parts: paid, notes: None, on: day(days_ago) }
            }
            Self::Credit { who, paise, days_ago } => {
                let (amount, description) = (money(*paise), "udhaar".to_owned());
                Command::GiveCredit { party: party(who), amount, description, on: day(days_ago) }
            }
            Self::WriteOff { who, paise } => {
                Command::WriteOff { party: party(who), amount: money(*paise), reason: "gone".into() }
            }
            Self::Refund { who, paise, may_exceed } => {
                let (amount, may_exceed) = (money(*paise), *may_exceed);
                Command::Refund { party: party(who), amount, mode: PaymentMode::Cash, notes: None, may_exceed }
            }
            Self::Reverse { entry } => {
                let entry = made.entries.get(*entry).copied().unwrap_or(EntryId::from_uuid(Uuid::nil()));
                Command::Reverse { entry }
            }
        }
    }
}

impl Model {
    /// Every reason for which this wish may be refused.
    pub(crate) fn objections(&self, wish: &Wish) -> BTreeSet<&'static str> {
        match wish {
            Wish::Customer { phone, opening, limit } => reasons([
                (self.is_taken(*phone, None), "duplicate_party"),
                (limit_unfit(*limit) || opening.abs() > AMOUNT_MAX, "invalid_amount"),
            ]),
            Wish::Change { who, phone, limit } => reasons([
                (*who >= self.customers.len(), "unknown_party"),
                (self.is_taken(*phone, Some(*who)), "duplicate_party"),
                (limit_unfit(*limit), "invalid_amount"),
            ]),
            Wish::Product { name, price, .. } => reasons([
                (self.products.iter().any(|one| one.name == *name), "duplicate_product"),
                (unfit(*price), "invalid_amount"),
            ]),
            Wish::Stock { what, op, milli } => reasons([
                (*what >= self.products.len(), "unknown_product"),
                (*milli < 0 || (*milli == 0 && *op != StockOp::Set), "invalid_quantity"),
                (
                    *op == StockOp::Remove && *milli > self.products.get(*what).map_or(0, |one| one.milli),
                    "out_of_stock",
                ),
            ]),
            Wish::Bill { who, lines, expected } => self.objections_to_a_bill(*who, lines, *expected),
            Wish::Pay { who, parts, days_ago } => {
                let sum: i128 = parts.iter().map(|(_, paise)| i128::from(*paise)).sum();
                let ways: BTreeSet<usize> = parts.iter().map(|(mode, _)| *mode).collect();
                let is_unfit = parts.iter().any(|(_, paise)| unfit(*paise));
                reasons([
                    (*who >= self.customers.len(), "unknown_party"),
                    (is_unfit || !(1..=i128::from(AMOUNT_MAX)).contains(&sum), "invalid_amount"),
                    (ways.len() < parts.len() || *days_ago < 0, "invalid_field"),
                ])
            }
            Wish::Credit { who, paise, days_ago } => reasons([
                (*who >= self.customers.len(), "unknown_party"),
                (unfit(*paise), "invalid_amount"),
                (*days_ago < 0, "invalid_field"),
                (self.is_above_limit(*who, *paise), "credit_limit"),
            ]),
            Wish::WriteOff { who, paise } => reasons([
                (*who >= self.customers.len(), "unknown_party"),
                (unfit(*paise), "invalid_amount"),
                (self.customers.get(*who).is_some_and(|one| *paise > one.balance.max(0)), "above_owed"),
            ]),
            Wish::Refund { who, paise, may_exceed } => {
                let is_above_owed = self.customers.get(*who).is_some_and(|one| *paise > -one.balance.min(0));
                reasons([
                    (*who >= self.customers.len(), "unknown_party"),
                    (unfit(*paise), "invalid_amount"),
                    (is_above_owed && !may_exceed, "above_owed"),
                    (self.is_above_limit(*who, *paise), "credit_limit"),
                ])
            }
            Wish::Reverse { entry } => reasons([
                (*entry >= self.entries.len(), "unknown_entry"),
                (self.entries.get(*entry).is_some_and(|original| original.is_final), "already_reversed"),
            ]),
        }
    }

    fn objections_to_a_bill(
        &self,
        who: usize,
        lines: &[(usize, i64)],
        expected: Option<i64>,
    ) -> BTreeSet<&'static str> {
        let known = |what: usize| self.products.get(what);
        let is_halved =
            |(what, milli): &(usize, i64)| known(*what).is_some_and(|one| one.is_counted) && milli % 1_000 != 0;
        let is_unfit = |line: &(usize, i64)| !(1..=QUANTITY_MAX).contains(&line.1) || is_halved(line);
        let is_gone = |(what, milli): (usize, i64)| known(what).is_some_and(|one| milli > one.milli);
        let total = self.total(lines);
        reasons([
            (who >= self.customers.len(), "unknown_party"),
            (lines.is_empty(), "invalid_lines"),
            (lines.iter().any(|(what, _)| known(*what).is_none()), "unknown_product"),
            (lines.iter().any(is_unfit), "invalid_quantity"),
            (unfit(total), "invalid_amount"),
            (expected.is_some_and(|expected| expected != total), "total_changed"),
            (sold(lines).into_iter().any(is_gone), "out_of_stock"),
            (self.is_above_limit(who, total), "credit_limit"),
        ])
    }

    /// Whether the customer would owe more than they may.
    fn is_above_limit(&self, who: usize, more: i64) -> bool {
        let after = |one: &Customer| i128::from(one.balance) + i128::from(more);
        self.customers.get(who).is_some_and(|one| one.limit.is_some_and(|most| after(one) > most.into()))
    }

    /// Whether the phone is somebody else's.
    fn is_taken(&self, phone: Option<u8>, own: Option<usize>) -> bool {
        let mut others = self.customers.iter().enumerate().filter(|(at, _)| Some(*at) != own);
        phone.is_some() && others.any(|(_, one)| one.phone == phone)
    }

    /// Does what was wished.
    pub(crate) fn carry_out(&mut self, wish: &Wish) {
        match wish {
            Wish::Customer { phone, opening, limit } => {
                self.customers.push(Customer { phone: *phone, limit: *limit, balance: 0, entries: 0 });
                if *opening != 0 {
                    self.enter(self.customers.len() - 1, *opening, vec![("opening", -opening)], vec![]);
                }
            }
            Wish::Change { who, phone, limit } => {
                let one = &mut self.customers[*who];
                (one.phone, one.limit) = (*phone, limit.or(one.limit));
            }
            Wish::Product { name, price, milli, is_counted } => {
                self.products.push(Product { name: *name, price: *price, is_counted: *is_counted, milli: *milli });
            }
            Wish::Stock { what, op, milli } => {
                let left = &mut self.products[*what].milli;
                *left = match op {
                    StockOp::Add => *left + milli,
                    StockOp::Remove => *left - milli,
                    StockOp::Set => *milli,
                };
            }
            Wish::Bill { who, lines, .. } => {
                let (total, sold) = (self.total(lines), sold(lines));
                self.bills += 1;
                let moved = sold.into_iter().map(|(what, milli)| (what, -milli)).collect();
                self.enter(*who, total, vec![("bill", -total)], moved);
            }
            Wish::Pay { who, parts, .. } => {
                let others: Vec<_> =
                    parts.iter().map(|(mode, paise)| (PaymentMode::ALL[*mode].as_str(), *paise)).collect();
                let sum: i64 = others.iter().map(|(_, paise)| paise).sum();
                self.enter(*who, -sum, others, vec![]);
            }
            Wish::Credit { who, paise, .. } => self.enter(*who, *paise, vec![("unbilled", -paise)], vec![]),
            Wish::WriteOff { who, paise } => self.enter(*who, -paise, vec![("written_off", *paise)], vec![]),
            Wish::Refund { who, paise, .. } => self.enter(*who, *paise, vec![("cash", -paise)], vec![]),
            Wish::Reverse { entry } => {
                let original = self.entries[*entry].clone();
                let others = original.others.iter().map(|(account, paise)| (*account, -paise)).collect();
                let moved = original.moved.iter().map(|(what, milli)| (*what, -milli)).collect();
                self.enter(original.who, -original.amount, others, moved);
                self.entries[*entry].is_final = true;
                if let Some(reversal) = self.entries.last_mut() {
                    reversal.is_final = true;
                }
            }
        }
    }

    fn enter(&mut self, who: usize, amount: i64, others: Vec<(&'static str, i64)>, moved: Vec<(usize, i64)>) {
        for (what, milli) in &moved {
            self.products[*what].milli += milli;
        }
        let one = &mut self.customers[who];
        one.balance += amount;
        one.entries += 1;
        self.entries.push(Entry { who, amount, balance_after: one.balance, others, moved, is_final: false });
    }

    /// What the lines come to: each to the paisa, their sum to the rupee, halves upwards.
    fn total(&self, lines: &[(usize, i64)]) -> i64 {
        let price = |(what, milli): &(usize, i64)| {
            let price = self.products.get(*what).map_or(0, |one| one.price);
            (price * milli.max(&0) + 500) / 1_000
        };
        (lines.iter().map(price).sum::<i64>() + 50) / 100 * 100
    }

    /// What each account holds, but those that hold nothing; sales, taxes and rounding count as `bill`.
    pub(crate) fn accounts(&self) -> BTreeMap<String, i64> {
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for entry in &self.entries {
            *sums.entry("customer".into()).or_default() += entry.amount;
            for (account, paise) in &entry.others {
                *sums.entry((*account).to_owned()).or_default() += paise;
            }
        }
        sums.retain(|_, paise| *paise != 0);
        sums
    }
}

fn unfit(paise: i64) -> bool {
    !(1..=AMOUNT_MAX).contains(&paise)
}

fn limit_unfit(limit: Option<i64>) -> bool {
    limit.is_some_and(|most| !(0..=AMOUNT_MAX).contains(&most))
}

/// Those of the reasons that are so.
fn reasons<const REASONS: usize>(all: [(bool, &'static str); REASONS]) -> BTreeSet<&'static str> {
    all.into_iter().filter(|(is_so, _)| *is_so).map(|(_, reason)| reason).collect()
}

/// How much of each thing is sold, whichever lines it is on.
fn sold(lines: &[(usize, i64)]) -> BTreeMap<usize, i64> {
    let mut sold = BTreeMap::new();
    for (what, milli) in lines {
        *sold.entry(*what).or_default() += milli;
    }
    sold
}

/// What the books call an account, as the model calls it.
pub(crate) fn model_account(name: &str) -> &str {
    match name {
        "sales" | "cgst" | "sgst" | "igst" | "roundoff" => "bill",
        other => other,
    }
}

/// A refusal as the model calls it.
pub(crate) fn reason(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::InvalidAmount { .. } => "invalid_amount",
        Refusal::InvalidQuantity { .. } => "invalid_quantity",
        Refusal::InvalidField { .. } => "invalid_field",
        Refusal::InvalidLines => "invalid_lines",
        Refusal::UnknownParty => "unknown_party",
        Refusal::UnknownProduct => "unknown_product",
        Refusal::UnknownEntry => "unknown_entry",
        Refusal::AlreadyReversed => "already_reversed",
        Refusal::DuplicateParty { .. } => "duplicate_party",
        Refusal::DuplicateProduct { .. } => "duplicate_product",
        Refusal::OutOfStock { .. } => "out_of_stock",
        Refusal::CreditLimit { .. } => "credit_limit",
        Refusal::TotalChanged { .. } => "total_changed",
        Refusal::AboveOwed { .. } => "above_owed",
        Refusal::SimilarParty { .. } => "similar_party",
        Refusal::DuplicateBarcode { .. } => "duplicate_barcode",
        Refusal::RetiredProduct { .. } => "retired_product",
        Refusal::RetiredParty { .. } => "retired_party",
        Refusal::OwnGstin => "own_gstin",
        Refusal::NotEven { .. } => "not_even",
        Refusal::AboveMrp { .. } => "above_mrp",
        Refusal::UnitInUse { .. } => "unit_in_use",
        Refusal::DayClosed { .. } => "day_closed",
        Refusal::UnknownInvoice
        | Refusal::AlreadyConfirmed
        | Refusal::AlreadyCancelled
        | Refusal::HasCreditNotes
        | Refusal::NotABill
        | Refusal::NothingLeft
        | Refusal::PaidTooMuch { .. }
        | Refusal::MoreThanBilled { .. }
        | Refusal::StaleVersion { .. } => "of a bill",
        Refusal::UnknownReminder | Refusal::ReminderOver | Refusal::NoAddress { .. } => "of a reminder",
    }
}

fn phone_of(n: u8) -> String {
    format!("+9198100100{n:02}")
}

fn new_product(name: u8, price: i64, milli: i64, is_counted: bool) -> NewProduct {
    NewProduct {
        name: format!("Product {name}"),
        unit: if is_counted { Unit::Pc } else { Unit::Kg },
        price: Money::from_paise(price),
        tax_rate: TaxRate::try_from(500).unwrap(),
        stock: Quantity::from_milli(milli),
        ..NewProduct::default()
    }
}
