//! Reminders and bills that are sent, in words; days and times of day as they are said.

use super::render::{pick, stop};
use super::words::{self, Form, Tongue};
use super::{Deed, Wish, books};
use crate::ledger::{Channel, Recurrence};
use jiff::civil::{DateTime, Time};

/// `21 November at 5 pm`.
pub(super) fn moment(at: DateTime, tongue: Tongue, form: Form) -> String {
    let (day, time) = (books::date(at.date(), tongue, form), clock(at.time(), tongue, form));
    match tongue {
        Tongue::En => format!("{day} at {time}"),
        Tongue::Hi => format!("{day} {time}"),
    }
}

/// A time of day: `5:30 pm`, "साढ़े पाँच बजे".
fn clock(at: Time, tongue: Tongue, form: Form) -> String {
    let (hour, minute) = (u64::from(at.hour().unsigned_abs()), u64::from(at.minute().unsigned_abs()));
    let twelve = |hour: u64| if hour.is_multiple_of(12) { 12 } else { hour % 12 };
    match (tongue, form) {
        (Tongue::En, _) => {
            let half = if hour < 12 { "am" } else { "pm" };
            let hour = twelve(hour);
            match (form, minute) {
                (Form::Shown, 0) => format!("{hour} {half}"),
                (Form::Shown, _) => format!("{hour}:{minute:02} {half}"),
                (Form::Spoken, 0) => format!("{} {half}", words::number(hour, tongue)),
                (Form::Spoken, 1..10) => {
                    format!("{} oh {} {half}", words::number(hour, tongue), words::number(minute, tongue))
                }
                (Form::Spoken, _) => {
                    format!("{} {} {half}", words::number(hour, tongue), words::number(minute, tongue))
                }
            }
        }
        (Tongue::Hi, Form::Shown) if minute == 0 => format!("{} {} बजे", part(hour), twelve(hour)),
        (Tongue::Hi, Form::Shown) => format!("{} {}:{minute:02} बजे", part(hour), twelve(hour)),
        (Tongue::Hi, Form::Spoken) => format!("{} {}", part(hour), hindi_clock(twelve(hour), minute)),
    }
}

/// The part of the day that an hour is in.
const fn part(hour: u64) -> &'static str {
    match hour {
        4..12 => "सुबह",
        12..16 => "दोपहर",
        16..20 => "शाम",
        _ => "रात",
    }
}

/// As a clock is read in Hindi: quarters and halves have words of their own.
fn hindi_clock(hour: u64, minute: u64) -> String {
    let number = |value: u64| words::number(value, Tongue::Hi);
    let next = if hour == 12 { 1 } else { hour.saturating_add(1) };
    match (hour, minute) {
        (_, 0) => format!("{} बजे", number(hour)),
        (_, 15) => format!("सवा {} बजे", number(hour)),
        (1, 30) => "डेढ़ बजे".to_owned(),
        (2, 30) => "ढाई बजे".to_owned(),
        (_, 30) => format!("साढ़े {} बजे", number(hour)),
        (_, 45) => format!("पौने {} बजे", number(next)),
        _ => format!("{} बजकर {} मिनट", number(hour), number(minute)),
    }
}

/// How often it comes from then on.
fn again(recurrence: Recurrence, tongue: Tongue) -> String {
    let (en, hi) = match recurrence {
        Recurrence::Once => return String::new(),
        Recurrence::Daily => (" and every day", " और फिर रोज़"),
        Recurrence::Weekly => (" and every week", " और फिर हर हफ़्ते"),
        Recurrence::Monthly => (" and every month", " और फिर हर महीने"),
    };
    pick(tongue, en, hi)
}

/// A reminder or a bill to send, as it is read back.
pub(super) fn wish(wish: &Wish, tongue: Tongue, form: Form) -> String {
    match wish {
        Wish::Remind { name, at, amount, recurrence, .. } => {
            let at = format!("{}{}", moment(*at, tongue, form), again(*recurrence, tongue));
            let amount = amount.map(|amount| words::money(amount, tongue, form));
            match (tongue, amount) {
                (Tongue::En, None) => format!("Remind {name} on {at}"),
                (Tongue::En, Some(amount)) => format!("Remind {name} of {amount} on {at}"),
                (Tongue::Hi, None) => format!("{name} को {at} याद दिलाना"),
                (Tongue::Hi, Some(amount)) => format!("{name} को {at} {amount} याद दिलाना"),
            }
        }
        Wish::MoveReminder { name, from, to, .. } => {
            let (from, to) = (moment(*from, tongue, form), moment(*to, tongue, form));
            match tongue {
                Tongue::En => format!("Remind {name} on {to}, not on {from}"),
                Tongue::Hi => format!("{name} को {from} नहीं, {to} याद दिलाना"),
            }
        }
        Wish::CancelReminder { name, at } => {
            let at = moment(*at, tongue, form);
            match tongue {
                Tongue::En => format!("The reminder of {name} on {at}"),
                Tongue::Hi => format!("{name} का {at} वाला रिमाइंडर"),
            }
        }
        Wish::Send { number, name, total, channel } => {
            let (number, total) = (words::count(*number, tongue, form), words::money(*total, tongue, form));
            match tongue {
                Tongue::En => format!("Bill {number} of {name}, {total}, {}", way(*channel, tongue)),
                Tongue::Hi => format!("{name} का बिल {number}, {total}, {}", way(*channel, tongue)),
            }
        }
        Wish::Invoice { .. }
        | Wish::Payment { .. }
        | Wish::Refund { .. }
        | Wish::Credit { .. }
        | Wish::Customer { .. }
        | Wish::Known { .. }
        | Wish::CloseAccount { .. }
        | Wish::Product { .. }
        | Wish::Stock { .. }
        | Wish::Price { .. }
        | Wish::Undo { .. }
        | Wish::CancelBill { .. } => String::new(),
    }
}

