//! A bill as A4 pages.

mod foot;
mod head;
mod table;

use super::bill::Bill;
use super::canvas::{self, About, Align, HEIGHT, Ink, Page, Style, WIDTH};
use super::labels;
use super::text::clean;
use execora_domain::invoice::InvoiceStatus;
use execora_domain::reply::Tongue;
use table::{CELL, Column, GAP, HEAD, What, wrap};

/// The margin on each side.
const MARGIN: i32 = 400;
/// Between the margins.
const ROOM: i32 = WIDTH - 2 * MARGIN;
/// Where a page's own last line stands.
const FOOTER: i32 = HEIGHT - 280;
/// Nothing but the footer is below this.
const BOTTOM: i32 = FOOTER - 180;

const BODY: Style = Style::new(90);
const SMALL: Style = Style::new(80).grey();

/// A bill on its way to paper: the pages so far, and how far down the last one is filled.
struct Sheet<'a> {
    bill: &'a Bill,
    tongue: Tongue,
    pages: Vec<Page>,
    page: Page,
    y: i32,
}

/// The bill as a PDF, the same bytes for the same bill; `None` where the writer failed, which is a bug.
pub(crate) fn render(bill: &Bill, tongue: Tongue) -> Option<Vec<u8>> {
    let mut sheet = Sheet { bill, tongue, pages: vec![], page: Page::default(), y: MARGIN };
    sheet.head();
    sheet.lines();
    sheet.foot();
    canvas::write(&sheet.finished(), about(bill, tongue))
}

fn about(bill: &Bill, tongue: Tongue) -> About {
    let number = bill.number.as_deref().map(clean).unwrap_or_default();
    let title = format!("{} {number}", labels::title(bill).say(tongue)).trim_end().to_owned();
    let language = match tongue {
        Tongue::En => "en-IN",
        Tongue::Hi => "hi-IN",
    };
    About { title, author: clean(&bill.seller.name), language, made: bill.issued }
}

impl Sheet<'_> {
    fn say(&self, label: labels::Label) -> &'static str {
        label.say(self.tongue)
    }

    /// Moves down.
    fn down(&mut self, by: i32) {
        self.y = self.y.saturating_add(by);
    }

    /// Writes a line in a part of the page and moves nothing.
    fn put(&mut self, (x, room): (i32, i32), align: Align, style: Style, text: &str) {
        let base = self.y.saturating_add(style.size);
        self.page.text((x, base), room, align, style, text);
    }

    /// A thin line from margin to margin.
    fn rule(&mut self) {
        self.page.rect((MARGIN, self.y), (ROOM, 5), Ink::Line);
    }

    /// Begins a new page unless so much still fits on this one; says whether it did.
    fn need(&mut self, height: i32) -> bool {
        if self.y.saturating_add(height) <= BOTTOM {
            return false;
        }
        self.y = BOTTOM;
        let style = SMALL;
        let text = self.say(labels::CONTINUED);
        self.put((MARGIN, ROOM), Align::Right, style, text);
        self.pages.push(std::mem::take(&mut self.page));
        self.y = MARGIN;
        true
    }

    /// The table of lines; its head stands on every page that the table reaches.
    fn lines(&mut self) {
        let columns = table::columns(self.bill, self.tongue, ROOM);
        self.table_head(&columns);
        let bill = self.bill;
        for (index, line) in bill.lines.iter().enumerate() {
            let cells: Vec<(Column, Vec<String>)> = columns
                .iter()
                .map(|column| {
                    let cell = column.what.cell(index, line, self.tongue);
                    let lines = if column.what == What::Name {
                        wrap(&cell, CELL, column.width.saturating_sub(GAP))
                    } else {
                        vec![cell]
                    };
                    (*column, lines)
                })
                .collect();
            let rows = cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or(1);
            let height = i32::try_from(rows).unwrap_or(1).saturating_mul(CELL.leading()).saturating_add(40);
            if self.need(height) {
                self.table_head(&columns);
            }
            self.row(&cells, CELL);
            self.down(height);
            self.rule();
        }
    }

    fn table_head(&mut self, columns: &[Column]) {
        let cells: Vec<(Column, Vec<String>)> = columns
            .iter()
            .map(|column| {
                let room = column.width.saturating_sub(GAP).max(0);
                (*column, wrap(column.head.say(self.tongue), HEAD, room))
            })
            .collect();
        let rows = cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or(1);
        let height = i32::try_from(rows).unwrap_or(1).saturating_mul(HEAD.leading()).saturating_add(40);
        self.page.rect((MARGIN, self.y), (ROOM, height), Ink::Shade);
        self.row(&cells, HEAD);
        self.down(height);
    }

    /// One row of a table; the page stays where it is.
    fn row(&mut self, cells: &[(Column, Vec<String>)], style: Style) {
        let (top, mut x) = (self.y, MARGIN);
        for (column, lines) in cells {
            self.y = top.saturating_add(20);
            for line in lines {
                let room = column.width.saturating_sub(GAP);
                self.put((x.saturating_add(GAP.div_euclid(2)), room), column.align, style, line);
                self.down(style.leading());
            }
            x = x.saturating_add(column.width);
        }
        self.y = top;
    }

    /// The pages, each with its number and with what makes a bill no bill.
    fn finished(mut self) -> Vec<Page> {
        let last = std::mem::take(&mut self.page);
        self.pages.push(last);
        let across = match self.bill.status {
            InvoiceStatus::Draft => Some((labels::DRAFT, Ink::Pale)),
            InvoiceStatus::Cancelled => Some((labels::CANCELLED, Ink::PaleRed)),
            InvoiceStatus::Confirmed => None,
        };
        let (count, number) = (self.pages.len(), self.bill.number.as_deref().map(clean).unwrap_or_default());
        let page_word = self.say(labels::PAGE);
        for (index, page) in self.pages.iter_mut().enumerate() {
            if let Some((word, ink)) = across {
                page.across(word.say(self.tongue), ink);
                page.text((MARGIN, FOOTER), ROOM, Align::Centre, BODY.bold(), word.say(self.tongue));
            }
            let text = format!("{page_word} {} / {count}", index.saturating_add(1));
            page.text((MARGIN, FOOTER), ROOM, Align::Right, SMALL, &text);
            page.text((MARGIN, FOOTER), ROOM, Align::Left, SMALL, &number);
        }
        self.pages
    }
}

#[cfg(test)]
pub(super) mod tests;
