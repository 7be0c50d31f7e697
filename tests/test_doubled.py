"""Passages decoded twice: cases as data, laws over every damage, the account in bytes."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import pytest
from doubler import DAMAGES, LOST, wrong
from hypothesis import given, settings
from hypothesis import strategies as st

from dongxi.damage import doubled, repair
from dongxi.damage.doubled import NOTHING, RESIDUE, doubts, find, hopes, readings
from dongxi.damage.doubled.glances import may_open
from dongxi.damage.doubled.likely import likelihood
from dongxi.decode import Decoded, decode
from dongxi.reading import read
from dongxi.restore import restore

CASES = Path(__file__).parent / "cases" / "restore"
RULES = (
    "utf8-as-gbk", "utf8-as-latin1", "gbk-as-latin1", "big5-as-latin1", "big5-as-gbk",
    "gbk-as-big5",
)  # fmt: skip
#: Invented; every one begins a line of a page.
SENTENCES = (
    "村民们都说日子一天比一天好过，人人感谢修路的队伍。",
    "茶厂又招了三十个人，年轻人不用再到外地去找工作。",
    "“路通了，茶叶就能卖到城里。”老人笑着说。",
    "今年全县有二十多个村子修了路，明年还要再修一些。",
    "孩子们早上坐车去学校，晚上回家吃饭，家长也放心了。",
    "他在河边走了很久，想起母亲说过的话，心里很难过。",
    "第3条 本办法自2024年1月1日起施行，由教育局负责解释。",
    "朱镕基、李喆、赵垚等人参加了会议·甲、乙两队。",
    "A队在B组得了第一名，比分是3比1，观众很高兴！",
    "产品规格：20×30厘米；价格：58元；欢迎来电咨询。",
    "为什么要修路？因为没有路，什么也运不出去……",
    "春天的时候，山上的花都开了，风吹过来，满村都是香气。",
)
LINES = st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=6)
PAGES = st.tuples(LINES, st.sampled_from(["\n", "</p>\n<p>", "<br>", " "])).map(
    lambda drawn: f"<p>{drawn[1].join(drawn[0])}</p>"
)
BIG5_AS_GBK = next(one for one in DAMAGES if one.name == "Big5 as GBK, browser")
by_name = pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)


def cases(rule):
    text = (CASES / f"{rule}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def alone():
    text = (CASES / "decoded-once.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def put_in(raw, edits):
    """Put edits into a text, written apart from the library's own way."""
    for edit in sorted(edits, reverse=True):
        raw = raw[: edit.start] + edit.new + raw[edit.end :]
    return raw


@pytest.mark.parametrize(
    ("rule", "case"),
    [pytest.param(r, c, id=f"{r}: {c['label']}") for r in RULES for c in cases(r)],
)
def test_case(rule, case):
    found = repair(case["input"])
    assert found.text == case["expected"]
    changed = case["input"] != case["expected"]
    assert {edit.rule for edit in found.edits} == ({f"restore/{rule}"} if changed else set())
    assert changed != case["label"].startswith("leave alone")


@pytest.mark.parametrize("rule", RULES)
def test_half_of_the_cases_leave_the_text_alone(rule):
    left = [case for case in cases(rule) if case["label"].startswith("leave alone")]
    assert 2 * len(left) >= len(cases(rule)) - 1


@pytest.mark.parametrize("case", alone(), ids=lambda case: case["label"])
def test_look_alikes_stay(case):
    """Even without the glance, and beside a passage of each kind that is read back."""
    assert find(case["text"]) == NOTHING
    for damage in {damage.rule: damage for damage in reversed(DAMAGES)}.values():
        shown, _ = damage(damage.fit(SENTENCES[0] + SENTENCES[1]))
        found = repair(f"{shown}\n{case['text']}")
        assert [edit for edit in found.edits if edit.start > len(shown)] == []


def test_there_are_forty_look_alikes():
    assert len({case["text"] for case in alone()}) >= 40


@by_name
@settings(derandomize=True, deadline=None, max_examples=8)
@given(page=PAGES)
def test_what_is_written_stood_there(damage, page):
    """Each certain character is one of the text; all of it comes back where nothing was lost."""
    page = damage.fit(page)
    shown, where = damage(page)
    found = repair(shown)
    assert wrong(page, where, found) == []
    assert put_in(shown, found.edits) == found.text
    assert {edit.rule for edit in found.edits} <= {f"restore/{damage.rule}"}
    if damage.lossless:
        read_back = find(shown)
        assert put_in(shown, [*read_back.edits, *read_back.proposals]) == page
        assert found.text == page or damage.written != "utf-8"


