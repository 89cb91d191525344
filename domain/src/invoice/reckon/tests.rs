#![expect(clippy::arithmetic_side_effects, reason = "small numbers of a test")]

use super::*;
use proptest::prelude::*;

const RATES: [u32; 7] = [0, 25, 150, 300, 500, 1_800, 4_000];

fn charge(paise: i64, bp: u32, tax_included: bool) -> Charge {
    let tax_rate = TaxRate::try_from(bp).unwrap();
    Charge { amount: Money::from_paise(paise), discount: None, tax_rate, tax_included }
}

fn off(paise: i64) -> Discount {
    Discount::Paise(Money::from_paise(paise))
}

/// Taxable, each half, integrated tax, total.
fn parts(line: &Charged) -> [i64; 4] {
    assert_eq!(line.cgst, line.sgst);
    [line.taxable.paise(), line.cgst.paise(), line.igst.paise(), line.total.paise()]
}

fn alone(charge: Charge, supply: Supply) -> Reckoned {
    reckon(&[charge], None, supply, Rounding::Rupee).unwrap()
}

#[test]
fn worked_examples_of_one_line_come_out_as_reckoned_by_hand() {
    use Supply::{BetweenStates, Untaxed, WithinState};
    // Paise, rate, whether the price includes the tax, supply; taxable, each half, integrated tax, total; payable.
    let table: [(i64, u32, bool, Supply, [i64; 4], i64); 25] = [
        (100_000, 1_800, false, WithinState, [100_000, 9_000, 0, 118_000], 118_000),
        (9_999, 500, false, WithinState, [9_999, 250, 0, 10_499], 10_500), // 249.975 each
        (3_333, 1_800, false, WithinState, [3_333, 300, 0, 3_933], 3_900), // 299.97 each
        (1_010, 25, false, WithinState, [1_010, 1, 0, 1_012], 1_000),      // 1.2625 each
        (400, 25, false, WithinState, [400, 1, 0, 402], 400),              // 0.5 each: away from zero
        (200, 25, false, WithinState, [200, 0, 0, 200], 200),              // 0.25 each
        (5_555_555, 300, false, WithinState, [5_555_555, 83_333, 0, 5_722_221], 5_722_200), // 83,333.325 each
        (12_345, 4_000, false, WithinState, [12_345, 2_469, 0, 17_283], 17_300),
        (12_345, 0, false, WithinState, [12_345, 0, 0, 12_345], 12_300),
        (3_333, 1_800, false, BetweenStates, [3_333, 0, 600, 3_933], 3_900), // 599.94
        (200, 25, false, BetweenStates, [200, 0, 1, 201], 200),              // 0.5
        (11_800, 1_800, true, WithinState, [10_000, 900, 0, 11_800], 11_800),
        (10_500, 500, true, WithinState, [10_000, 250, 0, 10_500], 10_500),
        (14_000, 4_000, true, WithinState, [10_000, 2_000, 0, 14_000], 14_000),
        (10_300, 300, true, WithinState, [10_000, 150, 0, 10_300], 10_300),
        (4_600, 500, true, WithinState, [4_380, 110, 0, 4_600], 4_600), // 109.5 each
        (11_800, 1_800, true, BetweenStates, [10_000, 0, 1_800, 11_800], 11_800),
        // None of these can be split into a value and halves that are its rate to the paisa; each comes to its price.
        (4_000, 4_000, true, WithinState, [2_858, 571, 0, 4_000], 4_000), // 571.43 each
        (24_000, 1_800, true, WithinState, [20_338, 1_831, 0, 24_000], 24_000), // 1,830.51 each
        (4_000, 4_000, true, BetweenStates, [2_857, 0, 1_143, 4_000], 4_000), // 1,142.86
        (2_000, 1_800, true, WithinState, [1_694, 153, 0, 2_000], 2_000), // 152.54 each
        (10_025, 25, true, WithinState, [9_999, 13, 0, 10_025], 10_000),  // 12.5 each: away from zero
        (950, 1_800, true, WithinState, [806, 72, 0, 950], 1_000),        // 72.46 each
        (5_000, 1_800, true, Untaxed, [5_000, 0, 0, 5_000], 5_000),
        (5_000, 1_800, false, Untaxed, [5_000, 0, 0, 5_000], 5_000),
    ];
    for (paise, bp, tax_included, supply, wanted, payable) in table {
        let bill = alone(charge(paise, bp, tax_included), supply);
        let name = format!("{paise} at {bp}, included: {tax_included}, {supply:?}");
        assert_eq!(parts(&bill.lines[0]), wanted, "{name}");
        assert_eq!(bill.totals.total.paise(), payable, "{name}");
        assert_eq!(bill.totals.round_off.paise(), payable - wanted[3], "{name}");
    }
}

