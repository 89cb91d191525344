use super::*;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all};
use std::sync::mpsc::{SyncSender, sync_channel};

const NO_PAUSE: Duration = Duration::ZERO;

type Answer = BoxFuture<'static, Result<(), Refused>>;

/// Queues a job at once; its answer comes when the future is awaited.
fn queue(pool: &Arc<Pool>, urgency: Urgency, work: impl FnOnce() + Send + 'static) -> Answer {
    let pool = Arc::clone(pool);
    let mut job = async move { pool.run(Lane::Ears, urgency, |_| work()).await }.boxed();
    match (&mut job).now_or_never() {
        Some(answer) => std::future::ready(answer).boxed(),
        None => job,
    }
}

fn pool(ears: usize, queue_max: usize, quiet: Duration) -> Arc<Pool> {
    Arc::new(Pool::start(PoolSettings { ears, voices: 1, queue_max, quiet }).unwrap())
}

/// A job of the voice that tells when it began and waits until it is stopped, or for a minute.
fn until_stopped(pool: &Arc<Pool>, urgency: Urgency) -> (Answer, oneshot::Receiver<()>) {
    let (began, has_begun) = oneshot::channel();
    let pool = Arc::clone(pool);
    let work = move |stop: &Stop| {
        let (tell, told) = sync_channel(1);
        stop.when_stopped(move || {
            tell.send(()).ok();
        });
        began.send(()).ok();
        told.recv_timeout(Duration::from_mins(1)).ok();
    };
    let mut job = async move { pool.run(Lane::Voice, urgency, work).await }.boxed();
    assert_eq!((&mut job).now_or_never(), None);
    (job, has_begun)
}

/// A pool of one thread that is busy until something is sent, or the sender dropped.
async fn busy_pool(queue_max: usize) -> (Arc<Pool>, SyncSender<()>, Answer) {
    let pool = self::pool(1, queue_max, NO_PAUSE);
    let (go, gate) = sync_channel(1);
    let (started, has_started) = oneshot::channel();
    let busy = queue(&pool, Urgency::Now, move || {
        started.send(()).ok();
        gate.recv().ok();
    });
    has_started.await.unwrap();
    (pool, go, busy)
}

/// A job that writes its number down.
fn note(pool: &Arc<Pool>, done: &Arc<Mutex<Vec<u8>>>, urgency: Urgency, number: u8) -> Answer {
    let done = Arc::clone(done);
    queue(pool, urgency, move || lock(&done).push(number))
}

#[tokio::test]
async fn what_somebody_waits_for_goes_before_what_is_done_ahead_of_need() {
    let (pool, go, busy) = busy_pool(8).await;
    let done = Arc::default();
    let jobs = [
        (Urgency::Idle, 6),
        (Urgency::Soon, 3),
        (Urgency::Now, 1),
        (Urgency::Aside, 5),
        (Urgency::Soon, 4),
        (Urgency::Now, 2),
    ];
    let jobs = jobs.map(|(urgency, number)| note(&pool, &done, urgency, number));
    drop(go);
    busy.await.unwrap();
    join_all(jobs).await;
    assert_eq!(*lock(&done), [1, 2, 3, 4, 5, 6]);
}

#[tokio::test]
async fn the_queue_does_not_pass_its_bound() {
    let (pool, go, _busy) = busy_pool(2).await;
    let done = Arc::default();
    let waiting = [1, 2].map(|number| note(&pool, &done, Urgency::Soon, number));
    assert_eq!(note(&pool, &done, Urgency::Now, 3).await, Err(Refused::Full));
    assert_eq!(pool.waiting(Lane::Ears), 2);
    drop(go);
    join_all(waiting).await;
    assert_eq!(*lock(&done), [1, 2]);
}

#[tokio::test]
async fn a_job_that_nobody_waits_for_gives_its_place_back_and_is_not_done() {
    let (pool, go, _busy) = busy_pool(1).await;
    let done = Arc::default();
    drop(note(&pool, &done, Urgency::Now, 1));
    let second = note(&pool, &done, Urgency::Idle, 2);
    drop(go);
    second.await.unwrap();
    assert_eq!(*lock(&done), [2]);
}

