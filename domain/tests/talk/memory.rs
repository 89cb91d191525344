//! A conversation whose socket is lost goes on in another, in the same shop alone.

use crate::shop::{SESSION, TENANT, Talk};
use execora_domain::dialogue::{Dialogue, DialogueSettings, Entered, Memory, OtherShop, PostOutcome, Proposal, Step};
use execora_domain::ids::{TenantId, TurnId};
use execora_domain::reply::Tongue;
use execora_domain::turn::SessionTime;
use uuid::Uuid;

/// The socket is lost, and another conversation goes on; what it says first.
fn reconnect(talk: &mut Talk) -> String {
    reconnect_where(talk, TurnId(0), |_| Entered::Not)
}

/// The same, where the client has the answers up to a turn and the books hold this of what may be written.
fn reconnect_where(talk: &mut Talk, answered: TurnId, look: impl Fn(&Proposal) -> Entered) -> String {
    let memory = talk.dialogue.remember(TENANT, SESSION);
    let mut memory: Memory = serde_json::from_str(&serde_json::to_string(&memory).unwrap()).unwrap();
    memory.was_answered(answered);
    let entered = memory.unsettled().into_iter().map(|one| (one.clone(), look(&one))).collect();
    talk.dialogue = Dialogue::new(DialogueSettings::default());
    (talk.now, talk.turn) = (SessionTime(10), TurnId(0));
    let steps = talk.dialogue.resume(memory, TENANT, talk.now, talk.turn, entered).unwrap();
    let replies = talk.carry_out(steps);
    replies.iter().map(|reply| reply.text(talk.tongue)).collect::<Vec<_>>().join(" ")
}

fn posts(steps: Vec<Step>) -> Vec<Proposal> {
    let posts = steps.into_iter().filter_map(|step| match step {
        Step::Post(proposals) => Some(proposals),
        _ => None,
    });
    posts.flatten().collect()
}

#[test]
fn what_waited_is_read_back_again_before_a_yes_counts() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Priya ko do kilo chawal");
    assert_eq!(reconnect(&mut talk), "Priya Singh: 2 kg Rice. ₹120. Shall I write it?");
    let [proposal] = posts(talk.steps("haan")).try_into().unwrap();
    assert_eq!(proposal.said_in, Some(SESSION), "it keeps the key that it had");
    assert_eq!((proposal.turn, proposal.index), (TurnId(1), 0));
}

#[test]
fn a_yes_of_before_the_read_back_confirms_nothing() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    let memory = talk.dialogue.remember(TENANT, SESSION);
    talk.dialogue = Dialogue::new(DialogueSettings::default());
    // The turn had begun when the old command was read back.
    talk.turn = TurnId(0);
    let _read_back = talk.dialogue.resume(memory, TENANT, talk.now, TurnId(1), vec![]).unwrap();
    assert_eq!(posts(talk.steps("haan")), []);
    assert_eq!(posts(talk.steps("haan")).len(), 1);
}

#[test]
fn what_was_heard_in_the_old_conversation_is_to_be_heard_again_in_the_new_one() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    assert_eq!(talk.say("hmm"), "Suresh Yadav paid ₹500. Yes or no?", "it was heard");
    reconnect(&mut talk);
    talk.knows = false;
    assert_eq!(posts(talk.steps("haan")), []);
    talk.knows = true;
    assert_eq!(posts(talk.steps("haan")).len(), 1);
}

#[test]
fn what_was_heard_once_stays_known_until_it_is_changed() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Priya ko do kilo chawal");
    talk.say("hmm");
    talk.knows = false;
    assert_eq!(talk.say("teen kilo"), "3 kg Rice. Now ₹180. Shall I write it?", "only what is new");
    assert_eq!(talk.say("haan"), "Priya Singh: 3 kg Rice. ₹180. Yes or no?", "which was not heard");
    assert_eq!(talk.say("chaar kilo"), "Priya Singh: 4 kg Rice. ₹240. Shall I write it?", "nor what it is a change of");
    talk.knows = true;
    assert_eq!(posts(talk.steps("haan")).len(), 1);
}

