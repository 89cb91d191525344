//! From when on a spoken "haan" agrees to what is read back.

use super::*;

/// Three tenths of a second a word, sent five times as quickly as it is heard.
fn hum() -> ScriptedVoice {
    ScriptedVoice::new(Duration::from_millis(300), Duration::from_millis(20))
}

fn words(text: &str) -> Hears {
    Hears::Words(text.to_owned(), Duration::from_millis(150))
}

/// "सुरेश … पाँच सौ रुपये दिए।", seven words: this much of the read-back tells, the rest of it asks.
const TELLS_MS: u64 = 2_100;

impl House {
    /// Types a payment and waits for the first sound of its read-back.
    async fn hears_a_read_back(&mut self) {
        self.starts();
        self.types("Suresh ne 500 diye");
        assert_eq!(self.answer().await.0, "confirm_needed");
        self.begins_to_hear().await;
    }

    async fn begins_to_hear(&mut self) {
        self.wait_for(|message| matches!(message, ServerMessage::TtsStart { .. })).await;
    }

    /// Says one of the script's lines, and waits for the answer to it.
    async fn says(&mut self) -> (String, String) {
        self.is_silent(100).await;
        self.speaks(400).await;
        self.is_silent(600).await;
        self.answer().await
    }

    fn has_played(&self, turn: u32, played_ms: u32) {
        let turn = execora_domain::ids::TurnId(turn);
        assert!(self.conversation.control(ClientMessage::PlaybackPosition { turn, played_ms }));
    }
}

#[tokio::test(start_paused = true)]
async fn a_haan_before_name_and_amount_were_heard_agrees_to_nothing() {
    for early in [0, 400, 1_000, TELLS_MS - 300] {
        let mut house = house().hears([words("haan"), words("haan")]).voice(hum()).open().await;
        house.hears_a_read_back().await;
        house.is_silent(early).await;
        let (code, text) = house.says().await;
        assert_eq!((code.as_str(), house.books.posted().len()), ("still_waiting", 0), "{early} ms");
        assert_eq!(text, "Suresh Yadav ने ₹500 दिए। हाँ या नहीं?", "it is told again");
        house.begins_to_hear().await;
        house.is_silent(TELLS_MS + 100).await;
        assert_eq!(house.says().await.0, "posted");
        assert_eq!(house.books.posted().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_haan_over_the_question_alone_is_a_yes() {
    let mut house = house().hears([words("haan")]).voice(hum()).open().await;
    house.hears_a_read_back().await;
    house.is_silent(TELLS_MS + 100).await;
    assert_eq!(house.says().await.0, "posted");
}

#[tokio::test(start_paused = true)]
async fn what_the_client_really_played_counts_and_not_the_servers_clock() {
    let mut house = house().hears([words("haan"), words("haan")]).voice(hum()).open().await;
    house.hears_a_read_back().await;
    house.has_played(1, 900);
    house.is_silent(10_000).await;
    assert_eq!(house.says().await.0, "still_waiting", "its sound stood still");
    house.begins_to_hear().await;
    house.is_silent(600).await;
    house.has_played(2, u32::try_from(TELLS_MS).unwrap());
    assert_eq!(house.says().await.0, "posted", "it was ahead of the clock");
    assert_eq!(house.books.posted().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_haan_before_the_first_sound_agrees_to_nothing() {
    let slow = ScriptedVoice::new(Duration::from_millis(300), Duration::from_secs(1));
    let mut house = house().hears([words("haan")]).voice(slow).open().await;
    house.starts();
    house.types("Suresh ne 500 diye");
    assert_eq!(house.answer().await.0, "confirm_needed");
    house.is_silent(500).await;
    assert_eq!(house.says().await.0, "still_waiting");
    assert!(house.books.posted().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_fell_silent_before_it_was_heard_is_not_known_later() {
    let mut house = house().hears([Hears::Nothing, words("haan")]).voice(hum()).open().await;
    house.hears_a_read_back().await;
    house.is_silent(200).await;
    house.speaks(400).await;
    house.wait_for(|message| matches!(message, ServerMessage::TtsEnd { reason: "interrupted", .. })).await;
    house.is_silent(8_000).await;
    assert_eq!(house.says().await.0, "still_waiting");
    assert!(house.books.posted().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_no_counts_at_any_time() {
    let mut house = house().hears([words("nahi")]).voice(hum()).open().await;
    house.hears_a_read_back().await;
    assert_eq!(house.says().await.0, "cancelled");
}

#[tokio::test(start_paused = true)]
async fn a_correction_counts_at_any_time_and_everything_is_told_again() {
    let mut house = house().hears([words("nahi, chhe sau"), words("haan")]).voice(hum()).open().await;
    house.hears_a_read_back().await;
    let (code, text) = house.says().await;
    assert_eq!((code.as_str(), text.as_str()), ("confirm_needed", "Suresh Yadav ने ₹600 दिए। लिख दूँ?"));
    house.begins_to_hear().await;
    house.is_silent(TELLS_MS + 100).await;
    assert_eq!(house.says().await.0, "posted");
}

#[tokio::test(start_paused = true)]
async fn the_amount_said_again_too_early_writes_nothing() {
    let mut house = house().hears([words("tees hazaar")]).voice(hum()).open().await;
    house.starts();
    house.types("Suresh ne 30000 diye");
    house.answer().await;
    house.begins_to_hear().await;
    assert_eq!(house.says().await.0, "amount_needed");
    assert!(house.books.posted().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_yes_that_is_typed_or_tapped_counts_at_once() {
    let mut house = house().hears([]).voice(hum()).open().await;
    house.hears_a_read_back().await;
    house.types("haan");
    assert_eq!(house.answer().await.0, "posted");
}

#[tokio::test(start_paused = true)]
async fn where_nothing_is_spoken_or_the_voice_fails_what_is_shown_is_known() {
    for voice in [None, Some(ScriptedVoice::failing())] {
        let build = house().hears([words("haan")]);
        let mut house = match voice {
            Some(voice) => build.voice(voice).open().await,
            None => build.open().await,
        };
        house.starts();
        house.types("Suresh ne 500 diye");
        assert_eq!(house.answer().await.0, "confirm_needed");
        house.is_silent(200).await;
        assert_eq!(house.says().await.0, "posted");
    }
}

#[tokio::test(start_paused = true)]
async fn something_new_is_entered_only_on_a_yes_to_what_was_heard() {
    let mut house = house().hears([words("haan"), words("haan")]).voice(hum()).open().await;
    house.starts();
    house.types("Pinky Sharma paid 500 rupees");
    assert_eq!(house.answer().await.0, "clarify");
    house.begins_to_hear().await;
    assert_eq!(house.says().await.0, "clarify");
    assert!(house.books.posted().is_empty());
    house.begins_to_hear().await;
    house.is_silent(6_000).await;
    house.says().await;
    assert_eq!(house.books.posted().len(), 1);
}
