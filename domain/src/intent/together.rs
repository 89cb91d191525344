//! One command for several people: "Amit aur Neha dono ko sau sau udhaar", "A ka aur B ka balance".

use super::entity::{Entity, Kind};
use super::evidence::{self, ENOUGH};
use super::frame::{Frame, Intent};
use super::mood::Mood;
use super::senses::{ALL, ALSO, AND, BOTH, EACH, FILLER, HONOR, KA, KO, NE, SE};
use super::slots::{self, Clause};

/// A frame for each of the people, where every one of them is known and what each gets was said.
pub(super) fn frames(clause: &Clause<'_>, lent: Option<Intent>) -> Option<Vec<Frame>> {
    let people = side_by_side(clause)?;
    let ranked = evidence::weigh(clause.facts);
    let best = ranked.first().copied().filter(|(points, _)| *points >= ENOUGH).map(|(_, intent)| intent);
    let intent = lent.or(best)?;
    let money = matches!(intent, Intent::RecordPayment | Intent::AddCredit);
    let fits = money && each(clause) || intent == Intent::CheckBalance;
    let owned: Vec<Entity> = clause.entities.iter().map(|entity| (*entity).clone()).collect();
    let mood = Mood::of(clause.tokens, &owned, &clause.range);
    if !fits || mood.objection(intent).is_some() {
        return None;
    }
    let mut frames = vec![];
    for person in &people {
        let entities = clause
            .entities
            .iter()
            .copied()
            .filter(|entity| !matches!(entity.kind, Kind::Customer(_)) || entity.start == *person)
            .collect();
        let own = Clause { entities, range: clause.range.clone(), ..*clause };
        let (frame, questions) = slots::fill(&own, intent);
        if !questions.is_empty() {
            return None;
        }
        frames.push(frame);
    }
    Some(frames)
}

/// Where the names begin, if two or more known people are named one beside the other and nobody else is.
fn side_by_side(clause: &Clause<'_>) -> Option<Vec<usize>> {
    let mut people: Vec<(&Entity, usize)> = vec![];
    for entity in &clause.entities {
        if let Kind::Customer(mention) = &entity.kind {
            let [person] = mention.people.as_slice() else { return None };
            people.push((entity, *person));
        }
    }
    let joined = people.windows(2).all(|pair| match pair {
        [(left, one), (right, other)] => {
            let between = clause.tokens.get(left.end..right.start).unwrap_or_default();
            let idle = AND.or(ALSO).or(KA).or(KO).or(NE).or(SE).or(HONOR).or(FILLER).or(BOTH);
            let listed = between.iter().any(|token| token.is(AND)) || right.start == left.end;
            one != other && listed && between.iter().all(|token| token.is(idle) || token.part)
        }
        _ => true,
    });
    (people.len() >= 2 && joined).then(|| people.iter().map(|(entity, _)| entity.start).collect())
}

/// Whether the amount is for each: it was said twice over, or "each" was said.
fn each(clause: &Clause<'_>) -> bool {
    clause.facts.doubled || clause.facts.has(EACH) && !clause.facts.has(ALL)
}
