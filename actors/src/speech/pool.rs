//! Threads that listen, threads that speak, and one bounded queue in front of them.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

mod stop;

pub use stop::Stop;

/// How urgent a job is. Within one urgency the first to come is the first served.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Urgency {
    /// Somebody waits for it now.
    Now,
    /// It will probably be needed within a second.
    Soon,
    /// It is only to be shown while somebody speaks.
    Aside,
    /// Only where nobody has needed anything for a while; it gives way to whatever comes.
    Idle,
}

/// What a job does: each has threads of its own, so that neither waits for the other's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lane {
    /// It listens.
    Ears,
    /// It speaks.
    Voice,
}

/// How large a pool is.
#[derive(Clone, Copy, Debug)]
pub struct PoolSettings {
    /// Jobs of the ears at once.
    pub ears: usize,
    /// Jobs of the voice at once.
    pub voices: usize,
    /// Jobs that may wait.
    pub queue_max: usize,
    /// Idle jobs begin when nobody has needed anything for so long.
    pub quiet: Duration,
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
    /// It was stopped for something more urgent.
    #[error("stopped for something more urgent")]
    Stopped,
    /// It was started and broke off.
    #[error("the work broke off: see the log")]
    BrokeOff,
}

struct Shared {
    settings: PoolSettings,
    state: Mutex<State>,
    work: Condvar,
}

#[derive(Default)]
struct State {
    queues: [VecDeque<Job>; 4],
    running: Vec<Running>,
    /// When somebody needed something last.
    needed: Option<Instant>,
    closed: bool,
    numbers: u64,
}

struct Job {
    lane: Lane,
    /// Does the work and sends the answer, unless nobody waits for it any more.
    run: Box<dyn FnOnce() + Send>,
    control: Control,
}

/// A job that a thread works on.
struct Running {
    number: u64,
    lane: Lane,
    urgency: Urgency,
    control: Control,
}

struct Control {
    /// Whether somebody still waits.
    wanted: Arc<dyn Fn() -> bool + Send + Sync>,
    stop: Stop,
}

impl Pool {
    /// Starts the threads.
    ///
    /// # Errors
    /// Where the system gives no threads.
    pub fn start(settings: PoolSettings) -> std::io::Result<Self> {
        let threads = settings.ears + settings.voices;
        let shared = Shared { settings, state: Mutex::default(), work: Condvar::new() };
        let mut pool = Self { shared: Arc::new(shared), threads: Vec::with_capacity(threads) };
        for number in 0..threads {
            let shared = Arc::clone(&pool.shared);
            let thread = std::thread::Builder::new().name(format!("speech-{number}"));
            pool.threads.push(thread.spawn(move || shared.work())?);
        }
        Ok(pool)
    }

    /// Has a job done. Dropping the future withdraws the job; one that runs already is stopped where its place is needed.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn run<T: Send + 'static>(
        &self,
        lane: Lane,
        urgency: Urgency,
        work: impl FnOnce(&Stop) -> T + Send + 'static,
    ) -> Result<T, Refused> {
        let (answer, answered) = oneshot::channel();
        let answer = Arc::new(Mutex::new(Some(answer)));
        let kept = Arc::clone(&answer);
        let wanted = move || lock(&kept).as_ref().is_some_and(|answer: &oneshot::Sender<T>| !answer.is_closed());
        let stop = Stop::default();
        let stopping = stop.clone();
        let run = move || {
            let result = work(&stopping);
            // What was stopped is half done.
            if let Some(answer) = lock(&answer).take().filter(|_| !stopping.is_stopped()) {
                answer.send(result).ok();
            }
        };
        let control = Control { wanted: Arc::new(wanted), stop: stop.clone() };
        self.enqueue(urgency, Job { lane, run: Box::new(run), control })?;
        answered.await.map_err(|_| if stop.is_stopped() { Refused::Stopped } else { Refused::BrokeOff })
    }

    fn enqueue(&self, urgency: Urgency, job: Job) -> Result<(), Refused> {
        let queue_max = self.shared.settings.queue_max;
        let mut state = lock(&self.shared.state);
        if state.waiting() >= queue_max {
            state.forget_unwanted();
        }
        if state.waiting() >= queue_max {
            return Err(Refused::Full);
        }
        if urgency != Urgency::Idle {
            state.needed = Some(Instant::now());
            let is_full = state.running_in(job.lane) >= self.shared.settings.at_once(job.lane);
            state.make_way(job.lane, is_full);
        }
        state.queue(urgency).push_back(job);
        drop(state);
        // All of them: a thread may not take a job of a lane that is full.
        self.shared.work.notify_all();
        Ok(())
    }

    /// How many jobs of a lane wait for a thread that somebody needs.
    #[must_use]
    pub fn waiting(&self, lane: Lane) -> usize {
        lock(&self.shared.state).needed_in(lane)
    }

    /// Whether nobody waits and one more job of the ears would leave a thread free for whoever comes next.
    #[must_use]
    pub fn has_time(&self) -> bool {
        let state = lock(&self.shared.state);
        let nobody_waits = state.needed_in(Lane::Ears) + state.needed_in(Lane::Voice) == 0;
        nobody_waits && state.needed_now() + 1 < self.shared.settings.ears
    }

    /// How many jobs of a lane are done at once.
    #[must_use]
    pub fn at_once(&self, lane: Lane) -> usize {
        self.shared.settings.at_once(lane)
    }
}

