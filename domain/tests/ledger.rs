//! Random commands against a book in memory: what must hold of any decision, and of any row of them.
#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::ids::{EntryId, PartyId, ProductId};
use execora_domain::invoice::{DraftLine, InvoiceDraft};
use execora_domain::ledger::{
    AccountKind, BookView, Change, Command, Decision, Moment, NewParty, NewProduct, PartyChange, Patch, PaymentMode,
    Posted, Recorded, Refusal, StockOp, decide,
};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A book that remembers what was decided, as the database does.
#[derive(Default)]
struct Books {
    view: BookView,
    parties: Vec<PartyId>,
    products: Vec<ProductId>,
    entries: Vec<EntryId>,
    decisions: Vec<Decision>,
    ids: u128,
}

impl Books {
    /// Three customers and three products.
    fn new() -> Self {
        let mut books = Self::default();
        for n in 0..3 {
            let opening_balance = Money::from_paise(n * 10_000);
            let new = NewParty { name: format!("Customer {n}"), opening_balance, ..NewParty::default() };
            books.run(&Command::CreateParty(new)).unwrap();
            books.run(&Command::CreateProduct(product(&format!("Product {n}"), n))).unwrap();
        }
        books
    }

    fn run(&mut self, command: &Command) -> Result<Decision, Refusal> {
        let mut new_id = || {
            self.ids += 1;
            Uuid::from_u128(self.ids)
        };
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let decision = decide(&self.view, command, &mut Moment { now, new_id: &mut new_id })?;
        self.view.apply(&decision);
        match &decision.posted {
            Posted::Party(party) => self.parties.push(party.id),
            Posted::Product(product) if decision.change == Change::ProductCreated => self.products.push(product.id),
            Posted::Product(_)
            | Posted::Shop(_)
            | Posted::DayClose(_)
            | Posted::Invoice(_)
            | Posted::Draft(_)
            | Posted::Reminder(_)
            | Posted::Sending(_)
            | Posted::Entry(_) => {}
        }
        for (entry, postings) in decision.entries.clone() {
            let invoice = match &decision.posted {
                Posted::Invoice(invoice) => Some(invoice.id),
                Posted::Party(_)
                | Posted::Product(_)
                | Posted::Shop(_)
                | Posted::DayClose(_)
                | Posted::Draft(_)
                | Posted::Reminder(_)
                | Posted::Sending(_)
                | Posted::Entry(_) => None,
            };
            let movements = decision.movements.clone();
            self.entries.push(entry.id);
            self.view.entries.insert(
                entry.id,
                Recorded { entry, postings, movements, invoice, is_reversed: false, is_credited: false },
            );
        }
        self.decisions.push(decision.clone());
        Ok(decision)
    }

    fn balances(&self) -> BTreeMap<PartyId, i64> {
        self.view.parties.iter().map(|(id, account)| (*id, account.party.balance.paise())).collect()
    }

    fn stock(&self) -> BTreeMap<ProductId, i64> {
        self.view.products.iter().map(|(id, product)| (*id, product.stock.milli())).collect()
    }
}

fn product(name: &str, n: i64) -> NewProduct {
    NewProduct {
        name: name.into(),
        unit: Unit::Kg,
        price: Money::from_paise(3_333 + n * 1_717),
        tax_rate: TaxRate::try_from([0, 500, 1_800][usize::try_from(n).unwrap()]).unwrap(),
        stock: Quantity::from_milli(40_000),
        ..NewProduct::default()
    }
}

/// A command by indices: what does not exist is part of it.
#[derive(Clone, Debug)]
enum Plan {
    Bill(usize, Vec<(usize, i64)>),
    Pay(usize, i64),
    Credit(usize, i64),
    Stock(usize, StockOp, i64),
    Reverse(usize),
}

fn plan() -> impl Strategy<Value = Plan> {
    let op = prop::sample::select(vec![StockOp::Add, StockOp::Remove, StockOp::Set]);
    let lines = prop::collection::vec((0..4_usize, -10..9_000_i64), 0..4);
    prop_oneof![
        4 => (0..4_usize, lines).prop_map(|(who, what)| Plan::Bill(who, what)),
        2 => (0..4_usize, -5..200_000_i64).prop_map(|(who, paise)| Plan::Pay(who, paise)),
        2 => (0..4_usize, -5..200_000_i64).prop_map(|(who, paise)| Plan::Credit(who, paise)),
        1 => (0..4_usize, op, -5..60_000_i64).prop_map(|(what, op, milli)| Plan::Stock(what, op, milli)),
        2 => (0..20_usize).prop_map(Plan::Reverse),
    ]
}

