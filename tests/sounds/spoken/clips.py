"""Makes the clips of cases.jsonl: the same sound every time, from voices that scripts/setup and scripts/voice-pack bring.

A clip is spoken by Kokoro (a name of the voice pack), espeak-ng (`espeak-ng:VOICE`) or flite (`flite:VOICE`), said
faster or slower by `speed`, brought to one loudness, and mixed with noise `snr_db` below it: `fan` (a motor's hum and
its wind), `babble` (four people talking at once) or `street` (rumble, a passing engine, a horn). The noise comes from a
generator with a fixed seed. Needs sox.
"""
import array, hashlib, json, math, random, subprocess, wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

RATE = 16_000
NOISE_SECONDS = 20
# Changing how clips are made makes them anew.
RECIPE = 1
BABBLE = [
    ("en-us+m3", "Well I told him yesterday that the train was late again and nobody was there to open the door for us."),
    ("hi+f2", "अरे भाई आज बाज़ार में बहुत भीड़ है और धूप भी तेज़ है, थोड़ा पानी पिला दो, फिर आराम से बैठकर बात करते हैं।"),
    ("en-gb+f4", "She wants to know where the other shop is, and whether the bus goes there after the school closes."),
    ("hi+m5", "कल शादी में सब लोग आए थे, खाना अच्छा था, लेकिन गाना बहुत ज़ोर से बज रहा था, नींद ही नहीं आई।"),
]


def samples(path):
    with wave.open(str(path)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (RATE, 1, 2), path
        return array.array("h", sound.readframes(sound.getnframes()))


def write(path, values):
    clipped = array.array("h", (max(-32_768, min(32_767, round(value))) for value in values))
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes(clipped.tobytes())


def loudness(values):
    """The root mean square of the louder half of the quarter seconds: of the speech, not of its pauses."""
    size = RATE // 4
    powers = sorted(sum(value * value for value in values[at:at + size]) / size for at in range(0, len(values), size))
    louder = powers[len(powers) // 2:]
    return math.sqrt(sum(louder) / len(louder))


def fan(draw):
    """A hum of 50 Hz and its overtones, and wind: noise without its treble."""
    wind = 0.0
    for n in range(NOISE_SECONDS * RATE):
        wind += 0.12 * (draw.gauss(0, 1) - wind)
        hum = sum(math.sin(2 * math.pi * hz * n / RATE) / part for part, hz in enumerate((50, 100, 150, 300), 1))
        yield 4_000 * wind + 900 * hum


def street(draw):
    """Rumble, an engine that comes and goes, and a horn every seven seconds."""
    rumble = 0.0
    for n in range(NOISE_SECONDS * RATE):
        second = n / RATE
        rumble += 0.03 * (draw.gauss(0, 1) - rumble)
        near = max(0.0, math.sin(2 * math.pi * second / 5)) ** 2
        engine = sum(math.sin(2 * math.pi * hz * second) for hz in (83, 124, 166, 249)) * near
        horn = (math.sin(2 * math.pi * 430 * second) + math.sin(2 * math.pi * 540 * second)) * (second % 7 < 0.5)
        yield 9_000 * rumble + 700 * engine + 2_200 * horn + 500 * draw.gauss(0, 1)


def babble(folder):
    """Four voices at once, each over and over."""
    voices = []
    for number, (voice, text) in enumerate(BABBLE):
        spoken, level = folder / f"babble{number}.raw.wav", folder / f"babble{number}.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-s", "155", "-w", spoken, text], check=True)
        sox(spoken, level, "norm", "-6")
        voices.append(samples(level))
    for n in range(NOISE_SECONDS * RATE):
        yield sum(voice[(n + number * 7_000) % len(voice)] for number, voice in enumerate(voices)) / 2


def noise(kind, folder):
    path = folder / f"noise-{kind}-{RECIPE}.wav"
    if not path.exists():
        draw = random.Random(kind)
        made = {"fan": lambda: fan(draw), "street": lambda: street(draw), "babble": lambda: babble(folder)}[kind]()
        write(path, made)
    return samples(path)


