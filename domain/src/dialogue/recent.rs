//! Whom and what a conversation was about last: "uska", "dono", "wahi", "last entry cancel".

use super::words::words;
use super::{Frame, Heard, Proposal};
use crate::intent::{Intent, Lexicon, Parse, Reason, Slot, Slots, Which, World, parse, rules};
use crate::ledger::Command;
use crate::money::Money;
use crate::reply::{Undone, Wish};
use crate::search::{alike, sounding};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// From here on, in thousandths, a word is another spelling of a name.
const ALIKE_MIN: u16 = 850;
/// So many customers are remembered.
const CUSTOMERS_MAX: usize = 4;
/// So many entries can be taken back, the newest first.
const DEEDS_MAX: usize = 4;

/// Whom and what it was about last.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Recent {
    /// Customers, the last one first.
    customers: VecDeque<String>,
    /// What was last done with money or goods.
    last: Option<Frame>,
    /// What was posted, the last first.
    deeds: VecDeque<Done>,
    /// Whether stock or a price was changed last: the books know what it was before.
    #[serde(default)]
    of_the_shelf: bool,
}

/// Something that is in the books and can be taken back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Done {
    /// Whose.
    pub name: String,
    /// What it was.
    pub what: Undone,
    /// How much, without a sign.
    pub amount: Money,
    /// What takes it back.
    pub undo: Command,
    /// Whether it was taken back.
    pub is_undone: bool,
}

/// Words for whoever was spoken of last.
const HIM: &[&str] = &[
    "uska",
    "uski",
    "uske",
    "usko",
    "use",
    "usse",
    "usne",
    "unka",
    "unki",
    "unke",
    "unko",
    "unse",
    "unhone",
    "iska",
    "iski",
    "iske",
    "isko",
    "isne",
    "inka",
    "inki",
    "inke",
    "inko",
    "his",
    "her",
    "their",
    "him",
    "them",
    "he",
    "she",
    "they",
    "same",
    "wahi",
    "wohi",
    "usi",
    "isi",
    "pichla",
    "pichle",
    "pichli",
    "उसका",
    "उसकी",
    "उसके",
    "उसको",
    "उसे",
    "उससे",
    "उसने",
    "उनका",
    "उनकी",
    "उनके",
    "उनको",
    "उनसे",
    "उन्होंने",
    "इसका",
    "इसकी",
    "इसके",
    "इसको",
    "इसने",
    "इनका",
    "इनके",
    "इनको",
    "वही",
    "उसी",
    "इसी",
    "पिछला",
    "पिछले",
    "पिछली",
];

/// The same with the particle that each has in it.
#[rustfmt::skip]
const OF_HIM: &[(&str, &[&str])] = &[
    (" ko", &["usko", "use", "unko", "unhe", "unhein", "isko", "inko", "उसको", "उसे", "उनको", "उन्हें", "इसको", "इनको"]),
    (" ka", &["uska", "unka", "iska", "inka", "उसका", "उनका", "इसका", "इनका"]),
    (" ki", &["uski", "unki", "iski", "inki", "उसकी", "उनकी", "इसकी"]),
    (" ke", &["uske", "unke", "iske", "inke", "उसके", "उनके", "इसके", "इनके"]),
    (" ne", &["usne", "unhone", "isne", "उसने", "उन्होंने", "इसने"]),
    (" se", &["usse", "unse", "उससे", "उनसे"]),
    ("'s", &["his", "their"]),
    ("", &["him", "her", "them", "he", "she", "they"]),
];

/// Words that begin to say who is meant.
const RELATIVE: &str = "jo jinhone jisne jinko jisko jinka jiska जो जिन्होंने जिसने जिनको जिसको जिनका जिसका";
/// What somebody is called whose name is not known.
const CALLINGS: &str = "doctor daktar master masterji pandit panditji sahab saab sahib madam darzi driver thekedar \
    vakil wakil inspector sarpanch डॉक्टर मास्टर पंडित साहब मैडम दर्ज़ी ड्राइवर ठेकेदार वकील सरपंच";
const HONOURS: &str = "sahab saab sahib ji साहब जी";
/// What makes them the one it is about.
const CASES: &str = "ko ne ka ki ke se को ने का की के से";

/// Words for the two who were spoken of last.
const BOTH: &[&str] = &["dono", "donon", "dononko", "both", "दोनों", "दोनो"];

/// Words for as much as the last time.
const AS_MUCH: &[&str] = &["same", "utna", "utne", "utni", "itna", "itne", "wahi", "वही", "उतना", "उतने", "इतना"];

/// Words for the same once more.
const ALSO: &[&str] = &["bhi", "also", "too", "भी"];

