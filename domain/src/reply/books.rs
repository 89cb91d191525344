//! What the books say, in words: stock, the day, refusals.

use super::Reply;
use super::render::{balance, pick, stop};
use super::words::{self, Form, Tongue};
use crate::ledger::{Channel, Refusal};
use crate::money::Money;
use crate::quantity::{Quantity, Unit};
use jiff::civil::Date;

const MONTHS: [(&str, &str); 12] = [
    ("January", "जनवरी"),
    ("February", "फ़रवरी"),
    ("March", "मार्च"),
    ("April", "अप्रैल"),
    ("May", "मई"),
    ("June", "जून"),
    ("July", "जुलाई"),
    ("August", "अगस्त"),
    ("September", "सितंबर"),
    ("October", "अक्टूबर"),
    ("November", "नवंबर"),
    ("December", "दिसंबर"),
];

/// `19 November`.
pub(super) fn date(date: Date, tongue: Tongue, form: Form) -> String {
    let month = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
    let (en, hi) = MONTHS.get(month).copied().unwrap_or_default();
    let day = u64::try_from(date.day()).unwrap_or(1);
    let day = if form == Form::Spoken { words::number(day, tongue) } else { day.to_string() };
    format!("{day} {}", pick(tongue, en, hi))
}

/// A day so long ago that it has to be written with its year.
pub(super) fn long_ago(day: Date, tongue: Tongue, form: Form) -> String {
    let year = u64::try_from(day.year()).unwrap_or(0);
    let year = if form == Form::Spoken { words::number(year, tongue) } else { year.to_string() };
    let day = date(day, tongue, form);
    match tongue {
        Tongue::En => format!(
            "{day} {year} is more than three months ago: by voice I write no older day, so nothing was written. A program can send it with its date."
        ),
        Tongue::Hi => format!("{day} {year} को तीन महीने से ज़्यादा हो गए: बोलकर इतना पुराना नहीं लिखा जाता, कुछ नहीं लिखा।"),
    }
}

/// What is on the shelf.
pub(super) fn stock(name: &str, stock: Quantity, unit: Unit, tongue: Tongue, form: Form) -> String {
    let left = words::quantity(stock, unit, tongue, form);
    match (tongue, stock.milli() > 0) {
        (Tongue::En, true) => format!("{name}: {left} left."),
        (Tongue::En, false) => format!("No {name} left."),
        (Tongue::Hi, true) => format!("{name} {left} बचा है।"),
        (Tongue::Hi, false) => format!("{name} खत्म है।"),
    }
}

/// What happened on one day.
pub(super) fn summary(reply: &Reply, tongue: Tongue, form: Form) -> String {
    let Reply::Summary { day, until, invoices, sales, payments, credit, receivable, today } = reply else {
        return String::new();
    };
    let count = u64::try_from(*invoices).unwrap_or(0);
    let count = if form == Form::Spoken { words::number(count, tongue) } else { count.to_string() };
    let (sales, payments, credit) = (
        words::money(*sales, tongue, form),
        words::money(*payments, tongue, form),
        words::money(*credit, tongue, form),
    );
    let is_over = until.or(*day).is_some_and(|last| last < *today);
    let day = days(*day, *until, *today, tongue, form);
    let receivable = words::money(*receivable, tongue, form);
    match tongue {
        Tongue::En => {
            let bills = if *invoices == 1 { "bill" } else { "bills" };
            let then = if is_over { " by then" } else { "" };
            format!(
                "{day}: {count} {bills}, sales {sales}, received {payments}, credit {credit}. To collect in all{then}: {receivable}."
            )
        }
        Tongue::Hi => {
            let then = if is_over { "तब तक कुल लेना" } else { "कुल लेना" };
            format!("{day}: {count} बिल, बिक्री {sales}, मिले {payments}, उधार {credit}। {then} {receivable}।")
        }
    }
}

/// Which days' sales are told, where none of those were asked for.
pub(super) fn other_span(tongue: Tongue) -> String {
    pick(
        tongue,
        "I tell sales of a day, a week or a month, or from one day to another. Please say which.",
        "बिक्री एक दिन, हफ़्ते या महीने की बताता हूँ, या एक तारीख से दूसरी तक की। कौन सी?",
    )
}

