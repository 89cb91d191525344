//! Customers, the shelf and bills that are undone: as they are asked for, read back and told.

use super::render::{balance, pick, stop};
use super::words::{self, Form, Tongue};
use super::{Deed, Known, Undone, Wish, books};
use crate::intent::Field;
use crate::ledger::StockOp;
use crate::money::Money;
use crate::quantity::{Quantity, Unit};

/// The question at the end of a read-back, in English and Hindi.
pub(super) fn asks_leave(list: &[Wish]) -> (&'static str, &'static str) {
    if list.iter().all(|wish| matches!(wish, Wish::Customer { .. })) {
        return ("Shall I add them?", "जोड़ दूँ?");
    }
    if list.iter().all(|wish| matches!(wish, Wish::Product { .. })) {
        return ("Shall I add it?", "जोड़ दूँ?");
    }
    if list.iter().all(|wish| matches!(wish, Wish::CancelBill { .. } | Wish::CancelReminder { .. })) {
        return ("Shall I cancel it?", "रद्द कर दूँ?");
    }
    if list.iter().all(|wish| matches!(wish, Wish::CloseAccount { .. })) {
        return ("Shall I delete it?", "हटा दूँ?");
    }
    if list.iter().all(|wish| matches!(wish, Wish::Send { .. })) {
        return ("Shall I send it?", "भेज दूँ?");
    }
    if list.iter().all(|wish| matches!(wish, Wish::Remind { .. } | Wish::MoveReminder { .. })) {
        return ("Shall I?", "ठीक है?");
    }
    ("Shall I write it?", "लिख दूँ?")
}

/// A change to the shop's people, shelf or papers, as it is read back.
pub(super) fn wish(wish: &Wish, tongue: Tongue, form: Form) -> String {
    match wish {
        Wish::Known { name, to, phone, email } => {
            let mut changes: Vec<String> = vec![];
            changes.extend(to.as_ref().map(|to| format!("{} {to}", pick(tongue, "new name", "नया नाम"))));
            changes.extend(phone.as_deref().map(|phone| a_phone(phone, tongue, form)));
            changes.extend(email.as_ref().map(|email| format!("{} {email}", pick(tongue, "e-mail", "ईमेल"))));
            format!("{name}: {}", changes.join(", "))
        }
        Wish::Product { name, price, unit, stock } => {
            let stock = in_stock(*stock, *unit, tongue, form);
            let price = priced(*price, *unit, tongue, form);
            format!("{} {name}, {price}{stock}", pick(tongue, "New on the shelf:", "नया सामान:"))
        }
        Wish::Stock { name, op, quantity, unit } => {
            let quantity = words::quantity(*quantity, *unit, tongue, form);
            match (tongue, op) {
                (Tongue::En, StockOp::Add) => format!("{name}: {quantity} more"),
                (Tongue::En, StockOp::Remove) => format!("{name}: {quantity} less"),
                (Tongue::En, StockOp::Set) => format!("{name}: {quantity} in stock"),
                (Tongue::Hi, StockOp::Add) => format!("{name} {quantity} और आया"),
                (Tongue::Hi, StockOp::Remove) => format!("{name} {quantity} कम"),
                (Tongue::Hi, StockOp::Set) => format!("{name} का स्टॉक {quantity}"),
            }
        }
        Wish::CloseAccount { name } => match tongue {
            Tongue::En => format!("{name} owes nothing, and the account is to be closed"),
            Tongue::Hi => format!("{name} का हिसाब बराबर है, खाता बंद"),
        },
        Wish::Price { name, price, unit } => format!("{name}: {}", priced(*price, *unit, tongue, form)),
        Wish::CancelBill { number, name, total } => {
            let (number, total) = (words::count(*number, tongue, form), words::money(*total, tongue, form));
            match tongue {
                Tongue::En => format!("Bill {number} of {name}, {total}"),
                Tongue::Hi => format!("{name} का बिल {number}, {total}"),
            }
        }
        Wish::Invoice { .. }
        | Wish::Payment { .. }
        | Wish::Refund { .. }
        | Wish::Credit { .. }
        | Wish::Customer { .. }
        | Wish::Remind { .. }
        | Wish::MoveReminder { .. }
        | Wish::CancelReminder { .. }
        | Wish::Send { .. }
        | Wish::Undo { .. } => String::new(),
    }
}

/// A change of the shelf that is taken back: "Rice: 20 kg more", "the price of Rice, ₹65, back to ₹60".
pub(super) fn undone(name: &str, what: Undone, tongue: Tongue, form: Form) -> String {
    match what {
        Undone::Stock { quantity, unit } => {
            let is_less = quantity < Quantity::ZERO;
            // Said without its sign.
            let quantity = words::quantity(quantity, unit, tongue, form);
            match (tongue, is_less) {
                (Tongue::En, false) => format!("{name}: {} more", quantity.trim_start_matches('-')),
                (Tongue::En, true) => format!("{name}: {} less", quantity.trim_start_matches('-')),
                (Tongue::Hi, false) => format!("{name} {} और आया", quantity.trim_start_matches('-')),
                (Tongue::Hi, true) => format!("{name} {} कम", quantity.trim_start_matches('-')),
            }
        }
        Undone::Price { before, after, unit } => {
            let (before, after) = (words::money(before, tongue, form), priced(after, unit, tongue, form));
            match tongue {
                Tongue::En => format!("{name}: {after}, before {before}"),
                Tongue::Hi => format!("{name}: {after}, पहले {before}"),
            }
        }
        Undone::Bill | Undone::CreditNote | Undone::Payment | Undone::Credit | Undone::WriteOff | Undone::Refund => {
            String::new()
        }
    }
}

