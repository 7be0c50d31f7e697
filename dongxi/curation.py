"""`curation.yaml` in, checked entries out: what people know and a page does not say.

Each entry names a seed and its SHA-256, a field and its value, the reason, and, where it is
about a place, a `quote` that stands once in the page or the bytes `start` and `end`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dongxi.model import Curated

#: Fields a curator may give. `part` is the first byte of a part; its value is the number.
FIELDS = (
    "title", "subtitle", "source", "site_name", "author", "editor", "date", "place", "section",
    "document_number", "document_type", "part",
)  # fmt: skip
NEEDED = ("seed", "sha256", "field", "value", "reason")
ALLOWED = (*NEEDED, "quote", "start", "end")


class CurationError(ValueError):
    """A fault in `curation.yaml`; the message says which entry and what to do."""


def load(path: Path) -> tuple[Curated, ...]:
    """Read and check a curation file; a missing one has no entries.

    Raises `CurationError` for anything that is not a list of complete entries.
    """
    if not path.exists():
        return ()
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise CurationError(
            f"{path.name}: not readable as YAML ({fault}); mend the file"
        ) from None
    if entries is None:
        return ()
    if not isinstance(entries, list):
        raise CurationError(
            f"{path.name}: a list of entries was expected, each with {', '.join(NEEDED)}"
        )
    return tuple(_checked(path.name, number, entry) for number, entry in enumerate(entries, 1))


def _checked(name: str, number: int, entry: object) -> Curated:
    """Check the shape of one entry."""
    where = f"{name}, entry {number}"
    if not isinstance(entry, dict):
        raise CurationError(f"{where}: a mapping was expected, found {entry!r:.60}")
    for key in entry:
        if key not in ALLOWED:
            raise CurationError(f"{where}: unknown key {key!r}; known are {', '.join(ALLOWED)}")
    for key in NEEDED:
        if not str(entry.get(key) or "").strip():
            raise CurationError(
                f"{where}: {key!r} is missing; every entry needs {', '.join(NEEDED)}"
            )
    if entry["field"] not in FIELDS:
        raise CurationError(
            f"{where}: unknown field {entry['field']!r}; known are {', '.join(FIELDS)}"
        )
    done: Curated = {  # type: ignore[assignment]  # the keys are checked above
        key: value if key in {"start", "end"} else str(value) for key, value in entry.items()
    }
    if not all(isinstance(entry.get(key, 0), int) for key in ("start", "end")):
        raise CurationError(f"{where}: 'start' and 'end' are byte offsets, whole numbers")
    return done


def matched(
    entries: Iterable[Curated], seeds: Mapping[str, tuple[str, int]]
) -> dict[str, tuple[Curated, ...]]:
    """Sort entries by seed; `seeds` gives SHA-256 and size of each.

    Raises `CurationError` for a seed that is not there or whose bytes changed.
    """
    done: dict[str, list[Curated]] = {}
    for entry in entries:
        seed = entry["seed"]
        if seed not in seeds:
            raise CurationError(
                f"curation.yaml: seed {seed!r} is not among the seeds; "
                "correct the entry's 'seed' or remove the entry"
            )
        digest, size = seeds[seed]
        if digest != entry["sha256"]:
            raise CurationError(
                f"curation.yaml: seed {seed!r} has SHA-256 {digest}, the entry for field "
                f"{entry['field']!r} was made for {entry['sha256']}; read the changed page again, "
                "then update the entry"
            )
        if not 0 <= entry.get("start", 0) <= entry.get("end", size) <= size:
            raise CurationError(
                f"curation.yaml: seed {seed!r}, field {entry['field']!r}: bytes "
                f"{entry.get('start')}-{entry.get('end')} lie outside the page of {size} bytes"
            )
        done.setdefault(seed, []).append(entry)
    return {seed: tuple(found) for seed, found in done.items()}
