"""A file of many pages in, the pages out, to be taken in as files; what is no page is counted.

JSON lines that are not packed are read by `dongxi.records`, all else (packed JSON lines, Parquet, web
archives) as a build reads it. An address or a time in another form is kept as a note.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dongxi import inputs, records
from dongxi.add import AddError, Incoming, Known, saved_from
from dongxi.inputs import lines, rows
from dongxi.inputs.ids import content_id, from_content, sha256_of
from dongxi.inputs.listing import container
from dongxi.model import Limits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from dongxi.inputs import InputSplit
    from dongxi.model import Seed

#: Pages are taken in whatever a build's limit is; a larger one is told.
LIMITS = Limits(max_bytes=1 << 30)
#: The roles of columns as the inputs call them, by those of `records.Columns`.
ROLES = {"content": "html", "url": "url", "id": "id", "retrieved": "retrieved"}
#: How the inputs say that a column can be named.
COLUMN = re.compile("(?P<verb>name (?:it|another)) with --column (?P<role>[a-z]+)=NAME")


def pages(
    path: Path, asked: records.Columns, told: Counter[str], named: Collection[str] = ROLES
) -> Iterator[Incoming]:
    """Give the pages of a container; count in `told` what is not taken as it is.

    `named` are the columns that a verb has options for. Raises `AddError` where the container breaks
    off or cannot hold pages, and for a column that was asked for and is not there.
    """
    plain = container(path.name) == ("jsonl", "")
    found = (records.pages if plain else _read)(path, asked, told)
    try:
        yield _first(path, found, told)
        yield from found
    except inputs.InputError as wrong:
        raise AddError(COLUMN.sub(lambda hit: _option(hit, named), str(wrong))) from None


def _first(path: Path, found: Iterator[Incoming], told: Counter[str]) -> Incoming:
    """Give the first page. Raises where there is none, with what is there instead."""
    for page in found:
        return page
    why = "; ".join(f"{what} ({times})" for what, times in told.items())
    raise AddError(f"{path}: no page in it{why and f': {why}'}; give a file that holds pages")


def _option(hit: re.Match[str], named: Collection[str]) -> str:
    """Say how a column is named here, where a build has `--column`."""
    role = next(role for role, name in ROLES.items() if name == hit["role"])
    return f"{hit['verb']} with --{role} NAME" if role in named else "rename the column"


def _read(path: Path, asked: records.Columns, told: Counter[str]) -> Iterator[Incoming]:
    """Read a container as a build does; a page that stands twice is one, as there."""
    given = [f"{ROLES[role]}={name}" for role, name in asked._asdict().items() if name]
    seen: set[str] = set()
    splits = inputs.splits([path], LIMITS, inputs.given(given), hashed=False)
    for split in splits[:1]:
        _check(split, asked)
    for split in splits:
        tally: Counter[str] = Counter()
        for seed in inputs.seeds(split, LIMITS, tally):
            if not _is_page(seed, told):
                continue
            if from_content(seed):
                if seed.id in seen:
                    told["records not taken: they repeat a page, address and bytes alike"] += 1
                    continue
                seen.add(seed.id)
            yield _incoming(seed, told)
        told.update({f"records that are no pages: {kind}": n for kind, n in tally.items()})


def _check(split: InputSplit, asked: records.Columns) -> None:
    """Raise for a column that was asked for and is not there; what cannot be read is told later."""
    if split.kind == "warc" and any(asked):
        options = ", ".join(f"--{role}" for role, name in asked._asdict().items() if name)
        raise AddError(f"{split.name}: a web archive has no columns; leave {options} out")
    found = rows.columns(split) if split.kind == "parquet" else _keys(split)
    if found:
        records.check(split.name, dict.fromkeys(found), asked)


def _keys(split: InputSplit) -> list[str]:
    """Name the keys of the first lines."""
    return [key for one in lines.first_objects(split) for key in one]


def _is_page(seed: Seed, told: Counter[str]) -> bool:
    """Tell a page; count a record without one. Raises for a container that breaks off."""
    if seed.fault and seed.unread:
        raise AddError(f"{seed.fault.detail}; mend the file, or give it to a build as it is")
    if seed.fault or seed.unread:
        why = seed.fault.reason if seed.fault else "too_large"
        told[f"records that are no pages: {why}"] += 1
        return False
    return True


def _incoming(seed: Seed, told: Counter[str]) -> Incoming:
    """Make a file of a page; what a file or its line cannot hold becomes a note."""
    own = None if from_content(seed) else seed.id
    name, said = records.name_of(seed.place, own)
    address = records.unfit("url", "url", seed.url, told)
    time = records.unfit("retrieved", "retrieved", seed.unclear, told)
    charset = f"charset: {records.shown(seed.charset)}" if seed.charset else ""
    told.update(["charset kept as a note"] if charset else [])
    note = "; ".join(filter(None, (said, address, time, charset)))
    known = Known(None if address else seed.url, seed.retrieved, note or None)
    known = known.over(saved_from(seed.raw))
    name = name or content_id(sha256_of(seed), seed.url)
    return Incoming(name + records.ending(seed.raw), seed.raw, known, seed.place)
