"""How documents are joined into groups, and groups placed in splits."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi.splits import LARGE, groups, pinned, splits

LAW = settings(derandomize=True, deadline=None, max_examples=200)
NAMES = [hashlib.sha256(bytes([number])).hexdigest() for number in range(250)]


def by_hash(names):
    return sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())


# Groups


@pytest.mark.parametrize(
    ("seeds", "joined", "expected"),
    [
        ({}, [], {}),
        ({"a": "2"}, [], {"a": "2"}),
        ({"a": "2", "b": "1"}, [], {"a": "2", "b": "1"}),
        ({"a": "2", "b": "1"}, [("a", "b")], {"a": "1", "b": "1"}),
        ({"a": "2", "b": "1"}, [("b", "a"), ("a", "b")], {"a": "1", "b": "1"}),
        # Parts of one page are one group without a pair, and bring the other parts along.
        ({"p.01": "3", "p.02": "3"}, [], {"p.01": "3", "p.02": "3"}),
        (
            {"p.01": "3", "p.02": "3", "a": "1", "b": "2"},
            [("p.01", "a"), ("p.02", "b")],
            {"p.01": "1", "p.02": "1", "a": "1", "b": "1"},
        ),
        # A page met twice is one group whatever its documents hold.
        ({"a": "5", "copy/a": "5", "b": "6"}, [], {"a": "5", "copy/a": "5", "b": "6"}),
        # A chain joins its ends.
        (
            {"a": "4", "b": "3", "c": "2", "d": "1", "e": "0"},
            [("a", "b"), ("c", "d"), ("b", "c")],
            {"a": "1", "b": "1", "c": "1", "d": "1", "e": "0"},
        ),
    ],
)
def test_groups(seeds, joined, expected):
    assert groups(seeds, joined) == expected


SEEDS = st.dictionaries(st.integers(0, 30).map(str), st.sampled_from(NAMES[:20]), min_size=1)


@given(
    SEEDS.flatmap(
        lambda s: st.tuples(st.just(s), st.lists(st.tuples(*[st.sampled_from(sorted(s))] * 2)))
    ),
    st.randoms(use_true_random=False),
)
@LAW
def test_groups_do_not_depend_on_order(made, random):
    seeds, joined = made
    shuffled = [pair[::-1] for pair in joined]
    random.shuffle(shuffled)
    found = groups(seeds, joined)
    assert groups(dict(reversed(seeds.items())), shuffled) == found
    for one, other in joined:
        assert found[one] == found[other]
    for home in set(found.values()):
        members = [seeds[name] for name in found if found[name] == home]
        assert home == min(members)


# Splits


@pytest.mark.parametrize(
    ("count", "train", "validation", "test"),
    [(0, 0, 0, 0), (1, 1, 0, 0), (2, 2, 0, 0), (3, 1, 1, 1), (4, 2, 1, 1), (5, 3, 1, 1),
     (19, 17, 1, 1), (20, 16, 2, 2), (29, 25, 2, 2)],
)  # fmt: skip
def test_small_builds(count, train, validation, test):
    found = list(splits(dict.fromkeys(NAMES[:count], 1)).values())
    assert [found.count(split) for split in ("train", "validation", "test")] == [
        train,
        validation,
        test,
    ]


def test_the_largest_group_of_a_small_build_is_train():
    for largest in NAMES[:10]:
        assert splits({name: 1 + (name == largest) for name in NAMES[:10]})[largest] == "train"


def test_the_others_follow_their_hash():
    """Test first, then validation; of equally large groups the smallest hash is train."""
    first, second, third, *others = by_hash(NAMES[:9])
    found = splits(dict.fromkeys(NAMES[:9], 4))
    assert (found[first], found[second], found[third]) == ("train", "test", "validation")
    assert {found[name] for name in others} == {"train"}


def test_a_large_build_follows_the_hash_alone():
    for name, split in splits(dict.fromkeys(NAMES, 1)).items():
        place = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % 100
        assert split == ("train" if place < 80 else "validation" if place < 90 else "test")


def test_a_large_build_is_about_eight_in_ten_train():
    found = list(splits(dict.fromkeys(NAMES, 1)).values())
    assert 0.72 < found.count("train") / len(found) < 0.88


@given(st.dictionaries(st.sampled_from(NAMES[:-1]), st.integers(1, 9), min_size=LARGE))
@LAW
def test_one_more_group_moves_no_other(sizes):
    more = splits({**sizes, NAMES[-1]: 1000})
    assert splits(sizes) == {name: more[name] for name in sizes}


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(1, 9), max_size=60))
@LAW
def test_splits_do_not_depend_on_order(sizes):
    assert splits(dict(reversed(sizes.items()))) == splits(sizes)
    assert splits(sizes).keys() == sizes.keys()


# Pins


@pytest.mark.parametrize(
    ("pins", "expected"),
    [
        ({}, {}),
        ({"9": "test"}, {}),
        ({"1": "test"}, {"A": "test"}),
        ({"2": "validation"}, {"A": "validation"}),
        ({"1": "test", "3": "train"}, {"A": "test", "B": "train"}),
        # Once apart, now together: what was seen in training stays there.
        ({"1": "test", "2": "train"}, {"A": "train"}),
        ({"1": "train", "2": "test"}, {"A": "train"}),
        ({"1": "test", "2": "validation"}, {"A": "validation"}),
    ],
)
def test_pinned(pins, expected):
    assert pinned({"1": "A", "2": "A", "3": "B"}, pins) == expected
