"""The search in stages decides what the assembly decides, however it is cut into tasks."""

import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi.assemble import assemble
from dongxi.duplicates import key
from dongxi.near import exchange, search

HERE = Path(__file__).parent
TEXTS = sorted((HERE / "golden/text").glob("*.txt"))
LAW = settings(derandomize=True, deadline=None, max_examples=60)
HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 20000)))


def sha(name):
    return hashlib.sha256(name.encode()).hexdigest()


def document(name, text, date=None):
    """A document whose passages are the lines of its text."""
    seed = name.partition(".")[0]
    lines = [(f"{name}/{place}", line) for place, line in enumerate(text.split("\n"), 1)]
    return key(name, seed, sha(seed), date, text, lines)


def found(keys, **options):
    with tempfile.TemporaryDirectory() as folder:
        return search(keys, Path(folder) / "scratch", **options).plan()


#: Stretches of 60 characters without a shingle in common, and a short one.
BLOCKS = [HAN[at * 60 : at * 60 + 60] for at in range(7)] + ["绿水青山就是"]
MADE = st.tuples(
    st.integers(0, 9),
    st.lists(st.integers(0, 7), max_size=7),
    st.sampled_from([0, 0, 0, 4, 20, 45]),
    st.integers(0, 3),
    st.sampled_from([None, None, "2020-01-01", "2021"]),
)


def made_text(blocks, cut, changes):
    """Put a text together, less its beginning, some characters replaced."""
    text = "\n".join(BLOCKS[block] for block in blocks)[cut:]
    for change in range(changes):
        at = (change + 1) * 37
        text = text[:at] + "某" + text[at + 1 :]
    return text


@st.composite
def corpora(draw):
    """Documents of a few seeds: copies, parts and mixtures of a few texts."""
    return [
        document(f"s{seed}.{at:02}", made_text(blocks, cut, changes), date)
        for at, (seed, blocks, cut, changes, date) in enumerate(
            draw(st.lists(MADE, max_size=16))
        )
    ]


# The same decisions


@given(
    corpora(),
    st.randoms(use_true_random=False),
    st.sampled_from([4000, 20_000, 1 << 30]),
    st.sampled_from([400, 1 << 21]),
)
@LAW
def test_any_order_memory_and_number_of_buckets_decide_as_the_assembly(
    made, random, memory, bucket
):
    expected = assemble(made, ["x", "y"])
    shuffled = list(made)
    random.shuffle(shuffled)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchange, "BUCKET", bucket)
        plan = found(iter(shuffled), rejected=["y", "x"], memory=memory)
    assert repr(plan) == repr(expected)


def test_the_seeds():
    made = [document(path.stem, path.read_text(encoding="utf-8")) for path in TEXTS]
    for memory in (1 << 30, 1 << 18):
        assert repr(found(made, memory=memory)) == repr(assemble(made))
