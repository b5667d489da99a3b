"""Names, addresses and the special categories under headings, and tables and texts that look alike.

    python3 -m venv venv && venv/bin/pip install -r corpora/names/requirements.txt
    venv/bin/python corpora/names/generate.py sample corpora/names/sample
    venv/bin/python corpora/names/generate.py full DIRECTORY

`sample` is what tests/names.rs holds; `full` writes more rows. People are Faker's, of eighteen locales; the
special categories stand in categories.py, texts about them and records of them in treatises.py. The same seed gives the same bytes; DIRECTORY.truth.jsonl says
what stands where.
"""

import base64
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

from faker import Faker  # noqa: E402

from categories import CATEGORIES, LOOKALIKES, NEWS, SILENT  # noqa: E402
from treatises import RECORDS, TREATISES  # noqa: E402

R = random.Random("names-1")
# Rows of a table of people, and of the special categories.
PEOPLE, ROWS = {"full": (100, 100), "sample": (25, 16)}[sys.argv[1]]
OUT = pathlib.Path(sys.argv[2])
NAME, ADDRESS = "global/person_name", "global/mailing_address"

# Locale: given name, surname, street; full name, address.
HEADINGS = {
    "en_US": ("first_name", "last_name", "street_address", "name", "address"),
    "en_GB": ("Given Name", "Surname", "Address Line 1", "full_name", "home_address"),
    "de_DE": ("Vorname", "Nachname", "Straße", "Name", "Anschrift"),
    "fr_FR": ("prénom", "nom_de_famille", "rue", "nom complet", "adresse"),
    "es_ES": ("nombre_de_pila", "apellidos", "calle", "nombre y apellidos", "dirección"),
    "it_IT": ("nome_proprio", "cognome", "via", "nominativo", "indirizzo"),
    "nl_NL": ("voornaam", "achternaam", "straat", "naam", "adres"),
    "pl_PL": ("imię", "nazwisko", "ulica", "imię i nazwisko", "adres"),
    "pt_PT": ("primeiro_nome", "apelido", "morada", "nome", "endereço"),
    "sv_SE": ("förnamn", "efternamn", "gatuadress", "namn", "adress"),
    "da_DK": ("fornavn", "efternavn", "vejnavn", "navn", "adresse"),
    "fi_FI": ("etunimi", "sukunimi", "lähiosoite", "nimi", "osoite"),
    "cs_CZ": ("křestní jméno", "příjmení", "ulice", "jméno a příjmení", "adresa"),
    "hu_HU": ("keresztnév", "vezetéknév", "utca", "név", "cím"),
    "ro_RO": ("prenume", "nume de familie", "strada", "nume", "adresa"),
    "hr_HR": ("ime", "prezime", "adresa", "ime i prezime", "adresa stanovanja"),
    "sk_SK": ("krstné meno", "priezvisko", "adresa", "meno", "trvalé bydlisko"),
    "sl_SI": ("ime", "priimek", "naslov", "ime in priimek", "naslov bivališča"),
}

truth = []


def write(key, text, **counts):
    path = OUT / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    truth.extend({"key": key, "detector": detector, "count": count} for detector, count in counts.items())


def write_table(key, head, rows, **counts):
    path = OUT / key
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(head)
        table.writerows(rows)
    truth.extend({"key": key, "detector": detector, "count": count} for detector, count in counts.items())


def line(text):
    return text.replace("\n", ", ")


def people(locale):
    given, surname, street, full, address = HEADINGS[locale]
    Faker.seed(7)
    faker = Faker(locale)
    rows = [
        [n, faker.first_name(), faker.last_name(), line(faker.street_address()), faker.city(), R.randint(1, 999)]
        for n in range(PEOPLE)
    ]
    head = ["id", given, surname, street, "city", "amount"]
    write_table(f"tables/{locale}-parts.csv", head, rows, **{NAME: 2 * PEOPLE, ADDRESS: PEOPLE})
    rows = [
        {full: faker.name(), address: line(faker.address()), "company": faker.company(), "city": faker.city()}
        for _ in range(PEOPLE)
    ]
    counts = {NAME: PEOPLE, ADDRESS: PEOPLE}
    write_table(f"tables/{locale}-full.csv", rows[0].keys(), [row.values() for row in rows], **counts)
    lines = [json.dumps({"id": n, "person": row}, ensure_ascii=False) for n, row in enumerate(rows)]
    write(f"tables/{locale}-full.jsonl", "\n".join(lines) + "\n", **counts)
    few = rows[:5]
    forms = [f"{full}: {row[full]}\n{address}: {row[address]}\n\n" for row in few]
    write(f"forms/{locale}.txt", "".join(forms), **{NAME: len(few), ADDRESS: len(few)})


def template():
    data = R.randbytes(48)
    return data.hex() if R.random() < 0.5 else base64.b64encode(data).decode()


