//! What is said, and what is said back.

use crate::shop::{Talk, last_bill, party, rupees, with_code};
use execora_domain::ledger::{Command, ConfirmPolicy, Confirmation, PaymentMode, Refusal};
use execora_domain::reply::Tongue;

/// One conversation: what is said, and what is said back to it.
pub(crate) fn conversation(tongue: Tongue, turns: &[(&str, &str)]) -> Talk {
    let mut talk = Talk::new(tongue);
    go_on(&mut talk, turns);
    talk
}

pub(crate) fn go_on(talk: &mut Talk, turns: &[(&str, &str)]) {
    for (said, answer) in turns {
        assert_eq!(talk.say(said), *answer, "to {said:?} in {turns:?}");
    }
}

pub(crate) const BILL: (&str, &str) =
    ("Priya ko do kilo chawal aur ek kilo chini", "Priya Singh: 2 kg Rice, 1 kg Sugar. ₹166. Shall I write it?");

#[test]
fn a_bill_is_edited_in_a_shopkeepers_words() {
    let edits: &[&[(&str, &str)]] = &[
        &[("do ki jagah teen", "3 kg Rice. Now ₹226. Shall I write it?")],
        &[("do kilo ki jagah teen kilo", "3 kg Rice. Now ₹226. Shall I write it?")],
        &[("chawal teen kilo", "3 kg Rice. Now ₹226. Shall I write it?")],
        &[("nahi chawal teen kilo", "3 kg Rice. Now ₹226. Shall I write it?")],
        &[("chini hata do", "no Sugar. Now ₹120. Shall I write it?")],
        &[("remove sugar", "no Sugar. Now ₹120. Shall I write it?")],
        &[("चीनी हटा दो", "no Sugar. Now ₹120. Shall I write it?")],
        &[("chini nahi", "no Sugar. Now ₹120. Shall I write it?")],
        &[("ek kilo namak bhi", "1 kg Salt. Now ₹186. Shall I write it?")],
        &[("aur das ande", "10 Eggs. Now ₹236. Shall I write it?")],
        &[("add one kilo salt", "1 kg Salt. Now ₹186. Shall I write it?")],
        &[("ek kilo chawal aur", "3 kg Rice. Now ₹226. Shall I write it?")],
        &[("chawal ka rate pachaas", "2 kg Rice at ₹50. Now ₹146. Shall I write it?")],
        &[("chawal pachaas ke bhav", "2 kg Rice at ₹50. Now ₹146. Shall I write it?")],
        &[("chini ki jagah namak", "1 kg Salt, no Sugar. Now ₹140. Shall I write it?")],
        &[("naam Priya nahi Rohit", "Rohit Gupta. Now ₹166. Shall I write it?")],
        &[("solah rupaye kam kar do", "₹16 off. Now ₹150. Shall I write it?")],
        &[("das percent discount", "₹16.60 off. Now ₹149. Shall I write it?")],
        &[("6 rupaye ki chhoot do", "₹6 off. Now ₹160. Shall I write it?")],
        &[
            ("do ki jagah teen", "3 kg Rice. Now ₹226. Shall I write it?"),
            ("wapas", "2 kg Rice. Now ₹166. Shall I write it?"),
        ],
        &[
            ("chini hata do", "no Sugar. Now ₹120. Shall I write it?"),
            ("ek kilo namak bhi", "1 kg Salt. Now ₹140. Shall I write it?"),
            ("pehle jaisa karo", "no Salt. Now ₹120. Shall I write it?"),
            ("wapas", "1 kg Sugar. Now ₹166. Shall I write it?"),
        ],
        &[
            ("6 rupaye ki chhoot do", "₹6 off. Now ₹160. Shall I write it?"),
            ("chini hata do", "no Sugar. Now ₹114. Shall I write it?"),
            ("discount hata do", "no discount. Now ₹120. Shall I write it?"),
        ],
    ];
    for edit in edits {
        let mut talk = conversation(Tongue::En, &[BILL]);
        go_on(&mut talk, edit);
        assert_eq!(talk.posted.len(), 0, "{edit:?}");
        assert_eq!(talk.say("haan"), "Written. Priya Singh owes ₹100.".replace("Priya Singh", name(edit)), "{edit:?}");
        assert_eq!(talk.posted.len(), 1);
    }
}