impl Plan {
    fn command(&self, books: &Books) -> Command {
        let nobody = PartyId::from_uuid(Uuid::nil());
        let nothing = ProductId::from_uuid(Uuid::nil());
        let party = |n: usize| books.parties.get(n).copied().unwrap_or(nobody);
        let product = |n: usize| books.products.get(n).copied().unwrap_or(nothing);
        match self {
            Self::Bill(who, what) => {
                let line = |(n, milli): &(usize, i64)| DraftLine::new(product(*n), Quantity::from_milli(*milli));
                let lines = what.iter().map(line).collect();
                Command::IssueInvoice(InvoiceDraft::new(party(*who), lines))
            }
            Self::Pay(who, paise) => {
                let (amount, mode) = (Money::from_paise(*paise), PaymentMode::Upi);
                Command::payment(party(*who), amount, mode)
            }
            Self::Credit(who, paise) => {
                let amount = Money::from_paise(*paise);
                Command::credit(party(*who), amount, "udhaar".into())
            }
            Self::Stock(what, op, milli) => {
                let (product, quantity) = (product(*what), Quantity::from_milli(*milli));
                Command::MoveStock { product, op: *op, quantity, reason: None }
            }
            Self::Reverse(n) => {
                let entry = books.entries.get(*n).copied().unwrap_or(EntryId::from_uuid(Uuid::nil()));
                Command::Reverse { entry }
            }
        }
    }
}

proptest! {
    #[test]
    fn every_entry_balances_and_every_balance_is_the_sum_of_its_entries(plans in prop::collection::vec(plan(), 1..40)) {
        let mut books = Books::new();
        for plan in &plans {
            let command = plan.command(&books);
            let before = (books.balances(), books.stock());
            if books.run(&command).is_err() {
                prop_assert_eq!(before, (books.balances(), books.stock()), "a refusal changes nothing");
            }
        }
        let mut owed: HashMap<PartyId, (i64, i64)> = HashMap::new();
        let mut stock: HashMap<ProductId, i64> = HashMap::new();
        for decision in &books.decisions {
            for movement in &decision.movements {
                prop_assert_ne!(movement.quantity, Quantity::ZERO);
                *stock.entry(movement.product).or_default() += movement.quantity.milli();
            }
            for (entry, postings) in &decision.entries {
            prop_assert_eq!(postings.iter().map(|posting| posting.amount.paise()).sum::<i64>(), 0);
            prop_assert!(postings.iter().all(|posting| posting.amount != Money::ZERO));
            let on_account = postings.iter().filter(|posting| posting.party == Some(entry.customer_id));
            prop_assert_eq!(on_account.map(|posting| posting.amount.paise()).sum::<i64>(), entry.amount.paise());
            let (sum, sequence) = owed.entry(entry.customer_id).or_default();
            *sum += entry.amount.paise();
            *sequence += 1;
            prop_assert_eq!((entry.balance_after.paise(), entry.sequence), (*sum, *sequence));
            }
        }
        for (party, account) in &books.view.parties {
            let (sum, sequence) = owed.get(party).copied().unwrap_or_default();
            prop_assert_eq!((account.party.balance.paise(), account.last_sequence), (sum, sequence));
        }
        for (product, left) in books.stock() {
            prop_assert!(left >= 0);
            prop_assert_eq!(left, stock.get(&product).copied().unwrap_or_default());
        }
    }

    #[test]
    fn a_reversal_mirrors_its_original_and_restores_balance_and_stock(
        plans in prop::collection::vec(plan(), 1..20),
        last in plan(),
    ) {
        let mut books = Books::new();
        for plan in &plans {
            let command = plan.command(&books);
            let _ = books.run(&command);
        }
        let before = (books.balances(), books.stock());
        let command = last.command(&books);
        prop_assume!(!matches!(command, Command::Reverse { .. } | Command::MoveStock { .. }));
        let Ok(Decision { entries, .. }) = books.run(&command) else { return Ok(()) };
        let Some((original, postings)) = entries.into_iter().next() else { return Ok(()) };
        let undone = books.run(&Command::Reverse { entry: original.id }).unwrap();
        prop_assert_eq!(before, (books.balances(), books.stock()));
        let (reversal, mirrored) = undone.entries.into_iter().next().unwrap();
        prop_assert_eq!(reversal.reverses, Some(original.id));
        let opposite = postings.iter().zip(&mirrored).all(|(one, other)| {
            one.account == other.account && one.party == other.party && one.amount.paise() == -other.amount.paise()
        });
        prop_assert!(opposite && postings.len() == mirrored.len());
        prop_assert_eq!(books.run(&Command::Reverse { entry: original.id }), Err(Refusal::AlreadyReversed));
        prop_assert_eq!(books.run(&Command::Reverse { entry: reversal.id }), Err(Refusal::AlreadyReversed));
    }

    #[test]
    fn bills_are_numbered_one_after_the_other(plans in prop::collection::vec(plan(), 1..40)) {
        let mut books = Books::new();
        let mut expected = 1;
        for plan in &plans {
            let command = plan.command(&books);
            if let Ok(Decision { change: Change::InvoiceIssued { number, .. }, .. }) = books.run(&command) {
                prop_assert_eq!(number, expected);
                expected += 1;
            }
        }
    }
}

