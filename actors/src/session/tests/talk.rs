//! Commands, typed and spoken, from the first word to the posted entry.

use super::*;
use crate::ledger::PostError;
use crate::providers::Awaited;
use crate::session::tests::books::out_of_stock;
use execora_domain::dialogue::Agreement;

fn words(text: &str) -> Hears {
    Hears::Words(text.to_owned(), Duration::from_millis(150))
}

fn hum() -> ScriptedVoice {
    ScriptedVoice::new(Duration::from_millis(300), Duration::from_millis(20))
}

#[tokio::test(start_paused = true)]
async fn a_typed_command_is_read_back_and_posts_on_yes() {
    let mut house = house().open().await;
    house.types("Suresh ne 500 diye");
    let (code, text) = house.answer().await;
    assert_eq!((code.as_str(), text.as_str()), ("confirm_needed", "Suresh Yadav ने ₹500 दिए। लिख दूँ?"));
    assert!(house.books.posted().is_empty());
    house.types("haan");
    assert_eq!(house.answer().await.0, "posted");
    let posted = house.books.posted();
    assert_eq!(posted.len(), 1);
    assert_eq!(posted[0].0, format!("voice:{}:1:0", house.conversation.id()));
}

#[tokio::test(start_paused = true)]
async fn haan_with_nothing_pending_posts_nothing() {
    let mut house = house().open().await;
    house.types("haan");
    assert_eq!(house.answer().await.0, "nothing_pending");
    assert!(house.books.posted().is_empty());
}

