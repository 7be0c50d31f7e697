"""The same pages give the same documents, however they come; what is no page is told."""

from __future__ import annotations

import gzip
import hashlib
import json
import pickle
import sys
import zipfile
import zlib
from collections import Counter
from contextlib import suppress

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import FORMS, PAGES, answer, archive, lines, packed, put, record, table, zstd

from dongxi import inputs
from dongxi.checks import validate
from dongxi.cli import main
from dongxi.inputs import columns, http, listing, moments, pages, places
from dongxi.inputs import lines as jsonl
from dongxi.inputs import rows as tables
from dongxi.model import Limits
from dongxi.pipeline import build, read_all
from dongxi.seeds import SeedError
from dongxi.steady import UnsteadyError

LIMITS = Limits()
#: What a folder does not say of a page.
BESIDE = ("url", "host")
TEXT = "山里的路修通了，乡亲们的日子一天比一天好，人人都说要感谢修路的人。"
URL = "https://news.example.org/1"


def read(*sources, limits=LIMITS, tally=None, named=columns.COLUMNS):
    """Give the seeds of some inputs in the order of their pieces, each piece pickled before."""
    found = inputs.splits([str(one) for one in sources], limits, named)
    return [
        seed
        for split in found
        for seed in inputs.seeds(pickle.loads(pickle.dumps(split)), limits, tally)  # noqa: S301 -- our own
    ]


def documents(sources):
    """Give the documents of some inputs, less what a folder does not say."""
    found = [document.row() for page in read_all(sources) for document in page.documents]
    return [{k: v for k, v in row.items() if k not in BESIDE} for row in found]


