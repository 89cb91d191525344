//! Short answers to what was read back, in a closed vocabulary: a yes is a yes only when every word of it is known.

use super::normalise::plain;
use super::senses::YES;
use super::token::Token;
use std::collections::HashMap;
use std::sync::LazyLock;

mod hollow;

/// What a word says in a short answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Says {
    Yes,
    /// An order to write it: a yes when nothing speaks against it.
    Act,
    /// What stands behind such an order, and says nothing without one.
    Along,
    /// The same, but that beside a mere yes it hands something over or sends somebody off: "haan lo", "haan jao". `do` is a
    /// number, too.
    Hand,
    /// Calls somebody to speak: "haan bhai, bol" is said to the next customer.
    Call,
    /// An order to send: a yes where something is to be sent.
    Send,
    /// An order to undo: a yes when undoing is what was read back, a no otherwise.
    Undo,
    No,
    /// An order to leave it: a no, whatever else is said.
    Leave,
    /// Not yet, perhaps, a question.
    Wait,
    /// Nothing by itself.
    Idle,
}

#[rustfmt::skip]
const WORDS: &[(Says, &str)] = &[
    (Says::Yes, "hyan wohi spot haanv hanv ho_na hoya hoye aho aaho_ji hanjee theeksai sai thikse thiik sahiba हाव हौ हओ haan han haa ha haanji hanji haji haan_ji yes yeah yep yup ya yess ok okay oke okk okey okie alright theek thik teek sahi bilkul bilkool pakka sure fine \
        right correct confirm confirmed perfect done exactly absolutely agreed manzoor manjoor zaroor jaroor chalega chalel chalse chalta barobar barabar hoy hove aaho \
        hau hambe saru saaru changa ekdum ekdam wahi yahi proceed ahead certainly definitely indeed badhiya khara barobbar \
        हाँ हां हा हाँजी हांजी हाजी ठीक सही बिल्कुल पक्का मंजूर मंज़ूर ज़रूर चलेगा चालेल बरोबर होय हव आहो एकदम वही यही ओके यस बढ़िया सरू चंगा ऐकदम"),
    (Says::Act, "thok thoko final lock chalu karva karvao karwa karwao likhwa likhao likhva karlo karle karna_hai karte chadhaa daalna banana confirm_kar finalise finalize seal do_it kar_na kariyo likhiyo likhyo nond kara_na jod jodo ghaal ghal daaldo kardiyo kardena likhna jama_kar कर_दें करवा दर्ज ठोक फाइनल kar karo kardo kara karna kariye karun_taka kari kijiye kijie likh likho likhlo likhdo lakh lakho lakhi nakho \
        bana banao banado daal daalo dalo dal chadha chadhao jama save book note add record badho write bana_do post enter submit jaye jaaye hone \
        कर करो कर_दो करा करना करिए कीजिए लिख लिखो बना बनाओ डाल डालो चढ़ा चढ़ाओ जमा नोट बढ़ो जाए लिखना सेव फाइनल"),
    (Says::Along, "maar maaro tak taak ghya theva thev pass push mark place taka put"),
    (Says::Hand, "la li deyo leyo lyo leo do de dena deo dyo dijiye dijie lijiye lijie lo lena jao go दो दे देना दीजिए लीजिए लो लेना जाओ दें"),
    (Says::Call, "bol bolna suno sun sunlo sunte keh kehna sunna sunao बोल सुनो सुन"),
    (Says::Send, "send bhej bhejo bhejna bhejdo भेज भेजो भेजना"),
    (Says::Undo, "cancel cancell radd rad khaarij delete hata hatao hatado mita mitao undo remove void कैंसल कैंसिल रद्द हटा हटाओ मिटा मिटाओ डिलीट"),
    (Says::No, "na_re nahiii nahi_ji nau_nau nana nakaar nai_nai naahi_re nahi_na nahi nahin nhi nahee naheen nai naahi nope no not never nathi koni konya naikhe nako nakko galat wrong incorrect negative na_na \
        नहीं नही नहि नाही नको नक्को नथी गलत ग़लत नो"),
    (Says::Leave, "mat rehne rahne rehn rahe rahu rehva raho rehnde rahnde rehndo jaandeo chhaddeo chhadd chhad chhod chhodo chod chodo chhoro choro chhaddo chhaddo chhodiye jaane jane band बंद don't dont forget leave scrap \
        drop abort nevermind मत रहने रहे रेहवा छोड़ छोड़ो छोड़िए छड्डो जाने"),
    (Says::Wait, "ruko ruk ruka rukiye ruki rukna wait hold minute minat min second sec seconds moment baad later check but lekin par magar agar shayad maybe perhaps kya kaun kab kyon kyun \
        kitna kitne kitni kaisa what who how why when which phir again if let think unsure know pata maloom soch sochta sochne thehro thahro thoda thodi kaunsa \
        रुको रुक रुकिए बाद चेक लेकिन पर मगर अगर शायद क्या कौन कब क्यों कितना कितने फिर पता सोच सोचता ठहरो मिनट थोड़ा"),
    (Says::Idle, "taka hmm hm mm pakde pakre samajh hi_to wahi_to wala wali wale jo baat bolta bolte likhwaya tha_na jaldi turant phata fatafat abhi_ke seedhe seedhi dobara kindly absolutely_right my our friend boss sirji sir_ji janab huzoor hukam maharaj ustad re ree sarkar maalik malik seth_ji babu babuji chacha kaka mausi da dada anna bhau bhaau ben tai paaji paji veere veerji miyan garu hukum sa se ne pa likha lagao ki ka ke aise waise wala jaisa jaise kijiyega laiyega tumhi aaplog log saab_ji ji jee bhai bhaiya bhaiyya hai h he hain tha thi the hoon hu ab abhi na to toh ye yeh yah wo woh vo isko ise usko use ko hi bhi sahab saab sir madam yaar yar \
        please pls plz it that that's thats its it's this is all looks sounds you me tumne aapne aap tum suna suni samjha samjhe samjhi samjha pakda pakdi bola boli kaha bas chalo \
        chal accha achha acha so and then got on in good kaam aage arre are o re aa ba baa baate ahe aahe che chhe achhe jo hua hui ho ek was i mean a up with \
        thank thanks thanku thankyou thankful shukriya shukria dhanyavaad dhanyavad dhanyawad dhanyawaad meherbani mehrbani very much lot \
        great waah wah shabash mast शाबाश धन्यवाद शुक्रिया मेहरबानी थैंक्स थैंक यू थैंक्यू \
        seedha kuch bilkul_hi beta didi behen uncle seth chahiye chahie karna chahta now one yaa oh hey kiya \
        जी भाई भैया है हैं था थी हूँ हूं अब अभी ना तो ये यह वो वह इसको इसे उसको को ही भी साहब सर मैडम यार प्लीज आपने तुमने सुना समझा समझे पकड़ा बोला कहा बस चलो अच्छा आगे अरे बा आहे छे हुआ हो एक चाहिए"),
];

