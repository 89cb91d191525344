//! A recorded command through the real socket, the local models and the database; the spoken answer is heard again.

use crate::caller::Caller;
use crate::harness::Server;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// "Bill for Rahul Sharma, five kilos of rice and twelve eggs."
const BILL: &str = "tests/sounds/en10.wav";

#[tokio::test(flavor = "multi_thread")]
async fn a_spoken_bill_is_read_back_posted_and_answered_aloud() {
    let server = Server::start("spoken-bill");
    let owner = server.owner().await;
    let (before, rice, eggs) =
        (owner.customer("Rahul Sharma").await, owner.product("Rice").await, owner.product("Eggs").await);
    let mut caller = Caller::connect(&server, &owner).await;
    caller.send("voice:start", json!({"sampleRate": 16_000, "language": "en"})).await;
    caller.wait_for("voice:started").await;

    stream(&mut caller, BILL).await;
    let transcript = final_transcript(&mut caller).await;
    caller.wait_for("voice:response").await;
    let read_back = caller.read_back.take().unwrap_or_default();
    assert!(read_back.contains("₹346"), "heard {transcript:?}, read back {read_back:?}");
    let rate = caller.wait_for("voice:tts-start").await["sampleRate"].as_u64().unwrap();
    caller.wait_for("voice:tts-end").await;
    let heard = transcribe(&caller.sound, u32::try_from(rate).unwrap(), server.data().path());
    assert!(heard.to_lowercase().contains("rice") || heard.to_lowercase().contains("rahul"), "spoken back: {heard:?}");

    let answer = caller.says("haan").await;
    assert_eq!(answer["executionResult"]["success"], true, "{answer}");
    let owed = before["balancePaise"].as_i64().unwrap() + 34_600;
    assert_eq!(owner.customer("Rahul Sharma").await["balancePaise"], owed);
    assert_eq!(owner.product("Rice").await["stockMilli"], rice["stockMilli"].as_i64().unwrap() - 5_000);
    assert_eq!(owner.product("Eggs").await["stockMilli"], eggs["stockMilli"].as_i64().unwrap() - 12_000);
    let metrics = caller.wait_for("voice:turn-metrics").await;
    assert!(metrics["voiceToVoiceMs"].is_u64(), "{metrics}");
    let log = server.data().log();
    assert!(!["whisper-base failed", "kokoro failed"].iter().any(|broken| log.contains(broken)), "{log}");
}

/// Sends a recording in real time, then a second and a half of silence.
async fn stream(caller: &mut Caller, file: &str) {
    let reader = hound::WavReader::open(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    assert_eq!((reader.spec().sample_rate, reader.spec().channels), (16_000, 1));
    let mut samples: Vec<i16> = reader.into_samples().map(Result::unwrap).collect();
    samples.resize(samples.len() + 24_000, 0);
    let mut clock = tokio::time::interval(Duration::from_millis(20));
    for chunk in samples.chunks(320) {
        clock.tick().await;
        caller.send_sound(chunk.iter().flat_map(|sample| sample.to_le_bytes()).collect()).await;
    }
}

async fn final_transcript(caller: &mut Caller) -> String {
    loop {
        let transcript = caller.wait_for("voice:transcript").await;
        if transcript["isFinal"] == true {
            return transcript["text"].as_str().unwrap().to_owned();
        }
    }
}

/// What the local ears make of sound that the server sent.
fn transcribe(sound: &[u8], sample_rate: u32, folder: &Path) -> String {
    let file: PathBuf = folder.join("answer.wav");
    let spec =
        hound::WavSpec { channels: 1, sample_rate, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut writer = hound::WavWriter::create(&file, spec).unwrap();
    sound.chunks_exact(2).for_each(|pair| writer.write_sample(i16::from_le_bytes([pair[0], pair[1]])).unwrap());
    writer.finalize().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_execora"))
        .args(["transcribe", "--worlds", "tests/sounds/worlds.json", "--world", "demo"])
        .arg(&file)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    line["text"].as_str().unwrap().to_owned()
}
