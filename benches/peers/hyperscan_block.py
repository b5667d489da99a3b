"""Scans a file with the Hyperscan of PyPI in block mode, on one thread, and times itself.

hyperscan_block.py PATTERNS FILE writes seconds of wall time and seconds of processor time. A line of PATTERNS
is as hyperscan.c takes it. Matches are found and handed to nobody: a call of Python for each would be what is
measured. Compiling the patterns is not timed.
"""

import mmap
import sys
import time

import hyperscan

FLAGS = {
    "i": hyperscan.HS_FLAG_CASELESS,
    "s": hyperscan.HS_FLAG_DOTALL,
    "m": hyperscan.HS_FLAG_MULTILINE,
}


def compiled(path):
    expressions, flags = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            pattern, _, letters = line[1:].rpartition("/")
            expressions.append(pattern.encode())
            flags.append(sum(FLAGS[letter] for letter in letters))
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=expressions, ids=list(range(len(flags))), flags=flags)
    return database


def main():
    patterns, path = sys.argv[1:]
    database = compiled(patterns)
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        wall, processor = time.perf_counter(), time.process_time()
        database.scan(text, match_event_handler=None)
        print(f"{time.perf_counter() - wall:.6f} {time.process_time() - processor:.6f}")


main()
