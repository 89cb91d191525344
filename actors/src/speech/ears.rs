//! One conversation's use of the pool for listening.

use super::pool::{Lane, Pool, Refused, Urgency};
use super::{Effort, Recogniser, Recognition, Utterance};
use crate::providers::{Awaited, ListenCommand, ListenSetup, ProviderError, SpeechEvent, SpeechToText};
use execora_domain::audio::{FRAME_SAMPLES, Frame};
use futures_util::future::{BoxFuture, FutureExt, OptionFuture};
use futures_util::stream::{FuturesOrdered, StreamExt};
use std::sync::Arc;
use tokio::sync::mpsc;

/// The longest utterance that is transcribed, in seconds: what Whisper can be shown. Sound after it is not kept.
pub(crate) const UTTERANCE_SECONDS_MAX: usize = 30;
const SAMPLES_MAX: usize = UTTERANCE_SECONDS_MAX * SAMPLES_PER_SECOND;
const SAMPLES_PER_SECOND: usize = FRAME_SAMPLES * 50;
/// New sound between two partial transcripts: 1 s. Each takes about 0.3 s of processor time.
const PARTIAL_EVERY: usize = SAMPLES_PER_SECOND;
/// Finished utterances of one conversation that may wait for their words; a third is refused.
const FINALS_MAX: usize = 2;

/// Ears made of a local model on a pool that all conversations share.
pub struct LocalEars {
    pool: Arc<Pool>,
    model: Arc<dyn Recogniser>,
}

impl LocalEars {
    /// Ears on this pool.
    #[must_use]
    pub fn new(pool: Arc<Pool>, model: Arc<dyn Recogniser>) -> Self {
        Self { pool, model }
    }
}

impl SpeechToText for LocalEars {
    fn name(&self) -> &'static str {
        self.model.name()
    }

    fn listen(
        &self,
        setup: ListenSetup,
        mut commands: mpsc::Receiver<ListenCommand>,
        events: mpsc::Sender<SpeechEvent>,
    ) -> BoxFuture<'static, Result<(), ProviderError>> {
        let mut listening = Listening::new(Arc::clone(&self.pool), Arc::clone(&self.model), setup);
        async move {
            loop {
                let event = tokio::select! {
                    biased;
                    Some(event) = listening.finals.next(), if !listening.finals.is_empty() => Some(event),
                    command = commands.recv() => match command {
                        Some(command) => listening.obey(command),
                        None => break,
                    },
                    Some(ahead) = OptionFuture::from(listening.ahead.as_mut()) => listening.decoded_ahead(ahead),
                    Some(partial) = OptionFuture::from(listening.partial.as_mut()) => listening.decoded_partial(&partial),
                };
                if let Some(event) = event
                    && events.send(event).await.is_err()
                {
                    break;
                }
            }
            Ok(())
        }
        .boxed()
    }
}

type Decoded = Result<Recognition, ProviderError>;

/// The utterance that is being listened to, and what is being decoded.
struct Listening {
    pool: Arc<Pool>,
    model: Arc<dyn Recogniser>,
    setup: ListenSetup,
    awaited: Awaited,
    samples: Vec<i16>,
    /// The whole utterance so far, decoded in case it is over; dropped when sound follows.
    ahead: Option<BoxFuture<'static, Decoded>>,
    /// Its result, once there.
    foreseen: Option<Decoded>,
    partial: Option<BoxFuture<'static, Decoded>>,
    /// Samples that the last partial saw.
    partial_at: usize,
    finals: FuturesOrdered<BoxFuture<'static, SpeechEvent>>,
}

impl Listening {
    fn new(pool: Arc<Pool>, model: Arc<dyn Recogniser>, setup: ListenSetup) -> Self {
        Self {
            pool,
            model,
            setup,
            awaited: Awaited::default(),
            samples: Vec::new(),
            ahead: None,
            foreseen: None,
            partial: None,
            partial_at: 0,
            finals: FuturesOrdered::new(),
        }
    }

