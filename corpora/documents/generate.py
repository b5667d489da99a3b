"""Documents as an office, a clinic and an authority write them, and what stands in each.

    python3 -m venv venv && venv/bin/pip install -r corpora/documents/requirements.txt
    venv/bin/python corpora/documents/generate.py sample corpora/documents/sample
    venv/bin/python corpora/documents/generate.py full DIRECTORY

`sample` is what tests/documents.rs holds: two of each document; `full` has twenty. Texts and headings were
written without a look at the detectors; values are drawn until python-stdnum or phonenumbers takes them, IBANs
are Faker's. The same seed gives the same bytes; DIRECTORY.truth.jsonl says what stands where.
"""

import csv
import io
import json
import pathlib
import re
import sys

from texts import RECORDS, TEXTS
from values import ALSO, NOISE, R, VALUES

COPIES = {"sample": 2, "full": 20}[sys.argv[1]]
ROWS = 14
PLACE = re.compile(r"<<([a-z]+/[a-z0-9_]+)>>|\{\{([a-z]+)\}\}")


def filled(text, counts):
    def value(place):
        kind, noise = place.groups()
        if noise:
            return NOISE[noise]()
        counts[kind] = counts.get(kind, 0) + 1
        return VALUES[kind]()

    return PLACE.sub(value, text)


def record(form, columns, counts):
    names = [name for name, _ in columns]
    rows = [[filled(text, counts) for _, text in columns] for _ in range(ROWS)]
    if form.startswith(("csv", "bare")):
        out = io.StringIO()
        sheet = csv.writer(out, delimiter=form[-1], lineterminator="\n")
        sheet.writerows(rows if form.startswith("bare") else [names, *rows])
        return out.getvalue()
    if form == "json":
        return json.dumps({"items": [dict(zip(names, row)) for row in rows]}, indent=1, ensure_ascii=False) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(dict(zip(names, row))) + "\n" for row in rows)
    if form == "log":
        return "".join(f"{NOISE['stamp']()} INFO worker-{NOISE['n']()} saved " + " ".join(f"{name}={value}" for name, value in zip(names, row)) + "\n" for row in rows)
    quoted = lambda row: ", ".join("'" + value + "'" for value in row)
    return "".join(f"INSERT INTO t ({', '.join(names)}) VALUES ({quoted(row)});\n" for row in rows)


def main():
    folder = pathlib.Path(sys.argv[2])
    truth = []
    for copy in range(COPIES):
        documents = [(path, lambda counts, text=text: filled(text, counts)) for path, text in TEXTS.items()]
        documents += [(path, lambda counts, form=form, columns=columns: record(form, columns, counts)) for path, form, columns in RECORDS]
        for path, write in documents:
            counts = {}
            text = write(counts)
            if path.endswith(".eml"):
                text = text.replace("\n", "\r\n")
            key = path.replace(".", f"-{copy}.", 1)
            file = folder / key
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
            for kind, count in sorted(counts.items()):
                truth.append({"key": key, "detector": kind, "count": count, "also": ALSO.get(kind, [])})
    lines = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in truth)
    (folder.parent / f"{folder.name}.truth.jsonl").write_text(lines, encoding="utf-8")


main()
