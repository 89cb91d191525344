#!/usr/bin/env python3
"""Writes grown.jsonl, sealed.jsonl and grown_worlds.json from the families of phrasings in families/*.txt.

A family is a block of templates that mean the same. Its head says what they mean:

    [name langs tags] INTENT key=value … ?reason:slot

Every placeholder of a template is drawn, said in one of many ways, and put into the frame: {c} a customer, {n} an
amount, {m} a way of paying, {back} a day that is past, {day} one to come, {clock} a time, {part} a part of the day,
{p} a product, {q} a quantity of that product, {items} things on a bill, {new} a new name, {phone}, {no} a bill's
number, {k} a small number, {stranger} somebody whom nobody knows. `{c2}` and `{n2}` belong to the second frame.
`!` in place of an intent: nothing may be done, whatever is answered.

A family goes to the sealed part when its name ends in `*`: its figures are printed, its failures are not."""
import datetime
import glob
import hashlib
import json
import os
import random
import re

import say
from shops import HOSTILE, SHOPS

HERE = os.path.dirname(os.path.abspath(__file__))
TODAY = datetime.date(2026, 11, 20)
EACH = 4
HONOR = {"hinglish": ["ji", "bhai", "bhaiya", "didi", "sahab", "seth", "uncle", "aunty", "kaka", "chacha", "paaji",
                      "ben", "bhau", "anna", "akka", "da", "dada", "mausi", "beta", "sir", "madam", "behen"],
         "hi": ["जी", "भाई", "भैया", "दीदी", "साहब", "चाचा", "काका", "बहन", "मौसी", "दादा"]}
METHODS = {"cash": {"hinglish": ["nakad", "cash"], "hi": ["नकद"], "en": ["in cash", "cash"]},
           "upi": {"hinglish": ["gpay se", "phonepe se", "paytm se", "upi se"], "hi": ["पेटीएम से", "यूपीआई से"],
                   "en": ["by upi", "on gpay", "through phonepe"]},
           "bank": {"hinglish": ["neft se", "bank transfer se"], "hi": ["बैंक से"], "en": ["by bank transfer"]},
           "cheque": {"hinglish": ["cheque se"], "hi": ["चेक से"], "en": ["by cheque"]},
           "card": {"hinglish": ["card se"], "hi": ["कार्ड से"], "en": ["by card"]}}
BACK = [(-1, {"hinglish": ["kal"], "hi": ["कल"], "en": ["yesterday"]}),
        (-2, {"hinglish": ["parso"], "hi": ["परसों"], "en": ["day before yesterday"]})]
AHEAD = [(1, {"hinglish": ["kal"], "hi": ["कल"], "en": ["tomorrow"]}),
         (2, {"hinglish": ["parso"], "hi": ["परसों"], "en": ["day after tomorrow"]}),
         (3, {"hinglish": ["somvaar ko", "teen din baad"], "hi": ["सोमवार को"], "en": ["on monday", "in three days"]}),
         (5, {"hinglish": ["budhvaar ko"], "hi": ["बुधवार को"], "en": ["on wednesday"]}),
         (7, {"hinglish": ["agle hafte"], "hi": ["अगले हफ़्ते"], "en": ["next week"]}),
         (15, {"hinglish": ["paanch tareekh ko"], "hi": ["पाँच तारीख को"], "en": ["on the 5th"]})]
PARTS = {"morning": {"hinglish": ["subah"], "hi": ["सुबह"], "en": ["in the morning"]},
         "evening": {"hinglish": ["shaam ko", "sham ko"], "hi": ["शाम को"], "en": ["in the evening"]}}
CLOCKS = [("10:00", {"hinglish": ["subah das baje"], "hi": ["सुबह दस बजे"], "en": ["at ten am"]}),
          ("17:00", {"hinglish": ["shaam paanch baje", "paanch baje"], "hi": ["शाम पाँच बजे"], "en": ["at 5 pm"]}),
          ("16:30", {"hinglish": ["saadhe chaar baje"], "hi": ["साढ़े चार बजे"], "en": ["at half past four"]})]
NEW = {"hinglish": ["Tarannum Begum", "Balaji Rokade", "Himmat Rathod", "Nusrat Parveen", "Chhotelal Verma",
                    "Gopinath Kadam", "Delete Prasad", "Hatao Ram", "Bipasha Roy"],
       "hi": ["तरन्नुम बेगम", "बालाजी रोकड़े", "हिम्मत राठौड़"], "en": ["Tarannum Begum", "Gopinath Kadam", "Bipasha Roy"]}
