//! Bills that are issued, and what is paid with them.

use super::*;

#[test]
fn tax_is_shared_within_the_state_and_integrated_beyond_it() {
    let mut shop = Shop::new();
    // ₹78.75 of rice is 74.99 + 2 × 1.88; ₹60.00 of soap is 50.84 + 2 × 4.58.
    let within = shop.issue(shop.wanted());
    assert_eq!((within.kind, within.place_of_supply.as_deref()), (InvoiceKind::TaxInvoice, Some("27")));
    assert_eq!(sums(&within), [12_583, 646, 0, 25, 13_900]);
    let beyond = shop.issue(InvoiceDraft { party: shop.parties[1], ..shop.wanted() });
    assert_eq!(beyond.place_of_supply.as_deref(), Some("29"));
    // 75.00 + 3.75 is 78.75; 50.85 + 9.15 is 60.00.
    assert_eq!(sums(&beyond), [12_585, 0, 1_290, 25, 13_900]);
    let (_, postings) = &shop.decisions.last().unwrap().entries[0];
    let igst: Vec<_> = postings.iter().filter(|posting| posting.account == AccountKind::Igst).collect();
    assert_eq!(igst.iter().map(|posting| posting.amount.paise()).collect::<Vec<_>>(), [-1_290]);
    assert_eq!(beyond.items[0].hsn.as_deref(), Some("1006"));
    assert_eq!(beyond.taxes.iter().map(|sum| sum.igst.paise()).collect::<Vec<_>>(), [375, 915]);
}

#[test]
fn goods_may_go_to_another_state_than_the_customers() {
    let mut shop = Shop::new();
    let to = |code: &str| Some(code.to_owned());
    let here = InvoiceDraft { party: shop.parties[1], place_of_supply: to("27"), ..shop.wanted() };
    assert_eq!(shop.issue(here).igst, Money::ZERO);
    let nowhere = InvoiceDraft { place_of_supply: to("99"), ..shop.wanted() };
    let refused = shop.attempt(&Command::IssueInvoice(nowhere));
    assert!(matches!(refused, Err(Refusal::InvalidField { field, .. }) if field == "/placeOfSupply"));
}

#[test]
fn a_shop_that_collects_no_tax_issues_papers_without_it() {
    for (scheme, kind) in [(Scheme::Composition, InvoiceKind::BillOfSupply), (Scheme::Unregistered, InvoiceKind::Bill)]
    {
        let mut shop = Shop::new();
        shop.view.shop.scheme = scheme;
        let bill = shop.issue(InvoiceDraft { party: shop.parties[1], ..shop.wanted() });
        assert_eq!((bill.kind, sums(&bill)), (kind, [13_875, 0, 0, 25, 13_900]));
        assert_eq!((bill.taxes.len(), bill.items[1].tax_rate), (0, TaxRate::ZERO));
    }
}

/// F20: what the law calls a paper depends on what is on it and who buys.
#[test]
fn goods_that_bear_no_tax_go_on_a_paper_of_their_own() {
    let mut shop = Shop::new();
    let milk = |free| NewProduct {
        name: format!("Milk {free:?}"),
        price: Money::from_paise(6_400),
        tax_free: free,
        stock: Quantity::from_milli(100_000),
        ..NewProduct::default()
    };
    let mut made = vec![];
    for free in [None, Some(TaxFree::NilRated), Some(TaxFree::Exempt)] {
        let Posted::Product(product) = shop.attempt(&Command::CreateProduct(milk(free))).unwrap() else { panic!() };
        assert_eq!(product.tax_free, free);
        made.push(product.id);
    }
    let lines = |ids: &[ProductId]| ids.iter().map(|id| DraftLine::new(*id, Quantity::from_milli(1_000))).collect();
    let alone = shop.issue(InvoiceDraft { lines: lines(&made), ..shop.wanted() });
    assert_eq!((alone.kind, alone.taxes.len()), (InvoiceKind::BillOfSupply, 0));
    let told: Vec<_> = alone.items.iter().map(|line| line.tax_free).collect();
    assert_eq!(told, [Some(TaxFree::NilRated), Some(TaxFree::NilRated), Some(TaxFree::Exempt)]);
    let mixed = [shop.products[0], made[2]];
    let both = shop.issue(InvoiceDraft { lines: lines(&mixed), ..shop.wanted() });
    assert_eq!((both.kind, both.taxes.len()), (InvoiceKind::InvoiceCumBillOfSupply, 2));
    assert_eq!(both.items[0].tax_free, None);
    let trader = shop.parties[0];
    shop.view.parties.get_mut(&trader).unwrap().party.gstin = Some("27AADCS0472N1Z1".into());
    assert_eq!(shop.issue(InvoiceDraft { lines: lines(&mixed), ..shop.wanted() }).kind, InvoiceKind::TaxInvoice);
    assert_eq!(shop.issue(InvoiceDraft { lines: lines(&made), ..shop.wanted() }).kind, InvoiceKind::BillOfSupply);
    let Posted::Invoice(note) = shop.take_back(both.id, &[(2, 1_000)]).unwrap() else { panic!() };
    assert_eq!((note.kind, note.items[0].tax_free), (InvoiceKind::CreditNote, Some(TaxFree::Exempt)));
    shop.view.shop.scheme = Scheme::Composition;
    assert_eq!(shop.issue(InvoiceDraft { lines: lines(&made), ..shop.wanted() }).items[2].tax_free, None);
}

