use super::*;
use crate::report::Cell;
use proptest::prelude::*;

const GSTIN: &str = "29AAGCB7383J1Z4";

fn money(rupees: i64) -> Money {
    Money::from_paise(rupees * 100)
}

/// A bill of 18 % within Maharashtra, to nobody registered.
fn supplied(number: &str, rupees: i64) -> Supplied {
    let (taxable, half) = (money(rupees), Money::from_paise(rupees * 9));
    let sums = TaxSum { tax_rate: rate(1_800), taxable, cgst: half, sgst: half, igst: Money::ZERO };
    Supplied {
        number: number.into(),
        day: date(2026, 11, 5),
        value: sums.total().unwrap(),
        customer_gstin: None,
        customer_name: "Rahul".into(),
        place: "27".into(),
        original: None,
        tax_free: None,
        sums,
    }
}

fn to_karnataka(one: Supplied) -> Supplied {
    let igst = one.sums.cgst.plus(one.sums.sgst).unwrap();
    Supplied { place: "29".into(), sums: TaxSum { igst, cgst: Money::ZERO, sgst: Money::ZERO, ..one.sums }, ..one }
}

fn rate(bp: u32) -> TaxRate {
    TaxRate::try_from(bp).unwrap()
}

fn month(supplied: Vec<Supplied>) -> Month {
    Month { shop_state: "27".into(), supplied, ..Month::default() }
}

/// A table's rows, as they are written.
fn written(month: &Month, section: Section) -> Vec<String> {
    let table = month.table(section).unwrap();
    let line = |row: &Vec<Cell>| {
        assert_eq!(row.len(), table.headings.len());
        row.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    };
    table.rows.iter().map(line).collect()
}

#[test]
fn each_paper_stands_in_the_table_that_the_rules_name() {
    let to = |customer_gstin: Option<&str>, one: Supplied| Supplied {
        customer_gstin: customer_gstin.map(str::to_owned),
        ..one
    };
    let back = |day, rupees, one: Supplied| Supplied { original: Some(TakenBack { day, value: money(rupees) }), ..one };
    let today = date(2026, 11, 5);
    let cases = [
        (supplied("a", 900_000), Section::B2cs, "within the State no bill is large"),
        (to(Some(GSTIN), supplied("b", 1)), Section::B2b, "to the registered"),
        (to_karnataka(supplied("c", 84_745)), Section::B2cs, "99,999.10 is not above one lakh"),
        (to_karnataka(supplied("d", 84_746)), Section::B2cl, "100,000.28 is"),
        (to(Some(GSTIN), to_karnataka(supplied("e", 900_000))), Section::B2b, "registered, and large"),
        (back(today, 1, to(Some(GSTIN), supplied("f", 1))), Section::Cdnr, "back from the registered"),
        (back(today, 100_001, to_karnataka(supplied("g", 1))), Section::Cdnur, "back of a large bill"),
        (back(today, 100_000, to_karnataka(supplied("h", 1))), Section::B2cs, "back of a bill that was not above it"),
        (back(date(2024, 7, 31), 250_000, to_karnataka(supplied("i", 1))), Section::B2cs, "of when it was 2.5 lakh"),
        (back(date(2024, 7, 31), 250_001, to_karnataka(supplied("j", 1))), Section::Cdnur, "above that"),
        (back(date(2024, 8, 1), 250_000, to_karnataka(supplied("k", 1))), Section::Cdnur, "the day after"),
    ];
    for (one, section, why) in cases {
        assert_eq!(one.section("27"), section, "{why}");
    }
    let untaxed = Supplied { sums: TaxSum { taxable: money(5), ..TaxSum::default() }, ..supplied("l", 5) };
    assert_eq!(to(Some(GSTIN), untaxed).section("27"), Section::Exemp);
}

#[test]
fn bills_to_the_registered_are_written_as_the_offline_tool_reads_them() {
    let bill = Supplied {
        customer_gstin: Some(GSTIN.into()),
        customer_name: "=cmd()".into(),
        ..to_karnataka(supplied("INV/26-27/000007", 1_000))
    };
    let note = Supplied {
        number: "CN/26-27/000001".into(),
        original: Some(TakenBack { day: bill.day, value: bill.value }),
        ..bill.clone()
    };
    let month = month(vec![bill, note]);
    assert_eq!(
        written(&month, Section::B2b),
        ["29AAGCB7383J1Z4,'=cmd(),INV/26-27/000007,05-Nov-2026,1180.00,29-Karnataka,N,,Regular B2B,,18,1000.00,0.00"]
    );
    assert_eq!(
        written(&month, Section::Cdnr),
        ["29AAGCB7383J1Z4,'=cmd(),CN/26-27/000001,05-Nov-2026,C,29-Karnataka,N,Regular B2B,1180.00,,18,1000.00,0.00"]
    );
}

