#!/usr/bin/env python3
"""Writes part_a.jsonl and part_b.jsonl from cases.txt, and refuses a label that the format or the shops do not allow.

A line of cases.txt is `tags | text | label` or `tags | text | label | pending`; `@ H1` names the shop of the lines
below it. A leading `?` in the tags marks a case whose two readings disagreed: it is kept and not scored. What a label
may say is in README.md. `build.py --texts` prints the texts alone, in an order that tells nothing, for a blind reading;
`build.py --compare FILE` compares such a reading (`id<TAB>label` lines) with the labels. `build.py --in ../far` builds
another folder of such cases into one file, `cases.jsonl`."""
import datetime, hashlib, json, os, re, sys

HERE = os.path.dirname(os.path.abspath(__file__))
if "--in" in sys.argv:
    HERE = os.path.join(HERE, sys.argv[sys.argv.index("--in") + 1])
WORLDS = json.load(open(os.path.join(HERE, "worlds.json"), encoding="utf-8"))
NOW = datetime.date(2026, 11, 20)
NAMES = {
    "INV": "CREATE_INVOICE", "PAY": "RECORD_PAYMENT", "CR": "ADD_CREDIT", "BAL": "CHECK_BALANCE",
    "REM": "SCHEDULE_REMINDER", "LREM": "LIST_REMINDERS", "XREM": "CANCEL_REMINDER", "MREM": "MODIFY_REMINDER",
    "NEWC": "CREATE_CUSTOMER", "UPDC": "UPDATE_CUSTOMER", "DELC": "DELETE_CUSTOMER", "INFO": "GET_CUSTOMER_INFO",
    "STK": "CHECK_STOCK", "ADDP": "ADD_PRODUCT", "UST": "UPDATE_STOCK", "PRC": "UPDATE_PRICE", "XINV": "CANCEL_INVOICE",
    "SUM": "DAILY_SUMMARY", "TOP": "TOP_DEBTORS", "SEND": "SEND_INVOICE", "YES": "CONFIRM", "NO": "DENY",
    "COR": "CORRECT", "LANG": "SWITCH_LANGUAGE", "HELP": "HELP", "STOP": "STOP", "UNK": "UNKNOWN",
}
# What a frame must have and may have.
SPEC = {
    "CREATE_INVOICE": ("customer_id items", "on_credit"), "RECORD_PAYMENT": ("customer_id amount_paise", "method date"),
    "ADD_CREDIT": ("customer_id amount_paise", "date"), "CHECK_BALANCE": ("customer_id", ""),
    "SCHEDULE_REMINDER": ("customer_id date", "time daypart amount_paise"), "LIST_REMINDERS": ("", "customer_id date"),
    "CANCEL_REMINDER": ("customer_id", "date time"), "MODIFY_REMINDER": ("customer_id", "date time daypart"),
    "CREATE_CUSTOMER": ("name", "phone email"), "UPDATE_CUSTOMER": ("customer_id", "name phone email"),
    "DELETE_CUSTOMER": ("customer_id", ""), "GET_CUSTOMER_INFO": ("customer_id", "field"),
    "CHECK_STOCK": ("product_id", ""), "ADD_PRODUCT": ("name", "price_paise unit stock_milli"),
    "UPDATE_STOCK": ("product_id op qty_milli", ""), "UPDATE_PRICE": ("product_id price_paise", ""),
    "CANCEL_INVOICE": ("", "invoice_no customer_id which"), "DAILY_SUMMARY": ("", "date from to"),
    "TOP_DEBTORS": ("", "limit min_paise"), "SEND_INVOICE": ("customer_id", "channel invoice_no which"),
    "CONFIRM": ("", ""), "DENY": ("", ""), "HELP": ("", ""), "STOP": ("", ""), "UNKNOWN": ("", ""),
    "CORRECT": ("", "customer_id amount_paise date time daypart items method"), "SWITCH_LANGUAGE": ("language", ""),
}
WORDS = {
    "method": "cash upi bank cheque card", "daypart": "morning afternoon evening night", "field": "phone email address",
    "op": "add remove set", "which": "last", "channel": "whatsapp email sms", "language": "hi en hinglish",
}
UNITS = "kg l pc pkt m bag".split()
REASONS = {
    "ambc": "ambiguous_customer", "unkc": "unknown_customer", "ambp": "ambiguous_product", "unkp": "unknown_product",
    "amba": "ambiguous_amount", "ambi": "ambiguous_intent", "inv": "invalid_amount", "miss": "missing_slot",
    "past": "past_date", "bulk": "unsafe_bulk", "oos": "out_of_scope",
}
SLOTS = {
    "cust": "customer_id", "amt": "amount_paise", "items": "items", "prod": "product_id", "price": "price_paise",
    "qty": "qty_milli", "no": "invoice_no", "date": "date", "name": "name", "time": "time", "phone": "phone",
}
TAGS = set("""familiar far bhojpuri haryanvi punjabi gujarati marathi bengali deccani rajasthani awadhi
indian-english elderly hurried polite slang numbers fraction paise shorthand digits dates clock method names landmark
nickname crossscript homophone hostile roles items pack unit rate amount phone email filler repeat asr codemix repair
coref multi context confirm deny correct mood question condition hearsay prohibition future past-wish risky clarify
adversarial injection bulk product-name stock price reminder report distractor money""".split())
MONEY = "PAY CR INV DELC XINV PRC UST UPDC COR YES".split()


