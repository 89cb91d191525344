//! A code that the owner gets and says: made, sent and compared outside, asked for here.

use super::state::{Confirming, State};
use super::{Because, Dialogue, Step};
use crate::ids::TurnId;
use crate::intent::digits_in;
use crate::reply::Reply;
use crate::turn::SessionTime;

/// What came of comparing digits with the code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeVerdict {
    /// It is the code.
    Right,
    /// It is not; it may be tried again.
    Wrong,
    /// It was tried too often, or is too old: it counts no more.
    Spent,
}

/// So many digits a code has.
const DIGITS: usize = 6;

/// The digits of a code that were said or typed, if there are as many as a code has.
pub(super) fn digits(text: &str) -> Option<String> {
    let digits = digits_in(text);
    (digits.len() == DIGITS).then_some(digits)
}

impl Dialogue {
    /// Takes in whether a code is on its way, and asks for it.
    #[must_use]
    pub fn code_sent(&mut self, now: SessionTime, newest: TurnId, is_sent: bool) -> Vec<Step> {
        let State::Confirming(confirming) = std::mem::replace(&mut self.state, State::Idle) else { return vec![] };
        if is_sent {
            let expires = now + self.settings.code_max_ms;
            self.state = State::Confirming(Confirming { asked: newest, expires, code_sent: true, ..confirming });
            return vec![Step::Say(Reply::SayCode)];
        }
        self.gave_up(&confirming, (now, newest), Reply::NoCode)
    }

    /// Takes in what came of comparing the digits: the right ones write what waited for them.
    #[must_use]
    pub fn code_checked(&mut self, now: SessionTime, newest: TurnId, verdict: CodeVerdict) -> Vec<Step> {
        let State::Confirming(confirming) = std::mem::replace(&mut self.state, State::Idle) else { return vec![] };
        match verdict {
            CodeVerdict::Right => {
                self.resolved = newest;
                vec![self.hand_out(confirming.proposals)]
            }
            CodeVerdict::Wrong => {
                self.state = State::Confirming(Confirming { asked: newest, ..confirming });
                vec![Step::Say(Reply::WrongCode)]
            }
            CodeVerdict::Spent => self.gave_up(&confirming, (now, newest), Reply::CodeSpent),
        }
    }

    fn gave_up(&mut self, given_up: &Confirming, (now, newest): (SessionTime, TurnId), reply: Reply) -> Vec<Step> {
        self.resolved = newest;
        if given_up.may_be_written() {
            return vec![self.look(given_up, Because::Denied)];
        }
        let mut steps = vec![Step::Say(reply)];
        steps.extend(self.next_waiting(now, newest));
        steps
    }
}
