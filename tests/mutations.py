"""Kinds of damage to a good dataset, each with the id of the check that must find it.

Damage to rows changes the files of their table and leaves the hashes to be wrong: what counts
is that the check of the rows finds it too. Damage to files leaves the list of hashes in order,
unless that is the damage.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import small_dist

from dongxi.schema import tables
from dongxi.write import jsonl_path, parquet_path, read_parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    Row = dict[str, Any]
    Rows = dict[str, list[Row]]

SPLITS = ("train", "validation", "test")


class Damage(NamedTuple):
    """A kind of damage."""

    code: str
    """The check that must find it."""
    name: str
    do: Callable[[Path], None]
    of: str = "plain"
    """The dataset it is done to: the one written by hand, or a mode of `withheld_dist`."""


def read(folder: Path) -> Rows:
    """Read all rows; each remembers the split of its file."""
    return {
        name: [
            row
            for split in SPLITS
            if (folder / parquet_path(name, split)).is_file()
            for row in read_parquet(folder / parquet_path(name, split))
        ]
        for name in tables()
    }


def find(listed: Iterable[Row], **wanted: object) -> Row:
    """Find the first row with these values."""
    return next(r for r in listed if all(r[name] == value for name, value in wanted.items()))


def change(table: str, wanted: dict[str, object], **values: object) -> Callable[[Path], None]:
    """Change fields of the first row with these values."""

    def do(rows: Rows) -> None:
        find(rows[table], **wanted).update(values)

    return among(do)


def each(table: str, wanted: dict[str, object], **values: object) -> Callable[[Path], None]:
    """Change fields of every row with these values."""

    def do(rows: Rows) -> None:
        for row in rows[table]:
            if all(row[name] == value for name, value in wanted.items()):
                row.update(values)

    return among(do)


def among(do: Callable[[Rows], None]) -> Callable[[Path], None]:
    """Damage rows, and write the tables that changed."""

    def damage(folder: Path) -> None:
        rows = read(folder)
        before = {name: [dict(row) for row in listed] for name, listed in rows.items()}
        do(rows)
        for name, listed in rows.items():
            for split in SPLITS if listed != before[name] else ():
                small_dist.put(folder, name, split, [r for r in listed if r["split"] == split])

    return damage


def drop(table: str, **wanted: object) -> Callable[[Path], None]:
    """Leave out the first row with these values."""

    def do(rows: Rows) -> None:
        rows[table].remove(find(rows[table], **wanted))

    return among(do)


def twice(table: str, **wanted: object) -> Callable[[Path], None]:
    """Put the first row with these values in twice."""

    def do(rows: Rows) -> None:
        row = find(rows[table], **wanted)
        rows[table].insert(rows[table].index(row), dict(row))

    return among(do)


def suggesting(*values: str, end: int = 0) -> Callable[[Path], None]:
    """Suggest parts of a page, the first at its byte `end`, each other one before the last."""

    def do(rows: Rows) -> None:
        like = find(rows["claims"], seed="news", field="title")
        for at, value in enumerate(values):
            place = {"start": end - at, "end": end - at + 1, "rule": "parts/suggested"}
            more = {"field": "part", "value": value, "chosen": False, "certainty": "guess"}
            rows["claims"].insert(rows["claims"].index(like) + 1 + at, like | place | more)

    return among(do)


def swapped(
    table: str, one: dict[str, object], other: dict[str, object]
) -> Callable[[Path], None]:
    """Let two rows change places."""

    def do(rows: Rows) -> None:
        listed = rows[table]
        a, b = (listed.index(find(listed, **wanted)) for wanted in (one, other))
        listed[a], listed[b] = listed[b], listed[a]

    return among(do)


def moved(seed: str, split: str) -> Callable[[Path], None]:
    """Move everything of a seed to another split."""

    def do(rows: Rows) -> None:
        homes = {row["id"]: row["seed"] for row in rows["documents"]}
        for row in (row for listed in rows.values() for row in listed):
            if row.get("seed", homes.get(row.get("document"))) == seed:
                row["split"] = split

    return among(do)


def grouped(**keys: str) -> Callable[[Path], None]:
    """Give documents of seeds another group."""

    def do(rows: Rows) -> None:
        for row in rows["documents"]:
            row["group"] = keys.get(row["seed"], row["group"])

    return among(do)


def doubled(table: str, split: str) -> Callable[[Path], None]:
    """Write the first column twice."""

    def do(folder: Path) -> None:
        path = folder / parquet_path(table, split)
        found = pq.read_table(path)
        pq.write_table(found.append_column(found.schema.field(0), found.column(0)), path)
        small_dist.resum(folder)

    return do


def text(name: str, old: str, new: str, *, sums: bool = True) -> Callable[[Path], None]:
    """Replace text in a file; the list of hashes is made to fit, unless it is the damage."""

    def do(folder: Path) -> None:
        path = folder / name
        data = path.read_bytes().decode("utf-8")
        assert old in data, (name, old)
        path.write_bytes(data.replace(old, new, 1).encode("utf-8"))
        if sums:
            small_dist.resum(folder)

    return do


def data(name: str, do: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    """Change a JSON file."""

    def damage(folder: Path) -> None:
        found = json.loads((folder / name).read_bytes())
        do(found)
        (folder / name).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        small_dist.resum(folder)

    return damage


def gone(name: str, *, sums: bool = True) -> Callable[[Path], None]:
    """Remove a file."""

    def do(folder: Path) -> None:
        (folder / name).unlink()
        if sums:
            small_dist.resum(folder)

    return do


def added(name: str, *, sums: bool = True) -> Callable[[Path], None]:
    """Add a file."""

    def do(folder: Path) -> None:
        (folder / name).write_bytes(b"x\n")
        if sums:
            small_dist.resum(folder)

    return do


def emptied_folder(name: str) -> Callable[[Path], None]:
    """Add a folder without files."""
    return lambda folder: (folder / name).mkdir(parents=True)


def linked(name: str) -> Callable[[Path], None]:
    """Replace a file by a link to a copy of it elsewhere."""

    def do(folder: Path) -> None:
        copy = folder.parent / "elsewhere"
        (folder / name).rename(copy)
        (folder / name).symlink_to(copy)

    return do


def written(name: str, content: str) -> Callable[[Path], None]:
    """Write other content into a file."""

    def do(folder: Path) -> None:
        (folder / name).write_text(content, encoding="utf-8")
        small_dist.resum(folder)

    return do


def sealed(do: Callable[[Path], None]) -> Callable[[Path], None]:
    """Make manifest, card, Croissant and hashes fit the damage."""

    def damage(folder: Path) -> None:
        do(folder)
        small_dist.seal(folder)

    return damage


def invented(field: str, old: str, new: str) -> Callable[[Path], None]:
    """Invent a value, in the document and in its chosen claim; everything else fits."""

    def do(rows: Rows) -> None:
        for row in rows["claims"]:
            if (row["field"], row["value"], row["chosen"]) == (field, old, True):
                row["value"] = new
        for row in rows["documents"]:
            if row[field] == old:
                row[field] = new
            elif isinstance(row[field], list):
                row[field] = [new if value == old else value for value in row[field]]

    return sealed(among(do))


def bare_head(old: str, new: str) -> Callable[[Path], None]:
    """Change a line of the card that stands there once."""
    return text("README.md", f"\n{old}\n", f"\n{new}\n")


def flipped(name: str, *, sums: bool = False, at: float = 0.5) -> Callable[[Path], None]:
    """Flip one bit of a file."""

    def do(folder: Path) -> None:
        raw = bytearray((folder / name).read_bytes())
        raw[int(len(raw) * at)] ^= 1
        (folder / name).write_bytes(raw)
        if sums:
            small_dist.resum(folder)

    return do


def cut(name: str) -> Callable[[Path], None]:
    """Cut a file short."""

    def do(folder: Path) -> None:
        raw = (folder / name).read_bytes()
        (folder / name).write_bytes(raw[: len(raw) // 2])
        small_dist.resum(folder)

    return do


def emptied(table: str, split: str) -> Callable[[Path], None]:
    """Write a Parquet file without rows."""

    def do(folder: Path) -> None:
        path = folder / parquet_path(table, split)
        pq.write_table(pq.read_table(path).slice(0, 0), path)
        (folder / jsonl_path(table, split)).write_bytes(b"")
        small_dist.resum(folder)

    return do


def retyped(table: str, split: str) -> Callable[[Path], None]:
    """Write an integer column as text."""

    def do(folder: Path) -> None:
        path = folder / parquet_path(table, split)
        found = pq.read_table(path)
        at = found.column_names.index("characters")
        column = found.column(at).cast(pa.string())
        pq.write_table(found.set_column(at, "characters", column), path)
        small_dist.resum(folder)

    return do


def reordered(table: str, split: str) -> Callable[[Path], None]:
    """Write the columns in another order."""

    def do(folder: Path) -> None:
        path = folder / parquet_path(table, split)
        found = pq.read_table(path)
        pq.write_table(found.select(found.column_names[::-1]), path)
        small_dist.resum(folder)

    return do


def relinked(**links: str | None) -> Callable[[Path], None]:
    """Let documents repeat others."""

    def do(rows: Rows) -> None:
        for name, other in links.items():
            row = find(rows["documents"], id=name)
            kind = ("near", 900) if other else (None, None)
            row |= {"duplicate_of": other, "duplicate_kind": kind[0], "similarity": kind[1]}

    return among(do)


def relink(
    rows: Rows, name: str, other: str | None, kind: str | None, alike: int | None
) -> None:
    """Let a document repeat another in a way of one's own."""
    row = find(rows["documents"], id=name)
    row |= {"duplicate_of": other, "duplicate_kind": kind, "similarity": alike}


