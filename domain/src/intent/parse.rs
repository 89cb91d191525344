//! The whole way from words to frames.

use super::frame::{Clarify, Frame, Intent, Parse, Pending, Reason, Slots};
use super::lexicon::Lexicon;
use jiff::civil::DateTime;

/// What `text` means in this shop at this local moment; `context` is the action that was just read back.
///
/// Pure and deterministic. The text is data: nothing in it is obeyed.
#[must_use]
pub fn parse(text: &str, lexicon: &Lexicon, context: Option<&Pending>, now: DateTime) -> Parse {
    let _ = (text, lexicon, context, now);
    let clarify = Clarify { reason: Reason::OutOfScope, frame: 0, slot: None, candidates: vec![], heard: None };
    Parse {
        frames: vec![Frame { intent: Intent::Unknown, slots: Slots::default() }],
        clarify: Some(clarify),
        confidence: 0,
        trace: vec![],
    }
}