@by_name
@settings(derandomize=True, deadline=None, max_examples=5)
@given(before=LINES, line=st.sampled_from(SENTENCES), after=LINES)
def test_a_passage_of_a_clean_page(damage, before, line, after):
    """What stands around it is not touched, in either script."""
    top, line, end = (damage.fit("\n".join(part)) for part in (before, [line], after))
    shown, where = damage(line)
    found = repair(f"{top}\n{shown}\n{end}")
    assert found.text.startswith(top + "\n")
    assert found.text.endswith("\n" + end)
    lines = range(len(top) + 1, len(top) + 1 + len(shown))
    assert all(edit.start in lines and edit.end - 1 in lines for edit in found.edits)
    first = len(top) + 1
    places = [*range(first), *(first + at for at in where)]
    places += range(first + len(line), first + len(line) + 1 + len(end))
    assert wrong(f"{top}\n{line}\n{end}", places, found) == []


#: What templates set beside a passage, without a blank.
BEFORE = (
    "《",
    "来源：新华社",
    "中文网_",
    "群众",
    "（",
    "首页>",
    "標題：",
    "記者",
    "·",
    "人",
    "【第3条】",
    "路",
    "不脱贫不脱钩",
)
BEHIND = (
    "》",
    "》中文",
    "，中文",
    "，中文网",
    "_中文网",
    "（记者）",
    "。繁體中文",
    "群众",
    "】",
    "|News",
    "的",
    "路",
)


@by_name
@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.sampled_from(BEFORE), st.sampled_from(SENTENCES), st.sampled_from(BEHIND))
def test_clean_text_that_touches_a_passage_stays(damage, before, line, behind):
    shown, _ = damage(damage.fit(line))
    page = before + shown + behind
    for text in (page, f"{damage(damage.fit(SENTENCES[0]))[0]}\n{page}"):
        found = repair(text).text.split("\n")[-1]
        assert found.startswith(before)
        assert found.endswith(behind)


def test_clean_text_between_two_passages_stays():
    shown, _ = BIG5_AS_GBK(BIG5_AS_GBK.fit(SENTENCES[0]))
    page = f"{shown}，来源：新华社中文网，{shown}"
    clean = BIG5_AS_GBK.fit(SENTENCES[0])
    assert repair(page).text == f"{clean}，来源：新华社中文网，{clean}"


def test_a_label_is_left_and_the_passage_read_back():
    clean = BIG5_AS_GBK.fit(SENTENCES[0])
    shown, _ = BIG5_AS_GBK(clean)
    for page in ("《{}》中文", "{}，中文", "来源：新华社{}，中文网", "中文網_{}_中文網"):
        assert repair(page.format(shown)).text == page.format(clean)


def test_no_private_use_character_is_written():
    """Nor is a passage read back that would need one, were the rest of it ever so clear."""
    damage = next(one for one in DAMAGES if one.name == "GBK as Big5, Windows")
    for ending in ("\ue000", "\ue000，大家都说好，日子好过"):
        shown, _ = damage(f"{SENTENCES[0]}{SENTENCES[1]}{ending}")
        found = repair(shown)
        assert all(one < "\ue000" or one > "\uf8ff" for edit in found.edits for one in edit.new)


#: Invented; each lacks a character, or has a wrong one, once soft hyphens are dropped.
HYPHENED = (
    "怒江州的群众搬进了新居，生活一天比一天好。",
    "农村的发展离不开年轻人，县里每年安排五个年轻人到乡镇工作。",
    "那里的水平总是比别处高，重点工作也做得好。",
    "推进第一期工程的队伍回来了，孩子们的作业也写完了。",
)
CONTROLS = dict.fromkeys(range(0x80, 0xA0))
CLEANERS = {
    "soft hyphens": lambda one: one.replace("\xad", ""),
    "controls": lambda one: one.translate(CONTROLS),
    "both": lambda one: one.translate(CONTROLS).replace("\xad", ""),
    "NFKC": lambda one: normalize("NFKC", one),
    "no-break space": lambda one: one.replace("\xa0", " "),
}
PAIRS_AS_LATIN = [one for one in DAMAGES if one.rule in {"gbk-as-latin1", "big5-as-latin1"}]


@pytest.mark.parametrize("cleaner", CLEANERS)
@pytest.mark.parametrize("damage", PAIRS_AS_LATIN, ids=lambda damage: damage.name)
@settings(derandomize=True, deadline=None, max_examples=30)
@given(lines=st.lists(st.sampled_from(HYPHENED + SENTENCES), min_size=1, max_size=4))
def test_what_a_cleaner_dropped_is_not_made_up(damage, cleaner, lines):
    page = damage.fit("\n".join(lines))
    shown, where = damage(page)
    kept = [CLEANERS[cleaner](one) for one in shown]
    places = [at for at, one in zip(where, kept, strict=True) for _ in one]
    assert wrong(page, places, repair("".join(kept))) == []


