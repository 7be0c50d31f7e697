"""Saved pages in, a folder of seeds that holds them out, with where each is from; no network.

Bytes are copied untouched and nothing is overwritten. All pages are laid down in a folder of
their own first and looked over as a build would; only then do they get their places.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dongxi import provenance, seeds, steady, written
from dongxi.model import Limits, Problem
from dongxi.provenance import Record, fault
from dongxi.swap import aside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


#: Endings of files that pair addresses with pages, and what stands between their columns.
LISTS = {".tsv": "\t", ".csv": ","}
#: The columns of such a file without a first line that names them.
COLUMNS = ("url", "file", "retrieved", "note")
#: How far into a page its browser's remark is looked for.
HEAD_BYTES = 4_096
#: What browsers write above a page they save.
SAVED = re.compile(rb"<!-- saved from url=\([0-9]{4,8}\)(?P<url>https?://[!-~]{1,4000}?) ?-->")
#: What SingleFile, an extension for browsers, writes.
SINGLE_FILE = re.compile(
    rb"Page saved with SingleFile {0,2}\r?\n {0,2}url: (?P<url>https?://[!-~]{1,4000}) {0,2}\r?\n"
    rb" {0,2}saved date: [A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>[0-9]{2})"
    rb" (?P<year>[0-9]{4}) (?P<time>[0-9:]{8}) GMT(?P<zone>[+-][0-9]{4})"
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SAID = "as the browser wrote into the page when it was saved"
CLOCKED = "retrieved: when the file was last changed"
#: Pages that links lead to are pages here: somebody named them.
FOLLOWED = Limits(follow_links=True)


class AddError(ValueError):
    """A page that cannot be taken in: what is wrong, where, what to do."""


class Known(NamedTuple):
    """What is known of where a page is from."""

    url: str | None = None
    retrieved: str | None = None
    note: str | None = None

    def over(self, other: Known) -> Known:
        """Fill what is not known here from another, whose note then counts too.

        >>> Known("https://example.org/1").over(Known("https://example.org/2", "2021-04-10", "a"))
        Known(url='https://example.org/1', retrieved='2021-04-10', note='a')
        """
        url, retrieved = self.url or other.url, self.retrieved or other.retrieved
        told = (url, retrieved) != self[:2] or not (other.url or other.retrieved)
        notes = dict.fromkeys(filter(None, (self.note, other.note if told else None)))
        return Known(url, retrieved, "; ".join(notes) or None)


class Incoming(NamedTuple):
    """A page to be taken in."""

    name: str
    """Its path below the folder of seeds, with `/` and its ending."""
    raw: bytes
    known: Known
    where: str
    """For messages: its file, or the line it stands in."""


class Laid(NamedTuple):
    """A page laid down, its bytes on the disk."""

    sha256: str
    known: Known
    where: str


class Taken(NamedTuple):
    """What was done."""

    added: tuple[str, ...]
    """Ids of the new seeds."""
    there: tuple[str, ...]
    """Ids of those that were there already, with the same bytes."""
    addresses: int
    """How many of both have an address now."""
    times: int
    """How many have a time of retrieval."""


def saved_from(raw: bytes) -> Known:
    r"""Read what the browser that saved a page wrote into it.

    >>> saved_from(b"<!-- saved from url=(0021)https://example.org/1 -->\r\n<html>").url
    'https://example.org/1'
    >>> saved_from(b"<p>saved from url=(0021)https://example.org/1</p>").url
    """
    head = raw[:HEAD_BYTES].replace(b"\0", b"")  # of UTF-16, the ASCII
    if found := SINGLE_FILE.search(head):
        part = {name: value.decode("ascii") for name, value in found.groupdict().items()}
        month = MONTHS.index(part["month"]) + 1 if part["month"] in MONTHS else 0
        when = (
            f"{part['year']}-{month:02}-{part['day']}T{part['time']}"
            f"{part['zone'][:3]}:{part['zone'][3:]}"
        )
        return _sound(Known(part["url"], when, SAID))
    if found := SAVED.search(head):
        return _sound(Known(found["url"].decode("ascii"), None, SAID))
    return Known()


def _sound(known: Known) -> Known:
    """Drop what a page says amiss."""
    url = known.url if not fault("url", known.url) else None
    when = known.retrieved if not fault("retrieved", known.retrieved) else None
    return Known(url, when, known.note if url or when else None)


def file(
    path: Path, folder: Path, known: Known, *, into: str = "", clock: bool = False
) -> Incoming:
    """Give one saved page; one that lies in the folder of seeds keeps its place there."""
    if not path.is_file():
        raise AddError(f"{path}: no such file; give saved pages, folders of them, or a list")
    return _incoming(path, _name(path, path.parent, folder, into), known, clock=clock)


def below(
    given: Path, folder: Path, known: Known, *, into: str = "", clock: bool = False
) -> tuple[Iterator[Incoming], tuple[Problem, ...]]:
    """Give the pages of a folder, and the files of it that are none.

    What its own `provenance.jsonl` says goes with them.
    """
    found = seeds.listing(given)
    told = provenance.load(given)

    def pages() -> Iterator[Incoming]:
        for seed, path in found.seeds:
            page = _incoming(path, _name(path, given, folder, into), known, clock=clock)
            yield _recorded(page, *told[seed]) if seed in told else page

    return pages(), (*found.not_read, *(_whole(name) for name, _ in found.containers))


def _whole(name: str) -> Problem:
    """Say of a file of many pages that it is no page."""
    return Problem(seeds.NOT_READ, name, "not taken in: a file of many pages; a build reads it")


def _recorded(page: Incoming, number: int, record: Record) -> Incoming:
    """Add what the folder a page comes from says about it."""
    if record.sha256 != hashlib.sha256(page.raw).hexdigest():
        raise AddError(
            f"{page.where}: its line {number} in {seeds.PROVENANCE} was written for other bytes; "
            "correct or remove the line"
        )
    said = Known(record.url, record.retrieved, record.note)
    return page._replace(known=said.over(page.known))


def pairs(
    given: Path, folder: Path, known: Known, *, into: str = "", clock: bool = False
) -> Iterator[Incoming]:
    """Give the pages that a list names, each with its address.

    A line is `url`, `file` and, where known, `retrieved` and `note`, with tabs between (commas
    in a .csv); a first line may name the columns. Paths count from the list's folder.
    """
    rows = [*_rows(given)]
    if not rows:
        raise AddError(
            f"{given}: no line that names a page; expected {', '.join(COLUMNS)} in each"
        )
    for where, row in rows:
        one = Known(
            row.get("url") or None, row.get("retrieved") or None, row.get("note") or None
        )
        _check(where, one)
        path = given.parent / row["file"]
        if not path.is_file():
            raise AddError(f"{where}: no file {row['file']!r}; paths count from {given.parent}")
        yield _incoming(
            path, _name(path, given.parent, folder, into), one.over(known), clock=clock
        )


def _rows(given: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Read the lines of a list: where each stands, and its cells by column."""
    between = LISTS.get(given.suffix.lower(), "\t")
    try:
        text = steady.read_bytes(given).decode("utf-8-sig")
        lines = csv.reader(
            io.StringIO(text, newline=""), delimiter=between, strict=True,
            quoting=csv.QUOTE_MINIMAL if between == "," else csv.QUOTE_NONE,
        )  # fmt: skip
        names: Sequence[str] = COLUMNS
        for cells in lines:
            row = [cell.strip() for cell in cells]
            if {"url", "file"} <= {cell.lower() for cell in row}:
                names = [cell.lower() for cell in row]
            elif any(row):
                where = f"{given}, line {lines.line_num}"
                yield where, _row(where, names, row)
    except UnicodeDecodeError as wrong:
        raise AddError(f"{given}: not UTF-8 ({wrong}); save the list as UTF-8") from None
    except csv.Error as wrong:
        raise AddError(
            f"{given}, line {lines.line_num}: not readable ({wrong}); mend it"
        ) from None