    fn obey(&mut self, command: ListenCommand) -> Option<SpeechEvent> {
        match command {
            ListenCommand::Sound(frame) => {
                self.hear(&frame);
                None
            }
            ListenCommand::Expect(awaited) => {
                self.expect(awaited);
                None
            }
            ListenCommand::Paused => {
                self.partial = None;
                self.foreseen = None;
                self.ahead = Some(self.decode(Urgency::Soon, Effort::Full));
                None
            }
            ListenCommand::Finish => self.finish(),
            ListenCommand::Discard => {
                self.forget();
                None
            }
        }
    }

    /// What was decoded ahead while something else was waited for no longer counts: its sound was not weighed.
    fn expect(&mut self, awaited: Awaited) {
        if self.awaited != awaited {
            self.awaited = awaited;
            self.ahead = None;
            self.foreseen = None;
        }
    }

    /// Takes a frame in. What was decoded ahead no longer counts; a partial is started where there is time for one.
    fn hear(&mut self, frame: &Frame) {
        self.ahead = None;
        self.foreseen = None;
        if self.samples.len() + frame.samples().len() > SAMPLES_MAX {
            return;
        }
        self.samples.extend_from_slice(frame.samples());
        let fresh = self.samples.len() - self.partial_at;
        if fresh >= PARTIAL_EVERY && self.partial.is_none() && self.finals.is_empty() && self.pool.has_time() {
            self.partial_at = self.samples.len();
            self.partial = Some(self.decode(Urgency::Aside, Effort::Quick));
        }
    }

    /// Ends the utterance. Its words come from what was decoded ahead, or from a decode that begins now.
    fn finish(&mut self) -> Option<SpeechEvent> {
        if self.finals.len() >= FINALS_MAX {
            self.forget();
            return Some(SpeechEvent::Failed { reason: ProviderError::Overloaded(self.model.name()) });
        }
        let decoded = match (self.foreseen.take(), self.ahead.take()) {
            (Some(foreseen), _) => std::future::ready(foreseen).boxed(),
            (None, Some(ahead)) => ahead,
            (None, None) => self.decode(Urgency::Now, Effort::Full),
        };
        self.finals.push_back(decoded.map(final_event).boxed());
        self.forget();
        None
    }

    fn forget(&mut self) {
        self.samples.clear();
        self.ahead = None;
        self.foreseen = None;
        self.partial = None;
        self.partial_at = 0;
    }

    fn decoded_ahead(&mut self, decoded: Decoded) -> Option<SpeechEvent> {
        self.ahead = None;
        let text = best(&decoded);
        self.foreseen = Some(decoded);
        text.map(|text| SpeechEvent::Partial { text })
    }

    fn decoded_partial(&mut self, decoded: &Decoded) -> Option<SpeechEvent> {
        self.partial = None;
        best(decoded).map(|text| SpeechEvent::Partial { text })
    }

    fn decode(&self, urgency: Urgency, effort: Effort) -> BoxFuture<'static, Decoded> {
        let (pool, model) = (Arc::clone(&self.pool), Arc::clone(&self.model));
        let (samples, setup) = (self.samples.as_slice().into(), self.setup.clone());
        let utterance = Utterance { samples, setup, effort, awaited: self.awaited };
        let name = model.name();
        async move {
            match pool.run(Lane::Ears, urgency, move |_| model.recognise(&utterance)).await {
                Ok(decoded) => decoded,
                Err(Refused::Full) => Err(ProviderError::Overloaded(name)),
                Err(error @ (Refused::Stopped | Refused::BrokeOff)) => {
                    Err(ProviderError::Failed { name, reason: error.to_string() })
                }
            }
        }
        .boxed()
    }
}

fn best(decoded: &Decoded) -> Option<String> {
    decoded.as_ref().ok()?.hypotheses.first().map(|hypothesis| hypothesis.text.clone())
}

fn final_event(decoded: Decoded) -> SpeechEvent {
    match decoded {
        Ok(Recognition { hypotheses, agreement, cpu_ms }) => SpeechEvent::Final { hypotheses, agreement, cpu_ms },
        Err(reason) => SpeechEvent::Failed { reason },
    }
}

#[cfg(test)]
mod tests;
