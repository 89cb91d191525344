#!/usr/bin/env python3
"""Measures the spoken yes: tests/sounds/yes/score.py EXECORA [--write] [--show] [--quick] [--clips DIR]

Makes the sounds that cases.py lists (clips.py of the spoken set says how), lets EXECORA hear each while a payment waits,
and prints how many true yeses are taken and how many other sounds are taken for one, by kind, engine, noise and part.
Fails where more than 2 in a thousand of the kept others are, or fewer of the kept yeses than committed by more than
noise. --show prints what went wrong among the open cases; of those that are `kept` only totals are printed. --quick takes
every sixth, --write commits today's figures. Skips where the voice pack or a program is missing, and says so.
"""
import argparse, collections, json, os, shutil, subprocess, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(HERE), str(HERE.parent / "spoken")]
import cases, clips

WORKERS = max(1, min(2, os.cpu_count() or 1))
PROGRAMS = ("sox", "flite", "festival", "espeak-ng")
FIGURES = HERE / "figures.txt"
# At most so many of a thousand kept sounds that are none may be taken for a yes.
FALSE_MAX = 2
# So many points fewer kept yeses than committed are noise.
FEWER_MAX = 2


def heard(execora, files):
    command = [execora, "transcribe", "--agreement", "--worlds", ROOT / "tests/sounds/worlds.json", "--world", "demo"]
    done = subprocess.run([*map(str, command), *map(str, files)], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def engine(voice):
    return voice.split(":")[0] if ":" in voice else "kokoro"


def slices(case):
    yield "all"
    yield "part " + case["part"]
    yield f"engine {engine(case['voice'])} {case['part']}"
    yield f"noise {case['noise'] or 'none'} {case['snr_db'] or ''}".rstrip()
    if case["kind"] != "yes":
        yield "kind " + case["kind"]


def table(found):
    counts = collections.defaultdict(lambda: [0, 0, 0, 0])
    for case, line in found:
        is_yes = case["kind"] == "yes"
        for name in slices(case):
            count = counts[name]
            count[0 if is_yes else 2] += 1
            count[1 if is_yes else 3] += line["answer"]["yes"]
    rows = [f"{'slice':<28}{'yes':>6}{'taken':>9}{'others':>8}{'false yes':>11}"]
    for name, (yes, taken, others, false) in sorted(counts.items()):
        share = f"{100 * taken / yes:.1f} %" if yes else "-"
        wrong = f"{false} {100 * false / others:.2f} %" if others else "-"
        rows.append(f"{name:<28}{yes:>6}{share:>9}{others:>8}{wrong:>11}")
    return "\n".join(rows) + "\n"


def kept(found, is_yes):
    """How many of the kept yeses, or of the other kept sounds, are taken for a yes, of a thousand."""
    taken = [line["answer"]["yes"] for case, line in found if case["part"] == "kept" and (case["kind"] == "yes") == is_yes]
    return 1_000 * sum(taken) / len(taken)


def committed():
    """The kept yeses that were taken when figures were last committed, of a thousand."""
    rows = [line.split() for line in FIGURES.read_text().splitlines() if line.startswith("part kept")]
    return 10 * float(rows[0][3])


def main():
    options = argparse.ArgumentParser()
    options.add_argument("execora")
    options.add_argument("--write", action="store_true")
    options.add_argument("--show", action="store_true")
    options.add_argument("--quick", action="store_true")
    options.add_argument("--clips", type=Path, default=ROOT / "target/spoken")
    options = options.parse_args()
    pack = Path(os.environ.get("EXECORA_VOICE_PACK", ROOT / "voices"))
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    if not (pack / "whisper-base/model.bin").exists() or not (pack / "kokoro/model.onnx").exists():
        return print("spoken yes: skipped, there is no voice pack (scripts/voice-pack brings it)")
    if missing:
        return print(f"spoken yes: skipped, {', '.join(missing)} missing (scripts/setup eval brings them)")
    os.environ["EXECORA_VOICE_PACK"] = str(pack)
    listed = cases.cases()[:: 6 if options.quick else 1]
    files = clips.make_all(listed, options.clips, options.execora, WORKERS)
    with ThreadPoolExecutor(WORKERS) as pool:
        parts = list(pool.map(lambda n: heard(options.execora, files[n::WORKERS]), range(WORKERS)))
    lines = [parts[n % WORKERS][n // WORKERS] for n in range(len(files))]
    found = list(zip(listed, lines))
    figures = table(found)
    print(figures, end="")
    took = sorted(line["cpu_ms"] for line in lines)
    print(f"processor time of one answer, words and sound: p50 {took[len(took) // 2]} ms")
    for case, line in found:
        if options.show and case["part"] == "open" and line["answer"]["yes"] != (case["kind"] == "yes"):
            print(case["kind"], case["voice"], case["text"], case["noise"], case["snr_db"], line["text"], line["answer"])
    if options.quick:
        return
    if options.write:
        FIGURES.write_text(figures)
    false, true = kept(found, False), kept(found, True)
    if false > FALSE_MAX or true < committed() - 10 * FEWER_MAX:
        sys.exit(f"spoken yes: {true / 10:.1f} % of the kept yeses are taken, and {false / 10:.2f} % of what is none")


main()
