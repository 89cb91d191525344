//! The cache: one task a request, from a small pool of connections.

use super::{CacheMsg, Swap};
use crate::address::{Address, Envelope};
use crate::tasks::TaskSet;
use bb8_redis::RedisConnectionManager;
use bb8_redis::redis::aio::MultiplexedConnection;
use bb8_redis::redis::{Cmd, FromRedisValue, Pipeline, RedisFuture, cmd, pipe};
use execora_domain::ids::TenantId;
use futures_util::future::FutureExt;
use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SpawnErr};
use std::time::Duration;

/// Requests waiting or under way.
pub const CACHE_CAPACITY: usize = 1_024;
/// Connections to Redis; each carries one request at a time.
const CONNECTIONS_MAX: u32 = 8;
/// Redis answers in a millisecond; what takes longer is not worth waiting for.
const REDIS_MAX: Duration = Duration::from_millis(200);

type Redis = bb8::Pool<RedisConnectionManager>;

/// What the cache is started with.
#[derive(Clone, Debug)]
pub struct CacheArgs {
    /// `redis+unix:///path/to/socket` or `redis://host`; without one every get is a miss.
    pub url: Option<String>,
}

/// Starts the cache under its supervisor and points the address at it. Called again for each new incarnation.
///
/// # Errors
/// [`SpawnErr`] where the address of Redis is not one, or the supervisor is stopping.
pub async fn spawn(
    args: CacheArgs,
    address: &Address<CacheMsg>,
    supervisor: ActorCell,
) -> Result<ActorRef<Envelope<CacheMsg>>, SpawnErr> {
    let (actor, _) = Actor::spawn_linked(None, Store, args, supervisor).await?;
    address.point_at(actor.clone());
    Ok(actor)
}

struct Store;

struct State {
    redis: Option<Redis>,
    tasks: TaskSet,
}

impl Actor for Store {
    type Msg = Envelope<CacheMsg>;
    type State = State;
    type Arguments = CacheArgs;

    async fn pre_start(&self, _: ActorRef<Self::Msg>, args: CacheArgs) -> Result<State, ActorProcessingErr> {
        // Connections are opened when they are needed, so a start does not wait for Redis.
        let pool = |url| {
            let manager = RedisConnectionManager::new(url)?;
            let builder = bb8::Pool::builder().max_size(CONNECTIONS_MAX).connection_timeout(REDIS_MAX);
            Ok::<Redis, bb8_redis::redis::RedisError>(builder.build_unchecked(manager))
        };
        Ok(State { redis: args.url.map(pool).transpose()?, tasks: TaskSet::default() })
    }

    async fn handle(
        &self,
        _: ActorRef<Self::Msg>,
        envelope: Self::Msg,
        state: &mut State,
    ) -> Result<(), ActorProcessingErr> {
        let redis = state.redis.clone();
        state.tasks.spawn(serve(redis, envelope));
        Ok(())
    }

    async fn post_stop(&self, _: ActorRef<Self::Msg>, state: &mut State) -> Result<(), ActorProcessingErr> {
        state.tasks.finished().await;
        Ok(())
    }
}

