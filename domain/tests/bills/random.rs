//! Whatever is done with bills, in any order.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What is tried next, by indices; what cannot be is part of it.
#[derive(Clone, Debug)]
enum Plan {
    Issue(usize, Vec<(usize, i64)>, u32, i64),
    Begin(usize, Vec<(usize, i64)>),
    Confirm(usize),
    Cancel(usize),
    TakeBack(usize, Vec<(u16, i64)>),
    Reverse(usize),
}

fn plan() -> impl Strategy<Value = Plan> {
    let lines = || prop::collection::vec((0..3_usize, 1..9_i64), 1..4);
    let returned = prop::collection::vec((1..4_u16, 1..5_i64), 0..3);
    prop_oneof![
        3 => (0..2_usize, lines(), 0..3_000_u32, 0..20_000_i64).prop_map(|(a, b, c, d)| Plan::Issue(a, b, c, d)),
        2 => (0..2_usize, lines()).prop_map(|(who, what)| Plan::Begin(who, what)),
        3 => (0..8_usize).prop_map(Plan::Confirm),
        3 => (0..8_usize).prop_map(Plan::Cancel),
        4 => (0..8_usize, returned).prop_map(|(which, lines)| Plan::TakeBack(which, lines)),
        1 => (0..12_usize).prop_map(Plan::Reverse),
    ]
}

/// Does what is planned; the identities of all papers so far are `papers`.
fn carry_out(shop: &mut Shop, papers: &[InvoiceId], plan: &Plan) -> Result<Posted, Refusal> {
    let paper = |n: usize| papers.get(n).copied().unwrap_or(InvoiceId::from_uuid(Uuid::nil()));
    let lines = |shop: &Shop, what: &[(usize, i64)]| {
        what.iter().map(|(product, n)| shop.line(*product, n * 1_000)).collect::<Vec<_>>()
    };
    match plan {
        Plan::Issue(who, what, bp, paid) => {
            let payments = if *paid < 10_000 { vec![] } else { cash(*paid) };
            let discount = Some(Discount::BasisPoints(*bp));
            let wish = InvoiceDraft::new(shop.parties[*who], lines(shop, what));
            shop.attempt(&Command::IssueInvoice(InvoiceDraft { discount, payments, ..wish }))
        }
        Plan::Begin(who, what) => {
            let wish = InvoiceDraft::new(shop.parties[*who], lines(shop, what));
            shop.wish(BillWish::Draft(wish))
        }
        Plan::Confirm(n) => shop.confirm(paper(*n)),
        Plan::Cancel(n) => shop.cancel(paper(*n)),
        Plan::TakeBack(n, what) => {
            // By the piece for what is counted; else in parts that round.
            let what: Vec<_> =
                what.iter().map(|(line, n)| (*line, if n % 2 == 0 { n * 500 } else { n * 333 })).collect();
            shop.take_back(paper(*n), &what)
        }
        Plan::Reverse(n) => {
            let mut entries: Vec<EntryId> = shop.view.entries.keys().copied().collect();
            entries.sort_unstable();
            let entry = entries.get(*n).copied().unwrap_or(EntryId::from_uuid(Uuid::nil()));
            shop.attempt(&Command::Reverse { entry })
        }
    }
}

fn check_entries(shop: &Shop) -> Result<(), TestCaseError> {
    let (mut owed, mut stock) = (BTreeMap::new(), BTreeMap::new());
    let mut reversed = BTreeSet::new();
    for decision in &shop.decisions {
        for movement in &decision.movements {
            *stock.entry(movement.product).or_insert(0) += movement.quantity.milli();
        }
        for (entry, postings) in &decision.entries {
            prop_assert_eq!(postings.iter().map(|posting| posting.amount.paise()).sum::<i64>(), 0);
            let has = |account| postings.iter().any(|posting| posting.account == account);
            prop_assert!(!has(AccountKind::Igst) || !(has(AccountKind::Cgst) || has(AccountKind::Sgst)));
            let (sum, sequence) = owed.entry(entry.customer_id).or_insert((0, 0));
            (*sum, *sequence) = (*sum + entry.amount.paise(), *sequence + 1);
            prop_assert_eq!((entry.balance_after.paise(), entry.sequence), (*sum, *sequence));
            prop_assert!(entry.reverses.is_none_or(|original| reversed.insert(original)), "reversed twice");
        }
    }
    for (party, account) in &shop.view.parties {
        prop_assert_eq!(account.party.balance.paise(), owed.get(party).copied().unwrap_or_default().0);
    }
    for (product, known) in &shop.view.products {
        prop_assert!(known.stock >= Quantity::ZERO);
        prop_assert_eq!(known.stock.milli(), stock[product]);
    }
    Ok(())
}

