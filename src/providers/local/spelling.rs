//! How Whisper misspells spoken Hindi in Latin letters, and how it is typed: found on recordings of six voices.

/// Words as Whisper writes them, and as they are typed. Only what cannot be an English word of a shop.
const WORDS: &[(&str, &str)] = &[
    ("rupie", "rupaye"),
    ("rupies", "rupees"),
    ("rupis", "rupees"),
    ("lupis", "rupees"),
    ("rupye", "rupaye"),
    ("rupyeh", "rupaye"),
    ("rupieh", "rupaye"),
    ("rupiye", "rupaye"),
    ("saurupie", "sau rupaye"),
    ("sorupye", "sau rupaye"),
    ("sarupaye", "sau rupaye"),
    ("tinsau", "teen sau"),
    ("tinsorupye", "teen sau rupaye"),
    ("tein", "teen"),
    ("tien", "teen"),
    ("dhaisau", "dhai sau"),
    ("dehso", "dedh sau"),
    ("sahetteen", "saadhe teen"),
    ("baaraa", "barah"),
    ("bahra", "barah"),
    ("saatso", "saat sau"),
    ("doo", "do"),
    ("khati", "khaate"),
    ("khateme", "khaate mein"),
    ("khatem", "khaate mein"),
    ("jma", "jama"),
    ("karro", "karo"),
    ("karul", "karo"),
    ("kye", "kiye"),
    ("dhiye", "diye"),
    ("milay", "mile"),
    ("millay", "mile"),
    ("mille", "mile"),
    ("mele", "mile"),
    ("leko", "likho"),
    ("banau", "banao"),
    ("batau", "batao"),
    ("patao", "batao"),
    ("patau", "batao"),
    ("bailis", "balance"),
    ("baileens", "balance"),
    ("billiens", "balance"),
    ("stok", "stock"),
    ("dharjan", "darjan"),
    ("dharjen", "darjan"),
    ("anre", "ande"),
    ("paket", "packet"),
    ("aj", "aaj"),
    ("hesa", "hisaab"),
    ("hesab", "hisaab"),
    ("hisa", "hisaab"),
    ("hisaa", "hisaab"),
    ("haji", "haan ji"),
    ("haanji", "haan ji"),
    ("hangi", "haan ji"),
    ("deek", "theek"),
    ("dike", "theek"),
    ("dheek", "theek"),
    ("rehneido", "rehne do"),
    ("kardo", "kar do"),
    ("dupaye", "rupaye"),
    ("lupaye", "rupaye"),
    ("rookies", "rupees"),
    ("boopies", "rupees"),
    ("groupies", "rupees"),
    ("rupas", "rupees"),
    ("mubis", "rupees"),
    ("paed", "paid"),
    ("payed", "paid"),
    ("tine", "teen"),
    ("dhas", "das"),
    ("daz", "das"),
    ("barahe", "barah"),
    ("baraha", "barah"),
    ("baarahe", "barah"),
    ("gyerha", "gyarah"),
    ("yaraha", "gyarah"),
    ("gyaraha", "gyarah"),
    ("chodha", "chaudah"),
    ("solaa", "solah"),
    ("solaha", "solah"),
    ("satraha", "satrah"),
    ("atarahe", "atharah"),
    ("ataraar", "atharah"),
    ("baise", "baees"),
    ("bahis", "baees"),
    ("patis", "pachees"),
    ("pantis", "paintees"),
    ("pachapan", "pachpan"),
    ("pacapan", "pachpan"),
    ("pansad", "painsath"),
    ("piensat", "painsath"),
    ("pachahata", "pachhattar"),
    ("pachhatta", "pachhattar"),
    ("paachasi", "pachaasi"),
    ("patasi", "pachaasi"),
    ("nabe", "nabbe"),
    ("mili", "mile"),
    ("milai", "mile"),
    ("minne", "mile"),
    ("minai", "mile"),
    ("jauho", "jodo"),
    ("joho", "jodo"),
    ("kall", "kal"),
    ("kalka", "kal ka"),
    ("gisabh", "hisaab"),
    ("ghisabh", "hisaab"),
    ("hishabh", "hisaab"),
    ("hisaar", "hisaab"),
    ("batam", "batao"),
    ("betau", "batao"),
    ("betao", "batao"),
    ("lik", "likh"),
    ("doa", "do"),
    ("doh", "do"),
    ("dito", "de do"),
    ("sel", "sale"),
    ("hoi", "hui"),
    ("piage", "pyaz"),
    ("piag", "pyaz"),
    ("alo", "aloo"),
    ("dehe", "dedh"),
    ("sahih", "sahi"),
    ("bacaha", "bacha"),
    ("bachaha", "bacha"),
    ("bhacha", "bacha"),
    ("baachah", "bacha"),
    ("bachah", "bacha"),
    ("tiye", "diye"),
    ("koat", "ko aath"),
    ("banis", "balance"),
    ("benis", "balance"),
    ("baileys", "balance"),
    ("nakaddee", "nakad diye"),
    ("bakhi", "baki"),
    ("bakni", "baki"),
    ("kishka", "kiska"),
    ("sabsi", "sabse"),
    ("sapsi", "sabse"),
    ("mi", "mein"),
    ("kohat", "ko aath"),
    ("kav", "ka"),
    ("joha", "jodo"),
    ("andi", "ande"),
    ("pandra", "pandrah"),
    ("pundra", "pandrah"),
    ("kashdiye", "cash diye"),
    ("kashdee", "cash diye"),
    ("cashdiye", "cash diye"),
    ("turtal", "toor dal"),
];

