//! "Chini ka rate kya hai", "price of rice", "do kilo chawal kitne ka hai": what something costs.

use super::scene::{Scene, is_figure};
use super::{Beyond, Meant, Read};
use crate::intent::entity::Kind;
use crate::intent::frame::{Frame, Intent, Slots};
use crate::intent::senses::{
    ALSO, AND, COMMON, EACH, FILLER, FOR, GIVE, HONOR, HOWMUCH, IS, KA, KO, LEFT, NOW, ON, PRICE, RATE, RUPEE, SE,
    SETTO, SHOW, STEM, STOCK, TELL, THIS, TO, WHAT, YES,
};
use crate::intent::{slots, units};
use crate::quantity::Quantity;

const HOW_MUCH: &[&str] = &["kitne", "kitna", "kitni", "कितने", "कितना", "कितनी"];

pub(super) fn read(scene: &Scene<'_>) -> Option<Read> {
    let facts = &scene.facts;
    let asks = facts.has(HOWMUCH.or(WHAT).or(TELL).or(SHOW));
    let named = facts.has(PRICE) && (asks || scene.tokens.len() <= 4 + 2 * scene.figures());
    if !(named || is_costing(scene)) || facts.has(LEFT.or(STOCK)) || facts.person() || scene.figures() > 1 {
        return None;
    }
    let amount = scene.live().any(|entity| matches!(entity.kind, Kind::Money { .. } | Kind::Phone(_) | Kind::Email(_)));
    let talk = HOWMUCH.or(WHAT).or(TELL).or(SHOW).or(PRICE).or(RATE).or(KA).or(IS).or(FILLER).or(HONOR).or(NOW);
    let talk = talk.or(THIS).or(KO).or(EACH).or(SE).or(ON).or(STEM).or(ALSO).or(AND).or(COMMON).or(FOR).or(TO);
    let talk = talk.or(GIVE).or(RUPEE).or(YES);
    let talk = if asks { talk.or(SETTO) } else { talk };
    // What nobody knows may be the thing, where no other is named.
    let strange = if facts.products == 0 { scene.unknown() } else { vec![] };
    if amount || !scene.says_only(talk, &[&strange[..], &["for", "does", "do", "cost", "costs", "one"]].concat()) {
        return None;
    }
    let clause = scene.whole();
    let mut draft = slots::Draft { slots: Slots::default(), questions: vec![] };
    let product = slots::product(&clause, &mut draft);
    draft.slots.qty_milli = product.and_then(|product| quantity(scene, &clause, product));
    if product.is_some() && scene.figures() == 1 && draft.slots.qty_milli.is_none() {
        return None;
    }
    draft.slots.beyond = Beyond { meant: Some(Meant::Price), ..Beyond::default() };
    Some((Frame { intent: Intent::CheckStock, slots: draft.slots }, draft.questions))
}

/// "kitne ki hai", "how much is": the price, not how much is there.
fn is_costing(scene: &Scene<'_>) -> bool {
    (0..scene.tokens.len()).any(|at| {
        let of = scene.is(at + 1, KA) || scene.is_word(at + 1, &["mein", "me", "में"]);
        let english = scene.is_word(at, &["much"]) && scene.is_word(at + 1, &["is", "for", "does", "are"]);
        (scene.is_word(at, HOW_MUCH) && of) || english
    })
}

/// How much of it the price is asked for.
fn quantity(scene: &Scene<'_>, clause: &slots::Clause<'_>, product: usize) -> Option<Quantity> {
    let figure = scene.live().find(|entity| is_figure(&entity.kind))?;
    let (milli, measure) = match figure.kind {
        Kind::Quantity { milli, measure } => (milli, Some(measure)),
        Kind::Number(figure) => (figure.milli, None),
        Kind::Money { .. }
        | Kind::Customer(_)
        | Kind::Product(_)
        | Kind::When(_)
        | Kind::Phone(_)
        | Kind::Digits
        | Kind::Email(_) => return None,
    };
    let known = clause.lexicon.world.products.get(product)?;
    let packs = clause.lexicon.shelf.packs.get(product).map_or(&[][..], Vec::as_slice);
    let quantity = units::in_base(milli, measure, known.unit, packs)?;
    let limit = clause.lexicon.world.limits.quantity_max.milli();
    (quantity > 0 && quantity <= limit).then(|| Quantity::from_milli(quantity))
}
