"""What is planted: values as issuers define them, and what people call them.

Nothing here was taken from the detectors. Validity is what python-stdnum and phonenumbers say, and,
where they know no rule, the issuer's arithmetic written out below. Values are drawn by chance.
"""

import importlib
import string
from dataclasses import dataclass, field

import phonenumbers

DIGITS, CAPITALS = string.digits, string.ascii_uppercase
CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"

ENGLISH = {
    "id": ["national_id", "national id number", "id_number", "NationalID", "personal_id"],
    "tax": ["tax_id", "tin", "Tax Number", "TaxIdentificationNumber", "taxpayer_id"],
    "social": ["social_security_number", "social security no", "SocialSecurityNumber", "ssn"],
    "health": ["health_insurance_number", "Health Insurance No", "healthInsuranceId"],
    "patient": ["patient_id", "health number", "HealthServiceNumber"],
    "passport": ["passport_no", "Passport Number", "PassportNumber", "passport"],
    "licence": ["driver_license", "Driving Licence Number", "dl_no", "driverLicenseNumber"],
    "vat": ["vat", "vat_id", "VAT number", "VatNumber", "vat_no"],
    "card": ["id_card", "Identity Card Number", "id_card_no", "identityCardNumber"],
    "company": ["company_registration_number", "Company Number", "business_id"],
    "account": ["bank_account", "Account Number", "bankAccountNumber"],
    "phone": ["phone", "Telephone", "mobile", "phone_number", "contactPhone"],
}


@dataclass
class Kind:
    """One sort of value: how it is drawn, written and called."""

    id: str
    language: str
    draw: object  # random -> a value in its plain form
    valid: object  # text -> bool, or None where nothing can be told from the digits
    headers: list  # names of columns, in the country's own language
    english: object  # a key of ENGLISH, or names
    forms: list = field(default_factory=list)  # value -> as people write it
    also: tuple = ()  # detectors that are as right
    letters: bool = True

    @property
    def english_headers(self):
        return ENGLISH[self.english] if isinstance(self.english, str) else self.english


KINDS = []


def number(name):
    """The validator of python-stdnum's module of this name."""
    module = importlib.import_module("stdnum." + name)
    return module.is_valid


def shaped(shape):
    """Draws d as a digit, n as one from 1 to 9, A as a capital, x as either; {…} is one of its characters."""

    def draw(random):
        out, at = [], 0
        while at < len(shape):
            sign = shape[at]
            if sign == "{":
                end = shape.index("}", at)
                out.append(random.choice(shape[at + 1:end]))
                at = end
            elif sign == "D":
                out.append(date(random, "%y%m%d"))
            elif sign == "R":
                out.append(date(random, "%d%m%y"))
            elif sign == "Y":
                out.append(date(random, "%Y%m%d"))
            elif sign == "'":
                at += 1
                out.append(shape[at])
            else:
                signs = {"d": DIGITS, "n": DIGITS[1:], "A": CAPITALS, "x": DIGITS + CAPITALS, "c": CONSONANTS}
                out.append(random.choice(signs[sign]) if sign in signs else sign)
            at += 1
        return "".join(out)

    return draw


def date(random, form, first=1940, last=2006):
    import datetime
    day = datetime.date(first, 1, 1) + datetime.timedelta(days=random.randrange((last - first) * 365))
    return day.strftime(form)


def tried(draw, valid):
    """Draws until the rule holds."""

    def good(random):
        for _ in range(200_000):
            value = draw(random)
            body = value.strip()
            if valid(body) and len(set(c for c in body if c.isdigit())) > 2:
                return value
        raise ValueError("no valid value found")

    return good


def cut(*lengths, by=" "):
    """Groups of these lengths."""

    def form(value):
        parts, at = [], 0
        for length in lengths:
            parts.append(value[at:at + length])
            at += length
        return by.join(parts) + value[at:]

    return form


def put(pattern):
    """The value's characters in the places of #."""

    def form(value):
        signs = iter(value)
        return "".join(next(signs) if c == "#" else c for c in pattern)

    return form


def lower(value):
    return value.lower()


def kind(id, language, shape, valid, headers, english, forms=(), also=(), letters=True):
    valid = number(valid) if isinstance(valid, str) else valid
    draw = shaped(shape) if isinstance(shape, str) else shape
    if valid:
        draw = tried(draw, valid)
    KINDS.append(Kind(id, language, draw, valid, headers.split("|"), english, list(forms), tuple(also), letters))


# Rules that python-stdnum does not have.

def weighted(value, weights):
    return sum(int(c) * w for c, w in zip(value, weights))


def luhn(value):
    total = 0
    for at, c in enumerate(reversed(value)):
        n = int(c) * (2 if at % 2 else 1)
        total += n - 9 if n > 9 else n
    return total % 10 == 0


def taj(v):
    return v.isdigit() and len(v) == 9 and weighted(v[:8], [3, 7] * 4) % 10 == int(v[8])


def adoazonosito(v):
    return v.isdigit() and len(v) == 10 and v[0] == "8" and weighted(v[:9], range(1, 10)) % 11 == int(v[9])


def medicare(v):
    return (v.isdigit() and len(v) == 10 and v[0] in "23456" and v[9] != "0"
            and weighted(v[:8], [1, 3, 7, 9] * 2) % 10 == int(v[8]))


def npi(v):
    return v.isdigit() and len(v) == 10 and v[0] in "12" and luhn("80840" + v)


def dea(v):
    n = [int(c) for c in v[2:]] if v[2:].isdigit() and len(v) == 9 else []
    return bool(n) and (n[0] + n[2] + n[4] + 2 * (n[1] + n[3] + n[5])) % 10 == n[6]


def kvnr(v):
    if not (len(v) == 10 and v[1:].isdigit()):
        return False
    digits = f"{ord(v[0]) - 64:02}" + v[1:9]
    total = sum(sum(divmod(int(c) * w, 10)) for c, w in zip(digits, [1, 2] * 5))
    return total % 10 == int(v[9])


def rvnr(v):
    if not (len(v) == 12 and v[:8].isdigit() and v[9:].isdigit() and v[8].isupper()):
        return False
    digits = v[:8] + f"{ord(v[8]) - 64:02}" + v[9:11]
    weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]
    return sum(sum(divmod(int(c) * w, 10)) for c, w in zip(digits, weights)) % 10 == int(v[11])


def mod11(v):
    if not (v.isdigit() and len(v) == 10):
        return False
    check = 11 - weighted(v[:9], range(10, 1, -1)) % 11
    return check != 10 and check % 11 == int(v[9])


def chi(v):
    return mod11(v) and 1 <= int(v[:2]) <= 31 and 1 <= int(v[2:4]) <= 12


def nuss(v):
    if not (v.isdigit() and len(v) == 12):
        return False
    province, serial, check = v[:2], v[2:10], v[10:]
    serial = serial.lstrip("0") if serial < "10000000" else serial
    return int(province + serial) % 97 == int(check)


def niss(v):
    weights = [29, 23, 19, 17, 13, 11, 7, 5, 3, 2]
    return v.isdigit() and len(v) == 11 and v[0] in "12" and 9 - weighted(v, weights) % 10 == int(v[10])


def without_check(value):
    """As printed on the front of the document."""
    return value[:9]


def icao(value):
    order = DIGITS + CAPITALS
    return str(sum(("<" != c) * order.index(c if c != "<" else "0") * (7, 3, 1)[at % 3]
                   for at, c in enumerate(value)) % 10)


def german_document(v):
    return len(v) == 10 and v[9].isdigit() and icao(v[:9]) == v[9]


def baltic(random):
    """The first digit tells the century and sex."""
    born = date(random, "%Y%m%d")
    return random.choice("34" if born < "2000" else "56") + born[2:] + f"{random.randrange(1, 10000):04}"


