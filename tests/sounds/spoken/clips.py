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


def say(case, out, execora):
    engine, _, name = case["voice"].rpartition(":")
    if engine == "espeak-ng":
        command = ["espeak-ng", "-v", name, "-s", "150", "-w", out, case["text"]]
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
    sox(spoken, clean, "tempo", "-s", case["speed"], "norm", "-6", "pad", "0.5", "1.0", "rate", RATE)
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
