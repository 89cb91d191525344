//! Words and figures that have no place in what a sentence tells make it a question: no money moves on half of what
//! was said. Each family is a sentence that is acted upon, and the same with something in it that speaks against it.
#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::intent::{Intent, Lexicon, Parse, World, parse};
use std::collections::BTreeMap;

fn read(text: &str) -> Parse {
    let worlds: BTreeMap<String, World> = serde_json::from_str(include_str!("understanding/worlds.json")).unwrap();
    parse(text, &Lexicon::new(&worlds["P1"]), None, jiff::civil::date(2026, 11, 20).at(10, 0, 0, 0))
}

fn acts(parse: &Parse) -> bool {
    parse.clarify.is_none() && parse.frames.iter().any(|frame| frame.intent.changes_state())
}

const AMOUNTS: &[&str] = &["sau", "do sau", "dhai sau", "450", "paanch hazaar"];

/// In every sentence `{}` is an amount; the first of a family is told plainly.
fn hold(plain: &str, intent: Intent, disturbed: &[&str]) {
    for amount in AMOUNTS {
        let told = read(&plain.replace("{}", amount));
        assert!(acts(&told) && told.frames[0].intent == intent, "{plain} with {amount}: {told:?}");
        for sentence in disturbed {
            let text = sentence.replace("{}", amount);
            let parse = read(&text);
            let right = parse.frames.iter().all(|frame| frame.intent == intent);
            assert!(!acts(&parse), "{text}: {:?} {right} {:?}", parse.frames, parse.trace.last());
        }
    }
}

#[test]
fn a_word_that_lessens_or_puts_off_a_payment_makes_it_a_question() {
    hold(
        "Neha ne {} diye",
        Intent::RecordPayment,
        &[
            "Neha ne ek kam {} diye",
            "Neha ne {} kam diye",
            "Neha ne {} se zyada diye",
            "Neha ne {} zurbak diye",
            "Neha ne {} diye ya liye",
            "Neha ne {} diye stock ghatao",
        ],
    );
}

#[test]
fn a_payment_with_words_of_credit_and_credit_with_words_of_payment_are_asked_about() {
    hold(
        "Neha aayi thi, {} de gayi",
        Intent::RecordPayment,
        &["Neha aaj khaali haath aayi thi, unke naam {} chadha lo"],
    );
    hold(
        "Neha ke khaate mein {} daal do",
        Intent::AddCredit,
        &["Neha ne abhi haath mein {} rakhe, daal do uske khaate mein"],
    );
}

#[test]
fn a_second_figure_that_nothing_accounts_for_is_asked_about() {
    hold(
        "Neha ne {} diye",
        Intent::RecordPayment,
        &["Neha ke saath teen log aaye, {} de gayi", "Neha ne {} diye, baki 7000 rupaye"],
    );
}

#[test]
fn a_payment_that_went_elsewhere_or_is_only_part_of_a_figure_is_asked_about() {
    hold(
        "Neha ne {} diye",
        Intent::RecordPayment,
        &[
            "Neha ke bete ko {} de diye",
            "Neha ji ki bahu ko {} diye",
            "munshi ke hisaab se Neha ne {} diye",
            "Neha ne {} do baar diye",
            "Neha ne {} mein se kuch diye",
            "Neha ne {} mein se diye",
            "Neha ne {} में से diye",
            "Neha ne na diye {}",
            "Neha ke {} aaye the na",
            "Neha parso {} jama karwane aayengi",
            "mehenga hua to Neha ne {} diye",
            "Neha ne {} diye, baaki Amit dega",
        ],
    );
    hold(
        "Neha ko {} ka udhaar likho",
        Intent::AddCredit,
        &["Neha ko {} ka udhaar dena hai", "Neha ka {} kal likhna hai", "Neha ko {} ka udhaar do baar likho"],
    );
}

#[test]
fn an_order_not_to_remind_makes_no_reminder() {
    for text in ["Neha ko kal yaad mat dilana", "नेहा को कल याद मत दिलाना", "don't remind Neha tomorrow"]
    {
        assert!(!read(text).frames.iter().any(|frame| frame.intent == Intent::ScheduleReminder), "{text}");
    }
    let wanted = read("Neha ko kal yaad dilana mat bhoolna");
    assert_eq!(wanted.frames[0].intent, Intent::ScheduleReminder, "{wanted:?}");
}

#[test]
fn fifty_hundred_fifty_is_two_figures() {
    assert!(!acts(&read("Neha ko pachas sau pachas likho udhaar")));
    assert!(acts(&read("Neha ko pachees sau pachas likho udhaar")));
}

#[test]
fn many_words_that_say_nothing_of_money_make_it_a_question() {
    hold("Neha ne {} diye", Intent::RecordPayment, &["Neha ne golmat zurbak {} diye", "Neha ne {} diye golmat zurbak"]);
}

#[test]
fn what_is_not_remembered_or_left_open_does_nothing_and_undoes_no_reminder() {
    for text in [
        "Neha ko sau diye ya nahi diye yaad nahi",
        "Neha ne do sau diye yaad nahi",
        "yaad nahi Neha ne do sau diye",
        "Neha ka reminder cancel karna hai ya nahi",
        "नेहा ने दो सौ दिए याद नहीं",
        "pata nahi Neha ka reminder hatana hai",
        "shayad Neha ko kal reminder bhejna hai",
    ] {
        let parse = read(text);
        assert!(!acts(&parse), "{text}: {:?}", parse.frames);
    }
}

#[test]
fn a_time_that_is_put_forward_makes_no_second_reminder() {
    let parse = read("Neha ka reminder teen baje se badha ke paanch baje");
    assert!(!acts(&parse) || parse.frames[0].intent == Intent::ModifyReminder, "{:?}", parse.frames);
}
