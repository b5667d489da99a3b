"""Writes an object of every format from the bench texts: `make.py TABLE LOG ACCESSES OUT MIB`; and reads one with a
library that Magpie does not use: `make.py read FILE` prints seconds of wall and of processor time."""

import gzip
import html
import io
import json
import lzma
import bz2
import sqlite3
import sys
import tarfile
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

MIB = 1 << 20
# What is put around the values costs time to write and to read: these are made of less text.
SHARE = {"xlsx": 8, "docx": 4, "pdf": 8, "eml": 2, "avro": 2, "sqlite": 2, "orc": 2, "parquet": 2, "arrow": 2}


def rows_of(source, most):
    """Column names, and rows of texts with `most` bytes together."""
    if source.suffix == ".csv":
        lines = source.read_text().splitlines()
        names, taken, rows = lines[0].split(","), 0, []
        for line in lines[1:]:
            taken += len(line) + 1
            if taken > most:
                break
            rows.append(line.split(","))
        return names, rows
    names = ["ts", "level", "service", "trace", "duration_ms", "path", "message", "email"]
    taken, rows = 0, []
    with open(source) as file:
        for line in file:
            taken += len(line)
            if taken > most:
                break
            record = json.loads(line)
            record["email"] = record.get("user", {}).get("email", "")
            rows.append([str(record.get(name, "")) for name in names])
    return names, rows


def typed(names, rows):
    """Columns, numbers as numbers."""
    columns = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    for name in ("ts", "duration_ms"):
        if name in columns:
            columns[name] = [int(value) for value in columns[name]]
    return columns


def xml(names, rows, path):
    with open(path, "w") as out:
        out.write("<?xml version='1.0'?>\n<rows>\n")
        for row in rows:
            cells = "".join(f"<{n}>{escape(v)}</{n}>" for n, v in zip(names, row))
            out.write(f" <row>{cells}</row>\n")
        out.write("</rows>\n")


def page(names, rows, path):
    with open(path, "w") as out:
        heads = "".join(f"<th>{name}</th>" for name in names)
        out.write(f"<!DOCTYPE html>\n<html><body><table><tr>{heads}</tr>\n")
        for row in rows:
            cells = "".join(f"<td class='cell'>{html.escape(value)}</td>" for value in row)
            out.write(f"<tr>{cells}</tr>\n")
        out.write("</table></body></html>\n")


def array(names, rows, path):
    with open(path, "w") as out:
        objects = (json.dumps(dict(zip(names, row)), separators=(",", ":")) for row in rows)
        out.write("[" + ",".join(objects) + "]\n")


def columnar(names, rows, out, stem):
    import pyarrow
    from pyarrow import feather, orc, parquet

    table = pyarrow.table(typed(names, rows))
    parquet.write_table(table, out / f"{stem}.parquet")
    feather.write_feather(table, out / f"{stem}.arrow", compression="lz4")
    orc.write_table(table, str(out / f"{stem}.orc"), compression="zlib")


def avro(names, rows, path):
    import fastavro

    columns = typed(names, rows)
    fields = [{"name": n, "type": "long" if isinstance(columns[n][0], int) else "string"} for n in names]
    schema = {"type": "record", "name": "row", "fields": fields}
    records = (dict(zip(names, row)) for row in zip(*columns.values()))
    with open(path, "wb") as out:
        fastavro.writer(out, schema, records, codec="deflate", sync_marker=bytes(range(16)))


def database(names, rows, path):
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    base.execute(f"CREATE TABLE rows ({', '.join(names)})")
    marks = ",".join("?" * len(names))
    base.executemany(f"INSERT INTO rows VALUES ({marks})", zip(*typed(names, rows).values()))
    base.commit()
    base.close()


def workbook(names, rows, path):
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("rows")
    for at, row in enumerate([names] + rows):
        sheet.write_row(at, 0, row)
    book.close()


