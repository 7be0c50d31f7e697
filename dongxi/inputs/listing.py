"""What was given on the command line in, the pieces of work out, in an order of their own.

A folder holds pages and containers; a pattern stands for what it matches; a file is a page or a
container by its ending; an address is one of these elsewhere.
"""

from __future__ import annotations

import glob
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dongxi import seeds
from dongxi.inputs import lines, pages, places, rows
from dongxi.inputs.columns import COLUMNS, Columns
from dongxi.inputs.model import InputError, InputSplit, Kind, Packing, PageFile
from dongxi.model import Limits, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LIMITS = Limits()
#: How containers are read, by what their endings begin with.
KINDS: Mapping[str, Kind] = {
    "jsonl": "jsonl", "ndjson": "jsonl", "parquet": "parquet", "warc": "warc", "wet": "warc",
}  # fmt: skip
#: How JSON lines are packed; archives are unpacked by who reads them.
PACKINGS: Mapping[str, Packing] = {"gz": "gzip", "zst": "zstd"}
MAGIC = frozenset("*?[")


class Source(NamedTuple):
    """Something given on the command line, told apart."""

    given: str
    folder: str | None
    """The folder it is, if it is one."""
    files: tuple[tuple[str, str], ...]
    """Otherwise the name and the path or address of each file."""


class Found(NamedTuple):
    """What the sources hold."""

    splits: tuple[InputSplit, ...]
    not_read: tuple[Problem, ...]
    """Files of folders that are neither pages nor containers."""


def container(name: str) -> tuple[Kind, Packing] | None:
    """Tell a container, and how it is packed, by its ending.

    >>> container("a/dump.JSONL.gz"), container("CC-MAIN-1.warc.gz"), container("page.html")
    (('jsonl', 'gzip'), ('warc', ''), None)
    """
    if not seeds.is_container(name):
        return None
    *_, before, last = f".{name.lower()}".split(".")
    kind = KINDS.get(last) or KINDS[before]
    return kind, PACKINGS.get(last, "") if kind == "jsonl" else ""


def splits(
    sources: Iterable[str | Path],
    limits: Limits = LIMITS,
    columns: Columns = COLUMNS,
    *,
    hashed: bool = True,
) -> list[InputSplit]:
    """Cut inputs into pieces of work, in an order that no listing can change.

    `hashed` reads all bytes for the keys; without it `identified` may be mapped over the
    pieces, wherever they are to be read. Raises `InputError`, `dongxi.seeds.SeedError` or
    `dongxi.steady.UnsteadyError` for inputs that nobody can mean.
    """
    found = find(sources, limits, columns).splits
    return [identified(split) for split in found] if hashed else list(found)


def find(
    sources: Iterable[str | Path], limits: Limits = LIMITS, columns: Columns = COLUMNS
) -> Found:
    """Look at the inputs: the pieces of work, and what is not read."""
    done: list[InputSplit] = []
    left: list[Problem] = []
    listed = [source(str(one)) for one in sources]
    _once(listed)
    for one in listed:
        files, problems = _files(one, limits)
        left.extend(problems)
        done.extend(_splits(one, files, columns))
    if not done:
        raise seeds.SeedError(_nothing(listed, left))
    return Found(tuple(sorted(done, key=_order)), tuple(left))


def _order(split: InputSplit) -> tuple[str, str, int, str]:
    return split.url, split.kind, split.start, split.files[0].id if split.files else ""


def source(given: str) -> Source:
    """Tell what was given: a folder, a file or a pattern. Raises `SeedError` for nothing."""
    far = places.is_address(given)
    if far:
        fs, path = places.system(given)
        is_folder, is_file = fs.isdir(path), fs.isfile(path)
    else:
        is_folder, is_file = Path(given).is_dir(), Path(given).is_file()
    if is_folder:
        return Source(given, given, ())
    if is_file:
        return Source(given, None, ((places.last(given), given),))
    if MAGIC & set(given) and (found := _matching(given, far=far)):
        return Source(given, None, tuple((name, name) for name in found))
    raise seeds.SeedError(
        f"{given}: no such folder or file; give a folder of pages, a file or a pattern with --seeds"
    )


def _matching(pattern: str, *, far: bool) -> list[str]:
    """Give the files a pattern stands for, sorted."""
    if far:
        fs, path = places.system(pattern)
        found = (one for one in fs.glob(path) if fs.isfile(one))
        return sorted(places.address_of(fs, one, pattern) for one in found)
    return sorted(one for one in glob.glob(pattern, recursive=True) if Path(one).is_file())  # noqa: PTH207 -- of any root


def _once(listed: Iterable[Source]) -> None:
    """Raise where a folder or file is given twice."""
    seen: dict[str, str] = {}
    for one in listed:
        for url in [one.folder] if one.folder else [url for _, url in one.files]:
            real = url if places.is_address(url) else str(Path(url).resolve())
            if real in seen:
                raise InputError(
                    f"{one.given}: {url} is given twice, in {seen[real]} too; give it once"
                )
            seen[real] = one.given


