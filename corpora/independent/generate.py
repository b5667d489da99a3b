"""Writes labelled files that were made without looking at the detectors, and their truth.

    python3 -m venv venv && venv/bin/pip install -r corpora/independent/requirements.txt
    venv/bin/python corpora/independent/generate.py sample corpora/independent/sample
    venv/bin/python corpora/independent/generate.py full DIRECTORY

`sample` is what tests/accuracy.rs holds: small tables of each country. `full` has a file for each
kind, heading and carrier, at least 200 values and, where a rule tells right from wrong, 1,000 near
misses a kind. The same seed gives the same bytes.
"""

import base64
import csv
import hashlib
import io
import json
import pathlib
import random
import re
import sys
import unicodedata
import uuid

from kinds import KINDS, Kind, is_mrz, mrz, without_check

SEED = "independent-1"
CITIES = ["Hamburg", "Lyon", "Porto", "Gent", "Malmö", "Kraków", "Cork", "Graz", "Brno", "Split"]
LETTERS = {
    "en": ["Dear Sir or Madam,\nplease note that my {l} is {v}. I moved in March.", "For the file: {l} {v}, received by post.",
           "{L}: {v}", "Could you confirm the {l} ({v}) before Friday?", "The {l} given on the form was {v}; the copy is attached."],
    "de": ["Sehr geehrte Damen und Herren,\nmeine {l} lautet {v}. Bitte bestätigen Sie den Eingang.", "{L}: {v}",
           "Wir haben Ihre {l} {v} in unseren Unterlagen vermerkt.", "Bitte geben Sie bei Rückfragen die {l} ({v}) an."],
    "fr": ["Madame, Monsieur,\nmon {l} est le {v}. Merci d'en prendre note.", "{L} : {v}", "Nous avons bien enregistré votre {l} {v}.",
           "Veuillez rappeler le {l} ({v}) dans toute correspondance."],
    "es": ["Estimados señores:\nmi {l} es {v}. Quedo a la espera de su respuesta.", "{L}: {v}", "Hemos registrado su {l} {v} en el expediente.",
           "Indique el {l} ({v}) en su próxima consulta."],
    "it": ["Gentili signori,\nil mio {l} è {v}. Resto in attesa di conferma.", "{L}: {v}", "Abbiamo registrato il suo {l} {v} nella pratica.",
           "Si prega di indicare il {l} ({v}) nelle comunicazioni."],
    "nl": ["Geachte heer of mevrouw,\nmijn {l} is {v}. Graag ontvang ik een bevestiging.", "{L}: {v}", "Uw {l} {v} is in ons dossier opgenomen.",
           "Vermeld bij vragen het {l} ({v})."],
    "pl": ["Szanowni Państwo,\nmój {l} to {v}. Proszę o potwierdzenie.", "{L}: {v}", "W aktach zapisaliśmy {l} {v}.", "Prosimy o podanie {l} ({v}) w korespondencji."],
}


# The sum of a Danish number is no longer a rule since 2007.
LOOSE = {"dk/cpr"}


POOLS = {}


# Near misses under each heading, of which a kind has three at least: 1,000 with those of the table without one.
NEAR = 280


EMAIL = next(kind for kind in KINDS if kind.id == "global/email")


class Output:
    """Files and how many values of which kind stand in them."""

    def __init__(self, folder):
        self.folder, self.truth = pathlib.Path(folder), []

    def write(self, path, text, *planted, near=0):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
        for kind, count in planted:
            line = {"key": path, "detector": kind.id, "count": count}
            self.truth.append(line | ({"also": list(kind.also)} if kind.also else {}) | ({"near": near} if near else {}))

    def close(self):
        lines = [json.dumps(line, separators=(",", ":")) + "\n" for line in self.truth]
        (self.folder.parent / f"{self.folder.name}.truth.jsonl").write_text("".join(lines), encoding="utf-8")


def stream(*names):
    return random.Random("/".join([SEED, *names]))


def drawn(kind, r):
    """One of 250 values: some rules let one in a thousand pass, and near misses are made of right ones."""
    if kind.id not in POOLS:
        own = stream(kind.id, "pool")
        POOLS[kind.id] = [kind.draw(own) for _ in range(250)]
    return r.choice(POOLS[kind.id])