def jsonl_of(*rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """The documents of the ten pages, from a folder."""
    return documents(FORMS["folder"](PAGES, tmp_path_factory.mktemp("pages")))


def test_the_pages_are_ten_documents(expected):
    assert [row["id"] for row in expected] == [page.id for page in PAGES]
    assert [row["text"].split("，")[0] for row in expected][:2] == [
        "2019年1月3日",
        "2019年2月4日",
    ]
    assert [row["title"] for row in expected][:2] == ["第3村修路记", "第4村种茶记"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_documents(form, expected, tmp_path):
    assert documents(FORMS[form](PAGES, tmp_path)) == expected


@pytest.mark.parametrize("form", [form for form in FORMS if form not in {"folder", "mixed"}])
def test_every_form_tells_address_and_time(form, tmp_path):
    found = read(*FORMS[form](PAGES, tmp_path))
    assert sorted((seed.id, seed.url, seed.retrieved, seed.raw.decode()) for seed in found) == [
        tuple(page) for page in PAGES
    ]


# Ids


def test_ids_come_from_content_where_the_input_gives_none(tmp_path):
    """Written out by hand: the way an id is made is a promise."""
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    beside = hashlib.sha256(f"{sha256} {URL}".encode()).hexdigest()
    found = read(
        *put(tmp_path / "x.jsonl", jsonl_of({"text": TEXT}, {"text": TEXT, "url": URL}))
    )
    assert [seed.id for seed in found] == [sha256[:20], beside[:20]]


@pytest.mark.parametrize("form", ["jsonl", "parquet", "warc"])
def test_ids_from_content_are_the_same_in_every_form_and_order(form, tmp_path):
    bare = [page._replace(id="") for page in PAGES]
    first = read(*FORMS["jsonl"](bare, tmp_path))
    bare = bare[7:] + bare[3:7][::-1] + bare[:3]
    (tmp_path / "again").mkdir()
    if form == "warc":
        known = [{"url": page.url, "date": page.retrieved} for page in bare]
        blocks = [
            record(answer(page.html.encode()), **one).replace(b"WARC-Record-ID", b"X")
            for page, one in zip(bare, known, strict=True)
        ]
        again = put(tmp_path / "again" / "x.warc", b"".join(blocks))
    else:
        again = FORMS[form](bare, tmp_path / "again")
    assert sorted((seed.id, seed.raw) for seed in read(*again)) == sorted(
        (seed.id, seed.raw) for seed in first
    )
    assert len({seed.id for seed in first}) == len(PAGES)


def loaded(*sources):
    found = inputs.load(inputs.splits([str(one) for one in sources]), LIMITS)
    return found.seeds, [tuple(problem) for problem in found.told]


def test_the_same_page_twice_is_one_seed_whatever_the_order(tmp_path):
    late = {"text": TEXT, "url": URL, "retrieved": "2021-05-01"}
    early = {"text": TEXT, "url": URL, "retrieved": "2021-04-01"}
    other = {"text": TEXT, "url": f"{URL}0"}
    one = put(tmp_path / "a" / "x.jsonl", jsonl_of(late, other, early))
    two = put(tmp_path / "b" / "x.jsonl", jsonl_of(early, late, other))
    seeds, told = loaded(*one)
    assert sorted((seed.url, seed.retrieved) for seed in seeds) == [
        (URL, "2021-04-01"),
        (f"{URL}0", None),
    ]
    again, told_again = loaded(*two)
    assert [(seed.id, seed.raw, seed.retrieved) for seed in again] == [
        (seed.id, seed.raw, seed.retrieved) for seed in seeds
    ]
    repeated = next(seed.id for seed in seeds if seed.url == URL)
    message = "1 records repeat a page, its address and bytes alike; each such page is one seed"
    assert told == told_again == [("seeds/same-page", repeated, message)]


@pytest.mark.parametrize("text", [TEXT, f"{TEXT}又"], ids=["same page", "other page"])
def test_an_id_that_is_given_twice_stops_with_both_places(text, tmp_path):
    one = put(tmp_path / "one.jsonl", jsonl_of({"id": "a", "text": TEXT}))
    two = put(
        tmp_path / "two.jsonl", jsonl_of({"id": "b", "text": TEXT}, {"id": "a", "text": text})
    )
    with pytest.raises(inputs.InputError) as fault:
        loaded(*two, *one)
    assert str(fault.value) == (
        "one.jsonl, line 1 and two.jsonl, line 2 have one id, 'a'; rename one, or name another "
        "column with --column id=NAME"
    )


def test_a_file_and_a_record_may_not_share_an_id(tmp_path):
    put(tmp_path / "in" / "a.txt", TEXT.encode())
    put(tmp_path / "in" / "x.jsonl", jsonl_of({"id": "a", "text": TEXT}))
    with pytest.raises(
        inputs.InputError, match=r"a\.txt and x\.jsonl, line 1 have one id, 'a'"
    ):
        loaded(tmp_path / "in")


# Lines

#: A line, its reason (None: it is a page), and words of the message.
LINES = [
    (b'{"text": "\xe5\xb1\xb1"}', None, ""),
    (b' {"text": "\xe5\xb1\xb1", "title": null, "n": 1e999}\r', None, ""),
    (b'{"text": "\\ud83d\\ude00"}', None, ""),
    (b'{"text": ""}', None, ""),
    (b'{"text": "a", "url": "", "id": null}', None, ""),
    (b'{"text": "a", "id": 7}', None, ""),
    (b'{"text": "a", "url": "no address"}', None, ""),
    (b'{"text": "a", "retrieved": 1618024365}', None, ""),
    (b'{"html": null, "text": "a"}', "no_content", "'html' is null"),
    (b'{"body": "a", "n": "b"}', "no_content", "no page among the keys 'body', 'n'"),
    (b"{}", "no_content", "no page among the keys none"),
    (b'{"text": "\\ud800"}', "malformed", "'text' holds a lone surrogate"),
    (b'{"text": "a", "url": "\\udfff"}', "malformed", "'url' holds a lone surrogate"),
    (b'{"text": "a", "id": ["b"]}', "malformed", "'id' is a list, expected a text"),
    (b'{"text": "a", "id": true}', "malformed", "'id' is a bool, expected a text"),
    (b'{"text": 7}', "malformed", "'text' is a int, expected a text"),
    (b'{"text": "a"', "malformed", "it is no JSON: Expecting ',' delimiter"),
    (b'{"text": "a"} {"text": "b"}', "malformed", "it is no JSON: Extra data"),
    (b'["text"]', "malformed", "found a list, expected an object"),
    (b'"text"', "malformed", "found a str, expected an object"),
    (b'{"text": "\xff"}', "malformed", "byte 10 of the line is not UTF-8"),
    (b'{"text": ' + b"[" * 100_000, "malformed", "it is nested too deeply"),
    (b"\xef\xbb\xbf{}", "malformed", "it is no JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "reason", "words"), LINES, ids=range(len(LINES)))
def test_a_line_is_a_page_or_keeps_its_bytes(line, reason, words, tmp_path):
    good = jsonl_of({"id": "good", "text": TEXT})
    found = read(*put(tmp_path / "x.jsonl", b"\n" + good + line + b"\n \n" + good.strip()))
    assert [seed.id for seed in found[::2]] == ["good", "good"]
    assert len(found) == 3
    if reason is None:
        assert found[1].fault is None
        return
    assert found[1].fault.reason == reason
    assert found[1].fault.detail.startswith(f"x.jsonl, line 3: {words}")
    assert found[1].raw == line
    assert found[1].id == hashlib.sha256(line).hexdigest()[:20]


def test_a_mark_at_the_start_of_a_file_is_no_part_of_its_first_line(tmp_path):
    (seed,) = read(*put(tmp_path / "x.jsonl", b"\xef\xbb\xbf" + jsonl_of({"text": TEXT})))
    assert (seed.raw, seed.fault) == (TEXT.encode(), None)


def test_ranges_of_lines_give_what_the_whole_file_gives(tmp_path, monkeypatch):
    source = put(tmp_path / "x.jsonl", lines(PAGES) + b"[broken\n" + lines(PAGES)[:-1])
    whole = read(*source)
    for size in (1, 100, 600, 601, 5_000):
        monkeypatch.setattr(jsonl, "PART_BYTES", size)
        ranges = [(one.start, one.end) for one in inputs.splits(source)]
        assert size == 5_000 or len(ranges) > 5
        assert [start for start, _ in ranges] == [0] + [end for _, end in ranges[:-1] if end]
        found = read(*source)
        assert [(seed.id, seed.raw) for seed in found] == [
            (seed.id, seed.raw) for seed in whole
        ]
    monkeypatch.setattr(jsonl, "PART_BYTES", 100)
    at = len(lines(PAGES))
    assert [seed.place for seed in read(*source)][len(PAGES)] == f"x.jsonl, line at byte {at}"


# Containers that are broken, or another thing


def broken(seed):
    """Tell the seed of a broken container: nothing held, its size and hash known."""
    assert (seed.fault.reason, seed.raw) == ("malformed", b"")
    return seed.fault.detail, seed.unread.bytes, seed.unread.sha256


def corrupt(data, at):
    return data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]


def noise(page, number):
    """Write what does not pack well."""
    return "".join(
        hashlib.sha256(f"{page} {number} {n}".encode()).hexdigest() for n in range(30)
    )


MANY = [
    page._replace(id=f"{page.id}-{n}", html=page.html + noise(page.id, n))
    for n in range(120)
    for page in PAGES
]


@pytest.mark.parametrize("pack", [gzip.compress, zstd], ids=["gz", "zst"])
def test_what_stands_before_a_break_of_packed_lines_is_read(pack, tmp_path):
    ending = "gz" if pack is gzip.compress else "zst"
    whole = pack(lines(MANY))
    data = whole[: len(whole) // 2]
    *before, last = read(*put(tmp_path / f"x.jsonl.{ending}", data))
    assert 400 < len(before) < 700
    assert [seed.id for seed in before] == [page.id for page in MANY[: len(before)]]
    detail, size, sha256 = broken(last)
    assert (size, sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert detail.startswith(
        f"x.jsonl.{ending}: the file breaks off behind line {len(before)} (byte "
    )


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.jsonl", b"<html>\n<p>a</p>\n</html>", "none of the first lines is a JSON object"),
        ("x.jsonl", b'[\n{"text": "a"},\n]\n', "none of the first lines is a JSON object"),
        ("x.jsonl.gz", b'{"text": "a"}\n', "the file breaks off behind line 0 (byte 0 unpacked)"),
        ("x.jsonl.zst", b'{"text": "a"}\n', "the file breaks off behind line 0 (byte 0 unpacked)"),
        ("x.jsonl", gzip.compress(b'{"text": "a"}\n'), "none of the first lines is a JSON object"),
        ("x.parquet", b'{"text": "a"}\n', "the file cannot be read behind row 0"),
        ("x.parquet", b"", "the file cannot be read behind row 0"),
        ("x.warc", b"<html><p>a</p></html>", "the archive breaks off in or behind record 0"),
        ("x.warc.gz", gzip.compress(b"<html>"), "the archive breaks off in or behind record 0"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_ending_says_is_a_reject(name, data, words, tmp_path):
    (seed,) = read(*put(tmp_path / name, data))
    detail, size, sha256 = broken(seed)
    assert detail.startswith(f"{name}: {words}")
    assert (size, sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert seed.id == sha256[:20]


@pytest.mark.parametrize("name", ["x.jsonl", "x.jsonl.gz", "x.jsonl.zst", "x.warc"])
def test_an_empty_container_holds_no_page(name, tmp_path):
    data = {"gz": gzip.compress(b"\n"), "zst": zstd(b"\n")}.get(name.rpartition(".")[2], b"")
    assert read(*put(tmp_path / name, data)) == []
    with pytest.raises(SeedError, match="no page in any input"):
        loaded(tmp_path / name)


def test_what_stands_before_a_broken_row_group_is_read(tmp_path):
    path = tmp_path / "x.parquet"
    pq.write_table(table(PAGES), path, row_group_size=5, write_page_checksum=True)
    column = pq.ParquetFile(path).metadata.row_group(1).column(3)
    data = corrupt(
        path.read_bytes(), column.dictionary_page_offset + column.total_compressed_size // 2
    )
    *before, last = read(*put(path, data))
    assert [seed.id for seed in before] == [page.id for page in PAGES[:5]]
    detail, _, sha256 = broken(last)
    assert detail.startswith("x.parquet: the file cannot be read behind row 5")
    assert sha256 == hashlib.sha256(data).hexdigest()


ALL = list(archive(PAGES))
WHOLE = b"".join(ALL)
#: The bytes of an archive, how many pages stand before the break, words of the message.
ARCHIVES = {
    "cut in a block": (WHOLE[:-20], 9, "record 21 (byte {last}): 16 bytes of the record are missing"),
    "cut in a header": (WHOLE[: -len(ALL[-1]) + 60], 9, "record 20 "),
    "cut before the end of line": (WHOLE[:-2], 10, None),
    "without the last ends of line": (WHOLE[:-4], 10, None),
    "other lines behind": (WHOLE + b"what is this?\n", 10, "record 21 (byte {last})"),
    "packed, cut in a record": (packed(ALL)[:-20], 9, "record 2"),
    "packed, cut between": (packed(ALL[:-2]), 9, None),
    "packed, cut in the check": (packed(ALL)[:-4], 10, "record 21"),
    "packed in one, cut": (gzip.compress(WHOLE)[:-40], 9, "record 21"),
    "packed in one, cut in the check": (gzip.compress(WHOLE)[:-4], 10, "record 21"),
    "packed, broken in the middle": (
        packed(ALL[:9]) + corrupt(gzip.compress(ALL[9]), 30) + packed(ALL[10:]), 4, "record ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ARCHIVES)
def test_what_stands_before_the_break_of_an_archive_is_read(name, tmp_path):
    data, whole, words = ARCHIVES[name]
    found = read(*put(tmp_path / "x.warc.gz", data))
    pages = [seed for seed in found if not seed.fault]
    assert [seed.id for seed in pages] == [page.id for page in PAGES[:whole]]
    assert [seed.raw for seed in pages] == [page.html.encode() for page in PAGES[:whole]]
    if words is None:
        assert len(found) == whole
        return
    detail, size, sha256 = broken(found[-1])
    assert len(found) == whole + 1
    expected = words.format(last=len(WHOLE) - len(ALL[-1]))
    assert detail.startswith(f"x.warc.gz: the archive breaks off in or behind {expected}")
    assert (size, sha256) == (len(data), hashlib.sha256(data).hexdigest())


FEW = list(archive(PAGES[:2]))
#: Where an archive of a few records may end: behind each, with or without its last ends of line.
ENDS = {sum(map(len, FEW[:n])) - less for n in range(1, 6) for less in range(5)} | {0}
PACKED_ENDS = {len(packed(FEW[:n])) for n in range(6)}


@pytest.mark.parametrize(
    ("data", "ends"),
    [(b"".join(FEW), ENDS), (packed(FEW), PACKED_ENDS)],
    ids=["plain", "packed"],
)
def test_an_archive_cut_anywhere_says_so(data, ends, tmp_path):
    """Whatever is missing, the pages before it are read, and the rest is one reject."""
    for size in range(0, len(data) + 1, 3):
        found = read(*put(tmp_path / "x.warc", data[:size]))
        whole = [seed for seed in found if not seed.fault]
        assert [seed.raw for seed in whole] == [p.html.encode() for p in PAGES[: len(whole)]]
        assert [seed.fault.reason for seed in found[len(whole) :]] == (
            [] if size in ends else ["malformed"]
        ), size


@given(
    st.lists(st.binary(max_size=40) | st.sampled_from([line for line, *_ in LINES]), max_size=9)
)
def test_every_line_is_one_seed(tmp_path_factory, made):
    """Unless it is blank, whatever stands in it."""
    parts = [part for line in made for part in line.split(b"\n")]
    data = jsonl_of({"text": TEXT}) + b"\n".join(parts)
    found = read(*put(tmp_path_factory.getbasetemp() / "law.jsonl", data))
    assert len(found) == 1 + sum(1 for part in parts if part.strip())


@given(
    st.binary(max_size=60), st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.booleans()
)
def test_any_payload_is_a_page_or_breaks_off(payload, encoding, chunked):
    fields = {"content-encoding": encoding} | (
        {"transfer-encoding": "chunked"} if chunked else {}
    )
    with suppress(http.PackedError):
        assert isinstance(http.page(http.Answer(200, fields, payload), 1_000), bytes)


# Archives

BODY = f"<p>{TEXT}</p>".encode()
BARE = zlib.compress(BODY)[2:-4]
CHUNKS = b"5\r\n" + BODY[:5] + b"\r\n%x;a=b\r\n" % len(BODY[5:]) + BODY[5:] + b"\r\n0\r\n\r\n"
#: What a server answered, and what was read: the page, or why it is none.
ANSWERS = [
    (answer(BODY), BODY),
    (answer(BODY, "TEXT/HTML"), BODY),
    (answer(BODY, "application/xhtml+xml"), BODY),
    (answer(BODY, "text/plain;charset=gbk"), BODY),
    (answer(BODY).replace(b"\r\n", b"\n"), BODY),
    (answer(gzip.compress(BODY), Content_Encoding="gzip"), BODY),
    (answer(gzip.compress(BODY[:9]) + gzip.compress(BODY[9:]), Content_Encoding="gzip"), BODY),
    (answer(zlib.compress(BODY), Content_Encoding="deflate"), BODY),
    (answer(BARE, Content_Encoding="deflate"), BODY),
    (answer(b"\x0b\x02\x80hello\x03", Content_Encoding="br"), b"hello"),
    (answer(zstd(BODY), Content_Encoding="zstd"), BODY),
    (answer(CHUNKS, Transfer_Encoding="chunked"), BODY),
    (answer(BODY, Content_Encoding="identity"), BODY),
    # stored unpacked, the header kept
    (answer(BODY, Content_Encoding="gzip"), BODY),
    (answer(BODY, Content_Encoding="deflate"), BODY),
    (answer(BODY, Content_Encoding="br"), BODY),
    (answer(BODY, Transfer_Encoding="chunked"), BODY),
    (answer(BODY, Content_Encoding="x-unknown"), BODY),
    # no pages
    (answer(BODY, status="404 Not Found"), "status 404"),
    (answer(BODY, status="301 Moved"), "status 301"),
    (answer(BODY, "image/png"), "type image/png"),
    (answer(BODY, "text/htmlx"), "type text/htmlx"),
    (answer(BODY, "nothing"), "type unknown"),
    (b"220 ready\r\n\r\n", "answer without a header"),
    # broken
    (answer(CHUNKS[:-30], Transfer_Encoding="chunked"), "a chunk of "),
    (answer(CHUNKS[:-7], Transfer_Encoding="chunked"), "the chunks break off at byte "),
    (answer(gzip.compress(BODY, mtime=0)[:-8], Content_Encoding="gzip"), "the packed page breaks off"),
    (answer(BODY, Content_Encoding="gzip, br"), "it is packed more than once"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "expected"), ANSWERS, ids=range(len(ANSWERS)))
def test_an_answer_is_a_page_or_counted_or_a_reject(block, expected, tmp_path):
    tally = Counter()
    after = record(answer(b"<p>after"), name="after")
    found = read(*put(tmp_path / "x.warc", record(block, name="one") + after), tally=tally)
    assert found[-1].raw == b"<p>after"
    if isinstance(expected, bytes):
        assert [(seed.id, seed.raw, seed.fault) for seed in found[:-1]] == [
            ("one", expected, None)
        ]
    elif len(found) == 1:
        assert tally == {expected: 1}
    else:
        assert found[0].fault.reason == "malformed"
        assert found[0].fault.detail.startswith(f"x.warc, record at byte 0 (one): {expected}")
        assert block.endswith(found[0].raw)
    assert len(found) == (1 if tally else 2)


def test_resources_and_conversions_are_pages_too(tmp_path):
    blocks = [
        record(TEXT.encode(), kind="conversion", content="text/plain", name="urn:uuid:1-2"),
        record(BODY, kind="resource", content="text/html; charset=big5", name="b"),
        record(BODY, kind="resource", content="image/png"),
        record(BODY, kind="metadata", content="text/html"),
        record(answer(BODY), kind="revisit"),
        record(BODY, kind="strange"),
    ]
    tally = Counter()
    found = read(*put(tmp_path / "x.warc", b"".join(blocks)), tally=tally)
    assert [(seed.id, seed.raw, seed.charset) for seed in found] == [
        ("1-2", TEXT.encode(), None),
        ("b", BODY, "big5"),
    ]
    assert tally == {
        "type image/png": 1, "record metadata": 1, "record revisit": 1,
        "record of another type": 1,
    }  # fmt: skip


def test_an_address_that_is_not_utf_8_is_left_out(tmp_path):
    """It would read U+FFFD, and two of them would be one."""
    plain, odd = (
        record(answer(BODY), url=f"{URL}/东", name="a"),
        record(answer(BODY), url="X", name="b"),
    )
    source = put(
        tmp_path / "x.warc", plain + odd.replace(b"URI: X", "URI: /东".encode("gb18030"))
    )
    assert [(seed.id, seed.url) for seed in read(*source)] == [("a", f"{URL}/东"), ("b", None)]
    assert checked(build(source, tmp_path / "out"), *source) == []


def test_without_fastwarc_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    with pytest.raises(inputs.InputError, match=r"run: pip install 'dongxi\[warc\]'$"):
        read(*put(tmp_path / "x.warc", WHOLE))


#: Encoding of a page that names none, what the header says, what is found, what is claimed too.
CHARSETS = [
    ("gb18030", "gb2312", ("gb18030", "decode/declared"), []),
    ("big5hkscs", "Big5", ("big5hkscs", "decode/declared"), []),
    ("utf-8", "gbk", ("utf-8", "decode/declared-wrong"), ["gbk"]),
    ("gb18030", "utf-8", ("gb18030", "decode/declared-wrong"), ["utf-8"]),
    ("utf-8", "utf-8", ("utf-8", "decode/utf-8"), []),
    ("utf-8", "x-unknown", ("utf-8", "decode/utf-8"), []),
]


@pytest.mark.parametrize(("encoding", "header", "found", "claimed"), CHARSETS)
def test_the_charset_of_the_header_is_a_claim(encoding, header, found, claimed, tmp_path):
    body = f"<p>{TEXT}{'东边的人来西边修路，西边的茶卖到东边。' * 3}</p>".encode(
        encoding, "ignore"
    )
    data = record(answer(body, f"text/html; charset={header}"))
    (page,) = read_all(put(tmp_path / "x.warc", data))
    claims = [row for row in page.claims() if row["field"] == "encoding"]
    assert [(row["value"], row["rule"]) for row in claims if row["chosen"]] == [found]
    assert [row["value"] for row in claims if not row["chosen"]] == claimed
    assert {row["start"] for row in claims} == {None}


# Limits


def test_a_page_too_large_is_known_by_its_hash(tmp_path):
    large, small = Limits(max_bytes=1_000), "a" * 1_000
    text = "山" * 400
    sources = [
        *put(
            tmp_path / "x.jsonl",
            jsonl_of({"id": "l1", "text": text}, {"id": "s1", "text": small}),
        ),
        *put(tmp_path / "x.jsonl.gz", gzip.compress(jsonl_of({"id": "l2", "text": text}))),
        *put(tmp_path / "l3.txt", text.encode()),
        *put(
            tmp_path / "x.warc",
            record(answer(text.encode()), name="l4")
            + record(answer(gzip.compress(text.encode()), Content_Encoding="gzip"), name="l5")
            + record(answer(small.encode()), name="s2")
            + record(text.encode(), kind="conversion", content="text/plain", name="l6"),
        ),
    ]
    pq.write_table(
        pa.table({"id": ["l7", "s3"], "text": [text, small]}), tmp_path / "x.parquet"
    )
    found = {seed.id: seed for seed in read(*sources, tmp_path / "x.parquet", limits=large)}
    assert sorted(found) == ["l1", "l2", "l3", "l4", "l5", "l6", "l7", "s1", "s2", "s3"]
    known = (len(text.encode()), hashlib.sha256(text.encode()).hexdigest())
    assert {seed.unread for name, seed in found.items() if name[0] == "l"} == {known}
    assert {seed.raw for name, seed in found.items() if name[0] == "l"} == {b""}
    assert {seed.raw for name, seed in found.items() if name[0] == "s"} == {small.encode()}


def test_a_line_that_no_page_fits_is_never_held(tmp_path, monkeypatch):
    """Escaped, a page takes six bytes for one; a line of more than that is read past."""
    monkeypatch.setattr(jsonl, "BESIDE_BYTES", 100)
    long = jsonl_of({"text": "a" * 1_200})
    escaped = b'{"text": "' + b"\\u0061" * 100 + b'"}\n'
    data = escaped + long + escaped
    found = read(*put(tmp_path / "x.jsonl", data), limits=Limits(max_bytes=100))
    assert [(seed.raw, seed.fault) for seed in found[::2]] == [(b"a" * 100, None)] * 2
    assert found[1].unread == (len(long) - 1, hashlib.sha256(long[:-1]).hexdigest())
    assert len(found) == 3


def test_a_packed_page_is_unpacked_in_parts(tmp_path):
    """A page of 50 MB that is packed into 50 KB is never held."""
    body = b"a" * 50_000_000
    data = record(answer(gzip.compress(body), Content_Encoding="gzip"), name="one")
    (seed,) = read(*put(tmp_path / "x.warc.gz", gzip.compress(data)))
    assert seed.unread == (len(body), hashlib.sha256(body).hexdigest())


# Columns


def test_columns_are_named_by_option(tmp_path):
    rows = [
        {
            "body": TEXT,
            "text": "no",
            "where": URL,
            "key": "k",
            "when": "2021-04-10",
            "enc": "gbk",
        }
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "x.parquet")
    put(tmp_path / "x.jsonl", jsonl_of(*rows))
    named = inputs.given(["html=body", "url=where", "id=key", "retrieved=when", "charset=enc"])
    for name in ("x.parquet", "x.jsonl"):
        (seed,) = read(tmp_path / name, named=named)
        found = (seed.id, seed.raw, seed.url, seed.retrieved, seed.charset)
        assert found == ("k", TEXT.encode(), URL, "2021-04-10", "gbk")


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (["body"], "found 'body', expected ROLE=NAME"),
        (["html="], "found 'html=', expected ROLE=NAME"),
        (["title=a"], "found 'title=a', expected ROLE=NAME"),
        (["html=a", "html=b"], "'html' is named twice"),
    ],
)
def test_a_wrong_column_option_says_what_is_expected(pairs, words):
    with pytest.raises(ValueError, match="--column: ") as fault:
        inputs.given(pairs)
    assert words in str(fault.value)


def test_a_table_without_pages_lists_its_columns(tmp_path):
    pq.write_table(pa.table({"body": [TEXT], "n": [1]}), tmp_path / "x.parquet")
    with pytest.raises(inputs.InputError) as fault:
        read(tmp_path / "x.parquet")
    assert str(fault.value) == (
        "x.parquet: no column of pages; found the columns body (string), n (int64), expected one "
        "of html, raw_html, content, text, raw_content; name it with --column html=NAME"
    )


def test_lines_without_pages_list_their_keys(tmp_path):
    with pytest.raises(inputs.InputError) as fault:
        read(*put(tmp_path / "x.jsonl", jsonl_of({"body": TEXT}, {"n": 1})))
    assert str(fault.value) == (
        "x.jsonl: no page in the first 2 lines; found the keys body, n, expected one of html, "
        "raw_html, content, text, raw_content; name it with --column html=NAME"
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"text": 1}, "column 'text' for html is int64, expected text"),
        ({"text": "a", "url": 1}, "column 'url' for url is int64, expected text"),
        ({"text": "a", "id": 1.5}, "column 'id' for id is double, expected text"),
    ],
)
def test_a_column_of_another_type_is_named(row, words, tmp_path):
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "x.parquet")
    with pytest.raises(inputs.InputError) as fault:
        read(tmp_path / "x.parquet")
    assert words in str(fault.value)


def test_a_column_that_stands_twice_is_named(tmp_path):
    twice = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["html", "html"])
    pq.write_table(twice, tmp_path / "x.parquet")
    with pytest.raises(inputs.InputError, match="two columns are called 'html'; rename one"):
        read(tmp_path / "x.parquet")


def test_rows_without_a_page_are_rejects(tmp_path):
    rows = pa.table({"id": ["a", "b", "c"], "html": [TEXT, None, ""], "text": ["", TEXT, TEXT]})
    pq.write_table(rows, tmp_path / "x.parquet")
    found = read(tmp_path / "x.parquet")
    assert [(seed.id, seed.raw, seed.fault and seed.fault.reason) for seed in found] == [
        ("a", TEXT.encode(), None),
        ("b", b"", "no_content"),
        ("c", b"", None),
    ]


def test_bytes_and_moments_of_a_table(tmp_path):
    """Bytes are not touched, not even those of a string that is no UTF-8."""
    odd = pa.array(["a" * 4]).cast(pa.binary())
    raw = "东西".encode("gb18030")
    moment = pa.array([1_618_024_365_000_000_000], pa.timestamp("ns", tz="Asia/Shanghai"))
    bad = pa.StringArray.from_buffers(1, pa.py_buffer(b"\0\0\0\0\4\0\0\0"), pa.py_buffer(raw))
    for column in (pa.array([raw]), bad):
        pq.write_table(
            pa.table({"html": column, "id": pa.array([7]), "retrieved": moment, "x": odd}),
            tmp_path / "x.parquet",
        )
        (seed,) = read(tmp_path / "x.parquet")
        assert (seed.id, seed.raw, seed.retrieved) == ("7", raw, "2021-04-10T03:12:45Z")


MOMENTS = [
    ("2021-04-10T03:12:45Z", "2021-04-10T03:12:45Z"),
    ("2021-04-10T11:12:45.5+08:00", "2021-04-10T11:12:45.500000+08:00"),
    ("2021-04-10 03:12:45 UTC", "2021-04-10T03:12:45Z"),
    ("2021-04-10 03:12:45", "2021-04-10"),
    (" 2021-04-10 ", "2021-04-10"),
    ("20210410031245", "2021-04-10T03:12:45Z"),
    ("20211310031245", None),
    ("2021-04-31", None),
    ("2021-04", None),
    ("2021-04-10T25:00:00Z", None),
    ("２０２１-04-10", None),
    ("10 Apr 2021", None),
    (20210410, None),
    (None, None),
    (True, None),
]


@pytest.mark.parametrize(("given", "expected"), MOMENTS)
def test_a_moment_is_written_as_the_schema_has_it(given, expected):
    assert moments.moment(given) == expected


# What is given


def test_patterns_stand_for_their_files_in_one_order(tmp_path):
    for name in ("b.jsonl", "a.jsonl", "c.txt", "d.json"):
        put(tmp_path / name, jsonl_of({"id": name, "text": TEXT}))
    assert [seed.id for seed in read(tmp_path / "*.jsonl")] == ["a.jsonl", "b.jsonl"]
    FORMS["memory"](PAGES, tmp_path)
    far = f"memory://{tmp_path.name}/**/*.jsonl"
    assert [seed.id for seed in read(far)] == [page.id for page in PAGES[:4]]


def test_an_address_of_a_local_file_is_that_file(tmp_path):
    (path,) = put(tmp_path / "x.jsonl", jsonl_of({"id": "a", "text": TEXT}))
    assert [seed.raw for seed in read(f"file://{path}")] == [TEXT.encode()]


@pytest.mark.parametrize(
    ("inner", "ids"),
    [
        ("d/x.jsonl", ["r"]),
        ("d/*.jsonl", ["r"]),
        ("d/p.html", ["p"]),
        ("d", ["p", "r"]),
        ("", ["d/p", "r"]),
    ],
)
def test_what_lies_in_an_archive_of_files_is_read(inner, ids, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("d/x.jsonl", jsonl_of({"id": "r", "text": TEXT}))
        file.writestr("d/p.html", TEXT)
    given = f"zip://{inner}::{tmp_path / 'a.zip'}"
    assert sorted(seed.id for seed in read(given)) == ids
    assert checked(build(given, tmp_path / "out"), given) == []


def test_pages_in_a_folder_elsewhere_follow_the_rules_of_folders(tmp_path):
    import fsspec  # noqa: PLC0415

    base = f"memory://{tmp_path.name}"
    for name in ("a/b.html", "c.txt", "README.md", ".d.txt", "e.php", "f.jsonl"):
        with fsspec.open(f"{base}/{name}", "wb") as file:
            file.write(jsonl_of({"id": "f1", "text": TEXT}))
    found = listing.find([base])
    ids = [seed.id for split in found.splits for seed in inputs.seeds(split, LIMITS)]
    assert sorted(ids) == ["a/b", "c", "f1"]
    assert [tuple(problem) for problem in found.not_read] == [
        (
            "seeds/not-read",
            "e.php",
            "not read: ending .php; rename to .html or .txt if it is a page",
        )
    ]


#: What is given below a folder, and what is said of it.
GIVEN = [
    (["none"], SeedError, "no such folder or file"),
    (["none/*.jsonl"], SeedError, "no such folder or file"),
    (["memory://none/x.jsonl"], SeedError, "no such folder or file"),
    (["x.php"], inputs.InputError, "not read: ending .php; rename to .html or .txt if it is a page; known endings are"),
    (["README.md"], inputs.InputError, "not read: the name starts with README"),
    (["in", "in"], inputs.InputError, "is given twice"),
    (["in", "in/../in"], inputs.InputError, "is given twice"),
    (["x.jsonl", "*.jsonl"], inputs.InputError, "is given twice"),
    (["empty"], SeedError, "no seeds; put pages there"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "error", "words"), GIVEN, ids=range(len(GIVEN)))
def test_what_nobody_can_mean_is_refused(given, error, words, tmp_path, monkeypatch):
    for name in ("x.php", "README.md", "in/a.txt", "x.jsonl"):
        put(tmp_path / name, jsonl_of({"text": TEXT}))
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error) as fault:
        read(*given)
    assert words in str(fault.value)


def test_two_files_of_a_folder_with_one_id_stop_the_build(tmp_path):
    put(tmp_path / "in" / "a.txt", b"a")
    put(tmp_path / "in" / "a.html", b"a")
    with pytest.raises(SeedError, match="have one id, 'a'"):
        read(tmp_path / "in")


# Pieces of work


def test_pieces_do_not_depend_on_the_order_of_what_is_given(tmp_path):
    sources = FORMS["mixed"](PAGES, tmp_path)
    assert inputs.splits(sources) == inputs.splits(sources[::-1])
    assert len(inputs.splits(sources)) == 6


def keys(*sources):
    return {(split.name, split.start): split.key for split in inputs.splits(map(str, sources))}


@pytest.mark.parametrize("form", FORMS)
def test_a_key_changes_with_the_content_alone(form, tmp_path):
    for name, pages_ in (
        ("a", PAGES),
        ("b", PAGES),
        ("c", (PAGES[0]._replace(html="别"), *PAGES[1:])),
    ):
        (tmp_path / name / "in").mkdir(parents=True)
        FORMS[form](pages_, tmp_path / name / "in")
    if form == "memory":
        return
    a, b, c = (sorted(keys(tmp_path / name / "in").values()) for name in "abc")
    assert a == b
    assert len(set(a) - set(c)) == 1
    assert all(len(key) == 64 for key in a)


def test_a_key_depends_on_how_columns_are_read(tmp_path):
    source = FORMS["jsonl"](PAGES, tmp_path)
    other = inputs.splits(source, LIMITS, inputs.given(["html=html"]))
    assert inputs.splits(source)[0].key != other[0].key


def test_keys_may_be_made_where_the_pieces_are_read(tmp_path):
    sources = FORMS["mixed"](PAGES, tmp_path)
    bare = inputs.splits(sources, hashed=False)
    assert {split.key for split in bare} == {""}
    assert [inputs.identified(split) for split in bare] == inputs.splits(sources)


def test_a_new_page_in_a_folder_changes_one_piece(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "CUT", 8)
    for number in range(200):
        put(tmp_path / "in" / f"{number:03}.txt", b"%d" % number)
    before = set(keys_of(tmp_path / "in"))
    put(tmp_path / "in" / "0501.txt", b"new")
    after = set(keys_of(tmp_path / "in"))
    assert len(before) > 10
    assert 1 <= len(after - before) <= 2
    assert len(before - after) == 1


def keys_of(*sources):
    return [split.key for split in inputs.splits(map(str, sources))]


def test_row_groups_are_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "PART_BYTES", 1)
    (path,) = FORMS["parquet"](PAGES, tmp_path)
    found = inputs.splits([path])
    assert [(split.start, split.end) for split in found] == [(0, 1), (1, 2), (2, 3), (3, 4)]
    assert len({split.key for split in found}) == 4
    ids = [seed.id for seed in inputs.seeds(found[2], LIMITS)]
    assert ids == [page.id for page in PAGES[6:9]]
    assert [seed.place for seed in inputs.seeds(found[3], LIMITS)] == ["pages.parquet, row 10"]


class Counting:
    """A file that counts the bytes that are read from it."""

    def __init__(self, file, counts):
        self.file, self.counts = file, counts

    def __getattr__(self, name):
        return getattr(self.file, name)

    def readinto(self, buffer):
        size = self.file.readinto(buffer)
        self.counts["bytes"] += size
        return size


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "jsonl.zst", "parquet", "warc.gz"])
def test_the_first_seeds_come_before_the_rest_is_read(form, tmp_path, monkeypatch):
    monkeypatch.setattr(places, "BLOCK_BYTES", 1 << 14)
    monkeypatch.setattr(places, "UNPACKED_BYTES", 1 << 12)
    monkeypatch.setattr(jsonl, "PART_BYTES", 1 << 24)
    source = FORMS[form](MANY, tmp_path)
    if form == "parquet":
        pq.write_table(table(MANY), *source, row_group_size=100)
    (split,) = inputs.splits(source)
    counts, steady = Counter(), places._steady  # noqa: SLF001
    monkeypatch.setattr(
        places, "_steady", lambda file, url: steady(Counting(file, counts), url)
    )
    stream = inputs.seeds(split, LIMITS)
    assert [next(stream).id for _ in range(9)] == [page.id for page in MANY[:9]]
    assert counts["bytes"] < split.size / 2
    assert len(list(stream)) == len(MANY) - 9


