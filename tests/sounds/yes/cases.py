"""Lists the short sounds of the yes set: who says what, how fast, in which noise, and whether it is a yes.

`cases()` is the same list every time. A case is `kept` where nobody may tune on it: all that some voices say, some of
the wordings, and of the rest a part by hash.
"""
import zlib

HINDI = {
    "yes": """हाँ|हाँ जी|जी हाँ|हाँ हाँ|ठीक है|सही है|हाँ ठीक है|हाँ सही है|हाँ लिखो|हाँ लिख दो|लिख दो|लिखो|हाँ कर दो|बिल्कुल|ओके|
        हाँ भाई लिख दो|*जी हाँ लिख दो|*हाँ बिल्कुल|*लिख दीजिए|*हाँ जी ठीक है""",
    "no": """नहीं|ना|नहीं नहीं|मत लिखो|नहीं भाई|रहने दो|जी नहीं|गलत है|हटाओ|अभी नहीं|रुको|हाँ मत लिखो|*नहीं लिखना|*छोड़ो|*कैंसल करो""",
    "what": """हैं?|हैं|क्या?|क्या बोला?|फिर से बोलो|एँ?|आँ?|किसका?|कितना?|अरे क्या?|हम्म?|कौन?|हाँ कितना?|*हैं जी?|*क्या हुआ?|*हाँ क्या?""",
    "filler": """आह|अरे|अच्छा|ओह|उम्म|हम्म|आ|ए|ओ|हे|ऊँ|उफ़|वाह|अच्छा जी|ओहो|अहा|*हूँ|*अरे यार|*अच्छा अच्छा""",
    "laugh": """हा हा हा|हा हा|हे हे हे|हा हा हा हा हा|ही ही ही|*हो हो हो|*हा हा हा हा""",
    "call": """हाँ भाई बोल|हाँ भाई बोलो|हाँ बोलो|भैया|अरे सुनना|ओ भाई|सुनो|अरे भाई|दीदी|भैया इधर आओ|छोटू|चाय लाना|एक मिनट|
        हाँ क्या चाहिए|हाँ कौन|हेलो|नमस्ते|राम राम|*हाँ भैया क्या दूँ|*आओ भाई|*अंकल""",
    "name": """राहुल शर्मा|सुनीता देवी|अमित|प्रिया गुप्ता|रमेश|हनीफ़|हरीश|अनिल|हिना|आशा|हंसा|ईशान|खान|हसन|*अहान|*जान मोहम्मद|*हामिद""",
    "near": """आम|हाल|हार|हाथ|जहाँ|कहाँ|यहाँ|वहाँ|शाम|दाम|पान|धान|जान|नाम|काम|है|हम|हो|हल्दी|हाय|*आन|*हवा|*हाट""",
    "number": """एक|दो|पाँच|सात|आठ|सौ|पाँच सौ|हज़ार|दो हज़ार|साठ|*सत्तर|*आठ सौ""",
    "goods": """चीनी|चावल|दो किलो चीनी|दो की जगह तीन|हिसाब बताओ|कितना बाकी है|*आटा|*हरी मिर्च""",
}
ENGLISH = {
    "yes": """Yes.|Yeah.|Yep.|OK.|Okay.|Yes, please.|Yes, write it.|Sure.|Correct.|That's right.|Yes, that's right.|Okay, write it.|
        Haan.|Haan ji.|*Yes, correct.|*Yes, go ahead.|*Okay, yes.""",
    "no": """No.|Nope.|No, no.|Don't write it.|Cancel.|Stop.|Wrong.|Not yet.|Wait.|Nahi.|*No, thanks.|*Never mind.""",
    "what": """Huh?|What?|Sorry?|Pardon?|Eh?|Hm?|How much?|Who?|Say again?|*What was that?|*Hain?""",
    "filler": """Ah.|Aah.|Uh.|Um.|Hmm.|Uh-huh.|Oh.|Wow.|Ouch.|Er.|Hey.|Well.|Arre.|Achha.|*Mm.|*Oops.|*Ugh.""",
    "laugh": """Ha ha ha!|Ha ha!|Hahaha!|He he he!|Ha ha ha ha ha!|Hee hee!|*Ho ho ho!|*Haha!""",
    "call": """Hello?|Hey brother.|Excuse me.|One minute.|Come here.|Yes, tell me.|Yes, who is it?|Haan bhai bol.|Bhaiya.|Arre sunna.|
        *Yes sir, what do you want?|*Hey, listen.""",
    "name": """Rahul.|Sunita Devi.|Harish.|Khan.|Hansa.|Hassan.|Anne.|Jess.|Ahaan.|*Esther.|*Hanna.""",
    "near": """Yesterday.|Less.|Guess.|Chess.|Dress.|Key.|Okra.|Hand.|Honey.|Hot.|Hut.|Head.|Here.|Day.|*Mess.|*Han Solo.|*Yellow.""",
    "number": """One.|Two.|Five.|Eight.|Ten.|Five hundred.|A thousand.|*Seven.|*Six hundred.""",
    "goods": """Sugar.|Rice.|Two kilos sugar.|How much does he owe?|*Eggs.|*Two, not three.""",
}
MADE = "cough1 cough2 cough3 sneeze knock clap beep hum breath hiss throat horn silence door tap".split()

