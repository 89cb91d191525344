//! A language model in a conversation: asked only where the grammar abstains, never believed, never waited for long.

use super::*;
use crate::providers::{ModelRequest, ProviderError};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use std::sync::Mutex;

/// What the grammar cannot know: the verb is made up.
const STRANGE: &str = "Suresh ji zorba cash paanch sau";

/// A model that takes a while, and a list of what became of it.
#[derive(Clone)]
struct Clerk {
    answer: Value,
    pace: Duration,
    log: Arc<Mutex<Vec<&'static str>>>,
}

impl Clerk {
    fn new(answer: Value) -> Self {
        Self { answer, pace: Duration::from_millis(400), log: Arc::default() }
    }

    /// One that never answers.
    fn silent() -> Self {
        Self { pace: Duration::from_hours(24), ..Self::new(Value::Null) }
    }

    fn log(&self) -> Vec<&'static str> {
        self.log.lock().unwrap().clone()
    }
}

/// Notes that a question was dropped before it was answered.
struct Open(Clerk, bool);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.log.lock().unwrap().push(if self.1 { "answered" } else { "dropped" });
    }
}

impl LanguageModel for Clerk {
    fn name(&self) -> &'static str {
        "clerk"
    }

    fn complete(&self, _: ModelRequest) -> BoxFuture<'static, Result<Value, ProviderError>> {
        self.log.lock().unwrap().push("asked");
        let mut open = Open(self.clone(), false);
        Box::pin(async move {
            tokio::time::sleep(open.0.pace).await;
            open.1 = true;
            Ok(open.0.answer.clone())
        })
    }
}

fn paid(customer: &str, paise: i64) -> Value {
    json!({ "frames": [{ "intent": "RECORD_PAYMENT",
        "slots": { "customer_id": customer, "amount_paise": paise, "method": null, "date": null } }] })
}

impl House {
    async fn source(&mut self) -> &'static str {
        let source = self.next(|frame| match frame {
            Outgoing::Text(ServerMessage::Intent { source, .. }) => Some(*source),
            _ => None,
        });
        source.await.expect("an intent")
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_model_proposes_is_read_back_and_posts_on_yes() {
    let mut house = house().adviser(Clerk::new(paid("c1", 50_000))).open().await;
    house.types(STRANGE);
    assert_eq!(house.source().await, "model");
    let (code, text) = house.answer().await;
    assert_eq!(code, "confirm_needed", "{text}");
    assert!(text.contains("Suresh Yadav") && text.contains("₹500"), "{text}");
    assert!(house.books.posted().is_empty());
    house.types("haan");
    assert_eq!(house.answer().await.0, "posted");
    assert_eq!(house.books.posted().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_was_not_said_is_never_posted_whatever_the_model_says() {
    let other = json!({ "frames": [{ "intent": "ADD_CREDIT", "slots": { "customer_id": "c2", "amount_paise": 1 } }] });
    let two = json!({ "frames": [paid("c1", 50_000)["frames"][0], paid("c1", 90_000)["frames"][0]] });
    let yes = json!({ "frames": [{ "intent": "CONFIRM", "slots": {} }] });
    for answer in [paid("c1", 5_000_000), paid("c2", 50_000), other, two, yes, json!({}), json!("500")] {
        let mut house = house().adviser(Clerk::new(answer.clone())).open().await;
        house.types(STRANGE);
        let (code, text) = house.answer().await;
        assert_ne!(code, "confirm_needed", "{answer}: {text}");
        house.types("haan");
        house.answer().await;
        assert!(house.books.posted().is_empty(), "{answer}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_model_nothing_but_coverage_is_lost() {
    let known = ["Suresh ne 500 diye", "haan", "Suresh ka kitna baki hai", "help", "Priya ko 200 udhaar likho", "nahi"];
    let clerk = Clerk::new(paid("c1", 50_000));
    let (mut with, mut without) = (house().adviser(clerk.clone()).open().await, house().open().await);
    for command in known {
        with.types(command);
        without.types(command);
        assert_eq!(with.answer().await, without.answer().await, "{command}");
    }
    assert_eq!(clerk.log(), Vec::<&str>::new(), "the grammar knows all of these: nobody else is asked");
    without.types(STRANGE);
    assert_eq!(without.source().await, "grammar");
    let asked_again = without.answer().await;
    let mut house = house().adviser(Clerk::silent()).open().await;
    house.types(STRANGE);
    assert_eq!(house.answer().await, asked_again, "a model that does not answer is as none");
}

#[tokio::test(start_paused = true)]
async fn the_grammar_is_not_delayed_by_a_model_that_is_slow() {
    let mut house = house().adviser(Clerk::silent()).open().await;
    let began = tokio::time::Instant::now();
    house.types("Suresh ne 500 diye");
    assert_eq!(house.answer().await.0, "confirm_needed");
    assert!(began.elapsed() < Duration::from_millis(100), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn while_something_waits_for_yes_no_model_is_asked() {
    let clerk = Clerk::new(paid("c1", 50_000));
    let mut house = house().adviser(clerk.clone()).open().await;
    house.types("Suresh ne 500 diye");
    assert_eq!(house.answer().await.0, "confirm_needed");
    house.types("zorba zorba");
    house.answer().await;
    assert_eq!(clerk.log(), Vec::<&str>::new());
}

fn words(text: &str) -> Hears {
    Hears::Words(text.to_owned(), Duration::from_millis(150))
}

#[tokio::test(start_paused = true)]
async fn a_model_is_asked_at_the_pause_and_its_answer_is_there_when_the_turn_is_over() {
    let clerk = Clerk { pace: Duration::from_millis(250), ..Clerk::new(paid("c1", 50_000)) };
    let mut house = house().adviser(clerk.clone()).hears([words(STRANGE)]).open().await;
    house.starts();
    house.speaks(1_500).await;
    house.is_silent(600).await;
    assert_eq!(clerk.log(), ["asked", "answered"], "before the final transcript has come");
    assert_eq!(house.source().await, "model");
    assert_eq!(house.answer().await.0, "confirm_needed");
    assert_eq!(clerk.log(), ["asked", "answered"], "asked once for the turn");
}

#[tokio::test(start_paused = true)]
async fn what_was_asked_ahead_is_discarded_when_speech_goes_on() {
    let clerk = Clerk { pace: Duration::from_millis(600), ..Clerk::new(paid("c1", 50_000)) };
    let mut house = house().adviser(clerk.clone()).hears([words(STRANGE)]).open().await;
    house.starts();
    house.speaks(1_500).await;
    house.is_silent(320).await;
    assert_eq!(clerk.log(), ["asked"]);
    house.speaks(800).await;
    assert_eq!(clerk.log(), ["asked", "dropped"]);
    house.is_silent(600).await;
    assert_eq!(house.source().await, "model");
    assert_eq!(clerk.log(), ["asked", "dropped", "asked", "answered"]);
}
