//! Yes and no in every script and in short forms.

use crate::shop::Talk;
use execora_domain::reply::Tongue;

const YES: &[&str] = &[
    "haan",
    "Haan.",
    "ha",
    "han",
    "haa",
    "haan ji",
    "haanji",
    "ji",
    "ji haan",
    "hmm haan",
    "haan haan",
    "ok",
    "okay",
    "OK",
    "theek",
    "theek hai",
    "thik hai",
    "sahi hai",
    "bilkul",
    "pakka",
    "yes",
    "Yes!",
    "yeah",
    "yep",
    "sure",
    "done",
    "haan likh do",
    "likh do",
    "kar do",
    "haan bhai",
    "yes please",
    "हाँ",
    "हां",
    "हा",
    "जी",
    "जी हाँ",
    "हाँ जी",
    "ठीक",
    "ठीक है",
    "सही है",
    "बिल्कुल",
    "ओके",
    "लिख दो",
    "हाँ लिख दो",
    "bas likh do",
    "do it",
    "jaldi likh do",
    "ho jaye",
    "हो जाए",
];

const NO: &[&str] = &[
    "nahi",
    "nahin",
    "Nahi.",
    "na",
    "nai",
    "mat",
    "mat likho",
    "mat karo",
    "nahi nahi",
    "nahi ji",
    "rehne do",
    "chhodo",
    "cancel",
    "cancel karo",
    "no",
    "No.",
    "nope",
    "don't",
    "no no",
    "leave it",
    "नहीं",
    "नही",
    "ना",
    "मत",
    "मत लिखो",
    "रहने दो",
    "छोड़ो",
    "कैंसल",
    "रद्द करो",
    "bas karo",
    "bas kar do",
    "बस करो",
    "band karo",
];

const NEITHER: &[&str] = &[
    "hmm",
    "ruko",
    "ek minute",
    "kya",
    "kya bola",
    "phir se bolo",
    "shayad",
    "pata nahi",
    "maloom nahi",
    "पता नहीं",
    "wait",
    "what",
    "रुको",
    "क्या",
    "aur kuch nahi",
    "theek karo",
    "haan theek karo",
    "correct it",
    "jaldi karo",
    "kuch karo",
    "jao",
    "aa jao",
    "de do",
    "दे दो",
    "bhej do",
    "send it",
];

#[test]
fn a_yes_writes_however_it_is_said() {
    for yes in YES {
        let mut talk = Talk::new(Tongue::En);
        talk.say("Suresh ne 500 diye");
        assert_eq!(talk.codes_of(yes), ["posted"], "{yes}");
    }
}

#[test]
fn a_no_drops_it_however_it_is_said() {
    for no in NO {
        let mut talk = Talk::new(Tongue::En);
        talk.say("Suresh ne 500 diye");
        assert_eq!(talk.codes_of(no), ["cancelled"], "{no}");
        assert_eq!(talk.posted, []);
    }
}

#[test]
fn what_is_neither_is_asked_again() {
    for neither in NEITHER {
        let mut talk = Talk::new(Tongue::En);
        talk.say("Suresh ne 500 diye");
        assert_eq!(talk.codes_of(neither), ["still_waiting"], "{neither}");
        assert_eq!(talk.posted, []);
    }
}

#[test]
fn an_order_to_take_it_out_is_a_yes_to_an_undo() {
    for yes in ["haan", "hata do", "haan hata do", "cancel karo", "हटा दो"] {
        let mut talk = Talk::new(Tongue::En);
        talk.say("Suresh ne 500 diye");
        talk.say("haan");
        talk.say("last entry cancel karo");
        assert_eq!(talk.codes_of(yes), ["posted"], "{yes}");
        assert_eq!(talk.posted.len(), 2);
    }
}

#[test]
fn a_number_is_no_yes() {
    for number in ["do", "दो", "ek do", "bas do", "do do", "haan do"] {
        let mut talk = Talk::new(Tongue::En);
        talk.say("Suresh ko teen kilo chawal");
        talk.say(number);
        assert_eq!(talk.posted, [], "{number}");
    }
}

#[test]
fn an_order_to_send_is_a_yes_where_something_is_sent() {
    let mut talk = Talk::new(Tongue::En);
    assert_eq!(talk.codes_of("Suresh ko kal yaad dilana"), ["confirm_needed"]);
    assert_eq!(talk.codes_of("bhej do"), ["posted"]);
}
