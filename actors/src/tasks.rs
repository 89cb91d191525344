//! Tasks that end when their owner does.

use std::future::Future;
use tokio::task::{AbortHandle, JoinSet};

/// The tasks of one actor. Dropping the set aborts what still runs.
#[derive(Default, Debug)]
pub struct TaskSet {
    tasks: JoinSet<()>,
}

impl TaskSet {
    /// Runs a future until it ends or the set is dropped.
    pub fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
        while self.tasks.try_join_next().is_some() {}
        self.tasks.spawn(task)
    }

    /// How many still run.
    #[must_use]
    pub fn running(&mut self) -> usize {
        while self.tasks.try_join_next().is_some() {}
        self.tasks.len()
    }

    /// Waits until every task has ended.
    pub async fn finished(&mut self) {
        while self.tasks.join_next().await.is_some() {}
    }
}