async fn serve(redis: Option<Redis>, envelope: Envelope<CacheMsg>) {
    match &envelope.message {
        CacheMsg::Get { tenant, key, .. } => {
            let value = run::<Option<Vec<u8>>>(redis, cmd("GET").arg(name(*tenant, key))).await.flatten();
            if let CacheMsg::Get { reply, .. } = envelope.open() {
                // Whoever asked may have gone.
                let _ = reply.send(value);
            }
        }
        CacheMsg::Put { tenant, key, value, lifetime } => {
            run::<()>(redis, &kept(*tenant, key, value, *lifetime)).await;
        }
        CacheMsg::Look { tenant, key, .. } => {
            let looked = run::<Option<Vec<u8>>>(redis, cmd("GET").arg(name(*tenant, key))).await;
            if let (CacheMsg::Look { reply, .. }, Some(value)) = (envelope.open(), looked) {
                let _ = reply.send(value);
            }
        }
        CacheMsg::Set { values, key, lifetime, .. } => {
            let mut all = pipe();
            for (tenant, value) in values {
                all.add_command(kept(*tenant, key, value, *lifetime)).ignore();
            }
            let is_kept = run::<()>(redis, &all).await.is_some();
            if let CacheMsg::Set { reply, .. } = envelope.open()
                && is_kept
            {
                let _ = reply.send(());
            }
        }
        CacheMsg::Swap { swaps, key, lifetime, .. } => {
            let swapped = run::<Vec<bool>>(redis, &swap(swaps, key, *lifetime)).await;
            if let (CacheMsg::Swap { reply, .. }, Some(swapped)) = (envelope.open(), swapped) {
                let _ = reply.send(swapped);
            }
        }
        CacheMsg::Forget { tenant, key, .. } => {
            let is_gone = run::<()>(redis, cmd("DEL").arg(name(*tenant, key))).await.is_some();
            if let CacheMsg::Forget { reply, .. } = envelope.open()
                && is_gone
            {
                let _ = reply.send(());
            }
        }
    }
}

fn kept(tenant: TenantId, key: &str, value: &[u8], lifetime: Duration) -> Cmd {
    let mut command = cmd("PSETEX");
    command.arg(name(tenant, key)).arg(milliseconds(lifetime)).arg(value);
    command
}

/// Looks and keeps in one step, which no other command comes between: for each key whether something was seen, what, and
/// what is kept instead.
const SWAP: &str = "local kept = {} \
     for i, key in ipairs(KEYS) do \
     local at, now = 3 * i - 1, redis.call('GET', key) \
     if (ARGV[at] == '1' and now == ARGV[at + 1]) or (ARGV[at] == '0' and not now) then \
     redis.call('PSETEX', key, ARGV[1], ARGV[at + 2]) kept[i] = 1 else kept[i] = 0 end end return kept";

fn swap(swaps: &[Swap], key: &str, lifetime: Duration) -> Cmd {
    let mut command = cmd("EVAL");
    command.arg(SWAP).arg(swaps.len());
    for Swap { tenant, .. } in swaps {
        command.arg(name(*tenant, key));
    }
    command.arg(milliseconds(lifetime));
    for Swap { seen, value, .. } in swaps {
        command.arg(u8::from(seen.is_some())).arg(seen.as_deref().unwrap_or_default()).arg(value.as_slice());
    }
    command
}

fn milliseconds(lifetime: Duration) -> u64 {
    u64::try_from(lifetime.as_millis()).unwrap_or(u64::MAX).max(1)
}

/// No shop can name another's value: its identity has one length and comes first.
fn name(tenant: TenantId, key: &str) -> String {
    format!("{tenant}:{key}")
}

/// One command, or several in one round trip.
trait Command {
    fn ask<'a, T: FromRedisValue + Send + 'a>(&'a self, redis: &'a mut MultiplexedConnection) -> RedisFuture<'a, T>;
}

impl Command for Cmd {
    fn ask<'a, T: FromRedisValue + Send + 'a>(&'a self, redis: &'a mut MultiplexedConnection) -> RedisFuture<'a, T> {
        self.query_async(redis).boxed()
    }
}

impl Command for Pipeline {
    fn ask<'a, T: FromRedisValue + Send + 'a>(&'a self, redis: &'a mut MultiplexedConnection) -> RedisFuture<'a, T> {
        self.query_async(redis).boxed()
    }
}

/// None where Redis is not there, not in time, or says no.
async fn run<T: FromRedisValue + Send>(redis: Option<Redis>, command: &impl Command) -> Option<T> {
    let redis = redis?;
    let answer = async {
        let mut connection = redis.get().await.map_err(|error| error.to_string())?;
        command.ask::<T>(&mut connection).await.map_err(|error| error.to_string())
    };
    let failed = match tokio::time::timeout(REDIS_MAX, answer).await {
        Ok(Ok(value)) => return Some(value),
        Ok(Err(error)) => error,
        Err(_) => "no answer in time".to_owned(),
    };
    metrics::counter!("execora_cache_failures_total").increment(1);
    tracing::debug!(error = failed, "the cache could not be reached");
    None
}
