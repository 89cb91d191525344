//! One clause as the evidence sees it: which senses are there, who stands in which role, what is counted.

use super::dates::When;
use super::entity::{Entity, Kind};
use super::senses::{
    BOTH, BY, CUSTOMER, FILLER, FOR, FROM, FUTURE, HONOR, HOWMUCH, KA, KO, NAMED, NE, NOT, ON, PAST, PRON, RATE, SAME,
    SE, Senses, TELL, TO, WHAT, WHO, WILLGIVE,
};
use super::token::Token;
use std::ops::Range;

/// In which roles customers stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Roles {
    /// "X ne"
    pub ne: bool,
    /// "X ko", "to X"
    pub ko: bool,
    /// "X se", "from X"
    pub se: bool,
    /// "X ka", "X's", "of X"
    pub ka: bool,
    /// "X par", "on X"
    pub on: bool,
    /// "X ke liye", "for X", "X ke naam"
    pub for_whom: bool,
    /// no particle at all
    pub bare: bool,
}

/// What a clause holds.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Facts {
    pub senses: Senses,
    pub roles: Roles,
    pub customers: usize,
    /// Customers that the shop knows.
    pub known: usize,
    pub products: usize,
    /// Things that the shop does not have.
    pub strange: usize,
    pub quantities: usize,
    pub amounts: usize,
    /// An amount is said to be money.
    pub rupees: bool,
    pub day: bool,
    pub clock: bool,
    pub stretch: bool,
    pub phone: bool,
    pub email: bool,
    pub question: bool,
    pub negated: bool,
    pub past: bool,
    pub future: bool,
    /// Somebody meant by "uska", "same".
    pub pronoun: bool,
    /// Somebody named has a reminder to come.
    pub reminded: bool,
    /// An amount was said twice over: "sau sau".
    pub doubled: bool,
    /// A day was taken back for another.
    pub redated: bool,
    /// "unke upar": onto somebody said before.
    pub upon: bool,
    /// "ab", "now": from this moment on.
    pub now: bool,
    /// "was", "tha": it was so before.
    pub before: bool,
    pub words: usize,
    pub unknown: usize,
}

impl Facts {
    /// Whether any of these senses is there.
    pub(super) const fn has(&self, senses: Senses) -> bool {
        self.senses.any(senses)
    }

    /// Whether somebody is named or meant.
    pub(super) const fn person(&self) -> bool {
        self.customers > 0 || self.pronoun
    }
}

/// Gathers the facts of the words in `range`.
pub(super) fn gather(tokens: &[Token], entities: &[Entity], range: &Range<usize>) -> Facts {
    let mut facts = Facts { words: range.len(), ..Facts::default() };
    let inside = |entity: &&Entity| !entity.struck && entity.start >= range.start && entity.end <= range.end;
    for entity in entities.iter().filter(inside) {
        facts.rupees |= matches!(entity.kind, Kind::Money { .. });
        match &entity.kind {
            Kind::Customer(mention) => {
                facts.customers += 1;
                facts.known += usize::from(!mention.people.is_empty());
                facts.reminded |= mention.reminded;
                add(&mut facts.roles, roles(tokens, entity, range));
            }
            Kind::Product(called) => {
                facts.products += 1;
                facts.strange += usize::from(called.products.is_empty());
            }
            Kind::Number(figure) if figure.article => {}
            Kind::Number(_) if counts_things(entities, entity) => facts.quantities += 1,
            Kind::Number(_) | Kind::Money { .. } => facts.amounts += 1,
            Kind::Quantity { .. } => facts.quantities += 1,
            Kind::When(When::Clock { .. } | When::Part(_)) => facts.clock = true,
            Kind::When(When::Weeks(_) | When::Months(_) | When::LastDays(_)) => facts.stretch = true,
            Kind::When(When::Vague) => {}
            Kind::When(_) => facts.day = true,
            Kind::Phone(_) | Kind::Digits => facts.phone = true,
            Kind::Email(_) => facts.email = true,
        }
    }
    facts.doubled = entities.windows(2).any(|pair| match pair {
        [first, second] => {
            first.struck
                && !second.struck
                && first.end == second.start
                && first.start >= range.start
                && second.end <= range.end
                && matches!(first.kind, Kind::Number(_))
                && matches!(second.kind, Kind::Number(_) | Kind::Money { .. })
        }
        _ => false,
    });
    facts.redated = entities.iter().any(|entity| {
        entity.struck && matches!(entity.kind, Kind::When(_)) && entity.start >= range.start && entity.end <= range.end
    });
    for (at, token) in tokens.iter().enumerate().take(range.end).skip(range.start) {
        if token.masked {
            continue;
        }
        let counted = entities.iter().any(|entity| {
            entity.start <= at
                && at < entity.end
                && matches!(entity.kind, Kind::Number(_) | Kind::Money { .. } | Kind::Quantity { .. } | Kind::When(_))
        });
        if counted {
            continue;
        }
        facts.upon |= matches!(token.word.plain.as_str(), "upar" | "pe" | "par" | "ke_upar" | "ऊपर" | "पर" | "पे")
            && at.checked_sub(1).and_then(|last| tokens.get(last)).is_some_and(|last| last.is(PRON));
        facts.upon |= matches!(token.word.plain.as_str(), "against" | "on" | "onto" | "under")
            && tokens.get(at + 1).is_some_and(|next| next.is(PRON) && !next.word.after_stop);
        facts.before |= matches!(token.word.plain.as_str(), "was" | "were" | "used" | "tha" | "thi" | "था" | "थी");
        facts.now |= matches!(token.word.plain.as_str(), "ab" | "now" | "अब");
        let filler = range.len() > 2 && matches!(token.word.plain.as_str(), "na" | "ना");
        facts.senses = facts.senses.or(if filler { FILLER } else { token.senses });
        facts.unknown += usize::from(token.is_unknown());
    }
    facts.question = facts.has(HOWMUCH.or(WHAT).or(WHO).or(TELL));
    facts.negated = facts.has(NOT);
    facts.past = facts.has(PAST);
    facts.future = facts.has(FUTURE.or(WILLGIVE));
    facts.pronoun = facts.has(PRON.or(SAME));
    facts
}