/// Of which days it is told: of another year with the year.
fn days(day: Option<Date>, until: Option<Date>, today: Date, tongue: Tongue, form: Form) -> String {
    let Some(day) = day else { return pick(tongue, "Today", "आज") };
    let of = |day: Date| {
        if day.year() == today.year() {
            return date(day, tongue, form);
        }
        let year = u64::try_from(day.year()).unwrap_or(0);
        let year = if form == Form::Spoken { words::number(year, tongue) } else { year.to_string() };
        format!("{} {year}", date(day, tongue, form))
    };
    match (until, tongue) {
        (None, _) => of(day),
        // This month, on its first day.
        (Some(until), Tongue::En) if until == day => format!("Since {}", of(day)),
        (Some(until), Tongue::Hi) if until == day => format!("{} से", of(day)),
        (Some(until), Tongue::En) => format!("{} to {}", of(day), of(until)),
        (Some(until), Tongue::Hi) => format!("{} से {} तक", of(day), of(until)),
    }
}

const PAID_TOO_MUCH: (&str, &str) =
    ("More than the total of # was paid. Change is given of cash only", "कुल # से ज़्यादा दिए। छुट्टा सिर्फ़ नकद का मिलता है");

/// Why nothing was written.
pub(super) fn refusal(refusal: &Refusal, tongue: Tongue, form: Form) -> String {
    let why = match refusal {
        Refusal::OutOfStock { name, left, unit } => out_of_stock(name, *left, unit, tongue, form),
        Refusal::CreditLimit { limit } => {
            with_money(*limit, tongue, form, ("The credit limit of # would be passed", "# की उधार सीमा पार हो जाएगी"))
        }
        Refusal::InvalidAmount { limit } => with_money(
            *limit,
            tongue,
            form,
            ("The amount must be more than zero and at most #", "रकम शून्य से ज़्यादा और # तक हो सकती है"),
        ),
        Refusal::InvalidQuantity { name } => {
            with_name(name, tongue, ("That quantity of # cannot be sold", "# इतना नहीं बिक सकता"))
        }
        Refusal::DuplicateParty { name } => {
            with_name(name, tongue, ("# is in the books with this phone", "इस फ़ोन से # पहले से है"))
        }
        Refusal::SimilarParty { name, .. } => with_name(
            name,
            tongue,
            (
                "# may be in the books already. Say where they live, or their phone",
                "# शायद पहले से है। पता या फ़ोन भी बताइए",
            ),
        ),
        Refusal::AboveOwed { owed } => with_money(*owed, tongue, form, ("No more than # is owed", "बाकी सिर्फ़ # है")),
        Refusal::TotalChanged { total } => with_money(*total, tongue, form, ("The total is now #", "कुल अब # है")),
        Refusal::AboveMrp { name, mrp } => above_mrp(name, *mrp, tongue, form),
        Refusal::RetiredProduct { name } => with_name(name, tongue, ("# is not sold any more", "# अब नहीं बिकता")),
        Refusal::OwnGstin => pick(tongue, "That is your own GSTIN", "यह आपकी अपनी GSTIN है"),
        Refusal::RetiredParty { name } => with_name(name, tongue, ("The account of # is closed", "# का खाता बंद है")),
        Refusal::NotEven { name, balance } => not_even(name, *balance, tongue, form),
        Refusal::PaidTooMuch { total } => with_money(*total, tongue, form, PAID_TOO_MUCH),
        Refusal::DayClosed { .. } => {
            pick(tongue, "That day is closed. Say it for today", "उस दिन का हिसाब बंद है। आज का बोलिए")
        }
        Refusal::UnknownParty => pick(tongue, "There is no such customer", "यह ग्राहक नहीं मिला"),
        Refusal::UnknownProduct => pick(tongue, "There is no such product", "यह सामान नहीं मिला"),
        Refusal::UnknownInvoice => pick(tongue, "There is no such bill", "यह बिल नहीं मिला"),
        Refusal::AlreadyConfirmed => pick(tongue, "This bill is made already", "यह बिल बन चुका है"),
        Refusal::AlreadyCancelled => pick(tongue, "This bill is cancelled already", "यह बिल पहले से रद्द है"),
        Refusal::AlreadyReversed => pick(tongue, "That was taken back already", "यह पहले ही हट चुका है"),
        Refusal::HasCreditNotes => pick(tongue, "Goods of this bill came back", "इस बिल का कुछ सामान वापस आ चुका है"),
        Refusal::DuplicateProduct { name } => with_name(name, tongue, ("# is on the shelf already", "# पहले से है")),
        Refusal::UnknownReminder => pick(tongue, "There is no such reminder", "ऐसा कोई रिमाइंडर नहीं है"),
        Refusal::ReminderOver => pick(tongue, "That reminder is over", "वह रिमाइंडर हो चुका है"),
        Refusal::NoAddress { name, channel } => no_address(name, *channel, tongue),
        Refusal::InvalidField { field, .. } if field == "/sendAt" => {
            pick(tongue, "That time has passed", "वह समय निकल चुका है")
        }
        Refusal::InvalidField { field, .. } if field == "/phone" => {
            pick(tongue, "That is not a phone number", "यह फ़ोन नंबर ठीक नहीं है")
        }
        Refusal::InvalidField { .. }
        | Refusal::InvalidLines
        | Refusal::NotABill
        | Refusal::NothingLeft
        | Refusal::MoreThanBilled { .. }
        | Refusal::StaleVersion { .. }
        | Refusal::UnknownEntry
        | Refusal::DuplicateBarcode { .. }
        | Refusal::UnitInUse { .. } => pick(tongue, "That cannot be written", "यह नहीं लिखा जा सकता"),
    };
    format!("{why}{} {}", stop(tongue), pick(tongue, "Nothing was written.", "कुछ नहीं लिखा।"))
}

