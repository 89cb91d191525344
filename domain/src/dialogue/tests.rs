use super::*;
use crate::intent::{Limits, World, WorldCustomer, WorldProduct};
use crate::invoice::InvoiceDraft;
use crate::ledger::{Entry, EntryKind, PaymentMode};
use crate::money::Money;
use crate::quantity::{Quantity, Unit};
use crate::reply::Question;
use uuid::Uuid;

fn id(number: u128) -> String {
    Uuid::from_u128(number).to_string()
}

pub(super) fn shop() -> Lexicon {
    let customer = |number, name: &str, landmark: Option<&str>| WorldCustomer {
        id: id(number),
        name: name.to_owned(),
        phone: None,
        nickname: None,
        landmark: landmark.map(str::to_owned),
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
    Lexicon::new(&World {
        now: "2026-11-20T10:00:00+05:30".parse().unwrap(),
        timezone: "Asia/Kolkata".into(),
        limits: Limits { amount_max: Money::from_paise(100_000_000), quantity_max: Quantity::from_milli(10_000_000) },
        confirm: crate::ledger::ConfirmPolicy::default(),
        customers: vec![
            customer(1, "Rahul Sharma", Some("Station Road")),
            customer(2, "Rahul Verma", Some("Gandhi Chowk")),
            customer(3, "Suresh Yadav", None),
            customer(4, "Priya Singh", None),
        ],
        products: vec![
            product(11, "Rice", Unit::Kg, 6_000, &["chawal", "चावल"]),
            product(12, "Eggs", Unit::Pc, 700, &["ande", "anda", "अंडे"]),
            product(13, "Sugar", Unit::Kg, 4_600, &["chini", "चीनी"]),
        ],
        reminders: vec![],
        invoices: vec![],
        can_send: false,
        refuses_oversell: false,
        walk_in: None,
    })
}

struct Talk {
    dialogue: Dialogue,
    shop: Lexicon,
    now: SessionTime,
    turn: TurnId,
}

impl Talk {
    fn new() -> Self {
        let dialogue = Dialogue::new(DialogueSettings::default());
        Self { dialogue, shop: shop(), now: SessionTime(1_000), turn: TurnId(0) }
    }

    fn hear(&mut self, readings: &[(&str, u16)]) -> Vec<Step> {
        self.turn = self.turn.next();
        self.now = self.now + 2_000;
        self.hear_in(self.turn, self.turn, readings)
    }

    fn hear_in(&mut self, turn: TurnId, newest: TurnId, readings: &[(&str, u16)]) -> Vec<Step> {
        let hypotheses: Vec<(String, u16)> = readings.iter().map(|(text, sure)| ((*text).to_owned(), *sure)).collect();
        let clock = jiff::civil::datetime(2026, 11, 20, 10, 0, 0, 0);
        let heard = Heard {
            turn,
            newest,
            now: self.now,
            clock,
            knows: true,
            hypotheses: &hypotheses,
            agreement: Agreement::Unweighed,
            tongue: Some(Tongue::En),
        };
        self.dialogue.hear(&heard, &self.shop).steps
    }

    fn say(&mut self, text: &str) -> Vec<Step> {
        self.hear(&[(text, 900)])
    }

    /// Says something that must be read back, and gives the text of it.
    fn read_back(&mut self, text: &str) -> String {
        let steps = self.say(text);
        match steps.as_slice() {
            [.., Step::ReadBack { reply, .. }] => reply.text(Tongue::En),
            other => panic!("no read-back but {other:?}"),
        }
    }

    fn posted(&mut self, steps: Vec<Step>, outcome: &PostOutcome) -> Vec<Step> {
        let proposals = commands(steps);
        let outcomes = proposals.into_iter().map(|proposal| (proposal, outcome.clone())).collect();
        self.dialogue.posted(self.now, self.turn, outcomes)
    }
}

fn commands(steps: Vec<Step>) -> Vec<Proposal> {
    let posts = steps.into_iter().filter_map(|step| match step {
        Step::Post(proposals) => Some(proposals),
        Step::Say(_)
        | Step::ReadBack { .. }
        | Step::Read(_)
        | Step::Find(_)
        | Step::SendCode
        | Step::CheckCode(_)
        | Step::Look { .. } => None,
    });
    posts.flatten().collect()
}

fn said(steps: &[Step]) -> Vec<&'static str> {
    let codes = steps.iter().map(|step| match step {
        Step::Say(reply) | Step::ReadBack { reply, .. } => reply.code(),
        Step::Read(_) => "read",
        Step::Post(_) => "post",
        Step::Find(_) => "find",
        Step::SendCode => "send_code",
        Step::CheckCode(_) => "check_code",
        Step::Look { .. } => "look",
    });
    codes.collect()
}

