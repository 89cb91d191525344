"""What the nets of the spoken yes learn from: no wording and no voice that a kept case has.

Espeak-ng's many voices say half of what is no yes, Kokoro's fewer still; four voices more are mixed from Kokoro's.
"""
import array

import cases

# Words near a yes that no case has. A few are no yes only by how they are sung: what is said for a question mark after a
# yes is left out.
NEAR_HINDI = """खाता|उधार|नकद|भाव|दूध|आलू|तेल|नमक|पानी|हज़ारी|हड्डी|हँसी|हंस|आँख|आँधी|अंडा|आगे|आज|आधा|माँ|मैं|नाई|गाय|चाय|
    हाय राम|ऐसा|हैरान|हम हैं|हाथी|खाना|गाना|जाना|लाना|लाओ|लेकर|लकड़ी|लिखा|लिखना|ठंडा|ठोक|टीका|ठेका|सहारा|साहिब|
    सुई|बिल|बिल्ली|बिल दिखाओ|ओकरा|जीरा|हाजिर|हैं हैं|क्या है|क्या हाँ|आ हाँ हाँ क्या|हा|हाई|ही|हू|हे भगवान|आँ|एँ|
    ऐं|ऐ|ऊह|हँ|हुँ|हाहा|हँहँ|जी|जी?|हाँ?|हाँ रुको|हाँ लेकिन|हाँ बाद में|हाँ नहीं|हाँ बताओ|हाँ आता हूँ|ठीक नहीं है|
    सही नहीं है|ठीक करो|ठीक से बोलो|लिखना मत|मत लिख|लिखा क्या|कर दिया|कर लो|सही क्या है|बिल्कुल नहीं|ओके नहीं"""
NEAR_ENGLISH = """Yet.|Yard.|Jess paid.|Desk.|Test.|West.|Next.|Text.|Best.|Rest.|Yellow rice.|Year.|Yoga.|Young.|Your.|You.|
    Ear.|Air.|Heart.|Hun.|Hard.|Han.|Horn.|On.|Aunt.|Hang on.|High.|Hi.|Shore.|Shirt.|Show.|Short.|Chair.|O.|Oak.|
    Oh no.|Cocoa.|Coat.|Collect.|Connect.|Direct.|Correct it.|Write.|Right away.|Bright.|Light.|That.|Cat.|Go.|
    Good.|Milk.|Later.|Please.|Please wait.|Nine.|Nice.|Naan.|Pan.|Man.|Ann.|Yes?|Yeah?|Okay?|Yes but wait.|
    Yes, later.|Yes, no.|Yes, how much?|Not okay.|Not right.|That's wrong.|That's not right.|Don't write.|
    Ok, wait.|Ha.|Hah.|Heh.|Hey you.|Yay.|Yo.|Ya.|Yuck.|Hah hah.|Ow.|Aw.|Eww.|Huh.|Hay.|Hain.|Haan?|Haan ruko.|
    Haan kya?|Haan bolo."""
UNCLEAR = set("हाँ?|जी?|Yes?|Yeah?|Okay?|Haan?|हँ|जी|हैं हैं".split("|"))
ESPEAK_HINDI = """hi hi+f1 hi+f2 hi+f4 hi+f5 hi+m1 hi+m3 hi+m4 hi+m8 hi+Alicia hi+Andrea hi+antonio hi+grandma hi+steph2
    hi+aunty hi+Gene hi+Mike hi+zac mr+f3 mr+m2 mr+f1 mr+Mario ne+f2 ne+m5 ne+anika pa pa+f3 hi+m5 hi+f3 mr+f5
    ne+f4 mr+Alicia ne+m1""".split()
ESPEAK_ENGLISH = """en-gb en-us en-us+m3 en-gb+f3 en-029 en-us+f4 en-gb+m5 en-gb-x-rp+f1 en-gb-x-gbclan+m2 en-gb-x-gbcwmd+f5 
    en-us+Andrea en-us+antonio en-gb+Alicia en-us+steph2 en-gb+aunty en-us+m8 en-us+grandma en-gb+Mike""".split()