/// What was done of it.
pub(super) fn deed(deed: &Deed, tongue: Tongue, form: Form) -> String {
    match deed {
        Deed::Reminder { name, at, recurrence, is_sent } => {
            let at = format!("{}{}", moment(*at, tongue, form), again(*recurrence, tongue));
            let here = if *is_sent { "" } else { here(tongue) };
            match tongue {
                Tongue::En => format!("{name} will be reminded on {at}.{here}"),
                Tongue::Hi => format!("{name} को {at} याद दिलाया जाएगा।{here}"),
            }
        }
        Deed::ReminderCancelled { name, at } => {
            let at = moment(*at, tongue, form);
            match tongue {
                Tongue::En => format!("{name} will not be reminded on {at}."),
                Tongue::Hi => format!("{name} को {at} याद नहीं दिलाया जाएगा।"),
            }
        }
        Deed::Sending { name, channel } => match tongue {
            Tongue::En => format!("{name} will get the bill {}.", way(*channel, tongue)),
            Tongue::Hi => format!("{name} को बिल {} भेज दिया जाएगा।", way(*channel, tongue)),
        },
        Deed::Entry { .. }
        | Deed::Sold { .. }
        | Deed::Customer { .. }
        | Deed::Known { .. }
        | Deed::AccountClosed { .. }
        | Deed::Product { .. }
        | Deed::Stock { .. }
        | Deed::Price { .. }
        | Deed::BillCancelled { .. }
        | Deed::Undone { .. }
        | Deed::Unread { .. }
        | Deed::Other => String::new(),
    }
}

/// Nothing that sends messages is set up: the shopkeeper is told when it is time.
const fn here(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::En => " No messenger is set up, so you will be told here.",
        Tongue::Hi => " संदेश भेजने का इंतज़ाम नहीं है, आपको यहीं बताया जाएगा।",
    }
}

/// The reminders that are to come.
pub(super) fn reminders(list: &[(String, DateTime)], has_more: bool, tongue: Tongue, form: Form) -> String {
    if list.is_empty() {
        return pick(tongue, "No reminders.", "कोई रिमाइंडर नहीं है।");
    }
    let each: Vec<String> = list.iter().map(|(name, at)| format!("{name}, {}", moment(*at, tongue, form))).collect();
    let more = if has_more { pick(tongue, "; and more", "; और भी") } else { String::new() };
    format!("{}{more}{}", each.join("; "), stop(tongue))
}

fn way(channel: Channel, tongue: Tongue) -> &'static str {
    match (tongue, channel) {
        (Tongue::En, Channel::Whatsapp) => "on WhatsApp",
        (Tongue::En, Channel::Sms) => "by SMS",
        (Tongue::En, Channel::Email) => "by e-mail",
        (Tongue::Hi, Channel::Whatsapp) => "WhatsApp पर",
        (Tongue::Hi, Channel::Sms) => "SMS से",
        (Tongue::Hi, Channel::Email) => "ईमेल से",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    #[test]
    fn a_time_of_day_is_said_as_people_say_it() {
        let at = |hour, minute| datetime(2026, 11, 21, hour, minute, 0, 0);
        assert_eq!(moment(at(17, 0), Tongue::En, Form::Shown), "21 November at 5 pm");
        assert_eq!(moment(at(0, 5), Tongue::En, Form::Spoken), "twenty one November at twelve oh five am");
        let cases = [
            (at(9, 0), "सुबह नौ बजे"),
            (at(12, 45), "दोपहर पौने एक बजे"),
            (at(13, 30), "दोपहर डेढ़ बजे"),
            (at(17, 30), "शाम साढ़े पाँच बजे"),
            (at(20, 15), "रात सवा आठ बजे"),
            (at(6, 10), "सुबह छह बजकर दस मिनट"),
        ];
        for (at, said) in cases {
            assert_eq!(moment(at, Tongue::Hi, Form::Spoken), format!("इक्कीस नवंबर {said}"));
        }
    }
}
