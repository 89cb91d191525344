//! "Har mahine ki pehli ko", "every Monday": how often a reminder comes again.

use crate::intent::normalise::plain;
use crate::ledger::Recurrence;

/// A word for each time.
const EACH: &[&str] = &["har", "every", "each", "prati", "हर", "प्रति"];
const MONTH: &[&str] = &["mahine", "maheene", "mahina", "mahinay", "maah", "month", "months", "महीने", "महीना", "माह"];
const WEEK: &[&str] = &["hafte", "haftay", "hafta", "saptah", "week", "हफ्ते", "हफ़्ते", "सप्ताह"];
#[rustfmt::skip]
const WEEKDAY: &[&str] = &[
    "somvaar", "somwar", "somvar", "mangalvaar", "mangalwar", "mangal", "budhvaar", "budhwar", "guruvaar", "guruwar",
    "shukravaar", "shukrawar", "shukravar", "shanivaar", "shaniwar", "ravivaar", "raviwar", "itwaar", "itvaar", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार",
    "शनिवार", "रविवार", "इतवार",
];
const DAY: &[&str] = &["din", "roz", "day", "दिन", "रोज़", "रोज"];
const OF: &[&str] = &["ki", "ke", "ka", "की", "के", "का"];

/// How often, and the words without what says so; none where it is said of nothing.
pub(super) fn read(text: &str) -> Option<(Recurrence, String)> {
    let said: Vec<&str> = text.split_whitespace().collect();
    let words: Vec<String> = said.iter().map(|word| plain(word.trim_matches([',', '.', '!']))).collect();
    let is = |at: usize, list: &[&str]| words.get(at).is_some_and(|word| list.contains(&word.as_str()));
    let without = |from: usize, to: usize| {
        let kept = said.iter().enumerate().filter(|(at, _)| *at < from || *at >= to).map(|(_, word)| *word);
        kept.collect::<Vec<_>>().join(" ")
    };
    let alone = (0..words.len()).find_map(|at| {
        let how = if is(at, &["monthly"]) {
            Recurrence::Monthly
        } else if is(at, &["weekly"]) {
            Recurrence::Weekly
        } else if is(at, &["daily", "rozana", "roz", "रोज़ाना", "रोजाना", "रोज़", "रोज"])
        {
            Recurrence::Daily
        } else {
            return None;
        };
        Some((how, without(at, at + 1)))
    });
    let each = (0..words.len()).find(|&at| is(at, EACH) && !is(at + 1, EACH));
    let phrase = each.and_then(|at| {
        let end = at + 2 + usize::from(is(at + 2, OF));
        if is(at + 1, MONTH) {
            Some((Recurrence::Monthly, without(at, end)))
        } else if is(at + 1, WEEKDAY) {
            // The day stays: it tells the first time.
            Some((Recurrence::Weekly, without(at, at + 1)))
        } else if is(at + 1, WEEK) {
            Some((Recurrence::Weekly, without(at, end)))
        } else if is(at + 1, DAY) {
            Some((Recurrence::Daily, without(at, end)))
        } else {
            None
        }
    });
    phrase.or(alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_often_is_told_apart_from_when() {
        let read = |text| read(text).map(|(how, rest)| (how.as_str(), rest));
        let month = |rest: &str| Some(("monthly", rest.to_owned()));
        assert_eq!(read("har mahine ki pehli ko Amit ko yaad dilana"), month("pehli ko Amit ko yaad dilana"));
        assert_eq!(read("remind Amit every month on the 1st"), month("remind Amit on the 1st"));
        assert_eq!(read("Amit ko har somvaar yaad dilao"), Some(("weekly", "Amit ko somvaar yaad dilao".to_owned())));
        assert_eq!(read("Amit ko roz yaad dilao"), Some(("daily", "Amit ko yaad dilao".to_owned())));
        assert_eq!(read("Amit ko kal yaad dilao"), None);
    }
}