def request(
    manifest: dict[str, Any], seed: str, scope: str, document: str | None = None
) -> Row:
    """Ask for the removal of something, in the manifest alone."""
    return {
        "scope": scope, "seed": seed, "sha256": manifest["seeds"][seed], "reason": "person",
        "document": document, "start": None, "end": None,
    }  # fmt: skip


NEWS, FIRST = {"id": "news"}, {"seed": "news", "position": 4}
DOCS, SEEDS, LEDGER = "documents", "seeds", "ledger"
EDIT = {"seed": "news", "position": 4}
ONE = "train-00000-of-00001"
DOCS_FILE, DOCS_LINES = f"documents/{ONE}.parquet", f"jsonl/documents/{ONE}.jsonl"
LEDGER_FILE = f"ledger/{ONE}.parquet"
OTHER = "0" * 64

#: Of `withheld_dist`: the row, edit and claim of a number in the text, and of a name removed.
CALL, LINE = {"seed": "call", "position": 22}, {"seed": "line", "position": 3}
NUMBER = {"seed": "call", "value": "identity-number"}
#: Each is found where it is said to be, in a release that withholds something.
WITHHELD = (
    Damage(
        "W001",
        "an option nobody knows",
        data("manifest.json", lambda m: m["options"].update(personal="maybe")),
        "mask",
    ),
    Damage(
        "W001",
        "an option missing",
        data("manifest.json", lambda m: m["options"].pop("ledger")),
        "mask",
    ),
    Damage(
        "W001",
        "a full ledger without texts",
        data("manifest.json", lambda m: m["options"].update(text=False)),
        "mask",
    ),
    Damage(
        "W001",
        "a request with its words",
        data("manifest.json", lambda m: m["removals"][0].update(text="秘密")),
        "mask",
    ),
    Damage(
        "W002",
        "no ledger though the options publish one",
        data("manifest.json", lambda m: m["options"].update(ledger="full")),
        "none",
    ),
    Damage(
        "W002",
        "a ledger though the options publish none",
        data("manifest.json", lambda m: m["options"].update(ledger="none")),
        "mask",
    ),
    Damage(
        "W003",
        "another hash of the complete dataset",
        data("manifest.json", lambda m: m.update(complete_content_sha256=OTHER)),
        "flag",
    ),
    Damage(
        "W003",
        "no complete dataset",
        data("manifest.json", lambda m: m.update(complete_content_sha256=m["content_sha256"])),
        "bare",
    ),
    Damage("W004", "a text missing", change(DOCS, {"id": "plain"}, text_hans=None), "flag"),
    Damage("W004", "a text where none is", change(DOCS, {"id": "plain"}, text="粮食"), "bare"),
    Damage("W004", "a passage there", change("passages", {"id": "plain#1"}, text="粮"), "bare"),
    Damage(
        "W004",
        "a heading there",
        change("passages", {"id": "letters.01#2"}, heading="篇一"),
        "bare",
    ),
    Damage(
        "W004",
        "words in a claim",
        change("claims", {"seed": "plain", "field": "title"}, field="repair", chosen=False),
        "bare",
    ),
    Damage("W005", "raw beside hashes", change(LEDGER, {"seed": "plain"}, raw="粮"), "hashes"),
    Damage("W005", "text beside hashes", change(LEDGER, {"seed": "plain"}, text="粮"), "bare"),
    Damage("W005", "a hash missing", change(LEDGER, {"seed": "plain"}, sha256=None), "hashes"),
    Damage(
        "W005", "a hash of masked bytes", change(LEDGER, CALL, sha256=OTHER), "masked hashes"
    ),
    Damage("W005", "a hash in a full ledger", change(LEDGER, CALL, sha256=OTHER), "mask"),
    Damage("W005", "words in an edit", change("edits", {"seed": "call"}, new="@"), "hashes"),
    Damage(
        "W006", "bytes withheld for no reason", change(LEDGER, CALL, rule="roles/body"), "mask"
    ),
    Damage(
        "W006", "masked bytes shown", change(LEDGER, CALL, raw="11010519491231002X"), "mask"
    ),
    Damage("W006", "removed bytes shown", change(LEDGER, LINE, raw="钱多多"), "flag"),
    Damage(
        "W006",
        "bytes masked against the options",
        data("manifest.json", lambda m: m["options"].update(personal="flag")),
        "mask",
    ),
    Damage(
        "W007", "masked words read", change(LEDGER, CALL, text="11010519491231002X"), "mask"
    ),
    Damage("W007", "masked words read nothing", change(LEDGER, CALL, text=None), "mask"),
    Damage("W007", "removed words read", change(LEDGER, LINE, text="钱多多"), "flag"),
    Damage(
        "W007",
        "an edit that shows masked words",
        change("edits", {"seed": "call", "position": 22}, new="11010519491231002X"),
        "mask",
    ),
    Damage(
        "W008",
        "a claim that repeats what it found",
        change("claims", NUMBER, value="11010519491231002X"),
        "flag",
    ),
    Damage("W008", "personal data chosen", change("claims", NUMBER, chosen=True), "flag"),
    Damage(
        "W008", "words that are no number", change("claims", NUMBER, start=299, end=309), "flag"
    ),
    Damage(
        "W008",
        "a claim against the options",
        change(
            "claims",
            {"seed": "plain", "field": "title"},
            field="personal",
            chosen=False,
            value="email",
            rule="personal/email",
        ),
        "off",
    ),
    Damage("W009", "a claim dropped", drop("claims", **NUMBER), "flag"),
    Damage(
        "W010",
        "a masked number in a text",
        change(DOCS, {"id": "call"}, text="有人把证件11010519491231002X写在墙上。"),
        "mask",
    ),
    Damage(
        "W010",
        "a masked number in a passage",
        change("passages", {"id": "call#3"}, text="有人把证件11010519491231002X写在墙上。"),
        "none",
    ),
    Damage(
        "W010",
        "a masked address in a claim",
        change("claims", {"seed": "call", "field": "title"}, value="写信给lu@example.com"),
        "mask",
    ),
    Damage(
        "W010", "another number beside it", change(LEDGER, LINE, raw="请打13912345678"), "mask"
    ),
    Damage(
        "W010",
        "a masked number as author",
        change(DOCS, {"id": "call"}, author=["13812345678"]),
        "bare masked",
    ),
    Damage("W011", "a claim of masked bytes dropped", drop("claims", **NUMBER), "mask"),
    Damage(
        "W011", "a claim of more than is masked", change("claims", NUMBER, start=300), "mask"
    ),
    Damage(
        "W012",
        "a page that was asked for",
        data("manifest.json", lambda m: m["removals"].append(request(m, "plain", "seed"))),
        "mask",
    ),
    Damage(
        "W012",
        "a document that was asked for",
        data(
            "manifest.json",
            lambda m: m["removals"].append(request(m, "letters", "document", "letters.03")),
        ),
        "mask",
    ),
    Damage(
        "W012",
        "bytes that were asked for",
        data(
            "manifest.json",
            lambda m: m["removals"].append(
                request(m, "plain", "span") | {"start": 17, "end": 30}
            ),
        ),
        "mask",
    ),
    Damage(
        "W012",
        "a claim that rests on removed bytes",
        change("claims", {"seed": "line", "field": "title"}, start=23, end=32, value="钱多多"),
        "bare",
    ),
    Damage(
        "W012",
        "a request for another page",
        data("manifest.json", lambda m: m["removals"][0].update(sha256=OTHER)),
        "mask",
    ),
    Damage(
        "W012", "an address kept", change(SEEDS, {"seed": "gone"}, reason="no_text"), "mask"
    ),
    Damage(
        "W013",
        "removed bytes nobody asked for",
        data("manifest.json", lambda m: m["removals"].pop(2)),
        "mask",
    ),
    Damage(
        "W013",
        "a removed page nobody asked for",
        data("manifest.json", lambda m: m["removals"].pop(0)),
        "none",
    ),
    Damage(
        "F036",
        "another mode in the card",
        text("README.md", "| `mask` |", "| `flag` |"),
        "mask",
    ),
    Damage(
        "F036", "no mode in the card", text("README.md", "| `personal` | `mask`", "| x"), "mask"
    ),
    Damage(
        "F037",
        "a finding the card forgets",
        text("README.md", "| `personal/mobile` | 2 |", "| `personal/mobile` | 1 |"),
        "mask",
    ),
    Damage(
        "F038",
        "a removal the card forgets",
        text("README.md", "| `span` | 2 |", "| `span` | 1 |"),
        "mask",
    ),
    Damage(
        "F038",
        "withheld rows the card forgets",
        text("README.md", "| `withhold/removed-seed` | 1 |", "| `withhold/removed-seed` | 0 |"),
        "mask",
    ),
    Damage(
        "B006",
        "a masked number in words of its own",
        change("passages", {"id": "call#3"}, text="编号13812345678"),
        "mask",
    ),
    Damage(
        "B007", "a claim dropped where bytes are hashed", drop("claims", **NUMBER), "hashes"
    ),
    Damage(
        "B008",
        "a request the dataset was built without",
        data("manifest.json", lambda m: m["removals"].pop()),
        "hashes",
    ),
)
DAMAGES = (
    # Files
    Damage("F001", "no licence", gone("LICENSE.md")),
    Damage("F001", "no JSONL", gone(DOCS_LINES)),
    Damage("F001", "no schema", gone("schema/edits.schema.json")),
    Damage("F002", "a shard of no split", added("documents/dev-00000-of-00001.parquet")),
    Damage("F002", "a copy beside the schema", added("schema/old.json")),
    Damage("F003", "a file nobody lists", added("notes.txt", sums=False)),
    Damage("F003", "a listed file gone", gone("CITATION.cff", sums=False)),
    Damage(
        "F003", "a broken line", text("SHA256SUMS", "  README.md", " README.md", sums=False)
    ),
    Damage("F004", "a bit of a table flipped", flipped(DOCS_FILE)),
    Damage("F004", "a bit of the licence flipped", flipped("LICENSE.md")),
    Damage("F004", "a changed line of JSONL", text(DOCS_LINES, "news", "newt", sums=False)),
    Damage("F005", "no manifest worth the name", text("manifest.json", "{", "[{")),
    Damage("F005", "no seeds in the manifest", data("manifest.json", lambda m: m.pop("seeds"))),
    Damage(
        "F005",
        "a later format",
        text("manifest.json", '"format_version": 1', '"format_version": 2'),
    ),
    Damage("F006", "half a table", cut(LEDGER_FILE)),
    Damage("F007", "a table without rows", emptied("documents", "train")),
    Damage(
        "F008",
        "a wrong number of rows",
        data(
            "manifest.json",
            lambda m: m["tables"]["edits"]["splits"]["train"][0].update(rows=99),
        ),
    ),
    Damage(
        "F009",
        "a wrong content hash",
        data(
            "manifest.json",
            lambda m: m["tables"]["edits"]["splits"]["train"][0].update(content_sha256=OTHER),
        ),
    ),
    Damage("F010", "another value in JSONL", text(DOCS_LINES, '"part":1', '"part":2')),
    Damage("F010", "a line too many in JSONL", text(DOCS_LINES, '{"id"', '{}\n{"id"')),
    Damage("F010", "blanks in JSONL", text(DOCS_LINES, '"part":1', '"part": 1')),
    Damage("F010", "lists without end in JSONL", text(DOCS_LINES, '{"id"', "[" * 99_999)),
    Damage(
        "F011",
        "a wrong size",
        data(
            "manifest.json",
            lambda m: m["tables"]["edits"]["splits"]["train"][0].update(bytes=1),
        ),
    ),
    Damage(
        "F011",
        "a table unknown to the manifest",
        data("manifest.json", lambda m: m["tables"].pop("edits")),
    ),
    Damage(
        "F012",
        "a wrong hash of the whole",
        data("manifest.json", lambda m: m.update(content_sha256=OTHER)),
    ),
    Damage(
        "F012",
        "a wrong hash of a table",
        data("manifest.json", lambda m: m["tables"]["edits"].update(content_sha256=OTHER)),
    ),
    Damage(
        "F013", "a changed schema", text("schema/edits.schema.json", "rewritten", "changed")
    ),
    Damage(
        "F014", "a schema that is none", text("schema/edits.schema.json", '"object"', '"thing"')
    ),
    Damage("F015", "a card without a head", text("README.md", "---\n", "----\n")),
    Damage("F015", "a card of lists", text("README.md", "---\n", f"---\na: {'[' * 99_999}\n")),
    Damage("F034", "a citation of lists", text("CITATION.cff", "title:", "- " * 99_999)),
    Damage(
        "F016",
        "a table the card forgets",
        text("README.md", "config_name: edits", "config_name: x"),
    ),
    Damage("F016", "no default", text("README.md", "default: true", "default: false")),
    Damage(
        "F017",
        "a file the card invents",
        text("README.md", "path: edits/train", "path: edits/x"),
    ),
    Damage(
        "F018", "a feature of another type", text("README.md", "dtype: int64", "dtype: string")
    ),
    Damage(
        "F018",
        "a feature too few",
        text("README.md", "  - name: title\n    dtype: string\n", ""),
    ),
    Damage("F019", "a stale card", text("README.md", "content-sha256:", "content-sha256:0")),
    Damage("F020", "no Croissant worth the name", text("croissant.json", "{", "[{")),
    Damage(
        "F021",
        "a stale Croissant",
        data("croissant.json", lambda c: c["distribution"][0].update(sha256=OTHER)),
    ),
    Damage(
        "F021",
        "a file Croissant invents",
        text("croissant.json", '"contentUrl": "edits', '"contentUrl": "edit'),
    ),
    Damage(
        "F022",
        "a field Croissant forgets",
        text("croissant.json", '"name": "subtitle"', '"name": "sub"'),
    ),
    Damage(
        "F023",
        "a page Croissant invents",
        data("croissant.json", lambda c: c["prov:wasDerivedFrom"][0].update(sha256=OTHER)),
    ),
    Damage("F024", "a table that cannot be read", cut(DOCS_FILE)),
    Damage(
        "F039",
        "another number",
        text("report.html", '"documents":{"train":', '"documents":{"train":1'),
    ),
    Damage("F039", "no numbers", text("report.html", 'id="data-numbers"', 'id="data-none"')),
    Damage(
        "F040",
        "a script of somebody else",
        text("report.html", "</body>", "<script>0</script></body>"),
    ),
    Damage("F040", "another style", text("report.html", "margin: 0", "margin: 1px")),
    Damage(
        "F040",
        "a policy that allows more",
        text("report.html", "default-src &#39;none&#39;", "default-src *"),
    ),
    Damage("F041", "a plot that is gone", gone("plots/dates.svg")),
    Damage("F025", "a hidden file", added("documents/.DS_Store")),
    Damage("F025", "a hidden file at the top", added(".DS_Store", sums=False)),
    Damage("F025", "an empty folder", emptied_folder("documents/old")),
    Damage("F025", "a manifest that is a link", linked("manifest.json")),
    Damage(
        "F026",
        "another number of rows in the card",
        text("README.md", "| what came out | 3 |", "| what came out | 4 |"),
    ),
    Damage(
        "F026", "a table left out of the card", text("README.md", "| `edits` | what", "| x")
    ),
    Damage(
        "F027",
        "other bytes in the funnel",
        text("README.md", "| bytes left out | ", "| bytes left out | 1"),
    ),
    Damage(
        "F027",
        "a step told twice",
        text("README.md", "| pages used |", "| pages used | 9 |\n| pages used |"),
    ),
    Damage(
        "F027", "a row without cells", text("README.md", "| pages used |", "|\n| pages used |")
    ),
    Damage(
        "F027",
        "fewer rejected",
        text("README.md", "rejected: no\\_text | 1", "rejected: x | 0"),
    ),
    Damage(
        "F028", "other counts of a split", text("README.md", "| `train` | ", "| `train` | 1")
    ),
    Damage("F029", "other bytes of a role", text("README.md", "| `body` | ", "| `body` | 1")),
    Damage(
        "F030",
        "a rule the card counts otherwise",
        text(
            "README.md", "| `tidy/folded-punctuation` | certain | ", "| `tidy/x` | certain | "
        ),
    ),
    Damage("F031", "another licence", bare_head("license: other", "license: mit")),
    Damage("F031", "no name of the licence", text("README.md", "license_name", "licence")),
    Damage("F032", "two licences", bare_head("license: other", "license: mit\nlicense: other")),
    Damage("F033", "an empty licence", written("LICENSE.md", "")),
    Damage("F033", "another licence for the pages", written("LICENSE.md", "Public domain.\n")),
    Damage("F034", "a citation of garbage", written("CITATION.cff", "%: [\n")),
    Damage("F034", "a citation without authors", text("CITATION.cff", "authors:", "by:")),
    Damage(
        "F034", "a citation of something else", text("CITATION.cff", "title: ", "title: x ")
    ),
    Damage(
        "F035", "no version in Croissant", data("croissant.json", lambda c: c.pop("version"))
    ),
    Damage(
        "F035",
        "another version in Croissant",
        data("croissant.json", lambda c: c.update(version="9.9.9")),
    ),
    # Schema
    Damage("S003", "a role of no list", change("ledger", FIRST, role="preface")),
    Damage("S004", "a date of no form", change("documents", NEWS, date="July 2017")),
    Damage("S005", "a negative count", change("documents", NEWS, latin=-1)),
    Damage("S006", "a column of another type", retyped("documents", "train")),
    Damage("S006", "columns in another order", reordered("documents", "train")),
    Damage("S006", "a column that stands twice", doubled("documents", "train")),
    # The whole
    Damage("X001", "a seed twice", twice("seeds", seed="news")),
    Damage("X002", "a document twice", twice("documents", id="news")),
    Damage("X002", "two ids alike", change("documents", {"id": "letters.02"}, id="letters.01")),
    Damage("X003", "a seed dropped", drop("seeds", seed="old")),
    Damage(
        "X003",
        "a claim of an unknown document",
        change("claims", {"document": "news"}, document="x"),
    ),
    Damage("X003", "a document of another seed", change("ledger", FIRST, document="old")),
    Damage(
        "X003", "a passage of no document", change("passages", {"id": "old#1"}, document="x")
    ),
    Damage(
        "X004", "a row in another split", change("claims", {"seed": "copy"}, split="validation")
    ),
    Damage(
        "X005",
        "rows of two seeds exchanged",
        swapped("seeds", {"seed": "copy"}, {"seed": "news"}),
    ),
    Damage(
        "X005",
        "claims about two parts exchanged",
        swapped(
            "claims",
            {"document": "letters.01", "field": "script"},
            {"document": "letters.03", "field": "script"},
        ),
        "flag",
    ),
    Damage("X006", "a group in two splits", moved("copy", "validation")),
    Damage(
        "X007", "a page in two groups", change("documents", {"id": "letters.02"}, group=OTHER)
    ),
    Damage("X007", "a copy in a group of its own", grouped(copy=OTHER)),
    Damage("X008", "a group under another name", grouped(old=OTHER)),
    Damage("X009", "a wrong number in the group", each("documents", NEWS, group_size=3)),
    Damage("X010", "a group in another split", moved("old", "validation")),
    Damage("X011", "a rejected seed in test", moved("zero", "test")),
    Damage(
        "X012", "a copy of nothing", change("documents", {"id": "copy"}, duplicate_of="new")
    ),
    Damage(
        "X012",
        "a copy of another group",
        change("documents", {"id": "copy"}, duplicate_of="old"),
    ),
    Damage("X013", "copies of each other", relinked(news="copy", copy="news")),
    Damage(
        "X014",
        "a kind without a similarity",
        change("documents", {"id": "copy"}, similarity=None),
    ),
    Damage(
        "X014",
        "an exact copy not wholly alike",
        change("documents", {"id": "copy"}, similarity=990),
    ),
    Damage(
        "X014",
        "an exact copy of another text",
        change(
            "documents",
            {"id": "letters.02"},
            duplicate_of="letters.01",
            duplicate_kind="exact",
            similarity=1000,
        ),
    ),
    Damage(
        "X015",
        "a passage that repeats nothing",
        change("passages", {"id": "news#1"}, duplicate_of="x#1"),
    ),
    Damage(
        "X015",
        "two passages exchanged",
        change("passages", {"id": "news#1"}, duplicate_of="copy#2"),
    ),
    Damage(
        "X015",
        "a passage that repeats a later one",
        change("passages", {"id": "copy#1"}, duplicate_of="news#1"),
    ),
    Damage(
        "X016",
        "a seed of another hash",
        data("manifest.json", lambda m: m["seeds"].update(news=OTHER)),
    ),
    Damage(
        "X016",
        "no list of its few seeds",
        data("manifest.json", lambda m: m.update(seeds=None)),
    ),
    Damage(
        "X017",
        "an equal text that repeats nothing",
        sealed(relinked(copy=None)),
    ),
    Damage(
        "X017",
        "the earlier text made the copy",
        sealed(
            among(
                lambda rows: (
                    relink(rows, "copy", None, None, None),
                    relink(rows, "news", "copy", "exact", 1000),
                )
            )
        ),
    ),
    Damage(
        "X018",
        "an equal passage that repeats nothing",
        sealed(change("passages", {"id": "news#1"}, duplicate_of=None)),
    ),
    Damage(
        "X019",
        "an essay near another that it is not",
        sealed(among(lambda rows: relink(rows, "letters.02", "letters.01", "near", 900))),
    ),
    Damage(
        "X019",
        "an essay contained in another that it is not",
        sealed(among(lambda rows: relink(rows, "letters.02", "letters.01", "contained", 900))),
    ),
    # Ledger
    Damage("L001", "a position skipped", change("ledger", {"seed": "zero"}, position=1)),
    Damage("L002", "a ledger gap", drop("ledger", **FIRST)),
    Damage("L002", "an overlap", change("ledger", FIRST, start=40)),
    Damage("L002", "the last row dropped", drop("ledger", seed="news", position=12)),
    Damage(
        "L003", "a codec that is not for text", each("seeds", {"seed": "old"}, encoding="hex")
    ),
    Damage(
        "L004",
        "hex that is none",
        change("ledger", {"seed": "old", "position": 0}, raw_hex="bo"),
    ),
    Damage("L003", "a codec nobody has", each("seeds", {"seed": "old"}, encoding="big6")),
    Damage(
        "L003",
        "a codec with a byte order mark",
        each("seeds", {"seed": "old"}, encoding="utf-16"),
    ),
    Damage("L004", "a character of raw lost", change("ledger", {"seed": "zero"}, raw="1 2")),
    Damage(
        "L004",
        "raw the codec has not",
        change("ledger", {"seed": "old", "position": 2}, raw="国"),
    ),
    Damage(
        "L005", "raw changed at equal length", change("ledger", {"seed": "zero"}, raw="1 2 4")
    ),
    Damage("L005", "a seed's hash changed", change("seeds", {"seed": "zero"}, sha256=OTHER)),
    Damage(
        "L006", "bytes shown twice", change("ledger", {"seed": "zero"}, raw_hex="3120322033")
    ),
    Damage(
        "L006",
        "hex for text",
        change("ledger", {"seed": "zero"}, raw=None, raw_hex="3120322033"),
    ),
    Damage("L006", "a hash beside raw", change("ledger", {"seed": "zero"}, sha256=OTHER)),
    Damage(
        "L006",
        "withheld, but the text there",
        change("ledger", {"seed": "river", "position": 2}, raw=None, text="电话"),
    ),
    Damage("L007", "an edit that lies", change("edits", EDIT, new="、")),
    Damage("L007", "an edit dropped", drop("edits", **EDIT)),
    Damage(
        "L007",
        "a reading changed",
        change("ledger", {"seed": "news", "position": 2}, text="2017-07-21"),
    ),
    Damage(
        "L008",
        "text that repeats raw",
        change("ledger", {"seed": "news", "position": 6}, text="一、总体要求"),
    ),
    Damage(
        "L009",
        "a separator that reads a word",
        change("ledger", {"seed": "news", "position": 5}, text="和"),
    ),
    Damage(
        "L010",
        "a legal notice in the text",
        change("ledger", {"seed": "news", "position": 12}, in_text=True),
    ),
    Damage(
        "L010",
        "a paragraph left out",
        change("ledger", {"seed": "news", "position": 10}, in_text=False),
    ),
    Damage("L010", "text outside documents", each("ledger", {"seed": "old"}, document=None)),
    # Edits
    Damage("E001", "an edit of no row", change("edits", EDIT, position=99)),
    Damage("E001", "an edit that starts outside its row", change("edits", EDIT, start=0)),
    Damage("E001", "an edit that ends before it starts", change("edits", EDIT, end=0)),
    Damage("E002", "an edit of no document", change("edits", EDIT, document=None)),
    Damage("E003", "an edit twice", twice("edits", **EDIT)),
    Damage("E004", "another raw", change("edits", EDIT, raw=";")),
    Damage("E004", "no new text", change("edits", EDIT, new=None)),
    Damage("E005", "a guess applied", change("edits", EDIT, certainty="guess")),
    # Documents
    Damage(
        "D001", "a used seed with a reason", change("seeds", {"seed": "old"}, reason="no_text")
    ),
    Damage("D001", "a reject without a reason", change("seeds", {"seed": "zero"}, reason=None)),
    Damage(
        "D001",
        "a reject called used",
        change("seeds", {"seed": "zero"}, status="used", reason=None),
    ),
    Damage(
        "D001", "a wrong number of documents", change("seeds", {"seed": "letters"}, documents=1)
    ),
    Damage("D001", "a document dropped", drop("documents", id="letters.02")),
    Damage("D002", "another host", change("documents", NEWS, host="example.org")),
    Damage(
        "D002", "another address", change("documents", NEWS, url="https://news.example.org/b")
    ),
    Damage(
        "D003",
        "an id without its part",
        change("documents", {"id": "letters.01"}, id="letters.1"),
    ),
    Damage("D004", "a part out of count", change("documents", {"id": "letters.02"}, part=3)),
    Damage("D004", "one part too many", each("documents", {"seed": "letters"}, parts=3)),
    Damage("D005", "a character of the text changed", change("documents", NEWS, text="一年来")),
    Damage(
        "D005", "another separator", change("ledger", {"seed": "news", "position": 5}, text=" ")
    ),
    Damage("D006", "an empty line", change("documents", NEWS, text="一年来\n\n各地")),
    Damage("D007", "a wrong length", change("documents", NEWS, characters=5)),
    Damage("D007", "a paragraph too many", change("documents", NEWS, paragraphs=4)),
    Damage("D007", "a wrong count of Han", change("documents", NEWS, han=500)),
    Damage("D007", "a wrong count of Latin letters", change("documents", NEWS, latin=1)),
    Damage("D007", "more simplified than Han", change("documents", NEWS, simplified=500)),
    Damage(
        "D008",
        "Simplified of another length",
        change("documents", {"id": "old"}, text_hans="汪洋"),
    ),
    Damage(
        "D008", "Simplified text converted again", change("documents", NEWS, text_hans="X" * 31)
    ),
    Damage("D009", "another script", change("documents", {"id": "old"}, script="Hans")),
    Damage("D009", "another language", change("documents", {"id": "old"}, language="zh-Hans")),
    Damage(
        "D010",
        "a flag forgotten",
        change("documents", {"id": "old"}, flags=["lost_characters"]),
    ),
    Damage("D010", "a flag invented", change("documents", NEWS, flags=["mixed_script"])),
    Damage("D011", "a 30th of February", change("documents", NEWS, date="2017-02-30")),
    Damage("D012", "another first day", change("documents", NEWS, date_earliest="2017-07-01")),
    Damage("D012", "another last day", change("documents", NEWS, date_latest="2017-07-31")),
    Damage("D012", "a date without a basis", change("documents", NEWS, date_basis=None)),
    # Passages
    Damage("P001", "a position skipped", change("passages", {"id": "old#2"}, position=3)),
    Damage(
        "P001", "an id of another position", change("passages", {"id": "old#2"}, id="old#7")
    ),
    Damage("P002", "a passage dropped", drop("passages", id="news#3")),
    Damage("P002", "a passage out of bounds", change("passages", {"id": "old#2"}, end=99)),
    Damage("P002", "a passage moved", change("passages", {"id": "old#2"}, start=3)),
    Damage("P003", "another text", change("passages", {"id": "old#2"}, text="國家")),
    Damage("P003", "a wrong length", change("passages", {"id": "old#2"}, characters=1)),
    Damage("P004", "a heading forgotten", change("passages", {"id": "news#3"}, heading=None)),
    Damage(
        "P004",
        "a heading invented",
        change("passages", {"id": "news#1"}, heading="一、总体要求"),
    ),
    Damage("P005", "another role", change("passages", {"id": "old#2"}, role="body")),
    Damage(
        "P007",
        "no script in any passage",
        each("passages", {"document": "news"}, script="Hani"),
    ),
    Damage(
        "P007",
        "an only passage of no script",
        change("passages", {"document": "letters.02"}, script="Hani"),
    ),
    Damage(
        "P006", "a script its text has not", change("passages", {"id": "old#2"}, script="Hans")
    ),
    # Claims
    Damage("C001", "another title", change("documents", NEWS, title="东西部扶贪协作")),
    Damage(
        "C001", "a source without a claim", change("documents", {"id": "old"}, source="新华社")
    ),
    Damage("C001", "a claim dropped", drop("claims", seed="news", field="source")),
    Damage(
        "C001", "authors in another order", change("documents", NEWS, author=["李四", "张三"])
    ),
    Damage(
        "C001",
        "two titles chosen",
        each("claims", {"seed": "letters", "field": "title"}, chosen=True),
    ),
    Damage(
        "C001",
        "a title that is only claimed",
        change("claims", {"seed": "news", "field": "title"}, chosen=False),
    ),
    Damage(
        "C002",
        "another encoding claimed",
        change("claims", {"seed": "old", "field": "encoding"}, value="utf-8"),
    ),
    Damage("C002", "no encoding claimed", drop("claims", seed="old", field="encoding")),
    Damage(
        "X014",
        "equal texts called alike",
        change("documents", {"id": "copy"}, duplicate_kind="near"),
    ),
    Damage(
        "C003",
        "a guess chosen",
        change("claims", {"seed": "news", "field": "date"}, certainty="guess"),
    ),
    Damage(
        "C003",
        "a lost character chosen",
        change("claims", {"seed": "letters", "field": "repair"}, chosen=True),
    ),
    Damage(
        "C004",
        "evidence behind the end",
        change("claims", {"seed": "news", "field": "date"}, end=10**6),
    ),
    Damage(
        "C004",
        "evidence without an end",
        change("claims", {"seed": "news", "field": "date"}, end=None),
    ),
    Damage(
        "C004",
        "empty evidence",
        change("claims", {"seed": "news", "field": "title"}, start=5, end=5),
    ),
    Damage("C005", "a claim twice", twice("claims", seed="news", field="title")),
    Damage("C006", "another basis", change("documents", NEWS, date_basis="url")),
    Damage(
        "C007",
        "a curator without a reason",
        change("claims", {"field": "section"}, reason=None),
    ),
    Damage(
        "C007",
        "a reason without a curator",
        change("claims", {"field": "title"}, reason="I know."),
    ),
    Damage(
        "C008",
        "a claimed 30th of February",
        change("claims", {"value": "2017-07"}, value="2017-02-30"),
    ),
    Damage(
        "C011",
        "another script than the document's",
        change("claims", {"seed": "line", "field": "script"}, value="Hant"),
        "mask",
    ),
    Damage(
        "C011",
        "a language nobody chose",
        change("claims", {"seed": "line", "field": "language"}, chosen=False),
        "none",
    ),
    Damage(
        "C012",
        "a title of no document",
        change("claims", {"seed": "news", "field": "title"}, document=None),
    ),
    Damage(
        "C012",
        "a part's title",
        change("claims", {"seed": "letters", "field": "title"}, document="letters.01"),
    ),
    Damage("C013", "a suggested part out of count", suggesting("2")),
    Damage("C013", "suggested parts out of order", suggesting("1", "2", end=9)),
    Damage("C009", "an invented title", invented("title", "东西部扶贫协作", "东西部扶贪协作")),
    Damage("C009", "an invented author", invented("author", "李四", "王五")),
    Damage("C009", "an invented source", invented("source", "央视网", "新华社")),
    Damage(
        "C009",
        "evidence beside the value",
        sealed(change("claims", {"field": "title", "seed": "news"}, start=3)),
    ),
    Damage(
        "C010",
        "a date read from words",
        sealed(change("claims", {"field": "date", "seed": "news"}, start=0, end=6)),
    ),
    # Raw pages
    Damage("B001", "a seed renamed", each("seeds", {"seed": "zero"}, seed="zwei")),
    Damage("B002", "a seed nobody mentions", drop("seeds", seed="zero")),
    Damage("B003", "another size", change("seeds", {"seed": "zero"}, bytes=4)),
    Damage("B003", "another hash", change("seeds", {"seed": "river"}, sha256=OTHER)),
    Damage("B004", "bytes of another page", change("ledger", {"seed": "zero"}, raw="3 2 1")),
    Damage(
        "B005",
        "another hash of a row",
        change("ledger", {"seed": "call", "position": 0}, sha256=OTHER),
        "hashes",
    ),
    *WITHHELD,
)