def test_a_file_that_changes_while_it_is_read_stops(tmp_path):
    (path,) = put(tmp_path / "x.jsonl", lines(PAGES))
    stream = inputs.seeds(inputs.splits([path])[0], LIMITS)
    next(stream)
    put(tmp_path / "x.jsonl", lines(PAGES[:5]))
    with pytest.raises(UnsteadyError, match="the file changed while it was read"):
        list(stream)


class Failing:
    """A file whose disk fails."""

    def __init__(self, file):
        self.file = file

    def __getattr__(self, name):
        return getattr(self.file, name)

    def readinto(self, _buffer):
        raise OSError(5, "Input/output error")


@pytest.mark.parametrize(
    "form", ["jsonl", "jsonl.gz", "jsonl.zst", "parquet", "warc", "warc.gz"]
)
def test_a_disk_that_fails_is_no_broken_file(form, tmp_path, monkeypatch):
    """It stops the build: the pages behind the fault are no rejects."""
    (split,) = inputs.splits(FORMS[form](PAGES, tmp_path))
    steady = places._steady  # noqa: SLF001
    monkeypatch.setattr(places, "_steady", lambda file, url: steady(Failing(file), url))
    with pytest.raises(UnsteadyError, match="cannot be read \\(Input/output error\\)"):
        list(inputs.seeds(split, LIMITS))


