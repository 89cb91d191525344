//! Words that only speak of somebody: who came, who says what, who is where. They answer no "who?".

use super::words::words;

/// So many words a name has with all that tells it apart.
const TELLING_MAX: usize = 5;

/// Words that may stand beside a name in an answer to "who?".
#[rustfmt::skip]
const BESIDE_A_NAME: &[&str] = &[
    "ka", "ke", "ki", "ko", "ne", "se", "wala", "wale", "wali", "ji", "haan", "han", "ha", "ok", "bhai", "the", "one", "to",
    "for", "s", "account", "khaate", "khata", "khaata", "khate", "mein", "me", "naam", "pe", "par", "likho", "likh", "do",
    "daal", "hai", "tha", "wo", "woh", "vo", "ye", "yeh", "it", "is", "of", "that", "mr", "mrs", "arre", "are", "his",
    "her", "uska", "uski", "unka", "i", "mean", "matlab", "na", "on", "bill", "banao", "hi",
    "का", "के", "की", "को", "ने", "से", "वाला", "वाले", "वाली", "जी", "हाँ", "हां", "भाई", "खाते", "में", "नाम", "पर", "पे",
    "लिखो", "लिख", "दो", "डाल", "है", "था", "वो", "वह", "ये", "यह", "अरे", "उसका", "ना", "ही", "मतलब",
];

/// Words of a scene or a question: somebody comes, says something or is asked about.
#[rustfmt::skip]
const SCENE: &[&str] = &[
    "aa", "aao", "aaya", "aayi", "aaye", "aya", "ayi", "aye", "gaya", "gayi", "gaye", "jao", "bol", "bola", "boli", "bole",
    "kaha", "kehta", "kehti", "keh", "raha", "rahi", "rahe", "idhar", "udhar", "yahan", "suno", "dekho", "kya", "kaun",
    "kab", "kahan", "kyon", "kitna", "kitne", "kitni", "kaise", "kam", "kal", "who", "what", "when", "where", "why", "how",
    "came", "come", "went", "says", "said", "saying", "asked", "wants", "tomorrow",
    "आ", "आओ", "आया", "आयी", "आई", "आए", "गया", "गयी", "गई", "गए", "जाओ", "बोल", "बोला", "बोली", "कहा", "रहा", "रही", "रहे",
    "इधर", "उधर", "सुनो", "देखो", "क्या", "कौन", "कब", "कहाँ", "क्यों", "कितना", "कितने", "कितनी", "कैसे", "कम", "कल",
];

/// Words that go on from what was asked last, which is not what is open.
const GOING_ON: &[&str] = &["aur", "and", "और"];

/// Words of what is no sale, price or payment: returns, expenses, papers, other names.
#[rustfmt::skip]
const SOMETHING_ELSE: &[&str] = &[
    "return", "returned", "returns", "lauta", "lautaya", "lautayi", "lautaye", "lautai", "expense", "expenses", "kharcha", "kharch",
    "print", "pdf", "receipt", "raseed", "rasid", "chhapo", "chhap", "rename", "renamed",
    "लौटा", "लौटाया", "लौटाई", "लौटाए", "खर्चा", "खर्च", "ख़र्च", "ख़र्चा", "प्रिंट", "रसीद", "पीडीएफ", "छापो", "छाप",
];

/// Words of goods that came into the shop.
#[rustfmt::skip]
const ARRIVAL: &[&str] = &[
    "aaya", "aayi", "aaye", "aai", "aya", "ayi", "aye", "arrived", "came", "kharida", "kharidi", "kharide", "bought",
    "आया", "आयी", "आई", "आए", "खरीदा", "खरीदी", "ख़रीदा", "ख़रीदी",
];

/// Whether the words are of something that answers no question.
pub(super) fn is_of_something_else(text: &str) -> bool {
    words(text).iter().any(|word| SOMETHING_ELSE.contains(&word.as_str()))
}

/// Whether the words are of goods that came in, which nobody is billed for.
pub(super) fn is_arrival(text: &str) -> bool {
    words(text).iter().any(|word| ARRIVAL.contains(&word.as_str()))
}

/// Whether the words are such a scene.
pub(super) fn is_one(text: &str) -> bool {
    let said = words(text);
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());
    let goes_on = said.first().is_some_and(|word| is(GOING_ON, word));
    let telling = said.iter().filter(|word| !is(BESIDE_A_NAME, word)).count();
    goes_on || telling > TELLING_MAX || said.iter().any(|word| is(SCENE, word))
}
