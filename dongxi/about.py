"""`dataset.yaml` in, what people say of a collection of pages out.

The file is optional, and so is each of its keys: without them the card says what is true of
any collection. Longer texts are Markdown and stand in the card as they are written. A key that
ends in `_zh` says in Chinese what the one without it says, for the Chinese card alone.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from dongxi import written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


#: The file, in the folder of seeds.
ABOUT = "dataset.yaml"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
VERSION = re.compile(r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}")
#: What a key ends in that says something in Chinese.
CHINESE = "_zh"
HOMEPAGE = re.compile(r"https?://[^\s<>\"`]+")
#: What every collection built this way leaves open.
LIMITS = (
    (
        "Roles and fields come from rules. A page built unlike those the rules were made for may "
        "lose a paragraph or keep a line of its furniture; `ledger` shows which."
    ),
    (
        "A page is divided only at explicit markers or where a curator says so. Other collections "
        "stay one document."
    ),
    (
        "What a page says is not checked: figures, quotations and dates may be wrong, and a copy "
        "may differ from what was first published."
    ),
    "Images, video and what scripts load are not there; captions stand in `ledger` alone.",
    (
        "Repairs need proof. Damage that leaves none stays in the text, and `flags` marks only "
        "the kinds that can be recognised."
    ),
)


class Loader(written.NoAliases, yaml.SafeLoader):
    """Read values of YAML's plain types."""


class AboutError(ValueError):
    """A fault in `dataset.yaml`; the message says where and what to do."""

    def __init__(self, where: str, what: str, key: str = "") -> None:
        super().__init__(f"{where}: {what}")
        self.where, self.what, self.key = where, what, key


class Change(NamedTuple):
    """What a version changed."""

    version: str
    changes: tuple[str, ...]
    changes_zh: tuple[str, ...] = ()
    """The same in Chinese, one by one."""


class About(NamedTuple):
    """What people say of a collection; the defaults hold for any."""

    name: str = "chinese-web-documents"
    """For machines: ASCII letters, digits, `.`, `_` and `-`."""
    pretty_name: str = "Documents from Chinese web pages"
    version: str = "0.1.0"
    description: str = (
        "Documents taken from raw Chinese web pages, with an account of every byte of every "
        "page and the evidence for every value."
    )
    summary_zh: str = (
        "本数据集由中文网页整理而成：网页每个字节的去向、每个字段的依据、对文字的每处改动都有记录，"
        "可以逐一核对。网页内容的权利归原发布者所有。"
    )
    """The same for readers of Chinese."""
    selection: str = (
        "How these pages were chosen has not been written down. Take them for a sample of "
        "nothing: frequencies, trends or opinions read off them say nothing about the web."
    )
    """How the pages were chosen, and what that forbids."""
    uses: str = (
        "Studying how text and metadata are taken from web pages, and reading the documents. "
        "Other uses are for the user to judge, by the way the pages were chosen."
    )
    limits: tuple[str, ...] = ()
    """Beside those that hold for every collection."""
    rights: str = (
        "The pages, and the texts taken from them, belong to their publishers and authors. "
        "Publishing this dataset gives nobody a licence to them."
    )
    licence: str | None = None
    """SPDX identifier for what the makers added, where they state one."""
    personal_data: str = (
        "Names of officials, reporters, editors, authors and of people the texts are about "
        "stand in the data as the pages published them. Contact lines (telephone numbers, "
        "addresses, e-mail) are kept out of `text` where they are recognised, but stand in "
        "`ledger`, as every byte does."
    )
    contact: str = (
        "Ask whoever published this copy, and name the `id` of the document or the `seed`."
    )
    """How to ask for removal."""
    authors: tuple[str, ...] = ("The makers of this dataset",)
    homepage: str | None = None
    released: str | None = None
    """ISO day; the only date that is not taken from a page."""
    tags: tuple[str, ...] = ("chinese", "web-pages", "provenance")
    task_categories: tuple[str, ...] = ("text-generation",)
    changelog: tuple[Change, ...] = ()
    """Newest first."""
    pretty_name_zh: str | None = None
    """From here on: the same in Chinese, for the Chinese card; what is missing stands there as it is
    in the other one."""
    description_zh: str | None = None
    selection_zh: str | None = None
    uses_zh: str | None = None
    limits_zh: tuple[str, ...] = ()
    """One by one."""
    rights_zh: str | None = None
    personal_data_zh: str | None = None
    contact_zh: str | None = None

    def chinese(self) -> About:
        """Say in Chinese what is said in Chinese.

        >>> About(uses="To read.", uses_zh="供阅读。", rights="Ours.").chinese()[6:10]
        ('供阅读。', (), 'Ours.', None)
        """
        here = {
            name: said for name in self._fields if (said := getattr(self, name + CHINESE, None))
        }
        log = tuple(
            one._replace(changes=one.changes_zh or one.changes) for one in self.changelog
        )
        return self._replace(**here, changelog=log)


