//! What is told at once: what was written unread, who is called so already, what is not there, what is taken back.

use crate::shop::{Talk, id, on_shelf, rupees, world};
use crate::turns::{conversation, go_on};
use execora_domain::dialogue::Done;
use execora_domain::ids::{InvoiceId, ProductId};
use execora_domain::intent::{Lexicon, World, WorldCustomer, WorldInvoice};
use execora_domain::invoice::BillWish;
use execora_domain::ledger::{Command, ConfirmPolicy, Confirmation, NewProduct, Refusal, StockOp};
use execora_domain::money::Money;
use execora_domain::quantity::{Quantity, Unit};
use execora_domain::reply::Tongue;
use uuid::Uuid;

fn unread() -> Talk {
    Talk::with(Tongue::En, ConfirmPolicy { least: Confirmation::None, ..ConfirmPolicy::default() })
}

fn kilos(kilos: i64) -> Quantity {
    Quantity::from_milli(kilos * 1_000)
}

#[test]
fn what_was_not_read_back_is_named_when_it_is_written() {
    for (said, told) in [
        ("Suresh ne 500 diye", "Suresh Yadav paid ₹500. Written. Suresh Yadav owes ₹100."),
        ("Suresh ko 200 udhaar likho", "₹200 on credit to Suresh Yadav. Written. Suresh Yadav owes ₹100."),
        ("chawal 20 kilo aaya", "Rice: 20 kg more. Written. Rice: 70 kg left."),
        ("naya customer Mohan", "Mohan was added."),
    ] {
        assert_eq!(unread().say(said), told, "{said}");
    }
    let told = "₹50 on credit to Suresh Yadav. Written. Suresh Yadav owes ₹100. \
                ₹50 on credit to Priya Singh. Written. Priya Singh owes ₹100.";
    assert_eq!(unread().say("Suresh aur Priya ko pachas pachas udhaar"), told);
    let mut talk = conversation(Tongue::En, &[("Suresh ne 500 diye", "Suresh Yadav paid ₹500. Shall I write it?")]);
    assert_eq!(talk.say("haan"), "Written. Suresh Yadav owes ₹100.", "what was read back is not told twice");
}

const KNOWN: &str = "Known already: Rahul Sharma, Station Road; Rahul Verma, Gandhi Chowk. \
                     New customer: Rahul. Shall I add them?";

#[test]
fn a_namesake_is_entered_only_after_those_who_are_known_were_named() {
    for mut talk in [Talk::new(Tongue::En), unread()] {
        assert_eq!(talk.say("naya customer Rahul"), KNOWN);
        assert_eq!(talk.posted, []);
        assert_eq!(talk.say("haan"), "Rahul was added.");
        assert!(matches!(talk.posted.as_slice(), [Command::CreateParty(new)] if new.may_be_known));
    }
    let talk = conversation(Tongue::En, &[("naya customer Rahul", KNOWN), ("nahi", "All right, not written.")]);
    assert_eq!(talk.posted, []);
    let whole = "Known already: Suresh Yadav, 0056. New customer: Suresh Yadav. Shall I add them?";
    conversation(Tongue::En, &[("naya customer Suresh Yadav", whole)]);
    let other = "New customer: Rahul Mishra. Shall I add them?";
    let talk = conversation(Tongue::En, &[("naya customer Rahul Mishra", other), ("haan", "Rahul Mishra was added.")]);
    assert!(matches!(talk.posted.as_slice(), [Command::CreateParty(new)] if !new.may_be_known), "the books look too");
    let hindi = "पहले से हैं: Rahul Sharma, Station Road; Rahul Verma, Gandhi Chowk। नया ग्राहक: Rahul। जोड़ दूँ?";
    conversation(Tongue::Hi, &[("naya customer Rahul", hindi)]);
}