# A build


def test_a_build_counts_all_that_went_in(tmp_path, capsys):
    notes = tmp_path / "in"
    put(notes / "page.txt", TEXT.encode())
    put(
        notes / "x.jsonl",
        jsonl_of({"id": "a", "text": TEXT}, {"id": "b", "text": None}) + b"[\n",
    )
    put(notes / "x.warc.gz", packed([*archive(PAGES), record(answer(b"", "image/png"))])[:-9])
    out = tmp_path / "out"
    more = put(
        tmp_path / "more.jsonl",
        jsonl_of({"body": TEXT, "url": URL}, {"body": TEXT, "url": URL}),
    )
    column = ["--column", "html=text", "--out", str(out)]
    assert main(["--seeds", str(notes), *column]) == 1
    told = capsys.readouterr()
    assert told.out == f"{out}: 12 documents from 12 seeds, 3 rejected\n"
    assert "seeds/not-read x.warc.gz: 12 records are no pages and were not read: " in told.err
    assert main(["validate", str(out)]) == 0
    assert main(["reproduce", "--seeds", str(notes), *column]) == 0
    assert (
        main(["reproduce", "--seeds", str(notes), "--out", str(out)]) == 0
    )  # the manifest knows the names
    rows = pq.read_table(out / "seeds").to_pylist()
    assert sorted(row["reason"] for row in rows if row["reason"]) == [
        "malformed", "malformed", "no_content",
    ]  # fmt: skip
    assert {row["url"] for row in rows if row["seed"] == "p3"} == {PAGES[3].url}
    capsys.readouterr()
    args = [
        "--seeds",
        *more,
        str(notes / "page.txt"),
        "--column",
        "html=body",
        "--out",
        str(out),
    ]
    assert main(args) == 0
    assert capsys.readouterr().err.startswith("seeds/same-page ")


