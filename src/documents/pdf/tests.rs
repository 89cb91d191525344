//! What is read from a PDF again with poppler's programs, and the picture of it.

use super::super::bill::{Against, Bill, Kind};
use super::super::samples::{self, rupees};
use super::*;
use execora_domain::money::Money;
use jiff::civil::date;
use std::io::Write as _;
use std::process::{Command, Stdio};

mod picture;

/// What a program makes of its standard input.
pub(crate) fn through(program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let child = Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.unwrap_or_else(|error| panic!("{program}: {error}: run scripts/setup test"));
    let (mut pipe, bytes) = (child.stdin.take().unwrap(), input.to_vec());
    let writer = std::thread::spawn(move || pipe.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{program} failed");
    output.stdout
}

/// The text of a bill's PDF, its white space folded.
fn text_of(bill: &Bill, tongue: Tongue) -> String {
    let text = through("pdftotext", &["-layout", "-", "-"], &render(bill, tongue).unwrap());
    String::from_utf8(text).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holds(text: &str, wanted: &[&str]) {
    for one in wanted {
        assert!(text.contains(one), "no {one:?} in: {text}");
    }
}

#[test]
fn a_tax_invoice_has_what_the_law_asks_for() {
    let text = text_of(&samples::usual(), Tongue::En);
    holds(&text, &["TAX INVOICE", "शर्मा जनरल स्टोर Sharma General Store", "12, Laxmi Road, Pune 411030"]);
    holds(&text, &["GSTIN 27AAPFU0939F1ZV", "INV/26-27/000042", "22-11-2026", "State: Maharashtra (27)"]);
    holds(&text, &["क्षत्रिय ट्रेडर्स", "Shivaji Nagar, Pune", "GSTIN 27AADCS0472N1Z1", "Reverse charge No"]);
    holds(&text, &["HSN", "1 बासमती चावल Basmati Rice 1006 12.5 kg 96.40 1,147.62 5% 57.38 1,205.00"]);
    holds(&text, &["5% 1,147.62 2.5%: 28.69 2.5%: 28.69", "18% 361.02 9%: 32.49 9%: 32.49"]);
    holds(&text, &["Taxable value 1,508.64", "CGST 61.18", "SGST 61.18", "Total ₹1,711.00"]);
    holds(&text, &["Exempt or nil-rated 80.00", "Paid in cash 100.00", "22-11-2026 19:40"]);
    holds(&text, &["Balance due ₹1,611.00", "Account balance 12,345.00", "Authorised signatory", "Page 1 / 1"]);
    holds(&text, &["Amount in words: One Thousand Seven Hundred Eleven Rupees Only", "sharma.store@okaxis"]);
    assert!(!text.contains("IGST") && !text.contains("DRAFT") && !text.contains("Place of supply"), "{text}");
}

#[test]
fn goods_for_another_state_bear_one_tax_and_name_the_place() {
    let mut bill = samples::usual();
    bill.place_of_supply = Some("29".into());
    for line in &mut bill.lines {
        (line.igst, line.cgst, line.sgst) = (line.tax(), Money::ZERO, Money::ZERO);
    }
    (bill.igst, bill.cgst, bill.sgst) = (rupees(12_236), Money::ZERO, Money::ZERO);
    let text = text_of(&bill, Tongue::En);
    holds(&text, &["Place of supply Karnataka (29)", "GST % Taxable value IGST", "IGST 122.36"]);
    assert!(!text.contains("CGST") && !text.contains("SGST"), "{text}");
}

#[test]
fn each_kind_of_paper_says_what_it_is() {
    let mut bill = samples::usual();
    bill.kind = Kind::BillOfSupply;
    bill.seller.composition = true;
    let text = text_of(&bill, Tongue::En);
    holds(&text, &["BILL OF SUPPLY", "Composition taxable person, not eligible to collect tax on supplies"]);
    assert!(!text.contains("CGST") && !text.contains("GST %"), "{text}");

    (bill.kind, bill.seller.composition, bill.seller.gstin) = (Kind::PlainBill, false, None);
    bill.buyer.gstin = None;
    let text = text_of(&bill, Tongue::En);
    holds(&text, &["BILL", "Total ₹1,711.00"]);
    for word in ["GST", "HSN", "Tax", "TAX", "SUPPLY"] {
        assert!(!text.contains(word), "{word}: {text}");
    }

    bill = samples::usual();
    let of = Against { number: "INV/26-27/000007".into(), day: Some(date(2026, 11, 20)) };
    bill.kind = Kind::CreditNote { of: Some(of), taxed: true };
    bill.number = Some("CN/26-27/000001".into());
    let text = text_of(&bill, Tongue::En);
    holds(&text, &["CREDIT NOTE", "CN/26-27/000001", "Against bill INV/26-27/000007", "(20-11-2026)", "CGST 61.18"]);
    assert!(!text.contains("Scan to pay"), "{text}");
}

#[test]
fn a_draft_and_a_cancelled_bill_say_so_on_every_page() {
    let mut bill = samples::bill((0..90).map(|_| samples::line("चीनी", "1701", 1_000, "kg", 4_500, 500)).collect());
    let usual = pale_dots(&render(&bill, Tongue::En).unwrap());
    for (status, word) in [(InvoiceStatus::Draft, "DRAFT"), (InvoiceStatus::Cancelled, "CANCELLED")] {
        bill.status = status;
        let pdf = render(&bill, Tongue::En).unwrap();
        let text = String::from_utf8(through("pdftotext", &["-", "-"], &pdf)).unwrap();
        let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
        assert!(pages.len() > 1 && pages.iter().all(|page| page.contains(word)), "{word}: {text}");
        assert!(!text.contains("Scan to pay"));
        assert!(pale_dots(&pdf) > usual + 5_000, "{word} does not stand across the page");
    }
}

/// How many dots of the first page are as light as what stands behind its text.
fn pale_dots(pdf: &[u8]) -> usize {
    let picture = through("pdftoppm", &["-r", "72", "-gray", "-l", "1", "-"], pdf);
    picture.iter().filter(|dot| (215..=230).contains(*dot)).count()
}

#[test]
fn two_hundred_lines_take_several_pages_and_none_is_lost() {
    let names: Vec<String> = (0..200).map(|n| format!("Item{n:03} आटा")).collect();
    let lines = names.iter().map(|name| samples::line(name, "1101", 500, "kg", 12_345_600, 500));
    let text = text_of(&samples::bill(lines.collect()), Tongue::En);
    for name in &names {
        assert_eq!(text.matches(name.as_str()).count(), 1, "{name}");
    }
    let pages = text.matches("Continued on the next page").count() + 1;
    holds(&text, &[&format!("Page 1 / {pages}"), &format!("Page {pages} / {pages}"), "200 Item199"]);
    let heads = text.matches("# Item").count();
    assert!(pages > 2 && (pages - 1..=pages).contains(&heads), "{heads} heads on {pages} pages");
    holds(&text, &["Amount in words: One Crore Twenty Three Lakh Forty Five Thousand Six Hundred Rupees Only"]);
}

#[test]
fn hostile_names_are_wrapped_and_harmless() {
    let mut bill = samples::usual();
    let wide = "W".repeat(200);
    bill.lines[0].name = wide.clone();
    bill.lines[1].name = "=HYPERLINK(\"http://x\")\u{202E}\0\x1b[31m) Tj ET (\u{200F}".into();
    bill.lines[2].name = format!("Z{}z", "\u{0336}".repeat(5_000));
    bill.buyer.name = "قصر 😀 名前 தமிழ் ગુજરાતી".into();
    bill.notes = Some("क".repeat(100_000));
    let text = text_of(&bill, Tongue::En);
    let letters: String = text.chars().filter(|letter| *letter == 'W').collect();
    assert_eq!(letters.len(), wide.len(), "every letter of the long name is there: {text}");
    holds(&text, &["=HYPERLINK(\"http://x\") [31m) Tj ET (", "தமிழ் ગુજરાતી"]);
    assert!(text.matches('\u{0336}').count() <= 4 && text.chars().filter(|letter| *letter == 'क').count() <= 501);
}

#[test]
fn the_same_bill_gives_the_same_bytes() {
    let (first, second) = (render(&samples::usual(), Tongue::En), render(&samples::usual(), Tongue::En));
    assert!(first.is_some() && first == second);
    assert_ne!(first, render(&samples::usual(), Tongue::Hi));
}

#[test]
fn a_hindi_paper_has_hindi_words() {
    let text = text_of(&samples::usual(), Tongue::Hi);
    holds(
        &text,
        &["टैक्स इनवॉइस", "राज्य: महाराष्ट्र (27)", "12.5 किलो", "एक हज़ार सात सौ ग्यारह रुपये मात्र", "करयोग्य मूल्य", "देय राशि"],
    );
}

#[test]
fn the_code_on_the_paper_is_the_link_that_pays() {
    let bill = samples::usual();
    let pdf = render(&bill, Tongue::En).unwrap();
    let picture = through("pdftoppm", &["-r", "200", "-gray", "-"], &pdf);
    let read = through("zbarimg", &["--quiet", "--nodbus", "--raw", "-Sdisable", "-Sqrcode.enable", "PGM:-"], &picture);
    assert_eq!(String::from_utf8(read).unwrap().trim(), bill.payment_link().unwrap());
}
