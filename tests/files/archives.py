"""Writes archives that a reader must survive into the current directory.

bomb.gz       about 1.2 GiB of one letter in about 1.2 MB
wide.zip      one entry of 64 MiB of one letter, then a small one with the text of argument 1
deep.zip      zip in zip, twenty levels; the innermost holds argument 1; each level has a note
              beside the next one, and the note on the first level holds argument 1 too
cut.gz        argument 1, then noise, the file ending in the middle
"""

import gzip
import io
import pathlib
import random
import sys
import zipfile

text = sys.argv[1].encode()


def zipped(entries):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return packed.getvalue()


# One stream of many members is quicker to write than one long member.
pathlib.Path("bomb.gz").write_bytes(gzip.compress(b"a" * (4 << 20)) * 307)

pathlib.Path("wide.zip").write_bytes(
    zipped([("huge.txt", b"a" * (64 << 20)), ("small.txt", text)]))

level = zipped([("inner.txt", text)])
for number in range(20):
    note = text if number == 19 else b"nothing here"
    level = zipped([("note.txt", note), ("next.zip", level)])
pathlib.Path("deep.zip").write_bytes(level)

noise = random.Random(1)
words = "".join(noise.choice("abcdefghij klmnop\n") for _ in range(400_000)).encode()
whole = gzip.compress(text + words)
pathlib.Path("cut.gz").write_bytes(whole[:len(whole) // 2])