/// Two words that are one thing said.
const PAIRS: &[(&str, &str, &str)] = &[
    ("de", "sau", "dedh sau"),
    ("deh", "sau", "dedh sau"),
    ("ded", "sau", "dedh sau"),
    ("saad", "sau", "saat sau"),
    ("saadh", "sau", "saat sau"),
    ("sahe", "teen", "saadhe teen"),
    ("sade", "teen", "saadhe teen"),
    ("na", "hi", "nahi"),
    ("saad", "rupaye", "saath rupaye"),
    ("at", "sau", "aath sau"),
    ("aat", "sau", "aath sau"),
    ("aad", "sau", "aath sau"),
    ("at", "rupaye", "aath rupaye"),
    ("aat", "rupaye", "aath rupaye"),
    ("aad", "rupaye", "aath rupaye"),
    ("na", "sau", "nau sau"),
    ("no", "sau", "nau sau"),
    ("nos", "sau", "nau sau"),
    ("chai", "sau", "chhe sau"),
    ("chaha", "sau", "chhe sau"),
    ("cha", "sau", "chhe sau"),
    ("che", "sau", "chhe sau"),
    ("haan", "sau", "paanch sau"),
    ("pat", "sau", "paanch sau"),
    ("chars", "sau", "chaar sau"),
    ("dos", "sau", "do sau"),
    ("pandra", "ha", "pandrah"),
    ("un", "nis", "unnis"),
    ("chali", "s", "chaalees"),
    ("chali", "rupaye", "chaalees rupaye"),
    ("pa", "caas", "pachaas"),
    ("hi", "saab", "hisaab"),
    ("he", "saab", "hisaab"),
    ("jo", "ho", "jodo"),
    ("jo", "ha", "jodo"),
    ("dhi", "hai", "diye"),
    ("dhe", "hai", "diye"),
    ("rupaye", "dhe", "rupaye diye"),
    ("rupaye", "dhi", "rupaye diye"),
    ("rupaye", "dee", "rupaye diye"),
    ("rupaye", "di", "rupaye diye"),
    ("rupaye", "dia", "rupaye diye"),
    ("rupaye", "minute", "rupaye mile"),
    ("cash", "dhe", "cash diye"),
    ("kash", "dhe", "cash diye"),
    ("cash", "dee", "cash diye"),
    ("cash", "di", "cash diye"),
    ("nakad", "dee", "nakad diye"),
    ("nakad", "di", "nakad diye"),
    ("by", "api", "by UPI"),
    ("by", "ubi", "by UPI"),
    ("owns", "me", "owes me"),
    ("ke", "lor", "kilo"),
    ("haan", "lik", "haan likh"),
    ("sava", "dosa", "sava do sau"),
    ("saba", "do", "sava do"),
    ("sabadho", "sau", "sava do sau"),
    ("kal", "gi", "kal ki"),
    ("rupee", "dee", "rupaye diye"),
    ("rupee", "diye", "rupaye diye"),
];

