//! Random conversations: whatever is said, in whatever order, nothing is written that was not read back in its final
//! form and agreed to in a later turn.

use crate::shop::{SESSION, TENANT, Talk, with_code};
use execora_domain::dialogue::{
    Agreement, CodeVerdict, Dialogue, DialogueSettings, Entered, Found, Heard, Memory, PostOutcome, Proposal, Step,
};
use execora_domain::ids::TurnId;
use execora_domain::ledger::Refusal;
use execora_domain::reply::{Question, Reply, Tongue, Wish};
use proptest::prelude::*;

/// What may be said.
const WORDS: &[&str] = &[
    "Suresh ne 500 diye",
    "Priya ko 200 udhaar likho",
    "Priya ko do kilo chawal aur ek kilo chini",
    "Rahul ne 300 diye",
    "Suresh ko 40000 udhaar likho",
    "Suresh ne do lakh rupaye diye",
    "Suresh aur Priya ko sau sau udhaar",
    "Farhan ne 500 diye",
    "Priya ko do packet Maggi at 14",
    "Priya ko do packet Maggi",
    "do ki jagah teen",
    "chini hata do",
    "ek kilo namak bhi",
    "chawal ka rate pachaas",
    "10 rupaye ki chhoot",
    "naam Priya nahi Rohit",
    "wapas",
    "nahi, 600",
    "haan",
    "haan ji likh do",
    "ok",
    "nahi",
    "rehne do",
    "pehla",
    "doosra wala",
    "chaudah",
    "chalis hazaar",
    "123456",
    "654321",
    "galat likh diya, hata do",
    "undo",
    "uska balance kitna hai",
    "usko 100 udhaar",
    "dono ko pachas pachas udhaar",
    "haan aur Rohit ko 50 udhaar",
    "mausam kaisa hai",
    "aur Rohit ko bhi",
    "teen kilo",
    "do packet Zyzz bees rupaye wala",
    "add 1 packet salt",
    "Rahul Verma ne 300 diye",
    "",
];

#[derive(Clone, Debug)]
enum Event {
    /// Somebody speaks; perhaps before the answer to the turn before was given.
    Says { words: usize, overlapping: bool },
    /// Time passes.
    Waits(u16),
    /// The socket is lost, and the conversation goes on in another.
    Resumes,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        12 => (0..WORDS.len(), prop::bool::weighted(0.15)).prop_map(|(words, overlapping)| Event::Says { words, overlapping }),
        // Agreement is likelier than everything else: that is where it goes wrong.
        6 => prop::bool::weighted(0.15).prop_map(|overlapping| Event::Says { words: 18, overlapping }),
        1 => (1_u16..40_000).prop_map(Event::Waits),
        1 => Just(Event::Resumes),
    ]
}

/// How the books answer, in turn.
fn outcome() -> impl Strategy<Value = u8> {
    0_u8..8
}

/// What was read back last and is still on the table.
#[derive(Clone, Debug)]
struct Table {
    wishes: Vec<Wish>,
    /// The newest turn that had begun then.
    newest: TurnId,
}

struct Watch {
    talk: Talk,
    /// What is on the table.
    table: Option<Table>,
    /// An offer that is open, and when it was made.
    offer: Option<(String, TurnId)>,
    outcomes: Vec<u8>,
    posts: usize,
    /// Keys that were posted, with what.
    keys: Vec<(String, String)>,
}

impl Watch {
    fn new(outcomes: Vec<u8>) -> Self {
        Self { talk: Talk::with(Tongue::En, with_code()), table: None, offer: None, outcomes, posts: 0, keys: vec![] }
    }

    fn hear(&mut self, turn: TurnId, newest: TurnId, text: &str) {
        let hypotheses = [(text.to_owned(), 950)];
        let clock = jiff::civil::datetime(2026, 11, 20, 10, 0, 0, 0);
        let now = self.talk.now;
        let heard = Heard {
            turn,
            newest,
            now,
            clock,
            knows: true,
            hypotheses: &hypotheses,
            agreement: Agreement::Unweighed,
            tongue: None,
        };
        let steps = self.talk.dialogue.hear(&heard, &self.talk.shop).steps;
        self.watch(steps, turn, newest);
    }

    fn watch(&mut self, steps: Vec<Step>, turn: TurnId, newest: TurnId) {
        let now = self.talk.now;
        for step in steps {
            let next = match step {
                Step::ReadBack { reply, .. } => {
                    self.table = read_back(&reply).map(|wishes| Table { wishes, newest }).or(self.table.take());
                    vec![]
                }
                Step::Say(Reply::Ask(question) | Reply::AskAgain { question, .. })
                    if matches!(question, Question::AddCustomer { .. } | Question::AddProduct { .. }) =>
                {
                    self.offer = offered(question).map(|name| (name, newest));
                    vec![]
                }
                Step::Say(_) | Step::Read(_) => vec![],
                Step::Find(_) => {
                    let clock = jiff::civil::datetime(2026, 11, 20, 10, 0, 0, 0);
                    let heard = Heard {
                        turn,
                        newest,
                        now,
                        clock,
                        knows: true,
                        hypotheses: &[],
                        agreement: Agreement::Unweighed,
                        tongue: None,
                    };
                    self.talk.dialogue.found(Found::Last(None), &heard, &self.talk.shop)
                }
                Step::SendCode => self.talk.dialogue.code_sent(now, newest, true),
                Step::CheckCode(digits) => {
                    let verdict = if digits == "123456" { CodeVerdict::Right } else { CodeVerdict::Wrong };
                    self.talk.dialogue.code_checked(now, newest, verdict)
                }
                Step::Look { proposals, because } => {
                    let entered = proposals.into_iter().map(|proposal| (proposal, Entered::Not)).collect();
                    self.talk.dialogue.looked(now, newest, because, entered)
                }
                Step::Post(proposals) => {
                    self.must_be_agreed(&proposals, turn);
                    let outcomes = proposals.into_iter().map(|proposal| self.post(proposal)).collect();
                    self.talk.dialogue.posted(now, newest, outcomes)
                }
            };
            self.watch(next, turn, newest);
        }
    }

