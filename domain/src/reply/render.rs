//! From data to words.

use super::words::{self, Form, Tongue};
use super::{Deed, Reply, Wish, WishLine, books, question, shop};
use crate::ledger::PaymentMode;
use crate::money::Money;

/// The text of a reply.
pub(super) fn reply(reply: &Reply, tongue: Tongue, form: Form) -> String {
    let say = |en: &str, hi: &str| pick(tongue, en, hi);
    match reply {
        Reply::ReadBack(list) => format!("{} {}", wishes(list, tongue, form), shall_i(list, tongue)),
        Reply::StillWaiting(list) => {
            let first = wishes(list, tongue, form);
            format!("{} {first} {}", say("First:", "पहले:"), say("Yes or no?", "हाँ या नहीं?"))
        }
        Reply::YesOrNo(list) => format!("{} {}", wishes(list, tongue, form), say("Yes or no?", "हाँ या नहीं?")),
        Reply::Written(done) => deed(done, tongue, form),
        Reply::Balance { name, balance: amount } => balance(name, *amount, tongue, form),
        Reply::Stock { name, stock, unit } => books::stock(name, *stock, *unit, tongue, form),
        Reply::Summary { .. } => books::summary(reply, tongue, form),
        Reply::Ask(asked) => question::text(asked, tongue, form),
        Reply::Cancelled => say("All right, not written.", "ठीक है, नहीं लिखा।"),
        Reply::Expired => say("No answer, so nothing was written.", "जवाब नहीं आया, कुछ नहीं लिखा।"),
        Reply::NothingPending => say("There is nothing to confirm.", "अभी हाँ या नहीं कहने को कुछ नहीं है।"),
        Reply::Customer(known) => shop::customer(known, tongue, form),
        Reply::Debtors(list) => shop::debtors(list, tongue, form),
        Reply::NeedsPassword => say(
            "A customer is deleted only with a one-time password. Nothing was deleted.",
            "ग्राहक सिर्फ़ एक बार वाले पासवर्ड से हटता है। कुछ नहीं हटाया।",
        ),
        Reply::Language(Tongue::En) => "All right, English.".to_owned(),
        Reply::Language(Tongue::Hi) => "ठीक है, हिंदी में।".to_owned(),
        Reply::NotByVoice(_) => not_by_voice(tongue),
        Reply::Help => say(
            "For example: Make a bill for Priya, two kilos rice. Suresh paid 500. Give Suresh 200 on credit. What is the balance of Suresh?",
            "जैसे: प्रिया का बिल बनाओ दो किलो चावल। सुरेश ने पाँच सौ दिए। सुरेश को दो सौ उधार लिखो। सुरेश का कितना बाकी है?",
        ),
        Reply::Goodbye => say("All right.", "ठीक है।"),
        Reply::Unclear => say("I did not understand. Please say it again.", "समझ नहीं आया, फिर से बोलिए।"),
        Reply::SayAgain => say("I could not hear that. Please say it again.", "ठीक से सुनाई नहीं दिया, फिर से बोलिए।"),
        Reply::Refused(refusal) => books::refusal(refusal, tongue, form),
        Reply::Busy => say("One moment, please say it again.", "एक मिनट, फिर बोलिए।"),
        Reply::Unsure => say(
            "I am not sure that it was written. Say yes and I will make sure, once.",
            "पक्का नहीं कि लिखा गया। हाँ कहिए, एक ही बार लिखूँगा।",
        ),
        Reply::MayBeWritten => {
            say("It may be written already: please look at the account.", "शायद लिखा जा चुका है, खाता देख लीजिए।")
        }
        Reply::Trouble => say("The books cannot be reached. Please try again.", "बही नहीं खुल रही, थोड़ी देर में फिर बोलिए।"),
    }
}

/// One of two texts.
pub(super) fn pick(tongue: Tongue, en: &str, hi: &str) -> String {
    match tongue {
        Tongue::En => en.to_owned(),
        Tongue::Hi => hi.to_owned(),
    }
}

/// The full stop.
pub(super) const fn stop(tongue: Tongue) -> char {
    match tongue {
        Tongue::En => '.',
        Tongue::Hi => '।',
    }
}

/// `a, b or c`.
pub(super) fn either(list: &[String], tongue: Tongue) -> String {
    let or = pick(tongue, "or", "या");
    match list {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., end] => format!("{} {or} {end}", others.join(", ")),
    }
}

fn wishes(list: &[Wish], tongue: Tongue, form: Form) -> String {
    let texts: Vec<String> = list.iter().map(|it| format!("{}{}", wish(it, tongue, form), stop(tongue))).collect();
    texts.join(" ")
}

fn shall_i(list: &[Wish], tongue: Tongue) -> String {
    let (en, hi) = shop::asks_leave(list);
    pick(tongue, en, hi)
}

