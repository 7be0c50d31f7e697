"""Checks of the whole: ids, groups, splits, duplicates (promise 3)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from dongxi.checks.base import Check, Found, place, quote, unequal
from dongxi.checks.forms import shingles
from dongxi.checks.modes import modes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dongxi.checks.base import Row
    from dongxi.checks.index import DocumentFacts, Index

REBUILD = "build the dataset again"
#: The rule of splits, as the documentation of the dataset gives it.
LARGE, TRAIN, VALIDATION, HELD_OUT, UNDIVIDED = 30, 80, 90, 10, 2
#: Similarity of an exact duplicate.
ALL = 1000
#: From which similarity, per mille, a document is near another or contained in it, and of how
#: many distinct shingles one contained is at least.
LEAST, CONTAINED_SHINGLES = {"near": 650, "contained": 750}, 100


class Whole(NamedTuple):
    """What is known of a whole dataset."""

    known: Index
    manifest: Mapping[str, Any]


def seed_ids(whole: Whole) -> list[Found]:
    """Report seeds of one id."""
    return whole.known.twice["seeds"]


def document_ids(whole: Whole) -> list[Found]:
    """Report documents of one id."""
    return whole.known.twice["documents"]


def group_keys(whole: Whole) -> Iterator[Found]:
    """Compare the key of each group with the seeds in it."""
    for group, rows in _groups(whole).items():
        seeds = [whole.known.seeds.get(row["seed"]) for row in rows]
        smallest = min((facts.sha256 for facts in seeds if facts), default=group)
        if smallest != group:
            message = unequal(group, smallest, f"the smallest hash of its seeds; {REBUILD}")
            yield Found(place("documents", rows[0], "group"), message)


def group_sizes(whole: Whole) -> Iterator[Found]:
    """Count the documents of each group."""
    for rows in _groups(whole).values():
        for row in rows:
            if row["group_size"] != len(rows):
                message = unequal(row["group_size"], len(rows), REBUILD)
                yield Found(place("documents", row, "group_size"), message)


def one_split(whole: Whole) -> Iterator[Found]:
    """Report groups that stand in several splits."""
    for group, rows in _groups(whole).items():
        found = sorted({row["split"] for row in rows})
        if len(found) > 1:
            odd = next(row for row in rows if row["split"] != rows[0]["split"])
            message = f"found group {quote(group)} in {' and '.join(found)}, expected one split"
            yield Found(place("documents", odd, "split"), f"{message}; {REBUILD}")


def one_group(whole: Whole) -> Iterator[Found]:
    """Report pages, and equal texts, whose documents stand in several groups."""
    for what, key in (("page", _page), ("text", _text)):
        first: dict[object, Row] = {}
        for row in _documents(whole):
            other = first.setdefault(key(whole, row), row)
            if other["group"] != row["group"]:
                message = (
                    f"found another group than that of {quote(other['id'])} of the same {what}"
                )
                yield Found(place("documents", row, "group"), f"{message}; {REBUILD}")


def _page(_: Whole, row: Row) -> object:
    return row["seed"]


def _text(whole: Whole, row: Row) -> object:
    """Tell texts apart; one without Han is like no other."""
    facts = whole.known.documents[row["id"]]
    return facts.text if row["han"] and facts.text else row["id"]


def split_rule(whole: Whole) -> Iterator[Found]:
    """Work out the split of each group again, unless pages keep those of an earlier release."""
    if modes(whole.manifest).pinned:
        return
    groups = _groups(whole)
    expected = splits({group: len(rows) for group, rows in groups.items()})
    for group, rows in groups.items():
        for row in rows:
            if row["split"] != expected[group]:
                message = unequal(row["split"], expected[group], f"by its group; {REBUILD}")
                yield Found(place("documents", row, "split"), message)


def splits(sizes: Mapping[str, int]) -> dict[str, str]:
    """Give each group its split by the rule of the documentation.

    >>> splits({"a": 1, "b": 1})
    {'a': 'train', 'b': 'train'}
    >>> sorted(splits({"a": 1, "b": 2, "c": 1}).items())
    [('a', 'validation'), ('b', 'train'), ('c', 'test')]
    """
    if len(sizes) >= LARGE:
        return {group: _by_hash(group) for group in sizes}
    done = dict.fromkeys(sizes, "train")
    if len(sizes) <= UNDIVIDED:
        return done
    first = min(sizes, key=lambda group: (-sizes[group], _hash(group)))
    others = sorted((group for group in sizes if group != first), key=_hash)
    held = max(1, len(sizes) // HELD_OUT)
    for number, group in enumerate(others[: 2 * held]):
        done[group] = "test" if number < held else "validation"
    return done


def rejected(whole: Whole) -> Iterator[Found]:
    """Report rejected seeds outside train."""
    used = {row["seed"] for row in _documents(whole)}
    for name, facts in whole.known.seeds.items():
        if name not in used and facts.split != "train":
            row = {"seed": name, "split": facts.split}
            yield Found(place("seeds", row, "split"), unequal(facts.split, "train", REBUILD))


def duplicates(whole: Whole) -> Iterator[Found]:
    """Report documents that repeat what is not there, themselves, or another group."""
    for row in _documents(whole):
        name = row["duplicate_of"]
        if name is None:
            continue
        other = whole.known.documents.get(name)
        if other is None or name == row["id"] or other.row["group"] != row["group"]:
            message = f"found {quote(name)}, expected another document of its group; {REBUILD}"
            yield Found(place("documents", row, "duplicate_of"), message)


def chains(whole: Whole) -> Iterator[Found]:
    """Report documents that repeat each other in a circle."""
    links = {row["id"]: row["duplicate_of"] for row in _documents(whole)}
    done: set[str] = set()
    for start in links:
        way: dict[str, None] = {}
        name: str | None = start
        while name is not None and name not in done and name not in way:
            way[name] = None
            name = links.get(name)
        if name is not None and name in way:
            row = whole.known.documents[name].row
            message = f"found a circle of {quote(list(way))}, expected an end; {REBUILD}"
            yield Found(place("documents", row, "duplicate_of"), message)
        done |= way.keys()


def kinds(whole: Whole) -> Iterator[Found]:
    """Compare kind and similarity with the duplicate they are about."""
    for row in _documents(whole):
        values = [
            row[name] is None for name in ("duplicate_of", "duplicate_kind", "similarity")
        ]
        if len(set(values)) > 1:
            message = f"found some of duplicate_of, duplicate_kind, similarity null; {REBUILD}"
            yield Found(place("documents", row, "duplicate_kind"), message)
        elif row["duplicate_of"] in whole.known.documents:
            yield from _kind(whole, row)


def _kind(whole: Whole, row: Row) -> Iterator[Found]:
    """Check whether a document repeats another exactly, if it says so and only then."""
    own, other = (whole.known.documents[row[name]] for name in ("id", "duplicate_of"))
    exact = row["duplicate_kind"] == "exact"
    if exact and row["similarity"] != ALL:
        message = unequal(row["similarity"], ALL, "an exact duplicate is wholly alike")
        yield Found(place("documents", row, "similarity"), message)
    if exact and own.core != other.core:
        message = f"found exact for another text than {quote(row['duplicate_of'])} has"
        yield Found(place("documents", row, "duplicate_kind"), f"{message}; {REBUILD}")
    if not exact and own.text and own.text == other.text:
        message = unequal(row["duplicate_kind"], "exact", f"the texts are equal; {REBUILD}")
        yield Found(place("documents", row, "duplicate_kind"), message)


def equals(whole: Whole) -> Iterator[Found]:
    """Report documents that are equal and do not repeat the earliest of them."""
    alike: dict[bytes, list[DocumentFacts]] = defaultdict(list)
    for facts in whole.known.documents.values():
        if facts.core:
            alike[facts.core].append(facts)
    for group in alike.values():
        first, *others = sorted((facts.row for facts in group), key=_rank)
        for row in others:
            if (row["duplicate_of"], row["duplicate_kind"]) != (first["id"], "exact"):
                found = f"found {quote(row['duplicate_of'])}, {quote(row['duplicate_kind'])}"
                expected = f"expected an exact duplicate of {quote(first['id'])}, its equal"
                where = place("documents", row, "duplicate_of")
                yield Found(where, f"{found}, {expected}; {REBUILD}")


def _rank(row: Row) -> tuple[bool, str, str]:
    """Order documents: the earlier date first, unknown dates last, then the smaller id."""
    date = row["date_earliest"]
    return date is None, date or "", row["id"]


def partly(whole: Whole) -> Iterator[Found]:
    """Work out again how far documents are near or contained in those they name."""
    for row in _documents(whole):
        own, other = (whole.known.forms.get(row[name]) for name in ("id", "duplicate_of"))
        if row["duplicate_kind"] not in LEAST or own is None or other is None:
            continue
        near = row["duplicate_kind"] == "near"
        found = alike(own, other, near=near)
        least = LEAST[row["duplicate_kind"]]
        if row["similarity"] != found or found < least:
            message = (
                f"found {row['similarity']}, expected {found}, which {quote(row['duplicate_of'])}"
                f" gives, and {least} or more for {row['duplicate_kind']}; {REBUILD}"
            )
            yield Found(place("documents", row, "similarity"), message)
        elif not near and len(shingles(own)) < CONTAINED_SHINGLES:
            message = f"found contained, expected null for a text so short; {REBUILD}"
            yield Found(place("documents", row, "duplicate_kind"), message)


def alike(own: str, other: str, *, near: bool) -> int:
    """Give the Jaccard index of two texts, else the share of the first, per mille, rounded down.

    >>> alike("绿水青山就是", "绿水青山就好", near=True)
    333
    >>> alike("绿水青山就是", "绿水青山就好", near=False), alike("绿水", "绿水", near=True)
    (500, 0)
    """
    one, two = shingles(own), shingles(other)
    whole = len(one | two) if near else len(one)
    return ALL * len(one & two) // whole if whole else 0


def repeated(whole: Whole) -> Iterator[Found]:
    """Report passages that repeat what is not there, comes later or reads otherwise."""
    named = {row["duplicate_of"] for row, _ in whole.known.passages}
    cores = {row["id"]: core for row, core in whole.known.passages if row["id"] in named}
    for row, core in whole.known.passages:
        name = row["duplicate_of"]
        where = place("passages", row, "duplicate_of")
        if name is None:
            continue
        if name not in cores:
            message = f"found {quote(name)}, expected an id of a passage as long; {REBUILD}"
            yield Found(where, message)
        elif _order(name) >= _order(row["id"]):
            yield Found(where, f"found {quote(name)}, expected an earlier passage; {REBUILD}")
        elif not core or cores[name] != core:
            expected = "expected one of the same letters, digits and Han"
            yield Found(where, f"found {quote(name)}, {expected}; {REBUILD}")


def firsts(whole: Whole) -> Iterator[Found]:
    """Report passages that do not name the first of their equals."""
    first: dict[bytes, str] = {}
    for row, core in whole.known.passages:
        if core:
            first[core] = min(first.get(core, row["id"]), row["id"], key=_order)
    for row, core in whole.known.passages:
        expected = first.get(core, row["id"])
        name = None if expected == row["id"] else expected
        if core and row["duplicate_of"] != name:
            message = unequal(row["duplicate_of"], name, f"the first of its equals; {REBUILD}")
            yield Found(place("passages", row, "duplicate_of"), message)


def _order(passage: str) -> tuple[str, int]:
    """Give the place of a passage among all: its document, its number."""
    document, _, number = passage.rpartition("#")
    return document, int(number) if number.isascii() and number.isdecimal() else 0


#: Of more seeds the manifest gives no list.
MOST_LISTED = 10_000


def seed_hashes(whole: Whole) -> Iterator[Found]:
    """Compare the seeds of the manifest with those of the table."""
    listed = whole.manifest.get("seeds", "")
    table = {name: facts.sha256 for name, facts in whole.known.seeds.items()}
    if listed is None and len(table) <= MOST_LISTED:
        message = f"found null for {len(table)} seeds, expected each with its hash; {REBUILD}"
        yield Found("manifest.json, seeds", message)
    if not isinstance(listed, dict):
        return  # the table stands for the list, or the form is a finding of its own
    for name in sorted(listed.keys() | table.keys()):
        if listed.get(name) != table.get(name):
            message = unequal(listed.get(name), table.get(name), f"as in seeds; {REBUILD}")
            yield Found(f"manifest.json, seeds, {quote(name)}", message)


def _documents(whole: Whole) -> Iterator[Row]:
    return (facts.row for facts in whole.known.documents.values())


def _groups(whole: Whole) -> dict[str, list[Row]]:
    """Gather the documents of each group."""
    done: dict[str, list[Row]] = defaultdict(list)
    for row in _documents(whole):
        done[row["group"]].append(row)
    return done


def _by_hash(group: str) -> str:
    place_ = int(_hash(group)[:8], 16) % 100
    return "train" if place_ < TRAIN else "validation" if place_ < VALIDATION else "test"


def _hash(group: str) -> str:
    return hashlib.sha256(group.encode()).hexdigest()


#: Checks that need no texts, before the pages are read.
CHECKS: tuple[Check[Whole], ...] = (
    Check("X001", "Ids of seeds are unique.", seed_ids),
    Check("X002", "Ids of documents are unique.", document_ids),
    Check("X006", "A group stands in one split.", one_split),
    Check("X007", "Documents of one page, or of one text, are in one group.", one_group),
    Check("X008", "A group's key is the smallest hash of its seeds.", group_keys),
    Check("X009", "A group has as many documents as its rows say.", group_sizes),
    Check(
        "X010", "The split of a group follows from its key by the published rule.", split_rule
    ),
    Check("X011", "Rejected seeds stand in train.", rejected),
    Check("X012", "A duplicate repeats another document of its group.", duplicates),
    Check("X013", "Duplicates of duplicates come to an end.", chains),
    Check("X014", "Kind and similarity fit the duplicate.", kinds),
    Check("X016", "The manifest lists the seeds of the table.", seed_hashes),
    Check("X017", "Documents that are equal repeat the earliest of them.", equals),
)
#: Checks for when all pages are read.
LAST: tuple[Check[Whole], ...] = (
    Check("X015", "A repeated passage is there, earlier, and reads alike.", repeated),
    Check("X018", "A passage that repeats others names the first of them.", firsts),
    Check("X019", "Near and contained duplicates are as alike as they say.", partly),
)
