//! What is said, word for word.

use super::*;

fn bill() -> Reply {
    let line = |name: &str, milli, unit| WishLine {
        name: name.to_owned(),
        quantity: Quantity::from_milli(milli),
        unit,
        rate: None,
    };
    let lines = vec![line("Rice", 2_000, Unit::Kg), line("Eggs", 12_000, Unit::Pc)];
    Reply::ReadBack(vec![Wish::Invoice {
        name: "Rahul Sharma".into(),
        lines,
        total: Money::from_paise(19_600),
        discount: None,
        paid: None,
        is_redated: false,
    }])
}

#[test]
fn a_bill_is_read_back_in_a_shopkeepers_words() {
    assert_eq!(bill().text(Tongue::En), "Rahul Sharma: 2 kg Rice, 12 Eggs. ₹196. Shall I write it?");
    assert_eq!(
        bill().spoken(Tongue::En),
        "Rahul Sharma: two kilos of Rice, twelve Eggs. one hundred ninety six rupees. Shall I write it?"
    );
    assert_eq!(bill().spoken(Tongue::Hi), "Rahul Sharma: दो किलो Rice, बारह Eggs। एक सौ छियानवे रुपये। लिख दूँ?");
}

#[test]
fn a_payment_is_read_back_with_its_way_and_day() {
    let wish = Wish::Payment {
        name: "Suresh".into(),
        amount: Money::from_paise(50_000),
        mode: Some(crate::ledger::PaymentMode::Upi),
        day: Some(jiff::civil::date(2026, 11, 19)),
    };
    let reply = Reply::ReadBack(vec![wish]);
    assert_eq!(reply.text(Tongue::En), "Suresh paid ₹500 by UPI on 19 November. Shall I write it?");
    assert_eq!(reply.text(Tongue::Hi), "19 नवंबर को Suresh ने ₹500 UPI से दिए। लिख दूँ?");
}

#[test]
fn a_balance_says_who_owes_whom() {
    let says = |paise, tongue| Reply::Balance { name: "Suresh".into(), balance: Money::from_paise(paise) }.text(tongue);
    assert_eq!(says(50_000, Tongue::En), "Suresh owes ₹500.");
    assert_eq!(says(-50_000, Tongue::En), "Suresh has ₹500 in advance.");
    assert_eq!(says(0, Tongue::En), "Suresh owes nothing.");
    assert_eq!(says(50_000, Tongue::Hi), "Suresh पर ₹500 बाकी हैं।");
}

#[test]
fn a_refusal_says_what_is_left() {
    let refusal = Refusal::OutOfStock { name: "Rice".into(), left: Quantity::from_milli(1_500), unit: "kg".into() };
    assert_eq!(Reply::Refused(refusal.clone()).text(Tongue::En), "Only 1.5 kg Rice left. Nothing was written.");
    assert_eq!(Reply::Refused(refusal).spoken(Tongue::Hi), "Rice सिर्फ़ डेढ़ किलो बचा है। कुछ नहीं लिखा।");
}

#[test]
fn a_choice_names_what_tells_them_apart() {
    let names = vec!["Rahul Sharma, Station Road".to_owned(), "Rahul Verma".to_owned()];
    assert_eq!(
        Reply::Ask(Question::Which(names.clone())).text(Tongue::En),
        "Which one: Rahul Sharma, Station Road or Rahul Verma?"
    );
    assert_eq!(
        Reply::Ask(Question::Which(names)).text(Tongue::Hi),
        "कौन से: Rahul Sharma, Station Road या Rahul Verma?"
    );
}

#[test]
fn a_month_that_begins_today_is_not_called_today() {
    let first = jiff::civil::date(2026, 12, 1);
    let zero = Money::ZERO;
    let of = |day, until| Reply::Summary {
        day,
        until,
        invoices: 3,
        sales: zero,
        payments: zero,
        credit: zero,
        receivable: zero,
        today: first,
    };
    assert!(of(Some(first), Some(first)).text(Tongue::En).starts_with("Since 1 December: 3 bills"));
    assert!(of(Some(first), Some(first)).text(Tongue::Hi).starts_with("1 दिसंबर से: 3 बिल"));
    assert!(of(None, None).text(Tongue::En).starts_with("Today: 3 bills"));
}

#[test]
fn a_day_is_told_with_what_there_is_to_collect() {
    let rupees = |rupees: i64| Money::from_paise(rupees * 100);
    let yesterday = jiff::civil::date(2026, 11, 30);
    let today = jiff::civil::date(2026, 12, 1);
    let of = |day, until| Reply::Summary {
        day,
        until,
        invoices: 1,
        sales: rupees(92),
        payments: rupees(0),
        credit: rupees(92),
        receivable: rupees(840),
        today,
    };
    let told = of(None, None);
    assert_eq!(told.text(Tongue::En), "Today: 1 bill, sales ₹92, received ₹0, credit ₹92. To collect in all: ₹840.");
    assert_eq!(told.text(Tongue::Hi), "आज: 1 बिल, बिक्री ₹92, मिले ₹0, उधार ₹92। कुल लेना ₹840।");
    assert!(of(Some(yesterday), None).text(Tongue::En).ends_with("To collect in all by then: ₹840."));
    assert!(of(Some(yesterday), None).text(Tongue::Hi).ends_with("तब तक कुल लेना ₹840।"));
    let (first, last) = (jiff::civil::date(2025, 12, 1), jiff::civil::date(2025, 12, 31));
    assert!(of(Some(first), Some(last)).text(Tongue::En).starts_with("1 December 2025 to 31 December 2025: "));
    assert!(of(Some(yesterday), Some(today)).text(Tongue::En).ends_with("To collect in all: ₹840."));
}

#[test]
fn a_list_that_is_cut_says_so() {
    let of = |others| Reply::Debtors { list: vec![("Priya".to_owned(), Money::from_paise(84_000))], others };
    assert_eq!(of(0).text(Tongue::En), "Owed: Priya ₹840.");
    assert_eq!(of(12).text(Tongue::En), "Owed: Priya ₹840, and 12 more.");
    assert_eq!(of(12).text(Tongue::Hi), "बाकी: Priya ₹840, और 12 लोग।");
}
