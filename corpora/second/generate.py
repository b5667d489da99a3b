"""A second blind set: what one company's records look like, country by country.

    python3 -m venv venv && venv/bin/pip install -r corpora/second/requirements.txt
    venv/bin/python corpora/second/generate.py sample corpora/second/sample
    venv/bin/python corpora/second/generate.py full DIRECTORY

`sample` is what tests/second.rs holds: fewer rows and letters of each country.
Names, addresses, telephone numbers and IBANs are Faker's, numbers are drawn until python-stdnum takes
them, words are those of forms and letters in each language. Nothing was taken from the detectors. The
same seed gives the same bytes; DIRECTORY.truth.jsonl says what stands where.
"""

import csv
import datetime
import importlib
import io
import json
import os
import pathlib
import random
import sys

from faker import Faker

R = random.Random("second-1")
# Rows of a table, and letters with each field.
ROWS, LETTERS = {"full": (40, 10), "sample": (12, 2)}[sys.argv[1]]


def stdnum(module, draw):
    valid = importlib.import_module("stdnum." + module).is_valid

    def value():
        while True:
            text = draw()
            if valid(text) and len({c for c in text if c.isdigit()}) > 2:
                return text

    return value


def digits(count, first="0123456789"):
    return R.choice(first) + "".join(R.choice("0123456789") for _ in range(count - 1))


def born(form, first=1945, last=1999):
    day = datetime.date(first, 1, 1) + datetime.timedelta(days=R.randrange((last - first) * 365))
    return day.strftime(form)


def grouped(value, *lengths, by=" "):
    out, at = [], 0
    for length in lengths:
        out.append(value[at:at + length])
        at += length
    return by.join(out)


def fiscal_code():
    """Faker's own depends on the day."""
    letters = lambda count: "".join(R.choice("BCDFGLMNPRSTV") for _ in range(count))
    day = R.randrange(1, 29) + R.choice([0, 40])
    return f"{letters(6)}{R.randrange(45, 100)}{R.choice('ABCDEHLMPRST')}{day:02}{R.choice('ABCDEFGHIL')}{R.randrange(100, 900)}{chr(65 + R.randrange(26))}"


def luhn_card():
    first = R.choice(["4539", "5412", "2223", "4000"])
    body = first + digits(11)
    return next(body + d for d in "0123456789" if importlib.import_module("stdnum.luhn").is_valid(body + d))


def country(code, locale, language, *fields):
    return dict(code=code, faker=Faker(locale), language=language, fields=fields)


# detector, native column names, English column names, phrase in a letter, value, other ways to write it
F = lambda kind, native, english, phrase, draw, *forms: (kind, native.split("|"), english.split("|"), phrase, draw, forms)

