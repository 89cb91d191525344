//! Settings: the defaults of `config.toml`, a file over them, the environment over both; range-checked once.

use figment::Figment;
use figment::providers::{Env, Format as _, Toml};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The defaults: the file at the root of the repository.
const DEFAULTS: &str = include_str!("../config.toml");

/// The shortest key that signs tokens, in characters.
const SIGNING_KEY_MIN: usize = 32;

/// Everything that can be set. `config.toml` says what each is for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) server: Server,
    pub(crate) database: Database,
    pub(crate) redis: Redis,
    pub(crate) auth: Auth,
    pub(crate) sessions: Conversations,
    pub(crate) turn: Turn,
    pub(crate) dialogue: Dialogue,
    pub(crate) speech: Speech,
    pub(crate) model: Model,
    pub(crate) ledger: Ledger,
    pub(crate) demo: Demo,
    pub(crate) log: Log,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Server {
    pub(crate) listen: SocketAddr,
    pub(crate) data_dir: PathBuf,
    pub(crate) public_url: String,
    pub(crate) allowed_origins: Vec<String>,
    pub(crate) metrics_allow: Vec<IpAddr>,
    pub(crate) trusted_proxies: Vec<IpAddr>,
    pub(crate) connections_max: u64,
    header_timeout_ms: u64,
    body_timeout_ms: u64,
    pub(crate) body_max_bytes: u64,
    drain_ms: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Database {
    pub(crate) url: SecretString,
    pub(crate) connections_max: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Redis {
    pub(crate) url: SecretString,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Auth {
    pub(crate) signing_key: SecretString,
    access_token_s: u64,
    pub(crate) registrations_per_minute: u64,
    pub(crate) requests_per_minute: u64,
    pub(crate) visits_per_minute: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Conversations {
    pub(crate) sessions_max: u64,
    pub(crate) per_shop_max: u64,
    idle_ms: u64,
    ping_ms: u64,
    pub(crate) frame_max_bytes: u64,
    pub(crate) messages_per_second: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "a setting ends with its unit")]
pub(crate) struct Turn {
    pub(crate) silence_ms: u64,
    pub(crate) silence_complete_ms: u64,
    pub(crate) barge_in_ms: u64,
    pub(crate) utterance_max_ms: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dialogue {
    pub(crate) confirm_max_ms: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Speech {
    pub(crate) voice_pack: PathBuf,
    pub(crate) threads: u64,
    pub(crate) queue_max: u64,
    pub(crate) cache_bytes: u64,
    patience_ms: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Model {
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) key: SecretString,
    pub(crate) second_url: String,
    pub(crate) second_name: String,
    pub(crate) second_key: SecretString,
    first_token_ms: u64,
    whole_ms: u64,
    pub(crate) failures_max: u64,
    rest_ms: u64,
    pub(crate) prompt_price: u64,
    pub(crate) completion_price: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ledger {
    pub(crate) shards: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Demo {
    pub(crate) seed: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Log {
    pub(crate) format: LogFormat,
    pub(crate) filter: String,
}

/// How log lines look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A setting that cannot be used.
#[derive(PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// Not a setting, or not a value that it can have.
    #[error("setting {0}")]
    Unreadable(String),
    /// A number outside its range.
    #[error("setting {name} is {value}: it must be {min} to {max}")]
    OutOfRange { name: &'static str, value: u64, min: u64, max: u64 },
    /// Something else.
    #[error("setting {name}: {problem}")]
    Unusable { name: &'static str, problem: &'static str },
    /// The file that was named is not there.
    #[error("there is no configuration file {0}")]
    NoFile(PathBuf),
}

impl Config {
    /// Reads the defaults, the file and the environment, and checks every range.
    pub(crate) fn read(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut layers = Figment::from(Toml::string(DEFAULTS));
        if let Some(path) = file {
            if !path.is_file() {
                return Err(ConfigError::NoFile(path.to_owned()));
            }
            layers = layers.merge(Toml::file_exact(path));
        }
        // Every setting is in a section: a variable without one is another program's, or a test's.
        let environment = Env::prefixed("EXECORA_").filter(|name| name.as_str().contains("__")).split("__");
        Self::extract(&layers.merge(environment))
    }

    fn extract(layers: &Figment) -> Result<Self, ConfigError> {
        let config: Self = layers.extract().map_err(|error| unreadable(&error))?;
        config.checked()
    }

    fn checked(self) -> Result<Self, ConfigError> {
        for (name, value, min, max) in self.numbers() {
            if !(min..=max).contains(&value) {
                return Err(ConfigError::OutOfRange { name, value, min, max });
            }
        }
        let key = self.auth.signing_key.expose_secret().chars().count();
        if key > 0 && key < SIGNING_KEY_MIN {
            let problem = "a key that signs tokens has at least 32 characters";
            return Err(ConfigError::Unusable { name: "auth.signing_key", problem });
        }
        let public_url = self.server.public_url.trim_end_matches('/');
        if !public_url.is_empty() && !is_origin(public_url) {
            let problem = "a scheme and a host, as in https://shop.example";
            return Err(ConfigError::Unusable { name: "server.public_url", problem });
        }
        self.model.checked()?;
        if self.server.allowed_origins.iter().any(|origin| !is_origin(origin)) {
            let problem = "an origin is a scheme and a host, as in https://shop.example";
            return Err(ConfigError::Unusable { name: "server.allowed_origins", problem });
        }
        Ok(self)
    }

    /// Every number and its range, as `config.toml` states it.
    fn numbers(&self) -> [(&'static str, u64, u64, u64); 32] {
        let Self { server, database, auth, sessions, turn, dialogue, speech, model, ledger, .. } = self;
        [
            ("server.connections_max", server.connections_max, 16, 100_000),
            ("server.header_timeout_ms", server.header_timeout_ms, 100, 120_000),
            ("server.body_timeout_ms", server.body_timeout_ms, 100, 120_000),
            ("server.body_max_bytes", server.body_max_bytes, 1_024, 16_777_216),
            ("server.drain_ms", server.drain_ms, 0, 120_000),
            ("database.connections_max", database.connections_max, 2, 500),
            ("auth.access_token_s", auth.access_token_s, 60, 86_400),
            ("auth.registrations_per_minute", auth.registrations_per_minute, 1, 1_000),
            ("auth.requests_per_minute", auth.requests_per_minute, 60, 10_000_000),
            ("auth.visits_per_minute", auth.visits_per_minute, 1, 100_000),
            ("sessions.sessions_max", sessions.sessions_max, 1, 100_000),
            ("sessions.per_shop_max", sessions.per_shop_max, 1, 10_000),
            ("sessions.idle_ms", sessions.idle_ms, 1_000, 3_600_000),
            ("sessions.ping_ms", sessions.ping_ms, 100, 600_000),
            ("sessions.frame_max_bytes", sessions.frame_max_bytes, 1_024, 1_048_576),
            ("sessions.messages_per_second", sessions.messages_per_second, 1, 10_000),
            ("turn.silence_ms", turn.silence_ms, 200, 3_000),
            ("turn.silence_complete_ms", turn.silence_complete_ms, 100, 3_000),
            ("turn.barge_in_ms", turn.barge_in_ms, 60, 2_000),
            ("turn.utterance_max_ms", turn.utterance_max_ms, 2_000, 60_000),
            ("dialogue.confirm_max_ms", dialogue.confirm_max_ms, 2_000, 600_000),
            ("speech.threads", speech.threads, 0, 64),
            ("speech.queue_max", speech.queue_max, 1, 1_024),
            ("speech.cache_bytes", speech.cache_bytes, 0, 1_073_741_824),
            ("speech.patience_ms", speech.patience_ms, 50, 30_000),
            ("model.first_token_ms", model.first_token_ms, 100, 30_000),
            ("model.whole_ms", model.whole_ms, 200, 60_000),
            ("model.failures_max", model.failures_max, 1, 100),
            ("model.rest_ms", model.rest_ms, 1_000, 3_600_000),
            ("model.prompt_price", model.prompt_price, 0, 1_000_000_000),
            ("model.completion_price", model.completion_price, 0, 1_000_000_000),
            ("ledger.shards", ledger.shards, 1, 64),
        ]
    }
}

impl Server {
    /// A request's head must have come by then.
    pub(crate) fn header_timeout(&self) -> Duration {
        Duration::from_millis(self.header_timeout_ms)
    }

    /// A request's body must have come by then.
    pub(crate) fn body_timeout(&self) -> Duration {
        Duration::from_millis(self.body_timeout_ms)
    }

    /// How long conversations may take to end.
    pub(crate) fn drain(&self) -> Duration {
        Duration::from_millis(self.drain_ms)
    }
}

impl Auth {
    /// How long an access token is good for.
    pub(crate) fn access_token(&self) -> Duration {
        Duration::from_secs(self.access_token_s)
    }
}

impl Conversations {
    /// After this long without a word from the client a socket is closed.
    pub(crate) fn idle(&self) -> Duration {
        Duration::from_millis(self.idle_ms)
    }

    /// How often a quiet socket is asked whether it is there.
    pub(crate) fn ping(&self) -> Duration {
        Duration::from_millis(self.ping_ms)
    }
}

impl Model {
    /// How long the first word of an answer may take.
    pub(crate) fn first_token(&self) -> Duration {
        Duration::from_millis(self.first_token_ms)
    }

    /// How long an answer may take.
    pub(crate) fn whole(&self) -> Duration {
        Duration::from_millis(self.whole_ms)
    }

    /// How long a service is left alone that failed too often.
    pub(crate) fn rest(&self) -> Duration {
        Duration::from_millis(self.rest_ms)
    }

    fn checked(&self) -> Result<(), ConfigError> {
        let unusable = |name, problem| Err(ConfigError::Unusable { name, problem });
        if self.url.is_empty() && !self.second_url.is_empty() {
            return unusable("model.second_url", "there is no first one: set model.url");
        }
        for (name, url, model, key) in [
            ("model.url", &self.url, &self.name, &self.key),
            ("model.second_url", &self.second_url, &self.second_name, &self.second_key),
        ] {
            let usable =
                url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
            if !url.is_empty() && !usable {
                return unusable(name, "an address with http or https, as in https://llm.example/v1");
            }
            if !url.is_empty() && model.is_empty() {
                return unusable(name, "say which of its models, too: model.name, model.second_name");
            }
            if !key.expose_secret().bytes().all(|byte| byte.is_ascii_graphic()) {
                return unusable(name, "its key has characters that cannot be sent");
            }
        }
        Ok(())
    }
}

impl Speech {
    /// How long the first sound of an answer may take before a quicker voice is asked too.
    pub(crate) fn patience(&self) -> Duration {
        Duration::from_millis(self.patience_ms)
    }
}

/// A number of things as a size; every setting's range keeps it well inside 64 bits.
pub(crate) fn size(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn is_origin(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| url.origin().is_tuple() && url.origin().ascii_serialization() == text)
}

/// One line that names the setting and where its value came from.
fn unreadable(error: &figment::Error) -> ConfigError {
    let path = error.path.join(".");
    let source = error.metadata.as_ref().map_or_else(String::new, |from| format!(" (in {})", from.name));
    if let figment::error::Kind::UnknownField(field, _) = &error.kind {
        // The path ends with the field.
        let full = if path.is_empty() { field } else { &path };
        return ConfigError::Unreadable(format!("{full} is not one that there is{source}: see config.toml"));
    }
    let name = if path.is_empty() { path } else { format!("{path}: ") };
    ConfigError::Unreadable(format!("{name}{}{source}", error.kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> Result<Config, ConfigError> {
        Config::extract(&Figment::from(Toml::string(DEFAULTS)).merge(Toml::string(text)))
    }

    #[test]
    fn the_defaults_are_in_their_ranges() {
        let config = with("").unwrap();
        assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
    }

    #[test]
    fn the_ranges_in_the_file_are_the_ranges_that_are_checked() {
        let config = with("").unwrap();
        let mut section = String::new();
        let mut stated = vec![];
        for line in DEFAULTS.lines() {
            if let Some(name) = line.strip_prefix('[') {
                section = name.trim_end_matches(']').to_owned();
            }
            let Some((setting, comment)) = line.split_once('#') else { continue };
            let Some((range, _)) = comment.split_once(':') else { continue };
            let (Some((min, max)), Some((key, _))) = (range.split_once(" … "), setting.split_once('=')) else {
                continue;
            };
            let number = |text: &str| text.trim().parse::<u64>().unwrap();
            stated.push((format!("{section}.{}", key.trim()), number(min), number(max)));
        }
        let checked: Vec<_> = config.numbers().map(|(name, _, min, max)| (name.to_owned(), min, max)).into();
        assert_eq!(stated, checked);
    }

    #[test]
    fn a_number_outside_its_range_is_named_with_the_range() {
        let error = with("[sessions]\nsessions_max = 0").unwrap_err();
        assert_eq!(error.to_string(), "setting sessions.sessions_max is 0: it must be 1 to 100000");
    }

    #[test]
    fn a_setting_that_is_not_there_is_named() {
        let error = with("[server]\nlisten_on = 1").unwrap_err().to_string();
        assert!(error.starts_with("setting server.listen_on is not one that there is"), "{error}");
        let error = with("[sever]\nlisten = 1").unwrap_err().to_string();
        assert!(error.starts_with("setting sever is not one that there is"), "{error}");
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named() {
        let error = with("[server]\nbody_max_bytes = \"many\"").unwrap_err().to_string();
        assert!(error.starts_with("setting server.body_max_bytes: invalid type"), "{error}");
    }

    #[test]
    fn a_short_signing_key_is_refused() {
        assert!(with("[auth]\nsigning_key = \"short\"").is_err());
        assert!(with("[server]\nallowed_origins = [\"shop.example/\"]").is_err());
    }

    #[test]
    fn a_language_model_is_named_and_its_address_is_one() {
        assert!(with("[model]\nurl = \"https://llm.example/v1\"\nname = \"m\"").is_ok());
        assert!(with("[model]\nurl = \"https://llm.example/v1\"").is_err());
        assert!(with("[model]\nurl = \"llm.example\"\nname = \"m\"").is_err());
        assert!(with("[model]\nsecond_url = \"https://llm.example/v1\"\nsecond_name = \"m\"").is_err());
        let error = with("[model]\nurl = \"http://h/v1\"\nname = \"m\"\nkey = \"hush\\nhush\"").unwrap_err();
        assert!(!error.to_string().contains("hush"), "{error}");
    }

    #[test]
    fn a_secret_is_never_printed() {
        let config = with("[database]\nurl = \"postgresql://u:hush@h/d\"").unwrap();
        assert!(!format!("{config:?}").contains("hush"));
    }
}
