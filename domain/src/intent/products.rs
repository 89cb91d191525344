//! Products by their names, by other names, by what they are called at home.

use super::phonetic;
use super::senses::{
    ADD, BILL, BOOK, CREDIT, DELETE, DUE, FILLER, FINISHED, GIVEN, GOT, HOWMUCH, IS, KA, LEFT, MAKE, OWE, PAY, PRICE,
    RUPEE, SETTLE, SETTO, STOCK, WHAT, WRITE,
};
use super::token::{self, Token};
use super::units::{Measure, PACKS};
use super::world::World;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

/// What things are called, a line for each thing; the first word stands for all.
#[rustfmt::skip]
const SAME: &[&str] = &[
    "sugar चीनी शक्कर cheeni chini chinee shakkar sakkar khand shugar",
    "salt नमक namak nimak",
    "flour आटा aata atta ata",
    "wheat गेहूं गेहूँ gehu gehun genhu",
    "maida मैदा",
    "suji सूजी sooji rava rawa semolina",
    "rice चावल chawal chaval chaawal bhaat chaul",
    "basmati बासमती",
    "poha पोहा chiwda",
    "mustard सरसों sarson sarso kadwa",
    "oil तेल tel tail",
    "refined रिफाइंड riphaind rifaind",
    "milk दूध doodh dudh dhoodh",
    "tea चाय chai chay chaipatti",
    "coffee कॉफी kofi",
    "soap साबुन sabun saabun sabbun",
    "bathing nahane नहाने",
    "detergent surf सर्फ",
    "dal दाल daal pulse pulses lentil lentils",
    "toor अरहर तुअर तूर arhar tuar tur",
    "moong मूंग mung",
    "chana चना channa chane chickpea gram_dal",
    "urad उड़द udad",
    "masoor मसूर masur",
    "rajma राजमा",
    "besan बेसन baisan gram_flour",
    "egg अंडा अंडे anda ande",
    "curd दही dahi yogurt yoghurt",
    "ghee घी ghi",
    "turmeric हल्दी haldi",
    "chilli मिर्च mirch mirchi chili chilly",
    "red lal लाल",
    "green hari hara हरी",
    "potato आलू aalu aloo alu potatoes",
    "onion प्याज pyaz pyaaz kanda pyaj",
    "tomato टमाटर tamatar tomatoes",
    "garlic लहसुन lahsun lehsun",
    "ginger अदरक adrak",
    "matchbox माचिस machis maachis match_box matches",
    "incense अगरबत्ती agarbatti agarbati incense_stick incense_sticks",
    "bread ब्रेड डबल_रोटी double_roti bred",
    "biscuit बिस्कुट biskut bisket biscoot",
    "butter मक्खन makkhan makhan",
    "paneer पनीर panir",
    "cement सीमेंट siment",
    "jaggery गुड़ gud gur",
    "coriander धनिया dhaniya dhania",
    "cumin जीरा jeera jira zeera",
    "groundnut मूंगफली moongfali mungfali peanut peanuts",
    "sunflower सूरजमुखी surajmukhi",
    "candle मोमबत्ती mombatti candles",
    "toothpaste टूथपेस्ट manjan tuthpest",
    "brush ब्रश",
    "shampoo शैम्पू shempu",
    "cold_drink कोल्ड_ड्रिंक koldrink cold_drinks kold_drink thanda colddrink",
    "water पानी pani paani",
    "namkeen नमकीन namkin",
    "chips चिप्स",
    "noodles नूडल्स nudals",
    "paper kagaz कागज",
    "pencil पेंसिल",
    "pen पेन",
    "notebook कॉपी kaapi",
    "broom झाड़ू jhadu jhaadu",
    "black kala kali काला काली",
    "pepper कालीमिर्च",
    "cardamom इलायची elaichi ilaychi",
    "clove लौंग laung",
    "vinegar सिरका sirka",
    "honey शहद shahad shehad",
    "pickle अचार achaar achar",
    "juice जूस",
    "sweet mithai मिठाई",
    "bulb बल्ब balb",
    "battery बैटरी sel",
    "banana केला kela",
    "apple सेब seb",
    "sack bori",
    "powder पाउडर paudar",
    "brass पीतल peetal pital",
    "rope रस्सी rassi rasi dori डोरी",
    "nails nail कील keel kil keelen kile",
    "pipe पाइप paip pipes",
    "wire vayar",
    "paint पेंट",
    "screw पेंच pench penchs screws",
    "pump पंप",
    "lock ताला taala tala",
    "hammer हथौड़ा hathoda hathauda",
    "bandage बैंडेज bandej",
    "syrup सिरप sirap",
    "cotton रुई rui सूती suti",
    "fabric कपड़ा kapda kapdaa cloth",
    "silk रेशम resham",
    "saree साड़ी",
    "dupatta दुपट्टा dupatte odhni",
    "blouse ब्लाउज blauz",
    "thread धागा dhaga dhaage",
    "button बटन batan",
    "lining astar अस्तर",
    "shirt कमीज kameez",
    "towel तौलिया tauliya gamcha",
    "eraser रबर rubber rabar rabbar",
    "sharpener कटर shapnar",
    "register रजिस्टर rejister rajistar",
    "ink स्याही syaahi syahi",
    "glue gond गोंद",
    "tape टेप",
    "earphones earphone ईयरफ़ोन ईयरफोन iyarphone headphone",
    "charger चार्जर charjar",
    "cover कवर",
    "cable केबल kebal",
    "card कार्ड kaard",
    "puffed_rice murmura मुरमुरा",
    "flattened chura चूड़ा chuda",
    "sago sabudana साबूदाना",
    "cashew काजू kaju",
    "almond बादाम badam baadam",
    "raisin किशमिश kishmish",
    "fennel सौंफ saunf",
    "fenugreek मेथी methi",
    "asafoetida हींग hing heeng",
    "carom अजवाइन ajwain",
    "tamarind इमली imli",
    "coconut नारियल nariyal",
    "lemon नींबू nimbu neembu",
    "spinach पालक palak",
    "cauliflower गोभी gobhi",
    "carrot गाजर gajar",
    "pea मटर matar peas",
    "brinjal बैंगन baingan",
    "cucumber खीरा kheera",
    "okra भिंडी bhindi",
    "lassi लस्सी",
    "buttermilk छाछ chaas chhaas mattha",
    "khoya खोया mawa khowa",
    "buffalo भैंस bhains bhens",
    "cow गाय gaay",
    "papad पापड़",
    "bucket बाल्टी balti",
    "engine इंजन injan engin",
    "mirror शीशा aaina",
    "chain चेन",
    "horn हॉर्न haarn",
];

