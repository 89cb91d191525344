//! Yes, no and neither, in every script and in short forms.

use crate::shop::Talk;
use execora_domain::reply::Tongue;

/// Agreements, with thanks, with an order, in other ways of speaking.
const YES: &str = "haan | Haan. | ha | han | haa | haan ji | haanji | ji | Ji. | ji haan | ji sahab | hmm haan | haan haan | \
    haan, haan, haan | ha haan | ok | okay | OK | O.K. | o.k. | O.K., O.K. | ok ok | okie | alright | Alright. | all right | \
    theek | theek hai | theek hai ji | thik hai | achha theek hai | sahi hai | bilkul | bilkul sahi | pakka | ekdum sahi | yes | \
    Yes! | yes yes | yeah | yep | sure | done | correct | that's right | yes sir | yes please | yes, do it | do it | go ahead | \
    yes go ahead | yes thank you | Yes. Thank you. | yes thanks | ok thanks | ok thank you | okay, thank you very much | \
    haan shukriya | haan ji shukriya | theek hai dhanyavaad | haan thank you bhai | haan bhai | haan likh do | likh do | \
    kar do | haan kar do | haan jaldi likh do | bas likh do | jaldi likh do | ha ha likh do | suno, haan likh do | ho jaye | \
    हाँ | हां | हा | हाँ हाँ | जी | जी हाँ | हाँ जी | ठीक | ठीक है | अच्छा ठीक है | सही है | बिल्कुल | ओके | लिख दो | हाँ लिख दो | हो जाए | \
    हाँ शुक्रिया | जी हाँ धन्यवाद | हाँ थैंक यू | ठीक है शुक्रिया | होय | barobar | aaho | hau | chalega";

const NO: &str = "nahi | nahin | Nahi. | na | nai | mat | mat likho | mat karo | nahi nahi | nahi ji | rehne do | chhodo | \
    cancel | cancel karo | no | No. | nope | don't | no no | no thanks | no thank you | No. Thank you. | nahi shukriya | \
    no sir | leave it | नहीं | नही | ना | मत | मत लिखो | रहने दो | छोड़ो | कैंसल | रद्द करो | नहीं शुक्रिया | bas karo | bas kar do | \
    बस करो | band karo | nako | nathi | theek nahi | bilkul nahi | not right | not okay | haan mat likho | galat hai | गलत";

/// Laughter, calls to somebody else, questions, fillers, thanks alone, a wait: none of them is an agreement.
const NEITHER: &str = "hmm | Hmm. | hmmm | uh-huh | aah | Aah! | arre | oh | achha | achha ji | accha ji | arre ji | hain ji | \
    suno ji | अच्छा | अच्छा जी | हम्म | good | great | waah | waah waah | wow | thank you | thanks | shukriya | धन्यवाद | \
    Thank you very much. | ha ha | Ha ha ha | Ha ha ha ha! | ha, ha, ha | ha-ha-ha | Ha! Ha! Ha! | haa haa haa | hahaha | haha | \
    hehe | he he he | hee hee | ho ho ho | hi hi hi | hahaha haan | हा हा | हा हा हा | हा! हा! हा! | हाहाहा | ही ही ही | हे हे | \
    haan haan haan haan haan | हाँ हाँ हाँ हाँ | haan bol | haan bhai bol | Haan bhai, bol. | haan bolo | haan ji bolo | \
    haan boliye | haan ji boliye | haan bataiye | haan batao | haan kahiye | haan kaho | haan suno | haan suniye | haan aao | \
    haan aaiye | haan aaya | haan aa raha hoon | haan beta bol | ji boliye | ji kahiye | haan dekhta hoon | haan lo | \
    haan ye lo | haan le lo | haan ji lijiye | haan jao | haan do | haan de do | ok jao | theek hai jao | yes, go | \
    हाँ बोल | हाँ भाई बोल | हाँ बोलो | हाँ जी बोलिए | हाँ बताइए | हाँ सुनो | हाँ आओ | हाँ लो | yes sir, what do you want | yes what | \
    yes tell me | yes, how are you | yes come in | yes, coming | yes who is it | ok bye | ok, one second | haan? | \
    haan ji? | Hain? | hain | हैं? | हाँ? | yes? | Yes? | ok? | O.K.? | theek hai? | sahi hai? | kya | kya bola | kya hua | \
    what | what did you say | huh | Huh? | sorry | pardon | phir se bolo | haan kya | haan kya chahiye | क्या | क्या चाहिए | \
    ruko | haan ruko | ek minute | haan ek minute | wait | रुको | हाँ रुको | shayad | pata nahi | maloom nahi | haan pata hai | \
    पता नहीं | haan baad mein | yes but later | aur kuch nahi | theek karo | haan theek karo | correct it | jaldi karo | \
    kuch karo | jao | aa jao | de do | दे दो | bhej do | send it | bye | Bye. | hello | namaste";

fn forms(list: &str) -> impl Iterator<Item = &str> {
    list.split('|').map(str::trim)
}

/// What comes of each of these answers to a payment that was read back, where it is not that; and how much was posted.
fn otherwise(list: &'static str, wanted: &str) -> Vec<(&'static str, Vec<&'static str>)> {
    let come = forms(list).map(|form| {
        let mut talk = Talk::new(Tongue::En);
        talk.say("Suresh ne 500 diye");
        let codes = talk.codes_of(form);
        let wrote = !talk.posted.is_empty();
        assert_eq!(wrote, codes.contains(&"posted"));
        (form, codes)
    });
    come.filter(|(_, codes)| *codes != [wanted]).collect()
}

#[test]
fn a_yes_writes_however_it_is_said() {
    assert_eq!(otherwise(YES, "posted"), []);
}

#[test]
fn a_no_drops_it_however_it_is_said() {
    assert_eq!(otherwise(NO, "cancelled"), []);
}

#[test]
fn what_is_neither_is_asked_again() {
    assert_eq!(otherwise(NEITHER, "still_waiting"), []);
}

#[test]
fn the_forms_are_many_and_none_stands_twice() {
    let mut all: Vec<&str> = [YES, NO, NEITHER].into_iter().flat_map(forms).collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert!(count >= 250 && all.len() == count, "{count}, of which {} are different", all.len());
}
