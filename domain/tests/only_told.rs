//! What is only so, or was, is told and not done: beside each sentence stands its twin that is an order or a report.
#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::intent::{Intent, Lexicon, Parse, World, parse};
use std::collections::BTreeMap;

fn shop() -> Lexicon {
    let worlds: BTreeMap<String, World> = serde_json::from_str(include_str!("understanding/worlds.json")).unwrap();
    Lexicon::new(&worlds["P1"])
}

fn read(shop: &Lexicon, text: &str) -> Parse {
    parse(text, shop, None, jiff::civil::date(2026, 11, 20).at(10, 0, 0, 0))
}

fn acts(parse: &Parse) -> Option<Intent> {
    parse.frames.first().map(|frame| frame.intent).filter(|intent| parse.clarify.is_none() && intent.changes_state())
}

#[test]
fn what_is_only_told_is_not_done() {
    use Intent::{AddCredit, CancelReminder, CreateInvoice, RecordPayment, ScheduleReminder, UpdatePrice, UpdateStock};
    let shop = shop();
    for (intent, done, told) in [
        (AddCredit, "Neha ka do hazaar udhaar likho", "Neha ka do hazaar udhaar tha"),
        (AddCredit, "नेहा के दो हज़ार उधार लिखो", "नेहा के दो हज़ार उधार थे"),
        (AddCredit, "Neha ka paanch sau udhaar likh do", "Neha ka udhaar paanch sau kar do"),
        (AddCredit, "Neha ko do sau udhaar", "Neha ke gaon wale ko do sau udhaar"),
        (AddCredit, "Neha ke naam do sau likho", "Neha ke ladke ke naam do sau likho"),
        (AddCredit, "Neha ko sau udhaar likho", "Neha ko sau udhaar kal likhna hai"),
        (RecordPayment, "Neha ne nau sau jama kiye the", "Neha ke nau sau jama the"),
        (RecordPayment, "Neha ne paanch sau diye", "Neha ne kiraya paanch sau diya"),
        (RecordPayment, "Neha ne do hazaar diye", "Neha ne ek do hazaar diye"),
        (RecordPayment, "Neha ne paanch sau wapas kiye", "Neha ne paanch sau wapas liye"),
        (RecordPayment, "Neha paanch sau de gayi thi", "Neha paanch sau deke jaati to accha tha"),
        (RecordPayment, "Neha ne paanch sau diye", "Amit ke badle Neha ne paanch sau diye"),
        (CreateInvoice, "Neha ko das kilo chini udhaar", "chini das kilo udhaar aayi Neha se"),
        (CreateInvoice, "Neha ka do kilo chini ka bill", "Neha ka do kilo chini ka bill tha"),
        (CreateInvoice, "Neha ka bill do kilo chini ka banana hai", "Neha ka bill do kilo chini ka banana hai kal"),
        (CreateInvoice, "Neha ka bill banao do kilo chini", "Neha ka bill banao do kilo chini aur purana bhi jod do"),
        (UpdatePrice, "chini ka bhaav pachas kar do", "chini ka bhaav pachas tha"),
        (UpdatePrice, "chini pachas ki ho gayi", "chini pachas ki ho gayi mandi mein"),
        (UpdateStock, "chini pachas kilo aayi", "chini pachas mein aayi"),
        (UpdateStock, "chini das kilo kam karo", "chini das kilo kam padi"),
        (UpdateStock, "chini das kilo bachi hai", "chini das kilo bachi thi kal"),
        (UpdateStock, "chini bees kilo aayi", "chini bees kilo nikli godown se"),
        (ScheduleReminder, "Neha ko kal yaad dilana", "Neha ko kal yaad dilaya tha"),
        (ScheduleReminder, "Neha ko parso yaad dilana", "Neha ko kal parso yaad dilana"),
        (ScheduleReminder, "Neha ko kal yaad dilana", "Neha ko kal mat yaad dilana"),
        (CancelReminder, "Neha ka reminder hata do", "Neha ka reminder abhi mat hatana"),
    ] {
        let (done, told) = ((done, read(&shop, done)), (told, read(&shop, told)));
        assert_eq!(acts(&done.1), Some(intent), "{}: {:?}", done.0, done.1);
        assert_eq!(acts(&told.1), None, "{}: {:?}", told.0, told.1);
    }
}

#[test]
fn goods_that_were_sent_are_not_paid() {
    let shop = shop();
    let paid = |text: &str| read(&shop, text).frames[0].slots.beyond.paid.is_some();
    assert!(!paid("Neha ko do kilo chini bhej diya"));
    assert!(paid("Neha ko do kilo chini, paise mil gaye"));
}