#[test]
fn who_bears_the_bare_name_is_still_one_of_several() {
    let mut talk = Talk::new(Tongue::En);
    let mut shop: World = world(ConfirmPolicy::default());
    let bare =
        WorldCustomer { id: id(9), name: "Rahul".into(), landmark: None, nickname: None, ..shop.customers[0].clone() };
    shop.customers.push(WorldCustomer { phone: Some("+919810010099".into()), ..bare });
    talk.shop = Lexicon::new(&shop);
    let which = "Which one: Rahul Sharma, Station Road, Rahul Verma, Gandhi Chowk or Rahul?";
    for (answer, who) in
        [("Gandhi Chowk wala", "Rahul Verma"), ("sirf Rahul", "Rahul"), ("0099", "Rahul"), ("teesra", "Rahul")]
    {
        go_on(&mut talk, &[("Rahul ne 300 diye", which), (answer, &format!("{who} paid ₹300. Shall I write it?"))]);
        talk.say("nahi");
    }
    go_on(&mut talk, &[("Rahul Sharma ne 300 diye", "Rahul Sharma paid ₹300. Shall I write it?")]);
}

#[test]
fn more_than_is_there_is_told_before_anything_is_read_back() {
    let mut talk = Talk::new(Tongue::En);
    let few = "Only 50 kg Rice left. Nothing was written.";
    talk.shop = Lexicon::new(&World { refuses_oversell: true, ..world(ConfirmPolicy::default()) });
    go_on(
        &mut talk,
        &[
            ("Priya ko 500 kilo chawal", few),
            ("haan", "There is nothing to confirm."),
            ("chawal 60 kilo kharab ho gaya stock se nikal do", few),
            ("Priya ko do kilo chawal", "Priya Singh: 2 kg Rice. ₹120. Shall I write it?"),
            ("chawal 60 kilo", "Only 50 kg Rice left. Nothing was written. Priya Singh: 2 kg Rice. ₹120. Yes or no?"),
            ("chawal 50 kilo", "50 kg Rice. Now ₹3,000. Shall I write it?"),
        ],
    );
    let offer = "Zyzz is new. Shall I add it, 1 for ₹20, 2 in stock?";
    let new = "Zyzz was added. Priya Singh: 50 kg Rice, 2 Zyzz. ₹3,040. Shall I write it?";
    go_on(&mut talk, &[("do packet Zyzz bees rupaye wala", offer), ("haan", new)]);
    assert!(
        matches!(talk.posted.as_slice(), [Command::CreateProduct(made)] if made.stock == Quantity::from_milli(2_000))
    );
    let mut allows = Talk::new(Tongue::En);
    assert_eq!(allows.codes_of("Priya ko 60 kilo chawal"), ["confirm_needed"]);
}

#[test]
fn stock_and_a_price_are_taken_back_from_what_the_books_know() {
    let rice = ProductId::from_uuid(Uuid::from_u128(11));
    let known =
        on_shelf(rice, &NewProduct { name: "Rice".into(), price: rupees(65), unit: Unit::Kg, ..NewProduct::default() });
    let back = |quantity| (StockOp::Remove, quantity);
    for (said, done, asked, op) in [
        (
            "chawal 20 kilo aaya",
            Done::of_stock(&known, kilos(20)),
            "Rice: 20 kg more. Shall I take it back?",
            back(kilos(20)),
        ),
        (
            "chawal ka stock 30 kilo hai",
            Done::of_stock(&known, kilos(-15)),
            "Rice: 15 kg less. Shall I take it back?",
            (StockOp::Add, kilos(15)),
        ),
    ] {
        let mut talk = Talk::new(Tongue::En);
        talk.say("Suresh ne 500 diye");
        talk.say("haan");
        assert_eq!(talk.codes_of(said), ["confirm_needed"], "{said}");
        talk.say("haan");
        talk.last = done;
        go_on(&mut talk, &[("galat likh diya, hata do", asked), ("haan", "Written. Rice: 70 kg left.")]);
        let Some(Command::MoveStock { product, op: way, quantity, .. }) = talk.posted.last() else {
            panic!("{:?}", talk.posted)
        };
        assert_eq!((*product, (*way, *quantity)), (rice, op));
        assert!(talk.say("undo").ends_with("was taken back already."), "{said}");
    }
    let mut talk = Talk::new(Tongue::En);
    talk.say("chawal ka rate 65 karo");
    talk.say("haan");
    talk.last = Done::of_price(&known, rupees(60));
    go_on(&mut talk, &[("last entry cancel", "Rice: 1 kg for ₹65, before ₹60. Shall I take it back?")]);
    assert_eq!(talk.codes_of("haan"), ["posted"]);
    let Some(Command::ChangeProduct { change, .. }) = talk.posted.last() else { panic!("{:?}", talk.posted) };
    assert_eq!(change.price, Some(rupees(60)));
    assert_eq!((Done::of_stock(&known, kilos(0)), Done::of_price(&known, rupees(65))), (None, None), "nothing changed");
}

