use super::*;
use crate::dialogue::tests::shop;

fn heard(readings: &[(&str, u16)]) -> Hearing {
    let hypotheses: Vec<(String, u16)> = readings.iter().map(|(text, sure)| ((*text).to_owned(), *sure)).collect();
    weigh(&hypotheses, &shop(), None, jiff::civil::datetime(2026, 11, 20, 10, 0, 0, 0))
}

fn asked(hearing: &Hearing) -> (Reason, Option<Slot>, Vec<Candidate>) {
    let clarify = hearing.parse.clarify.clone().unwrap_or_else(|| panic!("nothing is asked: {hearing:?}"));
    (clarify.reason, clarify.slot, clarify.candidates)
}

fn rupees(amounts: &[i64]) -> Vec<Candidate> {
    amounts.iter().map(|amount| Candidate::Amount(Money::from_paise(amount * 100))).collect()
}

#[test]
fn a_likely_reading_is_taken_over_a_far_one_that_means_another_amount() {
    let hearing = heard(&[("Suresh ne 500 rupaye diye", 800), ("Suresh ne 560 rupaye diye", 660)]);
    assert_eq!((hearing.taken, hearing.parse.clarify), (0, None));
}

#[test]
fn two_close_amounts_are_asked_about_and_neither_is_kept() {
    let hearing = heard(&[("Suresh ne saat rupaye diye", 700), ("Suresh ne saath rupaye diye", 690)]);
    assert_eq!(asked(&hearing), (Reason::AmbiguousAmount, Some(Slot::AmountPaise), rupees(&[7, 60])));
    assert_eq!(hearing.parse.frames[0].slots.amount_paise, None);
    assert!(hearing.parse.frames[0].slots.customer_id.is_some());
}

#[test]
fn three_close_amounts_are_all_offered() {
    let readings = [("Suresh paid 500 rupees", 743), ("Suresh paid 800 rupees", 739), ("Suresh paid 300 rupees", 730)];
    assert_eq!(asked(&heard(&readings)).2, rupees(&[500, 800, 300]));
}

#[test]
fn two_close_people_and_two_close_actions_are_asked_about() {
    let people = heard(&[("Suresh ne 500 diye", 700), ("Priya ne 500 diye", 690)]);
    assert_eq!(asked(&people).0, Reason::AmbiguousCustomer);
    let actions = heard(&[("Suresh ne 500 diye", 700), ("Suresh ko 500 udhaar diye", 690)]);
    assert_eq!(asked(&actions).0, Reason::AmbiguousIntent);
}

#[test]
fn readings_that_mean_the_same_support_one_another() {
    let readings = [
        ("Suresh ne 300 diye", 700),
        ("Suresh ne 500 diye", 690),
        ("Suresh ne paanch sau diye", 690),
        ("Suresh ne paanch sau rupaye diye", 685),
        ("Suresh ne 500 rupaye diye", 680),
    ];
    let hearing = heard(&readings);
    assert_eq!(hearing.taken, 1, "{hearing:?}");
}

#[test]
fn a_close_reading_that_is_not_whole_but_names_another_amount_is_asked_about() {
    let hearing = heard(&[("Suresh ne 500 diye", 700), ("Mahesh ne 800 diye", 700)]);
    assert_eq!(asked(&hearing).2, rupees(&[500, 800]));
}

#[test]
fn goods_that_differ_are_asked_for_again() {
    let hearing = heard(&[("Priya ka bill banao do kilo chawal", 700), ("Priya ka bill banao das kilo chawal", 690)]);
    assert_eq!(asked(&hearing), (Reason::MissingSlot, Some(Slot::Items), vec![]));
}

#[test]
fn an_amount_that_sounds_like_another_is_asked_about_where_the_ears_were_unsure() {
    let hearing = heard(&[("Suresh ne pachas rupaye diye", 500)]);
    let (reason, _, candidates) = asked(&hearing);
    assert_eq!(reason, Reason::AmbiguousAmount);
    assert!(candidates.starts_with(&rupees(&[50])) && candidates.len() <= ASKED_MAX, "{candidates:?}");
    assert!(candidates.contains(&rupees(&[55])[0]));
    assert_eq!(heard(&[("Suresh ne pachas rupaye diye", 600)]).parse.clarify, None);
    assert_eq!(asked(&heard(&[("Suresh ne saath rupaye diye", 800)])).2, rupees(&[60, 7]));
    assert_eq!(asked(&heard(&[("Suresh paid fifteen rupees", 500)])).2, rupees(&[15, 50]));
}

