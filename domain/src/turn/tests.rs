use super::*;

struct Talk {
    machine: TurnMachine,
    now: SessionTime,
}

impl Talk {
    fn new() -> Self {
        Self { machine: TurnMachine::new(TurnSettings::default()), now: SessionTime(0) }
    }

    fn tell(&mut self, input: TurnInput) -> Vec<TurnEffect> {
        self.machine.step(self.now, input)
    }

    fn frames(&mut self, voiced: bool, ms: u64) -> Vec<TurnEffect> {
        let mut effects = vec![];
        for _ in 0..ms / FRAME_MS {
            self.now = self.now + FRAME_MS;
            effects.extend(self.tell(TurnInput::Frame { voiced }));
        }
        effects
    }

    /// Speaks a whole command and has its answer played, not yet heard to its end.
    fn answered(&mut self) -> TurnId {
        self.frames(true, 1_000);
        self.frames(false, 500);
        let turn = self.machine.last;
        self.tell(TurnInput::Heard { turn, words: true });
        assert_eq!(self.tell(TurnInput::Answered { turn, spoken: true }), [TurnEffect::StartPlayback(turn)]);
        self.tell(TurnInput::SoundSent { turn, ms: 3_000 });
        turn
    }
}

#[test]
fn a_click_does_not_begin_an_utterance() {
    let mut talk = Talk::new();
    assert_eq!(talk.frames(true, 60), []);
    assert_eq!(talk.frames(false, 200), []);
    assert_eq!(talk.frames(true, 60), []);
}

#[test]
fn an_utterance_pauses_and_ends_after_half_a_second_of_silence() {
    let mut talk = Talk::new();
    let turn = TurnId(1);
    assert_eq!(talk.frames(true, 1_000), [TurnEffect::SpeechStarted(turn)]);
    assert_eq!(talk.frames(false, 200), [TurnEffect::Paused(turn)]);
    assert_eq!(talk.frames(false, 280), []);
    assert_eq!(talk.frames(false, 20), [TurnEffect::SpeechEnded { turn, silence_ms: 500, cut: false }]);
    assert_eq!(talk.machine.floor(), Floor::Idle);
}

#[test]
fn a_complete_command_ends_sooner() {
    let mut talk = Talk::new();
    talk.frames(true, 1_000);
    talk.frames(false, 200);
    talk.tell(TurnInput::LooksComplete);
    let effects = talk.frames(false, 160);
    assert_eq!(effects, [TurnEffect::SpeechEnded { turn: TurnId(1), silence_ms: 360, cut: false }]);
}

#[test]
fn speech_after_a_pause_takes_the_early_end_back() {
    let mut talk = Talk::new();
    talk.frames(true, 1_000);
    talk.frames(false, 200);
    talk.tell(TurnInput::LooksComplete);
    assert_eq!(talk.frames(true, 100), []);
    assert_eq!(talk.frames(false, 360), [TurnEffect::Paused(TurnId(1))]);
}

#[test]
fn frames_that_stop_coming_end_the_utterance_by_the_clock() {
    let mut talk = Talk::new();
    talk.frames(true, 1_000);
    let deadline = talk.machine.next_deadline().unwrap();
    assert_eq!(deadline, SessionTime(1_800));
    talk.now = deadline;
    let effects = talk.tell(TurnInput::Deadline);
    assert_eq!(effects, [TurnEffect::SpeechEnded { turn: TurnId(1), silence_ms: 800, cut: false }]);
}

#[test]
fn ten_minutes_without_a_pause_are_cut_into_utterances() {
    let mut talk = Talk::new();
    let effects = talk.frames(true, 600_000);
    let cuts = effects.iter().filter(|effect| matches!(effect, TurnEffect::SpeechEnded { cut: true, .. })).count();
    assert_eq!(cuts, 21);
    assert!(talk.machine.open.len() <= TurnSettings::default().open_turns_max);
}

#[test]
fn speech_over_the_reply_stops_playback() {
    let mut talk = Talk::new();
    let turn = talk.answered();
    assert_eq!(talk.frames(true, 220), []);
    let effects = talk.frames(true, 20);
    let ended = TurnEffect::TurnEnded { turn, end: TurnEnd::Interrupted };
    assert_eq!(effects, [TurnEffect::StopPlayback(turn), ended, TurnEffect::SpeechStarted(TurnId(2))]);
}

