//! How answers begin: what a voice can make ready before anything was asked.

use super::question::Question;
use super::words::{self, Form, Tongue};
use super::{Deed, Reply, Wish};
use crate::intent::Slot;
use crate::money::Money;

/// Customers whose names are made ready, at most.
const NAMES_MAX: usize = 40;

/// Amounts in rupees with which an answer often begins.
const ROUND: [i64; 12] = [50, 100, 150, 200, 250, 300, 400, 500, 1_000, 1_500, 2_000, 5_000];

/// Sentences that are said as they are in any shop, the most frequent first.
#[must_use]
pub fn fixed(tongue: Tongue) -> Vec<String> {
    let name = || "Asha".to_owned();
    let paid = || vec![Wish::Payment { name: name(), amount: Money::ZERO, mode: None, day: None }];
    let entry = || Deed::Entry { name: name(), balance: Money::ZERO };
    // Of these one sentence stands in every such answer: the last of the questions, the first of what was done.
    let asked = [Reply::ReadBack(paid()), Reply::YesOrNo(paid()), Reply::SayYes(paid())];
    let done = [Reply::Written(entry()), Reply::Written(Deed::Undone { name: name(), balance: Money::ZERO })];
    let whole = [
        Reply::Ask(Question::Missing(Slot::AmountPaise)),
        Reply::Ask(Question::Missing(Slot::CustomerId)),
        Reply::Ask(Question::Missing(Slot::Items)),
        Reply::Cancelled,
        Reply::Unclear,
        Reply::SayAgain,
        Reply::Kept,
        Reply::NothingPending,
        Reply::Goodbye,
        Reply::Busy,
        Reply::Trouble,
    ];
    let asked = asked.iter().filter_map(|reply| sentences(reply, tongue).pop());
    let done = done.iter().filter_map(|reply| sentences(reply, tongue).into_iter().next());
    let whole = whole.iter().flat_map(|reply| sentences(reply, tongue));
    asked.chain(done).chain(whole).collect()
}

fn sentences(reply: &Reply, tongue: Tongue) -> Vec<String> {
    let spoken = reply.spoken(tongue);
    spoken.split_inclusive(['.', '।', '?']).map(|sentence| sentence.trim().to_owned()).collect()
}

/// The openings of answers about these customers, the likeliest first. In English a sentence goes on after the name; in
/// Hindi the word that tells whose it is belongs to the name.
#[must_use]
pub fn of_customers(names: &[&str], tongue: Tongue) -> Vec<String> {
    let after: &[&str] = match tongue {
        Tongue::En => &[""],
        Tongue::Hi => &[" ने", " को", "", " पर"],
    };
    let openings =
        |after: &&str| names.iter().take(NAMES_MAX).map(|name| format!("{name}{after},")).collect::<Vec<_>>();
    after.iter().flat_map(openings).collect()
}

/// Round amounts, where an answer begins with one: "five hundred rupees on credit to Suresh".
#[must_use]
pub fn of_amounts(tongue: Tongue) -> Vec<String> {
    if tongue == Tongue::Hi {
        return vec![];
    }
    let spoken = |rupees: i64| words::money(Money::from_paise(rupees.saturating_mul(100)), tongue, Form::Spoken);
    ROUND.iter().map(|rupees| format!("{},", spoken(*rupees))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_and_the_word_that_it_is_done_are_ready_first() {
        let (english, hindi) =
            ("Yes or no – say “yes, go ahead”, or “no”.", "हाँ या नहीं – “हाँ, ठीक है” बोलिए, या “नहीं”।");
        assert_eq!(fixed(Tongue::En)[..5], ["Shall I write it?", "Yes or no?", english, "Written.", "Taken back."]);
        assert_eq!(fixed(Tongue::Hi)[..5], ["लिख दूँ?", "हाँ या नहीं?", hindi, "लिख दिया।", "हटा दिया।"]);
    }

    #[test]
    fn what_is_said_of_a_customer_begins_as_was_made_ready() {
        let name = "Sunita Devi".to_owned();
        let amount = Money::from_paise(50_000);
        let paid = Wish::Payment { name: name.clone(), amount, mode: None, day: None };
        let owes = Reply::Balance { name: name.clone(), balance: amount };
        let credit = Wish::Credit { name, amount, day: None };
        let answers = [Reply::ReadBack(vec![paid]), owes, Reply::ReadBack(vec![credit])];
        for tongue in [Tongue::En, Tongue::Hi] {
            let ready = [of_customers(&["Sunita Devi"], tongue), of_amounts(tongue)].concat();
            for answer in &answers {
                let said = answer.spoken(tongue);
                assert!(ready.iter().any(|opening| said.starts_with(opening.trim_end_matches(','))), "{said}");
            }
        }
    }

    #[test]
    fn a_large_shop_has_no_more_made_ready_than_its_first_customers() {
        let names: Vec<String> = (0..1_000).map(|number| format!("Customer {number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(of_customers(&names, Tongue::En).len(), NAMES_MAX);
    }
}