def written(kind, r):
    value = drawn(kind, r)
    return r.choice([lambda v: v, *kind.forms])(value)


def accepts(kind, value):
    try:
        return kind.valid(value)
    except (ValueError, IndexError):
        return False


def has_rule(kind):
    """Whether a wrong digit is seen in at least half of all values, somewhere among the last three."""
    if not kind.valid or kind.id in LOOSE:
        return False
    r = stream(kind.id, "rule")
    seen = [0, 0, 0]
    for _ in range(20):
        value = list(drawn(kind, r))
        for last, at in enumerate([at for at, c in enumerate(value) if c.isdigit()][:-4:-1]):
            wrong = str((int(value[at]) + r.randrange(1, 10)) % 10)
            seen[last] += not accepts(kind, "".join([*value[:at], wrong, *value[at + 1:]]))
    return max(seen) > 10


def spoiled(kind, r):
    """A value with one wrong digit or two that changed places, which the rule turns away."""
    while True:
        value = list(drawn(kind, r))
        places = [at for at, c in enumerate(value) if c.isdigit()]
        at = r.choice(places[1:])
        if r.random() < 0.7:
            value[at] = r.choice("0123456789")
        elif at and value[at - 1].isdigit():
            value[at - 1], value[at] = value[at], value[at - 1]
        value = "".join(value)
        if not accepts(kind, value):
            return r.choice([lambda v: v, *[form for form in kind.forms if form is not without_check]])(value)


def name_of(header):
    """A key of JSON made from a heading. Marks are left out of Latin and Greek letters only: elsewhere they make another letter."""
    plain = "".join(without_marks(c) for c in header.replace("ø", "o").replace("ß", "ss"))
    words = re.findall(r"[\w\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff]+", plain.replace("'", "_"))
    return "_".join(words).strip("_")


def without_marks(c):
    folded = unicodedata.normalize("NFKD", c)
    is_marked = unicodedata.name(folded[0], "").startswith(("LATIN", "GREEK"))
    return "".join(c for c in folded if not unicodedata.combining(c)) if is_marked else c


def camel(name):
    first, *rest = name.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)


def table(columns, rows, r, header=True, delimiter=","):
    """A table with the columns of any customer list around those given as (heading, values)."""
    out = io.StringIO()
    sheet = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    if header:
        sheet.writerow(["id", "city", *[name for name, _ in columns], "amount", "created_at"])
    start = r.randrange(100, 90_000)
    for at in range(rows):
        cells = [values[at] for _, values in columns]
        sheet.writerow([start + at, r.choice(CITIES), *cells, f"{r.randrange(1, 99_999) / 100:.2f}", moment(r)])
    return out.getvalue()


def moment(r):
    return f"{r.randrange(2019, 2027)}-{r.randrange(1, 13):02}-{r.randrange(1, 29):02}"


def plain_value(value, r):
    """Now and then a program writes digits as a number."""
    return int(value) if value.isdigit() and value[0] != "0" and r.random() < 0.2 else value


def log_line(key, value, r):
    stamp = f"{moment(r)}T{r.randrange(24):02}:{r.randrange(60):02}:{r.randrange(60):02}.{r.randrange(1000):03}Z"
    entry = {"ts": stamp, "level": "info", "msg": "profile updated", "took_ms": r.randrange(900), "epoch_ms": 1_700_000_000_000 + r.randrange(10**11),
             "customer": {"no": r.randrange(10**6), key: plain_value(value, r)}}
    return json.dumps(entry, ensure_ascii=False)


def labels(kind, language):
    if language == kind.language or language == "native":
        return [h for h in kind.headers if "_" not in h and not re.search("[a-z][A-Z]", h)]
    return [h.replace("_", " ") for h in kind.english_headers if not re.search("[a-z][A-Z]", h)]


def letter(kind, value, r):
    language = kind.language if kind.language in LETTERS and r.random() < 0.7 and labels(kind, kind.language) else "en"
    label = r.choice(labels(kind, language) or labels(kind, "native"))
    return r.choice(LETTERS[language]).format(l=label, L=label[0].upper() + label[1:], v=value)


