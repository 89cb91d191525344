//! While something waits for an agreement: a yes, a no, an edit, its amount, a code; or something else altogether.

use super::agreement::Agreement;
use super::state::{Asking, Confirming, Later, State, demand};
use super::words::words;
use super::{Because, Dialogue, Frame, Heard, Lexicon, Proposal, Step, ask, code, decide, newcomer, repeats};
use crate::ids::TurnId;
use crate::intent::{Intent, Parse, amounts_in, rules};
use crate::ledger::{Confirmation, Risk};
use crate::reply::{Reply, Wish};
use crate::turn::SessionTime;

/// So often something else than the amount may be said.
const AMOUNT_TRIES: u8 = 3;

/// Words that make another amount a correction, and not the amount said wrongly.
const REPAIR: &[&str] =
    &["nahi", "nahin", "no", "not", "galat", "sorry", "matlab", "wrong", "नहीं", "नही", "ग़लत", "गलत", "सॉरी", "मतलब"];

/// Whether the words are a whole command of their own, and no answer.
fn is_another(parse: &Parse) -> bool {
    let whole = |frame: &Frame| {
        let slots = &frame.slots;
        frame.intent.changes_state()
            && !matches!(frame.intent, Intent::Confirm | Intent::Correct)
            && (slots.customer_id.is_some() || slots.product_id.is_some() || slots.name.is_some())
    };
    parse.frames.first().is_some_and(whole)
}

/// Whether the words tell nothing but what waits already: who was not sure of being heard wants it once.
fn says_again(confirming: &Confirming, parse: &Parse, heard: &Heard<'_>, lexicon: &Lexicon) -> bool {
    let told = decide::decide(&repeats::once(&parse.frames), false, heard, lexicon).proposals;
    let same = |(one, other): (&Proposal, &Proposal)| one.wish == other.wish;
    told.len() == confirming.proposals.len() && told.iter().zip(&confirming.proposals).all(same)
}

