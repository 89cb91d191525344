#!/usr/bin/env python3
"""Writes tuned.jsonl and unseen.jsonl: commands as shopkeepers say them, far from stock phrases.

A case goes to the unseen part when the SHA-256 of its text ends in an even digit. Whoever changes the parser looks at
the failures of the tuned part only; of the unseen part only the table is printed."""
import hashlib, json, os

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = []


def case(world, lang, text, frames, clarify=None, also=(), tags=(), context=None):
    def frame(f):
        return {"intent": f[0], "slots": f[1] if len(f) > 1 else {}}

    def ask(c):
        if c is None:
            return None
        q = {"reason": c[0], "frame": c[2] if len(c) > 2 and isinstance(c[2], int) else 0, "slot": c[1]}
        if len(c) > 2 and not isinstance(c[2], int):
            q["candidates"] = c[2]
        return q

    frames = frames if isinstance(frames, list) else [frames]
    CASES.append({
        "lang": lang, "tags": list(tags), "text": text, "world": world,
        "context": {"state": "awaiting_confirmation", "pending": frame(context)} if context else None,
        "frames": [frame(f) for f in frames], "clarify": ask(clarify),
        "also_ok": [{"frames": [frame(f) for f in (a[0] if isinstance(a[0], list) else [a[0]])], "clarify": ask(a[1])} for a in also],
    })


def pay(c, a, **more): return ("RECORD_PAYMENT", {"customer_id": c, "amount_paise": a, **more})
def credit(c, a, **more): return ("ADD_CREDIT", {"customer_id": c, "amount_paise": a, **more})
def balance(c): return ("CHECK_BALANCE", {"customer_id": c})
def bill(c, *items, **more): return ("CREATE_INVOICE", {"customer_id": c, "items": list(items), **more})
def qty(p, q, **more): return {"product_id": p, "qty_milli": q, **more}
def worth(p, a): return {"product_id": p, "amount_paise": a}
def remind(c, d, **more): return ("SCHEDULE_REMINDER", {"customer_id": c, "date": d, **more})
def stock(p): return ("CHECK_STOCK", {"product_id": p})


UNKNOWN, OUT = ("UNKNOWN",), ("out_of_scope", None)
TODAY, TOMORROW, YESTERDAY = "2026-11-20", "2026-11-21", "2026-11-19"
H, E, D, M = "hinglish", "en", "hi", "mixed"
exec(open(os.path.join(HERE, "phrases.py"), encoding="utf-8").read())

seen, parts = set(), {"tuned": [], "unseen": []}
for number, one in enumerate(CASES, 1):
    assert one["text"] not in seen, one["text"]
    seen.add(one["text"])
    unseen = int(hashlib.sha256(one["text"].encode()).hexdigest()[-1], 16) % 2 == 0
    parts["unseen" if unseen else "tuned"].append({"id": f"W{number:03d}", **one})
for name, rows in parts.items():
    with open(os.path.join(HERE, name + ".jsonl"), "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(name, len(rows))
