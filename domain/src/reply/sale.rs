//! A bill that is paid with it: as it is read back, and told.

use super::render::{balance, pick, stop};
use super::words::{self, Form, Tongue};
use super::{Deed, Paying};
use crate::ledger::PaymentMode;
use crate::money::Money;

/// Behind the total: ", paid in cash"; a part of it, or more than it, with what goes back.
pub(super) fn paid(paying: Option<&Paying>, total: Money, tongue: Tongue, form: Form) -> String {
    let Some(Paying { mode, amount, gets_change, .. }) = paying else { return String::new() };
    let way = mode.map_or(String::new(), |mode| way(mode, tongue));
    if *amount == total {
        return match tongue {
            Tongue::En => format!(", paid{way}"),
            Tongue::Hi if way.is_empty() => ", पैसे दिए".to_owned(),
            Tongue::Hi => format!(",{way} दिए"),
        };
    }
    let handed = words::money(*amount, tongue, form);
    let back = amount.minus(total).ok().filter(|back| *gets_change && *back > Money::ZERO);
    match tongue {
        Tongue::En => format!(", {handed} paid{way}{}", goes_back(back, tongue, form)),
        Tongue::Hi => format!(", {handed}{way} दिए{}", goes_back(back, tongue, form)),
    }
}

fn goes_back(change: Option<Money>, tongue: Tongue, form: Form) -> String {
    let Some(change) = change else { return String::new() };
    let change = words::money(change, tongue, form);
    match tongue {
        Tongue::En => format!(", {change} back"),
        Tongue::Hi => format!(", {change} वापस"),
    }
}

/// What was written.
pub(super) fn deed(deed: &Deed, tongue: Tongue, form: Form) -> String {
    let Deed::Sold { name, mode, paid, change, balance: owed } = deed else { return String::new() };
    let way = mode.map_or(String::new(), |mode| way(mode, tongue));
    let amount = words::money(*paid, tongue, form);
    let back = goes_back(Some(*change).filter(|change| *change > Money::ZERO), tongue, form);
    let came = match tongue {
        Tongue::En => format!("{amount} paid{way}{back}"),
        Tongue::Hi => format!("{amount}{way} मिले{back}"),
    };
    let written = pick(tongue, "Written.", "लिख दिया।");
    let whose = name.as_deref().map_or(String::new(), |name| format!(" {}", balance(name, *owed, tongue, form)));
    format!("{written} {came}{}{whose}", stop(tongue))
}

/// " in cash".
pub(super) fn way(mode: PaymentMode, tongue: Tongue) -> String {
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