# Europe.
ID, TAX, SOC = "id", "tax", "social"
kind("at/svnr", "de", lambda r: f"{r.randrange(100, 1000)}{r.randrange(10)}" + date(r, "%d%m%y"), "at.vnr",
     "Sozialversicherungsnummer|SVNR|sv_nummer|SV-Nummer|vsnr", SOC, [cut(4, 6)])
kind("at/tax_number", "de", "ddddddddd", "at.tin", "Steuernummer|Abgabenkontonummer|steuer_nr|St.-Nr.|Finanzamt Steuernummer", TAX,
     [put("##-###/####"), put("## ###/####")])
kind("at/vat", "de", "'ATUdddddddd", "at.uid", "UID-Nummer|UID|uid_nr|Umsatzsteuer-Identifikationsnummer", "vat", [put("### ########")])
kind("be/national_number", "nl", lambda r: date(r, "%y%m%d", 1940, 1999) + f"{r.randrange(1, 998):03}{r.randrange(100):02}", "be.nn",
     "rijksregisternummer|Rijksregisternr|numéro national|numero_registre_national|NISS|INSZ|rrn", ID, [put("##.##.##-###.##"), put("######-###-##"), cut(6, 3, 2)])
# The two digits are 97 less the remainder, so 01 to 97; python-stdnum takes 00, 98 and 99 too.
kind("be/vat", "nl", "BE0{4567}dddddddd", lambda v: number("be.vat")(v) and 1 <= int(v[-2:]) <= 97, "btw_nummer|BTW-nummer|numéro de TVA|ondernemingsnummer|numero_entreprise", "vat",
     [put("## ####.###.###"), put("## ##########")], also=("be/company_number", "be/enterprise_number"))
kind("bg/egn", "bg", "Ddddd", "bg.egn", "ЕГН|egn|единен граждански номер|EGN", ID)
kind("bg/vat", "bg", "BGddddddddd", "bg.vat", "ДДС номер|ИН по ЗДДС|dds_nomer", "vat", also=("bg/eik",))
kind("ch/ahv", "de", "756dddddddddd", "ch.ssn", "AHV-Nummer|ahv_nr|AHVN13|numéro AVS|no_avs|numero AVS|Sozialversicherungsnummer", SOC,
     [put("###.####.####.##"), put("### #### #### ##")])
kind("ch/uid", "de", "CHEddddddddd", "ch.uid", "UID|uid_nummer|Unternehmens-Identifikationsnummer|numéro IDE|MWST-Nummer", "company",
     [put("###-###.###.###"), put("###-###.###.### MWST")], also=("ch/vat",))
kind("cy/tic", "el", "ddddddddA", lambda v: number("cy.vat")("CY" + v), "ΑΦΤ|Α.Φ.Τ.|arithmos_forologikou_mitroou|Αριθμός Φορολογικού Μητρώου", TAX, [lower])
kind("cy/vat", "el", "C'YddddddddA", "cy.vat", "ΦΠΑ|αριθμός ΦΠΑ|fpa", "vat")
kind("cz/rodne_cislo", "cs", lambda r: (lambda d: (f"{d[:2]}{int(d[2:4]) + r.choice([0, 50]):02}{d[4:]}"))(date(r, "%y%m%d", 1955, 2005)) + f"{r.randrange(10000):04}",
     "cz.rc", "rodné číslo|rodne_cislo|rč|RC|rodneCislo", ID, [put("######/####")], also=("sk/rodne_cislo",))
kind("cz/vat", "cs", "CZdddddddd", "cz.dic", "DIČ|dic|daňové identifikační číslo", "vat")
kind("cz/ico", "cs", "dddddddd", lambda v: number("cz.dic")("CZ" + v) and len(v) == 8, "IČO|ico|IČ|identifikační číslo osoby", "company", also=("sk/ico",))
kind("cz/bank_account", "cs", lambda r: f"{r.randrange(1000000000, 9999999999)}/{r.choice(['0100', '0300', '0600', '0800', '2010', '5500'])}", "cz.bankaccount",
     "číslo účtu|cislo_uctu|bankovní účet|účet", "account")
kind("de/idnr", "de", "ndddddddddd", lambda v: number("de.idnr")(v) and not any(c * 3 in v for c in DIGITS), "Steuer-ID|steuer_id|SteuerID|Steueridentifikationsnummer|IdNr.|steuerliche_id", TAX, [cut(2, 3, 3, 3)])
kind("de/kvnr", "de", "Addddddddd", kvnr, "Krankenversichertennummer|KVNR|versichertennummer|kvnr|Krankenversicherungsnummer", "health", [lower])
kind("de/rvnr", "de", lambda r: r.choice(["02", "08", "10", "12", "13", "15", "18", "21", "50", "53", "65", "80"]) + date(r, "%d%m%y") + r.choice(CAPITALS) + f"{r.randrange(0, 100):02}{r.randrange(10)}",
     rvnr, "Rentenversicherungsnummer|Sozialversicherungsnummer|RVNR|sv_nummer|Versicherungsnummer|SV-Nr.", SOC, [cut(2, 6, 1, 3)])
kind("de/vat", "de", "'DEndddddddd", "de.vat", "USt-IdNr.|ust_id|UStIdNr|Umsatzsteuer-ID|umsatzsteuer_identifikationsnummer", "vat", [put("## #########"), put("## ### ### ###")])
kind("de/identity_card", "de", lambda r: (lambda v: v + icao(v))(r.choice("LMNPRTVWXY") + "".join(r.choice("0123456789CFGHJKLMNPRTVWXYZ") for _ in range(8))), german_document,
     "Personalausweisnummer|Ausweisnummer|personalausweis_nr|Perso-Nr|ausweis_nr", "card", [without_check], also=("de/passport",))
kind("de/passport", "de", lambda r: (lambda v: v + icao(v))(r.choice("CFGHJK") + "".join(r.choice("0123456789CFGHJKLMNPRTVWXYZ") for _ in range(8))), german_document,
     "Reisepassnummer|Passnummer|reisepass_nr|Pass-Nr.|reisepass", "passport", [without_check], also=("de/identity_card",))
kind("de/tax_number", "de", lambda r: f"{r.choice(['93815', '21815', '18181', '13181', '29815', '28815', '10815', '48815'])[:2]}{r.randrange(100, 999)}{r.randrange(10000000, 99999999)}"[:10], "de.stnr",
     "Steuernummer|steuernr|St.-Nr.|steuernummer", TAX, [put("##/###/#####"), put("## ### #####")], also=("at/tax_number",))
kind("dk/cpr", "da", lambda r: date(r, "%d%m%y") + f"{r.randrange(10000):04}", "dk.cpr", "CPR-nummer|cpr|cpr_nr|personnummer|CPR nr.", ID, [put("######-####")])
kind("dk/cvr", "da", "nddddddd", "dk.cvr", "CVR|cvr_nummer|CVR-nr|virksomhedsnummer|SE-nummer", "company", [put("## ## ## ##"), lambda v: "DK" + v])
kind("ee/isikukood", "et", baltic, "ee.ik", "isikukood|Isikukood|ik|isiku_kood", ID)
kind("ee/vat", "et", "EE10ddddddd", "ee.kmkr", "KMKR|käibemaksukohustuslase number|kmkr_nr", "vat")
kind("ee/registry_code", "et", "1ddddddd", "ee.registrikood", "registrikood|ettevõtte registrikood|registri_kood", "company")
kind("es/nif", "es", "ddddddddA", "es.dni", "DNI|NIF|dni|nif_cliente|Documento Nacional de Identidad|num_dni", ID, [put("########-#"), put("##.###.###-#"), lower], also=("es/dni", "es/identity_card"))
kind("es/nie", "es", "{XYZ}dddddddA", "es.nie", "NIE|nie|número de identidad de extranjero|num_nie", ID, [put("#-#######-#"), lower])
kind("es/cif", "es", "{ABEFGPQ}dddddddx", "es.cif", "CIF|cif|cif_empresa|NIF empresa", "company", [put("#-########")])
kind("es/social_security", "es", lambda r: f"{r.randrange(1, 53):02}{r.randrange(10000000, 99999999)}{r.randrange(97):02}", nuss,
     "número de la Seguridad Social|nuss|NSS|naf|num_seguridad_social|Nº Seguridad Social", SOC, [put("##/########/##"), put("## ######## ##"), put("##-########-##")])