def sox(spoken, out, *shape):
    mono = ["-c", "1", "-b", "16", "-r", str(RATE)]
    # Without dither: the same samples every time.
    subprocess.run(["sox", "-D", "-R", str(spoken), *mono, str(out), *map(str, shape)], check=True)


# A dot below in a sign of its own, which Festival's Hindi drops with its whole word.
NUKTA = {base + "\u093c": sign for base, sign in zip("कखगजडढफय", map(chr, range(0x958, 0x960)))}
# Where the same letters stand in other scripts: India's scripts are laid out alike.
SCRIPTS = {"pa": 0x100, "te": 0x300}


def in_script(text, language):
    shift = SCRIPTS.get(language[:2], 0)
    text = text.replace("ँ", "ं") if language[:2] == "pa" else text
    return "".join(chr(ord(sign) + shift) if 0x900 <= ord(sign) < 0x964 else sign for sign in text)


def festival(name, text, out):
    for letters, sign in NUKTA.items():
        # Telugu has none of these letters.
        text = text.replace(letters, letters[0] if name.startswith("te") else sign)
    text = in_script(text, name)
    # The default way to intone makes these voices hang on some words.
    script = f"""(voice_{name}) (Parameter.set 'Int_Method 'DuffInt)
        (utt.save.wave (utt.synth (Utterance Text "{text}")) "{out}.long.wav")"""
    subprocess.run(["festival", "--pipe"], input=script, check=True, text=True, stderr=subprocess.DEVNULL)
    # It falls silent for seconds after a word.
    trim = ["silence", "1", "0.01", "1%", "reverse", "silence", "1", "0.01", "1%", "reverse"]
    sox(f"{out}.long.wav", out, *trim)
    Path(f"{out}.long.wav").unlink()


def burst(draw, rising, falling, level=1.0):
    """Breath: noise that swells and dies away, so many samples each."""
    for n in range(rising + falling):
        swell = n / rising if n < rising else math.exp(-3 * (n - rising) / falling)
        yield level * swell * draw.gauss(0, 1)


def tone(hz, seconds, level=1.0):
    for n in range(round(seconds * RATE)):
        yield level * math.sin(2 * math.pi * hz * n / RATE) * min(1, n / 200)


def filtered(values, hz, width):
    """What a throat of this resonance makes of it."""
    keep, turn = math.exp(-math.pi * width / RATE), 2 * math.cos(2 * math.pi * hz / RATE)
    one = two = 0.0
    for value in values:
        one, two = value + keep * turn * one - keep * keep * two, one
        yield (1 - keep) * one


def voiced(draw, hz, seconds, formants):
    """A throat: pulses of this pitch, falling a little, through these resonances."""
    phase, values = 0.0, []
    for n in range(round(seconds * RATE)):
        phase += hz * (1 - 0.2 * n / (seconds * RATE)) / RATE
        values.append((1.0 if phase >= 1 else 0.0) + 0.02 * draw.gauss(0, 1))
        phase %= 1
    return [sum(sounds) for sounds in zip(*(list(filtered(values, hz, 90)) for hz in formants))]


def cough(draw, times):
    for _ in range(times):
        blast = filtered(burst(draw, 100, draw.randint(1_500, 3_500)), draw.randint(700, 1_300), 600)
        yield from (8 * value for value in blast)
        yield from voiced(draw, draw.randint(110, 220), draw.uniform(0.05, 0.15), (600, 1_200, 2_500))
        yield from [0.0] * draw.randint(1_000, 5_000)


