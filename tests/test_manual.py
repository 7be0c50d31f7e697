"""The generated pages of the documentation are what the code says now."""

from __future__ import annotations

import pytest
from conftest import ROOT

import dongxi
from dongxi import cli, manual


@pytest.mark.parametrize("name", manual.PAGES)
def test_the_page_is_current(name):
    text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert text == manual.PAGES[name](), f"run: python -m dongxi.manual {name} > docs/{name}.md"


def test_every_verb_with_its_options_is_there():
    page = manual.command_line()
    for verb in cli.VERBS:
        assert f"\n## {verb}\n" in page
    assert "| `--personal off\\|flag\\|mask` | what has the form of personal data" in page
    assert "dongxi diff OLD NEW [--json] [--markdown]" in page
    assert "dongxi add PATH … [--seeds SEEDS]" in page
    assert "dongxi validate [DIR]" in page


def test_every_public_name_is_there():
    page = manual.interface()
    for name in set(dongxi.__all__) - {"__version__"}:
        assert f"\n### dongxi.{name}\n" in page
    assert "    personal: Mode = 'flag',\n" in page
    assert (
        "| `reason: str \\| None` | Why the seed was rejected; None if it was used. |" in page
    )
    assert "| `row(): Row` | Give the seeds row" in page
    assert "```text\n>>> repair(" in page
    assert "_owners" not in page