#[test]
fn a_short_hmm_over_the_reply_does_not_stop_it() {
    let mut talk = Talk::new();
    let turn = talk.answered();
    assert_eq!(talk.frames(true, 200), []);
    assert_eq!(talk.frames(false, 400), []);
    assert_eq!(talk.machine.floor(), Floor::Agent(turn));
}

#[test]
fn a_short_haan_over_a_question_is_an_answer() {
    let mut talk = Talk::new();
    talk.tell(TurnInput::Expecting(true));
    let turn = talk.answered();
    assert_eq!(talk.frames(true, 120).first(), Some(&TurnEffect::StopPlayback(turn)));
}

#[test]
fn an_answer_waits_while_the_user_speaks_and_is_dropped_for_the_next() {
    let mut talk = Talk::new();
    talk.frames(true, 1_000);
    talk.frames(false, 500);
    talk.frames(true, 200);
    let (first, second) = (TurnId(1), TurnId(2));
    assert_eq!(talk.tell(TurnInput::Answered { turn: first, spoken: true }), []);
    assert!(talk.frames(false, 500).contains(&TurnEffect::SpeechEnded { turn: second, silence_ms: 500, cut: false }));
    assert_eq!(talk.tell(TurnInput::Heard { turn: second, words: true }), []);
    let effects = talk.tell(TurnInput::Answered { turn: second, spoken: true });
    let superseded = TurnEffect::TurnEnded { turn: first, end: TurnEnd::Superseded };
    assert_eq!(effects, [superseded, TurnEffect::StartPlayback(second)]);
}

#[test]
fn an_answer_that_waited_for_a_cough_is_heard_after_it() {
    let mut talk = Talk::new();
    talk.frames(true, 1_000);
    talk.frames(false, 500);
    talk.frames(true, 200);
    assert_eq!(talk.tell(TurnInput::Answered { turn: TurnId(1), spoken: true }), []);
    talk.frames(false, 500);
    let effects = talk.tell(TurnInput::Heard { turn: TurnId(2), words: false });
    let empty = TurnEffect::TurnEnded { turn: TurnId(2), end: TurnEnd::Empty };
    assert_eq!(effects, [empty, TurnEffect::StartPlayback(TurnId(1))]);
}

#[test]
fn a_turn_ends_when_its_sound_was_heard() {
    let mut talk = Talk::new();
    let turn = talk.answered();
    talk.tell(TurnInput::SoundComplete { turn });
    let deadline = talk.machine.next_deadline().unwrap();
    assert_eq!(deadline - talk.now, 3_000);
    talk.now = deadline;
    assert_eq!(talk.tell(TurnInput::Deadline), [TurnEffect::TurnEnded { turn, end: TurnEnd::Complete }]);
}

#[test]
fn playback_that_the_client_reports_late_keeps_the_floor_longer() {
    let mut talk = Talk::new();
    let turn = talk.answered();
    talk.tell(TurnInput::SoundComplete { turn });
    talk.now = talk.now + 1_000;
    talk.tell(TurnInput::Played { turn, ms: 500 });
    assert_eq!(talk.machine.next_deadline().unwrap() - talk.now, 2_500);
    talk.tell(TurnInput::Played { turn, ms: 0 });
    assert!(talk.machine.next_deadline().unwrap() - talk.now <= 4_500);
}

#[test]
fn a_typed_command_stops_the_reply() {
    let mut talk = Talk::new();
    let turn = talk.answered();
    let effects = talk.tell(TurnInput::Typed);
    assert_eq!(effects.first(), Some(&TurnEffect::StopPlayback(turn)));
    assert_eq!(effects.last(), Some(&TurnEffect::TypedStarted(TurnId(2))));
}

#[test]
fn stop_is_obeyed_at_once_and_twice_does_nothing() {
    let mut talk = Talk::new();
    let turn = talk.answered();
    assert_eq!(talk.tell(TurnInput::Interrupt).first(), Some(&TurnEffect::StopPlayback(turn)));
    assert_eq!(talk.tell(TurnInput::Interrupt), []);
}
