"""A name and some pages in, a new dataset package out, which builds and passes its tests at once."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from contextlib import contextmanager
from importlib import resources
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from dongxi import __version__, add, contained, seeds, written
from dongxi.about import ABOUT
from dongxi.export import whole
from dongxi.records import Columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dongxi.add import Incoming, Taken
    from dongxi.model import Problem

#: The files of a package, and the templates they are made from.
FILES = {
    "pyproject.toml": "pyproject.toml",
    "README.md": "README.md",
    "LICENSE": "LICENSE",
    "build_dataset.py": "build_dataset.py",
    "check.sh": "check.sh",
    ".gitignore": "gitignore",
    ".github/workflows/check.yml": "check.yml",
    "tests/test_dataset.py": "test_dataset.py",
    "seeds/README.md": "seeds_readme.md",
    "seeds/curation.yaml": "curation.yaml",
    "seeds/dataset.yaml": "dataset.yaml",
}
#: The page of a package that is given none.
EXAMPLE = "delete-me.html"
#: What people wrote about the pages of a folder, taken over with them.
TAKEN_OVER = (seeds.CURATION, seeds.REMOVALS, ABOUT)
NAMELESS = "my-dataset"
#: What stands in a folder that is empty but for its history.
OF_VERSIONS = frozenset({".git", ".hg", ".jj"})
#: The name of this program, which a package that needs it cannot have.
OURS = "dongxi"
#: Characters that names for machines do not have.
OTHER = re.compile("[^A-Za-z0-9]+")
MOST_NAME_CHARS = 60


class InitError(ValueError):
    """A package that cannot be made: what is wrong, where, what to do."""


class Made(NamedTuple):
    """What a new package holds."""

    taken: Taken
    not_read: tuple[Problem, ...]
    told: Mapping[str, int]
    """What was not taken as it is, with how often."""


def init(out: Path, source: Path | None = None, columns: Columns | None = None) -> Made:
    """Make a dataset package of the pages of a folder or a file of many, or of one invented page.

    Raises `InitError` where `out` is a file or holds something, and for a source that is none;
    then, and after any other fault, nothing is left of it.
    """
    _free(out)
    told: Counter[str] = Counter()
    with _new(out) as folder:
        pages = folder / "seeds"
        pages.mkdir()
        incoming, not_read = _incoming(source, pages, columns or Columns(), told)
        taken = add.take(incoming, pages)
        for name, text in _files(out, pages).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        if source and source.is_dir():
            _take_over(source, pages)
    return Made(taken, not_read, told)


def _free(out: Path) -> None:
    """Raise unless a folder can be made, or holds nothing but a history without files."""
    if out.is_dir() and all(path.name in OF_VERSIONS for path in out.iterdir()):
        return
    if out.exists() or out.is_symlink():
        what = "holds files" if out.is_dir() else "is a file"
        what = what if out.exists() else "is a link that leads nowhere"
        raise InitError(
            f"{out}: {what}, and nothing was overwritten; name a new or empty folder, or take pages "
            "into a package that is there with `dongxi add`"
        )


@contextmanager
def _new(out: Path) -> Iterator[Path]:
    """Give the folder to be filled; after a fault it is as it was, empty or not there."""
    if not out.is_dir():
        with whole(out) as part:
            part.mkdir()
            yield part
        return
    try:
        yield out
    except BaseException:
        for path in out.iterdir():
            if path.name not in OF_VERSIONS:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def _incoming(
    source: Path | None, pages: Path, columns: Columns, told: Counter[str]
) -> tuple[Iterator[Incoming], tuple[Problem, ...]]:
    """Give the pages of a source, and the files of it that are none."""
    if source is None:
        return iter((add.Incoming(EXAMPLE, _template(EXAMPLE).encode(), add.Known(), ""),)), ()
    if source.is_dir():
        return add.below(source, pages, add.Known())
    if not source.is_file() or not seeds.is_container(source.name):
        raise InitError(
            f"{source}: neither a folder of pages nor a file of many pages; make the package of these "
            f"({', '.join(seeds.CONTAINERS)}), and take single pages in with `dongxi add`"
        )
    return contained.pages(source, columns, told), ()


def _take_over(source: Path, pages: Path) -> None:
    """Copy what people wrote about the pages of a folder."""
    for name in TAKEN_OVER:
        if (source / name).is_file():
            shutil.copyfile(source / name, pages / name)


def _files(out: Path, pages: Path) -> dict[str, str]:
    """Fill the templates."""
    title = written.FORBIDDEN.sub("", out.absolute().name).strip() or NAMELESS
    seed, path = seeds.find(pages)[0]
    values = {
        "name": name_of(title),
        "title": title,
        "dongxi": __version__,
        "seed": json.dumps(seed, ensure_ascii=False),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    return {
        name: Template(_template(template)).substitute(
            values,
            title=json.dumps(title, ensure_ascii=False) if name.endswith(".yaml") else title,
        )
        for name, template in FILES.items()
    }


def name_of(title: str) -> str:
    """Make a name for machines.

    >>> name_of("Letters from the hills (2021)"), name_of("山里的信")
    ('Letters-from-the-hills-2021', 'my-dataset')
    """
    name = OTHER.sub("-", title)[:MOST_NAME_CHARS].strip("-")
    return NAMELESS if name.lower() in {"", OURS} else name


def _template(name: str) -> str:
    return resources.files("dongxi.starter").joinpath(f"{name}.tmpl").read_text("utf-8")
