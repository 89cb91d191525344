//! A fixed number of threads and one bounded queue in front of them.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// How urgent a job is. Within one urgency the first to come is the first served.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Urgency {
    /// Somebody waits for it now.
    Now,
    /// It will probably be needed within a second.
    Soon,
    /// Only where nobody needs anything.
    Idle,
}

/// The threads that listen and speak. Dropping it finishes what runs and forgets what waits.
#[derive(Debug)]
pub struct Pool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

/// Why a job was not done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// The queue is full.
    #[error("too much to do: ask again in a moment")]
    Full,
    /// It was started and broke off.
    #[error("the work broke off: see the log")]
    BrokeOff,
}

struct Shared {
    queue_max: usize,
    threads: usize,
    state: Mutex<State>,
    work: Condvar,
}

#[derive(Default)]
struct State {
    queues: [VecDeque<Job>; 3],
    running: usize,
    closed: bool,
}

struct Job {
    /// Does the work and sends the answer, unless nobody waits for it any more.
    run: Box<dyn FnOnce() + Send>,
    /// Whether somebody still waits.
    wanted: Box<dyn Fn() -> bool + Send>,
}

impl Pool {
    /// Starts the threads. At most `queue_max` jobs wait.
    ///
    /// # Errors
    /// Where the system gives no threads.
    pub fn start(threads: usize, queue_max: usize) -> std::io::Result<Self> {
        let shared = Shared { queue_max, threads, state: Mutex::default(), work: Condvar::new() };
        let mut pool = Self { shared: Arc::new(shared), threads: Vec::with_capacity(threads) };
        for number in 0..threads {
            let shared = Arc::clone(&pool.shared);
            let thread = std::thread::Builder::new().name(format!("speech-{number}"));
            pool.threads.push(thread.spawn(move || shared.work())?);
        }
        Ok(pool)
    }

    /// Has a job done. Dropping the future withdraws the job, unless it runs already.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn run<T: Send + 'static>(
        &self,
        urgency: Urgency,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refused> {
        let (answer, answered) = oneshot::channel();
        let answer = Arc::new(Mutex::new(Some(answer)));
        let kept = Arc::clone(&answer);
        let wanted = move || lock(&kept).as_ref().is_some_and(|answer: &oneshot::Sender<T>| !answer.is_closed());
        let run = move || {
            let result = work();
            if let Some(answer) = lock(&answer).take() {
                answer.send(result).ok();
            }
        };
        self.enqueue(urgency, Job { run: Box::new(run), wanted: Box::new(wanted) })?;
        answered.await.map_err(|_| Refused::BrokeOff)
    }

    fn enqueue(&self, urgency: Urgency, job: Job) -> Result<(), Refused> {
        let mut state = lock(&self.shared.state);
        if state.waiting() >= self.shared.queue_max {
            state.forget_unwanted();
        }
        if state.waiting() >= self.shared.queue_max {
            return Err(Refused::Full);
        }
        state.queue(urgency).push_back(job);
        drop(state);
        self.shared.work.notify_one();
        Ok(())
    }

    /// How many jobs wait for a thread.
    #[must_use]
    pub fn waiting(&self) -> usize {
        lock(&self.shared.state).waiting()
    }

    /// Whether nobody waits and one more job would leave a thread free for whoever comes next.
    #[must_use]
    pub fn has_time(&self) -> bool {
        let state = lock(&self.shared.state);
        state.waiting() == 0 && state.running + 1 < self.shared.threads
    }

    /// How many threads there are.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.shared.threads
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let mut state = lock(&self.shared.state);
        state.closed = true;
        state.queues = Default::default();
        drop(state);
        self.shared.work.notify_all();
        for thread in self.threads.drain(..) {
            thread.join().ok();
        }
    }
}

impl Shared {
    fn work(&self) {
        while let Some(job) = self.next() {
            if catch_unwind(AssertUnwindSafe(job.run)).is_err() {
                tracing::error!("a speech job panicked");
            }
            lock(&self.state).running -= 1;
        }
    }

    fn next(&self) -> Option<Job> {
        let mut state = lock(&self.state);
        loop {
            if state.closed {
                return None;
            }
            if let Some(job) = state.take() {
                state.running += 1;
                return Some(job);
            }
            state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl State {
    fn queue(&mut self, urgency: Urgency) -> &mut VecDeque<Job> {
        match urgency {
            Urgency::Now => &mut self.queues[0],
            Urgency::Soon => &mut self.queues[1],
            Urgency::Idle => &mut self.queues[2],
        }
    }

    fn waiting(&self) -> usize {
        self.queues.iter().map(VecDeque::len).sum()
    }

    fn forget_unwanted(&mut self) {
        for queue in &mut self.queues {
            queue.retain(|job| (job.wanted)());
        }
    }

    fn take(&mut self) -> Option<Job> {
        let mut jobs = self.queues.iter_mut();
        jobs.find_map(|queue| std::iter::from_fn(|| queue.pop_front()).find(|job| (job.wanted)()))
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} threads, at most {} waiting", self.threads, self.queue_max)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