/// What else is said with them.
const FOR_ANOTHER: &[&str] =
    &["ko", "bhi", "hi", "ka", "ke", "liye", "for", "also", "too", "aur", "and", "को", "भी", "ही"];

/// Whether somebody is newly described, whom no word for the last one means: "wo jo aaye the", "doctor sahab ko".
fn describes_somebody(said: &[String]) -> bool {
    let word =
        |at: usize, known: &str| said.get(at).is_some_and(|said| known.split_whitespace().any(|word| word == said));
    let called = |at: usize| (at + 1..at + 4).find(|&next| !word(next, HONOURS)).is_some_and(|next| word(next, CASES));
    (0..said.len()).any(|at| word(at, RELATIVE) || (word(at, CALLINGS) && called(at)))
}

fn is_unknown(read: &Parse) -> bool {
    read.frames.iter().all(|frame| frame.intent == Intent::Unknown)
}

/// Whether the words point back at whom or what it was about: then something of it was guessed.
pub(super) fn points_back(text: &str) -> bool {
    words(text).iter().any(|word| [HIM, BOTH, AS_MUCH, ALSO].iter().any(|list| list.contains(&word.as_str())))
}

impl Recent {
    /// These frames are what it is about now.
    pub(super) fn note(&mut self, frames: &[Frame]) {
        for frame in frames {
            if let Some(id) = &frame.slots.customer_id {
                self.customers.retain(|known| known != id);
                self.customers.push_front(id.clone());
                self.customers.truncate(CUSTOMERS_MAX);
            }
            if matches!(frame.intent, Intent::RecordPayment | Intent::AddCredit | Intent::CreateInvoice) {
                self.last = Some(frame.clone());
            }
        }
    }

    /// Something was posted.
    pub(super) fn did(&mut self, done: Done) {
        self.of_the_shelf = false;
        self.deeds.push_front(done);
        self.deeds.truncate(DEEDS_MAX);
    }

    /// Stock or a price was changed.
    pub(super) const fn did_the_shelf(&mut self) {
        self.of_the_shelf = true;
    }

    /// Whether that was the last thing that was done.
    pub(super) const fn is_of_the_shelf(&self) -> bool {
        self.of_the_shelf
    }

    /// What was posted last.
    pub(super) fn newest(&self) -> Option<&Done> {
        self.deeds.front()
    }

    /// "Rahul ka bill cancel karo", and "bill cancel karo" after one was written: where no number was said, the last one is
    /// meant, which is read back with its number.
    pub(super) fn last_bill(&self, mut read: Parse) -> Parse {
        let numbered = read.trace.iter().any(|step| step.rule == rules::NUMBER);
        let asked = read.clarify.as_ref().filter(|clarify| {
            clarify.reason == Reason::MissingSlot && clarify.slot == Some(Slot::InvoiceNo) && !numbered
        });
        let wrote = self.newest().is_some_and(|done| done.what == Undone::Bill && !done.is_undone);
        let frame = asked.and_then(|clarify| read.frames.get_mut(clarify.frame));
        if let Some(frame) = frame.filter(|frame| frame.slots.customer_id.is_some() || wrote) {
            frame.slots.which = Some(Which::Last);
            read.clarify = None;
        }
        read
    }

    /// It was taken back.
    pub(super) fn undid(&mut self, proposal: &Proposal) {
        let command = &proposal.command;
        if !self.deeds.iter().any(|done| done.undo == *command)
            && let Wish::Undo { name, what, amount } = &proposal.wish
        {
            let (name, undo) = (name.clone(), command.clone());
            self.did(Done { name, what: *what, amount: *amount, undo, is_undone: false });
        }
        for done in self.deeds.iter_mut().filter(|done| done.undo == *command) {
            done.is_undone = true;
        }
    }

