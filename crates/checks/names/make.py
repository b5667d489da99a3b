#!/usr/bin/env python3
"""Writes given_names.txt and surnames.txt beside this file; README.md names the sources.

    make.py --ssa FILE --census FILE --insee-given FILE… --insee-surnames FILE --ine-given FILE… --ine-surnames FILE

`--ssa` takes a table of name and count in Parquet, `--insee-…` lists between commas by falling
frequency, the others CSV by falling frequency with the name first. own.txt holds the project's own lists.
"""

import argparse
import csv
import pathlib
import unicodedata

HERE = pathlib.Path(__file__).parent
SPELLED = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
GIVEN = {"ssa": 3200, "insee": 2300, "ine": 1100}
SURNAMES = {"census": 6500, "insee": 5500, "ine": 2600}


def folded(name):
    """Lower-case ASCII letters, or nothing where the name has several words or other letters."""
    plain = unicodedata.normalize("NFD", name.lower().translate(SPELLED))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return plain if plain.isascii() and plain.isalpha() and len(plain) > 1 else ""


def first(names, count):
    seen = dict.fromkeys(filter(None, map(folded, names)))
    return list(seen)[:count]


def by_commas(path):
    return pathlib.Path(path).read_text(encoding="utf-8").split("\n", 1)[1].split(",")


def by_rows(path):
    with open(path, encoding="utf-8") as file:
        return [row[0] for row in csv.reader(file)][1:]


def ssa(path):
    import pandas

    table = pandas.read_parquet(path)
    return list(table.groupby("name")["n"].sum().sort_values(ascending=False).index)


def own():
    lists = {"given": [], "surname": []}
    for line in (HERE / "own.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, names = line.split(":", 1)
            lists[kind.split()[0]] += names.split()
    return lists


def main():
    parser = argparse.ArgumentParser()
    for name in ["ssa", "census", "insee-surnames", "ine-surnames"]:
        parser.add_argument("--" + name, required=True)
    for name in ["insee-given", "ine-given"]:
        parser.add_argument("--" + name, required=True, nargs="+")
    said = parser.parse_args()
    mine = own()
    given = set(first(ssa(said.ssa), GIVEN["ssa"])) | set(first(mine["given"], 9999))
    for path in said.insee_given:
        given |= set(first(by_commas(path), GIVEN["insee"]))
    for path in said.ine_given:
        given |= set(first(by_rows(path), GIVEN["ine"]))
    surnames = set(first(by_rows(said.census), SURNAMES["census"]))
    surnames |= set(first(by_commas(said.insee_surnames), SURNAMES["insee"]))
    surnames |= set(first(by_rows(said.ine_surnames), SURNAMES["ine"])) | set(first(mine["surname"], 9999))
    for path, names in [("given_names.txt", given), ("surnames.txt", surnames)]:
        (HERE / path).write_text("".join(name + "\n" for name in sorted(names)), encoding="ascii")


main()
