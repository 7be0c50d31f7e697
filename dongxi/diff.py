"""Two datasets in, what changed between them out: seeds, documents, fields with causes, splits, schema.

Other than `compare`, which reports every byte, this speaks of what readers of a dataset notice, and
says why: which rule, or which curator, gives the new value. The tables are walked together, seed by
seed: memory holds one seed's rows.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi.manifest import MANIFEST
from dongxi.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dongxi.walk import Row, Rows

    #: The rows of one seed in both datasets.
    Sides = tuple[Rows, Rows]

#: What is read of each table; a table or column that is not there is left out.
COLUMNS = {
    "seeds": ("seed", "sha256", "status", "reason", "encoding", "format", "url", "documents"),
    "documents": None,
    "claims": ("seed", "document", "field", "value", "chosen", "rule", "reason"),
    "ledger": ("seed", "document", "start", "end", "role", "rule", "in_text"),
    "edits": ("seed", "document", "start", "end", "new", "rules"),
}
#: Columns that only the assembly of a whole build decides: they change when other pages do.
PLACED = ("group", "group_size", "duplicate_of", "duplicate_kind", "similarity", "split")
#: Columns that follow from others, with the one they follow from.
DERIVED = {
    "text_hans": "text", "simplified": "text", "traditional": "text", "han": "text", "latin": "text",
    "digits": "text", "characters": "text", "paragraphs": "text",
    "date_earliest": "date", "date_latest": "date", "date_basis": "date",
}  # fmt: skip
#: What is told, in place of its title, of a document that somebody asked to remove.
REMOVED = "removed on request"
#: Why a text changed where no rule need have.
OTHER_BYTES = "the page changed"


class Change(NamedTuple):
    """A column of a document that changed."""

    field: str
    old: Any
    new: Any
    why: str
    """The rules or the curator behind it; empty where the tables do not say."""


class Entry(NamedTuple):
    """One thing that changed."""

    kind: str
    """A key of `KINDS`."""
    name: str
    """Id of a seed or document, path of a schema, key of the manifest."""
    message: str = ""
    """What a reader is told about it."""
    changes: tuple[Change, ...] = ()


#: The kinds of entries, in the order of a report, each with what it says.
KINDS = {
    "manifest": "what the datasets were made with",
    "schema": "columns of the tables",
    "seed-added": "pages that are new",
    "seed-removed": "pages that are gone",
    "seed-changed": "pages whose bytes, or whose reading as a page, changed",
    "document-added": "documents that are new",
    "document-removed": "documents that are gone",
    "document-changed": "documents that read otherwise",
    "document-moved": "documents that are in another split or group, or repeat another document",
}


def diff(old: Path, new: Path) -> Iterator[Entry]:
    """Yield what changed between two dataset folders: manifest, schema, then seed by seed.

    Raises `FileNotFoundError` where one of them is no dataset.
    """
    manifests = [_manifest(folder) for folder in (old, new)]
    yield from _made(*manifests)
    yield from _schemas(old, new)
    asked = _asked(manifests[1])
    for seed, (before, after) in walk([old, new], COLUMNS):
        for entry in _seed(seed, (before, after)):
            gone = entry.kind == "document-removed" and not asked.isdisjoint((seed, entry.name))
            yield entry._replace(message=REMOVED) if gone else entry


def _asked(manifest: Mapping[str, Any]) -> frozenset[str]:
    """Give the seeds and documents that were asked to be removed whole."""
    found = manifest.get("removals")
    return frozenset(
        str(one.get("document") or one.get("seed"))
        for one in (found if isinstance(found, list) else ())
        if isinstance(one, dict) and one.get("scope") != "span"
    )


def _manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a dataset."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise FileNotFoundError(
            f"{folder}: no dataset there (no readable {MANIFEST}); give two dataset folders"
        )
    return found


def _made(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Entry]:
    """Report what is said of the making: versions, options; not what follows from the rows."""
    follows = {"content_sha256", "complete_content_sha256", "tables", "schema", "seeds"}
    for key in sorted((old.keys() | new.keys()) - follows):
        yield from _said(key, old.get(key), new.get(key))


def _said(key: str, old: object, new: object) -> Iterator[Entry]:
    """Report a value of the manifest, or what is other within it."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted(old.keys() | new.keys()):
            yield from _said(f"{key}.{name}", old.get(name), new.get(name))
    elif old != new:
        yield Entry("manifest", key, f"{_short(old)} → {_short(new)}")


def _schemas(old: Path, new: Path) -> Iterator[Entry]:
    """Report columns that came, went, or hold something else."""
    names = {p.name for folder in (old, new) for p in (folder / "schema").glob("*.json")}
    for name in sorted(names):
        before, after = (_properties(folder / "schema" / name) for folder in (old, new))
        for column in [*after, *(gone for gone in before if gone not in after)]:
            if column not in before:
                yield Entry("schema", f"{name}: {column}", "is new")
            elif column not in after:
                yield Entry("schema", f"{name}: {column}", "is gone")
            elif parts := _unlike(before[column], after[column]):
                yield Entry("schema", f"{name}: {column}", f"changed: {', '.join(parts)}")