kind("es/bank_account", "es", lambda r: r.choice(["2100", "0049", "0182", "2038", "0081"]) + "".join(r.choice(DIGITS) for _ in range(16)), "es.ccc",
     "CCC|número de cuenta|cuenta_bancaria|codigo cuenta cliente", "account", [put("#### #### ## ##########"), put("####-####-##-##########")])
kind("es/vat", "es", lambda r: "ES" + r.choice("ABEFGPQ") + "".join(r.choice(DIGITS) for _ in range(8)), lambda v: number("es.nif")(v[2:]),
     "NIF-IVA|numero_iva|CIF intracomunitario", "vat", [put("## #########")], also=("es/cif",))
kind("es/passport", "es", "AAAdddddd", None, "pasaporte|número de pasaporte|num_pasaporte|nº pasaporte", "passport")
kind("es/cups", "es", lambda r: "ES00" + r.choice(["21", "31", "22"]) + "".join(r.choice(DIGITS) for _ in range(12)) + "".join(r.choice("TRWAGMYFPDXBNJZSQVHLCKE") for _ in range(2)), "es.cups", "CUPS|codigo_cups|cups_luz", ["cups", "supply_point"])
kind("fi/hetu", "fi", lambda r: date(r, "%d%m%y", 1940, 1999) + r.choice("-YXWVU") + f"{r.randrange(2, 900):03}" + r.choice("0123456789ABCDEFHJKLMNPRSTUVWXY"), "fi.hetu",
     "henkilötunnus|hetu|HETU|personbeteckning|henkilo_tunnus|sotu", ID)
kind("fi/vat", "fi", "FIdddddddd", "fi.alv", "ALV-numero|alv_nro|arvonlisäverotunniste", "vat", also=("fi/business_id",))
kind("fi/business_id", "fi", "ddddddd-d", "fi.ytunnus", "Y-tunnus|y_tunnus|ytunnus|FO-nummer", "company")
kind("fr/nir", "fr", lambda r: r.choice("12") + f"{r.randrange(40, 100)}{r.randrange(1, 13):02}{r.choice([1, 6, 13, 33, 44, 59, 69, 75, 92]):02}{r.randrange(1, 900):03}{r.randrange(1, 999):03}{r.randrange(1, 98):02}",
     "fr.nir", "numéro de sécurité sociale|nir|NIR|num_secu|n° sécu|numero_securite_sociale|insee", SOC, [put("# ## ## ## ### ### ##"), put("# ## ## ## ### ###-##"), lambda v: v[:13] + " " + v[13:]])
kind("fr/tax_number", "fr", "{0123}dddddddddddd", "fr.nif", "numéro fiscal|numero_fiscal|SPI|n° fiscal de référence|num_fiscal", TAX, [put("## ## ### ### ###")])
kind("fr/siren", "fr", "ddddddddd", "fr.siren", "SIREN|siren|numéro SIREN|num_siren", "company", [cut(3, 3, 3)])
kind("fr/siret", "fr", "dddddddddddddd", "fr.siret", "SIRET|siret|n° SIRET|num_siret", ["siret", "establishment_id"], [cut(3, 3, 3, 5)])
kind("fr/vat", "fr", "F'Rddddddddddd", "fr.tva", "TVA intracommunautaire|num_tva|numéro de TVA|n° TVA", "vat", [put("## ## ### ### ###"), put("## ## #########")])
kind("fr/passport", "fr", "ddAAddddd", None, "numéro de passeport|passeport|num_passeport|n° passeport", "passport")
kind("fr/identity_card", "fr", lambda r: f"{r.randrange(5, 21):02}{r.randrange(1, 13):02}{r.choice([13, 33, 44, 59, 69, 75, 92])}{r.randrange(1, 10)}{r.randrange(1, 100000):05}", None, "carte d'identité|numéro CNI|num_cni|carte nationale d'identité", "card")
kind("fr/driving_licence", "fr", lambda r: f"{r.randrange(10, 99)}{r.randrange(1, 13):02}{r.randrange(10, 95)}{r.randrange(100000, 999999)}", None, "permis de conduire|numéro de permis|num_permis|n° permis de conduire", "licence")
kind("gb/nhs_number", "en", "{4679}ddddddddd", "gb.nhs", "NHS number|nhs_no|nhsNumber|NHS No.|nhs", "patient", [cut(3, 3, 4), put("###-###-####")])
kind("gb/nino", "en", lambda r: r.choice(["AB", "CE", "JG", "PW", "SX", "YL", "HB"]) + "".join(r.choice(DIGITS) for _ in range(6)) + r.choice("ABCD"), None,
     "National Insurance number|ni_number|NINO|NI No|nationalInsuranceNumber", ["nino", "national_insurance_no"], [cut(2, 2, 2, 2, 1), lower])
kind("gb/utr", "en", "dddddddddd", "gb.utr", "UTR|unique taxpayer reference|utr_number|Unique Tax Reference", TAX, [cut(5, 5)])
kind("gb/vat", "en", "GBddddddddd", "gb.vat", "VAT registration number|vat_reg_no|VAT Reg No", "vat", [put("## ### #### ##")])
kind("gb/upn", "en", lambda r: r.choice("ABCDEFGHJKLMNPQRTUVWXYZ") + f"{r.choice([330, 801, 873, 919])}" + "".join(r.choice(DIGITS) for _ in range(9)), "gb.upn", "UPN|unique pupil number|upn", ["pupil_number", "unique_pupil_no"])
kind("gb/chi", "en", lambda r: date(r, "%d%m%y") + f"{r.randrange(10000):04}", chi, "CHI number|chi|chi_no|Community Health Index", ["chi", "CHI Number"], [put("###### ####")])
kind("gb/passport", "en", "ndddddddd", None, "passport number|UK passport|passport_no", "passport")
kind("gb/driving_licence", "en", lambda r: "".join(r.choice(CAPITALS) for _ in range(5)) + f"{r.randrange(10)}{r.randrange(1, 13) + r.choice([0, 50]):02}{r.randrange(1, 29):02}{r.randrange(10)}" + "".join(r.choice(CAPITALS) for _ in range(2)) + "9" + "".join(r.choice(CAPITALS) for _ in range(2)), None,
     "driving licence number|driver number|dvla_no|licence_number", "licence")
kind("gr/afm", "el", "ddddddddd", "gr.vat", "ΑΦΜ|Α.Φ.Μ.|afm|Αριθμός Φορολογικού Μητρώου", TAX)
kind("gr/amka", "el", "Rddddd", "gr.amka", "ΑΜΚΑ|Α.Μ.Κ.Α.|amka|ΑΜΚΑ ασφαλισμένου", SOC)
kind("hr/oib", "hr", "ddddddddddd", "hr.oib", "OIB|oib|osobni identifikacijski broj|osobni_broj", ID)
kind("hu/taj", "hu", "ddddddddd", taj, "TAJ szám|taj|TAJ-szám|tb_szam|társadalombiztosítási azonosító jel", SOC, [cut(3, 3, 3), put("###-###-###")])
kind("hu/tax_id", "hu", lambda r: f"8{r.randrange(26_700, 50_700)}{r.randrange(10_000):04}", adoazonosito, "adóazonosító jel|adoazonosito|adóazonosító|ado_azonosito_jel", TAX)
kind("hu/vat", "hu", "HUdddddddd", "hu.anum", "közösségi adószám|EU adószám|kozossegi_adoszam", "vat")
kind("ie/ppsn", "en", "dddddddA", "ie.pps", "PPS number|PPSN|pps_no|PPS No.|ppsNumber", ["personal_public_service_number", "ppsn"], [lower, put("####### #")])
kind("ie/vat", "en", "IEdddddddA", "ie.vat", "VAT number|ie_vat", "vat")
kind("is/kennitala", "is", lambda r: date(r, "%d%m%y", 1940, 1999) + f"{r.randrange(1000):03}9", "is_.kennitala", "kennitala|Kennitala|kt|kennitala_nr", ID, [put("######-####")])
kind("it/codice_fiscale", "it", lambda r: "".join(r.choice(CONSONANTS) for _ in range(6)) + f"{r.randrange(100):02}" + r.choice("ABCDEHLMPRST") + f"{r.randrange(1, 29) + r.choice([0, 40]):02}" + r.choice("ABCDEFGHIL") + f"{r.randrange(100, 999)}" + r.choice(CAPITALS),
     "it.codicefiscale", "codice fiscale|codice_fiscale|CF|cod_fisc|CodiceFiscale|C.F.", TAX, [cut(3, 3, 5, 5), lower])