def test_what_curators_know_counts_for_records_too(tmp_path, capsys):
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    entry = (
        f'- {{seed: a, sha256: "{sha256}", field: title, value: 路, reason: Seen on paper.}}\n'
    )
    put(tmp_path / "notes" / "curation.yaml", entry.encode())
    source = put(tmp_path / "x.jsonl", jsonl_of({"id": "a", "text": TEXT}))
    out = tmp_path / "out"
    assert main(["--seeds", str(tmp_path / "notes"), *source, "--out", str(out)]) == 0
    assert pq.read_table(out / "documents")["title"].to_pylist() == ["路"]
    assert main(["explain", "a", "--seeds", str(tmp_path / "notes"), "--seeds", *source]) == 0
    assert "curation/entry" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_container_behind_a_link_is_followed_where_asked(tmp_path, capsys):
    (path,) = put(tmp_path / "far" / "x.jsonl", jsonl_of({"id": "far", "text": TEXT}))
    put(tmp_path / "in" / "near.txt", TEXT.encode())
    (tmp_path / "in" / "x.jsonl").symlink_to(path)
    out = tmp_path / "out"
    for follow, count in (((), 1), (("--follow-links",), 2)):
        assert main(["--seeds", str(tmp_path / "in"), "--out", str(out), *follow]) == 0
        assert pq.read_table(out / "seeds").num_rows == count
        assert checked(out, tmp_path / "in") == []
    assert (
        "seeds/not-read x.jsonl: not read: a link out of the folder" in capsys.readouterr().err
    )