struct Things {
    words: HashMap<String, String>,
    phrases: HashMap<(String, String), String>,
    sounds: HashMap<String, String>,
}

static THINGS: LazyLock<Things> = LazyLock::new(|| {
    let mut things = Things { words: HashMap::new(), phrases: HashMap::new(), sounds: HashMap::new() };
    for line in SAME {
        let mut forms = line.split(' ').peekable();
        let Some(thing) = forms.peek().map(|&thing| thing.to_owned()) else { continue };
        things.words.insert(thing.clone(), thing.clone());
        for form in forms {
            if let Some((first, second)) = form.split_once('_') {
                let pair = (super::normalise::plain(first), super::normalise::plain(second));
                things.phrases.insert(pair, thing.clone());
                continue;
            }
            things.words.insert(super::normalise::plain(form), thing.clone());
            let key = phonetic::key(&phonetic::latin(form));
            if key.len() >= 4 {
                things.sounds.entry(key).or_insert_with(|| thing.clone());
            }
        }
    }
    things
});

/// What a word calls, whatever it is called; two words where they are one thing.
fn thing(word: &str, latin: &str, next: Option<&str>, known: bool) -> (String, usize) {
    let things = &*THINGS;
    if let Some(next) = next
        && let Some(thing) = things.phrases.get(&(word.to_owned(), next.to_owned()))
    {
        return (thing.clone(), 2);
    }
    if let Some(thing) = things.words.get(word) {
        return (thing.clone(), 1);
    }
    let single = word.strip_suffix("es").filter(|_| word.len() > 5).and_then(|single| things.words.get(single));
    let single = single.or_else(|| word.strip_suffix('s').and_then(|single| things.words.get(single)));
    if let Some(thing) = single {
        return (thing.clone(), 1);
    }
    if let Some(number) = token::whole_number(word) {
        return (number.to_string(), 1);
    }
    let key = phonetic::key(latin);
    if !known && let Some(thing) = things.sounds.get(&key) {
        return (thing.clone(), 1);
    }
    let bare = key.strip_suffix('s').filter(|_| key.len() > 3).map_or(key.clone(), str::to_owned);
    (bare, 1)
}

/// The products of a shop, by what they are called.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelf {
    /// Whose, what it is called, and whether a word stands in it twice: "50-50".
    names: Vec<(usize, BTreeSet<String>, bool)>,
    by_thing: HashMap<String, Vec<usize>>,
    /// The words of all names as they are written.
    written: HashSet<String>,
    by_skeleton: HashMap<String, Vec<String>>,
    /// Each product's packs: which pack word, and thousandths in one.
    pub packs: Vec<Vec<(usize, i64)>>,
    /// The shop's own words for packs, by their sound, behind those of everybody.
    own_packs: HashMap<String, usize>,
}

