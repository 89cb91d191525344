//! What is unpaid, after any order of bills, returns, payments and their undoing: reckoned by the store from the newest
//! debt, here from the oldest.

use crate::house::{House, Shop, entry, invoice};
use execora_actors::ledger::{InvoiceFilter, Span};
use execora_domain::ids::{EntryId, InvoiceId, PartyId, ProductId};
use execora_domain::invoice::{BillWish, DraftLine, Invoice, InvoiceDraft, InvoiceKind, InvoiceStatus, Returned};
use execora_domain::ledger::{
    Command, Entry, PaymentMode, PaymentPart, PaymentStatus, Posted, SettledBill, Settlement,
};
use execora_domain::money::Money;
use execora_domain::quantity::Quantity;
use futures_util::StreamExt as _;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 22);

/// How many lists are tried; more by `EXECORA_MODEL_STORES`.
fn cases() -> u64 {
    std::env::var("EXECORA_MODEL_STORES").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}

#[derive(Clone, Debug)]
enum Step {
    Bill { milli: i64, paid: i64 },
    TakeBack { bill: usize, milli: i64 },
    Cancel { paper: usize },
    Pay { paise: i64 },
    Credit { rupees: i64, days_ago: i64 },
    WriteOff { paise: i64 },
    Refund { paise: i64 },
    Reverse { entry: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let paise = || 1..40_000_i64;
    prop_oneof![
        6 => (100..6_000_i64, prop_oneof![2 => Just(0), 2 => paise()]).prop_map(|(milli, paid)| Step::Bill { milli, paid }),
        4 => (0..8_usize, 1..3_000_i64).prop_map(|(bill, milli)| Step::TakeBack { bill, milli }),
        3 => (0..12_usize).prop_map(|paper| Step::Cancel { paper }),
        4 => paise().prop_map(|paise| Step::Pay { paise }),
        2 => (1..300_i64, prop_oneof![Just(0), 1..25_i64])
            .prop_map(|(rupees, days_ago)| Step::Credit { rupees, days_ago }),
        1 => paise().prop_map(|paise| Step::WriteOff { paise }),
        1 => paise().prop_map(|paise| Step::Refund { paise }),
        3 => (0..20_usize).prop_map(|entry| Step::Reverse { entry }),
    ]
}

/// A customer, and the papers and entries so far.
struct Account<'a> {
    shop: Shop<'a>,
    party: PartyId,
    rice: ProductId,
    papers: Vec<InvoiceId>,
    entries: Vec<EntryId>,
}

impl Account<'_> {
    fn command(&self, step: &Step) -> Command {
        let paper = |n: usize| self.papers.get(n).copied().unwrap_or(InvoiceId::from_uuid(Uuid::nil()));
        let cash = |paise: i64| PaymentPart { mode: PaymentMode::Cash, amount: Money::from_paise(paise) };
        let (party, money) = (self.party, Money::from_paise);
        match *step {
            Step::Bill { milli, paid } => {
                let line = DraftLine::new(self.rice, Quantity::from_milli(milli));
                let payments = if paid == 0 { vec![] } else { vec![cash(paid)] };
                Command::IssueInvoice(InvoiceDraft { payments, ..InvoiceDraft::new(party, vec![line]) })
            }
            Step::TakeBack { bill, milli } => {
                let lines = vec![Returned { line: 1, quantity: Some(Quantity::from_milli(milli)) }];
                Command::Bill(BillWish::Return { invoice: paper(bill), lines, reason: None })
            }
            Step::Cancel { paper: n } => Command::Bill(BillWish::Cancel { invoice: paper(n), reason: None }),
            Step::Pay { paise } => Command::payment(party, money(paise), PaymentMode::Upi),
            Step::Credit { rupees, days_ago } => {
                let (amount, on) = (money(rupees * 100), Some(TODAY.saturating_sub(days_ago.days())));
                Command::GiveCredit { party, amount, description: "udhaar".into(), on }
            }
            Step::WriteOff { paise } => Command::WriteOff { party, amount: money(paise), reason: "gone".into() },
            Step::Refund { paise } => {
                let (amount, mode) = (money(paise), PaymentMode::Cash);
                Command::Refund { party, amount, mode, notes: None, may_exceed: true }
            }
            Step::Reverse { entry } => {
                let entry = self.entries.get(entry).copied().unwrap_or(EntryId::from_uuid(Uuid::nil()));
                Command::Reverse { entry }
            }
        }
    }

    async fn take(&mut self, step: &Step) {
        match self.shop.post(self.command(step), &Uuid::now_v7().to_string()).await {
            Ok(Posted::Invoice(paper)) => {
                self.entries.extend(paper.entry_id.into_iter().chain(paper.payment_entry_id));
                if !self.papers.contains(&paper.id) {
                    let told = SettledBill::posted(paper.clone());
                    assert_eq!(self.shop.house.reader.bill(self.shop.tenant, paper.id).await.unwrap(), told);
                    self.papers.push(paper.id);
                }
            }
            Ok(Posted::Entry(entry)) => self.entries.push(entry.id),
            Ok(_) | Err(_) => {}
        }
    }

    async fn entries(&self) -> Vec<Entry> {
        let (mut all, mut cursor) = (vec![], None);
        loop {
            let reader = &self.shop.house.reader;
            let page = reader.statement(self.shop.tenant, self.party, Span::default(), 100, cursor.as_deref()).await;
            let page = page.unwrap().entries;
            all.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                all.reverse();
                return all;
            }
        }
    }

    async fn bills(&self, payment: Option<PaymentStatus>) -> Vec<SettledBill> {
        let filter = InvoiceFilter { payment, party: Some(self.party), ..InvoiceFilter::default() };
        self.shop.house.reader.invoices(self.shop.tenant, &filter, 100, None).await.unwrap().items
    }
}

