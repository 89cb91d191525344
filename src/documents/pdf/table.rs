//! The table of lines: which columns a bill needs, how wide they are, and where a row's words break.

use super::super::bill::{Bill, Kind, Line};
use super::super::canvas::{Align, Style};
use super::super::font::Weight;
use super::super::labels::{self, Label};
use super::super::sums::percent;
use super::super::text::clean;
use execora_domain::money::{Money, TaxRate};
use execora_domain::reply::Tongue;
use unicode_segmentation::UnicodeSegmentation as _;

/// How a cell is written.
pub(super) const CELL: Style = Style::new(85);
/// Between the words of a cell and the next column.
pub(super) const GAP: i32 = 90;
/// The least room for what was bought.
const NAME_MIN: i32 = 1_000;

/// A column: its head and how wide it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Column {
    pub(super) what: What,
    pub(super) head: Label,
    pub(super) align: Align,
    pub(super) width: i32,
}

/// What a column shows of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum What {
    Number,
    Name,
    Hsn,
    Quantity,
    Rate,
    Discount,
    Taxable,
    TaxRate,
    Tax,
    Amount,
}

impl What {
    /// What stands in the cell of the line at this place.
    pub(super) fn cell(self, index: usize, line: &Line, tongue: Tongue) -> String {
        match self {
            Self::Number => index.saturating_add(1).to_string(),
            Self::Name => clean(&line.name),
            Self::Hsn => line.hsn.as_deref().map(clean).unwrap_or_default(),
            Self::Quantity => line.much(tongue),
            Self::Rate => line.rate.figures(),
            Self::Discount if line.discount == Money::ZERO => String::new(),
            Self::Discount => line.discount.figures(),
            Self::Taxable if line.tax_rate == TaxRate::ZERO => String::new(),
            Self::Taxable => line.taxable.figures(),
            Self::TaxRate if line.tax_included => percent(line.tax_rate.bp()),
            Self::TaxRate => format!("+{}", percent(line.tax_rate.bp())),
            Self::Tax => line.tax().figures(),
            Self::Amount => line.amount().figures(),
        }
    }
}

/// The columns that a bill needs, in a room this wide: each as wide as its widest figure, the name as what is left.
pub(super) fn columns(bill: &Bill, tongue: Tongue, room: i32) -> Vec<Column> {
    const NUMBER: Label = Label::new("#", "#");
    const HSN: Label = Label::new("HSN", "HSN");
    const GST_RATE: Label = Label::new("GST %", "GST %");
    const GST: Label = Label::new("GST", "GST");
    let taxed = bill.is_taxed();
    let included = bill.is_tax_included();
    let wanted = [
        (What::Number, NUMBER, Align::Left, true),
        (What::Name, labels::ITEM, Align::Left, true),
        (What::Hsn, HSN, Align::Left, bill.kind != Kind::PlainBill && bill.lines.iter().any(|line| line.hsn.is_some())),
        (What::Quantity, labels::QUANTITY, Align::Right, true),
        (What::Rate, if taxed && included { labels::RATE_WITH_TAX } else { labels::RATE }, Align::Right, true),
        (What::Discount, labels::DISCOUNT, Align::Right, bill.lines.iter().any(|line| line.discount != Money::ZERO)),
        // A price without its tax comes before what the tax adds to it.
        (What::Amount, labels::AMOUNT, Align::Right, taxed && !included),
        (What::Taxable, labels::TAXABLE, Align::Right, taxed),
        (What::TaxRate, GST_RATE, Align::Right, taxed),
        (What::Tax, GST, Align::Right, taxed),
        (What::Amount, labels::AMOUNT, Align::Right, !taxed || included),
    ];
    let mut columns: Vec<Column> = vec![];
    let mut left = room;
    for (what, head, align, _) in wanted.into_iter().filter(|(_, _, _, shown)| *shown) {
        let width = if what == What::Name { 0 } else { widest(what, head, bill, tongue).saturating_add(GAP) };
        left = left.saturating_sub(width);
        columns.push(Column { what, head, align, width });
    }
    if let Some(name) = columns.iter_mut().find(|column| column.what == What::Name) {
        name.width = left.max(NAME_MIN);
    }
    columns
}

/// How wide the longest word of the head or the longest figure is.
fn widest(what: What, head: Label, bill: &Bill, tongue: Tongue) -> i32 {
    let words = head.say(tongue).split(' ').map(|word| CELL.bold().width(word));
    // Figures are as wide as their number of digits: only the longest are measured.
    let cells: Vec<String> =
        bill.lines.iter().enumerate().map(|(index, line)| what.cell(index, line, tongue)).collect();
    let longest = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
    let figures = cells.iter().filter(|cell| cell.chars().count() >= longest.saturating_sub(1)).take(20);
    words.chain(figures.map(|cell| CELL.width(cell))).max().unwrap_or(0)
}

/// Breaks a text into lines that fit; a word that is too long for one breaks between letters.
pub(super) fn wrap(text: &str, style: Style, room: i32) -> Vec<String> {
    let space = style.width(" ");
    let (mut lines, mut line, mut used) = (vec![], String::new(), 0_i32);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let width = style.width(word);
        let wanted = if line.is_empty() { width } else { used.saturating_add(space).saturating_add(width) };
        if wanted <= room {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            used = wanted;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut pieces = broken(word, style, room);
        line = pieces.pop().unwrap_or_default();
        used = style.width(&line);
        lines.extend(pieces);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A word in pieces that fit. What one letter with its marks needs is never divided.
fn broken(word: &str, style: Style, room: i32) -> Vec<String> {
    let (mut pieces, mut piece) = (vec![], String::new());
    for letter in word.graphemes(true) {
        let longer = format!("{piece}{letter}");
        if !piece.is_empty() && style.width(&longer) > room {
            pieces.push(std::mem::replace(&mut piece, letter.to_owned()));
        } else {
            piece = longer;
        }
    }
    pieces.push(piece);
    pieces
}

/// The style of a table's head.
pub(super) const HEAD: Style = Style { weight: Weight::Bold, ..CELL };
