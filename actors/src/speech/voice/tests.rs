use super::super::pool::PoolSettings;
use super::*;
use crate::providers::Language;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};

/// Says each clause as as many samples as it has letters; all of them are its mark.
struct Model {
    mark: i16,
    said: Mutex<Vec<String>>,
    gate: Option<Mutex<Receiver<()>>>,
    missing: bool,
}

impl Model {
    fn new(mark: i16) -> Self {
        Self { mark, said: Mutex::default(), gate: None, missing: false }
    }

    fn said(&self) -> Vec<String> {
        self.said.lock().unwrap().clone()
    }
}

impl Synthesiser for Model {
    fn name(&self) -> &'static str {
        "model"
    }

    fn sample_rate(&self) -> u32 {
        24_000
    }

    fn synthesise(&self, clause: &Sentence, stop: &Stop) -> Result<Vec<i16>, ProviderError> {
        self.said.lock().unwrap().push(clause.text.clone());
        if let Some(gate) = &self.gate {
            let gate = gate.lock().unwrap();
            while !stop.is_stopped() && gate.recv_timeout(Duration::from_millis(1)) == Err(RecvTimeoutError::Timeout) {}
        }
        if stop.is_stopped() {
            return Err(ProviderError::Failed { name: "model", reason: "stopped".to_owned() });
        }
        if self.missing {
            return Err(ProviderError::Unavailable { name: "model", reason: "not there".to_owned() });
        }
        Ok(vec![self.mark; clause.text.len()])
    }
}

fn voice(model: &Arc<Model>, plain: Option<&Arc<Model>>, cache_bytes: u64) -> LocalVoice {
    let plain = match plain {
        Some(plain) => {
            let plain: Arc<dyn Synthesiser> = plain.clone();
            Some(plain)
        }
        None => None,
    };
    let model: Arc<dyn Synthesiser> = model.clone();
    let settings = VoiceSettings { cache_bytes, patience: Duration::from_millis(20) };
    let pool = PoolSettings { ears: 1, voices: 1, queue_max: 8, quiet: Duration::ZERO };
    LocalVoice::new(Arc::new(Pool::start(pool).unwrap()), model, plain, settings)
}

fn sentence(text: &str) -> Sentence {
    Sentence { text: text.to_owned(), language: Language::En, voice: None }
}

/// Everything that was sent for a sentence.
async fn spoken(voice: &LocalVoice, text: &str) -> Vec<i16> {
    spoken_after(voice, text, Duration::ZERO).await
}

/// The same, while so much sound is still to be heard.
async fn spoken_after(voice: &LocalVoice, text: &str, covered: Duration) -> Vec<i16> {
    let (sender, mut sound) = mpsc::channel(4);
    let speaking = voice.speak(sentence(text), covered, sender);
    let hearing = async {
        let mut heard = Vec::new();
        while let Some(piece) = sound.recv().await {
            heard.extend(piece);
        }
        heard
    };
    let (ended, heard) = join(speaking, hearing).await;
    ended.unwrap();
    heard
}

#[tokio::test]
async fn a_sentence_is_said_clause_by_clause_in_order() {
    let model = Arc::new(Model::new(5));
    let heard = spoken(&voice(&model, None, 1_000_000), "Okay, two kilos. Done.").await;
    assert_eq!(model.said(), ["Okay,", "two kilos.", "Done."]);
    assert_eq!(heard.len(), "Okay,two kilos.Done.".len());
}

#[tokio::test]
async fn what_was_said_before_is_not_made_again() {
    let model = Arc::new(Model::new(5));
    let voice = voice(&model, None, 1_000_000);
    let first = spoken(&voice, "Done.").await;
    assert_eq!(spoken(&voice, "Done.").await, first);
    assert_eq!(model.said(), ["Done."]);
}

#[tokio::test]
async fn sound_that_is_kept_stays_within_its_bound() {
    let model = Arc::new(Model::new(5));
    let voice = voice(&model, None, 300);
    for n in 0..100 {
        spoken(&voice, &format!("number {n}")).await;
        voice.kept.run_pending_tasks();
        assert!(voice.kept.weighted_size() <= 300, "{}", voice.kept.weighted_size());
    }
}

/// Makes ahead until nothing is expected any more.
async fn make_ahead(voice: &LocalVoice) {
    let all_made = async {
        while !voice.expected.locked().is_empty() || voice.pool.run(Lane::Voice, Urgency::Idle, |_| ()).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = voice.clone().make_ahead() => {}
        () = all_made => {}
    }
}

#[tokio::test]
async fn phrases_made_ready_in_idle_time_are_not_made_when_wanted() {
    let model = Arc::new(Model::new(5));
    let voice = voice(&model, None, 1_000_000);
    voice.expect(vec![sentence("Okay, done.")]);
    make_ahead(&voice).await;
    spoken(&voice, "done.").await;
    assert_eq!(model.said(), ["Okay,", "done."]);
}

#[tokio::test]
async fn an_answer_begins_with_the_name_that_was_made_ahead() {
    let model = Arc::new(Model::new(5));
    let voice = voice(&model, None, 1_000_000);
    voice.expect(vec![sentence("Sunita,"), sentence("Sunita Devi,")]);
    make_ahead(&voice).await;
    for answer in ["Sunita Devi paid ten rupees.", "Sunita Devi: two kilos of Rice."] {
        let heard = spoken(&voice, answer).await;
        let made = answer.replace(':', "").replace("Devi ", "Devi,");
        assert_eq!(heard.len(), made.len(), "{answer}");
    }
    let made = ["Sunita,", "Sunita Devi,", "paid ten rupees.", "two kilos of Rice."];
    assert_eq!(model.said(), made);
}

