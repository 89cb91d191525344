//! Bills to draw in tests.

use super::bill::{Bill, Buyer, Kind, Line, Payee, Seller};
use execora_domain::invoice::InvoiceStatus;
use execora_domain::ledger::{PaymentMode, PaymentPart};
use execora_domain::money::{Money, TaxRate};
use execora_domain::quantity::{Quantity, Unit};
use jiff::civil::date;

pub(super) fn rupees(paise: i64) -> Money {
    Money::from_paise(paise)
}

/// A line whose price includes its tax: name, HSN, quantity in thousandths, rate in paise, tax in basis points.
pub(super) fn line(name: &str, hsn: &str, milli: i64, unit: &str, rate: i64, bp: u32) -> Line {
    let (quantity, rate) = (Quantity::from_milli(milli), rupees(rate));
    let (total, tax_rate) = (quantity.times(rate).unwrap(), TaxRate::try_from(bp).unwrap());
    let half = total.ratio(i64::from(bp), 2 * (10_000 + i64::from(bp))).unwrap();
    let taxable = total.minus(half).unwrap().minus(half).unwrap();
    let hsn = (!hsn.is_empty()).then(|| hsn.to_owned());
    let units = [Unit::Kg, Unit::L, Unit::M, Unit::Pc, Unit::Pkt, Unit::Bag];
    let unit = units.into_iter().find(|one| one.as_str() == unit).unwrap();
    let name = name.to_owned();
    let (discount, bill_discount, igst) = (Money::ZERO, Money::ZERO, Money::ZERO);
    let (tax_included, gross) = (true, total);
    Line {
        name,
        hsn,
        quantity,
        unit,
        rate,
        tax_included,
        gross,
        discount,
        bill_discount,
        tax_rate,
        taxable,
        cgst: half,
        sgst: half,
        igst,
        total,
    }
}

/// A tax invoice of these lines.
pub(super) fn bill(lines: Vec<Line>) -> Bill {
    let sum = |of: fn(&Line) -> Money| lines.iter().map(of).fold(Money::ZERO, |sum, one| sum.plus(one).unwrap());
    let (taxable, cgst, sgst) = (sum(|line| line.taxable), sum(|line| line.cgst), sum(|line| line.sgst));
    let exact = sum(|line| line.total);
    let total = rupees(exact.ratio(1, 100).unwrap().paise() * 100);
    Bill {
        kind: Kind::TaxInvoice,
        copy: None,
        status: InvoiceStatus::Confirmed,
        number: Some("INV/26-27/000042".into()),
        issued: date(2026, 11, 22).at(19, 40, 5, 0),
        seller: Seller {
            name: "शर्मा जनरल स्टोर Sharma General Store".into(),
            address: Some("12, Laxmi Road, Pune 411030".into()),
            state_code: "27".into(),
            gstin: Some("27AAPFU0939F1ZV".into()),
            fssai: None,
            phone: Some("+91 98100 10001".into()),
            upi: Some(Payee { address: "sharma.store@okaxis".into(), name: "Sharma General Store".into() }),
            composition: false,
        },
        buyer: Buyer {
            is_walk_in: false,
            name: "क्षत्रिय ट्रेडर्स".into(),
            address: Some("Shivaji Nagar, Pune".into()),
            state_code: Some("27".into()),
            gstin: Some("27AADCS0472N1Z1".into()),
            phone: Some("+91 98200 20002".into()),
        },
        place_of_supply: None,
        taxable,
        cgst,
        sgst,
        igst: Money::ZERO,
        round_off: total.minus(exact).unwrap(),
        total,
        handed: vec![PaymentPart { mode: PaymentMode::Cash, amount: rupees(10_000) }],
        change: Money::ZERO,
        credited: Money::ZERO,
        paid: rupees(10_000),
        due: total.minus(rupees(10_000)).unwrap(),
        balance: Some(rupees(1_234_500)),
        notes: None,
        lines,
    }
}

/// A shop's usual bill: Hindi and English names, loose weights, three rates.
pub(super) fn usual() -> Bill {
    bill(vec![
        line("बासमती चावल Basmati Rice", "1006", 12_500, "kg", 9_640, 500),
        line("सर्फ़ एक्सेल Surf Excel", "3402", 2_000, "pkt", 21_300, 1_800),
        line("दूध", "0401", 1_250, "l", 6_400, 0),
    ])
}
