//! Figures as they are typed: `1,25,000` and `1,5`, `.5`, `3/4`, `30/11/2026`. No mark inside of one is dropped without a
//! reason: a comma stands for thousands only where thousands are.

use super::digit;

/// A run of figures, and the letter after it.
pub(super) struct Run {
    pub(super) parts: Vec<Part>,
    pub(super) end: usize,
}

/// One figure of a run.
#[derive(Debug, PartialEq)]
pub(super) struct Part {
    /// As it was typed, without the commas of thousands.
    pub(super) said: String,
    /// As it is looked up.
    pub(super) plain: String,
    /// It stands behind a slash, or inside a day: `1/2`, `30-11-2026`.
    pub(super) over: bool,
    /// A comma stands before it.
    pub(super) apart: bool,
}

/// Digits, and the mark before them.
struct Group {
    mark: char,
    digits: String,
    end: usize,
}

/// More digits than this are a number to ring, whatever stands between them.
const DIGITS_MAX: usize = 9;

/// The run of figures that begins here, if there is more to it than digits and one point between them.
pub(super) fn run(letters: &[char], start: usize) -> Option<Run> {
    if letters.get(start) == Some(&'.') && !is_led(letters, start) {
        return None;
    }
    let groups = groups(letters, start);
    let clock = letters.get(groups.last()?.end) == Some(&':');
    if clock || matches!(groups.as_slice(), [Group { mark: '\0', .. }]) {
        return None;
    }
    if is_day(&groups) || is_pair(&groups) {
        let parts = groups.iter().map(Part::over).collect();
        return Some(Run { parts, end: groups.last()?.end });
    }
    let barred =
        groups.iter().skip(1).position(|group| matches!(group.mark, '/' | '-')).map_or(groups.len(), |at| at + 1);
    let groups = groups.get(..barred)?;
    Some(Run { parts: parts(groups)?, end: groups.last()?.end })
}

/// Whether a figure begins here: a digit, or a point and a digit.
pub(super) fn begins(letters: &[char], start: usize) -> bool {
    let is_digit = |at: usize| letters.get(at).is_some_and(|letter| digit(*letter).is_some());
    is_digit(start) || (letters.get(start) == Some(&'.') && is_digit(start + 1))
}

/// Whether a point may begin a figure here: behind nothing, or behind a sign. "Rs.500" has no point.
fn is_led(letters: &[char], start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|at| letters.get(at));
    before.is_none_or(|letter| matches!(letter, '₹' | '$' | '(' | '"' | '\'' | '=' | '-' | '−'))
        && begins(letters, start)
}

/// The groups of digits from here on, each behind one mark.
fn groups(letters: &[char], start: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = vec![];
    let mut at = start;
    loop {
        let mark = match letters.get(at) {
            Some(mark @ (',' | '.' | '/' | '-')) if !groups.is_empty() || at == start => *mark,
            _ if at == start => '\0',
            _ => break,
        };
        let from = at + usize::from(mark != '\0');
        let digits: String = letters
            .get(from..)
            .unwrap_or_default()
            .iter()
            .map_while(|letter| digit(*letter).and_then(|value| char::from_digit(value, 10)))
            .collect();
        if digits.is_empty() {
            break;
        }
        at = from + digits.len();
        groups.push(Group { mark, digits, end: at });
    }
    groups
}

/// `30/11/2026`, `30-11-26`, `30.11.2026`, `2026-11-30`: the day first, as India writes it, or the year.
fn is_day(groups: &[Group]) -> bool {
    let [first, second, third] = groups else { return false };
    let same = second.mark == third.mark && first.mark == '\0' && matches!(second.mark, '/' | '-' | '.');
    let value = |group: &Group| group.digits.parse().unwrap_or(u16::MAX);
    let year = |group: &Group| matches!(group.digits.len(), 2 | 4) && is_year(value(group));
    let short = |group: &Group| group.digits.len() <= 2 && (1..=31).contains(&value(group));
    let month = second.mark == '/' || value(second) <= 12;
    let day_first = short(first) && year(third);
    let year_first = first.digits.len() == 4 && year(first) && short(third);
    same && month && short(second) && (day_first || year_first)
}

/// Whether a shop's books may have a day in such a year: 2026, or 26.
pub(in super::super) const fn is_year(year: u16) -> bool {
    matches!(year, 2_015..=2_039 | 15..=39)
}