def _properties(path: Path) -> dict[str, Any]:
    """Read the columns of a schema; none where there is none."""
    if not path.is_file():
        return {}
    found = json.loads(path.read_bytes())
    return dict(found.get("properties", {}))


def _unlike(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))


def _seed(name: str, sides: Sides) -> Iterator[Entry]:
    """Report what changed about one seed and its documents."""
    old, new = (side.get("seeds", [None])[0] for side in sides)
    if old is None and new is not None:
        yield Entry("seed-added", name, _status(new))
    elif new is None and old is not None:
        yield Entry("seed-removed", name, _status(old))
    elif old is not None and new is not None and (found := _fields(old, new)):
        yield Entry("seed-changed", name, "", tuple(found))
    before, after = ({row["id"]: row for row in side.get("documents", [])} for side in sides)
    for document in [*before, *(added for added in after if added not in before)]:
        yield from _document(document, before.get(document), after.get(document), sides)


def _status(row: Row) -> str:
    return f"{row['status']}: {row['reason']}" if row["reason"] else str(row["status"])


def _fields(old: Row, new: Row) -> list[Change]:
    return [
        Change(name, old.get(name), new.get(name), "")
        for name in (*old, *(name for name in new if name not in old))
        if old.get(name) != new.get(name)
    ]


def _document(name: str, old: Row | None, new: Row | None, sides: Sides) -> Iterator[Entry]:
    """Report a document that came, went, reads otherwise, or is placed otherwise."""
    if old is None or new is None:
        row = old or new or {}
        kind = "document-removed" if new is None else "document-added"
        yield Entry(
            kind, name, f"{row.get('title') or 'no title'}, {row.get('characters')} characters"
        )
        return
    changes = _fields(old, new)
    told = {change.field for change in changes}
    reads = tuple(
        change._replace(why=_why(change.field, name, sides))
        for change in changes
        if change.field not in PLACED and DERIVED.get(change.field) not in told
    )
    moved = tuple(change for change in changes if change.field in PLACED)
    if reads:
        yield Entry("document-changed", name, str(new.get("title") or ""), reads)
    if moved:
        yield Entry("document-moved", name, str(new.get("title") or ""), moved)


def _why(field: str, document: str, sides: Sides) -> str:
    """Say which rule or curator makes the difference."""
    if field == "text":
        return OTHER_BYTES if _bytes_changed(sides) else _why_text(document, sides)
    claimed = DERIVED.get(field, field)
    old, new = (_chosen(claimed, document, side) for side in sides)
    curated = [row["reason"] for row in new if row["reason"]]
    if curated:
        return f"curated: {'; '.join(dict.fromkeys(curated))}"
    rules = [" + ".join(dict.fromkeys(row["rule"] for row in rows)) for rows in (old, new)]
    if not any(rules):
        return ""
    return rules[0] if rules[0] == rules[1] else f"{rules[0] or '—'} → {rules[1] or '—'}"


def _bytes_changed(sides: Sides) -> bool:
    """Tell whether the page itself is another."""
    old, new = ([row["sha256"] for row in side.get("seeds", [])] for side in sides)
    return old != new


def _chosen(field: str, document: str, side: Mapping[str, list[Row]]) -> list[Row]:
    """Give the chosen claims of a field; those of the whole page count for its documents."""
    return [
        row
        for row in side.get("claims", [])
        if row["chosen"] and row["field"] == field and row["document"] in {document, None}
    ]


def _why_text(document: str, sides: Sides) -> str:
    """Name the rules of the lines and of the repairs that are not the same."""
    old, new = (_makers(document, side) for side in sides)
    apart = [place for place in {**old, **new} if old.get(place) != new.get(place)]
    gone, come = (
        ", ".join(sorted({side[place] for place in apart if place in side})) or "—"
        for side in (old, new)
    )
    return gone if gone == come else f"{gone} → {come}"


def _makers(document: str, side: Mapping[str, list[Row]]) -> dict[tuple[object, ...], str]:
    """Give what makes a text: the rule of each line, left out or not, and of each edit.

    An edit is told by its place and what it gives, so that another result is another edit.
    """
    lines: dict[tuple[object, ...], str] = {
        (row["start"], row["end"], row["in_text"]): str(row["rule"])
        for row in side.get("ledger", [])
        if row["document"] == document
    }
    edits: dict[tuple[object, ...], str] = {
        (row["start"], row["end"], "edit", row["new"]): " + ".join(row["rules"])
        for row in side.get("edits", [])
        if row["document"] == document
    }
    return {**lines, **edits}


def _short(value: object, most: int = 60) -> str:
    """Write a value on one line."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= most else text[: most - 1] + "…"


def counted(entries: Sequence[Entry]) -> dict[str, int]:
    """Count entries by kind, in the order of `KINDS`."""
    return {
        kind: count for kind in KINDS if (count := sum(entry.kind == kind for entry in entries))
    }
