"""Checks of the files of a dataset: what must be there, what the lists of hashes say."""

from __future__ import annotations

import hashlib
from types import NoneType
from typing import TYPE_CHECKING, Any

from dongxi.checks.base import Check, Found, quote, unequal
from dongxi.checks.folder import (
    CARD,
    CHINESE,
    CROISSANT,
    MANIFEST,
    REPORT,
    SPLITS,
    SUMS,
    Folder,
    Shard,
)
from dongxi.checks.modes import modes
from dongxi.schema import ENDING, NAMES
from dongxi.schema import files as schema_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    #: A table, a split, and what the manifest says of one file of them.
    Entry = tuple[tuple[str, str], Mapping[str, Any]]

REBUILD = "build the dataset again"
NEEDED = (CARD, "LICENSE.md", "CITATION.cff", CROISSANT, MANIFEST, SUMS, REPORT, CHINESE)
FORMAT_VERSION = 1
KEYS: dict[str, tuple[type, ...]] = {
    "format_version": (int,),
    "content_sha256": (str,),
    "complete_content_sha256": (str,),
    "options": (dict,),
    "removals": (list,),
    "shard_bytes": (int,),
    "columns": (dict,),
    "versions": (dict,),
    "tables": (dict,),
    "schema": (dict,),
    "seeds": (dict, NoneType),
}


def layout(folder: Folder) -> Iterator[Found]:
    """Report files that are missing."""
    needed = [*NEEDED, *(f"schema/{name}{ENDING}" for name in NAMES)]
    needed += _jsonl(folder)
    for name in needed:
        if name not in folder.files:
            yield Found(name, f"found no such file, expected one; {REBUILD}")
    if not folder.table("seeds"):
        yield Found("seeds", f"found no Parquet file, expected at least one; {REBUILD}")


def _jsonl(folder: Folder) -> list[str]:
    """Name the JSONL files that belong to the tables."""
    shards = folder.shards if modes(folder.manifest).jsonl else ()
    return [shard.jsonl for shard in shards if shard.jsonl]


def strangers(folder: Folder) -> Iterator[Found]:
    """Report files where only tables belong, that are no shard of one."""
    known = {shard.name for shard in folder.shards}
    known |= set(_jsonl(folder))
    known |= {f"schema/{name}{ENDING}" for name in NAMES}
    for name in folder.files:
        top = name.partition("/")[0]
        if top in {*NAMES, "jsonl", "schema"} and name not in known:
            message = f"found a file that belongs to no table or split; remove it or {REBUILD}"
            yield Found(name, message)


def listed(folder: Folder) -> Iterator[Found]:
    """Compare the files with those `SHA256SUMS` lists."""
    if SUMS not in folder.files:
        return  # `layout` says so
    for name in folder.files:
        if name not in folder.sums and name != SUMS:
            yield Found(
                f"{SUMS}, {name}", f"found no line for this file; remove it or {REBUILD}"
            )
    for name in folder.sums:
        if name not in folder.digests:
            yield Found(f"{SUMS}, {name}", f"found no such file, expected one; {REBUILD}")
    lines = folder.text(SUMS).split("\n")
    if len(lines) - 1 != len(folder.sums) or lines[-1]:
        message = f"found lines that are not `HASH  PATH`, each path once; {REBUILD}"
        yield Found(SUMS, message)


def summed(folder: Folder) -> Iterator[Found]:
    """Compare the hash of each file with `SHA256SUMS`."""
    for name, expected in folder.sums.items():
        found = folder.digests.get(name, expected)
        if found != expected:
            message = (
                f"found SHA-256 {found}, expected {expected}; take the file anew or {REBUILD}"
            )
            yield Found(name, message)


def manifest(folder: Folder) -> Iterator[Found]:
    """Report a manifest that is not of the form we know."""
    if MANIFEST not in folder.files:
        return  # `layout` says so
    if not folder.manifest:
        yield Found(MANIFEST, f"found no JSON object, expected one; {REBUILD}")
        return
    for key, kind in KEYS.items():
        if key not in folder.manifest or not isinstance(folder.manifest[key], kind):
            value = quote(folder.manifest.get(key))
            wanted = " or ".join("null" if one is NoneType else one.__name__ for one in kind)
            yield Found(f"{MANIFEST}, {key}", f"found {value}, expected {wanted}; {REBUILD}")
    if folder.manifest.get("format_version") != FORMAT_VERSION:
        found = folder.manifest.get("format_version")
        advice = "validate it with the version of dongxi that wrote it"
        yield Found(f"{MANIFEST}, format_version", unequal(found, FORMAT_VERSION, advice))


