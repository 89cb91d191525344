//! What waits is never lost silently, and an open question swallows nothing that was not said to it.

use crate::shop::{Talk, party, rupees};
use crate::turns::{BILL, conversation, go_on};
use execora_domain::dialogue::Step;
use execora_domain::ledger::{Command, PaymentMode};
use execora_domain::reply::Tongue;
use execora_domain::turn::SessionTime;

const WHICH: &str = "Which one: Rahul Sharma, Station Road or Rahul Verma, Gandhi Chowk?";
const WAITS: &str = "Priya Singh: 2 kg Rice, 1 kg Sugar. ₹166. Yes or no?";
const WRITTEN: (&str, &str) = ("haan", "Written. Priya Singh owes ₹100.");

#[test]
fn a_bill_waits_through_any_number_of_edits_that_are_not_understood() {
    let asked = "How much of what?";
    let mut talk = conversation(
        Tongue::En,
        &[
            BILL,
            ("teen kilo", asked),
            ("teen paanch", WAITS),
            ("saat packet", asked),
            ("mausam kaisa hai", WAITS),
            ("do packet", asked),
            ("gol mol baat", WAITS),
            ("teen kilo", asked),
            ("pata nahi", WAITS),
            ("pata nahi kya", WAITS),
            ("paanch kilo", asked),
            ("chup", WAITS),
        ],
    );
    go_on(&mut talk, &[WRITTEN]);
    assert_eq!(talk.posted.len(), 1);
}

#[test]
fn what_waited_too_long_is_named_when_it_is_let_go() {
    for (said, lost) in [
        (&["Suresh ne 500 diye"][..], "Suresh Yadav's payment of ₹500"),
        (
            &["Suresh ne 500 diye", "Priya ko 200 udhaar likho"],
            "Suresh Yadav's payment of ₹500 and Priya Singh's credit of ₹200",
        ),
        (&[BILL.0, "teen kilo"], "Priya Singh's bill of ₹166"),
    ] {
        let mut talk = Talk::new(Tongue::En);
        for said in said {
            talk.say(said);
        }
        let Some(Step::Say(told)) = talk.dialogue.expire(SessionTime(10_000_000)) else { panic!("not told") };
        assert_eq!(told.text(Tongue::En), format!("No answer, so this was not done: {lost}."), "{said:?}");
        assert_eq!(talk.say("haan"), "There is nothing to confirm.");
    }
}

#[test]
fn a_no_clears_an_open_question_and_says_so() {
    for asked in ["Rahul ne 500 diye", "Suresh ko udhaar likho", "naya customer", "Priya ko do packet Maggi"] {
        for no in ["nahi", "rehne do", "cancel", "chhodo", "नहीं", "रहने दो", "leave it"] {
            let mut talk = Talk::new(Tongue::En);
            assert_eq!(talk.codes_of(asked), ["clarify"], "{asked}");
            assert_eq!(talk.say(no), "All right, not written.", "{no} to {asked}");
            assert!(!talk.dialogue.expects_answer(), "{no} to {asked}");
            assert_eq!(talk.say("500"), Talk::new(Tongue::En).say("500"), "nothing is left of {asked}");
        }
    }
}

#[test]
fn a_fresh_command_is_not_taken_for_the_answer_to_an_open_question() {
    let fresh = [
        ("Suresh ko udhaar likho", "Rahul ne 300 diye", WHICH),
        ("Suresh ko udhaar likho", "Farhan ne 300 diye", "I do not know Farhan. Shall I add them?"),
        ("Suresh ko udhaar likho", "Priya ne 300 diye", "Priya Singh paid ₹300. Shall I write it?"),
        ("Rahul ne 500 diye", "Suresh ko 200 udhaar likho", "₹200 on credit to Suresh Yadav. Shall I write it?"),
        ("Rahul ne 500 diye", "Rahul Verma ko 200 udhaar likho", "₹200 on credit to Rahul Verma. Shall I write it?"),
        ("Rahul ne 500 diye", "Rahul Verma ne 300 diye", "Rahul Verma paid ₹300. Shall I write it?"),
    ];
    for (asked, said, answer) in fresh {
        let mut talk = Talk::new(Tongue::En);
        talk.say(asked);
        let told = talk.say(said);
        assert!(told.starts_with("Not written: ") && told.ends_with(answer), "{said} while {asked} is open: {told}");
        assert_eq!(talk.posted, []);
        talk.say("nahi");
        assert!(!talk.dialogue.expects_answer(), "{asked} is not asked again after {said}");
    }
}

