//! A receipt as the bytes that a thermal printer takes (ESC/POS).
//!
//! Printers have Latin letters of their own and, in India, seldom any others; those that do disagree about the code
//! page, and none joins conjuncts. So a row of plain ASCII goes out as text, quick and crisp, and a row with any other
//! letter as a picture of its line, shaped as on the A4 page. Writing names in Latin letters instead would misspell
//! what the customer knows.

use super::super::bill::Bill;
use super::raster::{Bitmap, picture};
use super::{Paper, Row, rows, text};
use execora_domain::reply::Tongue;

/// Forget what another program set.
const INIT: &[u8] = b"\x1b@";
const STRONG: &[u8] = b"\x1bE\x01";
const PLAIN: &[u8] = b"\x1bE\x00";
const CENTRE: &[u8] = b"\x1ba\x01";
const LEFT: &[u8] = b"\x1ba\x00";
/// Let the last line pass the knife, then cut and leave a strip.
const FEED_AND_CUT: &[u8] = b"\x1bd\x04\x1dVB\x00";
/// How many dots a module of the code is wide.
const MODULE_DOTS: u8 = 5;

/// The receipt for a printer.
pub(crate) fn escpos(bill: &Bill, paper: Paper, tongue: Tongue) -> Vec<u8> {
    let mut bytes = INIT.to_vec();
    for row in rows::rows(bill, tongue) {
        print(&mut bytes, &row, paper);
    }
    bytes.extend_from_slice(FEED_AND_CUT);
    bytes
}

fn print(bytes: &mut Vec<u8>, row: &Row, paper: Paper) {
    let plain = |text: &str| text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    let (is_plain, strong) = match row {
        Row::Rule | Row::Gap => (true, false),
        Row::Centre { text, strong } | Row::Left { text, strong } => (plain(text), *strong),
        Row::Pair { left, right, strong } => (plain(left) && plain(right), *strong),
        Row::Code { heading, link } => {
            print(bytes, &Row::Centre { text: heading.clone(), strong: false }, paper);
            return code(bytes, link);
        }
    };
    if !is_plain {
        return picture(row, paper).iter().for_each(|bitmap| raster(bytes, bitmap));
    }
    bytes.extend_from_slice(if strong { STRONG } else { b"" });
    line(bytes, row, paper);
    bytes.extend_from_slice(if strong { PLAIN } else { b"" });
}

/// A row in the printer's own letters.
fn line(bytes: &mut Vec<u8>, row: &Row, paper: Paper) {
    for line in text::lines(row, paper.columns()) {
        bytes.extend_from_slice(line.trim_end().as_bytes());
        bytes.push(b'\n');
    }
}

/// A QR code that the printer draws itself: model 2, 15 % may be unreadable.
fn code(bytes: &mut Vec<u8>, link: &str) {
    let stored = u16::try_from(link.len().saturating_add(3)).unwrap_or(u16::MAX).to_le_bytes();
    bytes.extend_from_slice(CENTRE);
    bytes.extend_from_slice(b"\x1d(k\x04\x001A2\x00");
    bytes.extend_from_slice(b"\x1d(k\x03\x001C");
    bytes.push(MODULE_DOTS);
    bytes.extend_from_slice(b"\x1d(k\x03\x001E1");
    bytes.extend_from_slice(b"\x1d(k");
    bytes.extend_from_slice(&stored);
    bytes.extend_from_slice(b"1P0");
    bytes.extend_from_slice(link.as_bytes());
    bytes.extend_from_slice(b"\x1d(k\x03\x001Q0\n");
    bytes.extend_from_slice(LEFT);
}

/// A picture, eight dots a byte.
fn raster(bytes: &mut Vec<u8>, bitmap: &Bitmap) {
    bytes.extend_from_slice(b"\x1dv0\x00");
    bytes.extend_from_slice(&bitmap.row_bytes.to_le_bytes());
    bytes.extend_from_slice(&bitmap.rows.to_le_bytes());
    bytes.extend_from_slice(&bitmap.bits);
}
