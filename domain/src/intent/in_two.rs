//! A quantity told in two units: "ek kilo do sau pachas gram cheeni" is one and a quarter kilos.
#![expect(clippy::indexing_slicing, reason = "places come from the slice itself")]

use super::entity::{Entity, Kind};
use super::senses::AND;
use super::token::Token;
use super::units::Measure;

/// Joins a quantity with the smaller one right behind it, where more quantities are told than things. "Chawal ek kilo do
/// sau gram cheeni" are two things, each with its own.
pub(super) fn join(tokens: &[Token], entities: &mut Vec<Entity>) {
    let count = |fits: fn(&Kind) -> bool| entities.iter().filter(|entity| fits(&entity.kind)).count();
    let things = count(|kind| matches!(kind, Kind::Product(_)));
    let mut spare = count(|kind| matches!(kind, Kind::Quantity { .. })).saturating_sub(things);
    let mut at = 1;
    while at < entities.len() && spare > 0 {
        match together(tokens, &entities[at - 1], &entities[at]) {
            Some(kind) => {
                entities[at - 1].end = entities[at].end;
                entities[at - 1].kind = kind;
                entities.remove(at);
                spare -= 1;
            }
            None => at += 1,
        }
    }
}

/// Both in the smaller one's unit.
fn together(tokens: &[Token], large: &Entity, small: &Entity) -> Option<Kind> {
    let (Kind::Quantity { milli: many, measure: of }, Kind::Quantity { milli: more, measure }) =
        (&large.kind, &small.kind)
    else {
        return None;
    };
    let between = tokens.get(large.end..small.start)?;
    let joined = between.iter().all(|token| token.is(AND)) && between.len() <= 1;
    let cut = tokens.get(large.end..=small.start)?.iter().any(|token| token.word.after_stop);
    let ((Measure::Weight(whole), Measure::Weight(part))
    | (Measure::Volume(whole), Measure::Volume(part))
    | (Measure::Length(whole), Measure::Length(part))
    | (Measure::Count(whole), Measure::Count(part))) = (*of, *measure)
    else {
        return None;
    };
    let fits = whole > part && whole % part == 0 && more.checked_mul(part)? < whole.checked_mul(1_000)? && *more > 0;
    let milli = many.checked_mul(whole / part)?.checked_add(*more)?;
    (joined && !cut && fits && *many > 0).then_some(Kind::Quantity { milli, measure: *measure })
}
