//! What a shopkeeper can ask for is read back, done after "haan", and told in English and Hindi.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

use execora_domain::dialogue::{Agreement, Dialogue, DialogueSettings, Heard, Proposal, Query, Step};
use execora_domain::ids::{InvoiceId, PartyId, ProductId, ReminderId, TurnId};
use execora_domain::intent::{Lexicon, Limits, World, WorldCustomer, WorldInvoice, WorldProduct, WorldReminder};
use execora_domain::invoice::BillWish;
use execora_domain::ledger::{
    Channel, Command, NewProduct, NewReminder, PartyChange, Patch, ProductChange, ReminderChange, ReminderWish, StockOp,
};
use execora_domain::money::Money;
use execora_domain::quantity::{Quantity, Unit};
use execora_domain::reply::Tongue;
use execora_domain::turn::SessionTime;
use uuid::Uuid;

fn id(number: u128) -> String {
    Uuid::from_u128(number).to_string()
}

fn party(number: u128) -> PartyId {
    PartyId::from_uuid(Uuid::from_u128(number))
}

fn product(number: u128) -> ProductId {
    ProductId::from_uuid(Uuid::from_u128(number))
}

fn shop() -> Lexicon {
    let customer = |number, name: &str| WorldCustomer {
        id: id(number),
        name: name.to_owned(),
        phone: None,
        nickname: None,
        landmark: None,
        balance: Money::ZERO,
    };
    let product = |number, name: &str, unit, paise, aliases: &[&str]| WorldProduct {
        id: id(number),
        name: name.to_owned(),
        unit,
        price: Money::from_paise(paise),
        stock: Quantity::from_milli(50_000),
        packs: std::collections::BTreeMap::default(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    };
    let remind = |number: u128, customer, date: &str, time: &str| WorldReminder {
        id: id(number),
        customer_id: id(customer),
        date: date.to_owned(),
        time: time.to_owned(),
    };
    let bill = |number: u128, no, customer, paise| WorldInvoice {
        id: Some(id(number)),
        no,
        customer_id: id(customer),
        total: Money::from_paise(paise),
        date: "2026-11-19".to_owned(),
    };
    Lexicon::new(&World {
        now: "2026-11-20T10:00:00+05:30".parse().unwrap(),
        timezone: "Asia/Kolkata".into(),
        limits: Limits { amount_max: Money::from_paise(100_000_000), quantity_max: Quantity::from_milli(10_000_000) },
        confirm: execora_domain::ledger::ConfirmPolicy::default(),
        customers: vec![customer(1, "Suresh Yadav"), customer(2, "Priya Singh")],
        products: vec![
            product(11, "Rice", Unit::Kg, 6_000, &["chawal", "चावल"]),
            product(12, "Eggs", Unit::Pc, 700, &["ande", "anda"]),
        ],
        reminders: vec![
            remind(31, 1, "2026-11-22", "17:00"),
            remind(32, 2, "2026-11-21", "09:30"),
            remind(33, 2, "2026-11-25", "10:00"),
        ],
        invoices: vec![bill(22, 8, 2, 19_600), bill(21, 7, 1, 45_000), bill(20, 6, 1, 1_000)],
        can_send: true,
        refuses_oversell: false,
        walk_in: None,
    })
}

struct Talk {
    dialogue: Dialogue,
    shop: Lexicon,
    now: SessionTime,
    turn: TurnId,
    tongue: Option<Tongue>,
}

impl Talk {
    fn new(tongue: Option<Tongue>) -> Self {
        let dialogue = Dialogue::new(DialogueSettings::default());
        Self { dialogue, shop: shop(), now: SessionTime(1_000), turn: TurnId(0), tongue }
    }

    fn say(&mut self, text: &str) -> (Tongue, Vec<Step>) {
        self.turn = self.turn.next();
        self.now = self.now + 2_000;
        let hypotheses = [(text.to_owned(), 900)];
        let clock = jiff::civil::datetime(2026, 11, 20, 10, 0, 0, 0);
        let (turn, now, tongue) = (self.turn, self.now, self.tongue);
        let heard = Heard {
            turn,
            newest: turn,
            now,
            clock,
            knows: true,
            hypotheses: &hypotheses,
            agreement: Agreement::Unweighed,
            tongue,
        };
        let outcome = self.dialogue.hear(&heard, &self.shop);
        (outcome.tongue, outcome.steps)
    }
}

/// What is read back in this language, shown and spoken.
fn read_back(text: &str, tongue: Tongue) -> [String; 2] {
    match Talk::new(Some(tongue)).say(text).1.as_slice() {
        [Step::ReadBack { reply, .. }] => [reply.text(tongue), reply.spoken(tongue)],
        other => panic!("{text}: {other:?}"),
    }
}

/// What "haan" posts, after what was said and read back.
fn command(text: &str) -> Command {
    let mut talk = Talk::new(None);
    let _read_back = talk.say(text);
    let mut proposals: Vec<Proposal> = vec![];
    for step in talk.say("haan").1 {
        if let Step::Post(posts) = step {
            proposals.extend(posts);
        }
    }
    let [proposal] = proposals.as_slice() else { panic!("{text}: {proposals:?}") };
    proposal.command.clone()
}

fn query(text: &str) -> Query {
    match Talk::new(None).say(text).1.as_slice() {
        [Step::Read(query)] => *query,
        other => panic!("{text}: {other:?}"),
    }
}

/// What is said at once.
fn said(text: &str, tongue: Tongue) -> String {
    match Talk::new(Some(tongue)).say(text).1.as_slice() {
        [Step::Say(reply)] => reply.text(tongue),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn what_changes_the_shop_is_read_back_in_the_language_of_the_speaker() {
    let cases = [
        (
            "20 kilo chawal aaya stock mein add karo",
            "Rice: 20 kg more. Shall I write it?",
            "Rice बीस किलो और आया। लिख दूँ?",
        ),
        (
            "chawal ka rate 65 rupaye kar do",
            "Rice: 1 kg for ₹65. Shall I write it?",
            "Rice: एक किलो का पैंसठ रुपये। लिख दूँ?",
        ),
        ("ande ka stock 30 set karo", "Eggs: 30 in stock. Shall I write it?", "Eggs का स्टॉक तीस। लिख दूँ?"),
        (
            "Suresh ka phone number 9876543210 kar do",
            "Suresh Yadav: phone 9876543210. Shall I write it?",
            "Suresh Yadav: फ़ोन नौ आठ सात छह पाँच चार तीन दो एक शून्य। लिख दूँ?",
        ),
        (
            "bill number 8 cancel karo",
            "Bill 8 of Priya Singh, ₹196. Shall I cancel it?",
            "Priya Singh का बिल आठ, एक सौ छियानवे रुपये। रद्द कर दूँ?",
        ),
        (
            "Suresh ka pichla bill cancel kar do",
            "Bill 7 of Suresh Yadav, ₹450. Shall I cancel it?",
            "Suresh Yadav का बिल सात, चार सौ पचास रुपये। रद्द कर दूँ?",
        ),
        (
            "naya item Maggi add karo 14 rupaye packet",
            "New on the shelf: Maggi, 1 pkt for ₹14. Shall I add it?",
            "नया सामान: Maggi, एक पैकेट का चौदह रुपये। जोड़ दूँ?",
        ),
    ];
    for (text, shown, spoken) in cases {
        assert_eq!(read_back(text, Tongue::En)[0], shown, "{text}");
        assert_eq!(read_back(text, Tongue::Hi)[1], spoken, "{text}");
    }
}

#[test]
fn what_was_read_back_is_what_haan_posts() {
    let stock = |product, op, milli| {
        let quantity = Quantity::from_milli(milli);
        Command::MoveStock { product, op, quantity, reason: None }
    };
    let cancel = |number| {
        let invoice = InvoiceId::from_uuid(Uuid::from_u128(number));
        Command::Bill(BillWish::Cancel { invoice, reason: None })
    };
    let price = ProductChange { price: Some(Money::from_paise(6_500)), ..ProductChange::default() };
    let phone = PartyChange { phone: Patch::Set("+919876543210".into()), ..PartyChange::default() };
    let maggi =
        NewProduct { name: "Maggi".into(), unit: Unit::Pkt, price: Money::from_paise(1_400), ..NewProduct::default() };
    let cases = [
        ("20 kilo chawal aaya stock mein add karo", stock(product(11), StockOp::Add, 20_000)),
        ("5 kilo chawal kharab ho gaya", stock(product(11), StockOp::Remove, 5_000)),
        ("ande ka stock 30 set karo", stock(product(12), StockOp::Set, 30_000)),
        ("chawal ka rate 65 rupaye kar do", Command::ChangeProduct { product: product(11), change: price }),
        ("Suresh ka phone number 9876543210 kar do", Command::UpdateParty { party: party(1), change: phone }),
        ("bill number 8 cancel karo", cancel(22)),
        ("Suresh ka pichla bill cancel kar do", cancel(21)),
        ("naya item Maggi add karo 14 rupaye packet", Command::CreateProduct(maggi)),
    ];
    for (text, wanted) in cases {
        assert_eq!(command(text), wanted, "{text}");
    }
}

#[test]
fn reminders_and_bills_to_send_are_read_back_with_their_day_and_time() {
    let cases = [
        (
            "Suresh ko kal shaam 6 baje yaad dilana",
            "Remind Suresh Yadav on 21 November at 6 pm. Shall I?",
            "Suresh Yadav को इक्कीस नवंबर शाम छह बजे याद दिलाना। ठीक है?",
        ),
        (
            "Suresh ko kal 500 rupaye ka yaad dilana",
            "Remind Suresh Yadav of ₹500 on 21 November at 10 am. Shall I?",
            "Suresh Yadav को इक्कीस नवंबर सुबह दस बजे पाँच सौ रुपये याद दिलाना। ठीक है?",
        ),
        (
            "Suresh ka reminder cancel karo",
            "The reminder of Suresh Yadav on 22 November at 5 pm. Shall I cancel it?",
            "Suresh Yadav का बाईस नवंबर शाम पाँच बजे वाला रिमाइंडर। रद्द कर दूँ?",
        ),
        (
            "Suresh ka reminder 25 tareekh kar do",
            "Remind Suresh Yadav on 25 November at 5 pm, not on 22 November at 5 pm. Shall I?",
            "Suresh Yadav को बाईस नवंबर शाम पाँच बजे नहीं, पच्चीस नवंबर शाम पाँच बजे याद दिलाना। ठीक है?",
        ),
        (
            "Suresh ko pichla bill whatsapp karo",
            "Bill 7 of Suresh Yadav, ₹450, on WhatsApp. Shall I send it?",
            "Suresh Yadav का बिल सात, चार सौ पचास रुपये, WhatsApp पर। भेज दूँ?",
        ),
    ];
    for (text, shown, spoken) in cases {
        assert_eq!(read_back(text, Tongue::En)[0], shown, "{text}");
        assert_eq!(read_back(text, Tongue::Hi)[1], spoken, "{text}");
    }
    let at = |text: &str| text.parse().unwrap();
    let new = NewReminder::new(party(1), at("2026-11-21T18:00:00+05:30"));
    assert_eq!(command("Suresh ko kal shaam 6 baje yaad dilana"), Command::Remind(ReminderWish::Schedule(new)));
    let reminder = ReminderId::from_uuid(Uuid::from_u128(31));
    assert_eq!(command("Suresh ka reminder cancel karo"), Command::Remind(ReminderWish::Cancel { reminder }));
    let change = ReminderChange { send_at: Some(at("2026-11-25T17:00:00+05:30")), ..ReminderChange::default() };
    assert_eq!(
        command("Suresh ka reminder 25 tareekh kar do"),
        Command::Remind(ReminderWish::Change { reminder, change })
    );
    let invoice = InvoiceId::from_uuid(Uuid::from_u128(21));
    let send = Command::SendInvoice { invoice, channel: Channel::Whatsapp };
    assert_eq!(command("Suresh ko pichla bill whatsapp karo"), send);
}

#[test]
fn of_several_reminders_it_is_asked_which() {
    let mut talk = Talk::new(Some(Tongue::En));
    let asked = talk.say("Priya ka reminder cancel karo").1;
    let [Step::Say(reply)] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(reply.text(Tongue::En), "Which one: 21 November at 9:30 am or 25 November at 10 am?");
    let answered = talk.say("25 tareekh wala").1;
    let [Step::ReadBack { reply, .. }] = answered.as_slice() else { panic!("{answered:?}") };
    assert!(reply.text(Tongue::En).contains("25 November at 10 am"), "{reply:?}");
}

#[test]
fn where_nothing_sends_messages_that_is_said() {
    let mut talk = Talk::new(Some(Tongue::En));
    let world = World { can_send: false, ..shop().world().clone() };
    talk.shop = Lexicon::new(&world);
    let said = talk.say("Suresh ko pichla bill whatsapp karo").1;
    let [Step::Say(reply)] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(reply.code(), "no_courier");
}

#[test]
fn a_change_of_bills_is_known_without_a_new_index() {
    let bill = WorldInvoice {
        id: Some(id(23)),
        no: 9,
        customer_id: id(1),
        total: Money::from_paise(5_000),
        date: "2026-11-20".to_owned(),
    };
    let mut talk = Talk::new(Some(Tongue::En));
    talk.shop = talk.shop.with_papers(vec![], vec![bill], &std::collections::HashMap::<String, Quantity>::new());
    let steps = talk.say("Suresh ka pichla bill cancel kar do").1;
    let [Step::ReadBack { reply, .. }] = steps.as_slice() else { panic!("{steps:?}") };
    assert_eq!(reply.text(Tongue::En), "Bill 9 of Suresh Yadav, ₹50. Shall I cancel it?");
    let steps = talk.say("Suresh ka reminder cancel karo").1;
    assert!(steps.iter().any(|step| matches!(step, Step::Say(reply) if reply.code() == "refused")), "{steps:?}");
}

#[test]
fn questions_about_people_and_days_are_asked_of_the_books() {
    let november = |day| jiff::civil::date(2026, 11, day);
    assert_eq!(
        query("Suresh ka phone number kya hai"),
        Query::Customer { party: party(1), field: Some(execora_domain::intent::Field::Phone) }
    );
    assert_eq!(query("Suresh ke reminder batao"), Query::Reminders { party: Some(party(1)), day: None });
    assert_eq!(query("kal ke reminder batao"), Query::Reminders { party: None, day: Some(november(21)) });
    assert_eq!(query("sabse zyada udhaar kiska hai"), Query::Debtors { most: 5, above: None });
    assert_eq!(query("top 3 udhaar wale batao"), Query::Debtors { most: 3, above: None });
    assert_eq!(query("aaj ki bikri kitni hui"), Query::Summary { from: november(20), until: None });
    assert_eq!(
        query("10 se 15 november tak ki sale batao"),
        Query::Summary { from: november(10), until: Some(november(15)) }
    );
    assert_eq!(query("this month's sales"), Query::Summary { from: november(1), until: Some(november(20)) });
}

#[test]
fn what_lacks_a_price_is_asked_for_it() {
    let mut talk = Talk::new(Some(Tongue::En));
    let asked = talk.say("naya item Maggi add karo").1;
    let [Step::Say(reply)] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(reply.text(Tongue::En), "At what price?");
    let answered = talk.say("14 rupaye").1;
    let [Step::ReadBack { reply, .. }] = answered.as_slice() else { panic!("{answered:?}") };
    assert_eq!(reply.text(Tongue::En), "New on the shelf: Maggi, 1 for ₹14. Shall I add it?");
}

#[test]
fn a_bill_that_is_not_there_is_not_cancelled() {
    assert_eq!(said("Priya ka bill number 7 cancel karo", Tongue::En), "Which bill number?");
}

#[test]
fn the_language_that_was_asked_for_stays() {
    let mut talk = Talk::new(None);
    assert_eq!(talk.say("Suresh ka balance kitna hai").0, Tongue::Hi);
    assert_eq!(talk.say("English mein bolo").0, Tongue::En);
    assert_eq!(talk.say("Suresh ka balance kitna hai").0, Tongue::En);
    assert_eq!(talk.say("Hindi mein baat karo").0, Tongue::Hi);
    assert_eq!(talk.say("what is the balance of Suresh").0, Tongue::Hi);
}

#[test]
fn a_day_too_far_back_or_still_to_come_is_said_to_be_so() {
    let says = |text: &str| match Talk::new(Some(Tongue::En)).say(text).1.as_slice() {
        [Step::Say(reply) | Step::ReadBack { reply, .. }] => reply.text(Tongue::En),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(says("Suresh paid 500 on 5 November"), "Suresh Yadav paid ₹500 on 5 November. Shall I write it?");
    let long_ago = says("Suresh paid 500 on 5 December");
    assert!(long_ago.starts_with("5 December 2025 is more than three months ago"), "{long_ago}");
    for to_come in
        ["Suresh paid 500 tomorrow", "Suresh paid 500 on 23/11/2026", "Suresh paid 500 on 30th of this month"]
    {
        assert!(says(to_come).starts_with("That day is still to come"), "{to_come}: {}", says(to_come));
    }
}