/// What was written of it.
pub(super) fn deed(deed: &Deed, tongue: Tongue, form: Form) -> String {
    let written = pick(tongue, "Written.", "लिख दिया।");
    match deed {
        Deed::Known { name, phone, email } => {
            let phone = phone.as_deref().map(|phone| a_phone(phone, tongue, form));
            let email = email.as_ref().map(|email| format!("{} {email}", pick(tongue, "e-mail", "ईमेल")));
            let parts: Vec<String> = std::iter::once(name.clone()).chain(phone).chain(email).collect();
            format!("{written} {}{}", parts.join(", "), stop(tongue))
        }
        Deed::AccountClosed { name } => match tongue {
            Tongue::En => format!("The account of {name} is closed."),
            Tongue::Hi => format!("{name} का खाता बंद कर दिया।"),
        },
        Deed::Product { name } => match tongue {
            Tongue::En => format!("{name} was added."),
            Tongue::Hi => format!("{name} जोड़ दिया।"),
        },
        Deed::Stock { name, stock, unit } => format!("{written} {}", books::stock(name, *stock, *unit, tongue, form)),
        Deed::Price { name, price, unit } => {
            format!("{written} {name}: {}{}", priced(*price, *unit, tongue, form), stop(tongue))
        }
        Deed::BillCancelled { number, name, balance: owed } => {
            let number = words::count(*number, tongue, form);
            let cancelled = match tongue {
                Tongue::En => format!("Bill {number} is cancelled."),
                Tongue::Hi => format!("बिल {number} रद्द कर दिया।"),
            };
            format!("{cancelled} {}", balance(name, *owed, tongue, form))
        }
        Deed::Entry { .. }
        | Deed::Sold { .. }
        | Deed::Customer { .. }
        | Deed::Reminder { .. }
        | Deed::ReminderCancelled { .. }
        | Deed::Sending { .. }
        | Deed::Undone { .. }
        | Deed::Unread { .. }
        | Deed::Other => String::new(),
    }
}

/// What is known of a customer.
pub(super) fn customer(known: &Known, tongue: Tongue, form: Form) -> String {
    let name = &known.name;
    let end = stop(tongue);
    let phone = known.phone.as_deref().map(|phone| a_phone(phone, tongue, form));
    let email = known.email.as_ref().map(|email| format!("{} {email}", pick(tongue, "e-mail", "ईमेल")));
    let address = known.address.clone();
    let (one, (en, hi)) = match known.field {
        Some(Field::Phone) => (phone, ("phone", "फ़ोन")),
        Some(Field::Email) => (email, ("e-mail", "ईमेल")),
        Some(Field::Address) => (address, ("address", "पता")),
        None => {
            let parts: Vec<String> = [phone, email, address].into_iter().flatten().collect();
            let all = if parts.is_empty() { String::new() } else { format!("{name}: {}{end} ", parts.join(", ")) };
            return format!("{all}{}", balance(name, known.balance, tongue, form));
        }
    };
    match (one, tongue) {
        (Some(told), _) => format!("{name}: {told}{end}"),
        (None, Tongue::En) => format!("No {en} of {name} is written down."),
        (None, Tongue::Hi) => format!("{name} का {hi} लिखा नहीं है।"),
    }
}

/// Who owes the most.
pub(super) fn debtors(list: &[(String, Money)], others: i64, tongue: Tongue, form: Form) -> String {
    if list.is_empty() {
        return pick(tongue, "Nobody owes that much.", "इतना किसी पर बाकी नहीं है।");
    }
    let each = list.iter().map(|(name, owed)| format!("{name} {}", words::money(*owed, tongue, form)));
    let count = words::count(others, tongue, form);
    let rest = (others > 0).then(|| pick(tongue, &format!("and {count} more"), &format!("और {count} लोग")));
    let told: Vec<String> = each.chain(rest).collect();
    format!("{} {}{}", pick(tongue, "Owed:", "बाकी:"), told.join(", "), stop(tongue))
}

/// A phone without its country, which a shopkeeper never says.
fn a_phone(phone: &str, tongue: Tongue, form: Form) -> String {
    let digits = words::digits(phone.strip_prefix("+91").unwrap_or(phone), tongue, form);
    format!("{} {digits}", pick(tongue, "phone", "फ़ोन"))
}

/// How much there is of something new, where there is any.
pub(super) fn in_stock(stock: Quantity, unit: Unit, tongue: Tongue, form: Form) -> String {
    if stock <= Quantity::ZERO {
        return String::new();
    }
    let stock = words::quantity(stock, unit, tongue, form);
    match tongue {
        Tongue::En => format!(", {stock} in stock"),
        Tongue::Hi => format!(", स्टॉक {stock}"),
    }
}

/// What something costs: one unit, or as much as was asked for.
pub(super) fn price(
    name: &str,
    price: Money,
    unit: Unit,
    quantity: Option<Quantity>,
    tongue: Tongue,
    form: Form,
) -> String {
    let asked = quantity.and_then(|quantity| Some((quantity, quantity.times(price).ok()?)));
    let (quantity, price) = asked.unwrap_or((Quantity::from_milli(1_000), price));
    let (much, price) = (words::quantity(quantity, unit, tongue, form), words::money(price, tongue, form));
    match tongue {
        Tongue::En => format!("{name}: {much} for {price}."),
        Tongue::Hi => format!("{name} {much} का {price}।"),
    }
}

/// What one unit costs.
pub(super) fn priced(price: Money, unit: Unit, tongue: Tongue, form: Form) -> String {
    let (one, price) =
        (words::quantity(Quantity::from_milli(1_000), unit, tongue, form), words::money(price, tongue, form));
    match tongue {
        Tongue::En => format!("{one} for {price}"),
        Tongue::Hi => format!("{one} का {price}"),
    }
}
