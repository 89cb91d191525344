//! From data to words.

use super::sale::{self, way};
use super::words::{self, Form, Tongue};
use super::{Change, Deed, Reply, Undone, Wish, WishLine, books, diary, question, shop};
use crate::money::Money;

/// A bare "haan" sounds like "hain?"; these were taken for a yes in 28 of 29 short sounds.
const SAY_YES: (&str, &str) = ("Yes or no – say “yes, go ahead”, or “no”.", "हाँ या नहीं – “हाँ, ठीक है” बोलिए, या “नहीं”।");

/// The text of a reply.
pub(super) fn reply(reply: &Reply, tongue: Tongue, form: Form) -> String {
    let say = |en: &str, hi: &str| pick(tongue, en, hi);
    match reply {
        Reply::ReadBack(list) => format!("{} {}", wishes(list, tongue, form), shall_i(list, tongue)),
        Reply::StillWaiting(list) => first_this(list, tongue, form),
        Reply::YesOrNo(list) => format!("{} {}", wishes(list, tongue, form), say("Yes or no?", "हाँ या नहीं?")),
        Reply::SayYes(list) => format!("{} {}", wishes(list, tongue, form), pick(tongue, SAY_YES.0, SAY_YES.1)),
        Reply::Changed { wishes: list, changes } => changed(list, changes, tongue, form),
        Reply::SayAmount(list) => format!("{} {}", wishes(list, tongue, form), say_again(list, tongue)),
        Reply::SayCode => say("The owner has got a code. What is it?", "मालिक को कोड भेजा है। कोड बताइए?"),
        Reply::WrongCode => say("That is not the code. Once more?", "कोड ग़लत है। फिर से?"),
        Reply::CodeSpent => say("The code counts no more. Nothing was written.", "कोड अब नहीं चलेगा। कुछ नहीं लिखा।"),
        Reply::NoCode => {
            say("No code could be sent to the owner. Nothing was written.", "मालिक को कोड नहीं जा सका। कुछ नहीं लिखा।")
        }
        Reply::Written(done) => deed(done, tongue, form),
        Reply::AlreadyWritten { what, deed: done } => already(what, done, tongue, form),
        Reply::OnceMore(list) => {
            let warned = say("The same was written a moment ago. Once more?", "यही अभी-अभी लिखा गया है। एक बार और?");
            format!("{} {warned}", wishes(list, tongue, form))
        }
        Reply::Balance { name, balance: amount } => balance(name, *amount, tongue, form),
        Reply::Price { name, price, unit, quantity } => shop::price(name, *price, *unit, *quantity, tongue, form),
        Reply::Stock { name, stock, unit } => books::stock(name, *stock, *unit, tongue, form),
        Reply::Summary { .. } => books::summary(reply, tongue, form),
        Reply::Ask(asked) => question::text(asked, tongue, form),
        Reply::Cancelled => say("All right, not written.", "ठीक है, नहीं लिखा।"),
        Reply::Dropped(about) => question::dropped(about.as_ref(), tongue, form),
        Reply::Kept => say("All right, it stays.", "ठीक है, रहने दिया।"),
        Reply::Expired(list) => expired(list, tongue, form),
        Reply::LetGo(list) => not_done(list, ("All right, this was not done:", "ठीक है, यह नहीं किया:"), tongue, form),
        Reply::AskAgain { about, question: asked } => question::again(about, asked, tongue, form),
        Reply::NothingPending => say("There is nothing to confirm.", "अभी हाँ या नहीं कहने को कुछ नहीं है।"),
        Reply::Customer(known) => shop::customer(known, tongue, form),
        Reply::Debtors { list, others } => shop::debtors(list, *others, tongue, form),
        Reply::Language(Tongue::En) => "All right, English.".to_owned(),
        Reply::Language(Tongue::Hi) => "ठीक है, हिंदी में।".to_owned(),
        Reply::Reminders { list, has_more } => diary::reminders(list, *has_more, tongue, form),
        Reply::NoCourier => say(
            "Nothing is set up here that sends messages. Nothing was sent.",
            "यहाँ संदेश भेजने का इंतज़ाम नहीं है। कुछ नहीं भेजा।",
        ),
        Reply::LongAgo(day) => books::long_ago(*day, tongue, form),
        Reply::StillToCome => say(
            "That day is still to come, so nothing was written. Tell me when the money has come, or ask for a reminder.",
            "वह दिन अभी आया नहीं, कुछ नहीं लिखा। पैसे आने पर बताइए, या याद दिलाने को कहिए।",
        ),
        Reply::OtherSpan => books::other_span(tongue),
        Reply::Help => say(
            "For example: Make a bill for Priya, two kilos rice. Suresh paid 500. Give Suresh 200 on credit. What is the balance of Suresh?",
            "जैसे: प्रिया का बिल बनाओ दो किलो चावल। सुरेश ने पाँच सौ दिए। सुरेश को दो सौ उधार लिखो। सुरेश का कितना बाकी है?",
        ),
        Reply::Goodbye => say("All right.", "ठीक है।"),
        Reply::Unclear => say("I did not understand. Please say it again.", "समझ नहीं आया, फिर से बोलिए।"),
        Reply::SayAgain => say("I could not hear that. Please say it again.", "ठीक से सुनाई नहीं दिया, फिर से बोलिए।"),
        Reply::Refused(refusal) => books::refusal(refusal, tongue, form),
        Reply::RefusedOne { name, refusal } => format!("{name}: {}", books::refusal(refusal, tongue, form)),
        Reply::NothingToUndo => say("There is nothing to take back.", "हटाने को कुछ नहीं है।"),
        Reply::AlreadyUndone { name, what, amount } => {
            already_undone(&undone(name, *what, *amount, tongue, form), tongue)
        }
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

fn already_undone(entry: &str, tongue: Tongue) -> String {
    match tongue {
        Tongue::En => format!("{} was taken back already.", capital(entry)),
        Tongue::Hi => format!("{entry} पहले ही हट चुका है।"),
    }
}

/// What its amount said again does.
fn say_again(list: &[Wish], tongue: Tongue) -> String {
    let (en, hi) = match list {
        [Wish::Undo { .. }, ..] => ("Say the amount again to take it back.", "हटाने के लिए रकम फिर बोलिए।"),
        [Wish::CancelBill { .. }, ..] => ("Say the amount again to cancel it.", "रद्द करने के लिए रकम फिर बोलिए।"),
        [] | [_, ..] => ("Say the amount again to write it.", "लिखने के लिए रकम फिर बोलिए।"),
    };
    pick(tongue, en, hi)
}

/// "First, shall I write Suresh's payment of ₹500?"
fn first_this(list: &[Wish], tongue: Tongue, form: Form) -> String {
    let first = either_and(&list.iter().map(|wish| brief(wish, tongue, form)).collect::<Vec<_>>(), tongue);
    let undoes = list.iter().any(|wish| matches!(wish, Wish::Undo { .. }));
    match (tongue, undoes) {
        (Tongue::En, false) => format!("First, shall I write {first}?"),
        (Tongue::En, true) => format!("First, shall I take back {first}?"),
        (Tongue::Hi, false) => format!("पहले {first} लिख दूँ?"),
        (Tongue::Hi, true) => format!("पहले {first} हटा दूँ?"),
    }
}

/// What was written unheard: what it was, and how the account stands.
fn already(what: &Wish, done: &Deed, tongue: Tongue, form: Form) -> String {
    let head = if matches!(what, Wish::Undo { .. }) {
        pick(tongue, "Taken back already:", "पहले ही हटा दिया है:")
    } else {
        pick(tongue, "Written already:", "पहले ही लिख दिया है:")
    };
    let stands = match done {
        Deed::Entry { name, balance: amount } | Deed::Undone { name, balance: amount } => {
            balance(name, *amount, tongue, form)
        }
        Deed::Sold { name, balance: amount, .. } => {
            name.as_ref().map_or_else(String::new, |name| balance(name, *amount, tongue, form))
        }
        Deed::BillCancelled { name, balance: amount, .. } => balance(name, *amount, tongue, form),
        Deed::Customer { .. }
        | Deed::Known { .. }
        | Deed::AccountClosed { .. }
        | Deed::Product { .. }
        | Deed::Stock { .. }
        | Deed::Price { .. }
        | Deed::Reminder { .. }
        | Deed::ReminderCancelled { .. }
        | Deed::Sending { .. }
        | Deed::Unread { .. }
        | Deed::Other => String::new(),
    };
    format!("{head} {}{} {stands}", wish(what, tongue, form), stop(tongue)).trim_end().to_owned()
}

/// What nobody answered to.
fn expired(list: &[Wish], tongue: Tongue, form: Form) -> String {
    if list.is_empty() {
        return pick(tongue, "No answer, so nothing was written.", "जवाब नहीं आया, कुछ नहीं लिखा।");
    }
    not_done(list, ("No answer, so this was not done:", "जवाब नहीं आया, यह नहीं किया:"), tongue, form)
}

/// What was given up, by name.
fn not_done(list: &[Wish], (en, hi): (&str, &str), tongue: Tongue, form: Form) -> String {
    let told: Vec<String> = list.iter().map(|wish| brief(wish, tongue, form)).collect();
    format!("{} {}{}", pick(tongue, en, hi), either_and(&told, tongue), stop(tongue))
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

/// `a, b and c`.
fn either_and(list: &[String], tongue: Tongue) -> String {
    let and = pick(tongue, "and", "और");
    match list {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., end] => format!("{} {and} {end}", others.join(", ")),
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What waits, in as few words as tell it from another: "Rahul's bill of ₹196".
fn brief(wish: &Wish, tongue: Tongue, form: Form) -> String {
    let amount = wish.amount().map(|amount| words::money(amount, tongue, form)).unwrap_or_default();
    let name = wish.name();
    let (en, hi) = match wish {
        Wish::Invoice { .. } => ("bill", "का बिल"),
        Wish::Payment { .. } => ("payment", "का भुगतान"),
        Wish::Credit { .. } => ("credit", "का उधार"),
        Wish::Refund { .. } => ("refund", "की वापसी"),
        Wish::Undo { what, amount, .. } => return undone(name, *what, *amount, tongue, form),
        Wish::CancelBill { .. }
        | Wish::Customer { .. }
        | Wish::Known { .. }
        | Wish::CloseAccount { .. }
        | Wish::Product { .. }
        | Wish::Stock { .. }
        | Wish::Remind { .. }
        | Wish::MoveReminder { .. }
        | Wish::CancelReminder { .. }
        | Wish::Send { .. }
        | Wish::Price { .. } => return self::wish(wish, tongue, form),
    };
    match tongue {
        Tongue::En => format!("{name}'s {en} of {amount}"),
        Tongue::Hi => format!("{name} {hi} {amount}"),
    }
}

/// What was taken back: "the payment of ₹500 by Suresh".
fn undone(name: &str, what: Undone, amount: Money, tongue: Tongue, form: Form) -> String {
    let amount = words::money(amount, tongue, form);
    let (en, hi) = match what {
        Undone::Stock { .. } | Undone::Price { .. } => return shop::undone(name, what, tongue, form),
        Undone::Bill => ("bill", "बिल"),
        Undone::CreditNote => ("credit note", "क्रेडिट नोट"),
        Undone::Payment => ("payment", "भुगतान"),
        Undone::Credit => ("credit", "उधार"),
        Undone::WriteOff => ("write-off", "छूट"),
        Undone::Refund => ("refund", "वापसी"),
    };
    match tongue {
        Tongue::En => format!("{name}'s {en} of {amount}"),
        Tongue::Hi => format!("{name} का {amount} का {hi}"),
    }
}

/// Only what is different, and what it comes to.
fn changed(list: &[Wish], changes: &[Change], tongue: Tongue, form: Form) -> String {
    let told: Vec<String> = changes.iter().filter_map(|it| change(it, tongue, form)).collect();
    let total = list.iter().find_map(|wish| comes_to(wish, tongue, form)).unwrap_or_default();
    let stop = stop(tongue);
    if told.is_empty() {
        return format!("{total}{stop} {}", shall_i(list, tongue));
    }
    match tongue {
        Tongue::En => format!("{}{stop} Now {total}{stop} {}", told.join(", "), shall_i(list, tongue)),
        Tongue::Hi => format!("{}{stop} अब {total}{stop} {}", told.join(", "), shall_i(list, tongue)),
    }
}

/// What it moves, and how that is paid where it is.
fn comes_to(wish: &Wish, tongue: Tongue, form: Form) -> Option<String> {
    let total = wish.amount()?;
    let Wish::Invoice { paid, .. } = wish else { return Some(words::money(total, tongue, form)) };
    let paid = sale::paid(paid.as_ref(), total, tongue, form);
    Some(format!("{}{paid}", words::money(total, tongue, form)))
}

/// What is different; how it is paid is told with the total.
fn change(change: &Change, tongue: Tongue, form: Form) -> Option<String> {
    match (change, tongue) {
        (Change::Name(name), _) => Some(name.clone()),
        (Change::Line(new), _) => Some(line(new, tongue, form)),
        (Change::Gone(name), Tongue::En) => Some(format!("no {name}")),
        (Change::Gone(name), Tongue::Hi) => Some(format!("{name} हटाया")),
        (Change::Discount(None), _) => Some(pick(tongue, "no discount", "छूट नहीं")),
        (Change::Discount(Some(amount)), _) => Some(off(*amount, tongue, form)),
        (Change::Paid, _) => None,
    }
}

fn off(amount: Money, tongue: Tongue, form: Form) -> String {
    let amount = words::money(amount, tongue, form);
    match tongue {
        Tongue::En => format!("{amount} off"),
        Tongue::Hi => format!("{amount} छूट"),
    }
}

fn wishes(list: &[Wish], tongue: Tongue, form: Form) -> String {
    if let Some(text) = alike(list, tongue, form) {
        return format!("{text}{}", stop(tongue));
    }
    let texts: Vec<String> = list.iter().map(|it| format!("{}{}", wish(it, tongue, form), stop(tongue))).collect();
    texts.join(" ")
}

/// The same for several people, in one sentence.
fn alike(list: &[Wish], tongue: Tongue, form: Form) -> Option<String> {
    let (first, names) = match list {
        [first, _, ..] => (first, list.iter().map(|wish| wish.name().to_owned()).collect::<Vec<_>>()),
        [] | [_] => return None,
    };
    let same = list.iter().all(|other| other.is_like(first));
    let names = either_and(&names, tongue);
    let amount = words::money(first.amount().filter(|_| same)?, tongue, form);
    match (first, tongue) {
        (Wish::Payment { day, mode, .. }, Tongue::En) => {
            let way = mode.map_or(String::new(), |mode| way(mode, tongue));
            Some(format!("{names} paid {amount} each{way}{}", on(*day, tongue, form)))
        }
        (Wish::Payment { day, mode, .. }, Tongue::Hi) => {
            let way = mode.map_or(String::new(), |mode| way(mode, tongue));
            Some(format!("{}{names} ने {amount}-{amount}{way} दिए", on(*day, tongue, form)))
        }
        (Wish::Credit { day, .. }, Tongue::En) => {
            Some(format!("{amount} each on credit to {names}{}", on(*day, tongue, form)))
        }
        (Wish::Credit { day, .. }, Tongue::Hi) => {
            Some(format!("{}{names} को {amount}-{amount} उधार", on(*day, tongue, form)))
        }
        _ => None,
    }
}

fn shall_i(list: &[Wish], tongue: Tongue) -> String {
    if list.iter().any(|wish| matches!(wish, Wish::Undo { .. })) {
        return pick(tongue, "Shall I take it back?", "हटा दूँ?");
    }
    let (en, hi) = shop::asks_leave(list);
    pick(tongue, en, hi)
}

fn wish(wish: &Wish, tongue: Tongue, form: Form) -> String {
    let rupees = |amount: Money| words::money(amount, tongue, form);
    match wish {
        Wish::Invoice { name, lines, total, discount, paid, is_redated } => {
            // A bill has no day but the one on which it is written.
            let dated = if *is_redated {
                pick(tongue, ", dated today", ", आज की तारीख़ से")
            } else {
                String::new()
            };
            let mut lines: Vec<String> = lines.iter().map(|it| line(it, tongue, form)).collect();
            lines.extend(discount.map(|discount| off(discount, tongue, form)));
            let paid = sale::paid(paid.as_ref(), *total, tongue, form);
            format!("{name}{dated}: {}{} {}{paid}", lines.join(", "), stop(tongue), rupees(*total))
        }
        Wish::Payment { name, amount, mode, day } => {
            let (amount, way) = (rupees(*amount), mode.map_or(String::new(), |mode| way(mode, tongue)));
            match tongue {
                Tongue::En => format!("{name} paid {amount}{way}{}", on(*day, tongue, form)),
                Tongue::Hi => format!("{}{name} ने {amount}{way} दिए", on(*day, tongue, form)),
            }
        }
        Wish::Refund { name, amount, mode } => {
            let (amount, way) = (rupees(*amount), mode.map_or(String::new(), |mode| way(mode, tongue)));
            match tongue {
                Tongue::En => format!("{amount} back to {name}{way}"),
                Tongue::Hi => format!("{name} को {amount}{way} वापस"),
            }
        }
        Wish::Credit { name, amount, day } => {
            let (amount, day) = (rupees(*amount), on(*day, tongue, form));
            match tongue {
                Tongue::En => format!("{amount} on credit to {name}{day}"),
                Tongue::Hi => format!("{day}{name} को {amount} उधार"),
            }
        }
        Wish::Customer { name, phone, beside } => {
            let phone = phone.as_deref().map_or(String::new(), |phone| {
                format!(", {} {}", pick(tongue, "phone", "फ़ोन"), words::digits(phone, tongue, form))
            });
            let known = if beside.is_empty() {
                String::new()
            } else {
                let known = beside.join("; ");
                match tongue {
                    Tongue::En => format!("Known already: {known}. "),
                    Tongue::Hi => format!("पहले से हैं: {known}। "),
                }
            };
            format!("{known}{} {name}{phone}", pick(tongue, "New customer:", "नया ग्राहक:"))
        }
        Wish::Known { .. }
        | Wish::CloseAccount { .. }
        | Wish::Product { .. }
        | Wish::Stock { .. }
        | Wish::Price { .. }
        | Wish::CancelBill { .. } => shop::wish(wish, tongue, form),
        Wish::Remind { .. } | Wish::MoveReminder { .. } | Wish::CancelReminder { .. } | Wish::Send { .. } => {
            diary::wish(wish, tongue, form)
        }
        Wish::Undo { name, what, amount } => undone(name, *what, *amount, tongue, form),
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

fn on(day: Option<jiff::civil::Date>, tongue: Tongue, form: Form) -> String {
    let Some(day) = day else { return String::new() };
    match tongue {
        Tongue::En => format!(" on {}", books::date(day, tongue, form)),
        Tongue::Hi => format!("{} को ", books::date(day, tongue, form)),
    }
}

fn deed(done: &Deed, tongue: Tongue, form: Form) -> String {
    match done {
        Deed::Entry { name, balance: amount } => {
            format!("{} {}", pick(tongue, "Written.", "लिख दिया।"), balance(name, *amount, tongue, form))
        }
        Deed::Customer { name } => match tongue {
            Tongue::En => format!("{name} was added."),
            Tongue::Hi => format!("{name} जोड़ दिया।"),
        },
        Deed::Sold { .. } => sale::deed(done, tongue, form),
        Deed::Known { .. }
        | Deed::AccountClosed { .. }
        | Deed::Product { .. }
        | Deed::Stock { .. }
        | Deed::Price { .. }
        | Deed::BillCancelled { .. } => shop::deed(done, tongue, form),
        Deed::Undone { name, balance: amount } => {
            format!("{} {}", pick(tongue, "Taken back.", "हटा दिया।"), balance(name, *amount, tongue, form))
        }
        Deed::Reminder { .. } | Deed::ReminderCancelled { .. } | Deed::Sending { .. } => {
            diary::deed(done, tongue, form)
        }
        Deed::Unread { what, deed: came } => {
            format!("{}{} {}", wish(what, tongue, form), stop(tongue), deed(came, tongue, form))
        }
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
