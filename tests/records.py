"""Ten invented pages, and every form in which inputs may bring them."""

from __future__ import annotations

import gzip
import json
import uuid
from functools import partial
from typing import NamedTuple

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

#: Packed, without the time of it: a file is the same whenever it is written.
zipped = partial(gzip.compress, mtime=0)
#: What each page tells of, in a few words.
MATTERS = ("修路", "种茶", "办学", "引水", "养蜂", "通电", "造林", "建桥", "卖梨", "织布")


class Made(NamedTuple):
    """A page with what is known of it."""

    id: str
    url: str
    retrieved: str
    html: str

    @property
    def row(self):
        return self._asdict()


def page(number, matter):
    """Write a page: HTML or, every third one, plain text."""
    lines = [
        f"2019年{number + 1}月{number + 3}日，第{number + 3}村的村民开始{matter}，县里派人来帮忙。",
        f"{matter}以后，乡亲们的日子一天比一天好，人人都说要感谢出力的人。",
    ]
    if number % 3 == 0:
        text = "\n\n".join((f"第{number + 3}村{matter}记", *lines)) + "\n"
    else:
        body = "".join(f"<p>{line}</p>\n" for line in lines)
        title = f"第{number + 3}村{matter}记"
        text = f"<html><head><title>{title}</title></head><body>\n<h1>{title}</h1>\n{body}</body></html>\n"
    name = f"p{number}"
    return Made(
        name, f"https://news.example.org/{name}", f"2021-04-{number + 10}T03:12:45Z", text
    )


PAGES = tuple(page(number, matter) for number, matter in enumerate(MATTERS))


def lines(pages):
    """Give pages as JSON lines."""
    return "".join(json.dumps(page.row, ensure_ascii=False) + "\n" for page in pages).encode()


def table(pages, kind=None):
    """Give pages as a table, the pages as strings or of another type."""
    found = pa.Table.from_pylist([page.row for page in pages])
    if kind is None:
        return found
    return found.set_column(3, "html", found["html"].cast(kind))


def record(  # noqa: PLR0913  (the parts of a record)
    block, *, kind="response", url="https://news.example.org/", name=None, date="2021-04-10T03:12:45Z",
    content="application/http; msgtype=response",
):  # fmt: skip
    """Write a record of an archive."""
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<{name or f'urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}'}>",
        "WARC-Date": date,
        "WARC-Target-URI": url,
        "Content-Type": content,
        "Content-Length": str(len(block)),
    }
    rows = "".join(f"{key}: {value}\r\n" for key, value in head.items())
    return f"WARC/1.1\r\n{rows}\r\n".encode() + block + b"\r\n\r\n"


def answer(body, content="text/html; charset=utf-8", status="200 OK", **fields):
    """Write what a server answers."""
    rows = "".join(f"{key.replace('_', '-')}: {value}\r\n" for key, value in fields.items())
    return f"HTTP/1.1 {status}\r\nContent-Type: {content}\r\n{rows}\r\n".encode() + body


def archive(pages):
    """Give the records of an archive of pages, with those of other kinds between."""
    yield record(b"software: x\r\n", kind="warcinfo", content="application/warc-fields")
    for page in pages:
        yield record(b"GET / HTTP/1.1\r\n\r\n", kind="request")
        known = {"url": page.url, "name": page.id, "date": page.retrieved}
        yield record(answer(page.html.encode()), **known)


def put(path, data):
    """Write a file; give the input that names it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return [str(path)]


def folder(pages, at):
    for page in pages:
        put(at / "pages" / f"{page.id}.html", page.html.encode())
    return [str(at / "pages")]


def parquet(pages, at, kind=None):
    pq.write_table(table(pages, kind), at / "pages.parquet", row_group_size=3)
    return [str(at / "pages.parquet")]


def memory(pages, at):
    """Put pages elsewhere: a folder with two files of JSON lines in it."""
    base = f"memory://{at.name}"
    for name, part in (("a/one.jsonl", pages[:4]), ("two.ndjson.gz", pages[4:])):
        with fsspec.open(f"{base}/{name}", "wb") as file:
            file.write(zipped(lines(part)) if name.endswith(".gz") else lines(part))
    return [base]


def mixed(pages, at):
    """Give some pages in each of several forms, all of them below one folder or beside it."""
    put(at / "all" / "x.jsonl", lines(pages[2:4]))
    put(at / "all" / "deep" / "x.warc.gz", packed(archive(pages[4:6])))
    put(at / "all" / f"{pages[6].id}.html", pages[6].html.encode())
    pq.write_table(table(pages[7:9]), at / "all" / "x.parquet")
    return [
        *put(at / "b.jsonl.zst", zstd(lines(pages[:2]))),
        str(at / "all"),
        *put(at / f"{pages[9].id}.html", pages[9].html.encode()),
    ]


def packed(records):
    return b"".join(zipped(one) for one in records)


def zstd(data):
    return pa.compress(data, codec="zstd", asbytes=True)


#: Every form: what writes pages below a folder and gives the inputs.
FORMS = {
    "folder": folder,
    "jsonl": lambda pages, at: put(at / "x.jsonl", lines(pages)),
    "ndjson": lambda pages, at: put(at / "x.ndjson", lines(pages)),
    "jsonl.gz": lambda pages, at: put(at / "x.jsonl.gz", zipped(lines(pages))),
    "jsonl.gz, members": lambda pages, at: put(
        at / "x.jsonl.gz", zipped(lines(pages[:3])) + zipped(lines(pages[3:]))
    ),
    "jsonl.zst": lambda pages, at: put(at / "x.jsonl.zst", zstd(lines(pages))),
    "parquet": parquet,
    "parquet, bytes": lambda pages, at: parquet(pages, at, pa.binary()),
    "parquet, long": lambda pages, at: parquet(pages, at, pa.large_string()),
    "parquet, dictionary": lambda pages, at: parquet(
        pages, at, pa.dictionary(pa.int32(), pa.string())
    ),
    "warc": lambda pages, at: put(at / "x.warc", b"".join(archive(pages))),
    "warc.gz": lambda pages, at: put(at / "x.warc.gz", packed(archive(pages))),
    "warc.gz, one member": lambda pages, at: put(
        at / "x.warc.gz", zipped(b"".join(archive(pages)))
    ),
    "memory": memory,
    "mixed": mixed,
}