/// Words that are a product's name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Called {
    pub start: usize,
    pub end: usize,
    /// The products it fits, by their place in the world.
    pub products: Vec<usize>,
    /// It is the whole of some product's name.
    pub whole: bool,
}

/// The least likeness, in thousandths, at which another spelling is taken for a thing.
const ALIKE_MIN: u32 = 800;

impl Shelf {
    pub(super) fn new(world: &World) -> Self {
        let mut shelf = Self::default();
        for (index, product) in world.products.iter().enumerate() {
            for name in std::iter::once(&product.name).chain(&product.aliases) {
                let words = super::normalise::words(name);
                let (mut things, mut twice) = (BTreeSet::new(), false);
                let mut at = 0;
                while let Some(word) = words.get(at) {
                    shelf.written.insert(word.plain.clone());
                    let next = words.get(at + 1).map(|word| word.plain.as_str());
                    let (thing, used) = thing(&word.plain, &word.latin, next, false);
                    twice |= !things.insert(thing);
                    at += used;
                }
                shelf.enter(index, things, twice);
            }
            let packs = product.packs.iter().filter_map(|(word, size)| Some((shelf.pack(word)?, *size))).collect();
            shelf.packs.push(packs);
        }
        shelf
    }

    /// Which pack this word means; a word that nobody else uses is the shop's own.
    fn pack(&mut self, word: &str) -> Option<usize> {
        if let Some(kind) = token::pack_word(word) {
            return Some(kind);
        }
        let words = super::normalise::words(word);
        let [only] = words.as_slice() else { return None };
        let next = PACKS.len() + self.own_packs.len();
        (!token::is_word(word)).then(|| *self.own_packs.entry(phonetic::homophone(&only.latin)).or_insert(next))
    }

    /// Gives the shop's own pack words their meaning behind a figure: "do ladi", "teen ream".
    pub(super) fn measure(&self, tokens: &mut [Token]) {
        for at in 1..tokens.len() {
            let figure = tokens.get(at - 1).is_some_and(|last| last.number.is_some() || last.digits.is_some());
            let Some(token) = tokens.get_mut(at).filter(|token| figure && token.is_unknown()) else { continue };
            let single = token.word.latin.strip_suffix('s').unwrap_or(&token.word.latin);
            let own = [token.word.latin.as_str(), single];
            let kind = own.iter().find_map(|word| self.own_packs.get(&phonetic::homophone(word)));
            token.unit = kind.map(|kind| Measure::Pack(*kind));
        }
    }

    fn enter(&mut self, product: usize, things: BTreeSet<String>, twice: bool) {
        let name = self.names.len();
        for thing in &things {
            self.by_thing.entry(thing.clone()).or_default().push(name);
            let likes = self.by_skeleton.entry(phonetic::skeleton(thing)).or_default();
            if !likes.contains(thing) {
                likes.push(thing.clone());
            }
        }
        self.names.push((product, things, twice));
    }

    /// Every place in the text where a product is named; they may overlap.
    pub(super) fn mentions(&self, tokens: &[Token]) -> Vec<Called> {
        (0..tokens.len()).filter_map(|start| self.longest(tokens, start)).collect()
    }

    fn thing_at(&self, tokens: &[Token], at: usize) -> Option<(String, usize)> {
        let token = tokens.get(at)?;
        let next = tokens.get(at + 1).map(|token| token.word.plain.as_str());
        let (thing, used) = thing(&token.word.plain, &token.word.latin, next, token.exact);
        let other = token.exact
            && used == 1
            && token.number.is_none()
            && token.digits.is_none()
            && !THINGS.words.contains_key(&token.word.plain)
            && !self.written.contains(&token.word.plain)
            && !self.written.contains(token.word.plain.trim_end_matches('s'));
        if self.by_thing.contains_key(&thing) && !other {
            return Some((thing, used));
        }
        if !token.is_unknown() || thing.len() < 4 {
            return None;
        }
        let best = self
            .by_skeleton
            .get(&phonetic::skeleton(&thing))?
            .iter()
            .max_by_key(|other| phonetic::alike(other, &thing))?;
        (phonetic::alike(best, &thing) >= ALIKE_MIN).then(|| (best.clone(), used))
    }