/// `1/2`, `5/11`: a part of one, or a day of a month.
fn is_pair(groups: &[Group]) -> bool {
    let [first, second] = groups else { return false };
    let value = |group: &Group| group.digits.parse().unwrap_or(u16::MAX);
    let short = |group: &Group, most: u16| group.digits.len() <= 2 && (1..=most).contains(&value(group));
    first.mark == '\0' && second.mark == '/' && short(first, 31) && short(second, 12)
}

/// The figures of groups between which only commas and points stand.
fn parts(groups: &[Group]) -> Option<Vec<Part>> {
    let (first, rest) = groups.split_first()?;
    if first.mark == '.' {
        let said = format!("0.{}", first.digits);
        return Some(vec![if rest.is_empty() { Part::one(&said, &said) } else { Part::one(".", ".") }]);
    }
    let dots = rest.iter().filter(|group| group.mark == '.').count();
    let (last, whole) = match rest.split_last() {
        Some((last, whole)) if last.mark == '.' && dots == 1 => (format!(".{}", last.digits), whole),
        _ => (String::new(), rest),
    };
    if whole.is_empty() || (dots > 0 && last.is_empty() && rest.iter().all(|group| group.mark == '.')) {
        return None;
    }
    let said = groups.iter().fold(String::new(), |said, group| match group.mark {
        '\0' => group.digits.clone(),
        mark => format!("{said}{mark}{}", group.digits),
    });
    if dots <= usize::from(!last.is_empty()) && is_grouped(&first.digits, whole) {
        let joined = whole.iter().fold(first.digits.clone(), |joined, group| joined + &group.digits);
        return Some(vec![Part::one(&format!("{joined}{last}"), &format!("{joined}{last}"))]);
    }
    if let ([only], "") = (whole, last.as_str())
        && (only.digits.len() <= 2 || (first.digits == "0" && only.digits.len() == 3))
    {
        return Some(vec![Part::one(&said, &format!("{}.{}", first.digits, only.digits))]);
    }
    let digits: usize = groups.iter().map(|group| group.digits.len()).sum();
    let each = dots == 0 && (digits > DIGITS_MAX || whole.iter().any(|group| group.digits.len() == 1));
    // What is neither is no figure at all: it is asked for.
    Some(if each { groups.iter().map(Part::apart).collect() } else { vec![Part::one(&said, &said)] })
}

/// Thousands, or twos and then three: `1,250`, `1,25,000`.
fn is_grouped(first: &str, rest: &[Group]) -> bool {
    let Some((last, middle)) = rest.split_last() else { return false };
    let all = |length: usize| middle.iter().all(|group| group.digits.len() == length);
    let begins = (1..=3).contains(&first.len()) && !first.starts_with('0');
    begins && last.digits.len() == 3 && (all(3) || (all(2) && first.len() <= 2))
}

impl Part {
    fn one(said: &str, plain: &str) -> Self {
        Self { said: said.to_owned(), plain: plain.to_owned(), over: false, apart: false }
    }

    fn over(group: &Group) -> Self {
        Self { over: group.mark != '\0', ..Self::one(&group.digits, &group.digits) }
    }

    fn apart(group: &Group) -> Self {
        Self { apart: group.mark == ',', ..Self::one(&group.digits, &group.digits) }
    }
}

/// Parts of one that have a letter of their own.
const PARTS: [(char, &str); 10] = [
    ('½', "1/2"),
    ('¼', "1/4"),
    ('¾', "3/4"),
    ('⅛', "1/8"),
    ('⅜', "3/8"),
    ('⅝', "5/8"),
    ('⅞', "7/8"),
    ('⅓', "1/3"),
    ('⅔', "2/3"),
    ('⁄', "/"),
];

/// The text with such letters spelt out: `1½` is `1 1/2`.
pub(super) fn spelt_out(text: String) -> String {
    let part = |letter: char| PARTS.iter().find(|(own, _)| *own == letter).map(|(_, spelt)| *spelt);
    if !text.chars().any(|letter| part(letter).is_some()) {
        return text;
    }
    let mut out = String::with_capacity(text.len() * 2);
    for letter in text.chars() {
        match part(letter) {
            Some(spelt) => {
                if spelt != "/" && out.ends_with(|last: char| digit(last).is_some()) {
                    out.push(' ');
                }
                out.push_str(spelt);
            }
            None => out.push(letter),
        }
    }
    out
}