#[test]
fn a_discount_on_the_bill_lowers_every_lines_taxable_value() {
    let lines = [charge(10_000, 500, false), charge(20_000, 1_800, false)];
    let bill = reckon(&lines, Some(off(3_000)), Supply::WithinState, Rounding::Rupee).unwrap();
    // ₹30 of ₹300 is ₹10 and ₹20: 90.00 + 2 × 2.25 and 180.00 + 2 × 16.20, ₹306.90 in all.
    assert_eq!(parts(&bill.lines[0]), [9_000, 225, 0, 9_450]);
    assert_eq!(parts(&bill.lines[1]), [18_000, 1_620, 0, 21_240]);
    let sums = bill.totals;
    assert_eq!((sums.discount.paise(), sums.round_off.paise(), sums.total.paise()), (3_000, 10, 30_700));
}

#[test]
fn a_lines_own_discount_comes_before_the_bills() {
    let tenth = Charge { discount: Some(Discount::BasisPoints(1_000)), ..charge(25_000, 500, true) };
    let bill = reckon(&[tenth], None, Supply::WithinState, Rounding::Rupee).unwrap();
    assert_eq!((bill.lines[0].discount.paise(), parts(&bill.lines[0])), (2_500, [21_428, 536, 0, 22_500]));
    let both = reckon(&[tenth], Some(Discount::BasisPoints(1_000)), Supply::Untaxed, Rounding::Rupee).unwrap();
    assert_eq!((both.lines[0].bill_discount.paise(), both.totals.total.paise()), (2_250, 20_300)); // ₹202.50
}

#[test]
fn the_paise_of_a_discount_that_do_not_divide_have_their_places() {
    let lines = [charge(10_000, 0, true); 3];
    let bill = reckon(&lines, Some(off(100)), Supply::WithinState, Rounding::Rupee).unwrap();
    assert_eq!(bill.lines.iter().map(|line| line.bill_discount.paise()).collect::<Vec<_>>(), [33, 34, 33]);
}

#[test]
fn a_discount_is_never_more_than_there_is_to_pay_nor_below_nothing() {
    let line = charge(10_000, 500, true);
    let of_line = |discount| reckon(&[line, Charge { discount, ..line }], None, Supply::WithinState, Rounding::Rupee);
    let of_bill = |discount| reckon(&[line], discount, Supply::WithinState, Rounding::Rupee);
    for wrong in [off(10_001), off(-1), Discount::BasisPoints(10_001)].map(Some) {
        assert_eq!(of_line(wrong), Err(ReckonError::Discount(Some(1))));
        assert_eq!(of_bill(wrong), Err(ReckonError::Discount(None)));
    }
    assert_eq!(of_bill(Some(off(10_000))).unwrap().totals.total, Money::ZERO);
    let too_much = reckon(&[charge(i64::MAX, 500, true), line], None, Supply::WithinState, Rounding::Rupee);
    assert_eq!(too_much, Err(ReckonError::OutOfRange(OutOfRange)));
}

#[test]
fn a_shop_that_does_not_round_is_paid_its_prices_to_the_paisa() {
    let bill =
        reckon(&[charge(2_000, 1_800, true), charge(1_234, 500, true)], None, Supply::WithinState, Rounding::None)
            .unwrap();
    assert_eq!((bill.totals.total.paise(), bill.totals.round_off), (3_234, Money::ZERO));
}

#[test]
fn each_rate_has_its_sums() {
    let lines = [charge(10_000, 500, false), charge(20_000, 1_800, false), charge(30_000, 500, false)];
    let bill = reckon(&lines, None, Supply::BetweenStates, Rounding::Rupee).unwrap();
    let items: Vec<_> = bill.lines.iter().zip(lines).map(|(line, charge)| item(line, charge.tax_rate)).collect();
    let sums = tax_sums(&items, InvoiceKind::TaxInvoice).unwrap();
    let told: Vec<_> = sums.iter().map(|sum| [sum.taxable, sum.cgst, sum.igst].map(Money::paise)).collect();
    assert_eq!(told, [[40_000, 0, 2_000], [20_000, 0, 3_600]]);
}

fn item(line: &Charged, tax_rate: TaxRate) -> InvoiceLine {
    InvoiceLine {
        product_id: crate::ids::ProductId::from_uuid(uuid::Uuid::nil()),
        name: "Rice".to_owned(),
        hsn: None,
        unit: crate::quantity::Unit::Kg,
        quantity: crate::quantity::Quantity::from_milli(1_000),
        rate: line.total,
        tax_included: true,
        tax_rate,
        tax_free: None,
        discount: line.discount,
        bill_discount: line.bill_discount,
        taxable: line.taxable,
        cgst: line.cgst,
        sgst: line.sgst,
        igst: line.igst,
        total: line.total,
        original_line: None,
    }
}

