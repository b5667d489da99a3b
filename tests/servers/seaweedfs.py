"""Starts SeaweedFS on loopback, fills it, prints one line of JSON when everything is there, and
kills it, and removes its data, when standard input ends (which happens whenever the test process
is gone).

    seaweedfs.py DATA_FOLDER

What it holds:

ledger  1,500 objects, so that a listing has two pages.
        rows/0001.txt ... rows/1481.txt: one line each; every tenth holds the e-mail address
        desk.NNNN@example.net with its own number, the others hold none.
        Nineteen more with odd keys, of which three are empty. Each odd key that is not empty
        holds one address, odd.NN@example.net, in the order of ODD_KEYS.
sealed  the same 3 addresses in each of plain.txt, sse-s3.txt, sse-kms.txt and sse-c.txt, which
        are encrypted as their names say.
large   big.txt: 200 MiB, uploaded in parts of 16 MiB. Every line is LINE bytes long. On the lines
        CARD_LINES (from 1) stands a payment card, on no other; the second one lies across byte
        8 MiB, the third across byte 16 MiB.
"""

import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import time

import boto3
import botocore.config

ACCESS_KEY = "testing"
SECRET_KEY = "testing12345"
SSE_C_KEY = b"an SSE-C key for tests, 32 bytes"
MIB = 1 << 20
LARGE_BYTES = 200 * MIB
LINE = 61
CARD_LINES = [1, 8 * MIB // LINE + 1, 16 * MIB // LINE + 1, 1_000_003, LARGE_BYTES // LINE]
ODD_KEYS = [
    "odd/a space.txt",
    "odd/two  spaces.txt",
    "odd/plus+plus.txt",
    "odd/percent%2Fslash.txt",
    "odd/percent%.txt",
    "odd/Año 2026/ñandú.txt",
    "odd/日本語.txt",
    "odd/🙂.txt",
    "odd/quote'\".txt",
    "odd/amp&lt;>.txt",
    "odd/hash#query?.txt",
    "odd/equals=semicolon;.txt",
    "odd/comma,brace{}[].txt",
    "odd/.hidden",
    "odd/tilde~caret^pipe|.txt",
    "odd/" + "long" * 50 + ".txt",
]
EMPTY_KEYS = ["odd/empty.txt", "odd/folder/", "odd/Año vacío/"]


def free_port(taken):
    """A port below 55,000 that is free together with the one 10,000 above it: SeaweedFS takes
    that one for gRPC."""
    while True:
        port = random.randrange(20_000, 32_000)
        if port in taken or port + 10_000 in taken:
            continue
        try:
            for number in (port, port + 10_000):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", number))
        except OSError:
            continue
        taken.update({port, port + 10_000})
        return port


def start(folder):
    """The server's process and its endpoint. A port may be taken between the probe and the
    start, so this is tried more than once."""
    config = folder / "s3.json"
    config.write_text(json.dumps({
        "identities": [{
            "name": "tests",
            "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}],
            "actions": ["Admin", "Read", "List", "Tagging", "Write"],
        }],
        "kms": {
            "default_provider": "local",
            "providers": {"local": {"type": "local", "enableOnDemandCreate": True}},
        },
    }))
    for attempt in range(4):
        taken = set()
        master, volume, filer, s3 = (free_port(taken) for _ in range(4))
        data = folder / f"data-{attempt}"
        data.mkdir()
        log = open(folder / "weed.log", "ab")
        process = subprocess.Popen(
            [
                str(pathlib.Path(sys.prefix) / "bin" / "weed"), "server", f"-dir={data}",
                "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-master.port={master}",
                f"-volume.port={volume}", f"-filer.port={filer}", "-filer.localSocket=",
                "-master.volumeSizeLimitMB=64", "-volume.max=50", "-volume.index=memory",
                "-s3", f"-s3.port={s3}", f"-s3.config={config}",
                # Relative: the path of a socket may have 107 bytes.
                "-s3.localSocket=s3.sock",
                # What these tests do not need, and what would leave this machine.
                "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false",
            ],
            # Without a key here every SSE-S3 upload is answered by 500.
            env={**os.environ, "WEED_S3_SSE_KEY": "tests-0123456789", "TMPDIR": str(folder)},
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, cwd=folder,
        )
        url = f"http://127.0.0.1:{s3}"
        if ready(process, url):
            return process, url
        kill(process)
    raise SystemExit(f"SeaweedFS does not start; see {folder}/weed.log")


def ready(process, url):
    """Whether it takes an object within a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            client(url, attempts=1).create_bucket(Bucket="ready")
            client(url, attempts=1).put_object(Bucket="ready", Key="x", Body=b"x")
            client(url).delete_object(Bucket="ready", Key="x")
            client(url).delete_bucket(Bucket="ready")
            return True
        except Exception:  # whatever it is: not ready
            time.sleep(0.2)
    return False


def kill(process):
    """SIGTERM would take it a second, with its ports held."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def client(url, attempts=5):
    return boto3.client(
        "s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        config=botocore.config.Config(
            retries={"max_attempts": attempts, "mode": "standard"}, max_pool_connections=16,
            connect_timeout=5, read_timeout=60,
        ),
    )