def document(lines, path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", "<?xml version='1.0'?><Types/>")
        body = "".join(f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
        space = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
        text = f"<?xml version='1.0'?><w:document {space}><w:body>{body}</w:body></w:document>"
        out.writestr("word/document.xml", text)


def pages(lines, path):
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pageCompression=1, invariant=1)
    for first in range(0, len(lines), 60):
        text = canvas.beginText(40, 800)
        text.setFont("Helvetica", 6)
        for line in lines[first : first + 60]:
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()


def message(lines, path):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "rows"
    text = "\n".join(lines)
    half = len(text) // 2
    mail.set_content(text[:half], cte="quoted-printable")
    mail.add_attachment(text[half:].encode(), maintype="text", subtype="csv", filename="rows.csv")
    path.write_bytes(bytes(mail))


def members(data, out, stem):
    """The text as sixteen files in a zip and in a tar."""
    lines = data.splitlines(keepends=True)
    step = len(lines) // 16 + 1
    ending = "jsonl" if data.startswith(b"{") else "csv"
    stamp = (2026, 1, 1, 0, 0, 0)
    with zipfile.ZipFile(out / f"{stem}.zip", "w") as zipped, tarfile.open(out / f"{stem}.tar", "w") as tarred:
        for first in range(0, len(lines), step):
            part = b"".join(lines[first : first + step])
            name = f"part-{first // step}.{ending}"
            zipped.writestr(zipfile.ZipInfo(name, stamp), part, zipfile.ZIP_DEFLATED)
            info = tarfile.TarInfo(name)
            info.size = len(part)
            tarred.addfile(info, io.BytesIO(part))


def compressed(data, out, stem):
    import pyarrow

    ending = "jsonl" if data.startswith(b"{") else "csv"
    (out / f"{stem}.{ending}.gz").write_bytes(gzip.compress(data, 6, mtime=0))
    (out / f"{stem}.{ending}.bz2").write_bytes(bz2.compress(data))
    (out / f"{stem}.{ending}.xz").write_bytes(lzma.compress(data, preset=3))
    for suffix, codec in (("zst", "zstd"), ("lz4", "lz4")):
        with pyarrow.CompressedOutputStream(str(out / f"{stem}.{ending}.{suffix}"), codec) as file:
            file.write(data)


def make(table, log, accesses, out, mib):
    for content, source in (("dense", table), ("sparse", log)):
        data = source.read_bytes()
        (out / f"{content}{source.suffix}").write_bytes(data)
        compressed(data, out, content)
        members(data, out, content)
        share = lambda ending: rows_of(source, mib * MIB // SHARE.get(ending, 1))
        xml(*share("xml"), out / f"{content}.xml")
        page(*share("html"), out / f"{content}.html")
        array(*share("json"), out / f"{content}.json")
        columnar(*share("orc"), out, content)
        avro(*share("avro"), out / f"{content}.avro")
        database(*share("sqlite"), out / f"{content}.sqlite")
        workbook(*share("xlsx"), out / f"{content}.xlsx")
        lines = data.decode().splitlines()
        part = lambda ending: lines[: len(lines) // SHARE[ending]]
        document(part("docx"), out / f"{content}.docx")
        pages(part("pdf"), out / f"{content}.pdf")
        message(part("eml"), out / f"{content}.eml")
    (out / "sparse.log").write_bytes(accesses.read_bytes())


def read(path):
    """Reads all of the file and drops it."""
    if path.suffix == ".avro":
        import fastavro

        run = lambda: sum(1 for _ in fastavro.reader(open(path, "rb")))
    elif path.suffix == ".orc":
        from pyarrow import orc

        run = lambda: [orc.ORCFile(path).read_stripe(n) and None for n in range(orc.ORCFile(path).nstripes)]
    elif path.suffix == ".sqlite":
        run = lambda: sum(1 for _ in sqlite3.connect(path).execute("SELECT * FROM rows"))
    else:
        import email

        run = lambda: [p.get_payload(decode=True) for p in email.message_from_binary_file(open(path, "rb")).walk()]
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    print(time.perf_counter() - wall, time.process_time() - cpu)


if __name__ == "__main__":
    if sys.argv[1] == "read":
        read(Path(sys.argv[2]))
    else:
        make(*map(Path, sys.argv[1:5]), int(sys.argv[5]))
