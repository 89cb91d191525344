//! The way to PostgreSQL: a pool under the server's own role, and the migrations.

pub use deadpool_postgres::Pool;
use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, RecyclingMethod, Runtime, Timeouts};
use execora_domain::ids::TenantId;
use futures_util::future::{BoxFuture, FutureExt, TryFutureExt};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_postgres::types::ToSql;
use tokio_postgres::{AsyncMessage, Client, Config, NoTls, Row};
use uuid::Uuid;

mod embedded {
    refinery::embed_migrations!("../migrations");
}

/// Under this number servers that start together take turns at migrating.
const MIGRATION_LOCK: i64 = 0x4558_4543_4f52_4131;
/// A connection that waits longer is a full house, and the caller is told so.
const CONNECTION_WAIT_MAX: Duration = Duration::from_secs(5);
/// What every connection of the pool is set to: the role that owns nothing, and an end to every wait.
const SESSION: &str = "SET ROLE execora_app; SET lock_timeout = '5s'; SET statement_timeout = '15s'; \
     SET idle_in_transaction_session_timeout = '15s'";

/// Notes that wait for whoever listens; PostgreSQL keeps the others.
const NOTES_MAX: usize = 256;

/// Why the database could not be made ready.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The address is not one.
    #[error("the database's address is not of the form postgresql://user@host/name: {0}")]
    Url(#[source] tokio_postgres::Error),
    /// No connection, or a statement failed.
    #[error("the database could not be reached: {}", told(.0))]
    Reach(#[source] tokio_postgres::Error),
    /// A migration failed; what it did was undone.
    #[error("the database could not be migrated: {0}")]
    Migrate(#[source] Box<refinery::Error>),
    /// The pool's settings make no sense.
    #[error("the database's pool could not be built: {0}")]
    Pool(#[source] deadpool_postgres::BuildError),
}

/// What PostgreSQL said, or why it said nothing.
pub(crate) fn told(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string)
}

/// A pool of at most `size` connections, opened when they are needed.
///
/// # Errors
/// [`DatabaseError::Url`] or [`DatabaseError::Pool`].
pub fn pool(url: &str, size: usize) -> Result<Pool, DatabaseError> {
    let config = config(url)?;
    let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    let timeouts = Timeouts {
        wait: Some(CONNECTION_WAIT_MAX),
        create: Some(CONNECTION_WAIT_MAX),
        recycle: Some(CONNECTION_WAIT_MAX),
    };
    let prepare = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
        Box::pin(async move { client.batch_execute(SESSION).await.map_err(HookError::Backend) })
    });
    Pool::builder(manager)
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .timeouts(timeouts)
        .post_create(prepare)
        .build()
        .map_err(DatabaseError::Pool)
}

/// Brings the schema up to date; servers that start together take turns, and the later finds nothing to do.
///
/// # Errors
/// [`DatabaseError`]; a migration that fails leaves nothing behind.
pub async fn migrate(url: &str) -> Result<(), DatabaseError> {
    let (mut client, _connection) = connect(url).await?;
    client.batch_execute("SET lock_timeout = '60s'").await.map_err(DatabaseError::Reach)?;
    client.execute("SELECT pg_advisory_lock($1)", &[&MIGRATION_LOCK]).await.map_err(DatabaseError::Reach)?;
    client.batch_execute("SET lock_timeout = '10s'").await.map_err(DatabaseError::Reach)?;
    let migrated = embedded::migrations::runner().run_async(&mut client).await;
    let renewed = if migrated.is_ok() { crate::ledger::renew_terms(&client).await } else { Ok(()) };
    // The lock ends with the connection in any case; giving it back early lets the next server go on.
    let _ = client.execute("SELECT pg_advisory_unlock($1)", &[&MIGRATION_LOCK]).await;
    migrated.map_err(|error| DatabaseError::Migrate(Box::new(error)))?;
    renewed.map_err(DatabaseError::Reach)
}

