//! What a bill comes to, in figures, in words and as a code to scan.

use super::super::canvas::{Align, Ink, Style, code_side};
use super::super::labels;
use super::super::qr::Qr;
use super::super::sums::{Sum, TaxRow, Taxes, percent, percent_half, sums, tax_rows, with_sign};
use super::super::text::clean;
use super::table::{CELL, GAP, HEAD, wrap};
use super::{BODY, MARGIN, ROOM, SMALL, Sheet};
use execora_domain::money::in_words;

/// Where the sums stand.
const SUMS: (i32, i32) = (MARGIN + 3_250, ROOM - 3_250);
/// What stands beside them.
const BESIDE: (i32, i32) = (MARGIN, 3_100);
/// How wide a module of the code is: two thirds of a millimetre, which a phone reads from paper.
const MODULE: i32 = 19;

impl Sheet<'_> {
    pub(super) fn foot(&mut self) {
        let (sums, tax) = (sums(self.bill, Taxes::Together, self.tongue), self.tax_table());
        let rows = i32::try_from(sums.len().max(tax.len().saturating_add(1))).unwrap_or(20);
        self.need(rows.saturating_mul(170).saturating_add(100));
        self.down(80);
        let top = self.y;
        self.draw_sums(&sums);
        let sums_end = std::mem::replace(&mut self.y, top);
        self.draw_tax(&tax);
        self.y = self.y.max(sums_end).saturating_add(60);
        self.words();
        self.payment();
    }

    fn draw_sums(&mut self, sums: &[Sum]) {
        for Sum { name, amount, strong } in sums {
            let style = if *strong { Style::new(110).bold() } else { BODY };
            let sign = if *strong { "₹" } else { "" };
            if *strong {
                self.page.rect((SUMS.0, self.y.saturating_sub(20)), (SUMS.1, 190), Ink::Shade);
            }
            self.put((SUMS.0.saturating_add(40), SUMS.1), Align::Left, style, name);
            let room = SUMS.1.saturating_sub(40);
            let figures = with_sign(*amount, sign);
            self.put((SUMS.0, room), Align::Right, style, &figures);
            self.down(if *strong { 190 } else { 170 });
        }
    }

    /// A row for each rate: the rate, what it is reckoned on, the taxes.
    fn tax_table(&self) -> Vec<Vec<String>> {
        let bill = self.bill;
        if !bill.is_taxed() {
            return vec![];
        }
        let inter = bill.is_inter_state();
        let row = |row: TaxRow| {
            let half = percent_half(row.rate.bp());
            let mut cells = vec![percent(row.rate.bp()), row.taxable.figures()];
            if inter {
                cells.push(row.igst.figures());
            } else {
                cells.extend([format!("{half}: {}", row.cgst.figures()), format!("{half}: {}", row.sgst.figures())]);
            }
            cells
        };
        tax_rows(bill).into_iter().map(row).collect()
    }

    fn draw_tax(&mut self, rows: &[Vec<String>]) {
        if rows.is_empty() {
            return;
        }
        let heads = if self.bill.is_inter_state() { vec!["IGST"] } else { vec!["CGST", self.bill.second_tax()] };
        let mut head = vec!["GST %".to_owned(), self.say(labels::TAXABLE).to_owned()];
        head.extend(heads.into_iter().map(str::to_owned));
        self.page.rect((BESIDE.0, self.y), (BESIDE.1, 160), Ink::Shade);
        self.tax_row(&head, HEAD);
        for row in rows {
            self.tax_row(row, CELL);
        }
    }

    fn tax_row(&mut self, cells: &[String], style: Style) {
        let first = 450;
        let others = i32::try_from(cells.len().saturating_sub(1)).unwrap_or(1).max(1);
        let width = BESIDE.1.saturating_sub(first).div_euclid(others);
        let mut x = BESIDE.0;
        self.down(20);
        for (index, cell) in cells.iter().enumerate() {
            let (room, align) = if index == 0 { (first, Align::Left) } else { (width, Align::Right) };
            let inner = room.saturating_sub(GAP);
            self.put((x.saturating_add(GAP.div_euclid(2)), inner), align, style, cell);
            x = x.saturating_add(room);
        }
        self.down(140);
    }

    fn words(&mut self) {
        let words = in_words(self.bill.total, self.tongue);
        let text = format!("{}: {words}", self.say(labels::IN_WORDS));
        let lines = wrap(&text, BODY.bold(), ROOM);
        self.need(i32::try_from(lines.len()).unwrap_or(1).saturating_mul(BODY.leading()));
        for line in lines {
            self.put((MARGIN, ROOM), Align::Left, BODY.bold(), &line);
            self.down(BODY.leading());
        }
        if let Some(notes) = &self.bill.notes {
            let text = format!("{}: {}", self.say(labels::NOTES), clean(notes));
            for line in wrap(&text, BODY, ROOM) {
                self.need(BODY.leading());
                self.put((MARGIN, ROOM), Align::Left, BODY, &line);
                self.down(BODY.leading());
            }
        }
        self.down(60);
    }

    /// The code that pays what is due, and who signs.
    fn payment(&mut self) {
        let code = self.bill.payment_link().and_then(|link| Some((Qr::of(&link)?, link)));
        let side = code.as_ref().map_or(0, |(qr, _)| code_side(qr, MODULE));
        self.need(side.max(700));
        let top = self.y;
        if let Some((qr, link)) = code {
            self.page.code((MARGIN, self.y), MODULE, qr);
            self.page.link((MARGIN, self.y), (side, side), &link);
            let place = (MARGIN.saturating_add(side).saturating_add(60), 1_500);
            self.down(200);
            let lines = [
                (self.say(labels::SCAN).to_owned(), BODY.bold()),
                (with_sign(self.bill.due, "₹"), Style::new(120).bold()),
                (self.bill.seller.upi.as_ref().map(|payee| clean(&payee.address)).unwrap_or_default(), SMALL),
                (self.say(labels::UPI_NOTE).to_owned(), SMALL),
            ];
            for (text, style) in lines {
                for line in wrap(&text, style, place.1) {
                    self.put(place, Align::Left, style, &line);
                    self.down(style.leading());
                }
            }
        }
        self.y = top.saturating_add(100);
        let signer = format!("{} {}", self.say(labels::FOR), clean(&self.bill.seller.name));
        for line in wrap(&signer, BODY, SUMS.1).into_iter().take(3) {
            self.put(SUMS, Align::Right, BODY, &line);
            self.down(BODY.leading());
        }
        self.down(350);
        let signatory = self.say(labels::SIGNATORY);
        self.put(SUMS, Align::Right, SMALL, signatory);
    }
}
