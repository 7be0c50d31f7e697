"""Checks of what describes a dataset to tools: the head of the card, and Croissant."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from dongxi.checks.base import Check, Found, quote, unequal
from dongxi.checks.folder import CARD, CROISSANT, Folder
from dongxi.schema import NAMES, features, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

REBUILD = "build the dataset again"
HASH = re.compile(r"content-sha256:(?P<hash>[0-9a-f]{64})")
RECORD_SET, FILE, FILES = "cr:RecordSet", "cr:FileObject", "cr:FileSet"


def head(folder: Folder) -> Iterator[Found]:
    """Report a card without a head that machines can read."""
    if CARD in folder.files and not isinstance(folder.card.get("configs"), list):
        message = (
            f"found no YAML with configs between `---` lines, expected it first; {REBUILD}"
        )
        yield Found(CARD, message)


def configs(folder: Folder) -> Iterator[Found]:
    """Compare the configs of the card with the tables, the first of them the default."""
    found = _configs(folder)
    present = [name for name in NAMES if folder.table(name)] or [NAMES[0]]
    if found and list(found) != present:
        yield Found(f"{CARD}, configs", unequal(list(found), present, REBUILD))
    for name, config in found.items():
        if bool(config.get("default")) != (name == present[0]):
            message = unequal(config.get("default"), name == present[0], REBUILD)
            yield Found(f"{CARD}, {name}, default", message)


def data_files(folder: Folder) -> Iterator[Found]:
    """Compare the files the card names with those there are."""
    for name, config in _configs(folder).items():
        listed = config.get("data_files")
        pairs = [_pair(entry) for entry in listed] if isinstance(listed, list) else []
        expected = {(shard.split, shard.name) for shard in folder.table(name)}
        for split, pattern in pairs:
            hit = {
                pair for pair in expected if pair[0] == split and fnmatchcase(pair[1], pattern)
            }
            if not hit:
                message = (
                    f"found {quote(pattern)} for {split}, expected a file there; {REBUILD}"
                )
                yield Found(f"{CARD}, {name}, data_files", message)
            expected -= hit
        for split, file in sorted(expected):
            message = f"found no entry for {file} ({split}), expected one; {REBUILD}"
            yield Found(f"{CARD}, {name}, data_files", message)


def _pair(entry: object) -> tuple[str, str]:
    """Read an entry of `data_files`: split and path."""
    fields = entry if isinstance(entry, dict) else {}
    path = fields.get("path")
    first = path[0] if isinstance(path, list) and path else path
    return str(fields.get("split")), str(first)


def card_features(folder: Folder) -> Iterator[Found]:
    """Compare the features of each config with the schema."""
    for name, config in _configs(folder).items():
        found, expected = config.get("features"), features(tables()[name])
        if not isinstance(found, list):
            yield Found(f"{CARD}, {name}, features", f"found no list, expected one; {REBUILD}")
            continue
        columns = [entry.get("name") if isinstance(entry, dict) else entry for entry in found]
        if columns != [entry["name"] for entry in expected]:
            message = unequal(columns, [entry["name"] for entry in expected], REBUILD)
            yield Found(f"{CARD}, {name}, features", message)
            continue
        for one, other in zip(found, expected, strict=True):
            if one != other:
                where = f"{CARD}, {name}, features, {other['name']}"
                yield Found(where, unequal(one, other, REBUILD))


def fresh(folder: Folder) -> Iterator[Found]:
    """Compare the content hash of each config with the manifest: readers' caches rest on it."""
    known = folder.manifest.get("tables")
    for name, config in _configs(folder).items():
        entry = known.get(name) if isinstance(known, dict) else None
        expected = entry.get("content_sha256") if isinstance(entry, dict) else None
        hit = HASH.search(str(config.get("description")))
        found = hit["hash"] if hit else None
        if found != expected:
            message = unequal(found, expected, f"as in the manifest; {REBUILD}")
            yield Found(f"{CARD}, {name}, description", message)


def croissant(folder: Folder) -> Iterator[Found]:
    """Report a Croissant file without its lists."""
    if CROISSANT not in folder.files:
        return  # another check says so
    for key in ("distribution", "recordSet"):
        if not isinstance(folder.croissant.get(key), list):
            yield Found(f"{CROISSANT}, {key}", f"found no list, expected one; {REBUILD}")


