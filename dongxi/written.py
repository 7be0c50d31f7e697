r"""A YAML file that people wrote in, its values out; what could hurt is a fault.

No aliases, so that a small file stays small; no lone surrogates or control characters, which
`"\ud800"` or `"\e"` would let into what is published and shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from dongxi import steady

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence
    from pathlib import Path

#: Characters that no file can hold or that would steer a terminal.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
#: What PyYAML raises beside its own errors: for dates and numbers that are none, numbers longer
#: than Python writes, tags that do not fit their values, too deep nesting.
FAULTS = (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError)
#: How much of a value a message quotes.
QUOTED_CHARS = 60


class WrittenError(ValueError):
    """A file that is no YAML we read: what is wrong with it."""


class Place(NamedTuple):
    """Where something stands in a file, as editors count: from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"(line {self.line}, column {self.column})"


class Entry(NamedTuple):
    """An entry of a list that people wrote, and where it and its keys stand."""

    number: int
    """From 1."""
    value: Any
    place: Place
    keys: Mapping[str, Place]

    def named(self, *keys: str) -> str:
        """Name the entry, with the place of the first of some keys that it has.

        >>> entry = Entry(2, {"end": "9"}, Place(6, 3), {"end": Place(8, 3)})
        >>> entry.named("start", "end"), entry.named("start")
        ('entry 2 (line 8, column 3)', 'entry 2 (line 6, column 3)')
        """
        return f"entry {self.number} {self.at(*keys)}"

    def at(self, *keys: str) -> str:
        """Say where the first of some keys stands that it has, else where it begins."""
        return str(next((self.keys[k] for k in keys if k in self.keys), self.place))


class NoAliases(yaml.composer.Composer):
    """Compose YAML without aliases: mixed into a loader."""

    def compose_node(self: Any, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Refuse an alias; compose anything else."""
        if self.check_event(yaml.AliasEvent):
            alias = self.peek_event()
            what = f"found the alias *{alias.anchor}; write the value out"
            raise yaml.composer.ComposerError(None, None, what, alias.start_mark)
        node: yaml.Node | None = yaml.composer.Composer.compose_node(self, parent, index)
        return node


class AsWritten(NoAliases, yaml.BaseLoader):
    """Read every value as it is written: no dates, numbers or truth values of YAML's making."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002  (PyYAML's)
    ) -> dict[Hashable, object]:
        """Read a mapping; refuse a key that stands twice."""
        seen: set[object] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def placed(path: Path, loader: type[Any]) -> tuple[Any, Mapping[str, Place]]:
    """Read a file with a loader that has `NoAliases`; raise `WrittenError` with what is wrong.

    Of each key and item of a list, by its name such as `log[2].changes`, also give the place.
    """
    found, node = _read(path, loader)
    places: dict[str, Place] = {}
    for name, place in _places(node, ""):
        if name in places:
            raise WrittenError(f"the key {name!r} stands twice: {places[name]} and {place}")
        places[name] = place
    return found, places


def _places(node: yaml.Node | None, name: str) -> Iterator[tuple[str, Place]]:
    """Walk what could be read, so that it is nested no deeper than one may walk."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            own = f"{name}.{key.value}" if name else str(key.value)
            yield own, _place(key)
            yield from _places(value, own)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value, 1):
            yield f"{name}[{number}]", _place(item)
            yield from _places(item, f"{name}[{number}]")


def _read(path: Path, loader: type[Any]) -> tuple[Any, yaml.Node | None]:
    """Give what a file says, and the nodes that know where."""
    raw = steady.read_bytes(path)
    try:
        reader = loader(raw.decode("utf-8"))
        node: yaml.Node | None = reader.get_single_node()
        found = None if node is None else reader.construct_document(node)
    except FAULTS as fault:
        raise WrittenError(str(fault)) from None
    if hit := next(_forbidden(found), None):
        raise WrittenError(f"found U+{ord(hit):04X}, which no text may hold")
    return found, node


def entries(path: Path, needed: Sequence[str]) -> list[Entry]:
    """Read a list of entries, their values as written; a missing or empty file has none.

    Raises `WrittenError` with what is wrong and what to do; `needed` are the keys of an entry.
    """
    if not path.is_file():
        return []
    try:
        found, node = _read(path, AsWritten)
    except WrittenError as fault:
        raise WrittenError(f"not readable as YAML ({fault}); mend the file") from None
    if found is None or found == "":
        return []
    if not isinstance(found, list) or not isinstance(node, yaml.SequenceNode):
        raise WrittenError(f"a list of entries was expected, each with {', '.join(needed)}")
    pairs = zip(found, node.value, strict=True)
    return [_entry(number, value, one) for number, (value, one) in enumerate(pairs, 1)]


def _entry(number: int, value: object, node: yaml.Node) -> Entry:
    """Give an entry with the places of its keys."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    keys = {key.value: _place(key) for key, _ in pairs if isinstance(key, yaml.ScalarNode)}
    return Entry(number, value, _place(node), keys)


def _place(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def _forbidden(value: object) -> Any:
    """Find the characters of a value, keys included, that no text may hold."""
    if isinstance(value, str):
        yield from FORBIDDEN.findall(value)
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _forbidden(list(pair))
    elif isinstance(value, list | tuple | set):
        for item in value:
            yield from _forbidden(item)


def quote(value: object) -> str:
    """Show a value in a message, shortened.

    >>> quote("路"), len(quote("路" * 100)), quote(16 ** 5000)
    ("'路'", 60, 'a number too long to show')
    """
    try:
        text = repr(value)
    except ValueError:
        return "a number too long to show"
    return text if len(text) <= QUOTED_CHARS else text[: QUOTED_CHARS - 1] + "…"
