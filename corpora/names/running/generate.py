"""Names and addresses in running text, and texts that look alike.

    python3 -m venv venv && venv/bin/pip install -r corpora/names/requirements.txt
    venv/bin/python corpora/names/running/generate.py sample corpora/names/running/sample
    venv/bin/python corpora/names/running/generate.py full DIRECTORY

`sample` is what tests/names.rs holds; `full` draws other people, ten times as many. Names, towns and streets are
Faker's, which knows nothing of the program's lists; the texts stand in texts.py. The same seed gives the same
bytes; DIRECTORY.truth.jsonl says how many stand where, DIRECTORY.spans.jsonl (for `full` alone) their bytes.
"""

import json
import os
import pathlib
import random
import re
import shutil
import sys

# Some of Faker's providers make tuples of sets.
if os.environ.get("PYTHONHASHSEED") != "0":
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})

from faker import Faker  # noqa: E402

from texts import DECOYS, TEXTS  # noqa: E402

MODE, OUT = sys.argv[1], pathlib.Path(sys.argv[2])
SEED, ROUNDS = {"sample": (41, 3), "full": (97, 30)}[MODE]
R = random.Random(f"running-{SEED}")
NAME, ADDRESS = "global/person_name", "global/mailing_address"
LOCALES = {
    "en": ("en_GB", "en_US"), "de": ("de_DE", "de_AT"), "fr": ("fr_FR",), "es": ("es_ES",), "it": ("it_IT",),
    "nl": ("nl_NL",), "pl": ("pl_PL",), "pt": ("pt_PT",),
}
# Forms of address: for men, for women.
TITLES = {
    "en": (("Mr", "Mr.", "Dr"), ("Mrs", "Ms", "Ms.", "Dr")),
    "de": (("Herr", "Herr Dr."), ("Frau", "Frau Dr.")),
    "fr": (("Monsieur", "M."), ("Madame", "Mme")),
    "es": (("Sr.", "señor", "D."), ("Sra.", "señora", "Dña.")),
    "it": (("Sig.", "signor"), ("Sig.ra", "signora")),
    "nl": (("heer", "dhr."), ("mevrouw", "mevr.")),
    "pl": (("Pan", "pan"), ("Pani", "pani")),
    "pt": (("Sr.", "senhor"), ("Sra.", "senhora")),
}
US_STATES = ["AL", "AZ", "CA", "CO", "FL", "GA", "IL", "MA", "MI", "NY", "OH", "PA", "TX", "WA"]


def number():
    return f"{R.randint(1, 189)}{R.choice(['', '', '', '', 'a', 'b'])}"


def written(locale, faker):
    """Street line and town line, as people of the country write them."""
    street, town, n = faker.street_name(), faker.city(), number()
    if locale == "en_US":
        return f"{R.randint(1, 9899)} {street}", f"{town}, {R.choice(US_STATES)} {R.randint(10001, 99399)}"
    if locale == "en_GB":
        flat = R.choice(["", "", f"Flat {R.randint(1, 30)}, "])
        return f"{flat}{R.randint(1, 189)} {street.title()}", f"{town} {faker.postcode()}"
    if locale == "fr_FR":
        return f"{n}{R.choice([' ', ', '])}{street}", f"{R.randint(10, 95)}{R.randint(0, 990):03} {town}"
    if locale == "es_ES":
        return f"{street}{R.choice([' ', ', '])}{n}{R.choice(['', ', 3º B'])}", f"{R.randint(10, 52)}{R.randint(1, 990):03} {town}"
    if locale == "it_IT":
        return f"{street}{R.choice([' ', ', '])}{n}", f"{R.randint(10, 98)}{R.randint(1, 990):03} {town}"
    if locale == "nl_NL":
        letters = "".join(R.choices("ABDGHKLMNPRTVXZ", k=2))
        return f"{street} {n}", f"{R.randint(1011, 9999)}{R.choice([' ', ''])}{letters} {town}"
    if locale == "pl_PL":
        flat = R.choice(["", f"/{R.randint(1, 60)}", f" m. {R.randint(1, 60)}"])
        return f"{R.choice(['ul. ', 'ulica ', 'al. '])}{street} {n}{flat}", f"{R.randint(1, 99):02}-{R.randint(0, 999):03} {town}"
    if locale == "pt_PT":
        return f"{street}{R.choice([' ', ', ', ', n.º '])}{n}", f"{R.randint(1000, 9900)}-{R.randint(1, 999):03} {town}"
    code = R.randint(1010, 9990) if locale == "de_AT" else f"{R.randint(1067, 99998):05}"
    return f"{street} {n}", f"{code} {town}"


