"""Personal data flagged and masked, releases without texts or ledger, removals on request."""

from __future__ import annotations

import hashlib
import json
import re
import shutil

import mutations
import pytest
import withheld_dist
import yaml
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from withheld_dist import (
    CALL,
    CARD,
    EMAIL,
    GONE,
    IDENTITY,
    LANDLINE,
    MOBILE,
    MODES,
    PAGES,
    has_ledger,
)

from dongxi import build, options, personal, removals, seeds, withhold
from dongxi.checks import validate
from dongxi.cli import main
from dongxi.curation import CurationError
from dongxi.model import TEXT_ROLES, Limits
from dongxi.options import LEDGERS, Options
from dongxi.personal import MASK, NUMBERS, find
from dongxi.personal import MODES as MODES_OF_PERSONAL
from dongxi.pipeline import read_all
from dongxi.reading import read
from dongxi.removals import Removal, RemovalError
from dongxi.seeds import SeedError
from dongxi.withhold import removed

PERSONAL = (MOBILE, LANDLINE, EMAIL, IDENTITY, CARD)
GONE_WORDS = ("钱多多", withheld_dist.REMOVED_WORDS, "秘密", "吃了一顿饭")
WITHOUT_PERSONAL = [mode for mode, shown in MODES.items() if shown.get("personal") == "mask"]
HASHED = [
    mode
    for mode, shown in MODES.items()
    if shown.get("ledger", "full") != "full" and "tables" not in shown
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Datasets of every mode, and their pages."""
    return withheld_dist.write(tmp_path_factory.mktemp("made"))


def everything(folder):
    """All that a dataset says: every row, and every file that is text."""
    rows = json.dumps(mutations.read(folder), ensure_ascii=False)
    files = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".parquet")
    return "\n".join([rows, *(p.read_text(encoding="utf-8") for p in files)])


def manifest(folder):
    return json.loads((folder / "manifest.json").read_bytes())


# Modes


@pytest.mark.parametrize("mode", WITHOUT_PERSONAL)
def test_what_is_masked_stands_nowhere(made, mode):
    said = everything(made / mode)
    assert [word for word in PERSONAL if word in said] == []
    assert "lu&#64;example" not in said


@pytest.mark.parametrize("mode", ["off", "flag"])
def test_what_is_flagged_stands_where_it_stood(made, mode):
    """But claims do not spread it: they say of what kind it is."""
    said = everything(made / mode)
    assert [word for word in PERSONAL if word not in said] == []
    claims = json.dumps(mutations.read(made / mode)["claims"], ensure_ascii=False)
    assert [word for word in PERSONAL if word in claims] == []


@pytest.mark.parametrize("mode", MODES)
def test_what_was_removed_stands_nowhere(made, mode):
    said = everything(made / mode)
    assert [word for word in GONE_WORDS if word in said] == []


@pytest.mark.parametrize("mode", MODES)
def test_a_removal_leaves_ids_spans_and_the_rule(made, mode):
    rows = mutations.read(made / mode)
    gone = mutations.find(rows["seeds"], seed="gone")
    assert (gone["status"], gone["reason"], gone["documents"]) == ("rejected", "removed", 0)
    assert [d["id"] for d in rows["documents"] if d["seed"] == "letters"] == [
        "letters.01", "letters.03",
    ]  # fmt: skip
    assert manifest(made / mode)["removals"][0] == {
        "scope": "seed", "seed": "gone", "sha256": withheld_dist.digest("gone.txt"),
        "reason": "person", "document": None, "start": None, "end": None,
    }  # fmt: skip
    withheld = [
        (row["seed"], row["start"], row["end"], row["rule"])
        for row in rows["ledger"]
        if row["rule"].startswith("withhold/")
    ]
    assert withheld == ([] if not has_ledger(mode) else [
        ("gone", 0, len(GONE.encode()), "withhold/removed-seed"),
        ("letters", 114, 120, "withhold/removed-document"),
        ("letters", 120, 122, "withhold/removed-document"),
        ("letters", 122, 206, "withhold/removed-document"),
        ("line", 23, 32, "withhold/removed-span"),
        ("line", 111, 153, "withhold/removed-span"),
    ])  # fmt: skip


def test_the_text_goes_on_without_what_was_removed(made):
    rows = mutations.read(made / "flag")
    line = mutations.find(rows["documents"], id="line")
    assert line["text"].split("\n")[1] == "他说的话大家都信，日子一天比一天好。"
    assert (line["author"], line["flags"]) == ([], ["removed_text"])


def test_masked_rows_read_the_mask(made):
    rows = mutations.read(made / "mask")
    call = mutations.find(rows["documents"], id="call")
    assert call["text"].startswith(f"山里的路修通了，乡亲们请打{MASK * 11}说一声，")
    assert call["flags"] == ["masked_personal_data"]
    row = mutations.find(rows["ledger"], seed="call", rule="personal/identity-number")
    assert (row["raw"], row["raw_hex"], row["text"], row["sha256"]) == (
        None, None, MASK * 18, None,
    )  # fmt: skip


@pytest.mark.parametrize("mode", HASHED)
def test_hashes_stand_for_bytes_but_never_for_masked_ones(made, mode):
    rows = mutations.read(made / mode)
    for row in rows["ledger"]:
        assert (row["raw"], row["raw_hex"], row["text"]) == (None, None, None)
        assert (row["sha256"] is None) == row["rule"].startswith(("personal/", "withhold/"))
    assert {row["new"] for row in rows["edits"]} <= {None}
    assert ("ledger" in manifest(made / mode)["tables"]) == (mode != "none")


@pytest.mark.parametrize("mode", ["bare", "bare masked"])
def test_a_release_without_texts_has_metadata(made, mode):
    rows = mutations.read(made / mode)
    plain = mutations.find(rows["documents"], id="plain")
    assert (plain["title"], plain["characters"], plain["text"], plain["text_hans"]) == (
        "地里的粮食", 25, None, None,
    )  # fmt: skip
    assert {(row["text"], row["heading"]) for row in rows["passages"]} == {(None, None)}
    assert "日子好过多了" not in everything(made / mode)


@pytest.mark.parametrize("mode", HASHED)
def test_whoever_holds_the_pages_builds_the_same_digest(made, tmp_path, mode):
    """A full build gives the content hash that the release without all of it carries."""
    shown = {"personal": MODES[mode].get("personal", "flag")}
    whole = build(made / "seeds", tmp_path / "whole", **shown)
    found = manifest(made / mode)
    assert found["complete_content_sha256"] == manifest(whole)["content_sha256"]
    assert found["complete_content_sha256"] != found["content_sha256"]


@pytest.mark.parametrize("mode", MODES)
def test_reproduce_builds_with_the_options_of_the_manifest(made, mode, capsys):
    given = ["reproduce", "--seeds", str(made / "seeds"), "--out", str(made / mode)]
    assert (main(given), capsys.readouterr().out) == (0, f"{made / mode}: identical\n")


def test_reproduce_sees_other_options(made, tmp_path, capsys):
    """Had the manifest said another mode, the rebuild would be another dataset."""
    shutil.copytree(made / "mask", tmp_path / "dist")
    change = mutations.data("manifest.json", lambda m: m["options"].update(personal="flag"))
    change(tmp_path / "dist")
    given = ["reproduce", "--seeds", str(made / "seeds"), "--out", str(tmp_path / "dist")]
    assert main(given) == 1
    assert "ledger/" in capsys.readouterr().err


def test_flagging_changes_claims_and_flags_alone(made):
    off, flag = (mutations.read(made / mode) for mode in ("off", "flag"))
    assert off["ledger"] == flag["ledger"]
    assert off["edits"] == flag["edits"]
    assert off["claims"] == [row for row in flag["claims"] if row["field"] != "personal"]
    assert len(flag["claims"]) == len(off["claims"]) + 7
    for row in flag["documents"]:
        row["flags"] = [flag for flag in row["flags"] if flag != "personal_data"]
    assert off["documents"] == flag["documents"]


def test_build_says_what_it_publishes(made, capsys):
    out = made / "by command"
    code = main([
        "build", "--seeds", str(made / "seeds"), "--out", str(out), "--personal", "mask",
        "--without-text",
    ])  # fmt: skip
    said = capsys.readouterr()
    assert code == 0
    assert said.out == (f"{out}: 5 documents from 4 seeds, 0 rejected, 1 removed on request\n")
    assert manifest(out)["options"] == {
        "personal": "mask", "ledger": "hashes", "text": False, "curation": True,
        "pinned": False, "sample": 0, "jsonl": True,
        "tables": ["documents", "passages", "seeds", "claims", "ledger", "edits"],
    }  # fmt: skip
    assert said.err == (
        "withhold/no-such-page lost: no such page in the folder; the entry stands alone, and "
        "in the manifest\n"
    )
    assert main(["stats", str(out)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "options  personal mask  ledger hashes  text false  curation true  pinned false  sample 0  "
        "tables documents, passages, seeds, claims, ledger, edits  jsonl true\n"
    )
    assert "       2  span\n" in said
    assert "       1  personal/bank-card\n" in said


def test_a_full_ledger_without_texts_is_misuse(made, capsys):
    given = ["build", "--seeds", str(made / "seeds"), "--without-text", "--ledger", "full"]
    assert main([*given, "--out", str(made / "x")]) == 2
    assert capsys.readouterr().err == (
        "dongxi build: without text: the full ledger holds every text; give --ledger hashes or "
        "none too\n"
    )
    assert not (made / "x").exists()


@pytest.mark.parametrize(
    ("shown", "message"),
    [
        ({"personal": "hide"}, "personal: found 'hide', expected one of off, flag, mask"),
        ({"ledger": "some"}, "ledger: found 'some', expected one of full, hashes, none"),
    ],
)
def test_unknown_options_are_refused(made, tmp_path, shown, message):
    with pytest.raises(ValueError, match=message):
        build(made / "seeds", tmp_path / "dist", **shown)


def test_options_of_a_manifest():
    assert options.of({}) == Options(personal="off")
    assert options.of({"options": Options(ledger="none")._asdict()}) == Options(ledger="none")
    with pytest.raises(ValueError, match="personal: found 'x'"):
        options.of({"options": {"personal": "x"}})


# Pages


def test_a_page_that_is_rejected_is_masked_too():
    page = read(b"%PDF-1.4 tel 13812345678 \xff", personal="mask")
    assert page.reason == "binary"
    rows = list(page.ledger())
    assert [(row["raw"], row["rule"]) for row in rows] == [
        ("%PDF-1.4 tel ", "read/binary"), (None, "personal/mobile"), (None, "read/binary"),
    ]  # fmt: skip
    assert rows[-1]["raw_hex"] == b" \xff".hex()
    assert [row["value"] for row in page.claims()] == ["mobile"]


@pytest.mark.parametrize(
    ("seed", "codes"),
    [
        ("钱多多13812345678", ["withhold/name-shows"]),
        ("tel-0571-88881234/a", ["withhold/name-shows"]),
        ("letters/lu@example.com", ["withhold/name-shows"]),
        ("2020/0102/t20200102_13812345678", []),
        ("002_d0e6fe0b54740d23", []),
    ],
)
def test_an_id_that_shows_personal_data_is_reported(seed, codes):
    """Ids are the names of files and stand in every table; nothing renames them."""
    raw = "山里的路修通了，乡亲们的日子好过多了，人人都说好。\n".encode() * 3
    assert [problem.code for problem in read(raw, seed=seed, personal="mask").problems] == codes
    assert read(raw, seed=seed).problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030", "big5hkscs"])
def test_bytes_are_masked_in_any_encoding(encoding):
    text = "山裡的路修通了，鄉親們請打１３８１２３４５６７８說一聲，日子一天比一天好。\n"
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    raw = mark + (text * 3).encode(encoding)
    page = read(raw, personal="mask")
    assert page.source.encoding == encoding
    assert page.documents[0].text.count(MASK * 11) == 3
    hidden = [row for row in page.ledger() if row["raw"] is None]
    assert [raw[row["start"] : row["end"]].decode(encoding) for row in hidden] == [
        "１３８１２３４５６７８"
    ] * 3


def test_a_value_that_is_personal_data_is_masked():
    page = read(
        "---\ntitle: 路通了请打13812345678\nauthor: lu@example.com\n---\n山里的路修通了，人人都说好。\n".encode(),
        personal="mask",
    )
    assert page.documents[0].row()["title"] == f"路通了请打{MASK * 11}"
    said = json.dumps([*page.claims(), *page.ledger()], ensure_ascii=False)
    assert "13812345678" not in said
    assert "lu@example.com" not in said


def test_words_under_the_mask_are_covered_longest_first():
    """So a title reads the same however often the page is built."""
    title = "会议咨询 zhang.san@example.com 0571-88881234"
    text = (
        f"---\ntitle: {title}\n---\n山里的路修通了，人人都说好。\n\n"
        "邮箱：san@example.com。\n\n电话：88881234。\n"
    )
    page = read(text.encode(), personal="mask")
    assert page.documents[0].row()["title"] == f"会议咨询 {MASK * 21} {MASK * 13}"
    hidden = withhold._hidden(page, withhold.found(page))  # noqa: SLF001
    assert hidden == [
        "zhang.san@example.com", "san@example.com", "0571-88881234", "88881234",
    ]  # fmt: skip


SPELLED = {
    "json.html": (
        '<html><head><script type="application/ld+json">{"@context":"https://schema.org",'
        '"@type":"NewsArticle","headline":"联系人 zhang\\u0040example.com"}</script></head><body>'
    ),
    "meta.html": (
        '<html><head><meta property="og:title" content="来信 zhang&commat;example.com"></head><body>'
    ),
    "text.html": (
        "<html><head><title>山里的路</title></head><body><p><a href='mailto:lu%40example.com'>写信</a></p>"
    ),
}
BODY = "<h1>山里的路</h1><p>山里的路修通了，乡亲们的日子一天比一天好，人人都说好。</p></body></html>"


@pytest.fixture(scope="module")
def spelled(tmp_path_factory):
    """Pages whose bytes show no number plainly, and a curator who writes one down."""
    folder = tmp_path_factory.mktemp("spelled")
    (folder / "seeds").mkdir()
    for name, head in SPELLED.items():
        (folder / "seeds" / name).write_bytes((head + BODY).encode())
    curated = [{
        "seed": "text", "sha256": hashlib.sha256((SPELLED["text.html"] + BODY).encode()).hexdigest(),
        "field": "title", "value": "山里的路，请打13812345678", "reason": "asked 13912345678",
    }]  # fmt: skip
    (folder / "seeds" / "curation.yaml").write_text(yaml.safe_dump(curated), encoding="utf-8")
    for mode in ("flag", "mask"):
        build(folder / "seeds", folder / mode, personal=mode)
    return folder


def test_claims_are_masked_though_the_bytes_show_no_number(spelled):
    rows = mutations.read(spelled / "mask")
    said = json.dumps([rows["documents"], rows["claims"]], ensure_ascii=False)
    assert [
        word for word in (EMAIL, "zhang@", "13812345678", "13912345678") if word in said
    ] == []
    values = {(row["seed"], row["value"]) for row in rows["claims"] if row["field"] == "title"}
    assert ("json", f"联系人 {MASK * 17}") in values
    assert ("meta", f"来信 {MASK * 17}") in values
    assert ("text", f"山里的路，请打{MASK * 11}") in values
    reasons = {row["reason"] for row in rows["claims"] if row["reason"]}
    assert f"asked {MASK * 11}" in reasons


@pytest.mark.parametrize("mode", ["flag", "mask"])
def test_what_is_spelled_out_is_no_fault(spelled, mode):
    assert [str(found) for found in validate(spelled / mode, spelled / "seeds")] == []


def test_a_number_masked_elsewhere_is_none_within_a_longer_one(tmp_path):
    text = (
        "---\ntitle: 产品A-288881234号\n---\n山里的路修通了，人人都说好。\n\n电话：88881234。\n"
    )
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.md").write_text(text, encoding="utf-8")
    out = build(tmp_path / "seeds", tmp_path / "dist", personal="mask")
    [document] = mutations.read(out)["documents"]
    assert document["title"] == "产品A-288881234号"
    assert list(validate(out, tmp_path / "seeds")) == []


def test_look_alikes_change_nothing():
    raw = "山里的路修通了，花了13812345678元，请打12345问问。\n".encode()
    off, mask = (read(raw, personal=mode) for mode in ("off", "mask"))
    assert list(off.ledger()) == list(mask.ledger())
    assert list(off.claims()) == list(mask.claims())


HTML = st.lists(
    st.sampled_from([
        "13812345678", "138", "1234", "5678", "<b>", "</b>", "</p><p>", "&#49;", "&nbsp;", "lu", "@", "example.com",
        "lu@example.com", "山里的路修通了，乡亲们都说好。", "请打", "，", "\n", "0571-88881234", "<p title='13912345678'>", " ",
        "<!-- 13912345678 -->", "&amp;", "11010519491231002X", "\u200b", "&quot;",
        "&#64;", "&#51", r"\u0031", "%40", r"\n", "\u200e", "&amp;#49;",
    ]),
    max_size=25,
).map(lambda parts: "<body><p>山里的路修通了，乡亲们的日子好过多了。" + "".join(parts))  # fmt: skip


@given(HTML, st.sampled_from(["utf-8", "gb18030"]))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_a_masked_page_keeps_its_promises(text, encoding):
    """Spans tile; readings joined are the text; nothing of the form is left; lengths stay."""
    raw = text.encode(encoding)
    flagged, page = (read(raw, personal=mode) for mode in ("flag", "mask"))
    rows = list(page.ledger())
    assert [row["start"] for row in rows] == [0, *(row["end"] for row in rows)][: len(rows)]
    assert rows[-1]["end"] == len(raw)
    for document, before in zip(page.documents, flagged.documents, strict=True):
        own = [row for row in rows if row["document"] == document.id and row["in_text"]]
        read_ = [row["raw"] if row["text"] is None else row["text"] for row in own]
        assert "".join(read_) == document.text
        assert len(document.text) == len(before.text)
        assert all(a in (b, MASK) for a, b in zip(document.text, before.text, strict=True))
        assert find(document.text) == []
    shown = [row for row in rows if row["raw"] is not None]
    assert [row["raw"] for row in shown if find(row["raw"])] == []
    masked = {row["position"] for row in rows if row["rule"].startswith("personal/")}
    assert masked == {row["position"] for row in rows if row["raw"] is None}
    for row in page.edits():
        if row["position"] in masked:
            assert (row["raw"], set(row["new"])) == (None, {MASK})


@given(HTML, st.data())
@settings(derandomize=True, deadline=None, max_examples=150)
def test_any_range_can_be_removed(text, data):
    """Wherever it starts and ends: characters and rewritten pieces go whole."""
    raw = text.encode()
    page = read(raw, seed="a")
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    asked = (Removal("a", page.sha256, "person", None, start, end),)
    less = removed(page, asked)
    rows = list(less.ledger())
    assert [row["start"] for row in rows] == [0, *(row["end"] for row in rows)][: len(rows)]
    assert rows[-1]["end"] == len(raw)
    for row in rows:
        if row["start"] < end and row["end"] > start:
            assert row["rule"] == "withhold/removed-span"
            assert (row["raw"], row["raw_hex"]) == (None, None)
            assert row["text"] is None or row["role"] not in TEXT_ROLES
    for document in less.documents:
        own = [row for row in rows if row["document"] == document.id and row["in_text"]]
        read_ = [row["raw"] if row["text"] is None else row["text"] for row in own]
        assert "".join(read_) == document.text
    for claim in less.claims():
        if claim["start"] is not None and claim["field"] not in {
            "script",
            "language",
            "personal",
        }:
            assert claim["end"] <= start or claim["start"] >= end


# Removals


def folder(path, *entries, pages=None):
    """Write pages, and requests about them."""
    found = withheld_dist.write_pages(path / "seeds", list(entries))
    for name in PAGES.keys() - set(pages or PAGES):
        (found / name).unlink()
    return found


def entry(seed="plain", **more):
    name = next((name for name in PAGES if name.startswith(f"{seed}.")), "plain.txt")
    return {"seed": seed, "sha256": withheld_dist.digest(name), "reason": "person"} | more


FAULTS = [
    ("a key nobody knows", entry(text="秘密"), "unknown key 'text'; known are seed, sha256"),
    ("no reason", {"seed": "a", "sha256": "0" * 64}, "'reason' is missing; every entry needs"),
    ("another reason", entry(reason="钱多多 asked"), "'reason' is one of person, publisher"),
    ("no hash", entry(sha256="abc"), "'sha256' is not 64 hexadecimal digits; copy it from"),
    ("half a range", entry(start=3), "give both 'start' and 'end' for a range"),
    ("a range and a document", entry(start=3, end=4, document="plain"), "for a range, or 'document'"),
    ("a range of nothing", entry(start=3, end=3), "bytes 3-3 are no range"),
    ("no number", entry(start="x", end="y"), "byte offsets, whole numbers"),
    ("behind the page", entry(start=3, end=9999), "the page has 93 bytes; give a range inside"),
    ("no such document", entry("letters", document="letters.09"), "gives no such document; it gives 'letters.01' to 'letters.03'"),
    ("another page", entry(sha256="0" * 64), "has SHA-256 1a38cf.* was made for 0000"),
    ("another name", entry("plan"), "stands as seed 'plain' too; add the same entry"),
    ("no mapping", "plain", "found no mapping, expected seed, sha256, reason"),
    ("a list", entry(seed=["a"]), "'seed' is no text; give one value"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "one", "message"), FAULTS, ids=[fault[0] for fault in FAULTS]
)
def test_a_faulty_request_stops_the_build(tmp_path, label, one, message):  # noqa: ARG001
    with pytest.raises(RemovalError, match=message):
        build(folder(tmp_path, one), tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


def test_a_fault_is_misuse_and_says_what_to_do(tmp_path, capsys):
    found = folder(tmp_path, entry(reason="钱多多 asked"))
    assert main(["build", "--seeds", str(found), "--out", str(tmp_path / "dist")]) == 2
    said = capsys.readouterr().err
    where = "removals.yaml, entry 1 (line 1, column 3)"
    assert f"{where}: 'reason' is one of person, publisher, law, makers" in said
    assert "钱多多" not in said


#: Entries, each as its lines, and where the fault is.
PLACES = [
    (["- seed: a", "  note: b"], "entry 1 (line 2, column 3): unknown key 'note'"),
    (["# asked", "- seed: a"], "entry 1 (line 2, column 3): 'sha256' is missing"),
    (["- seed: a", "  sha256: abc", "  reason: law"], "entry 1 (line 2, column 3): 'sha256' is not"),
    (["- &a b", "-", "  - c"], "entry 1 (line 1, column 3): found no mapping"),
    ([f"- {{seed: a, sha256: {'0' * 64}, reason: law, end: 3}}"], "entry 1 (line 1, column 100): give both"),
    (["- seed: a", "  sha256: [a]"], "entry 1 (line 2, column 3): 'sha256' is no text"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "message"), PLACES, ids=[message for _, message in PLACES])
def test_a_fault_is_where_editors_count_it(tmp_path, lines, message):
    (tmp_path / "removals.yaml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(RemovalError) as fault:
        removals.load(tmp_path)
    assert str(fault.value).startswith(f"removals.yaml, {message}")


def test_a_request_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(RemovalError, match="the entry for seed 'plain' stands twice"):
        build(folder(tmp_path, entry(), entry()), tmp_path / "dist")


@pytest.mark.parametrize("text", ["- [", "\xff", "seed: plain\n", "[[["])
def test_a_file_that_is_no_list_is_refused(tmp_path, text):
    found = folder(tmp_path)
    (found / "removals.yaml").write_bytes(text.encode("latin-1"))
    with pytest.raises(
        RemovalError, match=r"not readable as YAML|a list of entries|no mapping"
    ):
        removals.load(found)


@pytest.mark.parametrize("name", ["removals.yml", "Removals.yaml"])
def test_a_file_nearly_named_so_is_refused(tmp_path, name):
    """Else a request would be lost without a word."""
    found = folder(tmp_path, entry())
    (found / "removals.yaml").rename(found / name)
    with pytest.raises(SeedError, match="rename it to 'removals"):
        build(found, tmp_path / "dist")


@pytest.mark.parametrize("text", ["", "[]", "# nobody asked\n"])
def test_a_file_without_requests_asks_for_nothing(tmp_path, text):
    found = folder(tmp_path)
    (found / "removals.yaml").write_text(text, encoding="utf-8")
    assert removals.load(found) == ()
    assert manifest(build(found, tmp_path / "dist"))["removals"] == []


def test_the_file_is_no_page_and_reported_by_nobody(tmp_path):
    found = folder(tmp_path, entry())
    assert seeds.listing(found).not_read == ()


def test_a_removed_page_may_be_deleted(tmp_path):
    """The entry then stands alone, what curators know of the page is left aside."""
    found = folder(tmp_path, entry("gone"), pages=PAGES.keys() - {"gone.txt"})
    curated = [{
        "seed": "gone", "sha256": withheld_dist.digest("gone.txt"), "field": "title",
        "value": "一个标题", "reason": "seen on paper",
    }]  # fmt: skip
    (found / "curation.yaml").write_text(yaml.safe_dump(curated), encoding="utf-8")
    out = build(found, tmp_path / "dist")
    assert "gone" not in manifest(out)["seeds"]
    assert [one["seed"] for one in manifest(out)["removals"]] == ["gone"]
    assert "一个标题" not in everything(out)
    (found / "removals.yaml").unlink()
    with pytest.raises(CurationError, match="'gone' is not among the seeds"):
        build(found, tmp_path / "dist")


def test_a_part_that_was_removed_may_be_deleted_with_its_page(tmp_path):
    asked = entry("letters", document="letters.02")
    found = folder(tmp_path, asked, pages=PAGES.keys() - {"letters.txt"})
    assert manifest(build(found, tmp_path / "dist"))["removals"][0]["scope"] == "document"


def test_a_copy_under_another_name_is_not_forgotten(tmp_path):
    found = folder(tmp_path, entry("gone"))
    shutil.copy(found / "gone.txt", found / "again.txt")
    with pytest.raises(RemovalError, match="stands as seed 'again' too; add the same entry"):
        build(found, tmp_path / "dist")
    again = entry("gone") | {"seed": "again"}
    asked = yaml.safe_dump([entry("gone"), again])
    (found / "removals.yaml").write_text(asked, encoding="utf-8")
    assert "秘密" not in everything(build(found, tmp_path / "dist"))


def test_removing_the_only_document_removes_the_page(tmp_path):
    out = build(folder(tmp_path, entry(document="plain")), tmp_path / "dist")
    rows = mutations.read(out)
    assert mutations.find(rows["seeds"], seed="plain")["reason"] == "removed"
    row = mutations.find(rows["ledger"], seed="plain")
    assert (row["rule"], row["end"], row["raw"]) == ("withhold/removed-document", 93, None)


def test_removing_every_document_removes_the_page(tmp_path):
    asked = [entry("letters", document=f"letters.0{part}") for part in (1, 2, 3)]
    rows = mutations.read(build(folder(tmp_path, *asked), tmp_path / "dist"))
    assert mutations.find(rows["seeds"], seed="letters")["status"] == "rejected"
    assert "心得" not in json.dumps(rows["ledger"], ensure_ascii=False)


def test_words_that_stand_again_are_reported_but_not_repeated(tmp_path):
    """Of the two places of a name, one was asked for; the claim that names it goes all the same."""
    raw = PAGES["line.txt"]
    start = raw.index("钱多多".encode())
    found = folder(tmp_path, entry("line", start=start, end=start + 9))
    line = next(page for page in read_all(found) if page.seed == "line")
    [problem] = line.problems
    assert problem.code == "withhold/stands-again"
    assert "钱" not in problem.message
    assert line.documents[0].row()["author"] == []
    assert "钱多多" in line.documents[0].text


@pytest.mark.parametrize(
    ("asked", "again", "codes"),
    [
        ("钱多多", "钱<b>多</b>多", ["withhold/stands-again"]),
        ("钱多多", "钱&#22810;多", ["withhold/stands-again"]),
        ("钱<b>多</b>多", "钱多多", ["withhold/stands-again"]),
        ("钱&#22810;多", "钱<i>多</i>多", ["withhold/stands-again"]),
        ("钱多多", "钱</p><p>多多", []),
        ("钱多多", "钱很多", []),
    ],
)
def test_removed_words_are_known_through_markup(asked, again, codes):
    raw = (
        f"<body><p>住在桥头的{asked}说，日子一天比一天好，人人都说好。</p>"
        f"<p>河上的桥架好了，{again}也来看。</p></body>"
    ).encode()
    start = raw.index(asked.encode())
    page = read(raw, seed="a")
    request = Removal("a", page.sha256, "person", None, start, start + len(asked.encode()))
    assert [problem.code for problem in removed(page, (request,)).problems] == codes


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (["钱多多", "住在桥头的钱多多说好。"], ["withhold/stands-again"]),
        (["住在桥头的钱多", "钱多多"], ["withhold/stands-again"]),
        (["住在桥头的钱多多说好。"], []),
        (["在桥头", "住在桥头的钱多多说好。"], []),
    ],
)
def test_words_asked_for_are_known_though_a_longer_range_holds_them(asked, codes):
    raw = (
        "<body><p>住在桥头的钱多多说好。</p><p>人人都说钱多多来过，日子好。</p></body>".encode()
    )
    page = read(raw, seed="a")
    starts = [raw.index(words.encode()) for words in asked]
    requests = tuple(
        Removal("a", page.sha256, "person", None, start, start + len(words.encode()))
        for start, words in zip(starts, asked, strict=True)
    )
    assert [problem.code for problem in removed(page, requests).problems] == codes


@pytest.mark.parametrize(
    "words", ["好过多了。\n\n篇二\n\n第二篇", "吃了一顿饭。\n\n篇三\n\n第三篇", "粮食"]
)
def test_bytes_and_a_document_may_be_asked_for_where_they_meet(tmp_path, words):
    """Each row says what it was asked for by; in the document that is the document."""
    raw = PAGES["letters.txt"]
    start = raw.index(words.encode())
    one = entry("letters", start=start, end=start + len(words.encode()))
    found = folder(tmp_path, entry("letters", document="letters.02"), one)
    rows = mutations.read(build(found, tmp_path / "dist"))["ledger"]
    assert list(validate(tmp_path / "dist", found)) == []
    spans = [
        (row["start"], row["end"]) for row in rows if row["rule"] == "withhold/removed-span"
    ]
    assert all(start <= a < b <= one["end"] for a, b in spans)
    assert bool(spans) == (words != "粮食")


def test_words_on_both_sides_of_a_removed_range_are_not_read_as_one():
    raw = "<body><p>住在桥头的钱多多说好。</p><p>人人都说钱多钱多多多，日子一天比一天好。</p></body>".encode()
    first, second = (hit.start() for hit in re.finditer("钱多多".encode(), raw))
    page = read(raw, seed="a")
    asked = tuple(
        Removal("a", page.sha256, "person", None, start, start + 9) for start in (first, second)
    )
    assert removed(page, asked).problems == ()


def test_a_removed_title_is_chosen_no_more(tmp_path):
    raw = PAGES["plain.txt"]
    assert raw.startswith("地里的粮食".encode())
    rows = mutations.read(build(folder(tmp_path, entry(start=0, end=15)), tmp_path / "dist"))
    assert mutations.find(rows["documents"], id="plain")["title"] is None


def test_a_page_whose_file_was_deleted_later_is_not_missed(made, tmp_path):
    """Of a removed page nothing is compared, so that its file may go at any time."""
    shutil.copytree(made / "seeds", tmp_path / "seeds")
    (tmp_path / "seeds" / "gone.txt").unlink()
    assert list(validate(made / "mask", tmp_path / "seeds")) == []
    (tmp_path / "seeds" / "plain.txt").unlink()
    assert [p.code for p in validate(made / "mask", tmp_path / "seeds")] == ["B001"]


def test_a_dataset_built_before_a_request_is_found(made, tmp_path):
    shutil.copytree(made / "seeds", tmp_path / "seeds")
    asked = [*withheld_dist.requests(), entry()]
    (tmp_path / "seeds" / "removals.yaml").write_text(yaml.safe_dump(asked), encoding="utf-8")
    [problem] = validate(made / "mask", tmp_path / "seeds")
    assert (problem.code, problem.where) == ("B008", "removals.yaml, entry 6")


SPELLINGS = [
    "lu&#64;example.com", "lu&#64example.com", "lu&#x40;example.com", "lu&commat;example.com", "lu%40example.com",
    "lu@example&period;com", "lu%2540example.com", "lu&amp;#64;example.com", r"lu\u0040example.com", r"lu\x40example.com",
    r"lu\u{40}example.com", r"lu\U00000040example.com", r"lu\\u0040example.com", "lu\u200b@example.com", "%31%33812345678",
    "&#49&#51&#56&#49&#50&#51&#52&#53&#54&#55&#56", "138\u200e1234\u200e5678", "138&nbsp;1234&nbsp;5678", r"\x31\x33812345678", "&#38;#49;3812345678",
]  # fmt: skip
#: Where a page may spell something out, whatever reads it there.
SHAPES = {
    "attribute": "<p>山里的路修通了，<a title='x' href='{}'>写信</a>问问，人人都说好。</p>",
    "tag with a sign in it": "<p>山里的路修通了，<a title='甲>乙' href='{}'>写信</a>问问，人人都说好。</p>",
    "text": "<p>山里的路修通了，乡亲们的日子好过多了，写信给 {} 问问，人人都说好。</p>",
    "textarea": "<p>山里的路修通了，人人都说好。</p><textarea>写给 {} 的信</textarea>",
    "comment with tags": "<p>山里的路修通了，人人都说好。</p><!-- <b>旧</b> {} -->",
    "script": "<p>山里的路修通了，人人都说好。</p><script>var a = '{}';</script>",
    "data": '<p>山里的路修通了，人人都说好。</p><script type="application/ld+json">{{"email": "{}"}}</script>',
    "tag that never ends": "<p>山里的路修通了，人人都说好。</p><a href='{}'",
}


@pytest.mark.parametrize("spelled", SPELLINGS)
@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_what_is_spelled_out_is_masked_wherever_it_stands(spelled, shape):
    """And nothing else with it."""
    raw = shape.format(spelled).encode()
    rows = list(read(raw, personal="mask").ledger())
    hidden = [raw[row["start"] : row["end"]].decode() for row in rows if row["raw"] is None]
    assert "".join(hidden) == spelled
    assert [row["rule"] for row in rows if row["raw"] and find(row["raw"])] == []


def test_titles_and_front_matter_that_spell_something_out_are_masked():
    text = (
        '---\ntitle: "来信 lu\\x40example.com"\n---\n山里的路修通了，乡亲们的日子好过多了。\n\n'
        "<title>路 zhang&amp;commat;example.com</title>\n"
    )
    page = read(text.encode(), personal="mask")
    said = json.dumps([*page.claims(), *page.ledger()], ensure_ascii=False)
    assert [word for word in ("x40", "lu@", "commat", "zhang") if word in said] == []
    assert page.documents[0].row()["title"].startswith("来信 █")


def test_what_is_spelled_out_is_masked_in_every_table(tmp_path):
    """Also where a claim repeats it as it is spelled; flagged, it is no fault."""
    (tmp_path / "seeds").mkdir()
    for number, spelled in enumerate(SPELLINGS):
        page = (
            f'---\ntitle: "来信 {spelled}"\n---\n# 山里的路{number}\n\n山里的路修通了，乡亲们的日子好过多了，'
            f"写给 {spelled} 吧。\n\n[写信](mailto:{spelled})\n"
        )
        (tmp_path / "seeds" / f"p{number:02}.md").write_text(page, encoding="utf-8")
    for mode in ("flag", "mask"):
        out = build(tmp_path / "seeds", tmp_path / mode, personal=mode)
        assert list(validate(out, tmp_path / "seeds")) == []
    said = json.dumps(mutations.read(tmp_path / "mask"), ensure_ascii=False)
    assert [word for word in ("example", "812345678", "5678") if word in said] == []


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_the_checks_see_what_is_spelled_out(shape, tmp_path, monkeypatch):
    """A build that reads nothing spelled out is found out, with the pages and without."""
    (tmp_path / "seeds").mkdir()
    page = "<html><body><h1>山里的路</h1>" + shape.format("，lu\\u0040example.com，")
    (tmp_path / "seeds" / "a.html").write_text(page, encoding="utf-8")
    good = build(tmp_path / "seeds", tmp_path / "good", personal="mask")
    assert list(validate(good, tmp_path / "seeds")) == []
    monkeypatch.setattr(personal, "readings", lambda _: ())
    out = build(tmp_path / "seeds", tmp_path / "dist", personal="mask")
    assert {"W009", "W010"} <= {found.code for found in validate(out)}
    assert "B007" in {found.code for found in validate(out, tmp_path / "seeds")}


@pytest.mark.parametrize(
    "tag",
    ["[写信](/a%40b)", "<a title='甲>乙' href='/a&#64;b'>", "<a title=it's href='/lu&#47;'>"],
)
def test_what_spells_out_no_personal_data_stays(tag):
    raw = f"<body><p>山里的路修通了，{tag}写信</a>问问，人人都说好。</p></body>".encode()
    assert withhold.found(read(raw)) == []


@pytest.mark.parametrize(
    "spelled",
    [
        "/x?a=1&amp;b=13812345678",
        "/x?a=li%20ming&amp;b=13812345678",
        "/x?q=%22a%22&b=13812345678",
        "https://a.example%2F13812345678",
        r"http:\/\/a.example\/p13812345678",
        "/%E8%B7%AF/13812345678.html",
        "/a&period;b%40c",
        "lu&commat;x",
        "x&#49;3812345678",
        "2017%2D07%2D21",
        "978%2D7%2D02%2D123456%2D8",
    ],
)
def test_look_alikes_spelled_out_in_a_tag_stay(spelled):
    raw = f"<body><p>山里的路修通了，人人<a href='{spelled}'>都</a>说好。</p>".encode()
    assert withhold.found(read(raw)) == []


def test_a_page_too_large_to_be_read_is_not_searched(tmp_path):
    seeds = folder(tmp_path)
    out = build(seeds, tmp_path / "dist", limits=Limits(max_bytes=len(PAGES["call.html"]) - 1))
    assert mutations.find(mutations.read(out)["seeds"], seed="call")["reason"] == "too_large"
    assert list(validate(out, seeds)) == []


@pytest.mark.parametrize("ledger", ["full", "hashes"])
def test_the_hash_of_a_page_too_large_is_that_of_its_bytes(tmp_path, ledger):
    """Though they are not held; the hash of a row that is held is that of its range."""
    seeds = folder(tmp_path)
    limits = Limits(max_bytes=len(PAGES["call.html"]) - 1)
    out = build(seeds, tmp_path / "dist", limits=limits, ledger=ledger)
    rows = [row for row in mutations.read(out)["ledger"] if row["seed"] == "call"]
    digest = hashlib.sha256(PAGES["call.html"]).hexdigest()
    assert [(row["start"], row["end"], row["sha256"]) for row in rows] == [
        (0, len(PAGES["call.html"]), digest)
    ]
    plain = mutations.find(mutations.read(out)["ledger"], seed="plain", in_text=True)
    part = PAGES["plain.txt"][plain["start"] : plain["end"]]
    wanted = None if ledger == "full" else hashlib.sha256(part).hexdigest()
    assert plain["sha256"] == wanted
    assert list(validate(out, seeds)) == []


def test_of_a_page_too_large_to_be_read_no_range_is_shown(tmp_path):
    """Its row has a hash alone, so that a request for some of its bytes is met."""
    seeds = folder(tmp_path, entry("call", start=3, end=9), entry("call", start=20, end=29))
    out = build(seeds, tmp_path / "dist", limits=Limits(max_bytes=len(PAGES["call.html"]) - 1))
    row = mutations.find(mutations.read(out)["ledger"], seed="call")
    assert (row["raw"], row["raw_hex"], row["text"]) == (None, None, None)
    assert list(validate(out, seeds)) == []


def test_the_encoding_a_page_names_is_known_though_its_declaration_was_removed(tmp_path):
    declared = b'<meta charset="big5">'
    raw = CALL.encode("gb18030").replace(b"<head>", b"<head>" + declared)
    start = raw.index(declared)
    asked = entry("call", start=start, end=start + len(declared))
    asked["sha256"] = hashlib.sha256(raw).hexdigest()
    seeds = folder(tmp_path, asked)
    (seeds / "call.html").write_bytes(raw)
    out = build(seeds, tmp_path / "dist")
    rows = mutations.read(out)
    claim = mutations.find(rows["claims"], seed="call", field="encoding", chosen=False)
    assert claim["value"] == "big5"
    assert start <= claim["start"] < claim["end"] <= start + len(declared)
    assert list(validate(out, seeds)) == []


def test_a_page_too_large_to_be_read_is_removed_like_any_other(tmp_path):
    seeds = folder(tmp_path, entry("call"))
    out = build(seeds, tmp_path / "dist", limits=Limits(max_bytes=len(PAGES["call.html"]) - 1))
    rows = mutations.read(out)
    seed = mutations.find(rows["seeds"], seed="call")
    assert (seed["status"], seed["reason"], seed["url"]) == ("rejected", "removed", None)
    row = mutations.find(rows["ledger"], seed="call")
    assert (row["rule"], row["sha256"], row["raw"]) == ("withhold/removed-seed", None, None)
    assert row["end"] == len(PAGES["call.html"])
    assert list(validate(out, seeds)) == []


@pytest.mark.parametrize(
    ("seed", "said"),
    [
        ("line", "line: some or all of it was asked to be removed"),
        ("letters", "letters: some or all of it was asked to be removed"),
        ("gone", "gone: some or all of it was asked to be removed"),
        ("plain", ""),
        ("call", ""),
    ],
)
def test_explain_says_that_what_it_shows_was_asked_to_be_removed(made, capsys, seed, said):
    assert main(["explain", seed, "--seeds", str(made / "seeds")]) == 0
    shown = capsys.readouterr()
    assert "日子" in shown.out or seed == "gone"
    assert shown.err.startswith(said)
    assert shown.err.count("\n") == bool(said)


def test_explain_says_so_of_a_page_that_changed_since(tmp_path, capsys):
    found = folder(tmp_path, entry(sha256="0" * 64))
    assert main(["explain", "plain", "--seeds", str(found)]) == 0
    assert capsys.readouterr().err.startswith("plain: some or all")


PRIVACY = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")


def test_the_documentation_names_every_rule_mode_and_reason():
    rules = {rule for rule, *_ in NUMBERS} | {"personal/email"}
    assert set(re.findall(r"^\| `(personal/[a-z-]+)` \|", PRIVACY, re.MULTILINE)) == rules
    for option, values in (("personal", MODES_OF_PERSONAL), ("ledger", LEDGERS)):
        for value in values:
            assert f"| `--{option} {value}` |" in PRIVACY
    assert all(f"`{reason}`" in PRIVACY for reason in removals.REASONS)
    (example,) = re.findall("(?s)```yaml\n(.*?)```", PRIVACY)
    assert {removals.Removal(**one).scope for one in yaml.safe_load(example)} == {
        "seed", "document", "span",
    }  # fmt: skip


def test_reproduce_leaves_curation_aside_where_the_build_did(tmp_path, capsys):
    found = folder(tmp_path)
    curated = [{
        "seed": "plain", "sha256": withheld_dist.digest("plain.txt"), "field": "title",
        "value": "一个标题", "reason": "seen on paper",
    }]  # fmt: skip
    (found / "curation.yaml").write_text(yaml.safe_dump(curated), encoding="utf-8")
    out = build(found, tmp_path / "dist", curated=False)
    assert mutations.find(mutations.read(out)["documents"], id="plain")["title"] == "地里的粮食"
    assert main(["reproduce", "--seeds", str(found), "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}: identical\n"


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("mask", "the ledger table accounts for each byte"),
        ("hashes", "the place and the SHA-256 of each block"),
        ("none", "the seeds table gives the size and the SHA-256 of each page"),
    ],
)
def test_croissant_says_what_is_there_of_the_pages(made, mode, said):
    found = json.loads((made / mode / "croissant.json").read_bytes())
    assert said in found["rai:dataCollectionRawData"]


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("flag", "join to exactly its `text`"),
        ("hashes", "In place of the\n  bytes it has their SHA-256"),
        ("none", "This release has neither `ledger` nor `edits`"),
        ("off", "were not looked for"),
        ("mask", "each of its characters reads █"),
    ],
)
def test_the_card_says_what_can_be_trusted_in_each_mode(made, mode, said):
    assert said in (made / mode / "README.md").read_text(encoding="utf-8")