#[test]
fn what_was_sent_and_not_answered_is_asked_again_under_its_key() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    let [sent] = posts(talk.steps("haan")).try_into().unwrap();
    let told = reconnect(&mut talk);
    assert_eq!(told, "Suresh Yadav paid ₹500. Shall I write it?");
    let [again] = posts(talk.steps("haan")).try_into().unwrap();
    assert_eq!((again.turn, again.index, again.command), (sent.turn, sent.index, sent.command));
    assert_eq!(again.said_in, Some(SESSION));
}

#[test]
fn an_open_question_is_asked_again_and_answered() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Rahul ne 300 diye");
    assert_eq!(reconnect(&mut talk), "Which one: Rahul Sharma, Station Road or Rahul Verma, Gandhi Chowk?");
    assert_eq!(talk.say("pehla"), "Rahul Sharma paid ₹300. Shall I write it?");
}

#[test]
fn whom_and_what_it_was_about_is_remembered() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    talk.say("haan");
    assert_eq!(reconnect(&mut talk), "");
    assert_eq!(talk.say("usko 200 udhaar likho"), "₹200 on credit to Suresh Yadav. Shall I write it?");
    talk.say("nahi");
    reconnect(&mut talk);
    assert_eq!(talk.say("last entry cancel"), "Suresh Yadav's payment of ₹500. Shall I take it back?");
}

#[test]
fn another_shops_memory_is_refused() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    let memory = talk.dialogue.remember(TENANT, SESSION);
    let other = TenantId::from_uuid(Uuid::from_u128(501));
    let mut dialogue = Dialogue::new(DialogueSettings::default());
    assert_eq!(dialogue.resume(memory, other, SessionTime(0), TurnId(0), vec![]), Err(OtherShop));
    assert!(!dialogue.expects_answer());
}

/// It was written so long ago.
fn written(talk: &Talk, proposal: &Proposal, age_ms: u64) -> Entered {
    let mut books = Talk::new(talk.tongue);
    let (_, PostOutcome::Posted(posted)) = books.written(proposal.clone()) else { unreachable!("not posted") };
    Entered::Written { posted, age_ms }
}

/// A conversation in which everything that may be written is.
fn reconnect_to_written(talk: &mut Talk, answered: TurnId, age_ms: u64) -> String {
    let books = Talk::new(talk.tongue);
    reconnect_where(talk, answered, |one| written(&books, one, age_ms))
}

#[test]
fn what_was_written_while_the_line_broke_is_told_as_written_and_waits_no_more() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    let _handed_out = talk.steps("haan");
    let told = reconnect_to_written(&mut talk, TurnId(0), 300);
    assert_eq!(told, "Written already: Suresh Yadav paid ₹500. Suresh Yadav owes ₹100.");
    assert!(!talk.dialogue.expects_answer(), "it is not read back again");
    assert_eq!(talk.say("haan"), "There is nothing to confirm.");
    assert_eq!(talk.say("last entry cancel"), "Suresh Yadav's payment of ₹500. Shall I take it back?");
}

#[test]
fn what_waited_and_is_written_by_now_is_dropped_and_the_next_is_read_back() {
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    talk.say("Priya ko 200 udhaar likho");
    let told = reconnect_where(&mut talk, TurnId(0), |one| {
        if one.wish.name() == "Suresh Yadav" { written(&Talk::new(Tongue::En), one, 300) } else { Entered::Not }
    });
    let first = "Written already: Suresh Yadav paid ₹500. Suresh Yadav owes ₹100.";
    assert_eq!(told, format!("{first} ₹200 on credit to Priya Singh. Shall I write it?"));
}