fn wish(wish: &Wish, tongue: Tongue, form: Form) -> String {
    let rupees = |amount: Money| words::money(amount, tongue, form);
    match wish {
        Wish::Invoice { name, lines, total } => {
            let lines: Vec<String> = lines.iter().map(|it| line(it, tongue, form)).collect();
            format!("{name}: {}{} {}", lines.join(", "), stop(tongue), rupees(*total))
        }
        Wish::Payment { name, amount, mode, day } => {
            let (amount, way) = (rupees(*amount), mode.map_or(String::new(), |mode| way(mode, tongue)));
            match tongue {
                Tongue::En => format!("{name} paid {amount}{way}{}", on(*day, tongue, form)),
                Tongue::Hi => format!("{}{name} ने {amount}{way} दिए", on(*day, tongue, form)),
            }
        }
        Wish::Credit { name, amount, day } => {
            let (amount, day) = (rupees(*amount), on(*day, tongue, form));
            match tongue {
                Tongue::En => format!("{amount} on credit to {name}{day}"),
                Tongue::Hi => format!("{day}{name} को {amount} उधार"),
            }
        }
        Wish::Customer { name, phone } => {
            let phone = phone.as_deref().map_or(String::new(), |phone| {
                format!(", {} {}", pick(tongue, "phone", "फ़ोन"), words::digits(phone, tongue, form))
            });
            format!("{} {name}{phone}", pick(tongue, "New customer:", "नया ग्राहक:"))
        }
        Wish::Known { .. }
        | Wish::Product { .. }
        | Wish::Stock { .. }
        | Wish::Price { .. }
        | Wish::CancelBill { .. } => shop::wish(wish, tongue, form),
    }
}

fn line(line: &WishLine, tongue: Tongue, form: Form) -> String {
    let quantity = words::quantity(line.quantity, line.unit, tongue, form);
    let of = if tongue == Tongue::En && form == Form::Spoken && !line.unit.is_counted() { " of" } else { "" };
    let rate = line.rate.map_or(String::new(), |rate| {
        let rate = words::money(rate, tongue, form);
        match tongue {
            Tongue::En => format!(" at {rate}"),
            Tongue::Hi => format!(" {rate} के भाव"),
        }
    });
    format!("{quantity}{of} {}{rate}", line.name)
}

fn way(mode: PaymentMode, tongue: Tongue) -> String {
    let (en, hi) = match mode {
        PaymentMode::Cash => (" in cash", " नकद"),
        PaymentMode::Upi => (" by UPI", " UPI से"),
        PaymentMode::Card => (" by card", " कार्ड से"),
        PaymentMode::Bank => (" by bank transfer", " बैंक से"),
        PaymentMode::Cheque => (" by cheque", " चेक से"),
        PaymentMode::Other => ("", ""),
    };
    pick(tongue, en, hi)
}

fn on(day: Option<jiff::civil::Date>, tongue: Tongue, form: Form) -> String {
    let Some(day) = day else { return String::new() };
    match tongue {
        Tongue::En => format!(" on {}", books::date(day, tongue, form)),
        Tongue::Hi => format!("{} को ", books::date(day, tongue, form)),
    }
}

fn deed(deed: &Deed, tongue: Tongue, form: Form) -> String {
    match deed {
        Deed::Entry { name, balance: amount } => {
            format!("{} {}", pick(tongue, "Written.", "लिख दिया।"), balance(name, *amount, tongue, form))
        }
        Deed::Customer { name } => match tongue {
            Tongue::En => format!("{name} was added."),
            Tongue::Hi => format!("{name} जोड़ दिया।"),
        },
        Deed::Known { .. }
        | Deed::Product { .. }
        | Deed::Stock { .. }
        | Deed::Price { .. }
        | Deed::BillCancelled { .. } => shop::deed(deed, tongue, form),
        Deed::Other => pick(tongue, "Done.", "हो गया।"),
    }
}

pub(super) fn balance(name: &str, balance: Money, tongue: Tongue, form: Form) -> String {
    let amount = words::money(balance, tongue, form);
    match (tongue, balance.paise().signum()) {
        (Tongue::En, 1) => format!("{name} owes {amount}."),
        (Tongue::En, 0) => format!("{name} owes nothing."),
        (Tongue::En, _) => format!("{name} has {amount} in advance."),
        (Tongue::Hi, 1) => format!("{name} पर {amount} बाकी हैं।"),
        (Tongue::Hi, 0) => format!("{name} का हिसाब बराबर है।"),
        (Tongue::Hi, _) => format!("{name} के {amount} जमा हैं।"),
    }
}

fn not_by_voice(tongue: Tongue) -> String {
    pick(tongue, "I cannot do that by voice yet.", "यह काम अभी बोलकर नहीं हो सकता।")
}
