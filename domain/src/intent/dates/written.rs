//! Days as they are written: `30/11/2026`, `5/11`, `2026-11-05`, and the year behind a month.

use super::super::normalise::is_year;
use super::super::number;
use super::super::senses::RUPEE;
use super::super::token::Token;
use super::When;

/// The day whose figures begin here: the day first, as India writes it, or the year. `3/4` of something is none.
pub(super) fn at(tokens: &[Token], start: usize) -> Option<(usize, When)> {
    let over = |at: usize| tokens.get(at).filter(|token| !token.masked && token.word.over);
    if tokens.get(start)?.word.over || over(start + 1).is_none() {
        return None;
    }
    let value = |at: usize| i16::try_from(tokens.get(at)?.digits? / 1_000).ok();
    let (first, second) = (value(start)?, value(start + 1)?);
    let small = |value: i16| i8::try_from(value).ok();
    if over(start + 2).is_some() {
        let third = value(start + 2)?;
        let (day, year) = if first > 31 { (third, first) } else { (first, third) };
        let year = if year < 100 { 2_000 + year } else { year };
        return Some((start + 3, When::On { day: small(day)?, month: small(second)?, year }));
    }
    let of_one = number::measures(tokens, start + 2);
    let month = small(second).filter(|month| (1..=12).contains(month) && !of_one);
    Some((start + 2, When::OfMonth { day: small(first)?, month: Some(month?), months: None }))
}

/// The same day in the year that is said behind it, if one is.
pub(super) fn with_year((end, when): (usize, When), tokens: &[Token]) -> (usize, When) {
    let When::OfMonth { day, month: Some(month), months: None } = when else { return (end, when) };
    match year(tokens, end) {
        Some((end, year)) => (end, When::On { day, month, year }),
        None => (end, when),
    }
}

/// "2025", "twenty twenty five", "do hazaar pachees": a year, and no money.
fn year(tokens: &[Token], at: usize) -> Option<(usize, i16)> {
    let token = tokens.get(at).filter(|token| !token.masked && !token.word.over)?;
    let typed = token.digits.is_some();
    let found = number::at(tokens, at)?;
    let year = u16::try_from(found.milli / 1_000).ok().filter(|_| found.milli % 1_000 == 0)?;
    let whole = year > 2_000 && is_year(year) && found.end - at <= if typed { 1 } else { 4 };
    let cut = token.word.after_stop && !typed;
    let money = tokens.get(found.end).is_some_and(|next| next.is(RUPEE) || next.unit.is_some());
    (whole && !cut && !money).then_some((found.end, i16::try_from(year).ok()?))
}
