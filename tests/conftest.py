"""What the tests share: the folders, the pages as read, and one build of the seeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from dongxi.pipeline import build, read_all

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="session")
def pages():
    """The five seeds, read with their curation: seed id → page."""
    return {page.seed: page for page in read_all(SEEDS)}


@pytest.fixture(scope="session")
def bare_pages():
    """The five seeds, read without their curation."""
    return {page.seed: page for page in read_all(SEEDS, curated=False)}


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A dataset built from the seeds."""
    return build(SEEDS, tmp_path_factory.mktemp("built") / "dist")