def test_the_output_lies_apart_from_every_folder(tmp_path, capsys):
    for name in ("a", "b"):
        put(tmp_path / name / f"{name}.txt", TEXT.encode())
    given = ["--seeds", str(tmp_path / "a"), str(tmp_path / "b")]
    assert main([*given, "--out", str(tmp_path / "b" / "dist")]) == 2
    assert "lies in the folder of seeds" in capsys.readouterr().err


# What `validate` reads with code of its own


def checked(out, *sources, columns=()):
    return [
        problem.code for problem in validate(out, [str(one) for one in sources], dict(columns))
    ]


@pytest.mark.parametrize("form", FORMS)
def test_validate_finds_every_page_in_every_form(form, tmp_path):
    sources = FORMS[form](PAGES, tmp_path)
    out = build(sources, tmp_path / "out")
    assert checked(out, *sources) == []


def test_validate_agrees_about_what_is_odd(tmp_path):
    """Lines, answers, broken files: each is where `build` found it."""
    odd = b"".join(line + b"\n" for line, *_ in LINES)
    blocks = [record(block, name=f"w{n}") for n, (block, _) in enumerate(ANSWERS)]
    rows = pa.table({"id": ["a", None, "c"], "html": [TEXT, None, ""], "url": [None, URL, ""]})
    pq.write_table(rows, tmp_path / "x.parquet")
    sources = [
        *put(
            tmp_path / "x.jsonl",
            b"\xef\xbb\xbf" + jsonl_of({"text": TEXT}) + odd + b'{"text": "a"}',
        ),
        *put(tmp_path / "x.warc", b"".join(blocks)),
        str(tmp_path / "x.parquet"),
        *put(tmp_path / "y.jsonl.gz", gzip.compress(lines(MANY))[:-5000]),
        *put(tmp_path / "z.warc.gz", packed(one.replace(b"<p", b"<z") for one in ALL)[:-20]),
        *put(tmp_path / "z.jsonl", b"<html>"),
        *put(tmp_path / "z.parquet", b"<html>"),
        *put(tmp_path / "far" / "page.html", TEXT.encode()),
    ]
    out = build(sources, tmp_path / "out", limits=Limits(max_bytes=100_000))
    reasons = Counter(pq.read_table(out / "seeds")["reason"].to_pylist())
    assert reasons["malformed"] > 15
    assert checked(out, *sources) == []