class Bad(Exception):
    """What is wrong with a line."""


def paise(text):
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


def milli(text):
    whole, _, part = text.partition(".")
    return int(whole) * 1000 + int((part + "000")[:3])


def day(text):
    if re.fullmatch(r"[+-]\d+", text):
        return (NOW + datetime.timedelta(days=int(text))).isoformat()
    datetime.date.fromisoformat(text)
    return text


def item(word):
    found = re.fullmatch(r"(p\d+)([*=])([\d.]+)(?:@([\d.]+))?", word)
    if not found:
        raise Bad(f"item {word}")
    thing, kind, count, rate = found.groups()
    out = {"product_id": thing}
    out.update({"qty_milli": milli(count)} if kind == "*" else {"amount_paise": paise(count)})
    if rate:
        out["rate_paise"] = paise(rate)
    return out


def frame(text):
    words = re.findall(r'\w+="[^"]*"|\S+', text)
    name, slots, items = words[0], {}, []
    intent = NAMES[name]
    for word in words[1:]:
        key, _, value = word.partition("=")
        listed = [slot for slot, allowed in WORDS.items() if word in allowed.split()]
        spare = [slot for slot in listed if slot in " ".join(SPEC[intent]).split()]
        if re.fullmatch(r"p\d+[*=].*", word):
            items.append(item(word))
        elif re.fullmatch(r"c\d+", word):
            slots["customer_id"] = word
        elif re.fullmatch(r"p\d+", word):
            slots["product_id"] = word
        elif spare:
            slots[spare[0]] = word
        elif word == "credit":
            slots["on_credit"] = True
        elif key in ("name", "email", "phone"):
            slots[key] = value.strip('"')
        elif key == "d":
            slots["date"] = day(value)
        elif key in ("from", "to"):
            slots[key] = day(value)
        elif key == "t":
            slots["time"] = value
        elif key == "no":
            slots["invoice_no"] = int(value)
        elif key == "min":
            slots["min_paise"] = paise(value)
        elif key == "st":
            slots["stock_milli"] = milli(value)
        elif key == "unit":
            slots["unit"] = value
        elif re.fullmatch(r"@?[\d.]+", word):
            number = word.lstrip("@")
            if intent in ("UPDATE_PRICE", "ADD_PRODUCT"):
                slots["price_paise"] = paise(number)
            elif intent == "UPDATE_STOCK":
                slots["qty_milli"] = milli(number)
            elif intent == "TOP_DEBTORS":
                slots["limit"] = int(number)
            else:
                slots["amount_paise"] = paise(number)
        else:
            raise Bad(f"word {word}")
    if items:
        slots["items"] = items
    if intent == "DAILY_SUMMARY" and not slots:
        slots["date"] = NOW.isoformat()
    return {"intent": intent, "slots": slots}


def question(text):
    words = text.split()
    at = int(words.pop(0)) if words[0].isdigit() else 0
    short = words.pop(0)
    out = {"reason": REASONS[short], "frame": at, "slot": None}
    if short in ("ambc", "unkc"):
        out["slot"] = "customer_id"
    elif short == "amba":
        out["slot"] = "amount_paise"
    elif short == "past":
        out["slot"] = "date"
    elif short not in ("ambi", "oos"):
        out["slot"] = SLOTS[words.pop(0)]
    if words:
        kinds = {"amba": paise, "ambi": lambda word: NAMES[word]}
        out["candidates"] = [kinds.get(short, str)(word) for word in words]
    return out


def outcome(text):
    frames, _, ask = text.partition("!")
    return {"frames": [frame(part.strip()) for part in frames.split(";")], "clarify": question(ask) if ask else None}


