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
];

/// The transcript as it would be typed; punctuation and every other word stay.
pub(crate) fn as_typed(transcript: &str) -> String {
    let mut typed: Vec<String> = Vec::new();
    for word in transcript.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let mended = bare.to_lowercase();
        let mended = WORDS.iter().find(|(heard, _)| *heard == mended).map_or(bare, |(_, typed)| typed);
        let mended = if bare.is_empty() { word.to_owned() } else { word.replacen(bare, mended, 1) };
        let last = typed.last().map(|last| last.to_lowercase());
        let pair = PAIRS.iter().find(|(one, two, _)| {
            last.as_deref() == Some(one) && mended.trim_end_matches(['.', ',', '?', '!']).eq_ignore_ascii_case(two)
        });
        match pair {
            Some((_, two, meant)) => {
                typed.pop();
                typed.push(mended.to_lowercase().replacen(two, meant, 1));
            }
            None => typed.push(mended),
        }
    }
    typed.join(" ")
}

#[cfg(test)]
mod tests {
    use super::as_typed;

    #[test]
    fn misheard_spellings_become_what_is_typed() {
        assert_eq!(as_typed("Sunita ne do sau rupie, dhiye."), "Sunita ne do sau rupaye, diye.");
        assert_eq!(as_typed("Sunita ko ek dharjan anre dedo."), "Sunita ko ek darjan ande dedo.");
    }

    #[test]
    fn two_words_that_are_one_amount_are_joined() {
        assert_eq!(as_typed("khate me de sau rupie."), "khate me dedh sau rupaye.");
        assert_eq!(as_typed("Saad sau, rupie"), "saat sau, rupaye");
        assert_eq!(as_typed("Na hi."), "nahi.");
    }

    #[test]
    fn other_words_and_their_punctuation_stay() {
        let said = "What is the balance of Rahul Sharma? Rs. 1,250 — de do, please!";
        assert_eq!(as_typed(said), said);
    }
}