WARES = {"hinglish": ["Kaju", "Fevicol", "Mogra", "Isabgol"], "hi": ["काजू", "फेविकोल"], "en": ["Cashew", "Fevicol"]}
STRANGERS = {"hinglish": ["Bhupinder", "Zafar", "Ghanshyam", "Champalal"], "hi": ["भूपिंदर", "घनश्याम"],
             "en": ["Bhupinder", "Zafar", "Champalal"]}
FILLERS = {"hinglish": ["arre", "suno", "haan to", "achha", "umm", "bhaiya", "zara", "woh"],
           "hi": ["अरे", "सुनो", "अच्छा", "ज़रा"], "en": ["um", "okay so", "hey", "please", "uh"]}
SHOPS_OF = {"hinglish": ["G1", "G3", "G4", "G5", "G2"], "en": ["G1", "G3", "G4", "G5"], "hi": ["G2", "G1", "G3"],
            "mixed": ["G1", "G2", "G3", "G5"]}
# What a recogniser makes of some words.
MISHEARD = [("aa", "a"), ("ee", "i"), ("oo", "u"), ("ye", "e"), ("rupaye", "rupay"), (" hai", " h"), ("kh", "kh"),
            ("sau", "so"), ("bh", "b"), ("udhaar", "udhar"), (" ke ", " k ")]


class Draw:
    """What one sentence was drawn with: the shop, the customer, and what goes into each frame."""

    def __init__(self, lang, rng, shop=None):
        self.rng = rng
        self.lang = lang
        self.tongue = "hinglish" if lang == "mixed" else lang
        self.shop = shop or rng.choice(SHOPS_OF[lang])
        self.world, self.calls, self.goods = SHOPS[self.shop]
        self.slots = [{}, {}]
        self.said = {}
        self.product = None
        self.used = set()
        self.reminded = False

    def person(self, frame):
        ids = [c for c in self.calls if c not in self.used]
        ids = ids[:19]
        if self.reminded:
            ids = [c for c in ids if any(r["customer_id"] == c for r in self.world["reminders"])]
        hostile = [c for c in ids if self.calls[c][0] in HOSTILE]
        who = self.rng.choice(hostile if hostile and self.rng.random() < .6 else ids)
        self.used.add(who)
        self.slots[frame]["customer_id"] = who
        latin, deva = self.calls[who]
        script = deva if deva and (self.lang == "hi" or (self.lang == "mixed" and self.rng.random() < .4)) else latin
        if script in HOSTILE:
            return script
        name = script if self.rng.random() < .3 else script.split()[0]
        if self.tongue in HONOR and self.rng.random() < .15:
            name += " " + self.rng.choice(HONOR[self.tongue])
        return name

    def goods_of(self):
        ids = [p for p in self.goods if p != self.product]
        return self.rng.choice(ids)

    def name_of(self, product):
        return self.rng.choice(self.goods[product][self.tongue])

    def item(self):
        product = self.goods_of()
        self.product = product
        one = self.goods[product]
        packs = list(one["packs"].items())
        if packs and self.rng.random() < .4 and self.tongue == "hinglish":
            word, size = packs[0]
            count = self.rng.randrange(1, 4)
            milli, said = count * size, f"{say.words(count, 'hinglish', self.rng)} {word}"
        else:
            milli, said = say.quantity(one["unit"], self.tongue, self.rng)
        return {"product_id": product, "qty_milli": milli}, f"{said} {self.name_of(product)}"

    def items(self):
        joins = {"hinglish": [" aur ", ", ", " "], "hi": [" और ", ", "], "en": [" and ", ", "]}[self.tongue]
        chosen, said = [], []
        for _ in range(self.rng.choice([1, 2, 2, 3])):
            item, words = self.item()
            if any(own["product_id"] == item["product_id"] for own in chosen):
                continue
            chosen.append(item)
            said.append(words)
        self.slots[0]["items"] = chosen
        return self.rng.choice(joins).join(said)

    def fill(self, what, keys):
        rng, tongue = self.rng, self.tongue
        frame = 1 if what.endswith("2") else 0
        kind = what.rstrip("2!")
        if kind == "c":
            return self.person(frame)
        if kind in ("n", "bare"):
            rupees = say.draw(rng)
            self.slots[frame][keys.get("n", "amount_paise")] = rupees * 100
            return say.amount(rupees, tongue, rng, kind == "bare")
        if kind == "m":
            method = rng.choice(list(METHODS))
            self.slots[frame]["method"] = method
            return rng.choice(METHODS[method][tongue])
        if kind in ("back", "day"):
            days, names = rng.choice(BACK if kind == "back" else AHEAD)
            self.slots[frame]["date"] = str(TODAY + datetime.timedelta(days=days))
            return rng.choice(names[tongue])
        if kind == "clock":
            time, names = rng.choice(CLOCKS)
            self.slots[frame]["time"] = time
            return rng.choice(names[tongue])
        if kind == "part":
            part = rng.choice(list(PARTS))
            self.slots[frame]["daypart"] = part
            return rng.choice(PARTS[part][tongue])
        if kind == "p":
            self.product = self.product or self.goods_of()
            self.slots[frame]["product_id"] = self.product
            return self.name_of(self.product)
        if kind == "q":
            self.product = self.product or self.goods_of()
            milli, said = say.quantity(self.goods[self.product]["unit"], tongue, rng)
            self.slots[frame][keys.get("q", "qty_milli")] = milli
            return said
        if kind == "items":
            return self.items()
        if kind in ("new", "ware"):
            name = rng.choice((NEW if kind == "new" else WARES)[tongue])
            self.slots[frame]["name"] = name
            return name
        if kind == "phone":
            number = str(rng.randrange(6, 10)) + "".join(str(rng.randrange(10)) for _ in range(9))
            self.slots[frame]["phone"] = number
            return number if rng.random() < .6 else f"{number[:5]} {number[5:]}"
        if kind == "no":
            invoice = rng.choice(self.world["invoices"])
            self.slots[frame]["invoice_no"] = invoice["no"]
            return str(invoice["no"]) if rng.random() < .6 else say.words(invoice["no"], tongue, rng)
        if kind == "k":
            count = rng.choice([3, 5, 10])
            self.slots[frame]["limit"] = count
            return rng.choice([str(count), say.words(count, tongue, rng)])
        if kind == "stranger":
            return rng.choice(STRANGERS[tongue])
        raise ValueError(what)


