//! The local models, driven from outside: recorded commands are written down right, and what is spoken is heard again.
//!
//! `EXECORA_VOICE_PACK` says where the voice pack is; where it is set and the pack is broken, these tests fail. Where it
//! is not set there is nothing to test: `make test` sets it.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

/// Where the pack is, if the environment says so.
fn pack() -> Option<PathBuf> {
    std::env::var_os("EXECORA_VOICE_PACK").map(PathBuf::from)
}

fn execora(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_execora")).args(arguments).output().unwrap()
}

/// The transcripts of recordings of `tests/sounds`, or of files elsewhere.
fn transcribed(files: &[&str]) -> Vec<Value> {
    heard(&[], files)
}

/// The same, with more to tell.
fn heard(more: &[&str], files: &[&str]) -> Vec<Value> {
    let sounds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/sounds");
    let worlds = sounds.join("worlds.json");
    let files: Vec<String> = files.iter().map(|file| sounds.join(file).display().to_string()).collect();
    let mut arguments = vec!["transcribe", "--worlds", worlds.to_str().unwrap(), "--world", "demo"];
    arguments.extend(more);
    arguments.extend(files.iter().map(String::as_str));
    let output = execora(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The words, without capitals and punctuation.
fn words(transcript: &Value) -> String {
    let text = transcript["text"].as_str().unwrap().to_lowercase();
    let letters = |c: char| !c.is_alphanumeric();
    text.split(letters).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn recorded_commands_are_written_down_with_their_names_and_amounts() {
    if pack().is_none() {
        return;
    }
    let heard = transcribed(&["en01.wav", "en02.wav", "en09.wav", "hi01.wav", "hi03.wav"]);
    let heard: Vec<String> = heard.iter().map(words).collect();
    assert_eq!(heard[0], "record a payment of 500 rupees from sunita");
    assert_eq!(heard[1], "what is the balance of rahul sharma");
    assert_eq!(heard[2], "rahul sharma paid 1000 rupees");
    assert_eq!(heard[3], "rahul sharma ko 500 rupaye udhaar likho");
    assert_eq!(heard[4], "rahul verma ka balance kitna hai");
}

#[test]
fn yes_and_no_are_told_apart_in_both_languages() {
    if pack().is_none() {
        return;
    }
    let heard = heard(&["--agreement"], &["yes-en.wav", "yes-hi2.wav", "no-en.wav", "no-hi.wav"]);
    assert_eq!(heard.iter().map(words).collect::<Vec<_>>(), ["yes", "haan ji theek hai", "no", "nahi"]);
    let taken: Vec<&Value> = heard.iter().map(|line| &line["answer"]["yes"]).collect();
    assert_eq!(taken, [true, true, false, false]);
}

/// What is made of short sounds while a payment waits for a yes: each said by espeak-ng (`espeak-ng:VOICE`) or by Kokoro.
fn answers(said: &[(&str, &str)]) -> Vec<Value> {
    let folder = std::env::temp_dir().join(format!("execora-answers-{}-{}", std::process::id(), said.len()));
    std::fs::create_dir_all(&folder).unwrap();
    let say = |(number, (voice, text)): (usize, &(&str, &str))| {
        let out = folder.join(format!("{number}.wav")).display().to_string();
        let language = if text.is_ascii() { "en" } else { "hi" };
        let output = match voice.strip_prefix("espeak-ng:") {
            Some(voice) => {
                Command::new("espeak-ng").args(["-v", voice, "-s", "150", "-w", &out, text]).output().unwrap()
            }
            None => execora(&["speak", "--language", language, "--voice", voice, "--out", &out, text]),
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        out
    };
    let files: Vec<String> = said.iter().enumerate().map(say).collect();
    let heard = heard(&["--agreement"], &files.iter().map(String::as_str).collect::<Vec<_>>());
    std::fs::remove_dir_all(&folder).unwrap();
    heard.into_iter().map(|mut line| line["answer"].take()).collect()
}

#[test]
fn a_question_a_sigh_a_laugh_and_a_name_are_not_taken_for_a_yes() {
    if pack().is_none() {
        return;
    }
    let said = [
        ("hm_omega", "हैं?"),
        ("hf_alpha", "हैं?"),
        ("am_michael", "Ha ha ha ha ha!"),
        ("espeak-ng:hi", "huh?"),
        ("espeak-ng:en-gb", "huh?"),
        ("espeak-ng:en-gb", "aah"),
        ("espeak-ng:hi", "arre"),
        ("espeak-ng:hi", "ha ha ha"),
        ("espeak-ng:hi", "हैं?"),
        ("espeak-ng:en-gb", "Jess"),
        ("espeak-ng:en-us+m3", "Jess"),
    ];
    let answers = answers(&said);
    for (said, answer) in said.iter().zip(&answers) {
        assert_eq!(answer["yes"], false, "{said:?}: {answer}");
    }
    assert!(
        answers.iter().any(|answer| answer["yes_by_words"] == true),
        "none was written as a yes: this tests nothing"
    );
}

#[test]
fn a_yes_is_taken_for_one_however_it_is_written() {
    if pack().is_none() {
        return;
    }
    let said = [
        ("hf_beta", "हाँ जी"),
        ("hm_omega", "ठीक है"),
        ("hm_omega", "हाँ लिख दो"),
        ("hf_alpha", "हाँ ठीक है"),
        ("af_heart", "Yes."),
        ("am_michael", "Yes, write it."),
        ("espeak-ng:hi", "हाँ लिखो"),
        ("espeak-ng:hi", "ठीक है"),
    ];
    let answers = answers(&said);
    for (said, answer) in said.iter().zip(&answers) {
        assert_eq!(answer["yes"], true, "{said:?}: {answer}");
    }
    assert!(
        answers.iter().any(|answer| answer["yes_by_words"] == false),
        "all were written as a yes: this tests nothing"
    );
}

#[test]
fn what_the_voice_says_the_ears_hear() {
    if pack().is_none() {
        return;
    }
    let out = std::env::temp_dir().join(format!("execora-spoken-{}.wav", std::process::id()));
    let said = "Rahul Sharma owes seven hundred rupees.";
    let output = execora(&["speak", "--language", "en", "--out", out.to_str().unwrap(), said]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let heard = transcribed(&[out.to_str().unwrap()]);
    std::fs::remove_file(&out).unwrap();
    let heard = words(&heard[0]);
    assert!(heard.contains("rahul sharma") && heard.contains("700 rupees"), "{heard}");
}

#[test]
fn silence_and_a_hum_are_no_words() {
    if pack().is_none() {
        return;
    }
    let folder = std::env::temp_dir();
    let files = [0_i16, 100].map(|level| {
        let path = folder.join(format!("execora-quiet-{level}-{}.wav", std::process::id()));
        let header: Vec<u8> = [
            b"RIFF".as_slice(),
            &(36 + 64_000_u32).to_le_bytes(),
            b"WAVEfmt ",
            &[16, 0, 0, 0, 1, 0, 1, 0, 0x80, 0x3e, 0, 0, 0, 0x7d, 0, 0, 2, 0, 16, 0],
            b"data",
            &64_000_u32.to_le_bytes(),
        ]
        .concat();
        let sound = (0..32_000).flat_map(|n| if n / 80 % 2 == 0 { level } else { -level }.to_le_bytes());
        std::fs::write(&path, header.into_iter().chain(sound).collect::<Vec<u8>>()).unwrap();
        path
    });
    let heard = transcribed(&files.each_ref().map(|file| file.to_str().unwrap()));
    for file in files {
        std::fs::remove_file(file).unwrap();
    }
    assert_eq!(heard.iter().map(words).collect::<Vec<_>>(), ["", ""]);
}

#[test]
fn a_missing_pack_is_named_with_the_command_that_brings_it() {
    let output = execora(&["transcribe", "--voice-pack", "/nowhere", "any.wav"]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("/nowhere/whisper-base/model.bin: missing; run scripts/voice-pack"), "{error}");
}
