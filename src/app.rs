//! Builds the parts and joins them; the only place that knows them all.

use crate::config::{Config, size};
use crate::embedded::{DataDir, Ended, Stores};
use crate::http::{self, Doors, Limit, Papers, Tokens};
use crate::providers::local::{self, LocalSettings, LocalSpeech};
use crate::providers::openai;
use anyhow::Context as _;
use execora_actors::adviser::Adviser;
use execora_actors::cache::Cache;
use execora_actors::clock::Clock;
use execora_actors::copies::Copies;
use execora_actors::database::{self, Pool};
use execora_actors::demo;
use execora_actors::identity::{Identity, Tickets};
use execora_actors::ledger::{Ledger, LedgerReader};
use execora_actors::messenger::{Courier, Messenger, Postbox};
use execora_actors::news::News;
use execora_actors::reminder::Reminder;
use execora_actors::root::{Root, RootParts};
use execora_actors::session::{Desk, Parts, SessionSettings};
use execora_actors::sessions::Sessions;
use execora_actors::tasks::TaskSet;
use metrics_exporter_prometheus::PrometheusHandle;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use std::io::IsTerminal as _;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{mpsc, watch};

/// What is there before the runtime is.
pub(crate) struct Ground {
    pub(crate) config: Config,
    pub(crate) data: DataDir,
    pub(crate) stores: Stores,
    pub(crate) listener: TcpListener,
    pub(crate) metrics: PrometheusHandle,
}

/// How to sign in to the demo shop, in the data directory.
const SIGN_IN: &str = "sign-in.json";

/// How long open sockets may take to send their last words once their conversations have ended.
const FAREWELL_MAX: Duration = Duration::from_secs(2);

/// How much longer than its own deadline a language model is waited for.
const ADVICE_GRACE: Duration = Duration::from_millis(250);

/// What serves, once it is built.
struct House {
    doors: Arc<Doors>,
    root: Root,
    pool: Pool,
    /// How to sign in to the demo shop, where there is one.
    sign_in: Option<String>,
    /// Says that the server stops.
    stop: watch::Sender<bool>,
    /// Closed when the last socket is.
    all_closed: mpsc::Receiver<()>,
    /// What is done in idle time; it ends with the house.
    _background: TaskSet,
}

/// Serves until a signal, then drains everything in order; a second signal cuts that short.
pub(crate) async fn run(ground: Ground) -> anyhow::Result<()> {
    let mut signals = Signals::listen().context("signals cannot be listened to")?;
    let Ground { config, data, mut stores, listener, metrics } = ground;
    let house = tokio::select! {
        house = build(config, &data, &stores, metrics) => house?,
        () = signals.next() => anyhow::bail!("stopped before it had started"),
    };
    let listener = tokio::net::TcpListener::from_std(listener).context("the listener cannot be used")?;
    println!("listening on http://{}", listener.local_addr().context("the listener has no address")?);
    if let Some(line) = &house.sign_in {
        println!("{line}");
    }
    let mut serving = std::pin::pin!(http::serve(listener, Arc::clone(&house.doors)));
    let outcome = tokio::select! {
        () = &mut serving => Ok(()),
        () = signals.next() => Ok(()),
        who = house.root.gave_up() => Err(anyhow::anyhow!("the {who} crashed too often: see the log")),
        Ended(name) = stores.ended() => Err(anyhow::anyhow!("the private {name} ended: see its log in the data directory")),
    };
    let drained = async {
        tracing::info!("stopping");
        house.stop.send_replace(true);
        serving.await;
        leave(house).await;
        // Stopping a child waits for it, which this thread must not.
        let stopped = tokio::task::spawn_blocking(move || stores.stop()).await;
        stopped.context("the private servers were not stopped")
    };
    tokio::select! {
        stopped = drained => stopped.and(outcome),
        () = signals.next() => anyhow::bail!("stopped at once, as asked twice"),
    }
}

