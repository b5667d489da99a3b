"""Tables, records and forms of people headed in fifteen languages that are not written in Latin letters.

    python3 -m venv venv && venv/bin/pip install -r corpora/independent/requirements.txt -r corpora/names/requirements.txt
    PYTHONPATH=corpora/independent venv/bin/python corpora/scripts/generate.py sample corpora/scripts/sample
    PYTHONPATH=corpora/independent venv/bin/python corpora/scripts/generate.py full DIRECTORY

`sample` is what tests/scripts.rs holds; `full` writes five times as many rows. Headings stand in languages.py, people are Faker's or of
the lists there, numbers those of corpora/independent. The same seed gives the same bytes.
"""

import csv
import json
import os
import pathlib
import random
import shutil
import sys

# Some of Faker's providers make tuples of sets.
if os.environ.get("PYTHONHASHSEED") != "0":
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})

import kinds  # noqa: E402
import phonenumbers  # noqa: E402
from faker import Faker  # noqa: E402

from languages import ADDRESSES, BORN, DECOYS, DIGITS, HEADINGS, LOCALES, MONTHS, NUMBERS, OWN_NAMES, PHONES, PLACES  # noqa: E402

ROWS = {"full": 100, "sample": 20}[sys.argv[1]]
OUT = pathlib.Path(sys.argv[2])
NAME, ADDRESS, BIRTH, E164 = "global/person_name", "global/mailing_address", "global/date_of_birth", "global/phone_e164"
# Countries whose own form of a telephone number the catalogue has.
NATIONAL = {"IL", "GR", "JP", "KR", "IN"}
KINDS = {kind.id: kind for kind in kinds.KINDS}

truth = []


def egyptian(r):
    century, day = r.choice([("2", kinds.date(r, "%y%m%d", 1945, 1999)), ("3", kinds.date(r, "%y%m%d", 2000, 2006))])
    return century + day + r.choice(["01", "02", "12", "21"]) + f"{r.randrange(10**5):05}"


def licence(r):
    body = r.choice(["30", "62", "45", "54"]) + f"{r.randrange(90, 100)}" + f"{r.randrange(10**6):06}"
    rest = 11 - kinds.weighted(body, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return body + str(rest % 10 if rest > 9 else rest) + str(r.randrange(3))


# What corpora/independent does not draw.
DRAWS = {
    "sa/national_id": kinds.tried(kinds.shaped("{12}ddddddddd"), kinds.luhn),
    "eg/national_id": egyptian,
    "ru/passport": lambda r: f"{r.randrange(10, 93)} {r.randrange(1, 24):02} {r.randrange(10**6):06}",
    "ua/passport": kinds.shaped("{123456789}dddddddd"),
    "kz/identity_card": kinds.shaped("'0{1234}ddddddd"),
    "gr/amka": KINDS["gr/amka"].draw if "gr/amka" in KINDS else None,
    "gr/afm": KINDS["gr/afm"].draw if "gr/afm" in KINDS else None,
    "th/passport": kinds.shaped("{AB}{ABC}ddddddd"),
    "cn/passport": kinds.shaped("{EG}dddddddd"),
    "jp/driving_licence": licence,
    "kr/driving_licence": lambda r: f"{r.choice([11, 12, 13, 21, 26]):02}-{r.randrange(80, 100):02}-{r.randrange(10**6):06}-{r.randrange(100):02}",
    "bd/nid": kinds.shaped("ndddddddddd"[:10]),
}


def number(kind, r):
    if kind in KINDS:
        known = KINDS[kind]
        return r.choice([lambda v: v, *known.forms])(known.draw(r))
    return DRAWS[kind](r)


def phone(region, r):
    examples = [phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)]
    national = phonenumbers.national_significant_number(examples[0])
    forms = phonenumbers.PhoneNumberFormat
    while True:
        text = national[:3] + "".join(r.choice(kinds.DIGITS) for _ in national[3:])
        value = phonenumbers.parse(f"+{examples[0].country_code}{text}", region)
        if phonenumbers.is_valid_number_for_region(value, region):
            form = r.choice([forms.INTERNATIONAL, forms.E164, *[forms.NATIONAL] * 2 * (region in NATIONAL)])
            return phonenumbers.format_number(value, form)


