"""What a build publishes of what it read; part of the manifest, so that a rebuild does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypedDict, Unpack, get_args

from dongxi.inputs.columns import COLUMNS, Columns
from dongxi.model import Limits
from dongxi.personal import MODES, Mode
from dongxi.schema import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dongxi.removals import Removal

#: What `--ledger` takes: all rows; spans and hashes in place of bytes and texts; no ledger and
#: no edits.
Ledger = Literal["full", "hashes", "none"]
LEDGERS: tuple[Ledger, ...] = get_args(Ledger)
#: The tables of every dataset, and those that a build may leave unmade.
ALWAYS = ("documents", "seeds")
OPTIONAL = tuple(name for name in NAMES if name not in ALWAYS)
#: The tables that the form of the ledger is about.
ACCOUNT = frozenset({"ledger", "edits"})
#: Where the manifest has them.
KEY, LIMITS, SHARDS = "options", "limits", "shard_bytes"
#: How large the files of a table are unless told otherwise: a third or less of it as Parquet.
SHARD_BYTES = 1 << 30


class Options(NamedTuple):
    """The options of a build that change what is published."""

    personal: Mode = "flag"
    """off, flag or mask: what is done about what has the form of personal data."""
    ledger: Ledger = "full"
    text: bool = True
    """False: metadata, spans and hashes alone."""
    curation: bool = True
    """False: `curation.yaml` is left aside."""
    pinned: bool = False
    """True: pages keep the split of an earlier release."""
    sample: int = 0
    """So many pages, chosen by the hashes of their ids; 0 for all."""
    tables: tuple[str, ...] = NAMES
    """The tables that are made, in the order of the schema."""
    jsonl: bool = True
    """False: tables are written as Parquet alone."""

    def told(self) -> dict[str, str]:
        """Give the value of each option as people read it."""
        return {
            name: ", ".join(value) if isinstance(value, tuple) else str(value).lower()
            for name, value in self._asdict().items()
        }

    @property
    def whole(self) -> bool:
        """Whether the tables that are made show all they hold."""
        return self.text and (self.ledger == "full" or "ledger" not in self.tables)

    @property
    def published(self) -> tuple[str, ...]:
        """The tables that are made and not withheld."""
        gone = ACCOUNT if self.ledger == "none" else frozenset()
        return tuple(name for name in self.tables if name not in gone)


class Shown(TypedDict, total=False):
    """The options by name, as a caller gives them; see `Options`."""

    personal: Mode
    ledger: Ledger | None
    """None: full, but hashes without text."""
    text: bool
    """False: metadata, spans and hashes alone."""
    tables: Iterable[str] | None
    """What is made beside documents and seeds; None: all."""
    jsonl: bool
    """False: Parquet alone."""


class Terms(NamedTuple):
    """On what terms a dataset is published."""

    options: Options = Options()
    removals: tuple[Removal, ...] = ()
    """What was asked to be removed, and is withheld."""
    limits: Limits = Limits()
    """How large pages could be."""
    shard_bytes: int = SHARD_BYTES
    """Bytes of the canonical lines of a file of a table, about."""
    columns: Columns = COLUMNS
    """Which keys of records held what."""


def checked(options: Options) -> Options:
    """Give the options back; raise `ValueError` where they do not go together."""
    for name, known in (("personal", MODES), ("ledger", LEDGERS)):
        if getattr(options, name) not in known:
            raise ValueError(
                f"{name}: found {getattr(options, name)!r}, expected one of {', '.join(known)}"
            )
    if unknown := [name for name in options.tables if name not in NAMES]:
        raise ValueError(
            f"tables: found {', '.join(map(repr, unknown))}, expected some of {', '.join(OPTIONAL)}"
        )
    if "edits" in options.tables and "ledger" not in options.tables:
        raise ValueError("tables: edits name rows of the ledger; ask for ledger too")
    if options.sample < 0:
        raise ValueError(f"sample: found {options.sample}, expected 0 (for all pages) or more")
    if not options.text and options.ledger == "full":
        raise ValueError(
            "without text: the full ledger holds every text; give --ledger hashes or none too"
        )
    return options


def given(
    *, curation: bool, pinned: bool = False, sample: int = 0, **shown: Unpack[Shown]
) -> Options:
    """Make options of what a user gave; without text, a ledger that nobody asked for is hashes.

    >>> given(curation=True, text=False).ledger, given(curation=True).ledger
    ('hashes', 'full')
    """
    text = shown.get("text", True)
    ledger = shown.get("ledger") or ("full" if text else "hashes")
    tables, jsonl = made(shown.get("tables")), shown.get("jsonl", True)
    mode = shown.get("personal", "flag")
    return checked(Options(mode, ledger, text, curation, pinned, sample, tables, jsonl))


def made(names: Iterable[str] | None) -> tuple[str, ...]:
    """Give the tables to be made, in the order of the schema; unknown names stay, at the end.

    A single name may stand for a list of it.

    >>> made(["claims"]), made("claims") == made(["claims"]), made(None) == NAMES
    (('documents', 'seeds', 'claims'), True, True)
    >>> made(["claim"])
    ('documents', 'seeds', 'claim')
    """
    some = (names,) if isinstance(names, str) else names
    wanted = NAMES if some is None else (*ALWAYS, *some)
    known = tuple(name for name in NAMES if name in wanted)
    return (*known, *(name for name in wanted if name not in NAMES))


def of(manifest: Mapping[str, Any]) -> Options:
    """Read the options of a dataset from its manifest; an older one has the defaults.

    >>> of({"options": {"personal": "mask"}}).personal, of({}).personal
    ('mask', 'off')
    """
    found = manifest.get(KEY)
    if not isinstance(found, dict):
        return Options(personal="off")
    known = {name: found[name] for name in Options._fields if name in found}
    if "tables" in known:
        known["tables"] = tuple(known["tables"])
    return checked(Options(**known))


def limits_of(manifest: Mapping[str, Any]) -> Limits:
    """Read how large the pages of a dataset could be from its manifest.

    >>> limits_of({"limits": {"max_bytes": 5}}).max_bytes, limits_of({}) == Limits()
    (5, True)
    """
    found = manifest.get(LIMITS)
    known = found if isinstance(found, dict) else {}
    return Limits(**{name: known[name] for name in Limits._fields if name in known})


def shard_bytes_of(manifest: Mapping[str, Any]) -> int:
    """Read how large the files of a dataset's tables are from its manifest.

    >>> shard_bytes_of({"shard_bytes": 5}), shard_bytes_of({}) == SHARD_BYTES
    (5, True)
    """
    found = manifest.get(SHARDS)
    return found if isinstance(found, int) and found > 0 else SHARD_BYTES
