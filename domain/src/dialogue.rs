//! What a conversation does with what it understood: answer, ask, read back, post.
//!
//! [`Dialogue`] reads no clock and writes no books: it is told what was heard and answers with [`Step`]s. What it
//! keeps true:
//!
//! - nothing is posted that was not read back, and confirmed in a turn that began after the read-back;
//! - a command that waits for "haan" is posted, given up or expires; it is never swallowed by another;
//! - where something is ambiguous or missing it asks, and posts nothing.

use crate::ids::{PartyId, ProductId, TurnId};
use crate::intent::{Clarify, Field, Frame, Intent, Lexicon, Parse, Reason, Slots, grounding};
use crate::ledger::{Command, Posted, Refusal};
use crate::money::Money;
use crate::reply::{Reply, Tongue, Wish};
use crate::turn::SessionTime;
use jiff::civil::{Date, DateTime};
use std::collections::VecDeque;

mod answer;
mod ask;
mod done;
mod hypothesis;
mod propose;
#[cfg(test)]
mod tests;
mod tongue;

/// The bounds of a dialogue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DialogueSettings {
    /// How long a command waits for "haan".
    pub confirm_max_ms: u64,
    /// How often a question is asked again before it is given up.
    pub asks_max: u8,
    /// How many more commands may wait behind the one that was read back.
    pub queue_max: usize,
}

impl Default for DialogueSettings {
    fn default() -> Self {
        Self { confirm_max_ms: 30_000, asks_max: 2, queue_max: 4 }
    }
}

/// What was heard or typed in one turn.
#[derive(Clone, Copy, Debug)]
pub struct Heard<'a> {
    /// The turn.
    pub turn: TurnId,
    /// Now.
    pub now: SessionTime,
    /// The newest turn that has begun: at least this one. A "haan" in any of them is no answer to what is read back now.
    pub newest: TurnId,
    /// The shop's wall clock.
    pub clock: DateTime,
    /// What may have been said, the likeliest first, each with its confidence in thousandths.
    pub hypotheses: &'a [(String, u16)],
    /// The language to answer in, unless it follows the speaker.
    pub tongue: Option<Tongue>,
}

/// What to do, in order. What it says is the answer to the turn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Say this.
    Say(Reply),
    /// Say this; a command now waits for "haan".
    ReadBack {
        /// What will be written.
        reply: Reply,
        /// How long it waits.
        expires_in_ms: u64,
    },
    /// Read the books and say what they hold.
    Read(Query),
    /// Post these, in order, then call [`Dialogue::posted`].
    Post(Vec<Proposal>),
}

/// What is read from the books.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Query {
    /// What a customer owes.
    Balance(PartyId),
    /// What is on the shelf.
    Stock(ProductId),
    /// What happened on one day, or from one to another.
    Summary {
        /// The first.
        from: Date,
        /// The last.
        to: Date,
    },
    /// What is known of a customer.
    Customer {
        /// Whom.
        party: PartyId,
        /// What of it; all, where that was not said.
        field: Option<Field>,
    },
    /// Who owes the most.
    Debtors {
        /// How many are told.
        most: u8,
        /// Only who owes at least this.
        above: Option<Money>,
    },
}

/// A command that was read back, and what names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// What was understood.
    pub frame: Frame,
    /// As it is read back.
    pub wish: Wish,
    /// What will be posted.
    pub command: Command,
    /// The turn in which it was said: part of its idempotency key.
    pub turn: TurnId,
    /// Which of that turn's commands, from 0: part of its idempotency key.
    pub index: u16,
}

/// What came of posting a proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PostOutcome {
    /// It is in the books.
    Posted(Box<Posted>),
    /// A rule said no.
    Refused(Refusal),
    /// Nothing was sent: asking again is fine.
    Busy,
    /// It may be in the books.
    Unknown,
    /// The database would not take it; nothing changed.
    Failed,
}

/// What a turn came to.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// What was understood, and in which words.
    pub parse: Parse,
    /// The words of the hypothesis that was taken.
    pub text: String,
    /// The language of the answer.
    pub tongue: Tongue,
    /// What to do.
    pub steps: Vec<Step>,
}

/// One conversation about the books.
#[derive(Debug)]
pub struct Dialogue {
    settings: DialogueSettings,
    state: State,
    queue: VecDeque<Proposal>,
    tongue: Tongue,
    /// The language that was asked for in so many words.
    chosen: Option<Tongue>,
    /// The newest turn when the last command was confirmed or given up: a "haan" in it is no news.
    resolved: TurnId,
}

#[derive(Debug)]
enum State {
    Idle,
    Confirming(Confirming),
    Asking(Asking),
}

