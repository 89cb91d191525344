//! What Whisper is told beforehand: the words of the shop, so that it writes them rather than what they sound like.

/// Words of a shop that no list of names has. In Latin letters: so Hindi is written in Latin letters too.
const SHOP_WORDS: &[&str] = &[
    "udhaar",
    "jama",
    "khaata",
    "rupaye",
    "kilo",
    "packet",
    "balance",
    "bill",
    "payment",
    "baaki",
    "bhej do",
    "likho",
    "ka hisaab",
    "kitna hai",
];

/// A guide for the ears: names first, shop words last, nearest to what will be said.
pub(crate) struct Prompt {
    entries: Vec<String>,
}

impl Prompt {
    /// As many of the names as fit, by `tokens` of one entry, within `tokens_max`.
    pub(crate) fn new(names: &[String], tokens_max: usize, tokens: impl Fn(&str) -> usize) -> Self {
        let shop_words: Vec<String> = SHOP_WORDS.iter().map(|word| (*word).to_owned()).collect();
        let mut left = tokens_max.saturating_sub(shop_words.iter().map(|word| tokens(word) + 1).sum());
        let mut entries: Vec<String> = Vec::new();
        for name in names {
            let cost = tokens(name) + 1;
            if cost > left {
                break;
            }
            left -= cost;
            entries.push(name.clone());
        }
        entries.reverse();
        entries.extend(shop_words);
        Self { entries }
    }

    /// The text that is put before the sound.
    pub(crate) fn text(&self) -> String {
        format!(" {}.", self.entries.join(", "))
    }

    /// Whether a transcript is the prompt read back, as happens on weak sound: nothing but its words, and either running
    /// on over two of its entries in their order, or unsure.
    pub(crate) fn leaked(&self, transcript: &str, confidence: f32) -> bool {
        let heard = words(transcript);
        let mut told: Vec<String> = Vec::new();
        let mut borders = Vec::new();
        for entry in &self.entries {
            told.extend(words(entry));
            borders.push(told.len());
        }
        if heard.is_empty() || heard.iter().any(|word| !told.contains(word)) {
            return false;
        }
        let crossed = |at: usize| borders.iter().filter(|border| (at + 1..at + heard.len()).contains(border)).count();
        let runs_on = told.windows(heard.len()).enumerate().any(|(at, run)| run == heard && crossed(at) >= 2);
        runs_on || confidence < SURE
    }
}

/// Below this a transcript of nothing but prompt words is not believed.
const SURE: f32 = 0.45;

fn words(text: &str) -> Vec<String> {
    let letters = |c: char| !c.is_alphanumeric();
    text.split(letters).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt() -> Prompt {
        let names = ["Rahul Sharma", "Sunita Devi", "chawal", "ande"].map(str::to_owned);
        Prompt::new(&names, 200, |text| text.len() / 3)
    }

    #[test]
    fn the_likeliest_name_stands_nearest_to_the_shop_words() {
        assert!(prompt().text().starts_with(" ande, chawal, Sunita Devi, Rahul Sharma, udhaar, "));
    }

    #[test]
    fn names_that_do_not_fit_are_left_out_from_the_end() {
        let names = ["Rahul Sharma", "Sunita Devi", "chawal"].map(str::to_owned);
        let shop: usize = SHOP_WORDS.iter().map(|word| word.len() + 1).sum();
        let prompt = Prompt::new(&names, shop + 14, str::len);
        assert!(prompt.text().starts_with(" Rahul Sharma, udhaar"), "{}", prompt.text());
    }

    #[test]
    fn a_run_of_prompt_entries_is_a_leak_however_sure() {
        assert!(prompt().leaked("Sunita Devi, Rahul Sharma, udhaar.", 0.9));
    }

    #[test]
    fn a_name_and_a_shop_word_said_clearly_are_believed() {
        assert!(!prompt().leaked("Rahul Sharma balance", 0.8));
        assert!(!prompt().leaked("Rahul Sharma.", 0.7));
    }

    #[test]
    fn prompt_words_heard_unsurely_are_refused() {
        assert!(prompt().leaked("Rahul balance udhaar", 0.3));
    }

    #[test]
    fn a_word_that_was_not_in_the_prompt_proves_that_something_was_said() {
        assert!(!prompt().leaked("Rahul Sharma 500", 0.2));
    }
}
