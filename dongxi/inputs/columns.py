"""Which keys of a record hold the page, its address, its id, when it was fetched, its encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping


class Columns(NamedTuple):
    """For each role the names that are looked for; the first that is there counts."""

    html: tuple[str, ...] = ("html", "raw_html", "content", "text", "raw_content")
    """The page: its bytes, or a string that stands for its bytes in UTF-8."""
    url: tuple[str, ...] = ("url", "link", "source_url", "page_url", "target_uri")
    id: tuple[str, ...] = ("id", "doc_id", "docid", "seed")
    retrieved: tuple[str, ...] = (
        "retrieved", "crawl_date", "crawled_at", "fetched", "fetch_time", "warc_date", "timestamp",
    )  # fmt: skip
    charset: tuple[str, ...] = ("charset", "http_charset")

    def names(self, there: Container[str]) -> dict[str, str]:
        """Give the name of each role that is there.

        >>> COLUMNS.names({"text", "html", "link"})
        {'html': 'html', 'url': 'link'}
        >>> COLUMNS.names({"body", "textual"})
        {}
        """
        found = (
            (role, next((name for name in getattr(self, role) if name in there), None))
            for role in self._fields
        )
        return {role: name for role, name in found if name is not None}

    def told(self) -> dict[str, list[str]]:
        """Give the roles that have other names than usual, with their names.

        >>> COLUMNS.told(), given(["html=body"]).told()
        ({}, {'html': ['body']})
        """
        return {role: list(getattr(self, role)) for role in self._fields
                if getattr(self, role) != getattr(COLUMNS, role)}  # fmt: skip


COLUMNS = Columns()


def given(pairs: Iterable[str], columns: Columns = COLUMNS) -> Columns:
    """Read `role=name` pairs as a user gives them; a role that is named has that name alone.

    Raises `ValueError` for another form, an unknown role, and a role named twice.

    >>> given(["html=body_html", "url=link"]).html
    ('body_html',)
    >>> given(["html=body_html"]).url == COLUMNS.url
    True
    """
    named: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        role, sign, name = pair.partition("=")
        if not sign or not name or role not in Columns._fields:
            roles = ", ".join(Columns._fields)
            raise ValueError(
                f"--column: found {pair!r}, expected ROLE=NAME, such as html=body_html; "
                f"roles are {roles}"
            )
        if role in named:
            raise ValueError(f"--column: {role!r} is named twice; give one name for it")
        named[role] = (name,)
    return columns._replace(**named)


def of(manifest: Mapping[str, Any]) -> Columns:
    """Read the names that the inputs of a dataset had from its manifest.

    >>> of({"columns": {"html": ["body"]}}).html, of({}) == COLUMNS
    (('body',), True)
    """
    found = manifest.get("columns")
    known = found if isinstance(found, dict) else {}
    return COLUMNS._replace(
        **{role: tuple(map(str, known[role])) for role in Columns._fields if role in known}
    )