impl PoolSettings {
    const fn at_once(&self, lane: Lane) -> usize {
        match lane {
            Lane::Ears => self.ears,
            Lane::Voice => self.voices,
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let mut state = lock(&self.shared.state);
        state.closed = true;
        state.queues = Default::default();
        state.running.iter().for_each(|job| job.control.stop.stop());
        drop(state);
        self.shared.work.notify_all();
        for thread in self.threads.drain(..) {
            thread.join().ok();
        }
    }
}

impl Shared {
    fn work(&self) {
        while let Some((number, run)) = self.next() {
            if catch_unwind(AssertUnwindSafe(run)).is_err() {
                tracing::error!("a speech job panicked");
            }
            self.done(number);
        }
    }

    fn done(&self, number: u64) {
        let mut state = lock(&self.state);
        if let Some(at) = state.running.iter().position(|job| job.number == number) {
            let job = state.running.swap_remove(at);
            if job.urgency != Urgency::Idle {
                state.needed = Some(Instant::now());
            }
        }
        drop(state);
        // A thread that sleeps may take what waited for this lane.
        self.work.notify_all();
    }

    fn next(&self) -> Option<(u64, Box<dyn FnOnce() + Send>)> {
        let mut state = lock(&self.state);
        loop {
            if state.closed {
                return None;
            }
            if let Some(job) = state.take(&self.settings) {
                return Some(job);
            }
            state = match state.idle_after(&self.settings) {
                Some(pause) => self.work.wait_timeout(state, pause).unwrap_or_else(PoisonError::into_inner).0,
                None => self.work.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

impl State {
    fn queue(&mut self, urgency: Urgency) -> &mut VecDeque<Job> {
        &mut self.queues[place(urgency)]
    }

    fn waiting(&self) -> usize {
        self.queues.iter().map(VecDeque::len).sum()
    }

    /// Jobs of a lane that wait and are more than idle.
    fn needed_in(&self, lane: Lane) -> usize {
        let needed = self.queues.iter().take(place(Urgency::Idle));
        needed.flatten().filter(|job| job.lane == lane).count()
    }

    /// Jobs that run and are more than idle.
    fn needed_now(&self) -> usize {
        self.running.iter().filter(|job| job.urgency != Urgency::Idle).count()
    }

    fn running_in(&self, lane: Lane) -> usize {
        self.running.iter().filter(|job| job.lane == lane).count()
    }

    /// Stops what is idle, and where a lane is full what nobody waits for any more.
    fn make_way(&self, lane: Lane, is_full: bool) {
        for job in &self.running {
            let is_unwanted = is_full && job.lane == lane && !(job.control.wanted)();
            if job.urgency == Urgency::Idle || is_unwanted {
                job.control.stop.stop();
            }
        }
    }

    fn forget_unwanted(&mut self) {
        for queue in &mut self.queues {
            queue.retain(|job| (job.control.wanted)());
        }
    }

    /// The next job: the most urgent whose lane has a place, and an idle one only in a quiet time.
    fn take(&mut self, settings: &PoolSettings) -> Option<(u64, Box<dyn FnOnce() + Send>)> {
        self.forget_unwanted();
        let is_quiet = self.idle_after(settings).is_some_and(|pause| pause.is_zero());
        for urgency in [Urgency::Now, Urgency::Soon, Urgency::Aside, Urgency::Idle] {
            if urgency == Urgency::Idle && !is_quiet {
                return None;
            }
            let free = |job: &Job| self.running_in(job.lane) < settings.at_once(job.lane);
            let Some(at) = self.queues[place(urgency)].iter().position(free) else { continue };
            let Some(job) = self.queue(urgency).remove(at) else { continue };
            self.numbers += 1;
            self.running.push(Running { number: self.numbers, lane: job.lane, urgency, control: job.control });
            return Some((self.numbers, job.run));
        }
        None
    }

    /// In how long an idle job may begin, if one waits and nothing that is needed does.
    fn idle_after(&self, settings: &PoolSettings) -> Option<Duration> {
        let waits =
            self.queues[place(Urgency::Idle)].iter().any(|job| self.running_in(job.lane) < settings.at_once(job.lane));
        let is_needed = self.needed_now() + self.needed_in(Lane::Ears) + self.needed_in(Lane::Voice) > 0;
        if !waits || is_needed {
            return None;
        }
        Some(self.needed.map_or(Duration::ZERO, |needed| settings.quiet.saturating_sub(needed.elapsed())))
    }
}

const fn place(urgency: Urgency) -> usize {
    match urgency {
        Urgency::Now => 0,
        Urgency::Soon => 1,
        Urgency::Aside => 2,
        Urgency::Idle => 3,
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.settings)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
