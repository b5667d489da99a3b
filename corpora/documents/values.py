"""Values for the documents: each is drawn by chance until an independent library takes it."""

import importlib
import random

import phonenumbers
from faker import Faker

R = random.Random("documents-1")
FAKERS = {}


def fake(locale):
    if locale not in FAKERS:
        FAKERS[locale] = Faker(locale)
        FAKERS[locale].seed_instance("documents-1" + locale)
    return FAKERS[locale]


def digits(count, first="0123456789"):
    return R.choice(first) + "".join(R.choice("0123456789") for _ in range(count - 1))


def letters(count, of="ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
    return "".join(R.choice(of) for _ in range(count))


def day(form, first=1948, last=2001):
    year, month, date = R.randrange(first, last), R.randrange(1, 13), R.randrange(1, 29)
    return form.replace("YYYY", f"{year}").replace("YY", f"{year % 100:02}").replace("MM", f"{month:02}").replace("DD", f"{date:02}")


def checked(module, draw, *forms):
    valid = importlib.import_module("stdnum." + module).is_valid

    def value():
        while True:
            text = draw()
            plain = [c for c in text if c.isdigit()]
            if valid(text) and len(set(plain)) > 3:
                return R.choice([lambda v: v, *forms])(text)

    return value


def free(draw, *forms):
    return lambda: R.choice([lambda v: v, *forms])(draw())


def cut(*lengths, by=" "):
    def form(value):
        parts, at = [], 0
        for length in lengths:
            parts.append(value[at:at + length])
            at += length
        return by.join(parts)

    return form


def phone(region, form=phonenumbers.PhoneNumberFormat.NATIONAL):
    def value():
        example = phonenumbers.example_number_for_type(region, R.choice([phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE]))
        while True:
            national = str(example.national_number)
            text = national[:3] + digits(len(national) - 3)
            number = phonenumbers.PhoneNumber(country_code=example.country_code, national_number=int(text), italian_leading_zero=example.italian_leading_zero)
            if phonenumbers.is_valid_number_for_region(number, region) and len(set(text)) > 3:
                return phonenumbers.format_number(number, form)

    return value


def abroad():
    region = R.choice(["DE", "FR", "ES", "IT", "NL", "PL", "PT", "SE", "GB", "DK", "CZ"])
    return phone(region, phonenumbers.PhoneNumberFormat.INTERNATIONAL)()


def iban():
    locale = R.choice(["de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pl_PL", "pt_PT", "en_GB"])
    value = fake(locale).iban()
    return R.choice([value, " ".join(value[at:at + 4] for at in range(0, len(value), 4))])


def card():
    valid = importlib.import_module("stdnum.luhn").is_valid
    while True:
        value = R.choice(["4", "51", "52", "55", "2229", "2640"])
        value += digits(16 - len(value))
        if valid(value):
            return R.choice([value, " ".join(value[at:at + 4] for at in range(0, 16, 4))])


def email():
    return f"{R.choice(['info', 'office', 'a.', 'm.', 'team.'])}{letters(5, 'abcdeilmnorst')}{R.randrange(9, 99)}@example.{R.choice(['com', 'org', 'net'])}"


def italian():
    consonants = "BCDFGLMNPRSTVZ"
    body = f"{letters(6, consonants)}{R.randrange(48, 100)}{R.choice('ABCDEHLMPRST')}{R.randrange(1, 29) + R.choice([0, 40]):02}{R.choice('ABDFGHL')}{R.randrange(101, 900)}"
    return body + importlib.import_module("stdnum.it.codicefiscale").calc_check_digit(body)


def secret(length, alphabet="abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"):
    return lambda: letters(length, alphabet)


VALUES = {
    "global/email": email,
    "global/iban": iban,
    "global/payment_card": card,
    "global/phone_e164": abroad,
    "global/imei": checked("imei", lambda: "35" + digits(13)),
    "gb/nino": free(lambda: R.choice(["AB", "CE", "HK", "JX", "PR", "SL", "TW", "WY"]) + digits(6) + R.choice("ABCD"), cut(2, 2, 2, 2, 1)),
    "gb/nhs_number": checked("gb.nhs", lambda: digits(10, "4679"), cut(3, 3, 4)),
    "gb/utr": checked("gb.utr", lambda: digits(10, "123456789")),
    "gb/phone": phone("GB"),
    "us/ssn": free(lambda: f"{R.choice([*range(1, 666), *range(667, 900)]):03}-{R.randrange(1, 100):02}-{R.randrange(1, 10000):04}"),
    "us/phone": free(lambda: f"({R.choice([212, 312, 415, 617, 713])}) 555-01{digits(2)}"),
    "us/aba_routing": checked("us.rtn", lambda: R.choice(["02", "03", "06", "11", "12"]) + digits(7)),
    "de/idnr": checked("de.idnr", lambda: digits(11, "123456789"), cut(2, 3, 3, 3)),
    "de/vat": checked("de.vat", lambda: "DE" + digits(9, "123456789")),
    "de/phone": phone("DE"),
    "fr/nir": checked("fr.nir", lambda: R.choice("12") + day("YYMM") + R.choice(["75", "69", "13", "33", "59", "2A"]) + digits(3) + digits(3) + digits(2), cut(1, 2, 2, 2, 3, 3, 2)),
    "fr/siren": checked("fr.siren", lambda: digits(9, "345789"), cut(3, 3, 3)),
    "fr/phone": phone("FR"),
    "es/nif": checked("es.dni", lambda: digits(8) + R.choice("TRWAGMYFPDXBNJZSQVHLCKE"), lambda v: v[:8] + "-" + v[8]),
    "es/nie": checked("es.nie", lambda: R.choice("XYZ") + digits(7) + R.choice("TRWAGMYFPDXBNJZSQVHLCKE")),
    "es/phone": phone("ES"),
    "it/codice_fiscale": checked("it.codicefiscale", italian),
    "it/partita_iva": checked("it.iva", lambda: digits(11, "01")),
    "it/phone": phone("IT"),
    "nl/bsn": checked("nl.bsn", lambda: digits(9, "123456789")),
    "nl/vat": checked("nl.btw", lambda: "NL" + digits(9, "123456789") + "B" + digits(2)),
    "nl/phone": phone("NL"),
    "pl/pesel": checked("pl.pesel", lambda: day("YYMMDD", 1950, 2000) + digits(5)),
    "pl/nip": checked("pl.nip", lambda: digits(10, "5678"), cut(3, 3, 2, 2, by="-")),
    "pl/phone": phone("PL"),
    "pt/nif": checked("pt.nif", lambda: digits(9, "12"), cut(3, 3, 3)),
    "pt/phone": phone("PT"),
    "se/personnummer": checked("se.personnummer", lambda: day("YYYYMMDD") + "-" + digits(4), lambda v: v[2:]),
    "se/phone": phone("SE"),
    "dk/cpr": checked("dk.cpr", lambda: day("DDMMYY", 1950, 1999) + "-" + digits(4, "0123")),
    "fi/hetu": checked("fi.hetu", lambda: day("DDMMYY", 1950, 1999) + "-" + f"{R.randrange(2, 900):03}" + R.choice("0123456789ABCDEFHJKLMNPRSTUVWXY")),
    "no/fodselsnummer": checked("no.fodselsnummer", lambda: day("DDMMYY", 1950, 1999) + digits(5, "01234")),
    "cz/rodne_cislo": checked("cz.rc", lambda: f"{R.randrange(55, 99):02}{R.randrange(1, 13) + R.choice([0, 50]):02}{R.randrange(1, 29):02}/" + digits(4)),
    "ro/cnp": checked("ro.cnp", lambda: R.choice("12") + day("YYMMDD", 1950, 2000) + f"{R.randrange(1, 47):02}" + digits(4)),
    "gr/amka": checked("gr.amka", lambda: day("DDMMYY") + digits(5)),
    "gr/afm": checked("gr.vat", lambda: digits(9, "01")),
    "be/national_number": checked("be.nn", lambda: day("YYMMDD", 1950, 2000) + f"{R.randrange(1, 998):03}" + digits(2), lambda v: f"{v[:2]}.{v[2:4]}.{v[4:6]}-{v[6:9]}.{v[9:]}"),
    "ch/ahv": checked("ch.ssn", lambda: "756" + digits(10), cut(3, 4, 4, 2, by=".")),
    "at/svnr": checked("at.vnr", lambda: digits(4, "123456789") + day("DDMMYY"), lambda v: v[:4] + " " + v[4:]),
    "ie/ppsn": checked("ie.pps", lambda: digits(7) + letters(1, "ABCDEFGHIJKLMNOPQRSTUVW")),
    "hr/oib": checked("hr.oib", lambda: digits(11, "123456789")),
    "bg/egn": checked("bg.egn", lambda: day("YYMMDD", 1950, 2000) + digits(4)),
    "secret/password": free(lambda: letters(1) + letters(6, "abcdefghkmnpqrst") + digits(3) + R.choice("!#$%")),
    "secret/generic_secret": free(lambda: letters(40, "0123456789abcdef")),
    "secret/jwt": free(lambda: ".".join([secret_part({"alg": "HS256", "typ": "JWT"}), secret_part({"sub": digits(8), "iat": 1_700_000_000 + R.randrange(10**7)}), secret(43)()])),
}

# The same number under another name of the same country.
ALSO = {
    "it/partita_iva": ["it/vat"],
    "pl/nip": ["pl/vat"],
    "pt/nif": ["pt/vat"],
    "gr/afm": ["gr/vat"],
    "fr/siren": ["fr/siret"],
}


def secret_part(claims):
    import base64
    import json

    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")


# What stands beside them and is none of them.
NOISE = {
    "ref": lambda: R.choice(["", "A-", "RF", "2026/"]) + digits(R.choice([5, 6, 8])),
    "order": lambda: digits(R.choice([8, 10, 12])),
    "parcel": lambda: "JJD" + digits(17),
    "amount": lambda: f"{R.randrange(10, 9999)}.{digits(2)}",
    "money": lambda: f"{R.randrange(10, 999)},{digits(2)}",
    "date": lambda: day("YYYY-MM-DD", 2024, 2027),
    "eudate": lambda: day("DD.MM.YYYY", 2024, 2027),
    "stamp": lambda: f"2026-0{R.randrange(1, 10)}-{R.randrange(10, 29)}T{R.randrange(10, 24)}:{R.randrange(10, 60)}:{R.randrange(10, 60)}.{digits(3)}Z",
    "ms": lambda: str(1_700_000_000_000 + R.randrange(10**11)),
    "uuid": lambda: "-".join(letters(n, "0123456789abcdef") for n in (8, 4, 4, 4, 12)),
    "hash": lambda: letters(40, "0123456789abcdef"),
    "short": lambda: letters(8, "0123456789abcdef"),
    "n": lambda: str(R.randrange(2, 40)),
    "ean": lambda: "40" + digits(11),
}
