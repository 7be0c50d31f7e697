"""The locks and the metadata of installed packages in, `docs/licences.md` out.

    python tests/licences.py > licences.new && mv licences.new docs/licences.md

A package that is not installed here (for another system, or of another lock) keeps the row it
has, if its version is the same; without one it reads `unknown`, which the tests refuse.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
#: The locks, with what their packages are for.
LOCKS = {
    "requirements.lock": "to build",
    "requirements-test.lock": "to test",
    "requirements-bench.lock": "to compare with other tools",
}
PACKAGE = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)", re.ASCII)
ROW = re.compile(r"\| (?P<name>[^ ]+) \| (?P<version>[0-9][^ ]*) \| (?P<licence>[^|]+) \|")
#: Where the metadata are silent: from the package's own repository.
SAID_ELSEWHERE = {"mlcroissant": "Apache-2.0"}
UNKNOWN = "unknown"
LONGEST = 60
#: Names that metadata use for a licence that SPDX names otherwise.
SPDX = {
    "Apache 2.0": "Apache-2.0", "Apache License": "Apache-2.0", "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0", "Apache-2": "Apache-2.0", "MIT License": "MIT",
    "The MIT License (MIT)": "MIT", "BSD": "BSD (which, is not said)",
    "BSD License": "BSD (which, is not said)", "BSD 3-Clause": "BSD-3-Clause",
    "The BSD 2-Clause License": "BSD-2-Clause", "LGPL": "LGPL (which, is not said)",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "BSD-3-Clause License": "BSD-3-Clause",
}  # fmt: skip
HEAD = """# Licences of what dongxi needs

Written by `python tests/licences.py` from the metadata of the installed packages; the tests
compare it with the locks. No package is copied into this repository or into the wheel, and no
dataset contains any. dongxi itself is under Apache-2.0."""


class Locked(NamedTuple):
    """A package of a lock."""

    name: str
    version: str


def locked(lock: str) -> list[Locked]:
    """Give the packages of a lock, each version once."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    found = (PACKAGE.match(line) for line in lines)
    return sorted({Locked(hit["name"], hit["version"]) for hit in found if hit})


def licence(package: str) -> str | None:
    """Give the licence that the metadata of an installed package name; None where they do not."""
    said = metadata.metadata(package)
    texts = [said.get("License-Expression"), said.get("License")]
    texts += [
        line.rpartition(" :: ")[2]
        for line in said.get_all("Classifier", [])
        if line.startswith("License :: ")
    ]
    short = (
        text.strip()
        for text in texts
        if text not in {None, "UNKNOWN"} and "\n" not in text.strip()
    )
    found = next((text for text in short if text and len(text) <= LONGEST), None)
    return SPDX.get(found, found) if found else SAID_ELSEWHERE.get(package)


def known() -> dict[Locked, str]:
    """Read the rows the page has."""
    text = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    return {Locked(hit["name"], hit["version"]): hit["licence"] for hit in ROW.finditer(text)}


def row(package: Locked, before: dict[Locked, str]) -> str:
    """Write the row of a package."""
    try:
        found = licence(package.name)
    except metadata.PackageNotFoundError:
        found = before.get(package)
    return f"| {package.name} | {package.version} | {found or UNKNOWN} |"


def page() -> str:
    """Write the page."""
    before, parts, seen = known(), [HEAD], set()
    for lock, purpose in LOCKS.items():
        new = [package for package in locked(lock) if package not in seen]
        seen.update(new)
        rows = [row(package, before) for package in new]
        head = [
            f"## {purpose.capitalize()} (`{lock}`)",
            "",
            "| package | version | licence |",
            "| --- | --- | --- |",
        ]
        parts.append("\n".join([*head, *rows]))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
