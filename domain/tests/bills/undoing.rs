//! Bills that are undone or taken back.

use super::*;

#[test]
fn cancelling_undoes_the_bill_its_goods_and_its_payment() {
    let mut shop = Shop::new();
    let stock = shop.stock();
    let bill = shop.issue(InvoiceDraft { payments: cash(5_000), ..shop.wanted() });
    let cancelled = invoice(shop.cancel(bill.id).unwrap());
    assert_eq!((cancelled.status, shop.balance(), shop.stock()), (InvoiceStatus::Cancelled, 0, stock));
    let undone: Vec<_> = shop.last_entries().iter().map(|entry| entry.reverses).collect();
    assert_eq!(undone, [bill.entry_id, bill.payment_entry_id]);
    assert_eq!(shop.last_entries()[0].description.as_deref(), Some("wrong customer"));
    let next = shop.issue(shop.wanted());
    assert_eq!(next.number, "INV/26-27/000002", "a cancelled number is never used again");
}

#[test]
fn a_payment_that_was_undone_before_is_not_undone_with_its_bill() {
    let mut shop = Shop::new();
    let bill = shop.issue(InvoiceDraft { payments: cash(5_000), ..shop.wanted() });
    shop.run(&Command::Reverse { entry: bill.payment_entry_id.unwrap() });
    shop.cancel(bill.id).unwrap();
    assert_eq!((shop.balance(), shop.last_entries().len()), (0, 1));
}

#[test]
fn parts_of_a_bill_that_come_back_make_up_the_bill() {
    let mut shop = Shop::new();
    let stock = shop.stock();
    let wish = InvoiceDraft { discount: Some(Discount::Paise(Money::from_paise(777))), ..shop.wanted() };
    let bill = shop.issue(wish);
    let notes = [&[(1_u16, 333_i64), (2, 1_000)][..], &[(1, 334)], &[(2, 1_000), (1, 1)], &[]].map(|lines| {
        let note = invoice(shop.take_back(bill.id, lines).unwrap());
        assert_eq!((note.kind, note.original.as_ref().unwrap().id), (InvoiceKind::CreditNote, bill.id));
        assert_eq!(shop.last_entries()[0].kind, EntryKind::CreditNote);
        note
    });
    assert_eq!(
        notes.iter().map(|note| note.number.as_str()).collect::<Vec<_>>(),
        ["CN/26-27/000001", "CN/26-27/000002", "CN/26-27/000003", "CN/26-27/000004"]
    );
    let all = notes.iter().map(sums).fold([0; 5], |all, one| std::array::from_fn(|at| all[at] + one[at]));
    assert_eq!((all, shop.balance(), shop.stock()), (sums(&bill), 0, stock));
    // The first of them has its tax to the paisa of its own value.
    assert_eq!(notes[0].items[0].cgst, notes[0].items[0].taxable.ratio(500, 20_000).unwrap());
    assert_eq!(shop.take_back(bill.id, &[]), Err(Refusal::NothingLeft));
}

#[test]
fn what_comes_back_is_worth_what_it_cost_whatever_its_bill_was_rounded_by() {
    let mut shop = Shop::new();
    let priced = |line: DraftLine, paise| DraftLine { rate: Some(Money::from_paise(paise)), ..line };
    let soap = |shop: &Shop, pieces: i64| priced(shop.line(1, pieces * 1_000), 10_000);
    let five = shop.issue(InvoiceDraft::new(shop.parties[0], vec![soap(&shop, 5)]));
    let notes = [(); 5].map(|()| invoice(shop.take_back(five.id, &[(1, 1_000)]).unwrap()));
    assert_eq!(notes.map(|note| (note.total.paise(), note.round_off.paise())), [(10_000, 0); 5]);

    let mixed = vec![priced(shop.line(2, 1_300), 4_650), soap(&shop, 1)];
    let mixed = shop.issue(InvoiceDraft::new(shop.parties[0], mixed));
    assert_eq!((mixed.total.paise(), mixed.round_off.paise()), (16_000, -45));
    let (second, first) = (shop.take_back(mixed.id, &[(2, 1_000)]), shop.take_back(mixed.id, &[]));
    assert_eq!([second, first].map(|note| invoice(note.unwrap()).total.paise()), [10_000, 6_000]);
    assert_eq!(shop.balance(), 0);
}

#[test]
fn notes_in_whole_rupees_make_up_a_bill_that_they_could_not_one_by_one() {
    let mut shop = Shop::new();
    let line = |shop: &Shop| DraftLine { rate: Some(Money::from_paise(1_049)), ..shop.line(2, 1_000) };
    let bill = shop.issue(InvoiceDraft::new(shop.parties[0], vec![line(&shop), line(&shop), line(&shop)]));
    assert_eq!(bill.total.paise(), 3_100);
    let notes = [1, 2, 3].map(|at| invoice(shop.take_back(bill.id, &[(at, 1_000)]).unwrap()));
    assert_eq!(notes.map(|note| note.total.paise()), [1_000, 1_100, 1_000]);
    shop.view.shop.rounding = Rounding::None;
    let exact = shop.issue(InvoiceDraft::new(shop.parties[0], vec![line(&shop), line(&shop)]));
    let note = invoice(shop.take_back(exact.id, &[(1, 1_000)]).unwrap());
    assert_eq!((note.total.paise(), note.round_off), (1_049, Money::ZERO), "a shop that does not round");
}