#[test]
fn an_answer_in_a_whole_sentence_is_the_answer_and_the_question_does_not_come_back() {
    for (asked, said, answer, who) in [
        ("Rahul ne 500 diye", "Rahul Verma ne 500 diye", "Rahul Verma paid ₹500. Shall I write it?", "Rahul Verma"),
        (
            "Suresh ko udhaar likho",
            "Suresh ko 200 udhaar likho",
            "₹200 on credit to Suresh Yadav. Shall I write it?",
            "Suresh Yadav",
        ),
    ] {
        let mut talk = Talk::new(Tongue::En);
        talk.say(asked);
        assert_eq!(talk.say(said), answer);
        assert_eq!(talk.say("haan"), format!("Written. {who} owes ₹100."));
        assert!(!talk.dialogue.expects_answer(), "{asked}");
    }
}

#[test]
fn a_question_gives_way_to_a_whole_command_and_says_so_once() {
    conversation(
        Tongue::En,
        &[
            ("Suresh ko udhaar likho", "How much?"),
            ("Suresh ka balance kitna hai", "Read owes nothing. Suresh Yadav's credit. How much?"),
            ("Priya ne 300 diye", "Not written: Suresh Yadav's credit. Priya Singh paid ₹300. Shall I write it?"),
            ("haan", "Written. Priya Singh owes ₹100."),
            ("haan", "There is nothing to confirm."),
        ],
    );
}

#[test]
fn goods_that_are_added_while_a_bill_is_asked_about_go_on_the_bill() {
    for salt in ["add 1 kilo salt", "ek kilo namak jodo", "ek kilo namak bhi"] {
        let mut talk = conversation(Tongue::En, &[BILL, ("teen kilo", "How much of what?")]);
        go_on(&mut talk, &[(salt, "1 kg Salt. Now ₹186. Shall I write it?"), WRITTEN]);
        assert!(matches!(talk.posted.as_slice(), [Command::IssueInvoice(bill)] if bill.lines.len() == 3));
    }
    conversation(Tongue::En, &[BILL, ("teen kilo", "How much of what?"), ("add 1 packet salt", WAITS), WRITTEN]);
    // A figure alone belongs to what was asked about, and to nothing else on the bill.
    let rice = ("Priya ko do kilo chawal", "Priya Singh: 2 kg Rice. ₹120. Shall I write it?");
    let asked = "How much of what?";
    conversation(
        Tongue::En,
        &[rice, ("namak bhi", asked), ("ek kilo", "1 kg Salt. Now ₹140. Shall I write it?"), WRITTEN],
    );
    let waits = "Priya Singh: 2 kg Rice. ₹120. Yes or no?";
    conversation(Tongue::En, &[rice, ("aur Zyzz do packet", asked), ("20", waits), WRITTEN]);
}

#[test]
fn the_same_for_somebody_else_is_set_beside_what_waits() {
    for also in ["aur Rohit ko bhi", "Rohit ko bhi", "aur Rohit ko bhi 200", "Rohit too", "रोहित को भी"]
    {
        let talk = conversation(
            Tongue::En,
            &[
                ("Suresh ko 200 udhaar likho", "₹200 on credit to Suresh Yadav. Shall I write it?"),
                (also, "₹200 each on credit to Suresh Yadav and Rohit Gupta. Shall I write it?"),
                ("haan", "Written. Suresh Yadav owes ₹100. Written. Rohit Gupta owes ₹100."),
            ],
        );
        assert_eq!(talk.posted.len(), 2, "{also}");
    }
    let both = "Priya Singh: 2 kg Rice, 1 kg Sugar. ₹166. Rohit Gupta: 2 kg Rice, 1 kg Sugar. ₹166. Shall I write it?";
    let mut talk = conversation(Tongue::En, &[BILL, ("aur Rohit ko bhi", both)]);
    assert_eq!(talk.codes_of("haan"), ["posted", "posted"]);
    let rahul = "Priya Singh: 2 kg Rice, 1 kg Sugar. ₹166. Rahul Verma: 2 kg Rice, 1 kg Sugar. ₹166. Shall I write it?";
    let mut talk = conversation(Tongue::En, &[BILL, ("aur Rahul ko bhi", WHICH), ("Gandhi Chowk wala", rahul)]);
    assert_eq!(talk.codes_of("haan"), ["posted", "posted"]);
    // In her place, where that is what was said.
    conversation(Tongue::En, &[BILL, ("Priya nahi Rohit", "Rohit Gupta. Now ₹166. Shall I write it?")]);
}

