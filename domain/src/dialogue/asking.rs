//! While a question is open: its answer, something else, or nothing.

use super::state::{Asking, Later, State};
use super::{Dialogue, Frame, Heard, Lexicon, Proposal, Step, answer, ask, choose, newcomer, undo};
use crate::ids::TurnId;
use crate::intent::{Clarify, Intent, Parse, Slot, Slots};
use crate::reply::{About, Question, Reply};
use crate::turn::SessionTime;

impl Asking {
    /// A question that nobody waits for yet.
    pub(super) fn new(frames: Vec<Frame>, clarify: Clarify, question: Question, said: &str) -> Self {
        let (asked, expires) = (TurnId::default(), SessionTime::default());
        let (said, tries) = (said.to_owned(), 0);
        Self { frames, clarify, said, question, offer: None, instead: None, about: None, asked, tries, expires }
    }

    /// What a yes would do, if it would do anything.
    pub(super) fn proposals(&mut self) -> Vec<&mut Proposal> {
        let offered = self.offer.iter_mut().flat_map(|offer| std::iter::once(&mut offer.first).chain(&mut offer.then));
        offered.chain(self.instead.iter_mut().flat_map(|waiting| &mut waiting.proposals)).collect()
    }
}

impl Dialogue {
    /// Asks, and waits for the answer.
    pub(super) fn open(&mut self, asking: Asking, heard: &Heard<'_>) -> Vec<Step> {
        let expires = heard.now + self.settings.confirm_max_ms;
        let question = asking.question.clone();
        self.state = State::Asking(Asking { asked: heard.newest, expires, ..asking });
        vec![Step::Say(Reply::Ask(question))]
    }

    pub(super) fn open_question(
        &mut self,
        frames: Vec<Frame>,
        clarify: Clarify,
        question: Question,
        said: &str,
        heard: &Heard<'_>,
    ) -> Vec<Step> {
        self.open(Asking::new(frames, clarify, question, said), heard)
    }