fn name(edit: &[(&str, &str)]) -> &'static str {
    if edit.iter().any(|(said, _)| said.contains("Rohit")) { "Rohit Gupta" } else { "Priya Singh" }
}

#[test]
fn an_edit_is_read_back_in_hindi_too() {
    let mut talk = conversation(
        Tongue::Hi,
        &[
            ("प्रिया को दो किलो चावल और एक किलो चीनी", "Priya Singh: 2 किलो Rice, 1 किलो Sugar। ₹166। लिख दूँ?"),
            ("चीनी हटा दो", "Sugar हटाया। अब ₹120। लिख दूँ?"),
            ("एक किलो नमक भी", "1 किलो Salt। अब ₹140। लिख दूँ?"),
            ("वापस", "Salt हटाया। अब ₹120। लिख दूँ?"),
        ],
    );
    assert_eq!(talk.say("हाँ"), "लिख दिया। Priya Singh पर ₹100 बाकी हैं।");
}

#[test]
fn a_fresh_command_waits_for_the_one_before_it() {
    let first = ("Suresh ne 500 diye", "Suresh Yadav paid ₹500. Shall I write it?");
    let second = ("Priya ko 200 udhaar likho", "First, shall I write Suresh Yadav's payment of ₹500?");
    let written = "Written. Suresh Yadav owes ₹100. ₹200 on credit to Priya Singh. Shall I write it?";
    let talk =
        conversation(Tongue::En, &[first, second, ("haan", written), ("haan", "Written. Priya Singh owes ₹100.")]);
    assert_eq!(talk.posted.len(), 2);
    let dropped = "All right, not written. ₹200 on credit to Priya Singh. Shall I write it?";
    let talk =
        conversation(Tongue::En, &[first, second, ("nahi", dropped), ("haan", "Written. Priya Singh owes ₹100.")]);
    assert_eq!(talk.posted.len(), 1);
    let hindi = "पहले Suresh Yadav का भुगतान ₹500 लिख दूँ?";
    conversation(Tongue::Hi, &[("Suresh ne 500 diye", "Suresh Yadav ने ₹500 दिए। लिख दूँ?"), (second.0, hindi)]);
}

#[test]
fn a_fresh_command_that_is_not_clear_is_asked_about_in_its_turn() {
    let talk = conversation(
        Tongue::En,
        &[
            ("Suresh ne 500 diye", "Suresh Yadav paid ₹500. Shall I write it?"),
            ("Rahul ne 300 diye", "First, shall I write Suresh Yadav's payment of ₹500?"),
            (
                "haan",
                "Written. Suresh Yadav owes ₹100. The payment of ₹300. \
                 Which one: Rahul Sharma, Station Road or Rahul Verma, Gandhi Chowk?",
            ),
            ("Gandhi Chowk wala", "Rahul Verma paid ₹300. Shall I write it?"),
            ("haan", "Written. Rahul Verma owes ₹100."),
        ],
    );
    assert_eq!(talk.posted.len(), 2);
}

#[test]
fn a_question_is_dropped_for_a_whole_command_which_is_said_once() {
    conversation(
        Tongue::En,
        &[
            ("Rahul ne 300 diye", "Which one: Rahul Sharma, Station Road or Rahul Verma, Gandhi Chowk?"),
            ("Suresh ne 500 diye", "Not written: the payment of ₹300. Suresh Yadav paid ₹500. Shall I write it?"),
            ("haan", "Written. Suresh Yadav owes ₹100."),
        ],
    );
}