#[tokio::test]
async fn a_job_that_panics_takes_no_thread_with_it() {
    let pool = self::pool(1, 4, NO_PAUSE);
    assert_eq!(queue(&pool, Urgency::Now, || panic!("a bug")).await, Err(Refused::BrokeOff));
    assert_eq!(queue(&pool, Urgency::Now, || ()).await, Ok(()));
}

#[tokio::test]
async fn a_pool_keeps_a_thread_free_for_whoever_comes_next() {
    let pool = self::pool(2, 4, NO_PAUSE);
    assert!(pool.has_time());
    let (go, gate) = sync_channel::<()>(1);
    let busy = queue(&pool, Urgency::Now, move || {
        gate.recv().ok();
    });
    assert!(!pool.has_time());
    drop(go);
    busy.await.unwrap();
    assert!(!self::pool(1, 4, NO_PAUSE).has_time());
}

#[tokio::test]
async fn dropping_the_pool_forgets_what_waits() {
    let (pool, go, busy) = busy_pool(4).await;
    let done = Arc::default();
    drop(note(&pool, &done, Urgency::Now, 1));
    drop(busy);
    go.send(()).unwrap();
    drop(pool);
    assert!(lock(&done).is_empty());
}

#[tokio::test]
async fn the_voice_does_not_wait_for_ears_that_decode_ahead() {
    let (pool, go, _busy) = busy_pool(8).await;
    let ahead = queue(&pool, Urgency::Soon, || ());
    assert_eq!(pool.run(Lane::Voice, Urgency::Now, |_| 7).await, Ok(7));
    drop(go);
    assert_eq!(ahead.await, Ok(()));
}

#[tokio::test]
async fn what_is_idle_gives_way_at_once_to_whoever_needs_something() {
    let pool = self::pool(2, 8, NO_PAUSE);
    let (idle, began) = until_stopped(&pool, Urgency::Idle);
    began.await.unwrap();
    assert_eq!(queue(&pool, Urgency::Soon, || ()).await, Ok(()));
    assert_eq!(idle.await, Err(Refused::Stopped));
}

#[tokio::test]
async fn what_nobody_waits_for_any_more_gives_its_thread_to_the_next_answer() {
    let pool = self::pool(1, 8, NO_PAUSE);
    let (superseded, began) = until_stopped(&pool, Urgency::Soon);
    began.await.unwrap();
    drop(superseded);
    assert_eq!(pool.run(Lane::Voice, Urgency::Now, |_| 7).await, Ok(7));
}

#[tokio::test]
async fn what_somebody_waits_for_is_finished_before_the_next() {
    let pool = self::pool(1, 8, NO_PAUSE);
    let (go, gate) = sync_channel::<()>(1);
    let (began, has_begun) = oneshot::channel();
    let first = pool.run(Lane::Voice, Urgency::Now, move |stop: &Stop| {
        began.send(()).ok();
        gate.recv().ok();
        stop.is_stopped()
    });
    let second = async {
        has_begun.await.unwrap();
        let mut second = std::pin::pin!(pool.run(Lane::Voice, Urgency::Now, |_| ()));
        assert_eq!((&mut second).now_or_never(), None);
        drop(go);
        second.await
    };
    assert_eq!(futures_util::future::join(first, second).await, (Ok(false), Ok(())));
}

#[tokio::test]
async fn an_idle_job_begins_only_when_nobody_has_needed_anything_for_a_while() {
    let quiet = Duration::from_millis(200);
    let pool = self::pool(2, 8, quiet);
    let before = std::time::Instant::now();
    assert_eq!(queue(&pool, Urgency::Now, || ()).await, Ok(()));
    assert_eq!(queue(&pool, Urgency::Idle, || ()).await, Ok(()));
    assert!(before.elapsed() >= quiet, "{:?}", before.elapsed());
}

#[tokio::test]
async fn an_idle_job_leaves_the_ears_time() {
    let pool = self::pool(2, 8, NO_PAUSE);
    let (_idle, began) = until_stopped(&pool, Urgency::Idle);
    began.await.unwrap();
    assert!(pool.has_time());
}