#[tokio::test]
async fn what_is_made_ahead_takes_no_more_than_half_of_the_room() {
    let model = Arc::new(Model::new(5));
    let voice = voice(&model, None, 1_000);
    voice.expect((0..100).map(|number| sentence(&format!("number {number}"))).collect());
    make_ahead(&voice).await;
    voice.kept.run_pending_tasks();
    let size = voice.kept.weighted_size();
    assert!((400..=550).contains(&size), "{size}");
}

#[tokio::test]
async fn making_ahead_gives_way_to_an_answer_and_is_taken_up_again() {
    let (go, gate) = sync_channel(1);
    let model = Arc::new(Model { gate: Some(Mutex::new(gate)), ..Model::new(5) });
    let voice = voice(&model, None, 1_000_000);
    voice.expect(vec![sentence("Sunita Devi,")]);
    let answering = async {
        while model.said().is_empty() {
            tokio::task::yield_now().await;
        }
        let answer = spoken(&voice, "Done.");
        let going = async {
            while model.said().len() < 2 {
                tokio::task::yield_now().await;
            }
            drop(go);
        };
        assert_eq!(join(answer, going).await.0, [5; 5]);
        while !voice.kept.contains_key(&sentence("Sunita Devi,")) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        () = voice.clone().make_ahead() => {}
        () = answering => {}
    }
    assert_eq!(model.said(), ["Sunita Devi,", "Done.", "Sunita Devi,"]);
}

#[tokio::test]
async fn the_plain_voice_speaks_where_the_model_is_missing() {
    let (model, plain) = (Arc::new(Model { missing: true, ..Model::new(5) }), Arc::new(Model::new(9)));
    assert_eq!(spoken(&voice(&model, Some(&plain), 1_000), "Done.").await, [9; 5]);
}

#[tokio::test]
async fn a_sentence_that_the_plain_voice_began_is_finished_by_it() {
    let (go, gate) = sync_channel(1);
    let slow = Arc::new(Model { gate: Some(Mutex::new(gate)), ..Model::new(5) });
    let plain = Arc::new(Model::new(9));
    let voice = voice(&slow, Some(&plain), 1_000);
    let heard = spoken(&voice, "Okay, done.").await;
    drop(go);
    assert_eq!(heard, [9; 10]);
    assert_eq!(slow.said(), ["Okay,"]);
}

#[tokio::test]
async fn the_plain_voice_begins_within_the_patience_where_the_model_is_late() {
    let (go, gate) = sync_channel(1);
    let slow = Arc::new(Model { gate: Some(Mutex::new(gate)), ..Model::new(5) });
    let plain = Arc::new(Model::new(9));
    let voice = voice(&slow, Some(&plain), 1_000);
    let before = Instant::now();
    assert_eq!(spoken(&voice, "Done.").await, [9; 5]);
    assert!((voice.settings.patience..Duration::from_secs(1)).contains(&before.elapsed()), "{:?}", before.elapsed());
    drop(go);
}

#[tokio::test]
async fn the_voice_of_an_answer_is_not_changed_for_what_is_ready_before_the_pause_is_long() {
    let (go, gate) = sync_channel::<()>(1);
    let slow = Arc::new(Model { gate: Some(Mutex::new(gate)), ..Model::new(5) });
    let plain = Arc::new(Model::new(9));
    let voice = voice(&slow, Some(&plain), 1_000);
    let later = async {
        tokio::time::sleep(voice.settings.patience * 3).await;
        drop(go);
    };
    let (heard, ()) = join(spoken_after(&voice, "Done.", Duration::from_millis(1)), later).await;
    assert_eq!(heard, [5; 5]);
}

#[tokio::test]
async fn what_the_model_made_too_late_is_kept_for_the_next_time() {
    let (go, gate) = sync_channel::<()>(1);
    let slow = Arc::new(Model { gate: Some(Mutex::new(gate)), ..Model::new(5) });
    let plain = Arc::new(Model::new(9));
    let voice = voice(&slow, Some(&plain), 1_000);
    assert_eq!(spoken(&voice, "Done.").await, [9; 5]);
    drop(go);
    while !voice.kept.contains_key(&sentence("Done.")) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(spoken(&voice, "Done.").await, [5; 5]);
}

#[tokio::test]
async fn nothing_more_is_made_once_nobody_listens() {
    let model = Arc::new(Model::new(5));
    let (sender, sound) = mpsc::channel(1);
    drop(sound);
    voice(&model, None, 1_000).speak(sentence("One. Two. Three. Four."), Duration::ZERO, sender).await.unwrap();
    assert!(!model.said().contains(&"Three.".to_owned()), "{:?}", model.said());
}

#[test]
fn a_long_first_clause_is_parted_after_a_word_that_closes_a_phrase() {
    let parted = clauses("राहुल शर्मा के खाते में पाँच सौ रुपये उधार लिखूँ?");
    assert_eq!(parted, ["राहुल शर्मा के", "खाते में पाँच सौ रुपये उधार लिखूँ?"]);
    assert_eq!(clauses("Done."), ["Done."]);
    assert!(clauses(" ").is_empty());
}