#[tokio::test(start_paused = true)]
async fn two_commands_before_the_first_is_answered_are_both_kept_and_none_is_posted() {
    let mut house = house().open().await;
    house.types("Suresh ne 500 diye");
    house.types("haan");
    assert_eq!(house.answer().await.0, "confirm_needed");
    assert_eq!(house.answer().await.0, "still_waiting");
    house.types("Priya ko 200 udhaar likho");
    assert_eq!(house.answer().await.0, "still_waiting");
    assert!(house.books.posted().is_empty());
    house.types("haan");
    assert_eq!(house.answer().await.0, "posted");
    house.types("haan");
    assert_eq!(house.answer().await.0, "posted");
    assert_eq!(house.books.posted().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_pending_write_expires_and_the_client_is_told() {
    let mut house = house().open().await;
    house.types("Suresh ne 500 diye");
    assert_eq!(house.answer().await.0, "confirm_needed");
    assert_eq!(house.answer().await.0, "expired");
    house.types("haan");
    assert_eq!(house.answer().await.0, "nothing_pending");
    assert!(house.books.posted().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_asked_for_again_under_the_same_key() {
    let mut house = house().open().await;
    house.books.fail_next([PostError::OutcomeUnknown, PostError::Overloaded]);
    house.types("Suresh ne 500 diye");
    house.answer().await;
    house.types("haan");
    assert_eq!(house.answer().await.0, "posted");
    assert_eq!(house.books.posted().len(), 1);
}

/// Asked three times, and answered never: it is written all the same.
async fn unanswered() -> House {
    let mut house = house().open().await;
    house.books.fail_next([PostError::OutcomeUnknown, PostError::OutcomeUnknown, PostError::OutcomeUnknown]);
    house.types("Suresh ne 500 diye");
    house.answer().await;
    house.types("haan");
    assert_eq!(house.answer().await.0, "confirm_needed");
    assert_eq!(house.books.posted().len(), 1);
    house
}

#[tokio::test(start_paused = true)]
async fn what_may_be_written_is_looked_up_before_anybody_says_not() {
    let mut house = unanswered().await;
    house.types("nahi");
    assert_eq!(house.answer().await.0, "already_written");
    house.types("haan");
    assert_eq!(house.answer().await.0, "nothing_pending");
    let mut house = unanswered().await;
    let (code, text) = house.answer().await;
    assert_eq!(code, "already_written", "nobody answered: {text}");
    assert_eq!(house.books.posted().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn where_the_books_cannot_be_read_it_may_be_written() {
    let mut house = unanswered().await;
    house.books.go_away();
    let (code, text) = house.answer().await;
    assert_eq!(code, "outcome_unknown", "{text}");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_told_and_nothing_waits_any_more() {
    let mut house = house().open().await;
    house.books.fail_next([out_of_stock()]);
    house.types("Suresh ne 500 diye");
    house.answer().await;
    house.types("haan");
    assert_eq!(house.answer().await.0, "refused");
    house.types("haan");
    assert_eq!(house.answer().await.0, "nothing_pending");
    assert!(house.books.posted().is_empty());
}

#[tokio::test(start_paused = true)]
async fn books_that_cannot_be_reached_are_an_answer_and_not_a_crash() {
    let mut house = house().open().await;
    house.books.go_away();
    house.types("Suresh ne 500 diye");
    assert_eq!(house.answer().await.0, "failed");
}

#[tokio::test(start_paused = true)]
async fn a_spoken_command_is_heard_read_back_and_posted() {
    let script = [words("Suresh ne paanch sau diye"), words("haan")];
    let mut house = house().hears(script).voice(hum()).open().await;
    house.starts();
    house.speaks(1_500).await;
    house.is_silent(600).await;
    assert_eq!(house.answer().await.0, "confirm_needed");
    house.wait_for(|message| matches!(message, ServerMessage::TurnMetrics(_))).await;
    house.is_silent(2_500).await;
    house.speaks(400).await;
    house.is_silent(600).await;
    assert_eq!(house.answer().await.0, "posted");
    assert_eq!(house.books.posted().len(), 1);
    let order: Vec<&str> = house.seen.iter().filter_map(kind).collect();
    let first_turn = ["ready", "started", "speech-started", "partial", "speech-ended", "final", "intent"];
    assert_eq!(order[..7], first_turn);
}

#[tokio::test(start_paused = true)]
async fn a_sound_that_was_no_yes_posts_nothing_however_it_was_written() {
    let sounding = |text: &str, agreement| Hears::Sounding(text.to_owned(), agreement);
    let script = [sounding("Haan.", Agreement::NotYes), sounding("Hai.", Agreement::Yes)];
    let mut house = house().hears(script).open().await;
    house.starts();
    house.types("Suresh ne 500 diye");
    assert_eq!(house.answer().await.0, "confirm_needed");
    house.speaks(400).await;
    house.is_silent(600).await;
    assert_eq!(house.answer().await.0, "still_waiting");
    assert!(house.books.posted().is_empty());
    house.speaks(400).await;
    house.is_silent(600).await;
    assert_eq!(house.answer().await.0, "posted");
}

#[tokio::test(start_paused = true)]
async fn the_ears_are_told_while_an_answer_is_waited_for() {
    let ears = ScriptedEars::new([]);
    let mut house = house().ears(&ears).open().await;
    house.starts();
    house.is_silent(200).await;
    house.types("Suresh ne 500 diye");
    assert_eq!(house.answer().await.0, "confirm_needed");
    house.types("nahi");
    assert_eq!(house.answer().await.0, "cancelled");
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(ears.told_to_expect(), [Awaited::Answer, Awaited::Anything]);
}

fn kind(frame: &Outgoing) -> Option<&'static str> {
    let Outgoing::Text(message) = frame else { return None };
    Some(match message {
        ServerMessage::Ready { .. } => "ready",
        ServerMessage::Started {} => "started",
        ServerMessage::SpeechStarted { .. } => "speech-started",
        ServerMessage::SpeechEnded { .. } => "speech-ended",
        ServerMessage::Transcript { is_final: false, .. } => "partial",
        ServerMessage::Transcript { is_final: true, .. } => "final",
        ServerMessage::Intent { .. } => "intent",
        _ => return None,
    })
}

#[tokio::test(start_paused = true)]
async fn a_voice_without_words_ends_its_turn_with_an_empty_transcript() {
    let mut house = house().hears([Hears::Nothing]).open().await;
    house.starts();
    house.speaks(1_000).await;
    house.is_silent(600).await;
    house.wait_for(|message| matches!(message, ServerMessage::SpeechEnded { .. })).await;
    house.wait_for(|it| matches!(it, ServerMessage::Transcript { text, is_final: true, .. } if text.is_empty())).await;
}

#[tokio::test(start_paused = true)]
async fn the_first_syllable_reaches_the_ears() {
    let ears = ScriptedEars::new([Hears::Nothing]);
    let mut house = house().ears(&ears).open().await;
    house.starts();
    house.is_silent(1_000).await;
    house.speaks(1_000).await;
    house.is_silent(600).await;
    house.wait_for(|message| matches!(message, ServerMessage::SpeechEnded { .. })).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let frames = ears.frames_heard();
    // 300 ms before the voice, 1 s of it, and the silence after it up to the pause.
    assert!((75..=95).contains(&frames[0]), "{frames:?}");
}

#[tokio::test(start_paused = true)]
async fn the_silence_after_a_pause_reaches_the_ears_only_if_speech_goes_on() {
    let ears = ScriptedEars::new([Hears::Nothing, Hears::Nothing]);
    let mut house = house().ears(&ears).open().await;
    house.starts();
    house.is_silent(1_000).await;
    house.speaks(1_000).await;
    house.is_silent(600).await;
    house.wait_for(|message| matches!(message, ServerMessage::SpeechEnded { .. })).await;
    house.is_silent(1_000).await;
    house.speaks(1_000).await;
    house.is_silent(400).await;
    house.speaks(1_000).await;
    house.is_silent(600).await;
    house.wait_for(|message| matches!(message, ServerMessage::SpeechEnded { .. })).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let frames = ears.frames_heard();
    // What was decoded ahead in the pause before the end still counts: not one frame follows it.
    let in_the_pause = u64::try_from(frames[0]).unwrap().saturating_sub(33 + 50) * 20;
    assert!(in_the_pause <= SessionSettings::default().turn.pause_ms, "{frames:?}");
    // 400 ms of pause and 1 s of voice more.
    assert!((68..=72).contains(&(frames[1] - frames[0])), "{frames:?}");
}

#[tokio::test(start_paused = true)]
async fn speech_over_the_reply_stops_it_and_not_one_sample_follows() {
    let mut house = house().hears([]).voice(hum()).open().await;
    house.starts();
    house.types("help");
    house.wait_for(|message| matches!(message, ServerMessage::TtsStart { .. })).await;
    house.speaks(600).await;
    house.wait_for(|message| matches!(message, ServerMessage::TtsEnd { reason: "interrupted", .. })).await;
    house.is_silent(2_000).await;
    while let Ok(frame) = house.outbox.try_recv() {
        assert!(!matches!(frame, Outgoing::Sound { .. }), "sound after the end");
    }
}

#[tokio::test(start_paused = true)]
async fn stop_silences_the_reply_at_once() {
    let mut house = house().voice(hum()).open().await;
    house.types("help");
    house.wait_for(|message| matches!(message, ServerMessage::TtsStart { .. })).await;
    assert!(house.conversation.control(ClientMessage::Interrupt));
    house.wait_for(|message| matches!(message, ServerMessage::TtsEnd { reason: "interrupted", .. })).await;
    assert_eq!(house.next(|frame| matches!(frame, Outgoing::Sound { .. }).then_some(())).await, None);
}

#[tokio::test(start_paused = true)]
async fn a_voice_that_fails_leaves_the_answer_on_the_page() {
    let mut house = house().voice(ScriptedVoice::failing()).open().await;
    house.types("Suresh ne 500 diye");
    assert_eq!(house.answer().await.0, "confirm_needed");
    assert_eq!(house.error().await, "voice_failed");
    house.types("haan");
    assert_eq!(house.answer().await.0, "posted");
}

#[tokio::test(start_paused = true)]
async fn a_very_high_amount_is_written_with_the_owners_code_and_no_other() {
    let mut house = house().open().await;
    house.types("Suresh ne do lakh rupaye diye");
    assert_eq!(house.answer().await.0, "confirm_needed");
    house.types("haan");
    assert_eq!(house.answer().await.0, "code_needed");
    let codes = house.books.codes();
    let [code] = codes.as_slice() else { panic!("{codes:?}") };
    let other = if code == "123456" { "654321" } else { "123456" };
    house.types(other);
    assert_eq!(house.answer().await.0, "wrong_code");
    assert_eq!(house.books.posted(), []);
    let spoken: Vec<String> = code.chars().map(String::from).collect();
    house.types(&spoken.join(" "));
    assert_eq!(house.answer().await.0, "posted");
    assert_eq!(house.books.posted().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_code_counts_for_three_tries_and_five_minutes() {
    for late in [false, true] {
        let mut house = house().open().await;
        house.types("Suresh ne do lakh rupaye diye");
        house.answer().await;
        house.types("haan");
        house.answer().await;
        let code = house.books.codes().remove(0);
        let other = if code == "123456" { "654321" } else { "123456" };
        if late {
            tokio::time::sleep(std::time::Duration::from_secs(301)).await;
            house.types(&code);
            assert_ne!(house.answer().await.0, "posted");
        } else {
            for told in ["wrong_code", "wrong_code", "code_spent"] {
                house.types(other);
                assert_eq!(house.answer().await.0, told);
            }
            house.types(&code);
            assert_ne!(house.answer().await.0, "posted");
        }
        assert_eq!(house.books.posted(), []);
    }
}