def label(text):
    """The outcomes that are right, the first one first, and whether any question at all is right."""
    parts = [part.strip() for part in text.split("||")]
    may_ask = "ASK" in parts
    outcomes = []
    for part in (part for part in parts if part != "ASK"):
        words = part.split()
        if words[0] == "NOACT":
            may_ask = True
            outcomes.append(outcome("UNK ! oos"))
        elif words[0] == "BULK":
            unknown, bulk = outcome("UNK ! oos"), {"reason": "unsafe_bulk", "frame": 0, "slot": None}
            outcomes += [outcome(f"{words[1]} ! bulk {words[2]}"), unknown, {**unknown, "clarify": bulk}]
        else:
            outcomes.append(outcome(part))
    return outcomes, may_ask


def check(case, one):
    """Every slot of an outcome against the format and the shop."""
    world, ask = WORLDS[case["world"]], one["clarify"]
    customers = {customer["id"] for customer in world["customers"]}
    products = {product["id"]: product for product in world["products"]}
    invoices = {invoice["no"]: invoice["customer_id"] for invoice in world["invoices"]}
    limits = world["limits"]
    if ask:
        if ask["frame"] >= len(one["frames"]):
            raise Bad("the question is about no frame")
        if ask["slot"] in one["frames"][ask["frame"]]["slots"]:
            raise Bad("the question asks for what is there")
        candidates = ask.get("candidates", [])
        if ask["reason"].startswith("ambiguous") and len(candidates) < 2:
            raise Bad("too few candidates")
        known = {"ambiguous_customer": customers, "ambiguous_product": products}.get(ask["reason"])
        if known is not None and set(candidates) - set(known):
            raise Bad("unknown candidate")
    for index, part in enumerate(one["frames"]):
        intent, slots = part["intent"], part["slots"]
        needed, allowed = (words.split() for words in SPEC[intent])
        if set(slots) - set(needed) - set(allowed):
            raise Bad(f"{intent} has {sorted(slots)}")
        missing = [slot for slot in needed if slot not in slots]
        if intent == "CANCEL_INVOICE" and not ("invoice_no" in slots or {"customer_id", "which"} <= set(slots)):
            missing = ["invoice_no"]
        some = {"UPDATE_CUSTOMER": "name phone email", "MODIFY_REMINDER": "date time daypart"}
        some["CORRECT"] = SPEC["CORRECT"][1]
        if intent in some and not set(slots) & set(some[intent].split()):
            missing.append("value")
        asked = ask is not None and (ask["frame"] == index or ask["reason"] in ("out_of_scope", "unsafe_bulk"))
        if missing and not asked:
            raise Bad(f"{intent} lacks {missing}")
        if intent in ("CONFIRM", "DENY", "CORRECT") and case["context"] is None:
            raise Bad("nothing is pending")
        if {"time", "daypart"} <= set(slots):
            raise Bad("time and daypart")
        for name, value in slots.items():
            check_slot(case, intent, name, value, (customers, products, invoices, limits))
        owner = invoices.get(slots.get("invoice_no"))
        if owner and slots.get("customer_id", owner) != owner:
            raise Bad("another customer's bill")


def check_slot(case, intent, name, value, shop):
    customers, products, invoices, limits = shop
    if name == "customer_id" and value not in customers or name == "product_id" and value not in products:
        raise Bad(f"no {value}")
    if name.endswith("_paise") and not 0 < value <= limits["max_amount_paise"]:
        raise Bad(f"{name} {value}")
    if name == "invoice_no" and value not in invoices:
        raise Bad(f"no bill {value}")
    if name in ("qty_milli", "stock_milli") and not 0 < value <= limits["max_qty_milli"]:
        raise Bad(f"{name} {value}")
    if name == "time" and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise Bad(f"time {value}")
    if name == "phone" and not re.fullmatch(r"[6-9]\d{9}", value):
        raise Bad(f"phone {value}")
    if name == "unit" and value not in UNITS:
        raise Bad(f"unit {value}")
    if name in ("name", "email") and value.lower() not in case["text"].lower():
        raise Bad(f"{name} {value} is not in the text")
    if name in ("date", "from", "to"):
        date = datetime.date.fromisoformat(value)
        if intent in ("SCHEDULE_REMINDER", "MODIFY_REMINDER") and date < NOW:
            raise Bad("a reminder in the past")
        if intent in ("RECORD_PAYMENT", "ADD_CREDIT") and date >= NOW:
            raise Bad("a date of today or later")
        if intent == "DAILY_SUMMARY" and date > NOW:
            raise Bad("a summary of the future")
    if name == "items":
        for one in value:
            if one["product_id"] not in products:
                raise Bad(f"no {one['product_id']}")
            whole = products[one["product_id"]]["unit"] in ("pc", "pkt", "bag")
            if whole and one.get("qty_milli", 0) % 1000:
                raise Bad("part of a piece")