/// A sentence about somebody or something; `#` is the name.
fn with_name(name: &str, tongue: Tongue, (en, hi): (&str, &str)) -> String {
    pick(tongue, en, hi).replace('#', name)
}

/// Why an account stays open, and how it stands.
fn not_even(name: &str, owed: Money, tongue: Tongue, form: Form) -> String {
    let stands = balance(name, owed, tongue, form);
    let closes = pick(tongue, "The account is closed only when nothing is owed", "खाता हिसाब बराबर होने पर ही बंद होगा");
    format!("{stands} {closes}")
}

fn above_mrp(name: &str, mrp: Money, tongue: Tongue, form: Form) -> String {
    let mrp = words::money(mrp, tongue, form);
    match tongue {
        Tongue::En => format!("{name} may not be sold above its MRP of {mrp}"),
        Tongue::Hi => format!("{name} अपनी MRP {mrp} से ऊपर नहीं बिक सकता"),
    }
}

/// A sentence with an amount where it has `#`.
fn with_money(amount: Money, tongue: Tongue, form: Form, (english, hindi): (&str, &str)) -> String {
    pick(tongue, english, hindi).replace('#', &words::money(amount, tongue, form))
}

fn no_address(name: &str, channel: Channel, tongue: Tongue) -> String {
    let (en, hi) = match channel {
        Channel::Whatsapp | Channel::Sms => ("phone", "फ़ोन"),
        Channel::Email => ("e-mail", "ईमेल"),
    };
    match tongue {
        Tongue::En => format!("No {en} of {name} is written down"),
        Tongue::Hi => format!("{name} का {hi} लिखा नहीं है"),
    }
}

fn out_of_stock(name: &str, left: Quantity, unit: &str, tongue: Tongue, form: Form) -> String {
    let units = [Unit::Kg, Unit::L, Unit::M, Unit::Pc, Unit::Pkt, Unit::Bag];
    let unit = units.into_iter().find(|known| known.as_str() == unit).unwrap_or(Unit::Pc);
    let quantity = words::quantity(left, unit, tongue, form);
    match (tongue, left.milli() > 0) {
        (Tongue::En, true) => format!("Only {quantity} {name} left"),
        (Tongue::En, false) => format!("No {name} left"),
        (Tongue::Hi, true) => format!("{name} सिर्फ़ {quantity} बचा है"),
        (Tongue::Hi, false) => format!("{name} खत्म है"),
    }
}