def ledger():
    """Key and body of every object of the bucket."""
    for number in range(1, 1482):
        body = "Nothing to see in this line of text, and nothing in the next.\n"
        if number % 10 == 0:
            body = f"Please write to desk.{number:04}@example.net about the parcel.\n"
        yield f"rows/{number:04}.txt", body.encode()
    for number, key in enumerate(ODD_KEYS, 1):
        yield key, f"Please write to odd.{number:02}@example.net about the parcel.\n".encode()
    for key in EMPTY_KEYS:
        yield key, b""


def card(number):
    """A card number with a Luhn digit, of no one and not among the published test numbers."""
    digits = f"4539{number % 10**11:011}"
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return digits + str((10 - total % 10) % 10)


def large():
    """The large text, 16 MiB at a time, and its cards."""
    filler = b"no value here and only words that go on until the line ends.\n"
    assert len(filler) == LINE
    cards = {line: card(77_123_456_789 + 91_357 * line) for line in CARD_LINES}
    whole = filler * (16 * MIB // LINE + 2)
    for start in range(0, LARGE_BYTES, 16 * MIB):
        size = min(16 * MIB, LARGE_BYTES - start)
        part = bytearray(whole[start % LINE:start % LINE + size])
        for line, number in cards.items():
            text = f"card {number} was charged".encode().ljust(LINE - 1) + b"\n"
            at = (line - 1) * LINE - start
            low, high = max(at, 0), min(at + LINE, size)
            if low < high:
                part[low:high] = text[low - at:high - at]
        yield bytes(part)


def fill(url):
    s3 = client(url)
    for bucket in ("ledger", "sealed", "large"):
        s3.create_bucket(Bucket=bucket)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        puts = [pool.submit(s3.put_object, Bucket="ledger", Key=k, Body=b) for k, b in ledger()]
        for put in puts:
            put.result()
    body = b"".join(b"Write to sealed.%d@example.net today.\n" % n for n in (1, 2, 3))
    s3.put_object(Bucket="sealed", Key="plain.txt", Body=body)
    s3.put_object(Bucket="sealed", Key="sse-s3.txt", Body=body, ServerSideEncryption="AES256")
    s3.put_object(Bucket="sealed", Key="sse-kms.txt", Body=body, ServerSideEncryption="aws:kms",
                  SSEKMSKeyId="tests-key")
    s3.put_object(Bucket="sealed", Key="sse-c.txt", Body=body, SSECustomerAlgorithm="AES256",
                  SSECustomerKey=SSE_C_KEY)
    upload = s3.create_multipart_upload(Bucket="large", Key="big.txt")["UploadId"]
    parts = []
    for number, body in enumerate(large(), 1):
        answer = s3.upload_part(Bucket="large", Key="big.txt", UploadId=upload,
                                PartNumber=number, Body=body)
        parts.append({"PartNumber": number, "ETag": answer["ETag"]})
    s3.complete_multipart_upload(Bucket="large", Key="big.txt", UploadId=upload,
                                 MultipartUpload={"Parts": parts})


def main():
    folder = pathlib.Path(sys.argv[1]).absolute()
    process, url = start(folder)
    try:
        fill(url)
        print(json.dumps({
            "endpoint_url": url,
            "access_key": ACCESS_KEY,
            "secret_key": SECRET_KEY,
            "sse_c_key": SSE_C_KEY.decode(),
            "odd_keys": ODD_KEYS,
            "empty_keys": EMPTY_KEYS,
            "large_bytes": LARGE_BYTES,
            "card_lines": CARD_LINES,
            "cards": [card(77_123_456_789 + 91_357 * line) for line in CARD_LINES],
        }), flush=True)
        sys.stdin.buffer.read()
    finally:
        kill(process)
    # Only now: after a failure the logs in it are wanted.
    shutil.rmtree(folder, ignore_errors=True)


main()
