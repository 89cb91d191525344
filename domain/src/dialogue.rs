//! What a conversation does with what it understood: answer, ask, read back, post.
//!
//! [`Dialogue`] reads no clock and writes no books: it is told what was heard and answers with [`Step`]s. What it
//! keeps true:
//!
//! - nothing is posted that was not read back, and confirmed in a turn that began after the read-back was heard;
//! - a command that waits for "haan" is posted, given up or expires; it is never swallowed by another;
//! - the riskier it is, the more it takes ([`Confirmation`]), and what was guessed always takes a yes;
//! - where something is ambiguous or missing it asks, and posts nothing.

use crate::ids::{InvoiceId, PartyId, ProductId, SessionId, TurnId};
use crate::intent::{Field, Frame, Intent, Lexicon, Parse, grounding};
use crate::invoice::{Discount, Invoice};
use crate::ledger::{Command, ConfirmPolicy, Confirmation, Party, Posted, Refusal};
use crate::money::Money;
use crate::quantity::Quantity;
use crate::reply::{Reply, Tongue, Wish};
use crate::turn::SessionTime;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use state::{Later, State};
use std::collections::VecDeque;

mod agreement;
mod answer;
mod ask;
mod asking;
mod choose;
mod code;
mod confirming;
mod decide;
mod done;
mod edit;
mod editing;
mod entered;
mod found;
mod hypothesis;
mod memory;
mod newcomer;
mod posted;
mod propose;
mod recent;
mod repeats;
mod scene;
mod sound_alike;
mod state;
#[cfg(test)]
mod tests;
mod tongue;
mod undo;
mod words;

pub use agreement::{Agreement, agrees};
pub use code::CodeVerdict;
pub use entered::{Because, Entered};
use entered::{Echo, Told};
pub use memory::{Memory, OtherShop};
pub use recent::Done;
use recent::Recent;
pub use undo::TAKEN_BACK;

pub use hypothesis::{Hearing, Reading, weigh};

/// The bounds of a dialogue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DialogueSettings {
    /// How long a command waits for "haan".
    pub confirm_max_ms: u64,
    /// How often a question is asked again before it is given up.
    pub asks_max: u8,
    /// How many more commands may wait behind the one that was read back.
    pub queue_max: usize,
    /// How long a code that was sent is waited for.
    pub code_max_ms: u64,
}

impl Default for DialogueSettings {
    fn default() -> Self {
        Self { confirm_max_ms: 30_000, asks_max: 2, queue_max: 4, code_max_ms: 300_000 }
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
    /// Whether what was read back last had been heard when this turn began; whoever types has read it. Without that a
    /// "haan" is none.
    pub knows: bool,
    /// What may have been said, the likeliest first, each with its confidence in thousandths.
    pub hypotheses: &'a [(String, u16)],
    /// What the sound says of an agreement.
    pub agreement: Agreement,
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
    /// Find this in the books, then call [`Dialogue::found`].
    Find(Sought),
    /// Make a code and send it to the owner, then call [`Dialogue::code_sent`].
    SendCode,
    /// Compare these digits with the code, then call [`Dialogue::code_checked`].
    CheckCode(String),
    /// Look these up under their keys, then call [`Dialogue::looked`].
    Look {
        /// What may be written.
        proposals: Vec<Proposal>,
        /// Why it is to be known.
        because: Because,
    },
}

/// What has to be found in the books before it is known what to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sought {
    /// What this user wrote last.
    Last,
    /// What is on a bill.
    Bill(InvoiceId),
    /// How a customer's account stands.
    Customer(PartyId),
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// What this user wrote last, if that can be taken back.
    Last(Option<Box<Done>>),
    /// A bill.
    Bill(Box<Invoice>),
    /// A customer.
    Customer(Box<Party>),
}

/// What is read from the books.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Query {
    /// What a customer owes.
    Balance(PartyId),
    /// What is on the shelf.
    Stock(ProductId),
    /// What something costs: so much of it, or one unit where that was not said.
    Price {
        /// What.
        product: ProductId,
        /// How much of it.
        quantity: Option<Quantity>,
    },
    /// What happened on one day, or from one to another.
    Summary {
        /// The day, or the first.
        from: Date,
        /// The last, where a stretch of days was asked for; it may be the first as well: on the 1st a month is one day.
        until: Option<Date>,
    },
    /// What is known of a customer.
    Customer {
        /// Whom.
        party: PartyId,
        /// What of it; all, where that was not said.
        field: Option<Field>,
    },
    /// What is to be said to customers, and when.
    Reminders {
        /// To whom; to all, where that was not said.
        party: Option<PartyId>,
        /// On which day; on any, where that was not said.
        day: Option<Date>,
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
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
    /// The conversation in which it was said, where that is an earlier one: part of its idempotency key.
    pub said_in: Option<SessionId>,
    /// What is taken off the bill.
    pub discount: Option<Discount>,
    /// What it takes to write it.
    pub demand: Confirmation,
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
    /// What was agreed to before it in the same breath was not written: nothing was sent.
    Held,
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
    /// What waits behind what was read back.
    later: VecDeque<Later>,
    /// What was handed out to be posted.
    posting: Vec<Proposal>,
    /// What is being looked up.
    looking: Vec<Proposal>,
    /// What was told last to be written, until the client is heard of again.
    told: Option<Told>,
    /// What was written in a conversation that was cut off.
    echo: Option<Echo>,
    /// When that conversation was taken up here.
    settled_at: SessionTime,
    recent: Recent,
    policy: ConfirmPolicy,
    /// Whether what was heard last was understood by somebody who may have guessed.
    is_guess: bool,
    tongue: Tongue,
    /// The language that was asked for in so many words.
    chosen: Option<Tongue>,
    /// The newest turn when the last command was confirmed or given up: a "haan" in it is no news.
    resolved: TurnId,
}