#[test]
fn something_new_on_a_bill_that_waits_is_offered_and_the_bill_goes_on() {
    let offer = ("do packet Zyzz bees rupaye wala", "Zyzz is new. Shall I add it, 1 for ₹20?");
    let talk = conversation(
        Tongue::En,
        &[
            BILL,
            offer,
            ("haan", "Zyzz was added. Priya Singh: 2 kg Rice, 1 kg Sugar, 2 Zyzz. ₹206. Shall I write it?"),
            WRITTEN,
        ],
    );
    let [Command::CreateProduct(new), Command::IssueInvoice(bill)] = talk.posted.as_slice() else {
        panic!("{:?}", talk.posted)
    };
    assert_eq!((new.price, bill.expected_total, bill.lines.len()), (rupees(20), Some(rupees(206)), 3));
    let talk = conversation(Tongue::En, &[BILL, offer, ("nahi", WAITS), WRITTEN]);
    assert!(matches!(talk.posted.as_slice(), [Command::IssueInvoice(bill)] if bill.lines.len() == 2));
    conversation(
        Tongue::En,
        &[BILL, ("do packet Zyzz bhi", "Zyzz is new. At what price?"), ("bees rupaye", offer.1), ("nahi", WAITS)],
    );
    let mut talk =
        conversation(Tongue::En, &[BILL, ("10 rupaye ki chhoot do", "₹10 off. Now ₹156. Shall I write it?"), offer]);
    talk.refuse = vec![Some(execora_domain::ledger::Refusal::DuplicateProduct { name: "Zyzz".into() })];
    let told = talk.say("haan");
    assert!(told.ends_with("Priya Singh: 2 kg Rice, 1 kg Sugar, ₹10 off. ₹156. Shall I write it?"), "{told}");
    go_on(&mut talk, &[WRITTEN]);
}

#[test]
fn after_another_amount_was_said_only_the_right_amount_writes_it() {
    let again = "Suresh Yadav paid ₹30,000. Say the amount again to write it.";
    let talk = conversation(
        Tongue::En,
        &[
            ("Suresh ne tees hazaar rupaye diye", again),
            ("bees hazaar", again),
            ("haan", again),
            ("haan likh do", again),
            ("tees hazaar do", again),
            ("haan", again),
            ("tees hazaar", "Written. Suresh Yadav owes ₹100."),
        ],
    );
    assert_eq!(talk.posted.len(), 1);
    let mut talk = conversation(Tongue::En, &[("Suresh ne tees hazaar rupaye diye", again), ("bees hazaar", again)]);
    go_on(
        &mut talk,
        &[
            ("nahi, das hazaar", "Suresh Yadav paid ₹10,000. Say the amount again to write it."),
            ("haan", "Suresh Yadav paid ₹10,000. Say the amount again to write it."),
            ("das hazaar", "Written. Suresh Yadav owes ₹100."),
        ],
    );
    let talk = conversation(
        Tongue::En,
        &[
            ("Suresh ne tees hazaar rupaye diye", again),
            ("bees hazaar", again),
            ("das hazaar", again),
            ("do hazaar", "All right, this was not done: Suresh Yadav's payment of ₹30,000."),
            ("tees hazaar", "I did not understand. Please say it again."),
        ],
    );
    assert_eq!(talk.posted, []);
}

#[test]
fn a_command_that_is_said_while_an_amount_is_awaited_waits_its_turn() {
    let mut talk = Talk::new(Tongue::En);
    assert_eq!(talk.codes_of("Suresh ko 26000 udhaar"), ["amount_needed"]);
    assert_eq!(talk.codes_of("Priya ne 21 diye"), ["amount_needed"]);
    assert_eq!(talk.codes_of("26000"), ["posted", "confirm_needed"]);
    assert_eq!(talk.codes_of("haan"), ["posted"]);
    assert_eq!(talk.posted.len(), 2);
}