/// Ends the conversations, then the actors, then the connections to the books.
async fn leave(house: House) {
    let House { doors, root, pool, mut all_closed, .. } = house;
    let drained = root.drain().await;
    if !drained.conversations_ended || !drained.actors_finished {
        tracing::warn!(
            drain.conversations_ended = drained.conversations_ended,
            drain.actors_finished = drained.actors_finished,
            "not everything ended in time"
        );
    }
    drop(doors);
    if tokio::time::timeout(FAREWELL_MAX, all_closed.recv()).await.is_err() {
        tracing::debug!("some sockets did not close in time");
    }
    pool.close();
}

/// Migrates, makes the demo shop, and joins the parts.
async fn build(config: Config, data: &DataDir, stores: &Stores, metrics: PrometheusHandle) -> anyhow::Result<House> {
    let database_url = stores.database_url.expose_secret();
    database::migrate(database_url).await?;
    let pool = database::pool(database_url, size(config.database.connections_max))?;
    let clock = Clock::new(crate::clock::now);
    let identity = Identity::new(pool.clone(), clock.clone());
    let sign_in = seed_demo(&config, data, &identity, &pool, &clock).await?;
    let courier: Option<Arc<dyn Courier>> = None;
    let has_courier = courier.is_some();
    let messenger = Messenger::default();
    let postbox = has_courier.then(|| Postbox::new(pool.clone(), clock.clone(), messenger.clone()));
    let (ledger, reader) = (Ledger::with_shards(size(config.ledger.shards)), LedgerReader::new(pool.clone()));
    let speech = open_speech(&config)?;
    let (cache, news) = (Cache::default(), News::default());
    let sessions = Sessions::new(Parts {
        ears: speech.ears_present.then_some(speech.ears),
        voice: speech.voice_present.then_some(speech.voice),
        adviser: adviser(&config)?,
        cache: cache.clone(),
        books: Arc::new(Desk::new(ledger.clone(), reader.clone(), clock.clone(), postbox)),
        news: news.clone(),
        clock: clock.clone(),
        settings: session_settings(&config),
    });
    let copies = Copies::new(cache.clone(), reader.clone());
    let root = Root::start(RootParts {
        pool: pool.clone(),
        database_url: Some(database_url.to_owned()),
        clock,
        redis_url: Some(stores.redis_url.expose_secret().to_owned()),
        courier,
        ledger: ledger.clone(),
        fence: Arc::new(copies.clone()),
        cache,
        news,
        reminder: Reminder::default(),
        messenger,
        sessions: sessions.clone(),
    })
    .await
    .context("the actors could not be started")?;
    let mut background = TaskSet::default();
    background.spawn(speech.warm_up);
    let (stop, stopping) = watch::channel(false);
    let (open_sockets, all_closed) = mpsc::channel(1);
    let signing_key = signing_key(&config, data)?;
    let doors = Arc::new(Doors {
        has_courier,
        ledger,
        reader,
        copies,
        identity,
        sessions,
        tokens: Tokens::new(&signing_key, config.auth.access_token()),
        papers: Papers::new(&signing_key, config.auth.visits_per_minute),
        tickets: Tickets::default(),
        cursor_secret: Arc::new(signing_key),
        metrics,
        in_flight: http::InFlight::default(),
        requests: Limit::new(config.auth.requests_per_minute),
        registrations: Limit::new(config.auth.registrations_per_minute),
        open_sockets,
        stopping,
        config,
    });
    Ok(House { doors, root, pool, sign_in, stop, all_closed, _background: background })
}

