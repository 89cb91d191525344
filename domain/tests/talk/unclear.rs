//! What ears add, and what is asked where one thing is unclear: that thing.

use crate::shop::{Talk, id, world};
use execora_domain::intent::{Lexicon, World};
use execora_domain::ledger::ConfirmPolicy;
use execora_domain::reply::Tongue;

fn shop() -> World {
    let mut shop = world(ConfirmPolicy::default());
    let mut gopal = shop.customers[2].clone();
    (gopal.id, gopal.name) = (id(77), "Gopal Das".to_owned());
    shop.customers.push(gopal);
    shop
}

fn told(said: &str) -> String {
    let mut talk = Talk::new(Tongue::En);
    talk.shop = Lexicon::new(&shop());
    talk.say(said)
}

#[test]
fn what_ears_put_behind_a_command_is_dropped() {
    for tail in [
        "Thank you for watching.",
        "Thanks for watching!",
        "Bye.",
        "Bye bye.",
        "Please subscribe.",
        "Please subscribe to my channel.",
        "See you next time.",
        "देखने के लिए धन्यवाद।",
        "कृपया सब्सक्राइब करें।",
        "Thank you for watching. Bye.",
        "Thank you.",
        "Dhanyavaad.",
    ] {
        for command in ["Suresh Yadav paid 500 rupees.", "Suresh ne paanch sau diye."] {
            let said = format!("{command} {tail}");
            assert_eq!(told(&said), "Suresh Yadav paid ₹500. Shall I write it?", "{said}");
        }
    }
    assert_eq!(told("Thank you for watching."), "I did not understand. Please say it again.");
}

#[test]
fn what_is_unclear_is_what_is_asked() {
    for (said, wanted) in [
        ("Suresh Yadav paid 500 rupees. Suresh Yadav paid 600 rupees.", "₹500 or ₹600?"),
        ("Suresh paid half of her balance", "How much exactly?"),
        ("Suresh paid half his balance", "How much exactly?"),
        ("Suresh ne aadha balance diya", "How much exactly?"),
        ("Suresh ne aadha udhaar chukaya", "How much exactly?"),
        ("remind Suresh in half an hour", "Remind Suresh Yadav on 20 November at 10:30 am. Shall I?"),
        ("remind Suresh after half an hour", "Remind Suresh Yadav on 20 November at 10:30 am. Shall I?"),
        ("aadhe ghante mein Suresh ko yaad dilana", "Remind Suresh Yadav on 20 November at 10:30 am. Shall I?"),
        ("Priya ka bill banao paav bhar chini", "Priya Singh: 250 g Sugar. ₹12. Shall I write it?"),
        ("Gopal das rupaye udhaar", "How much?"),
        ("Gopal das rupaye udhaar likho", "How much?"),
        ("Gopal das rupaye diye", "How much?"),
        ("Gopal Das ko das rupaye udhaar", "₹10 on credit to Gopal Das. Shall I write it?"),
    ] {
        assert_eq!(told(said), wanted, "{said}");
    }
}

#[test]
fn what_was_asked_about_is_answered() {
    for (said, answer, read_back) in [
        (
            "Suresh Yadav paid 500 rupees. Suresh Yadav paid 600 rupees.",
            "600",
            "Suresh Yadav paid ₹600. Shall I write it?",
        ),
        ("Suresh paid half of her balance", "250", "Suresh Yadav paid ₹250. Shall I write it?"),
        ("Gopal das rupaye udhaar", "das", "₹10 on credit to Gopal Das. Shall I write it?"),
    ] {
        let mut talk = Talk::new(Tongue::En);
        talk.shop = Lexicon::new(&shop());
        talk.say(said);
        assert_eq!(talk.say(answer), read_back, "{said}");
    }
}
