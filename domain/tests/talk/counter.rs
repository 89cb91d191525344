//! What is said over the counter and has no frame in the contract's format: sales to nobody, money that goes back, prices,
//! whoever was spoken of last.

use crate::shop::{Talk, party, rupees};
use execora_domain::dialogue::{Query, Step};
use execora_domain::intent::{Intent, Lexicon, parse};
use execora_domain::ledger::{Command, ConfirmPolicy, Party, PaymentMode, PaymentPart, Recurrence, ReminderWish};
use execora_domain::quantity::{Quantity, Unit};
use execora_domain::reply::Tongue;

fn handed(mode: PaymentMode, amount: i64) -> Vec<PaymentPart> {
    vec![PaymentPart { mode, amount: rupees(amount) }]
}

/// The only bill that was posted: whose, and what is paid with it.
fn bill(talk: &Talk) -> (u128, Vec<PaymentPart>) {
    let bill = match talk.posted.as_slice() {
        [Command::IssueInvoice(bill)] => Some(bill),
        _ => None,
    };
    let bill = bill.expect("one bill and nothing else");
    (bill.party.uuid().as_u128(), bill.payments.clone())
}

#[test]
fn goods_that_are_paid_for_are_sold_to_nobody_where_nobody_is_named() {
    for (said, asked, mode, amount) in [
        ("1 kg rice and paid cash", "1 kg Rice. ₹60, paid in cash", PaymentMode::Cash, 60),
        ("counter sale 2 kilo chini cash", "2 kg Sugar. ₹92, paid in cash", PaymentMode::Cash, 92),
        ("counter sale 2 kilo chini", "2 kg Sugar. ₹92, paid in cash", PaymentMode::Cash, 92),
        ("walk-in customer 2 kg sugar paid by upi", "2 kg Sugar. ₹92, paid by UPI", PaymentMode::Upi, 92),
        ("nakad grahak ko do kilo chini", "2 kg Sugar. ₹92, paid in cash", PaymentMode::Cash, 92),
        ("cash customer 12 ande", "12 Eggs. ₹84, paid in cash", PaymentMode::Cash, 84),
        ("sold 2 kg sugar for cash", "2 kg Sugar. ₹92, paid in cash", PaymentMode::Cash, 92),
        ("2 kilo chini ka bill banao cash", "2 kg Sugar. ₹92, paid in cash", PaymentMode::Cash, 92),
        ("नकद ग्राहक दो किलो चीनी", "2 kg Sugar. ₹92, paid in cash", PaymentMode::Cash, 92),
        (
            "ek grahak ne 2 kilo chini li, 100 rupaye diye",
            "2 kg Sugar. ₹92, ₹100 paid in cash, ₹8 back",
            PaymentMode::Cash,
            100,
        ),
    ] {
        let mut talk = Talk::new(Tongue::En);
        assert_eq!(talk.say(said), format!("Walk-in: {asked}. Shall I write it?"), "to {said}");
        talk.say("haan");
        assert_eq!(bill(&talk), (900, handed(mode, amount)), "after {said}");
    }
}

#[test]
fn what_nobody_paid_in_full_is_asked_about() {
    let mut talk = Talk::new(Tongue::En);
    assert_eq!(talk.say("2 kilo chini bechi"), "Whose account?");
    assert_eq!(talk.say("Priya"), "Priya Singh: 2 kg Sugar. ₹92. Shall I write it?");
    let mut talk = Talk::new(Tongue::En);
    assert_eq!(talk.say("ek grahak ne 2 kilo chini li, 50 rupaye diye"), "Whose account?");
    assert_eq!(talk.say("Priya"), "Priya Singh: 2 kg Sugar. ₹92, ₹50 paid. Shall I write it?");
    talk.say("haan");
    assert_eq!(bill(&talk), (4, handed(PaymentMode::Cash, 50)));
}

