//! Starts the binary on a data directory of its own and talks to it as any client would.

use crate::description::Description;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{LazyLock, mpsc};
use std::time::{Duration, Instant};

/// The longest that a server of these tests may take for anything: generous, for a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A running server. Dropping it kills it and removes its data.
pub(crate) struct Server {
    child: Child,
    address: String,
    data: DataDir,
}

/// A data directory that outlives a server, so that another can be started on it.
pub(crate) struct DataDir(PathBuf);

impl DataDir {
    /// Nothing in it: the server that starts on it makes its database and the demo shop.
    pub(crate) fn new(story: &str) -> Self {
        Self::named(&format!("{story}-{}", std::process::id()))
    }

    fn named(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A copy of what a first start makes, which is made once for all stories: two seconds less for each.
    pub(crate) fn with_demo_shop(story: &str) -> Self {
        // Nobody drops it: its name is always the same, so that it takes room once.
        static MADE: LazyLock<DataDir> = LazyLock::new(|| {
            let server = Server::start_on(DataDir::named("made-once"), &[]);
            server.terminate();
            server.ended().1
        });
        let made = MADE.path();
        let data = Self::new(story);
        let copied = Command::new("cp").arg("-a").arg(made.join(".")).arg(data.path()).status().unwrap();
        assert!(copied.success(), "{} could not be copied", made.display());
        data
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// What the servers on it said so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.0.join("server.log")).unwrap_or_default()
    }

    /// Where the private database in it is reached while its server runs.
    pub(crate) fn database_url(&self) -> String {
        let host = self.0.join("run").canonicalize().unwrap().display().to_string();
        format!("postgresql://execora@{}/execora", host.replace('/', "%2F"))
    }

    /// The private servers that work in this directory, by process id: each is in it or in a folder of it.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let root = self.0.canonicalize().unwrap();
        let ids = fs::read_dir("/proc").unwrap().filter_map(|entry| {
            let id: u32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let folder = fs::read_link(format!("/proc/{id}/cwd")).ok()?;
            folder.starts_with(&root).then_some(id)
        });
        ids.collect()
    }
}