def mail(kind, values, r):
    language = kind.language if kind.language in LETTERS and labels(kind, kind.language) else "en"
    label = r.choice(labels(kind, language) or labels(kind, "native"))
    lines = "\n".join(f"{label}: {value}" for value in values)
    return (f"From: desk@example.org\nTo: office@example.net\nSubject: Unterlagen / documents {r.randrange(100, 999)}\nDate: Tue, 03 Mar 2026 10:{r.randrange(10, 60)}:05 +0100\n"
            f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{lines}\n\n-- \nfront desk\n").replace("\n", "\r\n")


def full_kind(out, kind):
    folder, ruled = kind.id.replace("/", "-"), has_rule(kind)
    for language, headers in (("native", kind.headers[:4]), ("english", kind.english_headers[:4])):
        for at, header in enumerate(headers):
            r = stream(kind.id, language, header)
            values = [written(kind, r) for _ in range(24)]
            out.write(f"{folder}/{language}-{at}.csv", table([(header, values)], 24, r, delimiter=r.choice(",;\t")), (kind, 24))
            key = name_of(header)
            records = [{"id": r.randrange(10**5), r.choice([key, key]): plain_value(written(kind, r), r), "active": True} for _ in range(10)]
            out.write(f"{folder}/{language}-{at}.json", json.dumps({"customers": records}, indent=1, ensure_ascii=False), (kind, 10))
            lines = [log_line(camel(key), written(kind, r), r) for _ in range(10)]
            out.write(f"{folder}/{language}-{at}.log.jsonl", "\n".join(lines) + "\n", (kind, 10))
            if ruled:
                wrong = [spoiled(kind, r) for _ in range(NEAR)]
                out.write(f"{folder}/near-{language}-{at}.csv", table([(header, wrong)], NEAR, r), (kind, 0), near=NEAR)
    r = stream(kind.id, "letters")
    if kind.letters:
        out.write(f"{folder}/letters.txt", "\n\n".join(letter(kind, written(kind, r), r) for _ in range(30)) + "\n", (kind, 30))
        for at in range(3):
            out.write(f"{folder}/mail-{at}.eml", mail(kind, [written(kind, r) for _ in range(3)], r), (kind, 3), *[(EMAIL, 2)] * (kind is not EMAIL))
    if ruled:
        values = [drawn(kind, r) for _ in range(60)]
        out.write(f"{folder}/bare.csv", table([("", values)], 60, r, header=False), (kind, 60))
        out.write(f"{folder}/near-bare.csv", table([("", [spoiled(kind, r) for _ in range(200)])], 200, r, header=False), (kind, 0), near=200)


def sample_country(out, country, kinds):
    r = stream("sample", country)
    for language in ("native", "english"):
        columns = []
        for kind in kinds:
            header = r.choice(kind.headers if language == "native" else kind.english_headers)
            taken = {name for name, _ in columns}
            if header in taken:
                header = f"{header} ({kind.id.split('/')[1].replace('_', ' ')})"
            columns.append((header, [written(kind, r) for _ in range(12)]))
        out.write(f"{country}/{language}.csv", table(columns, 12, r), *[(kind, 12) for kind in kinds])
        key = lambda kind: name_of(r.choice(kind.headers if language == "native" else kind.english_headers))
        records = [{"id": r.randrange(10**5), "facts": [{key(kind): plain_value(written(kind, r), r)} for kind in kinds]} for _ in range(6)]
        out.write(f"{country}/{language}.json", json.dumps(records, ensure_ascii=False), *[(kind, 6) for kind in kinds])
    lines = [(kind, log_line(camel(name_of(r.choice(kind.headers))), written(kind, r), r)) for kind in kinds for _ in range(6)]
    r.shuffle(lines)
    out.write(f"{country}/service.log.jsonl", "".join(line + "\n" for _, line in lines), *[(kind, 6) for kind in kinds])
    out.write(f"{country}/letters.txt", "".join(letter(kind, written(kind, r), r) + "\n\n" for kind in kinds for _ in range(5)), *[(kind, 5) for kind in kinds])
    checked = [kind for kind in kinds if has_rule(kind)]
    if checked:
        columns = [(kind.headers[0], [spoiled(kind, r) for _ in range(40)]) for kind in checked]
        out.write(f"{country}/near.csv", table(columns, 40, r), *[(kind, 0) for kind in checked])


def decoys(out, scale):
    """What machines write, without anything personal."""
    r = stream("decoys")
    n = lambda digits: str(r.randrange(10 ** (digits - 1), 10**digits))
    hexes = lambda count: "".join(r.choice("0123456789abcdef") for _ in range(count))
    many = lambda count, line: "".join(line() + "\n" for _ in range(count * scale))
    word = lambda: "".join(r.choice("bcdfglmnprst") + r.choice("aeiou") for _ in range(r.randrange(1, 5)))
    out.write("decoys/access.log", many(150, lambda: f'10.{r.randrange(255)}.{r.randrange(255)}.7 - - [03/Mar/2026:10:{r.randrange(60):02}:{r.randrange(60):02} +0000] "GET /order/{n(r.randrange(7, 17))}?sid={hexes(16)}&t={n(13)} HTTP/1.1" 200 {n(r.randrange(2, 8))} "-" "Mozilla/5.0"'))
    out.write("decoys/events.jsonl", many(150, lambda: json.dumps({"ts": 1_700_000_000_000 + r.randrange(10**11), "trace_id": hexes(32), "span": hexes(16), "order_id": int(n(r.randrange(8, 17))), "user_id": int(n(r.randrange(5, 12))), "duration": r.random() * 1000, "bytes": int(n(9)), "seq": int(n(10)), "offset": int(n(11))})))
    out.write("decoys/uuids.txt", many(200, lambda: str(uuid.UUID(int=r.getrandbits(128), version=4))))
    out.write("decoys/hashes.txt", many(80, lambda: f"{hashlib.sha256(n(9).encode()).hexdigest()}  build/{word()}-{n(2)}.o\n{hexes(40)} {word()}\n{hexes(32)} {word()}"))
    out.write("decoys/floats.csv", "x,y,z,value\n" + many(150, lambda: ",".join([f"{r.random():.17f}", f"{r.gauss(0, 1e6):.6f}", f"{r.random() * 1e9:.4f}", f"{r.gauss(0, 1):.12e}"])))
    out.write("decoys/orders.csv", "order_number,invoice_no,tracking_number,sku,quantity,serial,batch,transaction_id\n" + many(200, lambda: ",".join([n(r.randrange(8, 13)), "INV-" + n(8), r.choice(["1Z" + n(16), n(12), n(20), "JJD" + n(16), "RR" + n(9) + "DE"]), f"{word().upper()}-{n(5)}", n(1), r.choice("ABCDE") + n(r.randrange(7, 10)), r.choice("KLMN") + r.choice("ABC") + n(6), n(r.randrange(9, 17))])))
    out.write("decoys/bare.csv", many(200, lambda: ",".join([n(9), n(10), n(11), n(12), n(13), n(16), n(8)])))
    out.write("decoys/series.csv", "time,counter,total,value\n" + many(200, lambda: f"{1_600_000_000 + r.randrange(10**8)},{n(9)},{n(11)},{n(10)}"))
    out.write("decoys/ids.json", json.dumps([{"id": int(n(9)), "parent": int(n(10)), "session": n(11), "ref": n(13), "version": f"{n(1)}.{n(2)}.{n(3)}", "build": n(8)} for _ in range(120 * scale)]))
    out.write("decoys/base64.txt", "".join(base64.encodebytes(r.randbytes(3000)).decode() + "\n" for _ in range(2 * scale)))
    out.write("decoys/app.min.js", "".join(f"function {word()[0]}{n(2)}({word()[0]},{word()[0]}){{return {word()[0]}>{n(r.randrange(1, 11))}?{n(9)}:0x{hexes(8)}+.{n(6)}}};var {word()}=[{','.join(n(r.randrange(1, 13)) for _ in range(14))}];" for _ in range(90 * scale)) + "\n")
    out.write("decoys/yarn.lock", many(60, lambda: f'{word()}@^{n(1)}.{n(2)}.{n(1)}:\n  version "{n(1)}.{n(2)}.{n(1)}"\n  resolved "https://registry.example.org/{word()}/-/{word()}-{n(1)}.0.0.tgz#{hexes(40)}"\n  integrity sha512-{base64.b64encode(r.randbytes(64)).decode()}\n'))
    out.write("decoys/Cargo.lock", many(60, lambda: f'[[package]]\nname = "{word()}"\nversion = "0.{n(2)}.{n(1)}"\nchecksum = "{hexes(64)}"\n'))
    out.write("decoys/tables.c", "static const unsigned long long table[] = {\n" + many(60, lambda: "    " + ", ".join(r.choice([n(10) + "u", "0x" + hexes(8), n(19) + "ull", n(9), "-" + n(8)]) for _ in range(6)) + ",") + "};\n")
    out.write("decoys/reads.fastq", many(60, lambda: f"@SRR{n(7)}.{n(4)} {n(9)}:{n(4)}:{n(5)} length=60\n{''.join(r.choice('ACGT') for _ in range(60))}\n+\n{''.join(chr(r.randrange(33, 74)) for _ in range(60))}"))
    out.write("decoys/variants.vcf", "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n" + many(100, lambda: f"chr{r.randrange(1, 23)}\t{n(r.randrange(5, 10))}\trs{n(r.randrange(6, 11))}\t{r.choice('ACGT')}\t{r.choice('ACGT')}\t{n(2)}.{n(2)}\tPASS\tAC={n(1)};AF=0.{n(6)};AN={n(4)}"))
    out.write("decoys/products.csv", "name,product_code,ean,part_no,price,stock,weight\n" + many(150, lambda: f"{word()},{r.choice('ABCDEFGH')}{r.choice('ABCDEFGH')}{n(r.randrange(5, 8))},{n(13)},{n(4)}-{n(4)}-{n(2)},{n(3)}.99,{n(3)},{n(2)}.{n(3)}"))
    out.write("decoys/build.txt", many(100, lambda: f"step {n(2)}: {word()} {word()} id {n(9)} size {n(10)} account {n(8)} number {n(7)} in {n(3)} ms, code {r.choice('ABCXYZ')}{n(8)}"))
    developing(out, r, n, hexes, many)
    abbreviations(out, scale)


def abbreviations(out, scale):
    """Two letters that are a country's abbreviation with stops or a sign, and everybody's word without; reads of a sequencer.

    `state=20…` is left out: `=20` is a space in quoted-printable.
    """
    r = stream("decoys", "abbreviations")
    n = lambda digits: str(r.randrange(10 ** (digits - 1), 10**digits))
    many = lambda count, line: "".join(line() + "\n" for _ in range(count * scale))
    out.write("decoys/pipeline.log", many(300, lambda: r.choice([f"[CI] job {n(8)} pipeline={n(8)}", f"CI: run {n(8)}", f"CI job {n(10)} done", f"rc {n(10)} ss {n(9)} ak {n(11)}"])))
    out.write("decoys/trial.txt", many(200, lambda: f"hazard ratio 1.{n(2)}, 95% CI {n(8)} - {n(8)}"))
    out.write("decoys/parts.txt", many(200, lambda: f"{n(1)} x IC {n(8)}, ic {n(9)}, RG {n(9)} cable, {n(2)} kt {n(10)}"))
    out.write("decoys/sign-in.log", many(100, lambda: f"passport.js strategy=oauth state={r.choice('3456789')}{n(8)}"))
    out.write("decoys/run.fastq", many(300, lambda: f"@SRR{n(7)}.{n(8)} {n(8)} length=100\n{''.join(r.choice('ACGT') for _ in range(100))}\n+SRR{n(7)}.{n(8)} {n(8)} length=100\n{''.join(chr(r.randrange(35, 74)) for _ in range(100))}"))


def developing(out, r, n, hexes, many):
    """What speaks of passports, telephones and cards and holds none: histories of programs, their mail, queries."""
    subject = lambda: r.choice(["fix passport check", "phone field of contacts", "card layout", "tax id column", "licence number form", "rename account cell",
                                "run id documents twice", "nic driver", "ssn mask", "fax driver", "contact list", "health card view"])
    day = lambda: f"20{r.randrange(10, 27)}{r.randrange(1, 13):02}{r.randrange(1, 29):02}"
    # One length a file, as git abbreviates.
    for length in (7, 8, 9, 10, 12):
        out.write(f"decoys/log-{length}.txt", many(160, lambda: f"{hexes(length)} {subject()} (#{n(5)})"))
        out.write(f"decoys/changes-{length}.md", "# Changes\n" + many(80, lambda: f"* {subject()} ([{hexes(length)}](https://example.org/c/{hexes(length)}))"))
    out.write("decoys/history.patch", many(60, lambda: f"commit {hexes(40)}\nDate:   {day()}\n\n    {subject()}\n\ndiff --git a/form.c b/form.c\nindex {hexes(7)}..{hexes(7)} 100644\n@@ -{n(3)},7 +{n(3)},7 @@ {subject()}"))
    out.write("decoys/changelog.Debian", many(80, lambda: f"  * {subject()} (Closes: #{n(6)}, #{n(7)})\n  * {subject()}: see CVE-{r.randrange(2001, 2026)}-{n(r.choice([4, 5]))}\n  * {subject()} since 30+{day()}-1\n{day()}\n  + {subject()}"))
    out.write("decoys/queries.log", many(150, lambda: f'GET /{r.choice(["run", "phone", "card", "passport"])}/{n(2)}?{r.choice(["shard", "offset", "seq"])}={n(r.choice([7, 8, 9, 11]))}&sid={hexes(32)}&{r.choice(["token", "passport", "license"])}_id={n(2)} HTTP/1.1" 200 {n(r.choice([6, 7, 8]))}'))
    out.write("decoys/sums.txt", many(80, lambda: f"{hexes(40)}  {r.choice(['token', 'secret', 'password', 'run'])}-{n(8)}.tar.gz"))
    out.write("decoys/module.min.js", "".join(f'{{{r.choice(["passport", "phone", "card", "account"])}:{n(2)},{r.choice(["offset", "seq", "chunk"])}:"{n(r.choice([7, 8, 9]))}"}},' for _ in range(200)) + "\n")
    out.write("decoys/uppercase.txt", "".join(many(120, lambda: hexes(length).upper()) for length in (9, 11, 12, 13)))
    messages = lambda: r.choice([f"{uuid.UUID(int=r.getrandbits(128), version=4)}", hexes(32), f"{n(10)}.{n(5)}.{n(13)}", f"{n(14)}.{hexes(10).upper()}"])
    for at in range(6):
        out.write(f"decoys/message-{at}.eml", (f"X-Bounce: bounce+{n(6)}.{hexes(6)}-user{n(2)}\nMessage-ID: <{messages()}@mail.example.net>\nIn-Reply-To: <{messages()}@mail.example.net>\nReferences: <{messages()}@mail.example.net>\n <{messages()}@mail.example.net>\n"
                  f"DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s={n(8)}; t={n(10)}; bh={base64.b64encode(r.randbytes(32)).decode()}; b={base64.b64encode(r.randbytes(96)).decode()}\nX-Campaign: {n(12)}\nSubject: {subject()} {hexes(8)}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
                  f"{subject()} in commit {hexes(40)}\nrequest {uuid.UUID(int=r.getrandbits(128), version=4)} took {r.random():.6f} s\nticket {n(7)}\n").replace("\n", "\r\n"))


def main():
    mode, folder = sys.argv[1:3]
    only = sys.argv[3:]
    out = Output(folder)
    kinds = [*KINDS, Kind("global/mrz", "en", mrz, is_mrz, ["mrz", "machine readable zone"], ["mrz"])]
    if mode == "full":
        for kind in kinds:
            if not only or kind.id in only:
                try:
                    full_kind(out, kind)
                except ValueError as reason:
                    sys.exit(f"{kind.id}: {reason}")
    else:
        countries = {}
        for kind in kinds:
            countries.setdefault(kind.id.split("/")[0], []).append(kind)
        for country, members in countries.items():
            sample_country(out, country, members)
    decoys(out, 6 if mode == "full" else 1)
    out.close()


if __name__ == "__main__":
    main()