def entries(folder: Folder) -> Iterator[Found]:
    """Compare the files of tables with what the manifest says of them."""
    known = {str(entry.get("file")): (key, entry) for key, entry in _entries(folder)}
    for shard in folder.shards:
        where = f"{MANIFEST}, {shard.table}/{shard.split}"
        (key, entry) = known.pop(shard.name, (None, {}))
        if key != (shard.table, shard.split):
            yield Found(where, f"found nothing about {shard.name}; {REBUILD}")
            continue
        for name, value in _facts(folder, shard).items():
            if entry.get(name) != value:
                yield Found(f"{where}, {name}", unequal(entry.get(name), value, REBUILD))
    for key, entry in known.values():
        message = f"found {quote(entry.get('file'))}, expected a file there; {REBUILD}"
        yield Found(f"{MANIFEST}, {'/'.join(key)}, file", message)


def _facts(folder: Folder, shard: Shard) -> dict[str, object]:
    """Give what the manifest should say of a file."""
    return {
        "bytes": shard.path.stat().st_size,
        "sha256": folder.digests[shard.name],
    }


def contents(folder: Folder) -> Iterator[Found]:
    """Work out the content hashes of tables and of the whole from those of the files."""
    if not folder.manifest:
        return  # `layout` or `manifest` says so
    known = sorted(_entries(folder), key=_order)
    tables = _mapping(folder.manifest.get("tables"))
    for table in tables:
        own = [one for one in known if one[0][0] == table]
        entry = _mapping(tables[table])
        yield from _content(f"{MANIFEST}, {table}", entry, own)
        rows = sum(_number(one.get("rows")) for _, one in own)
        if entry.get("rows") != rows:
            yield Found(f"{MANIFEST}, {table}, rows", unequal(entry.get("rows"), rows, REBUILD))
    yield from _content(MANIFEST, folder.manifest, known)


def _order(one: Entry) -> tuple[int, int, str]:
    """Sort what the manifest says by table, split and file."""
    (table, split), entry = one
    return NAMES.index(table), SPLITS.index(split), str(entry.get("file"))


def _content(where: str, entry: Mapping[str, Any], known: list[Entry]) -> Iterator[Found]:
    """Compare one combined hash: of a line `HASH  TABLE/SPLIT` for each file."""
    lines = [f"{one.get('content_sha256')}  {'/'.join(key)}\n" for key, one in known]
    expected = hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()
    if entry.get("content_sha256") != expected:
        message = unequal(entry.get("content_sha256"), expected, f"of its files; {REBUILD}")
        yield Found(f"{where}, content_sha256", message)


def schemas(folder: Folder) -> Iterator[Found]:
    """Compare the copies of the schema with the manifest and with the one checked against."""
    hashes = _mapping(folder.manifest.get("schema"))
    for name, data in schema_files().items():
        file = f"schema/{name}"
        if file not in folder.files:
            continue  # `layout` says so
        if hashes.get(name) != folder.digests[file]:
            message = unequal(hashes.get(name), folder.digests[file], REBUILD)
            yield Found(f"{MANIFEST}, schema, {name}", message)
        if (folder.path / file).read_bytes() != data:
            message = (
                "found another schema than the one rows are checked against; use the version of "
                f"dongxi that wrote it, or {REBUILD}"
            )
            yield Found(file, message)


def legible(folder: Folder) -> Iterator[Found]:
    """Report schema files that are no JSON Schema."""
    from jsonschema import Draft202012Validator, SchemaError  # noqa: PLC0415 -- slow to import

    for name, data in schema_files().items():
        file = f"schema/{name}"
        if file not in folder.files or (folder.path / file).read_bytes() == data:
            continue  # missing, as `layout` says, or the one rows are checked against
        schema = folder.json(file)
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as fault:
            yield Found(file, f"found no JSON Schema ({quote(fault.message)}); {REBUILD}")
        else:
            if not isinstance(schema.get("properties"), dict):
                yield Found(file, f"found no properties, expected the columns; {REBUILD}")


def _entries(folder: Folder) -> Iterator[Entry]:
    """Give what the manifest says of each file, with its table and split."""
    for table in NAMES:
        facts = _mapping(_mapping(folder.manifest.get("tables")).get(table))
        splits = _mapping(facts.get("splits"))
        for split in SPLITS:
            entries = splits.get(split)
            for entry in entries if isinstance(entries, list) else ():
                yield (table, split), _mapping(entry)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


#: Checks of the files, in order.
CHECKS: tuple[Check[Folder], ...] = (
    Check("F001", "Every file a dataset needs is there.", layout),
    Check("F002", "Every file in a folder of tables belongs to a table and split.", strangers),
    Check("F003", "SHA256SUMS lists every file, and no other.", listed),
    Check("F004", "Every file has the hash SHA256SUMS gives.", summed),
    Check("F005", "The manifest has its form.", manifest),
    Check("F011", "The manifest gives each Parquet file with its size and hash.", entries),
    Check(
        "F012", "The manifest's combined content hashes follow from those of files.", contents
    ),
    Check("F013", "The schema files are those the rows are checked against.", schemas),
    Check("F014", "The schema files are JSON Schema.", legible),
)
