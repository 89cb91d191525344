//! Seeded random conversations through the turn machine; a failing seed is printed.

use execora_domain::ids::TurnId;
use execora_domain::turn::{FRAME_MS, Floor, SessionTime, TurnEffect, TurnEnd, TurnInput, TurnMachine, TurnSettings};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What the world around the machine does next.
#[derive(Clone, Copy, Debug)]
enum Happening {
    Frames { voiced: bool, count: u8 },
    Silence { ms: u16 },
    Words { any: bool },
    Answer { spoken: bool, newest: bool },
    Sound { ms: u16 },
    SoundComplete,
    Played { ms: u16 },
    Typed,
    Interrupt,
    LooksComplete,
    Expecting(bool),
    Stopped,
    Forgotten,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        8 => (any::<bool>(), 1_u8..60).prop_map(|(voiced, count)| Happening::Frames { voiced, count }),
        2 => (0_u16..3_000).prop_map(|ms| Happening::Silence { ms }),
        4 => any::<bool>().prop_map(|any| Happening::Words { any }),
        4 => (any::<bool>(), any::<bool>()).prop_map(|(spoken, newest)| Happening::Answer { spoken, newest }),
        4 => (20_u16..2_000).prop_map(|ms| Happening::Sound { ms }),
        2 => Just(Happening::SoundComplete),
        1 => (0_u16..4_000).prop_map(|ms| Happening::Played { ms }),
        1 => Just(Happening::Typed),
        1 => Just(Happening::Interrupt),
        1 => Just(Happening::LooksComplete),
        1 => any::<bool>().prop_map(Happening::Expecting),
        1 => Just(Happening::Stopped),
        1 => Just(Happening::Forgotten),
    ]
}

/// A client and a session around the machine: they keep only what the effects told them.
struct World {
    machine: TurnMachine,
    now: SessionTime,
    begun: BTreeMap<TurnId, Option<TurnEnd>>,
    /// Turns whose words were asked for, oldest first.
    unheard: Vec<TurnId>,
    /// Turns with words and no answer yet.
    unanswered: Vec<TurnId>,
    playing: Option<TurnId>,
    last_played: TurnId,
    speaking: Option<TurnId>,
    sound_ms: u64,
}

impl World {
    fn new() -> Self {
        Self {
            machine: TurnMachine::new(TurnSettings::default()),
            now: SessionTime(0),
            begun: BTreeMap::new(),
            unheard: vec![],
            unanswered: vec![],
            playing: None,
            last_played: TurnId::default(),
            speaking: None,
            sound_ms: 0,
        }
    }

    fn step(&mut self, input: TurnInput) {
        for effect in self.machine.step(self.now, input) {
            self.apply(effect);
        }
        assert!(self.playing.is_none() || self.speaking.is_none(), "sound is played while the user has the floor");
        let floor = match (self.speaking, self.playing) {
            (Some(turn), _) => Floor::User(turn),
            (None, Some(turn)) => Floor::Agent(turn),
            (None, None) => Floor::Idle,
        };
        assert_eq!(self.machine.floor(), floor, "the effects tell another floor than the machine");
    }

    fn apply(&mut self, effect: TurnEffect) {
        match effect {
            TurnEffect::SpeechStarted(turn) => {
                self.begin(turn);
                assert_eq!(self.speaking.replace(turn), None, "two utterances at once");
                self.sound_ms = 0;
            }
            TurnEffect::TypedStarted(turn) => {
                self.begin(turn);
                self.unanswered.push(turn);
            }
            TurnEffect::Paused(turn) => assert_eq!(self.speaking, Some(turn)),
            TurnEffect::SpeechEnded { turn, .. } => {
                assert_eq!(self.speaking.take(), Some(turn));
                self.unheard.push(turn);
            }
            TurnEffect::Discard(turn) => assert_eq!(self.speaking.take(), Some(turn)),
            TurnEffect::StartPlayback(turn) => {
                assert_eq!(self.speaking, None, "an answer begins while the user has the floor");
                assert_eq!(self.playing.replace(turn), None, "two answers at once");
                assert!(self.last_played < turn, "an answer is heard after that to a later turn");
                self.last_played = turn;
            }
            TurnEffect::StopPlayback(turn) => assert_eq!(self.playing.take(), Some(turn)),
            TurnEffect::TurnEnded { turn, end } => {
                if end == TurnEnd::Complete {
                    assert_eq!(self.playing.take(), Some(turn), "a turn is complete that was not heard");
                }
                let ended = self.begun.insert(turn, Some(end));
                assert_eq!(ended, Some(None), "a turn ended that had not begun, or twice");
            }
        }
    }