fn party(number: u128) -> PartyId {
    PartyId::from_uuid(Uuid::from_u128(number))
}

fn written() -> PostOutcome {
    PostOutcome::Posted(Box::new(Posted::Entry(Entry {
        id: crate::ids::EntryId::from_uuid(Uuid::from_u128(99)),
        kind: EntryKind::Payment,
        customer_id: party(3),
        customer_name: "Suresh Yadav".into(),
        sequence: 1,
        amount: Money::from_paise(-50_000),
        balance_after: Money::from_paise(20_000),
        mode: Some(PaymentMode::Cash),
        parts: vec![],
        description: None,
        invoice_number: None,
        reverses: None,
        effective_on: None,
        created_at: "2026-11-20T10:00:00+05:30".parse().unwrap(),
    })))
}

#[test]
fn a_payment_posts_only_on_yes_and_once() {
    let mut talk = Talk::new();
    assert_eq!(talk.read_back("Suresh ne paanch sau rupaye diye"), "Suresh Yadav paid ₹500. Shall I write it?");
    let steps = talk.say("haan");
    let proposals = commands(steps.clone());
    let [proposal] = proposals.as_slice() else { panic!("{proposals:?}") };
    assert_eq!(proposal.command, Command::payment(party(3), Money::from_paise(50_000), PaymentMode::Cash));
    assert_eq!((proposal.turn, proposal.index), (TurnId(1), 0));
    assert_eq!(said(&talk.posted(steps, &written())), ["posted"]);
    assert_eq!(said(&talk.say("haan")), ["nothing_pending"]);
}

#[test]
fn a_bill_is_read_back_with_its_exact_total() {
    let mut talk = Talk::new();
    let read_back = talk.read_back("Priya ko do kilo chawal aur barah ande");
    assert_eq!(read_back, "Priya Singh: 2 kg Rice, 12 Eggs. ₹204. Shall I write it?");
    let proposals = commands(talk.say("haan ji"));
    let Command::IssueInvoice(InvoiceDraft { expected_total, lines, .. }) = &proposals[0].command else {
        panic!("{proposals:?}")
    };
    assert_eq!(*expected_total, Some(Money::from_paise(20_400)));
    assert_eq!(lines.len(), 2);
}

#[test]
fn no_gives_up_and_posts_nothing() {
    let mut talk = Talk::new();
    talk.read_back("Suresh ko 200 udhaar likho");
    assert_eq!(said(&talk.say("nahi")), ["cancelled"]);
    assert_eq!(said(&talk.say("haan")), ["nothing_pending"]);
}

#[test]
fn yes_with_nothing_pending_posts_nothing() {
    let mut talk = Talk::new();
    for yes in ["haan", "yes", "हाँ", "theek hai", "nahi"] {
        assert_eq!(said(&talk.say(yes)), ["nothing_pending"], "{yes}");
    }
}

#[test]
fn a_command_that_waits_too_long_expires() {
    let mut talk = Talk::new();
    talk.read_back("Suresh ne 500 diye");
    let deadline = talk.dialogue.next_deadline().unwrap();
    assert_eq!(deadline - talk.now, 30_000);
    talk.now = SessionTime(deadline.0 - 1);
    assert_eq!(talk.dialogue.expire(talk.now), None);
    talk.now = deadline;
    let Some(Step::Say(reply)) = talk.dialogue.expire(talk.now) else { panic!("not told") };
    assert_eq!(reply.text(Tongue::En), "No answer, so this was not done: Suresh Yadav's payment of ₹500.");
    assert_eq!(said(&talk.say("haan")), ["nothing_pending"]);
}