def test_validate_finds_a_changed_a_missing_and_a_new_page(tmp_path):
    (path,) = FORMS["jsonl"](PAGES, tmp_path)
    out = build(path, tmp_path / "out")
    changed = [PAGES[0]._replace(html=PAGES[0].html.replace("村", "镇")), *PAGES[2:]]
    put(tmp_path / "x.jsonl", lines([*changed, PAGES[1]._replace(id="new")]))
    found = checked(out, path)
    assert {"B001", "B002", "B003", "B004"} <= set(found)
    assert (found.count("B001"), found.count("B002")) == (1, 1)


def test_validate_takes_names_of_columns(tmp_path, capsys):
    path, out = tmp_path / "x.jsonl", tmp_path / "out"
    put(path, jsonl_of({"body": TEXT, "key": "k"}))
    named = ["--seeds", str(path), "--column", "html=body", "--column", "id=key"]
    assert main([*named, "--out", str(out)]) == 0
    assert main(["validate", str(out), *named]) == 0
    assert main(["validate", str(out), *named[:2]]) == 0  # those of the manifest
    assert main(["validate", str(out), *named[:2], "--column", "html=key"]) == 1
    assert "B001" in capsys.readouterr().err
    assert main(["validate", str(out), "--seeds", str(tmp_path / "none")]) == 2
