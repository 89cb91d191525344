//! How much of the newest answer was really heard: an agreement to it counts only from then on.

use super::SessionTime;
use crate::ids::TurnId;

/// What was heard of the newest answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Awareness {
    turn: TurnId,
    way: Way,
    sent_ms: u64,
    /// When the sound that was sent so far will have been heard, if it is played as it comes.
    until: SessionTime,
    told: Option<Told>,
    /// The client's own word on how much of it was heard.
    played_ms: Option<u64>,
}

/// How the answer comes to whom it is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Way {
    /// It stands on the page.
    #[default]
    Shown,
    /// It is spoken.
    Spoken,
    /// It was to be spoken, and fell silent before it was heard.
    Silenced,
}

/// Where in the sound everything was told that is to be agreed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Told {
    ms: u64,
    heard_at: SessionTime,
}

impl Awareness {
    /// A turn was answered: nothing of that was heard yet, unless it is only shown.
    pub fn answered(&mut self, turn: TurnId, spoken: bool) {
        *self = Self { turn, way: if spoken { Way::Spoken } else { Way::Shown }, ..Self::default() };
    }

    /// Sound of an answer was sent to the client.
    pub fn sent(&mut self, turn: TurnId, ms: u64, now: SessionTime) {
        if turn == self.turn {
            self.sent_ms += ms;
            self.until = self.until.max(now) + ms;
        }
    }

    /// The sound that was sent so far tells everything; what follows only asks.
    pub fn told(&mut self, turn: TurnId) {
        if turn == self.turn && self.way == Way::Spoken {
            self.told = Some(Told { ms: self.sent_ms, heard_at: self.until });
        }
    }

    /// The client tells how much of an answer was really heard.
    pub fn played(&mut self, turn: TurnId, ms: u64) {
        if turn == self.turn {
            self.played_ms = self.played_ms.max(Some(ms));
        }
    }

    /// An answer was stopped: what was not heard by now is not heard any more.
    pub fn silenced(&mut self, turn: TurnId, now: SessionTime) {
        if turn == self.turn && !self.is_told(now) {
            self.way = Way::Silenced;
        }
    }

    /// An answer could not be spoken: whoever wants to know it reads it.
    pub fn shown(&mut self, turn: TurnId) {
        if turn == self.turn {
            self.way = Way::Shown;
        }
    }

    /// Whether everything that is to be agreed to has been heard, or is only shown.
    #[must_use]
    pub fn is_told(&self, now: SessionTime) -> bool {
        match (self.way, self.told, self.played_ms) {
            (Way::Shown, ..) => true,
            (Way::Spoken | Way::Silenced, Some(told), Some(played_ms)) => played_ms >= told.ms,
            (Way::Spoken, Some(told), None) => now >= told.heard_at,
            (Way::Spoken | Way::Silenced, None, _) | (Way::Silenced, Some(_), None) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURN: TurnId = TurnId(3);

    /// An answer of which 2 000 ms tell and 1 000 ms ask, sent faster than it is heard.
    fn spoken() -> Awareness {
        let mut awareness = Awareness::default();
        awareness.answered(TURN, true);
        awareness.sent(TURN, 1_500, SessionTime(1_000));
        awareness.sent(TURN, 500, SessionTime(1_100));
        awareness.told(TURN);
        awareness.sent(TURN, 1_000, SessionTime(1_200));
        awareness
    }

    #[test]
    fn what_is_spoken_is_known_when_the_sound_that_tells_it_has_been_heard() {
        let awareness = spoken();
        assert!(!awareness.is_told(SessionTime(1_050)), "all of it was sent, and none was heard");
        assert!(!awareness.is_told(SessionTime(2_999)));
        assert!(awareness.is_told(SessionTime(3_000)), "the question need not have been heard");
    }

    #[test]
    fn nothing_is_known_before_the_first_sound() {
        let mut awareness = Awareness::default();
        awareness.answered(TURN, true);
        assert!(!awareness.is_told(SessionTime(60_000)));
        awareness.sent(TURN, 1_500, SessionTime(61_000));
        assert!(!awareness.is_told(SessionTime(70_000)), "more of it is still being made");
    }

    #[test]
    fn the_clients_own_word_goes_before_the_clock() {
        let mut awareness = spoken();
        awareness.played(TURN, 1_999);
        assert!(!awareness.is_told(SessionTime(60_000)));
        awareness.played(TURN, 2_000);
        awareness.played(TURN, 10);
        assert!(awareness.is_told(SessionTime(1_001)));
    }

    #[test]
    fn an_answer_that_fell_silent_is_not_known_later() {
        let mut awareness = spoken();
        awareness.silenced(TURN, SessionTime(1_400));
        assert!(!awareness.is_told(SessionTime(60_000)));
        let mut early = Awareness::default();
        early.answered(TURN, true);
        early.sent(TURN, 400, SessionTime(1_000));
        early.silenced(TURN, SessionTime(1_200));
        early.told(TURN);
        early.played(TURN, 400);
        assert!(!early.is_told(SessionTime(60_000)), "what was to come never came");
        let mut heard = spoken();
        heard.silenced(TURN, SessionTime(3_100));
        assert!(heard.is_told(SessionTime(3_100)));
    }

    #[test]
    fn what_is_only_shown_is_known_and_a_new_answer_is_not_the_old_one() {
        let mut awareness = spoken();
        awareness.shown(TURN);
        assert!(awareness.is_told(SessionTime(1_001)));
        awareness.answered(TURN.next(), true);
        awareness.played(TURN, 60_000);
        awareness.told(TURN);
        assert!(!awareness.is_told(SessionTime(60_000)));
    }
}
