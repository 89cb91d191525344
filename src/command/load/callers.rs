//! Callers who speak a recorded command in real time and listen to the answer.

use super::client::Server;
use super::figures::Times;
use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How long a caller waits for an answer before the turn counts as unanswered.
const ANSWER_MAX: Duration = Duration::from_secs(20);

#[derive(clap::Args)]
pub(super) struct Args {
    /// How many call at the same time
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=4096))]
    callers: u16,
    /// How many times each speaks
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    turns: u16,
    /// What they say: mono 16-bit WAV files, taken in turn
    #[arg(required = true, value_name = "FILE.wav")]
    sounds: Vec<PathBuf>,
}

/// A recorded command.
struct Sound {
    sample_rate: u32,
    /// 20 ms each, little-endian.
    chunks: Vec<Bytes>,
    /// How many of them there are up to the last loud one.
    speech_chunks: usize,
}

/// What one caller measured, by part of the turn.
#[derive(Default)]
struct Seen {
    first_sound: Times,
    parts: BTreeMap<&'static str, Times>,
    unanswered: usize,
}

/// The parts of `voice:turn-metrics`, in the order in which they happen.
const PARTS: [&str; 6] = ["endpointMs", "sttMs", "understandMs", "ledgerMs", "ttsFirstByteMs", "voiceToVoiceMs"];

pub(super) async fn run(server: &Server, args: &Args) -> anyhow::Result<()> {
    let sounds = args.sounds.iter().map(|file| Sound::read(file)).collect::<anyhow::Result<Vec<_>>>()?;
    let sounds: Arc<[Sound]> = sounds.into();
    let mut callers = JoinSet::new();
    for index in 0..usize::from(args.callers) {
        let (server, sounds, turns) = (server.clone(), Arc::clone(&sounds), usize::from(args.turns));
        callers.spawn(async move { caller(&server, &sounds, index, turns).await });
    }
    let mut all = Seen::default();
    while let Some(seen) = callers.join_next().await {
        let seen = seen??;
        all.first_sound.append(seen.first_sound);
        seen.parts.into_iter().for_each(|(part, times)| all.parts.entry(part).or_default().append(times));
        all.unanswered += seen.unanswered;
    }
    println!("turns: {} answered, {} not, {} callers", all.first_sound.count(), all.unanswered, args.callers);
    println!("end of speech to first sound, at the caller: {}", all.first_sound.summary());
    for part in PARTS {
        println!("{part:>16}: {}", all.parts.entry(part).or_default().summary());
    }
    Ok(())
}

async fn caller(server: &Server, sounds: &[Sound], index: usize, turns: usize) -> anyhow::Result<Seen> {
    let mut seen = Seen::default();
    for turn in 0..turns {
        let sound = &sounds[(index + turn) % sounds.len()];
        let (mut to, mut from) = connect(server).await?.split();
        send(&mut to, "voice:start", &json!({"audioFormat": "pcm_s16le", "sampleRate": sound.sample_rate})).await?;
        match timeout(ANSWER_MAX + sound.length(), speak(&mut to, &mut from, sound, &mut seen)).await {
            Ok(answered) => answered?,
            Err(_) => seen.unanswered += 1,
        }
        // The server may have closed first.
        let _ = to.send(Message::Close(None)).await;
    }
    Ok(seen)
}

