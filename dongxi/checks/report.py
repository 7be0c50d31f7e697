"""What is counted while the tables are read in, what the report for people gets wrong out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from dongxi.checks.base import Check, Found, unequal
from dongxi.checks.folder import CARD, CHINESE, REPORT, SPLITS
from dongxi.schema import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dongxi.checks.counts import Told

REBUILD = "build the dataset again"
#: Where the report keeps what it counts; no `<` can stand in it.
NUMBERS = re.compile(r'<script type="application/json" id="data-numbers">([^<]*)</script>')
POLICY = re.compile('<meta http-equiv="Content-Security-Policy" content="([^"<>]*)">')
#: What runs and what styles; blocks of data have a type.
OWN = {
    "script-src": re.compile(r"<script>(.*?)</script>", re.DOTALL),
    "style-src": re.compile(r"<style>(.*?)</style>", re.DOTALL),
}
PLOTS = "plots/"
NOTHING_ELSE = "default-src 'none'; "


def numbers(told: Told) -> Iterator[Found]:
    """Compare the numbers of the report with those of the tables."""
    if REPORT not in told.folder.files:
        return  # another check says so
    found = _numbers(told.folder.text(REPORT))
    for name, expected in _expected(told).items():
        if found.get(name) != expected:
            message = unequal(found.get(name), expected, f"by the tables; {REBUILD}")
            yield Found(f"{REPORT}, {name}", message)


def _numbers(page: str) -> dict[str, Any]:
    """Read the numbers of the report; empty where it has none."""
    hit = NUMBERS.search(page)
    try:
        found = json.loads(hit[1]) if hit else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _expected(told: Told) -> dict[str, Any]:
    """Write the numbers as the report should."""
    counts = told.known.counts
    rows = {
        name: {s: counts["rows", name, s] for s in SPLITS if counts["rows", name, s]}
        for name in NAMES
    }
    roles = {key[1] for key in counts if key[0] == "role"}
    edits = sorted([*key[1:], n] for key, n in counts.items() if key[0] == "edit")
    return {
        "content_sha256": told.folder.manifest.get("content_sha256"),
        "rows": {name: found for name, found in rows.items() if found},
        "characters": {s: counts["characters", s] for s in SPLITS if counts["characters", s]},
        "roles": {
            role: [counts["role", role, place] for place in ("in_text", "left_out")]
            for role in roles
        },
        "edits": edits,
    }


def closed(told: Told) -> Iterator[Found]:
    """Report a page that allows more than the style and the script it has."""
    if REPORT not in told.folder.files:
        return  # another check says so
    page = told.folder.text(REPORT)
    hit = POLICY.search(page)
    policy = hit[1].replace("&#39;", "'") if hit else ""
    if not policy.startswith(NOTHING_ELSE):
        message = unequal(policy, NOTHING_ELSE + "…", REBUILD)
        yield Found(f"{REPORT}, Content-Security-Policy", message)
    for name, pattern in OWN.items():
        allowed = [part for part in policy.split("; ") if part.startswith(f"{name} ")]
        expected = [f"{name} '{_digest(text)}'" for text in pattern.findall(page)]
        if allowed != expected:
            yield Found(f"{REPORT}, {name}", unequal(allowed, expected, REBUILD))


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


#: A picture that a card shows.
PICTURE = re.compile(r"!\[[^\]]*\]\((?P<name>[^()]*)\)")


def pictures(told: Told) -> Iterator[Found]:
    """Report pictures that a card shows and that are not among the files."""
    for card in (CARD, CHINESE):
        for hit in PICTURE.finditer(told.folder.text(card)):
            name = hit["name"]
            if name.startswith(PLOTS) and name not in told.folder.files:
                yield Found(
                    f"{card}, {name}", f"found no such file, expected a picture; {REBUILD}"
                )


#: Checks of the report.
CHECKS: tuple[Check[Told], ...] = (
    Check("F039", "The report tells the rows, bytes and changes that the tables have.", numbers),
    Check("F040", "The report allows its own style and script, and nothing else.", closed),
    Check("F041", "Every plot that a card shows is there.", pictures),
)  # fmt: skip