#[test]
fn a_word_that_nothing_explains_before_an_amount_may_be_half_of_it() {
    let hearing = heard(&[("Suresh ne sahe 400 rupaye diye", 700)]);
    assert_eq!(asked(&hearing), (Reason::AmbiguousAmount, Some(Slot::AmountPaise), vec![]));
    assert_eq!(heard(&[("Suresh ne sahe 400 rupaye diye", 1_000)]).parse.clarify, None, "typed");
}

#[test]
fn a_faint_reading_with_strange_words_is_no_command() {
    let strange = [("Suresh, hau banski ko 300 udhaar likho", 450)];
    assert!(heard(&strange).parse.clarify.is_some(), "{:?}", heard(&strange));
    assert_eq!(heard(&[("Suresh ko 300 udhaar likho", 450)]).parse.clarify, None);
}

#[test]
fn nothing_is_done_on_a_faint_reading_with_strange_words() {
    let faint = heard(&[("Suresh Yadav, Hau, Banskilata", 455), ("Suresh Yadav, Hau, Banskil, Hata", 417)]);
    assert_eq!(faint.parse.frames[0].intent, Intent::Unknown, "{faint:?}");
    let alone = heard(&[("Suresh Yadav, Hau, Banskil, Hata", 417)]);
    assert!(alone.readings[0].parse.clarify.is_none(), "the grammar alone would do it: {alone:?}");
    assert_eq!((alone.parse.frames[0].intent, alone.parse.clarify.is_some()), (Intent::Unknown, true));
}

#[test]
fn a_reading_that_does_not_tell_how_is_no_other_meaning() {
    let hearing = heard(&[("10 kilo chawal stock mein jodo", 520), ("10 kilo chawal stock mein joha", 530)]);
    assert_eq!((hearing.parse.clarify.as_ref(), hearing.taken), (None, 0), "{hearing:?}");
    let other = heard(&[("10 kilo chawal stock mein jodo", 620), ("12 kilo chawal stock mein jodo", 615)]);
    assert_eq!(asked(&other).1, Some(Slot::QtyMilli));
}

#[test]
fn what_is_typed_is_never_asked_about_for_its_sound() {
    for amount in ["7", "saath", "pachas", "15", "13 sau", "bees hazaar"] {
        let hearing = heard(&[(&format!("Suresh ne {amount} rupaye diye"), 1_000)]);
        assert_eq!(hearing.parse.clarify, None, "{amount}");
    }
}

#[test]
fn questions_are_answered_without_asking_which_was_meant() {
    let hearing = heard(&[("Suresh ka balance kitna hai", 700), ("Priya ka balance kitna hai", 690)]);
    assert_eq!(hearing.parse.clarify, None);
}

#[test]
fn whoever_is_told_to_have_paid_is_not_lent_to_because_of_words_at_the_end() {
    let hearing = heard(&[("Suresh ne 500 rupaye udhaar likho", 730)]);
    assert_eq!(asked(&hearing).0, Reason::AmbiguousIntent);
    assert_eq!(heard(&[("Suresh ne 500 rupaye udhaar liya", 730)]).parse.clarify, None);
    assert_eq!(heard(&[("Suresh ko 500 rupaye udhaar likho", 730)]).parse.clarify, None);
}

#[test]
fn close_amounts_are_asked_about_though_it_is_not_said_of_whom() {
    let hearing = heard(&[("uska 500 rupaye udhaar likho", 730), ("uska 800 rupaye udhaar likho", 725)]);
    assert_eq!(asked(&hearing).2, rupees(&[500, 800]));
}

#[test]
fn a_reading_that_makes_no_command_is_mended_and_the_mended_one_counts_less() {
    let hearing = heard(&[("Priya ka bill banao dokilo chaval", 650)]);
    assert_eq!(hearing.parse.clarify, None, "{hearing:?}");
    assert_eq!((hearing.taken, hearing.text()), (1, "Priya ka bill banao do kilo chaaval"));
    assert_eq!(hearing.readings[1].confidence, 650 - MENDED);
    let typed = heard(&[("Priya ka bill banao dokilo chaval", 1_000)]);
    assert_eq!(typed.readings.len(), 1);
}
