#!/usr/bin/env python3
"""Makes the table of src/providers/local/agreement: tests/sounds/yes/train.py EXECORA WEIGHTS.bin [--clips DIR]

Speaks the open wordings of cases.py, and more that sound alike (pool.py), by voices that no kept case has; changes speed,
colour, room, loudness and noise at random (a fixed seed), lets Whisper's encoder hear the speech alone as the program does,
and fits three small nets to it. What is kept is never spoken here. Takes about half an hour. Needs what score.py needs,
and from PyPI ctranslate2, numpy and jax.
"""
import argparse, os, random, struct, sys, tempfile, zlib
from pathlib import Path

import jax, jax.numpy as jnp
import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(HERE), str(HERE.parent / "spoken")]
import clips, pool

# As in src/providers/local/agreement.rs and mel.rs.
FRAME, BEFORE, AFTER, FRAMES_MIN, FRAMES_MAX, COLUMNS, WIDTH = 320, 5, 5, 4, 150, 300, 512
SLICES, PARTS, NETS, SOUGHT, THOUGHTS = 24, 12, 3, 32, 16
# Numbers of the encoder's 512 that matter, once turned so that the first matter most.
KEPT = 300
ROUNDS, BATCH, RATE, DECAY, DROPPED, SHAKEN = 30, 128, 2e-3, 3e-2, 0.4, 1.0


def edges():
    mel = np.arange(82) * (15 + np.log(8) * 27 / np.log(6.4)) / 81
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))


def bands():
    hz, found = np.arange(201) * 40.0, edges()
    low, middle, high = found[:-2, None], found[1:-1, None], found[2:, None]
    weights = np.minimum((hz - low) / (middle - low), (high - hz) / (high - middle))
    return (np.maximum(0, weights) * 2 / (high - low)).astype(np.float32)


BANDS, WINDOW = bands(), (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)).astype(np.float32)