impl Drop for DataDir {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the server's log:\n{}", self.log());
        }
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Server {
    /// A server with the demo shop and no configuration.
    pub(crate) fn start(story: &str) -> Self {
        Self::start_on(DataDir::with_demo_shop(story), &[])
    }

    /// A server on this data directory with these settings from the environment.
    pub(crate) fn start_on(data: DataDir, settings: &[(&str, &str)]) -> Self {
        let log = File::options().create(true).append(true).open(data.path().join("server.log")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_execora"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let line = first_line(child.stdout.take().unwrap(), &data);
        let address = line.strip_prefix("listening on http://").unwrap_or_else(|| panic!("not an address: {line}"));
        let address = address.trim_end_matches('/').to_owned();
        Self { child, address, data }
    }

    /// `127.0.0.1:49152`
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// `http://127.0.0.1:49152`
    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn data(&self) -> &DataDir {
        &self.data
    }

    /// A client signed in as the demo shop's owner.
    pub(crate) async fn owner(&self) -> Client {
        self.owner_of(&self.data).await
    }

    /// The same, of the demo shop that was made in this data directory and is in this server's database.
    pub(crate) async fn owner_of(&self, data: &DataDir) -> Client {
        let client = self.stranger();
        let text = fs::read_to_string(data.path().join("sign-in.json")).unwrap();
        let (status, answer) = client.post("/api/v1/auth/login", &serde_json::from_str(&text).unwrap()).await;
        assert_eq!(status, 200, "{answer}");
        client.signed_in(&answer)
    }

    /// A client signed in as the owner of a new, empty shop.
    pub(crate) async fn owner_of_new_shop(&self, phone: &str) -> Client {
        let client = self.stranger();
        let body =
            json!({"shopName": "Verma Stores", "name": "Verma", "phone": phone, "password": "a-long-enough-password"});
        let (status, answer) = client.post("/api/v1/auth/register", &body).await;
        assert_eq!(status, 201, "{answer}");
        client.signed_in(&answer)
    }

    /// A client that has not signed in.
    pub(crate) fn stranger(&self) -> Client {
        static HTTP: LazyLock<()> = LazyLock::new(|| {
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        LazyLock::force(&HTTP);
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        Client { http, base: format!("http://{}", self.address), token: String::new() }
    }

    /// `kill -9`: nothing is told, nothing is flushed. The data directory stays.
    pub(crate) fn kill(mut self) -> DataDir {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.keep_data()
    }

    /// SIGTERM.
    pub(crate) fn terminate(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// How it ended, once it has. The data directory stays.
    pub(crate) fn ended(mut self) -> (ExitStatus, DataDir) {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, self.keep_data());
            }
            assert!(Instant::now() < end, "the server did not end:\n{}", self.data.log());
            a_moment();
        }
    }

    fn keep_data(&mut self) -> DataDir {
        std::mem::replace(&mut self.data, DataDir(PathBuf::new()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // The private servers end with their owner; that takes a moment.
        let end = Instant::now() + Duration::from_secs(15);
        while !self.data.0.as_os_str().is_empty() && !self.data.processes().is_empty() && Instant::now() < end {
            a_moment();
        }
    }
}

/// Between two looks at something that another process does: spinning would take the processor from it.
pub(crate) fn a_moment() {
    std::thread::sleep(Duration::from_millis(5));
}

/// Runs a subcommand to its end: what it printed, or what it said was wrong.
pub(crate) fn execora(arguments: &[&str]) -> Result<String, String> {
    let ended = Command::new(env!("CARGO_BIN_EXE_execora")).args(arguments).stdin(Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    if ended.status.success() { Ok(text(ended.stdout)) } else { Err(text(ended.stderr)) }
}

/// The first line of standard output, or what the log says instead. The rest is read and dropped, so that the
/// server never waits for a reader.
fn first_line(stdout: impl Read + Send + 'static, data: &DataDir) -> String {
    let (sender, receiver) = mpsc::sync_channel(1);
    std::thread::spawn(move || {
        let mut reader = BufReader::new(stdout);
        let mut line = String::new();
        let _ = reader.read_line(&mut line);
        let _ = sender.send(line.trim().to_owned());
        let _ = std::io::copy(&mut reader, &mut std::io::sink());
    });
    match receiver.recv_timeout(PATIENCE) {
        Ok(line) if !line.is_empty() => line,
        _ => panic!("the server did not start:\n{}", data.log()),
    }
}

/// Someone who talks HTTP with the server.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Client {
    pub(crate) fn signed_in(self, answer: &Value) -> Self {
        Self { token: answer["accessToken"].as_str().unwrap().to_owned(), ..self }
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        answer(self.request("GET", path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        answer(self.request("POST", path).json(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> (u16, Value) {
        answer(self.request("PATCH", path).json(body)).await
    }

    pub(crate) async fn post_keyed(&self, path: &str, key: &str, body: &Value) -> (u16, Value) {
        answer(self.request("POST", path).header("idempotency-key", key).json(body)).await
    }

    /// The same, where the server may be killed meanwhile.
    pub(crate) async fn try_post_keyed(&self, path: &str, key: &str, body: &Value) -> Option<(u16, Value)> {
        let response = self.request("POST", path).header("idempotency-key", key).json(body).send().await.ok()?;
        let status = response.status().as_u16();
        Some((status, response.json().await.ok()?))
    }

    /// A request with the client's token, to be refined.
    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method.parse().unwrap(), format!("{}{path}", self.base));
        if self.token.is_empty() { request } else { request.bearer_auth(&self.token) }
    }

    pub(crate) async fn ticket(&self) -> String {
        let (status, answer) = self.post("/api/v1/ws-tickets", &json!({})).await;
        assert_eq!(status, 201, "{answer}");
        answer["ticket"].as_str().unwrap().to_owned()
    }

    /// The customer of this name, as the list shows them now.
    pub(crate) async fn customer(&self, name: &str) -> Value {
        self.find("/api/v1/customers?limit=100", "customers", name).await
    }

    /// The product of this name, as the list shows it now.
    pub(crate) async fn product(&self, name: &str) -> Value {
        self.find("/api/v1/products?limit=100", "products", name).await
    }

    async fn find(&self, path: &str, key: &str, name: &str) -> Value {
        let (status, answer) = self.get(path).await;
        assert_eq!(status, 200, "{answer}");
        let rows = answer[key].as_array().unwrap();
        rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("no {name} in {answer}")).clone()
    }
}

/// The answer, which must be as the server's own description says.
async fn answer(request: reqwest::RequestBuilder) -> (u16, Value) {
    let (http, request) = request.build_split();
    let request = request.unwrap();
    let (method, url) = (request.method().to_string(), request.url().clone());
    let description = Description::of(&http, &url.origin().ascii_serialization()).await;
    let response = http.execute(request).await.unwrap();
    let status = response.status().as_u16();
    let kind = response.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    description.check(&method, url.path(), status, &kind.unwrap_or_default(), &body);
    (status, body)
}