    /// Asks what the parser could not know; what is out of reach is answered honestly and forgotten, and "haan" and
    /// "nahi" with nothing pending are known for what they are.
    pub(super) fn ask_or_give_up(
        &mut self,
        frames: Vec<Frame>,
        clarify: Clarify,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Vec<Step> {
        let (frames, clarify) = ask::sharpened(frames, clarify, text);
        let frame =
            frames.get(clarify.frame).cloned().unwrap_or(Frame { intent: Intent::Unknown, slots: Slots::default() });
        if frame.intent == Intent::Unknown && answer::is_yes_or_no(text, lexicon, heard.clock) {
            let no_news = heard.turn <= self.resolved;
            if !no_news && undo::is_an_order(text) && self.recent.newest().is_some_and(|done| !done.is_undone) {
                return self.undo_last(heard);
            }
            return if no_news { vec![] } else { vec![Step::Say(Reply::NothingPending)] };
        }
        if let Some(offer) = newcomer::offer(&frame, &clarify, text, heard, lexicon) {
            return self.open(offer, heard);
        }
        if frame.intent == Intent::Unknown || ask::is_unanswerable(&clarify) {
            return vec![Step::Say(Reply::Unclear)];
        }
        if ask::is_of_a_day_to_come(&clarify) {
            return vec![Step::Say(Reply::StillToCome)];
        }
        let question = ask::question(&clarify, lexicon.world());
        if ask::stays_open(&clarify) {
            return self.open_question(frames, clarify, question, text, heard);
        }
        vec![Step::Say(Reply::Ask(question))]
    }

    pub(super) fn while_asking(
        &mut self,
        mut asking: Asking,
        parse: &Parse,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Vec<Step> {
        let agreed = parse.clarify.is_none() && parse.frames.first().is_some_and(|it| it.intent == Intent::Confirm);
        let is_offer = asking.offer.is_some() || asking.meant().is_some();
        if agreed && heard.turn > asking.asked && is_offer && !heard.knows {
            return self.open(asking, heard);
        }
        if agreed && heard.turn > asking.asked {
            if let Some(offer) = asking.offer.take() {
                return self.accept(*offer, asking.instead.take(), heard);
            }
            if let Some(said) = asking.meant() {
                return self.meant(&asking, &said, heard, lexicon);
            }
        }
        if let Some(waiting) = asking.instead.take() {
            return self.while_editing(&asking, *waiting, parse, text, heard, lexicon);
        }
        if let Some(steps) = self.priced(&asking, text, heard, lexicon) {
            return steps;
        }
        if let Some(steps) = self.told_how_often(&asking, text, heard, lexicon) {
            return steps;
        }
        match answer::read(&asking, parse, text, heard.clock, lexicon) {
            answer::Answer::Completed(frames) => self.carry_out(&frames, &asking.said, false, heard, lexicon),
            answer::Answer::StillUnclear(frames, clarify) => {
                self.ask_or_give_up(frames, clarify, &asking.said, heard, lexicon)
            }
            answer::Answer::Fresh(parse) => self.instead_of_an_answer(asking, &parse, text, heard, lexicon),
            answer::Answer::GiveUp => {
                let mut steps = vec![Step::Say(Reply::Cancelled)];
                steps.extend(self.next_waiting(heard.now, heard.newest));
                steps
            }
            answer::Answer::NotUnderstood if asking.tries < self.settings.asks_max => {
                asking.tries += 1;
                self.open(asking, heard)
            }
            answer::Answer::NotUnderstood => {
                let mut steps = vec![Step::Say(Reply::Unclear)];
                steps.extend(self.next_waiting(heard.now, heard.newest));
                steps
            }
        }
    }

    /// Something else is told. What only looks something up is answered, and the question asked again after it; a whole new
    /// command drops the question, which is said once.
    fn instead_of_an_answer(
        &mut self,
        asking: Asking,
        parse: &Parse,
        text: &str,
        heard: &Heard<'_>,
        lexicon: &Lexicon,
    ) -> Vec<Step> {
        let drops =
            parse.frames.iter().any(|frame| frame.intent.changes_state() || frame.intent == Intent::SendInvoice);
        if drops {
            let mut steps = vec![Step::Say(Reply::Dropped(about(&asking, lexicon)))];
            steps.extend(self.fresh(parse, text, heard, lexicon));
            return steps;
        }
        let mut steps = self.fresh(parse, text, heard, lexicon);
        if parse.frames.iter().any(|frame| frame.intent == Intent::Stop) {
            return steps;
        }
        steps.extend(self.put_off_question(asking, lexicon));
        let handed_out = !self.posting.is_empty();
        if matches!(self.state, State::Idle) && !handed_out {
            steps.extend(self.next_waiting(heard.now, heard.newest));
        }
        steps
    }

    /// The price of something new was told.
    fn priced(&mut self, asking: &Asking, text: &str, heard: &Heard<'_>, lexicon: &Lexicon) -> Option<Vec<Step>> {
        let name = asking.clarify.heard.as_deref().filter(|_| asking.clarify.slot == Some(Slot::PricePaise))?;
        let Question::PriceOf { .. } = &asking.question else { return None };
        let price = answer::price_alone(text, name, heard.clock, lexicon)?;
        let frame = asking.frames.first()?;
        let limit = lexicon.world().limits.amount_max;
        if price <= crate::money::Money::ZERO || price > limit {
            return Some(self.open(asking.clone(), heard));
        }
        let offer = newcomer::product(name, frame, &asking.clarify, &asking.said, Some(price), heard, lexicon)?;
        Some(self.open(offer, heard))
    }

    /// What was said, with the name that was meant in the place of the one that was heard.
    fn meant(&mut self, asking: &Asking, said: &str, heard: &Heard<'_>, lexicon: &Lexicon) -> Vec<Step> {
        if let Some(waiting) = &asking.instead {
            let edited = self.meant_in_edit(said, waiting, heard, lexicon);
            return edited.unwrap_or_else(|| self.wait_on((**waiting).clone(), heard, Reply::YesOrNo));
        }
        let parse = crate::intent::parse(said, lexicon, None, heard.clock);
        match parse.clarify {
            Some(clarify) => self.ask_or_give_up(parse.frames, clarify, said, heard, lexicon),
            None => self.carry_out(&parse.frames, said, false, heard, lexicon),
        }
    }

    /// Keeps a question for later, and what it is about, since something else is told in between.
    pub(super) fn put_off_question(&mut self, asking: Asking, lexicon: &Lexicon) -> Vec<Step> {
        // An offer tells by itself what it is about.
        let about = Some(&asking).filter(|asking| asking.offer.is_none()).and_then(|asking| about(asking, lexicon));
        self.put_off(Later::Question(Asking { about, ..asking }))
    }

    /// Asks what was put off, and says what it is about.
    pub(super) fn ask_again(&mut self, asking: Asking) -> Vec<Step> {
        let question = asking.question.clone();
        let reply = match asking.about.clone() {
            Some(about) => Reply::AskAgain { about, question },
            None => Reply::Ask(question),
        };
        self.state = State::Asking(asking);
        vec![Step::Say(reply)]
    }
}

/// What a question is about.
fn about(asking: &Asking, lexicon: &Lexicon) -> Option<About> {
    let frame = asking.frames.get(asking.clarify.frame)?;
    let customer = lexicon.world().customers.iter().find(|it| Some(&it.id) == frame.slots.customer_id.as_ref());
    let name = customer.map(|customer| customer.name.clone());
    Some(About { intent: frame.intent, name, amount: frame.slots.amount_paise })
}

impl Asking {
    /// What was said, with the one name that was offered in the place of the one that was heard.
    fn meant(&self) -> Option<String> {
        let Question::DidYouMean { names, .. } = &self.question else { return None };
        let [name] = names.as_slice() else { return None };
        self.with_name(name)
    }

    /// The one of the offered names that the words point at.
    pub(super) fn offered(&self, text: &str) -> Option<String> {
        let Question::DidYouMean { names, .. } = &self.question else { return None };
        choose::named(names, text)
    }

    /// What was said, with this name in the place of the one that was heard.
    pub(super) fn with_name(&self, name: &str) -> Option<String> {
        let heard = self.clarify.heard.as_deref()?;
        self.said.contains(heard).then(|| self.said.replacen(heard, name, 1))
    }
}
