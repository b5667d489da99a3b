"""Writes archives that expand to 10 GB and more: `bombs.py OUT GIB`. Small blocks are repeated, so
that it takes seconds."""

import bz2
import lzma
import struct
import sys
import zlib
import gzip
from pathlib import Path

MIB = 1 << 20
ZEROS = bytes(16 * MIB)


def deflated(blocks):
    """Raw deflate of 16 MiB of zeros for each block, as one stream."""
    maker = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = maker.compress(ZEROS) + maker.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(blocks):
        checksum = zlib.crc32(ZEROS, checksum)
    return one * blocks + b"\x03\x00", checksum


def entry(name, data, method, size, checksum):
    head = struct.pack("<HHHHHIII", 45, 0, method, 0, 0, checksum, len(data), size)
    return name, head, data


def archive(entries, names):
    """A zip; each of `names` points to the entry of the number beside it."""
    out, places = bytearray(), []
    for name, head, data in entries:
        places.append(len(out))
        out += b"PK\x03\x04" + head + struct.pack("<HH", len(name), 0) + name + data
    start = len(out)
    for name, index in names:
        head = entries[index][1]
        tail = struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, places[index])
        out += b"PK\x01\x02\x2d\x00" + head + tail + name
    counts = struct.pack("<HHHHIIH", 0, 0, len(names), len(names), len(out) - start, start, 0)
    return bytes(out + b"PK\x05\x06" + counts)


def nested(blocks, levels):
    """Sixteen copies of sixteen copies of ... of an entry of zeros."""
    data, checksum = deflated(blocks)
    entries = [entry(b"%d.bin" % n, data, 8, blocks * 16 * MIB, checksum) for n in range(16)]
    inner = archive(entries, [(e[0], n) for n, e in enumerate(entries)])
    for _ in range(levels):
        maker = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = maker.compress(inner) + maker.flush()
        sums = zlib.crc32(inner)
        entries = [entry(b"%d.zip" % n, packed, 8, len(inner), sums) for n in range(16)]
        inner = archive(entries, [(e[0], n) for n, e in enumerate(entries)])
    return inner


def brotli(blocks):
    """Blocks of 16 MiB, each four zeros and one copy of them over the rest."""
    bits, count = 0, 0

    def put(value, width):
        nonlocal bits, count
        bits |= value << count
        count += width

    size = 1 << 24
    for block in range(blocks):
        if block == 0:
            put(0, 1)  # a window of 64 KiB
        put(0, 1)  # not the last
        put(2, 2)  # its size has six digits
        put(size - 1, 24)
        put(0, 1 + 3 + 2 + 4 + 2 + 2)  # compressed, one type of each kind, one tree of each
        for width, symbol in ((8, 0), (10, 384 + (4 << 3) + 7), (6, 0)):
            put(1, 2)
            put(0, 2)
            put(symbol, width)
        put(size - 4 - 2118, 24)
    put(3, 2)
    return bits.to_bytes((count + 7) // 8, "little")


def lz4(blocks):
    """Blocks of 4 MiB of zeros, each a byte, a copy of it and five bytes as they are."""
    rest = 4 * MIB - 1 - 5 - 19
    block = b"\x1f\0\1\0" + b"\xff" * (rest // 255) + bytes([rest % 255]) + b"\x50" + bytes(5)
    return b"\x04\x22\x4d\x18\x60\x70\x73" + (struct.pack("<I", len(block)) + block) * blocks + bytes(4)


def main(out, gib):
    repeats = gib * 64
    (out / "zeros.gz").write_bytes(gzip.compress(ZEROS, 9, mtime=0) * repeats)
    data, checksum = deflated(repeats)
    tail = struct.pack("<II", checksum, (repeats * 16 * MIB) & 0xFFFFFFFF)
    (out / "zeros_one_member.gz").write_bytes(b"\x1f\x8b\x08\0\0\0\0\0\2\3" + data + tail)
    (out / "zeros.bz2").write_bytes(bz2.compress(ZEROS) * repeats)
    (out / "zeros.xz").write_bytes(lzma.compress(ZEROS, preset=9) * repeats)
    # Each block of four bytes repeats one byte 128 KiB times.
    block, last = struct.pack("<I", 128 * 1024 << 3 | 2)[:3], struct.pack("<I", 128 * 1024 << 3 | 3)[:3]
    frame = b"\x28\xb5\x2f\xfd\x00\x58" + (block + b"\0") * (gib * 8192 - 1) + last + b"\0"
    (out / "zeros.zst").write_bytes(frame)
    (out / "zeros.br").write_bytes(brotli(repeats))
    (out / "zeros.lz4").write_bytes(lz4(repeats * 4))
    blocks = min(repeats, 255)
    data, checksum = deflated(blocks)
    zeros = entry(b"zeros.bin", data, 8, blocks * 16 * MIB, checksum)
    (out / "zeros.zip").write_bytes(archive([zeros], [(b"zeros.bin", 0)]))
    names = [(b"%d.bin" % n, 0) for n in range(65_534)]
    (out / "overlapping.zip").write_bytes(archive([zeros], names))
    (out / "nested.zip").write_bytes(nested(blocks, 5))
    text = b"a line of text\n" * 64
    entries = [entry(b"%d.txt" % n, text, 0, len(text), zlib.crc32(text)) for n in range(65_534)]
    (out / "many.zip").write_bytes(archive(entries, [(e[0], n) for n, e in enumerate(entries)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