class _Listed(NamedTuple):
    """A file of a source."""

    name: str
    url: str
    id: str | None
    """Of a page; None for a container."""
    size: int | None = None
    """Where listing the folder told it."""


def _files(one: Source, limits: Limits) -> tuple[list[_Listed], tuple[Problem, ...]]:
    """List the files of a source; of those given by name every one must be read."""
    if one.folder is None:
        return [_named(name, url) for name, url in one.files], ()
    if places.is_address(one.folder):
        return _far(one.folder)
    found = seeds.listing(Path(one.folder), limits, empty=True)
    listed = [_Listed(name, str(path), name) for name, path in found.seeds]
    listed += [_Listed(name, str(path), None) for name, path in found.containers]
    return listed, found.not_read


def _named(name: str, url: str) -> _Listed:
    """Take a file that was given by name for what its ending says."""
    last = places.last(name)
    if container(last):
        return _Listed(last, url, None)
    if why := seeds.no_page(last):
        known = ", ".join([*sorted(seeds.ENDINGS - {""}), *seeds.CONTAINERS])
        raise InputError(f"{url}: not read: {why}; known endings are {known}")
    return _Listed(last, url, seeds.without_ending(last))


def _far(folder: str) -> tuple[list[_Listed], tuple[Problem, ...]]:
    """List a folder elsewhere by the rules of folders here."""
    fs, root = places.system(folder)
    listed, left = [], []
    base = root.rstrip("/") + "/"
    for path, told in sorted(fs.find(root, detail=True).items()):
        name = path.removeprefix(base)
        if any(part.startswith(".") for part in name.split("/")):
            continue
        url = places.address_of(fs, path, folder)
        why = None if container(name) else seeds.why_not(name)
        if why is None:
            page = None if container(name) else seeds.without_ending(name)
            listed.append(_Listed(name, url, page, told.get("size")))
        elif why:
            left.append((name, why))
    return listed, tuple(seeds.problems(left))


def _splits(one: Source, files: Iterable[_Listed], columns: Columns) -> Iterator[InputSplit]:
    """Cut the files of a source into pieces: pages together, containers each on their own."""
    found: dict[str, PageFile] = {}
    for file in files:
        if file.id is None:
            yield from _container(file, columns)
        elif file.id in found:
            raise InputError(
                f"{one.given}: the files {found[file.id].url!r} and {file.url!r} have one id, "
                f"{file.id!r}; rename one of them"
            )
        else:
            found[file.id] = PageFile(file.id, file.url, _size(file))
    for piece in pages.cut([found[name] for name in sorted(found)]):
        size = sum(file.size for file in piece)
        yield InputSplit("pages", one.given, one.given, size=size, files=piece)


def _size(file: _Listed) -> int:
    return places.size_of(file.url) if file.size is None else file.size


def _container(file: _Listed, columns: Columns) -> Iterator[InputSplit]:
    """Cut a container where it can be cut."""
    kind, packing = container(file.name) or ("jsonl", "")
    size = _size(file)
    whole = InputSplit(kind, file.url, file.name, size=size, packing=packing, columns=columns)
    if kind == "parquet":
        ranges = rows.groups(whole)
        yield from (
            [whole]
            if ranges is None
            else (
                whole._replace(start=start, end=end, size=part) for start, end, part in ranges
            )
        )
        return
    if kind == "jsonl":
        _has_pages(whole)
    if kind == "jsonl" and not packing and size > lines.PART_BYTES:
        with places.opened(file.url) as stream:
            for start, end in lines.cuts(stream, size):
                yield whole._replace(start=start, end=end, size=end - start)
        return
    yield whole


def _has_pages(split: InputSplit) -> None:
    """Raise `InputError` where none of the first objects of JSON lines has a page."""
    found = lines.first_objects(split)
    if found and not any("html" in split.columns.names(one) for one in found):
        there = ", ".join(dict.fromkeys(key for one in found for key in one))
        raise InputError(
            f"{split.name}: no page in the first {len(found)} lines; found the keys "
            f"{there:.400}, expected one of {', '.join(split.columns.html)}; name it with "
            "--column html=NAME"
        )


def _nothing(listed: Iterable[Source], left: Iterable[Problem]) -> str:
    """Say that there are no pages, and what is there instead."""
    names = ", ".join(one.given for one in listed) or "no input"
    return seeds.nothing(names, [(problem.where, "") for problem in left])


def identified(split: InputSplit) -> InputSplit:
    """Give a piece with its key: the SHA-256 of its bytes and of how they are to be read."""
    if split.kind == "pages":
        content = pages.key(split)
    elif split.kind == "parquet":
        content = rows.key(split)
    else:
        with places.opened(split.url) as file:
            content = places.digest(file, split.start, split.end)[1]
    how = f"{split.kind} {split.packing} {split.start > 0} {split.columns!r} {content}"
    return split._replace(key=hashlib.sha256(how.encode()).hexdigest())
