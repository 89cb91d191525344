//! What a language model is shown of the shop and of the conversation, and how its answer is read.

use super::FRAMES_MAX;
use crate::intent::clauses;
use crate::intent::entity;
use crate::intent::frame::{Frame, Intent};
use crate::intent::lexicon::Lexicon;
use crate::intent::normalise;
use crate::intent::products;
use crate::intent::senses::{ALSO, PRON, SAME};
use crate::intent::token;
use crate::intent::world::WorldProduct;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// The most customers, and the most products, that are shown: those that the words may name.
const NAMES_MAX: usize = 20;
/// The most letters of a name that are shown.
const NAME_LETTERS_MAX: usize = 60;
/// The most letters of a transcript that are shown.
const TEXT_LETTERS_MAX: usize = 1_000;
/// The most earlier utterances that are shown.
const EARLIER_MAX: usize = 3;

/// Something that was said before in this conversation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Earlier {
    /// The words.
    pub text: String,
    /// What they were taken for.
    pub intent: Intent,
}

/// A question for a language model: data, never an instruction. Customers and products stand under small numbers of
/// their own, so that no identity leaves the shop and none can be made up.
#[derive(Clone, PartialEq, Debug)]
pub struct Offer {
    customers: Vec<String>,
    products: Vec<String>,
    words: String,
    data: Value,
}

impl Offer {
    /// What is shown for these words: the names of this shop that they may mean, and nothing else of it; what was said
    /// before only where they refer to it ("usko", "same", "bhi"), so that the same words are the same question.
    #[must_use]
    pub fn new(text: &str, lexicon: &Lexicon, today: Date, earlier: &[Earlier]) -> Self {
        let mut tokens = token::tokens(normalise::words(text));
        let (customers, products) = names(&tokens, lexicon);
        let mut entities = entity::find(&mut tokens, lexicon);
        clauses::strike(&mut tokens, &mut entities);
        let words: Vec<&str> = tokens.iter().map(|token| token.word.plain.as_str()).collect();
        let world = lexicon.world();
        let people = customers.iter().filter_map(|at| world.customers.get(*at));
        let things: Vec<&WorldProduct> = products.iter().filter_map(|at| world.products.get(*at)).collect();
        let number = |letter: char, at: usize| format!("{letter}{}", at + 1);
        let shown_people: Vec<Value> = people
            .clone()
            .enumerate()
            .map(|(at, person)| json!({ "id": number('c', at), "name": cut(&person.name, NAME_LETTERS_MAX) }))
            .collect();
        let shown_things: Vec<Value> = things
            .iter()
            .enumerate()
            .map(|(at, thing)| {
                let name = cut(&thing.name, NAME_LETTERS_MAX);
                json!({ "id": number('p', at), "name": name, "unit": thing.unit, "packs": thing.packs })
            })
            .collect();
        let refers = tokens.iter().any(|token| token.is(PRON.or(SAME).or(ALSO)));
        let earlier = if refers { earlier } else { &[] };
        let skip = earlier.len().saturating_sub(EARLIER_MAX);
        let earlier: Vec<Value> = earlier
            .iter()
            .skip(skip)
            .map(|said| json!({ "said": cut(&said.text, TEXT_LETTERS_MAX), "taken_for": said.intent }))
            .collect();
        let data = json!({
            "transcript": cut(text, TEXT_LETTERS_MAX),
            "today": format!("{today}, {:?}", today.weekday()),
            "customers": shown_people,
            "products": shown_things,
            "earlier": earlier,
        });
        Self {
            customers: people.map(|person| person.id.clone()).collect(),
            products: things.iter().map(|thing| thing.id.clone()).collect(),
            words: words.join(" "),
            data,
        }
    }

    /// What is shown.
    #[must_use]
    pub const fn data(&self) -> &Value {
        &self.data
    }

    /// What names this question: the normalised words and everything else that is shown. Two questions with one key
    /// have one answer.
    #[must_use]
    pub fn key(&self) -> String {
        let rest = ["today", "customers", "products", "earlier"].map(|part| self.data[part].to_string());
        format!("{}\n{}\n{:?}\n{:?}", self.words, rest.join("\n"), self.customers, self.products)
    }

    /// The frames of an answer, with the shop's own identities; none where the answer is not of the shape that was
    /// asked for, or names what was not shown.
    #[must_use]
    pub fn read(&self, answer: &Value) -> Option<Vec<Frame>> {
        let frames = answer.get("frames")?.as_array().filter(|frames| frames.len() <= FRAMES_MAX)?;
        frames.iter().map(|frame| self.frame(frame)).collect()
    }

    fn frame(&self, frame: &Value) -> Option<Frame> {
        let mut slots = Map::new();
        for (name, value) in frame.get("slots")?.as_object()? {
            let value = match (name.as_str(), value) {
                (_, Value::Null) => continue,
                ("customer_id", value) => known(&self.customers, 'c', value)?,
                ("product_id", value) => known(&self.products, 'p', value)?,
                ("items", value) => {
                    Value::Array(value.as_array()?.iter().map(|item| self.item(item)).collect::<Option<Vec<Value>>>()?)
                }
                (_, value) => value.clone(),
            };
            slots.insert(name.clone(), value);
        }
        serde_json::from_value(json!({ "intent": frame.get("intent")?, "slots": slots })).ok()
    }

    fn item(&self, item: &Value) -> Option<Value> {
        let mut item = item.as_object()?.clone();
        item.retain(|_, value| !value.is_null());
        let product = known(&self.products, 'p', item.get("product_id")?)?;
        item.insert("product_id".to_owned(), product);
        Some(Value::Object(item))
    }
}

/// The customers and products that the words may name, in the order of the words, by their places in the world.
fn names(tokens: &[token::Token], lexicon: &Lexicon) -> (Vec<usize>, Vec<usize>) {
    let called = lexicon.shelf.mentions(tokens);
    let things: Vec<bool> = tokens.iter().map(products::is_thing).collect();
    let people = lexicon.people.mentions(tokens, &things).into_iter().flat_map(|mention| mention.people);
    let products = called.into_iter().flat_map(|called| called.products);
    (each_once(people), each_once(products))
}

fn each_once(places: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut once: Vec<usize> = vec![];
    for place in places {
        if once.len() < NAMES_MAX && !once.contains(&place) {
            once.push(place);
        }
    }
    once
}

/// The identity behind a small number: `c1` is the first customer that was shown.
fn known(shown: &[String], letter: char, value: &Value) -> Option<Value> {
    let place: usize = value.as_str()?.strip_prefix(letter)?.parse().ok()?;
    shown.get(place.checked_sub(1)?).cloned().map(Value::String)
}

/// Printable letters only, and not too many.
fn cut(text: &str, letters: usize) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(letters).collect()
}