static REPLIES: LazyLock<HashMap<String, Says>> = LazyLock::new(|| {
    let mut replies = HashMap::new();
    for (says, text) in WORDS {
        for word in text.split_whitespace() {
            replies.entry(plain(word)).or_insert(*says);
        }
    }
    replies
});

/// What a short answer comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reply {
    Yes,
    No,
    /// It is an answer, and neither.
    Neither,
}

/// Whether a word of it speaks against a yes: a no, a "wait", a question, a call to somebody else.
pub(crate) fn speaks_against(text: &str) -> bool {
    let against = [Says::No, Says::Leave, Says::Wait, Says::Undo, Says::Call];
    let word = |word: &str| plain(word.trim_matches(|sign: char| sign.is_ascii_punctuation() || sign == '।'));
    text.split_whitespace().any(|one| REPLIES.get(&word(one)).is_some_and(|says| against.contains(says)))
}

/// "bilkul nahi", "theek nahi", "not right": praise that is denied is no yes.
pub(super) fn refused(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.word.plain.as_str());
    let denies = |at: usize| REPLIES.get(word(at)) == Some(&Says::No);
    let plain_yes = matches!(
        word(at),
        "haan"
            | "han"
            | "haa"
            | "ha"
            | "haanji"
            | "hanji"
            | "yes"
            | "yeah"
            | "yep"
            | "ok"
            | "okay"
            | "हाँ"
            | "हां"
            | "हा"
    );
    let english = at.checked_sub(1).is_some_and(|last| word(last) == "not");
    english || (!plain_yes && denies(at + 1))
}