kind("it/vat", "it", "ITddddddddddd", "it.iva", "partita IVA|partita_iva|P.IVA|piva|P. IVA", "vat", [lambda v: v[2:], put("## ###########")])
kind("it/passport", "it", "A{ABC}ddddddd", None, "passaporto|numero passaporto|num_passaporto|n. passaporto", "passport")
kind("it/identity_card", "it", "C'AdddddAA", None, "carta d'identità|numero carta identità|num_carta_identita|CIE|carta_identita", "card")
kind("it/driving_licence", "it", "U1ddddddxA", None, "patente|numero patente|num_patente|patente di guida", "licence")
kind("lt/asmens_kodas", "lt", baltic, "lt.asmens", "asmens kodas|asmens_kodas|a.k.|Asmens kodas", ID)
kind("lt/vat", "lt", "LTddddddd1d", "lt.pvm", "PVM kodas|pvm_kodas|PVM mokėtojo kodas", "vat")
kind("lu/vat", "fr", "LUdddddddd", "lu.tva", "numéro TVA|num_tva|TVA Luxembourg", "vat", [put("## ########")])
kind("lv/personas_kods", "lv", lambda r: date(r, "%d%m%y", 1950, 1999) + f"1{r.randrange(10000):04}", "lv.pvn", "personas kods|personas_kods|p.k.|Personas kods", ID, [put("######-#####")])
kind("lv/vat", "lv", "LV4dddddddddd", "lv.pvn", "PVN numurs|pvn_numurs|PVN reģistrācijas numurs", "vat")
kind("mt/vat", "mt", "MTdddddddd", "mt.vat", "VAT number|numru tal-VAT|vat_mt", "vat")
kind("mt/identity_card", "mt", "0ddddddM", None, "karta tal-identità|ID card|id_card_number", "card")
kind("nl/bsn", "nl", "ndddddddd", "nl.bsn", "BSN|bsn|burgerservicenummer|bsn_nummer|sofinummer", ID, [cut(4, 2, 3), put("####.##.###")])
kind("nl/vat", "nl", "NLdddddddddB0d", "nl.btw", "BTW-nummer|btw_nr|btw-id|omzetbelastingnummer", "vat", [put("##.#########.###"), put("## ######### ###")])
kind("nl/passport", "nl", lambda r: r.choice("BN") + "".join(r.choice(CAPITALS.replace("O", "")) for _ in range(1)) + "".join(r.choice((DIGITS + CAPITALS).replace("O", "")) for _ in range(6)) + r.choice(DIGITS), None, "paspoortnummer|paspoort|paspoort_nr|documentnummer paspoort", "passport", also=("nl/identity_card",))
kind("nl/driving_licence", "nl", "nddddddddd", None, "rijbewijsnummer|rijbewijs|rijbewijs_nr", "licence")
kind("no/fodselsnummer", "no", lambda r: date(r, "%d%m%y", 1940, 1999) + f"{r.randrange(500):03}{r.randrange(100):02}", "no.fodselsnummer", "fødselsnummer|fodselsnummer|personnummer|fnr|f.nr.", ID, [cut(6, 5)])
kind("no/d_number", "no", lambda r: (lambda d: str(int(d[0]) + 4) + d[1:])(date(r, "%d%m%y", 1940, 1999)) + f"{r.randrange(500):03}{r.randrange(100):02}", "no.fodselsnummer", "D-nummer|d_nummer|dnr|D-nr", ID, [cut(6, 5)], also=("no/fodselsnummer",))
kind("no/account_number", "no", "ndddddddddd", "no.kontonr", "kontonummer|konto_nr|bankkonto|kontonr", "account", [put("####.##.#####"), put("#### ## #####")])
kind("no/organisation_number", "no", "{89}dddddddd", "no.orgnr", "organisasjonsnummer|orgnr|org.nr.|org_nummer", "company", [cut(3, 3, 3)])
kind("no/vat", "no", lambda r: "NO" + r.choice("89") + "".join(r.choice(DIGITS) for _ in range(8)) + "MVA", "no.mva", "MVA-nummer|mva_nr|momsnummer", "vat", [put("## ### ### ### ###")], also=("no/organisation_number",))
kind("pl/pesel", "pl", "Dddddd", "pl.pesel", "PESEL|pesel|numer PESEL|nr_pesel|PESEL pracownika", ID)
kind("pl/nip", "pl", "nddddddddd", "pl.nip", "NIP|nip|nr_nip|numer identyfikacji podatkowej|NIP nabywcy", TAX, [put("###-###-##-##"), put("###-##-##-###")])
kind("pl/regon", "pl", "ddddddddd", "pl.regon", "REGON|regon|nr_regon", "company")
kind("pl/vat", "pl", "PLdddddddddd", lambda v: number("pl.nip")(v[2:]), "VAT UE|numer VAT|nr_vat_ue", "vat", [put("## ##########")], also=("pl/nip",))
kind("pl/identity_card", "pl", lambda r: "A" + "".join(r.choice(CAPITALS.replace("O", "").replace("Q", "")) for _ in range(2)) + "".join(r.choice(DIGITS) for _ in range(6)),
     lambda v: (sum((CAPITALS.index(c) + 10 if c in CAPITALS else int(c)) * w for c, w in zip(v, [7, 3, 1, 0, 7, 3, 1, 7, 3])) % 10 == int(v[3])) if len(v) == 9 and v[:3].isalpha() and v[3:].isdigit() else False,
     "dowód osobisty|numer dowodu|nr_dowodu|seria i numer dowodu|dowod_osobisty", "card", [cut(3, 6)])
kind("pl/passport", "pl", lambda r: "E" + r.choice(CAPITALS) + "".join(r.choice(DIGITS) for _ in range(7)),
     lambda v: (sum((CAPITALS.index(c) + 10 if c in CAPITALS else int(c)) * w for c, w in zip(v, [7, 3, 9, 1, 7, 3, 1, 7, 3])) % 10 == 0) if len(v) == 9 and v[:2].isalpha() and v[2:].isdigit() else False,
     "paszport|numer paszportu|nr_paszportu", "passport", [cut(2, 7)])
