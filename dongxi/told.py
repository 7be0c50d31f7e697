"""Facts in, what the card says of trust and of what is withheld out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dongxi.markdown import table
from dongxi.schema import NAMES

if TYPE_CHECKING:
    from dongxi.facts import Facts

#: What can be checked of bytes and of changes, by the form of the ledger.
BYTES = {
    "full": """- **Every byte has a place.** The rows of `ledger` cover each page from its first byte to its
  last, without gap or overlap. What was left out stands there as well, with its role and the
  rule that gave it.
- **Every text can be derived.** The `ledger` rows of a document where `in_text` is true, read in
  order, join to exactly its `text`.""",
    "hashes": """- **Every byte has a place.** The rows of `ledger` cover each page from its first byte to its
  last, without gap or overlap, each with its role and the rule that gave it. In place of the
  bytes it has their SHA-256; whoever holds the page can compare them.""",
}
CHANGES = {
    "full": """- **Every change is listed.** Where the text differs from the bytes of the page, `edits` says
  what stood there, what stands there now, which rules changed it and what shows them to be
  right. What a rule only guesses is reported and not applied.""",
    "hashes": """- **Every change has a place.** `edits` says which bytes were changed, by which rules, and what
  shows them to be right; what stood there and what stands there now is not published.""",
}
#: What can be had in place of a ledger that is withheld, and of one that was not made.
WITHHELD = """- **The account can be had.** This release has neither `ledger` nor `edits`. Whoever holds the
  pages builds them; that they are those of this release, the complete content hash below
  shows."""
UNMADE = """- **The account can be had.** This release was built without `ledger`. Whoever holds the pages
  builds it, with the same `documents`: `manifest.json` has their content hash."""
EVIDENCE = """- **Every value shows its evidence.** `claims` names, for each value, the rule that found it and
  the bytes it was read from, and keeps the values that lost."""
#: What the options mean, in words.
WORDS = {
    ("personal", "off"): "not looked for",
    ("personal", "flag"): "looked for; what is found is claimed and stays",
    ("personal", "mask"): "looked for; what is found is claimed and reads █",
    ("ledger", "full"): "with bytes and texts",
    ("ledger", "hashes"): "spans and hashes in place of bytes and texts",
    ("ledger", "none"): "neither `ledger` nor `edits`",
    ("text", "True"): "published",
    ("text", "False"): "not published: metadata, spans and hashes alone",
    ("curation", "True"): "what curators know counts",
    ("curation", "False"): "what curators know is left aside",
    ("pinned", "False"): "by the rule of splits alone",
    ("pinned", "True"): "pages of an earlier release keep the split they had there",
    ("jsonl", "True"): "Parquet, and JSON Lines beside it",
    ("jsonl", "False"): "Parquet alone",
}
#: What stands before the counts.
FORM = """What has the form of a telephone number (mainland, Hong Kong, Macau, Taiwan, Singapore), an e-mail
address, an 18-digit identity number or a bank card, check digits included, is found by that form
alone, in the texts and in all other bytes of the pages: an office's number looks like a
person's. Names, postal addresses and other numbers are not looked for."""
OFF = """Telephone numbers, addresses and the like were not looked for; they stand where the pages
have them."""
MASKED = """It was masked: in all tables each of its characters reads █, and the `ledger` has its place and
the rule, not the bytes."""
FLAGGED = """It was not changed. `claims` has each place (field `personal`, the kind for a value), and `flags`
names the documents whose text holds some."""
#: The same where there is no ledger, and where there are no claims.
MASKED_ALONE = "It was masked: in all tables each of its characters reads █."
FLAGGED_ALONE = "It was not changed. `flags` names the documents whose text holds some."


def trust(facts: Facts) -> str:
    """Say what of bytes, texts, changes and values can be checked."""
    form = facts.options.ledger
    if facts.has("ledger"):
        said = [BYTES[form]]
    else:
        said = [WITHHELD if "ledger" in facts.options.tables else UNMADE]
    if facts.has("edits"):
        said.append(CHANGES[form])
    if facts.has("claims"):
        said.append(EVIDENCE)
    return "\n".join(said)


def withheld(facts: Facts) -> str:
    """Say what is found, masked, removed and left out, and by which options."""
    parts = [_found(facts), _options(facts)]
    if gone := _gone(facts):
        parts.append(gone)
    if not facts.options.whole:
        digest = facts.manifest.get("complete_content_sha256")
        parts.append(
            "A build of the same pages with `--ledger full`, texts included and all other options "
            f"as above has the content hash `{digest}`."
        )
    return "\n\n".join(parts)


def _found(facts: Facts) -> str:
    """Tell what has the form of personal data, and what was done about it."""
    mode = facts.options.personal
    if mode == "off":
        return OFF
    if mode == "mask":
        said = MASKED if facts.has("ledger") else MASKED_ALONE
    else:
        said = FLAGGED if facts.has("claims") else FLAGGED_ALONE
    if not facts.has("claims"):
        return f"{FORM}\n{said}"
    body = [(f"`{rule}`", f"{n:,}") for (rule,), n in facts.by("personal").items()]
    return f"{FORM}\n{said}\n\n{table(('form of personal data', 'found'), body)}"


def _options(facts: Facts) -> str:
    """Tell the options of the build."""
    options = facts.options
    body = [
        (f"`{name}`", f"`{shown}`", _words(name, getattr(options, name)))
        for name, shown in options.told().items()
    ]
    return table(("option", "value", "what it means"), body)


def _words(name: str, value: object) -> str:
    """Say what an option means.

    >>> _words("sample", 0), _words("sample", 10)
    ('all pages', 'the pages whose ids have the smallest SHA-256, so many')
    """
    if name == "tables":
        return "all tables" if value == NAMES else "the tables that were made"
    if name == "sample":
        return (
            "the pages whose ids have the smallest SHA-256, so many" if value else "all pages"
        )
    return WORDS[name, str(value)]


def _gone(facts: Facts) -> str:
    """Tell the requests for removal, and the rows that are withheld."""
    asked = Counter(str(one["scope"]) for one in facts.manifest.get("removals", ()))
    requests = table(
        ("removed on request", "number"),
        [(f"`{k}`", f"{n:,}") for k, n in sorted(asked.items())],
    )
    rules = sorted({rule for rule, _ in facts.by("withheld")})
    rows = table(
        ("withheld by", "rows", "bytes"),
        [
            (
                f"`{rule}`",
                *(f"{facts.total('withheld', rule, of):,}" for of in ("rows", "bytes")),
            )
            for rule in rules
        ],
    )
    return "\n\n".join([requests] * bool(asked) + [rows] * bool(rules))