FLITE = "slt awb kal".split()
KOKORO_HINDI = """hf_alpha hf_beta hm_omega af_heart am_michael bf_emma""".split()
KOKORO_ENGLISH = """af_heart am_michael bf_emma bm_george hf_beta hf_alpha hm_omega""".split()
MIXED = {
    "x1": ("hf_alpha", "hm_omega"), "x2": ("hf_beta", "am_michael"),
    "x3": ("bf_emma", "hm_omega"), "x4": ("bm_george", "af_heart"),
}
# Kinds that are nearest to a yes.
NEAREST = ("yes", "what", "filler", "laugh", "call", "name", "no", "near")


def mixed(pack, folder):
    """A voice pack in a folder with the mixed voices too."""
    for part in ("onnxruntime", "whisper-base"):
        (folder / part).symlink_to((pack / part).resolve())
    (folder / "verified.json").write_bytes((pack / "verified.json").read_bytes())
    voices = folder / "kokoro/voices"
    voices.mkdir(parents=True)
    for name in ("model.onnx", "vocabulary.json"):
        (folder / "kokoro" / name).symlink_to((pack / "kokoro" / name).resolve())
    numbers = {path.stem: path.read_bytes() for path in (pack / "kokoro/voices").glob("*.bin")}
    for name, two in MIXED.items():
        one, other = (array.array("f", numbers[voice]) for voice in two)
        numbers[name] = array.array("f", ((a + b) / 2 for a, b in zip(one, other))).tobytes()
    for name, data in numbers.items():
        (voices / f"{name}.bin").write_bytes(data)
    return folder


def wordings(table, near):
    return [*cases.wordings(table), *cases.wordings({"near": near})]


def case(lang, kind, text, voice):
    found = cases.one(lang, kind, text, voice, False)
    return {**found, "id": "t", "speed": 1.0, "noise": None, "snr_db": None}


def by_voices():
    """What espeak-ng, flite and Kokoro's own voices say, and noises."""
    for lang, table, near, espeak, kokoro in (
        ("hi", cases.HINDI, NEAR_HINDI, ESPEAK_HINDI, KOKORO_HINDI),
        ("en", cases.ENGLISH, NEAR_ENGLISH, ESPEAK_ENGLISH, KOKORO_ENGLISH),
    ):
        flite = [f"flite:{name}" for name in FLITE if lang == "en"]
        for voice in [f"espeak-ng:{name}" for name in espeak] + kokoro + flite:
            for kind, text, is_kept in wordings(table, near):
                found = case(lang, kind, text, voice)
                said = kind == "yes" or not voice.startswith("espeak") or cases.draw("pool", voice, text) % 2
                if not is_kept and found["part"] == "open" and said:
                    yield found
    for name in cases.MADE:
        for number in range(100, 112):
            yield case("hi", "noise", str(number), "made:" + name)


def by_mixed_voices():
    for lang, table, near in (("hi", cases.HINDI, NEAR_HINDI), ("en", cases.ENGLISH, NEAR_ENGLISH)):
        for voice in MIXED:
            for kind, text, is_kept in wordings(table, near):
                if not is_kept and (kind == "yes" or cases.draw("kc", voice, text) % 8 == 0):
                    yield case(lang, kind, text, voice)


def times(case, yes, other):
    return yes if case["kind"] == "yes" else other


def spoken():
    """Each case, and how often it is heard, changed at random."""
    kokoro = 0
    for case in by_voices():
        is_kokoro = ":" not in case["voice"]
        kokoro += is_kokoro
        drawn = case["kind"] == "yes" or cases.draw("kb", case["voice"], case["text"]) % 7 == 0
        near = case["kind"] in NEAREST and drawn
        if case["text"] in UNCLEAR:
            continue
        if not is_kokoro or kokoro % 4 == 1:
            yield case, times(case, 3, 2 if is_kokoro else 1)
        elif near:
            yield case, times(case, 5, 3)
    for case in by_mixed_voices():
        if case["text"] not in UNCLEAR:
            yield case, times(case, 5, 3)
