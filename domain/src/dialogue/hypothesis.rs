//! Which of the readings of an utterance is taken.

use super::Heard;
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

fn is(parse: &Parse, intent: Intent) -> bool {
    parse.frames.first().is_some_and(|frame| frame.intent == intent)
}