#[test]
fn what_is_said_twice_is_written_once() {
    let mut talk = Talk::new(Tongue::En);
    for said in ["Suresh ne 31 diye", "Suresh paid 31"] {
        assert_eq!(talk.say(said), "Suresh Yadav paid ₹31. Shall I write it?", "{said}");
    }
    talk.say("haan");
    talk.say("haan");
    assert_eq!(talk.posted, [Command::payment(party(3), rupees(31), PaymentMode::Cash)]);
}

#[test]
fn what_is_only_said_of_somebody_answers_no_question() {
    for (asked, said) in [
        ("500 rupaye jama", "Priya bol rahi thi chawal kharab hai"),
        ("700 ka udhaar likho", "arre Priya idhar aa"),
        ("Rahul ne 500 diye", "Geeta Sharma aayi thi"),
        ("Rahul ne 500 diye", "aur Verma ka"),
        ("500 rupaye jama", "Priya ne kaha tha ki wo kal hazaar degi"),
        ("500 rupaye jama", "who is Priya"),
    ] {
        let mut talk = Talk::new(Tongue::En);
        assert_eq!(talk.codes_of(asked), ["clarify"], "{asked}");
        assert!(!talk.codes_of(said).contains(&"confirm_needed"), "{said} to {asked}");
        assert_eq!(talk.posted, [], "{said} to {asked}");
    }
    for answer in ["Priya", "Priya Singh ka", "haan Priya ji ke khaate mein daal do", "it's Priya's", "प्रिया के नाम"]
    {
        let mut talk = Talk::new(Tongue::En);
        assert_eq!(talk.codes_of("500 rupaye jama"), ["clarify"]);
        assert_eq!(talk.say(answer), "Priya Singh paid ₹500. Shall I write it?", "{answer}");
    }
}

#[test]
fn no_open_question_turns_something_else_into_a_sale_or_a_price() {
    let open = [
        "Suresh ko do kilo bhindi de do",
        "bill banao",
        "Suresh ka bill banao",
        "Suresh ko udhaar likho",
        "naya customer",
    ];
    let others = [
        "Farhan ne 100 rupaye diye",
        "chini 50 kilo aayi hai",
        "50 kilo chini aayi",
        "print the bill",
        "write expense 50 rupees tea",
        "Suresh returned 1 kg sugar",
        "Suresh ne ek kilo chini lautayi",
        "Priya Singh ka naam Priya Sharma kar do",
        "चीनी 50 किलो आई है",
        "फरहान ने सौ रुपये दिए",
    ];
    for asked in open {
        for said in others {
            let mut talk = Talk::new(Tongue::En);
            talk.say(asked);
            let told = talk.say(said);
            let sold = told.contains("Suresh Yadav:") || told.contains("Bhindi is new. Shall I add it");
            assert!(!sold, "{asked} / {said} → {told}");
            talk.say("haan");
            let is_sale = |command: &&Command| matches!(command, Command::IssueInvoice(_) | Command::CreateProduct(_));
            assert_eq!(talk.posted.iter().find(is_sale), None, "{asked} / {said} → {told}");
        }
    }
}

#[test]
fn what_is_no_sale_is_none_in_a_fresh_conversation_either() {
    for said in [
        "print the bill",
        "print the bill of Suresh",
        "bill print karo",
        "बिल प्रिंट करो",
        "write expense 50 rupees tea",
        "50 rupaye chai ka kharcha likho",
        "Suresh returned 1 kg sugar",
        "Suresh ne ek kilo chini lautayi",
        "Priya Singh ka naam Priya Sharma kar do",
    ] {
        let mut talk = Talk::new(Tongue::En);
        let told = talk.say(said);
        assert!(!talk.dialogue.expects_answer() || told.contains("name"), "{said} → {told}");
        talk.say("haan");
        assert_eq!(talk.posted.iter().find(|it| matches!(it, Command::IssueInvoice(_))), None, "{said}");
    }
}