#[test]
fn a_yes_that_was_said_before_the_read_back_confirms_nothing() {
    let mut talk = Talk::new();
    let (command, yes) = (TurnId(1), TurnId(2));
    // The yes had begun when the command was read back.
    assert_eq!(said(&talk.hear_in(command, yes, &[("Suresh ne 500 diye", 900)])), ["confirm_needed"]);
    assert_eq!(said(&talk.hear_in(yes, yes, &[("haan", 900)])), ["still_waiting"]);
    assert_eq!(said(&talk.hear_in(TurnId(3), TurnId(3), &[("haan", 900)])), ["post"]);
}

#[test]
fn a_fresh_command_waits_behind_the_one_that_was_read_back() {
    let mut talk = Talk::new();
    talk.read_back("Suresh ne 500 diye");
    let first = talk.read_back("Priya ko 200 udhaar likho");
    assert_eq!(first, "First, shall I write Suresh Yadav's payment of ₹500?");
    let steps = talk.say("haan");
    assert_eq!(commands(steps.clone()).len(), 1);
    let next = talk.posted(steps, &written());
    assert_eq!(said(&next), ["posted", "confirm_needed"]);
    let proposals = commands(talk.say("haan"));
    let credit = Command::credit(party(4), Money::from_paise(20_000), "udhaar".into());
    assert_eq!(proposals.into_iter().map(|it| it.command).collect::<Vec<_>>(), [credit]);
}

#[test]
fn a_question_is_answered_while_a_command_waits() {
    let mut talk = Talk::new();
    talk.read_back("Suresh ne 500 diye");
    assert_eq!(said(&talk.say("Priya ka balance kitna hai")), ["read", "still_waiting"]);
    assert_eq!(said(&talk.say("haan")), ["post"]);
}

#[test]
fn words_that_are_neither_yes_nor_no_ask_again() {
    let mut talk = Talk::new();
    talk.read_back("Suresh ne 500 diye");
    assert_eq!(said(&talk.say("mausam kaisa hai")), ["still_waiting"]);
    assert_eq!(said(&talk.say("haan")), ["post"]);
}

#[test]
fn a_correction_is_read_back_again() {
    let mut talk = Talk::new();
    talk.read_back("Suresh ne 500 diye");
    assert_eq!(talk.read_back("nahi, 600"), "Suresh Yadav paid ₹600. Shall I write it?");
    let proposals = commands(talk.say("haan"));
    assert_eq!(proposals.len(), 1);
    assert_eq!(proposals[0].turn, TurnId(2));
}

#[test]
fn two_rahuls_are_told_apart_by_the_answer() {
    for answer in ["Station Road wala", "Sharma", "pehla", "Rahul Sharma"] {
        let mut talk = Talk::new();
        let asked = talk.say("Rahul ne 500 diye");
        let [Step::Say(reply)] = asked.as_slice() else { panic!("{asked:?}") };
        assert_eq!(reply.text(Tongue::En), "Which one: Rahul Sharma, Station Road or Rahul Verma, Gandhi Chowk?");
        assert_eq!(talk.read_back(answer), "Rahul Sharma paid ₹500. Shall I write it?", "{answer}");
    }
}

#[test]
fn an_answer_that_fits_both_is_asked_again_and_then_given_up() {
    let mut talk = Talk::new();
    talk.say("Rahul ne 500 diye");
    assert_eq!(said(&talk.say("Rahul")), ["clarify"]);
    assert_eq!(said(&talk.say("Rahul")), ["clarify"]);
    assert_eq!(said(&talk.say("Rahul")), ["unclear"]);
    assert!(!talk.dialogue.expects_answer());
}

#[test]
fn a_missing_amount_is_asked_for_and_completes_the_command() {
    let mut talk = Talk::new();
    let asked = talk.say("Suresh ko udhaar likho");
    assert_eq!(asked, [Step::Say(Reply::Ask(Question::Missing(crate::intent::Slot::AmountPaise)))]);
    assert_eq!(talk.read_back("dhai sau"), "₹250 on credit to Suresh Yadav. Shall I write it?");
}

#[test]
fn a_new_command_instead_of_an_answer_is_taken() {
    let mut talk = Talk::new();
    talk.say("Rahul ne 500 diye");
    assert_eq!(talk.read_back("Priya ne 300 diye"), "Priya Singh paid ₹300. Shall I write it?");
}

#[test]
fn leaving_a_question_posts_nothing() {
    let mut talk = Talk::new();
    talk.say("Rahul ne 500 diye");
    assert_eq!(said(&talk.say("rehne do")), ["cancelled"]);
}

