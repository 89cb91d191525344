//! What all papers of one bill say: the A4 page, the roll and the page behind the link.

use super::bill::{Bill, Kind, Line};
use super::receipt::{self, Paper};
use super::samples::{self, rupees};
use super::{page, pdf};
use execora_domain::ledger::{PaymentMode, PaymentPart};
use execora_domain::money::{Money, TaxRate};
use execora_domain::reply::Tongue;
use unicode_width::UnicodeWidthStr as _;

/// The text of an A4 page, its white space folded.
fn pdf_text(bill: &Bill, tongue: Tongue) -> String {
    let bytes = pdf::render(bill, tongue).unwrap();
    let text = String::from_utf8(pdf::tests::through("pdftotext", &["-layout", "-", "-"], &bytes)).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn roll(bill: &Bill, paper: Paper) -> String {
    receipt::text(bill, paper, Tongue::En)
}

fn html(bill: &Bill) -> String {
    page::bill(bill, Tongue::En, "/b/token")
}

/// All three, by name.
fn papers(bill: &Bill) -> [(&'static str, String); 3] {
    let folded = roll(bill, Paper::Narrow).split_whitespace().collect::<Vec<_>>().join(" ");
    [("A4", pdf_text(bill, Tongue::En)), ("roll", folded), ("link", html(bill))]
}

fn is_figure(word: &str) -> bool {
    let digits = word.trim_start_matches('-');
    digits.len() > 3
        && digits.as_bytes()[digits.len() - 3] == b'.'
        && !digits.contains(|c: char| !"0123456789,.".contains(c))
}

/// What stands at the right edge of a wide roll, from top to bottom.
fn on_the_roll(text: &str) -> Vec<String> {
    let last = |line: &str| line.rsplit(' ').next().filter(|word| is_figure(word)).map(str::to_owned);
    text.lines().filter(|line| line.width() == Paper::Wide.columns()).filter_map(last).collect()
}

/// What stands in the right column of the page behind a link.
fn behind_the_link(html: &str) -> Vec<String> {
    let cell = |rest: &str| rest.split("</td>").next().unwrap().replace('₹', "");
    html.split("<td>").skip(1).map(cell).collect()
}

/// The usual bill with ₹100 off the whole of it and ₹5 off its second line, as the books spread them.
fn discounted() -> Bill {
    let mut bill = samples::usual();
    bill.lines[1].discount = rupees(500);
    let mut sum = Money::ZERO;
    for (line, share) in bill.lines.iter_mut().zip([7_065, 2_467, 468]) {
        line.bill_discount = rupees(share);
        line.total = line.amount().minus(rupees(share)).unwrap();
        let half =
            line.total.ratio(i64::from(line.tax_rate.bp()), 2 * (10_000 + i64::from(line.tax_rate.bp()))).unwrap();
        (line.cgst, line.sgst) = (half, half);
        line.taxable = line.total.minus(half).unwrap().minus(half).unwrap();
        sum = sum.plus(line.total).unwrap();
    }
    let all = |of: fn(&Line) -> Money| bill.lines.iter().map(of).fold(Money::ZERO, |sum, one| sum.plus(one).unwrap());
    (bill.taxable, bill.cgst, bill.sgst) = (all(|line| line.taxable), all(|line| line.cgst), all(|line| line.sgst));
    (bill.total, bill.round_off) = (sum, Money::ZERO);
    bill.due = bill.total.minus(bill.paid).unwrap();
    bill.balance = None;
    bill
}

#[test]
fn a_price_with_its_tax_in_it_is_the_same_on_all_papers() {
    let mut bottle = samples::line("Mineral water", "2201", 1_000, "pc", 4_000, 1_800);
    // The books may have split ₹40 into parts that come to a paisa or two more.
    bottle.total = rupees(4_002);
    let bill = samples::bill(vec![bottle]);
    for (paper, text) in papers(&bill) {
        assert!(text.contains("40.00") && !text.contains("40.02"), "{paper}: {text}");
    }
}

#[test]
fn all_papers_of_a_bill_show_the_same_amounts_in_the_same_order() {
    for bill in [samples::usual(), discounted()] {
        let (bill, roll) = (bill.clone().for_strangers(), roll(&bill.for_strangers(), Paper::Wide));
        let (on_roll, on_link, on_a4) =
            (on_the_roll(&roll), behind_the_link(&html(&bill)), pdf_text(&bill, Tongue::En));
        assert!(on_roll.len() > bill.lines.len() + 5, "{on_roll:?}");
        assert_eq!(on_roll, on_link, "{roll}");
        for figure in &on_roll {
            assert!(on_a4.contains(figure.as_str()), "{figure}: {on_a4}");
        }
        for line in &bill.lines {
            let amount = line.amount().figures();
            assert!(on_roll.contains(&amount) && on_a4.contains(&format!(" {amount} ")), "{amount}: {roll}");
        }
    }
}

#[test]
fn what_is_taken_off_a_bill_is_one_line_with_its_amount() {
    let bill = discounted();
    for (paper, text) in papers(&bill) {
        let off = if paper == "link" { "-₹100.00" } else { "-100.00" };
        for wanted in ["Items", "1,706.00", "Discount on the bill", off, "Discount in all", "105.00", "421.00"] {
            assert!(text.contains(wanted), "no {wanted} on {paper}: {text}");
        }
        assert_eq!(text.matches("Discount on the bill").count(), 1, "{paper}");
        for share in ["70.65", "24.67", "4.68"] {
            assert!(!text.contains(share), "{share} on {paper}: {text}");
        }
    }
}

#[test]
fn goods_without_tax_stand_apart_from_what_is_taxed() {
    let bill = samples::usual();
    for (paper, text) in papers(&bill) {
        for wanted in ["Taxable value", "1,508.64", "Exempt or nil-rated", "80.00"] {
            assert!(text.contains(wanted), "no {wanted} on {paper}: {text}");
        }
        assert!(!text.contains("1,588.64"), "{paper}: {text}");
    }
}

#[test]
fn how_it_was_paid_is_told_and_comes_to_what_is_due() {
    let mut bill = samples::usual();
    let part = |mode, paise| PaymentPart { mode, amount: rupees(paise) };
    bill.handed = vec![part(PaymentMode::Cash, 100_000), part(PaymentMode::Upi, 20_000)];
    bill.paid = rupees(130_000);
    bill.due = bill.total.minus(bill.paid).unwrap();
    for (paper, text) in papers(&bill) {
        let names = ["Paid in cash", "1,000.00", "Paid by UPI", "200.00", "Other payments", "100.00", "411.00"];
        for wanted in names {
            assert!(text.contains(wanted), "no {wanted} on {paper}: {text}");
        }
    }
    // More than the bill: the rest is the customer's.
    bill.handed = vec![part(PaymentMode::Cash, 200_000)];
    (bill.paid, bill.due, bill.balance) = (bill.total, Money::ZERO, Some(rupees(-46_200)));
    for (paper, text) in papers(&bill) {
        assert!(text.contains("Put to your account") && text.contains("289.00"), "{paper}: {text}");
        assert!(!text.contains("Other payments") && !text.contains("Account balance"), "{paper}: {text}");
        assert!(
            text.contains("Advance with us") && text.contains("462.00") && !text.contains("-462.00") || paper == "link"
        );
    }
}

#[test]
fn change_comes_off_the_cash_that_was_handed_over() {
    let mut bill = samples::usual();
    bill.buyer = super::Buyer { is_walk_in: true, name: "Walk-in".into(), ..super::Buyer::default() };
    bill.handed = vec![PaymentPart { mode: PaymentMode::Cash, amount: rupees(200_000) }];
    (bill.change, bill.paid, bill.due, bill.balance) = (rupees(28_900), bill.total, Money::ZERO, None);
    for (paper, text) in papers(&bill) {
        for wanted in ["Cash sale", "Paid in cash", "2,000.00", "Change", "289.00"] {
            assert!(text.contains(wanted), "no {wanted} on {paper}: {text}");
        }
        for wrong in ["Walk-in", "Bill to", "Other payments", "Put to"] {
            assert!(!text.contains(wrong), "{wrong} on {paper}: {text}");
        }
    }
}

#[test]
fn a_roll_for_a_registered_buyer_has_what_a_tax_invoice_must_have() {
    let mut bill = samples::usual();
    bill.place_of_supply = Some("27".into());
    for paper in [Paper::Narrow, Paper::Wide] {
        let text = roll(&bill, paper);
        let wanted = [
            "TAX INVOICE",
            "GSTIN 27AAPFU0939F1ZV",
            "INV/26-27/000042",
            "क्षत्रिय ट्रेडर्स",
            "Shivaji Nagar, Pune",
            "State: Maharashtra (27)",
            "GSTIN 27AADCS0472N1Z1",
            "Place of supply",
            "Maharashtra (27)",
            "Reverse charge",
            "HSN 1006, GST 5%",
            "HSN 3402, GST 18%",
            "HSN 0401, GST 0%",
            "CGST 2.5%",
            "Authorised signatory",
        ];
        for wanted in wanted {
            assert!(text.contains(wanted), "no {wanted} on {paper:?}:\n{text}");
        }
        assert!(text.lines().filter(|line| line.is_empty()).count() >= 2, "no room to sign:\n{text}");
    }
    bill.buyer.gstin = None;
    for paper in [Paper::Narrow, Paper::Wide] {
        let text = roll(&bill, paper);
        for wrong in ["Shivaji", "State:", "Place of supply", "Reverse", "HSN", "signatory"] {
            assert!(!text.contains(wrong), "{wrong} on the roll of somebody without a GSTIN:\n{text}");
        }
        assert!(text.contains("GST 18%"), "{text}");
    }
    // From ₹50,000 the law wants the address of anybody.
    bill.total = rupees(5_000_000);
    assert!(roll(&bill, Paper::Narrow).contains("Shivaji Nagar, Pune"));
    bill.kind = Kind::PlainBill;
    assert!(!roll(&bill, Paper::Narrow).contains("Shivaji Nagar, Pune"));
}

#[test]
fn a_price_without_its_tax_says_so() {
    let mut bill = samples::usual();
    for line in &mut bill.lines {
        line.tax_included = false;
        line.taxable = line.gross;
        (line.cgst, line.sgst) = (Money::ZERO, Money::ZERO);
        line.igst = line.gross.tax_at(TaxRate::try_from(line.tax_rate.bp()).unwrap()).unwrap();
        line.total = line.gross.plus(line.igst).unwrap();
    }
    for (paper, text) in papers(&bill) {
        assert!(text.contains("1,205.00") && !text.contains("1,265.25"), "{paper}: {text}");
        assert!(text.contains(if paper == "A4" { "+5%" } else { "+GST 5%" }), "{paper}: {text}");
    }
}

#[test]
fn the_page_behind_a_link_says_who_sells_and_how_they_are_reached() {
    let text = html(&samples::usual().for_strangers());
    for wanted in
        ["GSTIN 27AAPFU0939F1ZV", "Phone +91 98100 10001", "12, Laxmi Road", "HSN 1006, GST 5%", "22-11-2026 19:40"]
    {
        assert!(text.contains(wanted), "no {wanted}: {text}");
    }
}

#[test]
fn a_paper_says_which_copy_it_is() {
    use super::PaperCopy::{Duplicate, Original, Triplicate};
    let mut bill = samples::usual();
    let said = |bill: &Bill| papers(bill).map(|(_, text)| text);
    for text in said(&bill) {
        assert!(text.contains("ORIGINAL FOR RECIPIENT"), "{text}");
    }
    for (copy, words) in [(Duplicate, "DUPLICATE FOR TRANSPORTER"), (Triplicate, "TRIPLICATE FOR SUPPLIER")] {
        bill.copy = Some(copy);
        for text in said(&bill) {
            assert!(text.contains(words) && !text.contains("ORIGINAL"), "{words}: {text}");
        }
    }
    for line in &mut bill.lines {
        line.hsn = Some("998314".into());
    }
    bill.copy = Some(Duplicate);
    assert!(bill.is_of_services() && pdf_text(&bill, Tongue::En).contains("DUPLICATE FOR SUPPLIER"));

    // Whoever has no GSTIN needs no mark on a roll; a bill without tax has copies only where that is asked for.
    let mut bill = samples::usual();
    bill.buyer.gstin = None;
    assert!(pdf_text(&bill, Tongue::En).contains("ORIGINAL FOR RECIPIENT"));
    assert!(!roll(&bill, Paper::Narrow).contains("ORIGINAL"));
    bill.kind = Kind::PlainBill;
    assert!(!pdf_text(&bill, Tongue::En).contains("ORIGINAL"));
    bill.copy = Some(Original);
    assert!(roll(&bill, Paper::Narrow).contains("ORIGINAL FOR RECIPIENT"));
}

#[test]
fn a_bill_with_taxed_goods_and_others_has_a_title_of_its_own() {
    let mut bill = samples::usual();
    (bill.kind, bill.buyer.gstin) = (Kind::InvoiceCumBillOfSupply, None);
    for (paper, text) in papers(&bill) {
        assert!(text.contains("INVOICE-CUM-BILL OF SUPPLY") && text.contains("CGST"), "{paper}: {text}");
    }
    bill.kind = Kind::BillOfSupply;
    for (paper, text) in papers(&bill) {
        assert!(text.contains("BILL OF SUPPLY") && !text.contains("CUM"), "{paper}: {text}");
        assert!(!text.contains("Composition") && !text.contains("CGST"), "{paper}: {text}");
    }
}

#[test]
fn the_licence_of_a_food_business_stands_on_every_paper_of_it() {
    use execora_domain::invoice::InvoiceStatus::Cancelled;
    let mut bill = samples::usual();
    for (paper, text) in papers(&bill) {
        assert!(!text.contains("FSSAI"), "{paper}: {text}");
    }
    bill.seller.fssai = Some("11521998000123".into());
    for kind in [Kind::TaxInvoice, Kind::BillOfSupply, Kind::PlainBill, Kind::CreditNote { of: None, taxed: true }] {
        bill.kind = kind;
        for (paper, text) in papers(&bill) {
            assert!(text.contains("FSSAI 11521998000123"), "{:?} on {paper}: {text}", bill.kind);
        }
        let printed = receipt::escpos(&bill, Paper::Narrow, Tongue::En);
        assert!(printed.windows(20).any(|bytes| bytes == b"FSSAI 11521998000123"), "{:?}", bill.kind);
    }
    bill.status = Cancelled;
    assert!(html(&bill).contains("FSSAI 11521998000123"));
}

#[test]
fn a_shop_of_a_union_territory_names_its_tax() {
    let mut bill = samples::usual();
    for (state, is_territory) in [("04", true), ("26", true), ("35", true), ("97", true), ("27", false), ("07", false)]
    {
        bill.seller.state_code = state.into();
        for (paper, text) in papers(&bill) {
            assert_eq!(text.contains("UTGST"), is_territory, "{state} on {paper}: {text}");
            assert_eq!(text.replace("UTGST", "").contains("SGST"), !is_territory, "{state} on {paper}: {text}");
        }
    }
}