#[test]
fn no_more_comes_back_than_was_billed() {
    let mut shop = Shop::new();
    let bill = shop.issue(shop.wanted()).id;
    shop.take_back(bill, &[(2, 2_000)]).unwrap();
    let (name, left) = ("Soap".to_owned(), Quantity::from_milli(1_000));
    assert_eq!(shop.take_back(bill, &[(2, 2_000)]), Err(Refusal::MoreThanBilled { name: name.clone(), left }));
    assert_eq!(shop.take_back(bill, &[(2, 500)]), Err(Refusal::InvalidQuantity { name }));
    let pointers = [(&[(3, 1_000)][..], "/items/0/line"), (&[(0, 1)], "/items/0/line"), (&[(1, 1), (1, 1)], "/items")];
    for (lines, pointer) in pointers {
        let refused = shop.take_back(bill, lines);
        assert!(matches!(&refused, Err(Refusal::InvalidField { field, .. }) if field == pointer), "{refused:?}");
    }
    let note = invoice(shop.take_back(bill, &[]).unwrap()).id;
    assert_eq!(shop.take_back(note, &[]), Err(Refusal::NotABill));
    assert_eq!(shop.wish(BillWish::Repeat { invoice: note }), Err(Refusal::NotABill));
}

#[test]
fn a_bill_of_which_something_came_back_is_cancelled_after_its_credit_notes() {
    let mut shop = Shop::new();
    let stock = shop.stock();
    let bill = shop.issue(shop.wanted());
    let note = invoice(shop.take_back(bill.id, &[(1, 500)]).unwrap());
    assert_eq!(shop.cancel(bill.id), Err(Refusal::HasCreditNotes));
    assert_eq!(shop.attempt(&Command::Reverse { entry: bill.entry_id.unwrap() }), Err(Refusal::HasCreditNotes));
    shop.cancel(note.id).unwrap();
    assert_eq!(shop.balance(), bill.total.paise());
    shop.cancel(bill.id).unwrap();
    assert_eq!((shop.balance(), shop.stock()), (0, stock));
}

#[test]
fn goods_that_were_sold_on_cannot_come_back_from_the_shelf() {
    let mut shop = Shop::new();
    let bill = shop.issue(InvoiceDraft::new(shop.parties[0], vec![shop.line(0, 100_000)]));
    let note = invoice(shop.take_back(bill.id, &[]).unwrap());
    shop.issue(InvoiceDraft::new(shop.parties[0], vec![shop.line(0, 60_000)]));
    assert!(matches!(shop.cancel(note.id), Err(Refusal::OutOfStock { .. })));
    let reversal = Command::Reverse { entry: note.entry_id.unwrap() };
    assert!(matches!(shop.attempt(&reversal), Err(Refusal::OutOfStock { .. })));
    shop.view.shop.oversell = Oversell::Allow;
    shop.cancel(note.id).unwrap();
    assert_eq!(shop.stock()[0], -60_000);
}

#[test]
fn what_was_within_the_limits_once_is_undone_under_any() {
    let mut shop = Shop::new();
    let [one, two, three] =
        std::array::from_fn(|_| shop.issue(InvoiceDraft { payments: cash(5_000), ..shop.wanted() }));
    shop.view.shop.limits.amount_max = Money::from_paise(100);
    shop.cancel(one.id).unwrap();
    shop.take_back(two.id, &[]).unwrap();
    shop.run(&Command::Reverse { entry: three.entry_id.unwrap() });
    shop.run(&Command::Reverse { entry: three.payment_entry_id.unwrap() });
    assert_eq!(shop.balance(), -5_000, "what was paid for what came back");
}

#[test]
fn goods_that_were_given_away_can_come_back() {
    let mut shop = Shop::new();
    let free = DraftLine { discount: Some(Discount::BasisPoints(10_000)), ..shop.line(2, 2_000) };
    let bill = shop.issue(InvoiceDraft::new(shop.parties[0], vec![free, shop.line(1, 1_000)]));
    let note = invoice(shop.take_back(bill.id, &[(1, 500)]).unwrap());
    assert_eq!((note.total, shop.balance(), shop.stock()[2]), (Money::ZERO, bill.total.paise(), 98_500));
    let (entry, postings) = &shop.decisions.last().unwrap().entries[0];
    assert_eq!((entry.amount, postings.len()), (Money::ZERO, 0));
    shop.cancel(note.id).unwrap();
    assert_eq!(shop.stock()[2], 98_000);
    shop.take_back(bill.id, &[]).unwrap();
    assert_eq!((shop.balance(), shop.stock()), (0, vec![100_000; 3]));
}