COUNTRIES = [
    country("DE", "de_DE", "de",
            F("de/idnr", "Steuer-ID|IdNr|steuer_identnr", "tax_id|germanTaxId", "steuerliche Identifikationsnummer", stdnum("de.idnr", lambda: digits(11, "123456789")), lambda v: grouped(v, 2, 3, 3, 3)),
            F("de/vat", "USt-IdNr.|ust_idnr", "vat_number|vatId", "Umsatzsteuer-Identifikationsnummer", stdnum("de.vat", lambda: "DE" + digits(9, "123456789")))),
    country("FR", "fr_FR", "fr",
            F("fr/nir", "Numéro de sécurité sociale|num_secu|NIR", "social_security_number|ssn", "numéro de sécurité sociale", stdnum("fr.nir", lambda: R.choice("12") + born("%y%m") + R.choice(["75", "69", "13", "33", "59"]) + digits(3) + digits(3) + digits(2)), lambda v: grouped(v, 1, 2, 2, 2, 3, 3, 2)),
            F("fr/siren", "SIREN|numero_siren", "company_registration|siren", "numéro SIREN", stdnum("fr.siren", lambda: digits(9, "345789")), lambda v: grouped(v, 3, 3, 3)),
            F("fr/nif", "numéro fiscal|num_fiscal", "tax_reference|fiscal_number", "numéro fiscal de référence", stdnum("fr.nif", lambda: digits(13, "0123")))),
    country("ES", "es_ES", "es",
            F("es/nif", "DNI|nif_titular|NIF", "national_id|spanish_dni", "DNI", stdnum("es.dni", lambda: digits(8) + R.choice("TRWAGMYFPDXBNJZSQVHLCKE")), lambda v: v[:8] + "-" + v[8], lambda v: f"{v[:2]}.{v[2:5]}.{v[5:8]}-{v[8]}"),
            F("es/nie", "NIE|num_nie", "foreigner_id|nie", "NIE", stdnum("es.nie", lambda: R.choice("XYZ") + digits(7) + R.choice("TRWAGMYFPDXBNJZSQVHLCKE")))),
    country("IT", "it_IT", "it",
            F("it/codice_fiscale", "Codice fiscale|cod_fiscale|CF", "fiscal_code|tax_code", "codice fiscale", stdnum("it.codicefiscale", fiscal_code)),
            F("it/partita_iva", "Partita IVA|p_iva|piva", "vat_number|vat", "partita IVA", stdnum("it.iva", lambda: digits(11, "01")))),
    country("NL", "nl_NL", "nl",
            F("nl/bsn", "BSN|burgerservicenummer|bsn_nr", "citizen_service_number|national_id", "burgerservicenummer", stdnum("nl.bsn", lambda: digits(9, "123456789"))),
            F("nl/vat", "btw-nummer|btw_id", "vat_number|vat_id", "btw-identificatienummer", stdnum("nl.btw", lambda: "NL" + digits(9, "123456789") + "B" + digits(2)))),
    country("PL", "pl_PL", "pl",
            F("pl/pesel", "PESEL|nr_pesel", "national_id|pesel_number", "PESEL", stdnum("pl.pesel", lambda: born("%y%m%d") + digits(5))),
            F("pl/nip", "NIP|nip_firmy", "tax_id|nip", "NIP", stdnum("pl.nip", lambda: digits(10, "5678")), lambda v: grouped(v, 3, 3, 2, 2, by="-")),
            F("pl/regon", "REGON|regon_firmy", "regon_number|business_registry", "REGON", stdnum("pl.regon", lambda: digits(9, "0123")))),
    country("GB", "en_GB", "en",
            F("gb/nhs_number", "NHS number|nhs_no", "patient_nhs|NHSNumber", "NHS number", stdnum("gb.nhs", lambda: digits(10, "4679")), lambda v: grouped(v, 3, 3, 4)),
            F("gb/utr", "UTR|unique_taxpayer_reference", "utr_no|taxpayerReference", "Unique Taxpayer Reference", stdnum("gb.utr", lambda: digits(10, "123456789")))),
    country("SE", "sv_SE", "sv",
            F("se/personnummer", "Personnummer|persnr", "personal_identity_number|swedish_id", "personnummer", stdnum("se.personnummer", lambda: born("%Y%m%d") + "-" + digits(4)), lambda v: v[2:], lambda v: v.replace("-", ""))),
    country("DK", "da_DK", "da",
            F("dk/cpr", "CPR-nr.|cpr_nummer", "danish_cpr|civil_registration_number", "CPR-nummer", stdnum("dk.cpr", lambda: born("%d%m%y", 1945, 1999) + digits(4, "0123")), lambda v: v[:6] + "-" + v[6:])),
    country("FI", "fi_FI", "fi",
            F("fi/hetu", "henkilötunnus|hetu", "personal_identity_code|finnish_hetu", "henkilötunnus", stdnum("fi.hetu", lambda: born("%d%m%y", 1945, 1999) + "-" + f"{R.randrange(2, 900):03}" + R.choice("0123456789ABCDEFHJKLMNPRSTUVWXY")))),
    country("NO", "no_NO", "no",
            F("no/fodselsnummer", "fødselsnummer|fodselsnr", "norwegian_national_id|birth_number", "fødselsnummer", stdnum("no.fodselsnummer", lambda: born("%d%m%y", 1945, 1999) + digits(5, "01234")), lambda v: v[:6] + " " + v[6:])),
    country("PT", "pt_PT", "pt",
            F("pt/nif", "NIF|num_contribuinte|contribuinte", "tax_number|portuguese_nif", "número de contribuinte", stdnum("pt.nif", lambda: digits(9, "12")), lambda v: grouped(v, 3, 3, 3)),
            F("pt/identity_card", "Cartão de Cidadão|num_cc", "citizen_card|id_card_number", "cartão de cidadão", stdnum("pt.cc", lambda: digits(8, "1") + digits(1) + R.choice("XYZ") + R.choice("XYZ") + digits(1)), lambda v: f"{v[:8]} {v[8]} {v[9:]}")),
    country("CZ", "cs_CZ", "cs",
            F("cz/rodne_cislo", "rodné číslo|rc|rodne_cislo", "birth_number|czech_birth_no", "rodné číslo", stdnum("cz.rc", lambda: f"{R.randrange(54, 99):02}{R.randrange(1, 13) + R.choice([0, 50]):02}{R.randrange(1, 29):02}/" + digits(4)), lambda v: v.replace("/", ""))),
    country("HU", "hu_HU", "hu",
            F("hu/tax_number", "adószám|ado_szam", "tax_number|hungarian_tax_no", "adószám", stdnum("hu.anum", lambda: digits(8, "1")), )),
    country("RO", "ro_RO", "ro",
            F("ro/cnp", "CNP|cod_numeric_personal", "personal_numeric_code|cnp", "CNP", stdnum("ro.cnp", lambda: R.choice("12") + born("%y%m%d") + f"{R.randrange(1, 47):02}" + digits(4)))),
    country("GR", "el_GR", "el",
            F("gr/amka", "ΑΜΚΑ|amka", "social_security_number|amka_no", "ΑΜΚΑ", stdnum("gr.amka", lambda: born("%d%m%y") + digits(5))),
            F("gr/afm", "ΑΦΜ|afm", "tax_number|greek_tax_id", "ΑΦΜ", stdnum("gr.vat", lambda: digits(9, "01")))),
    country("BG", "bg_BG", "bg",
            F("bg/egn", "ЕГН|egn", "unified_civil_number|bulgarian_egn", "ЕГН", stdnum("bg.egn", lambda: born("%y%m%d") + digits(4)))),
    country("HR", "hr_HR", "hr",
            F("hr/oib", "OIB|oib_klijenta", "personal_id_no|croatian_oib", "OIB", stdnum("hr.oib", lambda: digits(11, "123456789")))),
    country("IE", "en_IE", "en",
            F("ie/ppsn", "PPS number|ppsn|PPSN", "pps_no|personalPublicServiceNumber", "PPS number", stdnum("ie.pps", lambda: digits(7) + R.choice("ABCDEFGHIJKLMNOPQRSTUVW")))),
    country("BE", "nl_BE", "nl",
            F("be/national_number", "rijksregisternummer|numéro de registre national", "national_register_number|insz", "rijksregisternummer", stdnum("be.nn", lambda: born("%y%m%d") + f"{R.randrange(1, 998):03}" + digits(2)), lambda v: f"{v[:2]}.{v[2:4]}.{v[4:6]}-{v[6:9]}.{v[9:]}")),
    country("CH", "de_CH", "de",
            F("ch/ahv", "AHV-Nummer|ahv_nr|numéro AVS", "social_security_no|ahv13", "AHV-Nummer", stdnum("ch.ssn", lambda: "756" + digits(10)), lambda v: grouped(v, 3, 4, 4, 2, by="."))),
    country("AT", "de_AT", "de",
            F("at/svnr", "SV-Nummer|Sozialversicherungsnummer|svnr", "social_insurance_no|austrian_ssn", "Sozialversicherungsnummer", stdnum("at.vnr", lambda: digits(4, "123456789") + born("%d%m%y")), lambda v: v[:4] + " " + v[4:])),
    country("LT", "lt_LT", "lt",
            F("lt/asmens_kodas", "asmens kodas|asmens_kodas", "lithuanian_personal_code|personal_code", "asmens kodas", stdnum("lt.asmens", lambda: R.choice("34") + born("%y%m%d") + digits(4)))),
    country("EE", "et_EE", "et",
            F("ee/isikukood", "isikukood|kliendi_isikukood", "estonian_id_code|personal_code", "isikukood", stdnum("ee.ik", lambda: R.choice("34") + born("%y%m%d") + digits(4)))),
    country("US", "en_US", "en",
            F("us/ssn", "SSN|social_security", "ssn|SocialSecurityNumber", "Social Security number", lambda: f"{R.choice([*range(1, 666), *range(667, 900)]):03}-{R.randrange(1, 100):02}-{R.randrange(1, 10000):04}", lambda v: v.replace("-", "")),
            F("us/aba_routing", "routing_no|ABA routing", "routing_number|abaRoutingNumber", "routing number", stdnum("us.rtn", lambda: R.choice(["02", "03", "06", "11", "12"]) + digits(7)))),
    country("BR", "pt_BR", "pt",
            F("br/cpf", "CPF|cpf_cliente", "cpf_number|brazil_tax_id", "CPF", stdnum("br.cpf", lambda: digits(11)), lambda v: f"{v[:3]}.{v[3:6]}.{v[6:9]}-{v[9:]}")),
    country("CA", "en_CA", "en",
            F("ca/sin", "SIN|social_insurance_number", "sin_no|sin", "social insurance number", stdnum("ca.sin", lambda: digits(9, "12456")), lambda v: grouped(v, 3, 3, 3))),
    country("AU", "en_AU", "en",
            F("au/tfn", "TFN|tax_file_no", "tfn|taxFileNumber", "tax file number", stdnum("au.tfn", lambda: digits(9, "123456789")), lambda v: grouped(v, 3, 3, 3))),
]