    /// The reading with whom it leaves unsaid filled in, where the words point back at somebody.
    pub(super) fn fill(&self, read: Parse, text: &str, heard: &Heard<'_>, lexicon: &Lexicon) -> Parse {
        let (said, world) = (words(text), lexicon.world());
        let points = |known: &[&str]| said.iter().any(|word| known.contains(&word.as_str()));
        if points(BOTH)
            && let Some(again) = self.both(&said, heard, lexicon)
        {
            return again;
        }
        let mut read = read;
        if let Some(clarify) = &read.clarify
            && clarify.reason == Reason::MissingSlot
            && clarify.slot == Some(Slot::CustomerId)
            && points(HIM)
            && !describes_somebody(&said)
            && let Some(last) = self.customers.front().filter(|id| is_known(id, world))
            && let Some(frame) = read.frames.get_mut(clarify.frame)
        {
            frame.slots.customer_id = Some(last.clone());
            read.clarify = None;
        }
        if let Some(clarify) = &read.clarify
            && clarify.reason == Reason::MissingSlot
            && clarify.slot == Some(Slot::AmountPaise)
            && points(AS_MUCH)
            && let Some(frame) = read.frames.get_mut(clarify.frame)
            && let Some(last) = self.last.as_ref().filter(|last| last.intent == frame.intent)
        {
            frame.slots.amount_paise = last.slots.amount_paise;
            read.clarify = None;
        }
        if is_unknown(&read)
            && (points(AS_MUCH) || points(ALSO))
            && let Some(again) = self.as_much(&said, heard, lexicon)
        {
            read.frames = vec![again];
            read.clarify = None;
        }
        if is_unknown(&read)
            && points(HIM)
            && let Some(named) = self.named(&said, heard, lexicon)
        {
            return named;
        }
        read
    }

    /// "usko bees aur likho" with the name of whoever was spoken of last in its place.
    fn named(&self, said: &[String], heard: &Heard<'_>, lexicon: &Lexicon) -> Option<Parse> {
        let id = self.customers.front()?;
        let last = lexicon.world().customers.iter().find(|customer| &customer.id == id)?;
        let (mut named, mut place) = (vec![], None);
        for (at, word) in said.iter().enumerate() {
            match OF_HIM.iter().find(|(_, words)| place.is_none() && words.contains(&word.as_str())) {
                Some((particle, _)) => {
                    place = Some(at);
                    named.push(format!("{}{particle}", last.name));
                }
                None => named.push(word.clone()),
            }
        }
        place?;
        let again = parse(&named.join(" "), lexicon, None, heard.clock);
        let same = again.frames.iter().all(|frame| frame.slots.customer_id.as_ref() == Some(id));
        (same && !is_unknown(&again)).then_some(again)
    }

    /// "Priya ko bhi same": what was done last, for somebody else.
    fn as_much(&self, said: &[String], heard: &Heard<'_>, lexicon: &Lexicon) -> Option<Frame> {
        let last = self.last.as_ref()?;
        let known = |word: &&String| ![AS_MUCH, FOR_ANOTHER].iter().any(|list| list.contains(&word.as_str()));
        let name: Vec<&str> = said.iter().filter(known).map(String::as_str).collect();
        let asked = parse(&format!("{} ka balance kitna hai", name.join(" ")), lexicon, None, heard.clock);
        let [found] = asked.frames.as_slice() else { return None };
        let customer_id = found.slots.customer_id.clone().filter(|_| asked.clarify.is_none() && name.len() <= 3)?;
        let told = said.iter().any(|word| AS_MUCH.contains(&word.as_str()));
        if !told && !is_only_a_name(&name, &customer_id, lexicon.world()) {
            return None;
        }
        let slots = Slots { customer_id: Some(customer_id), date: None, ..last.slots.clone() };
        Some(Frame { intent: last.intent, slots })
    }

    /// "dono ko sau sau" with the names of the two in its place.
    fn both(&self, said: &[String], heard: &Heard<'_>, lexicon: &Lexicon) -> Option<Parse> {
        let name = |at: usize| {
            let id = self.customers.get(at)?;
            lexicon.world().customers.iter().find(|customer| &customer.id == id).map(|customer| customer.name.as_str())
        };
        let (last, before) = (name(0)?, name(1)?);
        let named: Vec<String> = said
            .iter()
            .map(|word| if BOTH.contains(&word.as_str()) { format!("{before} aur {last}") } else { word.clone() })
            .collect();
        let wanted = [self.customers.get(1)?, self.customers.front()?];
        let again = parse(&named.join(" "), lexicon, None, heard.clock);
        let named: Vec<&String> = again.frames.iter().filter_map(|frame| frame.slots.customer_id.as_ref()).collect();
        (again.clarify.is_none() && named == wanted).then_some(again)
    }
}

/// Whether these words are a customer's name, as it sounds, and nothing else.
fn is_only_a_name(said: &[&str], id: &str, world: &World) -> bool {
    let Some(customer) = world.customers.iter().find(|customer| customer.id == id) else { return false };
    let called = [Some(customer.name.as_str()), customer.nickname.as_deref()];
    let own: Vec<_> = called.into_iter().flatten().flat_map(sounding).collect();
    let is_own = |word: &&str| sounding(word).iter().all(|word| own.iter().any(|name| alike(word, name) >= ALIKE_MIN));
    said.iter().all(is_own)
}

fn is_known(id: &str, world: &World) -> bool {
    world.customers.iter().any(|customer| customer.id == id)
}
