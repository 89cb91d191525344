//! The same told twice in one breath: once, or twice?

use crate::shop::Talk;
use execora_domain::reply::Tongue;

/// What is said several times over, what is asked about it, and what is read back of it once.
const TOLD: &[(&str, &str, &str)] = &[
    ("Suresh Yadav paid 500 rupees.", "Suresh Yadav, ₹500", "Suresh Yadav paid ₹500."),
    ("Suresh Yadav ne paanch sau rupaye diye.", "Suresh Yadav, ₹500", "Suresh Yadav paid ₹500."),
    ("सुरेश यादव ने पाँच सौ रुपये दिए।", "Suresh Yadav, ₹500", "Suresh Yadav paid ₹500."),
    ("Suresh ke khaate mein 300 udhaar likho.", "Suresh Yadav, ₹300", "₹300 on credit to Suresh Yadav."),
    ("Suresh took 300 on credit.", "Suresh Yadav, ₹300", "₹300 on credit to Suresh Yadav."),
    ("Bill for Priya Singh: 2 kg sugar and 1 kg rice.", "Priya Singh", "Priya Singh: 2 kg Sugar, 1 kg Rice. ₹152."),
    ("Priya ka bill banao do kilo chini.", "Priya Singh", "Priya Singh: 2 kg Sugar. ₹92."),
    ("प्रिया का बिल बनाओ दो किलो चीनी।", "Priya Singh", "Priya Singh: 2 kg Sugar. ₹92."),
    ("Stock mein 50 kilo chini aayi.", "Sugar", "Sugar: 50 kg more."),
];

#[test]
fn a_sentence_that_comes_twice_or_three_times_is_asked_about_and_written_once() {
    for (sentence, asked, read_back) in TOLD {
        for times in [2, 3] {
            let said = vec![*sentence; times].join(" ");
            let question = if times == 2 { "once, or twice?" } else { "once, or three times?" };
            let mut talk = Talk::new(Tongue::En);
            assert_eq!(talk.say(&said), format!("{asked}: {question}"), "{said}");
            let told = talk.say("once");
            assert!(told.starts_with(read_back), "{said} → {told}");
            talk.say("haan");
            assert_eq!(talk.posted.len(), 1, "{said}");
        }
    }
}

#[test]
fn the_same_without_stops_is_asked_about_or_read_back_once() {
    for (sentence, _, read_back) in TOLD {
        let bare = sentence.trim_end_matches(['.', '।']);
        let mut talk = Talk::new(Tongue::En);
        let said = format!("{bare} {bare}");
        let told = talk.say(&said);
        let told = if told.ends_with(": once, or twice?") { talk.say("ek baar") } else { told };
        assert!(told.starts_with(read_back), "{said} → {told}");
        talk.say("haan");
        assert_eq!(talk.posted.len(), 1, "{said}");
    }
}

#[test]
fn a_figure_that_ears_wrote_again_and_again_is_one() {
    for said in ["Suresh Yadav paid 500 500 500 500 rupees", "Suresh ne 500 500 500 rupaye diye"] {
        assert_eq!(Talk::new(Tongue::En).say(said), "Suresh Yadav paid ₹500. Shall I write it?", "{said}");
    }
}

#[test]
fn what_is_meant_twice_is_written_twice() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh paid 500. Suresh paid 500.");
    assert_eq!(talk.say("dono"), "Suresh Yadav and Suresh Yadav paid ₹500 each. Shall I write it?");
    talk.say("haan");
    assert_eq!(talk.posted.len(), 2);
}

#[test]
fn goods_that_come_twice_on_one_bill_are_asked_about() {
    for said in [
        "Priya ka bill banao do kilo chini do kilo chini",
        "Bill for Priya: 2 kg sugar, 2 kg sugar",
        "प्रिया का बिल बनाओ दो किलो चीनी दो किलो चीनी",
    ] {
        let mut talk = Talk::new(Tongue::En);
        assert_eq!(talk.say(said), "Sugar: once, or twice?", "{said}");
        assert_eq!(talk.say("haan"), "Sugar: once, or twice?", "a yes is no answer");
        assert_eq!(talk.say("ek baar"), "Priya Singh: 2 kg Sugar. ₹92. Shall I write it?");
    }
    let mut talk = Talk::new(Tongue::Hi);
    assert_eq!(talk.say("Priya ka bill banao do kilo chini do kilo chini do kilo chini"), "Sugar: एक बार, या तीन बार?");
    assert_eq!(talk.say("do baar"), "Priya Singh: 2 किलो Sugar, 2 किलो Sugar। ₹184। लिख दूँ?");
}

#[test]
fn what_differs_or_changes_nothing_is_not_asked_about() {
    for (said, told) in [
        ("Suresh paid 500 and Priya paid 500", "Suresh Yadav and Priya Singh paid ₹500 each. Shall I write it?"),
        ("Suresh ka balance kitna hai. Suresh ka balance kitna hai.", "Read owes nothing."),
        ("price of rice is now 65. price of rice is now 65.", "Rice: 1 kg for ₹65. Shall I write it?"),
    ] {
        assert_eq!(Talk::new(Tongue::En).say(said), told, "{said}");
    }
}

#[test]
fn what_only_the_second_time_tells_is_not_lost() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh paid 500, Suresh paid 500 yesterday by upi");
    let told = talk.say("once");
    assert!(told.contains("yesterday") || told.contains(" on "), "{told}");
    assert!(told.contains("UPI"), "{told}");
}

#[test]
fn who_is_asked_first_and_how_often_after() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Rahul paid 500. Rahul paid 500.");
    assert_eq!(talk.say("pehla"), "Rahul Sharma, ₹500: once, or twice?");
    assert_eq!(talk.say("once"), "Rahul Sharma paid ₹500. Shall I write it?");
}

#[test]
fn what_waits_told_again_twice_is_the_same_once() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh paid 500");
    assert_eq!(talk.say("Suresh paid 500. Suresh paid 500."), "Suresh Yadav paid ₹500. Shall I write it?");
    talk.say("haan");
    assert_eq!(talk.posted.len(), 1);
}

#[test]
fn whoever_is_new_is_written_once() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Farhan ne 500 diye. Farhan ne 500 diye.");
    talk.say("haan");
    talk.say("haan");
    assert!(talk.posted.len() <= 2, "{:?}", talk.posted);
}
