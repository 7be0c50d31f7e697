"""Claims of rival rules in, the chosen ones out: one visible table says who is believed first."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dongxi.model import Claim


LOST = "\ufffd"
#: Fields that may hold several values.
LISTS = frozenset({"author", "editor", "part", "character"})
#: For each field the rules, most believed first; a rule that is not listed is never chosen.
RANKS: dict[str, tuple[str, ...]] = {
    "title": (
        "curation/entry", "claims/headline", "claims/labelled-title", "head/article-title", "head/og-title",
        "head/json-ld-title", "head/script-title", "head/meta-title", "claims/front-title",
        "claims/title-element",
    ),
    "subtitle": ("curation/entry", "claims/deck"),
    "section": ("curation/entry", "claims/rubric", "head/meta-section", "head/json-ld-section"),
    "source": (
        "curation/entry", "claims/labelled-source", "claims/stamp-outlet", "head/meta-source",
        "head/hint-source", "claims/labelled-author-outlet",
        "claims/dateline-agency", "head/json-ld-source", "head/script-source",
        "claims/byline-outlet", "claims/journal-issue", "claims/original-line", "head/json-ld-author-outlet", "head/meta-author-outlet",
        "head/script-author-outlet", "head/hint-author-outlet", "head/script-account",
        "head/hint-account", "claims/outlet-line",
        "claims/front-source",
    ),
    "site_name": (
        "curation/entry", "head/meta-site", "claims/way-home", "claims/title-site",
        "claims/copyright", "claims/reprint-notice", "claims/site-line", "head/json-ld-publisher",
    ),
    "author": (
        "curation/entry", "claims/labelled-author", "claims/byline", "head/json-ld-author",
        "head/script-author", "head/hint-author", "head/meta-author", "claims/original-line", "claims/poster", "claims/name-line",
        "claims/closing-name",
        "claims/front-author",
    ),
    "editor": ("curation/entry", "claims/labelled-editor"),
    "date": (
        "curation/entry", "claims/first-post", "claims/labelled-date", "claims/stamp", "head/meta-date",
        "head/json-ld-date", "head/script-date", "head/hint-date", "claims/day-below-title", "claims/labelled-written", "claims/dateline", "claims/signature",
        "claims/front-date", "claims/address", "head/address", "head/time-element",
        "claims/identifier", "claims/title-year", "claims/labelled-modified",
    ),
    "part": ("curation/entry",),
    "character": ("curation/entry",),
    "script": ("script/counts",),
    "language": ("script/language",),
    "date_modified": (
        "claims/labelled-modified", "head/meta-modified", "head/json-ld-modified",
    ),
    "place": ("curation/entry", "claims/dateline-place"),
    "document_number": ("curation/entry", "claims/document-number"),
    "document_type": (
        "curation/entry", "genre/collection-title", "genre/opinion-rubric", "genre/opinion-title",
        "genre/commentator", "genre/dateline", "genre/interview-title", "genre/question-turns",
        "genre/notice-title", "genre/articles", "genre/interpretation-title",
        "genre/speech-title", "genre/abstract-keywords",
    ),
}  # fmt: skip
#: What a date rests on, for `date_basis`.
BASIS = {
    "curation/entry": "curated", "claims/first-post": "stated", "claims/labelled-date": "stated", "claims/stamp": "stated",
    "claims/labelled-written": "stated", "claims/day-below-title": "stated",
    "claims/front-date": "stated", "claims/labelled-modified": "stated",
    "claims/dateline": "dateline", "claims/signature": "signature", "claims/address": "url",
    "claims/identifier": "identifier", "claims/title-year": "title",
    "head/meta-date": "stated", "head/json-ld-date": "stated", "head/script-date": "stated",
    "head/hint-date": "stated",
    "head/time-element": "stated", "head/address": "url",
}  # fmt: skip


class Choice(NamedTuple):
    """The claims of a document, and what they say."""

    claims: tuple[Claim, ...]

    def value(self, field: str) -> str | None:
        """Give the chosen value of a field, None where nothing is known."""
        return next((c.value for c in self.claims if c.chosen and c.field == field), None)

    def values(self, field: str) -> list[str]:
        """Give all chosen values of a list field."""
        return [c.value for c in self.claims if c.chosen and c.field == field]

    def rule(self, field: str) -> str | None:
        """Give the rule behind the chosen value."""
        return next((c.rule for c in self.claims if c.chosen and c.field == field), None)


def choose(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Mark the claims that win: for each field, those of the rule believed first.

    A single-valued field takes the first claim in page order, a list field all different
    ones. A value with a lost character, or one only guessed, never wins; a day without its
    year yields to one with it.
    """
    able: dict[str, list[int]] = {}
    for i, claim in enumerate(claims):
        if _eligible(claim):
            able.setdefault(claim.field, []).append(i)
    winners: set[int] = set()
    for field, there in able.items():
        ranked = {i: _rank(claims[i]) for i in there}
        best = min(ranked.values())
        first: dict[str, int] = {}
        for i in there:
            if ranked[i] == best:
                first.setdefault(claims[i].value, i)
        winners.update(islice(first.values(), None if field in LISTS else 1))
    return tuple(
        claim
        if claim.chosen == (number in winners)
        else replace(claim, chosen=number in winners)
        for number, claim in enumerate(claims)
    )


def _rank(claim: Claim) -> tuple[bool, int]:
    """Rank a claim by its rule; a day whose year is not known yields to any other."""
    return claim.value.startswith(NO_YEAR), RANKS[claim.field].index(claim.rule)


#: How EDTF writes a year that is not known.
NO_YEAR = "XXXX-"


def _eligible(claim: Claim) -> bool:
    listed = claim.rule in RANKS.get(claim.field, ())
    return (
        listed and LOST not in claim.value and claim.certainty != "guess" and claim.value != ""
    )
