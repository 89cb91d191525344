#!/usr/bin/env python3
"""Scores spoken commands: tests/sounds/spoken/score.py EXECORA [--write] [--quick] [--show] [--clips DIR]

Makes the clips of cases.jsonl (clips.py), lets EXECORA transcribe and understand them in the shop where they are said,
and prints by language, voice, noise and speed how often the right frames would be read back first, how often it asked,
and how often it would have read back something wrong, beside the committed figures. Fails where the whole or a language
is worse than committed by more than noise. --quick takes every fourth case, --write commits today's figures, --show
prints what went wrong among the open cases; what goes wrong among those whose part is `kept` is printed nowhere.
Skips where the voice pack, sox or flite is missing, and says so.
"""
import argparse, collections, json, os, shutil, subprocess, sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import clips

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
FIGURES = HERE / "figures.txt"
WORKERS = max(1, min(2, os.cpu_count() or 1))
MOVES = {"RECORD_PAYMENT", "ADD_CREDIT", "CREATE_INVOICE", "DELETE_CUSTOMER", "CANCEL_INVOICE", "UPDATE_PRICE",
         "UPDATE_STOCK", "UPDATE_CUSTOMER", "CORRECT", "CONFIRM"}


def worlds(folder):
    """Every shop that a case is set in, in one file."""
    shops = {}
    for path in (ROOT / "domain/tests/understanding/worlds.json", ROOT / "tests/sounds/worlds.json"):
        shops.update(json.loads(path.read_text()))
    merged = folder / "worlds.json"
    merged.write_text(json.dumps(shops))
    return merged


def meaning(frames):
    """Frames as they are compared: things on a bill in any order, names in small letters."""
    frames = json.loads(json.dumps(frames))
    for frame in frames:
        slots = frame["slots"]
        if "items" in slots:
            slots["items"].sort(key=lambda item: json.dumps(item, sort_keys=True))
        if "name" in slots:
            slots["name"] = slots["name"].lower()
    return json.dumps(frames, sort_keys=True)


def heard(execora, shops, group, cases, files):
    world, context = group
    command = [execora, "transcribe", "--trace", "--worlds", shops, "--world", world]
    if context:
        command += ["--pending", json.dumps(json.loads(context)["pending"])]
    done = subprocess.run([*map(str, command), *map(str, files)], check=True, capture_output=True, text=True)
    return [(case, json.loads(line)) for case, line in zip(cases, done.stdout.splitlines(), strict=True)]


def transcribed(execora, shops, cases, files):
    """Each case with what was heard, by shop and by what was read back before, two at a time."""
    groups = collections.defaultdict(lambda: ([], []))
    for number, (case, file) in enumerate(zip(cases, files)):
        context = json.dumps(case["context"]) if case["context"] else ""
        group = groups[case["world"], context, number % WORKERS]
        group[0].append(case)
        group[1].append(file)
    with ThreadPoolExecutor(WORKERS) as pool:
        work = [pool.submit(heard, execora, shops, key[:2], *group) for key, group in groups.items()]
        found = [pair for part in work for pair in part.result()]
    return sorted(found, key=lambda pair: pair[0]["id"])


def verdict(case, taken):
    if taken["clarify"] is None and meaning(taken["frames"]) == meaning(case["frames"]):
        return "right"
    if taken["clarify"] is not None or taken["frames"][0]["intent"] == "UNKNOWN":
        return "asked"
    moves = any(frame["intent"] in MOVES for frame in taken["frames"])
    return "wrong money" if moves else "wrong"


def slices(case):
    speed = case["speed"]
    yield "all"
    yield "lang " + case["lang"]
    yield "lang hi and hinglish" if case["lang"] != "en" else "lang en only"
    yield "part " + case["part"]
    yield "voice " + case["voice"]
    yield "noise " + (f"{case['noise']} {case['snr_db']} dB" if case["noise"] else "none")
    yield "speed " + ("slow" if speed < 0.95 else "fast" if speed > 1.05 else "plain")


