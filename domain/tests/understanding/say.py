"""How a number, amount, quantity, day or time is said: one value, many ways."""
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
RUST = open(os.path.join(HERE, "../../src/intent/number_words.rs"), encoding="utf-8").read()
HINDI = [line.split() for line in re.findall(r'^    "(\S+ [^"]*)",$', RUST, re.M)]
assert len(HINDI) == 100, len(HINDI)
ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen").split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
# Spellings that mean something else in many sentences are left to the sets written by hand.
SHY = set("no so che chai to bara tera der man dai ded asi ate tis bis saath sath teis bais artis choda pach sat punch "
          "nav dass duss sola wan athais attais chapan duss aek eik ik ekk theen chhar chah pone so saw sow".split())


def latin(value, rng):
    words = [w for w in HINDI[value][1:] if w.isascii() and w not in SHY]
    return words[0] if not words or rng.random() < .6 else rng.choice(words)


def deva(value, rng):
    words = [w for w in HINDI[value] if not w.isascii() and w not in ("दौ", "तेरा", "नव", "छ", "छै")]
    return words[0] if rng.random() < .7 else rng.choice(words)


def english(value):
    if value < 20:
        return ONES[value]
    return TENS[value // 10] + (" " + ONES[value % 10] if value % 10 else "")


SCALES = {"hinglish": ("crore", "lakh", "hazaar", "sau"), "hi": ("करोड़", "लाख", "हज़ार", "सौ"),
          "en": ("crore", "lakh", "thousand", "hundred")}
SPELT = {"hazaar": ["hazaar", "hazar", "hajar"], "lakh": ["lakh", "laakh"], "सौ": ["सौ"], "हज़ार": ["हज़ार", "हजार"]}


def words(value, lang, rng):
    """A whole number in words."""
    small = {"hinglish": lambda v: latin(v, rng), "hi": lambda v: deva(v, rng), "en": english}[lang]
    out = []
    for scale, name in zip((10_000_000, 100_000, 1_000, 100), SCALES[lang]):
        count, value = divmod(value, scale)
        if count:
            out += [small(count), rng.choice(SPELT.get(name, [name]))]
    if value or not out:
        out.append(small(value))
    return " ".join(out)


FRACTIONS = {"hinglish": ("dedh", "dhai", "sava", "paune", "saadhe"), "hi": ("डेढ़", "ढाई", "सवा", "पौने", "साढ़े")}


def fraction(value, lang, rng):
    """A whole number said with a fraction of a hundred, thousand or lakh, if it can be."""
    if lang not in FRACTIONS:
        return None
    dedh, dhai, sava, paune, saadhe = FRACTIONS[lang]
    for scale, name in zip((100_000, 1_000, 100), SCALES[lang][1:]):
        quarters, rest = divmod(value * 4, scale)
        if rest or not 3 <= quarters <= 99:
            continue
        whole, part = divmod(quarters, 4)
        if part == 0:
            continue
        say = {"hinglish": lambda v: latin(v, rng), "hi": lambda v: deva(v, rng)}[lang]
        if quarters == 6:
            return f"{dedh} {name}"
        if quarters == 10:
            return f"{dhai} {name}"
        if part == 1:
            return f"{sava} {name}" if whole == 1 else f"{sava} {say(whole)} {name}" if whole else None
        if part == 3:
            return f"{paune} {say(whole + 1)} {name}" if whole else f"{paune} {name}"
        return f"{saadhe} {say(whole)} {name}" if whole >= 3 else None
    return None


def grouped(value):
    text = str(value)
    head, tail = text[:-3], text[-3:]
    parts = []
    while head:
        parts.insert(0, head[-2:])
        head = head[:-2]
    return ",".join(parts + [tail])


def amount(rupees, lang, rng, bare=False):
    """An amount of money; `bare` where the sentence itself says rupees."""
    kind = rng.random()
    said = None
    if kind < .30:
        said = fraction(rupees, lang, rng)
    if said is None and kind < .80:
        said = words(rupees, lang, rng)
        if lang == "en" and rupees < 10_000 and rng.random() < .25:
            hundreds, rest = divmod(rupees, 100)
            if rest >= 20 and hundreds and not (hundreds < 10 and rest % 10) or (11 <= hundreds <= 99 and rest >= 10):
                said = f"{english(hundreds)} {english(rest)}"
    if said is None:
        said = rng.choice([str(rupees), grouped(rupees), str(rupees)])
        if lang == "en" and rupees % 1000 == 0 and rupees < 100_000 and rng.random() < .3:
            return f"{rupees // 1000}k"
        if not bare and rng.random() < .2:
            return rng.choice(["₹", "Rs "]) + said
    if bare or rng.random() < .5:
        return said
    return said + " " + rng.choice({"hinglish": ["rupaye", "rupay", "rupees"], "hi": ["रुपये", "रुपए"],
                                    "en": ["rupees", "rupees", "bucks"]}[lang])


# Several amounts, so that hundreds, odd figures, thousands and lakhs all come.
def draw(rng):
    kind = rng.random()
    if kind < .30:
        return rng.choice([100, 200, 300, 400, 500, 600, 700, 800, 900])
    if kind < .50:
        return rng.choice([125, 150, 175, 225, 250, 275, 350, 450, 750, 1250, 1500, 2500, 3500, 4500, 1750])
    if kind < .70:
        return rng.randrange(11, 1000)
    if kind < .90:
        return rng.randrange(1, 100) * 100
    return rng.choice([1000, 2000, 5000, 10_000, 25_000, 100_000, 150_000, 12_345, 99_999])


MEASURES = {
    "kg": [(1000, {"hinglish": ["kilo", "kg"], "hi": ["किलो"], "en": ["kilos", "kg", "kilo"]})],
    "l": [(1000, {"hinglish": ["litre", "liter"], "hi": ["लीटर"], "en": ["litres", "litre"]})],
    "pkt": [(1000, {"hinglish": ["packet", "paket"], "hi": ["पैकेट"], "en": ["packets", "packet"]})],
    "pc": [(1000, {"hinglish": ["piece", ""], "hi": ["", "पीस"], "en": ["", "pieces"]}),
           (12000, {"hinglish": ["darjan", "dozen"], "hi": ["दर्जन"], "en": ["dozen"]})],
    "bag": [(1000, {"hinglish": ["bori", "bag"], "hi": ["बोरी"], "en": ["bags"]})],
}


def quantity(unit, lang, rng):
    """(milli units, words)."""
    size, names = rng.choice(MEASURES[unit])
    count = rng.randrange(1, 13) if size == 1000 else rng.randrange(1, 4)
    name = rng.choice(names[lang])
    if unit in ("kg", "l") and lang != "en" and rng.random() < .3:
        milli, said = rng.choice([(1500, 0), (2500, 1), (500, None)])
        if said is None:
            return milli, f"{ {'hinglish': 'aadha', 'hi': 'आधा'}[lang]} {name}"
        return milli, f"{FRACTIONS[lang][said]} {name}"
    if unit == "kg" and lang != "hi" and rng.random() < .15:
        grams = rng.choice([250, 500, 750, 200])
        return grams, f"{grams} gram"
    if rng.random() < .25:
        said = str(count)
    else:
        said = words(count, lang, rng)
    return count * size, f"{said} {name}".strip()
