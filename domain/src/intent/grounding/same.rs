//! Whether what is proposed is what was heard, slot by slot.

use crate::intent::frame::{Item, Slot, Slots};

/// The first slot in which they differ, if any does.
///
/// Whatever is proposed must have been heard. Who, what and how much that was heard must be proposed too; of the rest
/// ("cash", "on credit", the hour) what was heard is taken where the proposal does not speak of it.
pub(super) fn difference(heard: &Slots, proposed: &Slots) -> Option<Slot> {
    macro_rules! unlike {
        (both: $($both:ident = $both_slot:ident),*; said: $($said:ident = $said_slot:ident),*) => {
            $(if heard.$both != proposed.$both { return Some(Slot::$both_slot); })*
            $(if proposed.$said.is_some() && heard.$said != proposed.$said { return Some(Slot::$said_slot); })*
        };
    }
    if things(heard.items.as_deref()) != things(proposed.items.as_deref()) {
        return Some(Slot::Items);
    }
    if folded(heard.name.as_deref()) != folded(proposed.name.as_deref()) {
        return Some(Slot::Name);
    }
    unlike!(
        both: customer_id = CustomerId, amount_paise = AmountPaise, product_id = ProductId, price_paise = PricePaise,
            qty_milli = QtyMilli, stock_milli = StockMilli, op = Op, phone = Phone, email = Email,
            invoice_no = InvoiceNo, limit = Limit, min_paise = MinPaise;
        said: on_credit = OnCredit, method = Method, date = Date, time = Time, daypart = Daypart, field = Field,
            unit = Unit, which = Which, from = From, to = To, channel = Channel, language = Language
    );
    None
}

/// Takes the slot away: it is asked for.
pub(super) fn clear(slots: &mut Slots, slot: Slot) {
    macro_rules! clear {
        ($($name:ident = $slot:ident)*) => {
            match slot { $(Slot::$slot => slots.$name = None,)* }
        };
    }
    clear!(customer_id = CustomerId items = Items on_credit = OnCredit amount_paise = AmountPaise method = Method
        date = Date time = Time daypart = Daypart name = Name phone = Phone email = Email field = Field
        product_id = ProductId price_paise = PricePaise unit = Unit stock_milli = StockMilli op = Op
        qty_milli = QtyMilli invoice_no = InvoiceNo which = Which from = From to = To limit = Limit
        min_paise = MinPaise channel = Channel language = Language);
}

/// The things on a bill in one order: theirs does not count.
fn things(items: Option<&[Item]>) -> Vec<&Item> {
    let mut things: Vec<&Item> = items.unwrap_or_default().iter().collect();
    let key = |item: &Item| (item.qty_milli, item.amount_paise, item.rate_paise);
    things.sort_by(|left, right| left.product_id.cmp(&right.product_id).then_with(|| key(left).cmp(&key(right))));
    things
}

fn folded(name: Option<&str>) -> Option<String> {
    name.map(str::to_lowercase)
}
