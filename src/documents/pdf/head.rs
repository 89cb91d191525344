//! Who sells, who buys, which paper this is.

use super::super::bill::Kind;
use super::super::canvas::{Align, Style};
use super::super::labels;
use super::super::text::clean;
use super::table::wrap;
use super::{BODY, MARGIN, ROOM, SMALL, Sheet};
use execora_domain::state;

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
        let seller = &self.bill.seller;
        self.flow(LEFT, Align::Left, Style::new(160).bold(), &seller.name);
        if let Some(address) = &seller.address {
            self.flow(LEFT, Align::Left, BODY, address);
        }
        self.state_line(LEFT, Some(&seller.state_code));
        if let Some(phone) = &seller.phone {
            let text = format!("{} {phone}", self.say(labels::PHONE));
            self.flow(LEFT, Align::Left, BODY, &text);
        }
        if let Some(gstin) = &seller.gstin {
            self.flow(LEFT, Align::Left, BODY.bold(), &format!("GSTIN {gstin}"));
        }
    }

    fn title(&mut self) {
        let bill = self.bill;
        let title = self.say(labels::title(bill));
        self.flow(RIGHT, Align::Right, Style::new(150).bold(), title);
    }

    fn buyer(&mut self) {
        let buyer = &self.bill.buyer;
        let heading = self.say(labels::BILL_TO);
        self.flow(LEFT, Align::Left, SMALL, heading);
        self.flow(LEFT, Align::Left, Style::new(105).bold(), &buyer.name);
        if let Some(address) = &buyer.address {
            self.flow(LEFT, Align::Left, BODY, address);
        }
        self.state_line(LEFT, buyer.state_code.as_deref());
        if let Some(phone) = &buyer.phone {
            let text = format!("{} {phone}", self.say(labels::PHONE));
            self.flow(LEFT, Align::Left, BODY, &text);
        }
        if let Some(gstin) = &buyer.gstin {
            self.flow(LEFT, Align::Left, BODY, &format!("GSTIN {gstin}"));
        }
    }

    /// `State: Maharashtra (27)`, where it is known.
    fn state_line(&mut self, place: (i32, i32), code: Option<&str>) {
        let Some((code, name)) = code.and_then(|code| Some((code, state::name(code)?))) else { return };
        let text = format!("{}: {name} ({code})", self.say(labels::STATE));
        self.flow(place, Align::Left, BODY, &text);
    }

    fn particulars(&mut self) {
        let bill = self.bill;
        let mut facts: Vec<(labels::Label, String)> = vec![];
        facts.push((labels::NUMBER, bill.number.clone().unwrap_or_else(|| self.say(labels::DRAFT).to_owned())));
        facts.push((labels::DATE, bill.issued.strftime("%d-%m-%Y").to_string()));
        if let Kind::CreditNote { of: Some(of), .. } = &bill.kind {
            facts.push((labels::AGAINST, of.to_string()));
        }
        if let Some(place) = bill.place_of_supply.as_deref().filter(|_| bill.is_inter_state()) {
            let name = state::name(place).unwrap_or_default();
            facts.push((labels::PLACE, format!("{name} ({place})").trim().to_owned()));
        }
        if bill.is_taxed() {
            facts.push((labels::REVERSE_CHARGE, self.say(labels::NO).to_owned()));
        }
        for (label, value) in facts {
            let (name, top) = (self.say(label), self.y);
            self.put(RIGHT, Align::Left, SMALL, name);
            let room = RIGHT.1.saturating_sub(900);
            self.flow((RIGHT.0.saturating_add(900), room), Align::Right, BODY.bold(), &value);
            self.y = self.y.max(top.saturating_add(BODY.leading()));
        }
    }
}
