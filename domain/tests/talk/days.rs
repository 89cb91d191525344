//! Of which day and of whom it is: nothing is taken for today's, the last one's or the first one's without a word.

use crate::shop::{Talk, party, rupees};
use crate::turns::{BILL, conversation};
use execora_domain::ledger::Command;
use execora_domain::reply::Tongue;

#[test]
fn a_bill_that_is_told_for_another_day_says_that_it_is_of_today() {
    let asked = "Priya Singh, dated today: 2 kg Rice. ₹120. Shall I write it?";
    for told in ["Priya ka kal ka bill do kilo chawal", "Priya ka diwali wale din ka bill do kilo chawal"] {
        let talk = conversation(Tongue::En, &[(told, asked), ("haan", "Written. Priya Singh owes ₹100.")]);
        assert_eq!(talk.posted.len(), 1, "{told}");
    }
    let plain = "Priya Singh: 2 kg Rice. ₹120. Shall I write it?";
    for told in ["Priya ka aaj ka bill do kilo chawal", "Priya ka bill do kilo chawal"] {
        conversation(Tongue::En, &[(told, plain)]);
    }
}

#[test]
fn somebody_newly_described_is_not_whoever_was_spoken_of_last() {
    for told in ["wo jo doctor sahab aaye the na, unko ek kilo chawal diya", "wahi doctor sahab ko ek kilo chawal diya"]
    {
        let mut talk = conversation(Tongue::En, &[BILL, ("haan", "Written. Priya Singh owes ₹100.")]);
        let said = talk.say(told);
        assert!(!said.contains("Priya"), "{told}: {said}");
        talk.say("haan");
        assert_eq!(talk.posted.len(), 1, "{told}");
    }
    let mut talk = conversation(Tongue::En, &[BILL, ("haan", "Written. Priya Singh owes ₹100.")]);
    assert_eq!(talk.say("unko ek kilo chawal diya"), "Priya Singh: 1 kg Rice. ₹60. Shall I write it?");
}

#[test]
fn a_yes_and_a_command_are_no_names() {
    for told in ["haan", "haan likh do", "likhdo", "cancel last entry"] {
        let mut talk = Talk::new(Tongue::En);
        talk.say("naya customer");
        let said = talk.say(told);
        assert!(!said.to_lowercase().contains(told), "{told}: {said}");
        talk.say("haan");
        assert!(talk.posted.is_empty(), "{told}: {:?}", talk.posted);
    }
    assert!(!Talk::new(Tongue::En).say("naya grahak cancel last entry").contains("ancel "));
}

#[test]
fn a_correction_that_names_one_of_those_who_wait_is_of_their_entry() {
    for edit in ["Priya wala do sau karo", "Priya ka do sau karo"] {
        let mut talk = Talk::new(Tongue::En);
        talk.say("Suresh ne 50 diye aur Priya ko 100 udhaar likho");
        talk.say(edit);
        talk.say("haan");
        let [Command::ReceivePayment { party: who, parts, .. }, Command::GiveCredit { party: whose, amount, .. }] =
            talk.posted.as_slice()
        else {
            unreachable!("{edit}: {:?}", talk.posted)
        };
        assert_eq!((*who, parts[0].amount), (party(3), rupees(50)), "{edit}");
        assert_eq!((*whose, *amount), (party(4), rupees(200)), "{edit}");
    }
}

#[test]
fn half_of_what_waits_is_not_half_a_kilo() {
    let three = ("Priya ko teen kilo chawal", "Priya Singh: 3 kg Rice. ₹180. Shall I write it?");
    for edit in ["aadha karo", "aadha kar do", "आधा करो"] {
        conversation(Tongue::En, &[three, (edit, "1.5 kg Rice. Now ₹90. Shall I write it?")]);
    }
    conversation(Tongue::En, &[three, ("nahi aadha kilo", "500 g Rice. Now ₹30. Shall I write it?")]);
}