#[test]
fn an_answer_that_may_be_lost_is_told_again_and_one_that_was_heard_or_is_old_is_not() {
    let written = "Written. Suresh Yadav owes ₹100.";
    for (answered, age_ms, told) in
        [(TurnId(0), 5_000, written), (TurnId(1), 5_000, written), (TurnId(2), 5_000, ""), (TurnId(0), 600_000, "")]
    {
        let mut talk = Talk::new(Tongue::En);
        talk.say("Suresh ne 500 diye");
        talk.say("haan");
        assert_eq!(reconnect_to_written(&mut talk, answered, age_ms), told, "{answered:?} {age_ms}");
    }
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    talk.say("haan");
    talk.say("Priya ka balance kitna hai");
    assert_eq!(reconnect_to_written(&mut talk, TurnId(0), 5_000), "", "whoever went on talking had heard it");
}

#[test]
fn the_same_said_again_after_that_is_written_only_on_a_yes_to_a_warning() {
    for again in ["Suresh ne 500 diye", "Suresh ne 500 upi se diye"] {
        let mut talk = Talk::new(Tongue::En);
        talk.say("Suresh ne 500 diye");
        talk.say("haan");
        reconnect_to_written(&mut talk, TurnId(0), 5_000);
        let warned = talk.say(again);
        assert!(warned.ends_with("The same was written a moment ago. Once more?"), "{warned}");
        assert_eq!(talk.posted.len(), 1);
        talk.say("haan");
        assert_eq!(talk.posted.len(), 2);
    }
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    talk.say("haan");
    reconnect_to_written(&mut talk, TurnId(0), 5_000);
    for other in ["Priya ne 500 diye", "Suresh ne 600 diye", "Suresh ko 500 udhaar likho"] {
        assert!(talk.say(other).ends_with("Shall I write it?"), "{other}");
        talk.say("nahi");
    }
    talk.now = talk.now + 90_000;
    assert!(talk.say("Suresh ne 500 diye").ends_with("Shall I write it?"), "a day's second payment");
}

#[test]
fn nothing_of_a_cut_conversation_is_called_not_written_without_looking() {
    let unknown = "It may be written already: please look at the account.";
    for (entered, denied, expired) in [
        (Entered::Not, "All right, not written.", "No answer, so this was not done: Suresh Yadav's payment of ₹500."),
        (Entered::Unknown, unknown, unknown),
    ] {
        let wait = || {
            let mut talk = Talk::new(Tongue::En);
            talk.say("Suresh ne 500 diye");
            let told = reconnect_where(&mut talk, TurnId(0), |_| entered.clone());
            assert_eq!(told, "Suresh Yadav paid ₹500. Shall I write it?");
            talk.entered = entered.clone();
            talk
        };
        assert_eq!(wait().say("nahi"), denied);
        let mut talk = wait();
        let step = talk.dialogue.expire(SessionTime(10_000_000)).unwrap();
        assert!(matches!(step, Step::Look { .. }));
        let replies = talk.carry_out(vec![step]);
        assert_eq!(replies.iter().map(|reply| reply.text(Tongue::En)).collect::<String>(), expired);
    }
    // It came in between the look and the no.
    let mut talk = Talk::new(Tongue::En);
    talk.say("Suresh ne 500 diye");
    let handed_out = posts(talk.steps("haan"));
    reconnect(&mut talk);
    talk.entered = written(&talk, &handed_out[0], 100);
    assert_eq!(talk.say("nahi"), "Written already: Suresh Yadav paid ₹500. Suresh Yadav owes ₹100.");
}

#[test]
fn somebody_who_was_entered_while_the_line_broke_is_not_offered_again() {
    let mut talk = Talk::new(Tongue::En);
    assert!(talk.say("Farhan ne 500 diye").contains("Farhan"));
    let told = reconnect_where(&mut talk, TurnId(0), |one| {
        let is_first = matches!(one.command, execora_domain::ledger::Command::CreateParty(_));
        if is_first { written(&Talk::new(Tongue::En), one, 300) } else { Entered::Not }
    });
    assert!(told.starts_with("Written already: New customer: Farhan."), "{told}");
    assert!(told.ends_with("Farhan paid ₹500. Shall I write it?"), "{told}");
}
