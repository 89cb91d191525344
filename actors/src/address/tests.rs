use super::*;
use ractor::{Actor, ActorProcessingErr};
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::mpsc;

/// What the actor at the far end is told.
enum Word {
    /// Answer with the number of words so far.
    Count(RpcReplyPort<usize>),
    /// Hold on to this until the test lets go.
    Hold,
    /// Lose the reply.
    Forget(RpcReplyPort<usize>),
    /// Fail.
    Crash,
}

/// Counts words; each `Hold` waits for a word from the test.
struct Counter;

struct State {
    count: Arc<AtomicUsize>,
    go_on: mpsc::Receiver<()>,
}

impl Actor for Counter {
    type Msg = Envelope<Word>;
    type State = State;
    type Arguments = State;

    async fn pre_start(&self, _: ActorRef<Self::Msg>, state: State) -> Result<State, ActorProcessingErr> {
        Ok(state)
    }

    async fn handle(
        &self,
        _: ActorRef<Self::Msg>,
        envelope: Self::Msg,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        let so_far = state.count.fetch_add(1, Ordering::SeqCst) + 1;
        match envelope.message {
            // Whoever asked may have lost patience.
            Word::Count(reply) => drop(reply.send(so_far)),
            Word::Hold => drop(state.go_on.recv().await),
            Word::Forget(reply) => drop(reply),
            Word::Crash => return Err("the test says so".into()),
        }
        Ok(())
    }
}

struct Far {
    address: Address<Word>,
    count: Arc<AtomicUsize>,
    go_on: mpsc::Sender<()>,
}

async fn far(capacity: usize) -> Far {
    let address = Address::new("counter", capacity);
    let count = Arc::new(AtomicUsize::new(0));
    let go_on = incarnate(&address, &count).await;
    Far { address, count, go_on }
}

async fn incarnate(address: &Address<Word>, count: &Arc<AtomicUsize>) -> mpsc::Sender<()> {
    let (go_on, told) = mpsc::channel(1);
    let state = State { count: Arc::clone(count), go_on: told };
    let (actor, _) = Actor::spawn(None, Counter, state).await.unwrap();
    address.point_at(actor);
    go_on
}

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn a_flood_fills_the_mailbox_and_no_more() {
    let far = far(8).await;
    let sent = (0..1_000).filter(|_| far.address.tell(Word::Hold).is_ok()).count();
    assert_eq!((sent, far.address.waiting()), (8, 8));
    assert_eq!(far.address.tell(Word::Hold), Err(AskError::Overloaded));
}

#[tokio::test(start_paused = true)]
async fn a_handled_message_gives_its_place_back() {
    let far = far(1).await;
    for expected in 1..=100 {
        assert_eq!(far.address.ask(SECOND, Word::Count).await, Ok(expected));
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_after_the_deadline_is_an_unknown_outcome_that_took_effect() {
    let far = far(8).await;
    far.address.tell(Word::Hold).unwrap();
    assert_eq!(far.address.ask(SECOND, Word::Count).await, Err(AskError::OutcomeUnknown));
    far.go_on.send(()).await.unwrap();
    assert_eq!(far.address.ask(SECOND, Word::Count).await, Ok(3));
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_is_lost_is_an_unknown_outcome_at_once() {
    let far = far(8).await;
    assert_eq!(far.address.ask(Duration::from_hours(1), Word::Forget).await, Err(AskError::OutcomeUnknown));
}

#[tokio::test(start_paused = true)]
async fn an_address_that_leads_nowhere_says_so_and_keeps_its_places() {
    let address: Address<Word> = Address::new("nobody", 2);
    for _ in 0..10 {
        assert_eq!(address.tell(Word::Hold), Err(AskError::NotRunning));
    }
    assert_eq!(address.waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_crash_loses_the_queue_but_not_its_places_and_the_next_incarnation_answers() {
    let far = far(4).await;
    far.address.tell(Word::Crash).unwrap();
    for _ in 0..3 {
        far.address.tell(Word::Hold).unwrap();
    }
    // The places come back when the last of the mailbox is dropped, a moment after the end.
    while far.address.is_running() || far.address.waiting() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(far.address.ask(SECOND, Word::Count).await, Err(AskError::NotRunning));
    let _go_on = incarnate(&far.address, &far.count).await;
    assert_eq!(far.address.ask(SECOND, Word::Count).await, Ok(2));
}

#[tokio::test(start_paused = true)]
async fn a_large_message_takes_several_places_and_one_too_large_takes_all() {
    let far = far(8).await;
    far.address.tell_sized(Word::Hold, 5).unwrap();
    assert_eq!(far.address.waiting(), 5);
    assert_eq!(far.address.tell_sized(Word::Hold, 4), Err(AskError::Overloaded));
    far.go_on.send(()).await.unwrap();
    while far.address.waiting() > 0 {
        tokio::task::yield_now().await;
    }
    far.address.tell_sized(Word::Hold, 1_000).unwrap();
    assert_eq!(far.address.waiting(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_report_waits_for_a_place_instead_of_being_shed() {
    let far = far(1).await;
    far.address.tell(Word::Hold).unwrap();
    let reporting = far.address.report(Word::Hold);
    let letting_go = async {
        tokio::time::sleep(SECOND).await;
        far.go_on.send(()).await.unwrap();
    };
    let (reported, ()) = tokio::join!(reporting, letting_go);
    assert_eq!(reported, Ok(()));
}