#[test]
fn two_of_a_name_are_told_apart_in_every_way() {
    let ways = [
        ("Station Road wala", "Rahul Sharma"),
        ("स्टेशन रोड वाला", "Rahul Sharma"),
        ("Sharma", "Rahul Sharma"),
        ("शर्मा जी", "Rahul Sharma"),
        ("Rahul Sharma", "Rahul Sharma"),
        ("pehla", "Rahul Sharma"),
        ("pehla wala", "Rahul Sharma"),
        ("पहला", "Rahul Sharma"),
        ("first one", "Rahul Sharma"),
        ("number one", "Rahul Sharma"),
        ("Chhotu", "Rahul Verma"),
        ("Gandhi Chowk", "Rahul Verma"),
        ("doosra wala", "Rahul Verma"),
        ("दूसरा वाला", "Rahul Verma"),
        ("number two", "Rahul Verma"),
        ("number do", "Rahul Verma"),
        ("the second one", "Rahul Verma"),
        ("aakhri wala", "Rahul Verma"),
        ("0034", "Rahul Verma"),
        ("jiska number 34 pe khatam hota hai", "Rahul Verma"),
        ("teen chaar wala number", "Rahul Verma"),
    ];
    for (way, name) in ways {
        let mut talk = Talk::new(Tongue::En);
        talk.say("Rahul ne 500 diye");
        assert_eq!(talk.say(way), format!("{name} paid ₹500. Shall I write it?"), "{way}");
    }
}

#[test]
fn a_new_product_with_a_price_is_offered_once_and_never_for_nothing() {
    let mut talk = conversation(
        Tongue::En,
        &[
            ("Priya ko do packet Maggi at 14", "Maggi is new. Shall I add it, 1 for ₹14?"),
            ("haan", "Maggi was added. Priya Singh: 2 Maggi. ₹28. Shall I write it?"),
            ("haan", "Written. Priya Singh owes ₹100."),
        ],
    );
    let [Command::CreateProduct(product), Command::IssueInvoice(bill)] = talk.posted.as_slice() else {
        panic!("{:?}", talk.posted)
    };
    assert_eq!((product.price, bill.expected_total), (rupees(14), Some(rupees(28))));
    assert_eq!(bill.lines[0].product.to_string(), crate::shop::id(2_001));
    talk = conversation(
        Tongue::En,
        &[
            ("Priya ko do packet Maggi", "Maggi is new. At what price?"),
            ("chaudah rupaye", "Maggi is new. Shall I add it, 1 for ₹14?"),
            ("nahi", "All right, not written."),
        ],
    );
    assert_eq!(talk.posted, []);
}

#[test]
fn what_sounds_like_a_product_is_asked_about_first() {
    let talk = conversation(
        Tongue::En,
        &[
            ("Priya ko do kilo suger", "Priya Singh: 2 kg Sugar. ₹92. Shall I write it?"),
            ("haan", "Written. Priya Singh owes ₹100."),
        ],
    );
    assert_eq!(talk.posted.len(), 1);
}

#[test]
fn an_unknown_customer_is_offered_to_be_added() {
    let talk = conversation(
        Tongue::En,
        &[
            ("Farhan ne 500 diye", "I do not know Farhan. Shall I add them?"),
            ("haan", "Farhan was added. Farhan paid ₹500. Shall I write it?"),
            ("haan", "Written. Farhan owes ₹100."),
        ],
    );
    let [Command::CreateParty(_), Command::ReceivePayment { party: who, .. }] = talk.posted.as_slice() else {
        panic!("{:?}", talk.posted)
    };
    assert_eq!(*who, party(1_001));
    conversation(
        Tongue::En,
        &[
            ("Farhan ne 500 diye", "I do not know Farhan. Shall I add them?"),
            ("Suresh", "Suresh Yadav paid ₹500. Shall I write it?"),
        ],
    );
}

#[test]
fn a_customer_who_cannot_be_added_takes_what_was_wanted_along() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Farhan ne 500 diye");
    talk.refuse = vec![Some(Refusal::DuplicateParty { name: "Suresh Yadav".into() })];
    assert_eq!(talk.codes_of("haan"), ["refused"]);
    assert_eq!(talk.codes_of("haan"), ["nothing_pending"]);
    assert_eq!(talk.posted, []);
}