/// Plays one command in real time, then silence until the answer is heard. Hanging up then drops what was read back.
async fn speak(
    to: &mut SplitSink<Socket, Message>,
    from: &mut SplitStream<Socket>,
    sound: &Sound,
    seen: &mut Seen,
) -> anyhow::Result<()> {
    let silence = Bytes::from(vec![0; usize::try_from(sound.sample_rate / 50 * 2)?]);
    let mut clock = interval(Duration::from_millis(20));
    clock.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (mut sent, mut spoken, mut heard) = (0, None, false);
    loop {
        tokio::select! {
            _ = clock.tick() => {
                let chunk = sound.chunks.get(sent).unwrap_or(&silence);
                to.send(Message::Binary(chunk.clone())).await?;
                sent += 1;
                if sent == sound.speech_chunks {
                    spoken = Some(Instant::now());
                }
            }
            message = from.next() => match message.context("the server hung up")?? {
                Message::Binary(_) if !heard => {
                    heard = true;
                    if let Some(spoken) = spoken {
                        seen.first_sound.add(spoken.elapsed());
                    }
                }
                Message::Text(text) => {
                    let message: Value = serde_json::from_str(&text)?;
                    match message["type"].as_str().unwrap_or_default() {
                        "voice:turn-metrics" => {
                            note(&message["data"], seen);
                            return Ok(());
                        }
                        "error" => bail!("the server says: {}", message["data"]["message"]),
                        _ => {}
                    }
                }
                Message::Close(frame) => bail!("the server hung up: {frame:?}"),
                Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    }
}

fn note(metrics: &Value, seen: &mut Seen) {
    for part in PARTS {
        if let Some(ms) = metrics[part].as_u64() {
            seen.parts.entry(part).or_default().add(Duration::from_millis(ms));
        }
    }
}

async fn connect(server: &Server) -> anyhow::Result<Socket> {
    let ticket = server.connect().await?.ticket().await?;
    let mut request = format!("ws://{}/ws?ticket={ticket}", server.authority).into_client_request()?;
    request.headers_mut().insert("sec-websocket-protocol", "execora.v1".parse()?);
    request.headers_mut().insert("origin", format!("http://{}", server.authority).parse()?);
    let (socket, _) = connect_async(request).await.context("the server refused the WebSocket")?;
    Ok(socket)
}

async fn send(to: &mut SplitSink<Socket, Message>, kind: &str, data: &Value) -> anyhow::Result<()> {
    let text = json!({"type": kind, "data": data}).to_string();
    Ok(to.send(Message::Text(text.into())).await?)
}

impl Sound {
    fn read(file: &Path) -> anyhow::Result<Self> {
        let reader = hound::WavReader::open(file).with_context(|| format!("could not read {}", file.display()))?;
        let spec = reader.spec();
        ensure!(spec.channels == 1 && spec.bits_per_sample == 16, "{}: not mono 16-bit sound", file.display());
        let samples = reader.into_samples::<i16>().collect::<Result<Vec<_>, _>>()?;
        let chunk = usize::try_from(spec.sample_rate / 50)?.max(1);
        let speech_chunks = speech_chunks(&samples, chunk);
        let chunks =
            samples.chunks(chunk).map(|chunk| chunk.iter().flat_map(|sample| sample.to_le_bytes()).collect()).collect();
        Ok(Self { sample_rate: spec.sample_rate, chunks, speech_chunks })
    }

    fn length(&self) -> Duration {
        Duration::from_millis(20) * u32::try_from(self.chunks.len()).unwrap_or(u32::MAX)
    }
}

/// How many chunks there are up to the last one with speech in it: with a sample above a whisper, and clearly louder than
/// the noise of the recording, which goes on after the speech.
fn speech_chunks(samples: &[i16], chunk: usize) -> usize {
    let power = |chunk: &[i16]| chunk.iter().map(|sample| i64::from(*sample).pow(2)).sum::<i64>();
    let mut powers: Vec<i64> = samples.chunks_exact(chunk).map(power).collect();
    powers.sort_unstable();
    let noise = powers.get(powers.len() / 10).copied().unwrap_or(0);
    let is_speech = |chunk: &[i16]| {
        chunk.iter().any(|sample| sample.unsigned_abs() > WHISPER) && power(chunk) > NOISE_TIMES * noise
    };
    samples.chunks(chunk).rposition(is_speech).map_or(1, |last| last + 1)
}

/// Quieter samples are no speech.
const WHISPER: u16 = 500;

/// Speech has so many times the power of the quietest tenth of a recording.
const NOISE_TIMES: i64 = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_ends_where_it_ends_also_in_a_noisy_recording() {
        let tone = |level: i16, chunks: usize| (0..chunks * 320).map(move |n| if n % 2 == 0 { level } else { -level });
        let spoken = |noise| tone(noise, 5).chain(tone(4_000, 30)).chain(tone(noise, 25)).collect::<Vec<_>>();
        assert_eq!([0, 400, 900].map(|noise| speech_chunks(&spoken(noise), 320)), [35; 3]);
        assert_eq!(speech_chunks(&[0; 3_200], 320), 1);
    }
}