#[test]
fn a_payment_with_the_bill_is_an_entry_of_its_own() {
    let mut shop = Shop::new();
    let mut parts = cash(5_000);
    parts.push(PaymentPart { mode: PaymentMode::Upi, amount: Money::from_paise(8_900) });
    let bill = shop.issue(InvoiceDraft { payments: parts.clone(), ..shop.wanted() });
    assert_eq!((bill.balance, shop.balance(), &bill.payments), (Money::ZERO, 0, &parts));
    let kinds: Vec<_> = shop.last_entries().iter().map(|entry| (entry.kind, entry.sequence)).collect();
    assert_eq!(kinds, [(EntryKind::Invoice, 1), (EntryKind::Payment, 2)]);
    assert!(shop.last_entries().iter().all(|entry| entry.invoice_number.as_deref() == Some("INV/26-27/000001")));
    assert_eq!(bill.payment_entry_id, Some(shop.last_entries()[1].id));
}

#[test]
fn what_is_paid_at_once_does_not_count_against_the_credit_limit() {
    let mut shop = Shop::new();
    let ramesh = shop.parties[0];
    shop.view.parties.get_mut(&ramesh).unwrap().party.credit_limit = Some(Money::from_paise(5_000));
    let limit = Money::from_paise(5_000);
    assert_eq!(shop.attempt(&Command::IssueInvoice(shop.wanted())), Err(Refusal::CreditLimit { limit }));
    shop.issue(InvoiceDraft { payments: cash(8_900), ..shop.wanted() });
    assert_eq!(shop.balance(), 5_000);
    // Whoever owes more than the limit, since it was lowered, may still buy for cash.
    shop.view.parties.get_mut(&ramesh).unwrap().party.credit_limit = Some(Money::ZERO);
    shop.issue(InvoiceDraft { payments: cash(13_900), ..shop.wanted() });
    assert_eq!(shop.balance(), 5_000);
    let limit = Money::ZERO;
    let short = InvoiceDraft { payments: cash(13_800), ..shop.wanted() };
    assert_eq!(shop.attempt(&Command::IssueInvoice(short)), Err(Refusal::CreditLimit { limit }));
}

#[test]
fn the_numbers_start_anew_at_midnight_in_india_on_the_first_of_april() {
    let mut shop = Shop::new();
    let mut at = |moment: &str| {
        shop.now = moment.parse().unwrap();
        let bill = shop.issue(shop.wanted());
        let note = invoice(shop.take_back(bill.id, &[]).unwrap());
        (bill.number, note.number)
    };
    let number = |year: &str, n: u8| (format!("INV/{year}/00000{n}"), format!("CN/{year}/00000{n}"));
    assert_eq!(at("2027-03-31T18:29:59.999999Z"), number("26-27", 1));
    assert_eq!(at("2027-03-31T18:30:00Z"), number("27-28", 1));
    assert_eq!(at("2027-04-01T00:00:00Z"), number("27-28", 2));
    // A clock that is set back a day goes on where that year was.
    assert_eq!(at("2027-03-30T18:30:00Z"), number("26-27", 2));
}

#[test]
fn a_shops_own_series_begins_at_one() {
    let mut shop = Shop::new();
    shop.issue(shop.wanted());
    shop.view.shop.series = "RK".into();
    assert_eq!(shop.issue(shop.wanted()).number, "RK/26-27/000001");
    shop.view.shop.series = "INV".into();
    assert_eq!(shop.issue(shop.wanted()).number, "INV/26-27/000002");
}

