use super::*;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all};
use std::sync::mpsc::{SyncSender, sync_channel};

type Answer = BoxFuture<'static, Result<(), Refused>>;

/// Queues a job at once; its answer comes when the future is awaited.
fn queue(pool: &Arc<Pool>, urgency: Urgency, work: impl FnOnce() + Send + 'static) -> Answer {
    let pool = Arc::clone(pool);
    let mut job = async move { pool.run(urgency, work).await }.boxed();
    match (&mut job).now_or_never() {
        Some(answer) => std::future::ready(answer).boxed(),
        None => job,
    }
}

/// A pool of one thread that is busy until something is sent, or the sender dropped.
async fn busy_pool(queue_max: usize) -> (Arc<Pool>, SyncSender<()>, Answer) {
    let pool = Arc::new(Pool::start(1, queue_max).unwrap());
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
    let jobs = [(Urgency::Idle, 5), (Urgency::Soon, 3), (Urgency::Now, 1), (Urgency::Soon, 4), (Urgency::Now, 2)];
    let jobs = jobs.map(|(urgency, number)| note(&pool, &done, urgency, number));
    drop(go);
    busy.await.unwrap();
    join_all(jobs).await;
    assert_eq!(*lock(&done), [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn the_queue_does_not_pass_its_bound() {
    let (pool, go, _busy) = busy_pool(2).await;
    let done = Arc::default();
    let waiting = [1, 2].map(|number| note(&pool, &done, Urgency::Soon, number));
    assert_eq!(note(&pool, &done, Urgency::Now, 3).await, Err(Refused::Full));
    assert_eq!(pool.waiting(), 2);
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
    let pool = Arc::new(Pool::start(1, 4).unwrap());
    assert_eq!(queue(&pool, Urgency::Now, || panic!("a bug")).await, Err(Refused::BrokeOff));
    assert_eq!(queue(&pool, Urgency::Now, || ()).await, Ok(()));
}

#[tokio::test]
async fn a_pool_keeps_a_thread_free_for_whoever_comes_next() {
    let pool = Arc::new(Pool::start(2, 4).unwrap());
    assert!(pool.has_time());
    let (go, gate) = sync_channel::<()>(1);
    let busy = queue(&pool, Urgency::Now, move || {
        gate.recv().ok();
    });
    assert!(!pool.has_time());
    drop(go);
    busy.await.unwrap();
    assert!(!Pool::start(1, 4).unwrap().has_time());
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