/// Makes the demo shop in a private database that has none, and says how to sign in to it.
async fn seed_demo(
    config: &Config,
    data: &DataDir,
    identity: &Identity,
    pool: &Pool,
    clock: &Clock,
) -> anyhow::Result<Option<String>> {
    // A database that someone configured holds real shops, or will.
    let is_private = config.database.url.expose_secret().is_empty();
    if !config.demo.seed || !is_private {
        return Ok(None);
    }
    let file = data.path().join(SIGN_IN);
    // Written last: without it the demo shop is not, or not wholly, there.
    if !file.exists() {
        tracing::info!("making the demo shop");
        let demo = demo::seed(identity, pool, clock, true).await?;
        let password = demo.password.context("the demo shop's owner got no password")?;
        let sign_in = json!({ "login": demo.login, "password": password.expose_secret() });
        data.write_private(SIGN_IN, &format!("{sign_in}\n")).context("sign-in.json could not be written")?;
        return Ok(Some(first_sign_in(&demo.login, &password, &file, std::io::stdout().is_terminal())));
    }
    let text = std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let login =
        serde_json::from_str::<serde_json::Value>(&text).ok().and_then(|it| Some(it["login"].as_str()?.to_owned()));
    let login = login.unwrap_or_else(|| "the login".to_owned());
    Ok(Some(format!("sign in as {login} with the password in {}", file.display())))
}

/// Says how to sign in to a shop that was just made: to a person at a terminal with the password, this once; where the
/// output may be a log, only where the password is.
fn first_sign_in(login: &str, password: &SecretString, file: &Path, to_person: bool) -> String {
    if to_person {
        let password = password.expose_secret();
        format!("sign in as {login} with the password {password}  (shown this once; it is kept in {})", file.display())
    } else {
        format!("sign in as {login} with the password in {}", file.display())
    }
}

/// The local models, as the settings have them.
fn open_speech(config: &Config) -> anyhow::Result<LocalSpeech> {
    let speech = &config.speech;
    let wanted = LocalSettings::default();
    let threads = if speech.threads == 0 { wanted.threads } else { size(speech.threads) };
    let settings = LocalSettings {
        threads,
        queue_max: size(speech.queue_max),
        cache_bytes: speech.cache_bytes,
        patience: speech.patience(),
    };
    let opened = local::open(speech.voice_pack.clone(), settings).context("the speech threads could not be started")?;
    if !opened.ears_present {
        tracing::warn!("no local ears: type commands, or run scripts/voice-pack and start again");
    }
    if !opened.voice_present {
        tracing::warn!("no local voice: answers are shown, not spoken; run scripts/voice-pack and start again");
    }
    Ok(opened)
}

/// Who is asked what the grammar abstains on, if the settings name a language model.
fn adviser(config: &Config) -> anyhow::Result<Option<Adviser>> {
    let chat = openai::configured(&config.model)?;
    // The client keeps its own deadlines; this one is for the case that it does not.
    Ok(chat.map(|chat| Adviser::new(Arc::new(chat), config.model.whole() + ADVICE_GRACE)))
}

/// The bounds of conversations, as the settings have them.
fn session_settings(config: &Config) -> SessionSettings {
    let mut settings = SessionSettings {
        idle_max: config.sessions.idle(),
        sessions_max: size(config.sessions.sessions_max),
        sessions_per_shop_max: size(config.sessions.per_shop_max),
        drain_max: config.server.drain(),
        ..SessionSettings::default()
    };
    settings.turn.silence_ms = config.turn.silence_ms;
    settings.turn.silence_complete_ms = config.turn.silence_complete_ms;
    settings.turn.barge_in_ms = config.turn.barge_in_ms;
    settings.turn.utterance_max_ms = config.turn.utterance_max_ms;
    settings.dialogue.confirm_max_ms = config.dialogue.confirm_max_ms;
    settings
}

/// The key that signs access tokens: the settings' own, or one that was made for this data directory.
fn signing_key(config: &Config, data: &DataDir) -> anyhow::Result<SecretString> {
    if !config.auth.signing_key.expose_secret().is_empty() {
        return Ok(config.auth.signing_key.clone());
    }
    Ok(data.secret("signing.key").context("the key that signs tokens could not be read or made")?.into())
}

/// The signals that end a server.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// The next one.
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hang_up.recv() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_shown_to_a_person_and_to_no_log() {
        let (password, file) = (SecretString::from("three-quiet-words"), Path::new("data/sign-in.json"));
        let shown = |to_person| first_sign_in("9876500000", &password, file, to_person);
        assert!(shown(true).contains("three-quiet-words"), "{}", shown(true));
        assert_eq!(shown(false), "sign in as 9876500000 with the password in data/sign-in.json");
    }
}