def features(sound):
    padded = np.zeros(COLUMNS * 160 + 400, np.float32)
    padded[200:200 + len(sound)] = sound.astype(np.float32) / 32768
    padded[:200] = padded[201:401][::-1]
    heard = min(COLUMNS, -(-(len(sound) + 200) // 160))
    power = np.abs(np.fft.rfft(np.stack([padded[n * 160:n * 160 + 400] for n in range(heard)]) * WINDOW)) ** 2
    out = np.full((80, COLUMNS), -10, np.float32)
    out[:, :heard] = np.log10(np.maximum(power @ BANDS.T, 1e-10)).T
    return ((np.maximum(out, out.max() - 8) + 4) / 4)[None].astype(np.float32)


def speech(sound):
    frames = sound[:len(sound) // FRAME * FRAME].astype(np.float64).reshape(-1, FRAME)
    loudness = np.log(np.sqrt((frames ** 2).mean(1)) + 1)
    quiet = np.sort(loudness)[len(loudness) // 10]
    loud = np.flatnonzero(loudness > (quiet + loudness.max()) / 2)
    if not len(loud):
        return sound[:0]
    first = max(0, loud[0] - BEFORE)
    return sound[first * FRAME:min(len(frames), loud[-1] + 1 + AFTER, first + FRAMES_MAX) * FRAME]


def changed(sound, noises, dice):
    sound = sound.astype(np.float32)
    speed = dice.uniform(0.8, 1.25)
    sound = np.interp(np.arange(int(len(sound) / speed)) * speed, np.arange(len(sound)), sound)
    if dice.random() < 0.35:
        sound = sound + dice.uniform(-0.6, 0.6) * np.concatenate([[0], sound[:-1]])
    if dice.random() < 0.2:
        late, echo = dice.randrange(300, 1_600), np.zeros_like(sound)
        echo[late:] = sound[:-late]
        sound = sound + dice.uniform(0.1, 0.4) * echo
    if dice.random() < 0.65:
        noise = noises[dice.choice(sorted(noises))]
        start = dice.randrange(len(noise) - len(sound))
        noise = noise[start:start + len(sound)]
        sound = sound + noise * clips.loudness(sound) / clips.loudness(noise) / 10 ** (dice.uniform(8, 25) / 20)
    sound *= dice.uniform(0.15, 1) * 32_000 / max(1, np.abs(sound).max())
    return sound.astype(np.int16)


def sliced(frames):
    """However many frames there are: 24 slices."""
    many = len(frames)
    ends = [(n * many // SLICES, max(n * many // SLICES + 1, (n + 1) * many // SLICES)) for n in range(SLICES)]
    sums = np.concatenate([np.zeros((1, WIDTH), np.float32), np.cumsum(frames.astype(np.float32), 0)])
    return np.stack([(sums[end] - sums[first]) / (end - first) for first, end in ends])


def listened(model, sound):
    """The slices of some speech and its seconds; none where it is too short."""
    import ctranslate2
    sound = speech(sound)
    many = min(FRAMES_MAX, len(sound) // FRAME)
    if many < FRAMES_MIN:
        return None
    heard = np.array(model.encode(ctranslate2.StorageView.from_array(features(sound)), to_cpu=True))[0]
    return sliced(heard[:many].astype(np.float16)).astype(np.float16), many / 50


def turned(slices):
    """What makes the encoder's numbers independent of each other, those that vary most first."""
    found = slices.reshape(-1, WIDTH)[::7].astype(np.float32)
    middle = found.mean(0)
    sizes, ways = np.linalg.eigh(np.cov((found - middle).T))
    first = np.argsort(-sizes)[:KEPT]
    return middle, ways[:, first] / np.sqrt(sizes[first] + 1e-3)


def net(weights, slices, seconds, dropped=None):
    found = jax.nn.relu(slices @ weights["sought"] + weights["start"])
    found = found.reshape(len(slices), PARTS, SLICES // PARTS, SOUGHT).mean(2).reshape(len(slices), -1)
    found = found if dropped is None else found * jax.random.bernoulli(dropped, 1 - DROPPED, found.shape) / (1 - DROPPED)
    thoughts = jax.nn.relu(found @ weights["think"] + weights["begin"] + seconds[:, None] * weights["second"])
    return thoughts @ weights["counts"] + weights["score"]


def wrong(weights, slices, seconds, is_yes, key):
    first, second = jax.random.split(key)
    scores = net(weights, slices + SHAKEN * jax.random.normal(second, slices.shape), seconds, first)
    return (jax.nn.softplus(scores) - is_yes * scores).mean()


@jax.jit
def step(weights, mean, square, time, rate, key, *batch):
    slope = jax.grad(wrong)(weights, *batch, key)
    mean = jax.tree.map(lambda old, new: 0.9 * old + 0.1 * new, mean, slope)
    square = jax.tree.map(lambda old, new: 0.999 * old + 0.001 * new * new, square, slope)

    def moved(weight, mean, square):
        way = mean / (1 - 0.9 ** time) / (jnp.sqrt(square / (1 - 0.999 ** time)) + 1e-8)
        return weight - rate * (way + DECAY * weight * (weight.ndim > 1))

    return jax.tree.map(moved, weights, mean, square), mean, square


def learn(slices, seconds, is_yes, seed):
    """One net, of turned slices."""
    key = jax.random.PRNGKey(seed)
    one, two, three = jax.random.split(key, 4)[:3]
    weights = {
        "sought": jax.random.normal(one, (slices.shape[2], SOUGHT)) * slices.shape[2] ** -0.5,
        "start": jnp.zeros(SOUGHT),
        "think": jax.random.normal(two, (SOUGHT * PARTS, THOUGHTS)) * (2 / (SOUGHT * PARTS)) ** 0.5,
        "begin": jnp.zeros(THOUGHTS), "second": jnp.zeros(THOUGHTS), "score": jnp.zeros(()),
        "counts": jax.random.normal(three, (THOUGHTS,)) * THOUGHTS ** -0.5,
    }
    mean = square = jax.tree.map(jnp.zeros_like, weights)
    dice, time, steps = np.random.default_rng(seed), 0, ROUNDS * (len(is_yes) // BATCH)
    for _ in range(ROUNDS):
        order = dice.permutation(len(is_yes))
        for at in range(0, len(is_yes) // BATCH * BATCH, BATCH):
            which, time = order[at:at + BATCH], time + 1
            key, now = jax.random.split(key)
            batch = slices[which].astype(np.float32), seconds[which], is_yes[which].astype(np.float32)
            rate = RATE * 0.5 * (1 + np.cos(np.pi * time / steps))
            weights, mean, square = step(weights, mean, square, time, rate, now, *batch)
    return jax.tree.map(np.asarray, weights)


def scores(nets, slices, seconds):
    parts = [slice(at, at + 500) for at in range(0, len(slices), 500)]
    of = jax.jit(net)
    each = [[of(weights, slices[part].astype(np.float32), seconds[part]) for part in parts] for weights in nets]
    return np.mean([np.concatenate(each_part) for each_part in each], 0)


def eighths(rows):
    units = np.abs(rows).max(1) / 127 + 1e-12
    return np.round(rows / units[:, None]).astype(np.int8), units


def table(nets, middle, ways):
    """The bytes of agreement.rs."""
    out = b""
    for weights in nets:
        rows, units = eighths((ways @ weights["sought"]).T)
        starts = weights["start"] - (ways @ weights["sought"]).T @ middle
        out += b"".join(row.tobytes() + struct.pack("<ff", *rest) for row, *rest in zip(rows, units, starts))
        rows, units = eighths(weights["think"].T)
        rest = zip(rows, units, weights["begin"], weights["second"], weights["counts"])
        out += b"".join(row.tobytes() + struct.pack("<ffff", *numbers) for row, *numbers in rest)
        out += struct.pack("<f", weights["score"])
    return out


def blind(slices, seconds, is_yes, voices):
    """What each is worth to nets that never heard its voice."""
    fold = np.array([zlib.crc32(voice.encode()) % 5 for voice in voices])
    found = np.zeros(len(is_yes))
    for left in range(5):
        learnt = fold != left
        nets = [learn(slices[learnt], seconds[learnt], is_yes[learnt], 0)]
        found[~learnt] = scores(nets, slices[~learnt], seconds[~learnt])
    return found


def fit(slices, seconds, is_yes, voices, seek_bounds=True):
    middle, ways = turned(slices)
    turn = lambda part: ((part.astype(np.float32) - middle) @ ways).astype(np.float16)
    slices = np.concatenate([turn(part) for part in np.array_split(slices, 20)])
    if seek_bounds:
        found = blind(slices, seconds, is_yes, voices)
        print("by voices that were left out: score, share of yeses and of others at or above it")
        for bound in range(-4, 7):
            print(bound, f"{(found[is_yes] >= bound).mean():.3f} {(found[~is_yes] >= bound).mean():.4f}")
    return table([learn(slices, seconds, is_yes, seed) for seed in range(NETS)], middle, ways)


def main():
    import ctranslate2
    options = argparse.ArgumentParser()
    options.add_argument("execora")
    options.add_argument("out", type=Path)
    options.add_argument("--clips", type=Path, default=ROOT / "target/spoken")
    options = options.parse_args()
    pack = Path(os.environ.get("EXECORA_VOICE_PACK", ROOT / "voices"))
    model = ctranslate2.models.Whisper(str(pack / "whisper-base"), compute_type="int8", intra_threads=1)
    noises = {kind: np.array(clips.noise(kind, options.clips), np.float32) for kind in ("fan", "street", "babble")}
    heard = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EXECORA_VOICE_PACK"] = str(pool.mixed(pack, Path(folder)))
        for case, times in pool.spoken():
            sound = np.array(clips.samples(clips.make(case, options.clips, options.execora, {})), np.int16)
            for time in range(times):
                dice = random.Random(f"{case['voice']}|{case['text']}|{time}")
                found = listened(model, changed(sound, noises, dice))
                if found:
                    heard.append((case["voice"], case["text"], time, case["kind"] == "yes", *found))
    heard.sort(key=lambda one: one[:3])
    voices, _, _, is_yes, slices, seconds = zip(*heard)
    options.out.write_bytes(fit(np.stack(slices), np.array(seconds), np.array(is_yes), voices))


if __name__ == "__main__":
    main()