    fn begin(&mut self, turn: TurnId) {
        let newest = self.begun.keys().next_back().copied().unwrap_or_default();
        assert_eq!(turn, newest.next(), "turns are counted without a gap");
        self.begun.insert(turn, None);
    }

    /// Time passes; whatever the machine wants to do in it is done on time.
    fn pass(&mut self, ms: u64) {
        let until = self.now + ms;
        while let Some(deadline) = self.machine.next_deadline().filter(|deadline| *deadline <= until) {
            self.now = self.now.max(deadline);
            let before = (self.machine.next_deadline(), self.machine.floor());
            self.step(TurnInput::Deadline);
            assert_ne!((self.machine.next_deadline(), self.machine.floor()), before, "a deadline changes nothing");
        }
        self.now = until;
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Frames { voiced, count } => {
                for _ in 0..count {
                    self.pass(FRAME_MS);
                    self.sound_ms += FRAME_MS;
                    self.step(TurnInput::Frame { voiced });
                }
                let longest = TurnSettings::default().utterance_max_ms + FRAME_MS;
                assert!(self.speaking.is_none() || self.sound_ms <= longest, "an utterance has no end");
            }
            Happening::Silence { ms } => self.pass(ms.into()),
            Happening::Words { any } => {
                if !self.unheard.is_empty() {
                    let turn = self.unheard.remove(0);
                    if any {
                        self.unanswered.push(turn);
                    }
                    self.step(TurnInput::Heard { turn, words: any });
                }
            }
            Happening::Answer { spoken, newest } => {
                if !self.unanswered.is_empty() {
                    let turn = self.unanswered.remove(if newest { self.unanswered.len() - 1 } else { 0 });
                    self.step(TurnInput::Answered { turn, spoken });
                }
            }
            Happening::Sound { ms } => self.for_playing(|turn| TurnInput::SoundSent { turn, ms: ms.into() }),
            Happening::SoundComplete => self.for_playing(|turn| TurnInput::SoundComplete { turn }),
            Happening::Played { ms } => self.for_playing(|turn| TurnInput::Played { turn, ms: ms.into() }),
            Happening::Typed => self.step(TurnInput::Typed),
            Happening::Interrupt => self.step(TurnInput::Interrupt),
            Happening::LooksComplete => self.step(TurnInput::LooksComplete),
            Happening::Expecting(expecting) => self.step(TurnInput::Expecting(expecting)),
            Happening::Stopped => self.step(TurnInput::Stopped),
            Happening::Forgotten => self.step(TurnInput::Forgotten),
        }
    }

    fn for_playing(&mut self, input: impl FnOnce(TurnId) -> TurnInput) {
        if let Some(turn) = self.playing {
            self.step(input(turn));
        }
    }

    /// Everyone does their part and falls silent.
    fn wind_down(&mut self) {
        self.pass(10_000);
        while let Some(turn) = self.unheard.pop() {
            self.step(TurnInput::Heard { turn, words: false });
        }
        while let Some(turn) = self.unanswered.pop() {
            self.step(TurnInput::Answered { turn, spoken: false });
        }
        while let Some(turn) = self.playing {
            self.step(TurnInput::SoundComplete { turn });
            self.pass(600_000);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_conversation_keeps_its_promises(happenings in prop::collection::vec(happening(), 1..150)) {
        let mut world = World::new();
        for happening in happenings {
            world.happen(happening);
        }
        world.wind_down();
        let open: Vec<_> = world.begun.iter().filter(|(_, end)| end.is_none()).collect();
        prop_assert!(open.is_empty(), "turns never ended: {open:?}");
        prop_assert_eq!(world.machine.floor(), Floor::Idle);
        prop_assert_eq!(world.machine.next_deadline(), None);
    }
}