def pending(kind, draw):
    """What was read back just before."""
    who = list(draw.calls)[0]
    if kind == "bill":
        return {"intent": "CREATE_INVOICE",
                "slots": {"customer_id": who, "items": [{"product_id": "p1", "qty_milli": 2000}]}}
    if kind == "remind":
        return {"intent": "SCHEDULE_REMINDER", "slots": {"customer_id": who, "date": "2026-11-30", "time": "11:00"}}
    if kind == "cancel":
        return {"intent": "CANCEL_INVOICE", "slots": {"invoice_no": draw.world["invoices"][0]["no"]}}
    if kind == "price":
        return {"intent": "UPDATE_PRICE", "slots": {"product_id": "p1", "price_paise": 4300}}
    intent = {"pay": "RECORD_PAYMENT", "credit": "ADD_CREDIT"}[kind]
    return {"intent": intent, "slots": {"customer_id": who, "amount_paise": 33300}}


def noisy(text, draw, family):
    rng = draw.rng
    if "clean" in family["tags"]:
        return text, []
    tags = []
    if rng.random() < .12:
        text = rng.choice(FILLERS[draw.tongue]) + " " + text
        tags.append("filler")
    if draw.lang == "mixed":
        names = [word for who in draw.used for name in draw.calls[who] if name for word in name.split()]
        words = text.split(" ")
        for at, word in enumerate(words):
            if word in names or not word.isascii() or word.isdigit() or word in ("chaar", "saath"):
                continue
            if rng.random() < .18:
                old, new = rng.choice(MISHEARD)
                if len(word) > 3:
                    words[at] = word.replace(old, new)
        text = " ".join(words).lower() if rng.random() < .5 else " ".join(words)
        tags.append("asr")
    return text, tags


