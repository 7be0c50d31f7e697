"""A staged build in, a dataset folder out: tables, card, Croissant, report, manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dongxi import card, croissant, manifest, report
from dongxi.facts import describe
from dongxi.schema import files
from dongxi.stages.drive import unheard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dongxi.about import About
    from dongxi.stages.drive import Staged

#: The card in Chinese.
CHINESE = "README.zh-CN.md"


def publish(
    made: Staged, out: Path, about: About, stage: Callable[[str], object] = unheard
) -> None:
    """Write a whole dataset into an empty folder, and remove the folder worked in if it lies there."""
    written = made.write(out)
    stage("publish")
    for name, data in files().items():
        _write(out / "schema" / name, data)
    built = manifest.manifest(out, written, made.seeds(), made.terms, made.digested())
    _write(out / manifest.MANIFEST, manifest.render(built))
    known = {file.path: file.content_sha256 for file in written}
    facts = describe(out, known, made.means.engine)
    _write(out / "LICENSE.md", card.licence(about).encode())
    _write(out / "CITATION.cff", card.citation(about, croissant.content(facts)).encode())
    _write(out / "croissant.json", manifest.render(croissant.render(out, about, facts)))
    _write(out / "README.md", card.render(out, about, facts).encode())
    _write(out / CHINESE, card.render_chinese(out, about, facts).encode())
    drawn = report.figures(out, facts)
    for path, data in report.pictures(drawn, facts).items():
        _write(out / path, data)
    _write(out / report.REPORT, report.render(out, facts=facts, drawn=drawn))
    made.clear(out)
    _write(out / manifest.SUMS, manifest.sha256sums(out).encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
