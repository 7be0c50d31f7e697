"""A folder of raw pages in, seeds in sorted order out; bytes untouched.

A seed's id is its path below the folder without its last ending. `README*`, `LICENSE*`,
`curation.yaml`, `dataset.yaml`, dot files and endings that are no pages are no seeds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi.model import Seed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Endings of files that are pages; a file without one is a page too.
ENDINGS = frozenset({"", ".txt", ".html", ".htm", ".xhtml", ".shtml", ".md", ".markdown"})
NO_SEEDS = ("README", "LICENSE")
CURATION = "curation.yaml"


class SeedError(ValueError):
    """A fault in the folder of seeds; the message says what to do."""


def find(folder: Path) -> list[tuple[str, Path]]:
    """List the seeds of a folder and the folders below it: id and file, sorted by id.

    Raises `SeedError` if there is no such folder, no seed in it, or two files with one id.
    """
    if not folder.is_dir():
        raise SeedError(f"{folder}: no such folder; give a folder of pages with --seeds")
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not path.is_file() or not _is_seed(name.parts):
            continue
        seed = name.with_suffix("").as_posix()
        if seed in found:
            raise SeedError(
                f"{folder}: the files {found[seed].name!r} and {path.name!r} have one id, "
                f"{seed!r}; rename one of them"
            )
        found[seed] = path
    if not found:
        endings = ", ".join(sorted(ENDINGS - {""}))
        raise SeedError(f"{folder}: no seeds; put pages there (files ending in {endings})")
    return sorted(found.items())


def _is_seed(parts: tuple[str, ...]) -> bool:
    """Tell a page from the other files of a folder by its path."""
    name = parts[-1]
    if any(part.startswith(".") for part in parts) or name.upper().startswith(NO_SEEDS):
        return False
    ending = "." + name.rpartition(".")[2].lower() if "." in name else ""
    return ending in ENDINGS


def load(folder: Path) -> Iterator[Seed]:
    """Read the seeds of a folder one by one, sorted by id."""
    for seed, path in find(folder):
        yield Seed(seed, path.read_bytes())