def _row(where: str, names: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """Read one line of a list."""
    done = dict(zip(names, row, strict=False))
    if len(row) > len(names) or not done.get("file"):
        raise AddError(
            f"{where}: found {len(row)} columns, expected {', '.join(names)}, with a "
            "tab between (a comma in a .csv)"
        )
    return done


def _check(where: str, known: Known) -> None:
    """Raise for an address or a time that is none."""
    for field, value in known._asdict().items():
        if value is not None and (wanted := fault(field, value)):
            raise AddError(f"{where}, {field}: found {written.quote(value)}, expected {wanted}")


def _incoming(path: Path, name: str, known: Known, *, clock: bool) -> Incoming:
    """Read a page; what is not known may stand in it, or be the time of its file."""
    raw = steady.read_bytes(path)
    known = known.over(saved_from(raw))
    if clock and known.retrieved is None:
        when = datetime.fromtimestamp(int(path.stat().st_mtime), UTC).isoformat()
        note = "; ".join(part for part in (known.note, CLOCKED) if part)
        known = Known(known.url, when, note)
    return Incoming(name, raw, known, str(path))


def _name(path: Path, base: Path, folder: Path, into: str) -> str:
    """Give a page's path below the folder of seeds; one that lies there keeps its own."""
    here, top, there = (
        Path(os.path.abspath(one))  # noqa: PTH100  (a link is a page under its own name)
        for one in (path, base, folder)
    )
    if here.is_relative_to(there):
        return here.relative_to(there).as_posix()
    name = here.relative_to(top).as_posix() if here.is_relative_to(top) else here.name
    return "/".join(filter(None, (into, name)))


def take(pages: Iterable[Incoming], folder: Path) -> Taken:
    """Take pages into a folder of seeds, all of them or none; write down where they are from.

    Raises `AddError` for a page whose name is taken by another, and where what is said of a
    page contradicts what was known; `SeedError` and `ProvenanceError` as a build does.
    """
    if not folder.is_dir():
        raise AddError(f"{folder}: no such folder; make it, or name another with --seeds")
    added: list[str] = []
    same: list[str] = []
    with aside(folder / "add") as stage:
        known = {seed: record for seed, (_, record) in provenance.load(folder).items()}
        laid = _laid(pages, stage)
        found, there = _looked_over(stage, laid), _there(folder)
        for seed, path in found:
            known |= _merged(seed, laid[path], known.get(seed))
            if seed in there:
                _check_same(seed, laid[path], there[seed])
            (same if seed in there else added).append(seed)
        for seed, path in found:
            if seed not in there:
                _place(path, folder / path.relative_to(stage))
        _write(folder, known)
    now = [known[seed] for seed in (*added, *same) if seed in known]
    addresses = sum(record.url is not None for record in now)
    times = sum(record.retrieved is not None for record in now)
    return Taken(tuple(added), tuple(same), addresses, times)


def _laid(pages: Iterable[Incoming], stage: Path) -> dict[Path, Laid]:
    """Lay pages down; of what they hold only the hash is kept."""
    laid: dict[Path, Laid] = {}
    for page in pages:
        path = stage / page.name
        if path in laid:
            raise AddError(
                f"{page.where} and {laid[path].where}: both would be {page.name!r}; give them names of "
                "their own, or take in one file after the other, with --into"
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as sink:
            sink.write(page.raw)
        laid[path] = Laid(hashlib.sha256(page.raw).hexdigest(), page.known, page.where)
    if not laid:
        raise AddError("nothing to add; give saved pages, folders of them, or a list")
    return laid


def _looked_over(stage: Path, laid: Mapping[Path, Laid]) -> tuple[tuple[str, Path], ...]:
    """Give the ids of pages as a build would; raise for one that it would not read."""
    try:
        found = seeds.listing(stage, empty=True)
    except seeds.SeedError as wrong:
        raise AddError(str(wrong).replace(str(stage), "the pages to add")) from None
    read = {path for _, path in found.seeds}
    for path, page in laid.items():
        if path not in read:
            endings = ", ".join(sorted(seeds.ENDINGS - {""}))
            raise AddError(
                f"{page.where}: not the name of a page, which ends in {endings} or nothing, and "
                f"does not start with a dot, {' or '.join(seeds.NO_SEEDS)}; rename the file"
            )
    return found.seeds


def _there(folder: Path) -> dict[str, Path]:
    """List the seeds of a folder, which may be empty yet."""
    return dict(seeds.listing(folder, FOLLOWED, empty=True).seeds)


def _check_same(seed: str, page: Laid, path: Path) -> None:
    """Raise where a seed of that id is another page."""
    if hashlib.sha256(steady.read_bytes(path)).hexdigest() != page.sha256:
        raise AddError(
            f"{page.where}: the seed {seed!r} is there already and has other bytes ({path}); raw "
            "pages are never replaced: name a folder for the new one with --into, or remove the "
            "old one with what is written about it"
        )


def _merged(seed: str, page: Laid, old: Record | None) -> dict[str, Record]:
    """Put together what was known of a page and what is said now; nothing where nothing is."""
    if any(page.known) and (wanted := fault("seed", seed)):
        raise AddError(
            f"{page.where}: its name is not {wanted} that a line holds; rename the file"
        )
    new = Record(seed, page.sha256, *page.known)
    for field in ("sha256", "url", "retrieved"):
        before, now = getattr(old, field, None), getattr(new, field)
        if before and now and before != now:
            raise AddError(
                f"{page.where}: {seeds.PROVENANCE} has the {field} {before} for seed {seed!r}, found "
                f"{now}; correct or remove its line there"
            )
    known = [mine or theirs for mine, theirs in zip((old or new)[2:], new[2:], strict=True)]
    return {seed: Record(seed, page.sha256, *known)} if any(known) else {}


def _place(path: Path, target: Path) -> None:
    """Give a page its place, which nothing has."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise AddError(f"{target}: is there already, and was not replaced; move it away")
    path.rename(target)


def _write(folder: Path, records: Mapping[str, Record]) -> None:
    """Replace the file that says where pages are from, whole."""
    path = folder / seeds.PROVENANCE
    new = provenance.render(records)
    if records and (not path.is_file() or path.read_bytes() != new):
        part = folder / f".{seeds.PROVENANCE}.part"
        part.write_bytes(new)
        part.replace(path)