/// Commands that wait for "haan".
#[derive(Debug)]
struct Confirming {
    proposals: Vec<Proposal>,
    /// The newest turn that had begun when it was read back: only a later one can confirm it.
    asked: TurnId,
    expires: SessionTime,
    /// Whether a try to post them went unanswered.
    unsure: bool,
}

/// A question that is open.
#[derive(Debug)]
struct Asking {
    frames: Vec<Frame>,
    clarify: Clarify,
    said: String,
    tries: u8,
    expires: SessionTime,
}

impl Dialogue {
    /// A dialogue in which nothing waits.
    #[must_use]
    pub fn new(settings: DialogueSettings) -> Self {
        Self {
            settings,
            state: State::Idle,
            queue: VecDeque::new(),
            tongue: Tongue::default(),
            chosen: None,
            resolved: TurnId::default(),
        }
    }

    /// Whether even a short word would be an answer.
    #[must_use]
    pub fn expects_answer(&self) -> bool {
        !matches!(self.state, State::Idle)
    }

    /// When [`Dialogue::expire`] is due, if nothing happens before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<SessionTime> {
        match &self.state {
            State::Idle => None,
            State::Confirming(confirming) => Some(confirming.expires),
            State::Asking(asking) => Some(asking.expires),
        }
    }

    /// The language that answers are given in.
    #[must_use]
    pub const fn tongue(&self) -> Tongue {
        self.tongue
    }

    /// Whether these words would make a complete command: then a shorter silence ends the utterance.
    #[must_use]
    pub fn looks_complete(&self, text: &str, lexicon: &Lexicon, clock: DateTime) -> bool {
        let parse = crate::intent::parse(text, lexicon, self.context().as_ref(), clock);
        parse.clarify.is_none() && parse.frames.iter().all(|frame| frame.intent != Intent::Unknown)
    }

    /// The words that a language model may be asked about: the grammar abstains on them, and they answer no question.
    #[must_use]
    pub fn needs_help(&self, heard: &Heard<'_>, lexicon: &Lexicon) -> Option<String> {
        if self.expects_answer() {
            return None;
        }
        let (text, parse) = hypothesis::choose(heard, lexicon, None);
        let needed = grounding::needs_help(&parse) && !answer::is_yes_or_no(&text, lexicon, heard.clock);
        needed.then_some(text)
    }

    /// Takes in what was said, and decides what to do.
    #[must_use]
    pub fn hear(&mut self, heard: &Heard<'_>, lexicon: &Lexicon) -> Outcome {
        self.hear_with(heard, lexicon, None)
    }

    /// The same, with what a language model proposes for words that [`Dialogue::needs_help`] gave: it is taken where the
    /// guard finds it in the words, and otherwise things go on as without it.
    #[must_use]
    pub fn hear_with(&mut self, heard: &Heard<'_>, lexicon: &Lexicon, proposed: Option<&[Frame]>) -> Outcome {
        let context = self.context();
        let (text, mut parse) = hypothesis::choose(heard, lexicon, context.as_ref());
        if let (State::Idle, Some(proposed)) = (&self.state, proposed)
            && let Ok(grounded) = grounding::ground(&text, lexicon, proposed, heard.clock)
        {
            parse = grounded;
        }
        self.chosen = tongue::chosen(&parse).or(self.chosen);
        self.tongue = self.chosen.or(heard.tongue).or_else(|| tongue::of(&text)).unwrap_or(self.tongue);
        let steps = match std::mem::replace(&mut self.state, State::Idle) {
            State::Idle => self.fresh(&parse, &text, heard, lexicon),
            State::Confirming(confirming) => self.while_confirming(confirming, &parse, heard, lexicon),
            State::Asking(asking) => self.while_asking(asking, &parse, &text, heard, lexicon),
        };
        Outcome { parse, text, tongue: self.tongue, steps }
    }

    /// Gives up what has waited too long. The reply, if there is one, is told to the client.
    pub fn expire(&mut self, now: SessionTime) -> Option<Reply> {
        if self.next_deadline().is_none_or(|deadline| now < deadline) {
            return None;
        }
        let state = std::mem::replace(&mut self.state, State::Idle);
        let State::Confirming(confirming) = state else { return None };
        self.queue.clear();
        Some(if confirming.unsure { Reply::MayBeWritten } else { Reply::Expired })
    }

    /// Takes in what came of posting, and says it; what could not be posted yet waits for another "haan".
    #[must_use]
    pub fn posted(&mut self, now: SessionTime, newest: TurnId, outcomes: Vec<(Proposal, PostOutcome)>) -> Vec<Step> {
        let (mut steps, mut again, mut unsure) = (vec![], vec![], false);
        for (mut proposal, outcome) in outcomes {
            let reply = match outcome {
                PostOutcome::Posted(posted) => Reply::Written(done::deed(&proposal, &posted)),
                PostOutcome::Refused(Refusal::TotalChanged { total }) => {
                    proposal.take_total(total);
                    again.push(proposal);
                    Reply::Refused(Refusal::TotalChanged { total })
                }
                PostOutcome::Refused(refusal) => Reply::Refused(refusal),
                PostOutcome::Busy => {
                    again.push(proposal);
                    Reply::Busy
                }
                PostOutcome::Unknown => {
                    unsure = true;
                    again.push(proposal);
                    Reply::Unsure
                }
                PostOutcome::Failed => Reply::Trouble,
            };
            steps.push(Step::Say(reply));
        }
        if again.is_empty() {
            steps.extend(self.next_in_queue(now, newest));
        } else {
            steps.extend(self.confirm(again, now, newest, unsure));
        }
        steps
    }

    /// The action that the next words may confirm, refuse or correct.
    fn context(&self) -> Option<Frame> {
        match &self.state {
            State::Idle => None,
            State::Confirming(confirming) => confirming.proposals.first().map(|proposal| proposal.frame.clone()),
            State::Asking(asking) => asking.frames.get(asking.clarify.frame).cloned(),
        }
    }

    /// Words that answer no question.
    fn fresh(&mut self, parse: &Parse, text: &str, heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        if let Some(clarify) = &parse.clarify {
            return self.ask_or_give_up(parse.frames.clone(), clarify.clone(), text, heard, lexicon);
        }
        self.carry_out(&parse.frames, text, heard, lexicon)
    }

    /// Answers what can be answered, and reads back what would change the books.
    fn carry_out(&mut self, frames: &[Frame], text: &str, heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut proposals = Vec::new();
        for (index, frame) in frames.iter().enumerate() {
            match propose::propose(frame, heard, index, lexicon) {
                propose::Proposed::Step(step) => steps.push(step),
                propose::Proposed::Wish(proposal) => proposals.push(*proposal),
                propose::Proposed::Asks(question, slot) => {
                    let reason = Reason::MissingSlot;
                    let clarify = Clarify { reason, frame: index, slot: Some(slot), candidates: vec![], heard: None };
                    self.open_question(frames.to_vec(), clarify, text, heard.now);
                    return vec![Step::Say(Reply::Ask(question))];
                }
            }
        }
        if !proposals.is_empty() {
            steps.extend(self.confirm(proposals, heard.now, heard.newest, false));
        }
        steps
    }

    fn while_confirming(
        &mut self,
        confirming: Confirming,
        parse: &Parse,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Vec<Step> {
        let first = parse.frames.first().map_or(Intent::Unknown, |frame| frame.intent);
        let clear = parse.clarify.is_none();
        let rest = parse.frames.get(1..).unwrap_or_default();
        if clear && first == Intent::Confirm && heard.turn > confirming.asked {
            self.resolved = heard.newest;
            self.line_up(rest, heard, lexicon);
            return vec![Step::Post(confirming.proposals)];
        }
        if clear && first == Intent::Deny {
            self.resolved = heard.newest;
            self.line_up(rest, heard, lexicon);
            let reply = if confirming.unsure { Reply::MayBeWritten } else { Reply::Cancelled };
            let mut steps = vec![Step::Say(reply)];
            steps.extend(self.next_in_queue(heard.now, heard.newest));
            return steps;
        }
        if clear && first == Intent::Correct && !confirming.unsure {
            return self.correct(&confirming, parse, heard, lexicon);
        }
        if matches!(first, Intent::Unknown | Intent::Confirm | Intent::Correct | Intent::Deny) {
            return self.wait_on(confirming, heard, Reply::YesOrNo);
        }
        let mut steps = if clear { self.line_up(&parse.frames, heard, lexicon) } else { vec![] };
        steps.extend(self.wait_on(confirming, heard, Reply::StillWaiting));
        steps
    }

    /// Answers questions at once; commands wait behind the one that was read back.
    fn line_up(&mut self, frames: &[Frame], heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        let mut steps = Vec::new();
        for (index, frame) in frames.iter().enumerate() {
            match propose::propose(frame, heard, index, lexicon) {
                propose::Proposed::Step(step) => steps.push(step),
                propose::Proposed::Wish(proposal) if self.queue.len() < self.settings.queue_max => {
                    self.queue.push_back(*proposal);
                }
                propose::Proposed::Wish(_) => steps.push(Step::Say(Reply::Busy)),
                propose::Proposed::Asks(question, _) => steps.push(Step::Say(Reply::Ask(question))),
            }
        }
        steps
    }

    fn wait_on(&mut self, confirming: Confirming, heard: &Heard<'_>, reply: fn(Vec<Wish>) -> Reply) -> Vec<Step> {
        let wishes = confirming.proposals.iter().map(|proposal| proposal.wish.clone()).collect();
        let expires_in_ms = self.settings.confirm_max_ms;
        let (asked, expires) = (heard.newest, heard.now + expires_in_ms);
        self.state = State::Confirming(Confirming { asked, expires, ..confirming });
        vec![Step::ReadBack { reply: reply(wishes), expires_in_ms }]
    }

    /// Changes what waits, and reads it back again; the old wish is gone.
    fn correct(&mut self, confirming: &Confirming, parse: &Parse, heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        let Some(correction) = parse.frames.first() else { return vec![] };
        let mut frames: Vec<Frame> = confirming.proposals.iter().map(|proposal| proposal.frame.clone()).collect();
        if let Some(frame) = frames.first_mut() {
            answer::merge(&mut frame.slots, &correction.slots);
        }
        self.carry_out(&frames, "", heard, lexicon)
    }

    fn confirm(&mut self, proposals: Vec<Proposal>, now: SessionTime, asked: TurnId, unsure: bool) -> Vec<Step> {
        let wishes = proposals.iter().map(|proposal| proposal.wish.clone()).collect();
        let expires_in_ms = self.settings.confirm_max_ms;
        self.state = State::Confirming(Confirming { proposals, asked, expires: now + expires_in_ms, unsure });
        vec![Step::ReadBack { reply: Reply::ReadBack(wishes), expires_in_ms }]
    }

    fn next_in_queue(&mut self, now: SessionTime, asked: TurnId) -> Vec<Step> {
        self.queue.pop_front().map_or_else(Vec::new, |proposal| self.confirm(vec![proposal], now, asked, false))
    }

    fn open_question(&mut self, frames: Vec<Frame>, clarify: Clarify, said: &str, now: SessionTime) {
        let expires = now + self.settings.confirm_max_ms;
        self.state = State::Asking(Asking { frames, clarify, said: said.to_owned(), tries: 0, expires });
    }

    /// Asks what the parser could not know; what is out of reach is answered honestly and forgotten.
    fn ask_or_give_up(
        &mut self,
        frames: Vec<Frame>,
        clarify: Clarify,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Vec<Step> {
        let frame =
            frames.get(clarify.frame).cloned().unwrap_or(Frame { intent: Intent::Unknown, slots: Slots::default() });
        if frame.intent == Intent::Unknown {
            return self.unknown(text, heard, lexicon);
        }
        let question = ask::question(&clarify, lexicon.world());
        if clarify.reason != Reason::UnsafeBulk && clarify.reason != Reason::OutOfScope {
            self.open_question(frames, clarify, text, heard.now);
        }
        vec![Step::Say(Reply::Ask(question))]
    }

    /// Nothing was understood; but "haan" and "nahi" with nothing pending are known for what they are.
    fn unknown(&mut self, text: &str, heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        if answer::is_yes_or_no(text, lexicon, heard.clock) {
            let no_news = heard.turn <= self.resolved;
            return if no_news { vec![] } else { vec![Step::Say(Reply::NothingPending)] };
        }
        vec![Step::Say(Reply::Unclear)]
    }

    fn while_asking(
        &mut self,
        mut asking: Asking,
        parse: &Parse,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Vec<Step> {
        match answer::read(&asking.frames, &asking.clarify, &asking.said, parse, text, heard.clock, lexicon) {
            answer::Answer::Completed(frames) => self.carry_out(&frames, &asking.said, heard, lexicon),
            answer::Answer::StillUnclear(frames, clarify) => {
                self.ask_or_give_up(frames, clarify, &asking.said, heard, lexicon)
            }
            answer::Answer::Fresh(parse) => self.fresh(&parse, text, heard, lexicon),
            answer::Answer::GiveUp => vec![Step::Say(Reply::Cancelled)],
            answer::Answer::NotUnderstood if asking.tries < self.settings.asks_max => {
                let question = ask::question(&asking.clarify, lexicon.world());
                asking.tries += 1;
                asking.expires = heard.now + self.settings.confirm_max_ms;
                self.state = State::Asking(asking);
                vec![Step::Say(Reply::Ask(question))]
            }
            answer::Answer::NotUnderstood => vec![Step::Say(Reply::Unclear)],
        }
    }
}