kind("pl/driving_licence", "pl", lambda r: f"{r.randrange(10000, 99999)}/{r.randrange(0, 24):02}/{r.randrange(1000, 9999)}", None, "prawo jazdy|numer prawa jazdy|nr_prawa_jazdy", "licence")
kind("pt/nif", "pt", "{12}dddddddd", "pt.nif", "NIF|nif|contribuinte|número de contribuinte|num_contribuinte|NIF cliente", TAX, [cut(3, 3, 3)])
kind("pt/niss", "pt", "{12}dddddddddd", niss, "NISS|niss|número de segurança social|num_seg_social", SOC)
kind("pt/identity_card", "pt", "1dddddddd{XYZ}{0123456789ABC}d", "pt.cc", "cartão de cidadão|num_cc|número do cartão de cidadão|CC", "card", [put("######## # ###"), put("########-#-###")])
kind("pt/vat", "pt", "PT5dddddddd", "pt.nif", "NIPC|número de IVA|num_iva", "vat", [put("## #########")], also=("pt/nif",))
kind("ro/cnp", "ro", lambda r: r.choice("12") + date(r, "%y%m%d", 1940, 1999) + f"{r.randrange(1, 47):02}{r.randrange(1, 1000):03}{r.randrange(10)}", "ro.cnp", "CNP|cnp|cod numeric personal|cod_numeric_personal", ID)
kind("ro/vat", "ro", "'ROndddddddd", "ro.cf", "CUI|cod fiscal|CIF|cod_inregistrare_fiscala", "vat", also=("ro/cui", "ro/cif"))
kind("se/personnummer", "sv", lambda r: date(r, "%y%m%d", 1945, 1999) + "-" + f"{r.randrange(10000):04}", "se.personnummer", "personnummer|Personnummer|pnr|person_nr|personnr", ID,
     [lambda v: v.replace("-", ""), lambda v: "19" + v, lambda v: "19" + v.replace("-", "")])
kind("se/organisation_number", "sv", "5{56789}dddd-dddd", "se.orgnr", "organisationsnummer|orgnr|org_nummer|Org.nr", "company", [lambda v: v.replace("-", "")])
kind("se/vat", "sv", lambda r: "SE5" + r.choice("56789") + "".join(r.choice(DIGITS) for _ in range(8)) + "01", "se.vat", "momsregistreringsnummer|momsnr|VAT-nummer", "vat")
kind("si/emso", "sl", lambda r: date(r, "%d%m", 1950, 1999) + f"9{r.randrange(50, 99)}" + f"50{r.randrange(0, 9)}{r.randrange(1000):03}"[:6], "si.emso", "EMŠO|emso|enotna matična številka občana", ID)
kind("si/vat", "sl", "SIndddddddd"[:10], "si.ddv", "ID za DDV|davčna številka|davcna_stevilka", "vat", also=("si/tax_number",))
kind("sk/vat", "sk", lambda r: "SK20" + r.choice("234") + f"{r.randrange(10**7):07}", lambda v: int(v[2:]) % 11 == 0, "IČ DPH|ic_dph|IC DPH", "vat")
kind("sk/tax_number", "sk", lambda r: "20" + r.choice("234") + f"{r.randrange(10**7):07}", lambda v: v.isdigit() and len(v) == 10 and int(v) % 11 == 0, "DIČ|dic_sk|daňové identifikačné číslo", TAX)
# Beyond Europe.
kind("us/ssn", "en", lambda r: f"{r.choice([*range(1, 666), *range(667, 900)]):03}{r.randrange(1, 100):02}{r.randrange(1, 10000):04}", "us.ssn",
     "SSN|ssn|Social Security Number|social_security_no|SocialSecurityNumber|ss_number", ["soc_sec_no", "employee_ssn"], [put("###-##-####"), put("### ## ####")])
kind("us/itin", "en", lambda r: f"9{r.randrange(100):02}{r.randrange(70, 89)}{r.randrange(10000):04}", "us.itin", "ITIN|itin|Individual Taxpayer Identification Number|taxpayer_id", TAX, [put("###-##-####")])
kind("us/ein", "en", lambda r: r.choice(["12", "20", "45", "47", "61", "82", "94"]) + "-" + "".join(r.choice(DIGITS) for _ in range(7)), "us.ein", "EIN|employer_identification_number|Employer ID Number|FEIN|federal tax id", ["ein", "employer_ein"])
kind("us/aba_routing", "en", lambda r: r.choice(["02", "03", "06", "11", "12", "25", "32"]) + "".join(r.choice(DIGITS) for _ in range(7)), "us.rtn", "routing number|aba_routing|ABA|routing_no|RTN", ["routing_number", "aba_number"])
kind("us/npi", "en", "{12}ddddddddd", npi, "NPI|npi|National Provider Identifier|npi_number|provider NPI", ["npi", "provider_npi"])
kind("us/dea", "en", "{ABFGM}Addddddd", dea, "DEA number|dea_no|DEA|dea registration", ["dea_number", "prescriber_dea"])
kind("us/mbi", "en", lambda r: r.choice("123456789") + r.choice("ACDEFGHJKMNPQRTUVWXY") + r.choice("0123456789ACDEFGHJKMNPQRTUVWXY") + r.choice(DIGITS) + r.choice("ACDEFGHJKMNPQRTUVWXY") + r.choice("0123456789ACDEFGHJKMNPQRTUVWXY") + r.choice(DIGITS) + r.choice("ACDEFGHJKMNPQRTUVWXY") + r.choice("ACDEFGHJKMNPQRTUVWXY") + f"{r.randrange(100):02}", None,
     "MBI|Medicare number|medicare_id|Medicare Beneficiary Identifier|mbi", ["mbi", "medicare_beneficiary_id"], [cut(4, 3, 4, by="-")])
kind("us/passport", "en", "ndddddddd", None, "US passport number|passport|passport_no", "passport")
kind("us/drivers_license", "en", "{ABCDEFN}ddddddd", None, "driver's license|DL number|drivers_license_no|California driver license|driver license", "licence")
kind("ca/sin", "en", "{1245679}dddddddd", "ca.sin", "SIN|social insurance number|sin_number|numéro d'assurance sociale|NAS", ["sin", "social_insurance_no"], [cut(3, 3, 3), put("###-###-###")])
kind("ca/passport", "en", "AAdddddd", None, "passport number|Canadian passport|numéro de passeport", "passport")
kind("au/tfn", "en", "ndddddddd", "au.tfn", "TFN|tax file number|tfn|tax_file_no", ["tfn", "tax_file_number"], [cut(3, 3, 3)])
kind("au/abn", "en", "ndddddddddd", "au.abn", "ABN|Australian Business Number|abn", ["abn", "business_number"], [cut(2, 3, 3, 3)])
kind("au/medicare", "en", "{23456}ddddddddd", medicare, "Medicare number|medicare_no|medicare card", ["medicare_number", "medicare_card_no"], [cut(4, 5, 1)])
kind("au/passport", "en", "{NEPRL}ddddddd", None, "passport number|Australian passport", "passport")
kind("in/aadhaar", "en", "{23456789}ddddddddddd", "in_.aadhaar", "Aadhaar|aadhaar_no|aadhar number|UIDAI|aadhaar_number", ["aadhaar", "aadhaarNumber"], [cut(4, 4, 4)])
kind("in/pan", "en", "AAAPAddddA", "in_.pan", "PAN|pan_number|PAN card|permanent account number", ["pan_no", "permanent_account_number"])
kind("br/cpf", "pt", "ddddddddddd", "br.cpf", "CPF|cpf|cpf_cliente|CPF do titular|num_cpf", ["cpf", "brazilian_cpf"], [put("###.###.###-##")])
kind("br/cnpj", "pt", "dddddddd000{1234}dd", "br.cnpj", "CNPJ|cnpj|cnpj_empresa", ["cnpj", "company_cnpj"], [put("##.###.###/####-##")])
kind("mx/curp", "es", lambda r: r.choice(CONSONANTS) + r.choice("AEIOU") + r.choice(CONSONANTS) + r.choice(CONSONANTS) + date(r, "%y%m%d", 1945, 1999) + r.choice("HM") + r.choice(["AS", "BC", "DF", "JC", "NL", "VZ", "OC"]) + "".join(r.choice(CONSONANTS) for _ in range(3)) + "0" + r.choice(DIGITS), "mx.curp",
     "CURP|curp|clave única de registro de población", ["curp", "curp_id"])
