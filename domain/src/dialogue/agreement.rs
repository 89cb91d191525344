//! What the sound of an answer tells beside its words: whether it was a yes.
//!
//! "हैं?" and "huh?", laughter and a sigh are written down as "haan" by ears that know few words so short. So where ears
//! can tell what a sound is, apart from what it was written as, that decides; the words of a longer answer still have to
//! be a yes by themselves.

use super::hypothesis::choose;
use super::words::words;
use super::{Heard, Lexicon};
use crate::ids::TurnId;
use crate::intent::{Frame, Intent, Parse, Slots, speaks_against, understand};
use crate::turn::SessionTime;
use jiff::civil::DateTime;

/// What the ears make of the sound of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Agreement {
    /// They do not tell, or it was typed: the words count.
    #[default]
    Unweighed,
    /// It is a yes.
    Yes,
    /// It may be one: the words tell.
    Fits,
    /// It is none: a question, laughter, a name, a no, noise.
    NotYes,
}

/// A yes of so few words may be a sound that was written as one.
const BARE_WORDS_MAX: usize = 3;

/// Ears that do not weigh the sound must be this sure of a bare yes, in thousandths. Of 231 short sounds that were none
/// (questions, sighs, calls; laughter apart), local ears wrote three as one, with at most 230.
const BARE_SURE: u16 = 400;

/// Short words heard so surely mean what they say, however their sound was weighed. Local ears that were not told to
/// expect a yes write "theek hai" as "Deepak", "haan sahi hai" as "hazaar hi te", "bilkul" as "Bill Kohle": unsurely.
const WORDS_SURE: u16 = 600;

/// What was understood, once the sound had its say: a yes that did not sound like one is nothing that is understood, and
/// a word that means nothing, or was heard unsurely, but sounded like a yes is one. A no, a "wait" and a question stay.
pub(super) fn settled(
    parse: Parse,
    text: &str,
    context: Option<&Frame>,
    heard: &Heard<'_>,
    lexicon: &Lexicon,
) -> Parse {
    if context.is_none() {
        return parse;
    }
    let is_bare = words(text).len() <= BARE_WORDS_MAX;
    let sure = heard.hypotheses.first().map_or(0, |(_, sure)| *sure);
    let is_doubted = match heard.agreement {
        Agreement::Yes | Agreement::Fits => false,
        Agreement::NotYes => true,
        Agreement::Unweighed => is_bare && sure < BARE_SURE,
    };
    if is_doubted && is(&parse, Intent::Confirm) && is_yes(text, heard.clock, lexicon) {
        return understand("", lexicon, context, heard.clock);
    }
    let refuses = is(&parse, Intent::Deny) || is(&parse, Intent::Stop) || speaks_against(text);
    let means_little = is(&parse, Intent::Unknown) || sure < WORDS_SURE;
    if heard.agreement == Agreement::Yes && is_bare && means_little && !refuses {
        let frames = vec![Frame { intent: Intent::Confirm, slots: Slots::default() }];
        return Parse { frames, clarify: None, ..parse };
    }
    parse
}

/// Whether what was heard would agree to a payment that waits: for whoever measures the ears.
#[must_use]
pub fn agrees(hypotheses: &[(String, u16)], agreement: Agreement, lexicon: &Lexicon, clock: DateTime) -> bool {
    let waits = payment();
    let (turn, now) = (TurnId::default(), SessionTime::default());
    let heard = Heard { turn, newest: turn, now, clock, knows: true, hypotheses, agreement, tongue: None };
    let hearing = choose(&heard, lexicon, Some(&waits));
    let text = hearing.text().to_owned();
    let parse = settled(hearing.parse, &text, Some(&waits), &heard, lexicon);
    parse.clarify.is_none() && is(&parse, Intent::Confirm)
}

/// Whether the words are a yes to anything: "hata do" is one only where something is to be taken out, and no sound of a
/// yes is expected of it.
fn is_yes(text: &str, clock: DateTime, lexicon: &Lexicon) -> bool {
    is(&understand(text, lexicon, Some(&payment()), clock), Intent::Confirm)
}

fn payment() -> Frame {
    Frame { intent: Intent::RecordPayment, slots: Slots::default() }
}

fn is(parse: &Parse, intent: Intent) -> bool {
    parse.frames.first().is_some_and(|frame| frame.intent == intent)
}