impl Dialogue {
    pub(super) fn while_confirming(
        &mut self,
        confirming: Confirming,
        parse: &Parse,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Vec<Step> {
        let first = parse.frames.first().map_or(Intent::Unknown, |frame| frame.intent);
        let clear = parse.clarify.is_none();
        let rest = parse.frames.get(1..).unwrap_or_default();
        let after = heard.turn > confirming.asked;
        let confirming = Confirming { known: confirming.known || (after && heard.knows), ..confirming };
        let later = confirming.may_be_agreed(heard.turn);
        if after
            && confirming.code_sent
            && let Some(digits) = code::digits(text)
        {
            self.state = State::Confirming(confirming);
            return vec![Step::CheckCode(digits)];
        }
        let denied = clear && first == Intent::Deny;
        let confirming = if later && !denied && confirming.demand() == Confirmation::Amount {
            match self.amount_said(confirming, parse, text, heard, lexicon) {
                Ok(steps) => return steps,
                Err(confirming) => confirming,
            }
        } else {
            confirming
        };
        if later && decide::agrees_to_total(&confirming.proposals, text, heard, lexicon) {
            return self.agreed(confirming, &[], heard, lexicon);
        }
        if let Some(steps) = self.edit(&confirming, text, parse, heard, lexicon) {
            return steps;
        }
        if clear && first == Intent::Confirm && later {
            return self.agreed(confirming, rest, heard, lexicon);
        }
        if denied {
            return self.denied(&confirming, rest, heard, lexicon);
        }
        if matches!(first, Intent::Unknown | Intent::Confirm | Intent::Correct | Intent::Deny | Intent::Stop) {
            let is_doubted = heard.agreement == Agreement::NotYes;
            return self.wait_on(confirming, heard, if is_doubted { Reply::SayYes } else { Reply::YesOrNo });
        }
        if clear && says_again(&confirming, parse, heard, lexicon) {
            return self.wait_on(confirming, heard, Reply::ReadBack);
        }
        let waiting = self.later.len();
        let mut steps = self.line_up(parse, text, heard, lexicon);
        let asks = if self.later.len() > waiting { Reply::StillWaiting } else { Reply::YesOrNo };
        steps.extend(self.wait_on(confirming, heard, asks));
        steps
    }

    /// A yes: enough, or the first half of what it takes.
    fn agreed(&mut self, confirming: Confirming, rest: &[Frame], heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        match confirming.demand() {
            Confirmation::None | Confirmation::Yes => {
                self.resolved = heard.newest;
                let mut steps = self.line_up_frames(rest, heard, lexicon);
                steps.push(self.hand_out(confirming.proposals));
                steps
            }
            Confirmation::Amount => self.wait_on(confirming, heard, Reply::SayAmount),
            Confirmation::Code => {
                self.line_up_frames(rest, heard, lexicon);
                let expires = heard.now + self.settings.code_max_ms;
                let step = if confirming.code_sent { Step::Say(Reply::SayCode) } else { Step::SendCode };
                self.state = State::Confirming(Confirming { asked: heard.newest, expires, ..confirming });
                vec![step]
            }
        }
    }

    fn denied(&mut self, confirming: &Confirming, rest: &[Frame], heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        self.resolved = heard.newest;
        if confirming.may_be_written() {
            let mut steps = self.line_up_frames(rest, heard, lexicon);
            steps.push(self.look(confirming, Because::Denied));
            return steps;
        }
        let undoes = confirming.proposals.iter().all(|proposal| matches!(proposal.wish, Wish::Undo { .. }));
        let reply = if undoes { Reply::Kept } else { Reply::Cancelled };
        let mut steps = vec![Step::Say(reply)];
        steps.extend(self.line_up_frames(rest, heard, lexicon));
        steps.extend(self.next_waiting(heard.now, heard.newest));
        steps
    }

    /// The amount was said again: the right one writes it, another is told; `Err` where no amount was said, or where
    /// the words correct it.
    fn amount_said(
        &mut self,
        confirming: Confirming,
        parse: &Parse,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Result<Vec<Step>, Confirming> {
        let figures = amounts_in(text);
        let Some(wanted) = decide::amount(&confirming.proposals).filter(|_| !figures.is_empty()) else {
            return Err(confirming);
        };
        if is_another(parse) {
            return Err(confirming);
        }
        if figures == [wanted] && !decide::is_only_amount(&confirming.proposals, text, heard, lexicon) {
            return Ok(self.wait_on(confirming, heard, Reply::SayAmount));
        }
        if figures == [wanted] {
            self.resolved = heard.newest;
            return Ok(vec![self.hand_out(confirming.proposals)]);
        }
        let correction = parse.frames.first().is_some_and(|frame| frame.intent == Intent::Correct);
        let repaired = words(text).iter().any(|word| REPAIR.contains(&word.as_str()));
        let of_things = parse.trace.iter().any(|step| matches!(step.rule, rules::PRODUCT | rules::QUANTITY));
        if correction && (repaired || of_things) {
            return Err(confirming);
        }
        let tries = confirming.tries + 1;
        if tries >= AMOUNT_TRIES {
            self.resolved = heard.newest;
            let dropped = confirming.proposals.iter().map(|proposal| proposal.wish.clone()).collect();
            if confirming.may_be_written() {
                return Ok(vec![self.look(&confirming, Because::Denied)]);
            }
            let mut steps = vec![Step::Say(Reply::LetGo(dropped))];
            steps.extend(self.next_waiting(heard.now, heard.newest));
            return Ok(steps);
        }
        Ok(self.wait_on(Confirming { tries, ..confirming }, heard, Reply::SayAmount))
    }

    /// What was agreed to is handed out to be posted.
    pub(super) fn hand_out(&mut self, proposals: Vec<Proposal>) -> Step {
        self.posting.clone_from(&proposals);
        Step::Post(proposals)
    }

    /// Answers questions at once; what would change the books, and what has to be asked, waits behind the one that was
    /// read back.
    pub(super) fn line_up(&mut self, parse: &Parse, text: &str, heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        let Some(clarify) = &parse.clarify else { return self.line_up_frames(&parse.frames, heard, lexicon) };
        let frame = parse.frames.get(clarify.frame);
        if let Some(offer) = frame.and_then(|frame| newcomer::offer(frame, clarify, text, heard, lexicon)) {
            return self.put_off_question(offer, lexicon);
        }
        let (frames, clarify) = (parse.frames.clone(), clarify.clone());
        let question = ask::question(&clarify, lexicon.world());
        if !ask::stays_open(&clarify) {
            return vec![Step::Say(Reply::Ask(question))];
        }
        self.put_off_question(Asking::new(frames, clarify, question, text), lexicon)
    }

    pub(super) fn line_up_frames(&mut self, frames: &[Frame], heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        if let Some(asking) = Self::ask_how_often(frames, "", lexicon) {
            return self.put_off_question(asking, lexicon);
        }
        let frames = repeats::once(frames);
        let decided = decide::decide(&frames, false, heard, lexicon);
        if let Some((question, clarify)) = decided.asks {
            return self.put_off_question(Asking::new(frames, clarify, question, ""), lexicon);
        }
        self.recent.note(&frames);
        let mut steps = decided.steps;
        if !decided.proposals.is_empty() {
            steps.extend(self.put_off(Later::Wish(decided.proposals)));
        }
        steps
    }

    /// Keeps something for later; where too much waits already, it is told.
    pub(super) fn put_off(&mut self, later: Later) -> Vec<Step> {
        if self.later.len() >= self.settings.queue_max {
            return vec![Step::Say(Reply::Busy)];
        }
        self.later.push_back(later);
        vec![]
    }

    /// Waits on, and says what for.
    pub(super) fn wait_on(
        &mut self,
        confirming: Confirming,
        heard: &Heard<'_>,
        reply: fn(Vec<Wish>) -> Reply,
    ) -> Vec<Step> {
        let reply = match confirming.demand() {
            Confirmation::Amount => Reply::SayAmount,
            Confirmation::Code | Confirmation::None | Confirmation::Yes => reply,
        };
        let expires = heard.now + self.settings.confirm_max_ms;
        self.read_back(Confirming { asked: heard.newest, expires, ..confirming }, reply)
    }

    /// These wait for an agreement; where the shop wants none, they are handed out at once.
    pub(super) fn confirm(
        &mut self,
        proposals: Vec<Proposal>,
        now: SessionTime,
        asked: TurnId,
        unsure: bool,
    ) -> Vec<Step> {
        if self.is_echo(&proposals, now) {
            return self.warn_of_echo(proposals, now, asked);
        }
        if demand(&proposals) == Confirmation::None && !unsure {
            return vec![self.hand_out(proposals)];
        }
        self.read_back_anew(proposals, now, asked, unsure)
    }

    /// These as they wait, for nobody yet.
    pub(super) const fn waiting_for_yes(&self, proposals: Vec<Proposal>) -> Confirming {
        let (asked, expires) = (self.resolved, SessionTime(0));
        Confirming {
            proposals,
            asked,
            known: false,
            expires,
            unsure: false,
            earlier: vec![],
            code_sent: false,
            tries: 0,
        }
    }

    /// Reads back what waits from now on.
    pub(super) fn read_back(&mut self, confirming: Confirming, reply: fn(Vec<Wish>) -> Reply) -> Vec<Step> {
        let wishes = confirming.proposals.iter().map(|proposal| proposal.wish.clone()).collect();
        let reply = match confirming.demand() {
            Confirmation::Amount => Reply::SayAmount(wishes),
            Confirmation::Code | Confirmation::None | Confirmation::Yes => reply(wishes),
        };
        self.state = State::Confirming(confirming);
        vec![Step::ReadBack { reply, expires_in_ms: self.settings.confirm_max_ms }]
    }

    /// What waited behind the last command is read back or asked now.
    pub(super) fn next_waiting(&mut self, now: SessionTime, asked: TurnId) -> Vec<Step> {
        match self.later.pop_front() {
            None => vec![],
            Some(Later::Wish(proposals)) if proposals.iter().any(newcomer::needs_one) => self.next_waiting(now, asked),
            Some(Later::Wish(proposals)) => self.read_back_anew(proposals, now, asked, false),
            Some(Later::Edited { edited, before }) => {
                let is_known = !edited.iter().any(newcomer::needs_one);
                self.read_back_anew(if is_known { edited } else { before }, now, asked, false)
            }
            Some(Later::Question(asking)) => {
                let expires = now + self.settings.confirm_max_ms;
                self.ask_again(Asking { asked, expires, ..asking })
            }
        }
    }

    /// These are read back and wait for an agreement, whatever the shop wants: something happened in between.
    pub(super) fn read_back_anew(
        &mut self,
        proposals: Vec<Proposal>,
        now: SessionTime,
        asked: TurnId,
        unsure: bool,
    ) -> Vec<Step> {
        let expires = now + self.settings.confirm_max_ms;
        let waiting = Confirming { asked, expires, unsure, ..self.waiting_for_yes(proposals) };
        self.read_back(waiting, Reply::ReadBack)
    }

    /// What it takes may be more by now: never less.
    pub(super) fn raise(&self, proposals: &mut [Proposal]) {
        let demand = self.policy.demands(Risk::Writes, decide::amount(proposals), false);
        for proposal in proposals {
            proposal.demand = proposal.demand.max(demand);
        }
    }
}