fn check_papers(shop: &Shop) -> Result<(), TestCaseError> {
    let papers = || shop.view.bills.issued.values().map(|issued| &issued.invoice);
    for series in ["INV", "CN"] {
        let numbers: BTreeSet<_> =
            papers().map(|paper| paper.number.as_str()).filter(|number| number.starts_with(series)).collect();
        let wanted: BTreeSet<_> = (1..=numbers.len()).map(|n| format!("{series}/26-27/{n:06}")).collect();
        prop_assert!(numbers.iter().copied().eq(wanted.iter().map(String::as_str)), "{:?}", numbers);
    }
    for issued in shop.view.bills.issued.values() {
        let bill = &issued.invoice;
        let of_lines: i64 = bill.items.iter().map(|item| item.total.paise()).sum();
        prop_assert_eq!(bill.total.paise(), of_lines + bill.round_off.paise());
        prop_assert!(bill.round_off.paise().abs() <= 50 || bill.kind == InvoiceKind::CreditNote);
        prop_assert!(bill.total >= Money::ZERO && bill.total.paise() % 100 == 0, "whole rupees");
        let notes: Vec<_> = papers()
            .filter(|note| note.original.as_ref().is_some_and(|original| original.id == bill.id))
            .filter(|note| note.status == InvoiceStatus::Confirmed)
            .collect();
        prop_assert_eq!(notes.is_empty(), !issued.is_credited());
        let came_back =
            notes.iter().map(|note| sums(note)).fold([0; 5], |all, one| std::array::from_fn(|at| all[at] + one[at]));
        let billed = sums(bill);
        for at in [0, 1, 2, 4] {
            prop_assert!(came_back[at] <= billed[at], "{:?} of {:?}", came_back, billed);
        }
        let is_all_back = (1..).zip(&bill.items).all(|(line, item)| issued.returned(line) == item.quantity);
        prop_assert!(!is_all_back || came_back == billed, "{:?} of {:?}", came_back, billed);
    }
    Ok(())
}

proptest! {
    #[test]
    fn whatever_is_done_with_bills_the_books_are_right(plans in prop::collection::vec(plan(), 1..40)) {
        let (mut shop, mut papers) = (Shop::new(), vec![]);
        for plan in &plans {
            let before = (shop.view.parties.clone(), shop.stock());
            match carry_out(&mut shop, &papers, plan) {
                Ok(Posted::Invoice(paper)) if !papers.contains(&paper.id) => papers.push(paper.id),
                Ok(Posted::Draft(draft)) if !papers.contains(&draft.bill.id) => papers.push(draft.bill.id),
                Ok(_) => {}
                Err(_) => prop_assert_eq!(before, (shop.view.parties.clone(), shop.stock())),
            }
        }
        check_entries(&shop)?;
        check_papers(&shop)?;
    }

    #[test]
    fn credit_notes_never_pass_their_bill_whichever_of_them_are_cancelled(
        rates in prop::collection::vec(1..7_000_i64, 1..4),
        discount in 0..60_i64,
        steps in prop::collection::vec((0..3_u16, 1..1_500_i64, 0..12_usize, any::<bool>()), 1..40),
    ) {
        let mut shop = Shop::new();
        let kilos = |shop: &Shop, (n, rate): (usize, &i64)| {
            DraftLine { rate: Some(Money::from_paise(*rate)), ..shop.line(if n == 1 { 2 } else { 0 }, 1_777) }
        };
        let lines: Vec<_> = rates.iter().enumerate().map(|line| kilos(&shop, line)).collect();
        let off = Some(Discount::Paise(Money::from_paise(discount)));
        let wish = InvoiceDraft { discount: off, ..InvoiceDraft::new(shop.parties[0], lines) };
        let Ok(posted) = shop.attempt(&Command::IssueInvoice(wish)) else { return Ok(()) };
        let (bill, mut notes) = (invoice(posted), vec![]);
        for (line, milli, which, is_cancelled) in steps {
            if is_cancelled {
                if let Some(note) = notes.get(which) {
                    // It may be cancelled already.
                    let _again = shop.cancel(*note);
                }
            } else {
                let at = line % u16::try_from(rates.len()).unwrap() + 1;
                let left = 1_777 - shop.view.bills.issued[&bill.id].returned(at).milli();
                if left > 0 {
                    notes.push(invoice(shop.take_back(bill.id, &[(at, milli.min(left))]).unwrap()).id);
                }
            }
            check_papers(&shop)?;
        }
        let all_back = shop.take_back(bill.id, &[]);
        prop_assert!(matches!(all_back, Ok(_) | Err(Refusal::NothingLeft)), "{:?}", all_back);
        check_papers(&shop)?;
        check_entries(&shop)?;
        prop_assert_eq!(shop.balance(), 0);
    }

    #[test]
    fn cancelling_whatever_was_issued_restores_balances_and_stock(
        who in 0..2_usize,
        what in prop::collection::vec((0..3_usize, 1..9_i64), 1..4),
        paid in 0..20_000_i64,
    ) {
        let mut shop = Shop::new();
        let before = (shop.balance(), shop.stock());
        let issued = carry_out(&mut shop, &[], &Plan::Issue(who, what, 500, paid)).unwrap();
        shop.cancel(invoice(issued).id).unwrap();
        prop_assert_eq!(before, (shop.balance(), shop.stock()));
    }
}
