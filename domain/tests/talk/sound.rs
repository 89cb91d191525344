//! A spoken yes: what its sound says beside its words.

use crate::shop::Talk;
use execora_domain::dialogue::Agreement;
use execora_domain::reply::{Reply, Tongue};

/// What is said back to this, heard so surely and with this sound, while a payment waits.
fn answered(text: &str, sure: u16, agreement: Agreement) -> (Vec<&'static str>, usize) {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    let steps = talk.heard(text, sure, agreement);
    let codes = talk.carry_out(steps).iter().map(Reply::code).collect();
    (codes, talk.posted.len())
}

#[test]
fn a_yes_that_did_not_sound_like_one_is_asked_for() {
    for text in ["Haan.", "Yes.", "Okay.", "Haan likh do.", "Theek hai.", "Likho."] {
        assert_eq!(answered(text, 990, Agreement::NotYes), (vec!["still_waiting"], 0), "{text}");
    }
}

#[test]
fn whoever_did_not_sound_like_a_yes_hears_which_one_is_heard_well() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    let steps = talk.heard("Haan.", 990, Agreement::NotYes);
    let texts: Vec<String> = talk.carry_out(steps).iter().map(|reply| reply.text(Tongue::En)).collect();
    assert_eq!(texts, ["Suresh Yadav paid ₹500. Yes or no – say “yes, go ahead”, or “no”."]);
    let steps = talk.heard("Yes, go ahead.", 900, Agreement::Yes);
    assert!(talk.carry_out(steps).iter().any(|reply| reply.code() == "posted"), "what is told to be said is a yes");
    for (text, tongue) in [("yes, go ahead", Tongue::En), ("हाँ, ठीक है", Tongue::Hi)] {
        let mut talk = Talk::new(tongue);
        talk.say("Suresh ne 500 diye");
        talk.say(text);
        assert_eq!(talk.posted.len(), 1, "{text}");
    }
}

#[test]
fn a_sound_that_is_a_yes_is_one_however_it_was_written() {
    for text in ["Haan.", "Hai.", "Hain.", "Hun."] {
        assert_eq!(answered(text, 400, Agreement::Yes), (vec!["posted"], 1), "{text}");
    }
}

#[test]
fn a_sound_that_may_be_a_yes_leaves_it_to_the_words() {
    assert_eq!(answered("Haan.", 300, Agreement::Fits), (vec!["posted"], 1));
    assert_eq!(answered("Hai.", 900, Agreement::Fits), (vec!["still_waiting"], 0));
}

#[test]
fn words_that_say_something_else_outweigh_a_sound_like_a_yes() {
    assert_eq!(answered("Nahi.", 600, Agreement::Yes), (vec!["cancelled"], 0));
    assert_eq!(answered("Suresh ka balance kitna hai", 900, Agreement::Yes).1, 0);
    assert_eq!(answered("Main abhi aata hoon, ruko", 900, Agreement::Yes).1, 0);
}

#[test]
fn a_name_a_sum_or_a_command_heard_unsurely_does_not_outweigh_the_sound_of_a_yes() {
    for text in ["Priya Singh.", "Hazaar hai.", "Bill Rohit."] {
        assert_eq!(answered(text, 450, Agreement::Yes), (vec!["posted"], 1), "{text}");
        assert_eq!(answered(text, 700, Agreement::Yes).1, 0, "{text}");
        assert_eq!(answered(text, 450, Agreement::Fits).1, 0, "{text}");
    }
    for text in ["Nahi, Priya Singh.", "Mat likho.", "Ruko.", "Haan kitna?", "Hain kya?", "Bhai bol."] {
        assert_eq!(answered(text, 450, Agreement::Yes).1, 0, "{text}");
    }
}

#[test]
fn a_bare_yes_of_ears_that_weigh_no_sound_must_be_sure() {
    for text in ["Haan.", "Yes.", "Theek hai."] {
        assert_eq!(answered(text, 390, Agreement::Unweighed), (vec!["still_waiting"], 0), "{text}");
        assert_eq!(answered(text, 400, Agreement::Unweighed), (vec!["posted"], 1), "{text}");
    }
    assert_eq!(answered("Haan bilkul theek hai likh do", 390, Agreement::Unweighed), (vec!["posted"], 1));
}

#[test]
fn a_sound_like_a_yes_is_none_where_nothing_waits() {
    let mut talk = Talk::new(Tongue::En);
    let steps = talk.heard("Hai.", 600, Agreement::Yes);
    let codes: Vec<&str> = talk.carry_out(steps).iter().map(Reply::code).collect();
    assert_eq!(codes, ["unclear"]);
    assert_eq!(talk.posted.len(), 0);
}

#[test]
fn an_order_that_fits_only_what_waits_is_taken_by_its_words() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    talk.say("haan");
    talk.say("last entry cancel karo");
    let steps = talk.heard("Hata do.", 700, Agreement::NotYes);
    let codes: Vec<&str> = talk.carry_out(steps).iter().map(Reply::code).collect();
    assert_eq!(codes, ["posted"]);
}
