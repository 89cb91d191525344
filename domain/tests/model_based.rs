//! Random lists of wishes, put to `decide` and to a book with arithmetic of its own: the two must agree after each.
#![expect(clippy::unwrap_used, reason = "a test")]

mod model;

use execora_domain::ids::EntryId;
use execora_domain::ledger::{BookView, Change, Decision, Moment, Posted, Recorded, decide};
use execora_domain::money::Money;
use model::{Made, Model, model_account, reason, wishes};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The true books, kept in memory as the store keeps them.
#[derive(Default)]
struct Books {
    view: BookView,
    made: Made,
    accounts: BTreeMap<String, i64>,
    ids: u128,
}

impl Books {
    fn take(&mut self, decision: &Decision) {
        self.view.apply(decision);
        match &decision.posted {
            Posted::Party(party) if decision.change == Change::PartyCreated => self.made.parties.push(party.id),
            Posted::Product(product) if decision.change == Change::ProductCreated => {
                self.made.products.push(product.id);
            }
            Posted::Party(_)
            | Posted::Product(_)
            | Posted::Shop(_)
            | Posted::DayClose(_)
            | Posted::Invoice(_)
            | Posted::Draft(_)
            | Posted::Reminder(_)
            | Posted::Sending(_)
            | Posted::Entry(_) => {}
        }
        let invoice = if let Posted::Invoice(invoice) = &decision.posted { Some(invoice.id) } else { None };
        for (entry, postings) in decision.entries.clone() {
            for posting in &postings {
                let account = model_account(posting.account.as_str()).to_owned();
                *self.accounts.entry(account).or_default() += posting.amount.paise();
            }
            let movements = decision.movements.clone();
            self.made.entries.push(entry.id);
            self.view.entries.insert(
                entry.id,
                Recorded { entry, postings, movements, invoice, is_reversed: false, is_credited: false },
            );
        }
        self.accounts.retain(|_, paise| *paise != 0);
    }

    fn run(&mut self, wish: &model::Wish) -> Result<(), &'static str> {
        let command = wish.command(&self.made);
        let ids = &mut self.ids;
        let mut new_id = || {
            *ids += 1;
            Uuid::from_u128(*ids)
        };
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let decision =
            decide(&self.view, &command, &mut Moment { now, new_id: &mut new_id }).map_err(|no| reason(&no))?;
        self.take(&decision);
        Ok(())
    }
}

/// How many lists are tried; `PROPTEST_CASES` may ask for more.
const CASES: u32 = 3_000;

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(CASES), ..ProptestConfig::default() })]

    #[test]
    fn decide_agrees_with_a_book_of_its_own_arithmetic(list in wishes(60)) {
        let (mut books, mut model) = (Books::default(), Model::default());
        for wish in &list {
            let objections: BTreeSet<_> = model.objections(wish);
            match books.run(wish) {
                Ok(()) => {
                    prop_assert_eq!(&objections, &BTreeSet::new(), "done in spite of these: {:?}", wish);
                    model.carry_out(wish);
                }
                Err(reason) => prop_assert!(objections.contains(reason), "{reason} for {wish:?}, not {objections:?}"),
            }
            prop_assert_eq!(&books.accounts, &model.accounts(), "{:?}", wish);
        }
        agree(&books, &model)?;
    }
}

/// Balances, sequences, stock and every entry are the same.
fn agree(books: &Books, model: &Model) -> Result<(), TestCaseError> {
    for (id, one) in books.made.parties.iter().zip(&model.customers) {
        let account = &books.view.parties[id];
        prop_assert_eq!((account.party.balance.paise(), account.last_sequence), (one.balance, one.entries));
        prop_assert_eq!(account.party.credit_limit.map(Money::paise), one.limit);
    }
    for (id, one) in books.made.products.iter().zip(&model.products) {
        prop_assert_eq!(books.view.products[id].stock.milli(), one.milli);
    }
    prop_assert_eq!(books.made.entries.len(), model.entries.len());
    for (id, one) in books.made.entries.iter().zip(&model.entries) {
        let entry: &execora_domain::ledger::Entry = &books.view.entries[id].entry;
        prop_assert_eq!((entry.amount.paise(), entry.balance_after.paise()), (one.amount, one.balance_after));
    }
    let distinct: BTreeSet<EntryId> = books.made.entries.iter().copied().collect();
    prop_assert_eq!(distinct.len(), model.entries.len());
    Ok(())
}
