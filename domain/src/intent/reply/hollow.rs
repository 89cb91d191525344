//! What has the words of a yes or a no and is neither: laughter, "pata nahi", "theek ho?", "haan, hai".

use super::{REPLIES, Says, is_ji};
use crate::intent::token::Token;

fn words(tokens: &[Token]) -> impl DoubleEndedIterator<Item = &str> + Clone {
    tokens.iter().map(|token| token.word.plain.as_str())
}

fn says(word: &str) -> Option<Says> {
    REPLIES.get(word).copied()
}

/// Whether nothing is agreed to or refused with these words, whatever else is among them.
pub(super) fn is_none(tokens: &[Token]) -> bool {
    unsure(tokens) || laughs(tokens)
}

/// Whether a short answer that refuses nothing, all of whose words are known, is none.
pub(super) fn says_nothing(tokens: &[Token]) -> bool {
    speaks_to_another(tokens) || asks_after(tokens) || wants_assent(tokens) || is_there(tokens) || breaks_off(tokens)
}

/// "Ha ha ha", "हा हा", "haan ha ha": laughter, which no "ha" alone is; nor does anybody say "haan" four times.
fn laughs(tokens: &[Token]) -> bool {
    let laughing = |word: &str| matches!(word, "ha" | "haa" | "he" | "hee" | "hi" | "ho" | "हा" | "हे" | "ही" | "हो");
    let yes = |word: &str| matches!(word, "haan" | "han" | "हां");
    let idle = |word: &str| laughing(word) || yes(word) || (says(word) == Some(Says::Idle) && !is_ji(word));
    let laughter = words(tokens).filter(|word| laughing(word)).count() >= 2 && words(tokens).all(idle);
    laughter || words(tokens).filter(|word| yes(word)).count() >= 4
}

/// "Pata nahi", "don't know", "nahi suna", "samjha nahi": who is unsure has refused nothing.
fn unsure(tokens: &[Token]) -> bool {
    let at = |list: &[&str]| words(tokens).position(|word| list.contains(&word));
    let knows = at(&["pata", "maloom", "malum", "know", "yaad", "पता", "मालूम", "याद"]);
    let hears = at(&[
        "suna",
        "suni",
        "sunai",
        "sunayi",
        "samjha",
        "samjhi",
        "samjhe",
        "samajh",
        "awaaz",
        "awaz",
        "aawaz",
        "aawaaz",
        "hear",
        "heard",
        "understand",
        "understood",
        "catch",
        "सुना",
        "सुनाई",
        "समझा",
        "समझी",
        "समझे",
        "समझ",
        "आवाज",
        "आवाज़",
    ]);
    let denies = at(&[
        "nahi",
        "nahin",
        "not",
        "dont",
        "don't",
        "didnt",
        "didn't",
        "couldnt",
        "couldn't",
        "cant",
        "can't",
        "नहीं",
        "नही",
    ]);
    let says_no_too = words(tokens).filter(|word| says(word) == Some(Says::No)).count() > 1;
    let beside = |other: Option<usize>| other.zip(denies).is_some_and(|(other, denies)| other.abs_diff(denies) <= 1);
    (beside(knows) && !says_no_too) || beside(hears)
}

/// "Haan, aa rahe hain": what somebody is doing. "Rehne do" it is not.
pub(super) fn goes_on(tokens: &[Token]) -> bool {
    let doing = |word: &str| matches!(word, "raha" | "rahe" | "rahi" | "रहा" | "रहे" | "रही");
    let is = |word: &str| matches!(word, "hai" | "hain" | "hoon" | "hu" | "hun" | "ho" | "है" | "हैं" | "हूँ" | "हूं" | "हो");
    let shut = |word: &str| matches!(word, "band" | "बंद");
    words(tokens).zip(words(tokens).skip(1)).any(|(one, next)| (doing(one) && is(next)) || (shut(one) && is_hai(next)))
        || words(tokens)
            .zip(words(tokens).skip(1))
            .any(|(one, next)| one.starts_with("chalt") && is(next) && !is_hai(next))
}

fn is_hai(word: &str) -> bool {
    matches!(word, "hai" | "hain" | "h" | "है" | "हैं")
}

/// "Theek ho", "aap theek hain": how somebody is.
fn asks_after(tokens: &[Token]) -> bool {
    let well = words(tokens).any(|word| matches!(word, "theek" | "thik" | "teek" | "ठीक"));
    let whom = |word: &str| matches!(word, "aap" | "tum" | "tu" | "आप" | "तुम");
    let last = words(tokens).last().unwrap_or_default();
    well && !orders(tokens) && (words(tokens).any(whom) || matches!(last, "ho" | "हो"))
}

/// "Pakka hai na", "sahi bola na": the other one is to say yes.
fn wants_assent(tokens: &[Token]) -> bool {
    let mut backwards = words(tokens).rev();
    let told =
        |word: &str| is_hai(word) || matches!(word, "bola" | "boli" | "kaha" | "likha" | "बोला" | "कहा" | "लिखा");
    let tag = backwards.next().is_some_and(|word| matches!(word, "na" | "ना")) && backwards.next().is_some_and(told);
    tag && !orders(tokens)
}

/// "Haan, uncle ji", "haan, wo wala": said to whoever stands there.
fn speaks_to_another(tokens: &[Token]) -> bool {
    let kin = |word: &str| {
        let elder =
            matches!(word, "uncle" | "aunty" | "auntie" | "chacha" | "chachi" | "kaka" | "kaki" | "mausi" | "dada");
        let own = matches!(word, "dadi" | "didi" | "beta" | "beti" | "mummy" | "papa" | "अंकल" | "आंटी" | "दीदी" | "बेटा");
        elder || own
    };
    let which = |word: &str| matches!(word, "wala" | "wali" | "wale" | "lagao" | "वाला" | "वाली" | "वाले" | "लगाओ");
    let praised = words(tokens).any(|word| says(word) == Some(Says::Yes) && !is_mere(word));
    let called = words(tokens).any(kin) && !praised;
    (called || words(tokens).any(which)) && !orders(tokens)
}

fn is_mere(word: &str) -> bool {
    matches!(word, "haan" | "han" | "haa" | "ha" | "haanji" | "hanji" | "हां" | "हा" | "yes")
}

/// "Haan, hai", "haan, wo to hai": so it is, or there is some. "Haan, sahi hai" says more.
fn is_there(tokens: &[Token]) -> bool {
    let mere = |word: &str| is_mere(word) && word != "yes";
    let praises = |word: &str| {
        let praised = matches!(word, "achha" | "accha" | "acha" | "theek" | "अच्छा");
        praised || says(word).is_some_and(|says| says != Says::Idle && !mere(word))
    };
    words(tokens).any(mere) && words(tokens).any(is_hai) && !words(tokens).any(praises)
}

/// "Okay, so …", "right now", "done with this", "bas, bas": no answer, or only the beginning of one.
fn breaks_off(tokens: &[Token]) -> bool {
    let pair = |one: &[&str], next: &[&str]| {
        words(tokens).zip(words(tokens).skip(1)).any(|(first, second)| one.contains(&first) && next.contains(&second))
    };
    let cut = words(tokens).last().is_some_and(|word| matches!(word, "so" | "and"));
    let other = pair(&["right"], &["now", "away"])
        || pair(&["done", "ok", "okay"], &["with"])
        || pair(&["bas", "बस"], &["bas", "बस"]);
    (cut || other) && !orders(tokens)
}

fn orders(tokens: &[Token]) -> bool {
    words(tokens).any(|word| says(word) == Some(Says::Act))
}