#[test]
fn amounts_and_lines_beyond_reason_are_refused() {
    let mut shop = Shop::new();
    let mut attempt = |wish: InvoiceDraft| shop.attempt(&Command::IssueInvoice(wish)).unwrap_err();
    let other = Shop::new();
    let of = |line: DraftLine| InvoiceDraft::new(other.parties[0], vec![line]);
    let huge = DraftLine { rate: Some(Money::from_paise(100_000_000)), ..other.line(0, 10_000_000) };
    assert!(matches!(attempt(of(huge)), Refusal::InvalidAmount { .. }));
    assert!(matches!(attempt(of(other.line(0, i64::MAX))), Refusal::InvalidQuantity { .. }));
    assert!(matches!(
        attempt(of(DraftLine { rate: Some(Money::from_paise(i64::MAX)), ..other.line(0, 1) })),
        Refusal::InvalidAmount { .. }
    ));
    assert_eq!(
        attempt(InvoiceDraft::new(other.parties[0], vec![other.line(0, 1); LINES_MAX + 1])),
        Refusal::InvalidLines
    );
    assert_eq!(attempt(InvoiceDraft::new(other.parties[0], vec![other.line(0, 1); 10_000])), Refusal::InvalidLines);
    let discount = Some(Discount::Paise(Money::from_paise(5_251)));
    let refused = attempt(of(DraftLine { discount, ..other.line(0, 1_000) }));
    assert!(matches!(refused, Refusal::InvalidField { field, .. } if field == "/items/0/discount"));
    assert!(matches!(attempt(InvoiceDraft { payments: cash(0), ..other.wanted() }), Refusal::InvalidAmount { .. }));
}

/// A shop in which its first customer is the one whom nobody names.
fn with_walk_in() -> Shop {
    let mut shop = Shop::new();
    shop.view.walk_in = Some(shop.parties[0]);
    let limit = Some(Money::ZERO);
    shop.view.parties.get_mut(&shop.parties[0]).unwrap().party.credit_limit = limit;
    shop
}

#[test]
fn somebody_without_an_account_gets_change_and_leaves_nothing_to_the_next() {
    let mut shop = with_walk_in();
    let upi = PaymentPart { mode: PaymentMode::Upi, amount: Money::from_paise(3_900) };
    let bill = shop.issue(InvoiceDraft { payments: [cash(50_000), vec![upi]].concat(), ..shop.wanted() });
    assert_eq!((bill.total.paise(), bill.change.paise(), shop.balance()), (13_900, 40_000, 0));
    assert_eq!(bill.payments, [cash(10_000), vec![upi]].concat(), "what is posted is the total");
    let only_upi = shop.issue(InvoiceDraft {
        payments: [cash(40_000), vec![PaymentPart { amount: Money::from_paise(13_900), ..upi }]].concat(),
        ..shop.wanted()
    });
    assert_eq!((only_upi.payments.len(), only_upi.change.paise()), (1, 40_000));
    let total = Money::from_paise(13_900);
    let card = vec![PaymentPart { mode: PaymentMode::Card, amount: Money::from_paise(13_901) }];
    let refused = shop.attempt(&Command::IssueInvoice(InvoiceDraft { payments: card, ..shop.wanted() }));
    assert_eq!(refused, Err(Refusal::PaidTooMuch { total }));
    let twice = InvoiceDraft { payments: [cash(13_900), cash(13_900)].concat(), ..shop.wanted() };
    assert!(matches!(shop.attempt(&Command::IssueInvoice(twice)), Err(Refusal::InvalidField { .. })));
    // Whoever has an account keeps the rest on it.
    let known = shop.issue(InvoiceDraft { party: shop.parties[1], payments: cash(50_000), ..shop.wanted() });
    assert_eq!((known.balance.paise(), known.change.paise()), (-36_100, 0));
}

#[test]
fn somebody_without_an_account_pays_all_of_the_bill_whatever_another_is_owed() {
    let mut shop = with_walk_in();
    let stranger = shop.parties[0];
    let bill = shop.issue(InvoiceDraft { payments: cash(13_900), ..shop.wanted() });
    shop.take_back(bill.id, &[]).unwrap();
    assert_eq!(shop.balance(), -13_900, "the shop owes it to whoever brought the goods back");
    let limit = Money::ZERO;
    let unpaid = shop.attempt(&Command::IssueInvoice(shop.wanted()));
    assert_eq!(unpaid, Err(Refusal::CreditLimit { limit }));
    let credit = shop.attempt(&Command::credit(stranger, Money::from_paise(100), "udhaar".into()));
    assert_eq!(credit, Err(Refusal::CreditLimit { limit }));
    let advance = shop.attempt(&Command::payment(stranger, Money::from_paise(100), PaymentMode::Cash));
    assert_eq!(advance, Err(Refusal::AboveOwed { owed: Money::ZERO }));
    let refund = |paise: i64| {
        let (amount, mode) = (Money::from_paise(paise), PaymentMode::Cash);
        Command::Refund { party: stranger, amount, mode, notes: None, may_exceed: true }
    };
    assert_eq!(shop.attempt(&refund(13_901)), Err(Refusal::CreditLimit { limit }));
    shop.run(&refund(13_900));
    assert_eq!(shop.balance(), 0);
}