/// A connection of its own under the role of the address, for what a pool under the server's role may not do.
/// It closes when the task set is dropped.
///
/// # Errors
/// [`DatabaseError`].
pub async fn connect(url: &str) -> Result<(Client, crate::tasks::TaskSet), DatabaseError> {
    let (client, connection) = config(url)?.connect(NoTls).await.map_err(DatabaseError::Reach)?;
    let mut tasks = crate::tasks::TaskSet::default();
    tasks.spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error = told(&error), "a connection to the database ended");
        }
    });
    Ok((client, tasks))
}

/// A connection of its own on which a channel is listened to. It closes when this is dropped.
pub(crate) struct Listening {
    /// To send on.
    pub(crate) client: Arc<Client>,
    /// What is told there, by this connection too; ends when the connection does.
    pub(crate) notes: mpsc::Receiver<String>,
    _connection: crate::tasks::TaskSet,
}

/// Listens to a channel, under the server's role.
///
/// # Errors
/// [`DatabaseError`].
pub(crate) async fn listen(url: &str, channel: &str) -> Result<Listening, DatabaseError> {
    let (client, mut connection) = config(url)?.connect(NoTls).await.map_err(DatabaseError::Reach)?;
    let (told, notes) = mpsc::channel(NOTES_MAX);
    let mut tasks = crate::tasks::TaskSet::default();
    tasks.spawn(async move {
        while let Some(message) = std::future::poll_fn(|context| connection.poll_message(context)).await {
            match message {
                Ok(AsyncMessage::Notification(note)) => {
                    // Whoever listens has gone: the connection goes with them.
                    if told.send(note.payload().to_owned()).await.is_err() {
                        break;
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::debug!(error = self::told(&error), "a connection that listened ended");
                    break;
                }
            }
        }
    });
    let listens = format!("{SESSION}; LISTEN {channel}");
    client.batch_execute(&listens).await.map_err(DatabaseError::Reach)?;
    Ok(Listening { client: Arc::new(client), notes, _connection: tasks })
}

fn config(url: &str) -> Result<Config, DatabaseError> {
    let mut config: Config = url.parse().map_err(DatabaseError::Url)?;
    config.application_name("execora").connect_timeout(CONNECTION_WAIT_MAX);
    Ok(config)
}

/// A pooled connection with a transaction open on it. Dropped before [`Busy::done`], the connection is closed, not
/// pooled: PostgreSQL undoes what was not committed, and the next user finds no half of it.
#[derive(Debug)]
pub(crate) struct Busy(Option<Object>);

impl Busy {
    pub(crate) const fn new(client: Object) -> Self {
        Self(Some(client))
    }

    pub(crate) fn client(&self) -> Option<&Object> {
        self.0.as_ref()
    }

    /// Gives the connection back to the pool: its transaction has ended.
    pub(crate) fn done(mut self) {
        self.0.take();
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(client) = self.0.take() {
            drop(Object::take(client));
        }
    }
}

/// One thing to send in a pipeline.
#[derive(Clone)]
pub(crate) enum Step<'a> {
    /// Commands without parameters.
    Simple(String),
    /// A statement, prepared once a connection.
    Ask(&'static str, Vec<&'a (dyn ToSql + Sync)>),
    /// Nothing is sent, no rows come back.
    Skip,
}

/// A statement that is sent only where there is something to ask.
pub(crate) fn ask_if<'a>(is_needed: bool, sql: &'static str, params: Vec<&'a (dyn ToSql + Sync)>) -> Step<'a> {
    if is_needed { Step::Ask(sql, params) } else { Step::Skip }
}

/// Begins a transaction that sees one shop. The identity is typed, so it can stand in the text.
pub(crate) fn begin(tenant: TenantId) -> Step<'static> {
    Step::Simple(format!("BEGIN; SELECT set_config('execora.tenants', '{{{tenant}}}', true)"))
}