#[test]
fn the_last_entry_is_taken_back_after_a_read_back() {
    for words in
        ["galat likh diya, hata do", "last entry cancel", "गलत लिख दिया हटा दो", "pichli entry hata do", "undo"]
    {
        let mut talk = Talk::new(Tongue::En);
        talk.say("Suresh ne 500 diye");
        talk.say("haan");
        assert_eq!(talk.say(words), "Suresh Yadav's payment of ₹500. Shall I take it back?", "{words}");
        assert_eq!(talk.posted.len(), 1);
        assert_eq!(talk.say("haan"), "Taken back. Suresh Yadav owes ₹100.");
        assert!(matches!(talk.posted.as_slice(), [_, Command::Reverse { .. }]), "{:?}", talk.posted);
        assert_eq!(talk.say(words), "Suresh Yadav's payment of ₹500 was taken back already.");
        assert_eq!(talk.posted.len(), 2);
    }
}

#[test]
fn what_another_conversation_wrote_is_found_in_the_books() {
    let mut talk = Talk::new(Tongue::Hi);
    assert_eq!(talk.say("last entry cancel"), "हटाने को कुछ नहीं है।");
    talk.last = Some(last_bill());
    assert_eq!(talk.say("last entry cancel"), "Priya Singh का ₹204 का बिल। हटा दूँ?");
    assert_eq!(talk.say("nahi"), "ठीक है, रहने दिया।");
    assert_eq!(talk.posted, []);
}

#[test]
fn several_people_are_read_back_in_one_sentence() {
    let mut talk = conversation(
        Tongue::En,
        &[
            (
                "Suresh aur Priya ko pachas pachas udhaar",
                "₹50 each on credit to Suresh Yadav and Priya Singh. Shall I write it?",
            ),
            ("haan", "Written. Suresh Yadav owes ₹100. Written. Priya Singh owes ₹100."),
            ("dono ko sau sau udhaar", "₹100 each on credit to Suresh Yadav and Priya Singh. Shall I write it?"),
        ],
    );
    talk.refuse = vec![None, Some(Refusal::CreditLimit { limit: rupees(500) })];
    assert_eq!(
        talk.say("haan"),
        "Written. Suresh Yadav owes ₹100. Priya Singh: The credit limit of ₹500 would be passed. Nothing was written."
    );
    assert_eq!(talk.posted.len(), 3);
}

#[test]
fn who_was_spoken_of_is_remembered() {
    conversation(
        Tongue::En,
        &[
            ("Suresh ka balance kitna hai", "Read owes nothing."),
            ("usko 200 udhaar likho", "₹200 on credit to Suresh Yadav. Shall I write it?"),
            ("haan", "Written. Suresh Yadav owes ₹100."),
            ("uska balance batao", "Read owes nothing."),
        ],
    );
}

#[test]
fn the_same_is_done_for_somebody_else() {
    conversation(
        Tongue::En,
        &[
            ("Suresh ko 200 udhaar likho", "₹200 on credit to Suresh Yadav. Shall I write it?"),
            ("haan", "Written. Suresh Yadav owes ₹100."),
            ("Priya ko bhi same", "₹200 on credit to Priya Singh. Shall I write it?"),
            ("haan", "Written. Priya Singh owes ₹100."),
        ],
    );
    let policy = ConfirmPolicy { least: Confirmation::None, ..ConfirmPolicy::default() };
    let mut talk = Talk::with(Tongue::En, policy);
    talk.say("Suresh ko 200 udhaar likho");
    assert_eq!(talk.codes_of("Priya ko bhi same"), ["confirm_needed"], "how much was guessed");
}

#[test]
fn an_edit_that_is_not_understood_leaves_the_bill_waiting() {
    let waits = "Priya Singh: 2 kg Rice, 1 kg Sugar. ₹166. Yes or no?";
    for after in ["haan", "nahi", "rehne do"] {
        let mut talk = conversation(Tongue::En, &[BILL, ("teen kilo", "How much of what?"), (after, waits)]);
        assert_eq!(talk.posted, []);
        assert_eq!(talk.say("haan"), "Written. Priya Singh owes ₹100.");
    }
    conversation(
        Tongue::En,
        &[BILL, ("teen kilo", "How much of what?"), ("chini teen kilo", "3 kg Sugar. Now ₹258. Shall I write it?")],
    );
}