fn some_discount() -> impl Strategy<Value = Option<Discount>> {
    prop_oneof![
        Just(None),
        (0_i64..500).prop_map(|paise| Some(off(paise))),
        (0_u32..=10_000).prop_map(|bp| Some(Discount::BasisPoints(bp))),
    ]
}

fn some_charge() -> impl Strategy<Value = Charge> {
    let rate = prop::sample::select(RATES.to_vec());
    // Prices under ₹30 most of the time: there the paise weigh most.
    let amount = prop_oneof![500_i64..3_000, 500_i64..10_000_000];
    (amount, rate, any::<bool>(), some_discount())
        .prop_map(|(paise, bp, tax_included, discount)| Charge { discount, ..charge(paise, bp, tax_included) })
}

fn some_supply() -> impl Strategy<Value = Supply> {
    prop::sample::select(vec![Supply::Untaxed, Supply::WithinState, Supply::BetweenStates])
}

proptest! {
    #[test]
    fn a_price_with_its_tax_split_again_gives_the_same_tax(
        paise in 0_i64..1_000_000_000,
        bp in 0_u32..=10_000,
        supply in some_supply(),
    ) {
        let exclusive = alone(charge(paise, bp, false), supply).lines[0];
        let inclusive = alone(charge(exclusive.total.paise(), bp, true), supply).lines[0];
        prop_assert_eq!(exclusive, inclusive);
    }

    #[test]
    fn every_price_stays_what_it_is_every_tax_is_its_rate_and_every_sum_is_exact(
        charges in prop::collection::vec(some_charge(), 1..40),
        discount in some_discount(),
        supply in some_supply(),
        rounding in prop::sample::select(vec![Rounding::Rupee, Rounding::None]),
    ) {
        let Ok(bill) = reckon(&charges, discount, supply, rounding) else {
            let lines = reckon(&charges, None, supply, rounding).unwrap().lines;
            let left: i64 = charges.iter().zip(&lines).map(|(all, line)| all.amount.paise() - line.discount.paise()).sum();
            prop_assert!(matches!(discount, Some(Discount::Paise(off)) if off.paise() > left), "only more than is left");
            return Ok(());
        };
        let mut sums = Totals::default();
        let mut of_lines = 0;
        for (line, charge) in bill.lines.iter().zip(&charges) {
            let bp = if supply == Supply::Untaxed { 0 } else { i64::from(charge.tax_rate.bp()) };
            // Halves away from zero, in integers: (2 · value · rate + base) / (2 · base).
            let share = |base: i64| (2 * line.taxable.paise() * bp + base) / (2 * base);
            let (half, igst) = if supply == Supply::BetweenStates { (0, share(10_000)) } else { (share(20_000), 0) };
            let [taxable, cgst, of_line, total] = parts(line);
            prop_assert_eq!(total, taxable + 2 * cgst + of_line);
            prop_assert!((cgst - half).abs() <= 1 && (of_line - igst).abs() <= 1, "{} and {}", half, igst);
            prop_assert!(line.taxable >= Money::ZERO && line.discount >= Money::ZERO && line.bill_discount >= Money::ZERO);
            let net = charge.amount.paise() - line.discount.paise() - line.bill_discount.paise();
            if charge.tax_included {
                prop_assert_eq!(total, net);
            } else {
                prop_assert_eq!([taxable, cgst, of_line], [net, half, igst]);
            }
            of_lines += total;
            sums.discount = sums.discount.plus(line.bill_discount).unwrap();
            sums.taxable = sums.taxable.plus(line.taxable).unwrap();
            sums.cgst = sums.cgst.plus(line.cgst).unwrap();
            sums.sgst = sums.sgst.plus(line.sgst).unwrap();
            sums.igst = sums.igst.plus(line.igst).unwrap();
        }
        let totals = bill.totals;
        let payable = if rounding == Rounding::Rupee { (of_lines + 50) / 100 * 100 } else { of_lines };
        prop_assert_eq!(totals.total.paise(), payable);
        prop_assert_eq!(totals, Totals { round_off: totals.round_off, total: totals.total, ..sums });
        prop_assert_eq!(payable, of_lines + totals.round_off.paise());
        let most = if rounding == Rounding::Rupee { 50 } else { 0 };
        prop_assert!(totals.round_off.paise().abs() <= most);
        prop_assert!(totals.igst == Money::ZERO || totals.cgst == Money::ZERO);
    }
}
