//! Bills that are not in the books yet.

use super::*;

#[test]
fn a_draft_is_not_in_the_books_until_it_is_confirmed() {
    let mut shop = Shop::new();
    let stock = shop.stock();
    let begun = shop.draft();
    assert_eq!((begun.bill.version, begun.bill.status), (1, InvoiceStatus::Draft));
    assert_eq!((shop.balance(), shop.stock(), begun.bill.total.paise()), (0, stock, 13_900));
    let change = DraftEdit {
        changed: vec![LineEdit {
            line: 1,
            quantity: Some(Quantity::from_milli(2_000)),
            rate: Patch::Set(Money::from_paise(5_000)),
            discount: Patch::Set(Discount::BasisPoints(1_000)),
        }],
        removed: vec![2],
        added: vec![shop.line(2, 500)],
        discount: Patch::Set(Discount::Paise(Money::from_paise(225))),
        notes: Patch::Set("deliver at six".into()),
        ..DraftEdit::default()
    };
    let edited = draft(shop.edit(begun.bill.id, 1, change).unwrap());
    // ₹100 less a tenth and ₹12.25 are ₹102.25; less ₹2.25 it is ₹100.
    assert_eq!((edited.bill.version, edited.bill.total.paise()), (2, 10_000));
    let bill = invoice(shop.confirm(begun.bill.id).unwrap());
    assert_eq!((bill.id, bill.number.as_str(), bill.total), (begun.bill.id, "INV/26-27/000001", edited.bill.total));
    assert_eq!((bill.items, bill.notes.as_deref()), (edited.bill.items, Some("deliver at six")));
    assert_eq!((shop.balance(), shop.stock()), (10_000, vec![98_000, 100_000, 99_500]));
    assert!(shop.view.bills.drafts.is_empty());
}

#[test]
fn a_draft_is_changed_only_in_the_version_that_was_seen() {
    let mut shop = Shop::new();
    let id = shop.draft().bill.id;
    shop.edit(id, 1, DraftEdit::default()).unwrap();
    assert_eq!(shop.edit(id, 1, DraftEdit::default()), Err(Refusal::StaleVersion { version: 2 }));
    let stale = BillWish::Confirm { draft: id, version: Some(1), expected_total: None, payments: None };
    assert_eq!(shop.wish(stale), Err(Refusal::StaleVersion { version: 2 }));
    for (edit, pointer) in [
        (DraftEdit { removed: vec![1, 1], ..DraftEdit::default() }, "/removeItems/1"),
        (DraftEdit { removed: vec![0], ..DraftEdit::default() }, "/removeItems/0"),
        (DraftEdit { removed: vec![3], ..DraftEdit::default() }, "/removeItems/0"),
    ] {
        let refused = shop.edit(id, 2, edit);
        assert!(matches!(&refused, Err(Refusal::InvalidField { field, .. }) if field == pointer), "{refused:?}");
    }
    assert_eq!(shop.edit(id, 2, DraftEdit { removed: vec![1, 2], ..DraftEdit::default() }), Err(Refusal::InvalidLines));
}

#[test]
fn what_is_done_with_a_bill_is_not_done_again() {
    let mut shop = Shop::new();
    let id = shop.draft().bill.id;
    shop.confirm(id).unwrap();
    assert_eq!(shop.confirm(id), Err(Refusal::AlreadyConfirmed));
    assert_eq!(shop.edit(id, 1, DraftEdit::default()), Err(Refusal::AlreadyConfirmed));
    shop.cancel(id).unwrap();
    assert_eq!(shop.confirm(id), Err(Refusal::AlreadyCancelled));
    assert_eq!(shop.cancel(id), Err(Refusal::AlreadyCancelled));
    assert_eq!(shop.take_back(id, &[]), Err(Refusal::AlreadyCancelled));
    let thrown_away = shop.draft().bill.id;
    assert_eq!(draft(shop.cancel(thrown_away).unwrap()).bill.status, InvoiceStatus::Cancelled);
    assert_eq!(shop.confirm(thrown_away), Err(Refusal::UnknownInvoice));
    assert_eq!(shop.cancel(thrown_away), Err(Refusal::UnknownInvoice));
}

#[test]
fn a_draft_is_forgotten_after_thirty_days() {
    let mut shop = Shop::new();
    let id = shop.draft().bill.id;
    shop.now = "2026-12-22T11:59:59Z".parse().unwrap();
    shop.edit(id, 1, DraftEdit::default()).unwrap();
    shop.now = "2027-01-21T12:00:00Z".parse().unwrap();
    assert_eq!(shop.confirm(id), Err(Refusal::UnknownInvoice));
}

#[test]
fn a_draft_whose_prices_changed_is_confirmed_only_at_the_new_total() {
    let mut shop = Shop::new();
    let id = shop.draft().bill.id;
    let rice = shop.products[0];
    shop.view.products.get_mut(&rice).unwrap().price = Money::from_paise(6_000);
    let total = Money::from_paise(15_000);
    assert_eq!(shop.confirm(id), Err(Refusal::TotalChanged { total }));
    let agreed = BillWish::Confirm { draft: id, version: None, expected_total: Some(total), payments: None };
    assert_eq!(invoice(shop.wish(agreed).unwrap()).total, total);
}

#[test]
fn a_repeated_bill_has_todays_prices() {
    let mut shop = Shop::new();
    let old = shop.issue(InvoiceDraft { discount: Some(Discount::BasisPoints(5_000)), ..shop.wanted() });
    let soap = shop.products[1];
    shop.view.products.get_mut(&soap).unwrap().price = Money::from_paise(2_100);
    let again = draft(shop.wish(BillWish::Repeat { invoice: old.id }).unwrap());
    assert_eq!((again.bill.customer_id, again.bill.total.paise()), (old.customer_id, 14_200));
    assert_eq!(
        again.bill.items.iter().map(|item| item.quantity).collect::<Vec<_>>(),
        [1_500, 3_000].map(Quantity::from_milli)
    );
}
