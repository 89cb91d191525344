//! Days that the calendar does not place: a feast, some days ago, that day.

use super::super::calendar::Calendar;
use super::super::number;
use super::super::senses::{DAY, KA, MONTH, PREVIOUS, WEEK};
use super::super::token::Token;
use super::is_ago;

/// Feasts, which fall on another day every year or are kept for several.
const FEASTS: &str = "diwali deepawali deepavali dipawali divali dhanteras holi dussehra dasara dashehra navratri navratra \
    janmashtami rakshabandhan lohri baisakhi pongal onam chhath eid bakrid muharram christmas xmas \
    tyohar tyohaar festival दिवाली दीवाली दीपावली धनतेरस होली दशहरा दशहरे नवरात्रि जन्माष्टमी लोहड़ी छठ \
    ईद बकरीद मुहर्रम क्रिसमस त्योहार त्यौहार";
/// "Happy diwali" tells of no day.
const GREETINGS: &str = "happy shubh merry mubarak हैप्पी शुभ";
/// A number of days that nobody counted.
const SOME: &str = "kuch kuchh kai kayi thode chand bahut few some many several couple कुछ कई थोड़े बहुत";
/// Years, which nothing is written for.
const YEARS: &str = "saal sal baras year years साल बरस वर्ष";
/// "That day".
const THAT: &str = "us usi uss that other उस उसी";

/// The token after an expression of such a day, if one starts here.
pub(super) fn at(tokens: &[Token], start: usize) -> Option<usize> {
    let token = |at: usize| tokens.get(at).filter(|token| !token.masked && !token.part);
    let word =
        |at: usize, words: &str| token(at).is_some_and(|it| words.split_whitespace().any(|word| word == it.word.plain));
    let is = |at: usize, senses| token(at).is_some_and(|token| token.is(senses));
    let spans = |at: usize| is(at, DAY.or(WEEK).or(MONTH)) || word(at, YEARS);
    let last = start.checked_sub(1);
    if word(start, FEASTS) && !last.is_some_and(|at| word(at, GREETINGS)) {
        // "diwali ke din" is a day; "diwali ka hisaab" is not.
        if is(start + 2, DAY) && (is(start + 1, KA) || word(start + 1, "wale wala waale वाले")) {
            return Some(start + 3);
        }
        return (!is(start + 1, KA)).then_some(start + 1);
    }
    // "In November", "november mein": a month is no day to write for.
    let month = |at: usize| token(at).is_some_and(|token| matches!(token.calendar, Some(Calendar::Month(_))));
    let said = token(start).is_some_and(|token| !matches!(token.word.plain.as_str(), "march" | "मार्च"));
    let led = last.is_some_and(|at| word(at, "in during last pichle pichhle पिछले")) && said;
    if month(start) && (led || word(start + 1, "mein me main mai में मे")) {
        return Some(start + 1);
    }
    if is(start, PREVIOUS) && word(start + 1, YEARS) {
        return Some(start + 2);
    }
    if word(start, SOME) {
        let span = start + 1 + usize::from(word(start + 1, "of hi ही"));
        return (spans(span) && is_ago(tokens, span + 1)).then_some(span + 2);
    }
    if word(start, THAT) && is(start + 1, DAY) {
        return Some(start + 2);
    }
    let count = number::at(tokens, start)?;
    let far = is(count.end, MONTH) || word(count.end, YEARS);
    (far && is_ago(tokens, count.end + 1)).then_some(count.end + 2)
}