    fn longest(&self, tokens: &[Token], start: usize) -> Option<Called> {
        let (first, used) = self.thing_at(tokens, start)?;
        let mut names = self.by_thing.get(&first)?.clone();
        let mut said = BTreeSet::from([first]);
        let mut end = start + used;
        loop {
            let joined = tokens.get(end).is_some_and(|token| token.senses.any(KA) && !token.word.after_stop);
            let from = if joined { end + 1 } else { end };
            let numbered = tokens.get(end - 1).is_some_and(|last| last.word.plain == "no");
            if tokens.get(from).is_none_or(|token| token.word.after_stop && !numbered) {
                break;
            }
            let Some((thing, used)) = self.thing_at(tokens, from) else { break };
            let both: Vec<usize> = names
                .iter()
                .copied()
                .filter(|name| self.names.get(*name).is_some_and(|(_, things, _)| things.contains(&thing)))
                .collect();
            let twice = both.iter().any(|name| self.names.get(*name).is_some_and(|(.., twice)| *twice));
            let again = said.contains(&thing) && !twice;
            if both.is_empty() || again {
                break;
            }
            said.insert(thing);
            names = both;
            end = from + used;
        }
        let whole = |name: &usize| self.names.get(*name).is_some_and(|(_, things, _)| things.len() == said.len());
        let is_whole = names.iter().any(whole);
        if is_whole {
            names.retain(whole);
        }
        let measure = end == start + 1 && !is_whole && tokens.get(start).is_some_and(|token| token.unit.is_some());
        if measure {
            return None;
        }
        // "50-50" is enough of "50-50 Biscuit".
        let doubled = said.len() == 1
            && end == start + 2
            && names.iter().all(|name| self.names.get(*name).is_some_and(|(.., twice)| *twice))
            && tokens.get(end).is_none_or(|next| !next.senses.any(RUPEE));
        let fragment = !doubled && said.len() == 1 && !is_whole && said.iter().all(|thing| thing.chars().count() < 3);
        if fragment {
            return None;
        }
        let only_words =
            tokens.get(start..end)?.iter().all(|token| token.exact && !THINGS.words.contains_key(&token.word.plain));
        if !doubled && (end == start + 1 || !is_whole) && !may_stand_alone(tokens, start, end, only_words) {
            return None;
        }
        let mut products: Vec<usize> =
            names.iter().filter_map(|name| self.names.get(*name)).map(|(product, ..)| *product).collect();
        products.sort_unstable();
        products.dedup();
        Some(Called { start, end, products, whole: is_whole })
    }
}

/// Whether a word that is also in the vocabulary can be a thing where it stands.
fn may_stand_alone(tokens: &[Token], start: usize, end: usize, only_words: bool) -> bool {
    let Some(token) = tokens.get(start) else { return false };
    if !token.exact || (token.part && !token.senses.is_none()) {
        return true;
    }
    let glued = tokens.get(start + 1).is_some_and(|next| next.word.glued);
    if end > start + 1 && glued && !only_words {
        return true;
    }
    if token.digits.is_some() || token.part || tokens.get(start + 1).is_some_and(|next| next.part) {
        return false;
    }
    if !only_words && end > start + 1 {
        return true;
    }
    let counted = start.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| {
        token.unit.is_some()
            || token.digits.is_some()
            || (token.number.is_some() && !token.senses.any(KA))
            || token.senses.any(KA)
    });
    let helped = tokens
        .get(end)
        .is_some_and(|token| matches!(token.word.plain.as_str(), "do" | "dena" | "lo" | "दो" | "देना" | "lena" | "de"));
    let next = |at: usize, senses| tokens.get(at).is_some_and(|token| token.senses.any(senses));
    let asked = next(end, HOWMUCH.or(STOCK).or(LEFT).or(FINISHED).or(IS).or(WHAT).or(PRICE))
        || (next(end, KA) && next(end + 1, PRICE.or(STOCK)))
        || (next(end, FILLER) && next(end + 1, HOWMUCH));
    let known_thing = THINGS.words.contains_key(&token.word.plain);
    let figure = |at: usize| {
        tokens.get(at).is_some_and(|token| !token.word.after_stop && (token.number.is_some() || token.digits.is_some()))
    };
    let figures = (end..end + 4).take_while(|&at| figure(at)).count();
    let measured = known_thing && figures > 0 && tokens.get(end + figures).is_some_and(|token| token.unit.is_some());
    // "do sau udhaar" is credit, also where "Udhaar Tel" is sold.
    let deed = DELETE.or(SETTO).or(ADD).or(MAKE).or(CREDIT).or(DUE).or(OWE).or(BOOK).or(BILL).or(WRITE);
    let deed = deed.or(GIVEN).or(GOT).or(PAY).or(SETTLE);
    measured || (counted && !helped && (known_thing || !token.senses.any(deed))) || (asked && known_thing)
}

/// Whether the word calls a thing that shops sell, be it on this shelf or not.
pub(super) fn is_thing(token: &Token) -> bool {
    let things = &*THINGS;
    let key = || phonetic::key(&token.word.latin);
    things.words.contains_key(&token.word.plain) || things.sounds.contains_key(&key())
}