#[test]
fn an_order_to_take_back_is_understood_in_many_words() {
    for words in [
        "galat likh diya abhi wala",
        "pichla wapas le lo",
        "undo that",
        "undo it please",
        "scratch the last one",
        "jo abhi likha wo hata do",
        "जो अभी लिखा वो हटा दो",
        "पिछला वापस ले लो",
        "abhi wala galat tha",
        "that was wrong",
        "take that back",
        "delete the last one",
        "galti se likh diya",
        "अभी वाला गलत था",
        "pichli wali kaat do",
    ] {
        let mut talk = conversation(
            Tongue::En,
            &[
                ("Suresh ne 500 diye", "Suresh Yadav paid ₹500. Shall I write it?"),
                ("haan", "Written. Suresh Yadav owes ₹100."),
            ],
        );
        go_on(&mut talk, &[(words, "Suresh Yadav's payment of ₹500. Shall I take it back?")]);
        assert_eq!(talk.posted.len(), 1, "{words}");
    }
    for other in
        ["Suresh ka last payment kab tha", "chawal hata do", "galat", "abhi nahi", "Priya ka balance wapas batao"]
    {
        let mut talk = Talk::new(Tongue::En);
        talk.last = Some(crate::shop::last_bill());
        let told = talk.say(other);
        assert!(!told.contains("take it back"), "{other}: {told}");
    }
}

#[test]
fn several_bills_are_no_number_of_one() {
    let bill = |number: i64| WorldInvoice {
        id: Some(id(900 + u128::try_from(number).unwrap())),
        no: number,
        customer_id: id(4),
        total: rupees(90),
        date: "2026-11-19".into(),
    };
    let shop = World { invoices: vec![bill(8), bill(2)], ..world(ConfirmPolicy::default()) };
    for said in ["cancel the last two bills", "cancel the last 2 bills"] {
        let mut talk = Talk::new(Tongue::En);
        talk.shop = Lexicon::new(&shop);
        assert_eq!(talk.say(said), "Which bill number?", "{said}");
    }
    for said in ["cancel bill 2", "cancel bill number 2", "cancel bill INV/26-27/000002", "cancel INV/26-27/000002"] {
        let mut talk = Talk::new(Tongue::En);
        talk.shop = Lexicon::new(&shop);
        assert_eq!(talk.say(said), "Bill 2 of Priya Singh, ₹90. Shall I cancel it?", "{said}");
    }
}

#[test]
fn the_last_bill_of_a_customer_is_found_without_its_number() {
    let bill = |number: i64, total| WorldInvoice {
        id: Some(id(900 + u128::try_from(number).unwrap())),
        no: number,
        customer_id: id(4),
        total: rupees(total),
        date: "2026-11-19".into(),
    };
    let shop = World { invoices: vec![bill(8, 240), bill(5, 90)], ..world(ConfirmPolicy::default()) };
    let last = "Bill 8 of Priya Singh, ₹240. Shall I cancel it?";
    for said in [
        "last bill of Priya cancel",
        "Priya ka bill cancel karo",
        "Priya ka aakhri bill radd karo",
        "cancel Priya's bill",
    ] {
        let mut talk = Talk::new(Tongue::En);
        talk.shop = Lexicon::new(&shop);
        assert_eq!(talk.say(said), last, "{said}");
        talk.say("haan");
        let wanted =
            Command::Bill(BillWish::Cancel { invoice: InvoiceId::from_uuid(Uuid::from_u128(908)), reason: None });
        assert_eq!(talk.posted, [wanted], "{said}");
    }
    for (said, told) in [
        ("Priya ka bill number 5 cancel karo", "Bill 5 of Priya Singh, ₹90. Shall I cancel it?"),
        ("Priya ka bill number 99 cancel karo", "Which bill number?"),
        ("bill cancel karo", "Which bill number?"),
        ("Suresh ka bill cancel karo", "There is no such bill. Nothing was written."),
        ("cancel the last bill", last),
        ("please cancel the last bill", last),
        ("last bill cancel karo", last),
        ("aakhri bill cancel kar do", last),
        ("pichla bill radd kar do", last),
        ("आखिरी बिल रद्द करो", last),
        ("पिछला बिल कैंसिल कर दो", last),
        ("send the last bill on WhatsApp", "Bill 8 of Priya Singh, ₹240, on WhatsApp. Shall I send it?"),
    ] {
        let mut talk = Talk::new(Tongue::En);
        talk.shop = Lexicon::new(&shop);
        assert_eq!(talk.say(said), told, "{said}");
    }
}