def distribution(folder: Folder) -> Iterator[Found]:
    """Compare the files Croissant names with those there are."""
    named = set()
    for node in _nodes(folder, "distribution", FILE):
        url = str(node.get("contentUrl"))
        named.add(url)
        where = f"{CROISSANT}, {url}"
        if url not in folder.digests:
            yield Found(where, f"found no such file, expected one; {REBUILD}")
        elif node.get("sha256") != folder.digests[url]:
            message = unequal(node.get("sha256"), folder.digests[url], REBUILD)
            yield Found(f"{where}, sha256", message)
    for shard in folder.shards:
        if shard.name not in named and CROISSANT in folder.files:
            yield Found(f"{CROISSANT}, {shard.name}", f"found no FileObject for it; {REBUILD}")
    for node in _nodes(folder, "distribution", FILES):
        pattern = str(node.get("includes"))
        if not any(fnmatchcase(name, pattern) for name in folder.files):
            message = f"found no file for {quote(pattern)}, expected one; {REBUILD}"
            yield Found(f"{CROISSANT}, {node.get('@id')}, includes", message)


def record_sets(folder: Folder) -> Iterator[Found]:
    """Compare the fields of each record set with the columns of its table."""
    found = {str(node.get("name")): node for node in _nodes(folder, "recordSet", RECORD_SET)}
    for name in NAMES:
        node = found.get(name)
        if node is None or not folder.table(name):
            if (node is None) == bool(folder.table(name)) and CROISSANT in folder.files:
                message = "found" if node else "found no"
                yield Found(f"{CROISSANT}, {name}", f"{message} record set; {REBUILD}")
            continue
        fields = node.get("field")
        names = [_name(field) for field in fields] if isinstance(fields, list) else []
        expected = [column.name for column in tables()[name].columns]
        if names != expected:
            yield Found(f"{CROISSANT}, {name}, field", unequal(names, expected, REBUILD))


def origins(folder: Folder) -> Iterator[Found]:
    """Report pages Croissant derives the dataset from that are no seeds of it."""
    seeds = folder.manifest.get("seeds")
    known = set(seeds.values()) if isinstance(seeds, dict) else set()
    sources = folder.croissant.get("prov:wasDerivedFrom")
    for node in sources if isinstance(sources, list) else []:
        digest = node.get("sha256") if isinstance(node, dict) else None
        if digest is not None and digest not in known:
            message = f"found SHA-256 {quote(digest)}, expected that of a seed; {REBUILD}"
            yield Found(f"{CROISSANT}, prov:wasDerivedFrom", message)


def _name(field: object) -> str:
    return str(field.get("name")) if isinstance(field, dict) else ""


def _nodes(folder: Folder, key: str, kind: str) -> list[dict[str, Any]]:
    """Give the nodes of one type in a list of the Croissant file."""
    nodes = folder.croissant.get(key)
    listed = nodes if isinstance(nodes, list) else []
    return [node for node in listed if isinstance(node, dict) and node.get("@type") == kind]


def _configs(folder: Folder) -> dict[str, dict[str, Any]]:
    """Give the configs of known tables by name, in the order of the card."""
    listed = folder.card.get("configs")
    entries = listed if isinstance(listed, list) else []
    configs_ = [entry for entry in entries if isinstance(entry, dict)]
    return {
        str(entry["config_name"]): entry
        for entry in configs_
        if entry.get("config_name") in NAMES
    }


#: Checks of card and Croissant, in order.
CHECKS: tuple[Check[Folder], ...] = (
    Check("F015", "The card begins with YAML that lists its configs.", head),
    Check(
        "F016",
        "The card has a config for each table with rows, the first the default.",
        configs,
    ),
    Check("F017", "The card names the Parquet files of each table.", data_files),
    Check("F018", "The card's features are the columns of the schema.", card_features),
    Check("F019", "The card gives the content hash of each table.", fresh),
    Check("F020", "Croissant lists files and record sets.", croissant),
    Check("F021", "Croissant names every Parquet file with its hash.", distribution),
    Check("F022", "Croissant's fields are the columns of the schema.", record_sets),
    Check("F023", "Croissant derives the dataset from its seeds.", origins),
)