#[test]
fn nothing_is_sold_to_nobody_that_is_owed_denied_asked_or_only_supposed() {
    for said in [
        "2 kilo chini udhaar",
        "1 kg rice not paid cash",
        "2 kilo chini ka cash mila kya",
        "agar 2 kilo chini bechi to cash lena",
        "2 kilo chini bechi, cash baad mein",
        "Mahesh ko 2 kilo chini cash",
    ] {
        let mut talk = Talk::new(Tongue::En);
        let answer = talk.say(said);
        assert!(!answer.contains("Walk-in"), "{said}: {answer}");
    }
}

#[test]
fn money_that_goes_back_is_a_refund_and_no_credit() {
    for said in [
        "Priya ko 300 wapas kiye",
        "Priya ko 300 lautaye",
        "Priya ko teen sau rupaye wapas kar diye",
        "refund 300 to Priya",
        "gave 300 back to Priya",
        "प्रिया को 300 वापस किए",
    ] {
        let mut talk = Talk::new(Tongue::En);
        assert_eq!(talk.say(said), "₹300 back to Priya Singh. Shall I write it?", "to {said}");
        assert_eq!(talk.say("nahi 400"), "₹400 back to Priya Singh. Shall I write it?");
        talk.say("haan");
        let (amount, mode) = (rupees(400), PaymentMode::Cash);
        assert_eq!(talk.posted, [Command::Refund { party: party(4), amount, mode, notes: None, may_exceed: false }]);
    }
    let mut talk = Talk::new(Tongue::En);
    assert!(talk.say("Priya ne 300 wapas kiye").starts_with("Priya Singh paid ₹300."), "what comes back is a payment");
    for said in ["Priya ko 300 wapas nahi kiye", "Priya ko 300 wapas karne hain kya", "agar Priya ko 300 wapas kiye to"]
    {
        let mut talk = Talk::new(Tongue::En);
        let answer = talk.say(said);
        assert!(!answer.contains("back to"), "{said}: {answer}");
    }
}

#[test]
fn a_price_is_told_where_the_price_is_asked() {
    let price = |said: &str| {
        let mut talk = Talk::new(Tongue::En);
        match talk.steps(said).as_slice() {
            [Step::Read(Query::Price { product, quantity })] => {
                Some((product.uuid().as_u128(), quantity.map(Quantity::milli)))
            }
            _ => None,
        }
    };
    for said in [
        "chini ka rate kya hai",
        "daam kya hai chini ka",
        "chini kitne ki hai",
        "chini ka bhav batao",
        "price of sugar",
        "what is the price of sugar",
        "how much is sugar",
        "aaj chini ka rate kya chal raha hai",
        "चीनी का भाव क्या है",
    ] {
        assert_eq!(price(said), Some((13, None)), "{said}");
    }
    assert_eq!(price("do kilo chini kitne ki hai"), Some((13, Some(2_000))));
    for said in ["chini kitni bachi hai", "how much sugar is left", "chini ka rate 50 karo", "chini ka stock batao"] {
        assert_eq!(price(said), None, "{said}");
    }
    let mut talk = Talk::new(Tongue::En);
    talk.say("Priya ko do kilo chawal");
    assert!(talk.say("chini ka rate kya hai").ends_with("₹120. Yes or no?"), "what waits goes on waiting");
}

#[test]
fn the_contracts_format_has_no_frame_for_these() {
    let shop = Lexicon::new(&crate::shop::world(execora_domain::ledger::ConfirmPolicy::default()));
    let clock = jiff::civil::datetime(2026, 11, 20, 10, 0, 0, 0);
    for said in ["1 kg rice and paid cash", "price of sugar", "refund 300 to Priya"] {
        let read = parse(said, &shop, None, clock);
        assert!(read.frames.iter().all(|frame| frame.intent == Intent::Unknown), "{said}: {:?}", read.frames);
    }
}

#[test]
fn whoever_was_spoken_of_last_is_meant_in_any_case() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Priya ko 100 udhaar likho");
    talk.say("haan");
    assert_eq!(talk.say("usko 20 aur likho"), "₹20 on credit to Priya Singh. Shall I write it?");
    talk.say("haan");
    assert_eq!(talk.say("usko 2 kilo chini"), "Priya Singh: 2 kg Sugar. ₹92. Shall I write it?");
    let mut alone = Talk::new(Tongue::En);
    alone.say("usko 20 aur likho");
    assert!(alone.say("haan").contains("nothing to confirm"), "nobody was spoken of");
}

