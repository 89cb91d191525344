//! Bad input and too much of it.

use super::*;
use crate::session::{CONTROL_MAX, SOUND_MAX};
use crate::sessions::OpenError;

fn start(rate: u32) -> ClientMessage {
    ClientMessage::Start(StartVoice { sample_rate: Some(rate), ..StartVoice::default() })
}

#[tokio::test(start_paused = true)]
async fn sound_that_nobody_listens_to_is_answered_once() {
    let mut house = house().hears([]).open().await;
    let refused = StartVoice { sample_rate: Some(0), ..StartVoice::default() };
    for start in [None, Some(refused)] {
        if let Some(start) = start {
            assert!(house.conversation.control(ClientMessage::Start(start)));
            assert_eq!(house.error().await, "bad_sample_rate");
        }
        house.is_silent(200).await;
        assert_eq!(house.error().await, "not_started");
    }
    house.starts();
    house.is_silent(200).await;
    let complaints = house.seen.iter().filter(|frame| matches!(frame, Outgoing::Text(ServerMessage::Error { .. })));
    assert_eq!(complaints.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_sample_rate_that_nobody_speaks_at_is_an_error_and_nothing_else() {
    let mut house = house().hears([]).open().await;
    for rate in [0, 1_000_000] {
        assert!(house.conversation.control(start(rate)));
        assert_eq!(house.error().await, "bad_sample_rate");
    }
    house.types("haan");
    assert_eq!(house.answer().await.0, "nothing_pending");
    let started = house.seen.iter().any(|frame| matches!(frame, Outgoing::Text(ServerMessage::Started {})));
    assert!(!started);
}

#[tokio::test(start_paused = true)]
async fn without_ears_sound_is_refused_with_what_to_do_and_typing_works() {
    let mut house = house().open().await;
    house.starts();
    assert_eq!(house.error().await, "no_ears");
    house.types("Suresh ne 500 diye");
    assert_eq!(house.answer().await.0, "confirm_needed");
}

#[tokio::test(start_paused = true)]
async fn an_unknown_format_or_language_is_an_error() {
    let mut house = house().hears([]).open().await;
    let format = StartVoice { audio_format: Some("webm_opus".into()), ..StartVoice::default() };
    assert!(house.conversation.control(ClientMessage::Start(format)));
    assert_eq!(house.error().await, "unsupported_format");
    let language = StartVoice { language: Some("fr".into()), ..StartVoice::default() };
    assert!(house.conversation.control(ClientMessage::Start(language)));
    assert_eq!(house.error().await, "unsupported_language");
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_sound_never_shuts_out_a_control_message() {
    let mut house = house().hears([]).open().await;
    house.starts();
    // Nothing runs between these lines: the mailbox of sound is full many times over.
    for _ in 0..10_000 {
        house.conversation.sound(Bytes::from(vec![1; 640]));
    }
    house.types("haan");
    assert_eq!(house.answer().await.0, "nothing_pending");
}

#[tokio::test(start_paused = true)]
async fn no_mailbox_passes_its_bound() {
    let house = house().open().await;
    let accepted = (0..1_000).filter(|_| house.conversation.control(ClientMessage::Interrupt)).count();
    assert_eq!(accepted, CONTROL_MAX);
    for _ in 0..1_000 {
        house.conversation.sound(Bytes::from(vec![0; 640]));
        house.conversation.sound(Bytes::from(vec![0; 65_536]));
    }
    let waiting = house.conversation.addresses().waiting();
    assert_eq!(waiting, (SOUND_MAX, CONTROL_MAX));
}

#[tokio::test(start_paused = true)]
async fn silence_begins_no_turn_and_a_hiss_is_answered_with_nothing() {
    let mut house = house().hears([]).open().await;
    house.starts();
    house.is_silent(20_000).await;
    while let Ok(frame) = house.outbox.try_recv() {
        assert!(!matches!(frame, Outgoing::Text(ServerMessage::SpeechStarted { .. })));
    }
    let mut state = 1_u32;
    for _ in 0..500 {
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (i16::from_le_bytes([state.to_le_bytes()[2], state.to_le_bytes()[3]]) / 32).to_le_bytes()
        })
        .take(320)
        .flatten()
        .collect();
        house.conversation.sound(Bytes::from(noise));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    house.is_silent(1_000).await;
    let (mut begun, mut ended) = (0, 0);
    while let Ok(frame) = house.outbox.try_recv() {
        assert!(!matches!(frame, Outgoing::Text(ServerMessage::Response { .. })));
        begun += u32::from(matches!(frame, Outgoing::Text(ServerMessage::SpeechStarted { .. })));
        ended += u32::from(matches!(frame, Outgoing::Text(ServerMessage::SpeechEnded { .. })));
    }
    assert_eq!(begun, ended);
}

#[tokio::test(start_paused = true)]
async fn ten_minutes_without_a_pause_are_cut_asked_about_and_survived() {
    let ears = ScriptedEars::new(std::iter::repeat_n(Hears::Words("aur aur".into(), Duration::ZERO), 40));
    let mut house = house().ears(&ears).open().await;
    house.starts();
    for minute in 0..10 {
        for frame in 0..3_000 {
            house.conversation.sound(voice_frame(minute * 3_000 + frame));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        while let Ok(frame) = house.outbox.try_recv() {
            house.seen.push(frame);
        }
    }
    let ended = house.seen.iter().filter(|frame| matches!(frame, Outgoing::Text(ServerMessage::SpeechEnded { .. })));
    assert!(ended.count() >= 20);
    assert!(ears.frames_heard().iter().all(|frames| *frames <= 1_450), "{:?}", ears.frames_heard());
    assert!(house.books.posted().is_empty());
    house.types("Suresh ne 500 diye");
    assert_eq!(house.answer().await.0, "confirm_needed");
}

#[tokio::test(start_paused = true)]
async fn ears_that_fail_end_or_hang_are_asked_again_and_then_given_up() {
    for broken in [Hears::Fails, Hears::Ends, Hears::Hangs] {
        let mut house = house().hears([broken]).open().await;
        house.starts();
        house.speaks(1_000).await;
        house.is_silent(700).await;
        assert_eq!(house.answer().await.0, "say_again");
    }
    let mut house = house().hears(std::iter::repeat_n(Hears::Ends, 9)).open().await;
    house.starts();
    for _ in 0..4 {
        house.speaks(600).await;
        house.is_silent(700).await;
    }
    assert_eq!(house.error().await, "ears_failed");
    house.types("Suresh ne 500 diye");
    while house.answer().await.0 == "say_again" {}
    assert!(house.conversation.control(ClientMessage::Typed { text: "haan".into() }));
    assert_eq!(house.answer().await.0, "posted");
}

#[tokio::test(start_paused = true)]
async fn a_silent_conversation_is_closed_as_idle() {
    let mut house = house().open().await;
    assert_eq!(house.close_code().await, 4008);
    drop(house.outbox);
    wait_until_empty(&house.sessions).await;
}

#[tokio::test(start_paused = true)]
async fn a_socket_that_never_reads_ends_its_own_session_only() {
    let mut house = house().open().await;
    let (deaf, _outbox) = open(&house.sessions, 2).await;
    for _ in 0..8 {
        let _full = deaf.control(ClientMessage::Typed { text: "haan".into() });
    }
    while house.sessions.open_count() > 1 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    house.types("haan");
    assert_eq!(house.answer().await.0, "nothing_pending");
}

#[tokio::test(start_paused = true)]
async fn a_hang_up_ends_one_session_and_no_other() {
    let mut house = house().open().await;
    let (other, _outbox) = open(&house.sessions, OUTGOING).await;
    assert_eq!(house.sessions.open_count(), 2);
    drop(other);
    while house.sessions.open_count() > 1 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    house.types("haan");
    assert_eq!(house.answer().await.0, "nothing_pending");
}

#[tokio::test(start_paused = true)]
async fn a_full_shop_and_a_full_house_let_nobody_in() {
    let mut build = house();
    build.settings.sessions_per_shop_max = 2;
    build.settings.sessions_max = 3;
    let house = build.open().await;
    let other = TenantId::from_uuid(Uuid::from_u128(8));
    let second = house.sessions.reserve(shop()).unwrap();
    assert_eq!(house.sessions.reserve(shop()).unwrap_err(), OpenError::ShopFull);
    let _third = house.sessions.reserve(other).unwrap();
    assert_eq!(house.sessions.reserve(other).unwrap_err(), OpenError::Full);
    drop(second);
    assert!(house.sessions.reserve(other).is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_drain_lets_an_answer_through_and_then_says_1001() {
    let mut house = house().open().await;
    house.types("Suresh ne 500 diye");
    house.answer().await;
    house.types("haan");
    tokio::task::yield_now().await;
    let sessions = house.sessions.clone();
    let draining = async move { sessions.drain().await };
    let talking = async {
        let code = house.answer().await.0;
        (code, house.close_code().await, house.books.posted().len())
    };
    let (drained, told) = tokio::join!(draining, talking);
    assert!(drained);
    assert_eq!(told, ("posted".to_owned(), 1001, 1));
}

async fn wait_until_empty(sessions: &Sessions) {
    while sessions.open_count() > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