#[test]
fn small_bills_are_summed_by_state_and_rate_and_what_came_back_is_taken_off() {
    let back = |one: Supplied| Supplied { original: Some(TakenBack { day: one.day, value: one.value }), ..one };
    let month = month(vec![
        supplied("a", 1_000),
        supplied("b", 500),
        back(supplied("c", 200)),
        to_karnataka(supplied("d", 10)),
        back(to_karnataka(supplied("e", 30))),
    ]);
    assert_eq!(
        written(&month, Section::B2cs),
        ["OE,27-Maharashtra,,18,1300.00,0.00,", "OE,29-Karnataka,,18,-20.00,0.00,"]
    );
}

#[test]
fn goods_are_summed_by_code_unit_and_rate() {
    let goods = |hsn: Option<&str>, is_registered: bool, milli: i64| Goods {
        hsn: hsn.map(str::to_owned),
        name: hsn.is_none().then(|| "+loose".to_owned()),
        unit: Unit::Kg,
        is_registered,
        quantity: Quantity::from_milli(milli),
        sums: TaxSum { tax_rate: rate(500), taxable: money(100), cgst: money(2), sgst: money(2), igst: money(1) },
    };
    let all = vec![goods(Some("1006"), true, 1_500), goods(Some("1006"), false, 500), goods(None, false, -250)];
    let month = Month { goods: all, ..month(vec![]) };
    assert_eq!(
        written(&month, Section::Hsn),
        [
            ",'+loose,KGS-KILOGRAMS,-0.25,105.00,5,100.00,1.00,2.00,2.00,0.00",
            "1006,,KGS-KILOGRAMS,2,210.00,5,200.00,2.00,4.00,4.00,0.00"
        ]
    );
    assert_eq!(written(&month, Section::HsnB2b).len(), 1);
    assert_eq!(written(&month, Section::HsnB2c).len(), 2);
}

#[test]
fn cancelled_papers_are_counted_among_the_numbers() {
    let numbers = |is_credit_notes, first: &str, last: &str| Numbers {
        is_credit_notes,
        first: first.into(),
        last: last.into(),
        count: 3,
        cancelled: 1,
    };
    let all = vec![numbers(false, "INV/26-27/000001", "INV/26-27/000003"), numbers(true, "CN/26-27/1", "CN/26-27/3")];
    let month = Month { numbers: all, ..month(vec![]) };
    assert_eq!(
        written(&month, Section::Docs),
        ["Invoices for outward supply,INV/26-27/000001,INV/26-27/000003,3,1", "Credit Note,CN/26-27/1,CN/26-27/3,3,1"]
    );
}

fn any_supplied() -> impl Strategy<Value = Supplied> {
    let paper = (any::<bool>(), any::<bool>(), any::<bool>(), 1_i64..400_000);
    (paper, prop::sample::select(vec![0_u32, 500, 1_800, 4_000])).prop_map(|((registered, far, back, rupees), bp)| {
        let one = supplied("n", rupees);
        let tax = one.sums.taxable.tax_at(rate(bp)).unwrap();
        let half = one.sums.taxable.ratio(bp.into(), 20_000).unwrap();
        let (cgst, igst) = if far { (Money::ZERO, tax) } else { (half, Money::ZERO) };
        let sums = TaxSum { tax_rate: rate(bp), cgst, sgst: cgst, igst, ..one.sums };
        Supplied {
            customer_gstin: registered.then(|| GSTIN.to_owned()),
            place: if far { "29" } else { "27" }.to_owned(),
            original: back.then_some(TakenBack { day: one.day, value: one.value }),
            sums,
            ..one
        }
    })
}

proptest! {
    /// Every rupee stands in one table, once: the control is to send a section nowhere.
    #[test]
    fn the_tables_of_papers_come_to_what_was_sold(supplied in prop::collection::vec(any_supplied(), 0..40)) {
        let sold: i64 = supplied.iter().map(|one| one.signed().unwrap().paise()).sum();
        let month = month(supplied);
        let sum = |section: Section, heading: &str, sign: i64| {
            let table = month.table(section).unwrap();
            let column = table.headings.iter().position(|one| *one == heading).unwrap();
            table.rows.iter().map(|row| {
                let Cell::Rupees(money) = &row[column] else { panic!("{:?} is no money", row[column]) };
                sign * money.paise()
            }).sum::<i64>()
        };
        let papers = sum(Section::B2b, "Taxable Value", 1) + sum(Section::B2cl, "Taxable Value", 1)
            - sum(Section::Cdnr, "Taxable Value", 1) - sum(Section::Cdnur, "Taxable Value", 1);
        let summed = sum(Section::B2cs, "Taxable Value", 1) + sum(Section::Exemp, "Nil Rated Supplies", 1);
        prop_assert_eq!(papers + summed, sold);
    }
}