LETTER = {
    "de": "Sehr geehrte Damen und Herren,\n\nanbei übersende ich die gewünschten Angaben. Meine {p} lautet {v}. Sie erreichen mich unter {mail}.\n\nMit freundlichen Grüßen\n{name}\n",
    "fr": "Madame, Monsieur,\n\nsuite à votre demande, voici mon {p} : {v}. Vous pouvez me joindre à l'adresse {mail}.\n\nCordialement,\n{name}\n",
    "es": "Estimados señores:\n\nles facilito los datos que me pidieron. Mi {p} es el {v} y mi correo {mail}.\n\nUn saludo,\n{name}\n",
    "it": "Buongiorno,\n\ncome richiesto, il mio {p} è {v}. Potete scrivermi a {mail}.\n\nCordiali saluti\n{name}\n",
    "nl": "Geachte heer, mevrouw,\n\nhierbij mijn gegevens. Mijn {p} is {v}; u kunt mij mailen op {mail}.\n\nMet vriendelijke groet,\n{name}\n",
    "pl": "Dzień dobry,\n\nprzesyłam potrzebne dane. Mój {p}: {v}, adres {mail}.\n\nZ poważaniem\n{name}\n",
    "en": "Dear team,\n\nas requested, my {p} is {v}. You can write to me at {mail}.\n\nKind regards,\n{name}\n",
}


