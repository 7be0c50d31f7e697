"""What the assembly decides about a whole build."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi.assemble import assemble
from dongxi.duplicates import key
from dongxi.model import Placed

HERE = Path(__file__).parent
TEXTS = sorted((HERE / "golden/text").glob("*.txt"))
LAW = settings(derandomize=True, deadline=None, max_examples=150)
HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 20000)))
#: Ten stretches of text without a shingle in common.
BLOCKS = [HAN[at * 30 : at * 30 + 30] for at in range(10)]


def sha(seed):
    return hashlib.sha256(seed.encode()).hexdigest()


def document(name, text, date=None):
    """A document whose passages are the lines of its text."""
    seed = name.partition(".")[0]
    lines = [(f"{name}/{place}", line) for place, line in enumerate(text.split("\n"), 1)]
    return key(name, seed, sha(seed), date, text, lines)


def unrelated(count, start=0):
    """Documents of seeds that have nothing to do with each other."""
    return [
        document(f"u{at}", HAN[at * 60 : at * 60 + 60]) for at in range(start, start + count)
    ]


MADE = st.tuples(
    st.integers(0, 7),
    st.lists(st.integers(0, 9), max_size=8),
    st.sampled_from([None, "2020-01-01", "2021-01-01"]),
)


@st.composite
def keys(draw):
    """Documents of a few seeds made of the same few lines."""
    made = draw(st.lists(MADE, max_size=14))
    return [
        document(f"s{seed}.{at:02}", "\n".join(BLOCKS[block] for block in blocks), date)
        for at, (seed, blocks, date) in enumerate(made)
    ]


# Examples


def test_one_document():
    plan = assemble([document("a", HAN[:50])])
    assert plan.documents == {"a": Placed(sha("a"), 1, None, None, None, "train")}
    assert plan.passages == {}
    assert plan.seeds == {"a": "train"}


def test_a_copy_names_its_original():
    plan = assemble([document("a", HAN[:50]), document("b", HAN[:50], "2020-01-01")])
    home = min(sha("a"), sha("b"))
    assert plan.documents == {
        "a": Placed(home, 2, "b", "exact", 1000, "train"),
        "b": Placed(home, 2, None, None, None, "train"),
    }


def test_parts_of_one_page_are_one_group():
    plan = assemble(
        [document("a.01", HAN[:50]), document("a.02", HAN[60:99]), *unrelated(3, start=5)]
    )
    assert plan.documents["a.01"].group == plan.documents["a.02"].group == sha("a")
    assert plan.documents["a.01"].group_size == 2
    assert plan.seeds["a"] == "train"


def test_equal_passages_are_recorded_and_join_nothing():
    slogan = "绿水青山就是金山银山。"
    lines = [HAN[at * 50 : at * 50 + 50] for at in range(3)]
    plan = assemble(
        [
            document("b", f"{lines[0]}\n{slogan}\n{slogan}"),
            document("a", f"{slogan}\n{lines[1]}"),
            document("c", f"{lines[2]}\n“绿水青山就是金山银山”"),
        ]
    )
    assert plan.passages == {"b/2": "a/1", "b/3": "a/1", "c/2": "a/1"}
    assert len({placed.group for placed in plan.documents.values()}) == 3


def test_labels_and_empty_passages_are_not_compared():
    plan = assemble(
        [document("a", "一、\n……\n要点\n2020"), document("b", "一、\n……\n要点\n2020")]
    )
    assert plan.passages == {}


def test_documents_without_text_are_no_copies():
    plan = assemble([document("a", "……"), document("b", "……"), document("c", "")])
    assert {placed.duplicate_of for placed in plan.documents.values()} == {None}
    assert {placed.group_size for placed in plan.documents.values()} == {1}


def test_a_rejected_seed_stands_in_train_and_counts_in_no_group():
    two = assemble(unrelated(2), rejected=["broken", "empty"])
    assert two.seeds == {"broken": "train", "empty": "train", "u0": "train", "u1": "train"}
    five = assemble(unrelated(5), rejected=["broken"])
    assert five.documents == assemble(unrelated(5)).documents


def test_the_five_seeds():
    """Five groups: three train, one validation, one test; the page of 30 parts is train."""
    plan = assemble(document(path.stem, path.read_text(encoding="utf-8")) for path in TEXTS)
    assert sorted(plan.seeds.values()) == ["test", "train", "train", "train", "validation"]
    assert plan.seeds["003_585eea4f2105298e"] == "train"
    sizes = {placed.group: placed.group_size for placed in plan.documents.values()}
    assert sorted(sizes.values()) == [1, 1, 1, 1, 30]


@pytest.mark.parametrize(
    ("made", "rejected"),
    [
        ([document("a", "甲"), document("a", "乙")], []),
        ([document("a", "甲")], ["a"]),
        ([], ["a", "a"]),
        ([document("a.01", "甲"), document("a.02", "甲")._replace(sha256=sha("b"))], []),
    ],
)
def test_an_id_names_one_thing(made, rejected):
    with pytest.raises(ValueError, match="an id must name one"):
        assemble(made, rejected)


# Pins


def test_pins_keep_an_earlier_release():
    made = unrelated(40)
    before = assemble(made)
    pins = {one.sha256: before.seeds[one.seed] for one in made}
    after = assemble(made[:12], pins=pins)
    assert after.seeds == {one.seed: before.seeds[one.seed] for one in made[:12]}


def test_a_group_joined_later_is_train_if_any_of_it_was():
    made = [document("a", HAN[:50]), document("b", HAN[:50]), *unrelated(4, start=5)]
    pins = {sha("a"): "test", sha("b"): "train"}
    plan = assemble(made, pins=pins)
    assert plan.seeds["a"] == plan.seeds["b"] == "train"


# Laws


@given(keys(), st.randoms(use_true_random=False))
@LAW
def test_any_order_gives_the_same_plan(made, random):
    """The same bytes, so dictionaries in the same order too."""
    shuffled = list(made)
    random.shuffle(shuffled)
    one, two = assemble(made, ["x", "y"]), assemble(iter(shuffled), ["y", "x"])
    assert repr(one) == repr(two)


@given(keys())
@LAW
def test_every_document_is_placed(made):
    plan = assemble(made)
    assert list(plan.documents) == sorted(one.document for one in made)
    assert plan.seeds.keys() == {one.seed for one in made}
    for one in made:
        placed = plan.documents[one.document]
        members = [p for p in plan.documents.values() if p.group == placed.group]
        assert placed.group_size == len(members)
        assert placed.split == plan.seeds[one.seed]


@given(keys())
@LAW
def test_groups_never_cross_splits(made):
    plan = assemble([*made, *unrelated(25, start=10)])
    homes = {(placed.group, placed.split) for placed in plan.documents.values()}
    assert len(homes) == len({group for group, _ in homes})


@given(keys())
@LAW
def test_following_duplicates_ends_in_the_same_group(made):
    plan = assemble(made)
    for start, placed in plan.documents.items():
        at, seen = start, set()
        while (above := plan.documents[at].duplicate_of) is not None:
            assert at not in seen
            seen.add(at)
            at = above
        assert plan.documents[at].group == placed.group


@given(keys())
@LAW
def test_passages_repeat_an_earlier_one(made):
    plan = assemble(made)
    order = [name for one in sorted(made) for name, _ in one.passages]
    text = {name: text for one in made for name, text in one.passages}
    for passage, first in plan.passages.items():
        assert text[passage] == text[first]
        assert order.index(first) < order.index(passage)
        assert first not in plan.passages
    assert len(order) - len(plan.passages) == len(set(text.values()))


@given(keys())
@LAW
def test_an_unrelated_seed_moves_no_group_of_a_large_build(made):
    large = [*made, *unrelated(30, start=10)]
    before, after = assemble(large), assemble([*large, *unrelated(1, start=200)])
    assert before.documents.items() <= after.documents.items()
    assert before.seeds.items() <= after.seeds.items()
    assert before.passages == after.passages
