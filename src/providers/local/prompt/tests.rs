use super::*;

fn prompt() -> Prompt {
    let names = ["Rahul Sharma", "Sunita Devi", "chawal", "ande"].map(str::to_owned);
    Prompt::new(&names, 300, |text| text.len() / 3)
}

#[test]
fn the_likeliest_name_stands_nearest_to_what_will_be_said() {
    assert!(prompt().text().starts_with(" ande, chawal, Sunita Devi, Rahul Sharma. Add ten "));
}

#[test]
fn names_that_do_not_fit_are_left_out_from_the_end() {
    let names = ["Rahul Sharma", "Sunita Devi", "chawal"].map(str::to_owned);
    let talk: usize = SHOP_TALK.iter().map(|words| words.len()).sum();
    let prompt = Prompt::new(&names, talk + 14, str::len);
    assert!(prompt.text().starts_with(" Rahul Sharma. Add"), "{}", prompt.text());
}

#[test]
fn a_run_of_prompt_entries_is_a_leak_however_sure() {
    assert!(prompt().leaked("Chawal, Sunita Devi, Rahul Sharma.", 0.9));
    assert!(prompt().leaked("Bees hazaar. Bill banao. Balance kitna hai?", 0.9));
}

#[test]
fn a_name_and_shop_words_said_clearly_are_believed() {
    assert!(!prompt().leaked("Rahul Sharma balance", 0.8));
    assert!(!prompt().leaked("Rahul Sharma ko dedh sau rupaye udhaar likho.", 0.8));
    assert!(!prompt().leaked("Rahul Sharma.", 0.7));
}

#[test]
fn prompt_words_heard_unsurely_are_refused() {
    assert!(prompt().leaked("Rahul balance udhaar", 0.3));
}

#[test]
fn a_leak_that_carries_a_stray_syllable_is_refused() {
    assert!(prompt().leaked("Haan saadhe teen sau ta.", 0.32));
    assert!(prompt().leaked("Ta saadhe teen sau.", 0.4));
    assert!(!prompt().leaked("Haan saadhe teen sau ta.", 0.7), "it was heard well");
    assert!(!prompt().leaked("Kaveri ne saadhe teen sau diye.", 0.4), "a name was said");
    assert!(!prompt().leaked("Haan saadhe teen sau 500.", 0.4), "a figure was said");
}

#[test]
fn nobody_is_told_to_expect_a_yes_or_a_no() {
    let told = words(&prompt().text());
    for answer in ["haan", "nahi", "yes", "no", "correct", "ok", "theek", "sahi", "ji"] {
        assert!(!told.iter().any(|word| word == answer), "{answer}");
    }
}

#[test]
fn a_word_that_was_not_in_the_prompt_proves_that_something_was_said() {
    assert!(!prompt().leaked("Rahul Sharma 500", 0.2));
}

#[test]
fn what_whisper_says_again_is_cut_off() {
    let twice = "Rahul Sharma ko 500 rupaye udhaar likho. Rahul Sharma ko 550 rupye udhaarr likho";
    assert_eq!(said_once(twice), "Rahul Sharma ko 500 rupaye udhaar likho.");
    assert_eq!(said_once("Rahul ka balance. Rahol ka balance."), "Rahul ka balance.");
}

#[test]
fn a_second_sentence_that_says_something_else_is_kept() {
    let bill = "Sunita ka bill banao. 2 kilo chini, 1 kilo chawal.";
    assert_eq!(said_once(bill), bill);
    assert_eq!(said_once("Haan. Nahi."), "Haan. Nahi.");
}

#[test]
fn a_name_in_devanagari_is_told_in_latin_letters() {
    assert_eq!(romanised("अमित कुमार"), "amit kumar");
    assert_eq!(romanised("रमज़ान अली"), "ramajan ali");
    assert_eq!(romanised("चीनी"), "chini");
    assert_eq!(romanised("Rahul"), "Rahul");
}