/// "Aur kuch nahi", "nothing else": no more is wanted, which is no word against what there is.
fn nothing_more(tokens: &[Token]) -> bool {
    let has = |words: &[&str]| tokens.iter().any(|token| words.contains(&token.word.plain.as_str()));
    let more = has(&["aur", "और", "else", "more"]) && has(&["kuch", "कुछ", "nothing", "no"]);
    more && !has(&["cancel", "mat", "rehne", "galat", "wrong", "मत", "रहने", "गलत"])
}

/// "Bas karo" is no order to write, and "theek karo", "jaldi karo", "correct it" are none either.
fn ordered_otherwise(tokens: &[Token]) -> Option<Reply> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.word.plain.as_str());
    let is_doing = |at: usize| {
        let joined = !tokens.get(at).is_some_and(|token| token.word.after_stop);
        joined && matches!(word(at), "kar" | "karo" | "karna" | "kardo" | "kariye" | "कर" | "करो" | "करना" | "करिए")
    };
    let doing = |words: &[&str]| (0..tokens.len()).any(|at| words.contains(&word(at)) && is_doing(at + 1));
    if doing(&["bas", "बस"]) {
        return Some(Reply::No);
    }
    let mends = doing(&["theek", "thik", "theeksai", "sahi", "kuch", "jaldi", "dobara", "ठीक", "सही", "कुछ", "जल्दी"]);
    let mend = matches!(word(0), "correct" | "fix" | "right") && matches!(word(1), "it" | "this" | "that");
    (mends || mend).then_some(Reply::Neither)
}

/// "Do it".
fn is_do_it(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.word.plain.as_str());
    word(at) == "do" && matches!(word(at + 1), "it" | "that" | "so")
}

fn is_ji(word: &str) -> bool {
    matches!(word, "ji" | "jee" | "जी")
}

/// "Ji", "ji sahab": a yes; "achha ji", "hain ji", "suno ji" are none.
fn says_ji(tokens: &[Token]) -> bool {
    let honours = |word: &str| {
        matches!(word, "bhai" | "bhaiya" | "sir" | "sahab" | "saab" | "madam" | "seth" | "sirji" | "malik" | "maalik")
            || matches!(word, "भाई" | "भैया" | "सर" | "साहब" | "मैडम")
    };
    let mut words = tokens.iter().map(|token| token.word.plain.as_str());
    tokens.len() <= 2 && words.clone().any(is_ji) && words.all(|word| is_ji(word) || honours(word))
}

/// Whether `do` is two: it stands behind no order, as in "likh do".
fn is_number(tokens: &[Token], at: usize) -> bool {
    let says = |at: usize| tokens.get(at).and_then(|token| REPLIES.get(&token.word.plain));
    let behind = at.checked_sub(1).and_then(says);
    let ordered = behind.is_some_and(|said| !matches!(said, Says::Yes | Says::No | Says::Idle | Says::Wait));
    let is_do = tokens.get(at).is_some_and(|token| matches!(token.word.plain.as_str(), "do" | "दो"));
    is_do && (!ordered || tokens.get(at).is_some_and(|token| token.word.after_stop))
}

/// The most words of a short answer.
const WORDS_MAX: usize = 9;

/// What the thing that was read back does, as far as an answer to it depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Doing {
    /// It takes back or takes out.
    pub undoing: bool,
    /// It sends something.
    pub sending: bool,
}

/// What the words of a short answer say, counted.
#[derive(Default)]
struct Tally {
    yes: usize,
    act: usize,
    no: usize,
    leave: usize,
    wait: usize,
    hand: usize,
    call: usize,
}

