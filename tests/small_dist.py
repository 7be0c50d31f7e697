"""A small dataset written by hand, row by row: what `validate` must find nothing in.

Six seeds: a news page, a later copy of it, a page of two parts, a page in Big5 with bytes that
do not decode, one with a contact line, and one rejected. A ledger row is
written as its role, its document and its pieces; a piece that was rewritten is a pair of what
stands in the page and what it reads.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from shards import write_shard

from dongxi import card, croissant, manifest, report
from dongxi.about import About
from dongxi.facts import describe
from dongxi.hans import to_hans
from dongxi.options import Options, Terms, of
from dongxi.removals import Removal
from dongxi.schema import files, tables
from dongxi.script import count, label, language
from dongxi.splits import splits
from dongxi.write import (
    JSONL_TABLES,
    content_sha256,
    jsonl_path,
    parquet_path,
    read_parquet,
)

if TYPE_CHECKING:
    from pathlib import Path

    Row = dict[str, Any]

TEXT = {"body", "heading", "list_item", "quote", "table"}
ABOUT = About(rights="The pages belong to their publishers.")
SPLITS = ("train", "validation", "test")
SINGLE = (
    "title", "subtitle", "source", "site_name", "date", "date_modified", "place", "section",
    "document_number", "document_type",
)  # fmt: skip


class Line(NamedTuple):
    """A ledger row: its role, its part (0 for none), its pieces, what a separator reads."""

    role: str
    part: int
    pieces: tuple[Any, ...]
    joint: str | None = None
    used: bool = False


class Said(NamedTuple):
    """A claim: field, value, the piece of the page that shows it, rule, and the rest."""

    field: str
    value: str
    shown: str | None
    rule: str
    chosen: bool = True
    part: int = 0
    reason: str | None = None
    certainty: str = "certain"


class Source(NamedTuple):
    """A page by hand."""

    seed: str
    lines: tuple[Line, ...]
    said: tuple[Said, ...] = ()
    encoding: str = "utf-8"
    parts: int = 1
    flags: tuple[str, ...] = ()
    days: tuple[str | None, str | None] = (None, None)
    basis: str | None = None
    url: str | None = None
    reason: str | None = None


def text(role: str, *pieces: Any, part: int = 1) -> Line:
    return Line(role, part, pieces, None, role in TEXT and part > 0)


def gap(raw: str, joint: str = "\n", *, used: bool = True, part: int = 1) -> Line:
    return Line("whitespace", part, (raw,), joint, used)


NEWS = (
    text("title", "东西部扶贫协作"),
    gap("\n", used=False),
    text("meta", "2017-07-21 来源：央视网 作者：", ("张 三", "张三"), " 李四"),
    gap("\n\n", used=False),
    text(
        "body",
        "一年来",
        (",", "，"),
        "各地扎实推进",
        ("&quot;", "“"),
        "协作",
        ("&quot;", "”"),
        "。",
    ),
    gap("\r\n"),
    text("heading", "一、总体要求"),
    gap("\n"),
    text("body", "产业合作"),
    Line("markup", 1, ("<b>",), "", used=True),
    text("body", "持续深化。"),
    gap("\n", used=False),
    text("legal", "版权所有 央视网"),
)
SOURCES = (
    Source(
        "copy",
        (
            text("body", "一年来，各地扎实推进“协作”。"),
            gap("\n"),
            text("heading", "一、总体要求"),
            gap("\n"),
            text("body", "产业合作持续深化。"),
        ),
    ),
    Source(
        "letters",
        (
            text("title", "心得体会两篇", part=0),
            gap("\n", used=False, part=0),
            text("body", "第一篇写在春天里，山里的路修通了。"),
            gap("\n"),
            text("body", "乡亲们笑了。"),
            gap("\n", used=False, part=0),
            text("body", "第二篇写在秋天里，地里的粮食收了。", part=2),
        ),
        (
            Said("title", "心得体会两篇", "心得体会两篇", "claims/headline"),
            Said(
                "section", "心得", None, "curation/entry", reason="The site says so elsewhere."
            ),
            Said("title", "心得", "心得", "claims/title-element", chosen=False),
            Said("part", "1", "第一篇写在", "curation/entry", reason="It begins here."),
            Said(
                "repair",
                "\ufffd",
                "秋",
                "restore/lost-character",
                chosen=False,
                certainty="guess",
            ),
        ),
        parts=2,
    ),
    Source(
        "news",
        NEWS,
        (
            Said("title", "东西部扶贫协作", "东西部扶贫协作", "claims/headline"),
            Said("date", "2017-07-21", "2017-07-21", "claims/stamp"),
            Said("date", "2017-07", None, "claims/address", chosen=False),
            Said("source", "央视网", "央视网", "claims/labelled-source"),
            Said("author", "张三", "张 三", "claims/labelled-author"),
            Said("author", "李四", "李四", "claims/byline"),
        ),
        days=("2017-07-21", "2017-07-21"),
        basis="stated",
        url="https://News.Example.org/2017-07/21/a.htm",
    ),
    Source(
        "old",
        (
            text("body", "汪洋出席會議並講話", (b"\xff", "\ufffd"), "。"),
            gap("\n"),
            text("quote", "國家發展要靠人民。"),
        ),
        encoding="big5hkscs",
        flags=("lost_characters", "undecodable_bytes"),
    ),
    Source(
        "river",
        (
            text("body", "黄河之水天上来。"),
            gap("\n", used=False),
            text("contact", "电话：010", part=1),
        ),
    ),
    Source("zero", (Line("markup", 0, ("1 2 3",), "\n"),), reason="no_text"),
)


def rows(sources: tuple[Source, ...] = SOURCES) -> dict[str, list[Row]]:
    """Write all rows, without their splits."""
    done: dict[str, list[Row]] = {name: [] for name in tables()}
    for source in sources:
        page = ledger(source)
        raw = b"".join(_bytes(row, source.encoding) for row in page)
        documents = (
            [] if source.reason else [_document(source, page, n) for n in _parts(source)]
        )
        done["seeds"].append(_seed(source, raw, len(documents)))
        done["ledger"] += page
        done["edits"] += _edits(source, page)
        done["claims"] += list(_claims(source, raw))
        done["documents"] += documents
        for document, number in zip(documents, _parts(source), strict=False):
            done["passages"] += _passages(document, [r for r in page if r["part"] == number])
    _place(done)
    for row in done["ledger"]:
        for name in ("part", "pieces", "used"):
            row.pop(name, None)
    return done


def _parts(source: Source) -> range:
    return range(1, source.parts + 1)


def _id(source: Source, part: int) -> str | None:
    if not part or source.reason:
        return None
    return source.seed if source.parts == 1 else f"{source.seed}.{part:02}"


def _raw(piece: Any) -> Any:
    return piece[0] if isinstance(piece, tuple) else piece


def _encode(piece: Any, encoding: str) -> bytes:
    raw = _raw(piece)
    return raw if isinstance(raw, bytes) else raw.encode(encoding)


def ledger(source: Source) -> list[Row]:
    """Write the ledger of a page, with the pieces of each row still there."""
    done, at = [], 0
    for position, line in enumerate(source.lines):
        data = b"".join(_encode(piece, source.encoding) for piece in line.pieces)
        plain = all(isinstance(_raw(piece), str) for piece in line.pieces)
        raw = "".join(_raw(piece) for piece in line.pieces) if plain else None
        reading = line.joint
        if reading is None:
            reading = "".join(p[1] if isinstance(p, tuple) else p for p in line.pieces)
        done.append({
            "seed": source.seed, "document": _id(source, line.part), "position": position,
            "start": at, "end": at + len(data), "role": line.role, "rule": f"roles/{line.role.replace('_', '-')}",
            "in_text": line.used, "raw": raw, "raw_hex": None if plain else data.hex(),
            "text": None if reading == raw else reading, "sha256": None,
            "part": line.part, "pieces": line.pieces,
        })  # fmt: skip
        at += len(data)
    return done


def _bytes(row: Row, encoding: str) -> bytes:
    return bytes.fromhex(row["raw_hex"]) if row["raw_hex"] else row["raw"].encode(encoding)


def _edits(source: Source, page: list[Row]) -> list[Row]:
    done = []
    for row in page:
        at = row["start"]
        for piece in row["pieces"]:
            size = len(_encode(piece, source.encoding))
            if isinstance(piece, tuple):
                bad = isinstance(piece[0], bytes)
                done.append({
                    "seed": source.seed, "document": row["document"], "position": row["position"],
                    "start": at, "end": at + size, "raw": None if bad else piece[0],
                    "new": piece[1], "certainty": "certain", "proof": "none" if bad else "rule",
                    "rules": ["decode/undecodable" if bad else "tidy/folded-punctuation"],
                    "candidates": [],
                })  # fmt: skip
            at += size
    return done


def _seed(source: Source, raw: bytes, documents: int) -> Row:
    return {
        "seed": source.seed, "url": source.url,
        "host": "news.example.org" if source.url else None, "retrieved": None,
        "bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest(),
        "encoding": source.encoding, "format": "text",
        "status": "rejected" if source.reason else "used", "reason": source.reason,
        "documents": documents,
    }  # fmt: skip


def _claims(source: Source, raw: bytes):
    said = (Said("encoding", source.encoding, None, "decode/declared"), *source.said)
    for claim in said:
        shown = claim.shown.encode(source.encoding) if claim.shown else b""
        start = raw.index(shown) if claim.shown else None
        yield {
            "seed": source.seed,
            "document": None if claim.field == "encoding" or source.parts > 1 else source.seed,
            "field": claim.field, "value": claim.value, "chosen": claim.chosen,
            "rule": claim.rule, "certainty": claim.certainty, "start": start,
            "end": None if start is None else start + len(shown), "reason": claim.reason,
        }  # fmt: skip


def _document(source: Source, page: list[Row], part: int) -> Row:
    used = [row for row in page if row["part"] == part and row["in_text"]]
    body = "".join(row["raw"] if row["text"] is None else row["text"] for row in used)
    counts = count(body)
    script = label(counts)
    chosen = [claim for claim in source.said if claim.chosen]
    return {
        "id": _id(source, part), "seed": source.seed, "part": part, "parts": source.parts,
        "text": body, "text_hans": to_hans(body) if script == "Hant" else body,
        "host": "news.example.org" if source.url else None, "url": source.url,
        **{name: next((c.value for c in chosen if c.field == name), None) for name in SINGLE},
        **{name: [c.value for c in chosen if c.field == name] for name in ("author", "editor")},
        "date_earliest": source.days[0], "date_latest": source.days[1],
        "date_basis": source.basis, "script": script, **counts._asdict(),
        "language": language(script, counts, body), "flags": list(source.flags),
        "characters": len(body), "paragraphs": body.count("\n") + 1,
        "duplicate_of": "news" if source.seed == "copy" else None,
        "duplicate_kind": "exact" if source.seed == "copy" else None,
        "similarity": 1000 if source.seed == "copy" else None,
    }  # fmt: skip


def _passages(document: Row, page: list[Row]) -> list[Row]:
    done, at, above = [], 0, None
    roles = _roles([row for row in page if row["in_text"]])
    for position, (line, role) in enumerate(
        zip(document["text"].split("\n"), roles, strict=True), 1
    ):
        done.append({
            "id": f"{document['id']}#{position}", "document": document["id"],
            "position": position, "role": role, "heading": above, "text": line, "start": at,
            "end": at + len(line), "characters": len(line), "script": label(count(line)),
            "duplicate_of": f"copy#{position}" if document["id"] == "news" else None,
        })  # fmt: skip
        at += len(line) + 1
        above = line if role == "heading" else above
    return done


def _roles(used: list[Row]) -> list[str]:
    done, opens = [], True
    for row in used:
        if row["role"] not in TEXT:
            opens = row["text"] in {None, "\n"} or opens
        elif opens:
            done.append(row["role"])
            opens = False
    return done


def _place(done: dict[str, list[Row]]) -> None:
    """Give every row its split, and documents their groups."""
    hashes = {row["seed"]: row["sha256"] for row in done["seeds"]}
    pair = min(hashes["copy"], hashes["news"])
    group = hashes | {"copy": pair, "news": pair}
    names = [group[row["seed"]] for row in done["documents"]]
    split = splits({name: names.count(name) for name in names})
    home = {row["id"]: row["seed"] for row in done["documents"]}
    for row in done["documents"]:
        row |= {"group": group[row["seed"]], "group_size": names.count(group[row["seed"]])}
    for table in done.values():
        for row in table:
            seed = row["seed"] if "seed" in row else home[row["document"]]
            row["split"] = "train" if seed == "zero" else split[group[seed]]


def write(folder: Path, done: dict[str, list[Row]] | None = None) -> Path:
    """Write the dataset; the files as `publish` lays them out."""
    for table, listed in (done or rows()).items():
        for split in SPLITS:
            chosen = [row for row in listed if row["split"] == split]
            put(folder, table, split, chosen)
    for name, data in files().items():
        target = folder / "schema" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (folder / "LICENSE.md").write_text(f"{ABOUT.rights}\n", encoding="utf-8")
    (folder / "CITATION.cff").write_text(card.citation(ABOUT), encoding="utf-8")
    seal(folder)
    return folder


def put(folder: Path, table: str, split: str, chosen: list[Row]) -> None:
    """Write the files of one split, or remove them where it has no rows."""
    parquet, jsonl = folder / parquet_path(table, split), folder / jsonl_path(table, split)
    if not chosen:
        parquet.unlink(missing_ok=True)
        jsonl.unlink(missing_ok=True)
        return
    write_shard(chosen, tables()[table], parquet, jsonl if table in JSONL_TABLES else None)


def seal(folder: Path) -> None:
    """Write manifest, card, Croissant, report and list of hashes to fit the tables, on the old terms."""
    path = folder / "manifest.json"
    old = json.loads(path.read_bytes()) if path.is_file() else {}
    written = []
    for table in tables().values():
        for split in SPLITS:
            path = parquet_path(table.name, split)
            if (folder / path).is_file():
                found = list(read_parquet(folder / path))
                digest = content_sha256(found, table)
                written.append(manifest.File(table.name, split, path, len(found), digest))
    seeds = {
        row["seed"]: row["sha256"]
        for split in SPLITS
        if (folder / parquet_path("seeds", split)).is_file()
        for row in read_parquet(folder / parquet_path("seeds", split))
    }
    asked = [{k: v for k, v in one.items() if k != "scope"} for one in old.get("removals", ())]
    terms = Terms(of(old) if old else Options(), tuple(Removal(**one) for one in asked))
    made = manifest.manifest(folder, written, seeds, terms)
    if not terms.options.whole:
        made["complete_content_sha256"] = old["complete_content_sha256"]
    (folder / "manifest.json").write_bytes(manifest.render(made))
    facts = describe(folder)
    made = croissant.render(folder, ABOUT, facts)
    (folder / "croissant.json").write_bytes(manifest.render(made))
    (folder / "README.md").write_text(card.render(folder, ABOUT, facts), encoding="utf-8")
    chinese = card.render_chinese(folder, ABOUT, facts)
    (folder / "README.zh-CN.md").write_text(chinese, encoding="utf-8")
    drawn = report.figures(folder, facts)
    for name, data in report.pictures(drawn, facts).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / report.REPORT).write_bytes(report.render(folder, facts=facts, drawn=drawn))
    resum(folder)


def resum(folder: Path) -> None:
    """Write the list of hashes anew."""
    (folder / "SHA256SUMS").write_text(manifest.sha256sums(folder), encoding="utf-8")


def raw_pages(folder: Path) -> Path:
    """Write the raw pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        raw = b"".join(_bytes(row, source.encoding) for row in ledger(source))
        (folder / f"{source.seed}.txt").write_bytes(raw)
    return folder
