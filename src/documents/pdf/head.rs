//! Who sells, who buys, which paper this is.

use super::super::canvas::{Align, Style};
use super::super::facts::{self, Extent};
use super::super::labels;
use super::super::text::clean;
use super::table::wrap;
use super::{BODY, MARGIN, ROOM, SMALL, Sheet};

/// Where the right half of the head begins, and how wide it is.
const RIGHT: (i32, i32) = (MARGIN + 3_000, ROOM - 3_000);
const LEFT: (i32, i32) = (MARGIN, 2_850);

impl Sheet<'_> {
    pub(super) fn head(&mut self) {
        if self.bill.seller.composition {
            let text = self.say(labels::COMPOSITION);
            self.flow((MARGIN, ROOM), Align::Centre, BODY, text);
        }
        let top = self.y;
        self.seller();
        let left_end = std::mem::replace(&mut self.y, top);
        self.title();
        self.y = self.y.max(left_end).saturating_add(60);
        self.rule();
        self.down(60);
        let top = self.y;
        self.buyer();
        let left_end = std::mem::replace(&mut self.y, top);
        self.particulars();
        self.y = self.y.max(left_end).saturating_add(100);
    }

    /// Writes a text in lines that fit, and moves below it.
    fn flow(&mut self, place: (i32, i32), align: Align, style: Style, text: &str) {
        for line in wrap(&clean(text), style, place.1) {
            self.put(place, align, style, &line);
            self.down(style.leading());
        }
    }

    fn seller(&mut self) {
        let bill = self.bill;
        self.flow(LEFT, Align::Left, Style::new(160).bold(), &bill.seller.name);
        for fact in facts::seller(bill, Extent::Full, self.tongue) {
            self.flow(LEFT, Align::Left, BODY, &fact);
        }
    }

    fn title(&mut self) {
        let bill = self.bill;
        let title = self.say(labels::title(bill));
        let sizes = [150, 120].map(|size| Style::new(size).bold());
        let style = sizes.into_iter().find(|style| style.width(title) <= RIGHT.1).unwrap_or(Style::new(105).bold());
        self.flow(RIGHT, Align::Right, style, title);
        if let Some(copy) = facts::copy(bill, Extent::Full, self.tongue) {
            self.flow(RIGHT, Align::Right, SMALL, copy);
        }
    }

    fn buyer(&mut self) {
        let bill = self.bill;
        if !bill.buyer.is_walk_in {
            let heading = self.say(labels::BILL_TO);
            self.flow(LEFT, Align::Left, SMALL, heading);
        }
        self.flow(LEFT, Align::Left, Style::new(105).bold(), &facts::buyer_name(bill, self.tongue));
        for fact in facts::buyer(bill, Extent::Full, self.tongue) {
            self.flow(LEFT, Align::Left, BODY, &fact);
        }
    }

    fn particulars(&mut self) {
        for (name, value) in facts::particulars(self.bill, Extent::Full, self.tongue) {
            let top = self.y;
            self.put(RIGHT, Align::Left, SMALL, name);
            let room = RIGHT.1.saturating_sub(900);
            self.flow((RIGHT.0.saturating_add(900), room), Align::Right, BODY.bold(), &value);
            self.y = self.y.max(top.saturating_add(BODY.leading()));
        }
    }
}