class Output:
    def __init__(self, folder):
        self.folder, self.truth = pathlib.Path(folder), []

    def write(self, path, text, planted):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
        for kind, count in planted.items():
            self.truth.append({"key": path, "detector": kind, "count": count, "also": ALSO.get(kind, [])})

    def close(self):
        text = "".join(json.dumps(line) + "\n" for line in self.truth)
        (self.folder.parent / f"{self.folder.name}.truth.jsonl").write_text(text)


# The same number under another name of the same country.
ALSO = {"fr/nif": ["fr/tax_number"], "it/partita_iva": ["it/vat"], "hu/tax_number": ["hu/vat"], "gr/afm": ["gr/vat"], "pt/nif": ["pt/vat"], "pl/nip": ["pl/vat"]}


def written(field):
    value = field[4]()
    return R.choice([lambda v: v, *field[5]])(value)


def mail_of(name, fake):
    import unicodedata
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if c.isascii() and (c.isalpha() or c == " "))
    return ".".join(plain.split()[:2] or ["info"]) + "@example.com"


def person(c, english):
    fake = c["faker"]
    name = fake.name()
    columns = {"id": R.randrange(1000, 99999), "name": name, "city": fake.city().replace("\n", " "), "email": mail_of(name, fake)}
    for field in c["fields"]:
        columns[field[2 if english else 1][0 if english else c["at"] % len(field[1])]] = written(field)
    columns["iban"] = fake.iban() if c["code"] not in ("US", "CA", "AU", "BR") else Faker("de_DE").iban()
    columns["last_order"] = R.randrange(10**9, 10**10)
    columns["updated_ms"] = 1_700_000_000_000 + R.randrange(10**10)
    return columns