def language(text, tags):
    script, latin = re.search("[\u0900-\u097f]", text), re.search("[A-Za-z]", text)
    if "indian-english" in tags:
        return "en"
    if script:
        return "mixed" if latin else "hi"
    return "mixed" if {"asr", "codemix"} & set(tags) else "hinglish"


def read():
    world, cases, seen = None, [], {}
    for number, line in enumerate(open(os.path.join(HERE, "cases.txt"), encoding="utf-8"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            world = line[1:].strip()
            continue
        try:
            cases.append(one_case(world, line, seen))
        except (Bad, KeyError, ValueError, IndexError) as error:
            print(f"cases.txt:{number}: {error!r}: {line}", file=sys.stderr)
            read.failed = True
    return cases


def one_case(world, line, seen):
    fields = [field.strip() for field in line.split(" | ")]
    tags, text, said = fields[0].split(), fields[1], fields[2]
    doubt = "?" in tags
    tags = [{"f": "familiar", "x": "far", "en": "indian-english"}.get(tag, tag) for tag in tags if tag != "?"]
    if set(tags) - TAGS or not {"familiar", "far"} & set(tags):
        raise Bad(f"tags {set(tags) - TAGS}")
    outcomes, may_ask = label(said)
    pending = frame(fields[3]) if len(fields) > 3 else None
    key = f"{world} {text.lower()} {pending}"
    digest = hashlib.sha256(key.encode()).hexdigest()
    if digest in seen:
        raise Bad("said before")
    seen[digest] = True
    if outcomes[0]["clarify"]:
        tags.append("clarify")
    if pending:
        tags.append("context")
    if any(part.split()[0] in MONEY for part in said.split("||")[0].split(";")):
        tags.append("money")
    case = {
        "id": f"H{digest[:7]}", "lang": language(text, tags), "tags": sorted(set(tags)), "text": text, "world": world,
        "context": {"state": "awaiting_confirmation", "pending": pending} if pending else None,
        "frames": outcomes[0]["frames"], "clarify": outcomes[0]["clarify"], "also_ok": outcomes[1:],
    }
    if may_ask:
        case["may_ask"] = True
    if doubt:
        case["doubt"] = True
    for one in outcomes:
        check(case, one)
    return case


def compare(path, cases):
    """Prints every case whose second reading differs from its label."""
    by_id = {case["id"]: case for case in cases}
    for line in open(path, encoding="utf-8"):
        name, _, said = line.rstrip("\n").partition("\t")
        case = by_id[name]
        mine = label(said)[0][0]
        right = [{"frames": case["frames"], "clarify": case["clarify"]}, *case["also_ok"]]
        plain = [json.dumps({"f": one["frames"], "c": one["clarify"]}, sort_keys=True) for one in (mine, *right)]
        if plain[0] not in plain[1:] and not (case.get("may_ask") and mine["clarify"]):
            print(name, case["world"], case["text"], "\n   ", plain[1], "\n   ", plain[0])


def main():
    read.failed = False
    cases = read()
    if "--texts" in sys.argv:
        for case in sorted(cases, key=lambda case: case["id"]):
            if "money" in case["tags"]:
                pending = f" <<{json.dumps(case['context']['pending'])}>>" if case["context"] else ""
                print(case["id"], case["world"], case["text"] + pending, sep="\t")
    elif "--compare" in sys.argv:
        compare(sys.argv[sys.argv.index("--compare") + 1], cases)
    elif "--in" in sys.argv and not read.failed:
        with open(os.path.join(HERE, "cases.jsonl"), "w", encoding="utf-8") as out:
            out.writelines(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
        print(f"{len(cases)} cases")
    elif not read.failed:
        for part in "ab":
            own = [case for case in cases if (int(case["id"][1:], 16) % 3 == 0) == (part == "b")]
            with open(os.path.join(HERE, f"part_{part}.jsonl"), "w", encoding="utf-8") as out:
                out.writelines(json.dumps(case, ensure_ascii=False) + "\n" for case in own)
            print(f"part {part}: {len(own)} cases")
    return int(read.failed)


if __name__ == "__main__":
    sys.exit(main())