@pytest.mark.parametrize("damage", PAIRS_AS_LATIN, ids=lambda damage: damage.name)
def test_with_nothing_dropped_a_soft_hyphen_shows_that(damage):
    """The same characters are read back from a page that has one, and claimed from one without."""
    page = damage.fit(HYPHENED[1 if damage.traditional else 0])
    shown, _ = damage(page)
    assert "\xad" in shown
    assert repair(shown).text == page
    found = find(shown.replace("\xad", ""))
    assert found.edits == ()
    assert [edit.certainty for edit in found.proposals] == ["guess"]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(PAGES, st.booleans())
def test_clean_pages_stay(page, traditional):
    text = DAMAGES[-1].fit(page) if not traditional else DAMAGES[13].fit(page)
    assert DAMAGES[13].traditional
    assert repair(text).gate is None
    assert find(text) == NOTHING


@settings(derandomize=True, deadline=None, max_examples=40)
@given(PAGES, st.sampled_from(DAMAGES))
def test_a_second_pass_changes_nothing(page, damage):
    once = repair(damage(damage.fit(page))[0])
    assert find(once.text).edits == ()


@pytest.mark.parametrize(
    ("page", "codec", "expected"),
    [
        ("·村民们都说日子好过，感谢修路的人", "gb18030", "·村民们都说日子好过，感谢修路的人"),
        ("山裡的路修好了，村民們都說日子好過。\n捷途汽車", "big5", "山裡的路修好了，村民們都說日子好過。\n±¶³~¨T¨®"),
    ],
    ids=["a mark of its own", "a byte of 捷: without it the rest reads 雲~"],
)  # fmt: skip
def test_a_mark_in_front_is_left_out_only_where_that_is_clear(page, codec, expected):
    mark = page[:1] if page[:1] in "·±" else ""
    shown = mark + page[len(mark) :].encode(codec).decode("latin-1")
    assert repair(shown).text == expected


@by_name
def test_the_glance_lets_damaged_pages_through(damage):
    shown, _ = damage(damage.fit("\n".join(SENTENCES)))
    assert may_open(shown.encode(), "utf-8")


def test_one_edit_for_each_character_where_bytes_allow():
    twice = find("ä¸­å›½çš„è·¯").edits
    assert [edit[:4] for edit in twice] == [
        (0, 3, "中", "restore/utf8-as-latin1"),
        (3, 6, "国", "restore/utf8-as-latin1"),
        (6, 9, "的", "restore/utf8-as-latin1"),
        (9, 12, "路", "restore/utf8-as-latin1"),
    ]
    assert {(edit.certainty, edit.proof) for edit in twice} == {("certain", "codec")}


def test_a_lost_character_has_candidates_and_may_be_filled():
    shown = "茶叶卖到城里，日子好过多了，村民们都说好。<".encode().decode("gb18030", "replace")
    (lost,) = [edit for edit in repair(shown).edits if edit.candidates]
    assert lost.new.endswith(LOST)
    assert "。" in lost.candidates
    assert len(lost.candidates) <= 5
    shown = "茶叶卖到城里，日子好过多了，为什么<".encode().decode("gb18030", "replace")
    assert repair(shown).text == f"茶叶卖到城里，日子好过多了，为什{LOST}<"
    assert repair(shown, fill="probable").text == "茶叶卖到城里，日子好过多了，为什么<"


def test_five_bytes_of_windows_1252_have_at_most_five_candidates():
    shown = "村民的孩子们都说好".encode().decode("cp1252", "replace")
    lost = [edit for edit in repair(shown).edits if LOST in edit.new]
    assert all(set(edit.candidates) for edit in lost)
    assert "子" in lost[-1].candidates


def test_pinyin_and_a_passage_decoded_twice_on_one_page():
    shown = "村民们都说日子好过，感谢修路的人".encode().decode("gb18030")
    found = repair(f"協(xié)作，經(jīng)驗，強調(diào)\n{shown}")
    assert found.text.startswith("協作，經驗，強調\n村民们")
    assert {edit.rule for edit in found.edits} == {
        "restore/pinyin-annotation",
        "restore/utf8-as-gbk",
    }
    assert put_in(f"協(xié)作，經(jīng)驗，強調(diào)\n{shown}", found.edits) == found.text


def test_an_include_in_utf_8_on_a_page_of_gbk():
    """The bytes are at hand, so nothing is lost, odd or not."""
    included = "版权所有 东西网，联系我们，欢迎来信"
    clean = "村民们都说日子一天比一天好过，人人感谢修路的队伍。\n".encode("gb18030") * 8
    raw = clean + included.encode() + b"\n" + clean
    source = decode(raw)
    assert source.encoding == "gb18030"
    found = restore(source)
    assert found
    assert included in str(found.text)
    assert LOST not in str(found.text)
    assert found.text.span == (0, len(raw))
    ends = [piece.span for piece in found.text.pieces]
    assert all(left.end == right.start for left, right in pairwise(ends))