def planted(c, count):
    kinds = {field[0]: count for field in c["fields"]}
    return kinds | {"global/email": count, "global/iban": count}


def main():
    out = Output(sys.argv[2])
    Faker.seed(20260101)
    letters = "ghjkmpqrtvwxyz"
    for number, c in enumerate(COUNTRIES):
        # The key names no country.
        folder = "batch" + letters[number // len(letters)] + letters[number % len(letters)] + "qq"
        for at, english in ((0, False), (1, False), (0, True)):
            c["at"] = at
            rows = [person(c, english) for _ in range(ROWS)]
            name = f"{folder}/{'english' if english else f'native{at}'}"
            text = io.StringIO()
            sheet = csv.DictWriter(text, rows[0].keys(), delimiter=R.choice(",;"), lineterminator="\r\n")
            sheet.writeheader()
            sheet.writerows(rows)
            out.write(f"{name}.csv", text.getvalue(), planted(c, ROWS))
            rows = [person(c, english) for _ in range(ROWS)]
            out.write(f"{name}.json", json.dumps({"data": {"people": rows}}, ensure_ascii=False, indent=2), planted(c, ROWS))
            rows = [person(c, english) for _ in range(ROWS)]
            values = lambda row: ", ".join(str(v) if isinstance(v, int) else "'" + v.replace("'", "''") + "'" for v in row.values())
            names = ", ".join('"' + n.replace(" ", "_") + '"' for n in rows[0])
            dump = f"CREATE TABLE people ({names});\n" + "".join(f"INSERT INTO people ({names}) VALUES ({values(row)});\n" for row in rows)
            out.write(f"{name}.sql", dump, planted(c, ROWS))
            rows = [person(c, english) for _ in range(ROWS)]
            log = "".join(f"2026-03-0{R.randrange(1, 9)}T10:{R.randrange(10, 60)}:{R.randrange(10, 60)}.{R.randrange(1000):03}Z INFO [worker-{R.randrange(9)}] update " + " ".join(f"{k.replace(' ', '_')}=\"{v}\"" for k, v in row.items()) + f" took={R.randrange(900)}ms\n" for row in rows)
            out.write(f"{name}.log", log, planted(c, ROWS))
        c["at"] = 0
        rows = [person(c, False) for _ in range(ROWS)]
        text = io.StringIO()
        csv.writer(text).writerows(row.values() for row in rows)
        out.write(f"{folder}/export.csv", text.getvalue(), planted(c, ROWS))
        text = ""
        for field in c["fields"]:
            for at in range(LETTERS):
                name = c["faker"].name()
                body = LETTER.get(c["language"], LETTER["en"]).format(p=field[3], v=written(field), mail=mail_of(name, None), name=name)
                out.write(f"{folder}/{field[0].split('/')[1]}-{at}.{'txt' if at % 2 else 'eml'}", body if at % 2 else
                          f"From: {mail_of(name, None)}\r\nTo: hr@example.org\r\nSubject: documents\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body.replace("\n", "\r\n"),
                          {field[0]: 1, "global/email": 1 if at % 2 else 3})
    out.write("cards/payments.csv", "payment_id,card,holder\n" + "".join(f"{R.randrange(10**8)},{R.choice([luhn_card(), grouped(luhn_card(), 4, 4, 4, 4)])},{COUNTRIES[0]['faker'].name()}\n" for _ in range(ROWS)), {"global/payment_card": ROWS})
    out.close()


if __name__ == "__main__":
    # Faker's Italian names come out of sets, in the order of their hashes.
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | {"PYTHONHASHSEED": "0"})
    main()