impl Tally {
    /// Counts the words; `None` where one of them belongs to no short answer.
    fn of(tokens: &[Token], doing: Doing) -> Option<Self> {
        let mut tally = Self::default();
        for (at, token) in tokens.iter().enumerate() {
            let says = said_by(tokens, at)?;
            match says {
                Says::Yes if refused(tokens, at) => tally.no += 1,
                Says::Yes => tally.yes += 1,
                Says::Act => tally.act += 1,
                Says::Hand if is_do_it(tokens, at) => tally.act += 1,
                Says::Hand if is_number(tokens, at) => return None,
                Says::Hand if token.word.plain == "go" && is_ahead(tokens, at + 1) => {}
                Says::Hand => tally.hand += 1,
                Says::Call => tally.call += 1,
                Says::Send if doing.sending => tally.act += 1,
                Says::Undo if doing.undoing => tally.act += 1,
                Says::Undo | Says::Leave => tally.leave += 1,
                Says::No => tally.no += 1,
                Says::Wait => tally.wait += 1,
                Says::Idle | Says::Along | Says::Send => {}
            }
        }
        Some(tally)
    }
}

/// What a word says where it stands, if it belongs to a short answer.
pub(super) fn said_by(tokens: &[Token], at: usize) -> Option<Says> {
    let token = tokens.get(at)?;
    let word = token.word.plain.as_str();
    if at == 0 && matches!(word, "na" | "ना") {
        return Some(Says::No);
    }
    if let Some(says) = english_phrase(tokens, at) {
        return Some(says);
    }
    let begins = token.senses == YES && !token.part && tokens.get(at + 1).is_some_and(|next| next.part);
    let phrase = begins.then_some(Says::Yes);
    REPLIES.get(word).copied().or(phrase).or(token.part.then_some(Says::Idle))
}

/// "Looks good", "that's the one", "please do", "go for it": none of these words says it alone.
fn english_phrase(tokens: &[Token], at: usize) -> Option<Says> {
    let word = |at: usize| tokens.get(at).filter(|token| !token.masked).map_or("", |token| token.word.plain.as_str());
    let last = at.checked_sub(1).map_or("", word);
    let before = at.checked_sub(2).map_or("", word);
    match (before, last, word(at), word(at + 1), word(at + 2)) {
        (_, "go", "for", "it", _) | (_, _, "go", "on", "") => Some(Says::Idle),
        (_, "sounds" | "looks" | "all", "good", ..) | ("that" | "that's" | "thats", "the", "one", ..) => {
            Some(Says::Yes)
        }
        (_, "please", "do", "", _) | (_, _, "go", "for", "it") => Some(Says::Act),
        _ => None,
    }
}

/// "Go ahead".
fn is_ahead(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.word.plain == "ahead")
}

/// The answer, if every word belongs to one.
pub(super) fn read(tokens: &[Token], doing: Doing) -> Option<Reply> {
    if tokens.is_empty() || tokens.len() > WORDS_MAX {
        return None;
    }
    if nothing_more(tokens) || hollow::is_none(tokens) {
        return Some(Reply::Neither);
    }
    if let Some(reply) = ordered_otherwise(tokens) {
        return Some(reply);
    }
    let Tally { yes, act, no, leave, wait, hand, call } = Tally::of(tokens, doing)?;
    let nothing = hollow::goes_on(tokens) || (leave == 0 && hollow::says_nothing(tokens));
    if tokens.iter().any(|token| token.word.asked) || (no == 0 && nothing) {
        return Some(Reply::Neither);
    }
    let first = tokens.first().map_or("", |token| token.word.plain.as_str());
    let question = matches!(first, "is" | "was" | "are" | "did" | "am") && yes > 0;
    let to_another = yes > 0 && act == 0 && (hand > 0 || call > 0);
    Some(match (yes, act, no, leave, wait) {
        _ if question => Reply::Neither,
        (_, _, _, 1.., _) | (0, _, 1.., _, _) => Reply::No,
        (1.., _, 1.., _, _) | (_, _, _, _, 1..) => Reply::Neither,
        _ if to_another => Reply::Neither,
        (1.., ..) => Reply::Yes,
        (0, 1.., ..) if tokens.len() <= 5 => Reply::Yes,
        (0, 0, 0, 0, 0) if says_ji(tokens) => Reply::Yes,
        _ => Reply::Neither,
    })
}