    fn must_be_agreed(&mut self, proposals: &[Proposal], turn: TurnId) {
        self.posts += 1;
        let wishes: Vec<Wish> = proposals.iter().map(|proposal| proposal.wish.clone()).collect();
        if let ([wish], Some((name, asked))) = (wishes.as_slice(), &self.offer)
            && matches!(wish, Wish::Customer { .. } | Wish::Product { .. })
            && wish.name() == name
            && turn > *asked
        {
            self.offer = None;
            return;
        }
        let table = self.table.take().expect("something was read back before it is written");
        assert_eq!(wishes, table.wishes, "what is written is what was read back last");
        assert!(turn > table.newest, "agreed in {turn:?}, read back when {:?} had begun", table.newest);
        for proposal in proposals {
            let written = serde_json::to_string(&proposal.command).unwrap();
            assert!(!written.contains("00000000-0000-7000-8000"), "nobody stands in for anybody: {written}");
        }
    }

    fn post(&mut self, proposal: Proposal) -> (Proposal, PostOutcome) {
        let key = format!("{:?}:{}:{}", proposal.said_in, proposal.turn.0, proposal.index);
        let command = serde_json::to_string(&proposal.command).unwrap();
        let refused = || PostOutcome::Refused(Refusal::CreditLimit { limit: crate::shop::rupees(500) });
        let (proposal, outcome) = match self.outcomes.pop() {
            Some(0) => (proposal, refused()),
            Some(1) => (proposal, PostOutcome::Busy),
            Some(2) => (proposal, PostOutcome::Unknown),
            Some(3) => (proposal, PostOutcome::Failed),
            Some(_) | None => self.talk.written(proposal),
        };
        if matches!(outcome, PostOutcome::Posted(_) | PostOutcome::Unknown) {
            let twice = self.keys.iter().any(|(known, other)| *known == key && *other != command);
            assert!(!twice, "two commands under the key {key}");
            self.keys.push((key, command));
        }
        (proposal, outcome)
    }

    fn resume(&mut self) {
        let memory = self.talk.dialogue.remember(TENANT, SESSION);
        let written = serde_json::to_string(&memory).unwrap();
        assert!(written.len() < 65_536, "{} bytes are remembered", written.len());
        let memory: Memory = serde_json::from_str(&written).unwrap();
        self.talk.dialogue = Dialogue::new(DialogueSettings::default());
        self.table = None;
        self.offer = None;
        let turn = self.talk.turn;
        let steps = self.talk.dialogue.resume(memory, TENANT, self.talk.now, turn, vec![]).unwrap();
        self.watch(steps, turn, turn);
    }
}

/// Whom or what a question offers to enter.
fn offered(question: Question) -> Option<String> {
    match question {
        Question::AddCustomer { name } | Question::AddProduct { name, .. } => Some(name),
        _ => None,
    }
}

/// What a reply puts on the table.
fn read_back(reply: &Reply) -> Option<Vec<Wish>> {
    match reply {
        Reply::ReadBack(wishes)
        | Reply::OnceMore(wishes)
        | Reply::SayAmount(wishes)
        | Reply::Changed { wishes, .. }
        | Reply::StillWaiting(wishes)
        | Reply::YesOrNo(wishes)
        | Reply::SayYes(wishes) => Some(wishes.clone()),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_written_that_was_not_read_back_and_agreed_to_later(
        events in prop::collection::vec(event(), 1..40),
        outcomes in prop::collection::vec(outcome(), 0..20),
    ) {
        let mut watch = Watch::new(outcomes);
        for event in events {
            match event {
                Event::Says { words, overlapping } => {
                    let turn = watch.talk.turn.next();
                    let newest = if overlapping { turn.next() } else { turn };
                    watch.talk.turn = newest;
                    watch.talk.now = watch.talk.now + 1_500;
                    watch.hear(turn, newest, WORDS[words]);
                    if overlapping {
                        // What was said before the answer was given.
                        watch.hear(newest, newest, WORDS[18]);
                    }
                }
                Event::Waits(ms) => {
                    watch.talk.now = watch.talk.now + u64::from(ms);
                    let newest = watch.talk.turn;
                    if let Some(step) = watch.talk.dialogue.expire(watch.talk.now) {
                        watch.watch(vec![step], newest, newest);
                    }
                }
                Event::Resumes => watch.resume(),
            }
        }
    }
}

#[test]
fn random_conversations_do_write_things() {
    // A property over conversations that never write anything would hold for nothing.
    let mut watch = Watch::new(vec![]);
    for words in ["Suresh ne 500 diye", "haan", "Farhan ne 500 diye", "haan", "haan", "undo", "haan"] {
        watch.talk.turn = watch.talk.turn.next();
        watch.talk.now = watch.talk.now + 1_500;
        let turn = watch.talk.turn;
        watch.hear(turn, turn, words);
    }
    assert_eq!(watch.posts, 4);
}
