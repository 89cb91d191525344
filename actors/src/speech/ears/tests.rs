use super::super::pool::PoolSettings;
use super::*;
use crate::providers::Hypothesis;
use execora_domain::dialogue::Agreement;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

/// Hears how many frames there were; waits for its gate before each answer, if it has one.
struct Counting {
    heard: Mutex<Vec<(usize, Effort)>>,
    gate: Option<Mutex<Receiver<()>>>,
}

impl Recogniser for Counting {
    fn name(&self) -> &'static str {
        "counting"
    }

    fn recognise(&self, utterance: &Utterance) -> Decoded {
        let frames = utterance.samples.len() / FRAME_SAMPLES;
        self.heard.lock().unwrap().push((frames, utterance.effort));
        if let Some(gate) = &self.gate {
            gate.lock().unwrap().recv().ok();
        }
        let hypotheses = vec![Hypothesis { text: format!("{frames} frames"), confidence: 1.0 }];
        let agreement = if utterance.awaited == Awaited::Answer { Agreement::NotYes } else { Agreement::Unweighed };
        Ok(Recognition { hypotheses, agreement, cpu_ms: 7 })
    }
}

/// A model that is not there.
struct Missing;

impl Recogniser for Missing {
    fn name(&self) -> &'static str {
        "missing"
    }

    fn recognise(&self, _utterance: &Utterance) -> Decoded {
        Err(ProviderError::Unavailable { name: "missing", reason: "model.bin: missing; run fetch".to_owned() })
    }
}

struct Talk {
    commands: mpsc::Sender<ListenCommand>,
    events: mpsc::Receiver<SpeechEvent>,
    _task: crate::tasks::TaskSet,
}

impl Talk {
    fn with(model: Arc<dyn Recogniser>) -> Self {
        let pool = pool(2, 8);
        let (commands, listened) = mpsc::channel(256);
        let (sender, events) = mpsc::channel(32);
        let listening = LocalEars::new(pool, model).listen(ListenSetup::default(), listened, sender);
        let mut task = crate::tasks::TaskSet::default();
        task.spawn(async move { listening.await.unwrap() });
        Self { commands, events, _task: task }
    }

    async fn tell(&self, command: ListenCommand) {
        self.commands.send(command).await.unwrap();
    }

    async fn sound(&self, frames: usize) {
        for _ in 0..frames {
            self.tell(ListenCommand::Sound(Frame::new([1_000; FRAME_SAMPLES]))).await;
        }
    }

    async fn event(&mut self) -> SpeechEvent {
        self.events.recv().await.unwrap()
    }
}

fn open() -> Arc<Counting> {
    Arc::new(Counting { heard: Mutex::default(), gate: None })
}

fn gated() -> (Arc<Counting>, SyncSender<()>) {
    let (go, gate) = sync_channel(16);
    (Arc::new(Counting { heard: Mutex::default(), gate: Some(Mutex::new(gate)) }), go)
}

fn final_of(frames: usize) -> SpeechEvent {
    let hypotheses = vec![Hypothesis { text: format!("{frames} frames"), confidence: 1.0 }];
    SpeechEvent::Final { hypotheses, agreement: Agreement::Unweighed, cpu_ms: 7 }
}

fn partial_of(frames: usize) -> SpeechEvent {
    SpeechEvent::Partial { text: format!("{frames} frames") }
}

#[tokio::test]
async fn an_utterance_that_ends_with_its_pause_is_decoded_once() {
    let model = open();
    let mut talk = Talk::with(model.clone());
    talk.sound(20).await;
    talk.tell(ListenCommand::Paused).await;
    assert_eq!(talk.event().await, partial_of(20));
    talk.tell(ListenCommand::Finish).await;
    assert_eq!(talk.event().await, final_of(20));
    assert_eq!(*model.heard.lock().unwrap(), [(20, Effort::Full)]);
}