def made(name, number):
    """A sound that is no speech: the same one every time for a name and a number."""
    draw = random.Random(f"{name} {number}")
    pause = lambda: [0.0] * draw.randint(800, 4_000)
    long = draw.randint(6_000, 16_000)
    sounds = {
        "cough1": lambda: cough(draw, 1), "cough2": lambda: cough(draw, 2), "cough3": lambda: cough(draw, 3),
        "sneeze": lambda: [*filtered(burst(draw, 6_000, 800, 0.3), 500, 400), *burst(draw, 60, 4_000)],
        "throat": lambda: [v for _ in range(2) for v in [*voiced(draw, draw.randint(70, 110), 0.2, (400, 1_100)), *pause()]],
        "knock": lambda: [v for _ in range(3) for v in [*filtered(burst(draw, 5, 700), 180, 80), *pause()]],
        "clap": lambda: [v for _ in range(2) for v in [*burst(draw, 5, 900), *pause()]],
        "tap": lambda: [v for _ in range(5) for v in [*filtered(burst(draw, 3, 300), 2_500, 900), *pause()]],
        "door": lambda: [*filtered(burst(draw, 4_000, 2_000, 0.2), 900, 100), *filtered(burst(draw, 5, 3_000, 3), 120, 60)],
        "beep": lambda: [v for _ in range(3) for v in [*tone(draw.randint(600, 2_000), 0.15), *pause()]],
        "horn": lambda: [a + b for a, b in zip(tone(430, 0.8), tone(540, 0.8))],
        "hum": lambda: [a + b / 2 for a, b in zip(tone(50, 1.5), tone(150, 1.5))],
        "breath": lambda: filtered(burst(draw, long, long), 1_200, 900),
        "hiss": lambda: filtered(burst(draw, 800, long), 5_000, 1_500),
        "silence": lambda: (0.001 * draw.gauss(0, 1) for _ in range(2 * RATE)),
    }
    values = list(sounds[name]())
    peak = max(map(abs, values))
    return [(20 if name == "silence" else 20_000) * value / peak for value in values]


def say(case, out, execora):
    engine, _, name = case["voice"].rpartition(":")
    if engine == "made":
        return write(out, made(name, case["text"]))
    if engine == "festival":
        return festival(name, case["text"], out)
    if engine == "espeak-ng":
        command = ["espeak-ng", "-v", name, "-s", "150", "-w", out, in_script(case["text"], name)]
    elif engine == "flite":
        command = ["flite", "-voice", name, "-t", case["text"], "-o", out]
    else:
        language = "en" if case["lang"] == "en" else "hi"
        command = [execora, "speak", "--language", language, "--voice", name, "--out", out, case["text"]]
    subprocess.run([str(word) for word in command], check=True)


def make(case, folder, execora, noises):
    said = {key: case[key] for key in ("text", "lang", "voice", "speed", "noise", "snr_db")}
    stamp = hashlib.sha256(json.dumps([RECIPE, said], sort_keys=True).encode()).hexdigest()[:12]
    out = folder / f"{case['id']}-{stamp}.wav"
    if out.exists():
        return out
    spoken, clean = folder / f"{stamp}.spoken.wav", folder / f"{stamp}.clean.wav"
    say(case, spoken, execora)
    # Every clip is equally loud and has half a second of room before it and one after it.
    level = [] if case["voice"] == "made:silence" else ["norm", "-6"]
    sox(spoken, clean, "tempo", "-s", case["speed"], *level, "pad", "0.5", "1.0", "rate", RATE)
    values = samples(clean)
    if case["noise"]:
        around = noises[case["noise"]]
        start = int(stamp, 16) % (len(around) - len(values))
        around = around[start:start + len(values)]
        gain = loudness(values) / loudness(around) / 10 ** (case["snr_db"] / 20)
        values = [value + gain * other for value, other in zip(values, around)]
        peak = max(map(abs, values))
        values = [value * min(1, 32_000 / peak) for value in values]
    write(out, values)
    spoken.unlink()
    clean.unlink()
    return out


def make_all(cases, folder, execora, workers):
    """The clip of every case, in their order; those that are there already are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    noises = {kind: noise(kind, folder) for kind in sorted({case["noise"] for case in cases} - {None})}
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda case: make(case, Path(folder), execora, noises), cases))