kind("ar/cuit", "es", lambda r: r.choice(["20", "23", "27", "30", "33"]) + "".join(r.choice(DIGITS) for _ in range(9)), "ar.cuit", "CUIT|cuit|CUIT/CUIL|cuil", ["cuit", "cuit_number"], [put("##-########-#")], also=("ar/cuil",))
kind("cl/rut", "es", "{12}ddddddd{0123456789K}", "cl.rut", "RUT|rut|rut_cliente|RUN", ["rut", "chilean_rut"], [put("########-#"), put("##.###.###-#")])
# The rest of the world. What python-stdnum does not know is written out, as the issuer tells it.
def hkid(v):
    digits = [36, *[int(c, 36) for c in v[:1]]] if len(v) == 8 else [int(c, 36) for c in v[:2]]
    total = sum(w * n for w, n in zip(range(9, 1, -1), [*digits, *map(int, v[-7:-1])]))
    return "0A987654321"[total % 11] == v[-1]


def nric(v):
    total = weighted(v[1:8], [2, 7, 6, 5, 4, 3, 2]) + {"T": 4, "G": 4}.get(v[0], 0)
    return v[8] == ("JZIHGFEDCBA" if v[0] in "ST" else "XWUTRQPNMLK")[total % 11]


def taiwanese(v):
    place = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(v[0]) + 10
    return (place // 10 + place % 10 * 9 + weighted(v[1:], [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 == 0


def snils(v):
    return weighted(v[:9], range(9, 0, -1)) % 101 % 100 == int(v[9:])


def kazakh(v):
    sums = [weighted(v[:11], weights) % 11 for weights in (range(1, 12), [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])]
    return int(v[11]) == (sums[0] if sums[0] < 10 else sums[1])


def iin(random):
    born = date(random, "%Y%m%d")
    return born[2:] + str((3 if born < "2000" else 5) + random.randrange(2)) + "".join(random.choice(DIGITS) for _ in range(5))


def brn(v):
    return number("kr.brn")(v) and (weighted(v, [1, 3, 7, 1, 3, 7, 1, 3, 5, 1]) + int(v[8]) * 5 // 10) % 10 == 0


def tck(random):
    nine = [random.randrange(1, 10), *[random.randrange(10) for _ in range(8)]]
    nine.append((sum(nine[::2]) * 7 - sum(nine[1::2])) % 10)
    return "".join(map(str, [*nine, sum(nine) % 10]))


def resident(random):
    place = random.choice(["110105", "310104", "440304", "510104", "330106", "420102", "610113", "370202"])
    return place + date(random, "%Y%m%d") + "".join(random.choice(DIGITS) for _ in range(3)) + random.choice(DIGITS + "X")


def rntrc(random):
    return str(random.randrange(15_000, 38_000)) + "".join(random.choice(DIGITS) for _ in range(5))


def corporate(random):
    return random.choice(DIGITS[1:]) + "".join(random.choice(DIGITS) for _ in range(12))


kind("cn/resident_id", "zh", resident, "cn.ric", "身份证号|身份证号码|公民身份号码|证件号码", ["chinese_id", "resident_id", "ID Card Number", "prc_id"])
kind("cn/credit_code", "zh", "9111dddd{0123456789ABCDEFGHJKLMNPQRTUWXY}dddddddd{0123456789ABCDEFGHJKLMNPQRTUWXY}", "cn.uscc", "统一社会信用代码|社会信用代码|纳税人识别号", ["uscc", "unified_social_credit_code", "tax_id"])
kind("co/nit_organisation", "es", "{89}ddddddddd", "co.nit", "NIT|nit|nit_empresa|número de NIT", ["nit", "nit_number", "company_nit"], [put("###.###.###-#"), put("#########-#")])
kind("ec/cedula", "es", "1{0123456789}{012345}ddddddd", "ec.ci", "cédula|número de cédula|cedula|cédula de identidad", ["cedula", "ecuadorian_id", "national_id"], [put("#########-#")])
kind("ec/ruc", "es", "1{01234567}{0123459}ddddddd'0'0'1", "ec.ruc", "RUC|ruc|número de RUC|registro único de contribuyentes", ["ruc", "ruc_number", "tax_id"])
kind("hk/hkid", "zh", "{ABCDEGHKMPRSVYZ}dddddd{0123456789A}", hkid, "身份證號碼|香港身份證|身份證", ["hkid", "HKID No", "hong_kong_id"], [put("#######(#)")])
kind("id/nik", "id", lambda r: r.choice(["317401", "327301", "350705", "517102"]) + date(r, "%d%m%y") + "0" + "".join(r.choice(DIGITS) for _ in range(2)) + r.choice(DIGITS[1:]), "id.nik", "NIK|nik|Nomor Induk Kependudukan|no_ktp", ["nik", "nik_number", "national_id"])
kind("id/npwp", "id", "0{1234}ddddddd'4{12}d'0'0'0", "id.npwp", "NPWP|npwp|Nomor Pokok Wajib Pajak|no_npwp", ["npwp", "npwp_number", "tax_id"], [put("##.###.###.#-###.###")])
kind("il/teudat_zehut", "he", "{0123}dddddddd", "il.idnr", "תעודת זהות|מספר זהות|ת.ז.|מספר תעודת זהות", ["teudat_zehut", "israeli_id", "national_id"])
kind("il/company_number", "he", "'5'1ddddddd", "il.hp", "ח.פ.|מספר חברה|עוסק מורשה", ["israeli_company_number", "company_registration_number", "vat_no"], [put("##-######-#")])
kind("in/gstin", "en", lambda r: r.choice(["27", "29", "07", "33"]) + "".join(r.choice(CAPITALS) for _ in range(3)) + r.choice("PCF") + r.choice(CAPITALS) + "".join(r.choice(DIGITS) for _ in range(4)) + r.choice(CAPITALS) + "1Z" + r.choice(DIGITS + CAPITALS), "in_.gstin", "GSTIN|gstin|GST number|gst_no", ["gstin", "GST Number", "gst_no"])
kind("jp/my_number", "ja", "nddddddddddd", "jp.in_", "マイナンバー|個人番号|個人番号カード", ["my_number", "individual_number", "MyNumber"], [cut(4, 4, 4)])
kind("jp/corporate_number", "ja", corporate, "jp.cn", "法人番号|登録番号|事業者登録番号", ["corporate_number", "corporateNumber", "houjin_bangou"])
kind("kr/rrn", "ko", lambda r: date(r, "%y%m%d", 1940, 1999) + r.choice("12") + "{:02}".format(r.randrange(96)) + "".join(r.choice(DIGITS) for _ in range(4)), "kr.rrn", "주민등록번호|주민번호|외국인등록번호", ["rrn", "resident_registration_number", "korean_id"], [put("######-#######")])
kind("kr/business_number", "ko", "{123456}{123456789}dddddddd", brn, "사업자등록번호|사업자번호|사업자 등록 번호", ["business_registration_number", "brn", "tax_id"], [put("###-##-#####")])
kind("kz/iin", "ru", iin, kazakh, "ИИН|иин|индивидуальный идентификационный номер|ЖСН", ["iin_number", "individual_identification_number", "national_id"])
kind("kz/bin", "ru", lambda r: f"{r.randrange(90, 100)}{r.randrange(1, 13):02}40" + "".join(r.choice(DIGITS) for _ in range(6)), kazakh, "БИН|бин|бизнес-идентификационный номер|БСН", ["bin_number", "business_identification_number", "bin_code"])
kind("ma/company_identifier", "fr", "'0'0dddddddd'0'0'0dd", "ma.ice", "ICE|ice|numéro ICE|identifiant commun de l'entreprise", ["ice", "ice_number", "tax_id"])
kind("my/nric", "ms", lambda r: date(r, "%y%m%d") + r.choice(["01", "08", "10", "14"]) + "".join(r.choice(DIGITS) for _ in range(4)), "my.nric", "no. kad pengenalan|MyKad|kad pengenalan|no_ic", ["nric", "ic_number", "mykad"], [put("######-##-####")])
kind("nz/ird", "en", "{15}ddddddd", "nz.ird", "IRD number|ird_no|IRD", ["ird", "ird_number", "tax_id"], [put("##-###-###")])
kind("pe/ruc", "es", "{12}'0ddddddddd", "pe.ruc", "RUC|ruc|número de RUC|nro_ruc", ["ruc", "ruc_number", "tax_id"])
kind("pe/dni", "es", "{014567}dddddddd", "pe.cui", "DNI|dni|nro_dni|documento nacional de identidad", ["dni", "dni_number", "peruvian_id"], [put("########-#")])
kind("pk/cnic", "ur", "{34}{12345}dddddddddd{123456789}", "pk.cnic", "شناختی کارڈ نمبر|CNIC|قومی شناختی کارڈ", ["cnic", "CNIC No", "cnic_number"], [put("#####-#######-#")])
kind("ru/inn_person", "ru", "77dddddddddd", "ru.inn", "ИНН|инн|ИНН физического лица|идентификационный номер налогоплательщика", ["inn_number", "russian_inn", "tax_id"])
kind("ru/inn_organisation", "ru", "77dddddddd", "ru.inn", "ИНН организации|инн|ИНН/КПП", ["inn_number", "russian_inn", "inn_code"])
kind("ru/snils", "ru", "1dddddddddd", snils, "СНИЛС|снилс|страховой номер", ["snils", "snils_number", "pension_number"], [put("###-###-### ##")])
kind("sg/nric", "en", "{STFG}ddddddd{ABCDEFGHIJKLMNPQRTUWXZ}", nric, "NRIC|nric_no|FIN|nric/fin", ["nric", "fin_number", "singapore_id"])
kind("sg/uen", "en", "20{012}dddddd{CDEGHKMNRWZ}", "sg.uen", "UEN|uen_no|unique entity number", ["uen", "uen_number", "tax_id"])
kind("th/pin", "th", "{1345}dddddddddddd", "th.pin", "เลขประจำตัวประชาชน|เลขบัตรประชาชน|หมายเลขบัตรประชาชน", ["thai_id", "national_id", "citizen_id"], [put("#-####-#####-##-#")])
kind("th/company_number", "th", "'0'1'0dddddddddd", "th.moa", "เลขทะเบียนนิติบุคคล|เลขประจำตัวผู้เสียภาษี|เลขผู้เสียภาษี", ["juristic_person_number", "thai_tax_id", "tax_id"], [put("#-##-#-###-#####-#")])
kind("tr/tckn", "tr", tck, "tr.tckimlik", "TC Kimlik No|T.C. kimlik numarası|kimlik no|tc_no", ["tckn", "turkish_id", "national_id"])
kind("tr/vkn", "tr", "dddddddddd", "tr.vkn", "vergi kimlik numarası|vergi no|VKN|vergi_no", ["vkn", "turkish_tax_number", "tax_id"])
kind("tw/identity_card", "zh", "{ABCDEFGHJKLMNPQRSTUVXYWZ}{12}dddddddd", taiwanese, "身分證字號|身份證字號|身分證號碼|統一證號", ["taiwan_id", "roc_id", "national_id"])
kind("tw/business_number", "zh", "dddddddd", "tw.ubn", "統一編號|統編|營利事業統一編號", ["ubn", "unified_business_number", "tax_id"])
kind("ua/rntrc", "uk", rntrc, "ua.rntrc", "РНОКПП|ІПН|ідентифікаційний номер|податковий номер", ["rnokpp", "ukrainian_tax_number", "tax_id"])
kind("ua/edrpou", "uk", "{234}ddddddd", "ua.edrpou", "ЄДРПОУ|код ЄДРПОУ|код за ЄДРПОУ", ["edrpou", "edrpou_code", "tax_id"])
kind("uy/tax_number", "es", "21dddddd'0'0'1d", "uy.rut", "RUT|rut|número de RUT", ["rut", "uruguayan_rut", "tax_id"])
kind("ve/rif", "es", "{VJ}{0123}dddddddd", "ve.rif", "RIF|rif|número de RIF", ["rif", "rif_number", "tax_id"], [put("#-########-#")])
kind("vn/tax_number", "vi", "{01234}ddddddddd", "vn.mst", "mã số thuế|MST|mã số thuế cá nhân", ["mst", "vietnamese_tax_code", "tax_id"])
kind("za/id_number", "en", lambda r: date(r, "%y%m%d") + "".join(r.choice(DIGITS) for _ in range(4)) + r.choice("01") + "8" + r.choice(DIGITS), "za.idnr", "ID number|SA ID|identity number|rsa_id", ["id_number", "sa_id", "national_id"])
kind("za/tax_number", "en", "{0123}ddddddddd", "za.tin", "income tax number|tax reference number|SARS number", ["tax_number", "sars_tax_number", "tax_id"])


# Of the whole world.
PREFIXES = ["4", "51", "52", "53", "54", "55", "2221", "2720", "34", "37", "6011", "65", "3528", "3589", "36", "62"]


def card(random):
    first = random.choice(PREFIXES)
    length = {"34": 15, "37": 15, "36": 14}.get(first, 16)
    return first + "".join(random.choice(DIGITS) for _ in range(length - len(first)))


def card_groups(by):
    return lambda v: by.join({16: [v[:4], v[4:8], v[8:12], v[12:]], 15: [v[:4], v[4:10], v[10:]], 14: [v[:4], v[4:10], v[10:]]}[len(v)])


kind("global/payment_card", "en", card, number("luhn"), "card_number|Kreditkartennummer|numéro de carte|número de tarjeta|carta di credito|numer karty|creditcardnummer", ["credit_card", "Card Number", "cc_number", "pan", "cardNo"], [card_groups(" "), card_groups("-")])


def iban(random):
    shapes = {"DE": "18d", "AT": "16d", "CH": "17d", "NL": "4A10d", "FR": None, "ES": None, "IT": None, "BE": None, "PL": "24d", "GB": "4A14d", "IE": "4A14d",
              "SE": "20d", "DK": "14d", "PT": None, "CZ": "20d", "SK": "20d", "HU": "24d", "RO": "4A16d", "LT": "16d", "LV": "4A13d", "EE": "16d", "LU": "16d",
              "GR": "23d", "CY": "24d", "MT": "4A23d", "BG": "4A14d", "HR": "17d", "LI": "17d", "SA": "20d", "AE": "19d", "TR": "22d"}
    country = random.choice([c for c, shape in shapes.items() if shape])
    import re
    body = "".join(random.choice(DIGITS if sort == "d" else CAPITALS) for count, sort in re.findall(r"(\d+)([dA])", shapes[country]) for _ in range(int(count)))
    number = "".join(str(int(c, 36)) for c in body + country + "00")
    return f"{country}{98 - int(number) % 97:02}{body}"


kind("global/iban", "en", iban, lambda v: number("iban")(v, check_country=False), "IBAN|iban|Kontonummer|IBAN-Nummer|compte bancaire|cuenta bancaria|rekeningnummer|numer konta", "account", [lambda v: " ".join(v[i:i + 4] for i in range(0, len(v), 4))])


def email(random):
    syllable = lambda: random.choice("bdfgklmnprst") + random.choice("aeiou")
    word = lambda n: "".join(syllable() for _ in range(n))
    domain = random.choice(["example.com", "example.org", "example.net", f"{word(3)}.de", f"{word(3)}.fr", f"{word(4)}.co.uk", f"mail.{word(3)}.pl", f"{word(3)}.io"])
    return random.choice(["{0}.{1}@{2}", "{0}_{1}@{2}", "{0}{3}@{2}", "{0}+{1}@{2}", "{0}-{1}@{2}"]).format(word(3), word(3), domain, random.randrange(99))


kind("global/email", "en", email, None, "email|E-Mail|adresse e-mail|correo electrónico|indirizzo e-mail|mail", ["email", "Email Address", "contact_email"])


def mrz(random):
    name = lambda n: "".join(random.choice(CONSONANTS) + random.choice("AEIOU") for _ in range(n))
    first = f"P<UTO{name(3)}<<{name(3)}<{name(2)}".ljust(44, "<")
    document = random.choice(CAPITALS) + "".join(random.choice(DIGITS) for _ in range(8))
    born, ends = date(random, "%y%m%d"), f"{random.randrange(27, 35)}{random.randrange(1, 13):02}{random.randrange(1, 29):02}"
    parts = document + icao(document) + "UTO" + born + icao(born) + random.choice("FM<") + ends + icao(ends)
    second = parts + "<" * 14 + "0"
    whole = document + icao(document) + born + icao(born) + ends + icao(ends) + "<" * 14 + "0"
    return first + "\n" + second + icao(whole)


def is_mrz(value):
    second = value.split("\n")[-1]
    number, born, ends = second[:10], second[13:20], second[21:28]
    parts = [number, born, ends]
    return (len(second) == 44 and all(icao(part[:-1]) == part[-1] for part in parts) and second[42] in "0<"
            and icao("".join(parts) + second[28:43]) == second[43])


# Telephone numbers, as phonenumbers knows them.
PHONES = {"DE": "Telefon|Handy|tel_nr|Mobilnummer|Telefonnummer", "AT": "Telefon|Handynummer|tel", "CH": "Telefon|Natel|téléphone", "FR": "téléphone|tél.|portable|num_tel|mobile",
          "ES": "teléfono|móvil|telefono|tlf", "IT": "telefono|cellulare|tel.|num_tel", "NL": "telefoon|mobiel|telefoonnummer|tel_nr", "PL": "telefon|nr_telefonu|komórka|tel.",
          "GB": "telephone|mobile number|tel|contact number", "IE": "phone|mobile|tel", "BE": "telefoon|gsm|téléphone", "PT": "telefone|telemóvel|tlm", "SE": "telefon|mobil|mobilnummer",
          "NO": "telefon|mobil|tlf", "DK": "telefon|mobil|tlf", "FI": "puhelin|puhelinnumero|matkapuhelin", "CZ": "telefon|mobil|tel. číslo", "SK": "telefón|mobil", "HU": "telefonszám|mobil|telefon",
          "GR": "τηλέφωνο|κινητό|tilefono", "US": "phone|cell|phone number|telephone", "CA": "phone|cell|téléphone", "AU": "phone|mobile|telephone", "NZ": "phone|mobile", "IN": "mobile|phone|contact",
          "BR": "telefone|celular|fone", "MX": "teléfono|celular", "JP": "電話番号|phone|tel", "KR": "전화번호|phone", "SG": "phone|mobile", "ZA": "phone|cell", "TR": "telefon|cep telefonu", "IL": "phone|טלפון",
          "RO": "telefon|mobil", "BG": "телефон|мобилен", "HR": "telefon|mobitel", "SI": "telefon|mobitel", "LT": "telefonas|mobilus", "LV": "tālrunis|mobilais", "EE": "telefon|mobiil", "LU": "téléphone|gsm", "MT": "phone|mobile", "CY": "τηλέφωνο|phone", "IS": "sími|farsími", "LI": "Telefon|Mobile"}
LANGUAGE = dict(DE="de", AT="de", CH="de", LI="de", FR="fr", LU="fr", BE="nl", ES="es", MX="es", IT="it", NL="nl", PL="pl")


def phone(region):
    examples = [phonenumbers.example_number_for_type(region, t) for t in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)]
    forms = phonenumbers.PhoneNumberFormat

    def draw(random):
        for _ in range(10_000):
            base = random.choice(examples)
            national = phonenumbers.national_significant_number(base)
            keep = random.choice([2, 3])
            text = national[:keep] + "".join(random.choice(DIGITS) for _ in national[keep:])
            value = phonenumbers.parse("+" + str(base.country_code) + text, region)
            # 211 to 911 are services, not exchanges (NANPA), which phonenumbers does not ask for.
            is_service = base.country_code == 1 and text[4:6] == "11"
            if phonenumbers.is_valid_number_for_region(value, region) and not is_service:
                form = random.choice([forms.INTERNATIONAL, forms.NATIONAL, forms.NATIONAL, forms.E164])
                written = phonenumbers.format_number(value, form)
                return random.choice([written, written, written.replace("-", " "), written.replace(" ", "") if form == forms.NATIONAL else written])
        raise ValueError(region)

    return draw


for region, names in PHONES.items():
    KINDS.append(Kind(f"{region.lower()}/phone", LANGUAGE.get(region, "en"), phone(region), None, names.split("|"), ENGLISH["phone"], [], ("global/phone_e164", "us/phone", "ca/phone") if region in ("US", "CA") else ("global/phone_e164",)))

# Passports and licences that nothing but their words tell.
for id, language, shape, headers, english in [
    ("at/passport", "de", "Addddddd", "Reisepassnummer|Passnummer|pass_nr", "passport"),
    ("be/passport", "nl", "AAdddddd", "paspoortnummer|numéro de passeport|passeport", "passport"),
    ("ch/passport", "de", "Addddddd", "Passnummer|Reisepass|numéro de passeport", "passport"),
    ("cz/passport", "cs", "dddddddd", "číslo pasu|cestovní pas|cislo_pasu", "passport"),
    ("dk/passport", "da", "ddddddddd", "pasnummer|pas_nr|Pasnr.", "passport"),
    ("fi/passport", "fi", "AAddddddd", "passin numero|passi|passinumero", "passport"),
    ("gr/passport", "el", "AAddddddd", "αριθμός διαβατηρίου|διαβατήριο|ar_diavatiriou", "passport"),
    ("hu/passport", "hu", "AAddddddd", "útlevélszám|útlevél|utlevel_szam", "passport"),
    ("ie/passport", "en", "AAddddddd", "passport number|Irish passport", "passport"),
    ("no/passport", "no", "dddddddd", "passnummer|pass_nr|Passnr", "passport"),
    ("pt/passport", "pt", "Adddddd", "número do passaporte|passaporte|num_passaporte", "passport"),
    ("se/passport", "sv", "dddddddd", "passnummer|pass_nr|Passnr", "passport"),
    ("sk/passport", "sk", "AAddddddd", "číslo pasu|cestovný pas|cislo_pasu", "passport"),
    ("lt/passport", "lt", "dddddddd", "paso numeris|pasas|paso_nr", "passport"),
    ("lv/passport", "lv", "AAddddddd", "pases numurs|pase|pases_nr", "passport"),
    ("ee/passport", "et", "AAddddddd", "passi number|pass|passi_nr", "passport"),
    ("de/driving_licence", "de", "AdddxxxxddA"[:9] + "dd", "Führerscheinnummer|Führerschein|fuehrerschein_nr", "licence"),
    ("at/driving_licence", "de", "dddddddd", "Führerscheinnummer|Führerschein|fs_nr", "licence"),
    ("es/driving_licence", "es", "ddddddddA", "permiso de conducir|carnet de conducir|num_permiso_conducir", "licence"),
    ("hu/driving_licence", "hu", "AAdddddd", "jogosítvány|vezetői engedély|jogositvany_szam", "licence"),
    ("cz/driving_licence", "cs", "AAdddddd", "řidičský průkaz|číslo řidičského průkazu|ridicsky_prukaz", "licence"),
    ("cz/identity_card", "cs", "ddddddddd", "občanský průkaz|číslo občanského průkazu|cislo_op|č. OP", "card"),
    ("sk/identity_card", "sk", "AAdddddd", "občiansky preukaz|číslo občianskeho preukazu|cislo_op", "card"),
    ("hu/identity_card", "hu", "ddddddAA", "személyi igazolvány|személyi igazolvány szám|szig_szam", "card"),
    ("ch/identity_card", "de", "{CES}ddddddd", "Identitätskarte|ID-Nummer Schweiz|carte d'identité", "card"),
]:
    kind(id, language, shape, None if id != "es/driving_licence" else "es.dni", headers, english, also=("es/nif",) if id == "es/driving_licence" else ())