#[tokio::test]
async fn an_utterance_that_is_finished_while_it_is_decoded_ahead_is_not_decoded_again() {
    let (model, go) = gated();
    let mut talk = Talk::with(model.clone());
    talk.sound(20).await;
    talk.tell(ListenCommand::Paused).await;
    talk.tell(ListenCommand::Finish).await;
    go.send(()).unwrap();
    assert_eq!(talk.event().await, final_of(20));
    assert_eq!(model.heard.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn sound_after_a_pause_makes_what_was_decoded_ahead_worthless() {
    let mut talk = Talk::with(open());
    talk.sound(20).await;
    talk.tell(ListenCommand::Paused).await;
    assert_eq!(talk.event().await, partial_of(20));
    talk.sound(5).await;
    talk.tell(ListenCommand::Finish).await;
    assert_eq!(talk.event().await, final_of(25));
}

#[tokio::test]
async fn a_discarded_utterance_has_no_event() {
    let mut talk = Talk::with(open());
    talk.sound(20).await;
    talk.tell(ListenCommand::Discard).await;
    talk.sound(3).await;
    talk.tell(ListenCommand::Finish).await;
    assert_eq!(talk.event().await, final_of(3));
}

#[tokio::test]
async fn words_are_shown_while_the_speaker_goes_on() {
    let model = open();
    let mut talk = Talk::with(model.clone());
    talk.sound(PARTIAL_EVERY / FRAME_SAMPLES).await;
    assert_eq!(talk.event().await, partial_of(PARTIAL_EVERY / FRAME_SAMPLES));
    assert_eq!(*model.heard.lock().unwrap(), [(50, Effort::Quick)]);
}

#[tokio::test]
async fn no_words_are_shown_while_the_pool_has_other_things_to_do() {
    let (model, go) = gated();
    let mut talk = Talk::with(model.clone());
    talk.sound(10).await;
    talk.tell(ListenCommand::Finish).await;
    talk.sound(80).await;
    talk.tell(ListenCommand::Finish).await;
    go.send(()).unwrap();
    go.send(()).unwrap();
    assert_eq!(talk.event().await, final_of(10));
    assert_eq!(talk.event().await, final_of(80));
    assert!(model.heard.lock().unwrap().iter().all(|(_, effort)| *effort == Effort::Full));
}

#[tokio::test]
async fn a_third_utterance_that_would_wait_is_refused() {
    let (model, go) = gated();
    let mut talk = Talk::with(model);
    for frames in 1..=3 {
        talk.sound(frames).await;
        talk.tell(ListenCommand::Finish).await;
    }
    assert_eq!(talk.event().await, SpeechEvent::Failed { reason: ProviderError::Overloaded("counting") });
    drop(go);
    assert_eq!(talk.event().await, final_of(1));
    assert_eq!(talk.event().await, final_of(2));
}

#[tokio::test]
async fn sound_beyond_the_longest_utterance_is_not_kept() {
    let mut listening = Listening::new(pool(1, 1), open(), ListenSetup::default());
    for _ in 0..2_000 {
        listening.hear(&Frame::new([1; FRAME_SAMPLES]));
    }
    assert_eq!(listening.samples.len(), SAMPLES_MAX);
}

#[tokio::test]
async fn the_sound_is_weighed_where_an_answer_is_waited_for_by_the_end() {
    let model = open();
    let mut talk = Talk::with(model.clone());
    talk.sound(20).await;
    talk.tell(ListenCommand::Paused).await;
    assert_eq!(talk.event().await, partial_of(20));
    talk.tell(ListenCommand::Expect(Awaited::Answer)).await;
    talk.tell(ListenCommand::Finish).await;
    let SpeechEvent::Final { agreement, .. } = talk.event().await else { panic!("nothing was heard") };
    assert_eq!(agreement, Agreement::NotYes);
    assert_eq!(model.heard.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn missing_ears_say_what_brings_them() {
    let mut talk = Talk::with(Arc::new(Missing));
    talk.sound(5).await;
    talk.tell(ListenCommand::Finish).await;
    let SpeechEvent::Failed { reason } = talk.event().await else { panic!("it heard something") };
    assert_eq!(reason.to_string(), "missing is not available: model.bin: missing; run fetch");
}

fn pool(ears: usize, queue_max: usize) -> Arc<Pool> {
    Arc::new(Pool::start(PoolSettings { ears, voices: 1, queue_max, quiet: Duration::ZERO }).unwrap())
}
