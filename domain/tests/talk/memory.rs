//! A conversation whose socket is lost goes on in another, in the same shop alone.

use crate::shop::{SESSION, TENANT, Talk};
use execora_domain::dialogue::{Dialogue, DialogueSettings, Memory, OtherShop, Proposal, Step};
use execora_domain::ids::{TenantId, TurnId};
use execora_domain::reply::Tongue;
use execora_domain::turn::SessionTime;
use uuid::Uuid;

/// The socket is lost, and another conversation goes on; what it says first.
fn reconnect(talk: &mut Talk) -> String {
    let memory = talk.dialogue.remember(TENANT, SESSION);
    let memory: Memory = serde_json::from_str(&serde_json::to_string(&memory).unwrap()).unwrap();
    talk.dialogue = Dialogue::new(DialogueSettings::default());
    (talk.now, talk.turn) = (SessionTime(10), TurnId(0));
    let steps = talk.dialogue.resume(memory, TENANT, talk.now, talk.turn).unwrap();
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
    let _read_back = talk.dialogue.resume(memory, TENANT, talk.now, TurnId(1)).unwrap();
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
    assert_eq!(dialogue.resume(memory, other, SessionTime(0), TurnId(0)), Err(OtherShop));
    assert!(!dialogue.expects_answer());
}