/// What is unpaid of each debt that stands: what belongs to it first, then what is left of all else from the oldest on.
fn expected(entries: &[Entry], papers: &[Invoice]) -> BTreeMap<EntryId, i64> {
    let undone: BTreeSet<EntryId> = entries.iter().filter_map(|entry| entry.reverses).collect();
    let stands = |entry: &&Entry| entry.reverses.is_none() && !undone.contains(&entry.id);
    let of = |paper: &Invoice| paper.original.as_ref().map_or(paper.id, |original| original.id);
    let owners: BTreeMap<EntryId, InvoiceId> = papers
        .iter()
        .flat_map(|paper| paper.entry_id.into_iter().chain(paper.payment_entry_id).map(|entry| (entry, of(paper))))
        .collect();
    let (mut debts, mut own, mut others) = (vec![], BTreeMap::<InvoiceId, i64>::new(), 0);
    let mut entries: Vec<&Entry> = entries.iter().collect();
    entries.sort_by_key(|entry| (entry.effective_on.unwrap_or(TODAY), entry.sequence));
    for entry in entries.into_iter().filter(stands) {
        let amount = entry.amount.paise();
        match (amount > 0, owners.get(&entry.id)) {
            (true, owner) => debts.push((entry.id, owner.copied(), amount)),
            (false, Some(owner)) => *own.entry(*owner).or_default() -= amount,
            (false, None) => others -= amount,
        }
    }
    for (_, owner, left) in &mut debts {
        let own = owner.and_then(|owner| own.remove(&owner)).unwrap_or_default();
        others += (own - *left).max(0);
        *left = (*left - own).max(0);
    }
    // What belonged to a bill that stands no more is like any other payment.
    others += own.values().sum::<i64>();
    let mut unpaid = BTreeMap::new();
    for (id, _, left) in debts {
        let paid = left.min(others);
        others -= paid;
        unpaid.insert(id, left - paid);
    }
    unpaid
}

async fn check(account: &Account<'_>, told: &str) {
    let (shop, reader) = (account.shop, &account.shop.house.reader);
    let (entries, bills) = (account.entries().await, account.bills(None).await);
    let papers: Vec<Invoice> = bills.iter().map(|bill| bill.invoice.clone()).collect();
    let expected = expected(&entries, &papers);
    let items = reader.open_items(shop.tenant, account.party, 100, None).await.unwrap().items;
    let open: BTreeMap<EntryId, i64> = items.iter().map(|item| (item.entry_id, item.due.paise())).collect();
    let wanted: BTreeMap<EntryId, i64> =
        expected.iter().map(|(id, due)| (*id, *due)).filter(|(_, due)| *due > 0).collect();
    assert_eq!(open, wanted, "{told}");
    let balance = shop.balance(account.party).await;
    assert_eq!(open.values().sum::<i64>(), balance.max(0), "{told}");
    for bill in &bills {
        let (invoice, found) = (&bill.invoice, bill.settlement);
        let due = invoice.entry_id.and_then(|entry| expected.get(&entry)).copied().unwrap_or_default();
        let is_owed = invoice.status == InvoiceStatus::Confirmed && invoice.kind != InvoiceKind::CreditNote;
        assert_eq!(found.due.paise(), if is_owed { due } else { 0 }, "{told}: {invoice:?}");
        assert_eq!(found.payment_status.is_some(), is_owed, "{told}");
        assert_eq!(reader.bill(shop.tenant, invoice.id).await.unwrap(), *bill, "{told}");
        let parts = [found.credited, found.paid, found.due];
        assert!(parts.iter().all(|part| *part >= Money::ZERO), "{told}: {found:?}");
        let sum: i64 = parts.iter().map(|part| part.paise()).sum();
        assert!(!is_owed || sum == invoice.total.paise(), "{told}: {found:?} of {invoice:?}");
    }
    for status in [PaymentStatus::Unpaid, PaymentStatus::Part, PaymentStatus::Paid] {
        let of: Vec<_> = bills.iter().filter(|bill| bill.settlement.payment_status == Some(status)).cloned().collect();
        assert_eq!(account.bills(Some(status)).await, of, "{told}: {status:?}");
    }
    let ageing = reader.ageing(shop.tenant, TODAY, 10, None).await.unwrap();
    let ages = ageing.totals;
    assert_eq!((ages.balance, ages.up_to_30), (ages.up_to_30, Money::from_paise(balance.max(0))), "{told}");
}

