//! Finding a product by what was typed or said: its name or another one, in Latin letters or Devanagari.

use crate::search::{self, sounding};
use std::cmp::Reverse;

/// Below this, in thousandths, a name does not fit at all.
pub const SCORE_MIN: u16 = 600;
/// From this on, a name that does not fit exactly is worth asking about.
pub const SUGGEST_MIN: u16 = 800;
/// The most names that one question offers.
pub const SUGGESTED_MAX: usize = 3;

/// The same name but for the case of its letters.
const EXACT: u16 = 1_000;
/// The same as it sounds.
const SOUNDS_ALIKE: u16 = 960;

/// What a product is called.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its other names.
    pub aliases: &'a [String],
}

/// What a name leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lookup {
    /// One product is called so: its place in the list.
    Found(usize),
    /// More than one is called so: their names.
    Several(Vec<String>),
    /// None is; these sound most like it, best first.
    Nothing(Vec<String>),
}

/// How well a product fits the query, in thousandths: 1 000 is its name or one of its other names.
#[must_use]
pub fn score(query: &str, product: Named<'_>) -> u16 {
    names(product).map(|name| alike(query, name)).max().unwrap_or(0)
}

/// The product of this name: by its name before another name, by its letters and never by its sound alone.
#[must_use]
pub fn look_up(query: &str, shelf: &[Named<'_>]) -> Lookup {
    let wanted = query.trim().to_lowercase();
    let is = |name: &str| name.trim().to_lowercase() == wanted;
    let places = |fits: &dyn Fn(&Named<'_>) -> bool| -> Vec<usize> {
        shelf.iter().enumerate().filter(|(_, product)| fits(product)).map(|(place, _)| place).collect()
    };
    let by_name = places(&|product| is(product.name));
    let called =
        if by_name.is_empty() { places(&|product| product.aliases.iter().any(|alias| is(alias))) } else { by_name };
    match called.as_slice() {
        [place] => Lookup::Found(*place),
        [] => Lookup::Nothing(suggestions(query, shelf)),
        several => Lookup::Several(several.iter().filter_map(|place| shelf.get(*place)).map(own).collect()),
    }
}

/// The names that sound most like the query, best first.
#[must_use]
pub fn suggestions(query: &str, shelf: &[Named<'_>]) -> Vec<String> {
    let mut near: Vec<(u16, String)> = shelf
        .iter()
        .map(|product| (score(query, *product), own(product)))
        .filter(|(score, _)| *score >= SUGGEST_MIN)
        .collect();
    near.sort_by(|one, other| (Reverse(one.0), &one.1).cmp(&(Reverse(other.0), &other.1)));
    near.into_iter().map(|(_, name)| name).take(SUGGESTED_MAX).collect()
}

fn own(product: &Named<'_>) -> String {
    product.name.to_owned()
}

fn names(product: Named<'_>) -> impl Iterator<Item = &str> {
    std::iter::once(product.name).chain(product.aliases.iter().map(String::as_str))
}

fn alike(query: &str, name: &str) -> u16 {
    if query.trim().is_empty() {
        return 0;
    }
    if query.trim().to_lowercase() == name.trim().to_lowercase() {
        return EXACT;
    }
    let (asked, known) = (sounding(query), sounding(name));
    if asked.is_empty() {
        return 0;
    }
    if asked.iter().map(|word| &word.sound).eq(known.iter().map(|word| &word.sound)) {
        return SOUNDS_ALIKE;
    }
    let best = |word| known.iter().map(|other| search::alike(word, other)).max().unwrap_or(0);
    let sum: u32 = asked.iter().map(|word| u32::from(best(word))).sum();
    let mean = u32::try_from(asked.len()).ok().and_then(|count| sum.checked_div(count)).unwrap_or(0);
    // Words that nobody asked for make a name fit a little less: "dal" is Dal before it is Dal Makhani.
    let extra = u32::try_from(known.len().saturating_sub(asked.len())).unwrap_or(u32::MAX);
    let fits = mean.saturating_sub(extra.saturating_mul(10)).min(u32::from(SOUNDS_ALIKE) - 1);
    u16::try_from(fits).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn on_shelf<T>(run: impl FnOnce(&[Named<'_>]) -> T) -> T {
        let rice = strings(&["chawal", "चावल"]);
        let basmati = strings(&["basmati chawal", "बासमती चावल"]);
        let (oil, mustard, none) = (strings(&["tel"]), strings(&["tel", "sarson tel"]), vec![]);
        run(&[
            Named { name: "Rice", aliases: &rice },
            Named { name: "Basmati Rice", aliases: &basmati },
            Named { name: "Refined Oil", aliases: &oil },
            Named { name: "Mustard Oil", aliases: &mustard },
            Named { name: "Sugar", aliases: &none },
        ])
    }

    #[test]
    fn a_product_is_found_by_each_of_its_names_in_either_script() {
        on_shelf(|shelf| {
            for name in ["rice", "RICE ", "Chawal", "चावल"] {
                assert_eq!(look_up(name, shelf), Lookup::Found(0), "{name}");
            }
            assert_eq!(look_up("basmati chawal", shelf), Lookup::Found(1));
        });
    }

    #[test]
    fn a_name_that_nothing_has_leads_to_what_sounds_like_it() {
        on_shelf(|shelf| {
            assert_eq!(look_up("suger", shelf), Lookup::Nothing(strings(&["Sugar"])));
            assert_eq!(look_up("शुगर", shelf), Lookup::Nothing(strings(&["Sugar"])));
            let Lookup::Nothing(near) = look_up("basmti chaval", shelf) else { panic!("found") };
            assert_eq!(near.first().map(String::as_str), Some("Basmati Rice"));
            assert_eq!(look_up("helicopter", shelf), Lookup::Nothing(vec![]));
            let (soap, none) = ("Bathing Soap", vec![]);
            let with_soap = [Named { name: soap, aliases: &none }];
            assert_eq!(look_up("patang", &with_soap), Lookup::Nothing(vec![]), "a kite is no soap");
            assert_eq!(look_up("bething soap", &with_soap), Lookup::Nothing(strings(&[soap])));
            assert_eq!(look_up("bathin", &with_soap), Lookup::Nothing(strings(&[soap])));
        });
    }

    #[test]
    fn a_name_of_two_products_is_asked_about() {
        on_shelf(|shelf| {
            assert_eq!(look_up("tel", shelf), Lookup::Several(strings(&["Refined Oil", "Mustard Oil"])));
        });
    }

    #[test]
    fn the_whole_name_fits_better_than_a_part_of_a_longer_one() {
        on_shelf(|shelf| {
            let fits = |query: &str, place: usize| score(query, shelf[place]);
            assert!(fits("rice", 0) > fits("rice", 1));
            assert!(fits("chawal", 0) == 1_000 && fits("chawal", 1) >= SCORE_MIN);
            assert!(fits("bas", 1) > SCORE_MIN);
            assert!(fits("soap", 0) < SCORE_MIN && fits("", 0) == 0 && fits("!!", 0) == 0);
        });
    }
}
