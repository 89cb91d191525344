//! Bills that are paid as they are written: what is handed over is posted with the bill and told, never dropped.

use crate::shop::{Talk, party, rupees};
use execora_domain::intent::Lexicon;
use execora_domain::ledger::{Command, PaymentMode, PaymentPart, Refusal};
use execora_domain::reply::Tongue;

/// What the last bill is paid with, and what else was posted after it.
fn paid(talk: &Talk) -> (Vec<PaymentPart>, usize) {
    let at = talk.posted.iter().position(|command| matches!(command, Command::IssueInvoice(_))).expect("no bill");
    let Command::IssueInvoice(bill) = &talk.posted[at] else { unreachable!() };
    (bill.payments.clone(), talk.posted.len() - at - 1)
}

fn in_cash(amount: i64) -> Vec<PaymentPart> {
    vec![PaymentPart { mode: PaymentMode::Cash, amount: rupees(amount) }]
}

#[test]
fn what_is_paid_with_a_bill_is_read_back_and_posted_with_it() {
    let said = [
        "Priya ko do kilo chawal diya aur nakad mila",
        "Priya ne do kilo chawal liya aur cash diye",
        "Priya took 2 kg rice and paid cash",
        "Priya bought 2 kg rice for cash",
        "Priya ko do kilo chawal nakad mein",
    ];
    for text in said {
        let mut talk = Talk::new(Tongue::En);
        assert_eq!(talk.say(text), "Priya Singh: 2 kg Rice. ₹120, paid in cash. Shall I write it?", "to {text}");
        talk.say("haan");
        assert_eq!(paid(&talk), (in_cash(120), 0), "after {text}");
    }
    let mut talk = Talk::new(Tongue::Hi);
    assert_eq!(
        talk.say("प्रिया को दो किलो चावल दिया और UPI से पैसे मिले"),
        "Priya Singh: 2 किलो Rice। ₹120, UPI से दिए। लिख दूँ?"
    );
    assert_eq!(talk.say("nahi nakad"), "₹120, नकद दिए। लिख दूँ?");
}

#[test]
fn money_that_was_given_in_no_named_way_counts_as_cash() {
    let mut talk = Talk::new(Tongue::En);
    assert_eq!(
        talk.say("Priya ko do kilo chawal diya, paise de diye"),
        "Priya Singh: 2 kg Rice. ₹120, paid. Shall I write it?"
    );
    talk.say("haan");
    assert_eq!(paid(&talk), (in_cash(120), 0));
}

#[test]
fn what_is_put_off_owed_or_denied_is_not_paid() {
    for text in [
        "Priya ko do kilo chawal udhaar diya",
        "Priya ko do kilo chawal diya, cash baad mein dega",
        "Priya ko do kilo chawal khaate mein likho",
    ] {
        let mut talk = Talk::new(Tongue::En);
        assert_eq!(talk.say(text), "Priya Singh: 2 kg Rice. ₹120. Shall I write it?", "to {text}");
        talk.say("haan");
        assert_eq!(paid(&talk), (vec![], 0), "after {text}");
    }
}

#[test]
fn a_part_that_is_paid_goes_with_the_bill_and_the_rest_on_account() {
    for text in [
        "Priya ne 2 kilo chawal li, 50 rupaye diye, baaki khaate mein",
        "Priya ko 2 kilo chawal diya, usne 50 diye",
        "Priya ko 2 kilo chawal, 50 diye baaki udhaar",
        "Priya bought 2 kg rice, paid 50, rest on credit",
    ] {
        let mut talk = Talk::new(Tongue::En);
        assert_eq!(talk.say(text), "Priya Singh: 2 kg Rice. ₹120, ₹50 paid. Shall I write it?", "to {text}");
        assert_eq!(talk.say("do ki jagah teen"), "3 kg Rice. Now ₹180, ₹50 paid. Shall I write it?");
        talk.say("haan");
        assert_eq!(paid(&talk), (in_cash(50), 0), "after {text}");
    }
}

#[test]
fn more_than_the_bill_comes_to_is_a_payment_of_its_own() {
    let mut talk = Talk::new(Tongue::En);
    assert_eq!(
        talk.say("Priya ne 2 kilo chawal liya, 500 rupaye diye"),
        "Priya Singh: 2 kg Rice. ₹120. Priya Singh paid ₹500. Shall I write it?"
    );
    talk.say("haan");
    assert_eq!(paid(&talk), (vec![], 1));
    assert_eq!(talk.posted[1], Command::payment(party(4), rupees(500), PaymentMode::Cash));
}

#[test]
fn a_way_of_paying_is_no_yes_and_is_read_back() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Priya ko do kilo chawal");
    assert_eq!(talk.say("haan cash diye"), "₹120, paid in cash. Shall I write it?");
    assert!(talk.posted.is_empty(), "posted on a yes that said something else");
    assert_eq!(talk.say("UPI se"), "₹120, paid by UPI. Shall I write it?");
    assert_eq!(talk.say("do ki jagah teen"), "3 kg Rice. Now ₹180, paid by UPI. Shall I write it?");
    assert_eq!(talk.say("20 rupaye kam karo"), "₹20 off. Now ₹160, paid by UPI. Shall I write it?");
    talk.say("haan");
    assert_eq!(paid(&talk), (vec![PaymentPart { mode: PaymentMode::Upi, amount: rupees(160) }], 0));
}

#[test]
fn a_bill_whose_total_changed_is_paid_with_the_new_one() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Priya took 2 kg rice and paid cash");
    talk.refuse = vec![Some(Refusal::TotalChanged { total: rupees(130) })];
    let told = talk.say("haan");
    assert!(told.contains("₹130, paid in cash"), "{told}");
    talk.say("haan");
    assert_eq!(paid(&talk), (in_cash(130), 0));
}

#[test]
fn what_is_printed_of_a_bill_that_is_paid_has_the_contracts_slots_alone() {
    let shop = Lexicon::new(&crate::shop::world(execora_domain::ledger::ConfirmPolicy::default()));
    let clock = jiff::civil::datetime(2026, 11, 20, 10, 0, 0, 0);
    let read = execora_domain::intent::parse("Priya took 2 kg rice and paid cash", &shop, None, clock);
    let printed = serde_json::to_value(read.frames[0].plain()).unwrap();
    let mut slots: Vec<&str> = printed["slots"].as_object().unwrap().keys().map(String::as_str).collect();
    slots.sort_unstable();
    assert_eq!((read.frames.len(), slots), (1, vec!["customer_id", "items"]));
}