/// "twenty mirrors": a number right before a thing counts it.
fn counts_things(entities: &[Entity], number: &Entity) -> bool {
    entities.iter().any(|entity| {
        !entity.struck
            && entity.start == number.end
            && matches!(&entity.kind, Kind::Product(called) if !called.products.is_empty())
    })
}

const fn add(roles: &mut Roles, more: Roles) {
    roles.ne |= more.ne;
    roles.ko |= more.ko;
    roles.se |= more.se;
    roles.ka |= more.ka;
    roles.on |= more.on;
    roles.for_whom |= more.for_whom;
    roles.bare |= more.bare;
}

/// The particles around a customer's name.
pub(super) fn roles(tokens: &[Token], entity: &Entity, range: &Range<usize>) -> Roles {
    let mut roles = Roles::default();
    let followed = |at: usize| {
        tokens.get(at + 1).is_some_and(|next| !next.masked && next.senses.any(NE.or(KO).or(SE).or(KA).or(ON).or(NAMED)))
    };
    let mut at = entity.end;
    while at < range.end
        && tokens.get(at).is_some_and(|token| {
            !token.masked
                && !token.word.after_stop
                && token.senses.any(HONOR.or(BOTH))
                && (!token.senses.any(NE.or(KO).or(SE).or(KA)) || followed(at))
        })
    {
        at += 1;
    }
    let possessive = tokens.get(entity.start..at).is_some_and(|own| own.iter().any(|token| token.word.possessive));
    let next = tokens.get(at).filter(|token| at < range.end && !token.masked && !token.word.after_stop);
    if let Some(next) = next {
        roles.ne = next.senses.any(NE);
        roles.ko = next.senses.any(KO);
        roles.se = next.senses.any(SE);
        roles.ka = (next.senses.any(KA) && next.word.plain != "of") || (next.senses.any(RATE) && at == entity.end);
        roles.for_whom = next.senses.any(FOR.or(NAMED)) && next.word.plain != "for";
        roles.on = next.senses.any(ON) && !matches!(next.word.plain.as_str(), "in" | "at" | "on" | "to");
    }
    roles.ka |= possessive;
    let mut before = entity.start;
    while before > range.start
        && tokens.get(before - 1).is_some_and(|token| {
            !token.masked
                && token.senses.any(FILLER.or(HONOR).or(CUSTOMER))
                && !token.word.after_stop
                && !token.senses.any(FOR.or(FROM).or(TO))
        })
    {
        before -= 1;
    }
    let last = before
        .checked_sub(1)
        .filter(|at| *at >= range.start)
        .and_then(|at| tokens.get(at))
        .filter(|token| !token.masked);
    if let Some(last) = last.filter(|_| tokens.get(before).is_none_or(|token| !token.word.after_stop)) {
        let plain = last.word.plain.as_str();
        roles.se |= last.senses.any(FROM) || plain == "by";
        roles.ko |=
            matches!(plain, "gave" | "give" | "paid" | "pay" | "sent" | "send" | "lent" | "lend" | "handed" | "given");
        let down = before.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(|token| token.word.plain == "down");
        roles.ko |= last.senses.any(TO) || (last.part && down && plain == "to");
        roles.for_whom |= plain == "for" || (plain == "with" && last.senses.any(BY));
        roles.ka |= plain == "of";
        roles.on |= matches!(plain, "on" | "against" | "onto");
    }
    let any = roles.ne || roles.ko || roles.se || roles.ka || roles.on || roles.for_whom;
    roles.bare = !any;
    roles
}
