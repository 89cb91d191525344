//! Who is asked what the grammar abstains on: a language model, with a deadline and a memory of ten minutes.
//!
//! What it answers is a proposal. Nothing is believed here: the guard ([`execora_domain::intent::grounding`]) holds it
//! against the words, and the dialogue reads back what is left and waits for a yes. Where there is no model, where it
//! is slow or fails, there is no proposal, and the speaker is asked as without one.

use crate::providers::{LanguageModel, ModelRequest};
use execora_domain::ids::TenantId;
use execora_domain::intent::grounding::{Earlier, INSTRUCTIONS, Offer, schema};
use execora_domain::intent::{Frame, Lexicon};
use jiff::civil::Date;
use std::sync::Arc;
use std::time::Duration;

/// How long an answer is kept.
const KEPT: Duration = Duration::from_mins(10);

/// How many answers are kept, of all shops together.
const ANSWERS_MAX: u64 = 10_000;

/// A language model as conversations ask it.
#[derive(Clone)]
pub struct Adviser {
    model: Arc<dyn LanguageModel>,
    deadline: Duration,
    /// By shop and question. The question holds the normalised words, the day and every name and identity that is
    /// shown, so that no answer outlives the version of the names that it was made from.
    answers: moka::sync::Cache<(TenantId, String), Arc<[Frame]>>,
}

impl std::fmt::Debug for Adviser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Adviser").field("model", &self.model.name()).finish_non_exhaustive()
    }
}

/// What was said, where and when.
#[derive(Clone, Debug)]
pub struct Question {
    /// In whose shop.
    pub tenant: TenantId,
    /// The words, as they were heard.
    pub text: String,
    /// The names of the shop.
    pub lexicon: Arc<Lexicon>,
    /// The shop's day.
    pub today: Date,
    /// What was said before, oldest first.
    pub earlier: Vec<Earlier>,
}

impl Adviser {
    /// Asks this model, and waits so long at most.
    #[must_use]
    pub fn new(model: Arc<dyn LanguageModel>, deadline: Duration) -> Self {
        let answers = moka::sync::Cache::builder().max_capacity(ANSWERS_MAX).time_to_live(KEPT).build();
        Self { model, deadline, answers }
    }

    /// What the model takes the words for, with the shop's own identities; none where it does not say in time.
    pub async fn advise(&self, question: Question) -> Option<Arc<[Frame]>> {
        let Question { tenant, text, lexicon, today, earlier } = question;
        let offer = Offer::new(&text, &lexicon, today, &earlier);
        let key = (tenant, offer.key());
        if let Some(frames) = self.answers.get(&key) {
            count("remembered");
            return Some(frames);
        }
        let request = ModelRequest { instructions: INSTRUCTIONS, data: offer.data().clone(), schema: schema() };
        let answered = tokio::time::timeout(self.deadline, self.model.complete(request)).await;
        let answer = match answered {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => {
                tracing::debug!(%error, "no advice");
                count("failed");
                return None;
            }
            Err(_) => {
                count("late");
                return None;
            }
        };
        let Some(frames) = offer.read(&answer) else {
            count("unreadable");
            return None;
        };
        count("answered");
        let frames: Arc<[Frame]> = frames.into();
        self.answers.insert(key, Arc::clone(&frames));
        Some(frames)
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("execora_advice_total", "outcome" => outcome).increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::ProviderError;
    use crate::providers::scripted::ScriptedModel;
    use execora_domain::intent::World;
    use futures_util::future::BoxFuture;
    use serde_json::{Value, json};
    use uuid::Uuid;

    const SHOP: &str = r#"{ "now": "2026-11-20T10:00:00+05:30", "timezone": "Asia/Kolkata",
        "limits": { "max_amount_paise": 100000000, "max_qty_milli": 10000000 },
        "customers": [{ "id": "x1", "name": "Suresh Yadav" }], "products": [] }"#;

    fn question(tenant: u128, text: &str) -> Question {
        let world: World = serde_json::from_str(SHOP).unwrap();
        Question {
            tenant: TenantId::from_uuid(Uuid::from_u128(tenant)),
            text: text.to_owned(),
            lexicon: Arc::new(Lexicon::new(&world)),
            today: jiff::civil::date(2026, 11, 20),
            earlier: vec![],
        }
    }

    fn paid(paise: i64) -> Value {
        json!({ "frames": [{ "intent": "RECORD_PAYMENT",
            "slots": { "customer_id": "c1", "amount_paise": paise, "method": null, "date": null } }] })
    }

    fn adviser(answers: impl IntoIterator<Item = Value>) -> Adviser {
        Adviser::new(Arc::new(ScriptedModel::new(answers)), Duration::from_secs(2))
    }

    #[tokio::test]
    async fn the_same_words_in_the_same_shop_are_asked_about_once() {
        let adviser = adviser([paid(50_000), paid(1)]);
        let first = adviser.advise(question(1, "Suresh ji zorba cash paanch sau")).await.unwrap();
        let again = adviser.advise(question(1, "suresh ji, ZORBA cash paanch sau.")).await.unwrap();
        assert_eq!((first.clone(), first[0].slots.customer_id.as_deref()), (again, Some("x1")));
        let elsewhere = adviser.advise(question(2, "Suresh ji zorba cash paanch sau")).await.unwrap();
        assert_ne!(first, elsewhere, "another shop asks for itself");
    }

    #[tokio::test]
    async fn other_names_in_the_shop_are_another_question() {
        let adviser = adviser([paid(50_000), paid(1)]);
        let before = question(1, "Suresh ji zorba cash paanch sau");
        let mut world = before.lexicon.world().clone();
        world.customers[0].name = "Suresh Kumar".to_owned();
        let after = Question { lexicon: Arc::new(Lexicon::new(&world)), ..before.clone() };
        assert_ne!(adviser.advise(before).await, adviser.advise(after).await);
    }

    #[tokio::test]
    async fn an_answer_that_cannot_be_read_is_none_and_is_not_kept() {
        let adviser = adviser([json!({ "frames": [{ "intent": "PAY" }] }), json!({ "error": 1 }), paid(50_000)]);
        assert_eq!(adviser.advise(question(1, "Suresh ji zorba")).await, None);
        assert_eq!(adviser.advise(question(1, "Suresh ji zorba")).await, None);
        assert!(adviser.advise(question(1, "Suresh ji zorba")).await.is_some());
    }

    struct Silent;

    impl LanguageModel for Silent {
        fn name(&self) -> &'static str {
            "silent"
        }

        fn complete(&self, _: ModelRequest) -> BoxFuture<'static, Result<Value, ProviderError>> {
            Box::pin(std::future::pending())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_model_that_never_answers_is_waited_for_until_the_deadline() {
        let adviser = Adviser::new(Arc::new(Silent), Duration::from_secs(2));
        let began = tokio::time::Instant::now();
        assert_eq!(adviser.advise(question(1, "Suresh ji zorba")).await, None);
        assert_eq!(began.elapsed(), Duration::from_secs(2));
    }
}