#[test]
fn price_and_stock_of_something_new_are_told_apart_by_their_words() {
    let shop = Lexicon::new(&crate::shop::world(execora_domain::ledger::ConfirmPolicy::default()));
    let clock = jiff::civil::datetime(2026, 11, 20, 10, 0, 0, 0);
    for said in ["add product Maggi price 14 unit packet stock 20", "naya item Maggi 14 rupaye packet stock 20"] {
        let read = parse(said, &shop, None, clock);
        let slots = &read.frames[0].slots;
        assert_eq!(read.clarify, None, "{said}");
        let told = (slots.price_paise, slots.stock_milli, slots.unit.map(Unit::as_str));
        assert_eq!(told, (Some(rupees(14)), Some(Quantity::from_milli(20_000)), Some("pkt")), "{said}");
    }
}

/// An account as the books give it.
fn account(balance: i64) -> Party {
    let written = serde_json::json!({
        "id": party(3), "name": "Suresh Yadav", "phone": null, "nickname": null, "landmark": null, "email": null,
        "balancePaise": balance * 100, "creditLimitPaise": null, "createdAt": "2026-11-20T10:00:00+05:30",
    });
    serde_json::from_value(written).unwrap()
}

#[test]
fn an_account_is_closed_only_when_it_is_even_and_only_after_what_the_shop_wants() {
    let mut talk = Talk::new(Tongue::En);
    talk.account = Some(account(250));
    let told = talk.say("Suresh ka khaata delete karo");
    assert!(told.starts_with("Suresh Yadav owes ₹250. The account is closed only when nothing is owed."), "{told}");
    talk.account = Some(account(0));
    let asked = "Suresh Yadav owes nothing, and the account is to be closed. Shall I delete it?";
    assert_eq!(talk.say("Suresh ka khaata delete karo"), asked);
    talk.say("nahi");
    talk.say("haan");
    assert!(talk.posted.is_empty(), "closed after a no");
    talk.say("Suresh ka khaata delete karo");
    talk.say("haan");
    assert_eq!(talk.posted, [Command::RetireParty { party: party(3) }]);

    let code_from = Some(rupees(100_000));
    let mut strict = Talk::with(Tongue::En, ConfirmPolicy { code_from, ..ConfirmPolicy::default() });
    strict.account = Some(account(0));
    strict.say("Suresh ko hata do");
    strict.say("haan");
    assert!(strict.posted.is_empty() && strict.codes == 1, "closed without the code that the shop wants");
    strict.say("123456");
    assert_eq!(strict.posted, [Command::RetireParty { party: party(3) }]);
}

#[test]
fn a_reminder_that_comes_again_is_read_back_as_one() {
    for (said, asked, recurrence) in [
        (
            "har mahine ki 5 tareekh ko Suresh ko yaad dilana",
            "5 December at 10 am and every month",
            Recurrence::Monthly,
        ),
        ("Suresh ko har mahine 5 tareekh ko yaad dilao", "5 December at 10 am and every month", Recurrence::Monthly),
        ("remind Suresh every month on the 5th", "5 December at 10 am and every month", Recurrence::Monthly),
        ("Suresh ko har somvaar yaad dilao", "23 November at 10 am and every week", Recurrence::Weekly),
        ("Suresh ko 5 tareekh ko yaad dilao", "5 December at 10 am", Recurrence::Once),
    ] {
        let mut talk = Talk::new(Tongue::En);
        assert_eq!(talk.say(said), format!("Remind Suresh Yadav on {asked}. Shall I?"), "to {said}");
        talk.say("haan");
        let scheduled = match talk.posted.as_slice() {
            [Command::Remind(ReminderWish::Schedule(new))] => Some(new.recurrence),
            _ => None,
        };
        assert_eq!(scheduled, Some(recurrence), "after {said}");
    }
}