#[test]
fn money_for_a_weighed_thing_is_read_back_as_it_will_be_written() {
    let mut talk = Talk::new();
    assert_eq!(
        talk.read_back("Priya ka bill banao 50 rupaye ki chini"),
        "Priya Singh: 1.087 kg Sugar. ₹50. Shall I write it?"
    );
}

#[test]
fn money_that_buys_no_whole_pieces_is_asked_about() {
    let mut talk = Talk::new();
    let steps = talk.say("Priya ka bill banao 20 rupaye ke ande");
    assert!(matches!(steps.as_slice(), [Step::Say(Reply::Ask(Question::HowMany { .. }))]), "{steps:?}");
}

#[test]
fn a_lower_reading_that_means_something_is_read_back_and_never_confirms() {
    let mut talk = Talk::new();
    let steps = talk.hear(&[("Suresh mausam nahi", 800), ("Suresh ne 500 diye", 700)]);
    assert_eq!(said(&steps), ["confirm_needed"]);
    assert_eq!(said(&talk.hear(&[("hmm mausam", 800), ("haan", 700)])), ["still_waiting"]);
    assert_eq!(said(&talk.hear(&[("haan", 800), ("nahi", 700)])), ["cancelled"]);
}

#[test]
fn a_post_whose_outcome_is_unknown_is_never_called_not_written() {
    let mut talk = Talk::new();
    talk.read_back("Suresh ne 500 diye");
    let steps = talk.say("haan");
    let first = commands(steps.clone());
    assert_eq!(said(&talk.posted(steps, &PostOutcome::Unknown)), ["outcome_unknown", "confirm_needed"]);
    let again = commands(talk.say("haan"));
    assert_eq!(again, first, "asked again under the same key");
    let mut talk = Talk::new();
    talk.read_back("Suresh ne 500 diye");
    let steps = talk.say("haan");
    let _waits = talk.posted(steps, &PostOutcome::Unknown);
    assert_eq!(said(&talk.say("nahi")), ["look"], "nobody says that it is not written without looking");
    let looked = |talk: &mut Talk, entered| {
        let entered = first.iter().map(|one| (one.clone(), Entered::clone(&entered))).collect();
        talk.dialogue.looked(talk.now, talk.turn, Because::Denied, entered)
    };
    assert_eq!(looked(&mut talk, Entered::Unknown), [Step::Say(Reply::MayBeWritten)]);
    assert_eq!(looked(&mut talk, Entered::Not), [Step::Say(Reply::Cancelled)]);
    let PostOutcome::Posted(posted) = written() else { panic!() };
    let [Step::Say(told)] = &looked(&mut talk, Entered::Written { posted, age_ms: 9 })[..] else { panic!() };
    assert_eq!(told.text(Tongue::En), "Written already: Suresh Yadav paid ₹500. Suresh Yadav owes ₹200.");
    assert_eq!(said(&talk.say("haan")), ["nothing_pending"]);
}

#[test]
fn a_total_that_changed_is_read_back_again() {
    let mut talk = Talk::new();
    talk.read_back("Priya ka bill banao do kilo chawal");
    let steps = talk.say("haan");
    let total = Money::from_paise(13_000);
    let again = talk.posted(steps, &PostOutcome::Refused(Refusal::TotalChanged { total }));
    assert_eq!(said(&again), ["refused", "confirm_needed"]);
    let proposals = commands(talk.say("haan"));
    let Command::IssueInvoice(draft) = &proposals[0].command else { panic!("{proposals:?}") };
    assert_eq!(draft.expected_total, Some(total));
}

#[test]
fn what_cannot_be_done_is_said_honestly() {
    let mut talk = Talk::new();
    assert_eq!(said(&talk.say("Suresh ka khaata delete karo")), ["find"]);
    assert_eq!(said(&talk.say("bhaag yahan se")), ["unclear"]);
}

#[test]
fn every_example_that_help_gives_is_understood() {
    for tongue in [Tongue::En, Tongue::Hi] {
        let help = Reply::Help.text(tongue);
        let (_, examples) = help.split_once(": ").unwrap();
        for example in examples.split(['.', '।', '?']).map(str::trim).filter(|example| !example.is_empty()) {
            let codes = said(&Talk::new().say(example));
            assert!(matches!(codes.as_slice(), ["confirm_needed" | "read"]), "{example}: {codes:?}");
        }
    }
}