class People:
    """Draws the people of a language."""

    def __init__(self, language):
        self.language, self.r = language, random.Random(f"scripts-1/{language}")
        Faker.seed(11)
        self.faker = Faker(LOCALES[language]) if language in LOCALES else None

    def given(self):
        return self.faker.first_name() if self.faker else self.r.choice(OWN_NAMES[self.language][0])

    def surname(self):
        return self.faker.last_name() if self.faker else self.r.choice(OWN_NAMES[self.language][1])

    def father(self):
        if hasattr(self.faker, "middle_name"):
            return self.faker.middle_name()
        own = OWN_NAMES.get(self.language, ([], [], []))[2]
        return self.r.choice(own) if own else self.faker.first_name_male() if self.faker else self.given()

    def full(self):
        given, surname = self.given(), self.surname()
        order = {"kk": "{s} {g} {f}", "ru": "{s} {g} {f}", "uk": "{s} {g} {f}", "zh_CN": "{s}{g}", "zh_TW": "{s}{g}", "ja": "{s} {g}", "ko": "{s}{g}",
                 "ar": "{g} {f} {s}", "ur": "{g} {s}"}.get(self.language, "{g} {s}")
        return order.format(g=given, s=surname, f=self.father() if "{f}" in order else "")

    def address(self):
        if self.language not in ADDRESSES:
            return self.faker.address().replace("\n", ", ")
        streets, quarters, towns = PLACES[self.language]
        r = self.r
        return r.choice(ADDRESSES[self.language]).format(s=r.choice(streets), q=r.choice(quarters), t=r.choice(towns), n=r.randrange(1, 240), k=r.randrange(1, 60), p=r.randrange(110001, 850000))

    def born(self):
        r, (y, m, d) = self.r, (self.r.randrange(1942, 1989), self.r.randrange(1, 13), self.r.randrange(1, 29))
        form = r.choice(BORN[self.language][2])
        own, month = DIGITS.get(self.language, ""), MONTHS.get(self.language, [""] * 12)[m - 1]
        if form.startswith("digits"):
            text = f"{y - 621}/{m:02}/{d:02}" if "{j}" in form else f"{d:02}/{m:02}/{y}"
            return "".join(own[int(c)] if c.isdigit() else c for c in text)
        return form.format(y=y, m=m, d=d, b=y + 543, r=y - 1911, s=y - 1925, j=y - 621, month=month)


def told(key, **counts):
    truth.extend({"key": key, "detector": detector, "count": count} for detector, count in counts.items() if count)


def plan(language, count, names, full):
    """How many values of each kind stand in a table."""
    region = PHONES[language][0]
    own = f"{region.lower()}/phone" if region in NATIONAL else None
    counts = {NAME: names * count, ADDRESS: count, BIRTH: count} | {kind: count for kind, *_ in NUMBERS[language]}
    return counts, (own or E164, count, [E164] if own else [])


def write(language, key, text, count, names):
    path = OUT / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    counts, (telephone, number_of, also) = plan(language, count, names, text)
    told(key, **counts)
    truth.append({"key": key, "detector": telephone, "count": number_of} | ({"also": also} if also else {}))


def sheet(rows):
    import io
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(rows[0].keys())
    table.writerows(row.values() for row in rows)
    return out.getvalue()


def language_files(language):
    people = People(language)
    r = people.r
    given, surname, father, home, full, address, label, place = HEADINGS[language]
    region, tel, mobile = PHONES[language]
    birth, birthday, _ = BORN[language]
    decoys, cells = DECOYS[language]
    rows = []
    for n in range(ROWS):
        row = {"id": 1000 + n, surname: people.surname(), given: people.given()} | ({father: people.father()} if father else {})
        row |= {birth: people.born(), home: people.address(), tel: phone(region, r), decoys[2]: r.choice(cells)[2]}
        row |= {heading: number(kind, r) for kind, heading, _ in NUMBERS[language]} | {decoys[4]: r.choice(cells)[4], decoys[3]: r.choice(cells)[3]}
        rows.append(row)
    write(language, f"tables/{language}-parts.csv", sheet(rows), ROWS, 3 if father else 2)
    for carrier in ("csv", "jsonl"):
        rows = []
        for n in range(ROWS):
            row = {full: people.full(), address: people.address(), mobile: phone(region, r), birthday: people.born()}
            row |= {heading: number(kind, r) for kind, _, heading in NUMBERS[language]} | {decoys[0]: r.choice(cells)[0], decoys[3]: r.choice(cells)[3]}
            rows.append(row)
        text = sheet(rows) if carrier == "csv" else "".join(json.dumps({"id": n, "record": row}, ensure_ascii=False) + "\n" for n, row in enumerate(rows))
        write(language, f"tables/{language}-full.{carrier}", text, ROWS, 1)
    forms = []
    for _ in range(5):
        row = {label: people.full(), place: people.address(), tel: phone(region, r), birth: people.born()}
        row |= {heading: number(kind, r) for kind, _, heading in NUMBERS[language]}
        forms.append("".join(f"{heading}: {value}\n" for heading, value in row.items()))
    write(language, f"forms/{language}.txt", "\n".join(forms), 5, 1)
    path = OUT / f"decoys/{language}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(sheet([{"id": n, **dict(zip(decoys, cells[n % 2]))} for n in range(24)]), encoding="utf-8", newline="")


shutil.rmtree(OUT, ignore_errors=True)
for language in HEADINGS:
    language_files(language)
records = "".join(json.dumps(record) + "\n" for record in truth)
pathlib.Path(f"{OUT}.truth.jsonl").write_text(records, encoding="utf-8")