def committed():
    if not FIGURES.exists():
        return {}
    rows = (line.split("\t") for line in FIGURES.read_text().splitlines())
    return {name: tuple(map(int, counts)) for name, *counts in rows}


def table(found, then):
    counts = collections.defaultdict(collections.Counter)
    for case, line in found:
        for name in slices(case):
            counts[name]["cases"] += 1
            counts[name][verdict(case, line["taken"])] += 1
    print(f"{'slice':<26}{'cases':>6}{'right':>7}{'was':>7}{'asked':>7}{'wrong':>7}{'wrong money':>13}")
    now = {}
    for name in sorted(counts):
        count = counts[name]
        now[name] = tuple(count[key] for key in ("cases", "right", "asked", "wrong", "wrong money"))
        same = then.get(name, (0, 0))[0] == count["cases"]
        was = f"{then[name][1] / then[name][0]:.2f}" if same else "-"
        share = f"{count['right'] / count['cases']:.2f}"
        print(f"{name:<26}{count['cases']:>6}{share:>7}{was:>7}{count['asked']:>7}{count['wrong']:>7}{count['wrong money']:>13}")
    return now


def worse(now, then):
    """What is worse than committed by more than noise: one case in twenty-five, or two more wrong rupees."""
    for name in ("all", "lang en", "lang hi and hinglish"):
        if name in then and then[name][0] == now[name][0]:
            if now[name][1] + now[name][0] // 25 < then[name][1] or now[name][4] > then[name][4] + 1:
                yield f"{name}: right {then[name][1]} → {now[name][1]}, wrong money {then[name][4]} → {now[name][4]}"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("execora")
    options.add_argument("--write", action="store_true")
    options.add_argument("--quick", action="store_true")
    options.add_argument("--show", action="store_true")
    options.add_argument("--clips", type=Path, default=ROOT / "target/spoken")
    options = options.parse_args()
    pack = Path(os.environ.get("EXECORA_VOICE_PACK", ROOT / "voices"))
    missing = [name for name in ("sox", "flite", "espeak-ng") if not shutil.which(name)]
    if not (pack / "whisper-base/model.bin").exists() or not (pack / "kokoro/model.onnx").exists():
        return print("spoken set: skipped, there is no voice pack (scripts/voice-pack brings it)")
    if missing:
        return print(f"spoken set: skipped, {', '.join(missing)} missing (scripts/setup eval brings them)")
    os.environ["EXECORA_VOICE_PACK"] = str(pack)
    cases = [json.loads(line) for line in (HERE / "cases.jsonl").read_text().splitlines()]
    cases = cases[::4] if options.quick else cases
    began = time.monotonic()
    files = clips.make_all(cases, options.clips, options.execora, WORKERS)
    made = time.monotonic()
    found = transcribed(options.execora, worlds(options.clips), cases, files)
    then = {} if options.quick else committed()
    now = table(found, then)
    cpu = sorted(line["cpu_ms"] for _, line in found)
    print(f"clips {made - began:.0f} s, ears {time.monotonic() - made:.0f} s; processor time of one p50 {cpu[len(cpu) // 2]} ms")
    for case, line in found:
        if options.show and case["part"] == "open" and verdict(case, line["taken"]) != "right":
            print(verdict(case, line["taken"]), case["id"], case["voice"], case["noise"], case["text"])
            print("   ", json.dumps(line["taken"]["frames"]), line["taken"]["clarify"], line["taken"]["why"])
            for reading in line["taken"]["readings"]:
                print("   ", reading["confidence"], reading["support"], reading["text"])
    if options.write and not options.quick:
        FIGURES.write_text("".join("\t".join([name, *map(str, counts)]) + "\n" for name, counts in sorted(now.items())))
    elif failed := list(worse(now, then)):
        sys.exit("spoken set: worse than committed:\n" + "\n".join(failed))


main()
