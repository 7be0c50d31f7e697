"""Signatures: what they are, in plain integers, and how far estimates may err."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi.near import signatures as module
from dongxi.near.signatures import EMPTY, SIZE, signatures, similarity

LAW = settings(derandomize=True, deadline=None, max_examples=40)
WORD = 2**64
MULTIPLIER = 0x9E3779B97F4A7C15
HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 5000)))


def reference(form):
    """The signature of one text as the documentation words it, number by number."""
    hashes = []
    for start in range(len(form) - 4):
        value = 0
        for char in form[start : start + 5]:
            value = (value + ord(char)) * MULTIPLIER % WORD
            value ^= value >> 32
        hashes.append(value)
    bins = [EMPTY] * 128
    for turn in range(256 if hashes else 0):
        least = {}
        for value in hashes:
            mixed = (value ^ turn * MULTIPLIER % WORD) * MULTIPLIER % WORD
            mixed = (mixed ^ mixed >> 32) * MULTIPLIER % WORD
            place = mixed >> 57 if turn < 128 else turn - 128
            kept = min(mixed >> 25 & 0xFFFFFFFF, EMPTY - 1)
            least[place] = min(kept, least.get(place, EMPTY))
        bins = [least.get(at, EMPTY) if had == EMPTY else had for at, had in enumerate(bins)]
        if EMPTY not in bins:
            break
    return bins


FORMS = st.text("甲乙丙丁a1𠀀", max_size=30) | st.integers(0, 4500).map(
    lambda at: HAN[at : at + 400]
)


@given(st.lists(FORMS, max_size=5), st.sampled_from([1, 7, 1 << 15]))
@LAW
def test_the_kernel_gives_what_is_documented(forms, together):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "TOGETHER", together)
        assert signatures(forms).tolist() == [reference(form) for form in forms]


def test_a_text_has_its_signature_whatever_stands_beside_it():
    alone = signatures([HAN[:200]])
    among = signatures(["", HAN[300:], HAN[:200], "甲乙丙丁", HAN[7:90]])
    assert among[2].tolist() == alone[0].tolist()


def test_a_signature_does_not_change_from_release_to_release():
    """Written by the reference above, not by the kernel."""
    made = signatures(["绿水青山就是金山银山"])[0]
    assert made[:4].tolist() == [3411515629, 1990761893, 3107225257, 587229605]


@pytest.mark.parametrize("common", [0, 50, 200, 500, 800, 950])
def test_estimates_of_many_pairs_are_near_the_truth(common):
    """Sets of 1,000 shingles each; by turns the error is to either side."""
    truth = 1000 * common / (2000 - common)
    errors = []
    for seed in range(40):
        letters = Random(seed).sample(HAN, 2 * 1004)  # noqa: S311 - made data
        one = "".join(letters[:1004])
        other = one[: common + 4 if common else 0] + "".join(letters[1004 : 2008 - common])
        errors.append(similarity(*signatures([one, other])) - truth)
    assert abs(sum(errors) / 40) < 25
    assert max(map(abs, errors)) < 180


def test_a_text_without_shingles_is_like_none():
    none = signatures(["", "甲乙丙丁"])
    assert (none == EMPTY).all()
    assert similarity(none[0], none[1]) == 0


def test_a_single_shingle_fills_all_bins():
    made = signatures(["甲乙丙丁戊"])
    assert made.shape == (1, SIZE)
    assert (made != EMPTY).all()


def test_no_text_has_no_signature():
    assert signatures([]).shape == (0, SIZE)
    assert signatures([]).dtype == np.uint32
