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
    हाँ शुक्रिया | जी हाँ धन्यवाद | हाँ थैंक यू | ठीक है शुक्रिया | होय | barobar | aaho | hau | chalega | of course | sounds good | \
    Looks good. | please do | go for it | haan wohi likho | yes please, go on | that's the one | yes 500 only | all good | हाँ यही लिखना है | ठीक है सेव करो | haan achha hai | sahi hai likh do | thank you so much yes | \
    haan 500 | haan, 500 likh do | haan 500 sahi hai | yes 500 is correct | yes, write 500 | haan Suresh 500 | \
    haan Suresh ne diye | haan Suresh ne 500 diye | haan Suresh ka likh do | haan Suresh Yadav ke 500 rupaye likho | \
    हाँ पाँच सौ | हाँ सुरेश के पाँच सौ लिखो | haan 500 aa gaye";

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
    kuch karo | jao | aa jao | de do | दे दो | bhej do | send it | bye | Bye. | hello | namaste | haan ha ha ha | ha ha ha haan | \
    हा हा हाँ | haan hai | haan hai na | haan wo to hai | theek ho | aap theek hain | theek hai na | pakka hai na | okay so | \
    right now | right away sir | done with this | chalta hoon | haan haan bas bas | haan bhaiya aa rahe hain | \
    haan de rahe hain | nahi suna | जी नहीं सुना | samjha nahi | didn't hear | haan yaad hai | sahi bola na | haan uncle ji | \
    haan didi | haan wo wala | haan band hai | perfect day today";

/// The same with what was read back told again beside them: to the customer, of the customer, of other money or another time.
const TOLD: &str = "haan Suresh | haan Suresh ji | haan Suresh bolo | haan Suresh ji bolo | haan Suresh bhai batao | Suresh haan bolo | \
    haan Suresh ji namaste | haan Suresh aao | haan Suresh ruko | haan Suresh aa gaya | haan Suresh se puchho | \
    haan Suresh ka bhai | haan Suresh ko bulao | yes Suresh | yes Suresh, tell me | yes Suresh, come | yes, ask Suresh | \
    yes, call Suresh | yes Suresh, how are you | हाँ सुरेश | हाँ सुरेश जी | हाँ सुरेश जी बोलिए | हाँ सुरेश आओ | haan 500 baad mein | \
    haan 500 udhaar | haan 500 wapas | haan 500 ka note | haan 500 de do | haan 500 de dena | haan 500 chahiye | haan 500? | \
    haan 500 ka khulla do | haan 500 se kam | haan 500 wali | haan 500 aur | haan 500 kam hai | yes 500 less | yes 500 each | \
    yes 500 but later | yes 500 on credit | haan bhaiya 500 rupaye kilo | haan subah | haan shaam ko | haan shaam ko aana | \
    yes in the evening | haan 5 baje | haan paanch baje aana | हाँ शाम को";

/// The same while a bill waits.
const OF_A_BILL: &str = "haan kal | haan kal aana | haan parso | yes tomorrow | yes on monday | ok tomorrow | theek hai kal | \
    theek hai kal aana | हाँ पर कल | हाँ कल | haan 5 baje | haan shaam ko | haan subah | yes in ten minutes | haan do minute mein | \
    haan ek ghante mein | haan do kilo de do | haan chini de do | haan chini | haan chini ji | haan Priya | haan Priya ji bolo | do it tomorrow";

fn forms(list: &str) -> impl Iterator<Item = &str> {
    list.split('|').map(str::trim)
}

/// What comes of each of these answers to what was said first and read back, where it is not that.
fn otherwise(said: &str, list: &'static str, wanted: &str) -> Vec<(&'static str, Vec<&'static str>)> {
    let come = forms(list).map(|form| {
        let mut talk = Talk::new(Tongue::En);
        talk.say(said);
        let codes = talk.codes_of(form);
        let wrote = !talk.posted.is_empty();
        assert_eq!(wrote, codes.contains(&"posted"));
        (form, codes)
    });
    come.filter(|(_, codes)| *codes != [wanted]).collect()
}

const PAID: &str = "Suresh ne 500 diye";
const BILL: &str = "Priya ka bill banao do kilo chini";

#[test]
fn a_yes_writes_however_it_is_said() {
    assert_eq!(otherwise(PAID, YES, "posted"), []);
}

#[test]
fn a_no_drops_it_however_it_is_said() {
    assert_eq!(otherwise(PAID, NO, "cancelled"), []);
}

#[test]
fn what_is_neither_is_asked_again() {
    assert_eq!(otherwise(PAID, NEITHER, "still_waiting"), []);
    assert_eq!(otherwise(BILL, NEITHER, "still_waiting"), []);
}

#[test]
fn what_is_told_beside_a_yes_is_what_was_read_back_or_it_is_none() {
    for (said, list) in [(PAID, TOLD), (BILL, OF_A_BILL)] {
        let wrote: Vec<_> = forms(list)
            .filter(|form| {
                let mut talk = Talk::new(Tongue::En);
                talk.say(said);
                talk.codes_of(form);
                !talk.posted.is_empty()
            })
            .collect();
        assert_eq!(wrote, [""; 0], "{said}");
    }
}

#[test]
fn a_yes_with_what_the_bill_comes_to_is_one_and_changes_no_quantity() {
    let right = "haan do kilo | haan do kilo chini | haan 92 | yes, 92 | haan 92 rupaye | 92 rupees, right | हाँ बानवे रुपये | haan 92 likh do";
    assert_eq!(otherwise(BILL, right, "posted"), []);
    let wrote = forms("haan 93 | yes 90 | haan 92 kilo | 92 | haan 92 gram | haan 92 udhaar").filter(|form| {
        let mut talk = Talk::new(Tongue::En);
        talk.say(BILL);
        talk.codes_of(form).contains(&"posted")
    });
    assert_eq!(wrote.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn the_amount_that_is_asked_for_again_is_told_with_nothing_besides() {
    const HIGH: &str = "Suresh ne tees hazaar rupaye diye";
    let right = "30000 | tees hazaar | haan 30000 | 30,000 rupees | yes, thirty thousand | 30000 likho | haan tees hazaar rupaye | \
        तीस हज़ार | haan Suresh ke 30000 likh do";
    assert_eq!(otherwise(HIGH, right, "posted"), []);
    let wrong = "30000 kyun | 30000? | kya 30000 | Priya ne 30000 diye | 30000 galat hai | haan par 30000 kal | 30000 baad mein | \
        Priya ka 30000 baaki hai kya | 30000 ka maal | 30000 kisne diye | cancel 30000 | 30000 mat likho | 30000 nahi | \
        30000 wait | 30000 ya 3000 | Priya ko 30000 ka yaad dilana | haan 30000 chahiye | 30000 de do | तीस हज़ार क्यों";
    let wrote = forms(wrong).filter(|form| {
        let mut talk = Talk::new(Tongue::En);
        talk.say(HIGH);
        talk.codes_of(form);
        !talk.posted.is_empty()
    });
    assert_eq!(wrote.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn what_was_read_back_is_left_when_it_is_told_again_to_be_left() {
    assert_eq!(
        otherwise(PAID, "500 mat likho | haan 500 mat likho | cancel 500 | 500 cancel karo | 500 nahi", "cancelled"),
        []
    );
}

#[test]
fn the_forms_are_many_and_none_stands_twice() {
    let mut all: Vec<&str> = [YES, NO, NEITHER, TOLD].into_iter().flat_map(forms).collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert!(count >= 250 && all.len() == count, "{count}, of which {} are different", all.len());
}