#[test]
fn what_was_just_written_is_what_that_means() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    talk.say("haan");
    for said in
        ["please cancel that", "cancel that", "cancel it", "cancel karo", "wo cancel kar do", "उसे रद्द करो", "हटा दो"]
    {
        assert_eq!(talk.say(said), "Suresh Yadav's payment of ₹500. Shall I take it back?", "{said}");
        assert_eq!(talk.say("nahi"), "All right, it stays.");
    }
    assert_eq!(talk.say("nahi"), "There is nothing to confirm.", "a no alone points at nothing");
    assert_eq!(Talk::new(Tongue::En).say("please cancel that"), "There is nothing to confirm.");
}

#[test]
fn what_the_amount_said_again_does_is_told() {
    for (tongue, told) in [
        (Tongue::En, "Suresh Yadav's payment of ₹30,000. Say the amount again to take it back."),
        (Tongue::Hi, "Suresh Yadav का ₹30,000 का भुगतान। हटाने के लिए रकम फिर बोलिए।"),
    ] {
        let mut talk = Talk::new(tongue);
        talk.say("Suresh ne 30000 diye");
        talk.say("tees hazaar");
        assert_eq!(talk.say("undo"), told);
    }
}

#[test]
fn a_day_that_no_month_has_is_asked_for() {
    for (said, answer, told) in [
        ("Suresh ne 30 February ko 500 diye", "kal", "Suresh Yadav paid ₹500 on 19 November. Shall I write it?"),
        (
            "Suresh ne 31 november ko 500 diye",
            "15 november",
            "Suresh Yadav paid ₹500 on 15 November. Shall I write it?",
        ),
        ("31 april ko Suresh ko 200 udhaar diya", "aaj", "₹200 on credit to Suresh Yadav. Shall I write it?"),
        ("Suresh ko 30 february ko yaad dilana", "kal", "Remind Suresh Yadav on 21 November at 10 am. Shall I?"),
    ] {
        let mut talk = Talk::new(Tongue::En);
        go_on(&mut talk, &[(said, "When?"), (answer, told)]);
        assert_eq!(talk.posted, []);
    }
    let mut talk = Talk::new(Tongue::En);
    go_on(
        &mut talk,
        &[("Suresh ne 31 november ko 500 diye", "When?"), ("haan", "When?"), ("nahi", "All right, not written.")],
    );
}

#[test]
fn the_same_after_it_was_written_is_read_back_for_somebody_else() {
    let mut talk = unread();
    talk.say("Suresh ko 200 udhaar likho");
    go_on(&mut talk, &[("Rohit ko bhi", "₹200 on credit to Rohit Gupta. Shall I write it?")]);
    talk.say("nahi");
    assert_eq!(talk.codes_of("Rohit bhi aaya tha"), ["unclear"]);
    assert_eq!(talk.posted.len(), 1);
    assert_eq!(talk.posted[0], Command::credit(crate::shop::party(3), Money::from_paise(20_000), "udhaar".into()));
}

#[test]
fn what_was_agreed_to_behind_something_refused_is_read_back_again() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ko 700 udhaar likho aur Priya ne 500 diye");
    talk.refuse = vec![Some(Refusal::CreditLimit { limit: rupees(500) })];
    let told = talk.say("haan");
    assert!(told.starts_with("Suresh Yadav: ") && told.ends_with("Priya Singh paid ₹500. Shall I write it?"), "{told}");
    assert_eq!(talk.posted, []);
    assert_eq!(talk.say("haan"), "Written. Priya Singh owes ₹100.");
}