def categories(language):
    for n, (kind, count) in enumerate([("csv", ROWS), ("jsonl", ROWS), ("txt", 6)]):
        rows, counts = [], dict.fromkeys(CATEGORIES, 0)
        for number in range(count):
            row = {"id": 1000 + number}
            for detector, by_language in CATEGORIES.items():
                headings, values = by_language[language]
                says = R.random() < 0.8
                is_template = detector == "global/biometric_data" and kind != "txt"
                value = template() if is_template else R.choice(values)
                row[headings[n]] = value if says else R.choice(SILENT[language])
                counts[detector] += says
            rows.append(row)
        key = f"categories/{language}.{kind}"
        if kind == "csv":
            write_table(key, rows[0].keys(), [row.values() for row in rows], **counts)
        elif kind == "jsonl":
            write(key, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), **counts)
        else:
            colon = " : " if language == "fr" else ": "
            forms = ["".join(f"{label}{colon}{value}\n" for label, value in row.items()) for row in rows]
            write(key, "\n".join(forms), **counts)


def lookalikes():
    for name, (head, rows) in LOOKALIKES.items():
        write_table(f"decoys/{name}", head, [[n, *rows[n % len(rows)]] for n in range(24)])
    for language, text in NEWS.items():
        write(f"decoys/news-{language}.txt", text + "\n")
    write("decoys/queries.sql", """SELECT name FROM parts WHERE orientation = 'left'
UNION ALL
SELECT name FROM fittings WHERE colour = 'black' -- union: all
UNION SELECT race, party FROM bookings WHERE party = 4;
""")
    plans = [{"step": n, "union": n % 2 == 0, "distinct": False, "party": R.randint(1, 9)} for n in range(20)]
    write("decoys/plans.jsonl", "".join(json.dumps(plan) + "\n" for plan in plans))
    keys = [[f"node-{n:02}", "SHA256:" + base64.b64encode(R.randbytes(32)).decode().rstrip("="),
             ":".join(f"{byte:02x}" for byte in R.randbytes(16)), R.randbytes(20).hex()] for n in range(20)]
    write_table("decoys/certificates.csv", ["host", "fingerprint", "key fingerprint", "template_hash"], keys)
    words = ["Oak", "Blue", "Victoria", "Jasmine", "Oxford", "Madison", "Rice", "Table", "Chair", "Sponge", "Lamp", "Paris",
             "Desk", "Rose", "Steel", "Green", "Lisa", "Sofa", "Cotton", "Shirt"]
    goods = [[n, " ".join(R.sample(words, 2)), n] for n in range(60)]
    write_table("decoys/goods.csv", ["sku", "name", "price"], goods)
    listed = [[n, " ".join(R.sample(words, 2)), f"0x{R.getrandbits(32):08x}"] for n in range(60)]
    write_table("decoys/listed.csv", ["sku", "product_name", "address"], listed)
    hosts = ["web", "db", "mars", "luna", "atlas", "anna"]
    servers = [[f"{R.choice(hosts)}-{n:02}", f"10.0.0.{n}", f"10.1.0.{n}", f"00:1a:2b:3c:4d:{n:02x}"] for n in range(60)]
    write_table("decoys/servers.csv", ["name", "ip_address", "address", "mac address"], servers)
    Faker.seed(8)
    faker = Faker("en_US")
    companies = [[faker.company(), faker.city(), faker.email(), faker.user_name(), faker.file_name()] for _ in range(60)]
    write_table("decoys/companies.csv", ["name", "city", "email address", "user", "file name"], companies)
    cities = [[faker.city(), faker.country()] for _ in range(60)]
    write_table("decoys/cities.csv", ["name", "country"], cities)


def treatises():
    """The same words in a text about nobody, and in a table of staff, a patient's record and a list of members."""
    for language, texts in TREATISES.items():
        for kind, text in texts.items():
            write(f"decoys/{kind}-{language}.txt", text)
    for language, (staff, believing, patient, suffering, member, parties) in RECORDS.items():
        rows = [[100 + n, religion, union] for n, (religion, union) in enumerate(zip(*believing))]
        write_table(f"records/staff-{language}.csv", staff, rows, **{"global/religion": len(rows), "global/trade_union": len(rows)})
        colon = " : " if language == "fr" else ": "
        records = [[200 + n, *values] for n, values in enumerate(zip(*suffering))]
        forms = ["".join(f"{label}{colon}{value}\n" for label, value in zip(patient, record)) for record in records]
        write(f"records/patients-{language}.txt", "\n".join(forms), **{"global/health_condition": 2 * len(records)})
        rows = [[300 + n, party] for n, party in enumerate(parties)]
        write_table(f"records/members-{language}.csv", member, rows, **{"global/political_opinion": len(rows)})


shutil.rmtree(OUT, ignore_errors=True)
for locale in HEADINGS:
    people(locale)
for language in SILENT:
    categories(language)
lookalikes()
treatises()
records = "".join(json.dumps(record) + "\n" for record in truth)
pathlib.Path(f"{OUT}.truth.jsonl").write_text(records, encoding="utf-8")