#[test]
fn somebody_new_is_offered_in_their_turn() {
    let talk = conversation(
        Tongue::En,
        &[
            ("Suresh ne 500 diye", "Suresh Yadav paid ₹500. Shall I write it?"),
            ("Farhan ne 200 diye", "First, shall I write Suresh Yadav's payment of ₹500?"),
            ("haan", "Written. Suresh Yadav owes ₹100. I do not know Farhan. Shall I add them?"),
            ("haan", "Farhan was added. Farhan paid ₹200. Shall I write it?"),
            ("haan", "Written. Farhan owes ₹100."),
        ],
    );
    assert_eq!(talk.posted.len(), 3);
}

#[test]
fn a_high_amount_is_said_again_before_it_is_written() {
    let read_back = "Suresh Yadav paid ₹30,000. Say the amount again to write it.";
    for right in ["tees hazaar", "haan tees hazaar rupaye", "30000", "तीस हज़ार"] {
        let talk = conversation(
            Tongue::En,
            &[
                ("Suresh ne tees hazaar rupaye diye", read_back),
                ("haan", read_back),
                ("das hazaar", read_back),
                (right, "Written. Suresh Yadav owes ₹100."),
            ],
        );
        assert_eq!(talk.posted, [Command::payment(party(3), rupees(30_000), PaymentMode::Cash)]);
    }
    let corrected = ("nahi, das hazaar", "Suresh Yadav paid ₹10,000. Shall I write it?");
    let written = ("haan", "Written. Suresh Yadav owes ₹100.");
    let talk = conversation(Tongue::En, &[("Suresh ne tees hazaar rupaye diye", read_back), corrected, written]);
    assert_eq!(talk.posted, [Command::payment(party(3), rupees(10_000), PaymentMode::Cash)]);
    let talk = conversation(
        Tongue::En,
        &[("Suresh ne tees hazaar rupaye diye", read_back), ("nahi", "All right, not written.")],
    );
    assert_eq!(talk.posted, []);
}

#[test]
fn a_very_high_amount_takes_a_code() {
    let mut talk = Talk::with(Tongue::En, with_code());
    for (said, answer) in [
        ("Suresh ne do lakh rupaye diye", "Suresh Yadav paid ₹2,00,000. Shall I write it?"),
        ("haan", "The owner has got a code. What is it?"),
        ("haan", "The owner has got a code. What is it?"),
        ("654321", "That is not the code. Once more?"),
    ] {
        assert_eq!(talk.say(said), answer, "{said}");
    }
    assert_eq!((talk.posted.len(), talk.codes), (0, 1));
    assert_eq!(talk.say("ek do teen chaar paanch chhe"), "Written. Suresh Yadav owes ₹100.");
}

#[test]
fn amounts_that_are_split_count_together() {
    let mut talk = Talk::new(Tongue::En);
    assert_eq!(talk.codes_of("Suresh aur Priya ko pandrah hazaar pandrah hazaar udhaar"), ["amount_needed"]);
    assert_eq!(talk.codes_of("haan"), ["amount_needed"]);
    assert_eq!(talk.codes_of("tees hazaar"), ["posted", "posted"]);
}

#[test]
fn a_shop_that_wants_no_yes_is_asked_only_about_guesses() {
    let policy = ConfirmPolicy { least: Confirmation::None, ..ConfirmPolicy::default() };
    let mut talk = Talk::with(Tongue::En, policy);
    assert_eq!(talk.say("Suresh ne 500 diye"), "Suresh Yadav paid ₹500. Written. Suresh Yadav owes ₹100.");
    assert_eq!(talk.codes_of("usko 200 udhaar likho"), ["confirm_needed"], "who was guessed");
    talk.say("nahi");
    assert_eq!(talk.codes_of("Sooresh ne 500 diye"), ["confirm_needed"], "who was known by sound alone");
    talk.say("nahi");
    assert_eq!(talk.codes_of("Suresh ne 30000 diye"), ["amount_needed"], "a high amount");
    talk.say("nahi");
    talk.say("Rahul ne 500 diye");
    assert_eq!(talk.codes_of("pehla"), ["confirm_needed"], "who was asked about");
    assert_eq!(talk.posted.len(), 1);
}