def test_pages_of_other_encodings_are_not_decoded_for_it():
    raw = "ÖÐ¹úµÄÂ·¶¼ÐÞÍ¨ÁË".encode("utf-16-le")
    assert restore(Decoded(raw, "utf-16-le", "test")) is None


def test_work_grows_with_the_text(monkeypatch):
    """Characters weighed, counted: a tenfold page is tenfold work."""

    def work(text):
        seen = []
        for place in (doubts, hopes, readings):
            monkeypatch.setattr(
                place,
                "likelihood",
                lambda *given: (seen.append(len(given[0])), likelihood(*given))[1],
            )
        repair(text)
        return sum(seen)

    for unit in (
        "涓滆矾",
        "锛?",
        "é",
        "Ö Ð",
        "ä ",
        "\ue000中",
        "中\ufffd",
        "ㄛ中",
        "€中",
        "?中",
    ):
        opener = "".join(SENTENCES).encode().decode("gb18030", "replace")
        short, long = work(opener + unit * 200), work(opener + unit * 2000)
        assert long <= 10 * short


def test_code_is_looked_for_once(monkeypatch):
    """Whatever the damage is, and only where a run is proven."""
    seen = []
    monkeypatch.setattr(doubled, "code_spans", lambda text: (seen.append(text), [])[1])
    damaged = (PARAGRAPH.encode().decode(one, "replace") for one in ("gb18030", "latin-1"))
    text = "\n".join(damaged)
    found = find(text)
    assert found.gate
    assert found.gate.rules == ("restore/utf8-as-gbk", "restore/utf8-as-latin1")
    assert seen == [text]
    assert find(PARAGRAPH) == NOTHING
    assert seen == [text]


#: A passage whose private-use characters were dropped.
DROPPED = "中国农业的根本出路在于机械化，这话不错".encode().decode("gb18030", "ignore")
DROPPED = "".join(one for one in DROPPED if not "\ue000" <= one <= "\uf8ff")
#: Such a passage of Big5 read as GBK: 村民都說這條路是大家一起修的，日子一天會比一天好過。
BIG5_DROPPED = "村民都說這條路是大家一起修的，日子一天會比一天好過。".encode("big5").decode(
    "gb18030"
)
BIG5_DROPPED = "".join(one for one in BIG5_DROPPED if not "\ue000" <= one <= "\uf8ff")
PARAGRAPH = "村民们都说日子一天比一天好过，人人感谢修路的队伍，茶叶卖到了城里。"


@pytest.mark.parametrize(
    ("page", "flagged"),
    [
        (PARAGRAPH, False),
        (PARAGRAPH.encode().decode("latin-1"), False),
        (PARAGRAPH.encode().decode("gb18030", "replace"), True),
        (PARAGRAPH + "锟斤拷锟斤拷锟斤拷", True),
        (PARAGRAPH + "锟斤拷锟斤拷锟?", True),
        (PARAGRAPH + "锟斤拷锟", True),
        (PARAGRAPH + "\ufffd\ufffd\ufffd", True),
        (PARAGRAPH + "&#65533;&#65533;", True),
        (PARAGRAPH + "乱码写作“锟斤拷锟斤拷”。", False),
        (PARAGRAPH + "常见的乱码有锟斤拷和烫烫烫、屯屯屯。", False),
        (PARAGRAPH + "有一个字是\ufffd。", False),
        (f"{PARAGRAPH}\n{DROPPED}", True),
        (f"{PARAGRAPH}\n{BIG5_DROPPED}", True),
        (PARAGRAPH + "字典里有琌字，也有硂字，还有穦字和穝字。", False),
        (PARAGRAPH + "《康熙字典》禾部有穝、穨、穦，石部有硂。", False),
    ],
)  # fmt: skip
def test_lossy_documents_are_flagged(page, flagged):
    (document,) = read(page.encode()).documents
    assert ("lossy" in document.flags()) == flagged


def test_a_passage_that_cannot_be_read_back_whole_is_a_claim():
    (document,) = read(f"{PARAGRAPH}\n{DROPPED}".encode()).documents
    (claim,) = [c for c in document.claims if c.field == "repair"]
    assert (claim.rule, claim.certainty, claim.chosen) == (
        "restore/utf8-as-gbk",
        "guess",
        False,
    )
    assert DROPPED in document.text


def test_residue_is_found_once_however_long():
    assert RESIDUE.search("锟斤拷" * 100_000)
    assert not RESIDUE.search("“" + "锟斤拷" * 100_000 + "”")