HINDI_VOICES = """hf_alpha hf_beta hm_omega hm_psi* af_heart af_bella* espeak-ng:hi espeak-ng:hi+f2 espeak-ng:hi+m3
    espeak-ng:mr+f3 espeak-ng:ne+f2 espeak-ng:pa espeak-ng:pa+m5* espeak-ng:mr+m7* espeak-ng:hi+Annie* espeak-ng:ne+m4* festival:hindi_NSK_diphone*
    festival:marathi_NSK_diphone* festival:telugu_NSK_diphone*""".split()
ENGLISH_VOICES = """af_heart af_bella* am_michael bf_emma bm_george hf_beta hm_psi* espeak-ng:en-gb espeak-ng:en-us+m3
    espeak-ng:en-gb+f3 espeak-ng:en-gb-scotland+f4* flite:slt flite:rms* flite:awb flite:kal
    festival:cmu_us_slt_arctic_hts* festival:ked_diphone*""".split()
# Of so many things of a kind that a voice could say, it says one; every voice says every yes.
THIN = {"yes": 1, "what": 2, "filler": 2, "laugh": 2, "call": 2, "no": 3, "name": 3, "near": 3, "number": 5, "goods": 5}
SPEEDS = (0.85, 1.0, 1.2)
NOISES = (None, None, None, ("fan", 20), ("street", 20), ("babble", 20), ("fan", 10), ("street", 10), ("babble", 10))


def draw(*words):
    return zlib.crc32("|".join(words).encode())


def wordings(table):
    for kind, text in table.items():
        for wording in text.split("|"):
            wording = " ".join(wording.split())
            yield kind, wording.removeprefix("*"), wording.startswith("*")


def one(lang, kind, text, voice, is_kept):
    by_hash = draw("part", voice, text) % 4 == 0
    noise = NOISES[draw("noise", voice, text) % len(NOISES)]
    return {
        "kind": kind, "lang": lang, "voice": voice, "text": text,
        "speed": SPEEDS[draw("speed", voice, text) % 3],
        "noise": noise[0] if noise else None, "snr_db": noise[1] if noise else None,
        "part": "kept" if is_kept or by_hash else "open",
    }


def cases():
    """Every case."""
    found = []
    for lang, table, voices in (("hi", HINDI, HINDI_VOICES), ("en", ENGLISH, ENGLISH_VOICES)):
        for voice in voices:
            name, kept_voice = voice.removesuffix("*"), voice.endswith("*")
            for kind, text, kept_text in wordings(table):
                # Kokoro takes a second a clip, the others a hundredth.
                thin = THIN[kind] * (1 if ":" in name else 2)
                if draw("thin", name, text) % thin == 0:
                    found.append(one(lang, kind, text, name, kept_voice or kept_text))
    for name in MADE:
        for number in range(4):
            found.append(one("hi", "noise", str(number), "made:" + name, number % 2 == 1))
    for number, case in enumerate(found):
        case["id"] = f"y{number:04}"
    return found


if __name__ == "__main__":
    import collections
    counts = collections.Counter((case["kind"], case["part"]) for case in cases())
    print(sum(counts.values()), *(f"{kind}/{part} {many}" for (kind, part), many in sorted(counts.items())), sep="\n")