#[tokio::test]
async fn dues_are_the_balance_whatever_is_billed_paid_taken_back_or_undone() {
    let house = House::new().await;
    let lists = (1..=cases()).map(|seed| {
        let config = Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() };
        let steps = proptest::collection::vec(step(), 1..30);
        (seed, steps.new_tree(&mut TestRunner::new(config)).unwrap().current())
    });
    let run = |(seed, steps): (u64, Vec<Step>)| {
        let house = &house;
        async move {
            let shop = house.shop().await;
            let (party, rice) = (shop.customer("Rahul").await.id, shop.goods("Rice", 87, 10_000).await.id);
            let mut account = Account { shop, party, rice, papers: vec![], entries: vec![] };
            for (at, step) in steps.iter().enumerate() {
                account.take(step).await;
                if at % 6 == 5 || at + 1 == steps.len() {
                    check(&account, &format!("seed {seed}, step {at} of {steps:?}")).await;
                }
            }
        }
    };
    futures_util::stream::iter(lists.map(run)).buffer_unordered(8).collect::<Vec<()>>().await;
}

#[tokio::test]
async fn what_comes_back_or_is_paid_with_a_bill_is_taken_off_that_bill() {
    let house = House::new().await;
    let shop = house.shop().await;
    let (party, rice) = (shop.customer("Rahul").await.id, shop.goods("Rice", 100, 100).await.id);
    let sell = async |kilos: i64, paid: i64| {
        let line = DraftLine::new(rice, Quantity::from_milli(kilos * 1_000));
        let paid = PaymentPart { mode: PaymentMode::Cash, amount: Money::from_paise(paid * 100) };
        let payments = if paid.amount == Money::ZERO { vec![] } else { vec![paid] };
        let draft = InvoiceDraft { payments, ..InvoiceDraft::new(party, vec![line]) };
        invoice(shop.must(Command::IssueInvoice(draft)).await)
    };
    let standing = async |bill: &Invoice| {
        let Settlement { credited, paid, due, payment_status } =
            house.reader.bill(shop.tenant, bill.id).await.unwrap().settlement;
        (credited.paise() / 100, paid.paise() / 100, due.paise() / 100, payment_status.unwrap())
    };
    let old = sell(5, 0).await;
    let new = sell(4, 100).await;
    assert_eq!(standing(&new).await, (0, 100, 300, PaymentStatus::Part), "though the older one is unpaid");
    let lines = vec![Returned { line: 1, quantity: Some(Quantity::from_milli(1_000)) }];
    let back = BillWish::Return { invoice: new.id, lines, reason: None };
    let note = invoice(shop.must(Command::Bill(back)).await);
    assert_eq!(standing(&new).await, (100, 100, 200, PaymentStatus::Part));
    assert_eq!(standing(&old).await, (0, 0, 500, PaymentStatus::Unpaid));
    let paid = entry(shop.must(Command::payment(party, Money::from_paise(60_000), PaymentMode::Cash)).await);
    assert_eq!(standing(&old).await, (0, 500, 0, PaymentStatus::Paid));
    assert_eq!(standing(&new).await, (100, 200, 100, PaymentStatus::Part));
    shop.must(Command::Reverse { entry: paid.id }).await;
    shop.must(Command::Bill(BillWish::Cancel { invoice: note.id, reason: None })).await;
    assert_eq!(standing(&new).await, (0, 100, 300, PaymentStatus::Part));
    shop.must(Command::Bill(BillWish::Cancel { invoice: new.id, reason: None })).await;
    assert_eq!(house.reader.bill(shop.tenant, new.id).await.unwrap().settlement, Settlement::default());
    assert_eq!(standing(&old).await, (0, 0, 500, PaymentStatus::Unpaid));
}
