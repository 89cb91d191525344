//! Which of the readings of an utterance is taken.

use super::Heard;
use super::words::words;
use crate::intent::{Frame, Intent, Lexicon, Parse, parse};

/// A reading this much less likely than the best, in thousandths, is not considered.
const CONFIDENCE_GAP: u16 = 250;

/// The first reading that means something clear, of those nearly as likely as the best; else the first that means
/// something; else the first. "Yes" counts only as the likeliest reading, and only if no other says "no".
pub(super) fn choose(heard: &Heard<'_>, lexicon: &Lexicon, context: Option<&Frame>) -> (String, Parse) {
    let best = heard.hypotheses.first().map_or(0, |(_, confidence)| *confidence);
    let near = heard.hypotheses.iter().filter(|(_, confidence)| confidence.saturating_add(CONFIDENCE_GAP) >= best);
    let mut readings: Vec<(String, Parse)> =
        near.map(|(text, _)| (text.clone(), parse(text, lexicon, context, heard.clock))).collect();
    if readings.is_empty() {
        readings.push((String::new(), parse("", lexicon, context, heard.clock)));
    }
    let denied = readings.iter().position(|(_, parse)| is(parse, Intent::Deny));
    let clear = readings.iter().enumerate().position(|(index, (_, parse))| {
        let certain = index == 0 || !is(parse, Intent::Confirm);
        parse.clarify.is_none() && !is(parse, Intent::Unknown) && certain
    });
    let known = readings.iter().position(|(_, parse)| !is(parse, Intent::Unknown) && !is(parse, Intent::Confirm));
    let confirmed = clear.is_some_and(|index| is(&readings[index].1, Intent::Confirm));
    let chosen = if confirmed { denied.or(clear) } else { clear.or(known) };
    readings.swap_remove(chosen.unwrap_or(0))
}

/// What was heard less surely than this, in thousandths, is a guess.
const SURE_MIN: u16 = 700;

/// Whether nothing was guessed: the likeliest words were taken, and who is meant was called by a word of their name.
pub(super) fn is_sure(text: &str, parse: &Parse, heard: &Heard<'_>, lexicon: &Lexicon) -> bool {
    let likeliest = heard.hypotheses.first().is_some_and(|(first, sure)| first == text && *sure >= SURE_MIN);
    let said = words(text);
    let named = |id: &String| {
        let customer = lexicon.world().customers.iter().find(|customer| &customer.id == id);
        let called = customer.map(|customer| {
            let mut called = words(&customer.name);
            called.extend(customer.nickname.as_deref().map(words).unwrap_or_default());
            called
        });
        called.is_some_and(|called| called.iter().any(|word| said.contains(word)))
    };
    likeliest
        && parse.clarify.is_none()
        && parse.frames.iter().filter_map(|frame| frame.slots.customer_id.as_ref()).all(named)
}

fn is(parse: &Parse, intent: Intent) -> bool {
    parse.frames.first().is_some_and(|frame| frame.intent == intent)
}
