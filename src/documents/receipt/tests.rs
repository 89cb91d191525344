use super::super::bill::Bill;
use super::super::samples;
use super::*;
use execora_domain::money::Money;
use execora_domain::reply::Tongue;
use unicode_width::UnicodeWidthStr as _;

#[test]
fn a_narrow_receipt_reads_so() {
    let wanted = include_str!("tests/narrow-en.txt");
    assert_eq!(text(&samples::usual(), Paper::Narrow, Tongue::En), wanted);
}

#[test]
fn a_wide_receipt_in_hindi_reads_so() {
    let wanted = include_str!("tests/wide-hi.txt");
    assert_eq!(text(&samples::usual(), Paper::Wide, Tongue::Hi), wanted);
}

/// A bill whose texts are too long, in every script, with marks and controls.
fn hostile() -> Bill {
    let mut bill = samples::usual();
    bill.seller.name = "Ultra Mega Super Duper Hyper General Stores Private Limited 名前".into();
    bill.buyer.name = "W".repeat(200);
    bill.lines[0].name = "\x1b@\x1dV\0cut\u{202E} कर्पूर\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}\u{0301}".into();
    bill.lines[1].discount = Money::from_paise(100_000_000_000_000);
    bill.total = Money::from_paise(9_000_000_000_000_000_000);
    bill.notes = Some("x".repeat(5_000));
    bill
}

#[test]
fn no_line_is_wider_than_the_paper() {
    for (paper, columns) in [(Paper::Narrow, 32), (Paper::Wide, 48)] {
        for bill in [samples::usual(), hostile()] {
            for tongue in [Tongue::En, Tongue::Hi] {
                let text = text(&bill, paper, tongue);
                let wide: Vec<&str> = text.lines().filter(|line| line.width() > columns).collect();
                assert_eq!(wide, Vec::<&str>::new());
            }
        }
    }
}

/// What a printer is told: its commands by name, and the text between them.
fn told(mut bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut told = vec![];
    while let Some(first) = bytes.first() {
        let number = |at: usize| usize::from(bytes[at]) + 256 * usize::from(bytes[at + 1]);
        let (name, length) = match (first, bytes.get(1)) {
            (0x1b, Some(b'@')) => ("init", 2),
            (0x1b, Some(b'E')) => ("strong", 3),
            (0x1b, Some(b'a')) => ("align", 3),
            (0x1b, Some(b'd')) => ("feed", 3),
            (0x1d, Some(b'V')) => ("cut", 4),
            (0x1d, Some(b'(')) => ("code", 5 + number(3)),
            (0x1d, Some(b'v')) => ("picture", 8 + number(4) * number(6)),
            (0x1b | 0x1d, other) => panic!("no such command: {other:?}"),
            _ => ("text", bytes.iter().position(|byte| *byte < 0x20 && *byte != b'\n').unwrap_or(bytes.len())),
        };
        let (command, rest) = bytes.split_at(length);
        told.push((name.to_owned(), command.to_vec()));
        bytes = rest;
    }
    told
}

#[test]
fn a_printer_is_told_only_what_was_meant() {
    for bill in [samples::usual(), hostile()] {
        for paper in [Paper::Narrow, Paper::Wide] {
            let told = told(&escpos(&bill, paper, Tongue::En));
            let count = |name: &str| told.iter().filter(|(one, _)| one == name).count();
            assert_eq!((count("init"), count("cut"), count("align") % 2), (1, 1, 0));
            assert_eq!((told[0].0.as_str(), told.last().unwrap().0.as_str()), ("init", "cut"));
            assert_eq!(count("code"), if bill.payment_link().is_some() { 5 } else { 0 });
            let texts = told.iter().filter(|(name, _)| name == "text");
            assert!(texts.flat_map(|(_, text)| text).all(|byte| *byte == b'\n' || (0x20..0x7f).contains(byte)));
        }
    }
}

#[test]
fn the_code_holds_the_link_that_pays() {
    let bill = samples::usual();
    let told = told(&escpos(&bill, Paper::Narrow, Tongue::En));
    let stored = told.iter().find(|(name, bytes)| name == "code" && bytes[5..8] == *b"1P0").unwrap();
    assert_eq!(stored.1[8..], *bill.payment_link().unwrap().as_bytes());
}

#[test]
fn a_name_in_hindi_is_a_picture_as_wide_as_the_paper() {
    for (paper, row_bytes) in [(Paper::Narrow, 48), (Paper::Wide, 72)] {
        let told = told(&escpos(&samples::usual(), paper, Tongue::En));
        let pictures: Vec<_> = told.iter().filter(|(name, _)| name == "picture").collect();
        assert!(!pictures.is_empty());
        for (_, bytes) in pictures {
            assert_eq!(bytes[4..6], [row_bytes, 0]);
            let dark: u32 = bytes[8..].iter().map(|byte| byte.count_ones()).sum();
            assert!((100..6_000).contains(&dark), "{dark} dots");
        }
    }
}

/// The rows of a picture as text, so that a failure shows what was drawn.
fn seen(bitmap: &raster::Bitmap) -> Vec<String> {
    let dots = |row: &[u8]| row.iter().map(|byte| format!("{byte:08b}")).collect::<Vec<_>>().concat().replace('0', " ");
    bitmap.bits.chunks(usize::from(bitmap.row_bytes)).map(|row| dots(row).trim_end().to_owned()).collect()
}

#[test]
fn a_pair_stands_at_both_edges_and_within_the_line() {
    let row = Row::Pair { left: "कुल".into(), right: "1,711.00".into(), strong: true };
    let pictures = raster::picture(&row, Paper::Narrow);
    let [picture] = pictures.as_slice() else { panic!("{} lines", pictures.len()) };
    let rows = seen(picture);
    let first = rows.iter().filter_map(|row| row.find('1')).min().unwrap();
    let last = rows.iter().map(String::len).max().unwrap();
    assert!(first < 6 && (370..=384).contains(&last), "{first} to {last}:\n{}", rows.join("\n"));
    assert!(rows[0].is_empty() && rows[35].is_empty(), "marks are cut off:\n{}", rows.join("\n"));
}