/// Begins a transaction that sees one shop, all of it as it is at its first statement.
pub(crate) fn begin_snapshot(tenant: TenantId) -> Step<'static> {
    let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    Step::Simple(format!("{begin}; SELECT set_config('execora.tenants', '{{{tenant}}}', true)"))
}

/// A batch's statements take lists of keys, and are always answered best by looking each key up. Left alone, the planner
/// plans anew for every short list, which takes longer than the reads, and plans for tables that were empty when it looked.
const BEGIN_BATCH: &str = "BEGIN; SELECT set_config('plan_cache_mode', 'force_generic_plan', true), \
     set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), \
     set_config('enable_mergejoin', 'off', true)";

/// Begins the transaction of a batch, which sees these shops.
pub(crate) fn begin_batch(shops: &[Uuid]) -> Step<'static> {
    let names: Vec<String> = shops.iter().map(Uuid::to_string).collect();
    Step::Simple(format!("{BEGIN_BATCH}, set_config('execora.tenants', '{{{}}}', true)", names.join(",")))
}

/// Sends all steps before it waits for the first answer: one round trip. The first error is the true one; a step that
/// could not even be sent keeps those after it, a `COMMIT` above all, from being sent.
pub(crate) async fn pipeline(client: &Object, steps: &[Step<'_>]) -> Result<Vec<Vec<Row>>, tokio_postgres::Error> {
    let mut statements = Vec::with_capacity(steps.len());
    for step in steps {
        statements.push(match step {
            Step::Ask(sql, _) => Some(client.prepare_cached(sql).await?),
            Step::Simple(_) | Step::Skip => None,
        });
    }
    let mut sent = Vec::with_capacity(steps.len());
    for (step, statement) in steps.iter().zip(&statements) {
        let mut answer: BoxFuture<'_, Result<Vec<Row>, tokio_postgres::Error>> = match (step, statement) {
            (Step::Ask(_, params), Some(statement)) => client.query(statement, params).boxed(),
            (Step::Simple(text), _) => client.batch_execute(text).map_ok(|()| vec![]).boxed(),
            (Step::Ask(..) | Step::Skip, _) => std::future::ready(Ok(vec![])).boxed(),
        };
        let first = std::future::poll_fn(|context| Poll::Ready(answer.as_mut().poll(context))).await;
        sent.push(match first {
            Poll::Ready(Ok(rows)) => std::future::ready(Ok(rows)).boxed(),
            Poll::Ready(Err(error)) => return Err(error),
            Poll::Pending => answer,
        });
    }
    let mut answers = Vec::with_capacity(sent.len());
    for answer in sent {
        answers.push(answer.await?);
    }
    Ok(answers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_that_is_dropped_in_a_transaction_serves_nobody_else() {
        let url = std::env::var("DATABASE_URL").expect("DATABASE_URL names a PostgreSQL: use scripts/with-servers");
        let client = "SELECT pg_backend_pid()";
        let (first, _connection) = connect(&url).await.unwrap();
        first
            .batch_execute("DO $$ BEGIN CREATE ROLE execora_app NOLOGIN; EXCEPTION WHEN OTHERS THEN NULL; END $$")
            .await
            .unwrap();
        let pool = pool(&url, 1).unwrap();
        let busy = Busy::new(pool.get().await.unwrap());
        let held = busy.client().unwrap();
        let before: i32 = held.query_one(client, &[]).await.unwrap().get(0);
        held.batch_execute("BEGIN").await.unwrap();
        drop(busy);
        let again = Busy::new(pool.get().await.unwrap());
        let after: i32 = again.client().unwrap().query_one(client, &[]).await.unwrap().get(0);
        assert_ne!(before, after);
        again.done();
        let kept = pool.get().await.unwrap();
        assert_eq!(after, kept.query_one(client, &[]).await.unwrap().get::<_, i32>(0));
    }
}