def box(locale, faker):
    town = written(locale, faker)[1]
    word = {"en": "PO Box", "de": "Postfach", "fr": "BP", "es": "Apartado de Correos", "it": "Casella Postale",
            "nl": "Postbus", "pl": "skr. poczt.", "pt": "Apartado"}[locale[:2]]
    return f"{word} {R.randint(11, 9990)}, {town}"


class Person:
    def __init__(self, language, faker):
        self.is_woman = R.random() < 0.5
        of = (faker.first_name_female, getattr(faker, "last_name_female", faker.last_name)) if self.is_woman else (
            faker.first_name_male, getattr(faker, "last_name_male", faker.last_name))
        self.given, self.surname = of[0](), of[1]()
        if language == "es" or (language == "pt" and R.random() < 0.5):
            self.surname = f"{self.surname} {of[1]()}"
        middle = ""
        if R.random() < 0.15:
            middle = f"{of[0]()} " if R.random() < 0.5 else f"{R.choice('ABCDEFGHJKLMNPRSTW')}. "
        self.full = f"{self.given} {middle}{self.surname}"
        if language == "fr" and R.random() < 0.2:
            self.full = f"{self.given} {self.surname.upper()}"
        title = R.choice(TITLES[language][self.is_woman])
        self.hon = f"{title} {self.surname if R.random() < 0.8 else self.full}"


def filled(language, text):
    locale = R.choice(LOCALES[language])
    faker = FAKERS[locale]
    out, spans = "", []
    for n, piece in enumerate(re.split(r"\{(\w+)\}", text)):
        if n % 2 == 0:
            out += piece
            continue
        person = Person(language, faker)
        street, town = written(locale, faker)
        said, kind = {
            "full": (person.full, NAME),
            "hon": (person.hon, NAME),
            "given": (person.given, NAME),
            "surname": (person.surname, NAME),
            "addr": (f"{street}, {town}", ADDRESS),
            "block": (f"{street}\n{town}", ADDRESS),
            "box": (box(locale, faker), ADDRESS) if piece == "box" else ("", ADDRESS),
            "firm": (faker.company(), None),
            "city": (faker.city(), None),
            "road": (faker.street_name(), None),
        }[piece]
        start = len(out.encode())
        out += said
        if kind:
            spans.append([kind, start, len(out.encode())])
    return out, spans


FAKERS = {locale: Faker(locale) for locales in LOCALES.values() for locale in locales}
Faker.seed(SEED)
shutil.rmtree(OUT, ignore_errors=True)
truth, places = [], []


def write(key, text, spans):
    path = OUT / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    places.append({"key": key, "spans": spans})
    for detector in (NAME, ADDRESS):
        count = sum(span[0] == detector for span in spans)
        if count:
            truth.append({"key": key, "detector": detector, "count": count})


for language, texts in TEXTS.items():
    for turn in range(ROUNDS):
        for n, text in enumerate(texts):
            write(f"{language}/{n}-{turn}.txt", *filled(language, text))
for name, text in DECOYS.items():
    write(f"decoys/{name}", text, [])
pathlib.Path(f"{OUT}.truth.jsonl").write_text("".join(json.dumps(t) + "\n" for t in truth), encoding="utf-8")
if MODE == "full":
    pathlib.Path(f"{OUT}.spans.jsonl").write_text("".join(json.dumps(p) + "\n" for p in places), encoding="utf-8")