def load(folder: Path) -> About:
    """Read and check the `dataset.yaml` of a folder of seeds; a missing one says nothing.

    Raises `AboutError` for an unknown key and for a value that is not what its key needs.
    """
    path = folder / ABOUT
    if not path.is_file():
        return About()
    try:
        found, places = written.placed(path, Loader)
    except written.WrittenError as fault:
        raise AboutError(ABOUT, f"not readable as YAML ({fault}); mend the file") from None
    try:
        return parse({} if found is None else found)
    except AboutError as fault:
        place = places.get(fault.key)
        raise AboutError(
            f"{fault.where} {place}" if place else fault.where, fault.what
        ) from None


def parse(found: object) -> About:
    """Check what a `dataset.yaml` holds.

    >>> parse({"name": "my-pages", "authors": ["A reader"]}).authors
    ('A reader',)
    >>> parse({"titel": "My pages"})
    Traceback (most recent call last):
    dongxi.about.AboutError: dataset.yaml: unknown key 'titel'; known are name, pretty_name, \
version, description, summary_zh, selection, uses, limits, rights, licence, personal_data, \
contact, authors, homepage, released, tags, task_categories, changelog, pretty_name_zh, \
description_zh, selection_zh, uses_zh, limits_zh, rights_zh, personal_data_zh, contact_zh
    """
    if not isinstance(found, dict):
        raise AboutError(ABOUT, f"found {written.quote(found)}, expected `key: value` lines")
    for key in found:
        if key not in About._fields:
            known = ", ".join(About._fields)
            raise AboutError(
                ABOUT, f"unknown key {written.quote(key)}; known are {known}", str(key)
            )
    about = About(**{key: READERS.get(key, _text)(key, value) for key, value in found.items()})
    _check_same("limits", about.limits, about.limits_zh)
    return about


def _check_same(key: str, said: tuple[str, ...], chinese: tuple[str, ...]) -> None:
    """Raise where a list in Chinese has not as many items as the other."""
    if chinese and len(chinese) != len(said):
        raise AboutError(
            f"{ABOUT}, {key}{CHINESE}",
            f"found {len(chinese)} items, expected as many as `{key.rpartition('.')[2]}` has, which "
            f"is {len(said)}: the same, one by one, in Chinese",
            key + CHINESE,
        )


def _text(key: str, value: object) -> str:
    """Read a text: not empty, no blanks around it."""
    if not isinstance(value, str) or not value.strip():
        raise _fault(key, value, "a text; put it in quotes if YAML takes it for something else")
    return value.strip()


def _line(key: str, value: object) -> str:
    """Read a text of one line."""
    return " ".join(_text(key, value).split())


def _texts(key: str, value: object) -> tuple[str, ...]:
    """Read a list of texts."""
    if not isinstance(value, list) or not value:
        raise _fault(key, value, "a list of texts, one `- …` a line")
    return tuple(_line(f"{key}[{number}]", item) for number, item in enumerate(value, 1))


def _matching(pattern: re.Pattern[str], expected: str) -> Callable[[str, object], str]:
    """Make a reader for texts of one form."""

    def read(key: str, value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise _fault(key, value, expected)
        return value

    return read


def _day(key: str, value: object) -> str:
    """Read a day; YAML makes dates of ISO days without quotes."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if type(day) is not date:
        raise _fault(key, value, "a day such as 2026-01-31")
    return day.isoformat()


def _changes(key: str, value: object) -> tuple[Change, ...]:
    """Read the list of versions with what each changed."""
    if not isinstance(value, list) or not value:
        raise _fault(key, value, "a list of versions, each with `version` and `changes`")
    return tuple(_change(f"{key}[{number}]", item) for number, item in enumerate(value, 1))


def _change(key: str, value: object) -> Change:
    if not isinstance(value, dict) or value.keys() - {"changes_zh"} != {"version", "changes"}:
        raise _fault(
            key, value, "`version` and `changes`, `changes_zh` beside, and no other key"
        )
    lists = {
        name: _texts(f"{key}.{name}", value[name])
        for name in ("changes", "changes_zh")
        if name in value
    }
    change = Change(READERS["version"](f"{key}.version", value["version"]), **lists)
    _check_same(f"{key}.changes", change.changes, change.changes_zh)
    return change


def _fault(key: str, value: object, expected: str) -> AboutError:
    return AboutError(
        f"{ABOUT}, {key}", f"found {written.quote(value)}, expected {expected}", key
    )


#: How each key is read; the others are texts of any length.
READERS: dict[str, Callable[[str, object], Any]] = {
    "name": _matching(NAME, "ASCII letters, digits, `.`, `_` and `-`, at most 96"),
    "pretty_name": _line,
    "version": _matching(VERSION, 'a version in quotes, such as "1.0.0"'),
    "limits": _texts,
    "licence": _line,
    "authors": _texts,
    "homepage": _matching(HOMEPAGE, "an address that starts with http:// or https://"),
    "released": _day,
    "tags": _texts,
    "task_categories": _texts,
    "changelog": _changes,
    "pretty_name_zh": _line,
    "limits_zh": _texts,
}