/// Money at the end of a sentence, run together with the verb behind it: "rupiedi", "lupedee", "bupieta".
const RUPEES: &[&str] = &["rupaye", "rupiye", "rupie", "rupye", "rupya", "rupe", "rupi"];
const FIRST_LETTERS: &[char] = &['r', 'd', 'l', 'g', 'b', 'v'];

/// "rupaye", and "diye" where that is run together with it; none where the word is another.
fn rupees(word: &str) -> Option<&'static str> {
    let rest = word.strip_prefix(FIRST_LETTERS)?;
    let (known, rest) = RUPEES.iter().find_map(|known| Some((known, rest.strip_prefix(known.strip_prefix('r')?)?)))?;
    match rest.chars().next() {
        // "Rupi" is a name.
        None => (known.len() > 4).then_some("rupaye"),
        Some('d' | 't') if rest.chars().count() <= 4 => Some("rupaye diye"),
        Some(_) => None,
    }
}

/// The transcript as it would be typed; punctuation and every other word stay.
pub(crate) fn as_typed(transcript: &str) -> String {
    let mut typed: Vec<String> = Vec::new();
    for word in transcript.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let mended = bare.to_lowercase();
        let known = WORDS.iter().find(|(heard, _)| *heard == mended).map(|(_, typed)| *typed);
        let mended = known.or_else(|| rupees(&mended)).unwrap_or(bare);
        let mended = if bare.is_empty() { word.to_owned() } else { word.replacen(bare, mended, 1) };
        for word in mended.split(' ') {
            join(&mut typed, word);
        }
    }
    typed.join(" ")
}

/// Adds a word; two that are one thing said become that.
fn join(typed: &mut Vec<String>, word: &str) {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let (one, two) = (typed.last().map(|last| last.to_lowercase()), bare(word));
    let pair = PAIRS.iter().find(|(first, second, _)| one.as_deref() == Some(first) && two == *second);
    if let Some((_, second, meant)) = pair {
        typed.pop();
        typed.extend(word.to_lowercase().replacen(second, meant, 1).split(' ').map(str::to_owned));
    } else if let (Some("saadhe" | "sahe" | "sade" | "sadhe"), Some(hundreds)) =
        (one.as_deref(), two.strip_suffix("00").filter(|digits| digits.len() == 1))
    {
        typed.pop();
        let stop = word.trim_start_matches(|c: char| c.is_ascii_digit());
        typed.extend(["saadhe".to_owned(), hundreds.to_owned(), format!("sau{stop}")]);
    } else {
        typed.push(word.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::as_typed;

    #[test]
    fn misheard_spellings_become_what_is_typed() {
        assert_eq!(as_typed("Sunita ne do sau rupie, dhiye."), "Sunita ne do sau rupaye, diye.");
        assert_eq!(as_typed("Sunita ko ek dharjan anre dedo."), "Sunita ko ek darjan ande dedo.");
        assert_eq!(as_typed("Sunita Kav Bill banao. turtal."), "Sunita ka Bill banao. toor dal.");
        assert_eq!(as_typed("Sunita ne 500 rupaye kashdiye."), "Sunita ne 500 rupaye cash diye.");
    }

    #[test]
    fn two_words_that_are_one_amount_are_joined() {
        assert_eq!(as_typed("khate me de sau rupie."), "khate me dedh sau rupaye.");
        assert_eq!(as_typed("Saad sau, rupie"), "saat sau, rupaye");
        assert_eq!(as_typed("Na hi."), "nahi.");
    }

    #[test]
    fn money_that_is_run_together_with_its_verb_comes_apart() {
        assert_eq!(as_typed("Ramesh ne bees rupiedi."), "Ramesh ne bees rupaye diye.");
        assert_eq!(as_typed("saad lupie dhe"), "saath rupaye diye");
        assert_eq!(as_typed("sahe 400 rupie"), "saadhe 4 sau rupaye");
        assert_eq!(as_typed("a supply, a group of 400"), "a supply, a group of 400");
    }

    #[test]
    fn other_words_and_their_punctuation_stay() {
        let said = "What is the balance of Rahul Sharma? Rs. 1,250 — de do, please!";
        assert_eq!(as_typed(said), said);
    }
}