fn bill_of(books: &Books, milli: i64) -> InvoiceDraft {
    let line = DraftLine::new(books.products[0], Quantity::from_milli(milli));
    InvoiceDraft::new(books.parties[0], vec![line])
}

#[test]
fn a_bill_is_refused_when_its_total_is_not_what_was_read_back() {
    let mut books = Books::new();
    let draft = bill_of(&books, 1_000);
    let read_back = InvoiceDraft { expected_total: Some(Money::from_paise(3_300)), ..draft.clone() };
    assert!(books.run(&Command::IssueInvoice(read_back)).is_ok());
    let changed = InvoiceDraft { expected_total: Some(Money::from_paise(3_200)), ..draft };
    let refused = books.run(&Command::IssueInvoice(changed));
    assert_eq!(refused, Err(Refusal::TotalChanged { total: Money::from_paise(3_300) }));
}

#[test]
fn a_product_on_two_lines_is_taken_twice() {
    let mut books = Books::new();
    let mut draft = bill_of(&books, 30_000);
    draft.lines.push(draft.lines[0].clone());
    assert!(matches!(books.run(&Command::IssueInvoice(draft)), Err(Refusal::OutOfStock { .. })));
}

#[test]
fn half_a_piece_is_not_sold() {
    let mut books = Books::new();
    let counted = NewProduct { unit: Unit::Pc, ..product("Eggs", 0) };
    books.run(&Command::CreateProduct(counted)).unwrap();
    let line = DraftLine::new(books.products[3], Quantity::from_milli(1_500));
    let draft = InvoiceDraft { lines: vec![line], ..bill_of(&books, 1_000) };
    assert!(matches!(books.run(&Command::IssueInvoice(draft)), Err(Refusal::InvalidQuantity { .. })));
}

#[test]
fn nobody_owes_more_than_the_credit_limit() {
    let mut books = Books::new();
    let new = NewParty { name: "Meena".into(), credit_limit: Some(Money::from_paise(50_000)), ..NewParty::default() };
    books.run(&Command::CreateParty(new)).unwrap();
    let party = books.parties[3];
    let credit = |paise| Command::credit(party, Money::from_paise(paise), String::new());
    books.run(&credit(50_000)).unwrap();
    assert_eq!(books.run(&credit(1)), Err(Refusal::CreditLimit { limit: Money::from_paise(50_000) }));
}

#[test]
fn a_phone_belongs_to_one_customer_and_a_name_to_one_product() {
    let mut books = Books::new();
    let new = |phone: &str| {
        Command::CreateParty(NewParty { name: "Rahul".into(), phone: Some(phone.into()), ..NewParty::default() })
    };
    books.run(&new("9810010001")).unwrap();
    let twice = books.run(&new("+91 98100 10001"));
    assert_eq!(twice, Err(Refusal::DuplicateParty { name: "Rahul".into() }));
    // 23b: two of one family have one phone, where that is said.
    let wife = NewParty {
        name: "Sunita".into(),
        phone: Some("9810010001".into()),
        may_share_phone: true,
        ..NewParty::default()
    };
    let Posted::Party(wife) = books.run(&Command::CreateParty(wife)).unwrap().posted else { panic!("no customer") };
    let renamed = PartyChange { name: Some("Sunita Devi".into()), ..PartyChange::default() };
    books.run(&Command::UpdateParty { party: wife.id, change: renamed }).unwrap();
    let moved = PartyChange { phone: Patch::Set("9810010002".into()), ..PartyChange::default() };
    books.run(&Command::UpdateParty { party: wife.id, change: moved }).unwrap();
    let back = PartyChange { phone: Patch::Set("9810010001".into()), ..PartyChange::default() };
    let back = books.run(&Command::UpdateParty { party: wife.id, change: back });
    assert_eq!(back, Err(Refusal::DuplicateParty { name: "Rahul".into() }), "the other still has it");
    let shelf = books.run(&Command::CreateProduct(product("product 1", 0)));
    assert_eq!(shelf, Err(Refusal::DuplicateProduct { name: "Product 1".into() }));
}

#[test]
fn an_opening_balance_is_an_entry_of_its_own() {
    let mut books = Books::new();
    let owes = NewParty { name: "Meena".into(), opening_balance: Money::from_paise(-700), ..NewParty::default() };
    let decision = books.run(&Command::CreateParty(owes)).unwrap();
    let Posted::Party(party) = decision.posted else { panic!("a party") };
    let (entry, postings) = decision.entries.into_iter().next().unwrap();
    assert_eq!((party.balance, entry.balance_after, entry.sequence), (entry.amount, entry.amount, 1));
    assert_eq!(postings[1].account, AccountKind::Opening);
}
