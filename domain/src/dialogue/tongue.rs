//! Which language someone speaks, from a few words that only that language has.

use super::propose::tongue_of;
use crate::intent::{Intent, Parse};
use crate::reply::Tongue;

/// Words that only Hindi has, written in Latin letters.
const HINDI: &str = "aadha aaj aakhri aath aaya aayi aaye abhi accha acha achha adha agla agle aur bacha bachi baki baaki bakaya \
    band bas batao bataiye becha bees bhai bhej bhejo bhi bika bolo boliye cheeni chini chahiye chaar char chawal chhe chhodo \
    chukaye dedh de dena dhai dikhao diya diye diyo dono dukaan dukan ek gaya gayi gaye galat ghatao haan hai hain hatao hata \
    hazaar hazar hisaab hisab hua hui humne iska iske iski jama ji jod jodo ka kab kahan kaise kal kar kardo karo karna karke \
    kaun ke khaata khata khaate khate khatam ki kilo kisko kiska kitna kitne kitni ko kya kyon kyun lagao laya lene lena likh \
    likho likhna likhdo liya liye maal mat mein mera mere meri mila mile mujhe nahi nahin naya nayi naye nau ne paanch panch \
    parso parson par paav pav paune pe phir pichla pichle pichli rakho rehne rupaye rupay rupaiya rupiye ruko saadhe saat \
    saman samaan sau sava sawa se shaam sirf subah tees teen theek thik tha thi toh udhaar udhar udhari uska uske uski usko \
    usne vapas wala wale wali wapas woh wo yaad yeh ye";

/// Words that only English has.
const ENGLISH: &str = "a about add after all alright am and any anything as at back been before both by came can come correct \
    could day days did didn does doesn don done down each eight eighty eleven every expense fifteen fifty first five for forget \
    forty four from gave get give given good goods got had half has hasn have he help her his how hundred i in is isn it leave left \
    less let made make many mind month more morning much my need never nine ninety no not nothing of off on one ones only open owe owed \
    owes paid pay pays please print put received record remind remove report return returned right rupees rupee said say send \
    set seven seventy she should show six sixty sold sorry stop sure take taken tell ten thank thanks that the their them there \
    they thirteen thirty this thousand three today told tomorrow took twelve twenty twice two undo update us very wait want wants was \
    we week went were what when where which who whose why will with write wrong yeah yep yes yesterday you your";

/// English words that are said in Hindi sentences as well: English only where no Hindi word is beside them.
const SHARED: &str = "account balance bill bills cancel cash close credit customer customers delete discount entry kilos last \
    message new number payment payments phone price product products refund reminder reminders sale sales stock summary \
    top total hello debtors dues";

/// A Hindi number, or an English "do".
const DO: &str = "do";

/// The language that is asked for: "English mein bolo".
pub(super) fn chosen(parse: &Parse) -> Option<Tongue> {
    let asked = parse.frames.iter().rev().find(|frame| frame.intent == Intent::SwitchLanguage);
    asked.filter(|_| parse.clarify.is_none()).map(|frame| tongue_of(frame.slots.language))
}

/// The language of some words; none where they have no mark of either.
pub(super) fn of(text: &str) -> Option<Tongue> {
    if text.chars().any(|letter| ('\u{900}'..='\u{97f}').contains(&letter)) {
        return Some(Tongue::Hi);
    }
    let words: Vec<String> =
        text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_ascii_lowercase).collect();
    let count = |list: &str| words.iter().filter(|word| list.split_whitespace().any(|known| known == *word)).count();
    let english = count(ENGLISH);
    let hindi = count(HINDI) + if english == 0 { count(DO) } else { 0 };
    match hindi.cmp(&english) {
        std::cmp::Ordering::Greater => Some(Tongue::Hi),
        std::cmp::Ordering::Less => Some(Tongue::En),
        std::cmp::Ordering::Equal if hindi > 0 => Some(Tongue::Hi),
        std::cmp::Ordering::Equal => (count(SHARED) > 0).then_some(Tongue::En),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As somebody would begin a conversation in English.
    const IN_ENGLISH: &str = "Suresh paid five hundred | Yes. | remind Sunita Devi tomorrow | yesterday's sales | undo | \
        new customer Mohan Lal phone 9876500000 | Sunita Devi paid fifty paise | don't do it | do it | what does Rahul owe? | \
        Rahul Sharma's balance | cancel the last bill | cancel the last entry | how much sugar is left? | today's summary | \
        bill for Priya Gupta: 2 kg sugar | add 300 credit for Suresh | price of rice is now 60 | new product tomato | \
        Sunita returned 1 kg sugar | print the bill | write expense 50 rupees tea | who owes the most? | last entry cancel | \
        remind Sunita Devi in half an hour | send the bill to Rahul | 10 rupees off | please cancel that | help | what can I say | \
        delete customer Pinky | this month's sales | no, six hundred | leave it | Suresh took 200 on credit | stock of sugar | \
        received 500 from Amit | refund 500 to Sunita Devi | top debtors | hello | good morning | Amit's phone number | make it three | one more kilo of rice | remove the sugar | never mind";

    const IN_HINDI: &str = "Suresh ne paanch sau diye | सुरेश का हिसाब | haan | do kilo chini | likh do | aaj ka hisaab batao | \
        Sunita customer delete karo | naya customer Mohan Lal | Rahul ka balance kitna hai | balance batao | chini hata do | \
        do ki jagah teen | last bill cancel karo | aakhri bill cancel kar do | Suresh ko five hundred udhaar | nahi | \
        Sunita ko kal remind karna | Rahul ko message bhejo | stock me 50 kilo chini aayi | ek kilo chawal bhi | wapas | \
        Sunita Devi ne 500 diye the | kal ki sale batao | Priya ka bill banao do kilo cheeni | theek hai | ruko | usko bhi | \
        10 rupaye ki chhoot | Suresh ke khaate me 300 udhaar | galat likh diya | cheeni khatam | sirf ek | price kya hai | de do";

    #[test]
    fn the_answer_is_in_the_language_of_the_first_words() {
        let otherwise = |list: &'static str, tongue| -> Vec<&str> {
            list.split('|').map(str::trim).filter(|text| of(text) != Some(tongue)).collect()
        };
        assert_eq!(otherwise(IN_ENGLISH, Tongue::En), Vec::<&str>::new());
        assert_eq!(otherwise(IN_HINDI, Tongue::Hi), Vec::<&str>::new());
        for mark_of_neither in ["Sharma", "ok", "500", "Sunita Devi", "hmm", ""] {
            assert_eq!(of(mark_of_neither), None);
        }
    }

    #[test]
    fn no_word_stands_in_two_lists_or_twice() {
        let mut all: Vec<&str> = [HINDI, ENGLISH, SHARED, DO].into_iter().flat_map(str::split_whitespace).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