impl Dialogue {
    /// A dialogue in which nothing waits.
    #[must_use]
    pub fn new(settings: DialogueSettings) -> Self {
        Self {
            settings,
            state: State::Idle,
            later: VecDeque::new(),
            posting: vec![],
            looking: vec![],
            told: None,
            echo: None,
            settled_at: SessionTime(0),
            recent: Recent::default(),
            policy: ConfirmPolicy::default(),
            is_guess: false,
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
        let hearing = hypothesis::choose(heard, lexicon, None);
        if hearing.is_open {
            return None;
        }
        let text = hearing.text().to_owned();
        let parse = self.recent.fill(hearing.parse, &text, heard, lexicon);
        let known = answer::is_yes_or_no(&text, lexicon, heard.clock) || undo::is_asked(&text);
        let needed = grounding::needs_help(&parse) && !known;
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
        self.policy = lexicon.world().confirm;
        self.is_guess = false;
        self.told = None;
        let context = self.context();
        let hearing = hypothesis::choose(heard, lexicon, context.as_ref());
        let (text, is_open) = (hearing.text().to_owned(), hearing.is_open);
        let parse = self.recent.last_bill(self.recent.fill(hearing.parse, &text, heard, lexicon));
        let mut parse = agreement::settled(parse, &text, context.as_ref(), heard, lexicon);
        if let (State::Idle, Some(proposed), false) = (&self.state, proposed, is_open)
            && let Ok(grounded) = grounding::ground(&text, lexicon, proposed, heard.clock)
        {
            parse = grounded;
            self.is_guess = true;
        }
        self.chosen = tongue::chosen(&parse).or(self.chosen);
        self.tongue = self.chosen.or(heard.tongue).or_else(|| tongue::of(&text)).unwrap_or(self.tongue);
        let steps = match std::mem::replace(&mut self.state, State::Idle) {
            State::Idle => self.fresh(&parse, &text, heard, lexicon),
            State::Confirming(confirming) => self.while_confirming(confirming, &parse, &text, heard, lexicon),
            State::Asking(asking) => self.while_asking(asking, &parse, &text, heard, lexicon),
        };
        Outcome { parse, text, tongue: self.tongue, steps }
    }

    /// Gives up what has waited too long: tells it to the client, or has it looked up first where it may be written.
    pub fn expire(&mut self, now: SessionTime) -> Option<Step> {
        if self.next_deadline().is_none_or(|deadline| now < deadline) {
            return None;
        }
        if let Some(waiting) = self.state.in_doubt().cloned() {
            self.state = State::Idle;
            return Some(self.look(&waiting, Because::Expired));
        }
        let state = std::mem::replace(&mut self.state, State::Idle);
        let later: Vec<Later> = self.later.drain(..).collect();
        let waited = match state {
            State::Confirming(confirming) => Later::Wish(confirming.proposals),
            State::Asking(asking) => Later::Question(asking),
            State::Idle => return None,
        };
        Some(Step::Say(Reply::Expired(std::iter::once(&waited).chain(&later).flat_map(Later::wishes).collect())))
    }

    /// The action that the next words may confirm, refuse or correct.
    fn context(&self) -> Option<Frame> {
        match &self.state {
            State::Idle => None,
            State::Confirming(confirming) => confirming.proposals.first().map(|proposal| proposal.frame.clone()),
            State::Asking(asking) => match &asking.instead {
                Some(waiting) => waiting.proposals.first().map(|proposal| proposal.frame.clone()),
                None => asking.frames.get(asking.clarify.frame).cloned(),
            },
        }
    }

    /// Words that answer no question.
    fn fresh(&mut self, parse: &Parse, text: &str, heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        if undo::is_asked(text) {
            return self.undo_last(heard);
        }
        if let Some(clarify) = &parse.clarify {
            return self.ask_or_give_up(parse.frames.clone(), clarify.clone(), text, heard, lexicon);
        }
        let is_sure = !self.is_guess && !recent::points_back(text) && hypothesis::is_sure(text, parse, heard, lexicon);
        self.carry_out(&parse.frames, text, is_sure, heard, lexicon)
    }

    /// Answers what can be answered, and reads back what would change the books.
    fn carry_out(
        &mut self,
        frames: &[Frame],
        text: &str,
        is_sure: bool,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Vec<Step> {
        if let Some(asking) = Self::ask_how_often(frames, text, lexicon) {
            return self.open(asking, heard);
        }
        self.carry_out_as_told(&repeats::once(frames), text, is_sure, heard, lexicon)
    }

    /// The same, of what is told so often because it is meant so often.
    fn carry_out_as_told(
        &mut self,
        frames: &[Frame],
        text: &str,
        is_sure: bool,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Vec<Step> {
        self.recent.note(frames);
        let decided = decide::decide(frames, is_sure, heard, lexicon);
        if let Some((question, clarify)) = decided.asks {
            return self.open_question(frames.to_vec(), clarify, question, text, heard);
        }
        let mut steps = decided.steps;
        if !decided.proposals.is_empty() {
            steps.extend(self.confirm(decided.proposals, heard.now, heard.newest, false));
        }
        steps
    }
}