def make(family, template, lang, number):
    seed = hashlib.sha256(f"{family['name']}|{template}|{lang}|{number}".encode()).hexdigest()
    rng = random.Random(seed)
    keys = family["keys"]
    draw = Draw(lang, rng, keys.get("shop"))
    draw.reminded = "reminded" in keys
    if "ctx" in keys:
        draw.used.add(list(draw.calls)[0])
    text = re.sub(r"\{([a-z]+2?!?)\}", lambda m: draw.fill(m.group(1), keys), template)
    text, tags = noisy(text, draw, family)
    text = " ".join(text.split())
    case = {"id": f"F{seed[:8]}", "lang": lang, "tags": sorted(set(family["tags"]) - {"clean"} | set(tags)),
            "family": family["name"].rstrip("*"), "text": text, "world": draw.shop, "context": None}
    if "ctx" in keys:
        case["context"] = {"state": "awaiting_confirmation", "pending": pending(keys["ctx"], draw)}
    if family["intents"] == ["!"]:
        case.update(frames=[{"intent": "UNKNOWN", "slots": {}}],
                    clarify={"reason": "out_of_scope", "frame": 0, "slot": None}, also_ok=[], nothing=True)
        return case
    frames = []
    for at, intent in enumerate(family["intents"]):
        slots = dict(draw.slots[at])
        if at and "customer_id" not in slots and "coref" in keys:
            slots["customer_id"] = draw.slots[0]["customer_id"]
        for key, value in keys.items():
            own = key.rstrip("2")
            if own in ("n", "q", "ctx", "coref", "shop", "drop", "reminded") or key.endswith("2") != (at == 1):
                continue
            if own in ("date", "from", "to") and re.fullmatch(r"-?\d+", value):
                value = str(TODAY + datetime.timedelta(days=int(value)))
            slots[own] = True if value == "true" else int(value) if re.fullmatch(r"\d+", value) and own != "phone" else value
        for gone in keys.get("drop", "").split(","):
            slots.pop(gone, None)
        frames.append({"intent": intent, "slots": slots})
    if family["intents"] == ["CREATE_INVOICE"] and "on_credit" in keys:
        frames[0]["slots"]["on_credit"] = True
    clarify = None
    if family["ask"]:
        reason, slot, *more = family["ask"].split(":")
        clarify = {"reason": reason, "frame": 0, "slot": slot or None}
        if more:
            clarify["candidates"] = more[0].split(",")
        if slot:
            frames[0]["slots"].pop(slot, None)
        tags = case["tags"] + ["clarify"]
        case["tags"] = sorted(set(tags))
    case.update(frames=frames, clarify=clarify, also_ok=[])
    return case


def families():
    for path in sorted(glob.glob(os.path.join(HERE, "families", "*.txt"))):
        family = None
        for line in open(path, encoding="utf-8"):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            head = re.fullmatch(r"\[(\S+) ([a-z,]+)((?: [a-z]+)*)\] (.*)", line)
            if not head:
                family["templates"].append(line)
                continue
            if family:
                yield family
            name, langs, tags, rest = head.groups()
            parts = rest.split()
            family = {"name": name, "langs": langs.split(","), "tags": tags.split(), "templates": [],
                      "intents": parts[0].split("+"), "ask": None, "keys": {}}
            for part in parts[1:]:
                if part.startswith("?"):
                    family["ask"] = part[1:]
                else:
                    key, value = part.split("=", 1)
                    family["keys"][key] = value
        yield family


def main():
    parts, seen = {"grown": [], "sealed": []}, set()
    for family in families():
        sealed = family["name"].endswith("*")
        for template in family["templates"]:
            for lang in family["langs"]:
                for number in range(EACH if "{" in template else 1):
                    case = make(family, template, lang, number)
                    key = (case["text"].lower(), case["world"], json.dumps(case["context"]))
                    if key not in seen:
                        seen.add(key)
                        parts["sealed" if sealed else "grown"].append(case)
    for name, cases in parts.items():
        with open(os.path.join(HERE, f"{name}.jsonl"), "w", encoding="utf-8") as out:
            for case in cases:
                out.write(json.dumps(case, ensure_ascii=False, separators=(",", ":")) + "\n")
        print(name, len(cases), "cases,", len({case["family"] for case in cases}), "families")
    with open(os.path.join(HERE, "grown_worlds.json"), "w", encoding="utf-8") as out:
        lines = [f'"{name}":{json.dumps(world, ensure_ascii=False, separators=(",", ":"))}'
                 for name, (world, _, _) in SHOPS.items()]
        out.write("{" + ",\n".join(lines) + "}\n")


if __name__ == "__main__":
    main()
