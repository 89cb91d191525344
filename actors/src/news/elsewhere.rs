//! Other servers of the same database: they hear of what is posted here, and this one of what is posted there.

use super::NewsMsg;
use super::message::Told;
use crate::address::Address;
use crate::database;
use crate::tasks::TaskSet;
use execora_domain::ids::TenantId;
use execora_domain::ledger::Reminder;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres::Client;
use uuid::Uuid;

/// The channel of `LISTEN` and `NOTIFY`.
const CHANNEL: &str = "execora_news";
/// PostgreSQL takes no longer text.
const NOTE_BYTES_MAX: usize = 7_900;
/// Whatever comes meanwhile goes with the next: PostgreSQL lets one notifier commit at a time.
const PASS_EVERY: Duration = Duration::from_millis(25);
/// The pause before a connection that ended is opened again.
const CONNECT_AFTER: Duration = Duration::from_secs(1);

const PASS: &str = "SELECT pg_notify($1, note) FROM unnest($2::text[]) AS note";

/// A hint that something was posted in a shop, or that a reminder fell due.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Note {
    /// Which server's.
    pub(super) from: Uuid,
    /// In which shop.
    pub(super) tenant: TenantId,
    /// What fell due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) due: Option<Reminder>,
}

/// The way to the other servers.
pub(super) struct Elsewhere {
    /// This server's own name.
    me: Uuid,
    client: Option<Arc<Client>>,
    /// What is to be told, each once.
    waiting: BTreeSet<String>,
    is_passing: bool,
}

impl Elsewhere {
    pub(super) fn new() -> Self {
        Self { me: Uuid::now_v7(), client: None, waiting: BTreeSet::new(), is_passing: false }
    }

    pub(super) fn is_mine(&self, note: &Note) -> bool {
        note.from == self.me
    }

    /// There is a connection, or none any more: then nothing is kept for later, the others look by themselves.
    pub(super) fn connected(&mut self, client: Option<Arc<Client>>) {
        self.client = client;
        self.waiting.clear();
    }

    /// Tells the other servers, soon.
    pub(super) fn tell(&mut self, tenant: TenantId, due: Option<Reminder>, me: &Address<NewsMsg>, tasks: &mut TaskSet) {
        if self.client.is_none() {
            return;
        }
        let note = serde_json::to_string(&Note { from: self.me, tenant, due }).unwrap_or_default();
        if !note.is_empty() && note.len() <= NOTE_BYTES_MAX {
            self.waiting.insert(note);
        }
        self.pass(me, tasks);
    }

    /// Other servers were told.
    pub(super) fn passed(&mut self, me: &Address<NewsMsg>, tasks: &mut TaskSet) {
        self.is_passing = false;
        self.pass(me, tasks);
    }

    fn pass(&mut self, me: &Address<NewsMsg>, tasks: &mut TaskSet) {
        let Some(client) = self.client.clone().filter(|_| !self.is_passing && !self.waiting.is_empty()) else { return };
        self.is_passing = true;
        let (notes, me) = (std::mem::take(&mut self.waiting), me.clone());
        tasks.spawn(async move {
            let notes: Vec<String> = notes.into_iter().collect();
            if let Err(error) = client.execute(PASS, &[&CHANNEL, &notes]).await {
                tracing::warn!(error = database::told(&error), "other servers could not be told what was posted");
            }
            tokio::time::sleep(PASS_EVERY).await;
            // The actor may have ended first.
            let _told = me.report(NewsMsg(Told::Passed)).await;
        });
    }
}

/// Hears the other servers for as long as it runs; what was missed while there was no connection is looked for.
pub(super) async fn listen(url: String, me: Address<NewsMsg>) {
    let mut was_told = false;
    while !me.is_running() {
        tokio::time::sleep(PASS_EVERY).await;
    }
    loop {
        match database::listen(&url, CHANNEL).await {
            Ok(mut heard) => {
                was_told = false;
                let _told = me.report(NewsMsg(Told::Connected(Arc::clone(&heard.client)))).await;
                while let Some(text) = heard.notes.recv().await {
                    // Another version's words are a hint for nobody here.
                    if let Ok(note) = serde_json::from_str::<Note>(&text) {
                        let _told = me.report(NewsMsg(Told::Heard(Box::new(note)))).await;
                    }
                }
                let _told = me.report(NewsMsg(Told::Lost)).await;
            }
            Err(error) if !was_told => {
                was_told = true;
                tracing::warn!(%error, "other servers cannot be heard: what they post is told a little later");
            }
            Err(_) => {}
        }
        tokio::time::sleep(CONNECT_AFTER).await;
    }
}
