"""A dataset folder in; its files, manifest and shards out, each read once and on demand."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import yaml

from dongxi.schema import NAMES
from dongxi.write import read_parquet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.checks.base import Row

SPLITS = ("train", "validation", "test")
MANIFEST, SUMS, CARD, CROISSANT = "manifest.json", "SHA256SUMS", "README.md", "croissant.json"
#: Tables that are published as JSONL too.
JSONL_TABLES = ("documents", "passages", "seeds")
#: A Parquet file of a table: `TABLE/SPLIT-00000-of-00001.parquet`.
SHARD = re.compile(
    rf"(?P<table>{'|'.join(NAMES)})/(?P<split>{'|'.join(SPLITS)})-[0-9]{{5}}-of-[0-9]{{5}}\.parquet"
)
HEAD = re.compile(r"\A---\n(?P<yaml>.*?)\n---\n", re.DOTALL)
#: The safe loader; in C where there is one, eight times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: How deep lists and mappings may stand in each other; the loader in C runs out of stack at some
#: ten thousand and takes Python with it. What we write has six.
MOST_NESTED = 100
SUM_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<name>.+)")


class Shard(NamedTuple):
    """A Parquet file of one split of one table."""

    table: str
    split: str
    name: str
    """Path below the folder, with `/`."""
    path: Path

    @property
    def jsonl(self) -> str | None:
        """The same rows as JSONL, below the folder, if the table is published so too."""
        if self.table not in JSONL_TABLES:
            return None
        return f"jsonl/{PurePosixPath(self.name).with_suffix('.jsonl')}"

    def rows(self) -> Iterator[Row]:
        """Read the rows."""
        return cast("Iterator[Row]", read_parquet(self.path))


@dataclass(frozen=True)
class Folder:
    """A dataset folder; what is asked for twice is read once."""

    path: Path

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file below the folder, sorted; hidden ones, which hubs and tools leave, aside."""
        found = (path.relative_to(self.path) for path in self.path.rglob("*") if path.is_file())
        named = (name for name in found if not any(part.startswith(".") for part in name.parts))
        return tuple(sorted(name.as_posix() for name in named))

    @cached_property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every file."""
        return {name: _sha256(self.path / name) for name in self.files}

    @cached_property
    def shards(self) -> tuple[Shard, ...]:
        """The Parquet files of tables, in the order of the tables and splits."""
        hits = [(name, SHARD.fullmatch(name)) for name in self.files]
        found = [
            Shard(hit["table"], hit["split"], name, self.path / name)
            for name, hit in hits
            if hit
        ]
        return tuple(sorted(found, key=lambda s: (NAMES.index(s.table), _split(s), s.name)))

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest; empty where it is missing or no JSON object."""
        return self.json(MANIFEST)

    @cached_property
    def sums(self) -> dict[str, str]:
        """SHA-256 by file, as `SHA256SUMS` says; lines of another form are left out."""
        text = self.text(SUMS)
        hits = (SUM_LINE.fullmatch(line) for line in text.split("\n"))
        return {hit["name"]: hit["sha256"] for hit in hits if hit}

    @cached_property
    def card(self) -> dict[str, Any]:
        """The YAML at the top of the card; empty where there is none."""
        hit = HEAD.match(self.text(CARD))
        try:
            data = load_yaml(hit["yaml"]) if hit else {}
        except (yaml.YAMLError, ValueError, RecursionError):
            return {}
        return data if isinstance(data, dict) else {}

    @cached_property
    def croissant(self) -> dict[str, Any]:
        """The Croissant file; empty where it is missing or no JSON object."""
        return self.json(CROISSANT)

    def table(self, name: str) -> list[Shard]:
        """Give the shards of one table."""
        return [shard for shard in self.shards if shard.table == name]

    def text(self, name: str) -> str:
        """Read a text file; empty where it is missing, U+FFFD for what does not decode."""
        path = self.path / name
        return path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""

    def json(self, name: str) -> dict[str, Any]:
        """Read a JSON object; empty where it is missing or something else."""
        try:
            data = json.loads(self.text(name))
        except (ValueError, RecursionError):
            return {}
        return data if isinstance(data, dict) else {}


def load_yaml(text: str) -> Any:
    """Read YAML of a stranger.

    Raises `yaml.YAMLError`, `ValueError` (nested too deep, too), or `RecursionError`.

    >>> load_yaml("a: [1, {b: 2}]")
    {'a': [1, {'b': 2}]}
    >>> load_yaml("[" * 101 + "]" * 101)
    Traceback (most recent call last):
    ValueError: nested deeper than 100
    """
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_NESTED:
            raise ValueError(f"nested deeper than {MOST_NESTED}")
    return yaml.load(text, Loader=LOADER)  # noqa: S506 -- a safe one


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _split(shard: Shard) -> int:
    return SPLITS.index(shard.split)
